/*
 * cycle_oracle.h - the slow, obvious twin of graph/cycle.h: every sequence of hops, judged whole.
 */
#ifndef TT_TESTS_SUPPORT_CYCLE_ORACLE_H
#define TT_TESTS_SUPPORT_CYCLE_ORACLE_H

#include "graph/cycle.h"

/* A cycle as the search reports it: positions of flows, and the hop of each. */
typedef struct oracle_cycle {
    uint32_t len, n_flows;
    uint32_t *flow;
    uint8_t *hop;
} oracle_cycle;

/**
 * All cycles of a small layer, in the order of tt_cycles.v.  Budgets and max_cycles are not looked
 * at. Ends the program when memory is out.
 */
size_t
oracle_cycles(const tt_layer *l, const tt_cycle_options *opt, tt_arena *a, oracle_cycle **out);

/* A random layer for both.  Times fall on `days` days; with `clock` they have a time of day. */
typedef struct random_layer {
    uint32_t n_vertices, n_flows, days;
    bool clock, goods;
    int64_t most; /* amounts 1..most, a few unknown, zero or settled */
} random_layer;

void random_layer_make(const random_layer *how, uint64_t seed, tt_arena *a, tt_graph *g,
                       tt_layer *l);

#endif
