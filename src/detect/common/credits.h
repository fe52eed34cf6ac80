/*
 * credits.h - which invoices and lines a credit note takes back.  Computed once per run.
 *
 * A line is taken back by a line of a credit note between the same parties, with the same HS
 * subheading, currency and amount, dated from the day of the invoice to 180 days after it; an
 * invoice, when all its lines are, or when a credit note states its total.  Each credit note line
 * is used once, for the earliest invoice.
 */
#ifndef TT_DETECT_COMMON_CREDITS_H
#define TT_DETECT_COMMON_CREDITS_H

#include "model/data.h"

enum { TT_CREDIT_DAYS = 180 };

typedef struct tt_credits {
    uint8_t *line;    /* of invoice_lines: 1 = taken back; in a credit note: used for that */
    uint8_t *invoice; /* of invoices: 1 = taken back as a whole; a credit note: used as a whole */
} tt_credits;

/**
 * @param a     holds the result: a byte for each invoice and line.
 * @complexity  O(n log n) for n lines.
 */
TT_MUST_CHECK tt_status tt_credits_build(const tt_data *d, tt_arena *a, tt_credits *out,
                                         tt_err *err);

#endif
