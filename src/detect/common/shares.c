/* shares.c - sums, and the tail without one's own part of them. */
#include "detect/common/shares.h"

#include "detect/common/tail.h"

#include <math.h>

void tt_shares_add(tt_shares *all, double k, double n)
{
    *all = (tt_shares){all->k + k, all->n + n, all->kk + k * k, all->nk + n * k, all->nn + n * n};
}

double tt_shares_chance(const tt_shares *all, double k, double n, double assumed, double rho,
                        double prior, double *usual)
{
    const double most = 0.9;
    double others = all->n - n, u = (all->k - k + prior * assumed) / (others + prior);
    double spread = (all->kk - k * k) - 2 * u * (all->nk - n * k) + u * u * (all->nn - n * n);
    double flat = u * (1 - u), pairs = flat * (all->nn - n * n - others);
    double seen = pairs > 0 ? (spread - flat * others) / pairs : 0;
    *usual = u;
    if (n < 1 || !(u > 0) || u >= 1)
        return 1;
    return tt_beta_binomial_tail((uint64_t)n, u, fmin(fmax(seen, rho), most), (uint64_t)k);
}
