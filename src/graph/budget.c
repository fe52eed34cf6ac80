/* budget.c - see budget.h. */
#include "graph/budget.h"

tt_status tt_effort_init(tt_effort *e, uint32_t n_entities, tt_arena *a, tt_err *err)
{
    *e = (tt_effort){.n_entities = n_entities,
                     .visits_at = tt_new_n(a, uint64_t, (size_t)n_entities + 1),
                     .starts_at = tt_new_n(a, uint32_t, (size_t)n_entities + 1),
                     .cut_at = tt_new_n(a, uint32_t, (size_t)n_entities + 1)};
    return e->visits_at && e->starts_at && e->cut_at
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no room to count what %u parties cost", n_entities);
}

void tt_effort_add(tt_effort *e, uint32_t party, uint64_t visits, bool cut)
{
    e->visits += visits;
    e->starts++;
    e->cut += cut;
    e->visits_at[party] += visits;
    e->starts_at[party]++;
    e->cut_at[party] += cut;
}

uint64_t tt_budget_share(uint64_t root, uint64_t all, uint64_t spent, uint64_t starts)
{
    uint64_t most = root ? root : UINT64_MAX;
    if (!all)
        return most;
    return TT_MIN(most, spent < all ? (all - spent) / starts : 0);
}
