/*
 * digits.h - the digits of sums: how many a sum says, and how likely the first two of many are:
 * under Benford's law, and under the sums' own spread as a mixture of lognormals.
 *
 *     chi2 = sum over the 90 pairs of (seen - n q)^2 / (n q)      mad = mean of |seen / n - q|
 *
 * p of both is found by drawing n sums again and again with the chances q; drawing stops after
 * TT_DIGIT_HITS samples as far off (Besag and Clifford), so that the usual case is quick.  The fit
 * is not made again for each sample: that p is too large rather than too small.
 *
 * @source  F. Benford, Proc. Am. Phil. Soc. 78, 1938; J. Besag, P. Clifford, Sequential Monte Carlo
 *          p-values, Biometrika 78, 1991; mixtures by EM: Dempster, Laird, Rubin, J. R. Statist.
 *          Soc. B 39, 1977, with the number of parts by BIC.
 */
#ifndef TT_DETECT_COMMON_DIGITS_H
#define TT_DETECT_COMMON_DIGITS_H

#include "base/arena.h"
#include "base/rng.h"

enum {
    TT_DIGIT_PAIRS = 90, /* 10..99 */
    TT_DIGIT_HITS = 10,
    TT_DIGIT_DRAWN = 5000, /* sums of a sample at most; larger ones are scaled */
    TT_DIGIT_PARTS = 3     /* of a mixture */
};

/* Chances of the pairs, or how often they were seen. */
typedef struct tt_digit_law {
    double q[TT_DIGIT_PAIRS];
} tt_digit_law;
typedef struct tt_digits {
    uint32_t seen[TT_DIGIT_PAIRS];
    uint32_t n;
} tt_digits;

/** Digits before the zeros at the end: 2 of 25,000.00 and of 2,500,000; 5 of 12,345. */
unsigned tt_digits_said(int64_t minor);
/** 12 of 1,234 and of 120; 0 of less than 10. */
unsigned tt_digit_pair(int64_t minor);
tt_digit_law tt_digit_benford(void);
/**
 * The law of a mixture of lognormals fitted to sums.
 *
 * @param x      their natural logarithms, ascending, n > 1.
 * @param parts  how many lognormals were taken.
 * @param room   n * TT_DIGIT_PARTS places.
 * @complexity   O(n).
 */
tt_digit_law tt_digit_fit(const double *x, size_t n, double *room, unsigned *parts);

typedef struct tt_digit_test {
    double mad, chi2;
    double p; /* the larger of those of the two */
} tt_digit_test;
/** @param replicates  samples at most. */
tt_digit_test
tt_digit_try(const tt_digits *d, const tt_digit_law *law, uint32_t replicates, tt_rng *r);

#endif
