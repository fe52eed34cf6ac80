/* kept.c - see kept.h. */
#include "detect/common/kept.h"

#include "base/stat.h"
#include "detect/common/limits.h"
#include "detect/common/tail.h"

#include <math.h>

enum { PAYER, PAYEE, SIDES };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const tt_limits *limits;
    const tt_remit *v;
    size_t n;
    const tt_kept_rules *rules;
    uint32_t *order[SIDES]; /* of v, by (party of the side, the other, day) */
    uint8_t *marks;         /* of a limit and a payment: limits->n * n */
    tt_kept_counts *all;    /* of a limit */
    tt_kept_vec *out;
};

/* --- order --- */

static tt_ix party(const tt_remit *r, int side)
{
    return side == PAYER ? r->payer : r->payee;
}

static int order_cmp(const struct state *s, uint32_t ia, uint32_t ib, int side)
{
    const tt_remit *a = &s->v[ia], *b = &s->v[ib];
    const tt_ix key[][2] = {{party(a, side), party(b, side)}, {party(a, !side), party(b, !side)}};
    for (size_t i = 0; i < TT_LEN(key); i++)
        if (key[i][0] != key[i][1])
            return key[i][0] < key[i][1] ? -1 : 1;
    return (ia > ib) - (ia < ib);
}

static int by_payer(const void *a, const void *b, void *ctx)
{
    return order_cmp(ctx, *(const uint32_t *)a, *(const uint32_t *)b, PAYER);
}

static int by_payee(const void *a, const void *b, void *ctx)
{
    return order_cmp(ctx, *(const uint32_t *)a, *(const uint32_t *)b, PAYEE);
}

static bool sort_side(struct state *s, int side)
{
    uint32_t *o = s->order[side] = tt_new_n(s->in->scratch, uint32_t, s->n + 1);
    for (uint32_t i = 0; o && i < s->n; i++)
        o[i] = i;
    return o && tt_sort(o, s->n, sizeof *o, side == PAYER ? by_payer : by_payee, s);
}

/* --- marks --- */

static bool channel_fits(const tt_limit *l, tt_channel c)
{
    return l->of == TT_LIMIT_ANY ||
           (l->of == TT_LIMIT_CASH ? c == TT_CHANNEL_CASH : c == TT_CHANNEL_WIRE);
}

static tt_country country_of(const tt_data *d, tt_ix mention)
{
    tt_country c = d->mentions[mention].country;
    return c ? c : d->entities[tt_data_entity(d, mention)].country;
}

/* The payment over the limit; 0 where that is not for it, or has no rate. */
static double ratio(const struct state *s, const tt_limit *l, const tt_remit *r)
{
    const tt_payment *p = &s->d->payments[r->payment];
    if (!channel_fits(l, p->channel) ||
        !tt_limit_holds(l, country_of(s->d, p->payer), country_of(s->d, p->payee), r->day))
        return 0;
    return tt_limit_ratio(s->d, l, p->amount, r->value, r->day);
}

/* Parts of the same two parties, who are one after the other in this order.  x: ratios in it. */
static void mark_parts(const struct state *s, const double *x, uint8_t *marks)
{
    const uint32_t *o = s->order[PAYER];
    for (size_t i = 0, k; i < s->n; i++) {
        const tt_remit *first = &s->v[o[i]];
        double sum = 0;
        size_t parts = 0;
        for (k = i; k < s->n; k++) {
            const tt_remit *r = &s->v[o[k]];
            if (r->payer != first->payer || r->payee != first->payee ||
                r->day - first->day > (int32_t)s->rules->days)
                break;
            bool part = x[k] >= s->rules->part && x[k] < 1;
            sum += part ? x[k] : 0;
            parts += part;
        }
        for (size_t j = i; j < k && parts > 1 && sum >= 1; j++)
            if (x[j] >= s->rules->part && x[j] < 1)
                marks[o[j]] |= TT_KEPT_PARTS;
    }
}

static void count(tt_kept_counts *c, unsigned marks)
{
    static const unsigned each[] = {TT_KEPT_BELOW, TT_KEPT_ABOVE, TT_KEPT_PARTS, TT_KEPT_WHOLE};
    for (size_t i = 0; i < TT_LEN(each); i++)
        c->n[each[i]] += (marks & each[i]) != 0;
}

static void mark(struct state *s, size_t limit, double *x)
{
    double w = s->rules->window;
    uint8_t *marks = s->marks + limit * s->n;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t at = s->order[PAYER][i];
        x[i] = ratio(s, &s->limits->v[limit], &s->v[at]);
        unsigned near = x[i] >= 1 - w && x[i] < 1   ? TT_KEPT_BELOW
                        : x[i] >= 1 && x[i] < 1 + w ? TT_KEPT_ABOVE
                                                    : 0;
        marks[at] = (uint8_t)(near | (x[i] >= 1 ? TT_KEPT_WHOLE : 0));
    }
    mark_parts(s, x, marks);
    for (size_t i = 0; i < s->n; i++)
        count(&s->all[limit], marks[i]);
}

/* --- parties --- */

/* The chance of k among k + not_k, and what is usual. */
static double chance(const tt_kept *x, const tt_kept_rules *rules, tt_kept_mark k,
                     tt_kept_mark not_k, const tt_kept_count *of, double *usual)
{
    double all = (double)(x->others.n[k] + x->others.n[not_k]);
    double u =
        ((double)x->others.n[k] + 1 + rules->prior * of->expected) / (all + 2 + rules->prior);
    *usual = TT_MIN(u, 0.999);
    if ((double)x->own.n[k] < rules->least)
        return 1;
    return tt_beta_binomial_tail(x->own.n[k] + x->own.n[not_k], *usual, of->rho, x->own.n[k]);
}

static double e_of(double p)
{
    return pow(10, tt_log10_e_of_p(TT_MIN(TT_MAX(p, 1e-12), 1)));
}

/* False: too few payments near the limit, or in parts. */
static bool counted(const struct state *s, tt_kept *x)
{
    x->own = (tt_kept_counts){{0}};
    x->marks = s->marks + x->limit * s->n;
    for (size_t i = 0; i < x->n; i++)
        count(&x->own, x->marks[x->at[i]]);
    return (double)TT_MAX(x->own.n[TT_KEPT_BELOW], x->own.n[TT_KEPT_PARTS]) >= s->rules->least;
}

static void weigh(const struct state *s, tt_kept *x, double tried)
{
    const tt_kept_rules *r = s->rules;
    for (size_t k = 0; k < TT_KEPT_MARKS; k++)
        x->others.n[k] = s->all[x->limit].n[k] - x->own.n[k];
    double below = chance(x, r, TT_KEPT_BELOW, TT_KEPT_ABOVE, &r->below, &x->usual_below);
    double parts = chance(x, r, TT_KEPT_PARTS, TT_KEPT_WHOLE, &r->parts, &x->usual_parts);
    x->p_below = tt_round9(TT_MIN(tried * below, 1));
    x->p_parts = tt_round9(TT_MIN(tried * parts, 1));
    x->weight = tt_bans(TT_MIN(log10((e_of(x->p_below) + e_of(x->p_parts)) / 2), r->most));
}

/* The limit at which a party stands out most. */
static tt_status judge(struct state *s, tt_kept x, tt_err *err)
{
    tt_kept best = {.weight = -2};
    double tried = 0;
    for (x.limit = 0; x.limit < s->limits->n; x.limit++)
        tried += counted(s, &x);
    for (x.limit = 0; x.limit < s->limits->n; x.limit++) {
        if (!counted(s, &x))
            continue;
        weigh(s, &x, tried);
        if (x.weight > best.weight)
            best = x;
    }
    return best.weight < -1 || tt_vec_push(s->out, best)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for parties near a limit");
}

static tt_status judge_side(struct state *s, int side, tt_err *err)
{
    const uint32_t *o = s->order[side];
    for (size_t i = 0, k; i < s->n; i = k) {
        tt_kept x = {.entity = party(&s->v[o[i]], side), .payer = side == PAYER, .at = o + i};
        for (k = i + 1; k < s->n && party(&s->v[o[k]], side) == x.entity;)
            k++;
        x.n = k - i;
        TT_TRY(judge(s, x, err));
    }
    return TT_OK;
}

static int heavier(const void *pa, const void *pb, void *ctx)
{
    const tt_kept *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->payer != b->payer)
        return a->payer ? 1 : -1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

tt_status tt_kept_find(const tt_detect_in *in, const tt_limits *limits, const tt_remit *v, size_t n,
                       const tt_kept_rules *rules, tt_kept_vec *out, tt_err *err)
{
    struct state s = {.in = in,
                      .d = in->data,
                      .limits = limits,
                      .v = v,
                      .n = n,
                      .rules = rules,
                      .out = out,
                      .marks = tt_new_n(in->scratch, uint8_t, limits->n * n + 1),
                      .all = tt_new_n(in->scratch, tt_kept_counts, limits->n)};
    double *x = tt_new_n(in->scratch, double, n + 1);
    if (!s.marks || !s.all || !x || !sort_side(&s, PAYER) || !sort_side(&s, PAYEE))
        return tt_fail(err, TT_ENOMEM, "no memory for payments near a limit");
    for (size_t l = 0; l < limits->n; l++)
        mark(&s, l, x);
    TT_TRY(judge_side(&s, PAYER, err));
    TT_TRY(judge_side(&s, PAYEE, err));
    return tt_sort(out->v, out->n, sizeof *out->v, heavier, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for parties near a limit");
}
