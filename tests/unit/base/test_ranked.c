/* An order by numbers and by comparison is that of comparison alone. */
#include "tests/support/tt_test.h"

#include "base/arena.h"
#include "base/ranked.h"
#include "base/rng.h"
#include "base/vec.h"

enum { MOST = 3000 };

static int by_value(const void *a, const void *b, void *ctx)
{
    const uint64_t *v = ctx;
    uint64_t x = v[*(const uint32_t *)a], y = v[*(const uint32_t *)b];
    return x < y ? -1 : x > y;
}

/* Ranks are the values, but for their last bits. */
static tt_status sort_by_rank(const uint64_t *v, size_t n, unsigned less, uint32_t *out)
{
    tt_ranked *r = tt_mem_zalloc(n + 1, sizeof *r);
    tt_status st = r ? TT_OK : TT_ENOMEM;
    for (size_t i = 0; r && i < n; i++)
        r[i] = (tt_ranked){v[i] >> less, (uint32_t)i};
    if (r && !tt_sort_ranked(r, n, by_value, (void *)(uintptr_t)v))
        st = TT_ENOMEM;
    for (size_t i = 0; r && i < n; i++)
        out[i] = r[i].ix;
    tt_mem_free(r);
    return st;
}

static void the_order_is_that_of_the_values(void **state)
{
    static const struct {
        unsigned width, less; /* bits */
    } rows[] = {{64, 0}, {64, 40}, {63, 63}, {9, 0}, {20, 3}, {1, 0}, {64, 8}};
    tt_rng rng;
    TT_UNUSED(state);
    tt_rng_init(&rng, 7, "ranked");
    for (size_t k = 0; k < TT_LEN(rows); k++)
        for (size_t n = 0; n <= MOST; n = n < 4 ? n + 1 : n * 3) {
            static uint64_t v[3 * MOST];
            static uint32_t got[3 * MOST], want[3 * MOST];
            for (size_t i = 0; i < n; i++) {
                v[i] = tt_rng_u64(&rng) >> (64 - rows[k].width);
                want[i] = (uint32_t)i;
            }
            assert_true(tt_sort(want, n, sizeof *want, by_value, v));
            assert_ok(sort_by_rank(v, n, rows[k].less, got));
            assert_memory_equal(got, want, n * sizeof *want);
        }
}

static void sorting_survives_each_allocation_failing(void **state)
{
    static const uint64_t v[] = {5, 9, 5, 1, 1ull << 60, 4};
    uint32_t out[TT_LEN(v)];
    tt_status st;
    TT_UNUSED(state);
    TT_TORTURE(st, { st = sort_by_rank(v, TT_LEN(v), 2, out); });
}

TT_TEST_MAIN("base/ranked", TT_TEST(the_order_is_that_of_the_values),
             TT_TEST(sorting_survives_each_allocation_failing))
