/* meet.c - see meet.h. */
#include "detect/common/meet.h"

#include <math.h>

enum { DIRECT, ANY };

/* Calls for each counterpart of e; stops when fn says so. */
static tt_ix walk(tt_meet *m, tt_ix e, tt_ix (*fn)(tt_meet *, tt_ix, tt_ix), tt_ix arg)
{
    const tt_layer *layers[] = {&m->g->goods, &m->g->money};
    for (size_t l = 0; l < TT_LEN(layers); l++) {
        const tt_layer *y = layers[l];
        for (uint32_t k = y->out_off[e]; k < y->out_off[e + 1]; k++) {
            tt_ix got = fn(m, y->dst[y->out_at[k]], arg);
            if (got)
                return got;
        }
        for (uint32_t k = y->in_off[e]; k < y->in_off[e + 1]; k++) {
            tt_ix got = fn(m, y->src[y->in_at[k]], arg);
            if (got)
                return got;
        }
    }
    return 0;
}

static tt_ix is_it(tt_meet *m, tt_ix other, tt_ix arg)
{
    TT_UNUSED(m);
    return other == arg ? other : 0;
}

static tt_ix count_new(tt_meet *m, tt_ix other, tt_ix arg)
{
    if (m->mark[other] != m->turn) {
        m->mark[other] = m->turn;
        m->degree[arg]++;
    }
    return 0;
}

static tt_ix put_mark(tt_meet *m, tt_ix other, tt_ix arg)
{
    TT_UNUSED(arg);
    m->mark[other] = m->turn;
    return 0;
}

static tt_ix marked(tt_meet *m, tt_ix other, tt_ix arg)
{
    bool small = (double)m->degree[other] <= m->hub;
    return other != arg && small && m->mark[other] == m->turn ? other : 0;
}

bool tt_meet_do(tt_meet *m, tt_ix a, tt_ix b, tt_ix *through)
{
    tt_ix few = m->degree[a] <= m->degree[b] ? a : b, many = few == a ? b : a;
    *through = 0;
    if (walk(m, few, is_it, many))
        return true;
    m->turn++;
    (void)walk(m, few, put_mark, 0);
    *through = walk(m, many, marked, few);
    return *through != 0;
}

static bool compatriots(const tt_meet *m, tt_ix a, tt_ix b)
{
    return m->d->entities[a].country == m->d->entities[b].country;
}

/* Without h. */
static double ends_meet(const tt_meet *m, tt_ix a, tt_ix b, bool direct)
{
    double ends = m->sum > 0 ? (double)m->degree[a] * (double)m->degree[b] / m->sum : 0;
    double any = m->sum > 0 ? ends * m->squares / m->sum : 0;
    return direct ? ends : TT_MAX(ends, any);
}

double tt_meet_chance(const tt_meet *m, tt_ix a, tt_ix b, bool direct)
{
    double h = m->often[compatriots(m, a, b)][direct ? DIRECT : ANY];
    return -expm1(-h * ends_meet(m, a, b, direct));
}

/* Neighbours in the order of ids, and the next of the same country: pairs that nothing joins. */
static tt_status measure(tt_meet *m, tt_arena *a, tt_err *err)
{
    double seen[2][2] = {{0}}, expected[2][2] = {{0}};
    tt_ix *last = tt_new_n(a, tt_ix, (size_t)UINT16_MAX + 1); /* of a country */
    if (!last)
        return tt_fail(err, TT_ENOMEM, "no room for countries");
    for (tt_ix e = 1; e <= m->g->n_entities; e++) {
        tt_country c = m->d->entities[e].country;
        tt_ix other[2] = {e > 1 && !compatriots(m, e, e - 1) ? e - 1 : 0, last[c]}, through;
        last[c] = m->degree[e] ? e : last[c];
        for (int same = 0; same < 2; same++) {
            if (!other[same] || !m->degree[e] || !m->degree[other[same]])
                continue;
            bool met = tt_meet_do(m, e, other[same], &through);
            seen[same][DIRECT] += met && !through;
            seen[same][ANY] += met;
            expected[same][DIRECT] += ends_meet(m, e, other[same], true);
            expected[same][ANY] += ends_meet(m, e, other[same], false);
        }
    }
    for (int same = 0; same < 2; same++)
        for (int kind = DIRECT; kind <= ANY; kind++)
            m->often[same][kind] = (seen[same][kind] + 1) / (expected[same][kind] + 1);
    return TT_OK;
}

tt_status
tt_meet_init(tt_meet *m, const tt_data *d, const tt_graph *g, double hub, tt_arena *a, tt_err *err)
{
    *m = (tt_meet){.d = d, .g = g, .hub = hub};
    m->degree = tt_new_n(a, uint32_t, (size_t)g->n_entities + 1);
    m->mark = tt_new_n(a, uint32_t, (size_t)g->n_entities + 1);
    if (!m->degree || !m->mark)
        return tt_fail(err, TT_ENOMEM, "no room for counterparts");
    for (tt_ix e = 1; e <= g->n_entities; e++) {
        m->turn++;
        (void)walk(m, e, count_new, e);
        m->sum += m->degree[e];
        if ((double)m->degree[e] <= hub)
            m->squares += (double)m->degree[e] * (double)m->degree[e];
    }
    return measure(m, a, err);
}
