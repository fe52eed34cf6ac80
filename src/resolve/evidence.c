/*
 * evidence.c - the second stage: what exact keys left apart is compared, and joined where the
 * evidence is enough.
 */
#include "resolve/evidence.h"

#include "base/par.h"

/* Clusters of c, numbered in the order of their first record. */
static bool number_clusters(tt_world *k, const tt_clusters *c, tt_arena *a, uint32_t *n)
{
    const tt_rs *w = k->w;
    k->of = tt_new_n(a, uint32_t, w->n_rec + (size_t)1);
    *n = 0;
    for (uint32_t r = 0; k->of && r < w->n_rec; r++) {
        uint32_t root = tt_clusters_find(c, r); /* never higher than r */
        k->of[r] = root == r ? (*n)++ : k->of[root];
    }
    return k->of != NULL;
}

static tt_status find_alike(const tt_world *k, unsigned threads, tt_alike_vec *out,
                            tt_pair_limits *limits, tt_err *err)
{
    tt_arena a;
    tt_index index;
    tt_arena_init(&a, 0);
    tt_status st = tt_index_build(k->w, &a, &index, err);
    if (st == TT_OK) {
        limits->words = index.dropped;
        st = tt_index_alike(&index, &k->scorer, threads, out, &limits->names, err);
    }
    tt_arena_release(&a);
    return st;
}

static tt_status
gather(tt_world *k, tt_clusters *c, unsigned threads, tt_gathered *out, tt_err *err)
{
    tt_arena a;
    tt_alike_vec alike = {0};
    tt_candidate_vec pairs = {0};
    uint32_t n = 0;
    tt_arena_init(&a, 0);
    tt_status st = TT_OK;
    if (!number_clusters(k, c, &a, &n))
        st = tt_fail(err, TT_ENOMEM, "no room for %u parties", k->w->n_rec);
    if (st == TT_OK)
        st = tt_cards_read(k->w, &k->values, k->of, n, &a, &k->cards, err);
    if (st == TT_OK)
        st = find_alike(k, threads, &alike, &out->limits, err);
    if (st == TT_OK)
        st = tt_candidates_find(k, &alike, &pairs, &out->limits, err);
    tt_vec_release(&alike);
    if (st == TT_OK)
        st = tt_evidence_weigh(k, &pairs, threads, &out->evidence, err);
    out->n_pairs = pairs.n;
    tt_vec_release(&pairs);
    if (st == TT_OK)
        st = tt_gather(k, &out->evidence, c, err);
    tt_arena_release(&a);
    return st;
}

/* --- evidence of joins by exact keys --- */

enum { CHUNK = 1024 };

struct joins {
    const tt_world *k; /* each record a cluster of its own */
    tt_rs_edge *v;
    size_t n;
};

static tt_status weigh_joins(size_t chunk, unsigned thread, void *ctx, tt_err *err)
{
    const struct joins *j = ctx;
    const tt_said any = {UINT32_MAX, UINT32_MAX};
    size_t end = TT_MIN((chunk + 1) * CHUNK, j->n);
    TT_UNUSED(thread);
    TT_UNUSED(err);
    for (size_t i = chunk * CHUNK; i < end; i++) {
        tt_rs_score s;
        if (j->v[i].weighed)
            continue;
        tt_weigh(&j->k->scorer, &j->k->cards, j->v[i].a, j->v[i].b, any, any, false, &s);
        j->v[i].centibits = s.total;
    }
    return TT_OK;
}

static tt_status weigh_exact(tt_world *k, tt_clusters *c, unsigned threads, tt_err *err)
{
    tt_arena a;
    tt_rs_edge_vec *edges = tt_clusters_joins(c);
    tt_arena_init(&a, 0);
    tt_status st = TT_OK;
    k->of = tt_new_n(&a, uint32_t, k->w->n_rec + (size_t)1);
    if (!k->of)
        st = tt_fail(err, TT_ENOMEM, "no room for %u parties", k->w->n_rec);
    for (uint32_t r = 0; st == TT_OK && r < k->w->n_rec; r++)
        k->of[r] = r;
    if (st == TT_OK)
        st = tt_cards_read(k->w, &k->values, k->of, k->w->n_rec, &a, &k->cards, err);
    struct joins j = {k, edges->v, edges->n};
    if (st == TT_OK)
        st = tt_par_for((edges->n + CHUNK - 1) / CHUNK, threads, weigh_joins, &j, err);
    tt_arena_release(&a);
    return st;
}

tt_status tt_resolve_by_evidence(const tt_rs *w, tt_clusters *c, unsigned threads, tt_gathered *out,
                                 tt_err *err)
{
    tt_world k = {.w = w};
    tt_status st = tt_values_read(w, &k.values, err);
    if (st != TT_OK)
        return st;
    tt_scorer_init(&k.scorer, w, &k.values);
    st = gather(&k, c, threads, out, err);
    if (st == TT_OK)
        st = weigh_exact(&k, c, threads, err);
    out->values = k.values;
    return st;
}

void tt_gathered_release(tt_gathered *f)
{
    tt_vec_release(&f->evidence);
}
