/* verify.h - what the files of verify share. */
#ifndef TT_STORE_VERIFY_H
#define TT_STORE_VERIFY_H

#include "store/derived.h"

#include "base/vec.h"

typedef struct tt_verify_mention {
    int64_t id;
    tt_hash fp;
    tt_str part[TT_PART_COUNT];
    uint8_t check[TT_MENTION_CHECKS];
} tt_verify_mention;
TT_VEC(tt_verify_mentions_vec, tt_verify_mention);

/* The rows that a source has in one table, as one hash. */
typedef struct tt_verify_part {
    int64_t source;
    unsigned part; /* of a seal */
    uint64_t n, n_rejected;
    tt_sha256 hash;
} tt_verify_part;
TT_VEC(tt_verify_parts_vec, tt_verify_part);

typedef struct tt_verify {
    tt_store *s;
    tt_status (*fn)(void *ctx, const tt_verify_line *l, tt_err *err);
    void *ctx;
    bool ok, all_ok;
    char detail[256];
    tt_arena arena;
    tt_hasher hasher;
    tt_verify_mentions_vec mentions; /* by id */
    tt_hashmap rows[TT_KIND_COUNT];  /* identities that are there */
    tt_verify_parts_vec parts;
    tt_seal seal; /* of the part that is being read */
    bool in_part;
    bool other_lists; /* identifiers were checked with other lists: not checked again */
} tt_verify;

/** A check failed; the first text is kept.  Always TT_OK, for `return`. */
tt_status tt_verify_bad(tt_verify *v, const char *fmt, ...) TT_PRINTF(2, 3);
/** What to say when nothing failed. */
void tt_verify_good(tt_verify *v, const char *fmt, ...) TT_PRINTF(2, 3);

/* verify_rows.c, in this order: each uses what the one before has read. */
TT_MUST_CHECK tt_status tt_verify_mentions(tt_verify *v, tt_err *err);
TT_MUST_CHECK tt_status tt_verify_rows(tt_verify *v, tt_err *err);
TT_MUST_CHECK tt_status tt_verify_duplicates(tt_verify *v, tt_err *err);
TT_MUST_CHECK tt_status tt_verify_sources(tt_verify *v, tt_err *err);

#endif
