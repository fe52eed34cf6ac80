/* flows.c - members of a syndicate, and the flows and relations between them. */
#include "report/flows.h"

#include "base/str.h"
#include "base/vec.h"

/* A flow with its ends, before edges are known. */
struct raw_flow {
    uint32_t from, to;
    bool goods;
    tt_flow_of f;
};
TT_VEC(raw_vec, struct raw_flow);
TT_VEC(tie_vec, tt_tie_of);

/* An entity and its position in the syndicate's list, then in the drawing. */
struct member {
    tt_ix entity;
    uint32_t pos;
    double weight;
};

struct work {
    const tt_report_in *in;
    struct member *by_entity; /* those drawn, sorted */
    size_t n;
    raw_vec flows;
    tie_vec ties;
    uint64_t outside;
};

static int cmp_entity(const void *pa, const void *pb, void *ctx)
{
    const struct member *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    return (a->pos > b->pos) - (a->pos < b->pos);
}

static int cmp_weight(const void *pa, const void *pb, void *ctx)
{
    const struct member *a = pa, *b = pb;
    if (a->weight > b->weight || a->weight < b->weight)
        return a->weight > b->weight ? -1 : 1;
    return cmp_entity(pa, pb, ctx);
}

static int cmp_pos(const void *pa, const void *pb, void *ctx)
{
    const struct member *a = pa, *b = pb;
    TT_UNUSED(ctx);
    return (a->pos > b->pos) - (a->pos < b->pos);
}

static int cmp_flow(const void *pa, const void *pb, void *ctx)
{
    const struct raw_flow *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    if (a->goods != b->goods)
        return a->goods ? -1 : 1;
    if (a->f.day != b->f.day)
        return a->f.day < b->f.day ? -1 : 1;
    if (a->f.kind != b->f.kind)
        return a->f.kind < b->f.kind ? -1 : 1;
    return (a->f.doc > b->f.doc) - (a->f.doc < b->f.doc);
}

static int cmp_tie(const void *pa, const void *pb, void *ctx)
{
    const tt_tie_of *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return tt_str_cmp(a->role, b->role);
}

/* Each entity once, the heaviest if there are too many, in the order of the syndicate. */
static tt_status choose_nodes(const tt_report_in *in, const tt_syndicate *s, size_t max_nodes,
                              tt_arena *a, struct work *w, tt_net_of *out, tt_err *err)
{
    struct member *m = tt_new_n(a, struct member, s->n_entities);
    tt_finding_entity *nodes = tt_new_n(a, tt_finding_entity, s->n_entities);
    size_t n = 0;
    bool ok = m && nodes;

    for (size_t i = 0; ok && i < s->n_entities; i++) {
        tt_ix e = s->entities[i].entity;
        m[i] = (struct member){e, (uint32_t)i,
                               in->results->entity_weight ? in->results->entity_weight[e] : 0};
    }
    ok = ok && tt_sort(m, s->n_entities, sizeof(*m), cmp_entity, NULL);
    for (size_t i = 0; ok && i < s->n_entities; i++)
        if (!n || m[n - 1].entity != m[i].entity)
            m[n++] = m[i];
    ok = ok && tt_sort(m, n, sizeof(*m), cmp_weight, NULL);
    out->n_left_out = n > max_nodes ? n - max_nodes : 0;
    n = TT_MIN(n, max_nodes);
    ok = ok && tt_sort(m, n, sizeof(*m), cmp_pos, NULL);
    for (size_t i = 0; ok && i < n; i++) {
        nodes[i] = s->entities[m[i].pos];
        m[i].pos = (uint32_t)i;
    }
    ok = ok && tt_sort(m, n, sizeof(*m), cmp_entity, NULL);
    if (!ok)
        return tt_fail(err, TT_ENOMEM, "no room for the members of a syndicate");
    w->by_entity = m;
    w->n = n;
    out->nodes = nodes;
    out->n_nodes = n;
    return TT_OK;
}

/* Position of an entity in the drawing; SIZE_MAX when it is not there. */
static size_t node_of(const struct work *w, tt_ix e)
{
    size_t lo = 0, hi = w->n;
    TT_BISECT(size_t, lo, hi, mid, w->by_entity[mid].entity < e);
    return lo < w->n && w->by_entity[lo].entity == e ? w->by_entity[lo].pos : SIZE_MAX;
}

static bool
add_flow(struct work *w, const tt_layer *l, bool goods, uint32_t from, uint32_t to, uint32_t i)
{
    struct raw_flow r = {from,
                         to,
                         goods,
                         {.day = tt_graph_day(w->in->graph, l->t[i]),
                          .kind = l->kind_of[i],
                          .doc = l->doc[i],
                          .amount = l->amount[i],
                          .hs6 = goods ? l->hs6[i] : 0}};
    return tt_vec_push(&w->flows, r);
}

static bool collect(struct work *w, const tt_layer *l, bool goods)
{
    for (size_t k = 0; k < w->n; k++) {
        tt_ix e = w->by_entity[k].entity;
        for (uint32_t i = l->out_off[e]; i < l->out_off[e + 1]; i++) {
            uint32_t flow = l->out_at[i];
            size_t to = node_of(w, l->dst[flow]);
            if (to == SIZE_MAX)
                w->outside++;
            else if (!add_flow(w, l, goods, w->by_entity[k].pos, (uint32_t)to, flow))
                return false;
        }
        for (uint32_t i = l->in_off[e]; i < l->in_off[e + 1]; i++)
            w->outside += node_of(w, l->src[l->in_at[i]]) == SIZE_MAX ? 1 : 0;
    }
    return !w->flows.n || tt_sort(w->flows.v, w->flows.n, sizeof(*w->flows.v), cmp_flow, NULL);
}

static void add_to_edge(tt_edge_of *e, const tt_flow_of *f)
{
    int64_t sum;
    if (f->amount == TT_NO_NUM)
        e->n_unpriced++;
    else if (e->n_flows == e->n_unpriced)
        e->amount = f->amount;
    else if (e->amount != TT_NO_NUM)
        e->amount = tt_add_i64(e->amount, f->amount, &sum) ? sum : TT_NO_NUM;
    e->n_flows++;
    e->last = f->day;
}

/* Flows are sorted: those of one edge stand together, in time order. */
static tt_status add_up(const struct work *w, tt_arena *a, tt_net_of *out, tt_err *err)
{
    const raw_vec *v = &w->flows;
    out->flows = tt_new_n(a, tt_flow_of, v->n);
    out->edges = tt_new_n(a, tt_edge_of, v->n);
    if (!out->flows || !out->edges)
        return tt_fail(err, TT_ENOMEM, "no room for the flows of a syndicate");
    for (size_t i = 0; i < v->n; i++) {
        const struct raw_flow *r = &v->v[i], *before = i ? r - 1 : NULL;
        if (!before || before->from != r->from || before->to != r->to || before->goods != r->goods)
            out->edges[out->n_edges++] = (tt_edge_of){.from = r->from,
                                                      .to = r->to,
                                                      .goods = r->goods,
                                                      .first_flow = (uint32_t)i,
                                                      .amount = TT_NO_NUM,
                                                      .first = r->f.day};
        add_to_edge(&out->edges[out->n_edges - 1], &r->f);
        out->flows[i] = r->f;
        out->flows[i].edge = (uint32_t)(out->n_edges - 1);
    }
    out->n_flows = v->n;
    return TT_OK;
}

static tt_status tie_up(struct work *w, tt_arena *a, tt_net_of *out, tt_err *err)
{
    const tt_data *d = w->in->data;
    tie_vec *v = &w->ties;
    bool ok = true;
    for (size_t i = 1; ok && i <= d->n_ownerships; i++) {
        const tt_ownership *o = &d->ownerships[i];
        size_t from = node_of(w, o->owner), to = node_of(w, o->owned);
        if (!o->owner || !o->owned || from == SIZE_MAX || to == SIZE_MAX || from == to)
            continue;
        tt_tie_of t = {(uint32_t)from, (uint32_t)to, o->role};
        ok = tt_vec_push(v, t);
    }
    ok = ok && (!v->n || tt_sort(v->v, v->n, sizeof(*v->v), cmp_tie, NULL));
    out->ties = ok ? tt_new_n(a, tt_tie_of, v->n) : NULL;
    if (!out->ties)
        return tt_fail(err, TT_ENOMEM, "no room for the relations of a syndicate");
    for (size_t i = 0; i < v->n; i++)
        if (!i || cmp_tie(&v->v[i - 1], &v->v[i], NULL) != 0)
            out->ties[out->n_ties++] = v->v[i];
    return TT_OK;
}

tt_status tt_net_of_syndicate(const tt_report_in *in, const tt_syndicate *s, size_t max_nodes,
                              tt_arena *a, tt_net_of *out, tt_err *err)
{
    struct work w = {.in = in};
    *out = (tt_net_of){0};
    tt_status st = choose_nodes(in, s, max_nodes, a, &w, out, err);
    if (st == TT_OK &&
        (!collect(&w, &in->graph->goods, true) || !collect(&w, &in->graph->money, false)))
        st = tt_fail(err, TT_ENOMEM, "no room for the flows of a syndicate");
    if (st == TT_OK)
        st = add_up(&w, a, out, err);
    if (st == TT_OK)
        st = tie_up(&w, a, out, err);
    out->n_outside = w.outside;
    tt_vec_release(&w.flows);
    tt_vec_release(&w.ties);
    return st;
}
