/*
 * cycle_walk.h - the walk from one start.  Private to cycle.c and cycle_walk.c.
 */
#ifndef TT_GRAPH_CYCLE_WALK_H
#define TT_GRAPH_CYCLE_WALK_H

#include "base/vec.h"
#include "graph/cycle_index.h"

/* What walks find: the number of arcs, then the arcs, again and again. */
typedef struct tt_walk_found {
    tt_u32_vec arcs;
    uint64_t n;          /* found */
    uint64_t kept, most; /* of them in arcs, the first ones; kept while below most */
} tt_walk_found;

/** Is there any use in starting with this arc?  False only when no cycle starts with it. */
bool tt_walk_may_start(const tt_arcs *x, uint32_t arc);

/**
 * Find the cycles that start with arc root and from no earlier arc.
 *
 * @param budget  hops that may be tried.
 * @param mark    n_entities + 1 numbers of the caller's thread, below stamp before the first call.
 * @param stamp   another one for each call, rising.
 * @param visits  out: hops tried.
 * @param cut     out: the budget was reached.
 * @return        TT_OK, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_walk_from(const tt_arcs *x, uint32_t root, uint64_t budget,
                                     uint32_t *mark, uint32_t stamp, tt_walk_found *found,
                                     uint64_t *visits, bool *cut, tt_err *err);

#endif
