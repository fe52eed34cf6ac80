/*
 * entity.ownership_opacity: a trading firm at the foot of a long row of owners, or in a circle, is
 * found; an old group, a short row, one country and what is usual are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include <math.h>

static const char *const countries[] = {"PA", "CY", "SG", "AE", "HK", "GB"};

static void company(detector_case *f, const char *name, const char *country, const char *born)
{
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, country);
    if (!f->c.failed)
        tiny_party_at(&f->c, p)->incorporated = tiny_day(born);
}

static const char *owner(detector_case *f, const char *of, int i)
{
    const char *name = tt_arena_printf(f->a, "%s Holding %c", of, 'A' + i);
    return name ? name : "";
}

/* A firm that buys, and n owners above it. */
static void begin_row(detector_case *f, const char *firm, int n, bool abroad, const char *born)
{
    const char *below = firm;
    tiny_id inv = tiny_invoice(&f->c, firm, tiny_company(&f->c, "Old Supplier", "CN"),
                               tiny_company(&f->c, firm, "DE"), "2023-03-01", "USD");
    tiny_invoice_line(&f->c, inv, "080131", 1000, "KGM", 2000000);
    company(f, firm, "DE", "2020-01-01");
    for (int i = 0; i < n; i++) {
        const char *above = owner(f, firm, i);
        company(f, above, abroad ? countries[i % 6] : "DE", born);
        tiny_own(&f->c, above, below, "shareholder", 100);
        below = above;
    }
}

static void begin(detector_case *f, tt_arena *a, int n, bool abroad, const char *born)
{
    detector_begin(f, a, "entity.ownership_opacity");
    begin_row(f, "Plain GmbH", 1, false, "2019-01-01");
    begin_row(f, "Fern GmbH", n, abroad, born);
}

static void a_long_row_of_owners_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, 5, true, "2019-04-01");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, 6);
    assert_int_equal(x->n_documents, 12); /* an invoice, six parties, five ownership records */
    assert_near(claim_measure(x, "owners_above").value, 5, 0);
    assert_near(claim_measure(x, "countries").value, 6, 0);
    assert_near(x->weight, -log10(0.2), 1e-9);
    assert_int_equal(claim_test(x, "old_group").outcome, TT_TEST_NOT_EXPLAINED);
    assert_non_null(strstr(x->explanation, "by Fern GmbH Holding B (Cyprus), that by"));
}

static void a_circle_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, 2, true, "2019-04-01");
    tiny_own(&f.c, "Fern GmbH", owner(&f, "Fern GmbH", 1), "shareholder", 100);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Owned in a circle");
    assert_near(claim_measure(x, "owners_above").value, 2, 0);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        int n;
        bool abroad;
        const char *born;
        int others;
    } rows[] = {
        {3, true, "2019-04-01", 0},  /* a short row */
        {5, false, "2019-04-01", 0}, /* one country */
        {5, true, "1999-04-01", 0},  /* an old group */
        {5, true, "2019-04-01", 3},  /* others are owned so, too */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].n, rows[i].abroad, rows[i].born);
        for (int k = 0; k < rows[i].others; k++)
            begin_row(&f, tt_arena_printf(*state, "Other %c", 'A' + k), 6, true, "2019-04-01");
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
    } rows[] = {{"levels", 6},  {"countries", 7}, {"old", 0},
                {"assumed", 1}, {"lr", 1.5},      {"min_weight", 1}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, 5, true, "2019-04-01");
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        if (f.r.n_findings)
            fail_msg("%s", rows[i].name);
    }
}

/* What is above the thirtieth is told. */
static void a_row_without_an_end_is_cut_and_told(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "entity.ownership_opacity");
    begin_row(&f, "Fern GmbH", 32, true, "2019-04-01");
    detector_noted(&f, "entity.ownership_opacity", "30 levels", "1 firm");
    assert_near(claim_measure(claim_only(&f.r), "owners_above").value, 30, 0);
}

static void tortured(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "entity.ownership_opacity");
    begin_row(f, "Fern GmbH", 4, true, "2019-04-01");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/entity_ownership_opacity", TT_TEST(a_long_row_of_owners_is_found),
             TT_TEST(a_circle_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(each_parameter_counts), TT_TEST(a_row_without_an_end_is_cut_and_told),
             TT_TEST(every_allocation_may_fail))
