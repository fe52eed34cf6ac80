/* show, and explain of a document: the rows as they were read, from the case file. */
#include "tests/unit/store/store_test.h" /* first: see banned.h */

#include "report/report.h"
#include "tests/unit/report/report_test.h"

static tt_store *store;
static tt_data data;
static tt_results results;
static tt_report_in in;

/* A source whose bytes are the rows themselves, so that raw text is what a reader saw. */
static void load(const char *name, tt_record *r, const char *const *raw, size_t n)
{
    tt_buf bytes;
    int64_t id;
    bool duplicate;
    tt_buf_init(&bytes, 0);
    tt_buf_add_z(&bytes, "header\n");
    for (size_t i = 0; i < n; i++) {
        r[i].line = i + 2;
        r[i].offset = bytes.n;
        tt_buf_add_z(&bytes, raw[i]);
        tt_buf_add_c(&bytes, '\n');
    }
    tt_source_in src = source_in(name, tt_buf_str(&bytes), r[0].kind);
    assert_ok(tt_store_begin(store, ERR));
    assert_ok(tt_store_source_add(store, &src, &id, ERR));
    assert_ok(tt_store_bytes_add(store, id, tt_buf_str(&bytes), ERR));
    for (size_t i = 0; i < n; i++) {
        r[i].raw = tt_str_of(raw[i]);
        assert_ok(tt_store_record_add(store, id, &r[i], &duplicate, ERR));
    }
    assert_ok(tt_store_source_done(store, id, n, n, 0, 0, ERR));
    assert_ok(tt_store_commit(store, ERR));
    tt_buf_release(&bytes);
}

#define INVOICE(number, seller, line, amount)                                                      \
    record(TT_KIND_INVOICE, "invoice_number", number, "issue_date", "2024-01-05", "seller_name",   \
           seller, "buyer_name", "Beta", "currency", "USD", "line_number", line, "quantity",       \
           "2.5", "seller_country", "DE", "line_amount", amount, NULL)

static void make_case(tt_arena *a)
{
    tt_record invoices[] = {
        INVOICE("INV-1", "Alpha", "1", "100.50"), INVOICE("INV-1", "Alpha", "2", "7"),
        INVOICE("INV-1", "Another", "1", "1"), INVOICE("INV-2", "Alpha\x1B[2J", "1", "3")};
    const char *const raw[] = {"INV-1,one,\"two\"", "INV-1,second", "INV-1,another",
                               "INV-2,\x1B[2J\xE2\x80\xAE"};
    tt_record payment =
        record(TT_KIND_PAYMENT, "payment_id", "P1", "value_date", "2024-02-01T10:11:12Z",
               "payer_name", "Beta", "payee_name", "Alpha", "amount", "107.50", "currency", "USD",
               "invoice_number", "INV-1", NULL);
    const char *const paid[] = {"{\"payment_id\": \"P1\"}"};

    store = open_case(new_path(), TT_STORE_CREATE);
    load("a.csv", invoices, raw, 4);
    load("p.ndjson", &payment, paid, 1);
    memset(&data, 0, sizeof(data));
    assert_ok(tt_store_load(store, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &data, ERR));
    for (size_t k = 0; k < TT_KIND_COUNT; k++)
        data.deal_of[k] = tt_new_n(a, tt_ix, 16);
    results = (tt_results){0};
    in = (tt_report_in){.data = &data, .results = &results};
}

static void close_case(void)
{
    tt_store_close(store);
    store = NULL;
}

static tt_status show(const char *number, tt_arena *a, tt_str *out)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_status st = tt_report_show_text(&in, store, tt_str_of(number), &b, ERR);
    *out = tt_arena_str(a, tt_buf_str(&b));
    tt_buf_release(&b);
    return st;
}

static tt_str shown(const char *number, tt_arena *a)
{
    tt_str text = {0};
    assert_ok(show(number, a, &text));
    return text;
}

static const char *id_of(const char *seller, tt_arena *a)
{
    for (size_t i = 1; i <= data.n_invoices; i++)
        if (tt_str_is(data.mentions[data.invoices[i].seller].name, seller))
            return tt_arena_printf(a, "%s", tt_id_text_of('d', data.invoices[i].head.id).s);
    return NULL;
}

static void a_number_shows_the_rows_of_every_document_that_has_it(void **state)
{
    tt_arena *a = *state;
    make_case(a);
    tt_str text = shown("INV-1", a);
    assert_int_equal(count_of(text, "invoice INV-1  d"), 2);
    assert_contains(text,
                    tt_arena_printf(a,
                                    "invoice INV-1  %s\n  a.csv line 2 (byte 7, 15 bytes; file "
                                    "sha256 ",
                                    id_of("Alpha", a)));
    assert_contains(text,
                    "    invoice_number         INV-1\n    issue_date             2024-01-05\n"
                    "    seller_name            Alpha\n    seller_country         DE\n");
    assert_contains(text, "    quantity               2.5\n    line_amount            100.50\n"
                          "    raw: INV-1,one,\"two\"\n  a.csv line 3 (byte 23, 12 bytes; ");
    assert_contains(text, "    line_amount            7.00\n    raw: INV-1,second\n");
    assert_contains(text, "    seller_name            Another\n");
    assert_lacks(text, "INV-2");
    close_case();
}

static void an_id_or_its_prefix_shows_one_document(void **state)
{
    tt_arena *a = *state;
    make_case(a);
    const char *id = id_of("Another", a);
    tt_str text = shown(id, a);
    assert_int_equal(count_of(text, "invoice INV-1  d"), 1);
    assert_contains(text, "raw: INV-1,another\n");
    assert_slice(shown(tt_arena_printf(a, "%.12s", id), a), text);
    close_case();
}

static void a_payment_shows_its_time(void **state)
{
    make_case(*state);
    tt_str text = shown("P1", *state);
    assert_contains(text, "    value_date             2024-02-01T10:11:12Z\n");
    assert_contains(text, "    amount                 107.50\n");
    assert_contains(text, "    raw: {\"payment_id\": \"P1\"}\n");
    close_case();
}

static void controls_of_a_terminal_are_shown(void **state)
{
    make_case(*state);
    tt_str text = shown("INV-2", *state);
    assert_contains(text, "    seller_name            Alpha[U+001B][2J\n");
    assert_contains(text, "    raw: INV-2,[U+001B][2J[U+202E]\n");
    close_case();
}

static void what_is_not_there_is_not_found(void **state)
{
    tt_str text = {0};
    make_case(*state);
    assert_status(show("INV-9", *state, &text), TT_ENOTFOUND);
    assert_err_text("the case has no document 'INV-9'");
    assert_status(show("", *state, &text), TT_ENOTFOUND);
    assert_status(show("d00", *state, &text), TT_ENOTFOUND);
    assert_int_equal(text.n, 0);
    close_case();
}

static tt_str json_of(const char *number, tt_arena *a)
{
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    assert_ok(tt_report_show_json(&in, store, tt_str_of(number), &w, ERR));
    assert_ok(tt_jw_end(&w, ERR));
    tt_str text = tt_arena_str(a, tt_str_trim(tt_buf_str(&w.buf)));
    tt_jw_release(&w);
    return text;
}

static void json_has_header_lines_source_and_raw(void **state)
{
    tt_arena *a = *state;
    make_case(a);
    tt_str text = json_of(id_of("Alpha", a), a);
    assert_true(
        tt_str_starts(text, TT_STR("{\"documents\":[{\"kind\":\"invoice\",\"number\":\"INV-1\","
                                   "\"issue_date\":\"2024-01-05\",\"document_type\":null,")));
    assert_contains(text,
                    "\"seller_name\":\"Alpha\",\"seller_country\":\"DE\",\"seller_id\":null,");
    assert_contains(text, "\"lines\":[{\"line_number\":\"1\",\"description\":null,");
    assert_contains(text, "\"quantity\":\"2.5\",\"unit\":null,\"unit_price\":null,"
                          "\"line_amount\":\"100.50\"");
    assert_contains(text, "},{\"line_number\":\"2\",");
    assert_contains(text, "}],\"source\":{\"file\":\"a.csv\",\"sha256\":\"");
    assert_true(tt_str_ends(
        text, TT_STR("\",\"line\":2},\"raw\":\"INV-1,one,\\\"two\\\"\\nINV-1,second\"}]}")));
    close_case();
}

static void json_keeps_every_byte(void **state)
{
    make_case(*state);
    assert_contains(json_of("INV-2", *state), "\"raw\":\"INV-2,\\u001b[2J\xE2\x80\xAE\"");
    close_case();
}

static void explain_of_a_document_adds_its_deal(void **state)
{
    tt_arena *a = *state;
    tt_buf b;
    make_case(a);
    tt_buf_init(&b, 0);
    assert_ok(tt_report_explain(&in, store, tt_str_of(id_of("Another", a)), (tt_str){0}, &b, ERR));
    assert_contains(tt_buf_str(&b), "raw: INV-1,another\nin no deal\n");
    tt_buf_release(&b);

    tt_deal deals[2] = {{.n_docs = 0}, {.id = hash_from(0x31, 0xdd), .first_doc = 1, .n_docs = 1}};
    tt_deal_doc docs[2] = {{.deal = 0}, {1, TT_KIND_PAYMENT, 1, "invoice number", TT_STR("INV-1")}};
    data.deals = deals;
    data.n_deals = 1;
    data.deal_docs = docs;
    data.n_deal_docs = 1;
    data.deal_of[TT_KIND_PAYMENT][1] = 1;
    tt_id_text id = tt_id_text_of('d', data.payments[1].head.id);
    tt_buf_init(&b, 0);
    assert_ok(tt_report_explain(&in, store, tt_str_of(id.s), (tt_str){0}, &b, ERR));
    assert_contains(tt_buf_str(&b), "deal m31dddddddddddddddddddddddddddddd, matched\n");
    assert_contains(tt_buf_str(&b),
                    "  payment      P1                       2024-02-01  invoice number: "
                    "INV-1\n");
    tt_buf_release(&b);
    close_case();
}

static void every_allocation_may_fail(void **state)
{
    tt_buf b;
    tt_status st;
    make_case(*state);
    tt_str want = shown("INV-1", *state);
    tt_buf_init(&b, 0);
    TT_TORTURE(st, {
        tt_buf_release(&b);
        tt_buf_init(&b, 0);
        st = tt_report_show_text(&in, store, TT_STR("INV-1"), &b, NULL);
        if (st == TT_OK)
            st = tt_buf_status(&b, NULL);
        if (st == TT_OK)
            assert_slice(tt_buf_str(&b), want);
    });
    tt_buf_release(&b);
    close_case();
}

TT_TEST_MAIN("report/show", TT_TEST(a_number_shows_the_rows_of_every_document_that_has_it),
             TT_TEST(an_id_or_its_prefix_shows_one_document), TT_TEST(a_payment_shows_its_time),
             TT_TEST(controls_of_a_terminal_are_shown), TT_TEST(what_is_not_there_is_not_found),
             TT_TEST(json_has_header_lines_source_and_raw), TT_TEST(json_keeps_every_byte),
             TT_TEST(explain_of_a_document_adds_its_deal), TT_TEST(every_allocation_may_fail))
