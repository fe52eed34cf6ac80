/*
 * plant_goods.c - schemes of one relation: prices, quantities, copies, goods that are not there,
 * papers that say something else.
 */
#include "simulate/plant.h"

/* Some deals of one relation, all after one plan. */
static void abuse(sim_world *w, sim_scheme *s, sim_plan plan, int32_t least, int32_t most)
{
    sim_ix rel = sim_draw_relation(w, s);
    plan.event = s->event;
    if (rel)
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan),
                        (uint32_t)sim_between(s->r, least, most));
}

void sim_plant_over_invoicing(sim_world *w, sim_scheme *s)
{
    abuse(w, s, (sim_plan){.price = sim_by_level(s, 5, 2.2, 1.4)}, 2, 8);
}

void sim_plant_under_invoicing(sim_world *w, sim_scheme *s)
{
    abuse(w, s, (sim_plan){.price = 1 / sim_by_level(s, 5, 2.2, 1.4)}, 2, 8);
}

void sim_plant_short_shipment(sim_world *w, sim_scheme *s)
{
    double less = sim_by_level(s, 0.45, 0.7, 0.85), more = sim_by_level(s, 2, 1.45, 1.25);
    abuse(w, s, (sim_plan){.shipped = sim_chance(s->r, 650000) ? less : more}, 2, 7);
}

void sim_plant_copies(sim_world *w, sim_scheme *s)
{
    abuse(w, s, (sim_plan){.copied = true}, 1, 5);
    s->documents *= 1.5;
}

/* Invoiced and paid, never shipped; the money leaves the seller again at once, unless it is hard to
 * see. */
void sim_plant_phantom(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.shipped = -1, .event = s->event};
    sim_ix rel = sim_draw_relation(w, s);
    uint32_t n = (uint32_t)sim_between(s->r, 2, 8);
    if (!rel)
        return;
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), n);
    s->documents *= 0.5;
}

/* The invoice and the import declaration name a dear good, the bill of lading what is in the box;
 * or the other way round. */
void sim_plant_misdescribed(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    const sim_good *g = &w->tables.goods[w->relations.v[rel].good];
    sim_plan plan = {.event = s->event};
    for (uint32_t i = 0, at = sim_below(s->r, w->tables.n_goods); i < w->tables.n_goods; i++) {
        const sim_good *other = &w->tables.goods[at = (at + 1) % w->tables.n_goods];
        bool far = memcmp(other->hs.p, g->hs.p, 2) != 0, near = other->sector == g->sector;
        if (tt_str_eq(other->unit, g->unit) && far && (s->level == SIM_EASY || near))
            plan.good = at + 1;
    }
    if (plan.good)
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 6));
}

/* Exported at one value, imported at another. */
void sim_plant_undervalued(sim_world *w, sim_scheme *s)
{
    abuse(w, s, (sim_plan){.declared = 1 / sim_by_level(s, 3, 1.6, 1.25)}, 2, 8);
}

/* A firm that nobody knew trades for two months and is gone. */
void sim_plant_burst(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    const sim_relation rel = w->relations.v[known];
    uint32_t country = w->firms.v[rel.buyer].country;
    sim_ix shell = sim_add_company(w, s->r, country, w->firms.v[rel.buyer].sector, 0);
    if (!shell)
        return;
    w->firms.v[shell].born = w->first - sim_between(s->r, 100, 1000);
    sim_ix made = sim_add_relation(w, s->r, rel.seller, shell, rel.good);
    sim_plan plan = {.event = s->event};
    sim_ix order = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 200);
    sim_add_member(w, s->event, shell, "shell");
    for (int32_t n = sim_between(s->r, 5, 9); n > 0 && made; n--)
        sim_order_on(w, s, made, order, day + sim_between(s->r, 0, 45));
}

/* Wildlife: a cover good from a source country, cheap for its weight, to a consignee that buys for
 * the first time. */
void sim_plant_cover_load(sim_world *w, sim_scheme *s)
{
    static const char *const from[] = {"NG", "TZ", "KE", "MZ", "GH"}, *const to[] = {"VN", "CN",
                                                                                     "HK", "MY"};
    static const char *const cover[] = {"080131", "120740", "440349", "030389", "391590", "071333"};
    uint32_t a = sim_country_find(&w->tables, from[sim_below(s->r, TT_LEN(from))]);
    uint32_t b = sim_country_find(&w->tables, to[sim_below(s->r, TT_LEN(to))]);
    const char *hs = cover[sim_below(s->r, TT_LEN(cover))];
    uint32_t good = 0;
    while (good < w->tables.n_goods && !tt_str_is(w->tables.goods[good].hs, hs))
        good++;
    sim_ix seller =
        s->level == SIM_HARD ? sim_pick_company(w, s->r, a, 4) : sim_add_company(w, s->r, a, 4, 0);
    sim_ix buyer =
        s->level == SIM_EASY ? sim_add_company(w, s->r, b, 0, 0) : sim_pick_company(w, s->r, b, 0);
    if (!seller || !buyer || good == w->tables.n_goods)
        return;
    sim_ix rel = sim_add_relation(w, s->r, seller, buyer, good);
    /* What is hidden weighs: the papers know less of it the harder it is. */
    sim_plan plan = {.event = s->event,
                     .price = sim_by_level(s, 0.2, 0.5, 0.9),
                     .shipped = sim_by_level(s, 1.4, 1.2, 1.1)};
    sim_ix order = sim_add_plan(w, &plan);
    sim_add_member(w, s->event, seller, "source");
    sim_add_member(w, s->event, buyer, "destination");
    for (int32_t n = sim_between(s->r, 1, 3); n > 0 && rel; n--)
        sim_order_on(w, s, rel, order, sim_some_day(w, s, 150));
}
