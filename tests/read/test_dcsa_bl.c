/*
 * DCSA bills of lading: versions, wraps, parties, containers, weights, and what is not one.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("dcsa_bl")

static void assert_text(tt_str json, tt_kind forced, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("dcsa_bl")), json, forced, NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

static void assert_file(tt_arena *a, const char *path, const char *want)
{
    assert_text(reader_sample_bytes(a, path), TT_KIND_NONE, want);
}

#define V3_HEAD                                                                                    \
    " shipment transport_document=KVLT4410027 document_type=master_bl on_board_date=2024-04-19 "   \
    "arrival_date=2024-05-27 shipper_name=Perak Rubber Works Sdn Bhd shipper_country=MY "          \
    "shipper_id=A10-1808-32000098 shipper_address=Jalan Tasek 88, 2, 31400 Ipoh, Perak "           \
    "consignee_name=Maasbracht Banden BV consignee_country=NL "                                    \
    "consignee_id=724500MAASBRACHT0016 consignee_address=Havenstraat 3, Venlo "                    \
    "notify_name=Limburg Expeditie notify_address=Kade 12, 5911 Venlo "                            \
    "carrier_name=Kavala Lines Agencies vessel_name=Kavala Mistral voyage=2416W "                  \
    "port_of_loading=MYPKG port_of_discharge=NLRTM place_of_receipt=MYIPH "                        \
    "place_of_delivery=Venlo container_number="

static void version_3_has_one_row_for_each_cargo_item(void **state)
{
    assert_file(
        *state, "samples/read/dcsa_bl/v3.json",
        "kind shipment\n"
        "record 65" V3_HEAD "KVLU2090114 seal_number=MY-0081|CU-77 line_number=1 "
        "description=Radial tyres, new hs_code=401120 package_count=40 package_type=PX "
        "gross_weight_kg=14520.5 net_weight_kg=14100 volume_m3=61.25 declared_value=USD 184500.25 "
        "currency=USD freight_amount=USD 2470.50 version=2024-04-20\n"
        "record 70" V3_HEAD "KVLU2090120 seal_number=MY-0082 line_number=2 "
        "description=Radial tyres, new hs_code=401120 package_count=4 package_type=Bundles "
        "gross_weight_kg=453.59237 volume_m3=2.831685 currency=USD freight_amount=USD 2470.50 "
        "version=2024-04-20\n"
        "record 80" V3_HEAD "KVLU2090120 seal_number=MY-0082 line_number=3 "
        "description=Inner tubes hs_code=40131000 gross_weight_kg=320 currency=USD "
        "freight_amount=USD 2470.50 version=2024-04-20\n"
        "read 3 loaded 3 rejected 0\n");
}

#define V2_HEAD                                                                                    \
    " shipment transport_document=ORCA7730915 document_type=master_bl on_board_date=2023-02-08 "   \
    "arrival_date=2023-03-08 shipper_name=Kongu Knit Exports shipper_country=IN "                  \
    "shipper_id=33AAACK1234F1Z5 shipper_address=Avinashi Road 412, 641603 Tiruppur, Tamil Nadu "   \
    "consignee_name=Confezioni Levante Srl consignee_country=IT "                                  \
    "consignee_id=815600CONFEZIONI0023 consignee_address=Via del Porto, Genova "                   \
    "notify_name=Confezioni Levante Srl notify_country=IT "                                        \
    "notify_address=Via del Porto, Genova carrier_name=Orca Container Line "                       \
    "vessel_name=Orca Poonam vessel_imo=9141781 voyage=14N port_of_loading=INTUT "                 \
    "port_of_discharge=ITGOA place_of_receipt=Tiruppur depot transshipment_ports=LKCMB "           \
    "container_number="

static void version_2_keeps_goods_and_parties_in_its_shipping_instruction(void **state)
{
    assert_file(
        *state, "samples/read/dcsa_bl/v2.json",
        "kind shipment\n"
        "record 50" V2_HEAD "ORCU5551207 seal_number=IN-3301 line_number=1 "
        "description=Cotton T-shirts hs_code=610910 package_count=310 package_type=CT "
        "gross_weight_kg=5200.4 volume_m3=30 version=2023-02-09\n"
        "record 52" V2_HEAD "ORCU5551212 seal_number=IN-3302 line_number=2 "
        "description=Cotton T-shirts hs_code=610910 package_count=240 package_type=CT "
        "gross_weight_kg=3999.777519 version=2023-02-09\n"
        "record 57" V2_HEAD "ORCU5551212 seal_number=IN-3302 line_number=3 "
        "description=Hangers hs_code=392690 package_count=5 package_type=CT gross_weight_kg=75 "
        "volume_m3=2.5 version=2023-02-09\n"
        "record 65" V2_HEAD
        "ORCU5551299 line_number=4 package_count=12 gross_weight_kg=800 version=2023-02-09\n"
        "read 4 loaded 4 rejected 0\n");
}

static void documents_are_found_inside_requests_and_notifications(void **state)
{
    assert_file(
        *state, "samples/read/dcsa_bl/wrapped.ndjson",
        "kind shipment\n"
        "record 1 shipment transport_document=QV-1 document_type=master_bl "
        "on_board_date=2024-02-03 shipper_name=Mersin Narenciye AS shipper_country=TR "
        "shipper_address=Mersin consignee_name=Fructe Dunarea SRL notify_name=Constanta Vama SRL "
        "notify_country=RO notify_address=Incinta Port, Constanta carrier_name=QVL "
        "vessel_name=Quiet Volga voyage=2405E port_of_loading=TRMER port_of_discharge=ROCND "
        "container_number=QVLU1000019 seal_number=T9 line_number=1 description=Lemons "
        "hs_code=0805501000 package_count=1800 package_type=CT gross_weight_kg=21400 "
        "declared_value=EUR 5400.00 currency=EUR\n"
        "record 2 shipment transport_document=QV-2 document_type=master_bl "
        "on_board_date=2024-02-05 shipper_name=Mersin Narenciye AS consignee_name=Plodove OOD "
        "notify_name=Plodove OOD port_of_loading=Mersin port_of_discharge=Varna West "
        "place_of_delivery=Ruse, Bulgaria line_number=1 description=Oranges hs_code=080510 "
        "version=2024-02-05\n"
        "record 3 shipment transport_document=QV-3 document_type=master_bl "
        "on_board_date=2024-02-06 shipper_name=A Ltd consignee_name=B Ltd port_of_loading=TRMER "
        "port_of_discharge=ROCND line_number=1 version=2024-02-06\n"
        "record 3 shipment transport_document=QV-4 document_type=master_bl "
        "on_board_date=2024-02-06 shipper_name=A Ltd consignee_name=C Ltd port_of_loading=TRMER "
        "port_of_discharge=ROCND line_number=1 version=2024-02-06\n"
        "read 4 loaded 4 rejected 0\n");
}

#define SMALL                                                                                      \
    "{\"transportDocumentReference\":\"S\",\"issueDate\":\"2024-01-01\",\"documentParties\":{"     \
    "\"shipper\":{\"partyName\":\"A\"},\"consignee\":{\"partyName\":\"B\"}},\"transports\":{"      \
    "\"portOfLoading\":{\"UNLocationCode\":\"DEHAM\"},\"portOfDischarge\":{\"UNLocationCode\":"    \
    "\"CNSHA\"}}"
#define SMALL_TOLD                                                                                 \
    " shipment transport_document=S document_type=master_bl on_board_date=2024-01-01 "             \
    "shipper_name=A consignee_name=B port_of_loading=DEHAM port_of_discharge=CNSHA "

static void one_container_needs_no_name_and_numbers_keep_their_digits(void **state)
{
    TT_UNUSED(state);
    assert_text(TT_STR(SMALL ",\"consignmentItems\":[{\"cargoItems\":[{\"cargoGrossWeight\":{"
                             "\"value\":12000.000000000000000002,\"unit\":\"KGM\"}},"
                             "{\"cargoGrossWeight\":{\"value\":2.205e3,\"unit\":\"LBR\"}}]}],"
                             "\"utilizedTransportEquipments\":[{\"equipmentReference\":\"U1\"}]}"),
                TT_KIND_NONE,
                "kind shipment\n"
                "note 1:0 gross_weight_kg: rounded to the decimals that are kept "
                "[12000.000000000000000002]\n"
                "record 1" SMALL_TOLD "container_number=U1 line_number=1 "
                "gross_weight_kg=12000 version=2024-01-01\n"
                "record 1" SMALL_TOLD "container_number=U1 line_number=2 "
                "gross_weight_kg=1000.171176 version=2024-01-01\n"
                "read 2 loaded 2 rejected 0\n");
}

/* What the betas between the versions wrote: legs without a stage, ships beside them, one notify
 * party, weights of a container with one cargo item in it. */
static void forms_between_the_versions_are_read(void **state)
{
    TT_UNUSED(state);
    assert_text(
        TT_STR("{\"transportDocumentReference\":\"B\",\"transportDocumentTypeCode\":\"BOL\","
               "\"issueDate\":\"2024-01-01T10:00:00Z\",\"documentParties\":{\"shipper\":{"
               "\"partyName\":\"A\"},\"consignee\":{\"partyName\":\"C\"},\"notifyParty\":{"
               "\"partyName\":\"N\"}},\"transports\":[{\"modeOfTransport\":\"TRUCK\","
               "\"loadLocation\":{\"locationName\":\"Yard\"}},{\"modeOfTransport\":\"VESSEL\","
               "\"loadLocation\":{\"UNLocationCode\":\"DEHAM\"},\"dischargeLocation\":{"
               "\"UNLocationCode\":\"CNSHA\"},\"vessel\":{\"vesselName\":\"V\","
               "\"vesselIMONumber\":\"9074729\"}}],\"consignmentItems\":[{\"cargoItems\":[{"
               "\"equipmentReference\":\"U1\"}]}],\"utilizedTransportEquipments\":[{\"equipment\":"
               "{\"equipmentReference\":\"U1\"},\"cargoGrossWeight\":7,"
               "\"cargoGrossWeightUnit\":\"KGM\"}]}"),
        TT_KIND_NONE,
        "kind shipment\n"
        "record 1 shipment transport_document=B document_type=master_bl "
        "on_board_date=2024-01-01T10:00:00Z shipper_name=A consignee_name=C notify_name=N "
        "vessel_name=V vessel_imo=9074729 port_of_loading=DEHAM port_of_discharge=CNSHA "
        "container_number=U1 line_number=1 gross_weight_kg=7 version=2024-01-01T10:00:00Z\n"
        "read 1 loaded 1 rejected 0\n");
}

static void parties_may_lie_in_the_document_itself(void **state)
{
    TT_UNUSED(state);
    assert_text(TT_STR("{\"dcsaVersion\":\"3.0.0\",\"transportDocument\":{"
                       "\"transportDocumentReference\":\"S\",\"issueDate\":\"2024-01-01\","
                       "\"shipper\":{\"partyName\":\"A\"},\"consignee\":{\"partyName\":\"B\"},"
                       "\"notifyParties\":[{\"partyName\":\"N\"}],\"transports\":{"
                       "\"portOfLoading\":{\"UNLocationCode\":\"DEHAM\"},\"portOfDischarge\":{"
                       "\"UNLocationCode\":\"CNSHA\"}},\"consignmentItems\":[{"
                       "\"HSCodes\":[\"0904.11.10\"]}]}}"),
                TT_KIND_NONE,
                "kind shipment\n"
                "record 1 shipment transport_document=S document_type=master_bl "
                "on_board_date=2024-01-01 shipper_name=A consignee_name=B notify_name=N "
                "port_of_loading=DEHAM port_of_discharge=CNSHA line_number=1 "
                "hs_code=0904.11.10 version=2024-01-01\n"
                "read 1 loaded 1 rejected 0\n");
}

/* A sub reference tells the issues of one number apart. */
static void a_document_says_which_statement_it_is(void **state)
{
    static const struct {
        const char *keys, *note, *told;
    } rows[] = {
        {"", "", " version=2024-01-01"},
        {",\"transportDocumentSubReference\":\"2\"", "", " version=2024-01-01 2"},
        {",\"transportDocumentStatus\":\"ISSUED\"", "", " version=2024-01-01"},
        {",\"transportDocumentStatus\":\"DRAFT\"",
         "note 1:0 -: document that is not in force [DRAFT]\n",
         " document_status=draft version=2024-01-01"},
        {",\"transportDocumentStatus\":\"Voided\"",
         "note 1:0 -: document that is not in force [Voided]\n",
         " document_status=cancelled version=2024-01-01"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_text(
            tt_str_of(tt_arena_printf(a, "%s%s,\"consignmentItems\":[{\"cargoItems\":[{}]}]}",
                                      SMALL, rows[i].keys)),
            TT_KIND_NONE,
            tt_arena_printf(
                a, "kind shipment\n%srecord 1%sline_number=1%s\nread 1 loaded 1 rejected 0\n",
                rows[i].note, SMALL_TOLD, rows[i].told));
}

static void another_kind_that_is_asked_for_rejects_each_row(void **state)
{
    TT_UNUSED(state);
    assert_text(TT_STR(SMALL "}"), TT_KIND_FX,
                "forced kind fx\n"
                "reject 1:0 -: not of the kind that was asked for "
                "[{\"transportDocumentReference\":\"S\",\"issueDate\":\"2024-01-01\",\"... "
                "240 bytes]\n"
                "read 1 loaded 0 rejected 1\n");
}

static void the_format_is_known_by_its_keys(void **state)
{
    TT_UNUSED(state);
    static const reader_guess rows[] = {
        {"", 0},
        {"{", 0},
        {"{\"transport_document\":\"X\",\"shipper_name\":\"A\"}", 0},
        {"{\"kind\":\"shipment\",\"data\":[{\"transport_document\":1}]}", 0},
        {"[1,2]", 0},
        {"\xef\xbb\xbf [ {\"transportDocumentReference\":\"X\"", 95},
        {"{\"document\":{\"consignmentItems\":[]}}", 95},
        {"{\"a\":{\"b\":[{\"arrivalNotices\":[", 95},
        {"{\"events\":[{\"eventClassifierCode\":\"ACT\"}]}", 95},
        {"Date,USD,JPY", 0},
        {"<a/>", 0},
    };
    reader_guesses("dcsa_bl", rows, TT_LEN(rows), TT_KIND_SHIPMENT);
}

TT_TEST_MAIN("read/dcsa_bl", TT_READER_TEST_LIST,
             TT_TEST(version_3_has_one_row_for_each_cargo_item),
             TT_TEST(version_2_keeps_goods_and_parties_in_its_shipping_instruction),
             TT_TEST(documents_are_found_inside_requests_and_notifications),
             TT_TEST(one_container_needs_no_name_and_numbers_keep_their_digits),
             TT_TEST(forms_between_the_versions_are_read),
             TT_TEST(parties_may_lie_in_the_document_itself),
             TT_TEST(a_document_says_which_statement_it_is),
             TT_TEST(another_kind_that_is_asked_for_rejects_each_row),
             TT_TEST(the_format_is_known_by_its_keys))
