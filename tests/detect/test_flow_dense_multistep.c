/*
 * flow.dense_multistep: money of several that goes through several to several is found, split and
 * merged as it is; wholesalers, workers, pools and bad luck are not.
 */
#include "tests/support/money_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.dense_multistep");
    money_traffic(f, 120);
}

enum { STAGES = 4, MOST = 8 };

/* Who pays, who is between, who is paid; what share of it goes on, and when. */
struct block {
    struct {
        const char *name;
        int n;
    } stage[STAGES];
    int percent, day, lag;
};

static const struct block laundry = {
    {{"Source %d", 3}, {"Middle %d", 5}, {"Sink %d", 2}}, 97, 100, 6};

/* Each source pays all of the next sums of its own; each of those pays on unequal parts. */
static void flow(detector_case *f, const struct block *b)
{
    int64_t got[STAGES][MOST] = {{0}};
    for (int s = 0; s + 1 < STAGES && b->stage[s + 1].n; s++)
        for (int i = 0; i < b->stage[s].n; i++) {
            int64_t left = got[s][i] * b->percent / 100;
            for (int k = 0; k < b->stage[s + 1].n; k++) {
                bool last = k + 1 == b->stage[s + 1].n;
                int64_t part = s == 0 ? 5000 + (int64_t)(i * 7 + k * 11) % 13 * 1900
                               : last ? left
                                      : left * (30 + 9 * i) / 100;
                left -= part;
                got[s + 1][k] += part;
                money_pay(f, money_name(f, b->stage[s].name, i),
                          money_name(f, b->stage[s + 1].name, k), b->day + s * b->lag + (i + k) % 3,
                          part);
            }
        }
}

static void money_through_several_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    flow(&f, &laundry);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Money of 3 parties goes through 5 others to 2 parties");
    assert_says(x->explanation, " paid USD 259300.00 to 5 parties (Middle ");
    assert_says(x->explanation, ", and USD 251521.00 went on to 2 parties (Sink ");
    assert_says(x->explanation, "in 25 payments between 2024-04-10 and 2024-04-18.");
    /* (259300 * 0.97 - 4 * 259300 * 0.03) / 10 parties */
    assert_says(x->explanation, "For each party, USD 22040.50 went through those between");
    assert_says(x->explanation,
                "on average of 1000 shuffles, and in 0 of them as much: p = 0.0010.");
    assert_int_equal(x->n_documents, 25);
    assert_int_equal(x->n_entities, 10);
    assert_true(claim_names(x, money_entity(&f, "Source 2"), "source"));
    assert_true(claim_names(x, money_entity(&f, "Middle 4"), "middle"));
    assert_true(claim_names(x, money_entity(&f, "Sink 1"), "sink"));
    assert_near(claim_measure(x, "middles").value, 5, 0);
    assert_near(claim_measure(x, "retained").value, 0.03, 1e-9);
    assert_int_equal(claim_measure(x, "moved").money.minor, 25152100);
    assert_near(x->p_value, 1.0 / 1001, 1e-9);
    assert_near(x->weight, 1.318, 1e-3);
    static const char *const tests[] = {"standing_arrangement", "wholesale",       "service",
                                        "goods_of_others",      "unmatched_trade", "small_value"};
    for (size_t i = 0; i < TT_LEN(tests); i++)
        assert_int_equal(claim_test(x, tests[i]).outcome, TT_TEST_NOT_EXPLAINED);
}

static void two_layers_are_one_finding(void **state)
{
    static const struct block stack = {
        {{"Source %d", 3}, {"First %d", 4}, {"Second %d", 5}, {"Sink %d", 2}}, 97, 100, 4};
    detector_case f;
    begin(&f, *state);
    flow(&f, &stack);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Money of 3 parties goes through 9 others to 2 parties");
    assert_says(x->explanation, " to 4 parties (First ");
    assert_says(x->explanation, ", from them through 5 parties (Second ");
    assert_near(claim_measure(x, "middles_2").value, 5, 0);
    assert_near(claim_measure(x, "retained").value, 0.059, 1e-3);
    assert_int_equal(x->n_documents, 3 * 4 + 4 * 5 + 5 * 2);
}

/* A tenth does not go on.  That the feeds lose a tenth of all payments explains it; feeds that lose
 * none do not. */
static void what_the_feeds_lose_is_allowed_for(void **state)
{
    for (int i = 0; i < 2; i++) {
        detector_case f;
        begin(&f, *state);
        struct block b = laundry;
        b.percent = 90;
        flow(&f, &b);
        tiny_coverage(&f.c, TT_KIND_PAYMENT, "", "2024-01-01", "2024-12-31", i ? 90 : 100);
        detector_set(&f, "lambda", 10);
        detector_set(&f, "max_p", 0.2);
        if (i)
            detector_find(&f);
        else
            detector_none(&f, "a tenth is gone");
        if (i)
            assert_int_equal(claim_only(&f.r)->n_documents, 25);
    }
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        struct block b;
        const char *why;
    } honest[] = {
        {{{{"Shop %d", 3}, {"Wholesaler %d", 5}, {"Works %d", 2}}, 75, 100, 6}, "a margin"},
        {{{{"Source %d", 3}, {"Middle %d", 5}, {"Sink %d", 2}}, 97, 100, 45}, "held for weeks"},
        {{{{"Source %d", 3}, {"Middle %d", 5}, {"Sink %d", 2}}, 97, 100, -9}, "before it came"},
        {{{{"Source %d", 3}, {"Middle %d", 2}, {"Sink %d", 2}}, 97, 100, 6}, "two are no layer"},
        {{{{"Firm %d", 3}, {"Branch %d", 5}, {"#Bank %d", 2}}, 97, 100, 6}, "loans"},
        {{{{"Firm %d", 3}, {"#Service %d", 5}, {"Payee %d", 2}}, 97, 100, 6}, "its business"},
    };
    for (size_t i = 0; i < TT_LEN(honest); i++) {
        detector_case f;
        begin(&f, *state);
        flow(&f, &honest[i].b);
        detector_none(&f, honest[i].why);
    }
}

/* Five who are paid by three, and pay two, sums that have nothing to do with each other. */
static void sums_that_meet_by_chance_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 15; i++)
        money_pay(&f, money_name(&f, "Client %d", i / 5), money_name(&f, "Firm %d", i % 5), 100 + i,
                  3000 + 1700 * ((int64_t)i * i % 11));
    for (int i = 0; i < 10; i++)
        money_pay(&f, money_name(&f, "Firm %d", i % 5), money_name(&f, "Landlord %d", i / 5),
                  104 + i, 4000 + 2300 * ((int64_t)i * i % 7));
    detector_none(&f, "chance");
}

static void a_pool_is_counted_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    flow(&f, &laundry);
    for (int s = 0; s < 3; s++)
        for (int i = 0; i < laundry.stage[s].n; i++)
            money_own(&f, "Treasury", money_name(&f, laundry.stage[s].name, i));
    detector_none(&f, "cash pooling");
    assert_true(claim_noted(&f.r, "flow.dense_multistep: explained",
                            "declared owners connect all parties", "1 block, USD 251521.00"));
}

static void honest_reasons_weaken(void **state)
{
    static const char *const tests[] = {"standing_arrangement", "wholesale", "service"};
    for (size_t t = 0; t < TT_LEN(tests); t++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, "max_p", 0.01);
        flow(&f, &laundry);
        struct block before = laundry;
        before.day = -100;
        before.percent = 40;
        if (t == 0)
            flow(&f, &before);
        for (int i = 0; t == 1 && i < 4; i++) { /* goods of long ago: nothing is netted */
            money_sell(&f, money_name(&f, "Middle %d", i), "Shop", -600, 500);
            money_sell(&f, "Works", money_name(&f, "Middle %d", i), -600, 500);
        }
        for (int i = 0; t == 2 && i < 3; i++) {
            const char *name = money_name(&f, "Middle %d", i);
            tiny_id p = tiny_party(&f.c, name, TT_ENTITY_COMPANY, name, NULL);
            if (!f.c.failed)
                tiny_party_at(&f.c, p)->activity_code = TT_STR("5229");
        }
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        for (size_t i = 0; i < TT_LEN(tests); i++)
            assert_int_equal(claim_test(x, tests[i]).outcome,
                             i == t ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED);
        assert_true(x->weight < 0.4);
    }
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"window", 3},    {"min_middles", 6},    {"shared", 6},
                {"lambda", 40},   {"max_p", 1e-4},       {"hub_degree", 3},
                {"visits", 1000}, {"visits_root", 1000}, {"more_shuffles", 0}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        flow(&f, &laundry);
        detector_none(&f, none[i].name);
    }
}

static void what_a_budget_cuts_is_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "visits_root", 1000);
    flow(&f, &laundry);
    detector_noted(&f, "flow.dense_multistep: search",
                   "1000 payments tried from one component, 200000000 in all",
                   "1 of 1 component cut in the component of Source 2, which has 10 parties, after "
                   "25 payments tried");
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.dense_multistep");
    detector_none(&f, "nothing");
}

static void torture_case(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.dense_multistep");
    detector_set(f, "shuffles", 5);
    detector_set(f, "more_shuffles", 0);
    detector_set(f, "max_p", 1);
    detector_set(f, "layers", 1);
    flow(f, &(struct block){{{"Source %d", 2}, {"Middle %d", 3}, {"Sink %d", 2}}, 97, 100, 6});
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, torture_case, 1);
}

TT_TEST_MAIN("detect/flow_dense_multistep", TT_TEST(money_through_several_is_found),
             TT_TEST(two_layers_are_one_finding), TT_TEST(what_the_feeds_lose_is_allowed_for),
             TT_TEST(near_misses_are_not_found), TT_TEST(sums_that_meet_by_chance_are_not_found),
             TT_TEST(a_pool_is_counted_not_told), TT_TEST(honest_reasons_weaken),
             TT_TEST(parameters_are_used), TT_TEST(what_a_budget_cuts_is_told),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
