/*
 * Strict JSON in: what is accepted, what is refused and where, and exact numbers.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "base/json_read.h"

static tt_json *parsed(tt_str text)
{
    tt_json *j;
    assert_ok(tt_json_parse(text, &j, ERR));
    assert_non_null(j);
    return j;
}

static void values_of_all_types_are_read(void **state)
{
    TT_UNUSED(state);
    tt_json *j = parsed(TT_STR(" {\"s\": \"text\", \"n\": -12.5, \"t\": true, \"f\": false,\r\n"
                               "\t\"z\": null, \"a\": [1, [], {}], \"o\": {\"x\": \"y\"}} \n"));
    assert_int_equal(tt_json_type_of(j), TT_JSON_OBJECT);
    assert_int_equal(tt_json_type_of(tt_json_get(j, "s")), TT_JSON_STRING);
    assert_str(tt_json_str(tt_json_get(j, "s")), "text");
    assert_str(tt_json_str(tt_json_get(j, "n")), NULL);
    double d = 0;
    bool b = false;
    assert_int_equal(tt_json_type_of(tt_json_get(j, "n")), TT_JSON_NUMBER);
    assert_true(tt_json_double(tt_json_get(j, "n"), &d) && d == -12.5);
    assert_false(tt_json_double(tt_json_get(j, "s"), &d));
    assert_int_equal(tt_json_type_of(tt_json_get(j, "t")), TT_JSON_BOOL);
    assert_true(tt_json_bool(tt_json_get(j, "t"), &b) && b);
    assert_true(tt_json_bool(tt_json_get(j, "f"), &b) && !b);
    assert_false(tt_json_bool(tt_json_get(j, "z"), &b));
    assert_int_equal(tt_json_type_of(tt_json_get(j, "z")), TT_JSON_NULL);
    const tt_json *a = tt_json_get(j, "a");
    assert_int_equal(tt_json_type_of(a), TT_JSON_ARRAY);
    assert_string_equal(tt_json_key(tt_json_first(a)), "");
    assert_int_equal(tt_json_type_of(tt_json_next(tt_json_first(a))), TT_JSON_ARRAY);
    assert_null(tt_json_first(tt_json_next(tt_json_first(a))));
    assert_str(tt_json_str(tt_json_get(tt_json_get(j, "o"), "x")), "y");
    assert_null(tt_json_get(j, "S")); /* case matters */
    assert_null(tt_json_get(a, "s"));
    assert_null(tt_json_get(NULL, "s"));
    assert_string_equal(tt_json_key(j), "");
    tt_json_free(j);
    tt_json_free(NULL);
}

static void children_come_in_the_order_of_the_text(void **state)
{
    TT_UNUSED(state);
    tt_json *j = parsed(TT_STR("{\"z\":1,\"a\":2,\"m\":3}"));
    char keys[8] = "";
    size_t n = 0;
    for (const tt_json *c = tt_json_first(j); c; c = tt_json_next(c))
        keys[n++] = tt_json_key(c)[0];
    assert_string_equal(keys, "zam");
    tt_json_free(j);
}

static void a_scalar_can_be_the_whole_text(void **state)
{
    TT_UNUSED(state);
    static const char *const good[] = {"0", "-1", "\"\"", "true", "false", "null", " null "};
    for (size_t i = 0; i < TT_LEN(good); i++)
        tt_json_free(parsed(tt_str_of(good[i])));
}

static void escapes_are_decoded(void **state)
{
    TT_UNUSED(state);
    tt_json *j = parsed(
        TT_STR("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"\\u00e9\\u20AC\\ud83d\\ude00\", \"\\u007f\", "
               "\"caf\xC3\xA9 \xF0\x9F\x98\x80\"]"));
    const tt_json *c = tt_json_first(j);
    assert_str(tt_json_str(c), "\"\\/\b\f\n\r\t");
    c = tt_json_next(c);
    assert_str(tt_json_str(c), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    c = tt_json_next(c);
    assert_str(tt_json_str(c), "\x7F");
    c = tt_json_next(c);
    assert_str(tt_json_str(c), "caf\xC3\xA9 \xF0\x9F\x98\x80");
    tt_json_free(j);
}

/* --- numbers --- */

static void numbers_keep_their_exact_decimal_text(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *in, *text;
        double value;
    } rows[] = {
        {"0", "0", 0},
        {"-0", "0", -0.0},
        {"-0.0e5", "0", -0.0},
        {"1", "1", 1},
        {"1.50", "1.5", 1.5},
        {"-1.50e1", "-15", -15},
        {"1e3", "1000", 1000},
        {"1E+03", "1000", 1000},
        {"12.345e1", "123.45", 123.45},
        {"0.001", "0.001", 0.001},
        {"1e-3", "0.001", 0.001},
        {"0.00123e2", "0.123", 0.123},
        {"100", "100", 100},
        {"1200e-2", "12", 12},
        {"10.010", "10.01", 10.01},
        {"123456789012345", "123456789012345", 123456789012345},
        {"0.123456789012345", "0.123456789012345", 0.123456789012345},
        {"12345678901234500000", "12345678901234500000", 12345678901234500000.0},
        {"1000000000000000000000", "1000000000000000000000", 1e21},
        {"1e39", "1000000000000000000000000000000000000000", 1e39},
        {"1e-38", "0.00000000000000000000000000000000000001", 1e-38},
        {"9007199254740993e0", NULL, 0}, /* 16 digits: refused */
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_json *j;
        tt_str text;
        double v;
        tt_status st = tt_json_parse(tt_str_of(rows[i].in), &j, ERR);
        assert_int_equal(st, rows[i].text ? TT_OK : TT_EFORMAT);
        if (st != TT_OK)
            continue;
        assert_true(tt_json_scalar_text(j, a, &text));
        assert_str(text, rows[i].text);
        assert_true(tt_json_double(j, &v));
        assert_memory_equal(&v, &rows[i].value, sizeof v);
        tt_json_free(j);
    }
}

static void numbers_that_need_more_than_40_characters_have_no_text(void **state)
{
    tt_arena *a = *state;
    static const char *const in[] = {"1e40", "1e-39", "-1e39", "1e300", "123456789e-40"};
    for (size_t i = 0; i < TT_LEN(in); i++) {
        tt_json *j = parsed(tt_str_of(in[i]));
        tt_str text = TT_STR("untouched");
        assert_false(tt_json_scalar_text(j, a, &text));
        assert_str(text, "untouched");
        tt_json_free(j);
    }
}

static void scalars_have_texts_and_the_rest_has_none(void **state)
{
    tt_arena *a = *state;
    tt_json *j = parsed(TT_STR("[\"\", \"x\", true, false, null, [], {}]"));
    static const char *const want[] = {"", "x", "true", "false", NULL};
    const tt_json *c = tt_json_first(j);
    tt_str text;
    for (size_t i = 0; i < TT_LEN(want); i++, c = tt_json_next(c)) {
        assert_true(tt_json_scalar_text(c, a, &text));
        assert_str(text, want[i]);
    }
    assert_false(tt_json_scalar_text(c, a, &text));
    assert_false(tt_json_scalar_text(tt_json_next(c), a, &text));
    tt_json_free(j);
}

/* --- what is refused --- */

struct refused {
    const char *in, *why;
};

static void what_is_not_json_is_refused_with_its_place(void **state)
{
    TT_UNUSED(state);
    static const struct refused rows[] = {
        {"", "line 1 column 1: the text ends too early"},
        {"  \n ", "line 2 column 2: the text ends too early"},
        {"[1,2", "line 1 column 5: the text ends too early"},
        {"[1,", "line 1 column 4: the text ends too early"},
        {"{\"a\":", "line 1 column 6: the text ends too early"},
        {"{\"a\"", "line 1 column 5: the text ends too early"},
        {"\"abc", "line 1 column 5: the text ends too early"},
        {"\"abc\\", "line 1 column 6: the text ends too early"},
        {"tru", "line 1 column 1: a value was expected"},
        {"True", "line 1 column 1: a value was expected"},
        {"nan", "line 1 column 1: a value was expected"},
        {"-Infinity", "line 1 column 2: a value was expected"},
        {"[1,]", "line 1 column 4: a value was expected"},
        {"[,1]", "line 1 column 2: a value was expected"},
        {"[1 2]", "line 1 column 4: ',' or ']' was expected"},
        {"[1}", "line 1 column 3: ',' or ']' was expected"},
        {"{\"a\":1]", "line 1 column 7: ',' or '}' was expected"},
        {"{\"a\" 1}", "line 1 column 6: ':' was expected"},
        {"{a:1}", "line 1 column 2: a key was expected"},
        {"{'a':1}", "line 1 column 2: a key was expected"},
        {"{\"a\":1,}", "line 1 column 8: a key was expected"},
        {"{1:1}", "line 1 column 2: a key was expected"},
        {"]", "line 1 column 1: a value was expected"},
        {"{} x", "line 1 column 4: text after the end"},
        {"{}{}", "line 1 column 3: text after the end"},
        {"1 2", "line 1 column 3: text after the end"},
        {"// c\n1", "line 1 column 1: a value was expected"},
        {"\xEF\xBB\xBF{}", "line 1 column 1: a value was expected"},
        {"\x0C{}", "line 1 column 1: a value was expected"},
        {"[\n 1,\n  x]", "line 3 column 3: a value was expected"},
        {"[\"\xC3\xA9\xC3\xA9\", x]", "line 1 column 8: a value was expected"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char not_null;
        tt_json *j = (tt_json *)&not_null;
        assert_status(tt_json_parse(tt_str_of(rows[i].in), &j, ERR), TT_EFORMAT);
        assert_err_text(rows[i].why);
        assert_null(j);
    }
}

static void bad_strings_are_refused(void **state)
{
    TT_UNUSED(state);
    static const struct refused rows[] = {
        {"\"a\tb\"", "line 1 column 3: control character in a string"},
        {"\"a\nb\"", "line 1 column 3: control character in a string"},
        {"\"\x1F\"", "line 1 column 2: control character in a string"},
        {"\"\\x41\"", "line 1 column 2: unknown escape in a string"},
        {"\"\\U0041\"", "line 1 column 2: unknown escape in a string"},
        {"\"\\u12\"", "line 1 column 2: \\u without four hex digits"},
        {"\"\\u12g4\"", "line 1 column 2: \\u without four hex digits"},
        {"\"\\u0000\"", "line 1 column 2: \\u0000 in a string"},
        {"\"x\\ud800\"", "line 1 column 3: half of a surrogate pair in a string"},
        {"\"\\ud800\\u0041\"", "line 1 column 2: half of a surrogate pair in a string"},
        {"\"\\ud800\\ud800\"", "line 1 column 2: half of a surrogate pair in a string"},
        {"\"\\udc00\\udc00\"", "line 1 column 2: half of a surrogate pair in a string"},
        {"\"\\udc00\\ud800\"", "line 1 column 2: half of a surrogate pair in a string"},
        {"\"\\ud83dx\"", "line 1 column 2: half of a surrogate pair in a string"},
        {"\"\\ud83d\\\"", "line 1 column 2: half of a surrogate pair in a string"},
        {"\"\xC3\"", "line 1 column 2: not UTF-8"},
        {"\"\xED\xA0\x80\"", "line 1 column 2: not UTF-8"},
        {"\"\xC0\x80\"", "line 1 column 2: not UTF-8"},
        {"[1]\n\xFF", "line 2 column 1: not UTF-8"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_json *j;
        assert_status(tt_json_parse(tt_str_of(rows[i].in), &j, ERR), TT_EFORMAT);
        assert_err_text(rows[i].why);
    }
    tt_json *j;
    assert_status(tt_json_parse(TT_STR("\"a\0b\""), &j, ERR), TT_EFORMAT);
    assert_err_text("line 1 column 3: control character in a string");
    assert_status(tt_json_parse(TT_STR("1\0"), &j, ERR), TT_EFORMAT);
    assert_err_text("line 1 column 2: text after the end");
}

static void bad_numbers_are_refused(void **state)
{
    TT_UNUSED(state);
    static const struct refused rows[] = {
        {"01", "line 1 column 1: number with a leading zero"},
        {"-01", "line 1 column 1: number with a leading zero"},
        {"+1", "line 1 column 1: a value was expected"},
        {"-", "line 1 column 2: the text ends too early"},
        {".5", "line 1 column 1: a value was expected"},
        {"1.", "line 1 column 3: the text ends too early"},
        {"[1.]", "line 1 column 4: a digit was expected"},
        {"[1e]", "line 1 column 4: a digit was expected"},
        {"[1e+]", "line 1 column 5: a digit was expected"},
        {"1.2.3", "line 1 column 4: text after the end"},
        {"0x10", "line 1 column 2: text after the end"},
        {"1234567890123456",
         "line 1 column 1: number of more than 15 digits: write it as a string"},
        {"0.1000000000000001",
         "line 1 column 1: number of more than 15 digits: write it as a string"},
        {"9007199254740993",
         "line 1 column 1: number of more than 15 digits: write it as a string"},
        {"1e400", "line 1 column 1: number out of range: write it as a string"},
        {"-1e309", "line 1 column 1: number out of range: write it as a string"},
        {"1e-400", "line 1 column 1: number out of range: write it as a string"},
        {"1e-310", "line 1 column 1: number out of range: write it as a string"},
        {"[0, 0.00000000000000000000000000000000000000000000000000000000000001]",
         "line 1 column 5: number of more than 63 characters"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_json *j;
        assert_status(tt_json_parse(tt_str_of(rows[i].in), &j, ERR), TT_EFORMAT);
        assert_err_text(rows[i].why);
    }
}

static void a_key_given_twice_is_refused_however_it_is_written(void **state)
{
    TT_UNUSED(state);
    static const struct refused rows[] = {
        {"{\"a\":1,\"b\":2,\"a\":3}", "line 1 column 14: key given twice in an object"},
        {"{\"a\":1,\"\\u0061\":2}", "line 1 column 8: key given twice in an object"},
        {"{\"\":1,\"\":2}", "line 1 column 7: key given twice in an object"},
        {"{\"\xC3\xA9\":1,\"\\u00E9\":2}", "line 1 column 8: key given twice in an object"},
        {"{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}",
         "line 1 column 19: key given twice in an object"},
        {"{\"x\":{\"a\":1,\n\"a\":2}}", "line 2 column 1: key given twice in an object"},
        {"{\"\\/\":1,\"/\":2}", "line 1 column 9: key given twice in an object"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_json *j;
        assert_status(tt_json_parse(tt_str_of(rows[i].in), &j, ERR), TT_EFORMAT);
        assert_err_text(rows[i].why);
    }
    static const char *const good[] = {
        "{\"a\":1,\"A\":2}",        "{\"a\":{\"a\":1},\"b\":{\"a\":2}}",
        "[{\"a\":1},{\"a\":1}]",    "{\"a\":\"a\",\"b\":\"a\"}",
        "{\"\\u00e9\":1,\"e\":2}",  "{\"a\":[{\"b\":1}],\"b\":1}",
        "{\"ab\":1,\"a\":2,\"\":3}"};
    for (size_t i = 0; i < TT_LEN(good); i++)
        tt_json_free(parsed(tt_str_of(good[i])));
}

/* {"k0":0,...,"k<n-1>":0 and, when twice is given, that key once more} */
static void add_keys(tt_buf *b, size_t n, size_t twice)
{
    tt_buf_reset(b);
    tt_buf_add_c(b, '{');
    for (size_t i = 0; i < n; i++)
        tt_buf_addf(b, "%s\"k%zu\":0", i ? "," : "", i * 7919 % n);
    if (twice < n)
        tt_buf_addf(b, ",\"\\u006b%zu\":0", twice);
    tt_buf_add_c(b, '}');
}

static void keys_are_compared_in_objects_of_any_size(void **state)
{
    TT_UNUSED(state);
    tt_buf b;
    tt_buf_init(&b, 0);
    static const size_t sizes[] = {1, 2, 127, 128, 129, 5000};
    for (size_t i = 0; i < TT_LEN(sizes); i++) {
        tt_json *j;
        add_keys(&b, sizes[i], SIZE_MAX);
        tt_json_free(parsed(tt_buf_str(&b)));
        add_keys(&b, sizes[i], sizes[i] / 2);
        assert_status(tt_json_parse(tt_buf_str(&b), &j, ERR), TT_EFORMAT);
        size_t at = tt_str_find(tt_buf_str(&b), TT_STR("\"\\u006b"), 0);
        char want[80];
        (void)snprintf(want, sizeof want, "line 1 column %zu: key given twice in an object",
                       at + 1);
        assert_err_text(want);
    }
    tt_buf_release(&b);
}

static void depth_64_is_fine_and_65_is_not(void **state)
{
    TT_UNUSED(state);
    for (int shape = 0; shape < 2; shape++)
        for (size_t depth = 64; depth <= 65; depth++) {
            tt_buf b;
            tt_json *j;
            tt_buf_init(&b, 0);
            for (size_t i = 0; i < depth; i++)
                tt_buf_add(&b, shape ? TT_STR("{\"a\":") : TT_STR("["));
            tt_buf_add(&b, TT_STR("1"));
            for (size_t i = 0; i < depth; i++)
                tt_buf_add_c(&b, shape ? '}' : ']');
            if (depth == 64) {
                j = parsed(tt_buf_str(&b));
                const tt_json *c = j;
                for (size_t i = 0; i < depth; i++)
                    c = tt_json_first(c);
                assert_int_equal(tt_json_type_of(c), TT_JSON_NUMBER);
                tt_json_free(j);
            } else {
                assert_status(tt_json_parse(tt_buf_str(&b), &j, ERR), TT_EFORMAT);
                assert_non_null(strstr(tt_test_err.text, "nested more than 64 deep"));
            }
            tt_buf_release(&b);
        }
}

static void a_million_brackets_are_refused_at_once(void **state)
{
    tt_arena *a = *state;
    char *text = tt_new_n(a, char, 1000000);
    tt_json *j;
    memset(text, '[', 1000000);
    assert_status(tt_json_parse((tt_str){text, 1000000}, &j, ERR), TT_EFORMAT);
    assert_err_text("line 1 column 65: objects and arrays are nested more than 64 deep");
}

static void every_prefix_of_a_text_is_refused(void **state)
{
    TT_UNUSED(state);
    tt_str text = TT_STR("{\"a\\u00e9\":[1.5e3,true,null,\"x\\ud83d\\ude00\"],\"b\":{}}");
    for (size_t n = 0; n < text.n; n++) {
        tt_json *j;
        assert_status(tt_json_parse((tt_str){text.p, n}, &j, ERR), TT_EFORMAT);
    }
    tt_json_free(parsed(text));
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_buf b;
    tt_buf_init(&b, 0);
    add_keys(&b, 150, SIZE_MAX); /* enough for the keys to be sorted */
    tt_str text = tt_arena_str(a, tt_buf_str(&b));
    tt_buf_release(&b);
    tt_json *j = NULL;
    tt_status st;
    TT_TORTURE(st, {
        tt_json_free(j);
        st = tt_json_parse(text, &j, NULL);
        assert_true((st == TT_OK) == (j != NULL));
    });
    assert_non_null(tt_json_get(j, "k149"));
    tt_json_free(j);
}

TT_TEST_MAIN("base/json_read", TT_TEST(values_of_all_types_are_read),
             TT_TEST(children_come_in_the_order_of_the_text),
             TT_TEST(a_scalar_can_be_the_whole_text), TT_TEST(escapes_are_decoded),
             TT_TEST(numbers_keep_their_exact_decimal_text),
             TT_TEST(numbers_that_need_more_than_40_characters_have_no_text),
             TT_TEST(scalars_have_texts_and_the_rest_has_none),
             TT_TEST(what_is_not_json_is_refused_with_its_place), TT_TEST(bad_strings_are_refused),
             TT_TEST(bad_numbers_are_refused),
             TT_TEST(a_key_given_twice_is_refused_however_it_is_written),
             TT_TEST(keys_are_compared_in_objects_of_any_size),
             TT_TEST(depth_64_is_fine_and_65_is_not),
             TT_TEST(a_million_brackets_are_refused_at_once),
             TT_TEST(every_prefix_of_a_text_is_refused), TT_TEST(every_allocation_may_fail))
