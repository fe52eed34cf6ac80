/*
 * price.history_break: a price that leaves its own history, and what honest changes look like.
 *
 * The usual history: twelve monthly lines at about 2.00 a kilogram; amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include <math.h>

enum { MONTHS = 12, LOT = 10000 };

static const char *const days[] = {"2024-01-10", "2024-02-10", "2024-03-10", "2024-04-10",
                                   "2024-05-10", "2024-06-10", "2024-07-10", "2024-08-10",
                                   "2024-09-10", "2024-10-10", "2024-11-10", "2024-12-10"};

static void term(tiny_case *c, tiny_id invoice, const char *code)
{
    assert_true(tt_incoterm_parse(tt_str_of(code), &tiny_invoice_at(c, invoice)->incoterm));
}

static tiny_id
line(detector_case *f, tiny_id seller, tiny_id buyer, const char *day, int64_t kg, int64_t price)
{
    static char number[700][16];
    static unsigned n;
    char *text = number[n++ % 700];
    (void)snprintf(text, 16, "I-%u", n);
    tiny_id inv = tiny_invoice(&f->c, text, seller, buyer, day, "USD");
    term(&f->c, inv, "FOB");
    tiny_invoice_line(&f->c, inv, "080132", kg, "KGM", kg * price);
    return inv;
}

/* Lines of MONTHS months at 1.98 to 2.02; the last `n_last` of them at `last`. */
static tiny_id history(detector_case *f, tiny_id seller, tiny_id buyer, size_t n_last, int64_t last)
{
    tiny_id made = 0;
    for (size_t i = 0; i < MONTHS; i++)
        made = line(f, seller, buyer, days[i], LOT,
                    i + n_last >= MONTHS ? last : 198 + (int64_t)(i * 7 % 5));
    return made;
}

/* Forty-eight relations that trade as they always did: what is usual. */
static void market(detector_case *f, size_t n_last, int64_t last)
{
    static const char *const sellers[] = {
        "Acorn Mills", "Birch Foods", "Cedar Grain", "Date Exports",  "Elm Produce",  "Fig Harvest",
        "Gum Trading", "Hazel Nuts",  "Ivy Growers", "Juniper Farms", "Kola Produce", "Lime Agro"};
    static const char *const buyers[] = {"Oak Roasters", "Pine Snacks", "Quince Foods", "Rowan AG"};
    for (size_t i = 0; i < TT_LEN(sellers) * TT_LEN(buyers); i++)
        history(f, tiny_company(&f->c, sellers[i % TT_LEN(sellers)], "CI"),
                tiny_company(&f->c, buyers[i / TT_LEN(sellers)], "NL"), n_last, last);
}

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "price.history_break");
    f->seller = tiny_company(&f->c, "Seller Ltd", "VN");
    f->buyer = tiny_company(&f->c, "Buyer GmbH", "DE");
}

static void a_price_that_leaves_its_history_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    market(&f, 0, 0);
    tiny_id last = history(&f, f.seller, f.buyer, 1, 400);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 1);
    assert_int_equal(x->documents[0].doc, tiny_ix(&f.c, last));
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_in_range(x->value_shift.minor, 1990000, 2020000); /* 10,000 kg at 4.00, not 2.00 */
    assert_true(fabs(claim_measure(x, "ratio").value - 2) < 0.02);
    assert_int_equal(claim_test(x, "market_move").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "unit_slip").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight > 0.3 && x->p_value < 0.03);
}

/* Who leaves its history three times is no more usual for it than who does so once. */
static void own_breaks_are_not_what_is_usual(void **state)
{
    detector_case f;
    double p[2];
    for (size_t i = 0; i < 2; i++) {
        begin(&f, *state);
        market(&f, 0, 0);
        history(&f, f.seller, f.buyer, i ? 3 : 1, 400);
        detector_find(&f);
        p[i] = claim_only(&f.r)->p_value;
    }
    assert_near(p[0], p[1], 1e-9);
}

static void a_fall_moves_value_to_the_importer(void **state)
{
    detector_case f;
    begin(&f, *state);
    market(&f, 0, 0);
    history(&f, f.seller, f.buyer, 1, 100);
    detector_find(&f);
    assert_int_equal(claim_only(&f.r)->direction, TT_SHIFT_TO_IMPORTER);
}

static void what_the_market_did_is_no_break(void **state)
{
    detector_case f;
    begin(&f, *state);
    market(&f, 1, 380);
    history(&f, f.seller, f.buyer, 1, 400);
    detector_none(&f, "all prices doubled in December");
}

static void a_short_or_restless_history_is_none(void **state)
{
    detector_case f;
    begin(&f, *state);
    market(&f, 0, 0);
    for (size_t i = 0; i < 5; i++)
        line(&f, f.seller, f.buyer, days[i], LOT, 200);
    line(&f, f.seller, f.buyer, days[5], LOT, 400);
    tiny_id other = tiny_company(&f.c, "Restless Ltd", "VN");
    for (size_t i = 0; i < MONTHS; i++)
        line(&f, other, f.buyer, days[i], LOT, 150 + (int64_t)(i * 53 % 200));
    detector_none(&f, "five lines are no history, and these prices always jump");
}

static void small_values_and_slips_of_units_are_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    market(&f, 0, 0);
    for (size_t i = 0; i + 1 < MONTHS; i++)
        line(&f, f.seller, f.buyer, days[i], 1000, 200);
    line(&f, f.seller, f.buyer, days[11], 1000, 400); /* shifts 2,000 */
    tiny_id slip = tiny_company(&f.c, "Slip Ltd", "VN");
    history(&f, slip, f.buyer, 1, 2000); /* ten times: a point that moved */
    detector_none(&f, "too small, and a factor of ten is an error of entry");
}

static void what_explains_a_part_weakens(void **state)
{
    detector_case f, g;
    begin(&f, *state);
    market(&f, 0, 0);
    history(&f, f.seller, f.buyer, 1, 400);
    detector_find(&f);
    begin(&g, *state);
    market(&g, 0, 0);
    tiny_id last = history(&g, g.seller, g.buyer, 1, 400);
    term(&g.c, last, "CIF");
    tiny_own(&g.c, "Seller Ltd", "Buyer GmbH", "shareholder", 100);
    detector_set(&g, "min_weight", -1);
    detector_find(&g);
    const tt_finding *x = claim_only(&g.r);
    assert_int_equal(claim_test(x, "delivery_term").outcome, TT_TEST_WEAKENED);
    assert_int_equal(claim_test(x, "related_party_declared").outcome, TT_TEST_WEAKENED);
    assert_true(x->weight < claim_only(&f.r)->weight / 3);
}

static void a_new_level_that_stays_weakens(void **state)
{
    detector_case f;
    begin(&f, *state);
    market(&f, 0, 0);
    history(&f, f.seller, f.buyer, 5, 400);
    detector_set(&f, "min_weight", -1);
    detector_find(&f);
    assert_int_equal(claim_test(claim_only(&f.r), "new_price_level").outcome, TT_TEST_WEAKENED);
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    tt_arena *a = *state;
    begin(&f, a);
    history(&f, tiny_company(&f.c, "Acorn Mills", "CI"), f.buyer, 0, 0);
    detector_set(&f, "min_weight", -1);
    history(&f, f.seller, f.buyer, 1, 400);
    assert_ok(detector_finish(&f));
    TT_TORTURE(st, st = detector_run(&f, NULL));
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/price_history_break", TT_TEST(a_price_that_leaves_its_history_is_found),
             TT_TEST(own_breaks_are_not_what_is_usual), TT_TEST(a_fall_moves_value_to_the_importer),
             TT_TEST(what_the_market_did_is_no_break), TT_TEST(a_short_or_restless_history_is_none),
             TT_TEST(small_values_and_slips_of_units_are_not_told),
             TT_TEST(what_explains_a_part_weakens), TT_TEST(a_new_level_that_stays_weakens),
             TT_TEST(every_allocation_may_fail))
