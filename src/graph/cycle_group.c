/*
 * cycle_group.c - cycles of the same parties, judged together.
 *
 * A ring that goes round ten times is one thing that was done ten times.  It also fills its niche:
 * judged by all flows, each round would look common because of the other nine.  So a round is
 * judged without them, as prices are judged without those of the parties at hand.
 */
#include "graph/cycle_chance.h"

#include "base/stat.h"
#include "base/vec.h"

struct member {
    const uint32_t *party;
    uint32_t n, cycle;
};

struct group {
    const tt_chance *c;
    const tt_arc_cycle *v;
    struct member *member;
    uint32_t *used;   /* of a flow: the circle that took it */
    uint32_t *others; /* arcs of all rounds of a circle but one */
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for circles");
}

static int cmp_u32(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int cmp_parties(const struct member *x, const struct member *y)
{
    for (uint32_t i = 0; i < x->n && i < y->n; i++)
        if (x->party[i] != y->party[i])
            return x->party[i] < y->party[i] ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

static int cmp_member(const void *a, const void *b, void *ctx)
{
    const struct member *x = a, *y = b;
    const tt_arc_cycle *v = ((const struct group *)ctx)->v;
    int c = cmp_parties(x, y);
    if (c)
        return c;
    double p = v[x->cycle].cycle.expected, q = v[y->cycle].cycle.expected;
    if (p < q || p > q)
        return p < q ? -1 : 1;
    return (x->cycle > y->cycle) - (x->cycle < y->cycle);
}

static tt_status gather(struct group *g, size_t n, tt_arena *tmp, tt_err *err)
{
    const tt_arcs *x = g->c->arcs;
    g->member = tt_new_n(tmp, struct member, n);
    g->used = tt_new_n(tmp, uint32_t, x->hops.layer->n);
    size_t n_arcs = 0;
    for (size_t i = 0; i < n; i++)
        n_arcs += g->v[i].cycle.len;
    g->others = tt_new_n(tmp, uint32_t, n_arcs);
    uint32_t *party = tt_new_n(tmp, uint32_t, n_arcs);
    if (!g->member || !g->used || !g->others || !party)
        return no_room(err);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t len = g->v[i].cycle.len;
        for (uint32_t k = 0; k < len; k++)
            party[k] = x->arc[g->v[i].arc[k]].src;
        if (!tt_sort(party, len, sizeof *party, cmp_u32, NULL))
            return no_room(err);
        g->member[i] = (struct member){party, len, i};
        party += len;
    }
    return tt_sort(g->member, n, sizeof *g->member, cmp_member, g) ? TT_OK : no_room(err);
}

/* Take the flows of a cycle for circle `stamp`, unless one of them is taken. */
static bool take(struct group *g, uint32_t cycle, uint32_t stamp)
{
    const tt_arc_cycle *v = &g->v[cycle];
    for (int pass = 0; pass < 2; pass++) /* look, then take */
        for (uint32_t k = 0, n; k < v->cycle.len; k++) {
            const uint32_t *flow = tt_arcs_flows(g->c->arcs, v->arc[k], &n);
            for (uint32_t i = 0; i < n; i++) {
                if (pass == 0 && g->used[flow[i]] == stamp)
                    return false;
                if (pass == 1)
                    g->used[flow[i]] = stamp;
            }
        }
    return true;
}

/* What chance makes of one round when the others are not there. */
static tt_cycle
without_others(struct group *g, const tt_circle *c, const uint32_t *round, uint32_t one)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_apart; i++)
        for (uint32_t k = 0; i != one && k < c->n_parties; k++)
            g->others[n++] = g->v[round[i]].arc[k];
    tt_cycle cycle = g->v[round[one]].cycle;
    tt_chance_of(g->c, g->v[round[one]].arc, cycle.len, (tt_left_out){g->others, n}, &cycle);
    return cycle;
}

/* The first round is the strangest, the last the least strange. */
static void judge(struct group *g, tt_circle *c, const uint32_t *round)
{
    tt_cycle best = without_others(g, c, round, 0);
    c->expected = best.expected;
    c->p = best.p;
    if (c->n_apart > 1) {
        tt_cycle last = without_others(g, c, round, c->n_apart - 1);
        double worst = TT_MAX(best.expected, last.expected);
        double p = 2 * TT_MIN(best.p, tt_poisson_tail(worst, c->n_apart));
        c->p = TT_MIN(p, 1.0);
    }
}

static int cmp_circle(const void *a, const void *b, void *ctx)
{
    const tt_circle *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->p < y->p || x->p > y->p)
        return x->p < y->p ? -1 : 1;
    return (x->best > y->best) - (x->best < y->best);
}

tt_status tt_circles_group(const tt_chance *c, const tt_arc_cycle *v, tt_arena *tmp, tt_arena *a,
                           tt_cycles *out, tt_err *err)
{
    struct group g = {.c = c, .v = v};
    TT_TRY(gather(&g, out->n, tmp, err));
    uint32_t n_parties = 0, n_apart = 0;
    for (size_t i = 0; i < out->n; i++)
        if (i == 0 || cmp_parties(&g.member[i - 1], &g.member[i]) != 0) {
            n_parties += g.member[i].n;
            out->n_circles++;
        }
    out->circles = tt_new_n(a, tt_circle, out->n_circles);
    out->party = tt_new_n(a, uint32_t, n_parties);
    out->apart = tt_new_n(a, uint32_t, out->n);
    if (!out->circles || !out->party || !out->apart)
        return no_room(err);
    n_parties = 0;
    size_t at = 0;
    for (size_t i = 0, next; i < out->n; i = next) {
        tt_circle *one = &out->circles[at++];
        *one = (tt_circle){.best = g.member[i].cycle,
                           .apart = n_apart,
                           .party = n_parties,
                           .n_parties = g.member[i].n};
        memcpy(out->party + n_parties, g.member[i].party, g.member[i].n * sizeof *out->party);
        n_parties += one->n_parties;
        for (next = i; next < out->n && cmp_parties(&g.member[i], &g.member[next]) == 0; next++) {
            one->n_cycles++;
            if (take(&g, g.member[next].cycle, (uint32_t)at))
                out->apart[n_apart + one->n_apart++] = g.member[next].cycle;
        }
        judge(&g, one, out->apart + n_apart);
        n_apart += one->n_apart;
    }
    return tt_sort(out->circles, out->n_circles, sizeof *out->circles, cmp_circle, NULL)
               ? TT_OK
               : no_room(err);
}
