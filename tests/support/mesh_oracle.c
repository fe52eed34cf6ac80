/* mesh_oracle.c - see mesh_oracle.h. */
#include "tests/support/mesh_oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct table {
    const tt_ledger *l;
    const tt_mesh_options *opt;
    uint32_t windows;
    uint32_t (*pays)[MESH_PARTIES]; /* [window][payer]: bits of payees */
    double starts;
};

static uint32_t bits(uint32_t set)
{
    uint32_t n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

static bool in_window(const struct table *t, uint32_t w, uint32_t e)
{
    uint32_t day = t->l->day[e] - t->l->day[0];
    return day >= w * t->opt->step && day < (w + 2) * t->opt->step;
}

static uint32_t payers_of(const struct table *t, uint32_t w, uint32_t payee)
{
    uint32_t set = 0;
    for (uint32_t v = 0; v < MESH_PARTIES; v++)
        set |= (t->pays[w][v] >> payee & 1U) << v;
    return set;
}

static uint32_t near(const struct table *t, uint32_t w, uint32_t set, bool payers)
{
    uint32_t all = 0;
    for (uint32_t v = 0; v < MESH_PARTIES; v++)
        if (set >> v & 1)
            all |= payers ? t->pays[w][v] : payers_of(t, w, v);
    return all & ~set;
}

/* Those that at least density of the set pays, or that pay it. */
static uint32_t meets(const struct table *t, uint32_t w, uint32_t set, bool payers)
{
    uint32_t out = 0;
    for (uint32_t v = 0; v < MESH_PARTIES; v++) {
        uint32_t with = payers ? payers_of(t, w, v) : t->pays[w][v];
        double least = t->opt->density * bits(set) - 1e-9;
        if (!(set >> v & 1) && (with & set) && bits(with & set) >= least)
            out |= 1U << v;
    }
    return out;
}

static double log_ways(uint32_t n, uint32_t k)
{
    return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
}

static bool layer_of(const struct table *t, uint32_t w, uint32_t s, uint32_t k, oracle_mesh *b)
{
    uint32_t payees = t->pays[w][s], first = 1U << s, payers, n;
    bool holds = true;
    for (uint32_t v = 0; v < MESH_PARTIES; v++)
        if (v != s && !(payees >> v & 1) && bits(t->pays[w][v] & payees) >= k)
            first |= 1U << v;
    payees = meets(t, w, first, true);
    payers = meets(t, w, payees, false);
    if (bits(first) < 2 || bits(payees) < t->opt->least || bits(payers) < t->opt->least)
        return false;
    for (uint32_t v = 0; v < MESH_PARTIES; v++)
        if (2 * bits(payers_of(t, w, v) & payers) < bits(payers))
            payees &= ~(1U << v);
    *b = (oracle_mesh){.window = w, .start = s, .src = payers, .dst = payees};
    n = bits(payees);
    for (uint32_t v = 0; v < MESH_PARTIES; v++)
        if (payers >> v & 1) {
            b->pairs += bits(t->pays[w][v] & payees);
            holds &= 2 * bits(t->pays[w][v] & payees) >= n;
        }
    b->log_chance = log_ways(bits(near(t, w, payees, false)), bits(payers)) +
                    log_ways(bits(near(t, w, payers, true)), n);
    return holds && n >= t->opt->least && b->pairs >= t->opt->density * bits(payers) * n - 1e-9 &&
           b->pairs > bits(payers) + n - 1;
}

static int closed(const oracle_mesh *b)
{
    return (int)b->pairs - (int)bits(b->src) - (int)bits(b->dst) + 1;
}

static bool is_better(const oracle_mesh *x, const oracle_mesh *y, bool by_place)
{
    uint32_t nx = bits(x->src) + bits(x->dst), ny = bits(y->src) + bits(y->dst);
    if (closed(x) != closed(y))
        return closed(x) > closed(y);
    if (nx != ny || !by_place)
        return nx < ny;
    return x->window != y->window ? x->window < y->window : x->start < y->start;
}

static void add_entries(const struct table *t, oracle_mesh *b)
{
    for (uint32_t e = 0; e < t->l->n; e++)
        if (in_window(t, b->window, e) && b->src >> t->l->src[e] & 1 &&
            b->dst >> t->l->dst[e] & 1) {
            b->entries |= (uint64_t)1 << e;
            b->amount += t->l->amount[e];
        }
}

/* Pairs of v in all windows. */
static double sum_of(const struct table *t, uint32_t v, bool pays)
{
    double sum = 0;
    for (uint32_t w = 0; w < t->windows; w++)
        sum += bits(pays ? t->pays[w][v] : payers_of(t, w, v));
    return sum;
}

/* Three pairs in a row of a window, one by one, of starts only. */
static void
closings(const struct table *t, uint32_t w, uint32_t without, double *seen, double *expected)
{
    for (uint32_t s = 0; s < MESH_PARTIES; s++)
        for (uint32_t u = 0;
             !(without >> s & 1) && bits(t->pays[w][s]) >= t->opt->least && u < MESH_PARTIES; u++)
            for (uint32_t v = 0; v < MESH_PARTIES; v++)
                for (uint32_t x = 0; x < MESH_PARTIES; x++)
                    if (u != v && x != s && t->pays[w][s] >> u & 1 && t->pays[w][s] >> v & 1 &&
                        t->pays[w][x] >> v & 1) {
                        *seen += t->pays[w][x] >> u & 1;
                        *expected += sum_of(t, x, true) * sum_of(t, u, false);
                    }
}

static bool is_far(uint32_t w, uint32_t from)
{
    return w + TT_MESH_APART < from || w > from + TT_MESH_APART;
}

static void judge(const struct table *t, oracle_mesh *b)
{
    double seen = 1, expected = 0, pairs = 0, q = 0, a = bits(b->src), c = bits(b->dst);
    uint32_t far = 0;
    for (uint32_t w = 0; w < t->windows; w++)
        far += is_far(w, b->window);
    for (uint32_t w = 0; w < t->windows; w++)
        if (2 * far < t->windows || is_far(w, b->window))
            closings(t, w, 2 * far < t->windows ? b->src : 0, &seen, &expected);
    for (uint32_t v = 0; v < MESH_PARTIES; v++)
        pairs += sum_of(t, v, true);
    for (uint32_t s = 0; s < MESH_PARTIES; s++)
        for (uint32_t d = 0; d < MESH_PARTIES; d++)
            if (b->src >> s & 1 && b->dst >> d & 1)
                q += sum_of(t, s, true) * sum_of(t, d, false) / (a * c);
    pairs *= t->windows;
    q = TT_MIN(1.0, q / pairs * TT_MAX(1.0, seen / (expected / pairs + 1)));
    double m = (a - 1) * (c - 1), x = closed(b) / m;
    b->expected = m * q;
    if (x > q)
        b->log_chance -= m * (x * log(x / q) + (x < 1 ? (1 - x) * log((1 - x) / (1 - q)) : 0));
    b->p = TT_MIN(1.0, exp(b->log_chance) * t->starts);
}

static size_t candidates(struct table *t, oracle_mesh *out)
{
    size_t n = 0;
    for (uint32_t w = 0; w < t->windows; w++)
        for (uint32_t s = 1; s < MESH_PARTIES; s++) {
            oracle_mesh best = {0}, b;
            if (bits(t->pays[w][s]) < t->opt->least)
                continue;
            t->starts++;
            for (uint32_t k = 2; k <= bits(t->pays[w][s]); k++)
                if (layer_of(t, w, s, k, &b) && (!best.src || is_better(&b, &best, false)))
                    best = b;
            if (best.src && n == MESH_FOUND) {
                fprintf(stderr, "mesh_oracle: too many layers\n");
                exit(2);
            }
            if (best.src)
                out[n++] = best;
        }
    return n;
}

size_t oracle_meshs(const tt_ledger *l, const tt_mesh_options *opt, oracle_mesh *out)
{
    static uint32_t pays[128][MESH_PARTIES];
    static oracle_mesh all[MESH_FOUND];
    struct table t = {.l = l, .opt = opt, .pays = pays};
    size_t n = 0, kept = 0;
    memset(pays, 0, sizeof pays);
    t.windows = l->n ? TT_MAX(1, (l->days - 1) / opt->step) : 0;
    for (uint32_t w = 0; w < t.windows; w++)
        for (uint32_t e = 0; e < l->n; e++)
            if (in_window(&t, w, e) && !(opt->hub && (opt->hub[l->src[e]] || opt->hub[l->dst[e]])))
                pays[w][l->src[e]] |= 1U << l->dst[e];
    n = candidates(&t, all);
    for (uint64_t used = 0; n;) { /* the best of those left, again and again */
        size_t at = 0;
        for (size_t i = 1; i < n; i++)
            if (is_better(&all[i], &all[at], true))
                at = i;
        add_entries(&t, &all[at]);
        if (!(all[at].entries & used)) {
            used |= all[at].entries;
            judge(&t, &all[at]);
            out[kept++] = all[at];
        }
        memmove(&all[at], &all[at + 1], (--n - at) * sizeof *all);
    }
    for (size_t i = 1; i < kept; i++) /* by window and start */
        for (size_t k = i;
             k && (out[k - 1].window > out[k].window ||
                   (out[k - 1].window == out[k].window && out[k - 1].start > out[k].start));
             k--) {
            oracle_mesh x = out[k];
            out[k] = out[k - 1];
            out[k - 1] = x;
        }
    return kept;
}

/* --- stacks --- */

static bool has(const tt_meshes *m, const tt_mesh *x, bool payer, uint32_t v)
{
    uint32_t from = x->party + (payer ? 0 : x->n_src), n = payer ? x->n_src : x->n_dst;
    for (uint32_t i = from; i < from + n; i++)
        if (m->party[i] == v)
            return true;
    return false;
}

/* The sum of v in a layer, and the day on which it begins; none: the last of all days. */
static int64_t sum_in(const tt_ledger *l, const tt_meshes *m, const tt_mesh *x, bool pays,
                      uint32_t v, uint32_t *first)
{
    int64_t sum = 0;
    *first = UINT32_MAX;
    for (uint32_t i = x->entry; i < x->entry + x->n; i++) {
        uint32_t e = m->entry[i];
        if ((pays ? l->src : l->dst)[e] != v)
            continue;
        *first = TT_MIN(*first, l->day[e]);
        sum += l->amount[e];
    }
    return sum;
}

/* The middles of two layers; 0 when the second does not follow the first. */
static uint32_t
middles(const tt_ledger *l, const tt_meshes *m, const tt_stack_options *o, uint32_t a, uint32_t b)
{
    const tt_mesh *x = &m->v[a], *y = &m->v[b];
    double in = 0, out = 0;
    uint32_t n = 0, got, gave;
    for (uint32_t v = 1; v <= l->n_entities; v++) {
        if (!has(m, x, false, v) || !has(m, y, true, v))
            continue;
        double some_in = (double)sum_in(l, m, x, false, v, &got);
        double some_out = (double)sum_in(l, m, y, true, v, &gave);
        if (gave < got)
            continue;
        n++;
        in += some_in;
        out += some_out;
    }
    bool fits = a != b && !(o->out && (o->out[a] || o->out[b])) &&
                x->log_chance <= o->most_log_chance && y->log_chance <= o->most_log_chance &&
                y->first >= x->first && y->last >= x->last && y->first <= x->last + o->lag &&
                n >= o->least && n >= o->share * TT_MIN(x->n_dst, y->n_src) - 1e-9 &&
                out >= o->keep_low * in && out <= o->keep_high * in;
    return fits ? n : 0;
}

size_t oracle_stacks(const tt_ledger *l, const tt_meshes *m, const tt_stack_options *opt,
                     uint32_t *of, uint32_t *place)
{
    bool follows[MESH_FOUND] = {false};
    size_t n = 0;
    memset(of, 0, m->n * sizeof *of);
    for (uint32_t a = 0; a < m->n; a++)
        for (uint32_t b = 0; b < m->n; b++)
            follows[b] |= middles(l, m, opt, a, b) > 0;
    for (int round = 0; round < 2; round++)
        for (uint32_t a = 0; a < m->n; a++) {
            uint32_t at = a, count = 0, best = 0;
            if (of[a] || (!round && follows[a]))
                continue;
            for (; best != UINT32_MAX; at = best) {
                uint32_t most = 0;
                of[at] = (uint32_t)n + 1;
                place[at] = count++;
                best = UINT32_MAX;
                for (uint32_t b = 0; b < m->n; b++)
                    if (!of[b] && middles(l, m, opt, at, b) > most) {
                        most = middles(l, m, opt, at, b);
                        best = b;
                    }
            }
            n += count > 1;
            of[a] = count > 1 ? of[a] : 0;
        }
    return n;
}
