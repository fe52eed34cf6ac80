/*
 * What is found without a reference, and what is not: amounts, goods and dates as evidence; equal
 * ones are told apart by date or left alone; nothing runs away.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "base/rng.h"
#include "match/parts.h"

/* The pairing of two documents; NULL when they have none. */
static const tt_pairing *pair(const tiny_case *c, tiny_id doc, tiny_id to)
{
    tt_ref a = tiny_ref(c, doc), b = tiny_ref(c, to);
    for (size_t i = 1; i <= c->data.n_pairings; i++) {
        const tt_pairing *p = &c->data.pairings[i];
        if (p->kind == a.kind && p->doc == a.doc && p->to_kind == b.kind && p->to == b.doc)
            return p;
    }
    return NULL;
}

static tt_break_type why(const tiny_case *c, tiny_id doc, tt_kind wants)
{
    tt_ref r = tiny_ref(c, doc);
    for (size_t i = 1; i <= c->data.n_breaks; i++)
        if (c->data.breaks[i].kind == r.kind && c->data.breaks[i].doc == r.doc &&
            c->data.breaks[i].wants == wants)
            return c->data.breaks[i].type;
    fail();
    return TT_BREAK_LIMIT;
}

struct world {
    tiny_case c;
    tt_arena *a;
    tiny_id acme, moon;
};

static void start(struct world *w, void **state)
{
    w->a = *state;
    tt_arena_reset(w->a);
    tiny_init(&w->c, w->a);
    w->acme = tiny_company(&w->c, "ACME", "DE");
    w->moon = tiny_company(&w->c, "Moon", "AE");
}

static tiny_id bill(struct world *w, const char *number, const char *date, int64_t amount)
{
    tiny_id id = tiny_invoice(&w->c, number, w->acme, w->moon, date, "USD");
    tiny_invoice_line(&w->c, id, "080132", 1000, "KGM", amount);
    return id;
}

static tiny_id paid(struct world *w, const char *number, const char *date, int64_t amount)
{
    return tiny_payment(&w->c, number, w->moon, w->acme, date, amount, "USD");
}

static void an_amount_to_the_cent_finds_its_invoice(void **state)
{
    static const struct {
        int64_t paid;
        bool found;
        const char *reason;
    } rows[] = {{123457, true, "amount"},
                {120957, true, "amount less charges"}, /* 25.00 */
                {117284, true, "amount, nearly"},      /* less 5 % */
                {37037, true, "part of the amount"},   /* 30 % */
                {100003, false, NULL},
                {223457, false, NULL}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        start(&w, state);
        tiny_id inv = bill(&w, "A-1001", "2024-01-05", 123457);
        tiny_id pay = paid(&w, "P", "2024-02-08", rows[i].paid);
        assert_ok(tiny_finish_matched(&w.c));
        const tt_pairing *p = pair(&w.c, pay, inv);
        assert_int_equal(p != NULL, rows[i].found);
        if (p)
            assert_string_equal(p->reason, rows[i].reason);
    }
}

static void another_currency_is_compared_at_the_rate_of_the_day(void **state)
{
    for (int far = 0; far < 2; far++) {
        struct world w;
        start(&w, state);
        tiny_fx(&w.c, "2024-02-08", "EUR", far ? "1.2000" : "1.1000");
        tiny_fx(&w.c, "2024-01-05", "EUR", "1.2000");
        tiny_id inv = bill(&w, "A-1001", "2024-01-05", 110000);
        tiny_id pay =
            tiny_payment(&w.c, "P", w.moon, w.acme, "2024-02-08", 99700, "EUR"); /* 1,096.70 */
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(pair(&w.c, pay, inv) != NULL, !far);
    }
}

static void a_payment_of_several_invoices_is_taken_apart(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id one = bill(&w, "A-1001", "2024-01-05", 123457);
    tiny_id other = bill(&w, "A-1002", "2024-01-09", 55555);
    tiny_id two = bill(&w, "A-1003", "2024-01-12", 98721);
    tiny_id pay = paid(&w, "P", "2024-02-10", 123457 + 98721);
    assert_ok(tiny_finish_matched(&w.c));
    assert_non_null(pair(&w.c, pay, one));
    assert_non_null(pair(&w.c, pay, two));
    assert_null(pair(&w.c, pay, other));
    assert_string_equal(pair(&w.c, pay, one)->form, "subset");
    assert_int_equal(pair(&w.c, pay, one)->amount.minor, 123457);
    assert_int_equal(pair(&w.c, pay, two)->amount.minor, 98721);
}

static void instalments_add_up_to_their_invoice(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id inv = bill(&w, "A-1001", "2024-01-05", 1000007);
    tiny_id p1 = paid(&w, "P1", "2024-02-05", 412345);
    tiny_id p2 = paid(&w, "P2", "2024-02-20", 587662);
    tiny_id not_it = paid(&w, "P3", "2024-02-12", 77777);
    assert_ok(tiny_finish_matched(&w.c));
    assert_string_equal(pair(&w.c, p1, inv)->form, "instalment");
    assert_non_null(pair(&w.c, p2, inv));
    assert_null(pair(&w.c, not_it, inv));
    assert_true(llabs(pair(&w.c, p1, inv)->share - 412342) <= 2);
}

static void a_credit_note_is_netted_and_never_a_payment(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id inv = bill(&w, "A-1001", "2024-01-05", 500000);
    tiny_id credit = tiny_credit_note(&w.c, "C-1", w.acme, w.moon, "2024-01-20", "USD");
    tiny_id line = tiny_invoice_line(&w.c, credit, "080132", 100, "KGM", 51234);
    tiny_line_at(&w.c, line)->description = TT_STR("less A-1001");
    tiny_id pay = paid(&w, "P1", "2024-02-08", 500000 - 51234);
    tiny_id not_it = paid(&w, "P2", "2024-03-20", 51234);
    assert_ok(tiny_finish_matched(&w.c));
    assert_string_equal(pair(&w.c, credit, inv)->form, "credit");
    assert_string_equal(pair(&w.c, pay, inv)->reason, "amount");
    assert_int_equal(pair(&w.c, pay, inv)->share, 1000000);
    assert_null(pair(&w.c, not_it, credit)); /* the buyer pays no credit note */
}

static void a_wrong_reference_loses_to_an_amount(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id named = bill(&w, "A-1001", "2024-01-05", 123457);
    tiny_id meant = bill(&w, "A-1002", "2024-01-07", 987654);
    tiny_id good = paid(&w, "P1", "2024-02-06", 123457);
    tiny_payment_names(&w.c, good, "A-1001");
    tiny_id bad = paid(&w, "P2", "2024-02-08", 987654);
    tiny_payment_names(&w.c, bad, "A-1001");
    assert_ok(tiny_finish_matched(&w.c));
    assert_non_null(pair(&w.c, good, named));
    assert_non_null(pair(&w.c, bad, meant));
    assert_null(pair(&w.c, bad, named));
}

static void rent_is_paid_in_turn(void **state)
{
    struct world w;
    tiny_id inv[12], pay[12];
    start(&w, state);
    for (int i = 0; i < 12; i++) {
        inv[i] = bill(&w, tt_arena_printf(w.a, "R-%d", 7000 + i * 1111),
                      tt_arena_printf(w.a, "2023-%02d-01", i + 1), 250000);
        pay[i] = paid(&w, tt_arena_printf(w.a, "P%d", i),
                      tt_arena_printf(w.a, "2023-%02d-%02d", i + 1, 20 + (i * 5) % 7), 250000);
    }
    assert_ok(tiny_finish_matched(&w.c));
    int found = 0;
    for (int i = 0; i < 12; i++)
        for (int k = 0; k < 12; k++)
            if (pair(&w.c, pay[i], inv[k])) {
                assert_int_equal(i, k); /* never crossed */
                found++;
            }
    assert_true(found >= 8);
}

static void equals_of_one_day_are_ambiguous(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id one = bill(&w, "A-1001", "2024-01-05", 123457);
    tiny_id two = bill(&w, "B-2002", "2024-01-05", 123457);
    tiny_id pay = paid(&w, "P", "2024-02-08", 123457);
    assert_ok(tiny_finish_matched(&w.c));
    assert_null(pair(&w.c, pay, one));
    assert_null(pair(&w.c, pay, two));
    assert_int_equal(why(&w.c, pay, TT_KIND_INVOICE), TT_BREAK_AMBIGUOUS);
}

static void two_sellers_with_the_same_numbers_are_not_mixed_up(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id borealis = tiny_company(&w.c, "Borealis", "NO");
    tiny_id a[20], b[20], pa[20], pb[20];
    for (int i = 0; i < 20; i++) {
        const char *number = tt_arena_printf(w.a, "2024-%03d", i),
                   *date = tt_arena_printf(w.a, "2024-01-%02d", i + 1);
        a[i] = bill(&w, number, date, 100003 + 777 * i);
        b[i] = tiny_invoice(&w.c, number, borealis, w.moon, date, "USD");
        tiny_invoice_line(&w.c, b[i], "080132", 1000, "KGM", 100003 + 777 * i);
        date = tt_arena_printf(w.a, "2024-02-%02d", i + 4);
        pa[i] = paid(&w, tt_arena_printf(w.a, "PA%d", i), date, 100003 + 777 * i);
        pb[i] = tiny_payment(&w.c, tt_arena_printf(w.a, "PB%d", i), w.moon, borealis, date,
                             100003 + 777 * i, "USD");
        tiny_payment_names(&w.c, i % 2 ? pa[i] : pb[i], number);
    }
    assert_ok(tiny_finish_matched(&w.c));
    for (int i = 0; i < 20; i++) {
        assert_non_null(pair(&w.c, pa[i], a[i]));
        assert_non_null(pair(&w.c, pb[i], b[i]));
        assert_null(pair(&w.c, pa[i], b[i]));
        assert_null(pair(&w.c, pb[i], a[i]));
    }
}

static void payments_for_nothing_stay_alone(void **state)
{
    struct world w;
    start(&w, state);
    int alone = 0;
    tt_rng rng;
    tt_rng_init(&rng, 11, "alone");
    for (int i = 0; i < 30; i++)
        bill(&w, tt_arena_printf(w.a, "A-%d", 31000 + i * 37),
             tt_arena_printf(w.a, "2024-%02d-%02d", 1 + i % 6, 1 + i % 28),
             100000 + (int64_t)tt_rng_below(&rng, 9000000));
    for (int i = 0; i < 200; i++)
        paid(&w, tt_arena_printf(w.a, "U%d", i),
             tt_arena_printf(w.a, "2024-%02d-%02d", 2 + i % 6, 1 + i % 28),
             100000 + (int64_t)tt_rng_below(&rng, 9000000));
    assert_ok(tiny_finish_matched(&w.c));
    for (tt_ix i = 1; i <= w.c.data.n_payments; i++)
        alone += w.c.data.deal_of[TT_KIND_PAYMENT][i] == 0;
    assert_true(alone >= 194); /* the same two parties: a few fit by chance */
}

static void a_third_party_needs_more_than_one_that_fits(void **state)
{
    static const struct {
        int64_t amount;
        const char *text;
        bool found;
    } rows[] = {{123457, NULL, true}, {500000, NULL, false}, {500000, "A-1001", true}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        start(&w, state);
        tiny_id third = tiny_company(&w.c, "Third", "PA");
        tiny_id inv = bill(&w, "A-1001", "2024-01-05", rows[i].amount);
        tiny_id pay = tiny_payment(&w.c, "P", third, w.acme, "2024-02-08", rows[i].amount, "USD");
        if (rows[i].text)
            tiny_payment_text(&w.c, pay, rows[i].text);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(pair(&w.c, pay, inv) != NULL, rows[i].found);
    }
}

static void a_shipment_in_two_parts_is_found_line_by_line(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id inv = tiny_invoice(&w.c, "A-1001", w.acme, w.moon, "2024-01-05", "USD");
    tiny_id nuts = tiny_invoice_line(&w.c, inv, "080132", 12345, "KGM", 850000);
    tiny_id tea = tiny_invoice_line(&w.c, inv, "090240", 777, "KGM", 400000);
    tiny_id s1 = tiny_shipment(&w.c, "BL-1", w.acme, w.moon, "2024-01-12", "DEHAM", "AEJEA");
    tiny_id l1 = tiny_shipment_line(&w.c, s1, "080132", 12345, "KGM", 13000);
    tiny_id s2 = tiny_shipment(&w.c, "BL-2", w.acme, w.moon, "2024-01-19", "DEHAM", "AEJEA");
    tiny_id l2 = tiny_shipment_line(&w.c, s2, "0902", 777, "KGM", 800);
    tiny_id s3 = tiny_shipment(&w.c, "BL-3", w.acme, w.moon, "2024-01-19", "DEHAM", "AEJEA");
    tiny_shipment_line(&w.c, s3, "720449", 5000, "KGM", 5100); /* scrap */
    assert_ok(tiny_finish_matched(&w.c));
    assert_int_equal(pair(&w.c, s1, inv)->line, tiny_ix(&w.c, l1));
    assert_int_equal(pair(&w.c, s1, inv)->to_line, tiny_ix(&w.c, nuts));
    assert_int_equal(pair(&w.c, s2, inv)->line, tiny_ix(&w.c, l2));
    assert_int_equal(pair(&w.c, s2, inv)->to_line, tiny_ix(&w.c, tea));
    assert_null(pair(&w.c, s3, inv));
}

static void units_are_converted_before_quantities_are_compared(void **state)
{
    for (int far = 0; far < 2; far++) {
        struct world w;
        start(&w, state);
        tiny_id inv = bill(&w, "A-1001", "2024-01-05", 850000); /* 1,000 kg */
        tiny_id s = tiny_shipment(&w.c, "BL-1", w.acme, w.moon, "2024-01-12", "DEHAM", "AEJEA");
        tiny_shipment_line(&w.c, s, NULL, far ? 3 : 1, "TNE", TT_NO_NUM);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(pair(&w.c, s, inv) != NULL, !far);
    }
}

/* 2,000 equal amounts of two parties, and payments that thousands of sums fit: it ends, and says
 * that it did not try all. */
static void equal_amounts_without_end_reach_a_limit(void **state)
{
    struct world w;
    start(&w, state);
    for (int i = 0; i < 2000; i++)
        bill(&w, tt_arena_printf(w.a, "A-%d", 100000 + i * 7),
             tt_arena_printf(w.a, "2024-01-%02d", 1 + i % 28), 10000);
    tiny_id pay = paid(&w, "P", "2024-02-20", 30000);
    for (int i = 0; i < 200; i++)
        paid(&w, tt_arena_printf(w.a, "Q%d", i), "2024-02-20", 10000);
    assert_ok(tiny_finish_matched(&w.c));
    assert_int_equal(why(&w.c, pay, TT_KIND_INVOICE), TT_BREAK_LIMIT);
}

static void evidence_survives_each_allocation_failing(void **state)
{
    tt_status st;
    struct world w;
    tiny_id one = 0, two = 0, p1 = 0, p2 = 0, p3 = 0, part = 0;
    TT_TORTURE(st, {
        start(&w, state);
        one = bill(&w, "A-1001", "2024-01-05", 123457);
        two = bill(&w, "A-1003", "2024-01-12", 98721);
        p1 = paid(&w, "P", "2024-02-10", 123457 + 98721);
        part = bill(&w, "A-1004", "2024-03-05", 1000007);
        p2 = paid(&w, "P1", "2024-04-05", 412345);
        p3 = paid(&w, "P2", "2024-04-20", 587662);
        st = tiny_finish_matched(&w.c);
    });
    assert_non_null(pair(&w.c, p1, one));
    assert_non_null(pair(&w.c, p1, two));
    assert_non_null(pair(&w.c, p2, part));
    assert_non_null(pair(&w.c, p3, part));
}

TT_TEST_MAIN("match/evidence", TT_TEST(an_amount_to_the_cent_finds_its_invoice),
             TT_TEST(another_currency_is_compared_at_the_rate_of_the_day),
             TT_TEST(a_payment_of_several_invoices_is_taken_apart),
             TT_TEST(instalments_add_up_to_their_invoice),
             TT_TEST(a_credit_note_is_netted_and_never_a_payment),
             TT_TEST(a_wrong_reference_loses_to_an_amount), TT_TEST(rent_is_paid_in_turn),
             TT_TEST(equals_of_one_day_are_ambiguous),
             TT_TEST(two_sellers_with_the_same_numbers_are_not_mixed_up),
             TT_TEST(payments_for_nothing_stay_alone),
             TT_TEST(a_third_party_needs_more_than_one_that_fits),
             TT_TEST(a_shipment_in_two_parts_is_found_line_by_line),
             TT_TEST(units_are_converted_before_quantities_are_compared),
             TT_TEST(equal_amounts_without_end_reach_a_limit),
             TT_TEST(evidence_survives_each_allocation_failing))
