/*
 * mirror_corridor_gap.c - what one country declares as exported to another, and what the other
 * declares as imported from it, stay apart for three quarters of a year and longer.
 *
 * Sums by subheading, for declarations of which no two can be laid side by side; those that can are
 * mirror_pair_gap.c.  Re-exports, other codes and gaps of the feeds make such gaps every day: a
 * prior, capped, and no claim about a party.  Formula, worked example, known false positives:
 * mirror_corridor_gap.md.
 */
#include "detect/common/mirror_gap.h"

#include "base/str.h"
#include "detect/common/tally.h"

#include <math.h>

static const tt_param params[TT_MIRROR_PARAMS] = {
    [TT_MIRROR_DAYS] = {"period_days", 91, 7, 3650, "days", "of one sum: three months"},
    [TT_MIRROR_LAG] = {"lag_days", 30, 0, 365, "days", "by which the sums of imports begin later"},
    [TT_MIRROR_LATE] =
        {"late_days", 60, 0, 3650, "days",
         "for which goods may be on their way: they count on the side that lacks them"},
    [TT_MIRROR_TOLERANCE] = {"tolerance", 0.25, 0, 10, "fraction",
                             "by which two sums may differ at FOB"},
    [TT_MIRROR_RUN] = {"periods", 3, 1, 100, "count",
                       "that follow each other and differ to one side"},
    [TT_MIRROR_MIN_VALUE] = {"min_value", 10000, 0, 1e12, "base",
                             "periods in which less moves are skipped"},
    [TT_MIRROR_LINES] = {"least_lines", 6, 2, 1e6, "count",
                         "of the larger side; of fewer a sum says nothing"},
    [TT_MIRROR_SHARE] = {"least_share", 0.3, 0.01, 1, "fraction",
                         "of its declarations that the feed of each country must hold"},
    [TT_MIRROR_PAIRED] = {"most_paired", 0.5, 0, 1, "fraction",
                          "of the gap in declarations that can be compared one by one; with more "
                          "mirror.pair_gap says it"},
    [TT_MIRROR_OWN] = {"own_periods", 5, 3, 1000, "count",
                       "other periods of the lane that make it its own measure"},
    [TT_MIRROR_LANES] = {"least_lanes", 20, 5, 1e6, "count", "else; with fewer nothing is usual"},
    [TT_MIRROR_SPREAD] = {"least_spread", 0.1, 0.01, 10, "ln", "least scale of what is usual"},
    [TT_MIRROR_RHO] = {"rho", 0.05, 0, 0.9, "correlation", "of the gaps of one lane"},
    [TT_MIRROR_FULL] = {"max_share", 0.99, 0.5, 0.999999, "fraction",
                        "no feed is believed to be more complete"},
    [TT_MIRROR_MOST] = {"most", 0.5, 0, 1, "log10", "most that a gap weighs"},
    [TT_MIRROR_STEP] = {"step", 0.2, 0, 1, "log10",
                        "taken off for each explanation that holds in part"},
    [TT_MIRROR_WIDE] = {"wide", 0.25, 0, 1, "fraction",
                        "of the gap; when no pair of parties has as much it is spread over all"},
    [TT_MIRROR_MIN_WEIGHT] = {"min_weight", 0.2, -1, 1, "log10",
                              "weaker evidence is counted, not reported"},
};

/* --- words --- */

static const char *say_country(tt_draft *w, tt_country c)
{
    return tt_say(w, "%s", tt_country_name(c));
}

static const char *say_base(const tt_mirror_gaps *s, tt_draft *w, double v)
{
    return tt_say_money(w, llround(v * pow(10, tt_ccy_exponent(s->d->base))));
}

/* Which pairs of parties it is. */
static const char *say_pairs(const tt_mirror_gaps *s, const tt_mirror_gap *c, tt_draft *w)
{
    const char *text = "";
    for (size_t i = 0; i < c->carriers; i++) {
        const tt_mirror_pair *x = &c->pairs[i];
        text = tt_say(w, "%s%s'%.*s' to '%.*s' %s %%", text, i ? "; " : "",
                      TT_STR_ARG(s->d->entities[x->exporter].name),
                      TT_STR_ARG(s->d->entities[x->importer].name),
                      tt_say_number(w, 100 * tt_mirror_part(c, x) / c->sum, 0));
    }
    return text;
}

static const char *say_ratio(const tt_mirror_gap *c, tt_draft *w)
{
    return c->gap.out.n && c->gap.in.n
               ? tt_say(w, ": %s times as much", tt_say_number(w, exp(c->gap.d), 2))
               : "";
}

/* By weight, where both sides state it: prices, or goods. */
static const char *say_weight(const tt_mirror_gap *c, tt_draft *w)
{
    const tt_mirror_sum *out = &c->gap.out, *in = &c->gap.in;
    if (!out->n || !in->n)
        return "All of it is missing on one side.";
    if (out->no_mass || in->no_mass)
        return "The two sides do not both state weights.";
    double kg = in->mass / c->share[1] / (out->mass / c->share[0]);
    tt_draft_measure(w, "weight_ratio", "1", kg, NAN, NAN, 0);
    tt_draft_measure(w, "value_per_kg_ratio", "1", in->value / in->mass / (out->value / out->mass),
                     NAN, NAN, 0);
    return tt_say(w, "By weight the ratio is %s: %s.", tt_say_number(w, kg, 2),
                  fabs(log(kg)) < fabs(c->gap.d) / 2 ? "it is rather the value of a kilogram that "
                                                       "differs"
                                                     : "goods are missing on one side rather "
                                                       "than value");
}

static void tests(const tt_mirror_gaps *s, const tt_mirror_gap *c, tt_draft *w)
{
    tt_draft_test(w, "goods_on_their_way", TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "What was declared on the %s side until %s days %s is counted with it.",
                         c->side > 0 ? "exporting" : "importing",
                         tt_say_number(w, s->in->param[TT_MIRROR_LATE], 0),
                         c->side > 0 ? "before" : "after"));
    tt_draft_test(
        w, "gaps_of_the_feeds", c->usual_lowers ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
        tt_say(w,
               "The feeds are said to hold %s %% and %s %%, which is allowed for; %s of "
               "%zu lanes would miss so much by chance.",
               tt_say_number(w, 100 * c->share[0], 0), tt_say_number(w, 100 * c->share[1], 0),
               tt_say_chance(w, c->missing), s->n_crowd));
    tt_draft_test(w, "re_export", c->hub ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  c->hub ? "One of the two is a country through which much is sent on, declared or "
                           "not."
                         : "Neither of the two is one of the usual hubs; goods declared in transit "
                           "have arrived.");
    tt_draft_test(
        w, "other_code", c->other_codes ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
        c->other_codes
            ? "All goods of the chapter together agree: the two sides may use other codes."
            : "All goods of the chapter together differ as well.");
    tt_draft_test(w, "practice_of_customs", c->wide ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  c->wide ? tt_say(w,
                                   "The gap is spread over %s of parties, as a difference in "
                                   "practice would be.",
                                   tt_say_count(w, c->n_pairs, "pair"))
                          : tt_say(w, "Of %s of parties %zu carr%s %s %% of the gap.",
                                   tt_say_count(w, c->n_pairs, "pair"), c->carriers,
                                   c->carriers == 1 ? "ies" : "y",
                                   tt_say_number(w, 100 * c->carried / c->sum, 0)));
    tt_draft_test(
        w, "usual_in_these_data", c->usual_lowers ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
        tt_say(w, "By the spread over %zu %s, %s lanes would be so far apart by chance.", c->peers,
               c->own ? "other periods of this lane" : "lanes", tt_say_chance(w, c->expected)));
    tt_draft_test(
        w, "country_of_origin", TT_TEST_UNKNOWN,
        "A side that names the country of origin as partner, or keeps goods secret, makes "
        "such a gap; the declarations do not say.");
}

static void cite(const tt_mirror_gaps *s, const tt_mirror_gap *c, tt_draft *w)
{
    const tt_mirror *l = &s->lanes.v[c->lane];
    for (size_t k = 0; k < c->carriers; k++) {
        const tt_mirror_pair *x = &c->pairs[k];
        tt_draft_entity(w, x->exporter, "exporter");
        tt_draft_entity(w, x->importer, "importer");
        for (size_t i = l->first; i < l->first + l->n; i++) {
            const tt_mirror_line *a = &s->lanes.lines[i];
            const tt_date *days = &c->days[a->in ? 2 : 0];
            if (a->exporter == x->exporter && a->importer == x->importer && a->day >= days[0] &&
                a->day <= days[1])
                tt_draft_document(w, a->at.kind, a->at.doc, a->at.line);
        }
    }
}

static void describe(const tt_mirror_gaps *s, const tt_mirror_gap *c, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask both customs services for their declarations of this lane, by party and consignment.",
        "Look where goods of the pairs named here were unloaded, and under which code.",
        "Ask whether one side names the country of origin instead of that of dispatch.",
    };
    const tt_mirror *l = &s->lanes.v[c->lane];
    const char *from = say_country(w, l->from), *to = say_country(w, l->to);
    char hs[TT_HS_TEXT];
    (void)tt_hs_text(l->hs6, hs);
    double out = c->gap.out.value / c->share[0], in = c->gap.in.value / c->share[1];
    cite(s, c, w);
    tt_draft_measure(w, "imports_over_exports", "1", exp(c->gap.d), exp(c->median - 2 * c->scale),
                     exp(c->median + 2 * c->scale), (uint32_t)TT_MIN(c->peers, (size_t)UINT32_MAX));
    tt_draft_money(w, "gap", llround(fabs(in - out) * pow(10, tt_ccy_exponent(s->d->base))));
    tt_draft_measure(w, "periods", "count", c->n, 0, s->in->param[TT_MIRROR_RUN] - 1, 0);
    tt_draft_measure(w, "share_of_carriers", "1", c->carried / c->sum, NAN, NAN, 0);
    const char *weight = say_weight(c, w);
    tests(s, c, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.title = tt_say(w, "HS %s from %s to %s: %s arrives than left", hs, from, to,
                        c->side > 0 ? "more" : "less");
    w->f.explanation = tt_say(
        w,
        "In %s of %s days that follow each other, from %s on, %s declared %s of HS %s as exported "
        "to %s (%s), and %s "
        "%s as imported from there (%s), both at FOB and as complete feeds would have them%s. %s "
        "The gap is carried by: %s. It says that the two sides do not agree, not who is wrong.",
        tt_say_count(w, c->n, "period"), tt_say_number(w, s->in->param[TT_MIRROR_DAYS], 0),
        tt_say_date(w, c->days[c->side > 0 ? 2 : 0]), from, say_base(s, w, out), hs, to,
        tt_say_count(w, c->gap.out.n, "line"), to, say_base(s, w, in),
        tt_say_count(w, c->gap.in.n, "line"), say_ratio(c, w), weight, say_pairs(s, c, w));
    w->f.key = tt_str_of(tt_say(w, "%u>%u:%s:%d", l->from, l->to, hs, c->side));
    w->f.weight = c->weight;
}

/* --- all together --- */

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {TT_MIRROR_IS_NO_FEED, "the coverage of the two countries' declarations", "lane",
         "not stated, or too small: nothing can be missed there", NULL},
        {TT_MIRROR_IS_FEW, "least_lines", "lane", "not judged", NULL},
        {TT_MIRROR_IS_PAIRED, "most_paired", "lane", "left to mirror.pair_gap", NULL},
        {TT_MIRROR_IS_ON_THE_WAY, "late_days", "lane", "goods on their way explain it", NULL},
        {TT_MIRROR_IS_NO_CROWD, "least_lanes", "lane", "unknown what is usual", NULL},
        {TT_MIRROR_IS_WEAK, "min_weight", "lane", "as far apart as others, or explained in part",
         NULL},
        {TT_MIRROR_IS_WITHOUT, "a day, a value, a code of six digits or a country", "line",
         "not counted", "mirror.corridor_gap: declarations"},
    };
    tt_tally whys[TT_MIRROR_IS_WHYS] = {{0}};
    tt_mirror_gaps s;
    TT_TRY(tt_mirror_gaps_build(in, &s, err));
    for (size_t i = 0; i < s.lanes.n; i++) {
        tt_mirror_gap c;
        tt_mirror_why why;
        tt_draft w;
        TT_TRY(tt_mirror_gap_of(&s, i, &c, &why, err));
        if (why != TT_MIRROR_IS_WHYS) {
            tt_tally_add(&whys[why], TT_NO_NUM);
            continue;
        }
        tt_draft_begin(&w, in->data, in->scratch);
        describe(&s, &c, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    whys[TT_MIRROR_IS_WITHOUT] = (tt_tally){s.lanes.n_without, TT_NO_NUM};
    return tt_tally_tell(in, "mirror.corridor_gap: lanes that differ", whys, rows, TT_LEN(rows),
                         out, err);
}

const tt_detector tt_detector_mirror_corridor_gap = {
    .id = "mirror.corridor_gap",
    .revision = 1,
    .title = "Exports and imports of a lane stay apart",
    .typology = "corridor_gap",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_HS,
    .indicators = "O-15",
    .source = "US GAO, Trade-Based Money Laundering (GAO-20-333, 2020), comparing both sides' "
              "declarations; IMF, Direction of Trade Statistics (2017), CIF over FOB",
    .looks_for = "Goods of which one country declares lastingly more exports than the other "
                 "declares imports, or less, where declarations cannot be compared one by one.",
    .params = params,
    .n_params = TT_MIRROR_PARAMS,
    .run = run,
};
