/*
 * select.c - hypotheses that can all be true, and by how much each is better than the next.
 *
 * Nothing is forced: a document stays alone when no hypothesis is over the threshold, or when
 * another one is as good.
 */
#include "base/par.h"
#include "match/lane.h"

enum { PAIRS_MOST = 400, CHUNK = 64 };

/* --- what is taken --- */

static int32_t share_most(const tt_lane *l)
{
    return (int32_t)(l->param[TT_MATCH_SHARE_MOST] * TT_WHOLE);
}

static bool is_used(const tt_lane *l, const tt_hyps *h, const tt_hyp *x)
{
    if (!x->many_docs)
        return l->used[x->one];
    for (uint32_t i = 0; i < x->n; i++)
        if (l->used[h->legs.v[x->first + i].ix])
            return true;
    return false;
}

static bool is_over(const tt_lane *l, const tt_hyps *h, const tt_hyp *x)
{
    int64_t sum = x->many_docs ? l->covered[x->one] : 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const tt_leg *leg = &h->legs.v[x->first + i];
        if (x->many_docs)
            sum += leg->share;
        else if (leg->share && (int64_t)l->covered[leg->ix] + leg->share > share_most(l))
            return true;
    }
    return x->many_docs && sum > share_most(l);
}

int32_t tt_hyp_worth(const tt_lane *l, const tt_hyps *h, const tt_hyp *x)
{
    int32_t worth = x->bits - l->w[TT_MATCH_ACCEPT] + 1;
    if (is_used(l, h, x))
        return 0;
    if (is_over(l, h, x)) /* who names it says so: two payments of one invoice are told */
        worth = x->is_named ? worth + l->w[TT_MATCH_W_OVER] : 0;
    return worth;
}

void tt_hyp_put(tt_lane *l, const tt_hyps *h, const tt_hyp *x, int sign)
{
    if (!x->many_docs)
        l->used[x->one] = sign > 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const tt_leg *leg = &h->legs.v[x->first + i];
        if (x->many_docs)
            l->used[leg->ix] = sign > 0;
        l->covered[x->many_docs ? x->one : leg->ix] += sign * leg->share;
    }
}

/* --- the strongest first --- */

struct heap {
    uint32_t *at; /* places in c->ix */
    int32_t *key; /* by place */
    size_t n;
};

static bool before(const struct heap *p, uint32_t a, uint32_t b)
{
    return p->key[a] != p->key[b] ? p->key[a] > p->key[b] : a < b;
}

static void sift(struct heap *p, size_t i)
{
    for (;;) {
        size_t best = i;
        for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < p->n; k++)
            if (before(p, p->at[k], p->at[best]))
                best = k;
        if (best == i)
            return;
        uint32_t swap = p->at[i];
        p->at[i] = p->at[best];
        p->at[best] = swap;
        i = best;
    }
}

static bool choose_greedily(tt_component *c)
{
    struct heap p = {tt_mem_zalloc(c->n, sizeof(*p.at)), tt_mem_zalloc(c->n, sizeof(*p.key)), c->n};
    bool ok = p.at && p.key;
    c->cut = true;
    for (size_t i = 0; ok && i < c->n; i++) {
        p.at[i] = (uint32_t)i;
        p.key[i] = c->h->v.v[c->ix[i]].bits - c->l->w[TT_MATCH_ACCEPT] + 1;
    }
    for (size_t i = c->n / 2; ok && i-- > 0;)
        sift(&p, i);
    while (ok && p.n) {
        uint32_t top = p.at[0];
        const tt_hyp *x = &c->h->v.v[c->ix[top]];
        int32_t worth = tt_hyp_worth(c->l, c->h, x);
        if (worth > 0 && worth < p.key[top]) { /* worth less by now: in its turn */
            p.key[top] = worth;
            sift(&p, 0);
            continue;
        }
        if (worth > 0) {
            c->taken[top] = 1;
            tt_hyp_put(c->l, c->h, x, 1);
        }
        p.at[0] = p.at[--p.n];
        sift(&p, 0);
    }
    tt_mem_free(p.at);
    tt_mem_free(p.key);
    return ok;
}

/* --- components --- */

struct work {
    tt_lane *l;
    tt_hyps *h;
    tt_tried_doc *tried;          /* by document */
    uint32_t *ix;                 /* hypotheses, by (component, strongest first) */
    uint32_t *first;              /* of each component: into ix; one more than there are */
    size_t n;                     /* components */
    uint8_t *taken;               /* by place in ix */
    uint32_t *of_doc, *doc_first; /* hypotheses of a document */
    uint32_t *of_to, *to_first;   /* and of a target */
    uint32_t *chosen_doc;         /* hypothesis that a document is in, + 1 */
    uint32_t *holder;             /* the first chosen one to one on a target, + 1 */
};

static uint32_t find(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* Ends of a hypothesis as numbers: documents from 0, targets behind them. */
static uint32_t end_of(const struct work *w, const tt_hyp *x, uint32_t i)
{
    uint32_t n_docs = (uint32_t)tt_data_n_docs(w->l->d, w->l->spec->kind) + 1;
    bool one = i == x->n;
    tt_ix ix = one ? x->one : w->h->legs.v[x->first + i].ix;
    return one == x->many_docs ? n_docs + ix : ix;
}

struct order {
    uint32_t root, ix;
    int32_t bits;
};

static int by_component(const void *a, const void *b, void *ctx)
{
    const struct order *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->root != y->root)
        return x->root < y->root ? -1 : 1;
    if (x->bits != y->bits)
        return x->bits > y->bits ? -1 : 1;
    return (x->ix > y->ix) - (x->ix < y->ix);
}

static bool split(struct work *w, tt_arena *a)
{
    size_t n = w->h->v.n, ends = tt_data_n_docs(w->l->d, w->l->spec->kind) + w->l->n_tos + 2;
    uint32_t *parent = tt_new_n(a, uint32_t, ends + 1);
    struct order *o = tt_new_n(a, struct order, n + 1);
    w->ix = tt_new_n(a, uint32_t, n + 1);
    w->first = tt_new_n(a, uint32_t, n + 2);
    w->taken = tt_new_n(a, uint8_t, n + 1);
    if (!parent || !o || !w->ix || !w->first || !w->taken)
        return false;
    for (uint32_t i = 0; i < ends; i++)
        parent[i] = i;
    for (size_t i = 0; i < n; i++) {
        const tt_hyp *x = &w->h->v.v[i];
        for (uint32_t k = 0; k < x->n; k++) {
            uint32_t p = find(parent, end_of(w, x, k)), q = find(parent, end_of(w, x, x->n));
            parent[TT_MAX(p, q)] = TT_MIN(p, q);
        }
    }
    for (size_t i = 0; i < n; i++)
        o[i] = (struct order){find(parent, end_of(w, &w->h->v.v[i], w->h->v.v[i].n)), (uint32_t)i,
                              w->h->v.v[i].bits};
    if (!tt_sort(o, n, sizeof(*o), by_component, NULL))
        return false;
    for (size_t i = 0; i < n; i++) {
        w->ix[i] = o[i].ix;
        if (i == 0 || o[i].root != o[i - 1].root)
            w->first[w->n++] = (uint32_t)i;
    }
    w->first[w->n] = (uint32_t)n;
    return true;
}

/* One to one, each whole; counts documents and targets. */
static bool is_all_pairs(const tt_component *c, size_t *n_docs, size_t *n_tos, bool *ok)
{
    tt_map64 docs, tos;
    tt_map64_init(&docs);
    tt_map64_init(&tos);
    bool pairs = true;
    for (size_t i = 0; i < c->n && pairs && *ok; i++) {
        const tt_hyp *x = &c->h->v.v[c->ix[i]];
        const tt_leg *leg = &c->h->legs.v[x->first];
        uint32_t found;
        pairs = !x->many_docs && x->n == 1 && leg->share > TT_WHOLE - TT_WHOLE / 50 &&
                c->l->covered[leg->ix] == 0;
        *ok = tt_map64_intern(&docs, x->one, 1, &found, NULL) &&
              tt_map64_intern(&tos, leg->ix, 1, &found, NULL);
    }
    *n_docs = docs.n;
    *n_tos = tos.n;
    tt_map64_release(&docs);
    tt_map64_release(&tos);
    return pairs && *n_docs <= PAIRS_MOST && *n_tos <= PAIRS_MOST;
}

/* Its documents were chosen for without comparing all ways; each is in one component only. */
static void note_cut(struct work *w, const tt_component *c)
{
    for (size_t i = 0; i < c->n && w->l->second; i++) {
        const tt_hyp *x = &c->h->v.v[c->ix[i]];
        for (uint32_t k = 0; k < (x->many_docs ? x->n : 1); k++)
            w->tried[x->many_docs ? c->h->legs.v[x->first + k].ix : x->one].cut |= 1u
                                                                                   << TT_CUT_CHOICE;
    }
}

static tt_status choose_chunk(size_t chunk, unsigned thread, void *ctx, tt_err *err)
{
    struct work *w = ctx;
    TT_UNUSED(thread);
    for (size_t k = chunk * CHUNK; k < w->n && k < (chunk + 1) * CHUNK; k++) {
        tt_component c = {
            w->l, w->h, w->ix + w->first[k], w->first[k + 1] - w->first[k], w->taken + w->first[k],
            false};
        size_t n_docs, n_tos;
        bool ok = true;
        if (c.n <= TT_EXACT_MOST)
            tt_choose_exact(&c);
        else if (is_all_pairs(&c, &n_docs, &n_tos, &ok) && ok)
            ok = tt_choose_pairs(&c, n_docs, n_tos);
        else
            ok = ok && choose_greedily(&c);
        if (c.cut)
            note_cut(w, &c);
        if (!ok)
            return tt_fail(err, TT_ENOMEM, "no room to match %s", w->l->spec->name);
    }
    return TT_OK;
}

/* --- margins --- */

/* Hypotheses of each document and of each target. */
static bool index_ends(struct work *w, tt_arena *a)
{
    size_t n_docs = tt_data_n_docs(w->l->d, w->l->spec->kind), all = 0;
    for (size_t i = 0; i < w->h->v.n; i++)
        all += w->h->v.v[i].n;
    w->doc_first = tt_new_n(a, uint32_t, n_docs + 2);
    w->to_first = tt_new_n(a, uint32_t, w->l->n_tos + 2);
    w->of_doc = tt_new_n(a, uint32_t, all + 1);
    w->of_to = tt_new_n(a, uint32_t, all + 1);
    w->chosen_doc = tt_new_n(a, uint32_t, n_docs + 1);
    w->holder = tt_new_n(a, uint32_t, w->l->n_tos + 1);
    uint32_t *at = tt_new_n(a, uint32_t, TT_MAX(n_docs, w->l->n_tos) + 2);
    if (!w->doc_first || !w->to_first || !w->of_doc || !w->of_to || !w->chosen_doc || !w->holder ||
        !at)
        return false;
    for (int to = 0; to < 2; to++) {
        uint32_t *first = to ? w->to_first : w->doc_first, *of = to ? w->of_to : w->of_doc;
        size_t n = to ? w->l->n_tos : n_docs;
        for (int fill = 0; fill < 2; fill++) {
            for (uint32_t i = 0; i < w->h->v.n; i++) {
                const tt_hyp *x = &w->h->v.v[i];
                bool one = x->many_docs == (to == 1); /* this end is the single one */
                for (uint32_t k = 0; k < (one ? 1 : x->n); k++) {
                    tt_ix ix = one ? x->one : w->h->legs.v[x->first + k].ix;
                    if (fill)
                        of[at[ix]++] = i;
                    else
                        first[ix + 1]++;
                }
            }
            if (fill)
                break;
            for (size_t i = 1; i <= n + 1; i++)
                first[i] += first[i - 1];
            memcpy(at, first, (n + 1) * sizeof(*at));
        }
    }
    return true;
}

static bool is_same_answer(const tt_hyps *h, const tt_hyp *a, const tt_hyp *b)
{
    if (a->many_docs != b->many_docs || a->one != b->one || a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (h->legs.v[a->first + i].ix != h->legs.v[b->first + i].ix)
            return false;
    return true;
}

/* The chosen hypothesis that stands alone in the way of g: one to one on its target; NULL none. */
static const tt_hyp *holder(const struct work *w, const tt_hyp *g)
{
    if (g->many_docs || g->n != 1)
        return NULL;
    uint32_t x = w->holder[w->h->legs.v[g->first].ix];
    return x ? &w->h->v.v[x - 1] : NULL;
}

/* How much better x is than g instead, with x taken out; INT32_MAX: g is not possible. */
static int32_t margin_to(struct work *w, const tt_hyp *x, const tt_hyp *g)
{
    int32_t worth = tt_hyp_worth(w->l, w->h, g), own = x->bits - w->l->w[TT_MATCH_ACCEPT] + 1;
    if (worth > 0)
        return own - worth;
    const tt_hyp *h = x->n == 1 && !x->many_docs ? holder(w, g) : NULL;
    if (!h || h == x)
        return INT32_MAX;
    tt_hyp_put(w->l, w->h, h, -1);
    int32_t other = tt_hyp_worth(w->l, w->h, g), best = 0;
    if (other > 0) { /* and the holder goes where x was, if it can */
        tt_hyp_put(w->l, w->h, g, 1);
        for (uint32_t i = w->doc_first[h->one]; i < w->doc_first[h->one + 1]; i++)
            best = TT_MAX(best, tt_hyp_worth(w->l, w->h, &w->h->v.v[w->of_doc[i]]));
        tt_hyp_put(w->l, w->h, g, -1);
    }
    tt_hyp_put(w->l, w->h, h, 1);
    return other > 0 ? own + h->bits - w->l->w[TT_MATCH_ACCEPT] + 1 - other - best : INT32_MAX;
}

static int32_t margin_of(struct work *w, const tt_hyp *x)
{
    int32_t margin = INT32_MAX;
    tt_hyp_put(w->l, w->h, x, -1);
    for (uint32_t k = 0; k <= x->n; k++) {
        bool one = k == x->n, to = one == x->many_docs;
        tt_ix ix = one ? x->one : w->h->legs.v[x->first + k].ix;
        const uint32_t *first = to ? w->to_first : w->doc_first, *of = to ? w->of_to : w->of_doc;
        for (uint32_t i = first[ix]; i < first[ix + 1]; i++) {
            const tt_hyp *g = &w->h->v.v[of[i]];
            if (g != x && !is_same_answer(w->h, x, g))
                margin = TT_MIN(margin, margin_to(w, x, g));
        }
    }
    tt_hyp_put(w->l, w->h, x, 1);
    return margin;
}

static void mark_chosen(struct work *w)
{
    for (size_t i = 0; i < w->h->v.n; i++) {
        const tt_hyp *x = &w->h->v.v[w->ix[i]];
        if (!w->taken[i])
            continue;
        if (!x->many_docs)
            w->chosen_doc[x->one] = w->ix[i] + 1;
        for (uint32_t k = 0; x->many_docs && k < x->n; k++)
            w->chosen_doc[w->h->legs.v[x->first + k].ix] = w->ix[i] + 1;
    }
    for (uint32_t i = 0; i < w->h->v.n; i++) {
        const tt_hyp *x = &w->h->v.v[i];
        if (x->many_docs || x->n != 1 || w->chosen_doc[x->one] != i + 1)
            continue;
        uint32_t *of = &w->holder[w->h->legs.v[x->first].ix];
        *of = *of ? *of : i + 1;
    }
}

static void note_ambiguous(const struct work *w, const tt_hyp *x, tt_tried_doc *tried)
{
    if (!x->many_docs)
        tried[x->one].ambiguous = true;
    for (uint32_t k = 0; x->many_docs && k < x->n; k++)
        tried[w->h->legs.v[x->first + k].ix].ambiguous = true;
}

static bool list_chosen(struct work *w, tt_tried_doc *tried, tt_hyp_vec *chosen)
{
    for (size_t i = 0; i < w->h->v.n; i++) {
        tt_hyp *x = &w->h->v.v[w->ix[i]];
        if (w->taken[i])
            x->margin = margin_of(w, x);
    }
    for (size_t i = 0; i < w->h->v.n; i++) { /* all margins before any is taken back */
        tt_hyp *x = &w->h->v.v[w->ix[i]];
        if (!w->taken[i])
            continue;
        if (x->margin < w->l->w[TT_MATCH_MARGIN] && !x->is_named) {
            note_ambiguous(w, x, tried);
            tt_hyp_put(w->l, w->h, x, -1);
        } else if (!tt_vec_push(chosen, *x)) {
            return false;
        }
    }
    return true;
}

tt_status tt_hyps_select(tt_lane *l, tt_hyps *h, unsigned threads, tt_tried_doc *tried,
                         tt_hyp_vec *chosen, tt_err *err)
{
    tt_arena a;
    struct work w = {.l = l, .h = h, .tried = tried};
    tt_status st = TT_OK;
    tt_arena_init(&a, 0);
    bool ok = split(&w, &a);
    if (ok)
        st = tt_par_for((w.n + CHUNK - 1) / CHUNK, threads, choose_chunk, &w, err);
    if (ok && st == TT_OK) {
        ok = index_ends(&w, &a);
        if (ok)
            mark_chosen(&w);
        ok = ok && list_chosen(&w, tried, chosen);
    }
    if (st == TT_OK && !ok)
        st = tt_fail(err, TT_ENOMEM, "no room to match %s", l->spec->name);
    tt_arena_release(&a);
    return st;
}
