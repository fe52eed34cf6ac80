/*
 * reader_samples.h - the checks that each reader has in common: its samples, good and bad, whole
 * and cut off, with memory failing and with a sink that fails.  A test of a reader calls them with
 * its id.
 *
 * samples/bad/<id>/<file>.expect holds what told.h writes for that file.  After a change that is
 * meant, TT_UPDATE=1 writes it anew: read the difference as carefully as code.
 */
#ifndef TT_TESTS_SUPPORT_READER_SAMPLES_H
#define TT_TESTS_SUPPORT_READER_SAMPLES_H

#include "tests/support/tt_test.h"

#include "base/file.h"
#include "tests/support/told.h"

#include <stdio.h>
#include <stdlib.h>

/* One sample: its bytes, its map if it has one, and the kind to force if its expectation says so.
 */
typedef struct reader_sample {
    const char *path;
    const tt_reader *reader;
    tt_str bytes;
    tt_str expect; /* absent: none */
    bool has_map;
    tt_mapping map;
    tt_kind forced;
} reader_sample;

typedef void reader_sample_fn(tt_arena *a, const reader_sample *s);

static inline tt_str reader_sample_bytes(tt_arena *a, const char *path)
{
    tt_file f;
    if (!tt_file_exists(path))
        return (tt_str){NULL, 0};
    assert_ok(tt_file_open(path, 0, &f, ERR));
    tt_str copy = tt_arena_str(a, f.bytes);
    tt_file_close(&f);
    assert_non_null(copy.p);
    return copy;
}

static inline tt_kind reader_sample_forced(tt_str expect)
{
    tt_str line, start = TT_STR("forced kind ");
    if (!tt_str_starts(expect, start) || !tt_str_split(&expect, '\n', &line))
        return TT_KIND_NONE;
    return tt_kind_find(tt_str_sub(line, start.n, line.n));
}

/** Call fn for each sample of a folder, in order of names. */
static inline void
reader_samples_each(tt_arena *a, const char *root, const char *id, reader_sample_fn *fn)
{
    tt_str_vec files = {0};
    size_t n = 0;
    const char *folder = tt_arena_printf(a, "%s/%s", root, id);
    assert_ok(tt_file_walk(folder, a, &files, ERR));
    for (size_t i = 0; i < files.n; i++) {
        const char *path = files.v[i].p;
        if (tt_str_ends(files.v[i], TT_STR(".expect")) ||
            tt_str_ends(files.v[i], TT_STR(".map.json")))
            continue;
        reader_sample s = {.path = path, .reader = tt_reader_find(tt_str_of(id))};
        s.bytes = reader_sample_bytes(a, path);
        s.expect = reader_sample_bytes(a, tt_arena_printf(a, "%s.expect", path));
        s.forced = reader_sample_forced(s.expect);
        tt_str map = reader_sample_bytes(a, tt_arena_printf(a, "%s.map.json", path));
        s.has_map = map.p != NULL;
        if (s.has_map)
            assert_ok(tt_mapping_parse(map, a, &s.map, ERR));
        fn(a, &s);
        n++;
    }
    tt_vec_release(&files);
    assert_true(n > 0);
}

static inline tt_status
reader_sample_read(const reader_sample *s, tt_str bytes, tt_told *t, tt_err *err)
{
    return tt_told_read(t, s->reader, bytes, s->forced, s->has_map ? &s->map : NULL, err);
}

/* --- the checks --- */

static inline void reader_sample_loads_whole(tt_arena *a, const reader_sample *s)
{
    TT_UNUSED(a);
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(reader_sample_read(s, s->bytes, &t, ERR));
    if (t.rejects + t.lesser + t.columns > 0 || t.records == 0)
        fail_msg("%s: %s", s->path, t.text.p);
    tt_told_release(&t);
}

static inline void reader_sample_as_expected(tt_arena *a, const reader_sample *s)
{
    tt_told t;
    tt_told_init(&t, false);
    assert_ok(reader_sample_read(s, s->bytes, &t, ERR));
    if (getenv("TT_UPDATE")) {
        FILE *f = fopen(tt_arena_printf(a, "%s.expect", s->path), "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(t.text.p, 1, t.text.n, f), t.text.n);
        fclose(f);
    } else if (!s->expect.p || !tt_str_eq(s->expect, tt_buf_str(&t.text))) {
        fail_msg("%s tells\n%s, not\n%s", s->path, t.text.p, s->expect.p ? s->expect.p : "?");
    }
    assert_int_equal(t.rows, t.records + t.rejects);
    tt_told_release(&t);
}

/* Every prefix of a file is read to its end, and each row is told once. */
static inline void reader_sample_prefixes(tt_arena *a, const reader_sample *s)
{
    TT_UNUSED(a);
    tt_kind kind = s->forced ? s->forced : s->reader->kind(s->bytes, s->has_map ? &s->map : NULL);
    for (size_t n = 0; n <= s->bytes.n; n++) {
        /* A block of its own, so that a sanitizer sees a byte too many. */
        char *block = tt_mem_zalloc(n ? n : 1, 1);
        assert_non_null(block);
        memcpy(block, s->bytes.p, n);
        for (int forced = 0; forced < 2; forced++) {
            tt_told t;
            tt_told_init(&t, false);
            tt_status st = tt_told_read(&t, s->reader, (tt_str){block, n},
                                        forced || s->has_map ? kind : TT_KIND_NONE,
                                        s->has_map ? &s->map : NULL, ERR);
            if (st != TT_EFORMAT || forced)
                assert_int_equal(st, TT_OK);
            assert_int_equal(t.rows, t.records + t.rejects);
            tt_told_release(&t);
        }
        tt_mem_free(block);
    }
}

static inline void reader_sample_torture(tt_arena *a, const reader_sample *s)
{
    TT_UNUSED(a);
    tt_told whole, t;
    tt_status st;
    tt_told_init(&whole, true);
    assert_ok(reader_sample_read(s, s->bytes, &whole, ERR));
    tt_told_init(&t, true);
    TT_TORTURE(st, {
        tt_told_release(&t);
        tt_told_init(&t, true);
        st = reader_sample_read(s, s->bytes, &t, ERR);
        if (st == TT_OK)
            assert_string_equal(t.text.p, whole.text.p);
    });
    tt_told_release(&t);
    tt_told_release(&whole);
}

/* What the sink returns comes out at once. */
static inline void reader_sample_full_sink(tt_arena *a, const reader_sample *s)
{
    TT_UNUSED(a);
    for (uint64_t k = 1;; k++) {
        tt_told t;
        tt_told_init(&t, false);
        t.stop_at = k;
        tt_status st = reader_sample_read(s, s->bytes, &t, ERR);
        uint64_t calls = t.calls;
        tt_told_release(&t);
        if (st == TT_OK) {
            assert_int_equal(calls, k - 1);
            return;
        }
        assert_int_equal(st, TT_EIO);
        assert_int_equal(calls, k);
    }
}

/* How a text begins, and how sure a reader is that it is one of its own. */
typedef struct reader_guess {
    const char *text;
    int sure; /* 0: not at all, and then it has no kind */
} reader_guess;

static inline void reader_guesses(const char *id, const reader_guess *v, size_t n, tt_kind kind)
{
    const tt_reader *r = tt_reader_find(tt_str_of(id));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(r->sniff(tt_str_of(v[i].text)), v[i].sure);
        assert_int_equal(r->kind(tt_str_of(v[i].text), NULL), v[i].sure ? kind : TT_KIND_NONE);
    }
}

#endif
