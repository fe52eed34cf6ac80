/*
 * chance.c - see chance.h.
 */
#include "simulate/chance.h"

#include <math.h>

bool sim_chance(tt_rng *r, uint32_t ppm)
{
    return tt_rng_below(r, SIM_ONE) < ppm;
}

uint32_t sim_below(tt_rng *r, uint32_t n)
{
    return n ? (uint32_t)tt_rng_below(r, n) : 0;
}

int32_t sim_between(tt_rng *r, int32_t lo, int32_t hi)
{
    return lo + (int32_t)sim_below(r, (uint32_t)(hi - lo + 1));
}

uint32_t sim_low(tt_rng *r, uint32_t n)
{
    double u = tt_rng_unit(r);
    return n ? TT_MIN((uint32_t)(u * u * (double)n), n - 1) : 0;
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof(x));
    return x;
}

/* x = m 2^k with m in [0.7, 1.4); ln m = 2 artanh((m - 1) / (m + 1)). */
double sim_ln(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof(bits));
    int k = (int)(bits >> 52 & 0x7FF) - 1023;
    double m = from_bits((bits & UINT64_C(0xFFFFFFFFFFFFF)) | UINT64_C(1023) << 52);
    if (m > 1.4) {
        m *= 0.5;
        k++;
    }
    double s = (m - 1) / (m + 1), s2 = s * s, sum = 0;
    for (int i = 25; i >= 1; i -= 2)
        sum = sum * s2 + 1.0 / i;
    return 2 * s * sum + k * 0.693147180559945309;
}

/* x = k ln 2 + r with |r| <= 0.35; the series of exp r, then the exponent. */
double sim_exp(double x)
{
    x = TT_MAX(-600.0, TT_MIN(x, 600.0));
    double whole = x * 1.44269504088896341;
    int k = (int)(whole + (whole < 0 ? -0.5 : 0.5));
    double r = x - k * 0.693147180559945309, sum = 1;
    for (int i = 16; i >= 1; i--)
        sum = 1 + sum * r / i;
    return sum * from_bits((uint64_t)(k + 1023) << 52);
}

/* Marsaglia's polar method; the second number is thrown away, so that there is no state. */
double sim_normal(tt_rng *r)
{
    double u, v, s;
    do {
        u = 2 * tt_rng_unit(r) - 1;
        v = 2 * tt_rng_unit(r) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s < 1e-12);
    return u * sqrt(-2 * sim_ln(s) / s);
}

double sim_heavy(tt_rng *r)
{
    double x = sim_normal(r), s = 0;
    for (int i = 0; i < 3; i++) {
        double z = sim_normal(r);
        s += z * z;
    }
    return x / sqrt(TT_MAX(s, 1e-6));
}

double sim_lognormal(tt_rng *r, double sd)
{
    return sim_exp(sd * sim_normal(r));
}

double sim_wait(tt_rng *r)
{
    double u = 1 - tt_rng_unit(r), v = 1 - tt_rng_unit(r);
    return -0.5 * sim_ln(u * v);
}

double sim_pareto(tt_rng *r, double most)
{
    double u = 1 - tt_rng_unit(r);
    return TT_MIN(sim_exp(-sim_ln(u) / 1.1), most);
}

int64_t sim_round(double x)
{
    return x > 0 ? (int64_t)(x + 0.5) : 0;
}
