/* subset.c - which few numbers add up to another: sorted sums, and meeting in the middle. */
#include "match/lane.h"

enum { HALF_MOST = 16 };

/* First index of v that is not below x. */
static size_t lower(const int64_t *v, size_t n, int64_t x)
{
    size_t low = 0;
    TT_BISECT(size_t, low, n, mid, v[mid] < x);
    return low;
}

static bool add_pick(tt_pick_vec *out, const uint32_t *at, uint32_t n, bool *limit)
{
    tt_pick p = {n, {0}};
    if (out->n >= TT_PICKS_MOST) {
        *limit = true;
        return true;
    }
    memcpy(p.at, at, n * sizeof(*at));
    return tt_vec_push(out, p);
}

bool tt_subset_few(const int64_t *v, size_t n, bool threes, int64_t low, int64_t high,
                   tt_pick_vec *out, bool *limit)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && v[i] + v[j] <= high; j++) {
            int64_t two = v[i] + v[j];
            uint32_t at[3] = {(uint32_t)i, (uint32_t)j, 0};
            if (*limit)
                return true;
            if (two >= low && !add_pick(out, at, 2, limit))
                return false;
            if (!threes)
                continue;
            for (size_t k = TT_MAX(j + 1, lower(v, n, low - two)); k < n && v[k] <= high - two;
                 k++) {
                at[2] = (uint32_t)k;
                if (!add_pick(out, at, 3, limit))
                    return false;
                if (*limit)
                    return true;
            }
        }
    return true;
}

/* A subset of one half: its sum, and a bit for each member. */
struct half {
    int64_t sum;
    uint32_t bits, n;
};

static int by_sum(const void *a, const void *b, void *ctx)
{
    const struct half *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->sum != y->sum)
        return x->sum < y->sum ? -1 : 1;
    return (x->bits > y->bits) - (x->bits < y->bits);
}

static size_t list_half(const int64_t *v, size_t n, int64_t high, struct half *out)
{
    size_t count = 0;
    for (uint32_t bits = 0; bits < 1u << n; bits++) {
        struct half h = {0, bits, 0};
        for (size_t i = 0; i < n; i++)
            if (bits >> i & 1) {
                h.sum += v[i];
                h.n++;
            }
        if (h.n <= 6 && h.sum <= high)
            out[count++] = h;
    }
    return count;
}

static bool join_halves(const struct half *a, size_t na, const struct half *b, size_t nb,
                        size_t n_a, int64_t low, int64_t high, tt_pick_vec *out, bool *limit)
{
    for (size_t i = 0; i < na; i++) {
        size_t from = 0, to = nb;
        TT_BISECT(size_t, from, to, mid, b[mid].sum < low - a[i].sum);
        for (size_t k = from; k < nb && b[k].sum <= high - a[i].sum; k++) {
            uint32_t at[6], n = 0, bits[2] = {a[i].bits, b[k].bits};
            if (a[i].n + b[k].n < 4 || a[i].n + b[k].n > 6)
                continue;
            for (uint32_t j = 0; j < n_a; j++)
                if (bits[0] >> j & 1)
                    at[n++] = j;
            for (uint32_t j = 0; bits[1] >> j; j++)
                if (bits[1] >> j & 1)
                    at[n++] = (uint32_t)n_a + j;
            if (!add_pick(out, at, n, limit))
                return false;
            if (*limit)
                return true;
        }
    }
    return true;
}

bool tt_subset_many(const int64_t *v, size_t n, size_t budget, int64_t low, int64_t high,
                    tt_pick_vec *out, size_t *left, bool *limit)
{
    size_t half = 0;
    while (half < HALF_MOST && (size_t)4 << half <= budget) /* two halves of 2^half sums */
        half++;
    *left = n > 2 * half ? n - 2 * half : 0;
    n -= *left;
    size_t n_a = n / 2, n_b = n - n_a;
    struct half *a = tt_mem_zalloc((size_t)1 << n_a, sizeof(*a)),
                *b = tt_mem_zalloc((size_t)1 << n_b, sizeof(*b));
    bool ok = a && b;
    if (ok) {
        size_t na = list_half(v, n_a, high, a), nb = list_half(v + n_a, n_b, high, b);
        ok = tt_sort(b, nb, sizeof(*b), by_sum, NULL) &&
             join_halves(a, na, b, nb, n_a, low, high, out, limit);
    }
    tt_mem_free(a);
    tt_mem_free(b);
    return ok;
}
