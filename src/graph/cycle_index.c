/*
 * cycle_index.c - the hops of a layer in the order of a search.
 *
 * Arcs are placed by stable counting sorts over hops that are in time order, so lists come out in
 * time order by themselves.  Only ends of hops of several flows, and lists by amount, are really
 * sorted.
 */
#include "graph/cycle_index.h"

#include "base/vec.h"
#include "graph/component.h"
#include "graph/cycle_sieve.h"

/* While the arcs are placed: all by the place of a hop among those that are left. */
struct build {
    tt_arcs *x;
    const tt_sieved *left;
    uint32_t n_vertices;
    uint32_t *group;  /* NULL when there is one */
    uint32_t *vertex; /* by which arcs are placed at the moment */
    uint32_t *order;
    uint32_t *at_of; /* where a hop is among the arcs */
    tt_arena *tmp;
};

static tt_status no_room(tt_err *err, size_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room for an index of %zu hops", n);
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

/* Make order[] one by (vertex, group, order so far). */
static tt_status place(struct build *b, tt_err *err)
{
    uint32_t n = b->left->n, n_groups = b->x->hops.n_groups;
    uint32_t n_keys = TT_MAX(b->n_vertices + 1, n_groups);
    uint32_t *to = tt_new_n(b->tmp, uint32_t, n);
    uint32_t *count = tt_new_n(b->tmp, uint32_t, (size_t)n_keys + 1);
    if (!to || !count)
        return no_room(err, n);
    if (b->group) {
        counting_sort(b->order, to, n, b->group, n_groups, count);
        memcpy(b->order, to, n * sizeof *to);
    }
    counting_sort(b->order, to, n, b->vertex, b->n_vertices + 1, count);
    b->order = to;
    return TT_OK;
}

static void by_number(struct build *b)
{
    for (uint32_t i = 0; i < b->left->n; i++)
        b->order[i] = i;
}

static tt_status room_for_arcs(tt_arcs *x, uint32_t n, tt_arena *a, tt_err *err)
{
    uint32_t **const column[] = {&x->num, &x->bucket, &x->to, &x->in_end, &x->in_src};
    for (size_t i = 0; i < TT_LEN(column); i++)
        if (!(*column[i] = tt_new_n(a, uint32_t, n)))
            return no_room(err, n);
    x->n = n;
    x->arc = tt_new_n(a, tt_arc, n);
    x->first = tt_new_n(a, uint8_t, n);
    if (!x->arc || !x->first)
        return no_room(err, n);
    for (unsigned m = TT_SIZE_AMOUNT + 1; x->opt->by_quantity && m < TT_SIZE_COUNT; m++)
        if (!(x->size[m] = tt_new_n(a, int64_t, n)))
            return no_room(err, n);
    if (x->opt->by_quantity && !(x->dim = tt_new_n(a, uint8_t, n)))
        return no_room(err, n);
    return TT_OK;
}

static void fill(struct build *b)
{
    tt_arcs *x = b->x;
    const tt_hops *h = &x->hops;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t at = b->order[i], k = b->left->hop[at];
        b->at_of[at] = i;
        x->num[i] = k;
        x->first[i] = b->left->first[at];
        x->arc[i] = (tt_arc){.amount = tt_hop_amount(h, k),
                             .start = tt_hop_start(h, k),
                             .end = tt_hop_end(h, k),
                             .src = tt_hop_src(h, k),
                             .dst = tt_hop_dst(h, k)};
        if (x->dim) {
            x->dim[i] = tt_hop_dim(h, k);
            x->size[TT_SIZE_QTY][i] = tt_hop_size(h, TT_SIZE_QTY, k);
            x->size[TT_SIZE_KG][i] = tt_hop_size(h, TT_SIZE_KG, k);
        }
    }
}

/* --- buckets --- */

static tt_status make_buckets(tt_arcs *x, tt_arena *a, tt_err *err)
{
    for (uint32_t i = 0; i < x->n; i++) {
        bool fresh = i == 0 || x->arc[i].src != x->arc[i - 1].src ||
                     tt_hop_group(&x->hops, x->num[i]) != tt_hop_group(&x->hops, x->num[i - 1]);
        x->n_buckets += fresh;
        x->bucket[i] = x->n_buckets - 1;
    }
    x->buckets = tt_new_n(a, tt_bucket, x->n_buckets);
    if (!x->buckets)
        return no_room(err, x->n);
    for (uint32_t i = 0; i < x->n; i++) {
        tt_bucket *b = &x->buckets[x->bucket[i]];
        if (b->end == 0)
            *b = (tt_bucket){.begin = i, .group = tt_hop_group(&x->hops, x->num[i])};
        b->end = i + 1;
    }
    return TT_OK;
}

/* The first bucket, from b on, that is not before a vertex and group. */
static uint32_t bucket_from(const tt_arcs *x, uint32_t b, uint32_t v, uint32_t group)
{
    for (; b < x->n_buckets; b++) {
        uint32_t src = x->arc[x->buckets[b].begin].src;
        if (src > v || (src == v && x->buckets[b].group >= group))
            break;
    }
    return b;
}

/*
 * Arcs that come in, by (where they end, group, end), beside the buckets of the same place; and
 * what may follow each of them, which begins later and later.
 */
static void link(struct build *w)
{
    tt_arcs *x = w->x;
    uint32_t b = 0, from = 0, known = TT_ARC_NONE;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t at = w->at_of[w->order[i]];
        tt_arc *arc = &x->arc[at];
        uint32_t group = tt_hop_group(&x->hops, x->num[at]);
        x->in_end[i] = arc->end;
        x->in_src[i] = arc->src;
        x->to[at] = TT_ARC_NONE;
        b = bucket_from(x, b, arc->dst, group);
        if (b == x->n_buckets || x->arc[x->buckets[b].begin].src != arc->dst ||
            x->buckets[b].group != group)
            continue;
        tt_bucket *to = &x->buckets[b];
        if (known != b) {
            to->in_begin = i;
            from = to->begin;
            known = b;
        }
        while (!x->opt->any_order && from < to->end &&
               !tt_arcs_after(x->opt, arc->end, x->arc[from].start))
            from++;
        to->in_end = i + 1;
        x->to[at] = b;
        arc->from = from;
        arc->stop = to->end;
    }
}

static int cmp_amount(const void *a, const void *b, void *ctx)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const tt_arc *v = ctx;
    if (v[i].amount != v[j].amount)
        return v[i].amount < v[j].amount ? -1 : 1;
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
    for (uint32_t b = 0; b < x->n_buckets; b++) {
        uint32_t n = x->buckets[b].end - x->buckets[b].begin;
        if (n > TT_ARC_SCAN &&
            !tt_sort(x->rising + x->buckets[b].begin, n, sizeof *x->rising, cmp_amount, x->arc))
            return no_room(err, x->n);
    }
    return TT_OK;
}

/* --- components --- */

static tt_status find_components(struct build *b, tt_arena *a, tt_err *err)
{
    uint32_t *src = b->order, *dst = b->at_of; /* both have done their duty */
    for (uint32_t i = 0; i < b->x->n; i++) {
        src[i] = b->x->arc[i].src;
        dst[i] = b->x->arc[i].dst;
    }
    return tt_components_find(b->n_vertices, src, dst, b->x->n, a, &b->x->component, err);
}

/* --- all of it --- */

static int cmp_end(const void *a, const void *b, void *ctx)
{
    const struct build *w = ctx;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    uint32_t s = tt_hop_end(&w->x->hops, w->left->hop[i]),
             t = tt_hop_end(&w->x->hops, w->left->hop[j]);
    if (s != t)
        return s < t ? -1 : 1;
    return (i > j) - (i < j);
}

static tt_status lay_out(struct build *b, tt_arena *a, tt_err *err)
{
    const tt_hops *h = &b->x->hops;
    uint32_t n = b->left->n;
    b->order = tt_new_n(b->tmp, uint32_t, n);
    b->at_of = tt_new_n(b->tmp, uint32_t, n);
    b->vertex = tt_new_n(b->tmp, uint32_t, n);
    b->group = h->group ? tt_new_n(b->tmp, uint32_t, n) : NULL;
    if (!b->order || !b->at_of || !b->vertex || (h->group && !b->group))
        return no_room(err, n);
    for (uint32_t i = 0; i < n; i++)
        b->vertex[i] = tt_hop_src(h, b->left->hop[i]);
    for (uint32_t i = 0; b->group && i < n; i++)
        b->group[i] = h->group[b->left->hop[i]];
    by_number(b);
    TT_TRY(place(b, err));
    TT_TRY(room_for_arcs(b->x, n, a, err));
    fill(b);
    TT_TRY(make_buckets(b->x, a, err));
    for (uint32_t i = 0; i < n; i++)
        b->vertex[i] = tt_hop_dst(h, b->left->hop[i]);
    by_number(b);
    if (h->part_off && !tt_sort(b->order, n, sizeof *b->order, cmp_end, b))
        return no_room(err, n);
    TT_TRY(place(b, err));
    link(b);
    TT_TRY(sort_by_amount(b->x, a, err));
    return find_components(b, a, err);
}

tt_status tt_arcs_build(const tt_graph *g, const tt_layer *layer, const tt_cycle_options *opt,
                        tt_arena *a, tt_arcs *out, tt_err *err)
{
    tt_arena tmp;
    tt_sieved left;
    struct build b = {.x = out, .left = &left, .n_vertices = g->n_entities, .tmp = &tmp};
    *out = (tt_arcs){.opt = opt};
    tt_arena_init(&tmp, 0);
    tt_status st = tt_hops_make(layer, opt, &tmp, a, &out->hops, err);
    tt_arena_release(&tmp);
    if (st == TT_OK)
        st = tt_hops_sieve(&out->hops, g->n_entities, &tmp, &left, err);
    if (st == TT_OK)
        st = lay_out(&b, a, err);
    tt_arena_release(&tmp);
    return st;
}
