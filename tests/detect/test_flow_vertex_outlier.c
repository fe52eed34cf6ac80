/*
 * flow.vertex_outlier: one party whose payments are unlike those of many others is found; banks,
 * small sums, few firms and what is usual are not.
 */
#include "tests/support/money_case.h"

enum { TRAFFIC = 600, EACH = 30 };

/* Large sums of one size in and out, in two days, with one party on each side. */
static void odd_one(detector_case *f, const char *name, int64_t dollars)
{
    for (int k = 0; k < EACH / 2; k++) {
        money_pay(f, money_name(f, "Source %d", k), name, 200 + k / 8, dollars + k);
        money_pay(f, name, money_name(f, "Sink %d", k), 201 + k / 8, dollars - k);
    }
}

static void one_among_many(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.vertex_outlier");
    money_traffic(f, TRAFFIC);
    odd_one(f, "Odd Trading", 900000);
}

static void who_is_unlike_all_others_is_found(void **state)
{
    detector_case f;
    one_among_many(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, EACH);
    assert_int_equal(x->n_entities, 1);
    assert_int_equal(x->entities[0].entity, money_entity(&f, "Odd Trading"));
    assert_true(x->weight > 0.3 && x->weight <= 0.65);
    assert_says(x->explanation, "USD 27000000.00 in 30 payments");
    assert_says(x->explanation, "the mean amount that it");
    assert_near(claim_measure(x, "payments").value, EACH, 0);
    assert_int_equal(claim_test(x, "declared_parent").outcome, TT_TEST_UNKNOWN);
}

static void near_misses_are_not_found(void **state)
{
    enum { BANK, SMALL, FEW_PAYMENTS, FEW_FIRMS, USUAL, CASES };
    static const char *const why[CASES] = {"a bank", "small sums", "too few payments to compare",
                                           "too few firms to compare with",
                                           "many are as unlike the rest"};
    for (int i = 0; i < CASES; i++) {
        detector_case f;
        detector_begin(&f, *state, "flow.vertex_outlier");
        money_traffic(&f, TRAFFIC);
        for (int k = 0; k < (i == USUAL ? 25 : 1); k++)
            odd_one(&f, i == BANK ? "#Odd Bank" : money_name(&f, "Odd %d", k),
                    i == SMALL ? 1000 : 900000 + 100 * k);
        if (i == FEW_PAYMENTS)
            detector_set(&f, "least_payments", EACH + 1);
        if (i == FEW_FIRMS)
            detector_set(&f, "least_firms", 100);
        detector_none(&f, why[i]);
    }
}

static void a_parent_lowers_the_weight(void **state)
{
    detector_case f;
    one_among_many(&f, *state);
    money_own(&f, "Large Holding", "Odd Trading");
    detector_none(&f, "the arm of a firm that may be large");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, one_among_many, 1);
}

TT_TEST_MAIN("detect/flow_vertex_outlier", TT_TEST(who_is_unlike_all_others_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_parent_lowers_the_weight),
             TT_TEST(every_allocation_may_fail))
