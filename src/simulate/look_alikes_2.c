/*
 * look_alikes_2.c - more honest trade that looks odd, one function for each row of ways.def.
 */
#include "simulate/plant.h"

enum { GOOD_TRIES = 60 };

static uint32_t dollars(const sim_world *w)
{
    return sim_rate_find(&w->tables, TT_STR("USD"));
}

/* Some deals of an honest relation. */
static void some_deals(sim_world *w, sim_scheme *s, sim_plan plan, uint32_t n)
{
    sim_ix at = sim_honest_relation(w, s->r);
    plan.event = s->event;
    if (!at)
        return;
    sim_add_member(w, s->event, w->relations.v[at].seller, "seller");
    sim_add_member(w, s->event, w->relations.v[at].buyer, "buyer");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), n);
}

/* A firm for one relation: like the buyer of an honest one. */
static sim_ix new_buyer(sim_world *w, sim_scheme *s, int32_t days, sim_ix *rel)
{
    sim_ix at = sim_honest_relation(w, s->r);
    *rel = 0;
    if (!at)
        return 0;
    const sim_relation of = w->relations.v[at];
    uint32_t country = w->firms.v[of.buyer].country;
    sim_ix firm = sim_new_company(w, s, country, w->tables.goods[of.good].sector, days);
    *rel = sim_tie_up(w, s, of.seller, firm, of.good);
    return *rel ? firm : 0;
}

/* --- payments --- */

/* Paid twice by mistake, and sent back. */
void sim_way_refund(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation rel = w->relations.v[at];
    tt_date day = sim_some_day(w, s, 40);
    double usd = sim_some_amount(s);
    sim_add_member(w, s->event, rel.seller, "seller");
    sim_add_member(w, s->event, rel.buyer, "buyer");
    sim_pay_in(w, s, rel.buyer, rel.seller, usd, day, 0, rel.pay_rate);
    sim_pay_in(w, s, rel.seller, rel.buyer, usd, day + sim_between(s->r, 2, 12), 0, rel.pay_rate);
}

/* Two of a declared group pay for each other where each has its bank. */
void sim_way_group_netting(sim_world *w, sim_scheme *s)
{
    sim_ix a = sim_draw(w, s, 0, false), b = sim_draw(w, s, a, true);
    sim_ix x = sim_draw(w, s, a, false), y = sim_draw(w, s, b, false);
    if (!a || !b || !x || !y)
        return;
    sim_declare_group(w, s->r, a, b);
    sim_add_member(w, s->event, a, "member");
    sim_add_member(w, s->event, b, "member");
    for (int i = 0; i < 4; i++) {
        tt_date day = sim_some_day(w, s, 40);
        double usd = sim_some_amount(s);
        sim_pay_on(w, s, a, x, usd, day, 0);
        day += sim_between(s->r, 0, 5);
        sim_pay_on(w, s, y, b, usd * (0.96 + 0.04 * tt_rng_unit(s->r)), day, 0);
    }
}

/* Once a year to all who own a share. */
void sim_way_dividends(sim_world *w, sim_scheme *s)
{
    sim_ix firm = sim_draw(w, s, 0, false);
    tt_date day = sim_some_day(w, s, 60);
    double each = 6000 * sim_lognormal(s->r, 0.6);
    if (!firm)
        return;
    sim_add_member(w, s->event, firm, "firm");
    for (uint32_t n = 7 + sim_below(s->r, 8); n > 0; n--) {
        sim_ix person = sim_add_person(w, s->r, w->firms.v[firm].country);
        sim_pay_on(w, s, firm, person, each * sim_lognormal(s->r, 0.3), day, 0);
    }
}

/* A shop brings its takings to the bank. */
void sim_way_cash_takings(sim_world *w, sim_scheme *s)
{
    sim_ix owner = sim_draw(w, s, 0, false);
    sim_ix shop = owner ? sim_add_company(w, s->r, w->firms.v[owner].country, 0, owner) : 0;
    if (!shop)
        return;
    sim_declare_group(w, s->r, owner, shop);
    sim_add_member(w, s->event, owner, "owner");
    sim_add_member(w, s->event, shop, "shop");
    uint32_t rate = sim_rate_find(&w->tables, sim_country_of(w, shop)->ccy_code);
    tt_date day = sim_some_day(w, s, 120);
    for (int32_t n = sim_between(s->r, 8, 16); n > 0; n--) {
        sim_pay_in(w, s, shop, owner, 6500 * sim_lognormal(s->r, 0.35), day, 1, rate);
        day += sim_between(s->r, 4, 9);
    }
}

/* Round sums within a declared group. */
void sim_way_group_loan(sim_world *w, sim_scheme *s)
{
    sim_ix a = sim_draw(w, s, 0, false), b = sim_draw(w, s, a, true);
    if (!a || !b)
        return;
    sim_declare_group(w, s->r, a, b);
    sim_add_member(w, s->event, a, "lender");
    sim_add_member(w, s->event, b, "borrower");
    for (int32_t n = sim_between(s->r, 3, 6); n > 0; n--) {
        double usd = 25000 * (double)(1 + sim_low(s->r, 8));
        sim_pay_in(w, s, a, b, usd, sim_some_day(w, s, 40), 0, dollars(w));
    }
}

/* The seller has another bank, and says so on its invoices. */
void sim_way_new_bank(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    uint32_t country = w->firms.v[w->relations.v[at].seller].country;
    sim_plan plan = {.event = s->event, .told = true};
    plan.bank = w->first_bank + country * SIM_BANKS + sim_below(s->r, SIM_BANKS);
    plan.account = sim_account(w, s->r, country, w->firms.v[plan.bank].account);
    sim_add_member(w, s->event, w->relations.v[at].seller, "seller");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 6));
}

/* --- goods and papers --- */

void sim_way_merchant(sim_world *w, sim_scheme *s)
{
    sim_make_merchant(w, s);
}

/* Two customs offices that do not agree on the code. */
void sim_way_reclassified(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    uint16_t good = w->relations.v[at].good;
    const sim_good *g = &w->tables.goods[good];
    sim_plan plan = {.event = s->event, .hs_on = SIM_ON_IMPORT, .only = good + 1u};
    for (uint32_t i = 0, k = sim_below(s->r, w->tables.n_goods); i < w->tables.n_goods; i++) {
        const sim_good *other = &w->tables.goods[k = (k + 1) % w->tables.n_goods];
        if (memcmp(other->hs.p, g->hs.p, 2) == 0 && !tt_str_eq(other->hs, g->hs))
            plan.hs = k + 1;
    }
    if (!plan.hs)
        return;
    sim_add_member(w, s->event, w->relations.v[at].buyer, "buyer");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 6));
}

void sim_way_assorted_goods(sim_world *w, sim_scheme *s)
{
    static const char *const texts[] = {"General merchandise", "Goods as per contract",
                                        "Assorted items", "Sundry goods, parts"};
    sim_plan plan = {.text = texts[sim_below(s->r, TT_LEN(texts))]};
    some_deals(w, s, plan, 2 + sim_below(s->r, 4));
}

void sim_way_sample_shipment(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.lots = 0.03 + 0.08 * tt_rng_unit(s->r), .price = 0.8};
    plan.note = sim_chance(s->r, 600000) ? "samples" : NULL;
    some_deals(w, s, plan, 1 + sim_below(s->r, 3));
}

/* The buyer does not like what came, and leaves it in the port. */
void sim_way_refused_cargo(sim_world *w, sim_scheme *s)
{
    some_deals(w, s, (sim_plan){.abandoned = true, .unpaid = sim_chance(s->r, 700000)}, 1);
}

/* Crates and pallets that nobody weighed before. */
void sim_way_heavy_packing(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.packing = 1.15 + 0.4 * tt_rng_unit(s->r)};
    some_deals(w, s, plan, 2 + sim_below(s->r, 4));
}

/* Would ships between the two pass the strait?  Then the Cape is not far off the way. */
static bool passes_strait(const sim_world *w, const sim_relation *rel)
{
    uint32_t from = w->firms.v[rel->seller].country, to = w->firms.v[rel->buyer].country;
    uint32_t cape = sim_country_find(&w->tables, "ZA"), km = sim_distance(w, from, to);
    uint32_t round = sim_distance(w, from, cape) + sim_distance(w, cape, to);
    return from != cape && to != cape && km > 4000 && round * 10 < km * 26;
}

/* A strait is closed: round the Cape for two months. */
void sim_way_diverted(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    for (int i = 0; at && i < 50 && !passes_strait(w, &w->relations.v[at]); i++)
        at = sim_honest_relation(w, s->r);
    if (!at || !passes_strait(w, &w->relations.v[at]))
        return;
    sim_by_sea(w, s->r, at);
    sim_plan plan = {.event = s->event, .via = TT_STR("ZADUR")};
    if (sim_chance(s->r, 400000))
        plan.via = TT_STR("ZACPT|ESALG");
    sim_add_member(w, s->event, w->relations.v[at].buyer, "buyer");
    sim_ix p = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 100);
    for (int32_t n = sim_between(s->r, 2, 4); n > 0; n--)
        sim_order_on(w, s, at, p, day + sim_between(s->r, 0, 60));
}

/* Its goods come in at a warehouse that is not its own: a firm that stores and carries the goods of
 * others, and is registered as one. */
void sim_way_warehouse(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    uint32_t home = w->firms.v[w->relations.v[at].buyer].country;
    sim_ix keeper = sim_new_company(w, s, home, 0, sim_between(s->r, 400, 6000));
    if (!keeper)
        return;
    sim_call_service(w, keeper, sim_chance(s->r, 500000) ? "Logistics" : "Warehousing", "5210");
    sim_plan plan = {.event = s->event, .consignee = keeper};
    sim_add_member(w, s->event, keeper, "warehouse");
    sim_order_deals(w, s, at, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 6));
}

/* --- firms --- */

/* Buys for six weeks of every year. */
void sim_way_seasonal_trader(sim_world *w, sim_scheme *s)
{
    sim_ix rel, firm = new_buyer(w, s, sim_between(s->r, 400, 3000), &rel);
    sim_plan plan = {.event = s->event};
    if (!firm)
        return;
    sim_ix p = sim_add_plan(w, &plan);
    tt_date day = w->first + sim_between(s->r, 0, 364);
    for (int year = -1; year < 2; year++)
        for (int32_t n = sim_between(s->r, 3, 6); n > 0; n--)
            sim_order_on(w, s, rel, p, day + year * 365 + sim_between(s->r, 0, 45));
}

/* Two people with a telephone at the address of a service, who have traded for years. */
void sim_way_small_agent(sim_world *w, sim_scheme *s)
{
    sim_ix rel, firm = new_buyer(w, s, sim_between(s->r, 1200, 4000), &rel);
    if (!firm)
        return;
    w->firms.v[firm].registered = w->firms.v[firm].hollow = true;
    sim_seat_at_agent(w, firm);
    w->relations.v[rel].from = w->first - SIM_WARM_UP;
    sim_start_relation(w, s->r, rel);
    sim_mark_relation(w, rel, s->event);
}

/* New and large, and its owner says who it is. */
void sim_way_joint_venture(sim_world *w, sim_scheme *s)
{
    tt_date day = sim_some_day(w, s, 200);
    sim_ix rel, firm = new_buyer(w, s, (int32_t)(w->first - day) + sim_between(s->r, 5, 90), &rel);
    sim_ix parent = firm ? sim_draw(w, s, firm, true) : 0;
    if (!parent)
        return;
    w->firms.v[firm].owner = parent;
    w->firms.v[firm].registered = w->firms.v[parent].registered = true;
    sim_plan plan = {.event = s->event, .lots = 1.5 + 2 * tt_rng_unit(s->r)};
    sim_ix p = sim_add_plan(w, &plan);
    for (int32_t n = sim_between(s->r, 4, 8); n > 0; n--)
        sim_order_on(w, s, rel, p, day + sim_between(s->r, 0, 150));
}

/* A firm of another trade buys something for itself. */
void sim_way_own_use(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r), firm = 0;
    if (!at)
        return;
    const sim_relation rel = w->relations.v[at];
    uint32_t sector = w->tables.goods[rel.good].sector, country = w->firms.v[rel.buyer].country;
    for (int i = 0; i < GOOD_TRIES && !firm; i++) {
        sim_ix f = sim_pick_company(w, s->r, country, sim_below(s->r, SIM_SECTORS));
        if (f && f != rel.seller && w->firms.v[f].line != sector && w->firms.v[f].line)
            firm = f;
    }
    sim_ix made = sim_tie_up(w, s, rel.seller, firm, rel.good);
    sim_plan plan = {.event = s->event, .lots = 0.5};
    if (made)
        sim_order_deals(w, s, made, sim_add_plan(w, &plan), 1 + sim_below(s->r, 3));
}
