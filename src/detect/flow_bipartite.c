/*
 * flow_bipartite.c - several parties that all pay several others within days, for no goods.
 *
 * Not caught here: layers whose money goes on through another (flow_stack), one payer or one payee
 * (flow_fan_out, flow_fan_in).  Formula, worked example, false positives: flow_bipartite.md.
 */
#include "detect/common/meshes.h"

#include <math.h>

enum { P_LAYER, P_MOTIF = P_LAYER + TT_MESH_PARAMS };

static const tt_param params[] = {
    TT_MESH_ROWS(P_LAYER),
    TT_MOTIF_ROWS(P_MOTIF, "layers", 2),
};

static void collect(const void *run, tt_motif *m, const void *find)
{
    const tt_mesh *b = find;
    m->tied = true;
    tt_mesh_collect(run, m, b, "payer", "payee");
    m->amount = b->amount;
}

static void explain(const tt_mesh_run *r, tt_motif *m, const tt_mesh *b)
{
    tt_draft *w = &m->w;
    const uint32_t *entry = r->found.entry + b->entry, *party = r->found.party + b->party;
    uint32_t all = b->n_src * b->n_dst, rest = (b->n_src - 1) * (b->n_dst - 1);
    tt_draft_measure(w, "payers", "count", b->n_src, NAN, NAN, 0);
    tt_draft_measure(w, "payees", "count", b->n_dst, NAN, NAN, 0);
    tt_draft_measure(w, "pairs_that_pay", "1", (double)b->pairs / all, NAN, NAN, 0);
    tt_draft_measure(w, "closed_pairs", "count", b->closed, 0, b->expected, 0);
    tt_draft_measure(w, "span_days", "days", (double)(b->last - b->first), NAN, NAN, 0);
    w->f.title = tt_say(w, "%u parties all pay %u others within days", b->n_src, b->n_dst);
    w->f.explanation = tt_say(
        w,
        "%s paid %s: %u of the %u pairs of a payer and a payee pay, %s in %s %s, for no "
        "goods that are known. First: %s. %u pairs would connect them; of the other %u, %u "
        "pay as well, and %s are expected from how often each of them pays and is paid, and "
        "from how often other parties of these data that have one payee in common have "
        "two. The chance of such a layer anywhere in these data is %s.",
        tt_say_parties(w, party, b->n_src, 5), tt_say_parties(w, party + b->n_src, b->n_dst, 5),
        b->pairs, all, tt_say_money(w, b->amount), tt_say_count(w, b->n, "payment"),
        tt_say_period(w, tt_motif_day(m, entry[0]), tt_motif_day(m, entry[b->n - 1])),
        tt_motif_say_entry(m, entry[0]), all - rest, rest, b->closed, tt_say_chance(w, b->expected),
        tt_say_chance(w, b->p));
    tt_draft_step(w, "Ask what the payments were for, and how payers and payees know each other.");
    tt_draft_step(w, "Follow the money back from the payers, and on from the payees.");
    tt_draft_step(w, "Look for owners, addresses and accounts that the parties have in common.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    const tt_mesh_run *r = run;
    const tt_mesh *b = find;
    const tt_joint one = {.mesh = (uint32_t)(b - r->found.v)};
    tt_mesh_test(r, m, &one, 1);
    explain(r, m, b);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.bipartite", "layer", P_LAYER + TT_MESH_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    tt_mesh_run r;
    tt_motif_count stacked = {0};
    TT_TRY(tt_mesh_begin(&r, in, &kind, P_LAYER, err));
    for (size_t i = 0; i < r.found.n; i++) {
        const tt_mesh *b = &r.found.v[i];
        uint32_t stack = r.stacks.of[i];
        if (!stack && !r.habit[i])
            TT_TRY(tt_motifs_tell(&r.all, &how, &r, b, b->p, out, err));
        else if (stack && r.stacks.v[stack - 1].p <= tt_motifs_param(&r.all, TT_MOTIF_MAX_P))
            tt_motif_count_one(&stacked, b->amount);
    }
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.bipartite: told elsewhere",
                   "the money goes on through another layer", stacked.n, "layer", stacked.value,
                   "flow.stack looks at them", err));
    return tt_mesh_end(&r, out, err);
}

const tt_detector tt_detector_flow_bipartite = {
    .id = "flow.bipartite",
    .revision = 2,
    .title = "Everybody pays everybody",
    .typology = "bipartite",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_WINDOW,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03",
    .source = "Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering "
              "Models (2023), pattern bipartite; FATF, Professional Money Laundering (2018)",
    .looks_for = "Three and more parties nearly all of which pay nearly all of three and more "
                 "others, for no goods, within weeks, and not at other times.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
