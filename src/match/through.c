/*
 * through.c - references at second hand: a payment that quotes a bill of lading pays for what that
 * bill is for.
 */
#include "match/parts.h"

/* A transport document, and an invoice that names it or that it names. */
struct link {
    tt_ix shipment, invoice;
};
TT_VEC(links, struct link);

static int by_shipment(const void *a, const void *b, void *ctx)
{
    const struct link *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->shipment != y->shipment)
        return x->shipment < y->shipment ? -1 : 1;
    return (x->invoice > y->invoice) - (x->invoice < y->invoice);
}

static bool list_links(const tt_edge_vec *e, links *out)
{
    for (size_t i = 0; i < e->n; i++) {
        const tt_edge *x = &e->v[i];
        bool on = x->kind == TT_KIND_SHIPMENT && x->to_kind == TT_KIND_INVOICE;
        bool back = x->kind == TT_KIND_INVOICE && x->to_kind == TT_KIND_SHIPMENT;
        if ((on || back) &&
            !tt_vec_push(out, ((struct link){on ? x->doc : x->to, on ? x->to : x->doc})))
            return false;
    }
    return tt_sort(out->v, out->n, sizeof(*out->v), by_shipment, NULL);
}

static size_t first_of(const links *v, tt_ix shipment)
{
    size_t low = 0, high = v->n;
    TT_BISECT(size_t, low, high, mid, v->v[mid].shipment < shipment);
    return low;
}

bool tt_refs_through(tt_refs *r)
{
    links v = {0};
    size_t n = r->edges.n, kept = 0;
    bool ok = list_links(&r->edges, &v);
    for (size_t i = 0; i < n && ok; i++) {
        tt_edge e = r->edges.v[i];
        if (e.kind != TT_KIND_PAYMENT || e.to_kind != TT_KIND_SHIPMENT)
            continue;
        for (size_t k = first_of(&v, e.to); k < v.n && v.v[k].shipment == e.to && ok; k++) {
            tt_edge pays = {e.kind, TT_KIND_INVOICE, e.doc, v.v[k].invoice, e.key, e.detail, NULL};
            ok = tt_vec_push(&r->edges, pays);
        }
    }
    for (size_t i = 0; i < r->edges.n && ok; i++) /* no payment pays a bill of lading */
        if (r->edges.v[i].kind != TT_KIND_PAYMENT || r->edges.v[i].to_kind != TT_KIND_SHIPMENT)
            r->edges.v[kept++] = r->edges.v[i];
    r->edges.n = ok ? kept : r->edges.n;
    tt_vec_release(&v);
    return ok;
}
