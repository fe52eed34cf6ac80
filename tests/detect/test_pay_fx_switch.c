/*
 * pay.fx_switch: deals paid in a currency that is foreign to both countries are found; currencies
 * of a party, of the invoice, of the country, of always, and groups are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static int crowd = 40;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.fx_switch");
    tiny_fx(&f->c, "2024-01-01", "GBP", "1.25");
    tiny_fx(&f->c, "2024-01-01", "MXN", "0.05");
    tiny_fx(&f->c, "2024-01-01", "CNY", "0.14");
    tiny_fx(&f->c, "2024-01-01", "SEK", "0.10");
}

/* A sale from China to Mexico, invoiced and paid in two currencies, or one. */
static tiny_id deal(detector_case *f, const char *seller, const char *buyer, const char *invoiced,
                    const char *paid)
{
    int n = (int)++f->n_payments;
    const char *number = money_name(f, "N-%d", n), *day = money_date(f, n % 5);
    tiny_id from = tiny_company(&f->c, seller, "CN"), to = tiny_company(&f->c, buyer, "MX");
    tiny_id inv = tiny_invoice(&f->c, number, from, to, day, invoiced);
    tiny_invoice_line(&f->c, inv, "840999", 100, "NMB", 20000000 + n);
    tiny_id pay = tiny_payment(&f->c, number, to, from, day, 20000000 + n, paid);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, pay);
    return pay;
}

static void others(detector_case *f)
{
    for (int i = 0; i < crowd; i++)
        (void)deal(f, money_name(f, "Seller %d", i % 5), money_name(f, "Buyer %d", i % 5), "USD",
                   "USD");
}

/* Usual payments of two, then some in another currency. */
static void relation(detector_case *f, int usual, int n, const char *invoiced, const char *paid)
{
    for (int i = 0; i < usual; i++)
        (void)deal(f, "Maker", "Molinos", "USD", "USD");
    for (int i = 0; i < n; i++)
        (void)deal(f, "Maker", "Molinos", invoiced, paid);
}

static void pounds(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f);
    relation(f, 4, 3, "USD", "GBP");
}

static void a_foreign_currency_is_found(void **state)
{
    detector_case f;
    pounds(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((4 + 3 * 5) / 7.0) + 0.4, 1e-6);
    assert_near(x->p_value, 35 * pow(0.3 / 70, 3), 1e-7);
    assert_string_equal(x->title, "paid in a currency that nobody there uses in 3 of 7 payments");
    assert_says(x->explanation, "The largest is GBP 200000.47 (N-47), from Mexico to China; 4 of "
                                "their 7 payments are in USD. In all USD 750001.73");
    assert_int_equal(x->n_documents, 6);
    assert_true(claim_names(x, money_entity(&f, "Maker"), "payee"));
    assert_true(claim_names(x, money_entity(&f, "Molinos"), "payer"));
    assert_int_equal(claim_measure(x, "paid_in_it").money.minor, 75000173);
    assert_near(claim_measure(x, "in_the_usual_currency").value, 4, 0);
    assert_int_equal(claim_test(x, "account_or_hedge").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *invoiced, *paid;
        int usual, n;
    } none[] = {
        {"the buyer's own", "USD", "MXN", 4, 3},
        {"the seller's own", "USD", "CNY", 4, 3},
        {"as invoiced", "GBP", "GBP", 4, 3},
        {"always in it", "USD", "GBP", 0, 7},
        {"half of them in it, half in pounds", "USD", "GBP", 3, 4},
        {"two payments in all", "USD", "GBP", 1, 1},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        relation(&f, none[i].usual, none[i].n, none[i].invoiced, none[i].paid);
        detector_none(&f, none[i].why);
    }
}

static void declared_groups_are_not_looked_at(void **state)
{
    detector_case f;
    pounds(&f, *state);
    money_own(&f, "Maker", "Molinos");
    detector_none(&f, "a daughter");
}

static void what_others_there_use_is_not_foreign(void **state)
{
    detector_case f;
    pounds(&f, *state);
    for (int i = 0; i < 8; i++)
        (void)deal(&f, money_name(&f, "Seller %d", i % 5), money_name(&f, "Importer %d", i), "GBP",
                   "GBP");
    detector_none(&f, "one in six payments is in pounds");
}

static void too_few_others_are_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    relation(&f, 4, 3, "USD", "GBP");
    detector_noted(&f, "pay.fx_switch", "in another currency, too few others in a country",
                   "3 payments, USD 750000.23");
    assert_int_equal(f.r.n_findings, 0);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_payments", 8}, {"min_main", 0.9}, {"foreign", 0},     {"least_known", 41},
                {"lr", 1},           {"usual_rate", 1}, {"min_value", 1e6}, {"min_weight", 1.2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        pounds(&f, *state);
        detector_set(&f, "repeat_bonus", strcmp(none[i].name, "lr") ? 0.2 : 0);
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
    pounds(f, a);
    detector_set(f, "least_known", 1);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/pay_fx_switch", TT_TEST(a_foreign_currency_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(declared_groups_are_not_looked_at),
             TT_TEST(what_others_there_use_is_not_foreign), TT_TEST(too_few_others_are_told),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
