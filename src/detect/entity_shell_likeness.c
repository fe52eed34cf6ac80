/*
 * entity_shell_likeness.c - firms that trade and look as if there were nobody in them.
 *
 * The signs and what they weigh are of common/shell.h, which other detectors ask too.  Not caught
 * here: shells with a web page, staff and an age that somebody bought; shells of which no registry
 * tells.  Worked example, known false positives: entity_shell_likeness.md.
 */
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum { P_MIN_PARTS, P_MIN_VALUE, P_PARENT_FACTOR, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_MIN_PARTS] = {"min_parts", 3, 1, 7, "count",
                     "of age, address, size, people, partners, costs, presence speak for it"},
    [P_MIN_VALUE] = {"min_value", 50000, 0, 1e12, "base", "who trades less in a year is not told"},
    [P_PARENT_FACTOR] = {"parent_factor", 0.3, 0.001, 1, "ratio",
                         "times the likelihood ratio, when a company owns it"},
    [P_MIN_WEIGHT] = {"min_weight", 0.8, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { FEW_PARTS, SMALL, WEAK, WHYS };

static const tt_tally_row rows[] = {
    {FEW_PARTS, "min_parts", "firm", "too little is odd about them to tell", NULL},
    {SMALL, "min_value", "firm", "their trade is small", NULL},
    {WEAK, "min_weight", "firm", "as thin as many firms of these data", NULL},
};

/* What speaks against a shell, in words; "" when nothing does. */
static const char *against(tt_draft *w, const tt_shells *s, tt_ix e)
{
    const char *text = "";
    for (int i = 0; i < TT_SHELL_SIGNS; i++)
        if (tt_shell_weight(s, e, (tt_shell_sign)i) < 0)
            text = tt_say(w, "%s%s%s", text, *text ? "; " : "",
                          tt_say_shell_sign(w, s, e, (tt_shell_sign)i));
    return text;
}

static void tests(const tt_shells *s, tt_ix e, tt_draft *w)
{
    const tt_shell *x = &s->v[e];
    const char *real = against(w, s, e);
    tt_draft_test(w, "real_business", *real ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  *real ? tt_say(w, "Against it: %s.", real)
                        : "Nothing in the data tells of staff, of costs, or of many partners.");
    tt_draft_test(
        w, "usual_in_these_data", x->odds < x->sum ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
        tt_say(w, "Of %s of these data, %s as much like a shell.",
               tt_say_count(w, s->n, "trading firm"),
               x->as_high == 1 ? "one other looks"
                               : tt_say(w, "%s others look", tt_say_number(w, x->as_high, 0))));
    tt_draft_test(w, "holding_or_agent", TT_TEST_UNKNOWN,
                  "Agents, project firms and new businesses are as thin, and lawful: the accounts "
                  "and the contracts would tell.");
}

static void describe(const tt_detect_in *in, tt_ix e, tt_draft *w)
{
    const tt_shells *s = &in->shared->shells;
    const tt_shell *x = &s->v[e];
    tt_profile_cite_firm(in, e, "firm", w);
    tests(s, e, w);
    for (int i = 0; i < TT_SHELL_SIGNS; i++) {
        double weight = tt_shell_weight(s, e, (tt_shell_sign)i);
        if (weight > 0)
            tt_draft_measure(w, tt_shell_sign_text((tt_shell_sign)i), "log10", weight, NAN, NAN, 0);
    }
    tt_draft_money(w, "trade_a_year", x->yearly);
    w->f.title = "A firm that trades and looks like a shell";
    w->f.explanation =
        tt_say(w,
               "The firm trades for %s a year, and looks like one without a business of its own: "
               "%s. Weighed by how usual each of these is among the %s of the data, together they "
               "are %s times as likely of a shell as of another firm; how often shells have them "
               "is judgement.",
               tt_say_money(w, x->yearly), tt_say_shell(w, s, e),
               tt_say_count(w, s->n, "trading firm"), tt_say_number(w, pow(10, w->f.weight), 1));
    tt_draft_step(w, "Ask the registry for its accounts, its filings and its beneficial owner.");
    tt_draft_step(w, "See who is at its address, and who answers its telephone.");
    tt_draft_step(w, "Ask its bank who may sign, and whether it pays wages, rent and taxes.");
}

static tt_status
judge(const tt_detect_in *in, tt_ix e, tt_tally *tally, tt_findings *out, tt_err *err)
{
    const tt_shells *s = &in->shared->shells;
    const tt_shell *x = &s->v[e];
    tt_draft w;
    if (tt_shell_odds(s, e) < in->param[P_MIN_WEIGHT])
        return TT_OK;
    enum why why = tt_shell_parts(s, e) < in->param[P_MIN_PARTS] ? FEW_PARTS
                   : tt_money_double((tt_money){x->yearly, in->data->base}) < in->param[P_MIN_VALUE]
                       ? SMALL
                       : WHYS;
    if (why != WHYS) {
        tt_tally_add(&tally[why], x->yearly);
        return TT_OK;
    }
    tt_draft_begin(&w, in->data, in->scratch);
    bool owned = tt_profile_test_parent(in, e, &w);
    w.f.weight = tt_bans(x->odds + (owned ? log10(in->param[P_PARENT_FACTOR]) : 0));
    if (w.f.weight < in->param[P_MIN_WEIGHT]) {
        tt_tally_add(&tally[WEAK], x->yearly);
        tt_draft_release(&w);
        return TT_OK;
    }
    describe(in, e, &w);
    return tt_draft_add(&w, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    tt_tally tally[WHYS] = {{0}};
    for (tt_ix e = 1; e <= in->data->n_entities; e++)
        TT_TRY(judge(in, e, tally, out, err));
    return tt_tally_tell(in, "entity.shell_likeness", tally, rows, TT_LEN(rows), out, err);
}

const tt_detector tt_detector_entity_shell_likeness = {
    .id = "entity.shell_likeness",
    .revision = 1,
    .title = "Firm that looks like a shell",
    .typology = "shell_likeness",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_SHELLS,
    .indicators = "S-01 S-03 S-05 S-06 S-07 S-09",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business",
    .looks_for = "Firms that trade, and are young, without staff or turnover, at an address of "
                 "many, directed by who directs many, with one partner, without costs.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
