/* Limits of payments and consignments: the built-in tables, when a row holds, and mistakes in one.
 */
#include "tests/support/tt_test.h"

#include "base/civil.h"
#include "refdata/limit.h"

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

static void limits_hold_in_their_countries_and_days(void **state)
{
    tt_limits l;
    size_t n = 0;
    assert_ok(tt_limits_load(NULL, TT_REFTAB_LIMITS, *state, &l, ERR));
    assert_int_equal(l.n, 11);
    assert_false(l.v[0].countries.p);
    assert_int_equal(l.v[0].amount.minor, 1000000);
    assert_true(tt_limit_holds(&l.v[0], TT_COUNTRY_NONE, TT_COUNTRY_NONE, day("1990-01-01")));
    for (size_t i = 0; i < l.n; i++) {
        assert_int_equal(l.v[i].verified, TT_VERIFIED_NO); /* until somebody looks them up */
        if (!tt_str_is(l.v[i].currency, "VND"))
            continue;
        tt_country vn = country("VN"), de = country("DE");
        n++;
        bool old = l.v[i].amount.minor == 300000000; /* VND has no minor unit */
        assert_int_equal(tt_limit_holds(&l.v[i], de, vn, day("2023-11-30")), old);
        assert_int_equal(tt_limit_holds(&l.v[i], vn, de, day("2023-12-01")), !old);
        assert_false(tt_limit_holds(&l.v[i], de, de, day("2023-12-01")));
    }
    assert_int_equal(n, 2);
}

static void limits_of_consignments_have_a_direction(void **state)
{
    tt_limits l;
    size_t n[TT_LIMIT_IMPORT + 1] = {0};
    assert_ok(tt_limits_load(NULL, TT_REFTAB_CONSIGNMENTS, *state, &l, ERR));
    assert_int_equal(l.n, 13);
    for (size_t i = 0; i < l.n; i++) {
        assert_int_equal(l.v[i].verified, TT_VERIFIED_NO);
        n[l.v[i].of]++;
        if (l.v[i].of == TT_LIMIT_BOTH)
            assert_int_equal(l.v[i].amount.minor, 1000000);
    }
    assert_int_equal(n[TT_LIMIT_BOTH], 1);
    assert_int_equal(n[TT_LIMIT_EXPORT], 5);
    assert_int_equal(n[TT_LIMIT_IMPORT], 7);
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *row, *says;
    } cases[] = {
        {"DE AT\tcash\t10000.50\tEUR\t-\t-\tx\tyes\n", ""},
        {"DE\tcash\t10000\tEURO\t-\t-\tx\tyes\n",
         "payment_limits, line 3: currency: must be a currency code of three letters"},
        {"DE\tcash\t0\tEUR\t-\t-\tx\tyes\n", "payment_limits, line 3: amount: must be above zero"},
        {"DE\tcash\t1\tEUR\t2024-01-02\t2024-01-01\tx\tyes\n",
         "payment_limits, line 3: the last day is before the first"},
        {"DE\tcheque\t1\tEUR\t-\t-\tx\tyes\n",
         "payment_limits, line 3, channel: must be any|cash|transfer"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_reference own = {0};
        tt_limits l = {0};
        tt_err err = {0};
        const char *text = tt_arena_printf(
            a,
            "# source: x; date: 2026-01-01; licence: y\ncountries\tchannel\tamount\t"
            "currency\tfrom\tto\tsource\tverified\n%s",
            cases[i].row);
        assert_non_null(text);
        own.text[TT_REFTAB_LIMITS] = tt_str_of(text);
        tt_status st = tt_limits_load(&own, TT_REFTAB_LIMITS, a, &l, &err);
        assert_string_equal(st == TT_OK ? "" : err.text, cases[i].says);
        if (st == TT_OK)
            assert_int_equal(l.v[0].amount.minor, 1000050);
    }
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_limits l = {0};
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_limits_load(NULL, TT_REFTAB_LIMITS, a, &l, NULL);
    });
    assert_int_equal(l.n, 11);
}

TT_TEST_MAIN("refdata/limit", TT_TEST(limits_hold_in_their_countries_and_days),
             TT_TEST(limits_of_consignments_have_a_direction), TT_TEST(mistakes_are_named),
             TT_TEST(every_allocation_may_fail))
