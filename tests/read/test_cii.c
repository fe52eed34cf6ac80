/*
 * cii: the samples, good and bad, whole and cut off, with memory failing and with a full sink.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("cii")

/* What a reader tells of a text of ours. */
static void assert_told(const char *xml, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(
        tt_told_read(&t, tt_reader_find(TT_STR("cii")), tt_str_of(xml), TT_KIND_NONE, NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

#define INVOICE(head, lines, total)                                                                \
    "<CrossIndustryInvoice><ExchangedDocument><ID>A</ID><TypeCode>" head                           \
    "</TypeCode><IssueDateTime><DateTimeString>20240102</DateTimeString></IssueDateTime>"          \
    "</ExchangedDocument><SupplyChainTradeTransaction>" lines                                      \
    "<Agreement><SellerTradeParty><Name>S</Name></SellerTradeParty><BuyerTradeParty><Name>B</"     \
    "Name>"                                                                                        \
    "</BuyerTradeParty></Agreement><Settlement><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>"     \
    "<SpecifiedTradeSettlementHeaderMonetarySummation><GrandTotalAmount>" total                    \
    "</GrandTotalAmount></SpecifiedTradeSettlementHeaderMonetarySummation></Settlement>"           \
    "</SupplyChainTradeTransaction></CrossIndustryInvoice>"
#define LINE(inside, amount)                                                                       \
    "<IncludedSupplyChainTradeLineItem>" inside                                                    \
    "<SpecifiedLineTradeSettlement><SpecifiedTradeSettlementLineMonetarySummation>"                \
    "<LineTotalAmount>" amount "</LineTotalAmount>"                                                \
    "</SpecifiedTradeSettlementLineMonetarySummation></SpecifiedLineTradeSettlement>"              \
    "</IncludedSupplyChainTradeLineItem>"
#define STATUS(code)                                                                               \
    "<AssociatedDocumentLineDocument><LineStatusReasonCode>" code                                  \
    "</LineStatusReasonCode></AssociatedDocumentLineDocument>"
#define NUMBER(n)                                                                                  \
    "<AssociatedDocumentLineDocument><LineID>" n "</LineID></AssociatedDocumentLineDocument>"
#define TOLD(type, rest)                                                                           \
    "record 1 invoice invoice_number=A issue_date=2024-01-02 document_type=" type                  \
    " seller_name=S buyer_name=B currency=EUR" rest "\n"

static void a_group_of_lines_is_not_counted_again(void **state)
{
    TT_UNUSED(state);
    assert_told(
        INVOICE("380",
                LINE(STATUS("GROUP"), "30.00") LINE(STATUS("DETAIL"), "10.00") LINE("", "20.00")
                    LINE(STATUS("INFORMATION"), "5.00"),
                "35.70"),
        "kind invoice\n" TOLD("invoice",
                              " line_number=1 line_amount=EUR 10.00 invoice_total=EUR 35.70")
            TOLD("invoice",
                 " line_number=2 line_amount=EUR 20.00 invoice_total=EUR 35.70") "read 2 loaded 2 "
                                                                                 "rejected 0\n");
}

static void a_price_is_for_one_unit(void **state)
{
    TT_UNUSED(state);
    assert_told(INVOICE("381",
                        LINE("<A><NetPriceProductTradePrice><ChargeAmount>10</ChargeAmount>"
                             "<BasisQuantity>3</BasisQuantity></NetPriceProductTradePrice></A>",
                             "1.00"),
                        "1.00"),
                "kind invoice\n" TOLD("credit_note",
                                      " line_number=1 unit_price=3.333333 line_amount=EUR 1.00 "
                                      "invoice_total=EUR 1.00") "read 1 loaded 1 rejected 0\n");
}

static void a_price_for_another_unit_is_left_out(void **state)
{
    TT_UNUSED(state);
#define PRICED(unit)                                                                               \
    "<A><NetPriceProductTradePrice><ChargeAmount>10</ChargeAmount><BasisQuantity unitCode=\"" unit \
    "\">1</BasisQuantity></NetPriceProductTradePrice></A><A><BilledQuantity unitCode=\"LTR\">15"   \
    "</BilledQuantity></A>"
    assert_told(
        INVOICE("380", LINE(PRICED("KGM"), "9.00") LINE(PRICED("LTR"), "9.00"), "18.00"),
        "kind invoice\nnote 1:0 unit_price: price for another unit than the quantity "
        "[KGM LTR]\n" TOLD("invoice", " line_number=1 quantity=15 unit=LTR line_amount=EUR 9.00 "
                                      "invoice_total=EUR 18.00")
            TOLD("invoice",
                 " line_number=2 quantity=15 unit=LTR unit_price=10 "
                 "line_amount=EUR 9.00 invoice_total=EUR 18.00") "read 2 loaded 2 rejected 0\n");
}

/* MINIMUM and BASIC WL. */
static void an_invoice_without_lines_has_their_sum(void **state)
{
    TT_UNUSED(state);
    assert_told(
        INVOICE("380", "",
                "35.70</GrandTotalAmount><TaxBasisTotalAmount>30.00</TaxBasis"
                "TotalAmount><GrandTotalAmount>35.70"),
        "kind invoice\n" TOLD(
            "invoice",
            " line_amount=EUR 30.00 invoice_total=EUR 35.70") "read 1 loaded 1 rejected 0\n");
}

static void an_order_may_be_of_a_line(void **state)
{
    TT_UNUSED(state);
#define ORDER(n)                                                                                   \
    "<A><BuyerOrderReferencedDocument><IssuerAssignedID>" n                                        \
    "</IssuerAssignedID></BuyerOrderReferencedDocument></A>"
    assert_told(INVOICE("380", LINE(ORDER("P1"), "1.00") LINE(ORDER("P2"), "1.00"), "2.00"),
                "kind invoice\n" TOLD("invoice", " line_number=1 line_amount=EUR 1.00 "
                                                 "invoice_total=EUR 2.00 order_number=P1")
                    TOLD("invoice", " line_number=2 line_amount=EUR 1.00 invoice_total=EUR 2.00 "
                                    "order_number=P2") "read 2 loaded 2 rejected 0\n");
}

static void tests_and_copies_are_told(void **state)
{
#define MARK(name, is) "<C><" name "><Indicator>" is "</Indicator></" name "></C>"
    static const struct {
        const char *marks, *want;
    } rows[] = {
        {MARK("TestIndicator", "true"),
         "note 1:0 -: document that is not in force [TestIndicator]\n"},
        {MARK("CopyIndicator", " true "),
         "note 1:0 -: marked as a possible duplicate [CopyIndicator]\n"},
        {MARK("TestIndicator", "false") MARK("CopyIndicator", "false"), ""},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_told(
            tt_arena_printf(a,
                            INVOICE("380",
                                    LINE("", "1.00") "</SupplyChainTradeTransaction>%s"
                                                     "<SupplyChainTradeTransaction>",
                                    "1.00"),
                            rows[i].marks),
            tt_arena_printf(a,
                            "kind invoice\n%s" TOLD(
                                "invoice",
                                " line_number=1 line_amount=EUR "
                                "1.00 invoice_total=EUR 1.00") "read 1 loaded 1 rejected 0\n",
                            rows[i].want));
}

static void equal_lines_with_one_number_are_two_rows(void **state)
{
    TT_UNUSED(state);
    assert_told(INVOICE("380",
                        LINE(NUMBER("1"), "1.00") LINE(NUMBER("1"), "1.00")
                            LINE(NUMBER("7"), "1.00"),
                        "3.00"),
                "kind invoice\n" TOLD("invoice",
                                      " line_number=1 line_amount=EUR 1.00 invoice_total=EUR 3.00")
                    TOLD("invoice", " line_number=2 line_amount=EUR 1.00 invoice_total=EUR 3.00")
                        TOLD("invoice", " line_number=7 line_amount=EUR 1.00 invoice_total=EUR "
                                        "3.00") "read 3 loaded 3 rejected 0\n");
}

TT_TEST_MAIN("read/cii", TT_READER_TEST_LIST, TT_TEST(a_group_of_lines_is_not_counted_again),
             TT_TEST(a_price_is_for_one_unit), TT_TEST(a_price_for_another_unit_is_left_out),
             TT_TEST(an_invoice_without_lines_has_their_sum), TT_TEST(an_order_may_be_of_a_line),
             TT_TEST(tests_and_copies_are_told), TT_TEST(equal_lines_with_one_number_are_two_rows))
