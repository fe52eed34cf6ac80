/*
 * cycle_index.c - the hops of a layer in the order of a search.
 *
 * Hops are placed by stable counting sorts over flows that are in time order, so lists come out in
 * time order by themselves.  Only hops of several flows, and lists by amount, are really sorted.
 */
#include "graph/cycle_index.h"

#include "base/vec.h"
#include "graph/component.h"

#include <math.h>

/* Arcs in the order of their numbers, before they are placed. */
struct raw {
    uint32_t n;
    uint32_t *part, *part_off; /* n + 1 offsets */
    uint32_t *group;           /* of an arc */
    uint32_t *code;            /* HS 6 of a group, rising; NULL when there is one group */
    uint32_t n_groups;
    tt_arena *tmp; /* gone after the build */
};

static tt_status no_room(tt_err *err, size_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room for an index of %zu flows", n);
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

static tt_status collect(const tt_layer *l, const tt_cycle_options *opt, struct raw *r, tt_err *err)
{
    r->part = tt_new_n(r->tmp, uint32_t, l->n);
    r->part_off = tt_new_n(r->tmp, uint32_t, (size_t)l->n + 1);
    if (!r->part || !r->part_off)
        return no_room(err, l->n);
    for (uint32_t i = 0; i < l->n; i++)
        if (eligible(l, opt, i)) {
            r->part_off[r->n] = r->n;
            r->part[r->n++] = i;
        }
    r->part_off[r->n] = r->n;
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

struct run {
    uint32_t begin, n; /* of part */
    uint32_t start;    /* seconds */
};

struct run_order {
    const uint32_t *part;
};

static int cmp_run(const void *a, const void *b, void *ctx)
{
    const struct run *x = a, *y = b;
    const uint32_t *part = ((const struct run_order *)ctx)->part;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (part[x->begin] != part[y->begin])
        return part[x->begin] < part[y->begin] ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

/*
 * Runs of flows of one pair, each begun by the first flow that no run holds and ended by `split`
 * seconds: they depend on the flows of the pair alone, not on where a calendar is cut.
 */
static uint32_t find_runs(const tt_layer *l, uint32_t split, const struct pair_key *k, uint32_t m,
                          uint32_t *part, struct run *run)
{
    uint32_t n = 0, n_parts = m;
    for (uint32_t i = 0, j; i < m; i = j) {
        uint32_t start = l->t[k[i].flow];
        for (j = i + 1; j < m && same_pair(&k[i], &k[j]) && l->t[k[j].flow] - start <= split;)
            j++;
        if (j - i < 2)
            continue;
        run[n++] = (struct run){n_parts, j - i, start};
        for (uint32_t p = i; p < j; p++)
            part[n_parts++] = k[p].flow;
    }
    return n;
}

/* What flows of one hop have in common beside their pair. */
static uint32_t kind_of(const tt_layer *l, const tt_cycle_options *opt, uint32_t f)
{
    return opt->same_hs6 ? l->hs6[f] : opt->mixed ? opt->mixed[f] : 0;
}

static tt_status
add_splits(const tt_layer *l, const tt_cycle_options *opt, struct raw *r, tt_err *err)
{
    uint32_t m = r->n;
    struct pair_key *k = tt_new_n(r->tmp, struct pair_key, m);
    uint32_t *part = tt_new_n(r->tmp, uint32_t, (size_t)m * 2);
    struct run *run = tt_new_n(r->tmp, struct run, (size_t)m + m / 2);
    if (!k || !part || !run)
        return no_room(err, m);
    for (uint32_t i = 0; i < m; i++) {
        uint32_t f = r->part[i];
        k[i] = (struct pair_key){l->src[f], l->dst[f], kind_of(l, opt, f), f};
        run[i] = (struct run){i, 1, l->t[f]};
        part[i] = f;
    }
    if (!tt_sort(k, m, sizeof *k, cmp_pair, NULL))
        return no_room(err, m);
    uint32_t n = m + find_runs(l, opt->split, k, m, part, run + m);
    struct run_order order = {part};
    if (!tt_sort(run, n, sizeof *run, cmp_run, &order))
        return no_room(err, m);
    uint32_t n_parts = 0;
    for (uint32_t i = 0; i < n; i++)
        n_parts += run[i].n;
    r->part = tt_new_n(r->tmp, uint32_t, n_parts);
    r->part_off = tt_new_n(r->tmp, uint32_t, (size_t)n + 1);
    if (!r->part || !r->part_off)
        return no_room(err, m);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        r->part_off[i] = at;
        memcpy(r->part + at, part + run[i].begin, run[i].n * sizeof *part);
        at += run[i].n;
    }
    r->part_off[n] = at;
    r->n = n;
    return TT_OK;
}

/* --- groups --- */

static int cmp_u32(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Number the HS codes of the arcs 0, 1, ... in rising order. */
static tt_status number_groups(const tt_layer *l, struct raw *r, tt_err *err)
{
    uint32_t *code = tt_new_n(r->tmp, uint32_t, r->n);
    if (!code)
        return no_room(err, r->n);
    for (uint32_t i = 0; i < r->n; i++)
        code[i] = l->hs6[r->part[r->part_off[i]]];
    if (!tt_sort(code, r->n, sizeof *code, cmp_u32, NULL))
        return no_room(err, r->n);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n; i++)
        if (i == 0 || code[i] != code[n - 1])
            code[n++] = code[i];
    r->n_groups = n;
    for (uint32_t i = 0; i < r->n; i++) {
        uint32_t low = 0, high = n, want = l->hs6[r->part[r->part_off[i]]];
        while (low < high) {
            uint32_t mid = low + (high - low) / 2;
            if (code[mid] < want)
                low = mid + 1;
            else
                high = mid;
        }
        r->group[i] = low;
    }
    return TT_OK;
}

/* --- placing --- */

/* Stable: out[] holds in[] by rising key_of[in[i]].  count has n_keys + 1 places. */
static void counting_sort(const uint32_t *in, uint32_t *out, uint32_t n, const uint32_t *key_of,
                          uint32_t n_keys, uint32_t *count)
{
    memset(count, 0, ((size_t)n_keys + 1) * sizeof *count);
    for (uint32_t i = 0; i < n; i++)
        count[key_of[in[i]] + 1]++;
    for (uint32_t k = 1; k < n_keys; k++)
        count[k + 1] += count[k];
    for (uint32_t i = 0; i < n; i++)
        out[count[key_of[in[i]]]++] = in[i];
}

struct ends {
    const uint32_t *end;
};

static int cmp_end(const void *a, const void *b, void *ctx)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const uint32_t *end = ((const struct ends *)ctx)->end;
    if (end[i] != end[j])
        return end[i] < end[j] ? -1 : 1;
    return (i > j) - (i < j);
}

/* The arcs by (key vertex, group, time) in order[]. */
static tt_status place(const struct raw *r, const uint32_t *vertex, uint32_t n_vertices,
                       uint32_t *order, tt_err *err)
{
    uint32_t *tmp = tt_new_n(r->tmp, uint32_t, r->n);
    uint32_t n_keys = TT_MAX(n_vertices + 1, r->n_groups);
    uint32_t *count = tt_new_n(r->tmp, uint32_t, (size_t)n_keys + 1);
    if (!tmp || !count)
        return no_room(err, r->n);
    const uint32_t *from = order;
    if (r->n_groups > 1) {
        counting_sort(order, tmp, r->n, r->group, r->n_groups, count);
        from = tmp;
    } else {
        memcpy(tmp, order, r->n * sizeof *tmp);
        from = tmp;
    }
    counting_sort(from, order, r->n, vertex, n_vertices + 1, count);
    return TT_OK;
}

static int64_t sum_of(const int64_t *v, const uint32_t *part, uint32_t n)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (v[part[i]] == TT_NO_NUM || v[part[i]] <= 0 || !tt_add_i64(sum, v[part[i]], &sum))
            return TT_NO_NUM;
    return sum;
}

static uint8_t dim_of(const tt_layer *l, const uint32_t *part, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (l->dim[part[i]] != l->dim[part[0]])
            return 0;
    return l->dim[part[0]];
}

static tt_status room_for_arcs(tt_arcs *x, uint32_t n, uint32_t n_parts, tt_arena *a, tt_err *err)
{
    uint32_t **const column[] = {&x->src,  &x->dst,      &x->start,  &x->end,
                                 &x->num,  &x->bucket,   &x->to,     &x->from,
                                 &x->part, &x->part_off, &x->in_end, &x->in_src};
    for (size_t i = 0; i < TT_LEN(column); i++) {
        *column[i] = tt_new_n(a, uint32_t, (size_t)TT_MAX(n, n_parts) + 1);
        if (!*column[i])
            return no_room(err, n);
    }
    bool goods = x->opt->by_quantity;
    for (int m = 0; m < (goods ? TT_SIZE_COUNT : 1); m++)
        if (!(x->size[m] = tt_new_n(a, int64_t, n)))
            return no_room(err, n);
    if (goods && !(x->dim = tt_new_n(a, uint8_t, n)))
        return no_room(err, n);
    return TT_OK;
}

static void fill(tt_arcs *x, const struct raw *r, const uint32_t *order)
{
    const tt_layer *l = x->layer;
    uint32_t at = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t k = order[i], n = r->part_off[k + 1] - r->part_off[k];
        const uint32_t *part = r->part + r->part_off[k];
        x->num[i] = k;
        x->src[i] = l->src[part[0]];
        x->dst[i] = l->dst[part[0]];
        x->start[i] = l->t[part[0]];
        x->end[i] = l->t[part[n - 1]];
        x->part_off[i] = at;
        memcpy(x->part + at, part, n * sizeof *part);
        at += n;
        x->size[TT_SIZE_AMOUNT][i] = sum_of(l->amount, part, n);
        if (x->dim) {
            x->dim[i] = dim_of(l, part, n);
            x->size[TT_SIZE_QTY][i] = x->dim[i] ? sum_of(l->qty, part, n) : TT_NO_NUM;
            x->size[TT_SIZE_KG][i] = sum_of(l->kg, part, n);
        }
    }
    x->part_off[x->n] = at;
}

/* --- buckets --- */

static tt_status make_buckets(tt_arcs *x, const struct raw *r, tt_arena *a, tt_err *err)
{
    for (uint32_t i = 0; i < x->n; i++) {
        bool fresh =
            i == 0 || x->src[i] != x->src[i - 1] || r->group[x->num[i]] != r->group[x->num[i - 1]];
        x->n_buckets += fresh;
        x->bucket[i] = x->n_buckets - 1;
    }
    x->buckets = tt_new_n(a, tt_bucket, x->n_buckets);
    if (!x->buckets)
        return no_room(err, x->n);
    for (uint32_t i = 0; i < x->n; i++) {
        tt_bucket *b = &x->buckets[x->bucket[i]];
        if (b->end == 0)
            *b = (tt_bucket){.begin = i, .group = r->group[x->num[i]]};
        b->end = i + 1;
    }
    return TT_OK;
}

/* Arcs that come in, sorted by (where they end, group, end), beside the buckets of the same place.
 */
static tt_status link_in(tt_arcs *x, const struct raw *r, const uint32_t *at_of, uint32_t *order,
                         const uint32_t *dst, uint32_t n_vertices, tt_err *err)
{
    TT_TRY(place(r, dst, n_vertices, order, err));
    uint32_t b = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t p = at_of[order[i]], group = r->group[order[i]], v = x->dst[p];
        x->in_end[i] = x->end[p];
        x->in_src[i] = x->src[p];
        while (b < x->n_buckets &&
               (x->src[x->buckets[b].begin] < v ||
                (x->src[x->buckets[b].begin] == v && x->buckets[b].group < group)))
            b++;
        if (b == x->n_buckets || x->src[x->buckets[b].begin] != v || x->buckets[b].group != group) {
            x->to[p] = TT_ARC_NONE;
            continue;
        }
        if (x->buckets[b].in_end == 0)
            x->buckets[b].in_begin = i;
        x->buckets[b].in_end = i + 1;
        x->to[p] = b;
    }
    return TT_OK;
}

bool tt_arcs_later(const tt_arcs *x, uint32_t a, uint32_t b)
{
    if (x->start[b] != x->end[a])
        return x->start[b] > x->end[a];
    return x->opt->same_day && x->start[b] % TT_ARC_DAY == 0;
}

static void link_out(tt_arcs *x)
{
    for (uint32_t i = 0; i < x->n; i++) {
        if (x->to[i] == TT_ARC_NONE)
            continue;
        uint32_t low = x->buckets[x->to[i]].begin, high = x->buckets[x->to[i]].end;
        while (low < high) {
            uint32_t mid = low + (high - low) / 2;
            if (tt_arcs_later(x, i, mid))
                high = mid;
            else
                low = mid + 1;
        }
        x->from[i] = low;
    }
}

struct amounts {
    const int64_t *v;
};

static int cmp_amount(const void *a, const void *b, void *ctx)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const int64_t *v = ((const struct amounts *)ctx)->v;
    if (v[i] != v[j])
        return v[i] < v[j] ? -1 : 1;
    return (i > j) - (i < j);
}

/* Large buckets by amount; small ones are walked, so theirs stay as they are. */
static tt_status sort_by_amount(tt_arcs *x, tt_arena *a, tt_err *err)
{
    if (x->opt->by_quantity)
        return TT_OK;
    x->rising = tt_new_n(a, uint32_t, x->n);
    if (!x->rising)
        return no_room(err, x->n);
    for (uint32_t i = 0; i < x->n; i++)
        x->rising[i] = i;
    struct amounts by = {x->size[TT_SIZE_AMOUNT]};
    for (uint32_t b = 0; b < x->n_buckets; b++) {
        uint32_t n = x->buckets[b].end - x->buckets[b].begin;
        if (n > TT_ARC_SCAN &&
            !tt_sort(x->rising + x->buckets[b].begin, n, sizeof *x->rising, cmp_amount, &by))
            return no_room(err, x->n);
    }
    return TT_OK;
}

/* --- all of it --- */

static tt_status build(const tt_graph *g, struct raw *r, tt_arena *a, tt_arcs *x, tt_err *err)
{
    TT_TRY(collect(x->layer, x->opt, r, err));
    if (x->opt->split > 0 && r->n > 0)
        TT_TRY(add_splits(x->layer, x->opt, r, err));
    x->n = r->n;
    uint32_t *order = tt_new_n(r->tmp, uint32_t, r->n), *at_of = tt_new_n(r->tmp, uint32_t, r->n);
    uint32_t *src = tt_new_n(r->tmp, uint32_t, r->n), *dst = tt_new_n(r->tmp, uint32_t, r->n);
    uint32_t *end = tt_new_n(r->tmp, uint32_t, r->n);
    r->group = tt_new_n(r->tmp, uint32_t, r->n);
    r->n_groups = 1;
    if (!order || !at_of || !src || !dst || !end || !r->group)
        return no_room(err, r->n);
    if (x->opt->same_hs6)
        TT_TRY(number_groups(x->layer, r, err));
    for (uint32_t k = 0; k < r->n; k++) {
        order[k] = k;
        src[k] = x->layer->src[r->part[r->part_off[k]]];
        dst[k] = x->layer->dst[r->part[r->part_off[k]]];
        end[k] = x->layer->t[r->part[r->part_off[k + 1] - 1]];
    }
    TT_TRY(place(r, src, g->n_entities, order, err));
    TT_TRY(room_for_arcs(x, r->n, r->part_off[r->n], a, err));
    fill(x, r, order);
    TT_TRY(make_buckets(x, r, a, err));
    for (uint32_t i = 0; i < r->n; i++)
        at_of[order[i]] = i;
    for (uint32_t k = 0; k < r->n; k++)
        order[k] = k;
    struct ends by_end = {end};
    if (x->opt->split > 0 && !tt_sort(order, r->n, sizeof *order, cmp_end, &by_end))
        return no_room(err, r->n);
    TT_TRY(link_in(x, r, at_of, order, dst, g->n_entities, err));
    link_out(x);
    TT_TRY(sort_by_amount(x, a, err));
    x->n_groups = r->n_groups;
    return tt_components_find(g->n_entities, x->src, x->dst, x->n, a, &x->component, err);
}

tt_status tt_arcs_build(const tt_graph *g, const tt_layer *layer, const tt_cycle_options *opt,
                        tt_arena *a, tt_arcs *out, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    struct raw r = {.tmp = &tmp};
    *out = (tt_arcs){.layer = layer, .opt = opt};
    tt_status st = build(g, &r, a, out, err);
    tt_arena_release(&tmp);
    return st;
}
