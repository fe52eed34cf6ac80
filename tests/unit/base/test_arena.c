/*
 * Arenas: zeroed, aligned, bounded, reusable; and the fault counter that every torture uses.
 */
#include "tests/support/tt_test.h"

#include <stdalign.h>

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    tt_arena *a = *state;
    char *last = NULL;
    for (size_t n = 1; n < 3000; n += 7) {
        char *p = tt_new_n(a, char, n);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, n); /* the next ones must not see it */
        if (last)
            assert_int_equal((unsigned char)last[0], 0xAA);
        last = p;
    }
}

static void memory_is_zeroed_again_after_a_reset(void **state)
{
    tt_arena *a = *state;
    for (int round = 0; round < 3; round++) {
        unsigned char *p = tt_arena_zalloc(a, 500, 1);
        assert_non_null(p);
        for (size_t i = 0; i < 500; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xFF, 500);
        assert_int_equal(a->used, 500);
        tt_arena_reset(a);
        assert_int_equal(a->used, 0);
    }
}

static void a_large_block_does_not_cost_the_room_of_the_current_one(void **state)
{
    tt_arena *a = *state;
    char *small = tt_new_n(a, char, 16);
    char *large = tt_new_n(a, char, 1 << 20);
    char *next = tt_new_n(a, char, 16);
    assert_non_null(small);
    assert_non_null(next);
    memset(large, 1, 1 << 20);
    assert_int_equal(small[15], 0);
    assert_int_equal(next[0], 0);
#ifndef TT_DEBUG
    assert_ptr_equal(next, small + 16);
#endif
}

/* What two arenas hold, small and large, is held by the first; the second is empty and of use. */
static void what_one_arena_holds_can_be_given_to_another(void **state)
{
    tt_arena *a = *state;
    static const size_t sizes[] = {0, 1, 700, 9000, 1 << 20};
    for (size_t i = 0; i < TT_LEN(sizes); i++)
        for (size_t k = 0; k < TT_LEN(sizes); k++) {
            tt_arena from;
            tt_arena_reset(a);
            tt_arena_init(&from, 0);
            unsigned char *x = tt_new_n(a, unsigned char, sizes[i] + 1);
            unsigned char *y = tt_new_n(&from, unsigned char, sizes[k] + 1);
            unsigned char *z = tt_new_n(&from, unsigned char, 100);
            assert_true(x && y && z);
            memset(x, 1, sizes[i] + 1);
            memset(y, 2, sizes[k] + 1);
            memset(z, 3, 100);
            size_t used = a->used + from.used;
            tt_arena_join(a, &from);
            assert_int_equal(a->used, used);
            assert_int_equal(from.used, 0);
            unsigned char *again = tt_new_n(&from, unsigned char, 100);
            unsigned char *more = tt_new_n(a, unsigned char, 100);
            assert_true(again && more);
            memset(again, 4, 100);
            memset(more, 5, 100);
            tt_arena_release(&from); /* what it held lives on */
            assert_true(x[0] == 1 && x[sizes[i]] == 1);
            assert_true(y[0] == 2 && y[sizes[k]] == 2);
            assert_true(z[0] == 3 && z[99] == 3 && more[0] == 5);
        }
    tt_arena empty;
    tt_arena_init(&empty, 0);
    size_t used = a->used;
    tt_arena_join(a, &empty);
    assert_int_equal(a->used, used);
    tt_arena_join(&empty, a); /* into one that holds nothing yet */
    assert_int_equal(empty.used, used);
    assert_int_equal(a->used, 0);
    tt_arena_release(&empty);
}

static void products_that_overflow_give_null(void **state)
{
    tt_arena *a = *state;
    assert_null(tt_arena_zalloc(a, SIZE_MAX / 2, 3));
    assert_null(tt_arena_zalloc(a, SIZE_MAX, 1));
    assert_null(tt_mem_zalloc(SIZE_MAX / 8, 16));
    assert_null(tt_mem_grow(NULL, SIZE_MAX, 2));
    assert_int_equal(a->used, 0);
}

static void nothing_is_still_a_unique_pointer(void **state)
{
    tt_arena *a = *state;
    void *p = tt_arena_zalloc(a, 0, 8), *q = tt_arena_zalloc(a, 8, 0);
    assert_non_null(p);
    assert_non_null(q);
    assert_ptr_not_equal(p, q);
}

static void the_limit_is_exact(void **state)
{
    TT_UNUSED(state);
    tt_arena a;
    tt_arena_init(&a, 100);
    assert_non_null(tt_arena_zalloc(&a, 60, 1));
    assert_null(tt_arena_zalloc(&a, 41, 1));
    assert_non_null(tt_arena_zalloc(&a, 40, 1));
    assert_null(tt_arena_zalloc(&a, 1, 1));
    tt_arena_reset(&a);
    assert_non_null(tt_arena_zalloc(&a, 100, 1));
    tt_arena_release(&a);
}

static void text_is_copied_and_terminated(void **state)
{
    tt_arena *a = *state;
    tt_str s = tt_arena_str(a, (tt_str){"abcdef", 3});
    assert_str(s, "abc");
    assert_int_equal(s.p[3], '\0');
    assert_str(tt_arena_str(a, (tt_str){NULL, 0}), "");
    assert_str(tt_arena_str(a, TT_STR("")), "");
    assert_string_equal(tt_arena_printf(a, "%d %s %zu", -7, "seven", (size_t)7), "-7 seven 7");
}

static void packed_texts_lie_close_and_what_follows_is_aligned(void **state)
{
    tt_arena *a = *state;
    enum { N = 3000 };
    const char *text[N];
    for (size_t i = 0; i < N; i++) {
        tt_str s = tt_arena_pack(a, (tt_str){"abcde", 1 + i % 5});
        text[i] = s.p;
        assert_int_equal(s.n, 1 + i % 5);
        if (i % 7 == 0) {
            uint64_t *p = tt_new(a, uint64_t);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % sizeof(*p), 0);
            assert_int_equal(*p, 0);
            *p = UINT64_MAX; /* texts beside it stay as they are */
        }
    }
    for (size_t i = 0; i < N; i++)
        assert_memory_equal(text[i], "abcde", 1 + i % 5);
    assert_int_equal(a->used, N / 5 * (1 + 2 + 3 + 4 + 5) + (N + 6) / 7 * sizeof(uint64_t));
    assert_str(tt_arena_pack(a, (tt_str){NULL, 0}), "");
    tt_mem_fail_at(1);
    assert_slice(tt_arena_pack(a, TT_STR("x")), ((tt_str){NULL, 0}));
    tt_mem_fail_at(0);
}

static void releasing_nothing_is_fine(void **state)
{
    TT_UNUSED(state);
    tt_arena a;
    tt_arena_init(&a, 0);
    tt_arena_reset(&a);
    tt_arena_release(&a);
    tt_arena_release(&a);
    tt_arena_release(NULL);
    tt_mem_free(NULL);
}

static void the_named_allocation_fails_and_only_that(void **state)
{
    tt_arena *a = *state;
    tt_mem_fail_at(3);
    void *p = tt_mem_zalloc(1, 8);
    assert_non_null(p);
    assert_non_null(tt_arena_zalloc(a, 1, 8));
    assert_null(tt_mem_grow(p, 2, 8)); /* the third; p is as it was */
    p = tt_mem_grow(p, 2, 8);
    assert_non_null(p);
    assert_int_equal(tt_mem_count(), 4);
    tt_mem_fail_at(0);
    tt_mem_free(p);
    assert_int_equal(tt_mem_count(), 0);

    tt_mem_fail_at(1);
    assert_slice(tt_arena_str(a, TT_STR("x")), ((tt_str){NULL, 0}));
    tt_mem_fail_at(1);
    assert_null(tt_arena_printf(a, "%d", 1));
    tt_mem_fail_at(0);
}

TT_TEST_MAIN("base/arena", TT_TEST(memory_is_zeroed_aligned_and_apart),
             TT_TEST(memory_is_zeroed_again_after_a_reset),
             TT_TEST(packed_texts_lie_close_and_what_follows_is_aligned),
             TT_TEST(a_large_block_does_not_cost_the_room_of_the_current_one),
             TT_TEST(what_one_arena_holds_can_be_given_to_another),
             TT_TEST(products_that_overflow_give_null), TT_TEST(nothing_is_still_a_unique_pointer),
             TT_TEST(the_limit_is_exact), TT_TEST(text_is_copied_and_terminated),
             TT_TEST(releasing_nothing_is_fine), TT_TEST(the_named_allocation_fails_and_only_that))
