/*
 * mention.h - parties as documents write them: seen before, in the case, or new.
 *
 * The same few come again and again.  So the fingerprints of late ones are in a table in memory by
 * their bytes, and only the others are hashed; and the ids of late fingerprints are in another, and
 * only the others are asked for in the case.  The first needs no case, and is of a thread.  Each
 * look-up waits for memory; the steps are apart, so that a group of them waits once:
 * tt_mention_seek for all, then tt_mention_touch for all, and so on.
 */
#ifndef TT_STORE_MENTION_H
#define TT_STORE_MENTION_H

#include "base/buf.h"
#include "base/sha256.h"
#include "base/vec.h"

struct tt_store;

/* Two slots where one mention can be, in one line of the cache; 12 bytes each. */
typedef struct tt_memo_slot {
    uint32_t hash; /* the upper half */
    uint32_t at;   /* of tt_memo.bytes: the fingerprint, then the key */
    uint32_t n;    /* bytes of the key; 0: free */
} tt_memo_slot;

typedef struct tt_memo {
    tt_memo_slot *slot;
    tt_buf bytes;
} tt_memo;

/* A party of a row of a batch. */
typedef struct tt_sought {
    uint64_t hash;
    tt_hash fp;
    uint32_t at, n; /* its bytes, as tt_mention_encode makes them, among the keys of the batch */
    uint32_t to;    /* where in the records of the batch its id goes */
    uint16_t row;
    uint8_t role; /* from 0 */
} tt_sought;
TT_VEC(tt_sought_vec, tt_sought);

/* Fingerprints that were seen last, and their ids: each has two places, the later one first.
 * id 0: free. */
typedef struct tt_seen {
    tt_hash fp[2];
    uint32_t id[2];
} tt_seen;

void tt_memo_release(tt_memo *m);

/** Step 1: hash the key. */
TT_MUST_CHECK tt_status tt_mention_seek(tt_memo *memo, tt_str key, tt_sought *m, tt_err *err);
/** Step 2: the slots are there; fetch the bytes. */
void tt_mention_touch(const tt_memo *memo, const tt_sought *m);
/** Step 3: the fingerprints of n, from the memo or by hashing. */
TT_MUST_CHECK tt_status tt_mention_identify(tt_memo *memo, tt_str keys, tt_sought *m, size_t n,
                                            tt_hash_each *each, tt_err *err);

/** Step 4, with the case: its place will be looked at soon. */
void tt_mention_fetch(const struct tt_store *s, const tt_sought *m);
/** Step 5: when it was not seen of late, the case will be asked soon. */
void tt_mention_ask(const struct tt_store *s, const tt_sought *m);
/** Step 6: what it is asked is there; fetch what it answers with. */
void tt_mention_reach(const struct tt_store *s, const tt_sought *m);
/** Step 7: the id; a new mention waits to be added. */
TT_MUST_CHECK tt_status tt_mention_intern(struct tt_store *s, tt_str keys, const tt_sought *m,
                                          uint32_t *id, tt_err *err);

#endif
