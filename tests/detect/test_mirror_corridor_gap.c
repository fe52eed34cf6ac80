/*
 * mirror.corridor_gap: a lane of which less arrives than left, quarter after quarter, is found;
 * freight, goods on their way, transit, other codes and what the feeds lack are not.  Amounts are
 * in cents.
 */
#include "tests/support/detector_case.h"

enum { MONTHS = 15, LOT = 2000000 };

static const char *const codes[] = {"940360", "940161", "850440", "841370", "220421", "520100",
                                    "680221", "691110", "390210", "390120", "870323", "040221",
                                    "871120", "620342", "843149", "740400", "720449", "731815",
                                    "760110", "411330", "080132"};

static const char *day_of(detector_case *f, int month, int day)
{
    return tt_arena_printf(f->a, "%d-%02d-%02d", 2023 + month / 12, 1 + month % 12, day);
}

static void
declare_on(detector_case *f, tt_doc_type type, const char *hs, int month, int day, int64_t value)
{
    bool in = type != TT_DOC_EXPORT;
    tiny_id d = tiny_declaration(&f->c, tt_arena_printf(f->a, "%s-%d-%d", hs, in, month), type,
                                 f->seller, f->buyer, day_of(f, month, day), in ? "ZM" : "DE");
    tiny_id line = tiny_declaration_line(&f->c, d, hs, 500, "C62", value, "USD");
    tt_line *l = tiny_line_at(&f->c, line);
    if (l)
        l->net_kg = value * 100;
}

static void declare(detector_case *f, tt_doc_type type, const char *hs, int month, int64_t value)
{
    declare_on(f, type, hs, month, type == TT_DOC_EXPORT ? 2 : 20, value);
}

static void coverage(detector_case *f, int64_t percent)
{
    tiny_coverage(&f->c, TT_KIND_DECLARATION, "ZM", "2023-01-01", "2024-12-31", percent);
    tiny_coverage(&f->c, TT_KIND_DECLARATION, "DE", "2023-01-01", "2024-12-31", percent);
}

/* n lanes, all of whose goods arrive, from 1 on; the lane to be looked at is codes[0]. */
static void others(detector_case *f, size_t n, int months)
{
    for (size_t i = 1; i <= n; i++)
        for (int m = 0; m < months; m++) {
            declare(f, TT_DOC_EXPORT, codes[i], m, LOT);
            declare(f, TT_DOC_IMPORT, codes[i], m, LOT * 106 / 100);
        }
}

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "mirror.corridor_gap");
    f->seller = tiny_company(&f->c, "Amber Exporters Ltd", "ZM");
    f->buyer = tiny_company(&f->c, "Alpha Metall GmbH", "DE");
}

/* Of what leaves each month one lot in `of` arrives, declared as `type`. */
static void lane(detector_case *f, int of, tt_doc_type type)
{
    for (int m = 0; m < MONTHS; m++) {
        declare(f, TT_DOC_EXPORT, codes[0], m, LOT);
        if (m % of == 0)
            declare(f, type, codes[0], m, LOT * 106 / 100);
    }
}

static void a_lane_of_which_a_third_arrives_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    coverage(&f, 95);
    others(&f, 20, MONTHS);
    lane(&f, 5, TT_DOC_IMPORT);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.5, 1e-9);
    assert_near(claim_measure(x, "imports_over_exports").value, 0.25, 1e-6);
    assert_near(claim_measure(x, "weight_ratio").value, 0.265, 1e-6);
    assert_near(claim_measure(x, "value_per_kg_ratio").value, 0.9434, 1e-4);
    assert_int_equal(claim_measure(x, "periods").value, 4);
    assert_string_equal(x->title, "HS 940360 from Zambia to Germany: less arrives than left");
    assert_int_equal(claim_test(x, "re_export").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "practice_of_customs").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "exporter"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "importer"));
    assert_int_equal(x->value_shift.minor, 0);
}

static void goods_that_nobody_exported_are_found_too(void **state)
{
    detector_case f;
    begin(&f, *state);
    coverage(&f, 95);
    others(&f, 20, MONTHS);
    for (int m = 0; m < MONTHS; m++)
        declare(&f, TT_DOC_IMPORT, codes[0], m, LOT);
    detector_find(&f);
    assert_string_equal(claim_only(&f.r)->title,
                        "HS 940360 from Zambia to Germany: more arrives than left");
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        int of;
        tt_doc_type type;
        int64_t percent;
        const char *why;
    } rows[] = {
        {1, TT_DOC_IMPORT, 95, "freight: CIF against FOB"},
        {1, TT_DOC_TRANSIT, 95, "goods in transit have arrived"},
        {5, TT_DOC_IMPORT, 40, "feeds that miss so much show such gaps"},
        {5, TT_DOC_IMPORT, 20, "feeds that hold next to nothing"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state);
        coverage(&f, rows[i].percent);
        others(&f, 20, MONTHS);
        lane(&f, rows[i].of, rows[i].type);
        detector_none(&f, rows[i].why);
    }
}

static void without_coverage_nothing_is_missing(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, 20, MONTHS);
    lane(&f, 5, TT_DOC_IMPORT);
    detector_noted(&f, "mirror.corridor_gap: lanes that differ",
                   "the coverage of the two countries' declarations", "21 lanes");
}

/* Each quarter twice as much leaves in its last days, and comes fifty days later: at any time half
 * is on its way. */
static void what_is_late_is_on_its_way(void **state)
{
    static const struct {
        int out, in;
    } months[] = {{2, 4}, {5, 7}, {8, 10}, {11, 13}};
    detector_case f;
    begin(&f, *state);
    coverage(&f, 95);
    others(&f, 20, MONTHS);
    for (size_t q = 0; q < TT_LEN(months); q++)
        for (int i = 0; i < 3; i++) {
            int64_t value = (int64_t)LOT << q;
            declare_on(&f, TT_DOC_EXPORT, codes[0], months[q].out, 28, value);
            declare_on(&f, TT_DOC_IMPORT, codes[0], months[q].in, 16, value * 106 / 100);
        }
    detector_noted(&f, "mirror.corridor_gap: lanes that differ", "late_days", "1 lane");
}

static void a_hub_and_another_code_weaken_it(void **state)
{
    detector_case f;
    begin(&f, *state);
    f.buyer = tiny_company(&f.c, "Blueworth B.V.", "DE");
    coverage(&f, 95);
    others(&f, 20, MONTHS);
    lane(&f, 5, TT_DOC_IMPORT);
    for (int m = 0; m < MONTHS; m++) /* the rest comes under the code next to it */
        if (m % 5)
            declare(&f, TT_DOC_IMPORT, "940390", m, LOT * 106 / 100);
    detector_set(&f, "min_weight", -1);
    detector_find(&f);
    assert_true(f.r.n_findings >= 1);
    for (size_t i = 1; i <= f.r.n_findings; i++) {
        assert_near(f.r.findings[i].f.weight, 0.3, 1e-9);
        assert_int_equal(claim_test(&f.r.findings[i].f, "other_code").outcome, TT_TEST_WEAKENED);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "mirror.corridor_gap");
    detector_none(&f, "nothing there");
}

static void small(detector_case *f, tt_arena *a)
{
    begin(f, a);
    coverage(f, 95);
    others(f, 5, 2);
    for (int m = 0; m < 12; m++)
        declare(f, TT_DOC_EXPORT, codes[0], m, LOT);
    declare(f, TT_DOC_IMPORT, codes[0], 0, LOT);
    detector_set(f, "least_lines", 2);
    detector_set(f, "least_lanes", 5);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/mirror_corridor_gap", TT_TEST(a_lane_of_which_a_third_arrives_is_found),
             TT_TEST(goods_that_nobody_exported_are_found_too), TT_TEST(near_misses_are_not_found),
             TT_TEST(without_coverage_nothing_is_missing), TT_TEST(what_is_late_is_on_its_way),
             TT_TEST(a_hub_and_another_code_weaken_it), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
