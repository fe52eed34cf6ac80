/* detector_case.c - a small case and one detector. */
#include "tests/support/detector_case.h"

void detector_begin(detector_case *f, tt_arena *a, const char *id)
{
    *f = (detector_case){.a = a, .detector = tt_detector_find(tt_str_of(id))};
    assert_non_null(f->detector);
    assert_true(f->detector->n_params <= DETECTOR_PARAMS);
    tiny_init(&f->c, a);
    for (size_t i = 0; i < f->detector->n_params; i++)
        f->param[i] = f->detector->params[i].def;
}

void detector_set(detector_case *f, const char *name, double value)
{
    for (size_t i = 0; i < f->detector->n_params; i++)
        if (strcmp(f->detector->params[i].name, name) == 0) {
            f->param[i] = value;
            return;
        }
    fail_msg("no parameter '%s'", name);
}

void detector_join(detector_case *f, tiny_id doc)
{
    assert_true(f->n_docs < DETECTOR_DOCS);
    f->docs[f->n_docs++] = doc;
}

tt_status detector_finish(detector_case *f)
{
    TT_TRY(tiny_finish(&f->c));
    if (f->finished)
        f->finished(f);
    return f->n_docs ? tiny_deals(&f->c, f->docs, f->n_docs) : TT_OK;
}

tt_status detector_run(detector_case *f, tt_err *err)
{
    f->r = (tt_results){0};
    TT_TRY(tt_graph_build(&f->c.data, f->a, &f->g, err));
    return tt_detect_one(f->detector, &f->c.data, &f->g, f->param, f->a, &f->r, err);
}

void detector_find(detector_case *f)
{
    assert_ok(detector_finish(f));
    assert_ok(detector_run(f, ERR));
}

void detector_none(detector_case *f, const char *why)
{
    detector_find(f);
    if (f->r.n_findings)
        fail_msg("found: %s", why);
}

void detector_others(detector_case *f, int n, int k, detector_deal *deal)
{
    tiny_id seller = f->seller, buyer = f->buyer;
    for (int i = 0; i < n; i++) {
        f->seller = tiny_company(&f->c, tt_arena_printf(f->a, "Seller %d", i + 1), "NL");
        f->buyer = tiny_company(&f->c, tt_arena_printf(f->a, "Buyer %d", i + 1), "DE");
        deal(f, tt_arena_printf(f->a, "O-%d", i + 1), i < k);
    }
    f->seller = seller;
    f->buyer = buyer;
}

static void rebuild(detector_case *f, tt_arena *a, void (*build)(detector_case *f, tt_arena *a))
{
    tt_arena_reset(a);
    build(f, a);
    assert_ok(detector_finish(f));
}

void detector_torture(tt_arena *a, void (*build)(detector_case *f, tt_arena *a), size_t n)
{
    static detector_case f;
    tt_status st;
    TT_TORTURE_OF(st, rebuild(&f, a, build), st = detector_run(&f, NULL));
    assert_int_equal(f.r.n_findings, n);
}

void detector_noted(detector_case *f, const char *what, const char *limit, const char *reached)
{
    detector_find(f);
    assert_true(claim_noted(&f->r, what, limit, reached));
}

tt_status detector_over(const char *id, tiny_case *c, const double *param, tt_arena *a,
                        tt_results *out, tt_err *err)
{
    tt_graph g;
    TT_TRY(tt_graph_build(&c->data, a, &g, err));
    return tt_detect_one(tt_detector_find(tt_str_of(id)), &c->data, &g, param, a, out, err);
}

double *detector_with(const char *id, tt_arena *a, const char *name, double value)
{
    detector_case *f = tt_new(a, detector_case);
    assert_non_null(f);
    detector_begin(f, a, id);
    detector_set(f, name, value);
    return f->param;
}
