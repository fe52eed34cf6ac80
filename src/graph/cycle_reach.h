/*
 * cycle_reach.h - which hops can be in a cycle as far as time tells: a chain of hops in order leads
 * from one that may be the first to one that may close the circle, all of it within the window.
 * Private to the cycle_*.c files.
 */
#ifndef TT_GRAPH_CYCLE_REACH_H
#define TT_GRAPH_CYCLE_REACH_H

#include "graph/cycle_sieve.h"

/**
 * Of a search in order (not any_order): drop hops in rounds, until a round drops little.
 *
 * Nothing that is in a cycle is dropped.  Sizes, groups and numbers of hops are not looked at; a
 * hop of several flows is looked at as if it were over when it starts.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(hops) for each round, at most 6; 28 bytes for each hop in the meantime.
 */
TT_MUST_CHECK tt_status tt_hops_reach(const tt_hops *h, uint32_t n_entities, tt_arena *a,
                                      tt_sieved *out, tt_err *err);

#endif
