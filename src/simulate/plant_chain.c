/*
 * plant_chain.c - schemes of several relations: goods that go round.
 */
#include "simulate/plant.h"

enum { RING = 5 };

/* A good by mass, which any trader may carry. */
static uint32_t some_good(sim_world *w, sim_scheme *s)
{
    for (int i = 0; i < 100; i++) {
        uint32_t g = sim_below(s->r, w->tables.n_goods);
        const sim_good *good = &w->tables.goods[g];
        if (good->price / good->kg > 2 && !good->whole)
            return g;
    }
    return 0;
}

/* The same lot sold round, dearer at each hop: exactly the same where it is easy to see. */
void sim_plant_carousel(sim_world *w, sim_scheme *s)
{
    sim_ix who[RING], rel[RING];
    uint32_t want = 3 + sim_below(s->r, 3), n = 0;
    uint32_t good = some_good(w, s);
    const sim_good *g = &w->tables.goods[good];
    for (int tries = 0; n < want && tries < 100; tries++) {
        sim_ix f = sim_draw(w, s, n ? who[n - 1] : 0, true);
        bool fresh = f != 0;
        for (uint32_t i = 0; i < n; i++)
            fresh &= who[i] != f && w->firms.v[who[i]].country != w->firms.v[f].country;
        if (fresh)
            who[n++] = f;
    }
    if (n < 3)
        return;
    for (uint32_t i = 0; i < n; i++) {
        rel[i] = sim_add_relation(w, s->r, who[i], who[(i + 1) % n], good);
        sim_add_member(w, s->event, who[i], "trader");
    }
    for (int32_t round = sim_between(s->r, 1, 3); round > 0; round--) {
        tt_date day = sim_some_day(w, s, 160);
        double q = g->lot * sim_lognormal(s->r, 0.5), usd = g->price * sim_lognormal(s->r, g->sd);
        for (uint32_t i = 0; i < n; i++) {
            double wobble = s->level == SIM_EASY ? 1 : 1 + 0.06 * (tt_rng_unit(s->r) - 0.5);
            sim_plan plan = {.event = s->event, .usd = usd};
            plan.quantity_e3 = TT_MAX(sim_round(q * wobble / 5) * 5000, 5000);
            sim_order_on(w, s, rel[i], sim_add_plan(w, &plan), day);
            usd *= 1.02 + 0.03 * tt_rng_unit(s->r);
            day += sim_between(s->r, 26, 40); /* an order becomes an invoice within 25 days */
        }
    }
}
