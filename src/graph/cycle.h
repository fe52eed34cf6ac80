/*
 * cycle.h - time-ordered, amount-conserving cycles.  Exact, each reported once, with the chance of
 * seeing it by accident.
 *
 * Flows e1 .. ek with dst(ei) = src(ei+1), dst(ek) = src(e1), strictly later each time, all within
 * the window, inner vertices distinct, and keep_low * a_i <= a_{i+1} <= keep_high * a_i.
 */
#ifndef TT_GRAPH_CYCLE_H
#define TT_GRAPH_CYCLE_H

#include "graph/graph.h"

typedef struct tt_cycle_options {
    uint32_t window;            /* seconds between first and last flow */
    unsigned min_len, max_len;  /* 2..16 */
    double keep_low, keep_high; /* of the amount of the hop before */
    bool same_hs6;              /* goods: all flows carry the same HS 6, and it is known */
    bool unsettled_only;        /* money: leave out flows that pay matched goods */
    int64_t min_amount;         /* of the first flow, minor units */
    const uint8_t
        *hub; /* NULL, or 1 for vertices (index 0..n_entities) that may only be the root */
    uint64_t visits_per_root; /* budget; a root that reaches it is cut and counted */
    uint64_t max_cycles; /* over all; 0 = none.  Kept: the first in order of (root amount falling,
                            root) */
} tt_cycle_options;

typedef struct tt_cycle {
    uint32_t first; /* of tt_cycles.flow */
    uint32_t len;
    double conservation; /* last amount / first amount */
    double tightness;    /* largest |ln(a_{i+1} / a_i)| */
    uint32_t span;       /* seconds */
    double p; /* chance of at least one such cycle through its busiest vertex, closed form */
} tt_cycle;

typedef struct tt_cycles {
    tt_cycle *v; /* sorted by first flow, then the others */
    size_t n;
    uint32_t *flow; /* flow positions, hop by hop, the earliest first */
    uint64_t visits, roots, roots_cut, cycles_left_out;
} tt_cycles;

/**
 * @param a   holds the result.
 * @source    search: graph.md 4.2 in the design; chance: lambda_k = d^k (W/T)^(k-1) / (k-1)! *
 * P^(k-1), per node k / n, with d flows per vertex in T, and P the share of amount pairs inside the
 * observed tolerance.
 */
TT_MUST_CHECK tt_status tt_cycles_find(const tt_graph *g, const tt_layer *layer,
                                       const tt_cycle_options *opt, unsigned threads,
                                       const tt_talk *talk, tt_arena *a, tt_cycles *out,
                                       tt_err *err);

#endif
