/* sort.c - see sort.h. */
#include "base/sort.h"

#include "base/vec.h"

enum { FEW = 256 }; /* fewer are sorted by comparing them */

static int cmp_i64(const void *a, const void *b, void *ctx)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

/* A byte of a number, 0 the last one, of numbers that rise as they do. */
static unsigned digit(int64_t v, unsigned at)
{
    return (unsigned)(((uint64_t)v ^ (1ULL << 63)) >> (8 * at)) & 0xFF;
}

bool tt_sort_i64(int64_t *v, size_t n)
{
    if (n < FEW)
        return tt_sort(v, n, sizeof *v, cmp_i64, NULL);
    int64_t *tmp = tt_mem_grow(NULL, n, sizeof *v);
    if (!tmp)
        return false;
    int64_t *from = v, *to = tmp;
    for (unsigned at = 0; at < 8; at++) { /* from the last digit; ties keep their order */
        size_t next[257] = {0};
        for (size_t i = 0; i < n; i++)
            next[digit(from[i], at) + 1]++;
        if (next[digit(from[0], at) + 1] == n)
            continue; /* the same in all of them */
        for (unsigned d = 1; d < 256; d++)
            next[d] += next[d - 1];
        for (size_t i = 0; i < n; i++)
            to[next[digit(from[i], at)]++] = from[i];
        int64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != v)
        memcpy(v, from, n * sizeof *v);
    tt_mem_free(tmp);
    return true;
}
