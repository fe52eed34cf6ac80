/* The report as lines: each an object of report.json that says first what it is. */
#include "tests/unit/report/report_test.h"

#include "base/json_read.h"

static report_case c;

static tt_str lines_of(tt_arena *a)
{
    tt_str text = {0};
    assert_ok(report_text(&c.in, "ndjson", a, &text, ERR));
    return text;
}

static void lines_come_in_one_order(void **state)
{
    static const char *const objects[] = {"report",    "run",     "summary",      "syndicate",
                                          "syndicate", "finding", "finding",      "finding",
                                          "entity",    "entity",  "entity",       "entity",
                                          "entity",    "deals",   "completeness", "data_quality"};
    assert_ok(report_make(&c, *state, ERR));
    tt_str text = lines_of(*state), line;
    assert_true(tt_str_ends(text, TT_STR("}\n")));
    text.n--;
    for (size_t i = 0; i < TT_LEN(objects); i++) {
        assert_true(tt_str_split(&text, '\n', &line));
        const char *start = tt_arena_printf(*state, "{\"object\":\"%s\",", objects[i]);
        assert_true(tt_str_starts(line, tt_str_of(start)));
    }
    assert_null(text.p);
}

static void each_line_is_one_json_object(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_str text = tt_str_trim(lines_of(*state)), line;
    while (tt_str_split(&text, '\n', &line)) {
        tt_json *j = NULL;
        assert_ok(tt_json_parse(line, &j, ERR));
        assert_int_equal(tt_json_type_of(j), TT_JSON_OBJECT);
        tt_json_free(j);
    }
}

/* The line of a thing is its object in report.json. */
static void a_line_is_the_object_of_the_report(void **state)
{
    tt_str json = {0};
    assert_ok(report_make(&c, *state, ERR));
    tt_str text = lines_of(*state);
    assert_ok(report_text(&c.in, "json", *state, &json, ERR));
    tt_buf flat;
    tt_buf_init(&flat, 0);
    for (size_t i = 0; i < json.n; i++) { /* as compact as a line; no text of it has two blanks */
        bool start = json.p[i] == '\n';
        while (i < json.n && (json.p[i] == '\n' || (start && json.p[i] == ' ')))
            i++;
        if (i < json.n)
            tt_buf_add_c(&flat, json.p[i]);
        if (i + 1 < json.n && json.p[i] == ':' && json.p[i - 1] == '"' && json.p[i + 1] == ' ')
            i++;
    }
    assert_ok(tt_buf_status(&flat, ERR));
    tt_str line;
    size_t found = 0;
    while (tt_str_split(&text, '\n', &line)) {
        if (!tt_str_starts(line, TT_STR("{\"object\":\"finding\",")))
            continue;
        tt_str object = tt_str_sub(line, strlen("{\"object\":\"finding\","), line.n);
        assert_true(tt_str_find(tt_buf_str(&flat), object, 0) != SIZE_MAX);
        found++;
    }
    assert_int_equal(found, 3);
    tt_buf_release(&flat);
}

static void the_head_names_version_and_schema(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_str text = lines_of(*state);
    assert_true(tt_str_starts(
        text, TT_STR("{\"object\":\"report\",\"schema_version\":\"1.0\",\"tool\":{\"name\":"
                     "\"tradetrace\",\"version\":\"")));
}

static void every_allocation_may_fail(void **state)
{
    tt_arena out;
    tt_str text = {0};
    tt_status st;
    assert_ok(report_make(&c, *state, ERR));
    tt_str want = lines_of(*state);
    tt_arena_init(&out, 0);
    TT_TORTURE(st, {
        tt_arena_release(&out);
        st = report_text(&c.in, "ndjson", &out, &text, NULL);
    });
    assert_slice(text, want);
    tt_arena_release(&out);
}

TT_TEST_MAIN("report/report_ndjson", TT_TEST(lines_come_in_one_order),
             TT_TEST(each_line_is_one_json_object), TT_TEST(a_line_is_the_object_of_the_report),
             TT_TEST(the_head_names_version_and_schema), TT_TEST(every_allocation_may_fail))
