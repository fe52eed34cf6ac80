/*
 * Money: exponents of ISO 4217, no mixing of currencies, no silent overflow.
 */
#include "tests/support/tt_test.h"

#include "base/money.h"

static char text[TT_NUM_TEXT];

static void currencies_are_packed_as_the_header_says(void **state)
{
    TT_UNUSED(state);
    tt_ccy usd = tt_ccy_pack("USD", 2), jpy = tt_ccy_pack("JPY", 0), kwd = tt_ccy_pack("KWD", 3);
    assert_int_equal(usd, 21 << 10 | 19 << 5 | 4 | 2 << 16);
    char code[4];
    tt_ccy_text(usd, code);
    assert_string_equal(code, "USD");
    tt_ccy_text(tt_ccy_pack("ZZZ", 7), code);
    assert_string_equal(code, "ZZZ");
    tt_ccy_text(TT_CCY_NONE, code);
    assert_string_equal(code, "");
    assert_int_equal(tt_ccy_exponent(usd), 2);
    assert_int_equal(tt_ccy_exponent(jpy), 0);
    assert_int_equal(tt_ccy_exponent(kwd), 3);
    assert_int_equal(tt_ccy_pack("usd", 2), TT_CCY_NONE);
    assert_int_equal(tt_ccy_pack("U1D", 2), TT_CCY_NONE);
    assert_int_equal(tt_ccy_pack("US[", 2), TT_CCY_NONE);
    assert_int_equal(tt_ccy_pack("US@", 2), TT_CCY_NONE);
    assert_int_equal(tt_ccy_pack("USD", 8), TT_CCY_NONE);
}

static void money_is_written_with_all_decimals_of_its_currency(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *code;
        unsigned exponent;
        int64_t minor;
        const char *out;
    } rows[] = {
        {"USD", 2, 123450, "USD 1234.50"},
        {"USD", 2, -5, "USD -0.05"},
        {"JPY", 0, 123450, "JPY 123450"},
        {"KWD", 3, 123450, "KWD 123.450"},
        {"CLF", 4, INT64_MIN, "CLF -922337203685477.5808"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_money m = {rows[i].minor, tt_ccy_pack(rows[i].code, rows[i].exponent)}, back;
        assert_int_equal(tt_money_text(m, text), strlen(rows[i].out));
        assert_string_equal(text, rows[i].out);
        assert_int_equal(tt_money_amount_text(m, text), strlen(rows[i].out) - 4);
        assert_string_equal(text, rows[i].out + 4);
        bool inexact = true;
        assert_true(tt_money_parse(tt_str_of(text), m.ccy, &back, &inexact));
        assert_true(back.minor == m.minor && back.ccy == m.ccy && !inexact);
    }
    (void)tt_money_text((tt_money){7, TT_CCY_NONE}, text);
    assert_string_equal(text, "7");
}

static void amounts_finer_than_the_currency_are_rounded_and_said(void **state)
{
    TT_UNUSED(state);
    tt_money m = {77, 0};
    bool inexact = false;
    assert_true(tt_money_parse(TT_STR("10.5"), tt_ccy_pack("JPY", 0), &m, &inexact));
    assert_int_equal(m.minor, 10);
    assert_true(inexact);
    assert_true(tt_money_parse(TT_STR("1234.565"), tt_ccy_pack("USD", 2), &m, &inexact));
    assert_int_equal(m.minor, 123456);
    assert_true(inexact);
    assert_false(tt_money_parse(TT_STR("1"), TT_CCY_NONE, &m, NULL));
    assert_false(tt_money_parse(TT_STR("1e3"), tt_ccy_pack("USD", 2), &m, NULL));
    assert_int_equal(m.minor, 123456);
}

static void sums_refuse_other_currencies_and_overflow(void **state)
{
    TT_UNUSED(state);
    tt_ccy usd = tt_ccy_pack("USD", 2), eur = tt_ccy_pack("EUR", 2);
    tt_money m = {100, usd};
    assert_true(tt_money_add(&m, (tt_money){-30, usd}));
    assert_int_equal(m.minor, 70);
    assert_false(tt_money_add(&m, (tt_money){1, eur}));
    assert_false(tt_money_add(&m, (tt_money){1, tt_ccy_pack("USD", 3)}));
    assert_false(tt_money_add(&m, (tt_money){INT64_MAX, usd}));
    assert_int_equal(m.minor, 70);
    assert_true(tt_money_same_ccy(m, (tt_money){0, usd}));
    assert_false(tt_money_same_ccy(m, (tt_money){70, eur}));
}

static void ratios_are_of_major_units(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_money_double((tt_money){123450, tt_ccy_pack("USD", 2)}) == 1234.5);
    assert_true(tt_money_double((tt_money){123450, tt_ccy_pack("JPY", 0)}) == 123450);
    assert_true(tt_money_double((tt_money){-1500, tt_ccy_pack("KWD", 3)}) == -1.5);
}

TT_TEST_MAIN("base/money", TT_TEST(currencies_are_packed_as_the_header_says),
             TT_TEST(money_is_written_with_all_decimals_of_its_currency),
             TT_TEST(amounts_finer_than_the_currency_are_rounded_and_said),
             TT_TEST(sums_refuse_other_currencies_and_overflow), TT_TEST(ratios_are_of_major_units))
