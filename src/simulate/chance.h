/*
 * chance.h - draws and the arithmetic of a made-up world, the same bits on every machine.
 *
 * Nothing of libm but sqrt, which IEEE 754 fixes to the last bit: ln and exp are series of plain
 * sums and products, and the build forbids the compiler to fuse them (-ffp-contract=off).
 *
 * One draw in an expression: compilers differ in which argument or operand comes first.
 */
#ifndef TT_SIMULATE_CHANCE_H
#define TT_SIMULATE_CHANCE_H

#include "base/rng.h"

enum { SIM_ONE = 1000000 }; /* probabilities are in millionths */

/** True with probability ppm / 1e6; no draw is saved when it is 0 or 1, so streams stay in step. */
bool sim_chance(tt_rng *r, uint32_t ppm);
uint32_t sim_below(tt_rng *r, uint32_t n);              /* 0..n-1; 0 when n is 0 */
int32_t sim_between(tt_rng *r, int32_t lo, int32_t hi); /* both ends count */
/** Zipf-like: small numbers often.  0..n-1. */
uint32_t sim_low(tt_rng *r, uint32_t n);

double sim_ln(double x);  /* x > 0 and normal */
double sim_exp(double x); /* |x| <= 600, else clipped */
double sim_normal(tt_rng *r);
/** Student's t with three degrees of freedom, scaled to variance 1: heavy tails. */
double sim_heavy(tt_rng *r);
/** exp(sd * normal): median 1. */
double sim_lognormal(tt_rng *r, double sd);
/** Mean 1, shape 2: waiting times that are neither clockwork nor without memory. */
double sim_wait(tt_rng *r);
/** Pareto with tail 1.1, at least 1, cut at most. */
double sim_pareto(tt_rng *r, double most);

/** To the nearest whole number, halves up; 0 for what is below 0. */
int64_t sim_round(double x);

#endif
