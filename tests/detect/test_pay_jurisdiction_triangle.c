/*
 * pay.jurisdiction_triangle: firms of a third country that pay from a fourth are found; banks at
 * home, at the seller's, in one market, buyers that bank abroad, groups, and what everybody does
 * are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static int crowd = 40;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.jurisdiction_triangle");
}

static tiny_id payer(detector_case *f, const char *name, const char *country, const char *account,
                     const char *bank)
{
    tiny_id id = tiny_company(&f->c, name, country);
    if (!f->c.failed) {
        tiny_mention_at(&f->c, id)->account = tt_str_of(account);
        tiny_mention_at(&f->c, id)->bank = tt_str_of(bank);
    }
    return id;
}

/* A sale of a Chinese seller to a buyer in Mexico, paid by somebody. */
static void deal(detector_case *f, const char *seller, const char *buyer, tiny_id paid_by)
{
    int n = (int)++f->n_payments;
    const char *number = money_name(f, "N-%d", n);
    tiny_id from = tiny_company(&f->c, seller, "CN"), to = tiny_company(&f->c, buyer, "MX");
    tiny_id inv = tiny_invoice(&f->c, number, from, to, money_date(f, n), "USD");
    tiny_invoice_line(&f->c, inv, "840999", 100, "NMB", 2000000 + n);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(
        f, tiny_payment(&f->c, number, paid_by, from, money_date(f, n + 30), 2000000 + n, "USD"));
}

/* Buyers that bank at home. */
static void others(detector_case *f)
{
    for (int i = 0; i < crowd; i++) {
        const char *buyer = money_name(f, "Buyer %d", i % 8);
        deal(f, money_name(f, "Seller %d", i % 5), buyer, payer(f, buyer, "MX", "", "BNMXMXMM"));
    }
}

static void series(detector_case *f, int n, const char *name, const char *country,
                   const char *account, const char *bank)
{
    for (int i = 0; i < n; i++)
        deal(f, "Maker", "Molinos", payer(f, name, country, account, bank));
}

static void a_third_country(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f);
    series(f, 3, "Offshore", "VG", "LV80BANK0000435195001", "");
}

static void a_bank_in_a_third_country_is_found(void **state)
{
    detector_case f;
    a_third_country(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(5) + 0.4, 1e-9);
    assert_near(x->p_value, pow(0.9 / 70, 3), 1e-8);
    assert_string_equal(x->title,
                        "paid from a bank in a country outside the deal in 3 of 3 payments");
    assert_says(x->explanation,
                "The largest (N-43) is paid by a firm in Virgin Islands, British for a buyer in "
                "Mexico from a bank in Latvia, to a seller in China. In all USD 60001.26, between "
                "2024-02-11 and 2024-03-14.");
    assert_int_equal(x->n_documents, 6);
    assert_true(claim_names(x, money_entity(&f, "Offshore"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Maker"), "seller"));
    assert_true(claim_names(x, money_entity(&f, "Molinos"), "buyer"));
    assert_int_equal(claim_measure(x, "paid_from_there").money.minor, 6000126);
    assert_int_equal(claim_test(x, "branch_or_treasury").outcome, TT_TEST_UNKNOWN);
}

static void one_payment(detector_case *f, tt_arena *a, int beside)
{
    begin(f, a);
    crowd = beside;
    others(f);
    crowd = 40;
    series(f, 1, "Offshore", "VG", "LV80BANK0000435195001", "");
}

static void one_payment_is_enough_among_many(void **state)
{
    detector_case f;
    one_payment(&f, *state, 100);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(5), 1e-9);
    one_payment(&f, *state, 40);
    detector_none(&f, "among so few it may be chance");
}

static void buyers_that_bank_abroad_are_counted(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    series(&f, 4, "Molinos", "MX", "", "BAGAPAPA");
    series(&f, 2, "Sister of Molinos", "MX", "", "BAGAPAPA");
    detector_noted(&f, "pay.jurisdiction_triangle",
                   "by the buyer, or a firm of its country, from a bank in a third",
                   "6 payments, USD 120002.61");
    assert_int_equal(f.r.n_findings, 0);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *name, *country, *account, *bank;
        int n;
    } none[] = {
        {"at home", "Offshore", "VG", "", "VPBVVGVG", 6},
        {"where the buyer is", "Offshore", "VG", "", "BNMXMXMM", 6},
        {"where the seller is", "Offshore", "VG", "", "BKCHCNBJ", 6},
        {"one market", "Kessel", "DE", "LT121000011101001000", "", 6},
        {"a bank without a country", "Offshore", "VG", "1234567", "SOME BANK", 6},
        {"the buyer, written with another country", "Molinos", "VG", "LV80BANK0000435195001", "",
         6},
        {"the seller's group", "Daughter", "VG", "LV80BANK0000435195001", "", 6},
        {"the buyer's group", "Treasury", "VG", "LV80BANK0000435195001", "", 6},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        series(&f, none[i].n, none[i].name, none[i].country, none[i].account, none[i].bank);
        money_own(&f, "Maker", "Daughter");
        money_own(&f, "Molinos", "Treasury");
        detector_none(&f, none[i].why);
    }
}

static void what_is_usual_is_counted_not_told(void **state)
{
    detector_case f;
    a_third_country(&f, *state);
    for (int i = 0; i < 40; i++)
        deal(&f, money_name(&f, "Seller %d", i % 5), money_name(&f, "Importer %d", i),
             payer(&f, money_name(&f, "House %d", i), "PA", "", "CHASUS33"));
    detector_noted(&f, "pay.jurisdiction_triangle", "relations whose weight is below min_weight",
                   "41 relations, USD 860026.66");
    assert_int_equal(f.r.n_findings, 0);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"lr", 1}, {"min_value", 1e6}, {"usual_rate", 1}, {"min_weight", 1.2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        a_third_country(&f, *state);
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
    a_third_country(f, a);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/pay_jurisdiction_triangle", TT_TEST(a_bank_in_a_third_country_is_found),
             TT_TEST(one_payment_is_enough_among_many),
             TT_TEST(buyers_that_bank_abroad_are_counted), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_is_usual_is_counted_not_told), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
