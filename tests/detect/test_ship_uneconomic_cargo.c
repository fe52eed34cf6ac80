/* ship.uneconomic_cargo: loads that do not pay their way, and honest cheap or small ones. */
#include "tests/support/detector_case.h"

#include <math.h>

enum { OTHERS = 40, FEW = 10 };

static tiny_id line; /* of the last load's shipment */

static const char *const boxes[] = {"CSQU3054383", "MSKU1234565", "HLXU2008419", "MEDU8707688"};

/* A container of goods: so many kilograms for so many dollars. */
static tiny_id load(detector_case *f, const char *number, const char *hs, int64_t kg, int64_t usd)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_id s = tiny_shipment(&f->c, tt_arena_printf(f->a, "B%s", number), f->seller, f->buyer,
                              "2024-03-01", "VNHPH", "DEHAM");
    line = tiny_shipment_line(&f->c, s, hs, kg, "KGM", kg);
    tiny_invoice_line(&f->c, inv, hs, kg, "KGM", 100 * usd);
    tiny_line_at(&f->c, line)->container =
        tt_str_of(tt_arena_printf(f->a, "%s-%s", boxes[0], number));
    tiny_shipment_at(&f->c, s)->type = TT_DOC_MASTER_BL;
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, s);
    return s;
}

/* Forty loads of others: 20 tonnes of cashews for 60,000 to 99,000. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "ship.uneconomic_cargo");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    for (int i = 0; i < others; i++) {
        f->seller =
            tiny_company(&f->c, tt_arena_printf(a, "Other %c%c", 'A' + i / 6, 'a' + i % 6), "VN");
        load(f, tt_arena_printf(a, "O%d", i), "080132", 20000, 60000 + 1000 * i);
    }
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
}

static void a_load_that_does_not_pay_its_way_is_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    tiny_id s = load(&f, "DEAR", "080132", 20000, 1000); /* 4,800 miles: 1,960 USD */
    load(&f, "MORE", "080132", 20000, 1000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(fabs(claim_measure(x, "value_of_a_container").value - 1000) < 1e-6);
    assert_true(fabs(claim_measure(x, "freight_over_value").value - 1.96) < 0.05);
    assert_int_equal(claim_measure(x, "freight_over_value").peers, OTHERS);
    assert_non_null(strstr(x->explanation, "of heading 0801"));
    assert_true(x->weight >= 0.5 && x->weight <= 1);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    load(&f, "PART", "080132", 250, 1100); /* a part load at a good price */
    load(&f, "PAYS", "080132", 20000, 9000);
    load(&f, "SAMPLE", "080132", 20000, 1000);
    tiny_line_at(&f.c, line)->description = TT_STR("cashew samples, no commercial value");
    tiny_id air = load(&f, "AIR", "080132", 20000, 1000);
    tiny_shipment_at(&f.c, air)->type = TT_DOC_AWB;
    tiny_id where = load(&f, "WHERE", "080132", 20000, 1000);
    tiny_shipment_at(&f.c, where)->port_of_loading = TT_STR("VNXXX");
    load(&f, "LCL", "080132", 20000, 1000);
    tt_str box = tiny_line_at(&f.c, line)->container;
    tiny_id with = tiny_shipment(&f.c, "BOTHER", f.buyer, f.seller, "2024-03-02", "VNHPH", "DEHAM");
    tiny_id l = tiny_shipment_line(&f.c, with, "080132", 9, "KGM", 9);
    tiny_line_at(&f.c, l)->container = box;
    detector_set(&f, "min_weight", 0.05);
    detector_none(&f, "honest, or not known");
}

static void goods_that_are_always_cheap_are_not_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    for (int i = 0; i < 30; i++) {
        f.seller = tiny_company(
            &f.c, tt_arena_printf(*state, "Stone %c%c", 'A' + i / 6, 'a' + i % 6), "VN");
        load(&f, tt_arena_printf(*state, "S%d", i), "251710", 25000, 900 + 10 * i);
    }
    detector_none(&f, "gravel never pays much of its freight");
}

static void few_loads_of_a_heading_are_held_beside_its_chapter(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    load(&f, "NUTS", "080232", 20000, 1000);
    load(&f, "NUTS2", "080232", 20000, 1000);
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "of chapter 08"));
}

static void goods_of_another_kind_are_no_peers(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    for (int i = 0; i < 2; i++) {
        load(&f, i ? "STONE" : "STONE2", "251710", 20000, 1000);
        load(&f, i ? "WHAT" : "WHAT2", NULL, 20000, 1000);
    }
    detector_set(&f, "min_weight", 0.05);
    detector_none(&f, "gravel, and goods without a code, are not held beside cashews");
}

static void stated_freight_is_believed(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    for (int i = 0; i < 2; i++) {
        tiny_id s = load(&f, i ? "DEAR" : "MORE", "080132", 20000, 1000);
        tiny_shipment_at(&f.c, s)->freight = (tt_money){10000, f.c.data.base};
    }
    detector_none(&f, "a hundred dollars by its papers");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    detector_set(f, "least_peers", 1);
    load(f, "DEAR", "080132", 20000, 100);
    load(f, "DEAR2", "080132", 20000, 100);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/ship_uneconomic_cargo", TT_TEST(a_load_that_does_not_pay_its_way_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(goods_that_are_always_cheap_are_not_found),
             TT_TEST(few_loads_of_a_heading_are_held_beside_its_chapter),
             TT_TEST(goods_of_another_kind_are_no_peers), TT_TEST(stated_freight_is_believed),
             TT_TEST(every_allocation_may_fail))
