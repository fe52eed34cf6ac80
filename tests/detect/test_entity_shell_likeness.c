/*
 * entity.shell_likeness: a young firm without staff that deals with one party is found; firms of
 * which less is odd, that a company owns, or that have a business are not.  Amounts are in cents.
 */
#include "tests/support/crowd.h"

#include <math.h>

static const char HULL[] = "Huelle GmbH";

/* What of it a near miss changes. */
struct hull {
    const char *born;
    int64_t staff, cents;
    const char *second; /* another seller */
    bool owned, addressed, costs;
};

static const struct hull shell = {.born = "2023-03-11", .staff = 1, .cents = 500000000};

static void pays(detector_case *f, int n, const char *purpose)
{
    for (int k = 0; k < n; k++) {
        tiny_id pay =
            tiny_payment(&f->c, tt_arena_printf(f->a, "P-%d", k), tiny_company(&f->c, HULL, "DE"),
                         tiny_company(&f->c, "Somebody", "DE"), "2023-04-03", 120000, "USD");
        tiny_payment_text(&f->c, pay, purpose);
        if (!f->c.failed)
            tiny_payment_at(&f->c, pay)->head.date.day += 40 * k;
    }
}

static void begin(detector_case *f, tt_arena *a, struct hull h)
{
    crowd_begin(f, a, "entity.shell_likeness");
    tt_party *p = crowd_party(f, HULL, "DE");
    p->incorporated = tiny_day(h.born);
    p->employees = h.staff;
    p->annual_revenue.minor = TT_NO_NUM;
    p->address = h.addressed ? TT_STR("P.O. Box 12, 20095 Hamburg") : TT_STR("");
    for (int k = 0; k < 5; k++)
        crowd_buys(f, tt_arena_printf(a, "N-%d", k), k == 4 && h.second ? h.second : "New Supplier",
                   HULL, tiny_day("2023-04-01") + 20 * k, h.cents);
    if (h.owned) {
        (void)crowd_party(f, "Gross AG", "DE");
        tiny_own(&f->c, "Gross AG", HULL, "shareholder", 100);
    }
    pays(f, h.costs ? 6 : 0, "OFFICE RENT");
    if (h.costs)
        pays(f, 6, "SALARIES");
}

static void a_young_firm_without_staff_and_with_one_partner_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, shell);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 6);
    assert_near(x->weight, 1.3, 1e-9); /* 0.4 + 0.6 + 0.3 */
    assert_near(claim_measure(x, "young").value, 0.4, 1e-9);
    assert_int_equal(claim_measure(x, "trade_a_year").money.minor, 2500000000);
    assert_non_null(strstr(x->explanation, "it was founded 21 days before its first document; it "
                                           "has 1 employee and trades for USD 25000000.00 a year; "
                                           "all its 5 deals are with one party."));
    assert_int_equal(claim_test(x, "real_business").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "usual_in_these_data").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "declared_parent").outcome, TT_TEST_UNKNOWN);
}

static void near_misses_are_not_found(void **state)
{
    struct hull rows[6];
    for (size_t i = 0; i < TT_LEN(rows); i++)
        rows[i] = shell;
    rows[0].born = "2019-03-11";       /* no longer young */
    rows[1].staff = 3;                 /* somebody is in it */
    rows[2].second = "Other Supplier"; /* two partners */
    rows[3].cents = 800000;            /* trades little: an honest beginner */
    rows[4].costs = true;              /* pays rent and wages */
    rows[5].owned = true;              /* the daughter of a company */
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i]);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
    }
}

static void what_makes_up_for_it_is_told(void **state)
{
    struct hull h = shell;
    detector_case f;
    h.addressed = h.owned = true;
    begin(&f, *state, h);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 1.7 + log10(0.3), 1e-9);
    assert_int_equal(claim_test(x, "declared_parent").outcome, TT_TEST_WEAKENED);
    h.owned = false;
    h.costs = true;
    tt_arena_reset(*state);
    begin(&f, *state, h);
    detector_find(&f);
    x = claim_only(&f.r);
    assert_near(x->weight, 1.7 - 0.6, 1e-9);
    assert_int_equal(claim_test(x, "real_business").outcome, TT_TEST_WEAKENED);
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
        const char *noted;
    } rows[] = {{"min_parts", 4, "1 firm, USD 25000000.00"},
                {"min_value", 25000001, "1 firm, USD 25000000.00"},
                {"min_weight", 1.31, NULL}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, shell);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
        if (rows[i].noted)
            assert_true(claim_noted(&f.r, "entity.shell_likeness", rows[i].name, rows[i].noted));
    }
    struct hull h = shell;
    detector_case f;
    h.owned = true;
    tt_arena_reset(*state);
    begin(&f, *state, h);
    detector_set(&f, "parent_factor", 1);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1);
}

static void hull(detector_case *f, tt_arena *a)
{
    begin(f, a, shell);
}

static void every_allocation_may_fail(void **state)
{
    crowd_size = 2;
    detector_torture(*state, hull, 1);
    crowd_size = CROWD_FIRMS;
}

TT_TEST_MAIN("detect/entity_shell_likeness",
             TT_TEST(a_young_firm_without_staff_and_with_one_partner_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_makes_up_for_it_is_told),
             TT_TEST(each_parameter_counts), TT_TEST(every_allocation_may_fail))
