/*
 * ready.h - rows of an input on their way to the case: batches, and what each row adds to the sums.
 *
 * Touches no case, so any thread may do it.
 */
#ifndef TT_INGEST_READY_H
#define TT_INGEST_READY_H

#include "base/vec.h"
#include "ingest/sums.h"
#include "store/batch.h"

/* A zeroed struct has no rows. */
typedef struct tt_ready {
    tt_batch *batch; /* NULL: no rows */
    tt_sum_plan sums;
    tt_sum_part *part; /* of each row */
    size_t cap;
} tt_ready;

TT_VEC(tt_ready_vec, tt_ready);

void tt_ready_release(tt_ready *r);
void tt_ready_release_all(tt_ready_vec *v);
/** True when this row is for the next one: this one is full, or of another kind. */
bool tt_ready_is_over(const tt_ready *r, const tt_record *rec);
/**
 * @param m    of this thread; opened when it is NULL.
 * @param rec  borrowed.
 * @return     TT_OK, TT_ENOMEM, TT_ELIMIT, TT_EINTERNAL.
 */
TT_MUST_CHECK tt_status tt_ready_add(tt_ready *r, tt_batcher **m, const tt_record *rec,
                                     tt_err *err);
/** No row is added any more. */
TT_MUST_CHECK tt_status tt_ready_end(tt_ready *r, tt_batcher *m, tt_err *err);

#endif
