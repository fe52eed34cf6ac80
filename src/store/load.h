/*
 * load.h - from tables of rows to the arrays of tt_data: what load*.c share.
 *
 * The order of loading must leave no trace.  So nothing here depends on ids of the case file: rows
 * are ordered by what they say, and a row that came in twice lies where it is first by the hash of
 * its source.
 */
#ifndef TT_STORE_LOAD_H
#define TT_STORE_LOAD_H

#include "store/impl.h"

#include "base/map.h"
#include "base/ranked.h"
#include "base/vec.h"

/* A source by its id in the file. */
typedef struct tt_load_source {
    int64_t rowid;
    uint32_t rank;  /* by (sha256, map, kind) */
    tt_ix ix;       /* of tt_data.sources */
    int64_t n_rows; /* rows that lie here */
} tt_load_source;

/* Another occurrence of a row. */
typedef struct tt_load_dup {
    tt_kind kind;
    tt_hash row;
    uint32_t source; /* of tt_load.sources */
    uint64_t line, offset, bytes;
} tt_load_dup;

TT_VEC(tt_dup_vec, tt_load_dup);

typedef struct tt_load {
    tt_store *s;
    tt_arena *a;  /* of the case */
    tt_arena tmp; /* until loading ends */
    tt_data *d;
    tt_load_source *sources; /* by rowid */
    size_t n_sources, last_source;
    int64_t *mention_id; /* ascending, n_mentions */
    tt_ix *mention_ix;   /* of tt_data.mentions */
    bool *elsewhere;     /* of a mention: its name points to another role of the document */
    tt_dup_vec dups;     /* by (kind, row, rank of source, offset) */
    size_t first_dup[TT_KIND_COUNT + 1];
    tt_map texts; /* texts that many rows share, to an index of text */
    tt_str_vec text;
    tt_map units, terms;    /* text to tt_unit, tt_incoterm */
    uint64_t n_done, n_all; /* rows */
} tt_load;

/* --- fields.c: fields of a record to members of a struct --- */

typedef enum tt_how {
    TT_HOW_TEXT,    /* tt_str; copied */
    TT_HOW_SHARED,  /* tt_str that many rows have: one copy */
    TT_HOW_NUM,     /* int64_t; unknown TT_NO_NUM */
    TT_HOW_LINE,    /* int32_t; unknown, or not 1 to INT32_MAX: 0 */
    TT_HOW_DATE,    /* tt_date */
    TT_HOW_WHEN,    /* tt_when */
    TT_HOW_COUNTRY, /* tt_country */
    TT_HOW_CCY,     /* tt_ccy */
    TT_HOW_MONEY,   /* tt_money; minor TT_NO_NUM unless amount and currency are known */
    TT_HOW_HS,      /* tt_hs; 0 when it is no code */
    TT_HOW_UNIT,    /* tt_unit */
    TT_HOW_TERM,    /* tt_incoterm */
    TT_HOW_TYPE,    /* tt_doc_type */
    TT_HOW_CHANNEL, /* tt_channel */
    TT_HOW_BASIS,   /* uint8_t: 0 unknown, 1 fob, 2 cif */
    TT_HOW_ENTITY,  /* tt_entity_type */
    TT_HOW_KIND     /* tt_kind */
} tt_how;

typedef struct tt_member_of {
    const char *field;
    tt_how how;
    size_t to; /* offset in the struct */
} tt_member_of;

/* The same, found in the table of the kind. */
typedef struct tt_bound {
    const tt_field *f;
    tt_how how;
    size_t to;
    size_t i;   /* of the field */
    size_t ccy; /* TT_HOW_MONEY: of its currency */
} tt_bound;

void tt_load_bind(tt_kind kind, const tt_member_of *m, size_t n, tt_bound *out);
/** Give the member the value that means unknown. */
void tt_load_unknown(const tt_bound *b, void *to);
/** Index in l->text of one copy of a text that many rows share. */
TT_MUST_CHECK tt_status tt_load_text(tt_load *l, tt_str text, uint32_t *out, tt_err *err);
/** Give the member the value of the record.  Texts go to the arena of the case. */
TT_MUST_CHECK tt_status tt_load_member(tt_load *l, const tt_bound *b, const tt_record *r, void *to,
                                       tt_err *err);

/* --- load_sources.c --- */

TT_MUST_CHECK tt_status tt_load_sources(tt_load *l, tt_err *err);
TT_MUST_CHECK tt_status tt_load_dups(tt_load *l, tt_err *err);
/** Rows read, loaded, duplicate of each source, when every row has its place. */
TT_MUST_CHECK tt_status tt_load_count_sources(tt_load *l, tt_err *err);
/** Where a row lies, after its duplicates were looked at; counts it for its source, and its
 * identifiers. */
TT_MUST_CHECK tt_status tt_load_place(tt_load *l, const tt_row *row, tt_place *out, tt_err *err);

/* --- decisions.c --- */

/** What persons said of pairs of the mentions and registry rows that were loaded. */
TT_MUST_CHECK tt_status tt_load_decisions(tt_load *l, tt_err *err);

/* --- load.c --- */

/** Index of a mention by its id; id 0 is 0. */
TT_MUST_CHECK tt_status tt_load_mention(const tt_load *l, int64_t id, tt_ix *out, tt_err *err);
/** How many rows a kind has. */
TT_MUST_CHECK tt_status tt_load_count(tt_load *l, tt_kind kind, size_t *out, tt_err *err);
/** Tell how far it is; TT_ECANCELED. */
TT_MUST_CHECK tt_status tt_load_progress(tt_load *l, tt_err *err);
/**
 * Put n elements of `size` bytes, from base, into the order: new element i is old element order[i].
 *
 * order is used up.
 */
TT_MUST_CHECK tt_status tt_load_reorder(void *base, size_t n, size_t size, uint32_t *order,
                                        tt_err *err);
typedef uint64_t tt_rank_fn(const void *ctx, uint32_t i);
/** The same as tt_load_order where a number of each decides nearly always (base/ranked.h). */
TT_MUST_CHECK tt_status tt_load_ranked(tt_load *l, size_t n, tt_rank_fn *rank,
                                       int (*cmp)(const void *a, const void *b, void *ctx),
                                       void *ctx, uint32_t **out, tt_err *err);
/** 0, 1, ... n - 1, sorted.  From the temporary arena. */
TT_MUST_CHECK tt_status tt_load_order(tt_load *l, size_t n,
                                      int (*cmp)(const void *a, const void *b, void *ctx),
                                      void *ctx, uint32_t **out, tt_err *err);

/* --- layout.c --- */

#define TT_NOWHERE SIZE_MAX

/* A kind of documents: its struct, the struct of its rows, and which field goes where. */
typedef struct tt_layout {
    size_t doc_size, row_size;
    const tt_member_of *header, *line;
    size_t n_header, n_line;
    size_t role[TT_MAX_ROLES]; /* offset of the mention in the document */
    /* offsets in the row; line_number TT_NOWHERE: rows have none */
    size_t hash, doc, line_number, place;
} tt_layout;
/* header[0] is the number. */
extern const tt_layout tt_doc_layout[TT_KIND_COUNT];

/* --- load_docs.c, load_flat.c --- */

TT_MUST_CHECK tt_status tt_load_documents(tt_load *l, tt_kind kind, tt_err *err);
TT_MUST_CHECK tt_status tt_load_flat(tt_load *l, tt_kind kind, tt_err *err);

#endif
