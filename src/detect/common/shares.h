/*
 * shares.h - k of n for each of many subjects, and how unusual one of them is among the others.
 *
 * With K of the N of all others and an assumed share of weight `prior`,
 *
 *     u = (K + prior * assumed) / (N + prior)
 *     p = P(X >= k), X ~ beta-binomial(n, u, rho)
 *
 * rho being the correlation within one subject that the spread of the others shows (moments), at
 * least `rho`: what goes together in some of them is likelier to go together here.
 */
#ifndef TT_DETECT_COMMON_SHARES_H
#define TT_DETECT_COMMON_SHARES_H

typedef struct tt_shares {
    double k, n, kk, nk, nn; /* sums */
} tt_shares;

void tt_shares_add(tt_shares *all, double k, double n);
/**
 * @param all    of all subjects, this one among them.
 * @param usual  u.
 * @return       p; 1 for n = 0.
 * @complexity   O(n).
 */
double tt_shares_chance(const tt_shares *all, double k, double n, double assumed, double rho,
                        double prior, double *usual);

#endif
