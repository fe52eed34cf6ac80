/*
 * pairs.h - who sells to whom: trade relations added up over invoices.  Computed once per run.
 *
 * Invoices count with their total in the base currency; credit notes, proformas, what a credit note
 * took back, and invoices without a rate do not.
 */
#ifndef TT_DETECT_COMMON_PAIRS_H
#define TT_DETECT_COMMON_PAIRS_H

#include "detect/common/credits.h"

typedef struct tt_pair {
    tt_ix seller, buyer; /* entities, neither 0, not the same */
    uint32_t n;          /* invoices */
    int64_t value;       /* base currency, minor units */
    tt_date first, last;
} tt_pair;

typedef struct tt_pairs {
    tt_pair *v; /* by (seller, buyer), 0-based */
    size_t n;
    int64_t *sold, *bought; /* by entity: sums of value */
} tt_pairs;

/** @complexity  O(n log n) for n invoices. */
TT_MUST_CHECK tt_status tt_pairs_build(const tt_data *d, const tt_credits *credits, tt_arena *a,
                                       tt_pairs *out, tt_err *err);
/** NULL when the two never traded in this direction.  O(log n). */
const tt_pair *tt_pairs_find(const tt_pairs *p, tt_ix seller, tt_ix buyer);

#endif
