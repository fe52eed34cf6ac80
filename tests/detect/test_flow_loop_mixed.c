/*
 * flow.loop_mixed: circles of goods and money are found; agents, paid goods, running accounts and
 * circles of one kind are not, or weigh little.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.loop_mixed");
    money_traffic(f, 60);
}

/* Goods to B, goods to C, money to D, money back to A, 98 % each time. */
static void loop(detector_case *f, const char *a, const char *b, const char *c, const char *d)
{
    money_sell(f, a, b, 100, 50000);
    money_sell(f, b, c, 112, 49000);
    money_pay(f, c, d, 120, 48020);
    money_pay(f, d, a, 125, 47060);
}

static void a_circle_of_goods_and_money_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    loop(&f, "Ash", "Beech", "Cedar", "Dogwood");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title,
                        "Value returns to where it started, 2 times as goods and 2 times as money");
    assert_says(x->explanation,
                "Ash to Beech goods for USD 50000.00 on 2024-04-10 (INV-61); Beech to Cedar goods "
                "for USD 49000.00 on 2024-04-22 (INV-62); Cedar to Dogwood money, USD 48020.00 on "
                "2024-04-30 (PAY-63); Dogwood to Ash money, USD 47060.00 on 2024-05-05 (PAY-64). "
                "After 4 legs in 25 days 94.1 % of the first value is back where it started.");
    assert_int_equal(x->n_documents, 4);
    assert_int_equal(x->n_entities, 4);
    assert_true(claim_names(x, money_entity(&f, "Ash"), "origin"));
    assert_true(claim_names(x, money_entity(&f, "Dogwood"), "relay"));
    assert_near(claim_measure(x, "goods_legs").value, 2, 0);
    assert_near(claim_measure(x, "hops").value, 4, 0);
    assert_near(claim_measure(x, "conservation").value, 0.9412, 1e-9);
    assert_int_equal(x->value_shift.minor, 4706000);
    assert_int_equal(claim_test(x, "paid_through_agent").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "account_between_two").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight > 2);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    money_sell(&f, "Grower", "Shop", 100, 50000); /* paid, though no deal says so */
    money_pay(&f, "Shop", "Grower", 120, 50000);
    money_pay(&f, "Shop", "Roofer", 121, 49000);
    money_pay(&f, "Roofer", "Grower", 125, 48000);
    money_sell(&f, "Mill", "Bakery", 100, 50000); /* two thirds are lost: somebody worked */
    money_pay(&f, "Bakery", "Broker", 110, 30000);
    money_pay(&f, "Broker", "Mill", 120, 20000);
    money_sell(&f, "Quarry", "Mason", 120, 61000); /* each precedes what would feed it */
    money_pay(&f, "Mason", "Carver", 100, 61000);
    money_pay(&f, "Carver", "Quarry", 90, 61000);
    money_pay(&f, "Red", "Green", 100, 70000); /* money alone: flow.cycle_money */
    money_pay(&f, "Green", "Blue", 105, 69000);
    money_pay(&f, "Blue", "Red", 110, 68000);
    money_sell(&f, "North", "South", 10, 80000); /* it took a year */
    money_pay(&f, "South", "West", 200, 80000);
    money_pay(&f, "West", "North", 350, 80000);
    detector_none(&f, "each is honest");
}

static void a_buyer_who_pays_through_an_agent_weighs_little(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 2; i++) {
        money_sell(&f, "Seller", "Buyer", 50 + 150 * i, 50000 + 700 * i);
        money_pay(&f, "Buyer", "Agent", 60 + 150 * i, 49900 + 700 * i);
        money_pay(&f, "Agent", "Seller", 65 + 150 * i, 49800 + 700 * i);
    }
    detector_set(&f, "max_p", 1);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "paid_through_agent").outcome, TT_TEST_WEAKENED);
    assert_int_equal(claim_test(x, "standing_arrangement").outcome, TT_TEST_WEAKENED);
    assert_true(x->weight <= 0.27);
}

static void banks_and_groups_are_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    loop(&f, "#Bank", "Beech", "Cedar", "Dogwood");
    loop(&f, "Elm", "Fir", "Gorse", "Hazel");
    money_own(&f, "Forest", "Elm");
    money_own(&f, "Forest", "Fir");
    money_own(&f, "Forest", "Gorse");
    money_own(&f, "Forest", "Hazel");
    detector_none(&f, "explained");
    assert_true(claim_noted(&f.r, "flow.loop_mixed: explained",
                            "a bank, carrier, broker or public body is in the circle",
                            "1 circle, USD 47060.00"));
    assert_true(claim_noted(&f.r, "flow.loop_mixed: explained",
                            "declared owners connect all parties", "1 circle, USD 47060.00"));
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"window", 20},       {"min_len", 5},   {"keep_low", 0.99},
                {"min_value", 60000}, {"max_p", 1e-12}, {"max_len", 3}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        loop(&f, "Ash", "Beech", "Cedar", "Dogwood");
        detector_none(&f, none[i].name);
    }
    for (int i = 0; i < 2; i++) { /* a tenth of the goods is paid by their buyer */
        detector_case f;
        begin(&f, *state);
        detector_set(&f, "paid", i ? 0.1 : 0.05);
        loop(&f, "Ash", "Beech", "Cedar", "Dogwood");
        money_pay(&f, "Beech", "Ash", 101, 4900);
        if (i)
            detector_find(&f);
        else
            detector_none(&f, "paid in part");
    }
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "small_value", 50000);
    loop(&f, "Ash", "Beech", "Cedar", "Dogwood");
    detector_find(&f);
    assert_int_equal(claim_test(claim_only(&f.r), "small_value").outcome, TT_TEST_WEAKENED);
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.loop_mixed");
    detector_none(&f, "nothing there");
}

static void build(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.loop_mixed");
    detector_set(f, "max_p", 1);
    loop(f, "Ash", "Beech", "Cedar", "Dogwood");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, build, 1);
}

TT_TEST_MAIN("detect/flow_loop_mixed", TT_TEST(a_circle_of_goods_and_money_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(a_buyer_who_pays_through_an_agent_weighs_little),
             TT_TEST(banks_and_groups_are_counted_not_told), TT_TEST(each_parameter_counts),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
