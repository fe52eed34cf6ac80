/* credits.c - credit notes and what they take back. */
#include "detect/common/credits.h"

#include "base/vec.h"

/* A line of a credit note, or (hs6 none, total set) a credit note as a whole. */
struct credit {
    tt_ix seller, buyer;
    bool total;
    tt_hs hs6;
    tt_ccy ccy;
    int64_t amount; /* minor units, > 0 */
    tt_date day;
    tt_ix invoice, line; /* where it stands; line 0 with total */
};
TT_VEC(credit_vec, struct credit);

/* Everything but the day. */
static int what_cmp(const struct credit *a, const struct credit *b)
{
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->total != b->total)
        return a->total < b->total ? -1 : 1;
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    if (a->ccy != b->ccy)
        return a->ccy < b->ccy ? -1 : 1;
    return a->amount < b->amount ? -1 : a->amount > b->amount;
}

static int credit_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct credit *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = what_cmp(a, b);
    return c ? c : (a->day > b->day) - (a->day < b->day);
}

static struct credit head_of(const tt_data *d, const tt_invoice *inv)
{
    return (struct credit){.seller = tt_data_entity(d, inv->seller),
                           .buyer = tt_data_entity(d, inv->buyer),
                           .day = inv->head.date.day};
}

/* Documents write what they take back as a positive or as a negative amount. */
static bool amount_of(struct credit *c, tt_money m)
{
    c->ccy = m.ccy;
    c->amount = m.minor < 0 && m.minor != TT_NO_NUM ? -m.minor : m.minor;
    return c->amount > 0;
}

static tt_status collect(const tt_data *d, credit_vec *v, tt_err *err)
{
    for (size_t i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *inv = &d->invoices[i];
        if (inv->type != TT_DOC_CREDIT_NOTE || inv->head.date.day == TT_NO_DATE)
            continue;
        struct credit c = head_of(d, inv);
        c.invoice = (tt_ix)i;
        for (tt_ix k = inv->head.first_line; k < inv->head.first_line + inv->head.n_lines; k++) {
            c.hs6 = tt_hs_prefix(d->invoice_lines[k].hs, 6);
            c.line = k;
            if (amount_of(&c, d->invoice_lines[k].amount) && !tt_vec_push(v, c))
                return tt_fail(err, TT_ENOMEM, "no memory for credit notes");
        }
        c.hs6 = TT_HS_NONE;
        c.line = 0;
        c.total = true;
        if (amount_of(&c, inv->total) && !tt_vec_push(v, c))
            return tt_fail(err, TT_ENOMEM, "no memory for credit notes");
    }
    return tt_sort(v->v, v->n, sizeof *v->v, credit_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for credit notes");
}

/* A credit note is used line by line or as a whole, never both. */
static bool is_used(const tt_data *d, const struct credit *c, const tt_credits *done)
{
    const tt_head *head = &d->invoices[c->invoice].head;
    if (c->line)
        return done->line[c->line] || done->invoice[c->invoice];
    for (tt_ix k = head->first_line; k < head->first_line + head->n_lines; k++)
        if (done->line[k])
            return true;
    return done->invoice[c->invoice];
}

static void use(const tt_data *d, const struct credit *c, tt_credits *done)
{
    const tt_head *head = &d->invoices[c->invoice].head;
    done->invoice[c->invoice] |= c->total;
    for (tt_ix k = head->first_line; k < head->first_line + head->n_lines; k++)
        if (c->total || c->line == k)
            done->line[k] = 1;
}

/* The first unused credit of the same kind from the day on. */
static bool take(const tt_data *d, credit_vec *v, const struct credit *key, tt_credits *out)
{
    size_t low = 0, high = v->n;
    TT_BISECT(size_t, low, high, mid, credit_cmp(&v->v[mid], key, NULL) < 0);
    for (; low < v->n && what_cmp(&v->v[low], key) == 0; low++) {
        if (v->v[low].day > key->day + TT_CREDIT_DAYS)
            return false;
        if (!is_used(d, &v->v[low], out)) {
            use(d, &v->v[low], out);
            return true;
        }
    }
    return false;
}

static void apply(const tt_data *d, credit_vec *v, tt_credits *out)
{
    for (size_t i = 1; i <= d->n_invoices && v->n; i++) {
        const tt_invoice *inv = &d->invoices[i];
        if (inv->type == TT_DOC_CREDIT_NOTE || inv->type == TT_DOC_PROFORMA ||
            inv->head.date.day == TT_NO_DATE)
            continue;
        struct credit key = head_of(d, inv);
        size_t taken = 0;
        for (tt_ix k = inv->head.first_line; k < inv->head.first_line + inv->head.n_lines; k++) {
            key.hs6 = tt_hs_prefix(d->invoice_lines[k].hs, 6);
            out->line[k] = amount_of(&key, d->invoice_lines[k].amount) && take(d, v, &key, out);
            taken += out->line[k];
        }
        key.hs6 = TT_HS_NONE;
        key.total = true;
        bool whole = amount_of(&key, inv->total) && take(d, v, &key, out);
        out->invoice[i] = whole || (taken > 0 && taken == inv->head.n_lines);
        for (tt_ix k = 0; out->invoice[i] && k < inv->head.n_lines; k++)
            out->line[inv->head.first_line + k] = 1;
    }
}

tt_status tt_credits_build(const tt_data *d, tt_arena *a, tt_credits *out, tt_err *err)
{
    credit_vec v = {0};
    tt_credits c = {tt_new_n(a, uint8_t, d->n_invoice_lines + 1),
                    tt_new_n(a, uint8_t, d->n_invoices + 1)};
    if (!c.line || !c.invoice)
        return tt_fail(err, TT_ENOMEM, "no memory for credit notes");
    tt_status st = collect(d, &v, err);
    if (st == TT_OK) {
        apply(d, &v, &c);
        *out = c;
    }
    tt_vec_release(&v);
    return st;
}
