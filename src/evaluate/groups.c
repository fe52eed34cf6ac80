/* groups.c - planted groups against those that were found. */
#include "evaluate/parts.h"

#include <math.h>

/* What is in groups 1..n: at[first[g]] .. at[first[g + 1]), ascending, each once. */
struct groups {
    uint32_t n, *first, *at;
};

static tt_status out_of_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the evaluation of syndicates");
}

static int by_pair(const void *a, const void *b, void *ctx)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

static bool make(tt_u64_vec *pairs, uint32_t n, tt_arena *a, struct groups *g)
{
    size_t kept = 0;
    if (!tt_sort(pairs->v, pairs->n, sizeof(uint64_t), by_pair, NULL))
        return false;
    *g = (struct groups){n, tt_new_n(a, uint32_t, n + (size_t)2),
                         tt_new_n(a, uint32_t, pairs->n + 1)};
    if (!g->first || !g->at)
        return false;
    for (size_t i = 0; i < pairs->n; i++)
        if (!i || pairs->v[i] != pairs->v[i - 1]) {
            g->at[kept++] = (uint32_t)pairs->v[i];
            g->first[(pairs->v[i] >> 32) + 1]++;
        }
    for (size_t k = 1; k <= n + (size_t)1; k++)
        g->first[k] += g->first[k - 1];
    return true;
}

static double best_jaccard(const uint32_t *v, size_t n, const struct groups *found)
{
    double best = 0;
    for (uint32_t g = 1; g <= found->n && n; g++)
        best = TT_MAX(best, tt_jaccard(v, n, found->at + found->first[g],
                                       found->first[g + 1] - found->first[g]));
    return best;
}

/* The found group of each item, the first that has it; 0: none. */
static uint32_t *group_of(const struct groups *truth, const struct groups *found, tt_arena *a)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < truth->first[truth->n + 1]; i++)
        most = TT_MAX(most, truth->at[i]);
    for (uint32_t i = 0; i < found->first[found->n + 1]; i++)
        most = TT_MAX(most, found->at[i]);
    uint32_t *group = tt_new_n(a, uint32_t, most + (size_t)1);
    for (uint32_t g = found->n; g >= 1 && group; g--)
        for (uint32_t i = found->first[g]; i < found->first[g + 1]; i++)
            group[found->at[i]] = g;
    return group;
}

static tt_status compare(const struct groups *truth, const struct groups *found, tt_arena *a,
                         tt_ev_groups *out, tt_err *err)
{
    uint32_t all = truth->first[truth->n + 1], of = 0, n = 0;
    uint32_t *x = tt_new_n(a, uint32_t, all + (size_t)1),
             *y = tt_new_n(a, uint32_t, all + (size_t)1);
    uint32_t *group = group_of(truth, found, a);
    uint64_t recovered = 0;
    double sum = 0;
    if (!x || !y || !group)
        return out_of_memory(err);
    for (uint32_t s = 1; s <= truth->n; s++) {
        const uint32_t *v = truth->at + truth->first[s];
        uint32_t size = truth->first[s + 1] - truth->first[s];
        double best = best_jaccard(v, size, found);
        for (uint32_t i = 0; i < size; i++, n++) {
            x[n] = of;
            y[n] = group[v[i]];
        }
        of += size > 0;
        sum += best;
        recovered += best >= 0.5;
    }
    out->n = of;
    out->recovered = tt_share_of(recovered, of);
    out->mean_jaccard = of ? sum / of : (double)NAN;
    out->ami = (double)NAN; /* one group holds no information that could be shared */
    return of < 2 ? TT_OK
                  : tt_adjusted_mutual_information(x, of, y, found->n + 1, n, a, &out->ami, err);
}

tt_status tt_judge_groups(tt_u64_vec *truth, uint32_t n_true, tt_u64_vec *found, uint32_t n_found,
                          tt_arena *a, tt_ev_groups *out, tt_err *err)
{
    struct groups t, f;
    if (!make(truth, n_true, a, &t) || !make(found, n_found, a, &f))
        return out_of_memory(err);
    return compare(&t, &f, a, out, err);
}
