/* phantom.capacity: more in a container than it bears or holds, and honest heavy ones. */
#include "tests/support/detector_case.h"

#include <math.h>

#define BOX "CSQU3054383"

enum { OTHERS = 30 };

static tiny_id bill(detector_case *f, const char *number)
{
    return tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-01", "VNHPH", "DEHAM");
}

/* A line of a bill: what is in a container. */
static tiny_id
line(detector_case *f, tiny_id bill, const char *container, const char *text, double tonnes)
{
    tiny_id l =
        tiny_shipment_line(&f->c, bill, "080131", TT_NO_NUM, NULL, (int64_t)(1000 * tonnes));
    tiny_line_at(&f->c, l)->container = tt_str_of(container);
    tiny_line_at(&f->c, l)->description = tt_str_of(text);
    return l;
}

/* A bill of one container of so many tonnes gross. */
static tiny_id boxed(detector_case *f, const char *number, const char *text, double tonnes)
{
    tiny_id s = bill(f, number);
    line(f, s, BOX, text, tonnes);
    return s;
}

/* Its invoice, over so many tonnes net, and the deal of both. */
static void invoiced(detector_case *f, tiny_id bill, const char *number, double tonnes)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-02-20", "USD");
    tiny_invoice_line(&f->c, inv, "080131", (int64_t)(1000 * tonnes), "KGM", 1000000);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, bill);
}

static void usual(detector_case *f, const char *number, bool odd)
{
    boxed(f, number, "cashew nuts", odd ? 32 : 27);
}

/* Thirty containers of cashew nuts of others, 27 t each; k of 32 t. */
static void begin_with(detector_case *f, tt_arena *a, int n, int k)
{
    detector_begin(f, a, "phantom.capacity");
    detector_others(f, n, k, usual);
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, OTHERS, 0);
}

static void what_another_paper_says_too_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id s = boxed(&f, "BOX", "cashew nuts", 48);
    invoiced(&f, s, "INV", 46.5);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "sender"));
    assert_true(fabs(claim_measure(x, "in_the_container").value - 48000) < 1e-6);
    assert_true(fabs(claim_measure(x, "in_the_container").high - 36000) < 1e-6);
    assert_int_equal(claim_test(x, "unit_slip").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "other_type").outcome, TT_TEST_UNKNOWN);
    assert_non_null(strstr(x->explanation, "bears 36000 kg at most"));
    assert_true(x->weight > 0.8);
}

static void one_paper_alone_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    boxed(&f, "BOX", "cashew nuts", 48);
    detector_find(&f);
    assert_int_equal(claim_test(claim_only(&f.r), "unit_slip").outcome, TT_TEST_UNKNOWN);
    assert_true(claim_only(&f.r)->weight < 0.7);
}

static void a_type_on_the_bill_sets_the_limits(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id s = boxed(&f, "BOX", "1X20BK STC CASHEW NUTS", 31.5); /* plated for 30,480 kg */
    invoiced(&f, s, "INV", 31);
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "20' dry bulk container bears 30480 kg"));
    assert_int_equal(claim_test(claim_only(&f.r), "other_type").outcome, TT_TEST_NOT_EXPLAINED);
}

/* One container on two lines of a bill. */
static void of_volume(detector_case *f, const char *number, const char *text, int64_t m3)
{
    tiny_id s = bill(f, number);
    tiny_line_at(&f->c, line(f, s, BOX, text, 9))->volume_m3 = (m3 - 1) * 1000000;
    tiny_line_at(&f->c, line(f, s, BOX, "pallets", 1))->volume_m3 = 1000000;
}

static void more_than_there_is_room_for_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    of_volume(&f, "VOLUME", "1X20GP toys", 45);
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "has room for 33.2 m3"));
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    boxed(&f, "FLAT", "1X40FR STC MACHINE", 50);                  /* bears 60 t */
    boxed(&f, "SCALE", "cashew nuts", 36.5);                      /* over the plate only */
    invoiced(&f, boxed(&f, "POUNDS", "x", 55), "I-LB", 24.5);     /* 25 t are 55,000 pounds */
    invoiced(&f, boxed(&f, "CRATES", "tiles", 37.8), "I-CR", 25); /* the goods alone would fit */
    boxed(&f, "DIGIT", "cashew nuts", 300);                       /* a digit too many */
    of_volume(&f, "LARGE", "toys", 86);                           /* a 45' high cube holds it */
    of_volume(&f, "FEET", "1X20GP toys", 1100);                   /* cubic feet */
    detector_none(&f, "honest, or an error of entry");
}

static void a_wagon_is_no_container(void **state)
{
    detector_case f;
    begin(&f, *state);
    line(&f, bill(&f, "WAGON"), "31 80 0691 235-2", "cashew nuts", 62);
    detector_noted(&f, "phantom.capacity", "the number is not that of a container", "1 container");
}

static void the_mass_of_the_bill_on_each_line_is_a_slip(void **state)
{
    static const char *const numbers[] = {BOX, "MSKU2000005", "TCLU1234568"};
    detector_case f;
    begin(&f, *state);
    tiny_id s = bill(&f, "EACH");
    for (size_t i = 0; i < TT_LEN(numbers); i++)
        line(&f, s, numbers[i], "cashew nuts", 75);
    detector_none(&f, "75 t in three containers");
}

static void over_the_plate_again_and_again_is_found(void **state)
{
    static const char *const numbers[] = {"B1", "B2", "B3", "B4"};
    detector_case f;
    begin(&f, *state);
    for (size_t i = 0; i < TT_LEN(numbers); i++)
        boxed(&f, numbers[i], "cashew nuts", 33 + 0.1 * (double)i);
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->title, "over the plate of most containers in 4 of 4"));
    assert_int_equal(claim_test(claim_only(&f.r), "heavy_goods").outcome, TT_TEST_NOT_EXPLAINED);
}

static void goods_that_are_always_heavy_are_not_found(void **state)
{
    static const char *const numbers[] = {"B1", "B2", "B3", "B4"};
    detector_case f;
    begin_with(&f, *state, OTHERS, OTHERS / 2);
    for (size_t i = 0; i < TT_LEN(numbers); i++)
        boxed(&f, numbers[i], "cashew nuts", 31.9);
    detector_none(&f, "half of the others are so heavy");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 2, 0);
    detector_set(f, "min_weight", -1);
    invoiced(f, boxed(f, "BOX", "cashew nuts", 48), "INV", 46.5);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/phantom_capacity", TT_TEST(what_another_paper_says_too_is_found),
             TT_TEST(one_paper_alone_weighs_less), TT_TEST(a_type_on_the_bill_sets_the_limits),
             TT_TEST(more_than_there_is_room_for_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(a_wagon_is_no_container), TT_TEST(the_mass_of_the_bill_on_each_line_is_a_slip),
             TT_TEST(over_the_plate_again_and_again_is_found),
             TT_TEST(goods_that_are_always_heavy_are_not_found), TT_TEST(every_allocation_may_fail))
