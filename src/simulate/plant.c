/*
 * plant.c - events of the truth.
 */
#include "simulate/parts.h"

sim_ix sim_add_event(sim_world *w, const char *code, bool planted, sim_ix syndicate)
{
    sim_event e = {.code = code, .planted = planted, .syndicate = syndicate};
    if (!tt_vec_push(&w->events, e)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->events.n - 1;
}

void sim_add_member(sim_world *w, sim_ix event, sim_ix firm, const char *role)
{
    if (!tt_vec_push(&w->members, ((sim_member){event, firm, role})))
        w->failed = true;
}

void sim_plant(sim_world *w)
{
    TT_UNUSED(w);
}
