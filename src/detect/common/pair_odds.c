/* pair_odds.c - see pair_odds.h. */
#include "detect/common/pair_odds.h"

#include "base/num.h"

#include <math.h>

/* Of two that never had an invoice, t is NULL: they may share something all the same. */
static double bonus(const tt_pair_odds *o, const tt_pair *t, tt_ix seller, tt_ix buyer)
{
    const tt_pair_rules *r = &o->rules;
    double b = o->group && o->group[seller] == o->group[buyer] ? r->shared : 0;
    if (!t)
        return b;
    double value = (double)t->value * (1 + 1e-12);
    if (t->n > 1 && value >= r->share * (double)o->pairs->sold[seller] &&
        value >= r->share * (double)o->pairs->bought[buyer])
        b += r->exclusive;
    /* New only where the documents go back far enough to know. */
    if (t->last - t->first < (tt_date)r->fresh_days && o->d->from != TT_NO_DATE &&
        t->first - o->d->from >= (tt_date)r->fresh_days)
        b += r->fresh;
    if (t->last - t->first >= (tt_date)r->old_days)
        b += r->old;
    return b;
}

void tt_pair_odds_begin(tt_pair_odds *o, const tt_data *d, const tt_pairs *pairs,
                        const tt_ix *group, const tt_pair_rules *rules)
{
    *o = (tt_pair_odds){.d = d, .pairs = pairs, .group = group, .rules = *rules};
    for (size_t i = 0; i < pairs->n; i++)
        o->sum += pow(10, bonus(o, &pairs->v[i], pairs->v[i].seller, pairs->v[i].buyer));
}

double tt_pair_odds_alone(const tt_pair_odds *o, tt_ix seller, tt_ix buyer)
{
    return bonus(o, tt_pairs_find(o->pairs, seller, buyer), seller, buyer);
}

double tt_pair_odds_of(const tt_pair_odds *o, tt_ix seller, tt_ix buyer)
{
    const tt_pair *t = tt_pairs_find(o->pairs, seller, buyer);
    double b = bonus(o, t, seller, buyer), n = (double)o->pairs->n - (t ? 1 : 0);
    double others = o->sum - (t ? pow(10, b) : 0);
    if (b <= 0 || n < 1 || others <= 0)
        return n < 1 ? 0 : b;
    return tt_round9(TT_MIN(b, TT_MAX(0.0, b - log10(others / n))));
}
