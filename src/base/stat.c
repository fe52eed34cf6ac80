/*
 * stat.c - order statistics and tail probabilities; no domain words.
 *
 * log-gamma, log and exp of different C libraries differ in the last bits: round with
 * tt_round9 before comparing with a threshold.
 */
#include "base/stat.h"

#include <math.h>

static const double two_pi = 6.283185307179586477;

/* --- order --- */

/* Total: -0 before +0, so that equal inputs give equal bytes. */
static bool before(double a, double b)
{
    return a < b || (a == b && signbit(a) && !signbit(b));
}

static void swap(double *a, double *b)
{
    double t = *a;
    *a = *b;
    *b = t;
}

static void insertion(double *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double x = v[i];
        size_t at = i;
        for (; at > 0 && before(x, v[at - 1]); at--)
            v[at] = v[at - 1];
        v[at] = x;
    }
}

static void sift(double *v, size_t root, size_t n)
{
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && before(v[child], v[child + 1]))
            child++;
        if (!before(v[root], v[child]))
            return;
        swap(&v[root], &v[child]);
    }
}

static void heap(double *v, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift(v, i, n);
    for (size_t i = n; i-- > 1;) {
        swap(&v[0], &v[i]);
        sift(v, 0, i);
    }
}

/* Hoare's partition around the median of three: v[0..cut] <= v[cut+1..n).  n >= 3. */
static size_t partition(double *v, size_t n)
{
    size_t mid = (n - 1) / 2;
    if (before(v[mid], v[0]))
        swap(&v[mid], &v[0]);
    if (before(v[n - 1], v[0]))
        swap(&v[n - 1], &v[0]);
    if (before(v[n - 1], v[mid]))
        swap(&v[n - 1], &v[mid]);
    double pivot = v[mid];
    size_t i = 0, j = n - 1;
    for (;;) {
        while (before(v[i], pivot))
            i++;
        while (before(pivot, v[j]))
            j--;
        if (i >= j)
            return j;
        swap(&v[i++], &v[j--]);
    }
}

struct part {
    double *v;
    size_t n;
    unsigned cuts; /* left, before the heap takes over */
};

/* Quicksort; a part that has been cut too often is left to the heap: never quadratic. */
void tt_sort_double(double *v, size_t n)
{
    enum { SMALL = 24, STACK = 64 };
    struct part todo[STACK]; /* the larger half waits, so there are never more than log2(n) */
    size_t depth = 1;
    unsigned cuts = 0;
    for (size_t k = n; k > 0; k >>= 1)
        cuts += 2;
    todo[0] = (struct part){v, n, cuts};
    while (depth > 0) {
        struct part p = todo[--depth];
        while (p.n > SMALL && p.cuts > 0) {
            size_t left = partition(p.v, p.n) + 1;
            struct part a = {p.v, left, p.cuts - 1}, b = {p.v + left, p.n - left, p.cuts - 1};
            todo[depth++] = a.n > b.n ? a : b;
            p = a.n > b.n ? b : a;
        }
        if (p.n > SMALL)
            heap(p.v, p.n);
        else
            insertion(p.v, p.n);
    }
}

double tt_quantile_sorted(const double *sorted, size_t n, double q)
{
    TT_ASSERT(n > 0 && q >= 0 && q <= 1);
    double h = (double)(n - 1) * q;
    size_t low = (size_t)h;
    if (low + 1 >= n)
        return sorted[n - 1];
    return sorted[low] + (h - (double)low) * (sorted[low + 1] - sorted[low]);
}

double tt_median_sorted(const double *sorted, size_t n)
{
    return tt_quantile_sorted(sorted, n, 0.5);
}

double tt_mad(const double *v, size_t n, double m, double *tmp)
{
    for (size_t i = 0; i < n; i++)
        tmp[i] = fabs(v[i] - m);
    tt_sort_double(tmp, n);
    return tt_median_sorted(tmp, n);
}

/* --- tails --- */

/*
 * Point probabilities by Catherine Loader, "Fast and Accurate Computation of Binomial
 * Probabilities", 2000: no difference of large logarithms.
 */

/* ln(n!) - Stirling's formula. */
static double stirling_error(double n)
{
    static const double table[] = {0,
                                   0.081061466795327258220,
                                   0.041340695955409294094,
                                   0.027677925684998339149,
                                   0.020790672103765093112,
                                   0.016644691189821192163,
                                   0.013876128823070747999,
                                   0.011896709945891770095,
                                   0.010411265261972096497,
                                   0.0092554621827127329178,
                                   0.0083305634333631253847,
                                   0.0075736754879518407950,
                                   0.0069428401072095309160,
                                   0.0064089941880042070684,
                                   0.0059513701127588475625,
                                   0.0055547335519628013710};
    if (n < 16)
        return table[(size_t)n];
    double nn = n * n;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / nn) / nn) / nn) / nn) /
           n;
}

/* x ln(x / m) + m - x, without cancellation when x is near m. */
static double deviance(double x, double m)
{
    if (fabs(x - m) >= 0.1 * (x + m))
        return x * log(x / m) + m - x;
    double v = (x - m) / (x + m), s = (x - m) * v, e = 2 * x * v;
    for (int j = 1;; j++) {
        e *= v * v;
        double next = s + e / (2 * j + 1);
        if (next == s)
            return s;
        s = next;
    }
}

/* k >= 1 */
static double poisson_point(double lambda, double k)
{
    return exp(-stirling_error(k) - deviance(k, lambda)) / sqrt(two_pi * k);
}

/* 0 < p < 1, 1 <= k <= n */
static double binomial_point(double n, double p, double k)
{
    if (k == n)
        return exp(n * log(p));
    double c = stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance(k, n * p) -
               deviance(n - k, n * (1 - p));
    return exp(c) * sqrt(n / (two_pi * k * (n - k)));
}

/* A continued fraction by Lentz's method as Press et al. give it. */
struct lentz {
    double c, d, value;
};

static const double tiny = 1e-300, enough = 4e-15;

/* One step with numerator a and denominator b; true when it changes nothing any more. */
static bool lentz_step(struct lentz *f, double a, double b)
{
    f->d = b + a * f->d;
    f->c = b + a / f->c;
    if (fabs(f->d) < tiny)
        f->d = tiny;
    if (fabs(f->c) < tiny)
        f->c = tiny;
    f->d = 1 / f->d;
    double by = f->c * f->d;
    f->value *= by;
    return fabs(by - 1) < enough;
}

/*
 * The regularised incomplete beta function divided by x^a (1-x)^b / (a B(a,b)), for
 * x < (a + 1) / (a + b + 2).  Press et al., Numerical Recipes, 6.4.
 */
static double beta_fraction(double a, double b, double x)
{
    struct lentz f = {.c = 1, .value = 1};
    double d = 1 - (a + b) * x / (a + 1);
    f.d = 1 / (fabs(d) < tiny ? tiny : d);
    f.value = f.d;
    for (double m = 1;; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        bool settled = lentz_step(&f, even, 1);
        if (lentz_step(&f, odd, 1) && settled)
            return f.value;
    }
}

double tt_binomial_tail(uint64_t n, double p, uint64_t k)
{
    TT_ASSERT(p >= 0 && p <= 1);
    if (k == 0)
        return 1;
    if (k > n || p <= 0)
        return 0;
    if (p >= 1)
        return 1;
    double nn = (double)n, kk = (double)k;
    double front = binomial_point(nn, p, kk) * (1 - p);
    if (p < (kk + 1) / (nn + 3))
        return TT_MIN(front * beta_fraction(kk, nn - kk + 1, p), 1.0);
    double below = front * kk / (nn - kk + 1) * beta_fraction(nn - kk + 1, kk, 1 - p);
    return TT_MAX(1 - below, 0.0);
}

double tt_poisson_tail(double lambda, uint64_t k)
{
    TT_ASSERT(lambda >= 0);
    if (k == 0)
        return 1;
    if (lambda <= 0)
        return 0;
    double kk = (double)k, point = poisson_point(lambda, kk);
    if (lambda < kk + 1) { /* the terms from k on, each less than the one before */
        double sum = 1, term = 1;
        for (double j = kk + 1; term > sum * 1e-17; j++) {
            term *= lambda / j;
            sum += term;
        }
        return TT_MIN(point * sum, 1.0);
    }
    /* P(X < k) = Gamma(k, lambda) / Gamma(k); its fraction: Press et al., 6.2. */
    double b = lambda + 1 - kk;
    struct lentz f = {.c = 1 / tiny, .d = 1 / b, .value = 1 / b};
    for (double i = 1;; i++) {
        b += 2;
        if (lentz_step(&f, -i * (i - kk), b))
            break;
    }
    return TT_MAX(1 - point * kk * f.value, 0.0);
}

double tt_log10_e_of_p(double p)
{
    TT_ASSERT(p > 0 && p <= 1);
    double t = -log(p);
    if (t > 0.1)
        return log10((1 - p - p * t) / (t * t)) - log10(p);
    /* 1 - (1 + t) exp(-t) = sum over k >= 2 of (-1)^k t^k (k - 1) / k!, here divided by t^2 */
    double sum = 0, power = 1, factorial = 2;
    for (int k = 2; k <= 14; k++) {
        sum += power * (k - 1) / factorial;
        power *= -t;
        factorial *= k + 1;
    }
    return log10(sum) - log10(p);
}
