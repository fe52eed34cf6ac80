/* features.c - see features.h. */
#include "graph/features.h"

#include "graph/fan.h"
#include "graph/gather.h"
#include "graph/relay.h"
#include "graph/scatter.h"
#include "graph/side.h"

#include <math.h>

enum { DAY = 86400, SIDES = 6, SIDE_COLUMNS = 7, WEEK = 7, MONTH = 30 };

/* Columns after the sides. */
enum {
    F_FAN_IN = SIDES * SIDE_COLUMNS, /* two windows */
    F_FAN_OUT = F_FAN_IN + 2,
    F_PASSES = F_FAN_OUT + 2,
    F_PASSED,
    F_SOURCE,
    F_MIDDLE,
    F_SINK,
    F_GATHERS,
    F_OUT_OF_IN,
    F_CUT
};

#define SIDE(name)                                                                                 \
    name "_flows", name "_parties", name "_sum", name "_mean", name "_sd", name "_skew",           \
        name "_burst"

const char *const tt_party_feature_names[TT_PARTY_FEATURES] = {
    SIDE("sold"),
    SIDE("bought"),
    SIDE("paid"),
    SIDE("received"),
    SIDE("paid_for_no_goods"),
    SIDE("received_for_no_goods"),
    "fan_in_7",
    "fan_in_30",
    "fan_out_7",
    "fan_out_30",
    "passes",
    "passed_sum",
    "spread_as_source",
    "spread_as_middle",
    "spread_as_sink",
    "gathers",
    "paid_of_received_for_no_goods",
    "searches_cut",
};

enum { L_PAIR_BEFORE, L_PAIR_DAYS, L_SOURCE_FAN, L_SINK_FAN, L_PASSED_ON, L_PASSES_ON, L_WAYS };

const char *const tt_flow_feature_names[TT_FLOW_FEATURES] = {
    "pair_before", "pair_days", "source_fan_7", "sink_fan_7", "passed_on", "passes_on", "ways",
};

/* The flows of parties on one side, as lists by party in order of time. */
struct lists {
    const uint32_t *off, *at, *other, *t;
    const int64_t *amount;
    uint32_t day; /* units of t in a day */
};

struct make {
    const tt_graph *g;
    const tt_ledger *l;
    double minor;
    uint64_t visits; /* budget of each search */
    tt_features f;
    tt_arena *tmp;
    uint32_t *seen, *last; /* of a party */
};

static double *of_party(const struct make *x, uint32_t v)
{
    return x->f.party + (size_t)v * TT_PARTY_FEATURES;
}

/* --- sides --- */

static double ratio(double a, double b)
{
    return b > 0 ? a / b : 0;
}

static void add_side(struct make *x, const struct lists *s, unsigned side)
{
    memset(x->seen, 0, ((size_t)x->g->n_entities + 1) * sizeof *x->seen);
    for (uint32_t v = 1; v <= x->g->n_entities; v++) {
        const tt_side of = {
            s->at + s->off[v], s->off[v + 1] - s->off[v], s->other, s->t, s->amount, s->day};
        tt_moments m = tt_side_moments(&of, x->minor);
        double *out = of_party(x, v) + (size_t)side * SIDE_COLUMNS;
        out[0] = of.n;
        out[1] = tt_side_partners(&of, x->seen, v);
        out[2] = m.sum;
        out[3] = m.mean;
        out[4] = m.sd;
        out[5] = m.skew;
        out[6] = tt_side_burst(&of);
    }
}

static void add_sides(struct make *x)
{
    const tt_layer *g = &x->g->goods, *m = &x->g->money;
    const tt_ledger *l = x->l;
    const struct lists side[SIDES] = {
        {g->out_off, g->out_at, g->dst, g->t, g->amount, DAY},
        {g->in_off, g->in_at, g->src, g->t, g->amount, DAY},
        {m->out_off, m->out_at, m->dst, m->t, m->amount, DAY},
        {m->in_off, m->in_at, m->src, m->t, m->amount, DAY},
        {l->out_off, l->out_at, l->dst, l->day, l->amount, 1},
        {l->in_off, l->in_at, l->src, l->day, l->amount, 1},
    };
    for (unsigned i = 0; i < SIDES; i++)
        add_side(x, &side[i], i);
    for (uint32_t v = 1; v <= x->g->n_entities; v++) {
        double *out = of_party(x, v);
        out[F_OUT_OF_IN] = ratio(out[4 * SIDE_COLUMNS + 2], out[5 * SIDE_COLUMNS + 2]);
    }
}

/* --- motifs --- */

static tt_status add_fans(struct make *x, bool in, tt_err *err)
{
    static const uint32_t days[] = {WEEK, MONTH};
    uint32_t *size = tt_new_n(x->tmp, uint32_t, (size_t)x->g->n_entities + 1);
    if (!size)
        return tt_fail(err, TT_ENOMEM, "no memory for features");
    for (unsigned w = 0; w < TT_LEN(days); w++) {
        const tt_fan_options opt = {
            .in = in, .window = {days[w], days[w]}, .least = 1, .size = size};
        tt_fans fans;
        TT_TRY(tt_fans_find(x->l, &opt, x->tmp, &fans, err));
        for (size_t i = 0; i < fans.n; i++)
            of_party(x, fans.v[i].party)[(in ? F_FAN_IN : F_FAN_OUT) + w] = fans.v[i].count;
    }
    return TT_OK;
}

static double *of_entry(const struct make *x, uint32_t entry)
{
    return x->f.money + (size_t)x->l->flow[entry] * TT_FLOW_FEATURES;
}

static void add_cuts(struct make *x, const tt_effort *e)
{
    x->f.cut += e->cut;
    for (uint32_t v = 1; e->cut && v <= e->n_entities; v++)
        of_party(x, v)[F_CUT] += e->cut_at[v];
}

static tt_status add_passes(struct make *x, tt_err *err)
{
    const tt_relay_options opt = {
        .hold = 3, .keep_low = 0.85, .keep_high = 1.02, .least = 1, .visits = x->visits};
    tt_relays r;
    TT_TRY(tt_relays_find(x->l, &opt, x->tmp, &r, err));
    add_cuts(x, &r.effort);
    for (size_t i = 0; i < r.n; i++) {
        of_party(x, r.v[i].party)[F_PASSES] = r.v[i].n;
        of_party(x, r.v[i].party)[F_PASSED] = (double)r.v[i].out / x->minor;
        for (uint32_t k = 0; k < r.v[i].n; k++) {
            of_entry(x, r.echo[r.v[i].first + k].in)[L_PASSED_ON] = 1;
            of_entry(x, r.echo[r.v[i].first + k].out)[L_PASSES_ON] = 1;
        }
    }
    return TT_OK;
}

static tt_status add_spreads(struct make *x, tt_err *err)
{
    const tt_scatter_options opt = {.lag = 30,
                                    .keep_low = 0.85,
                                    .keep_high = 1.02,
                                    .least = 3,
                                    .visits = x->visits,
                                    .most = 1000000};
    tt_scatters s;
    TT_TRY(tt_scatters_find(x->l, &opt, x->tmp, &s, err));
    add_cuts(x, &s.effort);
    x->f.cut += s.left_out;
    for (size_t i = 0; i < s.n; i++) {
        of_party(x, s.v[i].source)[F_SOURCE]++;
        of_party(x, s.v[i].sink)[F_SINK]++;
        for (uint32_t k = 0; k < s.v[i].n; k++) {
            const tt_scatter_way *y = &s.way[s.v[i].first + k];
            of_party(x, y->middle)[F_MIDDLE]++;
            of_entry(x, y->in)[L_WAYS]++;
            of_entry(x, y->out)[L_WAYS]++;
        }
    }
    return TT_OK;
}

static tt_status add_gathers(struct make *x, tt_err *err)
{
    const tt_gather_options opt = {.gather = {10, 30}, .after = 7, .least = 3, .balance = 0.1};
    tt_gathers found;
    TT_TRY(tt_gathers_find(x->l, &opt, x->tmp, &found, err));
    for (size_t i = 0; i < found.n; i++)
        of_party(x, found.v[i].party)[F_GATHERS] = TT_MIN(found.v[i].payers, found.v[i].payees);
    return TT_OK;
}

/* --- flows --- */

/* Different parties at the other end within a week up to each flow, itself counted. */
static void add_trail(struct make *x, const struct lists *s, double *row, unsigned column)
{
    memset(x->seen, 0, ((size_t)x->g->n_entities + 1) * sizeof *x->seen);
    for (uint32_t v = 1; v <= x->g->n_entities; v++) {
        uint32_t left = s->off[v], count = 0;
        for (uint32_t k = left; k < s->off[v + 1]; k++) {
            uint32_t day = s->t[s->at[k]] / s->day;
            for (; day - s->t[s->at[left]] / s->day >= WEEK; left++)
                count -= --x->seen[s->other[s->at[left]]] == 0;
            count += x->seen[s->other[s->at[k]]]++ == 0;
            row[(size_t)s->at[k] * TT_FLOW_FEATURES + column] = count;
        }
        for (; left < s->off[v + 1]; left++)
            x->seen[s->other[s->at[left]]]--;
    }
}

/* Earlier flows from the same to the same, and the days since the last of them; -1: none. */
static void add_pairs(struct make *x, const struct lists *s, double *row)
{
    memset(x->seen, 0, ((size_t)x->g->n_entities + 1) * sizeof *x->seen);
    for (uint32_t v = 1; v <= x->g->n_entities; v++) {
        for (uint32_t k = s->off[v]; k < s->off[v + 1]; k++) {
            uint32_t other = s->other[s->at[k]], day = s->t[s->at[k]] / s->day;
            double *out = row + (size_t)s->at[k] * TT_FLOW_FEATURES;
            out[L_PAIR_BEFORE] = x->seen[other];
            out[L_PAIR_DAYS] = x->seen[other] ? (double)(day - x->last[other]) : -1;
            x->seen[other]++;
            x->last[other] = day;
        }
        for (uint32_t k = s->off[v]; k < s->off[v + 1]; k++)
            x->seen[s->other[s->at[k]]] = 0;
    }
}

static void add_flows(struct make *x, const tt_layer *l, double *row)
{
    const struct lists out = {l->out_off, l->out_at, l->dst, l->t, l->amount, DAY};
    const struct lists in = {l->in_off, l->in_at, l->src, l->t, l->amount, DAY};
    add_pairs(x, &out, row);
    add_trail(x, &out, row, L_SOURCE_FAN);
    add_trail(x, &in, row, L_SINK_FAN);
}

static tt_status make(struct make *x, tt_arena *a, tt_err *err)
{
    size_t parties = (size_t)x->g->n_entities + 1;
    x->f.party = tt_new_n(a, double, parties *TT_PARTY_FEATURES);
    x->f.goods = tt_new_n(a, double, (size_t)x->g->goods.n *TT_FLOW_FEATURES);
    x->f.money = tt_new_n(a, double, (size_t)x->g->money.n *TT_FLOW_FEATURES);
    x->seen = tt_new_n(x->tmp, uint32_t, parties);
    x->last = tt_new_n(x->tmp, uint32_t, parties);
    if (!x->f.party || !x->f.goods || !x->f.money || !x->seen || !x->last)
        return tt_fail(err, TT_ENOMEM, "no memory for features");
    add_sides(x);
    add_flows(x, &x->g->goods, x->f.goods);
    add_flows(x, &x->g->money, x->f.money);
    TT_TRY(add_fans(x, true, err));
    TT_TRY(add_fans(x, false, err));
    TT_TRY(add_passes(x, err));
    TT_TRY(add_spreads(x, err));
    return add_gathers(x, err);
}

tt_status tt_features_make(const tt_graph *g, const tt_ledger *ledger, double minor,
                           uint64_t visits, tt_arena *a, tt_features *out, tt_err *err)
{
    tt_arena tmp;
    struct make x = {.g = g, .l = ledger, .minor = minor, .visits = visits, .tmp = &tmp};
    tt_arena_init(&tmp, 0);
    tt_status st = make(&x, a, err);
    tt_arena_release(&tmp);
    *out = x.f;
    return st;
}
