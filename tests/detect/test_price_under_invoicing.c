/*
 * price.under_invoicing: the other side of the engine that price.over_invoicing tests in full.  A
 * price far below comparable lines of others is found and shifts value to the importer.  Amounts
 * are in cents; prices in comments are USD/kg.
 *
 * The market: 120 lines of 40 sellers and 24 buyers, 1000 kg each, at 10.00, 10.10, ... 21.90.
 */
#include "tests/support/tt_test.h"

#include "tests/support/claim.h"
#include "tests/support/market.h"
#include "tests/support/tiny_deals.h"

#include "detect/common/price_run.h"

static const market saffron = {.hs = "091020",
                               .unit = "KGM",
                               .lines = 120,
                               .sellers = 40,
                               .buyers = 24,
                               .first = "2024-05-01",
                               .days = 60,
                               .quantity = 1000,
                               .price = 1000,
                               .step = 10};

struct fixture {
    tiny_case c;
    tt_arena *a;
    tiny_id seller, buyer;
    double param[TT_PP_COUNT];
    tt_results r;
};

static void begin(struct fixture *f, tt_arena *a)
{
    *f = (struct fixture){.a = a};
    tiny_init(&f->c, a);
    market_add(&f->c, a, &saffron);
    f->seller = market_firm(&f->c, a, "Sunrise Exports", "IN");
    f->buyer = market_firm(&f->c, a, "Delta Imports", "NL");
    for (int i = 0; i < TT_PP_COUNT; i++)
        f->param[i] = tt_price_params[i].def;
    f->param[TT_PP_MIN_WEIGHT] = -1; /* single lines weigh little: they are judged all the same */
}

static tiny_id sale(struct fixture *f, const char *number, int64_t kg, int64_t price)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-06-01", "USD");
    tiny_invoice_line(&f->c, inv, "091020", kg, "KGM", kg * price);
    return inv;
}

static tt_status run(struct fixture *f, tt_err *err)
{
    f->r = (tt_results){0};
    return tt_detect_one(tt_detector_find(TT_STR("price.under_invoicing")), &f->c.data, NULL,
                         f->param, f->a, &f->r, err);
}

static void find(struct fixture *f)
{
    assert_ok(tiny_finish(&f->c));
    assert_ok(run(f, ERR));
}

static void a_price_far_below_all_comparable_ones_is_found(void **state)
{
    struct fixture f;
    begin(&f, *state);
    tiny_id inv = sale(&f, "X-1", 10000, 500); /* 5.00: 0.31 times the median */
    find(&f);
    const tt_finding *x = claim_only(&f.r);
    double median = sqrt(15.90 * 16.00);
    assert_true(claim_cites(x, tiny_ref(&f.c, inv)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_near(claim_measure(x, "ratio").value, 5.00 / median, 1e-6);
    assert_near(claim_measure(x, "unit_price").low, sqrt(12.90 * 13.00), 1e-5);
    assert_near((double)x->value_shift.minor, 100 * (10000 * median - 50000), 1);
    assert_int_equal(x->direction, TT_SHIFT_TO_IMPORTER);
    assert_near(x->p_value, 1 / 121.0, 1e-9);
    assert_near(x->weight, 0.699748, 1e-6);
    assert_string_equal(x->title, "HS 091020: 1 line priced far below comparable trade");
    assert_non_null(strstr(x->explanation,
                           "At that median the goods would have been USD 109499.22 dearer: a price "
                           "too low moves value to the importer."));
}

static void lines_of_a_relation_are_added_up(void **state)
{
    struct fixture f;
    begin(&f, *state);
    sale(&f, "X-1", 10000, 500);
    sale(&f, "X-2", 10000, 550);
    sale(&f, "X-3", 10000, 1500);
    find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 2);
    assert_near((double)x->value_shift.minor, 100 * (20000 * sqrt(15.90 * 16.00) - 105000), 2);
    assert_near(claim_measure(x, "lines_compared").value, 3, 0);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why;
        int64_t kg, price;
    } rows[] = {
        {"two thirds of the median and a bit", 10000, 1064},
        {"4,798 below the median: not material", 440, 505},
        {"a price that is usual on the high side", 10000, 2190},
        {"pounds written as kilograms the other way round", 10000, 723},
        {"a moved decimal point", 10000, 160},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct fixture f;
        begin(&f, *state);
        sale(&f, "X-1", rows[i].kg, rows[i].price);
        find(&f);
        if (f.r.n_findings)
            fail_msg("found: %s", rows[i].why);
    }
}

static void a_price_in_another_currency_is_data_quality(void **state)
{
    struct fixture f;
    begin(&f, *state);
    tiny_fx(&f.c, "2024-06-01", "KWD", "3.2500");
    tiny_id other = tiny_invoice(&f.c, "Y-1", f.seller, f.buyer, "2024-06-01", "KWD");
    tiny_invoice_line(&f.c, other, "330300", 1, "KGM", 1000);
    sale(&f, "X-1", 10000, 491); /* 15.95 USD are 4.91 KWD */
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "dq.currency_error_suspected",
                            "the price is usual in another currency of the parties",
                            "1 line, USD 49100.00"));
}

static void a_large_lot_at_the_price_of_large_lots_is_not_found(void **state)
{
    struct fixture f;
    f = (struct fixture){.a = *state};
    tiny_init(&f.c, f.a);
    f.seller = market_firm(&f.c, f.a, "Sunrise Exports", "IN");
    f.buyer = market_firm(&f.c, f.a, "Delta Imports", "NL");
    for (int i = 0; i < TT_PP_COUNT; i++)
        f.param[i] = tt_price_params[i].def;
    for (int i = 0; i < 60; i++) { /* half the price for every four doublings */
        int64_t kg = (int64_t)200 << (i % 8), price = 60000;
        for (int k = 0; k <= i % 8; k++)
            price = price * 841 / 1000;
        tiny_id inv =
            tiny_invoice(&f.c, tt_arena_printf(f.a, "M-%d", i),
                         tiny_company(&f.c, tt_arena_printf(f.a, "Seller %d Ltd", i % 30), "IN"),
                         tiny_company(&f.c, tt_arena_printf(f.a, "Buyer %d Ltd", i % 30), "NL"),
                         "2024-06-01", "USD");
        tiny_invoice_line(&f.c, inv, "091020", kg, "KGM", kg * (price + i / 8));
    }
    sale(&f, "X-1", 400000, 6500); /* 400 t at 65.00: small lots cost 300.00 */
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "price.lot_size", "the size of the lot explains the price",
                            "1 line, USD 26000000.00"));
    f.param[TT_PP_LOT] = 1e-9;
    f.param[TT_PP_MIN_WEIGHT] = 0; /* all others trade with one another only */
    assert_ok(run(&f, ERR));
    assert_int_equal(f.r.n_findings, 1);
}

static void min_ratio_and_min_value_are_parameters(void **state)
{
    static const struct {
        int param;
        double value;
        bool found;
    } rows[] = {{TT_PP_MIN_RATIO, 3.1, true},
                {TT_PP_MIN_RATIO, 3.2, false},
                {TT_PP_MIN_VALUE, 109498, true},
                {TT_PP_MIN_VALUE, 109500, false}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct fixture f;
        begin(&f, *state);
        sale(&f, "X-1", 10000, 500);
        f.param[rows[i].param] = rows[i].value;
        find(&f);
        assert_int_equal(f.r.n_findings == 1, rows[i].found);
    }
}

/* Days later by n: the finding n days later, everything else the same. */
static void days_shifted_shift_the_finding(void **state)
{
    struct fixture f;
    begin(&f, *state);
    sale(&f, "X-1", 10000, 500);
    find(&f);
    tt_finding before = *claim_only(&f.r);
    f.c.data.from += 100;
    f.c.data.to += 100;
    f.c.data.as_of += 100;
    for (size_t i = 1; i <= f.c.data.n_invoices; i++)
        f.c.data.invoices[i].head.date.day += 100;
    assert_ok(run(&f, ERR));
    const tt_finding *after = claim_only(&f.r);
    assert_int_equal(after->from, before.from + 100);
    assert_int_equal(after->value_shift.minor, before.value_shift.minor);
    assert_near(after->weight, before.weight, 0);
}

static void an_empty_case_has_no_findings(void **state)
{
    struct fixture f = {.a = *state};
    tiny_init(&f.c, f.a);
    for (int i = 0; i < TT_PP_COUNT; i++)
        f.param[i] = tt_price_params[i].def;
    find(&f);
    assert_int_equal(f.r.n_findings, 0);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_results r = {0};
    tt_status st;
    TT_TORTURE(st, {
        struct fixture f;
        tt_arena_reset(a);
        begin(&f, a);
        sale(&f, "X-1", 10000, 500);
        st = tiny_finish(&f.c);
        if (st == TT_OK)
            st = run(&f, NULL);
        r = f.r;
    });
    assert_int_equal(r.n_findings, 1);
}

TT_TEST_MAIN("detect/price_under_invoicing",
             TT_TEST(a_price_far_below_all_comparable_ones_is_found),
             TT_TEST(lines_of_a_relation_are_added_up), TT_TEST(near_misses_are_not_found),
             TT_TEST(a_price_in_another_currency_is_data_quality),
             TT_TEST(a_large_lot_at_the_price_of_large_lots_is_not_found),
             TT_TEST(min_ratio_and_min_value_are_parameters),
             TT_TEST(days_shifted_shift_the_finding), TT_TEST(an_empty_case_has_no_findings),
             TT_TEST(every_allocation_may_fail))
