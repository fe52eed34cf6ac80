/* tiny_deals.c - see tiny_deals.h. */
#include "tests/support/tiny_deals.h"

static tt_deal unknown_deal(tt_ccy base)
{
    tt_money none = {TT_NO_NUM, base};
    return (tt_deal){.status = TT_DEAL_MATCHED,
                     .invoiced = none,
                     .shipped = none,
                     .declared = none,
                     .paid = none,
                     .invoiced_qty = TT_NO_NUM,
                     .shipped_qty = TT_NO_NUM,
                     .lag_days = INT32_MIN};
}

tt_status tiny_deals(tiny_case *c, const tiny_id *docs, size_t n)
{
    tt_data *d = &c->data;
    d->deals = tt_new_n(d->arena, tt_deal, n + 2);
    d->deal_docs = tt_new_n(d->arena, tt_deal_doc, n + 1);
    if (!d->deals || !d->deal_docs)
        return TT_ENOMEM;
    for (tt_kind k = TT_KIND_INVOICE; k <= TT_KIND_PAYMENT; k++)
        if (!(d->deal_of[k] = tt_new_n(d->arena, tt_ix, tt_data_n_docs(d, k) + 1)))
            return TT_ENOMEM;
    bool fresh = true;
    for (size_t i = 0; i < n; i++) {
        if (!docs[i]) {
            fresh = true;
            continue;
        }
        tt_ref r = tiny_ref(c, docs[i]);
        if (fresh) {
            d->deals[++d->n_deals] = unknown_deal(d->base);
            d->deals[d->n_deals].id.b[0] = (uint8_t)d->n_deals;
            d->deals[d->n_deals].first_doc = (tt_ix)d->n_deal_docs + 1;
        }
        fresh = false;
        d->deals[d->n_deals].n_docs++;
        d->deal_docs[++d->n_deal_docs] = (tt_deal_doc){
            .deal = (tt_ix)d->n_deals, .kind = r.kind, .doc = r.doc, .reason = "invoice number"};
        d->deal_of[r.kind][r.doc] = (tt_ix)d->n_deals;
    }
    return TT_OK;
}
