/* The input files as a table: counts, sums by currency, and files without amounts. */
#include "tests/unit/report/report_test.h"

#define ZEROS "00000000000000000000000000000000000000000000000000000000000000"

static report_case c;

static tt_str inputs_of(tt_arena *a, tt_input_sums *sums)
{
    tt_str text = {0};
    assert_ok(report_make(&c, a, ERR));
    assert_ok(tt_input_sums_build(&c.tiny.data, a, sums, ERR));
    c.in.inputs = sums;
    assert_ok(report_text(&c.in, "inputs", a, &text, ERR));
    return text;
}

static void each_file_kind_and_currency_is_a_row(void **state)
{
    tt_input_sums sums;
    tt_str text = inputs_of(*state, &sums);
    assert_contains(text, "\xEF\xBB\xBF"
                          "file,sha256,format,read,loaded,rejected,duplicate,from,to,kind,"
                          "currency,amounts,sum\r\ninvoice.csv,01" ZEROS
                          ",csv,4,4,0,0,2024-01-05,2024-03-01,invoice,EUR,1,12000.00\r\n"
                          "invoice.csv,01" ZEROS
                          ",csv,4,4,0,0,2024-01-05,2024-03-01,invoice,USD,3,136206.78\r\n");
    assert_contains(text, ",csv,1,1,0,0,2024-01-09,2024-01-09,shipment,,,\r\n");
    assert_contains(text, "party.csv,05" ZEROS ",csv,1,1,0,0,,,party,,,\r\n");
}

static void what_64_bits_do_not_hold_is_said(void **state)
{
    char text[TT_NUM_TEXT];
    tt_input_sum s = {.ccy = tt_ccy_parse(TT_STR("JPY")), .n = 2, .minor = 7};
    TT_UNUSED(state);
    assert_int_equal(tt_input_sum_text(&s, text), 1);
    assert_string_equal(text, "7");
    s.minor = TT_NO_NUM;
    assert_int_equal(tt_input_sum_text(&s, text), strlen("too large"));
    assert_string_equal(text, "too large");
}

static void every_allocation_may_fail(void **state)
{
    tt_arena out;
    tt_input_sums sums;
    tt_str text = {0}, want = inputs_of(*state, &sums);
    tt_status st;
    tt_arena_init(&out, 0);
    TT_TORTURE(st, {
        tt_arena_release(&out);
        st = report_text(&c.in, "inputs", &out, &text, NULL);
    });
    assert_slice(text, want);
    tt_arena_release(&out);
}

TT_TEST_MAIN("report/report_inputs", TT_TEST(each_file_kind_and_currency_is_a_row),
             TT_TEST(what_64_bits_do_not_hold_is_said), TT_TEST(every_allocation_may_fail))
