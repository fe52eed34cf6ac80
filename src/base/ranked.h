/*
 * ranked.h - an order that a number of each element nearly decides.
 *
 * Comparing elements where they lie costs a miss of the cache each time; the first bytes of a hash,
 * or a day, moved beside the index, do not.
 */
#ifndef TT_BASE_RANKED_H
#define TT_BASE_RANKED_H

#include "base/base.h"

typedef struct tt_ranked {
    uint64_t rank;
    uint32_t ix;
} tt_ranked;

/**
 * Sort by rank; elements of one rank by cmp, which is given pointers to two ix and ctx.  Stable.
 *
 * @complexity  O(n) moves, and O(k log k) comparisons for k elements of one rank; allocates n
 *              elements.
 * @return      false when memory is out: v is then a permutation of what it was.
 * @source      radix sort from the lowest digit, Knuth, The Art of Computer Programming 3, 5.2.5.
 */
TT_MUST_CHECK bool tt_sort_ranked(tt_ranked *v, size_t n,
                                  int (*cmp)(const void *a, const void *b, void *ctx), void *ctx);

#endif
