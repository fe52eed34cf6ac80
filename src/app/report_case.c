/*
 * report_case.c - reports, exports and explanations of an analysed case.
 */
#include "app/completeness.h"
#include "app/decide.h"

#include "base/str.h"
#include "export/export.h"
#include "tradetrace/export.h"
#include "tradetrace/report.h"

/* --- what a report is made from --- */

TT_VEC(flaw_vec, tt_report_flaw);

struct gather {
    tt_arena *a;
    flaw_vec flaws;
    tt_str_vec columns;
};

static tt_status gather_flaw(void *ctx, const tt_flaw_count *n, tt_err *err)
{
    struct gather *g = ctx;
    tt_report_flaw f = {n->lost, tt_arena_str(g->a, n->reason), tt_arena_str(g->a, n->field), n->n};
    if (!f.reason.p || !f.field.p || !tt_vec_push(&g->flaws, f))
        return tt_fail(err, TT_ENOMEM, "no room for data quality");
    return TT_OK;
}

static tt_status gather_column(void *ctx, tt_str file, tt_str column, tt_err *err)
{
    struct gather *g = ctx;
    const char *text = tt_arena_printf(g->a, "%.*s: %.*s", TT_STR_ARG(file), TT_STR_ARG(column));
    if (!text || !tt_vec_push(&g->columns, tt_str_of(text)))
        return tt_fail(err, TT_ENOMEM, "no room for data quality");
    return TT_OK;
}

static void *keep(tt_arena *a, const void *v, size_t n, size_t size)
{
    void *copy = tt_arena_zalloc(a, n, size);
    if (copy && n)
        memcpy(copy, v, n * size);
    return copy;
}

tt_status tt_case_report_in(tt_case *c, tt_report_in *out, tt_err *err)
{
    TT_TRY(tt_case_load_analysed(c, err));

    struct gather g = {.a = &c->arena};
    tt_status st = tt_store_each_flaw_count(c->store, gather_flaw, &g, err);
    if (st == TT_OK)
        st = tt_store_each_unknown_column(c->store, gather_column, &g, err);
    *out = (tt_report_in){
        .data = &c->data,
        .results = &c->results,
        .graph = &c->graph,
        .enabled = c->config->enabled,
        .seed = c->config->seed,
        .resolve_param = c->config->sets[TT_SET_RESOLVE].value,
        .threads = c->threads,
        .flaws = keep(&c->arena, g.flaws.v, g.flaws.n, sizeof(*g.flaws.v)),
        .n_flaws = g.flaws.n,
        .unknown_columns = keep(&c->arena, g.columns.v, g.columns.n, sizeof(*g.columns.v)),
        .n_unknown_columns = g.columns.n,
    };
    tt_input_sums *inputs = tt_new(&c->arena, tt_input_sums);
    if (st == TT_OK && !inputs)
        st = tt_fail(err, TT_ENOMEM, "no room for the sums of the inputs");
    if (st == TT_OK)
        st = tt_input_sums_build(&c->data, &c->arena, inputs, err);
    out->inputs = inputs;
    if (st == TT_OK && (!out->flaws || !out->unknown_columns))
        st = tt_fail(err, TT_ENOMEM, "no room for data quality");
    tt_vec_release(&g.flaws);
    tt_vec_release(&g.columns);
    if (st == TT_OK)
        st = tt_case_dispose(c, &out->n_idle, err);
    if (st == TT_OK)
        st = tt_config_hash(c->config, &c->reference, &out->parameters, err);
    return st;
}

/* --- reports --- */

tt_status
tt_case_report_sha(tt_case *c, const char *format, const char *path, tt_sha256 *sha, tt_err *err)
{
    size_t n = 0;
    const tt_reporter *const *rep = tt_reporters(&n), *chosen = NULL;
    for (size_t i = 0; i < n; i++)
        if (tt_str_is(tt_str_of(format), rep[i]->id))
            chosen = rep[i];
    if (!chosen)
        return tt_fail(err, TT_EUSAGE, "unknown report format '%s': one of %s", format,
                       tt_report_formats());

    tt_report_in in;
    tt_file_out *out = NULL;
    TT_TRY(tt_case_report_in(c, &in, err));
    TT_TRY(tt_file_out_open(path, &out, err));
    tt_status st = chosen->write(&in, out, err);
    if (st != TT_OK) {
        tt_file_out_abort(out);
        return st;
    }
    return tt_file_out_commit(out, sha, err);
}

TT_PUBLIC tt_status tt_case_report(tt_case *c, const char *format, const char *path, tt_err *err)
{
    return tt_case_report_sha(c, format, path, NULL, err);
}

static tt_status hand_over(tt_buf *b, tt_status st, tt_text_fn *fn, void *ctx, tt_err *err)
{
    if (st == TT_OK)
        st = tt_buf_status(b, err);
    if (st == TT_OK && b->n)
        st = fn(ctx, b->p, b->n, err);
    tt_buf_release(b);
    return st;
}

TT_PUBLIC tt_status tt_case_summary(tt_case *c, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_report_in in;
    tt_buf b;
    TT_TRY(tt_case_report_in(c, &in, err));
    tt_buf_init(&b, 0);
    tt_report_summary(&in, &b);
    return hand_over(&b, TT_OK, fn, ctx, err);
}

TT_PUBLIC tt_status tt_case_explain(tt_case *c, const char *id, const char *other, tt_text_fn *fn,
                                    void *ctx, tt_err *err)
{
    tt_report_in in;
    tt_buf b;
    TT_TRY(tt_case_report_in(c, &in, err));
    TT_TRY(tt_case_doubles_read(c, err));
    tt_buf_init(&b, 0);
    tt_status st = tt_report_explain(&in, c->store, tt_str_of(id), tt_str_of(other), &b, err);
    return hand_over(&b, st, fn, ctx, err);
}

TT_PUBLIC tt_status tt_case_show(tt_case *c, const char *number, int json, tt_text_fn *fn,
                                 void *ctx, tt_err *err)
{
    tt_report_in in = {.data = &c->data};
    tt_buf b;
    TT_TRY(tt_case_load_documents(c, err));
    if (!json) {
        tt_buf_init(&b, 0);
        tt_status st = tt_report_show_text(&in, c->store, tt_str_of(number), &b, err);
        return hand_over(&b, st, fn, ctx, err);
    }
    tt_jw w;
    tt_jw_init(&w, NULL, false);
    tt_status st = tt_report_show_json(&in, c->store, tt_str_of(number), &w, err);
    if (st == TT_OK)
        st = tt_jw_end(&w, err);
    if (st == TT_OK)
        st = fn(ctx, w.buf.p, w.buf.n, err);
    tt_jw_release(&w);
    return st;
}

/* --- export --- */

TT_VEC(ix_vec, tt_ix);

static bool add_ix(ix_vec *v, tt_ix e)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i] == e)
            return true;
    return tt_vec_push(v, e);
}

static bool reach(ix_vec *v, uint8_t *in, tt_ix e)
{
    if (in[e])
        return true;
    in[e] = 1;
    return tt_vec_push(v, e);
}

/* Everybody one flow away from what is in v, `hops` times. */
static tt_status widen(const tt_graph *g, ix_vec *v, unsigned hops, tt_err *err)
{
    tt_arena a;
    tt_arena_init(&a, 0);
    uint8_t *in = tt_new_n(&a, uint8_t, (size_t)g->n_entities + 1);
    bool ok = in != NULL;
    for (size_t i = 0; ok && i < v->n; i++)
        in[v->v[i]] = 1;
    const tt_layer *layers[] = {&g->goods, &g->money};
    for (size_t from = 0; ok && hops; hops--) {
        size_t to = v->n;
        for (; ok && from < to; from++) {
            tt_ix e = v->v[from];
            for (size_t l = 0; ok && l < TT_LEN(layers); l++) {
                const tt_layer *y = layers[l];
                for (uint32_t k = y->out_off[e]; ok && k < y->out_off[e + 1]; k++)
                    ok = reach(v, in, y->dst[y->out_at[k]]);
                for (uint32_t k = y->in_off[e]; ok && k < y->in_off[e + 1]; k++)
                    ok = reach(v, in, y->src[y->in_at[k]]);
            }
        }
    }
    tt_arena_release(&a);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a neighbourhood");
}

static tt_status choose(tt_case *c, const tt_export_spec *spec, ix_vec *v, tt_err *err)
{
    const struct {
        const char *text;
        char letter;
    } given[] = {{spec->entity, 'e'}, {spec->syndicate, 's'}, {spec->finding, 'f'}};

    for (size_t i = 0; i < TT_LEN(given); i++) { /* the entity first: its hops are of it alone */
        tt_ix ix = 0;
        bool ok = true;
        if (!given[i].text)
            continue;
        TT_TRY(tt_report_find_id(&c->data, &c->results, given[i].letter, tt_str_of(given[i].text),
                                 &ix, err));
        const tt_finding_entity *list = NULL;
        size_t n = 0;
        if (given[i].letter == 's') {
            list = c->results.syndicates[ix].entities;
            n = c->results.syndicates[ix].n_entities;
        } else if (given[i].letter == 'f') {
            list = c->results.findings[ix].f.entities;
            n = c->results.findings[ix].f.n_entities;
        } else {
            ok = add_ix(v, ix);
        }
        for (size_t k = 0; ok && k < n; k++)
            ok = add_ix(v, list[k].entity);
        if (!ok)
            return tt_fail(err, TT_ENOMEM, "no room for a selection");
        if (given[i].letter == 'e')
            TT_TRY(widen(&c->graph, v, spec->hops ? spec->hops : 1, err));
    }
    return TT_OK;
}

static tt_status export_to(tt_case *c, const tt_exporter *x, const char *path,
                           const tt_export_spec *spec, ix_vec *v, tt_sha256 *sha, tt_err *err)
{
    tt_net net;
    tt_file_out *out = NULL;
    bool all = !spec->syndicate && !spec->entity && !spec->finding;
    if (!all)
        TT_TRY(choose(c, spec, v, err));
    tt_net_choice choice = {all ? NULL : v->v, v->n, spec->raw_edges != 0};
    TT_TRY(tt_net_select(&c->data, &c->results, &c->graph, &choice, &c->arena, &net, err));
    TT_TRY(tt_file_out_open(path, &out, err));
    tt_status st = x->write(&net, out, err);
    if (st != TT_OK) {
        tt_file_out_abort(out);
        return st;
    }
    return tt_file_out_commit(out, sha, err);
}

tt_status tt_case_export_sha(tt_case *c, const char *format, const char *path,
                             const tt_export_spec *spec, tt_sha256 *sha, tt_err *err)
{
    static const tt_export_spec everything;
    size_t n = 0;
    const tt_exporter *const *x = tt_exporters(&n), *chosen = NULL;
    for (size_t i = 0; i < n; i++)
        if (tt_str_is(tt_str_of(format), x[i]->id))
            chosen = x[i];
    if (!chosen)
        return tt_fail(err, TT_EUSAGE, "unknown export format '%s': one of %s", format,
                       tt_export_formats());
    TT_TRY(tt_case_load_analysed(c, err));
    ix_vec v = {0};
    tt_status st = export_to(c, chosen, path, spec ? spec : &everything, &v, sha, err);
    tt_vec_release(&v);
    return st;
}

TT_PUBLIC tt_status tt_case_export(tt_case *c, const char *format, const char *path,
                                   const tt_export_spec *spec, tt_err *err)
{
    return tt_case_export_sha(c, format, path, spec, NULL, err);
}
