/*
 * sorted.h - identities in order, in memory, with an index by their first bits.
 *
 * An identity is cut from SHA-256, so its first bits say nearly where it is; the index says it
 * exactly, to a few neighbours.  A look-up waits for memory twice, and whoever has several to make
 * asks for the index of all, then for the keys of all, and then looks.
 */
#ifndef TT_STORE_SORTED_H
#define TT_STORE_SORTED_H

#include "base/sha256.h"

/* A zeroed struct is empty. */
typedef struct tt_sorted {
    tt_hash *key;    /* n, ascending */
    uint32_t *value; /* n; NULL: none */
    uint32_t *start; /* by the first bits: where these keys begin; and n behind the last */
    size_t n;
    unsigned bits;
} tt_sorted;

enum { TT_SORTED_MAX = INT32_MAX }; /* keys */

/** Make the index of key[0..n).  @return False when memory is out. */
TT_MUST_CHECK bool tt_sorted_index(tt_sorted *s);
void tt_sorted_release(tt_sorted *s);
/** Where the key is; n: nowhere.  @complexity  O(1) for keys that are spread, else O(log n). */
size_t tt_sorted_find(const tt_sorted *s, const tt_hash *key);
/** The index will be looked at soon; and when that is there, the keys. */
void tt_sorted_ask(const tt_sorted *s, const tt_hash *key);
void tt_sorted_reach(const tt_sorted *s, const tt_hash *key);

#endif
