/*
 * flow_pass_through.c - parties that pass on what they are paid, soon and nearly whole.
 *
 * Each payment in is held against each payment out to somebody else.  Not caught here: money that
 * is split or gathered on the way (flow_gather_scatter, flow_scatter_gather), held for weeks, or
 * passed on as goods.  Formula, worked example, false positives: flow_pass_through.md.
 */
#include "detect/common/motifs.h"
#include "graph/relay.h"

#include <math.h>

enum {
    P_HOLD,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_MIN_PASSES,
    P_SHARE,
    P_HUBS,
    P_VISITS_ROOT,
    P_VISITS,
    P_MOTIF
};

static const tt_param params[] = {
    [P_HOLD] = {"hold", 3, 0, 365, "days", "longest time between payment in and payment out"},
    [P_KEEP_LOW] = TT_MOTIF_KEEP_LOW,
    [P_KEEP_HIGH] = TT_MOTIF_KEEP_HIGH,
    [P_MIN_PASSES] = {"min_passes", 2, 1, 1e6, "count",
                      "parties that passed on fewer payments are not reported"},
    [P_SHARE] = {"share", 0.5, 0, 1, "fraction",
                 "lower shares of all that came in meanwhile weaken a finding"},
    [P_HUBS] = TT_MOTIF_HUBS("are not looked at"),
    [P_VISITS_ROOT] = {"visits_root", 1e7, 1e3, 1e15, "count",
                       "pairs of payments of one party that are held against each other"},
    [P_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "pairs of payments tried in all"},
    TT_MOTIF_ROWS(P_MOTIF, "parties", 3),
};

struct run {
    tt_motifs all;
    tt_relays relays;
};

static const tt_echo *echo_of(const struct run *r, const tt_relay *x, uint32_t i)
{
    return &r->relays.echo[x->first + i];
}

static void collect(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const tt_relay *x = find;
    const tt_ledger *l = &r->all.flows->ledger;
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
    tt_motif_test(m, "other_business", share < r->all.in->param[P_SHARE],
                  tt_arena_printf(m->w.a,
                                  "What was passed on is %s %% of all that came in meanwhile for "
                                  "no known goods.",
                                  tt_say_number(&m->w, 100 * share, 1)),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
    tt_draft_measure(&m->w, "share_passed_on", "1", share, NAN, NAN, 0);
}

/* Who buys and sells lives from the difference: what comes in and what goes out look alike. */
static void test_trader(const struct run *r, tt_motif *m, const tt_relay *x)
{
    const tt_layer *g = &r->all.in->graph->goods;
    uint32_t in = g->in_off[x->party + 1] - g->in_off[x->party];
    uint32_t out = g->out_off[x->party + 1] - g->out_off[x->party];
    tt_motif_test(m, "back_to_back_trade", in >= x->n && out >= x->n,
                  tt_arena_printf(
                      m->w.a, "The party bought goods %u times and sold goods %u times.", in, out),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* --- saying --- */

static void explain(const struct run *r, tt_motif *m, const tt_relay *x)
{
    tt_draft *w = &m->w;
    double retained = x->in > 0 ? 1 - (double)x->out / (double)x->in : 0;
    tt_draft_measure(w, "passes", "count", (double)x->n, 0, x->expected, 0);
    tt_draft_measure(w, "retained", "1", retained, NAN, NAN, 0);
    tt_draft_measure(w, "median_hold", "days", x->median_hold, 0, r->all.in->param[P_HOLD], 0);
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
               tt_say_count(w, (uint64_t)r->all.in->param[P_HOLD], "day"),
               tt_say_number(w, 100 * retained, 1), tt_motif_say_entry(m, echo_of(r, x, 0)->in),
               tt_motif_say_entry(m, echo_of(r, x, 0)->out), tt_say_chance(w, x->expected)));
    tt_draft_step(w, "Ask the party what it did for what it kept, and on whose order it paid.");
    tt_draft_step(w, "Ask the bank for the balances of its accounts in the period.");
    tt_draft_step(w, "Look for what the payers and the payees have in common.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    test_business(run, m, find);
    test_trader(run, m, find);
    explain(run, m, find);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.pass_through", "relay", P_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    const double *p = in->param;
    struct run r;
    TT_TRY(tt_motifs_begin(&r.all, in, &kind, err));
    const tt_relay_options opt = {
        .hold = (uint32_t)p[P_HOLD],
        .keep_low = p[P_KEEP_LOW],
        .keep_high = p[P_KEEP_HIGH],
        .least = (uint32_t)p[P_MIN_PASSES],
        .skip = r.all.hub,
        .visits_root = (uint64_t)p[P_VISITS_ROOT],
        .visits = (uint64_t)p[P_VISITS],
    };
    TT_TRY(tt_relays_find(&r.all.flows->ledger, &opt, in->scratch, &r.relays, err));
    for (size_t i = 0; i < r.relays.n; i++)
        TT_TRY(tt_motifs_tell(&r.all, &how, &r, &r.relays.v[i], r.relays.v[i].p, out, err));
    const tt_cut_words words = {
        .id = kind.id,
        .limit =
            tt_motifs_limit(&r.all, p[P_VISITS_ROOT], p[P_VISITS], "pairs of payments", "party"),
        .start = "relay",
        .visit = "pair",
        .effect = "later payments of the parties that were cut were not looked at",
    };
    return tt_motifs_end(&r.all, &r.relays.effort, &words, out, err);
}

const tt_detector tt_detector_flow_pass_through = {
    .id = "flow.pass_through",
    .revision = 3,
    .title = "Money passed on",
    .typology = "pass_through",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03 O-02 O-08",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), group 4",
    .looks_for = "Parties that are paid for no goods and pay nearly the same on to somebody else "
                 "within days, again and again.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
