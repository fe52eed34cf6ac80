/*
 * price.rigidity: one price for lots on end in a moving market is found; still markets, standing
 * orders, one order, groups, short series and what everybody does are not.
 */
#include "tests/support/money_case.h"

#include "detect/common/tail.h"

#include <math.h>

enum { LOTS = 8, STEP = 40 };

static int crowd = 60;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "price.rigidity");
}

static tiny_id
lot(detector_case *f, const char *seller, const char *buyer, int day, int64_t kg, int64_t price)
{
    tiny_id inv =
        tiny_invoice(&f->c, money_name(f, "I-%d", (int)++f->n_payments), money_party(f, seller),
                     money_party(f, buyer), money_date(f, day), "USD");
    if (!f->c.failed)
        assert_true(tt_incoterm_parse(TT_STR("FOB"), &tiny_invoice_at(&f->c, inv)->incoterm));
    tiny_invoice_line(&f->c, inv, "440729", kg, "KGM", kg * price);
    return inv;
}

/* Relations whose prices rise by so many cents a lot. */
static void others(detector_case *f, int64_t rise)
{
    for (int i = 0; i < crowd; i++)
        for (int k = 0; k < LOTS; k++)
            lot(f, money_name(f, "Seller %d", i), money_name(f, "Buyer %d", i), STEP * k + i % 9,
                8000 + 100 * k, 200 + i % 7 + rise * k);
}

/* n lots at 2.10, each larger by `more` kilograms. */
static tiny_id series(detector_case *f, int n, int64_t more)
{
    tiny_id last = 0;
    for (int k = 0; k < n; k++)
        last = lot(f, "Still", "Client", STEP * k + 3, 9000 + more * k, 210);
    return last;
}

static void still(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f, 10);
    series(f, LOTS, 700);
}

static void one_price_in_a_moving_market_is_found(void **state)
{
    detector_case f;
    still(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    double u = 0.6 / 90;
    assert_near(x->p_value, u, 1e-8);
    assert_near(x->weight, tt_log10_e_of_p(u), 1e-6);
    assert_string_equal(x->title, "HS 440729: one price in 8 of 8 lines while the market moved");
    assert_says(x->explanation, "8 of 8 lines of HS 440729 from this seller to this buyer cost USD "
                                "2.10/kg, between 2024-01-04 and 2024-10-10, USD 192360.00 in all; "
                                "meanwhile the prices of 60 other relations in such goods changed "
                                "by a factor of 1.");
    assert_int_equal(x->n_documents, LOTS);
    assert_true(claim_names(x, money_entity(&f, "Still"), "seller"));
    assert_true(claim_names(x, money_entity(&f, "Client"), "buyer"));
    assert_near(claim_measure(x, "unit_price").value, 2.1, 1e-9);
    assert_near(claim_measure(x, "lines_at_that_price").value, LOTS, 0);
    assert_int_equal(claim_measure(x, "invoiced_at_that_price").money.minor, 19236000);
    assert_int_equal(claim_test(x, "standing_order").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "one_contract").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "price_list").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
}

static void a_line_at_another_price_is_not_cited(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, 10);
    series(&f, 10, 700);
    tiny_id other = lot(&f, "Still", "Client", 200, 9000, 260);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 10);
    for (size_t i = 0; i < x->n_documents; i++)
        assert_int_not_equal(x->documents[i].doc, tiny_ix(&f.c, other));
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why;
        int64_t rise, more;
        int n, order, spoilt;
        bool group;
    } none[] = {
        {"the market stands still, too", 0, 700, LOTS, 0, 0, false},
        {"a standing order", 10, 0, LOTS, 0, 0, false},
        {"one order, delivered in parts", 10, 700, LOTS, 1, 0, false},
        {"five lots", 10, 700, 5, 0, 0, false},
        {"two of ten lots cost more", 10, 700, LOTS, 0, 2, false},
        {"a mother sells to her daughter", 10, 700, LOTS, 0, 0, true},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        others(&f, none[i].rise);
        for (int k = 0; k < none[i].n; k++) {
            tiny_id inv = lot(&f, "Still", "Client", STEP * k + 3, 9000 + none[i].more * k, 210);
            if (none[i].order)
                tiny_invoice_at(&f.c, inv)->order_number = TT_STR("PO-1");
        }
        for (int k = 0; k < none[i].spoilt; k++)
            lot(&f, "Still", "Client", 100 + k, 9000, 250);
        if (none[i].group)
            money_own(&f, "Still", "Client");
        detector_none(&f, none[i].why);
    }
}

static void what_is_usual_is_counted_not_told(void **state)
{
    detector_case f;
    still(&f, *state);
    for (int i = 0; i < 9; i++)
        for (int k = 0; k < LOTS; k++)
            lot(&f, money_name(&f, "Listed %d", i), money_name(&f, "Shop %d", i), STEP * k,
                5000 + 300 * k, 230);
    detector_noted(&f, "price.rigidity: series of prices",
                   "relations whose weight is below min_weight", "10 relations, USD 1194240.00");
    assert_int_equal(f.r.n_findings, 0);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_lines", 9},   {"min_move", 0.5}, {"market_runs", 61}, {"lr_most", 1},
                {"min_value", 1e6}, {"usual_rate", 1}, {"min_weight", 1.2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        still(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    crowd = 3;
    still(f, a);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/price_rigidity", TT_TEST(one_price_in_a_moving_market_is_found),
             TT_TEST(a_line_at_another_price_is_not_cited), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_is_usual_is_counted_not_told), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
