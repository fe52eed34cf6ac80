/*
 * gap.unpaid_shipment: shipped goods that nobody paid are found, as far as the data are complete;
 * groups, credits, terms and loose payments are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

static tiny_id last;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "gap.unpaid_shipment");
    f->seller = tiny_company(&f->c, "Savanna Gate", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son", "VN");
    f->c.data.as_of = tiny_day("2024-12-31");
    tiny_coverage(&f->c, TT_KIND_PAYMENT, NULL, "2024-01-01", "2024-12-31", 95);
}

/* A shipped invoice over 20,000.00, paid or not. */
static tiny_id sale(detector_case *f, const char *number, bool paid)
{
    last = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, last, "080131", 10000, "KGM", 2000000);
    detector_join(f, 0);
    detector_join(f, last);
    detector_join(f, tiny_shipment(&f->c, tt_arena_printf(f->a, "BL%s", number), f->seller,
                                   f->buyer, "2024-03-05", "NGAPP", "VNHPH"));
    if (paid)
        detector_join(f, tiny_payment(&f->c, tt_arena_printf(f->a, "P%s", number), f->buyer,
                                      f->seller, "2024-04-01", 2000000, "USD"));
    return last;
}

static void deal(detector_case *f, const char *number, bool odd)
{
    sale(f, number, !odd);
}

static void three_unpaid(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 20, 0, deal);
    sale(f, "I-1", false);
    sale(f, "I-2", false);
    sale(f, "I-3", false);
}

static void shipped_goods_that_nobody_paid_are_found(void **state)
{
    detector_case f;
    three_unpaid(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    /* beta-binomial, three of three at 5 % and correlation 0.3 */
    assert_near(x->p_value, 0.05 * (0.05 * 0.7 + 0.3) / 1 * (0.05 * 0.7 + 0.6) / 1.3, 1e-9);
    assert_true(x->weight > 1.3);
    assert_int_equal(x->value_shift.minor, 6000000);
    assert_int_equal(x->direction, TT_SHIFT_TO_IMPORTER);
    assert_int_equal(x->n_documents, 6);
    assert_true(claim_cites(x, tiny_ref(&f.c, last)));
    assert_near(claim_measure(x, "unpaid").value, 3, 0);
    assert_string_equal(x->title, "3 of 3 shipped invoices never paid");
    assert_true(strstr(x->explanation, "95.0 % of such invoices are paid") != NULL);
}

static void near_misses_are_not_found(void **state)
{
    enum { CREDIT, GROUP, TERMS, YOUNG, LOOSE, PART, DUE, CASES };
    static const char *const why[CASES] = {
        "taken back",      "a declared daughter", "consignment stock", "not yet due",
        "a loose payment", "a deposit was paid",  "due late"};
    for (int i = 0; i < CASES; i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 20, 0, deal);
        tiny_id inv = sale(&f, "I-1", false);
        if (i == CREDIT) {
            tiny_id note = tiny_credit_note(&f.c, "C-1", f.seller, f.buyer, "2024-04-01", "USD");
            tiny_invoice_line(&f.c, note, "080131", 10000, "KGM", 2000000);
        } else if (i == GROUP) {
            tiny_party(&f.c, "P-1", TT_ENTITY_COMPANY, "Savanna Gate", "NG");
            tiny_party(&f.c, "P-2", TT_ENTITY_COMPANY, "Hai Van Son", "VN");
            tiny_own(&f.c, "Savanna Gate", "Hai Van Son", "shareholder", 100);
        } else if (i == TERMS) {
            tiny_invoice_at(&f.c, inv)->payment_terms = TT_STR("consignment stock");
        } else if (i == YOUNG) {
            f.c.data.as_of = tiny_day("2024-07-01");
        } else if (i == LOOSE) {
            tiny_payment(&f.c, "LOOSE", f.buyer, f.seller, "2024-05-01", 2000000, "USD");
        } else if (i == PART) {
            detector_join(
                &f, tiny_payment(&f.c, "PART", f.buyer, f.seller, "2024-05-01", 700000, "USD"));
        } else {
            tiny_invoice_at(&f.c, inv)->due = tiny_day("2024-11-01");
        }
        detector_none(&f, why[i]);
    }
}

static void gaps_of_the_feed_are_not_found(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "gap.unpaid_shipment");
    f.seller = tiny_company(&f.c, "Savanna Gate", "NG");
    f.buyer = tiny_company(&f.c, "Hai Van Son", "VN");
    f.c.data.as_of = tiny_day("2024-12-31");
    sale(&f, "I-1", false);
    detector_noted(&f, "gap.unpaid_shipment: invoices", "unpaid, coverage not known",
                   "1 invoice, USD 20000.00");
    assert_int_equal(f.r.n_findings, 0);

    detector_begin(&f, *state, "gap.unpaid_shipment");
    f.seller = tiny_company(&f.c, "Savanna Gate", "NG");
    f.buyer = tiny_company(&f.c, "Hai Van Son", "VN");
    f.c.data.as_of = tiny_day("2024-12-31");
    detector_others(&f, 40, 20, deal);
    sale(&f, "I-1", false);
    detector_none(&f, "half of all invoices are not paid in these data");
}

/* What coverage records state is not held against a relation where many do not pay. */
static void bad_debts_of_others_count(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 12, deal);
    sale(&f, "I-1", false);
    detector_none(&f, "a third of all invoices is not paid in these data");
}

/* The buyer sells to the seller for the given cents and is not paid either. */
static void sell_back(detector_case *f, int64_t cents)
{
    tiny_id inv = tiny_invoice(&f->c, "BACK", f->buyer, f->seller, "2024-03-20", "USD");
    tiny_invoice_line(&f->c, inv, "030617", 5000, "KGM", cents);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(
        f, tiny_shipment(&f->c, "BLBACK", f->buyer, f->seller, "2024-03-25", "VNHPH", "NGAPP"));
}

static void what_two_owe_each_other_is_set_off(void **state)
{
    detector_case f;
    three_unpaid(&f, *state);
    sell_back(&f, 5800000);
    detector_noted(&f, "gap.unpaid_shipment: invoices",
                   "unpaid, as are goods that the buyer sold the seller",
                   "4 invoices, USD 118000.00");
    assert_int_equal(f.r.n_findings, 0);

    three_unpaid(&f, *state);
    sell_back(&f, 1000000);
    detector_find(&f);
    assert_int_equal(claim_only(&f.r)->value_shift.minor, 6000000); /* a sixth of it: no set-off */
}

static void days_and_shares_are_parameters(void **state)
{
    detector_case f;
    three_unpaid(&f, *state);
    detector_set(&f, "grace_days", 400);
    detector_none(&f, "still in time");
    detector_set(&f, "grace_days", 180);
    detector_set(&f, "min_value", 20001);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, three_unpaid, 1);
}

TT_TEST_MAIN("detect/gap_unpaid_shipment", TT_TEST(shipped_goods_that_nobody_paid_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(gaps_of_the_feed_are_not_found),
             TT_TEST(bad_debts_of_others_count), TT_TEST(what_two_owe_each_other_is_set_off),
             TT_TEST(days_and_shares_are_parameters), TT_TEST(every_allocation_may_fail))
