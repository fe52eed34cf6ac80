/*
 * doc.desc_mismatch: papers that describe other goods are found; other words for the same, other
 * codes for the same words, and scripts that are not compared, are not.
 */
#include "tests/support/detector_case.h"

static tiny_id bill;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.desc_mismatch");
    f->seller = tiny_company(&f->c, "Foshan Bolong", "CN");
    f->buyer = tiny_company(&f->c, "Al Baraka", "AE");
}

/* Invoiced as wooden chairs; the bill of lading says something. */
static void consignment(detector_case *f, const char *number, const char *words, const char *hs)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_id line = tiny_invoice_line(&f->c, inv, "940360", 500, "C62", 5000000);
    tiny_line_at(&f->c, line)->description = TT_STR("Wooden chairs, beech");
    bill = tiny_shipment(&f->c, tt_arena_printf(f->a, "BL%s", number), f->seller, f->buyer,
                         "2024-03-05", "CNSHA", "AEJEA");
    line = tiny_shipment_line(&f->c, bill, hs, 500, "C62", 9000);
    tiny_line_at(&f->c, line)->description = tt_str_of(words);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, bill);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    consignment(f, number, odd ? "Plastic household ware" : "Wooden chairs",
                odd ? "392410" : "940360");
}

static void two_of_two(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 40, 0, deal);
    consignment(f, "1", "Used lead batteries", "854810");
    consignment(f, "2", "Used lead batteries", "854810");
}

static void other_goods_on_the_bill_are_found(void **state)
{
    detector_case f;
    two_of_two(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(5) + 0.2, 1e-9);
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_cites(x, tiny_ref(&f.c, bill)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_near(claim_measure(x, "common_words").value, 0, 0);
    assert_string_equal(x->title, "papers describe other goods in 2 of 2 deals");
    assert_true(strstr(x->explanation, "says 'Used lead batteries'") != NULL);
    assert_true(strstr(x->explanation,
                       "says 'Wooden chairs, beech'; the HS chapters are 85 and 94") != NULL);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *words, *hs, *why;
    } rows[] = {
        {"Furniture of beech wood", "940360", "other words under one chapter"},
        {"Chair, wooden", "442190", "the same words under another chapter"},
        {"Seats", "940169", "other words, another heading of one chapter"},
        {"\xe6\x9c\xa8\xe6\xa4\x85\xe5\xad\x90", "854810", "a script that is not compared"},
        {"Used lead batteries", NULL, "no code"},
        {"", "854810", "no words"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 40, 0, deal);
        consignment(&f, "1", rows[i].words, rows[i].hs);
        consignment(&f, "2", rows[i].words, rows[i].hs);
        detector_none(&f, rows[i].why);
    }
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 25, deal);
    deal(&f, "1", true);
    deal(&f, "2", true);
    detector_none(&f, "most bills describe something else");
}

static void bounds_are_parameters(void **state)
{
    detector_case f;
    two_of_two(&f, *state);
    detector_set(&f, "lr", 9);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(9) + 0.2, 1e-9);
    detector_set(&f, "common", 0);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, two_of_two, 1);
}

TT_TEST_MAIN("detect/doc_desc_mismatch", TT_TEST(other_goods_on_the_bill_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(bounds_are_parameters), TT_TEST(every_allocation_may_fail))
