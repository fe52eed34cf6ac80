/*
 * plant_numbers.c - schemes that show in numbers: those of somebody else, those that nobody ever
 * gave, one sum for many, a price that leaves its own past.
 */
#include "simulate/plant.h"

enum { SUMS = 8 };

/* A firm of the country with a number of its own, of another brand than both; 0: none. */
static sim_ix lender_of(sim_world *w, sim_scheme *s, sim_ix borrower)
{
    const sim_firm *f = &w->firms.v[borrower];
    for (int i = 0; i < 40; i++) {
        sim_ix at = sim_pick_company(w, s->r, f->country, sim_below(s->r, SIM_SECTORS));
        const sim_firm *lender = &w->firms.v[at];
        bool other = at && at != borrower && lender->sister != borrower && f->sister != at;
        if (other && lender->tax_id.n && !lender->sister)
            return at;
    }
    return 0;
}

/* Firms write the number of one that exists on their papers: several new ones, one, or one that
 * also has customers to whom it is itself. */
void sim_plant_borrowed(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_like(w, s);
    if (!known)
        return;
    const sim_relation of = w->relations.v[known];
    uint32_t country = w->firms.v[of.seller].country, sector = w->firms.v[of.seller].sector;
    sim_ix lender = lender_of(w, s, of.seller);
    int32_t borrowers = s->level == SIM_EASY ? 3 : 1;
    if (!lender)
        return;
    w->firms.v[lender].registered = true;
    for (int32_t i = 0; i < borrowers; i++) {
        bool itself = s->level == SIM_HARD;
        sim_ix seller = itself ? of.seller : sim_new_company(w, s, country, sector, SIM_ANY_AGE);
        sim_ix rel = itself ? known : sim_tie_up(w, s, seller, of.buyer, of.good);
        sim_add_member(w, s->event, seller, "seller");
        sim_add_member(w, s->event, of.buyer, "buyer");
        sim_plan plan = {.event = s->event, .number_of = {lender, 0}};
        if (!rel)
            return;
        w->firms.v[seller].registered = true;
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_by_level(s, 4, 6, 5));
    }
}

/* Containers and waybills that no carrier has: nearly all of them, most, every second one. */
void sim_plant_made_up(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.event = s->event};
    sim_ix rel = sim_draw_relation(w, s);
    plan.forged = (uint32_t)(SIM_ONE * sim_by_level(s, 0.9, 0.7, 0.5));
    if (!rel)
        return;
    if (w->relations.v[rel].mode == SIM_LAND)
        sim_by_sea(w, s->r, rel);
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_by_level(s, 8, 6, 5));
}

/* To the cent, or to five, but seldom to a thousand. */
static int64_t some_sum(sim_world *w, sim_scheme *s, uint32_t rate, double usd)
{
    double whole = usd / sim_usd(w, rate, w->first);
    if (sim_chance(s->r, 600000))
        whole = (double)(sim_round(whole / 5) + 1) * 5;
    return sim_round(whole * sim_minor(w, rate));
}

/* One sum to the cent, again and again to somebody else. */
void sim_plant_one_sum(sim_world *w, sim_scheme *s)
{
    sim_ix payer = sim_draw(w, s, 0, false), paid[SUMS];
    uint32_t many = (uint32_t)sim_by_level(s, 8, 6, 4.5), have = 0;
    double usd = 30000 * sim_lognormal(s->r, 0.8);
    tt_date day = sim_some_day(w, s, 120);
    if (!payer)
        return;
    bool own = sim_chance(s->r, 500000);
    uint32_t rate =
        sim_rate_find(&w->tables, own ? sim_country_of(w, payer)->ccy_code : TT_STR("USD"));
    int64_t sum = some_sum(w, s, rate, usd);
    for (int tries = 0; have < TT_MIN(many, (uint32_t)SUMS) && tries < 60; tries++) {
        sim_ix f = sim_draw(w, s, payer, false);
        bool fresh = f != 0;
        for (uint32_t i = 0; i < have; i++)
            fresh &= paid[i] != f;
        if (fresh)
            paid[have++] = f;
    }
    if (have < 3)
        return;
    sim_add_member(w, s->event, payer, "payer");
    for (uint32_t i = 0; i < have; i++) {
        sim_add_member(w, s->event, paid[i], "payee");
        sim_pay_sum(w, s, payer, paid[i], sum, rate, day + sim_between(s->r, 0, 90), 0);
        w->events.v[s->event].shifted += (int64_t)usd;
    }
    /* Where it is hard to see, among sums of that size that are none. */
    for (uint32_t i = 0; s->level == SIM_HARD && i < have; i++)
        sim_pay_in(w, s, payer, paid[i], usd * sim_lognormal(s->r, 0.3),
                   day + sim_between(s->r, 0, 90), 0, rate);
}

/* Two who have traded for a year at one price trade at another for a while.  Both are prices that
 * somebody pays: only their own past tells. */
void sim_plant_off_the_past(sim_world *w, sim_scheme *s)
{
    double step = sim_by_level(s, 3.2, 2.3, 1.6);
    sim_ix known = sim_draw_like(w, s);
    if (!known)
        return;
    const sim_relation of = w->relations.v[known];
    uint32_t to = w->firms.v[of.buyer].country;
    sim_ix buyer =
        s->cast ? of.buyer : sim_pick_company(w, s->r, to, w->tables.goods[of.good].sector);
    sim_ix rel = sim_tie_up(w, s, of.seller, buyer, of.good);
    if (!rel)
        return;
    bool up = sim_chance(s->r, 600000);
    sim_relation *one = &w->relations.v[rel];
    one->grade = 0;
    one->level = (up ? -0.5 : 0.5) * sim_ln(step);
    sim_plan past = {.event = 0}, plan = {.event = s->event, .price = up ? step : 1 / step};
    sim_ix p = sim_add_plan(w, &past), q = sim_add_plan(w, &plan);
    double before = s->documents;
    tt_date day = w->first + sim_between(s->r, -60, 380);
    for (int32_t n = sim_between(s->r, 9, 14); n > 0; n--, day += sim_between(s->r, 14, 30))
        sim_order_on(w, s, rel, p, day);
    s->documents = before; /* which is honest */
    for (int32_t n = sim_between(s->r, 2, 4); n > 0; n--, day += sim_between(s->r, 10, 30))
        sim_order_on(w, s, rel, q, day);
}
