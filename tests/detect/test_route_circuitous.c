/* route.circuitous: ways far off by ports that few use are found; feeders, hubs, closed canals and
 * what everybody does are not. */
#include "tests/support/detector_case.h"

enum { OTHERS = 120, FEW = 12 };

static tiny_id last;

/* A shipment by sea from Shanghai, in a deal of its own. */
static void ship(detector_case *f, const char *number, const char *to, const char *via)
{
    last = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-01", "CNSHA", to);
    tiny_shipment_at(&f->c, last)->type = TT_DOC_HOUSE_BL;
    tiny_shipment_at(&f->c, last)->transshipment_ports = tt_str_of(via);
    detector_join(f, 0);
    detector_join(f, last);
}

/* Others, half of them by Singapore, to Hamburg. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "route.circuitous");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    for (int i = 0; i < others; i++) {
        f->seller = tiny_company(&f->c, tt_arena_printf(a, "Other %d", i), "CN");
        ship(f, tt_arena_printf(a, "O-%d", i), "DEHAM", i % 2 ? "SGSIN" : "");
    }
    f->seller = tiny_company(&f->c, "Seller Ltd", "CN");
}

static void a_way_far_off_is_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    ship(&f, "FAR-1", "DEHAM", "CLVAP");
    ship(&f, "FAR-2", "DEHAM", "CLVAP");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, last)));
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "shipper"));
    assert_true(claim_measure(x, "detour").value > 1.6 && claim_measure(x, "detour").value < 2.2);
    assert_near(claim_measure(x, "senders_by_this_port").value, 1, 0);
    assert_non_null(strstr(x->explanation, "goes from Shanghai (CNSHA) by Valparaiso (CLVAP) to"));
    assert_non_null(strstr(x->explanation, "1 party sends goods by Valparaiso"));
    assert_true(x->weight >= 0.5 && x->weight <= 0.71);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why, *to, *via;
    } none[] = {
        {"a hub on the way", "DEHAM", "SGSIN"},
        {"a little used port on the way", "DEHAM", "LKCMB"},
        {"round the Cape, as when Suez is closed", "DEHAM", "ZADUR"},
        {"round Cape Horn, as when Panama is closed", "USNYC", "CLVAP"},
        {"a port that nobody knows", "DEHAM", "XXXXX"},
        {"another port of the same coast", "DEHAM", "CNNGB"},
        {"a feeder: far in times, near in miles", "KRPUS", "JPTYO"},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin_with(&f, *state, OTHERS);
        for (int k = 0; k < 3; k++)
            ship(&f, tt_arena_printf(*state, "I-%d", k), none[i].to, none[i].via);
        detector_none(&f, none[i].why);
    }
}

static void what_many_do_is_not_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    for (int i = 0; i < 30; i++) { /* a hub in Chile */
        f.seller = tiny_company(&f.c, tt_arena_printf(*state, "Many %d", i), "CN");
        ship(&f, tt_arena_printf(*state, "M-%d", i), "DEHAM", "CLVAP");
        ship(&f, tt_arena_printf(*state, "N-%d", i), "DEHAM", "CLVAP");
    }
    detector_none(&f, "the line of a carrier");
}

static void length_alone_is_no_closed_canal(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    for (int i = 0; i < 2; i++) { /* as far as round Cape Horn, and nowhere near it */
        ship(&f, i ? "FAR-1" : "FAR-2", "JPOSA", "RULED");
        tiny_shipment_at(&f.c, last)->port_of_loading = TT_STR("USHOU");
    }
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1);
}

static void the_chance_is_a_parameter(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    ship(&f, "FAR-1", "DEHAM", "CLVAP");
    detector_set(&f, "chance", 0.008); /* it is 1 of 121 */
    detector_none(&f, "too usual");
    detector_set(&f, "chance", 0.009);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

/* The same detour by other senders, who have nothing to do with this one. */
static void a_detour_of_several_is_not_found(void **state)
{
    for (int others = 0; others <= 2; others++) {
        detector_case f;
        tt_arena_reset(*state);
        begin_with(&f, *state, OTHERS);
        ship(&f, "FAR-1", "DEHAM", "CLVAP");
        ship(&f, "FAR-2", "DEHAM", "CLVAP");
        tiny_id seller = f.seller;
        for (int i = 0; i < others; i++) {
            f.seller = tiny_company(&f.c, i ? "Another Ltd" : "Third Ltd", "CN");
            ship(&f, i ? "ELSE-1" : "ELSE-2", "DEHAM", i ? "CLSAI" : "CLVAP");
        }
        detector_find(&f);
        assert_int_equal(f.r.n_findings, others ? 0 : 1);
        if (!others) {
            assert_true(claim_names(claim_only(&f.r), tiny_entity(&f.c, seller), "shipper"));
            assert_int_equal(claim_test(claim_only(&f.r), "shared_reason").outcome,
                             TT_TEST_NOT_EXPLAINED);
        }
    }
}

static void a_hub_far_off_is_weak(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    ship(&f, "NEAR", "KRPUS", "SGSIN"); /* 5,000 miles instead of 500 */
    ship(&f, "NEAR-2", "KRPUS", "SGSIN");
    detector_none(&f, "of so many ways by a hub some are the longest");
    begin_with(&f, *state, OTHERS);
    ship(&f, "NEAR", "KRPUS", "SGSIN");
    ship(&f, "NEAR-2", "KRPUS", "SGSIN");
    detector_set(&f, "lr_hub", 4);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_non_null(strstr(x->explanation, "Of 60 shipments of others by Singapore (SGSIN)"));
}

static void canals_are_counted(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    ship(&f, "CAPE", "EGPSD", "ZACPT");
    tiny_shipment_at(&f.c, last)->port_of_loading = TT_STR("INNSA");
    detector_noted(&f, "route.circuitous", "round a cape where the straight way is through a canal",
                   "1 shipment");
    assert_int_equal(f.r.n_findings, 0);
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    detector_set(f, "chance", 1);
    ship(f, "FAR-1", "DEHAM", "CLVAP");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/route_circuitous", TT_TEST(a_way_far_off_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_many_do_is_not_found),
             TT_TEST(length_alone_is_no_closed_canal), TT_TEST(the_chance_is_a_parameter),
             TT_TEST(a_detour_of_several_is_not_found), TT_TEST(a_hub_far_off_is_weak),
             TT_TEST(canals_are_counted), TT_TEST(every_allocation_may_fail))
