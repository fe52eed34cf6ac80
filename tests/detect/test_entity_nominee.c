/*
 * entity.nominee: a person who directs new firms is found; a lawyer whose clients are of all ages,
 * a group and who directs few are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include <math.h>

enum { CROWD = 30, FIRMS = 6 };
static int crowd = CROWD;

/* A firm that buys twice. */
static const char *firm(detector_case *f, char kind, int i, const char *born)
{
    const char *name = tt_arena_printf(f->a, "Firm %c%c", kind, 'A' + i);
    if (!name)
        return "";
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, "DE");
    if (!f->c.failed)
        tiny_party_at(&f->c, p)->incorporated = tiny_day(born);
    for (int k = 0; k < 2; k++) {
        tiny_id inv = tiny_invoice(&f->c, tt_arena_printf(f->a, "%s-%d", name, k),
                                   tiny_company(&f->c, "Old Supplier", "CN"),
                                   tiny_company(&f->c, name, "DE"), "2023-03-01", "USD");
        tiny_invoice_line(&f->c, inv, "080131", 1000, "KGM", 2000000);
    }
    return name;
}

static void directs(detector_case *f, const char *who, const char *name)
{
    tiny_own(&f->c, who, name, "director", 0);
}

/* Thirty old firms with a director each; one directs n firms, so many of them new. */
static void begin(detector_case *f, tt_arena *a, int n, int new)
{
    detector_begin(f, a, "entity.nominee");
    for (int i = 0; i < crowd; i++)
        directs(f, tt_arena_printf(a, "Director %c%c", 'A' + i / 10, 'A' + i % 10),
                firm(f, (char)('A' + i / 10), i % 10, "2001-02-03"));
    for (int i = 0; i < n; i++)
        directs(f, "Karl Strohmann", firm(f, 'X', i, i < new ? "2022-05-06" : "2003-05-06"));
}

static void one_who_directs_new_firms_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, FIRMS, FIRMS);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, FIRMS);
    assert_int_equal(x->n_documents, 4 * FIRMS); /* two invoices, a party and an owner each */
    assert_near(claim_measure(x, "firms_directed").value, FIRMS, 0);
    assert_near(claim_measure(x, "new_firms").value, FIRMS, 0);
    assert_near(x->weight, log10(8), 1e-9);
    assert_non_null(strstr(x->explanation, "One person directs 6 firms"));
    const tt_test t = claim_test(x, "usual_in_these_data");
    assert_int_equal(t.outcome, TT_TEST_NOT_EXPLAINED);
    assert_non_null(strstr(t.detail, "Nobody else directs as many. Of 36 trading firms 6 are new"));
}

static void nothing(detector_case *f)
{
    TT_UNUSED(f);
}
static void one_owner(detector_case *f)
{
    for (int i = 0; i < FIRMS; i++)
        tiny_own(&f->c, "Mutter AG", tt_arena_printf(f->a, "Firm X%c", 'A' + i), "shareholder",
                 100);
}
static void all_new(detector_case *f)
{
    for (int i = 0; i < 75; i++)
        (void)firm(f, (char)('N' + i / 25), i % 25, "2022-05-06");
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        int n, new;
        void (*change)(detector_case *f);
    } rows[] = {
        {FIRMS, 1, nothing},       /* a lawyer: clients of all ages */
        {FIRMS, FIRMS, one_owner}, /* a declared group */
        {FIRMS, FIRMS, all_new},   /* most firms here are new */
        {4, 4, nothing},           /* few */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].n, rows[i].new);
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
    } rows[] = {{"min_firms", 7},   {"young", 100}, {"most", 1e-9},
                {"min_value", 1e6}, {"lr", 1.5},    {"min_weight", 1}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, FIRMS, FIRMS);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        if (f.r.n_findings)
            fail_msg("%s", rows[i].name);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a, 2, 2);
    detector_set(f, "min_firms", 2);
    detector_set(f, "most", 1);
    detector_set(f, "min_value", 0);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    crowd = 2;
    detector_torture(*state, tortured, 1);
    crowd = CROWD;
}

TT_TEST_MAIN("detect/entity_nominee", TT_TEST(one_who_directs_new_firms_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(each_parameter_counts),
             TT_TEST(every_allocation_may_fail))
