/*
 * Map files: each key does what it says, and each mistake is an error that names it and the way
 * out.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"
#include "read/mapping.h"
#include "read/read.h"
#include "tests/support/told.h"

static tt_status parse(tt_arena *a, const char *text, tt_mapping *out, tt_err *err)
{
    return tt_mapping_parse(tt_str_of(text), a, out, err);
}

static const tt_map_field *field(const tt_mapping *m, const char *name)
{
    int f = tt_field_find(tt_kind_get(m->kind), tt_str_of(name));
    assert_true(f >= 0);
    return &m->field[f];
}

static void every_key_is_taken(void **state)
{
    tt_mapping m;
    assert_ok(
        parse(*state,
              "\xef\xbb\xbf{ \"kind\": \"payment\", \"format\": \"csv\", \"delimiter\": \";\","
              " \"encoding\": \"windows-1252\", \"decimal\": \",\", \"grouping\": \".\","
              " \"date\": \"%d.%m.%Y\", \"columns\": {\"amount\": \"Betrag\"},"
              " \"constants\": {\"currency\": \"EUR\"}, \"templates\": {\"payment_id\": \"{row}\"},"
              " \"fallbacks\": {\"payer_name\": \"payer of {row}\"},"
              " \"unknown\": [\"N/A\", \"-\"], \"ignore\": [\"Label\"], \"notes\": [\"ask\"] }",
              &m, ERR));
    assert_int_equal(m.kind, TT_KIND_PAYMENT);
    assert_str(m.format, "csv");
    assert_str(m.encoding, "windows-1252");
    assert_int_equal(m.delimiter, ';');
    assert_int_equal(m.decimal, ',');
    assert_int_equal(m.grouping, '.');
    assert_int_equal(field(&m, "amount")->from, TT_MAP_COLUMN);
    assert_str(field(&m, "amount")->text, "Betrag");
    assert_int_equal(field(&m, "currency")->from, TT_MAP_CONSTANT);
    assert_str(field(&m, "currency")->text, "EUR");
    assert_int_equal(field(&m, "payment_id")->from, TT_MAP_TEMPLATE);
    assert_str(field(&m, "payment_id")->text, "{row}");
    assert_int_equal(field(&m, "payer_name")->from, TT_MAP_ABSENT);
    assert_str(field(&m, "payer_name")->fallback, "payer of {row}");
    assert_str(field(&m, "value_date")->pattern, "%d.%m.%Y");
    assert_int_equal(m.n_unknown, 2);
    assert_str(m.unknown[1], "-");
    assert_int_equal(m.n_ignore, 1);
    assert_str(m.ignore[0], "Label");
}

static void a_pattern_of_one_field_wins_over_the_pattern_of_all(void **state)
{
    tt_mapping m;
    assert_ok(parse(*state,
                    "{\"dates\": {\"due_date\": \"days since 2000-01-01\"}, \"date\": \"%Y%m%d\","
                    " \"kind\": \"invoice\"}",
                    &m, ERR));
    assert_str(field(&m, "due_date")->pattern, "days since 2000-01-01");
    assert_str(field(&m, "issue_date")->pattern, "%Y%m%d");
    assert_null(field(&m, "seller_name")->pattern.p);
}

static void the_hash_is_that_of_the_bytes(void **state)
{
    tt_mapping m, other;
    char hex[33];
    assert_ok(parse(*state, "{\"kind\":\"fx\"}", &m, ERR));
    assert_ok(parse(*state, "{\"kind\":\"fx\" }", &other, ERR));
    tt_hex(m.sha.b, sizeof m.sha.b, hex);
    /* printf '{"kind":"fx"}' | sha256sum */
    assert_string_equal(hex, "8e8218a399bab2661937a9391d8f174d");
    assert_int_not_equal(tt_hash_cmp(m.sha, other.sha), 0);
}

static void each_mistake_says_what_to_write_instead(void **state)
{
    static const struct {
        const char *map, *says;
    } rows[] = {
        {"", "line 1 column 1"},
        {"[]", "the file is one JSON object"},
        {"{}", "'kind' is missing"},
        {"{\"kind\": \"payments\"}", "'kind' is one of invoice, shipment,"},
        {"{\"kind\": 1}", "'kind' is one of"},
        {"{\"kind\": \"fx\", \"colums\": {}}", "unknown key 'colums'; there are kind, format,"},
        {"{\"kind\": \"fx\", \"kind\": \"fx\"}", "given twice"},
        {"{\"kind\": \"fx\", \"format\": \"xls\"}", "'format' names no reader"},
        {"{\"kind\": \"fx\", \"delimiter\": \"\"}", "'delimiter' is one character"},
        {"{\"kind\": \"fx\", \"delimiter\": \"::\"}", "'delimiter' is one character"},
        {"{\"kind\": \"fx\", \"delimiter\": \"\\\"\"}", "no quote or line end"},
        {"{\"kind\": \"fx\", \"decimal\": \"x\"}", "'decimal' is one character out of .,"},
        {"{\"kind\": \"fx\", \"grouping\": \".\"}", "'grouping' is the decimal sign as well"},
        {"{\"kind\": \"fx\", \"decimal\": \",\", \"grouping\": \",\"}", "decimal sign as well"},
        {"{\"kind\": \"fx\", \"encoding\": \"\"}", "'encoding' is a text that is not empty"},
        {"{\"kind\": \"fx\", \"date\": \"%Y\"}", "fixes no day"},
        {"{\"kind\": \"fx\", \"dates\": {\"currency\": \"%Y%m%d\"}}",
         "'currency' in 'dates' is not a date"},
        {"{\"kind\": \"fx\", \"columns\": []}", "'columns' is an object of \"field\": \"text\""},
        {"{\"kind\": \"fx\", \"columns\": {\"rate\": \"r\"}}",
         "'rate' in 'columns' is no field of fx; `tradetrace schema fx` prints them"},
        {"{\"kind\": \"fx\", \"columns\": {\"date\": 1}}", "'date' in 'columns' is a text"},
        {"{\"kind\": \"fx\", \"columns\": {\"date\": \" \"}}",
         "'date' in 'columns' is a text that is not empty"},
        {"{\"kind\": \"fx\", \"columns\": {\"date\": \"d\", \"currency\": \"D\"}}",
         "column 'D' is given to 'date' and to 'currency'; write a template \"{D}\" for one of "
         "them"},
        {"{\"kind\": \"fx\", \"columns\": {\"currency\": \"c\"}, \"constants\": {\"currency\": "
         "\"USD\"}}",
         "'currency' is in 'columns' and in 'constants': keep one"},
        {"{\"kind\": \"fx\", \"constants\": {\"currency\": \"US$\"}}",
         "constant of 'currency': unknown currency"},
        {"{\"kind\": \"fx\", \"constants\": {\"date\": \"soon\"}}",
         "constant of 'date': not a date"},
        {"{\"kind\": \"invoice\", \"constants\": {\"unit\": \"heaps\"}}",
         "constant of 'unit': unknown unit"},
        {"{\"kind\": \"fx\", \"templates\": {\"currency\": \"{\"}}", "a brace without its partner"},
        {"{\"kind\": \"fx\", \"templates\": {\"currency\": \"a}\"}}",
         "a brace without its partner"},
        {"{\"kind\": \"fx\", \"fallbacks\": {\"currency\": \"{ }\"}}", "'{}' names no column"},
        {"{\"kind\": \"fx\", \"ignore\": \"x\"}", "'ignore' is a list of texts"},
        {"{\"kind\": \"fx\", \"ignore\": [1]}", "'ignore' is a list of texts"},
        {"{\"kind\": \"fx\", \"notes\": [1]}", "'notes' is a list of texts"},
        {"{\"kind\": \"fx\", \"unknown\": {}}", "'unknown' is a list of texts"},
        {"{\"kind\": \"fx\", \"columns\": {\"date\": \"Day\"}, \"ignore\": [\"DAY\"]}",
         "column 'DAY' is used and in 'ignore'; take it out of 'ignore'"},
        {"{\"kind\": \"fx\", \"templates\": {\"date\": \"{Day}\"}, \"ignore\": [\"Day\"]}",
         "column 'Day' is used and in 'ignore'"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_mapping m = {.kind = TT_KIND_COUNT};
        assert_status(parse(*state, rows[i].map, &m, ERR), TT_EFORMAT);
        if (!strstr(tt_test_err.text, rows[i].says))
            fail_msg("%s gives \"%s\", not \"%s\"", rows[i].map, tt_test_err.text, rows[i].says);
        assert_int_equal(m.kind, TT_KIND_COUNT); /* untouched */
    }
}

static void a_name_over_256_bytes_is_no_column(void **state)
{
    char text[600] = "{\"kind\": \"fx\", \"columns\": {\"date\": \"";
    size_t n = strlen(text);
    memset(text + n, 'x', 257);
    memcpy(text + n + 257, "\"}}", 4);
    tt_mapping m;
    assert_status(parse(*state, text, &m, ERR), TT_EFORMAT);
    assert_err_text("map: a name of a column is empty or over 256 bytes");
    memcpy(text + n + 256, "\"}}", 4);
    assert_ok(parse(*state, text, &m, ERR));
}

/* --- what a map does --- */

static void assert_told(tt_arena *a, const char *map, const char *csv, const char *want)
{
    tt_mapping m;
    tt_told t;
    assert_ok(parse(a, map, &m, ERR));
    tt_told_init(&t, true);
    assert_ok(
        tt_told_read(&t, tt_reader_find(TT_STR("csv")), tt_str_of(csv), TT_KIND_NONE, &m, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

static void fields_come_from_columns_constants_and_templates(void **state)
{
    assert_told(
        *state,
        "{\"kind\":\"fx\", \"columns\":{\"usd_per_unit\":\"Rate (USD)\"},"
        " \"constants\":{\"currency\":\"VND\"}, \"templates\":{\"date\":\"{y}-{m}-0{row}\"}}",
        "y,m,rate (usd),row\n2024,05,0.00004,9\n2024,06,0.00005,9\n",
        "kind fx\n"
        "column row\n"
        "record 2 fx date=2024-05-01 currency=VND usd_per_unit=0.00004\n"
        "record 3 fx date=2024-06-02 currency=VND usd_per_unit=0.00005\n"
        "read 2 loaded 2 rejected 0\n");
}

static void braces_and_lines_can_be_written_in_templates(void **state)
{
    assert_told(
        *state,
        "{\"kind\":\"party\", \"templates\":{\"party_id\":\"{{{line}}}\", \"name\":\"{ Name }\"}}",
        "Name\n\nAda\n",
        "kind party\n"
        "record 3 party party_id={3} name=Ada\n"
        "read 1 loaded 1 rejected 0\n");
}

static void fields_that_are_not_mentioned_come_from_their_own_column(void **state)
{
    assert_told(*state, "{\"kind\":\"party\", \"columns\":{\"party_id\":\"No\"}}",
                "No,Name,country\n7,Ada,VN\n",
                "kind party\n"
                "record 2 party party_id=7 name=Ada country=VN\n"
                "read 1 loaded 1 rejected 0\n");
}

/* `country` is where the source has the name: what the map uses or ignores is not taken as what it
 * seems to be. */
static void a_column_that_the_map_uses_or_ignores_feeds_no_field_of_its_name(void **state)
{
    assert_told(*state,
                "{\"kind\":\"party\", \"columns\":{\"name\":\"country\"}, \"ignore\":[\"phone\"]}",
                "party_id,country,phone\n7,Viet Nam Cashew,1\n",
                "kind party\n"
                "record 2 party party_id=7 name=Viet Nam Cashew\n"
                "read 1 loaded 1 rejected 0\n");
}

static void a_template_with_an_empty_column_is_empty_and_the_fallback_fills_in(void **state)
{
    assert_told(
        *state,
        "{\"kind\":\"party\", \"templates\":{\"name\":\"acct {n}\", \"address\":\"{n}, {c}\"},"
        " \"fallbacks\":{\"name\":\"unstated {party_id}\"}}",
        "party_id,n,c\n1,Ada,Hue\n2,,Hue\n3, ,\n",
        "kind party\n"
        "record 2 party party_id=1 name=acct Ada address=Ada, Hue\n"
        "record 3 party party_id=2 name=unstated 2\n"
        "record 4 party party_id=3 name=unstated 3\n"
        "read 3 loaded 3 rejected 0\n");
}

static void cells_that_mean_unknown_are_empty(void **state)
{
    assert_told(*state, "{\"kind\":\"party\", \"unknown\":[\"N/A\",\"ZZ\"]}",
                "party_id,name,country,phone\n1,Ada,ZZ, N/A \n2,N/A,VN,n/a\n",
                "kind party\n"
                "record 2 party party_id=1 name=Ada\n"
                "reject 3:2 name: missing required field [2,N/A,VN,n/a]\n"
                "read 2 loaded 1 rejected 1\n");
}

static void a_constant_amount_is_in_the_row_s_currency(void **state)
{
    assert_told(
        *state,
        "{\"kind\":\"price\", \"constants\":{\"median\":\"12.5\", \"period_start\":\"2024-01-01\","
        " \"period_end\":\"2024-12-31\"}}",
        "hs_code,unit,currency\n080132,KGM,USD\n080132,KGM,JPY\n",
        "kind price\n"
        "record 2 price hs_code=080132 unit=KGM currency=USD period_start=2024-01-01 "
        "period_end=2024-12-31 median=USD 12.50\n"
        "note 3:0 median: rounded to the currency's minor unit [12.5]\n"
        "record 3 price hs_code=080132 unit=KGM currency=JPY period_start=2024-01-01 "
        "period_end=2024-12-31 median=JPY 12\n"
        "read 2 loaded 2 rejected 0\n");
}

static void delimiter_decimal_sign_and_dates_are_those_of_the_map(void **state)
{
    assert_told(*state,
                "{\"kind\":\"fx\", \"delimiter\":\";\", \"decimal\":\",\", \"grouping\":\".\","
                " \"date\":\"%d.%m.%Y\"}",
                "date;currency;usd_per_unit\n31.05.2024;KWD;3,25\n01.06.2024;XAU;2.300,5\n",
                "kind fx\n"
                "record 2 fx date=2024-05-31 currency=KWD usd_per_unit=3.25\n"
                "record 3 fx date=2024-06-01 currency=XAU usd_per_unit=2300.5\n"
                "read 2 loaded 2 rejected 0\n");
}

static void a_column_that_the_file_lacks_is_told_and_rejects_when_it_is_required(void **state)
{
    assert_told(*state,
                "{\"kind\":\"party\", \"columns\":{\"party_id\":\"No\", \"name\":\"Firm\","
                " \"phone\":\"Tel\"}, \"templates\":{\"address\":\"{Street}, {Town}\"}}",
                "No,firm,town\n1,Ada,Hue\n",
                "kind party\n"
                "note 1:0 address: column of the map is not in the file [street]\n"
                "note 1:0 phone: column of the map is not in the file [tel]\n"
                "record 2 party party_id=1 name=Ada\n"
                "read 1 loaded 1 rejected 0\n");
    assert_told(*state, "{\"kind\":\"party\", \"columns\":{\"name\":\"Firm\"}}",
                "party_id,company\n1,Ada\n2,Bob\n",
                "kind party\n"
                "column company\n"
                "note 1:0 name: column of the map is not in the file [firm]\n"
                "note 1:0 name: missing required column [name]\n"
                "reject 2:0 name: missing required column [1,Ada]\n"
                "reject 3:0 name: missing required column [2,Bob]\n"
                "read 2 loaded 0 rejected 2\n");
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_mapping m;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        m = (tt_mapping){.kind = TT_KIND_NONE};
        st = parse(a,
                   "{\"kind\":\"payment\", \"columns\":{\"amount\":\"v\", \"charges\":\"c\"},"
                   " \"constants\":{\"currency\":\"USD\", \"instructed_amount\":\"5\"},"
                   " \"templates\":{\"payment_id\":\"p {row} of {file}\"},"
                   " \"unknown\":[\"-\"], \"ignore\":[\"x\",\"y\"]}",
                   &m, ERR);
    });
    assert_int_equal(m.kind, TT_KIND_PAYMENT);
    assert_str(m.ignore[1], "y");
}

static void the_maps_of_the_samples_are_understood(void **state)
{
    tt_str_vec files = {0};
    size_t maps = 0;
    assert_ok(tt_file_walk("samples/maps", *state, &files, ERR));
    for (size_t i = 0; i < files.n; i++) {
        tt_file f;
        tt_mapping m;
        if (!tt_str_ends(files.v[i], TT_STR(".json")))
            continue;
        assert_ok(tt_file_open(files.v[i].p, 0, &f, ERR));
        assert_ok(tt_mapping_parse(f.bytes, *state, &m, ERR));
        tt_file_close(&f);
        maps++;
    }
    tt_vec_release(&files);
    assert_true(maps >= 2);
}

TT_TEST_MAIN("read/mapping", TT_TEST(every_key_is_taken),
             TT_TEST(a_pattern_of_one_field_wins_over_the_pattern_of_all),
             TT_TEST(the_hash_is_that_of_the_bytes),
             TT_TEST(each_mistake_says_what_to_write_instead),
             TT_TEST(a_name_over_256_bytes_is_no_column),
             TT_TEST(fields_come_from_columns_constants_and_templates),
             TT_TEST(braces_and_lines_can_be_written_in_templates),
             TT_TEST(fields_that_are_not_mentioned_come_from_their_own_column),
             TT_TEST(a_column_that_the_map_uses_or_ignores_feeds_no_field_of_its_name),
             TT_TEST(a_template_with_an_empty_column_is_empty_and_the_fallback_fills_in),
             TT_TEST(cells_that_mean_unknown_are_empty),
             TT_TEST(a_constant_amount_is_in_the_row_s_currency),
             TT_TEST(delimiter_decimal_sign_and_dates_are_those_of_the_map),
             TT_TEST(a_column_that_the_file_lacks_is_told_and_rejects_when_it_is_required),
             TT_TEST(every_allocation_may_fail), TT_TEST(the_maps_of_the_samples_are_understood))
