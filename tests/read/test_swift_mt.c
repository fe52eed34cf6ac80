/*
 * SWIFT MT payments: customers, banks, covers, and the samples.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("swift_mt")

#define HEAD "{1:F01AAAADEHHAXXX0412000117}{2:I103BBBBSGSGXXXXN}"
#define BANKS "{1:F01AAAADEHHAXXX0412000118}{2:I202CCCCUS33XXXXN}"
#define MONEY ":32A:240412USD48250,75\n"
#define ROW(id) "record 1 payment payment_id=" id " value_date=2024-04-12 "
#define PAID "amount=USD 48250.75 currency=USD "

/* What one message tells, without the line of the kind and the counts. */
static void assert_row(const char *message, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("swift_mt")), tt_str_of(message), TT_KIND_NONE,
                           NULL, ERR));
    tt_str told = tt_buf_str(&t.text), kind;
    assert_true(tt_str_split(&told, '\n', &kind));
    told = tt_str_sub(told, 0, tt_str_find(told, TT_STR("\nread "), 0) + 1);
    if (!tt_str_is(told, want))
        fail_msg("%s\ntells\n%.*s, not\n%s", message, TT_STR_ARG(told), want);
    tt_told_release(&t);
}

static void a_cover_payment_has_the_number_and_the_parties_of_its_customer_payment(void **state)
{
    static const struct {
        const char *part, *number;
    } rows[] = {{"{3:{121:6A9E-uetr}}", "6a9e-uetr"}, {"{3:{108:X}}", "PAY-1"}, {"", "PAY-1"}};
    const char *customer = ":50K:/DE1\nADA GMBH\n:59:/77\nBOB PTE\n:70:/INV/L-1\n";
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        const char *row = tt_arena_printf(
            *state,
            "record 1 payment payment_id=%s value_date=2024-04-12 payer_name=ADA GMBH "
            "payer_account=DE1 payer_bank=AAAADEHH payee_name=BOB PTE payee_account=77 "
            "payee_bank=BBBBSGSG " PAID "channel=wire remittance_information=/INV/L-1 "
            "invoice_number=L-1\n",
            rows[i].number);
        assert_row(tt_arena_printf(*state, HEAD "%s{4:\n:20:PAY-1\n" MONEY "%s:71A:SHA\n-}",
                                   rows[i].part, customer),
                   row);
        assert_row(tt_arena_printf(*state,
                                   BANKS "%s{4:\n:20:COVER-1\n:21:PAY-1\n" MONEY
                                         ":57A:EEEEUS33\n:58A:BBBBSGSG\n%s-}",
                                   rows[i].part, customer),
                   row);
    }
}

static void banks_pay_each_other_when_there_is_no_customer(void **state)
{
    TT_UNUSED(state);
    assert_row(BANKS "{4:\n:20:B-1\n:21:NONREF\n" MONEY ":58A:/C/991\nBBBBSGSG\n-}",
               ROW("B-1") "payer_name=AAAADEHH payer_country=DE payer_id=AAAADEHH "
                          "payee_name=BBBBSGSG payee_account=991 payee_country=SG "
                          "payee_id=BBBBSGSG payee_bank=CCCCUS33 " PAID "channel=wire\n");
    assert_row(BANKS "{4:\n:20:B-1\n" MONEY
                     ":52D:/12\nHARBOUR TRUST\nSYDNEY\nAUSTRALIA\n:57D:BANK OF CORAL\n"
                     ":58A:BBBBSGSGXXX\n-}",
               ROW("B-1") "payer_name=HARBOUR TRUST payer_account=12 payer_country=AU "
                          "payer_bank=AAAADEHH payee_name=BBBBSGSGXXX payee_country=SG "
                          "payee_id=BBBBSGSGXXX payee_bank=BANK OF CORAL " PAID "channel=wire\n");
}

static void the_banks_of_a_payment_are_named_or_its_sender_and_receiver(void **state)
{
    TT_UNUSED(state);
    static const char *const in = "{4:\n:20:P\n" MONEY "%s:50K:ADA\n:59:BOB\n%s:71A:SHA\n-}";
    static const struct {
        const char *head, *order, *with, *payer, *payee;
    } rows[] = {
        {HEAD, "", "", "AAAADEHH", "BBBBSGSG"},
        {HEAD, ":52A:/D/1\nXXXXFRPP123\n", ":57A:YYYYITMM\n", "XXXXFRPP123", "YYYYITMM"},
        {HEAD, ":52D:SOME BANK\nROME\n", ":57C://FW021000089\n", "SOME BANK", "BBBBSGSG"},
        {"{1:F01BBBBSGSGA0071234567890}{2:O1031015240412AAAADEHHAXXX00110022332404121016N}", "", "",
         "AAAADEHH", "BBBBSGSG007"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[400], body[300], want[300];
        (void)snprintf(body, sizeof body, in, rows[i].order, rows[i].with);
        (void)snprintf(text, sizeof text, "%s%s", rows[i].head, body);
        (void)snprintf(want, sizeof want,
                       ROW("P") "payer_name=ADA payer_bank=%s payee_name=BOB payee_bank=%s " PAID
                                "channel=wire\n",
                       rows[i].payer, rows[i].payee);
        assert_row(text, want);
    }
}

static void parties_are_read_by_their_option(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *field, *told;
    } rows[] = {
        {":50K:/NL91 ABNA 0417\nADA BV\nLAAN 1\nNETHERLANDS",
         "payer_name=ADA BV payer_account=NL91ABNA0417 payer_country=NL "},
        {":50K:ADA BV\nLAAN 1\nNL/UTRECHT", "payer_name=ADA BV payer_country=NL "},
        {":50K:NETHERLANDS", "payer_name=NETHERLANDS "},
        {":50A:/123\nAAAADEHHXXX",
         "payer_name=AAAADEHHXXX payer_account=123 payer_country=DE payer_id=AAAADEHHXXX "},
        {":50F:/123\n1/ADA\n1/BV\n2/LAAN 1\n3/NL/UTRECHT\n7/NL/TAX/991",
         "payer_name=ADA BV payer_account=123 payer_country=NL payer_id=991 "},
        {":50F:CCPT/NL/X55\n1/ADA\n3/NL", "payer_name=ADA payer_country=NL payer_id=X55 "},
        {":50K:/-\nADA", "payer_name=ADA "},
        {":50K:723-49 1524\nADA", "payer_name=ADA payer_account=723-491524 "},
        {":50K:7234915", "payer_name=7234915 "}, /* nobody else is named */
        {":50K:12345\nADA", "payer_name=12345 "},
        {":50:ADA", "payer_name=ADA "},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[400], want[400];
        (void)snprintf(text, sizeof text, HEAD "{4:\n:20:P\n" MONEY "%s\n:59:BOB\n:71A:SHA\n-}",
                       rows[i].field);
        (void)snprintf(want, sizeof want,
                       ROW("P") "%spayer_bank=AAAADEHH payee_name=BOB payee_bank=BBBBSGSG " PAID
                                "channel=wire\n",
                       rows[i].told);
        assert_row(text, want);
    }
}

static void invoices_behind_the_code_are_rows_of_one_payment(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *lines, *text, *invoices[4];
    } rows[] = {
        {"/INV/A-1", "/INV/A-1", {"A-1"}},
        {"/INV/A-1//B-2", "/INV/A-1//B-2", {"A-1", "B-2"}},
        {"/INV/A-1,A-2\n//A-3", "/INV/A-1,A-2 A-3", {"A-1", "A-2", "A-3"}},
        {"/INV/abc/SDF-96//1234-234///ROC/98",
         "/INV/abc/SDF-96//1234-234///ROC/98",
         {"abc/SDF-96", "1234-234"}},
        {"/RFB/X\n/INV/A-1\nTHANKS", "/RFB/X /INV/A-1 THANKS", {"A-1"}},
        {"/INV/4711 01.12.2016", "/INV/4711 01.12.2016", {"4711"}},
        {"/INV/4711-1", "/INV/4711-1", {"4711-1"}},
        {"/INV/A-1\n//AND 3 MORE", "/INV/A-1 AND 3 MORE", {"A-1"}},
        {"/INV/A-1,A-2,12 others", "/INV/A-1,A-2,12 others", {"A-1", "A-2", NULL}},
        {"/INV/A-1//etc.", "/INV/A-1//etc.", {"A-1"}},
        {"/INV/17//MORE 4711", "/INV/17//MORE 4711", {"17", "MORE 4711"}}, /* no count */
        {"GOODS /INV/A-1", "GOODS /INV/A-1", {"A-1"}},
        {"/INV/INVOICE NUMBER 2024-000111222\n333 THANKS",
         "/INV/INVOICE NUMBER 2024-000111222 333 THANKS",
         {"INVOICE NUMBER 2024-000111222"}},
        {"/INV/2024-0001112223334445556667778\n88",
         "/INV/2024-000111222333444555666777888",
         {"2024-000111222333444555666777888"}},
        {"INVOICE A-1", "INVOICE A-1", {NULL}},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[400], want[1200] = "";
        size_t n = 0;
        (void)snprintf(text, sizeof text,
                       HEAD "{4:\n:20:P\n" MONEY ":50K:ADA\n:59:BOB\n:70:%s\n:71A:SHA\n-}",
                       rows[i].lines);
        for (size_t k = 0; k == 0 || rows[i].invoices[k]; k++)
            n += (size_t)snprintf(want + n, sizeof want - n,
                                  ROW("P") "payer_name=ADA payer_bank=AAAADEHH payee_name=BOB "
                                           "payee_bank=BBBBSGSG " PAID
                                           "channel=wire remittance_information=%s%s%s\n",
                                  rows[i].text, rows[i].invoices[k] ? " invoice_number=" : "",
                                  rows[i].invoices[k] ? rows[i].invoices[k] : "");
        assert_row(text, want);
    }
}

static void money_is_read_with_its_comma_and_what_was_ordered_is_kept_when_it_differs(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *fields, *told;
    } rows[] = {
        {":32A:240412USD1234,\n", "amount=USD 1234.00 currency=USD "},
        {":32A:240412JPY1234,\n", "amount=JPY 1234 currency=JPY "},
        {":32A:240412KWD1,005\n", "amount=KWD 1.005 currency=KWD "},
        {":32A:240412USD1.234,5\n", "amount=USD 1234.50 currency=USD "},
        {":32A:240412USD12,50\n:33B:USD12,5\n", "amount=USD 12.50 currency=USD "},
        {":32A:240412USD12,50\n:33B:USD13,5\n",
         "amount=USD 12.50 currency=USD instructed_amount=USD 13.50 instructed_currency=USD "},
        {":32A:240412USD12,50\n:33B:EUR12,5\n:71F:USD0,50\n:71G:USD1,\n",
         "amount=USD 12.50 currency=USD instructed_amount=EUR 12.50 instructed_currency=EUR "
         "charges=USD 1.50 "},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[400], want[400];
        (void)snprintf(text, sizeof text, HEAD "{4:\n:20:P\n%s:50K:ADA\n:59:BOB\n-}",
                       rows[i].fields);
        (void)snprintf(want, sizeof want,
                       ROW("P") "payer_name=ADA payer_bank=AAAADEHH payee_name=BOB "
                                "payee_bank=BBBBSGSG %schannel=wire\n",
                       rows[i].told);
        assert_row(text, want);
    }
}

static void the_format_is_known_by_its_messages(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *text;
        int payments, statements;
    } rows[] = {
        {"", 0, 0},
        {"a,b\n1,2\n", 0, 0},
        {HEAD "{4:\n:20:X\n-}", 95, 0},
        {"\xef\xbb\xbf" HEAD "{4:\n:20:X\n-}", 95, 0},
        {"\x01" HEAD "{4:\n:20:X\n-}", 95, 0},
        {"{1:F21AAAADEHHAXXX0}{4:{451:0}}" HEAD "{4:\n-}", 95, 0},
        {"{1:F01AAAADEHHAXXX0412000117}{2:I700BBBBSGSGXXXXN}{4:\n:20:X\n-}", 80, 0},
        {":20:X\n:32A:240412USD1,\n", 95, 0},
        {":20:X\n:25:1\n:60F:C240412USD1,\n", 60, 95},
        {":20:X\n", 0, 0},
        {"{\"message\": \"" HEAD "{4:\\r\\n:20:X\\r\\n-}\"}", 20, 0},
        {"<a>" HEAD "{4:\n:20:X\n-}</a>", 20, 0},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_str text = tt_str_of(rows[i].text);
        assert_int_equal(tt_reader_find(TT_STR("swift_mt"))->sniff(text), rows[i].payments);
        assert_int_equal(tt_reader_find(TT_STR("mt940"))->sniff(text), rows[i].statements);
    }
}

TT_TEST_MAIN("read/swift_mt", TT_READER_TEST_LIST,
             TT_TEST(a_cover_payment_has_the_number_and_the_parties_of_its_customer_payment),
             TT_TEST(banks_pay_each_other_when_there_is_no_customer),
             TT_TEST(the_banks_of_a_payment_are_named_or_its_sender_and_receiver),
             TT_TEST(parties_are_read_by_their_option),
             TT_TEST(invoices_behind_the_code_are_rows_of_one_payment),
             TT_TEST(money_is_read_with_its_comma_and_what_was_ordered_is_kept_when_it_differs),
             TT_TEST(the_format_is_known_by_its_messages))
