/*
 * entity.capability_mismatch: two people with the trade of hundreds are found; large firms, arms of
 * large firms and firms that say nothing of their size are not.  Amounts are in cents.
 */
#include "tests/support/crowd.h"

#include <math.h>

static const char TWO[] = "Zwei Handel";

static void begin(detector_case *f, tt_arena *a, int64_t employees, int64_t turnover)
{
    crowd_begin(f, a, "entity.capability_mismatch");
    tt_party *row = crowd_party(f, TWO, "DE");
    row->employees = employees;
    row->annual_revenue.minor = turnover;
    for (int k = 0; k < 6; k++)
        crowd_buys(f, tt_arena_printf(a, "Z-%d", k), "New Supplier", TWO,
                   tiny_day("2023-04-01") + 20 * k, 500000000);
}

static void two_people_with_the_trade_of_hundreds_are_found(void **state)
{
    detector_case f;
    begin(&f, *state, 2, TT_NO_NUM);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, 1);
    assert_string_equal(x->entities[0].role, "buyer");
    assert_int_equal(x->n_documents, 7); /* six invoices and the registry row */
    assert_near(x->weight, 1, 1e-9);     /* lr 10 */
    assert_int_equal(claim_measure(x, "value_of_the_year").money.minor, 3000000000);
    assert_near(claim_measure(x, "employees").value, 2, 0);
    /* usual for two: the median firm buys 12 times 15,000.00 with ten people */
    assert_near(claim_measure(x, "times_usual").value, 30e6 / (2 * 12 * 15000 / 10.0), 1e-6);
    assert_non_null(strstr(x->explanation, "USD 30000000.00"));
    assert_int_equal(claim_test(x, "usual_in_these_data").outcome, TT_TEST_NOT_EXPLAINED);
}

static void a_turnover_that_is_exceeded_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, TT_NO_NUM, 5000000);
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "turnover").value, 50000, 0);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        int64_t employees, turnover;
    } rows[] = {
        {20000, TT_NO_NUM},       /* many people for much trade */
        {TT_NO_NUM, TT_NO_NUM},   /* says nothing of its size */
        {TT_NO_NUM, 50000000000}, /* a turnover to match */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].employees, rows[i].turnover);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
    }
}

static void the_arm_of_a_large_firm_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state, 2, TT_NO_NUM);
    (void)crowd_party(&f, "Gross AG", "DE");
    tiny_own(&f.c, "Gross AG", TWO, "shareholder", 100);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(3), 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "declared_parent").outcome, TT_TEST_WEAKENED);
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value, weight; /* below 0: not found */
    } rows[] = {
        {"min_value", 30000001, -1},
        {"min_ratio", 1000, -1},
        {"least_firms", 42, -1},
        {"lr", 2, 0.301029995664},
        {"min_weight", 1.1, -1},
        {"least_spread", 10, -1},
        {"days", 30, 1},
        {"parent_factor", 0.001, 1},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, 2, TT_NO_NUM);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].weight < 0 ? 0 : 1);
        if (rows[i].weight >= 0)
            assert_near(f.r.findings[1].f.weight, rows[i].weight, 1e-9);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a, 2, TT_NO_NUM);
    detector_set(f, "least_firms", 3);
}

static void every_allocation_may_fail(void **state)
{
    crowd_size = 4;
    detector_torture(*state, tortured, 1);
    crowd_size = CROWD_FIRMS;
}

TT_TEST_MAIN("detect/entity_capability_mismatch",
             TT_TEST(two_people_with_the_trade_of_hundreds_are_found),
             TT_TEST(a_turnover_that_is_exceeded_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(the_arm_of_a_large_firm_weighs_less), TT_TEST(each_parameter_counts),
             TT_TEST(every_allocation_may_fail))
