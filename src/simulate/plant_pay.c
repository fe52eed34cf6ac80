/*
 * plant_pay.c - schemes of how trade is paid: for nothing, on strange terms, in a strange currency,
 * from a strange country, twice by banks, or not as much as is traded.
 */
#include "simulate/plant.h"

/* Others pay, or are paid by, a firm that trades; n of them, twice each in the mean. */
static void pay_by_many(sim_world *w, sim_scheme *s, sim_ix firm, bool in, uint32_t n)
{
    tt_date day = sim_some_day(w, s, 150);
    for (uint32_t i = 0; i < n; i++) {
        sim_ix other = sim_draw(w, s, firm, true);
        if (!other)
            continue;
        sim_add_member(w, s->event, other, in ? "payer" : "payee");
        for (int32_t k = sim_between(s->r, 1, 3); k > 0; k--) {
            double usd = sim_some_amount(s);
            sim_pay_on(w, s, in ? other : firm, in ? firm : other, usd,
                       day + sim_between(s->r, 0, 200), 0);
            w->events.v[s->event].shifted += (int64_t)usd;
        }
    }
}

/* A firm that sells: members of the relation are told. */
static sim_ix some_trader(sim_world *w, sim_scheme *s)
{
    sim_ix f = sim_draw(w, s, 0, false);
    if (f)
        sim_add_member(w, s->event, f, "trader");
    return f;
}

/* As if for goods, which nobody sold. */
void sim_plant_unreferenced(sim_world *w, sim_scheme *s)
{
    sim_ix firm = some_trader(w, s);
    s->said = s->level == SIM_HARD ? NULL : "PAYMENT FOR GOODS";
    if (firm)
        pay_by_many(w, s, firm, sim_chance(s->r, 700000), (uint32_t)sim_by_level(s, 9, 6, 4));
}

/* To an account of trade, for what is none. */
void sim_plant_private_texts(sim_world *w, sim_scheme *s)
{
    static const char *const texts[] = {"FAMILY SUPPORT", "TUITION FEE", "GIFT", "PERSONAL LOAN",
                                        "CONSULTING"};
    sim_ix firm = some_trader(w, s);
    s->said = texts[sim_below(s->r, s->level == SIM_HARD ? TT_LEN(texts) : 3)];
    if (firm)
        pay_by_many(w, s, firm, true, (uint32_t)sim_by_level(s, 10, 7, 4));
}

/* A new supplier is paid before it ships; or a new customer may pay in a year. */
void sim_plant_terms(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    const sim_relation of = w->relations.v[known];
    sim_ix seller = sim_new_company(w, s, w->firms.v[of.seller].country,
                                    w->firms.v[of.seller].sector, sim_between(s->r, 30, 400));
    sim_ix rel = sim_tie_up(w, s, seller, of.buyer, of.good);
    if (!rel)
        return;
    sim_relation *new = &w->relations.v[rel];
    bool ahead = sim_chance(s->r, 500000);
    new->settles = new->instalments = false;
    new->terms = ahead ? SIM_PREPAID : SIM_OPEN;
    new->terms_days = ahead ? 0 : (uint16_t)sim_by_level(s, 300, 240, 200);
    sim_plan plan = {.event = s->event, .lots = sim_by_level(s, 4, 2.5, 1.5)};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 3, 6));
}

void sim_bank_abroad(sim_world *w, tt_rng *r, sim_ix firm)
{
    uint32_t away = sim_below(r, w->tables.n_countries);
    sim_firm *f = &w->firms.v[firm];
    if (away == f->country)
        away = (away + 1) % w->tables.n_countries;
    f->bank = f->bank_2 = w->first_bank + away * SIM_BANKS;
    f->account = f->account_2 = sim_account(w, r, away, w->firms.v[f->bank].account);
}

/* A firm of a third country pays, from a bank in a fourth. */
void sim_plant_triangle(sim_world *w, sim_scheme *s)
{
    static const char *const offshore[] = {"PA", "HK", "AE", "SG"};
    uint32_t seat = sim_country_find(&w->tables, offshore[sim_below(s->r, TT_LEN(offshore))]);
    sim_ix rel = sim_draw_relation(w, s);
    sim_ix payer = rel ? sim_new_company(w, s, seat, SIM_SECTORS, SIM_ANY_AGE) : 0;
    if (!payer || w->firms.v[w->relations.v[rel].buyer].country == seat)
        return;
    sim_bank_abroad(w, s->r, payer);
    sim_add_member(w, s->event, payer, "payer");
    sim_plan plan = {.event = s->event, .payer = payer};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_by_level(s, 6, 4, 2));
}

/* Two who settle in one currency pay some of it in another: of a third country, or of the buyer's.
 */
void sim_plant_fx_switch(sim_world *w, sim_scheme *s)
{
    sim_ix known = sim_draw_relation(w, s);
    if (!known)
        return;
    const sim_relation of = w->relations.v[known];
    sim_ix rel = sim_add_relation(w, s->r, of.seller, of.buyer, of.good);
    uint32_t other = sim_below(s->r, w->tables.n_rates);
    if (s->level == SIM_MEDIUM)
        other = sim_rate_find(&w->tables, TT_STR("GBP"));
    else if (s->level == SIM_HARD)
        other = sim_rate_find(&w->tables, sim_country_of(w, of.buyer)->ccy_code);
    if (!rel || other == of.pay_rate)
        return;
    w->relations.v[rel].rate = of.rate;
    w->relations.v[rel].pay_rate = other;
    w->relations.v[rel].taste = of.taste;
    sim_plan plan = {.event = s->event};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 5));
}

/* An importer pays abroad far more than it imports; or far less. */
void sim_plant_imbalance(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    const sim_relation of = w->relations.v[rel];
    bool more = sim_chance(s->r, 500000);
    sim_plan plan = {.event = s->event, .unpaid = !more};
    uint32_t deals = (uint32_t)sim_by_level(s, 14, 11, 9);
    w->relations.v[rel].settles = false;
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), deals);
    s->said = "PAYMENT FOR GOODS";
    double each = w->tables.goods[of.good].lot * of.lot * w->tables.goods[of.good].price;
    for (uint32_t i = 0; i < deals && more; i++)
        sim_pay_in(w, s, of.buyer, of.seller,
                   each * sim_by_level(s, 5, 2.5, 1.2) * sim_lognormal(s->r, 0.3),
                   sim_some_day(w, s, 30), 0, of.pay_rate);
}

/* Two banks advance money on the same invoice. */
void sim_plant_financed_twice(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    uint32_t at = w->firms.v[w->relations.v[rel].seller].country, k = sim_below(s->r, SIM_BANKS);
    sim_plan plan = {.event = s->event};
    plan.financier[0] = w->first_bank + at * SIM_BANKS + k;
    plan.financier[1] = w->first_bank + at * SIM_BANKS + (k + 1) % SIM_BANKS;
    if (s->level == SIM_HARD) /* a bank abroad */
        plan.financier[1] = w->first_bank + sim_below(s->r, w->tables.n_countries) * SIM_BANKS + k;
    if (plan.financier[0] != plan.financier[1])
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_by_level(s, 5, 3, 2));
}
