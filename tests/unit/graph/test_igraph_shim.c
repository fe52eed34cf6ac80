/* The door to igraph: its errors come back as statuses, and the program goes on. */
#include "tests/support/tt_test.h"

#include "graph/igraph_shim.h"

static void an_error_of_igraph_is_a_status(void **state)
{
    TT_UNUSED(state);
    tt_igraph *g = NULL;
    const tt_edge outside = {0, 1, 1};
    assert_status(tt_igraph_new(2, &outside, 1, &g, ERR), TT_EINTERNAL);
    assert_null(g);
    assert_memory_equal(tt_test_err.text, "igraph: ", 8);
    tt_igraph_free(NULL);

    const tt_edge fine = {1, 2, 1};
    uint32_t member[2] = {7, 7};
    assert_ok(tt_igraph_new(2, &fine, 1, &g, ERR));
    assert_ok(tt_igraph_leiden(g, 0.5, 1, member, ERR));
    assert_int_equal(member[0], member[1]);
    assert_ok(tt_igraph_leiden(g, 2, 1, member, ERR));
    assert_int_not_equal(member[0], member[1]);
    tt_igraph_free(g);
}

static void a_seed_fixes_the_partition(void **state)
{
    TT_UNUSED(state);
    enum { N = 60 };
    tt_edge e[2 * N];
    for (uint32_t i = 0; i < N; i++) { /* a ring with chords: many partitions are as good */
        e[2 * i] = (tt_edge){i + 1, (i + 1) % N + 1, 1};
        e[2 * i + 1] = (tt_edge){i + 1, (i + 7) % N + 1, 1};
    }
    uint32_t one[N], other[N];
    unsigned different = 0;
    tt_igraph *g;
    assert_ok(tt_igraph_new(N, e, TT_LEN(e), &g, ERR));
    for (uint64_t seed = 1; seed <= 10; seed++) {
        assert_ok(tt_igraph_leiden(g, 0.2, seed, one, ERR));
        assert_ok(tt_igraph_leiden(g, 0.2, seed + 100, other, ERR));
        different += memcmp(one, other, sizeof one) != 0;
        assert_ok(tt_igraph_leiden(g, 0.2, seed, other, ERR));
        assert_memory_equal(one, other, sizeof one);
    }
    assert_true(different > 0);
    tt_igraph_free(g);
}

TT_TEST_MAIN("graph/igraph_shim", TT_TEST(an_error_of_igraph_is_a_status),
             TT_TEST(a_seed_fixes_the_partition))
