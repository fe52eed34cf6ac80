/*
 * Identifiers: published examples of each scheme, one digit off, what is repaired and what is left.
 */
#include "tests/support/tt_test.h"

#include "refdata/ids.h"

static void check(tt_id_scheme scheme, const char *text, tt_id_state want, const char *standard)
{
    char out[TT_ID_TEXT];
    tt_id_state got = tt_id_check(scheme, tt_str_of(text), out);
    if (got != want || strcmp(out, standard) != 0)
        fail_msg("%s '%s' is '%s' \"%s\", not '%s' \"%s\"", tt_id_scheme_text(scheme), text,
                 tt_id_state_text(got), out, tt_id_state_text(want), standard);
}

static void published_examples_are_valid(void **state)
{
    TT_UNUSED(state);
    check(TT_ID_LEI, "529900T8BM49AURSDO55", TT_ID_VALID, "529900T8BM49AURSDO55");
    check(TT_ID_IBAN, "DE89 3704 0044 0532 0130 00", TT_ID_VALID, "DE89370400440532013000");
    check(TT_ID_IBAN, "gb82west12345698765432", TT_ID_VALID, "GB82WEST12345698765432");
    check(TT_ID_BIC, "DEUTDEFF500", TT_ID_VALID, "DEUTDEFF500");
    check(TT_ID_IMO, "9074729", TT_ID_VALID, "9074729");
    check(TT_ID_CONTAINER, "CSQU3054383", TT_ID_VALID, "CSQU3054383");
    check(TT_ID_CONTAINER, "csqu 305438-3", TT_ID_VALID, "CSQU3054383");
    check(TT_ID_GTIN, "4006381333931", TT_ID_VALID, "4006381333931");
    check(TT_ID_GTIN, "73513537", TT_ID_VALID, "73513537");
    check(TT_ID_LOCODE, "NLRTM", TT_ID_VALID, "NLRTM");
    check(TT_ID_LOCODE, "NL RTM", TT_ID_VALID, "NLRTM");
    check(TT_ID_HS, "0801.32.00", TT_ID_VALID, "08013200");
    check(TT_ID_USCC, "91350100M000100Y43", TT_ID_VALID, "91350100M000100Y43");
    check(TT_ID_MST, "0100109106-001", TT_ID_VALID, "0100109106001");
    check(TT_ID_INN, "7707083893", TT_ID_VALID, "7707083893");
}

static void one_character_off_is_bad(void **state)
{
    TT_UNUSED(state);
    check(TT_ID_LEI, "529900T8BM49AURSDO56", TT_ID_BAD, "");
    check(TT_ID_IBAN, "DE88370400440532013000", TT_ID_BAD, "");
    check(TT_ID_IBAN, "ZZ89370400440532013000", TT_ID_BAD, "");
    check(TT_ID_BIC, "DEUTZZFF", TT_ID_BAD, "");
    check(TT_ID_BIC, "DEUTDEF", TT_ID_BAD, "");
    check(TT_ID_IMO, "9074728", TT_ID_BAD, "");
    check(TT_ID_CONTAINER, "CSQU3054384", TT_ID_BAD, "");
    check(TT_ID_CONTAINER, "CSQ13054383", TT_ID_BAD, "");
    check(TT_ID_GTIN, "4006381333932", TT_ID_BAD, "");
    check(TT_ID_LOCODE, "ZZRTM", TT_ID_BAD, "");
    check(TT_ID_HS, "080", TT_ID_BAD, "");
    check(TT_ID_HS, "7701", TT_ID_BAD, "");
    check(TT_ID_USCC, "91350100M000100Y44", TT_ID_BAD, "");
    check(TT_ID_MST, "0100109107", TT_ID_BAD, "");
    check(TT_ID_INN, "7707083894", TT_ID_BAD, "");
    check(TT_ID_LEI, "529900T8BM49AURSDO5\xc3\xa4", TT_ID_BAD, "");
}

static void labels_and_missing_check_digits_are_repaired(void **state)
{
    TT_UNUSED(state);
    check(TT_ID_IMO, "IMO 9074729", TT_ID_REPAIRED, "9074729");
    check(TT_ID_IMO, "imo: 9074729", TT_ID_REPAIRED, "9074729");
    check(TT_ID_LEI, "LEI:529900T8BM49AURSDO55", TT_ID_REPAIRED, "529900T8BM49AURSDO55");
    check(TT_ID_IBAN, "IBAN DE89 3704 0044 0532 0130 00", TT_ID_REPAIRED, "DE89370400440532013000");
    check(TT_ID_CONTAINER, "CSQU305438", TT_ID_REPAIRED, "CSQU3054383");
}

static void what_no_list_of_ours_holds_is_not_judged(void **state)
{
    TT_UNUSED(state);
    check(TT_ID_LOCODE, "NLQQQ", TT_ID_UNCHECKED, "");
    check(TT_ID_HS, "080199", TT_ID_UNCHECKED, "");
    check(TT_ID_HS, "9801", TT_ID_UNCHECKED, "");
    check(TT_ID_NONE, "x", TT_ID_UNCHECKED, "");
    check(TT_ID_LEI, "  ", TT_ID_UNCHECKED, "");
}

/* Mod 97 and the weights 1 and 3 let no wrong digit pass.  (The weights of IMO numbers do.) */
static void each_single_digit_error_is_caught(void **state)
{
    static const struct {
        tt_id_scheme scheme;
        const char *text;
    } ids[] = {
        {TT_ID_IBAN, "DE89370400440532013000"},
        {TT_ID_LEI, "529900T8BM49AURSDO55"},
        {TT_ID_GTIN, "4006381333931"},
    };
    TT_UNUSED(state);
    for (size_t k = 0; k < TT_LEN(ids); k++)
        for (size_t i = 0; ids[k].text[i]; i++) {
            char text[TT_ID_TEXT] = {0};
            memcpy(text, ids[k].text, strlen(ids[k].text));
            if (!tt_ascii_is_digit(text[i]))
                continue;
            for (char d = '0'; d <= '9'; d++) {
                if (d == ids[k].text[i])
                    continue;
                text[i] = d;
                assert_int_equal(tt_id_check(ids[k].scheme, tt_str_of(text), NULL), TT_ID_BAD);
            }
        }
}

static void schemes_are_found_by_shape(void **state)
{
    tt_country vn = 0, de = 0;
    TT_UNUSED(state);
    assert_true(tt_country_parse(TT_STR("VN"), &vn) && tt_country_parse(TT_STR("DE"), &de));
    assert_int_equal(tt_id_scheme_of(TT_STR("529900T8BM49AURSDO55"), vn), TT_ID_LEI);
    assert_int_equal(tt_id_scheme_of(TT_STR("0100109106"), vn), TT_ID_MST);
    assert_int_equal(tt_id_scheme_of(TT_STR("0100109106"), de), TT_ID_NONE);
    assert_int_equal(tt_id_scheme_of(TT_STR("41N8031234"), vn), TT_ID_MST);
    assert_int_equal(tt_id_scheme_of(TT_STR("41-N8-0312"), vn),
                     TT_ID_NONE); /* a business licence */
    assert_int_equal(tt_id_scheme_of(TT_STR("4006381333931"), de), TT_ID_GTIN);
    assert_int_equal(tt_id_scheme_of_account(TT_STR("NL91 ABNA 0417 1643 00")), TT_ID_IBAN);
    assert_int_equal(tt_id_scheme_of_account(TT_STR("0417164300")), TT_ID_NONE);
    assert_int_equal(tt_id_scheme_of_bank(TT_STR("ABNANL2A")), TT_ID_BIC);
    assert_int_equal(tt_id_scheme_of_bank(TT_STR("ABN AMRO")), TT_ID_NONE);
    assert_int_equal(tt_id_scheme_of_place(TT_STR("CNSHA")), TT_ID_LOCODE);
    assert_int_equal(tt_id_scheme_of_place(TT_STR("Paris")), TT_ID_NONE);
    assert_str(tt_id_person(TT_ID_MST, TT_STR("0100109106001")), "0100109106");
}

TT_TEST_MAIN("refdata/ids", TT_TEST(published_examples_are_valid),
             TT_TEST(one_character_off_is_bad),
             TT_TEST(labels_and_missing_check_digits_are_repaired),
             TT_TEST(what_no_list_of_ours_holds_is_not_judged),
             TT_TEST(each_single_digit_error_is_caught), TT_TEST(schemes_are_found_by_shape))
