/* lag.c - how many days lie between two parties' documents, from those matched without doubt. */
#include "base/stat.h"
#include "match/lane.h"

#include <math.h>

enum {
    FEW = 8,
    FEW_OF_RELATION = 4,
    PRIOR = 4 /* a relation's own lags weigh against the lane's */
};

struct seen {
    uint64_t relation;
    double from_day, from_due;
};
TT_VEC(seen_vec, struct seen);

static int by_relation(const void *a, const void *b, void *ctx)
{
    const struct seen *x = a, *y = b;
    TT_UNUSED(ctx);
    return x->relation < y->relation ? -1 : x->relation > y->relation;
}

/* One to one and whole: what is paid in parts is paid at other times. */
static bool see(const tt_lane *l, const tt_hyps *h, const tt_hyp_vec *chosen, seen_vec *out)
{
    for (size_t i = 0; i < chosen->n; i++) {
        const tt_hyp *x = &chosen->v[i];
        const tt_leg *leg = &h->legs.v[x->first];
        if (x->many_docs || x->n != 1 || leg->share < TT_WHOLE - TT_WHOLE / 50 ||
            x->bits < l->w[TT_MATCH_FREEZE])
            continue;
        const tt_item *doc = &l->docs[x->one], *to = &l->tos[leg->ix];
        if (doc->day == TT_NO_DATE || to->day == TT_NO_DATE)
            continue;
        struct seen s = {tt_relation(to->from, to->to), (double)doc->day - to->day,
                         (double)doc->day - (to->due != TT_NO_DATE ? to->due : to->day)};
        if (!tt_vec_push(out, s))
            return false;
    }
    return true;
}

struct middle {
    double lag, spread;
};

static struct middle middle_of(const struct seen *v, size_t n, bool due, double *tmp)
{
    struct middle m;
    for (size_t i = 0; i < n; i++)
        tmp[i] = due ? v[i].from_due : v[i].from_day;
    tt_sort_double(tmp, n);
    m.lag = tt_median_sorted(tmp, n);
    m.spread = 1.4826 * tt_mad(tmp, n, m.lag, tmp + n);
    return m;
}

static void learn_relations(tt_lane *l, const seen_vec *s, double *tmp)
{
    double least = l->param[TT_MATCH_SPREAD_LEAST];
    for (size_t i = 0, end; i < s->n; i = end) {
        for (end = i + 1; end < s->n && s->v[end].relation == s->v[i].relation; end++)
            continue;
        double n = (double)(end - i);
        if (end - i < FEW_OF_RELATION)
            continue;
        struct middle m = middle_of(s->v + i, end - i, l->from_due, tmp);
        double spread = (m.spread * n + l->spread * PRIOR) / (n + PRIOR);
        l->habits[l->n_habits++] =
            (tt_habit){s->v[i].relation, (float)m.lag, (float)TT_MAX(spread, least)};
    }
}

bool tt_lane_learn(tt_lane *l, const tt_hyps *h, const tt_hyp_vec *chosen, tt_arena *a)
{
    seen_vec s = {0};
    bool ok = see(l, h, chosen, &s) && tt_sort(s.v, s.n, sizeof(*s.v), by_relation, NULL);
    double *tmp = ok ? tt_new_n(a, double, 2 * s.n + 1) : NULL;
    l->habits = ok ? tt_new_n(a, tt_habit, s.n + 1) : NULL;
    ok = tmp && l->habits;
    if (ok && s.n >= FEW) {
        struct middle day = middle_of(s.v, s.n, false, tmp), due = middle_of(s.v, s.n, true, tmp);
        l->from_due = l->spec->money && due.spread < day.spread;
        l->lag = l->from_due ? due.lag : day.lag;
        l->spread = TT_MAX(l->from_due ? due.spread : day.spread, l->param[TT_MATCH_SPREAD_LEAST]);
        learn_relations(l, &s, tmp);
    }
    tt_vec_release(&s);
    return ok;
}
