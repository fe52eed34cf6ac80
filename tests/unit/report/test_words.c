/* Values for people: grouped, trimmed, and nothing hidden in a text. */
#include "tests/unit/report/report_test.h"

#include "base/buf.h"
#include "report/words.h"

static tt_buf b;

static tt_str said(void)
{
    assert_ok(tt_buf_status(&b, ERR));
    return tt_buf_str(&b);
}

/* What one call adds, compared, and forgotten. */
#define assert_says(want, fn, ...)                                                                 \
    do {                                                                                           \
        tt_buf_init(&b, 0);                                                                        \
        fn(&b, __VA_ARGS__);                                                                       \
        assert_str(said(), want);                                                                  \
        tt_buf_release(&b);                                                                        \
    } while (0)

static tt_money money(int64_t minor, const char *ccy)
{
    return (tt_money){minor, tt_ccy_parse(tt_str_of(ccy))};
}

static void money_is_grouped_with_all_its_decimals(void **state)
{
    TT_UNUSED(state);
    assert_says("USD 0.00", tt_words_money, money(0, "USD"));
    assert_says("USD 999.99", tt_words_money, money(99999, "USD"));
    assert_says("USD 1,000.00", tt_words_money, money(100000, "USD"));
    assert_says("USD -1,234,567.89", tt_words_money, money(-123456789, "USD"));
    assert_says("USD -999.00", tt_words_money, money(-99900, "USD"));
    assert_says("JPY 1,234", tt_words_money, money(1234, "JPY"));
    assert_says("KWD 1,234.567", tt_words_money, money(1234567, "KWD"));
    assert_says("USD 92,233,720,368,547,758.07", tt_words_money, money(INT64_MAX, "USD"));
    assert_says("unknown", tt_words_money, money(TT_NO_NUM, "USD"));
}

static void short_money_has_three_digits(void **state)
{
    TT_UNUSED(state);
    assert_says("USD 0", tt_words_money_short, money(49, "USD"));
    assert_says("USD 1", tt_words_money_short, money(50, "USD"));
    assert_says("USD 999", tt_words_money_short, money(99949, "USD"));
    assert_says("USD 1.00 k", tt_words_money_short, money(99950, "USD"));
    assert_says("USD 1.23 k", tt_words_money_short, money(123400, "USD"));
    assert_says("USD 1.24 k", tt_words_money_short, money(123500, "USD"));
    assert_says("USD 12.3 k", tt_words_money_short, money(1234900, "USD"));
    assert_says("USD 123 k", tt_words_money_short, money(12345600, "USD"));
    assert_says("USD 1.00 M", tt_words_money_short, money(99950000, "USD"));
    assert_says("USD -4.50 M", tt_words_money_short, money(-450000000, "USD"));
    assert_says("JPY 7.50 bn", tt_words_money_short, money(7500000000, "JPY"));
    assert_says("USD 92.2 qd", tt_words_money_short, money(INT64_MAX, "USD"));
    assert_says("unknown", tt_words_money_short, money(TT_NO_NUM, "USD"));
}

static void counts_have_regular_plurals(void **state)
{
    TT_UNUSED(state);
    assert_says("0 findings", tt_words_counted, 0, "finding");
    assert_says("1 finding", tt_words_counted, 1, "finding");
    assert_says("1,204 findings", tt_words_counted, 1204, "finding");
    assert_says("1 entity", tt_words_counted, 1, "entity");
    assert_says("2 entities", tt_words_counted, 2, "entity");
    assert_says("18,446,744,073,709,551,615", tt_words_count, UINT64_MAX);
}

static void numbers_have_the_decimals_that_their_size_asks_for(void **state)
{
    TT_UNUSED(state);
    assert_says("0.000125", tt_words_number, 0.000125);
    assert_says("0.0125", tt_words_number, 0.01251);
    assert_says("0.05", tt_words_p_value, 0.05);
    assert_says("0.000001", tt_words_p_value, 0.000001);
    assert_says("below 0.000001", tt_words_p_value, 0.00000099);
    assert_says("below 0.000001", tt_words_p_value, 0.0);
    assert_says("2.2667", tt_words_number, 2.26666667);
    assert_says("8.5", tt_words_number, 8.5);
    assert_says("100.13", tt_words_number, 100.126);
    assert_says("12,345", tt_words_number, 12345.0);
    assert_says("-0.5", tt_words_number, -0.5);
    assert_says("0", tt_words_number, 0.0);
    assert_says("unknown", tt_words_number, (double)NAN);
    assert_says("unknown", tt_words_number, (double)INFINITY);
    assert_says("2.35", tt_words_fixed, 2.345678, 2);
    assert_says("unknown", tt_words_fixed, (double)NAN, 2);
    assert_says("1,500.5", tt_words_dec, 1500500000);
    assert_says("unknown", tt_words_dec, TT_NO_NUM);
}

static void a_period_of_one_day_is_one_date(void **state)
{
    TT_UNUSED(state);
    assert_says("2024-01-05", tt_words_period, tiny_day("2024-01-05"), tiny_day("2024-01-05"));
    assert_says("2024-01-05 to 2024-02-01", tt_words_period, tiny_day("2024-01-05"),
                tiny_day("2024-02-01"));
    assert_says("no date", tt_words_period, TT_NO_DATE, TT_NO_DATE);
}

static void a_measure_says_value_range_and_peers(void **state)
{
    tt_measure m = {.name = "unit_price",
                    .unit = "USD/kg",
                    .value = 8.5,
                    .low = 2.25,
                    .high = 3.75,
                    .peers = 41};
    TT_UNUSED(state);
    assert_says("unit_price 8.5 USD/kg, expected 2.25 to 3.75 from 41 peers", tt_words_measure, &m);
    m.low = (double)NAN;
    m.peers = 0;
    assert_says("unit_price 8.5 USD/kg, expected at most 3.75", tt_words_measure, &m);
    m.low = 9;
    m.high = (double)NAN;
    m.unit = "1";
    m.peers = 1;
    assert_says("unit_price 8.5, expected 9 or more from 1 peer", tt_words_measure, &m);
    m.low = (double)NAN;
    m.is_money = true;
    m.money = money(1275000, "USD");
    m.peers = 0;
    assert_says("unit_price USD 12,750.00", tt_words_measure, &m);
    assert_says("", tt_words_range, (double)NAN, (double)NAN);
}

static void what_nobody_sees_is_shown(void **state)
{
    TT_UNUSED(state);
    assert_says("a[U+202E]b", tt_words_visible,
                TT_STR("a\xE2\x80\xAE"
                       "b"));
    assert_says("[U+0000][U+001B][U+007F][U+0085]", tt_words_visible, TT_STR("\0\x1B\x7F\xC2\x85"));
    assert_says("[U+200B][U+2066][U+FEFF][U+E0041]", tt_words_visible,
                TT_STR("\xE2\x80\x8B\xE2\x81\xA6\xEF\xBB\xBF\xF3\xA0\x81\x81"));
    assert_says("[U+2028][U+00AD][U+061C][U+FFFE]", tt_words_visible,
                TT_STR("\xE2\x80\xA8\xC2\xAD\xD8\x9C\xEF\xBF\xBE"));
    /* Bytes that are no UTF-8, and the character that stands for them. */
    assert_says("\xEF\xBF\xBD|\xEF\xBF\xBD", tt_words_visible, TT_STR("\xFF|\xEF\xBF\xBD"));
    /* Seen or needed: line ends, tabs, joiners of Persian, Arabic, Chinese. */
    assert_says("\t\n\xE2\x80\x8C\xE2\x80\x8D \xD8\xA8 \xE5\x8D\x97", tt_words_visible,
                TT_STR("\t\n\xE2\x80\x8C\xE2\x80\x8D \xD8\xA8 \xE5\x8D\x97"));
    assert_says("", tt_words_visible, (tt_str){0});
}

static void codes_have_words(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(tt_words_country(TT_COUNTRY_NONE), "country unknown");
    tt_country de = TT_COUNTRY_NONE;
    assert_true(tt_country_parse(TT_STR("DE"), &de));
    assert_string_equal(tt_words_country(de), "Germany");
    assert_string_equal(tt_words_entity_type(TT_ENTITY_UNKNOWN), "type unknown");
    assert_string_equal(tt_words_entity_type(TT_ENTITY_PUBLIC_BODY), "public body");
    assert_string_equal(tt_words_entity_type(TT_ENTITY_BANK), "bank");
    assert_string_equal(tt_words_outcome(TT_TEST_NOT_EXPLAINED), "does not explain it");
    assert_string_equal(tt_words_outcome(TT_TEST_WEAKENED), "explains part of it");
    assert_string_equal(tt_words_outcome(TT_TEST_UNKNOWN), "could not be tested");
    assert_string_equal(tt_words_direction(TT_SHIFT_NONE), "");
    assert_string_equal(tt_words_direction(TT_SHIFT_TO_EXPORTER), " to the exporter");
    assert_string_equal(tt_words_direction(TT_SHIFT_TO_IMPORTER), " to the importer");
}

TT_TEST_MAIN("report/words", TT_TEST(money_is_grouped_with_all_its_decimals),
             TT_TEST(short_money_has_three_digits), TT_TEST(counts_have_regular_plurals),
             TT_TEST(numbers_have_the_decimals_that_their_size_asks_for),
             TT_TEST(a_period_of_one_day_is_one_date),
             TT_TEST(a_measure_says_value_range_and_peers), TT_TEST(what_nobody_sees_is_shown),
             TT_TEST(codes_have_words))
