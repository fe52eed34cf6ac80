/*
 * scan.c - hash, ASCII, UTF-8, a step at a time: what was just hashed is still in the cache, and a
 * file that is larger than memory passes through.
 */
#include "ingest/scan.h"

#include "base/str.h"

enum {
    STEP = 1 << 20,
    GIVE_BACK = 4 << 20, /* bytes that are given back at once: it stops all threads for a moment */
    SHORT = 64 << 10,
    CHARACTER = 4 /* bytes of the longest */
};

static bool is_ascii(tt_str s)
{
    const uint64_t tops = UINT64_C(0x8080808080808080);
    size_t i = 0;
    for (; i + 32 <= s.n; i += 32) {
        uint64_t w[4];
        memcpy(w, s.p + i, sizeof w);
        if ((w[0] | w[1] | w[2] | w[3]) & tops)
            return false;
    }
    for (; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* How far the bytes are UTF-8, from `good` on; a character that the end of a step cuts is left to
 * the next. */
static size_t good_until(tt_str bytes, size_t good, size_t end)
{
    size_t n = tt_utf8_bad(tt_str_sub(bytes, good, end - good));
    return good + n;
}

/* h, or out, or both. */
static void scan(const tt_file *file, tt_str bytes, tt_hasher *h, tt_scan *out)
{
    size_t good = 0; /* so many bytes are UTF-8 */
    bool bad = false;
    for (size_t at = 0; at < bytes.n; at += STEP) {
        tt_str step = tt_str_sub(bytes, at, STEP);
        size_t end = at + step.n;
        if (h)
            tt_hasher_add(h, step.p, step.n);
        bool ascii = out && is_ascii(step);
        if (out)
            out->ascii = out->ascii && ascii;
        if (out && file && !bad) {
            good = ascii && good == at ? end : good_until(bytes, good, end);
            bad = end == bytes.n ? good < end : end - good >= CHARACTER;
        }
        if (file && (end % GIVE_BACK == 0 || end == bytes.n))
            tt_file_done(file, (end - 1) / GIVE_BACK * GIVE_BACK, end);
    }
    if (out)
        out->bad = file ? good : TT_SCAN_UNKNOWN;
}

static tt_status
scan_and_hash(const tt_file *mapped, tt_str bytes, tt_sha256 *sha, tt_scan *out, tt_err *err)
{
    tt_hasher h;
    TT_TRY(tt_hasher_init(&h, err));
    scan(mapped, bytes, &h, out);
    *sha = tt_hasher_final(&h);
    bool failed = h.failed;
    tt_hasher_release(&h);
    return failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}

/* NULL: the bytes are in memory. */
static const tt_file *mapped_part(const tt_file *file)
{
    return file && file->map_n ? file : NULL;
}

tt_status
tt_scan_bytes(const tt_file *file, tt_str bytes, tt_sha256 *sha, tt_scan *out, tt_err *err)
{
    *out = (tt_scan){.ascii = true};
    if (sha && bytes.n > SHORT)
        return scan_and_hash(mapped_part(file), bytes, sha, out, err);
    if (sha)
        *sha = tt_sha256_short(bytes);
    scan(mapped_part(file), bytes, NULL, out);
    return TT_OK;
}

tt_status tt_scan_hash(const tt_file *file, tt_str bytes, tt_sha256 *sha, tt_err *err)
{
    return scan_and_hash(mapped_part(file), bytes, sha, NULL, err);
}
