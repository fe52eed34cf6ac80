/*
 * Payments of one sum at intervals are told apart from others: rows by hand, and a slow twin on
 * random payments.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "detect/common/regular.h"

#include <stdlib.h>

enum { MOST = 60 };

struct world {
    tt_data d;
    tt_payment payments[MOST + 1];
    tt_remit v[MOST];
    size_t n;
};

static void pay(struct world *w, tt_ix payer, tt_ix payee, tt_date day, int64_t minor, tt_ccy ccy)
{
    size_t at = w->n++;
    w->payments[at + 1].amount = (tt_money){minor, ccy};
    w->v[at] = (tt_remit){.payment = (tt_ix)at + 1, .payer = payer, .payee = payee, .day = day};
    w->d.payments = w->payments;
    w->d.n_payments = w->n;
}

static size_t split(struct world *w, size_t least, int32_t days)
{
    size_t kept = SIZE_MAX;
    assert_ok(tt_regular_split(&w->d, (tt_regular_rule){least, days}, w->v, w->n, &kept, ERR));
    return kept;
}

static bool is_kept(const struct world *w, size_t kept, tt_ix payment)
{
    for (size_t i = 0; i < kept; i++)
        if (w->v[i].payment == payment)
            return true;
    return false;
}

static void rent_is_told_from_what_stands_beside_it(void **state)
{
    TT_UNUSED(state);
    struct world w = {.n = 0};
    tt_ccy usd = tt_ccy_parse(TT_STR("USD")), eur = tt_ccy_parse(TT_STR("EUR"));
    for (int i = 0; i < 4; i++) { /* of one landlord a flat and a shop, 30 days apart each */
        pay(&w, 1, 2, 100 + 30 * i, 80000, usd);
        pay(&w, 1, 2, 101 + 30 * i, 120000, usd);
    }
    pay(&w, 1, 2, 90, 5000, usd);   /* once */
    pay(&w, 3, 2, 130, 80000, usd); /* of somebody else */
    pay(&w, 1, 2, 95, 80000, eur);  /* another currency */
    for (int i = 0; i < 4; i++)     /* too close together */
        pay(&w, 4, 2, 100 + 5 * i, 700, usd);
    assert_int_equal(split(&w, 4, 20), 7);
    for (tt_ix p = 1; p <= 8; p++)
        assert_false(is_kept(&w, 7, p));
    const tt_ix order[] = {9, 11, 10, 12, 13, 14, 15}; /* by payer, payee, payment */
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(w.v[i].payment, order[i]);
}

static void least_and_days_are_the_first_that_count(void **state)
{
    TT_UNUSED(state);
    for (int extra = 0; extra < 2; extra++) {
        struct world w = {.n = 0};
        for (int i = 0; i < 2 + extra; i++)
            pay(&w, 1, 2, 20 * i, 100, 1);
        assert_int_equal(split(&w, 3, 20), extra ? 0 : 2);
        assert_int_equal(split(&w, 2, 21), 2 + (size_t)extra);
    }
    struct world none = {.n = 0};
    assert_int_equal(split(&none, 1, 1), 0);
}

/* The rule as its header says it, payment by payment. */
static bool is_regular(const struct world *w, const tt_remit *of, size_t least, int32_t days)
{
    const tt_money *m = &w->payments[of->payment].amount;
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++) {
        const tt_remit *a = &w->v[i];
        const tt_money *x = &w->payments[a->payment].amount;
        if (a->payer != of->payer || a->payee != of->payee || x->minor != m->minor ||
            x->ccy != m->ccy)
            continue;
        n++;
        for (size_t k = 0; k < w->n; k++) {
            const tt_remit *b = &w->v[k];
            const tt_money *y = &w->payments[b->payment].amount;
            if (b->payment != a->payment && b->payer == a->payer && b->payee == a->payee &&
                y->minor == x->minor && y->ccy == x->ccy && abs(a->day - b->day) < days)
                return false;
        }
    }
    return n >= least;
}

static void random_payments_are_split_as_by_hand(void **state)
{
    TT_UNUSED(state);
    size_t moved = 0, stayed = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        tt_rng r;
        struct world w = {.n = 0};
        bool regular[MOST + 1] = {false};
        tt_rng_init(&r, seed, "regular");
        size_t n = 1 + tt_rng_below(&r, MOST - 1), front = 0;
        for (size_t i = 0; i < n; i++)
            pay(&w, 1 + (tt_ix)tt_rng_below(&r, 3), 4 + (tt_ix)tt_rng_below(&r, 2),
                (tt_date)tt_rng_below(&r, 300), 100 * (int64_t)(1 + tt_rng_below(&r, 3)),
                (tt_ccy)(1 + tt_rng_below(&r, 2)));
        size_t least = 1 + tt_rng_below(&r, 4);
        int32_t days = (int32_t)tt_rng_below(&r, 40);
        for (size_t i = 0; i < n; i++) {
            regular[w.v[i].payment] = is_regular(&w, &w.v[i], least, days);
            front += !regular[w.v[i].payment];
        }
        assert_int_equal(split(&w, least, days), front);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(regular[w.v[i].payment], i >= front);
            if (i > 0 && i < front)
                assert_true(
                    w.v[i - 1].payer < w.v[i].payer ||
                    (w.v[i - 1].payer == w.v[i].payer &&
                     (w.v[i - 1].payee < w.v[i].payee ||
                      (w.v[i - 1].payee == w.v[i].payee && w.v[i - 1].payment < w.v[i].payment))));
        }
        moved += n - front;
        stayed += front;
    }
    assert_true(moved > 500 && stayed > 500); /* both were tried */
}

TT_TEST_MAIN("detect/regular", TT_TEST(rent_is_told_from_what_stands_beside_it),
             TT_TEST(least_and_days_are_the_first_that_count),
             TT_TEST(random_payments_are_split_as_by_hand))
