/*
 * ahead.h - inputs opened and read ahead on other threads.
 */
#ifndef TT_INGEST_AHEAD_H
#define TT_INGEST_AHEAD_H

#include "base/ahead.h"
#include "ingest/load.h"
#include "ingest/tape.h"

/* A file, or bytes in memory. */
typedef struct tt_item {
    const char *path; /* NULL: bytes */
    tt_str name, bytes;
    bool mapped;   /* the bytes are part of a mapped file */
    uint64_t size; /* as far as known; of a path: not 0 only when it is a regular file */
} tt_item;

/** Its bytes; then tt_item_describe.  @param tools  of this thread. */
TT_MUST_CHECK tt_status tt_item_open(const tt_item *item, const tt_ingest_options *opt,
                                     tt_tools *tools, tt_input *in, tt_err *err);
/** @param later  as in tt_input_describe. */
TT_MUST_CHECK tt_status tt_item_describe(const tt_item *item, bool later,
                                         const tt_ingest_options *opt, tt_input *in, tt_err *err);

/* What is done ahead for a list of items. */
typedef struct tt_reading {
    const tt_item *items;
    const tt_ingest_options *opt;
    bool nested; /* files of an archive: archives are not opened */
    tt_ahead *q;
    tt_tools tools[TT_AHEAD_THREADS]; /* by thread */
} tt_reading;

/** Start; r->q is NULL when all is to be done on this thread. */
TT_MUST_CHECK tt_status tt_reading_start(tt_reading *r, const tt_item *items, size_t n, bool nested,
                                         const tt_ingest_options *opt, tt_err *err);
void tt_reading_end(tt_reading *r);

/* What was read of an item: the first piece says what it is.  Before it may come one whose bytes
 * are to be hashed: nothing else is known of them yet. */
typedef struct tt_reading_piece {
    tt_ahead_piece p;
    tt_input *in; /* first piece: what it is; held.  Small ones have no bytes */
    bool to_hash;
    tt_tape tape;      /* comes before */
    tt_ready_vec rows; /* these */
    bool last;
    uint64_t n_rows; /* last */
} tt_reading_piece;
void tt_reading_drop(tt_ahead_piece *p);

/** Read a small input to its end on this thread.  @param out  the whole of it, without `in`; to be
 * released, whatever is returned. */
TT_MUST_CHECK tt_status tt_reading_here(const tt_input *in, const tt_ingest_options *opt,
                                        tt_tools *tools, tt_reading_piece *out, tt_err *err);
void tt_reading_release(tt_reading_piece *p); /* what is in it, but for `in` */

/** True when this input is to be opened as an archive or a PDF. */
bool tt_reading_opens(const tt_input *in, bool nested);

#endif
