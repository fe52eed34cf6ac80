/*
 * bills.h - invoices reduced to what they bill, and groups of them that are alike.
 *
 * A bill is a dated sale with a total, by a known seller to a known buyer; credit notes, proformas
 * and what a credit note takes back are none.  Its goods are those of its dearest line.
 */
#ifndef TT_DETECT_COMMON_BILLS_H
#define TT_DETECT_COMMON_BILLS_H

#include "detect/common/credits.h"

typedef struct tt_bill {
    tt_ix invoice, seller, buyer;
    tt_hs hs6;
    tt_ccy ccy;
    int64_t amount;  /* minor units of ccy */
    double quantity; /* canonical units of dim, over all lines of these goods; 0 unknown */
    tt_dim dim;
    int64_t value; /* base currency */
    tt_date day;
    tt_ix deal;
} tt_bill;

/**
 * All bills worth at least min_value (major units of the base currency), by (seller, buyer,
 * currency, goods, dimension, amount, invoice).
 *
 * @param a  holds *out.
 */
TT_MUST_CHECK tt_status tt_bills_of(const tt_data *d, const tt_credits *credits, double min_value,
                                    tt_arena *a, tt_bill **out, size_t *n, tt_err *err);
/**
 * The end of the group that starts at i: the same but for day, and amounts in which each is within
 * the share `apart` of the one before it.
 */
size_t tt_bills_alike(const tt_bill *v, size_t n, size_t i, double apart);
/** Sort a group by (day, invoice).  False when memory is out. */
TT_MUST_CHECK bool tt_bills_by_day(tt_bill *v, size_t n);
/**
 * At least `least` bills at equal distances: the same order every month.
 *
 * @param v   by day.
 * @param cv  most that the standard deviation of the distances may be, over their mean.
 */
bool tt_bills_regular(const tt_bill *v, size_t n, double least, double cv);
/**
 * Both are paid: by two payments or more of their deals that cover the share `need` of each.
 *
 * @param banks  two of these payments name different banks or accounts.
 */
bool tt_bills_paid(const tt_data *d, const tt_bill *a, const tt_bill *b, double need, bool *banks);

#endif
