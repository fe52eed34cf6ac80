/*
 * flow_rapid_chain.c - money that goes from hand to hand in days, nearly whole.
 *
 * Not caught here: money that comes back (flow_cycle_money), that is split on the way
 * (flow_scatter_gather), or that rests for weeks.  Formula, worked example, false positives:
 * flow_rapid_chain.md.
 */
#include "detect/common/chains.h"

enum { P_CHAIN, P_MOTIF = P_CHAIN + TT_CHAINS_PARAMS };

static const tt_param params[] = {
    TT_CHAINS_ROWS(P_CHAIN, 10, 4),
    TT_MOTIF_ROWS(P_MOTIF, "chains", 3),
};

static void collect(const void *run, tt_motif *m, const void *find)
{
    tt_chain_collect(run, m, find);
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    const tt_chain *c = find;
    tt_draft *w = &m->w;
    tt_chain_test_traders(run, m, c);
    tt_chain_measure(run, m, c);
    w->f.title = tt_say(w, "Money goes on %u times within days", c->n);
    w->f.explanation = tt_say(w,
                              "%s None of them pays goods that are known. By the times alone %s "
                              "chains as long are expected from the first payment on.",
                              tt_chain_say(run, m, c), tt_say_chance(w, c->expected));
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.rapid_chain", "chain", P_CHAIN + TT_CHAINS_HUBS,
                                       P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    tt_chain_run r;
    TT_TRY(tt_chain_begin(&r, in, &kind, P_CHAIN, err));
    for (size_t i = 0; i < r.found.n; i++)
        TT_TRY(tt_motifs_tell(&r.all, &how, &r, &r.found.v[i], r.found.v[i].p, out, err));
    return tt_chain_end(&r, out, err);
}

const tt_detector tt_detector_flow_rapid_chain = {
    .id = "flow.rapid_chain",
    .revision = 3,
    .title = "Money from hand to hand",
    .typology = "rapid_chain",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_WINDOW,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03 T-02",
    .source = "FATF, Professional Money Laundering (2018), layering; FATF and Egmont Group, "
              "Trade-Based Money Laundering: Risk Indicators (2021), group 4",
    .looks_for = "Four and more payments for no goods, each by the payee of the one before, nearly "
                 "whole, all within ten days.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
