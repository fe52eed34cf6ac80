/*
 * Slices: absent is not empty, nothing reads past the end, and UTF-8 is the strict one.
 */
#include "tests/support/tt_test.h"

static const tt_str absent = {NULL, 0};

static void absent_and_empty_are_equal_texts_but_different_slices(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_str_eq(absent, TT_STR("")));
    assert_null(tt_str_of(NULL).p);
    assert_non_null(tt_str_of("").p);
    assert_int_equal(tt_str_cmp(absent, TT_STR("")), 0);
    assert_int_equal(tt_str_cmp(absent, TT_STR("a")), -1);
    assert_null(tt_str_sub(absent, 0, 5).p);
    assert_null(tt_str_trim(absent).p);
}

static void equality_looks_at_every_byte_and_the_length(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_str_is(TT_STR("abc"), "abc"));
    assert_false(tt_str_is(TT_STR("abc"), "abd"));
    assert_false(tt_str_is(TT_STR("abc"), "ab"));
    assert_false(tt_str_is(TT_STR("ab"), "abc"));
    assert_true(tt_str_eq(TT_STR("a\0b"), TT_STR("a\0b")));
    assert_false(tt_str_eq(TT_STR("a\0b"), TT_STR("a\0c")));
    assert_true(tt_str_is_nocase(TT_STR("CSV"), "csv"));
    assert_false(tt_str_is_nocase(TT_STR("CSV"), "csw"));
    assert_false(tt_str_is_nocase(TT_STR("CS"), "csv"));
    assert_false(tt_str_is_nocase(TT_STR("\xC4"), "\xE4")); /* Latin-1: not ASCII */
}

static void order_is_by_bytes_then_length(void **state)
{
    TT_UNUSED(state);
    static const char *const sorted[] = {"", "A", "AB", "B", "a", "a\x7F", "a\x80", "\xFF"};
    for (size_t i = 0; i < TT_LEN(sorted); i++)
        for (size_t j = 0; j < TT_LEN(sorted); j++) {
            int want = (i > j) - (i < j);
            assert_int_equal(tt_str_cmp(tt_str_of(sorted[i]), tt_str_of(sorted[j])), want);
        }
}

static void starts_and_ends(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_str_starts(TT_STR("invoice.csv"), TT_STR("inv")));
    assert_false(tt_str_starts(TT_STR("in"), TT_STR("inv")));
    assert_true(tt_str_ends(TT_STR("invoice.csv"), TT_STR(".csv")));
    assert_false(tt_str_ends(TT_STR("invoice.csv"), TT_STR(".cs")));
    assert_false(tt_str_ends(TT_STR("csv"), TT_STR(".csv")));
    assert_true(tt_str_starts(absent, TT_STR("")));
    assert_true(tt_str_ends(absent, absent));
}

static void a_mark_may_be_there_twice(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_str_bom(TT_STR("")), 0);
    assert_int_equal(tt_str_bom(TT_STR("a\xef\xbb\xbf")), 0);
    assert_int_equal(tt_str_bom(TT_STR("\xef\xbb")), 0);
    assert_int_equal(tt_str_bom(TT_STR("\xef\xbb\xbf\xef\xbb")), 3);
    assert_int_equal(tt_str_bom(TT_STR("\xef\xbb\xbf\xef\xbb\xbf"
                                       "a")),
                     6);
}

static void find_gives_the_first_place_at_or_after_from(void **state)
{
    TT_UNUSED(state);
    tt_str s = TT_STR("aaabaab");
    assert_int_equal(tt_str_find(s, TT_STR("aab"), 0), 1);
    assert_int_equal(tt_str_find(s, TT_STR("aab"), 1), 1);
    assert_int_equal(tt_str_find(s, TT_STR("aab"), 2), 4);
    assert_int_equal(tt_str_find(s, TT_STR("aab"), 5), SIZE_MAX);
    assert_int_equal(tt_str_find(s, TT_STR("b"), 7), SIZE_MAX);
    assert_int_equal(tt_str_find(s, TT_STR(""), 7), 7);
    assert_int_equal(tt_str_find(s, TT_STR(""), 8), SIZE_MAX);
    assert_int_equal(tt_str_find(absent, TT_STR("a"), 0), SIZE_MAX);
    assert_int_equal(tt_str_find((tt_str){"ab", 1}, TT_STR("ab"), 0), SIZE_MAX);
}

static void trim_takes_ascii_space_from_both_ends_only(void **state)
{
    TT_UNUSED(state);
    assert_str(tt_str_trim(TT_STR(" \t\n\v\f\r a b \r\n")), "a b");
    assert_str(tt_str_trim(TT_STR("   ")), "");
    assert_str(tt_str_trim(TT_STR("\xC2\xA0x")), "\xC2\xA0x"); /* no-break space stays */
}

static void sub_is_clipped(void **state)
{
    TT_UNUSED(state);
    assert_str(tt_str_sub(TT_STR("abcdef"), 2, 3), "cde");
    assert_str(tt_str_sub(TT_STR("abcdef"), 4, 9), "ef");
    assert_str(tt_str_sub(TT_STR("abcdef"), 9, 9), "");
    assert_str(tt_str_sub(TT_STR("abcdef"), 2, SIZE_MAX), "cdef");
}

static void split_keeps_empty_parts_and_ends(void **state)
{
    TT_UNUSED(state);
    tt_str rest = TT_STR("|a||b|"), part;
    static const char *const want[] = {"", "a", "", "b", ""};
    for (size_t i = 0; i < TT_LEN(want); i++) {
        assert_true(tt_str_split(&rest, '|', &part));
        assert_str(part, want[i]);
    }
    assert_false(tt_str_split(&rest, '|', &part));
    rest = TT_STR("");
    assert_true(tt_str_split(&rest, '|', &part));
    assert_str(part, "");
    assert_false(tt_str_split(&rest, '|', &part));
    rest = absent;
    assert_false(tt_str_split(&rest, '|', &part));
}

static void ascii_classes_know_no_locale(void **state)
{
    TT_UNUSED(state);
    size_t alpha = 0, digit = 0, space = 0, alnum = 0, upper = 0, lower = 0;
    for (int c = -128; c < 128; c++) {
        char b = (char)c;
        alpha += tt_ascii_is_alpha(b);
        digit += tt_ascii_is_digit(b);
        space += tt_ascii_is_space(b);
        alnum += tt_ascii_is_alnum(b);
        upper += tt_ascii_upper(b) != b;
        lower += tt_ascii_lower(b) != b;
    }
    assert_int_equal(alpha, 52);
    assert_int_equal(digit, 10);
    assert_int_equal(space, 6);
    assert_int_equal(alnum, 62);
    assert_int_equal(upper, 26);
    assert_int_equal(lower, 26);
    assert_int_equal(tt_ascii_upper('z'), 'Z');
    assert_int_equal(tt_ascii_lower('I'), 'i');
}

static void every_code_point_survives_utf8(void **state)
{
    TT_UNUSED(state);
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        char b[4];
        size_t n = 0, pos = 0;
        if (cp < 0x80) {
            b[n++] = (char)cp;
        } else if (cp < 0x800) {
            b[n++] = (char)(0xC0 | cp >> 6);
        } else if (cp < 0x10000) {
            b[n++] = (char)(0xE0 | cp >> 12);
            b[n++] = (char)(0x80 | (cp >> 6 & 63));
        } else {
            b[n++] = (char)(0xF0 | cp >> 18);
            b[n++] = (char)(0x80 | (cp >> 12 & 63));
            b[n++] = (char)(0x80 | (cp >> 6 & 63));
        }
        if (cp >= 0x80)
            b[n++] = (char)(0x80 | (cp & 63));
        tt_str s = {b, n};
        if (tt_utf8_bad(s) != n || tt_utf8_next(s, &pos) != cp || pos != n)
            fail_msg("U+%04X", (unsigned)cp);
        if (n > 1 && tt_utf8_bad((tt_str){b, n - 1}) != 0)
            fail_msg("U+%04X cut short", (unsigned)cp);
    }
}

static void what_is_not_utf8_is_found_at_its_first_byte(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "\xC0\x80",         /* overlong NUL */
        "\xC1\xBF",         /* overlong */
        "\xE0\x80\x80",     /* overlong */
        "\xE0\x9F\xBF",     /* overlong */
        "\xED\xA0\x80",     /* surrogate */
        "\xED\xBF\xBF",     /* surrogate */
        "\xF0\x8F\xBF\xBF", /* overlong */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xE2\x82",     /* cut */
        "\xE2\x28\xA1", /* second byte */
        "\xF0\x9F\x98\x28",
    };
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        char text[40] = "a long prefix of ASCII ";
        size_t at = strlen(text), n = strlen(bad[i]);
        memcpy(text + at, bad[i], n);
        assert_int_equal(tt_utf8_bad((tt_str){text, at + n}), at);
        assert_int_equal(tt_utf8_next((tt_str){text, at + n}, &at), 0xFFFD);
        assert_int_equal(at, strlen("a long prefix of ASCII ") + 1);
    }
    assert_int_equal(tt_utf8_bad(absent), 0);
}

TT_TEST_MAIN("base/str", TT_TEST(absent_and_empty_are_equal_texts_but_different_slices),
             TT_TEST(equality_looks_at_every_byte_and_the_length),
             TT_TEST(order_is_by_bytes_then_length), TT_TEST(starts_and_ends),
             TT_TEST(a_mark_may_be_there_twice),
             TT_TEST(find_gives_the_first_place_at_or_after_from),
             TT_TEST(trim_takes_ascii_space_from_both_ends_only), TT_TEST(sub_is_clipped),
             TT_TEST(split_keeps_empty_parts_and_ends), TT_TEST(ascii_classes_know_no_locale),
             TT_TEST(every_code_point_survives_utf8),
             TT_TEST(what_is_not_utf8_is_found_at_its_first_byte))
