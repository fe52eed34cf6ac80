/*
 * flow_gather_scatter.c - a party that gathers money from several and soon spreads it over others.
 *
 * Sums need not agree payment by payment, as in flow_pass_through, but as a whole.  Not caught
 * here: gathering that takes longer than a month.  Formula, worked example, false positives:
 * flow_gather_scatter.md.
 */
#include "detect/common/motifs.h"
#include "graph/gather.h"

#include <math.h>

enum { P_GATHER, P_GATHER_LONG, P_AFTER, P_MIN_PARTIES, P_BALANCE, P_HUBS, P_MOTIF };

static const tt_param params[] = {
    [P_GATHER] = {"gather", 10, 1, 365, "days", "payments in are gathered for this time"},
    [P_GATHER_LONG] = {"gather_long", 30, 1, 365, "days", "second time that is tried"},
    [P_AFTER] = {"after", 7, 0, 365, "days", "payments out end this long after them"},
    [P_MIN_PARTIES] = {"min_parties", 3, 2, 1e6, "count",
                       "fewer different payers or payees are not reported"},
    [P_BALANCE] = {"balance", 0.1, 0, 1, "fraction", "largest difference of the two sums"},
    [P_HUBS] = TT_MOTIF_HUBS("are not looked at"),
    TT_MOTIF_ROWS(P_MOTIF, "finds", 2),
};

struct run {
    tt_motifs all;
    uint8_t *payer; /* of a party, while a find is collected */
};

static void collect(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const tt_gather *x = find;
    const tt_ledger *l = &r->all.flows->ledger;
    tt_motif_party(m, x->party, "hub");
    m->n_key = 1;
    for (uint32_t k = 0; k < x->n_in; k++) {
        uint32_t e = l->in_at[x->in_first + k];
        tt_motif_party(m, l->src[e], "payer");
        tt_motif_entry(m, e);
        r->payer[l->src[e]] = 1;
    }
    for (uint32_t k = 0; k < x->n_out; k++) {
        uint32_t e = l->out_at[x->out_first + k];
        if (r->payer[l->dst[e]])
            continue; /* its money back: not counted either */
        tt_motif_party(m, l->dst[e], "payee");
        tt_motif_entry(m, e);
    }
    for (uint32_t k = 0; k < x->n_in; k++)
        r->payer[l->src[l->in_at[x->in_first + k]]] = 0;
    m->amount = x->out;
}

/* --- explanations --- */

/* A trader sells and buys: what customers pay goes to suppliers, matched or not. */
static void test_trader(const struct run *r, tt_motif *m, const tt_gather *x)
{
    const tt_layer *g = &r->all.in->graph->goods;
    uint32_t in = g->in_off[x->party + 1] - g->in_off[x->party];
    uint32_t out = g->out_off[x->party + 1] - g->out_off[x->party];
    tt_motif_test(m, "trader", in >= x->n_out && out >= x->n_in,
                  tt_arena_printf(
                      m->w.a, "The party bought goods %u times and sold goods %u times.", in, out),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* --- saying --- */

static void explain(const struct run *r, tt_motif *m, const tt_gather *x)
{
    tt_draft *w = &m->w;
    const tt_ledger *l = &r->all.flows->ledger;
    tt_draft_measure(w, "payers", "count", (double)x->payers, NAN, NAN, 0);
    tt_draft_measure(w, "payees", "count", (double)x->payees, NAN, NAN, 0);
    tt_draft_measure(w, "passed_on", "1", (double)x->out / (double)x->in,
                     1 - r->all.in->param[P_BALANCE], 1 + r->all.in->param[P_BALANCE], 0);
    tt_draft_measure(w, "p_in", "probability", x->p_in, NAN, NAN, 0);
    tt_draft_measure(w, "p_out", "probability", x->p_out, NAN, NAN, 0);
    tt_draft_money(w, "gathered", x->in);
    w->f.title = tt_draft_text(w, tt_arena_printf(w->a,
                                                  "Money of %u parties is gathered and spread over "
                                                  "%u others",
                                                  x->payers, x->payees));
    w->f.explanation = tt_draft_text(
        w,
        tt_arena_printf(
            w->a,
            "From %s on %s was paid %s by %u parties within %u days and paid %s to %u others until "
            "%s after, for no goods that are known. Of all its payments as many come in so close "
            "with a chance of %s, and go out just then with a chance of %s.",
            tt_say_date(w, tt_motif_day(m, l->in_at[x->in_first])), tt_say_party(w, x->party),
            tt_say_money(w, x->in), x->payers, x->gather, tt_say_money(w, x->out), x->payees,
            tt_say_count(w, (uint64_t)r->all.in->param[P_AFTER], "day"), tt_say_chance(w, x->p_in),
            tt_say_chance(w, x->p_out)));
    tt_draft_step(w, "Ask the party on whose order it gathered and paid.");
    tt_draft_step(w, "Ask the bank for the balances of its accounts in the period.");
    tt_draft_step(w, "Look for what the payers and the payees have in common.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const tt_gather *x = find;
    test_trader(r, m, x);
    tt_motif_test_agent(m, x->party, tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
    explain(r, m, x);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.gather_scatter", "find", P_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    const double *p = in->param;
    struct run r;
    tt_gathers found;
    TT_TRY(tt_motifs_begin(&r.all, in, &kind, err));
    if (!(r.payer = tt_new_n(in->scratch, uint8_t, (size_t)in->graph->n_entities + 1)))
        return tt_fail(err, TT_ENOMEM, "no memory for money that is gathered");
    const tt_gather_options opt = {
        .gather = {(uint32_t)p[P_GATHER], (uint32_t)p[P_GATHER_LONG]},
        .after = (uint32_t)p[P_AFTER],
        .least = (uint32_t)p[P_MIN_PARTIES],
        .balance = p[P_BALANCE],
        .skip = r.all.hub,
    };
    TT_TRY(tt_gathers_find(&r.all.flows->ledger, &opt, in->scratch, &found, err));
    for (size_t i = 0; i < found.n; i++)
        TT_TRY(tt_motifs_tell(&r.all, &how, &r, &found.v[i], found.v[i].p, out, err));
    return tt_motifs_end(&r.all, NULL, NULL, out, err);
}

const tt_detector tt_detector_flow_gather_scatter = {
    .id = "flow.gather_scatter",
    .revision = 4,
    .title = "Money gathered and spread",
    .typology = "gather_scatter",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03",
    .source = "Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering "
              "Models (2023); FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators "
              "(2021), group 4",
    .looks_for = "A party that three or more others pay for no goods within days, and that pays as "
                 "much to three or more others at once.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
