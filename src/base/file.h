/* file.h - whole files in, whole files out, folders in a fixed order. */
#ifndef TT_BASE_FILE_H
#define TT_BASE_FILE_H

#include "base/sha256.h"
#include "base/vec.h"

/* Read-only bytes of a file (mapped where possible). */
typedef struct tt_file {
    tt_str bytes; /* {"",0} for an empty file */
    void *map;
    size_t map_n;
} tt_file;

/** path "-" reads standard input to its end.  @return TT_OK, TT_EIO, TT_ELIMIT (max_bytes, 0 =
 * none), TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_file_open(const char *path, uint64_t max_bytes, tt_file *out,
                                     tt_err *err);
void tt_file_close(tt_file *f);

/* A file that appears under its name only when it is whole: temporary in the same folder, fsync,
 * rename. */
typedef struct tt_file_out tt_file_out;
TT_MUST_CHECK tt_status tt_file_out_open(const char *path, tt_file_out **out,
                                         tt_err *err); /* "-": stdout */
TT_MUST_CHECK tt_status tt_file_out_write(tt_file_out *f, tt_str bytes, tt_err *err);
/** Flush, fsync, rename.  Frees f whatever happens.  sha may be NULL. */
TT_MUST_CHECK tt_status tt_file_out_commit(tt_file_out *f, tt_sha256 *sha, tt_err *err);
void tt_file_out_abort(tt_file_out *f); /* removes the temporary; NULL is fine */

/** All regular files below path (or path itself), not hidden, not through symbolic links, sorted by
 * tt_str_cmp of their path.  Paths are terminated and live in the arena. */
TT_MUST_CHECK tt_status tt_file_walk(const char *path, tt_arena *a, tt_str_vec *out, tt_err *err);
bool tt_file_is_dir(const char *path);
bool tt_file_exists(const char *path);
TT_MUST_CHECK tt_status tt_file_mkdirs(const char *path, tt_err *err);
tt_str tt_file_basename(const char *path); /* borrowed from path */

#endif
