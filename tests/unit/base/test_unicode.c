/*
 * Folding, transliteration and encodings: the values of the standards, and ASCII the same both
 * ways.
 */
#include "tests/support/tt_test.h"

#include "base/unicode.h"

struct pair {
    const char *in, *out;
};

static tt_unicode *opened(void)
{
    tt_unicode *u;
    assert_ok(tt_unicode_new(&u, ERR));
    return u;
}

static void folding_is_nfkc_casefold(void **state)
{
    tt_arena *a = *state;
    static const struct pair rows[] = {
        {"ACME Ltd. 123", "acme ltd. 123"},
        {"Stra\xC3\x9F"
         "e",
         "strasse"},
        {"STRA\xE1\xBA\x9E"
         "E",
         "strasse"},                                              /* capital sharp s */
        {"\xEF\xBC\xA1\xEF\xBC\xA2", "ab"},                       /* full width */
        {"\xEF\xAC\x81n", "fin"},                                 /* ligature fi */
        {"e\xCC\x81", "\xC3\xA9"},                                /* composed */
        {"\xCE\xA3\xCE\x91\xCF\x82", "\xCF\x83\xCE\xB1\xCF\x83"}, /* both sigmas */
        {"a\xC2\xAD"
         "b\xE2\x80\x8B"
         "c",
         "abc"},                   /* soft hyphen, zero width */
        {"\xC4\xB0", "i\xCC\x87"}, /* not Turkish */
        {"\xE5\x8C\x97\xE4\xBA\xAC", "\xE5\x8C\x97\xE4\xBA\xAC"},
        {"a\xFF"
         "b",
         "a\xEF\xBF\xBD"
         "b"}, /* bad UTF-8 */
        {"", ""},
    };
    tt_unicode *u = opened();
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_str out;
        assert_ok(tt_unicode_fold(u, tt_str_of(rows[i].in), a, &out, ERR));
        assert_str(out, rows[i].out);
        assert_int_equal(out.p[out.n], '\0');
        tt_str again; /* folding is done once and for all */
        assert_ok(tt_unicode_fold(u, out, a, &again, ERR));
        assert_slice(again, out);
    }
    tt_str out;
    assert_ok(tt_unicode_fold(u, (tt_str){NULL, 0}, a, &out, ERR));
    assert_str(out, "");
    tt_unicode_free(u);
    tt_unicode_free(NULL);
}

static void names_in_other_scripts_become_ascii(void **state)
{
    tt_arena *a = *state;
    static const struct pair rows[] = {
        {"ACME Ltd. 123", "acme ltd. 123"},
        {"\xC5\x81\xC3\xB3"
         "d\xC5\xBA",
         "lodz"},
        {"Stra\xC3\x9F"
         "e",
         "strasse"},
        {"\xC3\x98rsted & S\xC3\xB8n", "orsted & son"},
        {"\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0", "moskva"},
        {"\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1", "athena"},
        {"\xE5\x8C\x97\xE4\xBA\xAC", "bei jing"},
        {"\xE3\x82\xBD\xE3\x83\x8B\xE3\x83\xBC", "soni"},
        {"\xEC\x84\x9C\xEC\x9A\xB8", "seoul"},
        {"\xF0\x9F\x98\x80", ""}, /* no letters in it */
    };
    tt_unicode *u = opened();
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_str out;
        assert_ok(tt_unicode_ascii(u, tt_str_of(rows[i].in), a, &out, ERR));
        assert_str(out, rows[i].out);
    }
    tt_unicode_free(u);
}

static void ascii_is_the_same_with_and_without_icu(void **state)
{
    tt_arena *a = *state;
    tt_unicode *u = opened();
    char text[130] = "";
    for (size_t i = 0; i < 127; i++)
        text[i] = (char)(i + 1);
    tt_str fast, slow;
    assert_ok(tt_unicode_fold(u, (tt_str){text, 127}, a, &fast, ERR));
    memcpy(text + 127, "\xC3\xA9", 2); /* a letter at the end sends all of it through ICU */
    assert_ok(tt_unicode_fold(u, (tt_str){text, 129}, a, &slow, ERR));
    assert_int_equal(slow.n, 129);
    assert_slice(fast, tt_str_sub(slow, 0, 127));
    assert_ok(tt_unicode_ascii(u, (tt_str){text, 127}, a, &fast, ERR));
    assert_ok(tt_unicode_ascii(u, (tt_str){text, 129}, a, &slow, ERR));
    assert_int_equal(slow.n, 128);
    assert_slice(fast, tt_str_sub(slow, 0, 127));
    assert_ok(tt_unicode_fold(u, TT_STR("A\0B"), a, &fast, ERR));
    assert_slice(fast, TT_STR("a\0b"));
    tt_unicode_free(u);
}

static void texts_that_grow_much_have_room(void **state)
{
    tt_arena *a = *state;
    enum { N = 2000 };
    /* U+FDFA: one character that becomes 18. */
    char *text = tt_new_n(a, char, (size_t)N * 3);
    for (size_t i = 0; i < N; i++)
        memcpy(text + i * 3, "\xEF\xB7\xBA", 3);
    tt_unicode *u = opened();
    tt_str out;
    assert_ok(tt_unicode_fold(u, (tt_str){text, (size_t)N * 3}, a, &out, ERR));
    assert_int_equal(out.n, N * 33);
    assert_int_equal(tt_utf8_bad(out), out.n);
    assert_ok(tt_unicode_ascii(u, (tt_str){text, (size_t)N * 3}, a, &out, ERR));
    assert_true(out.n > N * 10);
    tt_unicode_free(u);
}

/* --- encodings --- */

static void encodings_become_utf8(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *encoding;
        tt_str in;
        const char *out;
        uint64_t bad;
    } rows[] = {
        {"windows-1252", {"caf\xE9 \x80", 6}, "caf\xC3\xA9 \xE2\x82\xAC", 0},
        {"ISO-8859-1", {"\xE9", 1}, "\xC3\xA9", 0},
        {"GBK", {"\xB1\xB1\xBE\xA9", 4}, "\xE5\x8C\x97\xE4\xBA\xAC", 0},
        {"Shift_JIS", {"\x83\x5C", 2}, "\xE3\x82\xBD", 0},
        {"UTF-16LE", {"a\0=\xD8\0\xDE", 6}, "a\xF0\x9F\x98\x80", 0},
        {"UTF-16", {"\xFE\xFF\0a", 4}, "a", 0},
        {"UTF-16LE", {"a\0\0\xD8z\0", 6}, "a\xEF\xBF\xBDz", 1},
        {"UTF-8", {"a\xFF\xC3\xA9\xC3", 5}, "a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD", 2},
        {"US-ASCII", {"a\xE9z", 3}, "a\xEF\xBF\xBDz", 1},
        {"windows-1252", {"", 0}, "", 0},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_str out;
        uint64_t bad = 77;
        assert_ok(tt_unicode_decode(rows[i].in, rows[i].encoding, a, &out, &bad, ERR));
        assert_str(out, rows[i].out);
        assert_int_equal(bad, rows[i].bad);
    }
    tt_str out;
    uint64_t bad;
    assert_status(tt_unicode_decode(TT_STR("a"), "no-such-thing", a, &out, &bad, ERR), TT_EUSAGE);
    assert_err_text("unknown encoding 'no-such-thing'");
    assert_status(tt_unicode_decode(TT_STR("a"), "", a, &out, &bad, ERR), TT_EUSAGE);
}

static void pairs_that_meet_the_end_of_a_block_stay_whole(void **state)
{
    tt_arena *a = *state;
    for (size_t shift = 0; shift < 2; shift++) { /* pairs at even and at odd units */
        enum { N = 10000 };
        char *in = tt_new_n(a, char, (size_t)N * 4 + 2);
        size_t n = 0;
        if (shift) {
            memcpy(in, "x\0", 2);
            n = 2;
        }
        for (size_t i = 0; i < N; i++, n += 4)
            memcpy(in + n, "=\xD8\0\xDE", 4);
        tt_str out;
        uint64_t bad;
        assert_ok(tt_unicode_decode((tt_str){in, n}, "UTF-16LE", a, &out, &bad, ERR));
        assert_int_equal(bad, 0);
        assert_int_equal(out.n, N * 4 + shift);
        for (size_t i = shift; i < out.n; i += 4)
            assert_memory_equal(out.p + i, "\xF0\x9F\x98\x80", 4);
    }
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_unicode *u = NULL;
    tt_status st;
    tt_str fold, ascii, decoded, plain;
    TT_TORTURE(st, {
        uint64_t bad;
        tt_unicode_free(u);
        u = NULL;
        tt_arena_reset(a);
        st = tt_unicode_new(&u, NULL);
        if (st == TT_OK)
            st = tt_unicode_fold(u, TT_STR("\xC3\x89tat \xEF\xB7\xBA"), a, &fold, NULL);
        if (st == TT_OK)
            st = tt_unicode_ascii(u, TT_STR("\xC3\x89tat \xEF\xB7\xBA"), a, &ascii, NULL);
        if (st == TT_OK)
            st = tt_unicode_ascii(u, TT_STR("Plain"), a, &plain, NULL);
        if (st == TT_OK)
            st = tt_unicode_decode(TT_STR("\xE9"), "ISO-8859-1", a, &decoded, &bad, NULL);
    });
    assert_true(tt_str_starts(fold, TT_STR("\xC3\xA9tat ")));
    assert_true(tt_str_starts(ascii, TT_STR("etat ")));
    assert_str(plain, "plain");
    assert_str(decoded, "\xC3\xA9");
    tt_unicode_free(u);
}

TT_TEST_MAIN("base/unicode", TT_TEST(folding_is_nfkc_casefold),
             TT_TEST(names_in_other_scripts_become_ascii),
             TT_TEST(ascii_is_the_same_with_and_without_icu),
             TT_TEST(texts_that_grow_much_have_room), TT_TEST(encodings_become_utf8),
             TT_TEST(pairs_that_meet_the_end_of_a_block_stay_whole),
             TT_TEST(every_allocation_may_fail))
