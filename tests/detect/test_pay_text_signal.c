/*
 * pay.text_signal: gifts and school fees from firms to a firm are found; persons, invoices, groups,
 * banks, one payment and what everybody does are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static int crowd = 40;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.text_signal");
}

static void say(detector_case *f, tiny_id payment, const char *text)
{
    tiny_payment_text(&f->c, payment, text);
}

/* Payments of firms for goods that are not in the data. */
static void others(detector_case *f)
{
    for (int i = 0; i < crowd; i++) {
        const char *buyer = money_name(f, "Buyer %d", i % 9);
        say(f, money_pay(f, buyer, money_name(f, "Seller %d", i % 7), 3 * i, 21000 + i), "GOODS");
    }
}

/* n payments with a text, of payers that are counted from 0. */
static void series(detector_case *f, int n, const char *payers, const char *payee, const char *text)
{
    for (int i = 0; i < n; i++)
        say(f, money_pay(f, money_name(f, payers, i), payee, 20 + 9 * i, 9000 + 500 * i), text);
}

static void gifts(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f);
    series(f, 4, "Giver %d", "Trader", "GIFT");
    series(f, 1, "Client %d", "Trader", "GOODS");
}

static void firms_that_give_to_a_firm_are_found(void **state)
{
    detector_case f;
    gifts(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(17.0 / 5) + 0.6, 1e-6);
    assert_string_equal(x->title, "firms pay a firm as households pay in 4 of 5 payments");
    assert_says(x->explanation, "4 of 5 payments from firms to this firm speak of support, school "
                                "or gifts: the largest (PAY-44) says 'GIFT'. They are worth USD "
                                "39000.00 in all, from 4 parties, between 2024-01-21 and "
                                "2024-02-17, and match no invoice.");
    assert_int_equal(x->n_documents, 4);
    assert_int_equal(x->n_entities, 5);
    assert_true(claim_names(x, money_entity(&f, "Trader"), "payee"));
    assert_true(claim_names(x, money_entity(&f, "Giver 3"), "payer"));
    assert_int_equal(claim_measure(x, "paid_as_private").money.minor, 3900000);
    assert_int_equal(claim_test(x, "benefit_of_staff").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
}

static void other_tongues_are_read(void **state)
{
    static const char *const texts[] = {"TUITION FEE MAY", "hoc phi", "学费", "SOUTIEN FAMILIAL",
                                        "personal loan"};
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        series(&f, 4, "Giver %d", "Trader", texts[i]);
        detector_find(&f);
        (void)claim_only(&f.r);
    }
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *payers, *payee, *text;
        int n;
    } none[] = {
        {"parents pay a school", "*Parent %d", "School", "TUITION FEE", 6},
        {"a firm pays persons", "Firm %d", "*Aunt", "FAMILY SUPPORT", 6},
        {"advice", "Giver %d", "Trader", "CONSULTING", 6},
        {"part of a longer word", "Giver %d", "Trader", "GIFTWARE", 6},
        {"a bank", "#Bank %d", "Trader", "GIFT", 6},
        {"a mother and its daughters", "Daughter %d", "Mother", "GIFT", 6},
        {"one payment", "Giver %d", "Trader", "GIFT", 1},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        series(&f, none[i].n, none[i].payers, none[i].payee, none[i].text);
        for (int k = 0; k < 6; k++)
            money_own(&f, "Mother", money_name(&f, "Daughter %d", k));
        detector_none(&f, none[i].why);
    }
}

static void gifts_that_are_invoiced_are_goods(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    for (int i = 0; i < 5; i++) {
        const char *shop = money_name(&f, "Giver %d", i);
        detector_join(&f, 0);
        detector_join(&f, money_sell(&f, "Trader", shop, 10 + i, 20000));
        tiny_id paid = money_pay(&f, shop, "Trader", 40 + i, 20000);
        say(&f, paid, "GIFT ARTICLES");
        detector_join(&f, paid);
    }
    detector_none(&f, "they match invoices");
}

static void what_others_do_is_counted_not_told(void **state)
{
    detector_case f;
    gifts(&f, *state);
    for (int i = 0; i < 40; i++) {
        const char *firm = money_name(&f, "Firm %d", i);
        say(&f, money_pay(&f, firm, money_name(&f, "School %d", i), i, 12000), "SCHOOL FEES");
    }
    detector_noted(&f, "pay.text_signal", "firms whose weight is below min_weight",
                   "41 firms, USD 519000.00");
    assert_int_equal(f.r.n_findings, 0);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"lr", 1}, {"usual_rate", 1}, {"min_value", 1e6}, {"min_weight", 1.5}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        gifts(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    crowd = 3;
    gifts(f, a);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/pay_text_signal", TT_TEST(firms_that_give_to_a_firm_are_found),
             TT_TEST(other_tongues_are_read), TT_TEST(near_misses_are_not_found),
             TT_TEST(gifts_that_are_invoiced_are_goods),
             TT_TEST(what_others_do_is_counted_not_told), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
