/*
 * record.h - one row in the record format of SQLite.
 */
#ifndef TT_STORE_RECORD_H
#define TT_STORE_RECORD_H

#include "base/buf.h"

typedef enum tt_cell_type {
    TT_CELL_NULL,
    TT_CELL_INT,
    TT_CELL_TEXT,
    TT_CELL_BLOB,
    TT_CELL_ID,  /* a number below 2^31 that is not known yet: tt_record_put_id */
    TT_CELL_HASH /* 16 bytes that are not known yet */
} tt_cell_type;

enum { TT_CELLS = 64, TT_RECORD_HASH = 16 };

typedef struct tt_cell {
    int64_t v; /* the number, or where the bytes are */
    uint32_t n;
    uint32_t type; /* tt_cell_type */
} tt_cell;

static inline void tt_cell_null(tt_cell *c)
{
    c->type = TT_CELL_NULL;
}

static inline void tt_cell_int(tt_cell *c, int64_t v)
{
    c->v = v;
    c->type = TT_CELL_INT;
}

/** Bytes [at, at + n) of the base that tt_record_add is given. */
static inline void tt_cell_bytes(tt_cell *c, tt_cell_type type, size_t at, size_t n)
{
    c->v = (int64_t)at;
    c->n = (uint32_t)n;
    c->type = type;
}

/** What comes later.  tt_record_add says in v where in the buffer it goes. */
static inline void tt_cell_later(tt_cell *c, tt_cell_type type)
{
    c->type = type;
}

/**
 * Append a row.  Of a column that is the key of its table (INTEGER PRIMARY KEY) the cell is NULL:
 * the key is beside the record.
 *
 * @param cell    n, at most TT_CELLS.
 * @param base    what the cells with bytes count from; not in b.
 * @param b       it fails when memory is out.
 * @source        https://www.sqlite.org/fileformat2.html, section 2.1
 */
void tt_record_add(tt_cell *cell, size_t n, const char *base, tt_buf *b);

static inline void tt_record_put_id(char *to, uint32_t id)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (char)(uint8_t)(id >> (8 * (3 - i)));
}

#endif
