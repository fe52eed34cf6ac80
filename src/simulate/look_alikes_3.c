/*
 * look_alikes_3.c - still more honest trade that looks odd: how it is paid and what it costs.
 */
#include "simulate/plant.h"

enum { SIDE = 3 };

/* Deals of an honest relation, whose parties are told. */
static sim_ix some_deals(sim_world *w, sim_scheme *s, sim_plan plan, int32_t least, int32_t most)
{
    sim_ix at = sim_honest_relation(w, s->r);
    plan.event = s->event;
    if (!at)
        return 0;
    sim_add_member(w, s->event, w->relations.v[at].seller, "seller");
    sim_add_member(w, s->event, w->relations.v[at].buyer, "buyer");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, least, most));
    return at;
}

/* Members of a trade association pay the same service firms every quarter. */
void sim_way_association(sim_world *w, sim_scheme *s)
{
    sim_ix who[2 * SIDE];
    s->said = "MEMBERSHIP AND LOGISTICS";
    if (sim_line_up(w, s, who, 2 * SIDE, "member") != 2 * SIDE)
        return;
    tt_date day = sim_some_day(w, s, 300);
    for (int32_t quarter = 0; quarter < 3; quarter++, day += 91)
        for (uint32_t i = 0; i < SIDE * SIDE; i++)
            sim_pay_on(w, s, who[i / SIDE], who[SIDE + i % SIDE], 3000 * sim_lognormal(s->r, 0.4),
                       day + sim_between(s->r, 0, 20), 0);
}

/* Daughters pay to holdings, and these to others of the group. */
void sim_way_treasury_cascade(sim_world *w, sim_scheme *s)
{
    sim_ix who[3 * SIDE];
    if (sim_line_up(w, s, who, 3 * SIDE, "member") != 3 * SIDE)
        return;
    for (uint32_t i = 1; i < 3 * SIDE; i++)
        sim_declare_group(w, s->r, who[0], who[i]);
    sim_pay_layers(w, s, who, 3);
}

/* One who advises many. */
void sim_way_adviser(sim_world *w, sim_scheme *s)
{
    sim_ix firm = sim_draw(w, s, 0, false);
    s->said = "ADVISORY FEE";
    if (!firm)
        return;
    sim_add_member(w, s->event, firm, "adviser");
    tt_date day = sim_some_day(w, s, 200);
    for (int32_t n = sim_between(s->r, 5, 9); n > 0; n--) {
        sim_ix client = sim_draw(w, s, firm, true);
        for (int32_t k = sim_between(s->r, 1, 3); client && k > 0; k--)
            sim_pay_on(w, s, client, firm, 12000 * sim_lognormal(s->r, 0.7),
                       day + sim_between(s->r, 0, 240), 0);
    }
}

/* Parents abroad pay a school. */
void sim_way_school_fees(sim_world *w, sim_scheme *s)
{
    sim_ix like = sim_draw(w, s, 0, false);
    sim_ix school =
        sim_new_company(w, s, w->firms.v[like].country, 0, sim_between(s->r, 2000, 9000));
    s->said = "TUITION FEE";
    if (!school)
        return;
    sim_call_service(w, school, sim_chance(s->r, 500000) ? "College" : "International School",
                     "8530");
    sim_add_member(w, s->event, school, "school");
    tt_date day = sim_some_day(w, s, 60);
    for (int32_t n = sim_between(s->r, 6, 12); n > 0; n--) {
        sim_ix person = sim_add_person(w, s->r, sim_below(s->r, w->tables.n_countries));
        if (person)
            sim_pay_on(w, s, person, school, 9000 * sim_lognormal(s->r, 0.25),
                       day + sim_between(s->r, 0, 25), 0);
    }
}

/* Machines that are paid from what they earn. */
void sim_way_supplier_credit(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at || w->relations.v[at].settles)
        return;
    w->relations.v[at].terms = SIM_OPEN;
    w->relations.v[at].terms_days = (uint16_t)sim_between(s->r, 180, 300);
    sim_mark_relation(w, at, s->event);
}

/* A sister of the buyer pays, which has its bank abroad. */
void sim_way_banks_abroad(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    sim_ix buyer = w->relations.v[at].buyer;
    sim_ix payer =
        sim_add_company(w, s->r, w->firms.v[buyer].country, w->firms.v[buyer].sector, buyer);
    if (!payer)
        return;
    sim_declare_group(w, s->r, payer, buyer);
    sim_bank_abroad(w, s->r, payer);
    sim_plan plan = {.event = s->event, .payer = payer};
    sim_add_member(w, s->event, payer, "payer");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 6));
}

/* All of it in the currency of a third country, by which the good is traded. */
void sim_way_third_currency(sim_world *w, sim_scheme *s)
{
    static const char *const codes[] = {"EUR", "GBP", "AED", "CNY"};
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    w->relations.v[at].pay_rate =
        sim_rate_find(&w->tables, tt_str_of(codes[sim_below(s->r, TT_LEN(codes))]));
    sim_mark_relation(w, at, s->event);
}

/* Two who buy of each other pay one balance at the end. */
void sim_way_offsets(sim_world *w, sim_scheme *s)
{
    sim_ix at = some_deals(w, s, (sim_plan){.unpaid = true}, 3, 6);
    if (!at)
        return;
    const sim_relation of = w->relations.v[at];
    sim_plan plan = {.event = s->event, .unpaid = true};
    sim_ix back = sim_add_relation(w, s->r, of.buyer, of.seller, w->tables.n_goods);
    if (back)
        sim_order_deals(w, s, back, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 6));
    s->said = "BALANCE OF ACCOUNT";
    sim_pay_in(w, s, of.buyer, of.seller, sim_some_amount(s), w->last - 30, 0, of.pay_rate);
}

/* A bank advances what the buyer will pay. */
void sim_way_financed(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    sim_plan plan = {.event = s->event};
    plan.financier[0] = w->firms.v[w->relations.v[at].seller].bank;
    sim_add_member(w, s->event, w->relations.v[at].seller, "seller");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 6));
}

/* It has to be there tomorrow, whatever that costs. */
void sim_way_urgent(sim_world *w, sim_scheme *s)
{
    (void)some_deals(w, s, (sim_plan){.freight = 2 + 3 * tt_rng_unit(s->r)}, 1, 3);
}

/* Customs that clear a ship before it has come, and date the papers by what they were told. */
void sim_way_cleared_ahead(sim_world *w, sim_scheme *s)
{
    (void)some_deals(w, s, (sim_plan){.early = 1 + (uint16_t)sim_below(s->r, 3)}, 2, 5);
}

/* A form with few fields. */
void sim_way_plain_forms(sim_world *w, sim_scheme *s)
{
    (void)some_deals(w, s, (sim_plan){.bare = 200000 + sim_below(s->r, 300000)}, 3, 7);
}

/* A small maker whose goods one house takes, all of them. */
void sim_way_house_maker(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation of = w->relations.v[at];
    const sim_firm like = w->firms.v[of.seller];
    uint32_t sector = w->tables.goods[of.good].sector;
    sim_ix seller = sim_new_company(w, s, like.country, sector, sim_between(s->r, 900, 4000));
    sim_ix rel = sim_tie_up(w, s, seller, of.buyer, of.good);
    sim_plan plan = {.event = s->event};
    if (rel)
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 5, 9));
}

/* --- goods --- */

/* A shop that keeps no stock. */
void sim_way_little_and_often(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    sim_plan plan = {.event = s->event, .lots = 0.1 + 0.2 * tt_rng_unit(s->r), .prompt = true};
    if (!at)
        return;
    sim_ix p = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 90);
    sim_add_member(w, s->event, w->relations.v[at].buyer, "buyer");
    for (int32_t n = sim_between(s->r, 3, 6); n > 0; n--)
        sim_order_on(w, s, at, p, day + sim_between(s->r, 0, 12));
}

void sim_way_exhibition(sim_world *w, sim_scheme *s)
{
    sim_make_exhibition(w, s);
}

/* Goods that pass through the buyer's country, by the name of transit. */
void sim_way_in_transit(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_draw_declared(w, s);
    sim_plan plan = {.event = s->event, .transit = true};
    if (!at)
        return;
    sim_ix p = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 400);
    for (int32_t n = sim_between(s->r, 8, 14); n > 0; n--, day += sim_between(s->r, 15, 35))
        sim_order_on(w, s, at, p, day);
}

/* A year's orders in its last weeks: they arrive in the next. */
void sim_way_year_end(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_draw_declared(w, s);
    sim_plan plan = {.event = s->event};
    if (!at)
        return;
    sim_ix p = sim_add_plan(w, &plan);
    for (int32_t n = sim_between(s->r, 6, 10); n > 0; n--)
        sim_order_on(w, s, at, p, w->first + 335 + sim_between(s->r, 0, 25));
}

/* --- firms --- */

/* A holding of a holding of a holding, all of them declared. */
void sim_way_old_group(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    sim_ix below = w->relations.v[at].buyer;
    for (int32_t n = sim_between(s->r, 2, 4); n > 0; n--) {
        sim_ix above = sim_new_company(w, s, sim_below(s->r, w->tables.n_countries), SIM_SECTORS,
                                       sim_between(s->r, 3000, 9000));
        if (!above || w->firms.v[below].owner)
            return;
        w->firms.v[below].owner = above;
        w->firms.v[below].registered = w->firms.v[above].registered = true;
        sim_add_member(w, s->event, above, "holding");
        below = above;
    }
    sim_mark_relation(w, at, s->event);
}

/* A shop for pets or antiques pays what others pay. */
void sim_way_pet_shop(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation of = w->relations.v[at];
    sim_ix shop = sim_new_company(w, s, w->firms.v[of.buyer].country, SIM_SECTORS, SIM_ANY_AGE);
    sim_ix rel = sim_tie_up(w, s, of.seller, shop, of.good);
    sim_plan plan = {.event = s->event};
    if (!rel)
        return;
    sim_call_front(w, s->r, shop);
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 5));
}

/* Who imports supports a family at home. */
void sim_way_family_firm(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation of = w->relations.v[at];
    sim_ix family = sim_add_person(w, s->r, w->firms.v[of.seller].country);
    tt_date day = sim_some_day(w, s, 300);
    s->said = "FAMILY SUPPORT";
    sim_add_member(w, s->event, of.buyer, "payer");
    for (int32_t n = sim_between(s->r, 6, 10); n > 0 && family; n--, day += 30)
        sim_pay_on(w, s, of.buyer, family, 1500 * sim_lognormal(s->r, 0.3), day, 0);
}
