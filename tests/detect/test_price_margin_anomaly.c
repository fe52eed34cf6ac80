/* price.margin_anomaly: goods sold on at a price no margin explains, and honest resale. */
#include "tests/support/detector_case.h"

#include <math.h>

enum { OTHERS = 40, FEW = 4 };

static const char *code = "170260";

static tiny_id
sale(detector_case *f, tiny_id seller, tiny_id buyer, const char *day, int64_t kg, int64_t price)
{
    static char number[400][12];
    static unsigned n;
    char *text = number[n++ % 400];
    (void)snprintf(text, 12, "I-%u", n);
    tiny_id inv = tiny_invoice(&f->c, text, seller, buyer, day, "USD");
    assert_true(tt_incoterm_parse(TT_STR("FOB"), &tiny_invoice_at(&f->c, inv)->incoterm));
    tiny_invoice_line(&f->c, inv, code, kg, "KGM", kg * price);
    return inv;
}

/* Forty traders that buy at 1.00 and sell the lot ten days later at 1.10. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    static char name[OTHERS][24];
    detector_begin(f, a, "price.margin_anomaly");
    f->seller = tiny_company(&f->c, "Sugar Mill", "BR");
    f->buyer = tiny_company(&f->c, "Sweet Shops", "DE");
    f->stranger = tiny_company(&f->c, "Middle Trading", "AE");
    for (int i = 0; i < others; i++) {
        (void)snprintf(name[i], sizeof *name, "Broker %c%c Trading", 'A' + i / 6, 'a' + i % 6);
        tiny_id broker = tiny_company(&f->c, name[i], "NL");
        sale(f, f->seller, broker, "2024-03-01", 20000 + 100 * i, 100);
        sale(f, broker, f->buyer, "2024-03-11", 20000 + 100 * i, 110);
    }
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, OTHERS);
}

static void the_same_lot_at_a_multiple_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id in = sale(&f, f.seller, f.stranger, "2024-03-05", 50000, 100);
    tiny_id out = sale(&f, f.stranger, f.buyer, "2024-03-15", 50000, 400);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    const tt_invoice *inv = f.c.data.invoices;
    assert_true(claim_cites(
        x, (tt_ref){TT_KIND_INVOICE, tiny_ix(&f.c, in), inv[tiny_ix(&f.c, in)].head.first_line}));
    assert_true(claim_cites(
        x, (tt_ref){TT_KIND_INVOICE, tiny_ix(&f.c, out), inv[tiny_ix(&f.c, out)].head.first_line}));
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "trader"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_int_equal(claim_test(x, "processing").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(fabs(claim_measure(x, "gross_margin").value - 0.75) < 1e-6);
    assert_int_equal(x->value_shift.minor, 15000000);
    assert_true(x->weight > 0.4 && x->weight <= 1);
}

/* Six lots bought and sold at a loss; the weight of what is found. */
static double six_losses(detector_case *f, tt_arena *a)
{
    static const char *const bought[] = {"2024-01-05", "2024-02-05", "2024-03-05",
                                         "2024-04-05", "2024-05-05", "2024-06-05"},
                             *const sold[] = {"2024-01-20", "2024-02-20", "2024-03-20",
                                              "2024-04-20", "2024-05-20", "2024-06-20"};
    begin(f, a);
    for (int i = 0; i < 6; i++) {
        sale(f, f->seller, f->stranger, bought[i], 50000 + i, 100);
        sale(f, f->stranger, f->buyer, sold[i], 40000 + i, 85);
    }
    detector_find(f);
    return claim_only(&f->r)->weight;
}

static void losses_again_and_again_are_found(void **state)
{
    detector_case f;
    double alike = six_losses(&f, *state);
    const tt_finding *x = claim_only(&f.r);
    assert_true(fabs(claim_measure(x, "lots_that_differ").value - 6) < 1e-9);
    assert_int_equal(claim_test(x, "processing").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "unlike_goods").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(alike > 0.5);
    code = "170290"; /* other sugars: what was sold may not be what was bought */
    double unlike = six_losses(&f, *state);
    code = "170260";
    assert_int_equal(claim_test(claim_only(&f.r), "unlike_goods").outcome, TT_TEST_WEAKENED);
    assert_near(alike - unlike, log10(2) / 2, 1e-6);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    /* one clearance at a loss: a loss is worth little */
    sale(&f, f.seller, f.stranger, "2024-03-05", 50000, 100);
    sale(&f, f.stranger, f.buyer, "2024-03-15", 50000, 90);
    /* a large margin on other quantities, months later: work was put in */
    tiny_id maker = tiny_company(&f.c, "Syrup Works", "NL");
    sale(&f, f.seller, maker, "2024-01-05", 50000, 100);
    sale(&f, maker, f.buyer, "2024-05-15", 30000, 300);
    /* a decimal point that moved */
    tiny_id slip = tiny_company(&f.c, "Slip Trading", "NL");
    sale(&f, f.seller, slip, "2024-03-05", 50000, 100);
    sale(&f, slip, f.buyer, "2024-03-15", 50000, 1000);
    /* sold before it was bought: another lot */
    tiny_id stock = tiny_company(&f.c, "Stock Trading", "NL");
    sale(&f, stock, f.buyer, "2024-03-01", 50000, 400);
    sale(&f, f.seller, stock, "2024-03-15", 50000, 100);
    detector_none(&f, "honest resale");
}

static void what_the_market_did_is_taken_off(void **state)
{
    detector_case f;
    static char name[12][24];
    detector_begin(&f, *state, "price.margin_anomaly");
    f.seller = tiny_company(&f.c, "Sugar Mill", "BR");
    f.buyer = tiny_company(&f.c, "Sweet Shops", "DE");
    f.stranger = tiny_company(&f.c, "Middle Trading", "AE");
    for (int i = 0; i < 12; i++) {
        (void)snprintf(name[i], sizeof *name, "Mill %c Sugar", 'A' + i);
        tiny_id mill = tiny_company(&f.c, name[i], "BR");
        tiny_id shop = tiny_company(&f.c, i % 2 ? "Cake Shops" : "Jam Works", "FR");
        sale(&f, mill, shop, "2024-01-05", 20000, 100);
        sale(&f, mill, shop, "2024-04-05", 20000, 60);
    }
    sale(&f, f.seller, f.stranger, "2024-01-08", 900000, 100);
    sale(&f, f.stranger, f.buyer, "2024-04-02", 900000, 60);
    detector_set(&f, "min_weight", -1);
    detector_none(&f, "all prices fell by two fifths");
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_status st;
    begin_with(&f, *state, FEW);
    detector_set(&f, "min_weight", -1);
    sale(&f, f.seller, f.stranger, "2024-03-05", 50000, 100);
    sale(&f, f.stranger, f.buyer, "2024-03-15", 50000, 400);
    assert_ok(detector_finish(&f));
    TT_TORTURE(st, st = detector_run(&f, NULL));
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/price_margin_anomaly", TT_TEST(the_same_lot_at_a_multiple_is_found),
             TT_TEST(losses_again_and_again_are_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_the_market_did_is_taken_off), TT_TEST(every_allocation_may_fail))
