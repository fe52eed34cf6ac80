/*
 * ISO 20022: the samples, the same payment in several messages, sides of statements, documents in
 * other documents, and places.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_samples.h"

static void the_good_samples_load_whole_and_without_a_remark(void **state)
{
    reader_samples_each(*state, "samples/read", "iso20022", reader_sample_loads_whole);
}

static void the_bad_samples_are_told_as_expected(void **state)
{
    reader_samples_each(*state, "samples/bad", "iso20022", reader_sample_as_expected);
}

/* Every byte of the long samples would take minutes: the short ones have all that matters. */
static void prefixes_of_short(tt_arena *a, const reader_sample *s)
{
    enum { SHORT = 1400 };
    if (s->bytes.n < SHORT)
        reader_sample_prefixes(a, s);
}

static void every_prefix_of_a_sample_is_read_to_its_end(void **state)
{
    reader_samples_each(*state, "samples/read", "iso20022", prefixes_of_short);
    reader_samples_each(*state, "samples/bad", "iso20022", prefixes_of_short);
}

static void every_allocation_may_fail(void **state)
{
    reader_samples_each(*state, "samples/read", "iso20022", reader_sample_torture);
    reader_samples_each(*state, "samples/bad", "iso20022", reader_sample_torture);
}

static void a_full_sink_stops_the_reader_at_once(void **state)
{
    reader_samples_each(*state, "samples/bad", "iso20022", reader_sample_full_sink);
}

static tt_str told(tt_arena *a, tt_str xml)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(
        tt_told_read(&t, tt_reader_find(TT_STR("iso20022")), xml, TT_KIND_PAYMENT, NULL, ERR));
    assert_int_equal(t.rows, t.records + t.rejects);
    tt_str copy = tt_arena_str(a, tt_buf_str(&t.text));
    tt_told_release(&t);
    return copy;
}

static tt_str told_of(tt_arena *a, const char *path)
{
    return told(a, reader_sample_bytes(a, path));
}

/* What a field of the first record is. */
static tt_str field(tt_str text, const char *name)
{
    char key[64];
    (void)snprintf(key, sizeof key, " %s=", name);
    size_t at = tt_str_find(text, tt_str_of(key), 0);
    if (at == SIZE_MAX)
        return (tt_str){"", 0};
    at += strlen(key);
    size_t end = tt_str_find(text, TT_STR("="), at), line = tt_str_find(text, TT_STR("\n"), at);
    tt_str value = tt_str_sub(text, at, TT_MIN(end, line) - at);
    /* the name of the next field */
    while (end < line && value.n > 0 && value.p[value.n - 1] != ' ')
        value.n--;
    return tt_str_trim(value);
}

static void assert_field(tt_str text, const char *name, const char *want)
{
    tt_str is = field(text, name);
    if (!tt_str_is(is, want))
        fail_msg("%s is '%.*s', not '%s' in %s", name, TT_STR_ARG(is), want, text.p);
}

/* The payment of the samples as the bank of the payer would write it in MT. */
#define MT_HEAD(type, validation)                                                                  \
    "{1:F01TESTDEFFXXXX0000000000}{2:I" type "TESTBRSPXXXXN}{3:" validation                        \
    "{121:6f1c2e54-7a0b-4d7e-9a33-1b52c0de4f01}}{4:\r\n"
#define MT_CUSTOMERS                                                                               \
    ":50F:/DE89370400440532013000\r\n1/Hansa Coffee Import GmbH\r\n3/DE/Hamburg\r\n"               \
    ":52A:TESTDEFFXXX\r\n:57A:TESTBRSPXXX\r\n"                                                     \
    ":59F:/00012345-6\r\n1/Serra Verde Cafes Ltda\r\n3/BR/Santos\r\n"                              \
    ":70:Green coffee, contract 77\r\n"

static const char mt103[] = MT_HEAD("103", "") ":20:HMB240603A\r\n:23B:CRED\r\n"
                                               ":32A:240605USD48250,\r\n:33B:EUR44500,\r\n"
                                               ":36:1,08427\r\n" MT_CUSTOMERS ":71A:SHA\r\n-}";
static const char mt202_cover[] =
    MT_HEAD("202", "{119:COV}") ":20:HMB240603B\r\n:21:HMB240603A\r\n"
                                ":32A:240605USD48250,\r\n"
                                ":58A:TESTBRSPXXX\r\n" MT_CUSTOMERS ":33B:EUR44500,\r\n-}";

static const char *const common[] = {
    "payment_id",        "value_date",          "payer_name", "payer_account",
    "payer_country",     "payer_bank",          "payee_name", "payee_account",
    "payee_country",     "payee_bank",          "amount",     "currency",
    "instructed_amount", "instructed_currency", "channel",    "remittance_information",
};

static tt_str told_mt(tt_arena *a, const char *text)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("swift_mt")), tt_str_of(text), TT_KIND_NONE,
                           NULL, ERR));
    tt_str copy = tt_arena_str(a, tt_buf_str(&t.text));
    assert_int_equal(t.records, 1);
    tt_told_release(&t);
    return copy;
}

static void one_payment_is_the_same_in_every_message(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *path;
        bool ordered; /* before the bank changed the money */
    } messages[] = {
        {"samples/read/iso20022/pacs008_header.xml", false},
        {"samples/read/iso20022/pacs009_cover.xml", false},
        {"samples/read/iso20022/camt054_v08.xml", false},
        {"samples/read/iso20022/pain001_v09.xml", true},
    };
    tt_str want = told_mt(a, mt103), cover = told_mt(a, mt202_cover);
    assert_field(want, "amount", "USD 48250.00");
    assert_field(want, "payee_account", "00012345-6");
    for (size_t f = 0; f < TT_LEN(common); f++) {
        const char *value = tt_arena_printf(a, "%.*s", TT_STR_ARG(field(want, common[f])));
        bool money = strstr(common[f], "amount") || strstr(common[f], "currency");
        assert_true(value[0] != '\0');
        assert_field(cover, common[f], value);
        for (size_t i = 0; i < TT_LEN(messages); i++)
            if (!(messages[i].ordered && money))
                assert_field(told_of(a, messages[i].path), common[f], value);
    }
    tt_str order = told_of(a, "samples/read/iso20022/pain001_v09.xml");
    assert_field(order, "amount", "EUR 44500.00");
    assert_field(order, "instructed_amount", "");
}

#define ACCOUNT "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ownr><Nm>Own</Nm></Ownr></Acct>"

static tt_str of_entry(tt_arena *a, const char *entry)
{
    const char *xml = tt_arena_printf(
        a,
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.06\"><BkToCstmrStmt><Stmt>"
        "<Id>S</Id>" ACCOUNT "<Ntry><Amt Ccy=\"EUR\">10</Amt><ValDt><Dt>2024-05-03</Dt></ValDt>"
        "%s</Ntry></Stmt></BkToCstmrStmt></Document>",
        entry);
    return told(a, tt_str_of(xml));
}

#define TX(text) "<NtryDtls><TxDtls>" text "</TxDtls></NtryDtls>"
#define DBTR(name) "<Dbtr><Nm>" name "</Nm></Dbtr>"
#define CDTR(name) "<Cdtr><Nm>" name "</Nm></Cdtr>"
#define PTIES(text) "<RltdPties>" text "</RltdPties>"
#define OWN_AS(role)                                                                               \
    "<" role "Acct><Id><IBAN>DE89 3704 0044 0532 0130 00</IBAN></Id></" role "Acct>"

static void who_pays_is_said_by_the_entry_and_by_the_parts_in_the_payment(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *entry, *payer, *payee;
    } rows[] = {
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(PTIES(DBTR("X"))), "X", "Own"},
        {"<CdtDbtInd>DBIT</CdtDbtInd>" TX(PTIES(CDTR("X"))), "Own", "X"},
        /* the owner under another name */
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(PTIES(DBTR("X") CDTR("Own, Hamburg"))), "X",
         "Own, Hamburg"},
        /* only the owner is named: the other side is not known */
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(PTIES(CDTR("Own"))), "", "Own"},
        {"<CdtDbtInd>CRDT</CdtDbtInd>", "", "Own"},
        /* the transaction knows better than its entry */
        {"<CdtDbtInd>DBIT</CdtDbtInd>" TX("<CdtDbtInd>CRDT</CdtDbtInd>" PTIES(DBTR("X"))), "X",
         "Own"},
        /* but not when it names nobody */
        {"<CdtDbtInd>DBIT</CdtDbtInd>" TX("<CdtDbtInd>CRDT</CdtDbtInd>"), "Own", ""},
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX("<CdtDbtInd>DBIT</CdtDbtInd>"), "", "Own"},
        /* nor when the accounts agree with the entry */
        {"<CdtDbtInd>DBIT</CdtDbtInd>" TX(
             "<CdtDbtInd>CRDT</CdtDbtInd>" PTIES(OWN_AS("Dbtr") CDTR("X"))),
         "Own", "X"},
        /* money that comes back */
        {"<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd>" TX(PTIES(CDTR("X"))), "X", "Own"},
        {"<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>1</RvslInd>" TX(PTIES(DBTR("X"))), "Own", "X"},
        {"<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd>" TX(PTIES(DBTR("Own") CDTR("X"))), "X",
         "Own"},
        {"<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd>" TX(PTIES(DBTR("X"))), "X", "Own"},
        {"<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>false</RvslInd>" TX(PTIES(DBTR("X"))), "X", "Own"},
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(PTIES(OWN_AS("Dbtr") CDTR("X"))), "X", "Own"},
        {"<CdtDbtInd>DBIT</CdtDbtInd>" TX("<RtrInf/>" PTIES(DBTR("X"))), "Own", "X"},
        /* other forms of a party */
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(PTIES("<Dbtr><Pty><Nm>X</Nm></Pty></Dbtr>")), "X", "Own"},
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(
             PTIES("<Dbtr><Agt><FinInstnId><BICFI>TESTDEFF</BICFI></FinInstnId></Agt></Dbtr>")),
         "TESTDEFF", "Own"},
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(PTIES("<UltmtDbtr><Nm>X</Nm></UltmtDbtr>")), "X", "Own"},
        {"<CdtDbtInd>CRDT</CdtDbtInd>" TX(PTIES(DBTR("Y") "<UltmtDbtr><Nm>X</Nm></UltmtDbtr>")),
         "Y", "Own"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_str text = of_entry(a, rows[i].entry);
        assert_field(text, "payer_name", rows[i].payer);
        assert_field(text, "payee_name", rows[i].payee);
        assert_field(
            text, tt_str_is(field(text, "payer_name"), "Own") ? "payer_account" : "payee_account",
            "DE89370400440532013000");
    }
}

/* Without a sign, only the parties say who pays; the account of one of them is as good as a sign.
 */
static void an_entry_without_its_sign_is_of_neither_side(void **state)
{
    tt_arena *a = *state;
    tt_str text = of_entry(a, TX(PTIES(DBTR("X") CDTR("Y"))));
    assert_field(text, "payer_name", "X");
    assert_field(text, "payee_name", "Y");
    assert_field(text, "payer_account", "");
    assert_field(text, "payee_account", "");
    assert_true(tt_str_find(text, TT_STR("read with a repair"), 0) != SIZE_MAX);
    text = of_entry(a, TX(PTIES(OWN_AS("Cdtr") DBTR("X"))));
    assert_field(text, "payer_name", "X");
    assert_field(text, "payee_account", "DE89370400440532013000");
}

static void what_was_refused_is_no_payment(void **state)
{
    static const char *const entries[] = {
        "<CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>RJCT</Cd></Sts>" TX("<AddtlTxInf>E997</AddtlTxInf>"),
        "<CdtDbtInd>CRDT</CdtDbtInd><Sts>CANC</Sts>"};
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(entries); i++) {
        tt_str text = of_entry(a, entries[i]);
        assert_true(tt_str_find(text, TT_STR("refused by the network"), 0) != SIZE_MAX);
        assert_true(tt_str_find(text, TT_STR("record "), 0) == SIZE_MAX);
    }
}

static void invoices_are_those_of_documents_else_those_behind_the_code(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *remittance, *told; /* invoice numbers with blanks between */
    } rows[] = {
        {"<Ustrd>INV 7</Ustrd>", ""},
        {"<Ustrd>/INV/A-1//A-2</Ustrd><Ustrd>/ROC/99///INV/A-3</Ustrd>", "A-1 A-2 A-3"},
        {"<Strd><RfrdDocInf><Nb>A-1</Nb></RfrdDocInf></Strd><Ustrd>/INV/B-1</Ustrd>", "A-1"},
        {"<Strd><RfrdDocInf><Tp><Cd>CREN</Cd></Tp><Nb>C</Nb></RfrdDocInf></Strd>"
         "<Strd><RfrdDocInf><RfrdDocTp><Cd>BOLD</Cd></RfrdDocTp><RfrdDocNb>B</RfrdDocNb></"
         "RfrdDocInf>"
         "<RfrdDocInf><RfrdDocTp><Cd>CINV</Cd></RfrdDocTp><RfrdDocNb>D</RfrdDocNb></RfrdDocInf></"
         "Strd>",
         "C D"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_str text =
            of_entry(a, tt_arena_printf(a, TX("<RmtInf>%s</RmtInf>"), rows[i].remittance));
        tt_buf got;
        tt_buf_init(&got, 0);
        tt_str key = TT_STR(" invoice_number=");
        for (size_t at = 0; (at = tt_str_find(text, key, at)) != SIZE_MAX;) {
            at += key.n;
            if (got.n)
                tt_buf_add_c(&got, ' ');
            tt_buf_add(&got, tt_str_sub(text, at, tt_str_find(text, TT_STR("\n"), at) - at));
        }
        assert_string_equal(got.p ? got.p : "", rows[i].told);
        tt_buf_release(&got);
    }
}

static void an_id_is_the_best_there_is(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *entry, *id;
    } rows[] = {
        {"", "S/1"},
        {"<NtryRef>R-7</NtryRef>", "R-7"},
        {"<NtryRef>7</NtryRef>", "S/1"},
        {"<NtryRef>R-7</NtryRef><AcctSvcrRef>B-8</AcctSvcrRef>", "B-8"},
        {"<AcctSvcrRef>B-8</AcctSvcrRef>" TX("<Refs><EndToEndId>NotProvided</EndToEndId></Refs>"),
         "B-8"},
        {TX("<Refs><AcctSvcrRef>9</AcctSvcrRef></Refs>"), "9"},
        {TX("<Refs><AcctSvcrRef>9</AcctSvcrRef><InstrId>I</InstrId></Refs>"), "I"},
        {TX("<Refs><InstrId>I</InstrId><EndToEndId>E</EndToEndId><TxId>T</TxId></Refs>"), "E"},
        {TX("<Refs><EndToEndId>E</EndToEndId><UETR>AB-1</UETR></Refs>"), "ab-1"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_field(of_entry(a, rows[i].entry), "payment_id", rows[i].id);
}

static void days_are_those_of_the_bank(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *date, *told;
    } rows[] = {
        {"<Dt>2024-05-03</Dt>", "2024-05-03"},
        {"<Dt>2024-05-03+02:00</Dt>", "2024-05-03"},
        {"<Dt>2024-05-03Z</Dt>", "2024-05-03"},
        {"<DtTm>2024-05-03T00:00:00+02:00</DtTm>", "2024-05-03"},
        {"<DtTm>2024-05-03T00:00:00.000000000</DtTm>", "2024-05-03"},
        {"<DtTm>2024-05-03T23:59:59.5-05:00</DtTm>", "2024-05-03T23:59:59Z"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        const char *xml = tt_arena_printf(
            a,
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\"><X><Rpt><Ntry>"
            "<Amt Ccy=\"EUR\">1</Amt><BookgDt>%s</BookgDt></Ntry></Rpt></X></Document>",
            rows[i].date);
        assert_field(told(a, tt_str_of(xml)), "value_date", rows[i].told);
    }
}

static void places_are_those_of_the_file_also_inside_another_document(void **state)
{
    tt_arena *a = *state;
    tt_str xml = reader_sample_bytes(a, "samples/read/iso20022/wrapped.xml");
    size_t first = tt_str_find(xml, TT_STR("<CdtTrfTxInf>"), 0);
    size_t second = tt_str_find(xml, TT_STR("&lt;CdtTrfTxInf&gt;"), 0);
    tt_told t;
    tt_arena scratch;
    tt_arena_init(&scratch, 0);
    tt_told_init(&t, false);
    tt_sink sink = tt_told_sink(&t);
    tt_read_in in = {.bytes = xml, .kind = TT_KIND_PAYMENT, .scratch = &scratch};
    tt_told_offsets seen = {.n = 0};
    t.offsets = &seen;
    assert_ok(tt_reader_find(TT_STR("iso20022"))->read(&in, &sink, ERR));
    assert_int_equal(seen.n, 2);
    assert_int_equal(seen.v[0], first);
    assert_int_equal(seen.v[1], second);
    tt_told_release(&t);
    tt_arena_release(&scratch);
}

static void the_format_is_known_by_its_namespace_or_its_elements(void **state)
{
    TT_UNUSED(state);
    static const reader_guess rows[] = {
        {"", 0},
        {"a,b\n", 0},
        {"<Invoice/>", 0},
        {"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>", 0},
        {"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.11'>", 95},
        {"<d:Document xmlns:d='http://x.example/pain.001.001.03.ch.02.xsd'>", 95},
        {"<Saa:DataPDU xmlns:Saa='urn:swift:saa:xsd:saa.2.0'><Saa:Body>"
         "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.054.001.02'>",
         85},
        {"<Batch><x>&lt;FIToFICstmrCdtTrf&gt;", 80},
        {"<Document><Other/></Document>", 30},
    };
    reader_guesses("iso20022", rows, TT_LEN(rows), TT_KIND_PAYMENT);
}

TT_TEST_MAIN("read/iso20022", TT_TEST(the_good_samples_load_whole_and_without_a_remark),
             TT_TEST(the_bad_samples_are_told_as_expected),
             TT_TEST(every_prefix_of_a_sample_is_read_to_its_end),
             TT_TEST(every_allocation_may_fail), TT_TEST(a_full_sink_stops_the_reader_at_once),
             TT_TEST(one_payment_is_the_same_in_every_message),
             TT_TEST(who_pays_is_said_by_the_entry_and_by_the_parts_in_the_payment),
             TT_TEST(an_entry_without_its_sign_is_of_neither_side),
             TT_TEST(what_was_refused_is_no_payment),
             TT_TEST(invoices_are_those_of_documents_else_those_behind_the_code),
             TT_TEST(an_id_is_the_best_there_is), TT_TEST(days_are_those_of_the_bank),
             TT_TEST(places_are_those_of_the_file_also_inside_another_document),
             TT_TEST(the_format_is_known_by_its_namespace_or_its_elements))
