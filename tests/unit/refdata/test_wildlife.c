/* Wildlife and timber tables: what they answer, and what is refused of a user's own. */
#include "tests/support/tt_test.h"

#include "base/str.h"
#include "refdata/wildlife.h"

static tt_wildlife load(tt_arena *a)
{
    tt_wildlife w;
    assert_ok(tt_wildlife_load(NULL, a, &w, ERR));
    return w;
}

static tt_date day(const char *text)
{
    tt_date d = TT_NO_DATE;
    assert_true(tt_parse_date(tt_str_of(text), &d));
    return d;
}

static tt_country country(const char *code)
{
    tt_country c = TT_COUNTRY_NONE;
    assert_true(tt_country_parse(tt_str_of(code), &c));
    return c;
}

static tt_hs hs(const char *code)
{
    tt_hs h = TT_HS_NONE;
    assert_true(tt_hs_parse(tt_str_of(code), &h));
    return h;
}

static unsigned appendix(const tt_wildlife *w, const char *group, const char *from, const char *on)
{
    return tt_group_appendix(w, tt_str_of(group), country(from), day(on));
}

static void appendices_depend_on_day_and_population(void **state)
{
    tt_wildlife w = load(*state);
    assert_int_equal(appendix(&w, "pangolin", "NG", "2016-12-31"), 0);
    assert_int_equal(appendix(&w, "pangolin", "NG", "2017-01-02"), 1);
    assert_int_equal(appendix(&w, "elephant", "NG", "2019-01-01"), 1);
    assert_int_equal(appendix(&w, "elephant", "BW", "2019-01-01"), 2);
    assert_int_equal(appendix(&w, "elephant", "BW", "1995-01-01"), 1);
    assert_int_equal(appendix(&w, "rosewood", "BR", "2018-01-01"), 1); /* Dalbergia nigra */
    assert_int_equal(appendix(&w, "rosewood", "IN", "2018-01-01"), 2); /* it does not live there */
    assert_int_equal(appendix(&w, "elephant", "HK", "2018-01-01"), 1); /* nor do elephants */
    tt_date on = day("2018-01-01");
    assert_int_equal(tt_taxon_appendix(&w, TT_STR("Dalbergia melanoxylon"), country("IN"), on), 2);
    assert_int_equal(tt_taxon_appendix(&w, TT_STR("Dalbergia nigra"), country("BR"), on), 1);
    assert_int_equal(tt_taxon_appendix(&w, TT_STR("Tectona grandis"), country("IN"), on), 0);
    assert_int_equal(appendix(&w, "nothing", "BR", "2018-01-01"), 0);
}

static void taxa_move_between_appendices_and_are_taken_off(void **state)
{
    tt_wildlife w = load(*state);
    assert_int_equal(appendix(&w, "bulbul", "ID", "2023-11-24"), 2); /* CoP19, a year late */
    assert_int_equal(appendix(&w, "bulbul", "ID", "2023-11-25"), 1);
    assert_int_equal(appendix(&w, "abalone", "ZA", "2007-05-02"), 0);
    assert_int_equal(appendix(&w, "abalone", "ZA", "2007-05-03"), 3);
    assert_int_equal(appendix(&w, "abalone", "ZA", "2012-01-01"), 0); /* withdrawn */
    assert_int_equal(appendix(&w, "shark", "ID", "2023-11-24"), 2);   /* silky sharks since 2017 */
    assert_int_equal(appendix(&w, "seacucumber", "FJ", "2020-08-27"), 0);
    assert_int_equal(appendix(&w, "seacucumber", "FJ", "2020-08-28"), 2);
    assert_int_equal(appendix(&w, "rhino", "NA", "2023-02-22"), 1);
    assert_int_equal(appendix(&w, "rhino", "NA", "2023-02-23"), 2);
    assert_int_equal(appendix(&w, "startortoise", "IN", "2019-11-26"), 1);
    assert_int_equal(appendix(&w, "orchid", "TH", "2020-01-01"), 2);
    assert_int_equal(appendix(&w, "slipperorchid", "TH", "2020-01-01"), 1);
}

/* Languages in which the table has a word for a product; a word that is the same in all languages
 * of Latin letters stands once, as English. */
static unsigned languages_of(const tt_wildlife *w, const char *product)
{
    static const char *const of[] = {"en", "zh", "vi", "fr", "pt", "sw"};
    unsigned bits = 0;
    for (size_t i = 0; i < w->n_words; i++)
        for (unsigned k = 0; k < TT_LEN(of); k++)
            if (w->words[i].sense != TT_SENSE_CUE && tt_str_is(w->words[i].product, product) &&
                tt_str_is(w->words[i].language, of[k]))
                bits |= 1u << k;
    return bits;
}

static void main_products_have_words_in_six_languages(void **state)
{
    enum { EN = 1, ZH = 2, VI = 4, FR = 8, PT = 16, SW = 32, ALL = 63 };
    static const struct {
        const char *product;
        unsigned none; /* languages that have no word of their own, as far as is known */
    } rows[] = {
        {"ivory", 0},           {"rhino_horn", 0},    {"pangolin_scales", 0}, {"pangolin_meat", 0},
        {"totoaba_maw", SW},    {"fish_maw", 0},      {"shark_fin", 0},       {"glass_eel", SW},
        {"bigcat_bone", 0},     {"bear_bile", 0},     {"musk", SW},           {"saiga_horn", SW},
        {"hawksbill_shell", 0}, {"tortoise_live", 0}, {"parrot_live", 0},     {"songbird_live", 0},
        {"hornbill_casque", 0}, {"giant_clam", SW},   {"seahorse_dried", 0},  {"sea_cucumber", 0},
        {"rosewood", 0},        {"kosso", 0},         {"agarwood", 0},        {"sandalwood", 0},
        {"abalone", SW},        {"orchid_plant", 0},  {"cactus_plant", SW},   {"red_sanders", SW},
        {"crocodile_skin", 0},  {"cycad_plant", SW},  {"caviar", SW},
    };
    tt_wildlife w = load(*state);
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if ((languages_of(&w, rows[i].product) | rows[i].none) != ALL)
            fail_msg("%s lacks words: languages %x", rows[i].product,
                     ALL & ~languages_of(&w, rows[i].product));
}

static void wild_populations_live_where_the_table_says(void **state)
{
    tt_wildlife w = load(*state);
    assert_true(tt_group_lives(&w, TT_STR("pangolin"), country("NG")));
    assert_false(tt_group_lives(&w, TT_STR("pangolin"), country("BR")));
    assert_true(tt_group_lives(&w, TT_STR("shark"), country("BR"))); /* no range is known */
}

static void a_species_is_found_by_itself_or_by_its_genus(void **state)
{
    tt_wildlife w = load(*state);
    assert_str(tt_taxon_find(&w, TT_STR("dalbergia NIGRA"))->name, "Dalbergia nigra");
    assert_str(tt_taxon_find(&w, TT_STR("Dalbergia stevensonii"))->name, "Dalbergia");
    assert_null(tt_taxon_find(&w, TT_STR("Tectona grandis")));
    assert_null(tt_taxon_find(&w, TT_STR("")));
}

static void countries_have_roles_by_group(void **state)
{
    tt_wildlife w = load(*state);
    assert_int_equal(tt_corridor_roles(&w, TT_STR("pangolin"), country("NG")),
                     1u << TT_ROLE_SOURCE);
    assert_int_equal(tt_corridor_roles(&w, TT_STR("totoaba"), country("HK")),
                     1u << TT_ROLE_TRANSIT | 1u << TT_ROLE_DESTINATION);
    assert_int_equal(tt_corridor_roles(&w, TT_STR("totoaba"), country("NG")), 0);
    assert_int_equal(tt_corridor_any(&w, country("FR")), 1u << TT_ROLE_SOURCE); /* eels */
    assert_int_equal(tt_corridor_any(&w, TT_COUNTRY_NONE), 0);
}

static void covers_are_found_by_their_codes(void **state)
{
    tt_wildlife w = load(*state);
    assert_str(tt_cover_find(&w, hs("08013100"))->name, "cashew");
    assert_str(tt_cover_find(&w, hs("4407"))->name, "timber");
    assert_null(tt_cover_find(&w, hs("08")));
    assert_null(tt_cover_find(&w, hs("847130")));
    assert_null(tt_cover_find(&w, TT_HS_NONE));
}

static void values_are_ranges_of_their_time(void **state)
{
    tt_wildlife w = load(*state);
    int64_t low = 0, high = 0;
    assert_true(tt_value_range(&w, TT_STR("pangolin_scales"), day("2019-04-08"), &low, &high));
    assert_int_equal(low, 100000000);
    assert_int_equal(high, 3000000000);
    assert_true(tt_value_range(&w, TT_STR("ivory"), day("2010-01-01"), &low, &high));
    assert_int_equal(low, 2100000000); /* of 2014 alone */
    assert_true(tt_value_range(&w, TT_STR("musk_does_not"), 0, &low, &high) == false);
    assert_true(tt_value_range(&w, TT_STR("glass_eel"), TT_NO_DATE, &low, &high));
    assert_int_equal(low, 5500000000);
}

static void bans_hold_between_their_dates(void **state)
{
    tt_wildlife w = load(*state);
    tt_str none = {0};
    assert_non_null(tt_ban_find(&w, country("LA"), hs("440349"), none, day("2016-05-13")));
    assert_null(tt_ban_find(&w, country("LA"), hs("440349"), none, day("2016-05-12")));
    assert_null(tt_ban_find(&w, country("LA"), hs("940360"), none, day("2020-05-12")));
    assert_null(tt_ban_find(&w, country("LR"), hs("440349"), none, day("2006-10-20")));
    assert_non_null(tt_ban_find(&w, country("LR"), hs("440349"), none, day("2006-10-19")));
    assert_non_null(
        tt_ban_find(&w, country("GH"), hs("440729"), TT_STR("pterocarpus"), day("2020-01-01")));
    assert_null(tt_ban_find(&w, country("GH"), hs("440729"), TT_STR("tectona"), day("2020-01-01")));
    /* Logs of some genera: sawn wood of them is free, and so are logs of others. */
    static const struct {
        const char *hs, *genus;
        bool banned;
    } logs[] = {{"440349", "milicia", true},
                {"440728", "milicia", false},
                {"440349", "tectona", false},
                {"440349", "", false}};
    for (size_t i = 0; i < TT_LEN(logs); i++)
        assert_int_equal(tt_ban_find(&w, country("CM"), hs(logs[i].hs), tt_str_of(logs[i].genus),
                                     day("2020-01-01")) != NULL,
                         logs[i].banned);
}

/* Every code of a table exists, every key leads somewhere, and each table names its source. */
static void built_in_tables_hold_together(void **state)
{
    tt_arena *a = *state;
    tt_wildlife w = load(a);
    assert_int_equal(w.n_covers, 22);
    for (size_t i = 0; i < w.n_words; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(tt_str_eq(w.words[i].word, w.words[k].word) &&
                         tt_str_eq(w.words[i].language, w.words[k].language));
    for (size_t i = 0; i < w.n_products; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(tt_str_eq(w.products[i].name, w.products[k].name));
    for (int t = 0; t < TT_REFTAB_COUNT; t++) {
        tt_str text = tt_reftab_text((tt_reftab)t, a);
        assert_true(tt_str_starts(text, TT_STR("# source: ")));
        assert_int_equal(tt_reftab_of(text), t);
        assert_int_equal(tt_reftab_find(tt_str_of(tt_reftab_name((tt_reftab)t))), t);
    }
    assert_int_equal(tt_reftab_of(TT_STR("no table")), TT_REFTAB_COUNT);
}

/* What reading a table of bans with these rows says. */
static const char *mistake(tt_arena *a, const char *head, const char *rows)
{
    static tt_err err;
    tt_reference own = {0};
    tt_wildlife w;
    err = (tt_err){0};
    const char *text =
        tt_arena_printf(a, "%s\ncountry\ttitle\twhat\tfrom\tto\tsource\tverified\n%s", head, rows);
    assert_non_null(text);
    own.text[TT_REFTAB_TIMBER_BANS] = tt_str_of(text);
    tt_status st = tt_wildlife_load(&own, a, &w, &err);
    if (st == TT_OK)
        return "";
    assert_int_equal(st, TT_EFORMAT);
    return err.text;
}

static void mistakes_are_named_by_table_line_and_column(void **state)
{
    static const char head[] = "# source: x; date: 2026-01-01; licence: y";
    static const struct {
        const char *head, *rows, *says;
    } cases[] = {
        {head, "KH\tlogs\t4403\t2020-01-01\t-\tx\tno\n", ""},
        {head, "KH\tlogs\t4403\t2020-01-01\t-\tx\tno", ""},
        {head, "KH\tlogs\t4403\t2020-01-01\t-\tx\tno\r\n", ""},
        {"# 2026", "KH\tlogs\t4403\t2020-01-01\t-\tx\tno\n",
         "timber_bans, line 1: must be '# source: ...; date: 20..; licence: ...'"},
        {head, "KHM\tlogs\t4403\t2020-01-01\t-\tx\tno\n",
         "timber_bans, line 3, country: must be a country code of two letters"},
        {head, "KH\tlogs\t4403\t1.1.2020\t-\tx\tno\n",
         "timber_bans, line 3, from: must be a date such as 2024-12-31"},
        {head, "KH\tlogs\t4403\t2020-01-01\t-\tx\tperhaps\n",
         "timber_bans, line 3, verified: must be no|part|yes"},
        {head, "KH\tlogs\t4403\t2020-01-01\t-\tx\n",
         "timber_bans, line 3: 7 cells with tabs between are expected"},
        {head, "KH\tlogs\t4403\t2020-01-01\t-\tx\tno\tmore\n",
         "timber_bans, line 3: 7 cells with tabs between are expected"},
        {head, "KH\t\t4403\t2020-01-01\t-\tx\tno\n",
         "timber_bans, line 3, title: empty, or blanks at its ends ('-' is none)"},
        {head, "KH\tlogs\t4403\t2020-01-01\t2019-01-01\tx\tno\n",
         "timber_bans, line 3: the low end is above the high end"},
        {head, "", "timber_bans: no rows"},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++)
        assert_string_equal(mistake(*state, cases[i].head, cases[i].rows), cases[i].says);
}

static void keys_of_other_tables_must_be_there(void **state)
{
    tt_arena *a = *state;
    tt_err err = {0};
    tt_wildlife w;
    tt_reference own = {0};
    own.text[TT_REFTAB_PRODUCTS] = TT_STR("# source: x; date: 2026-01-01; licence: y\n"
                                          "product\tgroup\ths\tterms\tunit\tsource\tverified\n"
                                          "ivory\tmammoth\t050710\t-\tKGM\tx\tno\n");
    assert_int_equal(tt_wildlife_load(&own, a, &w, &err), TT_EFORMAT);
    assert_string_equal(err.text, "wildlife_products, line 3: no group 'mammoth'");
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_wildlife w = {0};
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_wildlife_load(NULL, a, &w, NULL);
    });
    assert_int_equal(w.n_bans, 26);
}

TT_TEST_MAIN("refdata/wildlife", TT_TEST(appendices_depend_on_day_and_population),
             TT_TEST(taxa_move_between_appendices_and_are_taken_off),
             TT_TEST(main_products_have_words_in_six_languages),
             TT_TEST(wild_populations_live_where_the_table_says),
             TT_TEST(a_species_is_found_by_itself_or_by_its_genus),
             TT_TEST(countries_have_roles_by_group), TT_TEST(covers_are_found_by_their_codes),
             TT_TEST(values_are_ranges_of_their_time), TT_TEST(bans_hold_between_their_dates),
             TT_TEST(built_in_tables_hold_together),
             TT_TEST(mistakes_are_named_by_table_line_and_column),
             TT_TEST(keys_of_other_tables_must_be_there), TT_TEST(every_allocation_may_fail))
