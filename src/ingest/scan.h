/*
 * scan.h - one pass over the bytes of a file, for all that is asked of all of them.
 */
#ifndef TT_INGEST_SCAN_H
#define TT_INGEST_SCAN_H

#include "base/file.h"

#define TT_SCAN_UNKNOWN SIZE_MAX

typedef struct tt_scan {
    bool ascii;
    size_t bad; /* what tt_utf8_bad says; TT_SCAN_UNKNOWN: not asked, the bytes are in memory */
} tt_scan;

/**
 * @param sha    of the bytes; NULL: not asked.
 * @param file   where the bytes are, when they are those of a mapped file: its memory is given back
 *               on the way (tt_file_done).  NULL: they are not.
 * @return       TT_OK, TT_ENOMEM, TT_EINTERNAL (libcrypto).
 */
TT_MUST_CHECK tt_status tt_scan_bytes(const tt_file *file, tt_str bytes, tt_sha256 *sha,
                                      tt_scan *out, tt_err *err);
/** Their hash, and nothing else; as tt_scan_bytes. */
TT_MUST_CHECK tt_status tt_scan_hash(const tt_file *file, tt_str bytes, tt_sha256 *sha,
                                     tt_err *err);

#endif
