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
    double spread;    /* least s */
    double above;     /* who is less than this above m is not told */
    double least;     /* parties of a crowd: fewer are no crowd, and nothing is told */
    double min_weight;
    /* Documents, entities, measures, tests, title, explanation, steps; usual_in_these_data and
     * the weight are added after it. */
    void (*tell)(const void *ctx, const tt_crowd *c, const tt_subject *s, tt_draft *w);
} tt_standout_words;

/** Put a subject at the end; TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_subjects_add(tt_subject_vec *v, tt_subject s, tt_err *err);
/** How a subject stands in a crowd of which others may be made for tests. */
tt_stand tt_stand_of(const tt_crowd *c, const tt_subject *s);
/**
 * Report the candidates that stand out, count the others.
 *
 * @complexity  O(n log n).
 */
TT_MUST_CHECK tt_status tt_standouts_judge(const tt_detect_in *in, const tt_subject_vec *v,
                                           const tt_standout_words *words, const void *ctx,
                                           tt_findings *out, tt_err *err);

#endif
