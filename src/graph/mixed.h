/* mixed.h - goods and money as one layer, for circles that close through both. */
#ifndef TT_GRAPH_MIXED_H
#define TT_GRAPH_MIXED_H

#include "graph/netting.h"

typedef struct tt_mixed {
    tt_layer layer; /* n, src, dst, t, amount, kind_of, doc and the lists; in order of time, goods
                       first where both have the same */
    uint8_t *goods; /* of a flow: 1 = goods */
} tt_mixed;

/**
 * What is not settled: goods of which no more than `paid` of the value was paid for by their buyer,
 * and money that pays for nothing or for the goods of others.
 *
 * @param a     holds the result, about 44 bytes a flow.
 * @complexity  O(flows).
 */
TT_MUST_CHECK tt_status tt_mixed_make(const tt_graph *g, const tt_netting *n, double paid,
                                      tt_arena *a, tt_mixed *out, tt_err *err);

#endif
