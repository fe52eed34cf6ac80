/*
 * doc.party_mismatch: goods documents that name strangers are found; banks, forwarders, groups,
 * consignments to order and other spellings are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.party_mismatch");
    f->seller = tiny_company(&f->c, "Verdant Cocoa", "GH");
    f->buyer = tiny_company(&f->c, "Helvetia Chocolates", "CH");
    f->stranger = tiny_company(&f->c, "Quasar Holdings", "VG");
}

/* An invoice over 50,000.00 and its bill of lading to a consignee. */
static tiny_id sale(detector_case *f, const char *number, tiny_id consignee)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, "180100", 20000, "KGM", 5000000);
    tiny_id bl = tiny_shipment(&f->c, tt_arena_printf(f->a, "BL%s", number), f->seller, consignee,
                               "2024-03-05", "GHTEM", "CHBSL");
    tiny_shipment_line(&f->c, bl, "180100", 20000, "KGM", 20400);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, bl);
    return bl;
}

static void deal(detector_case *f, const char *number, bool odd)
{
    sale(f, number, odd ? tiny_company(&f->c, "Nebula Ventures", "PA") : f->buyer);
}

static void two_of_three_among(detector_case *f, tt_arena *a, int others)
{
    begin(f, a);
    detector_others(f, others, 0, deal);
    sale(f, "I-1", f->stranger);
    sale(f, "I-2", f->stranger);
    sale(f, "I-3", f->buyer);
}

static void two_of_three(detector_case *f, tt_arena *a)
{
    two_of_three_among(f, a, 40);
}

static void few(detector_case *f, tt_arena *a)
{
    two_of_three_among(f, a, 2);
    detector_set(f, "min_weight", -1);
}

static void a_consignee_that_nobody_knows_is_found(void **state)
{
    detector_case f;
    two_of_three(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((5 + 5 + 1) / 3.0) + 0.2, 1e-9);
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "consignee"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_int_equal(x->direction, TT_SHIFT_NONE);
    assert_int_equal(claim_measure(x, "value_of_invoices").money.minor, 10000000);
    assert_near(claim_measure(x, "invoices_that_differ").value, 2, 0);
    assert_string_equal(x->title,
                        "other parties in the papers than in the invoices in 2 of 3 invoices");
    assert_string_equal(
        x->explanation,
        "In 2 of 3 invoices between these parties a goods document names somebody who is no party "
        "of the invoice. On shipment BLI-2 the consignee is not the buyer of invoice I-2, and "
        "sells, buys and pays nothing in these data. A party that nobody accounts for may be the "
        "true seller or buyer.");
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *name;
        tt_entity_type type;
        const char *why;
    } rows[] = {
        {"Helvetia Chocolates AG", TT_ENTITY_COMPANY, "written otherwise"},
        {"Helvetla Choco1ates", TT_ENTITY_COMPANY, "a slip of the scanner"},
        {"To the order of shipper", TT_ENTITY_COMPANY, "to order"},
        {"Banque du Lac", TT_ENTITY_BANK, "a bank under a letter of credit"},
        {"Rapid Clearing", TT_ENTITY_BROKER, "a customs broker"},
        {"\xe9\x9d\x92\xe5\xb2\x9b\xe5\xbb\xba\xe4\xb8\xb0", TT_ENTITY_COMPANY,
         "a name in a script that cannot be compared"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 40, 0, deal);
        tiny_id other = tiny_named(&f.c, rows[i].type, rows[i].name, "CH");
        sale(&f, "I-1", other);
        sale(&f, "I-2", other);
        detector_none(&f, rows[i].why);
    }
}

static void who_handles_the_goods_of_many_is_a_forwarder(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    sale(&f, "I-1", f.stranger);
    sale(&f, "I-2", f.stranger);
    for (int i = 0; i < 5; i++)
        tiny_shipment(&f.c, tt_arena_printf(f.a, "F-%d", i),
                      tiny_company(&f.c, tt_arena_printf(f.a, "Sender %d", i), "GH"), f.stranger,
                      "2024-03-05", "GHTEM", "CHBSL");
    detector_noted(&f, "doc.party_mismatch",
                   "banks, carriers, brokers, and who handles the goods of many", "2 documents");
    assert_int_equal(f.r.n_findings, 0);
}

static void firms_of_one_group_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    sale(&f, "I-1", f.stranger);
    sale(&f, "I-2", f.stranger);
    tiny_party(&f.c, "P-1", TT_ENTITY_COMPANY, "Quasar Holdings", "VG");
    tiny_party(&f.c, "P-2", TT_ENTITY_COMPANY, "Helvetia Chocolates", "CH");
    tiny_own(&f.c, "Helvetia Chocolates", "Quasar Holdings", "shareholder", 100);
    detector_none(&f, "a declared daughter");
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "hub", 1000);
    detector_others(&f, 40, 20, deal);
    sale(&f, "I-1", f.stranger);
    detector_none(&f, "half of all others name a third party");
}

static void ratios_are_parameters(void **state)
{
    detector_case f;
    two_of_three(&f, *state);
    tiny_payment(&f.c, "P-1", f.stranger, f.seller, "2024-03-09", 100, "USD"); /* known now */
    detector_set(&f, "lr", 3);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10((3 + 3 + 1) / 3.0) + 0.2, 1e-9);
    detector_set(&f, "hub", 2);
    detector_set(&f, "shared", 2);
    detector_set(&f, "min_weight", 0.6);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, few, 1);
}

TT_TEST_MAIN("detect/doc_party_mismatch", TT_TEST(a_consignee_that_nobody_knows_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(who_handles_the_goods_of_many_is_a_forwarder),
             TT_TEST(firms_of_one_group_are_not_found),
             TT_TEST(what_is_usual_in_these_data_is_not_found), TT_TEST(ratios_are_parameters),
             TT_TEST(every_allocation_may_fail))
