/*
 * banned.h - names that are compile errors, with the thing to use instead in base/.
 *
 * Outside base/ memory comes from an arena or a vec.  Inside base/ too, except in arena.c, which
 * lifts that half with TT_BASE_INSIDE.
 *
 * A poisoned name is an error wherever it is spelled afterwards, also in a header of somebody
 * else.  Therefore the one file that is the door to a third-party header, and any file that
 * needs a system header beyond the five below, includes it FIRST, before its own header:
 *
 *     #include <openssl/evp.h> // before base/: see banned.h
 *
 *     #include "base/sha256.h"
 *
 * Tests include "tests/support/tt_test.h" (and with it cmocka) first for the same reason.
 * Headers of the C library that were tried after this one and are fine: assert.h, errno.h,
 * inttypes.h, math.h, stdalign.h, stdarg.h, stdatomic.h, and again the five.
 */
#ifndef TT_BASE_BANNED_H
#define TT_BASE_BANNED_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The C library makes a macro of it for clang with _FORTIFY_SOURCE. */
#undef sprintf
#pragma GCC poison strcpy strcat strncpy strtok sprintf vsprintf gets atoi atof strtod localtime   \
    gmtime ctime asctime mktemp rand
#ifndef TT_BASE_INSIDE
#pragma GCC poison malloc calloc realloc strdup
#endif

#endif
