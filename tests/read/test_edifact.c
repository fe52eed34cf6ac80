/*
 * UN/EDIFACT messages: what comes from where, whose a reference is, splits over containers,
 * envelopes, and the samples.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("edifact")

/* --- one message --- */

static void assert_told(const char *edi, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("edifact")), tt_str_of(edi), TT_KIND_NONE,
                           NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

/* An invoice of one line; `head` and `line` are segments more. */
static void assert_invoice(tt_arena *a, const char *head, const char *line, const char *want)
{
    size_t n = 0;
    const char *text =
        tt_arena_printf(a, "BGM+380+A-1'DTM+137:20240105:102'%sLIN+1'%sUNS+S'", head, line);
    for (const char *p = text; *p; p++)
        n += *p == '\'';
    assert_told(tt_arena_printf(a, "UNH+1+INVOIC:D:96A:UN'%sUNT+%zu+1'", text, n + 2),
                tt_arena_printf(a, "kind invoice\n%s", want));
}

#define PARTIES "NAD+SE+++S'NAD+BY+++B'"
#define MONEY "CUX+2:EUR:4'"
#define TOLD_HEAD "record 1 invoice invoice_number=A-1 issue_date=2024-01-05 document_type=invoice "
#define TOLD_PARTIES "seller_name=S buyer_name=B "
#define TOLD_END "read 1 loaded 1 rejected 0\n"

/* What the message does to one before is said of each of its rows. */
static void a_message_says_which_statement_it_is(void **state)
{
    static const struct {
        const char *function, *note, *told;
    } rows[] = {
        {"9", "", ""},
        {"2", "", ""},
        {"7", "note 1:0 -: marked as a possible duplicate [BGM+380+A-1+7]\n", ""},
        {"1", "note 1:0 -: document that is not in force [BGM+380+A-1+1]\n",
         " document_status=cancelled version=2024-01-05"},
        {"50", "note 1:0 -: document that is not in force [BGM+380+A-1+50]\n",
         " document_status=cancelled version=2024-01-05"},
        {"46", "note 1:0 -: document that is not in force [BGM+380+A-1+46]\n",
         " document_status=draft version=2024-01-05"},
        {"53", "note 1:0 -: document that is not in force [BGM+380+A-1+53]\n", ""},
        {"4", "note 1:0 -: takes the place of an earlier statement [BGM+380+A-1+4]\n",
         " document_status=amended version=2024-01-05"},
        {"5", "note 1:0 -: takes the place of an earlier statement [BGM+380+A-1+5]\n",
         " document_status=amended version=2024-01-05"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_told(tt_arena_printf(
                        a,
                        "UNH+1+INVOIC:D:96A:UN'BGM+380+A-1+%s'DTM+137:20240105:102'" PARTIES MONEY
                        "LIN+1'MOA+203:10'DTM+137:20250101:102'UNS+S'UNT+11+1'",
                        rows[i].function),
                    tt_arena_printf(a,
                                    "kind invoice\n%s" TOLD_HEAD TOLD_PARTIES
                                    "currency=EUR line_number=1 line_amount=EUR 10.00%s\n" TOLD_END,
                                    rows[i].note, rows[i].told));
}

static void a_price_is_for_one_unit_rounded_once(void **state)
{
    static const struct {
        const char *pri, *want;
    } rows[] = {
        {"PRI+AAA:124:::10:PCE'", "unit_price=12.4 "},
        {"PRI+AAA:10:::3:PCE'", "unit_price=3.333333 "},
        {"PRI+AAA:20:::3:PCE'", "unit_price=6.666667 "},
        {"PRI+AAA:0.0000015:::1'", "unit_price=0.000002 "},
        {"PRI+AAA:0.0012345:::1000'", "unit_price=0.000001 "},
        {"PRI+AAA:0.00249999:::1000'", "unit_price=0.000002 "},
        {"PRI+AAB:9'PRI+AAA:8'", "unit_price=8 "},
        {"PRI+AAB:9'", "unit_price=9 "},
        {"PRI+AAA:5,25'", "unit_price=5.25 "},
        {"PRI+AAA:5:::0'", "unit_price=5 "},
        {"PRI+AAA:5:::1:KGM'", ""}, /* not of what the quantity counts */
        {"PRI+XYZ:5'", ""},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        const char *line = tt_arena_printf(a, "QTY+47:2:PCE'MOA+203:10'%s", rows[i].pri);
        const char *note = i == 3 ? "note 1:0 unit_price: rounded to the decimals that are kept "
                                    "[0.0000015]\n"
                                  : "";
        assert_invoice(a, PARTIES MONEY, line,
                       tt_arena_printf(a,
                                       "%s" TOLD_HEAD TOLD_PARTIES
                                       "currency=EUR line_number=1 quantity=2 unit=PCE "
                                       "%sline_amount=EUR 10.00\n" TOLD_END,
                                       note, rows[i].want));
    }
}

static void the_quantity_is_the_one_that_the_price_is_for(void **state)
{
    assert_invoice(*state, PARTIES MONEY,
                   "QTY+47:3:PCE'QTY+46:12.5:KGM'MOA+203:25'PRI+AAA:2:::1:KGM'",
                   TOLD_HEAD TOLD_PARTIES "currency=EUR line_number=1 quantity=12.5 unit=KGM "
                                          "unit_price=2 line_amount=EUR 25.00\n" TOLD_END);
    assert_invoice(*state, PARTIES MONEY, "QTY+47:5'MOA+203:25'PRI+AAA:5:CT:NTP::PCE'",
                   TOLD_HEAD TOLD_PARTIES "currency=EUR line_number=1 quantity=5 unit=PCE "
                                          "unit_price=5 line_amount=EUR 25.00\n" TOLD_END);
}

static void a_number_is_of_the_party_before_it(void **state)
{
    assert_invoice(*state,
                   "RFF+VA:XX0'NAD+SE+++S'RFF+XA:HRB 1'RFF+VA:DE 1'NAD+BY+55::9++B'"
                   "NAD+DP+++D'RFF+VA:DE9'" MONEY,
                   "MOA+203:1'",
                   TOLD_HEAD "seller_name=S seller_id=DE1 buyer_name=B buyer_id=55 currency=EUR "
                             "line_number=1 line_amount=EUR 1.00\n" TOLD_END);
    /* A number that one trading partner gave to the other is no identifier. */
    assert_invoice(*state, "NAD+SE+4711::92++S'NAD+BY+4712::91++B'" MONEY, "MOA+203:1'",
                   TOLD_HEAD TOLD_PARTIES
                   "currency=EUR line_number=1 line_amount=EUR 1.00\n" TOLD_END);
}

static void a_party_without_a_name_takes_it_from_another_role(void **state)
{
    assert_invoice(*state, "NAD+SU+40::9'NAD+SR+40::9++S+ROAD 1+TOWN+++DE'NAD+IV+++B'" MONEY,
                   "MOA+203:1'",
                   TOLD_HEAD "seller_name=S seller_country=DE seller_id=40 "
                             "seller_address=ROAD 1, TOWN buyer_name=B currency=EUR line_number=1 "
                             "line_amount=EUR 1.00\n" TOLD_END);
    assert_invoice(
        *state, "NAD+SE+++S'NAD+DP+++D'" MONEY, "MOA+203:1'",
        "note 1:0 buyer_name: taken from another party [NAD+DP+++D]\n" TOLD_HEAD
        "seller_name=S buyer_name=D currency=EUR line_number=1 line_amount=EUR 1.00\n" TOLD_END);
}

static void names_are_found_wherever_the_sender_puts_them(void **state)
{
    static const struct {
        const char *nad, *want;
    } rows[] = {
        {"++ACME CO., LTD, 12 ROAD, TOWN",
         "seller_name=ACME CO., LTD seller_address=12 ROAD, TOWN"},
        {"++ACME:12 ROAD:TOWN", "seller_name=ACME seller_address=12 ROAD, TOWN"},
        {"++SMITH, JOHN:12 ROAD", "seller_name=SMITH, JOHN seller_address=12 ROAD"},
        {"++JOHN SMITH, TOWN", "seller_name=JOHN SMITH seller_address=TOWN"},
        {"+ACME TRADING", "seller_name=ACME TRADING"},
        {"+X1+++ROAD 1:HOUSE B+TOWN+BY+12345+DE",
         "seller_country=DE seller_id=X1 seller_address=ROAD 1, HOUSE B, 12345 TOWN, BY"},
        {"+++ACME:EXPORT+ROAD 1", "seller_name=ACME EXPORT seller_address=ROAD 1"},
        {"+++ACME:ROAD 1:TOWN", "seller_name=ACME seller_address=ROAD 1, TOWN"},
        {"+++ACME:ACME", "seller_name=ACME"},
        {"+++INTERNATIONAL COMPANY OF EXPORTS AN:D IMPORTS",
         "seller_name=INTERNATIONAL COMPANY OF EXPORTS AN D IMPORTS"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_invoice(
            a, tt_arena_printf(a, "NAD+SE%s'NAD+BY+++B'" MONEY, rows[i].nad), "MOA+203:1'",
            tt_arena_printf(a,
                            "%s" TOLD_HEAD "%s buyer_name=B currency=EUR line_number=1 "
                            "line_amount=EUR 1.00\n" TOLD_END,
                            i == 5 ? "lost 1:0 seller_name: not in the document []\n" : "",
                            rows[i].want));
}

static void dates_are_read_by_their_format(void **state)
{
    static const struct {
        const char *dtm, *want;
    } rows[] = {
        {"20240229:102", "2024-02-29"},
        {"202402291530:203", "2024-02-29T15:30:00Z"},
        {"240229:101", "2024-02-29"},
        {"850229:101", NULL},
        {"290224:2", "2024-02-29"},
        {"022924:3", "2024-02-29"},
        {"2402291530:201", "2024-02-29T15:30:00Z"},
        {"20240229153012:204", "2024-02-29T15:30:12Z"},
        {"202402291530CET:303", "2024-02-29T15:30:00Z"},
        {"20240229-20240301:718", "2024-02-29"},
        {"20240229", "2024-02-29"},
        {"202402291530:102", "2024-02-29T15:30:00Z"},
        {"202402292400:203", "2024-02-29"},
        {"2024-02-29:102", "2024-02-29"},
        {"29022024:4", "2024-02-29"},
        {"soon:102", NULL},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_told t;
        tt_told_init(&t, true);
        const char *text = tt_arena_printf(
            a,
            "UNH+1+INVOIC:D:96A:UN'BGM+380+1'DTM+137:%s'" PARTIES MONEY "LIN+1'MOA+203:1'UNT+8+1'",
            rows[i].dtm);
        assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("edifact")), tt_str_of(text), TT_KIND_NONE,
                               NULL, ERR));
        const char *want = rows[i].want
                               ? tt_arena_printf(a, " issue_date=%s document", rows[i].want)
                               : "issue_date: not a date";
        if (!strstr(t.text.p, want))
            fail_msg("%s: %s", rows[i].dtm, t.text.p);
        tt_told_release(&t);
    }
}

static void allowances_and_parts_of_lines_are_no_line_amounts(void **state)
{
    TT_UNUSED(state);
    assert_told(
        "UNH+1+INVOIC:D:96A:UN'BGM+380+A-1'DTM+137:20240105:102'" PARTIES MONEY
        "ALC+C++++FC'MOA+23:7'MOA+77:999'LIN+1'MOA+203:10'ALC+A++++DI'MOA+203:5'"
        "LIN+2+++1:1'MOA+203:4'UNS+S'MOA+79:10'MOA+9:12'MOA+113:8'UNT+20+1'",
        "kind invoice\n" TOLD_HEAD TOLD_PARTIES
        "currency=EUR line_number=1 line_amount=EUR 10.00 invoice_total=EUR 20.00\n" TOLD_END);
}

static void the_amount_in_the_currency_of_the_document_is_taken(void **state)
{
    assert_invoice(*state, PARTIES "CUX+2:USD:4+3:EUR:3+0.92'", "MOA+203:9.2:EUR'MOA+203:10:USD'",
                   TOLD_HEAD TOLD_PARTIES
                   "currency=USD line_number=1 line_amount=USD 10.00\n" TOLD_END);
    assert_invoice(*state, PARTIES "CUX+3:EUR:3+2:JPY:4'", "MOA+203:10'",
                   TOLD_HEAD TOLD_PARTIES
                   "currency=JPY line_number=1 line_amount=JPY 10\n" TOLD_END);
    assert_invoice(*state, PARTIES, "MOA+203:10:CHF'",
                   TOLD_HEAD TOLD_PARTIES
                   "currency=CHF line_number=1 line_amount=CHF 10.00\n" TOLD_END);
}

static void only_customs_codes_are_hs_codes(void **state)
{
    assert_invoice(*state, PARTIES MONEY,
                   "PIA+5+43211503:UNS'PIA+1+KH25:SA+8481.80 81:HS'MOA+203:10'",
                   TOLD_HEAD TOLD_PARTIES "currency=EUR line_number=1 hs_code=8481.8081 "
                                          "line_amount=EUR 10.00\n" TOLD_END);
}

#define SHIP "UNH+1+IFTMCS:D:99B:UN'BGM+705+B1+9'DTM+137:20240201:102'NAD+CZ+++S'NAD+CN+++C'"
#define TOLD_SHIP                                                                                  \
    "record 1 shipment transport_document=B1 document_type=master_bl on_board_date=2024-02-01 "    \
    "shipper_name=S consignee_name=C "

static void ports_are_those_of_the_main_carriage(void **state)
{
    TT_UNUSED(state);
    assert_told(
        SHIP "TDT+10'LOC+9+DEDUS'LOC+11+DEHAM'TDT+20+1E'LOC+9+DEHAM'LOC+11+SGSIN'"
             "TDT+20+2E'LOC+9+SGSIN'LOC+11+AUMEL'TDT+30'LOC+9+AUMEL'LOC+11+AUSYD'"
             "GID+1+5:CT'UNT+19+1'",
        "kind shipment\n" TOLD_SHIP "voyage=1E port_of_loading=DEHAM port_of_discharge=AUMEL "
        "transshipment_ports=SGSIN line_number=1 package_count=5 package_type=CT\n" TOLD_END);
    assert_told(SHIP "LOC+5+XX1:::DUISBURG'LOC+8+WIEN'LOC+13+ATLNZ'GID+1'UNT+10+1'",
                "kind shipment\n" TOLD_SHIP
                "port_of_loading=DUISBURG port_of_discharge=WIEN transshipment_ports=ATLNZ "
                "line_number=1\n" TOLD_END);
}

#define PORTS "LOC+9+DEHAM'LOC+11+SGSIN'"
#define TOLD_PORTS "port_of_loading=DEHAM port_of_discharge=SGSIN "

static void what_is_said_of_a_split_item_once_is_in_one_row(void **state)
{
    TT_UNUSED(state);
    assert_told(
        SHIP PORTS "GID+1+10:CT'MEA+WT+G+KGM:900'MEA+VOL+AAW+MTQ:3'MOA+44:50:USD'"
                   "SGP+A1'SGP+A2+4'GID+2+7:CT'MEA+WT+G+KGM:100'SGP+A2'EQD+CN+A1'"
                   "EQD+CN+A3'SEL+S3'SEL+S4'UNT+21+1'",
        "kind shipment\n" TOLD_SHIP TOLD_PORTS
        "container_number=A1 line_number=1 package_type=CT gross_weight_kg=900 "
        "volume_m3=3 declared_value=USD 50.00 currency=USD\n" TOLD_SHIP TOLD_PORTS
        "container_number=A2 line_number=1 package_count=4 package_type=CT\n" TOLD_SHIP TOLD_PORTS
        "container_number=A2 line_number=2 package_count=7 package_type=CT "
        "gross_weight_kg=100\n"
        "note 1:0 seal_number: more than one value [SEL+S4]\n" TOLD_SHIP TOLD_PORTS
        "container_number=A3 seal_number=S3\nread 4 loaded 4 rejected 0\n");
}

static void weights_are_kilograms_and_never_tare(void **state)
{
    static const struct {
        const char *mea, *want;
    } rows[] = {
        {"MEA+AAE+G+KGM:5.5'", " gross_weight_kg=5.5"},
        {"MEA+WT++TNE:2'", " gross_weight_kg=2000"},
        {"MEA+AAE+G+LBR:100'", " gross_weight_kg=45.359237"},
        {"MEA+AAE+T+KGM:4000'MEA+AAE+EGW+KGM:9000'", " gross_weight_kg=9000"},
        {"MEA+AAE+T+KGM:4000'", ""},
        {"MEA+WT+G+KGM:10'MEA+AAE+VGM+KGM:11'", " gross_weight_kg=11"},
        {"MEA+WT+AAL+KGM:8'", " net_weight_kg=8"},
        {"MEA+AAE+AAW+LTR:500'", " volume_m3=0.5"},
        {"MEA+AAE+G+MTQ:5'", ""},
        {"MEA+WT+G+KGM:1,5'", " gross_weight_kg=1.5"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        unsigned more = i == 3 || i == 5;
        assert_told(
            tt_arena_printf(a, SHIP PORTS "GID+1'%sUNT+%u+1'", rows[i].mea, 10 + more),
            tt_arena_printf(a, "kind shipment\n" TOLD_SHIP TOLD_PORTS "line_number=1%s\n" TOLD_END,
                            rows[i].want));
    }
}

static void a_consignment_says_more_than_its_manifest(void **state)
{
    TT_UNUSED(state);
    assert_told("UNH+1+CUSCAR:D:95B:UN'BGM+85+M1'TDT+20+7'LOC+60+GBFXT'DTM+133:20240224:102'"
                "NAD+CZ+++S'CNI+1+B1'LOC+9+CRMOB'LOC+8+GBMNC'NAD+CN+++C'GID+1'"
                "CNI+2'RFF+BM:B2'LOC+9+CRLIO'LOC+11+GBLGP'NAD+CZ+++T'NAD+DP+++D'GID+1'UNT+19+1'",
                "kind shipment\n"
                "record 1 shipment transport_document=B1 manifest_number=M1 "
                "on_board_date=2024-02-24 shipper_name=S consignee_name=C voyage=7 "
                "port_of_loading=CRMOB port_of_discharge=GBFXT line_number=1\n"
                "note 1:0 consignee_name: taken from another party [NAD+DP+++D]\n"
                "record 1 shipment transport_document=B2 manifest_number=M1 "
                "on_board_date=2024-02-24 shipper_name=T consignee_name=D voyage=7 "
                "port_of_loading=CRLIO port_of_discharge=GBLGP line_number=1\n"
                "read 2 loaded 2 rejected 0\n");
}

static void the_number_of_a_ship_is_known_by_its_check_digit(void **state)
{
    static const struct {
        const char *means, *want;
    } rows[] = {
        {"9501344:146::SHIP", "vessel_name=SHIP vessel_imo=9501344 "},
        {"9501344:103::SHIP", "vessel_name=SHIP vessel_imo=9501344 "},
        {"IMO9501344:::SHIP", "vessel_name=SHIP vessel_imo=9501344 "},
        {"9501345:103::SHIP", "vessel_name=SHIP "},
        {"3ERX3:103::SHIP", "vessel_name=SHIP "},
        {"9501344:146:SHIP", "vessel_name=SHIP vessel_imo=9501344 "},
        {"MV SHIP", "vessel_name=MV SHIP "},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_told(
            tt_arena_printf(a, SHIP "TDT+20++1++ABCD+++%s'" PORTS "GID+1'UNT+10+1'", rows[i].means),
            tt_arena_printf(a,
                            "kind shipment\n" TOLD_SHIP "carrier_name=ABCD %s" TOLD_PORTS
                            "line_number=1\n" TOLD_END,
                            rows[i].want));
}

/* The bill of the only consignment may stand before it, or each item may name its own; what a head
 * says of several consignments is of none of them. */
static void goods_may_name_the_document_that_their_consignment_lacks(void **state)
{
#define ITEM(bill, rest)                                                                           \
    "record 1 shipment transport_document=" bill " manifest_number=M1 on_board_date=2024-02-24 "   \
    "shipper_name=S consignee_name=C port_of_loading=CRMOB port_of_discharge=GBFXT "               \
    "line_number=" rest "\n"
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"RFF+MB:H0'CNI+1'LOC+27+CR'GID+1'LOC+27+NI'GID+1'",
         ITEM("H0 document_type=master_bl", "1 origin_country=NI")
             ITEM("H0 document_type=master_bl", "2 origin_country=CR")},
        {"CNI+1'GID+1'RFF+HWB:A1'GID+1'RFF+BM:A2'GID+1'", /* the third is of the first */
         ITEM("A1 document_type=awb", "1") ITEM("A2", "2") ITEM("A2", "3")},
        {"CNI+1+N1'GID+7'RFF+HWB:A1'", ITEM("N1", "7")},
    };
#undef ITEM
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        size_t n = 11, records = 0;
        for (const char *p = rows[i].text; *p; p++)
            n += *p == '\'';
        for (const char *p = rows[i].want; *p; p++)
            records += *p == '\n';
        assert_told(tt_arena_printf(a,
                                    "UNH+1+CUSCAR:D:95B:UN'BGM+85+M1'DTM+133:20240224:102'"
                                    "LOC+9+CRMOB'LOC+11+GBFXT'NAD+CZ+++S'NAD+CN+++C'LOC+5+CRMOB'"
                                    "GIS+23'GIS+24'%sUNT+%zu+1'",
                                    rows[i].text, n),
                    tt_arena_printf(a, "kind shipment\n%sread %zu loaded %zu rejected 0\n",
                                    rows[i].want, records, records));
    }
    assert_told("UNH+1+CUSCAR:D:95B:UN'BGM+85+M1'DTM+133:20240224:102'RFF+BM:X'LOC+9+CRMOB'"
                "LOC+11+GBFXT'NAD+CZ+++S'NAD+CN+++C'CNI+1'GID+1'CNI+2+B2'GID+1'UNT+13+1'",
                "kind shipment\n"
                "lost 1:0 transport_document: not in the document []\n"
                "record 1 shipment manifest_number=M1 on_board_date=2024-02-24 shipper_name=S "
                "consignee_name=C port_of_loading=CRMOB port_of_discharge=GBFXT line_number=1\n"
                "record 1 shipment transport_document=B2 manifest_number=M1 "
                "on_board_date=2024-02-24 shipper_name=S consignee_name=C port_of_loading=CRMOB "
                "port_of_discharge=GBFXT line_number=1\n"
                "read 2 loaded 2 rejected 0\n");
}

/* One element early or late; a reason for carriage (C401) is no ship, and a flight is a voyage. */
static void a_ship_is_found_beside_its_place(void **state)
{
    static const struct {
        const char *means, *want;
    } rows[] = {
        {"+1++ABCD++9501344:146::SHIP", "vessel_name=SHIP vessel_imo=9501344 "},
        {"+1++ABCD++++9501344:146::SHIP", "vessel_name=SHIP vessel_imo=9501344 "},
        {"+1++ABCD++SHIP", "vessel_name=SHIP "},
        {"+1++ABCD++ABC:1:2+3ERX3:103::SHIP", "vessel_name=SHIP "},
        {"+1++ABCD++ABC:1:2", ""},
        {"+1++ABCD", ""},
        {"+4++ABCD+++:::XY124", "voyage=XY124 "},
        {"XY1+4++ABCD+++:::ABCDE", "vessel_name=ABCDE voyage=XY1 "},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_told(tt_arena_printf(a, SHIP "TDT+20+%s'" PORTS "GID+1'UNT+10+1'", rows[i].means),
                    tt_arena_printf(a,
                                    "kind shipment\n" TOLD_SHIP "carrier_name=ABCD %s" TOLD_PORTS
                                    "line_number=1\n" TOLD_END,
                                    rows[i].want));
}

static void the_format_is_known_by_its_first_bytes(void **state)
{
    TT_UNUSED(state);
    const tt_reader *r = tt_reader_find(TT_STR("edifact"));
    assert_int_equal(r->sniff(TT_STR("UNB+UNOA:1+")), 95);
    assert_int_equal(r->sniff(TT_STR("a,b\n")), 0);
    assert_int_equal(r->kind(TT_STR("UNB+UNOA:1'UNH+1+ORDERS:D'UNT+1'UNH+1+CUS\nCAR:D"), NULL),
                     TT_KIND_SHIPMENT);
    assert_int_equal(r->kind(TT_STR("UNH+1+INVOIC:D"), NULL), TT_KIND_INVOICE);
    assert_int_equal(r->kind(TT_STR("UNH+1+ORDERS:D"), NULL), TT_KIND_INVOICE);
    assert_int_equal(r->kind(TT_STR("x"), NULL), TT_KIND_NONE);
}

TT_TEST_MAIN("read/edifact", TT_READER_TEST_LIST, TT_TEST(a_message_says_which_statement_it_is),
             TT_TEST(a_price_is_for_one_unit_rounded_once),
             TT_TEST(the_quantity_is_the_one_that_the_price_is_for),
             TT_TEST(a_number_is_of_the_party_before_it),
             TT_TEST(a_party_without_a_name_takes_it_from_another_role),
             TT_TEST(names_are_found_wherever_the_sender_puts_them),
             TT_TEST(dates_are_read_by_their_format),
             TT_TEST(allowances_and_parts_of_lines_are_no_line_amounts),
             TT_TEST(the_amount_in_the_currency_of_the_document_is_taken),
             TT_TEST(only_customs_codes_are_hs_codes),
             TT_TEST(ports_are_those_of_the_main_carriage),
             TT_TEST(what_is_said_of_a_split_item_once_is_in_one_row),
             TT_TEST(weights_are_kilograms_and_never_tare),
             TT_TEST(a_consignment_says_more_than_its_manifest),
             TT_TEST(the_number_of_a_ship_is_known_by_its_check_digit),
             TT_TEST(a_ship_is_found_beside_its_place),
             TT_TEST(goods_may_name_the_document_that_their_consignment_lacks),
             TT_TEST(the_format_is_known_by_its_first_bytes))
