/*
 * regular.h - payments of one sum, between the same two, again and again with weeks between: rent,
 * wages, rates of a loan.  A party may have several of one other, a flat and a shop of one
 * landlord.
 */
#ifndef TT_DETECT_COMMON_REGULAR_H
#define TT_DETECT_COMMON_REGULAR_H

#include "detect/common/remit.h"

typedef struct tt_regular_rule {
    size_t least; /* payments of one sum: fewer are no habit */
    int32_t days; /* between two of them, at least */
} tt_regular_rule;

/**
 * Move the regular ones of v to the end.
 *
 * @return      TT_ENOMEM.
 * @param kept  how many are left in front; they are by (payer, payee, payment).
 * @complexity  O(n log n).
 */
TT_MUST_CHECK tt_status tt_regular_split(const tt_data *d, tt_regular_rule rule, tt_remit *v,
                                         size_t n, size_t *kept, tt_err *err);

#endif
