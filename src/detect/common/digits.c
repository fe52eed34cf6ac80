/* digits.c - see digits.h. */
#include "detect/common/digits.h"

#include "base/num.h"

#include <math.h>

unsigned tt_digits_said(int64_t minor)
{
    unsigned n = 0;
    while (minor > 0 && minor % 10 == 0)
        minor /= 10;
    for (; minor > 0; minor /= 10)
        n++;
    return n;
}

unsigned tt_digit_pair(int64_t minor)
{
    while (minor >= 100)
        minor /= 10;
    return minor >= 10 ? (unsigned)minor : 0;
}

tt_digit_law tt_digit_benford(void)
{
    tt_digit_law law;
    for (int i = 0; i < TT_DIGIT_PAIRS; i++)
        law.q[i] = tt_round9(log10(1 + 1.0 / (i + 10)));
    return law;
}

/* --- a mixture of lognormals --- */

struct part {
    double share, mean, sd;
};

static double density(const struct part *p, double x)
{
    const double root_2_pi = 2.506628274631;
    double z = (x - p->mean) / p->sd;
    return p->share / (p->sd * root_2_pi) * exp(-z * z / 2);
}

/* One step: how much of each sum is of each part, then the parts anew.  Returns ln likelihood. */
static double step(const double *x, size_t n, struct part *v, unsigned k, double *of)
{
    const double least_sd = 0.02, tiny = 1e-300;
    double likelihood = 0;
    for (size_t i = 0; i < n; i++) {
        double all = 0;
        for (unsigned j = 0; j < k; j++)
            all += of[i * k + j] = density(&v[j], x[i]);
        likelihood += log(fmax(all, tiny));
        for (unsigned j = 0; j < k; j++)
            of[i * k + j] /= fmax(all, tiny);
    }
    for (unsigned j = 0; j < k; j++) {
        double w = tiny, sum = 0, square = 0;
        for (size_t i = 0; i < n; i++) {
            w += of[i * k + j];
            sum += of[i * k + j] * x[i];
        }
        v[j].share = w / (double)n;
        v[j].mean = sum / w;
        for (size_t i = 0; i < n; i++)
            square += of[i * k + j] * (x[i] - v[j].mean) * (x[i] - v[j].mean);
        v[j].sd = fmax(sqrt(square / w), least_sd);
    }
    return likelihood;
}

/* k equal slices of the sorted sums to begin with. */
static double fit(const double *x, size_t n, struct part *v, unsigned k, double *of)
{
    enum { STEPS = 200 };
    const double enough = 1e-6;
    double last = -(double)INFINITY, now = last;
    double width = (x[n - 1] - x[0]) / (2 * k);
    for (unsigned j = 0; j < k; j++)
        v[j] = (struct part){1.0 / k, x[n * (2 * j + 1) / (2 * (size_t)k)], fmax(width, 0.1)};
    for (int i = 0; i < STEPS; i++) {
        now = step(x, n, v, k, of);
        if (now - last < enough * fabs(now))
            break;
        last = now;
    }
    return now;
}

/* Chance of the pair d under the parts, over all decades of minor units. */
static double chance(const struct part *v, unsigned k, int d)
{
    enum { DECADES = 18 };
    const double root_2 = 1.414213562373, ln_10 = 2.302585092994;
    double q = 0;
    for (unsigned j = 0; j < k; j++)
        for (int e = -1; e < DECADES; e++) {
            double low = (log(d) + ln_10 * e - v[j].mean) / v[j].sd;
            double high = (log(d + 1) + ln_10 * e - v[j].mean) / v[j].sd;
            q += v[j].share * (erfc(low / root_2) - erfc(high / root_2)) / 2;
        }
    return q;
}

tt_digit_law tt_digit_fit(const double *x, size_t n, double *room, unsigned *parts)
{
    struct part best[TT_DIGIT_PARTS] = {{0}};
    double least = INFINITY, all = 0;
    const double mixed = 0.001; /* so that no pair is impossible */
    tt_digit_law law;
    for (unsigned k = 1; k <= TT_DIGIT_PARTS; k++) {
        struct part v[TT_DIGIT_PARTS];
        double bic = (3 * k - 1) * log((double)n) - 2 * fit(x, n, v, k, room);
        if (bic >= least)
            continue;
        least = bic;
        *parts = k;
        for (unsigned j = 0; j < k; j++)
            best[j] = v[j];
    }
    for (int i = 0; i < TT_DIGIT_PAIRS; i++)
        all += law.q[i] = chance(best, *parts, i + 10);
    for (int i = 0; i < TT_DIGIT_PAIRS; i++)
        law.q[i] = tt_round9((1 - mixed) * law.q[i] / fmax(all, 1e-9) + mixed / TT_DIGIT_PAIRS);
    return law;
}

/* --- drawing --- */

static tt_digit_test measure(const uint32_t *seen, double n, const tt_digit_law *law)
{
    tt_digit_test t = {0};
    for (int i = 0; i < TT_DIGIT_PAIRS; i++) {
        double off = seen[i] / n - law->q[i];
        t.mad += fabs(off) / TT_DIGIT_PAIRS;
        t.chi2 += n * off * off / law->q[i];
    }
    t.mad = tt_round9(t.mad);
    t.chi2 = tt_round9(t.chi2);
    return t;
}

enum { GUIDE = 1024 };

/* For each 1024th the first pair that it can be. */
struct drawer {
    double upto[TT_DIGIT_PAIRS];
    uint8_t first[GUIDE];
};

static void prepare(struct drawer *w, const tt_digit_law *law)
{
    double all = 0, sum = 0;
    int pair = 0;
    for (int i = 0; i < TT_DIGIT_PAIRS; i++)
        all += law->q[i];
    for (int i = 0; i < TT_DIGIT_PAIRS; i++)
        w->upto[i] = (sum += law->q[i]) / all;
    w->upto[TT_DIGIT_PAIRS - 1] = 1;
    for (int g = 0; g < GUIDE; g++) {
        while (w->upto[pair] <= (double)g / GUIDE)
            pair++;
        w->first[g] = (uint8_t)pair;
    }
}

static void draw(const struct drawer *w, uint32_t n, uint32_t *seen, tt_rng *r)
{
    for (int i = 0; i < TT_DIGIT_PAIRS; i++)
        seen[i] = 0;
    for (uint32_t i = 0; i < n; i++) {
        double u = tt_rng_unit(r);
        int pair = w->first[(size_t)(u * GUIDE)];
        while (w->upto[pair] <= u)
            pair++;
        seen[pair]++;
    }
}

tt_digit_test
tt_digit_try(const tt_digits *d, const tt_digit_law *law, uint32_t replicates, tt_rng *r)
{
    tt_digit_test t = measure(d->seen, d->n, law);
    uint32_t n = TT_MIN(d->n, (uint32_t)TT_DIGIT_DRAWN), seen[TT_DIGIT_PAIRS], i = 0;
    uint32_t mads = 0, chis = 0;
    double scale = sqrt((double)n / (double)d->n); /* mad falls with the root of n */
    struct drawer w;
    prepare(&w, law);
    while (i < replicates && TT_MAX(mads, chis) < TT_DIGIT_HITS) {
        draw(&w, n, seen, r);
        tt_digit_test x = measure(seen, n, law);
        mads += tt_round9(x.mad * scale) >= t.mad;
        chis += x.chi2 >= t.chi2;
        i++;
    }
    uint32_t hits = TT_MAX(mads, chis);
    t.p = tt_round9(i < replicates ? (double)hits / i : (double)(hits + 1) / (i + 1.0));
    return t;
}
