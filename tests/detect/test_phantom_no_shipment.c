/*
 * phantom.no_shipment: paid invoices for goods that no document shows moving are found, as far as
 * the data are complete; gaps that the data explain are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include "detect/common/coverage.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "phantom.no_shipment");
    f->seller = tiny_company(&f->c, "Mirage Exports", "AE");
    f->buyer = tiny_company(&f->c, "Oasis Imports", "DE");
    f->c.data.as_of = tiny_day("2024-12-31");
}

/* A paid invoice over 20,000.00, with a shipment or without. */
static tiny_id sale(detector_case *f, const char *number, const char *day, bool shipped)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, day, "USD");
    tiny_invoice_line(&f->c, inv, "740400", 5000, "KGM", 2000000);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, tiny_payment(&f->c, number, f->buyer, f->seller, day, 2000000, "USD"));
    if (shipped)
        detector_join(f, tiny_shipment(&f->c, number, f->seller, f->buyer, day, "AEJEA", "DEHAM"));
    return inv;
}

/* n honest paid sales of other parties, of which k have a shipment. */
static void others(detector_case *f, int n, int k)
{
    tiny_id seller = f->seller, buyer = f->buyer;
    for (int i = 0; i < n; i++) {
        f->seller = tiny_company(&f->c, tt_arena_printf(f->a, "Honest %d", i), "AE");
        f->buyer = tiny_company(&f->c, tt_arena_printf(f->a, "Buyer %d", i), "DE");
        sale(f, tt_arena_printf(f->a, "H-%d", i), "2024-03-01", i < k);
    }
    f->seller = seller;
    f->buyer = buyer;
}

static void covered(detector_case *f, int percent)
{
    tiny_coverage(&f->c, TT_KIND_SHIPMENT, NULL, "2024-01-01", "2024-12-31", percent);
}

/* --- found --- */

static void a_paid_invoice_without_a_shipment_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    tiny_id inv = sale(&f, "PH-1", "2024-03-01", false);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 1.301030, 1e-6); /* log10 1 / (1 - 0.95) */
    assert_near(x->p_value, 0.05, 1e-9);
    assert_int_equal(x->value_shift.minor, 2000000);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_cites(x, tiny_ref(&f.c, inv)));
    assert_int_equal(x->documents[1].kind, TT_KIND_PAYMENT);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_string_equal(x->title, "1 of 1 paid invoice without a shipment");
    assert_string_equal(
        x->explanation,
        "Neither a shipment nor a customs declaration belongs to 1 of 1 paid invoice "
        "for goods from this seller to this buyer (PH-1), worth USD 20000.00; 95.0 % "
        "of such invoices have one. A sale without goods moves the whole payment to "
        "the exporter.");
    assert_string_equal(claim_test(x, "coverage_gap").detail,
                        "Stated by coverage records: 95.0 % of such invoices have a shipment or "
                        "declaration in the data; 1 of 1 lack one here.");
}

static void invoices_of_one_relation_are_one_finding(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    detector_set(&f, "rho", 0);
    sale(&f, "PH-1", "2024-03-01", false);
    sale(&f, "PH-2", "2024-04-01", false);
    sale(&f, "OK-3", "2024-05-01", true);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    /* P(X >= 2) = 3 * 0.05^2 * 0.95 + 0.05^3 = 0.00725; times 2 * (1 + 1/2 + 1/3): 37.62; one by
     * one: 2/3 * 20 */
    assert_near(x->p_value, 0.00725, 1e-9);
    assert_near(x->weight, 1.406122, 1e-6);
    assert_near(claim_measure(x, "invoices_without_shipment").value, 2, 0);
    assert_near(claim_measure(x, "invoices_without_shipment").high, 0.15, 1e-9);
    assert_int_equal(claim_measure(x, "value_without_shipment").money.minor, 4000000);
    assert_int_equal(x->n_documents, 4);
}

static void coverage_is_estimated_where_it_is_not_stated_and_says_so(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, 100, 98);
    sale(&f, "PH-1", "2024-03-01", false);
    sale(&f, "PH-2", "2024-04-01", false);
    detector_set(&f, "rho", 0);
    detector_find(&f);
    /* of 100 others 98 have one: 99 / 102; the gaps of two others are as many as chance leaves */
    double gap = 3 / 102.0;
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((1 / gap + 1 / (gap * gap * 1.5)) / 2), 1e-9);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_non_null(strstr(claim_test(x, "coverage_gap").detail, "Estimated from other parties"));
}

static void money_that_is_passed_on_strengthens(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-03-01", false);
    tiny_payment(&f.c, "OUT", f.seller, tiny_company(&f.c, "Moon Ltd", "HK"), "2024-03-04", 1900000,
                 "USD");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 1.301030 + 0.5, 1e-6);
    assert_string_equal(claim_test(claim_only(&f.r), "money_kept").detail,
                        "1 of 1 payment left the seller again within 5 days.");
    detector_set(&f, "pass_share", 0.96);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 1.301030, 1e-6);
    detector_set(&f, "pass_share", 0.8);
    detector_set(&f, "pass_days", 2);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 1.301030, 1e-6);
    detector_set(&f, "pass_days", 3);
    detector_set(&f, "pass_bonus", 0.2);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 1.501030, 1e-6);
}

/* --- near misses --- */

static void gaps_that_the_data_explain_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 60);
    sale(&f, "PH-1", "2024-03-01", false);
    detector_none(&f, "two of five shipments are not in the feed");
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "without a shipment, as chance leaves them",
                            "1 invoice, USD 20000.00"));
    detector_set(&f, "min_weight", 0.39);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 0.397940, 1e-6); /* log10 2.5 */
}

/* 101 relations: one gap has P = 0.01, and it would take 0.5 / 101. */
static void one_gap_in_a_large_file_is_left_to_chance(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, 100, 100);
    sale(&f, "PH-1", "2024-03-01", false);
    detector_none(&f, "one of 101 relations lacks one shipment");
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "without a shipment, as chance leaves them",
                            "1 invoice, USD 20000.00"));
    detector_set(&f, "max_false", 1);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0); /* 0.01 > 1 / 101 */
    detector_set(&f, "max_share", 0.995);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, -log10(1 / 102.0), 1e-9);
}

static void without_any_knowledge_of_coverage_nothing_is_said(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, 19, 19);
    sale(&f, "PH-1", "2024-03-01", false);
    detector_none(&f, "19 other invoices are too few to estimate coverage");
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "without a shipment, coverage not known", "1 invoice, USD 20000.00"));
    detector_set(&f, "least_known", 19);
    detector_set(&f, "max_false", 1);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, -log10(1 - 20 / 21.0), 1e-9);
}

static void a_shipment_that_may_still_come_is_waited_for(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-09-02", false); /* 120 days before the end */
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1);

    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-09-03", false);
    detector_none(&f, "119 days");
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "younger than the grace period", "1 invoice, USD 20000.00"));
    detector_set(&f, "grace_days", 119);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);

    begin(&f, *state);
    covered(&f, 95);
    tiny_id air = sale(&f, "PH-1", "2024-11-16", false); /* 45 days, by air */
    tiny_invoice_names(&f.c, air, "020-12345675");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1);
    detector_set(&f, "grace_air_days", 46);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void goods_paid_in_advance_have_a_year(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    tiny_id inv = sale(&f, "PH-1", "2024-03-01", false);
    tiny_invoice_at(&f.c, inv)->payment_terms = TT_STR("T/T in advance");
    detector_none(&f, "prepaid ten months ago");
    detector_set(&f, "grace_prepaid_days", 305);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void what_is_not_shipped_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    tiny_id fee = tiny_invoice(&f.c, "FEE", f.seller, f.buyer, "2024-03-01", "USD");
    tiny_id line = tiny_invoice_line(&f.c, fee, NULL, 1, "C62", 3000000);
    tiny_line_at(&f.c, line)->description = TT_STR("Management fee, first quarter");
    detector_join(&f, 0);
    detector_join(&f, fee);
    detector_join(&f, tiny_payment(&f.c, "FEE", f.buyer, f.seller, "2024-03-01", 3000000, "USD"));
    tiny_id held = sale(&f, "HELD", "2024-03-01", false);
    tiny_invoice_at(&f.c, held)->payment_terms = TT_STR("Net 30, bill and hold");
    detector_none(&f, "services, and goods that stay where they are");
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "for services, or not known to be for goods",
                            "1 invoice, USD 30000.00"));
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "for goods that stay with the seller by the terms",
                            "1 invoice, USD 20000.00"));
}

static void trade_inside_one_country_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    f.seller = tiny_company(&f.c, "Bremen Handel", "DE");
    sale(&f, "PH-1", "2024-03-01", false);
    f.seller = tiny_company(&f.c, "Nowhere Trading", NULL);
    sale(&f, "PH-2", "2024-03-01", false);
    detector_none(&f, "a lorry from Bremen to Berlin");
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "within one country, or of unknown countries",
                            "2 invoices, USD 40000.00"));
}

static void unpaid_small_and_credited_invoices_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    tiny_id unpaid = tiny_invoice(&f.c, "OPEN", f.seller, f.buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f.c, unpaid, "740400", 5000, "KGM", 2000000);
    detector_join(&f, unpaid);
    detector_join(&f, tiny_payment(&f.c, "PART", f.buyer, f.seller, "2024-03-01", 999900, "USD"));
    detector_join(&f, 0);
    tiny_id small = tiny_invoice(&f.c, "SMALL", f.seller, f.buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f.c, small, "740400", 5, "KGM", 499900);
    detector_join(&f, small);
    detector_join(&f, tiny_payment(&f.c, "SMALL", f.buyer, f.seller, "2024-03-01", 499900, "USD"));
    sale(&f, "BACK", "2024-03-01", false);
    tiny_id note = tiny_credit_note(&f.c, "BACK-CN", f.seller, f.buyer, "2024-04-01", "USD");
    tiny_invoice_line(&f.c, note, "740400", 5000, "KGM", 2000000);
    detector_none(&f, "nothing was lost");
    detector_set(&f, "paid_share", 0.49);
    detector_set(&f, "min_value", 4999);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(claim_only(&f.r)->value_shift.minor, 2000000 + 499900);
}

static void a_shipment_that_was_not_matched_is_not_held_against_them(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-03-01", false);
    tiny_id bl =
        tiny_shipment(&f.c, "BL-77", f.seller, tiny_company(&f.c, "To order of Bank", "DE"),
                      "2024-03-20", "AEJEA", "DEHAM");
    tiny_shipment_line(&f.c, bl, "740400", 5000, "KGM", 5100);
    detector_none(&f, "the bill of lading names no invoice");
    assert_true(claim_noted(&f.r, "phantom.no_shipment: paid invoices",
                            "whose goods may be in a shipment that no invoice is matched to",
                            "1 invoice, USD 20000.00"));

    f.c.data.shipment_lines[1].hs = f.c.data.shipment_lines[1].hs + ((tt_hs)10000 << 4);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1); /* other goods */
}

static void one_loose_shipment_explains_one_invoice(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    tiny_id first = sale(&f, "PH-1", "2024-03-01", false);
    tiny_id second = sale(&f, "PH-2", "2024-03-02", false);
    tiny_shipment(&f.c, "BL-77", f.seller, 0, "2024-03-20", "AEJEA", "DEHAM");
    detector_find(&f);
    assert_false(claim_cites(claim_only(&f.r), tiny_ref(&f.c, first)));
    assert_true(claim_cites(claim_only(&f.r), tiny_ref(&f.c, second)));
}

static void a_declaration_is_as_good_as_a_shipment(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-03-01", false);
    detector_join(
        &f, tiny_declaration(&f.c, "D-1", TT_DOC_IMPORT, f.seller, f.buyer, "2024-04-01", "AE"));
    detector_none(&f, "the goods were declared");
}

/* --- parameters and properties --- */

static void gaps_of_one_relation_go_together(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-03-01", false);
    sale(&f, "PH-2", "2024-04-01", false);
    assert_ok(detector_finish(&f));
    double weight[2];
    for (int i = 0; i < 2; i++) {
        detector_set(&f, "rho", i ? 0.5 : 0);
        assert_ok(detector_run(&f, ERR));
        weight[i] = claim_only(&f.r)->weight;
    }
    assert_near(weight[0], log10((20 + 1 / (0.0025 * 1.5)) / 2), 1e-6);
    assert_near(weight[1], log10((20 + 1 / (0.05 * (0.05 + 0.5 * 0.95) * 1.5)) / 2), 1e-6);
}

static void no_feed_is_believed_to_be_complete(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    sale(&f, "PH-1", "2024-03-01", false);
    assert_ok(detector_finish(&f));
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 2, 1e-9);
    detector_set(&f, "max_share", 0.9);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 1, 1e-9);
}

static void coverage_of_the_country_goes_before_coverage_of_all(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    tiny_coverage(&f.c, TT_KIND_SHIPMENT, "AE", "2024-01-01", "2024-12-31", 30);
    tiny_coverage(&f.c, TT_KIND_SHIPMENT, "CN", "2024-01-01", "2024-12-31", 99);
    assert_ok(detector_finish(&f));
    double share = 0;
    tt_country ae = 0, de = 0, cn = 0;
    assert_true(tt_country_parse(TT_STR("AE"), &ae) && tt_country_parse(TT_STR("DE"), &de) &&
                tt_country_parse(TT_STR("CN"), &cn));
    assert_true(
        tt_coverage_stated(&f.c.data, TT_KIND_SHIPMENT, ae, de, tiny_day("2024-03-01"), &share));
    assert_near(share, 0.3, 1e-9);
    assert_true(
        tt_coverage_stated(&f.c.data, TT_KIND_SHIPMENT, ae, cn, tiny_day("2024-03-01"), &share));
    assert_near(share, 0.99, 1e-9);
    assert_true(
        tt_coverage_stated(&f.c.data, TT_KIND_SHIPMENT, de, 0, tiny_day("2024-12-31"), &share));
    assert_near(share, 0.95, 1e-9);
    assert_false(
        tt_coverage_stated(&f.c.data, TT_KIND_SHIPMENT, de, 0, tiny_day("2025-01-01"), &share));
    assert_false(
        tt_coverage_stated(&f.c.data, TT_KIND_PAYMENT, de, 0, tiny_day("2024-03-01"), &share));
}

static void goods_may_leave_before_the_invoice(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-03-31", false);
    tiny_shipment(&f.c, "BL-77", f.seller, 0, "2024-03-01", "AEJEA", "DEHAM");
    detector_none(&f, "invoiced thirty days after loading");
    detector_set(&f, "back_days", 29);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void amounts_times_k_shift_k_times_the_value(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 95);
    sale(&f, "PH-1", "2024-03-01", false);
    detector_find(&f);
    double weight = claim_only(&f.r)->weight;
    for (size_t i = 1; i <= f.c.data.n_invoices; i++)
        f.c.data.invoices[i].total.minor *= 7;
    for (size_t i = 1; i <= f.c.data.n_payments; i++)
        f.c.data.payments[i].amount.minor *= 7;
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(claim_only(&f.r)->value_shift.minor, 14000000);
    assert_near(claim_only(&f.r)->weight, weight, 0);
}

static void an_empty_case_has_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    f.n_docs = 0;
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_int_equal(f.r.n_completeness, 0);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    covered(f, 95);
    sale(f, "PH-1", "2024-03-01", false);
    sale(f, "PH-2", "2024-03-01", true);
    tiny_shipment(&f->c, "BL-77", 0, f->buyer, "2023-03-01", "AEJEA", "DEHAM");
    detector_set(f, "rho", 0);
    detector_set(f, "min_weight", 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/phantom_no_shipment", TT_TEST(a_paid_invoice_without_a_shipment_is_found),
             TT_TEST(invoices_of_one_relation_are_one_finding),
             TT_TEST(coverage_is_estimated_where_it_is_not_stated_and_says_so),
             TT_TEST(money_that_is_passed_on_strengthens),
             TT_TEST(gaps_that_the_data_explain_are_not_found),
             TT_TEST(one_gap_in_a_large_file_is_left_to_chance),
             TT_TEST(without_any_knowledge_of_coverage_nothing_is_said),
             TT_TEST(a_shipment_that_may_still_come_is_waited_for),
             TT_TEST(goods_paid_in_advance_have_a_year), TT_TEST(what_is_not_shipped_is_not_found),
             TT_TEST(trade_inside_one_country_is_not_found),
             TT_TEST(unpaid_small_and_credited_invoices_are_not_found),
             TT_TEST(a_shipment_that_was_not_matched_is_not_held_against_them),
             TT_TEST(one_loose_shipment_explains_one_invoice),
             TT_TEST(a_declaration_is_as_good_as_a_shipment),
             TT_TEST(gaps_of_one_relation_go_together), TT_TEST(no_feed_is_believed_to_be_complete),
             TT_TEST(coverage_of_the_country_goes_before_coverage_of_all),
             TT_TEST(goods_may_leave_before_the_invoice),
             TT_TEST(amounts_times_k_shift_k_times_the_value),
             TT_TEST(an_empty_case_has_no_findings), TT_TEST(every_allocation_may_fail))
