/*
 * cycle_sieve.h - which hops can be in a cycle at all, told by what goes on at their two ends.
 *
 * The first hop of a cycle has a hop that may follow it and one that may close the cycle, the last
 * has one that it may follow and one that it may close, and each hop between has one on both sides:
 * in the window, in order, of the right size, and through a party that may be in the middle.  A hop
 * without them is dropped, and what only it kept goes in the next round.  Nothing that is in a
 * cycle is dropped; times and sizes are looked at with a little slack, quantities not at all.
 */
#ifndef TT_GRAPH_CYCLE_SIEVE_H
#define TT_GRAPH_CYCLE_SIEVE_H

#include "graph/cycle_hops.h"

/* What is left, by the numbers of the hops. */
typedef struct tt_sieved {
    uint32_t n;
    uint32_t *hop;  /* ascending */
    uint8_t *first; /* beside hop: 1 when a cycle may start with it */
} tt_sieved;

/**
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(hops) for each round; few are made.
 */
TT_MUST_CHECK tt_status tt_hops_sieve(const tt_hops *h, uint32_t n_entities, tt_arena *a,
                                      tt_sieved *out, tt_err *err);

#endif
