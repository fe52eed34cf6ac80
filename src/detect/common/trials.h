/*
 * trials.h - one question asked of many deals, and the answers of one relation held against those
 * of all others.
 *
 * A trial is one comparison: two documents of a deal, or a document and a rule, agree (side 0) or
 * differ to one side.  The trials of one seller, buyer and kind of goods are judged together, for
 * each side:
 *
 *     w = log10 of the mean likelihood ratio, trials that agree counting 1
 *         + repeat_bonus for each further one that differs, at most five times
 *     u = (K + gap * prior_deals) / (N + prior_deals)        the usual rate
 *     p = P(X >= k), X ~ beta-binomial(n, u, rho)
 *     weight = min(w, log10 e(p))
 *
 * with k of the n trials of the relation that differ to this side, and K of the N of all others:
 * what is sloppy, late or settled elsewhere in these data raises the bar for everybody.  rho is how
 * alike the trials of one relation are: who ships in parts, pays by set-off or has a broker does so
 * every time, and ten such deals are hardly more than one.  By moments over all other relations of
 * two trials and more, with prior_deals independent trials beside them; 0 where they have fewer
 * than 200 trials, or a few schemes would excuse each other:
 *
 *     rho = (b - u^2) / (u (1 - u)), b = sum k (k - 1) / (n - 1) / sum n
 *
 * gap is
 * the share that honest trade or incomplete data explain before the data say otherwise; where it is
 * 0 and nobody else differs there is no rate, and p is NAN.
 *
 * @source  e(p): integrated calibrator, Vovk and Wang, Ann. Statist. 49, 2021.
 */
#ifndef TT_DETECT_COMMON_TRIALS_H
#define TT_DETECT_COMMON_TRIALS_H

#include "base/vec.h"
#include "detect/common/draft.h"
#include "detect/common/tally.h"

typedef struct tt_trial {
    tt_ix seller, buyer; /* entities, or whoever the two parties are */
    tt_hs hs6;           /* with dim: one finding for each; 0 where goods are not told apart */
    tt_dim dim;
    tt_ix at;        /* order within the relation: a deal, a document, a line */
    int side;        /* 1, -1, or 0: agree */
    double lr;       /* of a difference */
    double gap;      /* see above */
    double off;      /* how far apart, >= 0: the farthest is told */
    int64_t shift;   /* value that moved; base currency, minor units */
    const void *own; /* what the detector wants to say of it */
} tt_trial;
TT_VEC(tt_trial_vec, tt_trial);

typedef struct tt_relation {
    const tt_trial *v, *top; /* all trials; the one farthest apart */
    size_t n, k, others;     /* trials, those that differ to this side, trials of other relations */
    int side;
    int64_t shift;
    double weight, usual, rho, p; /* usual: u of above */
} tt_relation;

/* What a detector says; ctx is its own. */
typedef struct tt_trial_words {
    const char *roles[2]; /* of seller and buyer; NULL: not named */
    unsigned first;       /* P_REPEAT of its parameters */
    const char *expect;   /* what gap comes from: "what the coverage lets expect", ... */
    const char *of;       /* what a trial is; NULL: "deal" */
    const char *claim;    /* of a detector that makes several of one relation; NULL: only one */
    void (*cite)(const void *ctx, const tt_trial *t, tt_draft *w);
    /* Measures, tests, title, explanation, steps, direction.  The documents are cited, those of
     * the farthest first; usual_in_these_data is added after it. */
    void (*tell)(const void *ctx, const tt_relation *r, tt_draft *w);
} tt_trial_words;

/* The rows of parameters that all of them have, one after the other, and their names. */
#define TT_TRIAL_PARAMS P_REPEAT, P_PRIOR, P_MIN_VALUE, P_MIN_WEIGHT
#define TT_TRIAL_ROWS(value, weight) TT_TRIAL_ROWS_OF(0.2, value, weight)
#define TT_TRIAL_ROWS_OF(repeat, value, weight)                                                    \
    [P_REPEAT] = {"repeat_bonus",                                                                  \
                  repeat,                                                                          \
                  0,                                                                               \
                  1,                                                                               \
                  "log10",                                                                         \
                  "added for each further deal of a relation, at most five times"},                \
    [P_PRIOR] = {"prior_deals",                                                                    \
                 30,                                                                               \
                 0,                                                                                \
                 1e6,                                                                              \
                 "count",                                                                          \
                 "deals that what is expected of incomplete data counts as, beside the others"},   \
    [P_MIN_VALUE] =                                                                                \
        {"min_value", value, 0, 1e12, "base", "relations that shift less are left out"},           \
    [P_MIN_WEIGHT] = {                                                                             \
        "min_weight", weight, -1, 3, "log10", "weaker evidence is counted, not reported"}
/* And of those whose gap is a parameter. */
#define TT_USUAL_ROW(rate)                                                                         \
    {                                                                                              \
        "usual_rate", rate, 0, 1, "fraction",                                                      \
            "of honest deals that differ, before these data say otherwise"                         \
    }

/**
 * Judge all trials and report what is heavy enough; the rest is added to *weak.
 *
 * @param v     is sorted.
 * @param weak  NULL: not counted.
 * @complexity  O(n log n).
 */
TT_MUST_CHECK tt_status tt_trials_judge(const tt_detect_in *in, tt_trial_vec *v,
                                        const tt_trial_words *words, const void *ctx,
                                        tt_tally *weak, tt_findings *out, tt_err *err);

/* What is always said of a relation, beside its farthest trial. */
typedef struct tt_relation_text {
    const char *title;  /* "other parties shipped than traded": "... in 2 of 5 deals" follows */
    const char *clause; /* "In 2 of 5 deals between these parties" goes before */
    const char *of;     /* "deal", "line", ...: what a trial is */
    const char *means;  /* what follows from it: a sentence */
    const tt_test *tests;
    size_t n_tests;
    const char *const *steps;
    size_t n_steps;
} tt_relation_text;

/** Title, explanation, the measure deals_that_differ, tests and steps.  @param top  a sentence on
 * the farthest trial, with its numbers. */
void tt_relation_say(tt_draft *w, const tt_relation *r, const tt_relation_text *t, const char *top);

/** Put a trial at the end; TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_trials_add(tt_trial_vec *v, tt_trial t, tt_err *err);

/** `at` of a document that no deal holds: above all deals, and its own. */
tt_ix tt_trial_alone(const tt_data *d, tt_ref doc);
/**
 * Sort, and keep one trial for each seller, buyer and `at`: the one farthest apart, of several the
 * first.  The papers of a deal repeat each other and are no further trials.
 *
 * @return  false when memory is out.
 */
TT_MUST_CHECK bool tt_trials_one_a_deal(tt_trial_vec *v);

/** A copy of what a detector wants to say of a trial; NULL when memory is out. */
#define tt_trial_own(in, item) tt_trial_copy((in)->scratch, &(item), sizeof(item))
const void *tt_trial_copy(tt_arena *a, const void *item, size_t size);

#endif
