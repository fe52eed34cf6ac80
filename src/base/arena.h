/*
 * arena.h - memory that is given back all at once; and the only door to malloc.
 *
 * Allocations are zeroed, checked for overflow of n * size, and NULL when memory is out: callers
 * check every time.  Debug builds (TT_DEBUG) give each allocation its own malloc so that
 * sanitizers see overruns and uses after a reset.  An arena belongs to one thread at a time.
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

/** Nothing is allocated before the first use.  A zeroed struct is an arena without a limit. */
void tt_arena_init(tt_arena *a, size_t limit);
/** Gives everything back; the arena is empty and usable again.  NULL is fine. */
void tt_arena_release(tt_arena *a);
/** Empty and usable again; keeps one block, so that a loop over records mallocs once. */
void tt_arena_reset(tt_arena *a);

/**
 * Zeroed, aligned for any type, good until reset or release.
 *
 * @return  NULL when memory or the limit is out, or n * size overflows.  n * size == 0 gives a
 *          unique pointer that must not be read.
 */
TT_MUST_CHECK void *tt_arena_zalloc(tt_arena *a, size_t n, size_t size);
#define tt_new(arena, T) ((T *)tt_arena_zalloc((arena), 1, sizeof(T)))
#define tt_new_n(arena, T, n) ((T *)tt_arena_zalloc((arena), (n), sizeof(T)))

/**
 * Copy of s; p is terminated one past n.
 *
 * @return  {NULL,0} when memory is out, and never for absent or empty input: that gives {"",0}.
 */
tt_str tt_arena_str(tt_arena *a, tt_str s);
/** The same without an end: takes s.n bytes and no more, for texts of which there are millions. */
tt_str tt_arena_pack(tt_arena *a, tt_str s);
/** Terminated formatted text, or NULL when memory is out.  No %f %g %e: use num.h. */
const char *tt_arena_printf(tt_arena *a, const char *fmt, ...) TT_PRINTF(2, 3);

/* --- malloc, for base/ containers and for arrays that grow --- */

/** Zeroed; owned by the caller: tt_mem_free.  NULL as for tt_arena_zalloc. */
TT_MUST_CHECK void *tt_mem_zalloc(size_t n, size_t size);
/** Like realloc to n * size bytes: p may be NULL; NULL leaves p as it was.  New bytes are not
 * zeroed. */
TT_MUST_CHECK void *tt_mem_grow(void *p, size_t n, size_t size);
/** NULL is fine. */
void tt_mem_free(void *p);
/** Let the process return large blocks to the system when they are freed (glibc keeps those that
 * are no larger than one that was freed before).  For a program, at its start. */
void tt_mem_give_back(void);
/** What `from` holds is held by `to` from now on; `from` is empty and can be used on.  Limits are
 * not looked at.  O(blocks of from). */
void tt_arena_join(tt_arena *to, tt_arena *from);

/** Return to the system what lies free: after much has been freed and before much is needed, as
 * what was small is else kept beside what is large. */
void tt_mem_trim(void);

/*
 * Fault counter for tests, one for the whole process: after tt_mem_fail_at(k) with k > 0, the k-th
 * allocation of the three functions above fails (once) and all are counted; 0 switches both off.
 * Off costs one relaxed load.  UINT64_MAX counts without failing.
 */
void tt_mem_fail_at(uint64_t k);
/** Allocations seen since tt_mem_fail_at was last called; 0 when it is off. */
uint64_t tt_mem_count(void);

#endif
