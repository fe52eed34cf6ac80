/*
 * kept.h - who keeps payments below a limit from which they are reported or examined.
 *
 * Two counts of a party, on one side of its payments, each held against those of all others:
 *
 *     below of (below + above)   payments just below the limit, and just above it
 *     parts of (parts + whole)   payments below it that with others of the same two parties and
 *                                few days make a sum over it, and payments over it
 *
 *     u = (k + 1 + prior expected) / (k + not k + 2 + prior)        k, not k: of others
 *     p = min(1, limits * P(X >= k)), X beta-binomial(n, u, rho); 1 for k < least
 *     weight = min(most, log10 ((e(p_below) + e(p_parts)) / 2))
 *
 * for the limit at which the weight is largest; `limits` is how many apply to the party.
 *
 * @source  e(p): integrated calibrator, Vovk and Wang, Ann. Statist. 49, 2021; an average of
 *          e-values is one under any dependence.
 */
#ifndef TT_DETECT_COMMON_KEPT_H
#define TT_DETECT_COMMON_KEPT_H

#include "base/vec.h"
#include "detect/common/remit.h"
#include "refdata/limit.h"

typedef struct tt_kept_count {
    double expected, rho;
} tt_kept_count;

typedef struct tt_kept_rules {
    double window; /* of the limit that is just below, just above */
    double days;   /* in which payments are parts */
    double part;   /* of the limit that a part is at least */
    double least, prior, most;
    tt_kept_count below, parts;
} tt_kept_rules;

typedef enum tt_kept_mark {
    TT_KEPT_BELOW = 1,
    TT_KEPT_ABOVE = 2,
    TT_KEPT_PARTS = 4,
    TT_KEPT_WHOLE = 8,
    TT_KEPT_MARKS = 9
} tt_kept_mark;

typedef struct tt_kept_counts {
    uint64_t n[TT_KEPT_MARKS]; /* by mark */
} tt_kept_counts;

/* A party, the side of its payments and a limit. */
typedef struct tt_kept {
    tt_ix entity;
    bool payer;           /* what it pays; else what it is paid */
    size_t limit;         /* of the limits */
    const uint32_t *at;   /* its payments, of v: by (the other party, day) */
    size_t n;             /* how many */
    const uint8_t *marks; /* of all payments, for this limit */
    tt_kept_counts own, others;
    double usual_below, usual_parts; /* u of above */
    double p_below, p_parts, weight;
} tt_kept;
TT_VEC(tt_kept_vec, tt_kept);

/**
 * All parties with enough payments below a limit, each at most once on each side; heaviest first,
 * then payees, then by entity.
 *
 * @param v           payments in the order of days; borrowed by *out, as the limits are.
 * @param out         released by the caller, also after a failure.
 * @complexity        O(l n log n) for n payments and l limits; l * n bytes of scratch.
 */
TT_MUST_CHECK tt_status tt_kept_find(const tt_detect_in *in, const tt_limits *limits,
                                     const tt_remit *v, size_t n, const tt_kept_rules *rules,
                                     tt_kept_vec *out, tt_err *err);

/** Its i-th payment is just below the limit or a part of a sum over it. */
static inline bool tt_kept_is(const tt_kept *k, size_t i)
{
    return (k->marks[k->at[i]] & (TT_KEPT_BELOW | TT_KEPT_PARTS)) != 0;
}

#endif
