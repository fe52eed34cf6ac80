/*
 * doc.sequence_violation: dates in an impossible order are found; errors of entry, papers that do
 * not name each other, and terms that explain the order, are not.
 */
#include "tests/support/detector_case.h"

static tiny_id ship, invoice;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.sequence_violation");
    f->seller = tiny_company(&f->c, "Foshan Bolong", "CN");
    f->buyer = tiny_company(&f->c, "Al Baraka", "AE");
}

static void voyage(detector_case *f, const char *number, const char *day, const char *arrival)
{
    ship = tiny_shipment(&f->c, number, f->seller, f->buyer, day, "CNSHA", "AEJEA");
    tiny_shipment_line(&f->c, ship, "940360", 500, "C62", 9000);
    if (arrival)
        tiny_shipment_at(&f->c, ship)->arrival = tiny_day(arrival);
    detector_join(f, 0);
    detector_join(f, ship);
}

static void sale(detector_case *f, const char *number, const char *day)
{
    invoice = tiny_invoice(&f->c, number, f->seller, f->buyer, day, "USD");
    tiny_invoice_line(&f->c, invoice, "940360", 500, "C62", 5000000);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    voyage(f, number, "2024-03-20", odd ? "2024-03-01" : "2024-04-20");
}

static void twice(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 24, 0, deal);
    deal(f, "BL1", true);
    deal(f, "BL2", true);
}

static void an_arrival_before_loading_is_found(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(8) + 0.2, 1e-9);
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_cites(x, tiny_ref(&f.c, ship)));
    assert_near(claim_measure(x, "days_too_early").value, 19, 0);
    assert_string_equal(x->title, "dates in an impossible order in 2 of 2 comparisons");
    assert_true(strstr(x->explanation,
                       "was on board on 2024-03-20 and arrived on 2024-03-01, 19 days "
                       "earlier: the goods arrived before they were on board.") != NULL);
    assert_int_equal(claim_test(x, "date_swap").outcome, TT_TEST_NOT_EXPLAINED);
}

static void declare(detector_case *f, tt_doc_type direction, const char *day, const char *names)
{
    tiny_id dec = tiny_declaration(&f->c, "D1", direction, f->seller, f->buyer, day, "CN");
    tiny_declaration_line(&f->c, dec, "940360", 500, "C62", 5000000, "USD");
    tiny_declaration_names(&f->c, dec, NULL, names);
    detector_join(f, dec);
}

static void an_import_before_loading_is_found_by_number(void **state)
{
    static const struct {
        tt_doc_type direction;
        const char *day, *names;
        size_t n;
    } rows[] = {{TT_DOC_IMPORT, "2024-03-01", "BL 1", 1},
                {TT_DOC_IMPORT, "2024-03-17", "BL1", 0},  /* within the slack */
                {TT_DOC_IMPORT, "2024-03-01", "BL7", 0},  /* another shipment */
                {TT_DOC_IMPORT, "2024-03-01", NULL, 0},   /* matched by likeness */
                {TT_DOC_EXPORT, "2024-03-01", "BL1", 0}}; /* exports are declared before */
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 24, 0, deal);
        voyage(&f, "BL1", "2024-03-20", NULL);
        declare(&f, rows[i].direction, rows[i].day, rows[i].names);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].n);
        if (rows[i].n)
            assert_true(strstr(claim_only(&f.r)->explanation,
                               "The shipment BL1 is of 2024-03-20, the declaration D1 of "
                               "2024-03-01, 19 days earlier: the goods were declared") != NULL);
    }
}

static void an_invoice_after_its_goods_or_its_payment_needs_a_reason(void **state)
{
    static const struct {
        const char *day, *terms;
        bool pays;
        size_t n;
    } rows[] = {
        {"2024-03-01", "T/T 30 days", false, 1},       {"2024-03-01", "T/T 30 days", true, 1},
        {"2024-06-10", "T/T 30 days", false, 0}, /* sixty days are usual */
        {"2024-06-10", "T/T 30 days", true, 0},  /* thirty are */
        {"2024-03-01", "consignment stock", false, 0}, {"2024-03-01", "30% deposit, T/T", true, 0}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 24, 0, deal);
        sale(&f, "INV-1", "2024-07-05");
        tiny_invoice_at(&f.c, invoice)->payment_terms = tt_str_of(rows[i].terms);
        detector_join(&f, 0);
        detector_join(&f, invoice);
        if (rows[i].pays) {
            tiny_id pay = tiny_payment(&f.c, "P1", f.buyer, f.seller, rows[i].day, 5000000, "USD");
            tiny_payment_names(&f.c, pay, "INV-1");
            detector_join(&f, pay);
        } else {
            tiny_invoice_names(&f.c, invoice, "BL1");
            voyage(&f, "BL1", rows[i].day, NULL);
        }
        detector_set(&f, "min_weight", 0.29);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].n);
        if (!rows[i].n)
            continue;
        const tt_finding *x = claim_only(&f.r);
        assert_near(x->weight, log10(2), 1e-9);
        assert_int_equal(x->n_documents, 2);
        assert_string_equal(x->title, "dates that need a reason in 1 of 1 comparison");
        assert_int_equal(claim_measure(x, "value_of_documents").money.minor, 5000000);
    }
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *day, *arrival, *why;
    } rows[] = {
        {"2024-03-20", "2024-03-16", "four days: papers are dated when they are signed"},
        {"2024-03-20", NULL, "no arrival"},
        {"2024-12-02", "2024-01-05", "5 January 2025 a year too early"},
        {"2024-02-12", "2024-01-05", "1 May, day and month swapped"},
        {"2024-09-02", "2024-03-08", "2 September for 9 February"},
        {"2024-03-20", "2024-03-20", "on the same day"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 24, 0, deal);
        voyage(&f, "BL1", rows[i].day, rows[i].arrival);
        detector_none(&f, rows[i].why);
    }
}

static void errors_of_entry_are_counted(void **state)
{
    detector_case f;
    begin(&f, *state);
    voyage(&f, "BL1", "2024-02-12", "2024-01-05");
    voyage(&f, "BL2", "2024-12-20", "2024-01-15");
    detector_noted(&f, "dq.date_swap_suspected", "day and month swapped put two dates in order",
                   "1 comparison");
    assert_true(claim_noted(&f.r, "dq.year_slip_suspected", "another year puts two dates in order",
                            "1 comparison"));
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 24, 15, deal);
    deal(&f, "BL1", true);
    deal(&f, "BL2", true);
    detector_none(&f, "the feed has wrong dates");
}

static void bounds_are_parameters(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_set(&f, "lr_hard", 5);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(5) + 0.2, 1e-9);
    detector_set(&f, "slack_days", 19);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    deal(f, "BL1", true);
    declare(f, TT_DOC_IMPORT, "2024-04-22", "BL1");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/doc_sequence_violation", TT_TEST(an_arrival_before_loading_is_found),
             TT_TEST(an_import_before_loading_is_found_by_number),
             TT_TEST(an_invoice_after_its_goods_or_its_payment_needs_a_reason),
             TT_TEST(near_misses_are_not_found), TT_TEST(errors_of_entry_are_counted),
             TT_TEST(what_is_usual_in_these_data_is_not_found), TT_TEST(bounds_are_parameters),
             TT_TEST(every_allocation_may_fail))
