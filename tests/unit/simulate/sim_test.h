/*
 * sim_test.h - a world in a folder of its own, read back as tables.
 */
#ifndef TT_TESTS_SIM_TEST_H
#define TT_TESTS_SIM_TEST_H

#include "tests/support/tt_test.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/num.h"
#include "base/vec.h"
#include "simulate/simulate.h"

#include <stdlib.h>

/* A CSV in memory, its header as row 0. */
typedef struct sheet {
    tt_str **row;
    size_t n, columns;
} sheet;

/** A fresh folder; the arena has the name. */
static inline const char *new_folder(tt_arena *a)
{
    char *path = tt_new_n(a, char, 32);
    assert_non_null(path);
    (void)snprintf(path, 32, "/tmp/tt-test-sim-XXXXXX");
    assert_non_null(mkdtemp(path));
    return path;
}

static inline void remove_folder(const char *folder)
{
    tt_arena a;
    tt_str_vec v = {0};
    tt_arena_init(&a, 0);
    assert_ok(tt_file_walk(folder, &a, &v, ERR));
    for (size_t i = 0; i < v.n; i++)
        (void)remove(v.v[i].p);
    (void)remove(tt_arena_printf(&a, "%s/records", folder));
    (void)remove(folder);
    tt_vec_release(&v);
    tt_arena_release(&a);
}

static inline sheet read_sheet(tt_arena *a, const char *folder, const char *name)
{
    tt_file f;
    tt_csv c;
    tt_csv_row r;
    bool more = true;
    sheet s = {.n = 0};
    assert_ok(tt_file_open(tt_arena_printf(a, "%s/%s", folder, name), 0, &f, ERR));
    size_t most = 1;
    for (size_t i = 0; i < f.bytes.n; i++)
        most += f.bytes.p[i] == '\n';
    s.row = tt_new_n(a, tt_str *, most);
    assert_non_null(s.row);
    assert_ok(tt_csv_init(&c, f.bytes, NULL, ERR));
    for (;;) {
        assert_ok(tt_csv_next(&c, &r, &more, ERR));
        if (!more)
            break;
        assert_int_equal(r.line, s.n + 1); /* a row is a line: truth counts on it */
        s.columns = s.n ? s.columns : r.n;
        assert_int_equal(r.n, s.columns);
        s.row[s.n] = tt_new_n(a, tt_str, r.n);
        assert_non_null(s.row[s.n]);
        assert_int_equal(tt_utf8_bad(r.raw), r.raw.n);
        for (size_t i = 0; i < r.n; i++)
            s.row[s.n][i] = tt_arena_str(a, r.fields[i]);
        s.n++;
    }
    tt_csv_release(&c);
    tt_file_close(&f);
    return s;
}

static inline size_t column(const sheet *s, const char *name)
{
    for (size_t i = 0; i < s->columns; i++)
        if (tt_str_is(s->row[0][i], name))
            return i;
    fail_msg("no column '%s'", name);
    return 0;
}

static inline tt_str cell(const sheet *s, size_t row, const char *name)
{
    return s->row[row][column(s, name)];
}

/** In units of 10^-scale; 0 for an empty cell. */
static inline int64_t decimal(const sheet *s, size_t row, const char *name, unsigned scale)
{
    int64_t v = 0;
    tt_str text = cell(s, row, name);
    if (text.n)
        assert_true(tt_parse_dec(text, scale, &v, NULL));
    return v;
}

static inline size_t line_of(const sheet *s, size_t row, const char *name)
{
    uint64_t v = 0;
    assert_true(tt_parse_u64(cell(s, row, name), &v));
    return (size_t)v - 1; /* the row */
}

#endif
