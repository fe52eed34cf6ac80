/*
 * flow_rapid_chain.c - money that goes from hand to hand in days, nearly whole.
 *
 * Not caught here: money that comes back (flow_cycle_money), that is split on the way
 * (flow_scatter_gather), or that rests for weeks.  Formula, worked example, false positives:
 * flow_rapid_chain.md.
 */
#include "detect/common/motifs.h"
#include "graph/chain.h"

#include <math.h>

enum {
    P_WINDOW,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_MIN_HOPS,
    P_MAX_HOPS,
    P_HUBS,
    P_VISITS_ROOT,
    P_VISITS,
    P_MOTIF
};

static const tt_param params[] = {
    [P_WINDOW] = {"window", 10, 0, 365, "days", "from the first to the last payment"},
    [P_KEEP_LOW] = TT_MOTIF_KEEP_LOW,
    [P_KEEP_HIGH] = TT_MOTIF_KEEP_HIGH,
    [P_MIN_HOPS] = {"min_hops", 4, 2, 16, "count", "chains of fewer payments are not reported"},
    [P_MAX_HOPS] = {"max_hops", 12, 2, 16, "count", "longer chains are cut"},
    [P_HUBS] = TT_MOTIF_HUBS("only start or end a chain"),
    [P_VISITS_ROOT] = {"visits_root", 1e5, 1e2, 1e12, "count", "payments tried from one start"},
    [P_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "payments tried in all"},
    TT_MOTIF_ROWS(P_MOTIF, "chains", 3),
};

struct run {
    tt_motifs all;
};

static void collect(const void *run, tt_motif *m, const void *find)
{
    const tt_chain *c = find;
    const tt_ledger *l = &((const struct run *)run)->all.flows->ledger;
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
    const tt_layer *g = &r->all.in->graph->goods;
    uint32_t n = 0;
    for (uint32_t i = 0; i + 1 < c->n; i++) {
        uint32_t v = r->all.flows->ledger.dst[c->entry[i]];
        n += g->in_off[v + 1] > g->in_off[v] && g->out_off[v + 1] > g->out_off[v];
    }
    tt_motif_test(m, "chain_of_traders", n + 1 == c->n,
                  tt_arena_printf(m->w.a, "%u of the %u between buy and sell goods.", n, c->n - 1),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
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
    const tt_ledger *l = &r->all.flows->ledger;
    uint32_t first = c->entry[0], last = c->entry[c->n - 1];
    double kept = (double)l->amount[last] / (double)l->amount[first];
    tt_draft_measure(w, "hops", "count", (double)c->n, NAN, NAN, 0);
    tt_draft_measure(w, "span_days", "days", (double)(l->day[last] - l->day[first]), 0,
                     r->all.in->param[P_WINDOW], 0);
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
                        tt_say_number(w, 100 * kept, 1), tt_say_chance(w, c->expected)));
    tt_draft_step(w, "Ask each party what the payments were for, and for the contracts.");
    tt_draft_step(w, "Ask where the money of the first came from and where it went from the last.");
    tt_draft_step(w, "Look for owners, addresses and accounts that the parties have in common.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    test_traders(run, m, find);
    explain(run, m, find);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.rapid_chain", "chain", P_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    const double *p = in->param;
    struct run r;
    tt_chains chains;
    TT_TRY(tt_motifs_begin(&r.all, in, &kind, err));
    const tt_chain_options opt = {
        .window = (uint32_t)p[P_WINDOW],
        .keep_low = p[P_KEEP_LOW],
        .keep_high = p[P_KEEP_HIGH],
        .least = (unsigned)p[P_MIN_HOPS],
        .most = TT_MAX((unsigned)p[P_MAX_HOPS], (unsigned)p[P_MIN_HOPS]),
        .hub = r.all.hub,
        .visits_root = (uint64_t)p[P_VISITS_ROOT],
        .visits = (uint64_t)p[P_VISITS],
    };
    TT_TRY(tt_chains_find(&r.all.flows->ledger, &opt, in->scratch, &chains, err));
    for (size_t i = 0; i < chains.n; i++)
        TT_TRY(tt_motifs_tell(&r.all, &how, &r, &chains.v[i], chains.v[i].p, out, err));
    const tt_cut_words words = {
        .id = kind.id,
        .limit = tt_motifs_limit(&r.all, p[P_VISITS_ROOT], p[P_VISITS], "payments", "start"),
        .start = "start",
        .visit = "payment",
        .effect = "chains, or longer ones, from the starts that were cut may be missing",
    };
    return tt_motifs_end(&r.all, &chains.effort, &words, out, err);
}

const tt_detector tt_detector_flow_rapid_chain = {
    .id = "flow.rapid_chain",
    .revision = 2,
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
