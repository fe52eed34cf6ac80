/*
 * score.h - evidence that two clusters are one party, in bits a person can read.
 *
 * Every field that both sides have is compared to a level; a level has a weight, log2(m/u), from
 * weights.def (parameters of the stage).  The sum with the prior is the log2 of the odds.  Fields
 * that one side lacks say nothing.
 *
 * @source  Fellegi & Sunter 1969.
 */
#ifndef TT_RESOLVE_SCORE_H
#define TT_RESOLVE_SCORE_H

#include "resolve/cards.h"
#include "resolve/name.h"
#include "resolve/trade.h"

typedef enum tt_rs_field {
    TT_RF_NAME,
    TT_RF_LEGAL,
    TT_RF_LEI,
    TT_RF_ID, /* tax, registration and other numbers, within a country and form */
    TT_RF_ACCOUNT,
    TT_RF_ADDRESS,
    TT_RF_PHONE,
    TT_RF_EMAIL,
    TT_RF_COUNTRY,
    TT_RF_REGISTRY, /* two rows of one registry with keys of their own */
    TT_RF_DATE,     /* of birth or incorporation */
    TT_RF_TRADE,    /* in common: only beside a name */
    TT_RF_N
} tt_rs_field;

/* One field compared. */
typedef struct tt_rs_term {
    tt_rs_field field;
    const char *level; /* "equal", "one typing error", ... */
    int32_t centibits;
    bool slip;                 /* a typing error in an identifier */
    uint32_t value_a, value_b; /* of tt_values; 0 where the field has none */
    uint32_t rec_a, rec_b;     /* who says so */
} tt_rs_term;

typedef struct tt_rs_score {
    uint8_t n_terms;
    tt_rs_term term[TT_RF_N];
    tt_name_match name;            /* parts filled when asked for */
    uint32_t surface_a, surface_b; /* the two spellings that were compared; UINT32_MAX = none */
    int32_t prior, total;          /* centibits; total = prior + terms */
    bool strong;                   /* an identifier or registry key is equal */
    bool account;                  /* an account of few is equal */
    bool named;                    /* the names speak for it */
    const char *veto;              /* NULL, or which fact keeps them apart whatever the total is */
    tt_rs_field veto_field;        /* the term that says so */
    uint32_t veto_a, veto_b;       /* values */
} tt_rs_score;

/* Weights in centibits, in the order of weights.def. */
typedef enum tt_rs_weight {
#define W(id, name, bits, help) TT_W_##id,
#include "resolve/weights.def"
#undef W
    TT_W_N
} tt_rs_weight;

/* All that a comparison reads; constant while threads compare. */
typedef struct tt_scorer {
    const tt_rs *w;
    const tt_values *values;
    int32_t weight[TT_W_N];
    int32_t prior;         /* centibits, negative */
    const tt_trade *trade; /* of the clusters; NULL: not looked at */
} tt_scorer;

/** Weights and prior from the parameters and the number of surfaces. */
void tt_scorer_init(tt_scorer *s, const tt_rs *w, const tt_values *values);

/**
 * Compare two clusters.
 *
 * @param name_a,name_b  the spellings to compare and who has them; UINT32_MAX: the best of those
 *                       most used.
 * @param parts          fill out->name.part.
 */
void tt_weigh(const tt_scorer *s, const tt_cards *c, uint32_t a, uint32_t b, tt_said name_a,
              tt_said name_b, bool parts, tt_rs_score *out);

/** What a match of names adds, before legal forms: no more than its level may, nor than its words
 * say. */
int32_t tt_name_evidence(const tt_scorer *s, const tt_name_match *m);

/** "name", "address", ...; identifiers have more than one name: tt_value_field. */
const char *tt_rs_field_text(tt_rs_field f);

#endif
