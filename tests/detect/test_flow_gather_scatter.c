/*
 * flow.gather_scatter: money gathered and spread is found; traders, shops, groups, refunds and
 * banks are not.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.gather_scatter");
    money_traffic(f, 120);
}

/* n pay a hub 10,000 to 18,000 within days; it pays m others `share` percent of that in all. */
static void hub(detector_case *f, const char *name, int n, int m, int64_t share, int day)
{
    int64_t sum = 0;
    for (int i = 0; i < n; i++) {
        sum += 10000 + 2000 * (int64_t)i;
        money_pay(f, money_name(f, "Giver %d", i), name, day + i, 10000 + 2000 * (int64_t)i);
    }
    for (int i = 0; i < m; i++)
        money_pay(f, name, money_name(f, "Taker %d", i), day + n + i, sum * share / 100 / m);
}

static void money_gathered_and_spread_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    hub(&f, "Hub", 5, 4, 96, 200);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Money of 5 parties is gathered and spread over 4 others");
    assert_string_equal(
        x->explanation,
        "From 2024-07-19 on Hub was paid USD 70000.00 by 5 parties within 10 days and paid USD "
        "67200.00 to 4 others until 7 days after, for no goods that are known. Of all its payments "
        "as many come in so close with a chance of 0.000003, and go out just then with a "
        "chance of 0.000005.");
    assert_int_equal(x->n_documents, 9);
    assert_int_equal(x->n_entities, 10);
    assert_true(claim_names(x, money_entity(&f, "Hub"), "hub"));
    assert_true(claim_names(x, money_entity(&f, "Giver 4"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Taker 3"), "payee"));
    assert_near(claim_measure(x, "payers").value, 5, 0);
    assert_near(claim_measure(x, "payees").value, 4, 0);
    assert_near(claim_measure(x, "passed_on").value, 0.96, 1e-9);
    assert_int_equal(claim_measure(x, "gathered").money.minor, 7000000);
    assert_int_equal(x->value_shift.minor, 6720000);
    assert_near(x->weight, 2, 0);
    assert_int_equal(claim_test(x, "trader").outcome, TT_TEST_NOT_EXPLAINED);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    hub(&f, "Builder", 5, 4, 70, 100);  /* three tenths are kept: somebody works for it */
    hub(&f, "#Clearing", 5, 4, 99, 40); /* its business */
    hub(&f, "Pair", 2, 4, 99, 60);      /* two payers are too few */
    for (int i = 0; i < 5; i++)         /* tickets of a fair that was cancelled: money back */
        money_pay(&f, money_name(&f, "Guest %d", i), "Fair", 100 + i, 15000);
    for (int i = 0; i < 5; i++)
        money_pay(&f, "Fair", money_name(&f, "Guest %d", i), 106, 15000);
    for (int i = 0; i < 60; i++) { /* an agency: rents in and out all year */
        money_pay(&f, money_name(&f, "Tenant %d", i % 9), "Agency", 6 * i, 1000);
        money_pay(&f, "Agency", money_name(&f, "Owner %d", i % 7), 6 * i + 2, 980);
    }
    for (int i = 0; i < 5; i++) { /* a merchant: goods in, goods out */
        money_sell(&f, money_name(&f, "Grower %d", i), "Merchant", 240, 14000);
        money_sell(&f, "Merchant", money_name(&f, "Grocer %d", i), 245, 14500);
        money_pay(&f, money_name(&f, "Grocer %d", i), "Merchant", 260 + i, 14500);
        money_pay(&f, "Merchant", money_name(&f, "Grower %d", i), 266, 14000);
    }
    detector_none(&f, "honest");
}

static void a_group_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    hub(&f, "Mother", 5, 5, 99, 200);
    for (int i = 0; i < 5; i++) {
        money_own(&f, "Mother", money_name(&f, "Giver %d", i));
        money_own(&f, "Mother", money_name(&f, "Taker %d", i));
    }
    detector_none(&f, "cash pooling");
    assert_true(claim_noted(&f.r, "flow.gather_scatter: explained",
                            "declared owners connect all parties", "1 find, USD 69300.00"));
}

static void a_trader_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    hub(&f, "Hub", 5, 4, 96, 200);
    for (int i = 0; i < 6; i++) { /* with others, and paid by nobody yet */
        money_sell(&f, "Hub", "Somebody", 10 * i, 100);
        money_sell(&f, "Somebody else", "Hub", 10 * i, 100);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "trader").outcome, TT_TEST_WEAKENED);
    assert_near(x->weight, 0.6, 1e-9);
}

static void an_auctioneer_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id row = tiny_party(&f.c, "Hub", TT_ENTITY_COMPANY, "Hub", NULL);
    tiny_party_at(&f.c, row)->activity_code = TT_STR("46.1");
    hub(&f, "Hub", 5, 4, 96, 200);
    detector_find(&f);
    assert_int_equal(claim_test(claim_only(&f.r), "sells_for_others").outcome, TT_TEST_WEAKENED);
    assert_near(claim_only(&f.r)->weight, 2 * 0.3, 1e-9);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_parties", 6}, {"balance", 0.03}, {"max_p", 1e-12}, {"hub_degree", 8}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        hub(&f, "Hub", 5, 4, 96, 200);
        detector_none(&f, none[i].name);
    }
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "gather", 2);
    detector_set(&f, "gather_long", 2);
    hub(&f, "Hub", 5, 4, 96, 200);
    detector_none(&f, "two days see two payers");
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.gather_scatter");
    detector_none(&f, "nothing");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(*state);
        detector_begin(&f, *state, "flow.gather_scatter");
        money_traffic(&f, 20);
        detector_set(&f, "max_p", 1);
        hub(&f, "Hub", 5, 4, 96, 200);
        hub(&f, "Mother", 5, 5, 99, 300);
        for (int i = 0; i < 5; i++) {
            money_own(&f, "Mother", money_name(&f, "Giver %d", i));
            money_own(&f, "Mother", money_name(&f, "Taker %d", i));
        }
        st = detector_finish(&f);
        if (st == TT_OK)
            st = detector_run(&f, NULL);
    });
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/flow_gather_scatter", TT_TEST(money_gathered_and_spread_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_group_is_counted_not_told),
             TT_TEST(a_trader_weighs_less), TT_TEST(an_auctioneer_weighs_less),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
