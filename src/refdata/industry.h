/*
 * industry.h - goods that lines of business deal in: rows of the table industry_goods, which can be
 * replaced (reference.h).
 *
 * A judgement of a day, by chapter of the Harmonized System: what a line makes, uses or trades.  It
 * says what is usual before any data are seen, and forbids nothing.
 */
#ifndef TT_REFDATA_INDUSTRY_H
#define TT_REFDATA_INDUSTRY_H

#include "refdata/hs.h"
#include "refdata/reference.h"

enum { TT_CHAPTERS = 100 }; /* of arrays by chapter: 1..99 */

typedef struct tt_industry_row {
    tt_str activity; /* first digits of codes of activity, blanks between */
    tt_str name;
    tt_str hs; /* chapters, blanks between; absent: any goods */
    tt_str source;
    uint8_t verified;
    bool in[TT_CHAPTERS]; /* the chapters; all for any goods */
} tt_industry_row;

typedef struct tt_industries {
    tt_industry_row *v; /* in the order of the table */
    size_t n;
} tt_industries;

/**
 * @param own  NULL, or the tables of the case.
 * @param a    holds the rows.
 * @return     TT_OK, TT_EFORMAT ("industry_goods, line 7: ..."), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_industries_load(const tt_reference *own, tt_arena *a, tt_industries *out,
                                           tt_err *err);

/** The row with the longest beginning of a code of digits, the first of several; NULL: none fits.
 * O(table). */
const tt_industry_row *tt_industries_find(const tt_industries *t, tt_str digits);

#endif
