/* goods.c - sums over the lines of a deal. */
#include "detect/common/goods.h"

#include "detect/common/words.h"

#include <math.h>

tt_ix tt_deal_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    return d->deal_of[kind] ? d->deal_of[kind][doc] : 0;
}

uint32_t tt_deal_count(const tt_data *d, tt_ix deal, tt_kind kind)
{
    uint32_t n = 0;
    const tt_deal *x = &d->deals[deal];
    for (tt_ix i = 0; deal && i < x->n_docs; i++)
        n += d->deal_docs[x->first_doc + i].kind == kind;
    return n;
}

static tt_freight mode_of(const tt_data *d, const tt_shipment *s)
{
    switch (s->type) {
    case TT_DOC_AWB:
    case TT_DOC_COURIER:
        return TT_FREIGHT_AIR;
    case TT_DOC_CMR:
    case TT_DOC_RAIL:
        return TT_FREIGHT_LAND;
    default:
        break;
    }
    bool packed = false;
    for (tt_ix i = s->head.first_line; i < s->head.first_line + s->head.n_lines; i++) {
        if (d->shipment_lines[i].container.n)
            return TT_FREIGHT_SEA_CONTAINER;
        packed |= d->shipment_lines[i].packages != TT_NO_NUM;
    }
    if (s->type != TT_DOC_MASTER_BL && s->type != TT_DOC_HOUSE_BL)
        return TT_FREIGHT_UNKNOWN;
    return packed ? TT_FREIGHT_SEA_CONTAINER : TT_FREIGHT_SEA_BULK;
}

tt_freight tt_deal_mode(const tt_data *d, tt_ix deal)
{
    const tt_deal *x = &d->deals[deal];
    tt_freight mode = TT_FREIGHT_UNKNOWN;
    bool first = true;
    for (tt_ix i = 0; deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[x->first_doc + i];
        if (r->kind != TT_KIND_SHIPMENT)
            continue;
        tt_freight m = mode_of(d, &d->shipments[r->doc]);
        mode = first || mode == m ? m : TT_FREIGHT_UNKNOWN;
        first = false;
    }
    return mode;
}

double tt_deal_paid(const tt_data *d, tt_ix deal)
{
    const tt_deal *x = &d->deals[deal];
    double invoiced = 0, paid = 0;
    uint32_t payments = 0;
    for (tt_ix i = 0; deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[x->first_doc + i];
        tt_money base;
        if (r->kind == TT_KIND_INVOICE) {
            const tt_invoice *inv = &d->invoices[r->doc];
            if (inv->type == TT_DOC_PROFORMA)
                continue;
            if (!tt_data_convert(d, inv->total, inv->head.date.day, &base))
                return NAN;
            invoiced += tt_money_double(base) * (inv->type == TT_DOC_CREDIT_NOTE ? -1 : 1);
        } else if (r->kind == TT_KIND_PAYMENT) {
            const tt_payment *pay = &d->payments[r->doc];
            if (!tt_data_convert(d, pay->amount, pay->head.date.day, &base))
                return NAN;
            paid += tt_money_double(base);
            payments++;
        }
    }
    return payments && invoiced > 0 ? paid / invoiced : (double)NAN;
}

static bool same(tt_hs line, tt_hs hs6, bool only)
{
    return hs6 == TT_HS_NONE || (line == TT_HS_NONE ? only : tt_hs_prefix(line, 6) == hs6);
}

/* Quantity of a line in canonical units; *gross set when it is a gross mass. */
static bool quantity_of(const tt_line *l, tt_dim dim, double *out, bool *gross)
{
    int64_t q;
    bool stated = l->quantity != TT_NO_NUM && l->quantity > 0 &&
                  tt_unit_dimension(l->unit) == dim &&
                  tt_unit_to_canonical(l->quantity, l->unit, &q);
    *gross = false;
    if (dim == TT_DIM_MASS && l->net_kg != TT_NO_NUM && l->net_kg > 0)
        q = l->net_kg;
    else if (dim == TT_DIM_MASS && !stated && l->gross_kg != TT_NO_NUM && l->gross_kg > 0) {
        q = l->gross_kg;
        *gross = true;
    } else if (dim == TT_DIM_VOLUME && !stated && l->volume_m3 != TT_NO_NUM && l->volume_m3 > 0)
        q = l->volume_m3;
    else if (!stated)
        return false;
    *out = (double)q / 1e6;
    return true;
}

static void add_invoice(const tt_data *d, const tt_credits *credits, tt_ix doc, tt_hs hs6,
                        bool only, tt_dim dim, tt_goods *g)
{
    const tt_invoice *inv = &d->invoices[doc];
    double sign = inv->type == TT_DOC_CREDIT_NOTE ? -1 : 1;
    if (inv->type == TT_DOC_PROFORMA)
        return;
    for (tt_ix k = inv->head.first_line; k < inv->head.first_line + inv->head.n_lines; k++) {
        const tt_line *l = &d->invoice_lines[k];
        double q;
        bool gross;
        int64_t sum;
        tt_money value;
        if (!same(l->hs, hs6, only) || credits->line[k])
            continue;
        if (!quantity_of(l, dim, &q, &gross)) {
            g->unknown_invoice += sign > 0;
            continue;
        }
        g->invoiced += sign * q;
        g->invoice_lines += sign > 0;
        if (sign > 0 && tt_data_convert(d, l->amount, inv->head.date.day, &value) &&
            tt_add_i64(g->value, value.minor, &sum))
            g->value = sum;
    }
}

static void add_shipment(const tt_data *d, tt_ix doc, tt_hs hs6, bool only, tt_dim dim, tt_goods *g)
{
    const tt_shipment *s = &d->shipments[doc];
    for (tt_ix k = s->head.first_line; k < s->head.first_line + s->head.n_lines; k++) {
        double q;
        bool gross;
        if (!same(d->shipment_lines[k].hs, hs6, only))
            continue;
        if (!quantity_of(&d->shipment_lines[k], dim, &q, &gross)) {
            g->unknown_shipment++;
            continue;
        }
        g->shipped += q;
        g->gross += gross ? q : 0;
        g->shipment_lines++;
    }
    if (s->head.date.day != TT_NO_DATE &&
        (g->last_shipped == TT_NO_DATE || s->head.date.day > g->last_shipped))
        g->last_shipped = s->head.date.day;
}

static bool has_house_bill(const tt_data *d, const tt_deal *x)
{
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++)
        if (d->deal_docs[i].kind == TT_KIND_SHIPMENT &&
            d->shipments[d->deal_docs[i].doc].type == TT_DOC_HOUSE_BL)
            return true;
    return false;
}

bool tt_shipment_is_above(const tt_data *d, tt_ix shipment)
{
    tt_ix deal = tt_deal_of(d, TT_KIND_SHIPMENT, shipment);
    return deal && d->shipments[shipment].type == TT_DOC_MASTER_BL &&
           has_house_bill(d, &d->deals[deal]);
}

/* A bill that stands below another one of the deal for the same load. */
static bool is_again(const tt_data *d, const tt_ix *second, tt_ix deal, tt_ix shipment)
{
    return second && second[shipment] && tt_deal_of(d, TT_KIND_SHIPMENT, second[shipment]) == deal;
}

/* Adds a document of the deal to *g; nothing when it is none that counts. */
static void
add_document(const tt_data *d, const tt_credits *credits, const tt_ix *second, tt_ix deal,
             bool house, tt_ix i, tt_hs hs6, bool only, tt_dim dim, tt_goods *g)
{
    tt_ix doc = d->deal_docs[i].doc;
    if (d->deal_docs[i].kind == TT_KIND_INVOICE)
        add_invoice(d, credits, doc, hs6, only, dim, g);
    else if (d->deal_docs[i].kind == TT_KIND_SHIPMENT &&
             !(house && d->shipments[doc].type == TT_DOC_MASTER_BL) &&
             !is_again(d, second, deal, doc))
        add_shipment(d, doc, hs6, only, dim, g);
}

tt_goods tt_goods_of(const tt_data *d, const tt_credits *credits, const tt_ix *second, tt_ix deal,
                     tt_hs hs6, bool only, tt_dim dim)
{
    tt_goods g = {.last_shipped = TT_NO_DATE};
    if (!deal)
        return g;
    const tt_deal *x = &d->deals[deal];
    bool house = has_house_bill(d, x);
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++)
        add_document(d, credits, second, deal, house, i, hs6, only, dim, &g);
    return g;
}

bool tt_goods_lacks_document(const tt_data *d, const tt_credits *credits, const tt_ix *second,
                             tt_ix deal, tt_hs hs6, bool only, tt_dim dim, double near)
{
    enum { MOST = 64 };
    tt_goods all = tt_goods_of(d, credits, second, deal, hs6, only, dim);
    double off = fabs(all.invoiced - all.shipped), q[MOST];
    const tt_deal *x = &d->deals[deal];
    bool house = has_house_bill(d, x);
    size_t n = 0;
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs && n < MOST; i++) {
        tt_goods one = {.last_shipped = TT_NO_DATE};
        add_document(d, credits, second, deal, house, i, hs6, only, dim, &one);
        q[n] = all.invoiced > all.shipped ? one.invoiced : one.shipped;
        n += q[n] > 0;
    }
    for (size_t i = 0; n > 1 && i < n; i++) {
        if (fabs(q[i] - off) <= near * q[i])
            return true;
        for (size_t k = 0; n > 2 && k < i; k++)
            if (fabs(q[i] + q[k] - off) <= near * (q[i] + q[k]))
                return true;
    }
    return false;
}

bool tt_goods_only(const tt_data *d, tt_ix deal, tt_hs hs6)
{
    const tt_deal *x = &d->deals[deal];
    for (tt_ix i = 0; deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[x->first_doc + i];
        if (r->kind != TT_KIND_INVOICE)
            continue;
        const tt_head *head = &d->invoices[r->doc].head;
        for (tt_ix k = head->first_line; k < head->first_line + head->n_lines; k++)
            if (d->invoice_lines[k].hs && tt_hs_prefix(d->invoice_lines[k].hs, 6) != hs6)
                return false;
    }
    return true;
}

bool tt_invoice_is_goods(const tt_data *d, tt_ix invoice)
{
    const tt_head *head = &d->invoices[invoice].head;
    for (tt_ix k = head->first_line; k < head->first_line + head->n_lines; k++) {
        const tt_line *l = &d->invoice_lines[k];
        tt_dim dim = tt_unit_dimension(l->unit);
        bool physical = dim == TT_DIM_MASS || dim == TT_DIM_VOLUME || dim == TT_DIM_AREA ||
                        dim == TT_DIM_LENGTH || dim == TT_DIM_COUNT || dim == TT_DIM_PACKAGE;
        if (l->hs != TT_HS_NONE || (physical && !tt_text_is_service(l->description)))
            return true;
    }
    return false;
}

bool tt_invoice_is_instalment(const tt_data *d, tt_ix invoice)
{
    const tt_invoice *inv = &d->invoices[invoice];
    if (tt_text_is_instalment(inv->payment_terms))
        return true;
    for (tt_ix k = inv->head.first_line; k < inv->head.first_line + inv->head.n_lines; k++)
        if (tt_text_is_instalment(d->invoice_lines[k].description))
            return true;
    return false;
}

bool tt_deal_is_moved(const tt_data *d, tt_ix deal)
{
    return tt_deal_count(d, deal, TT_KIND_SHIPMENT) || tt_deal_count(d, deal, TT_KIND_DECLARATION);
}
