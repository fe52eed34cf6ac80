/* scatter.c - see scatter.h. */
#include "graph/scatter.h"

#include "base/num.h"
#include "base/stat.h"
#include "base/vec.h"

struct hit {
    uint32_t sink, middle, in, out;
};

TT_VEC(hit_vec, struct hit);
TT_VEC(way_vec, tt_scatter_way);
TT_VEC(scatter_vec, tt_scatter);

struct search {
    const tt_ledger *l;
    const tt_scatter_options *opt;
    hit_vec hit; /* of the source at hand */
    way_vec way;
    scatter_vec v;
    uint64_t share; /* visits that the source at hand may make, and as many to count */
    uint64_t made, counted;
    bool stopped; /* its budget was reached */
    tt_effort effort;
    uint64_t left_out;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for money that is spread");
}

static bool keeps(const struct search *s, uint32_t in, uint32_t out)
{
    double x = (double)s->l->amount[in], y = (double)s->l->amount[out];
    return y >= s->opt->keep_low * x && y <= s->opt->keep_high * x;
}

/* First of the entries that leave v on a day or later. */
static uint32_t first_from(const tt_ledger *l, uint32_t v, uint32_t day)
{
    uint32_t low = l->out_off[v], high = l->out_off[v + 1];
    TT_BISECT(uint32_t, low, high, mid, l->day[l->out_at[mid]] < day);
    return low;
}

/* All two steps from a source, until its budget is used up. */
static tt_status walk(struct search *s, uint32_t source, tt_err *err)
{
    const tt_ledger *l = s->l;
    for (uint32_t i = l->out_off[source]; i < l->out_off[source + 1]; i++) {
        uint32_t in = l->out_at[i], m = l->dst[in];
        uint64_t last = (uint64_t)l->day[in] + s->opt->lag;
        if (s->opt->hub && s->opt->hub[m])
            continue;
        for (uint32_t k = first_from(l, m, l->day[in]); k < l->out_off[m + 1]; k++) {
            uint32_t out = l->out_at[k], sink = l->dst[out];
            if (l->day[out] > last)
                break;
            if (s->made >= s->share) {
                s->stopped = true;
                return TT_OK;
            }
            s->made++;
            if (sink == source || !keeps(s, in, out))
                continue;
            s->made += TT_SCATTER_FIT - 1;
            if (!tt_vec_push(&s->hit, ((struct hit){sink, m, in, out})))
                return no_room(err);
        }
    }
    return TT_OK;
}

/* By sink, then middle, then how soon, then the first. */
static int cmp_hit(const void *a, const void *b, void *ctx)
{
    const struct hit *x = a, *y = b;
    const tt_ledger *l = ctx;
    if (x->sink != y->sink)
        return x->sink < y->sink ? -1 : 1;
    if (x->middle != y->middle)
        return x->middle < y->middle ? -1 : 1;
    uint32_t dx = l->day[x->out] - l->day[x->in], dy = l->day[y->out] - l->day[y->in];
    if (dx != dy)
        return dx < dy ? -1 : 1;
    if (x->in != y->in)
        return x->in < y->in ? -1 : 1;
    return (x->out > y->out) - (x->out < y->out);
}

/* Pairs of a payment source -> m and one m -> sink that fit by amount, at whatever time.  When the
 * budget is reached, all pairs: more than fit, so that the chance is not made small. */
static double fitting(struct search *s, uint32_t source, uint32_t m, uint32_t sink)
{
    const uint32_t *in, *out;
    uint32_t n_in = tt_ledger_between(s->l, source, m, &in);
    uint32_t n_out = tt_ledger_between(s->l, m, sink, &out);
    uint64_t pairs = 0, all = (uint64_t)n_in * n_out;
    if (s->share - s->counted < all) {
        s->stopped = true;
        return (double)all;
    }
    s->counted += all;
    for (uint32_t i = 0; i < n_in; i++)
        for (uint32_t k = 0; k < n_out; k++)
            pairs += keeps(s, in[i], out[k]);
    return (double)pairs;
}

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

/* Hits from..to, all of one sink, as one find. */
static tt_status keep(struct search *s, uint32_t source, size_t from, size_t to, tt_err *err)
{
    const tt_ledger *l = s->l;
    tt_scatter x = {.source = source, .sink = s->hit.v[from].sink, .first = (uint32_t)s->way.n};
    double pairs = 0;
    for (size_t i = from; i < to; i++) {
        const struct hit *h = &s->hit.v[i];
        if (i > from && h->middle == h[-1].middle)
            continue;
        if (!tt_vec_push(&s->way, ((tt_scatter_way){h->middle, h->in, h->out})))
            return no_room(err);
        add(&x.in, l->amount[h->in]);
        add(&x.out, l->amount[h->out]);
        pairs += fitting(s, source, h->middle, x.sink);
        x.n++;
    }
    x.expected = pairs * TT_MIN(1.0, ((double)s->opt->lag + 1) / (double)l->days);
    x.p = tt_poisson_tail(x.expected, x.n);
    return tt_vec_push(&s->v, x) ? TT_OK : no_room(err);
}

static tt_status look_at(struct search *s, uint32_t source, tt_err *err)
{
    s->hit.n = 0;
    s->made = s->counted = 0;
    s->stopped = false;
    TT_TRY(walk(s, source, err));
    if (!tt_sort(s->hit.v, s->hit.n, sizeof *s->hit.v, cmp_hit, (void *)(uintptr_t)s->l))
        return no_room(err);
    for (size_t from = 0, to; from < s->hit.n; from = to) {
        uint32_t middles = 1;
        for (to = from + 1; to < s->hit.n && s->hit.v[to].sink == s->hit.v[from].sink; to++)
            middles += s->hit.v[to].middle != s->hit.v[to - 1].middle;
        if (middles < s->opt->least)
            continue;
        if (s->opt->most && (s->v.n == s->opt->most || s->way.n + middles > TT_SCATTER_WAYS))
            s->left_out++;
        else
            TT_TRY(keep(s, source, from, to, err));
    }
    tt_effort_add(&s->effort, source, s->made, s->stopped);
    return TT_OK;
}

static bool may_spread(const struct search *s, uint32_t v)
{
    return s->l->out_off[v + 1] - s->l->out_off[v] >= s->opt->least;
}

static tt_status look(struct search *s, tt_err *err)
{
    uint64_t sources = 0;
    for (uint32_t v = 1; v <= s->l->n_entities; v++)
        sources += may_spread(s, v);
    for (uint32_t v = 1; v <= s->l->n_entities; v++) {
        if (!may_spread(s, v))
            continue;
        s->share =
            tt_budget_share(s->opt->visits_root, s->opt->visits, s->effort.visits, sources--);
        TT_TRY(look_at(s, v, err));
    }
    return TT_OK;
}

static tt_status hand_over(const struct search *s, tt_arena *a, tt_scatters *out, tt_err *err)
{
    *out = (tt_scatters){.v = tt_new_n(a, tt_scatter, s->v.n),
                         .n = s->v.n,
                         .way = tt_new_n(a, tt_scatter_way, s->way.n),
                         .effort = s->effort,
                         .left_out = s->left_out};
    if (!out->v || !out->way)
        return no_room(err);
    if (s->v.n)
        memcpy(out->v, s->v.v, s->v.n * sizeof *out->v);
    if (s->way.n)
        memcpy(out->way, s->way.v, s->way.n * sizeof *out->way);
    return TT_OK;
}

tt_status tt_scatters_find(const tt_ledger *l, const tt_scatter_options *opt, tt_arena *a,
                           tt_scatters *out, tt_err *err)
{
    struct search s = {.l = l, .opt = opt};
    tt_status st = tt_effort_init(&s.effort, l->n_entities, a, err);
    if (st == TT_OK)
        st = look(&s, err);
    if (st == TT_OK)
        st = hand_over(&s, a, out, err);
    tt_vec_release(&s.hit);
    tt_vec_release(&s.way);
    tt_vec_release(&s.v);
    return st;
}
