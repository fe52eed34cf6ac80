/*
 * hashmap.h - 128-bit identities to numbers, packed.
 *
 * Keys are in an array, in the order that they came in; the slots, four bytes each, of which a
 * quarter at least is free, say which is where, and some bits of it, so that most look-ups of a key
 * that is not there touch one line of the cache.  The keys are cut from SHA-256, so their first
 * bits are the slot: slots are nearly in order of the keys, so that going through them in order
 * takes no sorting and no memory.  21 to 27 bytes for each key, a map 4 more.
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

/* A way through all keys, ascending.  Zeroed but for the map, which does not change meanwhile. */
typedef struct tt_hashmap_entry {
    uint64_t first; /* tt_hash_first */
    tt_hash key;
    uint32_t value; /* of a set: 0 */
} tt_hashmap_entry;
typedef struct tt_hashmap_walk {
    const tt_hashmap *map;
    size_t slot;         /* the next */
    tt_hashmap_entry *v; /* keys that are neighbours, of which the first `at` were told */
    size_t at, n, cap;
} tt_hashmap_walk;

/**
 * @param out   borrowed until the next call; NULL: that was all.
 * @return      False when memory is out.
 * @complexity  O(n) for all of n keys that are spread.
 */
TT_MUST_CHECK bool tt_hashmap_walk_next(tt_hashmap_walk *w, const tt_hashmap_entry **out);
void tt_hashmap_walk_release(tt_hashmap_walk *w);

/** The first 8 bytes as a number: its order is theirs. */
uint64_t tt_hash_first(const tt_hash *h);

#endif
