/*
 * Editions of the lists with which identifiers were checked: a case outlives the lists of the
 * program that made it.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

#define KEY "id_lists"

static void make_case(const char *path, tt_arena *a)
{
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_record r = full_record(a, TT_KIND_SHIPMENT, 1);
    load_source(s, "one.csv", &r, 1);
    tt_store_close(s);
}

static const char *said(const char *path, tt_arena *a)
{
    tt_str text;
    tt_store *s = open_case(path, TT_STORE_READ);
    assert_ok(tt_store_setting_get(s, KEY, a, &text, ERR));
    tt_store_close(s);
    return tt_arena_printf(a, "%.*s", TT_STR_ARG(text));
}

static void say(const char *path, const char *value)
{
    tt_store *s = open_case(path, TT_STORE_CREATE);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_setting_put(s, KEY, tt_str_of(value), ERR));
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
}

static void meddle(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_true(sqlite3_changes(db) > 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static tt_status keep_rows_line(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(err);
    if (strcmp(l->what, "row hashes") == 0)
        (void)snprintf(ctx, 256, "%s %s", l->ok ? "ok" : "FAILED", l->detail);
    return TT_OK;
}

/* What verify says of the rows. */
static const char *rows_line(const char *path, tt_status want)
{
    static char line[256];
    tt_store *s = open_case(path, TT_STORE_READ);
    assert_status(tt_store_verify(s, keep_rows_line, line, ERR), want);
    tt_store_close(s);
    return line;
}

#define OTHER                                                                                      \
    "; identifiers were checked with other lists than those of this program, and are not checked " \
    "again"
#define CHANGE "UPDATE shipment_row SET hs_code_check = 1 - ifnull(hs_code_check, 0)"

static void with_the_same_lists_checks_are_made_again(void **state)
{
    const char *path = new_path();
    make_case(path, *state);
    assert_int_equal(strncmp(said(path, *state), "countries ", 10), 0);
    assert_non_null(strstr(said(path, *state), " locodes "));
    assert_string_equal(rows_line(path, TT_OK), "ok 1 rows");
    meddle(path, CHANGE);
    assert_string_equal(rows_line(path, TT_EINTEGRITY),
                        "FAILED row 1 of 'shipment_row' was changed");
}

static void with_other_lists_verify_says_so_and_holds(void **state)
{
    const char *path = new_path();
    make_case(path, *state);
    say(path, "countries 00 hs 11 hs_chapters 22 locodes 33");
    meddle(path, CHANGE); /* what those lists said */
    assert_string_equal(rows_line(path, TT_OK), "ok 1 rows" OTHER);
}

static void both_lists_are_named_when_sources_come_later(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_record r = full_record(a, TT_KIND_PAYMENT, 2);
    make_case(path, a);
    const char *ours = said(path, a);
    say(path, "hs 11");
    tt_store *s = open_case(path, TT_STORE_CREATE);
    load_source(s, "two.csv", &r, 1);
    tt_store_close(s);
    assert_string_equal(said(path, a), tt_arena_printf(a, "hs 11; %s", ours));
    assert_string_equal(rows_line(path, TT_OK), "ok 2 rows" OTHER);
}

/* Made before anybody kept the lists. */
static void an_old_case_says_nothing_and_is_believed(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_record r = full_record(a, TT_KIND_PAYMENT, 2);
    make_case(path, a);
    const char *ours = said(path, a);
    meddle(path, "DELETE FROM setting WHERE name = '" KEY "'");
    assert_string_equal(rows_line(path, TT_OK), "ok 1 rows" OTHER);
    tt_store *s = open_case(path, TT_STORE_CREATE);
    load_source(s, "two.csv", &r, 1);
    tt_store_close(s);
    assert_string_equal(said(path, a), tt_arena_printf(a, "not known; %s", ours));
}

static void an_empty_case_needs_no_lists(void **state)
{
    const char *path = new_path();
    TT_UNUSED(state);
    tt_store_close(open_case(path, TT_STORE_CREATE));
    assert_string_equal(rows_line(path, TT_OK), "ok 0 rows");
}

/* A source that is taken back takes the lists with it. */
static void a_rollback_forgets_the_lists(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_source_in in = source_in("a.csv", TT_STR("x"), TT_KIND_PAYMENT);
    tt_record r = full_record(a, TT_KIND_PAYMENT, 2);
    int64_t id;
    tt_store *s = open_case(path, TT_STORE_CREATE);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    tt_store_rollback(s);
    load_source(s, "two.csv", &r, 1);
    tt_store_close(s);
    assert_int_equal(strncmp(said(path, a), "countries ", 10), 0);
}

TT_TEST_MAIN("store/lists", TT_TEST(with_the_same_lists_checks_are_made_again),
             TT_TEST(with_other_lists_verify_says_so_and_holds),
             TT_TEST(both_lists_are_named_when_sources_come_later),
             TT_TEST(an_old_case_says_nothing_and_is_believed),
             TT_TEST(an_empty_case_needs_no_lists), TT_TEST(a_rollback_forgets_the_lists))
