/*
 * measures.h - how good a ranking, a grouping and a set of probabilities are against the truth.
 *
 * Pure functions over flags and labels; no domain words.  A share of nothing is NaN: never 0, never
 * 1.
 */
#ifndef TT_EVALUATE_MEASURES_H
#define TT_EVALUATE_MEASURES_H

#include "base/arena.h"

/* A share with its interval of 95 %. */
typedef struct tt_share {
    uint64_t k, n;
    double value, low, high; /* NaN when n is 0 */
} tt_share;

/** k of n, with the score interval.  @source  Wilson, JASA 22, 1927. */
tt_share tt_share_of(uint64_t k, uint64_t n);
/** Harmonic mean of precision and recall; 0 when both are 0, NaN when one is unknown. */
double tt_f1(double precision, double recall);

/* --- rankings: hit[i] is 1 when the thing at rank i + 1 is true --- */

/** The first k of a ranking; k over n counts the missing places as misses. */
tt_share tt_precision_at(const uint8_t *hit, size_t n, size_t k);
/**
 * Average precision: the mean over all true things of the precision at their rank; those that are
 * not in the ranking count 0.
 *
 * @param n_true  all true things; NaN when 0.
 * @source        Manning, Raghavan, Schuetze, Introduction to Information Retrieval, 8.4.
 */
double tt_average_precision(const uint8_t *hit, size_t n, size_t n_true);
/**
 * The same with an interval of 95 %, by resampling of true things and of ranks.
 *
 * @param a       scratch.
 * @param rounds  of the bootstrap, percentile method (Efron 1979).
 * @return        TT_OK, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_average_precision_range(const uint8_t *hit, size_t n, size_t n_true,
                                                   uint64_t seed, unsigned rounds, tt_arena *a,
                                                   double *low, double *high, tt_err *err);

/* --- groupings: label[i] of thing i, 0 .. n_labels - 1 --- */

/**
 * Adjusted mutual information, arithmetic mean of entropies: 1 for equal groupings, about 0 for
 * chance; 1 when both put all things into one group.
 *
 * @source      Vinh, Epps, Bailey, JMLR 11, 2010.
 * @complexity  O(n + pairs of groups * size of the smaller).
 */
TT_MUST_CHECK tt_status tt_adjusted_mutual_information(const uint32_t *x, uint32_t n_x,
                                                       const uint32_t *y, uint32_t n_y, size_t n,
                                                       tt_arena *a, double *out, tt_err *err);

/* Pairs and items of one grouping against the true one. */
typedef struct tt_grouping {
    uint64_t pairs_true, pairs_found, pairs_both;
    double precision, recall, f1;          /* of pairs */
    double b3_precision, b3_recall, b3_f1; /* mean over items */
} tt_grouping;

/** @source  Bagga and Baldwin, LREC 1998 (B-cubed). */
TT_MUST_CHECK tt_status tt_grouping_of(const uint32_t *truth, uint32_t n_truth,
                                       const uint32_t *found, uint32_t n_found, size_t n,
                                       tt_arena *a, tt_grouping *out, tt_err *err);

/** Size of the intersection over that of the union of two ascending lists without repetition; 0
 * for two empty ones. */
double tt_jaccard(const uint32_t *x, size_t n_x, const uint32_t *y, size_t n_y);

/* --- probabilities --- */

/* Things with about the same probability. */
typedef struct tt_bin {
    uint64_t n, hits;
    double low, high, mean; /* of the probabilities */
} tt_bin;

/**
 * Reliability of probabilities.
 *
 * @param bins  n_bins of equal width over [0,1], filled here.
 * @param ece   expected calibration error: mean over things of |share of hits - mean| of their
 *              bin; NaN when n is 0.
 * @param brier mean of the squared difference.
 * @source      Brier 1950; Naeini, Cooper, Hauskrecht, AAAI 2015.
 */
void tt_reliability(const double *p, const uint8_t *hit, size_t n, tt_bin *bins, size_t n_bins,
                    double *ece, double *brier);
/** Greatest distance of the shares of p-values below x from x: 0 for uniform ones.  @param p is
 * sorted here. */
double tt_uniform_distance(double *p, size_t n);

#endif
