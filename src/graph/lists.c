/* lists.c - see lists.h. */
#include "graph/lists.h"

static tt_status no_room(tt_err *err, uint32_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room for lists of %u flows", n);
}

tt_status tt_lists_make(uint32_t n, const uint32_t *key, uint32_t n_keys, tt_arena *a,
                        uint32_t **off, uint32_t **at, tt_err *err)
{
    *off = tt_new_n(a, uint32_t, (size_t)n_keys + 2);
    *at = tt_new_n(a, uint32_t, n);
    if (!*off || !*at)
        return no_room(err, n);
    for (uint32_t i = 0; i < n; i++)
        (*off)[key[i] + 1]++;
    for (uint32_t v = 0; v <= n_keys; v++)
        (*off)[v + 1] += (*off)[v];
    for (uint32_t i = 0; i < n; i++)
        (*at)[(*off)[key[i]]++] = i;
    memmove(*off + 1, *off, ((size_t)n_keys + 1) * sizeof **off); /* each went to its end */
    (*off)[0] = 0;
    return TT_OK;
}

tt_status
tt_lists_pairs(uint32_t n, const uint32_t *src, const uint32_t *in_at, const uint32_t *out_off,
               uint32_t n_keys, tt_arena *a, uint32_t **out, tt_err *err)
{
    uint32_t *at = tt_new_n(a, uint32_t, n);
    uint32_t *next = tt_mem_zalloc((size_t)n_keys + 2, sizeof *next);
    if (at && next) {
        memcpy(next, out_off, ((size_t)n_keys + 2) * sizeof *next);
        for (uint32_t k = 0; k < n; k++)
            at[next[src[in_at[k]]]++] = in_at[k];
    }
    tt_mem_free(next);
    *out = at;
    return at && next ? TT_OK : no_room(err, n);
}

/* First of pair_at[low..high) whose dst is at least `to`. */
static uint32_t
first_to(const uint32_t *pair_at, const uint32_t *dst, uint32_t low, uint32_t high, uint64_t to)
{
    TT_BISECT(uint32_t, low, high, mid, dst[pair_at[mid]] < to);
    return low;
}

uint32_t tt_lists_between(const uint32_t *pair_at, const uint32_t *out_off, const uint32_t *dst,
                          uint32_t from, uint32_t to, const uint32_t **first)
{
    uint32_t end = out_off[from + 1], begin = first_to(pair_at, dst, out_off[from], end, to);
    *first = pair_at + begin;
    return first_to(pair_at, dst, begin, end, (uint64_t)to + 1) - begin;
}
