/*
 * Look-up tables against the plainest possible twin, and under failing memory.
 */
#include "tests/support/tt_test.h"

#include "base/map.h"
#include "base/rng.h"

static void keys_are_bytes_and_are_copied(void **state)
{
    TT_UNUSED(state);
    tt_map m;
    tt_map_init(&m);
    char key[4] = "abc";
    uint32_t found;
    bool added;
    assert_int_equal(tt_map_find(&m, TT_STR("abc")), TT_MAP_NONE);
    assert_true(tt_map_intern(&m, (tt_str){key, 3}, 7, &found, &added));
    assert_int_equal(found, 7);
    assert_true(added);
    key[0] = 'x';
    assert_int_equal(tt_map_find(&m, TT_STR("abc")), 7);
    assert_int_equal(tt_map_find(&m, TT_STR("xbc")), TT_MAP_NONE);
    assert_int_equal(tt_map_find(&m, TT_STR("ab")), TT_MAP_NONE);
    assert_int_equal(tt_map_find(&m, TT_STR("abc\0")), TT_MAP_NONE);
    assert_true(tt_map_intern(&m, TT_STR("abc"), 9, &found, &added));
    assert_int_equal(found, 7); /* the old one stays */
    assert_false(added);
    assert_true(tt_map_put(&m, TT_STR("abc"), 9));
    assert_int_equal(tt_map_find(&m, TT_STR("abc")), 9);
    assert_int_equal(m.n, 1);
    tt_map_release(&m);
    tt_map_release(&m);
    tt_map_release(NULL);
}

static void the_empty_key_is_a_key(void **state)
{
    TT_UNUSED(state);
    tt_map m;
    tt_map_init(&m);
    uint32_t found;
    assert_int_equal(tt_map_find(&m, TT_STR("")), TT_MAP_NONE);
    assert_true(tt_map_intern(&m, TT_STR(""), 3, &found, NULL));
    assert_int_equal(tt_map_find(&m, TT_STR("")), 3);
    assert_int_equal(tt_map_find(&m, (tt_str){NULL, 0}), 3);
    assert_int_equal(tt_map_find(&m, TT_STR("\0")), TT_MAP_NONE);
    tt_map_release(&m);
}

static void many_keys_are_all_found_and_no_others(void **state)
{
    TT_UNUSED(state);
    enum { N = 50000 };
    tt_map m;
    char key[64];
    tt_map_init(&m);
    for (uint32_t i = 0; i < N; i++) {
        size_t n = (size_t)snprintf(key, sizeof key, "%*u", (int)(i % 40 + 1), i);
        uint32_t found;
        bool added;
        assert_true(tt_map_intern(&m, (tt_str){key, n}, i, &found, &added));
        assert_true(added);
    }
    assert_int_equal(m.n, N);
    assert_true(m.n <= m.cap / 2);
    for (uint32_t i = 0; i < N; i++) {
        size_t n = (size_t)snprintf(key, sizeof key, "%*u", (int)(i % 40 + 1), i);
        assert_int_equal(tt_map_find(&m, (tt_str){key, n}), i);
        key[n++] = 'x';
        assert_int_equal(tt_map_find(&m, (tt_str){key, n}), TT_MAP_NONE);
    }
    tt_map_release(&m);
}

static void long_keys_get_room_of_their_own(void **state)
{
    tt_arena *a = *state;
    enum { LONG = 300000 };
    tt_map m;
    tt_map_init(&m);
    char *key = tt_new_n(a, char, LONG);
    uint32_t found;
    for (uint32_t i = 0; i < 5; i++) {
        key[LONG - 1] = (char)i;
        assert_true(tt_map_intern(&m, (tt_str){key, LONG}, i, &found, NULL));
        assert_true(tt_map_intern(&m, (tt_str){key + LONG - 1, 1}, 100 + i, &found, NULL));
    }
    for (uint32_t i = 0; i < 5; i++) {
        key[LONG - 1] = (char)i;
        assert_int_equal(tt_map_find(&m, (tt_str){key, LONG}), i);
        assert_int_equal(tt_map_find(&m, (tt_str){key + LONG - 1, 1}), 100 + i);
    }
    tt_map_release(&m);
}

static void numbers_are_found_and_no_others(void **state)
{
    TT_UNUSED(state);
    enum { N = 50000 };
    tt_map64 m;
    uint32_t found;
    bool added;
    tt_map64_init(&m);
    assert_int_equal(tt_map64_find(&m, 0), TT_MAP_NONE);
    for (uint32_t i = 0; i < N; i++) {
        assert_true(tt_map64_intern(&m, (uint64_t)i << 40, i, &found, &added));
        assert_true(added);
    }
    assert_true(m.n <= m.cap / 2);
    assert_true(tt_map64_intern(&m, 0, 9, &found, &added));
    assert_false(added);
    assert_int_equal(found, 0);
    assert_true(tt_map64_put(&m, UINT64_MAX, 5));
    assert_true(tt_map64_put(&m, 0, 8));
    for (uint32_t i = 1; i < N; i++) {
        assert_int_equal(tt_map64_find(&m, (uint64_t)i << 40), i);
        assert_int_equal(tt_map64_find(&m, (uint64_t)i << 40 | 1), TT_MAP_NONE);
    }
    assert_int_equal(tt_map64_find(&m, 0), 8);
    assert_int_equal(tt_map64_find(&m, UINT64_MAX), 5);
    assert_int_equal(m.n, N + 1);
    tt_map64_release(&m);
    tt_map64_release(NULL);
}

/* Adds n keys; a key that fails must be absent, and added when it is tried again. */
static tt_status fill(tt_map *m, tt_map64 *m64, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        char key[20];
        uint32_t found;
        size_t len = (size_t)snprintf(key, sizeof key, "key %u", i);
        if (!tt_map_intern(m, (tt_str){key, len}, i, &found, NULL)) {
            assert_int_equal(tt_map_find(m, (tt_str){key, len}), TT_MAP_NONE);
            assert_int_equal(m->n, i);
            return TT_ENOMEM;
        }
        if (!tt_map64_intern(m64, i, i, &found, NULL)) {
            assert_int_equal(tt_map64_find(m64, i), TT_MAP_NONE);
            return TT_ENOMEM;
        }
    }
    return TT_OK;
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    tt_map m;
    tt_map64 m64;
    tt_status st;
    tt_map_init(&m);
    tt_map64_init(&m64);
    TT_TORTURE(st, {
        tt_map_release(&m);
        tt_map64_release(&m64);
        st = fill(&m, &m64, 300);
    });
    assert_int_equal(m.n, 300);
    assert_int_equal(tt_map_find(&m, TT_STR("key 299")), 299);
    assert_int_equal(tt_map64_find(&m64, 299), 299);
    tt_map_release(&m);
    tt_map64_release(&m64);
}

TT_TEST_MAIN("base/map", TT_TEST(keys_are_bytes_and_are_copied), TT_TEST(the_empty_key_is_a_key),
             TT_TEST(many_keys_are_all_found_and_no_others),
             TT_TEST(long_keys_get_room_of_their_own), TT_TEST(numbers_are_found_and_no_others),
             TT_TEST(every_allocation_may_fail))
