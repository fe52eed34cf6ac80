/*
 * flow.scatter_gather: money that meets again is found; suppliers, groups, banks and bad luck are
 * not.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.scatter_gather");
    money_traffic(f, 120);
}

/* From one to n others, 97 % of it on after `lag` days. */
static void
spread(detector_case *f, const char *from, const char *via, const char *to, int n, int lag)
{
    for (int i = 0; i < n; i++) {
        int64_t sum = 20000 + 4000 * (int64_t)i;
        money_pay(f, from, money_name(f, via, i), 100 + i, sum);
        money_pay(f, money_name(f, via, i), to, 100 + i + lag, sum * 97 / 100);
    }
}

static void money_that_meets_again_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    spread(&f, "Source", "Middle %d", "Sink", 4, 5);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Money goes through 4 parties and meets again");
    /* 4 pairs fit by amount, each is near with chance 31 / 362 */
    assert_says(x->explanation, "Source paid USD 104000.00 to Middle ");
    assert_says(x->explanation, ", and each paid nearly as much, USD 100880.00 in all, on to Sink "
                                "within 30 days. First: Source to Middle ");
    assert_says(x->explanation, "By the times alone 0.3425 such ways are expected.");
    assert_int_equal(x->n_documents, 8);
    assert_int_equal(x->n_entities, 6);
    assert_true(claim_names(x, money_entity(&f, "Source"), "source"));
    assert_true(claim_names(x, money_entity(&f, "Sink"), "sink"));
    assert_true(claim_names(x, money_entity(&f, "Middle 3"), "middle"));
    assert_near(claim_measure(x, "middles").value, 4, 0);
    assert_near(claim_measure(x, "retained").value, 0.03, 1e-9);
    assert_int_equal(claim_measure(x, "moved").money.minor, 10088000);
    assert_near(x->p_value, 4.37e-4, 1e-5);
    assert_true(x->weight > 1.4 && x->weight < 1.7);
    assert_int_equal(claim_test(x, "direct_payments").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "suppliers_in_parallel").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "small_value").outcome, TT_TEST_NOT_EXPLAINED);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    spread(&f, "Slow", "Patient %d", "Late", 4, 60);    /* two months: no longer the same money */
    spread(&f, "Pair", "Two %d", "Only", 2, 5);         /* two are too few */
    spread(&f, "#Bank", "Client %d", "Landlord", 4, 5); /* loans: its business */
    for (int i = 0; i < 5; i++) { /* plants that work for what they are paid */
        money_pay(&f, "Maker", money_name(&f, "Plant %d", i), 50 + i, 20000);
        money_pay(&f, money_name(&f, "Plant %d", i), "Steel works", 60 + i, 12000);
    }
    for (int i = 0; i < 5; i++) { /* suppliers whose goods were bought and sold on */
        money_sell(&f, money_name(&f, "Supplier %d", i), "Chain", 200 + i, 20000);
        money_pay(&f, "Chain", money_name(&f, "Supplier %d", i), 210 + i, 20000);
        money_sell(&f, "Mill", money_name(&f, "Supplier %d", i), 195 + i, 18000);
        money_pay(&f, money_name(&f, "Supplier %d", i), "Mill", 215 + i, 18000);
    }
    detector_none(&f, "honest");
    assert_true(claim_noted(&f.r, "flow.scatter_gather: explained",
                            "a bank, carrier, broker or public body is the source or the sink",
                            "1 find, USD 100880.00"));
}

static void a_group_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    spread(&f, "Mother", "Daughter %d", "Treasury", 4, 5);
    for (int i = 0; i < 4; i++)
        money_own(&f, "Mother", money_name(&f, "Daughter %d", i));
    money_own(&f, "Mother", "Treasury");
    detector_none(&f, "cash pooling");
    assert_true(claim_noted(&f.r, "flow.scatter_gather: explained",
                            "declared owners connect all parties", "1 find, USD 100880.00"));
}

static void trade_of_the_middles_and_direct_payments_weaken(void **state)
{
    detector_case f;
    begin(&f, *state);
    spread(&f, "Source", "Middle %d", "Sink", 4, 5);
    for (int i = 0; i < 3; i++) /* goods of long ago: nothing is netted */
        money_sell(&f, money_name(&f, "Middle %d", i), "Source", -300, 500);
    for (int i = 0; i < 6; i++)
        money_pay(&f, "Source", "Sink", 20 + 50 * i, 777);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "suppliers_in_parallel").outcome, TT_TEST_WEAKENED);
    assert_int_equal(claim_test(x, "direct_payments").outcome, TT_TEST_WEAKENED);
    assert_true(x->weight < 0.2);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"lag", 4},       {"keep_low", 0.98}, {"min_middles", 5},
                {"max_p", 1e-12}, {"hub_degree", 2},  {"max_finds", 1}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        spread(&f, "Source", "Middle %d", "Sink", 4, 5);
        for (int k = 0; k < 4; k++)
            money_pay(&f, money_name(&f, "Middle %d", k), "Third", 300, 77);
        if (strcmp(none[i].name, "max_finds") == 0) {
            spread(&f, "Other", "Branch %d", "End", 4, 5);
            detector_find(&f);
            assert_int_equal(f.r.n_findings, 1);
            assert_true(claim_noted(&f.r, "flow.scatter_gather: finds kept", "max_finds",
                                    "1 find left out"));
        } else {
            detector_none(&f, none[i].name);
        }
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.scatter_gather");
    detector_none(&f, "nothing");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(*state);
        detector_begin(&f, *state, "flow.scatter_gather");
        money_traffic(&f, 20);
        spread(&f, "Source", "Middle %d", "Sink", 4, 5);
        spread(&f, "Mother", "Daughter %d", "Treasury", 4, 5);
        for (int i = 0; i < 4; i++)
            money_own(&f, "Mother", money_name(&f, "Daughter %d", i));
        money_own(&f, "Mother", "Treasury");
        st = detector_finish(&f);
        if (st == TT_OK)
            st = detector_run(&f, NULL);
    });
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/flow_scatter_gather", TT_TEST(money_that_meets_again_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_group_is_counted_not_told),
             TT_TEST(trade_of_the_middles_and_direct_payments_weaken), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
