/* seconds.c - one load on two bills of lading. */
#include "detect/common/seconds.h"

#include "base/num.h"
#include "base/vec.h"
#include "detect/common/goods.h"
#include "detect/common/voyage.h"

bool tt_bills_above(const tt_shipment *a, const tt_shipment *b)
{
    return (a->type == TT_DOC_MASTER_BL && b->type == TT_DOC_HOUSE_BL) ||
           (a->type == TT_DOC_HOUSE_BL && b->type == TT_DOC_MASTER_BL);
}

/* --- by mass --- */

struct load {
    tt_ix deal, shipment;
    int64_t net; /* 1e-6 kg */
};

static int load_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct load *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->deal != b->deal)
        return a->deal < b->deal ? -1 : 1;
    if (a->net != b->net)
        return a->net < b->net ? -1 : 1;
    return (a->shipment > b->shipment) - (a->shipment < b->shipment); /* in the order of time */
}

/* Net mass of all lines, or what they count in units of mass; 0 where one does not say. */
static int64_t net_of(const tt_data *d, tt_ix shipment)
{
    const tt_head *h = &d->shipments[shipment].head;
    int64_t sum = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        const tt_line *l = &d->shipment_lines[k];
        int64_t q = l->net_kg;
        if (q == TT_NO_NUM &&
            (l->quantity == TT_NO_NUM || tt_unit_dimension(l->unit) != TT_DIM_MASS ||
             !tt_unit_to_canonical(l->quantity, l->unit, &q)))
            return 0;
        if (!tt_add_i64(sum, q, &sum))
            return 0;
    }
    return sum;
}

static bool is_again(const tt_data *d, tt_ix a, tt_ix b, int32_t days)
{
    const tt_shipment *x = &d->shipments[a], *y = &d->shipments[b];
    tt_ix from = tt_data_entity(d, x->shipper), to = tt_data_entity(d, y->shipper);
    return from && to && from != to && !tt_bills_above(x, y) && tt_voyage_same(x, y, days);
}

static tt_status by_mass(const tt_data *d, int32_t days, tt_arena *a, tt_ix *of, tt_err *err)
{
    struct load *v = tt_new_n(a, struct load, d->n_shipments + 1);
    size_t n = 0;
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for bills of lading");
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        struct load x = {tt_deal_of(d, TT_KIND_SHIPMENT, i), i, net_of(d, i)};
        if (x.deal && x.net > 0)
            v[n++] = x;
    }
    if (!tt_sort(v, n, sizeof *v, load_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for bills of lading");
    for (size_t i = 1; i < n; i++)
        if (v[i].deal == v[i - 1].deal && v[i].net == v[i - 1].net && !of[v[i].shipment] &&
            !of[v[i - 1].shipment] && is_again(d, v[i - 1].shipment, v[i].shipment, days))
            of[v[i].shipment] = v[i - 1].shipment;
    return TT_OK;
}

tt_status
tt_second_bills(const tt_cargo *c, int32_t days, double same, tt_arena *a, tt_ix **out, tt_err *err)
{
    const tt_data *d = c->d;
    tt_ix *of = tt_new_n(a, tt_ix, d->n_shipments + 1);
    if (!of)
        return tt_fail(err, TT_ENOMEM, "no memory for bills of lading");
    for (size_t i = 1; i < c->n_trips; i++) {
        const tt_box *x = &c->boxes[c->trips[i - 1]], *y = &c->boxes[c->trips[i]];
        const tt_shipment *first = &d->shipments[x->shipment], *then = &d->shipments[y->shipment];
        tt_date from = first->head.date.day, to = then->head.date.day;
        if (tt_box_same(d, x, y) && x->shipment != y->shipment && to != TT_NO_DATE &&
            to - from <= days && !tt_bills_above(first, then) && tt_box_same_load(x, y, same) &&
            tt_voyage_same(first, then, days))
            of[y->shipment] = of[x->shipment] ? of[x->shipment] : x->shipment;
    }
    *out = of;
    return by_mass(d, days, a, of, err);
}
