/*
 * file.h - whole files in, whole files out, folders in a fixed order.
 *
 * Failures name the path and the system's reason.
 */
#ifndef TT_BASE_FILE_H
#define TT_BASE_FILE_H

#include "base/sha256.h"
#include "base/vec.h"

/* Read-only bytes of a file.  The struct is the caller's, the contents ours. */
typedef struct tt_file {
    tt_str bytes; /* {"",0} for an empty file, and after a failure */
    void *map;    /* mapped when map_n is not 0, else from tt_mem_grow */
    size_t map_n;
} tt_file;

/**
 * All bytes of a file, a pipe or a device.
 *
 * Files under 64 MiB are read into memory, larger ones mapped.  Whoever truncates a mapped file
 * while it is in use kills this program (SIGBUS); with the smaller ones nothing happens.
 *
 * @param path       "-" reads standard input to its end.
 * @param max_bytes  0 = none.
 * @param out        tt_file_close; needed after TT_OK only, harmless otherwise.
 * @return           TT_OK, TT_EIO, TT_ELIMIT (max_bytes), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_file_open(const char *path, uint64_t max_bytes, tt_file *out,
                                     tt_err *err);
void tt_file_close(tt_file *f); /* NULL is fine, and twice is */
/** Bytes [from, to) are not needed for a while: a mapped file, or a part of one, gives their memory
 * back.  They can be read again. */
void tt_file_done(const tt_file *f, size_t from, size_t to);
/** Let the system begin to write to the disk what this process, which has the file open, has given
 * it: a later fsync waits less.  A hint: nothing is promised, nothing fails.  NULL is fine. */
void tt_file_write_early(const char *path);

/*
 * A file that appears under its name only when it is whole: temporary (hidden, mode 0600 and
 * umask) in the same folder, fsync, rename, fsync of the folder.  An older file of that name
 * stays as it is until then.  Standard output, pipes and devices are written straight.
 */
typedef struct tt_file_out tt_file_out;
/**
 * @param path  Copied.  "-": standard output.
 * @param out   Ends with tt_file_out_commit or tt_file_out_abort.  NULL on failure.
 * @return      TT_OK, TT_EIO, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_file_out_open(const char *path, tt_file_out **out, tt_err *err);
/** Through a buffer of 64 KiB.  @return TT_OK, TT_EIO; the same again after a failure. */
TT_MUST_CHECK tt_status tt_file_out_write(tt_file_out *f, tt_str bytes, tt_err *err);
/**
 * Flush, fsync, rename.  Frees f whatever happens.
 *
 * @param sha  of all bytes written; untouched on failure.  May be NULL.
 * @return     TT_OK, TT_EIO (also for an earlier write that failed), TT_EINTERNAL (libcrypto).
 */
TT_MUST_CHECK tt_status tt_file_out_commit(tt_file_out *f, tt_sha256 *sha, tt_err *err);
void tt_file_out_abort(tt_file_out *f); /* removes the temporary; NULL is fine */

/**
 * All regular files below path, not hidden, not through symbolic links, sorted by tt_str_cmp of
 * their path; or path itself when it is no folder, whatever it is.
 *
 * @param a    Holds the paths, which are terminated and start with `path` as given.
 * @param out  Paths are added; as it was on failure.
 * @return     TT_OK, TT_EIO (absent, or a folder that cannot be read), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_file_walk(const char *path, tt_arena *a, tt_str_vec *out, tt_err *err);
bool tt_file_is_dir(const char *path); /* through symbolic links, as the next */
bool tt_file_exists(const char *path);
bool tt_file_is_plain(const char *path); /* a regular file; "-" is none */
/** 0 when there is none, or no regular file. */
uint64_t tt_file_size(const char *path);
/** The folder and those above it that are missing, mode 0700 and umask.
 * @return  TT_OK (also when it is there), TT_EIO, TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_file_mkdirs(const char *path, tt_err *err);
/** The last name without slashes after it; "/" for the root.  Borrowed from path. */
tt_str tt_file_basename(const char *path);

#endif
