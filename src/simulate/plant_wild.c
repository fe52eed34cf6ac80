/*
 * plant_wild.c - wildlife and timber: cover loads, permits, parcels, seizures.  Each consignment
 * has ten honest ones of the same good on the same lane beside it.
 */
#include "simulate/plant.h"

/* A relation on a lane.  The harder, the longer seller and buyer have been there. */
static sim_ix draw_lane(sim_world *w, sim_scheme *s, bool listed)
{
    uint32_t none = w->tables.n_goods, good = none, from = 0, to = sim_destination(w, s->r);
    for (int i = 0; i < 20 && good == none; i++) {
        from = sim_source(w, s->r);
        good = listed ? sim_listed_good(w, s->r, from) : sim_cover_good(w, s->r, from);
    }
    if (good == none)
        return 0;
    uint32_t sector = w->tables.goods[good].sector;
    sim_ix seller = s->level == SIM_HARD ? sim_pick_company(w, s->r, from, sector)
                                         : sim_new_company(w, s, from, sector, SIM_ANY_AGE);
    sim_ix buyer = s->level == SIM_EASY
                       ? sim_new_company(w, s, to, SIM_SECTORS, sim_between(s->r, 20, 900))
                       : sim_pick_company(w, s->r, to, sector);
    sim_ix rel = sim_tie_up(w, s, seller, buyer, good);
    if (rel && s->level == SIM_HARD)
        sim_start_relation(w, s->r, rel);
    return rel;
}

/* n consignments after a plan, and the honest ones. */
static void consign(sim_world *w, sim_scheme *s, sim_ix rel, sim_plan plan, uint32_t n)
{
    plan.event = s->event;
    if (!rel)
        return;
    sim_ix p = sim_add_plan(w, &plan);
    for (uint32_t i = 0; i < n; i++)
        sim_order_on(w, s, rel, p, sim_some_day(w, s, 150));
    sim_make_decoys(w, s, rel, n);
}

/* A cover good, cheap for its weight: what is hidden weighs, and the papers know less of it the
 * harder it is.  Over a hub; some are left in the port. */
void sim_plant_cover_load(sim_world *w, sim_scheme *s)
{
    static const char *const hubs[] = {"SGSIN", "MYPKG", "HKHKG", "AEJEA|SGSIN", ""};
    sim_plan plan = {.price = sim_by_level(s, 0.2, 0.5, 0.9)};
    plan.heavy = sim_by_level(s, 1.4, 1.2, 1.1);
    plan.lots = sim_by_level(s, 0.5, 0.7, 1);
    sim_ix rel = draw_lane(w, s, false);
    plan.via = tt_str_of(hubs[sim_below(s->r, TT_LEN(hubs))]);
    plan.abandoned = sim_chance(s->r, 250000);
    plan.unpaid = plan.abandoned;
    if (rel)
        sim_by_sea(w, s->r, rel);
    consign(w, s, rel, plan, (uint32_t)sim_between(s->r, 1, 3));
}

/* From a country that does not make it. */
void sim_plant_no_origin(sim_world *w, sim_scheme *s)
{
    uint32_t from = sim_source(w, s->r), to = sim_destination(w, s->r), good = 0;
    for (int i = 0; i < 60 && !good; i++) {
        uint32_t g = sim_below(s->r, w->tables.n_goods);
        bool food = w->tables.goods[g].sector == 4; /* by its words in tables.c */
        if ((food || s->level == SIM_HARD) && !(w->tables.goods[g].makers >> from & 1))
            good = g;
    }
    sim_ix seller = sim_new_company(w, s, from, w->tables.goods[good].sector, SIM_ANY_AGE);
    sim_ix rel = sim_tie_up(w, s, seller, sim_pick_company(w, s->r, to, 4), good);
    sim_plan plan = {.origin = w->tables.countries[from].code, .event = s->event};
    if (rel)
        sim_order_deals(w, s, rel, sim_add_plan(w, &plan), (uint32_t)sim_between(s->r, 2, 5));
}

/* The goods need a permit: there is none, or it has expired.  More than it allows is planted as one
 * permit for two traders, whose one exporter draws on it twice where it is hard to see. */
void sim_plant_permits(sim_world *w, sim_scheme *s)
{
    sim_ix rel = draw_lane(w, s, true);
    uint32_t n = (uint32_t)sim_between(s->r, 2, 5);
    sim_plan plan = {.no_permit = sim_chance(s->r, 500000)};
    if (!rel)
        return;
    uint32_t good = w->relations.v[rel].good;
    double lots = w->tables.goods[good].lot * w->relations.v[rel].lot * n * 3;
    tt_date issued = w->first - (int32_t)sim_by_level(s, 500, 300, 200);
    if (!plan.no_permit)
        plan.permit = sim_add_permit(w, rel, good, sim_round(lots) * 1000, issued);
    consign(w, s, rel, plan, n);
}

/* One permit for two traders. */
void sim_plant_permit_twice(sim_world *w, sim_scheme *s)
{
    sim_ix rel = draw_lane(w, s, true);
    if (!rel)
        return;
    const sim_relation of = w->relations.v[rel];
    uint32_t from = w->firms.v[of.seller].country, n = (uint32_t)sim_between(s->r, 1, 3);
    sim_ix other = s->level == SIM_HARD
                       ? of.seller
                       : sim_new_company(w, s, from, w->firms.v[of.seller].sector, SIM_ANY_AGE);
    sim_ix buyer = sim_pick_company(w, s->r, w->firms.v[of.buyer].country, 0);
    sim_ix second = sim_tie_up(w, s, other, buyer, of.good);
    tt_date issued = w->first + sim_between(s->r, 0, 600);
    int64_t granted = sim_round(w->tables.goods[of.good].lot * of.lot * n) * 1000;
    sim_plan plan = {.event = s->event};
    plan.permit = sim_add_permit(w, rel, of.good, granted, issued);
    sim_ix p = sim_add_plan(w, &plan);
    for (uint32_t i = 0; i < n && second; i++) {
        sim_order_on(w, s, rel, p, issued + sim_between(s->r, 3, 60));
        sim_order_on(w, s, second, p, issued + sim_between(s->r, 3, 60));
    }
    if (second)
        sim_make_decoys(w, s, rel, 2 * n);
}

/* Listed timber as something that is not: by the code, or by the code and the words.  It weighs
 * what it is. */
void sim_plant_timber(sim_world *w, sim_scheme *s)
{
    sim_ix rel = 0;
    uint32_t said = 0, good = 0;
    for (int i = 0; i < 20 && !rel; i++) {
        uint32_t from = sim_source(w, s->r), to = sim_destination(w, s->r);
        good = sim_listed_good(w, s->r, from);
        if (good < w->tables.n_goods && w->tables.goods[good].sector == 5 /* wood */)
            rel = sim_add_lane(w, s->r, good, from, to);
    }
    while (said < w->tables.n_goods && !tt_str_is(w->tables.goods[said].hs, "440711"))
        said++;
    if (!rel || said == w->tables.n_goods)
        return;
    sim_add_member(w, s->event, w->relations.v[rel].seller, "seller");
    sim_add_member(w, s->event, w->relations.v[rel].buyer, "buyer");
    sim_plan plan = {.no_permit = true, .hs = said + 1, .hs_on = SIM_ON_ALL};
    if (s->level != SIM_EASY) {
        plan.good = said + 1;
        plan.good_on = s->level == SIM_HARD ? SIM_ON_ALL : SIM_ON_EXPORT | SIM_ON_IMPORT;
    }
    consign(w, s, rel, plan, (uint32_t)sim_between(s->r, 1, 4));
}

/* Names for it that traders know. */
void sim_plant_words(sim_world *w, sim_scheme *s)
{
    static const char *const texts[3][4] = {
        {"Ivory tusk pieces, carved", "Pangolin scales dried", "Rhino horn powder", "Tiger bone"},
        {"Handicraft \u8c61\u7259", "V\u1ea3y t\u00ea t\u00ea kh\u00f4", "Escamas de pangolim",
         "Ng\u00e0 voi"},
        {"White gold beads", "\u767d\u6599", "Keratin chips", "Bois de v\u00e8ne"}};
    sim_plan plan = {.text = texts[s->level - 1][sim_below(s->r, 4)]};
    sim_ix rel = draw_lane(w, s, false);
    consign(w, s, rel, plan, (uint32_t)sim_between(s->r, 1, 3));
}

/* Many small parcels to many names at few addresses. */
void sim_plant_parcels(sim_world *w, sim_scheme *s)
{
    uint32_t from = sim_source(w, s->r), to = sim_destination(w, s->r);
    uint32_t names = (uint32_t)sim_by_level(s, 7, 12, 18), doors = s->level == SIM_EASY ? 2 : 5;
    sim_shop shop = {.event = s->event, .first_to = (uint32_t)w->shop_to.n, .n_to = names};
    shop.shipper = sim_chance(s->r, 500000)
                       ? sim_pick_company(w, s->r, from, sim_below(s->r, SIM_SECTORS))
                       : sim_add_person(w, s->r, from);
    shop.good = sim_parcel_good(w, s->r);
    shop.left = (uint32_t)sim_between(s->r, 25, 60);
    shop.gap = sim_by_level(s, 0.5, 1.2, 3);
    if (!shop.shipper)
        return;
    sim_add_member(w, s->event, shop.shipper, "shipper");
    for (uint32_t i = 0; i < names; i++) {
        sim_ix person = sim_add_person(w, s->r, to);
        if (!person || !tt_vec_push(&w->shop_to, person)) {
            w->failed = true;
            return;
        }
        sim_firm *f = &w->firms.v[person];
        const sim_firm *door = &w->firms.v[w->shop_to.v[shop.first_to + i % doors]];
        f->address = door->address;
        f->address_latin = door->address_latin;
        sim_add_member(w, s->event, person, "receiver");
    }
    s->documents += 0.8 * shop.left;
    sim_open_shop(w, s->r, shop, w->first + (tt_date)sim_below(s->r, 640));
}

/* One consignment was seized; the others are of the same hands. */
void sim_plant_seized(sim_world *w, sim_scheme *s)
{
    static const uint8_t told[] = {0, SIM_TOLD_PAPERS | SIM_TOLD_PARTIES, SIM_TOLD_PARTIES,
                                   SIM_TOLD_PAPERS};
    sim_ix rel = draw_lane(w, s, false);
    if (!rel)
        return;
    const sim_relation of = w->relations.v[rel];
    uint32_t a = w->firms.v[of.seller].country, b = w->firms.v[of.buyer].country;
    sim_seizure z = {
        .from = a, .to = b, .at = b, .good = of.good, .told = told[s->level], .event = s->event};
    sim_plan plan = {.event = s->event, .seizure = sim_add_seizure(w, s->r, z)};
    sim_by_sea(w, s->r, rel);
    sim_plan first = plan;
    first.abandoned = first.unpaid = true;
    sim_ix p = sim_add_plan(w, &plan);
    uint32_t n = (uint32_t)sim_between(s->r, 1, 3);
    tt_date day = w->first + sim_between(s->r, -20, 640); /* as others are seized at any time */
    sim_order_on(w, s, rel, sim_add_plan(w, &first), day);
    for (uint32_t i = 0; i < n; i++)
        sim_order_on(w, s, rel, p, day + sim_between(s->r, 20, 250));
    sim_make_decoys(w, s, rel, n + 1);
}

/* --- who is behind it --- */

static const char *const fronts[] = {"Exotic Pets",      "Antiques",  "Traditional Medicine",
                                     "Aquarium",         "Taxidermy", "Timber Curios",
                                     "Leather and Hides"};

void sim_call_front(sim_world *w, tt_rng *r, sim_ix firm)
{
    sim_firm *f = &w->firms.v[firm];
    f->trade = tt_str_of(fronts[sim_below(r, TT_LEN(fronts))]);
    f->native = sim_name_abroad(w, w->arena, f);
    f->registered = true;
}

/* A firm of a trade that knows wildlife, at prices of nobody else's. */
void sim_plant_front(sim_world *w, sim_scheme *s)
{
    double step = sim_by_level(s, 4, 2.2, 1.5);
    sim_ix rel = draw_lane(w, s, false);
    if (!rel)
        return;
    sim_ix buyer = w->relations.v[rel].buyer;
    uint32_t good = w->relations.v[rel].good, country = w->firms.v[buyer].country;
    sim_ix front = sim_new_company(w, s, country, SIM_SECTORS, SIM_ANY_AGE);
    if (!front)
        return;
    sim_call_front(w, s->r, front);
    rel = sim_tie_up(w, s, w->relations.v[rel].seller, front, good);
    consign(w, s, rel, (sim_plan){.price = step}, (uint32_t)sim_between(s->r, 2, 4));
}

/* While it is on its way the buyer pays couriers, relatives and dealers where it comes from. */
void sim_plant_runners(sim_world *w, sim_scheme *s)
{
    static const char *const texts[] = {"COURIER FEE", "FAMILY SUPPORT", "GOLD", "HANDLING"};
    sim_ix rel = draw_lane(w, s, false);
    uint32_t n = (uint32_t)sim_between(s->r, 2, 3), each = (uint32_t)sim_by_level(s, 5, 3.5, 2.5);
    if (!rel)
        return;
    const sim_relation of = w->relations.v[rel];
    sim_plan plan = {.event = s->event};
    sim_ix p = sim_add_plan(w, &plan);
    for (uint32_t i = 0; i < n; i++) {
        tt_date day = sim_some_day(w, s, 150);
        sim_order_on(w, s, rel, p, day);
        for (uint32_t k = 0; k < each; k++) {
            sim_ix to = sim_add_person(w, s->r, w->firms.v[of.seller].country);
            s->said = s->level == SIM_HARD ? NULL : texts[sim_below(s->r, TT_LEN(texts))];
            if (to)
                sim_pay_on(w, s, of.buyer, to, 4000 * sim_lognormal(s->r, 0.7),
                           day + sim_between(s->r, 8, 35), 0);
        }
    }
    sim_make_decoys(w, s, rel, n);
}

/* What needs a permit goes on bills of lading alone: there is none, and customs are not told. */
void sim_plant_no_papers(sim_world *w, sim_scheme *s)
{
    sim_ix rel = draw_lane(w, s, true);
    sim_plan plan = {.no_permit = true, .undeclared = SIM_ON_EXPORT | SIM_ON_IMPORT};
    consign(w, s, rel, plan, (uint32_t)sim_by_level(s, 5, 4, 2.5));
}

/* Several who send to the same doors, under item numbers that no post gave and numbers of persons
 * that several names have. */
void sim_plant_parcel_ring(sim_world *w, sim_scheme *s)
{
    uint32_t from = sim_source(w, s->r), to = sim_destination(w, s->r);
    uint32_t names = (uint32_t)sim_by_level(s, 8, 12, 16), senders = 4u - s->level;
    uint32_t doors = s->level == SIM_EASY ? 2 : 4, first = (uint32_t)w->shop_to.n;
    for (uint32_t i = 0; i < names; i++) {
        sim_ix person = sim_add_person(w, s->r, to);
        if (!person || !tt_vec_push(&w->shop_to, person)) {
            w->failed = true;
            return;
        }
        sim_firm *f = &w->firms.v[person];
        const sim_firm *door = &w->firms.v[w->shop_to.v[first + i % doors]];
        f->address = door->address;
        f->address_latin = door->address_latin;
        sim_add_member(w, s->event, person, "receiver");
    }
    tt_date day = w->first + (tt_date)sim_below(s->r, 600);
    for (uint32_t i = 0; i < senders; i++) {
        sim_shop shop = {.event = s->event, .first_to = first, .n_to = names};
        shop.shipper = sim_add_person(w, s->r, from);
        shop.good = sim_parcel_good(w, s->r);
        shop.left = 8 + 24 / senders;
        shop.gap = sim_by_level(s, 0.8, 1.5, 3);
        shop.forged = true;
        shop.numbers = s->level;
        if (!shop.shipper)
            return;
        sim_add_member(w, s->event, shop.shipper, "shipper");
        s->documents += 0.8 * shop.left;
        sim_open_shop(w, s->r, shop, day + (tt_date)sim_below(s->r, 30));
    }
}
