/*
 * Coverage of feeds: what is stated is told, else who speaks of a document is asked whether it is
 * there.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "match/coverage.h"

static const tt_feed *feed(const tiny_case *c, tt_feed feeds[TT_FEEDS], tt_kind kind)
{
    tt_arena a;
    tt_arena_init(&a, 0);
    assert_ok(tt_match_coverage(&c->data, &a, feeds, ERR));
    tt_arena_release(&a);
    for (size_t i = 0; i < TT_FEEDS; i++)
        if (feeds[i].kind == kind)
            return &feeds[i];
    fail();
    return NULL;
}

static void who_names_a_document_is_asked_for_it(void **state)
{
    tiny_case c;
    tt_feed feeds[TT_FEEDS];
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), b = tiny_company(&c, "Moon", "AE");
    tiny_id there = tiny_invoice(&c, "INV-1", a, b, "2024-01-05", "USD");
    tiny_id missing = tiny_invoice(&c, "INV-2", a, b, "2024-01-06", "USD");
    (void)tiny_invoice(&c, "INV-3", a, b, "2024-01-07", "USD"); /* names nothing */
    tiny_invoice_names(&c, there, "BL-1");
    tiny_invoice_names(&c, missing, "BL-2");
    (void)tiny_shipment(&c, "BL-1", a, b, "2024-01-09", "DEHAM", "AEJEA");
    tiny_id pay = tiny_payment(&c, "P", b, a, "2024-12-05", 100, "USD");
    tiny_payment_names(&c, pay, "INV-9");
    assert_ok(tiny_finish_matched(&c));

    const tt_feed *f = feed(&c, feeds, TT_KIND_SHIPMENT);
    assert_int_equal(f->n, 2);
    assert_int_equal(f->k, 1);
    assert_int_equal(f->n_stated, 0);
    f = feed(&c, feeds, TT_KIND_INVOICE);
    assert_int_equal(f->n, 1);
    assert_int_equal(f->k, 0);
    f = feed(&c, feeds, TT_KIND_PAYMENT);
    assert_int_equal(f->n, 3);
    assert_int_equal(f->k, 0);
    f = feed(&c, feeds, TT_KIND_DECLARATION);
    assert_int_equal(f->n, 1);
    assert_int_equal(f->k, 0);
}

static void a_young_invoice_may_still_be_paid(void **state)
{
    tiny_case c;
    tt_feed feeds[TT_FEEDS];
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), b = tiny_company(&c, "Moon", "AE");
    (void)tiny_invoice(&c, "INV-1", a, b, "2024-01-05", "USD");
    (void)tiny_invoice(&c, "INV-2", a, b, "2024-04-01", "USD");
    (void)tiny_invoice(&c, "INV-3", a, b, "2024-05-04", "USD"); /* the last day: as_of */
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(feed(&c, feeds, TT_KIND_PAYMENT)->n, 1);
}

static void what_is_stated_is_told_with_its_range(void **state)
{
    tiny_case c;
    tt_feed feeds[TT_FEEDS];
    tiny_init(&c, *state);
    tiny_coverage(&c, TT_KIND_SHIPMENT, "DE", "2024-01-01", "2024-12-31", 90);
    tiny_coverage(&c, TT_KIND_SHIPMENT, "AE", "2024-01-01", "2024-12-31", 40);
    assert_ok(tiny_finish_matched(&c));
    const tt_feed *f = feed(&c, feeds, TT_KIND_SHIPMENT);
    assert_int_equal(f->n_stated, 2);
    assert_int_equal(f->low, 400000);
    assert_int_equal(f->high, 900000);
    assert_int_equal(feed(&c, feeds, TT_KIND_INVOICE)->n_stated, 0);
}

TT_TEST_MAIN("match/coverage", TT_TEST(who_names_a_document_is_asked_for_it),
             TT_TEST(a_young_invoice_may_still_be_paid),
             TT_TEST(what_is_stated_is_told_with_its_range))
