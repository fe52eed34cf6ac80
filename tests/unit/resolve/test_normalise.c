/*
 * Names without what does not tell companies apart: the core of a name, its legal form, and what is
 * generic.
 */
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

static tt_surface read_name(tt_arena *a, const char *name)
{
    tt_arena tmp;
    tt_surface s = {.raw = tt_str_of(name)};
    tt_arena_init(&tmp, 0);
    assert_ok(tt_surface_read(lexicon, unicode, &tmp, a, &s, ERR));
    tt_arena_release(&tmp);
    return s;
}

static void check_core(tt_arena *a, const char *name, const char *core)
{
    assert_str(read_name(a, name).core, core);
}

static void case_width_accents_and_punctuation_do_not_count(void **state)
{
    tt_arena *a = *state;
    check_core(a, "ACME Nordwind", "acme nordwind");
    check_core(a, "  acme - NORDWIND.", "acme nordwind");
    check_core(a, "ＡＣＭＥ Nordwind", "acme nordwind");
    check_core(a, "Acm\xc3\xa9 N\xc3\xb6rdwind", "acme nordwind");
    check_core(a, "O'Brien & Sons", "obrien sons");
    check_core(a,
               "O\xe2\x80\x99"
               "Brien and Sons",
               "obrien sons");
    check_core(a, "3M", "3m");
}

static void legal_forms_are_dropped_and_their_class_is_kept(void **state)
{
    tt_arena *a = *state;
    static const char *const llc[] = {"Nordwind GmbH",     "NORDWIND G.m.b.H.",
                                      "Nordwind S.A.R.L.", "Nordwind Co., Ltd.",
                                      "Nordwind Limited",  "Nordwind Sdn. Bhd."};
    static const char *const jsc[] = {"Nordwind AG", "Nordwind S.A.", "Nordwind PLC",
                                      "Nordwind Inc."};
    uint8_t of_llc = read_name(a, llc[0]).legal, of_jsc = read_name(a, jsc[0]).legal;
    assert_int_not_equal(of_llc, 0);
    assert_int_not_equal(of_jsc, 0);
    assert_int_not_equal(of_llc, of_jsc);
    for (size_t i = 0; i < TT_LEN(llc); i++) {
        check_core(a, llc[i], "nordwind");
        assert_int_equal(read_name(a, llc[i]).legal, of_llc);
    }
    for (size_t i = 0; i < TT_LEN(jsc); i++) {
        check_core(a, jsc[i], "nordwind");
        assert_int_equal(read_name(a, jsc[i]).legal, of_jsc);
    }
    assert_int_equal(read_name(a, "Nordwind").legal, 0);
}

static void short_forms_count_only_at_the_ends(void **state)
{
    tt_arena *a = *state;
    check_core(a, "AS Tallinka", "tallinka");
    check_core(a, "Casa SA Grande", "casa sa grande");
    check_core(a, "SA", "sa");
    assert_false(read_name(a, "SA").generic);                   /* a name like another */
    check_core(a, "SA Zirkona Tirza GmbH", "sa zirkona tirza"); /* the form is GmbH: SA is a word */
}

static void generic_words_become_concepts_in_any_script(void **state)
{
    tt_arena *a = *state;
    tt_surface en = read_name(a, "Huaqiang Trading Co., Ltd."),
               zh = read_name(a, "华强贸易有限公司");
    assert_str(en.core, "huaqiang trade");
    assert_str(zh.core, "huaqiang trade");
    assert_int_equal(en.legal, zh.legal);
    check_core(a, "ООО Торговый Дом Ветер", read_name(a, "Торговый Дом Ветер ООО").core.p);
}

static void a_name_of_generic_words_only_is_generic(void **state)
{
    tt_arena *a = *state;
    assert_true(read_name(a, "International Trading Company").generic);
    assert_true(read_name(a, "General Trading LLC").generic);
    assert_true(read_name(a, "Limited").generic);
    assert_true(read_name(a, "").generic);
    assert_false(read_name(a, "Zephyr Trading LLC").generic);
    tt_surface s = read_name(a, "International Zephyr Trading");
    assert_str(tt_surface_stem(&s), "zephyr");
    assert_str(read_name(a, "Limited").core, "limited"); /* better as written than nothing */
    assert_true(read_name(a, "First Bank of Zephyr").bank);
    assert_false(read_name(a, "Zephyr Trading").bank);
}

static void initials_are_one_word(void **state)
{
    tt_arena *a = *state;
    check_core(a, "A.B.C. Zephyr", "abc zephyr");
    check_core(a, "ABC Zephyr", "abc zephyr");
    check_core(a, "A Zephyr", "a zephyr");
}

static void invisible_and_broken_bytes_do_no_harm(void **state)
{
    tt_arena *a = *state;
    check_core(a, "Nord\xe2\x80\x8bwind", "nordwind");
    (void)read_name(a, "\xff\xfe\xc3");
    char long_name[4096];
    for (size_t i = 0; i < sizeof(long_name) - 1; i++)
        long_name[i] = i % 2 ? ' ' : (char)('a' + i % 26);
    long_name[sizeof(long_name) - 1] = 0;
    (void)read_name(a, long_name);
    for (size_t i = 0; i < sizeof(long_name) - 1; i++)
        long_name[i] = i % 3 == 2 ? ' ' : (char)('a' + i % 26);
    assert_true(read_name(a, long_name).core.n >= 64 * 2); /* the first 64 tokens are looked at */
}

static void similarity_counts_words_more_than_generic_ones(void **state)
{
    tt_arena *a = *state;
    tt_surface x = read_name(a, "Zephyr Trading LLC"), y = read_name(a, "Zephyr Logistics"),
               z = read_name(a, "Borealis Trading"), cut = read_name(a, "Zephyr Shipp");
    assert_near(tt_core_similarity(&x, &x), 1, 0);
    assert_near(tt_core_similarity(&x, &y), 2 / 2.6, 1e-12);
    assert_near(tt_core_similarity(&x, &z), 0.6 / 2.6, 1e-12);
    tt_surface whole = read_name(a, "Zephyr Shippers Guild");
    assert_near(tt_core_similarity(&cut, &whole), 1, 0);
    tt_surface tiny = read_name(a, "Zep");
    assert_near(tt_core_similarity(&tiny, &whole), 0, 0); /* too short to be a name cut short */
}

static void check_digits_are_checked(void **state)
{
    TT_UNUSED(state);
    tt_str base;
    tt_country cn = 0, vn = 0, ru = 0, de = 0;
    assert_true(tt_country_parse(TT_STR("CN"), &cn) && tt_country_parse(TT_STR("VN"), &vn));
    assert_true(tt_country_parse(TT_STR("RU"), &ru) && tt_country_parse(TT_STR("DE"), &de));
    assert_true(tt_lei_valid(TT_STR("529900T8BM49AURSDO55"))); /* the example of GLEIF */
    assert_false(tt_lei_valid(TT_STR("529900T8BM49AURSDO56")));
    assert_false(tt_lei_valid(TT_STR("529900T8BM49AURSDO5")));
    assert_true(tt_iban_valid(TT_STR("DE89370400440532013000"))); /* the example of ISO 13616 */
    assert_false(tt_iban_valid(TT_STR("DE89370400440532013001")));
    assert_int_equal(tt_tax_valid(cn, TT_STR("91350100M000100Y43"), &base),
                     TT_TAX_VALID); /* GB 32100 */
    assert_int_equal(tt_tax_valid(cn, TT_STR("91350100M000100Y44"), &base), TT_TAX_INVALID);
    assert_int_equal(tt_tax_valid(ru, TT_STR("7707083893"), &base),
                     TT_TAX_VALID); /* a bank that publishes it */
    assert_int_equal(tt_tax_valid(ru, TT_STR("7707083894"), &base), TT_TAX_INVALID);
    assert_int_equal(tt_tax_valid(ru, TT_STR("500100732259"), &base), TT_TAX_VALID);
    assert_int_equal(tt_tax_valid(vn, TT_STR("0100109106"), &base), TT_TAX_VALID);
    assert_int_equal(tt_tax_valid(vn, TT_STR("0100109106001"), &base), TT_TAX_VALID);
    assert_str(base, "0100109106"); /* the branch is the same legal person */
    assert_int_equal(tt_tax_valid(vn, TT_STR("0100109107"), &base), TT_TAX_INVALID);
    assert_int_equal(tt_tax_valid(de, TT_STR("DE123456789"), &base), TT_TAX_NO_RULE);
}

static void identifiers_are_cleaned_and_worthless_ones_dropped(void **state)
{
    tt_arena *a = *state;
    tt_str out;
    assert_true(tt_ident_clean(TT_STR(" de 123.456-789 "), 5, a, &out));
    assert_str(out, "DE123456789");
    assert_true(tt_ident_clean(TT_STR("N/A"), 5, a, &out));
    assert_str(out, NULL);
    assert_true(tt_ident_clean(TT_STR("000-0000"), 5, a, &out));
    assert_str(out, NULL);
}

static void names_survive_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tt_status st;
    tt_surface s = {.raw = TT_STR("Торговый Дом Ветер ООО")};
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_surface_read(lexicon, unicode, a, a, &s, ERR);
    });
    assert_true(s.core.n > 0);
    tt_lexicon *x = NULL;
    tt_mem_fail_at(40);
    assert_status(tt_lexicon_new(&x, ERR), TT_ENOMEM);
    tt_mem_fail_at(0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TT_TEST(case_width_accents_and_punctuation_do_not_count),
        TT_TEST(legal_forms_are_dropped_and_their_class_is_kept),
        TT_TEST(short_forms_count_only_at_the_ends),
        TT_TEST(generic_words_become_concepts_in_any_script),
        TT_TEST(a_name_of_generic_words_only_is_generic),
        TT_TEST(initials_are_one_word),
        TT_TEST(invisible_and_broken_bytes_do_no_harm),
        TT_TEST(similarity_counts_words_more_than_generic_ones),
        TT_TEST(check_digits_are_checked),
        TT_TEST(identifiers_are_cleaned_and_worthless_ones_dropped),
        TT_TEST(names_survive_each_allocation_failing),
    };
    if (set_up(NULL))
        return 1;
    int failed = tt_test_main(argc, argv, "resolve/normalise", tests, TT_LEN(tests));
    tear_down(NULL);
    return failed;
}
