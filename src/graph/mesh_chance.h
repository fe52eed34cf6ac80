/* mesh_chance.h - how often chance makes layers as those that mesh.c found. */
#ifndef TT_GRAPH_MESH_CHANCE_H
#define TT_GRAPH_MESH_CHANCE_H

#include "graph/mesh.h"
#include "graph/spans.h"

/* Of the three pairs in a row of a window: those that a fourth closes, and the sum of the numbers
 * of pairs of its two parties, multiplied. */
typedef struct tt_closings {
    double seen, expected;
} tt_closings;

/* Where they were seen. */
typedef struct tt_closed {
    tt_closings *window, *party; /* by window; by start, over all windows */
} tt_closed;

/** expected, log_chance and p of each layer (log_chance holds the ways to choose its sides), and
 * out->clustering. */
void tt_meshes_judge(const tt_spans *s, const tt_closed *c, tt_meshes *out);

/** Natural logarithm of the ways to choose k of n, k <= n.  O(k). */
double tt_log_choose(uint32_t n, uint32_t k);

#endif
