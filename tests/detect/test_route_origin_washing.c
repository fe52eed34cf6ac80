/* route.origin_washing: loads that change their origin at a stop, and honest resale. */
#include "tests/support/detector_case.h"

enum { OTHERS = 20, FEW = 2 };

static tiny_id line; /* of the last bill */

/* A container of sawn wood, with an origin. */
static tiny_id bill(detector_case *f, const char *number, tiny_id shipper, tiny_id consignee,
                    const char *day, tiny_id of)
{
    tiny_id s = tiny_shipment(&f->c, number, shipper, consignee, day, "VNHPH", "SGSIN");
    line = tiny_shipment_line(&f->c, s, "440729", TT_NO_NUM, NULL, 24000);
    tiny_line_at(&f->c, line)->container = TT_STR("CSQU3054383");
    tiny_line_at(&f->c, line)->origin = tiny_mention_at(&f->c, of)->country;
    return s;
}

/* Traders who sell on what they bought, and say where it is from. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "route.origin_washing");
    f->seller = tiny_company(&f->c, "Mill Ltd", "VN");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    for (int i = 0; i < others; i++) {
        tiny_id trader =
            tiny_company(&f->c, tt_arena_printf(a, "Trader %c%c", 'A' + i / 6, 'a' + i % 6), "SG");
        tt_str box = tt_str_of(tt_arena_printf(a, "BOX%d", i));
        bill(f, tt_arena_printf(a, "I-%d", i), f->seller, trader, "2024-01-05", f->seller);
        tiny_line_at(&f->c, line)->container = box;
        bill(f, tt_arena_printf(a, "O-%d", i), trader, f->buyer, "2024-02-05", f->seller);
        tiny_line_at(&f->c, line)->container = box;
    }
    f->stranger = tiny_company(&f->c, "Laundry Pte", "SG");
    bill(f, "IN", f->seller, f->stranger, "2024-03-01", f->seller);
}

static void another_origin_is_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    tiny_id s = bill(&f, "OUT", f.stranger, f.buyer, "2024-03-25", f.stranger);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "trader"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "source"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "consignee"));
    assert_non_null(strstr(x->explanation, "24000 kg, origin VN"));
    assert_non_null(strstr(x->explanation, "24000 kg, origin SG"));
    assert_int_equal(claim_test(x, "worked_on").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight >= 0.4 && x->weight < 1);
}

static void near_misses_are_not_found(void **state)
{
    static const char *const why[] = {"another load", "other goods",       "other sender",
                                      "months later", "another container", "no origin"};
    for (size_t i = 0; i < TT_LEN(why); i++) {
        detector_case f;
        begin_with(&f, *state, OTHERS);
        bill(&f, "OUT", i == 2 ? f.seller : f.stranger, f.buyer,
             i == 3 ? "2024-08-25" : "2024-03-25", f.stranger);
        tt_line *l = tiny_line_at(&f.c, line);
        if (i == 0)
            l->gross_kg /= 2;
        if (i == 1)
            assert_true(tt_hs_parse(TT_STR("940360"), &l->hs));
        if (i == 4)
            l->container = TT_STR("MSKU1234565");
        if (i == 5)
            l->origin = TT_COUNTRY_NONE;
        detector_none(&f, why[i]);
    }
}

static void papers_that_disagree_state_no_origin(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    tiny_id s = bill(&f, "OUT", f.stranger, f.buyer, "2024-03-25", f.stranger);
    tiny_id inv = tiny_invoice(&f.c, "INV", f.stranger, f.buyer, "2024-03-24", "USD");
    tiny_id l = tiny_invoice_line(&f.c, inv, "440729", 24000, "KGM", 2400000);
    tiny_line_at(&f.c, l)->origin = tiny_mention_at(&f.c, f.seller)->country;
    detector_join(&f, s);
    detector_join(&f, inv);
    detector_none(&f, "the invoice knows the first origin");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    bill(f, "OUT", f->stranger, f->buyer, "2024-03-25", f->stranger);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/route_origin_washing", TT_TEST(another_origin_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(papers_that_disagree_state_no_origin),
             TT_TEST(every_allocation_may_fail))
