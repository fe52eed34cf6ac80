/* pair.c - pairings: who answers for whom, each pair once, in order. */
#include "match/parts.h"

static int by_documents(const void *a, const void *b, void *ctx)
{
    const tt_pairing *x = a, *y = b;
    TT_UNUSED(ctx);
    const uint32_t v[][2] = {{x->kind, y->kind},       {x->doc, y->doc}, {x->line, y->line},
                             {x->to_kind, y->to_kind}, {x->to, y->to},   {x->to_line, y->to_line}};
    for (size_t i = 0; i < TT_LEN(v); i++)
        if (v[i][0] != v[i][1])
            return v[i][0] < v[i][1] ? -1 : 1;
    return y->centibits - x->centibits;
}

/* An invoice that names a transport document is answered for by it. */
static tt_pairing of_edge(const tt_edge *e, int32_t centibits)
{
    bool turn = e->kind == TT_KIND_INVOICE && e->to_kind != TT_KIND_INVOICE;
    return (tt_pairing){
        .kind = turn ? e->to_kind : e->kind,
        .doc = turn ? e->to : e->doc,
        .to_kind = turn ? e->kind : e->to_kind,
        .to = turn ? e->doc : e->to,
        .share = TT_NO_NUM,
        .amount = {TT_NO_NUM, TT_CCY_NONE},
        .quantity = TT_NO_NUM,
        .centibits = centibits,
        .margin = INT32_MAX,
        .form = "full",
        .reason = tt_ref_key_text(e->key),
        .detail = e->detail,
    };
}

tt_status tt_pairings_make(tt_data *d, const double *param, const tt_edge_vec *edges, tt_err *err)
{
    tt_pairing *v = tt_new_n(d->arena, tt_pairing, edges->n + 1);
    size_t n = 0;
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no room for %zu pairings", edges->n);
    for (size_t i = 0; i < edges->n; i++)
        v[i + 1] = of_edge(&edges->v[i], (int32_t)(100 * param[TT_MATCH_W_REF_EXACT]));
    if (!tt_sort(v + 1, edges->n, sizeof(*v), by_documents, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for %zu pairings", edges->n);
    for (size_t i = 1; i <= edges->n; i++) {
        const tt_pairing *x = &v[n], *y = &v[i];
        bool same = n && x->kind == y->kind && x->doc == y->doc && x->to_kind == y->to_kind &&
                    x->to == y->to && x->line == y->line && x->to_line == y->to_line;
        if (!same)
            v[++n] = v[i];
    }
    d->pairings = v;
    d->n_pairings = n;
    return TT_OK;
}
