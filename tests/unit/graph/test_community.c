/*
 * Groups in evidence: graphs whose best partition is plain to see, and what must not change it.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "base/vec.h"
#include "graph/community.h"

TT_VEC(edge_vec, tt_edge);

enum { MOST = 400 };

struct found {
    uint32_t group[MOST + 1], n_groups;
    double *stability;
};

static const double three[] = {0.2, 0.4, 0.8};

static tt_community_options usual(void)
{
    return (tt_community_options){
        .resolutions = three, .n_resolutions = 3, .runs = 10, .together = 0.7, .seed = 1};
}

static int by_ends(const void *pa, const void *pb, void *ctx)
{
    const tt_edge *x = pa, *y = pb;
    TT_UNUSED(ctx);
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static struct found
find(uint32_t n, tt_edge *edges, size_t n_edges, const tt_community_options *o, tt_arena *a)
{
    struct found f = {{0}, 0, NULL};
    assert_true(tt_sort(edges, n_edges, sizeof *edges, by_ends, NULL));
    assert_ok(
        tt_communities_find(n, edges, n_edges, o, a, f.group, &f.n_groups, &f.stability, ERR));
    return f;
}

/* Every pair of `n` vertices from `first` on. */
static size_t clique(tt_edge *e, uint32_t first, uint32_t n, double weight)
{
    size_t at = 0;
    for (uint32_t i = first; i < first + n; i++)
        for (uint32_t j = i + 1; j < first + n; j++)
            e[at++] = (tt_edge){i, j, weight};
    return at;
}

static void two_dense_groups_and_a_thread_between_them_are_two_groups(void **state)
{
    tt_arena *a = *state;
    tt_edge e[64];
    size_t n = clique(e, 2, 5, 1); /* 1 is alone */
    n += clique(e + n, 7, 4, 1);
    e[n++] = (tt_edge){4, 9, 0.1};
    tt_community_options o = usual();
    struct found f = find(11, e, n, &o, a);
    assert_int_equal(f.n_groups, 2);
    const uint32_t want[] = {0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0};
    assert_memory_equal(f.group, want, sizeof want);
    assert_near(f.stability[1], 1, 1e-12);
    assert_near(f.stability[2], 1, 1e-12);
}

static void what_only_coarse_resolutions_hold_together_is_not_agreed_on(void **state)
{
    tt_arena *a = *state;
    tt_edge e[8] = {{1, 2, 0.5}, {3, 4, 0.3}, {5, 6, 0.9}};
    tt_community_options o = usual();
    /* 0.5 holds at 0.2 and 0.4: two thirds; 0.3 at 0.2 only; 0.9 at all. */
    struct found f = find(6, e, 3, &o, a);
    assert_int_equal(f.n_groups, 1);
    assert_int_equal(f.group[5], 1);
    o.together = 0.66;
    f = find(6, e, 3, &o, a);
    assert_int_equal(f.n_groups, 2);
    assert_int_equal(f.group[1], 1);
    assert_int_equal(f.group[6], 2);
    assert_near(f.stability[1], 2.0 / 3, 1e-12);
    o.together = 0.3;
    assert_int_equal(find(6, e, 3, &o, a).n_groups, 3);
    /* The same rule through igraph: a third vertex hangs on by the same weight. */
    tt_edge chain[2] = {{1, 2, 0.5}, {2, 3, 0.01}};
    o.together = 0.7;
    assert_int_equal(find(3, chain, 2, &o, a).n_groups, 0);
    o.together = 0.66;
    f = find(3, chain, 2, &o, a);
    assert_int_equal(f.n_groups, 1);
    assert_int_equal(f.group[3], 0);
}

/* A ring of small cliques: modularity would join neighbours, this must not. */
static void small_groups_survive_in_a_large_graph(void **state)
{
    tt_arena *a = *state;
    tt_edge *e = tt_new_n(a, tt_edge, 2000);
    size_t n = 0;
    for (uint32_t c = 0; c < 60; c++) {
        n += clique(e + n, 1 + 5 * c, 5, 1);
        uint32_t here = 1 + 5 * c, there = 1 + 5 * ((c + 1) % 60) + 2;
        e[n++] = (tt_edge){TT_MIN(here, there), TT_MAX(here, there), 0.5};
    }
    tt_community_options o = usual();
    struct found f = find(300, e, n, &o, a);
    assert_int_equal(f.n_groups, 60);
    for (uint32_t v = 1; v <= 300; v++)
        assert_int_equal(f.group[v], (v - 1) / 5 + 1);
}

static size_t random_edges(tt_edge *e, uint32_t n, size_t wanted, uint64_t seed)
{
    tt_rng r;
    tt_rng_init(&r, seed, "edges");
    for (size_t i = 0; i < wanted; i++) {
        uint32_t x = 1 + (uint32_t)tt_rng_below(&r, n), y = 1 + (uint32_t)tt_rng_below(&r, n);
        if (x == y)
            y = x % n + 1;
        e[i] = (tt_edge){TT_MIN(x, y), TT_MAX(x, y), 0.1 + tt_rng_unit(&r)};
    }
    assert_true(tt_sort(e, wanted, sizeof *e, by_ends, NULL));
    size_t kept = 0;
    for (size_t i = 0; i < wanted; i++)
        if (kept == 0 || by_ends(&e[kept - 1], &e[i], NULL) != 0)
            e[kept++] = e[i];
    return kept;
}

static void the_same_call_gives_the_same_groups_and_canonical_numbers(void **state)
{
    tt_arena *a = *state;
    tt_edge *e = tt_new_n(a, tt_edge, 900);
    for (uint64_t seed = 1; seed <= 4; seed++) {
        size_t n = random_edges(e, 200, 500, seed);
        tt_community_options o = usual();
        struct found f = find(200, e, n, &o, a), again = find(200, e, n, &o, a);
        assert_memory_equal(f.group, again.group, sizeof f.group);
        assert_true(f.n_groups > 5);
        uint32_t seen = 0;
        for (uint32_t v = 1; v <= 200; v++) {
            assert_true(f.group[v] <= seen + 1);
            seen = TT_MAX(seen, f.group[v]);
        }
        assert_int_equal(seen, f.n_groups);
        for (uint32_t g = 1; g <= f.n_groups; g++)
            assert_true(f.stability[g] > 0.3 && f.stability[g] <= 1);
    }
}

/* Other vertices, other numbers, same names: nothing moves. */
static void a_component_does_not_depend_on_the_others(void **state)
{
    tt_arena *a = *state;
    enum { N = 120, SHIFT = 150 };
    tt_edge *e = tt_new_n(a, tt_edge, 1200);
    uint64_t name[MOST + 1] = {0};
    unsigned different = 0;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        size_t n = random_edges(e, N, 260, seed);
        for (uint32_t v = 1; v <= N; v++)
            name[v] = v * UINT64_C(7919);
        tt_community_options o = usual();
        o.name = name;
        struct found f = find(N, e, n, &o, a);
        o.seed = 2;
        struct found other = find(N, e, n, &o, a);
        different += memcmp(f.group, other.group, sizeof f.group) != 0;
        o.seed = 1;
        for (size_t i = 0; i < n; i++) {
            e[i].a += SHIFT;
            e[i].b += SHIFT;
        }
        for (uint32_t v = 1; v <= N; v++)
            name[v + SHIFT] = v * UINT64_C(7919);
        n += random_edges(e + n, SHIFT, 300, seed + 100);
        struct found moved = find(N + SHIFT, e, n, &o, a);
        for (uint32_t v = 1; v <= N; v++)
            for (uint32_t u = 1; u < v; u++)
                assert_int_equal(f.group[u] && f.group[u] == f.group[v],
                                 moved.group[u + SHIFT] &&
                                     moved.group[u + SHIFT] == moved.group[v + SHIFT]);
    }
    assert_true(different > 0); /* the seed matters: the equality above means something */
}

static void nothing_in_nothing_out(void **state)
{
    tt_arena *a = *state;
    tt_community_options o = usual();
    struct found f = {.n_groups = 9};
    assert_ok(tt_communities_find(0, NULL, 0, &o, a, f.group, &f.n_groups, &f.stability, ERR));
    assert_int_equal(f.n_groups, 0);
    assert_ok(tt_communities_find(3, NULL, 0, &o, a, f.group, &f.n_groups, &f.stability, ERR));
    assert_int_equal(f.n_groups, 0);
    assert_int_equal(f.group[3], 0);
}

static void edges_that_are_none_are_refused(void **state)
{
    tt_arena *a = *state;
    static const tt_edge bad[][2] = {{{2, 1, 1}, {2, 3, 1}}, {{1, 1, 1}, {2, 3, 1}},
                                     {{1, 4, 1}, {2, 3, 1}}, {{0, 1, 1}, {2, 3, 1}},
                                     {{1, 2, 0}, {2, 3, 1}}, {{1, 2, 1}, {1, 2, 1}},
                                     {{2, 3, 1}, {1, 2, 1}}, {{1, 2, -1}, {2, 3, 1}}};
    tt_community_options o = usual();
    struct found f = {.n_groups = 9};
    for (size_t i = 0; i < TT_LEN(bad); i++)
        assert_status(
            tt_communities_find(3, bad[i], 2, &o, a, f.group, &f.n_groups, &f.stability, ERR),
            TT_EUSAGE);
    assert_int_equal(f.n_groups, 0);
    o.runs = 0;
    tt_edge fine = {1, 2, 1};
    assert_status(tt_communities_find(3, &fine, 1, &o, a, f.group, &f.n_groups, &f.stability, ERR),
                  TT_EUSAGE);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_edge e[64];
    size_t n = clique(e, 1, 5, 1);
    n += clique(e + n, 6, 4, 1);
    assert_true(tt_sort(e, n, sizeof *e, by_ends, NULL));
    tt_community_options o = usual();
    struct found f;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_communities_find(10, e, n, &o, a, f.group, &f.n_groups, &f.stability, NULL);
    });
    assert_int_equal(f.n_groups, 2);
}

TT_TEST_MAIN("graph/community", TT_TEST(two_dense_groups_and_a_thread_between_them_are_two_groups),
             TT_TEST(what_only_coarse_resolutions_hold_together_is_not_agreed_on),
             TT_TEST(small_groups_survive_in_a_large_graph),
             TT_TEST(the_same_call_gives_the_same_groups_and_canonical_numbers),
             TT_TEST(a_component_does_not_depend_on_the_others), TT_TEST(nothing_in_nothing_out),
             TT_TEST(edges_that_are_none_are_refused), TT_TEST(every_allocation_may_fail))
