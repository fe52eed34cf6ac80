/*
 * hashmap.h - 128-bit identities to numbers, packed.
 *
 * Keys are in an array, in the order that they came in; the slots, four bytes each, of which a
 * quarter at least is free, say which is where, and some bits of it, so that most look-ups of a key
 * that is not there touch one line of the cache.  The keys are cut from SHA-256, so their first
 * bits are the slot: slots are nearly in order of the keys, which makes sorting almost nothing.  21
 * to 27 bytes for each key, a map 4 more.
 */
#ifndef TT_STORE_HASHMAP_H
#define TT_STORE_HASHMAP_H

#include "base/sha256.h"

#define TT_HASHMAP_NONE UINT32_MAX

typedef struct tt_hashmap {
    tt_hash *key;    /* n */
    uint32_t *value; /* n; NULL in a set */
    uint32_t *slot;  /* 1 << bits; see hashmap.c */
    size_t n, cap, cap_value;
    unsigned bits; /* 0: no slots */
    bool values;
} tt_hashmap;

void tt_hashmap_init(tt_hashmap *m, bool values);
void tt_hashmap_release(tt_hashmap *m);
/** Room for `more` more keys.  False when memory is out (contents kept), or for more than 2^30. */
TT_MUST_CHECK bool tt_hashmap_reserve(tt_hashmap *m, size_t more);
/** The value (a set: 0), or TT_HASHMAP_NONE. */
uint32_t tt_hashmap_find(const tt_hashmap *m, tt_hash key);
/** The slot of a key will be looked at soon. */
void tt_hashmap_prefetch(const tt_hashmap *m, const tt_hash *key);
/** Add a key that is not there; room was reserved. */
void tt_hashmap_put(tt_hashmap *m, tt_hash key, uint32_t value);
/**
 * Make key[0] to key[n - 1], and their values, a sorted array: a map no more, to be released.
 *
 * @return      False when memory is out (contents kept).
 * @complexity  O(n) for keys that are spread.
 */
TT_MUST_CHECK bool tt_hashmap_sort(tt_hashmap *m);
/** The first 8 bytes as a number: its order is theirs. */
uint64_t tt_hash_first(const tt_hash *h);

#endif
