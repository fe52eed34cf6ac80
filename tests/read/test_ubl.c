/*
 * UBL: documents wherever they are in a file, money as the document writes it, goods and containers
 * as rows that can be added up.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "tests/support/reader_samples.h"

static void the_good_samples_load_whole_and_without_a_remark(void **state)
{
    reader_samples_each(*state, "samples/read", "ubl", reader_sample_loads_whole);
}

static void the_bad_samples_are_told_as_expected(void **state)
{
    reader_samples_each(*state, "samples/bad", "ubl", reader_sample_as_expected);
}

static void every_prefix_of_a_sample_is_read_to_its_end(void **state)
{
    reader_samples_each(*state, "samples/read", "ubl", reader_sample_prefixes);
    reader_samples_each(*state, "samples/bad", "ubl", reader_sample_prefixes);
}

static void every_allocation_may_fail(void **state)
{
    reader_samples_each(*state, "samples/read", "ubl", reader_sample_torture);
    reader_samples_each(*state, "samples/bad", "ubl", reader_sample_torture);
}

static void a_full_sink_stops_the_reader_at_once(void **state)
{
    reader_samples_each(*state, "samples/bad", "ubl", reader_sample_full_sink);
}

#define NS(name) "=\"urn:oasis:names:specification:ubl:schema:xsd:" name "-2\""

/* Malaysia numbers types as others do not, and says so by the version of its list. */
static void a_type_is_of_the_list_that_it_names(void **state)
{
    static const struct {
        const char *code, *type;
    } rows[] = {
        {" listVersionID=\"1.0\">02<", "credit_note"},
        {" listVersionID=\"1.1\">13<", "debit_note"},
        {" listVersionID=\"1.1\">01<", "invoice"},
        {" listVersionID=\"1.0\">381<", "credit_note"},
        {">02<", "invoice"},
        {" listID=\"0101\">03<", "invoice"},
        {">381<", "credit_note"},
        {">IADE<", "invoice"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_told t;
        tt_told_init(&t, true);
        const char *xml =
            tt_arena_printf(a,
                            "<Invoice xmlns" NS("Invoice") "><ID>1</ID><InvoiceTypeCode"
                                                           "%s/InvoiceTypeCode></Invoice>",
                            rows[i].code);
        assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("ubl")), tt_str_of(xml), TT_KIND_NONE,
                               NULL, ERR));
        assert_non_null(strstr(t.text.p, tt_arena_printf(a, " document_type=%s", rows[i].type)));
        tt_told_release(&t);
    }
}

#define UBL_PARTY(id, name, country)                                                               \
    "<Party><PartyIdentification><ID schemeID=\"" id "</ID></PartyIdentification><PartyName>"      \
    "<Name>" name                                                                                  \
    "</Name></PartyName><PostalAddress><CityName>X</CityName><Country><Name>" country              \
    "</Name></Country></PostalAddress></Party>"

/* A Turkish export invoice goes to the ministry of customs; the line says tariff number and terms.
 */
static void who_buys_is_not_the_office_that_an_export_goes_to(void **state)
{
#define SELLER                                                                                     \
    "<AccountingSupplierParty>" UBL_PARTY("VKN\">1234567890", "IHRACAT AS",                        \
                                          "Türkiye") "</AccountingSupplierParty>"
#define OFFICE                                                                                     \
    "<AccountingCustomerParty>" UBL_PARTY("VKN\">1460415308", "BAKANLIK",                          \
                                          "Türkiye") "</AccountingCustomerParty>"
#define ABROAD(id)                                                                                 \
    "<BuyerCustomerParty>" UBL_PARTY(id, "BUYER MMC", "Azerbaycan") "</BuyerCustomerParty>"
#define LINE                                                                                       \
    "<InvoiceLine><ID>1</ID><LineExtensionAmount>320</LineExtensionAmount><Delivery>"              \
    "<DeliveryTerms><ID schemeID=\"INCOTERMS\">FCA</ID></DeliveryTerms><Shipment><GoodsItem>"      \
    "<RequiredCustomsID>391990809000</RequiredCustomsID></GoodsItem></Shipment></Delivery>"        \
    "</InvoiceLine>"
    static const struct {
        const char *parties, *buyer;
    } rows[] = {
        {OFFICE ABROAD("PARTYTYPE\">EXPORT"),
         " buyer_name=BUYER MMC buyer_country=AZ buyer_address=X"},
        {OFFICE ABROAD("VKN\">77"), " buyer_name=BAKANLIK buyer_country=TR buyer_id=1460415308"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_told t;
        tt_told_init(&t, true);
        const char *xml = tt_arena_printf(
            a,
            "<Invoice xmlns" NS("Invoice") "><ID>1</ID><DocumentCurrencyCode>USD"
                                           "</DocumentCurrencyCode>" SELLER "%s" LINE "</Invoice>",
            rows[i].parties);
        assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("ubl")), tt_str_of(xml), TT_KIND_NONE,
                               NULL, ERR));
        assert_non_null(strstr(t.text.p, rows[i].buyer));
        assert_non_null(strstr(t.text.p, " hs_code=391990809000"));
        assert_non_null(strstr(t.text.p, " incoterm=FCA"));
        assert_null(strstr(t.text.p, "=EXPORT"));
        tt_told_release(&t);
    }
}

static void an_attachment_is_left_out_and_told(void **state)
{
    enum { LARGE = 3 << 20 };
    static const char *const start = "<Invoice xmlns" NS("Invoice") "><ID>1</ID><Attachment>",
                             *const end =
                                 "</Attachment><IssueDate>2024-01-02</IssueDate></Invoice>";
    tt_buf b;
    tt_told t;
    TT_UNUSED(state);
    tt_buf_init(&b, 0);
    tt_buf_add_z(&b, start);
    for (size_t i = 0; i < LARGE / 8; i++)
        tt_buf_add_z(&b, "QUFBQUFB");
    tt_buf_add_z(&b, end);
    tt_told_init(&t, true);
    assert_ok(
        tt_told_read(&t, tt_reader_find(TT_STR("ubl")), tt_buf_str(&b), TT_KIND_NONE, NULL, ERR));
    assert_non_null(strstr(t.text.p, "note 1:0 -: text over the size limit was left out "
                                     "[Attachment]\n"));
    assert_non_null(strstr(t.text.p, "record 1 invoice invoice_number=1 issue_date=2024-01-02"));
    tt_told_release(&t);
    tt_buf_release(&b);
}

static void the_format_is_known_by_its_namespace(void **state)
{
    static const struct {
        const char *text;
        int sure;
        tt_kind kind;
    } rows[] = {
        {"", 0, TT_KIND_NONE},
        {"<Invoice/>", 0, TT_KIND_NONE},
        {"<a:Invoice xmlns:a" NS("Invoice") ">", 95, TT_KIND_INVOICE},
        {"<?xml version='1.0'?>\n<Waybill xmlns" NS("Waybill") "/>", 95, TT_KIND_SHIPMENT},
        {"<Order xmlns" NS("Order") "/>", 95, TT_KIND_INVOICE},
        {"<E><a:TransitCustomsDeclaration xmlns:a" NS("TransitCustomsDeclaration") "/></E>", 60,
         TT_KIND_DECLARATION},
        {"<AttachedDocument xmlns" NS("AttachedDocument") "><![CDATA[<Manifest xmlns" NS(
             "Manifest") "/>]]></AttachedDocument>",
         95, TT_KIND_SHIPMENT},
        {"<CommonTransportationReport xmlns" NS("CommonTransportationReport") "/>", 95,
         TT_KIND_INVOICE},
        {"<x:S xmlns:x='u' xmlns:cbc" NS("CommonBasicComponents") "/>", 0, TT_KIND_NONE},
    };
    const tt_reader *ubl = tt_reader_find(TT_STR("ubl"));
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        assert_int_equal(ubl->sniff(tt_str_of(rows[i].text)), rows[i].sure);
        assert_int_equal(ubl->kind(tt_str_of(rows[i].text), NULL), rows[i].kind);
    }
}

TT_TEST_MAIN("read/ubl", TT_TEST(the_good_samples_load_whole_and_without_a_remark),
             TT_TEST(the_bad_samples_are_told_as_expected),
             TT_TEST(every_prefix_of_a_sample_is_read_to_its_end),
             TT_TEST(every_allocation_may_fail), TT_TEST(a_full_sink_stops_the_reader_at_once),
             TT_TEST(a_type_is_of_the_list_that_it_names),
             TT_TEST(who_buys_is_not_the_office_that_an_export_goes_to),
             TT_TEST(an_attachment_is_left_out_and_told),
             TT_TEST(the_format_is_known_by_its_namespace))
