/*
 * plan.h - from the cells of a row to a record: which column feeds which field, by canonical names
 * or by a map.
 *
 * A reader splits its format into rows of cells, and asks the plan for the rest: decoding,
 * requiredness, flaws. What is looked up by name is looked up once per file.
 */
#ifndef TT_READ_PLAN_H
#define TT_READ_PLAN_H

#include "read/decode.h"
#include "read/decode_quick.h"
#include "read/read.h"
#include "read/template.h"

/* Where a row is. */
typedef struct tt_row_at {
    uint64_t number; /* of the record in its file, from 1 */
    uint64_t line;   /* of its first byte, from 1 */
    uint64_t offset; /* of its first byte */
    tt_str raw;      /* its bytes */
} tt_row_at;

typedef struct tt_cell {
    tt_str text;     /* {NULL,0}: absent */
    uint32_t column; /* place in the row, from 1 */
    bool nested;     /* an object or an array where a plain value belongs */
} tt_cell;

enum { TT_PLAN_COLUMNS = 256 }; /* columns that a kind or a map can ask for */

/* One field of the kind. */
typedef struct tt_plan_field {
    tt_map_source from;
    uint16_t column; /* COLUMN: index into tt_plan.columns */
    int8_t ccy;      /* AMOUNT: the field with its currency, else -1 */
    tt_decoder decoder;
    tt_memo *memo;    /* TT_MEMOS of them, for fields that are looked up in a table; else NULL */
    tt_template made; /* TEMPLATE */
    tt_template fallback; /* n == 0: none */
} tt_plan_field;

/* How cells in their usual form are read. */
typedef enum tt_quick {
    TT_QUICK_NONE, /* as all others are */
    TT_QUICK_TEXT,
    TT_QUICK_MEMO,
    TT_QUICK_DATE,
    TT_QUICK_AMOUNT,
    TT_QUICK_NUMBER
} tt_quick;

/* What is done for one field of each row: what most cells need of tt_plan_field, close together. */
typedef struct tt_plan_step {
    tt_memo *memo;   /* MEMO */
    uint16_t column; /* index into tt_plan.columns, but for NONE */
    uint8_t field;
    uint8_t quick; /* tt_quick */
    uint8_t scale; /* NUMBER: decimals */
    uint8_t ccy;   /* AMOUNT: the field with its currency */
    bool may_lack; /* nothing comes of an empty cell */
} tt_plan_step;

/* Something to tell about a field, once it is known what becomes of the row. */
typedef struct tt_remark {
    tt_reason reason;
    uint32_t column;
    uint8_t field;
    tt_str raw;
} tt_remark;

typedef struct tt_plan {
    const tt_kind_info *info;
    const tt_mapping *map; /* NULL: canonical names */
    const tt_sink *sink;
    size_t field_bytes; /* limit */
    tt_plan_field field[TT_MAX_FIELDS];
    tt_plan_step step[TT_MAX_FIELDS]; /* fields that a row can fill: currencies first, then order
                                         of the table */
    size_t n_steps;
    tt_str columns[TT_PLAN_COLUMNS]; /* folded names, without repeats */
    bool list[TT_PLAN_COLUMNS]; /* the column feeds a LIST field: an array of plain values is fine
                                   there */
    size_t n_columns, n_mapped; /* the first n_mapped are named by the map */
    int never;                  /* a required field without any source; -1: none */
    bool soft; /* the reader sets it: what a required field lacks costs the field, not the row */
    tt_record record; /* constants are filled in */
    tt_remark
        remarks[3 * TT_MAX_FIELDS]; /* of the current row: two on its bytes, one on its reading */
} tt_plan;

/**
 * Make the plan for one file and kind.
 *
 * @param kind  not NONE; the map's own kind when there is a map.
 * @param in    its map and limits; borrowed as long as the plan, as are sink and a.
 * @param a     holds what the plan refers to.
 * @return      TT_OK, TT_EFORMAT (a constant, template or date pattern of the map; the text says
 * which), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_plan_init(tt_plan *p, tt_kind kind, const tt_read_in *in,
                                     const tt_sink *sink, tt_arena *a, tt_err *err);

/** Index into columns of the source column with this name, or -1. */
int tt_plan_find(const tt_plan *p, tt_str name);
/** True when the map says that this column is known and not wanted. */
bool tt_plan_ignores(const tt_plan *p, tt_str name);
/** The first required field, from `from` on, that nothing can fill when only columns[i] with
 * there[i] are; -1: none. */
int tt_plan_lacks(const tt_plan *p, const bool *there, size_t from);
/** Name of the first field that columns[i] feeds; NULL for none. */
const char *tt_plan_fed_by(const tt_plan *p, size_t i);

/** Forget the fields that no column of the file can fill; there[i] says whether columns[i] is in
 * the file. */
void tt_plan_narrow(tt_plan *p, const bool *there);

/**
 * One row: exactly one record() or one flaw with TT_LOST_RECORD, after the row's lesser flaws.
 *
 * @param cells    one for each of columns.
 * @param clean    tt_text_is_clean holds for each cell.
 * @param scratch  for texts that have to be made; the reader resets it afterwards.
 * @return         TT_OK, TT_ENOMEM, or what the sink returned.
 */
TT_MUST_CHECK tt_status tt_plan_row(tt_plan *p, const tt_cell *cells, const tt_row_at *at,
                                    bool clean, tt_arena *scratch, tt_err *err);

/**
 * The same for a row whose cells are plain texts.
 *
 * @param texts  all cells of the row.
 * @param where  for each of columns: its place in texts from 1; 0: the row has none.
 */
TT_MUST_CHECK tt_status tt_plan_texts(tt_plan *p, const tt_str *texts, const uint32_t *where,
                                      const tt_row_at *at, bool clean, tt_arena *scratch,
                                      tt_err *err);

/* --- telling --- */

/** The row is rejected: raw is the row. */
TT_MUST_CHECK tt_status tt_tell_reject(const tt_sink *sink, tt_reason r, const tt_row_at *at,
                                       uint32_t column, const char *field, tt_err *err);
/** Something about a row or a file that loses nothing.  @param raw  the cell, the name, or what
 * else shows it. */
TT_MUST_CHECK tt_status tt_tell_note(const tt_sink *sink, tt_reason r, const tt_row_at *at,
                                     uint32_t column, const char *field, tt_str raw, tt_err *err);

#endif
