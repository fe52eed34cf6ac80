/*
 * Files into a case file on disk: counts that reconcile, nothing twice, all or nothing, and two
 * data sets of others.
 */
#include "tests/unit/store/dump.h" /* first: see banned.h */

#include "base/file.h"
#include "ingest/ingest.h"
#include "ingest/sniff.h"

/* --- files and cases --- */

/* A file of this name in the folder of the test; removed when the program ends. */
static const char *put(const char *name, tt_str bytes)
{
    (void)new_path(); /* makes the folder, and an entry that is taken over */
    int i = test_files - 1;
    (void)snprintf(test_file[i].path, sizeof test_file[i].path, "%s/%s", test_dir, name);
    test_file[i].journal[0] = '\0';
    FILE *f = fopen(test_file[i].path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
    return test_file[i].path;
}

static const char *put_text(const char *name, const char *text)
{
    return put(name, tt_str_of(text));
}

static tt_store *new_case(void)
{
    return open_case(new_path(), TT_STORE_CREATE);
}

static tt_ingest_report
load(tt_store *s, tt_arena *a, const char *path, const tt_ingest_options *opt)
{
    tt_ingest_report r;
    assert_ok(tt_ingest_file(s, path, opt, a, &r, ERR));
    assert_int_equal(r.n_read, r.n_loaded + r.n_rejected + r.n_duplicate);
    return r;
}

static void assert_counts(tt_ingest_report r, uint64_t read, uint64_t loaded, uint64_t rejected,
                          uint64_t duplicate, uint64_t flaws)
{
    assert_int_equal(r.n_read, read);
    assert_int_equal(r.n_loaded, loaded);
    assert_int_equal(r.n_rejected, rejected);
    assert_int_equal(r.n_duplicate, duplicate);
    assert_int_equal(r.n_flaws, flaws);
}

static const char *contents(tt_store *s, tt_arena *a, bool places)
{
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    return dump(a, &d, places);
}

struct told {
    tt_arena *a;
    const char *text;
};

static tt_status tell_reject(void *ctx, const tt_reject *r, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    t->text = tt_arena_printf(t->a, "%s%.*s %llu:%u %.*s: %.*s [%.*s]\n", t->text,
                              TT_STR_ARG(r->file), (unsigned long long)r->line, r->column,
                              TT_STR_ARG(r->field), TT_STR_ARG(r->reason), TT_STR_ARG(r->raw));
    return TT_OK;
}

static tt_status tell_count(void *ctx, const tt_flaw_count *c, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    t->text =
        tt_arena_printf(t->a, "%s%d %.*s %.*s %llu\n", t->text, (int)c->lost, TT_STR_ARG(c->reason),
                        TT_STR_ARG(c->field), (unsigned long long)c->n);
    return TT_OK;
}

static tt_status tell_column(void *ctx, tt_str file, tt_str column, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    t->text =
        tt_arena_printf(t->a, "%s%.*s: %.*s\n", t->text, TT_STR_ARG(file), TT_STR_ARG(column));
    return TT_OK;
}

static const char *rejects(tt_store *s, tt_arena *a)
{
    struct told t = {a, ""};
    assert_ok(tt_store_each_reject(s, tell_reject, &t, ERR));
    return t.text;
}

static const char *flaws(tt_store *s, tt_arena *a)
{
    struct told t = {a, ""};
    assert_ok(tt_store_each_flaw_count(s, tell_count, &t, ERR));
    return t.text;
}

static const char *columns(tt_store *s, tt_arena *a)
{
    struct told t = {a, ""};
    assert_ok(tt_store_each_unknown_column(s, tell_column, &t, ERR));
    return t.text;
}

#define HEAD "payment_id,value_date,payer_name,payee_name,amount,currency,memo\n"
#define ROW_1 "P1,2024-01-02,Ada,Bob,10.00,USD,x\n"
#define ROW_2 "P2,2024-01-03,Ada,Bob,10.005,USD,\"a, b\"\n"
#define ROW_3 "P3,2024-01-04,Bob,Eve,7,JPY,\n"
#define BAD_4 "P4,soon,Bob,Eve,7,JPY,\n"

/* --- loading --- */

static void every_row_is_loaded_rejected_or_a_duplicate(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    tt_ingest_report r =
        load(s, a, put_text("p.csv", HEAD ROW_1 ROW_2 BAD_4 ROW_1 ROW_3 "P5,2024\n"), NULL);
    assert_counts(r, 6, 3, 2, 1, 1);
    assert_str(r.name, "p.csv");
    assert_int_equal(r.kind, TT_KIND_PAYMENT);
    assert_string_equal(r.format, "csv");
    assert_true(r.recognised);
    assert_false(r.known);
    assert_string_equal(rejects(s, a), "p.csv 4:2 value_date: not a date [P4,soon,Bob,Eve,7,JPY,]\n"
                                       "p.csv 7:0 : ragged row [P5,2024]\n");
    assert_string_equal(flaws(s, a), "0 rounded to the currency's minor unit amount 1\n"
                                     "2 not a date value_date 1\n"
                                     "2 ragged row  1\n");
    assert_string_equal(columns(s, a), "p.csv: memo\n");
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.n_payments, 3);
    assert_int_equal(d.n_sources, 1);
    assert_int_equal(d.sources[1].n_read, 6);
    assert_int_equal(d.sources[1].n_duplicate, 1);
    tt_store_close(s);
}

static void the_raw_text_of_each_row_can_be_read_again(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    (void)load(s, a, put_text("p.csv", HEAD ROW_1 ROW_2 ROW_3), NULL);
    tt_data d;
    tt_str raw;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    const char *want[] = {"P1,2024-01-02,Ada,Bob,10.00,USD,x",
                          "P2,2024-01-03,Ada,Bob,10.005,USD,\"a, b\"",
                          "P3,2024-01-04,Bob,Eve,7,JPY,"};
    for (size_t i = 1; i <= d.n_payment_rows; i++) {
        tt_place p = d.payment_rows[i].place;
        assert_ok(tt_store_raw(s, d.sources[p.source].rowid, p.offset, p.n, a, &raw, ERR));
        tt_str number = d.payments[d.payment_rows[i].payment].head.number;
        assert_str(raw, want[number.p[1] - '1']);
        assert_int_equal(p.line, number.p[1] - '1' + 2);
    }
    tt_store_close(s);
}

static void the_same_file_twice_changes_nothing(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    const char *path = put_text("p.csv", HEAD ROW_1 ROW_2 BAD_4 ROW_3);
    (void)load(s, a, path, NULL);
    const char *before = contents(s, a, true), *told = rejects(s, a);
    tt_ingest_report again = load(s, a, path, NULL);
    assert_true(again.known);
    assert_true(again.recognised);
    assert_counts(again, 0, 0, 0, 0, 0);
    assert_string_equal(contents(s, a, true), before);
    assert_string_equal(rejects(s, a), told);
    /* under a name that sorts after the first */
    assert_true(load(s, a, put_text("q.csv", HEAD ROW_1 ROW_2 BAD_4 ROW_3), NULL).known);
    assert_string_equal(contents(s, a, true), before);
    tt_store_close(s);
}

static void another_way_to_read_the_same_bytes_is_another_source(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    tt_mapping map;
    const char *path = put_text("fx.csv", "date,currency,usd_per_unit\n2024-01-02,EUR,1.1\n");
    assert_false(load(s, a, path, NULL).known);
    assert_true(load(s, a, path, NULL).known);
    tt_ingest_options forced = {.kind = TT_KIND_FX};
    assert_false(load(s, a, path, &forced).known);
    assert_true(load(s, a, path, &forced).known);
    assert_ok(tt_mapping_parse(TT_STR("{\"kind\":\"fx\",\"constants\":{\"currency\":\"GBP\"}}"), a,
                               &map, ERR));
    tt_ingest_options mapped = {.map = &map};
    tt_ingest_report r = load(s, a, path, &mapped);
    assert_false(r.known);
    assert_counts(r, 1, 1, 0, 0, 0);
    assert_true(load(s, a, path, &mapped).known);
    tt_store_close(s);
}

/* The properties of every release: cut in two, in another order, as JSON, files the other way
 * round. */
static void order_cut_and_format_of_the_rows_leave_no_trace(void **state)
{
    tt_arena *a = *state;
    static const char *const sets[][2] = {
        {HEAD ROW_1 ROW_2 ROW_3, NULL},
        {HEAD ROW_3 ROW_1 ROW_2, NULL},
        {HEAD ROW_1, HEAD ROW_2 ROW_3},
        {HEAD ROW_3 ROW_2, HEAD ROW_1},
        {HEAD ROW_1 ROW_2, HEAD ROW_2 ROW_3}, /* one of them twice */
        {"[{\"payment_id\":\"P2\",\"value_date\":\"2024-01-03\",\"payer_name\":\"Ada\",\"payee_"
         "name\":\"Bob\","
         "\"amount\":10.005,\"currency\":\"USD\"}]",
         "{\"currency\":\"USD\",\"payment_id\":\"P1\",\"value_date\":\"2024-01-02\",\"payer_name\":"
         "\"Ada\","
         "\"payee_name\":\"Bob\",\"amount\":\"10\"}\n"
         "{\"payment_id\":\"P3\",\"value_date\":\"2024-01-04\",\"payer_name\":\"Bob\",\"payee_"
         "name\":\"Eve\","
         "\"amount\":7,\"currency\":\"JPY\"}\n"},
    };
    const char *first = NULL;
    for (size_t i = 0; i < TT_LEN(sets); i++) {
        tt_store *s = new_case();
        for (size_t k = 0; k < 2; k++)
            if (sets[i][k])
                (void)load(s, a, put_text(k ? "b" : "a", sets[i][k]), NULL);
        const char *now = contents(s, a, false);
        first = first ? first : now;
        assert_string_equal(now, first);
        tt_store_close(s);
    }
}

static void one_file_may_hold_records_of_several_kinds(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    tt_ingest_report r = load(s, a, "samples/read/json/mixed_kinds.ndjson", NULL);
    assert_counts(r, 4, 4, 0, 0, 0);
    assert_int_equal(r.kind, TT_KIND_INVOICE); /* of its first record */
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.n_invoices, 1);
    assert_int_equal(d.n_payments, 1);
    assert_int_equal(d.n_coverages, 1);
    assert_int_equal(d.n_parties, 1);
    tt_store_close(s);
}

static void every_sample_loads_as_what_it_is(void **state)
{
    tt_arena *a = *state;
    static const char *const roots[] = {"samples/read/csv", "samples/read/json"};
    tt_store *s = new_case();
    for (size_t k = 0; k < TT_LEN(roots); k++) {
        tt_str_vec files = {0};
        assert_ok(tt_file_walk(roots[k], a, &files, ERR));
        for (size_t i = 0; i < files.n; i++) {
            tt_ingest_report r = load(s, a, files.v[i].p, NULL);
            assert_true(r.recognised && r.n_read > 0 && r.n_rejected == 0);
            assert_string_equal(r.format, k == 0 ? "csv" : "json");
        }
        tt_vec_release(&files);
    }
    tt_store_close(s);
}

/* --- flaws --- */

static void rejected_rows_can_be_shown_whatever_is_in_them(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    tt_str text = TT_STR("date,currency,usd_per_unit\n2024-01-02,EUR,1\0 2\n2024-01-02,M\xfcnze,1\n"
                         "2024-01-02,\x1b[2J,1\n");
    tt_ingest_report r = load(s, a, put("bytes.csv", text), NULL);
    assert_counts(r, 3, 0, 3, 0, 0);
    assert_string_equal(
        rejects(s, a), "bytes.csv 2:0 : NUL byte [2024-01-02,EUR,1\xef\xbf\xbd 2]\n"
                       "bytes.csv 3:2 currency: unknown currency [2024-01-02,M\xef\xbf\xbdnze,1]\n"
                       "bytes.csv 4:2 currency: unknown currency [2024-01-02,\xef\xbf\xbd[2J,1]\n");
    tt_store_close(s);
}

static void a_long_raw_text_is_cut_and_says_so(void **state)
{
    tt_arena *a = *state;
    enum { LONG = (1 << 20) + 1 };
    tt_store *s = new_case();
    char *text = tt_new_n(a, char, LONG + 100);
    const char *start = "date,currency,usd_per_unit\n2024-01-02,";
    size_t n = strlen(start);
    memcpy(text, start, n);
    memset(text + n, 'x', LONG);
    memcpy(text + n + LONG, "\n2024-01-03,EUR,1\n", 18);
    assert_counts(load(s, a, put("long.csv", (tt_str){text, n + LONG + 18}), NULL), 2, 1, 1, 0, 0);
    const char *told = rejects(s, a);
    assert_int_equal(strncmp(told, "long.csv 2:0 : field over the size limit [2024-01-02,xxx", 56),
                     0);
    assert_non_null(strstr(told, "xxx ... (1048588 bytes)]\n"));
    assert_true(strlen(told) < 70000);
    tt_store_close(s);
}

/* --- encodings --- */

static tt_str utf16(tt_arena *a, const char *latin1, bool little)
{
    size_t n = strlen(latin1);
    char *p = tt_new_n(a, char, 2 * n + 2);
    assert_non_null(p);
    for (size_t i = 0; i <= n; i++) {
        unsigned u = i == 0 ? 0xfeff : (unsigned char)latin1[i - 1];
        p[2 * i + little] = (char)(u >> 8);
        p[2 * i + !little] = (char)(u & 0xff);
    }
    return (tt_str){p, 2 * n + 2};
}

static void utf_16_with_a_mark_is_decoded(void **state)
{
    tt_arena *a = *state;
    const char *text = "party_id;name\n1;M\xfcller\n2;Z\xfc"
                       "rcher\n";
    for (int little = 0; little < 2; little++) {
        tt_store *s = new_case();
        tt_data d;
        tt_str raw;
        assert_counts(load(s, a, put("party.csv", utf16(a, text, little)), NULL), 2, 2, 0, 0, 0);
        assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
        assert_int_equal(d.n_parties, 2);
        for (size_t i = 1; i <= 2; i++) {
            tt_place p = d.parties[i].place;
            bool first = tt_str_is(d.parties[i].party_id, "1");
            assert_str(d.parties[i].name, first ? "M\xc3\xbcller" : "Z\xc3\xbcrcher");
            assert_ok(tt_store_raw(s, d.sources[p.source].rowid, p.offset, p.n, a, &raw, ERR));
            assert_str(raw, first ? "1;M\xc3\xbcller" : "2;Z\xc3\xbcrcher");
        }
        tt_store_close(s);
    }
}

static void the_encoding_of_a_map_is_used_and_bad_bytes_are_noted(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    tt_mapping map;
    tt_data d;
    tt_ingest_options opt = {.map = &map};
    assert_ok(tt_mapping_parse(TT_STR("{\"kind\":\"party\",\"encoding\":\"windows-1252\"}"), a,
                               &map, ERR));
    assert_counts(load(s, a, put_text("w.csv", "party_id,name\n1,M\xfcller \x80\n"), &opt), 1, 1, 0,
                  0, 0);
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    assert_str(d.parties[1].name, "M\xc3\xbcller \xe2\x82\xac");
    assert_ok(
        tt_mapping_parse(TT_STR("{\"kind\":\"party\",\"encoding\":\"UTF-16LE\"}"), a, &map, ERR));
    tt_str odd = utf16(a, "party_id,name\n2,Ada\n", true);
    odd.n--; /* half a character at the end */
    assert_counts(load(s, a, put("odd.csv", odd), &opt), 1, 1, 0, 0, 1);
    assert_string_equal(flaws(s, a), "0 not valid in its encoding  1\n");
    assert_ok(
        tt_mapping_parse(TT_STR("{\"kind\":\"party\",\"encoding\":\"klingon\"}"), a, &map, ERR));
    tt_ingest_report r;
    assert_status(tt_ingest_file(s, put_text("k.csv", "party_id,name\n"), &opt, a, &r, ERR),
                  TT_EUSAGE);
    assert_non_null(strstr(tt_test_err.text, "'k.csv'"));
    assert_non_null(strstr(tt_test_err.text, "klingon"));
    tt_store_close(s);
}

static void encodings_are_found(void **state)
{
    tt_arena *a = *state;
    static const struct {
        tt_str bytes;
        const char *want; /* name, why */
    } cases[] = {
        {{"", 0}, " plain"},
        {{"a,b", 3}, " plain"},
        {{"\xef\xbb\xbf"
          "a",
          4},
         " mark"},
        {{"\xff\xfe"
          "a\0",
          4},
         "UTF-16 mark"},
        {{"\xfe\xff\0a", 4}, "UTF-16 mark"},
        {{"\xff\xfe\0\0", 4}, "UTF-32 mark"},
        {{"\0\0\xfe\xff", 4}, "UTF-32 mark"},
        {{"<\0?\0x\0", 6}, "UTF-16LE mark"},
        {{"\0<\0?\0x", 6}, "UTF-16BE mark"},
        /* XML says it; what is ASCII needs no decoding; what cannot be is not believed */
        {{"<?xml version='1.0' encoding='windows-1252'?><a>\xfc</a>", 52}, "windows-1252 declared"},
        {{"<?xml version=\"1.0\" encoding = \"iso-8859-2\" ?><a>\xfc</a>", 54},
         "iso-8859-2 declared"},
        {{"<?xml version='1.0' encoding='windows-1252'?><a>u</a>", 52}, " plain"},
        {{"<?xml version='1.0' encoding='UTF-8'?><a>\xc3\xbc</a>", 46}, " plain"},
        {{"<?xml version='1.0' encoding='UTF-8'?><a>\xe4\xe4</a>", 47}, "windows-1252 guessed"},
        {{"<?xml version='1.0' encoding='utf-8'?><a>\xc3\xbc\xc3\xbc\xff</a>", 50}, "UTF8 plain"},
        {{"<a>\xc3\xbc\xc3\xbc\xff</a>", 12}, "UTF8 plain"},
        {{"<?xml version='1.0' encoding='UTF-16'?><a>\xc3\xbc</a>", 47}, " overruled UTF-16"},
        {{"<?xml version='1.0' encoding='klingon'?><a>\xc3\xbc</a>", 48}, " overruled klingon"},
        /* so does an interchange */
        {{"UNB+UNOC:3+A+B'\xfc", 16}, "ISO-8859-1 declared"},
        {{"UNA:+.? '\nUNB+UNOD:3+A+B'\xfc", 26}, "ISO-8859-2 declared"},
        {{"UNB+UNOC:3+A+B'\xc3\xbc", 17}, " overruled UNOC"},
        {{"UNB+UNOA:3+A+B'\xc3\xbc", 17}, " overruled UNOA"},
        {{"UNB+UNOA:3+M\xfcller+B'", 20}, "windows-1252 overruled UNOA"},
        {{"UNB+UNOE:3+A+B'\xc3\xbc", 17}, "ISO-8859-5 declared"},
        {{"UNB+UNOY:4+A+B'\xc3\xbc", 17}, " plain"},
        {{"UNB+UNOC:3+A+B'", 15}, " plain"},
        /* nobody says it */
        {{"M\xc3\xbcller", 7}, " plain"},
        {{"M\xc3\xbcller,\xc3\xa9,\xff", 12}, " plain"},
        {{"M\xfcller,K\xf6ln", 11}, "windows-1252 guessed"},
        {{"\x89PNG\0\xff\xff", 7}, " plain"},
        {{"a\0,\0b\0\n\0", 8}, "UTF-16LE guessed"},
    };
    static const char *const why[] = {" plain", " mark", " declared", " overruled", " guessed"};
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_scan scan;
        assert_int_equal(tt_scan_bytes(NULL, cases[i].bytes, NULL, &scan, NULL), TT_OK);
        tt_encoding e;
        assert_ok(tt_sniff_encoding(cases[i].bytes, &scan, &e, ERR));
        assert_string_equal(tt_arena_printf(a, "%s%s%s%s", e.name, why[e.why],
                                            e.declared[0] ? " " : "", e.declared),
                            cases[i].want);
    }
}

/* Text as others write it, long enough to be told apart. */
static void texts_without_a_mark_are_guessed_and_it_is_said(void **state)
{
    tt_arena *a = *state;
    static const char head[] = "payment_id,value_date,payer_name,payee_name,amount,currency\n";
    static const struct {
        const char *encoding, *payer, *name;
    } cases[] = {
        {"windows-1252", "M\xfcller \x80 S\xf6hne", "M\xc3\xbcller \xe2\x82\xac S\xc3\xb6hne"},
        {"GB18030",
         "\xc9\xcf\xba\xa3\xbd\xf8\xb3\xf6\xbf\xda\xc3\xb3\xd2\xd7\xd3\xd0\xcf\xde\xb9\xab\xcb\xbe",
         "\xe4\xb8\x8a\xe6\xb5\xb7\xe8\xbf\x9b\xe5\x87\xba\xe5\x8f\xa3\xe8\xb4\xb8\xe6\x98\x93\xe6"
         "\x9c\x89\xe9\x99\x90\xe5\x85\xac\xe5\x8f\xb8"},
        {"Shift_JIS",
         "\x93\x8c\x8b\x9e\x96\x66\x88\xd5\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x82\xcc\x83\x5c\x83\x93",
         "\xe6\x9d\xb1\xe4\xba\xac\xe8\xb2\xbf\xe6\x98\x93\xe6\xa0\xaa\xe5\xbc\x8f\xe4\xbc\x9a\xe7"
         "\xa4\xbe\xe3\x81\xae\xe3\x82\xbd\xe3\x83\xb3"},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_store *s = new_case();
        const char *text = tt_arena_printf(a, "%s", head);
        for (int k = 0; k < 40; k++)
            text =
                tt_arena_printf(a, "%sP%d,2024-01-02,%s,Bob,1.00,USD\n", text, k, cases[i].payer);
        tt_ingest_report r = load(s, a, put_text("p.csv", text), NULL);
        assert_counts(r, 40, 40, 0, 0, 1);
        assert_non_null(strstr(contents(s, a, false), cases[i].name));
        assert_string_equal(flaws(s, a), "0 not valid UTF-8: read in a guessed encoding  1\n");
        tt_store_close(s);
    }
}

/* --- what is not recognised --- */

struct heard {
    int warnings, calls, stop_at;
};

static void hear(void *ctx, tt_log_level level, const char *stage, const char *text)
{
    struct heard *h = ctx;
    assert_string_equal(stage, "ingest");
    assert_non_null(text);
    h->warnings += level == TT_LOG_WARN;
}

static bool go_on(void *ctx, const char *stage, uint64_t done, uint64_t total)
{
    struct heard *h = ctx;
    assert_string_equal(stage, "ingest");
    assert_true(done <= total);
    return ++h->calls != h->stop_at;
}

static void a_file_that_nobody_recognises_is_kept_and_said(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    struct heard heard = {0, 0, 0};
    tt_talk talk = {.ctx = &heard, .log = hear};
    tt_ingest_options opt = {.talk = &talk};
    static const char *const texts[] = {"Dear Sir,\nplease find\n", "",
                                        ("\x7f"
                                         "ELF\n\x01\x02"),
                                        "a,b\n1,2\n", "{\"a\":1}\n"};
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        const char *path = put_text("x", texts[i]);
        tt_ingest_report r = load(s, a, path, &opt);
        assert_false(r.recognised);
        assert_false(r.known);
        assert_int_equal(r.kind, TT_KIND_NONE);
        assert_counts(r, 0, 0, 0, 0, 0);
        assert_int_equal(heard.warnings, 2 * (int)i + 1);
        assert_true(load(s, a, path, &opt).known);
        assert_int_equal(heard.warnings, 2 * (int)i + 2);
    }
    tt_data d;
    tt_str raw;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.n_sources, TT_LEN(texts));
    size_t csv = 0, json = 0, unknown = 0;
    for (size_t i = 1; i <= d.n_sources; i++) {
        const tt_source *source = &d.sources[i];
        tt_sha256 empty;
        assert_ok(tt_sha256_of(TT_STR(""), &empty, ERR));
        assert_int_equal(source->kind, TT_KIND_NONE);
        csv += tt_str_is(source->format, "csv");
        json += tt_str_is(source->format, "json");
        unknown += tt_str_is(source->format, "unknown");
        if (memcmp(source->sha.b, empty.b, sizeof empty.b) == 0)
            continue;
        assert_ok(tt_store_raw(s, source->rowid, 0, 1, a, &raw, ERR));
        assert_non_null(memchr("Da{\x7f", raw.p[0], 4));
    }
    assert_int_equal(csv, 1);
    assert_int_equal(json, 1);
    assert_int_equal(unknown, 3);
    tt_store_close(s);
}

static tt_status ignore_line(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(l);
    TT_UNUSED(err);
    return TT_OK;
}

static void the_bytes_of_a_large_unknown_file_are_not_kept(void **state)
{
    tt_arena *a = *state;
    enum { MIB = 1 << 20 };
    for (size_t size = MIB; size <= MIB + 1; size++) {
        tt_store *s = new_case();
        char *p = tt_new_n(a, char, size);
        tt_data d;
        tt_str raw;
        memset(p, 'x', size);
        assert_false(load(s, a, put("big.txt", (tt_str){p, size}), NULL).recognised);
        assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
        assert_int_equal(d.n_sources, 1);
        assert_status(tt_store_raw(s, d.sources[1].rowid, 0, 1, a, &raw, ERR),
                      size == MIB ? TT_OK : TT_EDB);
        assert_ok(tt_store_verify(s, ignore_line, NULL, ERR));
        tt_store_close(s);
    }
}

/* --- options --- */

static void options_that_contradict_are_refused(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    tt_mapping map;
    tt_ingest_report r;
    const char *path = put_text("p.csv", HEAD ROW_1);
    assert_ok(tt_mapping_parse(TT_STR("{\"kind\":\"party\"}"), a, &map, ERR));
    tt_ingest_options both = {.map = &map, .kind = TT_KIND_PAYMENT};
    assert_status(tt_ingest_file(s, path, &both, a, &r, ERR), TT_EUSAGE);
    assert_err_text("the map makes party records, not payment");
    tt_ingest_options format = {.format = "xls"};
    assert_status(tt_ingest_file(s, path, &format, a, &r, ERR), TT_EUSAGE);
    assert_err_text("unknown format 'xls'");
    assert_status(tt_ingest_file(s, "/nowhere/p.csv", NULL, a, &r, ERR), TT_EIO);
    tt_ingest_options small = {.max_file_bytes = 10};
    assert_status(tt_ingest_file(s, path, &small, a, &r, ERR), TT_ELIMIT);
    tt_ingest_options fx = {.kind = TT_KIND_FX};
    const char *two = put_text(
        "two.json",
        "{\"kind\":\"fx\",\"date\":\"2024-01-01\",\"currency\":\"EUR\",\"usd_per_unit\":1}\n"
        "{\"kind\":\"ownership\",\"owner_name\":\"A\",\"owned_name\":\"B\"}\n");
    assert_counts(load(s, a, two, NULL), 2, 2, 0, 0, 0);
    assert_counts(load(s, a, two, &fx), 2, 0, 1, 1, 0);
    tt_ingest_options json = {.format = "json", .kind = TT_KIND_PAYMENT};
    assert_counts(load(s, a, put_text("q.csv", "17\n" HEAD), &json), 3, 0, 3, 0, 0);
    tt_store_close(s);
}

/* --- all or nothing --- */

static void assert_undone(tt_store *s, tt_arena *a, const char *path, const tt_ingest_options *opt,
                          tt_status want, const char *text)
{
    const char *before = contents(s, a, true), *told = rejects(s, a);
    tt_ingest_report r;
    assert_status(tt_ingest_file(s, path, opt, a, &r, ERR), want);
    assert_err_text(text);
    assert_int_equal(r.n_read, 0);
    assert_string_equal(contents(s, a, true), before);
    assert_string_equal(rejects(s, a), told);
}

static void strict_undoes_the_file_at_its_first_reject(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    tt_ingest_options strict = {.strict = true};
    (void)load(s, a, put_text("a.csv", HEAD ROW_1), &strict);
    assert_undone(s, a, put_text("b.csv", HEAD ROW_2 ROW_3 BAD_4), &strict, TT_EREJECTS,
                  "'b.csv' line 4: not a date: value_date");
    assert_counts(load(s, a, put_text("b.csv", HEAD ROW_2 ROW_3), &strict), 2, 2, 0, 0, 1);
    tt_store_close(s);
}

static void progress_can_stop_a_file_and_nothing_of_it_stays(void **state)
{
    tt_arena *a = *state;
    tt_store *s = new_case();
    enum { ROWS = 5000, LINE = 40 };
    char *text = tt_new_n(a, char, ROWS *LINE + 100);
    size_t n = (size_t)snprintf(text, 100, "date,currency,usd_per_unit\n");
    for (int i = 0; i < ROWS; i++)
        n += (size_t)snprintf(text + n, LINE, "2024-01-02,EUR,1.%06d\n", i);
    const char *path = put("fx.csv", (tt_str){text, n});
    (void)load(s, a, put_text("a.csv", HEAD ROW_1), NULL);
    for (int stop = 1; stop <= 3; stop++) { /* one before it, two on the way */
        struct heard heard = {0, 0, stop};
        tt_talk talk = {.ctx = &heard, .progress = go_on};
        tt_ingest_options opt = {.talk = &talk};
        const char *before = contents(s, a, true);
        tt_ingest_report r;
        assert_status(tt_ingest_file(s, path, &opt, a, &r, ERR), TT_ECANCELED);
        assert_string_equal(contents(s, a, true), before);
    }
    struct heard heard = {0, 0, 0};
    tt_talk talk = {.ctx = &heard, .progress = go_on};
    tt_ingest_options opt = {.talk = &talk};
    assert_counts(load(s, a, path, &opt), ROWS, ROWS, 0, 0, 0);
    assert_int_equal(heard.calls, 4);
    tt_store_close(s);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_arena used;
    tt_store *s = new_case();
    tt_mapping map;
    tt_status st;
    tt_ingest_report r;
    assert_ok(tt_mapping_parse(TT_STR("{\"kind\":\"payment\",\"encoding\":\"windows-1252\"}"), a,
                               &map, ERR));
    tt_ingest_options opt = {.map = &map};
    const char *path =
        put_text("p.csv", HEAD ROW_1 ROW_2 BAD_4 "P5,2024-01-02,\x01\xfc,Bob,1,USD,\n");
    const char *empty = contents(s, a, true), *whole = NULL;
    tt_arena_init(&used, 0);
    TT_TORTURE(st, {
        tt_arena_reset(&used);
        st = tt_ingest_file(s, path, &opt, &used, &r, ERR);
        /* Wholly or not at all; it is there when only its report could not be made. */
        if (st == TT_OK && !r.known)
            assert_counts(r, 4, 3, 1, 0, 2);
        const char *now = st != TT_OK ? contents(s, a, true) : empty;
        if (strcmp(now, empty) != 0) {
            whole = whole ? whole : now;
            assert_string_equal(now, whole);
        }
    });
    assert_counts(load(s, a, put_text("q.csv", HEAD ROW_3), NULL), 1, 1, 0, 0, 0);
    tt_arena_release(&used);
    tt_store_close(s);
}

/* --- data sets of others --- */

/* Asked for first: a test that skips has nothing open. */
static const char *shared(tt_arena *a, const char *path)
{
    const char *root = getenv("TT_SHARED_DATA");
    const char *full = tt_arena_printf(a, "%s/%s", root ? root : "../shared/data", path);
    assert_non_null(full);
    if (!tt_file_exists(full)) {
        print_message("no shared data at '%s': skipped\n", full);
        skip();
    }
    return full;
}

static tt_ingest_report
load_mapped(tt_store *s, tt_arena *a, const char *data, const char *map_path)
{
    tt_file f;
    tt_mapping map;
    tt_ingest_options opt = {.map = &map};
    assert_ok(tt_file_open(map_path, 0, &f, ERR));
    assert_ok(tt_mapping_parse(f.bytes, a, &map, ERR));
    tt_file_close(&f);
    return load(s, a, data, &opt);
}

static void the_korean_declarations_load_through_their_map_with_nothing_lost(void **state)
{
    tt_arena *a = *state;
    static const char map[] = "samples/maps/korea-declarations.json";
    const char *train = shared(a, "labelled/customs-declarations-korea/df_syn_train_eng.csv");
    const char *valid = shared(a, "labelled/customs-declarations-korea/df_syn_valid_eng.csv");
    tt_store *s = new_case();
    tt_ingest_report r = load_mapped(s, a, train, map);
    assert_counts(r, 37385, 37385, 0, 0, 22712);
    assert_string_equal(flaws(s, a),
                        "0 rounded to the currency's minor unit customs_value 22712\n");
    assert_string_equal(columns(s, a), "");
    r = load_mapped(s, a, valid, map);
    assert_counts(r, 8134, 8134, 0, 0, 4883);
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.n_declaration_lines, 37385 + 8134);
    tt_store_close(s);
}

static void the_amlsim_transfers_load_through_their_map_with_nothing_lost(void **state)
{
    tt_arena *a = *state;
    const char *transfers = shared(a, "labelled/amlsim/cycle200/transactions.csv");
    tt_store *s = new_case();
    tt_ingest_report r = load_mapped(s, a, transfers, "samples/maps/amlsim-transfers.json");
    assert_counts(r, 117805, 117805, 0, 0, 0);
    assert_string_equal(columns(s, a), "");
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.n_payments, 117805);
    assert_int_equal(d.from, tt_civil_days(2017, 1, 2)); /* steps 1 to 149 */
    assert_int_equal(d.to, tt_civil_days(2017, 5, 30));
    tt_store_close(s);
}

TT_TEST_MAIN("ingest/ingest", TT_TEST(every_row_is_loaded_rejected_or_a_duplicate),
             TT_TEST(the_raw_text_of_each_row_can_be_read_again),
             TT_TEST(the_same_file_twice_changes_nothing),
             TT_TEST(another_way_to_read_the_same_bytes_is_another_source),
             TT_TEST(order_cut_and_format_of_the_rows_leave_no_trace),
             TT_TEST(one_file_may_hold_records_of_several_kinds),
             TT_TEST(every_sample_loads_as_what_it_is),
             TT_TEST(rejected_rows_can_be_shown_whatever_is_in_them),
             TT_TEST(a_long_raw_text_is_cut_and_says_so), TT_TEST(utf_16_with_a_mark_is_decoded),
             TT_TEST(the_encoding_of_a_map_is_used_and_bad_bytes_are_noted),
             TT_TEST(encodings_are_found), TT_TEST(texts_without_a_mark_are_guessed_and_it_is_said),
             TT_TEST(a_file_that_nobody_recognises_is_kept_and_said),
             TT_TEST(the_bytes_of_a_large_unknown_file_are_not_kept),
             TT_TEST(options_that_contradict_are_refused),
             TT_TEST(strict_undoes_the_file_at_its_first_reject),
             TT_TEST(progress_can_stop_a_file_and_nothing_of_it_stays),
             TT_TEST(every_allocation_may_fail),
             TT_TEST(the_korean_declarations_load_through_their_map_with_nothing_lost),
             TT_TEST(the_amlsim_transfers_load_through_their_map_with_nothing_lost))
