/*
 * spool.h - bytes that are made once and then read at will: in memory while they are few, else in
 * a file without a name, which is gone with the program whatever happens to it.
 */
#ifndef TT_BASE_SPOOL_H
#define TT_BASE_SPOOL_H

#include "base/buf.h"

enum { TT_SPOOL_MEMORY = 16 << 20 }; /* bytes; more go to a file */

/* The struct is the caller's, the contents ours. */
typedef struct tt_spool {
    tt_buf mem;
    const char *folder;
    int fd;     /* -1: in memory */
    uint64_t n; /* bytes so far */
    void *map;  /* after tt_spool_end, when in a file */
} tt_spool;

/** @param folder  where the file is made when one is needed; borrowed.  NULL: /tmp. */
void tt_spool_init(tt_spool *s, const char *folder);
void tt_spool_release(tt_spool *s);
/** @return  TT_OK, TT_EIO (disk full), TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_spool_add(tt_spool *s, tt_str bytes, tt_err *err);
/** Forget what came after the first n bytes.  Before tt_spool_end. */
TT_MUST_CHECK tt_status tt_spool_cut(tt_spool *s, uint64_t n, tt_err *err);
/**
 * Nothing is added any more.
 *
 * @param out  all bytes; borrowed until the release.
 * @return     TT_OK, TT_EIO.
 */
TT_MUST_CHECK tt_status tt_spool_end(tt_spool *s, tt_str *out, tt_err *err);

/**
 * All bytes of a pipe or a device, to its end.
 *
 * @param path       "-" is standard input.
 * @param max_bytes  0: none.
 * @param out        as for tt_spool_end.
 * @return           TT_OK, TT_EIO, TT_ELIMIT (max_bytes), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_spool_read(tt_spool *s, const char *path, uint64_t max_bytes,
                                      tt_str *out, tt_err *err);

#endif
