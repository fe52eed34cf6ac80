/*
 * written.h - what a writer of files writes, as text: through a file, as the program does.
 */
#ifndef TT_TESTS_SUPPORT_WRITTEN_H
#define TT_TESTS_SUPPORT_WRITTEN_H

#include "tests/support/tt_test.h" /* first: see banned.h */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

/** Writes what `of` stands for. */
typedef tt_status written_fn(const void *of, tt_file_out *f, tt_err *err);

/** The text lives in the arena. */
static inline tt_status
written(written_fn *write, const void *of, tt_arena *a, tt_str *out, tt_err *err)
{
    char path[96];
    tt_file file;
    tt_file_out *f = NULL;
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(path, sizeof(path), "%s/tt-written-%ld", tmp ? tmp : "/tmp", (long)getpid());
    TT_TRY(tt_file_out_open(path, &f, err));
    tt_status st = write(of, f, err);
    if (st != TT_OK) {
        tt_file_out_abort(f);
        return st;
    }
    TT_TRY(tt_file_out_commit(f, NULL, err));
    st = tt_file_open(path, 0, &file, err);
    (void)unlink(path);
    if (st != TT_OK)
        return st;
    *out = tt_arena_str(a, file.bytes);
    tt_file_close(&file);
    return out->p ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for what was written");
}

#endif
