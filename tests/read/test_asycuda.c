/*
 * asycuda: the samples, good and bad, whole and cut off, with memory failing and with a full sink.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("asycuda")

/* What a reader tells of a text of ours. */
static void assert_told(const char *xml, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("asycuda")), tt_str_of(xml), TT_KIND_NONE,
                           NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

#define MANIFEST(mode, bill)                                                                       \
    "<Awappend><General_segment><General_segment_id><Date_of_departure>2024-04-12"                 \
    "</Date_of_departure></"                                                                       \
    "General_segment_id><Transport_information><Mode_of_transport_code>" mode                      \
    "</Mode_of_transport_code></Transport_information><Load_unload_place>"                         \
    "<Place_of_departure_code>SGSIN</Place_of_departure_code></Load_unload_place>"                 \
    "</General_segment><Bol_segment>" bill                                                         \
    "<Traders_segment><Exporter><Exporter_name>S</Exporter_name></Exporter><Consignee>"            \
    "<Consignee_name>B</Consignee_name></Consignee></Traders_segment></Bol_segment></Awappend>"
#define BILL(type)                                                                                 \
    "<Bol_id><Bol_reference>N</Bol_reference><Bol_type_code>" type "</Bol_type_code></Bol_id>"     \
    "<Load_unload_place><Port_of_origin_code>CNSHA</Port_of_origin_code><Place_of_unloading_code>" \
    "BDCGP</Place_of_unloading_code></Load_unload_place>"
#define TOLD(type, rest)                                                                           \
    "kind shipment\nrecord 1 shipment transport_document=N document_type=" type                    \
    " on_board_date=2024-04-12 shipper_name=S consignee_name=B port_of_loading=CNSHA "             \
    "port_of_discharge=BDCGP place_of_receipt=CNSHA" rest "\nread 1 loaded 1 rejected 0\n"

static void a_bill_is_what_its_type_or_the_mode_of_transport_says(void **state)
{
    TT_UNUSED(state);
    assert_told(MANIFEST("1", BILL("HBL")), TOLD("house_bl", ""));
    assert_told(MANIFEST("1", BILL("AWB")), TOLD("awb", ""));
    assert_told(MANIFEST("4", BILL("CTR")), TOLD("awb", ""));
    assert_told(MANIFEST("1", BILL("BL")), TOLD("master_bl", ""));
}

static void the_code_of_a_container_is_no_tariff_code(void **state)
{
    TT_UNUSED(state);
    assert_told(MANIFEST("1", BILL("BL") "<ctn_segment><Ctn_reference>CSQU3054383</Ctn_reference>"
                                         "<Commodity_code>28</Commodity_code></ctn_segment>"
                                         "<HS_Compliance><HS_code>44072930</HS_code>"
                                         "<HS_code>44079910</HS_code></HS_Compliance>"),
                TOLD("master_bl", " container_number=CSQU3054383 hs_code=44072930"));
}

static void a_declaration_without_items_is_one_row(void **state)
{
    TT_UNUSED(state);
    assert_told("<ASYCUDA><Property><Sad_flow>I</Sad_flow></Property><Identification>"
                "<Registration><Number>7</Number><Date>11/19/25</Date></Registration>"
                "</Identification><Traders><Exporter><Exporter_name>S</Exporter_name></Exporter>"
                "<Consignee><Consignee_name>B</Consignee_name></Consignee></Traders><Valuation>"
                "<Gs_Invoice><Amount_foreign_currency>6800</Amount_foreign_currency>"
                "<Currency_code>JMD</Currency_code></Gs_Invoice></Valuation></ASYCUDA>",
                "kind declaration\nlost 1:0 hs_code: not in the document []\n"
                "record 1 declaration declaration_number=2025 7 direction=import "
                "declaration_date=2025-11-19 exporter_name=S importer_name=B "
                "customs_value=JMD 6800.00 currency=JMD\nread 1 loaded 1 rejected 0\n");
}

#define SAD(flow, trading)                                                                         \
    "<ASYCUDA><Property><Sad_flow>" flow "</Sad_flow></Property><Identification><Registration>"    \
    "<Number>7</Number><Date>2025-11-19</Date></Registration></Identification><Traders><Exporter>" \
    "<Exporter_name>S</Exporter_name></Exporter><Consignee><Consignee_name>B</Consignee_name>"     \
    "</Consignee></Traders><General_information><Country>" trading                                 \
    "<Export><Export_country_code>SI</Export_country_code></Export><Destination>"                  \
    "<Destination_country_code>AL</Destination_country_code></Destination></Country>"              \
    "</General_information><Item><Tarification><HScode><Commodity_code>87033219</Commodity_code>"  \
    "</HScode></Tarification><Valuation_item><Item_Invoice><Amount_foreign_currency>5"             \
    "</Amount_foreign_currency><Currency_code>EUR</Currency_code></Item_Invoice></Valuation_item>" \
    "</Item></ASYCUDA>"
#define SAD_TOLD(direction, exporter, importer, partner)                                           \
    "kind declaration\nrecord 1 declaration declaration_number=2025 7 direction=" direction        \
    " declaration_date=2025-11-19 exporter_name=S " exporter "importer_name=B " importer           \
    "line_number=1 hs_code=87033219 " partner "customs_value=EUR 5.00 currency=EUR\nread 1 "       \
    "loaded 1 rejected 0\n"

/* Goods of a firm in Cyprus that come from Slovenia. */
static void the_trader_abroad_is_where_the_paper_says_and_not_where_goods_come_from(void **state)
{
    TT_UNUSED(state);
    assert_told(SAD("I", "<Trading_country>CY</Trading_country>"),
                SAD_TOLD("import", "exporter_country=CY ", "", "partner_country=SI "));
    assert_told(SAD("I", ""),
                SAD_TOLD("import", "exporter_country=SI ", "", "partner_country=SI "));
    assert_told(
        SAD("E", "<Trading_country>CY</Trading_country>"),
        SAD_TOLD("export", "exporter_country=SI ", "importer_country=CY ", "partner_country=AL "));
}

TT_TEST_MAIN("read/asycuda", TT_READER_TEST_LIST,
             TT_TEST(a_bill_is_what_its_type_or_the_mode_of_transport_says),
             TT_TEST(the_code_of_a_container_is_no_tariff_code),
             TT_TEST(the_trader_abroad_is_where_the_paper_says_and_not_where_goods_come_from),
             TT_TEST(a_declaration_without_items_is_one_row))
