/*
 * registry.c - what is no document: the registry of parties, owners, exchange rates, reference
 * prices, coverage of the feeds.
 */
#include "simulate/parts.h"

/* Registry numbers have no order in common with the world's. */
tt_str sim_party_id(sim_world *w, tt_arena *a, sim_ix firm)
{
    uint64_t n = (uint64_t)firm * 7368787 + w->spec->seed % 1000003 * 15485863;
    return sim_textf(w, a, "P%07u", (unsigned)(n % 9999991));
}

static void put_company(sim_world *w, sim_row *row, const sim_firm *f, tt_rng *r)
{
    /* By sector: wholesale and the makers of what they sell. */
    static const char *const activity[SIM_SECTORS] = {"4690", "4652", "4659", "4641", "4630",
                                                      "4673", "4662", "4669", "4669", "4530"};
    tt_kind k = TT_KIND_PARTY;
    int64_t staff = 1 + (int64_t)(f->size * sim_lognormal(r, 0.5));
    int64_t people = f->hollow ? sim_between(r, 0, 2) : staff * 4;
    int64_t revenue = (f->hollow ? 1 : staff) * 90000;
    if (f->lei.n)
        sim_put(w, row, k, "lei", f->lei);
    sim_put(w, row, k, "phone", f->phone);
    if (sim_chance(r, 800000))
        sim_put(w, row, k, "email", f->email);
    sim_put(w, row, k, "activity_code", tt_str_of(f->activity ? f->activity : activity[f->line]));
    if (sim_chance(r, 700000))
        sim_put(w, row, k, "employees", sim_decimal_text(w, people, 0));
    if (sim_chance(r, 500000)) {
        sim_put(w, row, k, "annual_revenue",
                sim_decimal_text(w, revenue + sim_between(r, 0, 80000), 0));
        sim_put(w, row, k, "currency", TT_STR("USD"));
    }
}

static void write_party(sim_world *w, sim_ix firm)
{
    static const char *const types[] = {"company", "person", "bank",
                                        "carrier", "broker", "public_body"};
    const sim_firm *f = &w->firms.v[firm];
    tt_kind k = TT_KIND_PARTY;
    sim_row row = {.f = {{NULL, 0}}};
    tt_rng r = sim_stream(w, "registry", f->taste);
    tt_str abroad = sim_name_abroad(w, w->daily, f);
    bool home = sim_chance(&r, 550000);
    sim_put(w, &row, k, "party_id", sim_party_id(w, w->daily, firm));
    sim_put(w, &row, k, "type", tt_str_of(types[f->type]));
    sim_put(w, &row, k, "name", home ? f->native : abroad);
    if (!tt_str_eq(f->native, abroad) && sim_chance(&r, 350000))
        sim_put(w, &row, k, "aliases", home ? abroad : f->native);
    sim_put(w, &row, k, "country", sim_country_of(w, firm)->code);
    if (f->born)
        sim_put(w, &row, k, "incorporation_date", sim_date_text(w, f->born));
    if (f->tax_id.n && sim_chance(&r, 800000))
        sim_put(w, &row, k, "tax_id", f->tax_id);
    if (sim_chance(&r, 900000))
        sim_put(w, &row, k, "address", home && f->address.n ? f->address : f->address_latin);
    if (f->type == SIM_COMPANY)
        put_company(w, &row, f, &r);
    else if (f->type == SIM_BANK)
        sim_put(w, &row, k, "activity_code", TT_STR("6419"));
    else if (f->type == SIM_BROKER)
        sim_put(w, &row, k, "activity_code", TT_STR("5229"));
    else if (f->type == SIM_OFFICE)
        sim_put(w, &row, k, "activity_code", TT_STR("8411"));
    sim_emit_plain(w, k, &row);
}

static void write_owner(sim_world *w, sim_ix owner, sim_ix owned, const char *role, uint32_t share)
{
    tt_kind k = TT_KIND_OWNERSHIP;
    sim_row row = {.f = {{NULL, 0}}};
    sim_put(w, &row, k, "owner_id", sim_party_id(w, w->daily, owner));
    sim_put(w, &row, k, "owner_name", w->firms.v[owner].brand.latin);
    sim_put(w, &row, k, "owned_id", sim_party_id(w, w->daily, owned));
    sim_put(w, &row, k, "owned_name", sim_name_abroad(w, w->daily, &w->firms.v[owned]));
    sim_put(w, &row, k, "role", tt_str_of(role));
    if (share)
        sim_put(w, &row, k, "share_percent", sim_textf(w, w->daily, "%u", share));
    sim_put(w, &row, k, "start_date", sim_date_text(w, w->firms.v[owned].born));
    sim_emit_plain(w, k, &row);
}

static int by_party_id(const void *a, const void *b, void *ctx)
{
    const tt_str *ids = ctx;
    return tt_str_cmp(ids[*(const sim_ix *)a], ids[*(const sim_ix *)b]);
}

tt_status sim_write_registry(sim_world *w, tt_err *err)
{
    size_t n = 0, all = w->firms.n;
    tt_str *ids = tt_new_n(w->arena, tt_str, all);
    sim_ix *order = tt_new_n(w->arena, sim_ix, all);
    if (!ids || !order)
        return tt_fail(err, TT_ENOMEM, "no room for a registry");
    for (sim_ix i = 1; i < all; i++) {
        ids[i] = sim_party_id(w, w->arena, i);
        if (w->firms.v[i].registered)
            order[n++] = i;
    }
    if (!tt_sort(order, n, sizeof(*order), by_party_id, ids))
        return tt_fail(err, TT_ENOMEM, "no room for a registry");
    for (size_t i = 0; i < n; i++) {
        const sim_firm *f = &w->firms.v[order[i]];
        write_party(w, order[i]);
        if (f->director)
            write_owner(w, f->director, order[i], "director", 0);
        if (f->owner)
            write_owner(w, f->owner, order[i], "shareholder", 100);
        else if (f->director && f->taste % 10 < 4)
            write_owner(w, f->director, order[i], "shareholder",
                        51 + (uint32_t)(f->taste >> 8) % 50);
        if (i % 1000 == 999) {
            TT_TRY(sim_flush_day(w, err));
            tt_arena_reset(w->daily);
        }
    }
    return sim_flush_day(w, err);
}

/* --- reference tables --- */

static void write_rates(sim_world *w)
{
    tt_kind k = TT_KIND_FX;
    for (tt_date day = w->first - 7; day <= w->last; day += 7)
        for (uint32_t i = 0; i < w->tables.n_rates; i++) {
            sim_row row = {.f = {{NULL, 0}}};
            sim_put(w, &row, k, "date", sim_date_text(w, day));
            sim_put(w, &row, k, "currency", w->tables.rates[i].code);
            int64_t e12 = sim_round(sim_usd(w, i, day) * 1e9);
            sim_put(w, &row, k, "usd_per_unit", sim_decimal_text(w, e12, 9));
            sim_emit_plain(w, k, &row);
        }
}

/* Quarters, of goods that are quoted somewhere. */
static void write_prices(sim_world *w)
{
    tt_kind k = TT_KIND_PRICE;
    for (uint32_t g = 0; g < w->tables.n_goods; g++) {
        const sim_good *good = &w->tables.goods[g];
        for (tt_date day = w->first; good->series && good->grade <= 0 && day < w->last; day += 91) {
            sim_row row = {.f = {{NULL, 0}}};
            double mid = good->price * sim_price_level(w, g, day + 45) * 100;
            sim_put(w, &row, k, "hs_code", good->hs);
            sim_put(w, &row, k, "unit", good->unit);
            sim_put(w, &row, k, "currency", TT_STR("USD"));
            sim_put(w, &row, k, "period_start", sim_date_text(w, day));
            sim_put(w, &row, k, "period_end", sim_date_text(w, day + 90));
            sim_put(w, &row, k, "low", sim_decimal_text(w, sim_round(mid * (1 - good->sd)), 2));
            sim_put(w, &row, k, "median", sim_decimal_text(w, sim_round(mid), 2));
            sim_put(w, &row, k, "high", sim_decimal_text(w, sim_round(mid * (1 + good->sd)), 2));
            sim_put(w, &row, k, "source", TT_STR("made-up price list"));
            sim_emit_plain(w, k, &row);
        }
    }
}

/* What the feeds say of themselves: nearly right. */
static void write_coverage(sim_world *w)
{
    tt_kind k = TT_KIND_COVERAGE;
    tt_rng r = sim_stream(w, "stated coverage", 0);
    for (unsigned kind = TT_KIND_INVOICE; kind <= TT_KIND_PAYMENT; kind++)
        for (uint32_t c = 0; c < w->tables.n_countries; c++) {
            sim_row row = {.f = {{NULL, 0}}};
            uint32_t share = w->cover[kind * w->tables.n_countries + c] / 10000;
            int32_t said = (int32_t)share + sim_between(&r, -2, 2);
            said = share == 0 ? 0 : TT_MIN(TT_MAX(said, 1), 100);
            sim_put(w, &row, k, "kind", tt_str_of(tt_kind_text((tt_kind)kind)));
            sim_put(w, &row, k, "country", w->tables.countries[c].code);
            sim_put(w, &row, k, "period_start", sim_date_text(w, w->first));
            sim_put(w, &row, k, "period_end", sim_date_text(w, w->last));
            sim_put(w, &row, k, "share", sim_decimal_text(w, said, 2));
            sim_emit_plain(w, k, &row);
        }
}

tt_status sim_write_reference(sim_world *w, tt_err *err)
{
    write_rates(w);
    write_prices(w);
    write_coverage(w);
    sim_write_watchlist(w);
    TT_TRY(sim_flush_day(w, err));
    tt_arena_reset(w->daily);
    return TT_OK;
}
