/*
 * Netting, fans, relays, chains, and money spread and gathered equal slow and obvious twins on
 * thousands of random layers.
 */
#include "tests/support/tt_test.h"

#include "tests/support/cycle_oracle.h"

#include "base/rng.h"
#include "graph/chain.h"
#include "graph/fan.h"
#include "graph/gather.h"
#include "graph/netting.h"
#include "graph/relay.h"
#include "graph/scatter.h"

enum { DAY = 86400, RUNS = 2000, MOST = 64 };

static random_layer shape(tt_rng *r)
{
    return (random_layer){
        .n_vertices = 3 + (uint32_t)tt_rng_below(r, 8),
        .n_flows = 5 + (uint32_t)tt_rng_below(r, 40),
        .days = 1 + (uint32_t)tt_rng_below(r, 60),
        .clock = tt_rng_below(r, 2),
        .most = 3 + (int64_t)tt_rng_below(r, 100),
    };
}

/* --- netting --- */

struct deals {
    tt_ix goods[MOST], money[MOST];
};

static uint8_t slow_pays(const tt_layer *g, const tt_layer *m, const struct deals *d, uint32_t i)
{
    if (m->settled[i])
        return TT_PAYS_DEAL;
    for (uint32_t k = 0; k < g->n && d->money[i]; k++)
        if (d->goods[k] == d->money[i] && g->src[k] == m->src[i] && g->dst[k] == m->dst[i])
            return TT_PAYS_DEAL;
    return d->money[i] ? TT_PAYS_OTHERS : TT_PAYS_NOTHING;
}

static tt_ix draw_deal(tt_rng *r)
{
    tt_ix x = (tt_ix)tt_rng_below(r, 9);
    return x > 4 ? x - 4 : 0;
}

static int64_t positive(int64_t v)
{
    return v > 0 ? v : 0;
}

/* Seconds i of money after k of goods, within what a payment may pay. */
static bool in_reach(const tt_layer *g, const tt_layer *m, uint32_t k, uint32_t i)
{
    int64_t after = (int64_t)m->t[i] - (int64_t)g->t[k];
    return after <= (int64_t)TT_NETTING_BACK * DAY && after >= -(int64_t)TT_NETTING_AHEAD * DAY;
}

static void slow_netting(const tt_layer *g, const tt_layer *m, const struct deals *d, uint8_t *pays)
{
    int64_t open[MOST], left[8] = {0};
    for (uint32_t i = 0; i < m->n; i++) {
        pays[i] = slow_pays(g, m, d, i);
        if (m->settled[i] && d->money[i])
            left[d->money[i]] += positive(m->amount[i]);
    }
    for (uint32_t k = 0; k < g->n; k++) {
        int64_t taken = d->goods[k] ? TT_MIN(left[d->goods[k]], positive(g->amount[k])) : 0;
        left[d->goods[k]] -= taken;
        open[k] = positive(g->amount[k]) - taken;
    }
    for (uint32_t i = 0; i < m->n; i++) {
        int64_t sum = 0, amount = m->amount[i];
        if (pays[i] != TT_PAYS_NOTHING || amount <= 0 || m->src[i] == m->dst[i])
            continue;
        for (uint32_t k = 0; k < g->n; k++)
            if (g->src[k] == m->dst[i] && g->dst[k] == m->src[i] && in_reach(g, m, k, i))
                sum += open[k];
        if (sum < amount - amount / 50)
            continue;
        pays[i] = TT_PAYS_ACCOUNT;
        for (uint32_t k = 0; k < g->n; k++)
            if (g->src[k] == m->dst[i] && g->dst[k] == m->src[i] && in_reach(g, m, k, i)) {
                int64_t taken = TT_MIN(open[k], amount);
                open[k] -= taken;
                amount -= taken;
            }
    }
}

static void netting_equals_its_twin(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    size_t seen[TT_PAYS_COUNT] = {0};
    tt_rng_init(&r, 1, "netting");
    for (uint64_t run = 0; run < RUNS; run++) {
        random_layer how = shape(&r);
        tt_graph graph;
        tt_layer g, m;
        struct deals d = {{0}, {0}};
        uint8_t want[MOST];
        tt_netting got;
        how.n_vertices = 2 + (uint32_t)run % 3; /* pairs that meet again */
        how.days = 1 + (uint32_t)tt_rng_below(&r, 700);
        random_layer_make(&how, 2 * run, a, &graph, &g);
        random_layer_make(&how, 2 * run + 1, a, &graph, &m);
        for (uint32_t i = 0; i < how.n_flows; i++) {
            d.goods[i] = draw_deal(&r);
            d.money[i] = draw_deal(&r);
        }
        slow_netting(&g, &m, &d, want);
        assert_ok(tt_netting_make(&g, &m, d.goods, d.money, 7, a, &got, ERR));
        assert_memory_equal(got.pays, want, m.n);
        for (uint32_t i = 0; i < m.n; i++)
            seen[want[i]]++;
        tt_arena_reset(a);
    }
    for (int p = 0; p < TT_PAYS_COUNT; p++)
        assert_true(seen[p] > 1000);
}

/* --- fans --- */

static uint32_t list_of(const tt_ledger *l, uint32_t v, bool in, uint32_t *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++)
        if ((in ? l->dst : l->src)[i] == v)
            out[n++] = i;
    return n;
}

static uint32_t different(const tt_ledger *l, bool in, const uint32_t *e, uint32_t n)
{
    uint32_t count = 0;
    const uint32_t *other = in ? l->src : l->dst;
    for (uint32_t i = 0; i < n; i++) {
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= other[e[k]] == other[e[i]];
        count += !again;
    }
    return count;
}

/* The largest fan of a window, the one that is whole first. */
static uint32_t slow_peak(const tt_ledger *l, bool in, const uint32_t *e, uint32_t n,
                          uint32_t window, uint32_t *first, uint32_t *len)
{
    uint32_t best = 0;
    for (uint32_t end = 0; end < n; end++) {
        uint32_t from = 0;
        while (l->day[e[end]] - l->day[e[from]] >= window)
            from++;
        uint32_t count = different(l, in, e + from, end - from + 1);
        if (count > best) {
            best = count;
            *first = from;
            *len = end - from + 1;
        }
    }
    return best;
}

static void assert_fan(const tt_ledger *l, bool in, const tt_fan *f)
{
    uint32_t e[MOST], n = list_of(l, f->party, in, e), first = 0, len = 0, fresh = 0;
    const uint32_t *other = in ? l->src : l->dst;
    int64_t amount = 0;
    assert_int_equal(f->n_list, n);
    assert_int_equal(f->count, slow_peak(l, in, e, n, f->window, &first, &len));
    assert_int_equal(f->first - (in ? l->in_off : l->out_off)[f->party], first);
    assert_int_equal(f->n, len);
    for (uint32_t i = first; i < first + len; i++) {
        bool again = false, known = false;
        amount += l->amount[e[i]];
        for (uint32_t k = 0; k < n; k++) {
            again |= k >= first && k < i && other[e[k]] == other[e[i]];
            known |= (k < first || k >= first + len) && other[e[k]] == other[e[i]];
        }
        fresh += !again && !known;
    }
    assert_int_equal(f->amount, amount);
    assert_int_equal(f->fresh, fresh);
}

static void fans_equal_their_twin(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    size_t seen = 0;
    tt_rng_init(&r, 2, "fans");
    for (uint64_t run = 0; run < RUNS; run++) {
        random_layer how = shape(&r);
        tt_graph graph;
        tt_layer m;
        tt_ledger l;
        tt_fans fans;
        random_layer_make(&how, run, a, &graph, &m);
        assert_ok(tt_ledger_make(&m, how.n_vertices, m.settled, a, &l, ERR));
        uint32_t *size = tt_new_n(a, uint32_t, how.n_vertices + 1);
        const tt_fan_options o = {
            .in = run % 2,
            .window = {1 + (uint32_t)tt_rng_below(&r, 5), 5 + (uint32_t)tt_rng_below(&r, 20)},
            .least = 1 + (uint32_t)tt_rng_below(&r, 3),
            .size = size};
        assert_ok(tt_fans_find(&l, &o, a, &fans, ERR));
        uint32_t want = 0, e[MOST], first, len;
        for (uint32_t v = 1; v <= how.n_vertices; v++) {
            uint32_t n = list_of(&l, v, o.in, e);
            want += slow_peak(&l, o.in, e, n, o.window[0], &first, &len) >= o.least ||
                    slow_peak(&l, o.in, e, n, o.window[1], &first, &len) >= o.least;
        }
        assert_int_equal(fans.n, want);
        for (size_t i = 0; i < fans.n; i++)
            assert_fan(&l, o.in, &fans.v[i]);
        seen += fans.n;
        tt_arena_reset(a);
    }
    assert_true(seen > RUNS);
}

/* --- relays --- */

static bool fits(const tt_ledger *l, const tt_relay_options *o, uint32_t in, uint32_t out)
{
    double x = (double)l->amount[in], y = (double)l->amount[out];
    return l->src[in] != l->dst[out] && l->day[out] >= l->day[in] &&
           l->day[out] - l->day[in] <= o->hold && y >= o->keep_low * x && y <= o->keep_high * x;
}

static uint32_t slow_echoes(const tt_ledger *l, const tt_relay_options *o, uint32_t v, tt_echo *out)
{
    bool used[MOST] = {false};
    uint32_t n = 0;
    for (uint32_t e = 0; e < l->n; e++)
        for (uint32_t i = 0; i < l->n && l->src[e] == v; i++)
            if (l->dst[i] == v && !used[i] && fits(l, o, i, e)) {
                used[i] = true;
                out[n++] = (tt_echo){i, e};
                break;
            }
    return n;
}

static double slow_expected(const tt_ledger *l, const tt_relay_options *o, uint32_t v)
{
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t e = 0; e < l->n; e++)
            pairs += l->dst[i] == v && l->src[e] == v &&
                     (double)l->amount[e] >= o->keep_low * (double)l->amount[i] &&
                     (double)l->amount[e] <= o->keep_high * (double)l->amount[i];
    return pairs * TT_MIN(1.0, (o->hold + 1.0) / l->days);
}

static void relays_equal_their_twin(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    size_t seen = 0;
    tt_rng_init(&r, 3, "relays");
    for (uint64_t run = 0; run < RUNS; run++) {
        random_layer how = shape(&r);
        tt_graph graph;
        tt_layer m;
        tt_ledger l;
        tt_relays relays;
        random_layer_make(&how, run, a, &graph, &m);
        assert_ok(tt_ledger_make(&m, how.n_vertices, m.settled, a, &l, ERR));
        const tt_relay_options o = {.hold = (uint32_t)tt_rng_below(&r, 8),
                                    .keep_low = 0.6 + 0.1 * (double)tt_rng_below(&r, 4),
                                    .keep_high = 1 + 0.1 * (double)tt_rng_below(&r, 4),
                                    .least = 1 + (uint32_t)tt_rng_below(&r, 2)};
        assert_ok(tt_relays_find(&l, &o, a, &relays, ERR));
        size_t at = 0;
        for (uint32_t v = 1; v <= how.n_vertices; v++) {
            tt_echo want[MOST];
            uint32_t n = slow_echoes(&l, &o, v, want);
            if (n < o.least)
                continue;
            assert_true(at < relays.n);
            const tt_relay *x = &relays.v[at++];
            assert_int_equal(x->party, v);
            assert_int_equal(x->n, n);
            assert_memory_equal(relays.echo + x->first, want, n * sizeof *want);
            assert_near(x->expected, slow_expected(&l, &o, v), 1e-9);
        }
        assert_int_equal(relays.n, at);
        assert_int_equal(relays.effort.cut, 0);
        seen += relays.n;
        tt_arena_reset(a);
    }
    assert_true(seen > RUNS / 2);
}

/* --- spread over several, gathered by one --- */

static bool goes_on(const tt_ledger *l, const tt_scatter_options *o, uint32_t in, uint32_t out)
{
    double x = (double)l->amount[in], y = (double)l->amount[out];
    return y >= o->keep_low * x && y <= o->keep_high * x;
}

/* The way through m from s to t that is told; false when there is none.  Adds the pairs that fit.
 */
static bool slow_way(const tt_ledger *l, const tt_scatter_options *o, uint32_t s, uint32_t m,
                     uint32_t t, tt_scatter_way *best, uint32_t *pairs)
{
    uint32_t soonest = UINT32_MAX;
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = 0; k < l->n; k++) {
            if (l->src[i] != s || l->dst[i] != m || l->src[k] != m || l->dst[k] != t ||
                !goes_on(l, o, i, k))
                continue;
            (*pairs)++;
            if (l->day[k] < l->day[i] || l->day[k] - l->day[i] > o->lag ||
                l->day[k] - l->day[i] >= soonest)
                continue;
            soonest = l->day[k] - l->day[i];
            *best = (tt_scatter_way){m, i, k};
        }
    return soonest != UINT32_MAX;
}

static void assert_scatters(const tt_ledger *l, const tt_scatter_options *o, uint32_t vertices,
                            const tt_scatters *got)
{
    size_t at = 0;
    for (uint32_t s = 1; s <= vertices; s++)
        for (uint32_t t = 1; t <= vertices; t++) {
            tt_scatter_way way[MOST];
            uint32_t n = 0, pairs = 0;
            for (uint32_t m = 1; m <= vertices && s != t; m++) {
                uint32_t more = 0;
                if (!(o->hub && o->hub[m]) && slow_way(l, o, s, m, t, &way[n], &more)) {
                    n++;
                    pairs += more;
                }
            }
            if (n < o->least)
                continue;
            assert_true(at < got->n);
            const tt_scatter *x = &got->v[at++];
            assert_int_equal(x->source, s);
            assert_int_equal(x->sink, t);
            assert_int_equal(x->n, n);
            assert_memory_equal(got->way + x->first, way, n * sizeof *way);
            assert_near(x->expected, pairs * TT_MIN(1.0, (o->lag + 1.0) / l->days), 1e-9);
        }
    assert_int_equal(got->n, at);
}

static void money_spread_equals_its_twin(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    size_t seen = 0;
    tt_rng_init(&r, 4, "scatter");
    for (uint64_t run = 0; run < RUNS; run++) {
        random_layer how = shape(&r);
        tt_graph graph;
        tt_layer m;
        tt_ledger l;
        tt_scatters got;
        how.n_vertices = 3 + (uint32_t)run % 4;
        random_layer_make(&how, run, a, &graph, &m);
        assert_ok(tt_ledger_make(&m, how.n_vertices, m.settled, a, &l, ERR));
        uint8_t *hub = tt_new_n(a, uint8_t, how.n_vertices + 1);
        hub[1 + run % how.n_vertices] = run % 3 == 0;
        const tt_scatter_options o = {.lag = (uint32_t)tt_rng_below(&r, 40),
                                      .keep_low = 0.3 + 0.2 * (double)tt_rng_below(&r, 4),
                                      .keep_high = 1 + 0.3 * (double)tt_rng_below(&r, 4),
                                      .least = 1 + (uint32_t)tt_rng_below(&r, 3),
                                      .hub = hub};
        assert_ok(tt_scatters_find(&l, &o, a, &got, ERR));
        assert_scatters(&l, &o, how.n_vertices, &got);
        assert_int_equal(got.effort.cut + got.left_out, 0);
        seen += got.n;
        tt_arena_reset(a);
    }
    assert_true(seen > RUNS);
}

/* --- gathered from several, spread over others --- */

/* Payments in from the first entry of its day on; true when they make a find. */
static bool slow_gather(const tt_ledger *l, const tt_gather_options *o, uint32_t v, uint32_t first,
                        int w, tt_gather *g)
{
    uint32_t day = l->day[first], payers[MOST], payees[MOST];
    *g = (tt_gather){.party = v, .gather = o->gather[w]};
    for (uint32_t i = 0; i < l->n; i++) {
        if (l->dst[i] != v || l->day[i] < day || l->day[i] >= day + o->gather[w])
            continue;
        bool again = false;
        for (uint32_t k = 0; k < g->payers; k++)
            again |= payers[k] == l->src[i];
        if (!again)
            payers[g->payers++] = l->src[i];
        g->n_in++;
        g->in += l->amount[i];
    }
    for (uint32_t i = 0; i < l->n; i++) {
        if (l->src[i] != v || l->day[i] < day || l->day[i] >= day + o->gather[w] + o->after)
            continue;
        bool back = false, again = false;
        for (uint32_t k = 0; k < g->payers; k++)
            back |= payers[k] == l->dst[i];
        g->n_out++;
        for (uint32_t k = 0; k < g->payees; k++)
            again |= payees[k] == l->dst[i];
        if (!back && !again)
            payees[g->payees++] = l->dst[i];
        g->out += back ? 0 : l->amount[i];
    }
    double off = (double)g->out - (double)g->in;
    return g->payers >= o->least && g->payees >= o->least && off <= o->balance * (double)g->in &&
           off >= -o->balance * (double)g->in;
}

/* Is one of the slow finds of v the one that was told, and does none have a smaller p? */
static bool
slow_has(const tt_ledger *l, const tt_gather_options *o, uint32_t v, const tt_gather *told)
{
    bool any = false, same = false;
    for (uint32_t i = 0; i < l->n; i++)
        for (int w = 0; w < TT_GATHER_WINDOWS && l->dst[i] == v; w++) {
            tt_gather g;
            if (!slow_gather(l, o, v, i, w, &g))
                continue;
            any = true;
            same |= told && g.gather == told->gather && g.n_in == told->n_in &&
                    g.n_out == told->n_out && g.payers == told->payers &&
                    g.payees == told->payees && g.in == told->in && g.out == told->out &&
                    l->day[i] == l->day[l->in_at[told->in_first]];
        }
    return told ? same : any;
}

static void money_gathered_equals_its_twin(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    size_t seen = 0;
    tt_rng_init(&r, 5, "gather");
    for (uint64_t run = 0; run < RUNS; run++) {
        random_layer how = shape(&r);
        tt_graph graph;
        tt_layer m;
        tt_ledger l;
        tt_gathers got;
        random_layer_make(&how, run, a, &graph, &m);
        assert_ok(tt_ledger_make(&m, how.n_vertices, m.settled, a, &l, ERR));
        const tt_gather_options o = {
            .gather = {1 + (uint32_t)tt_rng_below(&r, 10), 5 + (uint32_t)tt_rng_below(&r, 30)},
            .after = (uint32_t)tt_rng_below(&r, 10),
            .least = 1 + (uint32_t)tt_rng_below(&r, 3),
            .balance = 0.1 + 0.2 * (double)tt_rng_below(&r, 3)};
        assert_ok(tt_gathers_find(&l, &o, a, &got, ERR));
        size_t at = 0;
        for (uint32_t v = 1; v <= how.n_vertices; v++) {
            bool told = at < got.n && got.v[at].party == v;
            assert_int_equal(slow_has(&l, &o, v, told ? &got.v[at] : NULL), told);
            at += told;
        }
        assert_int_equal(at, got.n);
        seen += got.n;
        tt_arena_reset(a);
    }
    assert_true(seen > RUNS / 2);
}

/* --- from hand to hand --- */

struct hands {
    const tt_ledger *l;
    const tt_chain_options *o;
    uint32_t path[TT_CHAIN_MAX], best[TT_CHAIN_MAX], n_best;
};

static bool follows(const struct hands *h, uint32_t a, uint32_t b)
{
    double x = (double)h->l->amount[a], y = (double)h->l->amount[b];
    return h->l->src[b] == h->l->dst[a] && h->l->day[b] >= h->l->day[a] &&
           y >= h->o->keep_low * x && y <= h->o->keep_high * x;
}

/* All paths, in the order of their payments; depth: opt->most. */
static void slow_paths(struct hands *h, uint32_t n)
{
    const tt_ledger *l = h->l;
    if (n > h->n_best) {
        h->n_best = n;
        memcpy(h->best, h->path, n * sizeof *h->path);
    }
    if (n == h->o->most || h->o->hub[l->dst[h->path[n - 1]]])
        return;
    for (uint32_t e = 0; e < l->n; e++) {
        bool again = l->dst[e] == l->src[h->path[0]];
        for (uint32_t i = 0; i < n; i++)
            again |= l->dst[e] == l->dst[h->path[i]];
        if (again || !follows(h, h->path[n - 1], e) ||
            l->day[e] - l->day[h->path[0]] > h->o->window)
            continue;
        h->path[n] = e;
        slow_paths(h, n + 1);
    }
}

static bool slow_start(const struct hands *h, uint32_t e)
{
    const tt_ledger *l = h->l;
    for (uint32_t i = 0; i < l->n && !h->o->hub[l->src[e]]; i++)
        if (follows(h, i, e) && l->day[e] - l->day[i] <= h->o->window && l->src[i] != l->dst[e])
            return false;
    return true;
}

/* Longest first, of equals the earlier start; none shares a payment with one before. */
static uint32_t slow_chains(const tt_ledger *l, const tt_chain_options *o,
                            uint32_t best[][TT_CHAIN_MAX], uint32_t *len)
{
    uint32_t found[MOST][TT_CHAIN_MAX], length[MOST] = {0}, n = 0;
    bool used[MOST] = {false};
    for (uint32_t e = 0; e < l->n; e++) {
        struct hands h = {.l = l, .o = o, .path = {e}};
        if (slow_start(&h, e))
            slow_paths(&h, 1);
        length[e] = h.n_best;
        memcpy(found[e], h.best, sizeof h.best);
    }
    for (uint32_t want = o->most; want >= o->least; want--)
        for (uint32_t e = 0; e < l->n; e++) {
            bool free = length[e] == want;
            for (uint32_t i = 0; free && i < want; i++)
                free = !used[found[e][i]];
            for (uint32_t i = 0; free && i < want; i++)
                used[found[e][i]] = true;
            if (free) {
                memcpy(best[e], found[e], sizeof found[e]);
                len[e] = want;
                n++;
            }
        }
    return n;
}

static void chains_equal_their_twin(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    size_t seen = 0;
    tt_rng_init(&r, 6, "chains");
    for (uint64_t run = 0; run < RUNS; run++) {
        random_layer how = shape(&r);
        tt_graph graph;
        tt_layer m;
        tt_ledger l;
        tt_chains got;
        uint32_t best[MOST][TT_CHAIN_MAX], len[MOST] = {0};
        random_layer_make(&how, run, a, &graph, &m);
        assert_ok(tt_ledger_make(&m, how.n_vertices, m.settled, a, &l, ERR));
        uint8_t *hub = tt_new_n(a, uint8_t, how.n_vertices + 1);
        hub[1 + run % how.n_vertices] = run % 3 == 0;
        const tt_chain_options o = {.window = (uint32_t)tt_rng_below(&r, 30),
                                    .keep_low = 0.5 + 0.1 * (double)tt_rng_below(&r, 4),
                                    .keep_high = 1 + 0.1 * (double)tt_rng_below(&r, 4),
                                    .least = 2 + (unsigned)tt_rng_below(&r, 2),
                                    .most = 3 + (unsigned)tt_rng_below(&r, 4),
                                    .hub = hub};
        uint32_t want = slow_chains(&l, &o, best, len);
        assert_ok(tt_chains_find(&l, &o, a, &got, ERR));
        assert_int_equal(got.n, want);
        for (size_t i = 0; i < got.n; i++) {
            const tt_chain *c = &got.v[i];
            assert_int_equal(c->n, len[c->entry[0]]);
            assert_memory_equal(c->entry, best[c->entry[0]], c->n * sizeof *c->entry);
        }
        assert_int_equal(got.effort.cut, 0);
        seen += got.n;
        tt_arena_reset(a);
    }
    assert_true(seen > RUNS / 4);
}

TT_TEST_MAIN("prop/motif_oracle", TT_TEST(netting_equals_its_twin), TT_TEST(fans_equal_their_twin),
             TT_TEST(relays_equal_their_twin), TT_TEST(money_spread_equals_its_twin),
             TT_TEST(money_gathered_equals_its_twin), TT_TEST(chains_equal_their_twin))
