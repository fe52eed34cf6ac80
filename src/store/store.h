/*
 * store.h - the case file: one SQLite database that any client opens.
 *
 * Evidence tables hold what documents said and are only ever inserted into; derived tables (d_*)
 * can be dropped and made again.  The bytes of every input are kept (source_chunk, zstd), so a
 * row's raw text is its (source, offset, length) and `verify` can hash the inputs again without the
 * originals.
 *
 * One connection, one thread.  Nobody outside src/store sees SQL.
 */
#ifndef TT_STORE_STORE_H
#define TT_STORE_STORE_H

#include "base/log.h"
#include "model/data.h"
#include "model/finding.h"

typedef struct tt_store tt_store;

typedef enum tt_store_mode {
    TT_STORE_READ,  /* must exist */
    TT_STORE_WRITE, /* must exist */
    TT_STORE_CREATE /* made when it does not exist */
} tt_store_mode;

/**
 * Open a case file.
 *
 * An older schema is migrated in one transaction; a newer one, and anything that is not a case
 * file, is refused.  The file is treated as hostile (trusted_schema off, defensive, quick_check)
 * until checked.
 *
 * @return  TT_OK, TT_EIO, TT_EDB, TT_ENOTFOUND (no such file), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_store_open(const char *path, tt_store_mode mode, const tt_talk *talk,
                                      tt_store **out, tt_err *err);
void tt_store_close(tt_store *s); /* rolls back an open transaction; NULL is fine */

TT_MUST_CHECK tt_status tt_store_begin(tt_store *s, tt_err *err);
TT_MUST_CHECK tt_status tt_store_commit(tt_store *s, tt_err *err);
void tt_store_rollback(tt_store *s);

/* --- evidence: written by ingest --- */

typedef struct tt_source_in {
    tt_str name; /* base name */
    tt_sha256 sha;
    tt_hash map; /* of the map file's bytes and a forced kind; zero = none */
    uint64_t bytes;
    tt_kind kind;
    const char *format;
    const char *encoding; /* "UTF-8" or the ICU name that it was decoded from */
} tt_source_in;

/** Row of a source with these bytes, map and kind; 0 when there is none. */
TT_MUST_CHECK tt_status tt_store_source_find(tt_store *s, const tt_source_in *in, int64_t *rowid,
                                             tt_err *err);
TT_MUST_CHECK tt_status tt_store_source_add(tt_store *s, const tt_source_in *in, int64_t *rowid,
                                            tt_err *err);
/** Another name for the same bytes. */
TT_MUST_CHECK tt_status tt_store_source_name(tt_store *s, int64_t source, tt_str name, tt_err *err);
/** The counts, when all rows are in. */
TT_MUST_CHECK tt_status tt_store_source_done(tt_store *s, int64_t source, uint64_t n_read,
                                             uint64_t n_loaded, uint64_t n_rejected,
                                             uint64_t n_duplicate, tt_err *err);
/* Sources of no kind that are larger need not have their bytes kept: no row came from them. */
enum { TT_STORE_KEEP_UNKNOWN = 1 << 20 };
/** Keep the bytes of a source (packed in chunks of 256 KiB). */
TT_MUST_CHECK tt_status tt_store_bytes_add(tt_store *s, int64_t source, tt_str bytes, tt_err *err);
/** Identity of a row: SHA-256/128 over the kind and all set fields in table order. */
TT_MUST_CHECK tt_status tt_store_row_hash(tt_store *s, const tt_record *r, tt_hash *out,
                                          tt_err *err);
/** Add a row, unless one with this hash is there: then *duplicate is set and the occurrence is
 * kept. */
TT_MUST_CHECK tt_status tt_store_record_add(tt_store *s, int64_t source, const tt_record *r,
                                            bool *duplicate, tt_err *err);
TT_MUST_CHECK tt_status tt_store_flaw_add(tt_store *s, int64_t source, const tt_flaw *f,
                                          tt_err *err);
TT_MUST_CHECK tt_status tt_store_unknown_column_add(tt_store *s, int64_t source, tt_str name,
                                                    tt_err *err);

/** Bytes [offset, offset + n) of a source as UTF-8 text, from the kept chunks. */
TT_MUST_CHECK tt_status tt_store_raw(tt_store *s, int64_t source, uint64_t offset, size_t n,
                                     tt_arena *a, tt_str *out, tt_err *err);

/**
 * The rows of a kind, or those of the documents with one number, in order of loading.
 *
 * Every field is given, also those that tt_data leaves out.  A row that came in more than once is
 * given once, with the place where it was read first.
 *
 * @param number  as written; absent: all rows.  For kinds that are no documents: absent.
 * @param fn      gets the source's rowid, the identity of the row (tt_line.row), and the record;
 *                texts are borrowed during the call, raw has its length and no bytes (tt_store_raw
 *                has them).
 * @complexity    O(rows of the kind).
 */
TT_MUST_CHECK tt_status tt_store_each_row(tt_store *s, tt_kind kind, tt_str number,
                                          tt_status (*fn)(void *ctx, int64_t source, tt_hash row,
                                                          const tt_record *r, tt_err *err),
                                          void *ctx, tt_err *err);

typedef struct tt_reject {
    tt_str file, reason, field, raw;
    uint64_t line, offset;
    uint32_t column;
} tt_reject;
/** Rejected rows in order of (file name, sha256, line, column). */
TT_MUST_CHECK tt_status tt_store_each_reject(tt_store *s,
                                             tt_status (*fn)(void *ctx, const tt_reject *r,
                                                             tt_err *err),
                                             void *ctx, tt_err *err);
typedef struct tt_flaw_count {
    tt_lost lost;
    tt_str reason, field;
    uint64_t n;
} tt_flaw_count;
/** Counts of flaws by (lost, reason, field), in this order. */
TT_MUST_CHECK tt_status tt_store_each_flaw_count(tt_store *s,
                                                 tt_status (*fn)(void *ctx, const tt_flaw_count *c,
                                                                 tt_err *err),
                                                 void *ctx, tt_err *err);
/** Unknown columns as (file name, column), in this order. */
TT_MUST_CHECK tt_status tt_store_each_unknown_column(tt_store *s,
                                                     tt_status (*fn)(void *ctx, tt_str file,
                                                                     tt_str column, tt_err *err),
                                                     void *ctx, tt_err *err);

/* --- the case in memory --- */

/**
 * Load all evidence, sorted as data.h says.  Where a row came in more than once, its place is the
 * smallest (source sha256, offset), and sources count accordingly: the order of loading leaves no
 * trace.
 *
 * @param base   base currency.
 * @param as_of  TT_NO_DATE: the newest date of a document.
 * @complexity   O(rows log rows).
 */
TT_MUST_CHECK tt_status tt_store_load(tt_store *s, tt_ccy base, tt_date as_of, tt_arena *a,
                                      tt_data *out, tt_err *err);
/** Hash over the evidence (sorted source hashes and maps): input of the first stage. */
TT_MUST_CHECK tt_status tt_store_evidence_hash(tt_store *s, tt_hash *out, tt_err *err);

/* --- derived tables: each write drops what was there; call inside a transaction --- */

TT_MUST_CHECK tt_status tt_store_entities_write(tt_store *s, const tt_data *d, tt_err *err);
TT_MUST_CHECK tt_status tt_store_entities_read(tt_store *s, tt_data *d, tt_err *err);
TT_MUST_CHECK tt_status tt_store_deals_write(tt_store *s, const tt_data *d, tt_err *err);
TT_MUST_CHECK tt_status tt_store_deals_read(tt_store *s, tt_data *d, tt_err *err);
/** Findings (with entities, documents, measures, tests, steps), communities, syndicates, weights,
 * completeness. */
TT_MUST_CHECK tt_status tt_store_results_write(tt_store *s, const tt_data *d, const tt_results *r,
                                               tt_err *err);
TT_MUST_CHECK tt_status tt_store_results_read(tt_store *s, const tt_data *d, tt_arena *a,
                                              tt_results *out, tt_err *err);

/* A stage is up to date when its input hash is the one that it last ran with. */
typedef struct tt_stage_state {
    bool ran;
    tt_hash input;  /* of everything it reads: the stage before, parameters, version */
    tt_hash output; /* for the next stage */
} tt_stage_state;
TT_MUST_CHECK tt_status tt_store_stage_get(tt_store *s, const char *stage, tt_stage_state *out,
                                           tt_err *err);
TT_MUST_CHECK tt_status tt_store_stage_put(tt_store *s, const char *stage, const tt_stage_state *st,
                                           tt_err *err);
/** Key and value kept with the case (settings of the last analysis). Value absent when there is
 * none. */
TT_MUST_CHECK tt_status tt_store_setting_get(tt_store *s, const char *key, tt_arena *a, tt_str *out,
                                             tt_err *err);
TT_MUST_CHECK tt_status tt_store_setting_put(tt_store *s, const char *key, tt_str value,
                                             tt_err *err);

/* --- integrity --- */

/** Append to the audit chain: hash = SHA-256(previous hash, action, detail).  No clock, no names of
 * persons. */
TT_MUST_CHECK tt_status tt_store_audit_add(tt_store *s, const char *action, tt_str detail,
                                           tt_err *err);

typedef struct tt_verify_line {
    const char *what; /* "integrity_check", "foreign_keys", "source bytes", "row hashes", "audit
                         chain", ... */
    bool ok;
    const char *detail;
} tt_verify_line;
/** Check everything that can be checked inside the file; each check is told to fn.  @return TT_OK,
 * or TT_EINTEGRITY when one failed. */
TT_MUST_CHECK tt_status tt_store_verify(tt_store *s,
                                        tt_status (*fn)(void *ctx, const tt_verify_line *l,
                                                        tt_err *err),
                                        void *ctx, tt_err *err);

#endif
