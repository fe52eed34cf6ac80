/*
 * names.c - true names of companies and persons: at home in their own writing, abroad in Latin.
 *
 * A firm abroad is (city) brand trade legal form; the order at home is that of its language.
 */
#include "simulate/parts.h"

static sim_pair pick(tt_rng *r, sim_pairs from)
{
    return from.v[sim_below(r, from.n)];
}

static const sim_legal *pick_legal(tt_rng *r, const sim_country *c)
{
    uint32_t at = sim_below(r, 100), i = 0;
    for (; i + 1 < c->n_legal && at >= c->legal[i].share; i++)
        at -= c->legal[i].share;
    return &c->legal[i];
}

/* A brand that no company of the country has yet: of two parts, of three when those are gone. */
static sim_pair new_brand(sim_world *w, tt_rng *r, const sim_country *c, uint8_t *cut)
{
    sim_pair out = {TT_STR(""), TT_STR("")};
    for (int tries = 0; tries < 40 && !w->failed; tries++) {
        sim_pair a = pick(r, c->brand_a), b = pick(r, c->brand_b);
        tt_str more = tries < 4 ? TT_STR("") : pick(r, w->tables.extra).latin;
        out.native = sim_textf(w, w->arena, "%.*s%.*s%.*s", TT_STR_ARG(a.native),
                               TT_STR_ARG(b.native), TT_STR_ARG(more));
        out.latin = sim_textf(w, w->arena, "%.*s%.*s%.*s", TT_STR_ARG(a.latin), TT_STR_ARG(b.latin),
                              TT_STR_ARG(more));
        *cut = (uint8_t)a.latin.n;
        bool added = false;
        uint32_t found;
        tt_str key =
            sim_textf(w, w->arena, "%.*s %.*s", TT_STR_ARG(c->code), TT_STR_ARG(out.latin));
        if (!tt_map_intern(&w->brands, key, 1, &found, &added))
            w->failed = true;
        if (added)
            break;
    }
    return out;
}

static tt_str
native_name(sim_world *w, const sim_country *c, const sim_firm *f, sim_pair brand, tt_str trade)
{
    const sim_legal *l = f->legal;
    tt_str lang = c->words;
#define A(x) TT_STR_ARG(x)
    if (tt_str_is(lang, "zh"))
        return sim_textf(w, w->arena, "%.*s%.*s%.*s%.*s", A(c->cities.v[f->city].native),
                         A(brand.native), A(trade), A(l->after));
    if (tt_str_is(lang, "vi"))
        return sim_textf(w, w->arena, "%.*s %.*s %.*s", A(l->before), A(trade), A(brand.native));
    if (tt_str_is(lang, "ru"))
        return sim_textf(w, w->arena, "%.*s «%.*s%s%.*s»", A(l->before), A(trade),
                         trade.n ? " " : "", A(brand.native));
    if (tt_str_is(lang, "ar"))
        return sim_textf(w, w->arena, "%.*s%s%.*s %.*s %.*s", A(l->before), l->before.n ? " " : "",
                         A(brand.native), A(trade), A(l->after));
    return sim_textf(w, w->arena, "%.*s%s%.*s %.*s", A(brand.native), trade.n ? " " : "", A(trade),
                     A(l->after));
#undef A
}

void sim_name_company(sim_world *w, tt_rng *r, sim_firm *f, sim_ix like)
{
    const sim_country *c = &w->tables.countries[f->country];
    const sim_firm *sister = like ? &w->firms.v[like] : NULL;
    sim_pair brand = sister ? sister->brand : new_brand(w, r, c, &f->cut);
    sim_pair trade = pick(r, c->trades[f->sector]);
    bool plain = !sister && !tt_str_is(c->words, "zh") && sim_chance(r, 350000);
    for (int i = 0; sister && i < 4 && tt_str_eq(trade.latin, sister->trade); i++)
        trade = pick(r, c->trades[sim_below(r, SIM_SECTORS)]);
    if (plain)
        trade = (sim_pair){TT_STR(""), TT_STR("")};
    if (sister)
        f->cut = sister->cut;
    f->legal = pick_legal(r, c);
    f->brand = brand;
    f->native = native_name(w, c, f, brand, trade.native);
    f->trade = sim_ascii(w, w->arena, trade.latin);
    f->city_first = tt_str_is(c->code, "CN") && sim_chance(r, 800000);
    if (tt_str_is(c->code, "CN") && !sister && sim_chance(r, 120000)) {
        sim_pair a = pick(r, w->tables.foreign_a), b = pick(r, w->tables.foreign_b);
        f->brand.latin =
            sim_textf(w, w->arena, "%.*s%.*s", TT_STR_ARG(a.latin), TT_STR_ARG(b.latin));
        f->branded = true;
        f->city_first = false;
    }
}

void sim_name_person(sim_world *w, tt_rng *r, sim_firm *f)
{
    const sim_country *c = &w->tables.countries[f->country];
    sim_pair family = pick(r, c->family), given = pick(r, c->given);
    bool east = tt_str_is(c->people, "zh") || tt_str_is(c->people, "vi");
    const char *gap = tt_str_is(c->people, "zh") ? "" : " ";
    sim_pair first = east ? family : given, second = east ? given : family;
    f->native = sim_textf(w, w->arena, "%.*s%s%.*s", TT_STR_ARG(first.native), gap,
                          TT_STR_ARG(second.native));
    f->brand.latin =
        sim_textf(w, w->arena, "%.*s %.*s", TT_STR_ARG(first.latin), TT_STR_ARG(second.latin));
    f->brand.native = f->native;
}

tt_str sim_name_abroad(sim_world *w, tt_arena *a, const sim_firm *f)
{
    const sim_country *c = &w->tables.countries[f->country];
    tt_str city = f->city_first ? c->cities.v[f->city].latin : TT_STR("");
    tt_str legal = f->legal ? f->legal->latin : TT_STR("");
    return sim_textf(w, a, "%.*s%s%.*s%s%.*s%s%.*s", TT_STR_ARG(city), city.n ? " " : "",
                     TT_STR_ARG(f->brand.latin), f->trade.n ? " " : "", TT_STR_ARG(f->trade),
                     legal.n ? " " : "", TT_STR_ARG(legal));
}
