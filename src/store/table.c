/*
 * table.c - rows into their tables, an image at a time.
 */
#include "store/impl.h"

#include "base/file.h"
#include "base/str.h"

enum { EARLY = 16 << 20 }; /* bytes that the disk is given at once */

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for rows of the case");
}

static tt_query add_query(unsigned table)
{
    return table == TT_TABLE_MENTION     ? TT_Q_MENTION_ADD
           : table == TT_TABLE_DUPLICATE ? TT_Q_DUPLICATE_ROW_ADD
                                         : tt_row_query[table].add;
}

static tt_query last_query(unsigned table)
{
    return table == TT_TABLE_MENTION     ? TT_Q_MENTION_LAST
           : table == TT_TABLE_DUPLICATE ? TT_Q_DUPLICATE_ROW_LAST
                                         : tt_row_query[table].last;
}

/* --- the head of an image --- */

static tt_status name_of(unsigned table, tt_buf *out, tt_err *err)
{
    const char *name = table == TT_TABLE_MENTION     ? "mention"
                       : table == TT_TABLE_DUPLICATE ? "duplicate"
                                                     : tt_kind_text((tt_kind)table);
    tt_buf_add_z(out, name);
    tt_buf_add_z(out, table == TT_TABLE_MENTION ? "" : "_row");
    return tt_buf_status(out, err);
}

/* The words that made a table of the case. */
static tt_status words_of(tt_store *s, unsigned table, tt_buf *out, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(name_of(table, out, err));
    TT_TRY(tt_q_open(s, TT_Q_SCHEMA_TABLE, &q, err));
    tt_q_str(&q, tt_buf_str(out));
    TT_TRY(tt_q_next(&q, &row, err));
    tt_buf_reset(out);
    if (row)
        tt_buf_add(out, tt_q_get_str(&q));
    tt_q_close(&q);
    if (!row)
        return tt_fail(err, TT_EDB, "case file: a table of rows is missing");
    return tt_buf_status(out, err);
}

/* An empty database with this table: two pages, of which the second is the table. */
static tt_status empty_database(const char *words, char **head, tt_err *err)
{
    sqlite3 *mem = NULL;
    sqlite3_int64 n = 0;
    unsigned char *bytes = NULL;
    tt_status st = TT_OK;
    int rc = sqlite3_open_v2(":memory:", &mem, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK)
        st = tt_db_fail(rc, "feed", err);
    if (st == TT_OK)
        st = tt_db_exec(mem, tt_query_sql[TT_Q_PRAGMA_FEED], "feed", err);
    if (st == TT_OK)
        st = tt_db_exec(mem, words, "feed", err);
    if (st == TT_OK)
        bytes = sqlite3_serialize(mem, "main", &n, 0);
    if (st == TT_OK && !bytes)
        st = no_room(err);
    if (st == TT_OK && n != 2 * TT_IMAGE_PAGE)
        st = tt_fail(err, TT_EINTERNAL, "an empty table that is not empty");
    if (st == TT_OK)
        *head = tt_mem_zalloc(1, TT_IMAGE_PAGE);
    if (*head)
        memcpy(*head, bytes, TT_IMAGE_PAGE);
    sqlite3_free(bytes);
    (void)sqlite3_close(mem);
    return st == TT_OK && !*head ? no_room(err) : st;
}

static tt_status make_head(tt_store *s, unsigned table, tt_err *err)
{
    tt_buf words;
    if (s->table[table].head)
        return TT_OK;
    tt_buf_init(&words, 0);
    tt_status st = words_of(s, table, &words, err);
    if (st == TT_OK)
        st = empty_database(words.p, &s->table[table].head, err);
    tt_buf_release(&words);
    return st;
}

/* --- rows --- */

tt_status tt_table_last(tt_store *s, unsigned table, int64_t *out, tt_err *err)
{
    tt_table *t = &s->table[table];
    if (t->last_row < 0)
        TT_TRY(tt_db_int(s, last_query(table), &t->last_row, err));
    if (t->last_row < 0 || t->last_row == INT64_MAX) {
        t->last_row = -1;
        return tt_fail(err, TT_ELIMIT, "case file: no key is left for a row");
    }
    *out = t->last_row;
    return TT_OK;
}

tt_status tt_table_add(tt_store *s, unsigned table, tt_str record, tt_err *err)
{
    tt_table *t = &s->table[table];
    int64_t last;
    if (tt_image_full(&t->waiting))
        TT_TRY(tt_table_flush(s, table, err));
    TT_TRY(tt_table_last(s, table, &last, err));
    if (!tt_image_add(&t->waiting, last + 1, record))
        return no_room(err);
    t->last_row++;
    return TT_OK;
}

/* SQLite reads the image until it is given another one. */
static tt_status give(tt_store *s, tt_table *t, tt_err *err)
{
    tt_str image = tt_image_end(&t->waiting, t->head);
    sqlite3_int64 n = (sqlite3_int64)image.n;
    int rc = sqlite3_deserialize(s->db, "feed", (unsigned char *)t->waiting.p, n, n, 0);
    if (rc == SQLITE_ERROR) /* of whatever kind */
        rc = sqlite3_extended_errcode(s->db);
    if (rc != SQLITE_OK)
        return tt_db_fail(rc == SQLITE_ERROR ? SQLITE_NOMEM : rc, "feed", err);
    tt_image given = t->waiting;
    t->waiting = s->given;
    s->given = given;
    if (t->waiting.cap > 4 * TT_IMAGE_FULL)
        tt_image_release(&t->waiting);
    tt_image_reset(&t->waiting);
    return TT_OK;
}

/* The disk has time while rows are read; at the end somebody waits for it. */
static void write_early(tt_store *s, size_t bytes)
{
    s->unwritten += bytes;
    if (s->unwritten < EARLY)
        return;
    s->unwritten = 0;
    tt_file_write_early(sqlite3_db_filename(s->db, "main"));
}

tt_status tt_table_flush(tt_store *s, unsigned table, tt_err *err)
{
    tt_q q;
    tt_table *t = &s->table[table];
    if (t->waiting.n_rows == 0)
        return TT_OK;
    TT_TRY(make_head(s, table, err));
    if (!s->is_filling)
        TT_TRY(tt_db_exec(s->db, tt_query_sql[TT_Q_PRAGMA_FILL], "fill", err));
    s->is_filling = true;
    TT_TRY(give(s, t, err));
    TT_TRY(tt_q_open(s, add_query(table), &q, err));
    TT_TRY(tt_q_run(&q, err));
    write_early(s, s->given.n_pages * TT_IMAGE_PAGE);
    return TT_OK;
}

void tt_tables_forget(tt_store *s)
{
    for (size_t i = 0; i < TT_TABLES; i++) {
        tt_image_reset(&s->table[i].waiting);
        s->table[i].last_row = -1;
    }
}

void tt_tables_release(tt_store *s)
{
    for (size_t i = 0; i < TT_TABLES; i++) {
        tt_image_release(&s->table[i].waiting);
        tt_mem_free(s->table[i].head);
    }
    tt_image_release(&s->given);
}
