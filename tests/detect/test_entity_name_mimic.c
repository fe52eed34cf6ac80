/* entity.name_mimic: names a letter off a large one, and honest names that are alike. */
#include "tests/support/crowd.h"

static int number;

/* A registered firm that buys goods once, for so many thousand dollars. */
static tt_party *firm(detector_case *f, const char *name, const char *country, int64_t thousands)
{
    tt_party *p = crowd_party(f, name, country);
    tiny_id inv = tiny_invoice(&f->c, tt_arena_printf(f->a, "M-%d", ++number),
                               tiny_company(&f->c, "Old Supplier", "CN"),
                               tiny_company(&f->c, name, country), "2024-02-01", "USD");
    tiny_invoice_line(&f->c, inv, "080131", 1000, "KGM", thousands * 100000);
    return p;
}

/* Firms that bought once, and a large one. */
static void begin_with(detector_case *f, tt_arena *a, int firms)
{
    detector_begin(f, a, "entity.name_mimic");
    number = 0;
    for (int i = 0; i < firms; i++)
        firm(f, tt_arena_printf(a, "Firm %c%c", 'A' + i / 10, 'A' + i % 10), "DE", 20 + i);
    firm(f, "Stone Velmora Trading Inc.", "US", 90000);
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 70);
}

static void a_letter_more_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    firm(&f, "Stone Vellmora Trading Co., Ltd", "VN", 40);
    tiny_id large = tiny_company(&f.c, "Stone Velmora Trading Inc.", "US");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_names(x, tiny_entity(&f.c, large), "mimicked"));
    assert_int_equal(claim_test(x, "slip_of_the_pen").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "subsidiary_or_dealer").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->weight > 0.5 && x->weight <= 1.1);
}

static void letters_that_look_alike_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    firm(&f, "Stone Velrnora Trading Ltd", "VN", 40);
    detector_find(&f);
    (void)claim_only(&f.r);
}

static void a_name_of_the_table_needs_no_trade(void **state)
{
    detector_case f;
    begin(&f, *state);
    f.c.data.reference.text[TT_REFTAB_KNOWN_NAMES] =
        TT_STR("# source: test; date: 2026-01-01; licence: none\nname\tcountry\tsource\tverified\n"
               "Meridian Cobalt\tSE\ttest\tyes\n");
    firm(&f, "Meridan Cobalt Ltd", "VN", 40);
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "table known_names"));
    assert_int_equal(claim_test(claim_only(&f.r), "subsidiary_or_dealer").outcome, TT_TEST_UNKNOWN);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    firm(&f, "Stone Velmora Trading Vietnam Co., Ltd", "VN", 40); /* a branch is called so */
    firm(&f, "Stone Velmorra Trading LLC", "US", 40);             /* of the same country */
    firm(&f, "Stone Velmara Shipping Ltd", "VN", 40);             /* does something else */
    tiny_company(&f.c, "Stone Velmra Trading Inc.", "MX");        /* in no registry: a slip */
    firm(&f, "Stone Velmata Trading Ltd", "VN", 40);              /* two letters off */
    detector_none(&f, "honest names");
}

static void a_large_firm_lives_on_its_own_name(void **state)
{
    detector_case f;
    begin(&f, *state);
    firm(&f, "Stone Velmorra Trading Ltd", "KR", 40000);
    detector_noted(&f, "entity.name_mimic: names near a large one",
                   "of firms that trade much themselves", "2 names");
    assert_int_equal(f.r.n_findings, 0);
}

static void a_subsidiary_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    firm(&f, "Stone Vellmora Trading Co., Ltd", "VN", 40);
    tiny_own(&f.c, "Stone Velmora Trading Inc.", "Stone Vellmora Trading Co., Ltd", "shareholder",
             60);
    detector_noted(&f, "entity.name_mimic: names near a large one",
                   "that share an owner, address, ..., a name, or trade", "1 name");
    assert_int_equal(f.r.n_findings, 0);
}

static void a_dealer_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    firm(&f, "Stone Vellmora Trading Co., Ltd", "VN", 40);
    crowd_buys(&f, "DEALER", "Stone Velmora Trading Inc.", "Stone Vellmora Trading Co., Ltd",
               tiny_day("2024-02-01"), 10000);
    detector_none(&f, "it buys from the large one");
}

static void where_ordinary_names_are_near_too_nothing_is_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    firm(&f, "Stone Vellmora Trading Co., Ltd", "VN", 40);
    for (int i = 0; i < 12; i++) {
        const char *const ends[] = {"a", "o"};
        for (size_t k = 0; k < TT_LEN(ends); k++)
            firm(&f,
                 tt_arena_printf(*state, "Valeriana%c%c Corand%s Trading", 'a' + i, 'c' + i,
                                 ends[k]),
                 k ? "BR" : "MX", 30 + i);
    }
    detector_none(&f, "names of these data are near each other");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 1);
    detector_set(f, "min_weight", -1);
    detector_set(f, "largest", 0.5);
    f->c.data.reference.text[TT_REFTAB_KNOWN_NAMES] =
        TT_STR("# source: test; date: 2026-01-01; licence: none\nname\tcountry\tsource\tverified\n"
               "Kobo\tSE\ttest\tyes\n");
    firm(f, "Stone Vellmora Trading Co., Ltd", "VN", 40);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/entity_name_mimic", TT_TEST(a_letter_more_is_found),
             TT_TEST(letters_that_look_alike_are_found),
             TT_TEST(a_name_of_the_table_needs_no_trade), TT_TEST(near_misses_are_not_found),
             TT_TEST(a_large_firm_lives_on_its_own_name), TT_TEST(a_subsidiary_is_not_found),
             TT_TEST(a_dealer_is_not_found),
             TT_TEST(where_ordinary_names_are_near_too_nothing_is_told),
             TT_TEST(every_allocation_may_fail))
