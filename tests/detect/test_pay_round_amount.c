/*
 * pay.round_amount: round sums for nothing are found; odd ones, single ones, trade, groups, banks
 * and what everybody does are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.round_amount");
}

/* n payments, from `dollars` on in steps. */
static void
series(detector_case *f, const char *from, const char *to, int n, int64_t dollars, int64_t step)
{
    for (int i = 0; i < n; i++)
        money_pay(f, from, to, 10 + 17 * i, dollars + step * i);
}

/* Twelve payments of others, two of them round. */
static void others(detector_case *f)
{
    for (int i = 0; i < 12; i++)
        money_pay(f, money_name(f, "From %d", i), money_name(f, "To %d", i), 20 * i,
                  i < 2 ? 30000 : 30123 + 977 * i);
}

static void round_sums_for_nothing_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    series(&f, "House", "Shell", 8, 50000, 10000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "round sums without invoices in 8 of 8 payments");
    assert_says(x->explanation, "The largest is USD 120000.00 (PAY-20); in all they are worth USD "
                                "680000.00, paid between 2024-01-11 and 2024-05-09.");
    assert_int_equal(x->n_documents, 8);
    assert_true(claim_names(x, money_entity(&f, "House"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Shell"), "payee"));
    assert_near(x->weight, log10(1.6) + 1, 1e-9);
    assert_near(x->p_value, pow(9.5 / 42, 8), 1e-9);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
    assert_int_equal(claim_measure(x, "round_sums").money.minor, 68000000);
    assert_near(claim_measure(x, "payments_that_differ").high, 8 * 9.5 / 42, 1e-9);
    assert_int_equal(claim_test(x, "advance").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "declared_group").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(x->n_next_steps, 3);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *from, *to;
        int n;
        int64_t dollars, step;
    } none[] = {
        {"three digits before the zeros", "House", "Shell", 8, 12500, 1000},
        {"two are too few", "House", "Shell", 2, 50000, 10000},
        {"small change", "House", "Shell", 20, 1000, 100},
        {"a bank", "#Bank", "Shell", 8, 50000, 10000},
        {"mother and daughter", "Mother", "Daughter", 8, 50000, 10000},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        others(&f);
        series(&f, none[i].from, none[i].to, none[i].n, none[i].dollars, none[i].step);
        money_own(&f, "Mother", "Daughter");
        detector_none(&f, none[i].why);
    }
}

static void what_pays_an_invoice_may_be_round(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    for (int i = 0; i < 8; i++) {
        detector_join(&f, 0);
        detector_join(&f, money_sell(&f, "Shop", "House", 10 * i, 50000));
        detector_join(&f, money_pay(&f, "House", "Shop", 30 + 10 * i, 50000));
    }
    detector_none(&f, "prices are agreed");
}

static void advances_weigh_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f);
    series(&f, "House", "Shop", 8, 50000, 10000);
    money_sell(&f, "Shop", "House", 200, 71234);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "advance").outcome, TT_TEST_WEAKENED);
    assert_near(x->weight, log10(1.36) + 1, 1e-9);
}

static void what_is_usual_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 60; i++)
        money_pay(&f, money_name(&f, "From %d", i), money_name(&f, "To %d", i), i, 30000);
    series(&f, "House", "Shell", 4, 50000, 10000);
    detector_noted(&f, "pay.round_amount", "relations whose weight is below min_weight",
                   "61 relations, USD 2060000.00");
    assert_int_equal(f.r.n_findings, 0);
}

/* Eight sums that arrive odd: ordered round in another currency, or not. */
static size_t converted(tt_arena *a, int64_t ordered)
{
    detector_case f;
    begin(&f, a);
    others(&f);
    for (int i = 0; i < 8; i++) {
        tiny_id pay = money_pay(&f, "House", "Shell", 10 * i, 54321 + i);
        tiny_payment_at(&f.c, pay)->instructed = (tt_money){ordered, tt_ccy_parse(TT_STR("EUR"))};
    }
    detector_find(&f);
    return f.r.n_findings;
}

static void the_sum_that_was_ordered_counts(void **state)
{
    assert_int_equal(converted(*state, 5000000), 1);
    assert_int_equal(converted(*state, 5012300), 0);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"least_value", 200000}, {"lr", 1},           {"usual_rate", 1},
                {"min_value", 1e6},      {"min_weight", 1.5}, {"digits", 1}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        if (strcmp(none[i].name, "usual_rate") != 0)
            others(&f);
        series(&f, "House", "Shell", 8, strcmp(none[i].name, "digits") ? 50000 : 51000, 0);
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

static void some(detector_case *f, tt_arena *a)
{
    begin(f, a);
    series(f, "House", "Shell", 6, 50000, 10000);
    series(f, "#Bank", "Shell", 2, 50000, 10000);
    money_pay(f, "From", "To", 20, 31234);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, some, 1);
}

TT_TEST_MAIN("detect/pay_round_amount", TT_TEST(round_sums_for_nothing_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_pays_an_invoice_may_be_round),
             TT_TEST(advances_weigh_less), TT_TEST(what_is_usual_is_counted_not_told),
             TT_TEST(the_sum_that_was_ordered_counts), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
