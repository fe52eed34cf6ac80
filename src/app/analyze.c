/*
 * analyze.c - the stages in order: resolve, match, detect, rank.
 *
 * A stage's input hash is a chain: the stage before, the evidence and the settings that it reads,
 * the version. Equal hash, equal result: then the stage is read back instead of run.  Each stage
 * that runs is one transaction.
 */
#include "app/completeness.h"
#include "app/reference.h"

#include "base/str.h"
#include "match/match.h"
#include "resolve/resolve.h"
#include "score/score.h"
#include "tradetrace/analyze.h"
#include "tradetrace/version.h"

enum { N_STAGES = TT_STAGE_RANK + 1 };

static const char *const stage_names[N_STAGES] = {"resolve", "match", "detect", "rank"};
static const char SETTINGS_KEY[] = "analysis";

/* --- which stages are out of date --- */

/* Kinds that a stage does not read: a list of prices that comes every day changes neither parties
 * nor deals. */
#define BIT(kind) (1u << TT_KIND_##kind)
enum { LISTS = BIT(WATCHLIST) | BIT(PRICE) | BIT(PERMIT) | BIT(SEIZURE) };
static const unsigned unread[N_STAGES] = {
    [TT_STAGE_RESOLVE] = LISTS | BIT(FX) | BIT(COVERAGE), [TT_STAGE_MATCH] = LISTS};
#undef BIT

static void hash_run_wide(const tt_config *c, tt_hasher *h)
{
    tt_hasher_add_i64(h, c->as_of);
    tt_hasher_add_i64(h, c->base);
}

static void hash_settings(const tt_config *c, tt_stage stage, tt_hasher *h)
{
    switch (stage) {
    case TT_STAGE_RESOLVE:
        tt_config_hash_set(c, TT_SET_RESOLVE, h);
        break;
    case TT_STAGE_MATCH:
        hash_run_wide(c, h);
        tt_config_hash_set(c, TT_SET_MATCH, h);
        break;
    case TT_STAGE_DETECT:
        for (size_t i = TT_SET_DETECTORS; i < c->n_sets; i++)
            tt_config_hash_set(c, i, h);
        break;
    case TT_STAGE_RANK:
        tt_hasher_add_i64(h, (int64_t)c->seed);
        tt_config_hash_set(c, TT_SET_SCORE, h);
        break;
    }
}

static tt_status wanted_hashes(const tt_case *c, tt_hash want[N_STAGES], tt_err *err)
{
    tt_hash prev = {{0}}, decided, evidence[N_STAGES];
    tt_hasher h;

    for (int i = 0; i < N_STAGES; i++) {
        if (i && unread[i] == unread[i - 1])
            evidence[i] = evidence[i - 1];
        else
            TT_TRY(tt_store_evidence_hash(c->store, unread[i], &evidence[i], err));
    }
    TT_TRY(tt_store_decisions_hash(c->store, &decided, err));
    TT_TRY(tt_hasher_init(&h, err));
    for (int i = 0; i < N_STAGES; i++) {
        tt_hasher_reset(&h);
        tt_hasher_add(&h, prev.b, sizeof(prev.b));
        tt_hasher_add(&h, evidence[i].b, sizeof(evidence[i].b));
        if (i == TT_STAGE_RESOLVE)
            tt_hasher_add(&h, decided.b, sizeof(decided.b));
        tt_hasher_add_str(&h, tt_str_of(stage_names[i]));
        tt_hasher_add_str(&h, TT_STR(TT_VERSION_TEXT));
        tt_hasher_add_str(&h, tt_str_of(tt_refdata_sha256()));
        hash_settings(c->config, (tt_stage)i, &h);
        if (i == TT_STAGE_DETECT)
            tt_reference_hash(&c->reference, &h);
        prev = want[i] = tt_hasher_final_hash(&h);
    }
    bool failed = h.failed;
    tt_hasher_release(&h);
    return failed ? tt_fail(err, TT_EINTERNAL, "hashing failed") : TT_OK;
}

/* How many stages, from the first, are up to date. */
static tt_status count_fresh(tt_case *c, const tt_hash want[N_STAGES], int *n, tt_err *err)
{
    for (*n = 0; *n < N_STAGES; ++*n) {
        tt_stage_state st;
        TT_TRY(tt_store_stage_get(c->store, stage_names[*n], &st, err));
        if (!st.ran || tt_hash_cmp(st.input, want[*n]) != 0)
            break;
    }
    return TT_OK;
}

/* --- loading what is there --- */

static tt_status need_data(tt_case *c, tt_err *err)
{
    if (c->have_data)
        return TT_OK;
    TT_TRY(tt_progress(&c->talk, "load", 0, 0, err));
    TT_TRY(tt_store_load(c->store, c->config->base, c->config->as_of, &c->arena, &c->data, err));
    c->data.reference = c->reference;
    c->have_data = true;
    return TT_OK;
}

tt_status tt_case_load_documents(tt_case *c, tt_err *err)
{
    return need_data(c, err);
}

static tt_status need_graph(tt_case *c, tt_err *err)
{
    if (c->have_graph)
        return TT_OK;
    TT_TRY(tt_graph_build(&c->data, &c->arena, &c->graph, err));
    c->have_graph = true;
    return TT_OK;
}

/* --- running a stage; each leaves the case in memory as reading it back would --- */

static tt_status run_resolve(tt_case *c, tt_err *err)
{
    TT_TRY(tt_resolve(&c->data, c->config->sets[TT_SET_RESOLVE].value, c->threads, &c->talk, err));
    c->have_entities = true;
    TT_TRY(tt_case_limits_keep(c, TT_STAGE_RESOLVE, err));
    TT_TRY(tt_case_doubles_keep(c, err));
    return tt_store_entities_write(c->store, &c->data, err);
}

static tt_status run_match(tt_case *c, tt_err *err)
{
    TT_TRY(tt_match(&c->data, c->config->sets[TT_SET_MATCH].value, c->threads, &c->talk, err));
    c->have_deals = true;
    TT_TRY(tt_case_limits_keep(c, TT_STAGE_MATCH, err));
    return tt_store_deals_write(c->store, &c->data, err);
}

static tt_status run_detect(tt_case *c, tt_err *err)
{
    tt_detect_options opt = {c->config->enabled, c->config->detector_param, c->threads, &c->talk};
    TT_TRY(need_graph(c, err));
    TT_TRY(tt_detect_run(&c->data, &c->graph, &opt, &c->arena, &c->results, err));
    TT_TRY(tt_case_note(c, err));
    c->have_results = true;
    return tt_store_results_write(c->store, &c->data, &c->results, err);
}

static tt_status run_rank(tt_case *c, tt_err *err)
{
    TT_TRY(need_graph(c, err));
    TT_TRY(tt_score(&c->data, &c->graph, c->config->sets[TT_SET_SCORE].value, c->config->seed,
                    c->threads, &c->talk, &c->arena, &c->results, err));
    return tt_store_results_write(c->store, &c->data, &c->results, err);
}

static tt_status read_stage(tt_case *c, int stage, tt_err *err)
{
    switch (stage) {
    case TT_STAGE_RESOLVE:
        if (!c->have_entities)
            TT_TRY(tt_store_entities_read(c->store, &c->data, err));
        c->have_entities = true;
        return TT_OK;
    case TT_STAGE_MATCH:
        if (!c->have_deals)
            TT_TRY(tt_store_deals_read(c->store, &c->data, err));
        c->have_deals = true;
        return TT_OK;
    case TT_STAGE_DETECT: /* findings and syndicates are kept together */
        if (!c->have_results)
            TT_TRY(tt_store_results_read(c->store, &c->data, &c->arena, &c->results, err));
        c->have_results = true;
        return TT_OK;
    default:
        return TT_OK;
    }
}

static tt_status save_settings(tt_case *c, tt_err *err)
{
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_config_write(c->config, &w, false);
    tt_status st = tt_jw_end(&w, err);
    if (st == TT_OK)
        st = tt_store_setting_put(c->store, SETTINGS_KEY, tt_buf_str(&w.buf), err);
    tt_jw_release(&w);
    return st;
}

static tt_status run_stage(tt_case *c, int stage, tt_hash want, tt_err *err)
{
    static tt_status (*const run[N_STAGES])(tt_case *, tt_err *) = {run_resolve, run_match,
                                                                    run_detect, run_rank};
    tt_stage_state done = {true, want, want};
    char hex[33];

    TT_TRY(tt_progress(&c->talk, stage_names[stage], 0, 0, err));
    TT_TRY(tt_store_begin(c->store, err));
    tt_status st = run[stage](c, err);
    if (st == TT_OK)
        st = save_settings(c, err);
    if (st == TT_OK)
        st = tt_store_stage_put(c->store, stage_names[stage], &done, err);
    tt_hex(want.b, sizeof(want.b), hex);
    if (st == TT_OK)
        st = tt_store_audit_add(c->store, stage_names[stage], tt_str_of(hex), err);
    if (st == TT_OK)
        st = tt_store_commit(c->store, err);
    if (st != TT_OK) {
        tt_store_rollback(c->store);
        tt_case_forget(c);
    }
    return st;
}

TT_PUBLIC tt_status tt_case_analyze(tt_case *c, tt_stage last, tt_err *err)
{
    tt_hash want[N_STAGES];
    int n_fresh = 0;

    if (c->config != &c->wanted)
        tt_case_forget(c);
    TT_TRY(wanted_hashes(c, want, err));
    TT_TRY(count_fresh(c, want, &n_fresh, err));
    for (int i = 0; i < n_fresh && i <= (int)last; i++)
        tt_log(&c->talk, TT_LOG_INFO, stage_names[i], "inputs unchanged, nothing to do");
    if (n_fresh > (int)last)
        return TT_OK;
    if (n_fresh == TT_STAGE_RANK) /* ranking adds to what detection wrote: both or none */
        n_fresh = TT_STAGE_DETECT;

    TT_TRY(need_data(c, err));
    for (int i = 0; i < n_fresh; i++)
        TT_TRY(read_stage(c, i, err));
    for (int i = n_fresh; i <= (int)last; i++)
        TT_TRY(run_stage(c, i, want[i], err));
    return TT_OK;
}

/* --- an analysed case --- */

static tt_status restore_settings(tt_case *c, tt_err *err)
{
    tt_arena a;
    tt_str json = {0};
    tt_arena_init(&a, 0);
    tt_status st = tt_store_setting_get(c->store, SETTINGS_KEY, &a, &json, err);
    if (st == TT_OK && !json.p)
        st = tt_fail(err, TT_EUSAGE, "the case was never analysed: run 'tradetrace analyze'");
    /* names that another version had: its results cannot be judged fresh either */
    if (st == TT_OK) { /* from the defaults: an older analysis may have said less */
        tt_config_release(&c->analysed);
        st = tt_config_init(&c->analysed, err);
    }
    if (st == TT_OK && tt_config_json(&c->analysed, json, NULL) != TT_OK)
        st = tt_fail(err, TT_EUSAGE,
                     "the case was analysed by another version: run 'tradetrace analyze'");
    tt_arena_release(&a);
    return st;
}

tt_status tt_case_load_analysed(tt_case *c, tt_err *err)
{
    tt_hash want[N_STAGES];
    int n_fresh = 0;

    if (c->have_results && c->have_graph)
        return TT_OK;
    tt_case_forget(c); /* what was loaded before may be under other settings */
    TT_TRY(restore_settings(c, err));
    c->config = &c->analysed;
    TT_TRY(wanted_hashes(c, want, err));
    TT_TRY(count_fresh(c, want, &n_fresh, err));
    if (n_fresh < N_STAGES)
        return tt_fail(err, TT_EUSAGE,
                       "the case has changed since '%s' last ran: run 'tradetrace analyze'",
                       stage_names[n_fresh]);
    TT_TRY(need_data(c, err));
    for (int i = 0; i < N_STAGES; i++)
        TT_TRY(read_stage(c, i, err));
    return need_graph(c, err);
}

TT_PUBLIC tt_status tt_case_heaviest(tt_case *c, double *weight, uint64_t *n_findings, tt_err *err)
{
    TT_TRY(tt_case_load_analysed(c, err));
    *n_findings = c->results.n_findings;
    *weight = c->results.n_findings ? c->results.findings[1].f.weight : 0;
    return TT_OK;
}
