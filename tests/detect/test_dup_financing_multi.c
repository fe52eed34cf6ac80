/*
 * dup.financing_multi: an invoice that two banks finance is found; joint credits, parts, the
 * buyer's own payment and two branches of one bank are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

static tiny_id bank[2];

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "dup.financing_multi");
    f->seller = tiny_company(&f->c, "Lakeside Metals", "ZM");
    f->buyer = tiny_company(&f->c, "Porto Cobre", "PT");
    bank[0] = tiny_named(&f->c, TT_ENTITY_BANK, "Banco Atlantico", "PT");
    bank[1] = tiny_named(&f->c, TT_ENTITY_BANK, "Crescent Bank", "AE");
}

static void invoice(detector_case *f, const char *number)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, "740311", 20000, "KGM", 10000000);
    detector_join(f, 0);
    detector_join(f, inv);
}

static tiny_id
pay(detector_case *f, const char *number, const char *names, tiny_id from, int64_t amount)
{
    tiny_id p = tiny_payment(&f->c, number, from, f->seller, "2024-04-01", amount, "USD");
    tiny_payment_names(&f->c, p, names);
    return p;
}

static void deal(detector_case *f, const char *number, bool odd)
{
    invoice(f, number);
    pay(f, tt_arena_printf(f->a, "%s-1", number), number, bank[0], 9000000);
    if (odd)
        pay(f, tt_arena_printf(f->a, "%s-2", number), number, bank[1], 9000000);
}

static void twice(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 60, 0, deal);
    deal(f, "I-1", true);
}

static void an_invoice_financed_by_two_banks_is_found(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->p_value, 0.003333333, 1e-9);
    assert_int_equal(x->value_shift.minor, 8000000);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->n_documents, 3);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_near(claim_measure(x, "financed_over_invoiced").value, 1.8, 1e-9);
    assert_true(strstr(x->explanation, "Invoice I-1 over USD 100000.00 was financed by payments") !=
                NULL);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "min_weight", -1);
    invoice(&f, "JOINT");
    pay(&f, "P-1", "JOINT", bank[0], 5000000);
    pay(&f, "P-2", "JOINT", bank[1], 5000000);
    invoice(&f, "BUYER");
    pay(&f, "P-3", "BUYER", bank[0], 8000000);
    pay(&f, "P-4", "BUYER", f.buyer, 10000000);
    invoice(&f, "CREDIT"); /* the seller's bank advances, the buyer's pays under the credit */
    pay(&f, "P-9", "CREDIT", bank[0], 9000000);
    tiny_id lc = pay(&f, "P-10", "CREDIT", f.buyer, 10000000);
    tiny_payment_at(&f.c, lc)->channel = TT_CHANNEL_LC;
    tiny_mention_at(&f.c, f.buyer)->bank = TT_STR("BCOMPTPL");
    invoice(&f, "SMALL");
    pay(&f, "P-5", "SMALL", bank[0], 10000000);
    pay(&f, "P-6", "SMALL", bank[1], 4000000);
    invoice(&f, "MORE");
    tiny_id p = pay(&f, "P-7", "MORE", bank[0], 10000000);
    pay(&f, "P-8", "MORE", bank[1], 10000000);
    tiny_payment_names(&f.c, p, "SMALL"); /* two invoices in one sum */
    detector_none(&f, "honest finance");
}

static void branches_are_one_bank(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "min_weight", -1);
    for (int other = 0; other < 2; other++) {
        begin(&f, *state);
        detector_set(&f, "min_weight", -1);
        invoice(&f, "LC");
        tiny_id from[2] = {tiny_company(&f.c, "Porto Cobre", "PT"),
                           tiny_company(&f.c, "Porto Cobre", "PT")};
        tiny_mention_at(&f.c, from[0])->bank = TT_STR("BCOMPTPL");
        tiny_mention_at(&f.c, from[1])->bank = other ? TT_STR("NEDSZAJJ") : TT_STR("BCOMPTPLXXX");
        for (int i = 0; i < 2; i++) {
            tiny_id p = pay(&f, i ? "P-2" : "P-1", "LC", from[i], 9000000);
            tiny_payment_at(&f.c, p)->channel = TT_CHANNEL_LC;
        }
        detector_find(&f);
        assert_int_equal(f.r.n_findings, other);
    }
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 60, 40, deal);
    deal(&f, "I-1", true);
    detector_none(&f, "most invoices are financed so");
}

static void bounds_are_parameters(void **state)
{
    detector_case f;
    twice(&f, *state);
    detector_set(&f, "sum", 1.9);
    detector_none(&f, "less than is too much");
    detector_set(&f, "sum", 1.3);
    detector_set(&f, "part", 0.95);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    detector_set(&f, "part", 0.5);
    detector_set(&f, "lr", 3);
    detector_set(&f, "min_weight", 0.4);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(3), 1e-9);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, twice, 1);
}

TT_TEST_MAIN("detect/dup_financing_multi", TT_TEST(an_invoice_financed_by_two_banks_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(branches_are_one_bank),
             TT_TEST(what_is_usual_in_these_data_is_not_found), TT_TEST(bounds_are_parameters),
             TT_TEST(every_allocation_may_fail))
