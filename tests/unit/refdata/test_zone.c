/* Free zones: the built-in table, when a row holds, and mistakes in a table. */
#include "tests/support/tt_test.h"

#include "refdata/zone.h"

enum { ROWS = 71 };

static tt_date day(const char *text)
{
    tt_date d = TT_NO_DATE;
    assert_true(tt_parse_date(tt_str_of(text), &d));
    return d;
}

static void places_have_zones_in_their_days(void **state)
{
    tt_zones z;
    assert_ok(tt_zones_load(NULL, *state, &z, ERR));
    assert_int_equal(z.n, ROWS);
    for (size_t i = 0; i < z.n; i++)
        assert_int_equal(z.v[i].verified, TT_VERIFIED_NO); /* until somebody looks them up */
    assert_true(
        tt_str_is(tt_zone_find(&z, TT_STR("AEJEA"), TT_NO_DATE)->name, "Jebel Ali Free Zone"));
    assert_non_null(tt_zone_find(&z, TT_STR("DEHAM"), day("2012-12-31")));
    assert_null(tt_zone_find(&z, TT_STR("DEHAM"), day("2013-01-01")));
    assert_null(tt_zone_find(&z, TT_STR("LULUX"), day("2014-09-16")));
    assert_non_null(tt_zone_find(&z, TT_STR("LULUX"), day("2014-09-17")));
    assert_null(tt_zone_find(&z, TT_STR("NLRTM"), TT_NO_DATE));
    assert_null(tt_zone_find(&z, TT_STR("Jebel Ali"), TT_NO_DATE));
    assert_null(tt_zone_find(&z, (tt_str){0}, TT_NO_DATE));
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *row, *says;
    } cases[] = {
        {"NLRTM\t-\t-\tMine\tx\tyes\n", ""},
        {"Rotterdam\t-\t-\tMine\tx\tyes\n", "free_zones, line 3: place: must be a UN/LOCODE"},
        {"ZZRTM\t-\t-\tMine\tx\tyes\n", "free_zones, line 3: place: must be a UN/LOCODE"},
        {"NLRTM\t2024-01-02\t2024-01-01\tMine\tx\tyes\n",
         "free_zones, line 3: the last day is before the first"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_reference own = {0};
        tt_zones z = {0};
        tt_err err = {0};
        const char *text = tt_arena_printf(a,
                                           "# source: x; date: 2026-01-01; licence: y\n"
                                           "place\tfrom\tto\tname\tsource\tverified\n%s",
                                           cases[i].row);
        assert_non_null(text);
        own.text[TT_REFTAB_ZONES] = tt_str_of(text);
        tt_status st = tt_zones_load(&own, a, &z, &err);
        assert_string_equal(st == TT_OK ? "" : err.text, cases[i].says);
        if (st == TT_OK)
            assert_non_null(tt_zone_find(&z, TT_STR("NLRTM"), TT_NO_DATE));
    }
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_zones z = {0};
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_zones_load(NULL, a, &z, NULL);
    });
    assert_int_equal(z.n, ROWS);
}

TT_TEST_MAIN("refdata/zone", TT_TEST(places_have_zones_in_their_days), TT_TEST(mistakes_are_named),
             TT_TEST(every_allocation_may_fail))
