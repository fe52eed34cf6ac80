/*
 * entity.activity_mismatch: a food trader that buys telephones, and a firm that turns to other
 * goods; not those for whom there is an honest reason.  Amounts are in cents.
 */
#include "tests/support/crowd.h"

#include <math.h>

static const char ODD[] = "Fruchthaus Oddo", SHOP[] = "Telephone Maker";

enum { FOOD = 40, METAL = 20 };
static int firms = FOOD;

static void buy(detector_case *f, const char *number, const char *seller, const char *buyer,
                const char *hs, int day)
{
    tiny_id inv = tiny_invoice(&f->c, number, tiny_company(&f->c, seller, "CN"),
                               tiny_company(&f->c, buyer, "DE"), "2024-01-01", "USD");
    tiny_invoice_line(&f->c, inv, hs, 1000, "KGM", 3000000);
    if (!f->c.failed)
        tiny_invoice_at(&f->c, inv)->head.date.day = tiny_day("2023-01-03") + day;
}

static void line(detector_case *f, tt_arena *a, int n, const char *code, const char *hs)
{
    for (int i = 0; i < n; i++) {
        const char *name = tt_arena_printf(a, "Firm %s %c%c", hs, 'A' + i / 10, 'A' + i % 10);
        if (!name)
            return;
        crowd_party(f, name, "DE")->activity_code = tt_str_of(code);
        for (int k = 0; k < 4; k++)
            buy(f, tt_arena_printf(a, "%s-%d-%d", hs, i, k), "Old Supplier", name, hs, 30 * k + i);
    }
}

/* Forty traders in food and twenty in metals, and one that buys k lots of each goods. */
static void begin(detector_case *f, tt_arena *a, const char *code, const char *const *hs, int k)
{
    detector_begin(f, a, "entity.activity_mismatch");
    line(f, a, firms, "4630", "080131");
    line(f, a, firms == FOOD ? METAL : 1, "46.72", "740311");
    crowd_party(f, ODD, "DE")->activity_code = tt_str_of(code);
    for (int n = 0; hs[n]; n++)
        for (int i = 0; i < k; i++)
            buy(f, tt_arena_printf(a, "O-%d-%d", n, i), SHOP, ODD, hs[n], 100 * n + 10 * i);
}

static void goods_of_another_line_are_found(void **state)
{
    detector_case f;
    static const char *const hs[] = {"080131", "640399", NULL};
    begin(&f, *state, "4630", hs, 4);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, 1);
    assert_string_equal(x->entities[0].role, "buyer");
    assert_int_equal(x->n_documents, 5); /* four lots of shoes and the registry row */
    assert_int_equal(claim_measure(x, "value_of_these_goods").money.minor, 12000000);
    assert_near(claim_measure(x, "share_of_its_deals").value, 0.5, 0);
    assert_near(claim_measure(x, "firms_of_its_line_in_them").value, 0, 0);
    assert_int_equal(claim_measure(x, "firms_of_its_line_in_them").peers, 40);
    /* Of others 40 trade in nuts, 20 in copper; each chapter counts half more.  Of food are
     * 22 chapters; outside of their line trade 2 of 20 assumed, and none of 60.  As rare as
     * shoes are all chapters but copper that are not of food, 99 - 22 - 1. */
    double food = 40 + 22 * 0.5, others = 60 + 99 * 0.5 - food, outside = 2.0 / (60 + 20);
    double rare = 76 * 0.5 / others * outside * 5 / (40 + 5);
    assert_near(claim_measure(x, "chance").value, 2 * rare, 1e-8);
    assert_int_equal(claim_test(x, "goods_of_its_line").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "old_code").outcome, TT_TEST_NOT_EXPLAINED);
    assert_non_null(strstr(x->explanation, "chapter 64 (Footwear and parts of footwear)"));
    assert_true(x->weight > 0.3);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *code, *hs[3];
        int k;
    } rows[] = {
        {"4690", {"080131", "640399"}, 4}, /* trades in all goods */
        {"", {"080131", "640399"}, 4},     /* of no known line */
        {"4630", {"080131", "100630"}, 4}, /* other food */
        {"4630", {"080131", "842951"}, 4}, /* a machine for itself */
        {"4630", {"640399"}, 4},           /* nothing else: the code may be old */
        {"4630", {"080131", "640399"}, 2}, /* two lots */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].code, rows[i].hs, rows[i].k);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
    }
}

/* Where a third of a line trades in anything, it says nothing that one more does. */
static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    static const char *const hs[] = {"080131", "640399", NULL};
    begin(&f, *state, "4630", hs, 4);
    line(&f, *state, 8, "4630", "392690");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
}

/* Thirty-one firms that bought nuts and then rice; one turns from nuts to shoes. */
static void turn(detector_case *f, tt_arena *a, const char *to, int n)
{
    detector_begin(f, a, "entity.activity_mismatch");
    for (int i = 0; i < n; i++) {
        const char *name = tt_arena_printf(a, "Firm %c%c", 'A' + i / 10, 'A' + i % 10);
        for (int k = 0; name && k < 17; k++)
            buy(f, tt_arena_printf(a, "T-%d-%d", i, k), "Old Supplier", name,
                k == 9 ? "100630" : "080131", 10 * k + i);
    }
    for (int k = 0; k < 18; k++)
        buy(f, tt_arena_printf(a, "O-%d", k), SHOP, ODD, k < 9 ? "080131" : to, 10 * k);
}

static void a_turn_to_other_goods_is_found(void **state)
{
    detector_case f;
    turn(&f, *state, "640399", 31);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 9);
    assert_near(claim_measure(x, "divergence").value, 1, 1e-9);
    assert_non_null(strstr(x->explanation, "since 2023-04-03"));
}

static void who_goes_on_as_before_is_not_found(void **state)
{
    static const struct {
        const char *to;
        int n;
    } rows[] = {{"080131", 31}, {"640399", 20}}; /* the same goods; few to compare with */
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        turn(&f, *state, rows[i].to, rows[i].n);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
    }
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
        size_t found;
    } rows[] = {
        {"min_value", 120001, 0}, {"min_deals", 5, 0},     {"least_firms", 62, 0}, {"lr", 1.5, 0},
        {"min_weight", 2, 0},     {"least_spread", 10, 0}, {"prior", 1e6, 0},      {"digits", 4, 1},
    };
    static const char *const hs[] = {"080131", "640399", NULL};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, "4630", hs, 4);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        if (f.r.n_findings != rows[i].found)
            fail_msg("%s: %zu findings", rows[i].name, f.r.n_findings);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    static const char *const hs[] = {"080131", "640399", NULL};
    begin(f, a, "4630", hs, 5);
    detector_set(f, "least_firms", 3);
    detector_set(f, "min_weight", -1);
    detector_set(f, "min_value", 130000);
}

static void every_allocation_may_fail(void **state)
{
    firms = 3;
    detector_torture(*state, tortured, 1);
    firms = FOOD;
}

TT_TEST_MAIN("detect/entity_activity_mismatch", TT_TEST(goods_of_another_line_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(a_turn_to_other_goods_is_found), TT_TEST(who_goes_on_as_before_is_not_found),
             TT_TEST(each_parameter_counts), TT_TEST(every_allocation_may_fail))
