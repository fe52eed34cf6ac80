/* sensitive.c - ways and goods of all groups of taxa. */
#include "detect/common/sensitive.h"

#include "base/str.h"

/* Corridors come group by group. */
static bool is_new_group(const tt_wildlife *k, size_t i)
{
    return i == 0 || !tt_str_eq(k->corridors[i].group, k->corridors[i - 1].group);
}

tt_str tt_sensitive_group(const tt_data *d, const tt_wild *w, const tt_consignment *c)
{
    const tt_wildlife *k = &w->k;
    if (!(tt_corridor_any(k, c->from) & 1u << TT_ROLE_SOURCE))
        return (tt_str){0};
    tt_hs hs = tt_consignment_code(d, c);
    for (size_t i = 0; hs && i < k->n_corridors; i++) {
        tt_str group = k->corridors[i].group;
        if (!is_new_group(k, i) || !tt_group_goods(k, group, hs))
            continue;
        tt_way_roles r = tt_way_roles_of(k, group, c->from, c->via, c->n_via, c->to);
        if (r.source && (r.transit || r.destination))
            return group;
    }
    return (tt_str){0};
}

bool tt_sensitive_lane(const tt_wildlife *k, tt_country a, tt_country b)
{
    for (size_t i = 0; i < k->n_corridors; i++) {
        tt_str group = k->corridors[i].group;
        tt_way_roles there = {0}, back = {0};
        if (is_new_group(k, i)) {
            there = tt_way_roles_of(k, group, a, NULL, 0, b);
            back = tt_way_roles_of(k, group, b, NULL, 0, a);
        }
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
        tt_str group = tt_sensitive_group(d, w, c);
        if (c->sender)
            out->v[n++] = (tt_carried){c->sender, c, group, true};
        if (c->receiver && c->receiver != c->sender)
            out->v[n++] = (tt_carried){c->receiver, c, group, false};
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
