/*
 * look_alikes_4.c - honest trade whose numbers look odd: whose they are, how they were read, what
 * they add up to.
 */
#include "simulate/plant.h"

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

/* --- numbers of identity, containers --- */

/* Firms of one owner that are taxed as one. */
void sim_way_tax_group(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation of = w->relations.v[at];
    sim_ix head = sim_pick_company(w, s->r, w->firms.v[of.seller].country, 0);
    sim_plan plan = {.event = s->event, .number_of = {head, 0}};
    if (!head || head == of.seller || head == of.buyer)
        return;
    sim_declare_group(w, s->r, head, of.seller);
    sim_add_member(w, s->event, head, "head");
    sim_add_member(w, s->event, of.seller, "seller");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 4, 7));
}

/* Who has no number where the goods come in clears them under that of a customs agent. */
void sim_way_fiscal_agent(sim_world *w, sim_scheme *s)
{
    sim_ix first = sim_honest_relation(w, s->r);
    if (!first)
        return;
    uint32_t to = w->firms.v[w->relations.v[first].buyer].country, n = 0;
    sim_plan plan = {.event = s->event, .number_of = {0, w->first_broker + to}};
    sim_ix p = sim_add_plan(w, &plan);
    for (int tries = 0; n < 3 && tries < 60; tries++) {
        sim_ix at = sim_honest_relation(w, s->r);
        if (!at || w->firms.v[w->relations.v[at].buyer].country != to)
            continue;
        sim_add_member(w, s->event, w->relations.v[at].buyer, "client");
        sim_order_deals(w, s, at, p, (uint32_t)sim_between(s->r, 3, 5));
        n++;
    }
}

/* Forms that a machine reads badly. */
void sim_way_worn_printer(sim_world *w, sim_scheme *s)
{
    sim_ix at = some_deals(w, s, (sim_plan){.smudged = 300000 + sim_below(s->r, 400000)}, 3, 7);
    if (at && w->relations.v[at].mode == SIM_LAND)
        sim_by_sea(w, s->r, at);
}

/* --- goods --- */

/* An importer writes where the goods were sent from where the form asks where they were made. */
void sim_way_dispatched_from(sim_world *w, sim_scheme *s)
{
    for (int i = 0; i < 60; i++) {
        sim_ix at = sim_honest_relation(w, s->r);
        const sim_relation *rel = &w->relations.v[at];
        if (!at)
            return;
        uint32_t home = w->firms.v[rel->seller].country;
        sim_plan plan = {.event = s->event, .origin = w->tables.countries[home].code};
        plan.origin_on = SIM_ON_IMPORT;
        if (w->tables.goods[rel->good].makers >> home & 1 && i < 59)
            continue;
        sim_add_member(w, s->event, rel->buyer, "buyer");
        sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 6));
        return;
    }
}

/* Customs add what the invoice leaves out: licence fees, tools, a commission. */
void sim_way_royalties(sim_world *w, sim_scheme *s)
{
    (void)some_deals(w, s, (sim_plan){.declared = 1.15 + 0.35 * tt_rng_unit(s->r)}, 3, 7);
}

/* A drum, a tank, a big bag: always filled to the same mark. */
void sim_way_standard_load(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_good *g = &w->tables.goods[w->relations.v[at].good];
    double kg = TT_MAX(1200.0, TT_MIN(g->lot * w->relations.v[at].lot * g->kg, 24000.0));
    sim_plan plan = {.event = s->event, .one_box = true};
    plan.quantity_e3 = sim_round_quantity(g, kg / g->kg);
    kg = (double)plan.quantity_e3 / 1000 * g->kg;
    plan.gross_e1 = sim_round(kg * (10.2 + 0.8 * tt_rng_unit(s->r)));
    sim_by_sea(w, s->r, at);
    sim_add_member(w, s->event, w->relations.v[at].seller, "seller");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 4, 7));
}

/* Several orders in one box, on one bill of lading that carries all of them. */
void sim_way_groupage(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation *of = &w->relations.v[at];
    const sim_good *g = &w->tables.goods[of->good];
    sim_add_member(w, s->event, of->seller, "seller");
    sim_add_member(w, s->event, of->buyer, "buyer");
    for (int32_t rounds = sim_between(s->r, 1, 3); rounds > 0; rounds--) {
        int32_t orders = sim_between(s->r, 2, 4);
        double lot = g->lot * of->lot * sim_lognormal(s->r, 0.3) / orders;
        sim_plan plan = {.event = s->event, .one_bill = true, .whole = true, .shipped = orders};
        plan.quantity_e3 = sim_round_quantity(g, lot);
        sim_ix p = sim_add_plan(w, &plan);
        tt_date day = sim_some_day(w, s, 90);
        for (; orders > 0; orders--)
            sim_order_on(w, s, at, p, day + sim_between(s->r, 0, 6));
    }
}

/* Who takes more pays less for each. */
void sim_way_volume_discount(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.lots = 2.5 + 3 * tt_rng_unit(s->r), .price = 0.6 + 0.25 * tt_rng_unit(s->r)};
    (void)some_deals(w, s, plan, 2, 5);
}

/* It could not wait for the ship: by air, on the papers of the sea, at the price of the air. */
void sim_way_sent_by_air(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.swift = (uint16_t)sim_between(s->r, 2, 4)};
    plan.freight = 4 + 3 * tt_rng_unit(s->r);
    sim_ix at = some_deals(w, s, plan, 1, 2);
    if (at)
        sim_by_sea(w, s->r, at);
}

/* A trader at a hub buys, and sells what it never sees: it goes straight from one to the other, on
 * a second bill of lading that says nothing of its supplier.  Both have invoiced it. */
void sim_way_merchanting(sim_world *w, sim_scheme *s)
{
    static const char *const hubs[] = {"SG", "HK", "AE", "MY", "PA"};
    sim_ix at = sim_honest_relation(w, s->r);
    uint32_t hub = sim_country_find(&w->tables, hubs[sim_below(s->r, TT_LEN(hubs))]);
    sim_ix trader = sim_pick_company(w, s->r, hub, sim_below(s->r, SIM_SECTORS));
    const sim_relation of = w->relations.v[at];
    uint32_t from = w->firms.v[of.seller].country, to = w->firms.v[of.buyer].country;
    if (!at || !trader || hub == from || hub == to)
        return;
    sim_ix in = sim_tie_up(w, s, of.seller, trader, of.good);
    sim_ix out = sim_tie_up(w, s, trader, of.buyer, of.good);
    if (!in || !out)
        return;
    const sim_good *g = &w->tables.goods[of.good];
    sim_relation *a = &w->relations.v[in], *b = &w->relations.v[out];
    a->mode = b->mode = SIM_SEA; /* one ship, of one line, between the same ports */
    a->taste = b->taste = of.taste;
    a->port_from = b->port_from = w->tables.countries[from].ports.v[0];
    a->port_to = b->port_to = w->tables.countries[to].ports.v[0];
    a->transit = b->transit = (uint16_t)(8 + sim_distance(w, from, to) / 650);
    double usd = g->price * sim_exp(of.level);
    for (int32_t n = sim_between(s->r, 2, 5); n > 0; n--) {
        const sim_line *line = &w->tables.lines[sim_below(s->r, w->tables.n_lines)];
        tt_date day = sim_some_day(w, s, 120);
        sim_plan plan = {.event = s->event, .prompt = true, .sails = day + 9, .usd = usd};
        plan.box = sim_container(w, s->r, line->prefix);
        double kg = g->lot * of.lot * sim_lognormal(s->r, 0.3) * g->kg;
        plan.quantity_e3 = sim_round_quantity(g, TT_MIN(kg, 22000) / g->kg);
        /* The second bill is written off the first. */
        plan.gross_e1 =
            sim_round((double)plan.quantity_e3 / 1000 * g->kg * (10.2 + 0.8 * tt_rng_unit(s->r)));
        plan.seal = sim_textf(w, w->arena, "SL%06u", sim_below(s->r, SIM_ONE));
        plan.undeclared = SIM_ON_IMPORT; /* its buyer's country never sees it */
        sim_order_on(w, s, in, sim_add_plan(w, &plan), day);
        plan.undeclared = SIM_ON_EXPORT;
        plan.usd = usd * (1.02 + 0.1 * tt_rng_unit(s->r));
        plan.origin = sim_origin(w, &of, &w->plans.v[0], g, 0);
        sim_order_on(w, s, out, sim_add_plan(w, &plan), day);
    }
}

/* The permit is in the name of the parent, who sells through a daughter. */
void sim_way_parents_permit(sim_world *w, sim_scheme *s)
{
    uint32_t from = sim_source(w, s->r), to = sim_destination(w, s->r);
    uint32_t good = sim_listed_good(w, s->r, from);
    if (good == w->tables.n_goods)
        return;
    sim_ix rel = sim_add_lane(w, s->r, good, from, to);
    sim_ix parent = rel ? sim_new_company(w, s, from, SIM_SECTORS, 4000) : 0;
    if (!parent)
        return;
    sim_ix seller = w->relations.v[rel].seller;
    if (!w->firms.v[seller].owner)
        w->firms.v[seller].owner = parent;
    w->firms.v[seller].registered = w->firms.v[parent].registered = true;
    sim_add_member(w, s->event, seller, "seller");
    sim_add_member(w, s->event, w->relations.v[rel].buyer, "buyer");
    int32_t n = sim_between(s->r, 2, 5);
    tt_date day = sim_some_day(w, s, 120);
    double lots = w->tables.goods[good].lot * w->relations.v[rel].lot * n * 3;
    sim_plan plan = {.event = s->event};
    plan.permit = sim_add_permit(w, rel, good, sim_round(lots) * 1000, day - 10);
    w->permits.v[plan.permit].exporter = w->firms.v[seller].owner;
    sim_ix p = sim_add_plan(w, &plan);
    for (; n > 0; n--)
        sim_order_on(w, s, rel, p, day + sim_between(s->r, 0, 90));
}

/* --- prices and payments --- */

/* Buyers who keep an account with their supplier: too much now, too little then. */
void sim_way_on_account(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    sim_plan plan = {.event = s->event};
    if (!at)
        return;
    sim_add_member(w, s->event, w->relations.v[at].buyer, "buyer");
    tt_date day = sim_some_day(w, s, 200);
    for (int32_t n = 2 * sim_between(s->r, 2, 4); n > 0; n--, day += sim_between(s->r, 12, 30)) {
        plan.paid = plan.paid > 1 ? 2 - plan.paid : 1.15 + 0.5 * tt_rng_unit(s->r);
        sim_order_on(w, s, at, sim_add_plan(w, &plan), day);
    }
}

/* A tenth or more stays with the buyer until the machines run. */
void sim_way_retention(sim_world *w, sim_scheme *s)
{
    (void)some_deals(w, s, (sim_plan){.paid = 0.65 + 0.25 * tt_rng_unit(s->r)}, 3, 6);
}

/* The contract ends, and the next one has another price: that of the market, for good. */
void sim_way_new_contract(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation of = w->relations.v[at];
    sim_ix rel = sim_add_relation(w, s->r, of.seller, of.buyer, of.good);
    double step = 1.5 + 0.9 * tt_rng_unit(s->r);
    sim_plan old = {.event = s->event}, new = {.event = s->event};
    if (!rel)
        return;
    new.price = sim_chance(s->r, 600000) ? step : 1 / step;
    w->relations.v[rel].level = -0.5 * sim_ln(new.price);
    sim_add_member(w, s->event, of.seller, "seller");
    sim_add_member(w, s->event, of.buyer, "buyer");
    sim_ix p = sim_add_plan(w, &old), q = sim_add_plan(w, &new);
    tt_date day = w->first + sim_between(s->r, 0, 120);
    for (int32_t i = 0, n = sim_between(s->r, 8, 11); i < n + 7;
         i++, day += sim_between(s->r, 14, 34))
        sim_order_on(w, s, rel, i < n ? p : q, day);
}

/* A firm abroad of one line of business, which the registry tells. */
static sim_ix of_line(sim_world *w, sim_scheme *s, const char *trade, const char *activity)
{
    sim_ix like = sim_draw(w, s, 0, false);
    sim_ix firm = sim_new_company(w, s, w->firms.v[like].country, 0, sim_between(s->r, 2000, 9000));
    if (firm)
        sim_call_service(w, firm, trade, activity);
    return firm;
}

/* Every member pays what every member pays: to a club, or to a trader who runs a scheme for all who
 * sell his goods. */
void sim_way_flat_fee(sim_world *w, sim_scheme *s)
{
    sim_ix club = sim_chance(s->r, 700000) ? of_line(w, s, "Trade Association", "9411")
                                           : sim_draw(w, s, 0, false);
    double usd = 25 * (double)sim_between(s->r, 100, 600) + 5;
    tt_date day = sim_some_day(w, s, 60);
    s->said = "ANNUAL MEMBERSHIP FEE";
    if (!club)
        return;
    sim_add_member(w, s->event, club, "club");
    for (int32_t n = sim_between(s->r, 5, 9); n > 0; n--) {
        sim_ix member = sim_draw(w, s, club, false);
        if (member)
            sim_pay_in(w, s, member, club, usd, day + sim_between(s->r, 0, 45), 0,
                       sim_rate_find(&w->tables, TT_STR("USD")));
    }
}

/* What is paid for what it sold goes to those whose it was, less its commission: wholesale
 * auctioneers (ISIC 4610) of tea, coffee, furs, machines. */
void sim_way_auction_house(sim_world *w, sim_scheme *s)
{
    sim_ix house = of_line(w, s, sim_chance(s->r, 500000) ? "Auctions" : "Auctioneers", "4610");
    tt_date day = sim_some_day(w, s, 90);
    if (!house)
        return;
    sim_add_member(w, s->event, house, "auctioneer");
    s->said = tt_arena_printf(w->arena, "SALE %d", (int)sim_between(s->r, 10000, 99999));
    for (int32_t n = sim_between(s->r, 7, 13); n > 0 && s->said; n--) {
        sim_ix buyer = sim_draw(w, s, house, true), owner = sim_draw(w, s, house, true);
        double usd = 25000 * sim_lognormal(s->r, 0.9);
        if (!buyer || !owner)
            continue;
        sim_pay_on(w, s, buyer, house, usd, day + sim_between(s->r, 0, 12), 0);
        sim_pay_on(w, s, house, owner, usd * 0.85, day + sim_between(s->r, 20, 40), 0);
    }
}

/* Where ships are full bills are stated anew with each voyage that the goods are put off to. */
void sim_way_rolled_over(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.amended_how = SIM_AMENDED_DAYS};
    plan.amended = (uint8_t)sim_between(s->r, 3, 4);
    sim_ix at = some_deals(w, s, plan, 3, 6);
    if (at)
        sim_by_sea(w, s->r, at);
}
