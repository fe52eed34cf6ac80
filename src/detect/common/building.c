/* building.c - addresses to buildings, buildings to the groups in them. */
#include "detect/common/building.h"

#include "base/map.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/vec.h"

enum { LONGEST = 256, LEAST = 8 };
static const uint32_t no_building = UINT32_MAX - 1; /* not TT_MAP_NONE */

struct tenant {
    uint32_t building;
    tt_ix group, entity;
};
TT_VEC(tenant_vec, struct tenant);

struct maker {
    const tt_data *d;
    const tt_ix *group;
    tt_map keys;
    tt_map raw; /* addresses as written, by buildings; no_building: no address */
    tt_unicode *uni;
    tt_arena text;
    tenant_vec v;
    uint32_t n;
};

static bool is_unit(tt_str word)
{
    static const char *const units[] = {"suite", "ste", "room",   "rm",  "unit",      "floor", "fl",
                                        "flat",  "apt", "office", "ofc", "apartment", "level"};
    for (size_t i = 0; i < TT_LEN(units); i++)
        if (tt_str_is_nocase(word, units[i]))
            return true;
    return false;
}

/* Letters and digits from *at on; *hash: a '#' stands before them, as before the number of a unit.
 * Empty after the last. */
static tt_str next_word(tt_str text, size_t *at, bool *hash)
{
    size_t from = *at;
    for (*hash = false; from < text.n && !tt_ascii_is_alnum(text.p[from]); from++)
        *hash |= text.p[from] == '#';
    for (*at = from; *at < text.n && tt_ascii_is_alnum(text.p[*at]); ++*at)
        ;
    return tt_str_sub(text, from, *at - from);
}

/* Bytes into out; 0 when it is no address. */
static size_t key_of(tt_str text, char out[LONGEST])
{
    size_t n = 0, at = 0;
    bool digit = false, hash, skip = false;
    for (tt_str w = next_word(text, &at, &hash); w.n; w = next_word(text, &at, &hash)) {
        bool numbered = w.n == 1 || tt_ascii_is_digit(w.p[0]) || tt_ascii_is_digit(w.p[w.n - 1]);
        if (is_unit(w)) {
            skip = true;
            continue;
        }
        if (!hash && !(skip && numbered))
            for (size_t i = 0; i < w.n && n + 1 < LONGEST; i++) {
                digit |= tt_ascii_is_digit(w.p[i]);
                out[n++] = tt_ascii_lower(w.p[i]);
            }
        skip = false;
    }
    return digit && n >= LEAST ? n : 0;
}

static tt_status building_of(struct maker *m, tt_str address, uint32_t *out, tt_err *err)
{
    char key[LONGEST];
    bool added = false;
    *out = tt_map_find(&m->raw, address);
    if (*out != TT_MAP_NONE)
        return TT_OK;
    tt_str ascii;
    tt_arena_reset(&m->text);
    TT_TRY(tt_unicode_ascii(m->uni, address, &m->text, &ascii, err));
    size_t n = key_of(ascii, key);
    *out = no_building;
    if (n && !tt_map_intern(&m->keys, (tt_str){key, n}, m->n, out, &added))
        return tt_fail(err, TT_ENOMEM, "no room for buildings");
    m->n += added;
    return tt_map_put(&m->raw, address, *out) ? TT_OK
                                              : tt_fail(err, TT_ENOMEM, "no room for buildings");
}

static tt_status add(struct maker *m, tt_ix entity, tt_str address, tt_err *err)
{
    struct tenant t = {.group = m->group[entity], .entity = entity};
    if (!entity || !address.n)
        return TT_OK;
    TT_TRY(building_of(m, address, &t.building, err));
    if (t.building == no_building)
        return TT_OK;
    return tt_vec_push(&m->v, t) ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for buildings");
}

static int by_building(const void *pa, const void *pb, void *ctx)
{
    const struct tenant *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->building != b->building)
        return a->building < b->building ? -1 : 1;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static tt_status collect(struct maker *m, tt_err *err)
{
    const tt_data *d = m->d;
    TT_TRY(tt_unicode_new(&m->uni, err));
    for (size_t i = 1; i <= d->n_mentions; i++)
        TT_TRY(add(m, d->mentions[i].entity, d->mentions[i].address, err));
    for (size_t i = 1; i <= d->n_parties; i++)
        TT_TRY(add(m, d->parties[i].entity, d->parties[i].address, err));
    if (!tt_sort(m->v.v, m->v.n, sizeof(*m->v.v), by_building, NULL))
        return tt_fail(err, TT_ENOMEM, "no room to sort buildings");
    return TT_OK;
}

static void count(const tenant_vec *v, uint32_t *firms)
{
    for (size_t i = 0, end; i < v->n; i = end) {
        uint32_t n = 0;
        for (end = i; end < v->n && v->v[end].building == v->v[i].building; end++)
            n += v->v[end].group && (end == i || v->v[end].group != v->v[end - 1].group);
        for (size_t k = i; k < end; k++)
            firms[v->v[k].entity] = TT_MAX(firms[v->v[k].entity], n);
    }
}

tt_status
tt_buildings(const tt_data *d, const tt_ix *group, tt_arena *a, uint32_t **out, tt_err *err)
{
    struct maker m = {.d = d, .group = group};
    uint32_t *firms = tt_new_n(a, uint32_t, d->n_entities + 1);
    if (!firms)
        return tt_fail(err, TT_ENOMEM, "no room for buildings");
    tt_map_init(&m.keys);
    tt_map_init(&m.raw);
    tt_arena_init(&m.text, 0);
    tt_status st = collect(&m, err);
    if (st == TT_OK)
        count(&m.v, firms);
    tt_unicode_free(m.uni);
    tt_vec_release(&m.v);
    tt_arena_release(&m.text);
    tt_map_release(&m.keys);
    tt_map_release(&m.raw);
    *out = firms;
    return st;
}
