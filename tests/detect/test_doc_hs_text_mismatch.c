/*
 * doc.hs_text_mismatch: words of one chapter under the code of another are found; goods with two
 * codes, words that say nothing, and one code for a whole document, are not.
 */
#include "tests/support/detector_case.h"

static tiny_id invoice;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.hs_text_mismatch");
    f->seller = tiny_company(&f->c, "Foshan Bolong", "CN");
    f->buyer = tiny_company(&f->c, "Al Baraka", "AE");
}

static void line(detector_case *f, const char *words, const char *hs)
{
    tiny_id l = tiny_invoice_line(&f->c, invoice, hs, 500, "C62", 5000000);
    tiny_line_at(&f->c, l)->description = tt_str_of(words);
}

static void sale(detector_case *f, const char *number, const char *words, const char *hs)
{
    invoice = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    line(f, words, hs);
    detector_join(f, 0);
    detector_join(f, invoice);
}

/* What others sell; odd: plastics called by a word that no table has. */
static void deal(detector_case *f, const char *number, bool odd)
{
    sale(f, number, odd ? "Qarvan" : "Frozen shrimps HLSO", odd ? "392690" : "030617");
}

static void twice(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 24, 0, deal);
    sale(f, "1", "Frozen shrimps HLSO", "731815");
    sale(f, "2", "FROZEN SHRIMP, HLSO", "731815");
    sale(f, "3", "Frozen shrimps", "73181500");
}

static void words_of_another_chapter_are_found(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    /* The first two say the same: one statement.  Both of two statements: lr and one bonus. */
    assert_near(x->weight, log10(5) + 0.2, 1e-9);
    assert_int_equal(x->n_documents, 3);
    assert_true(claim_cites(x, tiny_ref(&f.c, invoice)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_int_equal(claim_measure(x, "value_of_documents").money.minor, 15000000);
    assert_true(claim_measure(x, "fit_of_declared_chapter").value < 0.01);
    assert_string_equal(x->title, "words that do not go with the HS code in 2 of 2 descriptions");
    assert_true(strstr(x->explanation, "under 731815 (Screws, bolts, nuts and washers)") != NULL);
    assert_true(strstr(x->explanation,
                       "is in the papers of 24 relations of others, in 24 under chapter 03 (Fish, "
                       "crustaceans and molluscs) and in none under chapter 73.") != NULL);
    assert_int_equal(claim_test(x, "own_reading_of_the_code").outcome, TT_TEST_UNKNOWN);
}

static void a_party_that_knows_the_code_is_told(void **state)
{
    detector_case f;
    twice(&f, *state);
    sale(&f, "4", "Frozen shrimps", "030617");
    detector_find(&f);
    assert_int_equal(claim_test(claim_only(&f.r), "own_reading_of_the_code").outcome,
                     TT_TEST_NOT_EXPLAINED);
}

static void the_table_alone_says_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 24, 24, deal);
    sale(&f, "1", "Copper cathodes", "252329");
    sale(&f, "2", "Electrolytic copper", "252329");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(3) + 0.2, 1e-9);
    assert_true(strstr(x->explanation, "No paper of others in these data has '") != NULL);
    assert_true(strstr(x->explanation, "In the table of headings it stands under 7403") != NULL);
}

static void words_of_these_data_are_learnt_from_others_only(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 24, 5, deal);
    sale(&f, "1", "Qarvan", "731815");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1);

    begin(&f, *state);
    for (int i = 0; i < 5; i++) { /* the same seller, to others */
        f.buyer = tiny_company(&f.c, tt_arena_printf(f.a, "Buyer %d", i), "DE");
        sale(&f, tt_arena_printf(f.a, "%d", i), "Qarvan", "392690");
    }
    f.buyer = tiny_company(&f.c, "Al Baraka", "AE");
    sale(&f, "9", "Qarvan", "731815");
    detector_none(&f, "who alone uses a word makes no rule for it");
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *words, *hs, *why;
    } rows[] = {
        {"Frozen shrimps", "030389", "another heading of the chapter"},
        {"Goods as per contract", "731815", "words that say nothing"},
        {"Zyxon Q7", "731815", "a brand that nobody else names"},
        {"Parts for machines", "870899", "words that stand under many chapters"},
        {"Frozen shrimps", "99", "a national chapter"},
        {"Frozen shrimps", NULL, "no code"},
        {"", "731815", "no words"},
        {"Steel bolts for shrimp frozen goods", "731815", "words of both chapters"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 24, 0, deal);
        sale(&f, "1", rows[i].words, rows[i].hs);
        detector_none(&f, rows[i].why);
    }
}

static void one_code_for_a_document_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 24, 0, deal);
    sale(&f, "1", "Hex bolts zinc plated", "731815");
    line(&f, "Frozen shrimps", "731815");
    detector_noted(&f, "doc.hs_text_mismatch",
                   "another line of the document has the same code and words that go with it",
                   "1 line");
    assert_int_equal(f.r.n_findings, 0);
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 24, 0, deal);
    for (int i = 0; i < 20; i++) { /* many firms have it under the other code: a dispute */
        f.seller = tiny_company(&f.c, tt_arena_printf(f.a, "Firm %d", i), "CN");
        sale(&f, tt_arena_printf(f.a, "%d", i), "Frozen shrimps", "731815");
    }
    detector_none(&f, "many have it so");
}

static void bounds_are_parameters(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_set(&f, "lr", 9);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(9) + 0.2, 1e-9);
    detector_set(&f, "gap", 1);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    sale(f, "1", "Copper cathodes", "252329");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/doc_hs_text_mismatch", TT_TEST(words_of_another_chapter_are_found),
             TT_TEST(a_party_that_knows_the_code_is_told), TT_TEST(the_table_alone_says_less),
             TT_TEST(words_of_these_data_are_learnt_from_others_only),
             TT_TEST(near_misses_are_not_found), TT_TEST(one_code_for_a_document_is_not_found),
             TT_TEST(what_is_usual_in_these_data_is_not_found), TT_TEST(bounds_are_parameters),
             TT_TEST(every_allocation_may_fail))
