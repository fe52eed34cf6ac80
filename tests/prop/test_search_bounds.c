/*
 * What must not run away: a hub with very many payments, everybody paying everybody, all within one
 * second, with parties kept out of the middle and without.  Every search ends within its budget,
 * says what it cut and where, and says the same on any number of threads.
 */
#include "tests/support/tt_test.h"

#include "graph/chain.h"
#include "graph/cycle.h"
#include "graph/features.h"
#include "graph/gather.h"
#include "graph/lists.h"
#include "graph/mesh.h"
#include "graph/relay.h"
#include "graph/scatter.h"

enum { BUDGET = 200000, ROOT = 20000 };

struct world {
    tt_graph g;
    tt_ledger l;
    uint8_t *hub;
    bool hubs_out; /* parties with more than 50 flows stay out of the middle */
};

static void columns(tt_layer *m, uint32_t n, tt_arena *a)
{
    *m = (tt_layer){.src = tt_new_n(a, uint32_t, n),
                    .dst = tt_new_n(a, uint32_t, n),
                    .t = tt_new_n(a, uint32_t, n),
                    .amount = tt_new_n(a, int64_t, n)};
}

static void add(tt_layer *m, uint32_t src, uint32_t dst)
{
    m->src[m->n] = src;
    m->dst[m->n] = dst;
    m->amount[m->n++] = 100000;
}

static void finish(struct world *w, tt_arena *a)
{
    tt_layer *m = &w->g.money;
    uint32_t n = w->g.n_entities;
    w->g.goods.out_off = tt_new_n(a, uint32_t, n + 2);
    w->g.goods.in_off = tt_new_n(a, uint32_t, n + 2);
    assert_ok(tt_lists_make(m->n, m->src, n, a, &m->out_off, &m->out_at, ERR));
    assert_ok(tt_lists_make(m->n, m->dst, n, a, &m->in_off, &m->in_at, ERR));
    assert_ok(tt_ledger_make(m, n, NULL, a, &w->l, ERR));
    w->hub = tt_new_n(a, uint8_t, n + 1);
    for (uint32_t v = 1; v <= n && w->hubs_out; v++)
        w->hub[v] = m->out_off[v + 1] - m->out_off[v] + m->in_off[v + 1] - m->in_off[v] > 50;
}

/* Everybody pays everybody. */
static void complete(struct world *w, tt_arena *a)
{
    enum { N = 120 };
    w->g.n_entities = N;
    columns(&w->g.money, N * (N - 1), a);
    for (uint32_t v = 1; v <= N; v++)
        for (uint32_t to = 1; to <= N; to++)
            if (to != v)
                add(&w->g.money, v, to);
}

/* One is paid by everybody, and pays everybody, ten times. */
static void star(struct world *w, tt_arena *a)
{
    enum { N = 1000, TIMES = 10 };
    w->g.n_entities = N;
    columns(&w->g.money, 2 * N * TIMES, a);
    for (uint32_t i = 0; i < TIMES; i++)
        for (uint32_t v = 2; v <= N; v++) {
            add(&w->g.money, v, 1);
            add(&w->g.money, 1, v);
        }
}

/* Two pay each other, again and again. */
static void pair(struct world *w, tt_arena *a)
{
    enum { TIMES = 5000 };
    w->g.n_entities = 2;
    columns(&w->g.money, 2 * TIMES, a);
    for (uint32_t i = 0; i < TIMES; i++) {
        add(&w->g.money, 1, 2);
        add(&w->g.money, 2, 1);
    }
}

/* Very many chains of four through one party: its payments out are counted for each of them. */
static void sheaf(struct world *w, tt_arena *a)
{
    enum { N = 4000 };
    w->g.n_entities = 4 * N + 1;
    columns(&w->g.money, 4 * N, a);
    for (uint32_t i = 0; i < N; i++) {
        const uint32_t way[] = {2 + 4 * i, 3 + 4 * i, 1, 4 + 4 * i, 5 + 4 * i};
        for (uint32_t k = 0; k < 4; k++) {
            add(&w->g.money, way[k], way[k + 1]);
            w->g.money.amount[w->g.money.n - 1] = 1000 * (int64_t)(i + 1) * (int64_t)(i + 1);
        }
    }
}

typedef void make_world(struct world *w, tt_arena *a);

static make_world *const shapes[] = {complete, star, pair};

/* A search may overshoot by what one start makes. */
static void assert_bounded(const tt_effort *e, const struct world *w)
{
    uint64_t visits = 0, starts = 0, cut = 0;
    assert_in_range(e->visits, 0, BUDGET + ROOT);
    for (uint32_t v = 1; v <= w->g.n_entities; v++) {
        visits += e->visits_at[v];
        starts += e->starts_at[v];
        cut += e->cut_at[v];
    }
    assert_int_equal(visits, e->visits);
    assert_int_equal(starts, e->starts);
    assert_int_equal(cut, e->cut);
    assert_true(cut <= starts);
}

/* The cut starts of all five searches. */
static uint64_t search(const struct world *w, tt_arena *a)
{
    tt_relays relays;
    tt_scatters scatters;
    tt_chains chains;
    tt_gathers gathers;
    tt_meshes meshes;
    const tt_relay_options ro = {.hold = 3,
                                 .keep_low = 0.9,
                                 .keep_high = 0.95, /* nothing fits: everything is tried */
                                 .least = 2,
                                 .skip = w->hub,
                                 .visits_root = ROOT,
                                 .visits = BUDGET};
    const tt_scatter_options so = {.lag = 3,
                                   .keep_low = 0.9,
                                   .keep_high = 1,
                                   .least = 3,
                                   .hub = w->hub,
                                   .visits_root = ROOT,
                                   .visits = BUDGET,
                                   .most = 100};
    const tt_chain_options co = {.window = 3,
                                 .keep_low = 0.9,
                                 .keep_high = 1,
                                 .least = 4,
                                 .most = 12,
                                 .hub = w->hub,
                                 .visits_root = ROOT,
                                 .visits = BUDGET};
    const tt_gather_options go = {
        .gather = {7, 30}, .after = 7, .least = 3, .balance = 0.1, .skip = w->hub};
    const tt_mesh_options mo = {.step = 3,
                                .least = 3,
                                .density = 0.6,
                                .hub = w->hub,
                                .visits_root = ROOT,
                                .visits = BUDGET};
    assert_ok(tt_meshes_find(&w->l, &mo, a, &meshes, ERR));
    assert_ok(tt_relays_find(&w->l, &ro, a, &relays, ERR));
    assert_ok(tt_scatters_find(&w->l, &so, a, &scatters, ERR));
    assert_ok(tt_chains_find(&w->l, &co, a, &chains, ERR));
    assert_ok(tt_gathers_find(&w->l, &go, a, &gathers, ERR));
    assert_bounded(&relays.effort, w);
    assert_bounded(&scatters.effort, w);
    assert_bounded(&chains.effort, w);
    assert_bounded(&meshes.effort, w);
    assert_true(scatters.n <= so.most);
    return meshes.effort.cut + relays.effort.cut + scatters.effort.cut + chains.effort.cut;
}

static void searches_of_payments_stay_within_their_budgets(void **state)
{
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(shapes); i++)
        for (int out = 0; out < 2; out++) {
            struct world w = {.hubs_out = out};
            shapes[i](&w, a);
            finish(&w, a);
            uint64_t cut = search(&w, a);
            if (!out)
                assert_true(cut > 0);
            tt_arena_reset(a);
        }
}

static void searches_for_circles_stay_within_their_budgets(void **state)
{
    enum { WAVE = 2048 }; /* starts between two looks at what a component has left */
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(shapes) * 4; i++) {
        struct world w = {.hubs_out = i & 1};
        tt_cycles one, two;
        shapes[i / 4](&w, a);
        finish(&w, a);
        const tt_cycle_options o = {.window = 1000000,
                                    .min_len = 2,
                                    .max_len = 6,
                                    .keep_low = 0.85,
                                    .keep_high = 1.02,
                                    .same_day = true,
                                    .any_order = i & 2,
                                    .split = 86400,
                                    .hub = w.hub,
                                    .visits_per_root = 100,
                                    .visits_per_component = BUDGET,
                                    .max_cycles = 2000};
        assert_ok(tt_cycles_find(&w.g, &w.g.money, &o, 1, NULL, a, &one, ERR));
        assert_ok(tt_cycles_find(&w.g, &w.g.money, &o, 3, NULL, a, &two, ERR));
        assert_in_range(one.effort.visits, 0, BUDGET + 100 * WAVE);
        assert_true(one.n <= o.max_cycles);
        assert_int_equal(one.n, two.n);
        assert_int_equal(one.effort.visits, two.effort.visits);
        assert_int_equal(one.cycles_left_out, two.cycles_left_out);
        assert_memory_equal(one.effort.cut_at, two.effort.cut_at,
                            w.g.n_entities * sizeof *one.effort.cut_at);
        if (!w.hubs_out)
            assert_true(one.effort.cut > 0);
        tt_arena_reset(a);
    }
}

static void chains_through_one_party_are_judged_without_walking_its_list_for_each(void **state)
{
    tt_arena *a = *state;
    struct world w = {.hubs_out = false};
    tt_chains chains;
    sheaf(&w, a);
    finish(&w, a);
    const tt_chain_options o = {
        .window = 3, .keep_low = 0.9999, .keep_high = 1, .least = 4, .most = 4, .hub = w.hub};
    assert_ok(tt_chains_find(&w.l, &o, a, &chains, ERR));
    assert_int_equal(chains.n, 4000);
    assert_near(chains.v[0].expected, 1, 1e-9); /* one payment fits at each of three hops */
}

static void features_say_what_was_cut(void **state)
{
    tt_arena *a = *state;
    struct world w = {.hubs_out = false};
    tt_features all, some;
    complete(&w, a);
    finish(&w, a);
    assert_ok(tt_features_make(&w.g, &w.l, 100, 0, a, &all, ERR));
    assert_int_equal(all.cut, 0);
    assert_ok(tt_features_make(&w.g, &w.l, 100, BUDGET, a, &some, ERR));
    assert_true(some.cut > 0);
}

TT_TEST_MAIN("prop/search_bounds", TT_TEST(searches_of_payments_stay_within_their_budgets),
             TT_TEST(searches_for_circles_stay_within_their_budgets),
             TT_TEST(chains_through_one_party_are_judged_without_walking_its_list_for_each),
             TT_TEST(features_say_what_was_cut))
