/* route.ftz: lots that leave a free zone as something else, and honest storage. */
#include "tests/support/detector_case.h"

enum { OTHERS = 20, FEW = 2 };

static tiny_id line; /* of the last bill */

/* So many kilograms under a code. */
static tiny_id bill(detector_case *f, const char *number, tiny_id shipper, tiny_id consignee,
                    const char *day, const char *hs, int64_t kg)
{
    bool in = number[0] == 'I';
    tiny_id s = tiny_shipment(&f->c, number, shipper, consignee, day, in ? "FRFOS" : "AEJEA",
                              in ? "AEJEA" : "VNDAD");
    line = tiny_shipment_line(&f->c, s, hs, kg, "KGM", kg + 500);
    return s;
}

/* Traders of the zone who send on what they received. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "route.ftz");
    f->seller = tiny_company(&f->c, "Laiterie SAS", "FR");
    f->buyer = tiny_company(&f->c, "Buyer Co", "VN");
    f->stranger = tiny_company(&f->c, "Zone Trader FZE", "AE");
    for (int i = 0; i < others; i++) {
        const char *name = tt_arena_printf(a, "Trader %c%c", 'A' + i / 6, 'a' + i % 6);
        tiny_id trader = tiny_company(&f->c, name, "AE");
        bill(f, tt_arena_printf(a, "I-%d", i), f->seller, trader, "2024-01-05", "040221", 9000 + i);
        bill(f, tt_arena_printf(a, "O-%d", i), trader, f->buyer, "2024-02-05", "040221", 9000 + i);
    }
}

/* Two lots through the zone. */
static tiny_id two_lots(detector_case *f, const char *hs, int64_t more_kg)
{
    bill(f, "IN1", f->seller, f->stranger, "2024-03-01", "040221", 20475);
    bill(f, "IN2", f->seller, f->stranger, "2024-05-01", "040221", 20150);
    bill(f, "OUT1", f->stranger, f->buyer, "2024-04-10", hs, 20475 + more_kg);
    return bill(f, "OUT2", f->stranger, f->buyer, "2024-06-10", hs, 20150 + more_kg);
}

static void another_heading_is_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    tiny_id s = two_lots(&f, "071333", 0);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "trader"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "source"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "consignee"));
    assert_non_null(strstr(x->explanation, "Jebel Ali Free Zone, by a table that is not verified"));
    assert_non_null(strstr(x->explanation, "under 071333"));
    assert_int_equal(claim_test(x, "another_lot").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight > 0.67 && x->weight < 0.69);
}

static void a_lot_that_lost_weight_and_changed_its_origin_is_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    bill(&f, "IN1", f.seller, f.stranger, "2024-03-01", "040221", 20475);
    assert_true(tt_country_parse(TT_STR("NL"), &tiny_line_at(&f.c, line)->origin));
    bill(&f, "OUT1", f.stranger, f.buyer, "2024-04-10", "040221", 20475);
    assert_true(tt_country_parse(TT_STR("AE"), &tiny_line_at(&f.c, line)->origin));
    tiny_line_at(&f.c, line)->gross_kg = 16000 * (int64_t)1000000;
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal((int)claim_measure(x, "changes").value, 2);
    assert_non_null(strstr(x->explanation, "origin AE, 16000.0 kg"));
}

static void near_misses_are_not_found(void **state)
{
    enum { SAME, QUANTITY, NO_ZONE, DISPATCH, LATE, BACK, CASES };
    static const char *const why[CASES] = {
        "as it came",          "another quantity", "no free zone there",
        "dispatch for origin", "months later",     "back to who sent it",
    };
    for (int i = 0; i < CASES; i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin_with(&f, *state, OTHERS);
        tiny_id in = bill(&f, "IN1", f.seller, f.stranger, "2024-03-01", "040221", 20475);
        assert_true(tt_country_parse(TT_STR("NL"), &tiny_line_at(&f.c, line)->origin));
        tiny_id out =
            bill(&f, "OUT1", f.stranger, i == BACK ? f.seller : f.buyer,
                 i == LATE ? "2024-12-10" : "2024-04-10",
                 i == SAME || i == DISPATCH ? "040221" : "071333", i == QUANTITY ? 20470 : 20475);
        if (i == DISPATCH)
            assert_true(tt_country_parse(TT_STR("FR"), &tiny_line_at(&f.c, line)->origin));
        if (i == NO_ZONE) {
            tiny_shipment_at(&f.c, in)->port_of_discharge = TT_STR("NLRTM");
            tiny_shipment_at(&f.c, out)->port_of_loading = TT_STR("NLRTM");
        }
        detector_none(&f, why[i]);
    }
}

static void usual_quantities_say_nothing(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    two_lots(&f, "071333", 0);
    for (int i = 0; i < 2 * OTHERS; i++) { /* full loads of others are as heavy */
        tiny_id other = tiny_company(&f.c, tt_arena_printf(*state, "Plain %d", i), "VN");
        bill(&f, tt_arena_printf(*state, "X%d", i), f.seller, other, "2024-03-01", "040221",
             i % 2 ? 20475 : 20150);
    }
    detector_none(&f, "such quantities are everybody's");
}

static void a_procedure_shows_the_zone(void **state)
{
    detector_case f;
    begin_with(&f, *state, 0);
    for (int i = 0; i < 2; i++) {
        int64_t kg = 20475 + 15 * i;
        tiny_id in = tiny_declaration(&f.c, i ? "I2" : "I1", TT_DOC_IMPORT, f.seller, f.stranger,
                                      "2024-03-01", "FR");
        tiny_declaration_line(&f.c, in, "040221", kg, "KGM", 100000, "USD");
        tiny_declaration_at(&f.c, in)->procedure_code = TT_STR("7100");
        tiny_id out = tiny_declaration(&f.c, i ? "O2" : "O1", TT_DOC_EXPORT, f.stranger, f.buyer,
                                       "2024-04-01", "VN");
        tiny_declaration_line(&f.c, out, "071333", kg, "KGM", 100000, "USD");
    }
    detector_set(&f, "chance", 1);
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "names procedure 7100"));
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    detector_set(f, "chance", 1);
    two_lots(f, "071333", 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/route_ftz", TT_TEST(another_heading_is_found),
             TT_TEST(a_lot_that_lost_weight_and_changed_its_origin_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(usual_quantities_say_nothing),
             TT_TEST(a_procedure_shows_the_zone), TT_TEST(every_allocation_may_fail))
