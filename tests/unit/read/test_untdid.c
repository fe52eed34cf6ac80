/*
 * UNTDID 1001: credit notes are told from invoices, house bills from master bills.
 */
#include "tests/support/tt_test.h"

#include "read/untdid.h"

static void invoices_have_their_words(void **state)
{
    TT_UNUSED(state);
    assert_str(tt_untdid_invoice(TT_STR("380")), "invoice");
    assert_str(tt_untdid_invoice(TT_STR(" 381 ")), "credit_note");
    assert_str(tt_untdid_invoice(TT_STR("383")), "debit_note");
    assert_str(tt_untdid_invoice(TT_STR("384")), "invoice");
    assert_str(tt_untdid_invoice(TT_STR("325")), "proforma");
    assert_str(tt_untdid_invoice(TT_STR("")), NULL);
}

static void transport_documents_have_their_words(void **state)
{
    TT_UNUSED(state);
    assert_str(tt_untdid_transport(TT_STR("705")), "master_bl");
    assert_str(tt_untdid_transport(TT_STR("714")), "house_bl");
    assert_str(tt_untdid_transport(TT_STR("740")), "awb");
    assert_str(tt_untdid_transport(TT_STR("380")), NULL);
}

TT_TEST_MAIN("read/untdid", TT_TEST(invoices_have_their_words),
             TT_TEST(transport_documents_have_their_words))
