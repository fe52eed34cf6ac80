/*
 * JSON out: one fixed form, byte by byte; what is written is what the strict reader reads.
 */
#include "tests/support/tt_test.h"

#include "base/json_read.h"
#include "base/json_write.h"

#include <stdlib.h>
#include <unistd.h>

static void write_example(tt_jw *w)
{
    tt_jw_object(w);
    tt_jw_kz(w, "name", "A \"B\" \\ C");
    tt_jw_ku64(w, "n", UINT64_MAX);
    tt_jw_key(w, "list");
    tt_jw_array(w);
    tt_jw_i64(w, INT64_MIN);
    tt_jw_array(w);
    tt_jw_array_end(w);
    tt_jw_object(w);
    tt_jw_object_end(w);
    tt_jw_object(w);
    tt_jw_kdouble(w, "d", 0.125, 2);
    tt_jw_object_end(w);
    tt_jw_array_end(w);
    tt_jw_key(w, "b");
    tt_jw_bool(w, true);
    tt_jw_key(w, "z");
    tt_jw_null(w);
    tt_jw_object_end(w);
}

static void the_form_is_fixed(void **state)
{
    TT_UNUSED(state);
    tt_jw w;
    tt_jw_init(&w, NULL, false);
    write_example(&w);
    assert_ok(tt_jw_end(&w, ERR));
    assert_str(tt_buf_str(&w.buf), "{\n"
                                   "  \"name\": \"A \\\"B\\\" \\\\ C\",\n"
                                   "  \"n\": 18446744073709551615,\n"
                                   "  \"list\": [\n"
                                   "    -9223372036854775808,\n"
                                   "    [],\n"
                                   "    {},\n"
                                   "    {\n"
                                   "      \"d\": 0.12\n"
                                   "    }\n"
                                   "  ],\n"
                                   "  \"b\": true,\n"
                                   "  \"z\": null\n"
                                   "}\n");
    tt_jw_release(&w);
    tt_jw_release(NULL);
}

static void compact_has_no_white_space_and_one_line_per_value(void **state)
{
    TT_UNUSED(state);
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    write_example(&w);
    tt_jw_array(&w);
    tt_jw_array_end(&w);
    tt_jw_z(&w, "x");
    assert_ok(tt_jw_end(&w, ERR));
    assert_str(tt_buf_str(&w.buf),
               "{\"name\":\"A \\\"B\\\" \\\\ C\",\"n\":18446744073709551615,\"list\":"
               "[-9223372036854775808,[],{},{\"d\":0.12}],\"b\":true,\"z\":null}\n[]\n\"x\"\n");
    tt_jw_release(&w);
}

static void values_that_are_nothing_are_null(void **state)
{
    TT_UNUSED(state);
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_jw_array(&w);
    tt_jw_str(&w, (tt_str){NULL, 0});
    tt_jw_str(&w, TT_STR(""));
    tt_jw_z(&w, NULL);
    tt_jw_date(&w, TT_NO_DATE);
    tt_jw_date(&w, 19874);
    tt_jw_money(&w, (tt_money){5, TT_CCY_NONE});
    tt_jw_money(&w, (tt_money){5, tt_ccy_pack("USD", 2)});
    tt_jw_double(&w, (double)NAN, 2);
    tt_jw_double(&w, -0.0, 1);
    tt_jw_double(&w, 2542999070.822572, 6);
    tt_jw_double(&w, 254299907.8225720, 6);
    tt_jw_raw(&w, TT_STR("[1]"));
    tt_jw_array_end(&w);
    assert_ok(tt_jw_end(&w, ERR));
    assert_str(tt_buf_str(&w.buf),
               "[null,\"\",null,null,\"2024-05-31\",null,\"0.05\",null,0.0,2542999070.82257,"
               "254299907.822572,[1]]\n");
    tt_jw_release(&w);
}

static void text_is_escaped_and_made_utf8(void **state)
{
    TT_UNUSED(state);
    tt_str hostile = TT_STR("\b\f\n\r\t\x01\x1F\x7F</script>&\xE2\x80\xA8\xE2\x80\xA9"
                            "\xC3\xA9\xEF\xBF\xBD\xFF\xED\xA0\x80z\xC3");
    for (int safe = 0; safe < 2; safe++) {
        tt_jw w;
        tt_jw_init(&w, NULL, true);
        w.html_safe = safe;
        tt_jw_str(&w, hostile);
        assert_ok(tt_jw_end(&w, ERR));
        assert_str(tt_buf_str(&w.buf),
                   safe ? "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\\u003c/script\\u003e\\u0026"
                          "\\u2028\\u2029\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD"
                          "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\"\n"
                        : "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7F</script>&\xE2\x80\xA8\xE2\x80\xA9"
                          "\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD"
                          "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\"\n");
        tt_jw_release(&w);
    }
}

static void every_ascii_byte_survives_the_way_out_and_in(void **state)
{
    TT_UNUSED(state);
    char text[127];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i + 1);
    for (int safe = 0; safe < 2; safe++) {
        tt_jw w;
        tt_json *j;
        tt_jw_init(&w, NULL, false);
        w.html_safe = safe;
        tt_jw_object(&w);
        tt_jw_kstr(&w, "\"k\n", (tt_str){text, sizeof text});
        tt_jw_object_end(&w);
        assert_ok(tt_jw_end(&w, ERR));
        assert_ok(tt_json_parse(tt_buf_str(&w.buf), &j, ERR));
        assert_slice(tt_json_str(tt_json_get(j, "\"k\n")), ((tt_str){text, sizeof text}));
        tt_json_free(j);
        tt_jw_release(&w);
    }
}

static void depth_63_is_fine_and_64_is_a_failure(void **state)
{
    TT_UNUSED(state);
    for (int depth = 63; depth <= 64; depth++) {
        tt_jw w;
        tt_json *j;
        tt_jw_init(&w, NULL, true);
        for (int i = 0; i < depth; i++)
            tt_jw_array(&w);
        for (int i = 0; i < depth; i++)
            tt_jw_array_end(&w);
        if (depth == 63) {
            assert_ok(tt_jw_end(&w, ERR));
            assert_ok(tt_json_parse(tt_buf_str(&w.buf), &j, ERR));
            tt_json_free(j);
        } else {
            assert_status(tt_jw_end(&w, ERR), TT_ELIMIT);
            assert_err_text("JSON depth limit of 63 reached");
        }
        tt_jw_release(&w);
    }
}

static void a_long_text_goes_to_its_file_piece_by_piece(void **state)
{
    TT_UNUSED(state);
    char folder[] = "/tmp/tt-test-jw-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/out.json", folder);
    tt_file_out *f;
    tt_jw w, same;
    assert_ok(tt_file_out_open(path, &f, ERR));
    tt_jw_init(&w, f, false);
    tt_jw_init(&same, NULL, false);
    size_t most = 0;
    for (int k = 0; k < 2; k++) {
        tt_jw *to = k ? &same : &w;
        tt_jw_array(to);
        for (uint64_t i = 0; i < 100000; i++) {
            tt_jw_u64(to, i);
            most = k ? most : TT_MAX(most, w.buf.n);
        }
        tt_jw_array_end(to);
        assert_ok(tt_jw_end(to, ERR));
    }
    assert_true(most < 70000);
    assert_ok(tt_file_out_commit(f, NULL, ERR));
    tt_file in;
    assert_ok(tt_file_open(path, 0, &in, ERR));
    assert_slice(in.bytes, tt_buf_str(&same.buf));
    tt_file_close(&in);
    tt_jw_release(&w);
    tt_jw_release(&same);
    (void)unlink(path);
    (void)rmdir(folder);
}

static void the_first_failure_is_told_at_the_end(void **state)
{
    TT_UNUSED(state);
    if (access("/dev/full", W_OK) != 0)
        skip();
    tt_file_out *f;
    tt_jw w;
    assert_ok(tt_file_out_open("/dev/full", &f, ERR));
    tt_jw_init(&w, f, true);
    tt_jw_array(&w);
    for (uint64_t i = 0; i < 100000; i++)
        tt_jw_u64(&w, i);
    tt_jw_array_end(&w);
    assert_status(tt_jw_end(&w, ERR), TT_EIO);
    assert_err_text("cannot write '/dev/full': No space left on device");
    tt_jw_release(&w);
    tt_file_out_abort(f);
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    tt_jw w;
    tt_status st;
    tt_jw_init(&w, NULL, false);
    TT_TORTURE(st, {
        tt_jw_release(&w);
        tt_jw_init(&w, NULL, false);
        tt_jw_array(&w);
        for (int i = 0; i < 20; i++)
            write_example(&w);
        tt_jw_array_end(&w);
        st = tt_jw_end(&w, NULL);
    });
    assert_true(tt_str_ends(tt_buf_str(&w.buf), TT_STR("  }\n]\n")));
    tt_jw_release(&w);
}

static tt_status write_long_texts(const char *path, tt_str text, tt_sha256 *sha)
{
    tt_file_out *f;
    tt_jw w;
    TT_TRY(tt_file_out_open(path, &f, NULL));
    tt_jw_init(&w, f, true);
    tt_jw_array(&w);
    for (int i = 0; i < 4; i++)
        tt_jw_str(&w, text);
    tt_jw_array_end(&w);
    tt_status st = tt_jw_end(&w, NULL);
    tt_jw_release(&w);
    if (st == TT_OK)
        return tt_file_out_commit(f, sha, NULL);
    tt_file_out_abort(f);
    return st;
}

static void nothing_is_missing_in_the_middle_of_a_file(void **state)
{
    tt_arena *a = *state;
    char folder[] = "/tmp/tt-test-jw-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/out.json", folder);
    const size_t n = 100000; /* grows the buffer piece by piece, far over what may wait */
    char *text = tt_new_n(a, char, n);
    memset(text, '\n', n);
    tt_sha256 want, got;
    assert_ok(write_long_texts(path, (tt_str){text, n}, &want));
    tt_status st;
    TT_TORTURE(st, {
        st = write_long_texts(path, (tt_str){text, n}, &got);
        if (st == TT_OK)
            assert_memory_equal(got.b, want.b, sizeof got.b);
    });
    (void)unlink(path);
    (void)rmdir(folder);
}

TT_TEST_MAIN("base/json_write", TT_TEST(the_form_is_fixed),
             TT_TEST(compact_has_no_white_space_and_one_line_per_value),
             TT_TEST(values_that_are_nothing_are_null), TT_TEST(text_is_escaped_and_made_utf8),
             TT_TEST(every_ascii_byte_survives_the_way_out_and_in),
             TT_TEST(depth_63_is_fine_and_64_is_a_failure),
             TT_TEST(a_long_text_goes_to_its_file_piece_by_piece),
             TT_TEST(the_first_failure_is_told_at_the_end),
             TT_TEST(nothing_is_missing_in_the_middle_of_a_file),
             TT_TEST(every_allocation_may_fail))
