/* ship.weight_implausible: loads that weigh too much or too little, and honest heavy ones. */
#include "tests/support/detector_case.h"

#include <math.h>

enum { SENDERS = 6, LINES = 10, FEW = 2 };

static tiny_id
load(detector_case *f, const char *number, int64_t pieces, int64_t gross, int64_t net)
{
    tiny_id s = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-01", "VNHPH", "DEHAM");
    tiny_id l = tiny_shipment_line(&f->c, s, "940360", pieces, "C62", gross);
    tiny_line_at(&f->c, l)->net_kg = net == TT_NO_NUM ? net : net * 1000000;
    tiny_line_at(&f->c, l)->description = TT_STR("wooden chairs");
    return s;
}

/* Chairs of others: 4.0 to 4.9 kg net each, in sixty lines of six senders. */
static void begin_with(detector_case *f, tt_arena *a, int senders, int lines)
{
    static const char *const names[] = {"Acorn", "Birch", "Cedar", "Dahlia", "Elm", "Fig"};
    static char number[SENDERS * LINES][16];
    detector_begin(f, a, "ship.weight_implausible");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
    for (int i = 0; i < senders * lines; i++) {
        (void)snprintf(number[i], sizeof *number, "O-%d", i);
        f->seller = tiny_company(&f->c, names[i / lines], "VN");
        load(f, number[i], 100, 400 + 10 * (i % 10) + 40, 400 + 10 * (i % 10));
    }
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, SENDERS, LINES);
}

static void a_heavy_load_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id s = load(&f, "HEAVY", 100, 1240, 1200);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, s)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "sender"));
    assert_true(fabs(claim_measure(x, "weight_for_one").value - 12) < 1e-6);
    assert_int_equal(claim_measure(x, "weight_for_one").peers, SENDERS * LINES);
    assert_int_equal(claim_test(x, "packing").outcome, TT_TEST_NOT_EXPLAINED);
    assert_non_null(strstr(x->explanation, "12.00 kg for one piece"));
    assert_true(x->weight > 0.4 && x->weight <= 1);
}

static void a_light_load_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    load(&f, "LIGHT", 100, 200, 180);
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->title, "lighter than its goods"));
}

static void net_above_gross_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    load(&f, "NET", 100, 400, 440);
    detector_find(&f);
    assert_non_null(
        strstr(claim_only(&f.r)->explanation, "net mass, 440 kg, is above its gross mass, 400 kg"));
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    load(&f, "PACKED", 100, 720, TT_NO_NUM); /* gross only: crates, and nobody to compare with */
    load(&f, "SOLID", 100, 700, 680);        /* within half as much again of the heaviest */
    load(&f, "SLIP", 1, 440, 430);           /* hundreds in place of pieces */
    load(&f, "SMALL", 2, 24, 24);            /* a parcel */
    load(&f, "ROUND", 100, 440, 445);        /* net over gross by a rounding */
    detector_none(&f, "honest, or not known");
}

static void where_such_weights_are_usual_they_say_nothing(void **state)
{
    static char number[SENDERS * LINES][16];
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 30; i++) {
        (void)snprintf(number[i], sizeof *number, "N-%d", i);
        f.seller = tiny_company(&f.c, tt_arena_printf(*state, "Careless %c", 'A' + i), "VN");
        load(&f, number[i], 100, 400, 440);
    }
    detector_none(&f, "a third of all papers are so");
}

static void two_senders_are_no_peers(void **state)
{
    detector_case f;
    begin_with(&f, *state, 2, 30);
    load(&f, "HEAVY", 100, 1240, 1200);
    detector_none(&f, "two senders say little about chairs");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW, 1);
    detector_set(f, "min_weight", -1);
    load(f, "NET", 100, 400, 440);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/ship_weight_implausible", TT_TEST(a_heavy_load_is_found),
             TT_TEST(a_light_load_is_found), TT_TEST(net_above_gross_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(where_such_weights_are_usual_they_say_nothing),
             TT_TEST(two_senders_are_no_peers), TT_TEST(every_allocation_may_fail))
