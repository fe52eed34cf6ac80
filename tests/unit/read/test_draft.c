/*
 * Drafts of maps: what is written is accepted as it is, says what it found and what it did not, and
 * agrees with the maps that people wrote for public sets.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"
#include "read/draft.h"
#include "tests/support/told.h"

#include <stdlib.h>

/* The map of a text, as written; the draft itself when it is asked for. */
static tt_str map_of(tt_arena *a, tt_str text, tt_draft *out)
{
    tt_draft d;
    tt_jw w;
    tt_draft_source from = {.about = "encoding UTF-8"};
    tt_jw_init(&w, NULL, false);
    assert_ok(tt_draft_make(text, TT_KIND_NONE, a, &d, ERR));
    tt_draft_write(&d, &from, &w);
    assert_ok(tt_jw_end(&w, ERR));
    tt_str map = tt_arena_str(a, tt_buf_str(&w.buf));
    tt_jw_release(&w);
    if (out)
        *out = d;
    return map;
}

static tt_mapping parsed(tt_arena *a, const char *text, tt_draft *out)
{
    tt_mapping map;
    assert_ok(tt_mapping_parse(map_of(a, tt_str_of(text), out), a, &map, ERR));
    return map;
}

static const tt_map_field *field(const tt_mapping *m, const char *name)
{
    int f = tt_field_find(tt_kind_get(m->kind), tt_str_of(name));
    assert_true(f >= 0);
    return &m->field[f];
}

static void assert_column(const tt_mapping *m, const char *name, const char *column)
{
    assert_int_equal(field(m, name)->from, TT_MAP_COLUMN);
    assert_str(field(m, name)->text, column);
}

static void a_draft_is_accepted_and_loads_the_rows(void **state)
{
    tt_arena *a = *state;
    static const char text[] =
        "Rechnungsnr;Datum;Lieferant;Kunde;Währung;Artikel;Menge;ME;Nettobetrag\n"
        "R-1;31.05.2024;Acme GmbH;Nordöst AB;EUR;Cashew;1.000;KGM;12.345,50\n"
        "R-2;01.06.2024;Acme GmbH;Nordöst AB;EUR;Cashew;2,5;KGM;99,00\n";
    tt_draft d;
    tt_mapping map = parsed(a, text, &d);
    assert_int_equal(map.kind, TT_KIND_INVOICE);
    assert_int_equal(map.delimiter, ';');
    assert_int_equal(map.decimal, ',');
    assert_int_equal(map.grouping, '.');
    assert_column(&map, "invoice_number", "Rechnungsnr");
    assert_str(field(&map, "issue_date")->pattern, "%d.%m.%Y");
    assert_column(&map, "line_amount", "Nettobetrag");
    assert_int_equal(d.n_missing, 0);
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(
        tt_told_read(&t, tt_reader_find(TT_STR("csv")), tt_str_of(text), TT_KIND_NONE, &map, ERR));
    assert_int_equal(t.records, 2);
    assert_int_equal(t.rejects + t.lesser + t.columns, 0);
    assert_non_null(strstr(t.text.p, "line_amount=EUR 12345.50"));
    tt_told_release(&t);
}

static void nothing_is_invented(void **state)
{
    tt_arena *a = *state;
    tt_draft d;
    tt_mapping map =
        parsed(a, "sourceNodeId,targetNodeId,value,time\n1,2,10.50,1\n3,4,7.25,2\n", &d);
    assert_int_equal(map.kind, TT_KIND_PAYMENT);
    assert_int_equal(field(&map, "currency")->from, TT_MAP_ABSENT);
    assert_int_equal(d.n_missing, 1);
    assert_column(&map, "value_date", "time");
    assert_null(field(&map, "value_date")->pattern.p);
    assert_int_equal(field(&map, "payer_name")->from, TT_MAP_TEMPLATE);
    assert_str(field(&map, "payer_name")->text, "account {sourceNodeId}");
}

static void values_speak_where_the_header_does_not(void **state)
{
    tt_arena *a = *state;
    tt_draft d;
    tt_mapping map = parsed(a,
                            "Shipper,Consignee,Xq,POL,POD,Vessel,Zz\n"
                            "A,B,MSCU6639870,VNSGN,NLRTM,Star,2024-05-31\n"
                            "A,C,CSQU3054383,VNSGN,DEHAM,Star,2024-06-01\n",
                            &d);
    assert_int_equal(map.kind, TT_KIND_SHIPMENT);
    assert_column(&map, "container_number", "Xq");
    assert_column(&map, "on_board_date", "Zz");
    assert_true(d.columns[2].by_values);
}

/* "KGS" is the code of a currency too; and who trades with whom may be said by countries. */
static void units_are_no_currency_and_countries_no_names(void **state)
{
    tt_arena *a = *state;
    tt_mapping map = parsed(a,
                            "Permit No,Importer,Exporter,Taxon,Quantity,weight_is\n"
                            "P1,DE,VN,Panax ginseng,12,KGS\nP2,FR,TH,Panax ginseng,2,KGS\n",
                            NULL);
    assert_int_equal(map.kind, TT_KIND_PERMIT);
    assert_column(&map, "import_country", "Importer");
    assert_column(&map, "export_country", "Exporter");
    assert_column(&map, "unit", "weight_is");
    tt_str text = map_of(a, TT_STR("invoice number,weight_is\nA-1,KGS\nA-2,KGS\n"), NULL);
    assert_null(strstr(text.p, "\"currency\": \"weight_is\""));
    text = map_of(
        a, TT_STR("invoice value,issue date,seller\n12.50,2024-05-06,Acme\n1.50,2024-05-06,Acme\n"),
        NULL);
    assert_null(strstr(text.p, "\"invoice_number\": \"invoice value\""));
}

static void a_currency_that_an_amount_names_is_told(void **state)
{
    tt_arena *a = *state;
    tt_str both = map_of(a,
                         TT_STR("invoice number,issue date,seller,currency,TOTAL VALUE_USD\n"
                                "A-1,2024-05-06,Acme,EUR,12.50\nA-2,2024-05-07,Acme,EUR,1.50\n"),
                         NULL);
    assert_non_null(strstr(both.p, "the header of 'TOTAL VALUE_USD' names USD: check that "
                                   "'currency' is its currency"));
    tt_str one =
        map_of(a, TT_STR("invoice number,TOTAL VALUE (INR)\nA-1,12.50\nA-2,13.50\n"), NULL);
    assert_non_null(strstr(one.p, "names INR"));
    tt_str none = map_of(a, TT_STR("invoice number,TOTAL VALUE\nA-1,12.50\nA-2,13.50\n"), NULL);
    assert_null(strstr(none.p, " names "));
}

static void values_can_contradict_a_header(void **state)
{
    tt_arena *a = *state;
    tt_draft d;
    tt_mapping map = parsed(a,
                            "Invoice No,Invoice Date,Seller,Buyer,Currency,Amount\n"
                            "1,2024-05-31,A,B,dollars and cents,12.50\n",
                            &d);
    assert_int_equal(field(&map, "currency")->from, TT_MAP_ABSENT);
    assert_int_equal(d.columns[4].field, -1);
}

static void codes_that_are_in_no_list_are_nothing_against_a_header(void **state)
{
    tt_arena *a = *state;
    tt_mapping map = parsed(a,
                            "Invoice No,Invoice Date,Seller,Buyer,Currency,HS,Unit,Amount\n"
                            "1,2024-05-31,A,B,USD,360066,bushel basket,12.50\n",
                            NULL);
    assert_column(&map, "hs_code", "HS");
    assert_column(&map, "unit", "Unit");
    map = parsed(a,
                 "Invoice No,Invoice Date,Seller,Buyer,Currency,HS,Unit,Amount\n"
                 "1,2024-05-31,A,B,USD,shrimps,3.25,12.50\n",
                 NULL);
    assert_int_equal(field(&map, "hs_code")->from, TT_MAP_ABSENT);
    assert_int_equal(field(&map, "unit")->from, TT_MAP_ABSENT);
}

/* What a list says of the statements of its documents is taken where its words are such; whether an
 * invoice is paid is no such word. */
static void statements_of_documents_are_fields(void **state)
{
    tt_arena *a = *state;
    tt_mapping map = parsed(a,
                            "Rechnungsnr;Datum;Lieferant;Kunde;Währung;Betrag;Status;Version\n"
                            "R-1;31.05.2024;A;B;EUR;12,50;storniert;2\n"
                            "R-2;01.06.2024;A;B;EUR;99,00;;1\n",
                            NULL);
    assert_column(&map, "document_status", "Status");
    assert_column(&map, "version", "Version");
    map = parsed(a,
                 "B/L No,On board,Shipper,Consignee,POL,POD,Annulé,Rev\n"
                 "M1,2024-05-31,A,B,VNSGN,NLRTM,,2024-06-01\n"
                 "M2,2024-05-31,A,B,VNSGN,NLRTM,annulé,2024-06-02\n",
                 NULL);
    assert_column(&map, "document_status", "Annulé");
    assert_column(&map, "version", "Rev");
    map = parsed(a,
                 "Invoice No,Invoice Date,Seller,Buyer,Currency,Amount,Status\n"
                 "1,2024-05-31,A,B,USD,12.50,paid\n2,2024-05-31,A,B,USD,12.50,cancelled\n",
                 NULL);
    assert_int_equal(field(&map, "document_status")->from, TT_MAP_ABSENT);
}

static void columns_that_share_a_name_or_have_none_are_not_mapped(void **state)
{
    tt_arena *a = *state;
    tt_draft d;
    tt_mapping map = parsed(a,
                            "Invoice No,Invoice Date,Seller,Buyer,Currency,Amount,amount,\n"
                            "1,2024-05-31,A,B,USD,1,2,3\n",
                            &d);
    assert_int_equal(field(&map, "line_amount")->from, TT_MAP_ABSENT);
    assert_false(d.columns[5].usable || d.columns[6].usable || d.columns[7].usable);
    /* Braces in a name would be a template's. */
    (void)parsed(a, "Buyer {ID},Seller ID,Invoice No\nx,y,z\n", &d);
}

static void the_kind_can_be_asked_for(void **state)
{
    tt_arena *a = *state;
    tt_draft d;
    assert_ok(tt_draft_make(TT_STR("id,name\n1,A\n"), TT_KIND_WATCHLIST, a, &d, ERR));
    assert_int_equal(d.kind, TT_KIND_WATCHLIST);
    assert_true(d.forced);
    assert_status(tt_draft_make(TT_STR("aa,bb\n1,2\n"), TT_KIND_NONE, a, &d, ERR), TT_EFORMAT);
    assert_status(tt_draft_make(TT_STR(""), TT_KIND_NONE, a, &d, ERR), TT_EFORMAT);
    assert_status(tt_draft_make(TT_STR("[]"), TT_KIND_NONE, a, &d, ERR), TT_EFORMAT);
}

/* Every prefix of a text gives a draft whose map is accepted, or none. */
static void every_prefix_is_looked_at(void **state)
{
    tt_arena *a = *state;
    static const char *const texts[] = {
        "Invoice No;Datum;\"Sel\"\"ler\";Käufer;发票;Betrag\n1;31.05.2024;\"A\nB\";C;x;1,50\n",
        "{\"invoiceNo\":\"1\",\"date\":\"2024-05-31\",\"a\":{\"b\":[1]},\"amount\":1.5}\n{\"x\":2}",
        "[{\"invoiceNo\":\"1\",\"seller\":null},{\"buyer\":true}]"};
    for (size_t i = 0; i < TT_LEN(texts); i++)
        for (size_t n = 0; n <= strlen(texts[i]); n++) {
            tt_draft d;
            tt_str text = {texts[i], n};
            tt_status st = tt_draft_make(text, TT_KIND_NONE, a, &d, NULL);
            if (st == TT_OK) {
                tt_mapping map;
                assert_ok(tt_mapping_parse(map_of(a, text, NULL), a, &map, ERR));
            } else {
                assert_int_equal(st, TT_EFORMAT);
            }
            tt_arena_reset(a);
        }
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    static const char *const texts[] = {
        "Invoice No,Date,Seller ID,Buyer,Currency,Amount\n1,2024-05-31,\"A\"\"\",B,USD,1\n",
        "{\"txId\":\"1\",\"date\":\"2024-05-31\",\"debtorIban\":\"X\",\"amount\":1.5}\n"};
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        tt_status st;
        tt_arena a;
        tt_arena_init(&a, 0);
        TT_TORTURE(st, {
            tt_draft d;
            tt_jw w;
            tt_buf b;
            tt_draft_source from = {.about = "encoding UTF-8", .tried = "not tried"};
            tt_arena_release(&a);
            tt_jw_init(&w, NULL, false);
            tt_buf_init(&b, 0);
            st = tt_draft_make(tt_str_of(texts[i]), TT_KIND_NONE, &a, &d, NULL);
            if (st == TT_OK) {
                tt_draft_write(&d, &from, &w);
                st = tt_jw_end(&w, NULL);
            }
            if (st == TT_OK) {
                tt_draft_table(&d, &from, &b);
                st = tt_buf_status(&b, NULL);
            }
            tt_jw_release(&w);
            tt_buf_release(&b);
        });
        tt_arena_release(&a);
    }
}

/* --- public sets --- */

/* Column of a field in a map, or the column in its template; absent: neither. */
static tt_str column_of(const tt_map_field *f)
{
    tt_str s = f->text;
    if (f->from == TT_MAP_COLUMN)
        return s;
    size_t open = f->from == TT_MAP_TEMPLATE ? tt_str_find(s, TT_STR("{"), 0) : SIZE_MAX;
    if (open == SIZE_MAX)
        return (tt_str){NULL, 0};
    return tt_str_sub(s, open + 1, tt_str_find(s, TT_STR("}"), 0) - open - 1);
}

static void agrees(tt_arena *a, const char *data, const char *sample)
{
    const char *root = getenv("TT_SHARED_DATA");
    const char *path = tt_arena_printf(a, "%s/%s", root ? root : "../shared/data", data);
    tt_file f, m;
    tt_mapping ours, theirs;
    if (!tt_file_exists(path)) {
        print_message("skipped: no %s\n", data);
        return;
    }
    assert_ok(tt_file_open(path, 0, &f, ERR));
    assert_ok(tt_file_open(sample, 0, &m, ERR));
    assert_ok(tt_mapping_parse(m.bytes, a, &theirs, ERR));
    assert_ok(tt_mapping_parse(map_of(a, f.bytes, NULL), a, &ours, ERR));
    assert_int_equal(ours.kind, theirs.kind);
    const tt_kind_info *info = tt_kind_get(ours.kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        tt_str want = column_of(&theirs.field[i]);
        if (want.p && !tt_str_eq(column_of(&ours.field[i]), want))
            fail_msg("%s: %s", data, info->fields[i].name);
    }
    tt_file_close(&f);
    tt_file_close(&m);
}

static void drafts_agree_with_maps_that_people_wrote(void **state)
{
    agrees(*state, "labelled/customs-declarations-korea/df_syn_train_eng.csv",
           "samples/maps/korea-declarations.json");
    agrees(*state, "labelled/amlsim/cycle200/transactions.csv",
           "samples/maps/amlsim-transfers.json");
}

TT_TEST_MAIN("read/draft", TT_TEST(a_draft_is_accepted_and_loads_the_rows),
             TT_TEST(nothing_is_invented), TT_TEST(values_speak_where_the_header_does_not),
             TT_TEST(units_are_no_currency_and_countries_no_names),
             TT_TEST(a_currency_that_an_amount_names_is_told),
             TT_TEST(values_can_contradict_a_header),
             TT_TEST(codes_that_are_in_no_list_are_nothing_against_a_header),
             TT_TEST(statements_of_documents_are_fields),
             TT_TEST(columns_that_share_a_name_or_have_none_are_not_mapped),
             TT_TEST(the_kind_can_be_asked_for), TT_TEST(every_prefix_is_looked_at),
             TT_TEST(every_allocation_may_fail), TT_TEST(drafts_agree_with_maps_that_people_wrote))
