/*
 * flow.cycle_money: money that comes back is found, everyday payments that look alike are not.
 * Amounts are in cents.
 */
#include "tests/support/circle_case.h"

static const char *const ID = "flow.cycle_money";

struct change {
    const char *name;
    double value;
};

static const double *with_all(tt_arena *a, const struct change *change, size_t n)
{
    double *v = tt_new_n(a, double, tt_detector_find(tt_str_of(ID))->n_params);
    for (size_t i = 0; i < tt_detector_find(tt_str_of(ID))->n_params; i++) {
        v[i] = tt_detector_find(tt_str_of(ID))->params[i].def;
        for (size_t k = 0; k < n; k++)
            if (strcmp(tt_detector_find(tt_str_of(ID))->params[i].name, change[k].name) == 0)
                v[i] = change[k].value;
    }
    return v;
}

static tiny_id pay(tiny_case *c, const char *number, const char *from, const char *to,
                   const char *date, int64_t amount)
{
    return tiny_payment(c, number, party(c, from), party(c, to), date, amount, "USD");
}

/* A year of honest payments of all sizes between others, none of which comes back. */
static void traffic(tiny_case *c, tt_arena *a)
{
    for (int i = 0; i < 60; i++)
        pay(c, tt_arena_printf(a, "T%d", i), tt_arena_printf(a, "from %d", i % 20),
            tt_arena_printf(a, "to %d", i % 17),
            tt_arena_printf(a, "2024-%02d-%02d", 1 + i % 12, 1 + i % 28),
            100000 + 37 * i * i * 1000);
}

static void ring(tiny_case *c)
{
    pay(c, "R1", "AD", "BA", "2024-03-01", 5000000);
    pay(c, "R2", "BA", "CC", "2024-03-11", 4800000);
    pay(c, "R3", "CC", "AD", "2024-03-20", 4600000);
}

static tt_ix named(const tiny_case *c, const char *name)
{
    for (tt_ix e = 1; e <= c->data.n_entities; e++)
        if (tt_str_is(c->data.entities[e].name, name))
            return e;
    fail_msg("nobody is called '%s'", name);
    return 0;
}

static void owned(tiny_case *c, const char *const *names, size_t n)
{
    tiny_party(c, "H", TT_ENTITY_COMPANY, "Holding", "CY");
    for (size_t i = 0; i < n; i++)
        tiny_own(c, "Holding", names[i], "shareholder", 100);
}

static void money_that_comes_back_is_found(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    ring(&c);
    tt_results r = {0};
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    const tt_finding *f = &r.findings[1].f;
    assert_string_equal(f->title, "Money returns to where it started after 3 payments");
    const char start[] = "AD (DE) to BA (AE) USD 50000.00 on 2024-03-01 (R1); BA (AE) to CC (CY) "
                         "USD 48000.00 on 2024-03-11 (R2); CC (CY) to AD (DE) USD 46000.00 on "
                         "2024-03-20 (R3). After 3 payments in 19 days 92.0 % of the first amount "
                         "is back where it started. None of the payments settles matched goods. By "
                         "chance less than 0.000001 circles";
    assert_memory_equal(f->explanation, start, sizeof start - 1);
    assert_int_equal(f->n_documents, 3);
    assert_int_equal(f->documents[0].kind, TT_KIND_PAYMENT);
    assert_int_equal(f->n_entities, 3);
    assert_int_equal(f->entities[0].entity, named(&c, "AD"));
    assert_string_equal(f->entities[0].role, "origin");
    assert_string_equal(f->entities[1].role, "relay");
    assert_int_equal(f->from, tiny_day("2024-03-01"));
    assert_int_equal(f->to, tiny_day("2024-03-20"));
    assert_int_equal(f->value_shift.minor, 4600000);
    assert_int_equal(f->direction, TT_SHIFT_NONE);
    assert_near(claim_measure(f, "conservation").value, 0.92, 1e-9);
    assert_near(claim_measure(f, "tightness").value, 0.042559614, 1e-9); /* ln 48/46 */
    assert_near(claim_measure(f, "span_days").value, 19, 0);
    assert_near(claim_measure(f, "hops").value, 3, 0);
    assert_near(claim_measure(f, "countries").value, 3, 0);
    assert_near(claim_measure(f, "repetitions").value, 1, 0);
    assert_near(claim_measure(f, "expected_chance_cycles").value, f->p_value, 1e-6);
    assert_int_equal(claim_measure(f, "circulated").money.minor, 4600000);
    assert_true(f->p_value < 1e-4);
    assert_true(f->weight > 2 && f->weight <= 3);
    assert_int_equal(claim_test(f, "refund").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(f, "unmatched_trade").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(f, "small_value").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(f, "order_of_time").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(f, "declared_ownership").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(f->n_next_steps, 3);
}

static void near_misses_are_not_found(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    /* A fifth is lost on the way: somebody was paid for something. */
    pay(&c, "L1", "AD", "BA", "2024-03-01", 5000000);
    pay(&c, "L2", "BA", "CC", "2024-03-05", 4000000);
    pay(&c, "L3", "CC", "AD", "2024-03-09", 4000000);
    /* It took half a year. */
    pay(&c, "S1", "DD", "EA", "2024-01-02", 7000000);
    pay(&c, "S2", "EA", "FC", "2024-03-02", 7000000);
    pay(&c, "S3", "FC", "DD", "2024-05-03", 7000000);
    /* A loan in the family: there and back in one country. */
    pay(&c, "F1", "GD", "HD", "2024-02-01", 300000);
    pay(&c, "F2", "HD", "GD", "2024-04-15", 300000);
    /* A refund across a border. */
    pay(&c, "B1", "ID", "JA", "2024-06-01", 9100000);
    pay(&c, "B2", "JA", "ID", "2024-06-20", 9100000);
    /* From a bank and back to it: a loan. */
    tiny_id bank = tiny_named(&c, TT_ENTITY_BANK, "Bank", "AE");
    tiny_payment(&c, "K1", party(&c, "KD"), bank, "2024-07-01", 8000000, "USD");
    tiny_payment(&c, "K2", bank, party(&c, "LC"), "2024-07-02", 8000000, "USD");
    pay(&c, "K3", "LC", "KD", "2024-07-03", 8000000);
    /* No rate: nobody knows whether it is the same amount. */
    for (int i = 0; i < 3; i++) {
        const char *p[] = {"MD", "NA", "OC"};
        tiny_payment(&c, tt_arena_printf(a, "X%d", i), party(&c, p[i]), party(&c, p[(i + 1) % 3]),
                     tt_arena_printf(a, "2024-08-0%d", i + 1), 1000000, "EUR");
    }
    tt_results r = {0};
    assert_ok(find(&c, NULL, a, &r, ERR));
    for (size_t i = 1; i <= r.n_findings; i++)
        print_error("%s\n", r.findings[i].f.explanation);
    assert_int_equal(r.n_findings, 0);
}

static void money_that_pays_matched_goods_is_no_circle(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    ring(&c);
    tiny_id inv = tiny_invoice(&c, "I1", party(&c, "BA"), party(&c, "AD"), "2024-02-20", "USD");
    tiny_id paid = pay(&c, "R4", "AD", "BA", "2024-02-01", 1);
    TT_UNUSED(paid);
    assert_ok(tiny_finish(&c));
    tt_results r = {0};
    assert_ok(detector_over(ID, &c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 1); /* the invoice is not matched with R1 yet */
    assert_ok(tiny_deals(&c, (tiny_id[]){inv, paid}, 2));
    for (tt_ix i = 1; i <= c.data.n_payments; i++)
        if (tt_str_is(c.data.payments[i].head.number, "R1"))
            c.data.deal_of[TT_KIND_PAYMENT][i] = 1;
    assert_ok(detector_over(ID, &c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
}

static void repetitions_are_one_finding_and_weigh_more(void **state)
{
    tt_arena *a = *state;
    tt_results once = {0}, often = {0};
    tiny_case c;
    tiny_init(&c, a);
    for (int i = 0; i < 60; i++) /* amounts so common that one circle is little */
        pay(&c, tt_arena_printf(a, "T%d", i), tt_arena_printf(a, "p %d", i % 12),
            tt_arena_printf(a, "p %d", (i * 5 + 1) % 12),
            tt_arena_printf(a, "2024-%02d-%02d", 1 + i % 12, 1 + i % 28), 4000000 + 30000 * i);
    ring(&c);
    assert_ok(find(&c, detector_with(ID, a, "max_p", 1), a, &once, ERR));
    size_t n = once.n_findings;
    tiny_init(&c, a);
    for (int i = 0; i < 60; i++)
        pay(&c, tt_arena_printf(a, "T%d", i), tt_arena_printf(a, "p %d", i % 12),
            tt_arena_printf(a, "p %d", (i * 5 + 1) % 12),
            tt_arena_printf(a, "2024-%02d-%02d", 1 + i % 12, 1 + i % 28), 4000000 + 30000 * i);
    ring(&c);
    pay(&c, "S1", "AD", "BA", "2024-05-01", 5000000);
    pay(&c, "S2", "BA", "CC", "2024-05-11", 4800000);
    pay(&c, "S3", "CC", "AD", "2024-05-20", 4600000);
    assert_ok(find(&c, detector_with(ID, a, "max_p", 1), a, &often, ERR));
    assert_int_equal(often.n_findings, n);
    tt_ix ad = named(&c, "AD");
    size_t found = 0;
    for (size_t i = 1; i <= n; i++)
        for (size_t k = 0; k < often.findings[i].f.n_entities; k++)
            if (often.findings[i].f.entities[k].entity == ad)
                found = i;
    assert_true(found > 0);
    const tt_finding *f = &often.findings[found].f;
    assert_near(claim_measure(f, "repetitions").value, 2, 0);
    assert_int_equal(f->n_documents, 6);
    assert_int_equal(f->value_shift.minor, 9200000);
    assert_non_null(strstr(f->explanation, "The same parties did this 2 times."));
}

static void innocent_explanations_lower_the_weight(void **state)
{
    tt_arena *a = *state;
    tt_results r = {0};
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    ring(&c);
    assert_ok(find(&c, NULL, a, &r, ERR));
    double plain = r.findings[1].f.weight;

    tiny_init(&c, a); /* one owner behind all */
    traffic(&c, a);
    ring(&c);
    owned(&c, (const char *[]){"AD", "BA"}, 2);
    tiny_own(&c, "BA", "CC", "shareholder", 100);
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 0); /* cash pooling: explained wholly, and said */
    assert_int_equal(r.n_completeness, 1);
    assert_string_equal(r.completeness[1].what, "flow.cycle_money: explained");
    assert_string_equal(r.completeness[1].limit, "declared owners connect all parties");
    assert_string_equal(r.completeness[1].reached, "1 circle, USD 46000.00");

    tiny_init(&c, a); /* an owner behind two of three */
    traffic(&c, a);
    ring(&c);
    owned(&c, (const char *[]){"AD", "BA"}, 2);
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_near(r.findings[1].f.weight, plain / 2, 1e-9); /* one step of two leaves the group */
    assert_string_equal(claim_test(&r.findings[1].f, "declared_ownership").detail,
                        "Declared owners connect 2 of the 3 parties. Cash pooling of a group with "
                        "one member whose owner is not on record looks the same.");
    assert_int_equal(claim_test(&r.findings[1].f, "declared_ownership").outcome, TT_TEST_WEAKENED);

    tiny_init(&c, a); /* the second payment was sent back */
    traffic(&c, a);
    ring(&c);
    pay(&c, "R4", "CC", "BA", "2024-03-15", 4790000);
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_int_equal(claim_test(&r.findings[1].f, "refund").outcome, TT_TEST_WEAKENED);
    assert_true(r.findings[1].f.weight < 0.4 * plain);

    tiny_init(&c, a); /* each payee has sold to its payer */
    traffic(&c, a);
    ring(&c);
    tiny_invoice(&c, "I1", party(&c, "BA"), party(&c, "AD"), "2024-02-01", "USD");
    tiny_invoice(&c, "I2", party(&c, "CC"), party(&c, "BA"), "2024-02-01", "USD");
    tiny_invoice(&c, "I3", party(&c, "AD"), party(&c, "CC"), "2024-02-01", "USD");
    assert_ok(find(&c, NULL, a, &r, ERR));
    assert_near(r.findings[1].f.weight, 0.3 * plain, 1e-9);
    assert_int_equal(claim_test(&r.findings[1].f, "unmatched_trade").outcome, TT_TEST_WEAKENED);
}

static void payments_in_another_order_are_found_and_said_to_be(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tt_results r = {0};
    tiny_init(&c, a);
    traffic(&c, a);
    pay(&c, "R2", "BA", "CC", "2024-03-01", 4800000);
    pay(&c, "R1", "AD", "BA", "2024-03-11", 5000000);
    pay(&c, "R3", "CC", "AD", "2024-03-20", 4600000);
    assert_ok(tiny_finish(&c));
    assert_ok(detector_over(ID, &c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    assert_int_equal(claim_test(&r.findings[1].f, "order_of_time").outcome, TT_TEST_WEAKENED);
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "any_order", 0), a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
}

static void there_and_back_between_two_countries_is_found(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tt_results r = {0};
    tiny_init(&c, a);
    traffic(&c, a);
    pay(&c, "B1", "AD", "BA", "2024-06-01", 9100000);
    pay(&c, "B2", "BA", "AD", "2024-07-15", 9100000);
    assert_ok(tiny_finish(&c));
    assert_ok(detector_over(ID, &c, NULL, a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "two_countries", 0), a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "refund_days", 60), a, &r, ERR));
    assert_int_equal(r.n_findings, 0);
}

static void each_parameter_moves_something(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    pay(&c, "R1", "AD", "BA", "2024-03-01", 5000000);
    pay(&c, "R2", "BA", "CC", "2024-03-11", 2400000); /* in two parts, three days apart */
    pay(&c, "R2b", "BA", "CC", "2024-03-14", 2400000);
    pay(&c, "R3", "CC", "D", "2024-03-18", 4850000);
    pay(&c, "R4", "D", "AD", "2024-03-20", 4600000);
    assert_ok(tiny_finish(&c));
    double usual = weight(&c, a, "window", 120);
    assert_int_equal(count(&c, a, "window", 19), 1);
    assert_int_equal(count(&c, a, "window", 18), 0);
    assert_int_equal(count(&c, a, "max_len", 3), 0);
    assert_int_equal(count(&c, a, "keep_low", 0.97), 0);
    assert_int_equal(count(&c, a, "keep_high", 1.01), 0);
    assert_int_equal(count(&c, a, "split", 2), 0);
    assert_int_equal(count(&c, a, "min_value", 50000), 1);
    assert_int_equal(count(&c, a, "min_value", 50001), 0);
    assert_int_equal(count(&c, a, "max_p", 1e-12), 0);
    assert_int_equal(count(&c, a, "hub_degree", 2), 1); /* everybody has two: nobody has more */
    assert_near(weight(&c, a, "small_value", 46001), 0.3 * usual, 1e-9);
    assert_near(weight(&c, a, "small_value", 46000), usual, 1e-9);
    assert_int_equal(count(&c, a, "max_cycles", 1), 1);

    tt_results r = {0};
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "visits_root", 100), a, &r, ERR));
    assert_int_equal(r.n_completeness, 0); /* nothing was cut */
    const struct change two[] = {{"small_value", 1e9}, {"explained", 0.6}};
    assert_ok(detector_over(ID, &c, with_all(a, two, 2), a, &r, ERR));
    assert_near(r.findings[1].f.weight, 0.6 * usual, 1e-9);

    tiny_init(&c, a); /* 2.1 % less than the second payment comes back to its payer */
    traffic(&c, a);
    ring(&c);
    pay(&c, "R4", "CC", "BA", "2024-03-15", 4699000);
    owned(&c, (const char *[]){"AD", "BA", "CC"}, 3);
    assert_ok(tiny_finish(&c));
    struct change three[] = {{"two_countries", 0}, {"owner_df", 4}, {"refund", 0.02}};
    assert_ok(detector_over(ID, &c, with_all(a, three, 3), a, &r, ERR));
    assert_int_equal(r.n_findings, 0); /* four share it, with the owner */
    three[1].value = 3;
    assert_ok(detector_over(ID, &c, with_all(a, three, 3), a, &r, ERR));
    assert_int_equal(r.n_findings, 1);
    assert_int_equal(claim_test(&r.findings[1].f, "refund").outcome, TT_TEST_NOT_EXPLAINED);
    three[2].value = 0.025;
    assert_ok(detector_over(ID, &c, with_all(a, three, 3), a, &r, ERR));
    assert_int_equal(claim_test(&r.findings[1].f, "refund").outcome, TT_TEST_WEAKENED);

    tiny_init(&c, a); /* the same, and a relay with three counterparties */
    traffic(&c, a);
    ring(&c);
    pay(&c, "E1", "BA", "E", "2024-09-01", 100);
    assert_ok(tiny_finish(&c));
    assert_int_equal(count(&c, a, "hub_degree", 3), 1);
    assert_int_equal(count(&c, a, "hub_degree", 2), 0);
}

static void limits_that_are_reached_are_said(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (int i = 0; i < 160; i++) /* everybody pays everybody the same: circles without end */
        pay(&c, tt_arena_printf(a, "P%d", i), tt_arena_printf(a, "%dD", i % 5),
            tt_arena_printf(a, "%dD", (i * 3 + 1) % 5),
            tt_arena_printf(a, "2024-03-%02d", 1 + i % 28), 1000000);
    assert_ok(tiny_finish(&c));
    tt_results r = {0};
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "visits_root", 100), a, &r, ERR));
    assert_int_equal(r.n_completeness, 1);
    assert_string_equal(r.completeness[1].what, "flow.cycle_money: search");
    assert_string_equal(r.completeness[1].limit,
                        "100 hops tried from a start, 100000000 in a component");
    assert_ok(detector_over(ID, &c, detector_with(ID, a, "max_cycles", 7), a, &r, ERR));
    assert_int_equal(r.n_completeness, 1);
    assert_string_equal(r.completeness[1].what, "flow.cycle_money: circles kept");
    assert_string_equal(r.completeness[1].limit, "7 circles");
}

/* Ten times the amounts: ten times the value, and nothing else moves. */
static void amounts_times_ten_move_the_value_only(void **state)
{
    tt_arena *a = *state;
    tt_results one = {0}, ten = {0};
    tiny_case c;
    tiny_init(&c, a);
    traffic(&c, a);
    ring(&c);
    assert_ok(tiny_finish(&c));
    assert_ok(detector_over(ID, &c, NULL, a, &one, ERR));
    for (tt_ix i = 1; i <= c.data.n_payments; i++)
        c.data.payments[i].amount.minor *= 10;
    assert_ok(detector_over(ID, &c, NULL, a, &ten, ERR));
    assert_int_equal(ten.n_findings, 1);
    assert_int_equal(ten.findings[1].f.value_shift.minor, 10 * one.findings[1].f.value_shift.minor);
    assert_near(ten.findings[1].f.weight, one.findings[1].f.weight, 1e-9);
    assert_near(ten.findings[1].f.p_value, one.findings[1].f.p_value, 1e-12);
    assert_memory_equal(ten.findings[1].id.b, one.findings[1].id.b, 16);
}

static void every_allocation_may_fail(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    traffic(&c, *state);
    ring(&c);
    circle_torture(&c, *state);
}

TT_TEST_MAIN("detect/flow_cycle_money", TT_TEST(money_that_comes_back_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(money_that_pays_matched_goods_is_no_circle),
             TT_TEST(repetitions_are_one_finding_and_weigh_more),
             TT_TEST(innocent_explanations_lower_the_weight),
             TT_TEST(payments_in_another_order_are_found_and_said_to_be),
             TT_TEST(there_and_back_between_two_countries_is_found),
             TT_TEST(each_parameter_moves_something), TT_TEST(limits_that_are_reached_are_said),
             TT_TEST(amounts_times_ten_move_the_value_only), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
