/*
 * Rows that are made ready elsewhere are the same in the case as rows that are added one by one.
 */
#include "tests/unit/store/dump.h" /* first: see banned.h */

#include "store/batch.h"

static tt_status no_damage(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    assert_true(l->ok);
    return TT_OK;
}

/* A batch of these rows, ended. */
static tt_status make(tt_batcher *m, const tt_record *r, size_t n, tt_batch **out, tt_err *err)
{
    tt_status st = tt_batch_open(r[0].kind, out, err);
    for (size_t i = 0; i < n && st == TT_OK; i++) {
        assert_true(tt_batch_takes(*out, r[i].kind));
        st = tt_batch_add(m, *out, &r[i], err);
    }
    return st == TT_OK ? tt_batch_end(m, *out, err) : st;
}

struct seen {
    tt_store *s;
    size_t n;
    const tt_record *want;
};

static tt_status see(void *ctx, int64_t source, tt_hash row, const tt_record *r, tt_err *err)
{
    struct seen *seen = ctx;
    tt_hash want;
    assert_int_equal(source, 1);
    assert_int_equal(r->line, seen->want[seen->n].line);
    assert_ok(tt_store_row_hash(seen->s, &seen->want[seen->n], &want, err));
    assert_memory_equal(row.b, want.b, sizeof row.b);
    seen->n++;
    return TT_OK;
}

static int64_t begin_source(tt_store *s, tt_kind kind)
{
    int64_t source;
    tt_source_in in = source_in("a.csv", TT_STR("bytes"), kind);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &source, ERR));
    assert_ok(tt_store_bytes_add(s, source, TT_STR("bytes"), ERR));
    return source;
}

enum { ROWS = 150 }; /* more than wait for others */

static void rows_of_each_kind_have_their_identity(void **state)
{
    tt_arena *a = *state;
    static tt_record r[ROWS];
    bool duplicate[TT_BATCH_ROWS];
    for (tt_kind kind = TT_KIND_NONE + 1; kind < TT_KIND_COUNT; kind++)
        for (size_t n = 2; n <= ROWS; n += ROWS - 2) {
            tt_batcher *m;
            tt_batch *b;
            tt_store *s = open_case(new_path(), TT_STORE_CREATE);
            int64_t source = begin_source(s, kind);
            for (size_t i = 0; i < n; i++) {
                r[i] = full_record(a, kind, (unsigned)i);
                r[i].line = i + 2;
            }
            assert_ok(tt_batcher_open(&m, ERR));
            assert_ok(make(m, r, n, &b, ERR));
            tt_batcher_close(m);
            assert_ok(tt_store_batch_add(s, source, b, duplicate, ERR));
            tt_batch_close(b);
            assert_ok(tt_store_source_done(s, source, n, n, 0, 0, ERR));
            assert_ok(tt_store_commit(s, ERR));
            struct seen seen = {s, 0, r};
            assert_ok(tt_store_each_row(s, kind, (tt_str){NULL, 0}, see, &seen, ERR));
            assert_int_equal(seen.n, n);
            assert_ok(tt_store_verify(s, no_damage, NULL, ERR));
            tt_store_close(s);
        }
}

static void rows_that_are_there_are_told_whoever_adds_them(void **state)
{
    tt_arena *a = *state;
    tt_batcher *m;
    tt_batch *b;
    bool one = true, duplicate[TT_BATCH_ROWS];
    tt_record r[] = {full_record(a, TT_KIND_PAYMENT, 1), full_record(a, TT_KIND_PAYMENT, 2),
                     full_record(a, TT_KIND_PAYMENT, 2), full_record(a, TT_KIND_PAYMENT, 3)};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    int64_t source = begin_source(s, TT_KIND_PAYMENT);
    assert_ok(tt_batcher_open(&m, ERR));
    assert_ok(make(m, r, TT_LEN(r), &b, ERR));
    assert_status(tt_store_batch_add(s, source + 1, b, duplicate, ERR), TT_EINTERNAL);
    assert_ok(tt_store_record_later(s, source, &r[3], &one, ERR)); /* comes before */
    assert_ok(tt_store_batch_add(s, source, b, duplicate, ERR));
    assert_false(one);
    assert_false(duplicate[0] || duplicate[1]);
    assert_true(duplicate[2] && duplicate[3]);
    tt_batch_close(b);
    assert_ok(tt_store_source_done(s, source, 5, 3, 0, 2, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_ok(tt_store_verify(s, no_damage, NULL, ERR));
    tt_batcher_close(m);
    tt_store_close(s);
}

static void a_batch_takes_rows_of_one_kind_until_it_is_full(void **state)
{
    tt_arena *a = *state;
    tt_batcher *m;
    tt_batch *b;
    tt_record r = full_record(a, TT_KIND_PRICE, 1);
    size_t bytes = 0, n = 0;
    assert_false(tt_batch_takes(NULL, TT_KIND_PRICE));
    assert_ok(tt_batcher_open(&m, ERR));
    assert_status(tt_batch_open(TT_KIND_NONE, &b, ERR), TT_EINTERNAL);
    assert_ok(tt_batch_open(TT_KIND_PRICE, &b, ERR));
    assert_false(tt_batch_takes(b, TT_KIND_PAYMENT));
    for (; tt_batch_takes(b, TT_KIND_PRICE); n++) {
        r.line = n + 2;
        r.offset = 100 * n;
        assert_ok(tt_batch_add(m, b, &r, ERR));
        assert_true(tt_batch_bytes(b) >= bytes);
        bytes = tt_batch_bytes(b);
    }
    assert_int_equal(n, TT_BATCH_ROWS);
    assert_int_equal(tt_batch_count(b), TT_BATCH_ROWS);
    uint64_t offset;
    assert_int_equal(tt_batch_last_line(b, &offset), TT_BATCH_ROWS + 1);
    assert_int_equal(offset, 100 * (TT_BATCH_ROWS - 1));
    tt_batch_close(b);
    tt_batch_close(NULL);
    tt_batcher_close(m);
    tt_batcher_close(NULL);
}

static void making_a_batch_survives_every_failure(void **state)
{
    tt_arena *a = *state;
    tt_record r[] = {full_record(a, TT_KIND_INVOICE, 1), full_record(a, TT_KIND_INVOICE, 2)};
    tt_status st;
    TT_TORTURE(st, {
        tt_batcher *m;
        tt_batch *b = NULL;
        st = tt_batcher_open(&m, ERR);
        if (st == TT_OK)
            st = make(m, r, TT_LEN(r), &b, ERR);
        tt_batch_close(b);
        tt_batcher_close(m);
    });
}

TT_TEST_MAIN("store/batch", TT_TEST(rows_of_each_kind_have_their_identity),
             TT_TEST(rows_that_are_there_are_told_whoever_adds_them),
             TT_TEST(a_batch_takes_rows_of_one_kind_until_it_is_full),
             TT_TEST(making_a_batch_survives_every_failure))
