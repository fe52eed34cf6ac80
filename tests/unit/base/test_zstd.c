/*
 * Compressed blocks: what was packed comes back, and nothing else does.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "base/zstd.h"

static void what_is_packed_comes_back(void **state)
{
    tt_arena *a = *state;
    static const size_t sizes[] = {0, 1, 100, 100000, 3000000};
    tt_rng r;
    tt_rng_init(&r, 1, "zstd");
    for (size_t k = 0; k < TT_LEN(sizes); k++)
        for (int noise = 0; noise < 2; noise++) {
            size_t n = sizes[k];
            char *p = tt_new_n(a, char, n);
            for (size_t i = 0; i < n; i++)
                p[i] = (char)(noise ? tt_rng_u64(&r) : i % 10);
            tt_buf packed, again, back;
            tt_buf_init(&packed, 0);
            tt_buf_init(&again, 0);
            tt_buf_init(&back, 0);
            tt_buf_add(&packed, TT_STR("before"));
            tt_buf_add(&back, TT_STR("before"));
            assert_ok(tt_zstd_pack((tt_str){p, n}, 0, &packed, ERR));
            assert_ok(tt_zstd_pack((tt_str){p, n}, TT_ZSTD_LEVEL, &again, ERR));
            tt_str block = tt_str_sub(tt_buf_str(&packed), 6, SIZE_MAX);
            assert_true(tt_str_eq(block, tt_buf_str(&again))); /* the same bytes each time */
            if (n == 3000000 && !noise)
                assert_true(block.n < n / 100);
            assert_ok(tt_zstd_unpack(block, n, &back, ERR));
            assert_true(tt_str_starts(tt_buf_str(&back), TT_STR("before")));
            assert_true(tt_str_eq(tt_str_sub(tt_buf_str(&back), 6, SIZE_MAX), (tt_str){p, n}));
            tt_buf_release(&packed);
            tt_buf_release(&again);
            tt_buf_release(&back);
        }
}

static void damage_and_wrong_sizes_are_noticed(void **state)
{
    TT_UNUSED(state);
    tt_buf packed, back;
    tt_str text = TT_STR("the quick brown fox jumps over the lazy dog, over and over and over");
    tt_buf_init(&packed, 0);
    tt_buf_init(&back, 0);
    assert_ok(tt_zstd_pack(text, 19, &packed, ERR));
    tt_str block = tt_buf_str(&packed);
    assert_status(tt_zstd_unpack(block, text.n + 1, &back, ERR), TT_EFORMAT);
    assert_status(tt_zstd_unpack(block, text.n - 1, &back, ERR), TT_EFORMAT);
    for (size_t n = 0; n < block.n; n++)
        assert_status(tt_zstd_unpack((tt_str){block.p, n}, text.n, &back, ERR), TT_EFORMAT);
    for (size_t i = 0; i < block.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            packed.p[i] = (char)(packed.p[i] ^ 1 << bit);
            tt_status st = tt_zstd_unpack(block, text.n, &back, NULL);
            if (st == TT_OK) /* a reserved bit of the frame header, say: then nothing is lost */
                assert_slice(tt_buf_str(&back), text);
            else
                assert_int_equal(st, TT_EFORMAT);
            tt_buf_reset(&back);
            packed.p[i] = (char)(packed.p[i] ^ 1 << bit);
        }
    assert_int_equal(back.n, 0);
    tt_buf_add_c(&packed, 'x'); /* something behind */
    assert_status(tt_zstd_unpack(tt_buf_str(&packed), text.n, &back, ERR), TT_EFORMAT);
    tt_buf_reset(&packed); /* a second block, that holds nothing */
    assert_ok(tt_zstd_pack(text, 0, &packed, ERR));
    assert_ok(tt_zstd_pack(TT_STR(""), 0, &packed, ERR));
    assert_status(tt_zstd_unpack(tt_buf_str(&packed), text.n, &back, ERR), TT_EFORMAT);
    assert_status(tt_zstd_unpack((tt_str){NULL, 0}, 0, &back, ERR), TT_EFORMAT);
    assert_status(tt_zstd_unpack(TT_STR("not compressed"), 14, &back, ERR), TT_EFORMAT);
    tt_buf_release(&packed);
    tt_buf_release(&back);
}

static void limits_of_the_buffer_hold(void **state)
{
    TT_UNUSED(state);
    tt_buf small, packed;
    tt_buf_init(&small, 10);
    tt_buf_init(&packed, 0);
    assert_status(tt_zstd_pack(TT_STR("0123456789"), 0, &small, ERR), TT_ELIMIT);
    tt_buf_reset(&small);
    assert_ok(tt_zstd_pack(TT_STR("0123456789x"), 0, &packed, ERR));
    assert_status(tt_zstd_unpack(tt_buf_str(&packed), 11, &small, ERR), TT_ELIMIT);
    tt_buf_release(&small);
    tt_buf_release(&packed);
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    tt_buf packed, back;
    tt_status st;
    tt_buf_init(&packed, 0);
    tt_buf_init(&back, 0);
    TT_TORTURE(st, {
        tt_buf_release(&packed);
        tt_buf_release(&back);
        tt_buf_init(&packed, 0);
        tt_buf_init(&back, 0);
        st = tt_zstd_pack(TT_STR("abc"), 0, &packed, NULL);
        if (st == TT_OK)
            st = tt_zstd_unpack(tt_buf_str(&packed), 3, &back, NULL);
    });
    assert_str(tt_buf_str(&back), "abc");
    tt_buf_release(&packed);
    tt_buf_release(&back);
}

TT_TEST_MAIN("base/zstd", TT_TEST(what_is_packed_comes_back),
             TT_TEST(damage_and_wrong_sizes_are_noticed), TT_TEST(limits_of_the_buffer_hold),
             TT_TEST(every_allocation_may_fail))
