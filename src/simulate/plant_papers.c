/*
 * plant_papers.c - schemes of papers: goods called something else, other receivers, containers in
 * two places, bills of lading that are switched, ways that nobody goes.
 */
#include "simulate/plant.h"

uint32_t sim_other_good(sim_world *w, sim_scheme *s, uint32_t good)
{
    const sim_good *g = &w->tables.goods[good];
    uint32_t found = 0;
    for (uint32_t i = 0, at = sim_below(s->r, w->tables.n_goods); i < w->tables.n_goods; i++) {
        const sim_good *other = &w->tables.goods[at = (at + 1) % w->tables.n_goods];
        bool far = memcmp(other->hs.p, g->hs.p, 2) != 0, near = other->sector == g->sector;
        if (tt_str_eq(other->unit, g->unit) && far && !other->species.n &&
            (s->level == SIM_EASY || near))
            found = at + 1;
    }
    return found;
}

static void call_it(sim_world *w, sim_scheme *s, uint8_t good_on, uint8_t hs_on)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    uint32_t other = sim_other_good(w, s, w->relations.v[rel].good);
    sim_plan plan = {.event = s->event, .good_on = good_on, .hs_on = hs_on};
    plan.only = w->relations.v[rel].good + 1u;
    plan.good = good_on ? other : 0;
    plan.hs = hs_on ? other : 0;
    if (other)
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 6));
}

/* The invoice and the import declaration name a dear good, the bill of lading what is in the box;
 * or the other way round. */
void sim_plant_misdescribed(sim_world *w, sim_scheme *s)
{
    call_it(w, s, SIM_ON_INVOICE | SIM_ON_IMPORT, 0);
}

/* The code is of something else than the words. */
void sim_plant_hs_text(sim_world *w, sim_scheme *s)
{
    call_it(w, s, 0, SIM_ON_ALL);
}

/* Another code at import than at export. */
void sim_plant_hs_shift(sim_world *w, sim_scheme *s)
{
    call_it(w, s, 0, SIM_ON_IMPORT);
}

void sim_plant_vague(sim_world *w, sim_scheme *s)
{
    static const char *const texts[] = {"General merchandise", "Goods as per contract",
                                        "Assorted items", "Sundry goods, parts"};
    sim_plan plan = {.text = texts[sim_below(s->r, TT_LEN(texts))]};
    plan.lots = sim_by_level(s, 2, 1.3, 1);
    (void)sim_abuse(w, s, plan, 2, 6);
}

/* Somebody receives the goods who is not their buyer. */
void sim_plant_other_consignee(sim_world *w, sim_scheme *s)
{
    sim_plan plan = {.consignee = sim_draw(w, s, 0, false)};
    if (s->level == SIM_EASY)
        plan.consignee =
            sim_new_company(w, s, w->firms.v[plan.consignee].country, SIM_SECTORS, SIM_ANY_AGE);
    if (!plan.consignee)
        return;
    sim_add_member(w, s->event, plan.consignee, "consignee");
    (void)sim_abuse(w, s, plan, 2, 6);
}

static tt_str some_box(sim_world *w, sim_scheme *s)
{
    const sim_line *line = &w->tables.lines[sim_below(s->r, w->tables.n_lines)];
    return sim_container(w, s->r, line->prefix);
}

/* One container on two voyages at once. */
void sim_plant_two_places(sim_world *w, sim_scheme *s)
{
    sim_ix rel[2] = {sim_draw_relation(w, s), 0};
    rel[1] = sim_draw_relation(w, s);
    int32_t apart = s->level == SIM_EASY ? 3 : s->level == SIM_MEDIUM ? 8 : 14;
    if (!rel[0] || !rel[1] || rel[0] == rel[1])
        return;
    for (int i = 0; i < 2; i++) {
        sim_by_sea(w, s->r, rel[i]);
        w->relations.v[rel[i]].transit = TT_MAX(w->relations.v[rel[i]].transit, 24);
    }
    for (int32_t n = sim_between(s->r, 1, 3); n > 0; n--) {
        sim_plan plan = {.event = s->event, .box = some_box(w, s)};
        sim_ix p = sim_add_plan(w, &plan);
        tt_date day = sim_some_day(w, s, 120);
        sim_order_on(w, s, rel[0], p, day);
        sim_order_on(w, s, rel[1], p, day + sim_between(s->r, 0, apart));
    }
}

/* A trader at a hub has a second bill of lading made out: where it is easy to see, with another
 * origin and another port; where it is hard, with another shipper only. */
void sim_plant_switched(sim_world *w, sim_scheme *s)
{
    static const char *const hubs[] = {"SG", "HK", "AE", "MY", "PA"};
    sim_ix rel = sim_draw_relation(w, s);
    uint32_t hub = sim_country_find(&w->tables, hubs[sim_below(s->r, TT_LEN(hubs))]);
    sim_ix trader = s->level == SIM_EASY
                        ? sim_new_company(w, s, hub, SIM_SECTORS, SIM_ANY_AGE)
                        : sim_pick_company(w, s->r, hub, sim_below(s->r, SIM_SECTORS));
    if (!rel || !trader || trader == w->relations.v[rel].seller)
        return;
    sim_add_member(w, s->event, trader, "trader");
    sim_by_sea(w, s->r, rel);
    for (int32_t n = sim_between(s->r, 1, 4); n > 0; n--) {
        sim_plan plan = {.event = s->event, .switched = trader, .box = some_box(w, s)};
        if (s->level <= SIM_MEDIUM)
            plan.switched_origin = w->tables.countries[hub].code;
        if (s->level == SIM_EASY)
            plan.switched_port = w->tables.countries[hub].ports.v[0];
        sim_order_on(w, s, rel, sim_add_plan(w, &plan), sim_some_day(w, s, 120));
    }
}

/* Over ports that are on no way from one to the other. */
void sim_plant_circuitous(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    sim_relation *of = &w->relations.v[rel];
    uint32_t a = w->firms.v[of->seller].country, b = w->firms.v[of->buyer].country,
             best[2] = {0, 0};
    uint32_t most = 0;
    for (int i = 0; i < 12; i++) { /* the furthest of some */
        uint32_t c = sim_below(s->r, w->tables.n_countries);
        uint32_t km = sim_distance(w, a, c) + sim_distance(w, c, b);
        if (c == a || c == b || km <= most)
            continue;
        most = km;
        best[1] = best[0];
        best[0] = c;
        if (s->level == SIM_HARD && i > 3)
            break;
    }
    sim_by_sea(w, s->r, rel);
    tt_str one = w->tables.countries[best[0]].ports.v[0];
    tt_str two = w->tables.countries[best[1]].ports.v[0];
    sim_plan plan = {.event = s->event, .via = one};
    if (s->level == SIM_EASY && best[1] && best[1] != a && best[1] != b)
        plan.via = sim_textf(w, w->arena, "%.*s|%.*s", TT_STR_ARG(one), TT_STR_ARG(two));
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 6));
}

/* One cargo, whose papers are shown again: by its seal and weight, by its weight.  Customs saw it
 * once; where it is hard to see, twice. */
void sim_plant_shown_again(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    sim_relation *of = &w->relations.v[rel];
    const sim_good *g = &w->tables.goods[of->good];
    double kg = TT_MAX(1200.0, TT_MIN(g->lot * of->lot * g->kg, 24000.0));
    sim_by_sea(w, s->r, rel);
    sim_plan plan = {.event = s->event, .one_box = true};
    plan.quantity_e3 = sim_round_quantity(g, kg / g->kg);
    kg = (double)plan.quantity_e3 / 1000 * g->kg;
    plan.gross_e1 = sim_round(kg * (10.2 + 0.8 * tt_rng_unit(s->r)));
    if (plan.gross_e1 % 1000 == 0)
        plan.gross_e1 += 173;
    if (s->level == SIM_EASY)
        plan.seal = sim_textf(w, w->arena, "SL%06u", sim_below(s->r, SIM_ONE));
    sim_ix seen = sim_add_plan(w, &plan);
    plan.undeclared = SIM_ON_EXPORT | SIM_ON_IMPORT;
    sim_ix again = sim_add_plan(w, &plan);
    tt_date day = sim_some_day(w, s, 150);
    int32_t n = s->level == SIM_EASY ? sim_between(s->r, 5, 6) : 4 + (s->level == SIM_MEDIUM);
    for (int32_t i = 0; i < n; i++, day += sim_between(s->r, 14, 40))
        sim_order_on(w, s, rel, i <= (s->level == SIM_HARD) ? seen : again, day);
}

/* There after days in which no ship sails so far. */
void sim_plant_too_fast(sim_world *w, sim_scheme *s)
{
    enum { FAR_KM = 5000, KM_A_KNOT = 44 }; /* in a day */
    sim_ix rel = 0;
    uint32_t km = 0;
    for (int i = 0; i < 12 && km < FAR_KM; i++) {
        rel = sim_draw_like(w, s);
        if (!rel)
            return;
        km = sim_distance(w, w->firms.v[w->relations.v[rel].seller].country,
                          w->firms.v[w->relations.v[rel].buyer].country);
    }
    if (km < FAR_KM)
        return;
    sim_add_member(w, s->event, w->relations.v[rel].seller, "seller");
    sim_add_member(w, s->event, w->relations.v[rel].buyer, "buyer");
    sim_by_sea(w, s->r, rel);
    double days = km / (KM_A_KNOT * sim_by_level(s, 75, 48, 36));
    sim_plan plan = {.event = s->event, .swift = (uint16_t)TT_MAX(sim_round(days), 1)};
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_by_level(s, 5, 4, 3));
}

/* From somewhere else for one customs service than for the carrier and the other; where it is hard
 * to see, in every second deal. */
void sim_plant_two_origins(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_declared(w, s);
    if (!rel)
        return;
    const sim_relation of = w->relations.v[rel];
    uint32_t home = w->firms.v[of.seller].country, to = w->firms.v[of.buyer].country;
    uint32_t other = sim_below(s->r, w->tables.n_countries);
    for (int i = 0; i < 40 && (other == home || other == to); i++)
        other = sim_below(s->r, w->tables.n_countries);
    sim_plan plan = {.event = s->event, .origin = w->tables.countries[other].code};
    plan.origin_on = SIM_ON_IMPORT | (s->level == SIM_EASY ? 0 : SIM_ON_INVOICE);
    sim_plan honest = {.event = s->event};
    sim_ix p = sim_add_plan(w, &plan), q = sim_add_plan(w, &honest);
    int32_t n = (int32_t)sim_by_level(s, 6, 5, 6);
    tt_date day = sim_some_day(w, s, 150);
    for (int32_t i = 0; i < n; i++, day += sim_between(s->r, 10, 30))
        sim_order_on(w, s, rel, s->level == SIM_HARD && i % 2 ? q : p, day);
}

/* A bill of lading that is amended until it fits: at sea to another consignee and port; where it is
 * hard to see, before it sails and to other goods. */
void sim_plant_amended(sim_world *w, sim_scheme *s)
{
    sim_ix rel = sim_draw_relation(w, s);
    if (!rel)
        return;
    const sim_relation of = w->relations.v[rel];
    uint32_t to = w->firms.v[of.buyer].country, other = sim_below(s->r, w->tables.n_countries);
    for (int i = 0; i < 40 && other == to; i++)
        other = sim_below(s->r, w->tables.n_countries);
    sim_plan plan = {.event = s->event, .amended_how = SIM_AMENDED_GOODS};
    plan.amended = (uint8_t)sim_by_level(s, 4, 2, 3);
    if (s->level < SIM_HARD) {
        plan.amended_how = SIM_AMENDED_RECEIVER;
        plan.bound_for = w->tables.countries[other].ports.v[0];
        plan.sold_to = sim_new_company(w, s, other, SIM_SECTORS, SIM_ANY_AGE);
        if (!plan.sold_to)
            return;
        sim_add_member(w, s->event, plan.sold_to, "first_consignee");
    } else {
        uint32_t good = sim_other_good(w, s, of.good);
        if (good)
            plan.called = w->tables.goods[good - 1].texts.v[0];
    }
    sim_by_sea(w, s->r, rel);
    sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 5));
}
