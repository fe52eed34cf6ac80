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

/* Round and back, less a fee at each hop; the harder, the longer and the less even. */
void sim_plant_cycle_money(sim_world *w, sim_scheme *s)
{
    sim_ix who[HOPS];
    uint32_t want = 3 + sim_below(s->r, s->level == SIM_EASY ? 1 : 4);
    uint32_t n = sim_line_up(w, s, who, TT_MIN(want, s->cast ? s->n_cast : HOPS), "relay");
    if (n < 3)
        return;
    for (int32_t round = sim_between(s->r, 1, 3); round > 0; round--) {
        tt_date day = sim_some_day(w, s, 120);
        double usd = sim_some_amount(s);
        w->events.v[s->event].shifted += (int64_t)usd;
        for (uint32_t i = 0; i < n; i++) {
            double fee = 0.01 + 0.03 * tt_rng_unit(s->r);
            double keep = 1 - fee * sim_by_level(s, 0.3, 1, 1.5);
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
    uint32_t want = 5 + sim_below(s->r, 6);
    uint32_t n = sim_line_up(w, s, who, TT_MIN(most, want), "relay");
    tt_date day = sim_some_day(w, s, 90);
    double usd = 5 * sim_some_amount(s);
    if (n < 5)
        return;
    w->events.v[s->event].shifted += (int64_t)usd;
    for (uint32_t i = 1; i + 1 < n; i++) {
        double part = usd / (n - 2) * (0.8 + 0.4 * tt_rng_unit(s->r));
        tt_date out = day + sim_between(s->r, 0, 10);
        sim_pay_on(w, s, who[0], who[i], part, out, 0);
        out += sim_between(s->r, 1, s->level == SIM_EASY ? 5 : 20);
        sim_pay_on(w, s, who[i], who[n - 1], part * (0.95 + 0.04 * tt_rng_unit(s->r)), out, 0);
    }
}

/* In, and out again in days, whole. */
void sim_plant_pass_through(sim_world *w, sim_scheme *s)
{
    sim_ix who[3];
    uint32_t n = sim_line_up(w, s, who, 3, "relay");
    if (n < 3)
        return;
    tt_date day = sim_some_day(w, s, 200);
    for (int32_t i = sim_between(s->r, 5, 9); i > 0; i--) {
        double usd = sim_some_amount(s);
        w->events.v[s->event].shifted += (int64_t)usd;
        sim_pay_on(w, s, who[0], who[1], usd, day, 0);
        day += sim_between(s->r, 0, s->level == SIM_EASY ? 1 : 3);
        sim_pay_on(w, s, who[1], who[2], usd * (0.94 + 0.05 * tt_rng_unit(s->r)), day, 0);
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

/* --- many to one and one to many --- */

/* Others that pay or are paid: persons and new firms where it is easy to see, else firms with a
 * trade of their own. */
static sim_ix small_party(sim_world *w, sim_scheme *s, sim_ix hub)
{
    uint32_t country = w->firms.v[hub].country;
    if (s->level == SIM_EASY && sim_chance(s->r, 600000))
        return sim_add_person(w, s->r, country);
    return s->level == SIM_EASY ? sim_new_company(w, s, country, SIM_SECTORS, SIM_ANY_AGE)
                                : sim_draw(w, s, hub, true);
}

/* @return  what was paid. */
static double fan(sim_world *w, sim_scheme *s, sim_ix hub, bool in, tt_date day, double each)
{
    double sum = 0;
    int32_t many = (int32_t)sim_by_level(s, 14, 10, 7), days = (int32_t)sim_by_level(s, 8, 18, 28);
    for (int32_t i = 0; i < many; i++) {
        sim_ix other = small_party(w, s, hub);
        double usd = each * sim_lognormal(s->r, s->level == SIM_HARD ? 0.4 : 0.15);
        if (!other || other == hub)
            continue;
        sim_add_member(w, s->event, other, in ? "payer" : "payee");
        sim_pay_on(w, s, in ? other : hub, in ? hub : other, usd, day + sim_between(s->r, 0, days),
                   0);
        sum += usd;
    }
    w->events.v[s->event].shifted += (int64_t)sum;
    return sum;
}

static sim_ix hub_of(sim_world *w, sim_scheme *s)
{
    sim_ix hub = sim_draw(w, s, 0, false);
    if (hub)
        sim_add_member(w, s->event, hub, "hub");
    return hub;
}

void sim_plant_fan_in(sim_world *w, sim_scheme *s)
{
    sim_ix hub = hub_of(w, s);
    tt_date day = sim_some_day(w, s, 60);
    if (hub)
        (void)fan(w, s, hub, true, day, 0.3 * sim_some_amount(s));
}

void sim_plant_fan_out(sim_world *w, sim_scheme *s)
{
    sim_ix hub = hub_of(w, s);
    tt_date day = sim_some_day(w, s, 60);
    if (hub)
        (void)fan(w, s, hub, false, day, 0.3 * sim_some_amount(s));
}

/* Gathered from many, and within a week sent to others. */
void sim_plant_gather_scatter(sim_world *w, sim_scheme *s)
{
    sim_ix hub = hub_of(w, s);
    tt_date day = sim_some_day(w, s, 60);
    double each = 0.3 * sim_some_amount(s);
    if (!hub)
        return;
    (void)fan(w, s, hub, true, day, each);
    (void)fan(w, s, hub, false, day + sim_between(s->r, 3, 7), each * 0.97);
}

/* --- lines --- */

/* From hand to hand in days, nearly whole. */
void sim_plant_rapid_chain(sim_world *w, sim_scheme *s)
{
    sim_ix who[HOPS];
    uint32_t n = sim_line_up(w, s, who, HOPS, "relay");
    if (n < 5)
        return;
    for (int32_t round = sim_between(s->r, 1, 3); round > 0; round--) {
        tt_date day = sim_some_day(w, s, 60);
        double usd = sim_some_amount(s);
        w->events.v[s->event].shifted += (int64_t)usd;
        for (uint32_t i = 0; i + 1 < n; i++) {
            sim_pay_on(w, s, who[i], who[i + 1], usd, day, 0);
            usd *= 1 - 0.04 * tt_rng_unit(s->r);
            day += sim_between(s->r, 0, s->level == SIM_EASY ? 1 : s->level == SIM_MEDIUM ? 2 : 3);
        }
    }
}

/* --- money that crosses no border --- */

static uint32_t rate_at_home(const sim_world *w, sim_ix firm)
{
    return sim_rate_find(&w->tables, sim_country_of(w, firm)->ccy_code);
}

/* A banker takes money in one country, and its partner pays out as much, less a fee, in another.
 * The partners have a telephone in common, or a director, or only a trade. */
void sim_plant_mirror_transfer(sim_world *w, sim_scheme *s)
{
    sim_ix client = sim_draw(w, s, 0, false), far = sim_draw(w, s, client, true);
    if (!client || !far || w->firms.v[client].country == w->firms.v[far].country)
        return;
    uint32_t here = w->firms.v[client].country, there = w->firms.v[far].country;
    sim_ix takes = sim_new_company(w, s, here, SIM_SECTORS, SIM_ANY_AGE);
    sim_ix gives = sim_new_company(w, s, there, SIM_SECTORS, SIM_ANY_AGE);
    sim_ix payee = s->level == SIM_HARD
                       ? far
                       : sim_add_company(w, s->r, there, w->firms.v[client].sector, client);
    if (!takes || !gives || !payee)
        return;
    if (s->level == SIM_EASY)
        w->firms.v[gives].phone = w->firms.v[takes].phone;
    if (s->level != SIM_HARD) {
        w->firms.v[gives].director = w->firms.v[takes].director;
        w->firms.v[gives].registered = w->firms.v[takes].registered = true;
    } else {
        sim_ix rel = sim_tie_up(w, s, takes, gives, w->tables.n_goods);
        if (rel)
            sim_start_relation(w, s->r, rel);
    }
    sim_add_member(w, s->event, client, "client");
    sim_add_member(w, s->event, payee, "client");
    sim_add_member(w, s->event, takes, "banker");
    sim_add_member(w, s->event, gives, "banker");
    for (int32_t n = sim_between(s->r, 3, 7); n > 0; n--) {
        tt_date day = sim_some_day(w, s, 30);
        double usd = sim_some_amount(s), fee = 0.05 * tt_rng_unit(s->r);
        w->events.v[s->event].shifted += (int64_t)usd;
        sim_pay_in(w, s, client, takes, usd, day, 0, rate_at_home(w, takes));
        sim_pay_in(w, s, gives, payee, usd * (1 - fee), day + sim_between(s->r, 0, 3), 0,
                   rate_at_home(w, gives));
    }
}

/* A broker buys dollars cheap and pays for many who need them; they pay it at home.  The harder,
 * the less of it is in the feeds, and through others. */
void sim_plant_bmpe(sim_world *w, sim_scheme *s)
{
    sim_ix broker[2] = {sim_draw(w, s, 0, false), 0};
    uint32_t n = s->level == SIM_HARD ? 2 : 1;
    sim_scheme strangers = *s;
    if (!broker[0])
        return;
    broker[1] = sim_draw(w, s, broker[0], false);
    strangers.cast = NULL;
    strangers.level = SIM_MEDIUM;
    for (uint32_t i = 0; i < n; i++)
        if (broker[i])
            sim_add_member(w, s->event, broker[i], "broker");
    for (uint32_t i = 0; i < 4; i++) {
        sim_plan plan = {.event = s->event, .payer = broker[i % n]};
        plan.repaid = s->level == SIM_EASY || (s->level == SIM_MEDIUM && i % 2);
        sim_ix rel = plan.payer ? sim_draw_relation(w, &strangers) : 0;
        const sim_relation *of = &w->relations.v[rel];
        if (rel && of->seller != plan.payer && of->buyer != plan.payer)
            sim_order_deals(w, &strangers, rel, sim_add_plan(w, &plan),
                            (uint32_t)sim_between(s->r, 1, 3));
    }
    s->documents = strangers.documents;
}

/* Goods and money go the same way; or somebody pays who gets nothing. */
void sim_plant_loop_mixed(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    const sim_relation of = w->relations.v[rel];
    sim_plan plan = {.event = s->event, .payer = of.seller, .payee = of.buyer};
    if (sim_chance(s->r, 500000)) {
        plan.payee = 0;
        plan.payer = sim_draw(w, s, of.seller, true);
        if (!plan.payer || plan.payer == of.buyer)
            return;
        sim_add_member(w, s->event, plan.payer, "payer");
    }
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan),
                    (uint32_t)sim_between(s->r, s->level == SIM_HARD ? 1 : 3, 6));
}

/* --- how it is paid --- */

/* Sums that nobody would invoice. */
void sim_plant_round_amount(sim_world *w, sim_scheme *s)
{
    sim_ix payer = sim_draw(w, s, 0, false), payee = sim_draw(w, s, payer, true);
    double step = s->level == SIM_EASY ? 50000 : s->level == SIM_MEDIUM ? 10000 : 5000;
    uint32_t dollars = sim_rate_find(&w->tables, TT_STR("USD"));
    if (!payer || !payee)
        return;
    sim_add_member(w, s->event, payer, "payer");
    sim_add_member(w, s->event, payee, "payee");
    for (int32_t n = sim_between(s->r, 6, 12); n > 0; n--) {
        double usd = step * (double)(1 + sim_low(s->r, s->level == SIM_EASY ? 5 : 12));
        if (s->level == SIM_HARD && sim_chance(s->r, 300000))
            usd = sim_some_amount(s);
        w->events.v[s->event].shifted += (int64_t)usd;
        sim_pay_in(w, s, payer, payee, usd, sim_some_day(w, s, 30), 0, dollars);
    }
}

/* The last payments go to an account that no invoice names: abroad, or at another bank. */
void sim_plant_late_change(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    sim_ix owner = sim_draw(w, s, w->relations.v[rel].seller, s->level == SIM_EASY);
    uint32_t country =
        w->firms.v[s->level == SIM_EASY ? owner : w->relations.v[rel].seller].country;
    sim_plan plan = {.event = s->event,
                     .bank = w->first_bank + country * SIM_BANKS + sim_below(s->r, SIM_BANKS)};
    plan.account = sim_account(w, s->r, country, w->firms.v[plan.bank].account);
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan),
                    (uint32_t)sim_between(s->r, 1, s->level == SIM_HARD ? 2 : 5));
}

/* Cash over the counter from people nobody knows, and a wire abroad within the week. */
void sim_plant_cash(sim_world *w, sim_scheme *s)
{
    sim_ix firm = hub_of(w, s), abroad = sim_draw(w, s, firm, true);
    if (!firm || !abroad)
        return;
    sim_add_member(w, s->event, abroad, "payee");
    for (int32_t round = sim_between(s->r, 2, 4); round > 0; round--) {
        tt_date day = sim_some_day(w, s, 40);
        double sum = 0;
        for (int32_t n = sim_between(s->r, 2, 4); n > 0; n--) {
            sim_ix payer = s->level == SIM_EASY ? sim_add_person(w, s->r, w->firms.v[firm].country)
                                                : sim_draw(w, s, firm, false);
            double usd = 9000 * sim_lognormal(s->r, 0.6);
            if (payer)
                sim_pay_in(w, s, payer, firm, usd, day + sim_between(s->r, 0, 6), 1,
                           rate_at_home(w, firm));
            sum += usd;
        }
        w->events.v[s->event].shifted += (int64_t)sum;
        day += sim_between(s->r, 7, 11);
        sim_pay_on(w, s, firm, abroad, sum * (0.93 + 0.05 * tt_rng_unit(s->r)), day, 0);
    }
}
