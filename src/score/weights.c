/*
 * weights.c - from findings to weights of parties.
 *
 * Detectors of one family measure the same thing in different ways, so their e-values are averaged,
 * which is valid under any dependence; families are multiplied, with a temper for what dependence
 * remains.  Nobody is heavy for having many documents, and nobody by geography alone.
 */
#include "score/parts.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

static unsigned family_of(const char *text)
{
    for (unsigned f = 0; f < TT_FAMILY_COUNT; f++)
        if (tt_str_is(tt_str_of(text), tt_family_text((tt_family)f)))
            return f;
    return TT_FAMILY_CONTEXT; /* not known here: capped */
}

/* --- what a pair adds to its findings --- */

static bool is_one_of(const char *role, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(role, words[i]) == 0)
            return true;
    return false;
}

static const char *const sells[] = {"seller", "shipper", "exporter", "payee"};
static const char *const buys[] = {"buyer", "consignee", "importer", "payer"};

/* The seller and the buyer that a finding is about, when it is about one of each. */
static bool pair_of(const tt_finding *f, tt_ix *seller, tt_ix *buyer)
{
    *seller = *buyer = 0;
    for (size_t i = 0; i < f->n_entities; i++) {
        tt_ix e = f->entities[i].entity, *to = NULL;
        if (is_one_of(f->entities[i].role, sells, TT_LEN(sells)))
            to = seller;
        else if (is_one_of(f->entities[i].role, buys, TT_LEN(buys)))
            to = buyer;
        if (!to)
            continue;
        if (*to && *to != e)
            return false;
        *to = e;
    }
    return *seller && *buyer && *seller != *buyer;
}

/* Price detectors weigh the relation themselves; for the others it is done here. */
static bool weighs_pairs(unsigned family)
{
    return family == TT_FAMILY_DOCUMENT || family == TT_FAMILY_DUPLICATE ||
           family == TT_FAMILY_PAYMENT;
}

static double pair_adds(const tt_score_work *w, const tt_finding *f, unsigned family)
{
    tt_ix seller, buyer;
    if (!weighs_pairs(family) || f->weight <= 0 || !pair_of(f, &seller, &buyer))
        return 0;
    return tt_pair_odds_of(&w->odds, seller, buyer);
}

tt_status tt_score_findings(tt_score_work *w, tt_err *err)
{
    size_t n = w->r->n_findings;
    w->family = tt_new_n(w->tmp, unsigned, n + 1);
    w->weight = tt_new_n(w->tmp, double, n + 1);
    if (!w->family || !w->weight)
        return tt_score_no_room(err);
    for (size_t i = 1; i <= n; i++) {
        const tt_found *f = &w->r->findings[i];
        w->family[i] = family_of(f->family);
        w->weight[i] = tt_round9(f->f.weight + pair_adds(w, &f->f, w->family[i]));
    }
    return TT_OK;
}

/* --- combination --- */

struct families {
    double sum[TT_FAMILY_COUNT]; /* of e-values */
    uint32_t n[TT_FAMILY_COUNT];
};

static double clamp(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

static void take(const tt_score_work *w, struct families *s, size_t finding)
{
    unsigned f = w->family[finding];
    s->sum[f] += pow(10, clamp(w->weight[finding], -9, 9));
    s->n[f]++;
}

static double combine(const tt_score_work *w, const struct families *s)
{
    double total = 0;
    for (unsigned f = 0; f < TT_FAMILY_COUNT; f++) {
        if (!s->n[f])
            continue;
        double mean = log10(s->sum[f] / (double)s->n[f]);
        double most = w->param[f == TT_FAMILY_CONTEXT ? P_CONTEXT_CAP : P_FAMILY_CAP];
        total += w->param[P_TEMPER] * clamp(mean, w->param[P_FLOOR], most);
    }
    return tt_round9(total);
}

/* --- parties --- */

tt_status tt_score_entities(tt_score_work *w, tt_err *err)
{
    size_t n = w->d->n_entities;
    struct families *s = tt_new_n(w->tmp, struct families, n + 1);
    w->own = tt_new_n(w->tmp, double, n + 1);
    w->r->entity_weight = tt_new_n(w->a, double, n + 1);
    if (!s || !w->own || !w->r->entity_weight)
        return tt_score_no_room(err);
    for (size_t i = 1; i <= w->r->n_findings; i++) {
        const tt_finding *f = &w->r->findings[i].f;
        for (size_t k = 0; k < f->n_entities; k++) {
            bool again = false; /* in two roles: once */
            for (size_t j = 0; j < k && !again; j++)
                again = f->entities[j].entity == f->entities[k].entity;
            if (!again)
                take(w, &s[f->entities[k].entity], i);
        }
    }
    for (size_t e = 1; e <= n; e++)
        w->r->entity_weight[e] = w->own[e] = combine(w, &s[e]);
    return TT_OK;
}

double tt_score_of(const tt_score_work *w, const tt_ix *findings, size_t n, tt_ix entity)
{
    struct families s = {{0}, {0}};
    for (size_t i = 0; i < n; i++) {
        const tt_finding *f = &w->r->findings[findings[i]].f;
        bool names = false;
        for (size_t k = 0; k < f->n_entities && !names; k++)
            names = f->entities[k].entity == entity;
        if (names)
            take(w, &s, findings[i]);
    }
    return combine(w, &s);
}

/*
 * One bounded step: ties to heavy parties, each divided by how many ties that party has.  Findings
 * are not ties here, or the same finding would count twice.
 */
tt_status tt_score_association(tt_score_work *w, tt_err *err)
{
    double cap = w->param[P_ASSOCIATION_CAP], seed = w->param[P_ASSOCIATION_SEED];
    TT_UNUSED(err);
    for (tt_ix e = 1; e <= w->d->n_entities; e++) {
        double lent = 0;
        for (uint32_t i = w->tie_off[e]; i < w->tie_off[e + 1]; i++) {
            const tt_tie *t = &w->ties[w->tie_at[i]];
            tt_ix other = t->a == e ? t->b : t->a;
            uint32_t n = w->tie_off[other + 1] - w->tie_off[other];
            if (w->own[other] >= seed - 1e-9)
                lent += t->soft / log2(1 + (double)n);
        }
        w->r->entity_weight[e] = tt_round9(w->own[e] + TT_MIN(lent, cap));
    }
    return TT_OK;
}
