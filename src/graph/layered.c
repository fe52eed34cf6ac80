/* layered.c - see layered.h. */
#include "graph/layered.h"

#include "base/num.h"
#include "graph/component.h"
#include "graph/lists.h"

#include <math.h>

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for layers of payments");
}

/* --- making --- */

struct make {
    const tt_payments *p;
    uint32_t layers;
    uint32_t *from, *until; /* of a party: the day it is first paid, the day it last pays */
    uint32_t *vertex;       /* of (layer, party): 1 + its number */
    uint32_t n_edges;
};

static bool middle(const struct make *m, uint32_t layer, uint32_t party)
{
    return layer > 0 && layer + 1 < m->layers && !m->p->hub[party];
}

static bool may(const struct make *m, uint32_t layer, uint32_t party)
{
    return layer == 0 || layer + 1 == m->layers || middle(m, layer, party);
}

/* The payments of a pair, first .. end - 1, that can go from a layer to the next: a run of them. */
static uint32_t run_of(const struct make *m, uint32_t gap, uint32_t *first, uint32_t end)
{
    const tt_payments *p = m->p;
    uint32_t u = p->src[*first], v = p->dst[*first];
    if (!may(m, gap, u) || !may(m, gap + 1, v))
        return 0;
    while (gap > 0 && *first < end && p->day[*first] < m->from[u])
        ++*first;
    while (gap + 2 < m->layers && end > *first && p->day[end - 1] > m->until[v])
        end--;
    return end - *first;
}

static uint32_t pair_end(const tt_payments *p, uint32_t i)
{
    uint32_t end = i + 1;
    while (end < p->n && p->src[end] == p->src[i] && p->dst[end] == p->dst[i])
        end++;
    return end;
}

static void know_days(struct make *m)
{
    const tt_payments *p = m->p;
    for (uint32_t v = 0; v < p->n_parties; v++)
        m->from[v] = UINT32_MAX;
    for (uint32_t i = 0; i < p->n; i++) {
        m->from[p->dst[i]] = TT_MIN(m->from[p->dst[i]], p->day[i]);
        m->until[p->src[i]] = TT_MAX(m->until[p->src[i]], p->day[i]);
    }
}

/* A middle that never pays has until = 0, and its payers pay then at the earliest: that edge may
 * be made, and leads nowhere.  Marks the vertices that edges need. */
static void count_edges(struct make *m)
{
    const tt_payments *p = m->p;
    for (uint32_t gap = 0; gap + 1 < m->layers; gap++)
        for (uint32_t i = 0, end; i < p->n; i = end) {
            uint32_t first = i;
            end = pair_end(p, i);
            if (!run_of(m, gap, &first, end))
                continue;
            m->n_edges++;
            m->vertex[(size_t)gap * p->n_parties + p->src[i]] = 1;
            m->vertex[(size_t)(gap + 1) * p->n_parties + p->dst[i]] = 1;
        }
}

static int64_t sum_of(const tt_payments *p, uint32_t first, uint32_t n)
{
    int64_t sum = 0;
    for (uint32_t i = first; i < first + n; i++)
        if (!tt_add_i64(sum, p->amount[i], &sum))
            return INT64_MAX;
    return sum;
}

static bool alloc(tt_layered *x, uint32_t layers, uint32_t n, uint32_t n_edges, tt_arena *a)
{
    *x = (tt_layered){.g = {.layers = layers,
                            .n = n,
                            .n_edges = n_edges,
                            .layer = tt_new_n(a, uint8_t, n),
                            .src = tt_new_n(a, uint32_t, n_edges),
                            .dst = tt_new_n(a, uint32_t, n_edges),
                            .amount = tt_new_n(a, int64_t, n_edges)},
                      .party = tt_new_n(a, uint32_t, n),
                      .first = tt_new_n(a, uint32_t, n_edges),
                      .count = tt_new_n(a, uint32_t, n_edges)};
    return x->g.layer && x->g.src && x->g.dst && x->g.amount && x->party && x->first && x->count;
}

/* Numbers for the marked vertices; how many. */
static uint32_t number(uint32_t *vertex, size_t n)
{
    uint32_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (vertex[i])
            vertex[i] = ++k;
    return k;
}

static void fill(struct make *m, tt_layered *x)
{
    const tt_payments *p = m->p;
    uint32_t e = 0;
    for (size_t i = 0; i < (size_t)m->layers * p->n_parties; i++)
        if (m->vertex[i]) {
            x->party[m->vertex[i] - 1] = (uint32_t)(i % p->n_parties);
            x->g.layer[m->vertex[i] - 1] = (uint8_t)(i / p->n_parties);
        }
    for (uint32_t gap = 0; gap + 1 < m->layers; gap++)
        for (uint32_t i = 0, end; i < p->n; i = end) {
            uint32_t first = i;
            end = pair_end(p, i);
            uint32_t n = run_of(m, gap, &first, end);
            if (!n)
                continue;
            x->g.src[e] = m->vertex[(size_t)gap * p->n_parties + p->src[i]] - 1;
            x->g.dst[e] = m->vertex[(size_t)(gap + 1) * p->n_parties + p->dst[i]] - 1;
            x->g.amount[e] = sum_of(p, first, n);
            x->first[e] = first;
            x->count[e++] = n;
        }
}

tt_status
tt_layered_make(const tt_payments *p, uint32_t layers, tt_arena *a, tt_layered *out, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    struct make m = {.p = p,
                     .layers = layers,
                     .from = tt_new_n(&tmp, uint32_t, p->n_parties),
                     .until = tt_new_n(&tmp, uint32_t, p->n_parties),
                     .vertex = tt_new_n(&tmp, uint32_t, (size_t)layers * p->n_parties)};
    bool room = m.from && m.until && m.vertex;
    if (room) {
        know_days(&m);
        count_edges(&m);
        uint32_t n = number(m.vertex, (size_t)layers * p->n_parties);
        room = alloc(out, layers, n, m.n_edges, a);
    }
    if (room)
        fill(&m, out);
    tt_arena_release(&tmp);
    return room ? TT_OK : no_room(err);
}

/* --- pieces --- */

struct split {
    const tt_layered *x;
    uint32_t *src, *dst, n;         /* edges that are there ... */
    uint32_t *edge;                 /* ... and their numbers in x */
    uint32_t *root;                 /* of a vertex: the smallest of its piece */
    uint32_t *piece;                /* of a root: 1 + number of the piece */
    uint32_t *number;               /* of a vertex, in its piece; with UINT32_MAX: in none */
    uint32_t *n_vertices, *n_edges; /* of a piece */
};

static void choose_edges(struct split *s, const uint8_t *vertex, const uint8_t *edge)
{
    const tt_peel_graph *g = &s->x->g;
    for (uint32_t e = 0; e < g->n_edges; e++)
        if ((!edge || edge[e]) && vertex[g->src[e]] && vertex[g->dst[e]]) {
            s->src[s->n] = g->src[e];
            s->dst[s->n] = g->dst[e];
            s->edge[s->n++] = e;
        }
}

/* Numbers of pieces and of the vertices in them; how many pieces. */
static uint32_t number_pieces(struct split *s)
{
    uint32_t n = 0;
    memset(s->number, 0xff, (size_t)s->x->g.n * sizeof *s->number);
    for (uint32_t k = 0; k < s->n; k++)
        s->number[s->src[k]] = s->number[s->dst[k]] = 0;
    for (uint32_t v = 0; v < s->x->g.n; v++) {
        if (s->number[v] == UINT32_MAX)
            continue;
        uint32_t *piece = &s->piece[s->root[v]];
        if (!*piece)
            *piece = ++n;
        s->number[v] = s->n_vertices[*piece - 1]++;
    }
    for (uint32_t k = 0; k < s->n; k++)
        s->n_edges[s->piece[s->root[s->src[k]]] - 1]++;
    return n;
}

static void fill_pieces(struct split *s, tt_layered *out)
{
    const tt_layered *x = s->x;
    for (uint32_t v = 0; v < x->g.n; v++)
        if (s->number[v] != UINT32_MAX) {
            tt_layered *to = &out[s->piece[s->root[v]] - 1];
            to->party[s->number[v]] = x->party[v];
            to->g.layer[s->number[v]] = x->g.layer[v];
        }
    for (uint32_t k = 0; k < s->n; k++) {
        uint32_t piece = s->piece[s->root[s->src[k]]] - 1, at = --s->n_edges[piece];
        tt_layered *to = &out[piece];
        at = to->g.n_edges - 1 - at;
        to->g.src[at] = s->number[s->src[k]];
        to->g.dst[at] = s->number[s->dst[k]];
        to->g.amount[at] = x->g.amount[s->edge[k]];
        to->first[at] = x->first[s->edge[k]];
        to->count[at] = x->count[s->edge[k]];
    }
}

static tt_status split(struct split *s, const uint8_t *vertex, const uint8_t *edge, tt_arena *tmp,
                       tt_arena *a, tt_layered **out, uint32_t *n, tt_err *err)
{
    const tt_peel_graph *g = &s->x->g;
    uint32_t **const of_edge[] = {&s->src, &s->dst, &s->edge};
    uint32_t **const of_vertex[] = {&s->piece, &s->number, &s->n_vertices, &s->n_edges};
    for (size_t i = 0; i < TT_LEN(of_edge); i++)
        if (!(*of_edge[i] = tt_new_n(tmp, uint32_t, g->n_edges)))
            return no_room(err);
    for (size_t i = 0; i < TT_LEN(of_vertex); i++)
        if (!(*of_vertex[i] = tt_new_n(tmp, uint32_t, (size_t)g->n + 1)))
            return no_room(err);
    choose_edges(s, vertex, edge);
    TT_TRY(tt_components_find(g->n, s->src, s->dst, s->n, tmp, &s->root, err));
    *n = number_pieces(s);
    *out = tt_new_n(a, tt_layered, *n);
    if (!*out)
        return no_room(err);
    for (uint32_t i = 0; i < *n; i++)
        if (!alloc(&(*out)[i], g->layers, s->n_vertices[i], s->n_edges[i], a))
            return no_room(err);
    fill_pieces(s, *out);
    return TT_OK;
}

tt_status tt_layered_split(const tt_layered *x, const uint8_t *vertex, const uint8_t *edge,
                           tt_arena *a, tt_layered **out, uint32_t *n, tt_err *err)
{
    struct split s = {.x = x};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = split(&s, vertex, edge, &tmp, a, out, n, err);
    tt_arena_release(&tmp);
    return st;
}

/* --- rules --- */

struct prune {
    const tt_layered *x;
    uint32_t shared;
    double lambda;
    uint8_t *vertex;
    uint32_t *out_off, *out_at, *in_off, *in_at;
    uint32_t *pays, *paid; /* of a vertex: marked ones at the other ends */
    double *in, *out;
    uint32_t *todo, n_todo;
};

static bool breaks(const struct prune *p, uint32_t v)
{
    const tt_peel_graph *g = &p->x->g;
    if (g->layer[v] == 0)
        return p->pays[v] < p->shared;
    if (g->layer[v] + 1U == g->layers)
        return p->paid[v] < p->shared;
    return !p->pays[v] || !p->paid[v] ||
           (!isnan(p->lambda) && tt_peel_term(p->in[v], p->out[v], p->lambda) <= 0);
}

static void look_at(struct prune *p, uint32_t v)
{
    if (!p->vertex[v] || !breaks(p, v))
        return;
    p->vertex[v] = 0;
    p->todo[p->n_todo++] = v;
}

static void take_away(struct prune *p, uint32_t v)
{
    const tt_peel_graph *g = &p->x->g;
    for (uint32_t k = p->out_off[v]; k < p->out_off[v + 1]; k++) {
        uint32_t e = p->out_at[k], to = g->dst[e];
        p->paid[to]--;
        p->in[to] -= (double)g->amount[e];
        look_at(p, to);
    }
    for (uint32_t k = p->in_off[v]; k < p->in_off[v + 1]; k++) {
        uint32_t e = p->in_at[k], from = g->src[e];
        p->pays[from]--;
        p->out[from] -= (double)g->amount[e];
        look_at(p, from);
    }
}

static tt_status prune(struct prune *p, tt_arena *tmp, tt_err *err)
{
    const tt_peel_graph *g = &p->x->g;
    TT_TRY(tt_lists_make(g->n_edges, g->src, g->n, tmp, &p->out_off, &p->out_at, err));
    TT_TRY(tt_lists_make(g->n_edges, g->dst, g->n, tmp, &p->in_off, &p->in_at, err));
    p->pays = tt_new_n(tmp, uint32_t, g->n);
    p->paid = tt_new_n(tmp, uint32_t, g->n);
    p->in = tt_new_n(tmp, double, g->n);
    p->out = tt_new_n(tmp, double, g->n);
    p->todo = tt_new_n(tmp, uint32_t, g->n);
    if (!p->pays || !p->paid || !p->in || !p->out || !p->todo)
        return no_room(err);
    for (uint32_t e = 0; e < g->n_edges; e++) {
        uint32_t u = g->src[e], v = g->dst[e];
        if (!p->vertex[u] || !p->vertex[v])
            continue;
        p->pays[u]++;
        p->paid[v]++;
        p->out[u] += (double)g->amount[e];
        p->in[v] += (double)g->amount[e];
    }
    for (uint32_t v = 0; v < g->n; v++)
        look_at(p, v);
    while (p->n_todo)
        take_away(p, p->todo[--p->n_todo]);
    return TT_OK;
}

tt_status
tt_layered_prune(const tt_layered *x, uint32_t shared, double lambda, uint8_t *vertex, tt_err *err)
{
    struct prune p = {.x = x, .shared = shared, .lambda = lambda, .vertex = vertex};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = prune(&p, &tmp, err);
    tt_arena_release(&tmp);
    return st;
}
