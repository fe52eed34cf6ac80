/*
 * entities.c - what resolve made: entities, why each mention belongs to one, owners.
 */
#include "store/derived.h"

#include "base/str.h"
#include "base/vec.h"

/* --- write --- */

static tt_status write_entity(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_entity *e = &d->entities[i];
    char country[3];
    tt_q q;
    tt_country_text(e->country, country);
    TT_TRY(tt_group_row(s, TT_Q_D_ENTITY_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_hash(&q, e->id);
    tt_q_text(&q, tt_entity_type_text(e->type));
    tt_q_text(&q, e->country ? country : NULL);
    tt_q_str(&q, e->name.p ? e->name : TT_STR(""));
    tt_q_int(&q, e->first_mention);
    tt_q_int(&q, e->n_mentions);
    tt_q_hash_or_null(&q, e->party ? d->parties[e->party].row : (tt_hash){{0}});
    return tt_q_run(&q, err);
}

static tt_status write_member(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_member *m = &d->members[i];
    tt_q q;
    TT_TRY(tt_group_row(s, TT_Q_D_MEMBER_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_int(&q, m->entity);
    tt_q_int_or_null(&q, m->mention ? d->mentions[m->mention].rowid : 0, 0);
    tt_q_hash_or_null(&q, m->party ? d->parties[m->party].row : (tt_hash){{0}});
    tt_q_str(&q, tt_derived_str(m->reason));
    tt_q_str(&q, m->detail);
    tt_q_int_or_null(&q, m->with, 0);
    tt_q_int(&q, m->centibits);
    return tt_q_run(&q, err);
}

static tt_status write_near(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_near *x = &d->nears[i];
    tt_q q;
    TT_TRY(tt_group_row(s, TT_Q_D_NEAR_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_int(&q, x->a);
    tt_q_int(&q, x->b);
    tt_q_int(&q, x->centibits);
    tt_q_str(&q, tt_derived_str(x->why));
    tt_q_str(&q, x->detail);
    return tt_q_run(&q, err);
}

static tt_status write_ownership(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_ownership *o = &d->ownerships[i];
    tt_q q;
    TT_TRY(tt_group_row(s, TT_Q_D_OWNERSHIP_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_hash(&q, o->row);
    tt_q_int_or_null(&q, o->owner, 0);
    tt_q_int_or_null(&q, o->owned, 0);
    return tt_q_run(&q, err);
}

tt_status tt_store_entities_write(tt_store *s, const tt_data *d, tt_err *err)
{
    size_t table = 0; /* in the order of the group */
    TT_TRY(tt_group_begin(s, TT_GROUP_ENTITIES, err));
    tt_group_table(s, table++);
    for (tt_ix i = 1; i <= d->n_entities; i++)
        TT_TRY(write_entity(s, d, i, err));
    tt_group_table(s, table++);
    for (tt_ix i = 1; i <= d->n_members; i++)
        TT_TRY(write_member(s, d, i, err));
    tt_group_table(s, table++);
    for (tt_ix i = 1; i <= d->n_nears; i++)
        TT_TRY(write_near(s, d, i, err));
    tt_group_table(s, table);
    for (tt_ix i = 1; i <= d->n_ownerships; i++)
        TT_TRY(write_ownership(s, d, i, err));
    return tt_group_end(s, TT_GROUP_ENTITIES, err);
}

/* --- read --- */

struct reader {
    tt_store *s;
    tt_data *d;
    tt_hashmap parties; /* row hash to index */
    tt_hashmap owners;
    tt_ix *mention_ix; /* by rowid */
    tt_list entities, members, nears;
    tt_arena tmp;
};

static tt_status stale(tt_err *err)
{
    return tt_derived_stale("entities", err);
}

static int by_rowid(const void *a, const void *b, void *ctx)
{
    const tt_mention *m = ctx;
    int64_t x = m[*(const tt_ix *)a].rowid, y = m[*(const tt_ix *)b].rowid;
    return (x > y) - (x < y);
}

/* Identities are unique, unless somebody changed the file: then verify says so. */
static void put_row(tt_hashmap *m, tt_hash row, tt_ix i)
{
    if (tt_hashmap_find(m, row) == TT_HASHMAP_NONE)
        tt_hashmap_put(m, row, i);
}

static tt_status index_rows(struct reader *r, tt_err *err)
{
    tt_data *d = r->d;
    r->mention_ix = tt_new_n(&r->tmp, tt_ix, d->n_mentions);
    if (!r->mention_ix || !tt_hashmap_reserve(&r->parties, d->n_parties) ||
        !tt_hashmap_reserve(&r->owners, d->n_ownerships))
        return tt_fail(err, TT_ENOMEM, "no room for the entities of a case");
    for (tt_ix i = 1; i <= d->n_mentions; i++)
        r->mention_ix[i - 1] = i;
    if (!tt_sort(r->mention_ix, d->n_mentions, sizeof *r->mention_ix, by_rowid, d->mentions))
        return tt_fail(err, TT_ENOMEM, "no room for the entities of a case");
    for (tt_ix i = 1; i <= d->n_parties; i++)
        put_row(&r->parties, d->parties[i].row, i);
    for (tt_ix i = 1; i <= d->n_ownerships; i++)
        put_row(&r->owners, d->ownerships[i].row, i);
    return TT_OK;
}

static tt_status find_mention(const struct reader *r, int64_t rowid, tt_ix *out, tt_err *err)
{
    size_t lo = 0, hi = r->d->n_mentions;
    *out = 0;
    if (!rowid)
        return TT_OK;
    TT_BISECT(size_t, lo, hi, mid, r->d->mentions[r->mention_ix[mid]].rowid < rowid);
    if (lo == r->d->n_mentions || r->d->mentions[r->mention_ix[lo]].rowid != rowid)
        return stale(err);
    *out = r->mention_ix[lo];
    return TT_OK;
}

static tt_status find_row(const tt_hashmap *m, tt_hash row, tt_ix *out, tt_err *err)
{
    *out = 0;
    if (tt_hash_is_zero(row))
        return TT_OK;
    *out = tt_hashmap_find(m, row);
    return *out != TT_HASHMAP_NONE ? TT_OK : stale(err);
}

static tt_status keep(tt_arena *a, tt_str *text, tt_err *err)
{
    if (!text->p)
        return TT_OK;
    *text = tt_arena_str(a, *text);
    return text->p ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the entities of a case");
}

static tt_entity_type type_of(tt_str text)
{
    unsigned t = TT_ENTITY_PUBLIC_BODY;
    while (t > TT_ENTITY_UNKNOWN && !tt_str_is(text, tt_entity_type_text((tt_entity_type)t)))
        t--;
    return (tt_entity_type)t;
}

static tt_status read_entities(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    void *p;
    TT_TRY(tt_q_open(r->s, TT_Q_D_ENTITY_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(&r->entities, &p, err));
        tt_entity *e = p;
        if (tt_q_get_int(&q) != (int64_t)r->entities.n - 1)
            return stale(err);
        e->id = tt_q_get_hash(&q);
        e->type = type_of(tt_q_get_str(&q));
        e->country = tt_country_of_text(tt_q_get_str(&q));
        e->name = tt_q_get_str(&q);
        TT_TRY(keep(r->d->arena, &e->name, err));
        e->first_mention = (tt_ix)tt_q_get_int(&q);
        e->n_mentions = (tt_ix)tt_q_get_int(&q);
        TT_TRY(find_row(&r->parties, tt_q_get_hash(&q), &e->party, err));
    }
}

static tt_status read_members(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    void *p;
    TT_TRY(tt_q_open(r->s, TT_Q_D_MEMBER_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(&r->members, &p, err));
        tt_member *m = p;
        int64_t n = tt_q_get_int(&q), entity = tt_q_get_int(&q);
        if (n != (int64_t)r->members.n - 1 || entity < 1 || entity >= (int64_t)r->entities.n)
            return stale(err);
        m->entity = (tt_ix)entity;
        TT_TRY(find_mention(r, tt_q_get_int(&q), &m->mention, err));
        TT_TRY(find_row(&r->parties, tt_q_get_hash(&q), &m->party, err));
        TT_TRY(tt_derived_text(r->d->arena, tt_q_get_str(&q), &m->reason, err));
        m->detail = tt_q_get_str(&q);
        TT_TRY(keep(r->d->arena, &m->detail, err));
        m->with = (tt_ix)tt_q_get_int(&q);
        m->centibits = (int32_t)tt_q_get_int(&q);
    }
}

static tt_status read_nears(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    void *p;
    int64_t last = (int64_t)r->entities.n - 1;
    TT_TRY(tt_q_open(r->s, TT_Q_D_NEAR_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(&r->nears, &p, err));
        tt_near *x = p;
        (void)tt_q_get_int(&q);
        int64_t a = tt_q_get_int(&q), b = tt_q_get_int(&q);
        if (a < 1 || a > last || b < 1 || b > last)
            return stale(err);
        x->a = (tt_ix)a;
        x->b = (tt_ix)b;
        x->centibits = (int32_t)tt_q_get_int(&q);
        TT_TRY(tt_derived_text(r->d->arena, tt_q_get_str(&q), &x->why, err));
        x->detail = tt_q_get_str(&q);
        TT_TRY(keep(r->d->arena, &x->detail, err));
    }
}

static tt_status read_owners(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    int64_t last = (int64_t)r->entities.n - 1;
    TT_TRY(tt_q_open(r->s, TT_Q_D_OWNERSHIP_ALL, &q, err));
    for (;;) {
        tt_ix i;
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        (void)tt_q_get_int(&q);
        TT_TRY(find_row(&r->owners, tt_q_get_hash(&q), &i, err));
        int64_t owner = tt_q_get_int(&q), owned = tt_q_get_int(&q);
        if (owner < 0 || owner > last || owned < 0 || owned > last)
            return stale(err);
        r->d->ownerships[i].owner = (tt_ix)owner;
        r->d->ownerships[i].owned = (tt_ix)owned;
    }
}

/* Members of an entity lie together, inside the list. */
static tt_status hand_over(struct reader *r, tt_err *err)
{
    tt_data *d = r->d;
    const tt_entity *e = r->entities.v;
    const tt_member *m = r->members.v;
    for (size_t i = 1; i < r->entities.n; i++)
        if ((uint64_t)e[i].first_mention + e[i].n_mentions > r->members.n)
            return stale(err);
    for (size_t i = 1; i < r->members.n; i++)
        if (m[i].with >= r->members.n)
            return stale(err);
    void *entities, *members, *nears;
    size_t n_entities, n_members, n_nears;
    TT_TRY(tt_list_keep(&r->entities, d->arena, &entities, &n_entities, err));
    TT_TRY(tt_list_keep(&r->members, d->arena, &members, &n_members, err));
    TT_TRY(tt_list_keep(&r->nears, d->arena, &nears, &n_nears, err));
    d->nears = nears;
    d->n_nears = n_nears;
    d->entities = entities;
    d->n_entities = n_entities;
    d->members = members;
    d->n_members = n_members;
    for (size_t i = 1; i <= d->n_members; i++) {
        if (d->members[i].mention)
            d->mentions[d->members[i].mention].entity = d->members[i].entity;
        if (d->members[i].party)
            d->parties[d->members[i].party].entity = d->members[i].entity;
    }
    return tt_data_index_entities(d) ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for entities");
}

static tt_status read_all(struct reader *r, tt_err *err)
{
    TT_TRY(tt_list_init(&r->entities, sizeof(tt_entity), err));
    TT_TRY(tt_list_init(&r->members, sizeof(tt_member), err));
    TT_TRY(tt_list_init(&r->nears, sizeof(tt_near), err));
    TT_TRY(index_rows(r, err));
    TT_TRY(read_entities(r, err));
    TT_TRY(read_members(r, err));
    TT_TRY(read_nears(r, err));
    TT_TRY(read_owners(r, err));
    return hand_over(r, err);
}

tt_status tt_store_entities_read(tt_store *s, tt_data *d, tt_err *err)
{
    struct reader r = {.s = s, .d = d};
    bool own;
    TT_TRY(tt_store_begin_read(s, &own, err));
    tt_arena_init(&r.tmp, 0);
    tt_hashmap_init(&r.parties, true);
    tt_hashmap_init(&r.owners, true);
    tt_status st = read_all(&r, err);
    tt_store_end_read(s, own);
    tt_list_release(&r.entities);
    tt_list_release(&r.members);
    tt_list_release(&r.nears);
    tt_hashmap_release(&r.parties);
    tt_hashmap_release(&r.owners);
    tt_arena_release(&r.tmp);
    return st;
}
