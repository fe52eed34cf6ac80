/*
 * pay.late_change: a last payment to an account abroad, or a run of them at another bank, is found;
 * accounts that are announced, in use, misspelt or used in turn are not.
 */
#include "tests/support/money_case.h"

#include "detect/common/accounts.h"

#include <math.h>

#define OLD "DE89370400440532013000"
#define OTHER "DE02120300000000202051"
#define ABROAD "LT121000011101001000"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.late_change");
}

static tiny_id party(detector_case *f, const char *name, const char *country, const char *account)
{
    tiny_id id = tiny_company(&f->c, name, country);
    if (!f->c.failed)
        tiny_mention_at(&f->c, id)->account = tt_str_of(account);
    return id;
}

/* One sale, paid 30 days later, month after month. */
static tiny_id deal(detector_case *f, const char *seller, const char *buyer, int month,
                    const char *named, const char *paid)
{
    const char *number = money_name(f, "I-%d", (int)++f->n_payments);
    tiny_id inv = tiny_invoice(&f->c, number, party(f, seller, "DE", named),
                               tiny_company(&f->c, buyer, "FR"), money_date(f, 30 * month), "USD");
    tiny_invoice_line(&f->c, inv, "840999", 100, "NMB", 3000000 + month);
    tiny_id pay = tiny_payment(&f->c, money_name(f, "P-%d", (int)f->n_payments),
                               tiny_company(&f->c, buyer, "FR"), party(f, seller, "DE", paid),
                               money_date(f, 30 * month + 30), 3000000 + month, "USD");
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, pay);
    return pay;
}

static void months(detector_case *f, int from, int to, const char *named, const char *paid)
{
    for (int i = from; i < to; i++)
        deal(f, "Kessel Bau", "Tuyaux Nord", i, named, paid);
}

static void others(detector_case *f)
{
    for (int i = 0; i < 40; i++)
        deal(f, money_name(f, "Seller %d", i % 8), money_name(f, "Buyer %d", i % 5), i % 12, OLD,
             OLD);
}

static void last_two_abroad(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f);
    months(f, 0, 6, OLD, OLD);
    months(f, 6, 8, OLD, ABROAD);
}

static void an_account_abroad_is_found(void **state)
{
    detector_case f;
    last_two_abroad(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    double u = 0.01 * 30 / 70, p = 0;
    for (int k = 2; k <= 8; k++)
        p += exp(lgamma(9) - lgamma(k + 1) - lgamma(9 - k)) * pow(u, k) * pow(1 - u, 8 - k);
    assert_near(x->p_value, p, 1e-8);
    assert_near(x->weight, log10((6 + 2 * 20) / 8.0) + 0.2, 1e-9);
    assert_string_equal(x->title, "paid to an account that no invoice names in 2 of 8 payments");
    assert_says(x->explanation, "goes to LT121000011101001000 (Lithuania), in a country where the "
                                "seller has no other; invoices name DE89370400440532013000 "
                                "(Germany).");
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_names(x, money_entity(&f, "Kessel Bau"), "seller"));
    assert_true(claim_names(x, money_entity(&f, "Tuyaux Nord"), "buyer"));
    assert_int_equal(claim_measure(x, "paid_to_it").money.minor, 6000013);
    assert_string_equal(claim_test(x, "several_accounts").detail,
                        "6 payments to named accounts before the change, 0 after it.");
    assert_int_equal(claim_test(x, "several_accounts").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "fraud_against_the_buyer").outcome, TT_TEST_UNKNOWN);
}

static void a_run_at_another_bank_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    months(&f, 0, 6, OLD, OLD);
    months(&f, 6, 10, OLD, OTHER);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((6 + 4 * 5) / 10.0) + 0.6, 1e-9);
    assert_string_equal(x->title, "paid to an account that no invoice names in 4 of 10 payments");
}

/* A case of which nothing is told: what is paid in months 6 and 7. */
static void none(tt_arena *a, const char *why, const char *paid, void (*more)(detector_case *f))
{
    detector_case f;
    begin(&f, a);
    others(&f);
    months(&f, 0, 6, OLD, OLD);
    months(&f, 6, 8, OLD, paid);
    if (more)
        more(&f);
    detector_none(&f, why);
}

static void announced(detector_case *f)
{
    deal(f, "Kessel Bau", "Somebody Else", 11, ABROAD, ABROAD);
}

static void own_account(detector_case *f)
{
    tiny_payment(&f->c, "OWN", party(f, "Kessel Bau", "DE", ABROAD), tiny_company(&f->c, "X", "DE"),
                 "2024-03-01", 100, "USD");
}

static void in_use(detector_case *f)
{
    deal(f, "Kessel Bau", "Somebody Else", 2, "", ABROAD);
}

static void near_misses_are_not_found(void **state)
{
    none(*state, "another invoice names it", ABROAD, announced);
    none(*state, "the seller pays from it", ABROAD, own_account);
    none(*state, "others pay to it", ABROAD, in_use);
    none(*state, "one digit is wrong", "DE89370400440532013900", NULL);
    none(*state, "the national number alone", "0532013000", NULL);
    none(*state, "not known", "", NULL);

    detector_case f;
    begin(&f, *state);
    others(&f);
    for (int i = 0; i < 10; i++)
        months(&f, i, i + 1, OLD, i % 3 ? OLD : OTHER);
    detector_none(&f, "two accounts, used in turn");

    begin(&f, *state);
    others(&f);
    months(&f, 0, 8, "", ABROAD);
    detector_noted(&f, "pay.late_change", "to sellers whose invoices name no account",
                   "8 payments, USD 240000.28");
    assert_int_equal(f.r.n_findings, 0);
}

static void what_is_usual_is_no_evidence(void **state)
{
    detector_case f;
    last_two_abroad(&f, *state);
    for (int i = 0; i < 30; i++)
        deal(&f, money_name(&f, "Exporter %d", i), "Importer", 3, OLD, ABROAD);
    detector_none(&f, "half of all sellers are paid there");
}

static void going_back_weighs_less(void **state)
{
    detector_case f;
    last_two_abroad(&f, *state);
    months(&f, 8, 9, OLD, OLD);
    detector_set(&f, "min_weight", -1);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((7 + 2 * (1 + 0.4 * 19)) / 9) + 0.2, 1e-9);
    assert_int_equal(claim_test(x, "several_accounts").outcome, TT_TEST_WEAKENED);
}

static void writings_of_one_account_are_one(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_account_same(TT_STR(OLD), TT_STR(OLD)));
    assert_true(tt_account_same(TT_STR(OLD), TT_STR("0532013000")));
    assert_true(tt_account_same(TT_STR("1234567890"), TT_STR("123457890")));
    assert_true(tt_account_same(TT_STR("123457890"), TT_STR("1234567890")));
    assert_true(tt_account_same(TT_STR("1234567890"), TT_STR("1234576890")));
    assert_false(tt_account_same(TT_STR("1234567890"), TT_STR("1234576980")));
    assert_false(tt_account_same(TT_STR("1234567"), TT_STR("9")));
    assert_false(tt_account_same(TT_STR(OLD), TT_STR(OTHER)));
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } changed[] = {{"min_value", 1e6}, {"lr_abroad", 1}, {"usual_abroad", 1}, {"min_weight", 2}};
    for (size_t i = 0; i < TT_LEN(changed); i++) {
        detector_case f;
        last_two_abroad(&f, *state);
        detector_set(&f, "repeat_bonus", 0);
        detector_set(&f, changed[i].name, changed[i].value);
        if (strcmp(changed[i].name, "usual_abroad") == 0)
            detector_set(&f, "prior_deals", 1000);
        detector_none(&f, changed[i].name);
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
    begin(f, a);
    months(f, 0, 3, OLD, OLD);
    months(f, 3, 5, OLD, ABROAD);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/pay_late_change", TT_TEST(an_account_abroad_is_found),
             TT_TEST(a_run_at_another_bank_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_is_usual_is_no_evidence), TT_TEST(going_back_weighs_less),
             TT_TEST(writings_of_one_account_are_one), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
