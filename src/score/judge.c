/*
 * judge.c - how much evidence a syndicate carries, and how rare that is.
 *
 * The mean of its heaviest members, so that size alone weighs nothing; a little for ties among the
 * members beyond what their number of ties explains; and, beside it, the share of random groups of
 * other parties, of the same size and activity, that carry as much.
 */
#include "score/parts.h"

#include "base/num.h"
#include "base/par.h"
#include "base/rng.h"
#include "base/stat.h"

#include <math.h>

enum { STRATA = 10 };

struct judge {
    tt_score_work *w;
    uint64_t n_strands; /* of all ties */
    uint32_t *strands;  /* of an entity */
    uint8_t *stratum;   /* of an entity, by activity */
    tt_ix *of_stratum;  /* entities, stratum by stratum */
    size_t stratum_off[STRATA + 2];
};

/* --- weight --- */

static size_t top_of(const tt_score_work *w, size_t n)
{
    size_t top = (size_t)ceil(w->param[P_TOP_SHARE] * (double)n - 1e-9);
    return TT_MIN(n, TT_MAX(top, (size_t)w->param[P_TOP_MIN]));
}

/* Mean of the `top` largest of n values; v is reordered. */
static double mean_of_top(double *v, size_t n, size_t top)
{
    double sum = 0;
    tt_sort_double(v, n);
    for (size_t i = n - top; i < n; i++)
        sum += v[i];
    return top ? sum / (double)top : 0;
}

/* By its own findings, and what neighbours lend: what else a member is in is another network's. */
static double weight_of(const tt_score_work *w, const tt_syndicate *s, double *room)
{
    for (size_t i = 0; i < s->n_entities; i++) {
        tt_ix e = s->entities[i].entity;
        double lent = w->r->entity_weight[e] - w->own[e];
        room[i] = lent + tt_score_of(w, s->findings, s->n_findings, e);
    }
    return mean_of_top(room, s->n_entities, top_of(w, s->n_entities));
}

/* --- cohesion --- */

static bool has_family(const tt_score_work *w, const tt_syndicate *s, unsigned family)
{
    for (size_t i = 0; i < s->n_findings; i++)
        if (w->family[s->findings[i]] == family)
            return true;
    return false;
}

static bool is_member(const tt_syndicate *s, tt_ix e)
{
    size_t low = 0, high = s->n_entities;
    TT_BISECT(size_t, low, high, mid, s->entities[mid].entity < e);
    return low < s->n_entities && s->entities[low].entity == e;
}

/* Ties that no finding has spoken of yet: with one on shared attributes nothing is added. */
static double cohesion(const struct judge *j, const tt_syndicate *s)
{
    const tt_score_work *w = j->w;
    uint64_t inside = 0;
    double sum = 0, squares = 0;
    if (has_family(w, s, TT_FAMILY_ENTITY) || j->n_strands == 0)
        return 0;
    for (size_t i = 0; i < s->n_entities; i++) {
        tt_ix e = s->entities[i].entity;
        sum += (double)j->strands[e];
        squares += (double)j->strands[e] * (double)j->strands[e];
        for (uint32_t k = w->tie_off[e]; k < w->tie_off[e + 1]; k++) {
            const tt_tie *t = &w->ties[w->tie_at[k]];
            if (t->a == e && is_member(s, t->b))
                inside += t->count;
        }
    }
    if (inside == 0)
        return 0;
    double expected = (sum * sum - squares) / 2 / (2 * (double)j->n_strands);
    double e = tt_log10_e_of_p(TT_MAX(tt_poisson_tail(expected, inside), 1e-12));
    return TT_MAX(0.0, TT_MIN(e, w->param[P_COHESION_CAP]));
}

/* --- random groups --- */

struct active {
    uint32_t activity;
    tt_ix entity;
};

static int cmp_active(const void *a, const void *b, void *ctx)
{
    const struct active *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->activity != y->activity)
        return x->activity < y->activity ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

/* Tenths of the parties by activity; equal activity is never split. */
static tt_status stratify(struct judge *j, tt_err *err)
{
    const tt_score_work *w = j->w;
    size_t n = w->d->n_entities;
    struct active *v = tt_new_n(w->tmp, struct active, n + 1);
    j->stratum = tt_new_n(w->tmp, uint8_t, n + 1);
    j->of_stratum = tt_new_n(w->tmp, tt_ix, n + 1);
    if (!v || !j->stratum || !j->of_stratum)
        return tt_score_no_room(err);
    for (tt_ix e = 1; e <= n; e++)
        v[e - 1] = (struct active){w->activity[e], e};
    if (!tt_sort(v, n, sizeof *v, cmp_active, NULL))
        return tt_score_no_room(err);
    uint8_t stratum = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && v[i].activity != v[i - 1].activity)
            stratum = (uint8_t)(i * STRATA / n);
        j->stratum[v[i].entity] = stratum;
        j->of_stratum[i] = v[i].entity;
        j->stratum_off[stratum + 1] = i + 1;
    }
    for (size_t k = 1; k < TT_LEN(j->stratum_off); k++) /* tenths that nobody is in */
        j->stratum_off[k] = TT_MAX(j->stratum_off[k], j->stratum_off[k - 1]);
    return TT_OK;
}

/*
 * Another party of the same stratum; 0 when all of it are members.  From a random place on, the
 * first that is no member: a little uneven, but it ends.
 */
static tt_ix draw(const struct judge *j, tt_rng *r, const tt_syndicate *s, tt_ix like)
{
    size_t k = j->stratum[like], from = j->stratum_off[k], n = j->stratum_off[k + 1] - from;
    size_t at = tt_rng_below(r, n);
    for (size_t i = 0; i < n; i++) {
        tt_ix e = j->of_stratum[from + (at + i) % n];
        if (!is_member(s, e))
            return e;
    }
    return 0;
}

static double p_value(const struct judge *j, const tt_syndicate *s, double weight, double *room)
{
    const tt_score_work *w = j->w;
    uint64_t draws = (uint64_t)w->param[P_DRAWS], as_heavy = 0, name = 0;
    size_t top = top_of(w, s->n_entities);
    tt_rng r;
    for (unsigned k = 0; k < 8; k++)
        name = name << 8 | s->id.b[k];
    tt_rng_init(&r, w->seed ^ name, "random groups");
    for (uint64_t b = 0; b < draws; b++) {
        for (size_t i = 0; i < s->n_entities; i++)
            room[i] = w->r->entity_weight[draw(j, &r, s, s->entities[i].entity)];
        as_heavy += mean_of_top(room, s->n_entities, top) >= weight - 1e-9;
    }
    return (double)(1 + as_heavy) / (double)(1 + draws);
}

/* --- all of them --- */

static tt_status judge_one(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    const struct judge *j = ctx;
    const tt_score_work *w = j->w;
    tt_syndicate *s = &w->r->syndicates[i + 1];
    TT_UNUSED(thread);
    double *room = tt_mem_zalloc(s->n_entities, sizeof *room);
    if (!room)
        return tt_score_no_room(err);
    double prior = w->param[P_PRIOR], weight = weight_of(w, s, room);
    s->p_value = p_value(j, s, weight, room);
    s->log10_e = tt_round9(weight + cohesion(j, s));
    s->score = 100 / (1 + (1 - prior) / prior * pow(10, -s->log10_e));
    tt_mem_free(room);
    return TT_OK;
}

static int cmp_rank(const void *a, const void *b, void *ctx)
{
    const tt_syndicate *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->log10_e > y->log10_e || x->log10_e < y->log10_e)
        return x->log10_e > y->log10_e ? -1 : 1;
    return tt_hash_cmp(x->id, y->id);
}

static tt_status rank(tt_results *r, tt_err *err)
{
    if (!tt_sort(r->syndicates + 1, r->n_syndicates, sizeof *r->syndicates, cmp_rank, NULL))
        return tt_score_no_room(err);
    for (size_t i = 1; i <= r->n_findings; i++)
        r->findings[i].syndicate = 0;
    for (tt_ix i = 1; i <= r->n_syndicates; i++) {
        tt_syndicate *s = &r->syndicates[i];
        s->rank = i;
        for (size_t k = 0; k < s->n_findings; k++)
            r->findings[s->findings[k]].syndicate = i;
    }
    return TT_OK;
}

tt_status tt_score_judge(tt_score_work *w, tt_err *err)
{
    struct judge j = {.w = w, .strands = tt_new_n(w->tmp, uint32_t, w->d->n_entities + 1)};
    if (!j.strands)
        return tt_score_no_room(err);
    for (size_t i = 0; i < w->n_ties; i++) {
        j.n_strands += w->ties[i].count;
        j.strands[w->ties[i].a] += w->ties[i].count;
        j.strands[w->ties[i].b] += w->ties[i].count;
    }
    TT_TRY(stratify(&j, err));
    TT_TRY(tt_par_for(w->r->n_syndicates, w->threads, judge_one, &j, err));
    return rank(w->r, err);
}
