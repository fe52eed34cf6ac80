/*
 * Opening: a case file is made whole or not at all, and nothing else is taken for one.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

#include "gen/queries.h"

/* Run SQL on a file as another program would. */
static void meddle(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        print_error("%s: %s\n", sql, sqlite3_errmsg(db));
    assert_int_equal(rc, SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int64_t ask(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return v;
}

static void write_file(const char *path, const char *bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fputs(bytes, f) >= 0, 1);
    assert_int_equal(fclose(f), 0);
}

static void refused(const char *path, tt_status want, const char *text)
{
    static const tt_store_mode modes[] = {TT_STORE_READ, TT_STORE_WRITE, TT_STORE_CREATE};
    for (size_t i = 0; i < TT_LEN(modes); i++) {
        int nothing;
        tt_store *s = (void *)&nothing; /* must become NULL */
        assert_status(tt_store_open(path, modes[i], NULL, &s, ERR), want);
        assert_err_text(text);
        assert_null(s);
    }
}

static void a_new_case_has_all_tables_and_says_what_it_is(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    struct stat info;
    tt_store_close(open_case(path, TT_STORE_CREATE));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(ask(path, "PRAGMA application_id"), 0x54545243);
    assert_int_equal(ask(path, "PRAGMA user_version"), TT_MIGRATIONS);
    assert_int_equal(ask(path, "PRAGMA page_size"), 16384);
    assert_int_equal(ask(path, "SELECT count(*) FROM sqlite_schema WHERE type = 'view'"), 19);
    assert_int_equal(
        ask(path, "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict AND "
                  "name NOT LIKE 'sqlite_%'"),
        0);
    tt_store_close(open_case(path, TT_STORE_READ));
    tt_store_close(open_case(path, TT_STORE_WRITE));
    tt_store_close(open_case(path, TT_STORE_CREATE));
}

static void every_column_is_explained_in_the_file(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store_close(open_case(path, TT_STORE_CREATE));
    /* One comment for each column at least: in the text of a table, "--" and "/" "*" count. */
    assert_int_equal(
        ask(path, "SELECT count(*) FROM sqlite_schema s WHERE type = 'table' AND name NOT LIKE "
                  "'sqlite_%' AND (2 * length(sql) - length(replace(sql, '--', '')) - "
                  "length(replace(sql, '/*', ''))) / 2 < (SELECT count(*) FROM "
                  "pragma_table_info(s.name)) - 1"),
        0);
}

static void a_case_that_is_not_there_is_not_found(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store *s;
    assert_status(tt_store_open(path, TT_STORE_READ, NULL, &s, ERR), TT_ENOTFOUND);
    assert_null(s);
    assert_status(tt_store_open(path, TT_STORE_WRITE, NULL, &s, ERR), TT_ENOTFOUND);
    assert_int_equal(access(path, F_OK), -1); /* and is not made */
    assert_status(tt_store_open("/nowhere/case.db", TT_STORE_CREATE, NULL, &s, ERR), TT_EIO);
    assert_err_text("cannot create '/nowhere/case.db'");
    assert_status(tt_store_open(test_dir, TT_STORE_CREATE, NULL, &s, ERR), TT_EIO);
}

static void other_files_are_refused_and_left_alone(void **state)
{
    TT_UNUSED(state);
    const char *text = new_path(), *other = new_path(), *foreign = new_path();
    write_file(text, "invoice_number,issue_date\nA1,2024-01-01\n and some more text to fill a page "
                     "header of a hundred bytes or so, which is what it reads\n");
    refused(text, TT_EDB, "not a case file");
    meddle(other, "CREATE TABLE t(x)");
    refused(other, TT_EDB, "not a case file");
    assert_int_equal(ask(other, "SELECT count(*) FROM sqlite_schema"), 1);
    meddle(foreign, "PRAGMA application_id = 1414812227"); /* ours, but no version */
    refused(foreign, TT_EDB, "not a case file");
}

static void an_empty_file_becomes_a_case_only_when_asked(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store *s;
    write_file(path, "");
    assert_status(tt_store_open(path, TT_STORE_READ, NULL, &s, ERR), TT_EDB);
    assert_status(tt_store_open(path, TT_STORE_WRITE, NULL, &s, ERR), TT_EDB);
    tt_store_close(open_case(path, TT_STORE_CREATE));
    tt_store_close(open_case(path, TT_STORE_READ));
}

static void a_newer_version_is_refused(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    char sql[64];
    tt_store_close(open_case(path, TT_STORE_CREATE));
    (void)snprintf(sql, sizeof sql, "PRAGMA user_version = %d", TT_MIGRATIONS + 1);
    meddle(path, sql);
    refused(path, TT_EDB, "case file: made by a newer version of this program");
}

static void foreign_objects_are_refused(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *sql, *text;
    } cases[] = {
        {"CREATE TABLE extra(x)", "case file: table 'extra' is not as this program makes it"},
        {"CREATE TABLE \"a;\x1b[2J\"(x)", "case file: table '?' is not as this program makes it"},
        {"CREATE TRIGGER t AFTER INSERT ON flaw BEGIN DELETE FROM invoice_row; END",
         "case file: trigger 't' is not as this program makes it"},
        {"CREATE INDEX i ON invoice_row (invoice_number)",
         "case file: index 'i' is not as this program makes it"},
        {"DROP VIEW invoice; CREATE VIEW invoice AS SELECT * FROM payment_row",
         "case file: view 'invoice' is not as this program makes it"},
        {"DROP TABLE d_count", "case file: table 'd_count' is not as this program makes it"},
        {"ALTER TABLE flaw ADD COLUMN x TEXT",
         "case file: table 'flaw' is not as this program makes it"},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        const char *path = new_path();
        tt_store_close(open_case(path, TT_STORE_CREATE));
        meddle(path, cases[i].sql);
        refused(path, TT_EDB, cases[i].text);
    }
}

static void a_file_in_another_encoding_is_refused(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    meddle(path, "PRAGMA encoding = 'UTF-16'");
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA encoding = 'UTF-16'", NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < TT_MIGRATIONS; i++)
        assert_int_equal(sqlite3_exec(db, tt_migration_sql[i], NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    refused(path, TT_EDB, "not a case file");
}

static void overwrite(const char *path, long at, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static tt_status ignore_line(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(err);
    *(bool *)ctx = *(bool *)ctx || !l->ok;
    return TT_OK;
}

static tt_status ignore_row(void *ctx, int64_t source, tt_hash row, const tt_record *r, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(source);
    TT_UNUSED(row);
    TT_UNUSED(r);
    TT_UNUSED(err);
    return TT_OK;
}

static void a_damaged_page_is_found_where_it_is_met(void **state)
{
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_record r = full_record(*state, TT_KIND_FX, 1);
    load_source(s, "a", &r, 1);
    tt_store_close(s);
    int64_t page = ask(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'fx_row'");
    overwrite(path, 16384 * (page - 1), "\xff\xff\xff\xff", 4);
    s = open_case(path, TT_STORE_WRITE); /* opening reads none of the rows */
    tt_data d;
    bool failed = false;
    assert_status(tt_store_load(s, 0, TT_NO_DATE, *state, &d, ERR), TT_EDB);
    assert_status(tt_store_each_row(s, TT_KIND_FX, (tt_str){NULL, 0}, ignore_row, NULL, ERR),
                  TT_EDB);
    assert_ok(tt_store_begin(s, ERR));
    assert_status(try_load(s, "b", &r, 1, ERR), TT_EDB);
    tt_store_rollback(s);
    assert_status(tt_store_verify(s, ignore_line, &failed, ERR), TT_EINTEGRITY);
    assert_true(failed);
    tt_store_close(s);
}

/* What a stranger sends: never more than a refusal. */
static void no_damage_does_more_than_fail(void **state)
{
    tt_arena *a = *state;
    const char *whole = new_path(), *path = new_path();
    tt_store *s = open_case(whole, TT_STORE_CREATE);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        tt_record r[2] = {full_record(a, (tt_kind)k, 1), full_record(a, (tt_kind)k, 2)};
        load_source(s, tt_kind_text((tt_kind)k), r, 2);
    }
    tt_store_close(s);
    FILE *f = fopen(whole, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    size_t n = (size_t)ftell(f);
    char *bytes = tt_new_n(a, char, n), *copy = tt_new_n(a, char, n);
    assert_non_null(bytes);
    assert_non_null(copy);
    rewind(f);
    assert_int_equal(fread(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    uint64_t x = 88172645463325252u;
    unsigned opened = 0;
    for (int round = 0; round < 400; round++) {
        memcpy(copy, bytes, n);
        for (int i = 0; i < 1 + round % 8; i++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            /* mostly where something is: headers, and the cells at the end of pages */
            size_t page = (x >> 8) % (n / 16384), at = (x >> 40) % 2048;
            copy[page * 16384 + (x & 1 ? 16383 - at : at % 128)] = (char)(uint8_t)(x >> 32);
        }
        f = fopen(path, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(copy, 1, n, f), n);
        assert_int_equal(fclose(f), 0);
        tt_status st = tt_store_open(path, TT_STORE_WRITE, NULL, &s, NULL);
        assert_int_equal(st == TT_OK, s != NULL);
        if (!s)
            continue;
        tt_arena tmp;
        tt_data d;
        bool failed = false;
        opened++;
        tt_arena_init(&tmp, 0);
        (void)!tt_store_load(s, 0, TT_NO_DATE, &tmp, &d, NULL);
        for (int k = 1; k < TT_KIND_COUNT; k++)
            (void)!tt_store_each_row(s, (tt_kind)k, (tt_str){NULL, 0}, ignore_row, NULL, NULL);
        (void)!tt_store_verify(s, ignore_line, &failed, NULL);
        tt_record r = full_record(a, (tt_kind)(1 + round % (TT_KIND_COUNT - 1)), 1);
        if (tt_store_begin(s, NULL) == TT_OK)
            (void)!try_load(s, "again", &r, 1, NULL);
        tt_store_close(s);
        tt_arena_release(&tmp);
    }
    assert_true(opened > 40);
}

static void a_case_opened_for_reading_is_not_written(void **state)
{
    const char *path = new_path();
    tt_store_close(open_case(path, TT_STORE_CREATE));
    tt_store *s = open_case(path, TT_STORE_READ);
    tt_record r = full_record(*state, TT_KIND_FX, 1);
    tt_source_in in = source_in("a", TT_STR("a"), TT_KIND_FX);
    int64_t id = 0;
    bool duplicate;
    assert_ok(tt_store_begin(s, ERR)); /* one view of the file over several calls */
    assert_status(tt_store_source_add(s, &in, &id, ERR), TT_EUSAGE);
    assert_status(tt_store_record_add(s, id, &r, &duplicate, ERR), TT_EUSAGE);
    assert_status(tt_store_audit_add(s, "x", TT_STR("y"), ERR), TT_EUSAGE);
    assert_status(tt_store_setting_put(s, "x", TT_STR("y"), ERR), TT_EUSAGE);
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
    assert_int_equal(ask(path, "SELECT count(*) FROM source"), 0);
}

static void what_was_not_committed_is_gone(void **state)
{
    const char *path = new_path();
    tt_record r = full_record(*state, TT_KIND_FX, 1);
    tt_store *s = open_case(path, TT_STORE_CREATE);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(try_load(s, "a", &r, 1, ERR));
    tt_store_close(s);
    assert_int_equal(ask(path, "SELECT count(*) FROM fx_row"), 0);
    assert_int_equal(ask(path, "SELECT count(*) FROM source"), 0);
}

static void a_writer_waits_and_then_says_who_is_there(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store *a = open_case(path, TT_STORE_CREATE), *b = open_case(path, TT_STORE_WRITE);
    assert_ok(tt_store_begin(a, ERR));
    assert_status(tt_store_begin(b, ERR), TT_EDB);
    assert_err_text("case file: another program is writing to it");
    assert_ok(tt_store_commit(a, ERR));
    assert_ok(tt_store_begin(b, ERR));
    tt_store_close(a);
    tt_store_close(b);
}

static void a_name_that_is_special_to_sqlite_is_a_file(void **state)
{
    TT_UNUSED(state);
    (void)new_path(); /* the folder */
    char here[512];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(test_dir), 0);
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a b%20c"};
    for (size_t i = 0; i < TT_LEN(names); i++) {
        tt_store_close(open_case(names[i], TT_STORE_CREATE));
        assert_int_equal(access(names[i], F_OK), 0);
        assert_int_equal(unlink(names[i]), 0);
    }
    assert_int_equal(chdir(here), 0);
}

static void every_allocation_may_fail_while_a_case_is_made(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store *s = NULL;
    tt_status st;
    TT_TORTURE(st, {
        tt_store_close(s);
        s = NULL;
        (void)unlink(path);
        st = tt_store_open(path, TT_STORE_CREATE, NULL, &s, NULL);
    });
    tt_store_close(s);
    tt_store_close(open_case(path, TT_STORE_READ));
}

TT_TEST_MAIN(
    "store/open", TT_TEST(a_new_case_has_all_tables_and_says_what_it_is),
    TT_TEST(every_column_is_explained_in_the_file), TT_TEST(a_case_that_is_not_there_is_not_found),
    TT_TEST(other_files_are_refused_and_left_alone),
    TT_TEST(an_empty_file_becomes_a_case_only_when_asked), TT_TEST(a_newer_version_is_refused),
    TT_TEST(foreign_objects_are_refused), TT_TEST(a_file_in_another_encoding_is_refused),
    TT_TEST(a_damaged_page_is_found_where_it_is_met), TT_TEST(no_damage_does_more_than_fail),
    TT_TEST(a_case_opened_for_reading_is_not_written), TT_TEST(what_was_not_committed_is_gone),
    TT_TEST(a_writer_waits_and_then_says_who_is_there),
    TT_TEST(a_name_that_is_special_to_sqlite_is_a_file),
    TT_TEST(every_allocation_may_fail_while_a_case_is_made))
