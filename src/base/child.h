/*
 * child.h - the one door to other programs: a helper in a folder of its own, without a shell, with
 * nothing of our environment, for a limited time.
 */
#ifndef TT_BASE_CHILD_H
#define TT_BASE_CHILD_H

#include "base/arena.h"

/** A new folder for temporary files below /tmp, mode 0700.  NULL when it cannot be made. */
const char *tt_temp_folder(tt_arena *a);
/** Remove it with the files in it (folders in it stay, and it with them). */
void tt_temp_remove(const char *folder); /* NULL is fine */

/** Where a program is: in /usr/bin, /usr/local/bin or /bin.  NULL: nowhere, or no memory. */
const char *tt_child_find(const char *program, tt_arena *a);

typedef struct tt_child_limits {
    unsigned seconds;
    const char *file; /* that it writes; NULL: none */
    uint64_t bytes;   /* of that file */
} tt_child_limits;

/**
 * Run a program to its end.
 *
 * @param argv  argv[0] is its path; ends with NULL.
 * @param out   file that gets its standard output; NULL: nobody.  Its standard error is nobody's,
 *              its standard input is empty.
 * @param max   over which it is killed.
 * @return      true when it ended within its limits, with status 0.
 */
bool tt_child_run(const char *const *argv, const char *out, const tt_child_limits *max);

#endif
