/*
 * cycle_chance.c - how many cycles like this one chance would make.
 *
 * In a random directed multigraph with the observed degrees, n arcs spread evenly over a period T,
 * a walk that starts at v and is back after k arcs is expected
 *
 *     in(v) out(v) / n * b^(k-1)        b = sum over v of in(v) out(v) / n
 *
 * times.  Any of its k arcs can be the first; the others fall inside a window W after it, in order,
 * with chance (W/T)^(k-1) / (k-1)!, and each keeps the size of the one before within the tolerance
 * with the share P of arcs that do so, counted around the sizes at hand (round amounts are common):
 *
 *     L(k, W, tolerance) = k * in(v) out(v) / n * b^(k-1) * (W/T)^(k-1) / (k-1)! * P^(k-1)
 *
 * With equal degrees d and n = N d this is the d^k (W/T)^(k-1) / (k-1)! P^(k-1) * k / N of the
 * literature.  A cycle is judged by l = L at its own span and tolerance.  Both were chosen after
 * looking, so the number of chance cycles that look as good or better is not l but, with M the
 * value at the full window and tolerance, l (1 + ln(M/l)): (W/T)^(k-1) and P^(k-1), as shares of
 * their full values, are uniform, and their product is below c with chance c (1 - ln c).  This is
 * summed over all lengths that are searched.  Any order of time leaves out the (k-1)! and allows k
 * starts.
 *
 * What it does not know: that trade is clustered.  Read it as a scale, not as a courtroom number.
 */
#include "graph/cycle_chance.h"

#include "base/sort.h"
#include "graph/lists.h"

#include <math.h>

static tt_status no_room(tt_err *err, uint32_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room to judge cycles among %u hops", n);
}

static bool is_hub(const tt_arcs *x, uint32_t v)
{
    return x->opt->hub && x->opt->hub[v];
}

/* --- sizes --- */

static tt_status sort_sizes(tt_chance *c, unsigned measure, tt_arena *a, tt_err *err)
{
    const tt_hops *h = &c->arcs->hops;
    int64_t *v = c->sorted[measure] = tt_new_n(a, int64_t, h->n);
    uint32_t *at = tt_new_n(a, uint32_t, h->n_groups);
    if (!v || !at)
        return no_room(err, h->n);
    for (uint32_t k = 0; k < h->n; k++) {
        uint32_t g = tt_hop_group(h, k);
        v[c->group[g].begin + at[g]++] = tt_hop_size(h, measure, k);
    }
    for (uint32_t g = 0; g < h->n_groups; g++)
        if (!tt_sort_i64(v + c->group[g].begin, c->group[g].n))
            return no_room(err, h->n);
    return TT_OK;
}

/* --- what passes through parties --- */

/* Things by their group: those of group g are at[off[g] .. off[g + 1]). */
struct by_group {
    uint32_t *off, *at; /* at: NULL when they are in order as they are */
};

static tt_status list_hops(const tt_hops *h, tt_arena *a, struct by_group *out, tt_err *err)
{
    if (h->group)
        return tt_lists_make(h->n, h->group, h->n_groups, a, &out->off, &out->at, err);
    *out = (struct by_group){.off = tt_new_n(a, uint32_t, 2)};
    if (!out->off)
        return no_room(err, h->n);
    out->off[1] = h->n;
    return TT_OK;
}

static uint32_t listed(const struct by_group *v, uint32_t i)
{
    return v->at ? v->at[i] : i;
}

static tt_status list_buckets(const tt_arcs *x, tt_arena *a, struct by_group *out, tt_err *err)
{
    uint32_t *group = tt_new_n(a, uint32_t, x->n_buckets);
    for (uint32_t b = 0; group && b < x->n_buckets; b++)
        group[b] = x->buckets[b].group;
    return group ? tt_lists_make(x->n_buckets, group, x->hops.n_groups, a, &out->off, &out->at, err)
                 : no_room(err, x->n_buckets);
}

/* One group: count at its vertices, use what was counted, wipe. */
static void count_group(tt_chance *c, uint32_t g, const struct by_group *hops,
                        const struct by_group *buckets, tt_chance_pass *at)
{
    const tt_arcs *x = c->arcs;
    const tt_hops *h = &x->hops;
    uint32_t first = UINT32_MAX, last = 0;
    uint64_t go_on = 0;
    for (uint32_t i = hops->off[g]; i < hops->off[g + 1]; i++) {
        uint32_t k = listed(hops, i);
        at[tt_hop_src(h, k)].out++;
        at[tt_hop_dst(h, k)].in++;
        first = TT_MIN(first, tt_hop_start(h, k));
        last = TT_MAX(last, tt_hop_end(h, k));
    }
    for (uint32_t i = hops->off[g]; i < hops->off[g + 1]; i++) {
        uint32_t v = tt_hop_src(h, listed(hops, i));
        go_on += is_hub(x, v) ? 0 : at[v].in;
    }
    for (uint32_t i = buckets->off[g]; i < buckets->off[g + 1]; i++)
        c->pass[buckets->at[i]] = at[x->arc[x->buckets[buckets->at[i]].begin].src];
    for (uint32_t i = hops->off[g]; i < hops->off[g + 1]; i++)
        at[tt_hop_src(h, listed(hops, i))] = at[tt_hop_dst(h, listed(hops, i))] =
            (tt_chance_pass){0, 0};
    uint32_t n = hops->off[g + 1] - hops->off[g];
    c->group[g] =
        (tt_chance_group){n, hops->off[g], n ? last - first : 0, n ? (double)go_on / (double)n : 0};
}

tt_status
tt_chance_init(tt_chance *c, const tt_arcs *x, uint32_t n_entities, tt_arena *a, tt_err *err)
{
    struct by_group hops, buckets;
    *c = (tt_chance){.arcs = x,
                     .group = tt_new_n(a, tt_chance_group, x->hops.n_groups),
                     .pass = tt_new_n(a, tt_chance_pass, x->n_buckets)};
    tt_chance_pass *at = tt_new_n(a, tt_chance_pass, (size_t)n_entities + 1);
    if (!c->group || !c->pass || !at)
        return no_room(err, x->hops.n);
    TT_TRY(list_hops(&x->hops, a, &hops, err));
    TT_TRY(list_buckets(x, a, &buckets, err));
    for (uint32_t g = 0; g < x->hops.n_groups; g++)
        count_group(c, g, &hops, &buckets, at);
    for (unsigned m = 0; m < TT_SIZE_COUNT; m++)
        if (m == TT_SIZE_AMOUNT || x->opt->by_quantity)
            TT_TRY(sort_sizes(c, m, a, err));
    return TT_OK;
}

/* --- shares --- */

/* How many of the n rising values are below v. */
static uint32_t below(const int64_t *rising, uint32_t n, int64_t v)
{
    uint32_t low = 0, high = n;
    TT_BISECT(uint32_t, low, high, mid, rising[mid] < v);
    return low;
}

/* The arcs of a group as they are without some. */
struct rest {
    const tt_chance *c;
    uint32_t group;
    const uint32_t *arc; /* left out; those of other groups were never in */
    uint32_t n_arc, n;   /* arcs that remain */
};

static bool is_out(const struct rest *r, uint32_t i)
{
    return tt_arcs_group(r->c->arcs, r->arc[i]) == r->group;
}

static struct rest rest_of(const tt_chance *c, uint32_t group, tt_left_out without)
{
    struct rest r = {c, group, without.arc, without.n, c->group[group].n};
    for (uint32_t i = 0; i < without.n; i++)
        r.n -= is_out(&r, i);
    return r;
}

/* Share of the arcs with a size in [low, high]; at least the one that was seen. */
static double share(const struct rest *r, unsigned measure, int64_t low, int64_t high)
{
    const tt_chance_group *group = &r->c->group[r->group];
    const int64_t *v = r->c->sorted[measure] + group->begin;
    uint32_t n = low > high ? 0 : below(v, group->n, high + 1) - below(v, group->n, low);
    for (uint32_t i = 0; n > 1 && i < r->n_arc; i++) {
        int64_t size = tt_arcs_size(r->c->arcs, measure, r->arc[i]);
        n -= is_out(r, i) && size >= low && size <= high;
    }
    return (double)TT_MAX(n, 1u) / (double)r->n;
}

struct shares {
    double seen; /* product over the steps of the shares within the observed tolerance */
    double full; /* the same within the whole keep range */
};

static struct shares
step_shares(const struct rest *r, const uint32_t *arc, uint32_t len, double tolerance)
{
    const tt_arcs *x = r->c->arcs;
    struct shares s = {1, 1};
    for (uint32_t i = 0; i + 1 < len; i++) {
        unsigned m = tt_arcs_measure(x, arc[i], arc[i + 1]);
        int64_t v = tt_arcs_size(x, m, arc[i]), low, high;
        tt_arcs_range(x, m, v, &low, &high);
        s.full *= share(r, m, low, high);
        double near = floor((double)v * exp(-tolerance)), far = ceil((double)v * exp(tolerance));
        low = near > (double)low ? (int64_t)near : low;
        high = far < (double)high ? (int64_t)far : high;
        s.seen *= share(r, m, low, high);
    }
    return s;
}

/* in(v) out(v) of the vertex that an arc of the cycle leaves; *whole: with what is left out. */
static double passes(const struct rest *r, uint32_t arc, double *whole)
{
    const tt_arcs *x = r->c->arcs;
    tt_chance_pass pass = r->c->pass[x->bucket[arc]];
    *whole = (double)pass.in * (double)pass.out;
    for (uint32_t i = 0; i < r->n_arc; i++) {
        pass.in -= is_out(r, i) && x->arc[r->arc[i]].dst == x->arc[arc].src;
        pass.out -= is_out(r, i) && x->arc[r->arc[i]].src == x->arc[arc].src;
    }
    return (double)pass.in * (double)pass.out;
}

/* --- the closed form --- */

struct form {
    double pass; /* in(v) out(v) / n of the busiest vertex */
    double branching;
};

static double
expected_of(const struct form *f, unsigned len, double window, double step_product, bool ordered)
{
    double l = (double)len * f->pass * step_product;
    for (unsigned i = 1; i < len; i++)
        l *= f->branching * window / (ordered ? (double)i : 1.0);
    return ordered ? l : l * (double)len;
}

/* Chance cycles that look as good as `seen` among `full` that are found at all. */
static double as_good(double seen, double full)
{
    return full <= seen ? full : seen * (1 + log(full / seen));
}

/* Ratios, span and order-free numbers of a cycle; true when one of its arcs is dated only. */
static bool describe(const tt_arcs *x, const uint32_t *arc, uint32_t len, tt_cycle *out)
{
    double ratio = 1, tightness = 0;
    uint32_t first = x->arc[arc[0]].start, last = x->arc[arc[0]].end;
    bool dated_only = false;
    for (uint32_t i = 0; i < len; i++) {
        first = TT_MIN(first, x->arc[arc[i]].start);
        last = TT_MAX(last, x->arc[arc[i]].end);
        dated_only |= x->arc[arc[i]].start % TT_ARC_DAY == 0;
        if (i == 0)
            continue;
        unsigned m = tt_arcs_measure(x, arc[i - 1], arc[i]);
        double r = (double)tt_arcs_size(x, m, arc[i]) / (double)tt_arcs_size(x, m, arc[i - 1]);
        ratio *= r;
        tightness = TT_MAX(tightness, fabs(log(r)));
    }
    out->len = len;
    out->conservation = tt_round9(ratio);
    out->tightness = tt_round9(tightness);
    out->span = last - first;
    return dated_only;
}

/* How arcs pass through the vertices of the cycle, and on average, without those left out. */
static struct form form_of(const struct rest *r, const uint32_t *arc, uint32_t len)
{
    const tt_arcs *x = r->c->arcs;
    const tt_chance_group *group = &r->c->group[r->group];
    double most = 0, all = group->branching * (double)group->n;
    for (uint32_t i = 0; i < len; i++) {
        double whole, pass = passes(r, arc[i], &whole);
        most = TT_MAX(most, pass);
        if (!is_hub(x, x->arc[arc[i]].src))
            all -= whole - pass;
    }
    return (struct form){most / (double)r->n, TT_MAX(all, 0.0) / (double)r->n};
}

void tt_chance_of(const tt_chance *c, const uint32_t *arc, uint32_t len, tt_left_out without,
                  tt_cycle *out)
{
    const tt_arcs *x = c->arcs;
    const tt_cycle_options *opt = x->opt;
    struct rest r = rest_of(c, tt_arcs_group(x, arc[0]), without);
    double resolution = describe(x, arc, len, out) ? TT_ARC_DAY : 1;
    double period = (double)c->group[r.group].span + resolution;
    double window = TT_MIN((double)out->span + resolution, period) / period;
    double widest = TT_MIN((double)opt->window + resolution, period) / period;
    struct shares s = step_shares(&r, arc, len, out->tightness);
    double step = len > 1 ? pow(s.full, 1.0 / (double)(len - 1)) : 1;
    struct form f = form_of(&r, arc, len);
    double seen = expected_of(&f, len, window, s.seen, out->ordered), sum = 0;
    for (unsigned k = opt->min_len; k <= opt->max_len; k++) {
        double steps = pow(step, (double)(k - 1));
        sum += as_good(seen, expected_of(&f, k, widest, steps, true));
        if (opt->any_order)
            sum += as_good(seen, expected_of(&f, k, widest, steps, false));
    }
    out->expected = sum;
    out->p = -expm1(-sum);
}
