/*
 * doc.payment_mismatch: deals paid far from their invoices are found; instalments, credits, charges
 * and what may still come are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

static tiny_id last;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "doc.payment_mismatch");
    f->seller = tiny_company(&f->c, "Savanna Gate", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son", "VN");
    f->c.data.as_of = tiny_day("2024-12-31");
}

static void pay(detector_case *f, const char *number, int64_t amount)
{
    last = tiny_payment(&f->c, number, f->buyer, f->seller, "2024-04-01", amount, "USD");
    detector_join(f, last);
}

/* An invoice over 20,000.00 of a day, and what is paid for it. */
static tiny_id sale(detector_case *f, const char *number, const char *day, int64_t paid)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, day, "USD");
    tiny_invoice_line(&f->c, inv, "080131", 10000, "KGM", 2000000);
    detector_join(f, 0);
    detector_join(f, inv);
    pay(f, tt_arena_printf(f->a, "P%s", number), paid);
    return inv;
}

static void deal(detector_case *f, const char *number, bool odd)
{
    sale(f, number, "2024-03-01", odd ? 4000000 : 2000000);
}

static void two_of_two(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 40, 0, deal);
    deal(f, "I-1", true);
    deal(f, "I-2", true);
}

static void more_paid_than_invoiced_is_found(void **state)
{
    detector_case f;
    two_of_two(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(4) + 0.2, 1e-9);
    assert_int_equal(x->value_shift.minor, 4000000);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(x->n_documents, 4);
    assert_true(claim_cites(x, tiny_ref(&f.c, last)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_near(claim_measure(x, "paid_over_invoiced").value, 2, 1e-9);
    assert_string_equal(x->title, "paid more than invoiced in 2 of 2 deals");
    assert_true(strstr(x->explanation, "200.0 % of what was invoiced was paid") != NULL);
}

static void less_paid_than_invoiced_moves_value_to_the_importer(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    sale(&f, "I-1", "2024-03-01", 1000000);
    sale(&f, "I-2", "2024-03-01", 1200000);
    sale(&f, "I-3", "2024-03-01", 1000000);
    detector_find(&f);
    assert_int_equal(claim_only(&f.r)->direction, TT_SHIFT_TO_IMPORTER);
    assert_int_equal(claim_only(&f.r)->value_shift.minor, 2800000);
    assert_string_equal(claim_only(&f.r)->title, "paid less than invoiced in 3 of 3 deals");
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "min_weight", 0.1);
    detector_others(&f, 40, 0, deal);
    sale(&f, "FEES", "2024-03-01", 2130000); /* charges and exchange */
    sale(&f, "PARTS", "2024-03-01", 1000000);
    pay(&f, "PARTS-2", 1000000);                /* the second instalment */
    sale(&f, "KEPT", "2024-03-01", 1500000);    /* a quarter kept back */
    sale(&f, "YOUNG", "2024-11-01", 1000000);   /* the rest may still come */
    sale(&f, "ABSURD", "2024-03-01", 90000000); /* for more than this deal */
    sale(&f, "TWO", "2024-03-01", 4000000);     /* also for one that the feed lacks */
    tiny_payment_names(&f.c, last, "TWO");
    tiny_payment_names(&f.c, last, "THREE");
    sale(&f, "I-24/7", "2024-03-01", 4000000); /* the same, in its text */
    tiny_payment_at(&f.c, last)->remittance = TT_STR("PMT I-24/7, AND I-24/12 DD");
    sale(&f, "CREDIT", "2024-03-01", 1000000);
    tiny_id note = tiny_credit_note(&f.c, "CN", f.seller, f.buyer, "2024-03-20", "USD");
    tiny_invoice_line(&f.c, note, "080131", 5000, "KGM", 1000000);
    detector_join(&f, note);
    detector_none(&f, "honest payments");
}

static void what_match_holds_to_be_for_others_too_is_not_found(void **state)
{
    for (int known = 0; known < 2; known++) {
        detector_case f;
        tt_pairing v[3] = {{.kind = TT_KIND_NONE}};
        tiny_id pay[2];
        begin(&f, *state);
        detector_others(&f, 40, 0, deal);
        for (int i = 0; i < 2; i++) {
            deal(&f, i ? "I-2" : "I-1", true);
            pay[i] = last;
        }
        assert_ok(detector_finish(&f));
        bool turn = tiny_ix(&f.c, pay[0]) > tiny_ix(&f.c, pay[1]);
        for (int i = 0; i < 2; i++)
            v[turn ? 2 - i : i + 1] =
                (tt_pairing){.kind = TT_KIND_PAYMENT,
                             .doc = tiny_ix(&f.c, pay[i]),
                             .to_kind = TT_KIND_INVOICE,
                             .amount = {known ? 4000000 : TT_NO_NUM, f.c.data.base}};
        f.c.data.pairings = v;
        f.c.data.n_pairings = 2;
        assert_ok(detector_run(&f, ERR));
        assert_int_equal(f.r.n_findings, known);
    }
}

static void a_number_that_is_written_wrongly_excuses_nothing(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    deal(&f, "I-1", true);
    tiny_payment_names(&f.c, last, "I-1 OF MAY");
    deal(&f, "I-2", true);
    tiny_payment_names(&f.c, last, "I-1");
    tiny_payment_names(&f.c, last, "I-2");
    detector_find(&f);
    assert_string_equal(claim_only(&f.r)->title, "paid more than invoiced in 2 of 2 deals");
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 25, deal);
    deal(&f, "I-1", true);
    deal(&f, "I-2", true);
    detector_none(&f, "most deals are paid twice over");
}

static void bounds_are_parameters(void **state)
{
    detector_case f;
    two_of_two(&f, *state);
    detector_set(&f, "lr_much", 6);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(6) + 0.2, 1e-9);
    detector_set(&f, "much", 2);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    detector_set(&f, "much", 1.05);
    detector_set(&f, "min_value", 40001);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, two_of_two, 1);
}

TT_TEST_MAIN("detect/doc_payment_mismatch", TT_TEST(more_paid_than_invoiced_is_found),
             TT_TEST(less_paid_than_invoiced_moves_value_to_the_importer),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(what_match_holds_to_be_for_others_too_is_not_found),
             TT_TEST(a_number_that_is_written_wrongly_excuses_nothing),
             TT_TEST(what_is_usual_in_these_data_is_not_found), TT_TEST(bounds_are_parameters),
             TT_TEST(every_allocation_may_fail))
