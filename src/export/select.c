/*
 * select.c - which entities and flows belong to an exported network, in one order for all formats.
 */
#include "export/export.h"

#include "base/num.h"
#include "base/str.h"

TT_VEC(edge_vec, tt_net_edge);

static int cmp_date(tt_date a, tt_date b)
{
    return (a > b) - (a < b);
}

static int cmp_edge(const void *pa, const void *pb, void *ctx)
{
    const tt_net_edge *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    if (a->goods != b->goods)
        return a->goods ? -1 : 1;
    if (a->first != b->first)
        return cmp_date(a->first, b->first);
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->doc > b->doc) - (a->doc < b->doc);
}

static tt_status select_nodes(const tt_data *d, const tt_net_choice *c, tt_arena *a, uint8_t *in,
                              tt_net *out, tt_err *err)
{
    if (!c->entities)
        memset(in + 1, 1, d->n_entities);
    for (size_t i = 0; c->entities && i < c->n_entities; i++)
        in[c->entities[i]] = 1;
    for (size_t e = 1; e <= d->n_entities; e++)
        out->n_nodes += in[e];
    out->nodes = tt_new_n(a, tt_ix, out->n_nodes);
    if (!out->nodes)
        return tt_fail(err, TT_ENOMEM, "no room for nodes");
    size_t n = 0;
    for (size_t e = 1; e <= d->n_entities; e++)
        if (in[e])
            out->nodes[n++] = (tt_ix)e;
    return TT_OK;
}

static bool
add_layer(const tt_graph *g, const tt_layer *l, bool goods, const uint8_t *in, edge_vec *v)
{
    for (uint32_t i = 0; i < l->n; i++) {
        if (!in[l->src[i]] || !in[l->dst[i]])
            continue;
        tt_date day = g->epoch + (tt_date)(l->t[i] / 86400u);
        tt_net_edge e = {
            .from = l->src[i],
            .to = l->dst[i],
            .goods = goods,
            .n = 1,
            .n_unpriced = l->amount[i] == TT_NO_NUM ? 1 : 0,
            .amount = l->amount[i],
            .first = day,
            .last = day,
            .kind = l->kind_of[i],
            .doc = l->doc[i],
        };
        if (!tt_vec_push(v, e))
            return false;
    }
    return true;
}

/* Sums of what runs the same way between the same two; v is sorted. */
static tt_status add_up(edge_vec *v, tt_err *err)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        tt_net_edge *e = &v->v[i], *to = n ? &v->v[n - 1] : NULL;
        if (!to || to->from != e->from || to->to != e->to || to->goods != e->goods) {
            e->kind = TT_KIND_NONE;
            e->doc = 0;
            v->v[n++] = *e;
            continue;
        }
        to->n++;
        to->n_unpriced += e->n_unpriced;
        to->last = TT_MAX(to->last, e->last);
        if (to->amount == TT_NO_NUM)
            to->amount = e->amount;
        else if (e->amount != TT_NO_NUM &&
                 (!tt_add_i64(to->amount, e->amount, &to->amount) || to->amount == TT_NO_NUM))
            return tt_fail(err, TT_ELIMIT, "the sum of flows between two entities overflows");
    }
    v->n = n;
    return TT_OK;
}

static tt_status name_edges(const tt_data *d, tt_net *net, tt_err *err)
{
    tt_hasher h;
    TT_TRY(tt_hasher_init(&h, err));
    for (size_t i = 0; i < net->n_edges; i++) {
        tt_net_edge *e = &net->edges[i];
        tt_hasher_reset(&h);
        tt_hasher_add(&h, d->entities[e->from].id.b, sizeof(tt_hash));
        tt_hasher_add(&h, d->entities[e->to].id.b, sizeof(tt_hash));
        tt_hasher_add_i64(&h, e->goods);
        if (e->doc)
            tt_hasher_add(&h, tt_data_head(d, e->kind, e->doc)->id.b, sizeof(tt_hash));
        e->id = tt_hasher_final_hash(&h);
    }
    bool failed = h.failed;
    tt_hasher_release(&h);
    return failed ? tt_fail(err, TT_EINTERNAL, "hashing failed") : TT_OK;
}

static tt_status select_edges(const tt_data *d, const tt_graph *g, const tt_net_choice *c,
                              const uint8_t *in, edge_vec *v, tt_arena *a, tt_net *out, tt_err *err)
{
    if (!add_layer(g, &g->goods, true, in, v) || !add_layer(g, &g->money, false, in, v) ||
        (v->n && !tt_sort(v->v, v->n, sizeof(*v->v), cmp_edge, NULL)))
        return tt_fail(err, TT_ENOMEM, "no room for edges");
    if (!c->raw)
        TT_TRY(add_up(v, err));
    out->edges = tt_new_n(a, tt_net_edge, v->n);
    if (!out->edges)
        return tt_fail(err, TT_ENOMEM, "no room for edges");
    if (v->n)
        memcpy(out->edges, v->v, v->n * sizeof(*v->v));
    out->n_edges = v->n;
    return name_edges(d, out, err);
}

tt_status tt_net_select(const tt_data *d, const tt_results *r, const tt_graph *g,
                        const tt_net_choice *c, tt_arena *a, tt_net *out, tt_err *err)
{
    tt_arena tmp;
    edge_vec v = {0};

    *out = (tt_net){.data = d, .results = r, .graph = g, .raw = c->raw};
    tt_arena_init(&tmp, 0);
    uint8_t *in = tt_new_n(&tmp, uint8_t, d->n_entities + 1);
    tt_status st = in ? select_nodes(d, c, a, in, out, err)
                      : tt_fail(err, TT_ENOMEM, "no room for a selection");
    if (st == TT_OK)
        st = select_edges(d, g, c, in, &v, a, out, err);
    tt_vec_release(&v);
    tt_arena_release(&tmp);
    return st;
}
