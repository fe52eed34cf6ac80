/*
 * flow_scatter_gather.c - money of one party that goes through several others and meets again.
 *
 * Not caught here: more than one layer between, money that is held for more than a month, sums that
 * change on the way.  Formula, worked example, false positives: flow_scatter_gather.md.
 */
#include "detect/common/motifs.h"
#include "graph/scatter.h"

#include <math.h>

enum {
    P_LAG,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_MIN_MIDDLES,
    P_HUBS,
    P_VISITS_ROOT,
    P_VISITS,
    P_MOST,
    P_MOTIF
};

static const tt_param params[] = {
    [P_LAG] = {"lag", 30, 0, 365, "days", "longest time that the money stays with a middle"},
    [P_KEEP_LOW] = TT_MOTIF_KEEP_LOW,
    [P_KEEP_HIGH] = TT_MOTIF_KEEP_HIGH,
    [P_MIN_MIDDLES] = {"min_middles", 3, 2, 1e6, "count", "fewer middles are not reported"},
    [P_HUBS] = TT_MOTIF_HUBS("are no middles"),
    [P_VISITS_ROOT] = {"visits_root", 1e6, 1e3, 1e12, "count",
                       "pairs of payments tried from one source; one that fits counts 16 times"},
    [P_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "pairs of payments tried in all"},
    [P_MOST] = {"max_finds", 1e5, 1, 1e9, "count", "finds kept"},
    TT_MOTIF_ROWS(P_MOTIF, "finds", 3),
};

struct run {
    tt_motifs all;
    tt_scatters found;
    tt_motif_count serve;
};

static void collect(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const tt_scatter *x = find;
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
    const uint32_t *first;
    uint32_t n = tt_layer_between(&r->all.in->graph->money, x->source, x->sink, &first);
    tt_motif_test(m, "direct_payments", n > x->n,
                  tt_arena_printf(m->w.a, "The source paid the sink %s directly.",
                                  tt_say_count(&m->w, n, "time")),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* Middles that sold goods to the source or bought them from the sink have a trade of their own. */
static void test_supply(const struct run *r, tt_motif *m, const tt_scatter *x)
{
    const tt_layer *g = &r->all.in->graph->goods;
    const uint32_t *first;
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t v = r->found.way[x->first + i].middle;
        n += tt_layer_between(g, v, x->source, &first) || tt_layer_between(g, x->sink, v, &first);
    }
    tt_motif_test(
        m, "suppliers_in_parallel", 2 * n >= x->n,
        tt_arena_printf(m->w.a,
                        "%u of the %u between sold goods to the source or bought goods of "
                        "the sink, as plants and suppliers do.",
                        n, x->n),
        tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
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
        w,
        tt_arena_printf(
            w->a,
            "%s paid %s to %s, and each paid nearly as much, %s in all, on to %s within %s. "
            "First: %s; %s. By the times alone %s such ways are expected.",
            tt_say_party(w, x->source), tt_say_money(w, x->in), tt_motif_say_parties(m, 2, 5),
            tt_say_money(w, x->out), tt_say_party(w, x->sink),
            tt_say_count(w, (uint64_t)r->all.in->param[P_LAG], "day"), tt_motif_say_entry(m, y->in),
            tt_motif_say_entry(m, y->out), tt_say_chance(w, x->expected)));
    tt_draft_step(w, "Ask the source and the sink why the money did not go directly.");
    tt_draft_step(w, "Ask those between what they did for what they kept.");
    tt_draft_step(w, "Look for owners, addresses and accounts that they have in common.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    test_direct(run, m, find);
    test_supply(run, m, find);
    explain(run, m, find);
}

static tt_status notes(const struct run *r, tt_findings *out, tt_err *err)
{
    const tt_detect_in *in = r->all.in;
    const double *p = in->param;
    const tt_cut_words words = {
        .id = r->all.kind->id,
        .limit =
            tt_motifs_limit(&r->all, p[P_VISITS_ROOT], p[P_VISITS], "pairs of payments", "source"),
        .start = "source",
        .visit = "pair",
        .effect = "finds of sources with very many payments may be missing",
    };
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.scatter_gather: explained",
                   "a bank, carrier, broker or public body is the source or the sink", r->serve.n,
                   "find", r->serve.value, "its business: not told", err));
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.scatter_gather: finds kept", "max_finds",
                   r->found.left_out, "find left out", TT_NO_NUM,
                   "those of later sources are missing", err));
    return tt_motifs_end(&r->all, &r->found.effort, &words, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.scatter_gather", "find", P_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    const double *p = in->param;
    struct run r = {.serve = {0}};
    TT_TRY(tt_motifs_begin(&r.all, in, &kind, err));
    const tt_scatter_options opt = {
        .lag = (uint32_t)p[P_LAG],
        .keep_low = p[P_KEEP_LOW],
        .keep_high = p[P_KEEP_HIGH],
        .least = (uint32_t)p[P_MIN_MIDDLES],
        .hub = r.all.hub,
        .visits_root = (uint64_t)p[P_VISITS_ROOT],
        .visits = (uint64_t)p[P_VISITS],
        .most = (uint64_t)p[P_MOST],
    };
    TT_TRY(tt_scatters_find(&r.all.flows->ledger, &opt, in->scratch, &r.found, err));
    for (size_t i = 0; i < r.found.n; i++) {
        const tt_scatter *x = &r.found.v[i];
        bool serves = r.all.flows->serves[x->source] || r.all.flows->serves[x->sink];
        if (serves && x->p <= tt_motifs_param(&r.all, TT_MOTIF_MAX_P))
            tt_motif_count_one(&r.serve, x->out);
        else if (!serves)
            TT_TRY(tt_motifs_tell(&r.all, &how, &r, x, x->p, out, err));
    }
    return notes(&r, out, err);
}

const tt_detector tt_detector_flow_scatter_gather = {
    .id = "flow.scatter_gather",
    .revision = 4,
    .title = "Money spread and gathered",
    .typology = "scatter_gather",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03 O-08",
    .source = "Altman et al., Realistic Synthetic Financial Transactions for Anti-Money Laundering "
              "Models (2023); FATF, Professional Money Laundering (2018)",
    .looks_for = "Payments for no goods from one party to three or more others, each of which pays "
                 "nearly the same on to one and the same party within a month.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
