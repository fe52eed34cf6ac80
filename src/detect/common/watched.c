/* watched.c - names and values of the case, looked up among those of watch lists. */
#include "detect/common/watched.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "detect/common/names.h"

enum { SHORTEST = 6, KEYS = 2 };

TT_VEC(surface_vec, tt_surface);
TT_VEC(watched_vec, tt_watched);

/* Whose a name is. */
struct bearer {
    tt_ix watch, entity, ownership; /* one of them */
};
TT_VEC(bearer_vec, struct bearer);

/* A rare word of the name of an entry, or a value (then `name` is the entry). */
struct key {
    uint32_t id, name;
};
TT_VEC(key_vec, struct key);

struct maker {
    const tt_data *d;
    tt_arena *a; /* scratch */
    double bits;
    surface_vec names;
    bearer_vec bearers; /* of names */
    tt_words words;
    tt_name *name;
    key_vec by_word, by_value;
    tt_map values, owners;
    uint32_t n_values;
    watched_vec hits;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room to look up watch lists");
}

/* --- names --- */

static bool add_name(struct maker *m, tt_str raw, struct bearer b)
{
    tt_surface s = {.raw = tt_str_trim(raw)};
    return !s.raw.n || (tt_vec_push(&m->names, s) && tt_vec_push(&m->bearers, b));
}

/* The next part of a list with ';' or '|' between; false after the last. */
static bool next_part(tt_str *rest, tt_str *part)
{
    if (!rest->p)
        return false;
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ';' && rest->p[n] != '|')
        n++;
    *part = tt_str_trim(tt_str_sub(*rest, 0, n));
    *rest = n < rest->n ? tt_str_sub(*rest, n + 1, SIZE_MAX) : (tt_str){NULL, 0};
    return true;
}

static bool add_names(struct maker *m, tt_str list, struct bearer b)
{
    for (tt_str part; next_part(&list, &part);)
        if (!add_name(m, part, b))
            return false;
    return true;
}

bool tt_owner_same(const tt_data *d, tt_ix a, tt_ix b)
{
    const tt_ownership *x = &d->ownerships[a], *y = &d->ownerships[b];
    return x->owner == y->owner && tt_str_eq(x->owner_id, y->owner_id) &&
           (x->owner_id.n || tt_str_eq(x->owner_name, y->owner_name));
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
        ok = add_name(m, d->watches[i].name, (struct bearer){.watch = i}) &&
             add_names(m, d->watches[i].aliases, (struct bearer){.watch = i});
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
    return a->name < b->name ? -1 : a->name > b->name;
}

/* An entry is found by the rarest words of its names. */
static bool index_name(struct maker *m, uint32_t i)
{
    const tt_name *x = &m->name[i];
    uint32_t best[KEYS] = {UINT32_MAX, UINT32_MAX};
    for (int k = 0; k < x->n; k++) {
        uint32_t w = x->word[k];
        for (int b = 0; b < KEYS; b++) {
            uint32_t old = best[b];
            if (old != UINT32_MAX && m->words.v[old].df <= m->words.v[w].df)
                continue;
            best[b] = w;
            w = old;
            if (w == UINT32_MAX)
                break;
        }
    }
    for (int b = 0; b < KEYS; b++)
        if (best[b] != UINT32_MAX &&
            !tt_vec_push(&m->by_word, ((struct key){m->words.v[best[b]].fold_id, i})))
            return false;
    return true;
}

static bool add_hit(struct maker *m, struct bearer who, tt_watched x)
{
    x.entity = who.entity;
    x.ownership = who.ownership;
    return tt_vec_push(&m->hits, x);
}

static bool compare(struct maker *m, uint32_t entry, uint32_t name)
{
    tt_name_match match;
    const tt_name *a = &m->name[entry], *b = &m->name[name];
    if (a->generic || b->generic)
        return true;
    tt_name_compare(&m->words, a, b, &match);
    bool same = match.level == TT_NAME_EXACT_ALL || match.level == TT_NAME_EXACT ||
                match.level == TT_NAME_REORDERED,
         near = match.level == TT_NAME_NEAR;
    if ((!same && !near) || match.number_conflict || match.family_differs ||
        match.centibits < 100 * m->bits)
        return true;
    return add_hit(
        m, m->bearers.v[name],
        (tt_watched){.watch = m->bearers.v[entry].watch, .fields = TT_WATCHED_NAME, .near = near});
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
    size_t n = m->names.n;
    m->name = tt_new_n(m->a, tt_name, n + 1);
    if (!m->name)
        return no_room(err);
    TT_TRY(tt_surfaces_read(m->names.v, n, m->a, err));
    TT_TRY(tt_words_build(m->names.v, (uint32_t)n, m->a, &m->words, m->name, err));
    for (uint32_t i = 0; i < n; i++)
        if (m->bearers.v[i].watch && !index_name(m, i))
            return no_room(err);
    if (!tt_sort(m->by_word.v, m->by_word.n, sizeof(*m->by_word.v), by_id, NULL))
        return no_room(err);
    for (uint32_t i = 0; i < n; i++)
        for (int k = 0; k < m->name[i].n && !m->bearers.v[i].watch; k++) {
            uint32_t id = m->words.v[m->name[i].word[k]].fold_id;
            for (size_t at = first_of(&m->by_word, id);
                 at < m->by_word.n && m->by_word.v[at].id == id; at++)
                if (!compare(m, m->by_word.v[at].name, i))
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
    for (tt_str part, key; next_part(&list, &part);) {
        struct key k = {.name = watch};
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
                     (tt_watched){.watch = m->by_value.v[at].name, .fields = field}))
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
    for (tt_str part; c && next_part(&list, &part);)
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
    tt_vec_release(&m.by_word);
    tt_vec_release(&m.bearers);
    tt_vec_release(&m.names);
    tt_arena_release(&scratch);
    return st;
}
