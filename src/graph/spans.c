/* spans.c - see spans.h. */
#include "graph/spans.h"

struct job {
    const tt_ledger *l;
    const uint8_t *skip;
    tt_spans *s;
    size_t *at; /* NULL: count; else where the next pair of a window goes */
};

static void put(const struct job *j, uint32_t window, uint32_t src, uint32_t dst)
{
    tt_spans *s = j->s;
    if (!j->at) {
        s->off[window + 1]++;
        s->pays[src]++;
        s->paid[dst]++;
    } else {
        s->src[j->at[window]] = src;
        s->dst[j->at[window]++] = dst;
    }
}

/* A day lies in two windows; only the first and the last step lie in one. */
static void put_pair(const struct job *j, const uint32_t *entry, uint32_t n)
{
    const tt_ledger *l = j->l;
    uint32_t next = 0; /* windows below have the pair already */
    for (uint32_t i = 0; i < n; i++) {
        uint32_t step = (l->day[entry[i]] - j->s->from) / j->s->step;
        for (uint32_t w = TT_MAX(next, step ? step - 1 : 0); w <= step && w < j->s->n; w++) {
            put(j, w, l->src[entry[i]], l->dst[entry[i]]);
            next = w + 1;
        }
    }
}

static void put_all(const struct job *j)
{
    const tt_ledger *l = j->l;
    for (uint32_t i = 0, k; i < l->n; i = k) {
        const uint32_t *e = &l->pair_at[i];
        uint32_t src = l->src[*e], dst = l->dst[*e];
        for (k = i + 1; k < l->n && l->src[l->pair_at[k]] == src && l->dst[l->pair_at[k]] == dst;)
            k++;
        if (!j->skip || !(j->skip[src] || j->skip[dst]))
            put_pair(j, e, k - i);
    }
}

static tt_status fill(struct job *j, tt_arena *a, tt_arena *tmp, tt_err *err)
{
    tt_spans *s = j->s;
    put_all(j);
    for (uint32_t w = 0; w < s->n; w++)
        s->off[w + 1] += s->off[w];
    s->src = tt_new_n(a, uint32_t, s->off[s->n]);
    s->dst = tt_new_n(a, uint32_t, s->off[s->n]);
    j->at = tt_new_n(tmp, size_t, (size_t)s->n + 1);
    if (!s->src || !s->dst || !j->at)
        return tt_fail(err, TT_ENOMEM, "no room for %zu pairs of parties", s->off[s->n]);
    memcpy(j->at, s->off, s->n * sizeof *s->off);
    put_all(j);
    return TT_OK;
}

tt_status tt_spans_make(const tt_ledger *l, uint32_t step, const uint8_t *skip, tt_arena *a,
                        tt_spans *out, tt_err *err)
{
    struct job j = {.l = l, .skip = skip, .s = out};
    tt_arena tmp;
    *out = (tt_spans){.step = step, .from = l->n ? l->day[0] : 0};
    out->n = l->n ? TT_MAX(1, (l->days - 1) / step) : 0;
    out->off = tt_new_n(a, size_t, (size_t)out->n + 1);
    out->pays = tt_new_n(a, uint32_t, (size_t)l->n_entities + 1);
    out->paid = tt_new_n(a, uint32_t, (size_t)l->n_entities + 1);
    if (!out->off || !out->pays || !out->paid)
        return tt_fail(err, TT_ENOMEM, "no room for %u windows", out->n);
    tt_arena_init(&tmp, 0);
    tt_status st = fill(&j, a, &tmp, err);
    tt_arena_release(&tmp);
    return st;
}

void tt_spans_days(const tt_spans *s, uint32_t window, uint32_t *first, uint64_t *last)
{
    *first = s->from + window * s->step;
    *last = (uint64_t)*first + 2 * (uint64_t)s->step - 1;
}

uint32_t tt_spans_entries(const tt_spans *s, const tt_ledger *l, uint32_t window, uint32_t src,
                          uint32_t dst, const uint32_t **first)
{
    uint32_t from, low = 0, n = tt_ledger_between(l, src, dst, first), high = n;
    uint64_t to;
    tt_spans_days(s, window, &from, &to);
    TT_BISECT(uint32_t, low, high, mid, l->day[(*first)[mid]] < from);
    for (high = low; high < n && l->day[(*first)[high]] <= to;)
        high++;
    *first += low;
    return high - low;
}
