/*
 * zstd.h - compressed blocks (Zstandard, RFC 8878) with a checksum; the door to libzstd.
 *
 * One block is one frame that knows its size.  The same bytes, level and libzstd version give
 * the same block; another version may not, so hash what was packed and never the block.
 */
#ifndef TT_BASE_ZSTD_H
#define TT_BASE_ZSTD_H

#include "base/buf.h"

enum { TT_ZSTD_LEVEL = 3 }; /* the level to use where nobody has measured another */

/**
 * Append the block of `bytes` to out.
 *
 * @param level  1..19; 0 is TT_ZSTD_LEVEL.
 * @return       TT_OK, TT_ELIMIT (of out), TT_ENOMEM; out is as it was on failure, but failed.
 */
TT_MUST_CHECK tt_status tt_zstd_pack(tt_str bytes, int level, tt_buf *out, tt_err *err);
/* What packing needs, kept from one block to the next; for one thread at a time.  A zeroed struct
 * is ready; the contents are ours. */
typedef struct tt_zstd_packer {
    void *ctx; /* libzstd's */
} tt_zstd_packer;
void tt_zstd_packer_release(tt_zstd_packer *p); /* NULL is fine */
/** The same block as tt_zstd_pack makes, several times faster for small ones.
 * @param p  NULL: as tt_zstd_pack. */
TT_MUST_CHECK tt_status tt_zstd_pack_with(tt_zstd_packer *p, tt_str bytes, int level, tt_buf *out,
                                          tt_err *err);
/**
 * Append what a block holds to out.
 *
 * @param expected_n  How many bytes it must be: the block comes from a file and is not trusted.
 * @return            TT_OK, TT_EFORMAT (not one whole block of that size, or damaged), TT_ELIMIT
 *                    (of out), TT_ENOMEM; out->n is as it was on failure.
 */
TT_MUST_CHECK tt_status tt_zstd_unpack(tt_str block, size_t expected_n, tt_buf *out, tt_err *err);

/** How many bytes a block says that it holds; false when it is none, or does not say. */
bool tt_zstd_size(tt_str block, uint64_t *out);

#endif
