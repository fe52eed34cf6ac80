/*
 * entity_new_high_volume.c - firms that trade soon after they are founded, and at once on a scale
 * that firms of these data seldom begin with.
 *
 * Not caught here: firms without a date of foundation, old shells that are woken up
 * (entity_dormant_burst).  Formula, worked example, false positives: entity_new_high_volume.md.
 */
#include "detect/common/profile.h"
#include "detect/common/standout.h"

#include <math.h>

enum {
    P_AGE,
    P_DAYS,
    P_MIN_VALUE,
    P_MIN_RATIO,
    P_LR,
    P_PARENT_FACTOR,
    TT_STANDOUT_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_AGE] = {"new_days", 180, 1, 3650, "days",
               "a firm that trades so soon after its foundation is new"},
    [P_DAYS] = {"days", 180, 7, 3650, "days", "from its first invoice on are compared"},
    [P_MIN_VALUE] = {"min_value", 100000, 0, 1e12, "base", "who trades less in them is not told"},
    [P_MIN_RATIO] = {"min_ratio", 3, 1, 1e6, "ratio",
                     "times the usual value of first days, at least"},
    [P_LR] = {"lr", 5, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_PARENT_FACTOR] = {"parent_factor", 0.2, 0.001, 1, "ratio",
                         "times the likelihood ratio, when a company owns it"},
    TT_STANDOUT_ROWS,
};

struct firm {
    tt_profile p;
    int32_t age; /* days, at its first invoice */
    int64_t start;
    size_t n; /* invoices of the start */
};

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
    if (x->p.n == 0)
        return TT_OK;
    int32_t days = (int32_t)in->param[P_DAYS];
    x->start = tt_profile_start(in, &x->p, days);
    while (x->n < x->p.n && (int64_t)d->invoices[x->p.docs[x->n]].head.date.day - x->p.first < days)
        x->n++;
    double value = tt_money_double((tt_money){x->start, d->base});
    bool is_new = born != TT_NO_DATE && born <= x->p.first &&
                  (double)x->p.first - (double)born <= in->param[P_AGE];
    x->age = is_new ? x->p.first - born : 0;
    tt_subject s = {.entity = e,
                    .x = tt_round9(log(value)),
                    .lr = in->param[P_LR],
                    .candidate = is_new && value >= in->param[P_MIN_VALUE],
                    .value = x->start,
                    .own = x};
    if (s.candidate && in->shared->parented[e])
        s.lr *= in->param[P_PARENT_FACTOR];
    return tt_subjects_add(v, s, err);
}

static void tell(const tt_detect_in *in, const tt_crowd *c, const tt_subject *s, tt_draft *w)
{
    const struct firm *x = s->own;
    double ratio = exp(s->x - c->m);
    const char *age = tt_say_count(w, (uint64_t)x->age, "day");
    tt_profile_cite(in, &x->p, (tt_peak){0, x->n, x->start}, w);
    tt_draft_money(w, "value_of_first_days", x->start);
    tt_draft_measure(w, "age_at_first_invoice", "days", x->age, in->param[P_AGE], NAN, 0);
    tt_draft_measure(w, "times_usual", "1", ratio, 0, in->param[P_MIN_RATIO], (uint32_t)c->n);
    tt_draft_measure(w, "counterparties", "count", x->p.partners, NAN, NAN, 0);
    tt_draft_test(w, "renamed_firm", TT_TEST_UNKNOWN,
                  "An old business under a new name or legal form is as young: its predecessor "
                  "would tell.");
    w->f.title =
        tt_draft_text(w, tt_arena_printf(w->a, "Large trade %s after the firm was founded", age));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "The firm was founded on %s, and %s later its first invoice was written. In its "
               "first %s days it %s %s, in %s with %s. The %s of these data begin with %s: this is "
               "%s times that.",
               tt_say_date(w, x->p.first - x->age), age, tt_say_number(w, in->param[P_DAYS], 0),
               x->p.book == TT_BOOK_SOLD ? "sold for" : "bought for", tt_say_money(w, x->start),
               tt_say_count(w, x->n, "invoice"), tt_say_count(w, x->p.partners, "partner"),
               tt_say_count(w, c->n, "firm"), tt_say_number(w, exp(c->m), 0),
               tt_say_number(w, ratio, 1)));
    tt_draft_step(w, "Ask who founded it, with what capital, and what its founders did before.");
    tt_draft_step(w, "Ask its bank how the first purchases were paid for.");
    tt_draft_step(w, "See whether its suppliers and customers knew it before it was founded.");
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    const tt_standout_words words = {.id = "entity.new_high_volume",
                                     .what = "trade in first days",
                                     .above = log(in->param[P_MIN_RATIO]),
                                     .first = P_LEAST,
                                     .add = add,
                                     .tell = tell};
    return tt_standouts_of_traders(in, &words, out, err);
}

const tt_detector tt_detector_entity_new_high_volume = {
    .id = "entity.new_high_volume",
    .revision = 1,
    .title = "New firm with large trade",
    .typology = "new_high_volume",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .indicators = "T-07",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "activity",
    .looks_for = "Firms that invoice, or are invoiced, within half a year of their foundation, and "
                 "at once for much more than firms of these data begin with.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
