/*
 * Numbers to and from text: exact edges, half to even, no exponent, no locale.
 */
#include "tests/support/tt_test.h"

#include "base/num.h"
#include "base/rng.h"

#include <locale.h>

static char text[TT_NUM_TEXT];

static void integers_are_read_to_their_edges(void **state)
{
    TT_UNUSED(state);
    uint64_t u = 5;
    int64_t i = 5;
    assert_true(tt_parse_u64(TT_STR("18446744073709551615"), &u));
    assert_true(u == UINT64_MAX);
    assert_false(tt_parse_u64(TT_STR("18446744073709551616"), &u));
    assert_false(tt_parse_u64(TT_STR("99999999999999999999"), &u));
    assert_true(u == UINT64_MAX); /* untouched */
    assert_true(tt_parse_u64(TT_STR("000"), &u));
    assert_true(u == 0);
    assert_true(tt_parse_i64(TT_STR("9223372036854775807"), &i));
    assert_true(i == INT64_MAX);
    assert_true(tt_parse_i64(TT_STR("-9223372036854775808"), &i));
    assert_true(i == INT64_MIN);
    assert_false(tt_parse_i64(TT_STR("9223372036854775808"), &i));
    assert_false(tt_parse_i64(TT_STR("-9223372036854775809"), &i));
    assert_true(i == INT64_MIN);
    assert_true(tt_parse_i64(TT_STR("+7"), &i));
    assert_true(i == 7);
    static const char *const bad[] = {"", "-", "+", "--1", "+-1", " 1", "1 ", "1.", "0x1", "1e3"};
    for (size_t k = 0; k < TT_LEN(bad); k++) {
        assert_false(tt_parse_u64(tt_str_of(bad[k]), &u));
        assert_false(tt_parse_i64(tt_str_of(bad[k]), &i));
    }
    assert_false(tt_parse_u64(TT_STR("+1"), &u));
    assert_false(tt_parse_u64(TT_STR("1\0"), &u));
}

static void integers_are_written_to_their_edges(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_u64_text(UINT64_MAX, text), 20);
    assert_string_equal(text, "18446744073709551615");
    assert_int_equal(tt_i64_text(INT64_MIN, text), 20);
    assert_string_equal(text, "-9223372036854775808");
    assert_int_equal(tt_i64_text(0, text), 1);
    assert_string_equal(text, "0");
}

struct dec {
    const char *in;
    unsigned scale;
    int64_t out;
    bool inexact;
};

static void decimals_are_rounded_half_to_even(void **state)
{
    TT_UNUSED(state);
    static const struct dec rows[] = {
        {"12.5", 6, 12500000, false},
        {"12.5", 0, 12, true},
        {"13.5", 0, 14, true},
        {"12.51", 0, 13, true},
        {"12.500000000000000000000000000000000000001", 0, 13, true},
        {"12.49999999999999999999999999999999999999", 0, 12, true},
        {"-12.5", 0, -12, true},
        {"-13.5", 0, -14, true},
        {"0.125", 2, 12, true},
        {"0.135", 2, 14, true},
        {"0.1350", 2, 14, true},
        {"1.10", 2, 110, false},
        {"1.100", 2, 110, false},
        {"1.101", 2, 110, true},
        {".5", 1, 5, false},
        {"5.", 1, 50, false},
        {"+0.07", 2, 7, false},
        {"-0", 2, 0, false},
        {"-0.004", 2, 0, true},
        {"000000000000000000000000000000000001.5", 1, 15, false},
        {"92233720368547758.07", 2, INT64_MAX, false},
        {"-92233720368547758.08", 2, INT64_MIN, false},
        {"92233720368547758.074", 2, INT64_MAX, true},
        {"9.223372036854775807", 18, INT64_MAX, false},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        int64_t v = 77;
        bool inexact = !rows[i].inexact;
        if (!tt_parse_dec(tt_str_of(rows[i].in), rows[i].scale, &v, &inexact) || v != rows[i].out ||
            inexact != rows[i].inexact)
            fail_msg("%s at %u: %lld", rows[i].in, rows[i].scale, (long long)v);
    }
}

static void what_is_no_decimal_or_does_not_fit_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {
        "",
        ".",
        "-",
        "-.",
        "1..2",
        "1.2.3",
        "1,5",
        "1e3",
        " 1",
        "1 ",
        "- 1",
        "1-",
        "$1",
        "1'000",
        "NaN",
        "inf",
        "0x10",
        "\xD9\xA1",
        "--1",
        "+-1",
        "1.-2",
        "1.5a",
        "１",
        "92233720368547758.08",
        "-92233720368547758.09",
        "92233720368547758.075",
        "99999999999999999999999",
    };
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        int64_t v = 77;
        if (tt_parse_dec(tt_str_of(bad[i]), 2, &v, NULL) || v != 77)
            fail_msg("'%s' gave %lld", bad[i], (long long)v);
    }
    int64_t v;
    assert_false(tt_parse_dec(TT_STR("10"), 18, &v, NULL));
    assert_true(tt_parse_dec(TT_STR("9"), 18, &v, NULL));
}

static void decimals_are_written_short_or_fixed(void **state)
{
    TT_UNUSED(state);
    static const struct {
        int64_t v;
        unsigned scale;
        const char *small, *fixed;
    } rows[] = {
        {12500000, 6, "12.5", "12.500000"},
        {0, 2, "0", "0.00"},
        {5, 2, "0.05", "0.05"},
        {-5, 2, "-0.05", "-0.05"},
        {100, 2, "1", "1.00"},
        {100, 0, "100", "100"},
        {-100, 3, "-0.1", "-0.100"},
        {INT64_MIN, 2, "-92233720368547758.08", "-92233720368547758.08"},
        {INT64_MAX, 18, "9.223372036854775807", "9.223372036854775807"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        assert_int_equal(tt_dec_text(rows[i].v, rows[i].scale, text), strlen(rows[i].small));
        assert_string_equal(text, rows[i].small);
        assert_int_equal(tt_dec_text_fixed(rows[i].v, rows[i].scale, text), strlen(rows[i].fixed));
        assert_string_equal(text, rows[i].fixed);
    }
}

static void decimals_survive_the_way_out_and_in(void **state)
{
    TT_UNUSED(state);
    tt_rng r;
    tt_rng_init(&r, 3, "dec");
    for (int i = 0; i < 20000; i++) {
        int64_t v = (int64_t)(tt_rng_u64(&r) >> tt_rng_below(&r, 64)), back;
        unsigned scale = (unsigned)tt_rng_below(&r, 19);
        bool inexact;
        v = i % 2 ? v : -v;
        size_t n = tt_dec_text(v, scale, text);
        assert_true(tt_parse_dec((tt_str){text, n}, scale, &back, &inexact));
        assert_true(back == v && !inexact);
    }
}

static void doubles_are_written_with_fixed_decimals(void **state)
{
    TT_UNUSED(state);
    static const struct {
        double v;
        unsigned decimals;
        const char *out;
    } rows[] = {
        {0.1, 6, "0.100000"},
        {0.5, 0, "0"},
        {1.5, 0, "2"},
        {2.5, 0, "2"},
        {-2.5, 0, "-2"},
        {0.125, 2, "0.12"},
        {0.375, 2, "0.38"},
        {-0.0, 2, "0.00"},
        {-0.001, 2, "0.00"},
        {1e-300, 9, "0.000000000"},
        {123456.789, 3, "123456.789"},
        {8999999999999998.0, 0, "8999999999999998"},
        {9e15, 0, "9000000000000000"},
        {9e15, 6, "9000000000000000"}, /* fewer decimals: more would not be true */
        {9e9, 6, "9000000000.00000"},
        {8.9e9, 6, "8900000000.000000"},
        {9223372036854775808.0, 3, "9223372036854775808"},
        {-1e22, 2, "-10000000000000000000000"},
        {1e38, 0, "99999999999999997748809823456034029568"},
        {1e39, 0, "null"},
        {(double)INFINITY, 2, "null"},
        {-(double)INFINITY, 2, "null"},
        {(double)NAN, 2, "null"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        size_t n = tt_double_text(rows[i].v, rows[i].decimals, text);
        assert_string_equal(text, rows[i].out);
        assert_int_equal(n, strlen(rows[i].out));
    }
}

static void round9_forgets_the_last_bits_only(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_round9(0.1 + 0.2) == 0.3);
    assert_true(tt_round9(1.0000000004) == 1.0);
    assert_true(tt_round9(1.0000000006) == 1.000000001);
    assert_true(tt_round9(-1.0000000006) == -1.000000001);
    assert_true(tt_round9(1e300) == 1e300);
    assert_false(signbit(tt_round9(-1e-12)));
    assert_true(tt_round9(log(10.0) * 3) == 6.907755279);
}

static void arithmetic_says_when_it_overflows(void **state)
{
    TT_UNUSED(state);
    static const int64_t edge[] = {INT64_MIN, INT64_MIN + 1, -3037000500,   -2,       -1, 0, 1,
                                   2,         3037000500,    INT64_MAX - 1, INT64_MAX};
    for (size_t i = 0; i < TT_LEN(edge); i++)
        for (size_t j = 0; j < TT_LEN(edge); j++) {
            int64_t a = edge[i], b = edge[j], v = 77;
            tt_i128 sum = (tt_i128)a + b, difference = (tt_i128)a - b, product = (tt_i128)a * b;
            bool ok = tt_add_i64(a, b, &v);
            assert_true(ok == (sum >= INT64_MIN && sum <= INT64_MAX));
            assert_true(v == (ok ? (int64_t)sum : 77));
            v = 77;
            ok = tt_sub_i64(a, b, &v);
            assert_true(ok == (difference >= INT64_MIN && difference <= INT64_MAX));
            assert_true(v == (ok ? (int64_t)difference : 77));
            v = 77;
            ok = tt_mul_i64(a, b, &v);
            assert_true(ok == (product >= INT64_MIN && product <= INT64_MAX));
            assert_true(v == (ok ? (int64_t)product : 77));
        }
}

static void muldiv_keeps_128_bits_and_rounds_half_to_even(void **state)
{
    TT_UNUSED(state);
    static const struct {
        int64_t a, b, c, out;
    } rows[] = {
        {7, 1, 2, 4},
        {5, 1, 2, 2},
        {-5, 1, 2, -2},
        {-7, 1, 2, -4},
        {5, 1, 3, 2},
        {4, 1, 3, 1},
        {-5, 1, 3, -2},
        {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX},
        {1, -1, 2, 0},
        {3, -1, 2, -2},
        {INT64_MIN, 3, 3, INT64_MIN},
        {10000, 117, 100, 11700},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        int64_t v;
        assert_true(tt_muldiv_i64(rows[i].a, rows[i].b, rows[i].c, &v));
        assert_true(v == rows[i].out);
    }
    int64_t v = 77;
    assert_false(tt_muldiv_i64(INT64_MAX, 2, 1, &v));
    assert_false(tt_muldiv_i64(INT64_MIN, -1, 1, &v));
    assert_true(v == 77);
}

/* --- doubles from text --- */

static double parsed(const char *s)
{
    double v;
    if (!tt_parse_double(tt_str_of(s), &v))
        fail_msg("'%s' is not a double", s);
    return v;
}

static void doubles_are_the_nearest(void **state)
{
    TT_UNUSED(state);
    /* The compiler reads the same text; hard cases are from Clinger, Gay and others. */
#define SAME(x) assert_true(parsed(#x) == (double)x)
    SAME(0.1);
    SAME(1e-3);
    SAME(1e22);
    SAME(1e23);
    SAME(8.5e22);
    SAME(123456789012345678);
    SAME(0.1234567890123456789);
    SAME(9007199254740993.0);
    SAME(9007199254740992.9999999999999999999999);
    SAME(9007199254740993.0000000000000000000001);
    SAME(2.2250738585072014e-308);
    SAME(2.2250738585072011e-308); /* made PHP loop for ever */
    SAME(2.2250738585072012e-308);
    SAME(4.9406564584124654e-324);
    SAME(2.4703282292062329e-324);
    assert_true(parsed("2.4703282292062327e-324") == 0);
    SAME(1e-320);
    SAME(1.7976931348623157e308);
    SAME(1.7976931348623158e308);
    SAME(6.02214076e23);
    SAME(179769313486231570000000000000000000000000000000000000000.0e252);
    SAME(3.14159265358979323846264338327950288419716939937510582097494459e-5);
    SAME(0.000000000000000000000000000000000000000000000000000000000000000000000000001);
#undef SAME
    assert_true(parsed("+2.5") == 2.5);
    assert_true(parsed("-2.5E+1") == -25);
    assert_true(parsed("00012") == 12);
    assert_true(parsed("1e-400") == 0);
    assert_true(parsed("0e999999999999999999999") == 0);
    assert_true(signbit(parsed("-0")));
}

static void a_tie_is_decided_by_the_eight_hundredth_digit(void **state)
{
    TT_UNUSED(state);
    /* 1 + 2^-53 is half way between 1 and the next double; 1 is even. */
    static const char half[] = "1.00000000000000011102230246251565404236316680908203125";
    char longer[1000];
    size_t n = sizeof half - 1;
    memcpy(longer, half, n);
    memset(longer + n, '0', sizeof longer - n);
    assert_true(parsed(half) == 1.0);
    longer[sizeof longer - 2] = '1'; /* far behind the digits that are kept */
    longer[sizeof longer - 1] = '\0';
    assert_true(parsed(longer) == 1.0000000000000002);
    longer[sizeof longer - 2] = '0';
    assert_true(parsed(longer) == 1.0);
}

static void what_is_no_double_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"",      "-",   ".",      "e1",     "1e",     "1e+", "1.2.3",
                                      "1,5",   " 1",  "1 ",     "0x1",    "inf",    "nan", "1f",
                                      "1e5.0", "--1", "1e9999", "-1e309", "1.8e308"};
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        double v = 77;
        if (tt_parse_double(tt_str_of(bad[i]), &v) || v != 77)
            fail_msg("'%s' gave %g", bad[i], v);
    }
}

static void random_doubles_are_read_as_the_c_library_reads_them(void **state)
{
    TT_UNUSED(state);
    tt_rng r;
    tt_rng_init(&r, 5, "double");
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = tt_rng_u64(&r);
        double v, back;
        memcpy(&v, &bits, sizeof v);
        if (!isfinite(v))
            continue;
        char s[40]; /* 17 digits name one double only */
        int n = snprintf(s, sizeof s, "%.17g", v);
        if (!tt_parse_double((tt_str){s, (size_t)n}, &back) || memcmp(&v, &back, sizeof v) != 0)
            fail_msg("%s", s);
    }
}

static void the_locale_changes_nothing(void **state)
{
    TT_UNUSED(state);
    static const char *const comma[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8"};
    bool set = false;
    for (size_t i = 0; i < TT_LEN(comma) && !set; i++)
        set = setlocale(LC_ALL, comma[i]) != NULL;
    if (!set) {
        print_message("no locale with a decimal comma is installed\n");
        skip();
    }
    (void)tt_double_text(1.5, 2, text);
    double v = parsed("2.5");
    (void)setlocale(LC_ALL, "C");
    assert_string_equal(text, "1.50");
    assert_true(v == 2.5);
}

TT_TEST_MAIN(
    "base/num", TT_TEST(integers_are_read_to_their_edges),
    TT_TEST(integers_are_written_to_their_edges), TT_TEST(decimals_are_rounded_half_to_even),
    TT_TEST(what_is_no_decimal_or_does_not_fit_is_refused),
    TT_TEST(decimals_are_written_short_or_fixed), TT_TEST(decimals_survive_the_way_out_and_in),
    TT_TEST(doubles_are_written_with_fixed_decimals), TT_TEST(round9_forgets_the_last_bits_only),
    TT_TEST(arithmetic_says_when_it_overflows),
    TT_TEST(muldiv_keeps_128_bits_and_rounds_half_to_even), TT_TEST(doubles_are_the_nearest),
    TT_TEST(a_tie_is_decided_by_the_eight_hundredth_digit), TT_TEST(what_is_no_double_is_refused),
    TT_TEST(random_doubles_are_read_as_the_c_library_reads_them),
    TT_TEST(the_locale_changes_nothing))
