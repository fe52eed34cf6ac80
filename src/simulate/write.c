/*
 * write.c - rows into files.  The rows of a day wait until it ends and are written in the order of
 * the document numbers, so that no order tells how a document came to be.
 */
#include "simulate/parts.h"

#include "base/file.h"

struct sim_files {
    tt_file_out *out[TT_KIND_COUNT];
    uint32_t lines[TT_KIND_COUNT];
};

static const char *const names[TT_KIND_COUNT] = {[TT_KIND_INVOICE] = "invoices.csv",
                                                 [TT_KIND_SHIPMENT] = "shipments.csv",
                                                 [TT_KIND_DECLARATION] = "declarations.csv",
                                                 [TT_KIND_PAYMENT] = "payments.csv",
                                                 [TT_KIND_PARTY] = "parties.csv",
                                                 [TT_KIND_OWNERSHIP] = "ownership.csv",
                                                 [TT_KIND_PRICE] = "prices.csv",
                                                 [TT_KIND_FX] = "fx.csv",
                                                 [TT_KIND_COVERAGE] = "coverage.csv",
                                                 [TT_KIND_WATCHLIST] = "watchlist.csv",
                                                 [TT_KIND_PERMIT] = "permits.csv",
                                                 [TT_KIND_SEIZURE] = "seizures.csv"};

static tt_status open_one(sim_world *w, tt_kind k, const char *folder, tt_err *err)
{
    const tt_kind_info *info = tt_kind_get(k);
    tt_buf head;
    tt_str path = sim_textf(w, w->arena, "%s/records/%s", folder, names[k]);
    TT_TRY(sim_world_ok(w, err));
    TT_TRY(tt_file_out_open(path.p, &w->files->out[k], err));
    tt_buf_init(&head, 0);
    for (size_t i = 0; i < info->n_fields; i++)
        tt_buf_addf(&head, "%s%s", i ? "," : "", info->fields[i].name);
    tt_buf_add_c(&head, '\n');
    tt_status st = tt_buf_status(&head, err);
    if (st == TT_OK)
        st = tt_file_out_write(w->files->out[k], tt_buf_str(&head), err);
    tt_buf_release(&head);
    w->files->lines[k] = 1;
    return st;
}

tt_status sim_open_files(sim_world *w, const char *folder, tt_err *err)
{
    tt_str records = sim_textf(w, w->arena, "%s/records", folder);
    w->files = tt_new(w->arena, struct sim_files);
    if (!w->files || w->failed)
        return tt_fail(err, TT_ENOMEM, "no room for a world");
    TT_TRY(tt_file_mkdirs(records.p, err));
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        if (names[k])
            TT_TRY(open_one(w, (tt_kind)k, folder, err));
    return TT_OK;
}

void sim_close_files(sim_world *w)
{
    for (size_t k = 0; w->files && k < TT_KIND_COUNT; k++)
        tt_file_out_abort(w->files->out[k]);
}

tt_status sim_commit_files(sim_world *w, tt_err *err)
{
    tt_status st = TT_OK;
    for (size_t k = 0; k < TT_KIND_COUNT; k++) {
        tt_file_out *out = w->files->out[k];
        w->files->out[k] = NULL;
        if (!out)
            continue;
        if (st == TT_OK)
            st = tt_file_out_commit(out, NULL, err);
        else
            tt_file_out_abort(out);
    }
    return st;
}

/* --- rows --- */

void sim_put(sim_world *w, sim_row *row, tt_kind kind, const char *field, tt_str value)
{
    int at = tt_field_find(tt_kind_get(kind), tt_str_of(field));
    TT_ASSERT(at >= 0);
    TT_UNUSED(w);
    if (at >= 0)
        row->f[at] = value;
}

static void add_cell(tt_buf *b, tt_str s)
{
    bool quoted = false;
    for (size_t i = 0; i < s.n && !quoted; i++)
        quoted = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n';
    if (!quoted) {
        tt_buf_add(b, s);
        return;
    }
    tt_buf_add_c(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            tt_buf_add_c(b, '"');
        tt_buf_add_c(b, s.p[i]);
    }
    tt_buf_add_c(b, '"');
}

static void add_row(tt_buf *b, tt_kind kind, const sim_row *row)
{
    size_t n = tt_kind_get(kind)->n_fields;
    for (size_t i = 0; i < n; i++) {
        if (i)
            tt_buf_add_c(b, ',');
        add_cell(b, row->f[i]);
    }
    tt_buf_add_c(b, '\n');
}

void sim_emit(sim_world *w, sim_ix doc, const sim_row *row)
{
    const sim_doc *d = &w->docs.v[doc];
    sim_sheets *s = &w->sheets[d->kind];
    tt_buf *b = &w->text[d->kind];
    if (d->state != SIM_SEEN)
        return;
    size_t at = b->n;
    add_row(b, (tt_kind)d->kind, row);
    w->failed |= b->failed;
    if (s->n > 0 && s->v[s->n - 1].doc == doc) {
        s->v[s->n - 1].n += b->n - at;
        s->v[s->n - 1].rows++;
    } else if (!tt_vec_push(s, ((sim_sheet){doc, at, b->n - at, 1}))) {
        w->failed = true;
    }
}

void sim_emit_plain(sim_world *w, tt_kind kind, const sim_row *row)
{
    add_row(&w->text[kind], kind, row);
    w->failed |= w->text[kind].failed;
}

/* --- a day --- */

static int by_number(const void *a, const void *b, void *ctx)
{
    const sim_world *w = ctx;
    const sim_sheet *x = a, *y = b;
    int c = tt_str_cmp(w->docs.v[x->doc].number, w->docs.v[y->doc].number);
    return c ? c : (x->doc > y->doc) - (x->doc < y->doc);
}

static tt_status flush_kind(sim_world *w, tt_kind k, tt_err *err)
{
    sim_sheets *s = &w->sheets[k];
    tt_buf *b = &w->text[k];
    if (!tt_sort(s->v, s->n, sizeof(*s->v), by_number, w))
        return tt_fail(err, TT_ENOMEM, "no room for a day");
    for (size_t i = 0; i < s->n; i++) {
        w->docs.v[s->v[i].doc].line = w->files->lines[k] + 1;
        w->files->lines[k] += s->v[i].rows;
        TT_TRY(tt_file_out_write(w->files->out[k], tt_str_sub(tt_buf_str(b), s->v[i].at, s->v[i].n),
                                 err));
    }
    if (s->n == 0 && b->n > 0) /* no documents */
        TT_TRY(tt_file_out_write(w->files->out[k], tt_buf_str(b), err));
    s->n = 0;
    tt_buf_reset(b);
    return TT_OK;
}

tt_status sim_flush_day(sim_world *w, tt_err *err)
{
    TT_TRY(sim_world_ok(w, err));
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        if (w->files->out[k])
            TT_TRY(flush_kind(w, (tt_kind)k, err));
    return TT_OK;
}
