/*
 * lists.c - what others say: seizures of wildlife, and a watch list.
 */
#include "simulate/parts.h"

static const struct {
    const char *species, *commodity, *hs;
    double kg;
} contraband[] = {{"Loxodonta africana", "raw ivory", "050710", 1500},
                  {"Manis spp.", "pangolin scales", "050790", 3500},
                  {"Ceratotherium simum", "rhinoceros horn", "050790", 90},
                  {"Pterocarpus erinaceus", "rosewood logs", "440349", 60000},
                  {"Panthera leo", "lion bones", "050690", 300}};

sim_ix sim_add_seizure(sim_world *w, tt_rng *r, sim_seizure s)
{
    s.what = sim_below(r, TT_LEN(contraband));
    s.kg = contraband[s.what].kg * sim_lognormal(r, 0.6);
    if (!tt_vec_push(&w->seizures, s)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->seizures.n - 1;
}

/* A carrier's papers for a load that is in no feed. */
static void add_papers(sim_world *w, tt_rng *r, sim_seizure *s)
{
    const sim_line *line = &w->tables.lines[sim_below(r, w->tables.n_lines)];
    s->transport =
        sim_textf(w, w->arena, "%.4s%09u", line->prefix.p, 100000000 + sim_below(r, 800000000));
    s->box = sim_container(w, r, line->prefix);
    s->told |= SIM_TOLD_PAPERS;
}

/* Firms that trade with nobody here. */
static void add_parties(sim_world *w, tt_rng *r, sim_seizure *s)
{
    s->shipper = sim_add_company(w, r, s->from, sim_below(r, SIM_SECTORS), 0);
    s->consignee = sim_add_company(w, r, s->to, sim_below(r, SIM_SECTORS), 0);
    if (!s->shipper || !s->consignee)
        return;
    w->firms.v[s->shipper].registered = w->firms.v[s->consignee].registered = false;
    s->told |= SIM_TOLD_PARTIES;
}

static void name_agent(const sim_world *w, tt_rng *r, sim_seizure *s)
{
    if (!sim_chance(r, 300000))
        return;
    s->agent = w->first_broker + s->to;
    s->told |= SIM_TOLD_AGENT;
}

/* Seizures of shipments that are in no feed, of which as much is told as of those that are; some
 * name the agent, whose other clients are honest. */
void sim_make_seizures(sim_world *w)
{
    tt_rng r = sim_stream(w, "seizures", 0);
    for (size_t i = 1; i < w->seizures.n; i++) /* planted */
        name_agent(w, &r, &w->seizures.v[i]);
    for (uint32_t n = 4 + w->spec->documents / 2500; n > 0 && !w->failed; n--) {
        sim_seizure s = {.from = sim_source(w, &r)};
        s.to = sim_destination(w, &r);
        s.at = sim_chance(&r, 700000) ? s.to : s.from;
        s.good = sim_cover_good(w, &r, s.from);
        s.day = w->first + (tt_date)sim_below(&r, 720);
        name_agent(w, &r, &s);
        if (sim_chance(&r, 600000))
            add_papers(w, &r, &s);
        if (sim_chance(&r, 600000))
            add_parties(w, &r, &s);
        (void)sim_add_seizure(w, &r, s);
    }
}

/* What the row is of, for the truth. */
static void note_row(sim_world *w, tt_kind kind, tt_str id, sim_ix event)
{
    sim_list_row row = {kind, sim_textf(w, w->arena, "%.*s", TT_STR_ARG(id)), event};
    if (!tt_vec_push(&w->list_rows, row))
        w->failed = true;
}

static int by_day(const void *a, const void *b, void *ctx)
{
    const sim_world *w = ctx;
    sim_ix i = *(const sim_ix *)a, j = *(const sim_ix *)b;
    tt_date x = w->seizures.v[i].day, y = w->seizures.v[j].day;
    return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

static void write_seizure(sim_world *w, const sim_seizure *s, size_t number)
{
    tt_kind k = TT_KIND_SEIZURE;
    const sim_country *c = w->tables.countries;
    sim_row row = {.f = {{NULL, 0}}};
    tt_str id = sim_textf(w, w->daily, "SZ%05zu", number * 7 + 100);
    note_row(w, k, id, s->event);
    sim_put(w, &row, k, "seizure_id", id);
    sim_put(w, &row, k, "date", sim_date_text(w, s->day));
    sim_put(w, &row, k, "country", c[s->at].code);
    sim_put(w, &row, k, "place", c[s->at].ports.v[0]);
    sim_put(w, &row, k, "species", tt_str_of(contraband[s->what].species));
    sim_put(w, &row, k, "commodity", tt_str_of(contraband[s->what].commodity));
    sim_put(w, &row, k, "hs_code", tt_str_of(contraband[s->what].hs));
    sim_put(w, &row, k, "weight_kg", sim_decimal_text(w, sim_round(s->kg), 0));
    sim_put(w, &row, k, "transport_mode", TT_STR("sea"));
    sim_put(w, &row, k, "origin_country", c[s->from].code);
    sim_put(w, &row, k, "destination_country", c[s->to].code);
    sim_put(w, &row, k, "concealment", w->tables.goods[s->good].texts.v[0]);
    sim_put(w, &row, k, "source", TT_STR("made-up customs news"));
    if (s->told & SIM_TOLD_PAPERS) {
        sim_put(w, &row, k, "transport_document", s->transport);
        sim_put(w, &row, k, "container_number", s->box);
    }
    if (s->told & SIM_TOLD_PARTIES && s->shipper) {
        sim_put(w, &row, k, "shipper_name", sim_spell(w, s->shipper, SIM_HAND_OTHER, 11));
        sim_put(w, &row, k, "consignee_name", sim_spell(w, s->consignee, SIM_HAND_OTHER, 11));
        if (sim_chance(&w->rng, 400000))
            sim_put(w, &row, k, "phone", w->firms.v[s->consignee].phone);
    }
    if (s->told & SIM_TOLD_AGENT)
        sim_put(w, &row, k, "agent_name", sim_spell(w, s->agent, SIM_HAND_OTHER, 11));
    sim_emit_plain(w, k, &row);
}

tt_status sim_write_seizures(sim_world *w, tt_err *err)
{
    size_t n = 0, all = w->seizures.n;
    sim_ix *order = tt_new_n(w->arena, sim_ix, all);
    if (!order)
        return tt_fail(err, TT_ENOMEM, "no room for seizures");
    for (sim_ix i = 1; i < all; i++)
        if (w->seizures.v[i].day && w->seizures.v[i].day <= w->last) /* it came to pass */
            order[n++] = i;
    if (!tt_sort(order, n, sizeof(*order), by_day, w))
        return tt_fail(err, TT_ENOMEM, "no room for seizures");
    for (size_t i = 0; i < n; i++)
        write_seizure(w, &w->seizures.v[order[i]], i);
    TT_TRY(sim_flush_day(w, err));
    tt_arena_reset(w->daily);
    return TT_OK;
}

/* --- the watch list --- */

void sim_list_firm(sim_world *w, sim_ix firm, sim_ix event)
{
    if (firm && !tt_vec_push(&w->listed, ((sim_listed){firm, event})))
        w->failed = true;
}

/* Most who are listed trade with nobody here, though they are from where there is trade; some are
 * called like somebody who does. */
void sim_make_watchlist(sim_world *w)
{
    tt_rng r = sim_stream(w, "watch list", 0);
    for (uint32_t n = 6 + w->spec->documents / 2500; n > 0 && !w->failed; n--) {
        sim_ix rel = 1 + sim_below(&r, (uint32_t)w->relations.n - 1);
        uint32_t country = w->firms.v[w->relations.v[rel].buyer].country;
        uint32_t far = (country + 7) % w->tables.n_countries;
        sim_ix like = sim_chance(&r, 300000) ? sim_pick_company(w, &r, far, 0) : 0;
        bool person = !like && sim_chance(&r, 850000);
        sim_ix event = 0;
        sim_ix f = person ? sim_add_person(w, &r, country)
                          : sim_add_company(w, &r, country, sim_below(&r, SIM_SECTORS), 0);
        if (!f)
            return;
        w->firms.v[f].registered = false;
        if (like) { /* the same name, another firm, far away */
            sim_firm *made = &w->firms.v[f];
            const sim_firm *known = &w->firms.v[like];
            made->brand = known->brand;
            made->native = known->native;
            made->trade = known->trade;
            made->legal = known->legal;
            made->city_first = false;
            event = sim_add_event(w, "namesake", false, 0);
            sim_mark_firm(w, like, event, "namesake");
        }
        sim_list_firm(w, f, event);
    }
}

struct entry {
    tt_str id;
    sim_listed of;
};

static int by_id(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_str_cmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

void sim_write_watchlist(sim_world *w)
{
    tt_kind k = TT_KIND_WATCHLIST;
    size_t n = w->listed.n;
    struct entry *v = tt_new_n(w->arena, struct entry, n + 1);
    if (!v) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        v[i].of = w->listed.v[i];
        v[i].id = sim_textf(w, w->daily, "mw-%07u",
                            (unsigned)((uint64_t)v[i].of.firm * 5915587 % 9999991));
    }
    if (!tt_sort(v, n, sizeof(*v), by_id, NULL))
        w->failed = true;
    for (size_t i = 0; i < n && !w->failed; i++) {
        const sim_firm *f = &w->firms.v[v[i].of.firm];
        tt_str code = sim_country_of(w, v[i].of.firm)->code;
        sim_row row = {.f = {{NULL, 0}}};
        note_row(w, k, v[i].id, v[i].of.event);
        sim_put(w, &row, k, "id", v[i].id);
        sim_put(w, &row, k, "schema", f->type == SIM_PERSON ? TT_STR("Person") : TT_STR("Company"));
        sim_put(w, &row, k, "name", sim_name_abroad(w, w->daily, f));
        if (!tt_str_eq(f->native, sim_name_abroad(w, w->daily, f)))
            sim_put(w, &row, k, "aliases", f->native);
        sim_put(
            w, &row, k, "countries",
            sim_textf(w, w->daily, "%c%c", tt_ascii_lower(code.p[0]), tt_ascii_lower(code.p[1])));
        if (f->tax_id.n && f->taste % 10 < 4)
            sim_put(w, &row, k, "identifiers", f->tax_id);
        sim_put(w, &row, k, "dataset", TT_STR("Made-up watch list"));
        sim_emit_plain(w, k, &row);
    }
}
