/*
 * Sorted identities: each is found at its place and no other is, however they are spread.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "base/vec.h"
#include "store/sorted.h"

enum { N = 5000 };

static tt_hash key_of(uint64_t first, uint64_t last)
{
    tt_hash h;
    for (unsigned i = 0; i < 8; i++) {
        h.b[i] = (uint8_t)(first >> (56 - 8 * i));
        h.b[8 + i] = (uint8_t)(last >> (56 - 8 * i));
    }
    return h;
}

static int by_bytes(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return memcmp(a, b, sizeof(tt_hash));
}

/* All of n keys, and their neighbours, which are not among them. */
static void check(tt_sorted *s, tt_hash *keys, size_t n)
{
    assert_true(tt_sort(keys, n, sizeof *keys, by_bytes, NULL));
    *s = (tt_sorted){.key = tt_mem_grow(NULL, n + 1, sizeof *keys), .n = n};
    assert_non_null(s->key);
    memcpy(s->key, keys, n * sizeof *keys);
    assert_true(tt_sorted_index(s));
    for (size_t i = 0; i < n; i++) {
        tt_hash other = keys[i];
        other.b[15] ^= 1;
        tt_sorted_ask(s, &keys[i]);
        tt_sorted_reach(s, &keys[i]);
        assert_int_equal(tt_sorted_find(s, &keys[i]), i);
        assert_int_equal(tt_sorted_find(s, &other), n);
    }
    tt_sorted_release(s);
}

static void each_key_is_where_it_is(void **state)
{
    TT_UNUSED(state);
    static tt_hash keys[N];
    tt_sorted s;
    tt_rng rng;
    static const size_t counts[] = {0, 1, 2, 4, 5, 63, 64, 65, N};
    tt_rng_init(&rng, 7, "sorted");
    for (size_t c = 0; c < TT_LEN(counts); c++) {
        for (size_t i = 0; i < counts[c]; i++)
            keys[i] = key_of(tt_rng_u64(&rng), 2 * i);
        check(&s, keys, counts[c]);
    }
}

/* Somebody chose them: all begin alike, at the one end or the other. */
static void keys_that_are_not_spread_are_found_as_well(void **state)
{
    TT_UNUSED(state);
    static tt_hash keys[N];
    static const uint64_t first[] = {0, 1, UINT64_C(0x7fffffffffffffff), UINT64_MAX};
    tt_sorted s;
    for (size_t f = 0; f < TT_LEN(first); f++) {
        for (size_t i = 0; i < N; i++)
            keys[i] = key_of(first[f], 2 * i);
        check(&s, keys, N);
    }
}

static void the_index_may_not_be_had(void **state)
{
    TT_UNUSED(state);
    tt_hash key = key_of(1, 2);
    tt_sorted s = {.key = &key, .n = 1};
    tt_status st;
    TT_TORTURE(st, { st = tt_sorted_index(&s) ? TT_OK : TT_ENOMEM; });
    tt_mem_free(s.start);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TT_TEST(each_key_is_where_it_is),
        TT_TEST(keys_that_are_not_spread_are_found_as_well),
        TT_TEST(the_index_may_not_be_had),
    };
    return tt_test_main(argc, argv, "store/sorted", tests, TT_LEN(tests));
}
