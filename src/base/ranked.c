/* ranked.c - radix sort by a number, then by comparison. */
#include "base/ranked.h"

#include "base/arena.h"
#include "base/vec.h"

enum { BITS = 11, DIGITS = 1 << BITS, PASSES = 6 };

struct within {
    int (*cmp)(const void *a, const void *b, void *ctx);
    void *ctx;
};

static size_t digit(uint64_t rank, unsigned pass)
{
    return rank >> (pass * BITS) & (DIGITS - 1);
}

/* Numbers of elements by digit, of all passes. */
static void count_digits(const tt_ranked *v, size_t n, size_t *count)
{
    for (size_t i = 0; i < n; i++)
        for (unsigned p = 0; p < PASSES; p++)
            count[p * DIGITS + digit(v[i].rank, p)]++;
}

static void move(const tt_ranked *from, size_t n, unsigned pass, size_t *count, tt_ranked *to)
{
    size_t sum = 0;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t here = count[d];
        count[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        to[count[digit(from[i].rank, pass)]++] = from[i];
}

static int by_element(const void *a, const void *b, void *ctx)
{
    const struct within *w = ctx;
    const tt_ranked *x = a, *y = b;
    return w->cmp(&x->ix, &y->ix, w->ctx);
}

static bool sort_ties(tt_ranked *v, size_t n, struct within *w)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && v[end].rank == v[i].rank; end++)
            continue;
        if (end - i > 1 && !tt_sort(v + i, end - i, sizeof *v, by_element, w))
            return false;
    }
    return true;
}

bool tt_sort_ranked(tt_ranked *v, size_t n, int (*cmp)(const void *a, const void *b, void *ctx),
                    void *ctx)
{
    struct within w = {cmp, ctx};
    tt_ranked *tmp = tt_mem_grow(NULL, n + 1, sizeof *tmp), *from = v, *to = tmp;
    size_t *count = tt_mem_zalloc((size_t)PASSES * DIGITS, sizeof *count);
    bool ok = tmp && count;
    if (ok)
        count_digits(v, n, count);
    for (unsigned p = 0; ok && n && p < PASSES; p++) {
        size_t *of = count + (size_t)p * DIGITS;
        if (of[digit(v[0].rank, p)] == n) /* all have it */
            continue;
        move(from, n, p, of, to);
        tt_ranked *swap = from;
        from = to;
        to = swap;
    }
    if (ok && from != v)
        memcpy(v, from, n * sizeof *v);
    tt_mem_free(tmp);
    tt_mem_free(count);
    return ok && sort_ties(v, n, &w);
}
