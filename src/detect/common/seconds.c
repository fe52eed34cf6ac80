/* seconds.c - one load on two bills of lading. */
#include "detect/common/seconds.h"

#include "detect/common/voyage.h"

bool tt_bills_above(const tt_shipment *a, const tt_shipment *b)
{
    return (a->type == TT_DOC_MASTER_BL && b->type == TT_DOC_HOUSE_BL) ||
           (a->type == TT_DOC_HOUSE_BL && b->type == TT_DOC_MASTER_BL);
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
    return TT_OK;
}
