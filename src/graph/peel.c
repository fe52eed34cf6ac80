/* peel.c - see peel.h. */
#include "graph/peel.h"

#include "graph/lists.h"

#include <math.h>

enum { GONE = UINT32_MAX };

/* A binary heap of the vertices of one layer, the least key first. */
struct heap {
    uint32_t *v, n;
};

struct peel {
    const tt_peel_graph *g;
    double lambda;
    uint32_t *out_off, *out_at, *in_off, *in_at; /* edges by vertex */
    double *in, *out;                            /* of each vertex, from and to those left */
    double *key;
    uint32_t *place; /* of each vertex in its heap; GONE */
    uint32_t *order; /* vertices as they went */
    uint32_t n_order;
    struct heap heap[TT_PEEL_LAYERS];
    double sum; /* of the terms of the middles left */
};

double tt_peel_term(double in, double out, double lambda)
{
    return TT_MIN(in, out) - lambda * fabs(in - out);
}

/* --- heaps --- */

static bool before(const struct peel *p, uint32_t a, uint32_t b)
{
    return p->key[a] != p->key[b] ? p->key[a] < p->key[b] : a < b;
}

static void put(struct peel *p, struct heap *h, uint32_t at, uint32_t v)
{
    h->v[at] = v;
    p->place[v] = at;
}

static uint32_t rise(struct peel *p, struct heap *h, uint32_t at)
{
    uint32_t v = h->v[at];
    while (at && before(p, v, h->v[(at - 1) / 2])) {
        put(p, h, at, h->v[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(p, h, at, v);
    return at;
}

static void sink(struct peel *p, struct heap *h, uint32_t at)
{
    uint32_t v = h->v[at];
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= h->n)
            break;
        child += child + 1 < h->n && before(p, h->v[child + 1], h->v[child]);
        if (!before(p, h->v[child], v))
            break;
        put(p, h, at, h->v[child]);
        at = child;
    }
    put(p, h, at, v);
}

static void take_out(struct peel *p, uint32_t v)
{
    struct heap *h = &p->heap[p->g->layer[v]];
    uint32_t at = p->place[v], last = h->v[--h->n];
    p->place[v] = GONE;
    p->order[p->n_order++] = v;
    if (last == v)
        return;
    put(p, h, at, last);
    sink(p, h, rise(p, h, at));
}

/* --- keys --- */

static bool is_middle(const struct peel *p, uint32_t v)
{
    return p->g->layer[v] > 0 && p->g->layer[v] + 1U < p->g->layers;
}

static double key_of(const struct peel *p, uint32_t v)
{
    if (is_middle(p, v))
        return tt_peel_term(p->in[v], p->out[v], p->lambda);
    return p->g->layer[v] ? p->in[v] : p->out[v];
}

/* One of its flows is no longer there. */
static void change(struct peel *p, uint32_t v)
{
    struct heap *h = &p->heap[p->g->layer[v]];
    double was = p->key[v];
    p->key[v] = key_of(p, v);
    p->sum += is_middle(p, v) ? p->key[v] - was : 0;
    sink(p, h, rise(p, h, p->place[v]));
}

static void remove_vertex(struct peel *p, uint32_t v)
{
    const tt_peel_graph *g = p->g;
    p->sum -= is_middle(p, v) ? p->key[v] : 0;
    take_out(p, v);
    for (uint32_t k = p->out_off[v]; k < p->out_off[v + 1]; k++) {
        uint32_t e = p->out_at[k], to = g->dst[e];
        if (p->place[to] == GONE)
            continue;
        p->in[to] -= (double)g->amount[e];
        change(p, to);
    }
    for (uint32_t k = p->in_off[v]; k < p->in_off[v + 1]; k++) {
        uint32_t e = p->in_at[k], from = g->src[e];
        if (p->place[from] == GONE)
            continue;
        p->out[from] -= (double)g->amount[e];
        change(p, from);
    }
}

/* The vertex that adds least, of the layers in their order. */
static uint32_t least_of(const struct peel *p)
{
    uint32_t best = GONE;
    for (uint32_t l = 0; l < p->g->layers; l++) {
        const struct heap *h = &p->heap[l];
        if (h->n && (best == GONE || p->key[h->v[0]] < p->key[best]))
            best = h->v[0];
    }
    return best;
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
    p->in = tt_new_n(tmp, double, g->n);
    p->out = tt_new_n(tmp, double, g->n);
    p->key = tt_new_n(tmp, double, g->n);
    p->place = tt_new_n(tmp, uint32_t, g->n);
    p->order = tt_new_n(tmp, uint32_t, g->n);
    if (!p->in || !p->out || !p->key || !p->place || !p->order)
        return false;
    for (uint32_t l = 0; l < g->layers; l++)
        if (!(p->heap[l].v = tt_new_n(tmp, uint32_t, g->n)))
            return false;
    for (uint32_t e = 0; e < g->n_edges; e++) {
        p->out[g->src[e]] += (double)g->amount[e];
        p->in[g->dst[e]] += (double)g->amount[e];
    }
    for (uint32_t v = 0; v < g->n; v++) {
        struct heap *h = &p->heap[g->layer[v]];
        p->key[v] = key_of(p, v);
        p->sum += is_middle(p, v) ? p->key[v] : 0;
        put(p, h, h->n++, v);
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

tt_status tt_peel(const tt_peel_graph *g, double lambda, uint32_t least, tt_arena *a,
                  tt_peeled *out, tt_err *err)
{
    struct peel p = {.g = g, .lambda = lambda};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = run(&p, least, a, &tmp, out, err);
    tt_arena_release(&tmp);
    return st;
}
