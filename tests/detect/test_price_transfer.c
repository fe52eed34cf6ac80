/*
 * price.transfer: prices between declared related parties are told here, at a third of the weight
 * that price.over_invoicing would give them, and not there; those of strangers the other way round.
 */
#include "tests/support/price_fixture.h"

static tt_status find_with(struct fixture *f, const char *id, tt_err *err)
{
    f->r = (tt_results){0};
    return tt_detect_one(tt_detector_find(tt_str_of(id)), &f->c.data, NULL, f->param, f->a, &f->r,
                         err);
}

static void found_by(struct fixture *f, const char *id, size_t n)
{
    assert_ok(find_with(f, id, ERR));
    assert_int_equal(f->r.n_findings, n);
}

static void own_both(struct fixture *f)
{
    tiny_company(&f->c, "Big Holding", "CH");
    tiny_own(&f->c, "Big Holding", "Sunrise Exports", "shareholder", 100);
    tiny_own(&f->c, "Big Holding", "Delta Imports", "shareholder", 60);
}

/* One line at 6.00 where others cost 1.00 to 2.19. */
static void related(struct fixture *f, tt_arena *a, int64_t cents)
{
    begin(f, a, &cashew);
    sale(f, "X-1", "2024-06-01", 10000, cents);
    own_both(f);
}

static void a_dear_line_within_a_group_is_found_here_alone(void **state)
{
    struct fixture f;
    related(&f, *state, 600);
    assert_ok(tiny_finish(&f.c));
    found_by(&f, "price.over_invoicing", 0);
    found_by(&f, "price.transfer", 1);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.3 * 0.699748, 1e-6);
    assert_string_equal(x->title,
                        "HS 080132: 1 line within a group priced far above comparable trade");
    assert_non_null(strstr(x->explanation, "Both have one declared owner: this may be a matter of "
                                           "tax before one of laundering."));
    assert_int_equal(claim_test(x, "related_party_declared").outcome, TT_TEST_WEAKENED);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    f.param[TT_PP_RELATED_FACTOR] = 0.1;
    assert_ok(find_with(&f, "price.transfer", ERR));
    assert_near(claim_only(&f.r)->weight, 0.1 * 0.699748, 1e-6);
}

static void a_cheap_line_within_a_group_is_found_too(void **state)
{
    struct fixture f;
    related(&f, *state, 25);
    sale(&f, "X-2", "2024-06-03", 10000, 24);
    assert_ok(tiny_finish(&f.c));
    found_by(&f, "price.under_invoicing", 0);
    found_by(&f, "price.transfer", 1);
    assert_int_equal(claim_only(&f.r)->direction, TT_SHIFT_TO_IMPORTER);
}

static void a_mother_and_her_daughter_are_a_group(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    tiny_own(&f.c, "Sunrise Exports", "Delta Imports", "shareholder", 100);
    assert_ok(tiny_finish(&f.c));
    found_by(&f, "price.over_invoicing", 0);
    found_by(&f, "price.transfer", 1);
}

static void strangers_are_left_to_the_others(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    tiny_own(&f.c, "Big Holding", "Sunrise Exports", "shareholder", 100);
    assert_ok(tiny_finish(&f.c));
    found_by(&f, "price.over_invoicing", 1);
    found_by(&f, "price.transfer", 0);
}

static void a_shared_phone_is_no_declared_owner(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    tiny_party_at(&f.c, tiny_party(&f.c, "1", TT_ENTITY_COMPANY, "Sunrise Exports", "IN"))->phone =
        TT_STR("+31 20 555 0100");
    tiny_party_at(&f.c, tiny_party(&f.c, "2", TT_ENTITY_COMPANY, "Delta Imports", "NL"))->phone =
        TT_STR("0031205550100");
    assert_ok(tiny_finish(&f.c));
    found_by(&f, "price.over_invoicing", 1);
    found_by(&f, "price.transfer", 0);
}

static void the_price_of_the_market_within_a_group_is_not_found(void **state)
{
    struct fixture f;
    related(&f, *state, 170);
    assert_ok(tiny_finish(&f.c));
    found_by(&f, "price.transfer", 0);
}

static void weak_ones_are_counted(void **state)
{
    struct fixture f;
    related(&f, *state, 600);
    assert_ok(tiny_finish(&f.c));
    f.param[TT_PP_MIN_WEIGHT] = 0.5;
    found_by(&f, "price.transfer", 0);
    bool told = false;
    for (size_t i = 1; i <= f.r.n_completeness; i++)
        told |= strcmp(f.r.completeness[i].what,
                       "price.transfer: relations with prices that stand out") == 0;
    assert_true(told);
}

static void no_documents_give_no_findings(void **state)
{
    struct fixture f;
    begin(&f, *state, NULL);
    assert_ok(tiny_finish(&f.c));
    found_by(&f, "price.transfer", 0);
}

static void every_allocation_may_fail(void **state)
{
    static const market few = {.hs = "080132",
                               .unit = "KGM",
                               .lines = 8,
                               .sellers = 4,
                               .buyers = 2,
                               .first = "2024-05-01",
                               .days = 60,
                               .quantity = 1000,
                               .price = 100,
                               .step = 1};
    tt_arena *a = *state;
    struct fixture f;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        begin(&f, a, &few);
        f.param[TT_PP_N_MIN] = 5;
        f.param[TT_PP_N_FULL] = 5;
        sale(&f, "X-1", "2024-06-01", 10000, 600);
        own_both(&f);
        st = tiny_finish(&f.c);
        if (st == TT_OK)
            st = find_with(&f, "price.transfer", NULL);
    });
    assert_int_equal(f.r.n_findings, 1);
}

TT_TEST_MAIN("detect/price_transfer", TT_TEST(a_dear_line_within_a_group_is_found_here_alone),
             TT_TEST(a_cheap_line_within_a_group_is_found_too),
             TT_TEST(a_mother_and_her_daughter_are_a_group),
             TT_TEST(strangers_are_left_to_the_others),
             TT_TEST(a_shared_phone_is_no_declared_owner),
             TT_TEST(the_price_of_the_market_within_a_group_is_not_found),
             TT_TEST(weak_ones_are_counted), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
