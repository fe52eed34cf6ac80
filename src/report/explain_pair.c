/*
 * explain_pair.c - why two entities are two: what was compared, with how much evidence.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/words.h"

static tt_status shared_texts(const tt_report_in *in, const tt_ix e[2], const char *what,
                              tt_text_of kind, tt_arena *a, tt_buf *b, tt_err *err)
{
    tt_texts x, y;
    TT_TRY(tt_entity_texts(in->data, e[0], kind, a, &x, err));
    TT_TRY(tt_entity_texts(in->data, e[1], kind, a, &y, err));
    tt_buf_addf(b, "  %-14s ", what);
    if (!x.n || !y.n) {
        tt_buf_add_z(b, "not known on both sides\n");
        return TT_OK;
    }
    bool shared = false;
    for (size_t i = 0, k = 0; i < x.n && k < y.n;) {
        int c = tt_str_cmp(x.v[i], y.v[k]);
        if (c == 0) {
            tt_buf_addf(b, "%sequal: %.*s", shared ? "; " : "", TT_STR_ARG(x.v[i]));
            shared = true;
        }
        i += c <= 0 ? 1 : 0;
        k += c >= 0 ? 1 : 0;
    }
    if (!shared)
        tt_buf_addf(b, "different: '%.*s' and '%.*s'", TT_STR_ARG(x.v[0]), TT_STR_ARG(y.v[0]));
    tt_buf_add_c(b, '\n');
    return TT_OK;
}

static void documents_between(const tt_data *d, const tt_ix e[2], tt_buf *b)
{
    size_t n = 0;
    tt_buf_add_z(b, "documents that name both\n");
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        for (size_t i = 1; tt_kind_is_document((tt_kind)k) && i <= tt_data_n_docs(d, (tt_kind)k);
             i++) {
            bool has[2] = {false, false};
            for (unsigned role = 1; role <= TT_MAX_ROLES; role++) {
                tt_ix x = tt_data_entity(d, tt_data_role(d, (tt_kind)k, (tt_ix)i, role));
                has[0] |= x == e[0];
                has[1] |= x == e[1];
            }
            if (!has[0] || !has[1] || n++ >= TT_EXPLAIN_SHOWN)
                continue;
            const tt_head *h = tt_data_head(d, (tt_kind)k, (tt_ix)i);
            tt_buf_addf(b, "  %-12s %-24.*s ", tt_kind_text((tt_kind)k), TT_STR_ARG(h->number));
            tt_words_date(b, h->date.day);
            tt_buf_add_z(b, "  ");
            tt_explain_place(d, tt_data_place(d, (tt_ref){(tt_kind)k, (tt_ix)i, 0}), b);
            tt_buf_add_c(b, '\n');
        }
    }
    if (!n)
        tt_buf_add_z(b, "  none\n");
    tt_explain_rest(b, n);
}

tt_status tt_explain_pair(const tt_report_in *in, const tt_ix e[2], tt_buf *b, tt_err *err)
{
    static const struct {
        const char *what;
        tt_text_of kind;
    } rows[] = {{"name", TT_TEXT_NAMES},
                {"tax id", TT_TEXT_TAX_IDS},
                {"registration", TT_TEXT_REGISTRATIONS},
                {"LEI", TT_TEXT_LEIS},
                {"identifier", TT_TEXT_IDENTIFIERS},
                {"account", TT_TEXT_ACCOUNTS},
                {"address", TT_TEXT_ADDRESSES}};
    tt_arena a;
    tt_status st = TT_OK;

    for (int i = 0; i < 2; i++) {
        tt_buf_add_z(b, i ? "and     " : "between ");
        tt_explain_name(in->data, e[i], b);
        tt_buf_add_c(b, '\n');
    }
    if (e[0] == e[1]) {
        tt_buf_add_z(b, "one and the same entity\n");
        return tt_explain_members(in->data, e[0], b, err);
    }
    tt_buf_add_z(b, "two entities: nothing that would make them one was found\ncompared\n");
    tt_arena_init(&a, 0);
    for (size_t i = 0; st == TT_OK && i < TT_LEN(rows); i++)
        st = shared_texts(in, e, rows[i].what, rows[i].kind, &a, b, err);
    tt_arena_release(&a);
    TT_TRY(st);
    documents_between(in->data, e, b);
    return TT_OK;
}
