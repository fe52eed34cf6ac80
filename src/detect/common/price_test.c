/*
 * price_test.c - does a price stand out, and what else would explain it?
 *
 * The gates (ratio, hull, value) and the explanations that need one line only are in
 * tt_price_try; slips of unit and currency are judged over all hits of a relation: a slip repeats
 * the same factor or happens once, a scheme does neither.
 */
#include "base/stat.h"
#include "detect/common/goods.h"
#include "detect/common/price_case.h"
#include "detect/common/slip.h"

#include <math.h>

static const tt_price_obs *obs_of(const tt_price_engine *e, const tt_price_hit *h)
{
    return &e->prices->v[h->obs];
}

/* Ratio in the direction of suspicion: above 1 for what is looked for. */
static double against(const tt_price_engine *e, double log_ratio)
{
    return tt_round9(exp(e->side == TT_PRICE_HIGH ? log_ratio : -log_ratio));
}

/* --- the market --- */

/* Median of the peers of the grade within some days: the market at that time. */
static bool market(tt_price_engine *e, const tt_price_obs *o, const tt_peer_set *set,
                   const tt_peer_view *view, double *median)
{
    uint32_t n = 0;
    double *v = e->room;
    for (uint32_t k = 0; k < set->n; k++) {
        const tt_price_obs *y = &e->peers.v[set->at[k]];
        int64_t apart = (int64_t)y->day - o->day;
        if (y->x >= view->grade_low && y->x <= view->grade_high &&
            apart <= (int64_t)e->param[TT_PP_MARKET_DAYS] &&
            -apart <= (int64_t)e->param[TT_PP_MARKET_DAYS])
            v[n++] = y->x;
    }
    if (n < (uint32_t)e->param[TT_PP_MARKET_MIN])
        return false;
    tt_sort_double(v, n);
    *median = tt_median_sorted(v, n);
    return true;
}

/* --- the size of the lot --- */

enum { SLOPE_POINTS = TT_PRICE_SLOPE_POINTS };

/* Slope of ln price on ln quantity, by the median of pairs (Theil 1950, Sen 1968); at most 0. */
static double slope_of(tt_price_engine *e, const tt_peer_set *set, const tt_peer_view *view)
{
    uint32_t at[SLOPE_POINTS], n = 0, m = 0;
    uint32_t step = (set->n + SLOPE_POINTS - 1) / SLOPE_POINTS;
    double *v = e->room;
    for (uint32_t k = 0; k < set->n; k += step) {
        const tt_price_obs *y = &e->peers.v[set->at[k]];
        if (y->x >= view->grade_low && y->x <= view->grade_high)
            at[n++] = set->at[k];
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n; k++) {
            const tt_price_obs *y = &e->peers.v[at[i]], *z = &e->peers.v[at[k]];
            double dq = log((double)y->quantity / (double)z->quantity);
            if (fabs(dq) > 0.5)
                v[m++] = (y->x - z->x) / dq;
        }
    tt_sort_double(v, m);
    return m ? TT_MIN(tt_median_sorted(v, m), 0.0) : 0;
}

static tt_status
lot(tt_price_engine *e, const tt_price_obs *o, const tt_peer_set *set, tt_price_hit *h, tt_err *err)
{
    double usual;
    if (!tt_peer_lot(&e->peers, set, &h->view, &usual))
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    double off = log((double)o->quantity / 1e6) - usual;
    double limit = -log(e->param[TT_PP_LOT]);
    h->lot = e->side == TT_PRICE_HIGH ? off < -limit : off > limit;
    h->lot_known = h->view.n >= (uint32_t)e->param[TT_PP_LOT_MIN];
    if (h->lot && h->lot_known &&
        against(e, o->x - h->view.median - slope_of(e, set, &h->view) * off) <
            e->param[TT_PP_MIN_RATIO])
        h->why = TT_WHY_LOT;
    return TT_OK;
}

/* --- neighbours --- */

/* The peers of the grade nearest in time and quantity, the best first. */
static void nearest(const tt_price_engine *e, const tt_price_obs *o, size_t first,
                    const tt_peer_set *set, tt_price_hit *h)
{
    double apart[TT_PRICE_NEAREST];
    h->n_near = 0;
    for (uint32_t k = 0; k < set->n; k++) {
        const tt_price_obs *y = &e->peers.v[set->at[k]];
        if (y->x < h->view.grade_low || y->x > h->view.grade_high)
            continue;
        double far = fabs((double)y->day - o->day) / 30 +
                     fabs(log((double)y->quantity / (double)o->quantity));
        uint32_t i = h->n_near;
        if (i == TT_PRICE_NEAREST && far >= apart[i - 1])
            continue;
        if (i == TT_PRICE_NEAREST)
            i--;
        else
            h->n_near++;
        for (; i > 0 && far < apart[i - 1]; i--) {
            apart[i] = apart[i - 1];
            h->near[i] = h->near[i - 1];
        }
        apart[i] = far;
        h->near[i] = first + set->at[k];
    }
}

/* --- one line --- */

tt_status tt_price_try(tt_price_engine *e, size_t first, uint32_t i, const tt_peer_set *set,
                       double p, tt_price_hit *hit, tt_err *err)
{
    const tt_price_obs *o = &e->prices->v[first + i];
    tt_price_hit h = {.at = i,
                      .obs = SIZE_MAX,
                      .p = p,
                      .peers = set->n,
                      .sellers = set->sellers,
                      .rung = set->rung};
    double median;
    *hit = h;
    if (!tt_peer_look(&e->peers, set, o->x, &h.view))
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    double off = o->x - h.view.median, inc = o->spread_e3 / 1e3;
    int64_t shift = (int64_t)llround((double)o->fob * fabs(expm1(-off)));
    int64_t least =
        (int64_t)llround(e->param[TT_PP_MIN_VALUE] * pow(10, tt_ccy_exponent(e->in->data->base)));
    bool outside = e->side == TT_PRICE_HIGH ? o->x > h.view.high : o->x < h.view.low;
    if (against(e, off) < e->param[TT_PP_MIN_RATIO] || !outside || shift < least)
        return TT_OK;
    h.obs = first + i;
    h.ratio = tt_round9(exp(off));
    h.z = tt_round9(off / sqrt(h.view.spread * h.view.spread + inc * inc));
    h.shift = shift;
    h.market_known = market(e, o, set, &h.view, &median);
    if (h.market_known && against(e, o->x - median) < e->param[TT_PP_MIN_RATIO])
        h.why = TT_WHY_MARKET;
    if (h.why == TT_WHY_STANDS)
        TT_TRY(lot(e, o, set, &h, err));
    nearest(e, o, first, set, &h);
    *hit = h;
    return TT_OK;
}

/* --- slips --- */

/* The transport documents of the deal show the quantity that was invoiced. */
static bool quantity_holds(const tt_price_engine *e, const tt_price_obs *o)
{
    const tt_data *d = e->in->data;
    tt_ix deal = tt_deal_of(d, o->kind, o->doc);
    tt_hs hs6 = tt_hs_prefix(o->hs, 6);
    if (!deal || o->kind != TT_KIND_INVOICE)
        return false;
    tt_goods g = tt_goods_of(d, &e->in->shared->credits, NULL, deal, hs6,
                             tt_goods_only(d, deal, hs6), o->dim);
    if (!g.shipment_lines || g.unknown_invoice || g.unknown_shipment || g.invoiced <= 0)
        return false;
    double r = g.shipped / g.invoiced, agree = e->param[TT_PP_AGREE];
    return r >= 1 - agree && r <= 1 + (g.gross > 0 ? 2 * agree : agree); /* packing weighs too */
}

/* The deal was paid as invoiced. */
static bool amount_holds(const tt_price_engine *e, const tt_price_obs *o)
{
    double paid = tt_deal_paid(e->in->data, tt_deal_of(e->in->data, o->kind, o->doc));
    return fabs(paid - 1) <= e->param[TT_PP_AGREE] / 2;
}

static int used_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_price_ccy *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    return a->ccy < b->ccy ? -1 : a->ccy > b->ccy;
}

tt_status tt_price_currencies(tt_price_engine *e, tt_err *err)
{
    const tt_data *d = e->in->data;
    size_t n = 0;
    tt_price_ccy *v = tt_new_n(e->in->scratch, tt_price_ccy, 2 * (d->n_invoices + d->n_payments));
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for currencies");
    for (size_t i = 1; i <= d->n_invoices; i++) {
        v[n++] = (tt_price_ccy){tt_data_entity(d, d->invoices[i].seller), d->invoices[i].total.ccy};
        v[n++] = (tt_price_ccy){tt_data_entity(d, d->invoices[i].buyer), d->invoices[i].total.ccy};
    }
    for (size_t i = 1; i <= d->n_payments; i++) {
        v[n++] = (tt_price_ccy){tt_data_entity(d, d->payments[i].payer), d->payments[i].amount.ccy};
        v[n++] = (tt_price_ccy){tt_data_entity(d, d->payments[i].payee), d->payments[i].amount.ccy};
    }
    if (!tt_sort(v, n, sizeof *v, used_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for currencies");
    for (size_t i = 0; i < n; i++)
        if (e->n_used == 0 || used_cmp(&v[e->n_used - 1], &v[i], NULL) != 0)
            v[e->n_used++] = v[i];
    e->used = v;
    return TT_OK;
}

/* The same number read in another currency: the ratio of the two values; 0 when not known. */
static double reread(const tt_data *d, tt_money m, tt_ccy as, tt_date day)
{
    tt_money stated, other = {m.minor, as};
    for (unsigned k = tt_ccy_exponent(as); k < tt_ccy_exponent(m.ccy); k++)
        other.minor /= 10;
    for (unsigned k = tt_ccy_exponent(m.ccy); k < tt_ccy_exponent(as); k++)
        if (!tt_mul_i64(other.minor, 10, &other.minor))
            return 0;
    if (!tt_data_convert(d, m, day, &stated) || !tt_data_convert(d, other, day, &other) ||
        other.minor <= 0)
        return 0;
    return (double)stated.minor / (double)other.minor;
}

/* Currencies that an entity uses: the first of its rows. */
static size_t used_by(const tt_price_engine *e, tt_ix entity)
{
    tt_price_ccy key = {entity, TT_CCY_NONE};
    size_t low = 0, high = e->n_used;
    TT_BISECT(size_t, low, high, mid, used_cmp(&e->used[mid], &key, NULL) < 0);
    return low;
}

/* A currency, used elsewhere by one of the parties, in which the same amount is a usual price. */
static tt_ccy ccy_slip(const tt_price_engine *e, const tt_price_obs *o, double ratio)
{
    const tt_data *d = e->in->data;
    const tt_ix parties[] = {o->seller, o->buyer};
    double near = tt_round9(log1p(e->param[TT_PP_SLIP]));
    tt_money stated = o->kind == TT_KIND_INVOICE ? d->invoice_lines[o->line].amount
                                                 : d->declaration_lines[o->line].amount;
    for (size_t p = 0; p < TT_LEN(parties); p++)
        for (size_t i = used_by(e, parties[p]); i < e->n_used && e->used[i].entity == parties[p];
             i++) {
            double rate =
                e->used[i].ccy == stated.ccy ? 0 : reread(d, stated, e->used[i].ccy, o->day);
            if (rate > 0 && fabs(log(rate)) > near && tt_round9(fabs(log(ratio / rate))) <= near)
                return e->used[i].ccy;
        }
    return TT_CCY_NONE;
}

/* Of three hits and more, slips are those of a factor that most of them are near. */
static bool repeats(const tt_price_engine *e, const tt_price_hit *hits, size_t n,
                    const tt_price_hit *h, bool unit)
{
    size_t all = 0, same = 0;
    for (size_t i = 0; i < n; i++) {
        if (hits[i].why != TT_WHY_STANDS)
            continue;
        all++;
        same += unit ? fabs(hits[i].unit_slip - h->unit_slip) < 1e-9 && hits[i].unit_slip > 0
                     : hits[i].ccy_slip == h->ccy_slip;
    }
    return all < 3 || (double)same >= e->param[TT_PP_SLIP_SHARE] * (double)all;
}

void tt_price_slips(tt_price_engine *e, tt_price_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tt_price_hit *h = &hits[i];
        const tt_price_obs *o = obs_of(e, h);
        double against_1 = e->side == TT_PRICE_HIGH ? h->ratio : 1 / h->ratio;
        h->unit_slip = tt_unit_slip(o->dim, against_1, e->param[TT_PP_SLIP]);
        h->ccy_slip = ccy_slip(e, o, h->ratio);
        /* A moved point may be in the amount as well; a wrong unit is in the quantity. */
        bool point = h->unit_slip > 0 && fmod(h->unit_slip, 10) == 0;
        h->unit_refuted =
            h->unit_slip > 0 && quantity_holds(e, o) && (!point || amount_holds(e, o));
        h->ccy_refuted = h->ccy_slip && amount_holds(e, o);
    }
    for (size_t i = 0; i < n; i++) {
        tt_price_hit *h = &hits[i];
        if (h->unit_slip > 0 && !h->unit_refuted)
            h->unit_refuted = !repeats(e, hits, n, h, true);
        if (h->ccy_slip && !h->ccy_refuted)
            h->ccy_refuted = !repeats(e, hits, n, h, false);
    }
    for (size_t i = 0; i < n; i++) {
        if (hits[i].why != TT_WHY_STANDS)
            continue;
        if (hits[i].unit_slip > 0 && !hits[i].unit_refuted)
            hits[i].why = TT_WHY_UNIT;
        else if (hits[i].ccy_slip && !hits[i].ccy_refuted)
            hits[i].why = TT_WHY_CURRENCY;
    }
}
