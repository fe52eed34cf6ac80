/*
 * doc.template_reuse: numbers of several sellers that go on from each other are found; sisters, one
 * party in two spellings, self-billing, services, young counters and counters that only cross are
 * not.
 */
#include "tests/support/money_case.h"

#include "detect/common/series.h"

enum { OTHERS = 30 };

static tiny_id bill(detector_case *f, const char *seller, const char *buyer, int serial, int week)
{
    tiny_id from = tiny_company(&f->c, seller, "IN"), to = tiny_company(&f->c, buyer, "KR");
    tiny_id id = tiny_invoice(
        &f->c, tt_arena_printf(f->a, "2024-%04d/J", serial), from, to,
        tt_arena_printf(f->a, "2024-%02d-%02d", 1 + week / 4, 1 + week % 4 * 7), "USD");
    tiny_invoice_line(&f->c, id, "390110", 1000, "KGM", 4000000);
    return id;
}

/* Sellers that number alike, far from each other, and have a buyer each. */
static void begin(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "doc.template_reuse");
    for (int i = 0; i < others; i++)
        bill(f, tt_arena_printf(a, "Firm %c%c Works", 'A' + i % 26, 'K' + i / 26),
             tt_arena_printf(a, "Shop %c%c", 'A' + i % 26, 'K' + i / 26), 100 * (i + 1), i);
}

/* Nine invoices, the series of which changes hands with each. */
static void series(detector_case *f, const char *const *sellers, int n, int from)
{
    for (int i = 0; i < 9; i++)
        bill(f, sellers[i % n], "Zentone Chemical", from + i, 3 * i);
}

static const char *const strangers[] = {"Vishnu Ratna", "Jain Global", "Ashoka Jyoti"};

static void one_series_of_strangers_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, OTHERS);
    series(&f, strangers, 3, 9450);
    bill(&f, "Himalaya Exports", "Zentone Chemical", 77, 5);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 9);
    assert_int_equal(x->n_entities, 4);
    assert_true(claim_names(x, money_entity(&f, "Jain Global"), "seller"));
    assert_string_equal(x->title,
                        "one series of invoice numbers of 3 sellers with nothing in common");
    assert_says(x->explanation,
                "3 sellers write 9 invoices to one buyer, between 2024-01-01 and 2024-07-01, from "
                "2024-9450/J to 2024-9458/J, all in the form 'YYYY-#/J'. Of the 8 steps from one "
                "seller to another in the order of days, 8 are to the very next number.");
    assert_near(claim_measure(x, "steps_to_next_number").value, 8, 0);
    assert_string_equal(claim_test(x, "self_billing").detail,
                        "The buyer does not number for its sellers: 1 of its 4 sellers is not in "
                        "the series.");
    /* 34 relations, 4 of one buyer, no two of one seller: 6 of 561 pairs at one buyer */
    assert_near(x->p_value, 1.0 / 556, 1e-9);
    assert_near(x->weight, log10(20), 1e-9);
}

static void what_chance_does_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state, OTHERS);
    for (int n = 0; n < 12 * 16; n++) /* 12 pairs with other buyers go on from each other */
        bill(&f, tt_arena_printf(f.a, "Mill %c", 'A' + n % 12),
             tt_arena_printf(f.a, "Market %c", 'A' + n % 12), 20000 + n, n / 6);
    series(&f, strangers, 3, 9450);
    bill(&f, "Himalaya Exports", "Zentone Chemical", 77, 5);
    detector_find(&f);
    /* 46 relations: 6 of 1035 pairs at one buyer */
    assert_near(claim_only(&f.r)->weight, -log10(6.0 * 13 / 1030), 1e-6);
}

static void a_buyer_without_another_seller_may_number_itself(void **state)
{
    detector_case f;
    begin(&f, *state, OTHERS);
    series(&f, strangers, 3, 9450);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(6), 1e-9);
    assert_int_equal(claim_test(x, "self_billing").outcome, TT_TEST_WEAKENED);
}

static void few_sellers_say_little(void **state)
{
    detector_case f;
    begin(&f, *state, 6);
    series(&f, strangers, 3, 9450);
    bill(&f, "Himalaya Exports", "Zentone Chemical", 77, 5);
    detector_find(&f);
    /* 10 relations: 6 of 45 pairs at one buyer */
    assert_near(claim_only(&f.r)->weight, -log10(6.0 / 40), 1e-6);
}

static void spelt(detector_case *f)
{
    static const char *const sellers[] = {"Vishnu Ratna", "Vishnu Ratna International"};
    series(f, sellers, 2, 9450);
}

static void group(detector_case *f)
{
    for (int k = 0; k < 3; k++)
        tiny_own(&f->c, "Bharat Holding", strangers[k], "shareholder", 60);
    series(f, strangers, 3, 9450);
}

static void young(detector_case *f)
{
    series(f, strangers, 3, 1);
}

static void few(detector_case *f)
{
    for (int k = 0; k < 3; k++)
        bill(f, strangers[k], "Zentone Chemical", 9450 + k, 3 * k);
}

static void self_billed(detector_case *f)
{
    static const char *const sellers[] = {"Amber Mills", "Birch Foods", "Cobalt Metals",
                                          "Dune Textile", "Elm Paper"};
    series(f, sellers, 5, 9450);
}

static void service(detector_case *f)
{
    static const char *const sellers[] = {"Amber Mills",  "Birch Foods", "Cobalt Metals",
                                          "Dune Textile", "Elm Paper",   "Fern Glass",
                                          "Garnet Steel"};
    series(f, sellers, 7, 9450);
}

/* Each counts for itself: 9450, 9451, 9451, 9452, 9452, ... */
static void crossing(detector_case *f)
{
    for (int k = 0; k < 12; k++)
        bill(f, strangers[k % 2], "Zentone Chemical", 9450 + (k + 1) / 2, 2 * k);
}

static void notes(detector_case *f)
{
    for (int k = 0; k < 9; k++) {
        tiny_id id = bill(f, strangers[k % 3], "Zentone Chemical", 9450 + k, 3 * k);
        tiny_invoice_at(&f->c, id)->type = TT_DOC_CREDIT_NOTE;
    }
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        void (*build)(detector_case *f);
        const char *why;
    } rows[] = {
        {spelt, "one party in two spellings"},
        {group, "declared owners"},
        {young, "counters begun not long ago"},
        {few, "two steps to the next number"},
        {self_billed, "the buyer numbers for its sellers"},
        {service, "a service numbers for many"},
        {crossing, "counters that cross"},
        {notes, "credit notes"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state, OTHERS);
        bill(&f, "Himalaya Exports", "Zentone Chemical", 77, 5);
        rows[i].build(&f);
        detector_none(&f, rows[i].why);
    }
}

static void what_is_not_told_is_counted(void **state)
{
    detector_case f;
    begin(&f, *state, OTHERS);
    self_billed(&f);
    detector_noted(&f, "doc.template_reuse", "series of nearly all sellers of a buyer",
                   "1 series, USD 360000.00");
}

static void numbers_are_split_into_form_and_serial(void **state)
{
    static const struct {
        const char *number, *form;
        uint64_t serial;
    } rows[] = {
        {"INV-2024-00017", "INV-YYYY-#", 17},
        {"inv24/0031", "INVYY/#", 31},
        {"AI240305-9", "AIYYMMDD-#", 9},
        {"INV2024030042", "INVYYYYMM#", 42},
        {"100023", "#", 100023},
        {"2024-0012/C", "YYYY-#/C", 12},
        {"12-0045", "12-#", 45},
        {"0045/1", "#/1", 45},
        {"INV", "", 0},
        {"20240305", "", 0},
        {"1234567890123456789", "", 0},
    };
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char form[TT_FORM_MAX];
        uint64_t serial = 0;
        size_t n = tt_serial_of(tt_str_of(rows[i].number), tiny_day("2024-03-05"), form, &serial);
        assert_str(((tt_str){form, n}), rows[i].form);
        assert_int_equal(serial, rows[i].serial);
    }
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a, 1);
    detector_set(f, "min_weight", -1);
    detector_set(f, "least", 1);
    for (int i = 0; i < 2; i++)
        bill(f, strangers[i], "Zentone Chemical", 9450 + i, 3 * i);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/doc_template_reuse", TT_TEST(one_series_of_strangers_is_found),
             TT_TEST(what_chance_does_weighs_less),
             TT_TEST(a_buyer_without_another_seller_may_number_itself),
             TT_TEST(few_sellers_say_little), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_is_not_told_is_counted), TT_TEST(numbers_are_split_into_form_and_serial),
             TT_TEST(every_allocation_may_fail))
