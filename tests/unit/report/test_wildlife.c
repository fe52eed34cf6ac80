/* The wildlife page: which consignments, what happened to them, and what authorities took. */
#include "tests/support/detector_case.h"

#include "report/wildlife.h"

#include <math.h>

/* Logs from Nigeria to Vietnam under the code of pine, sold on there; arrived when the case is
 * looked at. */
static void begin(detector_case *f, tt_arena *a, const char *arrival)
{
    detector_begin(f, a, "iwt.timber");
    detector_set(f, "min_weight", -1);
    f->seller = tiny_company(&f->c, "Delta Timber", "NG");
    f->buyer = tiny_company(&f->c, "Song Hong Wood", "VN");
    f->stranger = tiny_company(&f->c, "Furniture House", "VN");
    tiny_id inv = tiny_invoice(&f->c, "I-1", f->seller, f->buyer, "2024-02-01", "USD");
    tiny_invoice_line(&f->c, inv, "440711", 10, "MTQ", 500000);
    tiny_id bl = tiny_shipment(&f->c, "BL-1", f->seller, f->buyer, "2024-02-10", "NGAPP", "VNHPH");
    tiny_id line = tiny_shipment_line(&f->c, bl, "440711", 10, "MTQ", 8500);
    tiny_id pay = tiny_payment(&f->c, "P-1", f->buyer, f->seller, "2024-03-01", 500000, "USD");
    tiny_id resale = tiny_invoice(&f->c, "R-1", f->buyer, f->stranger, "2024-04-20", "USD");
    tiny_invoice_line(&f->c, resale, "440711", 10, "MTQ", 900000);
    tiny_id later = tiny_invoice(&f->c, "R-2", f->buyer, f->stranger, "2024-12-20", "USD");
    tiny_invoice_line(&f->c, later, "440711", 10, "MTQ", 900000);
    if (!f->c.failed) {
        tiny_line_at(&f->c, line)->description = TT_STR("Kosso logs");
        tiny_line_at(&f->c, line)->amount.minor = 500000;
        tiny_line_at(&f->c, line)->amount.ccy = tt_ccy_parse(TT_STR("USD"));
        tiny_shipment_at(&f->c, bl)->arrival = tiny_day(arrival);
        tiny_shipment_at(&f->c, bl)->transshipment_ports = TT_STR("SGSIN|MYPKG");
    }
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, bl);
    detector_join(f, pay);
}

static tt_wild_view view(detector_case *f, const char *as_of)
{
    tt_wild_view v;
    f->c.data.as_of = tiny_day(as_of);
    tt_report_in in = {.data = &f->c.data, .results = &f->r};
    assert_true(tt_wild_any(&in));
    assert_ok(tt_wild_view_build(&in, f->a, &v, ERR));
    return v;
}

static void a_chain_goes_from_purchase_to_sale(void **state)
{
    static const struct {
        tt_stage stage;
        tt_lane lane;
        const char *what;
    } want[] = {
        {TT_STAGE_PURCHASE, TT_LANE_PAPERS, "invoiced"},
        {TT_STAGE_TRANSPORT, TT_LANE_GOODS, "leaves"},
        {TT_STAGE_PURCHASE, TT_LANE_MONEY, "paid"},
        {TT_STAGE_STORAGE, TT_LANE_GOODS, "arrives"},
        {TT_STAGE_SALE, TT_LANE_PAPERS, "resold"}, /* R-2 is too late */
    };
    detector_case f;
    begin(&f, *state, "2024-03-25");
    detector_find(&f);
    tt_wild_view v = view(&f, "2024-12-31");
    assert_int_equal(v.n_chains, 1);
    const tt_chain *x = &v.chains[0];
    assert_int_equal(x->n_steps, TT_LEN(want));
    for (size_t i = 0; i < TT_LEN(want); i++) {
        assert_int_equal(x->steps[i].stage, want[i].stage);
        assert_int_equal(x->steps[i].lane, want[i].lane);
        assert_string_equal(x->steps[i].what, want[i].what);
    }
    assert_true(x->n_could_be > 0);
    assert_near(x->value_kg, 5000.0 / 8500, 1e-9);
    assert_int_equal(v.n_lanes, 1);
    assert_int_equal(v.lanes[0].cited, 1);
    assert_int_equal(x->n_gaps, 1);
    assert_string_equal(x->gaps[0], "No customs declaration is matched with it.");
}

static void control_points_are_ahead_or_passed(void **state)
{
    detector_case f;
    begin(&f, *state, "2024-03-25");
    detector_find(&f);
    tt_wild_view v = view(&f, "2024-03-01");
    assert_int_equal(v.chains[0].n_controls, 4); /* loading, two on the way, discharge */
    assert_false(v.chains[0].controls[0].ahead);
    for (size_t i = 1; i < 4; i++)
        assert_true(v.chains[0].controls[i].ahead);
    v = view(&f, "2024-03-26");
    for (size_t i = 0; i < 4; i++)
        assert_false(v.chains[0].controls[i].ahead);
}

static void seizures_are_counted_five_ways(void **state)
{
    detector_case f;
    begin(&f, *state, "2024-03-25");
    for (int i = 0; i < 3; i++) {
        tiny_id s =
            tiny_seizure(&f.c, tt_arena_printf(f.a, "S-%d", i), i ? "2023-05-01" : "2022-01-11",
                         "VN", i < 2 ? "pangolin" : "ivory");
        tt_seizure *x = tiny_seizure_at(&f.c, s);
        x->weight_kg = i == 1 ? TT_NO_NUM : 1000000 * (i + 1);
        if (i < 2)
            assert_true(tt_country_parse(TT_STR("NG"), &x->origin));
    }
    detector_find(&f);
    tt_wild_view v = view(&f, "2024-12-31");
    assert_int_equal(v.n_seizures, 3);
    assert_int_equal(v.n_seized[TT_SEIZED_SPECIES], 2);
    assert_string_equal(v.seized[TT_SEIZED_SPECIES][0].key.p, "pangolin");
    assert_int_equal(v.seized[TT_SEIZED_SPECIES][0].n, 2);
    assert_int_equal(v.seized[TT_SEIZED_SPECIES][0].unweighed, 1);
    assert_int_equal(v.seized[TT_SEIZED_SPECIES][0].kg, 1000000);
    assert_int_equal(v.n_seized[TT_SEIZED_YEAR], 2);
    assert_true(tt_str_eq(v.seized[TT_SEIZED_YEAR][0].key, TT_STR("2022")));
    assert_true(tt_str_eq(v.seized[TT_SEIZED_ROUTE][0].key, TT_STR("NG to VN")));
    assert_true(tt_str_eq(v.seized[TT_SEIZED_ROUTE][1].key, TT_STR("? to VN")));
    assert_int_equal(v.n_seized[TT_SEIZED_COUNTRY], 1);
    assert_int_equal(v.n_seized[TT_SEIZED_MODE], 1);
    assert_int_equal(v.seized[TT_SEIZED_MODE][0].key.n, 0);
}

/* Four senders a month for two years; `a` of them have a finding in the first year, `b` in the
 * second, in which trade is `more` times as much. */
static tt_wild_view trend_of(tt_arena *arena, unsigned a, unsigned b, unsigned more)
{
    enum { MONTHS = 24, SENDERS = 4 };
    static tt_data d;
    tt_wild_view v = {0};
    size_t all = (size_t)MONTHS * SENDERS * 2 * 2 * more;
    tt_consignment *c = tt_new_n(arena, tt_consignment, all);
    bool *cited = tt_new_n(arena, bool, all);
    assert_true(c && cited);
    v.wild.v = c;
    for (int m = 0; m < MONTHS; m++)
        for (unsigned k = 0; k < SENDERS * (m < 12 ? 1 : more); k++)
            for (unsigned again = 0; again < 2; again++) { /* each sends twice */
                tt_consignment *x = &c[v.wild.n];
                *x = (tt_consignment){.kind = TT_KIND_DECLARATION, .sender = k + 1};
                x->day = tt_civil_days(2023 + m / 12, m % 12 + 1, 3 + (int)again);
                assert_true(tt_country_parse(TT_STR("NG"), &x->from) &&
                            tt_country_parse(TT_STR("VN"), &x->to));
                cited[v.wild.n++] = k < (m < 12 ? a : b) && again;
            }
    assert_ok(tt_trends_build(&d, cited, arena, &v, ERR));
    assert_int_equal(v.n_trends, 1);
    assert_int_equal(v.trends[0].kind, TT_TREND_LANE);
    assert_true(tt_str_is(v.trends[0].key, "NG to VN"));
    assert_int_equal(v.trends[0].n_months, MONTHS);
    return v;
}

static void a_change_is_told_from_its_month_on(void **state)
{
    tt_wild_view v = trend_of(*state, 0, 1, 1);
    const tt_trend *t = &v.trends[0];
    assert_int_equal(t->n, 12);
    assert_int_equal(t->of, 96);
    assert_int_equal(t->seen[11], 0);
    assert_int_equal(t->seen[12], 1);
    assert_int_equal(t->among[12], 4);
    assert_int_equal(t->change, tiny_day("2024-01-01"));
    assert_near(t->before, 0, 1e-12);
    assert_near(t->after, 0.25, 1e-12);
    assert_near(t->p, 0.00513033, 1e-7); /* 23 months, each 2 P(X = 0 of 12 among 48 of 96) */
}

static void what_is_no_change_is_not_told(void **state)
{
    static const struct {
        unsigned a, b, more;
        bool few;
        const char *why;
    } rows[] = {
        {1, 1, 1, false, "as often in both years"},
        {1, 2, 1, false, "twice as often: by chance as well"},
        {1, 3, 3, false, "three times as many of three times as much trade"},
        {4, 4, 1, true, "all have findings: there is nothing to hold it against"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_wild_view v = trend_of(*state, rows[i].a, rows[i].b, rows[i].more);
        if (v.trends[0].change != TT_NO_DATE || v.trends[0].few != rows[i].few)
            fail_msg("a change: %s", rows[i].why);
    }
}

static void few_seizures_have_no_trend(void **state)
{
    detector_case f;
    begin(&f, *state, "2024-03-25");
    for (int i = 0; i < 7; i++)
        tiny_seizure(&f.c, tt_arena_printf(f.a, "S-%d", i), i < 6 ? "2024-05-01" : "2022-01-11",
                     i < 6 ? "VN" : "CN", "pangolin");
    detector_find(&f);
    tt_wild_view v = view(&f, "2024-12-31");
    size_t routes = 0;
    for (size_t i = 0; i < v.n_trends; i++) {
        routes += v.trends[i].kind == TT_TREND_ROUTE;
        assert_true(v.trends[i].few);
        assert_int_equal(v.trends[i].change, TT_NO_DATE);
    }
    assert_int_equal(routes, 2);
}

static void without_findings_and_seizures_there_is_no_page(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "iwt.timber");
    detector_find(&f);
    tt_report_in in = {.data = &f.c.data, .results = &f.r};
    assert_false(tt_wild_any(&in));
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_wild_view v;
    tt_status st;
    tt_arena a;
    begin(&f, *state, "2024-03-25");
    detector_find(&f);
    tt_report_in in = {.data = &f.c.data, .results = &f.r};
    tt_arena_init(&a, 0);
    TT_TORTURE_OF(st, tt_arena_release(&a), st = tt_wild_view_build(&in, &a, &v, NULL));
    assert_int_equal(v.n_chains, 1);
    tt_arena_release(&a);
}

TT_TEST_MAIN("unit/report/wildlife", TT_TEST(a_chain_goes_from_purchase_to_sale),
             TT_TEST(control_points_are_ahead_or_passed), TT_TEST(seizures_are_counted_five_ways),
             TT_TEST(a_change_is_told_from_its_month_on), TT_TEST(what_is_no_change_is_not_told),
             TT_TEST(few_seizures_have_no_trend),
             TT_TEST(without_findings_and_seizures_there_is_no_page),
             TT_TEST(every_allocation_may_fail))
