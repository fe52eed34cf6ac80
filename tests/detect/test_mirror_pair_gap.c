/*
 * mirror.pair_gap: an export and an import of one consignment that state another value are found;
 * freight, parts and other consignments are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

static tiny_id import;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "mirror.pair_gap");
    f->seller = tiny_company(&f->c, "Foshan Bolong", "CN");
    f->buyer = tiny_company(&f->c, "Al Baraka", "AE");
}

/* Exported at 100,000.00 FOB, imported at `value` CIF some days later. */
static void
consignment(detector_case *f, const char *number, int64_t value, const char *day, int64_t pieces)
{
    tiny_id out = tiny_declaration(&f->c, tt_arena_printf(f->a, "X%s", number), TT_DOC_EXPORT,
                                   f->seller, f->buyer, "2024-03-04", "AE");
    tiny_declaration_line(&f->c, out, "940360", 500, "C62", 10000000, "USD");
    import = tiny_declaration(&f->c, tt_arena_printf(f->a, "M%s", number), TT_DOC_IMPORT, f->seller,
                              f->buyer, day, "CN");
    tiny_declaration_line(&f->c, import, "940360", pieces, "C62", value, "USD");
    detector_join(f, 0);
    detector_join(f, out);
    detector_join(f, import);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    consignment(f, number, odd ? 3533333 : 10600000, "2024-04-02", 500);
}

static void two_of_two(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 20, 0, deal);
    deal(f, "1", true);
    deal(f, "2", true);
}

static void an_import_at_a_third_of_the_export_is_found(void **state)
{
    detector_case f;
    two_of_two(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->direction, TT_SHIFT_TO_IMPORTER);
    assert_near((double)x->value_shift.minor, 2 * 6666667, 2);
    assert_near(claim_measure(x, "value_at_export").value, 100000, 1e-6);
    assert_near(claim_measure(x, "value_at_import").value, 33333.33, 0.01);
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_cites(x, tiny_ref(&f.c, import)));
    assert_string_equal(x->title,
                        "more declared at export than declared at import in 2 of 2 deals");
    assert_true(x->weight > 1);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        int64_t value;
        const char *day;
        int64_t pieces;
        const char *why;
    } rows[] = {
        {10600000, "2024-04-02", 500, "CIF against FOB"},
        {8800000, "2024-04-02", 500, "within the tolerance"},
        {3533333, "2024-12-02", 500, "long after: another consignment"},
        {3533333, "2024-02-02", 500, "before the export: another consignment"},
        {5300000, "2024-04-02", 250, "a part at the same price"},
        {106000, "2024-04-02", 500, "a factor of hundred: data quality"},
        {15600000, "2024-04-02", 500, "a licence fee that customs add at import"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 20, 0, deal);
        consignment(&f, "1", rows[i].value, rows[i].day, rows[i].pieces);
        detector_none(&f, rows[i].why);
    }
}

static void more_at_import_moves_value_to_the_exporter(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 0, deal);
    consignment(&f, "1", 31800000, "2024-04-02", 500);
    detector_find(&f);
    assert_int_equal(claim_only(&f.r)->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(claim_only(&f.r)->value_shift.minor, 20000000);

    begin(&f, *state);
    detector_others(&f, 20, 0, deal);
    consignment(&f, "1", 15600000, "2024-04-02", 500); /* 1.47 of the export at FOB */
    detector_noted(&f, "mirror.pair_gap",
                   "an import declaration states up to the parameter additions more than that of "
                   "the export: licence fees, tools, commissions",
                   "1 deal, USD 47169.81");
    detector_set(&f, "additions", 0.4);
    detector_set(&f, "min_weight", -1);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void days_are_parameters(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 0, deal);
    consignment(&f, "1", 3533333, "2024-12-02", 500);
    detector_set(&f, "late_days", 300);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1);
    detector_set(&f, "tolerance", 3);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

/* One side of a bill of lading, in no deal: kilograms of sawn wood at 0.90 FOB. */
static tiny_id on_bill(detector_case *f, const char *bill, const char *number, tt_doc_type type,
                       const char *day, int64_t kg, int64_t cents)
{
    tiny_id d = tiny_declaration(&f->c, number, type, f->seller, f->buyer, day,
                                 type == TT_DOC_EXPORT ? "VN" : "MZ");
    tiny_declaration_line(&f->c, d, "440729", kg, "KGM", cents, "USD");
    if (!f->c.failed)
        tiny_declaration_at(&f->c, d)->transport_document = tt_str_of(bill);
    return d;
}

/* Honest neighbours, each with a bill: CIF against FOB, a late import, dry wood. */
static void neighbours(detector_case *f)
{
    static const struct {
        const char *day;
        int64_t kg, cents;
    } rows[] = {
        {"2024-04-02", 10000, 954000}, {"2024-06-20", 10000, 954000}, {"2024-04-02", 9700, 930000}};
    begin(f, f->a);
    f->seller = tiny_company(&f->c, "Sofala Madeiras", "MZ");
    f->buyer = tiny_company(&f->c, "Quang Ninh Wood", "VN");
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        const char *bill = tt_arena_printf(f->a, "N%zu", i);
        (void)on_bill(f, bill, tt_arena_printf(f->a, "NX%zu", i), TT_DOC_EXPORT, "2024-03-04",
                      10000, 900000);
        (void)on_bill(f, bill, tt_arena_printf(f->a, "NM%zu", i), TT_DOC_IMPORT, rows[i].day,
                      rows[i].kg, rows[i].cents);
    }
    f->seller = tiny_company(&f->c, "Zambezi Timber", "MZ");
    f->buyer = tiny_company(&f->c, "Hai Long Wood", "VN");
}

static void short_bill(detector_case *f, tt_arena *a)
{
    f->a = a;
    neighbours(f);
    (void)on_bill(f, "MAEU 700-1", "X1", TT_DOC_EXPORT, "2024-03-04", 10000, 900000);
    import = on_bill(f, "MAEU7001", "M1", TT_DOC_IMPORT, "2024-04-12", 4000, 381600);
}

static void ten_tonnes_that_leave_and_four_that_arrive_are_found(void **state)
{
    detector_case f;
    short_bill(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "fewer goods declared at import than at export in 1 of 1 bill");
    assert_near(claim_measure(x, "at_export").value, 10000, 1e-6);
    assert_near(claim_measure(x, "at_import").value, 4000, 1e-6);
    assert_int_equal(x->value_shift.minor, 540000);
    assert_int_equal(x->direction, TT_SHIFT_TO_IMPORTER);
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_cites(x, tiny_ref(&f.c, import)));
    assert_true(x->weight > 0.5);
}

static void honest_bills_are_not_found(void **state)
{
    static const struct {
        const char *bill, *day, *rest; /* rest: when the other part is cleared */
        int64_t kg, cents;
        const char *why;
    } rows[] = {
        {"MAEU7001", "2024-04-12", "2024-04-30", 4000, 381600, "cleared in two parts"},
        {"MAEU7001", "2024-04-12", "2024-04-30", 9900, 944000,
         "other bills cleared under this one"},
        {"MAEU7001", "2024-06-12", NULL, 4000, 381600, "the rest may still come"},
        {"MAEU7001", "2024-04-12", NULL, 9300, 887000, "within the tolerance"},
        {"MAEU7001", "2024-04-12", NULL, 10000, 954000, "all of it"},
        {"MAEU7001", "2024-04-12", NULL, 22046, 954000, "pounds"},
        {"MAEU7001", "2024-01-12", NULL, 4000, 381600, "before the export"},
        {"MAEU7009", "2024-04-12", NULL, 4000, 381600, "another bill"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f = {.a = *state};
        neighbours(&f);
        (void)on_bill(&f, "MAEU7001", "X1", TT_DOC_EXPORT, "2024-03-04", 10000, 900000);
        (void)on_bill(&f, rows[i].bill, "M1", TT_DOC_IMPORT, rows[i].day, rows[i].kg,
                      rows[i].cents);
        if (rows[i].rest)
            (void)on_bill(&f, "MAEU7001", "M2", TT_DOC_IMPORT, rows[i].rest, 6000, 572400);
        detector_none(&f, rows[i].why);
    }
}

static void the_value_of_a_bill_in_no_deal_is_compared(void **state)
{
    detector_case f = {.a = *state};
    neighbours(&f);
    (void)on_bill(&f, "MAEU7001", "X1", TT_DOC_EXPORT, "2024-03-04", 10000, 2000000);
    (void)on_bill(&f, "MAEU7001", "M1", TT_DOC_IMPORT, "2024-04-12", 10000, 600000);
    detector_find(&f);
    assert_string_equal(claim_only(&f.r)->title,
                        "less value declared at import than at export in 1 of 1 bill");
    detector_set(&f, "tolerance", 5);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, two_of_two, 1);
    detector_torture(*state, short_bill, 1);
}

TT_TEST_MAIN("detect/mirror_pair_gap", TT_TEST(an_import_at_a_third_of_the_export_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(more_at_import_moves_value_to_the_exporter), TT_TEST(days_are_parameters),
             TT_TEST(ten_tonnes_that_leave_and_four_that_arrive_are_found),
             TT_TEST(honest_bills_are_not_found),
             TT_TEST(the_value_of_a_bill_in_no_deal_is_compared),
             TT_TEST(every_allocation_may_fail))
