/*
 * links.c - one run of Leiden over made-up links, by us or by igraph alone: what links.py runs.
 *
 *     links ours|alone LINKS
 *
 * A seventh as many parties as links, in groups of 8 to 200 (small ones are more); four links in
 * five stay in the group.  All hang together, so that nothing is gained by going component by
 * component.  `ours` is tt_communities_find with one resolution and one seed; `alone` hands the
 * same links, in the same order and with the same seed, straight to igraph: the partition is the
 * same.
 *
 * Prints one JSON object: CPU seconds, memory over what the links themselves take, groups of two or
 * more.
 */
#include <igraph.h> /* before base/: see banned.h */

#include "base/arena.h"
#include "base/rng.h"
#include "base/sort.h"
#include "graph/community.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { SMALLEST = 8, LARGEST = 200, OF_PARTY = 8, ROUNDS = 10 };
static const double RESOLUTION = 0.05, BETA = 0.01;

struct links {
    uint32_t parties;
    size_t n;
    tt_edge *v;
    uint32_t *first, *end; /* of a party: of its group */
};

/* --- links --- */

static void make_groups(struct links *l, tt_rng *r)
{
    for (uint32_t v = 1; v <= l->parties;) {
        double u = tt_rng_unit(r);
        uint32_t size = (uint32_t)(SMALLEST / (1 - u * (1 - (double)SMALLEST / LARGEST)));
        uint32_t end = v + size < l->parties ? v + size : l->parties + 1;
        for (uint32_t first = v; v < end; v++) {
            l->first[v] = first;
            l->end[v] = end;
        }
    }
}

static int64_t pair(uint32_t a, uint32_t b)
{
    return (int64_t)((uint64_t)TT_MIN(a, b) << 32 | TT_MAX(a, b));
}

/* Pairs, some of them more than once; the chain of all parties comes first. */
static void draw(const struct links *l, tt_rng *r, int64_t *key, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t a = 1 + (uint32_t)(i % l->parties), b = a % l->parties + 1;
        if (i >= l->parties) {
            bool far = tt_rng_below(r, 5) == 0;
            uint32_t first = far ? 1 : l->first[a], end = far ? l->parties + 1 : l->end[a];
            b = first + (uint32_t)tt_rng_below(r, end - first);
            b = b == a ? (a + 1 < end ? a + 1 : first) : b;
        }
        key[i] = pair(a, b);
    }
}

/* About n links: one draw in five is one that was drawn before. */
static bool make(struct links *l, size_t n, tt_arena *a)
{
    n = n / 25 * 31 + 31;
    tt_rng r;
    tt_rng_init(&r, 1, "links");
    l->parties = (uint32_t)(n / OF_PARTY + 2);
    l->first = tt_new_n(a, uint32_t, (size_t)l->parties + 1);
    l->end = tt_new_n(a, uint32_t, (size_t)l->parties + 1);
    l->v = tt_new_n(a, tt_edge, n);
    int64_t *key = tt_mem_zalloc(n, sizeof *key);
    bool ok = l->first && l->end && l->v && key;
    if (ok) {
        make_groups(l, &r);
        draw(l, &r, key, n);
        ok = tt_sort_i64(key, n);
    }
    for (size_t i = 0; ok && i < n; i++)
        if (key[i] >> 32 != (key[i] & UINT32_MAX) && (i == 0 || key[i] != key[i - 1]))
            l->v[l->n++] =
                (tt_edge){(uint32_t)(key[i] >> 32), (uint32_t)key[i], 0.5 + tt_rng_unit(&r)};
    tt_mem_free(key);
    return ok;
}

/* --- work --- */

static bool ours(const struct links *l, uint32_t *group, uint32_t *n_groups, tt_arena *a)
{
    tt_community_options opt = {
        .resolutions = &RESOLUTION, .n_resolutions = 1, .runs = 1, .together = 0.7, .seed = 1};
    double *stability;
    tt_err err = {0};
    bool ok = tt_communities_find(l->parties, l->v, l->n, &opt, a, group, n_groups, &stability,
                                  &err) == TT_OK;
    if (!ok)
        (void)fprintf(stderr, "links: %s\n", err.text);
    return ok;
}

/* The seed that community.c makes for the first vertex, this resolution and run 0. */
static uint64_t same_seed(void)
{
    static const char *const stage[] = {"communities", "resolution", "run", "seed"};
    uint64_t bits, mixed = 1;
    (void)memcpy(&bits, &RESOLUTION, sizeof bits);
    const uint64_t with[] = {1, bits, 0, 0};
    for (size_t i = 0; i < TT_LEN(stage); i++) {
        tt_rng r;
        tt_rng_init(&r, mixed, stage[i]);
        mixed = tt_rng_u64(&r) ^ with[i];
    }
    return mixed;
}

/* How many of n groups have two members or more. */
static uint32_t of_several(const igraph_vector_int_t *member, long n)
{
    uint32_t *size = tt_mem_zalloc((size_t)n, sizeof *size), several = 0;
    for (long v = 0; size && v < igraph_vector_int_size(member); v++)
        several += ++size[VECTOR(*member)[v]] == 2;
    tt_mem_free(size);
    return several;
}

static bool alone(const struct links *l, uint32_t *n_groups)
{
    igraph_t g;
    igraph_vector_int_t ends, member;
    igraph_vector_t weight;
    igraph_vector_int_init(&ends, 2 * (long)l->n);
    igraph_vector_init(&weight, (long)l->n);
    igraph_vector_int_init(&member, 0);
    for (size_t i = 0; i < l->n; i++) {
        VECTOR(ends)[2 * i] = (long)l->v[i].a - 1;
        VECTOR(ends)[2 * i + 1] = (long)l->v[i].b - 1;
        VECTOR(weight)[i] = l->v[i].weight;
    }
    igraph_create(&g, &ends, (long)l->parties, IGRAPH_UNDIRECTED);
    igraph_vector_int_destroy(&ends);
    igraph_rng_seed(igraph_rng_default(), same_seed());
#if IGRAPH_VERSION_MAJOR >= 1
    igraph_int_t n;
    igraph_community_leiden(&g, &weight, NULL, NULL, RESOLUTION, BETA, false, ROUNDS, &member, &n,
                            NULL);
#else
    igraph_integer_t n;
    igraph_community_leiden(&g, &weight, NULL, RESOLUTION, BETA, false, ROUNDS, &member, &n, NULL);
#endif
    *n_groups = of_several(&member, n);
    igraph_vector_int_destroy(&member);
    igraph_vector_destroy(&weight);
    igraph_destroy(&g);
    return true;
}

static struct rusage used(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return u;
}

static double cpu_of(const struct rusage *u)
{
    return (double)u->ru_utime.tv_sec + (double)u->ru_stime.tv_sec +
           1e-6 * (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec);
}

int main(int argc, char **argv)
{
    struct links l = {0};
    size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    bool by_us = argc > 1 && strcmp(argv[1], "ours") == 0;
    tt_arena a;
    if (!n || (!by_us && strcmp(argv[1], "alone") != 0)) {
        (void)fprintf(stderr, "usage: links ours|alone LINKS\n");
        return 2;
    }
    tt_arena_init(&a, 0);
    if (!make(&l, n, &a))
        return 1;
    uint32_t *group = tt_new_n(&a, uint32_t, (size_t)l.parties + 1), n_groups = 0;
    struct rusage before = used();
    if (!group || !(by_us ? ours(&l, group, &n_groups, &a) : alone(&l, &n_groups)))
        return 1;
    struct rusage after = used();
    double grown = 1024.0 * (double)(after.ru_maxrss - before.ru_maxrss);
    printf("{\"bench\": \"leiden_%s\", \"links\": %zu, \"parties\": %u, \"groups\": %u, "
           "\"cpu_seconds\": %.2f, \"bytes_a_link\": %.0f}\n",
           argv[1], l.n, l.parties, n_groups, cpu_of(&after) - cpu_of(&before),
           grown / (double)l.n);
    tt_arena_release(&a);
    return 0;
}
