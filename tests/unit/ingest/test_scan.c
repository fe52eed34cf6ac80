/*
 * A pass over a mapped file says what passes over its bytes in memory say.
 */
#include "tests/unit/store/dump.h" /* first: see banned.h */

#include "base/str.h"
#include "ingest/scan.h"

enum { MIB = 1 << 20 };
static const size_t size = ((size_t)64 << 20) + 77; /* mapped */

/* A file of zeros, but for a text at an offset. */
static tt_scan scan_with(const char *text, size_t at)
{
    tt_scan s, in_memory;
    tt_file f;
    tt_sha256 want, sha, sha_in_memory;
    const char *path = new_path();
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fseek(out, (long)size - 1, SEEK_SET), 0);
    assert_int_equal(fputc(0, out), 0);
    assert_int_equal(fseek(out, (long)at, SEEK_SET), 0);
    assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
    assert_int_equal(fclose(out), 0);
    assert_ok(tt_file_open(path, 0, &f, ERR));
    assert_true(f.map_n > 0);
    assert_ok(tt_scan_bytes(&f, f.bytes, &sha, &s, ERR));
    assert_ok(tt_scan_bytes(NULL, f.bytes, &sha_in_memory, &in_memory, ERR));
    assert_ok(tt_sha256_of(f.bytes, &want, ERR));
    assert_memory_equal(sha.b, want.b, sizeof want.b);
    assert_memory_equal(sha_in_memory.b, want.b, sizeof want.b);
    assert_int_equal(s.ascii, in_memory.ascii);
    assert_true(in_memory.bad == TT_SCAN_UNKNOWN);
    assert_int_equal(s.bad, tt_utf8_bad(f.bytes));
    tt_file_close(&f);
    (void)remove(path);
    return s;
}

static void plain_bytes_are_ascii(void **state)
{
    TT_UNUSED(state);
    tt_scan s = scan_with("abc", 5 * MIB - 1);
    assert_true(s.ascii);
    assert_int_equal(s.bad, size);
}

static void a_character_on_the_border_of_a_step_is_whole(void **state)
{
    TT_UNUSED(state);
    for (size_t before = 0; before <= 4; before++) {
        tt_scan s = scan_with("\xf0\x9f\x9a\xa2", 3 * MIB - before);
        assert_false(s.ascii);
        assert_int_equal(s.bad, size);
    }
    assert_int_equal(scan_with("\xc3\xbc", size - 2).bad, size);
}

static void the_first_bad_byte_is_found(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(scan_with("\xff", 2 * MIB + 7).bad, 2 * MIB + 7);
    assert_int_equal(scan_with("\xc3\xbc\xfc", 2 * MIB - 2).bad, 2 * MIB);
    assert_int_equal(scan_with("\xf0\x9f\x9a", 2 * MIB - 3).bad, 2 * MIB - 3);
    assert_int_equal(scan_with("\xf0\x9f\x9a", 2 * MIB - 2).bad, 2 * MIB - 2);
    assert_int_equal(scan_with("\xc3", size - 1).bad, size - 1);
}

TT_TEST_MAIN("ingest/scan", TT_TEST(plain_bytes_are_ascii),
             TT_TEST(a_character_on_the_border_of_a_step_is_whole),
             TT_TEST(the_first_bad_byte_is_found))
