/*
 * decisions.c - a person's word comes first.
 *
 * The newest decision stands: an older one that contradicts it, alone or together with others, is
 * counted and left out.  "different" keeps two sides apart like two tax numbers do.
 */
#include "resolve/clusters.h"

#include "base/str.h"

enum { MOST = 1 << 24 }; /* decisions that can be told apart as facts */

static int newest_first(const void *a, const void *b, void *ctx)
{
    const tt_decision *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->when != y->when)
        return x->when > y->when ? -1 : 1;
    if (x->line != y->line)
        return x->line > y->line ? -1 : 1;
    int c = tt_hash_cmp(x->a, y->a);
    return c ? c : tt_hash_cmp(x->b, y->b);
}

/* Records are in the order of their fingerprints. */
static uint32_t find_record(const tt_rs *w, tt_hash fp)
{
    uint32_t low = 0, high = w->n_rec;
    TT_BISECT(uint32_t, low, high, mid, tt_hash_cmp(tt_rs_fp(w, &w->rec[mid]), fp) < 0);
    return low < w->n_rec && tt_hash_cmp(tt_rs_fp(w, &w->rec[low]), fp) == 0 ? low : UINT32_MAX;
}

static bool apply(tt_clusters *c, const tt_rs *w, const tt_decision *d, uint32_t number)
{
    uint32_t a = find_record(w, d->a), b = find_record(w, d->b);
    tt_rs_counts *n = &c->counts;
    if (a == UINT32_MAX || b == UINT32_MAX) {
        n->decisions_unknown++;
        return true;
    }
    uint32_t x = tt_cluster_root(c, a), y = tt_cluster_root(c, b);
    bool apart = tt_cluster_disputes(c, x, y, 1u << TT_FACT_DECISION);
    if (d->verdict == TT_VERDICT_SAME) {
        tt_str who = d->who.n ? d->who : TT_STR("a person");
        n->decisions_against += apart;
        return apart || tt_cluster_unite(
                            c, (tt_rs_edge){.a = a, .b = b, .reason = "decision", .detail = who});
    }
    n->decisions_against += x == y;
    return x == y || apart || tt_cluster_part(c, x, y, number);
}

tt_status tt_decisions_apply(tt_clusters *c, const tt_rs *w, tt_err *err)
{
    size_t n = w->d->n_decisions;
    tt_decision *v = tt_new_n(w->a, tt_decision, n + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no room for %zu decisions", n);
    if (!n)
        return TT_OK;
    if (n >= MOST)
        return tt_fail(err, TT_ELIMIT, "more than %d decisions", MOST - 1);
    memcpy(v, w->d->decisions + 1, n * sizeof(*v));
    if (!tt_sort(v, n, sizeof(*v), newest_first, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for %zu decisions", n);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].verdict != TT_VERDICT_UNSURE && !apply(c, w, &v[i], i))
            return tt_fail(err, TT_ENOMEM, "no room for the decisions on %u parties", w->n_rec);
    return TT_OK;
}
