/* chain.c - see chain.h. */
#include "graph/chain.h"

#include "base/sort.h"
#include "base/vec.h"

#include <math.h>

TT_VEC(chain_vec, tt_chain);

enum { LOOK = 64 }; /* payments looked at to tell how far one may reach */

struct search {
    const tt_ledger *l;
    const tt_chain_options *opt;
    uint32_t path[TT_CHAIN_MAX];
    tt_chain best;
    uint64_t share, made; /* visits that the start at hand may make, and made */
    bool stopped;
    tt_effort effort;
    uint8_t *reach;  /* of a payment: chains from it have no more payments; `least` when unknown */
    int64_t *rising; /* amounts of the payments out of each party, beside out_at, ascending */
    chain_vec v;
};

static bool keeps(const struct search *s, uint32_t from, uint32_t to)
{
    double x = (double)s->l->amount[from], y = (double)s->l->amount[to];
    return y >= s->opt->keep_low * x && y <= s->opt->keep_high * x;
}

static bool is_hub(const struct search *s, uint32_t v)
{
    return s->opt->hub && s->opt->hub[v];
}

/* First place in a list, begin..end, of an entry of a day or later. */
static uint32_t
from_day(const tt_ledger *l, const uint32_t *at, uint32_t begin, uint32_t end, uint64_t day)
{
    TT_BISECT(uint32_t, begin, end, mid, l->day[at[mid]] < day);
    return begin;
}

/* Count one more payment that is tried. */
static bool is_spent(struct search *s)
{
    s->stopped = s->made == s->share;
    s->made += !s->stopped;
    return s->stopped;
}

/* May a chain start here: does nothing that came in shortly before feed it? */
static bool is_start(struct search *s, uint32_t e)
{
    const tt_ledger *l = s->l;
    uint32_t v = l->src[e], day = l->day[e];
    uint32_t back = day > s->opt->window ? day - s->opt->window : 0;
    if (is_hub(s, v))
        return true;
    for (uint32_t k = from_day(l, l->in_at, l->in_off[v], l->in_off[v + 1], back);
         k < l->in_off[v + 1] && l->day[l->in_at[k]] <= day; k++) {
        if (is_spent(s))
            return false;
        if (l->src[l->in_at[k]] != l->dst[e] && keeps(s, l->in_at[k], e))
            return false;
    }
    return true;
}

static bool is_in_path(const struct search *s, unsigned n, uint32_t v)
{
    bool in = s->l->src[s->path[0]] == v;
    for (unsigned i = 0; i < n; i++)
        in |= s->l->dst[s->path[i]] == v;
    return in;
}

/* Depth: opt->most. */
static void extend(struct search *s, unsigned n)
{
    const tt_ledger *l = s->l;
    uint32_t last = s->path[n - 1], v = l->dst[last];
    uint64_t end = (uint64_t)l->day[s->path[0]] + s->opt->window;
    if (n > s->best.n) {
        s->best.n = n;
        memcpy(s->best.entry, s->path, n * sizeof *s->path);
    }
    if (n == s->opt->most || is_hub(s, v))
        return;
    for (uint32_t k = from_day(l, l->out_at, l->out_off[v], l->out_off[v + 1], l->day[last]);
         k < l->out_off[v + 1] && l->day[l->out_at[k]] <= end && !s->stopped; k++) {
        uint32_t e = l->out_at[k];
        if (is_spent(s))
            return;
        if (!keeps(s, last, e) || is_in_path(s, n, l->dst[e]))
            continue;
        s->path[n] = e;
        extend(s, n + 1);
    }
}

/* How many payments may a chain have that goes on with e?  What comes after e is known already. */
static unsigned reach_of(const struct search *s, uint32_t e)
{
    const tt_ledger *l = s->l;
    unsigned most = 1, looks = 0;
    uint32_t v = l->dst[e];
    uint64_t end = (uint64_t)l->day[e] + s->opt->window;
    if (is_hub(s, v))
        return 1;
    for (uint32_t k = from_day(l, l->out_at, l->out_off[v], l->out_off[v + 1], l->day[e]);
         k < l->out_off[v + 1] && l->day[l->out_at[k]] <= end && most < s->opt->least; k++) {
        uint32_t next = l->out_at[k];
        if (++looks > LOOK)
            return s->opt->least;
        if (keeps(s, e, next) && l->dst[next] != l->src[e])
            most = next > e ? TT_MAX(most, 1U + s->reach[next]) : s->opt->least;
    }
    return TT_MIN(most, s->opt->least);
}

static tt_status find_reach(struct search *s, tt_arena *tmp, tt_err *err)
{
    s->reach = tt_new_n(tmp, uint8_t, s->l->n);
    if (!s->reach)
        return tt_fail(err, TT_ENOMEM, "no memory for chains");
    for (uint32_t e = s->l->n; e-- > 0;)
        s->reach[e] = (uint8_t)reach_of(s, e);
    return TT_OK;
}

static tt_status sort_amounts(struct search *s, tt_arena *tmp, tt_err *err)
{
    const tt_ledger *l = s->l;
    bool sorted = (s->rising = tt_new_n(tmp, int64_t, l->n)) != NULL;
    for (uint32_t k = 0; sorted && k < l->n; k++)
        s->rising[k] = l->amount[l->out_at[k]];
    for (uint32_t v = 1; sorted && v <= l->n_entities; v++)
        sorted = tt_sort_i64(s->rising + l->out_off[v], l->out_off[v + 1] - l->out_off[v]);
    return sorted ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for chains");
}

/* Payments out of v whose amount is below x, or, with `same`, not above it. */
static uint32_t below(const struct search *s, uint32_t v, double x, bool same)
{
    uint32_t low = s->l->out_off[v], high = s->l->out_off[v + 1];
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        double y = (double)s->rising[mid];
        if (same ? y <= x : y < x)
            low = mid + 1;
        else
            high = mid;
    }
    return low - s->l->out_off[v];
}

static void judge(const struct search *s, tt_chain *c)
{
    const tt_ledger *l = s->l;
    double near = TT_MIN(1.0, ((double)s->opt->window + 1) / (double)l->days);
    c->expected = 1;
    for (uint32_t i = 0; i + 1 < c->n; i++) {
        uint32_t v = l->dst[c->entry[i]];
        double x = (double)l->amount[c->entry[i]];
        uint32_t fits = below(s, v, s->opt->keep_high * x, true);
        fits -= below(s, v, s->opt->keep_low * x, false);
        c->expected *= (double)fits * near;
    }
    c->p = -expm1(-c->expected);
}

static tt_status look_at(struct search *s, uint32_t e, tt_err *err)
{
    s->best = (tt_chain){.n = 0};
    s->made = 0;
    s->stopped = false;
    if (s->reach[e] >= s->opt->least && is_start(s, e)) {
        s->path[0] = e;
        extend(s, 1);
    }
    tt_effort_add(&s->effort, s->l->src[e], s->made, s->stopped);
    if (s->best.n >= s->opt->least && !tt_vec_push(&s->v, s->best))
        return tt_fail(err, TT_ENOMEM, "no memory for chains");
    return TT_OK;
}

/* --- those that share no payment --- */

static int by_length(const void *a, const void *b, void *ctx)
{
    const tt_chain *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->entry[0] > y->entry[0]) - (x->entry[0] < y->entry[0]);
}

static int by_start(const void *a, const void *b, void *ctx)
{
    const tt_chain *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->entry[0] > y->entry[0]) - (x->entry[0] < y->entry[0]);
}

static tt_status keep_apart(struct search *s, tt_arena *a, tt_chains *out, tt_err *err)
{
    uint8_t *used = tt_mem_zalloc((size_t)s->l->n + 1, 1);
    bool sorted = used && tt_sort(s->v.v, s->v.n, sizeof *s->v.v, by_length, NULL);
    out->v = tt_new_n(a, tt_chain, s->v.n);
    for (size_t i = 0; sorted && out->v && i < s->v.n; i++) {
        tt_chain *c = &s->v.v[i];
        bool apart = true;
        for (uint32_t k = 0; k < c->n; k++)
            apart &= !used[c->entry[k]];
        for (uint32_t k = 0; apart && k < c->n; k++)
            used[c->entry[k]] = 1;
        if (!apart)
            continue;
        judge(s, c);
        out->v[out->n++] = *c;
    }
    tt_mem_free(used);
    if (!sorted || !out->v || !tt_sort(out->v, out->n, sizeof *out->v, by_start, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for chains");
    out->effort = s->effort;
    return TT_OK;
}

static tt_status find(struct search *s, tt_arena *tmp, tt_arena *a, tt_chains *out, tt_err *err)
{
    const tt_chain_options *o = s->opt;
    TT_TRY(tt_effort_init(&s->effort, s->l->n_entities, a, err));
    TT_TRY(find_reach(s, tmp, err));
    for (uint32_t e = 0; e < s->l->n; e++) {
        s->share = tt_budget_share(o->visits_root, o->visits, s->effort.visits, s->l->n - e);
        TT_TRY(look_at(s, e, err));
    }
    if (s->v.n)
        TT_TRY(sort_amounts(s, tmp, err));
    return keep_apart(s, a, out, err);
}

tt_status tt_chains_find(const tt_ledger *l, const tt_chain_options *opt, tt_arena *a,
                         tt_chains *out, tt_err *err)
{
    struct search s = {.l = l, .opt = opt};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    *out = (tt_chains){0};
    tt_status st = find(&s, &tmp, a, out, err);
    tt_arena_release(&tmp);
    tt_vec_release(&s.v);
    return st;
}
