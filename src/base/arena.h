/*
 * arena.h - memory that is given back all at once.
 *
 * Only base/ calls malloc.  Allocations are zeroed, checked for overflow of
 * n * size, and NULL when memory is out: callers check every time.  Debug builds
 * (TT_DEBUG) give each allocation its own malloc so that sanitizers see overruns.
 */
#ifndef TT_BASE_ARENA_H
#define TT_BASE_ARENA_H

#include "base/base.h"

typedef struct tt_arena_block tt_arena_block;

/* The struct is the caller's, the contents ours. */
typedef struct tt_arena {
    tt_arena_block *blocks;
    size_t used;  /* bytes handed out since the last reset */
    size_t limit; /* ceiling for used; 0 = none */
} tt_arena;

void tt_arena_init(tt_arena *a, size_t limit);
void tt_arena_release(tt_arena *a);
/** Empty and usable again; keeps one block. */
void tt_arena_reset(tt_arena *a);

/** Zeroed, aligned for any type.  NULL when memory or the limit is out, or n * size overflows.
 * n * size == 0 gives a valid unique pointer. */
TT_MUST_CHECK void *tt_arena_zalloc(tt_arena *a, size_t n, size_t size);
#define tt_new(arena, T) ((T *)tt_arena_zalloc((arena), 1, sizeof(T)))
#define tt_new_n(arena, T, n) ((T *)tt_arena_zalloc((arena), (n), sizeof(T)))

/** Copy of s; p is terminated one past n.  {NULL,0} when memory is out (never for absent input:
 * that gives {"",0}). */
tt_str tt_arena_str(tt_arena *a, tt_str s);
/** Terminated formatted text, or NULL.  No %f %g %e: use num.h. */
const char *tt_arena_printf(tt_arena *a, const char *fmt, ...) TT_PRINTF(2, 3);

/* --- the only door to malloc for base/ containers and for arrays that grow --- */
TT_MUST_CHECK void *tt_mem_zalloc(size_t n, size_t size);
/** Like realloc; NULL leaves p as it was.  New bytes are not zeroed. */
TT_MUST_CHECK void *tt_mem_grow(void *p, size_t n, size_t size);
void tt_mem_free(void *p);

/* Fault counter for tests: the k-th allocation from now fails (once); 0 = off. */
void tt_mem_fail_at(uint64_t k);
/** Allocations seen since tt_mem_fail_at was last called. */
uint64_t tt_mem_count(void);

#endif
