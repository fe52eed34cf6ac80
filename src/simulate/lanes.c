/*
 * lanes.c - the lanes on which wildlife goes hidden, and the honest trade that they are full of.
 */
#include "simulate/plant.h"

static uint32_t some_of(const sim_world *w, tt_rng *r, const char *const *codes, size_t n)
{
    return sim_country_find(&w->tables, codes[sim_low(r, (uint32_t)n)]);
}

/* Most often first. @source  World Wildlife Crime Report 2020; our choice of what is in the tables
 */
uint32_t sim_source(const sim_world *w, tt_rng *r)
{
    static const char *const codes[] = {"NG", "MZ", "TZ", "KE", "GH", "ZA"};
    return some_of(w, r, codes, TT_LEN(codes));
}

uint32_t sim_destination(const sim_world *w, tt_rng *r)
{
    static const char *const codes[] = {"VN", "CN", "HK", "MY", "SG", "TH"};
    return some_of(w, r, codes, TT_LEN(codes));
}

/* Goods that are sold by the container: nuts, seeds, timber, frozen fish, scrap. */
uint32_t sim_cover_good(const sim_world *w, tt_rng *r, uint32_t from)
{
    static const char *const covers[] = {"080131", "080132", "120740", "120242",
                                         "440349", "440729", "030389", "391590",
                                         "740400", "720449", "071333", "520100"};
    uint32_t n = 0, chosen = 0;
    for (uint32_t g = 0; g < w->tables.n_goods; g++) {
        const sim_good *good = &w->tables.goods[g];
        bool cover = false;
        for (size_t i = 0; i < TT_LEN(covers) && !cover; i++)
            cover = tt_str_is(good->hs, covers[i]);
        if (cover && good->makers >> from & 1 && sim_below(r, ++n) == 0)
            chosen = g;
    }
    return chosen;
}

uint32_t sim_listed_good(const sim_world *w, tt_rng *r, uint32_t from)
{
    uint32_t n = 0, chosen = w->tables.n_goods;
    for (uint32_t g = 0; g < w->tables.n_goods; g++) {
        const sim_good *good = &w->tables.goods[g];
        if (good->species.n && good->makers >> from & 1 && sim_below(r, ++n) == 0)
            chosen = g;
    }
    return chosen;
}

sim_ix sim_add_lane(sim_world *w, tt_rng *r, uint32_t good, uint32_t from, uint32_t to)
{
    sim_ix seller = sim_pick_company(w, r, from, w->tables.goods[good].sector);
    sim_ix buyer = sim_pick_company(w, r, to, w->tables.goods[good].sector);
    if (!seller || !buyer || seller == buyer)
        return 0;
    return sim_add_relation(w, r, seller, buyer, good);
}

/* Ten honest consignments for each that is not: the same good, between the same countries. */
void sim_make_decoys(sim_world *w, sim_scheme *s, sim_ix like, uint32_t n)
{
    const sim_relation of = w->relations.v[like];
    uint32_t from = w->firms.v[of.seller].country, to = w->firms.v[of.buyer].country;
    sim_plan plan = {.event = sim_add_event(w, "same_lane", false, 0)};
    sim_scheme honest = {.r = s->r, .level = SIM_MEDIUM, .event = plan.event};
    sim_ix p = sim_add_plan(w, &plan), rel = 0;
    for (uint32_t i = 0; i < 10 * n; i++) {
        if (i % 5 == 0) {
            rel = sim_add_lane(w, s->r, of.good, from, to);
            if (rel) {
                sim_add_member(w, plan.event, w->relations.v[rel].seller, "seller");
                sim_add_member(w, plan.event, w->relations.v[rel].buyer, "buyer");
            }
        }
        sim_order_on(w, &honest, rel, p, sim_some_day(w, s, 0));
    }
}
