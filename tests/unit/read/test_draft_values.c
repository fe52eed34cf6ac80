/*
 * What cells look like: numbers, dates, codes, and what they cannot say.
 */
#include "tests/support/tt_test.h"

#include "read/draft_values.h"

/* '|' between cells. */
static tt_profile of(const char *cells)
{
    tt_profile p = {.n = 0};
    tt_str rest = tt_str_of(cells), cell;
    while (tt_str_split(&rest, '|', &cell))
        tt_profile_add(&p, cell);
    return p;
}

static void assert_date(const char *cells, const char *want, bool ambiguous)
{
    tt_profile p = of(cells);
    bool is = !ambiguous;
    const char *got = tt_profile_date(&p, true, &is);
    if (!got != !want || (want && strcmp(got, want) != 0))
        fail_msg("'%s' is %s", cells, got ? got : "no date");
    assert_int_equal(is, ambiguous);
}

static void dates_follow_the_pattern_that_all_cells_allow(void **state)
{
    TT_UNUSED(state);
    assert_date("2024-05-31|2024-06-01T10:00:00Z", "", false);
    assert_date("31.05.2024|01.06.2024", "%d.%m.%Y", false);
    assert_date("31/05/2024|01/06/2024", "%d/%m/%Y", false);
    assert_date("01/06/2024|05/31/2024", "%m/%d/%Y", false);
    assert_date("20240531|20240601", "%Y%m%d", false);
    assert_date("31.05.24|01.06.24", "%d.%m.%y", false);
    assert_date("2024年05月31日", "%Y年%m月%d日", false);
    assert_date("31/05/2024 10:15|01/06/2024 11:00", "%d/%m/%Y %H:%M", false);
    assert_date("45443|45444", "days since 1899-12-30", false);
    assert_date("1717113600|1717200000", "seconds since 1970-01-01", false);
    assert_date("1|2|3", NULL, false);
    assert_date("soon", NULL, false);
    assert_date("", NULL, false);
}

static void no_value_over_twelve_leaves_day_and_month_open(void **state)
{
    TT_UNUSED(state);
    assert_date("03/04/2024|05/06/2024", "%d/%m/%Y", true);
    assert_date("03-04-2024", "%d-%m-%Y", true);
    assert_date("03.04.2024", "%d.%m.%Y",
                false); /* dots are written by those who begin with days */
}

static void one_late_value_decides(void **state)
{
    tt_arena *a = *state;
    TT_UNUSED(a);
    tt_profile p = {.n = 0};
    bool ambiguous;
    for (int i = 0; i < 500; i++)
        tt_profile_add(&p, TT_STR("03/04/2024"));
    for (int i = 0; i < 3; i++)
        tt_profile_add(&p, TT_STR("04/30/2024"));
    assert_string_equal(tt_profile_date(&p, true, &ambiguous), "%m/%d/%Y");
    assert_false(ambiguous);
}

static void a_pattern_that_was_given_up_stays_given_up(void **state)
{
    TT_UNUSED(state);
    tt_profile p = {.n = 0};
    bool ambiguous;
    for (int i = 0; i < 4; i++)
        tt_profile_add(&p, TT_STR("word"));
    for (int i = 0; i < 1000; i++)
        tt_profile_add(&p, TT_STR("more words"));
    assert_null(tt_profile_date(&p, true, &ambiguous));
}

static void a_number_shows_its_decimal_sign_or_does_not(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *cell;
        bool point, comma, sure_point, sure_comma;
    } cells[] = {
        {"12", true, true, false, false},         {"1,234", true, true, false, false},
        {"1.234", true, true, false, false},      {"12.5", true, false, true, false},
        {"12,5", false, true, false, true},       {"1.234,5", false, true, false, true},
        {"1,234.50", true, false, true, false},   {"-1'234.50", true, false, true, false},
        {"1 234,5", false, true, false, true},    {"1,234,567", true, false, true, false},
        {"12.345.678", false, true, false, true}, {"1,2,3", false, false, false, false},
        {"", false, false, false, false},         {"-", false, false, false, false},
        {"12.", true, false, true, false},        {"1e5", false, false, false, false},
        {"1234.567", true, false, true, false},
    };
    for (size_t i = 0; i < TT_LEN(cells); i++) {
        tt_profile p = of(cells[i].cell);
        if (p.point != cells[i].point || p.comma != cells[i].comma ||
            p.sure_point != cells[i].sure_point || p.sure_comma != cells[i].sure_comma)
            fail_msg("'%s': %d %d %d %d", cells[i].cell, (int)p.point, (int)p.comma,
                     (int)p.sure_point, (int)p.sure_comma);
    }
}

static void codes_are_known_by_their_lists_and_check_digits(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *cells, *looks;
    } known[] = {
        {"NL91ABNA0417164300|DE89370400440532013000", "IBANs"},
        {"MSCU6639870|CSQU3054383", "container numbers"},
        {"USD|EUR|JPY", "currencies"},
        {"NLRTM|VNSGN|DEHAM", "UN/LOCODEs"},
        {"NL|DE|CN|VN", "countries"},
        {"KGM|PCE|LTR", "units"},
        {"030617|0901.21|08013200", "HS codes"},
        {"1|2|1000", "whole numbers"},
        {"1.5|2", "numbers"},
        {"31.05.2024", "dates"},
        {"Golden Cashew|Nord Foods", NULL},
        {"|N/A|-", "nothing: all are empty"},
    };
    for (size_t i = 0; i < TT_LEN(known); i++) {
        tt_profile p = of(known[i].cells);
        const char *looks = tt_profile_looks(&p);
        if (!looks != !known[i].looks || (looks && strcmp(looks, known[i].looks) != 0))
            fail_msg("'%s' looks like %s", known[i].cells, looks ? looks : "nothing");
    }
    tt_profile wrong = of("NL91ABNA0417164301");
    assert_int_equal(wrong.iban, 0);
}

static void words_are_those_of_the_field_or_not(void **state)
{
    TT_UNUSED(state);
    const tt_kind_info *info = tt_kind_get(TT_KIND_DECLARATION);
    const tt_field *f = &info->fields[tt_field_find(info, TT_STR("direction"))];
    tt_profile yes = of("import|Export|IMPORT|"), no = of("import|I"), none = of("");
    assert_true(tt_profile_is_enum(&yes, f));
    assert_false(tt_profile_is_enum(&no, f));
    assert_false(tt_profile_is_enum(&none, f));
    tt_profile many = {.n = 0};
    for (char c = 'a'; c < 'a' + TT_PROFILE_WORDS + 3; c++)
        tt_profile_add(&many, (tt_str){&c, 1});
    assert_false(tt_profile_is_enum(&many, f));
    assert_int_equal(many.n_words, TT_PROFILE_WORDS + 1);
}

static void cells_that_mean_not_known_are_counted_as_empty(void **state)
{
    TT_UNUSED(state);
    tt_profile p = of("N/A|ZZ| |VN");
    assert_int_equal(p.n, 1);
    assert_int_equal(p.empty, 3);
    assert_int_not_equal(p.unknown, 0);
    assert_string_equal(tt_profile_looks(&p), "countries");
    tt_profile namibia = of("NA");
    assert_int_equal(namibia.n, 1);
}

TT_TEST_MAIN("read/draft_values", TT_TEST(dates_follow_the_pattern_that_all_cells_allow),
             TT_TEST(no_value_over_twelve_leaves_day_and_month_open),
             TT_TEST(one_late_value_decides), TT_TEST(a_pattern_that_was_given_up_stays_given_up),
             TT_TEST(a_number_shows_its_decimal_sign_or_does_not),
             TT_TEST(codes_are_known_by_their_lists_and_check_digits),
             TT_TEST(words_are_those_of_the_field_or_not),
             TT_TEST(cells_that_mean_not_known_are_counted_as_empty))
