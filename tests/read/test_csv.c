/*
 * CSV: its samples, its dialects, and what the limits do.  What a cell means is tests/unit/read.
 */
#include "tests/support/tt_test.h"

#include "read/csv_guess.h"
#include "tests/support/reader_tests.h"

TT_READER_TESTS("csv")

/* samples/read/csv/<kind>.csv and <kind>_<what>.csv */
static void names_its_kind(tt_arena *a, const reader_sample *s)
{
    TT_UNUSED(a);
    tt_str name = tt_file_basename(s->path), kind;
    assert_true(tt_str_split(
        &name, name.n > 0 && tt_str_find(name, TT_STR("_"), 0) != SIZE_MAX ? '_' : '.', &kind));
    assert_int_equal(s->reader->kind(s->bytes, NULL), tt_kind_find(kind));
    assert_int_not_equal(tt_kind_find(kind), TT_KIND_NONE);
    assert_int_equal(s->reader->sniff(s->bytes), 95);
}

static void the_kind_is_found_from_the_header(void **state)
{
    reader_samples_each(*state, "samples/read", "csv", names_its_kind);
}

static void assert_told(const char *csv, tt_kind forced, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("csv")), tt_str_of(csv), forced, NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

static void every_field_of_a_row_reaches_the_record(void **state)
{
    TT_UNUSED(state);
    assert_told("\xef\xbb\xbfInvoice Number;issue-date;SELLER_NAME;Buyer  Name;currency;line "
                "amount;unit\r\n"
                "A-1;2024-05-31T08:15:00Z;\"Tan; \"\"Chau\"\"\";Nord\xc3\xb6st;kwd;12.5;kgs\r\n"
                "A-2;2024-06-01;x;\"two\nlines\";JPY;0;",
                TT_KIND_NONE,
                "kind invoice\n"
                "record 2 invoice invoice_number=A-1 issue_date=2024-05-31T08:15:00Z "
                "seller_name=Tan; \"Chau\" buyer_name=Nord\xc3\xb6st currency=KWD unit=kgs "
                "line_amount=KWD 12.500\n"
                "record 3 invoice invoice_number=A-2 issue_date=2024-06-01 seller_name=x "
                "buyer_name=two\nlines currency=JPY line_amount=JPY 0\n"
                "read 2 loaded 2 rejected 0\n");
}

static void a_value_of_one_row_does_not_stay_for_the_next(void **state)
{
    TT_UNUSED(state);
    assert_told(
        "payment_id,value_date,payer_name,payee_name,amount,currency,instructed_amount,instructed_"
        "currency\n"
        "1,2024-01-01T10:00:00Z,A,B,1,USD,2,EUR\n"
        "2,2024-01-02,A,B,1,USD,,\n"
        "3,2024-01-03,A,B,1,USD,2,\n",
        TT_KIND_NONE,
        "kind payment\n"
        "record 2 payment payment_id=1 value_date=2024-01-01T10:00:00Z payer_name=A payee_name=B "
        "amount=USD 1.00 currency=USD instructed_amount=EUR 2.00 instructed_currency=EUR\n"
        "record 3 payment payment_id=2 value_date=2024-01-02 payer_name=A payee_name=B "
        "amount=USD 1.00 currency=USD\n"
        "lost 4:7 instructed_amount: amount without a currency [2]\n"
        "record 4 payment payment_id=3 value_date=2024-01-03 payer_name=A payee_name=B "
        "amount=USD 1.00 currency=USD\n"
        "read 3 loaded 3 rejected 0\n");
}

static void a_forced_kind_wins_over_the_header(void **state)
{
    TT_UNUSED(state);
    assert_told("date,currency,usd_per_unit\n2024-01-01,EUR,1.1\n", TT_KIND_COVERAGE,
                "forced kind coverage\n"
                "column date\n"
                "column currency\n"
                "column usd_per_unit\n"
                "note 1:0 kind: missing required column [kind]\n"
                "note 1:0 period_start: missing required column [period_start]\n"
                "note 1:0 period_end: missing required column [period_end]\n"
                "note 1:0 share: missing required column [share]\n"
                "reject 2:0 kind: missing required column [2024-01-01,EUR,1.1]\n"
                "read 1 loaded 0 rejected 1\n");
}

static void an_unknown_header_makes_no_kind(void **state)
{
    TT_UNUSED(state);
    static const char *const texts[] = {
        "",
        "\n\n",
        "hello",
        "a,b,c\n1,2,3\n",
        "name\nAda\n", /* a name alone is no watch list */
        "name,salary,room\nAda,1,2\n",
        "invoice_number,issue_date,seller_name,buyer_name\n", /* two columns are missing */
        "owner_name,share_percent\n",                         /* one of two is */
        "date,currency,x,y\n",                                /* half of the columns are others */
    };
    const tt_reader *csv = tt_reader_find(TT_STR("csv"));
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        tt_told t;
        assert_int_equal(csv->kind(tt_str_of(texts[i]), NULL), TT_KIND_NONE);
        tt_told_init(&t, false);
        assert_status(tt_told_read(&t, csv, tt_str_of(texts[i]), TT_KIND_NONE, NULL, ERR),
                      TT_EFORMAT);
        assert_err_text("the header makes no kind of record: name it with --kind");
        tt_told_release(&t);
    }
    assert_int_equal(csv->kind(TT_STR("name,aliases,countries\n"), NULL), TT_KIND_WATCHLIST);
}

static void a_header_that_lacks_one_column_makes_its_kind_to_say_so(void **state)
{
    TT_UNUSED(state);
    const tt_reader *csv = tt_reader_find(TT_STR("csv"));
    tt_str text = TT_STR("invoice_number;issue_date;seller_name;buyer_name;currency;x,y\n");
    assert_int_equal(csv->kind(text, NULL), TT_KIND_INVOICE);
    assert_int_equal(csv->sniff(text), 60);
    assert_int_equal(csv->kind(TT_STR("date,currency,rate\n"), NULL), TT_KIND_FX);
}

static void the_delimiter_is_found(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *text;
        char delimiter;
    } rows[] = {
        {"a,b,c\n1,2,3\n", ','},
        {"a;b;c\n1,5;2,5;3\n", ';'},
        {"a\tb\n1\t2\n", '\t'},
        {"a|b\n1|2\n", '|'},
        {"\"a,x\";\"b,y\"\n1;2\n", ';'},
        {"date,currency;x,usd_per_unit\n", ','},          /* more columns with a comma */
        {"date;currency;usd_per_unit\n1,2,3;x;y\n", ';'}, /* the header makes a kind */
        {"x,y;date\n1;2\n1;2\n", ';'},                    /* the rows agree */
        {"only\none\n", ','},
        {"\r\n \r\na;b\n1;2\n", ';'},
        {"sep=;\r\na,b;c,d\n1,2;3,4\n", ';'}, /* the file says it */
        {"\"SEP=|\"\na,b,c\n", '|'},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_int_equal(tt_csv_guess_of(tt_str_of(rows[i].text), 0).delimiter, rows[i].delimiter);
}

static void other_formats_are_left_to_their_readers(void **state)
{
    TT_UNUSED(state);
    const tt_reader *csv = tt_reader_find(TT_STR("csv"));
    assert_int_equal(csv->sniff(TT_STR("")), 0);
    assert_int_equal(csv->sniff(TT_STR("\n")), 0);
    assert_int_equal(csv->sniff(TT_STR("PK\x03\x04")), 0);
    assert_int_equal(csv->sniff(TT_STR("{\"a\": 1, \"b\": 2}")), 1);
    assert_int_equal(
        csv->sniff(TT_STR("{\"date\":1,\"currency\":2,\"usd_per_unit\":3}\n{\"date\":1}\n")), 1);
    assert_int_equal(csv->kind(TT_STR("\"date\":1,\"currency\":2,\"usd_per_unit\":3\n"), NULL),
                     TT_KIND_NONE);
    assert_int_equal(csv->sniff(TT_STR("<Invoice a=\"1, 2\">")), 1);
    assert_int_equal(csv->sniff(TT_STR("some words")), 5);
    assert_int_equal(csv->sniff(TT_STR("a,b\n")), 20);
    assert_int_equal(csv->sniff(TT_STR("a,b\n1,2\n")), 40);
    assert_int_equal(csv->sniff(TT_STR("a,b\n1,2,3\n")), 20);
}

static void what_spreadsheets_write_before_a_header_is_no_row(void **state)
{
    TT_UNUSED(state);
    static const char *const starts[] = {"", " \r\n", "sep=;\r\n", "\xef\xbb\xbf\"sep=;\"\r\n",
                                         "\r\n \r\nSEP=;\r\n\r\n"};
    const tt_reader *csv = tt_reader_find(TT_STR("csv"));
    for (size_t i = 0; i < TT_LEN(starts); i++) {
        char text[200];
        tt_told t;
        (void)snprintf(text, sizeof text, "%sdate;currency;usd_per_unit\r\n2024-05-31;EUR;1.5\r\n",
                       starts[i]);
        assert_int_equal(csv->sniff(tt_str_of(text)), 95);
        tt_told_init(&t, false);
        assert_ok(tt_told_read(&t, csv, tt_str_of(text), TT_KIND_NONE, NULL, ERR));
        assert_int_equal(t.records, 1);
        assert_int_equal(t.rejects, 0);
        tt_told_release(&t);
    }
}

static void a_field_over_the_limit_rejects_its_row_only(void **state)
{
    tt_arena *a = *state;
    enum { MIB = 1 << 20 };
    const char *head = "payment_id,value_date,payer_name,payee_name,amount,currency,purpose\n";
    const char *row = "1,2024-01-01,A,B,1,USD,";
    size_t n = 0;
    char *text = tt_new_n(a, char, 2 * MIB + 1000);
    assert_non_null(text);
    for (size_t size = MIB; size <= MIB + 1; size++) {
        n = 0;
        memcpy(text, head, strlen(head));
        n += strlen(head);
        memcpy(text + n, row, strlen(row));
        n += strlen(row);
        memset(text + n, 'x', size);
        n += size;
        memcpy(text + n, "\n2,2024-01-01,A,B,1,USD,y\n", 26);
        n += 26;
        tt_told t;
        tt_told_init(&t, false);
        assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("csv")), (tt_str){text, n}, TT_KIND_NONE,
                               NULL, ERR));
        assert_string_equal(t.text.p,
                            size == MIB
                                ? "kind payment\nread 2 loaded 2 rejected 0\n"
                                : "kind payment\n"
                                  "reject 2:0 -: field over the size limit [1,2024-01-01,A,B,1,USD,"
                                  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx... 1048600 bytes]\n"
                                  "read 2 loaded 1 rejected 1\n");
        tt_told_release(&t);
    }
}

static void limits_can_be_set(void **state)
{
    tt_arena *a = *state;
    tt_told t;
    tt_told_init(&t, false);
    tt_sink sink = tt_told_sink(&t);
    tt_read_in in = {
        .bytes =
            TT_STR("date,currency,usd_per_unit\n2024-01-01,EUR,1.1\n2024-01-01,EUR,1.123456789\n"
                   "2024-01-01,EUR,   1.1          \n"),
        .kind = TT_KIND_FX,
        .limits = {.field_bytes = 12, .row_bytes = 29},
        .scratch = a,
    };
    assert_ok(tt_reader_find(TT_STR("csv"))->read(&in, &sink, ERR));
    assert_string_equal(
        t.text.p, "reject 4:0 -: field over the size limit [2024-01-01,EUR,   1.1          ]\n");
    tt_told_release(&t);
    tt_told_init(&t, false);
    in.limits = (tt_read_limits){.row_bytes = 18}; /* the first row has as many */
    assert_ok(tt_reader_find(TT_STR("csv"))->read(&in, &sink, ERR));
    assert_string_equal(
        t.text.p, "reject 3:0 -: row over the size limit [2024-01-01,EUR,1.123456789]\n"
                  "reject 4:0 -: row over the size limit [2024-01-01,EUR,   1.1          ]\n");
    tt_told_release(&t);
}

static void a_template_over_the_limit_rejects_its_row(void **state)
{
    tt_arena *a = *state;
    tt_arena scratch;
    tt_mapping map;
    tt_told t;
    tt_arena_init(&scratch, 0);
    tt_told_init(&t, false);
    tt_sink sink = tt_told_sink(&t);
    assert_ok(tt_mapping_parse(
        TT_STR("{\"kind\":\"party\",\"templates\":{\"address\":\"{a} {b}\",\"name\":\"{a}\"}}"), a,
        &map, ERR));
    tt_read_in in = {
        .bytes = TT_STR("party_id,a,b\n1,xxxx,yyyyy\n2,xxxx,yyyyyy\n"),
        .kind = TT_KIND_PARTY,
        .map = &map,
        .limits = {.field_bytes = 10},
        .scratch = &scratch,
    };
    assert_ok(tt_reader_find(TT_STR("csv"))->read(&in, &sink, ERR));
    assert_string_equal(t.text.p,
                        "reject 3:2 address: field over the size limit [2,xxxx,yyyyyy]\n");
    assert_int_equal(t.records, 1);
    tt_told_release(&t);
    tt_arena_release(&scratch);
}

/* What was looked up before is remembered; it must not show. */
static void a_code_is_read_the_same_after_any_other(void **state)
{
    tt_arena *a = *state;
    tt_buf all;
    tt_told together, alone;
    tt_buf_init(&all, 0);
    tt_told_init(&together, true);
    tt_buf_add_z(&all, "seizure_id,date,country,origin_country\n");
    for (unsigned i = 0; i < 26 * 26; i++) {
        char x = (char)('A' + i / 26), y = (char)('A' + i % 26);
        tt_buf_addf(&all, "1,2024-01-01,CN,C%c%c\n1,2024-01-01,CN,C%c\n", x, y, x);
    }
    assert_ok(tt_told_read(&together, tt_reader_find(TT_STR("csv")), tt_buf_str(&all),
                           TT_KIND_SEIZURE, NULL, ERR));
    tt_str got = tt_buf_str(&together.text), rows = tt_buf_str(&all), head, row, line;
    assert_true(tt_str_split(&got, '\n', &line) && tt_str_split(&rows, '\n', &head));
    for (unsigned i = 0; i < 2 * 26 * 26; i++) {
        assert_true(tt_str_split(&rows, '\n', &row));
        const char *one = tt_arena_printf(a, "%.*s\n%.*s\n", TT_STR_ARG(head), TT_STR_ARG(row));
        tt_told_init(&alone, true);
        assert_ok(tt_told_read(&alone, tt_reader_find(TT_STR("csv")), tt_str_of(one),
                               TT_KIND_SEIZURE, NULL, ERR));
        tt_str want = tt_buf_str(&alone.text), part;
        assert_true(tt_str_split(&want, '\n', &part)); /* the kind */
        for (;;) {
            assert_true(tt_str_split(&want, '\n', &part));
            if (tt_str_starts(part, TT_STR("read ")))
                break;
            assert_true(tt_str_split(&got, '\n', &line));
            /* "record 2 ..." but for the number of the line */
            size_t from = tt_str_find(part, TT_STR(" seizure"), 0),
                   at = tt_str_find(line, TT_STR(" seizure"), 0);
            if (from == SIZE_MAX) {
                from = tt_str_find(part, TT_STR(":"), 0);
                at = tt_str_find(line, TT_STR(":"), 0);
            }
            assert_true(from != SIZE_MAX && at != SIZE_MAX);
            assert_true(tt_str_eq(tt_str_sub(part, from, part.n), tt_str_sub(line, at, line.n)));
        }
        tt_told_release(&alone);
        tt_arena_reset(a);
    }
    tt_told_release(&together);
    tt_buf_release(&all);
}

/* OpenSanctions' simplified CSV: all its columns, each cell in quotes. */
static void a_list_of_opensanctions_is_a_watch_list(void **state)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(
        tt_told_read(&t, tt_reader_find(TT_STR("csv")),
                     reader_sample_bytes(*state, "samples/read/csv/watchlist_opensanctions.csv"),
                     TT_KIND_NONE, NULL, ERR));
    assert_string_equal(
        t.text.p,
        "kind watchlist\n"
        "record 2 watchlist id=NK-a1 schema=Person name=Viktor \"Vik\" Sable "
        "aliases=Vik Sable;Sable V.;Соболь Виктор birth_date=1961;1961-07-02 countries=ru;cy "
        "addresses=12 Quay Street, Limassol, 3036;Apt 4, Moscow identifiers=P 771234;TIN-88 "
        "sanctions=Example sanctions - Arms (2022-03-01);Other list phones=+357 25 000000 "
        "emails=v@sable.example;office@sable.example program_ids=XX-ARMS;XX-SHIP "
        "dataset=Example List;Other List first_seen=2022-03-01T09:30:01Z "
        "last_seen=2024-06-30T06:11:01Z last_change=2023-11-02T01:00:00Z\n"
        "record 3 watchlist id=NK-a2 schema=Vessel name=SABLE STAR countries=pa "
        "identifiers=IMO9074729;352001234 dataset=Example List first_seen=2023-01-04 "
        "last_seen=2024-06-30T06:11:01Z last_change=2023-01-04T10:00:00Z\n"
        "record 4 watchlist id=NK-a3 schema=LegalEntity name=Sable, Sons & Co "
        "dataset=Example List first_seen=2023-01-04T10:00:00Z "
        "last_seen=2024-06-30T06:11:01Z\n"
        "read 3 loaded 3 rejected 0\n");
    tt_told_release(&t);
}

TT_TEST_MAIN("read/csv", TT_READER_TEST_LIST, TT_TEST(a_list_of_opensanctions_is_a_watch_list),
             TT_TEST(the_kind_is_found_from_the_header),
             TT_TEST(every_field_of_a_row_reaches_the_record),
             TT_TEST(a_value_of_one_row_does_not_stay_for_the_next),
             TT_TEST(a_forced_kind_wins_over_the_header), TT_TEST(an_unknown_header_makes_no_kind),
             TT_TEST(a_header_that_lacks_one_column_makes_its_kind_to_say_so),
             TT_TEST(the_delimiter_is_found), TT_TEST(other_formats_are_left_to_their_readers),
             TT_TEST(what_spreadsheets_write_before_a_header_is_no_row),
             TT_TEST(a_field_over_the_limit_rejects_its_row_only), TT_TEST(limits_can_be_set),
             TT_TEST(a_template_over_the_limit_rejects_its_row),
             TT_TEST(a_code_is_read_the_same_after_any_other))
