/*
 * zstd.c - the door to libzstd.  Single thread, one frame, with content size and checksum.
 */
#include <zstd.h> /* before base/: see banned.h */
#include <zstd_errors.h>

#include "base/zstd.h"

static tt_status pack_failed(size_t code, tt_err *err)
{
    if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation)
        return tt_fail(err, TT_ENOMEM, "no room to compress");
    return tt_fail(err, TT_EINTERNAL, "cannot compress: %s", ZSTD_getErrorName(code));
}

static tt_status
pack(ZSTD_CCtx *ctx, tt_str bytes, int level, char *to, size_t room, tt_buf *out, tt_err *err)
{
    (void)ZSTD_CCtx_setParameter(ctx, ZSTD_c_compressionLevel, level ? level : TT_ZSTD_LEVEL);
    (void)ZSTD_CCtx_setParameter(ctx, ZSTD_c_checksumFlag, 1);
    size_t n = ZSTD_compress2(ctx, to, room, bytes.n ? bytes.p : "", bytes.n);
    if (ZSTD_isError(n)) {
        to[0] = '\0';
        return pack_failed(n, err);
    }
    out->n += n;
    out->p[out->n] = '\0';
    return TT_OK;
}

void tt_zstd_packer_release(tt_zstd_packer *p)
{
    if (!p)
        return;
    (void)ZSTD_freeCCtx(p->ctx);
    p->ctx = NULL;
}

tt_status tt_zstd_pack_with(tt_zstd_packer *p, tt_str bytes, int level, tt_buf *out, tt_err *err)
{
    tt_zstd_packer own = {NULL};
    TT_ASSERT(level >= 0 && level <= 19);
    size_t bound = ZSTD_compressBound(bytes.n);
    char *to = tt_buf_room(out, bound);
    if (!to)
        return tt_buf_status(out, err);
    tt_zstd_packer *use = p ? p : &own;
    if (!use->ctx)
        use->ctx = ZSTD_createCCtx();
    tt_status st = use->ctx ? pack(use->ctx, bytes, level, to, bound, out, err)
                            : tt_fail(err, TT_ENOMEM, "no room to compress");
    tt_zstd_packer_release(&own);
    return st;
}

tt_status tt_zstd_pack(tt_str bytes, int level, tt_buf *out, tt_err *err)
{
    return tt_zstd_pack_with(NULL, bytes, level, out, err);
}

tt_status tt_zstd_unpack(tt_str block, size_t expected_n, tt_buf *out, tt_err *err)
{
    /* Sizes first: nothing is allocated for a block that only claims to be large. */
    if (ZSTD_findFrameCompressedSize(block.p, block.n) != block.n ||
        ZSTD_getFrameContentSize(block.p, block.n) != expected_n)
        return tt_fail(err, TT_EFORMAT, "not a compressed block of %zu bytes", expected_n);
    char *to = tt_buf_room(out, expected_n);
    if (!to)
        return tt_buf_status(out, err);
    size_t n = ZSTD_decompress(to, expected_n, block.p, block.n);
    if (n == expected_n) {
        out->n += n;
        out->p[out->n] = '\0';
        return TT_OK;
    }
    to[0] = '\0';
    if (ZSTD_getErrorCode(n) == ZSTD_error_memory_allocation)
        return tt_fail(err, TT_ENOMEM, "no room to decompress");
    return tt_fail(err, TT_EFORMAT, "compressed block of %zu bytes is damaged", block.n);
}

bool tt_zstd_size(tt_str block, uint64_t *out)
{
    unsigned long long n = ZSTD_getFrameContentSize(block.p, block.n);
    if (n == ZSTD_CONTENTSIZE_UNKNOWN || n == ZSTD_CONTENTSIZE_ERROR)
        return false;
    *out = n;
    return true;
}
