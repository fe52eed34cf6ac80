/* Sorting of numbers by digits gives what sorting by comparing gives. */
#include "tests/support/tt_test.h"

#include "base/arena.h"
#include "base/rng.h"
#include "base/sort.h"
#include "base/vec.h"

enum { MANY = 3000 };

static int cmp_i64(const void *a, const void *b, void *ctx)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

static void numbers_of_any_size_and_sign_are_sorted(void **state)
{
    TT_UNUSED(state);
    static const unsigned shifts[] = {0, 7, 20, 33, 48, 60};
    for (uint64_t seed = 1; seed <= 60; seed++) {
        int64_t v[MANY], w[MANY];
        tt_rng r;
        tt_rng_init(&r, seed, "sort");
        size_t n = seed % 2 ? (size_t)tt_rng_below(&r, MANY) : (size_t)tt_rng_below(&r, 300);
        for (size_t i = 0; i < n; i++)
            w[i] = v[i] = (int64_t)tt_rng_u64(&r) >> shifts[seed % TT_LEN(shifts)];
        if (n > 2) {
            w[0] = v[0] = INT64_MIN;
            w[1] = v[1] = INT64_MAX;
        }
        assert_true(tt_sort_i64(v, n));
        assert_true(tt_sort(w, n, sizeof *w, cmp_i64, NULL));
        assert_memory_equal(v, w, n * sizeof *v);
    }
}

static void a_failing_sort_keeps_the_contents(void **state)
{
    TT_UNUSED(state);
    int64_t v[MANY];
    for (size_t i = 0; i < MANY; i++)
        v[i] = (int64_t)(MANY - i);
    tt_mem_fail_at(1);
    assert_false(tt_sort_i64(v, MANY));
    tt_mem_fail_at(0);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(v[i], MANY - i);
}

TT_TEST_MAIN("base/sort", TT_TEST(numbers_of_any_size_and_sign_are_sorted),
             TT_TEST(a_failing_sort_keeps_the_contents))
