/* sensitive.c - ways and goods of all groups of taxa. */
#include "detect/common/sensitive.h"

#include "base/str.h"

bool tt_sensitive_lane(const tt_wildlife *k, tt_country a, tt_country b)
{
    for (size_t i = 0; i < k->n_routes; i++) {
        tt_way_roles there = tt_way_roles_on(k, i, a, NULL, 0, b);
        tt_way_roles back = tt_way_roles_on(k, i, b, NULL, 0, a);
        if ((there.source && there.transit) || (back.source && back.transit) ||
            (there.source && there.destination) || (back.source && back.destination))
            return true;
    }
    return false;
}

static int by_entity(const void *pa, const void *pb, void *ctx)
{
    const tt_carried *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    return a->c < b->c ? -1 : a->c > b->c; /* consignments are in the order of time */
}

tt_status
tt_carriages_build(const tt_data *d, const tt_wild *w, tt_arena *a, tt_carriages *out, tt_err *err)
{
    size_t n = 0;
    out->v = tt_new_n(a, tt_carried, 2 * w->n + 1);
    out->first = tt_new_n(a, uint32_t, d->n_entities + 2);
    for (size_t i = 0; out->v && i < w->n; i++) {
        const tt_consignment *c = &w->v[i];
        if (c->day == TT_NO_DATE)
            continue;
        if (c->sender)
            out->v[n++] = (tt_carried){c->sender, c, true};
        if (c->receiver && c->receiver != c->sender)
            out->v[n++] = (tt_carried){c->receiver, c, false};
    }
    if (!out->v || !out->first || !tt_sort(out->v, n, sizeof *out->v, by_entity, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for consignments of parties");
    for (size_t i = 0, e = 0; e <= d->n_entities + 1; e++) {
        while (i < n && out->v[i].entity < e)
            i++;
        out->first[e] = (uint32_t)i;
    }
    return TT_OK;
}

const tt_carried *tt_carriages_of(const tt_carriages *c, tt_ix entity, size_t *n)
{
    *n = c->first[entity + 1] - c->first[entity];
    return &c->v[c->first[entity]];
}
