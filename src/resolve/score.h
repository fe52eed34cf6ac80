/*
 * score.h - evidence that two records (or two clusters) are one party, in bits a person can read.
 *
 * Every field that both sides have is compared to a level; a level has a weight, log2(m/u), from
 * the table of weights (score.c; the defaults are parameters of the stage).  The sum with the prior
 * is the log2 of the odds.  Fields that one side lacks say nothing.
 *
 * @source  Fellegi & Sunter 1969.
 */
#ifndef TT_RESOLVE_SCORE_H
#define TT_RESOLVE_SCORE_H

#include "resolve/name.h"
#include "resolve/parts.h"

typedef enum tt_rs_field {
    TT_RF_NAME,
    TT_RF_LEI,
    TT_RF_TAX, /* tax, registration and other numbers, within a country and form */
    TT_RF_ACCOUNT,
    TT_RF_ADDRESS,
    TT_RF_PHONE,
    TT_RF_EMAIL,
    TT_RF_COUNTRY,
    TT_RF_REGISTRY, /* two rows of registries with numbers of their own */
    TT_RF_TRADE,    /* a common counterpart and the same chapter of goods; container */
    TT_RF_N
} tt_rs_field;

/* One field compared. */
typedef struct tt_rs_term {
    tt_rs_field field;
    const char *level; /* "equal", "one letter differs", ... */
    int32_t centibits;
    tt_str a, b; /* as written; absent for names (see tt_rs_score.name) */
} tt_rs_term;

typedef struct tt_rs_score {
    uint8_t n_terms;
    tt_rs_term term[TT_RF_N];
    tt_name_match name;            /* parts filled when asked for */
    uint32_t surface_a, surface_b; /* the two spellings that were compared */
    int32_t prior, total;          /* centibits; total includes the prior */
    const char *veto;              /* NULL, or which fact keeps them apart whatever the total */
    tt_str veto_a, veto_b;
} tt_rs_score;

#endif
