/* vertex.c - see vertex.h. */
#include "graph/vertex.h"

#include "base/stat.h"
#include "base/vec.h"
#include "graph/side.h"

#include <math.h>

enum { SUM, MEAN, SPREAD, SKEW, BURST, PARTNERS, OUT_OF_IN = 2 * TT_VERTEX_SIDE };

#define SIDE(moves)                                                                                \
    "the sum that it " moves, "the mean amount that it " moves,                                    \
        "the spread of the amounts that it " moves, "the skewness of the amounts that it " moves,  \
        "how bunched the days are on which it " moves,                                             \
        "the different parties for each time that it " moves

const char *const tt_vertex_words[TT_VERTEX_COLUMNS] = {
    SIDE("pays"),
    SIDE("is paid"),
    "what it pays over what it is paid",
};

struct work {
    const tt_ledger *l;
    uint32_t *seen; /* of a party: the last that counted it: twice the party and the side */
    double *sorted; /* room for one column of a class */
};

static void add_side(struct work *w, const tt_side *s, uint32_t mark, double *x)
{
    if (!s->n)
        return;
    tt_moments m = tt_side_moments(s, 1);
    x[SUM] = m.sum;
    x[MEAN] = m.mean;
    x[PARTNERS] = (double)tt_side_partners(s, w->seen, mark) / s->n;
    if (s->n < 3) /* two always lie alike around their mean */
        return;
    x[SPREAD] = m.sd / m.mean;
    x[SKEW] = m.skew;
    x[BURST] = tt_side_burst(s);
}

static void look_at(struct work *w, tt_vertex *v)
{
    const tt_ledger *l = w->l;
    uint32_t p = v->party;
    const tt_side out = {
        l->out_at + l->out_off[p], l->out_off[p + 1] - l->out_off[p], l->dst, l->day, l->amount, 1};
    const tt_side in = {
        l->in_at + l->in_off[p], l->in_off[p + 1] - l->in_off[p], l->src, l->day, l->amount, 1};
    for (unsigned c = 0; c < TT_VERTEX_COLUMNS; c++)
        v->x[c] = (double)NAN;
    add_side(w, &out, 2 * p, v->x);
    add_side(w, &in, 2 * p + 1, v->x + TT_VERTEX_SIDE);
    if (out.n && in.n)
        v->x[OUT_OF_IN] = v->x[SUM] / v->x[TT_VERTEX_SIDE + SUM];
}

/* Shares of the sorted values that are x or less, and x or more. */
static void tails(const double *sorted, size_t n, double x, double *low, double *high)
{
    size_t from = 0, to = n, below = 0;
    TT_BISECT(size_t, from, to, mid, sorted[mid] < x);
    below = from;
    to = n;
    TT_BISECT(size_t, from, to, mid, sorted[mid] <= x);
    *low = (double)from / (double)n;
    *high = (double)(n - below) / (double)n;
}

/* Third moment around the mean: only its sign counts. */
static bool leans_left(const double *v, size_t n)
{
    double mean = 0, three = 0;
    for (size_t i = 0; i < n; i++)
        mean += v[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        three += (v[i] - mean) * (v[i] - mean) * (v[i] - mean);
    return three < 0;
}

struct sums {
    double low, high, lean;
};

/* One number of all of a class. */
static void rank_column(struct work *w, tt_vertex *v, size_t n, unsigned column, struct sums *sum)
{
    size_t have = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i].x[column]))
            w->sorted[have++] = v[i].x[column];
    tt_sort_double(w->sorted, have);
    bool left = leans_left(w->sorted, have);
    for (size_t i = 0; i < n; i++) {
        double low, high;
        v[i].tail[column] = 1;
        if (isnan(v[i].x[column]))
            continue;
        tails(w->sorted, have, v[i].x[column], &low, &high);
        sum[i].low -= log(low);
        sum[i].high -= log(high);
        sum[i].lean -= log(left ? low : high);
        v[i].high[column] = high < low;
        v[i].tail[column] = TT_MIN(low, high);
    }
}

static void rank_class(struct work *w, tt_vertex *v, size_t n, struct sums *sum)
{
    for (unsigned c = 0; c < TT_VERTEX_COLUMNS; c++)
        rank_column(w, v, n, c, sum);
    for (size_t i = 0; i < n; i++) {
        v[i].peers = (uint32_t)n;
        v[i].score = TT_MAX(TT_MAX(sum[i].low, sum[i].high), sum[i].lean);
    }
}

static int by_size(const void *pa, const void *pb, void *ctx)
{
    const tt_vertex *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    return a->party < b->party ? -1 : a->party > b->party;
}

static uint32_t entries_of(const tt_ledger *l, uint32_t p)
{
    return l->out_off[p + 1] - l->out_off[p] + l->in_off[p + 1] - l->in_off[p];
}

tt_status tt_vertices_of(const tt_ledger *l, uint32_t least, uint32_t peers, tt_arena *a,
                         tt_vertices *out, tt_err *err)
{
    size_t n = 0;
    for (uint32_t p = 1; p <= l->n_entities; p++)
        n += entries_of(l, p) >= least;
    struct work w = {.l = l,
                     .seen = tt_new_n(a, uint32_t, l->n_entities + (size_t)1),
                     .sorted = tt_new_n(a, double, n + 1)};
    struct sums *sum = tt_new_n(a, struct sums, n + 1);
    *out = (tt_vertices){.v = tt_new_n(a, tt_vertex, n + 1)};
    if (!w.seen || !w.sorted || !sum || !out->v)
        return tt_fail(err, TT_ENOMEM, "no memory for the money of parties");
    for (uint32_t p = 1; p <= l->n_entities; p++)
        if (entries_of(l, p) >= least)
            out->v[out->n++] = (tt_vertex){.party = p, .n = entries_of(l, p)};
    for (size_t i = 0; i < out->n; i++)
        look_at(&w, &out->v[i]);
    if (!tt_sort(out->v, out->n, sizeof *out->v, by_size, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for the money of parties");
    for (size_t i = 0, end; i < out->n; i = end) {
        end = TT_MIN(i + peers, out->n);
        while (end < out->n && (out->v[end].n == out->v[end - 1].n || out->n - end < peers))
            end++;
        rank_class(&w, out->v + i, end - i, sum + i);
    }
    return TT_OK;
}
