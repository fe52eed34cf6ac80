/*
 * doc.missing_fields: papers that leave out what all others say are found; feeds without the
 * fields, forms of a party's own, a few empty fields, services and what is usual are not.
 */
#include "tests/support/money_case.h"

#include "refdata/incoterm.h"

enum { OTHERS = 60 };

static const char *const seller = "Foshan Bolong", *const buyer = "Al Baraka";

/* An invoice that says everything, or what the last bits of `says` say: countries, addresses,
 * terms, origin, unit. */
enum { COUNTRIES = 1, ADDRESSES = 2, TERMS = 4, ORIGIN = 8, UNIT = 16, ALL = 31 };

static tiny_id
invoice(detector_case *f, const char *from, const char *to, unsigned says, const char *goods)
{
    tiny_id a = tiny_company(&f->c, from, says & COUNTRIES ? "CN" : NULL);
    tiny_id b = tiny_company(&f->c, to, says & COUNTRIES ? "AE" : NULL);
    if (says & ADDRESSES) {
        tiny_mention_at(&f->c, a)->address = TT_STR("7 Gongye Road");
        tiny_mention_at(&f->c, b)->address = TT_STR("Plot 12, Jebel Ali");
    }
    tiny_id id = tiny_invoice(&f->c, tt_arena_printf(f->a, "I-%u", (unsigned)++f->n_payments), a, b,
                              "2024-03-01", "USD");
    tt_invoice *x = tiny_invoice_at(&f->c, id);
    if (says & TERMS) {
        x->due = tiny_day("2024-04-01");
        x->payment_terms = TT_STR("T/T 30 days");
        assert_true(tt_incoterm_parse(TT_STR("FOB"), &x->incoterm));
    }
    tt_line *l = tiny_line_at(&f->c, tiny_invoice_line(&f->c, id, says & ORIGIN ? "940360" : NULL,
                                                       500, says & UNIT ? "C62" : NULL, 5000000));
    l->description = tt_str_of(goods);
    if (says & ORIGIN)
        assert_true(tt_country_parse(TT_STR("CN"), &l->origin));
    return id;
}

static void others(detector_case *f, int n, int bare, unsigned says)
{
    for (int i = 0; i < n; i++)
        invoice(f, tt_arena_printf(f->a, "Maker %d", i), tt_arena_printf(f->a, "Shop %d", i),
                i < bare ? 0 : says, "Wooden chairs");
}

static void begin(detector_case *f, tt_arena *a, int n)
{
    detector_begin(f, a, "doc.missing_fields");
    others(f, n, 0, ALL);
}

static void relation(detector_case *f, int n, int bare, unsigned says)
{
    for (int i = 0; i < n; i++)
        invoice(f, seller, buyer, i < bare ? says : ALL, "Wooden chairs");
}

static void papers_that_leave_out_most_are_found(void **state)
{
    detector_case f;
    begin(&f, *state, OTHERS);
    relation(&f, 4, 3, UNIT);
    invoice(&f, seller, "Bosphorus Mobilya", ALL, "Wooden chairs");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(13.0 / 4) + 0.1, 1e-6);
    assert_int_equal(x->n_documents, 3);
    assert_true(claim_names(x, money_entity(&f, seller), "seller"));
    assert_string_equal(x->title, "most of what others say is missing in 3 of 4 invoices");
    assert_says(x->explanation,
                "leaves out 9 of the 13 fields that at least 80 % of 60 papers of others in the "
                "same feed have: the seller's country, the seller's address, the buyer's country, "
                "the buyer's address, the day when payment is due, the terms of payment, the terms "
                "of delivery, the code of the goods and the origin of the goods;");
    assert_near(claim_measure(x, "fields_missing").value, 9, 0);
    assert_int_equal(claim_test(x, "own_form").outcome, TT_TEST_NOT_EXPLAINED);
}

static void who_writes_so_to_all_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state, OTHERS);
    detector_set(&f, "min_weight", -1);
    relation(&f, 3, 3, UNIT);
    invoice(&f, seller, "Bosphorus Mobilya", UNIT, "Wooden chairs");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 2);
    assert_near(f.r.findings[1].f.weight, log10(1.6) + 0.1, 1e-6);
    assert_int_equal(claim_test(&f.r.findings[1].f, "own_form").outcome, TT_TEST_WEAKENED);
}

static void few_fields(detector_case *f)
{
    others(f, OTHERS, 0, ALL);
    relation(f, 3, 3, ALL & ~TERMS);
}

static void feed_without(detector_case *f)
{
    others(f, OTHERS, 0, TERMS | UNIT);
    relation(f, 3, 3, UNIT);
}

static void few_papers(detector_case *f)
{
    others(f, 49, 0, ALL);
    relation(f, 3, 3, UNIT);
}

static void one_of_many(detector_case *f)
{
    others(f, OTHERS, 0, ALL);
    relation(f, 20, 1, UNIT);
}

static void usual(detector_case *f)
{
    others(f, OTHERS, 11, ALL);
    relation(f, 1, 1, UNIT);
}

static void service(detector_case *f)
{
    others(f, OTHERS, 0, ALL);
    for (int i = 0; i < 3; i++)
        invoice(f, seller, buyer, 0, "Consulting services, March");
}

static void own_form(detector_case *f)
{
    others(f, OTHERS, 0, ALL);
    relation(f, 3, 3, UNIT);
    for (int i = 0; i < 3; i++)
        invoice(f, seller, tt_arena_printf(f->a, "Client %d", i), UNIT, "Wooden chairs");
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        void (*build)(detector_case *f);
        const char *why;
    } rows[] = {
        {few_fields, "three fields of thirteen"},
        {feed_without, "fields that the feed does not have"},
        {few_papers, "too few papers of others"},
        {one_of_many, "one of twenty"},
        {usual, "many others are as empty"},
        {service, "a service has no quantity, origin or terms of delivery"},
        {own_form, "a form of the seller's own"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        detector_begin(&f, *state, "doc.missing_fields");
        rows[i].build(&f);
        detector_none(&f, rows[i].why);
    }
}

/* Bills of lading: ship, voyage, arrival, packages, weight, container. */
static void bill(detector_case *f, const char *from, const char *to, const char *number, bool full)
{
    tiny_id id = tiny_shipment(&f->c, number, tiny_company(&f->c, from, "CN"),
                               tiny_company(&f->c, to, "AE"), "2024-03-05", "CNSHA", "AEJEA");
    tiny_id line = tiny_shipment_line(&f->c, id, NULL, 500, "C62", full ? 9000 : TT_NO_NUM);
    tt_shipment *x = tiny_shipment_at(&f->c, id);
    if (!full)
        return;
    x->vessel_name = TT_STR("MV CEDAR");
    x->voyage = TT_STR("031W");
    x->arrival = tiny_day("2024-03-25");
    tiny_line_at(&f->c, line)->container = TT_STR("MSKU1234565");
    tiny_line_at(&f->c, line)->packages = 40;
}

static void bills_of_lading_are_papers_too(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "doc.missing_fields");
    for (int i = 0; i < OTHERS; i++)
        bill(&f, tt_arena_printf(f.a, "Maker %d", i), "Al Fares", tt_arena_printf(f.a, "B%d", i),
             true);
    bill(&f, seller, buyer, "BL-1", false);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_names(x, money_entity(&f, buyer), "consignee"));
    assert_says(x->explanation, "the ship, the voyage, the day of arrival, the packages, the "
                                "weight and the container;");
    assert_int_equal(claim_test(x, "own_form").outcome, TT_TEST_UNKNOWN);
}

static void what_cannot_be_compared_is_counted(void **state)
{
    detector_case f;
    begin(&f, *state, 49);
    relation(&f, 3, 3, UNIT);
    detector_noted(&f, "doc.missing_fields",
                   "too few papers of others in the same file and of the same type", "3 papers");
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a, 4);
    detector_set(f, "papers", 4);
    detector_set(f, "deviations", 0);
    detector_set(f, "min_weight", -1);
    relation(f, 2, 2, UNIT);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/doc_missing_fields", TT_TEST(papers_that_leave_out_most_are_found),
             TT_TEST(who_writes_so_to_all_weighs_less), TT_TEST(near_misses_are_not_found),
             TT_TEST(bills_of_lading_are_papers_too), TT_TEST(what_cannot_be_compared_is_counted),
             TT_TEST(every_allocation_may_fail))
