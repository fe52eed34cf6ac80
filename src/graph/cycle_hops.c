/* cycle_hops.c - see cycle_hops.h. */
#include "graph/cycle_hops.h"

#include "base/vec.h"

static tt_status no_room(tt_err *err, size_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room for the hops of %zu flows", n);
}

/* --- which flows take part --- */

static bool positive(const int64_t *v, uint32_t i)
{
    return v && v[i] != TT_NO_NUM && v[i] > 0;
}

static bool eligible(const tt_layer *l, const tt_cycle_options *opt, uint32_t i)
{
    if (l->src[i] == l->dst[i])
        return false;
    if (opt->same_hs6 && (!l->hs6 || l->hs6[i] == 0))
        return false;
    if (opt->unsettled_only && l->settled && l->settled[i])
        return false;
    return positive(l->amount, i) ||
           (opt->by_quantity && (positive(l->qty, i) || positive(l->kg, i)));
}

static tt_status collect(tt_hops *h, tt_arena *a, tt_err *err)
{
    h->part = tt_new_n(a, uint32_t, h->layer->n);
    if (!h->part)
        return no_room(err, h->layer->n);
    for (uint32_t i = 0; i < h->layer->n; i++)
        if (eligible(h->layer, h->opt, i))
            h->part[h->n++] = i;
    return TT_OK;
}

/* --- hops of several flows --- */

struct pair_key {
    uint32_t src, dst, hs6; /* or kind */
    uint32_t flow;
};

static int cmp_pair(const void *a, const void *b, void *ctx)
{
    const struct pair_key *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->src != y->src)
        return x->src < y->src ? -1 : 1;
    if (x->dst != y->dst)
        return x->dst < y->dst ? -1 : 1;
    if (x->hs6 != y->hs6)
        return x->hs6 < y->hs6 ? -1 : 1;
    return (x->flow > y->flow) - (x->flow < y->flow);
}

static bool same_pair(const struct pair_key *x, const struct pair_key *y)
{
    return x->src == y->src && x->dst == y->dst && x->hs6 == y->hs6;
}

/* What flows of one hop have in common beside their pair. */
static uint32_t kind_of(const tt_layer *l, const tt_cycle_options *opt, uint32_t f)
{
    return opt->same_hs6 ? l->hs6[f] : opt->mixed ? opt->mixed[f] : 0;
}

/* The flows that take part by (pair, kind, time). */
static tt_status by_pair(const tt_hops *h, tt_arena *tmp, struct pair_key **out, tt_err *err)
{
    const tt_layer *l = h->layer;
    struct pair_key *k = *out = tt_new_n(tmp, struct pair_key, h->n);
    if (!k)
        return no_room(err, h->n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t f = l->pair_at ? l->pair_at[i] : i; /* nearly sorted: cheap to sort */
        if (eligible(l, h->opt, f))
            k[n++] = (struct pair_key){l->src[f], l->dst[f], kind_of(l, h->opt, f), f};
    }
    return tt_sort(k, n, sizeof *k, cmp_pair, NULL) ? TT_OK : no_room(err, n);
}

struct run {
    uint32_t begin, n; /* of run_part */
    uint32_t start;    /* seconds */
};

static int cmp_run(const void *a, const void *b, void *ctx)
{
    const struct run *x = a, *y = b;
    const uint32_t *part = *(uint32_t *const *)ctx;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (part[x->begin] != part[y->begin])
        return part[x->begin] < part[y->begin] ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

struct runs {
    uint32_t n, n_parts;
    struct run *v;
    uint32_t *part;
};

/*
 * Runs of flows of one pair, each begun by the first flow that no run holds and ended by `split`
 * seconds: they depend on the flows of the pair alone, not on where a calendar is cut.  Without
 * room in *out they are only counted.
 */
static void find_runs(const tt_hops *h, const struct pair_key *k, struct runs *out)
{
    const uint32_t *t = h->layer->t;
    out->n = out->n_parts = 0;
    for (uint32_t i = 0, j; i < h->n; i = j) {
        for (j = i + 1;
             j < h->n && same_pair(&k[i], &k[j]) && t[k[j].flow] - t[k[i].flow] <= h->opt->split;)
            j++;
        if (j - i < 2)
            continue;
        for (uint32_t p = i; out->v && p < j; p++)
            out->part[out->n_parts + p - i] = k[p].flow;
        if (out->v)
            out->v[out->n] = (struct run){out->n_parts, j - i, t[k[i].flow]};
        out->n++;
        out->n_parts += j - i;
    }
}

/* Does run r come before a hop of flow f alone? */
static bool is_before(const tt_hops *h, const struct runs *r, uint32_t i, uint32_t f)
{
    uint32_t t = h->layer->t[f];
    return r->v[i].start != t ? r->v[i].start < t : r->part[r->v[i].begin] < f;
}

/* Put the runs, which are in order, among the hops of one flow. */
static tt_status merge(tt_hops *h, const struct runs *r, tt_arena *a, tt_err *err)
{
    uint32_t n = h->n + r->n, n_parts = h->n + r->n_parts, at = 0, k = 0;
    uint32_t *part = tt_new_n(a, uint32_t, n_parts);
    uint32_t *off = tt_new_n(a, uint32_t, (size_t)n + 1);
    if (!part || !off)
        return no_room(err, n);
    for (uint32_t i = 0, j = 0; i < h->n || j < r->n; off[k] = at)
        if (j < r->n && (i == h->n || is_before(h, r, j, h->part[i]))) {
            memcpy(part + at, r->part + r->v[j].begin, r->v[j].n * sizeof *part);
            at += r->v[j++].n;
            k++;
        } else {
            part[at++] = h->part[i++];
            k++;
        }
    h->n = n;
    h->part = part;
    h->part_off = off;
    return TT_OK;
}

static tt_status add_splits(tt_hops *h, tt_arena *tmp, tt_arena *a, tt_err *err)
{
    struct pair_key *k;
    struct runs r = {0};
    TT_TRY(by_pair(h, tmp, &k, err));
    find_runs(h, k, &r);
    if (r.n == 0)
        return TT_OK;
    r.v = tt_new_n(tmp, struct run, r.n);
    r.part = tt_new_n(tmp, uint32_t, r.n_parts);
    if (!r.v || !r.part)
        return no_room(err, h->n);
    find_runs(h, k, &r);
    if (!tt_sort(r.v, r.n, sizeof *r.v, cmp_run, &r.part))
        return no_room(err, h->n);
    return merge(h, &r, a, err);
}

/* --- groups --- */

static int cmp_u32(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Number the HS codes of the hops 0, 1, ... in rising order. */
static tt_status number_groups(tt_hops *h, tt_arena *tmp, tt_arena *a, tt_err *err)
{
    uint32_t *code = tt_new_n(tmp, uint32_t, h->n), len, n = 0;
    h->group = tt_new_n(a, uint32_t, h->n);
    if (!code || !h->group)
        return no_room(err, h->n);
    for (uint32_t k = 0; k < h->n; k++)
        code[k] = h->layer->hs6[*tt_hop_flows(h, k, &len)];
    if (!tt_sort(code, h->n, sizeof *code, cmp_u32, NULL))
        return no_room(err, h->n);
    for (uint32_t k = 0; k < h->n; k++)
        if (k == 0 || code[k] != code[n - 1])
            code[n++] = code[k];
    h->n_groups = n;
    for (uint32_t k = 0; k < h->n; k++) {
        uint32_t low = 0, high = n, want = h->layer->hs6[*tt_hop_flows(h, k, &len)];
        TT_BISECT(uint32_t, low, high, mid, code[mid] < want);
        h->group[k] = low;
    }
    return TT_OK;
}

tt_status tt_hops_make(const tt_layer *layer, const tt_cycle_options *opt, tt_arena *tmp,
                       tt_arena *a, tt_hops *out, tt_err *err)
{
    *out = (tt_hops){.layer = layer, .opt = opt, .n_groups = 1};
    TT_TRY(collect(out, a, err));
    if (opt->split > 0)
        TT_TRY(add_splits(out, tmp, a, err));
    return opt->same_hs6 ? number_groups(out, tmp, a, err) : TT_OK;
}

/* --- sizes --- */

int64_t tt_hop_size(const tt_hops *h, unsigned measure, uint32_t k)
{
    const tt_layer *l = h->layer;
    const int64_t *v = measure == TT_SIZE_QTY ? l->qty : measure == TT_SIZE_KG ? l->kg : l->amount;
    uint32_t n;
    const uint32_t *part = tt_hop_flows(h, k, &n);
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (v[part[i]] == TT_NO_NUM || v[part[i]] <= 0 || !tt_add_i64(sum, v[part[i]], &sum))
            return TT_NO_NUM;
    return measure == TT_SIZE_QTY && !tt_hop_dim(h, k) ? TT_NO_NUM : sum;
}

uint8_t tt_hop_dim(const tt_hops *h, uint32_t k)
{
    uint32_t n;
    const uint32_t *part = tt_hop_flows(h, k, &n);
    for (uint32_t i = 1; i < n; i++)
        if (h->layer->dim[part[i]] != h->layer->dim[part[0]])
            return 0;
    return h->layer->dim[part[0]];
}
