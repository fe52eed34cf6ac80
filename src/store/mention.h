/*
 * mention.h - parties as documents write them: seen before, in the case, or new.
 *
 * The same few come again and again.  So those of late are in a table in memory by their bytes, and
 * only the others are hashed for their fingerprint and asked for in the case.  Each look-up waits
 * for memory; the steps are apart, so that a batch of them waits once: tt_mention_seek for all,
 * then tt_mention_touch for all, and so on.
 */
#ifndef TT_STORE_MENTION_H
#define TT_STORE_MENTION_H

#include "base/buf.h"
#include "base/sha256.h"

struct tt_store;

/* Two slots where one mention can be, in one line of the cache; 16 bytes each. */
typedef struct tt_memo_slot {
    uint32_t hash; /* the upper half */
    uint32_t at;   /* of tt_memo.bytes: the fingerprint, then the key */
    uint32_t n;    /* bytes of the key; 0: free */
    uint32_t id;
} tt_memo_slot;

typedef struct tt_memo {
    tt_memo_slot *slot;
    tt_buf bytes;
} tt_memo;

typedef struct tt_sought {
    tt_str key; /* as tt_mention_encode makes it; step 2 sets its place anew */
    size_t at;  /* of tt_store.keys, which may move until then */
    uint64_t hash;
    bool fresh;  /* not in the memo */
    uint32_t id; /* 0 until it is known */
    tt_hash fp;
} tt_sought;

void tt_memo_reset(tt_memo *m);
void tt_memo_release(tt_memo *m);

/** Step 1: hash the key. */
TT_MUST_CHECK tt_status tt_mention_seek(struct tt_store *s, tt_sought *m, tt_err *err);
/** Step 2: the slots are there; fetch the bytes. */
void tt_mention_touch(const struct tt_store *s, tt_sought *m);
/** Step 3: look into the memo, or hash for the fingerprint. */
void tt_mention_look(struct tt_store *s, tt_sought *m);
/** Step 4: id and fp are known afterwards; a new mention waits to be added. */
TT_MUST_CHECK tt_status tt_mention_intern(struct tt_store *s, tt_sought *m, tt_err *err);

#endif
