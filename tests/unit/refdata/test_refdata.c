/* All tables: their sources, their hashes, the words in names of companies, and the installed
 * iso-codes. */
#include "tests/support/tt_test.h"

#include "base/sha256.h"
#include "refdata/refdata.h"

#include <sys/wait.h>

static void every_table_names_source_date_and_licence(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *name;
        size_t rows;
    } expected[] = {{"consignment_limits", 13}, {"containers", 15},
                    {"countries", 250},         {"currencies", 220},
                    {"export_shares", 0},       {"fob", 9},
                    {"free_zones", 71},         {"hs", 5612},
                    {"hs_chapters", 97},        {"hs_residual", 49},
                    {"hs_titles", 1228},        {"hs_units", 338},
                    {"incoterms", 16},          {"industry_goods", 55},
                    {"known_names", 80},        {"legal_homes", 212},
                    {"legal_terms", 10197},     {"locodes", 24752},
                    {"payment_limits", 11},     {"ports", 394},
                    {"risk_lists", 0},          {"timber_bans", 26},
                    {"timber_genera", 41},      {"units", 163},
                    {"waypoints", 156},         {"wildlife_corridors", 105},
                    {"wildlife_covers", 22},    {"wildlife_fronts", 14},
                    {"wildlife_products", 48},  {"wildlife_taxa", 141},
                    {"wildlife_values", 32},    {"wildlife_words", 457}};
    size_t n;
    const tt_refdata_table *t = tt_refdata_tables(&n);
    assert_int_equal(n, TT_LEN(expected));
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(t[i].name, expected[i].name);
        assert_int_equal(t[i].rows, expected[i].rows);
        assert_true(tt_str_starts(tt_str_of(t[i].source), TT_STR("source: ")));
        assert_non_null(strstr(t[i].source, "; date: 20"));
        assert_non_null(strstr(t[i].source, "; licence: "));
        assert_int_equal(strlen(t[i].sha256), 64);
    }
    assert_int_equal(strlen(tt_refdata_sha256()), 64);
}

/* The text of a file, in the arena; {NULL,0} when it is not there. */
static tt_str slurp(tt_arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return (tt_str){NULL, 0};
    enum { MOST = 1 << 20 };
    char *p = tt_arena_zalloc(a, MOST, 1);
    assert_non_null(p);
    size_t n = fread(p, 1, MOST, f);
    (void)fclose(f);
    assert_true(n < MOST);
    return (tt_str){p, n};
}

static void hashes_are_those_of_the_files(void **state)
{
    tt_arena *a = *state;
    size_t n, used = 0;
    const tt_refdata_table *t = tt_refdata_tables(&n);
    char list[4096], path[128], hex[65];
    tt_sha256 sum;
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(path, sizeof(path), "src/refdata/data/%s.tsv", t[i].name);
        tt_str bytes = slurp(a, path);
        if (!bytes.p) {
            print_message("no '%s' from here: skipped\n", path);
            skip();
        }
        assert_ok(tt_sha256_of(bytes, &sum, ERR));
        tt_hex(sum.b, sizeof(sum.b), hex);
        assert_string_equal(t[i].sha256, hex);
        int len = snprintf(list + used, sizeof(list) - used, "%s  %s\n", hex, path);
        assert_in_range(len, 80, 120);
        used += (size_t)len;
    }
    assert_ok(tt_sha256_of((tt_str){list, used}, &sum, ERR));
    tt_hex(sum.b, sizeof(sum.b), hex);
    assert_string_equal(tt_refdata_sha256(), hex);
}

/* Concepts of an alias in the list, joined by blanks, and the class of the first. */
static const char *concepts(const char *alias, tt_word_class *class)
{
    static char out[128];
    size_t n, used = 0;
    const tt_legal_term *t = tt_legal_terms(&n);
    out[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (strcmp(t[i].alias, alias) != 0)
            continue;
        if (!used)
            *class = t[i].class;
        int len = snprintf(out + used, sizeof(out) - used, "%s%s", used ? " " : "", t[i].concept);
        assert_true(len > 0);
        used += (size_t)len;
    }
    return out;
}

static void words_in_names_have_a_class_and_a_concept(void **state)
{
    TT_UNUSED(state);
    tt_word_class class = TT_WORD_PLACE;
    assert_string_equal(concepts("ltd", &class), "llc");
    assert_int_equal(class, TT_WORD_LEGAL);
    assert_string_equal(concepts("有限公司", &class), "llc");
    assert_string_equal(concepts("công ty cổ phần", &class), "jsc");
    assert_string_equal(concepts("trading", &class), "trade");
    assert_int_equal(class, TT_WORD_GENERIC);
    assert_string_equal(concepts("深圳", &class), "shenzhen");
    assert_int_equal(class, TT_WORD_PLACE);
    assert_string_equal(concepts("العالمية", &class), "global international");
    assert_string_equal(concepts("", &class), "");
}

static uint8_t home_of(const char *alias)
{
    size_t n;
    const tt_legal_home *v = tt_legal_homes(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(v[i].alias, alias) == 0)
            return (uint8_t)(i + 1);
    return 0;
}

static tt_country country(const char *text)
{
    tt_country c = 0;
    assert_true(tt_country_parse(tt_str_of(text), &c));
    return c;
}

static void legal_forms_are_of_sets_of_countries(void **state)
{
    TT_UNUSED(state);
    size_t n;
    tt_word_class class = TT_WORD_PLACE;
    const tt_legal_home *v = tt_legal_homes(&n);
    for (size_t i = 0; i < n; i++) {
        assert_true(concepts(v[i].alias, &class)[0] != '\0');
        assert_int_equal(class, TT_WORD_LEGAL);
        tt_str rest = tt_str_of(v[i].countries), code;
        for (tt_str last = TT_STR(""); tt_str_split(&rest, ' ', &code); last = code) {
            tt_country c;
            assert_int_equal(code.n, 2);
            assert_true(tt_country_parse(code, &c));
            assert_true(tt_str_cmp(last, code) < 0);
            assert_true(tt_legal_home_has((uint8_t)(i + 1), c));
        }
    }
    assert_true(tt_legal_home_has(home_of("s.a. de c.v."), country("SV")));
    assert_false(tt_legal_home_has(home_of("s.a. de c.v."), country("PE")));
    assert_int_equal(home_of("ltd"), 0);
    assert_true(tt_legal_home_has(0, country("PE")));
    assert_true(tt_legal_homes_meet(home_of("nv"), home_of("sarl")) ==
                tt_legal_homes_meet(home_of("sarl"), home_of("nv")));
    assert_true(tt_legal_homes_meet(home_of("nv"), home_of("srl"))); /* Belgium */
    assert_false(tt_legal_homes_meet(home_of("kft"), home_of("srl")));
    assert_true(tt_legal_homes_meet(home_of("kft"), 0));
}

static void words_in_names_are_sorted_and_not_repeated(void **state)
{
    TT_UNUSED(state);
    size_t n, legal = 0, generic = 0;
    const tt_legal_term *t = tt_legal_terms(&n);
    for (size_t i = 0; i < n; i++) {
        legal += t[i].class == TT_WORD_LEGAL;
        generic += t[i].class == TT_WORD_GENERIC;
        assert_true(t[i].alias[0] != '\0' && t[i].concept[0] != '\0');
        if (!i)
            continue;
        int c = strcmp(t[i - 1].alias, t[i].alias);
        assert_true(c < 0 || (c == 0 && strcmp(t[i - 1].concept, t[i].concept) < 0));
    }
    assert_in_range(legal, 150, 1000);
    assert_in_range(generic, 500, 8000);
}

static void countries_and_currencies_are_those_of_iso_codes(void **state)
{
    TT_UNUSED(state);
    FILE *f = fopen("src/tools/refdata_iso.py", "r");
    if (!f) {
        print_message("not in a source tree: skipped\n");
        skip();
    }
    (void)fclose(f);
    int status = system("python3 src/tools/refdata_iso.py --check");
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127) {
        print_message("no iso-codes of the version of the tables, or no python3: skipped\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

TT_TEST_MAIN("refdata/refdata", TT_TEST(every_table_names_source_date_and_licence),
             TT_TEST(hashes_are_those_of_the_files),
             TT_TEST(words_in_names_have_a_class_and_a_concept),
             TT_TEST(legal_forms_are_of_sets_of_countries),
             TT_TEST(words_in_names_are_sorted_and_not_repeated),
             TT_TEST(countries_and_currencies_are_those_of_iso_codes))
