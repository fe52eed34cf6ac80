/* The spelling under which tables are searched. */
#include "tests/support/tt_test.h"

#include "refdata/fold.h"

static const char *folded(const char *text)
{
    static char out[TT_FOLD_MAX];
    size_t n = tt_fold(tt_str_of(text), out);
    assert_int_equal(n, strlen(out));
    return out;
}

static void case_accents_and_blanks_do_not_count(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(folded("Viet-Nam"), "VIETNAM");
    assert_string_equal(folded(" Việt  Nam "), "VIETNAM");
    assert_string_equal(folded("Vie\xCC\xA3\xCC\x82t Nam"), "VIETNAM"); /* combining marks */
    assert_string_equal(folded("ĐÀ NẴNG, Ưu Ơn ỹ"), "DANANGUUONY");
    assert_string_equal(folded("Straße ÆØÅ œŁž ĳÞ"), "STRASSEAEOAOELZIJTH");
    assert_string_equal(folded("Trinidad & Tobago"), "TRINIDADANDTOBAGO");
    assert_string_equal(folded("Россия ЁЂ ђё"), "РОССИЯЁЂЂЁ");
    assert_string_equal(folded("ｋｇ（１）"), "KG1");
    assert_string_equal(folded("m² m³"), "M2M3");
    assert_string_equal(folded("中国"), "中国");
    assert_string_equal(folded("d’Ivoire d'Ivoire"), "DIVOIREDIVOIRE");
}

static void what_joins_units_stays(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(folded("kg/m"), "KG/M");
    assert_string_equal(folded("%+*"), "%+*");
}

static void nothing_and_too_much_have_no_key(void **state)
{
    TT_UNUSED(state);
    char out[TT_FOLD_MAX] = "x", text[TT_FOLD_MAX];
    assert_int_equal(tt_fold((tt_str){NULL, 0}, out), 0);
    assert_string_equal(out, "");
    assert_string_equal(folded(" .-'()"), "");
    memset(text, 'a', sizeof(text));
    assert_int_equal(tt_fold((tt_str){text, TT_FOLD_MAX - 1}, out), TT_FOLD_MAX - 1);
    assert_int_equal(tt_fold((tt_str){text, TT_FOLD_MAX}, out), 0);
    assert_string_equal(out, "");
    assert_int_equal(tt_fold((tt_str){"US\0A", 4}, out), 0);
}

static void bad_bytes_match_nothing(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(folded("U\xFFS"), "U\xEF\xBF\xBDS");
}

static void keys_are_found_and_only_they(void **state)
{
    TT_UNUSED(state);
    static const tt_fold_key keys[] = {{"A", 3}, {"AB", 1}, {"B", 0}, {"ZZ", 2}};
    assert_int_equal(tt_fold_find(keys, 4, TT_STR("a")), 3);
    assert_int_equal(tt_fold_find(keys, 4, TT_STR("a.b")), 1);
    assert_int_equal(tt_fold_find(keys, 4, TT_STR("b")), 0);
    assert_int_equal(tt_fold_find(keys, 4, TT_STR("zz")), 2);
    assert_int_equal(tt_fold_find(keys, 4, TT_STR("z")), -1);
    assert_int_equal(tt_fold_find(keys, 4, TT_STR("aa")), -1);
    assert_int_equal(tt_fold_find(keys, 4, TT_STR("")), -1);
    assert_int_equal(tt_fold_find(keys, 0, TT_STR("a")), -1);
}

TT_TEST_MAIN("refdata/fold", cmocka_unit_test(case_accents_and_blanks_do_not_count),
             cmocka_unit_test(what_joins_units_stays),
             cmocka_unit_test(nothing_and_too_much_have_no_key),
             cmocka_unit_test(bad_bytes_match_nothing),
             cmocka_unit_test(keys_are_found_and_only_they))
