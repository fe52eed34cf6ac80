/*
 * What a file is: the same whatever was recognised before it.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"
#include "base/str.h"
#include "ingest/sniff.h"

static void a_file_is_the_same_after_any_other(void **state)
{
    static const char *const folders[] = {"samples/read", "samples/bad", "samples/read"};
    static tt_sniff_memo memo;
    tt_arena a;
    size_t hits = 0;
    TT_UNUSED(state);
    tt_arena_init(&a, 0);
    for (size_t i = 0; i < TT_LEN(folders); i++) {
        tt_str_vec files = {0};
        assert_ok(tt_file_walk(folders[i], &a, &files, ERR));
        for (size_t k = 0; k < 2 * files.n; k++) { /* each twice */
            tt_file f;
            int sure, again;
            const tt_reader *tied, *tied_again;
            assert_ok(tt_file_open(files.v[k / 2].p, 0, &f, ERR));
            const tt_reader *alone = tt_sniff_reader(f.bytes, NULL, &sure, &tied);
            hits += memo.n > 0 && tt_str_starts(f.bytes, (tt_str){memo.root, memo.n});
            assert_ptr_equal(tt_sniff_reader(f.bytes, &memo, &again, &tied_again), alone);
            assert_ptr_equal(tied_again, tied);
            assert_int_equal(again, sure);
            tt_file_close(&f);
        }
        tt_vec_release(&files);
    }
    assert_true(hits > 50);
    tt_arena_release(&a);
}

TT_TEST_MAIN("ingest/sniff", TT_TEST(a_file_is_the_same_after_any_other))
