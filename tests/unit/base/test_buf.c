/*
 * Buffers: terminated, bounded, and failures that stick.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"

static void adding_keeps_everything_and_terminates(void **state)
{
    TT_UNUSED(state);
    tt_buf b;
    tt_buf_init(&b, 0);
    assert_str(tt_buf_str(&b), "");
    for (int i = 0; i < 1000; i++)
        tt_buf_addf(&b, "%d,", i % 10);
    tt_buf_add(&b, TT_STR("abc"));
    tt_buf_add_c(&b, 'd');
    tt_buf_add_z(&b, "ef");
    tt_buf_add_z(&b, NULL);
    tt_buf_add(&b, (tt_str){NULL, 0});
    assert_ok(tt_buf_status(&b, ERR));
    assert_int_equal(b.n, 2006);
    assert_string_equal(b.p + 1990, "5,6,7,8,9,abcdef");
    assert_slice(tt_str_sub(tt_buf_str(&b), 0, 6), TT_STR("0,1,2,"));
    tt_buf_reset(&b);
    assert_str(tt_buf_str(&b), "");
    tt_buf_release(&b);
    tt_buf_release(&b);
    tt_buf_release(NULL);
}

static void the_limit_is_exact_and_sticks(void **state)
{
    TT_UNUSED(state);
    tt_buf b;
    tt_buf_init(&b, 5);
    tt_buf_add(&b, TT_STR("abc"));
    tt_buf_add(&b, TT_STR("de"));
    assert_ok(tt_buf_status(&b, ERR));
    tt_buf_add_c(&b, 'f');
    assert_status(tt_buf_status(&b, ERR), TT_ELIMIT);
    assert_err_text("buffer limit of 5 bytes reached");
    tt_buf_reset(&b);
    assert_ok(tt_buf_status(&b, ERR));
    tt_buf_addf(&b, "%s", "123456");
    tt_buf_add_c(&b, 'x'); /* would fit, but something is missing already */
    assert_str(tt_buf_str(&b), "");
    assert_status(tt_buf_status(&b, ERR), TT_ELIMIT);
    tt_buf_release(&b);
}

static void room_is_for_the_caller_to_fill(void **state)
{
    TT_UNUSED(state);
    tt_buf b;
    tt_buf_init(&b, 10);
    tt_buf_add(&b, TT_STR("ab"));
    char *p = tt_buf_room(&b, 8);
    assert_ptr_equal(p, b.p + 2);
    memset(p, 'z', 8);
    assert_int_equal(b.n, 2);
    assert_null(tt_buf_room(&b, 9));
    assert_status(tt_buf_status(&b, ERR), TT_ELIMIT);
    tt_buf_release(&b);
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    tt_buf b;
    tt_status st;
    tt_buf_init(&b, 0);
    TT_TORTURE(st, {
        tt_buf_release(&b);
        tt_buf_init(&b, 0);
        for (int i = 0; i < 100; i++)
            tt_buf_add(&b, TT_STR("0123456789"));
        st = tt_buf_status(&b, NULL);
    });
    assert_int_equal(b.n, 1000);
    tt_buf_release(&b);
}

TT_TEST_MAIN("base/buf", TT_TEST(adding_keeps_everything_and_terminates),
             TT_TEST(the_limit_is_exact_and_sticks), TT_TEST(room_is_for_the_caller_to_fill),
             TT_TEST(every_allocation_may_fail))
