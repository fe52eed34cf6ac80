/*
 * open.c - opening, making and closing a case file; transactions.
 *
 * A case file may come from anybody.  Before anything in it is used: the switches of SQLite against
 * hostile files are set, it says that it is a case file of a version we know, and its tables are,
 * word for word, the ones that we make.  Migrations run in one transaction with the last of these
 * checks.  Its pages are not all read (adr/0011): who reads a damaged one is told.
 */
#include <sqlite3.h> /* before base/: see banned.h */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/impl.h"

#include "base/str.h"

enum { APPLICATION_ID = 1414812227, /* 'TTRC', as in schema_0001.sql */ BUSY_MS = 5000 };

static tt_status run(sqlite3 *db, tt_query id, tt_err *err)
{
    return tt_db_exec(db, tt_query_sql[id], tt_query_name[id], err);
}

/* --- the connection --- */

/* The bounds that our own statements and texts stay far below. */
static const struct {
    int id, value;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 512 * 1024 * 1024},
    {SQLITE_LIMIT_SQL_LENGTH, 256 * 1024},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const struct {
    int id, value;
} switches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
};

static tt_status connect_to(tt_store *s, const char *path, tt_err *err)
{
    tt_buf name; /* no path is special to SQLite when it starts with '/' or '.' */
    tt_buf_init(&name, 0);
    if (path[0] != '/')
        tt_buf_add_z(&name, "./");
    tt_buf_add_z(&name, path);
    tt_status st = tt_buf_status(&name, err);
    int rc = SQLITE_OK;
    if (st == TT_OK)
        rc = sqlite3_open_v2(name.p, &s->db,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                             NULL);
    tt_buf_release(&name);
    if (st != TT_OK)
        return st;
    if (rc != SQLITE_OK)
        return rc == SQLITE_NOMEM ? tt_db_fail(rc, "open", err)
                                  : tt_fail(err, TT_EIO, "cannot open '%s'", path);
    if (s->mode != TT_STORE_READ) /* before the limits: it is the only one */
        TT_TRY(run(s->db, TT_Q_ATTACH_FEED, err));
    for (size_t i = 0; i < TT_LEN(limits); i++)
        (void)sqlite3_limit(s->db, limits[i].id, limits[i].value);
    for (size_t i = 0; i < TT_LEN(switches) && rc == SQLITE_OK; i++)
        rc = sqlite3_db_config(s->db, switches[i].id, switches[i].value, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_busy_timeout(s->db, BUSY_MS);
    if (rc != SQLITE_OK)
        return tt_db_fail(rc, "open", err);
    return run(s->db, TT_Q_PRAGMA_OPEN, err);
}

/* --- what must be in the file --- */

static tt_status make_schema(sqlite3 *db, int64_t from_version, tt_err *err)
{
    for (int64_t v = from_version; v < TT_MIGRATIONS; v++)
        TT_TRY(tt_db_exec(db, tt_migration_sql[v], "migration", err));
    TT_TRY(run(db, TT_Q_DERIVED, err));
    return run(db, TT_Q_CANONICAL, err);
}

static tt_str column(sqlite3_stmt *st, int i)
{
    const char *p = sqlite3_column_blob(st, i);
    return p ? (tt_str){p, (size_t)sqlite3_column_bytes(st, i)} : (tt_str){NULL, 0};
}

/* The name is shown only when it can do no harm to a terminal. */
static tt_status differs(sqlite3_stmt *st, tt_err *err)
{
    tt_str type = column(st, 0), name = column(st, 1);
    bool plain = name.n <= 64;
    for (size_t i = 0; i < name.n && plain; i++)
        plain = tt_ascii_is_alnum(name.p[i]) || name.p[i] == '_';
    return tt_fail(err, TT_EDB, "case file: %.*s '%.*s' is not as this program makes it",
                   TT_STR_ARG(type.n <= 16 ? type : TT_STR("object")),
                   TT_STR_ARG(plain ? name : TT_STR("?")));
}

static tt_status compare_schemas(sqlite3_stmt *ours, sqlite3_stmt *theirs, tt_err *err)
{
    for (;;) {
        int a = sqlite3_step(ours), b = sqlite3_step(theirs);
        if (a != SQLITE_ROW && a != SQLITE_DONE)
            return tt_db_fail(a, "schema", err);
        if (b != SQLITE_ROW && b != SQLITE_DONE)
            return tt_db_fail(b, "schema", err);
        if (a == SQLITE_DONE && b == SQLITE_DONE)
            return TT_OK;
        /* Both are sorted: of two that differ, the smaller one has no partner. */
        bool same = a == b;
        int order = a == SQLITE_DONE ? 1 : b == SQLITE_DONE ? -1 : 0;
        for (int i = 0; i < 4 && same; i++)
            same = tt_str_eq(column(ours, i), column(theirs, i));
        for (int i = 0; i < 2 && order == 0; i++)
            order = tt_str_cmp(column(ours, i), column(theirs, i));
        if (!same)
            return differs(order < 0 ? ours : theirs, err);
    }
}

/* The tables of the file against those of an empty one in memory. */
static tt_status check_schema(tt_store *s, tt_err *err)
{
    const char *all = tt_query_sql[TT_Q_SCHEMA_ALL];
    sqlite3 *mem = NULL;
    sqlite3_stmt *ours = NULL, *theirs = NULL;
    tt_status st = TT_OK;
    int rc =
        sqlite3_open_v2(":memory:", &mem,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK)
        st = make_schema(mem, 0, err);
    if (rc == SQLITE_OK && st == TT_OK)
        rc = sqlite3_prepare_v2(mem, all, -1, &ours, NULL);
    if (rc == SQLITE_OK && st == TT_OK)
        rc = sqlite3_prepare_v2(s->db, all, -1, &theirs, NULL);
    if (st == TT_OK)
        st = rc == SQLITE_OK ? compare_schemas(ours, theirs, err) : tt_db_fail(rc, "schema", err);
    (void)sqlite3_finalize(ours);
    (void)sqlite3_finalize(theirs);
    (void)sqlite3_close(mem);
    return st;
}

static tt_status check_encoding(tt_store *s, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_ENCODING, &q, err));
    TT_TRY(tt_q_next(&q, &row, err));
    bool ok = row && tt_str_is(tt_q_get_str(&q), "UTF-8");
    tt_q_close(&q);
    return ok ? TT_OK : tt_fail(err, TT_EDB, "not a case file");
}

static tt_status is_empty(tt_store *s, bool *out, tt_err *err)
{
    tt_q q;
    bool row;
    int64_t id, version;
    TT_TRY(tt_db_int(s, TT_Q_APPLICATION_ID, &id, err));
    TT_TRY(tt_db_int(s, TT_Q_USER_VERSION, &version, err));
    TT_TRY(tt_q_open(s, TT_Q_SCHEMA_ALL, &q, err));
    TT_TRY(tt_q_next(&q, &row, err));
    tt_q_close(&q);
    *out = !row && id == 0 && version == 0;
    return TT_OK;
}

/* --- making, migrating, checking --- */

static tt_status in_transaction(tt_store *s, int64_t from_version, tt_err *err)
{
    TT_TRY(run(s->db, TT_Q_BEGIN, err));
    tt_status st = make_schema(s->db, from_version, err);
    if (st == TT_OK && from_version > 0)
        st = check_schema(s, err);
    if (st == TT_OK)
        st = run(s->db, TT_Q_COMMIT, err);
    if (st != TT_OK)
        (void)sqlite3_exec(s->db, tt_query_sql[TT_Q_ROLLBACK], NULL, NULL, NULL);
    return st;
}

static tt_status make(tt_store *s, tt_err *err)
{
    TT_TRY(run(s->db, TT_Q_PRAGMA_CREATE, err));
    return in_transaction(s, 0, err);
}

static tt_status check(tt_store *s, tt_err *err)
{
    int64_t id, version;
    TT_TRY(tt_db_int(s, TT_Q_APPLICATION_ID, &id, err));
    TT_TRY(tt_db_int(s, TT_Q_USER_VERSION, &version, err));
    if (id != APPLICATION_ID || version < 1)
        return tt_fail(err, TT_EDB, "not a case file");
    if (version > TT_MIGRATIONS)
        return tt_fail(err, TT_EDB, "case file: made by a newer version of this program");
    TT_TRY(check_encoding(s, err));
    if (version == TT_MIGRATIONS)
        return check_schema(s, err);
    if (s->mode == TT_STORE_READ)
        return tt_fail(err, TT_EDB,
                       "case file: made by an older version; open it for writing to bring it up");
    return in_transaction(s, version, err);
}

/* A new file that nobody else may read, in place of what an earlier try left under the name. */
static tt_status create_empty(const char *path, const char *said, tt_err *err)
{
    int fd = -1;
    for (int i = 0; i < 2 && fd < 0; i++) {
        fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (fd < 0 && (errno != EEXIST || unlink(path) != 0))
            break;
    }
    if (fd < 0 || close(fd) != 0)
        return tt_fail(err, TT_EIO, "cannot create '%s'", said);
    return TT_OK;
}

static tt_status make_at(tt_store *s, const char *path, const char *said, tt_err *err)
{
    TT_TRY(create_empty(path, said, err));
    tt_status st = connect_to(s, path, err);
    if (st == TT_OK)
        st = make(s, err);
    tt_db_finalize(s);
    (void)sqlite3_close(s->db);
    s->db = NULL;
    return st;
}

/*
 * A case has its name only when it is whole: made under another, then linked.  A program that is
 * killed before leaves no file of the name.
 */
static tt_status create_case(tt_store *s, const char *path, tt_err *err)
{
    tt_arena a;
    tt_arena_init(&a, 0);
    const char *temp = tt_arena_printf(&a, "%s.new", path);
    tt_status st =
        temp ? make_at(s, temp, path, err) : tt_fail(err, TT_ENOMEM, "no room for a path");
    if (st == TT_OK && link(temp, path) != 0 && errno != EEXIST) /* somebody faster: open theirs */
        st = tt_fail(err, TT_EIO, "cannot create '%s'", path);
    if (temp)
        (void)unlink(temp);
    tt_arena_release(&a);
    return st;
}

static tt_status open_store(tt_store *s, const char *path, tt_err *err)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        if (errno != ENOENT)
            return tt_fail(err, TT_EIO, "cannot open '%s'", path);
        if (s->mode != TT_STORE_CREATE)
            return tt_fail(err, TT_ENOTFOUND, "no case file '%s'", path);
        TT_TRY(create_case(s, path, err));
    } else if (!S_ISREG(info.st_mode)) {
        return tt_fail(err, TT_EIO, "cannot open '%s': not a regular file", path);
    }
    TT_TRY(connect_to(s, path, err));
    TT_TRY(tt_hasher_init(&s->hasher, err));
    bool empty;
    TT_TRY(is_empty(s, &empty, err));
    TT_TRY(empty && s->mode == TT_STORE_CREATE ? make(s, err) : check(s, err));
    if (s->mode == TT_STORE_READ)
        TT_TRY(run(s->db, TT_Q_PRAGMA_READ_ONLY, err));
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_ROLLBACK, &q, err));
    return tt_db_int(s, TT_Q_DATA_VERSION, &s->data_version, err);
}

tt_status tt_store_open(const char *path, tt_store_mode mode, const tt_talk *talk, tt_store **out,
                        tt_err *err)
{
    *out = NULL;
    tt_store *s = tt_mem_zalloc(1, sizeof *s);
    if (!s)
        return tt_fail(err, TT_ENOMEM, "no room for a case");
    s->mode = mode;
    if (talk)
        s->talk = *talk;
    tt_buf_init(&s->buf, 0);
    tt_buf_init(&s->chunk.bytes, 0);
    tt_arena_init(&s->decoded.arena, 0);
    tt_tables_forget(s);
    for (unsigned k = 0; k < TT_KIND_COUNT; k++) {
        tt_plan_make((tt_kind)k, &s->plan[k]);
        tt_hashmap_init(&s->known[k].fresh, k == TT_KNOWN_MENTION);
    }
    tt_status st = open_store(s, path, err);
    if (st != TT_OK) {
        tt_store_close(s);
        return st;
    }
    *out = s;
    return TT_OK;
}

void tt_store_close(tt_store *s)
{
    if (!s)
        return;
    tt_store_rollback(s);
    tt_store_forget(s);
    tt_db_finalize(s);
    (void)sqlite3_close(s->db); /* every statement is gone: it cannot be busy */
    tt_hasher_release(&s->hasher);
    tt_hasher_release(&s->written);
    tt_buf_release(&s->buf);
    tt_buf_release(&s->chunk.bytes);
    tt_batch_close(s->waiting);
    tt_batcher_close(s->batcher);
    tt_mem_free(s->seen);
    tt_tables_release(s);
    tt_arena_release(&s->decoded.arena);
    tt_mem_free(s);
}

/* --- transactions --- */

void tt_store_forget(tt_store *s)
{
    tt_tables_forget(s);
    for (unsigned k = 0; k < TT_KIND_COUNT; k++)
        tt_known_release(&s->known[k]);
    tt_seen_reset(s);
    if (s->waiting)
        tt_batch_reset(s->waiting);
    s->has_currencies = s->has_lists = false;
    tt_seal_release(&s->seal);
    s->chunk.source = s->chunk.of = s->decoded.source = 0;
}

tt_status tt_store_writable(const tt_store *s, tt_err *err)
{
    if (s->mode != TT_STORE_READ)
        return TT_OK;
    return tt_fail(err, TT_EUSAGE, "case file: opened for reading only");
}

/* The statement is prepared while opening: what is needed when memory is out takes none. */
static void roll_back(tt_store *s)
{
    for (size_t i = 0; i < TT_LEN(s->stmt); i++)
        (void)sqlite3_reset(s->stmt[i]);
    /* After some failures SQLite has rolled back already: then this one fails, as it should. */
    (void)sqlite3_step(s->stmt[TT_Q_ROLLBACK]);
    (void)sqlite3_reset(s->stmt[TT_Q_ROLLBACK]);
    s->in_transaction = s->in_savepoint = false;
}

static tt_status begin(tt_store *s, tt_query how, tt_err *err)
{
    TT_ASSERT(!s->in_transaction);
    TT_TRY(run(s->db, how, err));
    s->in_transaction = true;
    int64_t version;
    tt_status st = tt_db_int(s, TT_Q_DATA_VERSION, &version, err);
    if (st != TT_OK) {
        tt_store_rollback(s);
        return st;
    }
    if (version != s->data_version)
        tt_store_forget(s);
    s->data_version = version;
    return TT_OK;
}

tt_status tt_store_begin(tt_store *s, tt_err *err)
{
    return begin(s, s->mode == TT_STORE_READ ? TT_Q_BEGIN_READ : TT_Q_BEGIN, err);
}

tt_status tt_store_begin_read(tt_store *s, bool *own, tt_err *err)
{
    *own = !s->in_transaction;
    if (!*own)
        TT_TRY(tt_store_flush(s, err));
    return *own ? begin(s, TT_Q_BEGIN_READ, err) : TT_OK;
}

/* Nothing was written: rolling back and committing are the same, and this cannot fail. */
void tt_store_end_read(tt_store *s, bool own)
{
    if (!own)
        return;
    roll_back(s);
}

tt_status tt_store_commit(tt_store *s, tt_err *err)
{
    TT_ASSERT(s->in_transaction && !s->in_savepoint);
    TT_TRY(tt_store_end_transaction(s, err));
    TT_TRY(run(s->db, TT_Q_COMMIT, err));
    s->in_transaction = false;
    if (s->is_filling) /* it is committed, whatever becomes of the cache */
        s->is_filling = run(s->db, TT_Q_PRAGMA_FILLED, NULL) != TT_OK;
    return TT_OK;
}

void tt_store_rollback(tt_store *s)
{
    if (!s->in_transaction)
        return;
    roll_back(s);
    tt_store_forget(s);
}

tt_status tt_store_savepoint(tt_store *s, tt_err *err)
{
    TT_ASSERT(s->in_transaction && !s->in_savepoint);
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_store_flush(s, err));
    TT_TRY(run(s->db, TT_Q_SAVEPOINT, err));
    s->in_savepoint = true;
    return TT_OK;
}

tt_status tt_store_release(tt_store *s, tt_err *err)
{
    TT_ASSERT(s->in_savepoint);
    TT_TRY(tt_store_flush(s, err));
    TT_TRY(run(s->db, TT_Q_RELEASE, err));
    s->in_savepoint = false;
    return TT_OK;
}

tt_status tt_store_rollback_to(tt_store *s, tt_err *err)
{
    TT_ASSERT(s->in_savepoint);
    for (size_t i = 0; i < TT_LEN(s->stmt); i++)
        (void)sqlite3_reset(s->stmt[i]);
    tt_store_forget(s);
    TT_TRY(run(s->db, TT_Q_ROLLBACK_TO, err));
    return tt_store_release(s, err);
}
