/*
 * run.c - the lanes one after the other; each in two passes.
 *
 * The first pass finds what stands without doubt and learns how many days lie between documents.
 * The second looks again at what is left, among targets that are still open, and tries sums.
 */
#include "match/lane.h"

#include <math.h>

enum { PRIOR_ALONE = 2 /* documents that stay alone, before any is seen */ };

struct run {
    const tt_data *d;
    const double *param;
    const tt_refs *refs;
    unsigned threads;
    int32_t w[TT_MATCH_N_PARAMS];
    tt_items items;
    tt_tried *tried;
    tt_arena *keep; /* what was tried */
    tt_joined *out;
    tt_map64 stands; /* pairs that stand although somebody named them: see key_of */
};

/* --- one lane --- */

/* What is beyond doubt stays; the rest is open again. */
static bool freeze(tt_lane *l, const tt_hyps *h, const tt_hyp_vec *chosen, tt_hyps *stand)
{
    for (size_t i = 0; i < chosen->n; i++) {
        tt_hyp x = chosen->v[i];
        if (x.bits < l->w[TT_MATCH_FREEZE] || x.margin < 2 * l->w[TT_MATCH_MARGIN]) {
            tt_hyp_put(l, h, &x, -1);
            continue;
        }
        uint32_t first = x.first;
        x.first = (uint32_t)stand->legs.n;
        for (uint32_t k = 0; k < x.n; k++)
            if (!tt_vec_push(&stand->legs, h->legs.v[first + k]))
                return false;
        if (!tt_vec_push(&stand->v, x))
            return false;
    }
    return true;
}

static tt_status pass(struct run *r, tt_lane *l, tt_arena *a, tt_hyps *stand, tt_err *err)
{
    tt_tried_doc *tried = r->tried->of[l->spec->kind][l->spec->to_kind];
    tt_hyps h = {0};
    tt_hyp_vec chosen = {0};
    tt_status st = tt_hyps_find(l, r->threads, r->tried, &h, err);
    if (st == TT_OK)
        st = tt_hyps_select(l, &h, r->threads, tried, &chosen, err);
    bool ok = true;
    if (st == TT_OK && !l->second)
        ok = tt_lane_learn(l, &h, &chosen, a) && freeze(l, &h, &chosen, stand);
    for (size_t i = 0; st == TT_OK && ok && l->second && i < chosen.n; i++)
        ok = tt_pairings_add(l, &h, &chosen.v[i], r->out);
    if (st == TT_OK && !ok)
        st = tt_fail(err, TT_ENOMEM, "no room to match %s", l->spec->name);
    for (size_t i = 0; i < TT_MATCH_LIMITS; i++)
        r->tried->left[i] += h.left[i];
    tt_hyps_release(&h);
    tt_vec_release(&chosen);
    return st;
}

/* Credit notes that were found are taken off what is due. */
static void take_off(struct run *r, size_t from)
{
    for (size_t i = from; i < r->out->pairings.n; i++) {
        const tt_pairing *p = &r->out->pairings.v[i];
        tt_item *to = &r->items.of[TT_KIND_INVOICE][p->to];
        const tt_item *note = &r->items.of[TT_KIND_INVOICE][p->doc];
        bool repeat = i > from && p[-1].doc == p->doc && p[-1].to == p->to; /* its other lines */
        if (repeat || !note->back || !tt_money_same_ccy(note->money, to->money) ||
            note->money.minor == TT_NO_NUM || to->money.minor == TT_NO_NUM)
            continue;
        to->credited += note->money.minor;
        if (to->credited_on == TT_NO_DATE || note->day < to->credited_on)
            to->credited_on = note->day;
    }
}

/* What is named and answered for by nobody else: it takes no part in the choice. */
static bool add_aside(struct run *r, const tt_lane *l)
{
    for (size_t i = 0; i < l->aside.n; i++) {
        const tt_named *n = &l->aside.v[i];
        tt_cand c = {.to = n->to};
        tt_cand_score(l, n->doc, &c);
        tt_leg leg = {n->to, TT_UNKNOWN};
        tt_hyps one = {.legs = {&leg, 1, 1}};
        tt_hyp x = {.one = n->doc,
                    .n = 1,
                    .bits = l->w[TT_MATCH_W_NUMBER] + c.party + c.date,
                    .named = n,
                    .form = l->spec->kind == l->spec->to_kind ? TT_FORM_CREDIT : TT_FORM_FULL,
                    .margin = INT32_MAX};
        if (!tt_pairings_add(l, &one, &x, r->out))
            return false;
    }
    return true;
}

static bool name_by_container(struct run *r, tt_lane *l)
{
    const tt_lane_spec *s = l->spec;
    if (s->kind != TT_KIND_SHIPMENT || s->to_kind != TT_KIND_INVOICE)
        return true;
    return tt_carriage_names(l, &r->refs->edges, r->out->pairings.v, r->out->pairings.n, r->tried,
                             &l->named);
}

/* log2 of the odds that a document has one, where its two parties have any target: of those that
 * stand after the first pass. */
static int32_t only_bits(const tt_lane *l)
{
    size_t n = 0, of = 0;
    for (size_t i = 0; i < l->n_docs; i++) {
        uint64_t relation = l->doc_day[i].a;
        size_t at = tt_slot_find(l->by_day, l->n_by_day, relation, 0);
        if (at == l->n_by_day || l->by_day[at].a != relation)
            continue;
        of++;
        n += l->used[l->doc_day[i].doc];
    }
    double odds = (double)n / (double)(of - n + PRIOR_ALONE);
    int32_t bits = odds > 1 ? (int32_t)lround(100 * log2(odds)) : 0;
    return TT_MIN(bits, l->w[TT_MATCH_W_LINE]);
}

static tt_status run_lane(struct run *r, const tt_lane_spec *spec, tt_err *err)
{
    tt_lane l = {.spec = spec, .d = r->d, .param = r->param, .w = r->w, .items = &r->items};
    tt_hyps stand = {0};
    tt_arena a;
    tt_arena_init(&a, 0);
    size_t from = r->out->pairings.n;
    tt_status st = TT_OK;
    if (!name_by_container(r, &l))
        st = tt_fail(err, TT_ENOMEM, "no room to match %s", spec->name);
    if (st == TT_OK)
        st = tt_lane_init(&l, r->refs, &a, err);
    if (st == TT_OK && !add_aside(r, &l))
        st = tt_fail(err, TT_ENOMEM, "no room to match %s", spec->name);
    if (st == TT_OK && l.n_docs) {
        st = pass(r, &l, &a, &stand, err);
        l.second = true;
        l.only = only_bits(&l);
        if (st == TT_OK)
            st = pass(r, &l, &a, &stand, err);
        for (size_t i = 0; st == TT_OK && i < stand.v.n; i++)
            if (!tt_pairings_add(&l, &stand, &stand.v.v[i], r->out))
                st = tt_fail(err, TT_ENOMEM, "no room to match %s", spec->name);
        if (st == TT_OK && spec->kind == spec->to_kind)
            take_off(r, from);
    }
    tt_hyps_release(&stand);
    tt_lane_release(&l);
    tt_arena_release(&a);
    return st;
}

/* --- what joined --- */

/* A pair of documents as one number: 2 bits for each kind, 30 for each index. */
static uint64_t key_of(tt_kind a, tt_ix x, tt_kind b, tt_ix y)
{
    uint64_t p = (uint64_t)(a - 1) << 30 | x, q = (uint64_t)(b - 1) << 30 | y;
    return p < q ? p << 32 | q : q << 32 | p;
}

/* References of pairs that stand, and an edge for each pair that nobody named. */
static bool join(struct run *r)
{
    bool ok = true;
    const tt_edge_vec *e = &r->refs->edges;
    tt_map64 named;
    uint32_t found;
    tt_map64_init(&named);
    for (size_t i = 0; i < r->out->pairings.n && ok; i++) {
        const tt_pairing *p = &r->out->pairings.v[i];
        ok = tt_map64_intern(&r->stands, key_of(p->kind, p->doc, p->to_kind, p->to), 1, &found,
                             NULL);
    }
    for (size_t i = 0; i < e->n && ok; i++) {
        uint64_t key = key_of(e->v[i].kind, e->v[i].doc, e->v[i].to_kind, e->v[i].to);
        if (tt_map64_find(&r->stands, key) == TT_MAP_NONE)
            continue;
        ok = tt_vec_push(&r->out->edges, e->v[i]) && tt_map64_intern(&named, key, 1, &found, NULL);
    }
    for (size_t i = 0; i < r->out->pairings.n && ok; i++) {
        const tt_pairing *p = &r->out->pairings.v[i];
        bool added;
        ok = tt_map64_intern(&named, key_of(p->kind, p->doc, p->to_kind, p->to), 1, &found, &added);
        if (ok && added) {
            tt_edge edge = {p->kind,         p->to_kind, p->doc,   p->to,
                            TT_KEY_EVIDENCE, p->detail,  p->reason};
            ok = tt_vec_push(&r->out->edges, edge);
        }
    }
    tt_map64_release(&named);
    return ok;
}

/* Targets know what was tried for documents that stayed alone. */
static void turn_tried(struct run *r)
{
    for (size_t k = 0; k < tt_lane_n_specs; k++) {
        const tt_lane_spec *s = &tt_lane_specs[k];
        tt_tried_doc *of = r->tried->of[s->kind][s->to_kind],
                     *back = r->tried->of[s->to_kind][s->kind];
        bool again = k > 0 && s[-1].kind == s->kind && s[-1].to_kind == s->to_kind;
        for (tt_ix i = 1; !again && s->kind != s->to_kind && i <= tt_data_n_docs(r->d, s->kind);
             i++) {
            tt_tried_doc *t = of[i].best ? &back[of[i].best] : NULL;
            if (!t)
                continue;
            t->n_candidates++;
            if (!t->best || of[i].centibits > t->centibits) {
                t->best = i;
                t->centibits = of[i].centibits;
            }
            t->ambiguous |= of[i].ambiguous;
        }
    }
}

/* Of a document that is not wholly in its item nobody sees more. */
static void note_items(struct run *r, tt_kind kind, tt_tried_doc *v)
{
    for (tt_ix i = 1; i <= tt_data_n_docs(r->d, kind); i++)
        v[i].cut |= r->items.of[kind][i].cut;
}

static bool make_tried(struct run *r)
{
    for (size_t k = 0; k < tt_lane_n_specs; k++) {
        tt_kind a = tt_lane_specs[k].kind, b = tt_lane_specs[k].to_kind;
        const tt_kind way[2][2] = {{a, b}, {b, a}};
        for (size_t i = 0; i < 2; i++) {
            tt_tried_doc **v = &r->tried->of[way[i][0]][way[i][1]];
            if (!*v)
                *v = tt_new_n(r->keep, tt_tried_doc, tt_data_n_docs(r->d, way[i][0]) + 1);
            if (!*v)
                return false;
            note_items(r, way[i][0], *v);
        }
    }
    return true;
}

tt_status
tt_lanes_run(const tt_data *d, const double *param, const tt_refs *refs, unsigned threads,
             const tt_talk *talk, tt_tried *tried, tt_arena *a, tt_joined *out, tt_err *err)
{
    struct run r = {.d = d,
                    .param = param,
                    .refs = refs,
                    .threads = threads,
                    .tried = tried,
                    .keep = a,
                    .out = out};
    *out = (tt_joined){0};
    tt_arena scratch;
    tt_arena_init(&scratch, 0);
    tt_map64_init(&r.stands);
    for (size_t i = 0; i < TT_MATCH_N_PARAMS; i++) /* counts are not used as weights */
        r.w[i] = param[i] > 1e6 ? INT32_MAX : (int32_t)lround(100 * param[i]);
    tried->close = r.w[TT_MATCH_CLOSE];
    tt_status st = tt_items_make(d, &scratch, &r.items, err);
    if (st == TT_OK && !make_tried(&r))
        st = tt_fail(err, TT_ENOMEM, "no room for what was tried");
    for (size_t i = 0; st == TT_OK && i < tt_lane_n_specs; i++) {
        st = run_lane(&r, &tt_lane_specs[i], err);
        if (st == TT_OK)
            st = tt_progress(talk, "match", i + 1, tt_lane_n_specs, err);
    }
    if (st == TT_OK && (!tt_pairings_between(d, r.w[TT_MATCH_FREEZE], &scratch, out) || !join(&r)))
        st = tt_fail(err, TT_ENOMEM, "no room for %zu pairings", out->pairings.n);
    if (st == TT_OK)
        turn_tried(&r);
    tried->left[TT_CUT_LINES] = out->n_long;
    tt_items_release(&r.items);
    tt_map64_release(&r.stands);
    tt_arena_release(&scratch);
    return st;
}

void tt_joined_release(tt_joined *m)
{
    tt_vec_release(&m->edges);
    tt_vec_release(&m->pairings);
}
