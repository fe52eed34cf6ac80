/*
 * cycle_chance.h - how many cycles like one chance would make, and cycles of the same parties as
 * one circle.  Private to the cycle_*.c files.
 */
#ifndef TT_GRAPH_CYCLE_CHANCE_H
#define TT_GRAPH_CYCLE_CHANCE_H

#include "graph/cycle_index.h"

/* One group of hops. */
typedef struct tt_chance_group {
    uint32_t n;       /* hops */
    uint32_t begin;   /* of sorted[] */
    uint32_t span;    /* seconds from the first start to the last end */
    double branching; /* hops that go on from where a hop ends, on average */
} tt_chance_group;

/* Hops of one group in and out of a vertex. */
typedef struct tt_chance_pass {
    uint32_t in, out;
} tt_chance_pass;

/* Chance knows all hops, not only those that can be in a cycle. */
typedef struct tt_chance {
    const tt_arcs *arcs;
    tt_chance_group *group;
    tt_chance_pass *pass;           /* of the vertex and group of a bucket */
    int64_t *sorted[TT_SIZE_COUNT]; /* sizes, rising within a group */
} tt_chance;

/** Gather what the closed form needs, in arena a. */
TT_MUST_CHECK tt_status tt_chance_init(tt_chance *c, const tt_arcs *x, uint32_t n_entities,
                                       tt_arena *a, tt_err *err);
/* Arcs that are not counted when a cycle is judged; none of them is in it. */
typedef struct tt_left_out {
    const uint32_t *arc;
    uint32_t n;
} tt_left_out;

/** Fill len, conservation, tightness, span, expected and p of a cycle; reads out->ordered. */
void tt_chance_of(const tt_chance *c, const uint32_t *arc, uint32_t len, tt_left_out without,
                  tt_cycle *out);

/* A cycle and its arcs. */
typedef struct tt_arc_cycle {
    tt_cycle cycle;
    const uint32_t *arc;
} tt_arc_cycle;

/** Fill the circles of out from its cycles, v[i] beside out->v[i].  @param tmp  scratch. */
TT_MUST_CHECK tt_status tt_circles_group(const tt_chance *c, const tt_arc_cycle *v, tt_arena *tmp,
                                         tt_arena *a, tt_cycles *out, tt_err *err);

#endif
