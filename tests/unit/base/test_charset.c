/*
 * Encodings: marks, UTF-8, UTF-16 without a mark, and what only statistics can tell.
 */
#include "tests/support/tt_test.h"

#include "base/charset.h"
#include "base/str.h"
#include "base/unicode.h"

static void assert_is(tt_str bytes, const char *name, unsigned least)
{
    tt_charset c;
    assert_ok(tt_charset_guess(bytes, &c, ERR));
    assert_string_equal(c.name, name);
    assert_true(c.sure >= least && c.sure <= 100);
    assert_non_null(c.by);
}

static void a_mark_decides(void **state)
{
    TT_UNUSED(state);
    assert_is(TT_STR("\xef\xbb\xbfid\n"), "UTF-8", 100);
    assert_is(TT_STR("\xff\xfei\0d\0"), "UTF-16", 100);
    assert_is(TT_STR("\xfe\xff\0i\0d"), "UTF-16", 100);
    assert_is(TT_STR("\xff\xfe\0\0i\0\0\0"), "UTF-32", 100);
}

static void valid_utf_8_is_utf_8(void **state)
{
    TT_UNUSED(state);
    assert_is(TT_STR(""), "UTF-8", 100);
    assert_is((tt_str){NULL, 0}, "UTF-8", 100);
    assert_is(TT_STR("id;name\n1;Acme\n"), "UTF-8", 100);
    assert_is(TT_STR("id;name\n1;Nord\xc3\xb6st\n"), "UTF-8", 100);
}

static void western_text_in_utf_16_is_known_by_its_zeros(void **state)
{
    TT_UNUSED(state);
    assert_is(TT_STR("i\0d\0;\0n\0\xf6\0\n\0"), "UTF-16LE", 90);
    assert_is(TT_STR("\0i\0d\0;\0n\0\xf6\0\n"), "UTF-16BE", 90);
}

static void other_encodings_are_told_by_statistics(void **state)
{
    TT_UNUSED(state);
    static const char western[] = "Gr\xf6\xdf"
                                  "e;K\xe4ufer;Stra\xdf"
                                  "e\n"
                                  "1;M\xfcller und S\xf6hne;Gr\xfcner Weg\n"
                                  "2;B\xe4"
                                  "cker J\xfcrgens;\xd6stliche Stra\xdf"
                                  "e\n";
    static const char chinese[] =
        "\xb7\xa2\xc6\xb1\xba\xc5\xc2\xeb,\xc2\xf2\xb7\xbd\xc3\xfb\xb3\xc6\n"
        "1,\xb9\xe3\xd6\xdd\xd4\xb6\xd1\xf3\xc3\xb3\xd2\xd7\n"
        "2,\xc9\xcf\xba\xa3\xb7\xc4\xd6\xaf\xc6\xb7\xb3\xa7\n";
    assert_is(tt_str_of(western), "windows-1252", 20);
    assert_is(tt_str_of(chinese), "GB18030", 20);
}

static void what_is_mostly_utf_8_stays_so(void **state)
{
    TT_UNUSED(state);
    assert_is(TT_STR("M\xc3\xbcller;\xc3\xa9\n\xff\n"), "UTF-8", 80);
}

static void what_nobody_can_tell_is_western(void **state)
{
    TT_UNUSED(state);
    assert_is(TT_STR("1;Mu\xf1oz\n"), "windows-1252", 10);
}

static void the_first_foreign_letters_may_come_late(void **state)
{
    tt_arena *a = *state;
    enum { FAR = 9 << 20 };
    static const char line[] = "1;\xd1\xe5\xe2\xe5\xf0\xed\xfb\xe9 \xeb\xe5\xf1;"
                               "\xd2\xee\xf0\xe3\xee\xe2\xfb\xe9 \xe4\xee\xec\n"; /* Cyrillic */
    char *text = tt_new_n(a, char, FAR + sizeof line);
    assert_non_null(text);
    memset(text, 'x', FAR);
    for (size_t i = 99; i < FAR; i += 100)
        text[i] = '\n';
    text[FAR - 1] = '\n';
    memcpy(text + FAR, line, sizeof line);
    assert_is((tt_str){text, FAR + sizeof line - 1}, "windows-1251", 20);
}

/* ICU's own memory is not counted: it has its own. */
static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    tt_status st;
    TT_TORTURE(st, {
        tt_charset c;
        st = tt_charset_guess(TT_STR("K\xe4ufer;Stra\xdf"
                                     "e\n"),
                              &c, NULL);
    });
}

TT_TEST_MAIN("base/charset", TT_TEST(a_mark_decides), TT_TEST(valid_utf_8_is_utf_8),
             TT_TEST(western_text_in_utf_16_is_known_by_its_zeros),
             TT_TEST(other_encodings_are_told_by_statistics),
             TT_TEST(what_is_mostly_utf_8_stays_so), TT_TEST(what_nobody_can_tell_is_western),
             TT_TEST(the_first_foreign_letters_may_come_late), TT_TEST(every_allocation_may_fail))
