/*
 * ingest.h - files into the case: sniffing, provenance, duplicates, flaws.  One file is one
 * transaction.
 */
#ifndef TT_INGEST_INGEST_H
#define TT_INGEST_INGEST_H

#include "read/read.h"
#include "store/store.h"

typedef struct tt_ingest_options {
    tt_kind kind;          /* NONE: from the content */
    const char *format;    /* NULL: from the content; else a reader's id */
    const tt_mapping *map; /* NULL: none */
    tt_read_limits limits;
    uint64_t max_file_bytes; /* 0: no limit */
    bool strict;             /* the first reject rolls the file back: TT_EREJECTS */
    const tt_talk *talk;
} tt_ingest_options;

typedef struct tt_ingest_report {
    tt_str name; /* base name, in the arena */
    tt_kind kind;
    const char *format;
    bool known;      /* the same bytes were loaded before: nothing was done */
    bool recognised; /* false: format or kind unknown; kept as a source without rows */
    uint64_t n_read, n_loaded, n_rejected, n_duplicate, n_flaws;
} tt_ingest_report;

/** Ingest one file ("-": standard input).  After a failure the case is as before. */
TT_MUST_CHECK tt_status tt_ingest_file(tt_store *s, const char *path, const tt_ingest_options *opt,
                                       tt_arena *a, tt_ingest_report *out, tt_err *err);

#endif
