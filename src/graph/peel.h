/*
 * peel.h - the densest part of flows that go through layers: sources, one or more layers of
 * middles, sinks.
 *
 * The density of a set S of vertices is
 *
 *     g(S) = 1/|S| sum over the middles v of S of  f - lambda (q - f)
 *     f = min(in, out), q = max(in, out), of the flows of v within S
 *
 * so a middle counts for what goes through it and against what stays, or comes from elsewhere.
 * Where the data lack a share `lost` of all flows, what is in them need not agree: q - f counts
 * only as far as it is more than sqrt(lost * sum of a^2) over the flows a of v within S, its
 * standard deviation in whole minor units when each flow is lost with that chance.
 *
 * @source  Li et al., FlowScope: Spotting Money Laundering Based on Graphs, AAAI 2020.
 */
#ifndef TT_GRAPH_PEEL_H
#define TT_GRAPH_PEEL_H

#include "base/arena.h"

enum { TT_PEEL_LAYERS = 5 }; /* at most */

typedef struct tt_peel_graph {
    uint32_t layers;     /* 3 or more: sources are layer 0, sinks the last */
    uint32_t n, n_edges; /* vertices, edges */
    uint8_t *layer;      /* of each vertex 0..n-1 */
    uint32_t *src, *dst; /* each edge goes from a layer to the next */
    int64_t *amount;     /* positive */
} tt_peel_graph;

typedef struct tt_peel_rule {
    double lambda;
    double lost; /* 0..1 */
} tt_peel_rule;

typedef struct tt_peeled {
    uint8_t *kept; /* by vertex: 1 = in the densest set seen */
    uint32_t n;    /* vertices in it; 0: no set has `least` vertices in each layer of middles */
    double density;
} tt_peeled;

/**
 * Take away one vertex after the other, always the one that adds least, and keep the densest set
 * seen, the largest of equals.  A source adds what it pays, a sink what it gets, a middle its term
 * of the sum; of equals the first layer, then the first vertex goes.
 *
 * Greedy: g of the result is no more than that of the densest set, and may be less.
 *
 * @param least  sets with fewer middles in some layer do not count.
 * @param a      holds the result.
 * @return       TT_OK, TT_ENOMEM.
 * @complexity   O((n + edges) log n): a heap for each layer.
 */
TT_MUST_CHECK tt_status tt_peel(const tt_peel_graph *g, tt_peel_rule rule, uint32_t least,
                                tt_arena *a, tt_peeled *out, tt_err *err);

/* The flows of a vertex. */
typedef struct tt_peel_sums {
    double in, out;
    double squares; /* of all flows, in and out */
} tt_peel_sums;

/** Add a flow to the sums of its ends. */
void tt_peel_add(tt_peel_sums *src, tt_peel_sums *dst, int64_t amount);
/** What goes through a middle, less lambda times what does not: its term of the sum. */
double tt_peel_term(const tt_peel_sums *s, tt_peel_rule rule);

#endif
