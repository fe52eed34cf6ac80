/*
 * coverage.c - which kinds each deal has, and who should be in one.
 */
#include "match/coverage.h"

enum { PAID_AFTER_DAYS = 120 };

struct counting {
    const tt_data *d;
    uint8_t *kinds; /* by deal: a bit for each kind that is in it */
    tt_feed *out;
};

static void count(struct counting *c, size_t feed, tt_kind kind, tt_ix doc)
{
    tt_ix deal = c->d->deal_of[kind] ? c->d->deal_of[kind][doc] : 0;
    tt_feed *f = &c->out[feed];
    f->n++;
    f->k += deal != 0 && (c->kinds[deal] >> f->kind & 1);
}

static void see_kinds(struct counting *c)
{
    for (tt_ix i = 1; i <= c->d->n_deal_docs; i++) {
        const tt_deal_doc *m = &c->d->deal_docs[i];
        c->kinds[m->deal] |= (uint8_t)(1u << m->kind);
    }
}

enum { INVOICES, SHIPMENTS, DECLARATIONS, PAYMENTS };

static void ask_documents(struct counting *c)
{
    const tt_data *d = c->d;
    for (tt_ix i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *v = &d->invoices[i];
        if (v->transport_document.n > 0)
            count(c, SHIPMENTS, TT_KIND_INVOICE, i);
        bool old = v->head.date.day != TT_NO_DATE && d->as_of != TT_NO_DATE &&
                   v->head.date.day <= d->as_of - PAID_AFTER_DAYS;
        if (old && (v->type == TT_DOC_INVOICE || v->type == TT_DOC_UNKNOWN))
            count(c, PAYMENTS, TT_KIND_INVOICE, i);
    }
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        count(c, DECLARATIONS, TT_KIND_SHIPMENT, i);
        if (d->shipments[i].invoice_number.n > 0)
            count(c, INVOICES, TT_KIND_SHIPMENT, i);
    }
    for (tt_ix i = 1; i <= d->n_declarations; i++) {
        if (d->declarations[i].transport_document.n > 0)
            count(c, SHIPMENTS, TT_KIND_DECLARATION, i);
        if (d->declarations[i].invoice_number.n > 0)
            count(c, INVOICES, TT_KIND_DECLARATION, i);
    }
    for (tt_ix i = 1; i <= d->n_payments; i++) {
        const tt_head *h = &d->payments[i].head;
        if (h->n_lines > 0 && d->payment_rows[h->first_line].invoice_number.n > 0)
            count(c, INVOICES, TT_KIND_PAYMENT, i);
    }
}

static void read_statements(struct counting *c)
{
    for (tt_ix i = 1; i <= c->d->n_coverages; i++) {
        const tt_coverage *s = &c->d->coverages[i];
        for (size_t k = 0; s->share != TT_NO_NUM && k < TT_FEEDS; k++) {
            tt_feed *f = &c->out[k];
            if (f->kind != s->kind)
                continue;
            f->low = f->n_stated ? TT_MIN(f->low, s->share) : s->share;
            f->high = TT_MAX(f->high, s->share);
            f->n_stated++;
        }
    }
}

tt_status tt_match_coverage(const tt_data *d, tt_arena *scratch, tt_feed out[TT_FEEDS], tt_err *err)
{
    static const tt_feed feeds[TT_FEEDS] = {
        {.kind = TT_KIND_INVOICE, .of = "documents that name an invoice"},
        {.kind = TT_KIND_SHIPMENT, .of = "documents that name a transport document"},
        {.kind = TT_KIND_DECLARATION, .of = "transport documents"},
        {.kind = TT_KIND_PAYMENT, .of = "invoices that are over 120 days old"},
    };
    struct counting c = {d, tt_new_n(scratch, uint8_t, d->n_deals + 1), out};
    if (!c.kinds)
        return tt_fail(err, TT_ENOMEM, "no room for the coverage of feeds");
    memcpy(out, feeds, sizeof feeds);
    see_kinds(&c);
    ask_documents(&c);
    read_statements(&c);
    return TT_OK;
}
