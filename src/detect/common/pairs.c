/* pairs.c - invoices added up by seller and buyer. */
#include "detect/common/pairs.h"

#include "base/vec.h"

static int pair_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_pair *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    return a->buyer < b->buyer ? -1 : a->buyer > b->buyer;
}

/* Sums that would not fit stay where they are: they are used for shares only. */
static void add(int64_t *to, int64_t what)
{
    int64_t sum;
    if (tt_add_i64(*to, what, &sum))
        *to = sum;
}

static bool pair_of(const tt_data *d, const tt_credits *credits, size_t i, tt_pair *out)
{
    const tt_invoice *inv = &d->invoices[i];
    tt_money value;
    if (inv->type == TT_DOC_CREDIT_NOTE || inv->type == TT_DOC_PROFORMA || credits->invoice[i] ||
        inv->head.date.day == TT_NO_DATE ||
        !tt_data_convert(d, inv->total, inv->head.date.day, &value) || value.minor <= 0)
        return false;
    *out = (tt_pair){.seller = tt_data_entity(d, inv->seller),
                     .buyer = tt_data_entity(d, inv->buyer),
                     .n = 1,
                     .value = value.minor,
                     .first = inv->head.date.day,
                     .last = inv->head.date.day};
    return out->seller && out->buyer && out->seller != out->buyer;
}

tt_status
tt_pairs_build(const tt_data *d, const tt_credits *credits, tt_arena *a, tt_pairs *out, tt_err *err)
{
    tt_pairs p = {.v = tt_new_n(a, tt_pair, d->n_invoices + 1),
                  .sold = tt_new_n(a, int64_t, d->n_entities + 1),
                  .bought = tt_new_n(a, int64_t, d->n_entities + 1)};
    if (!p.v || !p.sold || !p.bought)
        return tt_fail(err, TT_ENOMEM, "no memory for trade relations");
    size_t n = 0;
    for (size_t i = 1; i <= d->n_invoices; i++) {
        if (!pair_of(d, credits, i, &p.v[n]))
            continue;
        add(&p.sold[p.v[n].seller], p.v[n].value);
        add(&p.bought[p.v[n].buyer], p.v[n].value);
        n++;
    }
    if (!tt_sort(p.v, n, sizeof *p.v, pair_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for trade relations");
    for (size_t i = 0; i < n; i++) {
        tt_pair *last = p.n ? &p.v[p.n - 1] : NULL;
        if (!last || pair_cmp(last, &p.v[i], NULL) != 0) {
            p.v[p.n++] = p.v[i];
            continue;
        }
        last->n++;
        add(&last->value, p.v[i].value);
        last->first = TT_MIN(last->first, p.v[i].first);
        last->last = TT_MAX(last->last, p.v[i].last);
    }
    *out = p;
    return TT_OK;
}

const tt_pair *tt_pairs_find(const tt_pairs *p, tt_ix seller, tt_ix buyer)
{
    tt_pair key = {.seller = seller, .buyer = buyer};
    size_t low = 0, high = p->n;
    TT_BISECT(size_t, low, high, mid, pair_cmp(&p->v[mid], &key, NULL) < 0);
    return low < p->n && pair_cmp(&p->v[low], &key, NULL) == 0 ? &p->v[low] : NULL;
}
