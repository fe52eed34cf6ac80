/* Two names: the level at which they are alike, and what is left against it. */
#include "tests/support/tt_test.h"

#include "resolve/parts.h"

static tt_lexicon *lexicon;
static tt_unicode *unicode;

static int set_up(void **state)
{
    TT_UNUSED(state);
    return tt_lexicon_new(&lexicon, NULL) != TT_OK || tt_unicode_new(&unicode, NULL) != TT_OK;
}

static int tear_down(void **state)
{
    TT_UNUSED(state);
    tt_lexicon_free(lexicon);
    tt_unicode_free(unicode);
    return 0;
}

/* Two names in a case of their own. */
static tt_name_match match_of(tt_arena *a, const char *x, const char *y)
{
    tt_surface s[2] = {{.raw = tt_str_of(x)}, {.raw = tt_str_of(y)}};
    tt_name n[2];
    tt_words w;
    tt_name_match m, back, fast;
    for (size_t i = 0; i < 2; i++)
        assert_ok(tt_surface_read(lexicon, unicode, a, a, &s[i], ERR));
    assert_ok(tt_words_build(s, 2, a, &w, n, ERR));
    tt_name_compare(&w, &n[0], &n[1], &m);
    tt_name_compare(&w, &n[1], &n[0], &back);
    tt_name_compare_fast(&w, &n[0], &n[1], &fast);
    assert_int_equal(m.level, back.level);
    assert_int_equal(m.centibits, back.centibits);
    assert_int_equal(m.dice, back.dice);
    if (m.level <= TT_NAME_INSIDE || fast.level <= TT_NAME_INSIDE)
        assert_int_equal(m.level, fast.level);
    return m;
}

static tt_name_level level_of(tt_arena *a, const char *x, const char *y)
{
    return match_of(a, x, y).level;
}

static void equal_names_are_equal_whatever_their_form(void **state)
{
    tt_arena *a = *state;
    assert_int_equal(level_of(a, "Zephyr Trading LLC", "ZEPHYR TRADING L.L.C."), TT_NAME_EXACT_ALL);
    assert_int_equal(level_of(a, "Zephyr Trading LLC", "Zephyr Trading"), TT_NAME_EXACT);
    assert_true(match_of(a, "Zephyr Trading LLC", "Zephyr Trading PLC").legal_differs);
    assert_int_equal(level_of(a, "Zephyr Trading", ""), TT_NAME_NONE);
    assert_int_equal(level_of(a, "Zephyr Borealis GmbH", "Borealis Zephyr GmbH"),
                     TT_NAME_REORDERED);
}

static void spelling_is_near(void **state)
{
    tt_arena *a = *state;
    assert_int_equal(level_of(a, "Müller Nordwind GmbH", "Mueller Nordwind GmbH"), TT_NAME_NEAR);
    assert_true(level_of(a, "Wal Mart", "Walmart") <= TT_NAME_NEAR);
    assert_true(level_of(a, "Brookhaven Textile", "Brokhaven Textile") <= TT_NAME_CLOSE);
}

static void other_scripts_are_the_same_name(void **state)
{
    tt_arena *a = *state;
    assert_true(level_of(a, "华强贸易有限公司", "Huaqiang Trading Co., Ltd.") <= TT_NAME_NEAR);
    assert_true(level_of(a, "华强贸易有限公司", "Hua Qiang Trading") <= TT_NAME_NEAR);
    assert_true(level_of(a, "ООО Северный Ветер", "Severnyy Veter LLC") <= TT_NAME_NEAR);
    assert_true(level_of(a, "شركة النور للتجارة", "Al Noor Trading") <= TT_NAME_CLOSE);
}

static void sisters_are_not_the_same_company(void **state)
{
    tt_arena *a = *state;
    assert_true(level_of(a, "Zephyr Steel", "Zephyr Pharmaceuticals") > TT_NAME_INSIDE);
    assert_true(level_of(a, "Zephyr Shanghai Trading", "Zephyr Shenzhen Trading") > TT_NAME_INSIDE);
    assert_true(level_of(a, "Zephyr Fund II", "Zephyr Fund III") > TT_NAME_INSIDE);
    assert_true(match_of(a, "Zephyr Fund II", "Zephyr Fund III").number_conflict);
    assert_true(level_of(a, "Golden Borealis Trading", "Golden Zephyr Trading") > TT_NAME_SOME);
}

static void persons_keep_their_initials(void **state)
{
    tt_arena *a = *state;
    assert_int_equal(level_of(a, "NORDQUIST, Tamsin", "Tamsin Nordquist"), TT_NAME_EXACT_ALL);
    assert_int_equal(level_of(a, "Mr. T. Nordquist", "Tamsin Nordquist"), TT_NAME_INITIALS);
    assert_true(level_of(a, "Tamsin Nordquist", "Oluwa Nordquist") > TT_NAME_SOME);
    assert_true(match_of(a, "Tamsin Nordquist", "Tamsin Haverkamp").family_differs);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TT_TEST(equal_names_are_equal_whatever_their_form),
        TT_TEST(spelling_is_near),
        TT_TEST(other_scripts_are_the_same_name),
        TT_TEST(sisters_are_not_the_same_company),
        TT_TEST(persons_keep_their_initials),
    };
    if (set_up(NULL))
        return 1;
    int failed = tt_test_main(argc, argv, "resolve/alike", tests, TT_LEN(tests));
    tear_down(NULL);
    return failed;
}
