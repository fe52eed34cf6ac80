/*
 * flow_dense_multistep.c - money that goes from several parties through several others to more.
 *
 * Sums are held against each other party by party, not payment by payment: split, merged and
 * unequal payments are found.  Not caught here: less than three parties between, money that takes
 * longer than a window.  Formula, worked example, false positives: flow_dense_multistep.md.
 */
#include "detect/common/motifs.h"
#include "detect/common/strangers.h"
#include "graph/dense.h"

#include <math.h>

enum {
    P_WINDOW,
    P_LAYERS,
    P_MIN_MIDDLES,
    P_SHARED,
    P_LAMBDA,
    P_BLOCKS,
    P_SHUFFLES,
    P_MORE,
    P_APART,
    P_HUBS,
    P_VISITS_ROOT,
    P_VISITS,
    P_MOTIF
};

static const tt_param params[] = {
    [P_WINDOW] = {"window", 30, 1, 3650, "days", "the money goes its way in this time"},
    [P_LAYERS] = {"layers", 2, 1, TT_PEEL_LAYERS - 2, "count", "layers of middles, at most"},
    [P_MIN_MIDDLES] = {"min_middles", 3, 2, 1e6, "count",
                       "fewer parties in a layer between are not reported"},
    [P_SHARED] = {"shared", 2, 1, 1e6, "count",
                  "middles that each source pays, and that pay each sink, at least"},
    [P_LAMBDA] = {"lambda", 4, 0, 1000, "ratio",
                  "times what a middle keeps or adds counts against what goes through it"},
    [P_BLOCKS] = {"blocks", 5, 1, 1000, "count",
                  "blocks looked for in one component, one after the other"},
    [P_SHUFFLES] = {"shuffles", 20, 5, 10000, "count",
                    "times that days and amounts are dealt anew"},
    [P_MORE] = {"more_shuffles", 980, 0, 100000, "count",
                "times more when none of them is as dense"},
    [P_APART] = {"apart", 60, 1, 3650, "days",
                 "who pays whom so long before or after too has a standing arrangement"},
    [P_HUBS] = TT_MOTIF_HUBS("are no middles"),
    [P_VISITS_ROOT] = {"visits_root", 2e7, 1e3, 1e12, "count",
                       "payments peeled in one component, shuffles counted"},
    [P_VISITS] = {"visits", 2e8, 1e3, 1e15, "count", "payments peeled in all"},
    TT_MOTIF_ROWS(P_MOTIF, "blocks", 2),
};

struct run {
    tt_motifs all;
    tt_denses found;
};

static const char *role_of(const tt_dense *x, uint32_t layer)
{
    return layer == 0 ? "source" : layer + 1 == x->layers ? "sink" : "middle";
}

static void collect(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const tt_dense *x = find;
    for (uint32_t i = 0; i < x->n_places; i++) {
        const tt_dense_place *at = &r->found.place[x->first_place + i];
        tt_motif_party(m, at->party, role_of(x, at->layer));
    }
    for (uint32_t i = 0; i < x->n_entries; i++)
        tt_motif_entry(m, r->found.entry[x->first_entry + i]);
    m->amount = x->out;
}

/* --- explanations --- */

/* Payments of the block whose payer paid the same payee long before or after, too. */
static void test_standing(const struct run *r, tt_motif *m, const tt_dense *x)
{
    const tt_ledger *l = &r->all.flows->ledger;
    const uint32_t *e = r->found.entry + x->first_entry, *same;
    uint32_t apart = (uint32_t)r->all.in->param[P_APART], n = 0;
    uint32_t first = l->day[e[0]], last = l->day[e[x->n_entries - 1]];
    for (uint32_t i = 0; i < x->n_entries; i++) {
        uint32_t k = tt_ledger_between(l, l->src[e[i]], l->dst[e[i]], &same);
        n += l->day[same[0]] + apart <= first || l->day[same[k - 1]] >= last + apart;
    }
    tt_motif_test(m, "standing_arrangement", 2 * n >= x->n_entries,
                  tt_arena_printf(m->w.a,
                                  "For %u of the %u payments the same two deal with each other %s "
                                  "or more apart, too.",
                                  n, x->n_entries, tt_say_count(&m->w, apart, "day")),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* The parties between, those with a trade of their own and those whose business it is. */
static void test_business(const struct run *r, tt_motif *m, const tt_dense *x)
{
    const tt_layer *g = &r->all.in->graph->goods;
    uint32_t all = 0, trade = 0, serve = 0;
    for (uint32_t i = 0; i < x->n_places; i++) {
        const tt_dense_place *at = &r->found.place[x->first_place + i];
        if (at->layer == 0 || at->layer + 1 == x->layers)
            continue;
        all++;
        trade += g->out_off[at->party + 1] > g->out_off[at->party] &&
                 g->in_off[at->party + 1] > g->in_off[at->party];
        serve += tt_pays_for_others(r->all.in->data, at->party);
    }
    double explained = tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED);
    tt_motif_test(m, "wholesale", 2 * trade >= all,
                  tt_say(&m->w,
                         "%u of the %u between buy goods and sell goods, as wholesalers do who "
                         "stand between factories and shops.",
                         trade, all),
                  explained);
    tt_motif_test(m, "service", 2 * serve >= all,
                  tt_say(&m->w,
                         "The registry gives %u of the %u between a business that moves money of "
                         "others: payment services, forwarders, lawyers.",
                         serve, all),
                  explained);
}

/* --- saying --- */

/* "3 parties (A, B and 1 more)" of a layer. */
static const char *say_layer(tt_motif *m, const tt_dense *x, uint32_t layer)
{
    size_t from = 0;
    for (uint32_t l = 0; l < layer; l++)
        from += x->size[l];
    const char *text = "";
    size_t to = TT_MIN(from + TT_MIN(x->size[layer], 3U), m->party.n); /* fewer: out of memory */
    for (size_t i = from; i < to; i++)
        text = tt_say(&m->w, "%s%s%s", text, *text ? ", " : "", tt_say_party(&m->w, m->party.v[i]));
    const char *n = tt_say_count(&m->w, x->size[layer], "party");
    return x->size[layer] > 3 ? tt_say(&m->w, "%s (%s and %u more)", n, text, x->size[layer] - 3)
                              : tt_say(&m->w, "%s (%s)", n, text);
}

static const char *say_way(tt_motif *m, const tt_dense *x)
{
    const char *text = say_layer(m, x, 1);
    for (uint32_t l = 2; l + 1 < x->layers; l++)
        text = tt_say(&m->w, "%s, from them through %s", text, say_layer(m, x, l));
    return text;
}

static void title(tt_motif *m, const tt_dense *x)
{
    uint32_t between = x->n_places - x->size[0] - x->size[x->layers - 1];
    m->w.f.title = tt_say(&m->w, "Money of %s goes through %u others to %s",
                          tt_say_count(&m->w, x->size[0], "party"), between,
                          tt_say_count(&m->w, x->size[x->layers - 1], "party"));
}

static void explain(const struct run *r, tt_motif *m, const tt_dense *x)
{
    tt_draft *w = &m->w;
    const uint32_t *e = r->found.entry + x->first_entry;
    w->f.explanation = tt_say(
        w,
        "%s paid %s to %s, and %s went on to %s, in %s %s. For each party, %s went through those "
        "between, what they kept or added counting %s times against it. With days and amounts of "
        "their payments dealt anew it is %s on average of %s, and in %u of them as much: p = %s.",
        say_layer(m, x, 0), tt_say_money(w, x->in), say_way(m, x), tt_say_money(w, x->out),
        say_layer(m, x, x->layers - 1), tt_say_count(w, x->n_entries, "payment"),
        tt_say_period(w, tt_motif_day(m, e[0]), tt_motif_day(m, e[x->n_entries - 1])),
        tt_say_money(w, llround(x->density)), tt_say_number(w, r->all.in->param[P_LAMBDA], 0),
        tt_say_money(w, llround(x->usual)), tt_say_count(w, x->shuffles, "shuffle"), x->reached,
        tt_say_chance(w, x->p));
    tt_draft_step(w, "Ask those between what the money was for, and what they did for it.");
    tt_draft_step(w, "Look for owners, addresses, telephones and accounts that those between have "
                     "in common.");
    tt_draft_step(w, "Ask the banks of the sources where the money came from.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const tt_dense *x = find;
    static const char *const names[] = {"sources", "middles", "middles_2", "middles_3"};
    for (uint32_t l = 0; l + 1 < x->layers; l++)
        tt_draft_measure(&m->w, names[l], "count", x->size[l], NAN, NAN, 0);
    tt_draft_measure(&m->w, "sinks", "count", x->size[x->layers - 1], NAN, NAN, 0);
    tt_draft_measure(&m->w, "retained", "1", 1 - (double)x->out / (double)x->in, NAN, NAN, 0);
    tt_draft_money(&m->w, "density", llround(x->density));
    tt_draft_money(&m->w, "usual_density", llround(x->usual));
    tt_draft_money(&m->w, "sent", x->in);
    test_standing(r, m, x);
    test_business(r, m, x);
    title(m, x);
    explain(r, m, x);
}

static tt_status notes(const struct run *r, tt_findings *out, tt_err *err)
{
    const tt_detect_in *in = r->all.in;
    const double *p = in->param;
    const tt_ledger *l = &r->all.flows->ledger;
    const uint8_t *serves = r->all.flows->serves;
    const tt_cut_words words = {
        .id = r->all.kind->id,
        .limit = tt_motifs_limit(&r->all, p[P_VISITS_ROOT], p[P_VISITS], "payments", "component"),
        .start = "component",
        .visit = "payment",
        .effect = "blocks of components with very many payments may be missing",
    };
    tt_motif_count left_out = {0};
    for (uint32_t e = 0; e < l->n; e++)
        if (serves[l->src[e]] || serves[l->dst[e]])
            tt_motif_count_one(&left_out, l->amount[e]);
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.dense_multistep: payments",
                   "by or to banks, carriers, brokers, public bodies", left_out.n, "payment",
                   left_out.value, "their business: not looked at", err));
    return tt_motifs_end(&r->all, &r->found.effort, &words, out, err);
}

/* The share of payments that the feeds do not hold: mean of what coverage records state. */
static double lost_of(const tt_data *d)
{
    double sum = 0, n = 0;
    for (size_t i = 1; i <= d->n_coverages; i++)
        if (d->coverages[i].kind == TT_KIND_PAYMENT) {
            sum += (double)d->coverages[i].share * 1e-6;
            n++;
        }
    return n > 0 ? TT_MAX(0.0, 1 - sum / n) : 0;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.dense_multistep", "block", P_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    const double *p = in->param;
    struct run r = {.found = {0}};
    TT_TRY(tt_motifs_begin(&r.all, in, &kind, err));
    const tt_dense_options opt = {
        .window = (uint32_t)p[P_WINDOW],
        .middles = (uint32_t)p[P_LAYERS],
        .least = (uint32_t)p[P_MIN_MIDDLES],
        .shared = (uint32_t)p[P_SHARED],
        .rule = {p[P_LAMBDA], lost_of(in->data)},
        .hub = r.all.hub,
        .never = r.all.flows->serves,
        .blocks = (uint32_t)p[P_BLOCKS],
        .shuffles = (uint32_t)p[P_SHUFFLES],
        .more_shuffles = (uint32_t)p[P_MORE],
        .visits_root = (uint64_t)p[P_VISITS_ROOT],
        .visits = (uint64_t)p[P_VISITS],
    };
    TT_TRY(tt_denses_find(&r.all.flows->ledger, &opt, in->scratch, &r.found, err));
    for (size_t i = 0; i < r.found.n; i++)
        TT_TRY(tt_motifs_tell(&r.all, &how, &r, &r.found.v[i], r.found.v[i].p, out, err));
    return notes(&r, out, err);
}

const tt_detector tt_detector_flow_dense_multistep = {
    .id = "flow.dense_multistep",
    .revision = 4,
    .title = "Money of several through several to several",
    .typology = "dense_multistep",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_COMPONENT,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03 O-03 O-08",
    .source = "Li et al., FlowScope: Spotting Money Laundering Based on Graphs (AAAI 2020); FATF, "
              "Professional Money Laundering (2018)",
    .looks_for =
        "Payments for no goods from several parties through three or more others, who keep "
        "next to nothing, to several more, within a month: sums may be split and merged.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
