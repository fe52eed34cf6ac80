/*
 * doc.vague_description: dear goods that no paper names are found; one paper that names them, a
 * name that nobody knows, and small deals, are enough to be left alone.
 */
#include "tests/support/detector_case.h"

static tiny_id invoice, ship;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.vague_description");
    f->seller = tiny_company(&f->c, "Foshan Bolong", "CN");
    f->buyer = tiny_company(&f->c, "Al Baraka", "AE");
}

/* Invoice and bill of lading, and what each calls the goods. */
static void consignment(detector_case *f, const char *number, const char *words, const char *cargo,
                        int64_t cents)
{
    invoice = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_id line = tiny_invoice_line(&f->c, invoice, "940360", 500, "C62", cents);
    tiny_line_at(&f->c, line)->description = tt_str_of(words);
    ship = tiny_shipment(&f->c, tt_arena_printf(f->a, "BL%s", number), f->seller, f->buyer,
                         "2024-03-05", "CNSHA", "AEJEA");
    line = tiny_shipment_line(&f->c, ship, NULL, 500, "C62", 9000);
    tiny_line_at(&f->c, line)->description = tt_str_of(cargo);
    detector_join(f, 0);
    detector_join(f, invoice);
    detector_join(f, ship);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    consignment(f, number, odd ? "Assorted items" : "Wooden chairs", "Said to contain goods",
                5000000);
}

static void twice(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 24, 0, deal);
    consignment(f, "1", "Goods as per contract", "GENERAL CARGO", 5000000);
    consignment(f, "2", "Goods as per contract", "", 7000000);
}

static void goods_that_no_paper_names_are_found(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(1.5) + 0.05, 1e-6);
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_cites(x, tiny_ref(&f.c, ship)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_int_equal(claim_measure(x, "value_of_deals").money.minor, 12000000);
    assert_string_equal(x->title, "goods that no paper names in 2 of 2 deals");
    assert_true(strstr(x->explanation,
                       "The invoice 2 says 'Goods as per contract', for a deal of USD 70000.00; 1 "
                       "line of its papers says no more.") != NULL);
    assert_int_equal(claim_test(x, "other_papers").outcome, TT_TEST_NOT_EXPLAINED);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *words, *cargo;
        int64_t cents;
        const char *why;
    } rows[] = {
        {"Goods as per contract", "Wooden chairs", 5000000, "the bill of lading names them"},
        {"Chairs", "General cargo", 5000000, "one word is enough"},
        {"Zyxon Q7 items", "", 5000000, "a name that nobody knows"},
        {"Goods as per contract", "", 1999900, "a small deal"},
        {"", "", 5000000, "no words at all"},
        {"\xe8\xb4\xa7\xe7\x89\xa9\xe6\xa4\x85\xe5\xad\x90", "", 5000000, "goods, chairs"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 24, 0, deal);
        consignment(&f, "1", rows[i].words, rows[i].cargo, rows[i].cents);
        consignment(&f, "2", rows[i].words, rows[i].cargo, rows[i].cents);
        detector_none(&f, rows[i].why);
    }
}

static void words_of_other_languages_say_nothing_either(void **state)
{
    static const char *const rows[] = {"\xe8\xb4\xa7\xe7\x89\xa9", "H\xc3\xa0ng h\303\263a",
                                       "Marchandises diverses", "Mercadorias diversas",
                                       "SAID TO CONTAIN 12 PALLETS"};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 24, 0, deal);
        consignment(&f, "1", rows[i], "", 5000000);
        consignment(&f, "2", rows[i], "", 5000000);
        detector_find(&f);
        if (f.r.n_findings != 1)
            fail_msg("'%s' is taken for a description", rows[i]);
    }
}

static void a_word_of_many_chapters_says_nothing(void **state)
{
    static const char *const codes[] = {"080132", "252329", "300490", "391590", "440711", "520100",
                                        "610910", "731815", "848180", "870323", "940360", "950300"};
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 36; i++) {
        f.seller = tiny_company(&f.c, tt_arena_printf(f.a, "Firm %d", i), "CN");
        f.buyer = tiny_company(&f.c, tt_arena_printf(f.a, "Shop %d", i), "DE");
        consignment(&f, tt_arena_printf(f.a, "H%d", i), "Wooden chairs", "", 5000000);
        tiny_id line = tiny_invoice_line(&f.c, invoice, codes[i % 12], 1, "C62", 100);
        tiny_line_at(&f.c, line)->description = TT_STR("Qarvan");
    }
    f.seller = tiny_company(&f.c, "Foshan Bolong", "CN");
    f.buyer = tiny_company(&f.c, "Al Baraka", "AE");
    consignment(&f, "1", "Qarvan items", "", 5000000);
    consignment(&f, "2", "Qarvan items", "", 5000000);
    detector_find(&f);
    assert_true(strstr(claim_only(&f.r)->explanation, "says 'Qarvan items'") != NULL);
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 24, 15, deal);
    deal(&f, "1", true);
    deal(&f, "2", true);
    detector_none(&f, "most papers say no more");
}

static void deals_without_words_are_counted(void **state)
{
    detector_case f;
    begin(&f, *state);
    consignment(&f, "1", "", "", 5000000);
    detector_noted(&f, "doc.vague_description", "no paper has a description",
                   "1 deal, USD 50000.00");
}

static void bounds_are_parameters(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_set(&f, "lr", 3);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(3) + 0.05, 1e-6);
    detector_set(&f, "deal_value", 100000);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    consignment(f, "1", "Goods as per contract", "", 5000000);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/doc_vague_description", TT_TEST(goods_that_no_paper_names_are_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(words_of_other_languages_say_nothing_either),
             TT_TEST(a_word_of_many_chapters_says_nothing),
             TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(deals_without_words_are_counted), TT_TEST(bounds_are_parameters),
             TT_TEST(every_allocation_may_fail))
