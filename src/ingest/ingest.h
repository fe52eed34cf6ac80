/*
 * ingest.h - files into the case: sniffing, archives, provenance, duplicates, flaws, sums.
 */
#ifndef TT_INGEST_INGEST_H
#define TT_INGEST_INGEST_H

#include "base/archive.h"
#include "ingest/sums.h"
#include "read/read.h"
#include "store/store.h"

typedef struct tt_ingest_options {
    tt_kind kind;          /* NONE: from the content */
    const char *format;    /* NULL: from the content; else a reader's id */
    const tt_mapping *map; /* NULL: none */
    tt_read_limits limits;
    tt_archive_limits archive;
    uint64_t max_file_bytes; /* 0: no limit */
    bool strict;             /* the first reject rolls the file back: TT_EREJECTS */
    unsigned threads;        /* 0 and 1: this one; never changes what is written */
    const char *temp_folder; /* for what does not fit into memory; NULL: /tmp */
    const tt_talk *talk;
} tt_ingest_options;

typedef struct tt_ingest_report {
    tt_str name; /* base name; of a file in an archive "batch.zip/dir/a.xml" */
    tt_kind kind;
    const char *format;
    bool known;      /* the same bytes were loaded before: nothing was done */
    bool recognised; /* false: format or kind unknown; kept as a source without rows */
    bool opened;     /* an archive or a PDF: its files have reports of their own, before this one */
    uint64_t bytes, n_read, n_loaded, n_rejected, n_duplicate, n_flaws;
    tt_sums sums; /* over the rows that were loaded */
} tt_ingest_report;

/** Borrowed during the call. */
typedef tt_status tt_ingest_fn(void *ctx, const tt_ingest_report *r, tt_err *err);

/**
 * Ingest files ("-": standard input), in this order.
 *
 * Several files share a transaction; each is in the case wholly or not at all.  A transaction ends
 * after 65536 rows, 64 MiB or 1024 files, so an interruption costs the files since then, and the
 * same call again completes the case.
 *
 * Encoding: the map's, else tt_sniff_encoding.  Format: opt->format, the map's, or the reader that
 * is surest.  Kind: opt->kind, the map's, or what the reader finds.  A file that nobody recognises
 * becomes a source of kind NONE without rows, with its bytes when it has at most 1 MiB, with its
 * name, size and hash only when it is larger; a warning says so.
 *
 * An archive (.zip, .tar, .gz, .zst, by its content) is opened: each file in it is a source of its
 * own, in order of their names, and then the archive itself one of kind NONE without its bytes.
 * What cannot be taken out of it is a reject of the archive.  Archives inside are not opened.  From
 * a PDF the invoice that it carries as XML is taken out, by pdfdetach where that is installed.
 *
 * The same bytes with the same map, forced kind, forced format and limits are known: only the
 * name is added when it is another one.
 *
 * Raw texts of flaws over 64 KiB are cut and say how long they were; the row's bytes are in the
 * source.
 *
 * @param opt  NULL for defaults.  Borrowed during the call.
 * @param fn   called for each file when its transaction has ended, in order; may be NULL.
 * @return     TT_OK, TT_EUSAGE (unknown format; the map is for another kind; unknown encoding),
 *             TT_EREJECTS (strict), TT_EIO, TT_ELIMIT (max_file_bytes), TT_EDB, TT_ENOMEM,
 *             TT_ECANCELED (by progress).  The text names the file and, where there is one, the
 *             line.  After a failure the files before are in the case, this one is not; when the
 *             failure is one of the case file (disk full, no memory) those of its transaction are
 *             not either, and fn was not called for them.
 * @complexity One pass over the decoded text for the rows, one for the hash.  Memory: the text
 *             when it has to be decoded, else one row, the dictionaries of the store, and with
 *             threads what was read ahead, at most about 64 MiB.
 */
TT_MUST_CHECK tt_status tt_ingest_files(tt_store *s, const tt_str *paths, size_t n,
                                        const tt_ingest_options *opt, tt_ingest_fn *fn, void *ctx,
                                        tt_err *err);

/** One file.  @param out  its report, in a; that of the archive when it is one. */
TT_MUST_CHECK tt_status tt_ingest_file(tt_store *s, const char *path, const tt_ingest_options *opt,
                                       tt_arena *a, tt_ingest_report *out, tt_err *err);

#endif
