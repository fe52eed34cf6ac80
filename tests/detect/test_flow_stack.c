/*
 * flow.stack: money that goes through layers is found; layers that do not feed each other, habits,
 * tiers of trade and groups are not.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.stack");
    money_traffic(f, 120);
}

/* Four parties pay four others within ten days, all but one pair, `percent` of 8,000 and more. */
static void layer(detector_case *f, const char *from, const char *to, int day, int percent)
{
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++)
            if (i != 2 || k != 1)
                money_pay(f, money_name(f, from, i), money_name(f, to, k), day + (3 * i + k) % 10,
                          (8000 + 700 * i + 310 * k) * percent / 100);
}

static void money_through_layers_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "Source %d", "Middle %d", 100, 100);
    layer(&f, "Middle %d", "Sink %d", 114, 95);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Money of 4 parties goes through 2 layers of others");
    assert_says(x->explanation, "4 paid 4 (15 of 16 pairs, USD 142");
    assert_says(x->explanation, ", between 2024-04-10 and 2024-04-19); then 4 paid 4 (15 of 16");
    assert_says(x->explanation, "4 parties of layer 1 got USD ");
    assert_says(x->explanation, " on in layer 2. First: ");
    assert_says(x->explanation, "Beyond what connects them at all 16 pairs pay; ");
    assert_int_equal(x->n_documents, 30);
    assert_int_equal(x->n_entities, 12);
    assert_true(claim_names(x, money_entity(&f, "Source 0"), "source"));
    assert_true(claim_names(x, money_entity(&f, "Middle 3"), "middle"));
    assert_true(claim_names(x, money_entity(&f, "Sink 1"), "sink"));
    assert_near(claim_measure(x, "layers").value, 2, 0);
    assert_near(claim_measure(x, "middles").value, 4, 0);
    assert_near(claim_measure(x, "closed_pairs").value, 16, 0);
    assert_near(claim_measure(x, "span_days").value, 23, 0);
    assert_int_equal(claim_measure(x, "moved").money.minor, x->value_shift.minor);
    assert_in_range(x->value_shift.minor, 13000000, 14000000);
    assert_true(x->p_value < 1e-9);
    assert_near(x->weight, 3, 0);
}

static void three_layers_are_one_find(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "First %d", "Second %d", 100, 100);
    layer(&f, "Second %d", "Third %d", 110, 97);
    layer(&f, "Third %d", "Fourth %d", 118, 94);
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "layers").value, 3, 0);
    assert_near(claim_measure(claim_only(&f.r), "middles").value, 8, 0);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "Alone %d", "Resting %d", 100, 100); /* one layer: flow.bipartite */
    layer(&f, "Later %d", "Held %d", 20, 100);     /* held for two months */
    layer(&f, "Held %d", "Gone %d", 95, 95);
    layer(&f, "Before %d", "After %d", 200, 100); /* paid out before it came in */
    layer(&f, "After %d", "Ahead %d", 180, 95);
    layer(&f, "Client %d", "Builder %d", 150, 100); /* somebody works for it */
    layer(&f, "Builder %d", "Quarry %d", 165, 40);
    for (int month = 0; month < 4; month++) { /* rents that pay for loans */
        layer(&f, "Tenant %d", "Landlord %d", 10 + 90 * month, 50);
        layer(&f, "Landlord %d", "Lender %d", 22 + 90 * month, 48);
    }
    detector_none(&f, "honest");
}

static void tiers_of_trade_are_netted(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) {
            money_sell(&f, money_name(&f, "Mill %d", k), money_name(&f, "Maker %d", i), 90, 5000);
            money_sell(&f, money_name(&f, "Maker %d", i), money_name(&f, "Shop %d", k), 95, 6000);
            money_pay(&f, money_name(&f, "Shop %d", k), money_name(&f, "Maker %d", i), 110, 6000);
            money_pay(&f, money_name(&f, "Maker %d", i), money_name(&f, "Mill %d", k), 120, 5000);
        }
    detector_none(&f, "goods are paid for");
}

static void a_group_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    layer(&f, "Branch %d", "Region %d", 100, 100);
    layer(&f, "Region %d", "Office %d", 114, 95);
    for (int i = 0; i < 4; i++) {
        money_own(&f, "Mother", money_name(&f, "Branch %d", i));
        money_own(&f, "Mother", money_name(&f, "Region %d", i));
        money_own(&f, "Mother", money_name(&f, "Office %d", i));
    }
    detector_noted(&f, "flow.stack: explained", "declared owners connect all parties",
                   "1 stack, USD 135400.00");
}

/* Groups that settle with each other: said once, and held against it once. */
static void groups_weaken_once(void **state)
{
    static const char *const sides[] = {"Source %d", "Middle %d", "Sink %d"};
    detector_case f;
    begin(&f, *state);
    layer(&f, sides[0], sides[1], 100, 100);
    layer(&f, sides[1], sides[2], 114, 95);
    for (size_t s = 0; s < TT_LEN(sides); s++)
        for (int i = 0; i < 4; i++)
            money_own(&f, money_name(&f, "Holding %d", (int)s), money_name(&f, sides[s], i));
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "two_groups").outcome, TT_TEST_WEAKENED);
    assert_int_equal(claim_test(x, "declared_ownership").outcome, TT_TEST_NOT_EXPLAINED);
    assert_near(x->weight, 3 * 0.3, 1e-9);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"step", 2},      {"min_side", 5},   {"lag", 3},      {"pass_low", 0.96},
                {"pass_high", 1}, {"hub_degree", 3}, {"max_finds", 1}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        bool high = strcmp(none[i].name, "pass_high") == 0;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        layer(&f, "Source %d", "Middle %d", 100, 100);
        layer(&f, "Middle %d", "Sink %d", 114, high ? 110 : 95);
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.stack");
    detector_none(&f, "nothing");
}

/* Three pay three, who pay three. */
static void small(detector_case *f)
{
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) {
            money_pay(f, money_name(f, "Source %d", i), money_name(f, "Middle %d", k), 100 + i, 90);
            money_pay(f, money_name(f, "Middle %d", k), money_name(f, "Sink %d", i), 110 + i, 85);
        }
}

static void weak_layers_are_in_no_stack(void **state)
{
    detector_case f;
    begin(&f, *state);
    small(&f);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1);
    begin(&f, *state);
    detector_set(&f, "layer_p", 1e-12);
    small(&f);
    detector_none(&f, "each is made by chance more often");
}

static void build(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.stack");
    detector_set(f, "max_p", 1);
    detector_set(f, "layer_p", 1);
    small(f);
    money_traffic(f, 30);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, build, 1);
}

TT_TEST_MAIN("detect/flow_stack", TT_TEST(money_through_layers_is_found),
             TT_TEST(three_layers_are_one_find), TT_TEST(near_misses_are_not_found),
             TT_TEST(tiers_of_trade_are_netted), TT_TEST(a_group_is_counted_not_told),
             TT_TEST(groups_weaken_once), TT_TEST(parameters_are_used),
             TT_TEST(weak_layers_are_in_no_stack), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
