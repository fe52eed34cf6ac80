/*
 * residual.c - what a deal adds up to: value invoiced, shipped, declared and paid; quantity; time.
 *
 * A sum with a part that is not known is not known: nothing is guessed.
 */
#include "match/parts.h"

/* A sum of money in base currency; known until a part is not. */
struct sum {
    tt_money money;
    bool any, broken;
};

static void add(const tt_data *d, struct sum *s, tt_money part, tt_date day, int sign)
{
    tt_money base;
    s->any = true;
    if (!tt_data_convert(d, part, day, &base)) {
        s->broken = true;
        return;
    }
    if (sign < 0)
        base.minor = -base.minor;
    if (!tt_money_add(&s->money, base))
        s->broken = true;
}

static tt_money known(const tt_data *d, const struct sum *s)
{
    return (tt_money){s->any && !s->broken ? s->money.minor : TT_NO_NUM, d->base};
}

/* A sum of quantities in one dimension. */
struct quantity {
    int64_t sum;
    tt_dim dim;
    bool any, broken;
};

static void add_lines(struct quantity *q, const tt_line *lines, const tt_head *h, int sign)
{
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++) {
        const tt_line *l = &lines[i];
        tt_dim dim = tt_unit_dimension(l->unit);
        int64_t part;
        bool ok = l->quantity != TT_NO_NUM && (!q->any || q->dim == dim) &&
                  tt_unit_to_canonical(l->quantity, l->unit, &part) &&
                  tt_add_i64(q->sum, sign < 0 ? -part : part, &q->sum);
        q->any = true;
        q->dim = dim;
        q->broken |= !ok;
    }
}

static int64_t known_quantity(const struct quantity *q)
{
    return q->any && !q->broken ? q->sum : TT_NO_NUM;
}

struct tally {
    struct sum invoiced, shipped, import, export, paid;
    struct quantity invoiced_qty, shipped_qty;
    tt_date first_invoice, last_payment;
    bool goods, money;   /* there is a shipment or a declaration; a payment */
    bool house;          /* there is a transport document below master level */
    tt_ix seller, buyer; /* of the first invoice that counts */
};

static void add_invoice(const tt_data *d, const tt_invoice *inv, struct tally *t)
{
    int sign = inv->type == TT_DOC_CREDIT_NOTE ? -1 : 1;
    if (inv->type == TT_DOC_PROFORMA)
        return;
    add(d, &t->invoiced, inv->total, inv->head.date.day, sign);
    if (inv->type != TT_DOC_DEBIT_NOTE) /* more money for the same goods */
        add_lines(&t->invoiced_qty, d->invoice_lines, &inv->head, sign);
    if (sign < 0)
        return;
    if (t->first_invoice == TT_NO_DATE || inv->head.date.day < t->first_invoice)
        t->first_invoice = inv->head.date.day;
    if (!t->seller) {
        t->seller = tt_data_entity(d, inv->seller);
        t->buyer = tt_data_entity(d, inv->buyer);
    }
}

static void add_shipment(const tt_data *d, const tt_shipment *s, struct tally *t)
{
    t->goods = true;
    if (s->type == TT_DOC_MASTER_BL && t->house)
        return; /* the same cargo once more */
    add_lines(&t->shipped_qty, d->shipment_lines, &s->head, 1);
    for (tt_ix i = s->head.first_line; i < s->head.first_line + s->head.n_lines; i++)
        add(d, &t->shipped, d->shipment_lines[i].amount, s->head.date.day, 1);
}

static void add_declaration(const tt_data *d, const tt_declaration *c, struct tally *t)
{
    t->goods = true;
    if (c->type == TT_DOC_TRANSIT)
        return;
    struct sum *to = c->type == TT_DOC_EXPORT ? &t->export : &t->import;
    for (tt_ix i = c->head.first_line; i < c->head.first_line + c->head.n_lines; i++)
        add(d, to, d->declaration_lines[i].amount, c->head.date.day, 1);
}

/* Money that goes from the seller back to the buyer is taken off. */
static void add_payment(const tt_data *d, const tt_payment *p, struct tally *t)
{
    tt_ix payer = tt_data_entity(d, p->payer), payee = tt_data_entity(d, p->payee);
    bool refund = payer && payee && payer == t->seller && payee == t->buyer && payer != payee;
    t->money = true;
    add(d, &t->paid, p->amount, p->head.date.day, refund ? -1 : 1);
    if (!refund && p->head.date.day != TT_NO_DATE &&
        (t->last_payment == TT_NO_DATE || p->head.date.day > t->last_payment))
        t->last_payment = p->head.date.day;
}

/* |a - b| <= tolerance * |a| */
static bool near(int64_t a, int64_t b, double tolerance)
{
    double diff = (double)a - (double)b, size = (double)a;
    return (diff < 0 ? -diff : diff) <= tolerance * (size < 0 ? -size : size);
}

static tt_deal_status status_of(const double *param, const tt_deal *d, const struct tally *t)
{
    if (!t->goods || !t->money || d->invoiced.minor == TT_NO_NUM || d->invoiced.minor <= 0 ||
        d->paid.minor == TT_NO_NUM)
        return TT_DEAL_PARTIAL;
    if (!near(d->invoiced.minor, d->paid.minor, param[TT_MATCH_VALUE_TOLERANCE]))
        return TT_DEAL_PARTIAL;
    if (d->invoiced_qty != TT_NO_NUM && d->shipped_qty != TT_NO_NUM &&
        !near(d->invoiced_qty, d->shipped_qty, param[TT_MATCH_QUANTITY_TOLERANCE]))
        return TT_DEAL_PARTIAL;
    return TT_DEAL_MATCHED;
}

/* The same goods leave one country and enter another: the larger of the two counts. */
static tt_money declared(const tt_data *d, const struct tally *t)
{
    tt_money in = known(d, &t->import), out = known(d, &t->export);
    if (t->import.any && t->export.any && (t->import.broken || t->export.broken))
        return (tt_money){TT_NO_NUM, d->base};
    return in.minor > out.minor ? in : out; /* TT_NO_NUM is the smallest number */
}

void tt_deal_measure(const tt_data *d, const double *param, tt_deal *deal)
{
    tt_money zero = {0, d->base};
    struct tally t = {.invoiced = {.money = zero},
                      .shipped = {.money = zero},
                      .import = {.money = zero},
                      .export = {.money = zero},
                      .paid = {.money = zero},
                      .first_invoice = TT_NO_DATE,
                      .last_payment = TT_NO_DATE};
    const tt_deal_doc *docs = d->deal_docs + deal->first_doc;
    for (tt_ix i = 0; i < deal->n_docs; i++)
        t.house |=
            docs[i].kind == TT_KIND_SHIPMENT && d->shipments[docs[i].doc].type != TT_DOC_MASTER_BL;
    for (tt_ix i = 0; i < deal->n_docs; i++) { /* invoices come first: kinds ascend */
        tt_ix doc = docs[i].doc;
        if (docs[i].kind == TT_KIND_INVOICE)
            add_invoice(d, &d->invoices[doc], &t);
        else if (docs[i].kind == TT_KIND_SHIPMENT)
            add_shipment(d, &d->shipments[doc], &t);
        else if (docs[i].kind == TT_KIND_DECLARATION)
            add_declaration(d, &d->declarations[doc], &t);
        else
            add_payment(d, &d->payments[doc], &t);
    }
    deal->invoiced = known(d, &t.invoiced);
    deal->shipped = known(d, &t.shipped);
    deal->declared = declared(d, &t);
    deal->paid = known(d, &t.paid);
    deal->invoiced_qty = known_quantity(&t.invoiced_qty);
    deal->shipped_qty = known_quantity(&t.shipped_qty);
    deal->lag_days = t.first_invoice == TT_NO_DATE || t.last_payment == TT_NO_DATE
                         ? INT32_MIN
                         : t.last_payment - t.first_invoice;
    deal->status = status_of(param, deal, &t);
}
