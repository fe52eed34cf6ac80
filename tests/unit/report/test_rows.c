/* What one cited row says. */
#include "tests/unit/report/report_test.h"

#include "report/rows.h"

static report_case c;

static tt_row_facts facts(tiny_id id)
{
    return tt_row_facts_of(&c.tiny.data, tiny_ref(&c.tiny, id));
}

static void a_line_has_its_goods_amount_and_number(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_row_facts f = facts(c.line[1]);
    assert_int_equal(f.kind, TT_KIND_INVOICE);
    assert_str(f.number, "INV-1");
    assert_int_equal(f.line, 2);
    assert_int_equal(f.day, tiny_day("2024-01-05"));
    assert_int_equal(f.from, tiny_ix(&c.tiny, c.party[E_ALPHA]));
    assert_int_equal(f.to, tiny_ix(&c.tiny, c.party[E_BETA]));
    assert_int_equal(f.goods->quantity, 500000000);
    assert_int_equal(f.amount.minor, 425000);
    assert_int_equal(f.place.line, 2);
    assert_str(c.tiny.data.sources[f.place.source].name, "invoice.csv");
}

static void a_document_of_several_lines_has_its_total_and_no_goods(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_row_facts f = facts(c.invoice[0]);
    assert_int_equal(f.line, 0);
    assert_null(f.goods);
    assert_int_equal(f.amount.minor, 1275000);
    assert_int_equal(f.place.line, 1);
}

static void a_document_of_one_line_has_the_goods_of_that_line(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_row_facts f = facts(c.invoice[1]);
    assert_int_equal(f.line, 0);
    assert_str(f.goods->description, "<i>laptops</i>");
    assert_int_equal(f.amount.minor, 1200000);
    f = facts(c.shipment);
    assert_non_null(f.goods);
    assert_int_equal(f.amount.minor, TT_NO_NUM); /* no declared value */
    assert_int_equal(f.to, tiny_ix(&c.tiny, c.party[E_BETA]));
}

static void a_payment_has_its_amount_and_no_line(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_row_facts f = facts(c.payment[1]);
    assert_int_equal(f.kind, TT_KIND_PAYMENT);
    assert_null(f.goods);
    assert_int_equal(f.line, 0);
    assert_int_equal(f.amount.minor, 990000);
    assert_int_equal(f.amount.ccy, tt_ccy_parse(TT_STR("EUR")));
    tt_ref row = tiny_ref(&c.tiny, c.payment[1]);
    row.line = c.tiny.data.payments[row.doc].head.first_line;
    assert_int_equal(tt_row_facts_of(&c.tiny.data, row).line, 0);
    assert_int_equal(tt_row_facts_of(&c.tiny.data, row).amount.minor, 990000);
}

TT_TEST_MAIN("report/rows", TT_TEST(a_line_has_its_goods_amount_and_number),
             TT_TEST(a_document_of_several_lines_has_its_total_and_no_goods),
             TT_TEST(a_document_of_one_line_has_the_goods_of_that_line),
             TT_TEST(a_payment_has_its_amount_and_no_line))
