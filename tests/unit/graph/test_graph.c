/*
 * The layers of flows: which documents are flows, what they weigh and cost, what pays for what.
 */
#include "tests/support/tt_test.h"

#include "tests/support/tiny_deals.h"

#include "graph/graph.h"

enum { DAY = 86400 };

static tt_graph build(tiny_case *c, tt_arena *a)
{
    tt_graph g;
    assert_ok(tt_graph_build(&c->data, a, &g, ERR));
    return g;
}

static void an_invoice_and_its_payment_are_two_flows_in_opposite_directions(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id acme = tiny_company(&c, "Acme", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id inv = tiny_invoice(&c, "I1", acme, moon, "2024-01-05", "EUR");
    tiny_invoice_line(&c, inv, "080132", 1000, "KGM", 700000);
    tiny_invoice_line(&c, inv, "08013200", 2, "TNE", 100000);
    tiny_invoice_line(&c, inv, "120740", 5, "KGM", 500000); /* less value than 080132's first */
    tiny_id pay = tiny_payment(&c, "P1", moon, acme, "2024-02-01T06:00:00Z", 1300000, "EUR");
    tiny_fx(&c, "2024-01-04", "EUR", "1.10");
    tiny_fx(&c, "2024-02-01", "EUR", "1.20");
    assert_ok(tiny_finish(&c));
    assert_ok(tiny_deals(&c, (tiny_id[]){inv, pay}, 2));
    tt_graph g = build(&c, a);

    assert_int_equal(g.epoch, tiny_day("2024-01-05"));
    assert_int_equal(g.goods.n, 1);
    assert_int_equal(g.goods.src[0], tiny_entity(&c, acme));
    assert_int_equal(g.goods.dst[0], tiny_entity(&c, moon));
    assert_int_equal(g.goods.t[0], 0);
    assert_int_equal(g.goods.amount[0], 1430000); /* 13,000 EUR at 1.10 */
    assert_int_equal(g.goods.kind_of[0], TT_KIND_INVOICE);
    assert_int_equal(g.goods.doc[0], tiny_ix(&c, inv));
    assert_int_equal(g.goods.hs6[0], 80132);
    assert_int_equal(g.goods.kg[0], 3000 * INT64_C(1000000)); /* both lines of that code */
    assert_int_equal(g.goods.qty[0], 3000 * INT64_C(1000000));
    assert_int_equal(g.goods.dim[0], TT_DIM_MASS);
    assert_null(g.goods.settled);

    assert_int_equal(g.money.n, 1);
    assert_int_equal(g.money.src[0], tiny_entity(&c, moon));
    assert_int_equal(g.money.dst[0], tiny_entity(&c, acme));
    assert_int_equal(g.money.t[0], 27 * DAY + 6 * 3600);
    assert_int_equal(g.money.amount[0], 1560000);
    assert_int_equal(g.money.settled[0], 1);
    assert_null(g.money.hs6);
    assert_int_equal(tt_graph_day(&g, g.money.t[0]), tiny_day("2024-02-01"));
}

static void the_goods_of_a_deal_are_counted_once(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id s = tiny_company(&c, "Seller", "DE"), b = tiny_company(&c, "Buyer", "AE");
    tiny_id f = tiny_company(&c, "Forwarder", "NL");
    /* Invoice, two bills, a declaration: the invoice. */
    tiny_id inv = tiny_invoice(&c, "I1", s, b, "2024-01-01", "USD");
    tiny_id house = tiny_shipment(&c, "H1", s, b, "2024-01-02", "DEHAM", "AEJEA");
    tiny_id exp = tiny_declaration(&c, "X1", TT_DOC_EXPORT, s, b, "2024-01-02", "AE");
    /* A house bill under a master bill between forwarders: the house bill. */
    tiny_id house2 = tiny_shipment(&c, "H2", s, b, "2024-02-02", "DEHAM", "AEJEA");
    tiny_id master = tiny_shipment(&c, "M2", f, f, "2024-02-02", "DEHAM", "AEJEA");
    /* Declared on both sides: the export. */
    tiny_id imp3 = tiny_declaration(&c, "N3", TT_DOC_IMPORT, s, b, "2024-03-09", "DE");
    tiny_id exp3 = tiny_declaration(&c, "X3", TT_DOC_EXPORT, s, b, "2024-03-02", "AE");
    /* In no deal: each by itself.  Papers that move no goods: none. */
    tiny_id lone = tiny_shipment(&c, "M4", s, b, "2024-04-02", "DEHAM", "AEJEA");
    tiny_shipment_at(&c, master)->type = tiny_shipment_at(&c, lone)->type = TT_DOC_MASTER_BL;
    tiny_credit_note(&c, "C5", s, b, "2024-05-01", "USD");
    tiny_id pro = tiny_invoice(&c, "PRO5", s, b, "2024-05-01", "USD");
    tiny_invoice_at(&c, pro)->type = TT_DOC_PROFORMA;
    tiny_id debit = tiny_invoice(&c, "D5", s, b, "2024-05-01", "USD");
    tiny_invoice_at(&c, debit)->type = TT_DOC_DEBIT_NOTE;
    assert_ok(tiny_finish(&c));
    assert_ok(tiny_deals(&c, (tiny_id[]){inv, house, exp, 0, house2, master, 0, imp3, exp3}, 9));
    tt_graph g = build(&c, a);
    const tiny_id want[] = {inv, house2, exp3, lone};
    assert_int_equal(g.goods.n, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(g.goods.kind_of[i], tiny_ref(&c, want[i]).kind);
        assert_int_equal(g.goods.doc[i], tiny_ix(&c, want[i]));
    }
}

static void only_a_payment_from_the_buyer_to_the_seller_of_its_deal_is_settled(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id s = tiny_company(&c, "Seller", "DE"), b = tiny_company(&c, "Buyer", "AE");
    tiny_id x = tiny_company(&c, "Third", "CY");
    tiny_id inv = tiny_invoice(&c, "I1", s, b, "2024-01-01", "USD");
    tiny_id bl = tiny_shipment(&c, "B2", s, b, "2024-01-01", "DEHAM", "AEJEA");
    tiny_id own = tiny_payment(&c, "P1", b, s, "2024-01-02", 1, "USD");
    tiny_id third = tiny_payment(&c, "P2", x, s, "2024-01-03", 1, "USD");
    tiny_id back = tiny_payment(&c, "P3", s, b, "2024-01-04", 1, "USD");
    tiny_id other = tiny_payment(&c, "P4", b, s, "2024-01-05", 1, "USD"); /* another deal's */
    tiny_id shipped = tiny_payment(&c, "P5", b, s, "2024-01-06", 1, "USD");
    tiny_id loose = tiny_payment(&c, "P6", b, s, "2024-01-07", 1, "USD");
    TT_UNUSED(loose);
    assert_ok(tiny_finish(&c));
    assert_ok(tiny_deals(&c, (tiny_id[]){inv, own, third, back, 0, other, 0, bl, shipped}, 9));
    tt_graph g = build(&c, a);
    const uint8_t want[] = {1, 0, 0, 0, 1, 0};
    assert_int_equal(g.money.n, 6);
    assert_memory_equal(g.money.settled, want, sizeof want);
}

static void what_an_invoice_lacks_comes_from_the_papers_of_its_deal(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id s = tiny_company(&c, "Seller", "DE"), b = tiny_company(&c, "Buyer", "AE");
    tiny_id inv = tiny_invoice(&c, "I1", s, b, "2024-01-01", "USD");
    tiny_invoice_line(&c, inv, NULL, 20, "C62", 1000);
    tiny_id bl = tiny_shipment(&c, "B1", s, b, "2024-01-02", "DEHAM", "AEJEA");
    tiny_id line = tiny_shipment_line(&c, bl, "851712", TT_NO_NUM, NULL, 120);
    tiny_line_at(&c, line)->net_kg = 100000000;
    /* A code that is another one is not borrowed from. */
    tiny_id inv2 = tiny_invoice(&c, "I2", s, b, "2024-02-01", "USD");
    tiny_invoice_line(&c, inv2, "080132", 20, "C62", 1000);
    tiny_id bl2 = tiny_shipment(&c, "B2", s, b, "2024-02-02", "DEHAM", "AEJEA");
    tiny_shipment_line(&c, bl2, "851712", TT_NO_NUM, NULL, 120);
    /* Two invoices share a bill: nobody knows which part is whose. */
    tiny_id inv3 = tiny_invoice(&c, "I3", s, b, "2024-03-01", "USD");
    tiny_id inv4 = tiny_invoice(&c, "I4", s, b, "2024-03-02", "USD");
    tiny_id bl3 = tiny_shipment(&c, "B3", s, b, "2024-03-03", "DEHAM", "AEJEA");
    tiny_shipment_line(&c, bl3, "851712", TT_NO_NUM, NULL, 120);
    assert_ok(tiny_finish(&c));
    assert_ok(tiny_deals(&c, (tiny_id[]){inv, bl, 0, inv2, bl2, 0, inv3, inv4, bl3}, 9));
    tt_graph g = build(&c, a);
    assert_int_equal(g.goods.n, 4);
    assert_int_equal(g.goods.hs6[0], 851712);
    assert_int_equal(g.goods.kg[0], 100000000); /* net before gross */
    assert_int_equal(g.goods.qty[0], 20000000);
    assert_int_equal(g.goods.dim[0], TT_DIM_COUNT);
    assert_int_equal(g.goods.hs6[1], 80132);
    assert_int_equal(g.goods.kg[1], TT_NO_NUM);
    assert_int_equal(g.goods.hs6[2], 0);
    assert_int_equal(g.goods.hs6[3], 0);
    assert_int_equal(g.goods.kg[3], TT_NO_NUM);
}

static void what_cannot_be_a_flow_is_counted(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id s = tiny_company(&c, "Seller", "DE"), b = tiny_company(&c, "Buyer", "AE");
    tiny_payment(&c, "P1", s, b, "2024-01-02", 100, "USD");
    tiny_payment(&c, "P2", s, b, "", 100, "USD");           /* no date */
    tiny_payment(&c, "P3", s, b, "1024-01-02", 100, "USD"); /* a slip of the pen: no usable date */
    tiny_payment(&c, "P4", s, 0, "2024-01-03", 100, "USD"); /* to nobody */
    tiny_payment(&c, "P5", s, b, "2024-01-04", 100, "EUR"); /* no rate */
    tiny_id inv = tiny_invoice(&c, "I1", s, b, "2024-01-05", "USD");
    tiny_invoice_line(&c, inv, "0801", TT_NO_NUM, NULL, 100);  /* four digits are no HS 6 */
    tiny_invoice_line(&c, inv, "080132", 5, "XCT", TT_NO_NUM); /* cartons say nothing */
    assert_ok(tiny_finish(&c));
    tt_graph g = build(&c, a);
    assert_int_equal(g.money.n, 2);
    assert_int_equal(g.n_undated, 2);
    assert_int_equal(g.n_unnamed, 1);
    assert_int_equal(g.n_unpriced, 1);
    assert_int_equal(g.epoch, tiny_day("2024-01-02"));
    assert_int_equal(g.money.amount[1], TT_NO_NUM);
    assert_int_equal(g.goods.hs6[0], 80132);
    assert_int_equal(g.goods.qty[0], TT_NO_NUM);
    assert_int_equal(g.goods.dim[0], 0);
}

static void lists_of_a_vertex_are_in_order_of_time(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id p[5];
    const char *names[] = {"A", "B", "C", "D", "E"};
    for (size_t i = 0; i < 5; i++)
        p[i] = tiny_company(&c, names[i], "DE");
    for (int i = 0; i < 60; i++) { /* days fall, places jump */
        const char *date = tt_arena_printf(a, "2024-%02d-%02d", 12 - i / 5, 1 + i * 7 % 28);
        const char *number = tt_arena_printf(a, "P%d", i);
        tiny_payment(&c, number, p[i * 3 % 5], p[i * 7 % 4], date, 100 + i, "USD");
    }
    assert_ok(tiny_finish(&c));
    tt_graph g = build(&c, a);
    const tt_layer *l = &g.money;
    assert_int_equal(l->n, 60);
    for (uint32_t i = 1; i < l->n; i++)
        assert_true(l->t[i - 1] < l->t[i] || (l->t[i - 1] == l->t[i] && l->doc[i - 1] < l->doc[i]));
    uint32_t seen = 0;
    for (uint32_t v = 1; v <= g.n_entities; v++) {
        for (uint32_t k = l->out_off[v]; k < l->out_off[v + 1]; k++, seen++) {
            assert_int_equal(l->src[l->out_at[k]], v);
            assert_true(k == l->out_off[v] || l->out_at[k - 1] < l->out_at[k]);
        }
        for (uint32_t k = l->in_off[v]; k < l->in_off[v + 1]; k++, seen++) {
            assert_int_equal(l->dst[l->in_at[k]], v);
            assert_true(k == l->in_off[v] || l->in_at[k - 1] < l->in_at[k]);
        }
    }
    assert_int_equal(seen, 120);
}

static void an_empty_case_is_an_empty_graph(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    assert_ok(tiny_finish(&c));
    tt_graph g = build(&c, a);
    assert_int_equal(g.goods.n, 0);
    assert_int_equal(g.money.n, 0);
    assert_int_equal(g.epoch, TT_NO_DATE);
    assert_int_equal(g.money.out_off[g.n_entities + 1], 0);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_graph g;
    tt_status st;
    tiny_case c;
    tt_arena own;
    tt_arena_init(&own, 0);
    tiny_init(&c, a);
    tiny_id s = tiny_company(&c, "Seller", "DE"), b = tiny_company(&c, "Buyer", "AE");
    tiny_id inv = tiny_invoice(&c, "I1", s, b, "2024-01-01", "USD");
    tiny_id pay = tiny_payment(&c, "P1", b, s, "2024-01-02", 1, "USD");
    assert_ok(tiny_finish(&c));
    assert_ok(tiny_deals(&c, (tiny_id[]){inv, pay}, 2));
    TT_TORTURE(st, {
        tt_arena_reset(&own);
        st = tt_graph_build(&c.data, &own, &g, NULL);
    });
    assert_int_equal(g.money.settled[0], 1);
    tt_arena_release(&own);
}

TT_TEST_MAIN("graph/graph",
             TT_TEST(an_invoice_and_its_payment_are_two_flows_in_opposite_directions),
             TT_TEST(the_goods_of_a_deal_are_counted_once),
             TT_TEST(only_a_payment_from_the_buyer_to_the_seller_of_its_deal_is_settled),
             TT_TEST(what_an_invoice_lacks_comes_from_the_papers_of_its_deal),
             TT_TEST(what_cannot_be_a_flow_is_counted),
             TT_TEST(lists_of_a_vertex_are_in_order_of_time),
             TT_TEST(an_empty_case_is_an_empty_graph), TT_TEST(every_allocation_may_fail))
