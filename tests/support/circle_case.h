/*
 * circle_case.h - what the tests of flow.cycle_goods and flow.cycle_money share.  The program says
 * which of the two:
 *
 *     static const char *const ID = "flow.cycle_money";
 */
#ifndef TT_TESTS_SUPPORT_CIRCLE_CASE_H
#define TT_TESTS_SUPPORT_CIRCLE_CASE_H

#include "tests/support/detector_case.h"

static const char *const ID;

static tt_status find(tiny_case *c, const double *param, tt_arena *a, tt_results *out, tt_err *err)
{
    TT_TRY(tiny_finish(c));
    return detector_over(ID, c, param, a, out, err);
}

/* The second letter says where: AD is A in DE, and so on. */
static tiny_id party(tiny_case *c, const char *name)
{
    const char *country = name[1] == 'D'   ? "DE"
                          : name[1] == 'A' ? "AE"
                          : name[1] == 'C' ? "CY"
                                           : "";
    return tiny_company(c, name, country);
}

/* Findings over a finished case with one parameter changed. */
static size_t count(tiny_case *c, tt_arena *a, const char *name, double value)
{
    tt_results r = {0};
    assert_ok(detector_over(ID, c, detector_with(ID, a, name, value), a, &r, ERR));
    return r.n_findings;
}

/* The same; the weight of the only one. */
static double weight(tiny_case *c, tt_arena *a, const char *name, double value)
{
    tt_results r = {0};
    assert_ok(detector_over(ID, c, detector_with(ID, a, name, value), a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    return r.findings[1].f.weight;
}

static void no_documents_give_no_findings(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tt_results r = {0};
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
    assert_int_equal(r.n_completeness, 0);
}

/* Over a case that holds one circle. */
static void circle_torture(tiny_case *c, tt_arena *a)
{
    tt_arena own;
    tt_graph g;
    tt_results r;
    tt_status st;
    tt_arena_init(&own, 0);
    assert_ok(tiny_finish(c));
    assert_ok(tt_graph_build(&c->data, a, &g, ERR));
    TT_TORTURE(st, {
        tt_arena_reset(&own);
        r = (tt_results){0};
        st = tt_detect_one(tt_detector_find(tt_str_of(ID)), &c->data, &g, NULL, &own, &r, NULL);
    });
    assert_int_equal(r.n_findings, 1);
    tt_arena_release(&own);
}

#endif
