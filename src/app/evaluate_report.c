/*
 * evaluate_report.c - a report, and the case that it was made from, against a truth.
 */
#include "app/case_impl.h"

#include "base/file.h"
#include "evaluate/evaluate.h"
#include "tradetrace/evaluate.h"

static tt_status judge(const char *report, const tt_truth *t, const tt_data *d, bool json,
                       tt_arena *a, tt_buf *out, tt_err *err)
{
    tt_claims c;
    tt_evaluation e;
    TT_TRY(tt_claims_read(report, t, a, &c, err));
    TT_TRY(tt_evaluate(t, &c, d, a, &e, err));
    return json ? tt_evaluation_json(&e, out, err) : tt_evaluation_text(&e, out, err);
}

/* The folder of a run has its case beside the report. */
static tt_status judge_path(const char *path, const tt_truth *t, bool json, const tt_talk *talk,
                            tt_arena *a, tt_buf *out, tt_err *err)
{
    const char *report = tt_arena_printf(a, "%s/report.json", path);
    const char *file = tt_arena_printf(a, "%s/case.db", path);
    tt_case *c = NULL;
    if (!report || !file)
        return tt_fail(err, TT_ENOMEM, "no room for a path");
    if (!tt_file_exists(report))
        return judge(path, t, NULL, json, a, out, err);
    if (!tt_file_exists(file))
        return judge(report, t, NULL, json, a, out, err);
    tt_status st = tt_case_open(file, TT_CASE_READ, talk, &c, err);
    if (st == TT_OK)
        st = tt_case_load_analysed(c, err);
    if (st == TT_OK)
        st = judge(report, t, &c->data, json, a, out, err);
    tt_case_close(c);
    return st;
}

TT_PUBLIC tt_status tt_evaluate_report(const char *report, const char *truth, bool json,
                                       const tt_talk *talk, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_arena a;
    tt_buf b;
    tt_truth t;
    tt_arena_init(&a, 0);
    tt_buf_init(&b, 0);
    tt_status st = tt_truth_read(truth, &a, &t, err);
    if (st == TT_OK)
        st = judge_path(report, &t, json, talk, &a, &b, err);
    if (st == TT_OK)
        st = fn(ctx, b.p, b.n, err);
    tt_truth_release(&t);
    tt_buf_release(&b);
    tt_arena_release(&a);
    return st;
}
