/*
 * spans.h - who pays whom in which days: the pairs of a ledger, window by window.
 *
 * Windows begin every `step` days and take two steps, so that what takes a step or less lies whole
 * in one.  In a window a pair stands once, however often it pays.
 */
#ifndef TT_GRAPH_SPANS_H
#define TT_GRAPH_SPANS_H

#include "graph/ledger.h"

typedef struct tt_spans {
    uint32_t step;
    uint32_t n; /* windows; window w takes the days from + w * step and 2 * step - 1 after it */
    uint32_t from;
    size_t *off; /* the pairs of window w are off[w]..off[w + 1), by (src, dst); n + 1 */
    uint32_t *src, *dst;
    uint32_t *pays, *paid; /* of a party: pairs in all windows that it pays in, is paid in */
} tt_spans;

/**
 * @param step  1 or more.
 * @param skip  NULL, or by party: 1 = its pairs are left out.
 * @param a     holds the result, 8 bytes a pair and window: 16 bytes an entry at most.
 * @complexity  O(entries + parties + windows).
 */
TT_MUST_CHECK tt_status tt_spans_make(const tt_ledger *l, uint32_t step, const uint8_t *skip,
                                      tt_arena *a, tt_spans *out, tt_err *err);

/** The days of a window: *first to *last, both in it. */
void tt_spans_days(const tt_spans *s, uint32_t window, uint32_t *first, uint64_t *last);

/** The entries of the pair in a window; *first: they, in order.  O(log n). */
uint32_t tt_spans_entries(const tt_spans *s, const tt_ledger *l, uint32_t window, uint32_t src,
                          uint32_t dst, const uint32_t **first);

#endif
