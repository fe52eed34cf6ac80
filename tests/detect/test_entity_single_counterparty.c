/*
 * entity.single_counterparty: a new firm and its one customer are found; those with others, those
 * of one group, old ones are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include <math.h>

static const char MAKER[] = "Neuland Werke", SHOP[] = "Altmarkt Kontor";

enum { CROWD = 12 };
static int crowd = CROWD;

static void trade(detector_case *f, const char *seller, const char *buyer, int n, int64_t cents)
{
    for (int i = 0; i < n; i++) {
        tiny_id inv = tiny_invoice(&f->c, tt_arena_printf(f->a, "%s-%s-%d", seller, buyer, i),
                                   tiny_company(&f->c, seller, "CN"),
                                   tiny_company(&f->c, buyer, "DE"), "2023-03-01", "USD");
        tiny_invoice_line(&f->c, inv, "080131", 1000, "KGM", cents);
        if (!f->c.failed)
            tiny_invoice_at(&f->c, inv)->head.date.day += 20 * i;
    }
}

static void born(detector_case *f, const char *name, const char *country, const char *day)
{
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, country);
    if (!f->c.failed)
        tiny_party_at(&f->c, p)->incorporated = tiny_day(day);
}

/* Twelve old sellers with two customers each, and two who have nobody else. */
static void begin(detector_case *f, tt_arena *a, const char *since, int n)
{
    detector_begin(f, a, "entity.single_counterparty");
    for (int i = 0; i < crowd; i++) {
        const char *name = tt_arena_printf(a, "Maker %c", 'A' + i);
        if (!name)
            return;
        born(f, name, "CN", "2001-01-01");
        trade(f, name, tt_arena_printf(a, "Buyer %c", 'A' + i), 6, 1000000);
        trade(f, name, tt_arena_printf(a, "Buyer %c", 'B' + i), 6, 1000000);
    }
    born(f, MAKER, "CN", since);
    born(f, SHOP, "DE", "1999-01-01");
    trade(f, MAKER, SHOP, n, 2000000);
}

static void a_new_firm_with_one_customer_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, "2023-01-10", 8);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, 2);
    assert_int_equal(x->n_documents, 10); /* eight invoices and two registry rows */
    assert_near(claim_measure(x, "age_at_first_deal").value, 50, 0);
    assert_near(claim_measure(x, "concentration_of_seller").value, 1, 0);
    assert_int_equal(claim_measure(x, "value").money.minor, 16000000);
    /* one pair with nobody else and one as new, less half of each, of 25 pairs with an age */
    assert_near(x->weight, log10(8), 1e-9); /* 0.5 * 0.5 / 25 = 0.01 would say more */
    assert_non_null(strstr(x->explanation, "The seller was founded 50 days before"));
    assert_int_equal(claim_test(x, "usual_in_these_data").outcome, TT_TEST_NOT_EXPLAINED);
}

static void other_customer(detector_case *f)
{
    trade(f, MAKER, "Buyer A", 3, 1000000);
}
static void buys_itself(detector_case *f)
{
    trade(f, "Maker B", MAKER, 1, 1000000);
}
static void sells_on(detector_case *f)
{
    trade(f, SHOP, "Buyer C", 2, 1000000);
}
static void one_group(detector_case *f)
{
    tiny_own(&f->c, MAKER, SHOP, "shareholder", 100);
}
static void nothing(detector_case *f)
{
    TT_UNUSED(f);
}
/* Others who have nobody else, either: five pairs, each as new. */
static void usual(detector_case *f)
{
    for (int i = 0; i < 5; i++) {
        const char *name = tt_arena_printf(f->a, "Newcomer %c", 'A' + i);
        born(f, name, "CN", "2023-01-10");
        trade(f, name, tt_arena_printf(f->a, "Customer %c", 'A' + i), 6, 100000);
    }
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        void (*change)(detector_case *f);
        const char *since;
        int n;
    } rows[] = {
        {other_customer, "2023-01-10", 8}, {buys_itself, "2023-01-10", 8},
        {sells_on, "2023-01-10", 8},       {one_group, "2023-01-10", 8},
        {usual, "2023-01-10", 8},          {nothing, "2010-01-10", 8}, /* old */
        {nothing, "2023-01-10", 5},                                    /* few deals */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].since, rows[i].n);
        rows[i].change(&f);
        detector_find(&f);
        if (f.r.n_findings)
            fail_msg("row %zu", i);
    }
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
        size_t found;
    } rows[] = {
        {"min_deals", 9, 0}, {"min_value", 160001, 0},
        {"young", 49, 0},    {"least_pairs", 26, 0},
        {"lr", 1.5, 0},      {"min_weight", 1, 0},
        {"one_group", 1, 1}, {"min_concentration", 1, 1},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, "2023-01-10", 8);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        if (f.r.n_findings != rows[i].found)
            fail_msg("%s: %zu findings", rows[i].name, f.r.n_findings);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a, "2023-01-10", 2);
    detector_set(f, "min_deals", 2);
    detector_set(f, "least_pairs", 2);
    detector_set(f, "min_value", 1);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    crowd = 1;
    detector_torture(*state, tortured, 1);
    crowd = CROWD;
}

TT_TEST_MAIN("detect/entity_single_counterparty", TT_TEST(a_new_firm_with_one_customer_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(each_parameter_counts),
             TT_TEST(every_allocation_may_fail))
