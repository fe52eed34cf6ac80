/*
 * analyze.c - the stages in order: resolve, match, detect, rank.
 *
 * A stage's input hash is a chain: the stage before, the settings that it reads, the version. Equal
 * hash, equal result: then the stage is read back instead of run.  Each stage that runs is one
 * transaction.
 */
#include "app/reference.h"

#include "base/str.h"
#include "detect/findings.h"
#include "match/coverage.h"
#include "match/match.h"
#include "resolve/resolve.h"
#include "score/score.h"
#include "tradetrace/analyze.h"
#include "tradetrace/version.h"

enum { N_STAGES = TT_STAGE_RANK + 1 };

static const char *const stage_names[N_STAGES] = {"resolve", "match", "detect", "rank"};
static const char SETTINGS_KEY[] = "analysis";

/* --- which stages are out of date --- */

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
    tt_hash prev, decided;
    tt_hasher h;

    TT_TRY(tt_store_evidence_hash(c->store, &prev, err));
    TT_TRY(tt_store_decisions_hash(c->store, &decided, err));
    TT_TRY(tt_hasher_init(&h, err));
    for (int i = 0; i < N_STAGES; i++) {
        tt_hasher_reset(&h);
        tt_hasher_add(&h, prev.b, sizeof(prev.b));
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

static const char LIMITS_KEY[] = "resolve.limits";

static tt_status put_limits(tt_case *c, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    for (size_t i = 0; i < TT_RESOLVE_LIMITS; i++)
        tt_buf_addf(&b, i ? " %llu" : "%llu", (unsigned long long)c->data.resolve_limits[i]);
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK)
        st = tt_store_setting_put(c->store, LIMITS_KEY, tt_buf_str(&b), err);
    tt_buf_release(&b);
    return st;
}

static tt_status run_resolve(tt_case *c, tt_err *err)
{
    TT_TRY(tt_resolve(&c->data, c->config->sets[TT_SET_RESOLVE].value, c->threads, &c->talk, err));
    c->have_entities = true;
    TT_TRY(put_limits(c, err));
    return tt_store_entities_write(c->store, &c->data, err);
}

static tt_status run_match(tt_case *c, tt_err *err)
{
    TT_TRY(tt_match(&c->data, c->config->sets[TT_SET_MATCH].value, c->threads, &c->talk, err));
    c->have_deals = true;
    return tt_store_deals_write(c->store, &c->data, err);
}

/* --- references that joined nothing, as notes on completeness --- */

/* Gaps by (key, why), at most one of each pair of constants. */
struct gap_count {
    const char *key, *why;
    uint64_t n;
};
TT_VEC(gap_vec, struct gap_count);

static bool count_gap(gap_vec *v, const tt_gap *g)
{
    for (size_t i = 0; i < v->n; i++)
        if (tt_str_is(tt_str_of(g->key), v->v[i].key) &&
            tt_str_is(tt_str_of(g->why), v->v[i].why)) {
            v->v[i].n++;
            return true;
        }
    struct gap_count one = {g->key, g->why, 1};
    return tt_vec_push(v, one);
}

static int cmp_note(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_completeness_cmp(a, b);
}

/* More notes, among the others as finding.h sorts them. */
static tt_status append_notes(tt_case *c, const tt_completeness *notes, size_t n, tt_err *err)
{
    tt_results *r = &c->results;
    tt_completeness *all = tt_new_n(&c->arena, tt_completeness, r->n_completeness + n + 1);
    if (!all)
        return tt_fail(err, TT_ENOMEM, "no room for completeness");
    if (r->n_completeness)
        memcpy(all + 1, r->completeness + 1, r->n_completeness * sizeof(*all));
    for (size_t i = 0; i < n; i++) {
        if (!notes[i].what || !notes[i].limit || !notes[i].reached)
            return tt_fail(err, TT_ENOMEM, "no room for completeness");
        all[r->n_completeness + 1 + i] = notes[i];
    }
    r->completeness = all;
    r->n_completeness += n;
    if (r->n_completeness && !tt_sort(all + 1, r->n_completeness, sizeof(*all), cmp_note, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for completeness");
    return TT_OK;
}

static tt_status append_gaps(tt_case *c, const gap_vec *v, tt_err *err)
{
    tt_completeness *notes = tt_new_n(&c->arena, tt_completeness, v->n + 1);
    if (!notes)
        return tt_fail(err, TT_ENOMEM, "no room for completeness");
    for (size_t i = 0; i < v->n; i++)
        notes[i] = (tt_completeness){
            .what = tt_arena_printf(&c->arena, "match: %s", v->v[i].key),
            .limit = v->v[i].why,
            .reached = tt_arena_printf(&c->arena, "%llu references", (unsigned long long)v->v[i].n),
            .effect = "the documents that name each other this way are in no common deal",
        };
    return append_notes(c, notes, v->n, err);
}

/* --- how much of each feed there is --- */

static const char *share_text(tt_arena *a, int64_t low, int64_t high)
{
    char from[TT_NUM_TEXT], to[TT_NUM_TEXT];
    tt_dec_text(low, 6, from);
    tt_dec_text(high, 6, to);
    return low == high ? tt_arena_printf(a, "%s", from) : tt_arena_printf(a, "%s to %s", from, to);
}

/* The note on one feed; false when there is nothing to say. */
static bool feed_note(tt_arena *a, const tt_feed *f, tt_completeness *out)
{
    *out = (tt_completeness){
        .what = tt_arena_printf(a, "coverage: %s", tt_kind_text(f->kind)),
        .effect = "what the feed lacks looks like what never was",
    };
    if (f->n_stated > 0) {
        out->limit = "stated by coverage records";
        out->reached = share_text(a, f->low, f->high);
    } else if (f->n > 0) {
        out->limit = tt_arena_printf(a, "estimated from %s", f->of);
        out->reached = tt_arena_printf(a, "%llu of %llu have one in their deal",
                                       (unsigned long long)f->k, (unsigned long long)f->n);
    }
    return out->limit != NULL;
}

static tt_status note_coverage(tt_case *c, tt_err *err)
{
    tt_feed feeds[TT_FEEDS];
    TT_TRY(tt_match_coverage(&c->data, &c->arena, feeds, err));
    for (size_t i = 0; i < TT_FEEDS; i++) {
        tt_completeness note;
        if (!feed_note(&c->arena, &feeds[i], &note))
            continue;
        TT_TRY(append_notes(c, &note, 1, err));
    }
    return TT_OK;
}

/* Documents that stay alone although not all ways to match them were tried. */
static tt_status note_limits(tt_case *c, tt_err *err)
{
    unsigned long long n = 0;
    for (size_t i = 1; i <= c->data.n_breaks; i++)
        n += c->data.breaks[i].type == TT_BREAK_LIMIT;
    tt_completeness note = {
        .what = "match: ways tried",
        .limit = "max_scan, max_combine, max_states",
        .reached = tt_arena_printf(&c->arena, "%llu documents alone", n),
        .effect = "their counterpart may be among those not looked at",
    };
    return n ? append_notes(c, &note, 1, err) : TT_OK;
}

static tt_status note_gaps(tt_case *c, tt_err *err)
{
    tt_gap *gaps = NULL;
    size_t n = 0;
    gap_vec v = {0};
    TT_TRY(tt_match_gaps(&c->data, c->config->sets[TT_SET_MATCH].value, &c->arena, &gaps, &n, err));
    tt_status st = TT_OK;
    for (size_t i = 0; st == TT_OK && i < n; i++)
        if (!count_gap(&v, &gaps[i]))
            st = tt_fail(err, TT_ENOMEM, "no room for completeness");
    if (st == TT_OK)
        st = append_gaps(c, &v, err);
    tt_vec_release(&v);
    return st;
}

/* --- what resolve left out: kept as a setting, as its notes are written by a later stage --- */

static tt_status note_resolve(tt_case *c, tt_err *err)
{
    static const struct {
        const char *what, *limit, *unit, *effect;
    } say[TT_RESOLVE_LIMITS] = {
        [TT_LIMIT_WORDS] = {"resolve: names by words", "max_names_per_word", "words",
                            "names that share nothing rarer were not compared"},
        [TT_LIMIT_NAMES] = {"resolve: names by words", "max_candidates", "names",
                            "they were compared with those only that share most"},
        [TT_LIMIT_VALUES] = {"resolve: parties by addresses and numbers",
                             "40 parties with one value", "values",
                             "their parties were compared with two others each"},
        [TT_LIMIT_PAIRS] = {"resolve: parties by names", "256 pairs of two names", "names",
                            "some parties of these names were not compared"},
        [TT_LIMIT_NEARS] = {"resolve: nearly equal parties", "max_nears", "pairs",
                            "those with the least evidence are not shown"},
        [TT_LIMIT_AGAINST] = {"resolve: decisions", "the newest stands", "decisions",
                              "they contradict newer ones and were left out"},
        [TT_LIMIT_UNKNOWN] = {"resolve: decisions", "names of the case", "decisions",
                              "they are on names that are not in the case"},
    };
    tt_str rest = {0}, part;
    TT_TRY(tt_store_setting_get(c->store, LIMITS_KEY, &c->arena, &rest, err));
    for (size_t i = 0; i < TT_RESOLVE_LIMITS && rest.p && tt_str_split(&rest, ' ', &part); i++) {
        uint64_t n;
        if (!tt_parse_u64(part, &n) || !n)
            continue;
        tt_completeness note = {
            .what = say[i].what,
            .limit = say[i].limit,
            .reached = tt_arena_printf(&c->arena, "%llu %s", (unsigned long long)n, say[i].unit),
            .effect = say[i].effect,
        };
        TT_TRY(append_notes(c, &note, 1, err));
    }
    return TT_OK;
}

static tt_status run_detect(tt_case *c, tt_err *err)
{
    tt_detect_options opt = {c->config->enabled, c->config->detector_param, c->threads, &c->talk};
    TT_TRY(need_graph(c, err));
    TT_TRY(tt_detect_run(&c->data, &c->graph, &opt, &c->arena, &c->results, err));
    TT_TRY(note_gaps(c, err));
    TT_TRY(note_limits(c, err));
    TT_TRY(note_coverage(c, err));
    TT_TRY(note_resolve(c, err));
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
