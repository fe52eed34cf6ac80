/*
 * habit.c - references that are no sign of a deal: said twice, or by far too many.
 *
 * "See contract 1" on a thousand invoices would make one deal of a thousand.
 */
#include "match/parts.h"

#include "base/str.h"

static int by_source(const void *a, const void *b, void *ctx)
{
    const tt_edge *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

static int by_target(const void *a, const void *b, void *ctx)
{
    const tt_edge *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->to_kind != y->to_kind)
        return x->to_kind < y->to_kind ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

static int by_both(const void *a, const void *b, void *ctx)
{
    int c = by_source(a, b, ctx);
    return c ? c : by_target(a, b, ctx);
}

typedef int cmp_fn(const void *a, const void *b, void *ctx);

/*
 * Drop the edges of runs that are equal under cmp and longer than the limit: a document that very
 * many name by one kind of key, or that names very many, is no deal but a habit.
 */
static bool drop_habits(tt_refs *r, size_t limit, cmp_fn *cmp)
{
    tt_edge_vec *e = &r->edges;
    size_t kept = 0;
    if (!tt_sort(e->v, e->n, sizeof(*e->v), cmp, NULL))
        return false;
    for (size_t i = 0, end; i < e->n; i = end) {
        for (end = i + 1; end < e->n && cmp(&e->v[i], &e->v[end], NULL) == 0; end++)
            continue;
        if (end - i <= limit) {
            memmove(e->v + kept, e->v + i, (end - i) * sizeof(*e->v));
            kept += end - i;
            continue;
        }
        for (size_t k = i; k < end; k++) {
            const tt_edge *x = &e->v[k];
            tt_gap gap = {x->kind, x->doc, tt_ref_key_text(x->key), "too many documents",
                          x->detail};
            if (!tt_vec_push(&r->gaps, gap))
                return false;
        }
        r->n_over += end - i;
    }
    e->n = kept;
    return true;
}

/* Of edges that say the same twice (rows of one payment) the first stays. */
static bool drop_repeats(tt_edge_vec *e)
{
    size_t kept = 0;
    if (!tt_sort(e->v, e->n, sizeof(*e->v), by_both, NULL))
        return false;
    for (size_t i = 0; i < e->n; i++)
        if (!kept || by_both(&e->v[kept - 1], &e->v[i], NULL) != 0)
            e->v[kept++] = e->v[i];
    e->n = kept;
    return true;
}

static int by_gap(const void *a, const void *b, void *ctx)
{
    const tt_gap *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    int c = strcmp(x->key, y->key);
    return c ? c : tt_str_cmp(x->detail, y->detail);
}

bool tt_refs_prune(tt_refs *r, size_t limit)
{
    return drop_repeats(&r->edges) && drop_habits(r, limit, by_source) &&
           drop_habits(r, limit, by_target) &&
           tt_sort(r->gaps.v, r->gaps.n, sizeof(tt_gap), by_gap, NULL);
}
