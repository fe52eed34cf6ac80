/*
 * Layers of payments and stacks of them equal slow and obvious twins on thousands of random
 * ledgers, chance does not make them, and what must not run away is cut and told.
 */
#include "tests/support/tt_test.h"

#include "tests/support/mesh_oracle.h"
#include "tests/support/cycle_oracle.h"

#include "base/rng.h"

#include <math.h>

enum { RUNS = 2000, ENTRIES = 64 };

/* Few parties and days, so that they meet; with some that pay all of some others. */
static void crowd(uint64_t seed, tt_rng *r, tt_arena *a, tt_ledger *l)
{
    random_layer how = {.n_vertices = 6 + (uint32_t)tt_rng_below(r, 9),
                        .n_flows = 20 + (uint32_t)tt_rng_below(r, ENTRIES - 19),
                        .days = 1 + (uint32_t)tt_rng_below(r, 40),
                        .most = 100};
    tt_graph g;
    tt_layer m;
    uint32_t payers = 2 + (uint32_t)tt_rng_below(r, 4);
    random_layer_make(&how, seed, a, &g, &m);
    for (uint32_t i = 0; i < m.n; i++)
        if (tt_rng_below(r, 2)) {
            m.src[i] = 1 + (uint32_t)tt_rng_below(r, payers);
            m.dst[i] = payers + 1 + (uint32_t)tt_rng_below(r, TT_MIN(4, how.n_vertices - payers));
        }
    assert_ok(tt_ledger_make(&m, how.n_vertices, NULL, a, l, ERR));
}

static void assert_mesh(const tt_meshes *x, const tt_mesh *b, const oracle_mesh *want)
{
    uint32_t src = 0, dst = 0;
    uint64_t entries = 0;
    for (uint32_t i = 0; i < b->n_src; i++)
        src |= 1U << x->party[b->party + i];
    for (uint32_t i = 0; i < b->n_dst; i++)
        dst |= 1U << x->party[b->party + b->n_src + i];
    for (uint32_t i = 0; i < b->n; i++)
        entries |= (uint64_t)1 << x->entry[b->entry + i];
    assert_int_equal(src, want->src);
    assert_int_equal(dst, want->dst);
    assert_true(entries == want->entries);
    assert_int_equal(b->window, want->window);
    assert_int_equal(b->start, want->start);
    assert_int_equal(b->pairs, want->pairs);
    assert_int_equal(b->amount, want->amount);
    assert_near(b->expected, want->expected, 1e-9 + 1e-9 * want->expected);
    assert_near(b->log_chance, want->log_chance, 1e-8);
    assert_near(b->p, want->p, 1e-9 * want->p);
}

static void layers_equal_their_twin(void **state)
{
    static oracle_mesh want[MESH_FOUND];
    tt_arena *a = *state;
    tt_rng r;
    size_t seen = 0, strange = 0; /* fewer by chance than there are ways to choose the sides */
    tt_rng_init(&r, 7, "meshes");
    for (uint64_t run = 0; run < RUNS; run++) {
        tt_ledger l;
        tt_meshes got;
        uint8_t hub[MESH_PARTIES] = {0};
        crowd(run, &r, a, &l);
        const tt_mesh_options opt = {.step = 1 + (uint32_t)tt_rng_below(&r, 20),
                                     .least = 2 + (uint32_t)tt_rng_below(&r, 2),
                                     .density = tt_rng_below(&r, 2) ? 0.6 : 0.8,
                                     .hub = hub};
        hub[1 + tt_rng_below(&r, 14)] = tt_rng_below(&r, 2) == 0;
        size_t n = oracle_meshs(&l, &opt, want);
        assert_ok(tt_meshes_find(&l, &opt, a, &got, ERR));
        assert_int_equal(got.n, n);
        for (size_t i = 0; i < n; i++) {
            assert_mesh(&got, &got.v[i], &want[i]);
            strange += want[i].log_chance < 0;
        }
        seen += n;
        assert_int_equal(got.effort.cut, 0);
        tt_arena_reset(a);
    }
    assert_true(seen > 1500);
    assert_true(strange > 100);
}

/* --- stacks --- */

static void
assert_stacks(const tt_stacks *got, const tt_meshes *m, const uint32_t *of, const uint32_t *place)
{
    for (size_t i = 0; i < got->n; i++) {
        const tt_stack *x = &got->v[i];
        double log_p = log((double)m->starts);
        assert_true(x->n >= 2);
        for (uint32_t k = 0; k < x->n; k++) {
            uint32_t mesh = got->joint[x->first + k].mesh;
            assert_int_equal(place[mesh], k);
            assert_int_equal(of[mesh], i + 1);
            log_p += m->v[mesh].log_chance;
        }
        assert_near(x->p, TT_MIN(1.0, exp(log_p)), 1e-9);
    }
}

/* Four groups of four, each of which pays the next, one after the other, but for some. */
static void storeys(uint64_t seed, tt_rng *r, tt_arena *a, tt_ledger *l)
{
    random_layer how = {.n_vertices = 15, .n_flows = ENTRIES, .days = 30, .most = 100};
    tt_graph g;
    tt_layer m;
    random_layer_make(&how, seed, a, &g, &m);
    for (uint32_t i = 0; i < m.n; i++)
        if (tt_rng_below(r, 5)) {
            uint32_t storey = (3 * i / m.n + (tt_rng_below(r, 8) == 0)) % 4;
            m.src[i] = 1 + (4 * storey + (uint32_t)tt_rng_below(r, 4)) % 15;
            m.dst[i] = 1 + (4 * storey + 4 + (uint32_t)tt_rng_below(r, 4)) % 15;
        }
    assert_ok(tt_ledger_make(&m, how.n_vertices, NULL, a, l, ERR));
}

static void stacks_equal_their_twin(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    size_t seen = 0, tall = 0;
    tt_rng_init(&r, 8, "stacks");
    for (uint64_t run = 0; run < RUNS; run++) {
        tt_ledger l;
        tt_meshes m;
        tt_stacks got;
        uint32_t of[MESH_FOUND], place[MESH_FOUND];
        storeys(run, &r, a, &l);
        const tt_mesh_options opt = {.step = 4, .least = 2, .density = 0.6};
        assert_ok(tt_meshes_find(&l, &opt, a, &m, ERR));
        uint8_t *out = tt_new_n(a, uint8_t, m.n + 1);
        out[tt_rng_below(&r, m.n + 1)] = 1;
        const tt_stack_options how = {.least = 1 + (uint32_t)tt_rng_below(&r, 2),
                                      .share = tt_rng_below(&r, 2) ? 0.3 : 0.6,
                                      .lag = (uint32_t)tt_rng_below(&r, 20),
                                      .keep_low = tt_rng_below(&r, 2) ? 0.1 : 0.5,
                                      .keep_high = 3,
                                      .most_log_chance = tt_rng_below(&r, 4) ? 100 : 0,
                                      .out = out};
        size_t n = oracle_stacks(&l, &m, &how, of, place);
        assert_ok(tt_stacks_find(&l, &m, &how, a, &got, ERR));
        assert_int_equal(got.n, n);
        assert_memory_equal(got.of, of, m.n * sizeof *of);
        assert_stacks(&got, &m, of, place);
        seen += n;
        for (size_t i = 0; i < got.n; i++)
            tall += got.v[i].n > 2;
        tt_arena_reset(a);
    }
    assert_true(seen > 100);
    assert_true(tall > 5);
}

/* --- chance --- */

/* One of ten payments leaves its group of ten; everybody pays some twenty times in a year. */
static void grouped(uint64_t seed, uint32_t n, bool groups, tt_arena *a, tt_ledger *l)
{
    random_layer how = {.n_vertices = n / 20, .n_flows = n, .days = 365, .most = 1000};
    tt_graph g;
    tt_layer m;
    tt_rng r;
    tt_rng_init(&r, seed, "groups");
    random_layer_make(&how, seed, a, &g, &m);
    for (uint32_t i = 0; groups && i < n; i++)
        if (tt_rng_below(&r, 10))
            m.dst[i] = TT_MIN((m.src[i] - 1) / 10 * 10 + 1 + (uint32_t)tt_rng_below(&r, 10),
                              how.n_vertices);
    assert_ok(tt_ledger_make(&m, how.n_vertices, NULL, a, l, ERR));
}

static const tt_mesh_options usual = {.step = 14, .least = 3, .density = 0.6};

/* p is that of the strangest layer of all starts: a whole world has p <= 0.01 once in a hundred. */
static void chance_makes_no_strange_layers(void **state)
{
    tt_arena *a = *state;
    size_t seen = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        tt_ledger l;
        tt_meshes got;
        grouped(seed, 4000, seed & 1, a, &l);
        assert_ok(tt_meshes_find(&l, &usual, a, &got, ERR));
        for (size_t i = 0; i < got.n; i++)
            assert_true(got.v[i].p > 0.01);
        seen += got.n;
        assert_true(seed & 1 ? got.clustering > 5 : got.clustering < 5);
        tt_arena_reset(a);
    }
    assert_true(seen > 100);
}

/* What is planted is found there, and judged the strangest. */
static void a_layer_among_groups_is_strange(void **state)
{
    tt_arena *a = *state;
    tt_ledger l;
    tt_meshes got;
    size_t best = 0;
    grouped(1, 4000, true, a, &l);
    for (uint32_t i = 0, k = 0; k < 36; i++) /* six pay six, of six groups each */
        if (l.day[i] >= 100 && l.day[i] < 110) {
            l.src[i] = 1 + k / 6 * 10;
            l.dst[i] = 105 + k++ % 6 * 10;
        }
    tt_layer m = {.n = l.n, .src = l.src, .dst = l.dst, .t = l.day, .amount = l.amount};
    for (uint32_t i = 0; i < l.n; i++)
        m.t[i] *= 86400;
    assert_ok(tt_ledger_make(&m, l.n_entities, NULL, a, &l, ERR));
    assert_ok(tt_meshes_find(&l, &usual, a, &got, ERR));
    for (size_t i = 0; i < got.n; i++)
        best = got.v[i].p < got.v[best].p ? i : best;
    assert_int_equal(got.v[best].n_src, 6);
    assert_int_equal(got.v[best].n_dst, 6);
    assert_in_range(got.v[best].pairs, 30, 36);
    assert_true(got.v[best].p < 1e-9);
}

TT_TEST_MAIN("prop/mesh_oracle", TT_TEST(layers_equal_their_twin), TT_TEST(stacks_equal_their_twin),
             TT_TEST(chance_makes_no_strange_layers), TT_TEST(a_layer_among_groups_is_strange))
