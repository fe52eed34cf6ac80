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
    uint64_t max_bytes;   /* of one file; 0: no limit */
} tt_ingest_spec;

/* A sum over the rows that were loaded: line_amount (invoice), declared_value (shipment),
 * customs_value (declaration), amount (payment; each payment once). */
typedef struct tt_ingest_sum {
    const char *kind, *currency;
    uint64_t n;         /* amounts in it */
    const char *amount; /* "1234.50"; "" when it is more than 64 bits hold */
} tt_ingest_sum;

/* What became of one file: n_read = n_loaded + n_rejected + n_duplicate. */
typedef struct tt_ingest_result {
    const char *file; /* base name, of a file in an archive "batch.zip/dir/a.xml"; borrowed during
                         the call, as all texts */
    const char *kind; /* "unknown" when not recognised */
    const char *format;
    int known;  /* the same bytes were there already: nothing was done */
    int opened; /* an archive, or a PDF with an invoice in it: its files come before it */
    uint64_t n_bytes;
    uint64_t n_read, n_loaded, n_rejected, n_duplicate;
    uint64_t n_flaws;          /* remarks on rows that were loaded */
    const tt_ingest_sum *sums; /* by kind and currency */
    size_t n_sums;
    const char *from, *to; /* first and last date of the documents, "2024-05-31"; "": none */
} tt_ingest_result;

/**
 * Load a file, all files below a folder, or standard input ("-").
 *
 * A file is in the case wholly or not at all; small files share a transaction, and an interruption
 * costs those of the last one: the same call again completes the case.  Hidden files below a
 * folder, and files named README (with .md, .txt or no ending), are left out; the latter is said
 * (log, info).  Archives (.zip, .tar, .gz, .zst) are opened, and the invoice in a PDF is taken out.
 *
 * @param fn  called once for each file, when its transaction has ended; may be NULL.
 * @return    TT_OK, TT_ENOTFOUND, TT_EIO, TT_EFORMAT (the map), TT_EUSAGE (unknown kind or format),
 * TT_EREJECTS, TT_EDB, TT_ELIMIT, TT_ENOMEM, TT_ECANCELED.
 * @since     0.1
 */
tt_status tt_case_ingest(tt_case *c, const char *path, const tt_ingest_spec *spec,
                         void (*fn)(void *ctx, const tt_ingest_result *r), void *ctx, tt_err *err);

/** The same for several paths.  @since 0.1 */
tt_status
tt_case_ingest_all(tt_case *c, const char *const *paths, size_t n, const tt_ingest_spec *spec,
                   void (*fn)(void *ctx, const tt_ingest_result *r), void *ctx, tt_err *err);

/** The readers, as for `format`: id, title, usual endings ("csv,tsv").  @since 0.1 */
void tt_readers_each(void (*fn)(void *ctx, const char *id, const char *title,
                                const char *extensions),
                     void *ctx);

/** rejects.csv of the case: file, line, column, field, reason, raw.  @since 0.1 */
tt_status tt_case_rejects(tt_case *c, const char *path, uint64_t *n_rejects, tt_err *err);

/* All-zero means default. */
typedef struct tt_draft_spec {
    const char *kind;  /* record kind; NULL: the one that fits best */
    const char *out;   /* where the map goes; NULL: to `map` */
    tt_text_fn *map;   /* gets the map when there is no `out`; may be NULL */
    tt_text_fn *table; /* gets a table for a person; may be NULL */
    void *ctx;         /* of both */
} tt_draft_spec;

/**
 * Draft a map file for a CSV, NDJSON or JSON file with its own names of columns.
 *
 * Encoding, delimiter, decimal sign, date patterns, kind and fields are guessed from headers and
 * values; each guess is in the "notes" of the map with its reason.  The map is accepted by
 * tt_ingest_spec.map_path as it is; required fields that were not found are listed.
 *
 * @return  TT_OK, TT_ENOTFOUND, TT_EUSAGE (unknown kind), TT_EFORMAT (no table in the file, or no
 *          column that any kind has), TT_EIO, TT_ENOMEM.
 * @since   0.1
 */
tt_status tt_map_draft(const char *path, const tt_draft_spec *spec, tt_err *err);

#endif
