/* gather.c - see gather.h. */
#include "graph/gather.h"

#include "base/num.h"
#include "base/vec.h"
#include "graph/chance.h"

TT_VEC(gather_vec, tt_gather);

struct search {
    const tt_ledger *l;
    const tt_gather_options *opt;
    uint64_t stamp;
    uint64_t *payer, *payee; /* of a party: the last try in which it was one */
    gather_vec v;
};

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

/* Entries of a list from `first` on that are before day `end`. */
static uint32_t
run_of(const tt_ledger *l, const uint32_t *at, uint32_t first, uint32_t stop, uint64_t end)
{
    uint32_t n = 0;
    while (first + n < stop && l->day[at[first + n]] < end)
        n++;
    return n;
}

static void count(struct search *s, tt_gather *g)
{
    const tt_ledger *l = s->l;
    s->stamp++;
    for (uint32_t k = 0; k < g->n_in; k++) {
        uint32_t e = l->in_at[g->in_first + k];
        g->payers += s->payer[l->src[e]] != s->stamp;
        s->payer[l->src[e]] = s->stamp;
        add(&g->in, l->amount[e]);
    }
    for (uint32_t k = 0; k < g->n_out; k++) {
        uint32_t e = l->out_at[g->out_first + k], to = l->dst[e];
        if (s->payer[to] == s->stamp)
            continue;
        g->payees += s->payee[to] != s->stamp;
        s->payee[to] = s->stamp;
        add(&g->out, l->amount[e]);
    }
}

/* Window w from the payment in at place i on; false when it is none. */
static bool try_at(struct search *s, uint32_t v, uint32_t i, uint32_t out, int w, tt_gather *g)
{
    const tt_ledger *l = s->l;
    const tt_gather_options *o = s->opt;
    uint64_t day = l->day[l->in_at[i]];
    *g = (tt_gather){.party = v, .gather = o->gather[w], .in_first = i, .out_first = out};
    g->n_in = run_of(l, l->in_at, i, l->in_off[v + 1], day + o->gather[w]);
    g->n_out = run_of(l, l->out_at, out, l->out_off[v + 1], day + o->gather[w] + o->after);
    if (g->n_in < o->least || g->n_out < o->least)
        return false;
    count(s, g);
    double in = (double)g->in, off = (double)g->out - in;
    return g->payers >= o->least && g->payees >= o->least && off <= o->balance * in &&
           off >= -o->balance * in;
}

static void judge(const struct search *s, tt_gather *g)
{
    const tt_ledger *l = s->l;
    uint32_t v = g->party;
    double days = (double)l->days, in = g->gather / days, out = (g->gather + s->opt->after) / days;
    g->p_in = tt_scan_tail(l->in_off[v + 1] - l->in_off[v], g->n_in, in);
    g->p_out = tt_binomial_tail(l->out_off[v + 1] - l->out_off[v], TT_MIN(1.0, out), g->n_out);
    g->p = TT_MIN(1.0, TT_GATHER_WINDOWS * TT_MAX(g->p_in, g->p_out));
}

static tt_status look_at(struct search *s, uint32_t v, tt_err *err)
{
    const tt_ledger *l = s->l;
    tt_gather best = {.p = 2}, g;
    uint32_t out = l->out_off[v];
    for (uint32_t i = l->in_off[v]; i < l->in_off[v + 1]; i++) {
        uint32_t day = l->day[l->in_at[i]];
        if (i > l->in_off[v] && day == l->day[l->in_at[i - 1]])
            continue;
        while (out < l->out_off[v + 1] && l->day[l->out_at[out]] < day)
            out++;
        for (int w = 0; w < TT_GATHER_WINDOWS; w++)
            if (try_at(s, v, i, out, w, &g)) {
                judge(s, &g);
                if (g.p < best.p)
                    best = g;
            }
    }
    if (best.p <= 1 && !tt_vec_push(&s->v, best))
        return tt_fail(err, TT_ENOMEM, "no memory for money that is gathered");
    return TT_OK;
}

static tt_status find(struct search *s, tt_arena *a, tt_arena *tmp, tt_gathers *out, tt_err *err)
{
    const tt_ledger *l = s->l;
    s->payer = tt_new_n(tmp, uint64_t, (size_t)l->n_entities + 1);
    s->payee = tt_new_n(tmp, uint64_t, (size_t)l->n_entities + 1);
    if (!s->payer || !s->payee)
        return tt_fail(err, TT_ENOMEM, "no memory for money that is gathered");
    for (uint32_t v = 1; v <= l->n_entities; v++)
        if (!(s->opt->skip && s->opt->skip[v]) &&
            l->in_off[v + 1] - l->in_off[v] >= s->opt->least &&
            l->out_off[v + 1] - l->out_off[v] >= s->opt->least)
            TT_TRY(look_at(s, v, err));
    *out = (tt_gathers){.v = tt_new_n(a, tt_gather, s->v.n), .n = s->v.n};
    if (!out->v)
        return tt_fail(err, TT_ENOMEM, "no memory for money that is gathered");
    if (s->v.n)
        memcpy(out->v, s->v.v, s->v.n * sizeof *out->v);
    return TT_OK;
}

tt_status tt_gathers_find(const tt_ledger *l, const tt_gather_options *opt, tt_arena *a,
                          tt_gathers *out, tt_err *err)
{
    struct search s = {.l = l, .opt = opt};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = find(&s, a, &tmp, out, err);
    tt_arena_release(&tmp);
    tt_vec_release(&s.v);
    return st;
}
