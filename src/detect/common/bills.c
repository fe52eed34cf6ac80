/* bills.c - see bills.h. */
#include "detect/common/bills.h"

#include "base/str.h"
#include "base/vec.h"
#include "detect/common/goods.h"

#include <math.h>

static bool
bill_of(const tt_data *d, const tt_credits *credits, double min_value, tt_ix i, tt_bill *b)
{
    const tt_invoice *inv = &d->invoices[i];
    const tt_line *top = NULL;
    tt_money base;
    if (inv->type == TT_DOC_CREDIT_NOTE || inv->type == TT_DOC_PROFORMA ||
        inv->head.date.day == TT_NO_DATE || inv->total.minor <= 0 || credits->invoice[i] ||
        !tt_data_convert(d, inv->total, inv->head.date.day, &base) ||
        tt_money_double(base) < min_value)
        return false;
    for (tt_ix k = inv->head.first_line; k < inv->head.first_line + inv->head.n_lines; k++)
        if (!top || d->invoice_lines[k].amount.minor > top->amount.minor)
            top = &d->invoice_lines[k];
    *b = (tt_bill){.invoice = i,
                   .seller = tt_data_entity(d, inv->seller),
                   .buyer = tt_data_entity(d, inv->buyer),
                   .hs6 = top ? tt_hs_prefix(top->hs, 6) : TT_HS_NONE,
                   .ccy = inv->total.ccy,
                   .amount = inv->total.minor,
                   .dim = top ? tt_unit_dimension(top->unit) : TT_DIM_NONE,
                   .value = base.minor,
                   .day = inv->head.date.day,
                   .deal = tt_deal_of(d, TT_KIND_INVOICE, i)};
    for (tt_ix k = inv->head.first_line; k < inv->head.first_line + inv->head.n_lines; k++) {
        const tt_line *l = &d->invoice_lines[k];
        int64_t q;
        if (tt_hs_prefix(l->hs, 6) == b->hs6 && tt_unit_dimension(l->unit) == b->dim &&
            l->quantity != TT_NO_NUM && tt_unit_to_canonical(l->quantity, l->unit, &q))
            b->quantity += (double)q / 1e6;
    }
    return b->seller && b->buyer && b->seller != b->buyer;
}

/* Alike but for amount and day. */
static int kind_cmp(const tt_bill *a, const tt_bill *b)
{
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->ccy != b->ccy)
        return a->ccy < b->ccy ? -1 : 1;
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    return (a->dim > b->dim) - (a->dim < b->dim);
}

static int amount_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_bill *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = kind_cmp(a, b);
    if (c)
        return c;
    if (a->amount != b->amount)
        return a->amount < b->amount ? -1 : 1;
    return a->invoice < b->invoice ? -1 : a->invoice > b->invoice;
}

static int day_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_bill *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->invoice < b->invoice ? -1 : a->invoice > b->invoice;
}

tt_status tt_bills_of(const tt_data *d, const tt_credits *credits, double min_value, tt_arena *a,
                      tt_bill **out, size_t *n, tt_err *err)
{
    tt_bill *v = tt_new_n(a, tt_bill, d->n_invoices + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    *n = 0;
    for (tt_ix i = 1; i <= d->n_invoices; i++)
        *n += bill_of(d, credits, min_value, i, &v[*n]);
    *out = v;
    return tt_sort(v, *n, sizeof *v, amount_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for invoices");
}

size_t tt_bills_alike(const tt_bill *v, size_t n, size_t i, double apart)
{
    size_t next = i + 1;
    while (next < n && kind_cmp(&v[i], &v[next]) == 0 &&
           (double)(v[next].amount - v[next - 1].amount) <= apart * (double)v[next].amount)
        next++;
    return next;
}

bool tt_bills_by_day(tt_bill *v, size_t n)
{
    return tt_sort(v, n, sizeof *v, day_cmp, NULL);
}

bool tt_bills_regular(const tt_bill *v, size_t n, double least, double cv)
{
    double mean = 0, square = 0;
    if ((double)n < least)
        return false;
    mean = (double)(v[n - 1].day - v[0].day) / (double)(n - 1);
    for (size_t i = 1; i < n; i++) {
        double off = (double)(v[i].day - v[i - 1].day) - mean;
        square += off * off;
    }
    return mean > 0 && sqrt(square / (double)(n - 1)) <= cv * mean;
}

/* --- payments --- */

/* Account and bank of both ends of a payment. */
struct ends {
    tt_str part[4];
};

static struct ends ends_of(const tt_data *d, const tt_payment *p)
{
    const tt_mention *from = &d->mentions[p->payer], *to = &d->mentions[p->payee];
    return (struct ends){{from->account, from->bank, to->account, to->bank}};
}

/* Both payments state a part, and it differs. */
static bool differ(const struct ends *a, const struct ends *b)
{
    for (size_t i = 0; i < TT_LEN(a->part); i++)
        if (a->part[i].n && b->part[i].n && !tt_str_eq(a->part[i], b->part[i]))
            return true;
    return false;
}

bool tt_bills_paid(const tt_data *d, const tt_bill *a, const tt_bill *b, double need, bool *banks)
{
    const tt_bill *bill[2] = {a, b};
    double sum[2] = {0, 0};
    struct ends first = {0};
    size_t n = 0, n_deals = a->deal == b->deal ? 1 : 2;
    *banks = false;
    for (size_t k = 0; k < n_deals; k++) {
        const tt_deal *x = &d->deals[bill[k]->deal];
        for (tt_ix i = 0; bill[k]->deal && i < x->n_docs; i++) {
            const tt_deal_doc *r = &d->deal_docs[x->first_doc + i];
            tt_money base;
            if (r->kind != TT_KIND_PAYMENT)
                continue;
            const tt_payment *p = &d->payments[r->doc];
            struct ends e = ends_of(d, p);
            if (tt_data_convert(d, p->amount, p->head.date.day, &base))
                sum[k] += (double)base.minor;
            if (n++ == 0)
                first = e;
            else
                *banks = *banks || differ(&first, &e);
        }
    }
    double va = (double)a->value, vb = (double)b->value;
    return n >= 2 && (n_deals == 1 ? sum[0] >= TT_MAX(va, vb) + need * TT_MIN(va, vb)
                                   : sum[0] >= need * va && sum[1] >= need * vb);
}
