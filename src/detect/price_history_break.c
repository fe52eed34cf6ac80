/*
 * price_history_break.c - a price that leaves what the same parties paid for the same goods before.
 *
 * Needs no other party's prices, so it works where peers are few; where others trade the goods as
 * well, the move of their prices is taken off first.  Not caught here: a relation whose prices were
 * off from the start (price_over_invoicing).  Formula, worked example, known false positives:
 * price_history_break.md.
 */
#include "detect/common/shared.h"
#include "detect/common/slip.h"
#include "detect/common/tail.h"
#include "detect/common/words.h"

#include <math.h>

enum {
    P_MIN_VALUE,
    P_MIN_PRIOR,
    P_MAX_PRIOR,
    P_SPAN,
    P_RATIO,
    P_Z,
    P_FLOOR,
    P_MARKET_DAYS,
    P_MARKET_RUNS,
    P_EXPLAINED,
    P_SLIP,
    P_LOT,
    P_WORDS,
    P_SOFT_FACTOR,
    P_RELATED_FACTOR,
    P_MIN_WEIGHT
};

static const tt_param params[] = {
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base",
                     "a line that shifts less value is not reported"},
    [P_MIN_PRIOR] = {"min_prior", 6, 3, 1000, "count", "earlier lines that a history needs"},
    [P_MAX_PRIOR] = {"max_prior", 24, 3, 64, "count", "latest earlier lines that are looked at"},
    [P_SPAN] = {"span_days", 730, 30, 36500, "days", "earlier lines are not older than this"},
    [P_RATIO] = {"min_ratio", 1.4, 1, 1000, "ratio", "price over the median of the earlier lines"},
    [P_Z] = {"min_z", 4, 0, 1000, "sd", "distance from that median in robust deviations"},
    [P_FLOOR] = {"floor", 0.08, 0.001, 1, "log", "deviations are at least this"},
    [P_MARKET_DAYS] = {"market_days", 45, 1, 3650, "days",
                       "around the line: the market of that time"},
    [P_MARKET_RUNS] = {"market_runs", 3, 1, 1e6, "count",
                       "other relations that a move of the market is taken from"},
    [P_EXPLAINED] = {"explained", 0.6, 0, 1, "fraction",
                     "of the change that a move of the market explains: then it is no break"},
    [P_SLIP] = {"slip", 0.05, 0, 0.5, "fraction", "nearness to a factor between units"},
    [P_LOT] = {"lot", 10, 1, 1e6, "ratio", "a lot this much larger or smaller has its own price"},
    [P_WORDS] = {"words", 0.5, 0, 1, "fraction",
                 "of its words that a description shares with the earlier ones, else other goods"},
    [P_SOFT_FACTOR] = {"soft_factor", 0.5, 0, 1, "factor",
                       "of the weight, for each explanation that holds in part"},
    [P_RELATED_FACTOR] = {"related_factor", 0.3, 0, 1, "factor",
                          "of the weight, between declared related parties"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "bans", "weaker findings are only counted"},
};

enum { MOST_PRIOR = 64 };

/* A line that has a history. */
struct step {
    uint32_t run, at;         /* line `at` of the run */
    uint32_t prior;           /* how many lines its history has: those before it */
    double median, spread, z; /* of the history; z as it stands, before the market */
};
TT_VEC(step_vec, struct step);
TT_VEC(z_vec, double);

struct work {
    const tt_detect_in *in;
    const tt_runs *runs;
    const double *p;
    z_vec all;      /* |z| of all lines with a history, ascending */
    step_vec steps; /* those beyond the gates, run by run */
    double *room;
    uint64_t n_market, n_slips, n_weak;
};

/* A line that broke with its history, explanations tested. */
struct broken {
    struct step s;
    tt_move move;
    double change; /* of ln price, the market taken off */
    int64_t shift;
    bool other_lot, other_goods, other_term, stays;
};

/* --- histories --- */

static bool history(const struct work *w, const tt_run *run, uint32_t at, struct step *s)
{
    double x[MOST_PRIOR], tmp[MOST_PRIOR];
    size_t n = 0;
    const tt_price_obs *o = tt_run_at(w->runs, run, at);
    for (uint32_t i = at; i > 0 && n < (size_t)w->p[P_MAX_PRIOR]; i--) {
        const tt_price_obs *y = tt_run_at(w->runs, run, i - 1);
        if (o->day - y->day > (tt_date)w->p[P_SPAN])
            break;
        x[n++] = y->x;
    }
    if (n < (size_t)w->p[P_MIN_PRIOR])
        return false;
    tt_sort_double(x, n);
    double inc = o->spread_e3 / 1e3;
    *s = (struct step){.at = at, .prior = (uint32_t)n, .median = tt_median_sorted(x, n)};
    s->spread = fmax(1.4826 * tt_mad(x, n, s->median, tmp), w->p[P_FLOOR]);
    s->z = tt_round9((o->x - s->median) / sqrt(s->spread * s->spread + inc * inc));
    return true;
}

static int64_t shift_of(const tt_price_obs *o, double change)
{
    return (int64_t)llround((double)o->fob * fabs(expm1(-change)));
}

static int64_t least(const struct work *w)
{
    return (int64_t)llround(w->p[P_MIN_VALUE] * pow(10, tt_ccy_exponent(w->in->data->base)));
}

static bool beyond(const struct work *w, const tt_price_obs *o, double change, double z)
{
    return tt_round9(fabs(change)) >= tt_round9(log(w->p[P_RATIO])) && fabs(z) >= w->p[P_Z] &&
           shift_of(o, change) >= least(w);
}

static bool is_slip(const struct work *w, const tt_price_obs *o, double change)
{
    return tt_unit_slip(o->dim, exp(fabs(change)), w->p[P_SLIP]) > 0;
}

static tt_status look_at(struct work *w, uint32_t run, tt_err *err)
{
    const tt_run *r = &w->runs->v[run];
    for (uint32_t i = (uint32_t)w->p[P_MIN_PRIOR]; i < r->n; i++) {
        struct step s;
        const tt_price_obs *o = tt_run_at(w->runs, r, i);
        if (!history(w, r, i, &s))
            continue;
        s.run = run;
        if (is_slip(w, o, o->x - s.median)) {
            w->n_slips++; /* no trial either */
            continue;
        }
        if (!tt_vec_push(&w->all, fabs(s.z)) ||
            (beyond(w, o, o->x - s.median, s.z) && !tt_vec_push(&w->steps, s)))
            return tt_fail(err, TT_ENOMEM, "no room for the history of prices");
    }
    return TT_OK;
}

/* --- explanations --- */

static tt_str words_of(const struct work *w, const tt_price_obs *o)
{
    const tt_data *d = w->in->data;
    return o->kind == TT_KIND_INVOICE ? d->invoice_lines[o->line].description
                                      : d->declaration_lines[o->line].description;
}

/* Against the line just before it: what the parties did last. */
static void compare_terms(const struct work *w, const tt_run *run, struct broken *b)
{
    const tt_price_obs *o = tt_run_at(w->runs, run, b->s.at),
                       *y = tt_run_at(w->runs, run, b->s.at - 1);
    double lots = fabs(log((double)o->quantity / (double)y->quantity));
    tt_str mine = words_of(w, o), theirs = words_of(w, y);
    b->other_lot = tt_round9(lots) >= tt_round9(log(w->p[P_LOT]));
    b->other_goods = mine.n && theirs.n && tt_text_shared(mine, theirs) < w->p[P_WORDS];
    b->other_term = o->term != y->term;
}

/* Most of the later lines are as far from the history, on the same side: a new level. */
static bool stays(const struct work *w, const tt_run *run, const struct broken *b)
{
    uint32_t n = 0, same = 0;
    for (uint32_t i = b->s.at + 1; i < run->n; i++, n++) {
        double change = tt_run_at(w->runs, run, i)->x - b->s.median;
        same += change / b->change >= 0.7 && change / b->change <= 1.4;
    }
    return n >= 3 && 2 * same > n;
}

/* False when the market or a slip of entry explains it. */
static bool stands(struct work *w, const struct step *s, struct broken *b)
{
    const tt_run *run = &w->runs->v[s->run];
    const tt_price_obs *o = tt_run_at(w->runs, run, s->at),
                       *first = tt_run_at(w->runs, run, s->at - s->prior);
    tt_date near = (tt_date)w->p[P_MARKET_DAYS];
    tt_days before = {first->day, o->day - near - 1}, after = {o->day - near, o->day + near};
    *b = (struct broken){.s = *s, .change = o->x - s->median};
    b->move = tt_runs_move(w->runs, run, w->in->shared->declared, before, after, w->room);
    double moved = b->move.n >= (uint32_t)w->p[P_MARKET_RUNS] ? b->move.median : 0;
    double left = b->change - moved, inc = o->spread_e3 / 1e3;
    if (moved / b->change >= w->p[P_EXPLAINED] ||
        !beyond(w, o, left, left / sqrt(s->spread * s->spread + inc * inc))) {
        w->n_market++;
        return false;
    }
    b->change = left;
    b->shift = shift_of(o, left);
    b->stays = stays(w, run, b);
    compare_terms(w, run, b);
    return true;
}

/* --- weight --- */

/* Share of the lines with a history of all others that are as far from theirs, for the most distant
 * of the run's.  Its own lines are no measure of what is usual: who breaks once often breaks again.
 */
static double p_of(const struct work *w, const tt_run *run, double z)
{
    size_t low = 0, high = w->all.n, m = 0, own = 0;
    struct step s;
    for (uint32_t i = 0; i < run->n; i++) {
        const tt_price_obs *o = tt_run_at(w->runs, run, i);
        if (!history(w, run, i, &s) || is_slip(w, o, o->x - s.median))
            continue;
        m++;
        own += fabs(s.z) >= fabs(z);
    }
    TT_BISECT(size_t, low, high, mid, w->all.v[mid] < fabs(z));
    double p = (double)(w->all.n - low - own + 1) / (double)(w->all.n - m + 1);
    return -expm1((double)m * log1p(-fmin(p, 1 - 1e-12)));
}

/* --- telling it --- */

struct tale {
    struct work *w;
    const tt_run *run;
    const struct broken *first, *top; /* in time; the one that shifts most */
    size_t n;
    tt_draft f;
    double factor, p;
};

static void soft(struct tale *t, bool holds, const char *test, const char *yes, const char *no)
{
    if (holds)
        t->factor *= t->w->p[P_SOFT_FACTOR];
    tt_draft_test(&t->f, test, holds ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED, holds ? yes : no);
}

static void market(struct tale *t)
{
    const tt_move *m = &t->top->move;
    tt_arena *a = t->f.a;
    if (m->n < (uint32_t)t->w->p[P_MARKET_RUNS])
        tt_draft_test(&t->f, "market_move", TT_TEST_UNKNOWN,
                      "Too few other relations trade these goods in both periods to follow the "
                      "market.");
    else
        tt_draft_test(
            &t->f, "market_move", TT_TEST_NOT_EXPLAINED,
            tt_draft_text(&t->f, tt_arena_printf(a,
                                                 "In %s over the same time the price changed by a "
                                                 "factor of %s; that is taken off.",
                                                 tt_say_count(&t->f, m->n, "other relation"),
                                                 tt_say_number(&t->f, exp(m->median), 2))));
}

static void tests(struct tale *t)
{
    const struct broken *b = t->top;
    const tt_shared *s = t->w->in->shared;
    market(t);
    soft(t, t->first->stays, "new_price_level",
         "Most later lines stay at the new level: it may be a new contract.",
         "Later lines do not stay at that level, or there are none.");
    soft(t, b->other_goods, "other_goods",
         "The description differs from that of the line before: it may be another grade.",
         "The description is that of the line before, or one of them has none.");
    soft(t, b->other_term, "delivery_term",
         "The delivery term changed with the price, and freight is only estimated.",
         "The delivery term is that of the line before.");
    soft(t, b->other_lot, "lot_size", "The lot is of another size than the one before.",
         "The lot is of the size of the one before.");
    tt_draft_test(&t->f, "unit_slip", TT_TEST_NOT_EXPLAINED,
                  "The change is not near a factor between units.");
    bool known = t->w->in->data->n_ownerships > 0,
         related = s->declared[t->run->seller] == s->declared[t->run->buyer];
    if (related)
        t->factor *= t->w->p[P_RELATED_FACTOR];
    tt_draft_test(&t->f, "related_party_declared",
                  related ? TT_TEST_WEAKENED
                  : known ? TT_TEST_NOT_EXPLAINED
                          : TT_TEST_UNKNOWN,
                  related ? "The registry shows a common owner: prices inside a group are often "
                            "set for tax."
                  : known ? "The ownership records show no common owner."
                          : "There are no ownership records.");
}

static void measures(struct tale *t)
{
    const struct step *s = &t->top->s;
    const tt_price_obs *o = tt_run_at(t->w->runs, t->run, s->at);
    char ccy[4];
    tt_ccy_text(t->w->in->data->base, ccy);
    const char *unit =
        tt_draft_text(&t->f, tt_arena_printf(t->f.a, "%s/%s", ccy, tt_price_per(o->dim)));
    tt_draft_measure(&t->f, "unit_price", unit, exp(o->x), exp(s->median - 2 * s->spread),
                     exp(s->median + 2 * s->spread), s->prior);
    tt_draft_measure(&t->f, "ratio", "1", exp(t->top->change), 1 / t->w->p[P_RATIO],
                     t->w->p[P_RATIO], s->prior);
    tt_draft_measure(&t->f, "robust_z", "1", s->z, -2, 2, s->prior);
    tt_draft_measure(&t->f, "lines_breaking", "count", (double)t->n, 0, 0, t->run->n);
    if (t->top->move.n)
        tt_draft_measure(&t->f, "market_ratio", "1", exp(t->top->move.median), NAN, NAN,
                         t->top->move.n);
}

static void sentences(struct tale *t)
{
    char hs[TT_HS_TEXT], ccy[4];
    const struct step *s = &t->top->s;
    const tt_price_obs *o = tt_run_at(t->w->runs, t->run, s->at);
    tt_draft *f = &t->f;
    bool up = t->top->change > 0;
    (void)tt_hs_text(t->w->in->shared->prices.series[t->run->series].hs6, hs);
    tt_ccy_text(t->w->in->data->base, ccy);
    f->f.title =
        tt_draft_text(f, tt_arena_printf(f->a, "HS %s: the price leaves its own history, %s", hs,
                                         up ? "upwards" : "downwards"));
    const char *first = tt_draft_text(
        f,
        tt_arena_printf(
            f->a,
            "In %s %s of %s this seller charges this buyer %s %s/%s for goods of HS %s; the %s "
            "before it, since %s, had a median of %s, and their usual spread is a factor of %s.",
            tt_kind_text(o->kind), tt_say_doc(f, o->kind, o->doc), tt_say_date(f, o->day), ccy,
            tt_say_price(f, exp(o->x)), tt_price_per(o->dim), hs, tt_say_count(f, s->prior, "line"),
            tt_say_date(f, tt_run_at(t->w->runs, t->run, s->at - s->prior)->day),
            tt_say_price(f, exp(s->median)), tt_say_number(f, exp(s->spread), 2)));
    f->f.explanation = tt_draft_text(
        f, tt_arena_printf(f->a,
                           "%s %s At the earlier price %s would have been %s %s: a price too %s "
                           "moves value to the %s.",
                           first,
                           t->n > 1 ? "Other lines leave it as well."
                                    : "No other line of this relation does so.",
                           t->n > 1 ? "these goods together" : "the goods",
                           tt_say_money(f, f->f.value_shift.minor), up ? "cheaper" : "dearer",
                           up ? "high" : "low", up ? "exporter" : "importer"));
}

static void steps_next(struct tale *t)
{
    tt_draft_step(&t->f,
                  "Ask both parties why the price changed, and for the contract of that day.");
    tt_draft_step(&t->f, "Compare the goods: grade, origin, packing, specification.");
    tt_draft_step(&t->f, "Look what else changed at that time: accounts, payers, owners, routes.");
}

static tt_status
tell(struct work *w, const struct broken *b, size_t n, tt_findings *out, tt_err *err)
{
    struct tale t = {
        .w = w, .run = &w->runs->v[b[0].s.run], .first = b, .top = b, .n = n, .factor = 1};
    int64_t shift = 0;
    for (size_t i = 0; i < n; i++) {
        if (b[i].shift > t.top->shift)
            t.top = &b[i];
        if (!tt_add_i64(shift, b[i].shift, &shift))
            return tt_fail(err, TT_ELIMIT, "value shifts overflow");
    }
    tt_draft_begin(&t.f, w->in->data, w->in->scratch);
    for (size_t i = 0; i < n; i++) {
        const tt_price_obs *o = tt_run_at(w->runs, t.run, b[i].s.at);
        tt_draft_document(&t.f, o->kind, o->doc, o->line);
    }
    tt_run_name(w->runs, t.run, &t.f);
    tests(&t);
    t.f.f.p_value = p_of(w, t.run, t.top->s.z);
    double weight = tt_log10_e_of_p(t.f.f.p_value);
    t.f.f.weight = tt_bans(weight > 0 ? weight * t.factor : weight);
    if (t.f.f.weight < w->p[P_MIN_WEIGHT]) {
        w->n_weak++;
        tt_draft_release(&t.f);
        return t.f.failed ? tt_fail(err, TT_ENOMEM, "no memory for a finding") : TT_OK;
    }
    t.f.f.value_shift.minor = shift;
    t.f.f.direction = t.top->change > 0 ? TT_SHIFT_TO_EXPORTER : TT_SHIFT_TO_IMPORTER;
    measures(&t);
    sentences(&t);
    steps_next(&t);
    return tt_draft_add(&t.f, out, err);
}

/* --- the run --- */

static tt_status tell_all(struct work *w, tt_findings *out, tt_err *err)
{
    struct broken *b = tt_new_n(w->in->scratch, struct broken, w->steps.n + 1);
    if (!b)
        return tt_fail(err, TT_ENOMEM, "no room for prices that stand out");
    for (size_t i = 0, next; i < w->steps.n; i = next) {
        size_t n = 0;
        for (next = i; next < w->steps.n && w->steps.v[next].run == w->steps.v[i].run; next++)
            n += stands(w, &w->steps.v[next], &b[n]) ? 1 : 0;
        if (n)
            TT_TRY(tell(w, b, n, out, err));
    }
    return TT_OK;
}

static tt_status notes(const struct work *w, tt_findings *out, tt_err *err)
{
    const struct {
        const char *what, *limit, *effect;
        uint64_t n;
    } rows[] = {
        {"price.history_break: the market moved", "as the prices of other relations did",
         "explained, not evidence", w->n_market},
        {"dq.unit_error_suspected: against the relation's history",
         "the change is a factor between units", "treated as errors of data entry: never evidence",
         w->n_slips},
        {"price.history_break: weak", "weight below min_weight",
         "not more than chance and the spread of such prices explain", w->n_weak},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(tt_note(w->in->data, out, w->in->scratch, rows[i].what, rows[i].limit, rows[i].n,
                       "line", TT_NO_NUM, rows[i].effect, err));
    return TT_OK;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in, .runs = &in->shared->runs, .p = in->param};
    w.room = tt_new_n(in->scratch, double, tt_runs_widest(w.runs) + 1);
    tt_status st = w.room ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for moves of prices");
    for (uint32_t i = 0; st == TT_OK && i < w.runs->n; i++)
        st = look_at(&w, i, err);
    tt_sort_double(w.all.v, w.all.n);
    if (st == TT_OK)
        st = tell_all(&w, out, err);
    if (st == TT_OK)
        st = notes(&w, out, err);
    tt_vec_release(&w.all);
    tt_vec_release(&w.steps);
    return st;
}

const tt_detector tt_detector_price_history_break = {
    .id = "price.history_break",
    .revision = 3,
    .title = "Price leaves its own history",
    .typology = "history_break",
    .family = TT_FAMILY_PRICE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-02",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents and commodities",
    .looks_for = "Lines whose unit price leaves what the same seller charged the same buyer for "
                 "goods of the same subheading before, by more than the market moved.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
