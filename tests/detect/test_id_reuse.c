/*
 * id.reuse: a number on the papers of parties that are not one is found; one party in two
 * spellings, declared groups, slips, fillers and single papers are not.
 */
#include "tests/support/money_case.h"

enum { OTHERS = 20 };

static void papers(detector_case *f, const char *name, const char *number, int n)
{
    for (int i = 0; i < n; i++) {
        tiny_id seller = tiny_company(&f->c, name, "GB");
        tiny_mention_at(&f->c, seller)->identifier = tt_str_of(number);
        tiny_id id = tiny_invoice(&f->c, tt_arena_printf(f->a, "I-%zu", ++f->n_payments), seller,
                                  tiny_company(&f->c, "Al Baraka", "AE"), "2024-03-01", "USD");
        tiny_invoice_line(&f->c, id, "940360", 10, "C62", 100000);
    }
}

static void registered(detector_case *f, const char *name, const char *number)
{
    tiny_id p = tiny_party(&f->c, number, TT_ENTITY_COMPANY, name, "GB");
    tiny_party_at(&f->c, p)->tax_id = tt_str_of(number);
}

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "id.reuse");
    for (int i = 0; i < OTHERS; i++)
        registered(f, tt_arena_printf(a, "Firm %c Works", 'A' + i),
                   tt_arena_printf(a, "GB55510%02d", i));
    registered(f, "Harbour Metals", "GB 123 4567 82");
    registered(f, "Orchid Trading", "GB987654321");
}

static void a_borrowed_number_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    papers(&f, "Harbour Metals", "GB123456782", 2);
    papers(&f, "Orchid Trading", "GB123456782", 3);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 1, 1e-9);
    assert_near(x->p_value, 0.2 / 121, 1e-6);
    assert_int_equal(x->n_documents, 4); /* of the holder its registry row */
    assert_true(claim_names(x, money_entity(&f, "Harbour Metals"), "holder"));
    assert_true(claim_names(x, money_entity(&f, "Orchid Trading"), "user"));
    assert_string_equal(x->title, "one number of 2 parties");
    assert_says(x->explanation, "The number GB123456782 stands on papers of 2 parties");
    assert_says(x->explanation, "Harbour Metals (2 documents, and its registry row) and Orchid "
                                "Trading (3 documents).");
    assert_int_equal(claim_test(x, "tax_group").outcome, TT_TEST_UNKNOWN);
}

static void a_third_party_adds_and_usual_reuse_takes(void **state)
{
    detector_case f;
    begin(&f, *state);
    papers(&f, "Orchid Trading", "GB123456782", 3);
    papers(&f, "Bramble Textiles", "GB123456782", 3);
    detector_set(&f, "usual_rate", 0.0001);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 1.2, 1e-9);

    begin(&f, *state);
    papers(&f, "Orchid Trading", "GB123456782", 3);
    for (int i = 0; i < 10; i++)
        papers(&f, tt_arena_printf(f.a, "%s Foods", i % 2 ? "Amber" : "Cobalt"),
               tt_arena_printf(f.a, "GB7770%02d", i / 2), 3);
    detector_noted(&f, "id.reuse", "shared numbers whose weight is below min_weight", "6 numbers");
    assert_int_equal(f.r.n_findings, 0);
}

static void spelt(detector_case *f)
{
    papers(f, "Harbour Metals International", "GB123456782", 3);
}

static void group(detector_case *f)
{
    tiny_own(&f->c, "Crown Holding", "Harbour Metals", "shareholder", 80);
    tiny_own(&f->c, "Crown Holding", "Orchid Trading", "shareholder", 80);
    papers(f, "Orchid Trading", "GB123456782", 3);
}

static void slip(detector_case *f)
{
    registered(f, "Bramble Textiles", "GB123456728");
    papers(f, "Bramble Textiles", "GB123456782", 3);
}

static void once(detector_case *f)
{
    papers(f, "Orchid Trading", "GB123456782", 2);
}

static void filler(detector_case *f)
{
    static const char *const names[] = {"Amber Mills",  "Birch Foods", "Cobalt Metals",
                                        "Dune Textile", "Elm Paper",   "Fern Glass",
                                        "Garnet Steel", "Hazel Toys"};
    for (size_t i = 0; i < TT_LEN(names); i++)
        papers(f, names[i], "GB123456782", 3);
}

static void zeros(detector_case *f)
{
    papers(f, "Orchid Trading", "000000000", 3);
    papers(f, "Bramble Textiles", "000000000", 3);
}

static void bank(detector_case *f)
{
    for (int i = 0; i < 3; i++) {
        tiny_id payer = tiny_named(&f->c, TT_ENTITY_BANK, "Meridian Bank", "GB");
        tiny_mention_at(&f->c, payer)->identifier = TT_STR("GB123456782");
        tiny_payment(&f->c, tt_arena_printf(f->a, "P%d", i), payer,
                     tiny_company(&f->c, "Al Baraka", "AE"), "2024-04-01", 100000, "USD");
    }
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        void (*build)(detector_case *f);
        const char *why;
    } rows[] = {
        {spelt, "one party in two spellings"},
        {group, "one declared owner: taxed as one"},
        {slip, "two digits of its own number swapped"},
        {once, "two papers"},
        {filler, "a number of nine parties"},
        {zeros, "a field that was filled"},
        {bank, "a bank writes the number of its customer"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        rows[i].build(&f);
        detector_none(&f, rows[i].why);
    }
}

static void resolution_may_have_joined_by_the_number(void **state)
{
    detector_case f;
    begin(&f, *state);
    papers(&f, "Orchid Trading", "GB123456782", 3);
    assert_ok(tiny_finish_resolved(&f.c));
    assert_ok(detector_run(&f, ERR));
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 4);
    assert_int_equal(x->n_entities, 2);
}

/* A paper that tells its account and no number is its name's as well. */
static void so_may_papers_without_a_number(void **state)
{
    detector_case f;
    begin(&f, *state);
    papers(&f, "Orchid Trading", "GB123456782", 3);
    tiny_id bare = tiny_company(&f.c, "Orchid Trading", "GB");
    tiny_mention_at(&f.c, bare)->account = TT_STR("GB33BUKB20201555555555");
    (void)tiny_invoice(&f.c, "I-900", bare, tiny_company(&f.c, "Al Baraka", "AE"), "2024-04-01",
                       "USD");
    for (tt_ix i = 1; i <= 3; i++) { /* the account joins it to the others */
        tiny_id seller = tiny_company(&f.c, "Orchid Trading", "GB");
        tiny_mention_at(&f.c, seller)->identifier = TT_STR("GB123456782");
        tiny_mention_at(&f.c, seller)->account = TT_STR("GB33BUKB20201555555555");
        (void)tiny_invoice(&f.c, tt_arena_printf(f.a, "I-91%u", i), seller,
                           tiny_company(&f.c, "Al Baraka", "AE"), "2024-04-02", "USD");
    }
    assert_ok(tiny_finish_resolved(&f.c));
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(claim_only(&f.r)->n_entities, 2);
}

static void what_is_left_out_is_counted(void **state)
{
    detector_case f;
    begin(&f, *state);
    once(&f);
    detector_noted(&f, "id.reuse", "numbers of others on fewer than uses documents", "1 number");
}

static void small(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "id.reuse");
    registered(f, "Harbour Metals", "GB123456782");
    papers(f, "Orchid Trading", "GB123456782", 3);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/id_reuse", TT_TEST(a_borrowed_number_is_found),
             TT_TEST(a_third_party_adds_and_usual_reuse_takes), TT_TEST(near_misses_are_not_found),
             TT_TEST(resolution_may_have_joined_by_the_number),
             TT_TEST(so_may_papers_without_a_number), TT_TEST(what_is_left_out_is_counted),
             TT_TEST(every_allocation_may_fail))
