/*
 * share.h - shares of countries in what the world exports of goods: rows of the table
 * export_shares, which is empty until a case brings its own (reference.h).
 */
#ifndef TT_REFDATA_SHARE_H
#define TT_REFDATA_SHARE_H

#include "refdata/reference.h"

typedef struct tt_share {
    tt_str hs; /* one code of four or six digits */
    tt_country country;
    int64_t share; /* 1e-6: 0 to 1,000,000 */
    int64_t year;  /* 1e-6 */
    tt_str source;
    uint8_t verified;
} tt_share;

typedef struct tt_shares {
    tt_share *v; /* in the order of the table */
    size_t n;
} tt_shares;

/**
 * @param own  NULL, or the tables of the case.
 * @param a    holds the rows.
 * @return     TT_OK, TT_EFORMAT ("export_shares, line 7: ..."), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_shares_load(const tt_reference *own, tt_arena *a, tt_shares *out,
                                       tt_err *err);

/** The row for goods and country of the year nearest to a day, within five years: of six digits,
 * else of four; the first of several.  NULL: not known.  O(rows). */
const tt_share *tt_share_find(const tt_shares *s, tt_hs hs, tt_country c, int year);

#endif
