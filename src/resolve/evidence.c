/*
 * evidence.c - the second stage: what exact keys left apart is compared, and joined where the
 * evidence is enough.
 */
#include "resolve/evidence.h"

#include "base/map.h"
#include "base/par.h"
#include "base/str.h"

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

/* What pairs are found and weighed with; read at the same time. */
struct inputs {
    tt_world *k;
    tt_arena *a, index_arena;
    tt_index index;
    tt_trade trade;
    uint32_t n; /* clusters */
};
enum { INDEX, CARDS_AND_TRADE, INPUTS };

static tt_status read_input(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct inputs *x = ctx;
    tt_world *k = x->k;
    TT_UNUSED(thread);
    if (i == INDEX)
        return tt_index_build(k->w, &x->index_arena, &x->index, err);
    TT_TRY(tt_cards_read(k->w, &k->values, k->of, x->n, x->a, &k->cards, err));
    return tt_trade_read(k->w, k->of, x->a, &x->trade, err);
}

static void release_index(struct inputs *x)
{
    tt_index_release(&x->index);
    tt_arena_release(&x->index_arena);
    x->index = (tt_index){0};
}

/* --- registries that repeat parties --- */

/* Rows that exact keys joined with another row of their registry. */
static bool count_joined(const tt_world *k, uint32_t *doubles)
{
    const tt_rs *w = k->w;
    tt_map64 seen;
    bool ok = true;
    tt_map64_init(&seen);
    for (uint32_t r = 0; r < w->n_rec && ok; r++) {
        uint32_t first;
        bool added;
        if (!w->rec[r].party)
            continue;
        ok = tt_map64_intern(&seen, (uint64_t)k->of[r] << 32 | w->rec[r].registry, r, &first,
                             &added);
        if (ok && !added &&
            !tt_str_eq(tt_rs_party_id(w, &w->rec[first]), tt_rs_party_id(w, &w->rec[r])))
            doubles[w->rec[r].registry]++; /* by a number, an address: never by a name alone */
    }
    tt_map64_release(&seen);
    return ok;
}

/* Two rows of one registry are two parties, unless the registry is seen to repeat parties: then
 * they are as likely to be one as its rows are seen to be.  @param other  some weigh other than
 * they did. */
static bool learn(const tt_world *k, const tt_evidence_vec *v, tt_arena *a, bool *other)
{
    const tt_rs *w = k->w;
    uint32_t *doubles = tt_new_n(a, uint32_t, w->n_registries + (size_t)1);
    bool *seen = tt_new_n(a, bool, w->n_core + (size_t)1); /* one name counts once */
    *other = false;
    if (!doubles || !seen || !count_joined(k, doubles))
        return false;
    for (size_t i = 0; i < v->n; i++) {
        const tt_evidence *e = &v->v[i];
        bool *name = &seen[w->surface[w->rec[e->rec_b].surface].core_id];
        doubles[e->registry] += e->doubled && !*name;
        *name |= e->doubled;
    }
    for (uint32_t i = 1; i <= w->n_registries; i++) {
        tt_registry *x = &w->registry[i];
        int32_t before = x->two_rows;
        x->doubles = TT_MAX(x->doubles, doubles[i]);
        x->two_rows = tt_registry_two_rows(x, k->scorer.weight[TT_W_REGISTRY_TWO]);
        *other |= x->two_rows != before;
    }
    return true;
}

/* Forget what was weighed with what registries were thought to be. */
static void drop_rows(tt_evidence_vec *v)
{
    size_t kept = 0;
    for (size_t i = 0; i < v->n; i++)
        if (!v->v[i].registry)
            v->v[kept++] = v->v[i];
    v->n = kept;
}

static tt_status weigh(const tt_world *k, const tt_candidate_vec *pairs, unsigned threads,
                       tt_arena *a, tt_evidence_vec *out, tt_err *err)
{
    bool other = false;
    tt_candidate_vec rows = {0};
    bool registries = k->w->d->n_parties > 0;
    tt_status st = tt_evidence_weigh(k, pairs, threads, out, registries ? &rows : NULL, err);
    if (st == TT_OK && registries && !learn(k, out, a, &other))
        st = tt_fail(err, TT_ENOMEM, "no room for the rows of registries");
    if (st == TT_OK && other) {
        drop_rows(out);
        st = tt_evidence_weigh(k, &rows, threads, out, NULL, err);
    }
    tt_vec_release(&rows);
    return st;
}

static tt_status
gather(tt_world *k, tt_clusters *c, unsigned threads, tt_gathered *out, tt_err *err)
{
    tt_arena a;
    tt_alike_vec alike = {0};
    tt_candidate_vec pairs = {0};
    struct inputs x = {.k = k, .a = &a};
    tt_arena_init(&a, 0);
    tt_arena_init(&x.index_arena, 0);
    tt_status st = TT_OK;
    if (!number_clusters(k, c, &a, &x.n))
        st = tt_fail(err, TT_ENOMEM, "no room for %u parties", k->w->n_rec);
    if (st == TT_OK)
        st = tt_par_for(INPUTS, threads, read_input, &x, err);
    if (st == TT_OK) {
        k->scorer.trade = &x.trade;
        out->limits.words = x.index.dropped;
        st = tt_index_alike(&x.index, &k->scorer, threads, &alike, &out->limits.names, err);
    }
    release_index(&x);
    out->limits.spelled = k->cards.n_cut;
    if (st == TT_OK)
        st = tt_candidates_find(k, &alike, &pairs, &out->limits, err);
    tt_vec_release(&alike);
    if (st == TT_OK)
        st = weigh(k, &pairs, threads, &a, &out->evidence, err);
    out->n_pairs = pairs.n;
    tt_vec_release(&pairs);
    if (st == TT_OK)
        st = tt_gather(k, &out->evidence, c, err);
    k->scorer.trade = NULL;
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
