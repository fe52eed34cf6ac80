/* Whose documents: each entity's, in the order of time, with what they are worth. */
#include "tests/support/tiny_case.h"
#include "tests/support/tt_test.h"

#include "detect/common/books.h"

static tt_books make(tiny_case *c, tt_arena *a)
{
    tt_books b;
    assert_ok(tiny_finish(c));
    assert_ok(tt_books_build(&c->data, a, &b, ERR));
    return b;
}

static void documents_of_an_entity_come_in_the_order_of_time(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id mill = tiny_company(&c, "Mill", "VN"), shop = tiny_company(&c, "Shop", "DE");
    tiny_id late = tiny_invoice(&c, "I2", mill, shop, "2024-03-01", "USD"),
            early = tiny_invoice(&c, "I1", mill, shop, "2024-01-01", "USD"),
            other = tiny_invoice(&c, "I3", shop, mill, "2024-02-01", "USD");
    tiny_id pay = tiny_payment(&c, "P1", shop, mill, "2024-03-05", 100, "USD");
    tt_books b = make(&c, *state);
    size_t n;
    const tt_ix *v = tt_books_of(&b, TT_BOOK_SOLD, tiny_entity(&c, mill), &n);
    assert_int_equal(n, 2);
    assert_int_equal(v[0], tiny_ix(&c, early));
    assert_int_equal(v[1], tiny_ix(&c, late));
    v = tt_books_of(&b, TT_BOOK_BOUGHT, tiny_entity(&c, mill), &n);
    assert_int_equal(n, 1);
    assert_int_equal(v[0], tiny_ix(&c, other));
    v = tt_books_of(&b, TT_BOOK_PAID, tiny_entity(&c, shop), &n);
    assert_int_equal(n, 1);
    assert_int_equal(v[0], tiny_ix(&c, pay));
    (void)tt_books_of(&b, TT_BOOK_PAID, tiny_entity(&c, mill), &n);
    assert_int_equal(n, 0);
    (void)tt_books_of(&b, TT_BOOK_RECEIVED, (tt_ix)c.data.n_entities, &n);
    assert_int_equal(n, 0);
}

static void values_are_in_the_base_currency_or_unknown(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id mill = tiny_company(&c, "Mill", "VN"), shop = tiny_company(&c, "Shop", "DE");
    tiny_fx(&c, "2024-01-01", "EUR", "1.10");
    tiny_id rated = tiny_payment(&c, "P1", shop, mill, "2024-01-02", 10000, "EUR"),
            unrated = tiny_payment(&c, "P2", shop, mill, "2024-06-02", 10000, "EUR");
    tiny_id bl = tiny_shipment(&c, "B1", mill, shop, "2024-01-02", "VNSGN", "DEHAM");
    tiny_id first = tiny_shipment_line(&c, bl, "080132", 10, "KGM", 10),
            second = tiny_shipment_line(&c, bl, "080132", 10, "KGM", 10);
    tiny_line_at(&c, first)->amount = (tt_money){500, tt_ccy_parse(TT_STR("USD"))};
    tiny_line_at(&c, second)->amount = (tt_money){700, tt_ccy_parse(TT_STR("USD"))};
    tiny_id bare = tiny_shipment(&c, "B2", mill, shop, "2024-01-03", "VNSGN", "DEHAM");
    tt_books b = make(&c, *state);
    assert_int_equal(tt_books_value(&b, TT_KIND_PAYMENT, tiny_ix(&c, rated)), 11000);
    assert_int_equal(tt_books_value(&b, TT_KIND_PAYMENT, tiny_ix(&c, unrated)), TT_NO_NUM);
    assert_int_equal(tt_books_value(&b, TT_KIND_SHIPMENT, tiny_ix(&c, bl)), 1200);
    assert_int_equal(tt_books_value(&b, TT_KIND_SHIPMENT, tiny_ix(&c, bare)), TT_NO_NUM);
}

static void every_allocation_may_fail(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id mill = tiny_company(&c, "Mill", "VN"), shop = tiny_company(&c, "Shop", "DE");
    tiny_payment(&c, "P1", shop, mill, "2024-01-02", 10000, "USD");
    assert_ok(tiny_finish(&c));
    tt_arena mem;
    tt_arena_init(&mem, 0);
    tt_status st;
    tt_books b;
    TT_TORTURE(st, {
        tt_arena_release(&mem);
        tt_arena_init(&mem, 0);
        st = tt_books_build(&c.data, &mem, &b, NULL);
    });
    assert_int_equal(tt_books_value(&b, TT_KIND_PAYMENT, 1), 10000);
    tt_arena_release(&mem);
}

TT_TEST_MAIN("detect/books", TT_TEST(documents_of_an_entity_come_in_the_order_of_time),
             TT_TEST(values_are_in_the_base_currency_or_unknown),
             TT_TEST(every_allocation_may_fail))
