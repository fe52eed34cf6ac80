/*
 * combine.c - one document for several targets: those that it names, a run of open ones, any few
 * that add up.
 *
 * With twenty open invoices a million sums can be made, and some are near any amount: each
 * hypothesis pays for the number of ways it was chosen from.
 */
#include "match/find.h"

#include <math.h>

/* The size of a target for a document: of invoices what credit notes left. */
static bool
size_for(const tt_lane *l, const tt_item *doc, const tt_item *to, uint64_t unit, int64_t *size)
{
    uint64_t u;
    if (!tt_lane_size(l, to, &u, size) || u != unit || *size <= 0)
        return false;
    if (l->spec->money && to->credited > 0 && to->credited < *size && to->credited_on <= doc->day)
        *size -= to->credited;
    return true;
}

/* --- the evidence of several candidates --- */

static tt_fit fit_sum(const tt_lane *l, tt_ix doc, const tt_cand *const *v, size_t n)
{
    const tt_item *it = &l->docs[doc];
    tt_money due = {0, it->money.ccy};
    tt_bulk sum = tt_bulk_of(&l->tos[v[0]->to]);
    if (!l->spec->money) {
        tt_bulk own = tt_bulk_of(it);
        for (size_t i = 1; i < n; i++)
            tt_bulk_add(&sum, &l->tos[v[i]->to]);
        return tt_fit_goods(l, &own, &sum, true);
    }
    due.ccy = l->tos[v[0]->to].money.ccy;
    for (size_t i = 0; i < n; i++) {
        const tt_item *to = &l->tos[v[i]->to];
        tt_money part = to->money;
        int64_t size;
        if (part.minor == TT_NO_NUM || !size_for(l, it, to, due.ccy, &size))
            return (tt_fit){0, TT_UNKNOWN, NULL};
        part.minor = v[i]->back ? -size : size; /* a credit note is taken off */
        if (!tt_money_add(&due, part))
            return (tt_fit){0, TT_UNKNOWN, NULL};
    }
    return tt_fit_money(l, &l->d->payments[doc], it->money, due, true);
}

static const tt_named *strongest(const tt_cand *const *v, size_t n)
{
    const tt_named *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (v[i]->named && (!best || v[i]->named->key < best->key))
            best = v[i]->named;
    return best;
}

static bool
add_sum(tt_finder *f, tt_ix doc, const tt_cand *const *v, size_t n, tt_form form, int32_t penalty)
{
    const tt_lane *l = f->l;
    tt_fit fit = fit_sum(l, doc, v, n);
    int32_t number = 0, other = 0, party = INT32_MAX, goods = INT32_MAX;
    int32_t date = INT32_MIN;
    size_t named = 0;
    for (size_t i = 0; i < n; i++) {
        number += TT_MAX(v[i]->number, 0);
        other = TT_MIN(other, v[i]->number);
        party = TT_MIN(party, v[i]->party);
        goods = TT_MIN(goods, v[i]->goods);
        date = TT_MAX(date, v[i]->date);
        named += v[i]->named != NULL;
    }
    number = TT_MIN(number, 2 * l->w[TT_MATCH_W_NUMBER]) + other;
    int32_t bits = fit.bits + number + party + goods + date - tt_choose_bits(n, 1) - penalty;
    if (bits < l->w[TT_MATCH_ACCEPT] || !tt_is_specific(l, fit.bits - penalty, number, 0, party) ||
        (named < n && fit.bits <= 0))
        return true;
    for (size_t i = 0; i < n; i++)
        if (!tt_vec_push(&f->out.legs, ((tt_leg){v[i]->to, v[i]->back ? TT_UNKNOWN : fit.share})))
            return false;
    return tt_hyp_add(f, (tt_hyp){.one = doc,
                                  .n = (uint32_t)n,
                                  .bits = bits,
                                  .reason = fit.what,
                                  .named = strongest(v, n),
                                  .is_named = named == n,
                                  .form = (uint8_t)form});
}

bool tt_find_named(tt_finder *f, tt_ix doc)
{
    const tt_lane *l = f->l;
    size_t n = 0, all = l->first_named[doc + 1] - l->first_named[doc];
    if (all < 2)
        return true;
    const tt_cand **v = tt_mem_zalloc(all, sizeof(*v));
    bool ok = v;
    for (size_t i = 0; ok && i < f->cands.n && n < all; i++)
        if (f->cands.v[i].named)
            v[n++] = &f->cands.v[i];
    if (ok && n > 1)
        ok = add_sum(f, doc, v, n, TT_FORM_SUBSET, 0);
    tt_mem_free(v);
    return ok;
}

/* --- open ones that may be combined --- */

struct open {
    size_t n;
    int64_t low, high;
};

/* Candidates of both parties, smaller than the document: in order of date, those nearest to the
 * usual day when they are too many. */
static struct open list_open(tt_finder *f, tt_ix doc)
{
    const tt_lane *l = f->l;
    const tt_item *it = &l->docs[doc];
    size_t most = (size_t)l->param[TT_MATCH_MAX_COMBINE], n = 0, skip = 0;
    int32_t both = l->w[TT_MATCH_W_FROM] + l->w[TT_MATCH_W_TO];
    struct open o = {0, 0, 0};
    uint64_t unit;
    int64_t size, one;
    if (!tt_lane_size(l, it, &unit, &size))
        return o;
    if (l->spec->money) { /* what was ordered is what was added up */
        tt_money ordered = l->d->payments[doc].instructed;
        if (ordered.minor != TT_NO_NUM && ordered.minor > 0) {
            unit = ordered.ccy;
            size = ordered.minor;
        }
    }
    o.low = l->spec->money ? size - 1 : size - size / 80;
    o.high = l->spec->money ? size + tt_charge_most(l, it->money, it->day) : size + size / 80;
    for (size_t pass = 0; pass < 2; pass++) { /* count, then take */
        size_t seen = 0;
        for (size_t i = 0; i < f->cands.n; i++) {
            const tt_cand *c = &f->cands.v[i];
            if (c->party != both || c->back || l->covered[c->to] > TT_WHOLE / 50 ||
                !size_for(l, it, &l->tos[c->to], unit, &one) || one >= o.high)
                continue;
            seen++;
            if (pass == 1 && seen > skip && o.n < most) {
                f->at[o.n] = (uint32_t)i;
                f->size[o.n++] = one;
            } else if (pass == 0 && it->day != TT_NO_DATE &&
                       tt_lane_start(l, &l->tos[c->to]) < it->day - (int)l->lag)
                skip++;
        }
        n = seen;
        if (pass == 0)
            skip = n <= most || skip < most / 2 ? 0 : TT_MIN(skip - most / 2, n - most);
    }
    if (n > most)
        tt_cut_short(f, TT_CUT_COMBINE, n - most);
    return o;
}

static bool add_runs(tt_finder *f, tt_ix doc, const struct open *o)
{
    const tt_cand *v[32];
    size_t most = TT_MIN((size_t)f->l->param[TT_MATCH_MAX_RUN], TT_LEN(v));
    int32_t penalty = tt_choose_bits(2 * o->n, 1);
    for (size_t i = 0; i < o->n; i++) {
        int64_t sum = 0;
        size_t k = i;
        for (; k < o->n && k < i + most && sum <= o->high; k++) {
            sum += f->size[k];
            v[k - i] = &f->cands.v[f->at[k]];
            if (k > i && sum >= o->low && sum <= o->high &&
                !add_sum(f, doc, v, k - i + 1, TT_FORM_RUN, penalty))
                return false;
        }
        if (k < o->n && sum < o->low) /* it goes on */
            tt_cut(f, TT_CUT_RUNS, 1);
    }
    return true;
}

/* Sorts f->size and f->at by size. */
static bool sort_open(tt_finder *f, const struct open *o)
{
    f->order.n = 0;
    for (size_t i = 0; i < o->n; i++) /* insertion: they are few */
        for (size_t k = i; k && f->size[k] < f->size[k - 1]; k--) {
            int64_t size = f->size[k];
            uint32_t at = f->at[k];
            f->size[k] = f->size[k - 1];
            f->at[k] = f->at[k - 1];
            f->size[k - 1] = size;
            f->at[k - 1] = at;
        }
    return true;
}

static bool add_picks(tt_finder *f, tt_ix doc, const struct open *o)
{
    size_t n_free = 0;
    for (size_t i = 0; i < o->n; i++)
        n_free += f->cands.v[f->at[i]].number <= 0;
    for (size_t p = 0; p < f->picks.n; p++) {
        const tt_cand *v[6];
        size_t chosen = 0;
        for (uint32_t i = 0; i < f->picks.v[p].n; i++) {
            v[i] = &f->cands.v[f->at[f->picks.v[p].at[i]]];
            chosen += v[i]->number <= 0; /* what the text names was not chosen freely */
        }
        if (f->picks.v[p].n > 3 && chosen == f->picks.v[p].n)
            continue;
        if (!add_sum(f, doc, v, f->picks.v[p].n, TT_FORM_SUBSET, tt_choose_bits(n_free, chosen)))
            return false;
    }
    return true;
}

bool tt_find_few(tt_finder *f, const int64_t *v, size_t n, int64_t low, int64_t high)
{
    bool limit = false, threes = n <= (size_t)f->l->param[TT_MATCH_MAX_THREE];
    if (!tt_subset_few(v, n, threes, low, high, &f->picks, &limit))
        return false;
    if (!threes)
        tt_cut_short(f, TT_CUT_THREES, n);
    if (limit)
        tt_cut_short(f, TT_CUT_SUMS, 0);
    return true;
}

static bool find_many(tt_finder *f, const struct open *o)
{
    bool limit = false;
    size_t left;
    if (!tt_subset_many(f->size, o->n, (size_t)f->l->param[TT_MATCH_BUDGET], o->low, o->high,
                        &f->picks, &left, &limit))
        return false;
    if (left)
        tt_cut_short(f, TT_CUT_STATES, left);
    if (limit)
        tt_cut_short(f, TT_CUT_SUMS, 0);
    return true;
}

bool tt_find_sums(tt_finder *f, tt_ix doc)
{
    const tt_lane *l = f->l;
    bool named = false;
    for (size_t i = f->from; i < f->out.v.n; i++) /* explained already */
        if (f->out.v.v[i].form == TT_FORM_FULL && f->out.v.v[i].bits >= l->w[TT_MATCH_FREEZE])
            return true;
    struct open o = list_open(f, doc);
    if (o.n < 2)
        return true;
    for (size_t i = 0; i < o.n; i++)
        named |= f->cands.v[f->at[i]].number > 0;
    f->picks.n = 0;
    bool ok = add_runs(f, doc, &o) && sort_open(f, &o) &&
              tt_find_few(f, f->size, o.n, o.low, o.high) &&
              (!named || o.n <= 3 || find_many(f, &o));
    return ok && add_picks(f, doc, &o);
}
