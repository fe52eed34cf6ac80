/*
 * canonical.c - clusters become entities: id, name, country, type, and the reason why each member
 * is one.
 *
 * The first member is the one that documents named first; it gives the id, which documents of later
 * days cannot change.  The accepted joins are a tree, which is hung up at the first member: each
 * other member names the one it was joined to.
 */
#include "resolve/parts.h"

#include "base/str.h"

/* Records by cluster, and joins by record. */
struct layout {
    uint32_t *entity;     /* per record: entity, from 1 */
    uint32_t *head;       /* per entity: its first record */
    uint32_t *first, *at; /* members of entity e: at[first[e]] .. at[first[e + 1]) */
    uint32_t *edge_first, *edge_at;
    uint32_t *place; /* per record: index of d->members */
    uint8_t *roles;  /* per mention: bits below */
};

enum { AS_CARRIER = 1, AS_DECLARANT = 2, AS_TRADER = 4 };

/* A spelling within an entity. */
struct spelling {
    tt_str raw;
    uint64_t uses;
};
TT_VEC(spellings, struct spelling);

/* What documents say of mentions: in which roles, and when first. */
static void read_documents(const tt_data *d, uint8_t *roles, tt_date *since)
{
    for (tt_ix i = 0; i <= d->n_mentions; i++)
        since[i] = TT_NO_DATE;
    for (int k = 0; k < TT_KIND_COUNT; k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(d, (tt_kind)k); i++)
            for (unsigned role = 1; role <= TT_MAX_ROLES; role++) {
                tt_ix m = tt_data_role(d, (tt_kind)k, i, role);
                tt_date day = tt_data_head(d, (tt_kind)k, i)->date.day;
                if (k == TT_KIND_SHIPMENT && role == 4)
                    roles[m] |= AS_CARRIER;
                else if (k == TT_KIND_DECLARATION && role == 3)
                    roles[m] |= AS_DECLARANT;
                else
                    roles[m] |= AS_TRADER;
                if (day != TT_NO_DATE && (since[m] == TT_NO_DATE || day < since[m]))
                    since[m] = day;
            }
}

/* True when a has a date and it is before b's. */
static bool is_before(tt_date a, tt_date b)
{
    return a != TT_NO_DATE && (b == TT_NO_DATE || a < b);
}

/*
 * Entities in the order of their ids.  A record is the first of its cluster when documents named it
 * first; of equal days, and where there are no documents, the one with the smallest fingerprint.
 */
static bool
number_entities(const tt_rs *w, const tt_clusters *c, struct layout *l, uint32_t *n_entities)
{
    uint32_t *first = tt_new_n(w->a, uint32_t, w->n_rec + (size_t)1); /* per root */
    tt_date *since = tt_new_n(w->a, tt_date, w->d->n_mentions + 1);
    if (!first || !since)
        return false;
    read_documents(w->d, l->roles, since);
    since[0] = TT_NO_DATE; /* registry rows */
    for (uint32_t i = 0; i < w->n_rec; i++) {
        uint32_t root = tt_clusters_find(c, i); /* never higher than i */
        if (root == i || is_before(since[w->rec[i].mention], since[w->rec[first[root]].mention]))
            first[root] = i;
    }
    *n_entities = 0;
    for (uint32_t i = 0; i < w->n_rec; i++) /* records are in the order of fingerprints */
        if (first[tt_clusters_find(c, i)] == i)
            l->entity[i] = ++*n_entities;
    for (uint32_t i = 0; i < w->n_rec; i++)
        l->entity[i] = l->entity[first[tt_clusters_find(c, i)]];
    for (uint32_t i = 0; i < w->n_rec; i++)
        if (tt_clusters_find(c, i) == i)
            l->head[l->entity[i]] = first[i];
    return true;
}

/* Members of each entity: the first one, then the others in the order of their fingerprints. */
static bool list_members(const tt_rs *w, struct layout *l, uint32_t n_entities)
{
    size_t n = w->n_rec + (size_t)2;
    uint32_t *next = tt_new_n(w->a, uint32_t, n);
    if (!next)
        return false;
    for (uint32_t i = 0; i < w->n_rec; i++)
        l->first[l->entity[i] + 1]++;
    for (uint32_t e = 1; e <= n_entities; e++)
        l->first[e + 1] += l->first[e];
    memcpy(next, l->first, n * sizeof(*next));
    for (uint32_t e = 1; e <= n_entities; e++)
        l->at[next[e]++] = l->head[e];
    for (uint32_t i = 0; i < w->n_rec; i++)
        if (l->head[l->entity[i]] != i)
            l->at[next[l->entity[i]]++] = i;
    return true;
}

static bool list_joins(const tt_rs *w, const tt_rs_edge_vec *edges, struct layout *l)
{
    size_t n = w->n_rec + (size_t)2;
    uint32_t *next = tt_new_n(w->a, uint32_t, n);
    if (!next)
        return false;
    for (size_t i = 0; i < edges->n; i++) {
        l->edge_first[edges->v[i].a + 1]++;
        l->edge_first[edges->v[i].b + 1]++;
    }
    for (uint32_t i = 0; i < w->n_rec; i++)
        l->edge_first[i + 1] += l->edge_first[i];
    memcpy(next, l->edge_first, n * sizeof(*next));
    for (uint32_t i = 0; i < edges->n; i++) {
        l->edge_at[next[edges->v[i].a]++] = i;
        l->edge_at[next[edges->v[i].b]++] = i;
    }
    return true;
}

static bool lay_out(const tt_rs *w, const tt_clusters *c, struct layout *l, uint32_t *n_entities)
{
    const tt_rs_edge_vec *edges = tt_clusters_edges(c);
    size_t n = w->n_rec + (size_t)2;
    l->entity = tt_new_n(w->a, uint32_t, n);
    l->head = tt_new_n(w->a, uint32_t, n);
    l->first = tt_new_n(w->a, uint32_t, n + 1);
    l->at = tt_new_n(w->a, uint32_t, n);
    l->place = tt_new_n(w->a, uint32_t, n);
    l->edge_first = tt_new_n(w->a, uint32_t, n + 1);
    l->edge_at = tt_new_n(w->a, uint32_t, edges->n * 2 + 1);
    l->roles = tt_new_n(w->a, uint8_t, w->d->n_mentions + 1);
    return l->entity && l->head && l->first && l->at && l->place && l->edge_first && l->edge_at &&
           l->roles && number_entities(w, c, l, n_entities) && list_members(w, l, *n_entities) &&
           list_joins(w, edges, l);
}

/* --- name, country, type --- */

static int by_raw(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_str_cmp(((const struct spelling *)a)->raw, ((const struct spelling *)b)->raw);
}

static bool better_name(const struct spelling *a, const struct spelling *b)
{
    if (a->uses != b->uses)
        return a->uses > b->uses;
    return a->raw.n > b->raw.n; /* else the first in the order of texts */
}

/*
 * The registry's name; else the most frequent that is not another one cut short, of these the
 * longest.  Sorted spellings have what they begin right behind them.
 */
static bool choose_name(const tt_rs *w, const uint32_t *at, uint32_t n, spellings *all, tt_str *out)
{
    all->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        const tt_rs_record *r = &w->rec[at[i]];
        tt_str raw = w->surface[r->surface].raw;
        if (r->party) {
            *out = raw;
            return true;
        }
        if (!tt_vec_push(all, ((struct spelling){raw, r->uses})))
            return false;
    }
    if (!tt_sort(all->v, all->n, sizeof(*all->v), by_raw, NULL))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (kept && tt_str_eq(all->v[kept - 1].raw, all->v[i].raw))
            all->v[kept - 1].uses += all->v[i].uses;
        else
            all->v[kept++] = all->v[i];
    }
    size_t best = kept - 1; /* the last one begins none */
    for (size_t i = kept; i-- > 0;) {
        bool cut = i + 1 < kept && tt_str_starts(all->v[i + 1].raw, all->v[i].raw);
        if (!cut && !better_name(&all->v[best], &all->v[i]))
            best = i;
    }
    *out = all->v[best].raw;
    return true;
}

/* Documents that give an account or a number and no name. */
static bool name_nameless(const tt_rs *w, uint32_t rec, tt_str *name)
{
    const tt_mention *m = &w->d->mentions[w->rec[rec].mention];
    if (name->n)
        return true;
    bool account = m->account.n > 0;
    tt_str of = account ? m->account : m->identifier;
    *name = tt_str_of(tt_arena_printf(w->d->arena, "(no name, %s %.*s)",
                                      account ? "account" : "identifier", TT_STR_ARG(of)));
    return name->p != NULL;
}

struct vote {
    tt_country country;
    uint64_t uses;
};

/* The registry's country; else the one that most uses name. */
static tt_country choose_country(const tt_rs *w, const uint32_t *at, uint32_t n)
{
    enum {
        ROOM = 32
    }; /* of more countries the first 32 stand; who names 33 has no country of his own */
    struct vote v[ROOM];
    size_t n_votes = 0, best = 0;
    for (uint32_t i = 0; i < n; i++) {
        const tt_rs_record *r = &w->rec[at[i]];
        if (!r->country)
            continue;
        if (r->party)
            return r->country;
        size_t k = 0;
        while (k < n_votes && v[k].country != r->country)
            k++;
        if (k == n_votes && n_votes < ROOM)
            v[n_votes++] = (struct vote){r->country, 0};
        if (k < n_votes)
            v[k].uses += r->uses;
    }
    for (size_t k = 1; k < n_votes; k++)
        if (v[k].uses > v[best].uses ||
            (v[k].uses == v[best].uses && v[k].country < v[best].country))
            best = k;
    return n_votes ? v[best].country : TT_COUNTRY_NONE;
}

/* The registry's word; else the role in documents; else a word in the name. */
static tt_entity_type
choose_type(const tt_rs *w, const struct layout *l, const uint32_t *at, uint32_t n)
{
    unsigned roles = 0;
    bool bank = false, legal = false;
    for (uint32_t i = 0; i < n; i++) {
        const tt_rs_record *r = &w->rec[at[i]];
        const tt_surface *s = &w->surface[r->surface];
        if (r->party && w->d->parties[r->party].type != TT_ENTITY_UNKNOWN)
            return w->d->parties[r->party].type;
        if (r->mention)
            roles |= l->roles[r->mention];
        bank |= s->bank;
        legal |= s->legal != 0;
    }
    if (roles == AS_CARRIER)
        return TT_ENTITY_CARRIER;
    if (roles == AS_DECLARANT)
        return TT_ENTITY_BROKER;
    if (bank)
        return TT_ENTITY_BANK;
    return legal ? TT_ENTITY_COMPANY : TT_ENTITY_UNKNOWN;
}

static tt_status
make_entity(const tt_rs *w, const struct layout *l, uint32_t e, spellings *tmp, tt_err *err)
{
    const uint32_t *at = l->at + l->first[e];
    uint32_t n = l->first[e + 1] - l->first[e];
    tt_entity *ent = &w->d->entities[e];
    *ent = (tt_entity){
        .id = tt_rs_fp(w, &w->rec[at[0]]), .first_mention = l->first[e] + 1, .n_mentions = n};
    ent->country = choose_country(w, at, n);
    ent->type = choose_type(w, l, at, n);
    for (uint32_t i = 0; i < n && !ent->party; i++)
        ent->party = w->rec[at[i]].party;
    if (!choose_name(w, at, n, tmp, &ent->name) || !name_nameless(w, at[0], &ent->name))
        return tt_fail(err, TT_ENOMEM, "no room for %u names of an entity", n);
    return TT_OK;
}

/* --- members --- */

static void
set_member(const tt_rs *w, const struct layout *l, uint32_t rec, const tt_rs_edge *e, uint32_t with)
{
    const tt_rs_record *r = &w->rec[rec];
    tt_data *d = w->d;
    d->members[l->place[rec]] = (tt_member){.entity = l->entity[rec],
                                            .mention = r->mention,
                                            .party = r->party,
                                            .reason = e ? e->reason : "first",
                                            .detail = e ? e->detail : (tt_str){0},
                                            .with = e ? l->place[with] : 0,
                                            .centibits = e ? e->centibits : 0};
    if (r->mention)
        d->mentions[r->mention].entity = l->entity[rec];
    else
        d->parties[r->party].entity = l->entity[rec];
}

/* Members of one entity, from the first along the joins.  queue has room for all records. */
static void
hang_up(const tt_rs *w, const tt_clusters *c, const struct layout *l, uint32_t e, uint32_t *queue)
{
    const tt_rs_edge *edges = tt_clusters_edges(c)->v;
    uint32_t head = 0, tail = 0;
    queue[tail++] = l->at[l->first[e]];
    set_member(w, l, queue[0], NULL, 0);
    while (head < tail) {
        uint32_t rec = queue[head++];
        for (uint32_t i = l->edge_first[rec]; i < l->edge_first[rec + 1]; i++) {
            const tt_rs_edge *j = &edges[l->edge_at[i]];
            uint32_t other = j->a == rec ? j->b : j->a;
            if (w->d->members[l->place[other]].entity)
                continue; /* hung up before */
            set_member(w, l, other, j, rec);
            queue[tail++] = other;
        }
    }
}

/* --- ownership rows --- */

/* Entity of each core, 0 = none, UINT32_MAX = several: a name alone then says nothing. */
static uint32_t *entity_of_core(const tt_rs *w, const struct layout *l)
{
    uint32_t *of = tt_new_n(w->a, uint32_t, w->n_core + (size_t)1);
    for (uint32_t i = 0; i < w->n_rec && of; i++) {
        const tt_rs_record *r = &w->rec[i];
        for (uint32_t k = 0; k <= r->n_alias; k++) {
            uint32_t s = k ? w->alias[r->first_alias + k - 1] : r->surface;
            uint32_t core = w->surface[s].core_id;
            of[core] = !of[core] || of[core] == l->entity[i] ? l->entity[i] : UINT32_MAX;
        }
    }
    return of;
}

static tt_ix owner_entity(const tt_rs *w, const uint32_t *of, tt_str id, uint32_t surface)
{
    id = tt_str_trim(id);
    uint32_t party = id.n ? tt_map_find(&w->party_ids, id) : TT_MAP_NONE;
    if (party != TT_MAP_NONE)
        return w->d->parties[party].entity;
    if (surface == UINT32_MAX)
        return 0;
    uint32_t e = of[w->surface[surface].core_id];
    return e == UINT32_MAX ? 0 : e;
}

tt_status tt_canonical(const tt_rs *w, const tt_clusters *c, tt_err *err)
{
    tt_data *d = w->d;
    struct layout l = {0};
    uint32_t n_entities = 0;
    if (!lay_out(w, c, &l, &n_entities))
        return tt_fail(err, TT_ENOMEM, "no room for %u parties", w->n_rec);
    d->entities = tt_new_n(d->arena, tt_entity, n_entities + (size_t)1);
    d->members = tt_new_n(d->arena, tt_member, w->n_rec + (size_t)1);
    uint32_t *queue = tt_new_n(w->a, uint32_t, w->n_rec + (size_t)1);
    if (!d->entities || !d->members || !queue)
        return tt_fail(err, TT_ENOMEM, "no room for %u entities", n_entities);
    d->n_entities = n_entities;
    d->n_members = w->n_rec;
    for (uint32_t i = 0; i < w->n_rec; i++)
        l.place[l.at[i]] = i + 1;

    spellings tmp = {0};
    tt_status st = TT_OK;
    for (uint32_t e = 1; e <= n_entities && st == TT_OK; e++) {
        st = make_entity(w, &l, e, &tmp, err);
        hang_up(w, c, &l, e, queue);
    }
    tt_vec_release(&tmp);
    uint32_t *of = st == TT_OK ? entity_of_core(w, &l) : NULL;
    if (!of) {
        d->n_entities = d->n_members = 0;
        return tt_fail(err, TT_ENOMEM, "no room for %u names", w->n_core);
    }
    for (size_t i = 1; i <= d->n_ownerships; i++) {
        tt_ownership *o = &d->ownerships[i];
        o->owner = owner_entity(w, of, o->owner_id, w->owner[i]);
        o->owned = owner_entity(w, of, o->owned_id, w->owned[i]);
    }
    return tt_data_index_entities(d) ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for entities");
}
