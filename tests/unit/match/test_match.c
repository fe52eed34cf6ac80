/*
 * Documents that name each other are one deal; numbers that only look alike are not; and a deal
 * adds up.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "match/parts.h"

static tt_ix deal(const tiny_case *c, tiny_id doc)
{
    tt_ref r = tiny_ref(c, doc);
    return c->data.deal_of[r.kind][r.doc];
}

static void assert_joined(const tiny_case *c, tiny_id a, tiny_id b)
{
    assert_int_not_equal(deal(c, a), 0);
    assert_int_equal(deal(c, a), deal(c, b));
}

static const tt_deal *deal_at(const tiny_case *c, tiny_id doc)
{
    assert_int_not_equal(deal(c, doc), 0);
    return &c->data.deals[deal(c, doc)];
}

static const tt_deal_doc *doc_at(const tiny_case *c, tiny_id doc)
{
    tt_ref r = tiny_ref(c, doc);
    for (tt_ix i = 1; i <= c->data.n_deal_docs; i++)
        if (c->data.deal_docs[i].kind == r.kind && c->data.deal_docs[i].doc == r.doc)
            return &c->data.deal_docs[i];
    fail();
    return NULL;
}

/* Why a reference of this document joined nothing; "" when there is none, or none that failed. */
static const char *gap(const tiny_case *c, tiny_id doc)
{
    double param[TT_MATCH_N_PARAMS];
    tt_gap *gaps;
    size_t n;
    tt_ref r = tiny_ref(c, doc);
    assert_true(tt_match_n_params <= TT_LEN(param));
    for (size_t i = 0; i < tt_match_n_params; i++)
        param[i] = tt_match_params[i].def;
    assert_ok(tt_match_gaps(&c->data, param, c->data.arena, &gaps, &n, ERR));
    for (size_t i = 0; i < n; i++)
        if (gaps[i].kind == r.kind && gaps[i].doc == r.doc)
            return gaps[i].why;
    return "";
}

/* One whole deal: invoice, shipment, declaration, payment. */
struct whole {
    tiny_id acme, moon, invoice, shipment, declaration, payment;
};

static struct whole make_whole(tiny_case *c, int64_t k)
{
    struct whole w;
    w.acme = tiny_company(c, "ACME", "DE");
    w.moon = tiny_company(c, "Moon", "AE");
    w.invoice = tiny_invoice(c, "INV-1001", w.acme, w.moon, "2024-01-05", "USD");
    tiny_invoice_line(c, w.invoice, "080132", 1000, "KGM", 850000 * k);
    tiny_invoice_names(c, w.invoice, "MAEU 123/456");
    w.shipment = tiny_shipment(c, "MAEU123456", w.acme, w.moon, "2024-01-09", "DEHAM", "AEJEA");
    tiny_shipment_line(c, w.shipment, "080132", 1, "TNE", 1020);
    w.declaration = tiny_declaration(c, "D-1", TT_DOC_EXPORT, w.acme, w.moon, "2024-01-08", "AE");
    tiny_declaration_line(c, w.declaration, "080132", 1000, "KGM", 840000 * k, "USD");
    tiny_declaration_names(c, w.declaration, NULL, "maeu123456");
    w.payment = tiny_payment(c, "P-1", w.moon, w.acme, "2024-02-04", 845000 * k, "USD");
    tiny_payment_text(c, w.payment, "Payment of invoice no. INV 1001 dd 05.01.24");
    return w;
}

static void documents_that_name_each_other_are_one_deal(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    struct whole w = make_whole(&c, 1);
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_deals, 1);
    const tt_deal *d = deal_at(&c, w.invoice);
    assert_int_equal(d->n_docs, 4);
    assert_int_equal(d->status, TT_DEAL_MATCHED);
    assert_int_equal(d->invoiced.minor, 850000);
    assert_int_equal(d->declared.minor, 840000);
    assert_int_equal(d->paid.minor, 845000);
    assert_int_equal(d->shipped.minor, TT_NO_NUM); /* a bill of lading without values */
    assert_int_equal(d->invoiced_qty, 1000000000);
    assert_int_equal(d->shipped_qty, 1000000000); /* one ton */
    assert_int_equal(d->lag_days, 30);
    assert_string_equal(doc_at(&c, w.payment)->reason, "remittance text");
    assert_str(doc_at(&c, w.payment)->detail, "INV 1001");
    assert_string_equal(doc_at(&c, w.invoice)->reason, "transport document");
    assert_str(doc_at(&c, w.invoice)->detail, "MAEU 123/456");
    assert_string_equal(doc_at(&c, w.declaration)->reason, "transport document");
}

static void a_document_alone_is_in_no_deal(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), b = tiny_company(&c, "Moon", "AE");
    tiny_id inv = tiny_invoice(&c, "INV-1", a, b, "2024-01-05", "USD");
    tiny_id pay = tiny_payment(&c, "P", b, a, "2024-02-05", 100, "USD");
    tiny_id named = tiny_payment(&c, "P2", b, a, "2024-02-05", 100, "USD");
    tiny_payment_names(&c, named, "INV-2");
    tiny_id none = tiny_payment(&c, "P3", b, a, "2024-02-06", 100, "USD");
    tiny_payment_names(&c, none, "N/A");
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_deals, 0);
    assert_int_equal(deal(&c, inv), 0);
    assert_int_equal(deal(&c, pay), 0);
    assert_string_equal(gap(&c, named), "not in the data");
    assert_string_equal(gap(&c, none), ""); /* a text without a digit names nothing */
    assert_string_equal(gap(&c, pay), "");
}

static void the_same_number_of_two_sellers_is_two_invoices(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), b = tiny_company(&c, "Borealis", "NO");
    tiny_id moon = tiny_company(&c, "Moon", "AE"), sun = tiny_company(&c, "Sun", "IN");
    tiny_id of_a = tiny_invoice(&c, "2024-001", a, moon, "2024-01-05", "USD");
    tiny_id of_b = tiny_invoice(&c, "2024-001", b, sun, "2024-01-06", "USD");
    tiny_id pay_a = tiny_payment(&c, "P1", moon, a, "2024-02-05", 100, "USD");
    tiny_payment_names(&c, pay_a, "2024001");
    tiny_id pay_b = tiny_payment(&c, "P2", sun, b, "2024-02-05", 100, "USD");
    tiny_payment_names(&c, pay_b, "2024-001");
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_deals, 2);
    assert_joined(&c, of_a, pay_a);
    assert_joined(&c, of_b, pay_b);
}

static void a_buyer_of_two_sellers_with_one_number_must_say_whom_he_pays(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), b = tiny_company(&c, "Borealis", "NO");
    tiny_id moon = tiny_company(&c, "Moon", "AE"), fund = tiny_company(&c, "Fund", "LI");
    tiny_id of_a = tiny_invoice(&c, "2024-001", a, moon, "2024-01-05", "USD");
    tiny_id of_b = tiny_invoice(&c, "2024-001", b, moon, "2024-01-06", "USD");
    tiny_id direct = tiny_payment(&c, "P1", moon, b, "2024-02-05", 100, "USD");
    tiny_payment_names(&c, direct, "2024-001");
    tiny_id aside = tiny_payment(&c, "P2", moon, fund, "2024-02-05", 100, "USD");
    tiny_payment_names(&c, aside, "2024-001");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, of_b, direct); /* both sides fit there */
    assert_int_equal(deal(&c, of_a), 0);
    assert_int_equal(deal(&c, aside), 0);
    assert_string_equal(gap(&c, aside), "several documents fit");
}

static void a_third_party_may_pay_when_the_other_side_fits(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id third = tiny_company(&c, "Third", "PA"), fourth = tiny_company(&c, "Fourth", "KY");
    tiny_id inv = tiny_invoice(&c, "INV-7001", a, moon, "2024-01-05", "USD");
    tiny_id payer = tiny_payment(&c, "P1", third, a, "2024-02-05", 100, "USD");
    tiny_payment_text(&c, payer, "INV-7001");
    tiny_id payee = tiny_payment(&c, "P2", moon, fourth, "2024-02-06", 100, "USD");
    tiny_payment_text(&c, payee, "INV-7001");
    tiny_id nobody = tiny_payment(&c, "P3", third, fourth, "2024-02-07", 100, "USD");
    tiny_payment_text(&c, nobody, "INV-7001");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, payer, inv);
    assert_joined(&c, payee, inv);
    assert_int_equal(deal(&c, nobody), 0);
    assert_string_equal(gap(&c, nobody), "parties do not fit");
}

static void one_payment_may_quote_two_invoices(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id one = tiny_invoice(&c, "A/2024-17", a, moon, "2024-01-05", "USD");
    tiny_invoice_line(&c, one, "080132", 10, "KGM", 600);
    tiny_id two = tiny_invoice(&c, "A/2024-18", a, moon, "2024-01-08", "USD");
    tiny_invoice_line(&c, two, "080132", 10, "KGM", 400);
    tiny_id not_it = tiny_invoice(&c, "A/2024-1", a, moon, "2024-01-09", "USD");
    tiny_id pay = tiny_payment(&c, "P1", moon, a, "2024-02-05", 1000, "USD");
    tiny_payment_text(&c, pay, "/RFB/A/2024-17, A 2024 18 less nothing");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, one, two);
    assert_joined(&c, one, pay);
    assert_int_equal(deal(&c, not_it), 0);
    assert_int_equal(deal_at(&c, pay)->invoiced.minor, 1000);
    assert_int_equal(deal_at(&c, pay)->status, TT_DEAL_PARTIAL); /* nobody saw the goods */
}

static void a_number_within_a_longer_one_is_not_quoted(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id whole = tiny_invoice(&c, "A/2024-17", a, moon, "2024-01-05", "USD");
    tiny_id part = tiny_invoice(&c, "2024-17", a, moon, "2024-01-06", "USD");
    tiny_id pay = tiny_payment(&c, "P1", moon, a, "2024-02-05", 1000, "USD");
    tiny_payment_text(&c, pay, "settles A/2024-17");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, pay, whole);
    assert_int_equal(deal(&c, part), 0);
}

static void money_back_needs_both_sides(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id fourth = tiny_company(&c, "Fourth", "KY");
    tiny_id inv = tiny_invoice(&c, "INV-7001", a, moon, "2024-01-05", "USD");
    tiny_id back = tiny_payment(&c, "P1", a, moon, "2024-02-05", 100, "USD");
    tiny_payment_names(&c, back, "INV-7001");
    tiny_id aside = tiny_payment(&c, "P2", a, fourth, "2024-02-06", 100, "USD");
    tiny_payment_names(&c, aside, "INV-7001");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, inv, back);
    assert_int_equal(deal(&c, aside), 0);
    assert_string_equal(gap(&c, aside), "parties do not fit");
}

static void a_document_does_not_name_itself(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id credit = tiny_credit_note(&c, "CN-1001", a, moon, "2024-01-20", "USD");
    tiny_id line = tiny_invoice_line(&c, credit, "080132", 100, "KGM", 85000);
    tiny_line_at(&c, line)->description = TT_STR("our note CN-1001");
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_deals, 0);
}

static void a_document_says_first_what_it_names_itself(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id inv = tiny_invoice(&c, "INV-1001", a, moon, "2024-01-05", "USD");
    tiny_id credit = tiny_credit_note(&c, "CN-1001", a, moon, "2024-01-02", "USD");
    tiny_id line = tiny_invoice_line(&c, credit, "080132", 100, "KGM", 85000);
    tiny_line_at(&c, line)->description = TT_STR("for INV-1001");
    tiny_id s = tiny_shipment(&c, "BL-1", a, moon, "2024-01-09", "DEHAM", "AEJEA");
    tiny_shipment_names(&c, s, "cn 1001");
    tiny_id pay = tiny_payment(&c, "P1", moon, a, "2024-02-05", 1000, "USD");
    tiny_payment_names(&c, pay, "CN/1001");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, inv, pay);
    assert_str(doc_at(&c, credit)->detail, "INV-1001");
    assert_str(doc_at(&c, s)->detail, "cn 1001");
    assert_str(doc_at(&c, pay)->detail, "CN/1001");
}

static void a_text_without_digits_is_no_number(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id inv = tiny_invoice(&c, "INV-1001", a, moon, "2024-01-05", "USD");
    tiny_invoice_names(&c, inv, "T.B.A.");
    tiny_shipment(&c, "TBA", a, moon, "2024-01-09", "DEHAM", "AEJEA");
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_deals, 0);
    assert_string_equal(gap(&c, inv), "");
}

static void rows_that_repeat_a_number_count_once(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    struct whole w = make_whole(&c, 1);
    for (int i = 0; i < 150; i++)
        tiny_payment_names(&c, w.payment, "INV-1001");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, w.payment, w.invoice);
    assert_int_equal(deal_at(&c, w.payment)->paid.minor, 845000);
    assert_string_equal(doc_at(&c, w.payment)->reason, "invoice number");
}

static void a_payment_that_names_very_many_joins_none(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id x = tiny_company(&c, "ACME", "DE"), y = tiny_company(&c, "Moon", "AE");
    tiny_id pay = tiny_payment(&c, "P1", y, x, "2024-02-05", 1000, "USD");
    for (int i = 0; i < 101; i++) {
        const char *number = tt_arena_printf(a, "INV-%d", i);
        tiny_invoice(&c, number, x, y, "2024-01-05", "USD");
        tiny_payment_names(&c, pay, number);
    }
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_deals, 0);
    assert_string_equal(gap(&c, pay), "too many documents");
}

static void a_list_of_numbers_in_one_field_is_read(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id one = tiny_invoice(&c, "INV-1001", a, moon, "2024-01-05", "USD");
    tiny_id two = tiny_invoice(&c, "INV-1002", a, moon, "2024-01-08", "USD");
    tiny_id s = tiny_shipment(&c, "BL-1", a, moon, "2024-01-09", "DEHAM", "AEJEA");
    tiny_shipment_names(&c, s, "INV-1001; INV-1002");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, one, s);
    assert_joined(&c, two, s);
    assert_string_equal(doc_at(&c, one)->reason, "invoice number");
    assert_str(doc_at(&c, one)->detail, "INV-1001");
}

static void short_numbers_and_words_in_a_text_name_nothing(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id inv = tiny_invoice(&c, "123", a, moon, "2024-01-05", "USD");
    tiny_id pay = tiny_payment(&c, "P1", moon, a, "2024-02-05", 1000, "USD");
    tiny_payment_text(&c, pay, "123 goods");
    tiny_id named = tiny_payment(&c, "P2", moon, a, "2024-02-06", 1000, "USD");
    tiny_payment_names(&c, named, "123");
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(deal(&c, pay), 0);
    assert_joined(&c, named, inv); /* a field of its own may be short */
}

static void a_credit_note_is_taken_off(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    struct whole w = make_whole(&c, 1);
    tiny_id credit = tiny_credit_note(&c, "CN-1", w.acme, w.moon, "2024-01-20", "USD");
    tiny_id line = tiny_invoice_line(&c, credit, "080132", 100, "KGM", 85000);
    tiny_line_at(&c, line)->description = TT_STR("credit for INV-1001, wet goods");
    tiny_id pro = tiny_invoice(&c, "PF-1", w.acme, w.moon, "2023-12-20", "USD");
    tiny_invoice_at(&c, pro)->type = TT_DOC_PROFORMA;
    tiny_invoice_line(&c, pro, "080132", 1000, "KGM", 850000);
    tiny_invoice_names(&c, pro, "MAEU123456");
    tiny_id debit = tiny_invoice(&c, "DN-1", w.acme, w.moon, "2024-01-21", "USD");
    tiny_invoice_at(&c, debit)->type = TT_DOC_DEBIT_NOTE;
    tiny_id more = tiny_invoice_line(&c, debit, "080132", 1000, "KGM", 1000);
    tiny_line_at(&c, more)->description = TT_STR("storage, INV-1001");
    tiny_id back = tiny_payment(&c, "P-2", w.acme, w.moon, "2024-02-10", 85000, "USD");
    tiny_payment_text(&c, back, "refund INV-1001");
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, credit, w.invoice);
    assert_joined(&c, pro, w.invoice);
    assert_joined(&c, back, w.invoice);
    const tt_deal *d = deal_at(&c, w.invoice);
    assert_int_equal(d->invoiced.minor, 766000); /* more money, the same goods */
    assert_int_equal(d->paid.minor, 760000);
    assert_int_equal(d->invoiced_qty, 900000000);
    assert_int_equal(d->lag_days, 30); /* invoice to payment, not to refund */
}

static void an_order_number_joins_nothing(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id one = tiny_invoice(&c, "INV-1001", a, moon, "2024-01-05", "USD");
    tiny_id two = tiny_invoice(&c, "INV-1002", a, moon, "2024-01-08", "USD");
    tiny_invoice_at(&c, one)->order_number = TT_STR("PO-77001");
    tiny_invoice_at(&c, two)->order_number = TT_STR("PO-77001");
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_deals, 0);
}

static void a_number_that_very_many_name_joins_nobody(void **state)
{
    for (int n = 100; n <= 101; n++) {
        tt_arena *a = *state;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        tiny_id x = tiny_company(&c, "ACME", "DE"), y = tiny_company(&c, "Moon", "AE"), last = 0;
        tiny_id s = tiny_shipment(&c, "BL-0", x, y, "2024-01-09", "DEHAM", "AEJEA");
        for (int i = 0; i < n; i++) {
            last = tiny_invoice(&c, tt_arena_printf(a, "INV-%d", i), x, y, "2024-01-05", "USD");
            tiny_invoice_names(&c, last, "BL-0");
        }
        tiny_id pay = tiny_payment(&c, "P1", y, x, "2024-02-05", 1000, "USD");
        tiny_payment_names(&c, pay, "INV-7");
        assert_ok(tiny_finish_matched(&c));
        assert_int_equal(c.data.n_deals, 1);
        assert_int_equal(c.data.n_deal_docs, n == 100 ? 102 : 2); /* the payment's invoice stays */
        assert_int_equal(deal(&c, s) != 0, n == 100);
        assert_string_equal(gap(&c, last), n == 100 ? "" : "too many documents");
    }
}

static void numbers_lose_case_and_separators(void **state)
{
    TT_UNUSED(state);
    tt_buf key;
    tt_buf_init(&key, 0);
    assert_true(tt_number_key(TT_STR(" inv-2024/001 "), &key));
    assert_slice(tt_buf_str(&key), TT_STR("INV2024001"));
    assert_true(tt_number_key(TT_STR("№ 7"), &key));
    assert_false(tt_number_key(TT_STR("T.B.A."), &key));
    assert_int_equal(key.n, 0);
    tt_buf_release(&key);
    tt_run_vec runs = {0};
    assert_true(tt_text_runs(TT_STR("  A/17, b "), &runs));
    assert_int_equal(runs.n, 3);
    assert_int_equal(runs.v[1].at, 4);
    assert_int_equal(runs.v[1].n, 2);
    assert_true(tt_text_runs(TT_STR(""), &runs));
    assert_int_equal(runs.n, 0);
    tt_vec_release(&runs);
}

static void unknown_parts_make_unknown_sums(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id inv = tiny_invoice(&c, "INV-1001", a, moon, "2024-01-05", "EUR"); /* no rate */
    tiny_invoice_line(&c, inv, "080132", 10, "KGM", 600);
    tiny_invoice_line(&c, inv, "080132", 10, "C62", 600);
    tiny_invoice_names(&c, inv, "BL-1");
    tiny_id s = tiny_shipment(&c, "BL-1", a, moon, "2024-01-09", "DEHAM", "AEJEA");
    tiny_shipment_line(&c, s, "080132", TT_NO_NUM, "KGM", 10);
    assert_ok(tiny_finish_matched(&c));
    const tt_deal *d = deal_at(&c, inv);
    assert_int_equal(d->invoiced.minor, TT_NO_NUM);
    assert_int_equal(d->paid.minor, TT_NO_NUM);
    assert_int_equal(d->invoiced_qty, TT_NO_NUM); /* pieces and kilograms */
    assert_int_equal(d->shipped_qty, TT_NO_NUM);
    assert_int_equal(d->lag_days, INT32_MIN);
    assert_int_equal(d->status, TT_DEAL_PARTIAL);
}

static void goods_are_not_counted_twice(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    struct whole w = make_whole(&c, 1);
    tiny_id master =
        tiny_shipment(&c, "MAEU 123456", w.moon, w.acme, "2024-01-09", "DEHAM", "AEJEA");
    tiny_shipment_at(&c, master)->type = TT_DOC_MASTER_BL;
    tiny_shipment_at(&c, master)->notify = w.moon;
    tiny_shipment_line(&c, master, "080132", 1000, "KGM", 1020);
    tiny_id import = tiny_declaration(&c, "D-2", TT_DOC_IMPORT, w.acme, w.moon, "2024-02-01", "DE");
    tiny_declaration_line(&c, import, "080132", 1000, "KGM", 900000, "USD");
    tiny_declaration_names(&c, import, "INV-1001", NULL);
    tiny_id transit =
        tiny_declaration(&c, "D-3", TT_DOC_TRANSIT, w.acme, w.moon, "2024-01-12", "DE");
    tiny_declaration_line(&c, transit, "080132", 1000, "KGM", 5000000, "USD");
    tiny_declaration_names(&c, transit, "INV-1001", NULL);
    assert_ok(tiny_finish_matched(&c));
    assert_joined(&c, master, w.invoice);
    const tt_deal *d = deal_at(&c, w.invoice);
    assert_int_equal(d->n_docs, 7);
    assert_int_equal(d->shipped_qty, 1000000000);
    assert_int_equal(d->declared.minor, 900000); /* import 9,000.00, export 8,400.00 */
}

static void tolerances_decide_between_matched_and_partial(void **state)
{
    static const struct {
        int64_t paid, tons;
        tt_deal_status want;
    } rows[] = {{807500, 1, TT_DEAL_MATCHED},
                {807499, 1, TT_DEAL_PARTIAL},
                {892500, 1, TT_DEAL_MATCHED},
                {892501, 1, TT_DEAL_PARTIAL},
                {850000, 2, TT_DEAL_PARTIAL}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_arena *a = *state;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        struct whole w = make_whole(&c, 1);
        tiny_payment_at(&c, w.payment)->amount.minor = rows[i].paid;
        if (rows[i].tons == 2)
            tiny_shipment_line(&c, w.shipment, "080132", 1, "TNE", 1000);
        assert_ok(tiny_finish_matched(&c));
        assert_int_equal(deal_at(&c, w.invoice)->status, rows[i].want);
    }
}

static void amounts_times_k_are_sums_times_k(void **state)
{
    for (int64_t k = 1; k <= 1000; k *= 10) {
        tt_arena *a = *state;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        struct whole w = make_whole(&c, k);
        assert_ok(tiny_finish_matched(&c));
        const tt_deal *d = deal_at(&c, w.invoice);
        assert_int_equal(d->invoiced.minor, 850000 * k);
        assert_int_equal(d->paid.minor, 845000 * k);
        assert_int_equal(d->status, TT_DEAL_MATCHED);
    }
}

static void a_deal_keeps_its_id_when_others_are_added(void **state)
{
    tt_hash id[2];
    for (int more = 0; more < 2; more++) {
        tt_arena *a = *state;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        for (int i = 0; i < 20 * more; i++) {
            tiny_id x = tiny_company(&c, "Other", "FR"), y = tiny_company(&c, "Else", "IT");
            tiny_id inv =
                tiny_invoice(&c, tt_arena_printf(a, "INV-1%03d", i), x, y, "2024-01-02", "USD");
            tiny_id pay =
                tiny_payment(&c, tt_arena_printf(a, "Q%d", i), y, x, "2024-02-01", 100 + i, "USD");
            tiny_payment_names(&c, pay, tt_arena_printf(a, "INV-1%03d", i));
            assert_int_not_equal(inv, 0);
        }
        struct whole w = make_whole(&c, 1);
        assert_ok(tiny_finish_matched(&c));
        assert_int_equal(c.data.n_deals, 1 + 20 * more);
        id[more] = deal_at(&c, w.invoice)->id;
        assert_int_equal(deal_at(&c, w.invoice)->n_docs, 4);
    }
    assert_memory_equal(&id[0], &id[1], sizeof(id[0]));
}

/* The break of a document, NULL when it has that counterpart. */
static const tt_break *break_of(const tiny_case *c, tiny_id doc, tt_kind wants)
{
    tt_ref r = tiny_ref(c, doc);
    for (size_t i = 1; i <= c->data.n_breaks; i++)
        if (c->data.breaks[i].kind == r.kind && c->data.breaks[i].doc == r.doc &&
            c->data.breaks[i].wants == wants)
            return &c->data.breaks[i];
    return NULL;
}

static void a_document_with_its_counterparts_has_no_break(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    struct whole w = make_whole(&c, 1);
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(c.data.n_breaks, 0); /* the declaration's invoice is the shipment's */
    assert_null(break_of(&c, w.declaration, TT_KIND_INVOICE));
    assert_int_equal(c.data.n_pairings, 4); /* the declaration's two */
    const tt_pairing *p = &c.data.pairings[1];
    assert_int_equal(p->kind, TT_KIND_SHIPMENT); /* answers for the invoice that names it */
    assert_int_equal(p->to_kind, TT_KIND_INVOICE);
    assert_int_equal(p->to, tiny_ix(&c, w.invoice));
    assert_string_equal(p->reason, "transport document");
    int32_t weakest = INT32_MAX;
    for (size_t i = 1; i <= c.data.n_pairings; i++)
        weakest = TT_MIN(weakest, c.data.pairings[i].centibits);
    assert_int_equal(deal_at(&c, w.invoice)->centibits, weakest);
}

static void a_document_alone_has_a_reason(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "ACME", "DE"), b = tiny_company(&c, "Moon", "AE");
    tiny_id x = tiny_company(&c, "Other", "FR"), y = tiny_company(&c, "Else", "IT");
    tiny_id old = tiny_invoice(&c, "INV-1001", a, b, "2024-01-05", "USD");
    tiny_invoice_line(&c, old, "080132", 10, "KGM", 123457);
    tiny_id young = tiny_invoice(&c, "INV-1002", a, b, "2024-08-20", "USD");
    tiny_invoice_line(&c, young, "080132", 10, "KGM", 765433);
    tiny_id s = tiny_shipment(&c, "BL-1", x, y, "2024-06-09", "DEHAM", "AEJEA");
    tiny_shipment_names(&c, s, "INV-77");
    tiny_payment(&c, "P0", y, x, "2023-06-01", 55, "USD");
    tiny_id pay = tiny_payment(&c, "P1", y, x, "2024-08-25", 555, "USD");
    assert_ok(tiny_finish_matched(&c));
    assert_int_equal(break_of(&c, old, TT_KIND_PAYMENT)->type, TT_BREAK_NO_CANDIDATE);
    assert_int_equal(break_of(&c, young, TT_KIND_PAYMENT)->type, TT_BREAK_NOT_ARRIVED);
    assert_int_equal(break_of(&c, s, TT_KIND_INVOICE)->type, TT_BREAK_OUTSIDE_COVERAGE);
    assert_int_equal(break_of(&c, pay, TT_KIND_INVOICE)->type, TT_BREAK_NO_CANDIDATE);
    assert_null(break_of(&c, old, TT_KIND_DECLARATION)); /* nobody has declarations */
}

static void a_gap_of_the_feed_explains_what_it_can(void **state)
{
    for (int percent = 0; percent <= 100; percent += 50) {
        tt_arena *a = *state;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        tiny_id x = tiny_company(&c, "ACME", "DE"), y = tiny_company(&c, "Moon", "AE");
        tiny_id inv = tiny_invoice(&c, "INV-1001", x, y, "2024-01-05", "USD");
        tiny_invoice_line(&c, inv, "080132", 10, "KGM", 123457);
        tiny_payment(&c, "P0", x, y, "2023-06-01", 55, "USD");
        tiny_payment(&c, "P1", x, y, "2024-12-01", 55, "USD");
        tiny_coverage(&c, TT_KIND_PAYMENT, "AE", "2024-01-01", "2024-12-31", percent);
        assert_ok(tiny_finish_matched(&c));
        assert_int_equal(break_of(&c, inv, TT_KIND_PAYMENT)->type,
                         percent < 100 ? TT_BREAK_OUTSIDE_COVERAGE : TT_BREAK_NO_CANDIDATE);
    }
}

static void match_survives_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    struct whole w = {0};
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        tiny_init(&c, a);
        w = make_whole(&c, 1);
        st = tiny_finish_resolved(&c);
    });
    assert_int_equal(deal_at(&c, w.payment)->n_docs, 4);
    assert_string_equal(gap(&c, w.payment), "");
}

TT_TEST_MAIN(
    "match/match", TT_TEST(documents_that_name_each_other_are_one_deal),
    TT_TEST(a_document_alone_is_in_no_deal),
    TT_TEST(the_same_number_of_two_sellers_is_two_invoices),
    TT_TEST(a_buyer_of_two_sellers_with_one_number_must_say_whom_he_pays),
    TT_TEST(a_third_party_may_pay_when_the_other_side_fits),
    TT_TEST(one_payment_may_quote_two_invoices),
    TT_TEST(a_number_within_a_longer_one_is_not_quoted), TT_TEST(money_back_needs_both_sides),
    TT_TEST(a_document_does_not_name_itself), TT_TEST(a_document_says_first_what_it_names_itself),
    TT_TEST(a_text_without_digits_is_no_number), TT_TEST(rows_that_repeat_a_number_count_once),
    TT_TEST(a_payment_that_names_very_many_joins_none),
    TT_TEST(a_list_of_numbers_in_one_field_is_read),
    TT_TEST(short_numbers_and_words_in_a_text_name_nothing), TT_TEST(a_credit_note_is_taken_off),
    TT_TEST(an_order_number_joins_nothing), TT_TEST(a_number_that_very_many_name_joins_nobody),
    TT_TEST(numbers_lose_case_and_separators), TT_TEST(unknown_parts_make_unknown_sums),
    TT_TEST(goods_are_not_counted_twice), TT_TEST(tolerances_decide_between_matched_and_partial),
    TT_TEST(amounts_times_k_are_sums_times_k), TT_TEST(a_deal_keeps_its_id_when_others_are_added),
    TT_TEST(a_document_with_its_counterparts_has_no_break), TT_TEST(a_document_alone_has_a_reason),
    TT_TEST(a_gap_of_the_feed_explains_what_it_can),
    TT_TEST(match_survives_each_allocation_failing))
