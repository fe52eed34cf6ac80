/*
 * Peeling, and cutting into pieces, equal slow and obvious twins on thousands of random graphs of
 * layers; peeling is never denser than the densest set; blocks of random payments are what chance
 * makes of them.
 */
#include "tests/support/tt_test.h"

#include "tests/support/cycle_oracle.h"

#include "base/rng.h"
#include "graph/dense.h"
#include "graph/layered.h"

#include <math.h>

enum { RUNS = 3000, MOST = 12, EDGES = 40, CALM = 150 };

struct layers {
    tt_peel_graph g;
    uint8_t layer[MOST];
    uint32_t src[EDGES], dst[EDGES];
    int64_t amount[EDGES];
};

static void draw(tt_rng *r, struct layers *x)
{
    *x = (struct layers){.g = {.layers = 3 + (uint32_t)tt_rng_below(r, 2)}};
    x->g.n = x->g.layers + (uint32_t)tt_rng_below(r, MOST - x->g.layers + 1);
    for (uint32_t v = 0; v < x->g.n; v++)
        x->layer[v] = (uint8_t)(v < x->g.layers ? v : (uint32_t)tt_rng_below(r, x->g.layers));
    for (uint32_t i = 0; i < EDGES; i++) {
        uint32_t u = (uint32_t)tt_rng_below(r, x->g.n), v = (uint32_t)tt_rng_below(r, x->g.n);
        if (x->layer[v] != x->layer[u] + 1)
            continue;
        x->src[x->g.n_edges] = u;
        x->dst[x->g.n_edges] = v;
        x->amount[x->g.n_edges++] = 1 + (int64_t)tt_rng_below(r, 20);
    }
    x->g.layer = x->layer;
    x->g.src = x->src;
    x->g.dst = x->dst;
    x->g.amount = x->amount;
}

static bool is_middle(const tt_peel_graph *g, uint32_t v)
{
    return g->layer[v] > 0 && g->layer[v] + 1U < g->layers;
}

/* What a vertex adds among those kept. */
static double adds(const tt_peel_graph *g, const uint8_t *kept, tt_peel_rule rule, uint32_t v)
{
    double in = 0, out = 0, squares = 0;
    for (uint32_t e = 0; e < g->n_edges; e++)
        if (kept[g->src[e]] && kept[g->dst[e]]) {
            in += g->dst[e] == v ? (double)g->amount[e] : 0;
            out += g->src[e] == v ? (double)g->amount[e] : 0;
            if (g->dst[e] == v || g->src[e] == v)
                squares += (double)g->amount[e] * (double)g->amount[e];
        }
    double f = in < out ? in : out, q = in < out ? out : in;
    double gap = q - f - floor(sqrt(rule.lost * squares));
    return is_middle(g, v) ? f - rule.lambda * (gap > 0 ? gap : 0) : q;
}

/* NAN when the set does not count. */
static double
density(const tt_peel_graph *g, const uint8_t *kept, tt_peel_rule rule, uint32_t least)
{
    uint32_t size[TT_PEEL_LAYERS] = {0}, n = 0;
    double sum = 0;
    for (uint32_t v = 0; v < g->n; v++) {
        size[g->layer[v]] += kept[v];
        n += kept[v];
        sum += kept[v] && is_middle(g, v) ? adds(g, kept, rule, v) : 0;
    }
    for (uint32_t l = 0; l < g->layers; l++)
        if (size[l] < (l == 0 || l + 1 == g->layers ? 1 : least))
            return (double)NAN;
    return sum / n;
}

static double slow_peel(const tt_peel_graph *g, tt_peel_rule rule, uint32_t least, uint8_t *best)
{
    uint8_t kept[MOST];
    double most = (double)NAN, d;
    memset(kept, 1, sizeof kept);
    memset(best, 0, MOST);
    while (!isnan(d = density(g, kept, rule, least))) {
        uint32_t out = UINT32_MAX;
        double low = INFINITY;
        if (isnan(most) || d > most) {
            most = d;
            memcpy(best, kept, g->n);
        }
        for (uint32_t l = 0; l < g->layers; l++)
            for (uint32_t v = 0; v < g->n; v++)
                if (kept[v] && g->layer[v] == l && adds(g, kept, rule, v) < low) {
                    low = adds(g, kept, rule, v);
                    out = v;
                }
        kept[out] = 0;
    }
    return most;
}

static double densest(const tt_peel_graph *g, tt_peel_rule rule, uint32_t least)
{
    double most = (double)NAN;
    for (uint32_t set = 1; set < 1U << g->n; set++) {
        uint8_t kept[MOST];
        for (uint32_t v = 0; v < g->n; v++)
            kept[v] = set >> v & 1;
        double d = density(g, kept, rule, least);
        if (!isnan(d) && (isnan(most) || d > most))
            most = d;
    }
    return most;
}

static void peeling_equals_its_twin(void **state)
{
    tt_rng r;
    size_t seen = 0, optimal = 0, tried = 0;
    tt_rng_init(&r, 1, "peel");
    for (int run = 0; run < RUNS; run++) {
        struct layers x;
        uint8_t want[MOST];
        tt_peeled got;
        draw(&r, &x);
        tt_peel_rule rule = {(double)tt_rng_below(&r, 5), run % 3 ? 0.05 * (run % 5) : 0};
        uint32_t least = 1 + (uint32_t)tt_rng_below(&r, 2);
        assert_ok(tt_peel(&x.g, rule, least, *state, &got, ERR));
        double d = slow_peel(&x.g, rule, least, want);
        assert_int_equal(got.n > 0, !isnan(d));
        if (got.n) {
            assert_near(got.density, d, 1e-9);
            assert_memory_equal(got.kept, want, x.g.n);
            seen++;
        }
        if (got.n && run % 10 == 0) {
            double top = densest(&x.g, rule, least);
            assert_true(d <= top + 1e-9);
            optimal += d > top - 1e-9;
            tried++;
        }
        tt_arena_reset(*state);
    }
    assert_true(seen > RUNS / 2);
    print_message("greedy is the densest set in %zu of %zu\n", optimal, tried);
    assert_true(optimal > tried / 4);
}

/* --- pieces --- */

/* A graph with the columns that pieces carry along: each vertex and edge can be told again. */
struct columns {
    struct layers of;
    uint32_t party[MOST], first[EDGES], count[EDGES];
    tt_layered x;
    uint8_t vertex[MOST], edge[EDGES];
    uint32_t piece[MOST]; /* of a vertex: the smallest that it reaches; MOST: no edge */
};

static bool is_there(const struct columns *c, uint32_t e)
{
    return c->edge[e] && c->vertex[c->of.src[e]] && c->vertex[c->of.dst[e]];
}

static void draw_columns(tt_rng *r, struct columns *c)
{
    draw(r, &c->of);
    for (uint32_t v = 0; v < MOST; v++) {
        c->party[v] = 100 + v;
        c->vertex[v] = tt_rng_below(r, 5) > 0;
        c->piece[v] = MOST;
    }
    for (uint32_t e = 0; e < EDGES; e++) {
        c->first[e] = 200 + e;
        c->count[e] = 1 + (uint32_t)tt_rng_below(r, 3);
        c->edge[e] = tt_rng_below(r, 4) > 0;
    }
    c->x = (tt_layered){.g = c->of.g, .party = c->party, .first = c->first, .count = c->count};
    for (uint32_t e = 0; e < c->of.g.n_edges; e++)
        if (is_there(c, e)) {
            c->piece[c->of.src[e]] = c->of.src[e];
            c->piece[c->of.dst[e]] = c->of.dst[e];
        }
    for (uint32_t round = 0; round < MOST; round++)
        for (uint32_t e = 0; e < c->of.g.n_edges; e++)
            if (is_there(c, e)) {
                uint32_t *a = &c->piece[c->of.src[e]], *b = &c->piece[c->of.dst[e]];
                *a = *b = TT_MIN(*a, *b);
            }
}

/* Piece `root` of c, in the order of c. */
static void check_piece(const struct columns *c, uint32_t root, const tt_layered *got)
{
    uint32_t v = 0, e = 0;
    assert_int_equal(got->g.layers, c->of.g.layers);
    for (uint32_t i = 0; i < c->of.g.n; i++)
        if (c->piece[i] == root) {
            assert_true(v < got->g.n);
            assert_int_equal(got->party[v], 100 + i);
            assert_int_equal(got->g.layer[v++], c->of.layer[i]);
        }
    for (uint32_t i = 0; i < c->of.g.n_edges; i++)
        if (is_there(c, i) && c->piece[c->of.src[i]] == root) {
            assert_true(e < got->g.n_edges);
            assert_int_equal(got->first[e], 200 + i);
            assert_int_equal(got->party[got->g.src[e]], 100 + c->of.src[i]);
            assert_int_equal(got->party[got->g.dst[e]], 100 + c->of.dst[i]);
            assert_int_equal(got->g.amount[e], c->of.amount[i]);
            assert_int_equal(got->count[e++], c->count[i]);
        }
    assert_int_equal(v, got->g.n);
    assert_int_equal(e, got->g.n_edges);
}

/* The copy first, then in place: that leaves nothing of the graph. */
static void pieces_equal_their_twin(void **state)
{
    size_t several = 0;
    tt_rng r;
    tt_rng_init(&r, 1, "pieces");
    for (int run = 0; run < RUNS; run++) {
        struct columns c, spare;
        tt_layered *copy, *cut;
        uint32_t n, n_cut, k = 0;
        draw_columns(&r, &c);
        assert_ok(tt_layered_split(&c.x, c.vertex, c.edge, *state, &copy, &n, ERR));
        spare = c;
        assert_ok(tt_layered_cut(&c.x, c.vertex, c.edge, *state, &cut, &n_cut, ERR));
        assert_int_equal(n, n_cut);
        for (uint32_t v = 0; v < spare.of.g.n; v++)
            if (spare.piece[v] == v) {
                assert_true(k < n);
                check_piece(&spare, v, &copy[k]);
                check_piece(&spare, v, &cut[k++]);
            }
        assert_int_equal(k, n);
        several += n > 1;
        tt_arena_reset(*state);
    }
    assert_true(several > RUNS / 5);
}

/* Payments with nothing in them: few of their blocks are told to be rare. */
static void chance_makes_few_blocks(void **state)
{
    size_t judged = 0, rare = 0, low = 0;
    for (uint64_t run = 0; run < CALM; run++) {
        const random_layer how = {.n_vertices = 24, .n_flows = 300, .days = 30, .most = 5000};
        const tt_dense_options opt = {.window = 30,
                                      .middles = 1 + (uint32_t)run % 2,
                                      .least = 2,
                                      .shared = 1,
                                      .rule = {.lambda = 1},
                                      .blocks = 3,
                                      .shuffles = 20,
                                      .more_shuffles = 80};
        tt_graph graph;
        tt_layer m;
        tt_ledger l;
        tt_denses found;
        random_layer_make(&how, run, *state, &graph, &m);
        assert_ok(tt_ledger_make(&m, how.n_vertices, m.settled, *state, &l, ERR));
        assert_ok(tt_denses_find(&l, &opt, *state, &found, ERR));
        judged += found.n;
        for (size_t i = 0; i < found.n; i++) {
            rare += found.v[i].p <= 0.1;
            low += found.v[i].p <= 0.01;
        }
        tt_arena_reset(*state);
    }
    print_message("p <= 0.1 in %zu and p <= 0.01 in %zu of %zu blocks\n", rare, low, judged);
    assert_true(judged > CALM / 3);
    assert_true(rare * 3 < judged);
    assert_true(low * 50 < judged);
}

TT_TEST_MAIN("prop/dense_oracle", TT_TEST(peeling_equals_its_twin),
             TT_TEST(pieces_equal_their_twin), TT_TEST(chance_makes_few_blocks))
