/*
 * money.c - ties by money: channels through which it goes straight on, and payers in common.
 *
 * A payment that is followed, within days, by one of nearly the same size is nothing by itself:
 * with enough payments chance does that all the time.  A channel u -> v is judged as a whole: of
 * its n payments k went on; how many would have, had v's payments had other sizes of the case?
 */
#include "score/parts.h"

#include "base/stat.h"

#include <math.h>

enum { DAY = 86400, BUSY = 64 }; /* with more payments in the window, one of them always fits */

/* One payment between two parties: did it go on (or come from somewhere), by what chance? */
struct
try {
    tt_ix src, dst;
    double chance;
    bool went;
};
TT_VEC(try_vec, struct try);

struct money {
    const tt_score_work *w;
    const tt_layer *l;
    int64_t *sorted; /* sizes of the payments that count */
    uint32_t n_sorted;
};

static bool counts(const tt_layer *l, uint32_t i)
{
    return !l->settled[i] && l->amount[i] != TT_NO_NUM && l->amount[i] > 0 &&
           l->src[i] != l->dst[i];
}

static int cmp_i64(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static uint32_t below(const struct money *m, double v)
{
    uint32_t low = 0, high = m->n_sorted;
    TT_BISECT(uint32_t, low, high, mid, (double)m->sorted[mid] < v);
    return low;
}

/* Share of all payments in [low, high]; at least one of them is. */
static double share(const struct money *m, double low, double high)
{
    uint32_t n = below(m, high + 1e-6) - below(m, low - 1e-6);
    return (double)TT_MAX(n, 1u) / (double)m->n_sorted;
}

/* First place in list[from..to) with a time of at least t. */
static uint32_t
first_at(const tt_layer *l, const uint32_t *list, uint32_t from, uint32_t to, uint64_t t)
{
    TT_BISECT(uint32_t, from, to, mid, l->t[list[mid]] < t);
    return from;
}

/*
 * Judge flow i: by what leaves where it arrives within the window after it (onward), or by what
 * arrives where it leaves within the window before it.  False when nothing is there, or too much.
 */
static bool judge(const struct money *m, uint32_t i, bool onward, struct try *out)
{
    const tt_layer *l = m->l;
    const double *p = m->w->param;
    tt_ix v = onward ? l->dst[i] : l->src[i];
    const uint32_t *off = onward ? l->out_off : l->in_off, *at = onward ? l->out_at : l->in_at;
    uint64_t window = (uint64_t)p[P_MONEY_DAYS] * DAY, t = l->t[i];
    uint64_t from = onward ? t : t > window ? t - window : 0, to = onward ? t + window : t;
    double a = (double)l->amount[i];
    double low = onward ? a * p[P_MONEY_LOW] : a / p[P_MONEY_HIGH];
    double high = onward ? a * p[P_MONEY_HIGH] : a / p[P_MONEY_LOW];
    uint32_t begin = first_at(l, at, off[v], off[v + 1], from), n = 0;
    uint32_t end = first_at(l, at, begin, off[v + 1], to + 1);
    *out = (struct try){l->src[i], l->dst[i], 0, false};
    if (m->w->hub[v] || end - begin > BUSY)
        return false;
    for (uint32_t k = begin; k < end; k++) {
        uint32_t j = at[k];
        /* Back to where it came from is a refund, no channel. */
        if (!counts(l, j) || (onward ? l->dst[j] == l->src[i] : l->src[j] == l->dst[i]))
            continue;
        n++;
        out->went |= (double)l->amount[j] >= low - 1e-6 && (double)l->amount[j] <= high + 1e-6;
    }
    out->chance = -expm1((double)n * log1p(-TT_MIN(share(m, low, high), 1 - 1e-9)));
    return n > 0;
}

static int cmp_try(const void *a, const void *b, void *ctx)
{
    const struct try *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->src != y->src)
        return x->src < y->src ? -1 : 1;
    return (x->dst > y->dst) - (x->dst < y->dst);
}

/* Channel by channel: how strange is it that so many went? */
static tt_status weigh(const tt_score_work *w, try_vec *tries, tt_strand_vec *v, tt_err *err)
{
    if (!tt_sort(tries->v, tries->n, sizeof *tries->v, cmp_try, NULL))
        return tt_score_no_room(err);
    for (size_t i = 0, next; i < tries->n; i = next) {
        uint64_t n = 0, went = 0;
        double chance = 0;
        for (next = i; next < tries->n && cmp_try(&tries->v[i], &tries->v[next], NULL) == 0;
             next++) {
            n++;
            went += tries->v[next].went;
            chance += tries->v[next].chance;
        }
        if (!went)
            continue;
        double p = tt_binomial_tail(n, TT_MIN(chance / (double)n, 1.0), went);
        double weight = TT_MIN(tt_log10_e_of_p(p), w->param[P_MONEY_CAP]);
        if (weight >= w->param[P_MONEY_MIN])
            TT_TRY(tt_score_strand(w, v, tries->v[i].src, tries->v[i].dst, TT_STRAND_MONEY, weight,
                                   err));
    }
    return TT_OK;
}

static tt_status channels(struct money *m, bool onward, tt_strand_vec *v, tt_err *err)
{
    try_vec tries = {0};
    tt_status st = TT_OK;
    for (uint32_t i = 0; st == TT_OK && i < m->l->n; i++) {
        struct try one;
        if (counts(m->l, i) && judge(m, i, onward, &one) && !tt_vec_push(&tries, one))
            st = tt_score_no_room(err);
    }
    if (st == TT_OK)
        st = weigh(m->w, &tries, v, err);
    tt_vec_release(&tries);
    return st;
}

tt_status tt_score_money(const tt_score_work *w, tt_strand_vec *v, tt_err *err)
{
    struct money m = {.w = w, .l = &w->g->money};
    m.sorted = tt_new_n(w->tmp, int64_t, m.l->n);
    if (!m.sorted)
        return tt_score_no_room(err);
    for (uint32_t i = 0; i < m.l->n; i++)
        if (counts(m.l, i))
            m.sorted[m.n_sorted++] = m.l->amount[i];
    if (!tt_sort(m.sorted, m.n_sorted, sizeof *m.sorted, cmp_i64, NULL))
        return tt_score_no_room(err);
    TT_TRY(channels(&m, true, v, err));
    return channels(&m, false, v, err);
}

/* --- payers in common --- */

/* A payer, and a buyer that it paid for in a deal in which it bought nothing. */
struct paid_for {
    tt_ix payer, buyer;
};
TT_VEC(paid_vec, struct paid_for);

static int cmp_paid(const void *a, const void *b, void *ctx)
{
    const struct paid_for *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->payer != y->payer)
        return x->payer < y->payer ? -1 : 1;
    return (x->buyer > y->buyer) - (x->buyer < y->buyer);
}

/* Sorted, each once. */
static bool tidy(paid_vec *v)
{
    size_t n = 0;
    if (!tt_sort(v->v, v->n, sizeof *v->v, cmp_paid, NULL))
        return false;
    for (size_t i = 0; i < v->n; i++)
        if (n == 0 || cmp_paid(&v->v[n - 1], &v->v[i], NULL) != 0)
            v->v[n++] = v->v[i];
    v->n = n;
    return true;
}

/* The different pairs of a deal: who paid whom, and who sold (as payer) to whom (as buyer). */
static bool pairs_of(const tt_data *d, const tt_deal *deal, paid_vec *paid, paid_vec *sold)
{
    paid->n = sold->n = 0;
    for (tt_ix i = 0; i < deal->n_docs; i++) {
        const tt_deal_doc *x = &d->deal_docs[deal->first_doc + i];
        if (x->kind != TT_KIND_PAYMENT && x->kind != TT_KIND_INVOICE)
            continue;
        struct paid_for p = {tt_data_entity(d, tt_data_role(d, x->kind, x->doc, 1)),
                             tt_data_entity(d, tt_data_role(d, x->kind, x->doc, 2))};
        if (p.payer && p.buyer && !tt_vec_push(x->kind == TT_KIND_PAYMENT ? paid : sold, p))
            return false;
    }
    return tidy(paid) && tidy(sold);
}

static bool buys(const paid_vec *sold, tt_ix payer)
{
    for (size_t i = 0; i < sold->n; i++)
        if (sold->v[i].buyer == payer)
            return true;
    return false;
}

static tt_status look_at_deal(const tt_score_work *w, const paid_vec *paid, const paid_vec *sold,
                              paid_vec *out, tt_err *err)
{
    for (size_t i = 0; i < paid->n; i++) {
        tt_ix payer = paid->v[i].payer, payee = paid->v[i].buyer;
        if (w->hub[payer] || buys(sold, payer))
            continue;
        for (size_t j = 0; j < sold->n; j++) {
            struct paid_for p = {payer, sold->v[j].buyer};
            if (sold->v[j].payer == payee && p.buyer != payee && !tt_vec_push(out, p))
                return tt_score_no_room(err);
        }
    }
    return TT_OK;
}

static tt_status collect(const tt_score_work *w, paid_vec *out, tt_err *err)
{
    paid_vec paid = {0}, sold = {0};
    tt_status st = TT_OK;
    for (size_t k = 1; st == TT_OK && k <= w->d->n_deals; k++) {
        st = pairs_of(w->d, &w->d->deals[k], &paid, &sold) ? TT_OK : tt_score_no_room(err);
        if (st == TT_OK)
            st = look_at_deal(w, &paid, &sold, out, err);
    }
    tt_vec_release(&paid);
    tt_vec_release(&sold);
    return st;
}

static tt_status tie_payers(const tt_score_work *w, paid_vec *p, tt_strand_vec *v, tt_err *err)
{
    if (!tidy(p))
        return tt_score_no_room(err);
    for (size_t i = 0, next; i < p->n; i = next) {
        for (next = i; next < p->n && p->v[next].payer == p->v[i].payer;)
            next++;
        if ((double)(next - i) > w->param[P_PAYER_DF])
            continue;
        for (size_t x = i; x < next; x++) {
            TT_TRY(tt_score_strand(w, v, p->v[x].payer, p->v[x].buyer, TT_STRAND_PAYER,
                                   w->param[P_PAYER], err));
            for (size_t y = x + 1; y < next; y++) /* unrelated buyers: not of one declared owner */
                if (w->owned[p->v[x].buyer] != w->owned[p->v[y].buyer])
                    TT_TRY(tt_score_strand(w, v, p->v[x].buyer, p->v[y].buyer, TT_STRAND_PAYER,
                                           w->param[P_PAYER] / 2, err));
        }
    }
    return TT_OK;
}

tt_status tt_score_payers(const tt_score_work *w, tt_strand_vec *v, tt_err *err)
{
    paid_vec p = {0};
    tt_status st = collect(w, &p, err);
    if (st == TT_OK)
        st = tie_payers(w, &p, v, err);
    tt_vec_release(&p);
    return st;
}
