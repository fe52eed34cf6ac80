/*
 * feed.h - rows that wait to be added, and the virtual table that SQLite reads them from.
 *
 * Binding and stepping costs more than the insert itself.  So rows are collected, and added by
 * "INSERT INTO t SELECT c0, c1 ... FROM feed": one statement for hundreds of rows.  The virtual
 * table is eponymous: it belongs to the connection, and nothing of it is in the file.
 */
#ifndef TT_STORE_FEED_H
#define TT_STORE_FEED_H

#include <sqlite3.h> /* before base/: see banned.h */

#include "base/buf.h"

enum { TT_FEED_COLUMNS = 48, TT_FEED_ROWS = 512, TT_FEED_BYTES = 256 * 1024 };

typedef enum tt_cell_type {
    TT_CELL_NULL,
    TT_CELL_INT,
    TT_CELL_TEXT,
    TT_CELL_BLOB,
    TT_CELL_DROPPED /* the first of a row that is not to be added */
} tt_cell_type;

typedef struct tt_cell {
    int64_t v; /* the number, or where the bytes are in tt_feed.bytes */
    uint32_t n;
    uint32_t type; /* tt_cell_type */
} tt_cell;

/* Rows of one table. */
typedef struct tt_feed {
    tt_cell *cell; /* cap rows of n_columns; NULL before the first */
    size_t n_columns, n_rows, cap;
    size_t n_dropped; /* of n_rows */
    tt_buf bytes;     /* texts of all rows */
} tt_feed;

void tt_feed_init(tt_feed *f, size_t n_columns);
void tt_feed_release(tt_feed *f);
/** No rows; keeps its memory. */
void tt_feed_reset(tt_feed *f);
bool tt_feed_full(const tt_feed *f);
/** Cells of the row that comes next, to be filled, all of them; it counts once n_rows is raised. */
TT_MUST_CHECK tt_status tt_feed_row(tt_feed *f, tt_cell **out, tt_err *err);

/** Do not add a row after all. */
static inline void tt_feed_drop(tt_feed *f, tt_cell *row)
{
    row[0].type = TT_CELL_DROPPED;
    f->n_dropped++;
}

static inline void tt_cell_null(tt_cell *c)
{
    c->type = TT_CELL_NULL;
}

static inline void tt_cell_int(tt_cell *c, int64_t v)
{
    c->v = v;
    c->type = TT_CELL_INT;
}

/** Bytes [at, at + n) of tt_feed.bytes. */
static inline void tt_cell_bytes(tt_cell *c, tt_cell_type type, size_t at, size_t n)
{
    c->v = (int64_t)at;
    c->n = (uint32_t)n;
    c->type = type;
}

/**
 * Make the virtual table "feed" known to a connection.
 *
 * @param now  where it finds the rows to give out; borrowed until the connection is closed.
 * @return     SQLite's.
 */
TT_MUST_CHECK int tt_feed_register(sqlite3 *db, const tt_feed **now);

#endif
