/* trends.c - how often findings and seizures are, month by month; see wildlife.h. */
#include "base/map.h"
#include "base/stat.h"
#include "base/str.h"
#include "report/wildlife.h"

#include <math.h>

const char *tt_trend_text(tt_trend_of t)
{
    static const char *const texts[TT_TREND_COUNT] = {"lane", "port", "route"};
    return texts[t];
}

/* A sender in a month, or a seizure. */
struct unit {
    uint32_t key; /* series */
    int32_t month;
    uint64_t who; /* counted once in a month */
    bool seen;
};
TT_VEC(unit_vec, struct unit);
TT_VEC(text_vec, tt_str);

struct make {
    const tt_data *d;
    const bool *cited;
    tt_arena *a;
    tt_wild_view *out;
    tt_map keys;
    text_vec texts; /* of keys */
    unit_vec units;
    bool failed;
};

static int32_t month_of(tt_date day)
{
    int y, m, d;
    tt_civil_of(day, &y, &m, &d);
    return (int32_t)(y * 12 + m - 1);
}

static tt_date first_of(int32_t month)
{
    return tt_civil_days(month / 12, month % 12 + 1, 1);
}

static void add(struct make *k, tt_str key, tt_date day, uint64_t who, bool seen)
{
    uint32_t at = 0;
    bool added = false;
    if (!key.n || day == TT_NO_DATE)
        return;
    bool ok = tt_map_intern(&k->keys, key, (uint32_t)k->texts.n, &at, &added);
    if (ok && added) {
        tt_str text = tt_arena_str(k->a, key);
        ok = text.p && tt_vec_push(&k->texts, text);
    }
    struct unit u = {at, month_of(day), who, seen};
    k->failed |= !ok || !tt_vec_push(&k->units, u);
}

/* --- what is counted --- */

static void count_lanes(struct make *k)
{
    for (size_t i = 0; i < k->out->wild.n && !k->failed; i++) {
        const tt_consignment *c = &k->out->wild.v[i];
        char text[sizeof "NG to VN"] = "?? to ??";
        if (c->from)
            tt_country_text(c->from, text);
        if (c->to)
            tt_country_text(c->to, text + 6);
        text[2] = ' ';
        add(k, tt_str_of(text), c->day, c->sender, k->cited[i]);
    }
}

static void count_ports(struct make *k)
{
    for (size_t i = 0; i < k->out->wild.n && !k->failed; i++) {
        const tt_consignment *c = &k->out->wild.v[i];
        if (k->cited[i] && c->kind == TT_KIND_SHIPMENT)
            add(k, k->d->shipments[c->doc].port_of_discharge, c->day, c->sender, true);
    }
}

static void count_routes(struct make *k)
{
    for (tt_ix i = 1; i <= k->d->n_seizures && !k->failed; i++)
        add(k, tt_seizure_route(&k->d->seizures[i], k->a), k->d->seizures[i].date, i, true);
}

/* --- series --- */

static int by_unit(const void *pa, const void *pb, void *ctx)
{
    const struct unit *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->month != b->month)
        return a->month < b->month ? -1 : 1;
    if (a->who != b->who)
        return a->who < b->who ? -1 : 1;
    return (int)b->seen - (int)a->seen; /* what is seen stands for all */
}

static size_t once(struct unit *v, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || v[kept - 1].key != v[i].key || v[kept - 1].month != v[i].month ||
            v[kept - 1].who != v[i].who)
            v[kept++] = v[i];
    return kept;
}

/* min(P(X <= x), P(X >= x)) of n drawn by lot from `of`, of which `part` are marked.  The chances
 * follow one from the other, beginning at the most likely, in units of it. */
static double smaller_tail(uint64_t of, uint64_t part, uint64_t n, uint64_t x)
{
    const double tiny = 1e-30;
    double N = (double)of, K = (double)part, D = (double)n;
    double most = floor((D + 1) * (K + 1) / (N + 2)), at[3] = {0, 0, 0}; /* <, =, > x */
    double low = fmax(0, D + K - N), high = fmin(D, K), w = 1;
    most = fmin(fmax(most, low), high);
    for (double i = most; i <= high && w > tiny; i++) {
        at[i < (double)x ? 0 : i > (double)x ? 2 : 1] += w;
        w *= (K - i) * (D - i) / ((i + 1) * (N - K - D + i + 1));
    }
    w = 1;
    for (double i = most; i > low && w > tiny;) {
        w *= i * (N - K - D + i) / ((K - i + 1) * (D - i + 1));
        i--;
        at[i < (double)x ? 0 : i > (double)x ? 2 : 1] += w;
    }
    return (at[1] + fmin(at[0], at[2])) / (at[0] + at[1] + at[2]);
}

static void find_change(tt_trend *t)
{
    uint64_t x = 0, n = 0, looked = 0, best_x = 0, best_n = 0;
    double least = 2;
    t->p = 1;
    t->few = t->n_months < 2 || TT_MIN(t->n, t->of - t->n) < TT_TREND_LEAST;
    for (size_t m = 0; m + 1 < t->n_months && !t->few; m++) {
        x += t->seen[m];
        n += t->among[m];
        if (!n || n == t->of || !t->among[m + 1])
            continue;
        double p = tt_round9(fmin(1, 2 * smaller_tail(t->of, t->n, n, x)));
        looked++;
        if (p < least) {
            least = p;
            best_x = x;
            best_n = n;
            t->change = first_of(month_of(t->first) + (int32_t)m + 1);
        }
    }
    if (looked)
        t->p = fmin(1, (double)looked * least);
    if (!looked || t->p > TT_TREND_P) {
        t->change = TT_NO_DATE;
        return;
    }
    t->before = (double)best_x / (double)best_n;
    t->after = (double)(t->n - best_x) / (double)(t->of - best_n);
}

static int by_weight(const void *pa, const void *pb, void *ctx)
{
    const tt_trend *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return tt_str_cmp(a->key, b->key);
}

/* Months of one series; shared: among the units of all series. */
static bool fill(struct make *k, tt_trend *t, size_t first, size_t end, bool shared, int32_t from)
{
    t->seen = tt_new_n(k->a, uint32_t, t->n_months + 1);
    t->among = tt_new_n(k->a, uint32_t, t->n_months + 1);
    if (!t->seen || !t->among)
        return false;
    for (size_t i = first; i < end; i++)
        t->seen[k->units.v[i].month - from] += k->units.v[i].seen;
    for (size_t i = shared ? 0 : first; i < (shared ? k->units.n : end); i++)
        t->among[k->units.v[i].month - from]++;
    find_change(t);
    return true;
}

static tt_status series(struct make *k, tt_trend_of kind, tt_err *err)
{
    struct unit *v = k->units.v;
    tt_wild_view *o = k->out;
    bool shared = kind != TT_TREND_LANE;
    if (!k->failed && k->units.n)
        k->failed = !tt_sort(v, k->units.n, sizeof *v, by_unit, NULL);
    if (k->failed)
        return tt_fail(err, TT_ENOMEM, "no room for trends");
    size_t n = k->units.n = once(v, k->units.n), before = o->n_trends;
    int32_t from = INT32_MAX, to = INT32_MIN;
    for (size_t i = 0; i < n; i++) {
        from = TT_MIN(from, v[i].month);
        to = TT_MAX(to, v[i].month);
    }
    for (size_t i = 0, end; i < n; i = end) {
        tt_trend t = {.kind = kind, .key = k->texts.v[v[i].key], .change = TT_NO_DATE, .p = 1};
        for (end = i; end < n && v[end].key == v[i].key; end++)
            t.n += v[end].seen;
        t.of = shared ? n : end - i;
        t.first = first_of(from);
        t.few = true;
        if (!t.n)
            continue;
        if (o->n_trends - before >= TT_TREND_MOST) {
            o->n_trends_left_out++;
            continue;
        }
        if (to - from < TT_TREND_MONTHS)
            t.n_months = (size_t)(to - from) + 1;
        if (t.n_months && !fill(k, &t, i, end, shared, from))
            return tt_fail(err, TT_ENOMEM, "no room for trends");
        o->trends[o->n_trends++] = t;
    }
    return TT_OK;
}

static tt_status all(struct make *k, tt_err *err)
{
    static void (*const count[TT_TREND_COUNT])(struct make *) = {count_lanes, count_ports,
                                                                 count_routes};
    tt_status st = TT_OK;
    k->out->trends = tt_new_n(k->a, tt_trend, (size_t)TT_TREND_COUNT * TT_TREND_MOST);
    if (!k->out->trends)
        return tt_fail(err, TT_ENOMEM, "no room for trends");
    for (int t = 0; t < TT_TREND_COUNT && st == TT_OK; t++) {
        tt_map_init(&k->keys);
        k->units.n = k->texts.n = 0;
        count[t](k);
        st = series(k, (tt_trend_of)t, err);
        tt_map_release(&k->keys);
    }
    if (st == TT_OK && k->out->n_trends &&
        !tt_sort(k->out->trends, k->out->n_trends, sizeof *k->out->trends, by_weight, NULL))
        st = tt_fail(err, TT_ENOMEM, "no room for trends");
    return st;
}

tt_status
tt_trends_build(const tt_data *d, const bool *cited, tt_arena *a, tt_wild_view *out, tt_err *err)
{
    struct make k = {.d = d, .cited = cited, .a = a, .out = out};
    tt_status st = all(&k, err);
    tt_vec_release(&k.units);
    tt_vec_release(&k.texts);
    return st;
}
