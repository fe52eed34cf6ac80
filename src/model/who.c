/*
 * who.c - from what a person writes to a party of the case.
 */
#include "model/decision.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

/* Records are counted from 0: mentions, then registry rows. */
struct tt_who_index {
    const tt_data *d;
    tt_ix *parties; /* by content hash */
    bool has_names;
    tt_map names;   /* to the last record of a name */
    uint32_t *next; /* record before with this name, plus 1; 0 = none */
    tt_arena arena;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the names of a case");
}

static int by_row(const void *a, const void *b, void *ctx)
{
    const tt_party *p = ctx;
    return tt_hash_cmp(p[*(const tt_ix *)a].row, p[*(const tt_ix *)b].row);
}

tt_status tt_who_index_new(const tt_data *d, tt_who_index **out, tt_err *err)
{
    *out = NULL;
    tt_who_index *x = tt_mem_zalloc(1, sizeof *x);
    if (!x)
        return no_room(err);
    x->d = d;
    tt_arena_init(&x->arena, 0);
    tt_map_init(&x->names);
    x->parties = tt_new_n(&x->arena, tt_ix, d->n_parties + 1);
    for (tt_ix i = 0; x->parties && i < d->n_parties; i++)
        x->parties[i] = i + 1;
    if (!x->parties || !tt_sort(x->parties, d->n_parties, sizeof *x->parties, by_row, d->parties)) {
        tt_who_index_free(x);
        return no_room(err);
    }
    *out = x;
    return TT_OK;
}

void tt_who_index_free(tt_who_index *x)
{
    if (!x)
        return;
    tt_map_release(&x->names);
    tt_arena_release(&x->arena);
    tt_mem_free(x);
}

/* --- records --- */

static bool is_party(const tt_who_index *x, uint32_t rec)
{
    return rec >= x->d->n_mentions;
}

static const tt_party *party_of(const tt_who_index *x, uint32_t rec)
{
    return &x->d->parties[rec - x->d->n_mentions + 1];
}

static tt_hash hash_of(const tt_who_index *x, uint32_t rec)
{
    return is_party(x, rec) ? party_of(x, rec)->row : x->d->mentions[rec + 1].fp;
}

static tt_ix entity_of(const tt_who_index *x, uint32_t rec)
{
    return is_party(x, rec) ? party_of(x, rec)->entity : x->d->mentions[rec + 1].entity;
}

static tt_str name_of(const tt_who_index *x, uint32_t rec)
{
    return tt_str_trim(is_party(x, rec) ? party_of(x, rec)->name : x->d->mentions[rec + 1].name);
}

static tt_country country_of(const tt_who_index *x, uint32_t rec)
{
    return is_party(x, rec) ? party_of(x, rec)->country : x->d->mentions[rec + 1].country;
}

static tt_str identifier_of(const tt_who_index *x, uint32_t rec)
{
    return is_party(x, rec) ? party_of(x, rec)->party_id : x->d->mentions[rec + 1].identifier;
}

/* --- what fits --- */

/* What is known of one that fits; country and identifier tell those apart that are in no entity. */
struct hit {
    tt_hash is;
    tt_ix entity;
    tt_country country;
    tt_str identifier;
};

/* Parties that fit so far. */
struct hits {
    tt_who *out;
    struct hit v[3];
};

static bool one_party(const struct hit *a, const struct hit *b)
{
    if (a->entity && b->entity)
        return a->entity == b->entity;
    return a->country == b->country &&
           (!a->identifier.n || !b->identifier.n || tt_str_eq(a->identifier, b->identifier));
}

/* More than three parties are more than one: which they are is not asked. */
static void hit(struct hits *h, struct hit x)
{
    tt_who *o = h->out;
    size_t known = TT_MIN(o->n, TT_LEN(h->v));
    for (size_t i = 0; i < known; i++) {
        struct hit *old = &h->v[i];
        if (!one_party(old, &x))
            continue;
        if (!old->identifier.n)
            old->identifier = x.identifier;
        if (!old->entity)
            old->entity = x.entity;
        if (tt_hash_cmp(x.is, old->is) < 0)
            old->is = x.is;
        return;
    }
    if (known < TT_LEN(h->v))
        h->v[known] = x;
    o->n++;
}

static void settle(struct hits *h)
{
    for (size_t i = 0; i < TT_MIN(h->out->n, TT_LEN(h->v)); i++)
        h->out->fits[i] = h->v[i].is;
    if (h->out->n != 1)
        return;
    h->out->is = h->v[0].is;
    h->out->entity = h->v[0].entity;
}

/* --- ids --- */

static bool begins(tt_hash h, tt_hash want, size_t digits)
{
    for (size_t i = 0; i < digits / 2; i++)
        if (h.b[i] != want.b[i])
            return false;
    return digits % 2 == 0 || h.b[digits / 2] >> 4 == want.b[digits / 2] >> 4;
}

static tt_hash mention_hash(const tt_who_index *x, size_t i)
{
    return x->d->mentions[i + 1].fp;
}

static tt_hash party_hash(const tt_who_index *x, size_t i)
{
    return x->d->parties[x->parties[i]].row;
}

static tt_hash entity_hash(const tt_who_index *x, size_t i)
{
    return x->d->entities[i + 1].id;
}

/* First of n sorted hashes that is not below h. */
static size_t first_from(const tt_who_index *x, size_t n, tt_hash h,
                         tt_hash (*at)(const tt_who_index *x, size_t i))
{
    size_t lo = 0, hi = n;
    TT_BISECT(size_t, lo, hi, mid, tt_hash_cmp(at(x, mid), h) < 0);
    return lo;
}

/* The id of an entity as the hash of one of its parts. */
static tt_hash part_of(const tt_who_index *x, tt_ix e)
{
    const tt_data *d = x->d;
    const tt_entity *en = &d->entities[e];
    for (tt_ix i = 0; i < en->n_mentions; i++) {
        const tt_member *m = &d->members[en->first_mention + i];
        tt_hash h = m->party ? d->parties[m->party].row : d->mentions[m->mention].fp;
        if (tt_hash_cmp(h, en->id) == 0)
            return h;
    }
    if (!en->n_mentions)
        return en->id;
    const tt_member *m = &d->members[en->first_mention];
    return m->party ? d->parties[m->party].row : d->mentions[m->mention].fp;
}

static void find_id(const tt_who_index *x, tt_hash want, size_t digits, struct hits *h)
{
    const tt_data *d = x->d;
    for (size_t i = first_from(x, d->n_entities, want, entity_hash);
         i < d->n_entities && begins(entity_hash(x, i), want, digits); i++)
        hit(h, (struct hit){.is = entity_hash(x, i), .entity = (tt_ix)(i + 1)});
    if (h->out->n) {
        settle(h);
        if (h->out->n == 1)
            h->out->is = part_of(x, h->out->entity);
        return;
    }
    /* Parts that are in no entity are told apart by what they are. */
    for (size_t i = first_from(x, d->n_mentions, want, mention_hash);
         i < d->n_mentions && begins(mention_hash(x, i), want, digits); i++) {
        const tt_mention *m = &d->mentions[i + 1];
        hit(h, (struct hit){.is = m->fp,
                            .entity = m->entity,
                            .identifier = {(const char *)m->fp.b, sizeof m->fp.b}});
    }
    for (size_t i = first_from(x, d->n_parties, want, party_hash);
         i < d->n_parties && begins(party_hash(x, i), want, digits); i++) {
        const tt_party *p = &d->parties[x->parties[i]];
        hit(h, (struct hit){.is = p->row,
                            .entity = p->entity,
                            .identifier = {(const char *)p->row.b, sizeof p->row.b}});
    }
    settle(h);
}

/* --- names --- */

static tt_status index_names(tt_who_index *x, tt_err *err)
{
    size_t n = x->d->n_mentions + x->d->n_parties;
    if (n >= TT_MAP_NONE)
        return tt_fail(err, TT_ELIMIT, "more than %u parties", TT_MAP_NONE - 1);
    x->next = tt_new_n(&x->arena, uint32_t, n + 1);
    if (!x->next)
        return no_room(err);
    for (uint32_t i = 0; i < n; i++) {
        tt_str name = name_of(x, i);
        if (!name.n)
            continue;
        uint32_t before = tt_map_find(&x->names, name);
        x->next[i] = before == TT_MAP_NONE ? 0 : before + 1;
        if (!tt_map_put(&x->names, name, i))
            return no_room(err);
    }
    x->has_names = true;
    return TT_OK;
}

static void
find_name(const tt_who_index *x, tt_str name, bool any, tt_country country, struct hits *h)
{
    uint32_t last = tt_map_find(&x->names, name);
    if (last == TT_MAP_NONE)
        return;
    /* Those with an identifier first: the others then belong to whom there is. */
    for (int round = 0; round < 2; round++)
        for (uint32_t i = last + 1; i; i = x->next[i - 1]) {
            bool has = identifier_of(x, i - 1).n > 0 || entity_of(x, i - 1);
            if (has == (round == 0) && (any || country_of(x, i - 1) == country))
                hit(h, (struct hit){hash_of(x, i - 1), entity_of(x, i - 1), country_of(x, i - 1),
                                    identifier_of(x, i - 1)});
        }
    settle(h);
}

/* NAME|COUNTRY: the country may be empty, then only parties without one are meant. */
static bool cut_country(tt_str text, tt_str *name, tt_country *country)
{
    size_t bar = text.n;
    while (bar > 0 && text.p[bar - 1] != '|')
        bar--;
    if (bar == 0)
        return false;
    tt_str after = tt_str_trim(tt_str_sub(text, bar, SIZE_MAX));
    *country = TT_COUNTRY_NONE;
    *name = tt_str_trim(tt_str_sub(text, 0, bar - 1));
    return !after.n || tt_country_parse(after, country);
}

tt_status tt_who_find(tt_who_index *x, tt_str text, tt_who *out, tt_err *err)
{
    struct hits h = {.out = out};
    char letter = 0;
    tt_hash id = {{0}};
    size_t digits = 0;
    tt_str name;
    tt_country country;

    *out = (tt_who){.n = 0};
    text = tt_str_trim(text);
    bool is_id = tt_id_parse(text, &letter, &id, &digits) && letter == 'e';
    if (is_id)
        find_id(x, id, digits, &h);
    if (is_id && digits == 2 * sizeof id.b && !out->n)
        out->is = id;
    if (out->n || !text.n || (is_id && digits == 2 * sizeof id.b))
        return TT_OK;
    if (!x->has_names)
        TT_TRY(index_names(x, err));
    if (cut_country(text, &name, &country))
        find_name(x, name, false, country, &h);
    if (!out->n)
        find_name(x, text, true, TT_COUNTRY_NONE, &h);
    return TT_OK;
}
