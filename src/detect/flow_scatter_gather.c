/*
 * flow_scatter_gather.c - money of one party that goes through several others and meets again.
 *
 * Not caught here: more than one layer between, money that is held for more than a month, sums that
 * change on the way.  Formula, worked example, false positives: flow_scatter_gather.md.
 */
#include "detect/common/motif.h"
#include "graph/scatter.h"

#include <math.h>

enum {
    P_LAG,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_MIN_MIDDLES,
    P_MAX_P,
    P_SMALL_VALUE,
    P_HUB_DEGREE,
    P_OWNER_DF,
    P_EXPLAINED,
    P_VISITS_ROOT,
    P_VISITS,
    P_MOST
};

static const tt_param params[] = {
    [P_LAG] = {"lag", 30, 0, 365, "days", "longest time that the money stays with a middle"},
    [P_KEEP_LOW] = {"keep_low", 0.85, 0.1, 1, "fraction", "lowest share that a middle passes on"},
    [P_KEEP_HIGH] = {"keep_high", 1.02, 1, 2, "fraction", "highest share that it passes on"},
    [P_MIN_MIDDLES] = {"min_middles", 3, 2, 1e6, "count", "fewer middles are not reported"},
    [P_MAX_P] = {"max_p", 0.001, 1e-12, 1, "probability",
                 "what chance does more often is not reported"},
    [P_SMALL_VALUE] = {"small_value", 20000, 0, 1e12, "base",
                       "finds that moved less than this are weakened"},
    [P_HUB_DEGREE] = {"hub_degree", 200, 2, 1e9, "count",
                      "parties with more counterparties are no middles"},
    [P_OWNER_DF] = {"owner_df", 50, 2, 10000, "count",
                    "owners of more parties than this connect nobody"},
    [P_EXPLAINED] = {"explained", 0.3, 0, 1, "fraction",
                     "what remains of the weight for each explanation that holds in part"},
    [P_VISITS_ROOT] = {"visits_root", 1e6, 1e3, 1e12, "count", "pairs of payments tried from one"},
    [P_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "pairs of payments tried in all"},
    [P_MOST] = {"max_finds", 1e5, 1, 1e9, "count", "finds kept"},
};

struct run {
    const tt_detect_in *in;
    const tt_flows *flows;
    const tt_ix *owned;
    tt_scatters found;
    tt_motif_count groups, serve;
};

static void collect(const struct run *r, tt_motif *m, const tt_scatter *x)
{
    tt_motif_party(m, x->source, "source");
    tt_motif_party(m, x->sink, "sink");
    m->n_key = 2;
    for (uint32_t i = 0; i < x->n; i++) {
        const tt_scatter_way *y = &r->found.way[x->first + i];
        tt_motif_party(m, y->middle, "middle");
        tt_motif_entry(m, y->in);
        tt_motif_entry(m, y->out);
    }
    m->amount = x->out;
}

/* --- explanations --- */

/* The same two also deal directly: then the others may be their branches or agents. */
static void test_direct(const struct run *r, tt_motif *m, const tt_scatter *x)
{
    const tt_layer *l = &r->in->graph->money;
    uint32_t n = 0;
    for (uint32_t k = l->out_off[x->source]; k < l->out_off[x->source + 1]; k++)
        n += l->dst[l->out_at[k]] == x->sink;
    tt_motif_test(m, "direct_payments", n > x->n,
                  tt_arena_printf(m->w.a, "The source paid the sink %u times directly.", n),
                  r->in->param[P_EXPLAINED]);
}

/* Middles that sold goods to the source or bought them from the sink have a trade of their own. */
static void test_supply(const struct run *r, tt_motif *m, const tt_scatter *x)
{
    const tt_layer *g = &r->in->graph->goods;
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t v = r->found.way[x->first + i].middle;
        bool trades = false;
        for (uint32_t k = g->out_off[v]; k < g->out_off[v + 1] && !trades; k++)
            trades = g->dst[g->out_at[k]] == x->source;
        for (uint32_t k = g->in_off[v]; k < g->in_off[v + 1] && !trades; k++)
            trades = g->src[g->in_at[k]] == x->sink;
        n += trades;
    }
    tt_motif_test(
        m, "suppliers_in_parallel", 2 * n >= x->n,
        tt_arena_printf(m->w.a,
                        "%u of the %u between sold goods to the source or bought goods of "
                        "the sink, as plants and suppliers do.",
                        n, x->n),
        r->in->param[P_EXPLAINED]);
}

/* --- saying --- */

static void explain(const struct run *r, tt_motif *m, const tt_scatter *x)
{
    tt_draft *w = &m->w;
    const tt_scatter_way *y = &r->found.way[x->first];
    double kept = x->in > 0 ? 1 - (double)x->out / (double)x->in : 0;
    tt_draft_measure(w, "middles", "count", (double)x->n, 0, x->expected, 0);
    tt_draft_measure(w, "retained", "1", kept, NAN, NAN, 0);
    tt_draft_measure(w, "expected_by_chance", "count", x->expected, NAN, NAN, 0);
    tt_draft_money(w, "sent", x->in);
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a, "Money goes through %u parties and meets again", x->n));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "%s paid %s to %s, and each paid nearly as much, %s in all, on to %s within %s. "
               "First: %s; %s. By the times alone %s such ways are expected.",
               tt_say_party(w, x->source), tt_say_money(w, x->in), tt_motif_say_parties(m, 2, 5),
               tt_say_money(w, x->out), tt_say_party(w, x->sink),
               tt_say_count(w, (uint64_t)r->in->param[P_LAG], "day"), tt_motif_say_entry(m, y->in),
               tt_motif_say_entry(m, y->out), tt_say_number(w, x->expected, 4)));
    tt_draft_step(w, "Ask the source and the sink why the money did not go directly.");
    tt_draft_step(w, "Ask those between what they did for what they kept.");
    tt_draft_step(w, "Look for owners, addresses and accounts that they have in common.");
}

static tt_status report(struct run *r, const tt_scatter *x, tt_findings *out, tt_err *err)
{
    const double *p = r->in->param;
    const tt_motif_limits limits = {
        .small_value = p[P_SMALL_VALUE], .explained = p[P_EXPLAINED], .most = 3};
    tt_motif m;
    tt_motif_begin(&m, r->in, r->owned);
    collect(r, &m, x);
    if (tt_motif_is_group(&m)) {
        bool failed = m.w.failed;
        tt_motif_count_one(&r->groups, x->out);
        tt_motif_drop(&m);
        return failed ? tt_fail(err, TT_ENOMEM, "no memory for a find") : TT_OK;
    }
    test_direct(r, &m, x);
    test_supply(r, &m, x);
    explain(r, &m, x);
    return tt_motif_add(&m, x->p, &limits, out, err);
}

static tt_status notes(const struct run *r, tt_findings *out, tt_err *err)
{
    const tt_detect_in *in = r->in;
    TT_TRY(tt_motif_note_groups(in, "flow.scatter_gather", "find", r->groups, out, err));
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.scatter_gather: explained",
                   "a bank, carrier, broker or public body is the source or the sink", r->serve.n,
                   "find", r->serve.value, "its business: not told", err));
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.scatter_gather: search",
                   "pairs of payments tried from one source", r->found.cut, "source cut", TT_NO_NUM,
                   "finds of sources with very many payments may be missing", err));
    return tt_note(in->data, out, in->scratch, "flow.scatter_gather: finds kept", "max_finds",
                   r->found.left_out, "find left out", TT_NO_NUM,
                   "those of later sources are missing", err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    const double *p = in->param;
    struct run r = {.in = in, .flows = &in->shared->flows};
    uint8_t *hub;
    TT_TRY(tt_motif_owners(in, p[P_OWNER_DF], &r.owned, err));
    TT_TRY(tt_flows_hubs(r.flows, p[P_HUB_DEGREE], in->scratch, &hub, err));
    const tt_scatter_options opt = {
        .lag = (uint32_t)p[P_LAG],
        .keep_low = p[P_KEEP_LOW],
        .keep_high = p[P_KEEP_HIGH],
        .least = (uint32_t)p[P_MIN_MIDDLES],
        .hub = hub,
        .visits_root = (uint64_t)p[P_VISITS_ROOT],
        .visits = (uint64_t)p[P_VISITS],
        .most = (uint64_t)p[P_MOST],
    };
    TT_TRY(tt_scatters_find(&r.flows->ledger, &opt, in->scratch, &r.found, err));
    for (size_t i = 0; i < r.found.n; i++) {
        const tt_scatter *x = &r.found.v[i];
        if (x->p > p[P_MAX_P])
            continue;
        if (r.flows->serves[x->source] || r.flows->serves[x->sink])
            tt_motif_count_one(&r.serve, x->out);
        else
            TT_TRY(report(&r, x, out, err));
    }
    return notes(&r, out, err);
}

const tt_detector tt_detector_flow_scatter_gather = {
    .id = "flow.scatter_gather",
    .revision = 1,
    .title = "Money spread and gathered",
    .typology = "scatter_gather",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-03 O-08",
    .source = "Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering "
              "Models (2023); FATF, Professional Money Laundering (2018)",
    .looks_for = "Payments for no goods from one party to three or more others, each of which pays "
                 "nearly the same on to one and the same party within a month.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
