/*
 * flow_stack.c - money of several parties that goes through layer after layer of several others.
 *
 * Not caught here: one layer (flow_bipartite), one source and one sink (flow_scatter_gather), one
 * party between (flow_gather_scatter).  Formula, worked example, false positives: flow_stack.md.
 */
#include "detect/common/meshes.h"

#include <math.h>

enum { P_LAYER, P_MOTIF = P_LAYER + TT_MESH_PARAMS };

static const tt_param params[] = {
    TT_MESH_ROWS(P_LAYER),
    TT_MOTIF_ROWS(P_MOTIF, "stacks", 3),
};

static const tt_joint *joint(const tt_mesh_run *r, const tt_stack *x, uint32_t k)
{
    return &r->stacks.joint[x->first + k];
}

static const tt_mesh *layer(const tt_mesh_run *r, const tt_stack *x, uint32_t k)
{
    return &r->found.v[joint(r, x, k)->mesh];
}

/* Whoever both gets and pays is named for the layer in which it gets. */
static void collect(const void *run, tt_motif *m, const void *find)
{
    const tt_mesh_run *r = run;
    const tt_stack *x = find;
    for (uint32_t k = 0; k < x->n; k++)
        tt_mesh_collect(r, m, layer(r, x, k), "source", k + 1 < x->n ? "middle" : "sink");
    m->amount = INT64_MAX; /* what the narrowest joint lets through */
    for (uint32_t k = 1; k < x->n; k++)
        m->amount = TT_MIN(m->amount, TT_MIN(joint(r, x, k)->in, joint(r, x, k)->out));
}

static const char *say_layers(const tt_mesh_run *r, tt_motif *m, const tt_stack *x)
{
    const char *text = "";
    for (uint32_t k = 0; k < x->n; k++) {
        const tt_mesh *b = layer(r, x, k);
        const uint32_t *entry = r->found.entry + b->entry;
        text = tt_say(
            &m->w, "%s%s%u paid %u (%u of %u pairs, %s, %s)", text, k ? "; then " : "", b->n_src,
            b->n_dst, b->pairs, b->n_src * b->n_dst, tt_say_money(&m->w, b->amount),
            tt_say_period(&m->w, tt_motif_day(m, entry[0]), tt_motif_day(m, entry[b->n - 1])));
    }
    return text;
}

static const char *say_joints(const tt_mesh_run *r, tt_motif *m, const tt_stack *x)
{
    const char *text = "";
    for (uint32_t k = 1; k < x->n; k++) {
        const tt_joint *j = joint(r, x, k);
        text =
            tt_say(&m->w, "%s %u parties of layer %u got %s and paid %s on in layer %u.", text,
                   j->middles, k, tt_say_money(&m->w, j->in), tt_say_money(&m->w, j->out), k + 1);
    }
    return text;
}

static void explain(const tt_mesh_run *r, tt_motif *m, const tt_stack *x)
{
    tt_draft *w = &m->w;
    const tt_mesh *first = layer(r, x, 0), *last = layer(r, x, x->n - 1);
    uint32_t closed = 0, middles = 0;
    double expected = 0;
    for (uint32_t k = 0; k < x->n; k++) {
        closed += layer(r, x, k)->closed;
        expected += layer(r, x, k)->expected;
        middles += joint(r, x, k)->middles;
    }
    tt_draft_measure(w, "layers", "count", x->n, NAN, NAN, 0);
    tt_draft_measure(w, "middles", "count", middles, NAN, NAN, 0);
    tt_draft_measure(w, "closed_pairs", "count", closed, 0, expected, 0);
    tt_draft_measure(w, "span_days", "days", (double)(last->last - first->first), NAN, NAN, 0);
    w->f.title =
        tt_say(w, "Money of %u parties goes through %u layers of others", first->n_src, x->n);
    w->f.explanation = tt_say(
        w,
        "From %s on: %s, for no goods that are known.%s First: %s. Beyond what connects them "
        "at all %u pairs pay; %s are expected from how often each party pays and is paid, "
        "and from how often other parties of these data that have one payee in common have "
        "two. The chance of such layers anywhere in these data is %s.",
        tt_say_parties(w, r->found.party + first->party, first->n_src, 5), say_layers(r, m, x),
        say_joints(r, m, x), tt_motif_say_entry(m, r->found.entry[first->entry]), closed,
        tt_say_chance(w, expected), tt_say_chance(w, x->p));
    tt_draft_step(w, "Ask where the money of the first layer came from, and where it went from the "
                     "last.");
    tt_draft_step(w, "Ask those between what the payments were for, and for the contracts.");
    tt_draft_step(w, "Look for owners, addresses and accounts that the parties have in common.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    const tt_mesh_run *r = run;
    const tt_stack *x = find;
    tt_mesh_test(r, m, &r->stacks.joint[x->first], x->n);
    explain(r, m, x);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.stack", "stack", P_LAYER + TT_MESH_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    tt_mesh_run r;
    TT_TRY(tt_mesh_begin(&r, in, &kind, P_LAYER, err));
    for (size_t i = 0; i < r.stacks.n; i++)
        TT_TRY(tt_motifs_tell(&r.all, &how, &r, &r.stacks.v[i], r.stacks.v[i].p, out, err));
    return tt_mesh_end(&r, out, err);
}

const tt_detector tt_detector_flow_stack = {
    .id = "flow.stack",
    .revision = 3,
    .title = "Layers of payments",
    .typology = "stack",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_WINDOW,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03",
    .source = "Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering "
              "Models (2023), pattern stack; FATF, Professional Money Laundering (2018)",
    .looks_for = "Several parties nearly all of which pay nearly all of several others, who within "
                 "weeks pay the most of it to several others in the same way, for no goods.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
