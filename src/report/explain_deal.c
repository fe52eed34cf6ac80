/*
 * explain_deal.c - the documents of a deal, and what joined them.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/words.h"

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
}
