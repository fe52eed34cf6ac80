/*
 * standout.h - one number for each of many parties, and who stands out among them.
 *
 * The numbers x of all parties that have one are the crowd: m is their median, s = MAD / ln 3 the
 * scale of a logistic distribution of their spread, no less than `spread`.  A party as far out is
 * expected
 *
 *     E = R / (1 + exp((x - m) / s))
 *
 * times among the R parties that may be told (the candidates).  Its weight is the smaller of
 * log10 lr, the likelihood ratio that the detector gives, and -log10 E: what is usual in these
 * data, or is bound to happen once among so many, is no evidence.  The logistic tail is heavy on
 * purpose: sizes of firms have no normal one.
 *
 * @source  P. Huber, E. Ronchetti, Robust Statistics, 2nd ed. 2009 (median and MAD).
 */
#ifndef TT_DETECT_COMMON_STANDOUT_H
#define TT_DETECT_COMMON_STANDOUT_H

#include "base/vec.h"
#include "detect/common/draft.h"
#include "detect/common/tally.h"

typedef struct tt_subject {
    tt_ix entity;
    double x;
    double lr;       /* candidates: the likelihood ratio at most */
    bool candidate;  /* may be told; others are only part of the crowd */
    int64_t value;   /* what it is about; base currency, minor units */
    const void *own; /* what the detector wants to say of it */
} tt_subject;
TT_VEC(tt_subject_vec, tt_subject);

typedef struct tt_crowd {
    double m, s;
    size_t n, candidates;
} tt_crowd;

typedef struct tt_stand {
    double expected, weight;
    bool usual_lowers; /* E, not lr, set the weight */
} tt_stand;

typedef struct tt_standout_words {
    const char *id;   /* of the detector */
    const char *what; /* x in words: "value a member of staff" */
    double above;     /* who is less than this above m is not told */
    unsigned first;   /* P_LEAST of its parameters */
    int figure;       /* of several numbers that one detector looks at: which; for `add` */
    /* One trader: into the crowd, or not. */
    tt_status (*add)(const tt_detect_in *in, tt_ix entity, int figure, tt_subject_vec *v,
                     tt_err *err);
    /* Documents, entities, measures, tests, title, explanation, steps; usual_in_these_data and
     * the weight are added after it. */
    void (*tell)(const tt_detect_in *in, const tt_crowd *c, const tt_subject *s, tt_draft *w);
} tt_standout_words;

/* The rows of parameters that all of them have, one after the other, and their names. */
#define TT_STANDOUT_PARAMS P_LEAST, P_SPREAD, P_MIN_WEIGHT
#define TT_STANDOUT_ROWS TT_STANDOUT_ROWS_IN(0.5, "ln")
#define TT_STANDOUT_ROWS_IN(scale, unit)                                                           \
    [P_LEAST] = {"least_firms", 30, 3, 1e6, "count", "fewer firms are no crowd"},                  \
    [P_SPREAD] = {"least_spread", scale, 0.01, 10, unit, "least scale of the crowd"},              \
    [P_MIN_WEIGHT] = {                                                                             \
        "min_weight", 0.3, -1, 3, "log10", "weaker evidence is counted, not reported"}

/** Put a subject at the end; TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_subjects_add(tt_subject_vec *v, tt_subject s, tt_err *err);
/** How a subject stands in a crowd of which others may be made for tests. */
tt_stand tt_stand_of(const tt_crowd *c, const tt_subject *s);
/**
 * Ask `add` of every trader, report the candidates that stand out, count the others.
 *
 * @complexity  O(n log n), and what `add` needs.
 */
TT_MUST_CHECK tt_status tt_standouts_of_traders(const tt_detect_in *in,
                                                const tt_standout_words *words, tt_findings *out,
                                                tt_err *err);

/** The same of subjects that the caller has gathered; words->add is not asked. */
TT_MUST_CHECK tt_status tt_standouts_of(const tt_detect_in *in, const tt_subject_vec *v,
                                        const tt_standout_words *words, tt_findings *out,
                                        tt_err *err);

#endif
