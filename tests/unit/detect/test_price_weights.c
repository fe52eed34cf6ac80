/*
 * What weakens and strengthens a finding of price.over_invoicing: what is known of the relation and
 * of the goods.  Found and near misses: tests/detect/test_price_over_invoicing.c.
 */
#include "tests/support/price_fixture.h"

static double weight_of(struct fixture *f)
{
    assert_ok(run(f, ERR));
    return claim_only(&f->r)->weight;
}

static void a_shared_phone_that_is_not_declared_strengthens(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    tiny_party_at(&f.c, tiny_party(&f.c, "1", TT_ENTITY_COMPANY, "Sunrise Exports", "IN"))->phone =
        TT_STR("+31 20 555 0100");
    tiny_party_at(&f.c, tiny_party(&f.c, "2", TT_ENTITY_COMPANY, "Delta Imports", "NL"))->phone =
        TT_STR("0031205550100");
    assert_ok(tiny_finish(&f.c));
    assert_near(weight_of(&f), 0.699748 + 0.7, 1e-6);
    f.param[TT_PP_SHARED_BONUS] = 0;
    assert_near(weight_of(&f), 0.699748, 1e-6);
}

static void codes_that_hold_unlike_goods_weaken(void **state)
{
    static const struct {
        const char *hs;
        double weight;
    } rows[] = {{"080290", 0.5}, {"640399", 0.25}, {"640320", 0.5}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct fixture f;
        market m = cashew;
        m.hs = rows[i].hs;
        begin(&f, *state, &m);
        tiny_id inv = tiny_invoice(&f.c, "X-1", f.seller, f.buyer, "2024-06-01", "USD");
        tiny_invoice_line(&f.c, inv, m.hs, 10000, "KGM", 6000000);
        assert_ok(tiny_finish(&f.c));
        assert_near(weight_of(&f), rows[i].weight * 0.699748, 1e-6);
    }
}

static void an_exclusive_relation_strengthens(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    f.seller = tiny_company(&f.c, "Only Seller", "IN");
    f.buyer = tiny_company(&f.c, "Only Buyer", "NL");
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    assert_ok(tiny_finish(&f.c));
    assert_near(weight_of(&f), 0.699748, 1e-6); /* one deal is not exclusive */
    begin(&f, *state, &cashew);
    f.seller = tiny_company(&f.c, "Only Seller", "IN");
    f.buyer = tiny_company(&f.c, "Only Buyer", "NL");
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    sale(&f, "X-2", "2024-06-02", 10000, 600);
    assert_ok(tiny_finish(&f.c));
    f.param[TT_PP_EXCLUSIVE_BONUS] = 0;
    double w = weight_of(&f);
    f.param[TT_PP_EXCLUSIVE_BONUS] = 0.3; /* no other relation is */
    assert_near(weight_of(&f), w + 0.3, 1e-6);
    f.param[TT_PP_EXCLUSIVE_BONUS] = 0.1;
    assert_near(weight_of(&f), w + 0.1, 1e-6);
}

static void a_new_relation_strengthens_and_a_long_one_weakens(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    tiny_id early = tiny_invoice(&f.c, "E-1", tiny_company(&f.c, "Sundry Seller Ltd", "DE"),
                                 tiny_company(&f.c, "Sundry Buyer Ltd", "FR"), "2023-11-01", "USD");
    tiny_invoice_line(&f.c, early, "830140", 1, "C62", 100);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    assert_ok(tiny_finish(&f.c)); /* the data begin 213 days before the relation */
    double all_new = weight_of(&f);
    assert_true(all_new < 0.699748 + 0.3); /* others are as new: that says less */
    f.param[TT_PP_NEW_DAYS] = 214;
    assert_near(weight_of(&f), 0.699748, 1e-6);

    begin(&f, *state, &cashew);
    sale(&f, "X-0", "2021-06-01", 1, 100);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    f.param[TT_PP_FAR] = 1; /* the old line finds its peers on the last rung all the same */
    assert_ok(tiny_finish(&f.c));
    double w = weight_of(&f);
    f.param[TT_PP_LONG_MALUS] = 0;
    assert_near(weight_of(&f), w + 0.5, 1e-6);
}

static void lines_that_shift_the_value_back_weaken(void **state)
{
    struct fixture f;
    begin(&f, *state, &cashew);
    sale(&f, "X-1", "2024-06-01", 10000, 600);
    sale(&f, "X-2", "2024-06-02", 60000, 101); /* 35,100 too cheap */
    assert_ok(tiny_finish(&f.c));
    double w = weight_of(&f);
    assert_int_equal(claim_test(claim_only(&f.r), "shifts_cancel").outcome, TT_TEST_WEAKENED);
    f.param[TT_PP_NOISE_FACTOR] = 1;
    assert_near(weight_of(&f), 2 * w, 1e-6);
}

TT_TEST_MAIN("detect/price_weights", TT_TEST(a_shared_phone_that_is_not_declared_strengthens),
             TT_TEST(codes_that_hold_unlike_goods_weaken),
             TT_TEST(an_exclusive_relation_strengthens),
             TT_TEST(a_new_relation_strengthens_and_a_long_one_weakens),
             TT_TEST(lines_that_shift_the_value_back_weaken))
