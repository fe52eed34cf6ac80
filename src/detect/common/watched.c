/* watched.c - names and values of the case, looked up among those of watch lists. */
#include "detect/common/watched.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "detect/common/spelt.h"
#include "resolve/parts.h"

enum { SHORTEST = 6 };

TT_VEC(watched_vec, tt_watched);

/* Whose a name is that an entry may have. */
struct bearer {
    tt_ix entity, ownership; /* one of them */
};
TT_VEC(bearer_vec, struct bearer);

/* A value of an entry. */
struct key {
    uint32_t id, watch;
};
TT_VEC(key_vec, struct key);

struct maker {
    const tt_data *d;
    tt_arena *a; /* scratch */
    double bits;
    tt_spelling_vec names; /* sought: of entries; the others by their bearer */
    bearer_vec bearers;
    key_vec by_value;
    tt_map values, owners;
    uint32_t n_values;
    watched_vec hits;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room to look up watch lists");
}

/* --- names --- */

static bool add_name(struct maker *m, tt_str name, struct bearer b)
{
    return tt_vec_push(&m->bearers, b) &&
           tt_spelling_add(&m->names, name, (uint32_t)m->bearers.n - 1, false);
}

static bool add_names(struct maker *m, tt_str list, struct bearer b)
{
    return tt_vec_push(&m->bearers, b) &&
           tt_spelling_add_all(&m->names, list, (uint32_t)m->bearers.n - 1, false);
}

/* From the last record to the first: the map has the one that comes next. */
static bool chain(const tt_data *d, tt_map *ids, tt_map *names, tt_ix *next)
{
    bool ok = true;
    for (tt_ix i = (tt_ix)d->n_ownerships; i >= 1 && ok; i--) {
        const tt_ownership *o = &d->ownerships[i];
        tt_map *m = o->owner_id.n ? ids : names;
        tt_str key = o->owner_id.n ? o->owner_id : o->owner_name;
        uint32_t later = tt_map_find(m, key);
        if (o->owner)
            continue;
        next[i] = later == TT_MAP_NONE ? 0 : later;
        ok = tt_map_put(m, key, i);
    }
    return ok;
}

bool tt_owner_chains(const tt_data *d, tt_arena *a, tt_ix **next)
{
    tt_map ids, names;
    *next = tt_new_n(a, tt_ix, d->n_ownerships + 1);
    tt_map_init(&ids);
    tt_map_init(&names);
    bool ok = *next && chain(d, &ids, &names, *next);
    tt_map_release(&ids);
    tt_map_release(&names);
    return ok;
}

/* Owners whom no other record knows, each once: by id, else by name. */
static bool add_owners(struct maker *m)
{
    const tt_data *d = m->d;
    for (tt_ix i = 1; i <= d->n_ownerships; i++) {
        const tt_ownership *o = &d->ownerships[i];
        uint32_t first;
        bool added;
        if (o->owner || !o->owned)
            continue;
        tt_str key = o->owner_id.n ? o->owner_id : o->owner_name;
        if (!tt_map_intern(&m->owners, key, i, &first, &added) ||
            (added && !add_name(m, o->owner_name, (struct bearer){.ownership = i})))
            return false;
    }
    return true;
}

static bool collect(struct maker *m)
{
    const tt_data *d = m->d;
    bool ok = true;
    for (tt_ix i = 1; i <= d->n_watches && ok; i++)
        ok = tt_spelling_add(&m->names, d->watches[i].name, i, true) &&
             tt_spelling_add_all(&m->names, d->watches[i].aliases, i, true);
    for (tt_ix e = 1; e <= d->n_entities && ok; e++)
        ok = add_name(m, d->entities[e].name, (struct bearer){.entity = e});
    for (tt_ix i = 1; i <= d->n_parties && ok; i++)
        ok = !d->parties[i].entity ||
             (add_name(m, d->parties[i].name, (struct bearer){.entity = d->parties[i].entity}) &&
              add_names(m, d->parties[i].aliases, (struct bearer){.entity = d->parties[i].entity}));
    return ok && add_owners(m);
}

static int by_id(const void *pa, const void *pb, void *ctx)
{
    const struct key *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->watch < b->watch ? -1 : a->watch > b->watch;
}

static bool add_hit(struct maker *m, struct bearer who, tt_watched x)
{
    x.entity = who.entity;
    x.ownership = who.ownership;
    return tt_vec_push(&m->hits, x);
}

/* The first key of an id; keys are sorted. */
static size_t first_of(const key_vec *v, uint32_t id)
{
    size_t low = 0;
    for (size_t high = v->n; low < high;) {
        size_t mid = low + (high - low) / 2;
        *(v->v[mid].id < id ? &low : &high) = v->v[mid].id < id ? mid + 1 : mid;
    }
    return low;
}

static tt_status look_up_names(struct maker *m, tt_err *err)
{
    const tt_spelt *v;
    size_t n;
    TT_TRY(tt_spelt_find(&m->names, m->bits, m->a, &v, &n, err));
    for (size_t i = 0; i < n; i++) {
        tt_watched x = {.watch = v[i].sought, .fields = TT_WATCHED_NAME, .near = v[i].near};
        if (!add_hit(m, m->bearers.v[v[i].of], x))
            return no_room(err);
    }
    return TT_OK;
}

/* --- numbers, telephones, email addresses --- */

static bool clean(struct maker *m, unsigned field, tt_str value, tt_str *out)
{
    if (!tt_ident_clean(value, SHORTEST, m->a, out))
        return false;
    char *p = out->n ? tt_new_n(m->a, char, out->n + 1) : NULL;
    if (out->n && !p)
        return false;
    if (p) {
        p[0] = (char)('0' + field);
        memcpy(p + 1, out->p, out->n);
        *out = (tt_str){p, out->n + 1};
    }
    return true;
}

static bool index_values(struct maker *m, tt_ix watch, unsigned field, tt_str list)
{
    for (tt_str part, key; tt_spelling_part(&list, &part);) {
        struct key k = {.watch = watch};
        bool added;
        if (!clean(m, field, part, &key))
            return false;
        if (!key.n)
            continue;
        if (!tt_map_intern(&m->values, key, m->n_values, &k.id, &added))
            return false;
        m->n_values += added;
        if (!tt_vec_push(&m->by_value, k))
            return false;
    }
    return true;
}

static bool look_up(struct maker *m, tt_ix entity, unsigned field, tt_str value)
{
    tt_str key;
    if (!entity || !clean(m, field, value, &key))
        return !entity;
    uint32_t id = key.n ? tt_map_find(&m->values, key) : TT_MAP_NONE;
    if (id == TT_MAP_NONE)
        return true;
    for (size_t at = first_of(&m->by_value, id); at < m->by_value.n && m->by_value.v[at].id == id;
         at++)
        if (!add_hit(m, (struct bearer){.entity = entity},
                     (tt_watched){.watch = m->by_value.v[at].watch, .fields = field}))
            return false;
    return true;
}

static tt_status look_up_values(struct maker *m, tt_err *err)
{
    const tt_data *d = m->d;
    bool ok = true;
    for (tt_ix i = 1; i <= d->n_watches && ok; i++)
        ok = index_values(m, i, TT_WATCHED_NUMBER, d->watches[i].identifiers) &&
             index_values(m, i, TT_WATCHED_PHONE, d->watches[i].phones) &&
             index_values(m, i, TT_WATCHED_EMAIL, d->watches[i].emails);
    ok = ok && tt_sort(m->by_value.v, m->by_value.n, sizeof(*m->by_value.v), by_id, NULL);
    for (size_t i = 1; i <= d->n_mentions && ok; i++)
        ok = look_up(m, d->mentions[i].entity, TT_WATCHED_NUMBER, d->mentions[i].identifier);
    for (size_t i = 1; i <= d->n_parties && ok; i++) {
        const tt_party *p = &d->parties[i];
        ok = look_up(m, p->entity, TT_WATCHED_NUMBER, p->registration_number) &&
             look_up(m, p->entity, TT_WATCHED_NUMBER, p->tax_id) &&
             look_up(m, p->entity, TT_WATCHED_NUMBER, p->lei) &&
             look_up(m, p->entity, TT_WATCHED_PHONE, p->phone) &&
             look_up(m, p->entity, TT_WATCHED_EMAIL, p->email);
    }
    return ok ? TT_OK : no_room(err);
}

/* --- together --- */

static int by_who(const void *pa, const void *pb, void *ctx)
{
    const tt_watched *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->watch != b->watch)
        return a->watch < b->watch ? -1 : 1;
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    if (a->ownership != b->ownership)
        return a->ownership < b->ownership ? -1 : 1;
    return (int)a->near - (int)b->near;
}

static bool names_country(tt_str list, tt_country c)
{
    tt_country one;
    for (tt_str part; c && tt_spelling_part(&list, &part);)
        if (tt_country_parse(part, &one) && one == c)
            return true;
    return false;
}

static unsigned more_fields(const tt_data *d, const tt_watched *x)
{
    tt_ix of = x->entity ? x->entity : d->ownerships[x->ownership].owned;
    const tt_watch *w = &d->watches[x->watch];
    const tt_party *p = &d->parties[d->entities[of].party];
    bool numbers = x->entity && d->entities[of].party && w->identifiers.n &&
                   (p->tax_id.n || p->registration_number.n);
    return (names_country(w->countries, d->entities[of].country) ? TT_WATCHED_COUNTRY : 0U) |
           (numbers && !(x->fields & TT_WATCHED_NUMBER) ? TT_WATCHED_OTHER_NUMBER : 0U);
}

static tt_status fold(struct maker *m, tt_arena *a, const tt_watched **out, size_t *n, tt_err *err)
{
    watched_vec *h = &m->hits;
    tt_watched *v = tt_new_n(a, tt_watched, h->n + 1);
    size_t k = 0;
    if (!v || !tt_sort(h->v, h->n, sizeof(*h->v), by_who, NULL))
        return no_room(err);
    for (size_t i = 0; i < h->n; i++) {
        const tt_watched *x = &h->v[i];
        bool same = k && v[k - 1].watch == x->watch && v[k - 1].entity == x->entity &&
                    v[k - 1].ownership == x->ownership;
        if (!same)
            v[k++] = *x;
        v[k - 1].fields |= x->fields;
    }
    for (size_t i = 0; i < k; i++)
        v[i].fields |= more_fields(m->d, &v[i]);
    *out = v;
    *n = k;
    return TT_OK;
}

static tt_status find(struct maker *m, tt_arena *a, const tt_watched **out, size_t *n, tt_err *err)
{
    if (!collect(m))
        return no_room(err);
    TT_TRY(look_up_names(m, err));
    TT_TRY(look_up_values(m, err));
    return fold(m, a, out, n, err);
}

tt_status tt_watched_find(const tt_data *d, double bits, tt_arena *a, const tt_watched **out,
                          size_t *n, tt_err *err)
{
    tt_arena scratch;
    struct maker m = {.d = d, .a = &scratch, .bits = bits};
    *out = NULL;
    *n = 0;
    if (!d->n_watches)
        return TT_OK;
    tt_arena_init(&scratch, 0);
    tt_map_init(&m.values);
    tt_map_init(&m.owners);
    tt_status st = find(&m, a, out, n, err);
    tt_map_release(&m.owners);
    tt_map_release(&m.values);
    tt_vec_release(&m.hits);
    tt_vec_release(&m.by_value);
    tt_vec_release(&m.bearers);
    tt_vec_release(&m.names);
    tt_arena_release(&scratch);
    return st;
}
