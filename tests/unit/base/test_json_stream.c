/*
 * Cutting a stream of JSON values: places, broken lines, cut files, and linear time.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "base/json_read.h"

/* All items as one text: "line:offset <raw>" and "!" for a broken one. */
static tt_str items_of(tt_arena *a, tt_str in)
{
    tt_json_stream s;
    tt_json_item item;
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_json_stream_init(&s, in);
    while (tt_json_stream_next(&s, &item)) {
        assert_true(item.offset <= in.n && item.raw.n <= in.n - item.offset);
        assert_ptr_equal(item.raw.p, in.p + item.offset);
        tt_buf_addf(&b, "%llu:%llu%s <%.*s>\n", (unsigned long long)item.line,
                    (unsigned long long)item.offset, item.broken ? "!" : "", TT_STR_ARG(item.raw));
    }
    assert_false(tt_json_stream_next(&s, &item)); /* the end stays the end */
    assert_int_equal(s.pos, in.n);
    tt_str out = tt_arena_str(a, tt_buf_str(&b));
    tt_buf_release(&b);
    return out;
}

#define ITEMS(in) items_of(a, TT_STR(in))

static void lines_of_ndjson_are_items(void **state)
{
    tt_arena *a = *state;
    assert_str(ITEMS("{\"a\":1}\n{\"a\":2}\r\n\n  {\"a\":3}"),
               "1:0 <{\"a\":1}>\n2:8 <{\"a\":2}>\n4:20 <{\"a\":3}>\n");
    assert_str(ITEMS(""), "");
    assert_str(ITEMS(" \n\t\r\n"), "");
    assert_str(ITEMS("\xEF\xBB\xBF{}\n"), "1:3 <{}>\n");
}

static void values_may_span_lines_or_share_one(void **state)
{
    tt_arena *a = *state;
    assert_str(ITEMS("{\n \"a\": [1,\n 2]\n}\n{}{} 12 \"x\" null\n"),
               "1:0 <{\n \"a\": [1,\n 2]\n}>\n5:18 <{}>\n5:20 <{}>\n5:23 <12>\n5:26 <\"x\">\n5:30 "
               "<null>\n");
}

static void elements_of_an_array_are_items(void **state)
{
    tt_arena *a = *state;
    assert_str(ITEMS("[{\"a\":1}, {\"a\":[2,{}]},\n\"x\",3]\n"),
               "1:1 <{\"a\":1}>\n1:10 <{\"a\":[2,{}]}>\n2:24 <\"x\">\n2:28 <3>\n");
    assert_str(ITEMS("[]"), "");
    assert_str(ITEMS(" [ \n ] \n"), "");
    assert_str(ITEMS("\xEF\xBB\xBF[1]"), "1:4 <1>\n");
}

static void brackets_in_strings_do_not_count(void **state)
{
    tt_arena *a = *state;
    assert_str(ITEMS("{\"a\":\"}]{[\\\"}\"}\n{\"\\\\\":1}\n"),
               "1:0 <{\"a\":\"}]{[\\\"}\"}>\n2:16 <{\"\\\\\":1}>\n");
}

static void a_broken_value_costs_its_line(void **state)
{
    tt_arena *a = *state;
    assert_str(ITEMS("{\"a\":1\n{\"a\":2}\n"), "1:0! <{\"a\":1>\n2:7 <{\"a\":2}>\n");
    assert_str(ITEMS("{\"a\":1}\r\n{\"a\r\n{\"a\":3}\r\n"),
               "1:0 <{\"a\":1}>\n2:9! <{\"a>\n3:14 <{\"a\":3}>\n");
    assert_str(ITEMS("}\n{}\n"), "1:0! <}>\n2:2 <{}>\n");
    assert_str(ITEMS("{},\n{},\n"), "1:0 <{}>\n1:2! <,>\n2:4 <{}>\n2:6! <,>\n");
    assert_str(ITEMS("\"abc\n1"), "1:0! <\"abc>\n2:5 <1>\n");
    assert_str(ITEMS("{\"a\":\"x\\\n{}\n"), "1:0! <{\"a\":\"x\\>\n2:9 <{}>\n");
    assert_str(ITEMS("{"), "1:0! <{>\n");
    assert_str(ITEMS("1 {\n{}"), "1:0 <1>\n1:2! <{>\n2:4 <{}>\n");
}

static void a_forgotten_bracket_does_not_swallow_the_lines_after_it(void **state)
{
    tt_arena *a = *state;
    /* The stray ] of the third line would close the { of the first. */
    assert_str(ITEMS("{\"a\":1\n{\"a\":2}\n{\"a\":3}]\n"),
               "1:0! <{\"a\":1>\n2:7 <{\"a\":2}>\n3:15 <{\"a\":3}>\n3:22! <]>\n");
    assert_str(ITEMS("[{\"a\":[1},\n{\"a\":2}]\n"), "1:1! <{\"a\":[1},>\n2:11 <{\"a\":2}>\n");
}

static void a_broken_element_costs_its_line(void **state)
{
    tt_arena *a = *state;
    assert_str(ITEMS("[\n{\"a\":1},\n{\"a\":\"2},\n{\"a\":3}\n]\n"),
               "2:2 <{\"a\":1}>\n3:11! <{\"a\":\"2},>\n4:21 <{\"a\":3}>\n");
    assert_str(ITEMS("[1 2\n,3]"), "1:1 <1>\n1:3! <2>\n2:6 <3>\n");
    assert_str(ITEMS("[1,,2\n,3]"), "1:1 <1>\n1:3! <,2>\n2:7 <3>\n");
    assert_str(ITEMS("[,1]"), "1:1! <,1]>\n1:4! <>\n");
    assert_str(ITEMS("[1,]"), "1:1 <1>\n1:3! <]>\n1:4! <>\n");
    assert_str(ITEMS("[1]\n2\n[3]"), "1:1 <1>\n2:4! <2>\n3:6! <[3]>\n");
}

static void a_cut_array_is_noticed(void **state)
{
    tt_arena *a = *state;
    assert_str(ITEMS("[{\"a\":1},{\"a\":2}"), "1:1 <{\"a\":1}>\n1:9 <{\"a\":2}>\n1:16! <>\n");
    assert_str(ITEMS("[{\"a\":1},\n"), "1:1 <{\"a\":1}>\n2:10! <>\n");
    assert_str(ITEMS("["), "1:1! <>\n");
    assert_str(ITEMS("[{\"a\":1},{\"a"), "1:1 <{\"a\":1}>\n1:9! <{\"a>\n1:12! <>\n");
}

static void depth_that_the_parser_refuses_is_broken(void **state)
{
    tt_arena *a = *state;
    tt_buf b;
    tt_buf_init(&b, 0);
    for (int i = 0; i < 64; i++)
        tt_buf_add_c(&b, '{');
    for (int i = 0; i < 64; i++)
        tt_buf_add_c(&b, '}');
    tt_str fine = tt_arena_str(a, tt_buf_str(&b));
    tt_json_stream s;
    tt_json_item item;
    tt_json_stream_init(&s, fine);
    assert_true(tt_json_stream_next(&s, &item));
    assert_false(item.broken);
    assert_int_equal(item.raw.n, 128);
    tt_buf_reset(&b);
    tt_buf_addf(&b, "{%.*s}\n7", TT_STR_ARG(fine));
    tt_json_stream_init(&s, tt_buf_str(&b));
    assert_true(tt_json_stream_next(&s, &item));
    assert_true(item.broken);
    assert_true(tt_json_stream_next(&s, &item));
    assert_str(item.raw, "7");
    tt_buf_release(&b);
}

static void items_are_what_the_parser_reads(void **state)
{
    TT_UNUSED(state);
    tt_str text = TT_STR("[{\"n\":1,\"s\":\"a\\\"b\"},\n {\"n\":2}, [3], 4, \"five\", true, null]");
    tt_json_stream s;
    tt_json_item item;
    tt_json *whole, *one;
    assert_ok(tt_json_parse(text, &whole, ERR));
    const tt_json *c = tt_json_first(whole);
    tt_json_stream_init(&s, text);
    for (; tt_json_stream_next(&s, &item); c = tt_json_next(c)) {
        assert_false(item.broken);
        assert_ok(tt_json_parse(item.raw, &one, ERR));
        assert_int_equal(tt_json_type_of(one), tt_json_type_of(c));
        tt_json_free(one);
    }
    assert_null(c);
    tt_json_free(whole);
}

static void hostile_brackets_do_not_cost_the_square(void **state)
{
    tt_arena *a = *state;
    static const char *const shapes[] = {"{\n", "{\"a\":[1,2,3],\n", "[{\n", "{}\n{\n", "\"\n"};
    enum { LINES = 100000 };
    for (size_t k = 0; k < TT_LEN(shapes); k++) {
        size_t n = strlen(shapes[k]), items = 0, broken = 0;
        char *text = tt_new_n(a, char, n *LINES);
        for (size_t i = 0; i < LINES; i++)
            memcpy(text + i * n, shapes[k], n);
        tt_json_stream s;
        tt_json_item item;
        tt_json_stream_init(&s, (tt_str){text, n * LINES});
        while (tt_json_stream_next(&s, &item)) {
            items++;
            broken += item.broken;
        }
        assert_true(items >= LINES);
        assert_true(broken >= LINES);
        tt_arena_reset(a);
    }
}

TT_TEST_MAIN("base/json_stream", TT_TEST(lines_of_ndjson_are_items),
             TT_TEST(values_may_span_lines_or_share_one), TT_TEST(elements_of_an_array_are_items),
             TT_TEST(brackets_in_strings_do_not_count), TT_TEST(a_broken_value_costs_its_line),
             TT_TEST(a_forgotten_bracket_does_not_swallow_the_lines_after_it),
             TT_TEST(a_broken_element_costs_its_line), TT_TEST(a_cut_array_is_noticed),
             TT_TEST(depth_that_the_parser_refuses_is_broken),
             TT_TEST(items_are_what_the_parser_reads),
             TT_TEST(hostile_brackets_do_not_cost_the_square))
