/* cycle_oracle.c - cycles by trying every sequence of hops.  Written from cycle.h alone. */
#include "tests/support/cycle_oracle.h"

#include "base/rng.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_HOPS = 512, MAX_FOUND = 200000 };

struct hop {
    uint32_t src, dst, hs6;
    uint32_t start, end;
    uint32_t n, flow[64];
    int64_t amount, qty, kg;
    uint8_t dim;
};

struct oracle {
    const tt_layer *l;
    const tt_cycle_options *o;
    tt_arena *a;
    struct hop hop[MAX_HOPS];
    uint32_t n_hops;
    uint32_t path[TT_CYCLE_MAX_LEN];
    oracle_cycle *found;
    size_t n_found;
};

static void *need(void *p)
{
    if (!p) {
        (void)fprintf(stderr, "cycle_oracle: out of memory\n");
        abort();
    }
    return p;
}

static bool takes_part(const struct oracle *x, uint32_t i)
{
    const tt_layer *l = x->l;
    if (l->src[i] == l->dst[i] || (x->o->unsettled_only && l->settled && l->settled[i]))
        return false;
    if (x->o->same_hs6 && l->hs6[i] == 0)
        return false;
    if (l->amount[i] != TT_NO_NUM && l->amount[i] > 0)
        return true;
    return x->o->by_quantity &&
           ((l->qty[i] != TT_NO_NUM && l->qty[i] > 0) || (l->kg[i] != TT_NO_NUM && l->kg[i] > 0));
}

static int64_t plus(int64_t a, int64_t b)
{
    return a == TT_NO_NUM || b == TT_NO_NUM || b <= 0 ? TT_NO_NUM : a + b;
}

static void add_hop(struct oracle *x, const uint32_t *flow, uint32_t n)
{
    const tt_layer *l = x->l;
    struct hop *h = &x->hop[x->n_hops++];
    *h = (struct hop){.src = l->src[flow[0]],
                      .dst = l->dst[flow[0]],
                      .start = l->t[flow[0]],
                      .end = l->t[flow[n - 1]],
                      .n = n};
    h->hs6 = l->hs6 ? l->hs6[flow[0]] : 0;
    h->dim = l->dim ? l->dim[flow[0]] : 0;
    for (uint32_t i = 0; i < n; i++) {
        h->flow[i] = flow[i];
        h->amount = plus(h->amount, l->amount[flow[i]]);
        h->qty = l->qty ? plus(h->qty, l->qty[flow[i]]) : TT_NO_NUM;
        h->kg = l->kg ? plus(h->kg, l->kg[flow[i]]) : TT_NO_NUM;
        if (l->dim && l->dim[flow[i]] != h->dim)
            h->dim = 0;
    }
    if (h->dim == 0)
        h->qty = TT_NO_NUM;
}

static bool alike(const struct oracle *x, uint32_t i, uint32_t j)
{
    const tt_layer *l = x->l;
    return l->src[i] == l->src[j] && l->dst[i] == l->dst[j] &&
           (!x->o->same_hs6 || l->hs6[i] == l->hs6[j]) &&
           (!x->o->mixed || x->o->mixed[i] == x->o->mixed[j]);
}

static void make_hops(struct oracle *x)
{
    const tt_layer *l = x->l;
    bool *done = need(tt_new_n(x->a, bool, l->n));
    for (uint32_t i = 0; i < l->n; i++)
        if (takes_part(x, i))
            add_hop(x, &i, 1);
    for (uint32_t i = 0; x->o->split && i < l->n; i++) {
        uint32_t run[64], n = 0;
        if (done[i] || !takes_part(x, i))
            continue;
        for (uint32_t j = i; j < l->n; j++)
            if (takes_part(x, j) && alike(x, i, j) && l->t[j] - l->t[i] <= x->o->split) {
                run[n++] = j;
                done[j] = true;
            }
        if (n > 1)
            add_hop(x, run, n);
    }
}

/* --- the rules, one sentence of the header each --- */

static bool keeps(const struct oracle *x, const struct hop *a, const struct hop *b)
{
    double low = x->o->keep_low, high = x->o->keep_high;
    int64_t v = a->amount, w = b->amount;
    if (x->o->by_quantity) {
        if (a->dim && a->dim == b->dim && a->qty != TT_NO_NUM && b->qty != TT_NO_NUM) {
            v = a->qty;
            w = b->qty;
        } else if (a->kg != TT_NO_NUM && b->kg != TT_NO_NUM) {
            v = a->kg;
            w = b->kg;
        } else {
            low = x->o->value_low;
            high = x->o->value_high;
        }
    }
    if (v == TT_NO_NUM || w == TT_NO_NUM)
        return false;
    return (double)w >= low * (double)v - 1e-6 && (double)w <= high * (double)v + 1e-6;
}

static bool later(const struct oracle *x, const struct hop *a, const struct hop *b)
{
    return b->start > a->end || (x->o->same_day && b->start == a->end && a->end % 86400 == 0);
}

static bool is_cycle(const struct oracle *x, const uint32_t *path, uint32_t n)
{
    const struct hop *h = x->hop, *first = &h[path[0]];
    uint32_t start = UINT32_MAX, end = 0, ones = 0;
    for (uint32_t i = 0; x->o->mixed && i < n; i++)
        ones += x->o->mixed[h[path[i]].flow[0]];
    if (x->o->mixed && (ones == 0 || ones == n))
        return false;
    if (n < x->o->min_len || h[path[n - 1]].dst != first->src)
        return false;
    if (x->o->min_amount > 0 && (first->amount == TT_NO_NUM || first->amount < x->o->min_amount))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct hop *a = &h[path[i]];
        start = TT_MIN(start, a->start);
        end = TT_MAX(end, a->end);
        if (i > 0 && x->o->hub && x->o->hub[a->src])
            return false;
        if (x->o->same_hs6 && a->hs6 != first->hs6)
            return false;
        if (i + 1 < n && !keeps(x, a, &h[path[i + 1]]))
            return false;
        if (i + 1 < n && !x->o->any_order && !later(x, a, &h[path[i + 1]]))
            return false;
    }
    return end - start <= x->o->window;
}

static int before(const struct hop *a, const struct hop *b)
{
    if (a->start != b->start)
        return a->start < b->start;
    if (a->flow[0] != b->flow[0])
        return a->flow[0] < b->flow[0];
    return a->n < b->n;
}

static void found(struct oracle *x, uint32_t n)
{
    for (uint32_t by = 1; by < n; by++) {
        uint32_t turned[TT_CYCLE_MAX_LEN];
        for (uint32_t i = 0; i < n; i++)
            turned[i] = x->path[(i + by) % n];
        if (is_cycle(x, turned, n) && before(&x->hop[turned[0]], &x->hop[x->path[0]]))
            return;
    }
    oracle_cycle *c = &x->found[x->n_found++];
    *c = (oracle_cycle){.len = n};
    c->flow = need(tt_new_n(x->a, uint32_t, n * 64));
    c->hop = need(tt_new_n(x->a, uint8_t, n * 64));
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < x->hop[x->path[i]].n; k++) {
            c->flow[c->n_flows] = x->hop[x->path[i]].flow[k];
            c->hop[c->n_flows++] = (uint8_t)i;
        }
}

static void extend(struct oracle *x, uint32_t n) /* depth: max_len */
{
    const struct hop *h = x->hop;
    if (is_cycle(x, x->path, n))
        found(x, n);
    if (n == x->o->max_len || h[x->path[n - 1]].dst == h[x->path[0]].src)
        return;
    for (uint32_t i = 0; i < x->n_hops; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < n; k++)
            seen = seen || h[x->path[k]].dst == h[i].dst;
        if (h[i].src != h[x->path[n - 1]].dst || seen)
            continue;
        x->path[n] = i;
        extend(x, n + 1);
    }
}

static int by_flows(const void *a, const void *b)
{
    const oracle_cycle *x = a, *y = b;
    for (uint32_t i = 0; i < x->n_flows && i < y->n_flows; i++)
        if (x->flow[i] != y->flow[i])
            return x->flow[i] < y->flow[i] ? -1 : 1;
    if (x->n_flows != y->n_flows)
        return x->n_flows < y->n_flows ? -1 : 1;
    return memcmp(x->hop, y->hop, x->n_flows);
}

size_t
oracle_cycles(const tt_layer *l, const tt_cycle_options *opt, tt_arena *a, oracle_cycle **out)
{
    struct oracle *x = need(tt_new(a, struct oracle));
    x->l = l;
    x->o = opt;
    x->a = a;
    x->found = need(tt_new_n(a, oracle_cycle, MAX_FOUND));
    make_hops(x);
    for (uint32_t i = 0; i < x->n_hops; i++) {
        x->path[0] = i;
        extend(x, 1);
    }
    qsort(x->found, x->n_found, sizeof *x->found, by_flows);
    *out = x->found;
    return x->n_found;
}

/* --- random layers --- */

static int cmp_time(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int64_t some(tt_rng *r, int64_t most)
{
    uint64_t kind = tt_rng_below(r, 20);
    return kind == 0 ? TT_NO_NUM : kind == 1 ? 0 : 1 + (int64_t)tt_rng_below(r, (uint64_t)most);
}

void random_layer_make(const random_layer *how, uint64_t seed, tt_arena *a, tt_graph *g,
                       tt_layer *l)
{
    tt_rng r;
    tt_rng_init(&r, seed, "random_layer");
    *g = (tt_graph){.n_entities = how->n_vertices};
    *l = (tt_layer){.n = how->n_flows};
    l->src = need(tt_new_n(a, uint32_t, l->n));
    l->dst = need(tt_new_n(a, uint32_t, l->n));
    l->t = need(tt_new_n(a, uint32_t, l->n));
    l->amount = need(tt_new_n(a, int64_t, l->n));
    l->settled = need(tt_new_n(a, uint8_t, l->n));
    if (how->goods) {
        l->hs6 = need(tt_new_n(a, uint32_t, l->n));
        l->kg = need(tt_new_n(a, int64_t, l->n));
        l->qty = need(tt_new_n(a, int64_t, l->n));
        l->dim = need(tt_new_n(a, uint8_t, l->n));
    }
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t day = (uint32_t)tt_rng_below(&r, how->days) * 86400;
        l->t[i] = day + (how->clock ? (uint32_t)tt_rng_below(&r, 8) * 10800 : 0);
        l->src[i] = 1 + (uint32_t)tt_rng_below(&r, how->n_vertices);
        l->dst[i] = 1 + (uint32_t)tt_rng_below(&r, how->n_vertices);
        l->amount[i] = some(&r, how->most);
        l->settled[i] = tt_rng_below(&r, 6) == 0;
        if (how->goods) {
            l->hs6[i] = (uint32_t)tt_rng_below(&r, 3) * 10101;
            l->kg[i] = some(&r, how->most);
            l->qty[i] = some(&r, how->most);
            l->dim[i] = (uint8_t)tt_rng_below(&r, 3);
        }
    }
    qsort(l->t, l->n, sizeof *l->t, cmp_time);
}
