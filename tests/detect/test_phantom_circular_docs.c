/* phantom.circular_docs: one load on several bills, and honest loads that are alike. */
#include "tests/support/detector_case.h"

#include "base/str.h"

#include <math.h>

enum { BILLS = 4, SHIPPERS = 6, LOADS = 8 };

/* Loads of a relation, one a month from 2024-01-05 on; gross mass and text of each. */
static tiny_id load(detector_case *f, int month, int64_t kg, const char *text)
{
    tt_arena *a = f->a;
    tiny_id s = tiny_shipment(&f->c, tt_arena_printf(a, "B%d-%d", (int)f->seller, month), f->seller,
                              f->buyer, "2024-01-05", "VNHPH", "DEHAM");
    tiny_id l = tiny_shipment_line(&f->c, s, "080131", TT_NO_NUM, NULL, kg);
    if (!f->c.failed) {
        tiny_shipment_at(&f->c, s)->head.date.day += 30 * month;
        tiny_line_at(&f->c, l)->description = tt_str_of(text);
    }
    return s;
}

/* Six shippers of eight loads each; of the first `equal` of them every load has one mass. */
static void begin_with(detector_case *f, tt_arena *a, int shippers, int equal)
{
    detector_begin(f, a, "phantom.circular_docs");
    f->buyer = tiny_company(&f->c, "Other GmbH", "DE");
    for (int i = 0; i < shippers; i++) {
        f->seller = tiny_company(&f->c, tt_arena_printf(a, "Shipper %c", 'A' + i), "VN");
        for (int k = 0; k < LOADS; k++)
            load(f, k, i < equal ? 21111 + i : 20011 + 101 * k + 7 * i, "cashew nuts");
    }
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, SHIPPERS, 0);
}

static void equal_loads(detector_case *f, const char *text)
{
    for (int k = 0; k < BILLS; k++)
        load(f, k, 24317, text);
}

static void one_mass_on_four_bills_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    equal_loads(&f, "cashew nuts");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, BILLS);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(fabs(claim_measure(x, "equal_loads").value - BILLS) < 1e-9);
    assert_true(fabs(claim_measure(x, "mass_of_each").value - 24317) < 1e-9);
    assert_int_equal(claim_test(x, "standard_load").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "imported_each_time").outcome, TT_TEST_UNKNOWN);
    assert_non_null(strstr(x->explanation, "weigh 24317 kg gross, to the kilogram"));
    assert_true(x->weight > 0.5 && x->weight < 0.61);
}

/* An import of a load, in its deal; a deal of the load alone where it was not imported. */
static void imported(detector_case *f, tiny_id load, int month, bool cleared)
{
    detector_join(f, 0);
    detector_join(f, load);
    if (!cleared)
        return;
    tiny_id d = tiny_declaration(&f->c, tt_arena_printf(f->a, "D%d-%d", (int)f->seller, month),
                                 TT_DOC_IMPORT, f->seller, f->buyer, "2024-02-15", "VN");
    tiny_declaration_line(&f->c, d, "080131", 1, "C62", 100, "USD");
    if (!f->c.failed)
        tiny_declaration_at(&f->c, d)->head.date.day += 30 * month;
    detector_join(f, d);
}

static void others_are_imported(detector_case *f)
{
    tiny_id seller = f->seller;
    f->seller = tiny_company(&f->c, "Importer's friend", "VN");
    for (int k = 0; k < 2 * LOADS; k++)
        imported(f, load(f, k, 19003 + 111 * k, "cashew nuts"), k, true);
    f->seller = seller;
}

static void that_customs_did_not_see_them_weighs_more(void **state)
{
    detector_case f;
    begin(&f, *state);
    others_are_imported(&f);
    for (int k = 0; k < BILLS; k++)
        imported(&f, load(&f, k, 24317, "cashew nuts"), k, false);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "imported_each_time").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight > 0.61 && x->weight <= 1);
}

static void loads_that_customs_saw_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    others_are_imported(&f);
    for (int k = 0; k < BILLS; k++)
        imported(&f, load(&f, k, 24317, "cashew nuts"), k, k > 0);
    detector_none(&f, "three of four were imported");
}

static void a_serial_number_on_four_bills_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int k = 0; k < BILLS; k++)
        load(&f, k, 24000 + 11 * k, k ? "Excavator, chassis no. KT-4711/88" : "CHASSIS kt-4711/88");
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "name 'kt-4711/88'"));
}

static void a_seal_is_closed_once(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int k = 0; k < BILLS; k++) {
        tiny_id s = load(&f, k, 24000 + 11 * k, "cashew nuts");
        tiny_id l = tiny_shipment_line(&f.c, s, "080131", TT_NO_NUM, NULL, 10);
        tiny_line_at(&f.c, l)->seal = TT_STR("SL004711");
    }
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "name 'SL004711'"));
}

static void goods_that_came_back_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    equal_loads(&f, "cashew nuts");
    tiny_id back = tiny_shipment(&f.c, "BACK", f.buyer, f.seller, "2024-02-20", "DEHAM", "VNHPH");
    tiny_shipment_line(&f.c, back, "080131", TT_NO_NUM, NULL, 24317);
    detector_noted(&f, "phantom.circular_docs: equal loads", "such goods came back in between",
                   "1 set");
    assert_int_equal(f.r.n_findings, 0);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    equal_loads(&f, "pump for repair"); /* a fleet that is mended in turn */
    f.seller = tiny_company(&f.c, "Rounded", "VN");
    for (int k = 0; k < BILLS; k++)
        load(&f, k, 24500, "cashew nuts"); /* 980 bags of 25 kg */
    f.seller = tiny_company(&f.c, "Twice", "VN");
    for (int k = 0; k < 2; k++)
        load(&f, k, 23323, "cashew nuts");
    f.seller = tiny_company(&f.c, "Papers", "VN");
    for (int k = 0; k < BILLS; k++)
        load(&f, 0, 22331, "cashew nuts"); /* four papers of one voyage */
    f.seller = tiny_company(&f.c, "Parcels", "VN");
    for (int k = 0; k < BILLS; k++)
        load(&f, k, 33, "cashew nuts");
    f.seller = tiny_company(&f.c, "Many", "VN");
    for (int k = 0; k < BILLS; k++) {
        f.buyer = tiny_company(&f.c, tt_arena_printf(f.a, "Customer %c", 'A' + k), "DE");
        load(&f, k, 21337, "cashew nuts"); /* one of a kind for each customer */
    }
    detector_none(&f, "honest loads that are alike");
}

static void standard_loads_are_not_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, SHIPPERS, SHIPPERS / 2);
    equal_loads(&f, "cashew nuts");
    detector_none(&f, "half of all shippers send the same every month");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 1, 0);
    detector_set(f, "min_weight", -1);
    equal_loads(f, "cashew nuts");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/phantom_circular_docs", TT_TEST(one_mass_on_four_bills_is_found),
             TT_TEST(that_customs_did_not_see_them_weighs_more),
             TT_TEST(loads_that_customs_saw_are_not_found),
             TT_TEST(a_serial_number_on_four_bills_is_found), TT_TEST(a_seal_is_closed_once),
             TT_TEST(goods_that_came_back_are_not_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(standard_loads_are_not_found), TT_TEST(every_allocation_may_fail))
