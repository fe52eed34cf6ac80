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
    out->first = tt_new_n(a, tt_ix, d->n_entities + 1);
    out->next = tt_new_n(a, tt_ix, d->n_permits + 1);
    bool ok = out->first && out->next && learn(d, &names, out);
    tt_map_release(&names);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for permits");
}

tt_ix tt_holders_find(const tt_holders *h, const tt_data *d, const tt_wildlife *k, tt_ix entity,
                      tt_str group, tt_date day)
{
    enum { MONTH = 30 };
    for (tt_ix i = h->first[entity]; i; i = h->next[i]) {
        const tt_permit *p = &d->permits[i];
        const tt_taxon *t = tt_taxon_find(k, p->species);
        if (t && tt_str_eq(t->group, group) && (p->issued == TT_NO_DATE || p->issued <= day) &&
            (p->expires == TT_NO_DATE || day <= p->expires + MONTH))
            return i;
    }
    return 0;
}
