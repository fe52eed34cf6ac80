/* tail.h - tails that allow for observations that go together, and evidence from them. */
#ifndef TT_DETECT_COMMON_TAIL_H
#define TT_DETECT_COMMON_TAIL_H

#include "base/stat.h"

/**
 * P(X >= k), X ~ beta-binomial(n, mean p, correlation rho): n trials of one firm are more alike
 * than n trials of n firms.
 *
 * @param p    0 < p < 1.
 * @param rho  0..1, intra-class correlation; 0 is the binomial.
 * @complexity O(n).
 */
double tt_beta_binomial_tail(uint64_t n, double p, double rho, uint64_t k);

/**
 * One p-value of m lines, of which some stand out or all lean one way:
 * min(1, 2 min(1 - (1 - p1)^m, max(q, min over t of 3 P(X >= k_t)))), with t = 5 %, 1 %, 0.1 %, X
 * beta-binomial(m, t, rho_t) and k_t the lines with p <= t.  For one line it is p1.
 *
 * @param p1  the smallest p.  @param k,rho  for t = 0.05, 0.01, 0.001.
 * @param q   how often lines lean that far, seen directly; 0 when that is not known.
 */
double tt_two_channel_p(uint64_t m, double p1, const uint64_t k[3], const double rho[3], double q);
extern const double tt_two_channel_t[3];

/**
 * P(X >= k) when `marked` of n are drawn at random, and `near` of the n are near: labels permuted.
 *
 * @complexity O(marked).
 */
double tt_permuted_tail(uint64_t n, uint64_t near, uint64_t marked, uint64_t k);

/** Clamped to [-1, 3], rounded to 1e-9: what a detector may claim in bans. */
double tt_bans(double log10_e);

#endif
