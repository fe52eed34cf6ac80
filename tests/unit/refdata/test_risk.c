/* risk_lists: empty when built in, dated rows of one's own, mistakes. */
#include "tests/support/tt_test.h"

#include "refdata/risk.h"

#define HEAD                                                                                       \
    "# source: x; date: 2026-01-01; licence: y\nkind\tcode\tlist\tfrom\tto\tsource\tverified\n"

static tt_date day(const char *text)
{
    tt_date d = TT_NO_DATE;
    assert_true(tt_parse_date(tt_str_of(text), &d));
    return d;
}

static tt_country country(const char *code)
{
    tt_country c = TT_COUNTRY_NONE;
    assert_true(tt_country_parse(tt_str_of(code), &c));
    return c;
}

static tt_hs goods(const char *code)
{
    tt_hs hs = TT_HS_NONE;
    assert_true(tt_hs_parse(tt_str_of(code), &hs));
    return hs;
}

static void none_is_built_in(void **state)
{
    tt_risks r;
    assert_ok(tt_risks_load(NULL, *state, &r, ERR));
    assert_int_equal(r.n, 0);
    assert_null(tt_risk_country(&r, country("PA"), day("2024-01-01")));
}

static void rows_hold_in_their_days(void **state)
{
    tt_risks r;
    tt_reference own = {0};
    own.text[TT_REFTAB_RISKS] =
        TT_STR(HEAD "jurisdiction\tPA\tGrey\t2019-06-21\t2023-10-27\tx\tyes\n"
                    "jurisdiction\tPA\tSecrecy\t2022-01-01\t-\tx\tno\n"
                    "commodity\t7108\tGold\t2020-01-01\t-\tx\tno\n"
                    "commodity\t97\tArt\t2020-01-01\t-\tx\tno\n");
    assert_ok(tt_risks_load(&own, *state, &r, ERR));
    assert_int_equal(tt_risks_of(&r, TT_RISK_JURISDICTION), 2);
    assert_int_equal(tt_risks_of(&r, TT_RISK_COMMODITY), 2);
    assert_null(tt_risk_country(&r, country("PA"), day("2019-06-20")));
    assert_ptr_equal(tt_risk_country(&r, country("PA"), day("2019-06-21")), &r.v[0]);
    assert_ptr_equal(tt_risk_country(&r, country("PA"), day("2023-10-27")), &r.v[0]);
    assert_ptr_equal(tt_risk_country(&r, country("PA"), day("2023-10-28")), &r.v[1]);
    assert_null(tt_risk_country(&r, country("PA"), TT_NO_DATE));
    assert_null(tt_risk_country(&r, country("DE"), day("2023-01-01")));
    assert_null(tt_risk_country(&r, TT_COUNTRY_NONE, day("2023-01-01")));
    assert_ptr_equal(tt_risk_goods(&r, goods("710812"), day("2023-01-01")), &r.v[2]);
    assert_ptr_equal(tt_risk_goods(&r, goods("9701"), day("2023-01-01")), &r.v[3]);
    assert_null(tt_risk_goods(&r, goods("710691"), day("2023-01-01")));
    assert_null(tt_risk_goods(&r, goods("71"), day("2023-01-01"))); /* may be other goods */
    assert_null(tt_risk_goods(&r, TT_HS_NONE, day("2023-01-01")));
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *row, *says;
    } cases[] = {
        {"country\tPA\tGrey\t2020-01-01\t-\tx\tno\n",
         "risk_lists, line 3, kind: must be jurisdiction|commodity"},
        {"jurisdiction\t71\tGrey\t2020-01-01\t-\tx\tno\n",
         "risk_lists, line 3: code: must be a country code of two letters"},
        {"commodity\t710\tGold\t2020-01-01\t-\tx\tno\n",
         "risk_lists, line 3: code: must be an HS 2022 code of two, four or six digits"},
        {"commodity\tPA\tGold\t2020-01-01\t-\tx\tno\n",
         "risk_lists, line 3: code: must be an HS 2022 code of two, four or six digits"},
        {"jurisdiction\tPA\tGrey\t-\t-\tx\tno\n",
         "risk_lists, line 3: from: must be the day from which the list names it"},
        {"jurisdiction\tPA\tGrey\t2020-01-02\t2020-01-01\tx\tno\n",
         "risk_lists, line 3: the last day is before the first"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_reference own = {0};
        tt_risks r = {0};
        tt_err err = {0};
        const char *text = tt_arena_printf(a, HEAD "%s", cases[i].row);
        assert_non_null(text);
        own.text[TT_REFTAB_RISKS] = tt_str_of(text);
        assert_int_equal(tt_risks_load(&own, a, &r, &err), TT_EFORMAT);
        assert_string_equal(err.text, cases[i].says);
    }
}

TT_TEST_MAIN("refdata/risk", TT_TEST(none_is_built_in), TT_TEST(rows_hold_in_their_days),
             TT_TEST(mistakes_are_named))
