/*
 * plant_money.c - schemes of payments: third parties, circles, scattering, structuring.
 */
#include "simulate/plant.h"

enum { BROKER_LEGS = 4, HOPS = 6, RELAYS = 8 };

/* A stranger pays what a buyer owes; in a syndicate, or where it is easy to see, what several owe
 * to several. */
void sim_plant_third_party(sim_world *w, sim_scheme *s)
{
    sim_ix payer = sim_draw(w, s, 0, false);
    sim_scheme strangers = *s;
    uint32_t legs = s->level == SIM_EASY ? BROKER_LEGS : s->level == SIM_MEDIUM ? 2 : 1;
    if (!payer)
        return;
    strangers.cast = NULL; /* the trade itself is honest */
    strangers.level = SIM_MEDIUM;
    sim_add_member(w, s->event, payer, "payer");
    sim_plan plan = {.event = s->event, .payer = payer};
    sim_ix order = sim_add_plan(w, &plan);
    for (uint32_t i = 0; i < legs; i++) {
        sim_ix rel = sim_draw_relation(w, &strangers);
        if (rel && w->relations.v[rel].seller != payer && w->relations.v[rel].buyer != payer)
            sim_order_deals(w, &strangers, rel, order, (uint32_t)sim_between(s->r, 1, 3));
    }
    s->documents = strangers.documents;
}

/* n different parties, in a line. */
static uint32_t line_up(sim_world *w, sim_scheme *s, sim_ix *who, uint32_t n, const char *role)
{
    uint32_t have = 0;
    for (int tries = 0; have < n && tries < 100; tries++) {
        sim_ix f = sim_draw(w, s, have ? who[have - 1] : 0, true);
        bool fresh = f != 0;
        for (uint32_t i = 0; i < have; i++)
            fresh &= who[i] != f;
        if (fresh)
            who[have++] = f;
    }
    for (uint32_t i = 0; i < have && have >= 3; i++)
        sim_add_member(w, s->event, who[i], role);
    return have;
}

static double some_amount(sim_scheme *s)
{
    double usd = 40000 * sim_lognormal(s->r, 0.9);
    return sim_chance(s->r, 300000) ? (double)sim_round(usd / 1000) * 1000 : usd;
}

/* Round and back, less a fee at each hop; the harder, the longer and the less even. */
void sim_plant_cycle_money(sim_world *w, sim_scheme *s)
{
    sim_ix who[HOPS];
    uint32_t want = 3 + sim_below(s->r, s->level == SIM_EASY ? 1 : 4);
    uint32_t n = line_up(w, s, who, TT_MIN(want, s->cast ? s->n_cast : HOPS), "relay");
    if (n < 3)
        return;
    for (int32_t round = sim_between(s->r, 1, 3); round > 0; round--) {
        tt_date day = sim_some_day(w, s, 120);
        double usd = some_amount(s);
        w->events.v[s->event].shifted += (int64_t)usd;
        for (uint32_t i = 0; i < n; i++) {
            double keep = 1 - (0.01 + 0.03 * tt_rng_unit(s->r)) * sim_by_level(s, 0.3, 1, 1.5);
            sim_pay_on(w, s, who[i], who[(i + 1) % n], usd, day, 0);
            usd *= keep;
            day += sim_between(s->r, 1, s->level == SIM_EASY ? 4 : 14);
        }
    }
}

/* One to many to one. */
void sim_plant_scatter_gather(sim_world *w, sim_scheme *s)
{
    sim_ix who[RELAYS + 2];
    uint32_t most = s->cast ? TT_MIN(s->n_cast, (uint32_t)RELAYS + 2) : RELAYS + 2;
    uint32_t n = line_up(w, s, who, TT_MIN(most, 5 + sim_below(s->r, 6)), "relay");
    tt_date day = sim_some_day(w, s, 90);
    double usd = 5 * some_amount(s);
    if (n < 5)
        return;
    w->events.v[s->event].shifted += (int64_t)usd;
    for (uint32_t i = 1; i + 1 < n; i++) {
        double part = usd / (n - 2) * (0.8 + 0.4 * tt_rng_unit(s->r));
        tt_date out = day + sim_between(s->r, 0, 10);
        sim_pay_on(w, s, who[0], who[i], part, out, 0);
        sim_pay_on(w, s, who[i], who[n - 1], part * (0.95 + 0.04 * tt_rng_unit(s->r)),
                   out + sim_between(s->r, 1, s->level == SIM_EASY ? 5 : 20), 0);
    }
}

/* In, and out again in days, whole. */
void sim_plant_pass_through(sim_world *w, sim_scheme *s)
{
    sim_ix who[3];
    uint32_t n = line_up(w, s, who, 3, "relay");
    if (n < 3)
        return;
    tt_date day = sim_some_day(w, s, 200);
    for (int32_t i = sim_between(s->r, 5, 9); i > 0; i--) {
        double usd = some_amount(s);
        w->events.v[s->event].shifted += (int64_t)usd;
        sim_pay_on(w, s, who[0], who[1], usd, day, 0);
        sim_pay_on(w, s, who[1], who[2], usd * (0.94 + 0.05 * tt_rng_unit(s->r)),
                   day + sim_between(s->r, 0, s->level == SIM_EASY ? 1 : 3), 0);
        day += sim_between(s->r, 4, 20);
    }
}

/* Cash below what has to be reported; where it is hard to see, among other sums. */
void sim_plant_structuring(sim_world *w, sim_scheme *s)
{
    sim_ix payer = sim_draw(w, s, 0, false), payee = sim_draw(w, s, payer, false);
    if (!payer || !payee)
        return;
    sim_add_member(w, s->event, payer, "payer");
    sim_add_member(w, s->event, payee, "payee");
    tt_date day = sim_some_day(w, s, 120);
    double least = s->level == SIM_EASY ? 9300 : s->level == SIM_MEDIUM ? 8500 : 6000;
    for (int32_t i = sim_between(s->r, 8, 16); i > 0; i--) {
        double usd = least + (9990 - least) * tt_rng_unit(s->r);
        w->events.v[s->event].shifted += (int64_t)usd;
        sim_pay_on(w, s, payer, payee, (double)sim_round(usd / 10) * 10, day,
                   sim_chance(s->r, 700000));
        day += sim_between(s->r, 0, 5);
    }
}
