/*
 * plant_cargo.c - schemes of consignments: cut small, too much for a container, of new shippers,
 * over ports where nobody goes, in for a while and never out again.
 */
#include "simulate/plant.h"

enum { REPORTED_USD = 10000, TRIES = 80 };

/* Between two who trade, something of which a lot can be cut fine; 0: there is nothing. */
static sim_ix draw_cheap(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    const sim_relation of = w->relations.v[known];
    uint32_t home = w->firms.v[of.seller].country, good = of.good;
    for (int i = 0; i < TRIES && w->tables.goods[good].price > REPORTED_USD / 20.0; i++) {
        uint32_t g = sim_below(s->r, w->tables.n_goods);
        if (w->tables.goods[g].makers >> home & 1)
            good = g;
    }
    if (!known || w->tables.goods[good].price > REPORTED_USD / 20.0)
        return 0;
    return good == of.good ? known : sim_add_relation(w, s->r, of.seller, of.buyer, good);
}

/* A lot cut into consignments, each worth less than what is looked at. */
void sim_plant_split(sim_world *w, sim_scheme *s)
{
    sim_ix rel = draw_cheap(w, s);
    const sim_good *g = &w->tables.goods[w->relations.v[rel].good];
    if (!rel)
        return;
    for (int32_t round = sim_between(s->r, 1, 2); round > 0; round--) {
        tt_date day = sim_some_day(w, s, 90);
        for (int32_t n = (int32_t)sim_by_level(s, 7, 5.5, 4.5); n > 0; n--) {
            double below = sim_by_level(s, 0.02, 0.06, 0.15) * 2 * tt_rng_unit(s->r);
            double usd =
                REPORTED_USD * (1 - below) / sim_incoterm_factor(w->relations.v[rel].incoterm);
            sim_plan plan = {.event = s->event, .usd = g->price, .prompt = true};
            plan.quantity_e3 = TT_MAX((int64_t)(usd / g->price), 1) * 1000;
            sim_order_on(w, s, rel, sim_add_plan(w, &plan), day + sim_between(s->r, 0, 3));
        }
    }
}

/* More in one container than it can carry. */
void sim_plant_overfull(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    const sim_good *g = &w->tables.goods[w->relations.v[rel].good];
    sim_by_sea(w, s->r, rel);
    double kg = sim_by_level(s, 70000, 48000, 40500);
    sim_plan plan = {.event = s->event, .one_box = true};
    plan.quantity_e3 = sim_round_quantity(g, kg / g->kg);
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_by_level(s, 5, 3, 2));
}

/* Firms of which nobody has heard each send one full container to the same buyer. */
void sim_plant_new_shippers(sim_world *w, sim_scheme *s)
{
    uint32_t from = sim_source(w, s->r), to = sim_destination(w, s->r);
    uint32_t good = sim_cover_good(w, s->r, from);
    sim_ix buyer = sim_pick_company(w, s->r, to, w->tables.goods[good].sector), rel = 0;
    tt_date day = sim_some_day(w, s, 150);
    uint32_t n = s->level == SIM_EASY ? 4 : s->level == SIM_MEDIUM ? 3 : 2;
    sim_plan plan = {.event = s->event};
    plan.quantity_e3 = TT_MAX(sim_round(25000 / w->tables.goods[good].kg), 1) * 1000;
    sim_ix p = sim_add_plan(w, &plan);
    for (uint32_t i = 0; i < n; i++, day += sim_between(s->r, 5, 30)) {
        int32_t age = w->first - day + (int32_t)sim_by_level(s, 25, 60, 150);
        sim_ix shipper = sim_new_company(w, s, from, w->tables.goods[good].sector, age);
        rel = sim_tie_up(w, s, shipper, buyer, good);
        if (!rel)
            return;
        sim_by_sea(w, s->r, rel);
        sim_order_on(w, s, rel, p, day);
    }
    sim_make_decoys(w, s, rel, n);
}

/* Over a port on the way at which nobody else changes ships. */
void sim_plant_rare_port(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    sim_relation *of = &w->relations.v[rel];
    uint32_t a = w->firms.v[of->seller].country, b = w->firms.v[of->buyer].country;
    double most = 1.6 * sim_distance(w, a, b) + 1500;
    sim_by_sea(w, s->r, rel);
    for (int i = 0; i < TRIES; i++) {
        const uint32_t c = sim_below(s->r, w->tables.n_countries);
        const sim_list *ports = &w->tables.countries[c].ports;
        if (c == a || c == b || sim_distance(w, a, c) + sim_distance(w, c, b) > most)
            continue;
        sim_plan plan = {.event = s->event, .via = ports->v[ports->n - 1]};
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_by_level(s, 6, 4, 2));
        return;
    }
}

/* In for a while, and out again.  @param part  of what came in; 0: none of it. */
static void bring_in(sim_world *w, sim_scheme *s, sim_ix rel, double part, int32_t times)
{
    const sim_relation of = w->relations.v[rel];
    const sim_good *g = &w->tables.goods[of.good];
    sim_ix back = sim_add_relation(w, s->r, of.buyer, of.seller, of.good);
    for (; times > 0 && back; times--) {
        tt_date day = sim_some_day(w, s, 200);
        sim_plan plan = {.event = s->event, .unpaid = true, .regime_in = "5300"};
        plan.quantity_e3 = TT_MAX(sim_round(g->lot * sim_lognormal(s->r, 0.4) / 4), 2) * 1000;
        sim_order_on(w, s, rel, sim_add_plan(w, &plan), day);
        plan.quantity_e3 = TT_MAX(sim_round((double)plan.quantity_e3 * part / 1000), 1) * 1000;
        plan.regime_in = "6123";
        plan.regime_out = "3153";
        if (part > 0)
            sim_order_on(w, s, back, sim_add_plan(w, &plan), day + sim_between(s->r, 60, 120));
    }
}

void sim_plant_stays(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    double part = sim_chance(s->r, 300000) ? 0 : sim_by_level(s, 0.3, 0.55, 0.75);
    if (rel)
        bring_in(w, s, rel, part, sim_between(s->r, 2, 4));
}

/* Honest: to a fair and back. */
void sim_make_exhibition(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_honest_relation(w, s->r);
    if (rel)
        bring_in(w, s, rel, 1, sim_between(s->r, 1, 3));
}
