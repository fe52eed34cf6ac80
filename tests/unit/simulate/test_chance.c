/*
 * Draws and the arithmetic of our own against libm and against their moments.
 */
#include "tests/support/tt_test.h"

#include "simulate/chance.h"

static void ln_and_exp_are_those_of_libm(void **state)
{
    TT_UNUSED(state);
    for (double x = 1e-9; x < 1e12; x *= 1.37)
        assert_near(sim_ln(x), log(x), 1e-13 * (1 + fabs(log(x))));
    for (double x = -40; x < 40; x += 0.0137)
        assert_near(sim_exp(x) / exp(x), 1, 1e-13);
}

static void draws_have_their_moments(void **state)
{
    enum { N = 200000 };
    tt_rng r;
    double sum = 0, square = 0, wait = 0, hits = 0;
    TT_UNUSED(state);
    tt_rng_init(&r, 1, "test");
    for (int i = 0; i < N; i++) {
        double x = sim_normal(&r);
        sum += x;
        square += x * x;
        wait += sim_wait(&r);
        hits += sim_chance(&r, 250000);
        assert_true(sim_pareto(&r, 50) >= 1 && sim_pareto(&r, 50) <= 50);
        assert_in_range(sim_between(&r, 3, 5), 3, 5);
    }
    assert_near(sum / N, 0, 0.01);
    assert_near(square / N, 1, 0.02);
    assert_near(wait / N, 1, 0.01);
    assert_near(hits / N, 0.25, 0.005);
}

TT_TEST_MAIN("simulate/chance", TT_TEST(ln_and_exp_are_those_of_libm),
             TT_TEST(draws_have_their_moments))
