/*
 * What peers say of each line, computed once and on threads, is what they say when each line is
 * asked by itself.
 */
#include "tests/support/price_fixture.h"

#include "detect/common/price_marks.h"
#include "detect/common/shared.h"

/* Three goods: one with many sellers, one with few, one that a single line has. */
static void fill(struct fixture *f, tt_arena *a)
{
    static const market shoes = {.hs = "640399",
                                 .unit = "PR",
                                 .lines = 30,
                                 .sellers = 5,
                                 .buyers = 4,
                                 .first = "2024-04-01",
                                 .days = 90,
                                 .quantity = 50,
                                 .price = 1500,
                                 .step = 40};
    begin(f, a, &cashew);
    market_add(&f->c, a, &shoes);
    sale(f, "X-1", "2024-06-01", 10000, 600);
    tiny_id inv = tiny_invoice(&f->c, "X-2", f->seller, f->buyer, "2024-06-01", "USD");
    tiny_invoice_line(&f->c, inv, "711319", 1, "KGM", 5000000);
    assert_ok(tiny_finish(&f->c));
}

static tt_status share(const struct fixture *f, unsigned threads, tt_shared *s, tt_err *err)
{
    tt_graph *g = tt_new(f->a, tt_graph);
    if (!g)
        return tt_fail(err, TT_ENOMEM, "no memory for a graph");
    TT_TRY(tt_graph_build(&f->c.data, f->a, g, err));
    return tt_shared_build(&f->c.data, g, TT_NEEDS_ALL, threads, f->a, s, err);
}

static void assert_same(double a, double b)
{
    assert_true((isnan(a) && isnan(b)) || (a <= b && a >= b));
}

static void marks_are_what_each_line_is_told_by_itself(void **state)
{
    tt_arena *a = *state;
    struct fixture f;
    tt_shared s;
    fill(&f, a);
    assert_ok(share(&f, 1, &s, ERR));
    const tt_price_marks *m = &s.price_marks;
    tt_peer_options opt = tt_price_peer_options(f.param);
    size_t told = 0, silent = 0;
    for (size_t i = 0; i < s.prices.n_series; i++) {
        const tt_price_series *row = &s.prices.series[i];
        const tt_price_obs *obs = &s.prices.v[row->first];
        for (uint32_t k = 0; k < row->n; k++) {
            const tt_price_mark *mark = &m->v[row->first + k];
            tt_peers one; /* made anew for each line: nothing is left from the line before */
            tt_peer_set set;
            assert_ok(tt_peers_init(&one, m->group, f.c.data.n_entities, &opt, a, ERR));
            assert_ok(tt_peers_series(&one, obs, row->n, a, ERR));
            bool enough = tt_peers_of(&one, k, &set);
            assert_same(mark->high, enough ? tt_peer_p(&set, obs[k].x, true) : (double)NAN);
            assert_same(mark->low, enough ? tt_peer_p(&set, obs[k].x, false) : (double)NAN);
            if (enough) {
                assert_same(mark->n_eff, set.n_eff);
                assert_int_equal(mark->rung, set.rung);
                assert_int_equal(mark->cut, set.cut);
            }
            *(enough ? &told : &silent) += 1;
        }
    }
    assert_int_equal(told + silent, s.prices.n);
    assert_true(told > 100 && silent > 0); /* both were tried */
}

static void threads_change_nothing(void **state)
{
    tt_arena *a = *state;
    struct fixture f;
    tt_shared one, many;
    fill(&f, a);
    assert_ok(share(&f, 1, &one, ERR));
    assert_ok(share(&f, 4, &many, ERR));
    assert_int_equal(one.prices.n, many.prices.n);
    for (size_t i = 0; i < one.prices.n; i++) {
        const tt_price_mark *x = &one.price_marks.v[i], *y = &many.price_marks.v[i];
        assert_same(x->high, y->high);
        assert_same(x->low, y->low);
        assert_same(x->n_eff, y->n_eff);
        assert_true(x->rung == y->rung && x->cut == y->cut);
    }
}

/* Marks hold for parameters under which the peers are the same, and no others. */
static void other_peers_need_other_marks(void **state)
{
    tt_arena *a = *state;
    struct fixture f;
    tt_price_marks m;
    static const unsigned same[] = {TT_PP_MIN_WEIGHT, TT_PP_SHARED_BONUS},
                          other[] = {TT_PP_NEAR, TT_PP_N_MIN, TT_PP_MAX_PEERS, TT_PP_LINK_DF};
    tt_shared s;
    fill(&f, a);
    assert_ok(share(&f, 1, &s, ERR));
    assert_ok(
        tt_price_marks_build(&s.prices, &s.links, f.c.data.n_entities, f.param, 1, a, &m, ERR));
    double param[TT_PP_COUNT];
    memcpy(param, f.param, sizeof param);
    assert_true(tt_price_marks_hold(&m, param));
    for (size_t i = 0; i < TT_LEN(same); i++)
        param[same[i]] += 1;
    assert_true(tt_price_marks_hold(&m, param));
    for (size_t i = 0; i < TT_LEN(other); i++) {
        memcpy(param, f.param, sizeof param);
        param[other[i]] += 1;
        assert_false(tt_price_marks_hold(&m, param));
    }
    assert_false(tt_price_marks_hold(&(tt_price_marks){.v = m.v}, param));
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    struct fixture f;
    tt_shared s;
    tt_price_marks m;
    tt_status st;
    tt_arena own;
    fill(&f, a);
    assert_ok(share(&f, 1, &s, ERR));
    tt_arena_init(&own, 0);
    TT_TORTURE(st, {
        tt_arena_reset(&own);
        st = tt_price_marks_build(&s.prices, &s.links, f.c.data.n_entities, f.param, 1, &own, &m,
                                  NULL);
    });
    assert_true(!isnan(m.v[s.prices.series[0].first].high));
    tt_arena_release(&own);
}

TT_TEST_MAIN("detect/price_marks", TT_TEST(marks_are_what_each_line_is_told_by_itself),
             TT_TEST(threads_change_nothing), TT_TEST(other_peers_need_other_marks),
             TT_TEST(every_allocation_may_fail))
