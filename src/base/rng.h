/* rng.h - seeded random numbers: xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64 of
 * (seed, name). */
#ifndef TT_BASE_RNG_H
#define TT_BASE_RNG_H

#include "base/base.h"

typedef struct tt_rng {
    uint64_t s[4];
} tt_rng;

/** @param stage  terminated; each stage draws its own numbers from one seed. */
void tt_rng_init(tt_rng *r, uint64_t seed, const char *stage);
uint64_t tt_rng_u64(tt_rng *r);               /* all 64 bits are good */
uint64_t tt_rng_below(tt_rng *r, uint64_t n); /* 0..n-1, unbiased; n > 0 */
double tt_rng_unit(tt_rng *r);                /* [0,1), 53 bits */

#endif
