/*
 * pay.unreferenced: accounts of traders with money for nothing known are found; costs, named
 * documents, groups, dividends, trade, young payments and thin feeds are not.
 */
#include "tests/support/money_case.h"

#include "detect/common/tail.h"
#include "detect/common/words.h"

#include <math.h>

static int payers = 12, strangers = 6;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.unreferenced");
    f->c.data.as_of = tiny_day("2025-06-30");
    money_sell(f, "First", "Last", -200, 100); /* the data begin early */
}

static void trade(detector_case *f, const char *seller, const char *buyer, int day)
{
    detector_join(f, 0);
    detector_join(f, money_sell(f, seller, buyer, day, 20000));
    detector_join(f, money_pay(f, buyer, seller, day + 30, 20000));
}

/* Sellers with two buyers each. */
static void others(detector_case *f)
{
    for (int i = 0; i < 2 * payers; i++)
        trade(f, money_name(f, "Seller %d", i / 2), money_name(f, "Buyer %d", i % 7), 9 * i);
}

/* A stranger pays the trader, or is paid. */
static tiny_id pay(detector_case *f, int i, bool out)
{
    const char *who = money_name(f, "Stranger %d", i);
    return money_pay(f, out ? "Trader" : who, out ? who : "Trader", 40 + 11 * i, 30000 + i);
}

static void some(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f);
    trade(f, "Trader", "Buyer 1", 15);
    for (int i = 0; i < strangers; i++)
        pay(f, i, false);
}

static void strangers_who_pay_a_trader_are_found(void **state)
{
    detector_case f;
    some(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    double c = 25.0 / 26, tail = tt_beta_binomial_tail(7, 1 - c, 0.05, 6);
    assert_near(x->p_value, tail, 1e-12);
    assert_near(claim_measure(x, "parties_without_trade").high, 7 * (1 - c), 1e-9);
    assert_near(x->weight, 2, 1e-9); /* at most */
    assert_string_equal(x->title, "6 of 7 parties paid in for nothing known");
    assert_says(x->explanation, "6 of 7 parties that paid this account never trade with its holder "
                                "in these data: 6 payments (");
    assert_says(x->explanation, "worth USD 180015.00, between 2024-02-10 and 2024-04-05");
    assert_int_equal(x->n_documents, 6);
    assert_int_equal(x->n_entities, 7);
    assert_true(claim_names(x, money_entity(&f, "Trader"), "payee"));
    assert_true(claim_names(x, money_entity(&f, "Stranger 5"), "payer"));
    assert_int_equal(claim_measure(x, "value_without_trade").money.minor, 18001500);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
    assert_int_equal(claim_test(x, "services_or_loans").outcome, TT_TEST_UNKNOWN);
    assert_string_equal(claim_test(x, "stated_purpose").detail, "No payment says what it is for.");
}

static void strangers_who_are_paid_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    trade(&f, "Trader", "Buyer 3", 15); /* it sells, and pays for nothing */
    for (int i = 0; i < strangers; i++)
        tiny_payment_text(&f.c, pay(&f, i, true), "AS AGREED");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "6 of 6 parties were paid for nothing known");
    assert_true(claim_names(x, money_entity(&f, "Trader"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Stranger 0"), "payee"));
    assert_string_equal(claim_test(x, "stated_purpose").detail,
                        "6 of 6 payments say something, first: 'AS AGREED'.");
}

static void near_misses_are_not_found(void **state)
{
    enum {
        COST,
        SERVICE,
        NAMED,
        TEXT,
        COLUMN,
        TRADE,
        GROUP,
        DAY,
        YOUNG,
        SMALL,
        BANK,
        THIN,
        FEW,
        IDLE,
        CASES
    };
    static const char *const why[CASES] = {
        [COST] = "rent",
        [SERVICE] = "schools and advisers leave no invoice of goods",
        [NAMED] = "an invoice that is not in the data",
        [TEXT] = "its number in the text",
        [COLUMN] = "the purpose gives it",
        [TRADE] = "they trade: an advance",
        [GROUP] = "a declared group",
        [DAY] = "dividends, all on one day",
        [YOUNG] = "the invoice may still come",
        [SMALL] = "small change",
        [BANK] = "banks",
        [THIN] = "the feed holds half of the invoices",
        [FEW] = "two of three may be services",
        [IDLE] = "no account of trade",
    };
    for (int k = 0; k < CASES; k++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        if (k == THIN)
            tiny_coverage(&f.c, TT_KIND_INVOICE, NULL, "2023-01-01", "2025-12-31", 50);
        if (k == YOUNG)
            f.c.data.as_of = tiny_day("2024-05-01");
        if (k != IDLE)
            trade(&f, k == DAY ? "Seller 1" : "Trader", k == DAY ? "Trader" : "Buyer 1", 15);
        for (int i = 0; i < (k == FEW ? 2 : 6); i++) {
            const char *who = money_name(&f, k == BANK ? "#Bank %d" : "Stranger %d", i);
            tiny_id p = money_pay(&f, k == DAY ? "Trader" : who, k == DAY ? who : "Trader",
                                  k == DAY ? 50 : 40 + 11 * i, k == SMALL ? 4000 : 30000);
            if (k == COST)
                tiny_payment_text(&f.c, p, "OFFICE RENT");
            if (k == SERVICE && i)
                tiny_payment_text(&f.c, p, "TUITION FEE");
            if (k == NAMED)
                tiny_payment_names(&f.c, p, "I-77");
            if (k == TEXT)
                tiny_payment_text(&f.c, p, "YOUR INV 2024-00871");
            if (k == COLUMN)
                tiny_payment_at(&f.c, p)->purpose = TT_STR("ORDER 4711");
            if (k == TRADE)
                money_sell(&f, "Trader", who, 200, 30000);
            if (k == GROUP)
                money_own(&f, who, "Trader");
        }
        detector_none(&f, why[k]);
    }
}

static void what_is_usual_is_counted_not_told(void **state)
{
    detector_case f;
    some(&f, *state);
    for (int i = 0; i < 24; i++)
        money_pay(&f, money_name(&f, "Client %d", i), money_name(&f, "Seller %d", i / 2), 60 + i,
                  30000);
    detector_noted(&f, "pay.unreferenced", "without trade, as chance leaves them",
                   "30 parties, USD 900015.00");
    assert_int_equal(f.r.n_findings, 0);
}

static void years_are_no_numbers_of_documents(void **state)
{
    TT_UNUSED(state);
    assert_false(tt_text_has_number(TT_STR("ADVANCE MAR 2024")));
    assert_false(tt_text_has_number(TT_STR("2 of 3, no 12")));
    assert_true(tt_text_has_number(TT_STR("INV A-0912")));
    assert_true(tt_text_has_number(TT_STR("PO 20245")));
    assert_false(tt_text_has_number((tt_str){0}));
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"least_value", 40000}, {"window_days", 400}, {"least_known", 100},
                {"max_share", 0.5},     {"least_parties", 7}, {"max_false", 0.001}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        some(&f, *state);
        detector_set(&f, "rho", 0.15);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
    detector_case f;
    some(&f, *state);
    detector_set(&f, "max_weight", 1);
    detector_set(&f, "rho", 0);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 1, 1e-9);
    assert_near(claim_only(&f.r)->p_value, tt_binomial_tail(7, 1.0 / 26, 6), 1e-12);
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "pay.unreferenced");
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    payers = 3;
    strangers = 3;
    some(f, a);
    detector_set(f, "least_known", 1);
    detector_set(f, "min_weight", -1);
    detector_set(f, "max_false", 1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/pay_unreferenced", TT_TEST(strangers_who_pay_a_trader_are_found),
             TT_TEST(strangers_who_are_paid_are_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_is_usual_is_counted_not_told), TT_TEST(years_are_no_numbers_of_documents),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
