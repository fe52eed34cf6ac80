/*
 * price_rigidity.c - a price that stands still for deals on end while the market moves.
 *
 * The invoiced unit prices of one relation in the order of time, in the currency of the invoices;
 * meanwhile those of all other relations in the same goods.  Not caught here: prices that move as
 * the market does, however wrong (price_over_invoicing, price_under_invoicing).  Formula, worked
 * example, known false positives: price_rigidity.md.
 */
#include "base/stat.h"
#include "detect/common/runs.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"

#include "base/str.h"

#include <math.h>

enum {
    P_LINES,
    P_STILL,
    P_SHARE,
    P_MOVE,
    P_RUNS,
    P_LR,
    P_MOST,
    P_LOTS,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LINES] = {"min_lines", 6, 3, 1e6, "count", "shorter series of prices are not looked at"},
    [P_STILL] = {"still", 0.005, 0, 0.5, "fraction", "prices so near their median stand still"},
    [P_SHARE] = {"min_share", 0.9, 0.5, 1, "fraction", "of the lines that must stand still"},
    [P_MOVE] = {"min_move", 0.05, 0.01, 10, "fraction", "by which the market moved meanwhile"},
    [P_RUNS] = {"market_runs", 3, 1, 1000, "count", "other relations that show how it moved"},
    [P_LR] = {"lr", 5, 1, 1000, "likelihood ratio", "of it, where the market moved by min_move"},
    [P_MOST] = {"lr_most", 15, 1, 1000, "likelihood ratio", "it grows with the move, up to this"},
    [P_LOTS] = {"same_lots", 0.8, 0.5, 1, "fraction",
                "of the lines with one quantity: a standing order"},
    [P_USUAL] = TT_USUAL_ROW(0.02),
    TT_TRIAL_ROWS(25000, 0.6)};

enum { SPANS = 4 };
enum why { FEW, NO_MARKET, STILL_MARKET, CONTRACT, STANDING, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_runs *runs;
    const double *p;
    double *room; /* of tt_runs_move, and of the prices of one run */
    tt_trial_vec trials;
    tt_tally why[WHYS];
};

/* What is said of one run. */
struct still {
    const tt_run *run;
    tt_ccy ccy;   /* of its first invoice: lines in others, and declarations, do not count */
    double price; /* median, in that currency, of the canonical unit */
    uint32_t lines, near;
    tt_move move; /* the largest between two parts of its time */
};

static const tt_line *line_of(const tt_data *d, const tt_price_obs *o)
{
    return o->kind == TT_KIND_INVOICE ? &d->invoice_lines[o->line] : &d->declaration_lines[o->line];
}

/* ln of the price as it is written, currency apart. */
static double price_of(const struct state *s, const tt_price_obs *o)
{
    tt_money amount = line_of(s->in->data, o)->amount;
    return log(tt_money_double(amount) / ((double)o->quantity / 1e6));
}

/* The i-th line of the run counts. */
static bool counts(const struct state *s, const struct still *x, uint32_t i)
{
    const tt_price_obs *o = tt_run_at(s->runs, x->run, i);
    tt_money amount = line_of(s->in->data, o)->amount;
    return o->kind == TT_KIND_INVOICE && amount.ccy == x->ccy && amount.minor > 0;
}

static bool is_near(const struct state *s, const struct still *x, uint32_t i)
{
    double off = price_of(s, tt_run_at(s->runs, x->run, i)) - log(x->price);
    return counts(s, x, i) && tt_round9(fabs(off)) <= tt_round9(log1p(s->p[P_STILL]));
}

/* --- one run --- */

/* Fills ccy, lines, price and near; false when too few lines count. */
static bool measure(const struct state *s, struct still *x)
{
    const tt_data *d = s->in->data;
    for (uint32_t i = x->run->n; i > 0; i--) {
        const tt_price_obs *o = tt_run_at(s->runs, x->run, i - 1);
        x->ccy = o->kind == TT_KIND_INVOICE ? line_of(d, o)->amount.ccy : x->ccy;
    }
    for (uint32_t i = 0; i < x->run->n; i++)
        if (counts(s, x, i))
            s->room[x->lines++] = price_of(s, tt_run_at(s->runs, x->run, i));
    if (x->lines < s->p[P_LINES])
        return false;
    tt_sort_double(s->room, x->lines);
    x->price = exp(tt_median_sorted(s->room, x->lines));
    for (uint32_t i = 0; i < x->run->n; i++)
        x->near += is_near(s, x, i);
    return true;
}

/* Most of the lines at that price are of one quantity. */
static bool has_same_lots(const struct state *s, const struct still *x)
{
    size_t n = 0, most = 0;
    for (uint32_t i = 0; i < x->run->n; i++)
        if (is_near(s, x, i))
            s->room[n++] = (double)tt_run_at(s->runs, x->run, i)->quantity;
    tt_sort_double(s->room, n);
    for (size_t i = 0, first = 0; i < n; i++) {
        first = s->room[i] > s->room[first] ? i : first;
        most = TT_MAX(most, i - first + 1);
    }
    return (double)most >= s->p[P_LOTS] * (double)n;
}

/* All invoices at that price name one order: it was agreed once. */
static bool has_one_order(const struct state *s, const struct still *x)
{
    const tt_data *d = s->in->data;
    tt_str order = {NULL, 0};
    for (uint32_t i = 0; i < x->run->n; i++) {
        if (!is_near(s, x, i))
            continue;
        tt_str this = d->invoices[tt_run_at(s->runs, x->run, i)->doc].order_number;
        if (!this.n || (order.n && !tt_str_eq(order, this)))
            return false;
        order = this;
    }
    return true;
}

/* The part of a run's time. */
static tt_days part(const tt_price_obs *first, const tt_price_obs *last, int k)
{
    int64_t days = (int64_t)last->day - first->day + 1;
    return (tt_days){first->day + (tt_date)(days * k / SPANS),
                     first->day + (tt_date)(days * (k + 1) / SPANS) - 1};
}

static tt_move market(const struct state *s, const struct still *x)
{
    const tt_price_obs *first = tt_run_at(s->runs, x->run, 0),
                       *last = tt_run_at(s->runs, x->run, x->run->n - 1);
    tt_move most = {0};
    for (int a = 0; a < SPANS; a++)
        for (int b = a + 1; b < SPANS; b++) {
            tt_move m = tt_runs_move(s->runs, x->run, s->in->shared->declared, part(first, last, a),
                                     part(first, last, b), s->room);
            if (m.n >= (uint32_t)s->p[P_RUNS] && (!most.n || fabs(m.median) > fabs(most.median)))
                most = m;
        }
    return most;
}

/* Why a run is not told; WHYS: it stands still, or moves. */
static enum why look(const struct state *s, struct still *x, bool *still)
{
    *still = false;
    if (!measure(s, x))
        return FEW;
    if (x->near < s->p[P_SHARE] * x->lines)
        return WHYS;
    if (has_one_order(s, x))
        return CONTRACT;
    x->move = market(s, x);
    if (!x->move.n)
        return NO_MARKET;
    if (tt_round9(fabs(x->move.median)) < tt_round9(log1p(s->p[P_MOVE])))
        return STILL_MARKET;
    if (has_same_lots(s, x))
        return STANDING;
    *still = true;
    return WHYS;
}

static tt_status value_of(const struct state *s, const tt_run *run, int64_t *out, tt_err *err)
{
    *out = 0;
    for (uint32_t i = 0; i < run->n; i++)
        if (!tt_add_i64(*out, tt_run_at(s->runs, run, i)->fob, out))
            return tt_fail(err, TT_ELIMIT, "prices of one relation overflow");
    return TT_OK;
}

static tt_status try_run(struct state *s, const tt_run *run, tt_err *err)
{
    struct still x = {.run = run};
    const tt_price_series *of = &s->in->shared->prices.series[run->series];
    bool still;
    int64_t value;
    TT_TRY(value_of(s, run, &value, err));
    enum why why = look(s, &x, &still);
    if (why != WHYS) {
        tt_tally_add(&s->why[why], value);
        if (why == FEW)
            return TT_OK;
    }
    tt_trial t = {.seller = run->seller,
                  .buyer = run->buyer,
                  .hs6 = of->hs6,
                  .dim = of->dim,
                  .at = run->first,
                  .side = still,
                  .lr = 1,
                  .gap = s->p[P_USUAL],
                  .shift = value};
    if (still) {
        t.off = tt_round9(fabs(x.move.median));
        t.lr = fmin(s->p[P_LR] * t.off / log1p(s->p[P_MOVE]), s->p[P_MOST]);
        t.own = tt_trial_own(s->in, x);
        if (!t.own)
            return tt_fail(err, TT_ENOMEM, "no memory for prices");
    }
    return tt_trials_add(&s->trials, t, err);
}

/* --- the finding --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const struct still *x = t->own;
    for (uint32_t i = 0; i < x->run->n; i++) {
        const tt_price_obs *o = tt_run_at(s->runs, x->run, i);
        if (is_near(s, x, i))
            tt_draft_document(w, o->kind, o->doc, o->line);
    }
}

static void tests(const struct state *s, const struct still *x, tt_draft *w)
{
    const tt_data *d = s->in->data;
    tt_draft_test(w, "market_stood_still", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Between two quarters of that time the prices of %s changed by a factor "
                         "of %s.",
                         tt_say_count(w, x->move.n, "other relation"),
                         tt_say_number(w, exp(x->move.median), 2)));
    tt_draft_test(w, "standing_order", TT_TEST_NOT_EXPLAINED, "The lots differ in size.");
    tt_draft_test(w, "one_contract", TT_TEST_NOT_EXPLAINED,
                  "The invoices do not all name one order.");
    tt_draft_test(w, "declared_group", d->n_ownerships ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  d->n_ownerships ? "No ownership record joins seller and buyer."
                                  : "There are no ownership records that could show a group.");
    tt_draft_test(w, "price_list", TT_TEST_UNKNOWN,
                  "Whether the seller has a price list that it keeps is not in the data.");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask both for the contract that fixes the price, and since when.",
        "Ask customs or the carrier whether the goods of these invoices were seen.",
        "Ask the buyer what it paid others for such goods in that time.",
    };
    const struct state *s = ctx;
    const struct still *x = r->top->own;
    char hs[TT_HS_TEXT], ccy[4];
    const char *per = tt_price_per(r->top->dim);
    (void)tt_hs_text(r->top->hs6, hs);
    tt_ccy_text(x->ccy, ccy);
    tt_draft_measure(w, "unit_price", tt_say(w, "%s/%s", ccy, per), x->price, (double)NAN,
                     (double)NAN, 0);
    tt_draft_measure(w, "lines_at_that_price", "count", x->near, (double)NAN, (double)NAN,
                     x->lines);
    tt_draft_measure(w, "market_factor", "1", exp(x->move.median), 1 / (1 + s->p[P_MOVE]),
                     1 + s->p[P_MOVE], x->move.n);
    tt_draft_money(w, "invoiced_at_that_price", r->shift);
    tests(s, x, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.title = tt_say(w, "HS %s: one price in %u of %u lines while the market moved", hs, x->near,
                        x->lines);
    w->f.explanation = tt_say(
        w,
        "%u of %u lines of HS %s from this seller to this buyer cost %s %s/%s, %s, %s in all; "
        "meanwhile the prices of %s in such goods changed by a factor of %s. A price that no "
        "market moves may be written for goods that are not there.",
        x->near, x->lines, hs, ccy, tt_say_price(w, x->price), per,
        tt_say_period(w, w->f.from, w->f.to), tt_say_money(w, r->shift),
        tt_say_count(w, x->move.n, "other relation"), tt_say_number(w, exp(x->move.median), 2));
    w->f.direction = TT_SHIFT_NONE;
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {FEW, "with too few invoiced lines in one currency", "relation", "not looked at", NULL},
        {NO_MARKET, "at one price, too few others in such goods", "relation", "nothing is said",
         NULL},
        {STILL_MARKET, "at one price, as the market", "relation", "the market stood still, too",
         NULL},
        {CONTRACT, "at one price, under one order", "relation", "a price agreed once", NULL},
        {STANDING, "at one price, in lots of one size", "relation", "standing orders", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "prices stand still as usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest prices",
                                       .of = "relation",
                                       .cite = cite,
                                       .tell = tell};
    for (size_t i = 0; i < s->runs->n; i++) {
        const tt_run *run = &s->runs->v[i];
        const tt_ix *declared = s->in->shared->declared;
        if (run->n >= s->p[P_LINES] && declared[run->seller] != declared[run->buyer])
            TT_TRY(try_run(s, run, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "price.rigidity: series of prices", s->why, rows, TT_LEN(rows), out,
                         err);
}

static size_t longest(const tt_runs *r)
{
    size_t n = tt_runs_widest(r);
    for (size_t i = 0; i < r->n; i++)
        n = TT_MAX(n, (size_t)r->v[i].n);
    return n;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .runs = &in->shared->runs, .p = in->param};
    s.room = tt_new_n(in->scratch, double, longest(s.runs) + 1);
    if (!s.room)
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_price_rigidity = {
    .id = "price.rigidity",
    .revision = 2,
    .title = "A price that never moves",
    .typology = "rigidity",
    .family = TT_FAMILY_PRICE,
    .split = TT_SPLIT_HS,
    .indicators = "D-02",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents and commodities",
    .looks_for = "Relations that invoice many lots at one unit price while the prices of others "
                 "in the same goods move.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
