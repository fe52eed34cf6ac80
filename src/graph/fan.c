/*
 * fan.c - see fan.h.
 *
 * A party's own list says how often so many would meet in one window if payments were spread
 * evenly; parties of its size say how many new parties the largest fan of such a party has.  A pay
 * day is strange by the first alone, a busy shop by the second alone.
 */
#include "graph/fan.h"

#include "base/num.h"
#include "base/vec.h"
#include "graph/chance.h"

#include <math.h>

enum { CLASSES = 33, FEW = 30 };

struct peak {
    uint32_t first, n, count, fresh;
};

/* New parties in the largest fans of parties of one size: how many, sum, sum of squares. */
struct peers {
    double n, sum, squares;
};

struct search {
    const tt_ledger *l;
    const tt_fan_options *opt;
    const uint32_t *off, *at, *other;
    uint32_t *seen;                               /* of a party: payments in the window at hand */
    int64_t *paid;                                /* of a party: sum in the fan at hand */
    struct peak *peak;                            /* of a party, window by window */
    struct peers by[TT_FAN_WINDOWS][CLASSES + 1]; /* the last: all */
};

static struct peak *peak_of(const struct search *s, uint32_t v, int w)
{
    return &s->peak[(size_t)v * TT_FAN_WINDOWS + (size_t)w];
}

/* Entry at a place of a list, and the party at its other end. */
static uint32_t day_at(const struct search *s, uint32_t k)
{
    return s->l->day[s->at[k]];
}

static uint32_t other_at(const struct search *s, uint32_t k)
{
    return s->other[s->at[k]];
}

static struct peak find_peak(const struct search *s, uint32_t v, uint32_t window)
{
    uint32_t begin = s->off[v], end = s->off[v + 1], left = begin, count = 0;
    struct peak best = {0};
    for (uint32_t k = begin; k < end; k++) {
        for (; day_at(s, k) - day_at(s, left) >= window; left++)
            count -= --s->seen[other_at(s, left)] == 0;
        count += s->seen[other_at(s, k)]++ == 0;
        if (count > best.count)
            best = (struct peak){.first = left, .n = k - left + 1, .count = count};
    }
    for (; left < end; left++)
        s->seen[other_at(s, left)]--;
    return best;
}

static unsigned class_of(uint32_t size)
{
    unsigned c = 0;
    for (; size; size >>= 1)
        c++;
    return c;
}

/* Parties of a fan that its list names nowhere else. */
static uint32_t count_fresh(const struct search *s, uint32_t v, const struct peak *k)
{
    uint32_t begin = s->off[v], end = s->off[v + 1], last = k->first + k->n, fresh = 0;
    for (uint32_t i = begin; i < end; i++)
        s->seen[other_at(s, i)] += i < k->first || i >= last;
    for (uint32_t i = k->first; i < last; i++) {
        fresh += s->seen[other_at(s, i)] == 0;
        s->seen[other_at(s, i)] = 1; /* once */
    }
    for (uint32_t i = begin; i < end; i++)
        s->seen[other_at(s, i)] = 0;
    return fresh;
}

static void count_peak(struct search *s, int w, unsigned class, uint32_t fresh)
{
    double x = (double)fresh;
    unsigned both[] = {class, CLASSES};
    for (int i = 0; i < 2; i++) {
        s->by[w][both[i]].n++;
        s->by[w][both[i]].sum += x;
        s->by[w][both[i]].squares += x * x;
    }
}

/* Against parties of the size, without the party; against all where they are few. */
static void judge_size(const struct search *s, int w, tt_fan *f)
{
    double x = (double)f->fresh;
    const struct peers *all = &s->by[w][CLASSES], *b = &s->by[w][class_of(s->opt->size[f->party])];
    if (b->n <= FEW)
        b = all;
    double n = b->n - 1, mean = n > 0 ? (b->sum - x) / n : 0;
    double variance = n > 1 ? ((b->squares - x * x) - n * mean * mean) / (n - 1) : 0;
    f->peers = (uint32_t)n;
    f->usual = mean;
    /* Nobody else has one: as if somebody had. */
    mean = TT_MAX(mean, 1 / (n + 1));
    f->p_size = n > 0 ? tt_negbin_tail(mean, TT_MAX(variance, mean), f->fresh) : 1;
}

/* What the payments of the fan are like. */
static void describe(const struct search *s, tt_fan *f)
{
    uint32_t last = f->first + f->n;
    double sum = 0, squares = 0, n = (double)f->count;
    for (uint32_t k = f->first; k < last; k++) {
        int64_t *paid = &s->paid[other_at(s, k)], v = s->l->amount[s->at[k]];
        if (!tt_add_i64(*paid, v, paid))
            *paid = INT64_MAX;
        if (!tt_add_i64(f->amount, v, &f->amount))
            f->amount = INT64_MAX;
    }
    for (uint32_t k = f->first; k < last; k++) {
        double x = (double)s->paid[other_at(s, k)];
        s->paid[other_at(s, k)] = 0; /* once */
        sum += x;
        squares += x * x;
    }
    double mean = sum / n, variance = squares / n - mean * mean;
    f->cv = mean > 0 && variance > 0 ? sqrt(variance) / mean : 0;
}

static tt_fan judge(const struct search *s, uint32_t v)
{
    tt_fan best = {.p = 2};
    for (int w = 0; w < TT_FAN_WINDOWS; w++) {
        const struct peak *k = peak_of(s, v, w);
        tt_fan f = {.party = v,
                    .window = s->opt->window[w],
                    .first = k->first,
                    .n = k->n,
                    .count = k->count,
                    .fresh = k->fresh,
                    .n_list = s->off[v + 1] - s->off[v]};
        f.p_own = tt_scan_tail(f.n_list, f.count, (double)f.window / (double)s->l->days);
        judge_size(s, w, &f);
        f.p = TT_MIN(1.0, 2 * TT_MAX(f.p_own, f.p_size));
        if (k->count >= s->opt->least && f.p < best.p)
            best = f;
    }
    return best;
}

static tt_status find(struct search *s, tt_arena *a, tt_fans *out, tt_err *err)
{
    size_t n = 0;
    for (uint32_t v = 1; v <= s->l->n_entities; v++) {
        if (s->off[v] == s->off[v + 1])
            continue;
        out->parties++;
        bool any = false;
        for (int w = 0; w < TT_FAN_WINDOWS; w++) {
            struct peak *k = peak_of(s, v, w);
            *k = find_peak(s, v, s->opt->window[w]);
            k->fresh = count_fresh(s, v, k);
            count_peak(s, w, class_of(s->opt->size[v]), k->fresh);
            any |= k->count >= s->opt->least;
        }
        n += any;
    }
    out->v = tt_new_n(a, tt_fan, n);
    if (!out->v)
        return tt_fail(err, TT_ENOMEM, "no memory for fans");
    for (uint32_t v = 1; v <= s->l->n_entities; v++) {
        tt_fan f = s->off[v] < s->off[v + 1] ? judge(s, v) : (tt_fan){.p = 2};
        if (f.p > 1)
            continue;
        describe(s, &f);
        out->v[out->n++] = f;
    }
    return TT_OK;
}

tt_status
tt_fans_find(const tt_ledger *l, const tt_fan_options *opt, tt_arena *a, tt_fans *out, tt_err *err)
{
    struct search s = {.l = l,
                       .opt = opt,
                       .off = opt->in ? l->in_off : l->out_off,
                       .at = opt->in ? l->in_at : l->out_at,
                       .other = opt->in ? l->src : l->dst};
    tt_arena tmp;
    *out = (tt_fans){0};
    tt_arena_init(&tmp, 0);
    s.seen = tt_new_n(&tmp, uint32_t, (size_t)l->n_entities + 1);
    s.paid = tt_new_n(&tmp, int64_t, (size_t)l->n_entities + 1);
    s.peak = tt_new_n(&tmp, struct peak, ((size_t)l->n_entities + 1) * TT_FAN_WINDOWS);
    tt_status st = s.seen && s.paid && s.peak ? find(&s, a, out, err)
                                              : tt_fail(err, TT_ENOMEM, "no memory for fans");
    tt_arena_release(&tmp);
    return st;
}
