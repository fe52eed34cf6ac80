/*
 * stmt.c - statements by name, values in and out, failures of SQLite as statuses.
 */
#include "store/impl.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

tt_status tt_db_fail(int rc, const char *what, tt_err *err)
{
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return tt_fail(err, TT_ENOMEM, "case file: out of memory at '%s'", what);
    case SQLITE_FULL:
        return tt_fail(err, TT_EIO, "case file: disk full at '%s'", what);
    case SQLITE_IOERR:
        if (rc == SQLITE_IOERR_NOMEM)
            return tt_fail(err, TT_ENOMEM, "case file: out of memory at '%s'", what);
        return tt_fail(err, TT_EIO, "case file: input or output failed at '%s'", what);
    case SQLITE_TOOBIG:
        return tt_fail(err, TT_ELIMIT, "case file: text longer than 512 MiB at '%s'", what);
    case SQLITE_BUSY:
        return tt_fail(err, TT_EDB, "case file: another program is writing to it");
    case SQLITE_READONLY:
        return tt_fail(err, TT_EDB, "case file: it cannot be written");
    case SQLITE_NOTADB:
        return tt_fail(err, TT_EDB, "not a case file");
    default:
        return tt_fail(err, TT_EDB, "case file: %s at '%s'", sqlite3_errstr(rc), what);
    }
}

tt_status tt_db_exec(sqlite3 *db, const char *sql, const char *what, tt_err *err)
{
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? TT_OK : tt_db_fail(rc, what, err);
}

void tt_db_finalize(tt_store *s)
{
    for (size_t i = 0; i < TT_LEN(s->stmt); i++) {
        (void)sqlite3_finalize(s->stmt[i]); /* says how the last step ended, which is known */
        s->stmt[i] = NULL;
    }
}

tt_status tt_q_open(tt_store *s, tt_query id, tt_q *out, tt_err *err)
{
    *out = (tt_q){.s = s, .id = id, .rc = SQLITE_OK};
    if (!s->stmt[id]) {
        int rc = sqlite3_prepare_v3(s->db, tt_query_sql[id], -1, SQLITE_PREPARE_PERSISTENT,
                                    &s->stmt[id], NULL);
        if (rc != SQLITE_OK)
            return tt_db_fail(rc, tt_query_name[id], err);
    }
    out->st = s->stmt[id];
    (void)sqlite3_reset(out->st); /* a statement that was left in the middle */
    return TT_OK;
}

void tt_q_tell(tt_hasher *h, int type, const void *p, size_t n)
{
    tt_hasher_add_i64(h, type);
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
        tt_hasher_add(h, p, n);
    else if (type != SQLITE_NULL)
        tt_hasher_add_str(h, (tt_str){p, n});
}

/* A value that was bound: what binding said, and the value as a column will give it. */
static void bound(tt_q *q, int rc, int type, const void *p, size_t n)
{
    if (q->rc == SQLITE_OK)
        q->rc = rc;
    if (q->told)
        tt_q_tell(q->told, type, p, n);
}

void tt_q_int(tt_q *q, int64_t v)
{
    int rc = sqlite3_bind_int64(q->st, ++q->bound, v);
    bound(q, rc, SQLITE_INTEGER, &v, sizeof v);
}

void tt_q_int_or_null(tt_q *q, int64_t v, int64_t null)
{
    if (v == null)
        tt_q_null(q);
    else
        tt_q_int(q, v);
}

void tt_q_double(tt_q *q, double v)
{
    int rc = sqlite3_bind_double(q->st, ++q->bound, v); /* SQLite makes NULL of NAN */
    bound(q, rc, isnan(v) ? SQLITE_NULL : SQLITE_FLOAT, &v, sizeof v);
}

void tt_q_str(tt_q *q, tt_str v)
{
    if (!v.p) {
        tt_q_null(q);
        return;
    }
    int rc = sqlite3_bind_text64(q->st, ++q->bound, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8);
    bound(q, rc, SQLITE_TEXT, v.p, v.n);
}

void tt_q_text(tt_q *q, const char *terminated)
{
    tt_q_str(q, tt_str_of(terminated));
}

void tt_q_blob(tt_q *q, const void *p, size_t n)
{
    int rc = sqlite3_bind_blob64(q->st, ++q->bound, p, n, SQLITE_STATIC);
    bound(q, rc, SQLITE_BLOB, p, n);
}

/* Copied: the caller's hash is often a temporary. */
void tt_q_hash(tt_q *q, tt_hash h)
{
    int rc = sqlite3_bind_blob64(q->st, ++q->bound, h.b, sizeof h.b, SQLITE_TRANSIENT);
    bound(q, rc, SQLITE_BLOB, h.b, sizeof h.b);
}

void tt_q_hash_or_null(tt_q *q, tt_hash h)
{
    if (tt_hash_is_zero(h))
        tt_q_null(q);
    else
        tt_q_hash(q, h);
}

void tt_q_null(tt_q *q)
{
    int rc = sqlite3_bind_null(q->st, ++q->bound);
    bound(q, rc, SQLITE_NULL, NULL, 0);
}

tt_status tt_q_next(tt_q *q, bool *row, tt_err *err)
{
    *row = false;
    q->read = 0;
    int rc = q->rc != SQLITE_OK ? q->rc : sqlite3_step(q->st);
    *row = rc == SQLITE_ROW;
    if (*row)
        return TT_OK;
    (void)sqlite3_reset(q->st);
    return rc == SQLITE_DONE ? TT_OK : tt_db_fail(rc, tt_query_name[q->id], err);
}

tt_status tt_q_run(tt_q *q, tt_err *err)
{
    TT_ASSERT(q->bound == sqlite3_bind_parameter_count(q->st));
    bool row;
    TT_TRY(tt_q_next(q, &row, err));
    tt_q_close(q);
    return TT_OK;
}

void tt_q_close(tt_q *q)
{
    if (q->st)
        (void)sqlite3_reset(q->st);
}

int64_t tt_q_get_int(tt_q *q)
{
    return sqlite3_column_int64(q->st, q->read++);
}

int64_t tt_q_get_int_or(tt_q *q, int64_t null)
{
    int i = q->read++;
    return sqlite3_column_type(q->st, i) == SQLITE_NULL ? null : sqlite3_column_int64(q->st, i);
}

double tt_q_get_double(tt_q *q)
{
    int i = q->read++;
    if (sqlite3_column_type(q->st, i) == SQLITE_NULL)
        return (double)NAN;
    return sqlite3_column_double(q->st, i);
}

/* By column_blob: a text is not copied to get a terminator, so nothing can fail. */
tt_str tt_q_get_str(tt_q *q)
{
    int i = q->read++, type = sqlite3_column_type(q->st, i);
    if (type != SQLITE_TEXT && type != SQLITE_BLOB)
        return (tt_str){NULL, 0};
    const char *p = sqlite3_column_blob(q->st, i);
    return p ? (tt_str){p, (size_t)sqlite3_column_bytes(q->st, i)} : (tt_str){"", 0};
}

bool tt_q_get_null(tt_q *q)
{
    bool null = sqlite3_column_type(q->st, q->read) == SQLITE_NULL;
    q->read += null;
    return null;
}

bool tt_q_get_bytes(tt_q *q, void *out, size_t n)
{
    tt_str s = tt_q_get_str(q);
    if (s.n != n || !s.p) {
        memset(out, 0, n);
        return false;
    }
    memcpy(out, s.p, n);
    return true;
}

tt_hash tt_q_get_hash(tt_q *q)
{
    tt_hash h;
    (void)tt_q_get_bytes(q, h.b, sizeof h.b);
    return h;
}

tt_status tt_db_int(tt_store *s, tt_query id, int64_t *out, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, id, &q, err));
    TT_TRY(tt_q_next(&q, &row, err));
    *out = row ? tt_q_get_int(&q) : 0;
    tt_q_close(&q);
    return TT_OK;
}

/* What the check could not read is no damage: "unable to get the page. error code=7" is no memory.
 */
static int read_failure(tt_str text)
{
    static const tt_str mark = {"error code=", 11};
    uint64_t rc = 0;
    size_t at = tt_str_find(text, mark, 0);
    if (at == SIZE_MAX)
        return SQLITE_OK;
    size_t from = at + mark.n, n = 0;
    while (from + n < text.n && tt_ascii_is_digit(text.p[from + n]))
        n++;
    if (!tt_parse_u64(tt_str_sub(text, from, n), &rc) || rc > INT32_MAX)
        return SQLITE_OK;
    int major = (int)rc & 0xff;
    return major == SQLITE_NOMEM || major == SQLITE_IOERR ? (int)rc : SQLITE_OK;
}

tt_status tt_db_check(tt_store *s, tt_query id, bool *ok, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, id, &q, err));
    TT_TRY(tt_q_next(&q, &row, err));
    tt_str text = row ? tt_q_get_str(&q) : (tt_str){NULL, 0};
    *ok = tt_str_is(text, "ok");
    int rc = *ok ? SQLITE_OK : read_failure(text);
    tt_q_close(&q);
    return rc == SQLITE_OK ? TT_OK : tt_db_fail(rc, tt_query_name[id], err);
}
