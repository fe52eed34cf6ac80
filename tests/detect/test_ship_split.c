/* ship.split: lots cut to stay below a limit, and honest ones of that size. */
#include "tests/support/detector_case.h"

#include <math.h>

/* An invoice of goods so many days after 1 March 2024. */
static tiny_id lot(detector_case *f, const char *number, int day, int64_t dollars)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, "711719", 100, "KGM", 100 * dollars);
    if (!f->c.failed)
        tiny_invoice_at(&f->c, inv)->head.date.day += day;
    return inv;
}

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "ship.split");
    f->seller = tiny_company(&f->c, "Seller Ltd", "TZ");
    f->buyer = tiny_company(&f->c, "Buyer Co", "VN");
}

/* n lots of one size, `step` days apart. */
static void lots(detector_case *f, const char *prefix, int n, int from, int step, int64_t dollars)
{
    for (int i = 0; i < n; i++)
        lot(f, tt_arena_printf(f->a, "%s%d", prefix, i), from + i * step, dollars + i);
}

static void four_lots_just_below_the_limit_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    lots(&f, "CUT", 3, 0, 1, 9500);
    tiny_id last = lot(&f, "LAST", 3, 9500);
    tiny_id bl = tiny_shipment(&f.c, "BL", f.seller, f.buyer, "2024-03-04", "TZDAR", "VNHPH");
    detector_join(&f, last);
    detector_join(&f, bl);
    lot(&f, "WHOLE", 60, 38000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, last)));
    assert_true(claim_cites(x, tiny_ref(&f.c, bl)));
    assert_int_equal(x->n_documents, 5);
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "consignee"));
    assert_int_equal(x->value_shift.minor, 3800300);
    assert_true(fabs(claim_measure(x, "just_below").value - 4) < 1e-9);
    assert_true(fabs(claim_measure(x, "sum_over_limit").value - 3.8003) < 1e-6);
    assert_true(fabs(x->weight - 0.73) < 0.01);
    assert_non_null(strstr(x->explanation, "4 invoices"));
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        int n, step;
        int64_t dollars;
        const char *why;
    } cases[] = {
        {2, 1, 9500, "two are too few"},
        {4, 8, 9500, "weeks apart"},
        {4, 1, 8400, "not just below"},
        {4, 1, 10000, "at the limit"},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state);
        lots(&f, "N", cases[i].n, 0, cases[i].step, cases[i].dollars);
        detector_none(&f, cases[i].why);
    }
}

static void lots_of_every_size_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    lots(&f, "BELOW", 3, 0, 1, 9500);
    lots(&f, "ABOVE", 5, 0, 1, 12000);
    detector_none(&f, "as many lie above the limit");
}

static void a_usual_lot_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    lots(&f, "CUT", 4, 0, 1, 9500);
    lots(&f, "LONE", 3, 40, 30, 9600);
    detector_noted(&f, "ship.split", "whose other documents lie just below the limit, too",
                   "1 relation, USD 38006.00");
}

static void a_declared_group_is_left_out(void **state)
{
    detector_case f;
    begin(&f, *state);
    lots(&f, "CUT", 4, 0, 1, 9500);
    tiny_own(&f.c, "Seller Ltd", "Buyer Co", "shareholder", 100);
    detector_none(&f, "its own goods");
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    lots(&f, "CUT", 4, 0, 1, 9500);
    for (int i = 0; i < 12; i++) {
        f.seller = tiny_company(&f.c, tt_arena_printf(*state, "Other %c", 'A' + i), "TZ");
        lots(&f, tt_arena_printf(*state, "O%c", 'A' + i), 4, 0, 1, 9400);
    }
    detector_none(&f, "everybody sends such lots");
}

static void limits_are_for_their_countries_and_directions(void **state)
{
    detector_case f;
    begin(&f, *state);
    f.seller = tiny_company(&f.c, "Exporter Inc", "US");
    for (int i = 0; i < 4; i++) {
        tiny_id dec = tiny_declaration(&f.c, tt_arena_printf(*state, "EX%d", i), TT_DOC_EXPORT,
                                       f.seller, f.buyer, "2024-03-01", "VN");
        tiny_declaration_line(&f.c, dec, "711719", 10, "KGM", 245000, "USD");
    }
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->title, "USD 2500.00 for exports"));
    begin(&f, *state);
    for (int i = 0; i < 4; i++) { /* the same from a country without such a limit */
        tiny_id dec = tiny_declaration(&f.c, tt_arena_printf(*state, "TZ%d", i), TT_DOC_EXPORT,
                                       f.seller, f.buyer, "2024-03-01", "VN");
        tiny_declaration_line(&f.c, dec, "711719", 10, "KGM", 245000, "USD");
    }
    detector_none(&f, "no limit there");
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a);
    lots(f, "CUT", 4, 0, 1, 9500);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/ship_split", TT_TEST(four_lots_just_below_the_limit_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(lots_of_every_size_are_not_found),
             TT_TEST(a_usual_lot_is_not_found), TT_TEST(a_declared_group_is_left_out),
             TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(limits_are_for_their_countries_and_directions),
             TT_TEST(every_allocation_may_fail))
