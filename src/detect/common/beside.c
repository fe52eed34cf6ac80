/* beside.c - see beside.h. */
#include "detect/common/beside.h"

#include "base/stat.h"
#include "base/vec.h"

#include <math.h>

static int beside_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_beside *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->series != b->series)
        return a->series < b->series ? -1 : 1;
    if (a->x < b->x || a->x > b->x)
        return a->x < b->x ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* A place in the series, to be sorted by sender. */
struct own {
    tt_ix sender;
    uint32_t at;
};

static int own_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct own *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->sender != b->sender)
        return a->sender < b->sender ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The k-th (from 0) of the series without the m places in own. */
static double rest_at(const tt_beside *v, const struct own *own, size_t m, size_t k)
{
    for (size_t i = 0; i < m && own[i].at <= k; i++)
        k++;
    return v[k].x;
}

/* How many of n sorted are below x, or at it too. */
static size_t below(const tt_beside *v, size_t n, double x, bool or_at)
{
    size_t lo = 0, hi = n;
    TT_BISECT(size_t, lo, hi, mid, or_at ? v[mid].x <= x : v[mid].x < x);
    return lo;
}

/* How many of own are before a place. */
static size_t own_before(const struct own *own, size_t m, size_t place)
{
    size_t lo = 0, hi = m;
    TT_BISECT(size_t, lo, hi, mid, own[mid].at < place);
    return lo;
}

/* How many of the others are at x or beyond it. */
static size_t
beyond(const tt_beside *v, size_t n, const struct own *own, size_t m, double x, bool above)
{
    size_t place = below(v, n, x, !above), mine = own_before(own, m, place);
    return above ? n - place - (m - mine) : place - mine;
}

/* All lines of one sender in a series of n: what the others weigh. */
static void compare(tt_beside *v, size_t n, const struct own *own, size_t m, uint32_t senders)
{
    enum { HULL = 50 }; /* one in fifty at each end */
    size_t rest = n - m;
    double low = NAN, median = NAN, high = NAN;
    if (rest) {
        low = rest_at(v, own, m, rest / HULL);
        median = rest_at(v, own, m, rest / 2);
        high = rest_at(v, own, m, rest - 1 - rest / HULL);
    }
    for (size_t i = 0; i < m; i++) {
        tt_beside *h = &v[own[i].at];
        h->low = low;
        h->median = median;
        h->high = high;
        h->peers = (uint32_t)rest;
        h->senders = senders;
        if (!rest) {
            h->p = 1;
            continue;
        }
        bool above = h->x >= median;
        size_t k = beyond(v, n, own, m, h->x, above);
        h->p = (double)(1 + k) / (double)(1 + rest);
    }
}

/* Centre and spread by sender.  x, tmp: room for n numbers each. */
static void judge_senders(tt_beside *v, size_t n, const struct own *own, double *x, double *tmp)
{
    size_t m = 0;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && own[next].sender == own[i].sender;)
            next++;
        x[m++] = v[own[i + (next - i) / 2].at].x; /* their places are in the order of x */
    }
    tt_sort_double(x, m);
    double centre = tt_median_sorted(x, m), between = tt_mad(x, m, centre, tmp);
    for (size_t i = 0; i < n; i++)
        x[i] = v[i].x;
    double spread = TT_MAX(between, tt_mad(x, n, tt_median_sorted(x, n), tmp)) / log(3);
    for (size_t i = 0; i < n; i++) {
        v[i].centre = centre;
        v[i].spread = spread;
    }
}

double tt_beside_chance(const tt_beside *b, double least)
{
    enum { FEWEST = 3 };
    if (b->senders < FEWEST)
        return 1;
    double out = fabs(b->x - b->centre) / TT_MAX(b->spread, least);
    return tt_round9(TT_MAX(b->p, 1 / (1 + exp(out))));
}

static bool series(tt_beside *v, size_t n, struct own *own, double *x, double *tmp)
{
    uint32_t senders = 0;
    for (size_t i = 0; i < n; i++)
        own[i] = (struct own){v[i].sender, (uint32_t)i};
    if (!tt_sort(own, n, sizeof *own, own_cmp, NULL))
        return false;
    for (size_t i = 0; i < n; i++)
        senders += i == 0 || own[i].sender != own[i - 1].sender;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && own[next].sender == own[i].sender;)
            next++;
        compare(v, n, own + i, next - i, senders - 1);
    }
    judge_senders(v, n, own, x, tmp);
    return true;
}

tt_status tt_beside_judge(tt_beside *v, size_t n, tt_arena *a, tt_err *err)
{
    struct own *own = tt_new_n(a, struct own, n + 1);
    double *x = tt_new_n(a, double, n + 1), *tmp = tt_new_n(a, double, n + 1);
    bool ok = own && x && tmp && tt_sort(v, n, sizeof *v, beside_cmp, NULL);
    for (size_t i = 0, next; ok && i < n; i = next) {
        for (next = i + 1; next < n && v[next].series == v[i].series;)
            next++;
        ok = series(v + i, next - i, own, x, tmp);
    }
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for comparisons with others");
}
