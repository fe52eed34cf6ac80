/*
 * hs_words: how a text is read, and what its words say of its chapter; the table of headings alone
 * against the texts of the Harmonized System.
 */
#include "tests/support/tiny_case.h"
#include "tests/support/tt_test.h"

#include "detect/common/hs_words.h"

static const tt_hs_weigh weigh = {5, 3};

static tt_status build(const tiny_case *c, tt_arena *a, tt_hs_words *out, tt_err *err)
{
    tt_line_texts texts;
    TT_TRY(tt_line_texts_build(&c->data, a, &texts, err));
    return tt_hs_words_build(&c->data, &texts, a, out, err);
}

/* The shares, and the word that tells them apart. */
static bool
fits(const tt_hs_words *w, tt_str text, unsigned chapter, tt_ix a, tt_ix b, tt_hs_fit *fit)
{
    bool known = tt_hs_words_fit(w, &weigh, text, chapter, a, b, fit);
    if (known)
        tt_hs_words_why(w, &weigh, text, chapter, a, b, fit);
    return known;
}

/* The marks of a text, '|' between. */
static const char *marks(tt_arena *a, const char *text)
{
    tt_text_marks m;
    const char *out = "";
    tt_text_marks_of(tt_str_of(text), &m);
    for (size_t i = 0; i < m.n; i++)
        out = tt_arena_printf(a, "%s%s%.*s", out, i ? "|" : "", TT_STR_ARG(m.v[i].folded));
    return out;
}

static void a_text_is_words_and_pairs_of_words(void **state)
{
    tt_arena *a = *state;
    static const char *const rows[][2] = {
        {"Frozen shrimps", "FROZEN|SHRIMP|FROZEN SHRIMP"},
        {"FROZEN  shrimp, frozen shrimp", "FROZEN|SHRIMP|FROZEN SHRIMP|SHRIMP FROZEN"},
        {"Glass, boxes of berries", "GLASS|BOX|GLASS BOX|BERRY|BOX BERRY"},
        {"Parts and other parts", "PART|PART PART"},
        {"PE bags 25kg", "BAG|PE BAG|BAG KG"},
        {"T-shirts", "SHIRT"},
        {"H\xe1\xba\xa1t \xc4\x91i\xe1\xbb\x81u", "HAT|DIEU|HAT DIEU"},
        {"\xe5\x86\xbb\xe8\x99\xbe\xe4\xbb\x81",
         "\xe5\x86\xbb\xe8\x99\xbe|\xe8\x99\xbe\xe4\xbb\x81"},
        {"", ""},
        {"25/07 - 3", ""},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_string_equal(marks(a, rows[i][0]), rows[i][1]);
}

static void a_long_text_is_read_to_its_limits(void **state)
{
    TT_UNUSED(state);
    static char text[100 * 8 + 1];
    tt_text_marks m;
    for (size_t i = 0; i < 100; i++)
        (void)snprintf(text + i * 8, 9, "W%c%cORDS ", (char)('A' + i / 26), (char)('A' + i % 26));
    tt_text_marks_of(tt_str_of(text), &m);
    assert_int_equal(m.n, TT_TEXT_MARKS);
    memset(text, 'x', sizeof text - 1);
    tt_text_marks_of(tt_str_of(text), &m);
    assert_int_equal(m.n, 1);
    assert_int_equal(m.v[0].folded.n, 48);
}

/* A relation that has a text under a code. */
static void says(tiny_case *c, tt_arena *a, int seller, int buyer, const char *text, const char *hs)
{
    tiny_id s = tiny_company(c, tt_arena_printf(a, "Seller %d", seller), "CN");
    tiny_id b = tiny_company(c, tt_arena_printf(a, "Buyer %d", buyer), "DE");
    tiny_id inv = tiny_invoice(c, tt_arena_printf(a, "%d-%d-%s", seller, buyer, text), s, b,
                               "2024-03-01", "USD");
    tiny_line_at(c, tiny_invoice_line(c, inv, hs, 1, "KGM", 100))->description = tt_str_of(text);
}

static tt_ix entity(const tiny_case *c, const char *name)
{
    for (tt_ix e = 1; e <= c->data.n_entities; e++)
        if (tt_str_is(c->data.entities[e].name, name))
            return e;
    return 0;
}

static void what_others_say_counts_and_ones_own_does_not(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tt_hs_words w;
    tt_hs_fit fit;
    tiny_init(&c, a);
    for (int i = 1; i <= 4; i++)
        says(&c, a, i, 10 * i, "Qarvan", "030617");
    says(&c, a, 1, 99, "qarvans", "730820");
    assert_ok(tiny_finish(&c));
    assert_ok(build(&c, a, &w, ERR));

    assert_true(fits(&w, TT_STR("Qarvan"), 73, 0, 0, &fit));
    assert_int_equal(fit.chapter, 3);
    assert_int_equal(fit.others, 5);
    assert_int_equal(fit.others_best, 4);
    assert_int_equal(fit.others_own, 1);
    assert_near(fit.best, (4 + 1.0 / 97) / 6, 1e-9);
    assert_near(fit.own, (1 + 1.0 / 97) / 6, 1e-9);
    assert_str(fit.word, "Qarvan");

    /* Without those of Seller 1: one of four left out, and its own under 73. */
    assert_true(
        fits(&w, TT_STR("Qarvan"), 73, entity(&c, "Seller 1"), entity(&c, "Buyer 99"), &fit));
    assert_int_equal(fit.others, 3);
    assert_int_equal(fit.others_own, 0);
    assert_int_equal(fit.self_best, 1);
    /* Without those of two of the four there are too few to know the word. */
    assert_false(
        fits(&w, TT_STR("Qarvan"), 73, entity(&c, "Seller 1"), entity(&c, "Buyer 20"), &fit));
    assert_false(fits(&w, TT_STR("Zyxon"), 73, 0, 0, &fit));
}

static void the_table_knows_words_of_five_languages(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *text;
        unsigned chapter;
    } rows[] = {{"Cashew kernels W320", 8},
                {"H\xe1\xba\xa1t \xc4\x91i\xe1\xbb\x81u th\xc3\xb4", 8},
                {"noix de cajou", 8},
                {"castanha de caju", 8},
                {"\xe8\x85\xb0\xe6\x9e\x9c", 8},
                {"smart phones 5G", 85},
                {"hot rolled steel coils", 72},
                {"used clothing", 63},
                {"iron ore fines", 26}};
    tiny_case c;
    tt_hs_words w;
    tt_hs_fit fit;
    tiny_init(&c, a);
    for (size_t i = 0; i < TT_LEN(rows); i++)
        says(&c, a, 1, 2, rows[i].text, NULL);
    assert_ok(tiny_finish(&c));
    assert_ok(build(&c, a, &w, ERR));
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        assert_true(fits(&w, tt_str_of(rows[i].text), 93, 0, 0, &fit));
        if (fit.chapter != rows[i].chapter)
            fail_msg("'%s' is taken for chapter %u", rows[i].text, fit.chapter);
        assert_true(fit.own < 0.05);
    }
}

/* Column n of a row. */
static tt_str cell(tt_str row, size_t n)
{
    tt_str part = {0};
    for (size_t i = 0; i <= n; i++)
        if (!tt_str_split(&row, '\t', &part))
            return (tt_str){0};
    return part;
}

enum { MOST = 6000 };

/* The subheadings of the Harmonized System and their texts, as lines without a code. */
static size_t read_subheadings(tiny_case *c, tt_arena *a, tt_hs *code)
{
    const char *shared = getenv("TT_SHARED_DATA");
    FILE *f = fopen(
        tt_arena_printf(a, "%s/reference/hs2022.tsv", shared ? shared : "../shared/data"), "rb");
    char line[2048];
    size_t n = 0;
    if (!f)
        return 0;
    tiny_id inv = tiny_invoice(c, "1", tiny_company(c, "A", "CN"), tiny_company(c, "B", "DE"),
                               "2024-03-01", "USD");
    while (fgets(line, sizeof line, f) && n < MOST) {
        tt_str row = tt_str_trim(tt_str_of(line));
        if (!tt_str_is(cell(row, 1), "6") || !tt_hs_parse(cell(row, 0), &code[n + 1]))
            continue;
        tiny_id id = tiny_invoice_line(c, inv, NULL, 1, "KGM", 100);
        tiny_line_at(c, id)->description = tt_arena_str(a, cell(row, 3));
        n++;
    }
    (void)fclose(f);
    return n;
}

/* doc.hs_text_mismatch at its defaults, on texts that nobody wrote for it. */
static void the_table_agrees_with_the_harmonized_system(void **state)
{
    tt_arena *a = *state;
    static tt_hs code[MOST + 1];
    tiny_case c;
    tt_hs_words w;
    unsigned n = 0, wrong = 0, caught = 0;
    tiny_init(&c, a);
    size_t all = read_subheadings(&c, a, code);
    if (!all)
        skip();
    assert_ok(tiny_finish(&c));
    assert_ok(build(&c, a, &w, ERR));
    for (size_t i = 1; i <= all; i++) {
        tt_str text = c.data.invoice_lines[i].description;
        unsigned own = tt_hs_chapter(code[c.data.invoice_lines[i].line_number]);
        tt_hs_fit fit;
        if (!fits(&w, text, own, 0, 0, &fit))
            continue;
        n++;
        wrong += fit.own <= 0.05 && fit.best - fit.own > 0.5;
        (void)fits(&w, text, 1 + (own + 37) % 76, 0, 0, &fit);
        caught += fit.own <= 0.05 && fit.best - fit.own > 0.5;
    }
    print_message("of %u texts %u (%.2f %%) do not go with their chapter, %u (%.1f %%) not with "
                  "another\n",
                  n, wrong, 100.0 * wrong / n, caught, 100.0 * caught / n);
    assert_in_range(n, 5500, 5612);
    assert_true(wrong * 200 < n); /* half a percent */
    assert_true(caught * 5 > n);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_status st;
    tiny_case c;
    tt_hs_words w = {0};
    tiny_init(&c, a);
    says(&c, a, 1, 2, "Qarvan", "030617");
    assert_ok(tiny_finish(&c));
    TT_TORTURE(st, { st = build(&c, a, &w, NULL); });
    assert_int_equal(w.n_marks, 1);
}

TT_TEST_MAIN("detect/hs_words", TT_TEST(a_text_is_words_and_pairs_of_words),
             TT_TEST(a_long_text_is_read_to_its_limits),
             TT_TEST(what_others_say_counts_and_ones_own_does_not),
             TT_TEST(the_table_knows_words_of_five_languages),
             TT_TEST(the_table_agrees_with_the_harmonized_system),
             TT_TEST(every_allocation_may_fail))
