/*
 * entity_capability_mismatch.c - more trade than the staff or the turnover of a firm can carry.
 *
 * Not caught here: firms without figures in the registry, single shipments out of scale.  Formula,
 * worked example, known false positives: entity_capability_mismatch.md.
 */
#include "detect/common/profile.h"
#include "detect/common/standout.h"

#include <math.h>

enum { P_DAYS, P_MIN_VALUE, P_MIN_RATIO, P_LR, P_PARENT_FACTOR, TT_STANDOUT_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"days", 365, 30, 3650, "days", "over which trade is added up: the heaviest year"},
    [P_MIN_VALUE] = {"min_value", 250000, 0, 1e12, "base", "who trades less in it is not told"},
    [P_MIN_RATIO] = {"min_ratio", 5, 1, 1e6, "ratio",
                     "times the usual value for its staff, or its turnover, at least"},
    [P_LR] = {"lr", 10, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_PARENT_FACTOR] = {"parent_factor", 0.3, 0.001, 1, "ratio",
                         "times the likelihood ratio, when a company owns it"},
    TT_STANDOUT_ROWS,
};

enum figure { STAFF, TURNOVER, FIGURES };

/* What a firm says of its size. */
static const struct {
    const char *what, *measure, *unit;
} figures[FIGURES] = {
    [STAFF] = {"trade a member of staff", "employees", "count"},
    [TURNOVER] = {"trade over stated turnover", "turnover", "base"},
};

struct firm {
    tt_profile p;
    tt_peak peak;
    enum figure figure;
    double size; /* persons, or major units of the base currency */
};

static double size_of(const tt_data *d, tt_ix party, enum figure f)
{
    const tt_party *x = &d->parties[party];
    tt_money m;
    if (f == STAFF)
        return x->employees == TT_NO_NUM || x->employees < 0 ? (double)NAN
                                                             : (double)TT_MAX(x->employees, 1);
    if (x->annual_revenue.minor == TT_NO_NUM || x->annual_revenue.minor <= 0)
        return NAN;
    return tt_data_convert(d, x->annual_revenue, d->to, &m) ? tt_money_double(m) : (double)NAN;
}

static tt_status add(const tt_detect_in *in, tt_ix e, int figure, tt_subject_vec *v, tt_err *err)
{
    const tt_data *d = in->data;
    enum figure f = (enum figure)figure;
    if (!d->entities[e].party)
        return TT_OK;
    struct firm *x = tt_new(in->scratch, struct firm);
    if (!x)
        return tt_fail(err, TT_ENOMEM, "no room for firms");
    x->figure = f;
    x->size = size_of(d, d->entities[e].party, f);
    if (isnan(x->size) || x->size <= 0)
        return TT_OK;
    TT_TRY(tt_profile_of(in, e, in->scratch, &x->p, err));
    x->peak = tt_profile_peak(in, &x->p, (int32_t)in->param[P_DAYS], false);
    double value = tt_money_double((tt_money){x->peak.value, d->base});
    if (value <= 0)
        return TT_OK;
    tt_subject s = {.entity = e,
                    .x = tt_round9(log(value / x->size)),
                    .lr = in->param[P_LR],
                    .candidate = value >= in->param[P_MIN_VALUE],
                    .value = x->peak.value,
                    .own = x};
    if (in->shared->parented[e])
        s.lr *= in->param[P_PARENT_FACTOR];
    return tt_subjects_add(v, s, err);
}

static void tell(const tt_detect_in *in, const tt_crowd *c, const tt_subject *s, tt_draft *w)
{
    const struct firm *x = s->own;
    double value = tt_money_double((tt_money){x->peak.value, in->data->base});
    double usual = exp(c->m) * x->size, ratio = value / usual;
    bool staff = x->figure == STAFF;
    const char *size = staff ? tt_say_count(w, (uint64_t)x->size, "employee")
                             : tt_draft_text(w, tt_arena_printf(w->a, "a turnover of %s a year",
                                                                tt_say_number(w, x->size, 0)));
    tt_profile_cite(in, &x->p, x->peak, w);
    tt_draft_money(w, "value_of_the_year", x->peak.value);
    tt_draft_measure(w, figures[x->figure].measure, figures[x->figure].unit, x->size, NAN, NAN, 0);
    tt_draft_measure(w, "times_usual", "1", ratio, 0, in->param[P_MIN_RATIO], (uint32_t)c->n);
    tt_draft_test(
        w, "agent", TT_TEST_UNKNOWN,
        "An agent or commission trader invoices for others with few people: its contracts "
        "tell.");
    tt_draft_test(w, "stale_figures", TT_TEST_UNKNOWN,
                  "The registry does not say of which year its figures are.");
    w->f.title =
        tt_draft_text(w, tt_arena_printf(w->a, "Trade %s times what is usual for its %s",
                                         tt_say_number(w, ratio, 0), staff ? "staff" : "turnover"));
    w->f.explanation = tt_draft_text(
        w,
        tt_arena_printf(
            w->a,
            "%s of goods and services were invoiced %s this firm in %s %s, which has %s in the "
            "registry. For as much, the %s with such figures trade %s a year: this is %s times "
            "that.",
            tt_say_money(w, x->peak.value), x->p.book == TT_BOOK_SOLD ? "by" : "to",
            tt_say_count(w, x->peak.n, "invoice"), tt_say_period(w, w->f.from, w->f.to), size,
            tt_say_count(w, c->n, "firm"), tt_say_number(w, usual, 0), tt_say_number(w, ratio, 1)));
    tt_draft_step(w, "Ask for staff lists, premises and accounts: who handles these goods?");
    tt_draft_step(w, "Ask its bank where the money for these purchases comes from.");
    tt_draft_step(w, "Look at who stands behind the firm, and for whom it may trade.");
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    for (int f = STAFF; f < FIGURES; f++) {
        const tt_standout_words words = {.id = "entity.capability_mismatch",
                                         .what = figures[f].what,
                                         .above = log(in->param[P_MIN_RATIO]),
                                         .first = P_LEAST,
                                         .figure = f,
                                         .add = add,
                                         .tell = tell};
        TT_TRY(tt_standouts_of_traders(in, &words, out, err));
    }
    return TT_OK;
}

const tt_detector tt_detector_entity_capability_mismatch = {
    .id = "entity.capability_mismatch",
    .revision = 1,
    .title = "More trade than the firm can carry",
    .typology = "capability_mismatch",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .indicators = "S-09 T-06 A-02 F06-04",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business",
    .looks_for =
        "Firms whose heaviest year of trade is many times what firms of their staff, or of "
        "their stated turnover, trade in these data.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
