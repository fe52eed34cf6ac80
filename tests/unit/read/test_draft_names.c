/*
 * Headers: words in eight languages, written together or apart, to fields.
 */
#include "tests/support/tt_test.h"

#include "read/draft.h"

static unsigned fits(const tt_header_words *x, const char *header, tt_kind kind, const char *field)
{
    tt_sense s = tt_sense_of(x, tt_str_of(header));
    int f = tt_field_find(tt_kind_get(kind), tt_str_of(field));
    assert_true(f >= 0);
    return tt_sense_fits(x, &s, kind, (size_t)f);
}

static void a_header_in_each_language_is_its_field(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *header;
        tt_kind kind;
        const char *field;
    } known[] = {
        {"Invoice No.", TT_KIND_INVOICE, "invoice_number"},
        {"InvoiceNumber", TT_KIND_INVOICE, "invoice_number"},
        {"Rechnungsnummer", TT_KIND_INVOICE, "invoice_number"},
        {"Numéro de facture", TT_KIND_INVOICE, "invoice_number"},
        {"NUMERO FACTURA", TT_KIND_INVOICE, "invoice_number"},
        {"Número da fatura", TT_KIND_INVOICE, "invoice_number"},
        {"Số hóa đơn", TT_KIND_INVOICE, "invoice_number"},
        {"So hoa don", TT_KIND_INVOICE, "invoice_number"},
        {"Номер счета-фактуры", TT_KIND_INVOICE, "invoice_number"},
        {"发票号码", TT_KIND_INVOICE, "invoice_number"},
        {"請求書番号", TT_KIND_INVOICE, "invoice_number"},
        {"Name des Verkäufers", TT_KIND_INVOICE, "seller_name"},
        {"Pays du vendeur", TT_KIND_INVOICE, "seller_country"},
        {"买方名称", TT_KIND_INVOICE, "buyer_name"},
        {"ИНН покупателя", TT_KIND_INVOICE, "buyer_id"},
        {"Einzelpreis", TT_KIND_INVOICE, "unit_price"},
        {"HS6 Code", TT_KIND_DECLARATION, "hs_code"},
        {"Country of Departure", TT_KIND_DECLARATION, "partner_country"},
        {"Net Mass", TT_KIND_DECLARATION, "net_weight_kg"},
        {"收款人账号", TT_KIND_PAYMENT, "payee_account"},
        {"Empfänger IBAN", TT_KIND_SHIPMENT, "consignee_name"}, /* no account there: see below */
        {"sourceNodeId", TT_KIND_PAYMENT, "payer_account"},
        {"Puerto de descarga", TT_KIND_SHIPMENT, "port_of_discharge"},
        {"port_of_unlading", TT_KIND_SHIPMENT, "port_of_discharge"},
        {"foreign_port_of_lading", TT_KIND_SHIPMENT, "port_of_loading"},
        {"harmonized_number", TT_KIND_SHIPMENT, "hs_code"},
        {"PART_NANDI", TT_KIND_DECLARATION, "hs_code"},
        {"VALOR FOB USD", TT_KIND_DECLARATION, "customs_value"},
        {"PAIS_ORIGE", TT_KIND_DECLARATION, "origin_country"},
        {"Taxon", TT_KIND_PERMIT, "species"},
        {"Status", TT_KIND_INVOICE, "document_status"},
        {"InvoiceStatus", TT_KIND_INVOICE, "document_status"},
        {"cancelled", TT_KIND_SHIPMENT, "document_status"},
        {"Storniert", TT_KIND_INVOICE, "document_status"},
        {"Statut de la facture", TT_KIND_INVOICE, "document_status"},
        {"Situação", TT_KIND_DECLARATION, "document_status"},
        {"Статус", TT_KIND_DECLARATION, "document_status"},
        {"报关单状态", TT_KIND_DECLARATION, "document_status"},
        {"Version", TT_KIND_SHIPMENT, "version"},
        {"Rev. No.", TT_KIND_INVOICE, "version"},
        {"Amendment No", TT_KIND_SHIPMENT, "version"},
        {"Numéro de révision", TT_KIND_DECLARATION, "version"},
        {"Berichtigung Nr.", TT_KIND_DECLARATION, "version"},
        {"Phiên bản", TT_KIND_INVOICE, "version"},
        {"版本号", TT_KIND_INVOICE, "version"},
    };
    const tt_header_words *x = tt_header_words_new(a);
    assert_non_null(x);
    for (size_t i = 0; i < TT_LEN(known); i++) {
        unsigned sure = fits(x, known[i].header, known[i].kind, known[i].field);
        bool other = strcmp(known[i].header, "Empfänger IBAN") == 0;
        if ((sure >= 60) == other)
            fail_msg("'%s' is %s to %u", known[i].header, known[i].field, sure);
    }
}

static void what_looks_alike_is_another_field(void **state)
{
    tt_arena *a = *state;
    const tt_header_words *x = tt_header_words_new(a);
    assert_non_null(x);
    /* "transport" has a "port" in it, "paid" an "id". */
    assert_int_equal(fits(x, "Transport", TT_KIND_SHIPMENT, "port_of_loading"), 0);
    assert_int_equal(fits(x, "Paid", TT_KIND_PAYMENT, "payment_id"), 0);
    assert_true(fits(x, "Invoice Date", TT_KIND_INVOICE, "issue_date") >
                fits(x, "Invoice Date", TT_KIND_INVOICE, "invoice_number"));
    assert_true(fits(x, "Due Date", TT_KIND_INVOICE, "due_date") >
                fits(x, "Due Date", TT_KIND_INVOICE, "issue_date"));
    assert_true(fits(x, "Total Amount", TT_KIND_INVOICE, "invoice_total") >
                fits(x, "Total Amount", TT_KIND_INVOICE, "line_amount"));
    assert_true(fits(x, "port of unlading", TT_KIND_SHIPMENT, "port_of_discharge") >
                fits(x, "port of unlading", TT_KIND_SHIPMENT, "port_of_loading"));
    assert_true(fits(x, "Invoice Type Code", TT_KIND_INVOICE, "invoice_number") < TT_DRAFT_SURE);
    assert_true(fits(x, "Country of Origin", TT_KIND_DECLARATION, "origin_country") >
                fits(x, "Country of Origin Indicator", TT_KIND_DECLARATION, "origin_country"));
}

static void a_header_of_no_known_words_is_no_field(void **state)
{
    tt_arena *a = *state;
    const tt_header_words *x = tt_header_words_new(a);
    static const char *const nothing[] = {"", "  ", "xyzzy", "17", "__", "\xff\xfe"};
    assert_non_null(x);
    for (size_t i = 0; i < TT_LEN(nothing); i++) {
        tt_sense s = tt_sense_of(x, tt_str_of(nothing[i]));
        for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
            for (size_t f = 0; f < tt_kind_get((tt_kind)k)->n_fields; f++)
                assert_int_equal(tt_sense_fits(x, &s, (tt_kind)k, f), 0);
    }
}

static void a_header_of_any_length_is_read(void **state)
{
    tt_arena *a = *state;
    const tt_header_words *x = tt_header_words_new(a);
    char text[2000];
    assert_non_null(x);
    for (size_t n = 0; n < sizeof text; n += 37) {
        memset(text, n % 2 ? 'x' : 'a', n);
        for (size_t i = 5; i < n; i += 11)
            text[i] = ' ';
        (void)tt_sense_of(x, (tt_str){text, n});
    }
}

TT_TEST_MAIN("read/draft_names", TT_TEST(a_header_in_each_language_is_its_field),
             TT_TEST(what_looks_alike_is_another_field),
             TT_TEST(a_header_of_no_known_words_is_no_field),
             TT_TEST(a_header_of_any_length_is_read))
