/*
 * dup.container_time: a container on two voyages at once is found; voyages one after the other, two
 * papers of one voyage, and numbers that do not hold are not.
 */
#include "tests/support/detector_case.h"

#include "base/stat.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "dup.container_time");
    f->seller = tiny_company(&f->c, "Paper Moon Trading", "AE");
    f->buyer = tiny_company(&f->c, "Honest Imports", "DE");
}

static tiny_id leg(detector_case *f, const char *number, const char *box, const char *from,
                   const char *to, const char *pol, const char *pod)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, from, pol, pod);
    tiny_shipment_at(&f->c, bl)->arrival = to ? tiny_day(to) : TT_NO_DATE;
    tiny_id line = tiny_shipment_line(&f->c, bl, "080131", 1, "KGM", 20000);
    tiny_line_at(&f->c, line)->container = tt_str_of(box);
    return bl;
}

/* Two voyages of one container after each other; odd: at once. */
static void deal(detector_case *f, const char *number, bool odd)
{
    static const char *const boxes[] = {"CSQU3054383", "MSKU1234565", "HLXU2008419", "MEDU8707688"};
    static int turn;
    const char *box = boxes[turn++ % 4];
    int year = 1990 + turn % 30; /* nobody else has it then */
    leg(f, tt_arena_printf(f->a, "%sA", number), box, tt_arena_printf(f->a, "%d-03-01", year),
        tt_arena_printf(f->a, "%d-03-25", year), "AEJEA", "DEHAM");
    leg(f, tt_arena_printf(f->a, "%sB", number), box,
        tt_arena_printf(f->a, "%d-%s", year, odd ? "03-10" : "04-10"),
        tt_arena_printf(f->a, "%d-05-02", year), "CNSHA", "USLAX");
}

static void one_twice(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", 0.3);
    leg(f, "OLD", "TTLU4012340", "2024-01-02", "2024-01-20", "AEJEA", "DEHAM");
    leg(f, "B-1", "TTLU4012340", "2024-03-01", "2024-03-25", "AEJEA", "DEHAM");
    f->stranger = leg(f, "B-2", "TTLU4012340", "2024-03-10", "2024-04-02", "CNSHA", "USLAX");
}

static void a_container_on_two_voyages_at_once_is_found(void **state)
{
    detector_case f;
    one_twice(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    /* one of two voyages at 1 %: p = 0.0199; the mean of 20 and 1 would say more */
    assert_near(x->p_value, 0.0199, 1e-9);
    assert_near(x->weight, tt_log10_e_of_p(0.0199), 1e-9);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_cites(x, tiny_ref(&f.c, f.stranger)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "shipper"));
    assert_near(claim_measure(x, "overlap").value, 15, 0);
    assert_string_equal(
        x->explanation,
        "In 1 of 2 voyages between these parties the container was on another voyage at the time. "
        "Container TTLU4012340 is on B-1 from AEJEA to DEHAM (2024-03-01 to 2024-03-25) and on B-2 "
        "from CNSHA to USLAX (2024-03-10 to 2024-04-02). One of the two transport documents tells "
        "of a voyage that was not.");
}

static void many_voyages_of_others_make_it_heavier(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 30, 0, deal);
    leg(&f, "B-1", "TTLU4012340", "2024-03-01", "2024-03-25", "AEJEA", "DEHAM");
    leg(&f, "B-2", "TTLU4012340", "2024-03-10", "2024-04-02", "CNSHA", "USLAX");
    detector_set(&f, "min_weight", 0.5);
    detector_find(&f);
    assert_true(claim_only(&f.r)->p_value < 0.01);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *box, *from, *to, *pol, *why;
    } rows[] = {
        {"TTLU4012340", "2024-03-26", "2024-04-12", "DEHAM", "the next voyage"},
        {"TTLU4012340", "2024-03-24", "2024-04-12", "CNSHA", "a day early: entered late"},
        {"TTLU4012340", "2024-03-03", "2024-03-26", "AEJEA", "a house bill of the same voyage"},
        {"TTLU4012341", "2024-03-10", "2024-04-02", "CNSHA", "a number that does not hold"},
        {"TTLU4012340", "2024-03-10", NULL, "CNSHA", "no arrival"},
        {"CSQU3054383", "2024-03-10", "2024-04-02", "CNSHA", "another container"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, "min_weight", -1);
        leg(&f, "B-1", "TTLU4012340", "2024-03-01", "2024-03-25", "AEJEA", "DEHAM");
        leg(&f, "B-2", rows[i].box, rows[i].from, rows[i].to, rows[i].pol, "USLAX");
        detector_none(&f, rows[i].why);
    }
}

static void one_ship_is_one_voyage(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "min_weight", -1);
    tiny_id a = leg(&f, "B-1", "TTLU4012340", "2024-03-01", "2024-03-25", "AEJEA", "DEHAM");
    tiny_id b = leg(&f, "B-2", "TTLU4012340", "2024-03-10", "2024-04-02", "CNSHA", "USLAX");
    tiny_shipment_at(&f.c, a)->vessel_imo = TT_STR("9074729");
    tiny_shipment_at(&f.c, b)->vessel_imo = TT_STR("9074729");
    detector_none(&f, "one ship");
}

static void days_are_parameters(void **state)
{
    detector_case f;
    one_twice(&f, *state);
    detector_set(&f, "overlap_days", 16);
    detector_none(&f, "an overlap that is allowed");
    detector_set(&f, "overlap_days", 15);
    detector_set(&f, "usual_rate", 0.0001);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(21 / 2.0), 1e-9);
    detector_set(&f, "lr", 3);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(2), 1e-9);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, one_twice, 1);
}

TT_TEST_MAIN("detect/dup_container_time", TT_TEST(a_container_on_two_voyages_at_once_is_found),
             TT_TEST(many_voyages_of_others_make_it_heavier), TT_TEST(near_misses_are_not_found),
             TT_TEST(one_ship_is_one_voyage), TT_TEST(days_are_parameters),
             TT_TEST(every_allocation_may_fail))
