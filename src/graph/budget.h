/*
 * budget.h - how much a search may try, and what it left untried.
 *
 * A budget counts what is tried, never time: the output does not depend on the machine.
 */
#ifndef TT_GRAPH_BUDGET_H
#define TT_GRAPH_BUDGET_H

#include "base/arena.h"

/* What a search did, by the party where each of its starts is. */
typedef struct tt_effort {
    uint32_t n_entities;
    uint64_t visits, starts, cut; /* tried; starts in all; those that a budget cut short */
    uint64_t *visits_at;          /* the same three of each party 1..n_entities */
    uint32_t *starts_at, *cut_at;
} tt_effort;

TT_MUST_CHECK tt_status tt_effort_init(tt_effort *e, uint32_t n_entities, tt_arena *a, tt_err *err);
void tt_effort_add(tt_effort *e, uint32_t party, uint64_t visits, bool cut);

/**
 * Visits that the next start may make: an even share of what `all` has left, and `root` at most.
 * Most starts need next to nothing, so the shares grow.  0 stands for no limit in both.
 *
 * @param starts  that are still to come, the next one included; at least 1.
 * @return        UINT64_MAX without a limit.
 */
uint64_t tt_budget_share(uint64_t root, uint64_t all, uint64_t spent, uint64_t starts);

#endif
