/* instalment.c - several documents for one target: instalments of a price, shipments in part. */
#include "match/find.h"

/* Documents of the target's two parties, unused and smaller than it; by date. */
static bool list_docs(tt_finder *f, tt_ix to, uint64_t unit, int64_t size)
{
    const tt_lane *l = f->l;
    const tt_item *it = &l->tos[to];
    size_t most = (size_t)l->param[TT_MATCH_MAX_COMBINE];
    tt_ix ends[2];
    tt_lane_ends(l, it, ends);
    f->cands.n = 0;
    if (!ends[0] || !ends[1] || it->day == TT_NO_DATE)
        return true;
    uint64_t relation = tt_relation(ends[0], ends[1]);
    size_t at = tt_slot_find(l->doc_day, l->n_docs, relation,
                             tt_slot_place((int64_t)it->day - l->spec->before));
    size_t end = tt_slot_find(l->doc_day, l->n_docs, relation,
                              tt_slot_place((int64_t)it->day + l->spec->after) + 1);
    for (; at < end && f->cands.n < most; at++) {
        const tt_slot *s = &l->doc_day[at];
        int64_t one;
        uint64_t u;
        if (l->used[s->doc] || !tt_lane_size(l, &l->docs[s->doc], &u, &one) || u != unit ||
            one >= size || one <= 0)
            continue;
        tt_cand c = {.to = to};
        tt_cand_score(l, s->doc, &c);
        if (!c.named && c.number < 0) /* it names another */
            continue;
        c.to = s->doc; /* from here on: which document */
        f->size[f->cands.n] = one;
        f->at[f->cands.n] = (uint32_t)f->cands.n;
        if (!tt_vec_push(&f->cands, c))
            return false;
    }
    if (at < end)
        tt_cut_short(f, TT_CUT_INSTALMENTS, end - at);
    return true;
}

static tt_fit fit_sum(const tt_lane *l, tt_ix to, const tt_cand *const *v, size_t n)
{
    const tt_item *it = &l->tos[to];
    tt_bulk sum = tt_bulk_of(&l->docs[v[0]->to]), due = tt_bulk_of(it);
    tt_ix last = v[0]->to;
    for (size_t i = 1; i < n; i++) {
        tt_bulk_add(&sum, &l->docs[v[i]->to]);
        last = TT_MAX(last, v[i]->to);
    }
    if (!l->spec->money)
        return tt_fit_goods(l, &sum, &due, true);
    tt_fit f = tt_fit_money(l, &l->d->payments[last], sum.money, it->money, true);
    if (it->credited > 0 && it->credited < it->money.minor) {
        tt_money net = {it->money.minor - it->credited, it->money.ccy};
        tt_fit less = tt_fit_money(l, &l->d->payments[last], sum.money, net, true);
        f = less.bits > f.bits ? less : f;
    }
    return f;
}

static bool add_sum(tt_finder *f, tt_ix to, const tt_cand *const *v, size_t n, int32_t penalty)
{
    const tt_lane *l = f->l;
    tt_fit fit = fit_sum(l, to, v, n);
    int32_t number = 0, party = INT32_MAX, goods = INT32_MAX;
    int64_t date = 0;
    double size = 0;
    const tt_named *named = NULL;
    for (size_t i = 0; i < n; i++) {
        number += v[i]->number;
        party = TT_MIN(party, v[i]->party);
        goods = TT_MIN(goods, v[i]->goods);
        date += v[i]->date;
        size += (double)f->size[v[i] - f->cands.v];
        named = named ? named : v[i]->named;
    }
    number = TT_MIN(number, 2 * l->w[TT_MATCH_W_NUMBER]);
    int32_t bits = fit.bits + number + party + goods + (int32_t)(date / (int64_t)n) - penalty;
    if (fit.bits <= 0 || bits < l->w[TT_MATCH_ACCEPT] ||
        !tt_is_specific(l, fit.bits - penalty, number, 0, party))
        return true;
    for (size_t i = 0; i < n; i++) {
        double part = (double)f->size[v[i] - f->cands.v] / size;
        if (!tt_vec_push(&f->out.legs, ((tt_leg){v[i]->to, (int32_t)(part * TT_WHOLE)})))
            return false;
    }
    return tt_hyp_add(f, (tt_hyp){.one = to,
                                  .n = (uint32_t)n,
                                  .bits = bits,
                                  .reason = fit.what,
                                  .named = named,
                                  .many_docs = true,
                                  .form = TT_FORM_INSTALMENT});
}

/* Twos and threes, sorted by size for the search. */
static bool add_few(tt_finder *f, tt_ix to, int64_t low, int64_t high)
{
    size_t n = f->cands.n;
    int64_t *size = tt_mem_zalloc(n, sizeof(*size));
    if (!size)
        return false;
    memcpy(size, f->size, n * sizeof(*size));
    for (size_t i = 0; i < n; i++)
        for (size_t k = i; k && size[k] < size[k - 1]; k--) {
            int64_t s = size[k];
            uint32_t at = f->at[k];
            size[k] = size[k - 1];
            f->at[k] = f->at[k - 1];
            size[k - 1] = s;
            f->at[k - 1] = at;
        }
    f->picks.n = 0;
    bool ok = tt_find_few(f, size, n, low, high);
    for (size_t p = 0; ok && p < f->picks.n; p++) {
        const tt_cand *v[3];
        size_t chosen = 0;
        for (uint32_t i = 0; i < f->picks.v[p].n; i++) {
            v[i] = &f->cands.v[f->at[f->picks.v[p].at[i]]];
            chosen += v[i]->number <= 0;
        }
        ok = add_sum(f, to, v, f->picks.v[p].n, tt_choose_bits(n, chosen));
    }
    tt_mem_free(size);
    return ok;
}

/* In turn by date, as instalments of a plan come. */
static bool add_runs(tt_finder *f, tt_ix to, int64_t low, int64_t high)
{
    const tt_cand *v[32];
    int32_t penalty = tt_choose_bits(2 * f->cands.n, 1);
    for (size_t i = 0; i < f->cands.n; i++) {
        int64_t sum = 0;
        size_t k = i;
        for (; k < f->cands.n && k < i + TT_LEN(v) && sum <= high; k++) {
            sum += f->size[k];
            v[k - i] = &f->cands.v[k];
            if (k > i && sum >= low && sum <= high && !add_sum(f, to, v, k - i + 1, penalty))
                return false;
        }
        if (k < f->cands.n && sum < low) /* it goes on */
            tt_cut(f, TT_CUT_RUNS, 1);
    }
    return true;
}

bool tt_find_instalments(tt_finder *f, tt_ix to)
{
    const tt_lane *l = f->l;
    const tt_item *it = &l->tos[to];
    uint64_t unit;
    int64_t size;
    if (l->spec->kind == l->spec->to_kind || !tt_lane_is_target(l, to) ||
        l->covered[to] > TT_WHOLE / 50 || !tt_lane_size(l, it, &unit, &size) || size <= 0)
        return true;
    if (!list_docs(f, to, unit, size))
        return false;
    if (f->cands.n < 2)
        return true;
    int64_t less = l->spec->money ? 3 * tt_charge_most(l, it->money, it->day) : size / 80;
    if (l->spec->money && it->credited > 0 && it->credited < size)
        less += it->credited;
    int64_t low = size - less, high = size + (l->spec->money ? 1 : size / 80);
    return add_runs(f, to, low, high) && add_few(f, to, low, high);
}
