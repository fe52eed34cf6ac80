/*
 * settled.h - the terms of each invoice of goods as they were written, and as they were kept: the
 * days that were agreed, how much was paid before the goods left, how late the rest was.
 *
 * Credit notes, proformas and what a credit note took back are left out, and sales within a
 * declared group: a group's own books settle them.
 */
#ifndef TT_DETECT_COMMON_SETTLED_H
#define TT_DETECT_COMMON_SETTLED_H

#include "base/vec.h"
#include "detect/common/shared.h"

typedef struct tt_settled {
    tt_ix seller, buyer; /* entities, neither 0 */
    tt_ix invoice;
    tt_date day;
    int32_t agreed; /* days to pay, from the due date, else from the terms; -1: not known */
    int32_t lag;    /* days from the invoice to the last payment; INT32_MIN: not known, or not all
                       of it is paid */
    double ahead;  /* share paid before the goods left, or within days of an invoice whose terms say
                      in advance; NAN: not known */
    int64_t value; /* base currency, minor units; TT_NO_NUM not known */
} tt_settled;
TT_VEC(tt_settled_vec, tt_settled);

enum { TT_SETTLED_PROMPT = 10 }; /* the days of "in advance" */

/**
 * All of them, by (seller, buyer, day, invoice).
 *
 * @param out   to be released by the caller, also after a failure.
 * @complexity  O(n log n) for n documents and pairings.
 */
TT_MUST_CHECK tt_status tt_settled_of(const tt_detect_in *in, tt_settled_vec *out, tt_err *err);

/* Days late of one invoice, in its lane: the two countries, or 0 for all. */
typedef struct tt_late {
    uint32_t lane;
    int32_t days;
} tt_late;
TT_VEC(tt_late_vec, tt_late);

/** Days after the due day of the last payment; INT32_MIN: one of the two is not known. */
int32_t tt_days_late(const tt_settled *b);
/** How late all of them were paid, sorted, for tt_late_p.  @param out  as above.  O(n log n). */
TT_MUST_CHECK tt_status tt_lates_of(const tt_data *d, const tt_settled_vec *bills, tt_late_vec *out,
                                    tt_err *err);
/**
 * Conformal p of an invoice of a relation that is paid so many days late: (1 + invoices of others
 * that are as late) / (1 + invoices of others), of the same two countries where those are `least`,
 * else of all; 1 when there are fewer.
 *
 * @param own  the relation's n invoices.
 */
double tt_late_p(const tt_data *d, const tt_late_vec *lates, const tt_settled *own, size_t n,
                 int32_t days, double least);

#endif
