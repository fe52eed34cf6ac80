/* layered.c - see layered.h. */
#include "graph/layered.h"

#include "base/num.h"
#include "graph/component.h"
#include "graph/lists.h"

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
    uint32_t *src, *dst, n; /* edges that are there ... */
    uint32_t *edge;         /* ... and their numbers in x */
    uint32_t *root;         /* of a vertex: the smallest of its piece */
    uint32_t *piece;        /* of a root: 1 + number of the piece */
    uint32_t *at;           /* of a vertex: its place in the arrays of all pieces; NOWHERE */
    uint32_t n_pieces;
    uint32_t *first_vertex, *first_edge; /* of a piece in these arrays, and one for the end */
    uint32_t *next;                      /* of a piece, while its places are given */
    void *column;                        /* of one kind, while it is put in order */
};

enum { NOWHERE = UINT32_MAX };

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

/* The piece of a vertex that has one. */
static uint32_t piece_of(const struct split *s, uint32_t v)
{
    return s->piece[s->root[v]] - 1;
}

/* Numbers of pieces; of each, how many vertices and edges: at its number + 1. */
static void count_pieces(struct split *s)
{
    memset(s->at, 0xff, (size_t)s->x->g.n * sizeof *s->at);
    for (uint32_t k = 0; k < s->n; k++)
        s->at[s->src[k]] = s->at[s->dst[k]] = 0;
    for (uint32_t v = 0; v < s->x->g.n; v++) {
        if (s->at[v] == NOWHERE)
            continue;
        uint32_t *piece = &s->piece[s->root[v]];
        if (!*piece)
            *piece = ++s->n_pieces;
        s->first_vertex[*piece]++;
    }
    for (uint32_t k = 0; k < s->n; k++)
        s->first_edge[piece_of(s, s->src[k]) + 1]++;
    for (uint32_t i = 0; i < s->n_pieces; i++) {
        s->first_vertex[i + 1] += s->first_vertex[i];
        s->first_edge[i + 1] += s->first_edge[i];
    }
}

static void place_vertices(struct split *s)
{
    memcpy(s->next, s->first_vertex, s->n_pieces * sizeof *s->next);
    for (uint32_t v = 0; v < s->x->g.n; v++)
        if (s->at[v] != NOWHERE)
            s->at[v] = s->next[piece_of(s, v)]++;
}

/* Each column is put in order beside itself first: from and to may be one. */
#define PUT_VERTICES(s, T, from, to)                                                               \
    do {                                                                                           \
        T *v_ = (s)->column;                                                                       \
        for (uint32_t i_ = 0; i_ < (s)->x->g.n; i_++)                                              \
            if ((s)->at[i_] != NOWHERE)                                                            \
                v_[(s)->at[i_]] = (from)[i_];                                                      \
        memcpy((to), v_, (s)->first_vertex[(s)->n_pieces] * sizeof *v_);                           \
    } while (0)

#define PUT_EDGES(s, T, value, to)                                                                 \
    do {                                                                                           \
        T *v_ = (s)->column;                                                                       \
        memcpy((s)->next, (s)->first_edge, (s)->n_pieces * sizeof *(s)->next);                     \
        for (uint32_t k = 0; k < (s)->n; k++)                                                      \
            v_[(s)->next[piece_of((s), (s)->src[k])]++] = (value);                                 \
        memcpy((to), v_, (s)->n * sizeof *v_);                                                     \
    } while (0)

static void fill_columns(struct split *s, const tt_layered *to)
{
    const tt_layered *x = s->x;
    PUT_VERTICES(s, uint32_t, x->party, to->party);
    PUT_VERTICES(s, uint8_t, x->g.layer, to->g.layer);
    PUT_EDGES(s, uint32_t, s->at[s->src[k]] - s->first_vertex[piece_of(s, s->src[k])], to->g.src);
    PUT_EDGES(s, uint32_t, s->at[s->dst[k]] - s->first_vertex[piece_of(s, s->src[k])], to->g.dst);
    PUT_EDGES(s, int64_t, x->g.amount[s->edge[k]], to->g.amount);
    PUT_EDGES(s, uint32_t, x->first[s->edge[k]], to->first);
    PUT_EDGES(s, uint32_t, x->count[s->edge[k]], to->count);
}

static void hand_out(const struct split *s, const tt_layered *all, tt_layered *out)
{
    for (uint32_t i = 0; i < s->n_pieces; i++) {
        uint32_t v = s->first_vertex[i], e = s->first_edge[i];
        out[i] = (tt_layered){.g = {.layers = s->x->g.layers,
                                    .n = s->first_vertex[i + 1] - v,
                                    .n_edges = s->first_edge[i + 1] - e,
                                    .layer = all->g.layer + v,
                                    .src = all->g.src + e,
                                    .dst = all->g.dst + e,
                                    .amount = all->g.amount + e},
                              .party = all->party + v,
                              .first = all->first + e,
                              .count = all->count + e};
    }
}

static bool lay_out(struct split *s, tt_arena *tmp)
{
    size_t n = s->x->g.n, e = s->x->g.n_edges;
    s->src = tt_new_n(tmp, uint32_t, e);
    s->dst = tt_new_n(tmp, uint32_t, e);
    s->edge = tt_new_n(tmp, uint32_t, e);
    s->piece = tt_new_n(tmp, uint32_t, n + 1);
    s->at = tt_new_n(tmp, uint32_t, n + 1);
    s->next = tt_new_n(tmp, uint32_t, n + 1);
    s->first_vertex = tt_new_n(tmp, uint32_t, n + 2);
    s->first_edge = tt_new_n(tmp, uint32_t, n + 2);
    s->column = tt_new_n(tmp, int64_t, TT_MAX(n, e));
    return s->src && s->dst && s->edge && s->piece && s->at && s->next && s->first_vertex &&
           s->first_edge && s->column;
}

static tt_status split(struct split *s, const uint8_t *vertex, const uint8_t *edge, bool in_place,
                       tt_arena *tmp, tt_arena *a, tt_layered **out, tt_err *err)
{
    tt_layered to = *s->x;
    if (!lay_out(s, tmp))
        return no_room(err);
    choose_edges(s, vertex, edge);
    TT_TRY(tt_components_find(s->x->g.n, s->src, s->dst, s->n, tmp, &s->root, err));
    count_pieces(s);
    place_vertices(s);
    *out = tt_new_n(a, tt_layered, s->n_pieces);
    if (!*out || (!in_place && !alloc(&to, to.g.layers, s->first_vertex[s->n_pieces], s->n, a)))
        return no_room(err);
    fill_columns(s, &to);
    hand_out(s, &to, *out);
    return TT_OK;
}

static tt_status pieces(const tt_layered *x, const uint8_t *vertex, const uint8_t *edge,
                        bool in_place, tt_arena *a, tt_layered **out, uint32_t *n, tt_err *err)
{
    struct split s = {.x = x};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = split(&s, vertex, edge, in_place, &tmp, a, out, err);
    tt_arena_release(&tmp);
    *n = s.n_pieces;
    return st;
}

tt_status tt_layered_split(const tt_layered *x, const uint8_t *vertex, const uint8_t *edge,
                           tt_arena *a, tt_layered **out, uint32_t *n, tt_err *err)
{
    return pieces(x, vertex, edge, false, a, out, n, err);
}

tt_status tt_layered_cut(const tt_layered *x, const uint8_t *vertex, const uint8_t *edge,
                         tt_arena *a, tt_layered **out, uint32_t *n, tt_err *err)
{
    return pieces(x, vertex, edge, true, a, out, n, err);
}

/* --- rules --- */

struct prune {
    const tt_layered *x;
    const uint8_t *edge;
    uint32_t shared;
    const tt_peel_rule *rule;
    uint8_t *vertex;
    uint32_t *out_off, *out_at, *in_off, *in_at;
    uint32_t *pays, *paid; /* of a vertex: marked ones at the other ends */
    tt_peel_sums *sum;
    uint32_t *todo, n_todo;
};

static bool breaks(const struct prune *p, uint32_t v)
{
    const tt_peel_graph *g = &p->x->g;
    if (g->layer[v] == 0)
        return p->pays[v] < p->shared;
    if (g->layer[v] + 1U == g->layers)
        return p->paid[v] < p->shared;
    return !p->pays[v] || !p->paid[v] || (p->rule && tt_peel_term(&p->sum[v], *p->rule) <= 0);
}

static void look_at(struct prune *p, uint32_t v)
{
    if (!p->vertex[v] || !breaks(p, v))
        return;
    p->vertex[v] = 0;
    p->todo[p->n_todo++] = v;
}

static bool is_there(const struct prune *p, uint32_t e)
{
    return !p->edge || p->edge[e];
}

static void take_away(struct prune *p, uint32_t v)
{
    const tt_peel_graph *g = &p->x->g;
    for (uint32_t k = p->out_off[v]; k < p->out_off[v + 1]; k++) {
        uint32_t e = p->out_at[k], to = g->dst[e];
        if (!is_there(p, e))
            continue;
        p->paid[to]--;
        p->sum[to].in -= (double)g->amount[e];
        p->sum[to].squares -= (double)g->amount[e] * (double)g->amount[e];
        look_at(p, to);
    }
    for (uint32_t k = p->in_off[v]; k < p->in_off[v + 1]; k++) {
        uint32_t e = p->in_at[k], from = g->src[e];
        if (!is_there(p, e))
            continue;
        p->pays[from]--;
        p->sum[from].out -= (double)g->amount[e];
        p->sum[from].squares -= (double)g->amount[e] * (double)g->amount[e];
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
    p->sum = tt_new_n(tmp, tt_peel_sums, g->n);
    p->todo = tt_new_n(tmp, uint32_t, g->n);
    if (!p->pays || !p->paid || !p->sum || !p->todo)
        return no_room(err);
    for (uint32_t e = 0; e < g->n_edges; e++) {
        uint32_t u = g->src[e], v = g->dst[e];
        if (!is_there(p, e) || !p->vertex[u] || !p->vertex[v])
            continue;
        p->pays[u]++;
        p->paid[v]++;
        tt_peel_add(&p->sum[u], &p->sum[v], g->amount[e]);
    }
    for (uint32_t v = 0; v < g->n; v++)
        look_at(p, v);
    while (p->n_todo)
        take_away(p, p->todo[--p->n_todo]);
    return TT_OK;
}

tt_status tt_layered_prune(const tt_layered *x, const uint8_t *edge, uint32_t shared,
                           const tt_peel_rule *rule, uint8_t *vertex, tt_err *err)
{
    struct prune p = {.x = x, .edge = edge, .shared = shared, .rule = rule, .vertex = vertex};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = prune(&p, &tmp, err);
    tt_arena_release(&tmp);
    return st;
}
