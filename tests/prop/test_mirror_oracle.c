/*
 * Payments that answer each other in two countries equal a slow and obvious twin on thousands of
 * random ledgers; dates dealt anew give as many as expected; a budget cuts and tells.
 */
#include "tests/support/tt_test.h"

#include "tests/support/cycle_oracle.h"

#include "base/rng.h"
#include "base/stat.h"
#include "graph/mirror.h"

enum { RUNS = 2000, PARTIES = 12, TIES = 8, FOUND = 2 * TIES };

struct world {
    tt_ledger l;
    uint16_t place[PARTIES + 1];
    tt_tie tie[TIES];
    tt_mirror_options opt;
};

static int cmp_tie(const void *a, const void *b)
{
    const tt_tie *x = a, *y = b;
    return (x->group > y->group) - (x->group < y->group);
}

static void draw(struct world *w, uint64_t seed, tt_rng *r, tt_arena *a)
{
    random_layer how = {.n_vertices = PARTIES,
                        .n_flows = 20 + (uint32_t)tt_rng_below(r, 100),
                        .days = 1 + (uint32_t)tt_rng_below(r, 80),
                        .most = 5 + (int64_t)tt_rng_below(r, 40)};
    tt_graph g;
    tt_layer m;
    random_layer_make(&how, seed, a, &g, &m);
    assert_ok(tt_ledger_make(&m, PARTIES, NULL, a, &w->l, ERR));
    w->place[0] = 0;
    for (uint32_t v = 1; v <= PARTIES; v++) /* few places; some are not known */
        w->place[v] = tt_rng_below(r, 9) ? (uint16_t)(1 + tt_rng_below(r, 2)) : 0;
    w->opt = (tt_mirror_options){.place = w->place,
                                 .tie = w->tie,
                                 .n_ties = 1 + tt_rng_below(r, TIES),
                                 .days = (uint32_t)tt_rng_below(r, 10),
                                 .low = 0.5 + 0.5 * tt_rng_unit(r),
                                 .high = 1.1,
                                 .least = 1 + (uint32_t)tt_rng_below(r, 3)};
    for (size_t i = 0; i < w->opt.n_ties; i++) {
        uint32_t one = 1 + (uint32_t)tt_rng_below(r, PARTIES);
        w->tie[i] = (tt_tie){(uint32_t)tt_rng_below(r, 4), one,
                             1 + (one + (uint32_t)tt_rng_below(r, PARTIES - 1)) % PARTIES};
    }
    qsort(w->tie, w->opt.n_ties, sizeof *w->tie, cmp_tie);
}

/* --- the twin --- */

struct found {
    tt_mirror m;
    tt_answer answer[128];
    bool dropped;
};

static bool is_home(const struct world *w, uint32_t e)
{
    return w->place[w->l.src[e]] && w->place[w->l.src[e]] == w->place[w->l.dst[e]];
}

static uint32_t list_of(const struct world *w, bool paid, uint32_t v, uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < w->l.n; e++)
        if (is_home(w, e) && (paid ? w->l.dst : w->l.src)[e] == v)
            out[n++] = e;
    return n;
}

static bool fits(const struct world *w, uint32_t in, uint32_t out)
{
    double x = (double)w->l.amount[in], y = (double)w->l.amount[out];
    return y >= w->opt.low * x && y <= w->opt.high * x;
}

static bool near(const struct world *w, uint32_t day, uint32_t other)
{
    return (day > other ? day - other : other - day) <= w->opt.days;
}

static double share(const struct world *w, uint32_t day, const uint32_t *in, uint32_t n_in,
                    const uint32_t *out, uint32_t n_out)
{
    uint32_t from = TT_MIN(w->l.day[in[0]], w->l.day[out[0]]), n = 0, all = 0;
    uint32_t to = TT_MAX(w->l.day[in[n_in - 1]], w->l.day[out[n_out - 1]]);
    for (uint32_t e = 0; e < w->l.n; e++)
        if (is_home(w, e) && w->l.day[e] >= from && w->l.day[e] <= to) {
            all++;
            n += near(w, day, w->l.day[e]);
        }
    return (double)n / (double)all;
}

static void slow_lists(const struct world *w, struct found *x, const uint32_t *in, uint32_t n_in,
                       const uint32_t *out, uint32_t n_out, bool *taken)
{
    bool is_in = n_in <= n_out;
    if (!n_in || !n_out)
        return;
    for (uint32_t i = 0; i < (is_in ? n_in : n_out); i++) {
        uint32_t e = is_in ? in[i] : out[i], pairs = 0;
        bool done = taken[e];
        for (uint32_t k = 0; k < (is_in ? n_out : n_in); k++) {
            uint32_t f = is_in ? out[k] : in[k];
            bool fit = is_in ? fits(w, e, f) : fits(w, f, e);
            pairs += fit;
            if (done || taken[f] || !fit || !near(w, w->l.day[e], w->l.day[f]))
                continue;
            done = taken[e] = taken[f] = true;
            x->answer[x->m.n++] = is_in ? (tt_answer){e, f} : (tt_answer){f, e};
        }
        x->m.most++;
        x->m.expected += pairs * share(w, w->l.day[e], in, n_in, out, n_out);
    }
}

static void slow_group(const struct world *w, uint32_t group, bool ends, struct found *x)
{
    bool taken[256] = {false};
    uint32_t in[256], out[256];
    *x = (struct found){.m = {.group = group, .way = ends ? TT_MIRROR_ENDS : TT_MIRROR_BETWEEN}};
    for (size_t i = 0; i < w->opt.n_ties; i++)
        for (int turned = 0; turned < 2; turned++) {
            const tt_tie *t = &w->tie[i];
            uint32_t first = turned ? t->b : t->a, second = turned ? t->a : t->b;
            if (t->group != group || w->place[t->a] == w->place[t->b])
                continue;
            uint32_t n_in = list_of(w, !ends, first, in), n_out = list_of(w, ends, second, out);
            slow_lists(w, x, in, n_in, out, n_out, taken);
        }
    x->m.p = tt_poisson_tail(x->m.expected, x->m.n);
}

static bool has(const struct found *x, tt_answer y, bool in)
{
    for (uint32_t i = 0; i < x->m.n; i++)
        if (in ? x->answer[i].in == y.in || x->answer[i].out == y.in
               : x->answer[i].in == y.out || x->answer[i].out == y.out)
            return true;
    return false;
}

/* Drop, from the smallest p down, what shares an answer with those before. */
static size_t slow_mirrors(const struct world *w, struct found *x)
{
    size_t n = 0, kept = 0, order[FOUND];
    for (uint32_t group = 0; group < 4; group++)
        for (int ends = 0; ends < 2; ends++) {
            slow_group(w, group, ends, &x[n]);
            n += x[n].m.n >= w->opt.least;
        }
    for (size_t i = 0; i < n; i++) {
        size_t k = i;
        for (; k && x[order[k - 1]].m.p > x[i].m.p; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    for (size_t i = 0; i < n; i++)
        for (uint32_t y = 0; y < x[order[i]].m.n; y++) {
            bool in = false, out = false;
            for (size_t k = 0; k < i; k++) {
                if (x[order[k]].dropped)
                    continue;
                in |= has(&x[order[k]], x[order[i]].answer[y], true);
                out |= has(&x[order[k]], x[order[i]].answer[y], false);
            }
            x[order[i]].dropped |= in && out;
        }
    for (size_t i = 0; i < n; i++)
        if (!x[i].dropped)
            x[kept++] = x[i];
    return kept;
}

static void assert_mirror(const struct world *w, const tt_mirrors *got, const tt_mirror *m,
                          const struct found *want)
{
    int64_t in = 0, out = 0;
    assert_int_equal(m->group, want->m.group);
    assert_int_equal(m->way, want->m.way);
    assert_int_equal(m->n, want->m.n);
    assert_int_equal(m->most, want->m.most);
    for (uint32_t i = 0; i < m->n; i++) {
        const tt_answer *y = &got->answer[m->first + i];
        uint32_t k = 0;
        while (k < m->n && (want->answer[k].in != y->in || want->answer[k].out != y->out))
            k++;
        assert_true(k < m->n);
        assert_true(!i || y->in > y[-1].in);
        in += w->l.amount[y->in];
        out += w->l.amount[y->out];
    }
    assert_int_equal(m->in, in);
    assert_int_equal(m->out, out);
    assert_near(m->expected, want->m.expected, 1e-9);
    assert_near(m->p, want->m.p, 1e-9);
}

static void mirrors_equal_their_twin(void **state)
{
    static struct found want[FOUND];
    tt_arena *a = *state;
    tt_rng r;
    size_t seen[TT_MIRROR_WAYS] = {0};
    tt_rng_init(&r, 11, "mirrors");
    for (uint64_t run = 0; run < RUNS; run++) {
        struct world w;
        tt_mirrors got;
        draw(&w, run, &r, a);
        size_t n = slow_mirrors(&w, want);
        assert_ok(tt_mirrors_find(&w.l, &w.opt, a, &got, ERR));
        assert_int_equal(got.n, n);
        for (size_t i = 0; i < n; i++) {
            assert_mirror(&w, &got, &got.v[i], &want[i]);
            seen[want[i].m.way]++;
        }
        assert_int_equal(got.effort.cut, 0);
        tt_arena_reset(a);
    }
    assert_true(seen[TT_MIRROR_BETWEEN] > 150);
    assert_true(seen[TT_MIRROR_ENDS] > 150);
}

/* --- chance --- */

/* Two parties, paid and paying at home now and then, among others; amounts of a few sizes. */
static void two(uint64_t seed, tt_rng *r, tt_arena *a, struct world *w)
{
    enum { N = 300, OWN = 12 };
    random_layer how = {.n_vertices = PARTIES, .n_flows = N, .days = 200, .most = 30};
    tt_graph g;
    tt_layer m;
    random_layer_make(&how, seed, a, &g, &m);
    for (uint32_t i = 0; i < N; i++) {
        m.amount[i] = 1000 + 50 * (int64_t)tt_rng_below(r, 20);
        m.src[i] = 5 + (uint32_t)tt_rng_below(r, 4);
        m.dst[i] = 9 + (uint32_t)tt_rng_below(r, 4);
    }
    for (uint32_t i = 0; i < OWN; i++) {
        uint32_t in = (uint32_t)tt_rng_below(r, N), out = (uint32_t)tt_rng_below(r, N);
        m.src[in] = 1;
        m.dst[in] = 2;
        m.src[out] = 3;
        m.dst[out] = 4;
    }
    assert_ok(tt_ledger_make(&m, PARTIES, NULL, a, &w->l, ERR));
    memset(w->place, 0, sizeof w->place);
    for (uint32_t v = 1; v <= PARTIES; v++)
        w->place[v] = v == 3 || v == 4 ? 2 : 1;
    w->tie[0] = (tt_tie){0, 2, 3};
    w->opt = (tt_mirror_options){.place = w->place,
                                 .tie = w->tie,
                                 .n_ties = 1,
                                 .days = 3,
                                 .low = 0.92,
                                 .high = 1.02,
                                 .least = 0};
}

static void dates_dealt_anew_give_what_is_expected(void **state)
{
    enum { TIMES = 3000 };
    tt_arena *a = *state;
    tt_rng r;
    double seen = 0, expected = 0;
    size_t ten = 0, hundred = 0;
    tt_rng_init(&r, 12, "dealt");
    for (uint64_t run = 0; run < TIMES; run++) {
        struct world w;
        tt_mirrors got;
        two(run, &r, a, &w);
        assert_ok(tt_mirrors_find(&w.l, &w.opt, a, &got, ERR));
        if (got.n) {
            seen += got.v[0].n;
            expected += got.v[0].expected;
            ten += got.v[0].p <= 0.1;
            hundred += got.v[0].p <= 0.01;
        }
        tt_arena_reset(a);
    }
    assert_true(seen > 0.7 * expected && seen < 1.02 * expected); /* each answers once */
    assert_true(ten < TIMES / 10);
    assert_true(hundred < TIMES / 100);
}

static void a_budget_cuts_and_tells(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    struct world w;
    tt_mirrors got;
    tt_rng_init(&r, 13, "budget");
    two(1, &r, a, &w);
    w.opt.visits_root = 5;
    assert_ok(tt_mirrors_find(&w.l, &w.opt, a, &got, ERR));
    assert_true(got.effort.cut > 0);
    assert_in_range(got.effort.visits, 1, 10);
    w.opt.visits_root = 0;
    w.opt.visits = 8;
    assert_ok(tt_mirrors_find(&w.l, &w.opt, a, &got, ERR));
    assert_true(got.effort.cut > 0);
    assert_in_range(got.effort.visits, 1, 8);
}

TT_TEST_MAIN("prop/mirror_oracle", TT_TEST(mirrors_equal_their_twin),
             TT_TEST(dates_dealt_anew_give_what_is_expected), TT_TEST(a_budget_cuts_and_tells))
