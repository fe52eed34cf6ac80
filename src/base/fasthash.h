/* fasthash.h - a fast hash for tables in memory: XXH3; the door to xxhash. */
#ifndef TT_BASE_FASTHASH_H
#define TT_BASE_FASTHASH_H

#include "base/base.h"

/**
 * The hash of some bytes, in this run of the program.
 *
 * The seed is where the program was loaded, so that nobody can prepare keys that collide.  Nothing
 * that leaves the program may depend on it; and what has the same hash is not yet the same: compare
 * the bytes.
 */
uint64_t tt_fasthash(const void *p, size_t n);

#endif
