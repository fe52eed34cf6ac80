/*
 * flow_pass_through.c - parties that pass on what they are paid, soon and nearly whole.
 *
 * Each payment in is held against each payment out to somebody else.  Not caught here: money that
 * is split or gathered on the way (flow_gather_scatter, flow_scatter_gather), held for weeks, or
 * passed on as goods.  Formula, worked example, false positives: flow_pass_through.md.
 */
#include "detect/common/motif.h"
#include "graph/relay.h"

#include <math.h>

enum {
    P_HOLD,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_MIN_PASSES,
    P_SHARE,
    P_MAX_P,
    P_SMALL_VALUE,
    P_HUB_DEGREE,
    P_OWNER_DF,
    P_EXPLAINED,
    P_VISITS
};

static const tt_param params[] = {
    [P_HOLD] = {"hold", 3, 0, 365, "days", "longest time between payment in and payment out"},
    [P_KEEP_LOW] = {"keep_low", 0.85, 0.1, 1, "fraction",
                    "lowest share of a payment that is passed on"},
    [P_KEEP_HIGH] = {"keep_high", 1.02, 1, 2, "fraction", "highest share that is passed on"},
    [P_MIN_PASSES] = {"min_passes", 2, 1, 1e6, "count",
                      "parties that passed on fewer payments are not reported"},
    [P_SHARE] = {"share", 0.5, 0, 1, "fraction",
                 "lower shares of all that came in meanwhile weaken a finding"},
    [P_MAX_P] = {"max_p", 0.001, 1e-12, 1, "probability",
                 "what chance does more often is not reported"},
    [P_SMALL_VALUE] = {"small_value", 20000, 0, 1e12, "base",
                       "parties that passed on less than this are weakened"},
    [P_HUB_DEGREE] = {"hub_degree", 200, 2, 1e9, "count",
                      "parties with more counterparties are not looked at"},
    [P_OWNER_DF] = {"owner_df", 50, 2, 10000, "count",
                    "owners of more parties than this connect nobody"},
    [P_EXPLAINED] = {"explained", 0.3, 0, 1, "fraction",
                     "what remains of the weight for each explanation that holds in part"},
    [P_VISITS] = {"visits", 1e7, 1e3, 1e15, "count",
                  "pairs of payments of one party that are held against each other"},
};

struct run {
    const tt_detect_in *in;
    const tt_flows *flows;
    const tt_ix *owned;
    tt_relays relays;
    tt_motif_count groups;
};

static const tt_echo *echo_of(const struct run *r, const tt_relay *x, uint32_t i)
{
    return &r->relays.echo[x->first + i];
}

static void collect(const struct run *r, tt_motif *m, const tt_relay *x)
{
    const tt_ledger *l = &r->flows->ledger;
    tt_motif_party(m, x->party, "relay");
    m->n_key = 1;
    for (uint32_t i = 0; i < x->n; i++) {
        const tt_echo *e = echo_of(r, x, i);
        tt_motif_party(m, l->src[e->in], "payer");
        tt_motif_party(m, l->dst[e->out], "payee");
        tt_motif_entry(m, e->in);
        tt_motif_entry(m, e->out);
    }
    m->amount = x->out;
}

/* --- explanations --- */

static void test_business(const struct run *r, tt_motif *m, const tt_relay *x)
{
    double share = x->span_in > 0 ? (double)x->in / (double)x->span_in : 0;
    tt_motif_test(m, "other_business", share < r->in->param[P_SHARE],
                  tt_arena_printf(m->w.a,
                                  "What was passed on is %s %% of all that came in meanwhile for "
                                  "no known goods.",
                                  tt_say_number(&m->w, 100 * share, 1)),
                  r->in->param[P_EXPLAINED]);
    tt_draft_measure(&m->w, "share_passed_on", "1", share, NAN, NAN, 0);
}

/* Who buys and sells lives from the difference: what comes in and what goes out look alike. */
static void test_trader(const struct run *r, tt_motif *m, const tt_relay *x)
{
    const tt_layer *g = &r->in->graph->goods;
    uint32_t in = g->in_off[x->party + 1] - g->in_off[x->party];
    uint32_t out = g->out_off[x->party + 1] - g->out_off[x->party];
    tt_motif_test(m, "back_to_back_trade", in >= x->n && out >= x->n,
                  tt_arena_printf(
                      m->w.a, "The party bought goods %u times and sold goods %u times.", in, out),
                  r->in->param[P_EXPLAINED]);
}

/* --- saying --- */

static void explain(const struct run *r, tt_motif *m, const tt_relay *x)
{
    tt_draft *w = &m->w;
    double retained = x->in > 0 ? 1 - (double)x->out / (double)x->in : 0;
    tt_draft_measure(w, "passes", "count", (double)x->n, 0, x->expected, 0);
    tt_draft_measure(w, "retained", "1", retained, NAN, NAN, 0);
    tt_draft_measure(w, "median_hold", "days", x->median_hold, 0, r->in->param[P_HOLD], 0);
    tt_draft_measure(w, "expected_by_chance", "count", x->expected, NAN, NAN, 0);
    tt_draft_money(w, "received", x->in);
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a, "%u payments passed on within days, nearly whole", x->n));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "%s was paid %s and paid %s on to others, %u times within %s, keeping %s %%. First: "
               "%s; %s. By the times alone %s such pairs are expected.",
               tt_say_party(w, x->party), tt_say_money(w, x->in), tt_say_money(w, x->out), x->n,
               tt_say_count(w, (uint64_t)r->in->param[P_HOLD], "day"),
               tt_say_number(w, 100 * retained, 1), tt_motif_say_entry(m, echo_of(r, x, 0)->in),
               tt_motif_say_entry(m, echo_of(r, x, 0)->out), tt_say_number(w, x->expected, 4)));
    tt_draft_step(w, "Ask the party what it did for what it kept, and on whose order it paid.");
    tt_draft_step(w, "Ask the bank for the balances of its accounts in the period.");
    tt_draft_step(w, "Look for what the payers and the payees have in common.");
}

static tt_status report(struct run *r, const tt_relay *x, tt_findings *out, tt_err *err)
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
        return failed ? tt_fail(err, TT_ENOMEM, "no memory for a relay") : TT_OK;
    }
    test_business(r, &m, x);
    test_trader(r, &m, x);
    explain(r, &m, x);
    return tt_motif_add(&m, x->p, &limits, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    const double *p = in->param;
    struct run r = {.in = in, .flows = &in->shared->flows};
    uint8_t *hub;
    TT_TRY(tt_motif_owners(in, p[P_OWNER_DF], &r.owned, err));
    TT_TRY(tt_flows_hubs(r.flows, p[P_HUB_DEGREE], in->scratch, &hub, err));
    const tt_relay_options opt = {
        .hold = (uint32_t)p[P_HOLD],
        .keep_low = p[P_KEEP_LOW],
        .keep_high = p[P_KEEP_HIGH],
        .least = (uint32_t)p[P_MIN_PASSES],
        .skip = hub,
        .visits = (uint64_t)p[P_VISITS],
    };
    TT_TRY(tt_relays_find(&r.flows->ledger, &opt, in->scratch, &r.relays, err));
    for (size_t i = 0; i < r.relays.n; i++)
        if (r.relays.v[i].p <= p[P_MAX_P])
            TT_TRY(report(&r, &r.relays.v[i], out, err));
    TT_TRY(tt_motif_note_groups(in, "flow.pass_through", "relay", r.groups, out, err));
    return tt_note(in->data, out, in->scratch, "flow.pass_through: search",
                   "pairs of payments of a party", r.relays.cut, "party", TT_NO_NUM,
                   "later payments of parties with very many were not looked at", err);
}

const tt_detector tt_detector_flow_pass_through = {
    .id = "flow.pass_through",
    .revision = 1,
    .title = "Money passed on",
    .typology = "pass_through",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-03 O-02 O-08",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), group 4",
    .looks_for = "Parties that are paid for no goods and pay nearly the same on to somebody else "
                 "within days, again and again.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
