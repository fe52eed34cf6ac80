/*
 * permits.c - what may cross borders only with leave: a trader asks for some months' need at once
 * and draws on it deal by deal.
 */
#include "simulate/parts.h"

enum { VALID = 180, IN_HAND = 90, MARGIN = 10 };

sim_ix
sim_add_permit(sim_world *w, sim_ix relation, uint32_t good, int64_t granted_e3, tt_date issued)
{
    const sim_relation *rel = &w->relations.v[relation];
    const sim_country *c = sim_country_of(w, rel->seller);
    tt_rng r = sim_stream(w, "permits", w->permits.n);
    int y, m, d;
    tt_civil_of(issued, &y, &m, &d);
    sim_permit p = {.exporter = rel->seller, .importer = rel->buyer, .good = good};
    p.number =
        sim_textf(w, w->arena, "%02d%.2s%06u", y % 100, c->code.p, 100000 + sim_below(&r, 900000));
    p.granted_e3 = (granted_e3 / (MARGIN * 1000) + 1) * MARGIN * 1000;
    p.issued = issued;
    p.expires = issued + VALID;
    if (!tt_vec_push(&w->permits, p)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->permits.n - 1;
}

sim_ix sim_permit_for(sim_world *w, sim_ix relation, const sim_plan *p, const sim_item *it)
{
    sim_relation *rel = &w->relations.v[relation];
    const sim_permit *last = &w->permits.v[rel->permit];
    int64_t need = it->quantity_e3;
    if (!w->tables.goods[it->good].species.n || rel->domestic || rel->service || p->no_permit)
        return 0;
    sim_ix taken = p->permit ? p->permit : rel->permit;
    bool holds = rel->permit && last->good == it->good && last->expires >= w->today + IN_HAND &&
                 last->granted_e3 - last->drawn_e3 >= need;
    if (!p->permit && !holds) {
        int64_t some = need / 10 * sim_between(&w->rng, 15, 60);
        taken = sim_add_permit(w, relation, it->good, some, w->today - sim_between(&w->rng, 3, 40));
        rel->permit = taken;
    }
    w->permits.v[taken].drawn_e3 += need;
    return taken;
}

sim_ix sim_permit_beside(sim_world *w, sim_ix relation, const sim_plan *p, const sim_item *it)
{
    const sim_relation *rel = &w->relations.v[relation];
    tt_rng r = sim_stream(w, "permits beside", w->permits.n);
    if (!w->tables.goods[it->good].species.n || rel->domestic || p->no_permit)
        return 0;
    sim_ix made =
        sim_add_permit(w, relation, it->good, it->quantity_e3 / 10 * sim_between(&r, 11, 20),
                       w->today - sim_between(&r, 3, 40));
    w->permits.v[made].drawn_e3 += it->quantity_e3;
    return made;
}

static int by_day(const void *a, const void *b, void *ctx)
{
    const sim_world *w = ctx;
    const sim_permit *x = &w->permits.v[*(const sim_ix *)a], *y = &w->permits.v[*(const sim_ix *)b];
    int c = (x->issued > y->issued) - (x->issued < y->issued);
    return c ? c : tt_str_cmp(x->number, y->number);
}

static void write_permit(sim_world *w, const sim_permit *p)
{
    tt_kind k = TT_KIND_PERMIT;
    const sim_good *g = &w->tables.goods[p->good];
    const sim_country *from = sim_country_of(w, p->exporter);
    sim_row row = {.f = {{NULL, 0}}};
    sim_put(w, &row, k, "permit_number", p->number);
    sim_put(w, &row, k, "permit_type",
            sim_is_entrepot(from->code) ? TT_STR("re-export") : TT_STR("export"));
    sim_put(w, &row, k, "issue_date", sim_date_text(w, p->issued));
    sim_put(w, &row, k, "expiry_date", sim_date_text(w, p->expires));
    sim_put(w, &row, k, "issuing_country", from->code);
    sim_put(w, &row, k, "exporter_name", sim_spell(w, p->exporter, SIM_HAND_HOME, 9));
    sim_put(w, &row, k, "importer_name", sim_spell(w, p->importer, SIM_HAND_OTHER, 9));
    sim_put(w, &row, k, "export_country", from->code);
    sim_put(w, &row, k, "import_country", sim_country_of(w, p->importer)->code);
    sim_put(w, &row, k, "species", g->species);
    sim_put(w, &row, k, "description", g->texts.v[p->granted_e3 / 1000 % g->texts.n]);
    sim_put(w, &row, k, "hs_code", g->hs);
    sim_put(w, &row, k, "quantity", sim_decimal_text(w, p->granted_e3, 3));
    sim_put(w, &row, k, "unit", g->unit);
    sim_put(w, &row, k, "purpose_code", TT_STR("T"));
    sim_put(w, &row, k, "source_code", sim_chance(&w->rng, 800000) ? TT_STR("W") : TT_STR("A"));
    sim_emit_plain(w, k, &row);
}

tt_status sim_write_permits(sim_world *w, tt_err *err)
{
    size_t n = w->permits.n - 1;
    sim_ix *order = tt_new_n(w->arena, sim_ix, n + 1);
    if (!order)
        return tt_fail(err, TT_ENOMEM, "no room for permits");
    for (size_t i = 0; i < n; i++)
        order[i] = (sim_ix)i + 1;
    if (!tt_sort(order, n, sizeof(*order), by_day, w))
        return tt_fail(err, TT_ENOMEM, "no room for permits");
    for (size_t i = 0; i < n; i++)
        write_permit(w, &w->permits.v[order[i]]);
    TT_TRY(sim_flush_day(w, err));
    tt_arena_reset(w->daily);
    return TT_OK;
}
