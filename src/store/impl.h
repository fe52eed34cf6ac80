/*
 * impl.h - what the files of src/store share: the open case, its statements, rows, seals.
 *
 * Nobody else includes it.  Statements are prepared once, by the name of their heading in sql/;
 * values are bound, never formatted.
 */
#ifndef TT_STORE_IMPL_H
#define TT_STORE_IMPL_H

#include <sqlite3.h> /* before base/: see banned.h */

#include "base/buf.h"
#include "gen/queries.h"
#include "store/batch.h"
#include "store/checks.h"
#include "store/image.h"
#include "store/known.h"
#include "store/mention.h"
#include "store/record.h"
#include "store/store.h"

/* What a seal is made of: rows of each kind (by tt_kind), and these. */
enum { TT_SEAL_DUPLICATE = TT_KIND_COUNT, TT_SEAL_FLAW, TT_SEAL_COLUMN, TT_SEAL_PARTS };

enum { TT_CHUNK = TT_STORE_CHUNK };

/* The file that is being loaded: hashes over what goes in, in the order that it goes in. */
typedef struct tt_seal {
    int64_t source;                /* 0 = none */
    bool kept;                     /* its bytes */
    tt_hasher part[TT_SEAL_PARTS]; /* ctx NULL: never used */
    bool used[TT_SEAL_PARTS];      /* by this source */
    uint64_t n_loaded, n_duplicate;
} tt_seal;

/* How the fields of a kind become bytes and columns. */
enum {
    TT_ROW_FIRST_COLUMN = 6, /* before: key, source, line, offset, bytes, hash */
    TT_ROW_CHECKS = 8,
    TT_MENTION_FIRST_CHECK = 2 + TT_PART_COUNT - TT_PART_NAME /* before: id, fp, parts */
};
typedef struct tt_plan_own { /* a field that is no part of a party */
    int64_t unknown;         /* of a number */
    uint16_t tag;
    uint8_t field, column, type; /* tt_ftype */
    bool text;
} tt_plan_own;
typedef struct tt_plan {
    tt_plan_own own[TT_MAX_FIELDS]; /* in order of the table */
    uint16_t tag[TT_MAX_FIELDS];
    uint8_t column[TT_MAX_FIELDS];            /* the first, counted in the table */
    int8_t part[TT_MAX_ROLES][TT_PART_COUNT]; /* field, or -1 */
    uint8_t role_column[TT_MAX_ROLES];
    uint8_t ccy[4];               /* fields that are currencies */
    uint8_t check[TT_ROW_CHECKS]; /* fields that are checked; the next column says the outcome */
    uint8_t n_own, n_roles, n_columns, n_ccy, n_checks;
} tt_plan;

/* Bytes of a row: kind, roles; then fingerprints, then fields. */
enum { TT_ROW_HEAD = 2 };

struct tt_batcher {
    tt_plan plan[TT_KIND_COUNT];
    tt_memo memo; /* mentions that were seen last */
    tt_hash_each *hash_each;
    /* How much the last batch had: the next will have as much. */
    size_t last_rows, last_records, last_keys, last_sought;
    tt_cell cell[TT_CELLS];         /* of the row on its way */
    tt_checked checked[TT_CHECKED]; /* identifiers of rows that were seen last */
};

/* A row of a batch: where it was read, and where in tt_batch.records it is. */
typedef struct tt_batch_row {
    uint64_t line, offset, bytes;
    uint32_t at, n;        /* its record */
    uint32_t source, hash; /* where these go */
    uint32_t plain;        /* in tt_batch.plain: where it ends */
} tt_batch_row;

TT_VEC(tt_ccy_vec, tt_ccy);
TT_VEC(tt_batch_row_vec, tt_batch_row);
struct tt_batch {
    tt_kind kind;
    tt_batch_row_vec row;
    tt_buf records;       /* sources and mentions are left to the case */
    tt_buf plain;         /* of rows without identity: the bytes that it is made of */
    tt_buf keys;          /* of mentions */
    tt_sought_vec sought; /* by row, then by role */
    tt_ccy_vec ccy;       /* currencies of its rows, each once */
    size_t n_known;       /* rows that have their identity */
    size_t n_found;       /* of sought: those of these rows */
};

/* The tables that rows are added to by images. */
enum { TT_TABLE_MENTION = TT_KIND_NONE, TT_TABLE_DUPLICATE = TT_KIND_COUNT, TT_TABLES };
typedef struct tt_table {
    tt_image waiting;
    char *head;       /* page 1 of an empty database with this table; NULL: not made yet */
    int64_t last_row; /* largest key, also of rows that wait; -1: not known */
} tt_table;

struct tt_store {
    sqlite3 *db;
    tt_store_mode mode;
    tt_talk talk;
    bool in_transaction, in_savepoint;
    bool is_filling;      /* the cache is that of pragma_fill */
    int64_t data_version; /* of the last look: another one means that somebody else has written */
    sqlite3_stmt *stmt[TT_Q_COUNT_ + 1];
    tt_hasher hasher;
    tt_hasher written; /* rows of a group of derived tables, as they go in; ctx NULL: never used */
    tt_buf buf;        /* bytes to be hashed */
    tt_seal seal;
    tt_plan plan[TT_KIND_COUNT];
    tt_table table[TT_TABLES]; /* rows by kind, mentions, duplicates */
    tt_image given;            /* what SQLite has as the database "feed": not to be touched */
    size_t unwritten;          /* bytes since the system was told to begin writing */
    /* Rows that were not looked up yet, one by one: made when first needed. */
    tt_batcher *batcher;
    tt_batch *waiting;
    bool *told[TT_BATCH_ROWS]; /* who is to be told of each; may be NULL */
    /* What is in the file, read when first needed; forgotten after a rollback. */
    tt_known known[TT_KIND_COUNT];  /* TT_KNOWN_MENTION, and rows by kind */
    tt_seen *seen;                  /* mentions that were seen last */
    tt_checked checked[TT_CHECKED]; /* identifiers of rows that were seen last */
    bool has_currencies;
    bool has_lists;            /* the lists of this program are in the setting of them */
    uint8_t decimals[1 << 15]; /* by the letters of a tt_ccy: exponent + 1; 0 = not in the file */
    /* The chunk that was read last, and the file that was decoded last. */
    struct {
        int64_t source; /* 0 = none */
        int64_t n;
        int64_t of, length; /* source whose chunks have this length; of 0 = none */
        tt_buf bytes;
    } chunk;
    struct {
        int64_t source; /* 0 = none */
        tt_arena arena;
        tt_str text;
    } decoded;
};

/* --- stmt.c: statements --- */

/* A statement in use.  Values are bound and read one after the other. */
typedef struct tt_q {
    tt_store *s;
    sqlite3_stmt *st;
    tt_query id;
    int bound, read; /* how many so far */
    int rc;          /* first failure of binding */
    tt_hasher *told; /* of all values that are bound; NULL: nobody wants it */
} tt_q;

/** Failure of SQLite as a status: TT_ENOMEM, TT_EIO (disk), TT_ELIMIT (too big), TT_EDB. */
tt_status tt_db_fail(int rc, const char *what, tt_err *err);
/** Run the text of a query that takes no values and whose rows nobody wants. */
TT_MUST_CHECK tt_status tt_db_exec(sqlite3 *db, const char *sql, const char *what, tt_err *err);
void tt_db_finalize(tt_store *s);

TT_MUST_CHECK tt_status tt_q_open(tt_store *s, tt_query id, tt_q *out, tt_err *err);
/** Type and value of a column to a hash: a NULL, an empty text and a 0 are three things. */
void tt_q_tell(tt_hasher *h, int type, const void *p, size_t n);
/* Bound text and bytes are borrowed until the statement is run, stepped to its end, or closed. */
void tt_q_int(tt_q *q, int64_t v);
void tt_q_int_or_null(tt_q *q, int64_t v, int64_t null); /* NULL when v == null */
void tt_q_double(tt_q *q, double v);                     /* NAN is NULL */
void tt_q_str(tt_q *q, tt_str v);                        /* absent is NULL */
void tt_q_text(tt_q *q, const char *terminated);         /* NULL is NULL */
void tt_q_blob(tt_q *q, const void *p, size_t n);
void tt_q_hash(tt_q *q, tt_hash h);
void tt_q_hash_or_null(tt_q *q, tt_hash h); /* NULL when zero */
void tt_q_null(tt_q *q);
/** Run a statement that gives no rows. */
TT_MUST_CHECK tt_status tt_q_run(tt_q *q, tt_err *err);
/** Next row; *row is false at the end, and the statement closed. */
TT_MUST_CHECK tt_status tt_q_next(tt_q *q, bool *row, tt_err *err);
void tt_q_close(tt_q *q); /* before the end; harmless after it */
/** The next columns.  Texts and bytes are borrowed until the next step. */
int64_t tt_q_get_int(tt_q *q);                  /* NULL is 0 */
int64_t tt_q_get_int_or(tt_q *q, int64_t null); /* NULL is null */
double tt_q_get_double(tt_q *q);                /* NULL is NAN */
tt_str tt_q_get_str(tt_q *q);                   /* NULL is absent */
bool tt_q_get_null(tt_q *q);                    /* true when NULL; else the column is not taken */
/** False, and zeros, when it does not have this length. */
bool tt_q_get_bytes(tt_q *q, void *out, size_t n);
tt_hash tt_q_get_hash(tt_q *q); /* zero when it is none */
/** The first column of the first row of a query without values. */
TT_MUST_CHECK tt_status tt_db_int(tt_store *s, tt_query id, int64_t *out, tt_err *err);

/** integrity_check; *ok is false when it found damage. */
TT_MUST_CHECK tt_status tt_db_check(tt_store *s, tt_query id, bool *ok, tt_err *err);

/* --- rows.c: records and the columns of their tables --- */

/* A row of a table of rows. */
typedef struct tt_row {
    tt_record r; /* raw: its length only; parts of parties: only after tt_row_mention */
    int64_t id, source;
    tt_hash hash;
    int64_t mention[TT_MAX_ROLES]; /* ids by role - 1; 0 = none */
    uint8_t check[TT_MAX_FIELDS];  /* tt_id_state as the file says it, or TT_ID_ODD */
    char code[TT_MAX_FIELDS][4];   /* text of countries and currencies */
} tt_row;

typedef struct tt_row_queries {
    tt_query add, all, hashes, count, last;
} tt_row_queries;
extern const tt_row_queries tt_row_query[TT_KIND_COUNT];

/** False when the value says nothing: not set, or empty. */
bool tt_value_known(const tt_field *f, const tt_value *v);
/** Read the current row of tt_row_query[kind].all; texts are borrowed until the next step. */
TT_MUST_CHECK tt_status tt_row_read(tt_q *q, tt_kind kind, tt_row *out, tt_err *err);
/** Put the parts of the party in `role` into the fields of the row.  Texts are borrowed. */
void tt_row_mention(tt_row *row, unsigned role, const tt_str part[TT_PART_COUNT]);
/** The current row of mention_all or mention_role_n after its id: fp and parts, borrowed. */
void tt_mention_read(tt_q *q, tt_hash *fp, tt_str part[TT_PART_COUNT]);
/** A column of a check: a tt_id_state, or TT_ID_ODD when it was never written like this. */
uint8_t tt_id_state_read(tt_q *q);
/** Alpha-2 text to number, without asking whether there is such a country. */
tt_country tt_country_of_text(tt_str text);
/** A currency of the case file by its letters; TT_CCY_NONE when absent or not in the file. */
TT_MUST_CHECK tt_status tt_store_ccy(tt_store *s, tt_str code, tt_ccy *out, tt_err *err);
/** Make sure that the currency is in the file, with its decimals.  TT_CCY_NONE is fine. */
TT_MUST_CHECK tt_status tt_store_ccy_add(tt_store *s, tt_ccy ccy, tt_err *err);

/* --- identity.c: rows and mentions as bytes --- */

void tt_plan_make(tt_kind kind, tt_plan *out);
/**
 * Append a row, without its place, to b.
 *
 * @param roles  bit r: it has a mention in role r + 1.  Room is left for their fingerprints, one
 *               behind the other, TT_ROW_HEAD bytes after the start.
 * @param cell   plan->n_columns; those of fields are filled, texts as offsets in b, but not those
 *               of mentions.
 */
TT_MUST_CHECK tt_status tt_row_encode(const tt_plan *plan, tt_kind kind, const tt_value *v,
                                      unsigned roles, tt_buf *b, tt_cell *cell, tt_err *err);
/** Identity of a row: of its bytes.  mention: fingerprints by role - 1; zero = none. */
TT_MUST_CHECK tt_status tt_row_hash(tt_store *s, tt_kind kind, const tt_value *v,
                                    const tt_hash mention[TT_MAX_ROLES], tt_hash *out, tt_err *err);
/** Append a mention to b.  part: by tt_part, the country as alpha-2 text; absent is empty.  out:
 * its bytes, borrowed until b changes. */
TT_MUST_CHECK tt_status tt_mention_encode(const tt_str part[TT_PART_COUNT], tt_buf *b, tt_str *out,
                                          tt_err *err);
/** The parts again, as slices of the key. */
void tt_mention_decode(tt_str key, tt_str part[TT_PART_COUNT]);
/** Identity of a party mention. */
TT_MUST_CHECK tt_status tt_mention_fp(tt_store *s, const tt_str part[TT_PART_COUNT], tt_hash *out,
                                      tt_err *err);
/** Parts of the mention in a role (from 0) of a record; false when none is known. */
bool tt_mention_parts(const tt_plan *plan, unsigned role, const tt_value *v,
                      tt_str part[TT_PART_COUNT], char country[4]);

/* --- batch.c --- */

/** No rows; keeps its memory. */
void tt_batch_reset(tt_batch *b);

/* --- mention.c --- */

void tt_seen_reset(tt_store *s);

/* --- add.c --- */

/** Add the rows that wait.  Before reading, and before a transaction or savepoint ends. */
TT_MUST_CHECK tt_status tt_store_flush(tt_store *s, tt_err *err);
/** The same, and what is known now becomes a run when it is much. */
TT_MUST_CHECK tt_status tt_store_end_source(tt_store *s, tt_err *err);
TT_MUST_CHECK tt_status tt_store_end_transaction(tt_store *s, tt_err *err);

/* --- table.c: tables of rows, which images are added to --- */

/** Largest key, also of rows that wait. */
TT_MUST_CHECK tt_status tt_table_last(tt_store *s, unsigned table, int64_t *out, tt_err *err);
/** Add a row behind the last one; it waits. */
TT_MUST_CHECK tt_status tt_table_add(tt_store *s, unsigned table, tt_str record, tt_err *err);
/** Add the rows that wait to the case. */
TT_MUST_CHECK tt_status tt_table_flush(tt_store *s, unsigned table, tt_err *err);
/** Forget rows that wait, and what is known of the case. */
void tt_tables_forget(tt_store *s);
void tt_tables_release(tt_store *s);

/* --- known.c: what is in the case; `what` is a kind, or TT_KNOWN_MENTION --- */

void tt_known_release(tt_known *k);
/** Read what is known from the file, unless it was. */
TT_MUST_CHECK tt_status tt_known_read(tt_store *s, unsigned what, tt_err *err);
/** A key will be looked for soon: the first step, and when there was time the second. */
void tt_known_ask(const tt_known *k, const tt_hash *key);
void tt_known_reach(const tt_known *k, const tt_hash *key);
/** The id of a mention, 0 for a row, or TT_HASHMAP_NONE.  Rows that wait count. */
TT_MUST_CHECK tt_status tt_known_find(tt_store *s, unsigned what, tt_hash key, uint32_t *out,
                                      tt_err *err);
/** Add a key that is not there; after tt_known_find. */
TT_MUST_CHECK tt_status tt_known_add(tt_store *s, unsigned what, tt_hash key, uint32_t value,
                                     tt_err *err);
/** Make a run when there are so many that are in none; no row of the table may wait. */
TT_MUST_CHECK tt_status tt_known_save(tt_store *s, unsigned what, size_t at_least, tt_err *err);
/** All identities of the runs from first_run on, and of a map (NULL: none), ascending. */
typedef struct tt_known_merge tt_known_merge;
TT_MUST_CHECK tt_status tt_known_merge_open(tt_store *s, unsigned what, size_t first_run,
                                            const tt_hashmap *map, tt_known_merge **out,
                                            tt_err *err);
TT_MUST_CHECK tt_status tt_known_merge_next(tt_known_merge *m, bool *more, tt_hash *key,
                                            uint32_t *value, tt_err *err);
void tt_known_merge_close(tt_known_merge *m); /* also after a failed open; NULL is fine */

/* --- seal.c: what a source is made of, as one hash --- */

void tt_seal_release(tt_seal *seal);
/** The hasher of a part, empty when the source uses it for the first time. */
TT_MUST_CHECK tt_status tt_seal_part(tt_seal *seal, unsigned part, tt_hasher **out, tt_err *err);
void tt_seal_row(tt_hasher *h, tt_hash row, uint64_t line, uint64_t offset, uint64_t bytes);
void tt_seal_duplicate(tt_hasher *h, tt_str kind, tt_hash row, uint64_t line, uint64_t offset,
                       uint64_t bytes);

/* A row of the table of flaws. */
typedef struct tt_flaw_row {
    tt_str lost, reason, field, raw; /* field absent: none */
    int64_t column, line, offset;    /* column 0: none */
} tt_flaw_row;
void tt_seal_flaw(tt_hasher *h, const tt_flaw_row *f);

/* A row of the table of sources. */
typedef struct tt_source_row {
    int64_t id;
    tt_str name, kind, format, encoding;
    tt_sha256 sha;
    tt_hash map;
    int64_t bytes;
    int64_t kept, n_read, n_loaded, n_rejected, n_duplicate; /* -1: not said yet */
    bool whole; /* hashes have their lengths: it was loaded to its end */
    tt_sha256 seal;
} tt_source_row;
/** Current row of source_get or source_all; texts borrowed until the next step. */
void tt_source_read(tt_q *q, tt_source_row *out);
/** Start of a seal; then for each part in use, ascending, its number and digest; then final. */
void tt_seal_source(tt_hasher *h, const tt_source_row *r);
/** SHA-256/128 of a word and two texts: seals rows that stand alone. */
TT_MUST_CHECK tt_status tt_seal_pair(tt_store *s, const char *table, tt_str a, tt_str b,
                                     tt_hash *out, tt_err *err);

/* --- bytes.c --- */

/** Unpack a chunk into s->chunk, unless it is there. */
TT_MUST_CHECK tt_status tt_chunk_read(tt_store *s, int64_t source, int64_t n, int64_t source_bytes,
                                      tt_err *err);
/** How many chunks hold so many bytes of a source. */
TT_MUST_CHECK tt_status tt_chunk_count(tt_store *s, int64_t source, int64_t source_bytes,
                                       int64_t *out, tt_err *err);

/* --- evidence.c --- */

/** The row of a source; q stays open, because the texts are borrowed from it. */
TT_MUST_CHECK tt_status tt_source_get(tt_store *s, int64_t source, tt_q *q, tt_source_row *out,
                                      tt_err *err);

/* --- state.c --- */

TT_MUST_CHECK tt_status tt_stage_seal(tt_store *s, tt_str stage, const tt_hash *input,
                                      const tt_hash *output, tt_hash *out, tt_err *err);
TT_MUST_CHECK tt_status tt_audit_hash(tt_store *s, const tt_sha256 *before, tt_str action,
                                      tt_str detail, tt_sha256 *out, tt_err *err);

/* --- decisions.c --- */

/** Seal over the file and its decisions. */
TT_MUST_CHECK tt_status tt_decisions_seal(tt_store *s, const tt_decision_file *f,
                                          const tt_decided *v, size_t n, tt_sha256 *out,
                                          tt_err *err);
/** What the audit chain says of them: no text of theirs. */
enum { TT_DECISIONS_TOLD = 2 * 64 + 64 };
void tt_decisions_told(const tt_decision_file *f, const tt_sha256 *seal, size_t n,
                       char out[TT_DECISIONS_TOLD]);
/** The seal that the case has; *there is false when there never was a file. */
TT_MUST_CHECK tt_status tt_decisions_stored_seal(tt_store *s, bool *there, tt_sha256 *out,
                                                 tt_err *err);

/* --- open.c --- */

/** One view of the file over several statements; nothing when a transaction is open already. */
TT_MUST_CHECK tt_status tt_store_begin_read(tt_store *s, bool *own, tt_err *err);
/** End it; own: as tt_store_begin_read said. */
void tt_store_end_read(tt_store *s, bool own);
/** Forget what is known of the file. */
void tt_store_forget(tt_store *s);
/** TT_EUSAGE for a case that was opened for reading. */
TT_MUST_CHECK tt_status tt_store_writable(const tt_store *s, tt_err *err);

/* --- lists.c: with which lists identifiers were checked --- */

/** Keep with the case which lists these checks are made with; before a source is added. */
TT_MUST_CHECK tt_status tt_lists_note(tt_store *s, tt_err *err);
/** True when all checks of the case were made with the lists of this program. */
TT_MUST_CHECK tt_status tt_lists_are_ours(tt_store *s, bool *ours, tt_err *err);

#endif
