/* price.reference_gap: prices far from a given reference, and what honest gaps look like. */
#include "tests/support/detector_case.h"

#include <math.h>

enum { OTHERS = 30, FEW = 4 };

static tiny_id line(detector_case *f, const char *number, tiny_id seller, const char *day,
                    int64_t kg, int64_t amount)
{
    tiny_id inv = tiny_invoice(&f->c, number, seller, f->buyer, day, "USD");
    assert_true(tt_incoterm_parse(TT_STR("FOB"), &tiny_invoice_at(&f->c, inv)->incoterm));
    tiny_invoice_line(&f->c, inv, "080132", kg, "KGM", amount);
    return inv;
}

/* Thirty other sellers at the reference of 8.00 USD/kg, and the reference, per tonne. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    static char number[OTHERS][16], name[OTHERS][32];
    detector_begin(f, a, "price.reference_gap");
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    tiny_price(&f->c, "0801", "TNE", NULL, "2024-01-01", "2024-06-30", "USD", 700000, 800000,
               1000000);
    for (int i = 0; i < others; i++) {
        (void)snprintf(number[i], sizeof *number, "O-%d", i);
        (void)snprintf(name[i], sizeof *name, "Other %c%c Ltd", 'A' + i / 6, 'a' + i % 6);
        line(f, number[i], tiny_company(&f->c, name[i], "VN"), "2024-03-01", 10000,
             8000000 + i * 10000);
    }
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, OTHERS);
}

static void a_price_far_from_the_reference_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id far = line(&f, "FAR", f.seller, "2024-03-05", 10000, 30000000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, (tt_ref){TT_KIND_INVOICE, tiny_ix(&f.c, far),
                                        f.c.data.invoices[tiny_ix(&f.c, far)].head.first_line}));
    assert_true(claim_cites(x, (tt_ref){TT_KIND_PRICE, 1, 0}));
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->value_shift.minor, 22000000); /* 10,000 kg at 30 instead of 8 */
    assert_true(fabs(claim_measure(x, "ratio").value - 3.75) < 1e-6);
    assert_true(fabs(claim_measure(x, "unit_price").high - 16) < 1e-6);
    assert_true(x->weight > 0.3 && x->weight < 0.6);
}

static void a_price_far_below_moves_value_to_the_importer(void **state)
{
    detector_case f;
    begin(&f, *state);
    line(&f, "LOW", f.seller, "2024-03-05", 10000, 1400000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->direction, TT_SHIFT_TO_IMPORTER);
    assert_int_equal(x->value_shift.minor, 6600000);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    line(&f, "NEAR", f.seller, "2024-03-05", 10000, 15900000);  /* not twice */
    line(&f, "POINT", f.seller, "2024-03-06", 10000, 80000000); /* a point that moved */
    line(&f, "SMALL", f.seller, "2024-03-07", 100, 300000);     /* shifts 2,200 */
    line(&f, "LATE", f.seller, "2025-03-05", 10000, 30000000);  /* the reference is too old */
    line(&f, "EARLY", f.seller, "2023-12-31", 10000, 30000000); /* it did not hold yet */
    detector_none(&f, "inside the range, slips, small, outside the time of the reference");
}

static void a_reference_that_ended_counts_half(void **state)
{
    detector_case f;
    begin(&f, *state);
    line(&f, "OLD", f.seller, "2024-09-05", 10000, 30000000);
    detector_set(&f, "min_weight", 0);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "reference_age").outcome, TT_TEST_WEAKENED);
    assert_true(fabs(x->weight - 0.5 * log10(3)) < 1e-6);
}

static void the_reference_of_the_origin_is_nearer(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_price(&f.c, "0801", "TNE", "VN", "2024-01-01", "2024-06-30", "USD", 2500000, 3000000,
               3500000);
    line(&f, "DEAR", f.seller, "2024-03-05", 10000, 30000000);
    detector_find(&f);
    for (size_t i = 1; i <= f.r.n_findings; i++)
        assert_false(claim_names(&f.r.findings[i].f, tiny_entity(&f.c, f.seller), "seller"));
}

static void where_all_are_far_the_reference_is_wrong(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_price(&f.c, "080132", "KGM", NULL, "2024-01-01", "2024-06-30", "USD", 200, 250, 300);
    line(&f, "LIKE", f.seller, "2024-03-05", 10000, 8100000);
    detector_none(&f, "thirty others are as far from it");
}

/* Four sellers of walnuts, so many of them far from a reference of 8.00 USD/kg. */
static void walnuts(detector_case *f, tt_arena *a, int n_far)
{
    static const char *const name[] = {"Ahorn Ltd", "Birke Ltd", "Cedar Ltd", "Linde Ltd"};
    static const char *const number[] = {"W-1", "W-2", "W-3", "W-4"};
    begin(f, a);
    tiny_price(&f->c, "0802", "TNE", NULL, "2024-01-01", "2024-06-30", "USD", 700000, 800000,
               1000000);
    for (int i = 0; i < 4; i++) {
        tiny_id inv = tiny_invoice(&f->c, number[i], tiny_company(&f->c, name[i], "VN"), f->buyer,
                                   "2024-03-05", "USD");
        assert_true(tt_incoterm_parse(TT_STR("FOB"), &tiny_invoice_at(&f->c, inv)->incoterm));
        tiny_invoice_line(&f->c, inv, "080232", 10000, "KGM", i < n_far ? 30000000 : 8000000);
    }
    detector_set(f, "prior_deals", 1);
    detector_set(f, "min_weight", 0.15);
}

static void a_reference_is_held_against_those_who_trade_its_goods(void **state)
{
    detector_case f;
    walnuts(&f, *state, 1);
    detector_find(&f);
    assert_int_equal(claim_only(&f.r)->value_shift.minor, 22000000);
    tt_arena_reset(*state);
    walnuts(&f, *state, 3);
    detector_none(&f, "three of four: thirty sellers of cashews say nothing of walnuts");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    begin_with(&f, *state, FEW);
    detector_set(&f, "min_weight", -1);
    line(&f, "FAR", f.seller, "2024-03-05", 10000, 30000000);
    assert_ok(detector_finish(&f));
    TT_TORTURE(st, st = detector_run(&f, NULL));
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/price_reference_gap", TT_TEST(a_price_far_from_the_reference_is_found),
             TT_TEST(a_price_far_below_moves_value_to_the_importer),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_reference_that_ended_counts_half),
             TT_TEST(the_reference_of_the_origin_is_nearer),
             TT_TEST(where_all_are_far_the_reference_is_wrong),
             TT_TEST(a_reference_is_held_against_those_who_trade_its_goods),
             TT_TEST(every_allocation_may_fail))
