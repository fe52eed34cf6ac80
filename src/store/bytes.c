/*
 * bytes.c - the bytes of the input files, packed in chunks, and texts cut out of them.
 */
#include "store/impl.h"

#include "base/str.h"
#include "base/unicode.h"
#include "base/zstd.h"

/* Level 1 packs invoices as small as level 3 does, in two thirds of the time; the negative levels
 * are hardly faster and half as good. */
enum { LEVEL = 1 };

tt_status tt_store_chunk_pack(tt_zstd_packer *p, tt_str bytes, tt_buf *out, tt_err *err)
{
    TT_ASSERT(bytes.n <= TT_STORE_CHUNK);
    return tt_zstd_pack_with(p, bytes, LEVEL, out, err);
}

tt_status tt_store_chunk_add(tt_store *s, int64_t source, int64_t n, tt_str packed, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_store_writable(s, err));
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "bytes of a source that is not being loaded");
    s->seal.kept = true;
    TT_TRY(tt_q_open(s, TT_Q_SOURCE_CHUNK_ADD, &q, err));
    tt_q_int(&q, source);
    tt_q_int(&q, n);
    tt_q_blob(&q, packed.p, packed.n);
    return tt_q_run(&q, err);
}

tt_status tt_store_bytes_add(tt_store *s, int64_t source, tt_str bytes, tt_err *err)
{
    tt_status st = tt_store_writable(s, err);
    tt_buf *b = &s->buf;
    tt_zstd_packer packer = {NULL};
    s->seal.kept = s->seal.kept || source == s->seal.source; /* also of a file without bytes */
    for (size_t at = 0; at < bytes.n && st == TT_OK; at += TT_CHUNK) {
        tt_buf_reset(b);
        st = tt_store_chunk_pack(&packer, tt_str_sub(bytes, at, TT_CHUNK), b, err);
        if (st == TT_OK)
            st = tt_store_chunk_add(s, source, (int64_t)(at / TT_CHUNK), tt_buf_str(b), err);
    }
    tt_buf_reset(b);
    tt_zstd_packer_release(&packer);
    return st;
}

/* --- reading --- */

static tt_status damaged(int64_t source, const char *how, tt_err *err)
{
    return tt_fail(err, TT_EDB, "case file: bytes of source %lld are %s", (long long)source, how);
}

/* A chunk as it is packed; borrowed until q is closed. */
static tt_status
packed_chunk(tt_store *s, int64_t source, int64_t n, tt_q *q, tt_str *out, tt_err *err)
{
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_SOURCE_CHUNK_GET, q, err));
    tt_q_int(q, source);
    tt_q_int(q, n);
    TT_TRY(tt_q_next(q, &row, err));
    if (!row)
        return damaged(source, "missing", err);
    *out = tt_q_get_str(q);
    return TT_OK;
}

/* Cases of before have shorter ones: the first says how long all but the last are. */
static tt_status find_length(tt_store *s, int64_t source, int64_t source_bytes, tt_err *err)
{
    tt_q q;
    tt_str packed;
    uint64_t n = 0;
    if (s->chunk.of == source)
        return TT_OK;
    s->chunk.of = 0;
    if (source_bytes > 0) {
        TT_TRY(packed_chunk(s, source, 0, &q, &packed, err));
        bool said = tt_zstd_size(packed, &n);
        tt_q_close(&q);
        if (!said || n == 0 || n > TT_CHUNK)
            return damaged(source, "damaged", err);
    }
    s->chunk.of = source;
    s->chunk.length = n == 0 ? TT_CHUNK : (int64_t)n;
    return TT_OK;
}

tt_status
tt_chunk_count(tt_store *s, int64_t source, int64_t source_bytes, int64_t *out, tt_err *err)
{
    TT_TRY(find_length(s, source, source_bytes, err));
    *out = source_bytes <= 0 ? 0 : (source_bytes - 1) / s->chunk.length + 1;
    return TT_OK;
}

tt_status tt_chunk_read(tt_store *s, int64_t source, int64_t n, int64_t source_bytes, tt_err *err)
{
    tt_q q;
    tt_str packed;
    TT_TRY(find_length(s, source, source_bytes, err));
    if (s->chunk.source == source && s->chunk.n == n)
        return TT_OK;
    s->chunk.source = 0;
    tt_buf_reset(&s->chunk.bytes);
    TT_TRY(packed_chunk(s, source, n, &q, &packed, err));
    int64_t want = TT_MIN(s->chunk.length, source_bytes - n * s->chunk.length);
    tt_status st =
        want > 0 ? tt_zstd_unpack(packed, (size_t)want, &s->chunk.bytes, NULL) : TT_EFORMAT;
    tt_q_close(&q);
    if (st == TT_EFORMAT)
        return damaged(source, "damaged", err);
    if (st != TT_OK)
        return tt_fail(err, st, "no room for the bytes of a source");
    s->chunk.source = source;
    s->chunk.n = n;
    return TT_OK;
}

/* Bytes [offset, offset + n) as they were in the file. */
static tt_status cut(tt_store *s, int64_t source, int64_t source_bytes, uint64_t offset, size_t n,
                     tt_arena *a, tt_str *out, tt_err *err)
{
    char *p = tt_new_n(a, char, n + 1);
    if (!p)
        return tt_fail(err, TT_ENOMEM, "no room for %zu bytes of a source", n);
    for (size_t done = 0; done < n;) {
        TT_TRY(find_length(s, source, source_bytes, err));
        uint64_t at = offset + done, length = (uint64_t)s->chunk.length;
        TT_TRY(tt_chunk_read(s, source, (int64_t)(at / length), source_bytes, err));
        tt_str piece = tt_str_sub(tt_buf_str(&s->chunk.bytes), (size_t)(at % length), n - done);
        memcpy(p + done, piece.p, piece.n);
        done += piece.n;
    }
    *out = (tt_str){p, n};
    return TT_OK;
}

/* The whole file as text, kept for the next call. */
static tt_status decode(tt_store *s, const tt_source_row *r, tt_err *err)
{
    tt_arena raw;
    tt_str bytes, text;
    uint64_t n_bad;
    if (s->decoded.source == r->id)
        return TT_OK;
    s->decoded.source = 0;
    tt_arena_reset(&s->decoded.arena);
    tt_arena_init(&raw, 0);
    const char *encoding = tt_arena_printf(&s->decoded.arena, "%.*s", TT_STR_ARG(r->encoding));
    tt_status st = encoding ? cut(s, r->id, r->bytes, 0, (size_t)r->bytes, &raw, &bytes, err)
                            : tt_fail(err, TT_ENOMEM, "no room for the name of an encoding");
    if (st == TT_OK)
        st = tt_unicode_decode(bytes, encoding, &s->decoded.arena, &text, &n_bad, err);
    tt_arena_release(&raw);
    if (st != TT_OK)
        return st;
    s->decoded.text = text;
    s->decoded.source = r->id;
    return TT_OK;
}

static tt_status raw_text(tt_store *s, const tt_source_row *r, uint64_t offset, size_t n,
                          tt_arena *a, tt_str *out, tt_err *err)
{
    bool as_it_is = tt_str_is(r->encoding, "UTF-8");
    uint64_t size = (uint64_t)TT_MAX(r->bytes, (int64_t)0), n_bad;
    tt_str text;
    if (r->kept == 0)
        return tt_fail(err, TT_EDB, "case file: the bytes of source %lld were not kept",
                       (long long)r->id);
    if (!as_it_is) {
        TT_TRY(decode(s, r, err));
        size = s->decoded.text.n;
    }
    if (offset > size || n > size - offset)
        return tt_fail(err, TT_EDB, "case file: a row is outside of source %lld", (long long)r->id);
    if (!as_it_is) {
        *out = tt_arena_str(a, tt_str_sub(s->decoded.text, (size_t)offset, n));
        return out->p ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a row of a source");
    }
    TT_TRY(cut(s, r->id, r->bytes, offset, n, a, &text, err));
    if (tt_utf8_bad(text) == text.n)
        *out = text;
    else
        TT_TRY(tt_unicode_decode(text, "UTF-8", a, out, &n_bad, err));
    return TT_OK;
}

tt_status tt_store_raw(tt_store *s, int64_t source, uint64_t offset, size_t n, tt_arena *a,
                       tt_str *out, tt_err *err)
{
    tt_q q;
    tt_source_row r;
    TT_TRY(tt_source_get(s, source, &q, &r, err));
    tt_status st = raw_text(s, &r, offset, n, a, out, err);
    tt_q_close(&q);
    return st;
}
