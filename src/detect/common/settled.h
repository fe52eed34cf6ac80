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
    double late_p; /* conformal: (1 + invoices of other relations paid as late) / (1 + those
                      invoices), of the same two countries, or where these are too few of all; 1
                      where all are, or it is not known how late */
} tt_settled;
TT_VEC(tt_settled_vec, tt_settled);

enum { TT_SETTLED_PROMPT = 10 }; /* the days of "in advance" */

/**
 * All of them, by (seller, buyer, day, invoice).
 *
 * @param least  invoices of others that late_p takes.
 * @param out    to be released by the caller, also after a failure.
 * @complexity   O(n log n) for n documents and pairings.
 */
TT_MUST_CHECK tt_status tt_settled_of(const tt_detect_in *in, double least, tt_settled_vec *out,
                                      tt_err *err);

/** Days after the due day of the last payment; INT32_MIN: one of the two is not known. */
int32_t tt_days_late(const tt_settled *b);

#endif
