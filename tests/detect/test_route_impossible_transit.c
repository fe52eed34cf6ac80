/* route.impossible_transit: faster than any ship, and what honest dates look like. */
#include "tests/support/detector_case.h"

#include <math.h>

enum { OTHERS = 40, FEW = 4 };

static tiny_id voyage(detector_case *f, const char *number, const char *day, const char *arrival,
                      const char *from, const char *to)
{
    tiny_id s = tiny_shipment(&f->c, number, f->seller, f->buyer, day, from, to);
    tiny_shipment_at(&f->c, s)->arrival = tiny_day(arrival);
    tiny_shipment_at(&f->c, s)->type = TT_DOC_MASTER_BL;
    return s;
}

/* Forty shipments of others that take as long as ships take. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    static char number[OTHERS][16], name[OTHERS][32];
    detector_begin(f, a, "route.impossible_transit");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    for (int i = 0; i < others; i++) {
        (void)snprintf(number[i], sizeof *number, "O-%d", i);
        (void)snprintf(name[i], sizeof *name, "Other %c%c Ltd", 'A' + i / 6, 'a' + i % 6);
        f->seller = tiny_company(&f->c, name[i], "VN");
        voyage(f, number[i], "2024-03-01", "2024-04-05", "VNHPH", "DEHAM");
    }
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, OTHERS);
}

static void a_ship_that_flies_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id fast = voyage(&f, "FAST", "2024-03-20", "2024-03-24", "VNHPH", "DEHAM");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, fast)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "shipper"));
    assert_true(fabs(claim_measure(x, "great_circle").value - 4800) < 200);
    assert_true(claim_measure(x, "speed").value > 35);
    assert_int_equal(claim_test(x, "date_swap").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight > 0.3 && x->weight <= 1);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    voyage(&f, "SLOW", "2024-03-20", "2024-04-20", "VNHPH", "DEHAM"); /* as ships go */
    voyage(&f, "SWAP", "2024-03-04", "2024-03-05", "VNHPH", "DEHAM"); /* 3 April, or 5 March */
    voyage(&f, "NEAR", "2024-03-20", "2024-03-20", "VNHPH", "HKHKG"); /* under 500 miles */
    voyage(&f, "WHERE", "2024-03-20", "2024-03-21", "VNHPH", "DEXXX");
    tiny_id air = voyage(&f, "AIR", "2024-03-20", "2024-03-21", "VNHPH", "DEHAM");
    tiny_shipment_at(&f.c, air)->type = TT_DOC_AWB;
    tiny_id via = voyage(&f, "VIA", "2024-03-20", "2024-03-31", "VNHPH", "SGSIN");
    tiny_shipment_at(&f.c, via)->transshipment_ports = TT_STR("AEJEA|KEMBA"); /* a usual list */
    voyage(&f, "BACK", "2024-03-20", "2024-03-10", "VNHPH", "DEHAM");         /* another question */
    detector_none(&f, "honest, or not known");
}

static void where_dates_are_wrong_everywhere_they_say_nothing(void **state)
{
    static char number[OTHERS][16], name[OTHERS][32];
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < OTHERS; i++) {
        (void)snprintf(number[i], sizeof *number, "W-%d", i);
        (void)snprintf(name[i], sizeof *name, "Wrong %c%c Ltd", 'A' + i / 6, 'a' + i % 6);
        f.seller = tiny_company(&f.c, name[i], "VN");
        voyage(&f, number[i], "2024-03-20", "2024-03-21", "VNHPH", "DEHAM");
    }
    detector_none(&f, "half of all dates are so");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    begin_with(&f, *state, FEW);
    detector_set(&f, "min_weight", -1);
    voyage(&f, "FAST", "2024-03-20", "2024-03-24", "VNHPH", "DEHAM");
    assert_ok(detector_finish(&f));
    TT_TORTURE(st, st = detector_run(&f, NULL));
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/route_impossible_transit", TT_TEST(a_ship_that_flies_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(where_dates_are_wrong_everywhere_they_say_nothing),
             TT_TEST(every_allocation_may_fail))
