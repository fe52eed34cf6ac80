/*
 * entity.dormant_burst: a firm that trades for six weeks and never again is found; monthly trade,
 * a burst that goes on, one large order and the end of the data are not.  Amounts are in cents.
 */
#include "tests/support/crowd.h"

#include <math.h>

static const char SHELL[] = "Blitz Handel";

static void
begin(detector_case *f, tt_arena *a, const char *born, const char *first, int n, int step)
{
    crowd_begin(f, a, "entity.dormant_burst");
    crowd_party(f, SHELL, "DE")->incorporated = tiny_day(born);
    for (int k = 0; k < n; k++)
        crowd_buys(f, tt_arena_printf(a, "B-%d", k), crowd_supplier(k), SHELL,
                   tiny_day(first) + step * k, 2000000);
}

static void a_new_firm_that_trades_for_six_weeks_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, "2023-02-01", "2023-05-01", 8, 6);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 9);
    assert_near(x->weight, log10(20), 1e-9);
    assert_near(claim_measure(x, "share_of_all_trade").value, 1, 0);
    assert_near(claim_measure(x, "silence_before").value, 118, 0);
    assert_int_equal(claim_measure(x, "value_of_the_burst").money.minor, 16000000);
    assert_int_equal(claim_test(x, "feed_ends").outcome, TT_TEST_UNKNOWN);
    assert_non_null(strstr(x->explanation, "between 2023-05-01 and 2023-06-12"));
}

static void an_old_firm_that_wakes_up_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state, "2010-02-01", "2023-05-20", 8, 6);
    crowd_buys(&f, "B-OLD", crowd_supplier(0), SHELL, tiny_day("2023-01-08"), 2000000);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(8), 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "occasional_trader").outcome,
                     TT_TEST_NOT_EXPLAINED);
}

static void an_old_firm_seen_once_may_trade_seldom(void **state)
{
    detector_case f;
    begin(&f, *state, "2010-02-01", "2023-05-20", 8, 6);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(8 * 0.5), 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "occasional_trader").outcome, TT_TEST_WEAKENED);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *born, *first;
        int n, step;
    } rows[] = {
        {"2023-02-01", "2023-05-01", 8, 30}, /* goes on */
        {"2010-02-01", "2023-02-01", 8, 6},  /* was not silent before */
        {"2023-02-01", "2023-10-20", 8, 6},  /* the data end */
        {"2023-02-01", "2023-05-01", 3, 6},  /* three invoices are no burst */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].born, rows[i].first, rows[i].n, rows[i].step);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
    }
}

static void project(detector_case *f, tt_arena *a)
{
    crowd_begin(f, a, "entity.dormant_burst");
    (void)crowd_party(f, SHELL, "DE");
    for (int k = 0; k < 8; k++)
        crowd_buys(f, tt_arena_printf(f->a, "B-%d", k), "Old Supplier", SHELL,
                   tiny_day("2023-05-20") + 6 * k, 2000000);
}

static void one_partner_may_be_a_project(void **state)
{
    detector_case f;
    project(&f, *state);
    crowd_buys(&f, "B-OLD", "Old Supplier", SHELL, tiny_day("2023-01-08"), 2000000);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(8 * 0.4), 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "project").outcome, TT_TEST_WEAKENED);
    tt_arena_reset(*state);
    project(&f, *state);
    detector_none(&f, "one order of a firm that is seen once");
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
        bool found;
    } rows[] = {
        {"days", 20, false},
        {"silence", 250, false},
        {"share", 1, true},
        {"min_documents", 9, false},
        {"min_value", 160001, false},
        {"lr_new", 1.5, false},
        {"lr", 1, true},
        {"new_days", 30, false},
        {"least_firms", 60, false},
        {"min_weight", 1.4, false},
        {"least_spread", 10, true},
        {"project_factor", 0.001, true},
        {"parent_factor", 0.001, true},
        {"once_factor", 0.001, true},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, "2023-02-01", "2023-05-01", 8, 6);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        if (f.r.n_findings != (rows[i].found ? 1 : 0))
            print_message("%s\n", rows[i].name);
        assert_int_equal(f.r.n_findings, rows[i].found ? 1 : 0);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a, "2023-02-01", "2023-05-01", 8, 6);
    detector_set(f, "least_firms", 3);
}

static void every_allocation_may_fail(void **state)
{
    crowd_size = 4;
    detector_torture(*state, tortured, 1);
    crowd_size = CROWD_FIRMS;
}

TT_TEST_MAIN("detect/entity_dormant_burst", TT_TEST(a_new_firm_that_trades_for_six_weeks_is_found),
             TT_TEST(an_old_firm_that_wakes_up_weighs_less),
             TT_TEST(an_old_firm_seen_once_may_trade_seldom), TT_TEST(near_misses_are_not_found),
             TT_TEST(one_partner_may_be_a_project), TT_TEST(each_parameter_counts),
             TT_TEST(every_allocation_may_fail))
