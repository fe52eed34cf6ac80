/* peel.c - see peel.h. */
#include "graph/peel.h"

#include "graph/lists.h"

#include <math.h>

enum { GONE = UINT32_MAX, WAYS = 4 };

/* A vertex with its key beside it: sifting then looks at no other memory. */
struct slot {
    double key;
    uint32_t v;
};

/* A heap of the vertices of one layer, the least key first; WAYS children each. */
struct heap {
    struct slot *at;
    uint32_t n;
};

/* All that is asked of a neighbour, in one place. */
struct vertex {
    tt_peel_sums sum; /* from and to those left */
    uint32_t place;   /* in the heap of its layer; GONE */
    uint32_t layer;
};

struct peel {
    const tt_peel_graph *g;
    tt_peel_rule rule;
    uint32_t *out_off, *out_at, *in_off, *in_at; /* edges by vertex */
    struct vertex *at;
    uint32_t *order; /* vertices as they went */
    uint32_t n_order;
    struct heap heap[TT_PEEL_LAYERS];
    double sum; /* of the terms of the middles left */
};

double tt_peel_term(const tt_peel_sums *s, tt_peel_rule rule)
{
    double gap = fabs(s->in - s->out);
    if (rule.lost > 0)
        gap = TT_MAX(0.0, gap - floor(sqrt(rule.lost * TT_MAX(0.0, s->squares))));
    return TT_MIN(s->in, s->out) - rule.lambda * gap;
}

void tt_peel_add(tt_peel_sums *src, tt_peel_sums *dst, int64_t amount)
{
    double a = (double)amount;
    src->out += a;
    dst->in += a;
    src->squares += a * a;
    dst->squares += a * a;
}

/* --- heaps --- */

static bool before(struct slot a, struct slot b)
{
    return a.key != b.key ? a.key < b.key : a.v < b.v;
}

static void put(struct peel *p, struct heap *h, uint32_t at, struct slot s)
{
    h->at[at] = s;
    p->at[s.v].place = at;
}

static uint32_t rise(struct peel *p, struct heap *h, uint32_t at)
{
    struct slot s = h->at[at];
    while (at && before(s, h->at[(at - 1) / WAYS])) {
        put(p, h, at, h->at[(at - 1) / WAYS]);
        at = (at - 1) / WAYS;
    }
    put(p, h, at, s);
    return at;
}

static void sink(struct peel *p, struct heap *h, uint32_t at)
{
    struct slot s = h->at[at];
    for (uint64_t first; (first = (uint64_t)WAYS * at + 1) < h->n;) {
        uint32_t child = (uint32_t)first, end = (uint32_t)TT_MIN(first + WAYS, (uint64_t)h->n);
        for (uint32_t i = child + 1; i < end; i++)
            if (before(h->at[i], h->at[child]))
                child = i;
        if (!before(h->at[child], s))
            break;
        put(p, h, at, h->at[child]);
        at = child;
    }
    put(p, h, at, s);
}

static void take_out(struct peel *p, uint32_t v)
{
    struct heap *h = &p->heap[p->at[v].layer];
    uint32_t at = p->at[v].place;
    struct slot last = h->at[--h->n];
    p->at[v].place = GONE;
    p->order[p->n_order++] = v;
    if (last.v == v)
        return;
    put(p, h, at, last);
    sink(p, h, rise(p, h, at));
}

/* --- keys --- */

static bool is_middle(const struct peel *p, uint32_t v)
{
    return p->at[v].layer > 0 && p->at[v].layer + 1U < p->g->layers;
}

static double key_of(const struct peel *p, uint32_t v)
{
    if (is_middle(p, v))
        return tt_peel_term(&p->at[v].sum, p->rule);
    return p->at[v].layer ? p->at[v].sum.in : p->at[v].sum.out;
}

/* One of its flows is no longer there. */
static void change(struct peel *p, uint32_t v)
{
    struct heap *h = &p->heap[p->at[v].layer];
    struct slot *s = &h->at[p->at[v].place];
    double was = s->key;
    s->key = key_of(p, v);
    p->sum += is_middle(p, v) ? s->key - was : 0;
    if (s->key < was)
        (void)rise(p, h, p->at[v].place);
    else
        sink(p, h, p->at[v].place);
}

static void take(tt_peel_sums *of, double *side, int64_t amount)
{
    double a = (double)amount;
    *side -= a;
    of->squares -= a * a;
}

static void remove_vertex(struct peel *p, uint32_t v)
{
    const tt_peel_graph *g = p->g;
    p->sum -= is_middle(p, v) ? p->heap[p->at[v].layer].at[p->at[v].place].key : 0;
    take_out(p, v);
    for (uint32_t k = p->out_off[v]; k < p->out_off[v + 1]; k++) {
        uint32_t e = p->out_at[k], to = g->dst[e];
        if (p->at[to].place == GONE)
            continue;
        take(&p->at[to].sum, &p->at[to].sum.in, g->amount[e]);
        change(p, to);
    }
    for (uint32_t k = p->in_off[v]; k < p->in_off[v + 1]; k++) {
        uint32_t e = p->in_at[k], from = g->src[e];
        if (p->at[from].place == GONE)
            continue;
        take(&p->at[from].sum, &p->at[from].sum.out, g->amount[e]);
        change(p, from);
    }
}

/* The vertex that adds least, of the layers in their order. */
static uint32_t least_of(const struct peel *p)
{
    const struct slot *best = NULL;
    for (uint32_t l = 0; l < p->g->layers; l++) {
        const struct heap *h = &p->heap[l];
        if (h->n && (!best || h->at[0].key < best->key))
            best = &h->at[0];
    }
    return best ? best->v : GONE;
}

static bool counts(const struct peel *p, uint32_t least)
{
    bool all = p->heap[0].n && p->heap[p->g->layers - 1].n;
    for (uint32_t l = 1; l + 1 < p->g->layers; l++)
        all &= p->heap[l].n >= least;
    return all;
}

/* --- the whole --- */

static bool lay_out(struct peel *p, tt_arena *tmp)
{
    const tt_peel_graph *g = p->g;
    p->at = tt_new_n(tmp, struct vertex, g->n);
    p->order = tt_new_n(tmp, uint32_t, g->n);
    if (!p->at || !p->order)
        return false;
    uint32_t size[TT_PEEL_LAYERS] = {0};
    for (uint32_t v = 0; v < g->n; v++)
        size[p->at[v].layer = g->layer[v]]++;
    for (uint32_t l = 0; l < g->layers; l++)
        if (!(p->heap[l].at = tt_new_n(tmp, struct slot, size[l])))
            return false;
    for (uint32_t e = 0; e < g->n_edges; e++) {
        tt_peel_add(&p->at[g->src[e]].sum, &p->at[g->dst[e]].sum, g->amount[e]);
    }
    for (uint32_t v = 0; v < g->n; v++) {
        struct heap *h = &p->heap[p->at[v].layer];
        struct slot s = {key_of(p, v), v};
        p->sum += is_middle(p, v) ? s.key : 0;
        put(p, h, h->n++, s);
        (void)rise(p, h, h->n - 1);
    }
    return true;
}

static tt_status
run(struct peel *p, uint32_t least, tt_arena *a, tt_arena *tmp, tt_peeled *out, tt_err *err)
{
    const tt_peel_graph *g = p->g;
    uint32_t best = GONE;
    *out = (tt_peeled){.kept = tt_new_n(a, uint8_t, g->n)};
    if (!out->kept || !lay_out(p, tmp))
        return tt_fail(err, TT_ENOMEM, "no room to peel %u parties", g->n);
    if (!g->n)
        return TT_OK;
    TT_TRY(tt_lists_make(g->n_edges, g->src, g->n - 1, tmp, &p->out_off, &p->out_at, err));
    TT_TRY(tt_lists_make(g->n_edges, g->dst, g->n - 1, tmp, &p->in_off, &p->in_at, err));
    while (counts(p, least)) {
        double density = p->sum / (g->n - p->n_order);
        if (best == GONE || density > out->density) {
            out->density = density;
            best = p->n_order;
        }
        remove_vertex(p, least_of(p));
    }
    if (best == GONE)
        return TT_OK;
    out->n = g->n - best;
    memset(out->kept, 1, g->n);
    for (uint32_t i = 0; i < best; i++)
        out->kept[p->order[i]] = 0;
    return TT_OK;
}

tt_status tt_peel(const tt_peel_graph *g, tt_peel_rule rule, uint32_t least, tt_arena *a,
                  tt_peeled *out, tt_err *err)
{
    struct peel p = {.g = g, .rule = rule};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = run(&p, least, a, &tmp, out, err);
    tt_arena_release(&tmp);
    return st;
}
