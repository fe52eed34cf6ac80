/*
 * entity_dormant_burst.c - a firm that is silent, trades much in a few weeks, and is silent again.
 *
 * The invoices of a firm are scanned for the weeks that hold most of them; what even trade at the
 * same rate would show by chance is compared with how bunched the trade of all firms here is.
 * Not caught here: bursts of payments alone.  Formula, worked example, known false positives:
 * entity_dormant_burst.md.
 */
#include "detect/common/profile.h"
#include "detect/common/standout.h"

#include <math.h>

#include "base/stat.h"

enum {
    P_DAYS,
    P_SILENCE,
    P_SHARE,
    P_MIN_DOCS,
    P_MIN_VALUE,
    P_LR,
    P_LR_NEW,
    P_NEW,
    P_PROJECT_FACTOR,
    P_PARENT_FACTOR,
    P_ONCE_FACTOR,
    TT_STANDOUT_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"days", 60, 7, 365, "days", "a burst lasts at most"},
    [P_SILENCE] = {"silence", 120, 30, 3650, "days",
                   "without an invoice before, or after it, at least"},
    [P_SHARE] = {"share", 0.6, 0.1, 1, "fraction",
                 "of all that it ever trades falls into the burst"},
    [P_MIN_DOCS] = {"min_documents", 4, 2, 1e6, "count", "fewer invoices are no burst"},
    [P_MIN_VALUE] = {"min_value", 25000, 0, 1e12, "base", "a burst worth less is not told"},
    [P_LR] = {"lr", 8, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_LR_NEW] = {"lr_new", 20, 1, 1000, "ratio", "the same, for a firm founded shortly before"},
    [P_NEW] = {"new_days", 365, 1, 3650, "days", "before the burst"},
    [P_PROJECT_FACTOR] = {"project_factor", 0.4, 0.001, 1, "ratio",
                          "times the likelihood ratio, when it deals with one partner"},
    [P_PARENT_FACTOR] = {"parent_factor", 0.2, 0.001, 1, "ratio",
                         "times the likelihood ratio, when a company owns it"},
    [P_ONCE_FACTOR] = {"once_factor", 0.5, 0.001, 1, "ratio",
                       "times the likelihood ratio, when it is not new and nothing is before the "
                       "burst: an occasional trader"},
    TT_STANDOUT_ROWS_IN(0.3, "log10"),
};

struct firm {
    tt_profile p;
    tt_peak peak;
    double chance;         /* log10 */
    int32_t before, after; /* days of silence; to the ends of the data where nothing is */
    bool is_new;
    bool once; /* not new, and never seen before: nothing says that it was dormant */
};

static tt_date day_of(const tt_data *d, const tt_profile *p, size_t i)
{
    return d->invoices[p->docs[i]].head.date.day;
}

/* The chance that even trade over the period puts so many of n into some `days` of it. */
static double chance_of(const tt_data *d, const struct firm *x, double days)
{
    double period = TT_MAX((double)d->to - (double)d->from + 1, days);
    double windows = period / days, p = tt_binomial_tail(x->p.n - 1, 1 / windows, x->peak.n - 1);
    return TT_MIN(0, log10(TT_MAX(windows * (double)x->peak.n * p, 1e-300)));
}

static bool is_burst(const tt_detect_in *in, const struct firm *x)
{
    const double *p = in->param;
    double value = tt_money_double((tt_money){x->peak.value, in->data->base});
    return (double)x->peak.n >= p[P_MIN_DOCS] && value >= p[P_MIN_VALUE] &&
           (double)x->peak.value >= p[P_SHARE] * (double)x->p.value &&
           ((double)x->before >= p[P_SILENCE] || x->is_new) && (double)x->after >= p[P_SILENCE];
}

static tt_status add(const tt_detect_in *in, tt_ix e, int figure, tt_subject_vec *v, tt_err *err)
{
    (void)figure;
    const tt_data *d = in->data;
    struct firm *x = tt_new(in->scratch, struct firm);
    tt_date born =
        d->entities[e].party ? d->parties[d->entities[e].party].incorporated : TT_NO_DATE;
    if (!x)
        return tt_fail(err, TT_ENOMEM, "no room for firms");
    TT_TRY(tt_profile_of(in, e, in->scratch, &x->p, err));
    if ((double)x->p.n < in->param[P_MIN_DOCS])
        return TT_OK;
    x->peak = tt_profile_peak(in, &x->p, (int32_t)in->param[P_DAYS], true);
    size_t from = x->peak.from, to = from + x->peak.n;
    tt_date first = day_of(d, &x->p, from), last = day_of(d, &x->p, to - 1);
    x->before = first - (from ? day_of(d, &x->p, from - 1) : d->from);
    x->after = (to < x->p.n ? day_of(d, &x->p, to) : d->to) - last;
    x->is_new =
        born != TT_NO_DATE && born <= first && (double)first - (double)born <= in->param[P_NEW];
    x->once = !x->is_new && from == 0;
    x->chance = chance_of(d, x, in->param[P_DAYS]);
    tt_subject s = {.entity = e,
                    .x = tt_round9(-x->chance),
                    .lr = in->param[x->is_new ? P_LR_NEW : P_LR],
                    .candidate = is_burst(in, x),
                    .value = x->peak.value,
                    .own = x};
    s.lr *= x->p.partners > 1 ? 1 : in->param[P_PROJECT_FACTOR];
    s.lr *= x->once ? in->param[P_ONCE_FACTOR] : 1;
    if (s.candidate && in->shared->parented[e])
        s.lr *= in->param[P_PARENT_FACTOR];
    return tt_subjects_add(v, s, err);
}

static void tests(const struct firm *x, tt_draft *w)
{
    size_t to = x->peak.from + x->peak.n;
    bool cut = to == x->p.n;
    tt_draft_test(
        w, "feed_ends", cut ? TT_TEST_UNKNOWN : TT_TEST_NOT_EXPLAINED,
        cut ? tt_draft_text(w, tt_arena_printf(w->a,
                                               "The data go on for %s after its last invoice; that "
                                               "its feed went on as long is not known.",
                                               tt_say_count(w, (uint64_t)x->after, "day")))
            : "It trades again after the silence: its feed had not ended.");
    tt_draft_test(w, "occasional_trader", x->once ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  x->once     ? "The data show it in these weeks only, and it is not known to be "
                                "new: it may trade abroad once in years."
                  : x->is_new ? "It was founded shortly before."
                              : "It traded before the silence.");
    tt_draft_test(w, "project", x->p.partners > 1 ? TT_TEST_NOT_EXPLAINED : TT_TEST_WEAKENED,
                  x->p.partners > 1 ? "It deals with several partners: no single project."
                                    : "It deals with one partner: a project or one large order "
                                      "looks the same; ask for the contract.");
}

static void tell(const tt_detect_in *in, const tt_crowd *c, const tt_subject *s, tt_draft *w)
{
    const struct firm *x = s->own;
    double share = (double)x->peak.value / (double)x->p.value;
    tt_profile_cite(in, &x->p, x->peak, w);
    tests(x, w);
    tt_draft_money(w, "value_of_the_burst", x->peak.value);
    tt_draft_measure(w, "share_of_all_trade", "1", share, 0, in->param[P_SHARE], 0);
    tt_draft_measure(w, "silence_before", "days", x->before, 0, in->param[P_SILENCE], 0);
    tt_draft_measure(w, "silence_after", "days", x->after, 0, in->param[P_SILENCE], 0);
    tt_draft_measure(w, "log10_chance", "1", x->chance, -c->m, 0, (uint32_t)c->n);
    w->f.title = tt_draft_text(w, tt_arena_printf(w->a, "%s within weeks, and silence after them",
                                                  tt_say_count(w, x->peak.n, "invoice")));
    w->f.explanation = tt_draft_text(
        w,
        tt_arena_printf(
            w->a,
            "%s worth %s, %s %% of all that this firm trades in the data, were written %s. "
            "Before that it was silent for %s%s, after it for %s. It deals with %s.",
            tt_say_count(w, x->peak.n, "invoice"), tt_say_money(w, x->peak.value),
            tt_say_number(w, 100 * share, 0), tt_say_period(w, w->f.from, w->f.to),
            tt_say_count(w, (uint64_t)x->before, "day"),
            x->is_new ? ", and it had been founded less than a year ago" : "",
            tt_say_count(w, (uint64_t)x->after, "day"), tt_say_count(w, x->p.partners, "partner")));
    tt_draft_step(w, "Ask the registry and the tax office whether the firm still exists.");
    tt_draft_step(w,
                  "Ask the bank what went through its account in those weeks, and what is left.");
    tt_draft_step(w, "Ask the carrier who took the goods over.");
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    const tt_standout_words words = {.id = "entity.dormant_burst",
                                     .what = "how bunched trade is",
                                     .first = P_LEAST,
                                     .add = add,
                                     .tell = tell};
    return tt_standouts_of_traders(in, &words, out, err);
}

const tt_detector tt_detector_entity_dormant_burst = {
    .id = "entity.dormant_burst",
    .revision = 2,
    .title = "Silence, a burst of trade, and silence",
    .typology = "dormant_burst",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .indicators = "S-11 A-06 O-04 O-09",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business; account and transaction activity",
    .looks_for = "Firms, new or silent for months, that trade most of what they ever trade within "
                 "weeks, and then no more.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
