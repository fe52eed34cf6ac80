/*
 * flow_chain_incongruent.c - money that goes from hand to hand through firms whose lines of
 * business have nothing to do with each other.
 *
 * Not caught here: firms whose line of business no registry row gives; chains in one line of
 * business (flow_rapid_chain).  Formula, worked example, false positives:
 * flow_chain_incongruent.md.
 */
#include "base/stat.h"
#include "detect/common/chains.h"
#include "detect/common/industry.h"

#include <math.h>

enum {
    P_CHAIN,
    P_DIGITS = P_CHAIN + TT_CHAINS_PARAMS,
    P_MIN_INDUSTRIES,
    P_MIN_INCONGRUENCE,
    P_MIN_KNOWN,
    P_USUAL,
    P_MOTIF
};

static const tt_param params[] = {
    TT_CHAINS_ROWS(P_CHAIN, 30, 3),
    [P_DIGITS] = {"digits", 2, 1, 4, "count", "of the activity code that make a line of business"},
    [P_MIN_INDUSTRIES] = {"min_industries", 3, 2, 16, "count",
                          "chains through fewer lines of business are not reported"},
    [P_MIN_INCONGRUENCE] = {"min_incongruence", 0.5, 0, 1, "fraction",
                            "parties outside the most frequent line of business"},
    [P_MIN_KNOWN] = {"min_known", 0.8, 0, 1, "fraction",
                     "of the parties whose line of business must be known"},
    [P_USUAL] = {"usual", 0.3, 0, 1, "probability",
                 "where chance mixes the lines of business more often, the weight is explained"},
    TT_MOTIF_ROWS(P_MOTIF, "chains", 1),
};

/* The lines of business of a chain. */
struct mix {
    unsigned code[TT_CHAIN_MAX + 1]; /* by party; 0: not known */
    uint32_t known, different;       /* parties; lines of business */
    uint32_t hops, crossing;         /* between two known ones; between two different ones */
    double incongruence;             /* 1 - share of the most frequent */
};

struct run {
    tt_chain_run of;
    double hops, crossing; /* payments of the ledger between two known ones, and different ones */
    tt_motif_count unknown;
};

struct find {
    const tt_chain *chain;
    struct mix mix;
    double share; /* of other payments that go to another line of business */
    double p_mix, p;
};

static unsigned industry(const struct run *r, tt_ix e)
{
    const tt_detect_in *in = r->of.all.in;
    return tt_industry(in->data, e, (unsigned)in->param[P_DIGITS]);
}

/* How often payments that pay no goods go to another line of business. */
static void measure_others(struct run *r)
{
    const tt_ledger *l = &r->of.all.flows->ledger;
    for (uint32_t e = 0; e < l->n; e++) {
        unsigned from = industry(r, l->src[e]), to = industry(r, l->dst[e]);
        r->hops += from && to;
        r->crossing += from && to && from != to;
    }
}

static struct mix mix_of(const struct run *r, const tt_chain *c)
{
    struct mix x = {.known = 0};
    uint32_t most = 0;
    for (uint32_t i = 0; i <= c->n; i++) {
        unsigned code = x.code[i] = industry(r, tt_chain_party(&r->of, c, i));
        uint32_t before = 0;
        for (uint32_t k = 0; k < i; k++)
            before += code && x.code[k] == code;
        x.known += code != 0;
        x.different += code && !before;
        most = TT_MAX(most, code ? before + 1 : 0);
        if (i && code && x.code[i - 1]) {
            x.hops++;
            x.crossing += code != x.code[i - 1];
        }
    }
    x.incongruence = x.known ? 1 - (double)most / x.known : 0;
    return x;
}

/* P of two independent things with these p: Fisher's product. */
static double both(double p, double q)
{
    double product = TT_MAX(p * q, 1e-300);
    return TT_MIN(1.0, product * (1 - log(product)));
}

static struct find judge(const struct run *r, const tt_chain *c)
{
    struct find f = {.chain = c, .mix = mix_of(r, c)};
    double hops = r->hops - f.mix.hops, crossing = r->crossing - f.mix.crossing;
    f.share = (crossing + 1) / (hops + 1);
    f.p_mix = tt_binomial_tail(f.mix.hops, TT_MIN(1.0, f.share), f.mix.crossing);
    f.p = both(c->p, f.p_mix);
    return f;
}

static void collect(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    tt_chain_collect(&r->of, m, ((const struct find *)find)->chain);
}

/* --- explanations --- */

/* Whose business is to pass money on: finance, insurance, law, accounts, transport, travel,
 * advertising, building under a general contractor, offices for others.  ISIC and NACE. */
static const unsigned char pass_on[] = {41, 42, 43, 49, 50, 51, 52, 53, 64, 65, 66, 69, 73, 79, 82};

static unsigned division(const struct run *r, const tt_chain *c, uint32_t i)
{
    return tt_industry(r->of.all.in->data, tt_chain_party(&r->of, c, i), 2);
}

static void test_agents(const struct run *r, tt_motif *m, const tt_chain *c)
{
    uint32_t n = 0;
    for (uint32_t i = 1; i < c->n; i++)
        for (size_t k = 0; k < TT_LEN(pass_on); k++)
            n += division(r, c, i) == pass_on[k];
    tt_motif_test(
        m, "agents", 2 * n >= c->n - 1,
        tt_say(&m->w,
               "%u of the %u between are in finance, law, transport, travel, advertising, "
               "building or office services, which pay on what they are paid.",
               n, c->n - 1),
        tt_motifs_param(&r->of.all, TT_MOTIF_EXPLAINED));
}

/* Retail, wholesale, manufacture, farming and mining: who delivers to whom. */
static int tier(unsigned division)
{
    static const struct {
        unsigned from, to;
        int tier;
    } tiers[] = {{1, 9, 0}, {10, 33, 1}, {45, 46, 2}, {47, 47, 3}, {55, 56, 3}};
    for (size_t i = 0; i < TT_LEN(tiers); i++)
        if (division >= tiers[i].from && division <= tiers[i].to)
            return tiers[i].tier;
    return -1;
}

/* Money that goes from who sells to who makes pays goods, may be, whose invoices are missing. */
static void test_tiers(const struct run *r, tt_motif *m, const tt_chain *c)
{
    bool upstream = true;
    for (uint32_t i = 0; i <= c->n; i++) {
        int at = tier(division(r, c, i));
        upstream &= at >= 0 && (!i || at <= tier(division(r, c, i - 1)));
    }
    tt_motif_test(m, "supply_chain", upstream,
                  upstream ? "The money goes from shops over traders and makers to who grows or "
                             "digs, as payments for goods do."
                           : "The order of the lines of business is not that of suppliers and "
                             "their customers.",
                  tt_motifs_param(&r->of.all, TT_MOTIF_EXPLAINED));
}

static void test_usual(const struct run *r, tt_motif *m, const struct find *f)
{
    tt_draft *w = &m->w;
    tt_motif_test(
        m, "usual_in_these_data", f->p_mix > r->of.all.in->param[P_USUAL],
        tt_say(w,
               "Of the other payments for no goods in these data %s %% go to another line "
               "of business; that %u of the %u of this chain do has a chance of %s.",
               tt_say_number(w, 100 * f->share, 0), f->mix.crossing, f->mix.hops,
               tt_say_chance(w, f->p_mix)),
        tt_motifs_param(&r->of.all, TT_MOTIF_EXPLAINED));
}

/* --- saying --- */

static const char *say_industries(const struct run *r, tt_motif *m, const struct find *f)
{
    const char *text = "";
    unsigned digits = (unsigned)r->of.all.in->param[P_DIGITS];
    for (uint32_t i = 0; i <= f->chain->n; i++) {
        const char *code =
            f->mix.code[i] ? tt_say(&m->w, "%0*u", (int)digits, f->mix.code[i]) : "not known";
        text = tt_say(&m->w, "%s%s%s", text, i ? ", " : "", code);
    }
    return text;
}

/* Whether the chain stands between a seller and its buyer. */
static const char *say_ends(const struct run *r, tt_motif *m, const tt_chain *c)
{
    const uint32_t *flow;
    tt_ix first = tt_chain_party(&r->of, c, 0), last = tt_chain_party(&r->of, c, c->n);
    uint32_t n = tt_layer_between(&r->of.all.in->graph->goods, last, first, &flow);
    return n ? tt_say(&m->w, " The last sold goods to the first %s: the others stand between them.",
                      tt_say_count(&m->w, n, "time"))
             : "";
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const struct find *f = find;
    tt_draft *w = &m->w;
    tt_chain_test_traders(&r->of, m, f->chain);
    test_agents(r, m, f->chain);
    test_tiers(r, m, f->chain);
    test_usual(r, m, f);
    tt_chain_measure(&r->of, m, f->chain);
    tt_draft_measure(w, "industries", "count", f->mix.different, NAN, NAN, 0);
    tt_draft_measure(w, "incongruence", "1", f->mix.incongruence, NAN, NAN, 0);
    w->f.title = tt_say(w, "Money goes through %u unrelated lines of business", f->mix.different);
    w->f.explanation =
        tt_say(w,
               "%s None of them pays goods that are known. The registry gives the parties %u "
               "different lines of business (activity codes begin, in their order, with %s).%s By "
               "the times alone %s chains as long are expected from the first payment on, and by "
               "what is usual in these data a chain crosses lines of business as often with a "
               "chance of %s; of both together it is %s.",
               tt_chain_say(&r->of, m, f->chain), f->mix.different, say_industries(r, m, f),
               say_ends(r, m, f->chain), tt_say_chance(w, f->chain->expected),
               tt_say_chance(w, f->p_mix), tt_say_chance(w, f->p));
}

static tt_status look_at(struct run *r, const tt_chain *c, tt_findings *out, tt_err *err)
{
    static const tt_motif_how how = {collect, tell};
    const double *p = r->of.all.in->param;
    const tt_ledger *l = &r->of.all.flows->ledger;
    struct find f = judge(r, c);
    if ((double)f.mix.known < p[P_MIN_KNOWN] * (c->n + 1)) {
        if (c->p <= tt_motifs_param(&r->of.all, TT_MOTIF_MAX_P))
            tt_motif_count_one(&r->unknown, l->amount[c->entry[c->n - 1]]);
        return TT_OK;
    }
    if (f.mix.different < p[P_MIN_INDUSTRIES] ||
        tt_round9(f.mix.incongruence) < p[P_MIN_INCONGRUENCE])
        return TT_OK;
    return tt_motifs_tell(&r->of.all, &how, r, &f, f.p, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.chain_incongruent", "chain", P_CHAIN + TT_CHAINS_HUBS,
                                       P_MOTIF};
    struct run r = {.hops = 0};
    TT_TRY(tt_chain_begin(&r.of, in, &kind, P_CHAIN, err));
    measure_others(&r);
    for (size_t i = 0; i < r.of.found.n; i++)
        TT_TRY(look_at(&r, &r.of.found.v[i], out, err));
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.chain_incongruent: not judged",
                   "the registry gives too few of the parties a line of business", r.unknown.n,
                   "chain", r.unknown.value, "whether they are unrelated is unknown", err));
    return tt_chain_end(&r.of, out, err);
}

const tt_detector tt_detector_flow_chain_incongruent = {
    .id = "flow.chain_incongruent",
    .revision = 2,
    .title = "Money through unrelated trades",
    .typology = "chain_incongruent",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_WINDOW,
    .needs = TT_NEEDS_NAMES,
    .indicators = "T-02",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), group 2; "
        "FATF, Professional Money Laundering (2018)",
    .looks_for =
        "Payments for no goods, each by the payee of the one before and nearly whole, "
        "through three and more lines of business that have nothing to do with each other.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
