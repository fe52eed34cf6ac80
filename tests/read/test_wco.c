/*
 * wco: the samples, good and bad, whole and cut off, with memory failing and with a full sink.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("wco")

/* What a reader tells of a declaration of ours. */
static void assert_told(const char *xml, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(
        tt_told_read(&t, tt_reader_find(TT_STR("wco")), tt_str_of(xml), TT_KIND_NONE, NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

#define DECLARATION(inside)                                                                        \
    "<Declaration xmlns=\"urn:wco:datamodel:WCO:DEC:2\"><ID>M</ID><TypeCode>IMA</TypeCode>"        \
    "<AcceptanceDateTime>20240102</AcceptanceDateTime><Exporter><Name>X</Name></Exporter>" inside  \
    "</Declaration>"
#define SHIPMENT(inside) "<GoodsShipment>" inside "</GoodsShipment>"
#define IMPORTER(inside) "<Importer>" inside "</Importer>"
#define ITEM(inside, duty)                                                                         \
    "<GovernmentAgencyGoodsItem>" inside "<Commodity><Classification><ID>4407</ID>"                \
    "<IdentificationTypeCode>TSP</IdentificationTypeCode></Classification>" duty                   \
    "<InvoiceLine><ItemChargeAmount currencyID=\"GBP\">1</ItemChargeAmount></InvoiceLine>"         \
    "</Commodity></GovernmentAgencyGoodsItem>"
#define DOCUMENT(name, category, type, id)                                                         \
    "<" name "><CategoryCode>" category "</CategoryCode><ID>" id "</ID><TypeCode>" type            \
    "</TypeCode></" name ">"
#define FIRST "<SequenceNumeric>1</SequenceNumeric>"
#define PERMIT(category, type, id) DOCUMENT("AdditionalDocument", category, type, id)
#define TOLD(n, importer, rest)                                                                    \
    "record 1 declaration declaration_number=M direction=import declaration_date=2024-01-02 "      \
    "exporter_name=X " importer " line_number=" n " hs_code=4407 customs_value=GBP 1.00 "          \
    "currency=GBP" rest "\n"
#define END(n) "read " n " loaded " n " rejected 0\n"

static void a_document_code_is_its_category_and_its_type(void **state)
{
    TT_UNUSED(state);
    assert_told(DECLARATION(SHIPMENT(ITEM(PERMIT("Y", "935", "NO INVOICE") PERMIT("N", "935", "I-1")
                                              PERMIT("C", "400", "P-1") PERMIT("N", "710", "B-1"),
                                          "") IMPORTER("<Name>B</Name>"))),
                "kind declaration\n" TOLD("1", "importer_name=B",
                                          " transport_document=B-1 invoice_number=I-1 "
                                          "permit_number=P-1") END("1"));
    assert_told(DECLARATION(SHIPMENT(ITEM(PERMIT("N", "N380", "I-2"), "") IMPORTER("<Name>B</Name>")
                                         DOCUMENT("PreviousDocument", "Z", "705", "B-2"))),
                "kind declaration\n" TOLD("1", "importer_name=B",
                                          " transport_document=B-2 invoice_number=I-2") END("1"));
}

static void the_number_of_one_party_is_not_the_name_of_another(void **state)
{
    TT_UNUSED(state);
    assert_told(DECLARATION(SHIPMENT(
                    ITEM("", "") "<Consignee><Name>C</Name></Consignee>" IMPORTER("<ID>GB1</ID>"))),
                "kind declaration\nlost 1:0 importer_name: not in the document []\n" TOLD(
                    "1", "importer_id=GB1", "") END("1"));
}

static void the_items_of_all_shipments_are_read_and_numbered(void **state)
{
    TT_UNUSED(state);
    assert_told(DECLARATION(SHIPMENT(ITEM(FIRST, "") ITEM(FIRST, "") IMPORTER("<Name>A</Name>"))
                                SHIPMENT(ITEM("", "") IMPORTER("<Name>B</Name>"))),
                "kind declaration\n" TOLD("1", "importer_name=A", "")
                    TOLD("2", "importer_name=A", "") TOLD("3", "importer_name=B", "") END("3"));
}

static void duty_in_another_currency_is_told_and_left_out(void **state)
{
    TT_UNUSED(state);
    assert_told(DECLARATION(SHIPMENT(
                    ITEM("", "<DutyTaxFee><TypeCode>A00</TypeCode><Payment><TaxAssessedAmount "
                             "currencyID=\"USD\">7</TaxAssessedAmount></Payment></DutyTaxFee>")
                        IMPORTER("<Name>B</Name>"))),
                "kind declaration\n"
                "note 1:0 duty_amount: amount in another currency than its document [USD 7]\n" TOLD(
                    "1", "importer_name=B", "") END("1"));
}

/* Brazil: an element more, amounts in the currency of the deal, masses beside the commodity. */
static void an_export_declaration_of_brazil_is_read(void **state)
{
    TT_UNUSED(state);
    assert_told(
        "<Declaration xmlns=\"urn:wco:datamodel:WCO:GoodsDeclaration:1\"><DeclarationNFe>"
        "<ID>24BR1</ID><DeclarationOffice><ID>0817</ID></DeclarationOffice>"
        "<IssueDateTime>2024-01-02</IssueDateTime><CurrencyExchange><CurrencyTypeCode>USD"
        "</CurrencyTypeCode></CurrencyExchange><GoodsShipment><Exporter><Name>X</Name>"
        "</Exporter><GovernmentAgencyGoodsItem><CustomsValueAmount>7.5</CustomsValueAmount>"
        "<Destination><CountryCode>DE</CountryCode><GoodsMeasure><TariffQuantity>3"
        "</TariffQuantity></GoodsMeasure></Destination><Commodity><Description>coffee"
        "</Description><Classification><ID>09011110</ID><IdentificationTypeCode>HS"
        "</IdentificationTypeCode></Classification></Commodity><GoodsMeasure>"
        "<NetNetWeightMeasure>2</NetNetWeightMeasure></GoodsMeasure>"
        "</GovernmentAgencyGoodsItem><Importer><Name>Y</Name></Importer><Invoice><ID>N-1"
        "</ID></Invoice></GoodsShipment></DeclarationNFe></Declaration>",
        "kind declaration\nrecord 1 declaration declaration_number=24BR1 direction=export "
        "declaration_date=2024-01-02 office=0817 exporter_name=X importer_name=Y "
        "line_number=1 hs_code=09011110 description=coffee partner_country=DE quantity=3 "
        "net_weight_kg=2 customs_value=USD 7.50 currency=USD invoice_number=N-1\n" END("1"));
}

static void a_declaration_says_which_statement_it_is(void **state)
{
    TT_UNUSED(state);
    assert_told(DECLARATION("<FunctionCode>1</FunctionCode><VersionID>2</VersionID>" SHIPMENT(
                    ITEM("", "") IMPORTER("<Name>B</Name>"))),
                "kind declaration\n" TOLD("1", "importer_name=B",
                                          " document_status=cancelled version=2") END("1"));
    assert_told(DECLARATION("<FunctionCode>9</FunctionCode>" SHIPMENT(
                    ITEM("", "") IMPORTER("<Name>B</Name>"))),
                "kind declaration\n" TOLD("1", "importer_name=B", "") END("1"));
}

/* The Union's model since 2023: digits of the tariff one by one, a kind of document each. */
static void the_parts_of_a_tariff_number_are_put_together(void **state)
{
#define CLASS(id, type)                                                                            \
    "<Classification><ID>" id "</ID><IdentificationTypeCode>" type                                 \
    "</IdentificationTypeCode></Classification>"
#define UNION(classes)                                                                             \
    "<Declaration><ID>D</ID><TypeCode>IMA</TypeCode><InvoiceAmount currencyID=\"EUR\">1"           \
    "</InvoiceAmount><GoodsShipment><GovernmentAgencyGoodsItem><Commodity>" classes                \
    "<InvoiceLine><ItemChargeAmount>9</ItemChargeAmount></InvoiceLine></Commodity>"                \
    "<GovernmentProcedure><CurrentCode>000</CurrentCode></GovernmentProcedure>"                    \
    "<GovernmentProcedure><CurrentCode>40</CurrentCode><PreviousCode>71</PreviousCode>"            \
    "</GovernmentProcedure><SupportingDocument><ID>I1</ID><TypeCode>N380</TypeCode>"               \
    "</SupportingDocument><TransportContractDocument><ID>W1</ID><Type>N740</Type>"                 \
    "</TransportContractDocument></GovernmentAgencyGoodsItem><DispatchCountry><ID>CA</ID>"         \
    "</DispatchCountry></GoodsShipment></Declaration>"
    static const struct {
        const char *classes, *code;
    } rows[] = {
        {CLASS("90", "TRC") CLASS("00", "CN") CLASS("080430", "HS"), "0804300090"},
        {CLASS("080430", "HS") CLASS("00", "CN"), "08043000"},
        {CLASS("080430", "HS") CLASS("90", "TRC"), "080430"},
        {CLASS("08043000", "TSP") CLASS("00", "CN"), "08043000"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_told t;
        tt_told_init(&t, true);
        assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("wco")),
                               tt_str_of(tt_arena_printf(a, UNION("%s"), rows[i].classes)),
                               TT_KIND_NONE, NULL, ERR));
        static const char *const told[] = {"partner_country=CA", "customs_value=EUR 9.00",
                                           "procedure_code=4071", "transport_document=W1",
                                           "invoice_number=I1"};
        for (size_t k = 0; k < TT_LEN(told); k++)
            assert_non_null(strstr(t.text.p, told[k]));
        assert_non_null(strstr(t.text.p, tt_arena_printf(a, " hs_code=%s ", rows[i].code)));
        tt_told_release(&t);
    }
}

TT_TEST_MAIN("read/wco", TT_READER_TEST_LIST, TT_TEST(a_document_code_is_its_category_and_its_type),
             TT_TEST(the_number_of_one_party_is_not_the_name_of_another),
             TT_TEST(the_items_of_all_shipments_are_read_and_numbered),
             TT_TEST(duty_in_another_currency_is_told_and_left_out),
             TT_TEST(an_export_declaration_of_brazil_is_read),
             TT_TEST(a_declaration_says_which_statement_it_is),
             TT_TEST(the_parts_of_a_tariff_number_are_put_together))
