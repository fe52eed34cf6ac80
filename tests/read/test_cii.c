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
             TT_TEST(a_price_is_for_one_unit), TT_TEST(equal_lines_with_one_number_are_two_rows))
