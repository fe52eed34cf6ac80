/*
 * flow_rapid_chain.c - money that goes from hand to hand in days, nearly whole.
 *
 * Not caught here: money that comes back (flow_cycle_money), that is split on the way
 * (flow_scatter_gather), or that rests for weeks.  Formula, worked example, false positives:
 * flow_rapid_chain.md.
 */
#include "detect/common/motif.h"
#include "graph/chain.h"

#include <math.h>

enum {
    P_WINDOW,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_MIN_HOPS,
    P_MAX_HOPS,
    P_MAX_P,
    P_SMALL_VALUE,
    P_HUB_DEGREE,
    P_OWNER_DF,
    P_EXPLAINED,
    P_VISITS_ROOT,
    P_VISITS
};

static const tt_param params[] = {
    [P_WINDOW] = {"window", 10, 0, 365, "days", "from the first to the last payment"},
    [P_KEEP_LOW] = {"keep_low", 0.85, 0.1, 1, "fraction", "lowest share that goes on"},
    [P_KEEP_HIGH] = {"keep_high", 1.02, 1, 2, "fraction", "highest share that goes on"},
    [P_MIN_HOPS] = {"min_hops", 4, 2, 16, "count", "chains of fewer payments are not reported"},
    [P_MAX_HOPS] = {"max_hops", 12, 2, 16, "count", "longer chains are cut"},
    [P_MAX_P] = {"max_p", 0.001, 1e-12, 1, "probability",
                 "what chance does more often is not reported"},
    [P_SMALL_VALUE] = {"small_value", 20000, 0, 1e12, "base",
                       "chains that moved less than this are weakened"},
    [P_HUB_DEGREE] = {"hub_degree", 200, 2, 1e9, "count",
                      "parties with more counterparties only start or end a chain"},
    [P_OWNER_DF] = {"owner_df", 50, 2, 10000, "count",
                    "owners of more parties than this connect nobody"},
    [P_EXPLAINED] = {"explained", 0.3, 0, 1, "fraction",
                     "what remains of the weight for each explanation that holds in part"},
    [P_VISITS_ROOT] = {"visits_root", 1e5, 1e2, 1e12, "count", "payments tried from one start"},
    [P_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "payments tried in all"},
};

struct run {
    const tt_detect_in *in;
    const tt_flows *flows;
    const tt_ix *owned;
    tt_motif_count groups;
};

static void collect(const struct run *r, tt_motif *m, const tt_chain *c)
{
    const tt_ledger *l = &r->flows->ledger;
    tt_motif_party(m, l->src[c->entry[0]], "origin");
    for (uint32_t i = 0; i < c->n; i++) {
        tt_motif_party(m, l->dst[c->entry[i]], i + 1 < c->n ? "relay" : "destination");
        tt_motif_entry(m, c->entry[i]);
    }
    m->amount = l->amount[c->entry[c->n - 1]];
}

/* A chain of traders: each sold goods to somebody and bought them from somebody. */
static void test_traders(const struct run *r, tt_motif *m, const tt_chain *c)
{
    const tt_layer *g = &r->in->graph->goods;
    uint32_t n = 0;
    for (uint32_t i = 0; i + 1 < c->n; i++) {
        uint32_t v = r->flows->ledger.dst[c->entry[i]];
        n += g->in_off[v + 1] > g->in_off[v] && g->out_off[v + 1] > g->out_off[v];
    }
    tt_motif_test(m, "chain_of_traders", n + 1 == c->n,
                  tt_arena_printf(m->w.a, "%u of the %u between buy and sell goods.", n, c->n - 1),
                  r->in->param[P_EXPLAINED]);
}

static const char *say_legs(tt_motif *m, const tt_chain *c)
{
    const char *text = "";
    for (uint32_t i = 0; i < c->n; i++)
        text = tt_draft_text(&m->w, tt_arena_printf(m->w.a, "%s%s%s", text, i ? "; " : "",
                                                    tt_motif_say_entry(m, c->entry[i])));
    return text;
}

static void explain(const struct run *r, tt_motif *m, const tt_chain *c)
{
    tt_draft *w = &m->w;
    const tt_ledger *l = &r->flows->ledger;
    uint32_t first = c->entry[0], last = c->entry[c->n - 1];
    double kept = (double)l->amount[last] / (double)l->amount[first];
    tt_draft_measure(w, "hops", "count", (double)c->n, NAN, NAN, 0);
    tt_draft_measure(w, "span_days", "days", (double)(l->day[last] - l->day[first]), 0,
                     r->in->param[P_WINDOW], 0);
    tt_draft_measure(w, "conservation", "1", kept, NAN, NAN, 0);
    tt_draft_measure(w, "expected_by_chance", "count", c->expected, NAN, NAN, 0);
    w->f.title =
        tt_draft_text(w, tt_arena_printf(w->a, "Money goes on %u times within days", c->n));
    w->f.explanation = tt_draft_text(
        w,
        tt_arena_printf(w->a,
                        "%s. After %u payments in %s %s %% of the first amount is left. None of "
                        "them pays goods that are known. By the times alone %s chains as long "
                        "are expected from the first payment on.",
                        say_legs(m, c), c->n, tt_say_count(w, l->day[last] - l->day[first], "day"),
                        tt_say_number(w, 100 * kept, 1), tt_say_number(w, c->expected, 6)));
    tt_draft_step(w, "Ask each party what the payments were for, and for the contracts.");
    tt_draft_step(w, "Ask where the money of the first came from and where it went from the last.");
    tt_draft_step(w, "Look for owners, addresses and accounts that the parties have in common.");
}

static tt_status report(struct run *r, const tt_chain *c, tt_findings *out, tt_err *err)
{
    const double *p = r->in->param;
    const tt_motif_limits limits = {
        .small_value = p[P_SMALL_VALUE], .explained = p[P_EXPLAINED], .most = 3};
    tt_motif m;
    tt_motif_begin(&m, r->in, r->owned);
    collect(r, &m, c);
    if (tt_motif_is_group(&m)) {
        bool failed = m.w.failed;
        tt_motif_count_one(&r->groups, m.amount);
        tt_motif_drop(&m);
        return failed ? tt_fail(err, TT_ENOMEM, "no memory for a chain") : TT_OK;
    }
    test_traders(r, &m, c);
    explain(r, &m, c);
    return tt_motif_add(&m, c->p, &limits, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    const double *p = in->param;
    struct run r = {.in = in, .flows = &in->shared->flows};
    uint8_t *hub;
    tt_chains chains;
    TT_TRY(tt_motif_owners(in, p[P_OWNER_DF], &r.owned, err));
    TT_TRY(tt_flows_hubs(r.flows, p[P_HUB_DEGREE], in->scratch, &hub, err));
    const tt_chain_options opt = {
        .window = (uint32_t)p[P_WINDOW],
        .keep_low = p[P_KEEP_LOW],
        .keep_high = p[P_KEEP_HIGH],
        .least = (unsigned)p[P_MIN_HOPS],
        .most = TT_MAX((unsigned)p[P_MAX_HOPS], (unsigned)p[P_MIN_HOPS]),
        .hub = hub,
        .visits_root = (uint64_t)p[P_VISITS_ROOT],
        .visits = (uint64_t)p[P_VISITS],
    };
    TT_TRY(tt_chains_find(&r.flows->ledger, &opt, in->scratch, &chains, err));
    for (size_t i = 0; i < chains.n; i++)
        if (chains.v[i].p <= p[P_MAX_P])
            TT_TRY(report(&r, &chains.v[i], out, err));
    TT_TRY(tt_motif_note_groups(in, "flow.rapid_chain", "chain", r.groups, out, err));
    return tt_note(in->data, out, in->scratch, "flow.rapid_chain: search",
                   "payments tried from one start", chains.cut, "start cut", TT_NO_NUM,
                   "longer chains from there may be missing", err);
}

const tt_detector tt_detector_flow_rapid_chain = {
    .id = "flow.rapid_chain",
    .revision = 1,
    .title = "Money from hand to hand",
    .typology = "rapid_chain",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_WINDOW,
    .indicators = "A-03 T-02",
    .source = "FATF, Professional Money Laundering (2018), layering; FATF and Egmont Group, "
              "Trade-Based Money Laundering: Risk Indicators (2021), group 4",
    .looks_for = "Four and more payments for no goods, each by the payee of the one before, nearly "
                 "whole, all within ten days.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
