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

/* --- a lot that is sold on --- */

/* A seller, a trader at a hub, a buyer; a good that the seller's country makes. */
struct resale {
    sim_ix rel[2], trader;
    uint32_t good;
};

static bool draw_resale(sim_world *w, sim_scheme *s, struct resale *x)
{
    static const char *const hubs[] = {"HK", "SG", "AE", "PA", "MY"};
    sim_scheme strangers = *s;
    sim_ix seller = sim_draw(w, s, 0, false), buyer = sim_draw(w, s, seller, true);
    uint32_t hub = sim_country_find(&w->tables, hubs[sim_below(s->r, TT_LEN(hubs))]);
    x->trader = s->level == SIM_EASY ? sim_new_company(w, s, hub, SIM_SECTORS, SIM_ANY_AGE)
                                     : sim_pick_company(w, s->r, hub, sim_below(s->r, SIM_SECTORS));
    if (s->cast)
        x->trader = sim_draw(w, &strangers, seller, true);
    if (!seller || !buyer || !x->trader || x->trader == seller || x->trader == buyer)
        return false;
    x->rel[0] = sim_tie_up(w, s, seller, x->trader, w->tables.n_goods);
    x->good = x->rel[0] ? w->relations.v[x->rel[0]].good : 0;
    x->rel[1] = x->rel[0] ? sim_tie_up(w, s, x->trader, buyer, x->good) : 0;
    return x->rel[1] != 0;
}

/* The same lot in the same container, sold on as soon as it is there.  @param out  what else is
 * said and done when it goes on; with a procedure of a free zone it came in under one. */
static void resell(sim_world *w, sim_scheme *s, const struct resale *x, double step, sim_plan out)
{
    const sim_good *g = &w->tables.goods[x->good];
    double usd = g->price * sim_lognormal(s->r, g->sd);
    double q = g->lot * sim_lognormal(s->r, 0.4);
    tt_date day = sim_some_day(w, s, 120);
    const sim_line *line = &w->tables.lines[sim_below(s->r, w->tables.n_lines)];
    sim_plan plan = {.event = s->event, .usd = usd};
    plan.box = sim_container(w, s->r, line->prefix);
    plan.quantity_e3 = TT_MAX(sim_round(q / 5) * 5000, 5000);
    plan.regime_in = out.regime_out ? "7100" : NULL;
    sim_order_on(w, s, x->rel[0], sim_add_plan(w, &plan), day);
    out.event = s->event;
    out.box = plan.box;
    out.quantity_e3 = plan.quantity_e3;
    out.usd = usd * step;
    day += w->relations.v[x->rel[0]].transit + sim_between(s->r, 22, 36);
    sim_order_on(w, s, x->rel[1], sim_add_plan(w, &out), day);
}

/* Sold on at once for much more, or much less, and nothing was done to it. */
void sim_plant_margin(sim_world *w, sim_scheme *s)
{
    struct resale x;
    double step = sim_by_level(s, 4, 2.2, 1.6);
    if (!draw_resale(w, s, &x))
        return;
    if (sim_chance(s->r, 300000))
        step = 1 / step;
    for (int32_t n = sim_between(s->r, 2, 4); n > 0; n--)
        resell(w, s, &x, step, (sim_plan){.event = s->event});
}

/* What comes to a hub from one country leaves it as made there. */
void sim_plant_washed(sim_world *w, sim_scheme *s)
{
    struct resale x;
    if (!draw_resale(w, s, &x))
        return;
    for (int32_t n = sim_between(s->r, 2, 4); n > 0; n--)
        resell(w, s, &x, 1.04 + 0.1 * tt_rng_unit(s->r),
               (sim_plan){.origin = sim_country_of(w, x.trader)->code});
}

/* Honest: a trader who buys and sells the same lot for a few percent, and says where it is from. */
void sim_make_merchant(sim_world *w, sim_scheme *s)
{
    struct resale x;
    if (!draw_resale(w, s, &x))
        return;
    sim_plan out = {.origin = sim_country_of(w, w->relations.v[x.rel[0]].seller)->code};
    out.regime_out = sim_chance(s->r, 400000) ? "3171" : NULL; /* through a free zone */
    for (int32_t n = sim_between(s->r, 2, 5); n > 0; n--)
        resell(w, s, &x, 1.02 + 0.06 * tt_rng_unit(s->r), out);
}

/* In a free zone it becomes something else: another origin and code, another code, less of it. */
void sim_plant_free_zone(sim_world *w, sim_scheme *s)
{
    struct resale x;
    if (!draw_resale(w, s, &x))
        return;
    sim_plan out = {.regime_out = "3171", .heavy = s->level == SIM_HARD ? 0.8 : 1};
    if (s->level == SIM_EASY)
        out.origin = sim_country_of(w, x.trader)->code;
    if (s->level != SIM_HARD) {
        out.hs = sim_other_good(w, s, x.good);
        out.hs_on = SIM_ON_ALL;
    }
    for (int32_t n = sim_between(s->r, 2, 4); n > 0; n--)
        resell(w, s, &x, 1.04 + 0.1 * tt_rng_unit(s->r), out);
}

/* From where wildlife comes from, over a hub, to where it goes: new firms where it is easy to see.
 */
void sim_plant_corridor(sim_world *w, sim_scheme *s)
{
    static const char *const hubs[] = {"SG", "HK", "AE", "MY"};
    struct resale x;
    uint32_t from = sim_source(w, s->r), to = sim_destination(w, s->r);
    uint32_t hub = sim_country_find(&w->tables, hubs[sim_below(s->r, TT_LEN(hubs))]);
    x.good = sim_cover_good(w, s->r, from);
    uint32_t sector = w->tables.goods[x.good].sector;
    sim_ix seller = sim_pick_company(w, s->r, from, sector);
    sim_ix buyer = s->level == SIM_EASY ? sim_new_company(w, s, to, sector, SIM_ANY_AGE)
                                        : sim_pick_company(w, s->r, to, sector);
    x.trader = s->level == SIM_HARD ? sim_pick_company(w, s->r, hub, sector)
                                    : sim_new_company(w, s, hub, sector, SIM_ANY_AGE);
    x.rel[0] = hub == to ? 0 : sim_tie_up(w, s, seller, x.trader, x.good);
    x.rel[1] = x.rel[0] ? sim_tie_up(w, s, x.trader, buyer, x.good) : 0;
    if (!x.rel[1])
        return;
    uint32_t n = (uint32_t)sim_between(s->r, 2, 3);
    for (uint32_t i = 0; i < n; i++)
        resell(w, s, &x, 1.02 + 0.06 * tt_rng_unit(s->r), (sim_plan){.event = s->event});
    sim_make_decoys(w, s, x.rel[0], n);
}
