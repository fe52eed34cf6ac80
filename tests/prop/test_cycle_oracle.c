/*
 * The search for cycles finds what trying every sequence of hops finds, on thousands of random
 * layers under all parameters; and what must not change its result does not.
 */
#include "tests/support/tt_test.h"

#include "tests/support/cycle_oracle.h"

#include "base/rng.h"

enum { DAY = 86400 };

/* Options drawn at random: every switch on and off, every length. */
static tt_cycle_options draw(tt_rng *r, const random_layer *how, uint8_t *hub)
{
    static const double lows[] = {0.3, 0.7, 0.85, 1.0}, highs[] = {1.0, 1.02, 1.1, 2.0};
    tt_cycle_options o = {
        .window = (uint32_t)((1 + tt_rng_below(r, 2 * how->days)) * DAY / 2),
        .min_len = 2 + (unsigned)tt_rng_below(r, 3),
        .keep_low = lows[tt_rng_below(r, TT_LEN(lows))],
        .keep_high = highs[tt_rng_below(r, TT_LEN(highs))],
        .same_hs6 = how->goods && tt_rng_below(r, 2),
        .by_quantity = how->goods && tt_rng_below(r, 2),
        .value_low = 0.7,
        .value_high = 1.6,
        .unsettled_only = tt_rng_below(r, 2),
        .same_day = tt_rng_below(r, 2),
        .any_order = tt_rng_below(r, 4) == 0,
        .split = tt_rng_below(r, 3) ? 0 : (uint32_t)tt_rng_below(r, 4) * DAY,
        .min_amount = tt_rng_below(r, 3) ? 0 : how->most / 3,
    };
    o.max_len = o.min_len + (unsigned)tt_rng_below(r, 4);
    if (tt_rng_below(r, 3) == 0) {
        for (uint32_t v = 1; v <= how->n_vertices; v++)
            hub[v] = tt_rng_below(r, 5) == 0;
        o.hub = hub;
    }
    return o;
}

static void assert_same(const tt_cycles *got, const oracle_cycle *want, size_t n, uint64_t seed)
{
    bool same = got->n == n;
    for (size_t i = 0; same && i < n; i++) {
        const tt_cycle *c = &got->v[i];
        same = c->len == want[i].len && c->n_flows == want[i].n_flows &&
               memcmp(got->flow + c->first, want[i].flow, c->n_flows * sizeof(uint32_t)) == 0 &&
               memcmp(got->hop + c->first, want[i].hop, c->n_flows) == 0;
    }
    if (!same) {
        print_error("seed %llu: %zu cycles, the oracle has %zu\n", (unsigned long long)seed, got->n,
                    n);
        for (size_t i = 0; i < TT_MAX(got->n, n); i++) {
            print_error("%zu:", i);
            for (uint32_t k = 0; i < got->n && k < got->v[i].n_flows; k++)
                print_error(" %u/%u", got->flow[got->v[i].first + k],
                            got->hop[got->v[i].first + k]);
            print_error("  oracle:");
            for (uint32_t k = 0; i < n && k < want[i].n_flows; k++)
                print_error(" %u/%u", want[i].flow[k], want[i].hop[k]);
            print_error("\n");
        }
        fail();
    }
}

static void the_search_equals_trying_everything(void **state)
{
    tt_arena *a = *state;
    size_t with_cycles = 0, cycles = 0;
    for (uint64_t seed = 1; seed <= 6000; seed++) {
        tt_arena_reset(a);
        tt_rng r;
        tt_rng_init(&r, seed, "options");
        random_layer how = {.n_vertices = 3 + (uint32_t)tt_rng_below(&r, 10),
                            .n_flows = 10 + (uint32_t)tt_rng_below(&r, 60),
                            .days = 1 + (uint32_t)tt_rng_below(&r, 12),
                            .clock = tt_rng_below(&r, 2),
                            .goods = tt_rng_below(&r, 2),
                            .most = tt_rng_below(&r, 2) ? 6 : 100};
        tt_graph g;
        tt_layer l;
        random_layer_make(&how, seed, a, &g, &l);
        uint8_t hub[32] = {0};
        tt_cycle_options o = draw(&r, &how, hub);
        tt_cycles got;
        oracle_cycle *want;
        assert_ok(tt_cycles_find(&g, &l, &o, 1 + (unsigned)(seed % 3), NULL, a, &got, ERR));
        size_t n = oracle_cycles(&l, &o, a, &want);
        assert_same(&got, want, n, seed);
        with_cycles += n > 0;
        cycles += n;
    }
    /* The test means something: many layers have cycles, many have none. */
    assert_in_range(with_cycles, 1500, 5500);
    assert_true(cycles > 20000);
}

/* Money and goods in one layer: every switch as above, and the kind of each flow by chance. */
static void mixed_cycles_equal_trying_everything(void **state)
{
    tt_arena *a = *state;
    size_t with_cycles = 0, cycles = 0;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        tt_arena_reset(a);
        tt_rng r;
        tt_rng_init(&r, seed, "mixed");
        random_layer how = {.n_vertices = 3 + (uint32_t)tt_rng_below(&r, 10),
                            .n_flows = 10 + (uint32_t)tt_rng_below(&r, 60),
                            .days = 1 + (uint32_t)tt_rng_below(&r, 12),
                            .clock = tt_rng_below(&r, 2),
                            .most = tt_rng_below(&r, 2) ? 6 : 100};
        tt_graph g;
        tt_layer l;
        random_layer_make(&how, seed, a, &g, &l);
        uint8_t hub[32] = {0}, kind[128];
        for (uint32_t i = 0; i < l.n; i++)
            kind[i] = tt_rng_below(&r, 3) == 0;
        tt_cycle_options o = draw(&r, &how, hub);
        o.mixed = kind;
        tt_cycles got;
        oracle_cycle *want;
        assert_ok(tt_cycles_find(&g, &l, &o, 1 + (unsigned)(seed % 3), NULL, a, &got, ERR));
        size_t n = oracle_cycles(&l, &o, a, &want);
        assert_same(&got, want, n, seed);
        for (size_t i = 0; i < got.n; i++) {
            uint32_t ones = 0;
            for (uint32_t k = 0; k < got.v[i].n_flows; k++)
                ones += kind[got.flow[got.v[i].first + k]];
            assert_in_range(ones, 1, got.v[i].n_flows - 1);
        }
        with_cycles += n > 0;
        cycles += n;
    }
    assert_in_range(with_cycles, 300, 1700);
    assert_true(cycles > 4000);
}

/* Large buckets take the lists by amount and by halving; small layers never do. */
static void crowded_vertices_are_searched_as_well(void **state)
{
    tt_arena *a = *state;
    size_t cycles = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        tt_arena_reset(a);
        random_layer how = {.n_vertices = 3, .n_flows = 260, .days = 60, .most = 400};
        tt_graph g;
        tt_layer l;
        random_layer_make(&how, seed, a, &g, &l);
        tt_cycle_options o = {.window = 30 * DAY,
                              .min_len = 2,
                              .max_len = 3,
                              .keep_low = 0.97,
                              .keep_high = 1.0,
                              .any_order = seed % 2 == 0};
        tt_cycles got;
        oracle_cycle *want;
        assert_ok(tt_cycles_find(&g, &l, &o, 2, NULL, a, &got, ERR));
        size_t n = oracle_cycles(&l, &o, a, &want);
        assert_same(&got, want, n, seed);
        cycles += n;
    }
    assert_true(cycles > 2000);
}

static void threads_change_nothing(void **state)
{
    tt_arena *a = *state;
    random_layer how = {.n_vertices = 400, .n_flows = 20000, .days = 200, .most = 1000};
    tt_graph g;
    tt_layer l;
    random_layer_make(&how, 7, a, &g, &l);
    tt_cycle_options o = {.window = 20 * DAY,
                          .min_len = 3,
                          .max_len = 5,
                          .keep_low = 0.1,
                          .keep_high = 5.0,
                          .visits_per_root = 40,
                          .visits_per_component = 300000,
                          .max_cycles = 300};
    tt_cycles one, four;
    assert_ok(tt_cycles_find(&g, &l, &o, 1, NULL, a, &one, ERR));
    assert_ok(tt_cycles_find(&g, &l, &o, 4, NULL, a, &four, ERR));
    assert_int_equal(one.n, 300);
    assert_true(one.cycles_left_out > 0);
    assert_true(one.effort.cut > 0);
    assert_int_equal(one.n, four.n);
    assert_memory_equal(one.v, four.v, one.n * sizeof *one.v);
    assert_int_equal(one.effort.visits, four.effort.visits);
    assert_int_equal(one.effort.cut, four.effort.cut);
    assert_int_equal(one.cycles_left_out, four.cycles_left_out);
    for (size_t i = 0; i < one.n; i++)
        assert_memory_equal(one.flow + one.v[i].first, four.flow + four.v[i].first,
                            one.v[i].n_flows * sizeof(uint32_t));
}

static void times(tt_layer *l, int64_t by)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (l->amount[i] != TT_NO_NUM)
            l->amount[i] *= by;
}

static void amounts_times_ten_and_dates_moved_give_the_same_cycles(void **state)
{
    tt_arena *a = *state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        tt_arena_reset(a);
        random_layer how = {.n_vertices = 6, .n_flows = 40, .days = 10, .most = 50};
        tt_graph g;
        tt_layer l;
        random_layer_make(&how, seed, a, &g, &l);
        tt_cycle_options o = {
            .window = 6 * DAY, .min_len = 2, .max_len = 4, .keep_low = 0.8, .keep_high = 1.1};
        tt_cycles before, after;
        times(&l, 1000); /* so that a minor unit is small beside a tolerance */
        assert_ok(tt_cycles_find(&g, &l, &o, 1, NULL, a, &before, ERR));
        times(&l, 10);
        for (uint32_t i = 0; i < l.n; i++)
            l.t[i] += 17 * DAY;
        assert_ok(tt_cycles_find(&g, &l, &o, 1, NULL, a, &after, ERR));
        assert_int_equal(before.n, after.n);
        for (size_t i = 0; i < before.n; i++) {
            assert_memory_equal(before.flow + before.v[i].first, after.flow + after.v[i].first,
                                before.v[i].n_flows * sizeof(uint32_t));
            assert_near(before.v[i].conservation, after.v[i].conservation, 1e-9);
            assert_near(before.v[i].expected, after.v[i].expected, 1e-9);
        }
    }
}

TT_TEST_MAIN("prop/cycle_oracle", TT_TEST(the_search_equals_trying_everything),
             TT_TEST(mixed_cycles_equal_trying_everything),
             TT_TEST(crowded_vertices_are_searched_as_well), TT_TEST(threads_change_nothing),
             TT_TEST(amounts_times_ten_and_dates_moved_give_the_same_cycles))
