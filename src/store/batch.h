/*
 * batch.h - rows made ready for a case: encoded, with the fingerprints of their parties and their
 * identities.
 *
 * Most of what a row costs needs no case, and any thread may do it; what does is left to
 * tt_store_batch_add.  Batches end where rows say it, so the same rows make the same batches.
 */
#ifndef TT_STORE_BATCH_H
#define TT_STORE_BATCH_H

#include "base/base.h"
#include "model/record.h"

struct tt_store;

typedef struct tt_batch tt_batch;     /* rows of one kind, in their order */
typedef struct tt_batcher tt_batcher; /* of one thread: parties that were seen of late */

enum { TT_BATCH_ROWS = 512, TT_BATCH_BYTES = 256 << 10 };

/** @param out  owned by the caller: tt_batcher_close.  NULL on failure.  @return TT_OK, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_batcher_open(tt_batcher **out, tt_err *err);
void tt_batcher_close(tt_batcher *m); /* NULL is fine; its batches do not need it any more */

/**
 * @param kind  not NONE.
 * @param out   owned by the caller: tt_batch_close.  NULL on failure.
 * @return      TT_OK, TT_ENOMEM, TT_EINTERNAL (no such kind).
 */
TT_MUST_CHECK tt_status tt_batch_open(tt_kind kind, tt_batch **out, tt_err *err);
void tt_batch_close(tt_batch *b); /* NULL is fine */
/** True when a row of this kind can be added: it is of this kind, and not full.  NULL takes none.
 */
bool tt_batch_takes(const tt_batch *b, tt_kind kind);
/** @param r  of the kind of the batch, which takes it; borrowed.  @return TT_OK, TT_ENOMEM,
 * TT_ELIMIT (1 GiB of texts). */
TT_MUST_CHECK tt_status tt_batch_add(tt_batcher *m, tt_batch *b, const tt_record *r, tt_err *err);
/** No row is added any more.  @return TT_OK, TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_batch_end(tt_batcher *m, tt_batch *b, tt_err *err);
size_t tt_batch_count(const tt_batch *b);                         /* rows; at most TT_BATCH_ROWS */
size_t tt_batch_bytes(const tt_batch *b);                         /* memory that it takes */
uint64_t tt_batch_last_line(const tt_batch *b, uint64_t *offset); /* where its last row is */

/**
 * Add the rows of a batch that has ended to the source that is being loaded, unless one with the
 * same identity is there, as tt_store_record_later does.
 *
 * @param b          changed; of no use afterwards.
 * @param duplicate  one for each row: told at once.
 */
TT_MUST_CHECK tt_status tt_store_batch_add(struct tt_store *s, int64_t source, tt_batch *b,
                                           bool *duplicate, tt_err *err);

#endif
