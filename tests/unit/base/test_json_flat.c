/*
 * Members of one object: as strict as RFC 8259 says, numbers as they were written, escapes undone.
 */
#include "tests/support/tt_test.h"

#include "base/json_flat.h"

/* "key=type:text|..." or the word for what went wrong. */
static const char *members(tt_arena *a, tt_str text, bool elements)
{
    static const char *const type[] = {"null", "bool", "number", "string", "array", "object"};
    tt_json_member_vec v = {0};
    tt_json_flat what;
    const char *s = "";
    if (elements)
        assert_ok(tt_json_flat_elements(text, a, &v, &what, ERR));
    else
        assert_ok(tt_json_flat_members(text, a, &v, &what, ERR));
    for (size_t i = 0; i < v.n; i++) {
        assert_int_equal(v.v[i].key.p == NULL, elements);
        s = tt_arena_printf(a, "%s%s%.*s=%s:%.*s", s, i ? "|" : "", TT_STR_ARG(v.v[i].key),
                            type[v.v[i].type], TT_STR_ARG(v.v[i].text));
    }
    tt_vec_release(&v);
    return what == TT_JSON_FLAT_FINE ? s : what == TT_JSON_FLAT_BROKEN ? "broken" : "other";
}

static void assert_members(tt_arena *a, const char *text, const char *want)
{
    /* A block of its exact size, so that a sanitizer sees a byte too many. */
    size_t n = strlen(text);
    char *block = tt_mem_zalloc(n ? n : 1, 1);
    assert_non_null(block);
    memcpy(block, text, n);
    const char *got = members(a, (tt_str){block, n}, false);
    if (strcmp(got, want) != 0)
        fail_msg("%s gives %s, not %s", text, got, want);
    tt_mem_free(block);
}

static void members_come_out_in_order_with_their_types(void **state)
{
    tt_arena *a = *state;
    assert_members(a, "{}", "");
    assert_members(a, " {\t} \r\n", "");
    assert_members(a, "{\"a\":1}", "a=number:1");
    assert_members(a, " { \"a\" : \"x\" , \"b\" : null,\"c\":true,\"d\":false } ",
                   "a=string:x|b=null:|c=bool:true|d=bool:false");
    assert_members(a, "{\"a\":[1, {\"b\":[]}],\"c\":{},\"d\":[ ]}",
                   "a=array:[1, {\"b\":[]}]|c=object:{}|d=array:[ ]");
    assert_members(a, "{\"a\":1,\"a\":2}", "a=number:1|a=number:2");
    assert_members(a, "{\"\":\"\"}", "=string:");
}

static void numbers_stay_the_text_that_was_written(void **state)
{
    tt_arena *a = *state;
    static const char *const good[] = {
        "0", "-0", "10.50", "1e5", "1E+5", "1.5e-300", "-12345678901234567890.1"};
    static const char *const bad[] = {"01",  "-",   "1.",  ".5",   "+1",  "1e",
                                      "1e+", "0x1", "NaN", "1.e5", "--1", "1 2"};
    for (size_t i = 0; i < TT_LEN(good); i++)
        assert_members(a, tt_arena_printf(a, "{\"n\":%s}", good[i]),
                       tt_arena_printf(a, "n=number:%s", good[i]));
    for (size_t i = 0; i < TT_LEN(bad); i++)
        assert_members(a, tt_arena_printf(a, "{\"n\":%s}", bad[i]), "broken");
}

static void escapes_are_undone_in_keys_and_texts(void **state)
{
    tt_arena *a = *state;
    assert_members(a, "{\"\\u0061\\n\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
                   "a\n=string:\"\\/\b\f\n\r\t");
    assert_members(a, "{\"a\":\"caf\\u00e9 \\u20AC \\ud83d\\ude00!\"}",
                   "a=string:caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80!");
    assert_members(a, "{\"a\":\"eight plain bytes and \\u00e9\"}",
                   "a=string:eight plain bytes and \xc3\xa9");
    /* half a pair: the three bytes that are no UTF-8, for the caller to see */
    assert_members(a, "{\"a\":\"\\ud83d.\"}", "a=string:\xed\xa0\xbd.");
    assert_members(a, "{\"a\":\"\\ude00\"}", "a=string:\xed\xb8\x80");
    assert_members(a, "{\"a\":\"\\ud83d\\u0041\"}",
                   "a=string:\xed\xa0\xbd"
                   "A");
    assert_members(a, "{\"a\":\"\\ud83d\\n\"}", "a=string:\xed\xa0\xbd\n");
    assert_members(a, "{\"a\":\"bad \xff byte\"}", "a=string:bad \xff byte");
    tt_json_member_vec v = {0};
    tt_json_flat what;
    assert_ok(tt_json_flat_members(TT_STR("{\"a\":\"x\\u0000y\"}"), a, &v, &what, ERR));
    assert_slice(v.v[0].text, TT_STR("x\0y"));
    tt_vec_release(&v);
}

static void what_is_not_json_is_broken(void **state)
{
    tt_arena *a = *state;
    static const char *const texts[] = {
        "{",
        "{\"",
        "{\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}}",
        "{\"a\":1} x",
        "{\"a\":tru}",
        "{\"a\":nul}",
        "{\"a\":TRUE}",
        "{\"a\":\"x}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"12345678\t\"}",
        "{\"a\":\"\\ud83d\\uzzzz\"}",
        "{\"a\":\"\\",
        "{1:2}",
        "{\"a\":}",
        "{\"a\":,}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}",
        "{\"a\":{\"b\"}}",
        "{\"a\":{\"b\":1]}",
        "{\"a\":{\"b\":1,}}",
        "{\"a\":{,}}",
        "{\"a\":[\"x\\q\"]}",
        "{\"a\":[01]}",
        "{\"a\":{1:2}}",
        "{\"a\":[[]",
    };
    for (size_t i = 0; i < TT_LEN(texts); i++)
        assert_members(a, texts[i], "broken");
    static const char *const others[] = {"", " ", "[]", "1", "\"{}\"", "null", "}"};
    for (size_t i = 0; i < TT_LEN(others); i++)
        assert_members(a, others[i], "other");
    assert_string_equal(members(a, (tt_str){NULL, 0}, false), "other");
}

static void depth_ends_where_json_read_ends(void **state)
{
    tt_arena *a = *state;
    for (size_t deep = TT_JSON_DEPTH - 2; deep <= TT_JSON_DEPTH; deep++) {
        char text[400] = "{\"a\":";
        size_t n = strlen(text);
        memset(text + n, '[', deep);
        memset(text + n + deep, ']', deep);
        text[n + 2 * deep] = '}';
        tt_json *root = NULL;
        bool fine = tt_json_parse((tt_str){text, n + 2 * deep + 1}, &root, ERR) == TT_OK;
        tt_json_free(root);
        assert_int_equal(fine, deep < TT_JSON_DEPTH);
        assert_int_equal(strcmp(members(a, (tt_str){text, n + 2 * deep + 1}, false), "broken") != 0,
                         fine);
    }
}

static void elements_of_an_array_come_out_the_same_way(void **state)
{
    tt_arena *a = *state;
    assert_string_equal(members(a, TT_STR("[]"), true), "");
    assert_string_equal(members(a, TT_STR("[1, \"a\\u0062\" ,null,{\"x\":1}]"), true),
                        "=number:1|=string:ab|=null:|=object:{\"x\":1}");
    assert_string_equal(members(a, TT_STR("[1,]"), true), "broken");
    assert_string_equal(members(a, TT_STR("{}"), true), "other");
}

/* Twin: whatever the strict parser accepts is read the same way, and what it refuses for its form
 * is broken. */
static void it_agrees_with_json_read(void **state)
{
    tt_arena *a = *state;
    const char *seed =
        "{\"ab\":\"x\\u00e9\\n\",\"n\":-1.5e2,\"t\":true,\"z\":null,\"l\":[1,{\"q\":\"\\\"\"}]}";
    static const char set[] = "{}[]\",:\\ 01eE.+-tn\n\x01u";
    size_t n = strlen(seed), accepted = 0;
    for (size_t at = 0; at < n; at++) {
        for (size_t c = 0; c < sizeof set - 1; c++) {
            char text[200];
            memcpy(text, seed, n);
            text[at] = set[c];
            tt_json *root = NULL;
            bool fine = tt_json_parse((tt_str){text, n}, &root, ERR) == TT_OK;
            tt_json_free(root);
            bool strict =
                fine || strstr(tt_test_err.text, "twice") || strstr(tt_test_err.text, "u0000");
            const char *got = members(a, (tt_str){text, n}, false);
            if (strict != (strcmp(got, "broken") != 0 && strcmp(got, "other") != 0))
                fail_msg("%s gives %s: %s", text, got, tt_test_err.text);
            accepted += fine;
            tt_arena_reset(a);
        }
    }
    assert_true(accepted > 100);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_json_member_vec v = {0};
    tt_json_flat what;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        tt_vec_release(&v);
        st = tt_json_flat_members(
            TT_STR("{\"\\u0061\":\"\\n\",\"b\":1,\"c\":2,\"d\":3,\"e\":\"\\t\"}"), a, &v, &what,
            ERR);
    });
    assert_int_equal(what, TT_JSON_FLAT_FINE);
    assert_int_equal(v.n, 5);
    assert_str(v.v[4].text, "\t");
    tt_vec_release(&v);
}

TT_TEST_MAIN("base/json_flat", TT_TEST(members_come_out_in_order_with_their_types),
             TT_TEST(numbers_stay_the_text_that_was_written),
             TT_TEST(escapes_are_undone_in_keys_and_texts), TT_TEST(what_is_not_json_is_broken),
             TT_TEST(depth_ends_where_json_read_ends),
             TT_TEST(elements_of_an_array_come_out_the_same_way), TT_TEST(it_agrees_with_json_read),
             TT_TEST(every_allocation_may_fail))
