/*
 * plant_firms.c - schemes of firms that are not what they should be: new, hollow, too small, in
 * another trade, successors of others, listed.
 */
#include "simulate/plant.h"

/* A firm that nobody knew trades for two months and is gone. */
void sim_plant_burst(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    const sim_relation rel = w->relations.v[known];
    uint32_t country = w->firms.v[rel.buyer].country;
    sim_ix shell =
        sim_new_company(w, s, country, w->firms.v[rel.buyer].sector, sim_between(s->r, 100, 1000));
    if (!shell)
        return;
    sim_ix made = sim_add_relation(w, s->r, rel.seller, shell, rel.good);
    sim_plan plan = {.event = s->event};
    sim_ix order = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 200);
    sim_add_member(w, s->event, shell, "shell");
    for (int32_t n = sim_between(s->r, 5, 9); n > 0 && made; n--)
        sim_order_on(w, s, made, order, day + sim_between(s->r, 0, 45));
}

/* A buyer of its own for a good that others sell where it is: the seller is honest. */
static sim_ix buys_like(sim_world *w, sim_scheme *s, sim_ix buyer, sim_ix like)
{
    const sim_relation rel = w->relations.v[like];
    if (!buyer || buyer == rel.seller)
        return 0;
    return sim_tie_up(w, s, rel.seller, buyer, rel.good);
}

/* Days old, by its level, of a company that buys instead of one that is known. */
static sim_ix stand_in(sim_world *w, sim_scheme *s, sim_ix known, int32_t days)
{
    const sim_firm f = w->firms.v[w->relations.v[known].buyer];
    return sim_new_company(w, s, f.country, f.sector, days);
}

void sim_seat_at_agent(sim_world *w, sim_ix firm)
{
    sim_firm *f = &w->firms.v[firm];
    const sim_firm *agent = &w->firms.v[w->first_broker + f->country];
    f->agent = true;
    f->address = f->address_latin =
        sim_textf(w, w->arena, "%.*s, Suite 100", TT_STR_ARG(agent->address_latin));
}

/* Young, at the address of a company service, with nobody in it and no revenue. */
void sim_plant_shell(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    sim_ix shell = stand_in(w, s, known, (int32_t)sim_by_level(s, 60, 300, 900));
    sim_ix rel = buys_like(w, s, shell, known);
    if (!rel)
        return;
    sim_firm *f = &w->firms.v[shell];
    f->registered = true;
    f->hollow = s->level != SIM_HARD;
    if (s->level != SIM_MEDIUM)
        sim_seat_at_agent(w, shell);
    if (!f->director) {
        sim_ix nominee = sim_add_person(w, s->r, f->country);
        w->firms.v[shell].director = nominee;
    }
    sim_plan plan = {.event = s->event, .lots = sim_by_level(s, 3, 2, 1.2)};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 5, 10));
}

/* Weeks old, and at once among the large. */
void sim_plant_newcomer(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    tt_date day = sim_some_day(w, s, 200);
    sim_ix firm = stand_in(w, s, known, (int32_t)(w->first - day) + sim_between(s->r, 5, 90));
    sim_ix rel = buys_like(w, s, firm, known);
    sim_plan plan = {.event = s->event, .lots = sim_by_level(s, 5, 3, 1.8)};
    if (!rel)
        return;
    w->firms.v[firm].registered = true;
    sim_ix p = sim_add_plan(w, &plan);
    for (int32_t n = sim_between(s->r, 5, 10); n > 0; n--)
        sim_order_on(w, s, rel, p, day + sim_between(s->r, 0, 120));
}

/* Two people, and the trade of a hundred. */
void sim_plant_too_big(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    sim_ix firm = stand_in(w, s, known, SIM_ANY_AGE);
    sim_ix rel = buys_like(w, s, firm, known);
    if (!rel)
        return;
    w->firms.v[firm].registered = w->firms.v[firm].hollow = true;
    sim_plan plan = {.event = s->event, .lots = sim_by_level(s, 8, 4, 2)};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 4, 9));
}

/* A firm of one trade buys the goods of another; where it is hard to see, once or twice. */
void sim_plant_other_line(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s), firm = 0;
    if (!known)
        return;
    const sim_relation rel = w->relations.v[known];
    uint32_t sector = w->tables.goods[rel.good].sector, country = w->firms.v[rel.buyer].country;
    for (int i = 0; i < 30 && !firm; i++) {
        sim_ix f =
            sim_pick_company(w, s->r, country, (sector + 2 + sim_below(s->r, 6)) % SIM_SECTORS);
        if (f && w->firms.v[f].sector != sector && w->firms.v[f].sector != 0)
            firm = f;
    }
    sim_ix made = buys_like(w, s, firm, known);
    if (!made)
        return;
    w->firms.v[firm].registered = true;
    sim_plan plan = {.event = s->event, .lots = sim_by_level(s, 2, 1.5, 1)};
    sim_order_deals(w, s, made, sim_add_plan(w, &plan),
                    s->level == SIM_HARD ? 2 : (uint32_t)sim_between(s->r, 4, 8));
}

/* One stops and another goes on with the same supplier: it has the telephone and the address of the
 * first, or one of them, or nothing. */
void sim_plant_phoenix(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    sim_ix first = stand_in(w, s, known, SIM_ANY_AGE);
    sim_ix second = stand_in(w, s, known, -sim_between(s->r, 100, 250));
    sim_ix a = buys_like(w, s, first, known), b = buys_like(w, s, second, known);
    if (!a || !b)
        return;
    sim_firm *to = &w->firms.v[second];
    const sim_firm *of = &w->firms.v[first];
    if (s->level != SIM_HARD)
        to->phone = of->phone;
    if (s->level == SIM_EASY) {
        to->address = of->address;
        to->address_latin = of->address_latin;
        to->director = of->director;
    }
    to->registered = true;
    sim_plan plan = {.event = s->event};
    sim_ix p = sim_add_plan(w, &plan);
    for (int32_t n = sim_between(s->r, 4, 7); n > 0; n--) {
        sim_order_on(w, s, a, p, to->born - sim_between(s->r, 10, 180));
        sim_order_on(w, s, b, p, to->born + sim_between(s->r, 5, 180));
    }
}

/* On a watch list: the buyer, who owns it, or who directs it. */
void sim_plant_listed(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    sim_ix firm = stand_in(w, s, known, SIM_ANY_AGE);
    sim_ix rel = buys_like(w, s, firm, known);
    sim_ix person = firm ? sim_add_person(w, s->r, w->firms.v[firm].country) : 0;
    if (!rel || !person)
        return;
    w->firms.v[firm].registered = true;
    if (s->level != SIM_EASY)
        *(s->level == SIM_MEDIUM ? &w->firms.v[firm].owner : &w->firms.v[firm].director) = person;
    sim_list_firm(w, s->level == SIM_EASY ? firm : person);
    if (s->level != SIM_EASY)
        sim_add_member(w, s->event, person, "listed");
    sim_plan plan = {.event = s->event};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 7));
}
