/*
 * syndicates.c - which findings and parties are one candidate network.
 *
 * A finding goes to the community that most of its parties are in.  Findings with no party in any
 * community go together when they name the same party.  Members are the parties of the findings,
 * and what hangs on them in their community by strong ties.
 */
#include "score/parts.h"

#include "base/str.h"

struct placed {
    tt_ix key; /* a community, or n_communities + the smallest party of a loose group; 0 = none */
    tt_ix finding;
};

struct work {
    tt_score_work *w;
    struct placed *placed; /* of findings 1..n, then sorted */
    tt_ix *loose;          /* parent of an entity among findings in no community */
    uint32_t *count;       /* of a community: parties of the finding at hand */
    uint8_t *heavy;        /* of a key: has a finding that weighs something and is no context */
    uint32_t *mark;        /* of an entity: the syndicate that it was put in last */
    tt_ix *queue;
    tt_finding_entity *member;
    size_t n_members, n_members_max;
};

static tt_ix root_of(tt_ix *parent, tt_ix e)
{
    while (parent[e] != e) {
        parent[e] = parent[parent[e]];
        e = parent[e];
    }
    return e;
}

/* The community that most of the parties are in; 0 when none is in any. */
static tt_ix community_of(struct work *x, const tt_finding *f)
{
    const tt_ix *of = x->w->r->entity_community;
    tt_ix best = 0;
    for (size_t i = 0; i < f->n_entities; i++)
        x->count[of[f->entities[i].entity]]++;
    for (size_t i = 0; i < f->n_entities; i++) {
        tt_ix c = of[f->entities[i].entity];
        if (c &&
            (!best || x->count[c] > x->count[best] || (x->count[c] == x->count[best] && c < best)))
            best = c;
    }
    for (size_t i = 0; i < f->n_entities; i++)
        x->count[of[f->entities[i].entity]] = 0;
    return best;
}

/* Parties through which loose findings hang together: not hubs, unless there is nobody else. */
static tt_ix join_loose(struct work *x, const tt_finding *f)
{
    tt_ix first = 0;
    for (size_t i = 0; i < f->n_entities; i++) {
        tt_ix e = f->entities[i].entity;
        if (x->w->hub[e])
            continue;
        if (first) {
            tt_ix a = root_of(x->loose, first), b = root_of(x->loose, e);
            x->loose[TT_MAX(a, b)] = TT_MIN(a, b);
        }
        first = first ? first : e;
    }
    return first ? first : f->entities[0].entity;
}

static int cmp_placed(const void *a, const void *b, void *ctx)
{
    const struct placed *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->finding > y->finding) - (x->finding < y->finding);
}

/* Give each finding the key of its group; light findings, and context, alone make no group. */
static tt_status place(struct work *x, tt_err *err)
{
    const tt_results *r = x->w->r;
    tt_ix n_communities = (tt_ix)r->n_communities;
    for (tt_ix i = 1; i <= r->n_findings; i++) {
        tt_ix c = community_of(x, &r->findings[i].f);
        x->placed[i] = (struct placed){c ? c : n_communities + join_loose(x, &r->findings[i].f), i};
    }
    for (tt_ix i = 1; i <= r->n_findings; i++) {
        tt_ix *key = &x->placed[i].key;
        if (*key > n_communities)
            *key = n_communities + root_of(x->loose, *key - n_communities);
        x->heavy[*key] |= x->w->weight[i] > 0 && x->w->family[i] != TT_FAMILY_CONTEXT;
    }
    if (!tt_sort(x->placed + 1, r->n_findings, sizeof *x->placed, cmp_placed, NULL))
        return tt_score_no_room(err);
    return TT_OK;
}

/* --- members --- */

static void put(struct work *x, tt_ix e, uint32_t number)
{
    if (x->mark[e] == number)
        return;
    x->mark[e] = number;
    x->queue[x->n_members] = e;
    x->member[x->n_members++] = (tt_finding_entity){.entity = e};
}

/* From the parties of findings along strong ties, inside the community. */
static void grow(struct work *x, tt_ix community, uint32_t number)
{
    const tt_score_work *w = x->w;
    for (size_t at = 0; at < x->n_members; at++) {
        tt_ix e = x->queue[at];
        if (w->r->entity_community[e] != community)
            continue;
        for (uint32_t i = w->tie_off[e]; i < w->tie_off[e + 1]; i++) {
            const tt_tie *t = &w->ties[w->tie_at[i]];
            tt_ix other = t->a == e ? t->b : t->a;
            if (t->found + t->soft >= w->param[P_CORE] - 1e-9 &&
                w->r->entity_community[other] == community)
                put(x, other, number);
        }
    }
}

static int cmp_member(const void *a, const void *b, void *ctx)
{
    const tt_finding_entity *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static tt_status name(const tt_score_work *w, tt_syndicate *s, tt_err *err)
{
    tt_hasher h;
    TT_TRY(tt_hasher_init(&h, err));
    tt_hasher_add_str(&h, TT_STR("syndicate"));
    for (size_t i = 0; i < s->n_entities; i++)
        tt_hasher_add(&h, w->d->entities[s->entities[i].entity].id.b, sizeof(tt_hash));
    s->id = tt_hasher_final_hash(&h);
    tt_hasher_release(&h);
    return TT_OK;
}

/* One syndicate of the findings placed[from .. to). */
static tt_status
make(struct work *x, size_t from, size_t to, uint32_t number, tt_syndicate *s, tt_err *err)
{
    tt_score_work *w = x->w;
    tt_ix key = x->placed[from].key, *findings = tt_new_n(w->a, tt_ix, to - from);
    bool community = key <= w->r->n_communities;
    if (!findings)
        return tt_score_no_room(err);
    x->n_members = 0;
    for (size_t i = from; i < to; i++) {
        const tt_finding *f = &w->r->findings[x->placed[i].finding].f;
        findings[i - from] = x->placed[i].finding;
        for (size_t k = 0; k < f->n_entities; k++)
            put(x, f->entities[k].entity, number);
    }
    if (community)
        grow(x, key, number);
    if (!tt_sort(x->member, x->n_members, sizeof *x->member, cmp_member, NULL))
        return tt_score_no_room(err);
    tt_finding_entity *member = tt_new_n(w->a, tt_finding_entity, x->n_members);
    if (!member)
        return tt_score_no_room(err);
    memcpy(member, x->member, x->n_members * sizeof *member);
    *s = (tt_syndicate){.stability = community ? w->r->communities[key].stability : 1,
                        .entities = member,
                        .n_entities = x->n_members,
                        .findings = findings,
                        .n_findings = to - from};
    return name(w, s, err);
}

/* --- all of them --- */

static int cmp_id(const void *a, const void *b, void *ctx)
{
    const tt_syndicate *x = a, *y = b;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(x->id, y->id);
    return c ? c : (x->findings[0] > y->findings[0]) - (x->findings[0] < y->findings[0]);
}

static int cmp_ix(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    tt_ix x = *(const tt_ix *)a, y = *(const tt_ix *)b;
    return (x > y) - (x < y);
}

/* Two groups of findings about the same parties are one syndicate. */
static tt_status merge_equal(tt_score_work *w, tt_syndicate *v, size_t *n, tt_err *err)
{
    size_t kept = 0;
    if (!tt_sort(v, *n, sizeof *v, cmp_id, NULL))
        return tt_score_no_room(err);
    for (size_t i = 0; i < *n; i++) {
        tt_syndicate *last = kept ? &v[kept - 1] : NULL;
        if (!last || tt_hash_cmp(last->id, v[i].id) != 0) {
            v[kept++] = v[i];
            continue;
        }
        size_t both = last->n_findings + v[i].n_findings;
        tt_ix *findings = tt_new_n(w->a, tt_ix, both);
        if (!findings)
            return tt_score_no_room(err);
        memcpy(findings, last->findings, last->n_findings * sizeof *findings);
        memcpy(findings + last->n_findings, v[i].findings, v[i].n_findings * sizeof *findings);
        if (!tt_sort(findings, both, sizeof *findings, cmp_ix, NULL))
            return tt_score_no_room(err);
        last->findings = findings;
        last->n_findings = both;
    }
    *n = kept;
    return TT_OK;
}

static tt_status room(struct work *x, tt_err *err)
{
    tt_score_work *w = x->w;
    size_t n = w->d->n_entities, keys = n + w->r->n_communities;
    x->placed = tt_new_n(w->tmp, struct placed, w->r->n_findings + 1);
    x->loose = tt_new_n(w->tmp, tt_ix, n + 1);
    x->count = tt_new_n(w->tmp, uint32_t, w->r->n_communities + 1);
    x->heavy = tt_new_n(w->tmp, uint8_t, keys + 1);
    x->mark = tt_new_n(w->tmp, uint32_t, n + 1);
    x->queue = tt_new_n(w->tmp, tt_ix, n + 1);
    x->member = tt_new_n(w->tmp, tt_finding_entity, n + 1);
    w->r->syndicates = tt_new_n(w->a, tt_syndicate, w->r->n_findings + 1);
    if (!x->placed || !x->loose || !x->count || !x->heavy || !x->mark || !x->queue || !x->member ||
        !w->r->syndicates)
        return tt_score_no_room(err);
    for (tt_ix e = 0; e <= n; e++)
        x->loose[e] = e;
    return TT_OK;
}

tt_status tt_score_syndicates(tt_score_work *w, tt_err *err)
{
    struct work x = {.w = w};
    tt_results *r = w->r;
    TT_TRY(room(&x, err));
    TT_TRY(place(&x, err));
    size_t n = 0;
    for (size_t i = 1, next; i <= r->n_findings; i = next) {
        for (next = i; next <= r->n_findings && x.placed[next].key == x.placed[i].key;)
            next++;
        if (!x.heavy[x.placed[i].key])
            continue;
        n++;
        TT_TRY(make(&x, i, next, (uint32_t)n, &r->syndicates[n], err));
    }
    TT_TRY(merge_equal(w, r->syndicates + 1, &n, err));
    r->n_syndicates = n;
    return TT_OK;
}
