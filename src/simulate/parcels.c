/*
 * parcels.c - small parcels to persons, by post and courier, of shops that nobody invoices.
 */
#include "simulate/parts.h"

enum { A_SHOP = 70, AT_A_POINT = 200000, FIRMS = 700000, ASKED = 450000 };

/* Small pieces that fit into a parcel. */
uint32_t sim_parcel_good(const sim_world *w, tt_rng *r)
{
    uint32_t n = 0, chosen = 0;
    for (uint32_t g = 0; g < w->tables.n_goods; g++) {
        const sim_good *good = &w->tables.goods[g];
        if (good->whole && good->kg <= 1 && good->price <= 60 && sim_below(r, ++n) == 0)
            chosen = g;
    }
    return chosen;
}

void sim_open_shop(sim_world *w, tt_rng *r, sim_shop shop, tt_date day)
{
    shop.kg = 0.5 * sim_lognormal(r, 0.5);
    shop.postal = sim_chance(r, 500000) || shop.forged;
    shop.taste = tt_rng_u64(r);
    if (!tt_vec_push(&w->shops, shop))
        w->failed = true;
    else
        sim_at(w, day, SIM_DO_PARCEL, (sim_ix)w->shops.n - 1, 0);
}

/* Honest sellers: most to the doors of many, some to a shop where people fetch what they bought. */
void sim_make_shops(sim_world *w)
{
    tt_rng r = sim_stream(w, "shops", 0);
    uint32_t want = (uint32_t)((uint64_t)w->spec->documents * w->spec->parcels / SIM_ONE);
    for (uint32_t n = 0, i = 0; n < want && !w->failed; i++) {
        sim_ix other = 1 + sim_below(&r, (uint32_t)w->relations.n - 1);
        sim_ix firm = w->relations.v[other].seller;
        uint32_t to = w->firms.v[w->relations.v[other].buyer].country;
        sim_shop s = {.good = sim_parcel_good(w, &r), .first_to = (uint32_t)w->shop_to.n};
        s.left = 20 + sim_below(&r, 2 * A_SHOP - 40);
        s.n_to = s.left * 7 / 10;
        s.shipper = sim_chance(&r, FIRMS) ? firm : sim_add_person(w, &r, w->firms.v[firm].country);
        s.gap = sim_chance(&r, 400000) ? 0.6 : 4;
        bool point = sim_chance(&r, AT_A_POINT);
        s.event = sim_add_event(w, point ? "pick_up_point" : "web_shop", false, 0);
        sim_add_member(w, s.event, s.shipper, "shipper");
        for (uint32_t k = 0; k < s.n_to; k++) {
            sim_ix person = sim_add_person(w, &r, to);
            if (!person || !tt_vec_push(&w->shop_to, person)) {
                w->failed = true;
                return;
            }
            sim_firm *f = &w->firms.v[person];
            const sim_firm *first = &w->firms.v[w->shop_to.v[s.first_to]];
            if (point && sim_chance(&r, 700000)) {
                f->address = first->address;
                f->address_latin = first->address_latin;
            }
        }
        n += s.left;
        sim_open_shop(w, &r, s, w->first - 30 + (tt_date)sim_below(&r, 680));
    }
}

/* Two letters, eight digits and their check, and the country. @source UPU S10. */
static tt_str item_number(sim_world *w, const sim_shop *s)
{
    static const unsigned char weight[] = {8, 6, 4, 2, 3, 5, 9, 7};
    static const char *const letters[] = {"RR", "CP", "LX", "EE"};
    char t[9] = {0};
    unsigned sum = 0;
    for (size_t i = 0; i < 8; i++) {
        t[i] = (char)('0' + sim_below(&w->rng, 10));
        sum += weight[i] * (unsigned)(t[i] - '0');
    }
    unsigned check = 11 - sum % 11;
    check = check == 10 ? 0 : check == 11 ? 5 : check;
    tt_str n = sim_textf(w, w->arena, "%s%s%u%.2s", letters[s->taste % TT_LEN(letters)], t, check,
                         sim_country_of(w, s->shipper)->code.p);
    return s->forged ? sim_make_up(w, &w->rng, n, 10) : n;
}

/* Some carriers ask who somebody is.  A receiver has one number; or all have a few. */
static tt_str receiver_number(sim_world *w, const sim_shop *s, sim_ix to)
{
    uint32_t which = s->numbers ? sim_below(&w->rng, s->numbers) : 0;
    tt_rng own = sim_stream(w, s->numbers ? "shared number" : "own number",
                            s->numbers ? (uint64_t)s->event << 8 | which : to);
    return sim_shows(s->taste, 7, ASKED) ? sim_passport(w, &own) : TT_STR("");
}

static void put_parcel(sim_world *w, sim_row *row, const sim_shop *s, sim_ix to)
{
    tt_kind k = TT_KIND_SHIPMENT;
    const sim_good *g = &w->tables.goods[s->good];
    const sim_country *a = sim_country_of(w, s->shipper), *b = sim_country_of(w, to);
    uint32_t pieces = 1 + sim_low(&w->rng, 4);
    double kg = s->kg * sim_lognormal(&w->rng, 0.4);
    double usd = pieces * g->price * sim_lognormal(&w->rng, 0.4);
    sim_item it = {.good = (uint16_t)s->good, .text = (uint8_t)(s->taste >> 8 & 63)};
    sim_put(w, row, k, "document_type", s->postal ? TT_STR("postal") : TT_STR("courier"));
    sim_put(w, row, k, "on_board_date", sim_date_text(w, w->today));
    if (sim_chance(&w->rng, 600000))
        sim_put(w, row, k, "arrival_date",
                sim_date_text(w, w->today + sim_between(&w->rng, 2, s->postal ? 16 : 6)));
    sim_put_cargo_party(w, row, s->shipper, false, s->taste);
    sim_put_cargo_party(w, row, to, true, s->taste);
    sim_put(w, row, k, "consignee_id", receiver_number(w, s, to));
    sim_put(w, row, k, "port_of_loading", a->airports.v[0]);
    sim_put(w, row, k, "port_of_discharge", b->airports.v[0]);
    sim_put(w, row, k, "line_number", TT_STR("1"));
    sim_put(w, row, k, "description", sim_texts_of(w, &it, &w->plans.v[0], SIM_ON_CARGO));
    if (sim_shows(s->taste, 2, 300000))
        sim_put(w, row, k, "hs_code", g->hs);
    sim_put(w, row, k, "package_count", TT_STR("1"));
    sim_put(w, row, k, "package_type", TT_STR("PK"));
    sim_put(w, row, k, "quantity", sim_textf(w, w->daily, "%u", pieces));
    sim_put(w, row, k, "unit", g->unit);
    sim_put(w, row, k, "gross_weight_kg", sim_decimal_text(w, TT_MAX(sim_round(kg * 100), 5), 2));
    sim_put(w, row, k, "declared_value", sim_decimal_text(w, TT_MAX(sim_round(usd), 1) * 100, 2));
    sim_put(w, row, k, "currency", TT_STR("USD"));
}

void sim_do_parcel(sim_world *w, sim_ix shop)
{
    sim_shop *s = &w->shops.v[shop];
    sim_row row = {.f = {{NULL, 0}}};
    sim_ix to = w->shop_to.v[s->first_to + sim_below(&w->rng, s->n_to)];
    sim_ix doc = sim_add_doc(w, TT_KIND_SHIPMENT, 0, s->event, w->firms.v[to].country);
    if (!doc)
        return;
    sim_set_parties(w, doc, s->shipper, to, 0, 0);
    w->docs.v[doc].why[TT_KIND_INVOICE] = SIM_NO_PARTNER;
    w->docs.v[doc].number =
        s->postal ? item_number(w, s)
                  : sim_textf(w, w->arena, "%u", 1000000000 + sim_below(&w->rng, 900000000));
    sim_put(w, &row, TT_KIND_SHIPMENT, "transport_document", w->docs.v[doc].number);
    put_parcel(w, &row, s, to);
    sim_emit(w, doc, &row);
    if (--s->left)
        sim_at(w, w->today + (tt_date)(s->gap * sim_wait(&w->rng)), SIM_DO_PARCEL, shop, 0);
}
