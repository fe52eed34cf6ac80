/* ledger.c - see ledger.h. */
#include "graph/ledger.h"

#include "base/sort.h"
#include "graph/lists.h"

enum { DAY = 86400 };

static tt_status no_room(tt_err *err, size_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room for a ledger of %zu entries", n);
}

static bool takes(const tt_layer *m, const uint8_t *leave_out, uint32_t i)
{
    return m->src[i] != m->dst[i] && m->amount[i] > 0 && !(leave_out && leave_out[i]);
}

tt_status tt_ledger_make(const tt_layer *m, uint32_t n_entities, const uint8_t *leave_out,
                         tt_arena *a, tt_ledger *out, tt_err *err)
{
    tt_ledger l = {.n_entities = n_entities};
    for (uint32_t i = 0; i < m->n; i++)
        l.n += takes(m, leave_out, i);
    l.src = tt_new_n(a, uint32_t, l.n);
    l.dst = tt_new_n(a, uint32_t, l.n);
    l.day = tt_new_n(a, uint32_t, l.n);
    l.amount = tt_new_n(a, int64_t, l.n);
    l.flow = tt_new_n(a, uint32_t, l.n);
    l.rising = tt_new_n(a, int64_t, l.n);
    if (!l.src || !l.dst || !l.day || !l.amount || !l.flow || !l.rising)
        return no_room(err, l.n);
    for (uint32_t i = 0, k = 0; i < m->n; i++) {
        if (!takes(m, leave_out, i))
            continue;
        l.src[k] = m->src[i];
        l.dst[k] = m->dst[i];
        l.day[k] = m->t[i] / DAY;
        l.rising[k] = l.amount[k] = m->amount[i];
        l.flow[k++] = i;
    }
    l.days = l.n ? l.day[l.n - 1] - l.day[0] + 1 : 0;
    if (!tt_sort_i64(l.rising, l.n))
        return no_room(err, l.n);
    TT_TRY(tt_lists_make(l.n, l.src, n_entities, a, &l.out_off, &l.out_at, err));
    TT_TRY(tt_lists_make(l.n, l.dst, n_entities, a, &l.in_off, &l.in_at, err));
    TT_TRY(tt_lists_pairs(l.n, l.src, l.in_at, l.out_off, n_entities, a, &l.pair_at, err));
    *out = l;
    return TT_OK;
}

/* How many amounts are below v, or, with `same`, not above it. */
static uint32_t below(const tt_ledger *l, double v, bool same)
{
    uint32_t low = 0, high = l->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        double x = (double)l->rising[mid];
        if (same ? x <= v : x < v)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

double tt_ledger_share(const tt_ledger *l, double low, double high)
{
    if (!l->n || low > high)
        return 0;
    return (double)(below(l, high, true) - below(l, low, false)) / (double)l->n;
}

uint32_t tt_ledger_between(const tt_ledger *l, uint32_t src, uint32_t dst, const uint32_t **first)
{
    return tt_lists_between(l->pair_at, l->out_off, l->dst, src, dst, first);
}

tt_status tt_ledger_partners(const tt_ledger *l, tt_arena *a, uint32_t **out, tt_err *err)
{
    uint32_t *seen = tt_new_n(a, uint32_t, (size_t)l->n_entities + 1);
    uint32_t *n = tt_new_n(a, uint32_t, (size_t)l->n_entities + 1);
    if (!seen || !n)
        return no_room(err, l->n_entities);
    for (uint32_t v = 1; v <= l->n_entities; v++) {
        for (uint32_t i = l->out_off[v]; i < l->out_off[v + 1]; i++) {
            uint32_t w = l->dst[l->out_at[i]];
            n[v] += seen[w] != v;
            seen[w] = v;
        }
        for (uint32_t i = l->in_off[v]; i < l->in_off[v + 1]; i++) {
            uint32_t w = l->src[l->in_at[i]];
            n[v] += seen[w] != v;
            seen[w] = v;
        }
    }
    *out = n;
    return TT_OK;
}
