/* lanes.c - see lanes.h. */
#include "detect/common/lanes.h"

#include "base/sort.h"
#include "detect/common/cleared.h"
#include "detect/common/goods.h"

static int lane_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_lane *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->goal != b->goal)
        return a->goal < b->goal ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

static tt_lane lane_of(const tt_data *d, tt_ix bill)
{
    const tt_shipment *x = &d->shipments[bill];
    tt_ix deal = tt_deal_of(d, TT_KIND_SHIPMENT, bill);
    return (tt_lane){tt_cleared_goal(x), tt_place_country(x->port_of_loading), deal != 0,
                     deal && tt_cleared_deal(d, deal)};
}

tt_status tt_lanes_build(const tt_data *d, tt_arena *a, tt_lanes *out, tt_err *err)
{
    size_t n = 0;
    tt_lane *v = tt_new_n(a, tt_lane, (size_t)d->n_shipments + 1);
    for (tt_ix i = 1; v && i <= d->n_shipments; i++) {
        v[n] = lane_of(d, i);
        n += v[n].n;
    }
    if (!v || !tt_sort(v, n, sizeof *v, lane_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for lanes");
    *out = (tt_lanes){.d = d, .v = v};
    for (size_t i = 0; i < n; i++) {
        tt_lane *last = out->n ? &v[out->n - 1] : NULL;
        if (last && lane_cmp(last, &v[i], NULL) == 0) {
            last->n += v[i].n;
            last->cleared += v[i].cleared;
        } else {
            v[out->n++] = v[i];
        }
    }
    return TT_OK;
}

double tt_lanes_cleared(const tt_lanes *l, const tt_detect_in *in, tt_ix bill)
{
    const double prior = 5;
    const tt_lane own = lane_of(l->d, bill);
    double n[2] = {0}, k[2] = {0}; /* to its goal, and on its lane */
    size_t at = 0, high = l->n, n_own;
    TT_BISECT(size_t, at, high, mid, l->v[mid].goal < own.goal);
    for (; at < l->n && l->v[at].goal == own.goal; at++)
        for (int level = 0; level <= (l->v[at].from == own.from); level++) {
            n[level] += l->v[at].n;
            k[level] += l->v[at].cleared;
        }
    tt_ix shipper = tt_data_entity(l->d, l->d->shipments[bill].shipper);
    const tt_ix *v = tt_books_of(&in->shared->books, TT_BOOK_SHIPPED, shipper, &n_own);
    for (size_t i = 0; i < n_own; i++) {
        tt_lane x = lane_of(l->d, v[i]);
        for (int level = 0; x.goal == own.goal && level <= (x.from == own.from); level++) {
            n[level] -= x.n;
            k[level] -= x.cleared;
        }
    }
    return n[0] > 0 ? (k[1] + prior * k[0] / n[0]) / (n[1] + prior) : 0;
}
