/* Harmonized System codes: reading, what exists, what kind of goods. */
#include "tests/support/tt_test.h"

#include "base/str.h"
#include "refdata/hs.h"

static tt_hs hs(const char *text)
{
    tt_hs out = TT_HS_NONE;
    return tt_hs_parse(tt_str_of(text), &out) ? out : TT_HS_NONE;
}

static const char *text_of(tt_hs code)
{
    static char out[TT_HS_TEXT];
    unsigned n = tt_hs_text(code, out);
    assert_int_equal(n, strlen(out));
    assert_int_equal(tt_hs_digits(code), strlen(out));
    return out;
}

static void codes_of_two_to_ten_digits_are_read(void **state)
{
    TT_UNUSED(state);
    static const char *const rows[][2] = {
        {"0801.32.00", "08013200"},
        {"0801.32", "080132"},
        {"0801 32 00", "08013200"},
        {" 080132 ", "080132"},
        {"08", "08"},
        {"0801", "0801"},
        {"0801.32.00.10", "0801320010"},
        {"0801320010", "0801320010"},
        {"99", "99"},
        {"9999999999", "9999999999"},
        {"847130000011", "8471300000"}, /* Türkiye, the Gulf: twelve digits */
        {"8471.30.00.00.11", "8471300000"},
        {"08.01.32", "080132"},
        {"0801.32. 00", "08013200"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_string_equal(text_of(hs(rows[i][0])), rows[i][1]);
}

static void a_lost_zero_is_never_repaired(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"80132", "8013200", "801320010", "801.32.00", "8", "801"};
    tt_hs out = 7;
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        assert_false(tt_hs_parse(tt_str_of(bad[i]), &out));
        assert_int_equal(out, 7);
    }
    assert_false(tt_hs_parse(TT_STR("80132.0"), &out)); /* a spreadsheet's number, not 8013.20 */
}

static void what_is_no_code_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"",
                                      " ",
                                      ".",
                                      "..08",
                                      "00",
                                      "0001",
                                      "000000",
                                      "08013200101",
                                      "08013200100",
                                      "08013200100011",
                                      "0801a2",
                                      "HS0801",
                                      "0801-32",
                                      "+080132",
                                      "０８",
                                      "0801\xc2\xa0 32",
                                      "08,01",
                                      "-0801",
                                      "1e10"};
    for (size_t i = 0; i < TT_LEN(bad); i++)
        assert_int_equal(hs(bad[i]), TT_HS_NONE);
    tt_hs out;
    assert_false(tt_hs_parse((tt_str){NULL, 0}, &out));
    assert_false(tt_hs_parse((tt_str){"08\0", 3}, &out));
}

static void order_is_order_of_texts(void **state)
{
    TT_UNUSED(state);
    static const char *const sorted[] = {"01",     "0101", "010121", "01012100", "0101210010",
                                         "010129", "0102", "02",     "99"};
    for (size_t i = 1; i < TT_LEN(sorted); i++)
        assert_true(hs(sorted[i - 1]) < hs(sorted[i]));
}

static void prefixes_keep_the_first_digits(void **state)
{
    TT_UNUSED(state);
    tt_hs code = hs("0801.32.00.10");
    assert_int_equal(tt_hs_prefix(code, 2), hs("08"));
    assert_int_equal(tt_hs_prefix(code, 4), hs("0801"));
    assert_int_equal(tt_hs_prefix(code, 6), hs("080132"));
    assert_int_equal(tt_hs_prefix(code, 8), hs("08013200"));
    assert_int_equal(tt_hs_prefix(code, 10), code);
    assert_int_equal(tt_hs_prefix(hs("08"), 6), hs("08"));
    assert_int_equal(tt_hs_prefix(code, 0), TT_HS_NONE);
    assert_int_equal(tt_hs_prefix(TT_HS_NONE, 6), TT_HS_NONE);
    assert_int_equal(tt_hs_chapter(code), 8);
    assert_int_equal(tt_hs_chapter(TT_HS_NONE), 0);
    assert_string_equal(text_of(TT_HS_NONE), "");
}

static unsigned count_known(unsigned level, unsigned codes)
{
    unsigned n = 0;
    for (unsigned v = 0; v < codes; v++) {
        char text[16];
        tt_hs code;
        (void)snprintf(text, sizeof(text), "%0*u", (int)level, v);
        n += tt_hs_parse(tt_str_of(text), &code) && tt_hs_known(code, level);
    }
    return n;
}

static void the_2022_edition_is_known_and_nothing_else(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(count_known(2, 100), 96);
    assert_int_equal(count_known(4, 10000), 1228);
    assert_int_equal(count_known(6, 1000000), 5612);
    assert_true(tt_hs_known(hs("0801.32.00"), 6));
    assert_true(tt_hs_known(hs("9705.22"), 6)); /* extinct or endangered species: new in 2022 */
    assert_true(tt_hs_known(hs("4403.42"), 6)); /* teak: new in 2022 */
    assert_false(tt_hs_known(hs("0801.33"), 6));
    assert_true(tt_hs_known(hs("0801.33"), 4));
    assert_false(tt_hs_known(hs("77"), 2));
    assert_false(tt_hs_known(hs("98"), 2));
    assert_false(tt_hs_known(hs("999999"), 2));
    assert_true(tt_hs_known(hs("0409.00"), 6));
    assert_false(tt_hs_known(hs("0409"), 6));   /* fewer digits than asked for */
    assert_true(tt_hs_known(hs("9706.90"), 6)); /* the last one */
    assert_false(tt_hs_known(hs("9706.91"), 6));
    assert_false(tt_hs_known(hs("080132"), 8));
    assert_false(tt_hs_known(TT_HS_NONE, 2));
}

static void every_chapter_has_a_title_of_two_to_six_words(void **state)
{
    TT_UNUSED(state);
    for (unsigned c = 1; c <= 99; c++) {
        char text[4];
        (void)snprintf(text, sizeof(text), "%02u", c);
        const char *title = tt_hs_chapter_title(hs(text));
        assert_int_equal(title[0] != '\0', tt_hs_known(hs(text), 2));
        unsigned words = title[0] != '\0';
        for (const char *p = title; *p; p++)
            words += *p == ' ';
        if (words)
            assert_in_range(words, 2, 6);
    }
    assert_string_equal(tt_hs_chapter_title(hs("0801.32")), "Edible fruit and nuts");
    assert_string_equal(tt_hs_chapter_title(hs("97")), "Works of art and antiques");
    assert_string_equal(tt_hs_chapter_title(TT_HS_NONE), "");
}

static void every_heading_has_a_title_and_words_of_trade(void **state)
{
    TT_UNUSED(state);
    bool chinese[98] = {false};
    size_t n, words = 0;
    const tt_hs_name *names = tt_hs_names(&n);
    assert_int_equal(n, 1228);
    for (size_t i = 0; i < n; i++) {
        char text[8];
        (void)snprintf(text, sizeof(text), "%04u", (unsigned)names[i].heading);
        assert_true(tt_hs_known(hs(text), 4));
        assert_string_equal(tt_hs_heading_title(hs(text)), names[i].title);
        assert_in_range(strlen(names[i].title), 3, 60);
        tt_str rest = tt_str_of(names[i].words), part = {0}, seen[64];
        size_t n_seen = 0;
        while (tt_str_split(&rest, '|', &part)) {
            assert_true(part.n > 0 && tt_str_trim(part).n == part.n);
            for (size_t k = 0; k < n_seen; k++)
                if (tt_str_eq(seen[k], part))
                    fail_msg("%s has '%.*s' twice", text, TT_STR_ARG(part));
            assert_true(n_seen < TT_LEN(seen));
            seen[n_seen++] = part;
            size_t pos = 0;
            chinese[names[i].heading / 100] |= tt_utf8_next(part, &pos) >= 0x3400;
        }
        words += n_seen;
    }
    assert_true(words > 6000);
    for (unsigned c = 1; c <= 97; c++)
        if (c != 77 && !chinese[c])
            fail_msg("chapter %u has no word of Chinese", c);
    assert_string_equal(tt_hs_heading_title(hs("0801.32.00")),
                        "Coconuts, Brazil nuts and cashew nuts");
    assert_string_equal(tt_hs_heading_title(hs("08")), "");
    assert_string_equal(tt_hs_heading_title(hs("0099")), "");
    assert_string_equal(tt_hs_heading_title(TT_HS_NONE), "");
}

static void chapters_are_commodities_or_differentiated_as_listed(void **state)
{
    TT_UNUSED(state);
    unsigned commodities = 0, both = 0;
    for (unsigned c = 1; c <= 99; c++) {
        char text[4];
        (void)snprintf(text, sizeof(text), "%02u", c);
        commodities += tt_hs_is_commodity(hs(text));
        both += tt_hs_is_commodity(hs(text)) && tt_hs_is_differentiated(hs(text));
    }
    assert_int_equal(commodities, 27 + 1 + 3 + 1 + 1 + 1 + 10);
    assert_int_equal(both, 0);
    assert_true(tt_hs_is_commodity(hs("0801.32")));
    assert_true(tt_hs_is_commodity(hs("7403.11")));
    assert_false(tt_hs_is_commodity(hs("3004.90")));
    assert_false(tt_hs_is_commodity(hs("77")));
    assert_true(tt_hs_is_differentiated(hs("8517.13")));
    assert_true(tt_hs_is_differentiated(hs("9701.21")));
    assert_false(tt_hs_is_differentiated(hs("0801.32")));
    assert_false(tt_hs_is_differentiated(TT_HS_NONE));
}

static void other_goods_are_residual(void **state)
{
    TT_UNUSED(state);
    static const char *const residual[] = {"0802.90", "0507.90",   "0802.99", "4407.29",
                                           "4403.49", "8479",      "8479.10", "2106.10",
                                           "392690",  "0802.90.10"};
    static const char *const plain[] = {"0801.32", "08", "0801", "8517.13", "0901.21", "2709.00"};
    for (size_t i = 0; i < TT_LEN(residual); i++)
        assert_true(tt_hs_is_residual(hs(residual[i])));
    for (size_t i = 0; i < TT_LEN(plain); i++)
        assert_false(tt_hs_is_residual(hs(plain[i])));
    assert_false(tt_hs_is_residual(TT_HS_NONE));
}

static void goods_are_counted_in_their_usual_unit(void **state)
{
    TT_UNUSED(state);
    static const char *const rows[][2] = {
        {"0801.32", "KGM"}, {"0102.21", "C62"},    {"2204.21", "LTR"}, {"2402.20", "MIL"},
        {"2716.00", "KWH"}, {"4407.29", "MTQ"},    {"5208.11", "MTK"}, {"6403.99", "PR"},
        {"6115.21", "PR"},  {"6109.10", "C62"},    {"7102.31", "CTM"}, {"7108.12", "KGM"},
        {"8471.30", "C62"}, {"8473.30", "KGM"},    {"8413.91", "KGM"}, {"8413.70", "C62"},
        {"8517.13", "C62"}, {"8517.79", "KGM"},    {"8542.31", "C62"}, {"8703.23", "C62"},
        {"8708.99", "KGM"}, {"9102.11", "C62"},    {"9401.61", "C62"}, {"9401.99", "KGM"},
        {"0507.90", "KGM"}, {"8703.23.10", "C62"}, {"84", "C62"},      {"98", "KGM"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_string_equal(tt_unit_code(tt_hs_unit(hs(rows[i][0]))), rows[i][1]);
    assert_int_equal(tt_hs_unit(TT_HS_NONE), TT_UNIT_NONE);
    assert_int_equal(tt_hs_dimension(TT_HS_NONE), TT_DIM_NONE);
    assert_int_equal(tt_hs_dimension(hs("6403.99")), TT_DIM_COUNT);
    for (unsigned v = 10000; v < 1000000; v++) {
        char text[8];
        tt_hs code;
        (void)snprintf(text, sizeof(text), "%06u", v);
        if (tt_hs_parse(tt_str_of(text), &code) && tt_hs_known(code, 6))
            assert_in_range(tt_hs_dimension(code), TT_DIM_MASS, TT_DIM_ENERGY);
    }
}

static void codes_agree_with_the_published_list(void **state)
{
    TT_UNUSED(state);
    const char *dir = getenv("TT_SHARED_DATA");
    char path[512], line[2048];
    (void)snprintf(path, sizeof(path), "%s/reference/hs2022.tsv", dir ? dir : "../shared/data");
    FILE *f = fopen(path, "r");
    if (!f) {
        print_message("no '%s': skipped\n", path);
        skip();
    }
    unsigned n = 0;
    while (fgets(line, sizeof(line), f)) {
        tt_str rest = tt_str_of(line), code = {0};
        (void)tt_str_split(&rest, '\t', &code);
        tt_hs out;
        if (!tt_hs_parse(code, &out)) /* the heading of the file */
            continue;
        assert_int_equal(tt_hs_known(out, (unsigned)code.n), tt_hs_chapter(out) != 99);
        n++;
    }
    (void)fclose(f);
    assert_int_equal(n, 97 + 1229 + 5613);
}

TT_TEST_MAIN("refdata/hs", cmocka_unit_test(codes_of_two_to_ten_digits_are_read),
             cmocka_unit_test(a_lost_zero_is_never_repaired),
             cmocka_unit_test(what_is_no_code_is_refused),
             cmocka_unit_test(order_is_order_of_texts),
             cmocka_unit_test(prefixes_keep_the_first_digits),
             cmocka_unit_test(the_2022_edition_is_known_and_nothing_else),
             cmocka_unit_test(every_chapter_has_a_title_of_two_to_six_words),
             cmocka_unit_test(every_heading_has_a_title_and_words_of_trade),
             cmocka_unit_test(chapters_are_commodities_or_differentiated_as_listed),
             cmocka_unit_test(other_goods_are_residual),
             cmocka_unit_test(goods_are_counted_in_their_usual_unit),
             cmocka_unit_test(codes_agree_with_the_published_list))
