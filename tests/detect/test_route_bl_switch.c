/* route.bl_switch: second bills that change the story, and honest second bills. */
#include "tests/support/detector_case.h"

#include <math.h>

enum { OTHERS = 30, FEW = 2 };

static const char *const box = "CSQU3054383";
static tiny_id line; /* of the last bill */

/* Furniture in the container, on the voyage 021E. */
static tiny_id bill(detector_case *f, const char *number, tiny_id shipper, const char *day)
{
    tiny_id s = tiny_shipment(&f->c, number, shipper, f->buyer, day, "VNHPH", "DEHAM");
    tiny_shipment_at(&f->c, s)->voyage = TT_STR("021E");
    tiny_shipment_at(&f->c, s)->type = TT_DOC_MASTER_BL;
    line = tiny_shipment_line(&f->c, s, NULL, TT_NO_NUM, NULL, 12000);
    tiny_line_at(&f->c, line)->description = TT_STR("wooden dining chairs");
    tiny_line_at(&f->c, line)->container = tt_str_of(box);
    return s;
}

static void begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "route.bl_switch");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    for (int i = 0; i < others; i++) {
        tiny_id other =
            tiny_company(&f->c, tt_arena_printf(a, "Other %c%c", 'A' + i / 6, 'a' + i % 6), "VN");
        bill(f, tt_arena_printf(a, "O-%d", i), other, "2024-03-01");
        tiny_line_at(&f->c, line)->container = tt_str_of(tt_arena_printf(a, "BOX%d", i));
    }
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
    f->stranger = tiny_company(&f->c, "Trader Pte", "SG");
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, OTHERS);
    bill(f, "FIRST", f->seller, "2024-03-10");
    tiny_line_at(&f->c, line)->origin = tiny_mention_at(&f->c, f->seller)->country;
}

static void another_origin_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id s = bill(&f, "SECOND", f.stranger, "2024-03-11");
    tiny_line_at(&f.c, line)->origin = tiny_mention_at(&f.c, f.stranger)->country;
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "shipper"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "second_shipper"));
    assert_non_null(strstr(x->explanation, "the shipper is Trader Pte instead of Seller Ltd, the "
                                           "origin is SG instead of VN."));
    assert_int_equal(claim_test(x, "merchanting").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight > 0.5 && x->weight < 1);
}

static void another_port_or_other_goods_are_found(void **state)
{
    for (int goods = 0; goods < 2; goods++) {
        detector_case f;
        begin(&f, *state);
        tiny_id s = bill(&f, "SECOND", f.seller, "2024-03-11");
        if (goods)
            tiny_line_at(&f.c, line)->description = TT_STR("elephant grass baskets");
        else
            tiny_shipment_at(&f.c, s)->port_of_loading = TT_STR("SGSIN");
        detector_find(&f);
        assert_non_null(strstr(claim_only(&f.r)->explanation,
                               goods ? "the goods are \"elephant" : "loading is SGSIN"));
    }
}

/* Each with another origin or port, and a reason. */
static void near_misses_are_not_found(void **state)
{
    static const char *const why[] = {"merchanting",       "another load",
                                      "master and house",  "later",
                                      "another container", "no origin on one of them"};
    for (size_t i = 0; i < TT_LEN(why); i++) {
        detector_case f;
        begin(&f, *state);
        tiny_id s = bill(&f, "SECOND", f.stranger, i == 3 ? "2024-04-30" : "2024-03-11");
        tt_line *l = tiny_line_at(&f.c, line);
        if (i && i != 5)
            l->origin = tiny_mention_at(&f.c, f.stranger)->country;
        if (i == 1)
            l->gross_kg = 9000 * 1000000LL;
        if (i == 2)
            tiny_shipment_at(&f.c, s)->type = TT_DOC_HOUSE_BL;
        if (i == 4)
            l->container = TT_STR("MSKU1234565");
        detector_none(&f, why[i]);
    }
}

static void where_all_bills_are_switched_it_says_nothing(void **state)
{
    detector_case f;
    begin_with(&f, *state, 0);
    for (int i = 0; i < 24; i++) {
        f.buyer = tiny_company(&f.c, tt_arena_printf(*state, "Buyer %c", 'A' + i), "DE");
        for (int k = 0; k < 2; k++) {
            bill(&f, tt_arena_printf(*state, "N%d-%d", i, k), k ? f.stranger : f.seller,
                 "2024-03-01");
            tiny_line_at(&f.c, line)->container = tt_str_of(tt_arena_printf(*state, "BOX%d", i));
            tiny_line_at(&f.c, line)->origin =
                tiny_mention_at(&f.c, k ? f.stranger : f.seller)->country;
        }
    }
    detector_none(&f, "the custom of these parts");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    detector_set(f, "lr_shipper", 2);
    bill(f, "FIRST", f->seller, "2024-03-10");
    bill(f, "SECOND", f->stranger, "2024-03-10");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/route_bl_switch", TT_TEST(another_origin_is_found),
             TT_TEST(another_port_or_other_goods_are_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(where_all_bills_are_switched_it_says_nothing),
             TT_TEST(every_allocation_may_fail))
