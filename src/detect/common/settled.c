/* settled.c - see settled.h. */
#include "detect/common/settled.h"

#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/words.h"

#include <math.h>

/* What the other papers say of one invoice. */
struct paid {
    tt_date left; /* the goods, first; TT_NO_DATE: no paper says */
    tt_date last; /* payment */
    double all, ahead, prompt;
    bool unknown; /* how much a payment covers */
};

enum { PAID_IN_FULL_E2 = 90 }; /* charges and discounts are less than a tenth */

/* When the goods left, from the papers of one kind. */
static tt_status left(const tt_detect_in *in, tt_kind kind, struct paid *v, tt_err *err)
{
    tt_couple *c;
    size_t n;
    TT_TRY(tt_couples_of(in->data, kind, TT_KIND_INVOICE, in->scratch, &c, &n, err));
    for (size_t i = 0; i < n; i++) {
        tt_date day = tt_data_head(in->data, kind, c[i].a.doc)->date.day;
        struct paid *x = &v[c[i].b.doc];
        if (day != TT_NO_DATE && (x->left == TT_NO_DATE || day < x->left))
            x->left = day;
    }
    return TT_OK;
}

static tt_status payments(const tt_detect_in *in, struct paid *v, tt_err *err)
{
    const tt_data *d = in->data;
    tt_couple *c;
    size_t n;
    TT_TRY(tt_couples_of(d, TT_KIND_PAYMENT, TT_KIND_INVOICE, in->scratch, &c, &n, err));
    for (size_t i = 0; i < n; i++) {
        tt_date day = d->payments[c[i].a.doc].head.date.day;
        tt_date issued = d->invoices[c[i].b.doc].head.date.day;
        struct paid *x = &v[c[i].b.doc];
        /* The only payment of a deal of one invoice: what it covers is in the sums of the deal. */
        double share = isnan(c[i].share) ? tt_deal_paid(d, c[i].deal) : c[i].share;
        x->unknown |= isnan(share) || day == TT_NO_DATE || issued == TT_NO_DATE;
        if (x->unknown)
            continue;
        x->all += share;
        x->ahead += x->left != TT_NO_DATE && day < x->left ? share : 0;
        x->prompt += day <= issued + TT_SETTLED_PROMPT ? share : 0;
        x->last = x->last == TT_NO_DATE ? day : TT_MAX(x->last, day);
    }
    return TT_OK;
}

static int32_t agreed(const tt_invoice *x)
{
    if (x->due != TT_NO_DATE && x->due >= x->head.date.day)
        return x->due - x->head.date.day;
    return tt_text_days(x->payment_terms);
}

static tt_settled
settled_of(const tt_detect_in *in, tt_ix invoice, tt_ix seller, tt_ix buyer, const struct paid *p)
{
    const tt_invoice *x = &in->data->invoices[invoice];
    tt_settled s = {.seller = seller,
                    .buyer = buyer,
                    .invoice = invoice,
                    .day = x->head.date.day,
                    .agreed = agreed(x),
                    .lag = INT32_MIN,
                    .ahead = (double)NAN,
                    .value = tt_books_value(&in->shared->books, TT_KIND_INVOICE, invoice)};
    bool advance =
        tt_text_says_prepaid(x->payment_terms) && !tt_text_is_instalment(x->payment_terms);
    if (p->unknown || p->last == TT_NO_DATE)
        return s;
    if (tt_round9(p->all * 100) >= PAID_IN_FULL_E2)
        s.lag = p->last - s.day;
    if (advance || p->left != TT_NO_DATE)
        s.ahead = advance ? fmax(p->ahead, p->prompt) : p->ahead;
    return s;
}

static int settled_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_settled *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->invoice > b->invoice) - (a->invoice < b->invoice);
}

/* --- how late others pay --- */

/* Days late of one invoice, in its lane: the two countries, or 0 for all. */
struct late {
    uint32_t lane;
    int32_t days;
};
TT_VEC(late_vec, struct late);

static int late_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct late *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->lane != b->lane)
        return a->lane < b->lane ? -1 : 1;
    return (a->days > b->days) - (a->days < b->days);
}

static size_t lower(const late_vec *v, struct late x)
{
    size_t low = 0, high = v->n;
    TT_BISECT(size_t, low, high, mid, late_cmp(&v->v[mid], &x, NULL) < 0);
    return low;
}

static uint32_t lane_of(const tt_data *d, const tt_settled *b)
{
    uint32_t both = (uint32_t)d->entities[b->seller].country << 16 | d->entities[b->buyer].country;
    return both + 1; /* 0 is all */
}

int32_t tt_days_late(const tt_settled *b)
{
    return b->lag == INT32_MIN || b->agreed < 0 ? INT32_MIN : b->lag - b->agreed;
}

/* How late n invoices were paid, sorted. */
static tt_status
lates_of(const tt_data *d, const tt_settled *v, size_t n, late_vec *out, tt_err *err)
{
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct late all = {0, tt_days_late(&v[i])}, lane = {lane_of(d, &v[i]), all.days};
        if (all.days != INT32_MIN && (!tt_vec_push(out, all) || !tt_vec_push(out, lane)))
            return tt_fail(err, TT_ENOMEM, "no memory for terms of payment");
    }
    return tt_sort(out->v, out->n, sizeof *out->v, late_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for terms of payment");
}

/* Of one lane, how many there are, and how many as late. */
static size_t count(const late_vec *v, uint32_t lane, int32_t days)
{
    return lower(v, (struct late){lane + 1, INT32_MIN}) - lower(v, (struct late){lane, days});
}

static double late_p(const tt_data *d, const late_vec *all, const late_vec *own,
                     const tt_settled *b, double least)
{
    const uint32_t lanes[] = {lane_of(d, b), 0};
    int32_t days = tt_days_late(b);
    for (size_t i = 0; i < TT_LEN(lanes) && days != INT32_MIN; i++) {
        size_t n = count(all, lanes[i], INT32_MIN) - count(own, lanes[i], INT32_MIN);
        size_t late = count(all, lanes[i], days) - count(own, lanes[i], days);
        if ((double)n >= least)
            return tt_round9((double)(1 + late) / (double)(1 + n));
    }
    return 1;
}

/* Relation by relation, against all others. */
static tt_status
compare(const tt_data *d, tt_settled_vec *bills, double least, late_vec room[2], tt_err *err)
{
    tt_settled *v = bills->v;
    TT_TRY(lates_of(d, v, bills->n, &room[0], err));
    for (size_t i = 0, next; i < bills->n; i = next) {
        for (next = i;
             next < bills->n && v[next].seller == v[i].seller && v[next].buyer == v[i].buyer;)
            next++;
        TT_TRY(lates_of(d, &v[i], next - i, &room[1], err));
        for (size_t k = i; k < next; k++)
            v[k].late_p = late_p(d, &room[0], &room[1], &v[k], least);
    }
    return TT_OK;
}

/* --- all together --- */

static tt_status gather(const tt_detect_in *in, tt_settled_vec *out, tt_err *err)
{
    const tt_data *d = in->data;
    const tt_shared *s = in->shared;
    struct paid *v = tt_new_n(in->scratch, struct paid, d->n_invoices + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for terms of payment");
    for (size_t i = 0; i <= d->n_invoices; i++)
        v[i].left = v[i].last = TT_NO_DATE;
    TT_TRY(left(in, TT_KIND_SHIPMENT, v, err));
    TT_TRY(left(in, TT_KIND_DECLARATION, v, err));
    TT_TRY(payments(in, v, err));
    for (tt_ix i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *x = &d->invoices[i];
        tt_ix seller = tt_data_entity(d, x->seller), buyer = tt_data_entity(d, x->buyer);
        if (x->type == TT_DOC_CREDIT_NOTE || x->type == TT_DOC_PROFORMA || s->credits.invoice[i] ||
            x->head.date.day == TT_NO_DATE || !seller || !buyer ||
            s->declared[seller] == s->declared[buyer] || !tt_invoice_is_goods(d, i))
            continue;
        if (!tt_vec_push(out, settled_of(in, i, seller, buyer, &v[i])))
            return tt_fail(err, TT_ENOMEM, "no memory for terms of payment");
    }
    return tt_sort(out->v, out->n, sizeof *out->v, settled_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for terms of payment");
}

tt_status tt_settled_of(const tt_detect_in *in, double least, tt_settled_vec *out, tt_err *err)
{
    late_vec room[2] = {{0}};
    TT_TRY(gather(in, out, err));
    tt_status st = compare(in->data, out, least, room, err);
    tt_vec_release(&room[0]);
    tt_vec_release(&room[1]);
    return st;
}
