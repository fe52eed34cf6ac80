/*
 * The loop on threads: every index once, and the failure that one thread would have met.
 */
#include "tests/support/tt_test.h"

#include "base/par.h"

#include <stdatomic.h>

enum { N = 5000 };

struct work {
    atomic_uint calls[N];
    atomic_uint threads_seen;
    size_t fail_from; /* indexes from here on fail ... */
    size_t fail_step; /* ... every so many */
    unsigned threads;
};

static tt_status count(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct work *w = ctx;
    assert_true(thread < w->threads);
    atomic_fetch_add(&w->calls[i], 1);
    atomic_fetch_or(&w->threads_seen, 1u << thread);
    if (i >= w->fail_from && (i - w->fail_from) % w->fail_step == 0)
        return tt_fail(err, TT_EFORMAT, "index %zu", i);
    return TT_OK;
}

static void every_index_is_called_once_by_any_number_of_threads(void **state)
{
    TT_UNUSED(state);
    for (unsigned threads = 0; threads <= 8; threads++) {
        static struct work w;
        w = (struct work){.fail_from = N, .fail_step = 1, .threads = threads ? threads : 1};
        assert_ok(tt_par_for(N, threads, count, &w, ERR));
        for (size_t i = 0; i < N; i++)
            assert_int_equal(atomic_load(&w.calls[i]), 1);
        assert_true(atomic_load(&w.threads_seen) >= 1);
    }
}

static void the_lowest_failing_index_is_reported(void **state)
{
    TT_UNUSED(state);
    for (unsigned threads = 1; threads <= 8; threads++)
        for (size_t from = 0; from < 200; from += 33) {
            static struct work w;
            char want[40];
            w = (struct work){.fail_from = from, .fail_step = 2, .threads = threads};
            assert_status(tt_par_for(N, threads, count, &w, ERR), TT_EFORMAT);
            (void)snprintf(want, sizeof want, "index %zu", from);
            assert_err_text(want);
            for (size_t i = 0; i <= from; i++)
                assert_int_equal(atomic_load(&w.calls[i]), 1);
        }
}

/* Index 0 fails only after index 1 has failed. */
static tt_status fail_backwards(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    TT_UNUSED(thread);
    atomic_bool *one_failed = ctx;
    if (i == 1)
        atomic_store(one_failed, true);
    for (uint64_t spin = 0; i == 0 && spin < UINT64_C(1) << 33; spin++)
        if (atomic_load(one_failed))
            break;
    return tt_fail(err, TT_EFORMAT, "index %zu", i);
}

static void the_lowest_wins_even_when_it_fails_last(void **state)
{
    TT_UNUSED(state);
    atomic_bool one_failed;
    atomic_init(&one_failed, false);
    assert_status(tt_par_for(2, 2, fail_backwards, &one_failed, ERR), TT_EFORMAT);
    assert_true(atomic_load(&one_failed));
    assert_err_text("index 0");
}

static void fewer_indexes_than_threads_is_fine(void **state)
{
    TT_UNUSED(state);
    static struct work w;
    w = (struct work){.fail_from = N, .fail_step = 1, .threads = 2};
    assert_ok(tt_par_for(0, 8, count, &w, ERR));
    assert_int_equal(atomic_load(&w.calls[0]), 0);
    assert_ok(tt_par_for(2, 100000, count, &w, ERR));
    assert_int_equal(atomic_load(&w.calls[1]), 1);
    assert_int_equal(atomic_load(&w.calls[2]), 0);
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    static struct work w;
    tt_status st;
    TT_TORTURE(st, {
        w = (struct work){.fail_from = N, .fail_step = 1, .threads = 4};
        st = tt_par_for(100, 4, count, &w, NULL);
    });
    assert_int_equal(atomic_load(&w.calls[99]), 1);
}

TT_TEST_MAIN("base/par", TT_TEST(every_index_is_called_once_by_any_number_of_threads),
             TT_TEST(the_lowest_failing_index_is_reported),
             TT_TEST(the_lowest_wins_even_when_it_fails_last),
             TT_TEST(fewer_indexes_than_threads_is_fine), TT_TEST(every_allocation_may_fail))
