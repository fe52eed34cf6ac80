/*
 * plant_goods.c - schemes of one relation: prices, quantities, copies, goods that are not there,
 * papers that say something else.
 */
#include "simulate/plant.h"

void sim_plant_over_invoicing(sim_world *w, sim_scheme *s)
{
    (void)sim_abuse(w, s, (sim_plan){.price = sim_by_level(s, 5, 2.2, 1.4)}, 2, 8);
}

void sim_plant_under_invoicing(sim_world *w, sim_scheme *s)
{
    (void)sim_abuse(w, s, (sim_plan){.price = 1 / sim_by_level(s, 5, 2.2, 1.4)}, 2, 8);
}

void sim_plant_short_shipment(sim_world *w, sim_scheme *s)
{
    double less = sim_by_level(s, 0.45, 0.7, 0.85), more = sim_by_level(s, 2, 1.45, 1.25);
    (void)sim_abuse(w, s, (sim_plan){.shipped = sim_chance(s->r, 650000) ? less : more}, 2, 7);
}

void sim_plant_copies(sim_world *w, sim_scheme *s)
{
    (void)sim_abuse(w, s, (sim_plan){.copied = true}, 1, 5);
    s->documents *= 1.5;
}

/* Invoiced and paid, never shipped; the money leaves the seller again at once, unless it is hard to
 * see. */
void sim_plant_phantom(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.shipped = -1, .event = s->event};
    if (s->level != SIM_HARD && (plan.onward = sim_draw(w, s, 0, false)))
        sim_add_member(w, s->event, plan.onward, "relay");
    sim_ix rel = sim_draw_relation(w, s);
    uint32_t n = (uint32_t)sim_between(s->r, 2, 8);
    if (!rel)
        return;
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), n);
    s->documents *= 0.5;
}

/* Exported at one value, imported at another. */
void sim_plant_undervalued(sim_world *w, sim_scheme *s)
{
    (void)sim_abuse(w, s, (sim_plan){.declared = 1 / sim_by_level(s, 3, 1.6, 1.25)}, 2, 8);
}

/* Exported for more than a year, of which the other customs service sees a part. */
void sim_plant_unlanded(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.event = s->event};
    uint32_t unseen = (uint32_t)(SIM_ONE * sim_by_level(s, 0.8, 0.65, 0.5));
    sim_ix rel = sim_draw_declared(w, s);
    if (!rel)
        return;
    sim_ix seen = sim_add_plan(w, &plan);
    plan.abandoned = true;
    sim_ix not_seen = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 440);
    for (int32_t n = sim_between(s->r, 14, 22); n > 0; n--, day += sim_between(s->r, 12, 28))
        sim_order_on(w, s, rel, sim_chance(s->r, unseen) ? not_seen : seen, day);
}

/* The goods go, and nobody pays: the debt is settled elsewhere. */
void sim_plant_unpaid(sim_world *w, sim_scheme *s)
{
    (void)sim_abuse(w, s, (sim_plan){.unpaid = true}, s->level == SIM_HARD ? 2 : 4, 8);
}

/* More in the box than the papers say, or less. */
void sim_plant_heavy(sim_world *w, sim_scheme *s)
{
    double more = sim_by_level(s, 2.5, 1.7, 1.3);
    (void)sim_abuse(w, s, (sim_plan){.heavy = sim_chance(s->r, 700000) ? more : 1 / more}, 2, 6);
}

/* A little of something cheap, that costs more to ship than it is worth. */
void sim_plant_uneconomic(sim_world *w, sim_scheme *s)
{
    double lots = sim_by_level(s, 0.03, 0.08, 0.15);
    (void)sim_abuse(w, s, (sim_plan){.lots = lots, .price = sim_by_level(s, 0.3, 0.5, 0.7)}, 2, 6);
}

/* It arrives and nobody asks for it. */
void sim_plant_abandoned(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.abandoned = true, .unpaid = s->level == SIM_EASY};
    (void)sim_abuse(w, s, plan, 1, s->level == SIM_EASY ? 4 : 2);
}

/* Paid for more than was sold, or for less; the invoices are of honest trade. */
void sim_plant_misspaid(sim_world *w, sim_scheme *s)
{
    double more = sim_by_level(s, 2.2, 1.6, 1.25), less = sim_by_level(s, 0.3, 0.45, 0.6);
    (void)sim_abuse(w, s, (sim_plan){.paid = sim_chance(s->r, 650000) ? more : less}, 3, 7);
}

/* Both customs services are told another value than the bank. */
void sim_plant_valued(sim_world *w, sim_scheme *s)
{
    double times = sim_by_level(s, 3, 1.8, 1.35);
    sim_plan plan = {.event = s->event};
    plan.valued = sim_chance(s->r, 650000) ? 1 / times : times;
    sim_ix rel = sim_draw_declared(w, s);
    if (rel)
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 7));
}
