/*
 * flow.pass_through: money passed on is found; agents, traders, groups, refunds and banks are not.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.pass_through");
    money_traffic(f, 120);
}

/* n times in and, a day later, 96 % of it out; sums are never the same twice. */
static void passes(detector_case *f, const char *from, const char *via, const char *to, int n)
{
    for (int i = 0; i < n; i++) {
        int64_t sum = 20000 + 7000 * (int64_t)i;
        money_pay(f, from, via, 100 + 13 * i, sum);
        money_pay(f, via, to, 101 + 13 * i, sum * 96 / 100);
    }
}

static void money_passed_on_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    passes(&f, "Source", "Relay", "Sink", 5);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "5 payments passed on within days, nearly whole");
    /* Of 25 pairs 5 fit by amount (a fifth more each time), each is near with chance 4 / 362. */
    assert_string_equal(
        x->explanation,
        "Relay was paid USD 170000.00 and paid USD 163200.00 on to others, 5 times within 3 days, "
        "keeping 4.0 %. First: Source to Relay USD 20000.00 on 2024-04-10 (PAY-121); Relay to Sink "
        "USD 19200.00 on 2024-04-11 (PAY-122). By the times alone 0.0552 such pairs are expected.");
    assert_int_equal(x->n_documents, 10);
    assert_int_equal(x->n_entities, 3);
    assert_true(claim_names(x, money_entity(&f, "Relay"), "relay"));
    assert_true(claim_names(x, money_entity(&f, "Source"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Sink"), "payee"));
    assert_near(claim_measure(x, "passes").value, 5, 0);
    assert_near(claim_measure(x, "retained").value, 0.04, 1e-9);
    assert_near(claim_measure(x, "median_hold").value, 1, 0);
    assert_near(claim_measure(x, "share_passed_on").value, 1, 0);
    assert_int_equal(claim_measure(x, "moved").money.minor, 16320000);
    assert_true(x->p_value < 1e-6);
    assert_near(x->weight, 3, 0);
    assert_int_equal(claim_test(x, "other_business").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "back_to_back_trade").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "goods_of_others").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "unmatched_trade").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "small_value").outcome, TT_TEST_NOT_EXPLAINED);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    passes(&f, "Client", "#Bank", "Payee", 5); /* its business */
    for (int i = 0; i < 5; i++) {              /* refunds: straight back */
        money_pay(&f, "Fair goer", "Fair", 30 + 9 * i, 5000 + 700 * i);
        money_pay(&f, "Fair", "Fair goer", 32 + 9 * i, 5000 + 700 * i);
    }
    for (int i = 0; i < 5; i++) { /* a fifth is kept: somebody works for it */
        money_pay(&f, "Builder", "Mason", 40 + 20 * i, 10000 + 3000 * i);
        money_pay(&f, "Mason", "Quarry", 41 + 20 * i, 8000 + 2400 * i);
    }
    for (int i = 0; i < 5; i++) { /* weeks between them */
        money_pay(&f, "Saver", "Fund", 20 + 50 * i, 10000 + 4000 * i);
        money_pay(&f, "Fund", "Estate", 40 + 50 * i, 10000 + 4000 * i);
    }
    for (int i = 0; i < 300; i++) { /* the same sum in and out nearly every day */
        money_pay(&f, money_name(&f, "Rider %d", i % 50), "Cabs", i + i % 3, 1000);
        money_pay(&f, "Cabs", money_name(&f, "Driver %d", i % 40), i, 1000);
    }
    for (int i = 0; i < 5; i++) { /* buys and sells: what it is paid for and pays is goods */
        money_sell(&f, "Mill", "Trader", 90 + 30 * i, 9600 + 960 * i);
        money_sell(&f, "Trader", "Shop", 95 + 30 * i, 10000 + 1000 * i);
        money_pay(&f, "Shop", "Trader", 100 + 30 * i, 10000 + 1000 * i);
        money_pay(&f, "Trader", "Mill", 101 + 30 * i, 9600 + 960 * i);
    }
    detector_none(&f, "honest");
}

static void a_group_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    passes(&f, "Daughter", "Mother", "Sister", 5);
    money_own(&f, "Mother", "Daughter");
    money_own(&f, "Mother", "Sister");
    detector_none(&f, "cash pooling");
    assert_true(claim_noted(&f.r, "flow.pass_through: explained",
                            "declared owners connect all parties", "1 relay, USD 163200.00"));
}

/* A buying agent is paid by the buyer and pays the seller; the deal has the goods of both. */
static void an_agent_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 4; i++) {
        int64_t sum = 20000 + 7000 * (int64_t)i;
        tiny_id inv = money_sell(&f, "Seller", "Buyer", 95 + 13 * i, sum);
        tiny_id to = money_pay(&f, "Buyer", "Agent", 100 + 13 * i, sum);
        tiny_id on = money_pay(&f, "Agent", "Seller", 101 + 13 * i, sum * 97 / 100);
        detector_join(&f, inv);
        detector_join(&f, to);
        detector_join(&f, on);
        detector_join(&f, 0);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "goods_of_others").outcome, TT_TEST_WEAKENED);
    assert_true(x->weight < 1);
}

static void other_business_and_small_sums_weigh_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 4; i++) {
        money_pay(&f, "Source", "Relay", 100 + 13 * i, 1000 + 300 * i);
        money_pay(&f, "Relay", "Sink", 101 + 13 * i, 960 + 288 * i);
        money_pay(&f, money_name(&f, "Patron %d", i), "Relay", 104 + 12 * i, 50000);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "other_business").outcome, TT_TEST_WEAKENED);
    assert_int_equal(claim_test(x, "small_value").outcome, TT_TEST_WEAKENED);
    assert_true(x->weight < 0.3);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {
        {"hold", 0}, {"keep_low", 0.97}, {"min_passes", 6}, {"max_p", 1e-12}, {"hub_degree", 2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        passes(&f, "Source", "Relay", "Sink", 5);
        money_pay(&f, "Relay", "Third", 300, 77);
        detector_none(&f, none[i].name);
    }
}

static void a_cut_search_is_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "visits", 1000);
    for (int i = 0; i < 60; i++) {
        money_pay(&f, money_name(&f, "P%d", i), "Busy", 50, 500000);
        money_pay(&f, "Busy", money_name(&f, "Q%d", i), 51, 300);
    }
    detector_none(&f, "nothing fits");
    assert_true(
        claim_noted(&f.r, "flow.pass_through: search",
                    "10000000 pairs of payments tried from one party, 1000 in all",
                    "1 of 1 relay cut in the component of Busy, which has 121 parties, after 1000 "
                    "pairs tried"));
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.pass_through");
    detector_none(&f, "nothing");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(*state);
        detector_begin(&f, *state, "flow.pass_through");
        money_traffic(&f, 20);
        passes(&f, "Source", "Relay", "Sink", 5);
        passes(&f, "Daughter", "Mother", "Sister", 5);
        money_own(&f, "Mother", "Daughter");
        money_own(&f, "Mother", "Sister");
        st = detector_finish(&f);
        if (st == TT_OK)
            st = detector_run(&f, NULL);
    });
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/flow_pass_through", TT_TEST(money_passed_on_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_group_is_counted_not_told),
             TT_TEST(an_agent_weighs_less), TT_TEST(other_business_and_small_sums_weigh_less),
             TT_TEST(parameters_are_used), TT_TEST(a_cut_search_is_told),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
