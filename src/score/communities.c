/* communities.c - consensus of Leiden on the evidence graph. */
#include "score/parts.h"

static tt_status
id_of(const tt_score_work *w, const tt_ix *entity, size_t n, tt_hash *out, tt_err *err)
{
    tt_hasher h;
    TT_TRY(tt_hasher_init(&h, err));
    tt_hasher_add_str(&h, TT_STR("community"));
    for (size_t i = 0; i < n; i++)
        tt_hasher_add(&h, w->d->entities[entity[i]].id.b, sizeof(tt_hash));
    *out = tt_hasher_final_hash(&h);
    tt_hasher_release(&h);
    return TT_OK;
}

static int cmp_community(const void *a, const void *b, void *ctx)
{
    const tt_community *x = a, *y = b;
    TT_UNUSED(ctx);
    return tt_hash_cmp(x->id, y->id);
}

/* Groups of vertices to communities, sorted by id. */
static tt_status
take(tt_score_work *w, const uint32_t *group, uint32_t n, const double *stability, tt_err *err)
{
    size_t n_entities = w->d->n_entities;
    tt_community *v = tt_new_n(w->a, tt_community, (size_t)n + 1);
    tt_ix *member = tt_new_n(w->a, tt_ix, n_entities), *of = tt_new_n(w->a, tt_ix, n_entities + 1);
    uint32_t *at = tt_new_n(w->tmp, uint32_t, (size_t)n + 2);
    if (!v || !member || !of || !at)
        return tt_score_no_room(err);
    for (tt_ix e = 1; e <= n_entities; e++)
        v[group[e]].n_entities++;
    for (uint32_t c = 1; c <= n; c++)
        at[c + 1] = at[c] + (uint32_t)v[c].n_entities;
    for (tt_ix e = 1; e <= n_entities; e++)
        if (group[e])
            member[at[group[e]]++] = e;
    for (uint32_t c = 1; c <= n; c++) {
        v[c].entities = member + at[c] - v[c].n_entities;
        v[c].stability = stability[c];
        TT_TRY(id_of(w, v[c].entities, v[c].n_entities, &v[c].id, err));
    }
    v[0] = (tt_community){0};
    if (!tt_sort(v + 1, n, sizeof *v, cmp_community, NULL))
        return tt_score_no_room(err);
    for (uint32_t c = 1; c <= n; c++)
        for (size_t i = 0; i < v[c].n_entities; i++)
            of[v[c].entities[i]] = c;
    w->r->communities = v;
    w->r->n_communities = n;
    w->r->entity_community = of;
    return TT_OK;
}

tt_status tt_score_communities(tt_score_work *w, tt_err *err)
{
    const double resolutions[] = {w->param[P_RESOLUTION_LOW], w->param[P_RESOLUTION_MIDDLE],
                                  w->param[P_RESOLUTION_HIGH]};
    size_t n = w->d->n_entities;
    tt_edge *edges = tt_new_n(w->tmp, tt_edge, w->n_ties);
    uint64_t *name = tt_new_n(w->tmp, uint64_t, n + 1);
    uint32_t *group = tt_new_n(w->tmp, uint32_t, n + 1), n_groups = 0;
    double *stability = NULL;
    if (!edges || !name || !group)
        return tt_score_no_room(err);
    for (size_t i = 0; i < w->n_ties; i++)
        edges[i] = (tt_edge){w->ties[i].a, w->ties[i].b, w->ties[i].found + w->ties[i].soft};
    for (size_t e = 1; e <= n; e++) /* big endian: the same number on every machine */
        for (unsigned k = 0; k < 8; k++)
            name[e] = name[e] << 8 | w->d->entities[e].id.b[k];
    tt_community_options opt = {.resolutions = resolutions,
                                .n_resolutions = TT_LEN(resolutions),
                                .runs = (unsigned)w->param[P_RUNS],
                                .together = w->param[P_TOGETHER],
                                .seed = w->seed,
                                .name = name};
    TT_TRY(tt_communities_find((uint32_t)n, edges, w->n_ties, &opt, w->tmp, group, &n_groups,
                               &stability, err));
    return take(w, group, n_groups, stability, err);
}
