/* lists.h - flows laid out by party, in order of time. */
#ifndef TT_GRAPH_LISTS_H
#define TT_GRAPH_LISTS_H

#include "base/arena.h"

/**
 * at[off[v] .. off[v+1]) are the flows i with key[i] = v, in their order: a stable counting sort.
 *
 * @param n_keys  the largest key: n_keys + 2 offsets.
 */
TT_MUST_CHECK tt_status tt_lists_make(uint32_t n, const uint32_t *key, uint32_t n_keys, tt_arena *a,
                                      uint32_t **off, uint32_t **at, tt_err *err);

/**
 * The flows by (src, dst, order), in a: those of src stand where out_off says.
 *
 * @param in_at  the flows by (dst, order).
 */
TT_MUST_CHECK tt_status tt_lists_pairs(uint32_t n, const uint32_t *src, const uint32_t *in_at,
                                       const uint32_t *out_off, uint32_t n_keys, tt_arena *a,
                                       uint32_t **out, tt_err *err);

/** How many flows go from src to dst; *first: they, in their order.  O(log n). */
uint32_t tt_lists_between(const uint32_t *pair_at, const uint32_t *out_off, const uint32_t *dst,
                          uint32_t from, uint32_t to, const uint32_t **first);

#endif
