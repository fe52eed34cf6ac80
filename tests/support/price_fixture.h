/*
 * price_fixture.h - the market and the suspicious relation that tests of price.over_invoicing
 * share.
 *
 * The market: 120 lines of 40 sellers and 24 buyers, 1000 kg each, at 1.00, 1.01, ... 2.19 USD/kg.
 * Amounts are in cents.
 */
#ifndef TT_TESTS_SUPPORT_PRICE_FIXTURE_H
#define TT_TESTS_SUPPORT_PRICE_FIXTURE_H

#include "tests/support/tt_test.h"
#include "tests/support/claim.h"
#include "tests/support/market.h"
#include "tests/support/tiny_deals.h"
#include "base/stat.h"
#include "detect/common/price_run.h"

static const market cashew = {.hs = "080132",
                              .unit = "KGM",
                              .lines = 120,
                              .sellers = 40,
                              .buyers = 24,
                              .first = "2024-05-01",
                              .days = 60,
                              .quantity = 1000,
                              .price = 100,
                              .step = 1};

static inline const tt_detector *detector(void)
{
    return tt_detector_find(TT_STR("price.over_invoicing"));
}

struct fixture {
    tiny_case c;
    tt_arena *a;
    tiny_id seller, buyer;
    double param[TT_PP_COUNT];
    tt_results r;
};

static inline void begin(struct fixture *f, tt_arena *a, const market *m)
{
    *f = (struct fixture){.a = a};
    tiny_init(&f->c, a);
    if (m)
        market_add(&f->c, a, m);
    f->seller = market_firm(&f->c, a, "Sunrise Exports", "IN");
    f->buyer = market_firm(&f->c, a, "Delta Imports", "NL");
    for (int i = 0; i < TT_PP_COUNT; i++)
        f->param[i] = tt_price_params[i].def;
    f->param[TT_PP_MIN_WEIGHT] = -1; /* single lines weigh little: they are judged all the same */
}

/* A line of the suspicious relation: whole kg, and cents a kg. */
static inline tiny_id
sale(struct fixture *f, const char *number, const char *day, int64_t kg, int64_t price)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, day, "USD");
    tiny_invoice_line(&f->c, inv, "080132", kg, "KGM", kg * price);
    return inv;
}

static inline tt_status run(struct fixture *f, tt_err *err)
{
    f->r = (tt_results){0};
    return tt_detect_one(detector(), &f->c.data, NULL, f->param, f->a, &f->r, err);
}

static inline void find(struct fixture *f)
{
    assert_ok(tiny_finish(&f->c));
    assert_ok(run(f, ERR));
}

#endif
