/* known_names: the built-in list, and one of a case's own. */
#include "tests/support/tt_test.h"

#include "base/str.h"
#include "refdata/known.h"

#define HEAD "# source: test; date: 2026-01-01; licence: none\nname\tcountry\tsource\tverified\n"

static void the_built_in_names_have_a_seat(void **state)
{
    tt_known_names t;
    assert_ok(tt_known_names_load(NULL, *state, &t, ERR));
    assert_true(t.n > 50);
    for (size_t i = 0; i < t.n; i++) {
        assert_true(t.v[i].name.n > 0);
        assert_true(t.v[i].country != TT_COUNTRY_NONE);
    }
}

static void a_case_brings_its_own(void **state)
{
    tt_known_names t;
    tt_reference own = {0};
    own.text[TT_REFTAB_KNOWN_NAMES] = TT_STR(HEAD "Meridian Cobalt\tSE\ttest\tyes\n");
    assert_ok(tt_known_names_load(&own, *state, &t, ERR));
    assert_int_equal(t.n, 1);
    assert_true(tt_str_is(t.v[0].name, "Meridian Cobalt"));
    assert_int_equal(t.v[0].verified, TT_VERIFIED_YES);
}

static void a_country_that_is_none_is_refused(void **state)
{
    tt_known_names t;
    tt_reference own = {0};
    own.text[TT_REFTAB_KNOWN_NAMES] = TT_STR(HEAD "Meridian Cobalt\tSWE\ttest\tyes\n");
    assert_int_equal(tt_known_names_load(&own, *state, &t, NULL), TT_EFORMAT);
}

TT_TEST_MAIN("unit/refdata/known", TT_TEST(the_built_in_names_have_a_seat),
             TT_TEST(a_case_brings_its_own), TT_TEST(a_country_that_is_none_is_refused))
