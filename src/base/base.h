/*
 * base.h - what every file needs: status, errors, compiler words, slices.
 *
 * Compiler extensions live here and nowhere else.
 */
#ifndef TT_BASE_BASE_H
#define TT_BASE_BASE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/banned.h"
#include "tradetrace/status.h"

#define TT_MUST_CHECK __attribute__((warn_unused_result))
#define TT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define TT_PUBLIC __attribute__((visibility("default")))
#define TT_EXPERIMENTAL
__extension__ typedef __int128 tt_i128; /* for products and sums that are cut back at once */
__extension__ typedef unsigned __int128 tt_u128;
#define TT_UNUSED(x) ((void)(x))
/* Memory that will be read soon; any address.  The empty statement keeps GCC from dropping calls of
 * a function that does nothing else. */
#define TT_PREFETCH(p)                                                                             \
    do {                                                                                           \
        __builtin_prefetch(p);                                                                     \
        __asm__ volatile("");                                                                      \
    } while (0)
#define TT_LEN(array) (sizeof(array) / sizeof((array)[0]))
#define TT_MIN(a, b) ((a) < (b) ? (a) : (b))
#define TT_MAX(a, b) ((a) > (b) ? (a) : (b))

/* lo becomes the first of lo .. hi - 1 for which `below` is false, hi when there is none; hi
 * becomes the same.  `below` is an expression of mid, true up to there.  T: the type of all three.
 */
#define TT_BISECT(T, lo, hi, mid, below)                                                           \
    while ((lo) < (hi)) {                                                                          \
        T mid = (lo) + ((hi) - (lo)) / 2;                                                          \
        if (below)                                                                                 \
            (lo) = mid + 1;                                                                        \
        else                                                                                       \
            (hi) = mid;                                                                            \
    }

/**
 * Write the first failure and return `code`.
 *
 * Later messages are dropped while err->code is set: the deepest layer knows most.  A text that
 * is too long is cut between two characters.
 *
 * @param err   May be NULL.
 * @param code  Not TT_OK.
 * @param fmt   Lower case, no full stop, what failed first, subject in single quotes; no record
 *              contents.
 */
tt_status tt_fail(tt_err *err, tt_status code, const char *fmt, ...) TT_PRINTF(3, 4);

/** Propagate a failure.  Only where nothing but arena memory would be lost. */
#define TT_TRY(call)                                                                               \
    do {                                                                                           \
        tt_status tt_try_status_ = (call);                                                         \
        if (tt_try_status_ != TT_OK)                                                               \
            return tt_try_status_;                                                                 \
    } while (0)

/** An impossible state: aborts in debug and test builds (TT_DEBUG), is nothing in release. */
#ifdef TT_DEBUG
_Noreturn void tt_assert_fail(const char *what, const char *file, int line);
#define TT_ASSERT(cond) ((cond) ? (void)0 : tt_assert_fail(#cond, __FILE__, __LINE__))
#else
#define TT_ASSERT(cond) ((void)sizeof(cond))
#endif

/** A slice of bytes, usually UTF-8; not terminated.  {NULL, 0} is "absent", {"", 0} is "empty". */
typedef struct tt_str {
    const char *p;
    size_t n;
} tt_str;

#define TT_STR(literal) ((tt_str){("" literal), sizeof(literal) - 1})
/** For printf("%.*s", TT_STR_ARG(s)). */
#define TT_STR_ARG(s) ((int)TT_MIN((s).n, (size_t)INT_MAX)), ((s).p ? (s).p : "")

/** 128 bits of a SHA-256: the identity of everything in a case.  Order is memcmp order. */
typedef struct tt_hash {
    uint8_t b[16];
} tt_hash;

#endif
