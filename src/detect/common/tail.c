/* tail.c - see tail.h.  Sums in logarithms, term by term: no gamma functions, no cancellation. */
#include "detect/common/tail.h"

#include "base/num.h"

#include <math.h>

const double tt_two_channel_t[3] = {0.05, 0.01, 0.001};

double tt_beta_binomial_tail(uint64_t n, double p, double rho, uint64_t k)
{
    if (k == 0)
        return 1;
    if (k > n)
        return 0;
    if (rho < 1e-9)
        return tt_binomial_tail(n, p, k);
    if (rho > 1 - 1e-9)
        return p;
    /* X ~ BetaBin(n, a, b): P(n) = prod (a + i) / (a + b + i); P(j) from P(j + 1) downwards. */
    double total = 1 / rho - 1, a = p * total, b = (1 - p) * total;
    double log_p = 0;
    for (uint64_t i = 0; i < n; i++)
        log_p += log((a + (double)i) / (total + (double)i));
    /* sum = P(n) + ... + P(k), scaled by the largest term seen */
    double top = log_p, sum = 1;
    for (uint64_t j = n; j-- > k;) {
        double nn = (double)n, jj = (double)j;
        log_p += log((jj + 1) * (b + nn - jj - 1) / ((nn - jj) * (a + jj)));
        if (log_p > top) {
            sum = sum * exp(top - log_p) + 1;
            top = log_p;
        } else {
            sum += exp(log_p - top);
        }
    }
    double tail = exp(top + log(sum));
    return tail < 1 ? tail : 1;
}

double tt_two_channel_p(uint64_t m, double p1, const uint64_t k[3], const double rho[3], double q)
{
    if (m <= 1)
        return p1;
    double deal = -expm1((double)m * log1p(-(p1 < 1 ? p1 : 1 - 1e-12))), tilt = 1;
    for (int t = 0; t < 3; t++) {
        double p = 3 * tt_beta_binomial_tail(m, tt_two_channel_t[t], rho[t], k[t]);
        tilt = p < tilt ? p : tilt;
    }
    tilt = tilt < q ? q : tilt;
    double best = 2 * (deal < tilt ? deal : tilt);
    return best < 1 ? best : 1;
}

/* The hypergeometric terms from the largest count downwards, each from the one before. */
double tt_permuted_tail(uint64_t n, uint64_t near, uint64_t marked, uint64_t k)
{
    uint64_t most = TT_MIN(near, marked), j = near + marked > n ? near + marked - n : 0;
    double total = 0, tail = 0, term = 1; /* of j, up to a factor that all have */
    if (k <= j)
        return 1;
    if (k > most)
        return 0;
    for (;; j++) {
        total += term;
        tail += j >= k ? term : 0;
        if (j == most)
            return tail / total;
        term *= (double)(near - j) * (double)(marked - j) /
                ((double)(j + 1) * ((double)n - (double)near - (double)marked + (double)(j + 1)));
        if (term > 1e200) {
            total /= 1e200;
            tail /= 1e200;
            term /= 1e200;
        }
    }
}

double tt_bans(double log10_e)
{
    return tt_round9(log10_e < -1 ? -1 : log10_e > 3 ? 3 : log10_e);
}
