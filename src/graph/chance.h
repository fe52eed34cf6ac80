/* chance.h - tails that the searches for motifs share. */
#ifndef TT_GRAPH_CHANCE_H
#define TT_GRAPH_CHANCE_H

#include "base/stat.h"

/**
 * P(some window holds at least k of n events), events spread evenly over a period of which a window
 * is the share w.  An approximation, good where the result is small; exact for k = n = 2.
 *
 * @source  Wallenstein and Neff, An approximation for the distribution of the scan statistic,
 *          Statistics in Medicine 6, 1987.
 */
double tt_scan_tail(uint64_t n, uint64_t k, double w);

/** P(X >= k), X negative binomial with this mean and variance; Poisson where the variance is not
 * above the mean.  O(k). */
double tt_negbin_tail(double mean, double variance, uint64_t k);

#endif
