/*
 * hashmap.h - 128-bit identities to numbers, packed.
 *
 * Open addressing at a load of at most 3/4.  The keys are cut from SHA-256, so their first bits are
 * the slot: slots are nearly in order of the keys, which makes growing a walk along memory and
 * sorting almost nothing.  A set takes 16 bytes a slot: 21 to 43 bytes for each key; a map takes 20
 * bytes a slot.
 */
#ifndef TT_STORE_HASHMAP_H
#define TT_STORE_HASHMAP_H

#include "base/sha256.h"

#define TT_HASHMAP_NONE UINT32_MAX

typedef struct tt_hashmap {
    tt_hash *key;    /* cap slots; a zero key is free */
    uint32_t *value; /* cap slots; NULL in a set */
    size_t n, cap;   /* cap: power of two, or 0 */
    unsigned shift;  /* 64 - log2(cap) */
    bool values;
    bool zero; /* the zero hash is in */
    uint32_t zero_value;
} tt_hashmap;

void tt_hashmap_init(tt_hashmap *m, bool values);
void tt_hashmap_release(tt_hashmap *m);
/** Room for `more` more keys.  False when memory is out (contents kept). */
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
 * @complexity  O(cap), in place.
 */
TT_MUST_CHECK bool tt_hashmap_sort(tt_hashmap *m);
/** The first 8 bytes as a number: its order is theirs. */
uint64_t tt_hash_first(const tt_hash *h);

#endif
