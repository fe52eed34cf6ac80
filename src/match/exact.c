/* exact.c - the best choice of a small component: branch and bound, or an assignment. */
#include "match/lane.h"

/* --- up to twenty hypotheses --- */

enum { STEPS_MOST = 20000 /* then the best so far stands; the first way down is the greedy one */ };

struct branch {
    tt_component *c;
    int64_t rest[TT_EXACT_MOST + 1]; /* most that hypotheses from here on can add */
    uint8_t now[TT_EXACT_MOST];
    int64_t best;
    uint32_t steps;
};

/* Depth is at most TT_EXACT_MOST. */
static void try_from(struct branch *b, size_t i, int64_t sum)
{
    tt_component *c = b->c;
    if (sum > b->best) {
        b->best = sum;
        memset(c->taken, 0, c->n);
        memcpy(c->taken, b->now, i);
    }
    if (i == c->n || sum + b->rest[i] <= b->best)
        return;
    c->cut |= b->steps++ > STEPS_MOST;
    if (c->cut)
        return;
    const tt_hyp *x = &c->h->v.v[c->ix[i]];
    int32_t worth = tt_hyp_worth(c->l, c->h, x);
    if (worth > 0) {
        b->now[i] = 1;
        tt_hyp_put(c->l, c->h, x, 1);
        try_from(b, i + 1, sum + worth);
        tt_hyp_put(c->l, c->h, x, -1);
    }
    b->now[i] = 0;
    try_from(b, i + 1, sum);
}

void tt_choose_exact(tt_component *c)
{
    struct branch b = {.c = c};
    TT_ASSERT(c->n <= TT_EXACT_MOST);
    for (size_t i = c->n; i-- > 0;) { /* of one document (or target) only the best counts */
        const tt_hyp *x = &c->h->v.v[c->ix[i]];
        int32_t worth = TT_MAX(0, tt_hyp_worth(c->l, c->h, x)), other = 0;
        for (size_t k = i + 1; k < c->n; k++) {
            const tt_hyp *y = &c->h->v.v[c->ix[k]];
            if (y->one == x->one && y->many_docs == x->many_docs)
                other = TT_MAX(other, tt_hyp_worth(c->l, c->h, y));
        }
        b.rest[i] = b.rest[i + 1] + (x->many_docs ? worth : TT_MAX(0, worth - other));
    }
    try_from(&b, 0, 0);
    for (size_t i = 0; i < c->n; i++)
        if (c->taken[i])
            tt_hyp_put(c->l, c->h, &c->h->v.v[c->ix[i]], 1);
}

/* --- one to one --- */

static int by_ix(const void *a, const void *b, void *ctx)
{
    tt_ix x = *(const tt_ix *)a, y = *(const tt_ix *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

static size_t place(const tt_ix *v, size_t n, tt_ix x)
{
    size_t low = 0;
    TT_BISECT(size_t, low, n, mid, v[mid] < x);
    return low;
}

static size_t distinct(tt_ix *v, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || v[kept - 1] != v[i])
            v[kept++] = v[i];
    return kept;
}

/* Columns: the targets, then one for each document that stays alone, at no cost. */
bool tt_choose_pairs(tt_component *c, size_t n_docs, size_t n_tos)
{
    size_t columns = n_tos + n_docs;
    tt_ix *docs = tt_mem_zalloc(c->n, sizeof(*docs)), *tos = tt_mem_zalloc(c->n, sizeof(*tos));
    int64_t *cost = tt_mem_zalloc(n_docs * columns, sizeof(*cost));
    uint32_t *row = tt_mem_zalloc(n_docs, sizeof(*row));
    bool ok = docs && tos && cost && row;
    for (size_t i = 0; ok && i < c->n; i++) {
        docs[i] = c->h->v.v[c->ix[i]].one;
        tos[i] = c->h->legs.v[c->h->v.v[c->ix[i]].first].ix;
    }
    ok = ok && tt_sort(docs, c->n, sizeof(*docs), by_ix, NULL) &&
         tt_sort(tos, c->n, sizeof(*tos), by_ix, NULL);
    if (ok) {
        size_t nd = distinct(docs, c->n), nt = distinct(tos, c->n);
        TT_ASSERT(nd == n_docs && nt == n_tos);
        for (size_t i = 0; i < nd * columns; i++)
            cost[i] = i % columns < nt ? INT32_MAX : 0; /* never better than to stay alone */
        for (size_t i = 0; i < c->n; i++) {
            const tt_hyp *x = &c->h->v.v[c->ix[i]];
            size_t at =
                place(docs, nd, x->one) * columns + place(tos, nt, c->h->legs.v[x->first].ix);
            cost[at] = TT_MIN(cost[at], -(int64_t)tt_hyp_worth(c->l, c->h, x));
        }
        ok = tt_assign(cost, nd, columns, row);
        for (size_t i = 0; ok && i < c->n; i++) {
            const tt_hyp *x = &c->h->v.v[c->ix[i]];
            size_t column = place(tos, nt, c->h->legs.v[x->first].ix);
            if (row[place(docs, nd, x->one)] == column && tt_hyp_worth(c->l, c->h, x) > 0) {
                c->taken[i] = 1;
                tt_hyp_put(c->l, c->h, x, 1);
            }
        }
    }
    tt_mem_free(docs);
    tt_mem_free(tos);
    tt_mem_free(cost);
    tt_mem_free(row);
    return ok;
}
