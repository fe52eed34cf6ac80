/* stat.h - order statistics and tail probabilities; no domain words. */
#ifndef TT_BASE_STAT_H
#define TT_BASE_STAT_H

#include "base/base.h"

/** Sort ascending; NaN is not allowed. */
void tt_sort_double(double *v, size_t n);
/** Quantile q in [0,1] of sorted values, linear interpolation (Hyndman and Fan 1996, type 7). n >
 * 0. */
double tt_quantile_sorted(const double *sorted, size_t n, double q);
double tt_median_sorted(const double *sorted, size_t n);
/** Median of |v - m|; tmp has n places. */
double tt_mad(const double *v, size_t n, double m, double *tmp);
/** P(X >= k), X ~ Binomial(n, p). */
double tt_binomial_tail(uint64_t n, double p, uint64_t k);
/** P(X >= k), X ~ Poisson(lambda). */
double tt_poisson_tail(double lambda, uint64_t k);
/** log10 of the integrated p-to-e calibrator (1 - p + p ln p) / (p ln^2 p), p in (0,1]; p=1 gives
 * log10(1/2). @source Vovk and Wang, E-values: calibration, combination and applications, Ann.
 * Statist. 2021. */
double tt_log10_e_of_p(double p);

#endif
