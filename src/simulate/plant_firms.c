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
    sim_ix shell = sim_new_company(w, s, country, w->tables.goods[rel.good].sector,
                                   sim_between(s->r, 100, 1000));
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
    const sim_relation *rel = &w->relations.v[known];
    uint32_t sector = w->tables.goods[rel->good].sector;
    return sim_new_company(w, s, w->firms.v[rel->buyer].country, sector, days);
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
        if (f && w->firms.v[f].line != sector && w->firms.v[f].line != 0)
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
    sim_list_firm(w, s->level == SIM_EASY ? firm : person, s->event);
    if (s->level != SIM_EASY)
        sim_add_member(w, s->event, person, "listed");
    sim_plan plan = {.event = s->event};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 7));
}

/* Two who trade with nobody else; where it is hard to see, one of them has another customer. */
void sim_plant_only_one(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    const sim_relation of = w->relations.v[known];
    const sim_firm like = w->firms.v[of.seller];
    uint32_t sector = w->tables.goods[of.good].sector;
    sim_ix seller = sim_new_company(w, s, like.country, sector, sim_between(s->r, 60, 900));
    sim_ix buyer = s->level == SIM_EASY ? stand_in(w, s, known, SIM_ANY_AGE) : of.buyer;
    sim_ix rel = sim_tie_up(w, s, seller, buyer, of.good);
    sim_plan plan = {.event = s->event};
    sim_ix p = rel ? sim_add_plan(w, &plan) : 0;
    if (!p)
        return;
    sim_order_deals(w, s, rel, p, (uint32_t)sim_between(s->r, 10, 12));
    sim_ix other = s->level == SIM_HARD ? sim_draw(w, s, seller, true) : 0;
    if (other)
        sim_order_deals(w, s, sim_tie_up(w, s, seller, other, of.good), p, 1);
}

/* All of its account is seen, and what it pays for is goods; where it is hard to see, also a
 * telephone. */
void sim_plant_no_costs(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s), bank = 0;
    sim_ix firm = known ? stand_in(w, s, known, SIM_ANY_AGE) : 0;
    uint32_t country = w->firms.v[firm].country;
    for (uint32_t i = 0; i < SIM_BANKS && !bank; i++)
        if (w->firms.v[w->first_bank + country * SIM_BANKS + i].statements)
            bank = w->first_bank + country * SIM_BANKS + i;
    sim_ix rel = bank ? buys_like(w, s, firm, known) : 0;
    if (!rel)
        return;
    sim_firm *f = &w->firms.v[firm];
    f->costs = s->level == SIM_HARD ? SIM_COSTS_PHONE : SIM_COSTS_NONE;
    f->bank = f->bank_2 = bank;
    f->account = f->account_2 = sim_account(w, s->r, country, w->firms.v[bank].account);
    w->relations.v[rel].settles = false;
    sim_plan plan = {.event = s->event, .lots = sim_by_level(s, 4, 2.5, 1.5)};
    sim_ix p = sim_add_plan(w, &plan);
    tt_date day = w->first + sim_between(s->r, -30, 200);
    for (int32_t n = sim_between(s->r, 13, 17); n > 0; n--, day += sim_between(s->r, 12, 45))
        sim_order_on(w, s, rel, p, day);
}

/* Nearly the name of a large firm, in another country. */
void sim_plant_mimic(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s), large = 0;
    for (int i = 0; i < 40; i++) {
        sim_ix f = sim_draw(w, &(sim_scheme){.r = s->r}, 0, false);
        if (f && (!large || w->firms.v[f].size > w->firms.v[large].size))
            large = f;
    }
    if (!known || !large || w->firms.v[large].brand.latin.n < 4)
        return;
    sim_ix firm = stand_in(w, s, known, sim_between(s->r, 60, 900));
    sim_ix rel = buys_like(w, s, firm, known);
    if (!rel)
        return;
    sim_firm *f = &w->firms.v[firm];
    tt_str brand = w->firms.v[large].brand.latin;
    int at = 1 + (int)sim_below(s->r, (uint32_t)brand.n - 2);
    if (s->level == SIM_EASY)
        brand = sim_textf(w, w->arena, "%.*s International", TT_STR_ARG(brand));
    else if (s->level == SIM_MEDIUM) /* one letter twice */
        brand =
            sim_textf(w, w->arena, "%.*s%.*s", at + 1, brand.p, (int)brand.n - at, brand.p + at);
    else /* one left out */
        brand = sim_textf(w, w->arena, "%.*s%.*s", at, brand.p, (int)brand.n - at - 1,
                          brand.p + at + 1);
    f->brand = (sim_pair){brand, brand};
    f->trade = w->firms.v[large].trade;
    f->city_first = f->branded = false;
    f->cut = 0;
    f->registered = true;
    f->native = sim_name_abroad(w, w->arena, f);
    sim_add_member(w, s->event, large, "mimicked");
    sim_plan plan = {.event = s->event};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 6));
}

/* One person directs many firms, each of which trades a little. */
void sim_plant_nominee(sim_world *w, sim_scheme *s)
{
    sim_ix first = sim_draw(w, s, 0, false);
    uint32_t country = w->firms.v[first].country;
    sim_ix nominee = first ? sim_add_person(w, s->r, country) : 0;
    sim_plan plan = {.event = s->event};
    sim_ix p = nominee ? sim_add_plan(w, &plan) : 0;
    if (!p)
        return;
    sim_add_member(w, s->event, nominee, "nominee");
    for (int32_t n = (int32_t)sim_by_level(s, 11, 8, 5); n > 0; n--) {
        sim_ix firm = sim_new_company(w, s, country, SIM_SECTORS, sim_between(s->r, 60, 1500));
        sim_ix rel = sim_tie_up(w, s, sim_draw(w, s, firm, true), firm, w->tables.n_goods);
        if (!rel)
            continue;
        w->firms.v[firm].registered = true;
        w->firms.v[firm].director = nominee;
        sim_order_on(w, s, rel, p, sim_some_day(w, s, 100));
    }
}

/* Owned through firms of one country after the other; where it is easy to see, in a circle. */
void sim_plant_opaque(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    sim_ix firm = known ? stand_in(w, s, known, SIM_ANY_AGE) : 0;
    sim_ix rel = buys_like(w, s, firm, known), below = firm, above = 0;
    if (!rel)
        return;
    w->firms.v[firm].registered = true;
    for (int32_t n = (int32_t)sim_by_level(s, 6, 5, 4); n > 0; n--) {
        uint32_t away =
            (w->firms.v[below].country + 1 + sim_below(s->r, 9)) % w->tables.n_countries;
        above = sim_new_company(w, s, away, SIM_SECTORS, SIM_ANY_AGE);
        if (!above)
            return;
        w->firms.v[below].owner = above;
        w->firms.v[above].registered = true;
        sim_add_member(w, s->event, above, "holding");
        below = above;
    }
    if (s->level == SIM_EASY)
        w->firms.v[above].owner = w->firms.v[firm].owner;
    sim_plan plan = {.event = s->event};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 6));
}
