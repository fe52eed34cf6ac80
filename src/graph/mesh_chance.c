/* mesh_chance.c - see mesh_chance.h and tt_meshes_find. */
#include "graph/mesh_chance.h"

#include <math.h>

double tt_log_choose(uint32_t n, uint32_t k)
{
    double sum = 0;
    for (uint32_t i = 0; i < k; i++)
        sum += log((double)(n - i) / (double)(k - i));
    return sum;
}

/* How much more often pairs close than numbers of payments say, at least 1. */
static double clustering(tt_closings all, double scale)
{
    return TT_MAX(1.0, (TT_MAX(0.0, all.seen) + 1) / (TT_MAX(0.0, all.expected) * scale + 1));
}

static void take_off(tt_closings *from, tt_closings c)
{
    from->seen -= c.seen;
    from->expected -= c.expected;
}

/* What was seen far from a layer, or, when that is little, at other starts. */
static tt_closings elsewhere(const tt_spans *s, const tt_closed *c, tt_closings all,
                             const tt_meshes *m, const tt_mesh *x)
{
    uint32_t from = x->window > TT_MESH_APART ? x->window - TT_MESH_APART : 0;
    uint64_t to = TT_MIN((uint64_t)x->window + TT_MESH_APART + 1, s->n);
    if (2 * (to - from) > s->n) {
        for (uint32_t i = 0; i < x->n_src; i++)
            take_off(&all, c->party[m->party[x->party + i]]);
    } else {
        for (uint32_t w = from; w < to; w++)
            take_off(&all, c->window[w]);
    }
    return all;
}

/* -m D(k/m, q): logarithm of a bound on the chance of k of m, each with chance q. */
static double log_bound(double m, double k, double q)
{
    double x = k / m;
    if (x <= q)
        return 0;
    double rest = x < 1 ? (1 - x) * log((1 - x) / (1 - q)) : 0;
    return -m * (x * log(x / q) + rest);
}

void tt_meshes_judge(const tt_spans *s, const tt_closed *c, tt_meshes *out)
{
    double pairs = s->n ? (double)s->off[s->n] : 0;
    double scale = pairs > 0 ? 1 / (pairs * s->n) : 0;
    tt_closings all = {0};
    for (uint32_t w = 0; w < s->n; w++) {
        all.seen += c->window[w].seen;
        all.expected += c->window[w].expected;
    }
    out->clustering = clustering(all, scale);
    for (size_t i = 0; i < out->n; i++) {
        tt_mesh *b = &out->v[i];
        const uint32_t *party = out->party + b->party;
        double pays = 0, paid = 0;
        for (uint32_t k = 0; k < b->n_src; k++)
            pays += s->pays[party[k]];
        for (uint32_t k = 0; k < b->n_dst; k++)
            paid += s->paid[party[b->n_src + k]];
        double h = clustering(elsewhere(s, c, all, out, b), scale);
        double q = h * scale * (pays / b->n_src) * (paid / b->n_dst);
        double m = ((double)b->n_src - 1) * ((double)b->n_dst - 1);
        b->expected = m * TT_MIN(1.0, q);
        b->log_chance += log_bound(m, b->closed, TT_MIN(1.0, q));
        b->p = TT_MIN(1.0, exp(log((double)out->starts) + b->log_chance));
    }
}
