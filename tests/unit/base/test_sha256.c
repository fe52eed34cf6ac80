/*
 * SHA-256 by the vectors of FIPS 180-4, and the ids cut from it.
 */
#include "tests/support/tt_test.h"

#include "base/sha256.h"

static void hex_of(tt_str bytes, char out[65])
{
    tt_sha256 d;
    assert_ok(tt_sha256_of(bytes, &d, ERR));
    tt_hex(d.b, sizeof d.b, out);
}

static void published_vectors_come_out(void **state)
{
    tt_arena *a = *state;
    char hex[65];
    hex_of(TT_STR(""), hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hex_of(TT_STR("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hex_of(TT_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), hex);
    assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *million = tt_new_n(a, char, 1000000);
    memset(million, 'a', 1000000);
    hex_of((tt_str){million, 1000000}, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void parts_are_hashed_as_the_whole_and_reset_starts_again(void **state)
{
    TT_UNUSED(state);
    tt_hasher h;
    tt_sha256 whole;
    assert_ok(tt_sha256_of(TT_STR("abc"), &whole, ERR));
    assert_ok(tt_hasher_init(&h, ERR));
    for (int i = 0; i < 3; i++) {
        tt_hasher_add(&h, "a", 1);
        tt_hasher_add(&h, NULL, 0);
        tt_hasher_add(&h, "bc", 2);
        tt_sha256 d = tt_hasher_final(&h);
        assert_memory_equal(d.b, whole.b, sizeof d.b);
        assert_false(h.failed);
        tt_hasher_reset(&h);
    }
    tt_hasher_add(&h, "abc", 3);
    tt_hash cut = tt_hasher_final_hash(&h);
    assert_memory_equal(cut.b, whole.b, sizeof cut.b);
    tt_hasher_release(&h);
    tt_hasher_release(&h);
    tt_hasher_release(NULL);
}

/* Each length up to five blocks, in groups of each size, in an order that mixes long and short. */
static void many_at_a_time_are_the_same_as_one_by_one(void **state)
{
    TT_UNUSED(state);
    enum { N = 321, STEP = 100 /* has no divisor in common with N */ };
    char bytes[N];
    tt_str text[N];
    tt_hash got[N], want[N];
    for (size_t i = 0; i < N; i++) {
        bytes[i] = (char)(uint8_t)(i * 151 + 7);
        text[i] = (tt_str){bytes, i * STEP % N};
    }
    tt_hash_each_plain(text, N, want);
    assert_memory_equal(want[0].b, "\xe3\xb0\xc4\x42\x98\xfc\x1c\x14", 8); /* of nothing */
    for (size_t n = 0; n <= N; n++) {
        memset(got, 0, sizeof got);
        tt_hash_each_best()(text, n, got);
        assert_memory_equal(got, want, n * sizeof *got);
        assert_true(n == N || tt_hash_is_zero(got[n]));
    }
}

static void parts_cannot_run_into_each_other(void **state)
{
    TT_UNUSED(state);
    tt_hasher h;
    assert_ok(tt_hasher_init(&h, ERR));
    tt_hasher_add_str(&h, TT_STR("abc"));
    tt_hasher_add_i64(&h, -2);
    tt_sha256 d = tt_hasher_final(&h);
    char hex[65];
    tt_hex(d.b, sizeof d.b, hex); /* by Python's hashlib, over 3, "abc", -2 in little endian */
    assert_string_equal(hex, "1b5223c4ba74b70492b4ea7f7828749fc840ed475f78721f933e4db47311cfce");
    tt_hasher_reset(&h);
    tt_hasher_add_str(&h, TT_STR("ab"));
    tt_hasher_add_str(&h, TT_STR("c"));
    tt_hash one = tt_hasher_final_hash(&h);
    tt_hasher_reset(&h);
    tt_hasher_add_str(&h, TT_STR("a"));
    tt_hasher_add_str(&h, TT_STR("bc"));
    tt_hash two = tt_hasher_final_hash(&h);
    assert_int_not_equal(tt_hash_cmp(one, two), 0);
    tt_hasher_release(&h);
}

static void using_a_finished_hasher_is_noticed(void **state)
{
    TT_UNUSED(state);
    tt_hasher h;
    assert_ok(tt_hasher_init(&h, ERR));
    (void)tt_hasher_final(&h);
    assert_false(h.failed);
    assert_true(tt_hash_is_zero(tt_hasher_final_hash(&h)));
    assert_true(h.failed);
    tt_hasher_reset(&h);
    assert_false(h.failed);
    (void)tt_hasher_final(&h);
    tt_hasher_add_str(&h, TT_STR("late"));
    assert_true(h.failed);
    tt_hasher_release(&h);
}

static void hashes_are_ordered_by_their_bytes(void **state)
{
    TT_UNUSED(state);
    tt_hash a = {{0}}, b = {{0}};
    assert_true(tt_hash_is_zero(a));
    b.b[15] = 1;
    assert_false(tt_hash_is_zero(b));
    assert_int_equal(tt_hash_cmp(a, b), -1);
    a.b[0] = 0x80;
    assert_int_equal(tt_hash_cmp(a, b), 1);
    assert_int_equal(tt_hash_cmp(a, a), 0);
}

static void ids_survive_the_way_out_and_in(void **state)
{
    TT_UNUSED(state);
    tt_hash h;
    for (size_t i = 0; i < sizeof h.b; i++)
        h.b[i] = (uint8_t)(i * 17);
    tt_id_text id = tt_id_text_of('s', h);
    assert_string_equal(id.s, "s00112233445566778899aabbccddeeff");
    char letter;
    tt_hash back;
    size_t digits;
    assert_true(tt_id_parse(tt_str_of(id.s), &letter, &back, &digits));
    assert_int_equal(letter, 's');
    assert_int_equal(digits, 32);
    assert_int_equal(tt_hash_cmp(h, back), 0);
    assert_true(tt_id_parse(TT_STR("e0FF"), &letter, &back, &digits)); /* odd, and upper case */
    assert_int_equal(letter, 'e');
    assert_int_equal(digits, 3);
    assert_int_equal(back.b[0], 0x0F);
    assert_int_equal(back.b[1], 0xF0);
    assert_int_equal(back.b[2], 0);
}

static void what_is_no_id_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {
        "",    "e",   "e1",  "x12",  "12",
        "E12", "e1g", "e 1", "e12 ", "e00112233445566778899aabbccddeeff0"};
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        char letter;
        tt_hash h;
        size_t digits;
        if (tt_id_parse(tt_str_of(bad[i]), &letter, &h, &digits))
            fail_msg("'%s'", bad[i]);
    }
    char letter;
    tt_hash h;
    size_t digits;
    assert_false(tt_id_parse(TT_STR("\0"
                                    "12"),
                             &letter, &h, &digits));
}

TT_TEST_MAIN("base/sha256", TT_TEST(published_vectors_come_out),
             TT_TEST(parts_are_hashed_as_the_whole_and_reset_starts_again),
             TT_TEST(many_at_a_time_are_the_same_as_one_by_one),
             TT_TEST(parts_cannot_run_into_each_other), TT_TEST(using_a_finished_hasher_is_noticed),
             TT_TEST(hashes_are_ordered_by_their_bytes), TT_TEST(ids_survive_the_way_out_and_in),
             TT_TEST(what_is_no_id_is_refused))
