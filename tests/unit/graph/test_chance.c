/*
 * Tails of windows and of counts: by hand, and by drawing.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "graph/chance.h"

static void two_events_in_a_window_are_exact(void **state)
{
    TT_UNUSED(state);
    /* |x - y| <= w of the unit square: 2 w - w^2 */
    assert_near(tt_scan_tail(2, 2, 0.1), 0.19, 1e-12);
    assert_near(tt_scan_tail(2, 2, 0.4), 0.64, 1e-12);
    /* all of three within w: 3 w^2 - 2 w^3 */
    assert_near(tt_scan_tail(3, 3, 0.1), 0.028, 1e-12);
    assert_near(tt_scan_tail(5, 1, 0.01), 1, 0);
    assert_near(tt_scan_tail(0, 1, 0.01), 0, 0);
    assert_near(tt_scan_tail(4, 5, 0.5), 0, 0);
    assert_near(tt_scan_tail(4, 4, 1), 1, 0);
    assert_near(tt_scan_tail(1000, 10, 0.1), 1, 0); /* a hundred are usual */
}

static double drawn(tt_rng *r, uint32_t n, uint32_t k, double w)
{
    enum { RUNS = 20000 };
    uint32_t hits = 0;
    for (int run = 0; run < RUNS; run++) {
        double v[64];
        bool hit = false;
        for (uint32_t i = 0; i < n; i++)
            v[i] = tt_rng_unit(r);
        tt_sort_double(v, n);
        for (uint32_t i = k - 1; i < n; i++)
            hit |= v[i] - v[i - k + 1] <= w;
        hits += hit;
    }
    return (double)hits / RUNS;
}

static void windows_are_as_full_as_drawn_ones(void **state)
{
    static const struct {
        uint32_t n, k;
        double w;
    } rows[] = {{10, 4, 0.05}, {20, 6, 0.05}, {40, 8, 0.05}, {30, 5, 0.02}, {6, 5, 0.2}};
    tt_rng r;
    TT_UNUSED(state);
    tt_rng_init(&r, 1, "scan");
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        double p = tt_scan_tail(rows[i].n, rows[i].k, rows[i].w);
        double seen = drawn(&r, rows[i].n, rows[i].k, rows[i].w);
        assert_near(p, seen, 0.15 * seen + 0.003);
    }
}

static void negative_binomial_tails_add_up(void **state)
{
    TT_UNUSED(state);
    /* r = 1, half fail: P(X >= k) = 2^-k */
    assert_near(tt_negbin_tail(1, 2, 1), 0.5, 1e-12);
    assert_near(tt_negbin_tail(1, 2, 10), 0.0009765625, 1e-12);
    assert_near(tt_negbin_tail(1, 2, 0), 1, 0);
    assert_near(tt_negbin_tail(0, 0, 3), 0, 0);
    assert_near(tt_negbin_tail(2, 2, 4), tt_poisson_tail(2, 4), 1e-12);
    assert_near(tt_negbin_tail(2, 1, 4), tt_poisson_tail(2, 4), 1e-12);
    assert_near(tt_negbin_tail(2, 2.00001, 4), tt_poisson_tail(2, 4), 1e-5);
}

TT_TEST_MAIN("graph/chance", TT_TEST(two_events_in_a_window_are_exact),
             TT_TEST(windows_are_as_full_as_drawn_ones), TT_TEST(negative_binomial_tails_add_up))
