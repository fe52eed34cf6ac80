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

/**
 * Ingest one file ("-": standard input), in one transaction.
 *
 * Encoding: the map's, else by a byte-order mark, else UTF-8.  Format: opt->format, the map's, or
 * the reader that is surest.  Kind: opt->kind, the map's, or what the reader finds.  A file that
 * nobody recognises becomes a source of kind NONE without rows, with its bytes when it has at most
 * 1 MiB, with its name, size and hash only when it is larger; a warning says so.
 *
 * The same bytes with the same map, forced kind, forced format and limits are known: only the
 * name is added when it is another one.
 *
 * Raw texts of flaws over 64 KiB are cut and say how long they were; the row's bytes are in the
 * source.
 *
 * @param opt  NULL for defaults.  Borrowed during the call.
 * @param a    holds what out refers to.
 * @return     TT_OK, TT_EUSAGE (unknown format; the map is for another kind; unknown encoding),
 *             TT_EREJECTS (strict), TT_EIO, TT_ELIMIT (max_file_bytes), TT_EDB, TT_ENOMEM,
 *             TT_ECANCELED (by progress).  The text names the file and, where there is one, the
 *             line.  After a failure the case is as before.
 * @complexity One pass over the decoded text for the rows, one for the hash.  Memory: the text
 *             when it has to be decoded, else one row and the dictionaries of the store.
 */
TT_MUST_CHECK tt_status tt_ingest_file(tt_store *s, const char *path, const tt_ingest_options *opt,
                                       tt_arena *a, tt_ingest_report *out, tt_err *err);

#endif
