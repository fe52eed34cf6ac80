/*
 * sorted.c - one counting pass makes the index.
 */
#include "store/sorted.h"

#include "base/arena.h"

enum { NEIGHBOURS = 4, MOST_BITS = 28 };

/* The first bits of a key; written out, so that compilers make one load of it. */
static inline size_t bucket_of(const tt_sorted *s, const tt_hash *key)
{
    const uint8_t *b = key->b;
    uint64_t top = (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 | b[3];
    return (size_t)(top << s->bits >> 32);
}

bool tt_sorted_index(tt_sorted *s)
{
    TT_ASSERT(s->n <= TT_SORTED_MAX && !s->start);
    s->bits = 0;
    while (s->bits < MOST_BITS && s->n >> s->bits > NEIGHBOURS)
        s->bits++;
    size_t n_buckets = (size_t)1 << s->bits, i = 0;
    s->start = tt_mem_zalloc(n_buckets + 1, sizeof *s->start);
    if (!s->start)
        return false;
    for (size_t b = 0; b < n_buckets; b++) {
        s->start[b] = (uint32_t)i;
        while (i < s->n && bucket_of(s, &s->key[i]) == b)
            i++;
    }
    s->start[n_buckets] = (uint32_t)s->n;
    return true;
}

void tt_sorted_release(tt_sorted *s)
{
    tt_mem_free(s->key);
    tt_mem_free(s->value);
    tt_mem_free(s->start);
    *s = (tt_sorted){.key = NULL};
}

size_t tt_sorted_find(const tt_sorted *s, const tt_hash *key)
{
    size_t b = bucket_of(s, key), lo = s->start[b], hi = s->start[b + 1], end = hi;
    TT_BISECT(size_t, lo, hi, mid, tt_hash_cmp(s->key[mid], *key) < 0);
    return lo < end && tt_hash_cmp(s->key[lo], *key) == 0 ? lo : s->n;
}

void tt_sorted_ask(const tt_sorted *s, const tt_hash *key)
{
    TT_PREFETCH(&s->start[bucket_of(s, key)]);
}

void tt_sorted_reach(const tt_sorted *s, const tt_hash *key)
{
    const uint32_t *start = &s->start[bucket_of(s, key)];
    TT_PREFETCH(&s->key[start[0] + (start[1] - start[0]) / 2]);
}
