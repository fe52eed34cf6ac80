/*
 * flow.bipartite: parties that all pay the same others within days are found; rents, fees, slow
 * trade, few parties and bad luck are not.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.bipartite");
    money_traffic(f, 120);
}

/* n parties pay m others from a day on, but for every `gap`-th pair; 0: all pay all. */
static void
layer(detector_case *f, const char *from, int n, const char *to, int m, int day, int gap)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < m; k++)
            if (!gap || (i * m + k) % gap)
                money_pay(f, money_name(f, from, i), money_name(f, to, k), day + (3 * i + k) % 10,
                          8000 + 700 * i + 310 * k);
}

static void a_layer_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "Payer %d", 5, "Payee %d", 4, 100, 7);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "5 parties all pay 4 others within days");
    assert_says(x->explanation, " paid Payee ");
    assert_true(tt_str_find(tt_str_of(x->explanation), TT_STR(" more"), 0) == SIZE_MAX);
    assert_says(x->explanation, "17 of the 20 pairs of a payer and a payee pay, USD ");
    assert_says(x->explanation, " in 17 payments between 2024-04-10 and 2024-04-19, for no goods");
    assert_says(x->explanation, "8 pairs would connect them; of the other 12, 9 pay as well, and ");
    assert_int_equal(x->n_documents, 17);
    assert_int_equal(x->n_entities, 9);
    assert_true(claim_names(x, money_entity(&f, "Payer 4"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Payee 3"), "payee"));
    assert_near(claim_measure(x, "payers").value, 5, 0);
    assert_near(claim_measure(x, "payees").value, 4, 0);
    assert_near(claim_measure(x, "pairs_that_pay").value, 0.85, 1e-12);
    assert_near(claim_measure(x, "closed_pairs").value, 9, 0);
    assert_near(claim_measure(x, "span_days").value, 9, 0);
    assert_true(x->p_value < 1e-6);
    assert_near(x->weight, 2, 0);
    assert_int_equal(claim_test(x, "same_pairs_before").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "wages").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "fees").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "one_trade").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "two_groups").outcome, TT_TEST_NOT_EXPLAINED);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 4; k++) /* a year long, a pair every 18 days */
            money_pay(&f, money_name(&f, "Slow %d", i), money_name(&f, "Late %d", k),
                      18 * (4 * i + k), 9000 + 100 * i);
    layer(&f, "Double %d", 2, "Many %d", 9, 100, 0); /* two are too few */
    layer(&f, "Some %d", 5, "Others %d", 5, 150, 2); /* half of the pairs pay */
    layer(&f, "Chance %d", 3, "Meet %d", 3, 200, 5); /* two pairs more than it needs */
    for (int month = 0; month < 6; month++)          /* rents and dues, every month */
        layer(&f, "Tenant %d", 5, "Landlord %d", 4, 20 + 60 * month, 0);
    for (int i = 0; i < 5; i++) /* goods that are paid for */
        for (int k = 0; k < 4; k++) {
            money_sell(&f, money_name(&f, "Mill %d", k), money_name(&f, "Maker %d", i), 230, 5000);
            money_pay(&f, money_name(&f, "Maker %d", i), money_name(&f, "Mill %d", k), 235, 5000);
        }
    detector_none(&f, "honest");
}

static void habits_are_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "Member %d", 6, "Club %d", 6, 100, 0);
    for (int i = 0; i < 6; i++) /* each pays four of them in another month, too */
        for (int k = 0; k < 4; k++)
            money_pay(&f, money_name(&f, "Member %d", i), money_name(&f, "Club %d", (i + k) % 6),
                      180 + 40 * k, 3000);
    detector_noted(&f, "flow.bipartite: explained", "most of the pairs pay at other times, too",
                   "1 layer, USD 378900.00");
    assert_int_equal(f.r.n_findings, 0);
}

/* What is left of the weight, and that the test is what took it. */
static void weakened(detector_case *f, const char *test, double left)
{
    detector_find(f);
    const tt_finding *x = claim_only(&f->r);
    assert_int_equal(claim_test(x, test).outcome, TT_TEST_WEAKENED);
    assert_near(x->weight, left, 1e-9);
}

static void wages_and_fees_weaken(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "Shop %d", 5, "*Waiter %d", 4, 100, 7);
    weakened(&f, "wages", 0.6);
    begin(&f, *state);
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 4; k++) /* everybody pays the same dues */
            money_pay(&f, money_name(&f, "Firm %d", i), money_name(&f, "Chamber %d", k), 100 + i,
                      9000 + 500 * k);
    weakened(&f, "fees", 0.6);
}

static void groups_weaken(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "North %d", 5, "South %d", 4, 100, 7);
    for (int i = 0; i < 5; i++)
        money_own(&f, "North Holding", money_name(&f, "North %d", i));
    for (int i = 0; i < 4; i++)
        money_own(&f, "South Holding", money_name(&f, "South %d", i));
    weakened(&f, "two_groups", 0.6);
    begin(&f, *state);
    layer(&f, "Arm %d", 5, "Leg %d", 4, 100, 7);
    for (int i = 0; i < 5; i++)
        money_own(&f, "Body", money_name(&f, "Arm %d", i));
    for (int i = 0; i < 4; i++)
        money_own(&f, "Body", money_name(&f, "Leg %d", i));
    detector_noted(&f, "flow.bipartite: explained", "declared owners connect all parties",
                   "1 layer, USD 168950.00");
}

static void business(detector_case *f, const char *pattern, int n, const char *code)
{
    for (int i = 0; i < n; i++) {
        const char *name = money_name(f, pattern, i);
        tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, NULL);
        if (!f->c.failed)
            tiny_party_at(&f->c, p)->activity_code = tt_str_of(code);
    }
}

static void one_trade_weakens_and_many_do_not(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "Baker %d", 5, "Miller %d", 4, 100, 7);
    business(&f, "Baker %d", 5, "C10.71");
    business(&f, "Miller %d", 4, "1061");
    weakened(&f, "one_trade", 0.6);
    begin(&f, *state);
    layer(&f, "Baker %d", 5, "Miller %d", 4, 100, 7);
    business(&f, "Baker %d", 5, "1071");
    business(&f, "Miller %d", 2, "1061");
    for (int i = 2; i < 4; i++) {
        static const char *const code[] = {"4931", "6201"};
        const char *name = money_name(&f, "Miller %d", i);
        tiny_id p = tiny_party(&f.c, name, TT_ENTITY_COMPANY, name, NULL);
        tiny_party_at(&f.c, p)->activity_code = tt_str_of(code[i - 2]);
    }
    detector_find(&f);
    assert_int_equal(claim_test(claim_only(&f.r), "one_trade").outcome, TT_TEST_NOT_EXPLAINED);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"step", 2},      {"min_side", 5},   {"density", 0.9},
                {"max_p", 1e-12}, {"hub_degree", 3}, {"max_finds", 1}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        layer(&f, "Early %d", 3, "Little %d", 3, 10, 5); /* looked at first */
        layer(&f, "Payer %d", 4, "Payee %d", 4, 100, 7);
        detector_none(&f, none[i].name);
    }
}

static void what_a_budget_cuts_is_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "visits_root", 1000);
    for (int i = 0; i < 40; i++)
        for (int k = 0; k < 30; k++)
            money_pay(&f, money_name(&f, "Payer %d", i), money_name(&f, "Payee %d", k), 100, 10);
    detector_none(&f, "nothing was looked at");
    assert_true(claim_noted(&f.r, "flow.bipartite: search",
                            "1000 pairs tried from one payer and window, 500000000 in all",
                            "80 of 80 starts cut in the component of Payer 35, which has 70 "
                            "parties, after 80000 pairs tried"));
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.bipartite");
    detector_none(&f, "nothing");
}

static void build(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.bipartite");
    detector_set(f, "max_p", 1);
    money_traffic(f, 8);
    layer(f, "Payer %d", 3, "Payee %d", 3, 100, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, build, 1);
}

TT_TEST_MAIN("detect/flow_bipartite", TT_TEST(a_layer_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(habits_are_counted_not_told), TT_TEST(wages_and_fees_weaken),
             TT_TEST(groups_weaken), TT_TEST(one_trade_weakens_and_many_do_not),
             TT_TEST(parameters_are_used), TT_TEST(what_a_budget_cuts_is_told),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
