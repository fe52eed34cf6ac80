/* chance.c - see chance.h. */
#include "graph/chance.h"

#include <math.h>

enum { MOST_TERMS = 10000 }; /* summed one by one */

static double limit(double p)
{
    return p < 0 ? 0 : p > 1 ? 1 : p;
}

double tt_scan_tail(uint64_t n, uint64_t k, double w)
{
    if (k <= 1 || w >= 1)
        return n >= k;
    if (k > n || w <= 0)
        return 0;
    double at = tt_binomial_tail(n, w, k), above = tt_binomial_tail(n, w, k + 1);
    double middle = ((double)k / w - (double)n - 1) * (at - above) + 2 * at;
    /* Where windows hold this many anyway the formula no longer means anything. */
    return (double)k <= (double)n * w ? 1 : limit(middle);
}

double tt_negbin_tail(double mean, double variance, uint64_t k)
{
    if (k == 0)
        return 1;
    if (mean <= 0)
        return 0;
    if (variance <= mean * (1 + 1e-9))
        return tt_poisson_tail(mean, k);
    double r = mean * mean / (variance - mean), fail = mean / (r + mean);
    double log_p = r * log1p(-fail), under = 0; /* P(X = 0), then up */
    for (uint64_t j = 0; j < k; j++) {
        under += exp(log_p);
        log_p += log(((double)j + r) / ((double)j + 1) * fail);
    }
    if (under < 0.999) /* nothing is lost in the difference */
        return limit(1 - under);
    double term = 1, sum = 1;
    uint64_t j = k;
    for (; term > 1e-17 * sum && j < k + MOST_TERMS; j++) {
        term *= ((double)j + r) / ((double)j + 1) * fail;
        sum += term;
    }
    if (j == k + MOST_TERMS) { /* a long tail: what remains is at most geometric */
        double ratio = TT_MAX(fail, ((double)j + r) / ((double)j + 1) * fail);
        sum += ratio < 1 ? term * ratio / (1 - ratio) : (double)INFINITY;
    }
    return limit(exp(log_p) * sum);
}
