/*
 * The quick readers of cells: what they are sure of is what decode.h reads, and the usual forms are
 * among it.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "read/decode.h"
#include "read/decode_quick.h"

static tt_str random_text(tt_rng *rng, const char *alphabet, size_t longest, char *out)
{
    size_t n = tt_rng_below(rng, longest + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = alphabet[tt_rng_below(rng, strlen(alphabet))];
    return (tt_str){out, n};
}

static void compare_number(tt_str s, unsigned scale)
{
    int64_t quick, want;
    bool inexact = false;
    if (!tt_quick_number(s, scale, &quick))
        return;
    if (!tt_parse_dec(s, scale, &want, &inexact) || inexact || quick != want)
        fail_msg("'%.*s' at scale %u", TT_STR_ARG(s), scale);
}

static void a_number_is_what_the_slow_way_says(void **state)
{
    TT_UNUSED(state);
    static const char *const edges[] = {"",
                                        "-",
                                        ".",
                                        "-.",
                                        "5.",
                                        ".5",
                                        "-0",
                                        "--1",
                                        "+1",
                                        "1.2.3",
                                        "1e3",
                                        "0000000000000001",
                                        "999999999999999999",
                                        "9999999999999999.99",
                                        "-999999999999999999",
                                        "9223372036854775807"};
    tt_rng rng;
    char text[24];
    tt_rng_init(&rng, 1, "numbers");
    for (unsigned scale = 0; scale <= 12; scale++) {
        for (size_t i = 0; i < TT_LEN(edges); i++)
            compare_number(tt_str_of(edges[i]), scale);
        for (unsigned i = 0; i < 100000; i++)
            compare_number(random_text(&rng, "0123456789.-9", 21, text), scale);
    }
}

static void the_usual_numbers_need_no_slow_way(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *text;
        unsigned scale;
        int64_t want;
    } usual[] = {{"12.50", 2, 1250},
                 {"0", 0, 0},
                 {"-3.1", 6, -3100000},
                 {"338375.77", 2, 33837577},
                 {".5", 1, 5},
                 {"7.", 3, 7000},
                 {"507.31", 6, 507310000},
                 {"999999", 12, 999999000000000000}};
    for (size_t i = 0; i < TT_LEN(usual); i++) {
        int64_t v = 0;
        assert_true(tt_quick_number(tt_str_of(usual[i].text), usual[i].scale, &v));
        assert_int_equal(v, usual[i].want);
    }
}

static void what_would_have_to_be_rounded_is_left_alone(void **state)
{
    TT_UNUSED(state);
    int64_t v = 7;
    assert_false(tt_quick_number(TT_STR("1.005"), 2, &v));
    assert_false(tt_quick_number(TT_STR("1.000"), 2, &v));
    assert_false(tt_quick_number(TT_STR("1000000"), 12, &v)); /* too large at this scale */
    assert_false(tt_quick_number(TT_STR("1 "), 0, &v));
    assert_int_equal(v, 7);
}

static void compare_date(tt_str s, bool *sure)
{
    int64_t quick;
    tt_when want;
    *sure = tt_quick_date(s, &quick);
    if (*sure && (!tt_parse_when(s, &want) || want.sec != TT_NO_TIME || want.day != quick))
        fail_msg("'%.*s'", TT_STR_ARG(s));
}

static void a_date_is_what_the_slow_way_says(void **state)
{
    TT_UNUSED(state);
    bool sure;
    tt_rng rng;
    char text[16];
    for (int y = 900; y < 10000; y += 7)
        for (int m = 0; m <= 13; m++)
            for (int d = 0; d <= 32; d++) {
                for (int part = y, i = 3; i >= 0; i--, part /= 10)
                    text[i] = (char)('0' + part % 10);
                text[4] = text[7] = '-';
                text[5] = (char)('0' + m / 10);
                text[6] = (char)('0' + m % 10);
                text[8] = (char)('0' + d / 10);
                text[9] = (char)('0' + d % 10);
                compare_date((tt_str){text, 10}, &sure);
                assert_int_equal(sure, y >= 1000 && m >= 1 && m <= 12 && d >= 1 && d <= 28);
            }
    tt_rng_init(&rng, 1, "dates");
    for (unsigned i = 0; i < 300000; i++)
        compare_date(random_text(&rng, "0012-/", 11, text), &sure);
}

static void another_text_of_the_same_length_has_another_key(void **state)
{
    TT_UNUSED(state);
    for (size_t n = 1; n <= TT_MEMO_BYTES; n++)
        for (size_t at = 0; at < n; at++) {
            char text[TT_MEMO_BYTES];
            uint64_t key[2], other[2];
            memset(text, 'A', sizeof text);
            tt_memo_key((tt_str){text, n}, key);
            text[at] = 'B';
            tt_memo_key((tt_str){text, n}, other);
            assert_true(key[0] != other[0] || key[1] != other[1]);
        }
}

static void a_text_is_known_when_it_was_added_and_until_two_others_came(void **state)
{
    tt_arena *a = *state;
    tt_memo *memos = tt_new_n(a, tt_memo, TT_MEMOS);
    uint64_t key[2];
    tt_value v = TT_VALUE_NONE;
    assert_false(tt_quick_memo(memos, TT_STR("DE"), &v));
    tt_memo_key(TT_STR("DE"), key);
    tt_memo *m = tt_memo_add(memos, key, 2);
    assert_false(tt_quick_memo(memos, TT_STR("DE"), &v)); /* nothing is known of it yet */
    m->set = true;
    m->num = 42;
    assert_true(tt_quick_memo(memos, TT_STR("DE"), &v));
    assert_int_equal(v.num, 42);
    assert_str(v.text, "DE");
    assert_false(tt_quick_memo(memos, TT_STR("DEU"), &v));
    m->reason = TT_REASON_UNKNOWN_UNIT;
    assert_false(tt_quick_memo(memos, TT_STR("DE"), &v)); /* there is something to tell */
    assert_false(tt_quick_memo(memos, TT_STR("seventeen letters"), &v));
}

TT_TEST_MAIN("read/decode_quick", TT_TEST(a_number_is_what_the_slow_way_says),
             TT_TEST(the_usual_numbers_need_no_slow_way),
             TT_TEST(what_would_have_to_be_rounded_is_left_alone),
             TT_TEST(a_date_is_what_the_slow_way_says),
             TT_TEST(another_text_of_the_same_length_has_another_key),
             TT_TEST(a_text_is_known_when_it_was_added_and_until_two_others_came))
