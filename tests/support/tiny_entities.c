/* tiny_entities.c - one entity per name, for cases that resolve is no part of. */
#include "tests/support/tiny_build.h"

#include "base/str.h"
#include "base/vec.h"

struct named {
    tt_str name;
    tt_hash fp;
    tt_country country;
    tt_entity_type type;
    tt_ix mention, party, entity;
};

static int cmp_named(const void *a, const void *b, void *ctx)
{
    const struct named *x = a, *y = b;
    TT_UNUSED(ctx);
    int c = tt_str_cmp(x->name, y->name);
    return c ? c : tt_hash_cmp(x->fp, y->fp);
}

static int cmp_entity(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_hash_cmp(((const tt_entity *)a)->id, ((const tt_entity *)b)->id);
}

static size_t collect(const tiny_case *c, struct named *v)
{
    const tt_data *d = &c->data;
    size_t n = 0;
    for (tt_ix i = 1; i <= d->n_mentions; i++) {
        const tt_mention *m = &d->mentions[i];
        v[n++] = (struct named){m->name, m->fp, m->country, TT_ENTITY_UNKNOWN, i, 0, 0};
    }
    const struct tiny_list *l = &c->b->list[S_MENTION];
    for (uint32_t i = 0; i < l->n; i++) /* mentions come first in v, by index */
        if (l->v[i]->type != TT_ENTITY_UNKNOWN)
            v[l->v[i]->ix - 1].type = l->v[i]->type;
    for (tt_ix i = 1; i <= d->n_parties; i++) {
        const tt_party *p = &d->parties[i];
        v[n++] = (struct named){p->name, p->row, p->country, p->type, 0, i, 0};
    }
    return n;
}

static void name_entity(tt_entity *e, const struct named *v, size_t n)
{
    *e = (tt_entity){.id = v[0].fp, .name = v[0].name, .n_mentions = (tt_ix)n};
    for (size_t i = 0; i < n; i++) {
        if (!e->country)
            e->country = v[i].country;
        if (e->type == TT_ENTITY_UNKNOWN)
            e->type = v[i].type;
        if (!e->party)
            e->party = v[i].party;
    }
}

static tt_ix entity_named(const tt_data *d, tt_str name)
{
    for (tt_ix e = 1; e <= d->n_entities; e++)
        if (tt_str_eq(d->entities[e].name, name))
            return e;
    return 0;
}

/* Members of entity e: the run of v with its name. */
static void add_members(tt_data *d, tt_ix e, struct named *v)
{
    tt_entity *ent = &d->entities[e];
    ent->first_mention = (tt_ix)d->n_members + 1;
    for (size_t i = 0; i < ent->n_mentions; i++) {
        d->members[++d->n_members] = (tt_member){.entity = e,
                                                 .mention = v[i].mention,
                                                 .party = v[i].party,
                                                 .reason = i ? "name" : "first",
                                                 .detail = i ? v[i].name : (tt_str){0},
                                                 .with = i ? ent->first_mention : 0};
        if (v[i].mention)
            d->mentions[v[i].mention].entity = e;
        else
            d->parties[v[i].party].entity = e;
    }
}

tt_status tiny_entities(tiny_case *c)
{
    tt_data *d = &c->data;
    size_t all = d->n_mentions + d->n_parties;
    struct named *v = tt_new_n(d->arena, struct named, all + 1);
    d->entities = tt_new_n(d->arena, tt_entity, all + 1);
    d->members = tt_new_n(d->arena, tt_member, all + 1);
    if (!v || !d->entities || !d->members)
        return TT_ENOMEM;
    size_t n = collect(c, v);
    if (!tt_sort(v, n, sizeof(*v), cmp_named, NULL))
        return TT_ENOMEM;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && tt_str_eq(v[end].name, v[i].name); end++)
            continue;
        name_entity(&d->entities[++d->n_entities], v + i, end - i);
    }
    if (!tt_sort(d->entities + 1, d->n_entities, sizeof(tt_entity), cmp_entity, NULL))
        return TT_ENOMEM;
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        size_t at = 0;
        while (!tt_str_eq(v[at].name, d->entities[e].name))
            at++;
        add_members(d, e, v + at);
    }
    for (tt_ix i = 1; i <= d->n_ownerships; i++) {
        d->ownerships[i].owner = entity_named(d, d->ownerships[i].owner_name);
        d->ownerships[i].owned = entity_named(d, d->ownerships[i].owned_name);
    }
    return TT_OK;
}
