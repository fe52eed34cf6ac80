/*
 * Documents that were stated more than once: what counts, what is told, and the honest lists that
 * only look as if a line were there twice.
 */
#include "tests/unit/store/dump.h"

/* A line of invoice I of Mill, as most tests have it. */
enum { NUMBER, DESCRIPTION, QUANTITY, AMOUNT, TOTAL, STATUS, VERSION, N_TEXTS };
typedef const char *line_texts[N_TEXTS];

static tt_record invoice_line(const line_texts x)
{
    static const char *const fields[N_TEXTS] = {"line_number", "description",   "quantity",
                                                "line_amount", "invoice_total", "document_status",
                                                "version"};
    tt_record r = record(TT_KIND_INVOICE, "invoice_number", "I", "issue_date", "2024-05-01",
                         "seller_name", "Mill", "buyer_name", "Shop", "currency", "EUR", NULL);
    for (size_t i = 0; i < N_TEXTS; i++)
        if (x[i])
            set_field(&r, (size_t)tt_field_find(tt_kind_get(r.kind), tt_str_of(fields[i])), x[i]);
    return r;
}

static tt_data load(tt_store *s, tt_arena *a)
{
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    return d;
}

/* One file of lines, or two when n_two is not 0. */
static tt_data
two_files(tt_arena *a, const tt_record *one, size_t n, const tt_record *two, size_t n_two)
{
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    load_source(s, "one.csv", one, n);
    if (n_two)
        load_source(s, "two.csv", two, n_two);
    tt_data d = load(s, a);
    tt_store_close(s);
    return d;
}

static tt_data lines(tt_arena *a, const line_texts *v, size_t n)
{
    tt_record r[40];
    assert_true(n <= TT_LEN(r));
    for (size_t i = 0; i < n; i++)
        r[i] = invoice_line(v[i]);
    return two_files(a, r, n, NULL, 0);
}

#define LINES(...) lines(*state, (line_texts[]){__VA_ARGS__}, TT_LEN(((line_texts[]){__VA_ARGS__})))

static void an_amended_document_counts_as_it_was_stated_last(void **state)
{
    tt_data d = LINES({"1", "beans", "10", "100", "300"}, {"2", "rice", "20", "200", "300"},
                      {"1", "beans", "12", "120", "120", "amended", "2024-06-01"});
    assert_int_equal(d.n_invoices, 1);
    assert_int_equal(d.n_invoice_lines, 1);
    assert_int_equal(d.invoices[1].head.n_lines, 1);
    assert_int_equal(d.invoices[1].total.minor, 12000); /* the header is of the same statement */
    assert_int_equal(d.n_replaced, 2);
    assert_int_equal(d.restated[TT_REPLACED_VERSION], 1);
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(d.replaced[i].why, TT_REPLACED_VERSION);
        assert_str(d.replaced[i].number, "I");
        assert_int_equal(d.replaced[i].by_place.line, d.invoice_lines[1].place.line);
        assert_memory_equal(d.replaced[i].doc.b, d.invoices[1].head.id.b, sizeof(tt_hash));
    }
}

/* Each statement is a document of its own, kept beside those that count. */
static void what_was_said_before_is_kept_in_order(void **state)
{
    tt_data d =
        LINES({"1", "rice", "30", "400", "400", "amended", "10"},
              {"1", "beans", "12", "120", "420", "amended", "9"},
              {"2", "rice", "20", "300", "420", "amended", "9"},
              {"1", "fish", "11", "110", "110", "draft", "1"}, {"1", "beans", "10", "100", "100"});
    static const struct {
        const char *version;
        int64_t total;
        tt_ix n_lines;
        bool draft;
    } want[] = {{"1", 11000, 1, true},
                {"", 10000, 1, false},
                {"9", 42000, 2, false},
                {"10", 40000, 1, false}};
    assert_int_equal(d.n_invoices, 1);
    assert_int_equal(d.n_statements, TT_LEN(want));
    for (uint32_t i = 0; i < TT_LEN(want); i++) {
        const tt_statement *s = &d.statements[i + 1];
        assert_int_equal(s->kind, TT_KIND_INVOICE);
        assert_memory_equal(s->doc.b, d.invoices[1].head.id.b, sizeof(tt_hash));
        assert_int_equal(s->n, i + 1);
        assert_int_equal(s->draft, want[i].draft);
        assert_true(tt_str_is(s->version, want[i].version));
        assert_int_equal(((const tt_invoice *)(const void *)s->head)->total.minor, want[i].total);
        assert_int_equal(s->head->n_lines, want[i].n_lines);
    }
    assert_str(d.statements[3].lines[1].description, "rice");
    d = LINES({"1", "beans", "10", "100"}, {"1", "beans", "12", "120", NULL, "amended", "2"},
              {"1", "beans", "10", "100", NULL, "cancelled"});
    assert_int_equal(d.n_statements, 0); /* it does not count at all */
    d = LINES({"1", "beans", "10", "100"}, {"1", "beans", "10", "90"});
    assert_int_equal(d.n_statements, 0); /* nothing says which came first */
}

static void versions_go_by_what_their_digits_are_worth(void **state)
{
    tt_data d = LINES({"1", "beans", "1", "1", NULL, "amended", "v9"},
                      {"1", "beans", "1", "2", NULL, "amended", "V10"},
                      {"1", "beans", "1", "3", NULL, NULL, NULL});
    assert_int_equal(d.n_invoice_lines, 1);
    assert_int_equal(d.invoice_lines[1].amount.minor, 200);
    d = LINES({"1", "beans", "1", "1", NULL, NULL, "2024-05-02"},
              {"1", "beans", "1", "2", NULL, NULL, "2024-04-30T10:00"});
    assert_int_equal(d.invoice_lines[1].amount.minor, 100);
    d = LINES({"1", "beans", "1", "1", NULL, NULL, "01"}, {"2", "rice", "1", "2", NULL, NULL, "1"});
    assert_int_equal(d.n_invoice_lines, 2); /* one version in two spellings */
}

static void a_cancelled_document_does_not_count(void **state)
{
    tt_data d = LINES({"1", "beans", "10", "100"}, {"1", "beans", "10", "100", NULL, "cancelled"});
    assert_int_equal(d.n_invoices, 0);
    assert_int_equal(d.n_invoice_lines, 0);
    assert_int_equal(d.n_replaced, 2);
    assert_int_equal(d.restated[TT_REPLACED_CANCELLED], 1);
    d = LINES({"1", "beans", "10", "100", NULL, "cancelled"});
    assert_int_equal(d.n_invoices, 0); /* also when nothing else is known of it */
    /* Without a day it is the last word; with one, what is later stands. */
    d = LINES({"1", "beans", "10", "100", NULL, "amended", "7"},
              {"1", "beans", "10", "100", NULL, "cancelled"});
    assert_int_equal(d.n_invoices, 0);
    d = LINES({"1", "beans", "10", "100", NULL, "amended", "7"},
              {"1", "beans", "10", "100", NULL, "cancelled", "6"});
    assert_int_equal(d.n_invoices, 1);
}

static void a_draft_counts_until_there_is_more(void **state)
{
    tt_data d = LINES({"1", "beans", "10", "100", NULL, "draft", "9"});
    assert_int_equal(d.n_invoices, 1);
    assert_int_equal(d.n_replaced, 0);
    d = LINES({"1", "beans", "10", "100", NULL, "draft", "9"}, {"1", "beans", "11", "110"});
    assert_int_equal(d.n_invoice_lines, 1);
    assert_int_equal(d.invoice_lines[1].amount.minor, 11000);
}

static void a_line_stated_twice_is_one_line_wherever_its_rows_lie(void **state)
{
    const tt_record x = invoice_line((line_texts){"1", "beans", "10", "100", "300"});
    const tt_record rice = invoice_line((line_texts){"2", "rice", "20", "200", "300"});
    const tt_record same = invoice_line((line_texts){"1", "BEANS", NULL, "100"});
    const tt_record other = invoice_line((line_texts){"1", "beans", "10", "90", "290"});
    tt_record r[3] = {x, rice, same};
    tt_data d = two_files(*state, r, 3, NULL, 0);
    assert_int_equal(d.n_invoice_lines, 2);
    assert_int_equal(d.n_replaced, 1);
    assert_int_equal(d.restated[TT_REPLACED_AGAIN], 1);
    assert_int_equal(d.restated[TT_REPLACED_UNORDERED], 0);
    r[2] = other;
    d = two_files(*state, r, 3, NULL, 0);
    assert_int_equal(d.n_invoice_lines, 2);
    assert_int_equal(d.replaced[1].why, TT_REPLACED_UNORDERED);
    assert_int_equal(d.restated[TT_REPLACED_UNORDERED], 1);
    /* The one that counts gives the header; its order and files change nothing. */
    int64_t counts = d.invoice_lines[1].amount.minor, total = d.invoices[1].total.minor;
    assert_int_equal(total - counts, 20000);
    d = two_files(*state, &other, 1, r, 2);
    assert_int_equal(d.invoice_lines[1].amount.minor, counts);
    assert_int_equal(d.invoices[1].total.minor, total);
    r[0] = other;
    r[2] = x;
    d = two_files(*state, r, 3, NULL, 0);
    assert_int_equal(d.invoice_lines[1].amount.minor, counts);
    /* When one of them says what it is, that is the order. */
    const tt_record newer = invoice_line((line_texts){"1", "beans", "10", "80", NULL, "amended"});
    d = two_files(*state, &newer, 1, &x, 1);
    assert_int_equal(d.invoice_lines[1].amount.minor, 8000);
    assert_int_equal(d.restated[TT_REPLACED_UNORDERED], 0);
}

static void each_row_that_does_not_count_names_the_one_that_does(void **state)
{
    tt_data d = LINES({"1", "beans", "1", "1"}, {"1", "beans", "2", "2"}, {"1", "beans", "3", "3"});
    assert_int_equal(d.n_invoice_lines, 1);
    assert_int_equal(d.n_replaced, 2);
    for (size_t i = 1; i <= 2; i++)
        assert_memory_equal(d.replaced[i].by.b, d.invoice_lines[1].row.b, sizeof(tt_hash));
}

static void near_misses_are_lines_like_others(void **state)
{
    /* No numbers: a plain list of what is on the invoice. */
    tt_data d = LINES({NULL, "beans", "10", "100"}, {NULL, "beans", "12", "120"});
    assert_int_equal(d.n_invoice_lines, 2);
    /* Numbers that begin anew in each section. */
    d = LINES({"1", "beans", "10", "100"}, {"1", "rice", "20", "200"});
    assert_int_equal(d.n_invoice_lines, 2);
    assert_int_equal(d.numbers_twice, 1);
    assert_int_equal(d.n_replaced, 0);
    /* A number that is the same in all rows, and goods too; but they are what the total says. */
    d = LINES({"1", "beans", "10", "100", "220"}, {"1", "beans", "12", "120", "220"});
    assert_int_equal(d.n_invoice_lines, 2);
    assert_int_equal(d.numbers_twice, 0);
    /* A number that is used again next year. */
    tt_record year[2] = {invoice_line((line_texts){"1", "beans", "10", "100"}),
                         invoice_line((line_texts){"1", "beans", "10", "90"})};
    set_field(&year[1], 1, "2024-08-29");
    d = two_files(*state, year, 2, NULL, 0);
    assert_int_equal(d.n_invoice_lines, 1); /* 120 days */
    set_field(&year[1], 1, "2024-08-30");
    d = two_files(*state, year, 2, NULL, 0);
    assert_int_equal(d.n_invoice_lines, 2);
    set_field(&year[1],
              (size_t)tt_field_find(tt_kind_get(TT_KIND_INVOICE), TT_STR("document_status")),
              "cancelled");
    d = two_files(*state, year, 2, NULL, 0);
    assert_int_equal(d.n_invoice_lines, 1);
    assert_int_equal(d.n_replaced, 1); /* only what was cancelled */
    assert_int_equal(d.invoice_lines[1].amount.minor, 10000);
    /* More rows of one number than anybody states a line: it is no number of a line. */
    line_texts many[33] = {{NULL}};
    char text[33][4];
    for (int i = 0; i < 33; i++) {
        (void)snprintf(text[i], sizeof text[i], "%d", i + 1);
        many[i][NUMBER] = "1";
        many[i][DESCRIPTION] = "beans";
        many[i][AMOUNT] = text[i];
    }
    d = lines(*state, many, 33);
    assert_int_equal(d.n_invoice_lines, 33);
    assert_int_equal(d.numbers_twice, 1);
    d = lines(*state, many, 32);
    assert_int_equal(d.n_invoice_lines, 1);
}

static void one_item_in_two_containers_is_two_lines(void **state)
{
    const tt_record r[] = {
        record(TT_KIND_SHIPMENT, "transport_document", "B", "shipper_name", "Mill", "line_number",
               "1", "description", "beans", "container_number", "MSCU1234565", NULL),
        record(TT_KIND_SHIPMENT, "transport_document", "B", "shipper_name", "Mill", "line_number",
               "1", "description", "beans", "container_number", "MSCU7654321", NULL),
        record(TT_KIND_SHIPMENT, "transport_document", "B", "shipper_name", "Mill", "line_number",
               "1", "description", "beans", "container_number", "MSCU7654321", "gross_weight_kg",
               "100", NULL),
    };
    tt_data d = two_files(*state, r, 2, NULL, 0);
    assert_int_equal(d.n_shipment_lines, 2);
    assert_int_equal(d.numbers_twice, 0);
    d = two_files(*state, r, 3, NULL, 0); /* the third is the second, weighed */
    assert_int_equal(d.n_shipment_lines, 2);
    assert_int_equal(d.replaced[1].why, TT_REPLACED_AGAIN);
}

static void a_credit_note_is_no_statement_of_the_invoice(void **state)
{
    tt_record r[3];
    static const char *const types[] = {"invoice", "credit_note", "proforma"};
    for (size_t i = 0; i < TT_LEN(types); i++) {
        r[i] = invoice_line((line_texts){"1", "beans", "10", "100"});
        set_field(&r[i], 2, types[i]);
    }
    tt_data d = two_files(*state, r, 3, NULL, 0);
    assert_int_equal(d.n_invoices, 3);
    assert_int_equal(d.n_replaced, 0);
    /* An invoice that does not say that it is one, is. */
    r[1].v[2].set = false;
    d = two_files(*state, r, 2, NULL, 0);
    assert_int_equal(d.n_invoices, 1);
    assert_int_equal(d.n_invoice_lines, 1);
}

static void other_documents_stay_as_they_are(void **state)
{
    tt_record r[4] = {
        invoice_line((line_texts){"1", "beans", "10", "100"}),
        invoice_line((line_texts){"1", "beans", "10", "100", NULL, "cancelled"}),
        invoice_line((line_texts){"1", "beans", "10", "100"}),
        invoice_line((line_texts){"2", "beans", "12", "120"}),
    };
    set_field(&r[2], 0, "J");
    set_field(&r[3], 0, "J");
    tt_data d = two_files(*state, r, 4, NULL, 0);
    assert_int_equal(d.n_invoices, 1);
    assert_str(d.invoices[1].head.number, "J");
    assert_int_equal(d.invoices[1].head.first_line, 1);
    assert_int_equal(d.invoices[1].head.n_lines, 2);
    assert_int_equal(d.invoice_lines[2].doc, 1);
    assert_int_equal(d.invoices[1].total.minor, 22000); /* the sum, as before */
    assert_true(d.invoices[1].seller > 0);
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    const tt_record r[] = {invoice_line((line_texts){"1", "beans", "10", "100", "100"}),
                           invoice_line((line_texts){"1", "beans", "12", "120", "120", "amended"}),
                           invoice_line((line_texts){"1", "Beans", "13", "130", "130", "amended"})};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    load_source(s, "a.csv", r, TT_LEN(r));
    tt_status st;
    TT_TORTURE(st, {
        tt_arena a;
        tt_data d = {.n_invoices = 0};
        tt_arena_init(&a, 0);
        st = tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, &a, &d, NULL);
        if (st == TT_OK) {
            assert_int_equal(d.n_invoice_lines, 1);
            assert_int_equal(d.invoices[1].total.minor, d.invoice_lines[1].amount.minor);
            assert_int_equal(d.n_replaced, 2);
        }
        tt_arena_release(&a);
    });
    tt_store_close(s);
}

TT_TEST_MAIN("store/load_versions", TT_TEST(an_amended_document_counts_as_it_was_stated_last),
             TT_TEST(what_was_said_before_is_kept_in_order),
             TT_TEST(versions_go_by_what_their_digits_are_worth),
             TT_TEST(a_cancelled_document_does_not_count),
             TT_TEST(a_draft_counts_until_there_is_more),
             TT_TEST(a_line_stated_twice_is_one_line_wherever_its_rows_lie),
             TT_TEST(each_row_that_does_not_count_names_the_one_that_does),
             TT_TEST(near_misses_are_lines_like_others),
             TT_TEST(one_item_in_two_containers_is_two_lines),
             TT_TEST(a_credit_note_is_no_statement_of_the_invoice),
             TT_TEST(other_documents_stay_as_they_are), TT_TEST(every_allocation_may_fail))
