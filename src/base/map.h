/*
 * map.h - hash tables for look-up.  They cannot be iterated, on purpose: the order of
 * a hash table must never reach an output.
 *
 * Open addressing, load at most 1/2, hashed by XXH3 with a seed that differs from run to run.
 * Entries are never removed.  Finding may go on in several threads while nobody adds.
 */
#ifndef TT_BASE_MAP_H
#define TT_BASE_MAP_H

#include "base/base.h"

#define TT_MAP_NONE UINT32_MAX

/* Bytes to uint32.  Keys are copied into the map; absent and empty are one key.  The struct is the
 * caller's, the contents ours; a zeroed struct is an empty map. */
typedef struct tt_map {
    struct tt_map_slot *slots;
    size_t n, cap; /* cap: power of two */
    struct tt_map_chunk *keys;
} tt_map;

void tt_map_init(tt_map *m);
void tt_map_release(tt_map *m);
/** TT_MAP_NONE when absent. */
uint32_t tt_map_find(const tt_map *m, tt_str key);
/**
 * Find key, or add it with `value`.
 *
 * @param value  not TT_MAP_NONE.
 * @param found  the value now in the map (the old one when the key was there).
 * @param added  may be NULL.
 * @return       false when memory is out (map unchanged).
 */
TT_MUST_CHECK bool
tt_map_intern(tt_map *m, tt_str key, uint32_t value, uint32_t *found, bool *added);
/** Add or replace.  False when memory is out (map unchanged). */
TT_MUST_CHECK bool tt_map_put(tt_map *m, tt_str key, uint32_t value);

/* uint64 to uint32, the same way; any key, 0 too. */
typedef struct tt_map64 {
    struct tt_map64_slot *slots;
    size_t n, cap;
} tt_map64;

void tt_map64_init(tt_map64 *m);
void tt_map64_release(tt_map64 *m);
uint32_t tt_map64_find(const tt_map64 *m, uint64_t key);
TT_MUST_CHECK bool
tt_map64_intern(tt_map64 *m, uint64_t key, uint32_t value, uint32_t *found, bool *added);
TT_MUST_CHECK bool tt_map64_put(tt_map64 *m, uint64_t key, uint32_t value);

#endif
