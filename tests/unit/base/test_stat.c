/*
 * Order statistics and tails against exact values (Python, fractions and 60 decimal digits).
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "base/stat.h"

static void assert_sorted(const double *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (v[i - 1] > v[i])
            fail_msg("%zu of %zu", i, n);
}

static void doubles_are_sorted_whatever_their_order(void **state)
{
    tt_arena *a = *state;
    enum { N = 20000 };
    double *v = tt_new_n(a, double, N);
    tt_rng r;
    tt_rng_init(&r, 1, "stat");
    for (size_t n = 0; n < 200; n++) {
        double sum = 0, after = 0;
        for (size_t i = 0; i < n; i++)
            sum += v[i] = (double)tt_rng_below(&r, n);
        tt_sort_double(v, n);
        assert_sorted(v, n);
        for (size_t i = 0; i < n; i++)
            after += v[i];
        assert_true(sum == after);
    }
    for (int shape = 0; shape < 5; shape++) { /* up, down, equal, organ pipe, saw */
        for (size_t i = 0; i < N; i++) {
            size_t x[] = {i, N - i, 7, i < N / 2 ? i : N - i, i % 10};
            v[i] = (double)x[shape];
        }
        tt_sort_double(v, N);
        assert_sorted(v, N);
    }
}

static void a_part_that_will_not_shrink_is_sorted_by_the_heap(void **state)
{
    tt_arena *a = *state;
    enum { N = 1 << 16 };
    /* McIlroy's adversary in effect: the median of three is always among the least. */
    double *v = tt_new_n(a, double, N), sum = 0;
    for (size_t i = 0; i < N; i++)
        v[i] = (double)(i % 2 ? i : N / 2 + i / 2);
    for (size_t i = 0; i < N; i++)
        sum += v[i];
    tt_sort_double(v, N);
    assert_sorted(v, N);
    for (size_t i = 0; i < N; i++)
        sum -= v[i];
    assert_true(sum == 0);
}

static void zeros_have_an_order_too(void **state)
{
    TT_UNUSED(state);
    double v[] = {0.0, -0.0, 0.0, -0.0, -1, 1};
    tt_sort_double(v, TT_LEN(v));
    assert_true(v[0] == -1 && v[5] == 1);
    assert_true(signbit(v[1]) && signbit(v[2]));
    assert_false(signbit(v[3]) || signbit(v[4]));
}

static void quantiles_are_of_type_7(void **state)
{
    TT_UNUSED(state);
    static const double v[] = {1, 2, 4, 8, 16}; /* R: quantile(c(1,2,4,8,16), type = 7) */
    assert_near(tt_quantile_sorted(v, 5, 0), 1, 0);
    assert_near(tt_quantile_sorted(v, 5, 0.25), 2, 0);
    assert_near(tt_quantile_sorted(v, 5, 0.3), 2.4, 1e-15);
    assert_near(tt_quantile_sorted(v, 5, 0.5), 4, 0);
    assert_near(tt_quantile_sorted(v, 5, 0.9), 12.8, 1e-14);
    assert_near(tt_quantile_sorted(v, 5, 1), 16, 0);
    assert_near(tt_quantile_sorted(v, 1, 0.7), 1, 0);
    assert_near(tt_median_sorted(v, 4), 3, 0);
    assert_near(tt_median_sorted(v, 5), 4, 0);
}

static void mad_is_the_median_distance(void **state)
{
    TT_UNUSED(state);
    static const double v[] = {1, 1, 2, 2, 4, 6, 9};
    double tmp[7];
    assert_near(tt_mad(v, 7, 2, tmp), 1, 0);
    assert_near(tt_mad(v, 6, 2, tmp), 1, 0);
    assert_near(tt_mad(v, 1, 5, tmp), 4, 0);
    assert_near(v[0], 1, 0);
}

static void binomial_tails_are_exact(void **state)
{
    TT_UNUSED(state);
    static const struct {
        uint64_t n;
        double p;
        uint64_t k;
        double tail;
    } rows[] = {
        {10, 0.5, 5, 0.623046875},
        {10, 0.5, 10, 0.0009765625},
        {20, 0.1, 6, 0.011253134164509},
        {100, 0.01, 5, 0.003432321587754515},
        {1000, 0.3, 350, 0.0003738701054403894},
        {1000, 0.3, 250, 0.999801452673767},
        {50, 0.9, 30, 0.9999999962926254},
        {1, 0.25, 1, 0.25},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_near(tt_binomial_tail(rows[i].n, rows[i].p, rows[i].k) / rows[i].tail, 1, 1e-12);
    assert_true(tt_binomial_tail(10, 0.3, 0) == 1);
    assert_true(tt_binomial_tail(10, 0.3, 11) == 0);
    assert_true(tt_binomial_tail(10, 0, 1) == 0);
    assert_true(tt_binomial_tail(10, 1, 10) == 1);
}

/* The same by adding up, in the plainest way. */
static double slow_tail(uint64_t n, double p, uint64_t k)
{
    double sum = 0;
    for (uint64_t j = k; j <= n; j++) {
        double term = 1;
        for (uint64_t i = 1; i <= j; i++)
            term *= (double)(n - j + i) / (double)i * p;
        for (uint64_t i = j; i < n; i++)
            term *= 1 - p;
        sum += term;
    }
    return sum;
}

static void binomial_tails_equal_the_sum_for_all_small_cases(void **state)
{
    TT_UNUSED(state);
    static const double ps[] = {1e-9, 0.001, 0.1, 0.3, 0.5, 0.7, 0.99, 0.999999};
    for (uint64_t n = 1; n <= 40; n++)
        for (uint64_t k = 0; k <= n; k++)
            for (size_t i = 0; i < TT_LEN(ps); i++)
                assert_near(tt_binomial_tail(n, ps[i], k), slow_tail(n, ps[i], k), 1e-12);
}

static void poisson_tails_are_exact(void **state)
{
    TT_UNUSED(state);
    static const struct {
        double lambda;
        uint64_t k;
        double tail;
    } rows[] = {
        {3.5, 2, 8.64111774599566784e-01},     {3.5, 4, 4.63367332099214990e-01},
        {3.5, 10, 3.31494426463236269e-03},    {0.01, 1, 9.95016625083194710e-03},
        {100, 130, 2.28209305431695524e-03},   {100, 80, 9.82548677483724542e-01},
        {1000, 1200, 4.68420385587228111e-10}, {2, 30, 5.85531860937857672e-25},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_near(tt_poisson_tail(rows[i].lambda, rows[i].k) / rows[i].tail, 1, 1e-12);
    assert_true(tt_poisson_tail(5, 0) == 1);
    assert_true(tt_poisson_tail(0, 1) == 0);
}

static void large_cases_end_and_agree(void **state)
{
    TT_UNUSED(state);
    /* Near the mean of a large sample the tail is close to the normal one. */
    assert_near(tt_binomial_tail(100000000, 0.5, 50000000), 0.5, 1e-4);
    assert_near(tt_binomial_tail(100000000, 0.5, 50010000), 0.02275, 1e-4);
    assert_near(tt_poisson_tail(1e8, 100000000), 0.5, 1e-4);
    assert_near(tt_binomial_tail(1000000, 1e-6, 3), tt_poisson_tail(1, 3), 1e-6);
}

static void e_values_of_p_values(void **state)
{
    TT_UNUSED(state);
    static const struct {
        double p, e;
    } rows[] = {
        {0.5, -0.19472080404623479},    {0.05, 0.25122981148708368},
        {0.001, 1.31787816788731060},   {1e-10, 7.27556862155764428},
        {1e-100, 95.27556862260107096}, {0.95, -0.29357271892430281},
        {0.9, -0.28564295835052705},    {0.999999, -0.30102985089906947},
        {1, -0.30102999566398119521},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_near(tt_log10_e_of_p(rows[i].p), rows[i].e, 1e-13);
    double last = tt_log10_e_of_p(1); /* falls with p, also where the two formulas meet */
    for (double p = 0.9999; p > 0.85; p -= 0.0001) {
        double e = tt_log10_e_of_p(p);
        assert_true(e > last);
        last = e;
    }
}

TT_TEST_MAIN("base/stat", TT_TEST(doubles_are_sorted_whatever_their_order),
             TT_TEST(a_part_that_will_not_shrink_is_sorted_by_the_heap),
             TT_TEST(zeros_have_an_order_too), TT_TEST(quantiles_are_of_type_7),
             TT_TEST(mad_is_the_median_distance), TT_TEST(binomial_tails_are_exact),
             TT_TEST(binomial_tails_equal_the_sum_for_all_small_cases),
             TT_TEST(poisson_tails_are_exact), TT_TEST(large_cases_end_and_agree),
             TT_TEST(e_values_of_p_values))
