/*
 * look_alikes.c - honest trade that looks like what detectors seek, told in the truth by class.
 *
 * Those of one relation are drawn relation by relation; the others of ways.def so many to a
 * thousand relations.
 */
#include "simulate/plant.h"

enum { FACTORED = 20000, TREASURY = 15000, AGENT = 10000, CLIENTS = 8 };

static sim_ix event_of(sim_world *w, const char *class)
{
    return sim_add_event(w, class, false, 0);
}

void sim_mark_relation(sim_world *w, sim_ix relation, sim_ix event)
{
    sim_relation *rel = &w->relations.v[relation];
    rel->mark = event;
    sim_add_member(w, event, rel->seller, "seller");
    sim_add_member(w, event, rel->buyer, "buyer");
}

void sim_mark_firm(sim_world *w, sim_ix firm, sim_ix event, const char *role)
{
    sim_add_member(w, event, firm, role);
    for (size_t i = 1; i < w->relations.n; i++) {
        sim_relation *rel = &w->relations.v[i];
        if ((rel->seller == firm || rel->buyer == firm) && !rel->mark)
            rel->mark = event;
    }
}

void sim_declare_group(sim_world *w, tt_rng *r, sim_ix a, sim_ix b)
{
    sim_ix owner = w->firms.v[a].owner;
    if (!owner)
        owner = w->firms.v[b].owner;
    if (!owner)
        owner = sim_add_person(w, r, w->firms.v[a].country);
    w->firms.v[a].owner = w->firms.v[b].owner = owner;
    w->firms.v[a].registered = w->firms.v[b].registered = true;
}

/* A relation that is honest, goes abroad and is not told yet; 0: none. */
sim_ix sim_honest_relation(const sim_world *w, tt_rng *r)
{
    for (int i = 0; i < 100; i++) {
        sim_ix at = 1 + sim_below(r, (uint32_t)w->relations.n - 1);
        const sim_relation *rel = &w->relations.v[at];
        if (!rel->domestic && !rel->service && !rel->mark && !rel->plan &&
            rel->payer == rel->buyer && rel->to > w->first + 200)
            return at;
    }
    return 0;
}

/* --- of one relation --- */

/* The seller has sold what it is owed to its bank. */
static void factor(sim_world *w, sim_ix relation)
{
    sim_relation *rel = &w->relations.v[relation];
    sim_ix e = event_of(w, "factoring");
    rel->payee = w->firms.v[rel->seller].bank;
    sim_mark_relation(w, relation, e);
    sim_add_member(w, e, rel->payee, "factor");
}

/* A company of the buyer's country pays: a sister of its group, or an agent who buys for many. */
static void pay_by_other(sim_world *w, tt_rng *r, sim_ix relation, bool group)
{
    sim_relation *rel = &w->relations.v[relation];
    uint32_t country = w->firms.v[rel->buyer].country;
    const tt_u32_vec *there = &w->by_country[country];
    sim_ix payer = there->v[there->n * 2 / 3]; /* every country's agent */
    if (group)
        payer = sim_add_company(w, r, country, w->firms.v[rel->buyer].sector, rel->buyer);
    if (payer == rel->buyer || payer == rel->seller || !payer)
        return;
    if (group)
        sim_declare_group(w, r, payer, rel->buyer);
    sim_ix e = event_of(w, group ? "group_treasury" : "buying_agent");
    rel->payer = payer;
    if (!group && sim_chance(r, 600000)) {
        sim_plan plan = {.event = e, .share = SIM_ONE, .payer = payer, .repaid = true};
        rel->plan = sim_add_plan(w, &plan);
    }
    sim_mark_relation(w, relation, e);
    sim_add_member(w, e, payer, "payer");
}

static bool makes(const sim_world *w, sim_ix firm, uint32_t good)
{
    return w->tables.goods[good].makers >> w->firms.v[firm].country & 1;
}

static void mark_relations(sim_world *w, tt_rng *r)
{
    size_t n = w->relations.n;
    for (sim_ix i = 1; i < n && !w->failed; i++) {
        const sim_relation *rel = &w->relations.v[i];
        uint32_t at = sim_below(r, SIM_ONE);
        if (rel->domestic || rel->service)
            continue;
        if (at < FACTORED)
            factor(w, i);
        else if (at < FACTORED + TREASURY)
            pay_by_other(w, r, i, true);
        else if (at < FACTORED + TREASURY + AGENT)
            pay_by_other(w, r, i, false);
        else if (!makes(w, rel->seller, rel->good))
            sim_mark_relation(w, i, event_of(w, "re_export_hub"));
    }
}

/* --- ways of ways.def --- */

/* Trade inside a declared group, at prices of its own. */
void sim_way_group_transfer_price(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    sim_plan plan = {.event = s->event, .share = SIM_ONE};
    plan.price = sim_exp((tt_rng_unit(s->r) - 0.5) * 1.6);
    sim_declare_group(w, s->r, w->relations.v[at].seller, w->relations.v[at].buyer);
    w->relations.v[at].plan = sim_add_plan(w, &plan);
    sim_mark_relation(w, at, s->event);
}

/* A lot that was wetted, or goes out of fashion. */
void sim_way_damaged_goods(sim_world *w, sim_scheme *s)
{
    static const char *const notes[] = {"damaged, sold as is", "clearance stock", NULL,
                                        "second choice"};
    sim_ix at = sim_honest_relation(w, s->r);
    sim_plan plan = {.event = s->event, .price = 0.2 + 0.4 * tt_rng_unit(s->r)};
    plan.note = notes[sim_below(s->r, TT_LEN(notes))];
    if (at)
        sim_order_deals(w, s, at, sim_add_plan(w, &plan), 1 + sim_below(s->r, 2));
}

/* A few pieces go back to who sold them, and come again. */
void sim_way_return_for_repair(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation rel = w->relations.v[at];
    const sim_good *g = &w->tables.goods[rel.good];
    sim_ix back = sim_add_relation(w, s->r, rel.buyer, rel.seller, rel.good);
    sim_plan plan = {.event = s->event, .unpaid = true, .note = "returned for repair, no charge"};
    plan.quantity_e3 = TT_MAX(sim_round(g->lot / 40), 1) * 1000;
    tt_date day = sim_some_day(w, s, 200);
    sim_ix p = sim_add_plan(w, &plan);
    sim_order_on(w, s, back, p, day);
    sim_order_on(w, s, at, p, day + sim_between(s->r, 40, 80));
}

/* Material out, goods back: the same two firms, both ways. */
void sim_way_toll_processing(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    const sim_relation rel = w->relations.v[at];
    sim_ix back = sim_add_relation(w, s->r, rel.buyer, rel.seller, w->tables.n_goods);
    if (!back)
        return;
    w->relations.v[back].gap = rel.gap;
    sim_start_relation(w, s->r, back);
    sim_mark_relation(w, at, s->event);
    w->relations.v[back].mark = s->event;
}

/* The same lot at the same price every month. */
void sim_way_standing_order(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    if (!at)
        return;
    sim_relation *rel = &w->relations.v[at];
    const sim_good *g = &w->tables.goods[rel->good];
    sim_plan plan = {.event = s->event, .usd = g->price * sim_exp(rel->level)};
    plan.quantity_e3 = TT_MAX(sim_round(g->lot * rel->lot / 5), 1) * 5000;
    sim_ix p = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 400);
    sim_add_member(w, s->event, rel->seller, "seller");
    sim_add_member(w, s->event, rel->buyer, "buyer");
    for (int i = 0; i < 8; i++)
        sim_order_on(w, s, at, p, day + 30 * i);
}

/* A small buyer has a project: two months of orders, and quiet before and after. */
void sim_way_project_burst(sim_world *w, sim_scheme *s)
{
    sim_ix at = sim_honest_relation(w, s->r);
    sim_plan plan = {.event = s->event};
    if (!at)
        return;
    tt_date day = sim_some_day(w, s, 150);
    sim_ix p = sim_add_plan(w, &plan), buyer = w->relations.v[at].buyer;
    sim_ix small = sim_add_company(w, s->r, w->firms.v[buyer].country, w->firms.v[buyer].sector, 0);
    sim_ix rel =
        small ? sim_add_relation(w, s->r, w->relations.v[at].seller, small, w->relations.v[at].good)
              : 0;
    sim_add_member(w, s->event, small, "buyer");
    for (int32_t n = sim_between(s->r, 5, 9); n > 0; n--)
        sim_order_on(w, s, rel, p, day + sim_between(s->r, 0, 55));
}

/* Founded lately, and growing. */
void sim_way_start_up(sim_world *w, sim_scheme *s)
{
    uint32_t country = sim_below(s->r, w->tables.n_countries);
    sim_ix firm = sim_add_company(w, s->r, country, sim_below(s->r, SIM_SECTORS), 0);
    if (!firm)
        return;
    w->firms.v[firm].born = w->first - sim_between(s->r, 20, 300);
    for (uint32_t n = 1 + sim_below(s->r, 3), i = 0; i < n; i++) {
        sim_ix other = sim_draw(w, s, firm, true);
        bool sells = sim_chance(s->r, 500000);
        sim_ix rel = sim_add_relation(w, s->r, sells ? firm : other, sells ? other : firm,
                                      w->tables.n_goods);
        if (!rel)
            return;
        w->relations.v[rel].from = w->first + sim_between(s->r, 30, 400);
        sim_start_relation(w, s->r, rel);
        sim_mark_relation(w, rel, s->event);
    }
}

/* Boxes of many buyers go to one forwarder, who takes them apart. */
void sim_way_consolidator(sim_world *w, sim_scheme *s)
{
    sim_ix first = sim_honest_relation(w, s->r);
    if (!first)
        return;
    uint32_t to = w->firms.v[w->relations.v[first].buyer].country, n = 0;
    for (size_t i = 1; i < w->relations.n && n < 6; i++) {
        sim_relation *rel = &w->relations.v[i];
        if (w->firms.v[rel->buyer].country != to || rel->domestic || rel->service || rel->mark)
            continue;
        rel->consignee = w->first_broker + to;
        sim_mark_relation(w, (sim_ix)i, s->event);
        n++;
    }
    sim_add_member(w, s->event, w->first_broker + to, "forwarder");
}

/* A payment service collects for many small buyers. */
void sim_way_marketplace(sim_world *w, sim_scheme *s)
{
    sim_ix service = sim_draw(w, s, 0, false);
    sim_add_member(w, s->event, service, "payment_service");
    for (int i = 0; i < 6; i++) {
        sim_ix at = sim_honest_relation(w, s->r);
        if (!at || w->relations.v[at].seller == service)
            continue;
        w->relations.v[at].payer = service;
        sim_mark_relation(w, at, s->event);
    }
}

/* --- payments --- */

/* Every month the members of a declared group send what they have to one, and are sent what they
 * need. */
void sim_way_cash_pooling(sim_world *w, sim_scheme *s)
{
    sim_ix who[4];
    uint32_t n = 3 + sim_below(s->r, 2);
    for (uint32_t i = 0; i < n; i++) {
        who[i] = sim_draw(w, s, i ? who[i - 1] : 0, true);
        if (!who[i])
            return;
        sim_add_member(w, s->event, who[i], "member");
        if (i)
            sim_declare_group(w, s->r, who[0], who[i]);
    }
    for (int32_t rounds = sim_between(s->r, 2, 4); rounds > 0; rounds--) {
        tt_date day = sim_some_day(w, s, 60);
        double usd = 30000 * sim_lognormal(s->r, 0.8);
        for (uint32_t i = 0; i < n; i++)
            if (who[i] != who[(i + 1) % n]) {
                day += sim_between(s->r, 1, 6);
                sim_pay_on(w, s, who[i], who[(i + 1) % n], usd * (0.97 + 0.03 * tt_rng_unit(s->r)),
                           day, 0);
            }
    }
}

/* One firm pays many persons on one day. */
void sim_way_payroll(sim_world *w, sim_scheme *s)
{
    sim_ix firm = sim_draw(w, s, 0, false);
    uint32_t people = 5 + sim_below(s->r, 6);
    tt_date day = sim_some_day(w, s, 150);
    sim_add_member(w, s->event, firm, "employer");
    for (uint32_t i = 0; i < people && firm; i++) {
        sim_ix person = sim_add_person(w, s->r, w->firms.v[firm].country);
        double usd = 1500 * sim_lognormal(s->r, 0.4);
        for (int month = 0; month < 4; month++)
            sim_pay_on(w, s, firm, person, usd, day + month * 30, 0);
    }
}

/* --- registry --- */

/* Company services: all firms of one address are one event. */
static void tell_agents(sim_world *w)
{
    for (uint32_t c = 0; c < w->tables.n_countries; c++) {
        sim_ix e = 0;
        for (size_t i = 0; i < w->by_country[c].n; i++)
            if (w->firms.v[w->by_country[c].v[i]].agent) {
                e = e ? e : event_of(w, "company_service_address");
                sim_add_member(w, e, w->by_country[c].v[i], "client");
            }
    }
}

/* One lawyer is the director of many. */
void sim_way_nominee_director(sim_world *w, sim_scheme *s)
{
    uint32_t c = sim_below(s->r, w->tables.n_countries), n = 0;
    const tt_u32_vec *there = &w->by_country[c];
    sim_ix person = 0, clients[CLIENTS];
    for (size_t i = 0; i < there->n && n < CLIENTS; i++) {
        sim_firm *f = &w->firms.v[there->v[i]];
        if (!f->registered || f->owner || f->sister || !sim_chance(s->r, 200000))
            continue;
        person = person ? person : sim_add_person(w, s->r, c);
        f = &w->firms.v[there->v[i]]; /* they may have moved */
        f->director = person;
        clients[n++] = there->v[i];
    }
    for (uint32_t i = 0; i < n; i++)
        sim_mark_firm(w, clients[i], s->event, "client");
}

static void tell_shocks(sim_world *w)
{
    for (uint32_t g = 0; g < w->tables.n_goods; g++)
        if (w->shock[g] != TT_NO_DATE)
            w->shocked[g] = event_of(w, "commodity_shock");
}

/* --- all of them --- */

static const struct way {
    void (*make)(sim_world *w, sim_scheme *s);
    const char *class;
    uint32_t often; /* to a thousand relations */
} ways[] = {
#define SIM_WAY(name, often) {sim_way_##name, #name, often},
#include "simulate/ways.def"
#undef SIM_WAY
};

void sim_make_look_alikes(sim_world *w)
{
    tt_rng r = sim_stream(w, "look-alikes", 0);
    uint32_t relations = (uint32_t)w->relations.n;
    mark_relations(w, &r);
    tell_agents(w);
    tell_shocks(w);
    for (size_t k = 0; k < TT_LEN(ways); k++)
        for (uint32_t n = (relations * ways[k].often + 500) / 1000, i = 0; i < n && !w->failed;
             i++) {
            sim_scheme s = {.r = &r, .level = SIM_MEDIUM};
            s.event = event_of(w, ways[k].class);
            ways[k].make(w, &s);
        }
}
