/*
 * price.over_invoicing: a price far above comparable lines of others is found, with the peers that
 * say so; what else makes a price high is not.  Amounts are in cents; prices in comments are
 * USD/kg.
 *
 * The market: 120 lines of 40 sellers and 24 buyers, 1000 kg each, at 1.00, 1.01, ... 2.19.
 */
#include "tests/support/price_fixture.h"

/* --- found --- */

static void a_price_far_above_all_comparable_ones_is_found(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id inv = sale(&f, "X-1", "2024-06-01", 10000, 600); /* 6.00: 3.76 times the median */
    find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 1);
    assert_int_equal(x->documents[0].kind, TT_KIND_INVOICE);
    assert_int_equal(x->documents[0].doc, tiny_ix(&f.c, inv));
    assert_int_equal(x->documents[0].line, f.c.data.invoices[tiny_ix(&f.c, inv)].head.first_line);
    assert_int_equal(x->n_entities, 2);
    assert_int_equal(x->entities[0].entity, tiny_entity(&f.c, f.seller));
    assert_string_equal(x->entities[0].role, "seller");
    assert_int_equal(x->entities[1].entity, tiny_entity(&f.c, f.buyer));
    assert_string_equal(x->entities[1].role, "buyer");

    /* 60th and 61st of 120 prices are 1.59 and 1.60, 30th and 31st 1.29 and 1.30, 90th 1.89, 1.90
     */
    double median = sqrt(1.59 * 1.60);
    assert_near(claim_measure(x, "unit_price").value, 6.00, 1e-6);
    assert_near(claim_measure(x, "unit_price").low, sqrt(1.29 * 1.30), 1e-6);
    assert_near(claim_measure(x, "unit_price").high, sqrt(1.89 * 1.90), 1e-6);
    assert_int_equal(claim_measure(x, "unit_price").peers, 120);
    assert_string_equal(claim_measure(x, "unit_price").unit, "USD/kg");
    assert_near(claim_measure(x, "ratio").value, 6.00 / median, 1e-6);
    assert_near((double)x->value_shift.minor, 100 * (60000 - 10000 * median), 1);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_near(x->p_value, 1 / 121.0, 1e-9);
    assert_near(x->weight, 0.699748, 1e-6); /* log10 e(1/121) */
    assert_int_equal(x->from, tiny_day("2024-06-01"));
    assert_int_equal(x->to, tiny_day("2024-06-01"));
    assert_true(x->n_next_steps >= 2 && x->n_next_steps <= 4);
}

static void the_explanation_names_numbers_and_neighbours(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "HS 080132: 1 line priced far above comparable trade");
    assert_string_equal(
        x->explanation,
        "1 line of HS 080132 (1 compared) from this seller to this buyer costs 3.76 times the "
        "median "
        "of comparable lines; the largest, in invoice X-1 of 2024-06-01, is priced at USD 6.00/kg "
        "where 120 lines of 40 other sellers (same code, origin, destination and season) have a "
        "median of 1.59 and a middle half from 1.29 to 1.89. At that median the goods would have "
        "been USD 44050.08 cheaper: a price too high moves value to the exporter. Nearest "
        "comparable: M-080132-62 of 2024-06-01 (1.62), M-080132-63 of 2024-06-01 (1.63), "
        "M-080132-60 of 2024-05-31 (1.60), M-080132-61 of 2024-05-31 (1.61), M-080132-65 of "
        "2024-06-02 (1.65).");
}

static void many_lines_of_a_relation_are_one_finding(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-05-20", 10000, 500);
    sale(&f, "X-2", "2024-06-01", 20000, 600);
    sale(&f, "X-3", "2024-06-10", 10000, 550);
    sale(&f, "X-4", "2024-06-20", 10000, 160); /* an ordinary one */
    find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 3);
    double median = sqrt(1.59 * 1.60);
    assert_near((double)x->value_shift.minor, 100 * (50000 + 120000 + 55000 - 40000 * median), 3);
    assert_near(claim_measure(x, "lines_compared").value, 4, 0);
    assert_near(claim_measure(x, "lines_standing_out").value, 3, 0);
    /* min: 2 (1 - (1 - 1/121)^4); excess: 6 P(BetaBin(4, 1 %, rho 0.02) >= 3) is smaller */
    assert_near(x->p_value, 0.00033160907, 1e-9);
    assert_near(x->weight, 1.670640340, 1e-9);
    assert_int_equal(claim_test(x, "shifts_cancel").outcome, TT_TEST_NOT_EXPLAINED);
}

static void a_declared_value_is_found_where_there_is_no_invoice(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id dec =
        tiny_declaration(&f.c, "D-1", TT_DOC_EXPORT, f.seller, f.buyer, "2024-06-01", "NL");
    tiny_declaration_line(&f.c, dec, "08013200", 10000, "KGM", 6000000, "USD");
    find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, dec)));
    assert_near(claim_measure(x, "ratio").value, 6.00 / sqrt(1.59 * 1.60), 1e-6);
    assert_string_equal(claim_test(x, "delivery_term").detail,
                        "The customs value was brought to FOB before comparing.");
}

static void a_ring_that_fills_a_niche_does_not_define_what_is_normal(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    for (int i = 0; i < 150; i++) /* more lines than all others together */
        sale(&f, tt_arena_printf(f.a, "X-%d", i), "2024-06-01", 10000, 600 + i);
    find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 150);
    assert_int_equal(claim_measure(x, "unit_price").peers, 120);
}

static void sellers_of_one_group_are_left_out_together(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    /* three more sellers with the seller's phone would make a grade of their own at 6.00 */
    for (int k = 0; k < 3; k++) {
        const char *name = tt_arena_printf(f.a, "Front %d", k);
        tiny_id front = tiny_company(&f.c, name, "IN");
        tiny_party_at(&f.c, tiny_party(&f.c, name, TT_ENTITY_COMPANY, name, "IN"))->phone =
            TT_STR("+91 22 5550 1234");
        for (int i = 0; i < 12; i++) {
            tiny_id inv = tiny_invoice(
                &f.c, tt_arena_printf(f.a, "F-%d-%d", k, i), front,
                tiny_company(&f.c, tt_arena_printf(f.a, "Buyer %d Ltd", 12 * (k % 2) + i), "NL"),
                "2024-06-01", "USD");
            tiny_invoice_line(&f.c, inv, "080132", 1000, "KGM", 600000);
        }
    }
    tiny_party_at(&f.c, tiny_party(&f.c, "S", TT_ENTITY_COMPANY, "Sunrise Exports", "IN"))->phone =
        TT_STR("0091 22 55501234");
    tiny_id inv = sale(&f, "X-1", "2024-06-01", 10000, 600);
    find(&f);
    bool cited = false;
    for (size_t i = 1; i <= f.r.n_findings; i++)
        cited |= claim_cites(&f.r.findings[i].f, tiny_ref(&f.c, inv));
    assert_true(cited);

    f.param[TT_PP_LINK_DF] = 0; /* strangers: then they are a grade, and the price is usual in it */
    assert_ok(run(&f, ERR));
    for (size_t i = 1; i <= f.r.n_findings; i++)
        assert_false(claim_cites(&f.r.findings[i].f, tiny_ref(&f.c, inv)));
}

static void an_error_of_entry_among_the_peers_hides_nothing(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id other = tiny_company(&f.c, "Seller 3 Ltd", "IN");
    tiny_id inv = tiny_invoice(&f.c, "M-slip", other, tiny_company(&f.c, "Buyer 5 Ltd", "NL"),
                               "2024-06-03", "USD");
    tiny_invoice_line(&f.c, inv, "080132", 10, "KGM", 1500000); /* ten tons, written as 10 kg */
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    find(&f);
    assert_near(claim_only(&f.r)->p_value, 1 / 121.0, 1e-9);

    f.param[TT_PP_GROSS] = 1e4;
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    f.param[TT_PP_GROSS] = 8;
    f.param[TT_PP_GROSS_SD] = 100;
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

/* --- near misses --- */

static void a_price_below_the_ratio_or_the_value_is_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 239); /* 1.498 times the median */
    sale(&f, "X-2", "2024-06-02", 1100, 600);  /* 6.00, but 4845 over the median */
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
}

static void a_second_grade_of_the_goods_is_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    market better = cashew; /* 40 lines of whole kernels at 6.00 to 6.39 */
    better.lines = 40;
    better.price = 600;
    better.hs = "080132";
    market_add(&f.c, f.a, &better);
    sale(&f, "X-1", "2024-06-01", 10000, 620);
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
}

static void a_grade_of_one_seller_alone_is_none(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id lone = market_firm(&f.c, f.a, "Lone Mill", "IN");
    for (int i = 0; i < 60; i++) {
        tiny_id inv =
            tiny_invoice(&f.c, tt_arena_printf(f.a, "L-%d", i), lone,
                         tiny_company(&f.c, tt_arena_printf(f.a, "Buyer %d Ltd", i % 24), "NL"),
                         "2024-06-01", "USD");
        tiny_invoice_line(&f.c, inv, "080132", 1000, "KGM", 600000);
    }
    sale(&f, "X-1", "2024-06-01", 10000,
         1000); /* 10.00: outside the hull, far from the mill's 6.00 */
    f.param[TT_PP_SLIP] = 0.001;
    find(&f);
    bool found = false;
    for (size_t i = 1; i <= f.r.n_findings; i++)
        found |= f.r.findings[i].f.entities[0].entity == tiny_entity(&f.c, f.seller);
    assert_true(found);
}

static void a_price_inside_the_trimmed_hull_is_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id other = tiny_company(&f.c, "Seller 3 Ltd", "IN");
    tiny_id inv = tiny_invoice(&f.c, "M-dear", other, tiny_company(&f.c, "Buyer 5 Ltd", "NL"),
                               "2024-06-03", "USD");
    tiny_invoice_line(&f.c, inv, "080132", 100, "KGM", 70000); /* someone paid 7.00, a little */
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
}

/* 400 peers: p is small although two of them are dearer; the trimmed hull still holds the price. */
static void the_hull_counts_where_p_is_small(void **state)
{
    struct fixture f;
    market wide = cashew;
    wide.lines = 400;
    wide.sellers = 80;
    wide.buyers = 80;
    wide.price = 100;
    wide.step = 0;
    begin(&f, *state, &wide);
    for (int i = 0; i < 3; i++) {
        tiny_id inv = tiny_invoice(
            &f.c, tt_arena_printf(f.a, "M-dear-%d", i),
            tiny_company(&f.c, tt_arena_printf(f.a, "Seller %d Ltd", i), "IN"),
            tiny_company(&f.c, tt_arena_printf(f.a, "Buyer %d Ltd", i), "NL"), "2024-06-03", "USD");
        tiny_invoice_line(&f.c, inv, "080132", 100, "KGM", 35000);
    }
    sale(&f, "X-1", "2024-06-01", 10000, 340);
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    f.param[TT_PP_HULL] = 0.02;
    assert_ok(run(&f, ERR));
    assert_near(claim_only(&f.r)->p_value, 4 / 404.0, 1e-9);
}

static void other_purchases_of_the_buyer_are_no_peers(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    for (int i = 0; i < 30; i++) { /* it pays 6.00 to thirty others: a grade, if they counted */
        tiny_id inv = tiny_invoice(&f.c, tt_arena_printf(f.a, "D-%d", i),
                                   tiny_company(&f.c, tt_arena_printf(f.a, "Mill %d", i), "IN"),
                                   f.buyer, "2024-06-01", "USD");
        tiny_invoice_line(&f.c, inv, "080132", 1000, "KGM", 600000);
    }
    tiny_id inv = sale(&f, "X-1", "2024-06-01", 10000, 600);
    find(&f);
    bool cited = false;
    for (size_t i = 1; i <= f.r.n_findings; i++) {
        if (!claim_cites(&f.r.findings[i].f, tiny_ref(&f.c, inv)))
            continue;
        cited = true;
        assert_int_equal(claim_measure(&f.r.findings[i].f, "unit_price").peers, 120);
    }
    assert_true(cited);
}

static void a_wrong_unit_is_data_quality(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10, 159500); /* ten tons, written as 10 kg */
    sale(&f, "X-2", "2024-06-02", 10000, 352); /* pounds, written as kilograms */
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "dq.unit_error_suspected",
                            "the ratio to the usual price is a unit factor",
                            "2 lines, USD 51150.00"));
}

static void a_bill_of_lading_that_shows_the_quantity_rules_out_a_wrong_unit(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id inv =
        sale(&f, "X-1", "2024-06-01", 10000, 352); /* 2.2 times the median, as pounds are */
    tiny_id bl = tiny_shipment(&f.c, "BL-1", f.seller, f.buyer, "2024-06-05", "INCOK", "NLRTM");
    tiny_shipment_line(&f.c, bl, "080132", TT_NO_NUM, NULL, 10400);
    assert_ok(tiny_finish(&f.c));
    assert_ok(tiny_deals(&f.c, (tiny_id[]){inv, bl}, 2));
    assert_ok(run(&f, ERR));
    const tt_finding *x = claim_only(&f.r);
    assert_near(claim_measure(x, "ratio").value, 3.52 / sqrt(1.59 * 1.60), 1e-6);
    assert_string_equal(claim_test(x, "unit_slip").detail,
                        "The ratio is near 2.20, but the transport documents or the other lines "
                        "rule out a wrong unit.");

    f.c.data.shipment_lines[1].gross_kg = 4600 * (int64_t)1000000; /* it was pounds */
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void a_slip_repeats_its_factor_and_a_scheme_does_not(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 352);
    sale(&f, "X-2", "2024-06-02", 10000, 350);
    sale(&f, "X-3", "2024-06-03", 10000, 349);
    assert_ok(tiny_finish(&f.c));
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0); /* three times the same factor */

    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 352);
    sale(&f, "X-2", "2024-06-02", 10000, 290);
    sale(&f, "X-3", "2024-06-03", 10000, 450);
    find(&f);
    assert_int_equal(claim_only(&f.r)->n_documents, 3);
}

static void an_amount_in_another_currency_is_data_quality(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_fx(&f.c, "2024-06-01", "AED", "0.2723");
    tiny_id other = tiny_invoice(&f.c, "Y-1", f.seller, f.buyer, "2024-06-01", "AED");
    tiny_invoice_line(&f.c, other, "330300", 1, "KGM", 100); /* the parties do use AED */
    sale(&f, "X-1", "2024-06-01", 10000, 586);               /* 1.595 USD are 5.86 AED */
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "dq.currency_error_suspected",
                            "the price is usual in another currency of the parties",
                            "1 line, USD 58600.00"));
}

static void a_payment_of_the_amount_rules_out_another_currency(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_fx(&f.c, "2024-06-01", "AED", "0.2723");
    tiny_id other = tiny_invoice(&f.c, "Y-1", f.seller, f.buyer, "2024-06-01", "AED");
    tiny_invoice_line(&f.c, other, "330300", 1, "KGM", 100);
    tiny_id inv = sale(&f, "X-1", "2024-06-01", 10000, 586);
    tiny_id pay = tiny_payment(&f.c, "P-1", f.buyer, f.seller, "2024-07-01", 5860000, "USD");
    assert_ok(tiny_finish(&f.c));
    assert_ok(tiny_deals(&f.c, (tiny_id[]){inv, pay}, 2));
    assert_ok(run(&f, ERR));
    assert_string_equal(claim_test(claim_only(&f.r), "currency_slip").detail,
                        "The price would be usual in AED, but the payment or the other lines rule "
                        "that out.");
}

static void a_market_that_moved_is_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    market shock = cashew; /* in July everybody charges 2.20 to 3.00 */
    shock.lines = 12;
    shock.sellers = 12;
    shock.buyers = 12;
    shock.first = "2024-07-05";
    shock.days = 12;
    shock.price = 220;
    shock.step = 7;
    market_add(&f.c, f.a, &shock);
    sale(&f, "X-1", "2024-07-11", 10000, 310);
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "price.market_move",
                            "other sellers charged as much in the same weeks",
                            "1 line, USD 31000.00"));
}

static void a_small_lot_at_the_price_of_small_lots_is_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, NULL);
    /* 60 lines whose price falls with the lot: 200 kg at 5.04, down to 25600 kg at 1.50 */
    for (int i = 0; i < 60; i++) {
        int64_t kg = (int64_t)200 << (i % 8), price = 600;
        for (int k = 0; k <= i % 8; k++)
            price = price * 841 / 1000; /* half for every four doublings */
        tiny_id inv =
            tiny_invoice(&f.c, tt_arena_printf(f.a, "M-%d", i),
                         tiny_company(&f.c, tt_arena_printf(f.a, "Seller %d Ltd", i % 30), "IN"),
                         tiny_company(&f.c, tt_arena_printf(f.a, "Buyer %d Ltd", i % 30), "NL"),
                         "2024-06-01", "USD");
        tiny_invoice_line(&f.c, inv, "080132", kg, "KGM", kg * (price + i / 8));
    }
    sale(&f, "X-1", "2024-06-01", 10, 1000); /* 10 kg at 10.00 */
    f.param[TT_PP_MIN_VALUE] = 10;
    f.param[TT_PP_SLIP] = 0.001;
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "price.lot_size", "the size of the lot explains the price",
                            "1 line, USD 100.00"));

    f.param[TT_PP_LOT] = 1e-9; /* no lot is small */
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void freight_in_the_price_is_taken_out(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id inv = sale(&f, "X-1", "2024-06-01", 10000, 260); /* 1.63 times; FOB it is 1.42 times */
    assert_true(tt_incoterm_parse(TT_STR("CIF"), &tiny_invoice_at(&f.c, inv)->incoterm));
    tiny_id awb =
        tiny_shipment(&f.c, "020-12345675", f.seller, f.buyer, "2024-06-02", "INBOM", "NLAMS");
    tiny_shipment_at(&f.c, awb)->type = TT_DOC_AWB;
    assert_ok(tiny_finish(&f.c));
    assert_ok(tiny_deals(&f.c, (tiny_id[]){inv, awb}, 2));
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);

    f.c.data.invoices[tiny_ix(&f.c, inv)].incoterm = TT_INCOTERM_NONE;
    assert_ok(run(&f, ERR));
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "delivery_term").outcome, TT_TEST_UNKNOWN);
}

static void what_is_no_sale_is_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id sample = sale(&f, "X-1", "2024-06-01", 10000, 600);
    tiny_id proforma = sale(&f, "X-2", "2024-06-01", 10000, 610);
    tiny_invoice_at(&f.c, proforma)->type = TT_DOC_PROFORMA;
    sale(&f, "X-3", "2024-06-01", 10000, 620);
    tiny_id note = tiny_credit_note(&f.c, "C-3", f.seller, f.buyer, "2024-06-20", "USD");
    tiny_invoice_line(&f.c, note, "080132", 10000, "KGM", 6200000);
    assert_ok(tiny_finish(&f.c));
    tt_ix line = f.c.data.invoices[tiny_ix(&f.c, sample)].head.first_line;
    f.c.data.invoice_lines[line].description = TT_STR("Samples, no commercial value");
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "price.no_reference", "taken back by a credit note",
                            "1 line, USD 62000.00"));
    assert_true(claim_noted(&f.r, "price.no_reference", "named samples, repairs or returns",
                            "1 line, USD 60000.00"));
}

static void without_enough_peers_nothing_is_said_and_that_is_noted(void **state)
{
    struct fixture f;
    market few = cashew;
    few.lines = 29;
    few.sellers = 29;
    few.buyers = 29;
    begin(&f, *state, &few);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    /* 29 of the market (42,000 - 29 * 140 * ... in all) and the line itself, and the sundry ones */
    assert_true(claim_noted(&f.r, "price.no_reference",
                            "without enough comparable lines of other parties",
                            "34 lines, USD 40093060.00"));

    few.lines = few.sellers = few.buyers = 30;
    begin(&f, *state, &few);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    find(&f);
    assert_near(claim_only(&f.r)->p_value, 1 / 31.0, 1e-9);
}

/* --- parameters --- */

static void gates_are_parameters(void **state)
{
    static const struct {
        int param;
        double value;
        bool found;
    } rows[] = {
        {TT_PP_COUNT, 0, true},          {TT_PP_MIN_VALUE, 44050, true},
        {TT_PP_MIN_VALUE, 44051, false}, {TT_PP_MIN_RATIO, 3.65, true},
        {TT_PP_MIN_RATIO, 3.77, false},  {TT_PP_N_MIN, 120, true},
        {TT_PP_N_MIN, 121, false},       {TT_PP_MIN_SELLERS, 40, true},
        {TT_PP_MIN_SELLERS, 41, false},  {TT_PP_MAX_PEERS, 120, true},
        {TT_PP_MAX_PEERS, 119, true},    {TT_PP_SHARE, 0.001, true},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct fixture f;
        begin(&f, *state, &cashew);
        sale(&f, "X-1", "2024-06-01", 10000, 600);
        if (rows[i].param < TT_PP_COUNT)
            f.param[rows[i].param] = rows[i].value;
        find(&f);
        if ((f.r.n_findings == 1) != rows[i].found)
            fail_msg("row %zu: %zu findings", i, f.r.n_findings);
    }
}

static void what_weighs_little_is_counted_not_reported(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    f.param[TT_PP_MIN_WEIGHT] = 0.69;
    find(&f);
    assert_int_equal(f.r.n_findings, 1);
    f.param[TT_PP_MIN_WEIGHT] = 0.7;
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "price: relations with prices that stand out",
                            "weight below min_weight", "1 relation, USD 44050.08"));
}

/*
 * 121 relations of one line each and ours: with 40 enough to compare with, the relation stands out
 * as far as one of 122 does, and the weight is that of the mean of two e-values.
 */
static void a_relation_is_compared_with_all_relations_as_well(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    sale(&f, "X-2", "2024-06-02", 10000, 610);
    find(&f);
    double alone = claim_only(&f.r)->weight, lines = claim_only(&f.r)->p_value;
    f.param[TT_PP_RELATIONS] = 40;
    assert_ok(run(&f, ERR));
    const tt_finding *x = claim_only(&f.r);
    tt_measure share = claim_measure(x, "share_of_relations_as_extreme");
    assert_near(share.value, 1.0 / share.peers, 1e-9);
    assert_true(share.peers > 40);
    assert_true(x->p_value > 2 * lines && x->p_value <= 2 * share.value); /* both lines lean */
    assert_near(
        x->weight,
        log10((pow(10, tt_log10_e_of_p(x->p_value)) + pow(10, tt_log10_e_of_p(share.value))) / 2),
        1e-6);
    f.param[TT_PP_TAIL] = 0.001; /* one line in 121 is not so rare: the relation counts as usual */
    assert_ok(run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, alone, 1e-9);
}

static void values_out_of_range_are_refused(void **state)
{
    struct fixture f;
    begin(&f, *state, NULL);
    f.param[TT_PP_MAX_P] = 0.6;
    assert_ok(tiny_finish(&f.c));
    assert_status(run(&f, ERR), TT_EUSAGE);
    assert_err_text("parameter 'price.over_invoicing.max_p' is out of range");
}

static void a_limit_on_peers_is_noted_and_bounds_the_p_value(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    f.param[TT_PP_MAX_PEERS] = 50;
    f.param[TT_PP_SHARE] = 1;
    find(&f);
    assert_near(claim_only(&f.r)->p_value, 1 / 51.0, 1e-9);
    assert_true(claim_noted(&f.r, "price: comparable lines", "max_peers, the nearest in time",
                            "121 lines, USD 251400.00"));
}

/* --- properties --- */

static void amounts_times_ten_shift_ten_times_the_value(void **state)
{
    struct fixture f;
    double shift[2], weight[2];
    for (int i = 0; i < 2; i++) {
        market m = cashew;
        m.price *= i ? 10 : 1;
        m.step *= i ? 10 : 1;
        begin(&f, *state, &m);
        sale(&f, "X-1", "2024-06-01", 10000, i ? 6000 : 600);
        sale(&f, "X-2", "2024-06-09", 10000, i ? 1700 : 170);
        find(&f);
        shift[i] = (double)claim_only(&f.r)->value_shift.minor;
        weight[i] = claim_only(&f.r)->weight;
    }
    assert_near(shift[1] / shift[0], 10, 1e-6);
    assert_near(weight[1], weight[0], 1e-9);
}

static void the_identity_does_not_depend_on_peers(void **state)
{
    tt_hash id[2];
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        market m = cashew;
        m.lines = i ? 80 : 120;
        begin(&f, *state, &m);
        sale(&f, "X-1", "2024-06-01", 10000, 600);
        find(&f);
        id[i] = f.r.findings[1].id;
    }
    assert_int_equal(tt_hash_cmp(id[0], id[1]), 0);
}

static void an_empty_case_has_no_findings(void **state)
{
    struct fixture f = {.a = *state};
    tiny_init(&f.c, f.a);
    for (int i = 0; i < TT_PP_COUNT; i++)
        f.param[i] = tt_price_params[i].def;
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_int_equal(f.r.n_completeness, 0);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_results r = {0};
    tt_status st;
    TT_TORTURE(st, {
        struct fixture f;
        market m = cashew;
        tt_arena_reset(a);
        m.lines = m.sellers = m.buyers = 31;
        begin(&f, a, &m);
        sale(&f, "X-1", "2024-06-01", 10000, 600);
        sale(&f, "X-2", "2024-06-02", 10000, 520);
        st = tiny_finish(&f.c);
        if (st == TT_OK)
            st = run(&f, NULL);
        r = f.r;
    });
    assert_int_equal(r.n_findings, 1);
}

TT_TEST_MAIN("detect/price_over_invoicing", TT_TEST(a_price_far_above_all_comparable_ones_is_found),
             TT_TEST(the_explanation_names_numbers_and_neighbours),
             TT_TEST(many_lines_of_a_relation_are_one_finding),
             TT_TEST(a_declared_value_is_found_where_there_is_no_invoice),
             TT_TEST(a_ring_that_fills_a_niche_does_not_define_what_is_normal),
             TT_TEST(sellers_of_one_group_are_left_out_together),
             TT_TEST(an_error_of_entry_among_the_peers_hides_nothing),
             TT_TEST(a_price_below_the_ratio_or_the_value_is_not_found),
             TT_TEST(a_second_grade_of_the_goods_is_not_found),
             TT_TEST(a_grade_of_one_seller_alone_is_none),
             TT_TEST(a_price_inside_the_trimmed_hull_is_not_found),
             TT_TEST(the_hull_counts_where_p_is_small),
             TT_TEST(other_purchases_of_the_buyer_are_no_peers),
             TT_TEST(a_wrong_unit_is_data_quality),
             TT_TEST(a_bill_of_lading_that_shows_the_quantity_rules_out_a_wrong_unit),
             TT_TEST(a_slip_repeats_its_factor_and_a_scheme_does_not),
             TT_TEST(an_amount_in_another_currency_is_data_quality),
             TT_TEST(a_payment_of_the_amount_rules_out_another_currency),
             TT_TEST(a_market_that_moved_is_not_found),
             TT_TEST(a_small_lot_at_the_price_of_small_lots_is_not_found),
             TT_TEST(freight_in_the_price_is_taken_out), TT_TEST(what_is_no_sale_is_not_found),
             TT_TEST(without_enough_peers_nothing_is_said_and_that_is_noted),
             TT_TEST(gates_are_parameters), TT_TEST(what_weighs_little_is_counted_not_reported),
             TT_TEST(a_relation_is_compared_with_all_relations_as_well),
             TT_TEST(values_out_of_range_are_refused),
             TT_TEST(a_limit_on_peers_is_noted_and_bounds_the_p_value),
             TT_TEST(amounts_times_ten_shift_ten_times_the_value),
             TT_TEST(the_identity_does_not_depend_on_peers), TT_TEST(an_empty_case_has_no_findings),
             TT_TEST(every_allocation_may_fail))
