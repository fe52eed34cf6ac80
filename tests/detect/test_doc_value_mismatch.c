/*
 * doc.value_mismatch: invoices and declarations of one deal that state another value are found;
 * freight, units, currencies and parts are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include "base/num.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.value_mismatch");
    f->seller = tiny_company(&f->c, "Lakeside Metals", "ZM");
    f->buyer = tiny_company(&f->c, "Porto Cobre", "PT");
}

static tiny_id declaration, invoice;

/* An invoice over 20 t at 5.00 a kilogram, FOB, and its export declaration. */
static void sale(detector_case *f, const char *number, int64_t declared, int64_t kg)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, "740311", 20000, "KGM", 10000000);
    invoice = inv;
    declaration =
        tiny_declaration(&f->c, number, TT_DOC_EXPORT, f->seller, f->buyer, "2024-03-04", "PT");
    tiny_declaration_line(&f->c, declaration, "740311", kg, "KGM", declared, "USD");
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, declaration);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    sale(f, number, odd ? 5000000 : 10000000, 20000);
}

static void two_of_three(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 20, 0, deal);
    deal(f, "I-1", true);
    deal(f, "I-2", true);
    deal(f, "I-3", false);
}

static void less_declared_than_invoiced_is_found(void **state)
{
    detector_case f;
    two_of_three(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    /* mean of 10, 10, 1, and 0.2 for the second; p of 2 of 3 at (0 + 0.02 * 30) / (20 + 30) */
    assert_near(x->p_value, 0.000428544, 1e-9);
    assert_near(x->weight, log10(7) + 0.2, 1e-9);
    assert_int_equal(x->value_shift.minor, 10000000);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_cites(x, tiny_ref(&f.c, declaration)) == false); /* I-3 agrees */
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_near(claim_measure(x, "declared_value").value, 50000, 1e-6);
    assert_near(claim_measure(x, "invoiced_value").value, 100000, 1e-6);
    assert_near(claim_measure(x, "largest_ratio").value, 0.5, 1e-9);
    assert_string_equal(x->title, "less declared than invoiced in 2 of 3 deals");
    assert_string_equal(
        x->explanation,
        "In 2 of 3 deals between these parties the value declared is not the value invoiced, both "
        "brought to FOB in USD: in the deal farthest apart (declaration I-1 and invoice I-1) it is "
        "50000.00 against 100000.00. The difference is worth USD 100000.00 in all: what is "
        "invoiced beyond the declared value moves to the exporter when it is paid.");
}

static void more_declared_than_invoiced_moves_value_to_the_importer(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 0, deal);
    sale(&f, "I-1", 18000000, 20000);
    detector_find(&f);
    assert_int_equal(claim_only(&f.r)->direction, TT_SHIFT_TO_IMPORTER);
    assert_int_equal(claim_only(&f.r)->value_shift.minor, 8000000);
    assert_string_equal(claim_only(&f.r)->title, "more declared than invoiced in 1 of 1 deal");
}

static void a_part_is_compared_by_value_for_one_unit(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 0, deal);
    sale(&f, "I-1", 4000000, 16000); /* 2.50 a kilogram */
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(claim_measure(x, "declared_value").value, 2.5, 1e-9);
    assert_string_equal(claim_measure(x, "declared_value").unit, "USD a unit");
    assert_near(claim_measure(x, "quantity_ratio").value, 0.8, 1e-9);

    begin(&f, *state);
    sale(&f, "I-1", 8000000, 16000); /* the rest on another declaration */
    detector_none(&f, "a part at the same price");
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        int64_t declared, kg;
        const char *why;
    } rows[] = {
        {8800000, 20000, "within the tolerance"},
        {4535924, 20000, "pounds taken for kilograms: data quality"},
        {100000, 20000, "a factor of hundred: data quality"},
        {800000000, 20000, "beyond reason: data quality"},
        {TT_NO_NUM, 20000, "no customs value"},
        {10000000, 20000, "agrees"},
        {4500000, 9000, "0.45 of the goods at their price: a part, not pounds"},
        {4800000, 9400, "the same, at nearly their price"},
        {10000000, 9072, "all of the value, and the quantity in another unit"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 20, 0, deal);
        sale(&f, "I-1", rows[i].declared, rows[i].kg);
        detector_none(&f, rows[i].why);
    }
}

static void freight_is_no_difference(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "tolerance", 0.01);
    sale(&f, "I-1", 10600000, 20000);
    tiny_declaration_at(&f.c, declaration)->basis = 2; /* CIF: 6 % where the mode is not known */
    detector_none(&f, "CIF against FOB");
}

/* What match says when an import and an export declaration answer for one invoice. */
static void pair_both(detector_case *f, tt_pairing v[3], const tiny_id dec[2])
{
    tt_ix ix[2] = {tiny_ix(&f->c, dec[0]), tiny_ix(&f->c, dec[1])};
    for (int i = 0; i < 2; i++)
        v[ix[i] > ix[1 - i] ? 2 : 1] = (tt_pairing){.kind = TT_KIND_DECLARATION,
                                                    .doc = ix[i],
                                                    .to_kind = TT_KIND_INVOICE,
                                                    .to = tiny_ix(&f->c, invoice),
                                                    .share = 1000000,
                                                    .quantity = TT_NO_NUM,
                                                    .amount = {TT_NO_NUM, f->c.data.base}};
    f->c.data.pairings = v;
    f->c.data.n_pairings = 2;
}

/* Customs value at import is the price plus what the buyer bears beside it. */
static void what_customs_add_at_import_is_no_difference(void **state)
{
    static const struct {
        int64_t at_import, at_export;
        bool found;
        const char *why;
    } rows[] = {
        {14000000, 0, false, "a licence fee"},
        {14000000, 10000000, false, "a licence fee: exported at the price"},
        {14000000, 13000000, true, "the seller declares more than it invoices"},
        {16000000, 10000000, true, "more than is usually added"},
        {7000000, 10000000, true, "less than the price"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_pairing v[3] = {{.kind = TT_KIND_NONE}};
        tiny_id dec[2];
        begin(&f, *state);
        detector_others(&f, 20, 0, deal);
        sale(&f, "I-1", rows[i].at_import, 20000);
        dec[0] = declaration;
        tiny_declaration_at(&f.c, declaration)->type = TT_DOC_IMPORT;
        tiny_declaration_at(&f.c, declaration)->basis = 1; /* FOB */
        if (rows[i].at_export) {
            dec[1] =
                tiny_declaration(&f.c, "X-1", TT_DOC_EXPORT, f.seller, f.buyer, "2024-03-04", "PT");
            tiny_declaration_line(&f.c, dec[1], "740311", 20000, "KGM", rows[i].at_export, "USD");
            detector_join(&f, dec[1]);
        }
        assert_ok(detector_finish(&f));
        if (rows[i].at_export)
            pair_both(&f, v, dec);
        assert_ok(detector_run(&f, ERR));
        if (f.r.n_findings != (rows[i].found ? 1 : 0))
            fail_msg("%s", rows[i].why);
        assert_int_equal(claim_noted(&f.r, "doc.value_mismatch",
                                     "an import declaration states up to the parameter additions "
                                     "more than the invoice, and no export declaration does: "
                                     "licence fees, tools, commissions",
                                     "1 deal, USD 40000.00"),
                         !rows[i].found);
    }
}

static void one_number_in_two_currencies_is_data_quality(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_fx(&f.c, "2024-03-04", "EUR", "1.4");
    tiny_id inv = tiny_invoice(&f.c, "I-1", f.seller, f.buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f.c, inv, "740311", 20000, "KGM", 10000000);
    tiny_id dec =
        tiny_declaration(&f.c, "D-1", TT_DOC_EXPORT, f.seller, f.buyer, "2024-03-04", "PT");
    tiny_declaration_line(&f.c, dec, "740311", 20000, "KGM", 10000000, "EUR");
    detector_join(&f, inv);
    detector_join(&f, dec);
    detector_noted(&f, "dq.currency_error_suspected", "the same number in two currencies",
                   "1 line, USD 100000.00");
    assert_int_equal(f.r.n_findings, 0);
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 10, deal);
    deal(&f, "I-1", true);
    detector_none(&f, "half of all others differ as well");
}

static void bands_are_parameters(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "prior_deals", 0);
    detector_set(&f, "lr_weak", 5);
    sale(&f, "I-1", 8300000, 20000); /* 1.2: weak; no rate at all */
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(5), 1e-9);
    detector_set(&f, "strong", 0.2);
    detector_set(&f, "lr_strong", 20);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(20), 1e-9);
    detector_set(&f, "min_value", 17001);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, two_of_three, 1);
}

TT_TEST_MAIN("detect/doc_value_mismatch", TT_TEST(less_declared_than_invoiced_is_found),
             TT_TEST(more_declared_than_invoiced_moves_value_to_the_importer),
             TT_TEST(a_part_is_compared_by_value_for_one_unit), TT_TEST(near_misses_are_not_found),
             TT_TEST(freight_is_no_difference),
             TT_TEST(what_customs_add_at_import_is_no_difference),
             TT_TEST(one_number_in_two_currencies_is_data_quality),
             TT_TEST(what_is_usual_in_these_data_is_not_found), TT_TEST(bands_are_parameters),
             TT_TEST(every_allocation_may_fail))
