/*
 * The calendar: every day of 9,000 years, leap years, zones, and what is no date.
 */
#include "tests/support/tt_test.h"

#include "base/civil.h"

static char text[TT_NUM_TEXT];

static void every_day_follows_the_day_before(void **state)
{
    TT_UNUSED(state);
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    tt_date next = tt_civil_days(1000, 1, 1);
    for (int y = 1000; y <= 9999; y++)
        for (int m = 1; m <= 12; m++) {
            bool leap = y % 400 == 0 || (y % 4 == 0 && y % 100 != 0);
            int last = days[m - 1] + (m == 2 && leap);
            for (int d = 1; d <= last; d++, next++) {
                int y2, m2, d2;
                tt_civil_of(next, &y2, &m2, &d2);
                if (tt_civil_days(y, m, d) != next || y2 != y || m2 != m || d2 != d ||
                    !tt_civil_valid(y, m, d))
                    fail_msg("%d-%d-%d", y, m, d);
            }
            assert_false(tt_civil_valid(y, m, last + 1));
        }
}

static void known_days_have_their_numbers(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_civil_days(1970, 1, 1), 0);
    assert_int_equal(tt_civil_days(1969, 12, 31), -1);
    assert_int_equal(tt_civil_days(2000, 3, 1), 11017);
    assert_int_equal(tt_civil_days(2024, 5, 31), 19874);
    assert_int_equal(tt_civil_days(2038, 1, 19), 24855); /* where 32-bit seconds end */
    assert_false(tt_civil_valid(999, 12, 31));
    assert_false(tt_civil_valid(10000, 1, 1));
    assert_false(tt_civil_valid(2024, 0, 1));
    assert_false(tt_civil_valid(2024, 13, 1));
    assert_false(tt_civil_valid(2024, 1, 0));
}

static void leap_days_exist_in_leap_years_only(void **state)
{
    TT_UNUSED(state);
    tt_date d = 77;
    assert_true(tt_parse_date(TT_STR("2000-02-29"), &d));
    assert_true(tt_parse_date(TT_STR("2024-02-29"), &d));
    d = 77;
    assert_false(tt_parse_date(TT_STR("1900-02-29"), &d));
    assert_false(tt_parse_date(TT_STR("2100-02-29"), &d));
    assert_false(tt_parse_date(TT_STR("2023-02-29"), &d));
    assert_int_equal(d, 77);
}

static void a_date_has_one_form(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"",
                                      "2024",
                                      "2024-05",
                                      "2024-5-31",
                                      "24-05-31",
                                      "2024-05-31 ",
                                      " 2024-05-31",
                                      "2024/05/31",
                                      "2024-05-32",
                                      "2024-04-31",
                                      "2024-13-01",
                                      "0999-01-01",
                                      "+2024-05-31",
                                      "2024-05-3a",
                                      "2024-05-31T",
                                      "20240531"};
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        tt_date d = 77;
        tt_when w = {77, 77};
        if (tt_parse_date(tt_str_of(bad[i]), &d) || d != 77)
            fail_msg("date '%s'", bad[i]);
        if (tt_parse_when(tt_str_of(bad[i]), &w) || w.day != 77 || w.sec != 77)
            fail_msg("when '%s'", bad[i]);
    }
}

static void times_become_utc(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"2024-05-31", "2024-05-31"},
        {"2024-05-31T10:20", "2024-05-31T10:20:00Z"},
        {"2024-05-31 10:20:30", "2024-05-31T10:20:30Z"},
        {"2024-05-31T10:20:30.999Z", "2024-05-31T10:20:30Z"},
        {"2024-05-31T00:30:00+02:00", "2024-05-30T22:30:00Z"},
        {"2024-12-31T23:30-05:30", "2025-01-01T05:00:00Z"},
        {"2024-03-01T00:00:00+00:01", "2024-02-29T23:59:00Z"},
        {"2024-03-01T00:00:59+00:01", "2024-02-29T23:59:59Z"},
        {"2024-03-01T00:01:00+00:01", "2024-03-01T00:00:00Z"},
        {"2024-02-28T23:59:00-00:01", "2024-02-29T00:00:00Z"},
        {"2024-02-28T23:58:59-00:01", "2024-02-28T23:59:59Z"},
        {"2024-05-31T23:59:59+00:00", "2024-05-31T23:59:59Z"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_when w;
        assert_true(tt_parse_when(tt_str_of(rows[i].in), &w));
        assert_int_equal(tt_when_text(w, text), strlen(rows[i].out));
        assert_string_equal(text, rows[i].out);
    }
}

static void what_is_no_time_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"2024-05-31T",           "2024-05-31T10",
                                      "2024-05-31T24:00",      "2024-05-31T10:60",
                                      "2024-05-31T10:20:60",   "2024-05-31T10:20:30.",
                                      "2024-05-31T10:20X",     "2024-05-31T10:20+2:00",
                                      "2024-05-31T10:20+0200", "2024-05-31T10:20+24:00",
                                      "2024-05-31T10:20Z ",    "2024-05-31t10:20",
                                      "2024-05-31  10:20",     "2024-05-31T1:20"};
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        tt_when w = {77, 77};
        if (tt_parse_when(tt_str_of(bad[i]), &w) || w.day != 77 || w.sec != 77)
            fail_msg("'%s'", bad[i]);
    }
}

static void patterns_read_what_they_say(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *in, *pattern, *out;
    } rows[] = {
        {"31/05/2024", "%d/%m/%Y", "2024-05-31"},
        {"5/1/2024", "%m/%d/%Y", "2024-05-01"},
        {"20240531", "%Y%m%d", "2024-05-31"},
        {"31.05.70", "%d.%m.%y", "1970-05-31"},
        {"31.05.69", "%d.%m.%y", "2069-05-31"},
        {"07-FEB-2024", "%d-%b-%Y", "2024-02-07"},
        {"7 dec 1999", "%d %b %Y", "1999-12-07"},
        {"2024366", "%Y%j", "2024-12-31"},
        {"2023-001", "%Y-%j", "2023-01-01"},
        {"2024-05-31 07:08:09", "%Y-%m-%d %H:%M:%S", "2024-05-31T07:08:09Z"},
        {"2024-05-31 07h", "%Y-%m-%d %Hh", "2024-05-31T07:00:00Z"},
        {"100% 2024-05-31", "100%% %Y-%m-%d", "2024-05-31"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_when w = {77, 77};
        if (!tt_parse_when_pattern(tt_str_of(rows[i].in), tt_str_of(rows[i].pattern), &w))
            fail_msg("'%s' by '%s'", rows[i].in, rows[i].pattern);
        (void)tt_when_text(w, text);
        assert_string_equal(text, rows[i].out);
    }
}

static void patterns_refuse_what_does_not_fit(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *in, *pattern;
    } rows[] = {
        {"31/05/2024", "%m/%d/%Y"},
        {"31/05/2024x", "%d/%m/%Y"},
        {"31/05/20", "%d/%m/%Y"},
        {"31-05-2024", "%d/%m/%Y"},
        {"2023366", "%Y%j"},
        {"2024000", "%Y%j"},
        {"2024-05", "%Y-%m"},
        {"05-31", "%m-%d"},
        {"2024-05-31", "%Y-%m-%d%"},
        {"2024-05-31", "%Y-%m-%Q"},
        {"1 foo 2024", "%d %b %Y"},
        {"1 ju 2024", "%d %b %Y"},
        {"2024-05-31 24", "%Y-%m-%d %H"},
        {"2024-05-31 30", "%Y-%m-%d %M"},
        {"2024-05-31 10:61", "%Y-%m-%d %H:%M"},
        {"", "%Y-%m-%d"},
        {"", ""},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_when w = {77, 77};
        if (tt_parse_when_pattern(tt_str_of(rows[i].in), tt_str_of(rows[i].pattern), &w) ||
            w.day != 77 || w.sec != 77)
            fail_msg("'%s' by '%s'", rows[i].in, rows[i].pattern);
    }
}

static void none_is_written_as_nothing(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_date_text(TT_NO_DATE, text), 0);
    assert_string_equal(text, "");
    assert_int_equal(tt_when_text((tt_when){TT_NO_DATE, 5}, text), 0);
    assert_string_equal(text, "");
    assert_int_equal(tt_date_text(tt_civil_days(1000, 1, 1), text), 10);
    assert_string_equal(text, "1000-01-01");
    assert_true(tt_date_text(INT32_MAX, text) < TT_NUM_TEXT);
    assert_true(tt_date_text(INT32_MIN + 1, text) < TT_NUM_TEXT);
}

static void times_have_a_total_order(void **state)
{
    TT_UNUSED(state);
    static const tt_when sorted[] = {
        {TT_NO_DATE, TT_NO_TIME}, {-1, 86399}, {0, TT_NO_TIME}, {0, 0}, {0, 1}, {1, TT_NO_TIME}};
    for (int i = 0; i < (int)TT_LEN(sorted); i++)
        for (int j = 0; j < (int)TT_LEN(sorted); j++)
            assert_int_equal(tt_when_cmp(sorted[i], sorted[j]), (i > j) - (i < j));
}

TT_TEST_MAIN("base/civil", TT_TEST(every_day_follows_the_day_before),
             TT_TEST(known_days_have_their_numbers), TT_TEST(leap_days_exist_in_leap_years_only),
             TT_TEST(a_date_has_one_form), TT_TEST(times_become_utc),
             TT_TEST(what_is_no_time_is_refused), TT_TEST(patterns_read_what_they_say),
             TT_TEST(patterns_refuse_what_does_not_fit), TT_TEST(none_is_written_as_nothing),
             TT_TEST(times_have_a_total_order))
