/*
 * fan_tests.h - the tests that flow.fan_in and flow.fan_out share, of a fan that the program
 * states:
 *
 *     static const struct fan_kind FAN = {"flow.fan_in", true, ...};
 *     TT_TEST_MAIN("detect/flow_fan_in", FAN_TESTS)
 */
#ifndef TT_TESTS_SUPPORT_FAN_TESTS_H
#define TT_TESTS_SUPPORT_FAN_TESTS_H

#include "tests/support/money_case.h"

/* What differs between the two. */
struct fan_kind {
    const char *id;
    bool in;                /* the leaves pay the hub */
    const char *hub, *leaf; /* roles */
    const char *run;        /* the test on shops, or pay days */
    const char *title;      /* of ten leaves */
    const char *says[4];    /* parts of its explanation */
};

static const struct fan_kind FAN; /* for the program to state */

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, FAN.id);
    money_traffic(f, 120);
}

static void pay(detector_case *f, const char *leaf, const char *hub, int day, int64_t dollars)
{
    money_pay(f, FAN.in ? leaf : hub, FAN.in ? hub : leaf, day, dollars);
}

/* n payments of one hub from a day on, two a day, alike. */
static void fan(detector_case *f, const char *hub, const char *leaf, int n, int day)
{
    for (int i = 0; i < n; i++)
        pay(f, money_name(f, leaf, i), hub, day + i / 2, 9000 + 100 * i);
}

static bool noted(const detector_case *f, const char *what, const char *limit, const char *reached)
{
    const char *about = tt_arena_printf(f->a, "%s: %s", FAN.id, what);
    return about && claim_noted(&f->r, about, limit, reached);
}

static void many_at_once_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    fan(&f, "Hub", "Leaf %d", 10, 200);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, FAN.title);
    for (size_t i = 0; i < TT_LEN(FAN.says) && FAN.says[i]; i++)
        assert_says(x->explanation, FAN.says[i]);
    assert_int_equal(x->n_documents, 10);
    assert_int_equal(x->n_entities, 11);
    assert_true(claim_names(x, money_entity(&f, "Hub"), FAN.hub));
    assert_true(claim_names(x, money_entity(&f, "Leaf 9"), FAN.leaf));
    assert_near(claim_measure(x, "parties").value, 10, 0);
    assert_near(claim_measure(x, "new_parties").value, 10, 0);
    assert_near(claim_measure(x, "payments").value, 10, 0);
    assert_near(claim_measure(x, "window").value, 7, 0);
    assert_near(claim_measure(x, "spread_of_sums").value, 0.0303945, 1e-6); /* 287.2 of 9450 */
    assert_int_equal(claim_measure(x, "moved").money.minor, 9450000);
    assert_int_equal(x->value_shift.minor, 9450000);
    assert_true(x->p_value < 1e-6);
    assert_near(x->weight, 2, 0);
    assert_int_equal(claim_test(x, FAN.run).outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "same_parties_before").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "ordinary_mix").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "declared_ownership").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "unmatched_trade").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(x->n_next_steps, 3);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 40; i++) /* a busy shop: as many in any week */
        pay(&f, money_name(&f, "Guest %d", i), "Shop", 9 * i, 3000);
    fan(&f, "Small", "Few %d", 5, 60); /* five are too few */
    for (int i = 0; i < 10; i++) {     /* they trade, and nothing else pays the goods */
        pay(&f, money_name(&f, "Trader %d", i), "House", 250 + i / 2, 9000);
        const char *trader = money_name(&f, "Trader %d", i);
        money_sell(&f, FAN.in ? "House" : trader, FAN.in ? trader : "House", 230, 9000);
    }
    detector_none(&f, "honest");
}

static void habits_and_banks_are_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int month = 0; month < 6; month++) /* rents, wages: the same each month */
        fan(&f, "Regular", "Always %d", 10, 15 + 30 * month);
    fan(&f, "#Bank", "Client %d", 12, 100); /* its business */
    detector_set(&f, "max_p", 1);
    detector_none(&f, "honest");
    assert_true(noted(&f, "explained", "most of the parties are there at other times, too",
                      "1 fan, USD 94500.00"));
    assert_true(
        noted(&f, "explained", "banks, carriers, brokers, public bodies", "1 fan, USD 114600.00"));
}

static void a_group_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    fan(&f, "Mother", "Daughter %d", 8, 200);
    for (int i = 0; i < 8; i++)
        money_own(&f, "Mother", money_name(&f, "Daughter %d", i));
    detector_none(&f, "cash pooling");
    assert_true(
        noted(&f, "explained", "declared owners connect all parties", "1 fan, USD 74800.00"));
}

static void persons_and_small_sums_weigh_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 10; i++)
        pay(&f, money_name(&f, "*Person %d", i), "Hub", 200 + i / 2, 900);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, FAN.run).outcome, TT_TEST_WEAKENED);
    assert_int_equal(claim_test(x, "small_value").outcome, TT_TEST_WEAKENED);
    assert_near(x->weight, 2 * 0.3 * 0.3, 1e-9);
}

/* Ten of one day, of which so many are abroad. */
static tt_outcome of_one_run(tt_arena *a, const char *last, int n_last)
{
    detector_case f;
    begin(&f, a);
    tiny_id hub = tiny_company(&f.c, "Hub", "DE");
    for (int i = 0; i < 10; i++) {
        tiny_id leaf =
            tiny_company(&f.c, money_name(&f, "Leaf %d", i), i < 10 - n_last ? "DE" : last);
        tiny_payment(&f.c, money_name(&f, "RUN-%d", i), FAN.in ? leaf : hub, FAN.in ? hub : leaf,
                     "2024-07-01", 900000, "USD");
    }
    detector_find(&f);
    return claim_test(claim_only(&f.r), FAN.run).outcome;
}

static void one_run_at_home_weighs_less(void **state)
{
    assert_int_equal(of_one_run(*state, "DE", 1), TT_TEST_WEAKENED);
    assert_int_equal(of_one_run(*state, "", 1), TT_TEST_WEAKENED);
    assert_int_equal(of_one_run(*state, "AE", 2), TT_TEST_WEAKENED); /* four of five are at home */
    assert_int_equal(of_one_run(*state, "AE", 3), TT_TEST_NOT_EXPLAINED);
}

/* By its activity code, and where it has none by its name. */
static void who_sells_for_others_weighs_less(void **state)
{
    static const struct {
        const char *name, *code;
        bool agent;
    } rows[] = {{"Hub", "G46.17", true},
                {"Hub", "4610", true},
                {"Hub", "4630", false},
                {"Wool Auctions", NULL, true},
                {"Wool Auctions", "4630", false}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        tiny_id row = tiny_party(&f.c, rows[i].name, TT_ENTITY_COMPANY, rows[i].name, NULL);
        tiny_party_at(&f.c, row)->activity_code = tt_str_of(rows[i].code ? rows[i].code : "");
        fan(&f, rows[i].name, "Leaf %d", 10, 200);
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_int_equal(claim_test(x, "sells_for_others").outcome,
                         rows[i].agent ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED);
        assert_near(x->weight, rows[i].agent ? 2 * 0.3 : 2, 1e-9);
    }
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_parties", 11}, {"max_p", 1e-12}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        fan(&f, "Hub", "Leaf %d", 10, 200);
        fan(&f, "Other", "Branch %d", 10, 220); /* so that the first is not alone */
        detector_none(&f, none[i].name);
    }
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "max_weight", 1);
    detector_set(&f, "small_value", 1e6);
    fan(&f, "Hub", "Leaf %d", 10, 200);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.3, 1e-9);
}

static void very_many_documents_are_counted_not_listed(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 250; i++)
        pay(&f, money_name(&f, "Leaf %d", i), "Hub", 200 + i / 50, 900);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 200);
    assert_int_equal(x->n_entities, 200);
    assert_near(claim_measure(x, "parties").value, 250, 0);
    assert_true(noted(&f, "documents cited", "200 of a finding", "50 payments"));
    assert_true(noted(&f, "parties named", "200 of a finding", "51 parties"));
}

/* All parties are asked for their owners, not only those that a finding lists. */
static void a_group_among_very_many_is_seen(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 250; i++)
        pay(&f, money_name(&f, "Leaf %d", i), "Hub", 200 + i / 50, 900);
    for (int i = 205; i < 250; i++)
        money_own(&f, "Mother", money_name(&f, "Leaf %d", i));
    detector_find(&f);
    tt_test t = claim_test(claim_only(&f.r), "declared_ownership");
    assert_int_equal(t.outcome, TT_TEST_WEAKENED);
    assert_says(t.detail, "the names of so many were not compared");
    assert_says(t.detail, "connect 45 of the 251 parties");
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, FAN.id);
    detector_none(&f, "nothing");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(*state);
        detector_begin(&f, *state, FAN.id);
        money_traffic(&f, 20);
        fan(&f, "Hub", "Leaf %d", 8, 200);
        fan(&f, "Mother", "Daughter %d", 8, 100);
        for (int i = 0; i < 8; i++)
            money_own(&f, "Mother", money_name(&f, "Daughter %d", i));
        detector_set(&f, "max_p", 1);
        st = detector_finish(&f);
        if (st == TT_OK)
            st = detector_run(&f, NULL);
    });
    assert_int_equal(f.r.n_findings, 1);
}

#define FAN_TESTS                                                                                  \
    TT_TEST(many_at_once_are_found), TT_TEST(near_misses_are_not_found),                           \
        TT_TEST(habits_and_banks_are_counted_not_told), TT_TEST(a_group_is_counted_not_told),      \
        TT_TEST(persons_and_small_sums_weigh_less), TT_TEST(one_run_at_home_weighs_less),          \
        TT_TEST(who_sells_for_others_weighs_less), TT_TEST(parameters_are_used),                   \
        TT_TEST(very_many_documents_are_counted_not_listed),                                       \
        TT_TEST(a_group_among_very_many_is_seen), TT_TEST(no_documents_give_no_findings),          \
        TT_TEST(every_allocation_may_fail)

#endif
