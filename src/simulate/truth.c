/*
 * truth.c - what is true of what was written: whose each name is, which documents belong together,
 * why others stand alone, what was planted, and what only looks so.
 */
#include "simulate/parts.h"

#include "base/file.h"
#include "base/json_write.h"

/* A CSV while it is written. */
struct table {
    tt_file_out *out;
    tt_buf b;
};

static tt_status table_open(sim_world *w, struct table *t, const char *folder, const char *name,
                            const char *head, tt_err *err)
{
    tt_str path = sim_textf(w, w->arena, "%s/%s", folder, name);
    tt_buf_init(&t->b, 0);
    TT_TRY(sim_world_ok(w, err));
    TT_TRY(tt_file_out_open(path.p, &t->out, err));
    tt_buf_addf(&t->b, "%s\n", head);
    return TT_OK;
}

static tt_status table_drain(struct table *t, size_t more_than, tt_err *err)
{
    if (t->b.n <= more_than)
        return TT_OK;
    TT_TRY(tt_buf_status(&t->b, err));
    TT_TRY(tt_file_out_write(t->out, tt_buf_str(&t->b), err));
    tt_buf_reset(&t->b);
    return TT_OK;
}

static tt_status table_close(struct table *t, tt_status st, tt_err *err)
{
    if (st == TT_OK)
        st = table_drain(t, 0, err);
    if (st == TT_OK)
        st = tt_file_out_commit(t->out, NULL, err);
    else
        tt_file_out_abort(t->out);
    tt_buf_release(&t->b);
    return st;
}

/* Names and numbers with a comma or a quote. */
static void add_quoted(tt_buf *b, tt_str s)
{
    tt_buf_add_c(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            tt_buf_add_c(b, '"');
        tt_buf_add_c(b, s.p[i]);
    }
    tt_buf_add_c(b, '"');
}

static void add_doc(tt_buf *b, const sim_doc *d)
{
    tt_buf_addf(b, "%s,%.*s,%u", tt_kind_text((tt_kind)d->kind), TT_STR_ARG(d->number), d->line);
}

/* --- the tables --- */

static tt_status write_documents(sim_world *w, struct table *t, tt_err *err)
{
    for (size_t i = 1; i < w->docs.n; i++) {
        const sim_doc *d = &w->docs.v[i];
        if (d->state != SIM_SEEN)
            continue;
        add_doc(&t->b, d);
        if (d->deal)
            tt_buf_addf(&t->b, ",D%06u,", d->deal);
        else
            tt_buf_add_z(&t->b, ",,");
        if (d->event)
            tt_buf_addf(&t->b, "%c%u", w->events.v[d->event].planted ? 'P' : 'L', d->event);
        for (size_t k = 0; k < TT_MAX_ROLES; k++)
            if (d->firm[k])
                tt_buf_addf(&t->b, ",E%06u", d->firm[k]);
            else
                tt_buf_add_c(&t->b, ',');
        tt_buf_add_c(&t->b, '\n');
        TT_TRY(table_drain(t, 1u << 20, err));
    }
    return TT_OK;
}

static tt_status write_links(sim_world *w, struct table *t, tt_err *err)
{
    for (size_t i = 0; i < w->links.n; i++) {
        const sim_link *l = &w->links.v[i];
        const sim_doc *a = &w->docs.v[l->a], *b = &w->docs.v[l->b];
        char share[TT_NUM_TEXT];
        if (a->state != SIM_SEEN || b->state != SIM_SEEN)
            continue;
        (void)tt_dec_text(l->share, 6, share);
        tt_buf_addf(&t->b, "%.*s,%u,", TT_STR_ARG(a->number), a->line);
        add_doc(&t->b, b);
        tt_buf_addf(&t->b, ",%s\n", share);
        TT_TRY(table_drain(t, 1u << 20, err));
    }
    return TT_OK;
}

enum { HAS_SEEN = 1, HAS_LOST = 2, HAS_EARLY = 4 };

static void note_partner(uint8_t *have, const sim_doc *of)
{
    *have |= (uint8_t)(of->state == SIM_SEEN   ? HAS_SEEN
                       : of->state == SIM_LOST ? HAS_LOST
                                               : HAS_EARLY);
}

static const char *why_text(const sim_doc *d, uint8_t have, unsigned partner)
{
    static const char *const words[] = {[SIM_NOT_ARRIVED] = "not_arrived",
                                        [SIM_OUTSIDE_COVERAGE] = "outside_coverage",
                                        [SIM_OUTSIDE_PERIOD] = "outside_period",
                                        [SIM_NO_PARTNER] = "no_partner",
                                        [SIM_SERVICE] = "service",
                                        [SIM_DOMESTIC] = "domestic",
                                        [SIM_UNPAID] = "unpaid",
                                        [SIM_OFFSET] = "offset",
                                        [SIM_PHANTOM] = "phantom",
                                        [SIM_UNDECLARED] = "undeclared"};
    sim_why why = have & HAS_LOST    ? SIM_OUTSIDE_COVERAGE
                  : have & HAS_EARLY ? SIM_OUTSIDE_PERIOD
                                     : (sim_why)d->why[partner];
    return words[why];
}

/* An invoice should have one of each kind; the others an invoice. */
static tt_status write_breaks(sim_world *w, struct table *t, tt_err *err)
{
    enum { KINDS = TT_KIND_PAYMENT + 1 };
    uint8_t(*have)[KINDS] = tt_mem_zalloc(w->docs.n, sizeof(*have));
    tt_status st = TT_OK;
    if (!have)
        return tt_fail(err, TT_ENOMEM, "no room for the truth");
    for (size_t i = 0; i < w->links.n; i++) {
        const sim_link *l = &w->links.v[i];
        const sim_doc *a = &w->docs.v[l->a], *b = &w->docs.v[l->b];
        if (b->kind == TT_KIND_INVOICE) /* a credit note leans on its invoice */
            continue;
        note_partner(&have[l->a][b->kind], b);
        note_partner(&have[l->b][TT_KIND_INVOICE], a);
    }
    for (size_t i = 1; i < w->docs.n && st == TT_OK; i++) {
        const sim_doc *d = &w->docs.v[i];
        bool invoice = d->kind == TT_KIND_INVOICE;
        unsigned from = invoice ? TT_KIND_SHIPMENT : TT_KIND_INVOICE;
        unsigned to = invoice ? TT_KIND_PAYMENT : TT_KIND_INVOICE;
        for (unsigned k = from; k <= to && d->state == SIM_SEEN; k++) {
            if (have[i][k] & HAS_SEEN)
                continue;
            add_doc(&t->b, d);
            tt_buf_addf(&t->b, ",%s,%s\n", tt_kind_text((tt_kind)k), why_text(d, have[i][k], k));
        }
        st = table_drain(t, 1u << 20, err);
    }
    tt_mem_free(have);
    return st;
}

static tt_status write_entities(sim_world *w, struct table *t, tt_err *err)
{
    static const char *const types[] = {"company", "person", "bank",
                                        "carrier", "broker", "public_body"};
    for (sim_ix i = 1; i < w->firms.n; i++) {
        const sim_firm *f = &w->firms.v[i];
        tt_buf_addf(&t->b, "E%06u,%s,%.2s,", i, types[f->type], sim_country_of(w, i)->code.p);
        if (f->registered)
            tt_buf_add(&t->b, sim_party_id(w, w->daily, i));
        tt_buf_add_c(&t->b, ',');
        add_quoted(&t->b, f->native);
        tt_buf_add_c(&t->b, ',');
        add_quoted(&t->b, sim_name_abroad(w, w->daily, f));
        if (f->sister)
            tt_buf_addf(&t->b, ",E%06u", f->sister);
        else
            tt_buf_add_c(&t->b, ',');
        if (f->owner)
            tt_buf_addf(&t->b, ",E%06u\n", f->owner);
        else
            tt_buf_add_z(&t->b, ",\n");
        TT_TRY(table_drain(t, 1u << 20, err));
        tt_arena_reset(w->daily);
    }
    return sim_world_ok(w, err);
}

/* --- truth.json --- */

static void put_share(tt_jw *j, const char *key, uint32_t ppm)
{
    char t[TT_NUM_TEXT];
    size_t n = tt_dec_text(ppm, 6, t);
    tt_jw_key(j, key);
    tt_jw_raw(j, (tt_str){t, n});
}

static void put_head(sim_world *w, tt_jw *j)
{
    const sim_spec *s = w->spec;
    tt_jw_kz(j, "schema_version", "1.0");
    tt_jw_kz(j, "scenario", s->scenario);
    tt_jw_ku64(j, "seed", s->seed);
    tt_jw_ku64(j, "documents", s->documents);
    put_share(j, "prevalence", s->prevalence);
    put_share(j, "coverage", s->coverage);
    put_share(j, "noise", s->noise);
    put_share(j, "bad_references", s->bad_refs);
    put_share(j, "split", s->split);
    put_share(j, "consolidated", s->consolidated);
    tt_jw_key(j, "period");
    tt_jw_object(j);
    tt_jw_key(j, "from");
    tt_jw_date(j, w->first);
    tt_jw_key(j, "to");
    tt_jw_date(j, w->last);
    tt_jw_object_end(j);
}

static void put_id(sim_world *w, tt_jw *j, const char *key, char letter, sim_ix id)
{
    tt_jw_kstr(j, key, sim_textf(w, w->daily, "%c%0*u", letter, letter == 'E' ? 6 : 1, id));
}

static void put_event(sim_world *w, tt_jw *j, sim_ix e, const sim_ix *docs, size_t n)
{
    static const char *const levels[] = {"", "easy", "medium", "hard"};
    const sim_event *ev = &w->events.v[e];
    tt_jw_object(j);
    put_id(w, j, "id", ev->planted ? 'P' : 'L', e);
    tt_jw_kz(j, ev->planted ? "typology" : "class", ev->code);
    if (ev->planted) {
        tt_jw_kz(j, "level", levels[ev->level]);
        tt_jw_key(j, "syndicate");
        if (ev->syndicate)
            tt_jw_str(j, sim_textf(w, w->daily, "S%u", ev->syndicate));
        else
            tt_jw_null(j);
        if (ev->ties) {
            tt_jw_key(j, "ties");
            tt_jw_bool(j, true);
        }
        tt_jw_key(j, "value_shift_usd");
        tt_jw_i64(j, ev->shifted);
    }
    tt_jw_key(j, "entities");
    tt_jw_array(j);
    for (size_t i = 0; i < w->members.n; i++)
        if (w->members.v[i].event == e) {
            tt_jw_object(j);
            put_id(w, j, "id", 'E', w->members.v[i].firm);
            tt_jw_kz(j, "role", w->members.v[i].role);
            tt_jw_object_end(j);
        }
    tt_jw_array_end(j);
    tt_jw_key(j, "documents");
    tt_jw_array(j);
    for (size_t i = 0; i < n; i++) {
        const sim_doc *d = &w->docs.v[docs[i]];
        tt_jw_object(j);
        tt_jw_kz(j, "kind", tt_kind_text((tt_kind)d->kind));
        tt_jw_kstr(j, "number", d->number);
        tt_jw_ku64(j, "line", d->line);
        tt_jw_object_end(j);
    }
    tt_jw_array_end(j);
    tt_jw_object_end(j);
}

static int by_event(const void *a, const void *b, void *ctx)
{
    const sim_world *w = ctx;
    const sim_doc *x = &w->docs.v[*(const sim_ix *)a], *y = &w->docs.v[*(const sim_ix *)b];
    return (x->event > y->event) - (x->event < y->event);
}

static void put_events(sim_world *w, tt_jw *j, bool planted, const tt_u32_vec *docs)
{
    size_t at = 0;
    tt_jw_key(j, planted ? "planted" : "look_alikes");
    tt_jw_array(j);
    for (sim_ix e = 1; e < w->events.n; e++) {
        size_t from = at;
        while (at < docs->n && w->docs.v[docs->v[at]].event == e)
            at++;
        if (w->events.v[e].planted == planted)
            put_event(w, j, e, docs->v + from, at - from);
        tt_arena_reset(w->daily);
    }
    tt_jw_array_end(j);
}

static tt_status write_json(sim_world *w, const char *folder, tt_err *err)
{
    tt_u32_vec docs = {0};
    tt_file_out *out = NULL;
    tt_jw j;
    tt_str path = sim_textf(w, w->arena, "%s/truth.json", folder);
    for (sim_ix i = 1; i < w->docs.n && !w->failed; i++)
        if (w->docs.v[i].event && w->docs.v[i].state == SIM_SEEN && !tt_vec_push(&docs, i))
            w->failed = true;
    if (!w->failed && !tt_sort(docs.v, docs.n, sizeof(*docs.v), by_event, w))
        w->failed = true;
    tt_status st = sim_world_ok(w, err);
    if (st == TT_OK)
        st = tt_file_out_open(path.p, &out, err);
    if (st == TT_OK) {
        tt_jw_init(&j, out, false);
        tt_jw_object(&j);
        put_head(w, &j);
        put_events(w, &j, true, &docs);
        put_events(w, &j, false, &docs);
        tt_jw_object_end(&j);
        st = tt_jw_end(&j, err);
        tt_jw_release(&j);
        if (st == TT_OK)
            st = tt_file_out_commit(out, NULL, err);
        else
            tt_file_out_abort(out);
    }
    tt_vec_release(&docs);
    return st;
}

/* Rows of lists, and what they are of. */
static tt_status write_lists(sim_world *w, struct table *t, tt_err *err)
{
    for (size_t i = 0; i < w->list_rows.n; i++) {
        const sim_list_row *r = &w->list_rows.v[i];
        tt_buf_addf(&t->b, "%s,%.*s,", tt_kind_text(r->kind), TT_STR_ARG(r->id));
        if (r->event)
            tt_buf_addf(&t->b, "%c%u", w->events.v[r->event].planted ? 'P' : 'L', r->event);
        tt_buf_add_c(&t->b, '\n');
        TT_TRY(table_drain(t, 1u << 20, err));
    }
    return TT_OK;
}

tt_status sim_write_truth(sim_world *w, const char *folder, tt_err *err)
{
    static const struct {
        const char *name, *head;
        tt_status (*write)(sim_world *w, struct table *t, tt_err *err);
    } tables[] = {{"truth_documents.csv",
                   "kind,number,line,deal,event,party_1,party_2,party_3,party_4", write_documents},
                  {"truth_links.csv", "invoice,invoice_line,kind,number,line,share", write_links},
                  {"truth_breaks.csv", "kind,number,line,partner,reason", write_breaks},
                  {"truth_entities.csv",
                   "entity,type,country,party_id,name,name_abroad,sister_of,owner", write_entities},
                  {"truth_lists.csv", "kind,id,event", write_lists}};
    for (size_t i = 0; i < TT_LEN(tables); i++) {
        struct table t = {.out = NULL};
        tt_status st = table_open(w, &t, folder, tables[i].name, tables[i].head, err);
        if (st == TT_OK)
            st = tables[i].write(w, &t, err);
        TT_TRY(table_close(&t, st, err));
    }
    return write_json(w, folder, err);
}
