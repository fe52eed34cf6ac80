/*
 * doc.qty_mismatch: invoices and transport documents of a deal that disagree on the quantity are
 * found; splits, packing, units, and what trade allows are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include "base/num.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.qty_mismatch");
    f->seller = tiny_company(&f->c, "Savanna Gate", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son", "VN");
    f->c.data.as_of = tiny_day("2024-12-31");
}

/* The feeds hold everything: a missing document explains nothing. */
static void covered(detector_case *f, int percent)
{
    tiny_coverage(&f->c, TT_KIND_SHIPMENT, NULL, "2024-01-01", "2024-12-31", percent);
    tiny_coverage(&f->c, TT_KIND_INVOICE, NULL, "2024-01-01", "2024-12-31", percent);
}

/* A new deal: an invoice at 1.50 a unit. */
static tiny_id
invoice(detector_case *f, const char *number, const char *hs, int64_t quantity, const char *unit)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, hs, quantity, unit, quantity * 150);
    detector_join(f, 0);
    detector_join(f, inv);
    return inv;
}

/* A shipment of the last deal; net mass where the unit is one of mass. */
static tiny_id shipment(detector_case *f, const char *number, const char *hs, int64_t quantity,
                        const char *unit, int64_t gross)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-10", "NGAPP", "VNHPH");
    tiny_id line = tiny_shipment_line(&f->c, bl, hs, quantity, unit, gross);
    tiny_line_at(&f->c, line)->container = tt_str_of(tt_arena_printf(f->a, "BOX %s", number));
    detector_join(f, bl);
    return bl;
}

/* --- found --- */

static void less_shipped_than_invoiced_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    tiny_id inv = invoice(&f, "I-1", "080131", 30000, "KGM");
    tiny_id bl = shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 1, 1e-9);                 /* 1.5: medium */
    assert_int_equal(x->value_shift.minor, 1500000); /* 10,000 kg at 1.50 */
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_cites(x, tiny_ref(&f.c, inv)) && claim_cites(x, tiny_ref(&f.c, bl)));
    assert_true(x->documents[0].line != 0);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_near(claim_measure(x, "invoiced").value, 30000, 1e-9);
    assert_near(claim_measure(x, "invoiced").low, 20000 / 1.1, 1e-6);
    assert_near(claim_measure(x, "invoiced").high, 22000, 1e-6);
    assert_string_equal(claim_measure(x, "shipped").unit, "kg");
    assert_near(claim_measure(x, "largest_ratio").value, 1.5, 1e-9);
    assert_string_equal(x->title, "HS 080131: less shipped than invoiced in 1 of 1 deal");
    assert_string_equal(x->explanation, "In 1 of 1 deal of HS 080131 from this seller to this "
                                        "buyer the transport documents show less "
                                        "than the invoices: 30000 kg invoiced and 20000 kg shipped "
                                        "in all; the largest difference is "
                                        "in invoice I-1. At the invoiced price the difference is "
                                        "worth USD 15000.00: paying for goods "
                                        "that are not there moves value to the exporter.");
    assert_true(isnan(x->p_value)); /* complete data and no others: no rate to compare with */
    assert_int_equal(claim_test(x, "usual_in_these_data").outcome, TT_TEST_UNKNOWN);
}

static void more_shipped_than_invoiced_moves_value_to_the_importer(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 10000, "KGM");
    shipment(&f, "B-1", "080131", 25000, "KGM", 26000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(25), 1e-9); /* 2.5: large */
    assert_int_equal(x->value_shift.minor, 2250000);
    assert_int_equal(x->direction, TT_SHIFT_TO_IMPORTER);
    assert_string_equal(x->title, "HS 080131: more shipped than invoiced in 1 of 1 deal");
}

static void deals_of_one_relation_are_one_finding(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 30000, "KGM");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    invoice(&f, "I-2", "08013100", 24000, "KGM");
    shipment(&f, "B-2", "080131", 20000, "KGM", 21000);
    invoice(&f, "I-3", "080131", 20000, "KGM");
    shipment(&f, "B-3", "080131", 20000, "KGM", 21000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((10 + 3 + 1) / 3.0) + 0.2, 1e-9);
    assert_int_equal(x->value_shift.minor, 1500000 + 600000);
    assert_int_equal(x->n_documents, 4);
    assert_near(claim_measure(x, "deals_that_differ").value, 2, 0);
    assert_int_equal(claim_measure(x, "deals_that_differ").peers, 0); /* no other relation */
}

static void each_subheading_of_a_deal_is_compared(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    tiny_id inv = invoice(&f, "I-1", "080131", 20000, "KGM");
    tiny_invoice_line(&f.c, inv, "440710", 100, "MTQ", 6000000);
    tiny_id bl = shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    tiny_shipment_line(&f.c, bl, "440710", 60, "MTQ", TT_NO_NUM);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(claim_measure(x, "shipped").unit, "m3");
    assert_int_equal(x->n_documents, 2); /* the timber lines only */
    assert_near((double)x->value_shift.minor, 6000000 * 0.4, 1);
}

static void a_gap_of_the_feed_weakens(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 80);
    detector_set(&f, "prior_deals", 0);
    invoice(&f, "I-1", "080131", 30000, "KGM");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    detector_find(&f);
    /* 1 / (1/10 + 0.2 * 0.15) */
    assert_near(claim_only(&f.r)->weight, log10(1 / 0.13), 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "missing_document").outcome, TT_TEST_WEAKENED);
    detector_set(&f, "part_share", 0.5);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(1 / 0.2), 1e-9);

    begin(&f, *state);
    invoice(&f, "I-1", "080131", 30000, "KGM");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    detector_set(&f, "coverage", 0.8);
    detector_set(&f, "prior_deals", 0);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(1 / 0.13), 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "missing_document").outcome, TT_TEST_UNKNOWN);
}

/* n relations of one deal each, of which k ship less than they invoice. */
static void others(detector_case *f, int n, int k)
{
    tiny_id seller = f->seller, buyer = f->buyer;
    for (int i = 0; i < n; i++) {
        const char *number = tt_arena_printf(f->a, "O-%d", i);
        f->seller = tiny_company(&f->c, tt_arena_printf(f->a, "Seller %d", i), "NG");
        f->buyer = tiny_company(&f->c, tt_arena_printf(f->a, "Buyer %d", i), "VN");
        invoice(f, number, "080131", 30000, "KGM");
        shipment(f, number, "080131", i < k ? 14000 : 30000, "KGM", TT_NO_NUM);
    }
    f->seller = seller;
    f->buyer = buyer;
}

static void what_is_usual_in_these_data_raises_the_bar(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 90);
    others(&f, 60, 6);
    detector_none(&f, "one deal in ten is short: the feed loses shipments");

    begin(&f, *state);
    covered(&f, 90);
    others(&f, 60, 6);
    for (int i = 0; i < 4; i++) {
        const char *number = tt_arena_printf(f.a, "I-%d", i);
        invoice(&f, number, "080131", 30000, "KGM");
        shipment(&f, number, "080131", 14000, "KGM", TT_NO_NUM);
    }
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    double usual = (6 + 0.1 * 0.15 * 30) / (60 + 30);
    assert_near(x->p_value, tt_round9(pow(usual, 4)), 1e-9);
    assert_near(claim_measure(x, "deals_that_differ").high, 4 * usual, 1e-9);
    assert_int_equal(claim_measure(x, "deals_that_differ").peers, 60);
    assert_int_equal(claim_test(x, "usual_in_these_data").outcome, TT_TEST_NOT_EXPLAINED);
}

/* --- near misses --- */

static void split_shipments_and_instalments_are_added_up(void **state)
{
    detector_case f;
    begin(&f, *state);
    invoice(&f, "I-1", "080131", 30000, "KGM");
    tiny_id second = tiny_invoice(&f.c, "I-2", f.seller, f.buyer, "2024-03-02", "USD");
    tiny_invoice_line(&f.c, second, "080131", 22000, "KGM", 3300000);
    detector_join(&f, second);
    shipment(&f, "B-1", "080131", 26000, "KGM", 27000);
    shipment(&f, "B-2", "080131", 26000, "KGM", 27000);
    detector_none(&f, "two invoices, two bills of lading, 52 t each");
}

static void a_house_bill_stands_for_its_master_bill(void **state)
{
    detector_case f;
    begin(&f, *state);
    invoice(&f, "I-1", "080131", 20000, "KGM");
    tiny_shipment_at(&f.c, shipment(&f, "HB-1", "080131", 20000, "KGM", 21000))->type =
        TT_DOC_HOUSE_BL;
    tiny_shipment_at(&f.c, shipment(&f, "MB-1", "080131", 20000, "KGM", 21000))->type =
        TT_DOC_MASTER_BL;
    detector_none(&f, "house and master bill of one consignment");
}

/* A bill for 20 t in a container. */
static void bill(detector_case *f, const char *number, const char *box)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-10", "NGAPP", "VNHPH");
    tiny_id line = tiny_shipment_line(&f->c, bl, "080131", 20000, "KGM", 21000);
    tiny_line_at(&f->c, line)->container = tt_str_of(box);
    detector_join(f, bl);
}

static void a_second_bill_in_bulk_ships_nothing_more(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    f.stranger = tiny_company(&f.c, "Harbour Merchants", "SG");
    invoice(&f, "I-1", "080131", 20000, "KGM");
    tiny_id seller = f.seller, bl[2];
    for (int i = 0; i < 2; i++) {
        bl[i] = shipment(&f, i ? "B-2" : "B-1", "080131", 20000, "KGM", 21000 + i);
        tiny_shipment_at(&f.c, bl[i])->voyage = TT_STR("021E");
        f.seller = f.stranger;
    }
    f.seller = seller;
    detector_none(&f, "the trader has a second bill made out");
    tiny_shipment_at(&f.c, bl[1])->shipper = tiny_shipment_at(&f.c, bl[0])->shipper;
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_measure(claim_only(&f.r), "shipped").value, 40000, 1e-9);
}

static void documents_that_are_named_and_missing_are_waited_for(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id inv = invoice(&f, "I-1", "080131", 40000, "KGM");
    tiny_invoice_at(&f.c, inv)->transport_document = TT_STR("B-1, B-2");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    invoice(&f, "I-24/7", "080131", 20000, "KGM");
    tiny_shipment_names(&f.c, shipment(&f, "B-3", "080131", 40000, "KGM", 42000), "I-24/7, I-24/8");
    detector_none(&f, "a bill and an invoice that the feeds lack");
    assert_true(claim_noted(&f.r, "doc.qty_mismatch",
                            "a document names others that are not in the data",
                            "2 deals, USD 90000.00"));
}

/* Three invoices of one deal, and the bill of one of them is not in the data. */
static void a_whole_document_that_is_missing_is_no_short_shipment(void **state)
{
    for (int complete = 0; complete < 2; complete++) {
        detector_case f;
        begin(&f, *state);
        covered(&f, complete ? 100 : 90);
        invoice(&f, "I-1", "080131", 20000, "KGM");
        for (int i = 0; i < 2; i++) {
            int64_t kg = i ? 26000 : 23000;
            tiny_id inv =
                tiny_invoice(&f.c, i ? "I-3" : "I-2", f.seller, f.buyer, "2024-03-01", "USD");
            tiny_invoice_line(&f.c, inv, "080131", kg, "KGM", kg * 150);
            detector_join(&f, inv);
        }
        shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
        shipment(&f, "B-2", "080131", 26000, "KGM", 27000);
        if (complete) {
            detector_find(&f);
            assert_near(claim_measure(claim_only(&f.r), "invoiced").value, 69000, 1e-9);
        } else {
            detector_none(&f, "what is not there is what one invoice says");
            assert_true(claim_noted(&f.r, "doc.qty_mismatch",
                                    "the difference is what one or two of several documents say",
                                    "1 deal, USD 103500.00"));
        }
    }
}

static void gross_mass_alone_shows_little(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 20000, "KGM");
    tiny_id bl = tiny_shipment(&f.c, "B-1", f.seller, f.buyer, "2024-03-10", "NGAPP", "VNHPH");
    tiny_shipment_line(&f.c, bl, "080131", TT_NO_NUM, NULL, 60000); /* three times as heavy */
    detector_join(&f, bl);
    detector_set(&f, "min_weight", 0);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(3), 1e-9);
}

static void a_switched_bill_ships_nothing_more(void **state)
{
    detector_case f;
    begin(&f, *state);
    invoice(&f, "I-1", "080131", 20000, "KGM");
    bill(&f, "B-1", "CSQU3054383");
    bill(&f, "B-2", "CSQU3054383");
    detector_none(&f, "one container, loaded once, on two bills");

    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 20000, "KGM");
    bill(&f, "B-1", "CSQU3054383");
    bill(&f, "B-2", "MSKU1234565");
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "shipped").value, 40000, 1e-9);
}

static void units_and_packing_are_no_difference(void **state)
{
    detector_case f;
    begin(&f, *state);
    invoice(&f, "I-1", "080131", 20, "TNE");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    invoice(&f, "I-2", "080131", 20000, "KGM");
    shipment(&f, "B-2", "080131", TT_NO_NUM, NULL, 24000); /* gross only: bags and pallets */
    invoice(&f, "I-3", "847141", 50, "DZN");
    shipment(&f, "B-3", "847141", 600, "C62", 9000);
    detector_none(&f, "tons, gross mass, dozens");
    detector_set(&f, "packing", 0.05);
    detector_set(&f, "min_value", 100);
    detector_set(&f, "min_weight", 0);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void what_trade_allows_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 100000, "KGM");
    shipment(&f, "B-1", "080131", 91000, "KGM", 95000); /* 9.9 % */
    invoice(&f, "I-2", "440710", 1000, "MTQ");
    shipment(&f, "B-2", "440710", 840, "MTQ", 700000); /* 19 % of timber */
    detector_none(&f, "moisture, shrinkage, rules of measuring");
    detector_set(&f, "min_weight", 0.3);
    detector_set(&f, "timber_tolerance", 0.19);
    detector_set(&f, "tolerance", 0.098);
    detector_set(&f, "min_value", 100);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 2);
}

static void goods_in_bulk_are_weighed_closer(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "100630", 1000000, "KGM");
    tiny_id bl = shipment(&f, "B-1", "100630", 940000, "KGM", TT_NO_NUM);
    assert_ok(tiny_finish(&f.c));
    assert_ok(tiny_deals(&f.c, f.docs, f.n_docs));
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0); /* in containers */
    f.c.data.shipments[tiny_ix(&f.c, bl)].type = TT_DOC_MASTER_BL;
    f.c.data.shipment_lines[1].container = (tt_str){NULL, 0};
    detector_set(&f, "min_weight", 0.3);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(3), 1e-9);
    detector_set(&f, "bulk_tolerance", 0.07);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void a_wrong_unit_is_data_quality(void **state)
{
    detector_case f;
    begin(&f, *state);
    invoice(&f, "I-1", "080131", 44092, "KGM"); /* pounds */
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    detector_none(&f, "pounds written as kilograms");
    assert_true(claim_noted(&f.r, "dq.unit_error_suspected",
                            "the ratio of invoiced and shipped quantity is a unit factor",
                            "1 deal, USD 66138.00"));
    detector_set(&f, "slip", 0);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void a_difference_beyond_reason_is_data_quality(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 200, "KGM"); /* 85 times: neither a factor nor a fraud */
    shipment(&f, "B-1", "080131", 17000, "KGM", 17400);
    detector_none(&f, "something else was typed");
    detector_set(&f, "absurd", 86);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void shipments_that_may_still_follow_are_waited_for(void **state)
{
    detector_case f;
    begin(&f, *state);
    f.c.data.as_of = tiny_day("2024-05-08"); /* 59 days after the last one */
    invoice(&f, "I-1", "080131", 30000, "KGM");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    detector_none(&f, "the second half is being loaded");
    assert_true(claim_noted(&f.r, "doc.qty_mismatch",
                            "goods shipped in part, the last of them lately",
                            "1 deal, USD 45000.00"));
    detector_set(&f, "part_days", 59);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void what_cannot_be_compared_is_counted(void **state)
{
    detector_case f;
    begin(&f, *state);
    invoice(&f, "I-1", "847141", 50, "C62");
    shipment(&f, "B-1", "847141", TT_NO_NUM, NULL, 900); /* pieces and kilograms */
    tiny_id seller = f.seller;
    invoice(&f, "I-2", "080131", 1000, "KGM");
    f.seller = tiny_company(&f.c, "Another Seller", "NG");
    tiny_id other = tiny_invoice(&f.c, "I-3", f.seller, f.buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f.c, other, "080131", 9000, "KGM", 100);
    detector_join(&f, other);
    shipment(&f, "B-2", "080131", 500, "KGM", 900); /* one container, two sellers */
    f.seller = seller;
    detector_none(&f, "nothing to compare with");
    assert_true(claim_noted(&f.r, "doc.qty_mismatch",
                            "goods without comparable quantities on both sides",
                            "1 deal, USD 75.00"));
    assert_true(
        claim_noted(&f.r, "doc.qty_mismatch", "deals of several sellers or buyers", "1 deal"));
}

static void a_credit_note_for_the_missing_part_is_taken_off(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 30000, "KGM");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    tiny_id note = tiny_credit_note(&f.c, "CN-1", f.seller, f.buyer, "2024-04-01", "USD");
    tiny_invoice_line(&f.c, note, "080131", 10000, "KGM", 1500000);
    detector_join(&f, note);
    detector_none(&f, "ten tons short, and credited");
}

static void one_odd_deal_among_many_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    for (int i = 0; i < 20; i++) {
        invoice(&f, tt_arena_printf(f.a, "I-%d", i), "080131", 20000, "KGM");
        shipment(&f, tt_arena_printf(f.a, "B-%d", i), "080131", i == 7 ? 13000 : 20000, "KGM",
                 21000);
    }
    detector_none(&f, "19 of 20 deals agree");
    assert_true(claim_noted(&f.r, "doc.qty_mismatch", "relations whose weight is below min_weight",
                            "1 relation, USD 10500.00"));
    detector_set(&f, "min_weight", 0.1);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(29 / 20.0), 1e-9);
}

/* --- parameters and properties --- */

static double weight_with(detector_case *f, const char *name, double value)
{
    detector_set(f, name, value);
    assert_ok(detector_run(f, ERR));
    return claim_only(&f->r)->weight;
}

static void bands_and_ratios_are_parameters(void **state)
{
    detector_case f;
    begin(&f, *state);
    covered(&f, 100);
    invoice(&f, "I-1", "080131", 30000, "KGM");
    shipment(&f, "B-1", "080131", 20000, "KGM", 21000);
    invoice(&f, "I-2", "080131", 30000, "KGM");
    shipment(&f, "B-2", "080131", 20000, "KGM", 21000);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 1.2, 1e-9);
    assert_near(weight_with(&f, "repeat_bonus", 0.5), 1.5, 1e-9);
    assert_near(weight_with(&f, "lr_medium", 100), 2.5, 1e-9);
    assert_near(weight_with(&f, "medium", 1.6), log10(3) + 0.5, 1e-9);
    assert_near(weight_with(&f, "lr_small", 5), log10(5) + 0.5, 1e-9);
    assert_near(weight_with(&f, "large", 1.5), log10(25) + 0.5, 1e-9);
    assert_near(weight_with(&f, "lr_large", 50), log10(50) + 0.5, 1e-9);
    detector_set(&f, "min_value", 30001);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void quantities_times_k_shift_k_times_the_value(void **state)
{
    int64_t shift[2];
    double weight[2];
    for (int i = 0; i < 2; i++) {
        detector_case f;
        begin(&f, *state);
        covered(&f, 100);
        invoice(&f, "I-1", "080131", i ? 210000 : 30000, "KGM");
        shipment(&f, "B-1", "080131", i ? 140000 : 20000, "KGM", TT_NO_NUM);
        detector_find(&f);
        shift[i] = claim_only(&f.r)->value_shift.minor;
        weight[i] = claim_only(&f.r)->weight;
    }
    assert_int_equal(shift[1], 7 * shift[0]);
    assert_near(weight[1], weight[0], 0);
}

static void an_empty_case_has_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_int_equal(f.r.n_completeness, 0);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    invoice(f, "I-1", "080131", 30000, "KGM");
    shipment(f, "B-1", "080131", 20000, "KGM", 21000);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN(
    "detect/doc_qty_mismatch", TT_TEST(less_shipped_than_invoiced_is_found),
    TT_TEST(more_shipped_than_invoiced_moves_value_to_the_importer),
    TT_TEST(deals_of_one_relation_are_one_finding), TT_TEST(each_subheading_of_a_deal_is_compared),
    TT_TEST(a_gap_of_the_feed_weakens), TT_TEST(what_is_usual_in_these_data_raises_the_bar),
    TT_TEST(split_shipments_and_instalments_are_added_up),
    TT_TEST(a_house_bill_stands_for_its_master_bill), TT_TEST(a_switched_bill_ships_nothing_more),
    TT_TEST(a_second_bill_in_bulk_ships_nothing_more),
    TT_TEST(documents_that_are_named_and_missing_are_waited_for),
    TT_TEST(a_whole_document_that_is_missing_is_no_short_shipment),
    TT_TEST(gross_mass_alone_shows_little), TT_TEST(units_and_packing_are_no_difference),
    TT_TEST(what_trade_allows_is_not_found), TT_TEST(goods_in_bulk_are_weighed_closer),
    TT_TEST(a_wrong_unit_is_data_quality), TT_TEST(a_difference_beyond_reason_is_data_quality),
    TT_TEST(shipments_that_may_still_follow_are_waited_for),
    TT_TEST(what_cannot_be_compared_is_counted),
    TT_TEST(a_credit_note_for_the_missing_part_is_taken_off),
    TT_TEST(one_odd_deal_among_many_is_not_found), TT_TEST(bands_and_ratios_are_parameters),
    TT_TEST(quantities_times_k_shift_k_times_the_value), TT_TEST(an_empty_case_has_no_findings),
    TT_TEST(every_allocation_may_fail))
