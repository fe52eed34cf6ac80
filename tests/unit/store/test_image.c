/*
 * What is laid out as pages is read by SQLite as the rows that went in.
 */
#include <sqlite3.h> /* before base/: see banned.h */

#include "tests/support/tt_test.h"

#include "store/image.h"
#include "store/record.h"

enum { COLUMNS = 5, BYTES = 100000 };
static char text[BYTES];

static void exec(sqlite3 *db, const char *sql)
{
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* Page 1 of a database with one table. */
static void head_of(char head[TT_IMAGE_PAGE])
{
    sqlite3 *db;
    sqlite3_int64 n;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    exec(db, "PRAGMA page_size = 16384");
    exec(db, "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c BLOB, d INTEGER) STRICT");
    unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
    assert_int_equal(n, 2 * TT_IMAGE_PAGE);
    memcpy(head, bytes, TT_IMAGE_PAGE);
    sqlite3_free(bytes);
    sqlite3_close(db);
}

static const int64_t numbers[] = {0,
                                  1,
                                  2,
                                  -1,
                                  127,
                                  128,
                                  -128,
                                  -129,
                                  32767,
                                  32768,
                                  -32769,
                                  8388607,
                                  8388608,
                                  2147483647,
                                  2147483648,
                                  -INT64_C(2147483649),
                                  INT64_C(140737488355327),
                                  INT64_C(140737488355328),
                                  INT64_MAX,
                                  INT64_MIN};

/* What row i has: every width of numbers, texts and bytes that fill a page, or some. */
static int64_t number_of(size_t i)
{
    return numbers[i % TT_LEN(numbers)];
}

static size_t text_of(size_t i)
{
    return i % 97 == 0 ? i * 31 % (BYTES - 100) : i * 7 % 300;
}

static tt_status fill(tt_image *im, size_t n, int64_t first, size_t (*length)(size_t))
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_status st = TT_OK;
    for (size_t i = 0; i < BYTES; i++)
        text[i] = (char)('a' + i * 7 % 26);
    for (size_t i = 0; i < n && st == TT_OK; i++) {
        tt_cell cell[COLUMNS];
        tt_cell_null(&cell[0]);
        tt_cell_int(&cell[1], number_of(i));
        tt_cell_bytes(&cell[2], TT_CELL_TEXT, i % 50, length(i));
        tt_cell_later(&cell[3], TT_CELL_HASH);
        tt_cell_later(&cell[4], TT_CELL_ID);
        tt_buf_reset(&b);
        tt_record_add(cell, COLUMNS, text, &b);
        st = tt_buf_status(&b, NULL);
        if (st == TT_OK) {
            memcpy(b.p + cell[3].v, text + i % 30, TT_RECORD_HASH);
            tt_record_put_id(b.p + cell[4].v, (uint32_t)i * 70001u & 0x7fffffffu);
            st = tt_image_add(im, first + (int64_t)i, tt_buf_str(&b)) ? TT_OK : TT_ENOMEM;
        }
    }
    tt_buf_release(&b);
    return st;
}

static void expect(tt_image *im, size_t n, int64_t first, size_t (*length)(size_t))
{
    static char head[TT_IMAGE_PAGE];
    sqlite3 *db;
    sqlite3_stmt *st;
    head_of(head);
    assert_int_equal(im->n_rows, n);
    tt_str all = tt_image_end(im, head);
    sqlite3_int64 size = (sqlite3_int64)all.n;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_deserialize(db, "main", (unsigned char *)im->p, size, size,
                                         SQLITE_DESERIALIZE_READONLY),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT * FROM t", -1, &st, NULL), SQLITE_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int64(st, 0), first + (int64_t)i);
        assert_int_equal(sqlite3_column_int64(st, 1), number_of(i));
        assert_int_equal(sqlite3_column_type(st, 2), SQLITE_TEXT);
        assert_int_equal(sqlite3_column_bytes(st, 2), length(i));
        assert_memory_equal(sqlite3_column_text(st, 2), text + i % 50, length(i));
        assert_int_equal(sqlite3_column_bytes(st, 3), TT_RECORD_HASH);
        assert_memory_equal(sqlite3_column_blob(st, 3), text + i % 30, TT_RECORD_HASH);
        assert_int_equal(sqlite3_column_int64(st, 4), (uint32_t)i * 70001u & 0x7fffffffu);
    }
    assert_int_equal(sqlite3_step(st), SQLITE_DONE);
    sqlite3_finalize(st);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(st, 0), "ok");
    sqlite3_finalize(st);
    sqlite3_close(db);
}

static void rows_come_back_as_they_went_in(void **state)
{
    TT_UNUSED(state);
    static const size_t counts[] = {1, 2, 500, 3000};
    tt_image im = {.p = NULL};
    for (size_t i = 0; i < TT_LEN(counts); i++) {
        tt_image_reset(&im);
        assert_ok(fill(&im, counts[i], 1, text_of));
        expect(&im, counts[i], 1, text_of);
    }
    tt_image_release(&im);
}

static void keys_of_every_length_are_kept(void **state)
{
    TT_UNUSED(state);
    tt_image im = {.p = NULL};
    for (unsigned bits = 1; bits < 63; bits++) {
        int64_t first = (INT64_C(1) << bits) - 60; /* some are below, some above */
        tt_image_reset(&im);
        assert_ok(fill(&im, 120, first, text_of));
        expect(&im, 120, first, text_of);
    }
    tt_image_release(&im);
}

/* Around the lengths at which a record leaves its page, and the types of texts get longer. */
static size_t edge;
static size_t around_edge(size_t i)
{
    return edge + i;
}

static void no_length_is_special(void **state)
{
    TT_UNUSED(state);
    static const size_t edges[] = {50, 8170, 16290, 16380, 32660, 49040};
    tt_image im = {.p = NULL};
    for (size_t i = 0; i < TT_LEN(edges); i++) {
        edge = edges[i];
        tt_image_reset(&im);
        assert_ok(fill(&im, 100, 7, around_edge));
        expect(&im, 100, 7, around_edge);
    }
    tt_image_release(&im);
}

static void it_says_when_it_is_full(void **state)
{
    TT_UNUSED(state);
    tt_image im = {.p = NULL};
    assert_ok(fill(&im, 10, 1, text_of));
    assert_false(tt_image_full(&im));
    assert_ok(fill(&im, 12000, 11, text_of));
    assert_true(tt_image_full(&im));
    tt_image_release(&im);
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    tt_status st;
    TT_TORTURE(st, {
        tt_image im = {.p = NULL};
        st = fill(&im, 200, 1, text_of);
        tt_image_release(&im);
    });
}

TT_TEST_MAIN("store/image", TT_TEST(rows_come_back_as_they_went_in),
             TT_TEST(keys_of_every_length_are_kept), TT_TEST(no_length_is_special),
             TT_TEST(it_says_when_it_is_full), TT_TEST(every_allocation_may_fail))
