/*
 * dup.invoice_multi: one sale invoiced twice is found where one transport backs both, or both are
 * paid and one was shipped; orders that recur, instalments and corrections are not.  Amounts are in
 * cents.
 */
#include "tests/support/detector_case.h"

#include "detect/common/words.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "dup.invoice_multi");
    f->seller = tiny_company(&f->c, "Twice Trading", "AE");
    f->buyer = tiny_company(&f->c, "Oasis Imports", "DE");
    tiny_coverage(&f->c, TT_KIND_SHIPMENT, NULL, "2024-01-01", "2025-12-31", 97);
}

static void new_deal(detector_case *f)
{
    detector_join(f, 0);
}

static tiny_id
bill(detector_case *f, const char *number, const char *day, int64_t kg, int64_t cents)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, day, "USD");
    tiny_invoice_line(&f->c, inv, "740400", kg, "KGM", cents);
    detector_join(f, inv);
    return inv;
}

static tiny_id
pay(detector_case *f, const char *number, const char *day, int64_t cents, const char *bank)
{
    tiny_id to = tiny_company(&f->c, "Twice Trading", "AE");
    tiny_mention_at(&f->c, to)->bank = tt_str_of(bank);
    tiny_id p = tiny_payment(&f->c, number, f->buyer, to, day, cents, "USD");
    detector_join(f, p);
    return p;
}

static tiny_id ship(detector_case *f, const char *number, int64_t kg)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-05", "AEJEA", "DEHAM");
    tiny_shipment_line(&f->c, bl, "740400", kg, "KGM", kg + kg / 50);
    detector_join(f, bl);
    return bl;
}

/* --- found --- */

static void two_paid_invoices_on_one_transport_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id a = bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    tiny_id b = bill(&f, "A-9", "2024-03-20", 5010, 4010000);
    tiny_id bl = ship(&f, "BL-1", 5000);
    tiny_id p = pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    tiny_id q = pay(&f, "P-2", "2024-04-05", 4010000, "BANK TWO");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(15), 1e-9);
    assert_int_equal(x->value_shift.minor, 4010000);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->n_documents, 5);
    const tiny_id cited[] = {a, b, bl, p, q};
    for (size_t i = 0; i < TT_LEN(cited); i++)
        assert_true(claim_cites(x, tiny_ref(&f.c, cited[i])));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_near(claim_measure(x, "amount_ratio").value, 1.0025, 1e-9);
    assert_near(claim_measure(x, "quantity_ratio").value, 1.002, 1e-9);
    assert_near(claim_measure(x, "days_apart").value, 19, 0);
    assert_string_equal(x->title, "1 invoice of a sale that was invoiced before");
    assert_string_equal(
        x->explanation,
        "Invoices A-1 of 2024-03-01 and A-9 of 2024-03-20, both over USD 40100.00 for the same "
        "quantity "
        "of the same goods, rest on the transport of one; both are paid, by or to different banks "
        "or "
        "accounts. In all 1 invoice of this seller to this buyer repeat one before, worth USD "
        "40100.00: paying twice for one sale moves value to the exporter.");
}

static void the_same_bank_weighs_less_and_a_claim_least(void **state)
{
    detector_case f;
    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    bill(&f, "A-9", "2024-03-20", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    pay(&f, "P-2", "2024-04-05", 4000000, "BANK ONE");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(6), 1e-9);
    detector_set(&f, "lr_paid", 8);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(8), 1e-9);

    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    bill(&f, "A-9", "2024-03-20", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(3), 1e-9);
}

static void two_paid_invoices_of_which_one_was_shipped_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    new_deal(&f);
    bill(&f, "A-9", "2024-03-20", 5000, 4000000);
    pay(&f, "P-2", "2024-04-05", 4000000, "BANK TWO");
    detector_find(&f);
    /* 1 / (1/15 + 0.03): the feed may lack the second shipment */
    assert_near(claim_only(&f.r)->weight, log10(1 / (1 / 15.0 + 0.03)), 1e-9);
    assert_string_equal(claim_test(claim_only(&f.r), "second_shipment").detail,
                        "Stated by coverage records: 97.0 % of such invoices have a shipment or "
                        "declaration in the data; that of one may be missing.");
}

static void copies_of_one_relation_are_one_finding(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++) {
        new_deal(&f);
        bill(&f, tt_arena_printf(f.a, "A-%d", i), "2024-03-01", 5000 + 1000 * i,
             4000000 + 500000 * i);
        bill(&f, tt_arena_printf(f.a, "B-%d", i), "2024-03-20", 5000 + 1000 * i,
             4000000 + 500000 * i);
        ship(&f, tt_arena_printf(f.a, "BL-%d", i), 5000 + 1000 * i);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(3) + 0.4, 1e-9);
    assert_int_equal(x->value_shift.minor, 4000000 + 4500000 + 5000000);
    assert_int_equal(x->n_documents, 9);
    detector_set(&f, "repeat_bonus", 0.5);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(3) + 1, 1e-9);
}

static void coverage_is_estimated_where_it_is_not_stated(void **state)
{
    detector_case f;
    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    new_deal(&f);
    bill(&f, "A-9", "2024-03-20", 5000, 4000000);
    pay(&f, "P-2", "2024-04-05", 4000000, "BANK TWO");
    for (int i = 0; i < 18; i++) { /* 19 of 20 invoices are shipped */
        new_deal(&f);
        bill(&f, tt_arena_printf(f.a, "H-%d", i), "2024-03-01", 7000 + 500 * i,
             9000000 + 500000 * i);
        ship(&f, tt_arena_printf(f.a, "HB-%d", i), 7000 + 500 * i);
    }
    assert_ok(tiny_finish(&f.c));
    assert_ok(tiny_deals(&f.c, f.docs, f.n_docs));
    f.c.data.n_coverages = 0;
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(1 / (1 / 15.0 + 1 - 20 / 22.0)), 1e-9);
    assert_non_null(strstr(claim_test(claim_only(&f.r), "second_shipment").detail, "Estimated"));
    detector_set(&f, "least_known", 21);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

/* --- near misses --- */

static void an_order_that_is_shipped_twice_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    new_deal(&f);
    bill(&f, "A-2", "2024-03-20", 5000, 4000000);
    ship(&f, "BL-2", 5000);
    pay(&f, "P-2", "2024-04-05", 4000000, "BANK TWO");
    detector_none(&f, "the same order twice, shipped twice");

    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    bill(&f, "A-2", "2024-03-20", 5000, 4000000);
    ship(&f, "BL-1", 9800);
    detector_none(&f, "two invoices, one vessel with the goods of both");
}

static void an_order_that_recurs_is_not_found(void **state)
{
    static const char *const days[] = {"2024-03-01", "2024-04-01", "2024-05-01", "2024-05-31"};
    detector_case f;
    begin(&f, *state);
    for (size_t i = 0; i < TT_LEN(days); i++) {
        new_deal(&f);
        bill(&f, tt_arena_printf(f.a, "A-%zu", i), days[i], 5000, 4000000);
        pay(&f, tt_arena_printf(f.a, "P-%zu", i), days[i], 4000000,
            i % 2 ? "BANK ONE" : "BANK TWO");
    }
    detector_none(&f, "the same order on the first of each month");
    assert_true(claim_noted(&f.r, "dup.invoice_multi: invoices alike",
                            "orders that recur at equal distances", "3 invoices, USD 120000.00"));
    detector_set(&f, "regular_cv", 0.001);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
    detector_set(&f, "regular_cv", 0.2);
    detector_set(&f, "regular", 5);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void instalments_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_invoice_at(&f.c, bill(&f, "A-1", "2024-03-01", 5000, 4000000))->payment_terms =
        TT_STR("50 % down payment");
    bill(&f, "A-2", "2024-03-20", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    detector_none(&f, "the terms say so");
    assert_true(claim_noted(&f.r, "dup.invoice_multi: invoices alike",
                            "instalments, by their text or by what was declared",
                            "1 invoice, USD 40000.00"));

    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    bill(&f, "A-2", "2024-03-20", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    tiny_id dec =
        tiny_declaration(&f.c, "D-1", TT_DOC_EXPORT, f.seller, f.buyer, "2024-03-05", "DE");
    tiny_declaration_line(&f.c, dec, "740400", 5000, "KGM", 7300000, "USD");
    detector_join(&f, dec);
    detector_none(&f, "customs saw goods worth both halves");
    detector_set(&f, "part", 0.09);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void a_correction_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    bill(&f, "A-1/R1", "2024-03-03", 5000, 4010000);
    ship(&f, "BL-1", 5000);
    pay(&f, "P-1", "2024-03-30", 4010000, "BANK ONE");
    detector_none(&f, "the second replaces the first, and one is paid");
    assert_true(claim_noted(&f.r, "dup.invoice_multi: invoices alike",
                            "revisions by their number, of which one at most is paid",
                            "1 invoice, USD 40100.00"));

    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    bill(&f, "A-2", "2024-03-03", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    tiny_id note = tiny_credit_note(&f.c, "CN-1", f.seller, f.buyer, "2024-03-03", "USD");
    tiny_invoice_line(&f.c, note, "740400", 5000, "KGM", 4000000);
    detector_none(&f, "the first was credited");
}

static void what_differs_is_not_found(void **state)
{
    static const struct {
        const char *why, *day;
        int64_t kg, cents;
    } rows[] = {
        {"1 % dearer", "2024-03-20", 5000, 4040000},
        {"2 % more", "2024-03-20", 5110, 4000000},
        {"46 days later", "2024-04-16", 5000, 4000000},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        bill(&f, "A-1", "2024-03-01", 5000, 4000000);
        bill(&f, "A-2", rows[i].day, rows[i].kg, rows[i].cents);
        ship(&f, "BL-1", 5000);
        detector_none(&f, rows[i].why);
        detector_set(&f, "amount", 0.02);
        detector_set(&f, "quantity", 0.03);
        detector_set(&f, "days", 46);
        assert_ok(detector_run(&f, ERR));
        assert_int_equal(f.r.n_findings, 1);
    }
}

static void services_and_trade_at_home_need_no_shipment(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 2; i++) {
        new_deal(&f);
        tiny_id inv = tiny_invoice(&f.c, tt_arena_printf(f.a, "S-%d", i), f.seller, f.buyer,
                                   i ? "2024-03-20" : "2024-03-01", "USD");
        tiny_id line = tiny_invoice_line(&f.c, inv, NULL, 1, "C62", 2000000);
        tiny_line_at(&f.c, line)->description = TT_STR("Consulting");
        detector_join(&f, inv);
        pay(&f, tt_arena_printf(f.a, "P-%d", i), "2024-03-30", 2000000, i ? "ONE" : "TWO");
    }
    f.seller = tiny_company(&f.c, "Bremen Handel", "DE");
    for (int i = 0; i < 2; i++) {
        new_deal(&f);
        bill(&f, tt_arena_printf(f.a, "H-%d", i), i ? "2024-03-20" : "2024-03-01", 5000, 4000000);
        pay(&f, tt_arena_printf(f.a, "Q-%d", i), "2024-03-30", 4000000, i ? "ONE" : "TWO");
    }
    detector_none(&f, "nothing to ship across a border");
}

static void a_feed_with_gaps_explains_a_missing_shipment(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_coverage(&f.c, TT_KIND_SHIPMENT, "AE", "2024-01-01", "2025-12-31", 40);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    ship(&f, "BL-1", 5000);
    pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    new_deal(&f);
    bill(&f, "A-9", "2024-03-20", 5000, 4000000);
    pay(&f, "P-2", "2024-04-05", 4000000, "BANK TWO");
    detector_none(&f, "six of ten shipments are not in the feed");
    assert_true(claim_noted(&f.r, "dup.invoice_multi: invoices alike", "weight below min_weight",
                            "1 invoice, USD 40000.00"));
    detector_set(&f, "min_weight", 0.1);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(1 / (1 / 15.0 + 0.6)), 1e-9);
}

/* --- parameters and properties --- */

static void ratios_and_limits_are_parameters(void **state)
{
    detector_case f;
    begin(&f, *state);
    bill(&f, "A-1", "2024-03-01", 5000, 4000000);
    bill(&f, "A-9", "2024-03-20", 5000, 4000000);
    ship(&f, "BL-1", 6600); /* 10,000 invoiced: 1.515 */
    pay(&f, "P-1", "2024-03-30", 4000000, "BANK ONE");
    pay(&f, "P-2", "2024-04-05", 2000000, "BANK TWO"); /* the second half of the second */
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(15), 1e-9);
    detector_set(&f, "lr_banks", 30);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(30), 1e-9);
    detector_set(&f, "paid_share", 0.51);
    detector_set(&f, "lr_claimed", 4);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(4), 1e-9);
    detector_set(&f, "covered", 1.6);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    detector_set(&f, "covered", 1.5);
    detector_set(&f, "min_value", 40001);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void numbers_of_revisions_are_known(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_number_is_revision(TT_STR("INV-7"), TT_STR("INV-7A")));
    assert_true(tt_number_is_revision(TT_STR("INV-7/1"), TT_STR("INV-7")));
    assert_true(tt_number_is_revision(TT_STR("INV-7"), TT_STR("INV-7-R2")));
    assert_true(tt_number_is_revision(TT_STR("INV-7"), TT_STR("INV-7 corrected")));
    assert_false(tt_number_is_revision(TT_STR("INV-7"), TT_STR("INV-71")));
    assert_false(tt_number_is_revision(TT_STR("INV-7"), TT_STR("INV-7")));
    assert_false(tt_number_is_revision(TT_STR("INV-7"), TT_STR("INV-8A")));
    assert_false(tt_number_is_revision(TT_STR("INV-7"), TT_STR("INV-7-EXPORT")));
}

static void amounts_times_k_shift_k_times_the_value(void **state)
{
    int64_t shift[2];
    for (int i = 0; i < 2; i++) {
        detector_case f;
        begin(&f, *state);
        bill(&f, "A-1", "2024-03-01", 5000, i ? 28000000 : 4000000);
        bill(&f, "A-9", "2024-03-20", 5000, i ? 28000000 : 4000000);
        ship(&f, "BL-1", 5000);
        detector_find(&f);
        shift[i] = claim_only(&f.r)->value_shift.minor;
        assert_near(claim_only(&f.r)->weight, log10(3), 1e-9);
    }
    assert_int_equal(shift[1], 7 * shift[0]);
}

static void an_empty_case_has_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_int_equal(f.r.n_completeness, 0);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    bill(f, "A-1", "2024-03-01", 5000, 4000000);
    bill(f, "A-9", "2024-03-20", 5000, 4000000);
    ship(f, "BL-1", 5000);
    pay(f, "P-1", "2024-03-30", 4000000, "BANK ONE");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/dup_invoice_multi", TT_TEST(two_paid_invoices_on_one_transport_are_found),
             TT_TEST(the_same_bank_weighs_less_and_a_claim_least),
             TT_TEST(two_paid_invoices_of_which_one_was_shipped_are_found),
             TT_TEST(copies_of_one_relation_are_one_finding),
             TT_TEST(coverage_is_estimated_where_it_is_not_stated),
             TT_TEST(an_order_that_is_shipped_twice_is_not_found),
             TT_TEST(an_order_that_recurs_is_not_found), TT_TEST(instalments_are_not_found),
             TT_TEST(a_correction_is_not_found), TT_TEST(what_differs_is_not_found),
             TT_TEST(services_and_trade_at_home_need_no_shipment),
             TT_TEST(a_feed_with_gaps_explains_a_missing_shipment),
             TT_TEST(ratios_and_limits_are_parameters), TT_TEST(numbers_of_revisions_are_known),
             TT_TEST(amounts_times_k_shift_k_times_the_value),
             TT_TEST(an_empty_case_has_no_findings), TT_TEST(every_allocation_may_fail))
