/*
 * plant_layers.c - schemes of payments between groups: layers of accounts, one after the other, and
 * chains through trades that have nothing to do with each other.
 */
#include "simulate/plant.h"

enum { SIDE = 3, SIDES = 3, HOPS = 5 };

static double part_of(sim_scheme *s, double usd, double wobble)
{
    return usd * sim_lognormal(s->r, wobble);
}

/* Each of one side pays nearly each of the other.  Where it is hard to see, three pairs of ten are
 * left out, and it takes a month. */
static void pay_across(sim_world *w, sim_scheme *s, const sim_ix *from, const sim_ix *to,
                       tt_date day, double usd)
{
    int32_t days = (int32_t)sim_by_level(s, 6, 12, 22);
    uint32_t pairs = s->level == SIM_EASY ? SIM_ONE : s->level == SIM_MEDIUM ? 880000 : 720000;
    double wobble = s->level == SIM_EASY ? 0.1 : 0.35;
    for (uint32_t i = 0; i < SIDE; i++)
        for (uint32_t k = 0; k < SIDE; k++)
            if (i == k || sim_chance(s->r, pairs)) /* nobody is left out */
                sim_pay_on(w, s, from[i], to[k], part_of(s, usd, wobble),
                           day + sim_between(s->r, 0, days), 0);
    w->events.v[s->event].shifted += (int64_t)(usd * SIDE * SIDE);
}

void sim_pay_layers(sim_world *w, sim_scheme *s, const sim_ix *who, uint32_t layers)
{
    tt_date day = sim_some_day(w, s, 90);
    double usd = 0.4 * sim_some_amount(s);
    for (uint32_t i = 0; i + 1 < layers; i++) {
        pay_across(w, s, who + i * SIDE, who + (i + 1) * SIDE, day, usd);
        day += (int32_t)sim_by_level(s, 8, 13, 20);
        usd *= 0.95 + 0.04 * tt_rng_unit(s->r);
    }
}

void sim_plant_bipartite(sim_world *w, sim_scheme *s)
{
    sim_ix who[2 * SIDE];
    if (sim_line_up(w, s, who, 2 * SIDE, "layer") == 2 * SIDE)
        sim_pay_layers(w, s, who, 2);
}

void sim_plant_stack(sim_world *w, sim_scheme *s)
{
    sim_ix who[SIDES * SIDE];
    if (sim_line_up(w, s, who, SIDES * SIDE, "layer") == SIDES * SIDE)
        sim_pay_layers(w, s, who, SIDES);
}

/* From several through three to several: each between pays out what it got but a fee, in parts that
 * do not agree with what came in. */
void sim_plant_dense(sim_world *w, sim_scheme *s)
{
    sim_ix who[SIDES * SIDE];
    double got[SIDE] = {0, 0, 0};
    if (sim_line_up(w, s, who, SIDES * SIDE, "relay") != SIDES * SIDE)
        return;
    tt_date day = sim_some_day(w, s, 60);
    double usd = sim_some_amount(s), fee = sim_by_level(s, 0.01, 0.03, 0.06);
    int32_t days = (int32_t)sim_by_level(s, 5, 9, 13);
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        double part = part_of(s, usd / SIDE, 0.5);
        if (i % SIDE != i / SIDE && s->level == SIM_HARD && sim_chance(s->r, 300000))
            continue;
        sim_pay_on(w, s, who[i / SIDE], who[SIDE + i % SIDE], part,
                   day + sim_between(s->r, 0, days), 0);
        got[i % SIDE] += part;
        w->events.v[s->event].shifted += (int64_t)part;
    }
    for (uint32_t m = 0; m < SIDE; m++) {
        double left = got[m] * (1 - fee);
        for (uint32_t k = 0; k < SIDE; k++) {
            double part = k + 1 < SIDE ? left * (0.2 + 0.4 * tt_rng_unit(s->r)) : left;
            sim_pay_on(w, s, who[SIDE + m], who[2 * SIDE + k], part,
                       day + days + sim_between(s->r, 1, days), 0);
            left -= part;
        }
    }
}

/* From hand to hand within days, through firms of which no two are in one trade. */
void sim_plant_incongruent(sim_world *w, sim_scheme *s)
{
    sim_ix who[HOPS];
    uint32_t n = 0;
    for (int tries = 0; n < HOPS && tries < 100; tries++) {
        sim_ix f = sim_draw(w, s, n ? who[n - 1] : 0, s->level != SIM_HARD);
        bool fresh = f != 0;
        for (uint32_t i = 0; i < n; i++)
            fresh &= who[i] != f && w->firms.v[who[i]].sector != w->firms.v[f].sector;
        if (fresh)
            who[n++] = f;
    }
    if (n < HOPS)
        return;
    for (uint32_t i = 0; i < n; i++) {
        w->firms.v[who[i]].registered = true; /* so that its trade is known */
        sim_add_member(w, s->event, who[i], "relay");
    }
    for (int32_t round = sim_between(s->r, 1, 2); round > 0; round--) {
        tt_date day = sim_some_day(w, s, 60);
        double usd = sim_some_amount(s);
        w->events.v[s->event].shifted += (int64_t)usd;
        for (uint32_t i = 0; i + 1 < n; i++) {
            sim_pay_on(w, s, who[i], who[i + 1], usd, day, 0);
            usd *= 1 - sim_by_level(s, 0.01, 0.025, 0.04);
            day += sim_between(s->r, 0, s->level == SIM_EASY ? 1 : 3);
        }
    }
}

/* An account through which large sums of one size go within weeks: each from somebody else, and on
 * the next days to somebody else. */
void sim_plant_transit_account(sim_world *w, sim_scheme *s)
{
    sim_ix hub = sim_draw(w, s, 0, false);
    double usd = sim_by_level(s, 250000, 130000, 60000);
    double wobble = s->level == SIM_EASY ? 0.02 : s->level == SIM_MEDIUM ? 0.1 : 0.4;
    int32_t days = s->level == SIM_EASY ? 1 : s->level == SIM_MEDIUM ? 3 : 8;
    tt_date day = sim_some_day(w, s, 60);
    if (!hub)
        return;
    sim_add_member(w, s->event, hub, "hub");
    for (int32_t n = (int32_t)sim_by_level(s, 14, 12, 10); n > 0; n--) {
        sim_ix from = sim_draw(w, s, hub, true), to = sim_draw(w, s, hub, true);
        double sum = part_of(s, usd, wobble);
        if (sim_chance(s->r, 500000))
            sum = (double)sim_round(sum / 100) * 100;
        if (!from || !to)
            continue;
        sim_add_member(w, s->event, from, "payer");
        sim_add_member(w, s->event, to, "payee");
        sim_pay_on(w, s, from, hub, sum, day, 0);
        sim_pay_on(w, s, hub, to, sum * (0.96 + 0.03 * tt_rng_unit(s->r)),
                   day + sim_between(s->r, 1, days), 0);
        day += sim_between(s->r, 0, 2 * days);
        w->events.v[s->event].shifted += (int64_t)sum;
    }
}
