/*
 * run.c - runs the detectors side by side and joins what they say in the order of the registry.
 *
 * Each detector has a scratch arena and a list of its own, so nothing depends on which thread ran
 * it or when it ended.  Weighing findings against each other is the business of score/.
 */
#include "detect/findings.h"

#include "base/log.h"
#include "base/par.h"
#include "detect/common/shared.h"

#include <math.h>

#define STAGE "detect"
#define SHARED "what several share"

struct job {
    const tt_detector *det;
    const double *param;
    tt_findings out;
};

struct run {
    tt_detect_in in; /* what all share; param and scratch are filled in by each */
    struct job *jobs;
    const tt_talk *talk;
};

static tt_status defaults(const tt_detector *det, tt_arena *a, const double **out, tt_err *err)
{
    double *v = tt_new_n(a, double, det->n_params);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for parameters");
    for (size_t i = 0; i < det->n_params; i++)
        v[i] = det->params[i].def;
    *out = v;
    return TT_OK;
}

/* The values in force: the caller's when there are some and all are in range. */
static tt_status parameters(const tt_detector *det, const double *given, tt_arena *a,
                            const double **out, tt_err *err)
{
    if (!given)
        return defaults(det, a, out, err);
    for (size_t i = 0; i < det->n_params; i++) {
        const tt_param *p = &det->params[i];
        if (!isfinite(given[i]) || given[i] < p->min || given[i] > p->max)
            return tt_fail(err, TT_EUSAGE, "parameter '%s.%s' is out of range", det->id, p->name);
    }
    *out = given;
    return TT_OK;
}

static tt_status run_job(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct run *r = ctx;
    struct job *j = &r->jobs[i];
    tt_arena scratch;
    TT_UNUSED(thread);
    tt_arena_init(&scratch, 0);
    tt_detect_in in = r->in;
    in.param = j->param;
    in.scratch = &scratch;
    tt_part_of(r->talk, STAGE, j->det->id, false);
    tt_status st = j->det->run(&in, &j->out, err);
    tt_arena_release(&scratch);
    tt_part_of(r->talk, STAGE, j->det->id, true);
    return st;
}

/* --- joining --- */

static tt_status found_of(const struct job *j, size_t i, const tt_data *d, tt_arena *a,
                          tt_arena *scratch, tt_found *out, tt_err *err)
{
    const tt_finding *f = &j->out.found.v[i];
    *out = (tt_found){.detector = j->det->id,
                      .typology = j->det->typology,
                      .family = tt_family_text(j->det->family),
                      .rank = (uint32_t)(i + 1)};
    TT_TRY(tt_finding_id(d, j->det->id, f, scratch, &out->id, err));
    return tt_finding_copy(f, a, &out->f, err);
}

/* The heavier first; of the same weight, the one that was handed over first. */
static int by_id(const void *pa, const void *pb, void *ctx)
{
    const tt_found *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(a->id, b->id);
    if (c)
        return c;
    if (a->f.weight > b->f.weight || a->f.weight < b->f.weight)
        return a->f.weight > b->f.weight ? -1 : 1;
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

static int by_rank(const void *pa, const void *pb, void *ctx)
{
    const tt_found *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->f.weight > b->f.weight || a->f.weight < b->f.weight)
        return a->f.weight > b->f.weight ? -1 : 1;
    return tt_hash_cmp(a->id, b->id);
}

/* Sorts v, drops the lighter ones of the same identity, ranks.  Returns the new count in *n. */
static tt_status rank(tt_found *v, size_t *n, tt_err *err)
{
    if (!tt_sort(v, *n, sizeof *v, by_id, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory to rank findings");
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++)
        if (kept == 0 || tt_hash_cmp(v[kept - 1].id, v[i].id) != 0)
            v[kept++] = v[i];
    if (!tt_sort(v, kept, sizeof *v, by_rank, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory to rank findings");
    for (size_t i = 0; i < kept; i++)
        v[i].rank = (uint32_t)(i + 1);
    *n = kept;
    return TT_OK;
}

static int note_cmp(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_completeness_cmp(a, b);
}

/* Two detectors that share a search say the same once.  Sorted in, sorted out. */
static size_t without_twins(tt_completeness *v, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || tt_completeness_cmp(&v[kept - 1], &v[i]) != 0)
            v[kept++] = v[i];
    return kept;
}

/* Copies what all jobs said to arena a; *out is written when everything is there. */
static tt_status join(const struct job *jobs, size_t n_jobs, const tt_data *d, bool ranked,
                      tt_arena *a, tt_arena *scratch, tt_results *out, tt_err *err)
{
    size_t n_found = 0, n_notes = 0;
    for (size_t i = 0; i < n_jobs; i++) {
        n_found += jobs[i].out.found.n;
        n_notes += jobs[i].out.limits.n;
    }
    tt_found *found = tt_new_n(a, tt_found, n_found + 1);
    tt_completeness *notes = tt_new_n(a, tt_completeness, n_notes + 1);
    if (!found || !notes)
        return tt_fail(err, TT_ENOMEM, "no memory for findings");
    size_t f = 0, c = 0;
    for (size_t i = 0; i < n_jobs; i++) {
        for (size_t k = 0; k < jobs[i].out.found.n; k++)
            TT_TRY(found_of(&jobs[i], k, d, a, scratch, &found[++f], err));
        for (size_t k = 0; k < jobs[i].out.limits.n; k++)
            TT_TRY(tt_completeness_copy(&jobs[i].out.limits.v[k], a, &notes[++c], err));
    }
    if (ranked)
        TT_TRY(rank(found + 1, &f, err));
    if (!tt_sort(notes + 1, c, sizeof *notes, note_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for notes on completeness");
    out->findings = found;
    out->n_findings = f;
    out->completeness = notes;
    out->n_completeness = without_twins(notes + 1, c);
    return TT_OK;
}

/* --- the two doors --- */

/* Runs jobs, joins, releases their lists. */
static tt_status
run_all(struct job *jobs, size_t n, const tt_detect_in *shared, const tt_talk *talk, bool ranked,
        tt_arena *a, tt_arena *scratch, tt_results *out, tt_err *err)
{
    struct run r = {*shared, jobs, talk};
    for (size_t i = 0; i < n; i++)
        tt_findings_init(&jobs[i].out, shared->data);
    tt_status st = tt_par_for(n, shared->threads, run_job, &r, err);
    if (st == TT_OK)
        st = join(jobs, n, shared->data, ranked, a, scratch, out, err);
    for (size_t i = 0; i < n; i++)
        tt_findings_release(&jobs[i].out);
    return st;
}

static tt_status
choose(const tt_detect_options *opt, struct job *jobs, size_t *n, tt_arena *a, tt_err *err)
{
    size_t n_det;
    const tt_detector *const *det = tt_detectors(&n_det);
    *n = 0;
    for (size_t i = 0; i < n_det; i++) {
        if (opt->enabled && !opt->enabled[i])
            continue;
        struct job *j = &jobs[(*n)++];
        j->det = det[i];
        TT_TRY(parameters(det[i], opt->param ? opt->param[i] : NULL, a, &j->param, err));
    }
    return TT_OK;
}

static tt_status detect(tt_detect_in *shared, const tt_detect_options *opt, tt_arena *stage,
                        tt_arena *a, tt_results *out, tt_err *err)
{
    size_t n;
    (void)tt_detectors(&n);
    unsigned needs = 0;
    struct job *jobs = tt_new_n(stage, struct job, n + 1);
    tt_shared *parts = tt_new(stage, tt_shared);
    if (!jobs || !parts)
        return tt_fail(err, TT_ENOMEM, "no memory for detectors");
    TT_TRY(choose(opt, jobs, &n, stage, err));
    TT_TRY(tt_progress(opt->talk, STAGE, 0, n + 1, err));
    for (size_t i = 0; i < n; i++)
        needs |= jobs[i].det->needs;
    tt_part_of(opt->talk, STAGE, SHARED, false);
    TT_TRY(tt_shared_build(shared->data, shared->graph, needs, opt->threads, stage, parts, err));
    tt_part_of(opt->talk, STAGE, SHARED, true);
    TT_TRY(tt_progress(opt->talk, STAGE, 1, n + 1, err));
    shared->shared = parts;
    TT_TRY(run_all(jobs, n, shared, opt->talk, true, a, stage, out, err));
    return tt_progress(opt->talk, STAGE, n + 1, n + 1, err);
}

tt_status tt_detect_run(const tt_data *d, const tt_graph *g, const tt_detect_options *opt,
                        tt_arena *a, tt_results *out, tt_err *err)
{
    static const tt_detect_options none;
    tt_arena stage;
    tt_arena_init(&stage, 0);
    if (!opt)
        opt = &none;
    tt_detect_in shared = {.data = d, .graph = g, .threads = opt->threads};
    tt_status st = detect(&shared, opt, &stage, a, out, err);
    tt_arena_release(&stage);
    return st;
}

tt_status tt_detect_one(const tt_detector *det, const tt_data *d, const tt_graph *g,
                        const double *param, tt_arena *a, tt_results *out, tt_err *err)
{
    tt_arena stage;
    struct job job = {.det = det};
    tt_arena_init(&stage, 0);
    tt_detect_in shared = {.data = d, .graph = g, .threads = 1};
    tt_shared parts;
    shared.shared = &parts;
    tt_status st = parameters(det, param, &stage, &job.param, err);
    if (st == TT_OK)
        st = tt_shared_build(d, g, det->needs, 1, &stage, &parts, err);
    if (st == TT_OK)
        st = run_all(&job, 1, &shared, NULL, false, a, &stage, out, err);
    tt_arena_release(&stage);
    return st;
}
