/*
 * relations.c - who buys what from whom, how often, on which terms.
 *
 * Sellers are drawn by size, buyers by size within countries by gravity: trade falls with distance.
 */
#include "simulate/parts.h"

#include <math.h>

enum {
    DOCUMENTS_A_RELATION = 13,
    DOMESTIC = 60000,
    SERVICE = 30000,
    OTHER_CURRENCY = 150000,
    INSTALMENTS = 140000,
    LAND_KM = 3500,
    AIR_USD_A_KG = 25,
    MOSTLY = 60 /* of a hundred relations */
};

/* --- what and to whom --- */

static bool makes(const sim_world *w, uint32_t country, uint32_t good)
{
    return w->tables.goods[good].makers >> country & 1;
}

/* One that the country makes and the firm deals in; else one that it makes; else, for traders of a
 * country that makes none, any. */
static uint32_t pick_good(const sim_world *w, tt_rng *r, sim_ix seller)
{
    const sim_firm *f = &w->firms.v[seller];
    uint32_t n[3] = {0, 0, 0}, chosen[3] = {0, 0, 0};
    for (uint32_t g = 0; g < w->tables.n_goods; g++) {
        bool made = makes(w, f->country, g);
        bool fits = f->sector == 0 || w->tables.goods[g].sector == f->sector;
        bool in[3] = {made && fits, made, fits};
        for (int k = 0; k < 3; k++)
            if (in[k] && sim_below(r, ++n[k]) == 0)
                chosen[k] = g;
    }
    return n[0] ? chosen[0] : n[1] ? chosen[1] : n[2] ? chosen[2] : 0;
}

static uint32_t pick_buyer_country(const sim_world *w, tt_rng *r, uint32_t from, uint32_t good)
{
    uint64_t weight[64], all = 0;
    uint32_t n = w->tables.n_countries, i = 0;
    for (uint32_t c = 0; c < n; c++) {
        uint64_t pull = (uint64_t)w->tables.countries[c].weight * 1000000;
        weight[c] = c == from ? 0 : pull / (sim_distance(w, from, c) + 1000);
        if (makes(w, c, good))
            weight[c] /= 3; /* coals to Newcastle */
        all += weight[c];
    }
    uint64_t at = tt_rng_below(r, all);
    for (; i + 1 < n && at >= weight[i]; i++)
        at -= weight[i];
    return i;
}

/* --- how --- */

static const struct {
    char code[4];
    double factor; /* price at the term over FOB */
} terms[] = {{"EXW", 0.97}, {"FCA", 0.985}, {"FOB", 1},    {"CFR", 1.06},
             {"CIF", 1.07}, {"CPT", 1.05},  {"CIP", 1.06}, {"DAP", 1.1}};
static const uint8_t by_sea[] = {2, 2, 2, 2, 4, 4, 4, 3, 0, 7}, by_air[] = {1, 1, 5, 6, 6, 7, 0},
                     by_land[] = {7, 7, 5, 1, 0};

tt_str sim_incoterm(uint32_t i)
{
    return (tt_str){terms[i].code, 3};
}

double sim_incoterm_factor(uint32_t i)
{
    return terms[i].factor;
}

static void set_ports(sim_world *w, tt_rng *r, sim_relation *rel)
{
    uint32_t from = w->firms.v[rel->seller].country, to = w->firms.v[rel->buyer].country;
    const sim_country *a = &w->tables.countries[from], *b = &w->tables.countries[to];
    uint32_t km = sim_distance(w, from, to);
    const sim_list *out = rel->mode == SIM_AIR ? &a->airports : &a->ports;
    const sim_list *in = rel->mode == SIM_AIR ? &b->airports : &b->ports;
    rel->port_from = out->v[sim_low(r, out->n)];
    rel->port_to = in->v[sim_low(r, in->n)];
    rel->transit = (uint16_t)(rel->mode == SIM_AIR    ? 1 + sim_below(r, 3)
                              : rel->mode == SIM_LAND ? 1 + km / 600 + sim_below(r, 3)
                                                      : 5 + km / 650 + sim_below(r, 8));
}

void sim_by_sea(sim_world *w, tt_rng *r, sim_ix relation)
{
    sim_relation *rel = &w->relations.v[relation];
    bool already = rel->mode == SIM_SEA;
    rel->mode = SIM_SEA;
    if (!already && !rel->domestic)
        set_ports(w, r, rel);
}

static void set_transport(sim_world *w, tt_rng *r, sim_relation *rel)
{
    uint32_t from = w->firms.v[rel->seller].country, to = w->firms.v[rel->buyer].country;
    const sim_good *g = &w->tables.goods[rel->good];
    uint32_t km = sim_distance(w, from, to);
    rel->domestic = from == to;
    if (rel->domestic || (km < LAND_KM && sim_chance(r, 400000)))
        rel->mode = SIM_LAND;
    else if (g->price > AIR_USD_A_KG * g->kg && sim_chance(r, 600000))
        rel->mode = SIM_AIR;
    else
        rel->mode = SIM_SEA;
    set_ports(w, r, rel);
    rel->incoterm = rel->mode == SIM_SEA   ? by_sea[sim_below(r, TT_LEN(by_sea))]
                    : rel->mode == SIM_AIR ? by_air[sim_below(r, TT_LEN(by_air))]
                                           : by_land[sim_below(r, TT_LEN(by_land))];
}

/* US dollars mostly; the euro where it lives, the yuan and a few others now and then. */
static void set_money(sim_world *w, tt_rng *r, sim_relation *rel)
{
    const sim_country *a = sim_country_of(w, rel->seller), *b = sim_country_of(w, rel->buyer);
    tt_str ccy = TT_STR("USD");
    bool euro = tt_str_is(a->ccy_code, "EUR") || tt_str_is(b->ccy_code, "EUR");
    if (rel->domestic)
        ccy = a->ccy_code;
    else if (euro && sim_chance(r, 600000))
        ccy = TT_STR("EUR");
    else if (tt_str_is(a->ccy_code, "CNY") && sim_chance(r, 100000))
        ccy = TT_STR("CNY");
    else if (tt_str_is(a->ccy_code, "GBP") && sim_chance(r, 500000))
        ccy = TT_STR("GBP");
    else if (tt_str_is(b->ccy_code, "AED") && sim_chance(r, 200000))
        ccy = TT_STR("AED");
    rel->rate = rel->pay_rate = sim_rate_find(&w->tables, ccy);
    if (!rel->domestic && sim_chance(r, OTHER_CURRENCY)) {
        tt_str other = sim_chance(r, 500000) ? a->ccy_code : b->ccy_code;
        rel->pay_rate = sim_rate_find(&w->tables, other);
    }
}

static void set_terms(sim_world *w, tt_rng *r, sim_relation *rel)
{
    static const uint16_t days[] = {30, 30, 45, 60, 60, 90};
    uint32_t at = sim_below(r, 100);
    rel->terms = at < 79 ? SIM_OPEN : at < 87 ? SIM_PREPAID : at < 97 ? SIM_CREDIT : SIM_COLLECTION;
    rel->terms_days = rel->terms == SIM_OPEN ? days[sim_below(r, TT_LEN(days))] : 0;
    /* Of payments, `consolidated` are for 3.5 invoices in the mean. */
    double share = (double)w->spec->consolidated / SIM_ONE;
    share = 4.2 * share / (1 + 3.2 * share);
    rel->settles = rel->terms == SIM_OPEN && sim_chance(r, (uint32_t)(share * SIM_ONE / 0.79));
    rel->instalments = !rel->settles && rel->terms == SIM_OPEN && sim_chance(r, INSTALMENTS);
    rel->open_want = 2 + sim_low(r, 5);
    rel->habit = (uint8_t)sim_below(r, 8);
}

static void set_price(const sim_world *w, tt_rng *r, sim_relation *rel)
{
    const sim_good *g = &w->tables.goods[rel->good];
    if (g->grade > 0 && sim_chance(r, 350000))
        rel->grade = 1;
    rel->level = (rel->grade ? g->grade : 0) + 0.9 * g->sd * sim_heavy(r);
    rel->lot = sim_lognormal(r, 0.8);
}

sim_ix sim_add_relation(sim_world *w, tt_rng *r, sim_ix seller, sim_ix buyer, uint32_t good)
{
    sim_relation rel = {.seller = seller, .buyer = buyer, .taste = tt_rng_u64(r)};
    rel.good = (uint16_t)(good < w->tables.n_goods ? good : pick_good(w, r, seller));
    rel.good_2 = (uint16_t)pick_good(w, r, seller);
    rel.payer = rel.consignee = buyer;
    rel.payee = seller;
    set_transport(w, r, &rel);
    set_money(w, r, &rel);
    set_terms(w, r, &rel);
    set_price(w, r, &rel);
    /* Large firms trade more often. */
    double size = (double)w->firms.v[seller].size + (double)w->firms.v[buyer].size;
    rel.gap = w->pace * 60 * sim_lognormal(r, 0.7) / sim_exp(0.3 * sim_ln(size));
    tt_date born = TT_MAX(w->firms.v[seller].born, w->firms.v[buyer].born);
    rel.from = w->first - SIM_WARM_UP;
    if (sim_chance(r, 400000))
        rel.from += (tt_date)sim_below(r, w->n_days * 3 / 4);
    rel.from = TT_MAX(rel.from, born);
    rel.to = sim_chance(r, 700000) ? w->last : rel.from + (tt_date)(sim_wait(r) * 400);
    if (!tt_vec_push(&w->relations, rel)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->relations.n - 1;
}

void sim_start_relation(sim_world *w, tt_rng *r, sim_ix relation)
{
    sim_relation *rel = &w->relations.v[relation];
    rel->started = true;
    sim_at(w, rel->from + (tt_date)(tt_rng_unit(r) * rel->gap), SIM_DO_ORDER, relation, 0);
}

/* --- all of them --- */

static double covered(const sim_world *w, tt_kind kind, sim_ix firm)
{
    uint32_t country = w->firms.v[firm].country;
    return (double)w->cover[kind * w->tables.n_countries + country] / SIM_ONE;
}

/* Documents of one deal that reach the feeds, in the mean. */
static double documents_a_deal(const sim_world *w, const sim_relation *rel)
{
    double parts = rel->service ? 0 : 1 + 1.3 * w->spec->split / SIM_ONE;
    double pays = rel->settles ? 0.3 : rel->instalments ? 2.1 : 0.97;
    double n = 1.03 * covered(w, TT_KIND_INVOICE, rel->buyer) +
               parts * covered(w, TT_KIND_SHIPMENT, rel->buyer) +
               pays * covered(w, TT_KIND_PAYMENT, rel->buyer);
    if (!rel->domestic)
        n += parts * (covered(w, TT_KIND_DECLARATION, rel->seller) +
                      covered(w, TT_KIND_DECLARATION, rel->buyer));
    return n;
}

/* Documents in all when gaps are stretched so much; an order is half a day late in the mean. */
static double documents_at(const sim_world *w, double pace)
{
    double n = 0;
    for (size_t i = 1; i < w->relations.n; i++) {
        const sim_relation *rel = &w->relations.v[i];
        tt_date from = TT_MAX(rel->from, w->first - 10), to = TT_MIN(rel->to, w->last - 20);
        if (to > from)
            n += (double)(to - from) / (rel->gap * pace + 0.5) * documents_a_deal(w, rel);
    }
    return n;
}

/* Orders come as often as it takes to make as many documents as were asked for; one in
 * three is of trade that comes later, or for no goods, or a parcel, or a decoy. */
static void set_pace(sim_world *w)
{
    double later = 0.17 + (double)SIM_COSTS / SIM_ONE +
                   (double)(w->spec->parcels + w->spec->prevalence) / SIM_ONE;
    if (w->spec->wild)
        later += TT_MIN(4.0 * w->spec->prevalence / SIM_ONE, 0.3);
    double lo = 1e-5, hi = 1e5, want = (1 - later) * w->spec->documents, all = 0;
    for (int i = 0; i < 60; i++) {
        double mid = sqrt(lo * hi);
        *(documents_at(w, mid) > want ? &lo : &hi) = mid;
    }
    w->pace = lo;
    for (size_t i = 1; i < w->relations.n; i++) {
        w->relations.v[i].gap *= w->pace;
        all += documents_a_deal(w, &w->relations.v[i]);
    }
    w->per_deal = w->relations.n > 1 ? all / (double)(w->relations.n - 1) : 1;
}

/* On the lanes of wildlife: covers, and now and then what needs a permit. */
static void make_on_lane(sim_world *w, tt_rng *r)
{
    uint32_t from = sim_source(w, r), to = sim_destination(w, r);
    uint32_t listed = sim_chance(r, 250000) ? sim_listed_good(w, r, from) : w->tables.n_goods;
    uint32_t good = listed < w->tables.n_goods ? listed : sim_cover_good(w, r, from);
    (void)sim_add_lane(w, r, good, from, to);
}

static void make_one(sim_world *w, tt_rng *r)
{
    if (w->spec->wild && sim_chance(r, w->spec->wild)) {
        make_on_lane(w, r);
        return;
    }
    uint32_t from = sim_below(r, w->tables.n_countries);
    for (uint32_t at = 0; at < 8 && sim_below(r, 180) >= w->tables.countries[from].weight; at++)
        from = sim_below(r, w->tables.n_countries);
    sim_ix seller = sim_pick_company(w, r, from, sim_below(r, SIM_SECTORS));
    if (!seller)
        return;
    uint32_t good = pick_good(w, r, seller);
    uint32_t to = sim_chance(r, DOMESTIC) ? from : pick_buyer_country(w, r, from, good);
    sim_ix buyer = sim_pick_company(w, r, to, w->tables.goods[good].sector);
    if (!buyer || buyer == seller)
        return;
    sim_ix made = sim_add_relation(w, r, seller, buyer, good);
    if (made)
        w->relations.v[made].service = sim_chance(r, SERVICE);
}

/* The registry has the line in which a firm mostly trades; general wholesale, when there is none.
 */
static bool register_lines(sim_world *w)
{
    uint32_t *n = tt_new_n(w->arena, uint32_t, w->firms.n * SIM_SECTORS);
    for (size_t i = 1; n && i < w->relations.n; i++) {
        const sim_relation *rel = &w->relations.v[i];
        uint32_t sector = w->tables.goods[rel->good].sector;
        n[(size_t)rel->seller * SIM_SECTORS + sector]++;
        n[(size_t)rel->buyer * SIM_SECTORS + sector]++;
    }
    for (size_t i = 1; n && i < w->firms.n; i++) {
        const uint32_t *of = n + i * SIM_SECTORS;
        sim_firm *f = &w->firms.v[i];
        uint32_t all = 0, most = 0;
        for (uint32_t s = 0; s < SIM_SECTORS; s++) {
            all += of[s];
            most = of[s] > of[most] ? s : most;
        }
        if (f->type == SIM_COMPANY && all && !sim_line_is_stale(f))
            f->line = (uint8_t)(of[most] * 100 >= all * MOSTLY ? most : 0);
    }
    return n != NULL;
}

tt_status sim_make_relations(sim_world *w, tt_err *err)
{
    tt_rng r = sim_stream(w, "relations", 0);
    w->pace = 1;
    uint32_t n = w->spec->documents / DOCUMENTS_A_RELATION + 30;
    for (uint32_t i = 0; i < n && !w->failed; i++)
        make_one(w, &r);
    set_pace(w);
    if (!register_lines(w))
        return tt_fail(err, TT_ENOMEM, "no room for relations");
    for (size_t i = 1; i < w->relations.n && !w->failed; i++)
        sim_start_relation(w, &r, (sim_ix)i);
    return sim_world_ok(w, err);
}
