/*
 * explain_pair.c - why two entities are two: what was compared, with how much evidence.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/words.h"
#include "resolve/resolve.h"

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

/* --- the comparison of resolve, in bits --- */

static void compared_words(const tt_comparison *c, tt_buf *b)
{
    for (size_t i = 0; i < c->n_parts; i++) {
        const tt_compared_words *w = &c->part[i];
        tt_buf_add_z(b, "      ");
        if (w->a.n && w->b.n)
            tt_buf_addf(b, "%.*s ~ %.*s  ", TT_STR_ARG(w->a), TT_STR_ARG(w->b));
        else
            tt_buf_addf(b, "unmatched %.*s  ", TT_STR_ARG(w->a.n ? w->a : w->b));
        tt_explain_bits(w->centibits, b);
        tt_buf_add_c(b, '\n');
    }
}

static void
source_row(const tt_data *d, const tt_ref *uses, const char *which, tt_ix member, tt_buf *b)
{
    if (!member || member > d->n_members)
        return;
    tt_buf_addf(b, "      %s  ", which);
    tt_explain_part(d, uses, &d->members[member], b);
    tt_buf_add_c(b, '\n');
}

static void compared_field(const tt_data *d, const tt_ref *uses, const tt_compared *t, tt_buf *b)
{
    tt_buf_addf(b, "  %-19s %-29s ", t->field, t->level);
    tt_explain_bits(t->centibits, b);
    if (t->a.n || t->b.n)
        tt_buf_addf(b, "  '%.*s' and '%.*s'", TT_STR_ARG(t->a), TT_STR_ARG(t->b));
    tt_buf_add_c(b, '\n');
    source_row(d, uses, "a", t->member_a, b);
    source_row(d, uses, "b", t->member_b, b);
}

static void sum_line(const char *what, int32_t centibits, tt_buf *b)
{
    tt_buf_addf(b, "  %-49s ", what);
    tt_explain_bits(centibits, b);
    tt_buf_add_c(b, '\n');
}

static void comparison(const tt_data *d, const tt_ref *uses, const tt_comparison *c, tt_buf *b)
{
    tt_buf_add_z(b, "evidence that they are one\n");
    for (size_t i = 0; i < c->n_terms; i++) {
        compared_field(d, uses, &c->term[i], b);
        if (tt_str_is(tt_str_of(c->term[i].field), "name"))
            compared_words(c, b);
    }
    sum_line("before anything is compared", c->prior, b);
    sum_line("together", c->total, b);
    sum_line("needed to be joined", c->threshold, b);
    sum_line("needed to be shown to a person", c->review, b);
    if (c->never)
        tt_buf_addf(b, "  never compared: %s\n", c->never);
    if (!c->veto)
        return;
    tt_buf_addf(b, "  kept apart whatever the evidence: %s", c->veto);
    if (c->veto_a.n || c->veto_b.n)
        tt_buf_addf(b, ", '%.*s' and '%.*s'", TT_STR_ARG(c->veto_a), TT_STR_ARG(c->veto_b));
    tt_buf_add_c(b, '\n');
}

static tt_status
evidence(const tt_report_in *in, const tt_ix e[2], tt_arena *a, tt_buf *b, tt_err *err)
{
    tt_comparison c;
    tt_ref *uses;
    if (!in->resolve_param)
        return TT_OK;
    TT_TRY(tt_explain_uses(in->data, a, &uses, err));
    TT_TRY(tt_resolve_compare(in->data, in->resolve_param, in->threads, e[0], e[1], a, &c, err));
    comparison(in->data, uses, &c, b);
    return TT_OK;
}

/* What a person is asked about the pair. */
static void open_question(const tt_data *d, const tt_ix e[2], tt_buf *b)
{
    tt_ix x = TT_MIN(e[0], e[1]), y = TT_MAX(e[0], e[1]);
    for (size_t i = 1; i <= d->n_nears; i++) {
        const tt_near *n = &d->nears[i];
        if (n->a != x || n->b != y)
            continue;
        tt_buf_addf(b, "for a person to decide: %s%s%.*s\n", n->why, n->detail.n ? ": " : "",
                    TT_STR_ARG(n->detail));
    }
}

static tt_status two(const tt_report_in *in, const tt_ix e[2], tt_arena *a, tt_buf *b, tt_err *err)
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
    tt_buf_add_z(b, "two entities\n");
    open_question(in->data, e, b);
    TT_TRY(tt_explain_decisions(in->data, e[0], e[1], b, err));
    TT_TRY(evidence(in, e, a, b, err));
    tt_buf_add_z(b, "what they say\n");
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(shared_texts(in, e, rows[i].what, rows[i].kind, a, b, err));
    documents_between(in->data, e, b);
    return TT_OK;
}

tt_status tt_explain_pair(const tt_report_in *in, const tt_ix e[2], const tt_hash ends[2],
                          tt_buf *b, tt_err *err)
{
    for (int i = 0; i < 2; i++) {
        tt_buf_add_z(b, i ? "and     " : "between ");
        tt_explain_name(in->data, e[i], b);
        tt_buf_add_c(b, '\n');
    }
    if (e[0] == e[1]) {
        tt_buf_add_z(b, "one and the same entity\n");
        TT_TRY(tt_explain_path(in->data, e[0], ends, b, err));
        TT_TRY(tt_explain_decisions(in->data, e[0], e[0], b, err));
        return tt_explain_members(in->data, e[0], b, err);
    }
    tt_arena a;
    tt_arena_init(&a, 0);
    tt_status st = two(in, e, &a, b, err);
    tt_arena_release(&a);
    return st;
}
