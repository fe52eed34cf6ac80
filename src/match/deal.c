/* deal.c - documents that references connect are one deal; each says by which key it came in. */
#include "match/parts.h"

static const tt_kind doc_kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION,
                                    TT_KIND_PAYMENT};

/* Documents of all kinds in one row of numbers, kind by kind. */
struct row {
    uint32_t base[TT_KIND_COUNT]; /* number of a document: base[kind] + index */
    uint32_t n;
    uint32_t *parent;
    uint32_t *edge; /* the strongest reference of a document: index of edges + 1 */
};

static uint32_t number(const struct row *r, tt_kind kind, tt_ix doc)
{
    return r->base[kind] + doc - 1;
}

static uint32_t find(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* A stronger key, then what the document says itself, then the first. */
static bool stronger(const tt_edge_vec *e, uint32_t doc, const struct row *r, uint32_t edge)
{
    if (!r->edge[doc])
        return true;
    const tt_edge *old = &e->v[r->edge[doc] - 1], *is = &e->v[edge];
    if (old->key != is->key)
        return is->key < old->key;
    bool old_own = number(r, old->kind, old->doc) == doc, own = number(r, is->kind, is->doc) == doc;
    return own && !old_own;
}

static bool join_up(const tt_data *d, const tt_edge_vec *e, tt_arena *a, struct row *r)
{
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++) {
        r->base[doc_kinds[k]] = r->n;
        r->n += (uint32_t)tt_data_n_docs(d, doc_kinds[k]);
    }
    r->parent = tt_new_n(a, uint32_t, (size_t)r->n + 1);
    r->edge = tt_new_n(a, uint32_t, (size_t)r->n + 1);
    if (!r->parent || !r->edge)
        return false;
    for (uint32_t i = 0; i < r->n; i++)
        r->parent[i] = i;
    for (uint32_t i = 0; i < e->n; i++) {
        uint32_t ends[] = {number(r, e->v[i].kind, e->v[i].doc),
                           number(r, e->v[i].to_kind, e->v[i].to)};
        for (size_t k = 0; k < TT_LEN(ends); k++)
            if (stronger(e, ends[k], r, i))
                r->edge[ends[k]] = i + 1;
        uint32_t x = find(r->parent, ends[0]), y = find(r->parent, ends[1]);
        if (x != y)
            r->parent[TT_MAX(x, y)] = TT_MIN(x, y);
    }
    return true;
}

/* Members of deals, deal by deal in the order of their first documents; ids are not known yet. */
struct draft {
    tt_deal *deals; /* 1-based */
    tt_deal_doc *docs;
    size_t n_deals, n_docs;
};

static bool
list_docs(const tt_data *d, const tt_edge_vec *e, struct row *r, tt_arena *a, struct draft *t)
{
    uint32_t *deal = tt_new_n(a, uint32_t, (size_t)r->n + 1); /* per root */
    for (uint32_t i = 0; i < r->n && deal; i++)
        t->n_docs += r->edge[i] != 0;
    t->deals = tt_new_n(a, tt_deal, t->n_docs + 1);
    t->docs = tt_new_n(a, tt_deal_doc, t->n_docs + 1);
    if (!deal || !t->deals || !t->docs)
        return false;
    for (uint32_t i = 0; i < r->n; i++) {
        if (!r->edge[i])
            continue;
        uint32_t root = find(r->parent, i);
        if (!deal[root])
            deal[root] = (uint32_t)++t->n_deals;
        t->deals[deal[root]].n_docs++;
    }
    tt_ix at = 1;
    for (size_t k = 1; k <= t->n_deals; k++) {
        t->deals[k].first_doc = at;
        at += t->deals[k].n_docs;
        t->deals[k].n_docs = 0;
    }
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++)
        for (tt_ix doc = 1; doc <= tt_data_n_docs(d, doc_kinds[k]); doc++) {
            uint32_t i = number(r, doc_kinds[k], doc);
            if (!r->edge[i])
                continue;
            tt_deal *in = &t->deals[deal[find(r->parent, i)]];
            const tt_edge *by = &e->v[r->edge[i] - 1];
            t->docs[in->first_doc + in->n_docs++] =
                (tt_deal_doc){.kind = doc_kinds[k],
                              .doc = doc,
                              .reason = by->reason ? by->reason : tt_ref_key_text(by->key),
                              .detail = by->detail};
        }
    return true;
}

/* A deal is known by its documents. */
static tt_status set_ids(const tt_data *d, struct draft *t, tt_err *err)
{
    tt_hasher h;
    TT_TRY(tt_hasher_init(&h, err));
    for (size_t k = 1; k <= t->n_deals; k++) {
        const tt_deal_doc *docs = t->docs + t->deals[k].first_doc;
        tt_hasher_reset(&h);
        for (tt_ix i = 0; i < t->deals[k].n_docs; i++) {
            const tt_head *head = tt_data_head(d, docs[i].kind, docs[i].doc);
            tt_hasher_add_i64(&h, (int64_t)docs[i].kind);
            tt_hasher_add(&h, head->id.b, sizeof(head->id.b));
        }
        t->deals[k].id = tt_hasher_final_hash(&h);
    }
    bool failed = h.failed;
    tt_hasher_release(&h);
    return failed ? tt_fail(err, TT_EINTERNAL, "the ids of deals cannot be made") : TT_OK;
}

static int by_id(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_hash_cmp(((const tt_deal *)a)->id, ((const tt_deal *)b)->id);
}

/* Deals in the order of their ids, documents with them. */
static bool hand_over(tt_data *d, const double *param, struct draft *t)
{
    if (!tt_sort(t->deals + 1, t->n_deals, sizeof(tt_deal), by_id, NULL))
        return false;
    tt_deal *deals = tt_new_n(d->arena, tt_deal, t->n_deals + 1);
    tt_deal_doc *docs = tt_new_n(d->arena, tt_deal_doc, t->n_docs + 1);
    tt_ix *deal_of[TT_KIND_COUNT] = {NULL};
    bool ok = deals && docs;
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++) {
        deal_of[doc_kinds[k]] = tt_new_n(d->arena, tt_ix, tt_data_n_docs(d, doc_kinds[k]) + 1);
        ok &= deal_of[doc_kinds[k]] != NULL;
    }
    if (!ok)
        return false;
    tt_ix at = 1;
    for (tt_ix k = 1; k <= t->n_deals; k++) {
        deals[k] = t->deals[k];
        deals[k].first_doc = at;
        for (tt_ix i = 0; i < deals[k].n_docs; i++, at++) {
            docs[at] = t->docs[t->deals[k].first_doc + i];
            docs[at].deal = k;
            deal_of[docs[at].kind][docs[at].doc] = k;
        }
    }
    memcpy(d->deal_of, deal_of, sizeof(deal_of));
    d->deals = deals;
    d->deal_docs = docs;
    d->n_deals = t->n_deals;
    d->n_deal_docs = t->n_docs;
    for (tt_ix k = 1; k <= d->n_deals; k++) {
        d->deals[k].centibits = INT32_MAX;
        tt_deal_measure(d, param, &d->deals[k]);
    }
    for (tt_ix i = 1; i <= d->n_pairings; i++) {
        const tt_pairing *p = &d->pairings[i];
        tt_deal *in = &d->deals[deal_of[p->kind][p->doc]];
        in->centibits = TT_MIN(in->centibits, p->centibits); /* as strong as its weakest */
        if (p->kind == TT_KIND_PAYMENT && p->amount.minor == TT_NO_NUM) {
            in->paid.minor = TT_NO_NUM; /* how much of it is for this deal is not known */
            in->status = TT_DEAL_PARTIAL;
        }
    }
    return true;
}

tt_status tt_deals_make(tt_data *d, const double *param, const tt_edge_vec *edges, tt_err *err)
{
    tt_arena a;
    struct row r = {0};
    struct draft t = {0};
    uint64_t all = 0;
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++)
        all += tt_data_n_docs(d, doc_kinds[k]);
    if (all >= UINT32_MAX || edges->n >= UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "more than %u documents or references", UINT32_MAX - 1);
    tt_arena_init(&a, 0);
    tt_status st = TT_OK;
    if (!join_up(d, edges, &a, &r) || !list_docs(d, edges, &r, &a, &t))
        st = tt_fail(err, TT_ENOMEM, "no room for the deals of %u documents", r.n);
    if (st == TT_OK)
        st = set_ids(d, &t, err);
    if (st == TT_OK && !hand_over(d, param, &t))
        st = tt_fail(err, TT_ENOMEM, "no room for %zu deals", t.n_deals);
    tt_arena_release(&a);
    return st;
}
