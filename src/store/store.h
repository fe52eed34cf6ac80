/*
 * store.h - the case file: one SQLite database that any client opens.
 *
 * Evidence tables hold what documents said and are only ever inserted into; derived tables (d_*)
 * can be dropped and made again.  The bytes of every input are kept (source_chunk, zstd), so a
 * row's raw text is its (source, offset, length) and `verify` can hash the inputs again without the
 * originals.  For people there is a view for each record kind (invoice, shipment, ...) with
 * canonical field names, ISO dates and decimal amounts.
 *
 * One connection, one thread.  Nobody outside src/store sees SQL.  Failures of SQLite are
 * TT_ENOMEM, TT_EIO (disk full, input or output), TT_ELIMIT (a text over 512 MiB) and TT_EDB
 * (damaged, not a case file, another program is writing); functions that write give TT_EUSAGE in
 * TT_STORE_READ.
 */
#ifndef TT_STORE_STORE_H
#define TT_STORE_STORE_H

#include "base/buf.h"
#include "base/log.h"
#include "base/zstd.h"
#include "model/data.h"
#include "model/decision.h"
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
 * An older schema is migrated in one transaction, but not in TT_STORE_READ; a newer one, and
 * anything that is not a case file, is refused.  The file is treated as hostile: SQLite's switches
 * for that (trusted_schema off, defensive, cell_size_check, no triggers, no views), and each table
 * must be, word for word, the one that we make.  So a case file with an index or a view of somebody
 * else is refused as well.  Damage of pages is found where it is met, as TT_EDB, or by
 * tt_store_verify.  A new file is readable by its owner only.
 *
 * Others may read while one writes, between its transactions.  Who finds the file locked waits for
 * five seconds.
 *
 * @param path  UTF-8, terminated.  Borrowed during the call.
 * @param talk  NULL for silence; copied, its ctx borrowed until tt_store_close.
 * @param out   owned by the caller: tt_store_close.  NULL on failure.
 * @return      TT_OK, TT_EIO, TT_EDB, TT_ENOTFOUND (no such file), TT_ENOMEM.
 * @complexity  O(1), whatever the size of the file.
 */
TT_MUST_CHECK tt_status tt_store_open(const char *path, tt_store_mode mode, const tt_talk *talk,
                                      tt_store **out, tt_err *err);
void tt_store_close(tt_store *s); /* rolls back an open transaction; NULL is fine */

/** In TT_STORE_READ: one view of the file until the end of the transaction. */
TT_MUST_CHECK tt_status tt_store_begin(tt_store *s, tt_err *err);
TT_MUST_CHECK tt_status tt_store_commit(tt_store *s, tt_err *err);
void tt_store_rollback(tt_store *s);
/*
 * One savepoint inside a transaction, so that several files share a transaction and each is still
 * in the case wholly or not at all: begin, then for each file savepoint, the file, release (or
 * rollback_to when it failed), then commit.  Savepoints do not nest.
 */
TT_MUST_CHECK tt_status tt_store_savepoint(tt_store *s, tt_err *err);
/** Keep what was done since the savepoint. */
TT_MUST_CHECK tt_status tt_store_release(tt_store *s, tt_err *err);
/**
 * Undo what was done since the savepoint, and remove it: the transaction goes on as if nothing had
 * been between.
 *
 * @return  TT_OK.  Else nothing but tt_store_rollback can follow: SQLite has given up the whole
 *          transaction (disk full, no memory).
 */
TT_MUST_CHECK tt_status tt_store_rollback_to(tt_store *s, tt_err *err);

/*
 * --- evidence: written by ingest ---
 *
 * One source after the other, each in one transaction: tt_store_source_add, then bytes, rows, flaws
 * and columns in any order, then tt_store_source_done, which seals it: a hash over all that went
 * in. A row, flaw or column of another source in between is TT_EINTERNAL.
 */

typedef struct tt_source_in {
    tt_str name; /* base name */
    tt_sha256 sha;
    tt_hash map; /* of the map file's bytes and a forced kind; zero = none */
    uint64_t bytes;
    tt_kind kind;
    const char *format;
    /* "UTF-8": offsets count the bytes of the file, a byte order mark included.  Else the ICU name
     * that it was decoded from: offsets count the decoded text. */
    const char *encoding;
} tt_source_in;

/** Row of a source with these bytes, map and kind; 0 when there is none. */
TT_MUST_CHECK tt_status tt_store_source_find(tt_store *s, const tt_source_in *in, int64_t *rowid,
                                             tt_err *err);
TT_MUST_CHECK tt_status tt_store_source_add(tt_store *s, const tt_source_in *in, int64_t *rowid,
                                            tt_err *err);
/** Another name for the same bytes; lists and reports show the smallest of all names. */
TT_MUST_CHECK tt_status tt_store_source_name(tt_store *s, int64_t source, tt_str name, tt_err *err);
/** The counts, when all rows are in.  TT_EINTERNAL when read is not loaded + rejected + duplicate.
 */
TT_MUST_CHECK tt_status tt_store_source_done(tt_store *s, int64_t source, uint64_t n_read,
                                             uint64_t n_loaded, uint64_t n_rejected,
                                             uint64_t n_duplicate, tt_err *err);
/* Sources of no kind that are larger need not have their bytes kept: no row came from them. */
enum { TT_STORE_KEEP_UNKNOWN = 1 << 20 };
/* Bytes of a source are kept in chunks, each but the last of this length: packing is a quarter
 * faster than in shorter ones, and unpacking one for a row still takes no time. */
enum { TT_STORE_CHUNK = 1 << 20 };
/**
 * Pack one chunk, for tt_store_chunk_add.  Pure: touches no case, so any thread may do it.
 *
 * @param p      of this thread; NULL: none, which is slower.
 * @param bytes  at most TT_STORE_CHUNK.
 * @param out    appended to.
 * @return       TT_OK, TT_ENOMEM, TT_ELIMIT (of out).
 */
TT_MUST_CHECK tt_status tt_store_chunk_pack(tt_zstd_packer *p, tt_str bytes, tt_buf *out,
                                            tt_err *err);
/** Keep a packed chunk: bytes n * TT_STORE_CHUNK and following of the source.  In any order between
 * its rows, each once, all of them: `verify` finds what is missing. */
TT_MUST_CHECK tt_status tt_store_chunk_add(tt_store *s, int64_t source, int64_t n, tt_str packed,
                                           tt_err *err);
/** Keep the bytes of a source, all of them in one call: both of the above, chunk by chunk.  A
 * source without any of these calls is one whose bytes were not kept. */
TT_MUST_CHECK tt_status tt_store_bytes_add(tt_store *s, int64_t source, tt_str bytes, tt_err *err);
/**
 * Identity of a row: SHA-256/128 over one byte each for the kind and for which roles have a party,
 * the fingerprints of these (16 bytes each, by role), then for each known field that is no part of
 * a party, in the order of its table, a tag (2 bytes, from the field's name) and the value.
 *
 * A value is the text, its length before it (TEXT, CODE, ENUM, LIST), the alpha-2 code (COUNTRY),
 * the alpha-3 code and its number of decimals (CCY), else the number, for WHEN the second of the
 * day as well; lengths and numbers in base 128, numbers zigzag.  An empty text is unknown.  A
 * fingerprint is SHA-256/128 over a zero byte and, for each known part, its number and its text.
 */
TT_MUST_CHECK tt_status tt_store_row_hash(tt_store *s, const tt_record *r, tt_hash *out,
                                          tt_err *err);
/**
 * Add a row, unless one with this hash is there: then *duplicate is set, and the occurrence is
 * kept.
 *
 * Rows are looked up in batches, which is far faster than one by one; so
 * *duplicate is told later: when tt_store_settle, tt_store_source_counts or tt_store_source_done
 * returns, at the latest.  It is not touched after a failure.
 *
 * @param r          borrowed during the call.
 * @param duplicate  NULL for who does not ask.
 * @complexity       O(1).  In memory: 21 to 27 bytes for each row that is new since the last run
 *                   (known.h), at most 64 MiB a kind; 16 bytes for each row of the runs that are
 *                   asked often; the same for mentions, with 4 bytes more.
 */
TT_MUST_CHECK tt_status tt_store_record_later(tt_store *s, int64_t source, const tt_record *r,
                                              bool *duplicate, tt_err *err);
/** Look up the rows that wait: their flags are right afterwards. */
TT_MUST_CHECK tt_status tt_store_settle(tt_store *s, tt_err *err);
/** Add n rows, of any kinds, and settle, unless duplicate (n elements) is NULL. */
TT_MUST_CHECK tt_status tt_store_records_add(tt_store *s, int64_t source, const tt_record *r,
                                             size_t n, bool *duplicate, tt_err *err);
/** The same with one. */
TT_MUST_CHECK tt_status tt_store_record_add(tt_store *s, int64_t source, const tt_record *r,
                                            bool *duplicate, tt_err *err);
/** How many rows of the source that is being loaded were new, and how many were not. */
TT_MUST_CHECK tt_status tt_store_source_counts(tt_store *s, int64_t source, uint64_t *n_loaded,
                                               uint64_t *n_duplicate, tt_err *err);
TT_MUST_CHECK tt_status tt_store_flaw_add(tt_store *s, int64_t source, const tt_flaw *f,
                                          tt_err *err);
TT_MUST_CHECK tt_status tt_store_unknown_column_add(tt_store *s, int64_t source, tt_str name,
                                                    tt_err *err);

/**
 * Bytes [offset, offset + n) of a source as UTF-8 text, from the kept chunks; bad bytes become
 * U+FFFD.
 *
 * @param out   in the arena, terminated.
 * @return      TT_OK, TT_ENOTFOUND (no such source), TT_EDB (outside of the source, damaged, or its
 *              bytes were not kept), TT_ENOMEM.
 * @complexity  One chunk; a source in another encoding is decoded as a whole, and kept for the next
 *              call.
 */
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

/* --- decisions: what persons said, one file at a time --- */

/**
 * Replace all decisions of the case by those of a file, and tell the audit chain.  Inside a
 * transaction.
 *
 * @param v  n of them, by line ascending.
 */
TT_MUST_CHECK tt_status tt_store_decisions_write(tt_store *s, const tt_decision_file *f,
                                                 const tt_decided *v, size_t n, tt_err *err);
/**
 * The decisions of the case, by line.
 *
 * @param a    holds everything.
 * @param out  n of them, from 0; f->name is absent when nobody ever decided anything.
 */
TT_MUST_CHECK tt_status tt_store_decisions_read(tt_store *s, tt_arena *a, tt_decision_file *f,
                                                tt_decided **out, size_t *n, tt_err *err);
/** Hash over what was said of pairs, in the order of the file: input of resolve.  Zero when there
 * is none. */
TT_MUST_CHECK tt_status tt_store_decisions_hash(tt_store *s, tt_hash *out, tt_err *err);
/** Ids of the findings of the last analysis, ascending, in the arena. */
TT_MUST_CHECK tt_status tt_store_finding_ids(tt_store *s, tt_arena *a, tt_hash **out, size_t *n,
                                             tt_err *err);

/* --- the case in memory --- */

/**
 * Load all evidence, sorted as data.h says.  Where a row came in more than once, its place is the
 * smallest (source sha256, offset), and sources count accordingly: the order of loading leaves no
 * trace.
 *
 * A document is what has the same kind, number and issuer: the name of role 1 in lower case with
 * blanks made one, or its identifier where there is no name, or its account where there is neither;
 * for payments also the payee in the same way, the day, the amount and the currency.  A row whose
 * number is unknown is a document of its own, with the identity of the row.  A header field that
 * differs between rows is the one of the smallest row, by (line number, row hash), that has it.
 * Line numbers outside of 1 to 2147483647 are unknown. An invoice without a total gets the sum of
 * its lines, when that is known and in one currency. Documents of one day are sorted by their
 * second (unknown first), then by id.  Rows of watchlist, permit and seizure are only counted for
 * their sources: tt_store_each_row has them.
 *
 * Progress is told as "load".
 *
 * @param base   base currency.
 * @param as_of  TT_NO_DATE: the newest date of a document.
 * @complexity   O(rows log rows).
 */
TT_MUST_CHECK tt_status tt_store_load(tt_store *s, tt_ccy base, tt_date as_of, tt_arena *a,
                                      tt_data *out, tt_err *err);
/**
 * Hash over the evidence (hashes, maps, kinds and names of the sources, sorted): what a stage
 * reads.
 *
 * @param unread  bits (1 << tt_kind) of the kinds that it does not read: sources that have nothing
 *                else are left out.  0: all sources count, also those without a row.
 */
TT_MUST_CHECK tt_status tt_store_evidence_hash(tt_store *s, unsigned unread, tt_hash *out,
                                               tt_err *err);

/*
 * --- derived tables: each write drops what was there; call inside a transaction ---
 *
 * They name documents, rows, mentions and entities by what they are, not by position: after other
 * evidence has been added they still fit, with the indexes of the new tt_data.  Reading tables that
 * were made from something else is TT_EDB; out is then empty.
 */

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
