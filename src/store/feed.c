/*
 * feed.c - the virtual table "feed": whole scans of the rows that wait, nothing else.
 */
#include "store/feed.h"

#include "base/vec.h"
#include "gen/queries.h"

/* --- rows --- */

void tt_feed_init(tt_feed *f, size_t n_columns)
{
    *f = (tt_feed){.n_columns = n_columns};
    tt_buf_init(&f->bytes, 0);
}

void tt_feed_release(tt_feed *f)
{
    tt_mem_free(f->cell);
    tt_buf_release(&f->bytes);
    tt_feed_init(f, f->n_columns);
}

void tt_feed_reset(tt_feed *f)
{
    f->n_rows = f->n_dropped = 0;
    tt_buf_reset(&f->bytes);
}

bool tt_feed_full(const tt_feed *f)
{
    return f->n_rows == TT_FEED_ROWS || f->bytes.n >= TT_FEED_BYTES;
}

tt_status tt_feed_row(tt_feed *f, tt_cell **out, tt_err *err)
{
    TT_ASSERT(f->n_rows < TT_FEED_ROWS);
    if (!tt_vec_room(&f->cell, &f->cap, f->n_rows, 1, f->n_columns * sizeof *f->cell))
        return tt_fail(err, TT_ENOMEM, "no room for rows of the case");
    *out = f->cell + f->n_rows * f->n_columns;
    return TT_OK;
}

/* --- what SQLite calls --- */

struct table {
    sqlite3_vtab base;
    const tt_feed *const *now;
};

struct cursor {
    sqlite3_vtab_cursor base;
    const tt_feed *feed;
    const tt_cell *row; /* of the current row */
    size_t i;
};

static int feed_connect(sqlite3 *db, void *aux, int argc, const char *const *argv,
                        sqlite3_vtab **out, char **message)
{
    TT_UNUSED(argc);
    TT_UNUSED(argv);
    TT_UNUSED(message);
    int rc = sqlite3_declare_vtab(db, tt_query_sql[TT_Q_FEED]);
    if (rc != SQLITE_OK)
        return rc;
    struct table *t = sqlite3_malloc64(sizeof *t);
    if (!t)
        return SQLITE_NOMEM;
    *t = (struct table){.now = aux};
    *out = &t->base;
    return SQLITE_OK;
}

static int feed_disconnect(sqlite3_vtab *t)
{
    sqlite3_free(t);
    return SQLITE_OK;
}

static int feed_best_index(sqlite3_vtab *t, sqlite3_index_info *info)
{
    TT_UNUSED(t);
    info->estimatedCost = TT_FEED_ROWS;
    info->estimatedRows = TT_FEED_ROWS;
    return SQLITE_OK;
}

static int feed_open(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
    TT_UNUSED(t);
    struct cursor *c = sqlite3_malloc64(sizeof *c);
    if (!c)
        return SQLITE_NOMEM;
    *c = (struct cursor){.i = 0};
    *out = &c->base;
    return SQLITE_OK;
}

static int feed_close(sqlite3_vtab_cursor *c)
{
    sqlite3_free(c);
    return SQLITE_OK;
}

static void skip_dropped(struct cursor *c)
{
    while (c->feed && c->i < c->feed->n_rows && c->row->type == TT_CELL_DROPPED) {
        c->i++;
        c->row += c->feed->n_columns;
    }
}

static int
feed_filter(sqlite3_vtab_cursor *base, int n, const char *text, int argc, sqlite3_value **argv)
{
    struct cursor *c = (struct cursor *)base;
    TT_UNUSED(n);
    TT_UNUSED(text);
    TT_UNUSED(argc);
    TT_UNUSED(argv);
    c->feed = *((const struct table *)base->pVtab)->now;
    c->i = 0;
    c->row = c->feed ? c->feed->cell : NULL;
    skip_dropped(c);
    return SQLITE_OK;
}

static int feed_next(sqlite3_vtab_cursor *base)
{
    struct cursor *c = (struct cursor *)base;
    c->i++;
    c->row += c->feed->n_columns;
    skip_dropped(c);
    return SQLITE_OK;
}

static int feed_eof(sqlite3_vtab_cursor *base)
{
    const struct cursor *c = (const struct cursor *)base;
    return !c->feed || c->i >= c->feed->n_rows;
}

/* Bytes stay where they are until the statement has ended: nothing is copied. */
static int feed_column(sqlite3_vtab_cursor *base, sqlite3_context *ctx, int i)
{
    const struct cursor *c = (const struct cursor *)base;
    if ((size_t)i >= c->feed->n_columns)
        return SQLITE_OK; /* NULL */
    const tt_cell *cell = &c->row[i];
    switch ((tt_cell_type)cell->type) {
    case TT_CELL_NULL:
    case TT_CELL_DROPPED:
        break;
    case TT_CELL_INT:
        sqlite3_result_int64(ctx, cell->v);
        break;
    case TT_CELL_TEXT:
        sqlite3_result_text64(ctx, c->feed->bytes.p + cell->v, cell->n, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case TT_CELL_BLOB:
        sqlite3_result_blob64(ctx, c->feed->bytes.p + cell->v, cell->n, SQLITE_STATIC);
        break;
    }
    return SQLITE_OK;
}

static int feed_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const struct cursor *)base)->i;
    return SQLITE_OK;
}

/* No xCreate: it can be used under its name only, and nobody can make another. */
static const sqlite3_module module = {.iVersion = 0,
                                      .xConnect = feed_connect,
                                      .xBestIndex = feed_best_index,
                                      .xDisconnect = feed_disconnect,
                                      .xOpen = feed_open,
                                      .xClose = feed_close,
                                      .xFilter = feed_filter,
                                      .xNext = feed_next,
                                      .xEof = feed_eof,
                                      .xColumn = feed_column,
                                      .xRowid = feed_rowid};

int tt_feed_register(sqlite3 *db, const tt_feed **now)
{
    return sqlite3_create_module_v2(db, "feed", &module, now, NULL);
}
