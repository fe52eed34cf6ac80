/*
 * sums.h - what a file amounts to, so that somebody can compare it with where it came from: sums by
 * kind and currency, and the period.
 */
#ifndef TT_INGEST_SUMS_H
#define TT_INGEST_SUMS_H

#include "base/map.h"
#include "base/vec.h"
#include "model/record.h"

typedef struct tt_sum {
    tt_kind kind;
    tt_ccy ccy;
    uint64_t n;    /* amounts in it */
    int64_t minor; /* TT_NO_NUM: more than 64 bits hold */
} tt_sum;
TT_VEC(tt_sum_vec, tt_sum);

/* A zeroed struct is empty, but for first and last: tt_sums_init. */
typedef struct tt_sums {
    tt_sum_vec sum;
    tt_date first, last; /* TT_NO_DATE: no row has a date */
    tt_map64 payments;   /* seen already: each payment counts once, however many rows it has */
} tt_sums;

void tt_sums_init(tt_sums *s);
void tt_sums_release(tt_sums *s);

/* What one row adds to it. */
typedef struct tt_sum_part {
    tt_date day;
    bool has_amount;
    tt_sum sum;
    uint64_t payment; /* which one: rows of the same count once; 0: not a payment */
} tt_sum_part;

/* Where that is in the rows of a kind. */
typedef struct tt_sum_plan {
    tt_kind kind;
    int when, amount, ccy; /* fields; when and amount may be -1 */
} tt_sum_plan;
tt_sum_plan tt_sum_plan_of(tt_kind kind);

/** Its line_amount (invoice), declared_value (shipment), customs_value (declaration) or amount
 * (payment), and the date of its document. */
tt_sum_part tt_sum_part_of(const tt_sum_plan *plan, const tt_record *r);
/**
 * Count a row.
 *
 * @return       False when memory is out.
 * @complexity   O(1); 32 bytes for each payment.
 */
TT_MUST_CHECK bool tt_sums_add(tt_sums *s, const tt_sum_part *part);
/** Add all of another one: totals of several files. */
TT_MUST_CHECK bool tt_sums_join(tt_sums *s, const tt_sums *more);
/** In order of (kind, code of the currency).  False when memory is out. */
TT_MUST_CHECK bool tt_sums_sort(tt_sums *s);

#endif
