/*
 * arena.c - blocks that are handed out front to back and freed together; and malloc.
 *
 * Small requests share a block; a request too big for one gets its own, behind the
 * current block, so that the room left in the current block stays in use.  Debug builds
 * give every request its own block.
 */
#define _DEFAULT_SOURCE /* madvise */
#include <sys/mman.h>   /* before base/: see banned.h */
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define TT_BASE_INSIDE
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct tt_arena_block {
    tt_arena_block *next;
    size_t cap, used;
    alignas(max_align_t) char data[];
};

enum { BLOCK_FIRST = 4096, BLOCK_LAST = 1 << 20, ALIGN = alignof(max_align_t) };
enum { HUGE_PAGE = 2 << 20, HUGE_FROM = 4 * HUGE_PAGE, TRIM_FROM = 16 << 20 };

/* --- faults --- */

static atomic_uint_least64_t fault_at, fault_seen;

void tt_mem_fail_at(uint64_t k)
{
    atomic_store(&fault_seen, 0);
    atomic_store(&fault_at, k);
}

uint64_t tt_mem_count(void)
{
    return atomic_load(&fault_seen);
}

/* True when this allocation is the one that has to fail.  Off costs one relaxed load. */
static bool fault(void)
{
    uint64_t at = atomic_load_explicit(&fault_at, memory_order_relaxed);
    return at != 0 && atomic_fetch_add(&fault_seen, 1) + 1 == at;
}

/* --- malloc --- */

/* n * size, at least 1 so that every success is a unique pointer.  False on overflow. */
static bool bytes_of(size_t n, size_t size, size_t *out)
{
    if (size != 0 && n > PTRDIFF_MAX / size)
        return false;
    *out = TT_MAX(n * size, (size_t)1);
    return true;
}

/* Tables of many megabytes are looked up here and there: with large pages, most of the look-ups
 * need no walk through the tables of pages.  A hint; where there are none nothing is lost. */
static void *hint(void *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    size_t skip = p ? (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE : 0;
    if (p && bytes >= HUGE_FROM)
        (void)madvise((char *)p + skip, (bytes - skip) / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#else
    (void)bytes;
#endif
    return p;
}

void *tt_mem_zalloc(size_t n, size_t size)
{
    size_t bytes;
    return !fault() && bytes_of(n, size, &bytes) ? hint(calloc(1, bytes), bytes) : NULL;
}

void *tt_mem_grow(void *p, size_t n, size_t size)
{
    size_t bytes;
    return !fault() && bytes_of(n, size, &bytes) ? hint(realloc(p, bytes), bytes) : NULL;
}

void tt_mem_free(void *p)
{
    free(p);
}

void tt_mem_give_back(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, BLOCK_LAST);
    (void)mallopt(M_TRIM_THRESHOLD, TRIM_FROM); /* buffers come and go */
#endif
}

void tt_mem_trim(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

/* --- arena --- */

void tt_arena_init(tt_arena *a, size_t limit)
{
    *a = (tt_arena){.limit = limit};
}

static void free_blocks(tt_arena_block *b)
{
    while (b) {
        tt_arena_block *next = b->next;
        free(b);
        b = next;
    }
}

void tt_arena_release(tt_arena *a)
{
    if (!a)
        return;
    free_blocks(a->blocks);
    a->blocks = NULL;
    a->used = 0;
}

void tt_arena_join(tt_arena *to, tt_arena *from)
{
    tt_arena_block **end = to->blocks ? &to->blocks->next : &to->blocks; /* the first is in use */
    tt_arena_block *rest = *end;
    *end = from->blocks;
    while (*end)
        end = &(*end)->next;
    *end = rest;
    to->used += from->used;
    from->blocks = NULL;
    from->used = 0;
}

void tt_arena_reset(tt_arena *a)
{
#ifdef TT_DEBUG
    free_blocks(a->blocks);
    a->blocks = NULL;
#else
    if (a->blocks) {
        free_blocks(a->blocks->next);
        a->blocks->next = NULL;
        a->blocks->used = 0;
    }
#endif
    a->used = 0;
}

/* A zeroed block for exactly `bytes` (all of them in use), behind the current one. */
static void *own_block(tt_arena *a, size_t bytes)
{
    if (bytes > PTRDIFF_MAX - sizeof(tt_arena_block))
        return NULL;
    tt_arena_block *b = hint(calloc(1, sizeof *b + bytes), sizeof *b + bytes);
    if (!b)
        return NULL;
    b->cap = b->used = bytes;
    if (a->blocks) {
        b->next = a->blocks->next;
        a->blocks->next = b;
    } else {
        a->blocks = b;
    }
    return b->data;
}

#ifndef TT_DEBUG
static void *shared_block(tt_arena *a, size_t bytes, size_t align)
{
    size_t room = (bytes + align - 1) / align * align;
    tt_arena_block *b = a->blocks;
    size_t at = b ? (b->used + align - 1) / align * align : 0;
    if (!b || at > b->cap || b->cap - at < room) {
        size_t cap = b ? TT_MIN(b->cap * 2, (size_t)BLOCK_LAST) : (size_t)BLOCK_FIRST;
        cap = TT_MAX(cap, (size_t)BLOCK_FIRST);
        if (room > cap / 4)
            return own_block(a, bytes);
        b = malloc(sizeof *b + cap);
        if (!b)
            return NULL;
        b->next = a->blocks;
        b->cap = cap;
        at = 0;
        a->blocks = b;
    }
    char *p = b->data + at;
    b->used = at + room;
    memset(p, 0, bytes);
    return p;
}
#endif

static void *take(tt_arena *a, size_t n, size_t size, size_t align)
{
    size_t bytes;
    if (fault() || !bytes_of(n, size, &bytes))
        return NULL;
    if (a->limit && (a->used > a->limit || bytes > a->limit - a->used))
        return NULL;
#ifdef TT_DEBUG
    void *p = own_block(a, bytes);
    TT_UNUSED(align);
#else
    void *p = shared_block(a, bytes, align);
#endif
    if (p)
        a->used += bytes;
    return p;
}

void *tt_arena_zalloc(tt_arena *a, size_t n, size_t size)
{
    return take(a, n, size, ALIGN);
}

tt_str tt_arena_str(tt_arena *a, tt_str s)
{
    if (s.n == 0)
        return TT_STR("");
    if (s.n == SIZE_MAX)
        return (tt_str){NULL, 0};
    char *p = tt_arena_zalloc(a, s.n + 1, 1);
    if (!p)
        return (tt_str){NULL, 0};
    memcpy(p, s.p, s.n);
    return (tt_str){p, s.n};
}

tt_str tt_arena_pack(tt_arena *a, tt_str s)
{
    if (s.n == 0)
        return TT_STR("");
    char *p = take(a, s.n, 1, 1);
    if (!p)
        return (tt_str){NULL, 0};
    memcpy(p, s.p, s.n);
    return (tt_str){p, s.n};
}

const char *tt_arena_printf(tt_arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *p = n < 0 ? NULL : tt_arena_zalloc(a, (size_t)n + 1, 1);
    if (p)
        (void)vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return p;
}
