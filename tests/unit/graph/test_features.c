/*
 * Features of parties and flows, by hand on a few payments and one sale.
 */
#include "tests/support/tt_test.h"

#include "tests/support/tiny_case.h"

#include "graph/features.h"

static double party(const tt_features *f, tt_ix e, const char *name)
{
    for (size_t i = 0; i < TT_PARTY_FEATURES; i++)
        if (strcmp(tt_party_feature_names[i], name) == 0)
            return f->party[(size_t)e * TT_PARTY_FEATURES + i];
    fail_msg("no feature '%s'", name);
    return 0;
}

static double payment(const tt_features *f, uint32_t at, const char *name)
{
    for (size_t i = 0; i < TT_FLOW_FEATURES; i++)
        if (strcmp(tt_flow_feature_names[i], name) == 0)
            return f->money[(size_t)at * TT_FLOW_FEATURES + i];
    fail_msg("no feature '%s'", name);
    return 0;
}

struct built {
    tiny_case c;
    tt_graph g;
    tt_ledger l;
    tt_features f;
    tiny_id a, b, mid[3], end;
};

/* A pays three, 100, 200 and 300; each pays 95 % on to End two days later; A pays B twice. */
static tt_status build(struct built *x, tt_arena *a, tt_err *err)
{
    static const char *const name[] = {"M0", "M1", "M2"}, *const in[] = {"I0", "I1", "I2"};
    static const char *const out[] = {"O0", "O1", "O2"};
    static const char *const day[] = {"2024-01-01", "2024-01-03", "2024-01-05", "2024-01-07"};
    tiny_init(&x->c, a);
    x->a = tiny_company(&x->c, "A", NULL);
    x->b = tiny_company(&x->c, "B", NULL);
    x->end = tiny_company(&x->c, "End", NULL);
    for (int i = 0; i < 3; i++) {
        x->mid[i] = tiny_company(&x->c, name[i], NULL);
        tiny_payment(&x->c, in[i], x->a, x->mid[i], day[i], 10000 * (i + 1), "USD");
        tiny_payment(&x->c, out[i], x->mid[i], x->end, day[i + 1], 9500 * (i + 1), "USD");
    }
    tiny_payment(&x->c, "P", x->a, x->b, "2024-03-01", 40000, "USD");
    tiny_payment(&x->c, "Q", x->a, x->b, "2024-04-30", 50000, "USD");
    tiny_id sale = tiny_invoice(&x->c, "S", x->a, x->b, "2024-02-01", "USD");
    tiny_invoice_line(&x->c, sale, "080132", 1, "KGM", 7700);
    TT_TRY(tiny_finish(&x->c));
    TT_TRY(tt_graph_build(&x->c.data, a, &x->g, err));
    TT_TRY(tt_ledger_make(&x->g.money, x->g.n_entities, NULL, a, &x->l, err));
    return tt_features_make(&x->g, &x->l, 100, 0, a, &x->f, err);
}

static void parties_have_their_statistics_and_motifs(void **state)
{
    struct built x;
    assert_ok(build(&x, *state, ERR));
    tt_ix a = tiny_entity(&x.c, x.a), end = tiny_entity(&x.c, x.end);
    assert_near(party(&x.f, a, "paid_flows"), 5, 0);
    assert_near(party(&x.f, a, "paid_parties"), 4, 0);
    assert_near(party(&x.f, a, "paid_sum"), 1500, 1e-9);
    assert_near(party(&x.f, a, "paid_mean"), 300, 1e-9);
    assert_near(party(&x.f, a, "paid_sd"), 141.421356, 1e-6);
    assert_near(party(&x.f, a, "paid_skew"), 0, 1e-9);
    assert_near(party(&x.f, a, "paid_burst"), -0.033847, 1e-6); /* gaps 2, 2, 56, 60: 28.03, 30 */
    assert_near(party(&x.f, a, "sold_sum"), 77, 1e-9);
    assert_near(party(&x.f, a, "received_flows"), 0, 0);
    assert_near(party(&x.f, a, "fan_out_7"), 3, 0);
    assert_near(party(&x.f, a, "spread_as_source"), 1, 0);
    assert_near(party(&x.f, end, "spread_as_sink"), 1, 0);
    assert_near(party(&x.f, end, "fan_in_30"), 3, 0);
    for (int i = 0; i < 3; i++) {
        tt_ix m = tiny_entity(&x.c, x.mid[i]);
        assert_near(party(&x.f, m, "spread_as_middle"), 1, 0);
        assert_near(party(&x.f, m, "passes"), 1, 0);
        assert_near(party(&x.f, m, "passed_sum"), 95 * (i + 1), 1e-9);
        assert_near(party(&x.f, m, "paid_of_received_for_no_goods"), 0.95, 1e-9);
    }
    assert_int_equal(x.f.cut, 0);
    assert_ok(tt_features_make(&x.g, &x.l, 100, 4, *state, &x.f, ERR)); /* two pairs of A, three */
    assert_int_equal(x.f.cut, 1);
    assert_near(party(&x.f, a, "searches_cut"), 1, 0);
    assert_near(party(&x.f, end, "searches_cut"), 0, 0);
}

static void flows_know_what_was_before_them(void **state)
{
    struct built x;
    assert_ok(build(&x, *state, ERR));
    uint32_t n = x.g.money.n;
    assert_int_equal(n, 8);
    assert_near(payment(&x.f, 0, "passed_on"), 1, 0); /* A to M0 */
    assert_near(payment(&x.f, 0, "passes_on"), 0, 0);
    assert_near(payment(&x.f, 0, "ways"), 1, 0);
    assert_near(payment(&x.f, 0, "source_fan_7"), 1, 0);
    assert_near(payment(&x.f, n - 2, "pair_before"), 0, 0);
    assert_near(payment(&x.f, n - 2, "pair_days"), -1, 0);
    assert_near(payment(&x.f, n - 1, "pair_before"), 1, 0);
    assert_near(payment(&x.f, n - 1, "pair_days"), 60, 0);
    assert_near(payment(&x.f, n - 1, "source_fan_7"), 1, 0); /* the three are months ago */
    assert_near(payment(&x.f, n - 3, "sink_fan_7"), 3, 0);   /* the third that pays End */
    assert_near(payment(&x.f, n - 1, "ways"), 0, 0);
}

static void every_allocation_may_fail(void **state)
{
    struct built x;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(*state);
        st = build(&x, *state, NULL);
    });
    assert_near(party(&x.f, tiny_entity(&x.c, x.a), "paid_flows"), 5, 0);
}

TT_TEST_MAIN("graph/features", TT_TEST(parties_have_their_statistics_and_motifs),
             TT_TEST(flows_know_what_was_before_them), TT_TEST(every_allocation_may_fail))
