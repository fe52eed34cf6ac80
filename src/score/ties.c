/*
 * ties.c - the evidence graph: who is tied to whom, and by how much.
 *
 * Not the graph of trade: that one knows regions and industries.  Here two parties are tied by what
 * they share, by money that goes straight through, by a payer in common, and by findings.
 */
#include "score/parts.h"

#include "base/num.h"

#include <math.h>

enum { PAIRS_UP_TO = 30 }; /* a finding on more parties ties each to the next only */

tt_status tt_score_strand(const tt_score_work *w, tt_strand_vec *v, tt_ix x, tt_ix y, unsigned kind,
                          double weight, tt_err *err)
{
    tt_strand s = {TT_MIN(x, y), TT_MAX(x, y), kind, weight};
    if (!x || !y || x == y || w->hub[x] || w->hub[y] || !(weight > 0))
        return TT_OK;
    return tt_vec_push(v, s) ? TT_OK : tt_score_no_room(err);
}

/* --- what they share --- */

/* 1 for a value of two parties, falling to 0 for a value of all. */
static double rarity(const tt_score_work *w, uint32_t n)
{
    double all = (double)w->d->n_entities;
    return all > 2 ? TT_MAX(0.0, log(all / (double)n) / log(all / 2)) : 1;
}

static tt_status shared(const tt_score_work *w, tt_strand_vec *v, tt_err *err)
{
    static const unsigned param[TT_ATTR_COUNT] = {
        [TT_ATTR_ACCOUNT] = P_ACCOUNT, [TT_ATTR_PHONE] = P_PHONE,       [TT_ATTR_EMAIL] = P_EMAIL,
        [TT_ATTR_ADDRESS] = P_ADDRESS, [TT_ATTR_DIRECTOR] = P_DIRECTOR, [TT_ATTR_OWNER] = P_OWNER,
    };
    for (size_t i = 0; i < w->links.n; i++) {
        const tt_link *l = &w->links.v[i];
        const tt_ix *e = &w->links.entities[l->first];
        if ((double)l->n > w->param[P_DF_MAX])
            continue;
        double weight = w->param[param[l->type]] * rarity(w, l->n);
        for (uint32_t x = 0; x < l->n; x++)
            for (uint32_t y = x + 1; y < l->n; y++)
                TT_TRY(tt_score_strand(w, v, e[x], e[y], l->type, weight, err));
    }
    return TT_OK;
}

/* --- findings --- */

static tt_status from_findings(const tt_score_work *w, tt_strand_vec *v, tt_err *err)
{
    for (size_t i = 1; i <= w->r->n_findings; i++) {
        const tt_finding *f = &w->r->findings[i].f;
        unsigned kind = TT_STRAND_FAMILY + w->family[i];
        for (size_t x = 0; x < f->n_entities; x++)
            for (size_t y = x + 1; y < f->n_entities; y++) {
                if (f->n_entities > PAIRS_UP_TO && y > x + 1)
                    break;
                TT_TRY(tt_score_strand(w, v, f->entities[x].entity, f->entities[y].entity, kind,
                                       w->weight[i], err));
            }
    }
    return TT_OK;
}

/* --- adding up --- */

static int cmp_strand(const void *a, const void *b, void *ctx)
{
    const tt_strand *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

/* Of one kind the heaviest counts: ten findings of a family are no ten proofs. */
static void add_kind(const tt_score_work *w, const tt_strand *heaviest, tt_tie *t)
{
    if (heaviest->kind < TT_STRAND_FAMILY) {
        t->soft += heaviest->weight;
        t->count++;
        return;
    }
    bool context = heaviest->kind == TT_STRAND_FAMILY + TT_FAMILY_CONTEXT;
    double cap = w->param[context ? P_CONTEXT_CAP : P_FAMILY_CAP];
    t->found += w->param[P_TEMPER] * TT_MIN(heaviest->weight, cap);
}

static tt_status add_up(tt_score_work *w, tt_strand_vec *v, tt_err *err)
{
    if (!tt_sort(v->v, v->n, sizeof *v->v, cmp_strand, NULL))
        return tt_score_no_room(err);
    w->ties = tt_new_n(w->tmp, tt_tie, v->n);
    if (!w->ties)
        return tt_score_no_room(err);
    for (size_t i = 0; i < v->n; i++) {
        const tt_strand *s = &v->v[i], *next = i + 1 < v->n ? s + 1 : NULL;
        tt_tie *last = w->n_ties ? &w->ties[w->n_ties - 1] : NULL;
        if (!last || last->a != s->a || last->b != s->b) {
            last = &w->ties[w->n_ties++];
            *last = (tt_tie){.a = s->a, .b = s->b};
        }
        if (!next || next->a != s->a || next->b != s->b || next->kind != s->kind)
            add_kind(w, s, last); /* the last of its kind is the heaviest */
    }
    for (size_t i = 0; i < w->n_ties; i++) {
        w->ties[i].soft = tt_round9(w->ties[i].soft);
        w->ties[i].found = tt_round9(w->ties[i].found);
    }
    return TT_OK;
}

static tt_status index_ties(tt_score_work *w, tt_err *err)
{
    size_t n = w->d->n_entities;
    w->tie_off = tt_new_n(w->tmp, uint32_t, n + 3);
    w->tie_at = tt_new_n(w->tmp, uint32_t, 2 * w->n_ties);
    if (!w->tie_off || !w->tie_at || w->n_ties > UINT32_MAX / 2)
        return tt_score_no_room(err);
    for (size_t i = 0; i < w->n_ties; i++) { /* counts two places on: filling moves them one back */
        w->tie_off[w->ties[i].a + 2]++;
        w->tie_off[w->ties[i].b + 2]++;
    }
    for (size_t e = 2; e < n + 3; e++)
        w->tie_off[e] += w->tie_off[e - 1];
    for (size_t i = 0; i < w->n_ties; i++) {
        w->tie_at[w->tie_off[w->ties[i].a + 1]++] = (uint32_t)i;
        w->tie_at[w->tie_off[w->ties[i].b + 1]++] = (uint32_t)i;
    }
    return TT_OK;
}

tt_status tt_score_ties(tt_score_work *w, tt_err *err)
{
    tt_strand_vec v = {0};
    tt_status st = shared(w, &v, err);
    if (st == TT_OK)
        st = from_findings(w, &v, err);
    if (st == TT_OK)
        st = tt_score_money(w, &v, err);
    if (st == TT_OK)
        st = tt_score_payers(w, &v, err);
    if (st == TT_OK)
        st = add_up(w, &v, err);
    tt_vec_release(&v);
    return st == TT_OK ? index_ties(w, err) : st;
}
