/*
 * digits.duplicate_amounts: one exact sum with many parties is found, in payments and invoices; the
 * repeats of one party, round sums, list prices, tariffs, wages and matched payments are not.
 */
#include "tests/support/money_case.h"

#include "base/stat.h"

#include <math.h>

static int crowd = 60;

/* Minor units; paid for nothing that is known. */
static void pay(detector_case *f, const char *from, const char *to, int64_t cents)
{
    tiny_id p = money_pay(f, from, to, (int)f->n_payments % 200, 0);
    if (!f->c.failed)
        tiny_payment_at(&f->c, p)->amount.minor = cents;
}

/* Other sums of the payer, 3,000 to 16,000 dollars, and of somebody else. */
static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "digits.duplicate_amounts");
    for (int i = 0; i < crowd; i++) {
        pay(f, "Payer", money_name(f, "Payee %d", i % 9), 300000 + 21713 * i);
        pay(f, "Other Payer", money_name(f, "Payee %d", i % 9), 310007 + 17911 * i);
    }
}

static void same_sum(detector_case *f, const char *to, int n, int64_t cents)
{
    for (int i = 0; i < n; i++)
        pay(f, "Payer", strchr(to, '%') ? money_name(f, to, i) : to, cents);
}

static void one_sum(detector_case *f, tt_arena *a)
{
    begin(f, a);
    same_sum(f, "Firm %d", 5, 948720);
}

static void one_sum_to_five_parties_is_found(void **state)
{
    detector_case f;
    one_sum(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(4) + 0.1, 1e-6);
    /* 19 others are within a fourth: 20 for 0.45 * 948720 / 10 sums to ten cents */
    double lambda = 20 * 10 / (948720 * 0.45);
    assert_near(log10(x->p_value), log10(61 * tt_poisson_tail(lambda, 5)), 0.1);
    assert_string_equal(x->title, "USD 9487.20 to the cent with 5 parties");
    assert_says(x->explanation, "This party paid, for nothing that is known, exactly USD 9487.20 "
                                "to 5 different parties");
    assert_says(x->explanation, "In all USD 47436.00");
    assert_int_equal(x->n_documents, 5);
    assert_true(claim_names(x, money_entity(&f, "Payer"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Firm 3"), "payee"));
    assert_near(claim_measure(x, "parties_with_the_sum").value, 5, 0);
    assert_int_equal(claim_test(x, "contract").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *to;
        int n;
        int64_t cents;
    } none[] = {
        {"rent: one party", "Landlord", 8, 948720}, {"three parties", "Firm %d", 3, 948720},
        {"a round sum", "Firm %d", 6, 950000},      {"wages", "*Worker %d", 8, 948720},
        {"small change", "Firm %d", 5, 48720},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        same_sum(&f, none[i].to, none[i].n, none[i].cents);
        detector_none(&f, none[i].why);
    }
}

/* Six others pay one club one sum, and of some the bank left out what it is for. */
static void a_fee_that_most_name_is_weak(void **state)
{
    for (int named = 3; named < 7; named++) {
        detector_case f;
        begin(&f, *state);
        for (int i = 0; i < 6; i++) {
            tiny_id p = money_pay(&f, money_name(&f, "Member %d", i), "Club", i, 0);
            tiny_payment_at(&f.c, p)->amount.minor = 948720;
            tiny_payment_at(&f.c, p)->remittance =
                i < named ? TT_STR("ANNUAL MEMBERSHIP FEE") : TT_STR("AS AGREED");
        }
        if (named < 4)
            detector_find(&f);
        else
            detector_none(&f, "a fee");
    }
}

static void what_others_have_too_is_a_tariff(void **state)
{
    detector_case f;
    one_sum(&f, *state);
    for (int i = 0; i < 20; i++)
        pay(&f, money_name(&f, "Somebody %d", i), "Registry Office", 948720);
    detector_none(&f, "one sum in seven of others");
}

static void a_party_whose_sums_all_repeat_has_a_tariff(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "digits.duplicate_amounts");
    for (int i = 0; i < 24; i++)
        pay(&f, money_name(&f, "Member %d", i), "Association", i % 2 ? 948720 : 1120530);
    detector_noted(&f, "digits.duplicate_amounts", "of parties most of whose sums repeat",
                   "2 sums");
    assert_int_equal(f.r.n_findings, 0);
}

static void parties_of_one_group_count_once(void **state)
{
    detector_case f;
    one_sum(&f, *state);
    money_own(&f, "Holding", "Firm 0");
    money_own(&f, "Holding", "Firm 1");
    money_own(&f, "Holding", "Firm 2");
    detector_none(&f, "three left");
}

/* An invoice of a seller for so many pairs of shoes. */
static void sell(detector_case *f, int i, int64_t pairs, int64_t cents)
{
    tiny_id inv = tiny_invoice(&f->c, money_name(f, "I-%d", i), tiny_company(&f->c, "Maker", "CN"),
                               tiny_company(&f->c, money_name(f, "Buyer %d", i), "DE"),
                               money_date(f, i), "USD");
    tiny_invoice_line(&f->c, inv, "640399", pairs, "NPR", cents);
}

static void invoices_for_different_goods_are_found_and_list_prices_are_not(void **state)
{
    detector_case f;
    for (int list = 0; list < 2; list++) {
        detector_begin(&f, *state, "digits.duplicate_amounts");
        for (int i = 0; i < 40; i++)
            sell(&f, i, 100 + i, 1400000 + 21713 * i);
        for (int i = 40; i < 45; i++)
            sell(&f, i, list ? 300 : 200 + 7 * i, 1948721);
        if (list) {
            detector_none(&f, "300 pairs at the list price");
            return;
        }
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_says(x->explanation, "This party invoiced, for different goods or quantities, "
                                    "exactly USD 19487.21 to 5 different parties");
        assert_true(claim_names(x, money_entity(&f, "Maker"), "seller"));
    }
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_parties", 6}, {"digits", 6},      {"tariff_share", 0.05}, {"lr", 1},
                {"bonus", 0},       {"min_value", 1e6}, {"min_weight", 1}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        one_sum(&f, *state);
        detector_set(&f, "lr", 3);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "digits.duplicate_amounts");
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    crowd = 3;
    one_sum(f, a);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/digits_duplicate_amounts", TT_TEST(one_sum_to_five_parties_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_fee_that_most_name_is_weak),
             TT_TEST(what_others_have_too_is_a_tariff),
             TT_TEST(a_party_whose_sums_all_repeat_has_a_tariff),
             TT_TEST(parties_of_one_group_count_once),
             TT_TEST(invoices_for_different_goods_are_found_and_list_prices_are_not),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
