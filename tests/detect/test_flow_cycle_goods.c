/*
 * flow.cycle_goods: goods that come back are found, repairs, packaging and ordinary trade are not.
 * Amounts are in cents.
 */
#include "tests/support/circle_case.h"

static const char *const ID = "flow.cycle_goods";

/* The line of an invoice. */
static tiny_id sale(tiny_case *c, const char *number, const char *from, const char *to,
                    const char *date, const char *hs, int64_t pieces, int64_t amount)
{
    tiny_id inv = tiny_invoice(c, number, party(c, from), party(c, to), date, "USD");
    return tiny_invoice_line(c, inv, hs, pieces, pieces == TT_NO_NUM ? NULL : "C62", amount);
}

/* A year of phones sold by importers to shops, which sell them to nobody here. */
static void traffic(tiny_case *c, tt_arena *a)
{
    for (int i = 0; i < 60; i++)
        sale(c, tt_arena_printf(a, "T%d", i), tt_arena_printf(a, "from %d", i % 20),
             tt_arena_printf(a, "to %d", i % 17),
             tt_arena_printf(a, "2024-%02d-%02d", 1 + i % 12, 1 + i % 28), "851713", 20 + 13 * i,
             100000 + 37 * i * 1000);
}

/* Others sell gas bottles too, or three sales in a circle among three would be no surprise. */
static void bottles(tiny_case *c, tt_arena *a)
{
    for (int i = 0; i < 40; i++)
        sale(c, tt_arena_printf(a, "G%d", i), tt_arena_printf(a, "from %d", i % 20),
             tt_arena_printf(a, "to %d", i % 17),
             tt_arena_printf(a, "2024-%02d-%02d", 1 + i % 12, 1 + i % 28), "731010", 10 + 7 * i,
             100000);
    sale(c, "P3", "MD", "NA", "2024-07-01", "731010", 900, 9000000);
    sale(c, "P4", "NA", "OC", "2024-07-05", "731010", 900, 9000000);
    sale(c, "P5", "OC", "MD", "2024-07-09", "731010", 900, 9000000);
}

static void carousel(tiny_case *c)
{
    sale(c, "C1", "AD", "BA", "2024-04-01", "851713", 5000, 100000000);
    sale(c, "C2", "BA", "CC", "2024-04-09", "851713", 5000, 104000000);
    sale(c, "C3", "CC", "AD", "2024-04-20", "851713", 4900, 106820000);
}

static void goods_that_come_back_are_found(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    carousel(&c);
    tt_results r = {0};
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    const tt_finding *f = &r.findings[1].f;
    assert_string_equal(f->title, "Goods return to where they started after 3 sales");
    const char start[] =
        "AD (DE) to BA (AE) USD 1000000.00 on 2024-04-01 (C1); BA (AE) to CC (CY) USD 1040000.00 "
        "on 2024-04-09 (C2); CC (CY) to AD (DE) USD 1068200.00 on 2024-04-20 (C3). All under HS "
        "851713: after 3 sales in 19 days 98.0 % of the quantity are back where they started. The "
        "price of a unit went from 100 to 109.0 on the way. By chance less than 0.000001 circles";
    assert_memory_equal(f->explanation, start, sizeof start - 1);
    assert_int_equal(f->n_documents, 3);
    assert_int_equal(f->documents[0].kind, TT_KIND_INVOICE);
    assert_int_equal(f->n_entities, 3);
    assert_string_equal(f->entities[0].role, "origin");
    assert_int_equal(f->value_shift.minor, 100000000);
    assert_near(claim_measure(f, "conservation").value, 0.98, 1e-9);
    assert_near(claim_measure(f, "price_ratio").value, 1.09, 1e-9);
    assert_near(claim_measure(f, "span_days").value, 19, 0);
    assert_near(claim_measure(f, "countries").value, 3, 0);
    assert_true(f->p_value < 1e-4);
    assert_true(f->weight > 2 && f->weight <= 3);
    assert_int_equal(claim_test(f, "repair_or_return").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(f, "returnable_packaging").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(f, "small_value").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(f->n_next_steps, 3);
}

static void near_misses_are_not_found(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    /* Other goods come back. */
    sale(&c, "O1", "AD", "BA", "2024-04-01", "851713", 500, 10000000);
    sale(&c, "O2", "BA", "CC", "2024-04-09", "851713", 500, 10400000);
    sale(&c, "O3", "CC", "AD", "2024-04-20", "851714", 500, 10800000);
    /* Half as many: the rest was sold elsewhere. */
    sale(&c, "H1", "DD", "EA", "2024-05-01", "851713", 500, 10000000);
    sale(&c, "H2", "EA", "FC", "2024-05-09", "851713", 250, 5200000);
    sale(&c, "H3", "FC", "DD", "2024-05-20", "851713", 250, 5400000);
    /* Sold back before it was bought. */
    sale(&c, "B1", "GD", "HA", "2024-06-20", "851713", 333, 7000000);
    sale(&c, "B2", "HA", "IC", "2024-06-09", "851713", 333, 7100000);
    sale(&c, "B3", "IC", "GD", "2024-06-01", "851713", 333, 7200000);
    /* Empty gas bottles go back to be filled. */
    bottles(&c, a);
    /* Bought and sent back to the seller: two parties only. */
    sale(&c, "R1", "PD", "QA", "2024-08-01", "851713", 444, 6000000);
    sale(&c, "R2", "QA", "PD", "2024-08-15", "851713", 444, 6000000);
    /* Without a code. */
    sale(&c, "N1", "RD", "SA", "2024-09-01", NULL, 777, 6000000);
    sale(&c, "N2", "SA", "TC", "2024-09-02", NULL, 777, 6000000);
    sale(&c, "N3", "TC", "RD", "2024-09-03", NULL, 777, 6000000);
    tt_results r = {0};
    assert_ok(find(&c, NULL, a, &r, ERR));
    for (size_t i = 1; i <= r.n_findings; i++)
        print_error("%s\n", r.findings[i].f.explanation);
    assert_int_equal(r.n_findings, 0);
    assert_int_equal(r.n_completeness, 1); /* what was left out is said */
    assert_string_equal(r.completeness[1].what, "flow.cycle_goods: explained");
    assert_string_equal(r.completeness[1].limit, "returnable packaging: HS 3923, 4415, 7310, 8609");
    assert_string_equal(r.completeness[1].reached, "1 circle, USD 90000.00");
}

/* Phones that the trade passes round all the time: everybody sells them to everybody. */
static void a_busy_market_is_no_carousel(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (int i = 0; i < 200; i++)
        sale(&c, tt_arena_printf(a, "T%d", i), tt_arena_printf(a, "%dD", i * 7 % 10),
             tt_arena_printf(a, "%dD", (i * 3 + i / 10) % 10),
             tt_arena_printf(a, "2024-%02d-%02d", 1 + i % 12, 1 + i % 28), "851713", 1000,
             20000000 + 1000 * i);
    tt_results r = {0};
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
}

static void innocent_explanations_lower_the_weight(void **state)
{
    tt_arena *a = *state;
    tt_results r = {0};
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    carousel(&c);
    assert_ok(find(&c, NULL, a, &r, ERR));
    double plain = r.findings[1].f.weight;

    tiny_init(&c, a);
    traffic(&c, a);
    sale(&c, "C1", "AD", "BA", "2024-04-01", "851713", 5000, 100000000);
    tiny_id line = sale(&c, "C2", "BA", "CC", "2024-04-09", "851713", 5000, 104000000);
    tiny_line_at(&c, line)->description = TT_STR("smart phones, Returned after repair");
    sale(&c, "C3", "CC", "AD", "2024-04-20", "851713", 4900, 106820000);
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_near(r.findings[1].f.weight, 0.3 * plain, 1e-9);
    assert_int_equal(claim_test(&r.findings[1].f, "repair_or_return").outcome, TT_TEST_WEAKENED);

    tiny_init(&c, a); /* "fairly" is not "fair", and "returnable" says nothing about these */
    traffic(&c, a);
    sale(&c, "C1", "AD", "BA", "2024-04-01", "851713", 5000, 100000000);
    line = sale(&c, "C2", "BA", "CC", "2024-04-09", "851713", 5000, 104000000);
    tiny_line_at(&c, line)->description = TT_STR("fairly used phones in returnable boxes");
    sale(&c, "C3", "CC", "AD", "2024-04-20", "851713", 4900, 106820000);
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_near(r.findings[1].f.weight, plain, 1e-9);

    tiny_init(&c, a); /* a declaration of the same deal names outward processing */
    traffic(&c, a);
    tiny_id inv = tiny_invoice(&c, "C1", party(&c, "AD"), party(&c, "BA"), "2024-04-01", "USD");
    tiny_invoice_line(&c, inv, "851713", 5000, "C62", 100000000);
    tiny_id dec = tiny_declaration(&c, "X1", TT_DOC_EXPORT, party(&c, "AD"), party(&c, "BA"),
                                   "2024-04-01", "AE");
    tiny_declaration_at(&c, dec)->procedure_code = TT_STR("2100");
    sale(&c, "C2", "BA", "CC", "2024-04-09", "851713", 5000, 104000000);
    sale(&c, "C3", "CC", "AD", "2024-04-20", "851713", 4900, 106820000);
    assert_ok(tiny_finish(&c));
    assert_ok(tiny_deals(&c, (tiny_id[]){inv, dec}, 2));
    assert_ok(detector_over(ID, &c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    assert_int_equal(claim_test(&r.findings[1].f, "repair_or_return").outcome, TT_TEST_WEAKENED);

    tiny_init(&c, a); /* one group: explained wholly, and said */
    traffic(&c, a);
    carousel(&c);
    tiny_own(&c, "AD", "BA", "shareholder", 100);
    tiny_own(&c, "AD", "CC", "shareholder", 100);
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
    assert_int_equal(r.n_completeness, 1);
    assert_string_equal(r.completeness[1].limit, "declared owners connect all parties");
    assert_string_equal(r.completeness[1].reached, "1 circle, USD 1000000.00");

    tiny_init(&c, a); /* every paper says so */
    traffic(&c, a);
    const char *const who[] = {"AD", "BA", "CC"};
    for (int i = 0; i < 3; i++) {
        line = sale(&c, tt_arena_printf(a, "C%d", i), who[i], who[(i + 1) % 3],
                    tt_arena_printf(a, "2024-04-0%d", 1 + i), "851713", 5000, 100000000);
        tiny_line_at(&c, line)->description = TT_STR("phones for repair");
    }
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
    assert_string_equal(r.completeness[1].limit, "all papers speak of repair, return or a fair");
}

/* The ring makes up most of the trade: its own rounds must not make it look common. */
static void rounds_are_judged_without_each_other(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tt_results r = {0};
    for (int rounds = 1; rounds <= 4; rounds += 3) {
        tiny_init(&c, a);
        for (int i = 0; i < 10; i++)
            sale(&c, tt_arena_printf(a, "T%d", i), tt_arena_printf(a, "from %d", i),
                 tt_arena_printf(a, "to %d", i % 7), tt_arena_printf(a, "2024-%02d-03", 1 + i),
                 "851713", 20 + 130 * i, 100000);
        for (int i = 0; i < rounds; i++) {
            sale(&c, tt_arena_printf(a, "A%d", i), "AD", "BA",
                 tt_arena_printf(a, "2024-%02d-01", 1 + 2 * i), "851713", 2400, 48000000);
            sale(&c, tt_arena_printf(a, "B%d", i), "BA", "CC",
                 tt_arena_printf(a, "2024-%02d-20", 1 + 2 * i), "851713", 2400, 49000000);
            sale(&c, tt_arena_printf(a, "C%d", i), "CC", "AD",
                 tt_arena_printf(a, "2024-%02d-08", 2 + 2 * i), "851713", 2400, 50000000);
        }
        assert_ok(find(&c, NULL, a, &r, ERR));
        assert_int_equal(r.n_findings, 1);
        assert_near(claim_measure(&r.findings[1].f, "repetitions").value, rounds, 0);
    }
    const tt_finding *f = &r.findings[1].f;
    assert_int_equal(f->n_documents, 12);
    assert_true(f->p_value < 1e-6);
    assert_near(f->weight, 3, 0);
    assert_int_equal(f->value_shift.minor, 4 * 48000000);
    assert_non_null(strstr(f->explanation, "The same parties did this 4 times."));
}

static void goods_without_a_quantity_are_held_against_each_other_by_value(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tt_results r = {0};
    tiny_init(&c, a);
    traffic(&c, a);
    sale(&c, "C1", "AD", "BA", "2024-04-01", "851713", TT_NO_NUM, 100000000);
    sale(&c, "C2", "BA", "CC", "2024-04-09", "851713", TT_NO_NUM, 104000000);
    sale(&c, "C3", "CC", "AD", "2024-04-20", "851713", TT_NO_NUM, 108000000);
    assert_ok(tiny_finish(&c));
    assert_ok(detector_over(ID, &c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    const tt_finding *f = &r.findings[1].f;
    assert_non_null(strstr(f->explanation, "goods whose quantity is not comparable are back where "
                                           "they started. The value went from 100 to 108.0"));
    assert_near(claim_measure(f, "price_ratio").value, 1.08, 1e-9);
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "value_high", 1.03), a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "value_low", 1), a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
}

static void each_parameter_moves_something(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    sale(&c, "C1", "AD", "BA", "2024-04-01", "851713", 5000, 100000000);
    sale(&c, "C2", "BA", "CC", "2024-04-09", "851713", 2500, 52000000);
    sale(&c, "C2b", "BA", "CC", "2024-04-12", "851713", 2500, 52000000);
    sale(&c, "C3", "CC", "D", "2024-04-15", "851713", 5100, 108000000);
    sale(&c, "C4", "D", "AD", "2024-04-20", "851713", 4900, 108000000);
    sale(&c, "E1", "BA", "E", "2024-09-01", "851713", 1, 100);
    assert_ok(tiny_finish(&c));
    double usual = weight(&c, a, "window", 180);
    assert_int_equal(count(&c, a, "window", 19), 1);
    assert_int_equal(count(&c, a, "window", 18), 0);
    assert_int_equal(count(&c, a, "min_len", 4), 1);
    assert_int_equal(count(&c, a, "min_len", 5), 0);
    assert_int_equal(count(&c, a, "max_len", 4), 1);
    assert_int_equal(count(&c, a, "max_len", 3), 0);
    assert_int_equal(count(&c, a, "keep_low", 0.97), 0); /* 4900 of 5100 */
    assert_int_equal(count(&c, a, "keep_high", 1.01), 0);
    assert_int_equal(count(&c, a, "split", 2), 0);
    assert_int_equal(count(&c, a, "min_value", 1000000), 1);
    assert_int_equal(count(&c, a, "min_value", 1000001), 0);
    assert_int_equal(count(&c, a, "max_p", 1e-12), 0);
    assert_int_equal(count(&c, a, "hub_degree", 3), 1);
    assert_int_equal(count(&c, a, "hub_degree", 2), 0);
    assert_near(weight(&c, a, "small_value", 1000001), 0.3 * usual, 1e-9);
    assert_int_equal(count(&c, a, "max_cycles", 1), 1);
    assert_int_equal(count(&c, a, "visits_root", 100), 1);
    assert_int_equal(count(&c, a, "visits", 1000), 1);

    tt_results r = {0};
    double *both = tt_new_n(a, double, tt_detector_find(tt_str_of(ID))->n_params);
    for (size_t i = 0; i < tt_detector_find(tt_str_of(ID))->n_params; i++)
        both[i] = tt_detector_find(tt_str_of(ID))->params[i].def;
    both[1] = 6;
    both[2] = 5;
    assert_status(detector_over(ID, &c, both, a, &r, ERR), TT_EUSAGE);
    for (size_t i = 0; i < tt_detector_find(tt_str_of(ID))->n_params; i++) {
        const char *name = tt_detector_find(tt_str_of(ID))->params[i].name;
        both[i] = strcmp(name, "small_value") == 0 ? 1e9
                  : strcmp(name, "explained") == 0 ? 0.6
                                                   : tt_detector_find(tt_str_of(ID))->params[i].def;
    }
    assert_ok(detector_over(ID, &c, both, a, &r, ERR));
    assert_near(r.findings[1].f.weight, 0.6 * usual, 1e-9);

    tiny_init(&c, a);
    traffic(&c, a);
    carousel(&c);
    tiny_own(&c, "AD", "BA", "shareholder", 100);
    tiny_own(&c, "AD", "CC", "shareholder", 100);
    assert_ok(tiny_finish(&c));
    assert_int_equal(count(&c, a, "owner_df", 3), 0);
    assert_int_equal(count(&c, a, "owner_df", 2), 1); /* three share it, with the owner */

    tiny_init(&c, a);
    traffic(&c, a);
    bottles(&c, a);
    assert_ok(tiny_finish(&c));
    assert_int_equal(count(&c, a, "packaging", 0), 0);
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "packaging", 1), a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    assert_int_equal(claim_test(&r.findings[1].f, "returnable_packaging").outcome,
                     TT_TEST_WEAKENED);
}

/* Other names, the same finding; quantities times ten, the same finding. */
static void quantities_times_ten_change_nothing(void **state)
{
    tt_arena *a = *state;
    tt_results one = {0}, ten = {0};
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    carousel(&c);
    assert_ok(tiny_finish(&c));
    assert_ok(detector_over(ID, &c, NULL, a, &one, ERR));
    for (tt_ix i = 1; i <= c.data.n_invoice_lines; i++)
        c.data.invoice_lines[i].quantity *= 10;
    assert_ok(detector_over(ID, &c, NULL, a, &ten, ERR));
    assert_int_equal(ten.n_findings, 1);
    assert_near(ten.findings[1].f.weight, one.findings[1].f.weight, 1e-9);
    assert_int_equal(ten.findings[1].f.value_shift.minor, one.findings[1].f.value_shift.minor);
    assert_memory_equal(ten.findings[1].id.b, one.findings[1].id.b, 16);
}

static void every_allocation_may_fail(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    traffic(&c, *state);
    carousel(&c);
    circle_torture(&c, *state);
}

TT_TEST_MAIN("detect/flow_cycle_goods", TT_TEST(goods_that_come_back_are_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_busy_market_is_no_carousel),
             TT_TEST(innocent_explanations_lower_the_weight),
             TT_TEST(rounds_are_judged_without_each_other),
             TT_TEST(goods_without_a_quantity_are_held_against_each_other_by_value),
             TT_TEST(each_parameter_moves_something), TT_TEST(quantities_times_ten_change_nothing),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
