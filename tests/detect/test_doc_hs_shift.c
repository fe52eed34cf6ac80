/*
 * doc.hs_shift: other headings for the same goods are found; national digits, unknown codes and
 * what is usual are not.
 */
#include "tests/support/detector_case.h"

static tiny_id import;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.hs_shift");
    f->seller = tiny_company(&f->c, "Foshan Bolong", "CN");
    f->buyer = tiny_company(&f->c, "Al Baraka", "AE");
}

/* Exported under one code, imported under another. */
static void consignment(detector_case *f, const char *number, const char *out, const char *in)
{
    tiny_id dec = tiny_declaration(&f->c, tt_arena_printf(f->a, "X%s", number), TT_DOC_EXPORT,
                                   f->seller, f->buyer, "2024-03-04", "AE");
    tiny_declaration_line(&f->c, dec, out, 500, "C62", 10000000, "USD");
    import = tiny_declaration(&f->c, tt_arena_printf(f->a, "M%s", number), TT_DOC_IMPORT, f->seller,
                              f->buyer, "2024-04-02", "CN");
    tiny_declaration_line(&f->c, import, in, 500, "C62", 10000000, "USD");
    detector_join(f, 0);
    detector_join(f, dec);
    detector_join(f, import);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    consignment(f, number, "940360", odd ? "392690" : "940360");
}

static void two_of_two(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 40, 0, deal);
    deal(f, "1", true);
    deal(f, "2", true);
}

static void another_chapter_at_import_is_found(void **state)
{
    detector_case f;
    two_of_two(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(8) + 0.1, 1e-9);
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_cites(x, tiny_ref(&f.c, import)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_int_equal(x->direction, TT_SHIFT_NONE);
    assert_int_equal(x->value_shift.minor, 0);
    assert_near(claim_measure(x, "deals_that_differ").value, 2, 0);
    assert_string_equal(x->title, "another HS code for the same goods in 2 of 2 deals");
    assert_true(strstr(x->explanation, "The goods are 940360 (") != NULL);
    assert_true(strstr(x->explanation, "and 392690 (") != NULL);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *out, *in, *why;
    } rows[] = {
        {"940360", "94036010", "national digits"},
        {"940360", "940350", "another subheading of one heading"},
        {"940360", NULL, "no code"},
        {"940360", "9999", "a code that does not exist"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 40, 0, deal);
        consignment(&f, "1", rows[i].out, rows[i].in);
        consignment(&f, "2", rows[i].out, rows[i].in);
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
    detector_none(&f, "most deals have two codes");
}

static void ratios_are_parameters(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    consignment(&f, "1", "940360", "940130"); /* another heading of one chapter */
    consignment(&f, "2", "940360", "940130");
    detector_none(&f, "customs and importer dispute a heading");
    detector_set(&f, "min_weight", 0.4);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(2) + 0.1, 1e-9);
    detector_set(&f, "lr_heading", 6);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(6) + 0.1, 1e-9);
    detector_set(&f, "min_value", 1e9);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, two_of_two, 1);
}

TT_TEST_MAIN("detect/doc_hs_shift", TT_TEST(another_chapter_at_import_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(ratios_are_parameters), TT_TEST(every_allocation_may_fail))
