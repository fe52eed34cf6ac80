/* peers.c - the ladder, the weights and the grades of peer sets. */
#include "detect/common/peers.h"

#include "base/ranked.h"
#include "base/sort.h"
#include "base/stat.h"
#include "base/vec.h"

#include <math.h>

static const double MIN_SPREAD = 0.10, MAD_TO_SD = 1.4826;

/* What the search for peers asks of a line, side by side: it goes over a thousand of them for each.
 */
struct tt_peer_spot {
    double x;
    uint32_t at;         /* in the series */
    uint32_t run;        /* lines with the same key of the rung have the same */
    tt_ix seller, buyer; /* groups */
    tt_date day;
    bool gross;
};

/* A peer in order of price. */
struct tt_peer_point {
    double x, w;
    uint32_t at;
};

static const struct rung {
    unsigned digits;
    bool origin, dest, near, middle, far;
    unsigned order;
} rungs[TT_PEER_RUNGS] = {
    {10, true, true, true, false, false, 0},   {8, true, true, true, false, false, 1},
    {6, true, false, false, true, false, 2},   {6, false, false, false, false, true, 3},
    {6, false, false, false, false, false, 3},
};

const char *tt_peer_rung_text(unsigned rung)
{
    static const char *const words[TT_PEER_RUNGS] = {
        "same code, origin, destination and season",
        "same 8 digits, origin, destination and season", "same subheading and origin, near in time",
        "same subheading, within a year or so", "same subheading, any time"};
    return rung < TT_PEER_RUNGS ? words[rung] : "unknown";
}

/* --- index --- */

struct sorter {
    const tt_price_obs *v;
    const struct rung *rung;
};

static int key_cmp(const struct rung *r, const tt_price_obs *a, const tt_price_obs *b)
{
    tt_hs ha = tt_hs_prefix(a->hs, r->digits), hb = tt_hs_prefix(b->hs, r->digits);
    if (r->digits == 10) {
        ha = a->hs;
        hb = b->hs;
    }
    if (ha != hb)
        return ha < hb ? -1 : 1;
    if (r->origin && a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    if (r->dest && a->dest != b->dest)
        return a->dest < b->dest ? -1 : 1;
    return 0;
}

static int order_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct sorter *s = ctx;
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    int c = key_cmp(s->rung, &s->v[a], &s->v[b]);
    if (c)
        return c;
    if (s->v[a].day != s->v[b].day)
        return s->v[a].day < s->v[b].day ? -1 : 1;
    return a < b ? -1 : a > b;
}

static tt_status sort_rung(tt_peers *p, const struct rung *r, tt_arena *a, tt_err *err)
{
    struct sorter s = {p->v, r};
    uint32_t *order = tt_new_n(a, uint32_t, p->n), *place = tt_new_n(a, uint32_t, p->n);
    struct tt_peer_spot *spots = tt_new_n(a, struct tt_peer_spot, p->n);
    if (!order || !place || !spots)
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    for (uint32_t i = 0; i < p->n; i++)
        order[i] = i;
    if (!tt_sort(order, p->n, sizeof *order, order_cmp, &s))
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    for (uint32_t i = 0, run = 0; i < p->n; i++) {
        const tt_price_obs *o = &p->v[order[i]];
        run += i && key_cmp(r, &p->v[order[i - 1]], o) != 0;
        place[order[i]] = i;
        spots[i] = (struct tt_peer_spot){.x = o->x,
                                         .at = order[i],
                                         .run = run,
                                         .seller = p->group[o->seller],
                                         .buyer = p->group[o->buyer],
                                         .day = o->day,
                                         .gross = p->gross[order[i]]};
    }
    p->spots[r->order] = spots;
    p->place[r->order] = place;
    return TT_OK;
}

tt_status tt_peers_init(tt_peers *p, const tt_ix *group, size_t n_entities,
                        const tt_peer_options *opt, tt_arena *a, tt_err *err)
{
    *p = (tt_peers){.group = group,
                    .opt = opt,
                    .at = tt_new_n(a, uint32_t, opt->max),
                    .seller = tt_new_n(a, tt_ix, opt->max),
                    .buyer = tt_new_n(a, tt_ix, opt->max),
                    .x = tt_new_n(a, double, opt->max),
                    .w = tt_new_n(a, double, opt->max),
                    .sells = tt_new_n(a, uint32_t, n_entities + 1),
                    .buys = tt_new_n(a, uint32_t, n_entities + 1),
                    .sorted = tt_new_n(a, struct tt_peer_point, opt->max),
                    .tmp = tt_new_n(a, struct tt_peer_point, opt->max),
                    .keys = tt_new_n(a, int64_t, opt->max)};
    if (!p->at || !p->seller || !p->buyer || !p->x || !p->w || !p->sells || !p->buys ||
        !p->sorted || !p->tmp || !p->keys)
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    return TT_OK;
}

static tt_status find_gross(tt_peers *p, tt_arena *a, tt_err *err)
{
    double *x = tt_new_n(a, double, p->n), *tmp = tt_new_n(a, double, p->n);
    p->gross = tt_new_n(a, uint8_t, p->n);
    if (!x || !tmp || !p->gross)
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    for (uint32_t i = 0; i < p->n; i++)
        x[i] = p->v[i].x;
    tt_sort_double(x, p->n);
    double median = p->n ? tt_median_sorted(x, p->n) : 0;
    double spread = p->n ? MAD_TO_SD * tt_mad(x, p->n, median, tmp) : 0;
    double limit = tt_round9(fmax(log(p->opt->gross), p->opt->gross_sd * spread));
    for (uint32_t i = 0; i < p->n; i++)
        p->gross[i] = tt_round9(fabs(p->v[i].x - median)) > limit;
    return TT_OK;
}

tt_status tt_peers_series(tt_peers *p, const tt_price_obs *v, size_t n, tt_arena *a, tt_err *err)
{
    if (n > UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "more than 4294967295 lines of one HS subheading");
    p->v = v;
    p->n = (uint32_t)n;
    p->price_rank = p->lot_rank = NULL;
    TT_TRY(find_gross(p, a, err));
    for (size_t r = 0; r + 1 < TT_PEER_RUNGS; r++)
        TT_TRY(sort_rung(p, &rungs[r], a, err));
    return TT_OK;
}

static int ix_cmp(const void *a, const void *b, void *ctx)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

static tt_status rank(struct tt_ranked *v, uint32_t n, uint32_t *out, tt_err *err)
{
    if (!tt_sort_ranked(v, n, ix_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    for (uint32_t i = 0; i < n; i++)
        out[v[i].ix] = i;
    return TT_OK;
}

tt_status tt_peers_rank(tt_peers *p, tt_arena *a, tt_err *err)
{
    tt_ranked *v = tt_new_n(a, tt_ranked, p->n);
    uint32_t *price = tt_new_n(a, uint32_t, p->n), *lot = tt_new_n(a, uint32_t, p->n);
    if (!v || !price || !lot)
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    for (uint32_t i = 0; i < p->n; i++) /* x has nine digits after the point */
        v[i] = (tt_ranked){(uint64_t)llround(p->v[i].x * 1e9) ^ 1ULL << 63, i};
    TT_TRY(rank(v, p->n, price, err));
    for (uint32_t i = 0; i < p->n; i++)
        v[i] = (tt_ranked){(uint64_t)p->v[i].quantity, i};
    TT_TRY(rank(v, p->n, lot, err));
    p->price_rank = price;
    p->lot_rank = lot;
    return TT_OK;
}

/* --- choosing --- */

struct window {
    const struct tt_peer_spot *v;
    uint32_t n, mine;   /* where the line itself is */
    int64_t days;       /* -1: no limit */
    uint32_t low, high; /* next to look at: low - 1 downwards, high upwards */
};

static bool in_window(const struct window *w, uint32_t at)
{
    const struct tt_peer_spot *x = &w->v[w->mine], *y = &w->v[at];
    int64_t apart = (int64_t)x->day - y->day;
    return x->run == y->run && (w->days < 0 || (apart <= w->days && -apart <= w->days));
}

/* The nearer of the two neighbours in time, the earlier of equals; NULL at the end. */
static const struct tt_peer_spot *next_peer(struct window *w)
{
    bool down = w->low > 0 && in_window(w, w->low - 1);
    bool up = w->high < w->n && in_window(w, w->high);
    int64_t day = w->v[w->mine].day;
    if (down && up)
        down = day - w->v[w->low - 1].day <= (int64_t)w->v[w->high].day - day;
    else if (!down && !up)
        return NULL;
    return &w->v[down ? --w->low : w->high++];
}

/* Gathers the peers and the counts by group; returns how many. */
static uint32_t gather(tt_peers *p, uint32_t i, const struct rung *r, bool *cut)
{
    const tt_peer_options *o = p->opt;
    uint32_t n = 0, at = p->place[r->order][i];
    struct window w = {.v = p->spots[r->order],
                       .n = p->n,
                       .mine = at,
                       .days = r->near     ? o->near
                               : r->middle ? o->middle
                               : r->far    ? o->far
                                           : -1,
                       .low = at,
                       .high = at + 1};
    tt_ix seller = w.v[at].seller, buyer = w.v[at].buyer;
    *cut = false;
    for (const struct tt_peer_spot *x; (x = next_peer(&w)) != NULL;) {
        if (x->gross || x->seller == seller || x->seller == buyer || x->buyer == seller ||
            x->buyer == buyer)
            continue;
        if (n == o->max) {
            *cut = true;
            break;
        }
        p->at[n] = x->at;
        p->x[n] = x->x;
        p->seller[n] = x->seller;
        p->buyer[n++] = x->buyer;
        p->sells[x->seller]++;
        p->buys[x->buyer]++;
    }
    return n;
}

/* Weights of the gathered peers; the counts are 0 again afterwards. */
static void weigh(tt_peers *p, tt_peer_set *s)
{
    double cap = p->opt->share * s->n;
    double sum = 0, square = 0;
    if (cap < 1)
        cap = 1;
    for (uint32_t k = 0; k < s->n; k++) {
        uint32_t most = TT_MAX(p->sells[p->seller[k]], p->buys[p->buyer[k]]);
        double w = cap / most;
        p->w[k] = w = w < 1 ? w : 1;
        sum += w;
        square += w * w;
    }
    s->sellers = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        s->sellers += p->sells[p->seller[k]] != 0;
        p->sells[p->seller[k]] = 0;
        p->buys[p->buyer[k]] = 0;
    }
    s->at = p->at;
    s->x = p->x;
    s->w = p->w;
    s->n_eff = s->n ? sum * sum / square : 0;
    for (uint32_t k = 0; k < s->n; k++)
        p->w[k] *= sum / square;
}

void tt_peers_on(tt_peers *p, uint32_t i, unsigned rung, tt_peer_set *out)
{
    *out = (tt_peer_set){.rung = rung};
    out->n = gather(p, i, &rungs[rung], &out->cut);
    weigh(p, out);
}

bool tt_peers_of(tt_peers *p, uint32_t i, tt_peer_set *out)
{
    unsigned first = TT_PEER_RUNGS;
    for (unsigned r = 0; r < TT_PEER_RUNGS; r++) {
        if (r == 1 && tt_hs_digits(p->v[i].hs) <= 8)
            continue; /* the same as rung 0 */
        tt_peers_on(p, i, r, out);
        if (out->n_eff < p->opt->n_min || out->sellers < p->opt->sellers)
            continue;
        if (out->n_eff >= p->opt->n_full)
            return true;
        first = TT_MIN(first, r);
    }
    if (first == TT_PEER_RUNGS)
        return false;
    tt_peers_on(p, i, first, out);
    return true;
}

/* --- looking --- */

double tt_peer_p(const tt_peer_set *s, double x, bool high)
{
    double beyond = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        if (high ? s->x[k] >= x : s->x[k] <= x)
            beyond += s->w[k];
    }
    return (1 + beyond) / (1 + s->n_eff);
}

/* The peers in the order of one of the ranks, with their prices. */
static bool
in_order(tt_peers *p, const tt_peer_set *s, const uint32_t *rank, struct tt_peer_point *out)
{
    for (uint32_t k = 0; k < s->n; k++)
        p->keys[k] = (int64_t)rank[s->at[k]] << 32 | k;
    if (!tt_sort_i64(p->keys, s->n))
        return false;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t k = (uint32_t)p->keys[i];
        out[i] = (struct tt_peer_point){s->x[k], s->w[k], s->at[k]};
    }
    return true;
}

/* The inverse of the weighted distribution; the middle where it is flat. */
static double quantile(const struct tt_peer_point *v, uint32_t n, double q)
{
    double total = 0, sum = 0;
    for (uint32_t k = 0; k < n; k++)
        total += v[k].w;
    for (uint32_t k = 0; k < n; k++) {
        sum += v[k].w;
        if (fabs(sum - q * total) < 1e-9 && k + 1 < n)
            return (v[k].x + v[k + 1].x) / 2;
        if (sum > q * total)
            return v[k].x;
    }
    return v[n - 1].x;
}

/* Different sellers among points; the counts are 0 again afterwards. */
static uint32_t sellers_of(tt_peers *p, const struct tt_peer_point *v, uint32_t n)
{
    uint32_t different = 0;
    for (uint32_t k = 0; k < n; k++)
        different += p->sells[p->group[p->v[v[k].at].seller]]++ == 0;
    for (uint32_t k = 0; k < n; k++)
        p->sells[p->group[p->v[v[k].at].seller]] = 0;
    return different;
}

/* A part of the peers between two gaps is a grade when it has weight and sellers. */
static bool is_grade(tt_peers *p, const struct tt_peer_point *v, uint32_t n, double total)
{
    double w = 0;
    for (uint32_t k = 0; k < n; k++)
        w += v[k].w;
    return w >= p->opt->grade * total && sellers_of(p, v, n) >= p->opt->sellers;
}

/* How far from m each point is, the nearest first.  Points are in order. */
static void
distances(const struct tt_peer_point *v, uint32_t n, double m, struct tt_peer_point *out)
{
    uint32_t low = 0, high = n;
    TT_BISECT(uint32_t, low, high, mid, v[mid].x < m);
    for (uint32_t k = 0; k < n; k++) {
        bool down = low > 0 && (high == n || m - v[low - 1].x <= v[high].x - m);
        const struct tt_peer_point *x = &v[down ? --low : high++];
        out[k] = (struct tt_peer_point){fabs(x->x - m), x->w, x->at};
    }
}

static void describe(tt_peers *p, const struct tt_peer_point *v, uint32_t n, tt_peer_view *out)
{
    out->median = quantile(v, n, 0.5);
    out->q1 = quantile(v, n, 0.25);
    out->q3 = quantile(v, n, 0.75);
    out->grade_low = v[0].x;
    out->grade_high = v[n - 1].x;
    out->n = n;
    distances(v, n, out->median, p->tmp);
    out->spread = MAD_TO_SD * quantile(p->tmp, n, 0.5);
    if (out->spread < MIN_SPREAD)
        out->spread = MIN_SPREAD;
}

bool tt_peer_look(tt_peers *p, const tt_peer_set *s, double x, tt_peer_view *out)
{
    struct tt_peer_point *v = p->sorted;
    uint32_t best = 0, best_n = s->n;
    double best_apart = INFINITY;
    *out = (tt_peer_view){0};
    if (!in_order(p, s, p->price_rank, v))
        return false;
    for (uint32_t first = 0, k = 1; k <= s->n; k++) {
        if (k < s->n && v[k].x - v[k - 1].x < p->opt->gap)
            continue;
        if (is_grade(p, &v[first], k - first, s->n_eff)) {
            double apart = fabs(x - quantile(&v[first], k - first, 0.5));
            out->grades++;
            if (apart < best_apart) {
                best_apart = apart;
                best = first;
                best_n = k - first;
            }
        }
        first = k;
    }
    out->low = quantile(v, s->n, p->opt->hull);
    out->high = quantile(v, s->n, 1 - p->opt->hull);
    describe(p, &v[best], best_n, out);
    return true;
}

bool tt_peer_lot(tt_peers *p, const tt_peer_set *s, const tt_peer_view *view, double *out)
{
    struct tt_peer_point *v = p->sorted;
    uint32_t n = 0;
    if (!in_order(p, s, p->lot_rank, v))
        return false;
    for (uint32_t k = 0; k < s->n; k++)
        if (v[k].x >= view->grade_low && v[k].x <= view->grade_high)
            v[n++] =
                (struct tt_peer_point){log((double)p->v[v[k].at].quantity / 1e6), v[k].w, v[k].at};
    *out = quantile(v, n, 0.5);
    return true;
}
