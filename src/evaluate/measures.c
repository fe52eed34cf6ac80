/* measures.c - rankings, groupings and probabilities against the truth. */
#include "evaluate/measures.h"

#include <math.h>

#include "base/map.h"
#include "base/rng.h"
#include "base/stat.h"
#include "base/vec.h"

static const double Z95 = 1.959963984540054;

tt_share tt_share_of(uint64_t k, uint64_t n)
{
    tt_share s = {k, n, (double)NAN, (double)NAN, (double)NAN};
    if (!n)
        return s;
    double m = (double)n, p = (double)k / m, z2 = Z95 * Z95;
    double centre = (p + z2 / (2 * m)) / (1 + z2 / m);
    double half = Z95 * sqrt(p * (1 - p) / m + z2 / (4 * m * m)) / (1 + z2 / m);
    s.value = p;
    s.low = k ? centre - half : 0;
    s.high = k < n ? centre + half : 1;
    return s;
}

double tt_f1(double precision, double recall)
{
    double sum = precision + recall;
    return sum > 0 ? 2 * precision * recall / sum : sum;
}

/* --- rankings --- */

tt_share tt_precision_at(const uint8_t *hit, size_t n, size_t k)
{
    uint64_t found = 0;
    for (size_t i = 0; i < n && i < k; i++)
        found += hit[i];
    return tt_share_of(found, k);
}

double tt_average_precision(const uint8_t *hit, size_t n, size_t n_true)
{
    double sum = 0;
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        if (hit[i])
            sum += (double)++found / (double)(i + 1);
    return n_true ? sum / (double)n_true : (double)NAN;
}

tt_status
tt_average_precision_range(const uint8_t *hit, size_t n, size_t n_true, uint64_t seed,
                           unsigned rounds, tt_arena *a, double *low, double *high, tt_err *err)
{
    *low = *high = (double)NAN;
    if (!n_true || !rounds)
        return TT_OK;
    size_t hits = 0, all;
    for (size_t i = 0; i < n; i++)
        hits += hit[i];
    all = n + n_true - TT_MIN(n_true, hits); /* the ranking, then the true things it lacks */
    uint32_t *drawn = tt_new_n(a, uint32_t, all);
    double *ap = tt_new_n(a, double, rounds);
    if (!drawn || !ap)
        return tt_fail(err, TT_ENOMEM, "no room for %zu ranks", all);
    tt_rng rng;
    tt_rng_init(&rng, seed, "average precision");
    for (unsigned r = 0; r < rounds; r++) {
        memset(drawn, 0, all * sizeof(*drawn));
        for (size_t i = 0; i < all; i++)
            drawn[tt_rng_below(&rng, all)]++;
        double sum = 0;
        uint64_t rank = 0, found = 0, total = 0;
        for (size_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < drawn[i]; k++) {
                rank++;
                if (hit[i])
                    sum += (double)++found / (double)rank;
            }
        total = found;
        for (size_t i = n; i < all; i++)
            total += drawn[i];
        ap[r] = total ? sum / (double)total : 0;
    }
    tt_sort_double(ap, rounds);
    *low = tt_quantile_sorted(ap, rounds, 0.025);
    *high = tt_quantile_sorted(ap, rounds, 0.975);
    return TT_OK;
}

/* --- groupings --- */

/* A pair of groups that have things in common. */
struct cell {
    uint32_t x, y, n;
};
TT_VEC(cells, struct cell);

struct table {
    uint32_t *of_x, *of_y; /* sizes of groups */
    cells cells;           /* in the order of their first thing */
};

static tt_status count(const uint32_t *x, uint32_t n_x, const uint32_t *y, uint32_t n_y, size_t n,
                       tt_arena *a, struct table *t, tt_err *err)
{
    tt_map64 at;
    bool ok;
    *t = (struct table){
        tt_new_n(a, uint32_t, n_x + (size_t)1), tt_new_n(a, uint32_t, n_y + (size_t)1), {0}};
    ok = t->of_x && t->of_y;
    tt_map64_init(&at);
    for (size_t i = 0; i < n && ok; i++) {
        uint32_t k;
        bool added;
        ok = tt_map64_intern(&at, (uint64_t)x[i] << 32 | y[i], (uint32_t)t->cells.n, &k, &added) &&
             (!added || tt_vec_push(&t->cells, ((struct cell){x[i], y[i], 0})));
        if (!ok)
            break;
        t->cells.v[k].n++;
        t->of_x[x[i]]++;
        t->of_y[y[i]]++;
    }
    tt_map64_release(&at);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the groups of %zu things", n);
}

static double entropy(const uint32_t *size, uint32_t n_groups, double n)
{
    double h = 0;
    for (uint32_t g = 0; g < n_groups; g++)
        if (size[g])
            h -= size[g] / n * log(size[g] / n);
    return h;
}

/* Expected part of one pair of groups of sizes p and q: their overlap is hypergeometric. */
static double expected_cell(double p, double q, double n)
{
    double low = TT_MAX(1, p + q - n), high = TT_MIN(p, q), sum = 0;
    double fixed =
        lgamma(p + 1) + lgamma(q + 1) + lgamma(n - p + 1) + lgamma(n - q + 1) - lgamma(n + 1);
    for (double k = low; k <= high; k++) {
        double log_chance = fixed - lgamma(k + 1) - lgamma(p - k + 1) - lgamma(q - k + 1) -
                            lgamma(n - p - q + k + 1);
        sum += k / n * log(n * k / (p * q)) * exp(log_chance);
    }
    return sum;
}

/* Sizes ascending, each with how many groups have it: groups of one size share their expectation.
 */
static size_t by_size(const uint32_t *size, uint32_t n_groups, double *sorted, double *times)
{
    size_t n = 0, kept = 0;
    for (uint32_t g = 0; g < n_groups; g++)
        if (size[g])
            sorted[n++] = size[g];
    tt_sort_double(sorted, n);
    for (size_t i = 0; i < n; i++) {
        if (kept && sorted[kept - 1] >= sorted[i]) {
            times[kept - 1]++;
            continue;
        }
        sorted[kept] = sorted[i];
        times[kept++] = 1;
    }
    return kept;
}

static tt_status expected_information(const struct table *t, uint32_t n_x, uint32_t n_y, double n,
                                      tt_arena *a, double *out, tt_err *err)
{
    double *x = tt_new_n(a, double, 2 * (size_t)n_x + 1),
           *y = tt_new_n(a, double, 2 * (size_t)n_y + 1);
    if (!x || !y)
        return tt_fail(err, TT_ENOMEM, "no room for %u groups", n_x);
    size_t k_x = by_size(t->of_x, n_x, x, x + n_x), k_y = by_size(t->of_y, n_y, y, y + n_y);
    *out = 0;
    for (size_t i = 0; i < k_x; i++)
        for (size_t j = 0; j < k_y; j++)
            *out += x[n_x + i] * y[n_y + j] * expected_cell(x[i], y[j], n);
    return TT_OK;
}

tt_status
tt_adjusted_mutual_information(const uint32_t *x, uint32_t n_x, const uint32_t *y, uint32_t n_y,
                               size_t n, tt_arena *a, double *out, tt_err *err)
{
    struct table t;
    double all = (double)n, mutual = 0, expected = 0;
    *out = (double)NAN;
    if (!n)
        return TT_OK;
    tt_status st = count(x, n_x, y, n_y, n, a, &t, err);
    if (st == TT_OK)
        st = expected_information(&t, n_x, n_y, all, a, &expected, err);
    if (st == TT_OK) {
        double h_x = entropy(t.of_x, n_x, all), h_y = entropy(t.of_y, n_y, all);
        for (size_t i = 0; i < t.cells.n; i++) {
            const struct cell *c = &t.cells.v[i];
            mutual += c->n / all * log(all * c->n / ((double)t.of_x[c->x] * t.of_y[c->y]));
        }
        double top = (h_x + h_y) / 2 - expected;
        *out = fabs(top) < 1e-12 ? 1 : (mutual - expected) / top;
    }
    tt_vec_release(&t.cells);
    return st;
}

static uint64_t pairs(uint64_t n)
{
    return n * (n - (n > 0)) / 2;
}

tt_status tt_grouping_of(const uint32_t *truth, uint32_t n_truth, const uint32_t *found,
                         uint32_t n_found, size_t n, tt_arena *a, tt_grouping *out, tt_err *err)
{
    struct table t;
    *out = (tt_grouping){0};
    tt_status st = count(truth, n_truth, found, n_found, n, a, &t, err);
    for (uint32_t g = 0; g < n_truth && st == TT_OK; g++)
        out->pairs_true += pairs(t.of_x[g]);
    for (uint32_t g = 0; g < n_found && st == TT_OK; g++)
        out->pairs_found += pairs(t.of_y[g]);
    for (size_t i = 0; i < t.cells.n && st == TT_OK; i++) {
        const struct cell *c = &t.cells.v[i];
        double both = (double)c->n * c->n;
        out->pairs_both += pairs(c->n);
        out->b3_precision += both / t.of_y[c->y] / (double)n;
        out->b3_recall += both / t.of_x[c->x] / (double)n;
    }
    tt_vec_release(&t.cells);
    out->precision = tt_share_of(out->pairs_both, out->pairs_found).value;
    out->recall = tt_share_of(out->pairs_both, out->pairs_true).value;
    out->f1 = tt_f1(out->precision, out->recall);
    out->b3_f1 = tt_f1(out->b3_precision, out->b3_recall);
    return st;
}

double tt_jaccard(const uint32_t *x, size_t n_x, const uint32_t *y, size_t n_y)
{
    size_t both = 0;
    for (size_t i = 0, k = 0; i < n_x && k < n_y;) {
        both += x[i] == y[k];
        bool less = x[i] <= y[k], more = y[k] <= x[i];
        i += less;
        k += more;
    }
    return n_x + n_y ? (double)both / (double)(n_x + n_y - both) : 0;
}

/* --- probabilities --- */

void tt_reliability(const double *p, const uint8_t *hit, size_t n, tt_bin *bins, size_t n_bins,
                    double *ece, double *brier)
{
    for (size_t b = 0; b < n_bins; b++)
        bins[b] =
            (tt_bin){.low = (double)b / (double)n_bins, .high = (double)(b + 1) / (double)n_bins};
    *ece = *brier = n ? 0 : (double)NAN;
    for (size_t i = 0; i < n; i++) {
        tt_bin *b = &bins[TT_MIN((size_t)(p[i] * (double)n_bins), n_bins - 1)];
        b->n++;
        b->hits += hit[i];
        b->mean += p[i]; /* a sum until the end */
        *brier += (p[i] - hit[i]) * (p[i] - hit[i]) / (double)n;
    }
    for (size_t b = 0; b < n_bins; b++) {
        if (!bins[b].n)
            continue;
        bins[b].mean /= (double)bins[b].n;
        *ece += fabs((double)bins[b].hits - bins[b].mean * (double)bins[b].n) / (double)n;
    }
}

double tt_uniform_distance(double *p, size_t n)
{
    double most = 0;
    tt_sort_double(p, n);
    for (size_t i = 0; i < n; i++) {
        double below = (double)i / (double)n, to = (double)(i + 1) / (double)n;
        most = TT_MAX(most, TT_MAX(fabs(p[i] - below), fabs(to - p[i])));
    }
    return n ? most : (double)NAN;
}
