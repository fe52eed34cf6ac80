/*
 * id.checkdigit: several different numbers of one party that do not hold are found; single slips,
 * slips of known numbers and sloppy data are not.
 */
#include "tests/support/detector_case.h"

#include "detect/common/words.h"

static const char FORMLESS[] = "numbers that one slip parts from a number of the data, and of "
                               "containers without the form of one";

static tiny_id shipment;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "id.checkdigit");
    f->seller = tiny_company(&f->c, "Paper Moon Trading", "AE");
    f->buyer = tiny_company(&f->c, "Honest Imports", "DE");
}

static void container(detector_case *f, const char *number)
{
    tiny_id line = tiny_shipment_line(&f->c, shipment, "080131", 1, "KGM", 1);
    tiny_line_at(&f->c, line)->container = tt_str_of(number);
}

/* A shipment in three containers, right or wrong. */
static void ship(detector_case *f, const char *number, bool odd)
{
    static const char *const right[] = {"CSQU3054383", "MSKU1234565", "HLXU2008419"};
    static const char *const wrong[] = {"TTLU7777770", "XYZU8888881", "QQQU9999990"};
    shipment = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-01", "AEJEA", "DEHAM");
    for (int i = 0; i < 3; i++)
        container(f, odd ? wrong[i] : right[i]);
    detector_join(f, 0);
    detector_join(f, shipment);
}

static void three_wrong(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 20, 0, ship);
    ship(f, "B-1", true);
}

static void three_different_wrong_numbers_are_found(void **state)
{
    detector_case f;
    three_wrong(&f, *state);
    tiny_id bl = shipment;
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 1, 1e-9);
    assert_int_equal(x->n_entities, 1);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "party"));
    assert_int_equal(x->n_documents, 3);
    assert_true(claim_cites(x, tiny_ref(&f.c, bl)));
    assert_near(claim_measure(x, "wrong_numbers").value, 3, 0);
    assert_int_equal(claim_measure(x, "wrong_numbers").peers, 60);
    assert_string_equal(x->title, "3 numbers of one party whose check digit does not hold");
    assert_string_equal(x->explanation,
                        "3 of the 3 different numbers of this party in the data have a check digit "
                        "that does not hold: container QQQU9999990, container TTLU7777770, "
                        "container XYZU8888881. One wrong number is a slip; several different ones "
                        "are consistent with numbers that were made up.");
}

static void one_number_on_many_documents_is_one(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 0, ship);
    for (int i = 0; i < 5; i++) {
        shipment = tiny_shipment(&f.c, tt_arena_printf(f.a, "B-%d", i), f.seller, f.buyer,
                                 "2024-03-01", "AEJEA", "DEHAM");
        container(&f, "TTLU7777770");
    }
    detector_none(&f, "one wrong number, copied");
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 0, ship);
    shipment = tiny_shipment(&f.c, "B-1", f.seller, f.buyer, "2024-03-01", "AEJEA", "DEHAM");
    container(&f, "CSQU3054388"); /* one digit of a number of the data */
    container(&f, "MSKU1234556"); /* two neighbours swapped */
    container(&f, "HLXU2008418");
    detector_noted(&f, "dq.id_repaired", FORMLESS, "3 numbers");
    assert_int_equal(f.r.n_findings, 0);

    begin(&f, *state);
    detector_others(&f, 20, 0, ship);
    shipment = tiny_shipment(&f.c, "B-1", f.seller, f.buyer, "2024-03-01", "AEJEA", "DEHAM");
    container(&f, "TTLUU7777770"); /* a letter too many */
    container(&f, "XYU8888881");   /* one too few */
    container(&f, "QQQ09999990");  /* a digit for a letter */
    detector_noted(&f, "dq.id_repaired", FORMLESS, "3 numbers");
    assert_int_equal(f.r.n_findings, 0);

    begin(&f, *state);
    detector_others(&f, 60, 50, ship);
    ship(&f, "B-1", true);
    detector_none(&f, "half of all numbers are wrong: the feed");

    begin(&f, *state);
    detector_others(&f, 20, 0, ship);
    ship(&f, "B-1", false);
    tiny_mention_at(&f.c, f.seller)->account = TT_STR("GB82WEST12345698765432");
    container(&f, "TTLU7777770");
    detector_none(&f, "one slip among numbers that hold");
}

static void numbers_of_all_kinds_count(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 20, 0, ship);
    tiny_mention_at(&f.c, f.seller)->account = TT_STR("GB82WEST12345698765433");
    shipment =
        tiny_shipment(&f.c, "020-12345676", f.seller, f.buyer, "2024-03-01", "AEDXB", "DEFRA");
    tiny_shipment_at(&f.c, shipment)->type = TT_DOC_AWB;
    tiny_id parcel =
        tiny_shipment(&f.c, "RR473124820GB", f.seller, f.buyer, "2024-03-02", "AEDXB", "DEFRA");
    tiny_shipment_at(&f.c, parcel)->type = TT_DOC_POSTAL;
    tiny_id party = tiny_party(&f.c, "P-1", TT_ENTITY_COMPANY, "Paper Moon Trading", "AE");
    tiny_party_at(&f.c, party)->lei = TT_STR("5493001KJTIIGC8Y1R13");
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "wrong_numbers").value, 4, 0);
    assert_int_equal(claim_only(&f.r)->n_documents, 3); /* two numbers on the waybill */
}

static void a_parcel_number_checks_itself(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_text_parcel(TT_STR("RR473124829GB")), TT_ID_VALID);
    assert_int_equal(tt_text_parcel(TT_STR("RR 473 124 829 GB")), TT_ID_VALID);
    assert_int_equal(tt_text_parcel(TT_STR("RR473124820GB")), TT_ID_BAD);
    assert_int_equal(tt_text_parcel(TT_STR("473124829")), TT_ID_UNCHECKED);
    assert_int_equal(tt_text_parcel(TT_STR("RR4731248290000GB")), TT_ID_UNCHECKED);
}

static void ratios_are_parameters(void **state)
{
    detector_case f;
    three_wrong(&f, *state);
    detector_set(&f, "lr_many", 20);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(20), 1e-9);
    detector_set(&f, "many", 4);
    detector_set(&f, "lr_one", 4);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(4), 1e-9);
    detector_set(&f, "min_weight", 0.7);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, three_wrong, 1);
}

TT_TEST_MAIN("detect/id_checkdigit", TT_TEST(three_different_wrong_numbers_are_found),
             TT_TEST(one_number_on_many_documents_is_one), TT_TEST(near_misses_are_not_found),
             TT_TEST(numbers_of_all_kinds_count), TT_TEST(a_parcel_number_checks_itself),
             TT_TEST(ratios_are_parameters), TT_TEST(every_allocation_may_fail))
