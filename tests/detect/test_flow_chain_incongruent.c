/*
 * flow.chain_incongruent: money through unrelated lines of business is found; one line, tiers of
 * suppliers, agents, slow money and firms that nobody knows are not.
 */
#include "tests/support/money_case.h"

static void business(detector_case *f, const char *name, const char *code)
{
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, NULL);
    if (!f->c.failed)
        tiny_party_at(&f->c, p)->activity_code = tt_str_of(code);
}

/* Payments over a year; four of five within one line of business. */
static void begin_with(detector_case *f, tt_arena *a, int n)
{
    static const char *const code[] = {"1071", "4631"};
    detector_begin(f, a, "flow.chain_incongruent");
    money_traffic(f, n);
    for (int i = 0; i < 23; i++)
        business(f, money_name(f, "From %d", i), "10.71");
    for (int i = 0; i < 19; i++)
        business(f, money_name(f, "To %d", i), code[i % 5 == 0]);
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 120);
}

/* Money from "X 0" on, `share` percent each time, a line of business for each. */
static void
chain(detector_case *f, const char *x, const char *const *code, int n, int64_t share, int days)
{
    int64_t sum = 50000;
    for (int i = 0; i < n; i++) {
        business(f, money_name(f, x, i), code[i]);
        if (i + 1 < n)
            money_pay(f, money_name(f, x, i), money_name(f, x, i + 1), 100 + days * i, sum);
        sum = sum * share / 100;
    }
}

static const char *const unrelated[] = {"C10.71", "9602", "62.01", "0311", "2823"};

static void money_through_unrelated_trades_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "Hand %d", unrelated, 5, 97, 4);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Money goes through 5 unrelated lines of business");
    assert_says(x->explanation, "After 4 payments in 12 days 91.3 % of the first amount is left. "
                                "None of them pays goods that are known. The registry gives the "
                                "parties 5 different lines of business (activity codes begin, in "
                                "their order, with 10, 96, 62, 03, 28). By the times alone 0.0006");
    assert_int_equal(x->n_documents, 4);
    assert_int_equal(x->n_entities, 5);
    assert_true(claim_names(x, money_entity(&f, "Hand 0"), "origin"));
    assert_true(claim_names(x, money_entity(&f, "Hand 2"), "relay"));
    assert_true(claim_names(x, money_entity(&f, "Hand 4"), "destination"));
    assert_near(claim_measure(x, "industries").value, 5, 0);
    assert_near(claim_measure(x, "incongruence").value, 0.8, 1e-12);
    assert_near(claim_measure(x, "hops").value, 4, 0);
    assert_true(x->p_value < 1e-4);
    assert_near(x->weight, 1, 0);
    assert_int_equal(claim_test(x, "chain_of_traders").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "agents").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "supply_chain").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "usual_in_these_data").outcome, TT_TEST_NOT_EXPLAINED);
}

static void a_chain_between_seller_and_buyer_is_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "Hand %d", unrelated, 5, 97, 4);
    money_sell(&f, "Hand 4", "Hand 0", 60, 52000);
    detector_find(&f);
    assert_says(claim_only(&f.r)->explanation,
                ". The last sold goods to the first 1 time: the others stand between them. By");
}

static void near_misses_are_not_found(void **state)
{
    static const char *const one[] = {"4631", "46.90", "4673", "4649", "4662"};
    static const char *const two[] = {"4631", "6201", "4673", "6202", "4690"};
    static const char *const none[] = {"", "", "62.01", "0311", "2823"};
    detector_case f;
    begin(&f, *state);
    chain(&f, "Trader %d", one, 5, 97, 4); /* one line of business: flow.rapid_chain */
    chain(&f, "Maker %d", two, 5, 97, 4);  /* a trade and those that write its programs */
    chain(&f, "Slow %d", unrelated, 5, 97, 25);
    chain(&f, "Worker %d", unrelated, 5, 70, 4); /* each keeps three tenths: they work */
    chain(&f, "Few %d", unrelated, 3, 97, 4);    /* two payments */
    detector_none(&f, "honest");
    begin(&f, *state);
    chain(&f, "Nobody %d", none, 5, 97, 4);
    detector_noted(&f, "flow.chain_incongruent: not judged",
                   "the registry gives too few of the parties a line of business",
                   "1 chain, USD 45633.00");
}

/* The test that takes its share of the weight. */
static void weakened(detector_case *f, const char *test)
{
    detector_find(f);
    const tt_finding *x = claim_only(&f->r);
    assert_int_equal(claim_test(x, test).outcome, TT_TEST_WEAKENED);
    assert_near(x->weight, 0.3, 1e-9);
}

static void agents_and_suppliers_weaken(void **state)
{
    static const char *const agents[] = {"1071", "7311", "6910", "5229", "2823"};
    static const char *const tiers[] = {"4711", "4631", "1071", "1061", "0111"};
    detector_case f;
    begin(&f, *state);
    chain(&f, "Agent %d", agents, 5, 97, 4);
    weakened(&f, "agents");
    begin(&f, *state);
    chain(&f, "Tier %d", tiers, 5, 97, 4);
    weakened(&f, "supply_chain");
}

static void traders_and_usual_mixtures_weaken(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "Hand %d", unrelated, 5, 97, 4);
    for (int i = 1; i <= 3; i++) {
        money_sell(&f, money_name(&f, "Hand %d", i), "Somebody", 20, 100);
        money_sell(&f, "Somebody else", money_name(&f, "Hand %d", i), 20, 100);
    }
    weakened(&f, "chain_of_traders");
    detector_begin(&f, *state, "flow.chain_incongruent");
    money_traffic(&f, 120); /* everybody pays other lines of business here */
    for (int i = 0; i < 23; i++)
        business(&f, money_name(&f, "From %d", i), "0111");
    for (int i = 0; i < 19; i++)
        business(&f, money_name(&f, "To %d", i), "6201");
    chain(&f, "Hand %d", unrelated, 5, 97, 2);
    detector_set(&f, "window", 8);
    weakened(&f, "usual_in_these_data");
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"window", 3},         {"keep_low", 0.98},         {"min_hops", 5},
                {"max_p", 1e-12},      {"hub_degree", 2},          {"digits", 4},
                {"min_industries", 6}, {"min_incongruence", 0.81}, {"visits_root", 100}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        static const char *const short_codes[] = {"107", "960", "620", "031", "282"};
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        for (int k = 0; k < 101 && strcmp(none[i].name, "visits_root") == 0; k++)
            money_pay(&f, "Hand 0", "Till", 100, 1); /* tried before what goes on is reached */
        chain(&f, "Hand %d", strcmp(none[i].name, "digits") == 0 ? short_codes : unrelated, 5, 97,
              4);
        for (int k = 1; k <= 3; k++)
            money_pay(&f, money_name(&f, "Hand %d", k), "Third", 300, 77);
        if (strcmp(none[i].name, "visits_root") == 0)
            for (int k = 0; k < 101; k++)
                money_pay(&f, "Hand 1", "Till", 101, 1);
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.chain_incongruent");
    detector_none(&f, "nothing");
}

static void build(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 5);
    detector_set(f, "max_p", 1);
    chain(f, "Hand %d", unrelated, 5, 97, 4);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, build, 1);
}

TT_TEST_MAIN("detect/flow_chain_incongruent", TT_TEST(money_through_unrelated_trades_is_found),
             TT_TEST(a_chain_between_seller_and_buyer_is_told), TT_TEST(near_misses_are_not_found),
             TT_TEST(agents_and_suppliers_weaken), TT_TEST(traders_and_usual_mixtures_weaken),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
