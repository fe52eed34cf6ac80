/*
 * flow.loop_mixed: circles of goods and money are found, goods and money that go the same way, and
 * goods paid from a third side; agents, paid goods, refunds, credit notes, running accounts, market
 * places and circles of one kind are not, or weigh little.
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

static void a_buyer_who_pays_through_an_agent_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 2; i++) {
        money_sell(&f, "Seller", "Buyer", 50 + 150 * i, 50000 + 700 * i);
        money_pay(&f, "Buyer", "Agent", 60 + 150 * i, 49900 + 700 * i);
        money_pay(&f, "Agent", "Seller", 65 + 150 * i, 49800 + 700 * i);
    }
    detector_set(&f, "max_p", 1);
    detector_none(&f, "an agent");
    assert_true(claim_noted(&f.r, "flow.loop_mixed: explained",
                            "one leg of goods, and one party between", "1 circle, USD 100300.00"));
}

/* --- the same way --- */

/* Goods from a to b, and money from c to d for them, in one deal. */
static void deal(detector_case *f, const char *a, const char *b, const char *c, const char *d,
                 int day, int64_t dollars)
{
    detector_join(f, 0);
    detector_join(f, money_sell(f, a, b, day, dollars));
    detector_join(f, money_pay(f, c, d, day + 30, dollars - 20));
}

static void a_seller_that_pays_its_buyer_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++)
        deal(&f, "Ash", "Beech", "Ash", "Beech", 50 + 60 * i, 50000 + 9000 * i);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "The seller pays the buyer for its goods, 3 times");
    assert_says(x->explanation,
                "Ash sold Beech goods that the buyer is not known to have paid. Instead Ash paid "
                "Beech about their value, 3 times: goods for USD 50000.00 on 2024-02-20 (INV-61), "
                "and money, USD 49980.00 on 2024-03-21 (PAY-62); goods for USD 59000.00");
    assert_says(x->explanation, "3 do so here, and 0 of 0 between all others");
    assert_int_equal(x->n_documents, 6);
    assert_true(claim_names(x, money_entity(&f, "Ash"), "seller"));
    assert_true(claim_names(x, money_entity(&f, "Beech"), "buyer"));
    assert_near(claim_measure(x, "goes_the_same_way").value, 3, 0);
    assert_int_equal(claim_test(x, "refund").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "sells_back").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(x->value_shift.minor, 17694000);
    assert_true(x->p_value < 1e-3);
    assert_true(x->weight > 1);
}

static void one_payment_for_several_goods_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 2; i++) {
        detector_join(&f, 0);
        detector_join(&f, money_sell(&f, "Ash", "Beech", 50 + 90 * i, 50000));
        detector_join(&f, money_sell(&f, "Ash", "Beech", 55 + 90 * i, 40000));
        detector_join(&f, money_pay(&f, "Ash", "Beech", 80 + 90 * i, 90000));
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 6);
    assert_says(x->explanation, "with others of their deal");
}

static void money_through_a_third_party_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++) {
        money_sell(&f, "Ash", "Beech", 50 + 60 * i, 50000 + 9000 * i);
        money_pay(&f, "Ash", "Cedar", 60 + 60 * i, 50000 + 9000 * i);
        money_pay(&f, "Cedar", "Beech", 64 + 60 * i, 49500 + 9000 * i);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "The seller pays the buyer through others, 3 times");
    assert_true(claim_names(x, money_entity(&f, "Cedar"), "relay"));
    assert_int_equal(x->n_documents, 9);
}

static void goods_paid_with_the_sellers_own_money_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++) {
        money_pay(&f, "Ash", "Cedar", 70 + 60 * i, 50000 + 9000 * i);
        deal(&f, "Ash", "Beech", "Cedar", "Ash", 50 + 60 * i, 50000 + 9000 * i);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Goods are paid with the seller's own money, 3 times");
    assert_int_equal(x->n_documents, 9);
    assert_says(x->explanation, "others (Cedar) paid Ash for them, who had got about as much");
}

static void refunds_and_other_money_back_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++) {
        int day = 20 + 60 * i;
        money_pay(&f, "Shop", "Grower", day + 1, 50000); /* paid, and paid back */
        deal(&f, "Grower", "Shop", "Grower", "Shop", day, 50000);
        deal(&f, "Mill", "Bakery", "Mill", "Bakery", day, 60000); /* credited */
        tiny_id note = tiny_credit_note(&f.c, money_name(&f, "CN-%d", i), money_party(&f, "Mill"),
                                        money_party(&f, "Bakery"), money_date(&f, day + 9), "USD");
        tiny_invoice_line(&f.c, note, "080132", 100, "KGM", 6000000);
        detector_join(&f, note);
        detector_join(&f, 0); /* a rebate, a commission */
        detector_join(&f, money_sell(&f, "Quarry", "Mason", day, 61000));
        detector_join(&f, money_pay(&f, "Quarry", "Mason", day + 30, 3050));
        detector_join(&f, 0); /* goods of its own */
        detector_join(&f, money_sell(&f, "North", "South", day, 70000));
        money_sell(&f, "South", "North", day + 2, 70000);
        money_pay(&f, "North", "South", day + 30, 70000);
    }
    detector_none(&f, "money that comes back, or pays something");
}

static void one_alone_is_weak_and_a_group_is_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "Ash", "Beech", "Ash", "Beech", 50, 50000);
    for (int i = 0; i < 3; i++)
        deal(&f, "Elm", "Fir", "Elm", "Fir", 50 + 60 * i, 50000);
    money_own(&f, "Forest", "Elm");
    money_own(&f, "Forest", "Fir");
    detector_set(&f, "max_p", 0.2);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "refund").outcome, TT_TEST_WEAKENED);
    assert_true(x->weight < 0.3);
    assert_true(claim_noted(&f.r, "flow.loop_mixed: goods and money the same way",
                            "declared owners connect all parties", "1 relation, USD 149940.00"));
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 12; i++)
        deal(&f, money_name(&f, "Maker %d", i), "Hall", money_name(&f, "Maker %d", i), "Hall",
             50 + 5 * i, 50000 + 100 * i);
    detector_none(&f, "twelve of twelve do so");
}

/* --- a third side --- */

static void sell_and_pay(detector_case *f, tiny_id seller, tiny_id buyer, tiny_id payer, int day,
                         int64_t dollars)
{
    tiny_id inv = tiny_invoice(&f->c, money_name(f, "S-%d", (int)++f->n_payments), seller, buyer,
                               money_date(f, day), "USD");
    tiny_invoice_line(&f->c, inv, "080132", 100, "KGM", dollars * 100);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, tiny_payment(&f->c, money_name(f, "Q-%d", (int)++f->n_payments), payer, seller,
                                  money_date(f, day + 30), dollars * 100, "USD"));
}

/* Three deals whose goods `payer` of a country pays; others, agents, are paid back. */
static void third_side(detector_case *f, const char *payer, const char *country)
{
    tiny_id seller = tiny_company(&f->c, "Ash", "CN"), buyer = tiny_company(&f->c, "Beech", "DE");
    for (int i = 0; i < 3; i++)
        sell_and_pay(f, seller, buyer, tiny_company(&f->c, payer, country), 50 + 60 * i,
                     50000 + 9000 * i);
    for (int i = 0; i < 8; i++) {
        tiny_id from = tiny_company(&f->c, money_name(f, "Spinner %d", i), "IN");
        tiny_id to = tiny_company(&f->c, money_name(f, "Draper %d", i), "NL");
        tiny_id agent = tiny_company(&f->c, money_name(f, "Broker %d", i), "NL");
        for (int k = 0; k < 2; k++)
            sell_and_pay(f, from, to, agent, 40 + 90 * k + i, 20000 + 700 * i);
        tiny_payment(&f->c, money_name(f, "B-%d", i), to, agent, money_date(f, 90 + i), 4100000,
                     "USD");
    }
}

static void goods_paid_from_a_third_side_are_found(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.loop_mixed");
    third_side(&f, "Cedar", "AE");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "3 payments for goods by one who gets nothing back");
    assert_says(x->explanation, "Cedar (AE) made 3 payments of USD 177000.00 to Ash (CN) for goods "
                                "that Beech (DE) bought.");
    assert_true(claim_names(x, money_entity(&f, "Cedar"), "payer"));
    assert_int_equal(x->n_documents, 6);
    assert_near(claim_measure(x, "share_without_return").value, 2.0 / 12, 1e-9);
    assert_near(x->weight, 0.778151, 1e-5);
}

static void who_is_at_home_or_paid_back_is_not_found(void **state)
{
    for (int how = 0; how < 5; how++) {
        detector_case f;
        detector_begin(&f, *state, "flow.loop_mixed");
        const char *payer = how == 3 ? "Beech & Co" : "Cedar", *country = how ? "AE" : "DE";
        third_side(&f, payer, country);
        tiny_id cedar = tiny_company(&f.c, payer, country),
                beech = tiny_company(&f.c, "Beech", "DE");
        if (how == 1)
            tiny_payment(&f.c, "BACK", beech, cedar, money_date(&f, 100), 900000, "USD");
        if (how == 2) {
            money_own(&f, "Forest", "Cedar");
            money_own(&f, "Forest", "Beech");
        }
        for (int i = 0; i < 2 && how == 4; i++) /* a market place */
            sell_and_pay(&f, tiny_company(&f.c, money_name(&f, "Potter %d", i), "CN"),
                         tiny_company(&f.c, money_name(&f, "Stall %d", i), "DE"), cedar, 70, 900);
        detector_none(&f, money_name(&f, "case %d: home, paid back, group, name, many", how));
    }
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
    deal(f, "Elm", "Fir", "Elm", "Fir", 50, 50000);
    sell_and_pay(f, tiny_company(&f->c, "Ivy", "CN"), tiny_company(&f->c, "Juniper", "DE"),
                 tiny_company(&f->c, "Kapok", "AE"), 50, 50000);
    sell_and_pay(f, tiny_company(&f->c, "Ivy", "CN"), tiny_company(&f->c, "Juniper", "DE"),
                 tiny_company(&f->c, "Kapok", "AE"), 90, 50000);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, build, 3);
}

TT_TEST_MAIN("detect/flow_loop_mixed", TT_TEST(a_circle_of_goods_and_money_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(a_buyer_who_pays_through_an_agent_is_counted_not_told),
             TT_TEST(a_seller_that_pays_its_buyer_is_found),
             TT_TEST(one_payment_for_several_goods_is_found),
             TT_TEST(money_through_a_third_party_is_found),
             TT_TEST(goods_paid_with_the_sellers_own_money_are_found),
             TT_TEST(refunds_and_other_money_back_are_not_found),
             TT_TEST(one_alone_is_weak_and_a_group_is_not_told),
             TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(goods_paid_from_a_third_side_are_found),
             TT_TEST(who_is_at_home_or_paid_back_is_not_found),
             TT_TEST(banks_and_groups_are_counted_not_told), TT_TEST(each_parameter_counts),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
