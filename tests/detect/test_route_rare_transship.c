/* route.rare_transship: goods that change ships where hardly anybody's do are found; hubs, new
 * lines, lanes with lines of their own and thin data are not. */
#include "tests/support/detector_case.h"

enum { OTHERS = 110, FEW = 6 };

static tiny_id last;

static void ship(detector_case *f, const char *number, const char *from, const char *via)
{
    last = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-01", from, "DEHAM");
    tiny_shipment_at(&f->c, last)->type = TT_DOC_HOUSE_BL;
    tiny_shipment_at(&f->c, last)->transshipment_ports = tt_str_of(via);
    detector_join(f, 0);
    detector_join(f, last);
}

/* n senders, one shipment each. */
static void many(detector_case *f, const char *name, int n, const char *from, const char *via)
{
    tiny_id seller = f->seller;
    for (int i = 0; i < n; i++) {
        const char *number = tt_arena_printf(f->a, "%s-%d", name, i);
        f->seller = tiny_company(&f->c, number, "CN");
        ship(f, number, from, via);
    }
    f->seller = seller;
}

/* Others, by Singapore and Colombo. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "route.rare_transship");
    detector_set(f, "least_ways", 100);
    detector_set(f, "prior_ways", 100);
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    many(f, "Other", others / 2, "CNSHA", "SGSIN");
    many(f, "More", others / 2, "CNSHA", "LKCMB|ESALG");
    f->seller = tiny_company(&f->c, "Seller Ltd", "CN");
}

static void two_by(detector_case *f, const char *from, const char *via)
{
    ship(f, "RARE-1", from, via);
    ship(f, "RARE-2", from, via);
}

static void a_rare_port_is_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    two_by(&f, "CNSHA", "MUPLU"); /* Port Louis, on the way round the Cape */
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, last)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "shipper"));
    assert_near(claim_measure(x, "others_on_any_lane").value, 0, 0);
    assert_int_equal(claim_measure(x, "others_on_any_lane").peers, 55 + 2 * 55);
    /* (0 + 100 * 0.5 / 166) / (165 + 100) */
    assert_near(claim_measure(x, "share_by_this_port").value, 100 * 0.5 / 166 / 265, 1e-6);
    assert_non_null(strstr(x->explanation, "by Port Louis (MUPLU) to Hamburg (DEHAM)"));
    assert_non_null(strstr(x->explanation, "165 shipments of others between the two countries"));
    assert_true(x->weight >= 0.4 && x->weight <= 0.58);
}

/* By ports of the same country that as few use. */
static void a_rare_port_of_several_is_not_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    two_by(&f, "CNSHA", "ZADUR");
    many(&f, "Third", 1, "CNSHA", "ZADUR");
    many(&f, "Fourth", 1, "CNSHA", "ZACPT");
    detector_none(&f, "what several do has a reason that they share");
}

static void near_misses_are_not_found(void **state)
{
    enum { HUB, ELSEWHERE, LINE, STRAIGHT, UNKNOWN, CASES };
    static const char *const why[CASES] = {"a hub", "a hub of other lanes", "a line of this lane",
                                           "no port between", "a port that nobody knows"};
    for (int i = 0; i < CASES; i++) {
        detector_case f;
        begin_with(&f, *state, OTHERS);
        if (i == HUB) {
            two_by(&f, "CNSHA", "SGSIN");
        } else if (i == ELSEWHERE) {
            two_by(&f, "BRSSZ", "LKCMB");
        } else if (i == LINE) {
            many(&f, "Line", 8, "BRSSZ", "MUPLU");
            two_by(&f, "BRSSZ", "MUPLU");
        } else {
            two_by(&f, "CNSHA", i == STRAIGHT ? "" : "XXXXX");
        }
        detector_none(&f, why[i]);
    }
}

static void only_the_same_months_count(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    many(&f, "Line", 8, "CNSHA", "MUPLU");
    two_by(&f, "CNSHA", "MUPLU");
    detector_none(&f, "others go there, too");
    for (int i = 0; i < 2; i++) {
        begin_with(&f, *state, OTHERS);
        for (int k = 0; k < 8; k++) {
            many(&f, tt_arena_printf(*state, "Line %d", k), 1, "CNSHA", "MUPLU");
            tiny_shipment_at(&f.c, last)->head.date.day += 91;
        }
        two_by(&f, "CNSHA", "MUPLU");
        detector_set(&f, "window_days", i ? 90 : 91);
        detector_set(&f, "chance", 0.1);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, i); /* of ways half a year old, none counts */
    }
}

static void thin_data_say_nothing(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    two_by(&f, "CNSHA", "MUPLU");
    detector_set(&f, "least_ways", 200);
    detector_noted(&f, "route.rare_transship",
                   "by rare ports, with too few ways of others in that time", "2 shipments");
    assert_int_equal(f.r.n_findings, 0);
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    detector_set(f, "chance", 0.2);
    detector_set(f, "share", 1);
    detector_set(f, "least_ways", 1);
    ship(f, "RARE-1", "CNSHA", "MUPLU");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/route_rare_transship", TT_TEST(a_rare_port_is_found),
             TT_TEST(a_rare_port_of_several_is_not_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(only_the_same_months_count), TT_TEST(thin_data_say_nothing),
             TT_TEST(every_allocation_may_fail))
