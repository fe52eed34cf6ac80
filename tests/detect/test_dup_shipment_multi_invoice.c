/*
 * dup.shipment_multi_invoice: invoices that together exceed the shipment they name are found;
 * consolidations, credits, splits and units are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include "base/stat.h"

static tiny_id bill;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "dup.shipment_multi_invoice");
    f->seller = tiny_company(&f->c, "Lakeside Metals", "ZM");
    f->buyer = tiny_company(&f->c, "Porto Cobre", "PT");
}

/* A bill of lading over so many kilograms. */
static void carry(detector_case *f, const char *number, int64_t kg)
{
    bill = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-05", "TZDAR", "PTLEI");
    tiny_shipment_line(&f->c, bill, "740311", kg, "KGM", TT_NO_NUM);
}

/* An invoice at 5.00 a kilogram that names it. */
static tiny_id invoice(detector_case *f, const char *number, const char *names, int64_t kg)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, "740311", kg, "KGM", 500 * kg);
    tiny_invoice_names(&f->c, inv, names);
    return inv;
}

static void deal(detector_case *f, const char *number, bool odd)
{
    const char *bl = tt_arena_printf(f->a, "BL%s", number);
    carry(f, bl, 20000);
    invoice(f, tt_arena_printf(f->a, "%s-1", number), bl, 12000);
    invoice(f, tt_arena_printf(f->a, "%s-2", number), bl, odd ? 13000 : 8000);
}

static void one_over(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 30, 0, deal);
    deal(f, "LSM", true);
}

static void invoices_beyond_their_shipment_are_found(void **state)
{
    detector_case f;
    one_over(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->p_value, 0.01, 1e-9); /* 0.01 * 30 of 30 + 30 */
    assert_near(x->weight, tt_log10_e_of_p(0.01), 1e-9);
    assert_int_equal(x->value_shift.minor, 2500000); /* 5,000 kg at 5.00 */
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->n_documents, 3);
    assert_true(claim_cites(x, tiny_ref(&f.c, bill)));
    assert_near(claim_measure(x, "invoiced").value, 25000, 1e-9);
    assert_near(claim_measure(x, "shipped").value, 20000, 1e-9);
    assert_string_equal(x->explanation,
                        "In 1 of 1 shipment between these parties the invoices that name one "
                        "transport document come to more than it carries. 2 invoices name BLLSM "
                        "and come to 25000 kg; it carries 20000 kg. Paying for goods that are not "
                        "there moves value to the exporter.");
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 30, 0, deal);
    carry(&f, "BL-TOL", 20000);
    invoice(&f, "T-1", "BL-TOL", 11000);
    invoice(&f, "T-2", "bl tol", 11500); /* within the tolerance, written otherwise */
    carry(&f, "BL-ONE", 20000);
    invoice(&f, "O-1", "BL-ONE", 30000); /* one invoice: doc.qty_mismatch */
    carry(&f, "BL-S1", 20000);
    carry(&f, "BL-S2", 20000);
    invoice(&f, "S-1", "BL-S1, BL-S2", 20000);
    invoice(&f, "S-2", "BL-S1, BL-S2", 20000); /* split over both */
    carry(&f, "BL-CN", 20000);
    invoice(&f, "C-1", "BL-CN", 20000);
    invoice(&f, "C-2", "BL-CN", 19000);
    tiny_id note = tiny_credit_note(&f.c, "C-3", f.seller, f.buyer, "2024-03-20", "USD");
    tiny_invoice_line(&f.c, note, "740311", 19000, "KGM", 9500000); /* taken back */
    carry(&f, "BL-T", 20);
    invoice(&f, "U-1", "BL-T", 10000);
    invoice(&f, "U-2", "BL-T", 10000); /* tonnes written as kilograms: one is larger alone */
    tiny_id other = f.buyer;
    carry(&f, "BL-LCL", 20000);
    invoice(&f, "L-1", "BL-LCL", 12000);
    f.buyer = tiny_company(&f.c, "Zinco Iberia", "ES");
    invoice(&f, "L-2", "BL-LCL", 12000); /* another buyer: consolidated cargo */
    f.buyer = other;
    detector_none(&f, "honest invoices of one shipment");
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 30, 15, deal);
    deal(&f, "LSM", true);
    detector_none(&f, "half of all shipments are invoiced so");
}

static void parameters_move_the_bounds(void **state)
{
    detector_case f;
    one_over(&f, *state);
    detector_set(&f, "tolerance", 0.3);
    detector_none(&f, "within a wide tolerance");
    detector_set(&f, "tolerance", 0.15);
    detector_set(&f, "lr", 2);
    detector_set(&f, "min_weight", 0.2);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(2), 1e-9);
    detector_set(&f, "min_value", 25001);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, one_over, 1);
}

TT_TEST_MAIN("detect/dup_shipment_multi_invoice", TT_TEST(invoices_beyond_their_shipment_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(parameters_move_the_bounds), TT_TEST(every_allocation_may_fail))
