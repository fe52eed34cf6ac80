/*
 * community.c - agreement between many runs of Leiden, component by component.
 *
 * One run depends on its seed; what most runs at all resolutions say does not, nearly.  Numbers of
 * groups are canonical, so that a partition that means the same reads the same.
 */
#include "graph/community.h"

#include "base/forest.h"
#include "base/rng.h"
#include "base/vec.h"
#include "graph/igraph_shim.h"

#include <math.h>

struct work {
    const tt_edge *edge;
    size_t n_edges;
    uint32_t n_vertices;
    const tt_community_options *opt;
    uint32_t *component; /* of a vertex: smallest member */
    uint32_t *order;     /* edges by component, then as given */
    uint32_t *place;     /* of a vertex among those of its component, from 1 */
    uint32_t *together;  /* of an edge: runs with both ends in one cluster */
};

static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    uint32_t x = tt_forest_root(parent, a), y = tt_forest_root(parent, b);
    parent[TT_MAX(x, y)] = TT_MIN(x, y);
}

static uint32_t *singletons(uint32_t n, tt_arena *a)
{
    uint32_t *parent = tt_new_n(a, uint32_t, (size_t)n + 1);
    for (uint32_t v = 0; parent && v <= n; v++)
        parent[v] = v;
    return parent;
}

static tt_status check(const struct work *w, tt_err *err)
{
    const tt_community_options *o = w->opt;
    if (o->n_resolutions == 0 || o->runs == 0 || w->n_edges > UINT32_MAX - 1)
        return tt_fail(err, TT_EUSAGE, "communities need a resolution and a run");
    for (size_t i = 0; i < o->n_resolutions; i++)
        if (!(o->resolutions[i] >= 0))
            return tt_fail(err, TT_EUSAGE, "a resolution is below 0");
    for (size_t i = 0; i < w->n_edges; i++) {
        const tt_edge *e = &w->edge[i], *last = i ? e - 1 : NULL;
        bool sorted = !last || last->a < e->a || (last->a == e->a && last->b < e->b);
        if (e->a == 0 || e->a >= e->b || e->b > w->n_vertices || !(e->weight > 0) ||
            !isfinite(e->weight) || !sorted)
            return tt_fail(err, TT_EUSAGE, "edge %zu is not as it should be", i);
    }
    return TT_OK;
}

static int cmp_component(const void *a, const void *b, void *ctx)
{
    const struct work *w = ctx;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    uint32_t c = w->component[w->edge[i].a], d = w->component[w->edge[j].a];
    if (c != d)
        return c < d ? -1 : 1;
    return (i > j) - (i < j);
}

static tt_status split(struct work *w, tt_arena *tmp, tt_err *err)
{
    w->component = singletons(w->n_vertices, tmp);
    w->order = tt_new_n(tmp, uint32_t, w->n_edges);
    w->place = tt_new_n(tmp, uint32_t, (size_t)w->n_vertices + 1);
    w->together = tt_new_n(tmp, uint32_t, w->n_edges);
    uint32_t *used = tt_new_n(tmp, uint32_t, (size_t)w->n_vertices + 1);
    if (!w->component || !w->order || !w->place || !w->together || !used)
        return tt_fail(err, TT_ENOMEM, "no room for %zu edges", w->n_edges);
    for (size_t i = 0; i < w->n_edges; i++) {
        join(w->component, w->edge[i].a, w->edge[i].b);
        w->order[i] = (uint32_t)i;
    }
    for (uint32_t v = 1; v <= w->n_vertices; v++) {
        w->component[v] = tt_forest_root(w->component, v);
        w->place[v] = ++used[w->component[v]];
    }
    if (!tt_sort(w->order, w->n_edges, sizeof *w->order, cmp_component, w))
        return tt_fail(err, TT_ENOMEM, "no room for %zu edges", w->n_edges);
    return TT_OK;
}

static uint64_t seed_of(const struct work *w, uint32_t first, double resolution, unsigned run)
{
    uint64_t bits, name = w->opt->name ? w->opt->name[first] : first;
    memcpy(&bits, &resolution, sizeof bits);
    tt_rng r;
    tt_rng_init(&r, w->opt->seed, "communities");
    uint64_t mixed = tt_rng_u64(&r) ^ name;
    tt_rng_init(&r, mixed, "resolution");
    mixed = tt_rng_u64(&r) ^ bits;
    tt_rng_init(&r, mixed, "run");
    mixed = tt_rng_u64(&r) ^ run;
    tt_rng_init(&r, mixed, "seed");
    return tt_rng_u64(&r);
}

static tt_status
run_all(struct work *w, const uint32_t *edge, size_t n, tt_igraph *g, uint32_t *member, tt_err *err)
{
    uint32_t first = w->component[w->edge[edge[0]].a];
    for (size_t r = 0; r < w->opt->n_resolutions; r++)
        for (unsigned run = 0; run < w->opt->runs; run++) {
            double resolution = w->opt->resolutions[r];
            TT_TRY(
                tt_igraph_leiden(g, resolution, seed_of(w, first, resolution, run), member, err));
            for (size_t i = 0; i < n; i++) {
                const tt_edge *e = &w->edge[edge[i]];
                w->together[edge[i]] += member[w->place[e->a] - 1] == member[w->place[e->b] - 1];
            }
        }
    return TT_OK;
}

static tt_status
one_component(struct work *w, const uint32_t *edge, size_t n, tt_arena *tmp, tt_err *err)
{
    uint32_t n_vertices = 0;
    if (n == 1) { /* two vertices are together when the edge is worth the pair */
        for (size_t r = 0; r < w->opt->n_resolutions; r++)
            if (w->edge[edge[0]].weight > w->opt->resolutions[r])
                w->together[edge[0]] += w->opt->runs;
        return TT_OK;
    }
    tt_edge *own = tt_new_n(tmp, tt_edge, n);
    if (!own)
        return tt_fail(err, TT_ENOMEM, "no room for %zu edges", n);
    for (size_t i = 0; i < n; i++) {
        const tt_edge *e = &w->edge[edge[i]];
        own[i] = (tt_edge){w->place[e->a], w->place[e->b], e->weight};
        n_vertices = TT_MAX(n_vertices, own[i].b);
    }
    uint32_t *member = tt_new_n(tmp, uint32_t, n_vertices);
    if (!member)
        return tt_fail(err, TT_ENOMEM, "no room for %u vertices", n_vertices);
    tt_igraph *g;
    TT_TRY(tt_igraph_new(n_vertices, own, n, &g, err));
    tt_status st = run_all(w, edge, n, g, member, err);
    tt_igraph_free(g);
    return st;
}

static tt_status all_components(struct work *w, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = TT_OK;
    for (size_t i = 0, next; st == TT_OK && i < w->n_edges; i = next) {
        uint32_t c = w->component[w->edge[w->order[i]].a];
        for (next = i; next < w->n_edges && w->component[w->edge[w->order[next]].a] == c;)
            next++;
        st = one_component(w, w->order + i, next - i, &tmp, err);
        tt_arena_reset(&tmp);
    }
    tt_arena_release(&tmp);
    return st;
}

static double share_of(const struct work *w, size_t edge)
{
    return (double)w->together[edge] / ((double)w->opt->n_resolutions * (double)w->opt->runs);
}

/* Groups by kept edges, numbered by smallest member, and how stable they are. */
static tt_status agree(const struct work *w, tt_arena *tmp, tt_arena *a, uint32_t *group,
                       uint32_t *n_groups, double **stability, tt_err *err)
{
    uint32_t *parent = singletons(w->n_vertices, tmp), n = 0;
    uint32_t *size = tt_new_n(tmp, uint32_t, (size_t)w->n_vertices + 1);
    if (!parent || !size)
        return tt_fail(err, TT_ENOMEM, "no room for %u vertices", w->n_vertices);
    for (size_t i = 0; i < w->n_edges; i++)
        if (share_of(w, i) >= w->opt->together - 1e-9)
            join(parent, w->edge[i].a, w->edge[i].b);
    for (uint32_t v = 1; v <= w->n_vertices; v++)
        size[tt_forest_root(parent, v)]++;
    group[0] = 0;
    for (uint32_t v = 1; v <= w->n_vertices; v++) {
        uint32_t root = tt_forest_root(parent, v); /* the smallest: it has its number already */
        group[v] = root == v ? (size[v] > 1 ? ++n : 0) : group[root];
    }
    double *mean = tt_new_n(a, double, (size_t)n + 1);
    uint32_t *count = tt_new_n(tmp, uint32_t, (size_t)n + 1);
    if (!mean || !count)
        return tt_fail(err, TT_ENOMEM, "no room for %u groups", n);
    for (size_t i = 0; i < w->n_edges; i++) {
        uint32_t g = group[w->edge[i].a];
        if (g && g == group[w->edge[i].b]) {
            mean[g] += share_of(w, i);
            count[g]++;
        }
    }
    for (uint32_t g = 1; g <= n; g++)
        mean[g] /= (double)count[g];
    *n_groups = n;
    *stability = mean;
    return TT_OK;
}

tt_status tt_communities_find(uint32_t n_vertices, const tt_edge *edges, size_t n_edges,
                              const tt_community_options *opt, tt_arena *a, uint32_t *group,
                              uint32_t *n_groups, double **stability, tt_err *err)
{
    struct work w = {.edge = edges, .n_edges = n_edges, .n_vertices = n_vertices, .opt = opt};
    tt_arena tmp;
    *n_groups = 0;
    TT_TRY(check(&w, err));
    tt_arena_init(&tmp, 0);
    tt_status st = split(&w, &tmp, err);
    if (st == TT_OK)
        st = all_components(&w, err);
    if (st == TT_OK)
        st = agree(&w, &tmp, a, group, n_groups, stability, err);
    tt_arena_release(&tmp);
    return st;
}
