/* holders.c - see holders.h. */
#include "detect/common/holders.h"

#include "base/map.h"
#include "base/str.h"
#include "refdata/fold.h"

static bool learn(const tt_data *d, tt_map *names, tt_holders *out)
{
    char name[TT_FOLD_MAX];
    for (tt_ix i = 1; i <= d->n_mentions; i++) {
        tt_str key = {name, tt_fold(d->mentions[i].name, name)};
        if (key.n && tt_map_find(names, key) == TT_MAP_NONE &&
            !tt_map_put(names, key, d->mentions[i].entity))
            return false;
    }
    for (tt_ix i = (tt_ix)d->n_permits; i > 0; i--) {
        tt_str key = {name, tt_fold(d->permits[i].exporter_name, name)};
        uint32_t entity = key.n ? tt_map_find(names, key) : TT_MAP_NONE;
        if (entity == TT_MAP_NONE)
            continue;
        out->next[i] = out->first[entity];
        out->first[entity] = i;
    }
    return true;
}

tt_status tt_holders_build(const tt_data *d, tt_arena *a, tt_holders *out, tt_err *err)
{
    tt_map names;
    tt_map_init(&names);
    *out = (tt_holders){.first = tt_new_n(a, tt_ix, d->n_entities + 1)};
    out->next = tt_new_n(a, tt_ix, d->n_permits + 1);
    bool ok = out->first && out->next && learn(d, &names, out);
    tt_map_release(&names);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for permits");
}

static bool add_names(const tt_data *d, const bool *wanted, tt_spelling_vec *v)
{
    bool ok = true;
    for (tt_ix e = 1; e <= d->n_entities && ok; e++)
        ok = !wanted[e] || tt_spelling_add(v, d->entities[e].name, e, true);
    for (tt_ix i = 1; i <= d->n_parties && ok; i++) {
        const tt_party *p = &d->parties[i];
        ok = !wanted[p->entity] || (tt_spelling_add(v, p->name, p->entity, true) &&
                                    tt_spelling_add_all(v, p->aliases, p->entity, true));
    }
    for (tt_ix i = 1; i <= d->n_permits && ok; i++)
        ok = tt_spelling_add(v, d->permits[i].exporter_name, i, false);
    return ok;
}

tt_status tt_holders_widen(const tt_data *d, const bool *wanted, double bits, tt_arena *a,
                           tt_holders *out, tt_err *err)
{
    tt_spelling_vec names = {0};
    tt_status st = add_names(d, wanted, &names)
                       ? tt_spelt_find(&names, bits, a, &out->near, &out->n_near, err)
                       : tt_fail(err, TT_ENOMEM, "no memory for permits");
    tt_vec_release(&names);
    return st;
}

static bool holds(const tt_data *d, const tt_wildlife *k, tt_ix permit, tt_str group, tt_date day)
{
    enum { MONTH = 30 };
    const tt_permit *p = &d->permits[permit];
    const tt_taxon *t = tt_taxon_find(k, p->species);
    return t && tt_str_eq(t->group, group) && (p->issued == TT_NO_DATE || p->issued <= day) &&
           (p->expires == TT_NO_DATE || day <= p->expires + MONTH);
}

tt_ix tt_holders_find(const tt_holders *h, const tt_data *d, const tt_wildlife *k, tt_ix entity,
                      tt_str group, tt_date day)
{
    size_t low = 0;
    for (tt_ix i = h->first[entity]; i; i = h->next[i])
        if (holds(d, k, i, group, day))
            return i;
    for (size_t high = h->n_near; low < high;) {
        size_t mid = low + (high - low) / 2;
        *(h->near[mid].sought < entity ? &low : &high) =
            h->near[mid].sought < entity ? mid + 1 : mid;
    }
    for (; low < h->n_near && h->near[low].sought == entity; low++)
        if (holds(d, k, h->near[low].of, group, day))
            return h->near[low].of;
    return 0;
}
