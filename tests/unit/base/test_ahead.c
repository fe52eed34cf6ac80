/* Work done ahead: pieces in order, a bounded amount of them, and every way to end early. */
#include "tests/support/tt_test.h"

#include "base/ahead.h"

#include <stdatomic.h>

struct piece {
    tt_ahead_piece p;
    size_t task, number;
};

struct plan {
    size_t pieces; /* of task i: i % pieces */
    size_t weight, fail_at;
    atomic_size_t alive, most;
};

static struct plan *shared;

static void drop(tt_ahead_piece *p)
{
    atomic_fetch_sub(&shared->alive, 1);
    tt_mem_free(p);
}

static tt_status work(tt_ahead *q, size_t i, unsigned thread, void *ctx, tt_err *err)
{
    assert_true(thread < 5);
    struct plan *w = ctx;
    for (size_t k = 0; k < i % w->pieces; k++) {
        struct piece *p = tt_mem_zalloc(1, sizeof *p);
        if (!p)
            return tt_fail(err, TT_ENOMEM, "no room");
        size_t now = atomic_fetch_add(&w->alive, 1) + 1, most = atomic_load(&w->most);
        while (now > most && !atomic_compare_exchange_weak(&w->most, &most, now))
            continue;
        *p = (struct piece){.p = {.weight = w->weight}, .task = i, .number = k};
        TT_TRY(tt_ahead_give(q, i, &p->p, err));
    }
    return i == w->fail_at ? tt_fail(err, TT_EFORMAT, "task %zu", i) : TT_OK;
}

static tt_ahead *start(struct plan *w, size_t n, unsigned threads, size_t limit)
{
    tt_ahead *q = NULL;
    tt_ahead_in in = {n, threads, limit, work, drop, w};
    shared = w;
    assert_ok(tt_ahead_open(&in, &q, ERR));
    assert_non_null(q);
    return q;
}

static void pieces_come_in_order_and_are_bounded(void **state)
{
    TT_UNUSED(state);
    for (unsigned threads = 1; threads <= 5; threads++) {
        struct plan w = {.pieces = 7, .weight = 10, .fail_at = SIZE_MAX};
        tt_ahead *q = start(&w, 3000, threads, 100);
        for (size_t i = 0; i < 3000; i++) {
            tt_ahead_piece *p = NULL;
            for (size_t k = 0; k < i % 7; k++) {
                assert_ok(tt_ahead_take(q, i, &p, ERR));
                assert_int_equal(((struct piece *)p)->task, i);
                assert_int_equal(((struct piece *)p)->number, k);
                drop(p);
            }
            assert_ok(tt_ahead_take(q, i, &p, ERR));
            assert_null(p);
        }
        tt_ahead_close(q);
        assert_int_equal(atomic_load(&w.alive), 0);
        /* waiting, in hands of the workers, and one of the consumer */
        assert_true(atomic_load(&w.most) <= 10 + threads + 2);
    }
}

/* The weight of one is over the limit already. */
static void a_heavy_piece_goes_through_alone(void **state)
{
    TT_UNUSED(state);
    struct plan w = {.pieces = 3, .weight = 1000, .fail_at = SIZE_MAX};
    tt_ahead *q = start(&w, 100, 3, 10);
    for (size_t i = 0; i < 100; i++) {
        tt_ahead_piece *p = NULL;
        do {
            assert_ok(tt_ahead_take(q, i, &p, ERR));
            if (p)
                drop(p);
        } while (p);
    }
    tt_ahead_close(q);
    assert_int_equal(atomic_load(&w.alive), 0);
}

static void a_failure_comes_after_the_pieces_before_it(void **state)
{
    TT_UNUSED(state);
    struct plan w = {.pieces = 3, .weight = 1, .fail_at = 5};
    tt_ahead *q = start(&w, 100, 2, 1000);
    for (size_t i = 0; i < 5; i++)
        tt_ahead_skip(q, i);
    tt_ahead_piece *p = NULL;
    for (int k = 0; k < 2; k++) {
        assert_ok(tt_ahead_take(q, 5, &p, ERR));
        assert_non_null(p);
        drop(p);
    }
    assert_status(tt_ahead_take(q, 5, &p, ERR), TT_EFORMAT);
    assert_err_text("task 5");
    tt_ahead_close(q);
    assert_int_equal(atomic_load(&w.alive), 0);
}

static void the_consumer_may_leave_at_any_point(void **state)
{
    TT_UNUSED(state);
    for (size_t leave = 0; leave < 60; leave++) {
        struct plan w = {.pieces = 9, .weight = 10, .fail_at = SIZE_MAX};
        tt_ahead *q = start(&w, 2000, 3, 50);
        for (size_t i = 0; i < leave; i++) {
            tt_ahead_piece *p = NULL;
            assert_ok(tt_ahead_take(q, i, &p, ERR));
            if (p)
                drop(p);
            if (i % 2)
                tt_ahead_skip(q, i);
        }
        tt_ahead_close(q);
        assert_int_equal(atomic_load(&w.alive), 0);
    }
}

/* One piece of 30 of 100, then one of 20. */
static tt_status two_pieces(tt_ahead *q, size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct plan *w = ctx;
    TT_UNUSED(thread);
    bool first = tt_ahead_is_hungry(q, i);
    for (size_t weight = 30; weight >= 20; weight -= 10) {
        struct piece *p = tt_mem_zalloc(1, sizeof *p);
        if (!p)
            return tt_fail(err, TT_ENOMEM, "no room");
        atomic_fetch_add(&w->alive, 1);
        *p = (struct piece){.p = {.weight = weight}, .task = i, .number = tt_ahead_is_hungry(q, i)};
        TT_TRY(tt_ahead_give(q, i, &p->p, err));
    }
    return first == (i == 0) ? TT_OK : tt_fail(err, TT_EFORMAT, "task %zu", i);
}

static void only_who_has_nothing_left_is_hungry(void **state)
{
    TT_UNUSED(state);
    struct plan w = {.pieces = 2};
    tt_ahead *q = NULL;
    tt_ahead_in in = {2, 1, 100, two_pieces, drop, &w};
    shared = &w;
    assert_ok(tt_ahead_open(&in, &q, ERR));
    while (atomic_load(&w.alive) < 4) /* all of them wait: nothing was taken */
        continue;
    for (size_t i = 0; i < 2; i++) {
        bool hungry[2];
        tt_ahead_piece *p = NULL;
        for (size_t k = 0; k < 2; k++) {
            assert_ok(tt_ahead_take(q, i, &p, ERR));
            hungry[k] = ((struct piece *)(void *)p)->number != 0;
            drop(p);
        }
        assert_ok(tt_ahead_take(q, i, &p, ERR));
        assert_null(p);
        assert_int_equal(hungry[0], i == 0); /* task 1 is not the one that is taken */
        assert_false(hungry[1]);
    }
    tt_ahead_close(q);
}

/* Most tasks give one piece and end; each seventh gives two, each ninth none. */
static tt_status small_ones(tt_ahead *q, size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct plan *w = ctx;
    TT_UNUSED(thread);
    size_t n = i % 9 == 8 ? 0 : i % 7 == 6 ? 2 : 1;
    for (size_t k = 0; k < n; k++) {
        struct piece *p = tt_mem_zalloc(1, sizeof *p);
        if (!p)
            return tt_fail(err, TT_ENOMEM, "no room");
        atomic_fetch_add(&w->alive, 1);
        *p = (struct piece){.p = {.weight = w->weight, .whole = n == 1}, .task = i, .number = k};
        TT_TRY(tt_ahead_give(q, i, &p->p, err));
    }
    return TT_OK;
}

/* Takes some, skips some; the pieces that came are those of small_ones. */
static void take_small_ones(tt_ahead *q, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        tt_ahead_piece *p = NULL;
        size_t got = 0;
        do {
            assert_ok(tt_ahead_take(q, i, &p, ERR));
            if (!p)
                break;
            assert_int_equal(((struct piece *)(void *)p)->task, i);
            assert_int_equal(((struct piece *)(void *)p)->number, got++);
            drop(p);
        } while (i % 5);
        if (i % 5)
            assert_int_equal(got, i % 9 == 8 ? 0 : i % 7 == 6 ? 2 : 1);
        tt_ahead_skip(q, i);
    }
}

/* Those that wake nobody when they end are found all the same: the last ones, with no room left,
 * with the ring full. */
static void nobody_sleeps_through_what_is_there(void **state)
{
    TT_UNUSED(state);
    static const size_t limits[] = {1, 25, 1u << 20};
    for (size_t n = 1; n <= 2500; n += n < 60 ? 1 : 2440)
        for (unsigned threads = 1; threads <= 3; threads++)
            for (size_t l = 0; l < TT_LEN(limits); l++) {
                struct plan w = {.weight = 10};
                tt_ahead *q = NULL;
                tt_ahead_in in = {n, threads, limits[l], small_ones, drop, &w};
                shared = &w;
                assert_ok(tt_ahead_open(&in, &q, ERR));
                take_small_ones(q, n);
                tt_ahead_close(q);
                assert_int_equal(atomic_load(&w.alive), 0);
            }
}

TT_TEST_MAIN("base/ahead", TT_TEST(pieces_come_in_order_and_are_bounded),
             TT_TEST(a_heavy_piece_goes_through_alone),
             TT_TEST(a_failure_comes_after_the_pieces_before_it),
             TT_TEST(the_consumer_may_leave_at_any_point),
             TT_TEST(only_who_has_nothing_left_is_hungry),
             TT_TEST(nobody_sleeps_through_what_is_there))
