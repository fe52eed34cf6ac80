/*
 * Arrays that grow, and the sort: total, stable, the same for every size of element.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "base/vec.h"

struct item {
    uint32_t key, order;
    char rest[20];
};

TT_VEC(item_vec, struct item);

static void pushing_keeps_order_and_contents(void **state)
{
    TT_UNUSED(state);
    tt_u32_vec v = {0};
    for (uint32_t i = 0; i < 100000; i++)
        assert_true(tt_vec_push(&v, i * 3));
    assert_int_equal(v.n, 100000);
    for (uint32_t i = 0; i < 100000; i++)
        if (v.v[i] != i * 3)
            fail();
    tt_vec_release(&v);
    assert_null(v.v);
    assert_int_equal(v.cap, 0);
    tt_vec_release(&v);
}

static void room_that_overflows_is_refused(void **state)
{
    TT_UNUSED(state);
    item_vec v = {0};
    assert_true(tt_vec_push(&v, ((struct item){.key = 7})));
    assert_false(tt_vec_reserve(&v, SIZE_MAX));
    assert_false(tt_vec_reserve(&v, SIZE_MAX / 2));
    assert_int_equal(v.v[0].key, 7);
    tt_vec_release(&v);
}

static int by_key(const void *a, const void *b, void *ctx)
{
    (*(uint64_t *)ctx)++;
    const struct item *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static void sorting_is_right_and_stable_at_every_length(void **state)
{
    TT_UNUSED(state);
    tt_rng r;
    uint64_t compared = 0;
    tt_rng_init(&r, 1, "sort");
    for (size_t n = 0; n < 300; n++) {
        item_vec v = {0};
        uint64_t sum = 0, after = 0;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t key = (uint32_t)tt_rng_below(&r, n / 3 + 1);
            sum += key * 1000 + i;
            assert_true(tt_vec_push(&v, ((struct item){.key = key, .order = i})));
        }
        assert_true(tt_sort(v.v, v.n, sizeof *v.v, by_key, &compared));
        for (size_t i = 0; i < n; i++) {
            after += v.v[i].key * 1000 + v.v[i].order;
            if (i == 0)
                continue;
            assert_true(v.v[i - 1].key <= v.v[i].key);
            if (v.v[i - 1].key == v.v[i].key)
                assert_true(v.v[i - 1].order < v.v[i].order);
        }
        assert_int_equal(sum, after);
        tt_vec_release(&v);
    }
}

static void sorting_what_is_sorted_is_cheap_and_nothing_is_quadratic(void **state)
{
    TT_UNUSED(state);
    enum { N = 1 << 14 };
    item_vec v = {0};
    uint64_t sorted = 0, reversed = 0;
    for (uint32_t i = 0; i < N; i++)
        assert_true(tt_vec_push(&v, ((struct item){.key = i})));
    assert_true(tt_sort(v.v, N, sizeof *v.v, by_key, &sorted));
    assert_true(sorted < 2 * N);
    for (uint32_t i = 0; i < N; i++)
        v.v[i].key = N - i;
    assert_true(tt_sort(v.v, N, sizeof *v.v, by_key, &reversed));
    assert_int_equal(v.v[0].key, 1);
    assert_int_equal(v.v[N - 1].key, N);
    assert_true(reversed < 16 * N);
    tt_vec_release(&v);
}

static int by_bytes(const void *a, const void *b, void *ctx)
{
    return memcmp(a, b, *(const size_t *)ctx);
}

static void every_size_of_element_is_moved_whole(void **state)
{
    TT_UNUSED(state);
    enum { N = 50 };
    unsigned char v[N * 40];
    for (size_t size = 1; size <= 40; size++) {
        for (size_t i = 0; i < N; i++)
            for (size_t k = 0; k < size; k++)
                v[i * size + k] = (unsigned char)((N - i) + k);
        assert_true(tt_sort(v, N, size, by_bytes, &size));
        for (size_t i = 0; i < N; i++)
            for (size_t k = 0; k < size; k++)
                assert_int_equal(v[i * size + k], i + 1 + k);
    }
}

static void a_failing_sort_keeps_the_contents(void **state)
{
    TT_UNUSED(state);
    uint32_t v[] = {3, 1, 2};
    size_t size = sizeof v[0];
    tt_mem_fail_at(1);
    assert_false(tt_sort(v, 3, sizeof v[0], by_bytes, &size));
    tt_mem_fail_at(0);
    assert_int_equal(v[0] + v[1] + v[2], 6);
    assert_int_equal(v[0] * v[1] * v[2], 6);
}

TT_TEST_MAIN("base/vec", TT_TEST(pushing_keeps_order_and_contents),
             TT_TEST(room_that_overflows_is_refused),
             TT_TEST(sorting_is_right_and_stable_at_every_length),
             TT_TEST(sorting_what_is_sorted_is_cheap_and_nothing_is_quadratic),
             TT_TEST(every_size_of_element_is_moved_whole),
             TT_TEST(a_failing_sort_keeps_the_contents))
