/*
 * show.c - the rows of a document as they were read: file, line, fields, raw text.
 */
#include "report/report.h"

#include "base/map.h"
#include "base/str.h"
#include "model/id_field.h"
#include "report/replaced.h"
#include "report/words.h"

struct shown {
    const tt_report_in *in;
    tt_store *store;
    tt_arena *a;
    /* of the document being shown: its rows, typed, by line */
    tt_ref doc;
    tt_map rows; /* row hash to line, from 0 */
    tt_record *records;
};

/* Documents of one number: ids by kind, in index order. */
TT_VEC(ref_vec, tt_ref);

static bool id_matches(tt_str prefix, tt_hash id)
{
    tt_id_text text = tt_id_text_of('d', id);
    return tt_str_starts(tt_str_of(text.s), prefix);
}

static tt_status find_documents(const tt_data *d, tt_str number, ref_vec *out, tt_err *err)
{
    size_t by_id = 0;
    char letter = 0;
    tt_hash h;
    size_t digits = 0;
    bool is_id = tt_id_parse(number, &letter, &h, &digits) && letter == 'd';

    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        for (size_t i = 1; tt_kind_is_document((tt_kind)k) && i <= tt_data_n_docs(d, (tt_kind)k);
             i++) {
            const tt_head *head = tt_data_head(d, (tt_kind)k, (tt_ix)i);
            bool by_number = tt_str_eq(head->number, number);
            bool hit = is_id && id_matches(number, head->id);
            by_id += hit && !by_number ? 1 : 0;
            tt_ref r = {(tt_kind)k, (tt_ix)i, 0};
            if ((hit || by_number) && !tt_vec_push(out, r))
                return tt_fail(err, TT_ENOMEM, "no room for documents");
        }
    }
    size_t cancelled = 0;
    if (!out->n && !tt_replaced_cancelled(d, number, &cancelled))
        return tt_fail(err, TT_ENOTFOUND, "the case has no document '%.*s'", TT_STR_ARG(number));
    if (by_id > 1)
        return tt_fail(err, TT_EUSAGE, "'%.*s' is ambiguous: it begins the ids of %zu documents",
                       TT_STR_ARG(number), by_id);
    return TT_OK;
}

/* The rows of a document, one after the other. */
static tt_ref row_of(const tt_data *d, tt_ref doc, tt_ix i)
{
    const tt_head *h = tt_data_head(d, doc.kind, doc.doc);
    return (tt_ref){doc.kind, doc.doc, h->first_line + i};
}

static tt_status raw_of(const struct shown *s, tt_place p, tt_str *out, tt_err *err)
{
    return tt_store_raw(s->store, s->in->data->sources[p.source].rowid, p.offset, p.n, s->a, out,
                        err);
}

/* --- fields of a row, by the table of its kind --- */

static bool is_line_field(const tt_field *f)
{
    return (f->flags & TT_FF_LINE) != 0;
}

static tt_hash row_hash(const tt_data *d, tt_ref row)
{
    switch (row.kind) {
    case TT_KIND_INVOICE:
        return d->invoice_lines[row.line].row;
    case TT_KIND_SHIPMENT:
        return d->shipment_lines[row.line].row;
    case TT_KIND_DECLARATION:
        return d->declaration_lines[row.line].row;
    default:
        return d->payment_rows[row.line].row;
    }
}

/* Another document may carry the same number: only rows of this one are kept. */
static tt_status keep_row(void *ctx, int64_t source, tt_hash row, const tt_record *r, tt_err *err)
{
    struct shown *s = ctx;
    TT_UNUSED(source);
    uint32_t i = tt_map_find(&s->rows, (tt_str){(const char *)row.b, sizeof(row.b)});
    if (i == TT_MAP_NONE)
        return TT_OK;
    s->records[i] = *r;
    for (size_t k = 0; k < TT_MAX_FIELDS; k++)
        if (r->v[k].set && r->v[k].text.p) {
            s->records[i].v[k].text = tt_arena_str(s->a, r->v[k].text);
            if (!s->records[i].v[k].text.p)
                return tt_fail(err, TT_ENOMEM, "no room for a row");
        }
    return TT_OK;
}

static tt_status load_rows(struct shown *s, tt_ref doc, tt_err *err)
{
    const tt_data *d = s->in->data;
    const tt_head *h = tt_data_head(d, doc.kind, doc.doc);
    s->doc = doc;
    s->records = tt_new_n(s->a, tt_record, h->n_lines);
    if (!s->records)
        return tt_fail(err, TT_ENOMEM, "no room for rows");
    tt_map_release(&s->rows);
    tt_map_init(&s->rows);
    for (tt_ix i = 0; i < h->n_lines; i++) {
        tt_hash row = row_hash(d, row_of(d, doc, i));
        if (!tt_map_put(&s->rows, (tt_str){(const char *)row.b, sizeof(row.b)}, i))
            return tt_fail(err, TT_ENOMEM, "no room for rows");
    }
    return tt_store_each_row(s->store, doc.kind, h->number, keep_row, s, err);
}

/* The canonical text of a value, in out or in the record; absent when it is not set. */
static tt_str
value_text(const tt_kind_info *k, const tt_record *rec, size_t i, char out[TT_NUM_TEXT])
{
    const tt_value *v = &rec->v[i];

    if (!v->set)
        return (tt_str){0};
    switch (k->fields[i].type) {
    case TT_FT_DATE:
    case TT_FT_WHEN: {
        int32_t sec = k->fields[i].type == TT_FT_WHEN ? v->sec : TT_NO_TIME;
        return (tt_str){out, tt_when_text((tt_when){(tt_date)v->num, sec}, out)};
    }
    case TT_FT_AMOUNT: {
        int c = tt_field_find(k, tt_str_of(k->fields[i].ccy));
        tt_ccy ccy = c >= 0 && rec->v[c].set ? (tt_ccy)rec->v[c].num : TT_CCY_NONE;
        return (tt_str){out, tt_money_amount_text((tt_money){v->num, ccy}, out)};
    }
    case TT_FT_DEC:
        return (tt_str){out, tt_dec_text(v->num, 6, out)};
    case TT_FT_RATE:
        return (tt_str){out, tt_dec_text(v->num, 12, out)};
    case TT_FT_INT:
        return (tt_str){out, tt_i64_text(v->num, out)};
    case TT_FT_CCY:
        tt_ccy_text((tt_ccy)v->num, out);
        return tt_str_of(out);
    case TT_FT_COUNTRY:
        tt_country_text((tt_country)v->num, out);
        return tt_str_of(out);
    default:
        return v->text;
    }
}

/* An identifier that is repaired or bad; false for all others. */
static bool is_odd(const tt_kind_info *k, const tt_record *rec, size_t i, tt_id_scheme *scheme,
                   tt_id_state *state, char standard[TT_ID_TEXT])
{
    *scheme = tt_id_field_scheme(k, rec->v, i);
    *state = tt_id_check(*scheme, rec->v[i].text, standard);
    return *state == TT_ID_REPAIRED || *state == TT_ID_BAD;
}

/* --- text --- */

static void text_check(const tt_kind_info *k, const tt_record *rec, size_t i, tt_buf *out)
{
    tt_id_scheme scheme;
    tt_id_state state;
    char standard[TT_ID_TEXT];
    if (!is_odd(k, rec, i, &scheme, &state, standard))
        return;
    if (state == TT_ID_REPAIRED)
        tt_buf_addf(out, " (%s: stands for %s)", tt_id_scheme_text(scheme), standard);
    else
        tt_buf_addf(out, " (%s: %s)", tt_id_scheme_text(scheme), tt_id_bad_text(scheme));
}

static tt_status text_row(const struct shown *s, tt_ix i_row, tt_buf *out, tt_err *err)
{
    tt_ref row = row_of(s->in->data, s->doc, i_row);
    const tt_kind_info *k = tt_kind_get(row.kind);
    const tt_data *d = s->in->data;
    tt_place p = tt_data_place(d, row);
    const tt_record *rec = &s->records[i_row];
    tt_str raw;
    char sha[65];

    TT_TRY(raw_of(s, p, &raw, err));
    tt_hex(d->sources[p.source].sha.b, sizeof(d->sources[p.source].sha.b), sha);
    tt_buf_addf(out, "  %.*s line %llu (byte %llu, %u bytes; file sha256 %s)\n",
                TT_STR_ARG(d->sources[p.source].name), (unsigned long long)p.line,
                (unsigned long long)p.offset, p.n, sha);
    for (size_t i = 0; i < k->n_fields; i++) {
        char text[TT_NUM_TEXT];
        tt_str v = value_text(k, rec, i, text);
        if (!v.n)
            continue;
        tt_buf_addf(out, "    %-22s %.*s", k->fields[i].name, TT_STR_ARG(v));
        text_check(k, rec, i, out);
        tt_buf_add_c(out, '\n');
    }
    tt_buf_addf(out, "    raw: %.*s\n", TT_STR_ARG(raw));
    return TT_OK;
}

static tt_status text_document(struct shown *s, tt_ref doc, tt_buf *out, tt_err *err)
{
    const tt_head *h = tt_data_head(s->in->data, doc.kind, doc.doc);
    tt_id_text id = tt_id_text_of('d', h->id);
    tt_buf_addf(out, "%s %.*s  %s\n", tt_kind_text(doc.kind), TT_STR_ARG(h->number), id.s);
    TT_TRY(load_rows(s, doc, err));
    for (tt_ix i = 0; i < h->n_lines; i++)
        TT_TRY(text_row(s, i, out, err));
    return tt_replaced_print(s->in, s->store, h->id, s->a, out, err);
}

/* --- JSON --- */

/* Only what is repaired or bad, and nothing when nothing is. */
static void json_checks(const tt_kind_info *k, const tt_record *rec, bool lines, tt_jw *w)
{
    bool any = false;
    for (size_t i = 0; i < k->n_fields; i++) {
        tt_id_scheme scheme;
        tt_id_state state;
        char standard[TT_ID_TEXT];
        if (is_line_field(&k->fields[i]) != lines || !is_odd(k, rec, i, &scheme, &state, standard))
            continue;
        if (!any) {
            tt_jw_key(w, "checks");
            tt_jw_object(w);
            any = true;
        }
        tt_jw_kz(w, k->fields[i].name, tt_id_state_text(state));
    }
    if (any)
        tt_jw_object_end(w);
}

static void json_fields(const struct shown *s, tt_ix i_row, bool lines, tt_jw *w)
{
    const tt_kind_info *k = tt_kind_get(s->doc.kind);
    const tt_record *rec = &s->records[i_row];
    for (size_t i = 0; i < k->n_fields; i++) {
        if (is_line_field(&k->fields[i]) != lines || (k->fields[i].flags & TT_FF_NUMBER))
            continue;
        char text[TT_NUM_TEXT];
        tt_str v = value_text(k, rec, i, text);
        tt_jw_kstr(w, k->fields[i].name, v.n ? v : (tt_str){0});
    }
    json_checks(k, rec, lines, w);
}

static tt_status json_document(struct shown *s, tt_ref doc, tt_jw *w, tt_err *err)
{
    const tt_data *d = s->in->data;
    const tt_head *h = tt_data_head(d, doc.kind, doc.doc);
    tt_place p = tt_data_place(d, doc);
    char sha[65];
    tt_str raw = {0};

    tt_jw_object(w);
    tt_jw_kz(w, "kind", tt_kind_text(doc.kind));
    tt_jw_kstr(w, "number", h->number);
    TT_TRY(load_rows(s, doc, err));
    json_fields(s, 0, false, w);
    tt_jw_key(w, "lines");
    tt_jw_array(w);
    for (tt_ix i = 0; i < h->n_lines; i++) {
        tt_jw_object(w);
        json_fields(s, i, true, w);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
    tt_jw_key(w, "source");
    tt_jw_object(w);
    tt_hex(d->sources[p.source].sha.b, sizeof(d->sources[p.source].sha.b), sha);
    tt_jw_kstr(w, "file", d->sources[p.source].name);
    tt_jw_kz(w, "sha256", sha);
    tt_jw_ku64(w, "line", p.line);
    tt_jw_object_end(w);

    tt_buf all;
    tt_buf_init(&all, 0);
    tt_status st = TT_OK;
    for (tt_ix i = 0; st == TT_OK && i < h->n_lines; i++) {
        st = raw_of(s, tt_data_place(d, row_of(d, doc, i)), &raw, err);
        if (i)
            tt_buf_add_c(&all, '\n');
        if (st == TT_OK)
            tt_buf_add(&all, raw);
    }
    if (st == TT_OK)
        st = tt_buf_status(&all, err);
    if (st == TT_OK)
        tt_jw_kstr(w, "raw", tt_buf_str(&all));
    tt_buf_release(&all);
    if (st == TT_OK)
        st = tt_replaced_write(s->in, s->store, h->id, s->a, w, err);
    tt_jw_object_end(w);
    return st;
}

/* --- both --- */

tt_status
tt_report_show_text(const tt_report_in *in, tt_store *s, tt_str number, tt_buf *out, tt_err *err)
{
    tt_arena a;
    tt_buf b;
    ref_vec docs = {0};
    struct shown shown = {.in = in, .store = s, .a = &a};

    tt_arena_init(&a, 0);
    tt_buf_init(&b, 0);
    tt_status st = find_documents(in->data, number, &docs, err);
    for (size_t i = 0; st == TT_OK && i < docs.n; i++) {
        st = text_document(&shown, docs.v[i], &b, err);
        tt_arena_reset(&a);
    }
    for (size_t at = 0; st == TT_OK && tt_replaced_cancelled(in->data, number, &at);)
        st = tt_replaced_print_cancelled(in, s, at, &a, &b, err);
    if (st == TT_OK)
        st = tt_buf_status(&b, err);
    if (st == TT_OK)
        tt_words_visible(out, tt_buf_str(&b));
    tt_buf_release(&b);
    tt_map_release(&shown.rows);
    tt_vec_release(&docs);
    tt_arena_release(&a);
    return st;
}

tt_status
tt_report_show_json(const tt_report_in *in, tt_store *s, tt_str number, tt_jw *out, tt_err *err)
{
    tt_arena a;
    ref_vec docs = {0};
    struct shown shown = {.in = in, .store = s, .a = &a};

    tt_arena_init(&a, 0);
    tt_status st = find_documents(in->data, number, &docs, err);
    tt_jw_object(out);
    tt_jw_key(out, "documents");
    tt_jw_array(out);
    for (size_t i = 0; st == TT_OK && i < docs.n; i++) {
        st = json_document(&shown, docs.v[i], out, err);
        tt_arena_reset(&a);
    }
    for (size_t at = 0; st == TT_OK && tt_replaced_cancelled(in->data, number, &at);)
        st = tt_replaced_write_cancelled(in, s, at, &a, out, err);
    tt_jw_array_end(out);
    tt_jw_object_end(out);
    tt_map_release(&shown.rows);
    tt_vec_release(&docs);
    tt_arena_release(&a);
    return st;
}
