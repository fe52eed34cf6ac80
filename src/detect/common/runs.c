/* runs.c - observations sorted by relation; changes of medians between two spans. */
#include "detect/common/runs.h"

#include "base/stat.h"

enum { SPAN_LINES = 32 }; /* of one run that the median of a span is taken of, the latest */

static int cmp_obs(const void *pa, const void *pb, void *ctx)
{
    const tt_price_obs *v = ctx;
    uint32_t i = *(const uint32_t *)pa, k = *(const uint32_t *)pb;
    if (v[i].seller != v[k].seller)
        return v[i].seller < v[k].seller ? -1 : 1;
    if (v[i].buyer != v[k].buyer)
        return v[i].buyer < v[k].buyer ? -1 : 1;
    return i < k ? -1 : i > k; /* observations of a series are in the order of time */
}

static bool same_run(const tt_price_obs *v, uint32_t i, uint32_t k)
{
    return v[i].seller == v[k].seller && v[i].buyer == v[k].buyer;
}

tt_status tt_runs_build(const tt_prices *p, tt_arena *a, tt_runs *out, tt_err *err)
{
    *out = (tt_runs){.prices = p};
    out->obs = tt_new_n(a, uint32_t, p->n + 1);
    out->starts = tt_new_n(a, uint32_t, p->n_series + 1);
    if (!out->obs || !out->starts)
        return tt_fail(err, TT_ENOMEM, "no room for the prices of relations");
    if (p->n >= UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "more than 4294967294 prices");
    for (uint32_t i = 0; i < p->n; i++)
        out->obs[i] = i;
    for (size_t s = 0; s < p->n_series; s++) {
        const tt_price_series *x = &p->series[s];
        if (!tt_sort(out->obs + x->first, x->n, sizeof *out->obs, cmp_obs, p->v))
            return tt_fail(err, TT_ENOMEM, "no room to sort prices");
        for (size_t i = x->first; i < x->first + x->n; i++)
            out->n += i == x->first || !same_run(p->v, out->obs[i - 1], out->obs[i]);
    }
    out->v = tt_new_n(a, tt_run, out->n + 1);
    if (!out->v)
        return tt_fail(err, TT_ENOMEM, "no room for the prices of relations");
    size_t n = 0;
    for (uint32_t s = 0; s < p->n_series; s++) {
        const tt_price_series *x = &p->series[s];
        out->starts[s] = (uint32_t)n;
        for (size_t i = x->first; i < x->first + x->n; i++) {
            const tt_price_obs *o = &p->v[out->obs[i]];
            if (i == x->first || !same_run(p->v, out->obs[i - 1], out->obs[i]))
                out->v[n++] = (tt_run){o->seller, o->buyer, s, (uint32_t)i, 0};
            out->v[n - 1].n++;
        }
    }
    out->starts[p->n_series] = (uint32_t)n;
    return TT_OK;
}

const tt_price_obs *tt_run_at(const tt_runs *r, const tt_run *run, uint32_t i)
{
    return &r->prices->v[r->obs[run->first + i]];
}

size_t tt_runs_widest(const tt_runs *r)
{
    size_t widest = 0;
    for (size_t s = 0; s < r->prices->n_series; s++)
        widest = TT_MAX(widest, (size_t)(r->starts[s + 1] - r->starts[s]));
    return widest;
}

/* Median ln price of a run in a span; false when it has no line there. */
static bool median_in(const tt_runs *r, const tt_run *run, tt_days span, double *out)
{
    double x[SPAN_LINES];
    size_t n = 0;
    for (uint32_t i = run->n; i > 0 && n < SPAN_LINES; i--) {
        const tt_price_obs *o = tt_run_at(r, run, i - 1);
        if (o->day >= span.from && o->day <= span.to)
            x[n++] = o->x;
    }
    if (!n)
        return false;
    tt_sort_double(x, n);
    *out = tt_median_sorted(x, n);
    return true;
}

tt_move tt_runs_move(const tt_runs *r, const tt_run *run, const tt_ix *group, tt_days before,
                     tt_days after, double *room)
{
    tt_move m = {0};
    tt_ix seller = group[run->seller], buyer = group[run->buyer];
    for (uint32_t i = r->starts[run->series]; i < r->starts[run->series + 1]; i++) {
        const tt_run *o = &r->v[i];
        double from, to;
        if (group[o->seller] == seller || group[o->seller] == buyer || group[o->buyer] == seller ||
            group[o->buyer] == buyer)
            continue;
        if (median_in(r, o, before, &from) && median_in(r, o, after, &to))
            room[m.n++] = to - from;
    }
    if (m.n) {
        tt_sort_double(room, m.n);
        m.median = tt_median_sorted(room, m.n);
    }
    return m;
}

void tt_run_name(const tt_runs *r, const tt_run *run, tt_draft *f)
{
    const tt_price_series *s = &r->prices->series[run->series];
    tt_draft_relation(f, run->seller, run->buyer, s->hs6, s->dim);
}
