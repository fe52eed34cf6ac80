/*
 * rng.c - xoshiro256** 1.0 and SplitMix64 by Blackman and Vigna (public domain algorithms).
 */
#include "base/rng.h"

static uint64_t rotl(uint64_t v, unsigned by)
{
    return v << by | v >> (64 - by);
}

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

void tt_rng_init(tt_rng *r, uint64_t seed, const char *stage)
{
    uint64_t state = UINT64_C(0xCBF29CE484222325); /* FNV-1a of the name: stages draw apart */
    for (const char *p = stage; *p; p++)
        state = (state ^ (unsigned char)*p) * UINT64_C(0x100000001B3);
    state ^= splitmix(&seed);
    for (size_t i = 0; i < TT_LEN(r->s); i++)
        r->s[i] = splitmix(&state);
}

uint64_t tt_rng_u64(tt_rng *r)
{
    uint64_t *s = r->s;
    uint64_t out = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return out;
}

uint64_t tt_rng_below(tt_rng *r, uint64_t n)
{
    TT_ASSERT(n > 0);
    uint64_t surplus = (UINT64_MAX - n + 1) % n; /* 2^64 mod n: draws below it are thrown away */
    uint64_t v;
    do
        v = tt_rng_u64(r);
    while (v < surplus);
    return v % n;
}

double tt_rng_unit(tt_rng *r)
{
    return (double)(tt_rng_u64(r) >> 11) * 0x1p-53;
}
