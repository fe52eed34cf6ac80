/* Rankings, groupings and probabilities, against figures worked out by hand. */
#include "tests/support/tt_test.h"

#include "evaluate/measures.h"

#include <math.h>

static const double NEAR = 1e-9;

static void a_share_has_the_interval_of_wilson(void **state)
{
    TT_UNUSED(state);
    tt_share s = tt_share_of(8, 10);
    assert_near(s.value, 0.8, NEAR);
    assert_near(s.low, 0.4901624715, NEAR); /* (0.8 + z2/20 - z sqrt(...)) / (1 + z2/10) */
    assert_near(s.high, 0.9433178485, NEAR);
    assert_near(tt_share_of(0, 5).low, 0, 0);
    assert_near(tt_share_of(5, 5).high, 1, 0);
    assert_true(isnan(tt_share_of(0, 0).value));
}

static void f1_is_the_harmonic_mean(void **state)
{
    TT_UNUSED(state);
    assert_near(tt_f1(0.5, 1), 2.0 / 3, NEAR);
    assert_near(tt_f1(0, 0), 0, 0);
    assert_true(isnan(tt_f1((double)NAN, 1)));
}

static void precision_counts_missing_places_as_misses(void **state)
{
    static const uint8_t hit[] = {1, 0, 1, 1};
    TT_UNUSED(state);
    assert_near(tt_precision_at(hit, 4, 2).value, 0.5, NEAR);
    assert_near(tt_precision_at(hit, 4, 3).value, 2.0 / 3, NEAR);
    assert_near(tt_precision_at(hit, 4, 10).value, 0.3, NEAR);
}

static void average_precision_is_the_mean_at_true_ranks(void **state)
{
    static const uint8_t hit[] = {1, 0, 1, 0};
    TT_UNUSED(state);
    assert_near(tt_average_precision(hit, 4, 2), (1 + 2.0 / 3) / 2, NEAR);
    assert_near(tt_average_precision(hit, 4, 4), (1 + 2.0 / 3) / 4, NEAR); /* two never ranked */
    assert_near(tt_average_precision(hit, 0, 3), 0, 0);
    assert_true(isnan(tt_average_precision(hit, 4, 0)));
}

static void the_range_of_average_precision_holds_it(void **state)
{
    tt_arena *a = *state;
    uint8_t hit[200];
    double low, high, low2, high2;
    for (size_t i = 0; i < 200; i++)
        hit[i] = i < 20 || i % 7 == 0;
    double ap = tt_average_precision(hit, 200, 60);
    assert_ok(tt_average_precision_range(hit, 200, 60, 1, 500, a, &low, &high, ERR));
    assert_true(low < ap && ap < high);
    assert_true(high - low < 0.5);
    assert_ok(tt_average_precision_range(hit, 200, 60, 1, 500, a, &low2, &high2, ERR));
    assert_near(low, low2, 0);
    assert_near(high, high2, 0);
    memset(hit, 1, sizeof(hit));
    assert_ok(tt_average_precision_range(hit, 200, 200, 1, 100, a, &low, &high, ERR));
    assert_near(low, 1, NEAR);
    assert_ok(tt_average_precision_range(hit, 200, 0, 1, 100, a, &low, &high, ERR));
    assert_true(isnan(low));
}

static double
ami(tt_arena *a, const uint32_t *x, uint32_t n_x, const uint32_t *y, uint32_t n_y, size_t n)
{
    double out;
    assert_ok(tt_adjusted_mutual_information(x, n_x, y, n_y, n, a, &out, ERR));
    return out;
}

static void mutual_information_is_adjusted_for_chance(void **state)
{
    static const uint32_t two[] = {0, 0, 1, 1}, swapped[] = {1, 1, 0, 0}, across[] = {0, 1, 0, 1},
                          one[] = {0, 0, 0, 0}, all[] = {0, 1, 2, 3};
    tt_arena *a = *state;
    assert_near(ami(a, two, 2, two, 2, 4), 1, NEAR);
    assert_near(ami(a, two, 2, swapped, 2, 4), 1, NEAR);
    assert_near(ami(a, one, 1, one, 1, 4), 1, NEAR);
    assert_near(ami(a, one, 1, all, 4, 4), 0, NEAR);
    /* No information; four cells of (2, 2) expect 4 * 1/6 * ln(2)/2, entropies are ln(2). */
    assert_near(ami(a, two, 2, across, 2, 4), -0.5, NEAR);
}

static void groupings_are_compared_by_pairs_and_by_things(void **state)
{
    static const uint32_t truth[] = {0, 0, 0, 1, 1, 2}, found[] = {0, 0, 1, 1, 1, 2};
    tt_grouping g;
    assert_ok(tt_grouping_of(truth, 3, found, 3, 6, *state, &g, ERR));
    assert_int_equal(g.pairs_true, 4);  /* 3 + 1 + 0 */
    assert_int_equal(g.pairs_found, 4); /* 1 + 3 + 0 */
    assert_int_equal(g.pairs_both, 2);
    assert_near(g.f1, 0.5, NEAR);
    /* precision of each: 1, 1, 1/3, 2/3, 2/3, 1; recall: 2/3, 2/3, 1/3, 1, 1, 1 */
    assert_near(g.b3_precision, (1 + 1 + 1.0 / 3 + 2.0 / 3 + 2.0 / 3 + 1) / 6, NEAR);
    assert_near(g.b3_recall, (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1 + 1 + 1) / 6, NEAR);
}

static void jaccard_is_common_over_all(void **state)
{
    static const uint32_t x[] = {1, 3, 5}, y[] = {3, 4, 5, 9};
    TT_UNUSED(state);
    assert_near(tt_jaccard(x, 3, y, 4), 0.4, NEAR);
    assert_near(tt_jaccard(x, 3, x, 3), 1, NEAR);
    assert_near(tt_jaccard(x, 0, y, 0), 0, 0);
}

static void reliability_compares_what_was_said_with_what_came(void **state)
{
    static const double p[] = {0.1, 0.1, 0.9, 0.9, 1.0};
    static const uint8_t hit[] = {0, 1, 1, 1, 1};
    tt_bin bins[2];
    double ece, brier;
    TT_UNUSED(state);
    tt_reliability(p, hit, 5, bins, 2, &ece, &brier);
    assert_int_equal(bins[0].n, 2);
    assert_int_equal(bins[1].hits, 3);
    assert_near(bins[1].mean, 2.8 / 3, NEAR);
    assert_near(ece, (0.8 + 0.2) / 5, NEAR);
    assert_near(brier, (0.01 + 0.81 + 0.01 + 0.01 + 0) / 5, NEAR);
}

static void uniform_p_values_have_no_distance(void **state)
{
    double even[] = {0.625, 0.125, 0.875, 0.375}, low[] = {0.01, 0.02};
    TT_UNUSED(state);
    assert_near(tt_uniform_distance(even, 4), 0.125, NEAR);
    assert_near(tt_uniform_distance(low, 2), 0.98, NEAR);
}

static void every_allocation_may_fail(void **state)
{
    static const uint32_t x[] = {0, 0, 1, 1}, y[] = {0, 1, 0, 1};
    tt_arena *a = *state;
    tt_status st;
    double out = 0;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_adjusted_mutual_information(x, 2, y, 2, 4, a, &out, NULL);
    });
    assert_near(out, -0.5, NEAR);
}

TT_TEST_MAIN("evaluate/measures", TT_TEST(a_share_has_the_interval_of_wilson),
             TT_TEST(f1_is_the_harmonic_mean), TT_TEST(precision_counts_missing_places_as_misses),
             TT_TEST(average_precision_is_the_mean_at_true_ranks),
             TT_TEST(the_range_of_average_precision_holds_it),
             TT_TEST(mutual_information_is_adjusted_for_chance),
             TT_TEST(groupings_are_compared_by_pairs_and_by_things),
             TT_TEST(jaccard_is_common_over_all),
             TT_TEST(reliability_compares_what_was_said_with_what_came),
             TT_TEST(uniform_p_values_have_no_distance), TT_TEST(every_allocation_may_fail))
