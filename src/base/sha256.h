/* sha256.h - SHA-256 (FIPS 180-4) by libcrypto, and the 128-bit identities cut from it. */
#ifndef TT_BASE_SHA256_H
#define TT_BASE_SHA256_H

#include "base/base.h"

typedef struct tt_sha256 {
    uint8_t b[32];
} tt_sha256;

enum { TT_HASHER_HOLDS = 512 };

/* The struct is the caller's, the contents ours. */
typedef struct tt_hasher {
    void *ctx;   /* libcrypto's */
    bool done;   /* a digest was taken: reset before the next add */
    bool failed; /* libcrypto failed, or the hasher was used after it was done; digests are 0 */
    uint16_t n_held;
    uint8_t held[TT_HASHER_HOLDS]; /* short pieces, which libcrypto is given together */
} tt_hasher;

/** Ready for the first add.  @return TT_OK, TT_ENOMEM, TT_EINTERNAL (libcrypto without SHA-256). */
TT_MUST_CHECK tt_status tt_hasher_init(tt_hasher *h, tt_err *err);
void tt_hasher_release(tt_hasher *h); /* NULL is fine */
/** Nothing added yet; much cheaper than a new one. */
void tt_hasher_reset(tt_hasher *h);
/* A failure sticks until the reset: look at h->failed after the digest. */
void tt_hasher_add(tt_hasher *h, const void *p, size_t n);
/** Adds the length (8 bytes little endian), then the bytes: parts cannot run into each other. */
void tt_hasher_add_str(tt_hasher *h, tt_str s);
void tt_hasher_add_i64(tt_hasher *h, int64_t v); /* 8 bytes little endian */
/** The digest of what was added; the hasher must be reset before it is used again. */
tt_sha256 tt_hasher_final(tt_hasher *h);
tt_hash tt_hasher_final_hash(tt_hasher *h); /* the first 16 bytes */

/** The digest of some bytes: for many short ones, without what the others cost to set up. */
tt_sha256 tt_sha256_short(tt_str bytes);
tt_hash tt_hash_of(const void *p, size_t n); /* the first 16 bytes of it */
/** The same of each of n texts. */
typedef void tt_hash_each(const tt_str *text, size_t n, tt_hash *out);
/** What is fastest here, and its plain twin.  To be asked for once: asking the processor is slow.
 */
tt_hash_each *tt_hash_each_best(void);
void tt_hash_each_plain(const tt_str *text, size_t n, tt_hash *out);
/** @return TT_OK, TT_ENOMEM, TT_EINTERNAL. */
TT_MUST_CHECK tt_status tt_sha256_of(tt_str bytes, tt_sha256 *out, tt_err *err);

int tt_hash_cmp(tt_hash a, tt_hash b);
bool tt_hash_is_zero(tt_hash h);
void tt_hex(const uint8_t *p, size_t n, char *out); /* 2 n digits, lower case, and a NUL */

/** Public id: one letter for the type and 32 hex digits.  e entity, d document, m deal, f finding,
 * s syndicate, c community. */
typedef struct tt_id_text {
    char s[34]; /* terminated */
} tt_id_text;
tt_id_text tt_id_text_of(char letter, tt_hash h);
/**
 * A whole id or a prefix of at least 2 digits, in either case.
 *
 * @param h         digits that were not given are 0.
 * @param n_digits  how many were given, 2..32.
 * @return          False, and nothing touched, for another letter or anything else.
 */
bool tt_id_parse(tt_str text, char *letter, tt_hash *h, size_t *n_digits);

#endif
