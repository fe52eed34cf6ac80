/*
 * sha256.c - the door to libcrypto, and ids cut from digests.
 */
#define OPENSSL_API_COMPAT                                                                         \
    10101                /* SHA256_Init: what EVP costs for a short text is more than it           \
                          */
#include <openssl/evp.h> /* before base/: see banned.h */
#include <openssl/sha.h>

#include "base/sha256.h"

#include "base/str.h"

tt_status tt_hasher_init(tt_hasher *h, tt_err *err)
{
    *h = (tt_hasher){.ctx = EVP_MD_CTX_new()};
    if (!h->ctx)
        return tt_fail(err, TT_ENOMEM, "no room for a hasher");
    if (EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) != 1) {
        tt_hasher_release(h);
        return tt_fail(err, TT_EINTERNAL, "libcrypto has no SHA-256");
    }
    return TT_OK;
}

void tt_hasher_release(tt_hasher *h)
{
    if (!h)
        return;
    EVP_MD_CTX_free(h->ctx);
    *h = (tt_hasher){0};
}

void tt_hasher_reset(tt_hasher *h)
{
    /* No type: the one of before, without the costly look-up by name. */
    h->failed = EVP_DigestInit_ex(h->ctx, NULL, NULL) != 1;
    h->done = false;
    h->n_held = 0;
}

/* What is held, and then n bytes. */
static void give(tt_hasher *h, const void *p, size_t n)
{
    size_t held = h->n_held;
    h->n_held = 0;
    if (h->done || (held > 0 && EVP_DigestUpdate(h->ctx, h->held, held) != 1) ||
        (n > 0 && EVP_DigestUpdate(h->ctx, p, n) != 1))
        h->failed = true;
}

void tt_hasher_add(tt_hasher *h, const void *p, size_t n)
{
    if (h->done || n > sizeof h->held) {
        give(h, p, n);
        return;
    }
    if (n > sizeof h->held - h->n_held)
        give(h, NULL, 0);
    if (n > 0)
        memcpy(h->held + h->n_held, p, n);
    h->n_held = (uint16_t)(h->n_held + n);
}

static void add_le64(tt_hasher *h, uint64_t v)
{
    uint8_t b[8];
    for (unsigned i = 0; i < 8; i++)
        b[i] = (uint8_t)(v >> (8 * i));
    tt_hasher_add(h, b, sizeof b);
}

void tt_hasher_add_str(tt_hasher *h, tt_str s)
{
    add_le64(h, s.n);
    tt_hasher_add(h, s.p, s.n);
}

void tt_hasher_add_i64(tt_hasher *h, int64_t v)
{
    add_le64(h, (uint64_t)v);
}

tt_sha256 tt_hasher_final(tt_hasher *h)
{
    tt_sha256 out = {{0}};
    give(h, NULL, 0);
    if (h->failed || h->done || EVP_DigestFinal_ex(h->ctx, out.b, NULL) != 1) {
        h->failed = true;
        out = (tt_sha256){{0}};
    }
    h->done = true;
    return out;
}

tt_hash tt_hasher_final_hash(tt_hasher *h)
{
    tt_sha256 whole = tt_hasher_final(h);
    tt_hash out;
    memcpy(out.b, whole.b, sizeof out.b);
    return out;
}

tt_sha256 tt_sha256_short(tt_str bytes)
{
    SHA256_CTX c;
    tt_sha256 out;
    (void)SHA256_Init(&c); /* none of the three can fail: they compute, and nothing else */
    (void)SHA256_Update(&c, bytes.p, bytes.n);
    (void)SHA256_Final(out.b, &c);
    return out;
}

tt_hash tt_hash_of(const void *p, size_t n)
{
    tt_sha256 whole = tt_sha256_short((tt_str){p, n});
    tt_hash out;
    memcpy(out.b, whole.b, sizeof out.b);
    return out;
}

tt_status tt_sha256_of(tt_str bytes, tt_sha256 *out, tt_err *err)
{
    tt_hasher h;
    TT_TRY(tt_hasher_init(&h, err));
    tt_hasher_add(&h, bytes.p, bytes.n);
    tt_sha256 digest = tt_hasher_final(&h);
    bool failed = h.failed;
    tt_hasher_release(&h);
    if (failed)
        return tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
    *out = digest;
    return TT_OK;
}

/* --- identities --- */

int tt_hash_cmp(tt_hash a, tt_hash b)
{
    int c = memcmp(a.b, b.b, sizeof a.b);
    return (c > 0) - (c < 0);
}

bool tt_hash_is_zero(tt_hash h)
{
    static const tt_hash zero;
    return tt_hash_cmp(h, zero) == 0;
}

void tt_hex(const uint8_t *p, size_t n, char *out)
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digit[p[i] >> 4];
        out[2 * i + 1] = digit[p[i] & 15];
    }
    out[2 * n] = '\0';
}

tt_id_text tt_id_text_of(char letter, tt_hash h)
{
    tt_id_text t;
    t.s[0] = letter;
    tt_hex(h.b, sizeof h.b, t.s + 1);
    return t;
}

static int hex_value(char c)
{
    if (tt_ascii_is_digit(c))
        return c - '0';
    c = tt_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool tt_id_parse(tt_str text, char *letter, tt_hash *h, size_t *n_digits)
{
    static const char letters[] = "edmfsc";
    tt_hash out = {{0}};
    if (text.n < 3 || text.n > 1 + 2 * sizeof out.b || text.p[0] == '\0' ||
        !strchr(letters, text.p[0]))
        return false;
    for (size_t i = 1; i < text.n; i++) {
        int v = hex_value(text.p[i]);
        if (v < 0)
            return false;
        out.b[(i - 1) / 2] |= (uint8_t)(i % 2 ? v << 4 : v);
    }
    *letter = text.p[0];
    *h = out;
    *n_digits = text.n - 1;
    return true;
}
