/*
 * load.h - what an input feeds, into the case: one source.
 */
#ifndef TT_INGEST_LOAD_H
#define TT_INGEST_LOAD_H

#include "ingest/input.h"
#include "ingest/ready.h"
#include "read/reason.h"

/* How far the whole call is. */
typedef struct tt_load_progress {
    uint64_t done, total; /* bytes of files; total 0: unknown */
    uint64_t rows;
} tt_load_progress;

typedef struct tt_load {
    tt_store *s;
    const tt_ingest_options *opt;
    tt_load_progress *progress;
    tt_ingest_report report; /* name borrowed from the source; sums: tt_load_release */
    tt_source_in source;
    int64_t rowid;
    uint64_t line, calls; /* where the reader is */
    const tt_input *in;
    tt_tools *tools; /* of this thread */
    tt_buf packed;
    tt_ready ready; /* rows that came one by one */
} tt_load;

/**
 * Find or make the source.
 *
 * @param tools  of this thread.
 * @param in     hashed; borrowed until the end.
 * @return    l->report.known says that it was there: nothing more is to be done.
 */
TT_MUST_CHECK tt_status tt_load_begin(tt_load *l, tt_store *s, const tt_ingest_options *opt,
                                      tt_load_progress *progress, tt_tools *tools,
                                      const tt_input *in, tt_err *err);
/** Where to feed. */
tt_feed tt_load_feed(tt_load *l);
/** Rows that were made ready elsewhere; nothing is left of them.  Not mixed with fed ones. */
TT_MUST_CHECK tt_status tt_load_ready(tt_load *l, tt_ready *rows, tt_err *err);
/** Counts and audit entry.  @param n_rows  as the reader counted them. */
TT_MUST_CHECK tt_status tt_load_end(tt_load *l, uint64_t n_rows, tt_err *err);
void tt_load_release(tt_load *l);

#endif
