/*
 * resolve.c - the stages in order: load, then block and cluster pass by pass, strongest key first,
 * then entities.
 */
#include "resolve/evidence.h"

#include "base/par.h"

const tt_param tt_resolve_params[] = {
    [TT_RS_MAX_NAMES_PER_KEY] =
        {"max_names_per_key", 8, 1, 1000, "count",
         "an identifier or account that more unlike names share joins nobody"},
    [TT_RS_ACCOUNT_MIN_SIMILARITY] = {"account_min_similarity", 0.5, 0, 1, "fraction",
                                      "an account joins only names that have this much in common"},
    [TT_RS_MIN_IDENTIFIER] = {"min_identifier", 5, 1, 40, "count",
                              "letters and digits below which an identifier or account is no key"},
    [TT_RS_DOMINANCE] =
        {"dominance", 0.9, 0.5, 1, "fraction",
         "share of uses that one of several parties of a name must have to get the mentions that "
         "do not say which"},
    [TT_RS_JOIN] = {"join_bits", 0, -20, 60, "bits",
                    "evidence from which two parties are one: log2 of the odds"},
    [TT_RS_REVIEW] = {"review_bits", -4, -40, 60, "bits",
                      "evidence from which two parties are shown as nearly one"},
    [TT_RS_MIN_PRIOR] = {"min_prior_bits", 12, 0, 40, "bits",
                         "evidence that two parties of a small case need before anything else"},
    [TT_RS_NAMES_PER_PARTY] = {"names_per_party", 8, 1, 1000, "count",
                               "spellings that a party has: the prior of a large case is log2 of "
                               "all spellings divided by it"},
    [TT_RS_MAX_NAMES_PER_CONTACT] = {"max_names_per_contact", 3, 1, 1000, "count",
                                     "an address, telephone or e-mail that more unlike names "
                                     "share is an agent's and says little"},
    [TT_RS_CONTACT_SHARE] = {"contact_share", 0.25, 0, 1, "fraction",
                             "what telephone, e-mail and address add when the strongest of them "
                             "agrees already"},
    [TT_RS_MAX_NAMES_PER_WORD] = {"max_names_per_word", 400, 10, 1000000, "count",
                                  "names with a word in common are compared for it unless there "
                                  "are more"},
    [TT_RS_MAX_CANDIDATES] = {"max_candidates", 30, 1, 256, "count",
                              "names with which each name is compared: those that share most"},
    [TT_RS_MIN_SHARED] = {"min_shared_bits", 12, 0, 60, "bits",
                          "what two names must share to be compared"},
    [TT_RS_GUARD] = {"guard_bits", -2, -10, 15, "bits",
                     "mean evidence between the parts of two groups below which one pair does not "
                     "join them"},
    [TT_RS_GUARD_KNOWN] = {"guard_bits_known", -4, -10, 15, "bits",
                           "the same where one of the groups has a valid number"},
    [TT_RS_AMBIGUOUS] = {"ambiguous_bits", 3, 0, 40, "bits",
                         "a party that fits two others, which are not one, stays alone unless one "
                         "fits this much better"},
    [TT_RS_NEAR] = {"near_bits", 3, -20, 60, "bits",
                    "evidence from which parties that something keeps apart are shown"},
    [TT_RS_MAX_NEARS] = {"max_nears", 20000, 0, 10000000, "count",
                         "pairs of nearly equal parties that are kept: those with most evidence"},
#define W(id, name, bits, help) {name, bits, -60, 60, "bits", help},
#include "resolve/weights.def"
#undef W
};
const size_t tt_resolve_n_params = TT_LEN(tt_resolve_params);

static const char STAGE[] = "resolve";

/* Blocks of some passes: they are of records alone, and are made at the same time. */
enum { PASSES_AT_ONCE = 2 };
struct made {
    const tt_rs *w;
    int first; /* pass */
    tt_arena a[PASSES_AT_ONCE];
    tt_blocks b[PASSES_AT_ONCE];
};

static tt_status make_blocks(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct made *m = ctx;
    TT_UNUSED(thread);
    tt_arena_reset(&m->a[i]);
    return tt_blocks_build(m->w, (tt_rs_pass)(m->first + (int)i), &m->a[i], &m->b[i], err);
}

static tt_status
run_passes(tt_rs *w, tt_clusters *c, unsigned threads, const tt_talk *talk, tt_err *err)
{
    struct made m = {.w = w};
    for (size_t i = 0; i < PASSES_AT_ONCE; i++)
        tt_arena_init(&m.a[i], 0);
    tt_status st = TT_OK;
    for (int p = 0; p < TT_PASS_COUNT && st == TT_OK; p++) {
        size_t i = (size_t)(p % PASSES_AT_ONCE);
        m.first = p;
        st = tt_progress(talk, STAGE, (uint64_t)p, TT_PASS_COUNT, err);
        if (st == TT_OK && i == 0)
            st = tt_par_for((size_t)TT_MIN(PASSES_AT_ONCE, TT_PASS_COUNT - p), threads, make_blocks,
                            &m, err);
        if (st == TT_OK)
            st = tt_clusters_pass(c, w, (tt_rs_pass)p, &m.b[i], err);
    }
    for (size_t i = 0; i < PASSES_AT_ONCE; i++)
        tt_arena_release(&m.a[i]);
    return st == TT_OK ? tt_progress(talk, STAGE, TT_PASS_COUNT, TT_PASS_COUNT, err) : st;
}

static void count_limits(const tt_rs *w, const tt_gathered *f, tt_rs_counts c, uint64_t cut)
{
    tt_data *d = w->d;
    d->resolve_limits[TT_LIMIT_WORDS] = f->limits.words;
    d->resolve_limits[TT_LIMIT_NAMES] = f->limits.names;
    d->resolve_limits[TT_LIMIT_VALUES] = f->limits.values;
    d->resolve_limits[TT_LIMIT_PAIRS] = f->limits.pairs;
    d->resolve_limits[TT_LIMIT_NEARS] = cut;
    d->resolve_limits[TT_LIMIT_AGAINST] = c.decisions_against;
    d->resolve_limits[TT_LIMIT_UNKNOWN] = c.decisions_unknown;
    d->resolve_limits[TT_LIMIT_KEYS] = c.generic_keys;
    d->resolve_limits[TT_LIMIT_RIVALS] = c.rivals;
    d->resolve_limits[TT_LIMIT_SPELLED] = f->limits.spelled;
    d->resolve_limits[TT_LIMIT_LONG] = 0;
    for (uint32_t i = 0; i < w->n_surface; i++)
        d->resolve_limits[TT_LIMIT_LONG] += w->name[i].n == TT_NAME_MAX_WORDS;
}

tt_status
tt_resolve(tt_data *d, const double *param, unsigned threads, const tt_talk *talk, tt_err *err)
{
    tt_arena scratch;
    tt_arena_init(&scratch, 0);
    tt_rs w = {.d = d, .param = param, .a = &scratch};
    tt_clusters *c = NULL;
    tt_gathered found = {0};
    uint64_t cut = 0;
    tt_status st = tt_rs_load(&w, threads, err);
    if (st == TT_OK)
        st = tt_clusters_new(&w, &scratch, &c, err);
    if (st == TT_OK)
        st = tt_decisions_apply(c, &w, err);
    if (st == TT_OK)
        st = run_passes(&w, c, threads, talk, err);
    if (st == TT_OK)
        st = tt_resolve_by_evidence(&w, c, threads, &found, err);
    tt_rs_forget_words(&w);
    if (st == TT_OK)
        st = tt_canonical(&w, c, err);
    if (st == TT_OK && !tt_registries_keep(&w))
        st = tt_fail(err, TT_ENOMEM, "no room for the registries");
    if (st == TT_OK)
        st = tt_nears_write(&w, &found, &cut, err);
    if (st == TT_OK) {
        tt_rs_counts n = tt_clusters_counts(c);
        count_limits(&w, &found, n, cut);
        tt_log(talk, TT_LOG_INFO, STAGE,
               "%zu names and registry rows are %zu entities; %u keys shared by too many names, %u "
               "times facts "
               "kept the same name apart",
               d->n_members, d->n_entities, n.generic_keys, n.vetoes);
    }
    tt_gathered_release(&found);
    tt_clusters_free(c);
    tt_rs_release(&w);
    tt_arena_release(&scratch);
    return st;
}
