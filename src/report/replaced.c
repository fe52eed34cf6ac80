/*
 * replaced.c - the rows of a document that count no more: which, where, by what, and why.
 *
 * tt_data.replaced is sorted by (kind, document, row): the rows of a document follow each other.
 */
#include "report/replaced.h"

#include "base/str.h"

static bool is_of(const tt_replaced *r, tt_hash doc)
{
    return tt_hash_cmp(r->doc, doc) == 0;
}

static tt_status
raw_of(const tt_report_in *in, tt_store *s, tt_place p, tt_arena *a, tt_str *out, tt_err *err)
{
    return tt_store_raw(s, in->data->sources[p.source].rowid, p.offset, p.n, a, out, err);
}

tt_status tt_replaced_print(const tt_report_in *in, tt_store *s, tt_hash doc, tt_arena *a,
                            tt_buf *out, tt_err *err)
{
    const tt_data *d = in->data;
    for (size_t i = 1; i <= d->n_replaced; i++) {
        const tt_replaced *r = &d->replaced[i];
        tt_str raw;
        if (!is_of(r, doc))
            continue;
        TT_TRY(raw_of(in, s, r->place, a, &raw, err));
        tt_buf_addf(out, "  %.*s line %llu does not count: %s",
                    TT_STR_ARG(d->sources[r->place.source].name), (unsigned long long)r->place.line,
                    tt_replaced_text(r->why));
        if (tt_hash_cmp(r->row, r->by) != 0)
            tt_buf_addf(out, ", %.*s line %llu", TT_STR_ARG(d->sources[r->by_place.source].name),
                        (unsigned long long)r->by_place.line);
        tt_buf_addf(out, "\n    raw: %.*s\n", TT_STR_ARG(raw));
    }
    return TT_OK;
}

static void write_place(const tt_data *d, const char *key, tt_place p, tt_jw *w)
{
    char sha[65];
    tt_hex(d->sources[p.source].sha.b, sizeof(d->sources[p.source].sha.b), sha);
    tt_jw_key(w, key);
    tt_jw_object(w);
    tt_jw_kstr(w, "file", d->sources[p.source].name);
    tt_jw_kz(w, "sha256", sha);
    tt_jw_ku64(w, "line", p.line);
    tt_jw_object_end(w);
}

tt_status tt_replaced_write(const tt_report_in *in, tt_store *s, tt_hash doc, tt_arena *a, tt_jw *w,
                            tt_err *err)
{
    const tt_data *d = in->data;
    bool any = false;
    for (size_t i = 1; i <= d->n_replaced; i++) {
        const tt_replaced *r = &d->replaced[i];
        tt_str raw;
        if (!is_of(r, doc))
            continue;
        TT_TRY(raw_of(in, s, r->place, a, &raw, err));
        if (!any) {
            tt_jw_key(w, "replaced");
            tt_jw_array(w);
        }
        any = true;
        tt_jw_object(w);
        tt_jw_kz(w, "why", tt_replaced_text(r->why));
        write_place(d, "source", r->place, w);
        write_place(d, "by", r->by_place, w);
        tt_jw_kstr(w, "raw", raw);
        tt_jw_object_end(w);
    }
    if (any)
        tt_jw_array_end(w);
    return TT_OK;
}

/* Some of a document may be cancelled: what another year's document of its number was. */
static bool is_left(const tt_data *d, const tt_replaced *r)
{
    for (size_t i = 1; i <= tt_data_n_docs(d, r->kind); i++)
        if (is_of(r, tt_data_head(d, r->kind, (tt_ix)i)->id))
            return true;
    return false;
}

bool tt_replaced_cancelled(const tt_data *d, tt_str number, size_t *at)
{
    for (size_t i = *at + 1; i <= d->n_replaced; i++) {
        const tt_replaced *r = &d->replaced[i];
        bool first = i == 1 || !is_of(&r[-1], r->doc);
        if (first && r->why == TT_REPLACED_CANCELLED && tt_str_eq(r->number, number) &&
            !is_left(d, r)) {
            *at = i;
            return true;
        }
    }
    return false;
}

tt_status tt_replaced_print_cancelled(const tt_report_in *in, tt_store *s, size_t at, tt_arena *a,
                                      tt_buf *out, tt_err *err)
{
    const tt_replaced *r = &in->data->replaced[at];
    tt_id_text id = tt_id_text_of('d', r->doc);
    tt_buf_addf(out, "%s %.*s  %s  cancelled\n", tt_kind_text(r->kind), TT_STR_ARG(r->number),
                id.s);
    return tt_replaced_print(in, s, r->doc, a, out, err);
}

tt_status tt_replaced_write_cancelled(const tt_report_in *in, tt_store *s, size_t at, tt_arena *a,
                                      tt_jw *w, tt_err *err)
{
    const tt_replaced *r = &in->data->replaced[at];
    tt_str raw;
    TT_TRY(raw_of(in, s, r->by_place, a, &raw, err));
    tt_jw_object(w);
    tt_jw_kz(w, "kind", tt_kind_text(r->kind));
    tt_jw_kstr(w, "number", r->number);
    tt_jw_kz(w, "document_status", "cancelled");
    tt_jw_key(w, "lines");
    tt_jw_array(w);
    tt_jw_array_end(w);
    write_place(in->data, "source", r->by_place, w);
    tt_jw_kstr(w, "raw", raw);
    TT_TRY(tt_replaced_write(in, s, r->doc, a, w, err));
    tt_jw_object_end(w);
    return TT_OK;
}
