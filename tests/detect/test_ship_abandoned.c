/*
 * ship.abandoned: goods that nobody cleared are found, as far as the data are complete; parcels,
 * goods on the way, sent back, cleared by other papers or elsewhere are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include <math.h>

enum { OTHERS = 40 };

static tiny_id last, line; /* the last consignment, and its only line */

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "ship.abandoned");
    f->seller = tiny_company(&f->c, "Savanna Gate", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son", "VN");
    f->c.data.as_of = tiny_day("2024-12-31");
    tiny_coverage(&f->c, TT_KIND_DECLARATION, "VN", "2024-01-01", "2024-12-31", 95);
}

static tiny_id clear(detector_case *f, const char *number)
{
    tiny_id dec = tiny_declaration(&f->c, tt_arena_printf(f->a, "D%s", number), TT_DOC_IMPORT,
                                   f->seller, f->buyer, "2024-04-12", "NG");
    tiny_declaration_line(&f->c, dec, "080131", 10000, "KGM", 2000000, "USD");
    return dec;
}

static void pay(detector_case *f, const char *number)
{
    detector_join(f, tiny_payment(&f->c, tt_arena_printf(f->a, "P%s", number), f->buyer, f->seller,
                                  "2024-05-01", 2000000, "USD"));
}

/* A consignment that arrives in April; what is left is not paid for either. */
static void deal(detector_case *f, const char *number, bool left)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, "080131", 10000, "KGM", 2000000);
    last = tiny_shipment(&f->c, tt_arena_printf(f->a, "BL%s", number), f->seller, f->buyer,
                         "2024-03-05", "NGAPP", "VNHPH");
    line = tiny_shipment_line(&f->c, last, "080131", 10000, "KGM", 10300);
    tiny_shipment_at(&f->c, last)->arrival = tiny_day("2024-04-08");
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, last);
    if (left)
        return;
    detector_join(f, clear(f, number));
    pay(f, number);
}

/* The consignments of other relations between the same two countries. */
static void others(detector_case *f, int n)
{
    tiny_id seller = f->seller, buyer = f->buyer;
    for (int i = 0; i < n; i++) {
        f->seller = tiny_company(&f->c, tt_arena_printf(f->a, "Seller %d", i), "NG");
        f->buyer = tiny_company(&f->c, tt_arena_printf(f->a, "Buyer %d", i), "VN");
        deal(f, tt_arena_printf(f->a, "O%d", i), false);
    }
    f->seller = seller;
    f->buyer = buyer;
}

static void three_are_left(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f, OTHERS);
    deal(f, "I-1", true);
    deal(f, "I-2", true);
    deal(f, "I-3", true);
}

static void goods_that_nobody_clears_are_found(void **state)
{
    detector_case f;
    three_are_left(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    /* beta-binomial, three of three at 5 % and correlation 0.1 */
    assert_near(x->p_value, 0.05 * (0.05 * 0.9 + 0.1) / 1 * (0.05 * 0.9 + 0.2) / 1.1, 1e-9);
    assert_near(x->weight, 3, 0);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
    assert_int_equal(x->value_shift.minor, 0);
    assert_int_equal(x->n_documents, 6);
    assert_true(claim_cites(x, tiny_ref(&f.c, last)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "consignee"));
    assert_near(claim_measure(x, "not_cleared").value, 3, 0);
    assert_near(claim_measure(x, "not_paid_either").value, 3, 0);
    assert_string_equal(x->title, "3 of 3 consignments never cleared through customs");
    assert_non_null(strstr(x->explanation, "95.0 % of such consignments are cleared"));
}

static void near_misses_are_not_found(void **state)
{
    enum { AIR_PARCEL, HOME, AGENT, YOUNG, LOOSE, BACK, TWIN, ELSEWHERE, TRANSIT, ALONE, CASES };
    static const char *const limit[CASES] = {
        "by courier or post",
        "within one country, or of unknown countries",
        "consigned to a carrier, a broker or a bank",
        "not long arrived",
        "that a declaration without a transport document may clear",
        "whose goods the consignee sent back",
        "in a container that another bill of lading clears",
        "landed in another country than that of the consignee",
        NULL,
        "not cleared, as chance leaves them"};
    for (int i = 0; i < CASES; i++) {
        detector_case f;
        begin(&f, *state);
        others(&f, OTHERS);
        if (i == AGENT)
            f.buyer = tiny_named(&f.c, TT_ENTITY_BROKER, "Forward", "VN");
        deal(&f, "I-1", true);
        tt_shipment *b = tiny_shipment_at(&f.c, last);
        if (i == AIR_PARCEL) {
            b->type = TT_DOC_COURIER;
        } else if (i == HOME) {
            b->port_of_loading = TT_STR("VNSGN");
        } else if (i == YOUNG) {
            b->arrival = tiny_day("2024-12-01");
        } else if (i == LOOSE) {
            clear(&f, "LOOSE");
        } else if (i == BACK) {
            tiny_shipment(&f.c, "RETURN", f.buyer, f.seller, "2024-06-01", "VNHPH", "NGAPP");
        } else if (i == TWIN) {
            tiny_line_at(&f.c, line)->container = TT_STR("CSQU3054383");
            deal(&f, "I-2", false);
            tiny_line_at(&f.c, line)->container = TT_STR("CSQU3054383");
        } else if (i == ELSEWHERE) {
            b->port_of_discharge = TT_STR("SGSIN");
        } else if (i == TRANSIT) {
            tiny_id t = tiny_declaration(&f.c, "T-1", TT_DOC_TRANSIT, f.seller, f.buyer,
                                         "2024-04-12", "NG");
            tiny_declaration_line(&f.c, t, "080131", 10000, "KGM", 2000000, "USD");
            detector_join(&f, t);
        }
        if (i == ALONE)
            pay(&f, "I-1");
        if (limit[i])
            detector_noted(&f, "ship.abandoned: consignments", limit[i],
                           "1 consignment, USD 20000.00");
        else
            detector_none(&f, "goes on under transit");
        assert_int_equal(f.r.n_findings, 0);
    }
}

static void lanes_and_feeds_without_declarations_say_nothing(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, OTHERS);
    f.seller = tiny_company(&f.c, "Customs Union", "LA");
    for (int i = 0; i < 5; i++) {
        deal(&f, tt_arena_printf(f.a, "U%d", i), true);
        tiny_shipment_at(&f.c, last)->port_of_loading = TT_STR("LAVTE");
    }
    detector_noted(&f, "ship.abandoned: consignments",
                   "between countries between which nothing is cleared in these data",
                   "5 consignments, USD 100000.00");
    assert_int_equal(f.r.n_findings, 0);

    begin(&f, *state);
    others(&f, 30);
    tiny_id seller = f.seller;
    for (int i = 0; i < 30; i++) { /* half of what others send is not declared either */
        f.seller = tiny_company(&f.c, tt_arena_printf(f.a, "Careless %d", i), "NG");
        deal(&f, tt_arena_printf(f.a, "C%d", i), true);
        pay(&f, tt_arena_printf(f.a, "C%d", i));
    }
    f.seller = seller;
    for (int i = 0; i < 3; i++)
        deal(&f, tt_arena_printf(f.a, "I-%d", i), true);
    detector_none(&f, "the feed holds less than it states");
}

static void what_is_paid_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, OTHERS);
    for (int i = 1; i < 4; i++) {
        deal(&f, tt_arena_printf(*state, "I-%d", i), true);
        pay(&f, tt_arena_printf(*state, "I-%d", i));
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(x->weight > 1 && x->weight < 2);
    assert_non_null(strstr(x->explanation, "Not paid for either: 0 of 3"));
}

static void few(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f, 3);
    detector_set(f, "min_weight", -1);
    detector_set(f, "max_false", 1);
    detector_set(f, "least_known", 2);
    for (int i = 0; i < 3; i++)
        deal(f, i ? i > 1 ? "I-3" : "I-2" : "I-1", true);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, few, 1);
}

TT_TEST_MAIN("detect/ship_abandoned", TT_TEST(goods_that_nobody_clears_are_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(lanes_and_feeds_without_declarations_say_nothing),
             TT_TEST(what_is_paid_weighs_less), TT_TEST(every_allocation_may_fail))
