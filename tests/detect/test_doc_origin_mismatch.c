/*
 * doc.origin_mismatch: two origins for the same goods are context; one origin, none, small deals
 * and what is usual are nothing.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.origin_mismatch");
    f->seller = tiny_company(&f->c, "Foshan Bolong", "CN");
    f->buyer = tiny_company(&f->c, "Al Baraka", "AE");
}

static void set_origin(detector_case *f, tiny_id line, const char *origin)
{
    if (*origin)
        assert_true(tt_country_parse(tt_str_of(origin), &tiny_line_at(&f->c, line)->origin));
}

/* Invoiced as of one country, imported as of another; loaded in Shanghai. */
static void
consignment(detector_case *f, const char *number, const char *sold, const char *in, int64_t cents)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    set_origin(f, tiny_invoice_line(&f->c, inv, "940360", 500, "C62", cents), sold);
    tiny_id bill = tiny_shipment(&f->c, tt_arena_printf(f->a, "B%s", number), f->seller, f->buyer,
                                 "2024-03-04", "CNSHA", "AEJEA");
    tiny_id import = tiny_declaration(&f->c, tt_arena_printf(f->a, "M%s", number), TT_DOC_IMPORT,
                                      f->seller, f->buyer, "2024-04-02", "CN");
    set_origin(f, tiny_declaration_line(&f->c, import, "940360", 500, "C62", cents, "USD"), in);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, bill);
    detector_join(f, import);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    consignment(f, number, "VN", odd ? "MY" : "VN", 5000000);
}

static void two_origins_are_context(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    deal(&f, "1", true);
    deal(&f, "2", true);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(1.3) + 0.05, 1e-6);
    assert_int_equal(x->n_documents, 4);
    assert_string_equal(f.r.findings[1].family, "context");
    assert_int_equal(x->value_shift.minor, 0);
    assert_string_equal(x->title, "two origins for the same goods in 2 of 2 deals");
    assert_says(x->explanation,
                "The goods are from Malaysia in declaration M1 and from Vietnam in invoice 1.");
    assert_int_equal(claim_test(x, "dispatch_for_origin").outcome, TT_TEST_NOT_EXPLAINED);
}

static void the_country_of_loading_may_have_been_written(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    consignment(&f, "1", "VN", "CN", 5000000);
    detector_find(&f);
    tt_test t = claim_test(claim_only(&f.r), "dispatch_for_origin");
    assert_int_equal(t.outcome, TT_TEST_UNKNOWN);
    assert_says(t.detail, "loaded, or sold, in China");
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *sold, *in;
        int64_t cents;
        const char *why;
    } rows[] = {
        {"VN", "VN", 5000000, "one origin, other than the seller's country"},
        {"VN", "", 5000000, "no origin at import"},
        {"", "", 5000000, "no origin at all"},
        {"VN", "MY", 499900, "a small deal"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 40, 0, deal);
        consignment(&f, "1", rows[i].sold, rows[i].in, rows[i].cents);
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
    detector_none(&f, "most deals have two origins");
}

static void what_cannot_be_compared_is_counted(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "1", false);
    consignment(&f, "2", "VN", "", 5000000);
    /* the bills of lading have no lines */
    detector_noted(&f, "doc.origin_mismatch", "lines without two known origins", "5 lines");
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    deal(f, "1", true);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/doc_origin_mismatch", TT_TEST(two_origins_are_context),
             TT_TEST(the_country_of_loading_may_have_been_written),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(what_cannot_be_compared_is_counted), TT_TEST(every_allocation_may_fail))
