/* mixed.c - see mixed.h. */
#include "graph/mixed.h"

#include "graph/lists.h"

static bool takes_goods(const tt_layer *g, const tt_netting *n, uint32_t i, double paid)
{
    int64_t value = g->amount[i];
    return value != TT_NO_NUM && value > 0 && (double)(value - n->open[i]) <= paid * (double)value;
}

static bool takes_money(const tt_netting *n, uint32_t i)
{
    return n->pays[i] == TT_PAYS_NOTHING || n->pays[i] == TT_PAYS_OTHERS;
}

static void put(tt_mixed *x, const tt_layer *from, uint32_t i, bool goods)
{
    tt_layer *l = &x->layer;
    l->src[l->n] = from->src[i];
    l->dst[l->n] = from->dst[i];
    l->t[l->n] = from->t[i];
    l->amount[l->n] = from->amount[i];
    l->kind_of[l->n] = from->kind_of[i];
    l->doc[l->n] = from->doc[i];
    x->goods[l->n++] = goods;
}

tt_status tt_mixed_make(const tt_graph *g, const tt_netting *n, double paid, tt_arena *a,
                        tt_mixed *out, tt_err *err)
{
    size_t most = (size_t)g->goods.n + g->money.n;
    tt_mixed x = {.layer = {.src = tt_new_n(a, uint32_t, most),
                            .dst = tt_new_n(a, uint32_t, most),
                            .t = tt_new_n(a, uint32_t, most),
                            .amount = tt_new_n(a, int64_t, most),
                            .kind_of = tt_new_n(a, tt_kind, most),
                            .doc = tt_new_n(a, tt_ix, most)},
                  .goods = tt_new_n(a, uint8_t, most)};
    tt_layer *l = &x.layer;
    if (!l->src || !l->dst || !l->t || !l->amount || !l->kind_of || !l->doc || !x.goods)
        return tt_fail(err, TT_ENOMEM, "no room for %zu flows of goods and money", most);
    if (most > UINT32_MAX - 1)
        return tt_fail(err, TT_ELIMIT, "a layer holds at most 2^32 - 2 flows");
    for (uint32_t i = 0, k = 0; i < g->goods.n || k < g->money.n;) {
        if (k == g->money.n || (i < g->goods.n && g->goods.t[i] <= g->money.t[k])) {
            if (takes_goods(&g->goods, n, i, paid))
                put(&x, &g->goods, i, true);
            i++;
        } else {
            if (takes_money(n, k))
                put(&x, &g->money, k, false);
            k++;
        }
    }
    TT_TRY(tt_lists_make(l->n, l->src, g->n_entities, a, &l->out_off, &l->out_at, err));
    TT_TRY(tt_lists_make(l->n, l->dst, g->n_entities, a, &l->in_off, &l->in_at, err));
    TT_TRY(tt_lists_pairs(l->n, l->src, l->in_at, l->out_off, g->n_entities, a, &l->pair_at, err));
    *out = x;
    return TT_OK;
}
