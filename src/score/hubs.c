/*
 * hubs.c - who is too busy for a tie to mean anything.
 *
 * Banks, carriers, vessels, brokers and public bodies serve everybody; so do the few with very many
 * counterparties.  They may be members of a syndicate by a finding that names them, but ties do not
 * run through them.
 */
#include "score/parts.h"

#include "base/str.h"

#include <math.h>

enum { FEW = 3 }; /* in a small case the busiest few may be hubs, whatever their share */

static void count_layer(const tt_score_work *w, const tt_layer *l, tt_ix v, uint32_t *seen)
{
    for (uint32_t i = l->out_off[v]; i < l->out_off[v + 1]; i++) {
        tt_ix u = l->dst[l->out_at[i]];
        w->activity[v]++;
        w->degree[v] += u != v && seen[u] != v;
        seen[u] = v;
    }
    for (uint32_t i = l->in_off[v]; i < l->in_off[v + 1]; i++) {
        tt_ix u = l->src[l->in_at[i]];
        w->activity[v]++;
        w->degree[v] += u != v && seen[u] != v;
        seen[u] = v;
    }
}

static int cmp_falling(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x < y) - (x > y);
}

/* The lowest degree of a hub. */
static tt_status hub_from(const tt_score_work *w, uint32_t *from, tt_err *err)
{
    size_t n = w->d->n_entities;
    uint32_t *sorted = tt_new_n(w->tmp, uint32_t, n + 1);
    if (!sorted)
        return tt_score_no_room(err);
    memcpy(sorted, w->degree + 1, n * sizeof *sorted);
    if (!tt_sort(sorted, n, sizeof *sorted, cmp_falling, NULL))
        return tt_score_no_room(err);
    size_t at = TT_MAX((size_t)floor(w->param[P_HUB_SHARE] * (double)n), (size_t)FEW);
    uint32_t quantile = n ? sorted[TT_MIN(at, n - 1)] : 0;
    *from = TT_MAX(quantile, (uint32_t)w->param[P_HUB_DEGREE]) + 1;
    return TT_OK;
}

static bool serves_all(tt_entity_type t)
{
    return t == TT_ENTITY_BANK || t == TT_ENTITY_VESSEL || t == TT_ENTITY_CARRIER ||
           t == TT_ENTITY_BROKER || t == TT_ENTITY_PUBLIC_BODY;
}

static int cmp_note(const void *a, const void *b, void *ctx)
{
    const tt_completeness *x = a, *y = b;
    TT_UNUSED(ctx);
    int c = tt_str_cmp(tt_str_of(x->what), tt_str_of(y->what));
    if (c == 0)
        c = tt_str_cmp(tt_str_of(x->limit), tt_str_of(y->limit));
    return c ? c : tt_str_cmp(tt_str_of(x->reached), tt_str_of(y->reached));
}

/* One more row of r->completeness, in its order; our own rows of an earlier run are dropped. */
static tt_status note(tt_score_work *w, uint64_t n_hubs, uint32_t from, tt_err *err)
{
    static const char what[] = "score: parties that conduct nothing";
    tt_results *r = w->r;
    tt_completeness *v = tt_new_n(w->a, tt_completeness, r->n_completeness + 2);
    if (!v)
        return tt_score_no_room(err);
    size_t n = 0;
    for (size_t i = 1; i <= r->n_completeness; i++)
        if (!tt_str_is(tt_str_of(r->completeness[i].what), what))
            v[++n] = r->completeness[i];
    if (n_hubs > 0) {
        v[++n] = (tt_completeness){
            what,
            tt_arena_printf(w->a, "banks, carriers, brokers, public bodies; %u counterparties",
                            from),
            tt_arena_printf(w->a, "%llu of %zu parties", (unsigned long long)n_hubs,
                            w->d->n_entities),
            "groups do not grow through them; findings that name them still do"};
        if (!v[n].limit || !v[n].reached)
            return tt_score_no_room(err);
    }
    if (!tt_sort(v + 1, n, sizeof *v, cmp_note, NULL))
        return tt_score_no_room(err);
    r->completeness = v;
    r->n_completeness = n;
    return TT_OK;
}

tt_status tt_score_hubs(tt_score_work *w, tt_err *err)
{
    size_t n = w->d->n_entities;
    uint32_t *seen = tt_new_n(w->tmp, uint32_t, n + 1), from;
    w->degree = tt_new_n(w->tmp, uint32_t, n + 1);
    w->activity = tt_new_n(w->tmp, uint32_t, n + 1);
    w->hub = tt_new_n(w->tmp, uint8_t, n + 1);
    if (!seen || !w->degree || !w->activity || !w->hub)
        return tt_score_no_room(err);
    for (tt_ix v = 1; v <= n; v++) {
        count_layer(w, &w->g->goods, v, seen);
        count_layer(w, &w->g->money, v, seen);
    }
    TT_TRY(hub_from(w, &from, err));
    uint64_t n_hubs = 0;
    for (tt_ix v = 1; v <= n; v++) {
        w->hub[v] = serves_all(w->d->entities[v].type) || w->degree[v] >= from;
        n_hubs += w->hub[v];
    }
    return note(w, n_hubs, from, err);
}
