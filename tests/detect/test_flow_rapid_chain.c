/*
 * flow.rapid_chain: money from hand to hand is found; slow, shrinking, traded and grouped is not.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.rapid_chain");
    money_traffic(f, 120);
}

/* n payments from "X 0" to "X n", `share` percent of it on each time, `days` between. */
static void chain(detector_case *f, const char *x, int n, int64_t share, int days)
{
    int64_t sum = 50000;
    for (int i = 0; i < n; i++) {
        money_pay(f, money_name(f, x, i), money_name(f, x, i + 1), 100 + days * i, sum);
        sum = sum * share / 100;
    }
}

static void money_from_hand_to_hand_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "Hand %d", 5, 97, 2);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Money goes on 5 times within days");
    assert_says(x->explanation,
                "Hand 0 to Hand 1 USD 50000.00 on 2024-04-10 (PAY-121); Hand 1 to ");
    assert_says(x->explanation,
                "Hand 4 to Hand 5 USD 44264.00 on 2024-04-18 (PAY-125). After 5 payments in 8 days "
                "88.5 % of the first amount is left. None of them pays goods that are known. By "
                "the times alone less than 0.000001 chains as long are expected from the first "
                "payment on.");
    assert_int_equal(x->n_documents, 5);
    assert_int_equal(x->n_entities, 6);
    assert_true(claim_names(x, money_entity(&f, "Hand 0"), "origin"));
    assert_true(claim_names(x, money_entity(&f, "Hand 3"), "relay"));
    assert_true(claim_names(x, money_entity(&f, "Hand 5"), "destination"));
    assert_near(claim_measure(x, "hops").value, 5, 0);
    assert_near(claim_measure(x, "span_days").value, 8, 0);
    assert_near(claim_measure(x, "conservation").value, 0.88528, 1e-9);
    assert_near(x->p_value, 8.53e-7, 1e-8); /* (11 / 362)^4 */
    assert_near(x->weight, 3, 0);
    assert_int_equal(claim_test(x, "chain_of_traders").outcome, TT_TEST_NOT_EXPLAINED);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "Short %d", 3, 97, 1);  /* three are too few */
    chain(&f, "Worker %d", 6, 70, 1); /* each keeps three tenths: they work */
    chain(&f, "Saver %d", 6, 97, 14); /* two weeks at each */
    money_pay(&f, "Client", "Desk", 50, 30000);
    money_pay(&f, "Desk", "#Bank", 51, 30000);
    money_pay(&f, "#Bank", "Other desk", 52, 29900); /* through a bank: its business */
    money_pay(&f, "Other desk", "Estate", 53, 29900);
    for (int i = 0; i < 5; i++) { /* goods the one way, money the other, on account */
        money_sell(&f, money_name(&f, "Trader %d", i + 1), money_name(&f, "Trader %d", i), 200,
                   20000 - 500 * i);
        money_pay(&f, money_name(&f, "Trader %d", i), money_name(&f, "Trader %d", i + 1), 230 + i,
                  20000 - 500 * i);
    }
    detector_none(&f, "honest");
}

static void a_group_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "Unit %d", 5, 100, 1);
    for (int i = 0; i <= 5; i++)
        money_own(&f, "Holding", money_name(&f, "Unit %d", i));
    detector_none(&f, "cash pooling");
    assert_true(claim_noted(&f.r, "flow.rapid_chain: explained",
                            "declared owners connect all parties", "1 chain, USD 50000.00"));
}

static void traders_weigh_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "Hand %d", 5, 97, 1);
    for (int i = 1; i <= 4; i++) {
        money_sell(&f, money_name(&f, "Hand %d", i), "Somebody", 20, 100);
        money_sell(&f, "Somebody else", money_name(&f, "Hand %d", i), 20, 100);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "chain_of_traders").outcome, TT_TEST_WEAKENED);
    assert_near(x->weight, 0.9, 1e-9);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"window", 2},    {"keep_low", 0.98}, {"min_hops", 6},
                {"max_p", 1e-12}, {"hub_degree", 2},  {"max_hops", 2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        chain(&f, "Hand %d", 5, 97, 1);
        for (int k = 1; k <= 4; k++)
            money_pay(&f, money_name(&f, "Hand %d", k), "Third", 300, 77);
        if (strcmp(none[i].name, "max_hops") == 0) {
            detector_find(&f); /* cut at four, the least */
            assert_near(claim_measure(claim_only(&f.r), "hops").value, 4, 0);
        } else {
            detector_none(&f, none[i].name);
        }
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.rapid_chain");
    detector_none(&f, "nothing");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(*state);
        detector_begin(&f, *state, "flow.rapid_chain");
        money_traffic(&f, 20);
        chain(&f, "Hand %d", 5, 97, 1);
        chain(&f, "Unit %d", 5, 100, 1);
        for (int i = 0; i <= 5; i++)
            money_own(&f, "Holding", money_name(&f, "Unit %d", i));
        st = detector_finish(&f);
        if (st == TT_OK)
            st = detector_run(&f, NULL);
    });
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/flow_rapid_chain", TT_TEST(money_from_hand_to_hand_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_group_is_counted_not_told),
             TT_TEST(traders_weigh_less), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
