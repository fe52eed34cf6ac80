/* coverage.c - see coverage.h. */
#include "detect/common/coverage.h"

static bool applies(const tt_coverage *c, tt_kind kind, tt_date day)
{
    return c->kind == kind && c->share != TT_NO_NUM && (c->from == TT_NO_DATE || c->from <= day) &&
           (c->to == TT_NO_DATE || day <= c->to);
}

bool tt_coverage_stated(const tt_data *d, tt_kind kind, tt_country a, tt_country b, tt_date day,
                        double *share)
{
    int64_t own = -1, any = -1;
    for (size_t i = 1; i <= d->n_coverages; i++) {
        const tt_coverage *c = &d->coverages[i];
        if (!applies(c, kind, day))
            continue;
        if (c->country == TT_COUNTRY_NONE)
            any = TT_MAX(any, c->share);
        else if (c->country == a || c->country == b)
            own = TT_MAX(own, c->share);
    }
    if (own < 0)
        own = any;
    if (own < 0)
        return false;
    *share = (double)own / 1e6;
    return true;
}

bool tt_coverage_of_goods(const tt_data *d, tt_country a, tt_country b, tt_date day, double *share)
{
    double one[2];
    bool shipped = tt_coverage_stated(d, TT_KIND_SHIPMENT, a, b, day, &one[0]);
    bool declared = tt_coverage_stated(d, TT_KIND_DECLARATION, a, b, day, &one[1]);
    if (shipped || declared)
        *share = !declared || (shipped && one[0] > one[1]) ? one[0] : one[1];
    return shipped || declared;
}

tt_coverage_row *tt_coverage_find(const tt_coverage_counts *c, tt_country country)
{
    size_t low = 0, high = c->n;
    TT_BISECT(size_t, low, high, mid, c->by[mid].country < country);
    return low < c->n && c->by[low].country == country ? &c->by[low] : NULL;
}

bool tt_coverage_estimated(const tt_coverage_counts *c, tt_country country, uint64_t own_n,
                           uint64_t own_k, uint64_t least, double *share)
{
    const tt_coverage_row *row = tt_coverage_find(c, country);
    if (!row || row->n < own_n + least)
        row = &c->all;
    if (row->n < own_n + least)
        return false;
    *share = (double)(1 + row->k - own_k) / (double)(2 + row->n - own_n);
    return true;
}
