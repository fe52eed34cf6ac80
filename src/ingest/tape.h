/*
 * tape.h - what an input feeds beside its rows, recorded on one thread and played on another.
 */
#ifndef TT_INGEST_TAPE_H
#define TT_INGEST_TAPE_H

#include "base/buf.h"
#include "ingest/input.h"

/* A zeroed struct is an empty tape. */
typedef struct tt_tape {
    tt_buf ops; /* set up by tt_tape_init */
} tt_tape;

/* Of the raw text of a flaw only so many bytes are copied; its length is that of the whole. */
enum { TT_TAPE_RAW = 64 << 10 };

void tt_tape_init(tt_tape *t);
void tt_tape_release(tt_tape *t);

/* Append; what is given is copied (constant texts of flaws are not). */
TT_MUST_CHECK tt_status tt_tape_flaw(tt_tape *t, const tt_flaw *f, tt_err *err);
TT_MUST_CHECK tt_status tt_tape_column(tt_tape *t, tt_str name, tt_err *err);
TT_MUST_CHECK tt_status tt_tape_chunk(tt_tape *t, int64_t n, tt_str packed,
                                      tt_err *err); /* or absent */

/** Tell everything on the tape, in its order.  @return TT_OK, or what the feed returned. */
TT_MUST_CHECK tt_status tt_tape_play(const tt_tape *t, const tt_feed *to, tt_err *err);

#endif
