/*
 * stat.h - order statistics and tail probabilities; no domain words.
 *
 * Tails are good to about 1e-12 of their value; other C libraries differ in the last bits, so
 * tt_round9 comes before a threshold.
 */
#ifndef TT_BASE_STAT_H
#define TT_BASE_STAT_H

#include "base/base.h"

/** Sort ascending, -0 before 0; NaN is not allowed.  @complexity  O(n log n), no memory. */
void tt_sort_double(double *v, size_t n);
/**
 * Quantile q in [0,1] of sorted values, n > 0, by linear interpolation.
 *
 * @source  Hyndman and Fan, Sample Quantiles in Statistical Packages, Am. Stat. 50, 1996, type 7.
 */
double tt_quantile_sorted(const double *sorted, size_t n, double q);
double tt_median_sorted(const double *sorted, size_t n); /* n > 0 */
/** Median of |v - m|, not scaled; n > 0.  @param tmp  n places; v stays as it is. */
double tt_mad(const double *v, size_t n, double m, double *tmp);
/**
 * P(X >= k), X ~ Binomial(n, p), p in [0,1].
 *
 * @complexity  O(sqrt(n)) at worst, near the mean.
 * @source      Loader, Fast and Accurate Computation of Binomial Probabilities, 2000; the fraction
 *              of the incomplete beta function: Press et al., Numerical Recipes, 6.4.
 */
double tt_binomial_tail(uint64_t n, double p, uint64_t k);
/** P(X >= k), X ~ Poisson(lambda), lambda >= 0.  Complexity O(sqrt(lambda)) at worst; sources as
 * above, and Press et al. 6.2. */
double tt_poisson_tail(double lambda, uint64_t k);
/**
 * log10 of the integrated p-to-e calibrator (1 - p + p ln p) / (p ln^2 p), p in (0,1]; p = 1 gives
 * log10(1/2).  Falls with p.
 *
 * @source  Vovk and Wang, E-values: calibration, combination and applications, Ann. Statist. 49,
 *          2021.
 */
double tt_log10_e_of_p(double p);

#endif
