/*
 * Cells to values: what is understood, what is only noted, and what is refused, type by type.
 */
#include "tests/support/tt_test.h"

#include "base/civil.h"
#include "base/str.h"
#include "read/decode.h"
#include "refdata/refdata.h"

static const tt_field *field(tt_kind kind, const char *name)
{
    const tt_kind_info *info = tt_kind_get(kind);
    int f = tt_field_find(info, tt_str_of(name));
    assert_true(f >= 0);
    return &info->fields[f];
}

static tt_reason read_as(tt_decoder d, const char *cell, const char *ccy, tt_value *out)
{
    return tt_decode(&d, tt_str_of(cell), ccy ? tt_ccy_parse(tt_str_of(ccy)) : TT_CCY_NONE, out);
}

static tt_reason
decode(tt_kind kind, const char *name, const char *cell, const char *ccy, tt_value *out)
{
    return read_as(tt_decoder_of(field(kind, name)), cell, ccy, out);
}

#define assert_reason(got, want) assert_string_equal(tt_reason_text(got), want)

static void an_empty_cell_is_unknown_and_no_flaw_in_every_type(void **state)
{
    TT_UNUSED(state);
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        for (size_t f = 0; f < info->n_fields; f++) {
            tt_value v = {.set = true};
            assert_reason(read_as(tt_decoder_of(&info->fields[f]), " \t\r\n ", "USD", &v), "");
            assert_false(v.set);
            assert_int_equal(v.num, TT_NO_NUM);
            assert_int_equal(v.sec, TT_NO_TIME);
            assert_null(v.text.p);
        }
    }
}

static void text_is_trimmed_and_otherwise_kept(void **state)
{
    TT_UNUSED(state);
    tt_value v;
    assert_reason(decode(TT_KIND_INVOICE, "seller_name", "  Golden  Cashew\nCo. ", NULL, &v), "");
    assert_true(v.set);
    assert_str(v.text, "Golden  Cashew\nCo.");
    assert_reason(decode(TT_KIND_INVOICE, "invoice_number", " 00-17/a ", NULL, &v), "");
    assert_str(v.text, "00-17/a");
    assert_reason(decode(TT_KIND_SHIPMENT, "transshipment_ports", "SGSIN|MYPKG", NULL, &v), "");
    assert_str(v.text, "SGSIN|MYPKG");
}

static void amounts_are_minor_units_of_the_row_s_currency(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *cell, *ccy, *reason;
        int64_t minor;
    } rows[] = {
        {"12.5", "USD", "", 1250},
        {"-0.01", "USD", "", -1},
        {"+7", "USD", "", 700},
        {"12", "JPY", "", 12},
        {"12.345", "KWD", "", 12345},
        {"12.000", "JPY", "", 12},
        {"100000000000000.00", "USD", "", 10000000000000000}, /* the most */
        {"12.345", "USD", "rounded to the currency's minor unit", 1234},
        {"12.355", "USD", "rounded to the currency's minor unit", 1236},
        {"12.3450000001", "USD", "rounded to the currency's minor unit", 1235},
        {"0.5", "JPY", "rounded to the currency's minor unit", 0},
        {"1.5", "JPY", "rounded to the currency's minor unit", 2},
        {"-2.5", "JPY", "rounded to the currency's minor unit", -2},
        {"5353.020000000001", "KRW", "rounded to the currency's minor unit", 5353},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_value v;
        assert_reason(decode(TT_KIND_PAYMENT, "amount", rows[i].cell, rows[i].ccy, &v),
                      rows[i].reason);
        assert_true(v.set);
        assert_int_equal(v.num, rows[i].minor);
        assert_str(v.text, rows[i].cell);
    }
}

static void what_is_no_amount_is_refused(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *cell, *ccy, *reason;
    } rows[] = {
        {"12.5", NULL, "amount without a currency"},
        {"100000000000000.01", "USD", "number out of range"}, /* sums of many must fit */
        {"-100000000000000.01", "USD", "number out of range"},
        {"1,234.50", "USD", "not a number"},
        {"12,50", "USD", "not a number"},
        {"$12", "USD", "not a number"},
        {"12 USD", "USD", "not a number"},
        {"1e5", "USD", "not a number"},
        {"1.2.3", "USD", "not a number"},
        {"-", "USD", "not a number"},
        {".", "USD", "not a number"},
        {"--1", "USD", "not a number"},
        {"NaN", "USD", "not a number"},
        {"92233720368547758.08", "USD", "number out of range"},
        {"-92233720368547758.08", "USD", "number out of range"}, /* INT64_MIN means none */
        {"1000000000000000000000000000000", "USD", "number out of range"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_value v = {.set = true};
        assert_reason(decode(TT_KIND_PAYMENT, "amount", rows[i].cell, rows[i].ccy, &v),
                      rows[i].reason);
        assert_false(v.set);
        assert_int_equal(v.num, TT_NO_NUM);
    }
}

static void decimal_sign_and_grouping_are_those_of_the_map(void **state)
{
    TT_UNUSED(state);
    static const struct {
        char decimal, grouping;
        const char *cell, *reason;
        int64_t minor;
    } rows[] = {
        {',', '.', "1.234.567,89", "", 123456789},
        {',', 0, "1234,5", "", 123450},
        {'.', ',', "1,234.50", "", 123450},
        {'.', ',', "12,34,567.00", "", 123456700}, /* Indian grouping */
        {0, '\'', "1'000.25", "", 100025},
        {',', '.', "-1.000", "", -100000},
        {',', '.', "1,234.5", "not a number", 0}, /* grouping after the decimal sign */
        {',', 0, "1.5", "not a number", 0},       /* the other sign */
        {'.', ',', ",5", "not a number", 0},
        {'.', ',', "1,", "not a number", 0},
        {'.', ',', "1,,0", "not a number", 0},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_value v;
        tt_decoder d = tt_decoder_of(field(TT_KIND_PAYMENT, "amount"));
        d.decimal = rows[i].decimal;
        d.grouping = rows[i].grouping;
        assert_reason(read_as(d, rows[i].cell, "EUR", &v), rows[i].reason);
        assert_int_equal(v.set, rows[i].reason[0] == '\0');
        if (v.set)
            assert_int_equal(v.num, rows[i].minor);
    }
    char longer[200];
    memset(longer, '1', sizeof longer);
    tt_decoder d = tt_decoder_of(field(TT_KIND_PAYMENT, "amount"));
    d.decimal = ',';
    tt_value v;
    assert_reason(tt_decode(&d, (tt_str){longer, sizeof longer}, tt_ccy_parse(TT_STR("EUR")), &v),
                  "not a number");
}

static void quantities_keep_six_decimals_and_rates_twelve(void **state)
{
    TT_UNUSED(state);
    tt_value v;
    assert_reason(decode(TT_KIND_INVOICE, "quantity", "1.000001", NULL, &v), "");
    assert_int_equal(v.num, 1000001);
    assert_reason(decode(TT_KIND_INVOICE, "unit_price", "0.0000005", NULL, &v),
                  "rounded to the decimals that are kept");
    assert_int_equal(v.num, 0);
    assert_reason(decode(TT_KIND_FX, "usd_per_unit", "0.000039215686", NULL, &v), "");
    assert_int_equal(v.num, 39215686);
    assert_reason(decode(TT_KIND_INVOICE, "quantity", "9223372036855", NULL, &v),
                  "number out of range");
}

static void whole_numbers_may_have_zeros_after_the_point(void **state)
{
    TT_UNUSED(state);
    tt_value v;
    assert_reason(decode(TT_KIND_INVOICE, "line_number", "12", NULL, &v), "");
    assert_int_equal(v.num, 12);
    assert_reason(decode(TT_KIND_INVOICE, "line_number", "12.0", NULL, &v), "");
    assert_int_equal(v.num, 12);
    assert_reason(decode(TT_KIND_INVOICE, "line_number", "12.5", NULL, &v), "not a whole number");
    assert_false(v.set);
    assert_reason(decode(TT_KIND_INVOICE, "line_number", "twelve", NULL, &v), "not a number");
}

static void dates_are_iso_8601_and_keep_a_time_where_the_field_has_one(void **state)
{
    TT_UNUSED(state);
    tt_value v;
    int32_t day = tt_civil_days(2024, 5, 31);
    assert_reason(decode(TT_KIND_PAYMENT, "value_date", "2024-05-31", NULL, &v), "");
    assert_int_equal(v.num, day);
    assert_int_equal(v.sec, TT_NO_TIME);
    assert_reason(decode(TT_KIND_PAYMENT, "value_date", "2024-05-31T23:30:00-02:00", NULL, &v), "");
    assert_int_equal(v.num, day + 1);
    assert_int_equal(v.sec, 90 * 60);
    assert_reason(decode(TT_KIND_INVOICE, "due_date", "2024-05-31T23:30:00", NULL, &v), "");
    assert_int_equal(v.num, day);
    assert_int_equal(v.sec, TT_NO_TIME);
    static const char *const wrong[] = {"31.05.2024", "2024-13-01", "2024-02-30", "20240531",
                                        "2024-5-31",  "05/31/2024", "tomorrow",   "2024-05-31x"};
    for (size_t i = 0; i < TT_LEN(wrong); i++) {
        assert_reason(decode(TT_KIND_PAYMENT, "value_date", wrong[i], NULL, &v), "not a date");
        assert_false(v.set);
    }
}

static void dates_follow_the_pattern_of_a_map(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *pattern, *cell, *date; /* date "": not a date */
    } rows[] = {
        {"%d.%m.%Y", "31.05.2024", "2024-05-31"},
        {"%d.%m.%Y", "2024-05-31", ""},
        {"%Y%m%d", "20240531", "2024-05-31"},
        {"%y%m%d", "240531", "2024-05-31"},
        {"%d %b %Y", "31 May 2024", "2024-05-31"},
        {"%Y-%j", "2024-152", "2024-05-31"},
        {"days since 2017-01-01", "0", "2017-01-01"},
        {"days since 2017-01-01", "149", "2017-05-30"},
        {"days since 2017-01-01", "-1", "2016-12-31"},
        {"days since 2017-01-01", "1.5", ""},
        {"days since 2017-01-01", "9999999", ""}, /* beyond the year 9999 */
        {"days since 2017-01-01", "9223372036854775807", ""},
        {"seconds since 1970-01-01", "1717113600", "2024-05-31T00:00:00Z"},
        {"seconds since 1970-01-01", "1717113599", "2024-05-30T23:59:59Z"},
        {"seconds since 1970-01-01", "-1", "1969-12-31T23:59:59Z"},
        {"seconds since 1970-01-01", "-86400", "1969-12-31T00:00:00Z"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_value v;
        char text[TT_NUM_TEXT] = "";
        tt_decoder d = tt_decoder_of(field(TT_KIND_PAYMENT, "value_date"));
        assert_ok(tt_date_style_parse(tt_str_of(rows[i].pattern), &d.date, ERR));
        assert_reason(read_as(d, rows[i].cell, NULL, &v), rows[i].date[0] ? "" : "not a date");
        if (v.set)
            tt_when_text((tt_when){(tt_date)v.num, v.sec}, text);
        assert_string_equal(text, rows[i].date);
    }
}

static void a_pattern_that_fixes_no_day_is_an_error_that_says_so(void **state)
{
    TT_UNUSED(state);
    static const char *const wrong[] = {"%Y",   "%m/%d",       "%d %H:%M",       "plain",
                                        "%Y-%", "%Y-%m-%d %Q", "days since now", "%%Y-%%m-%%d"};
    for (size_t i = 0; i < TT_LEN(wrong); i++) {
        tt_date_style st;
        assert_status(tt_date_style_parse(tt_str_of(wrong[i]), &st, ERR), TT_EFORMAT);
        assert_non_null(strstr(tt_test_err.text, wrong[i]));
    }
    tt_date_style st;
    assert_ok(tt_date_style_parse(TT_STR(""), &st, ERR));
    assert_int_equal(st.how, TT_DATE_ISO);
}

static void words_are_matched_without_case_and_come_out_in_lower_case(void **state)
{
    TT_UNUSED(state);
    tt_value v;
    assert_reason(decode(TT_KIND_INVOICE, "document_type", "Credit Note", NULL, &v), "");
    assert_str(v.text, "credit_note");
    assert_reason(decode(TT_KIND_DECLARATION, "direction", "EXPORT", NULL, &v), "");
    assert_str(v.text, "export");
    assert_reason(decode(TT_KIND_DECLARATION, "direction", "ex", NULL, &v),
                  "not one of the allowed words");
    assert_reason(decode(TT_KIND_DECLARATION, "direction", "import|export", NULL, &v),
                  "not one of the allowed words");
    assert_false(v.set);
}

static void the_status_of_a_document_is_understood_in_the_words_of_registers(void **state)
{
    static const char *const rows[][2] = {
        {"New", "original"},        {"ORIGINAL", "original"}, {"Amended", "amended"},
        {"replacement", "amended"}, {"Deleted", "cancelled"}, {"Canceled", "cancelled"},
        {"void", "cancelled"},      {"Draft", "draft"},       {"Geändert", "amended"},
        {"STORNIERT", "cancelled"}, {"annulée", "cancelled"}, {"Anulada", "cancelled"},
        {"Đã hủy", "cancelled"},    {"Отменен", "cancelled"}, {"已作废", "cancelled"},
        {"訂正", "amended"}};
    TT_UNUSED(state);
    tt_value v;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        assert_reason(decode(TT_KIND_SHIPMENT, "document_status", rows[i][0], NULL, &v), "");
        assert_true(tt_str_is(v.text, rows[i][1]));
    }
    /* Said of the row that was; and other fields have their own words only. */
    assert_reason(decode(TT_KIND_INVOICE, "document_status", "superseded", NULL, &v),
                  "not one of the allowed words");
    assert_reason(decode(TT_KIND_INVOICE, "document_type", "new", NULL, &v),
                  "not one of the allowed words");
}

static void countries_and_currencies_are_those_of_the_reference_tables(void **state)
{
    TT_UNUSED(state);
    tt_value v;
    char text[4];
    static const char *const vietnam[] = {"VN", "vnm", "Viet Nam", " VIETNAM "};
    for (size_t i = 0; i < TT_LEN(vietnam); i++) {
        assert_reason(decode(TT_KIND_INVOICE, "seller_country", vietnam[i], NULL, &v), "");
        tt_country_text((tt_country)v.num, text);
        assert_string_equal(text, "VN");
    }
    assert_reason(decode(TT_KIND_INVOICE, "seller_country", "ZZ", NULL, &v), "unknown country");
    assert_false(v.set);
    assert_reason(decode(TT_KIND_INVOICE, "currency", "kwd", NULL, &v), "");
    assert_int_equal(tt_ccy_exponent((tt_ccy)v.num), 3);
    assert_reason(decode(TT_KIND_INVOICE, "currency", "US$", NULL, &v), "unknown currency");
    assert_false(v.set);
}

static void unknown_units_and_impossible_hs_codes_are_kept_and_noted(void **state)
{
    TT_UNUSED(state);
    tt_value v;
    assert_reason(decode(TT_KIND_INVOICE, "unit", "KGM", NULL, &v), "");
    assert_reason(decode(TT_KIND_INVOICE, "unit", "heaps", NULL, &v), "unknown unit");
    assert_true(v.set);
    assert_str(v.text, "heaps");
    assert_reason(decode(TT_KIND_INVOICE, "hs_code", "0801.32", NULL, &v), "");
    assert_str(v.text, "0801.32");
    assert_reason(decode(TT_KIND_INVOICE, "hs_code", "80132", NULL, &v), "not an HS code");
    assert_true(v.set);
    assert_str(v.text, "80132");
    assert_reason(decode(TT_KIND_INVOICE, "incoterm", "heaps", NULL, &v), "");
}

static void bad_bytes_and_control_characters_are_replaced(void **state)
{
    tt_arena *a = *state;
    static const struct {
        tt_str in;
        const char *out;
        bool not_utf8, control;
    } rows[] = {
        {{"plain ascii, long enough for words", 34}, "plain ascii, long enough for words", 0, 0},
        {{"caf\xc3\xa9\t\r\n", 8}, "caf\xc3\xa9\t\r\n", 0, 0},
        {{"\xef\xbf\xbd", 3}, "\xef\xbf\xbd", 0, 0}, /* one that was there before */
        {{"caf\xe9", 4}, "caf\xef\xbf\xbd", 1, 0},
        {{"\xc3", 1}, "\xef\xbf\xbd", 1, 0},
        {{"\xed\xa0\x80", 3}, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 1, 0},
        {{"a\0b", 3}, "a\xef\xbf\xbd\x62", 0, 1},
        {{"0123456\x1b[31m", 12}, "0123456\xef\xbf\xbd[31m", 0, 1},
        {{"\x7f", 1}, "\xef\xbf\xbd", 0, 1},
        {{"01234567\xc2\x9b", 10}, "01234567\xef\xbf\xbd", 0, 1}, /* C1: CSI */
        {{"01234567\xc2\xa0", 10}, "01234567\xc2\xa0", 0, 0},     /* no-break space */
        {{"\x01\xff", 2}, "\xef\xbf\xbd\xef\xbf\xbd", 1, 1},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_text_flaws flaws = {false, false};
        assert_int_equal(tt_text_is_clean(rows[i].in), !rows[i].not_utf8 && !rows[i].control);
        tt_str s = tt_text_clean(rows[i].in, a, &flaws);
        assert_str(s, rows[i].out);
        assert_int_equal(flaws.not_utf8, rows[i].not_utf8);
        assert_int_equal(flaws.control, rows[i].control);
        assert_true(tt_text_is_clean(s));
    }
}

/* The fast path by words of eight bytes says the same as the slow one, whatever byte stands where.
 */
static void every_byte_is_judged_the_same_at_every_place(void **state)
{
    tt_arena *a = *state;
    for (unsigned c = 0; c < 256; c++) {
        for (size_t at = 0; at < 20; at++) {
            char text[20];
            memset(text, 'x', sizeof text);
            text[at] = (char)c;
            tt_text_flaws flaws = {false, false};
            tt_str s = tt_text_clean((tt_str){text, sizeof text}, a, &flaws);
            assert_non_null(s.p);
            bool bad = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c >= 0x7f;
            assert_int_equal(tt_text_is_clean((tt_str){text, sizeof text}), !bad);
            assert_int_equal(flaws.control || flaws.not_utf8, bad);
        }
        tt_arena_reset(a);
    }
}

TT_TEST_MAIN("read/decode", TT_TEST(an_empty_cell_is_unknown_and_no_flaw_in_every_type),
             TT_TEST(text_is_trimmed_and_otherwise_kept),
             TT_TEST(amounts_are_minor_units_of_the_row_s_currency),
             TT_TEST(what_is_no_amount_is_refused),
             TT_TEST(decimal_sign_and_grouping_are_those_of_the_map),
             TT_TEST(quantities_keep_six_decimals_and_rates_twelve),
             TT_TEST(whole_numbers_may_have_zeros_after_the_point),
             TT_TEST(dates_are_iso_8601_and_keep_a_time_where_the_field_has_one),
             TT_TEST(dates_follow_the_pattern_of_a_map),
             TT_TEST(a_pattern_that_fixes_no_day_is_an_error_that_says_so),
             TT_TEST(words_are_matched_without_case_and_come_out_in_lower_case),
             TT_TEST(the_status_of_a_document_is_understood_in_the_words_of_registers),
             TT_TEST(countries_and_currencies_are_those_of_the_reference_tables),
             TT_TEST(unknown_units_and_impossible_hs_codes_are_kept_and_noted),
             TT_TEST(bad_bytes_and_control_characters_are_replaced),
             TT_TEST(every_byte_is_judged_the_same_at_every_place))
