/*
 * entity.new_high_volume: a firm of three weeks that buys for millions is found; old firms, small
 * beginnings, arms of large firms and firms of unknown age are not.  Amounts are in cents.
 */
#include "tests/support/crowd.h"

#include <math.h>

static const char NEW[] = "Neu Handel";

static void begin(detector_case *f, tt_arena *a, const char *born, int64_t cents)
{
    crowd_begin(f, a, "entity.new_high_volume");
    crowd_party(f, NEW, "DE")->incorporated = born ? tiny_day(born) : TT_NO_DATE;
    for (int k = 0; k < 5; k++)
        crowd_buys(f, tt_arena_printf(a, "N-%d", k), "New Supplier", NEW,
                   tiny_day("2023-04-01") + 20 * k, cents);
}

static void a_firm_of_three_weeks_that_buys_for_millions_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, "2023-03-11", 500000000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 6);
    assert_near(x->weight, log10(5), 1e-9);
    assert_int_equal(claim_measure(x, "value_of_first_days").money.minor, 2500000000);
    assert_near(claim_measure(x, "age_at_first_invoice").value, 21, 0);
    assert_string_equal(x->title, "Large trade 21 days after the firm was founded");
    assert_int_equal(claim_test(x, "declared_parent").outcome, TT_TEST_UNKNOWN);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *born;
        int64_t cents;
    } rows[] = {
        {"2021-03-11", 500000000}, /* two years old */
        {"2023-03-11", 3000000},   /* begins as others do */
        {NULL, 500000000},         /* of unknown age */
        {"2023-05-11", 500000000}, /* invoiced before it was founded: a fault of the registry */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].born, rows[i].cents);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
    }
}

static void the_daughter_of_a_company_is_ordinary(void **state)
{
    detector_case f;
    begin(&f, *state, "2023-03-11", 500000000);
    (void)crowd_party(&f, "Gross AG", "DE");
    tiny_own(&f.c, "Gross AG", NEW, "shareholder", 100);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(
        claim_noted(&f.r, "entity.new_high_volume", "min_weight", "1 firm, USD 25000000.00"));
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
        bool found;
    } rows[] = {
        {"new_days", 20, false},        {"new_days", 21, true},     {"min_value", 25000001, false},
        {"min_ratio", 1000, false},     {"least_firms", 60, false}, {"lr", 1.5, false},
        {"min_weight", 0.7, false},     {"least_spread", 10, true}, {"days", 7, true},
        {"parent_factor", 0.001, true},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, "2023-03-11", 500000000);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].found ? 1 : 0);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a, "2023-03-11", 500000000);
    detector_set(f, "least_firms", 3);
}

static void every_allocation_may_fail(void **state)
{
    crowd_size = 4;
    detector_torture(*state, tortured, 1);
    crowd_size = CROWD_FIRMS;
}

TT_TEST_MAIN("detect/entity_new_high_volume",
             TT_TEST(a_firm_of_three_weeks_that_buys_for_millions_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(the_daughter_of_a_company_is_ordinary),
             TT_TEST(each_parameter_counts), TT_TEST(every_allocation_may_fail))
