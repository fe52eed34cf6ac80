/*
 * plant_trade.c - schemes of prices, freight and numbers: what never changes, what costs too much
 * to carry, what one cargo is invoiced for, papers in an order that cannot be.
 */
#include "simulate/plant.h"

enum { TRIES = 60 };

/* The price stands still while the market moves. */
void sim_plant_rigid(sim_world *w, sim_scheme *s)
{
    sim_ix seller = sim_draw(w, s, 0, false), buyer = sim_draw(w, s, seller, true);
    uint32_t good = w->tables.n_goods;
    for (int i = 0; i < TRIES && seller && good == w->tables.n_goods; i++) {
        uint32_t g = sim_below(s->r, w->tables.n_goods);
        const sim_good *of = &w->tables.goods[g];
        if (of->series && (of->makers >> w->firms.v[seller].country & 1))
            good = g;
    }
    sim_ix rel = good < w->tables.n_goods ? sim_tie_up(w, s, seller, buyer, good) : 0;
    if (!rel || w->relations.v[rel].domestic)
        return;
    sim_relation *of = &w->relations.v[rel];
    of->rate = of->pay_rate = sim_rate_find(&w->tables, TT_STR("USD"));
    sim_plan plan = {.event = s->event, .usd = w->tables.goods[good].price * sim_exp(of->level)};
    sim_ix p = sim_add_plan(w, &plan);
    int32_t n = (int32_t)sim_by_level(s, 14, 11, 9), gap = 680 / n;
    for (int32_t i = 0; i < n; i++)
        sim_order_on(w, s, rel, p, w->first + i * gap + sim_between(s->r, 0, gap / 2));
}

/* The freight is where the value is. */
void sim_plant_fees(sim_world *w, sim_scheme *s)
{
    (void)sim_abuse(w, s, (sim_plan){.freight = sim_by_level(s, 8, 4, 2.5)}, 2, 6);
}

/* Between two who say that they have one owner. */
void sim_plant_transfer_price(sim_world *w, sim_scheme *s)
{
    double step = sim_by_level(s, 5, 3, 2);
    sim_ix rel =
        sim_abuse(w, s, (sim_plan){.price = sim_chance(s->r, 600000) ? step : 1 / step}, 3, 7);
    if (rel)
        sim_declare_group(w, s->r, w->relations.v[rel].seller, w->relations.v[rel].buyer);
}

/* One bill of lading for two or three invoices, each of which could be for all of it. */
void sim_plant_one_bill(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    for (int32_t n = (int32_t)sim_by_level(s, 3, 2, 1); n > 0; n--) {
        sim_plan plan = {.event = s->event, .one_bill = true};
        sim_ix p = sim_add_plan(w, &plan);
        tt_date day = sim_some_day(w, s, 120);
        for (int32_t k = s->level == SIM_EASY ? 3 : 2; k > 0; k--)
            sim_order_on(w, s, rel, p, day + sim_between(s->r, 0, 9));
    }
    s->documents *= 0.8;
}

/* There before it was loaded, say the bill of lading and the customs. */
void sim_plant_wrong_order(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.early = (uint16_t)sim_by_level(s, 45, 22, 9)};
    (void)sim_abuse(w, s, plan, s->level == SIM_HARD ? 2 : 3, s->level == SIM_HARD ? 3 : 6);
}

/* Invoices that say as little as they may. */
void sim_plant_bare(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.bare = (uint32_t)(SIM_ONE * sim_by_level(s, 0.7, 0.5, 0.35))};
    (void)sim_abuse(w, s, plan, 4, 8);
}

/* Sellers who do not know each other number their invoices to one buyer in one series; or a seller
 * has no other customer. */
void sim_plant_one_series(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s), first = 0;
    if (!known)
        return;
    const sim_relation of = w->relations.v[known];
    uint32_t sellers = s->level == SIM_EASY ? 3 : s->level == SIM_MEDIUM ? 2 : 1;
    for (uint32_t i = 0; i < sellers; i++) {
        sim_ix seller = sim_new_company(w, s, w->firms.v[of.seller].country,
                                        w->firms.v[of.seller].sector, SIM_ANY_AGE);
        sim_ix rel = sim_tie_up(w, s, seller, of.buyer, of.good);
        first = first ? first : seller;
        sim_plan plan = {.event = s->event, .numbered = first};
        if (rel)
            sim_order_deals(w, s, rel, sim_add_plan(w, &plan), 2 + 6 / sellers);
    }
}
