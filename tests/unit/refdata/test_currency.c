/* Currencies: codes and exponents. */
#include "tests/support/tt_test.h"

#include "refdata/currency.h"

static int exponent(const char *code)
{
    tt_ccy c = tt_ccy_parse(tt_str_of(code));
    char text[4];
    tt_ccy_text(c, text);
    if (c == TT_CCY_NONE)
        return -1;
    assert_true(tt_str_is_nocase(tt_str_of(text), code));
    return (int)tt_ccy_exponent(c);
}

static void exponents_are_those_of_iso_4217(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *code;
        int exponent;
    } rows[] = {{"USD", 2}, {"EUR", 2}, {"CNY", 2}, {"JPY", 0}, {"VND", 0}, {"KRW", 0}, {"CLP", 0},
                {"XOF", 0}, {"XAF", 0}, {"UGX", 0}, {"ISK", 0}, {"KWD", 3}, {"BHD", 3}, {"JOD", 3},
                {"OMR", 3}, {"TND", 3}, {"IQD", 3}, {"LYD", 3}, {"CLF", 4}, {"UYW", 4}, {"NGN", 2},
                {"TZS", 2}, {"IDR", 2}, {"HUF", 2}, {"ZWG", 2}, {"XCG", 2}, {"SLE", 2}};
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_int_equal(exponent(rows[i].code), rows[i].exponent);
}

static void codes_do_not_depend_on_case(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_ccy_parse(TT_STR("usd")), tt_ccy_parse(TT_STR("USD")));
    assert_int_equal(tt_ccy_parse(TT_STR(" Usd\t")), tt_ccy_parse(TT_STR("USD")));
    assert_int_not_equal(tt_ccy_parse(TT_STR("USD")), TT_CCY_NONE);
}

static void older_documents_keep_their_currencies(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(exponent("BYR"), 0);
    assert_int_equal(exponent("TRL"), 0);
    assert_int_equal(exponent("HRK"), 2);
    assert_int_equal(exponent("VEF"), 2);
    assert_int_equal(exponent("ZMK"), 2);
}

static void common_names_that_are_no_codes_mean_the_code(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_ccy_parse(TT_STR("RMB")), tt_ccy_parse(TT_STR("CNY")));
    assert_int_equal(tt_ccy_parse(TT_STR("CNH")), tt_ccy_parse(TT_STR("CNY")));
    assert_int_equal(tt_ccy_parse(TT_STR("ntd")), tt_ccy_parse(TT_STR("TWD")));
}

static void what_has_no_minor_unit_is_kept_with_four_decimals(void **state)
{
    TT_UNUSED(state);
    tt_money m;
    assert_int_equal(exponent("XAU"), 4);
    assert_int_equal(exponent("XDR"), 4);
    assert_true(tt_money_parse(TT_STR("12.5"), tt_ccy_parse(TT_STR("XAU")), &m, NULL));
    assert_int_equal(m.minor, 125000);
}

static void what_is_no_currency_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {
        "",          "US",          "USDX", "ZZZ", "U.S",   "U.S.D", "$", "US$",
        "XTS",       "XBA",         "QQM",  "840", "USD ,", "EUR/", /* lint: allow words: a
                                                                       code */
        "US Dollar", "\xE2\x82\xAC"};
    for (size_t i = 0; i < TT_LEN(bad); i++)
        assert_int_equal(tt_ccy_parse(tt_str_of(bad[i])), TT_CCY_NONE);
    const char no_currency[] = {'X', 'X', 'X', '\0'};
    assert_int_equal(tt_ccy_parse(tt_str_of(no_currency)), TT_CCY_NONE);
    assert_int_equal(tt_ccy_parse((tt_str){NULL, 0}), TT_CCY_NONE);
    assert_int_equal(tt_ccy_parse((tt_str){"US\0", 3}), TT_CCY_NONE);
}

static void every_code_has_a_name_and_comes_back(void **state)
{
    TT_UNUSED(state);
    unsigned n = 0;
    for (char a = 'A'; a <= 'Z'; a++) {
        for (char b = 'A'; b <= 'Z'; b++) {
            for (char d = 'A'; d <= 'Z'; d++) {
                char code[] = {a, b, d, '\0'}, text[4];
                tt_ccy c = tt_ccy_parse(tt_str_of(code));
                if (c == TT_CCY_NONE)
                    continue;
                tt_ccy_text(c, text);
                assert_true(strlen(tt_ccy_name(c)) > 2);
                assert_in_range(tt_ccy_number(c), 8, 999);
                n += strcmp(text, code) == 0;
            }
        }
    }
    assert_int_equal(n, 220 - 6); /* rows, less those that are refused */
    assert_int_equal(tt_ccy_number(tt_ccy_parse(TT_STR("ALL"))), 8);
    assert_string_equal(tt_ccy_name(tt_ccy_parse(TT_STR("VND"))), "Dong");
    assert_string_equal(tt_ccy_name(TT_CCY_NONE), "");
    assert_int_equal(tt_ccy_number(TT_CCY_NONE), 0);
}

static void a_currency_is_that_of_its_country(void **state)
{
    static const struct {
        const char *ccy, *country;
        bool is;
    } row[] = {{"USD", "US", true}, {"COP", "CO", true},  {"USD", "CO", false}, {"EUR", "DE", true},
               {"EUR", "ME", true}, {"EUR", "PL", false}, {"PLN", "PL", true},  {"USD", "", false}};
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(row); i++) {
        tt_country c = TT_COUNTRY_NONE;
        assert_true(!row[i].country[0] || tt_country_parse(tt_str_of(row[i].country), &c));
        assert_int_equal(tt_ccy_is_of(tt_ccy_parse(tt_str_of(row[i].ccy)), c), row[i].is);
    }
}

TT_TEST_MAIN("refdata/currency", cmocka_unit_test(exponents_are_those_of_iso_4217),
             cmocka_unit_test(codes_do_not_depend_on_case),
             cmocka_unit_test(older_documents_keep_their_currencies),
             cmocka_unit_test(common_names_that_are_no_codes_mean_the_code),
             cmocka_unit_test(what_has_no_minor_unit_is_kept_with_four_decimals),
             cmocka_unit_test(what_is_no_currency_is_refused),
             cmocka_unit_test(every_code_has_a_name_and_comes_back),
             cmocka_unit_test(a_currency_is_that_of_its_country))
