/*
 * digits.benford: sums kept just below steps of fifty are found; those of many sizes, of two price
 * classes, of one size, of a price list and of a bank are not.
 */
#include "tests/support/money_case.h"

#include "base/rng.h"

#include <math.h>

static int many = 400;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "digits.benford");
    detector_set(f, "n_min", 300);
    detector_set(f, "replicates", 999);
}

static void pay(detector_case *f, const char *from, int64_t cents)
{
    tiny_id p =
        money_pay(f, from, *from == '#' ? "#Other Bank" : "Payee", (int)f->n_payments % 300, 0);
    if (!f->c.failed)
        tiny_payment_at(&f->c, p)->amount.minor = cents;
}

/* Sum of twelve, less six: near enough normal for a test. */
static double normal(tt_rng *r)
{
    double z = -6;
    for (int i = 0; i < 12; i++)
        z += tt_rng_unit(r);
    return z;
}

/* Lognormal sums, of one or two sizes; `below` of a hundred are 48 or 49 something. */
static void
sums(detector_case *f, const char *who, double mean, double mean_2, double sd, unsigned below)
{
    tt_rng r;
    tt_rng_init(&r, 7, "sums of a test");
    for (int i = 0; i < many; i++) {
        int64_t cents = (int64_t)exp((i % 2 ? mean : mean_2) + sd * normal(&r)) + i % 7;
        if (tt_rng_below(&r, 100) < below) {
            int64_t step = cents > 1000000 ? 100000 : cents > 100000 ? 10000 : 1000;
            cents = step * 48 + (int64_t)tt_rng_below(&r, (uint64_t)(2 * step));
        }
        pay(f, who, cents);
    }
}

static void shy_of_fifty(detector_case *f, tt_arena *a)
{
    begin(f, a);
    sums(f, "Payer", 13, 13, 1.6, 20);
}

static void sums_kept_below_fifty_are_found(void **state)
{
    detector_case f;
    shy_of_fifty(&f, *state);
    detector_find(&f);
    bool found = false;
    for (size_t i = 1; i <= f.r.n_findings; i++) {
        const tt_finding *x = &f.r.findings[i].f;
        if (!claim_names(x, money_entity(&f, "Payer"), "payer"))
            continue;
        found = true;
        assert_near(x->weight, 0.5, 1e-9);
        assert_near(x->p_value, 2 * 0.001, 1e-9); /* payer and payee were tested */
        assert_string_equal(x->title,
                            "First digits of payments that it made that neither law explains");
        assert_says(x->explanation, "Most in excess: 49 in ");
        assert_true(x->n_documents > 60);
        assert_true(claim_measure(x, "chi2_benford").value > 300);
        assert_int_equal(claim_test(x, "own_spread").outcome, TT_TEST_NOT_EXPLAINED);
        assert_int_equal(claim_test(x, "price_list").outcome, TT_TEST_UNKNOWN);
    }
    assert_true(found);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *who;
        double mean, mean_2, sd;
        unsigned below;
    } none[] = {
        {"sums of all sizes", "Payer", 13, 13, 1.6, 0},
        {"two classes of goods: not Benford, but its own", "Payer", 10, 15, 0.5, 0},
        {"one size: within two decades", "Payer", 13, 13, 0.3, 20},
        {"two banks", "#Payer", 13, 13, 1.6, 20},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        sums(&f, none[i].who, none[i].mean, none[i].mean_2, none[i].sd, none[i].below);
        detector_none(&f, none[i].why);
    }
}

static void a_sum_that_repeats_counts_once(void **state)
{
    detector_case f;
    begin(&f, *state);
    sums(&f, "Payer", 13, 13, 1.6, 0);
    for (int i = 0; i < 150; i++)
        pay(&f, "Payer", 489900); /* a subscription */
    detector_none(&f, "one sum more");
}

static void narrow_books_are_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    sums(&f, "Payer", 13, 13, 0.3, 0);
    detector_noted(&f, "digits.benford", "sums within fewer decades than are needed", "2 books");
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {
        {"n_min", 401}, {"decades", 5}, {"replicates", 99}, {"cap", 0.2}, {"min_weight", 0.51}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        shy_of_fifty(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        if (strcmp(none[i].name, "replicates") == 0)
            detector_set(&f, "min_weight", 0.49); /* 2 of 100 samples */
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "digits.benford");
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    many = 60;
    shy_of_fifty(f, a);
    detector_set(f, "n_min", 50);
    detector_set(f, "replicates", 99);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 2);
}

TT_TEST_MAIN("detect/digits_benford", TT_TEST(sums_kept_below_fifty_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_sum_that_repeats_counts_once),
             TT_TEST(narrow_books_are_told), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
