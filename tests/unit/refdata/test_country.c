/* Countries: codes, names and the spellings of trade documents. */
#include "tests/support/tt_test.h"

#include "refdata/country.h"
#include "refdata/fold.h"

/* Alpha-2 of what the text means; "" when it is not understood. */
static const char *parsed(const char *text)
{
    static char out[3];
    tt_country c = 7;
    if (!tt_country_parse(tt_str_of(text), &c)) {
        assert_int_equal(c, 7);
        return "";
    }
    tt_country_text(c, out);
    return out;
}

static void codes_and_english_names_are_understood(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(parsed("VN"), "VN");
    assert_string_equal(parsed("vn"), "VN");
    assert_string_equal(parsed("VNM"), "VN");
    assert_string_equal(parsed("Viet Nam"), "VN");
    assert_string_equal(parsed("Korea, Republic of"), "KR");
    assert_string_equal(parsed("Korea, Democratic People's Republic of"), "KP");
    assert_string_equal(parsed("Bolivia"), "BO");
    assert_string_equal(parsed("Socialist Republic of Viet Nam"), "VN");
    assert_string_equal(parsed("Kosovo"), "XK");
}

static void other_spellings_are_understood(void **state)
{
    TT_UNUSED(state);
    static const char *const rows[][2] = {
        {"VIETNAM", "VN"},
        {"VIET-NAM", "VN"},
        {"Việt Nam", "VN"},
        {"HONG KONG SAR", "HK"},
        {"HONGKONG", "HK"},
        {"Hong Kong (China)", "HK"},
        {"UAE", "AE"},
        {"U.A.E.", "AE"},
        {"U.S.A.", "US"},
        {"USA", "US"},
        {"U.S.", "US"},
        {"United States of America", "US"},
        {"UK", "GB"},
        {"Great Britain", "GB"},
        {"P.R. CHINA", "CN"},
        {"PRC", "CN"},
        {"中国", "CN"},
        {"Ivory Coast", "CI"},
        {"COTE D'IVOIRE", "CI"},
        {"Côte d’Ivoire", "CI"},
        {"Turkey", "TR"},
        {"TÜRKİYE", "TR"},
        {"ALMANYA", "DE"},
        {"Alemanha", "DE"},
        {"Azerbaycan", "AZ"},
        {"Kırgızistan", "KG"},
        {"ŞİLİ", "CL"},
        {"PAISES BAJOS", "NL"},
        {"Corea del Sur", "KR"},
        {"EEUU", "US"},
        {"Österreich", "AT"},
        {"Saudi-Arabien", "SA"},
        {"Россия", "RU"},
        {"РОССИЯ", "RU"},
        {"D.R. Congo", "CD"},
        {"Congo", "CG"},
        {"South Korea", "KR"},
        {"Korea", "KR"},
        {"Taiwan", "TW"},
        {"Macau", "MO"},
        {"The Netherlands", "NL"},
        {"Trinidad & Tobago", "TT"},
        {"ＪＡＰＡＮ", "JP"},
        {"Lao P.D.R.", "LA"},
        {"EL", "GR"},
        {"Swaziland", "SZ"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_string_equal(parsed(rows[i][0]), rows[i][1]);
}

static void what_is_no_country_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"",
                                      " ",
                                      "ZZ",
                                      "XX",
                                      "EU",
                                      "Atlantis",
                                      "V",
                                      "VNMX",
                                      "VN/CN",
                                      "N",
                                      "Virgin Islands",
                                      "\xff",
                                      "V\xc3N",
                                      "Congo Town",
                                      "AN"};
    for (size_t i = 0; i < TT_LEN(bad); i++)
        assert_string_equal(parsed(bad[i]), "");
    tt_country c;
    assert_false(tt_country_parse((tt_str){NULL, 0}, &c));
    assert_false(tt_country_parse((tt_str){"VN\0X", 4}, &c));
    assert_false(tt_country_parse((tt_str){"VN\0", 3}, &c));
    static char long_text[1000000];
    memset(long_text, 'A', sizeof(long_text));
    assert_false(tt_country_parse((tt_str){long_text, sizeof(long_text)}, &c));
}

static void names_and_numbers_are_those_of_iso_3166(void **state)
{
    TT_UNUSED(state);
    tt_country c;
    assert_true(tt_country_parse(TT_STR("VN"), &c));
    assert_string_equal(tt_country_name(c), "Vietnam");
    assert_string_equal(tt_country_alpha3(c), "VNM");
    assert_int_equal(tt_country_number(c), 704);
    assert_true(tt_country_parse(TT_STR("KE"), &c));
    assert_string_equal(tt_country_name(c), "Kenya");
    assert_true(tt_country_parse(TT_STR("AL"), &c));
    assert_int_equal(tt_country_number(c), 8);
    assert_true(tt_country_parse(TT_STR("XK"), &c));
    assert_int_equal(tt_country_number(c), 0);
    assert_string_equal(tt_country_alpha3(c), "XKX");
}

static void none_and_unknown_codes_have_empty_texts(void **state)
{
    TT_UNUSED(state);
    char text[3] = "??";
    tt_country_text(TT_COUNTRY_NONE, text);
    assert_string_equal(text, "");
    assert_string_equal(tt_country_name(TT_COUNTRY_NONE), "");
    assert_string_equal(tt_country_alpha3('Q' << 8 | 'Q'), "");
    assert_int_equal(tt_country_number(UINT16_MAX), 0);
}

static void every_alpha_2_and_alpha_3_comes_back(void **state)
{
    TT_UNUSED(state);
    unsigned n = 0;
    for (char a = 'A'; a <= 'Z'; a++) {
        for (char b = 'A'; b <= 'Z'; b++) {
            char code[] = {a, b, '\0'}, text[3];
            tt_country c, again;
            if (!tt_country_parse(tt_str_of(code), &c))
                continue;
            tt_country_text(c, text);
            if (strcmp(text, code) != 0) /* UK, EL, XI */
                continue;
            n++;
            assert_int_equal(c, a << 8 | b);
            assert_true(tt_country_parse(tt_str_of(tt_country_alpha3(c)), &again));
            assert_int_equal(again, c);
            assert_true(tt_country_parse(tt_str_of(tt_country_name(c)), &again));
            assert_int_equal(again, c);
        }
    }
    assert_int_equal(n, 249 + 1); /* ISO 3166-1 and XK */
}

TT_TEST_MAIN("refdata/country", cmocka_unit_test(codes_and_english_names_are_understood),
             cmocka_unit_test(other_spellings_are_understood),
             cmocka_unit_test(what_is_no_country_is_refused),
             cmocka_unit_test(names_and_numbers_are_those_of_iso_3166),
             cmocka_unit_test(none_and_unknown_codes_have_empty_texts),
             cmocka_unit_test(every_alpha_2_and_alpha_3_comes_back))
