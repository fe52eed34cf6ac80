/*
 * cycle.h - amount-conserving cycles of flows.  Exact, each reported once, with the chance of
 * seeing it by accident.
 *
 * A hop is one flow, or, with `split`, several flows of the same pair within a few days taken
 * together.  A cycle is a sequence of hops e1 .. ek with dst(ei) = src(ei+1), dst(ek) = src(e1),
 * inner vertices distinct, all within the window, each hop later than the one before, and
 * keep_low * a(ei) <= a(ei+1) <= keep_high * a(ei).  Self-flows and flows without a positive amount
 * take no part.
 */
#ifndef TT_GRAPH_CYCLE_H
#define TT_GRAPH_CYCLE_H

#include "graph/budget.h"
#include "graph/graph.h"

enum { TT_CYCLE_MAX_LEN = 16 };

typedef struct tt_cycle_options {
    uint32_t window; /* seconds between the start of the first and the end of the last hop */
    unsigned min_len, max_len; /* 2..TT_CYCLE_MAX_LEN */
    double keep_low,
        keep_high; /* of the size of the hop before, 0 < low <= high; see by_quantity */
    /*
     * Goods: size is the quantity where two hops have the same dimension, else the mass where both
     * are known.  Hops that have neither in common are held against each other by amount, within
     * value_low .. value_high.  false: size is the amount.
     */
    bool by_quantity;
    double value_low, value_high; /* by_quantity only */
    bool same_hs6;                /* goods: all flows carry the same HS 6, and it is known */
    bool unsettled_only;          /* money: leave out flows that pay matched goods */
    bool same_day;  /* a flow dated without a time may follow one of the same day dated without a
                       time */
    bool any_order; /* hops may come in any order of time, all within the window */
    uint32_t split; /* seconds: flows of one pair this close also count as one hop; 0 = never */
    int64_t min_amount;   /* of the first hop, minor units */
    const uint8_t *mixed; /* NULL, or a kind of each flow, 0 or 1: a hop is of one kind, and a cycle
                             has hops of both */
    const uint8_t
        *hub; /* NULL, or 1 for vertices (index 0..n_entities) that may only be the start */
    uint64_t visits_per_root; /* budget: hops tried; a root that reaches it is cut and counted; 0 =
                                 none */
    uint64_t visits_per_component; /* the same for all roots of a weakly connected component of what
                                      can be in a cycle, looked at after every 2,048 roots; 0 =
                                      none */
    uint64_t max_cycles; /* 0 = none.  Kept: the first in order of (amount of the first hop falling,
                            number of the first flow) */
} tt_cycle_options;

typedef struct tt_cycle {
    uint32_t first;      /* of tt_cycles.flow */
    uint32_t n_flows;    /* >= len */
    uint32_t len;        /* hops */
    bool ordered;        /* each hop later than the one before; false only with any_order */
    double conservation; /* product of the ratios of sizes: last / first where all are comparable */
    double tightness;    /* largest |ln| of a ratio */
    uint32_t span;       /* seconds */
    double expected; /* chance cycles at least as tight and as quick through its busiest vertex */
    double p;        /* chance of at least one: 1 - exp(-expected) */
} tt_cycle;

/* Cycles through one set of parties, judged together. */
typedef struct tt_circle {
    uint32_t best;             /* of tt_cycles.v: the one that chance makes least easily */
    uint32_t n_cycles;         /* all of them, also those that differ in one flow only */
    uint32_t apart, n_apart;   /* of tt_cycles.apart: rounds, cycles that share no flow */
    uint32_t party, n_parties; /* of tt_cycles.party, ascending */
    /*
     * As in tt_cycle, for the best; but what the other rounds did is not counted as a sign of how
     * common such flows are.
     */
    double expected;
    /* r rounds, the least strange of which is expected l times: P(X >= r), X ~ Poisson(l); or the p
     * of the best, whichever is smaller, twice for the two looks.  One round: its own p. */
    double p;
} tt_circle;

typedef struct tt_cycles {
    tt_cycle *v; /* sorted by the numbers of their flows, first to last; then by hops */
    size_t n;
    uint32_t *flow; /* positions in the layer, hop by hop, the hop that starts the cycle first */
    uint8_t *hop;   /* beside flow: 0 .. len - 1 */
    tt_circle *circles; /* by p, then the first flow of the best */
    size_t n_circles;
    uint32_t *apart;          /* positions in v, the best of a circle first */
    uint32_t *party;          /* entities */
    tt_effort effort;         /* starts: hops; cut: stopped by a budget, or not started */
    uint64_t cycles_left_out; /* by max_cycles */
} tt_cycles;

/**
 * Find all cycles.
 *
 * With any_order a cycle starts with the hop from which the size rule holds; where several would
 * do, with the one that comes first.  The same output for any number of threads.
 *
 * @param g     for n_entities and epoch.
 * @param talk  progress in roots, stage "cycles".  May be NULL.
 * @param a     holds the result.
 * @return      TT_OK, TT_EUSAGE (options out of range), TT_ELIMIT (more than 2^32 flows in
 * results), TT_ENOMEM, TT_ECANCELED.
 * @complexity  O(n log n) for n flows, and 36 bytes for each; 60 more for those that can be in a
 * cycle; then the visits.
 * @source      search: Kumar and Calders, 2SCENT (VLDB 2018) for the problem; here the size rule
 * does the pruning.  Chance: see cycle_chance.c.
 */
TT_MUST_CHECK tt_status tt_cycles_find(const tt_graph *g, const tt_layer *layer,
                                       const tt_cycle_options *opt, unsigned threads,
                                       const tt_talk *talk, tt_arena *a, tt_cycles *out,
                                       tt_err *err);

#endif
