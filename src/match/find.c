/* find.c - candidates of each document, and the hypotheses of one document and one target. */
#include "match/find.h"

#include "base/par.h"

#include <math.h>

enum { CHUNK = 256, HYPS_MOST = 24 /* of one document, the best */ };

const char *tt_form_text(tt_form f)
{
    static const char *const text[] = {
        [TT_FORM_FULL] = "full",     [TT_FORM_PART] = "part",
        [TT_FORM_RUN] = "run",       [TT_FORM_SUBSET] = "subset",
        [TT_FORM_CREDIT] = "credit", [TT_FORM_INSTALMENT] = "instalment",
    };
    return text[f];
}

int32_t tt_choose_bits(size_t n, size_t k)
{
    double bits = 0;
    for (size_t i = 0; i < k && i < n; i++)
        bits += log2((double)(n - i) / (double)(i + 1));
    return (int32_t)lround(100 * bits);
}

bool tt_is_specific(const tt_lane *l, int32_t fit, int32_t number, int32_t lines, int32_t party)
{
    bool both = party == l->w[TT_MATCH_W_FROM] + l->w[TT_MATCH_W_TO];
    int32_t said =
        number < 3 * l->w[TT_MATCH_W_TAIL] + 1 ? 0 : number; /* three digits are chance */
    return TT_MAX(fit, 0) + said + lines >=
           l->w[both ? TT_MATCH_SPECIFIC : TT_MATCH_SPECIFIC_THIRD];
}

void tt_cut(tt_finder *f, tt_match_limit limit, uint64_t left)
{
    if (!f->l->second)
        return;
    f->t->cut |= (uint16_t)(1u << limit);
    f->out.left[limit] += left;
}

void tt_cut_short(tt_finder *f, tt_match_limit limit, uint64_t left)
{
    f->t->limit = true;
    tt_cut(f, limit, left);
}

/* --- candidates --- */

static bool add_cand(tt_finder *f, tt_ix to)
{
    tt_cand c = {.to = to};
    return tt_vec_push(&f->cands, c);
}

/* Of one relation: in the window, or when they are too many those nearest to the usual day. */
static bool add_window(tt_finder *f, const tt_item *it, uint64_t relation)
{
    const tt_lane *l = f->l;
    size_t most = (size_t)l->param[TT_MATCH_MAX_SCAN];
    int64_t day = it->day;
    bool any = it->day == TT_NO_DATE;
    int after = l->second ? TT_MAX(l->spec->after, l->spec->late) : l->spec->after;
    size_t low =
        tt_slot_find(l->by_day, l->n_by_day, relation, any ? 0 : tt_slot_place(day - after));
    size_t high = tt_slot_find(l->by_day, l->n_by_day, relation + any,
                               any ? 0 : tt_slot_place(day + l->spec->before + 1));
    if (high - low > most) {
        f->crowded = true;
        tt_cut_short(f, TT_CUT_SCAN, high - low - most);
        size_t mid = any ? low
                         : tt_slot_find(l->by_day, l->n_by_day, relation,
                                        tt_slot_place(day - (int64_t)lround(l->lag)));
        low = mid > low + most / 2 ? mid - most / 2 : low;
        high = TT_MIN(high, low + most);
    }
    for (size_t i = low; i < high; i++)
        if (!add_cand(f, l->by_day[i].doc))
            return false;
    return true;
}

/* The targets in slots [at, end), up to so many. */
static bool add_slots(tt_finder *f, const tt_slot *v, size_t at, size_t end, size_t most)
{
    for (size_t last = TT_MIN(end, at + most); at < last; at++)
        if (!add_cand(f, v[at].doc))
            return false;
    return true;
}

/* Of a group of by_size and its like: as large as the document, or larger by charges. */
static bool add_sized(tt_finder *f, const tt_slot *v, size_t n, uint64_t group, int64_t size,
                      int64_t more, size_t most)
{
    int64_t off = f->l->spec->money ? 1 : size / 1000;
    size_t at = tt_slot_find(v, n, group, tt_slot_place(size - off));
    size_t end = tt_slot_find(v, n, group, tt_slot_place(size + TT_MAX(more, off)) + 1);
    if (end - at > most && v != f->l->by_size) /* else the window has told of them */
        tt_cut(f, TT_CUT_THIRD, end - at - most);
    return add_slots(f, v, at, end, most);
}

static bool add_by_size(tt_finder *f, const tt_item *it)
{
    const tt_lane *l = f->l;
    uint64_t unit;
    int64_t size;
    if (!tt_lane_size(l, it, &unit, &size))
        return true;
    int64_t more = l->spec->money ? tt_charge_most(l, it->money, it->day) : 0;
    size_t third = (size_t)l->param[TT_MATCH_MAX_THIRD];
    if (f->crowded && it->from && it->to &&
        !add_sized(f, l->by_size, l->n_by_size, tt_slot_group(tt_relation(it->from, it->to), unit),
                   size, more, (size_t)l->param[TT_MATCH_MAX_SCAN]))
        return false;
    return (!it->from || add_sized(f, l->by_from, l->n_by_from, tt_slot_group(it->from, unit), size,
                                   more, third)) &&
           (!it->to ||
            add_sized(f, l->by_to, l->n_by_to, tt_slot_group(it->to, unit), size, more, third));
}

static bool add_by_digits(tt_finder *f, const tt_item *it)
{
    const tt_lane *l = f->l;
    size_t most = (size_t)l->param[TT_MATCH_MAX_THIRD];
    for (uint32_t i = 0; i < it->n_tokens; i++)
        for (unsigned side = 0; side < 2; side++) {
            tt_digits token = l->items->tokens.v[it->first_token + i];
            uint64_t group = tt_relation(side ? it->to : it->from, side);
            uint64_t last = token.value % 100000;
            if (token.n < 5)
                break;
            size_t at = tt_slot_find(l->by_digits, l->n_by_digits, group, last);
            size_t end = tt_slot_find(l->by_digits, l->n_by_digits, group, last + 1);
            if (end - at > most)
                tt_cut(f, TT_CUT_THIRD, end - at - most);
            if (!add_slots(f, l->by_digits, at, end, most))
                return false;
        }
    return true;
}

static int by_target(const void *a, const void *b, void *ctx)
{
    const tt_cand *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->to > y->to) - (x->to < y->to);
}

/* Numbers said of one candidate speak against the others. */
static void weigh_others(const tt_lane *l, tt_cand *v, size_t n)
{
    int32_t best = 0;
    for (size_t i = 0; i < n; i++)
        best = TT_MAX(best, v[i].number);
    for (size_t i = 0; i < n && best >= l->w[TT_MATCH_W_LAST5]; i++)
        if (v[i].number <= 0)
            v[i].number = l->w[TT_MATCH_W_OTHER_NAMED];
}

static bool find_candidates(tt_finder *f, tt_ix doc)
{
    const tt_lane *l = f->l;
    const tt_item *it = &l->docs[doc];
    f->cands.n = 0;
    f->crowded = false;
    for (uint32_t i = l->first_named[doc]; i < l->first_named[doc + 1]; i++)
        if (!add_cand(f, l->named.v[i].to))
            return false;
    for (uint32_t i = l->first_strange[doc]; i < l->first_strange[doc + 1]; i++)
        if (!add_cand(f, l->strange.v[i].to))
            return false;
    if ((it->from && it->to && !add_window(f, it, tt_relation(it->from, it->to))) ||
        (it->from && it->also && it->also != it->to &&
         !add_window(f, it, tt_relation(it->from, it->also))) ||
        !add_by_size(f, it) || !add_by_digits(f, it) ||
        !tt_sort(f->cands.v, f->cands.n, sizeof(*f->cands.v), by_target, NULL))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < f->cands.n; i++) {
        tt_cand c = f->cands.v[i];
        if ((kept && f->cands.v[kept - 1].to == c.to) ||
            (l->spec->kind == l->spec->to_kind && c.to == doc))
            continue;
        tt_cand_score(l, doc, &c);
        if (c.named ||
            ((c.fits || c.strange) && !c.back && l->covered[c.to] < TT_WHOLE - TT_WHOLE / 50))
            f->cands.v[kept++] = c;
    }
    f->cands.n = kept;
    weigh_others(l, f->cands.v, kept);
    return true;
}

/* --- hypotheses --- */

static bool is_same_legs(const tt_hyps *h, const tt_hyp *a, const tt_hyp *b)
{
    if (a->many_docs != b->many_docs || a->one != b->one || a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (h->legs.v[a->first + i].ix != h->legs.v[b->first + i].ix)
            return false;
    return true;
}

bool tt_hyp_add(tt_finder *f, tt_hyp h)
{
    tt_leg *legs = f->out.legs.v + (f->out.legs.n - h.n);
    for (uint32_t i = 1; i < h.n; i++) /* legs in order; they are few */
        for (uint32_t k = i; k && legs[k].ix < legs[k - 1].ix; k--) {
            tt_leg swap = legs[k];
            legs[k] = legs[k - 1];
            legs[k - 1] = swap;
        }
    h.first = (uint32_t)(f->out.legs.n - h.n);
    for (size_t i = f->from; i < f->out.v.n; i++)
        if (is_same_legs(&f->out, &f->out.v.v[i], &h)) {
            f->out.legs.n -= h.n;
            return true;
        }
    return tt_vec_push(&f->out.v, h);
}

/* A list of which some are here, and pays more than those: the others are the rest. */
static bool pays_others(const tt_lane *l, tt_ix doc, const tt_cand *c, int32_t share)
{
    uint32_t named = l->first_named[doc + 1] - l->first_named[doc];
    return c->named && l->docs[doc].n_numbers > named && share >= TT_WHOLE;
}

static tt_fit fit_one(const tt_lane *l, tt_ix doc, const tt_cand *c)
{
    const tt_item *it = &l->docs[doc], *to = &l->tos[c->to];
    if (c->back)
        return (tt_fit){0, TT_UNKNOWN, NULL}; /* money back covers nothing */
    if (!l->spec->money) {
        tt_bulk a = tt_bulk_of(it), b = tt_bulk_of(to);
        return tt_fit_goods(l, &a, &b, false);
    }
    const tt_payment *p = &l->d->payments[doc];
    tt_fit f = tt_fit_money(l, p, it->money, to->money, false);
    int64_t due = to->money.minor, open = TT_WHOLE - l->covered[c->to];
    const int64_t less[] = {due - to->credited, /* net of credit notes; what is open still */
                            l->covered[c->to] ? (int64_t)((double)due * (double)open / TT_WHOLE)
                                              : due};
    for (size_t i = 0; i < TT_LEN(less); i++) {
        if (due == TT_NO_NUM || less[i] <= 0 || less[i] >= due)
            continue;
        tt_fit g = tt_fit_money(l, p, it->money, (tt_money){less[i], to->money.ccy}, true);
        if (g.bits <= f.bits)
            continue;
        f = g;
        if (i == 1 && f.share == TT_WHOLE)
            f.share = (int32_t)open;
    }
    if (f.bits < 0 && pays_others(l, doc, c, f.share))
        f.bits = 0;
    else if (f.bits < l->w[TT_MATCH_W_FRACTION] && c->named && f.share < TT_WHOLE)
        f.bits = l->w[TT_MATCH_W_FRACTION]; /* a part that is no usual one, of what is named */
    return f;
}

static void note_tried(tt_tried_doc *t, const tt_cand *c, int32_t bits)
{
    if (!t->best || bits > t->centibits) {
        t->best = c->to;
        t->centibits = bits;
    }
}

static tt_form form_of(int32_t share)
{
    return share > TT_UNKNOWN && share < TT_WHOLE - TT_WHOLE / 50 ? TT_FORM_PART : TT_FORM_FULL;
}

/* Among many, one is near any amount and of any sort: what says no more pays for their number. */
static int32_t crowd_bits(const tt_finder *f)
{
    const tt_lane *l = f->l;
    size_t n = 0;
    for (size_t i = 0; i < f->cands.n; i++)
        n += f->cands.v[i].party == l->w[TT_MATCH_W_FROM] + l->w[TT_MATCH_W_TO];
    return tt_choose_bits(TT_MAX(n, 1), 1);
}

/* Nobody else of its two parties has an open document of the lane in the days around a target. */
static bool is_only_doc(const tt_lane *l, tt_ix doc, tt_ix to)
{
    const tt_item *it = &l->docs[doc], *target = &l->tos[to];
    uint64_t relation = tt_relation(it->from, it->to);
    size_t at = tt_slot_find(l->doc_day, l->n_docs, relation,
                             tt_slot_place((int64_t)target->day - l->spec->before));
    uint64_t last = tt_slot_place((int64_t)target->day + l->spec->after);
    for (; at < l->n_docs && l->doc_day[at].a == relation && l->doc_day[at].b <= last; at++)
        if (l->doc_day[at].doc != doc && !l->used[l->doc_day[at].doc])
            return false;
    return true;
}

/*
 * The one candidate whose parties fit best, when no other document could be for it; 0 none.  That
 * there is no other is evidence of the pair.  What is due long ago is no other: it is not paid.
 */
static tt_ix only_of(const tt_finder *f, tt_ix doc)
{
    const tt_lane *l = f->l;
    int32_t party = INT32_MIN;
    tt_ix only = 0;
    if (!l->second || l->docs[doc].day == TT_NO_DATE)
        return 0;
    for (size_t i = 0; i < f->cands.n; i++) {
        const tt_cand *c = &f->cands.v[i];
        if (c->number < 0)
            return 0;
        if (l->spec->money && c->date < 0)
            continue;
        if (c->party >= party)
            only = c->party > party ? c->to : 0;
        party = TT_MAX(party, c->party);
    }
    return only && is_only_doc(l, doc, only) ? only : 0;
}

/* More is paid than the one open invoice, and no number is said: it may be for others, which are
 * not in the data. */
static bool is_for_more(const tt_lane *l, const tt_cand *c, tt_ix only, tt_fit fit)
{
    return l->spec->money && c->to == only && !c->number && fit.bits < 0 && fit.share >= TT_WHOLE &&
           c->party == l->w[TT_MATCH_W_FROM] + l->w[TT_MATCH_W_TO];
}

static bool find_singles(tt_finder *f, tt_ix doc)
{
    const tt_lane *l = f->l;
    int32_t crowd = crowd_bits(f);
    tt_ix only = only_of(f, doc);
    for (size_t i = 0; i < f->cands.n; i++) {
        const tt_cand *c = &f->cands.v[i];
        tt_fit fit = fit_one(l, doc, c);
        bool more = is_for_more(l, c, only, fit);
        if (more)
            fit = (tt_fit){0, TT_UNKNOWN, NULL};
        int32_t bits = fit.bits + c->number + c->party + c->date + c->goods;
        int32_t chance = c->number <= 0 && fit.bits <= l->w[TT_MATCH_W_SMALL_CHARGE] ? crowd : 0;
        bits -= chance;
        bool specific = tt_is_specific(l, fit.bits - chance, c->number,
                                       c->lines + (c->to == only ? l->only : 0), c->party);
        /* Of two other parties: nothing but the whole amount, or as much, will do. */
        specific &= !c->strange || fit.bits >= l->w[TT_MATCH_W_CHARGE];
        note_tried(f->t, c, specific ? bits : TT_MIN(bits, l->w[TT_MATCH_CLOSE] - 1));
        if (bits < l->w[TT_MATCH_ACCEPT] || !specific)
            continue;
        bool credit = l->spec->kind == l->spec->to_kind;
        if (!tt_vec_push(&f->out.legs, ((tt_leg){c->to, fit.share})) ||
            !tt_hyp_add(f,
                        (tt_hyp){.one = doc,
                                 .n = 1,
                                 .bits = bits,
                                 .reason = c->named ? NULL
                                           : c->key ? c->key
                                                    : fit.what,
                                 .named = c->named,
                                 .is_named = c->named != NULL,
                                 .for_more = more,
                                 .form = (uint8_t)(credit ? TT_FORM_CREDIT : form_of(fit.share))}))
            return false;
    }
    return true;
}

static int by_bits(const void *a, const void *b, void *ctx)
{
    const tt_hyp *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->bits < y->bits) - (x->bits > y->bits);
}

static bool find_of_doc(tt_finder *f, tt_ix doc)
{
    f->from = f->out.v.n;
    if (!find_candidates(f, doc))
        return false;
    f->t->n_candidates = TT_MAX(f->t->n_candidates, (uint32_t)f->cands.n);
    if (!find_singles(f, doc) || !tt_find_named(f, doc) || (f->l->second && !tt_find_sums(f, doc)))
        return false;
    size_t n = f->out.v.n - f->from;
    if (!tt_sort(f->out.v.v + f->from, n, sizeof(tt_hyp), by_bits, NULL))
        return false;
    if (n > HYPS_MOST) {
        tt_cut_short(f, TT_CUT_ANSWERS, n - HYPS_MOST);
        f->out.v.n = f->from + HYPS_MOST;
    }
    return true;
}

/* --- in parallel: some documents, or some targets, at a time --- */

struct search {
    const tt_lane *l;
    tt_tried_doc *tried, *back; /* of documents, of targets */
    tt_hyps *slots;
    size_t n_doc_chunks;
};

static tt_status find_chunk(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct search *s = ctx;
    const tt_lane *l = s->l;
    size_t combine = (size_t)l->param[TT_MATCH_MAX_COMBINE];
    tt_finder f = {.l = l};
    TT_UNUSED(thread);
    f.size = tt_mem_zalloc(combine, sizeof(*f.size));
    f.at = tt_mem_zalloc(combine, sizeof(*f.at));
    bool ok = f.size && f.at;
    if (i < s->n_doc_chunks)
        for (size_t k = i * CHUNK; ok && k < l->n_docs && k < (i + 1) * CHUNK; k++) {
            tt_ix doc = l->doc_day[k].doc;
            f.t = &s->tried[doc];
            ok = l->used[doc] || tt_lane_only_named(l, doc) || find_of_doc(&f, doc);
        }
    else
        for (size_t k = (i - s->n_doc_chunks) * CHUNK;
             ok && k < l->n_tos && k < (i + 1 - s->n_doc_chunks) * CHUNK; k++) {
            f.t = &s->back[k + 1];
            f.from = f.out.v.n;
            ok = tt_find_instalments(&f, (tt_ix)k + 1);
        }
    s->slots[i] = f.out;
    tt_vec_release(&f.cands);
    tt_vec_release(&f.picks);
    tt_vec_release(&f.order);
    tt_mem_free(f.size);
    tt_mem_free(f.at);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room to match %s", l->spec->name);
}

static bool append(tt_hyps *out, const tt_hyps *more)
{
    for (size_t i = 0; i < TT_MATCH_LIMITS; i++)
        out->left[i] += more->left[i];
    if (!more->v.n)
        return true;
    if (out->legs.n + more->legs.n > UINT32_MAX || !tt_vec_reserve(&out->v, more->v.n) ||
        !tt_vec_reserve(&out->legs, more->legs.n))
        return false;
    for (size_t i = 0; i < more->v.n; i++) {
        tt_hyp h = more->v.v[i];
        h.first += (uint32_t)out->legs.n;
        out->v.v[out->v.n++] = h;
    }
    memcpy(out->legs.v + out->legs.n, more->legs.v, more->legs.n * sizeof(tt_leg));
    out->legs.n += more->legs.n;
    return true;
}

tt_status
tt_hyps_find(const tt_lane *l, unsigned threads, const tt_tried *tried, tt_hyps *out, tt_err *err)
{
    struct search s = {.l = l,
                       .tried = tried->of[l->spec->kind][l->spec->to_kind],
                       .back = tried->of[l->spec->to_kind][l->spec->kind],
                       .n_doc_chunks = (l->n_docs + CHUNK - 1) / CHUNK};
    size_t n = s.n_doc_chunks + (l->n_tos + CHUNK - 1) / CHUNK;
    *out = (tt_hyps){0};
    s.slots = tt_mem_zalloc(n + 1, sizeof(*s.slots));
    if (!s.slots)
        return tt_fail(err, TT_ENOMEM, "no room to match %s", l->spec->name);
    tt_status st = tt_par_for(n, threads, find_chunk, &s, err);
    for (size_t i = 0; i < n; i++) {
        if (st == TT_OK && !append(out, &s.slots[i]))
            st = tt_fail(err, TT_ENOMEM, "no room to match %s", l->spec->name);
        tt_hyps_release(&s.slots[i]);
    }
    tt_mem_free(s.slots);
    return st;
}

void tt_hyps_release(tt_hyps *h)
{
    tt_vec_release(&h->v);
    tt_vec_release(&h->legs);
}
