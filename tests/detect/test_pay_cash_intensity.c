/*
 * pay.cash_intensity: a trader whose cash leaves by wire is found; shops, takings, one customer's
 * habit, groups, cash that stays with everybody are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static int crowd = 60;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.cash_intensity");
}

static tiny_id company(detector_case *f, const char *name, const char *country)
{
    return tiny_company(&f->c, name, country);
}

static tiny_id pay(detector_case *f, const char *from, const char *to, int day, int64_t dollars,
                   tt_channel channel)
{
    const char *number = money_name(f, "P-%d", (int)++f->n_payments);
    tiny_id p = tiny_payment(&f->c, number, company(f, from, strcmp(from, "Maker") ? "NO" : "AL"),
                             company(f, to, strcmp(to, "Maker") ? "NO" : "AL"), money_date(f, day),
                             dollars * 100, "USD");
    if (!f->c.failed)
        tiny_payment_at(&f->c, p)->channel = channel;
    return p;
}

static void invoice(detector_case *f, const char *seller, const char *buyer)
{
    const char *number = money_name(f, "I-%d", (int)++f->n_payments);
    tiny_id inv = tiny_invoice(&f->c, number, company(f, seller, "NO"), company(f, buyer, "NO"),
                               "2024-01-05", "USD");
    tiny_invoice_line(&f->c, inv, "620342", 100, "NMB", 1000000);
}

/* Traders that are paid by wire. */
static void others(detector_case *f)
{
    for (int i = 0; i < crowd; i++) {
        invoice(f, money_name(f, "Seller %d", i % 6), "Buyer");
        pay(f, "Buyer", money_name(f, "Seller %d", i % 6), 5 * i, 10000, TT_CHANNEL_WIRE);
    }
}

static void trades(detector_case *f)
{
    invoice(f, "Trader", "Buyer");
    for (int i = 0; i < 4; i++)
        pay(f, "Buyer", "Trader", 10 + 40 * i, 20000, TT_CHANNEL_WIRE);
}

/* Two strangers bring cash, and a wire takes it abroad. */
static void rounds(detector_case *f, int n)
{
    for (int i = 0; i < n; i++) {
        pay(f, money_name(f, "Caller %d", 2 * i), "Trader", 20 + 40 * i, 9000, TT_CHANNEL_CASH);
        pay(f, money_name(f, "Caller %d", 2 * i + 1), "Trader", 22 + 40 * i, 8000, TT_CHANNEL_CASH);
        pay(f, "Trader", "Maker", 27 + 40 * i, 16500, TT_CHANNEL_WIRE);
    }
}

static void cash_that_leaves(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f);
    trades(f);
    rounds(f, crowd > 10 ? 3 : 2);
}

static void cash_that_leaves_by_wire_is_found(void **state)
{
    detector_case f;
    cash_that_leaves(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((4 + 6 * 8) / 10.0) + 1, 1e-9);
    assert_string_equal(x->title, "cash on the account of a trader in 6 of 10 receipts");
    assert_says(x->explanation, "In all USD 51000.00, 39 % of what it was paid, between 2024-01-21 "
                                "and 2024-04-17. 6 are followed by a transfer abroad of the size "
                                "of the cash of those days, such as P-");
    assert_says(x->explanation, "(USD 16500.00) to Maker on 2024-01-28.");
    assert_int_equal(x->n_documents, 9);
    assert_true(claim_names(x, money_entity(&f, "Trader"), "trader"));
    assert_true(claim_names(x, money_entity(&f, "Caller 5"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Maker"), "sent to"));
    assert_int_equal(claim_measure(x, "cash").money.minor, 5100000);
    assert_near(claim_measure(x, "share_in_cash").value, 51.0 / 131, 1e-9);
    assert_int_equal(claim_test(x, "cash_stays").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "takings_of_a_shop").outcome, TT_TEST_UNKNOWN);
}

static void cash_that_stays_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    trades(&f);
    for (int i = 0; i < 6; i++)
        pay(&f, money_name(&f, "Caller %d", i), "Trader", 20 + 9 * i, 9000, TT_CHANNEL_CASH);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((4 + 6 * 2) / 10.0) + 1, 1e-9);
    assert_int_equal(claim_test(x, "cash_stays").outcome, TT_TEST_WEAKENED);
}

static void near_misses_are_not_found(void **state)
{
    enum { SHOP, HABIT, TAKINGS, GROUP, FEW, IDLE, WIRE, CASES };
    static const char *const why[CASES] = {[SHOP] = "a shop",
                                           [HABIT] = "one customer that pays cash",
                                           [TAKINGS] = "its own takings",
                                           [GROUP] = "its own shops",
                                           [FEW] = "two are few",
                                           [IDLE] = "trades nothing",
                                           [WIRE] = "by wire"};
    for (int k = 0; k < CASES; k++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        if (k != IDLE)
            trades(&f);
        tiny_id row = tiny_party(&f.c, "T", TT_ENTITY_COMPANY, "Trader", "NO");
        tiny_party_at(&f.c, row)->activity_code = k == SHOP ? TT_STR("4711") : TT_STR("4690");
        for (int i = 0; i < (k == FEW ? 2 : 8); i++) {
            const char *who = k == HABIT     ? "Customer"
                              : k == TAKINGS ? "Trader"
                                             : money_name(&f, "Caller %d", i);
            pay(&f, who, "Trader", 20 + 9 * i, 9000, k == WIRE ? TT_CHANNEL_WIRE : TT_CHANNEL_CASH);
            if (k == GROUP)
                money_own(&f, "Trader", who);
        }
        detector_none(&f, why[k]);
    }
}

static void what_is_usual_is_no_evidence(void **state)
{
    detector_case f;
    cash_that_leaves(&f, *state);
    for (int i = 0; i < 80; i++) {
        invoice(&f, money_name(&f, "Bazaar %d", i), "Buyer");
        pay(&f, money_name(&f, "Client %d", i), money_name(&f, "Bazaar %d", i), i, 9000,
            TT_CHANNEL_CASH);
    }
    detector_noted(&f, "pay.cash_intensity", "traders whose weight is below min_weight",
                   "1 trader, USD 51000.00");
    assert_int_equal(f.r.n_findings, 0);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value, sent;
    } changed[] = {{"pass_days", 3, 0}, {"pass_low", 0.99, 0}, {"pass_high", 1, 6}};
    for (size_t i = 0; i < TT_LEN(changed); i++) {
        detector_case f;
        cash_that_leaves(&f, *state);
        detector_set(&f, changed[i].name, changed[i].value);
        detector_find(&f);
        assert_near(claim_measure(claim_only(&f.r), "cash_sent_abroad").value, changed[i].sent, 0);
    }
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_value", 1e6}, {"usual_rate", 1}, {"min_weight", 2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        cash_that_leaves(&f, *state);
        detector_set(&f, "prior_deals", 1000);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void fewer_than_least_say_nothing(void **state)
{
    for (int least = 3; least <= 4; least++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        invoice(&f, "Trader", "Buyer");
        rounds(&f, 1);
        pay(&f, "Caller 9", "Trader", 200, 9000, TT_CHANNEL_CASH);
        detector_set(&f, "least", least);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, least == 3);
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
    crowd = 4;
    cash_that_leaves(f, a);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/pay_cash_intensity", TT_TEST(cash_that_leaves_by_wire_is_found),
             TT_TEST(cash_that_stays_weighs_less), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_is_usual_is_no_evidence), TT_TEST(parameters_are_used),
             TT_TEST(fewer_than_least_say_nothing), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
