/*
 * explain_deal.c - the documents of a deal, and what joined them.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/breaks.h"
#include "report/words.h"

/* "40 %", "" when it is not known. */
static void add_share(int64_t share, tt_buf *b)
{
    char t[TT_NUM_TEXT];
    if (share == TT_NO_NUM)
        return;
    tt_dec_text(share / 1000 * 1000, 4, t); /* a tenth of a percent */
    tt_buf_addf(b, ", %s %%", t);
}

static void add_pairing(const tt_data *d, const tt_pairing *p, tt_buf *b)
{
    char bits[TT_NUM_TEXT], margin[TT_NUM_TEXT];
    const tt_head *doc = tt_data_head(d, p->kind, p->doc), *to = tt_data_head(d, p->to_kind, p->to);
    tt_dec_text(p->centibits, 2, bits);
    tt_buf_addf(b, "  %s %.*s for %s %.*s: %s", tt_kind_text(p->kind), TT_STR_ARG(doc->number),
                tt_kind_text(p->to_kind), TT_STR_ARG(to->number), p->form);
    add_share(p->share, b);
    tt_buf_addf(b, ", %s%s%.*s; %s bits", p->reason, p->detail.n ? " " : "", TT_STR_ARG(p->detail),
                bits);
    if (p->margin != INT32_MAX) {
        tt_dec_text(p->margin, 2, margin);
        tt_buf_addf(b, ", %s above the next way", margin);
    }
    tt_buf_add_c(b, '\n');
}

static void add_pairings(const tt_data *d, tt_ix deal, tt_buf *b)
{
    uint64_t n = 0;
    const tt_pairing *last = NULL;
    for (size_t i = 1; i <= d->n_pairings; i++) {
        const tt_pairing *p = &d->pairings[i];
        bool same = last && last->kind == p->kind && last->doc == p->doc &&
                    last->to_kind == p->to_kind && last->to == p->to;
        if (d->deal_of[p->kind][p->doc] != deal || same)
            continue;
        if (n == 0)
            tt_buf_add_z(b, "who answers for whom\n");
        if (n++ < TT_EXPLAIN_SHOWN)
            add_pairing(d, p, b);
        last = p;
    }
    tt_explain_rest(b, n);
}

static void add_breaks(const tt_data *d, const tt_deal *m, tt_buf *b)
{
    for (tt_ix k = 0; k < m->n_docs && k < TT_EXPLAIN_SHOWN; k++) {
        const tt_deal_doc *x = &d->deal_docs[m->first_doc + k];
        tt_buf line;
        tt_buf_init(&line, 0);
        tt_breaks_of(d, x->kind, x->doc, &line);
        tt_str all = tt_buf_str(&line);
        for (size_t from = 0, to = 0; from < all.n; from = to + 1) {
            for (to = from; to < all.n && all.p[to] != '\n'; to++)
                continue;
            tt_buf_addf(b, "  %s %.*s: %.*s\n", tt_kind_text(x->kind),
                        TT_STR_ARG(tt_data_head(d, x->kind, x->doc)->number), (int)(to - from),
                        all.p + from);
        }
        tt_buf_release(&line);
    }
}

void tt_explain_deal(const tt_data *d, tt_ix i, tt_buf *b)
{
    const tt_deal *m = &d->deals[i];
    tt_id_text id = tt_id_text_of('m', m->id);
    const struct {
        const char *what;
        tt_money sum;
    } sums[] = {{"invoiced", m->invoiced},
                {"shipped", m->shipped},
                {"declared", m->declared},
                {"paid", m->paid}};

    tt_buf_addf(b, "deal %s, %s\n", id.s,
                m->status == TT_DEAL_MATCHED ? "matched" : "partly matched");
    for (size_t k = 0; k < TT_LEN(sums); k++) {
        tt_buf_addf(b, "  %-10s ", sums[k].what);
        tt_words_money(b, sums[k].sum);
        tt_buf_add_c(b, '\n');
    }
    tt_buf_add_z(b, "documents, and what joined them\n");
    for (tt_ix k = 0; k < m->n_docs && k < TT_EXPLAIN_SHOWN; k++) {
        const tt_deal_doc *x = &d->deal_docs[m->first_doc + k];
        const tt_head *h = tt_data_head(d, x->kind, x->doc);
        tt_buf_addf(b, "  %-12s %-24.*s ", tt_kind_text(x->kind), TT_STR_ARG(h->number));
        tt_words_date(b, h->date.day);
        tt_buf_addf(b, "  %s%s%.*s\n", x->reason, x->detail.n ? ": " : "", TT_STR_ARG(x->detail));
    }
    tt_explain_rest(b, m->n_docs);
    add_pairings(d, i, b);
    add_breaks(d, m, b);
}
