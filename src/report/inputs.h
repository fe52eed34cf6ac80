/*
 * inputs.h - what each input file amounts to, so that it can be compared with where it came from.
 */
#ifndef TT_REPORT_INPUTS_H
#define TT_REPORT_INPUTS_H

#include "base/arena.h"
#include "base/num.h"
#include "model/data.h"

/* line_amount of invoices, declared_value of shipments, customs_value of declarations, amount of
 * payments, each payment once. */
typedef struct tt_input_sum {
    tt_ix source;
    tt_kind kind;
    tt_ccy ccy;
    uint64_t n;    /* amounts in it */
    int64_t minor; /* TT_NO_NUM: more than 64 bits hold */
} tt_input_sum;

typedef struct tt_input_sums {
    const tt_input_sum *v; /* by (source, kind, code of the currency) */
    size_t n;
    const uint32_t *first;    /* of source i: v[first[i] .. first[i + 1]) */
    const tt_date *from, *to; /* by source: dates of its documents; TT_NO_DATE: none */
} tt_input_sums;

/**
 * Sums over the rows that count for each source (data.h: a row that came in more than once counts
 * for the first).
 *
 * @param a     holds what out refers to.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(rows + sums log sums).
 */
TT_MUST_CHECK tt_status tt_input_sums_build(const tt_data *d, tt_arena *a, tt_input_sums *out,
                                            tt_err *err);

/** The amount alone, "1436.50", or "too large".  @return  its length. */
size_t tt_input_sum_text(const tt_input_sum *s, char out[TT_NUM_TEXT]);

#endif
