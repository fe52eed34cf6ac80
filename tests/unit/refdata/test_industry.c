/* Goods of lines of business: the built-in table, the longest code that fits, mistakes. */
#include "tests/support/tt_test.h"

#include "refdata/industry.h"

static void the_longest_beginning_decides(void **state)
{
    static const struct {
        const char *code, *line; /* NULL: none */
    } cases[] = {
        {"4630", "food"},
        {"1061", "food"},
        {"4662", "metals_and_ores"},
        {"4669", "other_specialised_trade"},
        {"4690", "all_goods"},
        {"2592", "metal_goods"},
        {"24", "metals"},
        {"4", NULL},
        {"9603", NULL},
        {"", NULL},
    };
    tt_industries t;
    assert_ok(tt_industries_load(NULL, *state, &t, ERR));
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        const tt_industry_row *r = tt_industries_find(&t, tt_str_of(cases[i].code));
        assert_int_equal(r != NULL, cases[i].line != NULL);
        if (r)
            assert_true(tt_str_is(r->name, cases[i].line));
    }
}

static void goods_are_chapters_or_any(void **state)
{
    tt_industries t;
    assert_ok(tt_industries_load(NULL, *state, &t, ERR));
    const tt_industry_row *food = tt_industries_find(&t, TT_STR("4630")),
                          *all = tt_industries_find(&t, TT_STR("4690"));
    assert_true(food->in[8]);
    assert_false(food->in[84]);
    assert_true(all->in[8] && all->in[84]);
    for (size_t i = 0; i < t.n; i++)
        assert_int_equal(t.v[i].verified, TT_VERIFIED_NO); /* until somebody looks them up */
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *row, *says;
    } cases[] = {
        {"463\tfood\t08 09\tx\tyes\n", ""},
        {"46.3\tfood\t08\tx\tyes\n",
         "industry_goods, line 3: activity: codes of digits with single blanks between"},
        {"463\tfood\t0801\tx\tyes\n",
         "industry_goods, line 3: hs: chapters of two digits with single blanks between"},
        {"463\tfood\t77\tx\tyes\n",
         "industry_goods, line 3: hs: chapters of two digits with single blanks between"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_reference own = {0};
        tt_industries t;
        tt_err err = {0};
        own.text[TT_REFTAB_INDUSTRY_GOODS] = tt_str_of(tt_arena_printf(
            a,
            "# source: x; date: 2024-01-01; licence: x\nactivity\tline\ths\tsource\tverified\n%s",
            cases[i].row));
        tt_status st = tt_industries_load(&own, a, &t, &err);
        assert_int_equal(st, cases[i].says[0] ? TT_EFORMAT : TT_OK);
        assert_string_equal(cases[i].says[0] ? err.text : "", cases[i].says);
    }
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_industries t = {0};
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_industries_load(NULL, a, &t, NULL);
    });
    assert_int_equal(t.n, 55);
}

TT_TEST_MAIN("refdata/industry", TT_TEST(the_longest_beginning_decides),
             TT_TEST(goods_are_chapters_or_any), TT_TEST(mistakes_are_named),
             TT_TEST(every_allocation_may_fail))
