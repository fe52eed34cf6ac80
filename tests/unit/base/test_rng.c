/*
 * Random numbers: the published outputs of xoshiro256**, and draws that nothing can shift.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"

static void the_generator_is_xoshiro256starstar(void **state)
{
    TT_UNUSED(state);
    tt_rng r = {{1, 2, 3, 4}};
    static const uint64_t want[] = {UINT64_C(11520),
                                    UINT64_C(0),
                                    UINT64_C(1509978240),
                                    UINT64_C(1215971899390074240),
                                    UINT64_C(1216172134540287360),
                                    UINT64_C(607988272756665600)};
    for (size_t i = 0; i < TT_LEN(want); i++)
        assert_true(tt_rng_u64(&r) == want[i]);
}

static void seed_and_stage_fix_the_draws_for_ever(void **state)
{
    TT_UNUSED(state);
    tt_rng r; /* by a second implementation in Python */
    tt_rng_init(&r, 42, "leiden");
    assert_true(tt_rng_u64(&r) == UINT64_C(12216147997692730954));
    assert_true(tt_rng_u64(&r) == UINT64_C(102364242786872507));
    tt_rng_init(&r, 42, "null");
    assert_true(tt_rng_u64(&r) == UINT64_C(2980806426820295605));
    tt_rng_init(&r, 0, "");
    assert_true(tt_rng_u64(&r) == UINT64_C(2173012722847780656));
}

static void below_is_in_range_and_even(void **state)
{
    TT_UNUSED(state);
    tt_rng r;
    uint64_t seen[7] = {0};
    tt_rng_init(&r, 1, "below");
    for (int i = 0; i < 70000; i++)
        seen[tt_rng_below(&r, 7)]++;
    for (size_t i = 0; i < 7; i++)
        assert_in_range(seen[i], 9600, 10400);
    assert_int_equal(tt_rng_below(&r, 1), 0);
    uint64_t high = 0; /* 3/4 of the range: rejection must not favour either half */
    for (int i = 0; i < 30000; i++)
        high += tt_rng_below(&r, UINT64_C(3) << 62) >= UINT64_C(3) << 61;
    assert_in_range(high, 14500, 15500);
}

static void unit_is_at_least_0_and_less_than_1(void **state)
{
    TT_UNUSED(state);
    tt_rng r;
    double sum = 0;
    tt_rng_init(&r, 1, "unit");
    for (int i = 0; i < 100000; i++) {
        double v = tt_rng_unit(&r);
        assert_true(v >= 0 && v < 1);
        sum += v;
    }
    assert_near(sum / 100000, 0.5, 0.005);
    tt_rng top = {{0, 0, 0, 0}};
    assert_true(tt_rng_unit(&top) == 0);
}

TT_TEST_MAIN("base/rng", TT_TEST(the_generator_is_xoshiro256starstar),
             TT_TEST(seed_and_stage_fix_the_draws_for_ever), TT_TEST(below_is_in_range_and_even),
             TT_TEST(unit_is_at_least_0_and_less_than_1))
