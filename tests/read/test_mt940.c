/*
 * Statements: entries, directions, the ways to write :86:, and the samples.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("mt940")

#define HEAD ":20:S-1\n:25:DE11/4711\n:28C:7/1\n:NS:22Own GmbH\n:60F:C240411EUR100,00\n"
#define PAYER "payer_name=Own GmbH payer_account=4711 payer_bank=DE11 "
#define PAYEE "payee_name=Own GmbH payee_account=4711 payee_bank=DE11 "

/* The record and flaws of the entries of one statement. */
static void assert_entries(const char *fields, const char *want)
{
    char text[2000];
    tt_told t;
    (void)snprintf(text, sizeof text, HEAD "%s\n:62F:C240411EUR100,00\n-\n", fields);
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("mt940")), tt_str_of(text), TT_KIND_NONE, NULL,
                           ERR));
    tt_str told = tt_buf_str(&t.text), kind;
    assert_true(tt_str_split(&told, '\n', &kind));
    size_t end = tt_str_find(told, TT_STR("note 1:0 amount: control total"), 0);
    told = tt_str_sub(told, 0, TT_MIN(end, tt_str_find(told, TT_STR("read "), 0)));
    if (!tt_str_is(told, want))
        fail_msg("%s\ntells\n%.*s, not\n%s", text, TT_STR_ARG(told), want);
    tt_told_release(&t);
}

static void a_debit_is_paid_by_the_owner_and_a_credit_to_the_owner(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *mark, *note;
        bool pays;
    } rows[] = {
        {"D", "", true},
        {"DR", "", true},
        {"C", "", false},
        {"CR", "", false},
        {"c", "", false},
        {"RC", "note 6:0 amount: reversal of an earlier entry [5,]\n", true},
        {"RD", "note 6:0 amount: reversal of an earlier entry [5,]\n", false},
        {"RDR", "note 6:0 amount: reversal of an earlier entry [5,]\n", false},
        {"EC", "note 6:0 amount: announced and not booked [5,]\n", false},
        {"ED", "note 6:0 amount: announced and not booked [5,]\n", true},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[200], want[500];
        (void)snprintf(text, sizeof text, ":61:2404120412%s5,NTRFNONREF//B1\n:86:166?32Other AG",
                       rows[i].mark);
        (void)snprintf(want, sizeof want,
                       "%srecord 6 payment payment_id=B1 value_date=2024-04-12 %samount=EUR 5.00 "
                       "currency=EUR channel=wire\n",
                       rows[i].note,
                       rows[i].pays ? PAYER "payee_name=Other AG " : "payer_name=Other AG " PAYEE);
        assert_entries(text, want);
    }
}

static void the_line_of_an_entry_is_read_in_all_its_forms(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *line, *id, *amount;
    } rows[] = {
        {"240412C5,NTRFNONREF//B1", "B1", "5.00"},
        {"2404120412C5,00NTRFN//B1", "B1", "5.00"},
        {"240412    C5,0NTRFNONREF//B 1", "B 1", "5.00"},
        {"240412C000000005,25N044NONREF//B1", "B1", "5.25"},
        {"240412CR\n5,NTRFNONREF//B1", "B1", "5.00"},
        {"240412C 5,NTRFNONREF//B1", "B1", "5.00"},
        {"240412C5.25NTRFNONREF//B1", "B1", "5.25"},
        {"240412C,25NTRFNONREF//B1", "B1", "0.25"},
        {"240412C5, NTRFNONREF//B1", "B1", "5.00"},
        {"240412C5,NTRFNONREF", "S-1/4711/7/1/1", "5.00"},
        {"240412C5,NTRFNONREF//NONREF", "S-1/4711/7/1/1", "5.00"},
        {"240412C5,", "S-1/4711/7/1/1", "5.00"},
        {"240412C5,N", "S-1/4711/7/1/1", "5.00"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[200], want[500];
        (void)snprintf(text, sizeof text, ":61:%s\n:86:166?32Other AG", rows[i].line);
        bool wire = strstr(rows[i].line, "NTRF") != NULL;
        (void)snprintf(
            want, sizeof want,
            "record 6 payment payment_id=%s value_date=2024-04-12 payer_name=Other AG " PAYEE
            "amount=EUR %s currency=EUR%s\n",
            rows[i].id, rows[i].amount, wire ? " channel=wire" : "");
        assert_entries(text, want);
    }
}

/* Each way to write :86:, and what the payment then says. */
static void the_ways_to_write_details_are_understood(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *details, *id, *payee, *rest;
    } rows[] = {
        {"166?00UEBERWEISUNG?20EREF+E 1?21SVWZ+Miete?22 Mai?30COBADEFF?31DE99?32Ada?33 Bob", "E 1",
         "payee_name=Ada Bob payee_account=DE99 payee_bank=COBADEFF ", "Miete Mai"},
        {"166~20Miete Mai~32Ada", "B1", "payee_name=Ada ", "Miete Mai"},
        {"<20Miete Mai<32Ada<38PL99", "B1", "payee_name=Ada payee_account=PL99 ", "Miete Mai"},
        {"020~00152~20Miete Mai~21\xc3\xbf~22 \xcb\x99 ~32Ada~33\xcb\x99~38PL99~60\xc2\xa0", "B1",
         "payee_name=Ada payee_account=PL99 ", "Miete Mai"},
        {"?20EREF+NOTPROVIDED?21SVWZ+Miete?32Ada", "B1", "payee_name=Ada ", "Miete"},
        {"105?20EREF+E1?21CRED+DE1ZZZ?22SVWZ+Strom?32Ada", "E1", "payee_name=Ada payee_id=DE1ZZZ ",
         "Strom"},
        {"/EREF/E1/BENM//NAME/Ada/REMI/Miete/ISDT/2024", "E1", "payee_name=Ada ", "Miete"},
        {"/TRTP/SEPA/IBAN/NL99/BIC/ABNANL2A/NAME/Ada/REMI/Miete/EREF/NOTPROVIDED", "B1",
         "payee_name=Ada payee_account=NL99 payee_bank=ABNANL2A ", "Miete"},
        {"/EREF/E1//CNTP/NL99/INGBNL2A/Ada/Delft//REMI/USTD//Miete/", "E1",
         "payee_name=Ada payee_account=NL99 payee_bank=INGBNL2A ", "Miete"},
        {"/ORDP/Own/BENM/Ada/REMI/STRD/CUR/RF18", "B1", "payee_name=Ada ", "RF18"},
        {"/ULTC//NAME/Behind/BENM//NAME/Ada/REMI/Miete", "B1", "payee_name=Ada ", "Miete"},
        {"SEPA OVERBOEKING   IBAN: NL99\nBIC: ABNANL2A   NAAM: Ada\nOMSCHRIJVING: Miete", "B1",
         "payee_name=Ada payee_account=NL99 payee_bank=ABNANL2A ", "Miete"},
        {"NA RACH.: 12 34 56; DLA: Ada  UL. 1; TYT.: Miete;", "B1",
         "payee_name=Ada payee_account=123456 ", "Miete"},
        {"/NAME/Ada/IBAN/NL99/ Miete", "B1", "payee_name=Ada payee_account=NL99 ", "Miete"},
        {"/TRTP/SEPA/BBAN/900/NAME/Ada/REMI/Miete", "B1", "payee_name=Ada payee_account=900 ",
         "Miete"},
        {"000>109876543>20Miete>32Ada>314711", "B1", "payee_name=Ada payee_account=9876543 ",
         "Miete"},
        {"GIRO   428428 ADA              MIETE", "B1", "payee_name=ADA payee_account=428428 ",
         "GIRO   428428 ADA              MIETE"},
        {"52.89.39.882                    ADA", "B1", "payee_name=ADA payee_account=528939882 ",
         "52.89.39.882                    ADA"},
        {"NL99ABNA0123456789 Ada\n\nMiete", "B1",
         "payee_name=Ada payee_account=NL99ABNA0123456789 ", "Miete"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[400], want[600];
        (void)snprintf(text, sizeof text, ":61:240412D5,NTRFNONREF//B1\n:86:%s", rows[i].details);
        (void)snprintf(want, sizeof want,
                       "record 6 payment payment_id=%s value_date=2024-04-12 " PAYER
                       "%samount=EUR 5.00 currency=EUR channel=wire remittance_information=%s\n",
                       rows[i].id, rows[i].payee, rows[i].rest);
        assert_entries(text, want);
    }
}

static void the_place_of_an_entry_is_its_field_and_its_bytes_are_its_fields(void **state)
{
    tt_arena *a = *state;
    tt_str text =
        TT_STR(HEAD ":61:240412D5,NTRFNONREF\r\n:86:a\r\nb\r\n:61:240412D6,NTRFX\r\n-\r\n");
    tt_told t;
    tt_told_offsets seen = {.n = 0};
    tt_told_init(&t, true);
    t.offsets = &seen;
    tt_sink sink = tt_told_sink(&t);
    tt_read_in in = {.bytes = text, .kind = TT_KIND_PAYMENT, .forced = true, .scratch = a};
    assert_ok(tt_reader_find(TT_STR("mt940"))->read(&in, &sink, ERR));
    assert_int_equal(seen.n, 2);
    assert_int_equal(seen.v[0], tt_str_find(text, TT_STR(":61:"), 0));
    assert_int_equal(seen.v[1], tt_str_find(text, TT_STR(":61:240412D6"), 0));
    assert_non_null(strstr(t.text.p, "record 6 "));
    assert_non_null(strstr(t.text.p, "record 9 "));
    tt_told_release(&t);
}

static void the_account_of_the_owner_is_read_in_all_its_forms(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *field, *account, *bank;
    } rows[] = {
        {"DE11 22 33", "DE112233", ""},
        {"BANKDEFF/4711", "4711", "BANKDEFF"},
        {"10020030/4711", "4711", "10020030"},
        {"//AT39364/12345/EUR", "12345", "AT39364"},
        {"NL10KADE2290325473 EUR", "NL10KADE2290325473", ""},
        {"1291.99.777EUR", "1291.99.777", ""},
        {"12345EUR", "12345EUR", ""},
        {"4711\nBANKDEFFXXX", "4711", "BANKDEFFXXX"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[300], want[300];
        tt_told t;
        (void)snprintf(text, sizeof text,
                       ":20:S\n:25P:%s\n:NS:22Own\n:60F:C240411EUR1,\n:61:240412C5,N//B1\n"
                       ":86:?20x?32Ada\n:62F:C240412EUR6,\n",
                       rows[i].field);
        (void)snprintf(want, sizeof want,
                       " payee_name=Own payee_account=%s%s%s amount=", rows[i].account,
                       rows[i].bank[0] ? " payee_bank=" : "", rows[i].bank);
        tt_told_init(&t, true);
        assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("mt940")), tt_str_of(text), TT_KIND_NONE,
                               NULL, ERR));
        if (!strstr(t.text.p, want) || t.lesser > 0)
            fail_msg("%s, not %s", t.text.p, want);
        tt_told_release(&t);
    }
}

static void equal_entries_of_a_statement_are_payments_of_their_own(void **state)
{
    TT_UNUSED(state);
#define SAME(id)                                                                                   \
    " payment payment_id=" id " value_date=2024-04-12 " PAYER                                      \
    "payee_name=Ada amount=EUR 5.00 currency=EUR channel=wire\n"
    assert_entries(
        ":61:240412D5,NTRFNONREF//B1\n:86:?32Ada\n:61:240412D5,NTRFNONREF//B1\n:86:?32Ada\n"
        ":61:240412D5,NTRFNONREF//B2\n:86:?32Ada",
        "record 6" SAME("B1") "record 8" SAME("B1/2") "record 10" SAME("B2"));
}

/* Line ends of FinTS: what is told is the file's own text and place. */
static void a_statement_on_one_line_is_read(void **state)
{
    TT_UNUSED(state);
    static const char text[] =
        "@@:20:S@@:25:10010010/123@@:60F:C240411EUR10,@@:61:240412D5,NTRFNONREF//B1"
        "@@:86:166?20Rent?32Ada@@:61:240412C1,5NTRFNONREF//B2@@:86:166?32Bob"
        "@@:62F:C240412EUR6,5@@-";
    const tt_reader *mt = tt_reader_find(TT_STR("mt940"));
    tt_told_offsets at = {.n = 0};
    tt_told t;
    assert_int_equal(mt->sniff(tt_str_of(text)), 95);
    tt_told_init(&t, true);
    t.offsets = &at;
    assert_ok(tt_told_read(&t, mt, tt_str_of(text), TT_KIND_NONE, NULL, ERR));
    assert_non_null(strstr(t.text.p,
                           "record 1 payment payment_id=B1 value_date=2024-04-12 "
                           "payer_account=123 payer_bank=10010010 payee_name=Ada amount="));
    assert_non_null(strstr(t.text.p, "read with a repair"));
    assert_int_equal(t.records, 2);
    assert_int_equal(at.v[0], (uint64_t)(strstr(text, ":61:") - text));
    tt_told_release(&t);
}

TT_TEST_MAIN("read/mt940", TT_READER_TEST_LIST,
             TT_TEST(a_debit_is_paid_by_the_owner_and_a_credit_to_the_owner),
             TT_TEST(the_line_of_an_entry_is_read_in_all_its_forms),
             TT_TEST(the_ways_to_write_details_are_understood),
             TT_TEST(the_place_of_an_entry_is_its_field_and_its_bytes_are_its_fields),
             TT_TEST(the_account_of_the_owner_is_read_in_all_its_forms),
             TT_TEST(a_statement_on_one_line_is_read),
             TT_TEST(equal_entries_of_a_statement_are_payments_of_their_own))
