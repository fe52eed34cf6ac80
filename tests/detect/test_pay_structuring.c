/*
 * pay.structuring: sums just below a limit and sums cut into parts are found; rents, trade, groups,
 * banks and what everybody does are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.structuring");
}

/* n payments of about `dollars`, `apart` days apart. */
static void
series(detector_case *f, const char *from, const char *to, int n, int apart, int64_t dollars)
{
    for (int i = 0; i < n; i++)
        money_pay(f, from, to, 10 + apart * i, dollars + 10 * i);
}

static tt_payment *payment(detector_case *f, tiny_id pay)
{
    static tt_payment none;
    return f->c.failed ? &none : tiny_payment_at(&f->c, pay);
}

/* --- found --- */

static void sums_cut_to_a_limit_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id first = money_pay(&f, "Desk", "Front", 8, 9300);
    series(&f, "Desk", "Front", 7, 2, 9400);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, first)));
    assert_int_equal(x->n_documents, 8);
    assert_true(claim_names(x, money_entity(&f, "Front"), "payee"));
    assert_true(claim_names(x, money_entity(&f, "Desk"), "payer"));
    assert_string_equal(x->title, "8 payments kept below USD 10000.00");
    assert_says(x->explanation, "worth USD 75310.00 between 2024-01-09 and 2024-01-23");
    assert_says(x->explanation, "Of 8 payments within 10 % of it 8 lie below it. 8 are parts of "
                                "sums over it, paid between the same two parties within 3 days; "
                                "no such sum was made in one.");
    assert_near(claim_measure(x, "just_below").value, 8, 0);
    assert_near(claim_measure(x, "just_below").high, 8 * 17.5 / 32, 1e-9);
    assert_near(claim_measure(x, "parts_of_sums_over_it").high, 8 * 4.0 / 32, 1e-9);
    assert_int_equal(x->value_shift.minor, 7531000);
    /* beta-binomial(8, 0.125, 0.2): 0.5/4 * 1.5/5 * ... * 7.5/11 */
    assert_near(x->p_value, 2 * 0.001194, 1e-5);
    assert_near(x->weight, 1.0107, 1e-4); /* (18.3 + 2.1) / 2 */
    assert_int_equal(claim_test(x, "limit_is_law").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "settles_invoices").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "declared_group").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(x->n_next_steps, 3);
}

static void parts_far_below_the_limit_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    series(&f, "Desk", "Front", 12, 1, 6000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_says(x->explanation, "None is within 10 % of it. 12 are parts");
}

static void many_payers_of_one_party_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    money_traffic(&f, 100);
    for (int i = 0; i < 24; i++)
        money_pay(&f, money_name(&f, "*Person %d", i), "Front", 12 * i, 9200 + 30 * i);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, 25);
    assert_says(x->explanation, "No two of the same parties within days make a sum over it.");
}

static void cash_into_an_own_account_counts(void **state)
{
    for (int cash = 0; cash < 2; cash++) {
        detector_case f;
        begin(&f, *state);
        for (int i = 0; i < 8; i++)
            payment(&f, money_pay(&f, "Front", "Front", 10 + 2 * i, 9300 + 10 * i))->channel =
                cash ? TT_CHANNEL_CASH : TT_CHANNEL_WIRE;
        detector_find(&f);
        assert_int_equal(f.r.n_findings, cash);
        if (cash)
            assert_says(claim_test(claim_only(&f.r), "cash_business").detail,
                        "8 of 8 payments are in cash.");
    }
}

/* --- honest --- */

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *from, *to;
        int n, apart;
        int64_t dollars;
    } none[] = {
        {"five are too few", "Desk", "Front", 5, 2, 9300},
        {"at the limit and over it", "Desk", "Front", 12, 2, 10000},
        {"parts are weeks apart", "Desk", "Front", 12, 9, 6000},
        {"their sum stays below the limit", "Desk", "Front", 12, 2, 4000},
        {"too small for parts", "Desk", "Front", 12, 1, 2500},
        {"a bank", "#Bank", "Front", 12, 2, 9300},
        {"daughter and mother", "Mother", "Daughter", 12, 2, 9300},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        series(&f, none[i].from, none[i].to, none[i].n, none[i].apart, none[i].dollars);
        money_own(&f, "Mother", "Daughter");
        detector_none(&f, none[i].why);
    }
}

static void rents_and_trade_are_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 24; i++)
        money_pay(&f, "Tenant", "Landlord", 7 * i, 9500); /* the same each week */
    for (int i = 0; i < 12; i++) {
        tiny_id inv = money_sell(&f, "House", "Trader", 10 + 2 * i, 9300);
        detector_join(&f, 0);
        detector_join(&f, inv);
        detector_join(&f, money_pay(&f, "Trader", "House", 20 + 2 * i, 9300 + 10 * i));
    }
    detector_none(&f, "honest");
    detector_set(&f, "min_weight", -1);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "pay.structuring: parties", "the same sum at equal distances",
                            "2 parties, USD 456000.00"));
}

static double weight_beside(tt_arena *a, int n, int64_t dollars)
{
    detector_case f;
    begin(&f, a);
    series(&f, "Desk", "Front", 10, 2, 9300);
    for (int i = 0; i < n; i++)
        series(&f, money_name(&f, "From %d", i), money_name(&f, "To %d", i), 4, 2, dollars);
    detector_set(&f, "min_weight", -1);
    detector_find(&f);
    return f.r.findings[1].f.weight;
}

static void what_others_do_decides(void **state)
{
    double alone = weight_beside(*state, 0, 0);
    assert_true(weight_beside(*state, 20, 9300) < alone);  /* everybody does */
    assert_true(weight_beside(*state, 20, 10500) > alone); /* nobody else does */
}

/* --- limits --- */

static size_t with_table(tt_arena *a, const char *rows, tt_channel channel)
{
    detector_case f;
    begin(&f, a);
    for (int i = 0; i < 10; i++)
        payment(&f, money_pay(&f, "Desk", "Front", 10 + 2 * i, 4700 + 10 * i))->channel = channel;
    const char *text = tt_arena_printf(a,
                                       "# source: x; date: 2026-01-01; licence: y\n"
                                       "countries\tchannel\tamount\tcurrency\tfrom\tto\tsource\t"
                                       "verified\n%s",
                                       rows);
    assert_non_null(text);
    f.c.data.reference.text[TT_REFTAB_LIMITS] = tt_str_of(text);
    detector_find(&f);
    if (f.r.n_findings)
        assert_int_equal(claim_test(claim_only(&f.r), "limit_is_law").outcome,
                         TT_TEST_NOT_EXPLAINED);
    return f.r.n_findings;
}

static void the_limits_are_those_of_the_case(void **state)
{
    static const struct {
        const char *row;
        tt_channel channel;
        size_t found;
    } rows[] = {
        {"-\tany\t5000\tUSD\t-\t-\tlaw\tyes\n", TT_CHANNEL_UNKNOWN, 1},
        {"-\tcash\t5000\tUSD\t-\t-\tlaw\tyes\n", TT_CHANNEL_CASH, 1},
        {"-\tcash\t5000\tUSD\t-\t-\tlaw\tyes\n", TT_CHANNEL_WIRE, 0},
        {"-\ttransfer\t5000\tUSD\t-\t-\tlaw\tyes\n", TT_CHANNEL_WIRE, 1},
        {"-\tany\t5000\tUSD\t2024-06-01\t-\tlaw\tyes\n", TT_CHANNEL_CASH, 0}, /* later */
        {"-\tany\t5000\tUSD\t-\t2023-12-31\tlaw\tyes\n", TT_CHANNEL_CASH, 0}, /* before */
        {"DE\tany\t5000\tUSD\t-\t-\tlaw\tyes\n", TT_CHANNEL_CASH, 0},         /* elsewhere */
        {"-\tany\t5000\tEUR\t-\t-\tlaw\tyes\n", TT_CHANNEL_CASH, 0},          /* no rate */
        {"-\tany\t9000\tUSD\t-\t-\tlaw\tyes\n", TT_CHANNEL_CASH, 1},          /* in parts */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (with_table(*state, rows[i].row, rows[i].channel) != rows[i].found)
            fail_msg("row %zu", i);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"least", 9},        {"days", 0},          {"max_weight", 0.5},
                {"min_weight", 1.5}, {"least_part", 0.95}, {"expect_parts", 0.9}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        series(&f, "Desk", "Front", 8, 2, 9300);
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
    series(f, "Desk", "Front", 8, 2, 9300);
    series(f, "#Bank", "Front", 2, 2, 9300);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, some, 1);
}

TT_TEST_MAIN("detect/pay_structuring", TT_TEST(sums_cut_to_a_limit_are_found),
             TT_TEST(parts_far_below_the_limit_are_found),
             TT_TEST(many_payers_of_one_party_are_found), TT_TEST(cash_into_an_own_account_counts),
             TT_TEST(near_misses_are_not_found), TT_TEST(rents_and_trade_are_counted_not_told),
             TT_TEST(what_others_do_decides), TT_TEST(the_limits_are_those_of_the_case),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
