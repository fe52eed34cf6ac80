/* ingest.h - files into a case. */
#ifndef TRADETRACE_INGEST_H
#define TRADETRACE_INGEST_H

#include "tradetrace/case.h"

/* All-zero means default. */
typedef struct tt_ingest_spec {
    const char *kind;     /* record kind; NULL: from the content */
    const char *format;   /* reader; NULL: from the content */
    const char *map_path; /* a map file; NULL: none */
    int strict;           /* the first reject undoes the file: TT_EREJECTS */
} tt_ingest_spec;

/* What became of one file: n_read = n_loaded + n_rejected + n_duplicate. */
typedef struct tt_ingest_result {
    const char *file; /* base name; borrowed during the call */
    const char *kind; /* "unknown" when not recognised */
    const char *format;
    int known; /* the same bytes were there already: nothing was done */
    uint64_t n_read, n_loaded, n_rejected, n_duplicate;
    uint64_t n_flaws; /* remarks on rows that were loaded */
} tt_ingest_result;

/**
 * Load a file, all files below a folder, or standard input ("-").
 *
 * One file is one transaction: it is in the case wholly or not at all.  Hidden files below a
 * folder, and files named README (with .md, .txt or no ending), are left out; the latter is said
 * (log, info).
 *
 * @param fn  called once for each file; may be NULL.
 * @return    TT_OK, TT_ENOTFOUND, TT_EIO, TT_EFORMAT (the map), TT_EUSAGE (unknown kind or format),
 * TT_EREJECTS, TT_EDB, TT_ELIMIT, TT_ENOMEM, TT_ECANCELED.
 * @since     0.1
 */
tt_status tt_case_ingest(tt_case *c, const char *path, const tt_ingest_spec *spec,
                         void (*fn)(void *ctx, const tt_ingest_result *r), void *ctx, tt_err *err);

/** rejects.csv of the case: file, line, column, field, reason, raw.  @since 0.1 */
tt_status tt_case_rejects(tt_case *c, const char *path, uint64_t *n_rejects, tt_err *err);

#endif
