/*
 * JSON records: the three shapes of a file, kinds, values that are not texts, and the samples.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("json")

static void
told_with_map(tt_arena *a, const char *json, tt_kind forced, const char *map, const char *want)
{
    tt_told t;
    tt_mapping m;
    if (map)
        assert_ok(tt_mapping_parse(tt_str_of(map), a, &m, ERR));
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("json")), tt_str_of(json), forced,
                           map ? &m : NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

static void assert_told(const char *json, tt_kind forced, const char *want)
{
    told_with_map(NULL, json, forced, NULL, want);
}

#define FX(day) "{\"date\":\"" day "\",\"currency\":\"EUR\",\"usd_per_unit\":1.25}"
#define FX_TOLD(line, day) "record " line " fx date=" day " currency=EUR usd_per_unit=1.25\n"

static void an_array_and_lines_and_a_wrapped_array_are_the_same_records(void **state)
{
    TT_UNUSED(state);
    const char *counts = "read 2 loaded 2 rejected 0\n";
    char want[300];
    (void)snprintf(want, sizeof want, "kind fx\n%s%s",
                   FX_TOLD("1", "2024-01-01") FX_TOLD("2", "2024-01-02"), counts);
    assert_told("[" FX("2024-01-01") ",\n" FX("2024-01-02") "]", TT_KIND_NONE, want);
    assert_told("\xef\xbb\xbf [" FX("2024-01-01") ",\n" FX("2024-01-02") "] ", TT_KIND_NONE, want);
    assert_told(FX("2024-01-01") "\n" FX("2024-01-02") "\n", TT_KIND_NONE, want);
    assert_told(FX("2024-01-01") "\r\n" FX("2024-01-02"), TT_KIND_NONE, want);
    assert_told("{\"rates\": [" FX("2024-01-01") ",\n" FX("2024-01-02") "]}", TT_KIND_NONE, want);
    assert_told("{\"kind\":\"fx\",\"rates\": [" FX("2024-01-01") ",\n" FX("2024-01-02") "] }\n",
                TT_KIND_NONE, want);
}

static void a_record_may_take_many_lines_and_its_place_is_its_first(void **state)
{
    TT_UNUSED(state);
    assert_told("{\n \"x\": 1,\n \"data\": [\n  {\n   \"date\": \"2024-01-01\",\n   \"currency\": "
                "\"EUR\",\n"
                "   \"usd_per_unit\": \"1.25\"\n  },\n  {\"date\": \"soon\"}\n ]\n}\n",
                TT_KIND_NONE,
                "kind fx\n"
                "column x\n" FX_TOLD(
                    "4", "2024-01-01") "reject 9:1 date: not a date [{\"date\": \"soon\"}]\n"
                                       "read 2 loaded 1 rejected 1\n");
    /* two arrays: which one has the records is not said */
    assert_told(
        "{\"a\":[" FX("2024-01-01") "],\"b\":[" FX("2024-01-02") "]}", TT_KIND_FX,
        "forced kind fx\n"
        "column a\n"
        "column b\n"
        "reject 1:0 date: missing required field [{\"a\":[{\"date\":\"2024-01-01\",\"currency\":"
        "\"EUR\",\"usd_per_unit\":1... 131 bytes]\n"
        "read 1 loaded 0 rejected 1\n");
    /* one record alone is no wrapping object */
    assert_told("{\n\"date\": \"2024-01-01\",\n\"currency\": \"EUR\", \"usd_per_unit\": 1.25}\n",
                TT_KIND_NONE,
                "kind fx\n" FX_TOLD("1", "2024-01-01") "read 1 loaded 1 rejected 0\n");
}

static void the_offset_of_a_record_is_its_first_byte(void **state)
{
    tt_arena *a = *state;
    tt_str texts[] = {TT_STR("\xef\xbb\xbf[ {\"date\":1},{\"date\":2} ]"),
                      TT_STR("{\"z\":\"[{\", \"r\": [ {\"date\":1}, {\"date\":2}]}"),
                      TT_STR("{\"date\":1}\n\n{\"date\":2}")};
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        size_t first = tt_str_find(texts[i], TT_STR("{\"date\":1}"), 0);
        size_t second = tt_str_find(texts[i], TT_STR("{\"date\":2}"), 0);
        tt_told t;
        tt_told_init(&t, false);
        tt_sink sink = tt_told_sink(&t);
        tt_read_in in = {.bytes = texts[i], .kind = TT_KIND_FX, .forced = true, .scratch = a};
        tt_told_offsets seen = {.n = 0};
        t.offsets = &seen;
        assert_ok(tt_reader_find(TT_STR("json"))->read(&in, &sink, ERR));
        assert_int_equal(seen.n, 2);
        assert_int_equal(seen.v[0], first);
        assert_int_equal(seen.v[1], second);
        tt_told_release(&t);
    }
}

static void each_record_is_of_the_kind_that_it_names(void **state)
{
    TT_UNUSED(state);
    assert_told(
        "{\"kind\":\"FX\",\"date\":\"2024-01-01\",\"currency\":\"EUR\",\"usd_per_unit\":\"1.25\"}\n"
        "{\"kind\":\"ownership\",\"owner_name\":\"Ada\",\"owned_name\":\"Bob\"}\n"
        "{\"kind\":\"ownership\",\"date\":\"2024-01-01\",\"currency\":\"EUR\",\"usd_per_unit\":1}\n"
        "{\"kind\":\"receipt\",\"owner_name\":\"Ada\",\"owned_name\":\"Bob\"}\n"
        "{\"kind\":7,\"owner_name\":\"Ada\",\"owned_name\":\"Bob\"}\n",
        TT_KIND_NONE,
        "kind fx\n" FX_TOLD(
            "1",
            "2024-01-01") "record 2 ownership owner_name=Ada owned_name=Bob\n"
                          "column date\n"
                          "column currency\n"
                          "column usd_per_unit\n"
                          "reject 3:0 owner_name: missing required field "
                          "[{\"kind\":\"ownership\",\"date\":\"2024-01-01\","
                          "\"currency\":\"EUR\",\"us... 74 bytes]\n"
                          "reject 4:0 kind: unknown kind "
                          "[{\"kind\":\"receipt\",\"owner_name\":\"Ada\",\"owned_name\":\"Bob\"}]\n"
                          "reject 5:0 kind: unknown kind "
                          "[{\"kind\":7,\"owner_name\":\"Ada\",\"owned_name\":\"Bob\"}]\n"
                          "read 5 loaded 2 rejected 3\n");
}

static void a_record_without_a_kind_is_of_the_file_s_kind_or_of_its_keys(void **state)
{
    TT_UNUSED(state);
    assert_told(
        FX("2024-01-01") "\n"
                         "{\"owner_name\":\"Ada\",\"owned_name\":\"Bob\"}\n"
                         "{\"date\":\"2024-01-03\",\"currency\":\"EUR\"}\n",
        TT_KIND_NONE,
        "kind fx\n" FX_TOLD("1", "2024-01-01") "record 2 ownership owner_name=Ada owned_name=Bob\n"
                                               "reject 3:0 usd_per_unit: missing required field "
                                               "[{\"date\":\"2024-01-03\",\"currency\":\"EUR\"}]\n"
                                               "read 3 loaded 2 rejected 1\n");
}

/* The only kind with a field named "kind". */
static void a_coverage_record_keeps_its_own_kind_field(void **state)
{
    TT_UNUSED(state);
    const char *coverage =
        "{\"kind\":\"payment\",\"period_start\":\"2024-01-01\",\"period_end\":\"2024-12-31\","
        "\"share\":0.5}\n";
    const char *told =
        "coverage kind=payment period_start=2024-01-01 period_end=2024-12-31 share=0.5\n";
    char text[600], want[600];
    (void)snprintf(want, sizeof want, "kind coverage\nrecord 1 %sread 1 loaded 1 rejected 0\n",
                   told);
    assert_told(coverage, TT_KIND_NONE, want);
    (void)snprintf(want, sizeof want,
                   "forced kind coverage\nrecord 1 %sread 1 loaded 1 rejected 0\n", told);
    assert_told(coverage, TT_KIND_COVERAGE, want);
    (void)snprintf(text, sizeof text, "%s%s\n%s", coverage, FX("2024-01-01"), coverage);
    (void)snprintf(want, sizeof want,
                   "kind coverage\nrecord 1 %s" FX_TOLD(
                       "2", "2024-01-01") "record 3 %sread 3 loaded 3 rejected 0\n",
                   told, told);
    assert_told(text, TT_KIND_NONE, want);
    assert_told("{\"kind\":\"parcel\",\"period_start\":\"2024-01-01\",\"period_end\":\"2024-12-"
                "31\",\"share\":1}",
                TT_KIND_NONE,
                "kind coverage\n"
                "reject 1:1 kind: not one of the allowed words "
                "[{\"kind\":\"parcel\",\"period_start\":\"2024-01-01\","
                "\"period_end\":\"2... 81 bytes]\n"
                "read 1 loaded 0 rejected 1\n");
}

static void a_forced_kind_refuses_records_that_name_another(void **state)
{
    TT_UNUSED(state);
    assert_told(
        "{\"kind\":\"fx\",\"date\":\"2024-01-01\",\"currency\":\"EUR\",\"usd_per_unit\":\"1.25\"}\n"
        "{\"kind\":\"party\",\"party_id\":\"1\",\"name\":\"A\"}\n" FX("2024-01-03") "\n",
        TT_KIND_FX,
        "forced kind fx\n" FX_TOLD(
            "1", "2024-01-01") "reject 2:0 kind: not of the kind that was asked for "
                               "[{\"kind\":\"party\",\"party_id\":\"1\",\"name\":\"A\"}]\n" FX_TOLD(
                                   "3", "2024-01-03") "read 3 loaded 2 rejected 1\n");
}

static void numbers_are_read_from_their_text_and_never_through_a_double(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *number, *told;
    } rows[] = {
        {"0.1", "USD 0.10"},
        {"90071992547409.93", "USD 90071992547409.93"}, /* more than a double holds */
        {"89999999999999.99", "USD 89999999999999.99"},
        {"1e3", "USD 1000.00"},
        {"1.5E+2", "USD 150.00"},
        {"12345e-2", "USD 123.45"},
        {"1e-2", "USD 0.01"},
        {"-1.25e1", "USD -12.50"},
        {"-0", "USD 0.00"},
        {"0e5", "USD 0.00"},
        {"\"7.50\"", "USD 7.50"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[300], want[300];
        (void)snprintf(text, sizeof text,
                       "{\"payment_id\":1,\"value_date\":\"2024-01-01\",\"payer_name\":\"A\","
                       "\"payee_name\":\"B\","
                       "\"amount\":%s,\"currency\":\"USD\"}",
                       rows[i].number);
        (void)snprintf(
            want, sizeof want,
            "kind payment\nrecord 1 payment payment_id=1 value_date=2024-01-01 payer_name=A "
            "payee_name=B amount=%s currency=USD\nread 1 loaded 1 rejected 0\n",
            rows[i].told);
        assert_told(text, TT_KIND_NONE, want);
    }
}

static void texts_may_be_numbers_and_lists_may_be_arrays(void **state)
{
    TT_UNUSED(state);
    assert_told("{\"party_id\":0042.50,\"name\":\"A\"}\n"
                "{\"party_id\":42.50,\"name\":\"A\\u00e9\\n\\\"B\\\"\",\"aliases\":[\"x\",7,null,"
                "\"\",\"y z\"],"
                "\"employees\":12.0}\n"
                "{\"party_id\":1,\"name\":\"A\",\"aliases\":[]}\n"
                "{\"party_id\":2,\"name\":\"A\",\"aliases\":[\"x|y\"]}\n"
                "{\"party_id\":3,\"name\":\"A\",\"aliases\":[[\"x\"]]}\n"
                "{\"party_id\":4,\"name\":\"A\",\"aliases\":\"x|y\",\"phone\":[\"1\"]}\n",
                TT_KIND_NONE,
                "kind party\n"
                "reject 1:0 -: not valid JSON [{\"party_id\":0042.50,\"name\":\"A\"}]\n"
                "record 2 party party_id=42.50 name=A\xc3\xa9\n\"B\" aliases=x|7|y z employees=12\n"
                "record 3 party party_id=1 name=A\n"
                "lost 4:3 aliases: not a plain value [[\"x|y\"]]\n"
                "record 4 party party_id=2 name=A\n"
                "lost 5:3 aliases: not a plain value [[[\"x\"]]]\n"
                "record 5 party party_id=3 name=A\n"
                "lost 6:4 phone: not a plain value [[\"1\"]]\n"
                "record 6 party party_id=4 name=A aliases=x|y\n"
                "read 6 loaded 5 rejected 1\n");
}

static void a_map_works_on_keys(void **state)
{
    told_with_map(
        *state,
        "{\"Von\":\"Ada\",\"An\":\"Bob\",\"kind\":\"invoice\",\"note\":1}\n"
        "{\"An\":\"Bob\",\"Label\":true}\n"
        "{\"An\":\"Eve\"}\n",
        TT_KIND_NONE,
        "{\"kind\":\"ownership\",\"columns\":{\"owner_name\":\"von\",\"owner_id\":\"Nr\"},"
        "\"templates\":{\"owned_name\":\"{An} {row}\"},"
        "\"fallbacks\":{\"owner_name\":\"unstated {line}\"},\"ignore\":[\"label\"]}",
        "kind ownership\n"
        "column kind\n"
        "column note\n"
        "record 1 ownership owner_name=Ada owned_name=Bob 1\n"
        "record 2 ownership owner_name=unstated 2 owned_name=Bob 2\n"
        "record 3 ownership owner_name=unstated 3 owned_name=Eve 3\n"
        "note 1:0 owner_id: column of the map is not in the file [nr]\n"
        "read 3 loaded 3 rejected 0\n");
}

static void a_value_over_the_limit_rejects_its_record_only(void **state)
{
    tt_arena *a = *state;
    tt_told t;
    tt_told_init(&t, false);
    tt_sink sink = tt_told_sink(&t);
    tt_read_in in = {
        .bytes = TT_STR(FX("2024-01-01") "\n{\"date\":\"2024-01-01\",\"memo\":\"xxxxxxxxxxxxx\"}\n"
                                         "{\"date\":\"2024-01-01\",\"a\":\"xxxxxxxxxxxx\",\"b\":"
                                         "\"xxxxxxxxxxxx\",\"c\":1}\n"),
        .kind = TT_KIND_FX,
        .limits = {.field_bytes = 12, .row_bytes = 60}, /* usd_per_unit has 12 bytes */
        .scratch = a,
    };
    assert_ok(tt_reader_find(TT_STR("json"))->read(&in, &sink, ERR));
    assert_string_equal(
        t.text.p,
        "reject 2:2 -: field over the size limit "
        "[{\"date\":\"2024-01-01\",\"memo\":\"xxxxxxxxxxxxx\"}]\n"
        "reject 3:0 -: row over the size limit [{\"date\":\"2024-01-01\",\"a\":\"xxxxxxxxxxxx\","
        "\"b\":\"xxxxxxxxxxxx\",\"... 65 bytes]\n");
    assert_int_equal(t.records, 1);
    tt_told_release(&t);
}

static void the_format_is_known_by_its_first_bytes(void **state)
{
    TT_UNUSED(state);
    const tt_reader *json = tt_reader_find(TT_STR("json"));
    static const struct {
        const char *text;
        int sure;
    } rows[] = {
        {"", 0},           {"  \n", 0},    {"a,b\n", 0},        {"<a/>", 0},
        {"{\"a\":1}", 90}, {"\n { }", 90}, {"[{\"a\":1}]", 90}, {"[ ]", 90},
        {"[1,2]", 30},     {"{a:1}", 0},   {"{", 50},           {"\xef\xbb\xbf[{", 90},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_int_equal(json->sniff(tt_str_of(rows[i].text)), rows[i].sure);
}

static void the_kind_is_found_behind_broken_records(void **state)
{
    TT_UNUSED(state);
    const tt_reader *json = tt_reader_find(TT_STR("json"));
    assert_int_equal(json->kind(TT_STR("{\"a\"\n[]\n17\n" FX("2024-01-01")), NULL), TT_KIND_FX);
    assert_int_equal(json->kind(TT_STR("[{\"a\":1},{\"kind\":\"Party\"}]"), NULL), TT_KIND_PARTY);
    assert_int_equal(json->kind(TT_STR("{\"kind\":\"price\",\"p\":[{\"a\":1}]}"), NULL),
                     TT_KIND_PRICE);
    assert_int_equal(json->kind(TT_STR("{\"date\":1,\"currency\":2}"), NULL),
                     TT_KIND_FX); /* nearly */
    assert_int_equal(json->kind(TT_STR("{\"a\":1}"), NULL), TT_KIND_NONE);
    assert_int_equal(json->kind(TT_STR(""), NULL), TT_KIND_NONE);
}

TT_TEST_MAIN("read/json", TT_READER_TEST_LIST,
             TT_TEST(an_array_and_lines_and_a_wrapped_array_are_the_same_records),
             TT_TEST(a_record_may_take_many_lines_and_its_place_is_its_first),
             TT_TEST(the_offset_of_a_record_is_its_first_byte),
             TT_TEST(each_record_is_of_the_kind_that_it_names),
             TT_TEST(a_record_without_a_kind_is_of_the_file_s_kind_or_of_its_keys),
             TT_TEST(a_coverage_record_keeps_its_own_kind_field),
             TT_TEST(a_forced_kind_refuses_records_that_name_another),
             TT_TEST(numbers_are_read_from_their_text_and_never_through_a_double),
             TT_TEST(texts_may_be_numbers_and_lists_may_be_arrays), TT_TEST(a_map_works_on_keys),
             TT_TEST(a_value_over_the_limit_rejects_its_record_only),
             TT_TEST(the_format_is_known_by_its_first_bytes),
             TT_TEST(the_kind_is_found_behind_broken_records))
