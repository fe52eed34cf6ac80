/*
 * image.h - rows that wait to be added to a table, as a database of one table in memory.
 *
 * What costs most when rows are added by statements is not the insert but making its values, one by
 * one.  So rows come as records (record.h), are laid out as the pages of a table, and SQLite is
 * given these as an attached database: INSERT INTO main.t SELECT * FROM feed.t copies record by
 * record and looks into none, as long as both tables are made by the same words, which these are.
 */
#ifndef TT_STORE_IMAGE_H
#define TT_STORE_IMAGE_H

#include "base/vec.h"

enum { TT_IMAGE_PAGE = 16384, TT_IMAGE_FULL = 64 /* pages */ };

/* A page of rows. */
typedef struct tt_image_leaf {
    uint32_t page; /* its number, from 1 */
    int64_t last;  /* key of its last row */
} tt_image_leaf;
TT_VEC(tt_image_leaf_vec, tt_image_leaf);

/* A zeroed struct is empty. */
typedef struct tt_image {
    char *p; /* n_pages: the head, the root of the table, others; NULL before the first row */
    size_t n_pages, cap;
    tt_image_leaf_vec leaf; /* the last one is being filled */
    size_t n_cells, top;    /* of that: rows, and where the bytes of the last begin */
    size_t n_rows;
} tt_image;

void tt_image_release(tt_image *im);
/** No rows; keeps its memory. */
void tt_image_reset(tt_image *im);
/** True when it should be added now; it takes more rows in any case. */
static inline bool tt_image_full(const tt_image *im)
{
    return im->n_pages >= TT_IMAGE_FULL;
}

/** Add a row.  @param key  larger than those before.  @return False when memory is out. */
TT_MUST_CHECK bool tt_image_add(tt_image *im, int64_t key, tt_str record);
/**
 * The whole database; there is at least one row.
 *
 * @param head  page 1 of an empty database with this table, as SQLite makes it.
 * @return      borrowed until the next call.
 */
tt_str tt_image_end(tt_image *im, const char head[TT_IMAGE_PAGE]);

#endif
