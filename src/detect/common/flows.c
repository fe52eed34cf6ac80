/* flows.c - see flows.h. */
#include "detect/common/flows.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for flows");
}

static bool serves_all(tt_entity_type t)
{
    return t == TT_ENTITY_BANK || t == TT_ENTITY_CARRIER || t == TT_ENTITY_VESSEL ||
           t == TT_ENTITY_BROKER || t == TT_ENTITY_PUBLIC_BODY;
}

/* The deal of each flow of a layer; NULL when memory is out. */
static tt_ix *deals_of(const tt_data *d, const tt_layer *l, tt_arena *a)
{
    tt_ix *deal = tt_new_n(a, tt_ix, l->n);
    for (uint32_t i = 0; deal && i < l->n; i++)
        deal[i] = d->deal_of[l->kind_of[i]] ? d->deal_of[l->kind_of[i]][l->doc[i]] : 0;
    return deal;
}

static tt_status net(const tt_data *d, const tt_graph *g, tt_arena *a, tt_netting *out, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_ix *goods = deals_of(d, &g->goods, &tmp), *money = deals_of(d, &g->money, &tmp);
    tt_status st = goods && money ? tt_netting_make(&g->goods, &g->money, goods, money, d->n_deals,
                                                    a, out, err)
                                  : no_room(err);
    tt_arena_release(&tmp);
    return st;
}

static tt_status
keep(const tt_graph *g, const tt_netting *n, tt_arena *a, tt_ledger *out, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    uint8_t *leave_out = tt_new_n(&tmp, uint8_t, g->money.n);
    for (uint32_t i = 0; leave_out && i < g->money.n; i++)
        leave_out[i] = n->pays[i] == TT_PAYS_ACCOUNT || n->pays[i] == TT_PAYS_DEAL;
    tt_status st =
        leave_out ? tt_ledger_make(&g->money, g->n_entities, leave_out, a, out, err) : no_room(err);
    tt_arena_release(&tmp);
    return st;
}

static void count(const tt_layer *l, uint32_t *size)
{
    for (uint32_t i = 0; i < l->n; i++) {
        size[l->src[i]]++;
        size[l->dst[i]]++;
    }
}

tt_status
tt_flows_build(const tt_data *d, const tt_graph *g, tt_arena *a, tt_flows *out, tt_err *err)
{
    *out = (tt_flows){0};
    if (!g)
        return TT_OK;
    TT_TRY(net(d, g, a, &out->netting, err));
    TT_TRY(keep(g, &out->netting, a, &out->ledger, err));
    TT_TRY(tt_ledger_partners(&out->ledger, a, &out->partners, err));
    out->size = tt_new_n(a, uint32_t, (size_t)g->n_entities + 1);
    out->serves = tt_new_n(a, uint8_t, (size_t)g->n_entities + 1);
    if (!out->size || !out->serves)
        return no_room(err);
    count(&g->goods, out->size);
    count(&g->money, out->size);
    for (uint32_t v = 1; v <= g->n_entities; v++)
        out->serves[v] = serves_all(d->entities[v].type);
    return TT_OK;
}

tt_status tt_flows_hubs(const tt_flows *f, double most, tt_arena *a, uint8_t **out, tt_err *err)
{
    uint32_t n = f->ledger.n_entities;
    uint8_t *hub = tt_new_n(a, uint8_t, (size_t)n + 1);
    if (!hub)
        return no_room(err);
    for (uint32_t v = 1; v <= n; v++)
        hub[v] = f->serves[v] || (double)f->partners[v] > most;
    *out = hub;
    return TT_OK;
}
