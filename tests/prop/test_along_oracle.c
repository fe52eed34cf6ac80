/*
 * Goods and money that go the same way equal a slow and obvious twin on thousands of random
 * worlds of goods and money.
 */
#include "tests/support/tt_test.h"

#include "tests/support/cycle_oracle.h"

#include "base/rng.h"
#include "graph/along.h"
#include "graph/lists.h"

enum { DAY = 86400, RUNS = 3000, FLOWS = 28, TRIES = FLOWS * FLOWS, NONE = UINT32_MAX };

struct world {
    tt_graph g;
    tt_netting n;
    tt_ledger l;
    tt_ix goods_deal[FLOWS], money_deal[FLOWS];
    uint8_t out[FLOWS], hub[8];
    tt_along_options opt;
    bool goods_used[FLOWS], money_used[FLOWS];
    tt_along want[TRIES];
    size_t n_want;
};

static void index_layer(tt_layer *l, uint32_t parties, tt_arena *a)
{
    assert_ok(tt_lists_make(l->n, l->src, parties, a, &l->out_off, &l->out_at, ERR));
    assert_ok(tt_lists_make(l->n, l->dst, parties, a, &l->in_off, &l->in_at, ERR));
    assert_ok(tt_lists_pairs(l->n, l->src, l->in_at, l->out_off, parties, a, &l->pair_at, ERR));
}

static void draw(tt_rng *r, uint64_t run, tt_arena *a, struct world *w)
{
    random_layer how = {.n_vertices = 3 + (uint32_t)run % 3,
                        .n_flows = FLOWS,
                        .days = 1 + (uint32_t)tt_rng_below(r, 40),
                        .clock = run % 2,
                        .most = 2 + (int64_t)tt_rng_below(r, 20)};
    tt_graph ignored;
    memset(w, 0, sizeof *w);
    random_layer_make(&how, 2 * run, a, &w->g, &w->g.goods);
    random_layer_make(&how, 2 * run + 1, a, &ignored, &w->g.money);
    index_layer(&w->g.goods, how.n_vertices, a);
    index_layer(&w->g.money, how.n_vertices, a);
    for (uint32_t i = 0; i < FLOWS; i++) {
        w->goods_deal[i] = (tt_ix)tt_rng_below(r, 4);
        w->money_deal[i] = (tt_ix)tt_rng_below(r, 4);
        w->out[i] = tt_rng_below(r, 8) == 0;
    }
    w->hub[1 + tt_rng_below(r, how.n_vertices)] = 1;
    w->opt = (tt_along_options){.paid = 0.1 * (double)tt_rng_below(r, 5),
                                .low = 0.8,
                                .high = 1.25,
                                .window = (uint32_t)tt_rng_below(r, 30),
                                .hop = (uint32_t)tt_rng_below(r, 10),
                                .hub = run % 3 ? w->hub : NULL,
                                .out = run % 4 ? w->out : NULL,
                                .goods_deal = w->goods_deal,
                                .money_deal = w->money_deal};
    assert_ok(
        tt_netting_make(&w->g.goods, &w->g.money, w->goods_deal, w->money_deal, 4, a, &w->n, ERR));
    assert_ok(tt_ledger_make(&w->g.money, how.n_vertices, NULL, a, &w->l, ERR));
}

/* --- the twin --- */

static bool about(const struct world *w, int64_t x, int64_t of)
{
    return x > 0 && of > 0 && (double)x >= w->opt.low * (double)of &&
           (double)x <= w->opt.high * (double)of;
}

static int64_t apart(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

static bool within(uint32_t a, uint32_t b, uint32_t days)
{
    uint32_t x = a / DAY, y = b / DAY;
    return (x > y ? x - y : y - x) <= days;
}

static bool open(const struct world *w, uint32_t i)
{
    int64_t v = w->g.goods.amount[i];
    return !w->goods_used[i] && !(w->opt.out && w->out[i]) && v > 0 &&
           (double)(v - w->n.open[i]) <= w->opt.paid * (double)v;
}

static bool spare(const struct world *w, uint32_t i)
{
    return w->g.money.amount[i] > 0 &&
           (w->n.pays[i] == TT_PAYS_NOTHING || w->n.pays[i] == TT_PAYS_OTHERS);
}

static void note(struct world *w, tt_along x)
{
    x.answers = x.goods != NONE;
    for (int k = 0; x.answers && k < 2; k++)
        if (x.money[k] != NONE)
            w->money_used[x.money[k]] = true;
    if (x.answers)
        w->goods_used[x.goods] = true;
    w->want[w->n_want++] = x;
}

/* Goods of the deal of a payment to its payee (or of its payer, in the first way). */
static bool in_deal(const struct world *w, uint32_t g, uint32_t m, uint32_t seller)
{
    return w->money_deal[m] && w->goods_deal[g] == w->money_deal[m] &&
           w->g.goods.src[g] == seller && within(w->g.goods.t[g], w->g.money.t[m], w->opt.window);
}

static void nearer(const struct world *w, uint32_t g, uint32_t m, uint32_t *best)
{
    int64_t x = w->g.money.amount[m];
    if (*best == NONE || apart(w->g.goods.amount[g], x) < apart(w->g.goods.amount[*best], x))
        *best = g;
}

static void slow_direct(struct world *w, uint32_t m)
{
    const tt_layer *goods = &w->g.goods, *money = &w->g.money;
    uint32_t a = money->src[m], b = money->dst[m];
    tt_along x = {.seller = a, .buyer = b, .goods = NONE, .money = {m, NONE}};
    bool sold = false, back = false;
    int64_t sum = 0;
    uint32_t first = NONE;
    for (uint32_t i = 0; i < FLOWS; i++) {
        sold |= goods->src[i] == a && goods->dst[i] == b;
        back |= money->src[i] == b && money->dst[i] == a &&
                within(money->t[i], money->t[m], w->opt.window) &&
                about(w, money->amount[i], money->amount[m]);
    }
    if (!sold || a == b || money->amount[m] <= 0 || w->n.pays[m] == TT_PAYS_ACCOUNT ||
        (w->n.pays[m] == TT_PAYS_DEAL && money->settled[m]))
        return;
    for (uint32_t i = 0; i < FLOWS && !back; i++) {
        if (!in_deal(w, i, m, a) || goods->dst[i] != b || !open(w, i))
            continue;
        if (about(w, money->amount[m], goods->amount[i]))
            nearer(w, i, m, &x.goods);
        sum += goods->amount[i];
        first = TT_MIN(first, i);
    }
    if (x.goods == NONE && about(w, money->amount[m], sum)) {
        x.goods = first;
        x.whole = true;
        for (uint32_t i = 0; i < FLOWS; i++)
            if (in_deal(w, i, m, a) && goods->dst[i] == b && open(w, i))
                w->goods_used[i] = true;
    }
    note(w, x);
}

static bool third(const struct world *w, uint32_t who, uint32_t a, uint32_t b)
{
    return who != a && who != b && !(w->opt.hub && w->hub[who]);
}

static void slow_through(struct world *w, uint32_t g, uint32_t m)
{
    const tt_layer *goods = &w->g.goods, *money = &w->g.money;
    uint32_t a = goods->src[g], b = goods->dst[g], c = money->dst[m], on = NONE, seen = 0;
    if (a == b || !open(w, g) || money->src[m] != a || !spare(w, m) || w->money_used[m] ||
        !within(goods->t[g], money->t[m], w->opt.window) ||
        !about(w, money->amount[m], goods->amount[g]) || !third(w, c, a, b))
        return;
    for (uint32_t i = 0; i < FLOWS; i++) {
        if (money->src[i] != c || money->dst[i] != b || !spare(w, i) || money->t[i] < money->t[m] ||
            !within(money->t[i], money->t[m], w->opt.hop))
            continue;
        seen++;
        if (!w->money_used[i] && about(w, money->amount[i], money->amount[m]) &&
            (on == NONE || apart(money->amount[i], money->amount[m]) <
                               apart(money->amount[on], money->amount[m])))
            on = i;
    }
    if (seen)
        note(w, (tt_along){.seller = a,
                           .buyer = b,
                           .third = c,
                           .way = TT_ALONG_THROUGH,
                           .goods = on == NONE ? NONE : g,
                           .money = {m, on}});
}

static void slow_own(struct world *w, uint32_t m)
{
    const tt_layer *goods = &w->g.goods, *money = &w->g.money;
    uint32_t a = money->dst[m], c = money->src[m], at = NONE, got = NONE;
    if (w->n.pays[m] != TT_PAYS_OTHERS || !spare(w, m) || w->money_used[m])
        return;
    for (uint32_t i = 0; i < FLOWS; i++)
        if (in_deal(w, i, m, a) && goods->amount[i] > 0)
            nearer(w, i, m, &at);
    if (at == NONE || !third(w, c, a, goods->dst[at]))
        return;
    for (uint32_t i = 0; i < FLOWS; i++)
        if (money->src[i] == a && money->dst[i] == c && spare(w, i) && !w->money_used[i] &&
            money->t[i] <= money->t[m] && within(money->t[i], money->t[m], w->opt.hop) &&
            about(w, money->amount[i], money->amount[m]) &&
            (got == NONE || apart(money->amount[i], money->amount[m]) <
                                apart(money->amount[got], money->amount[m])))
            got = i;
    bool answers = got != NONE && open(w, at) && about(w, money->amount[m], goods->amount[at]);
    note(w, (tt_along){.seller = a,
                       .buyer = goods->dst[at],
                       .third = c,
                       .way = TT_ALONG_OWN,
                       .goods = answers ? at : NONE,
                       .money = {got, m}});
}

static void slow(struct world *w)
{
    for (uint32_t m = 0; m < FLOWS; m++)
        slow_direct(w, m);
    for (uint32_t m = 0; m < FLOWS; m++)
        slow_own(w, m);
    for (uint32_t g = 0; g < FLOWS; g++)
        for (uint32_t m = 0; m < FLOWS; m++)
            slow_through(w, g, m);
}

static bool same(const tt_along *a, const tt_along *b)
{
    return a->seller == b->seller && a->buyer == b->buyer && a->third == b->third &&
           a->way == b->way && a->answers == b->answers && a->whole == b->whole &&
           a->goods == b->goods && a->money[0] == b->money[0] && a->money[1] == b->money[1];
}

static void the_same_way_equals_its_twin(void **state)
{
    size_t seen[TT_ALONG_WAYS] = {0}, answers[TT_ALONG_WAYS] = {0}, whole = 0;
    tt_rng r;
    tt_rng_init(&r, 1, "along");
    for (uint64_t run = 0; run < RUNS; run++) {
        struct world w;
        tt_alongs got;
        draw(&r, run, *state, &w);
        assert_ok(tt_alongs_find(&w.g, &w.n, &w.l, &w.opt, *state, &got, ERR));
        slow(&w);
        assert_int_equal(got.n, w.n_want);
        assert_int_equal(got.cut, 0);
        for (size_t i = 0; i < got.n; i++) {
            size_t k = 0;
            while (k < w.n_want && !same(&got.v[i], &w.want[k]))
                k++;
            assert_true(k < w.n_want);
            w.want[k] = w.want[--w.n_want]; /* each once */
            seen[got.v[i].way]++;
            answers[got.v[i].way] += got.v[i].answers;
            whole += got.v[i].whole;
        }
        tt_arena_reset(*state);
    }
    for (int way = 0; way < TT_ALONG_WAYS; way++)
        assert_true(answers[way] > 50 && seen[way] > 2 * answers[way]);
    assert_true(whole > 50);
}

/* A budget that bites is told, and finds nothing that is not there. */
static void a_budget_says_what_it_cut(void **state)
{
    size_t cut = 0;
    tt_rng r;
    tt_rng_init(&r, 2, "along");
    for (uint64_t run = 0; run < 50; run++) {
        struct world w;
        tt_alongs got;
        draw(&r, run, *state, &w);
        w.opt.visits_root = run % 2;
        w.opt.visits = run % 2 ? 0 : FLOWS;
        assert_ok(tt_alongs_find(&w.g, &w.n, &w.l, &w.opt, *state, &got, ERR));
        cut += got.cut;
        tt_arena_reset(*state);
    }
    assert_true(cut > 50);
}

TT_TEST_MAIN("prop/along_oracle", TT_TEST(the_same_way_equals_its_twin),
             TT_TEST(a_budget_says_what_it_cut))
