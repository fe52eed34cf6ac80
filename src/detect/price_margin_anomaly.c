/*
 * price_margin_anomaly.c - goods bought and sold again at a price that no merchant would take, or
 * that a merchant's margin does not explain.
 *
 * Purchases and sales of one trader in one subheading are matched lot by lot: the same quantity
 * within days is the same lot, else first in, first out.  Not caught here: goods that change their
 * subheading on the way; prices of one leg that are off by themselves (price_over_invoicing).
 * Formula, worked example, known false positives: price_margin_anomaly.md.
 */
#include "detect/common/shared.h"
#include "detect/common/slip.h"
#include "detect/common/trials.h"

#include <math.h>

enum {
    P_SPAN,
    P_LOT_DAYS,
    P_LOT_SLACK,
    P_COVERED,
    P_JUMP,
    P_LOSS,
    P_LARGE_LOSS,
    P_LR_JUMP,
    P_LR_LOSS,
    P_LR_LARGE_LOSS,
    P_MARKET_DAYS,
    P_MARKET_RUNS,
    P_SLIP,
    P_UNLIKE,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_SPAN] = {"span_days", 180, 1, 3650, "days", "between purchase and sale of a lot"},
    [P_LOT_DAYS] = {"lot_days", 30, 0, 3650, "days",
                    "within which the same quantity, bought and sold, is the same lot"},
    [P_LOT_SLACK] = {"lot_slack", 0.03, 0, 0.5, "fraction",
                     "by which the two quantities of one lot may differ"},
    [P_COVERED] = {"covered", 0.9, 0, 1, "fraction",
                   "of a sale that purchases must cover, else nothing is said of it"},
    [P_JUMP] = {"jump", 1.5, 1.01, 1000, "ratio",
                "of the two prices of the same lot, from which no margin explains it"},
    [P_LOSS] = {"loss", 0.05, 0, 1, "fraction", "of the purchase price that a sale loses"},
    [P_LARGE_LOSS] = {"large_loss", 0.2, 0, 1, "fraction", "the same, a large loss"},
    [P_LR_JUMP] = {"lr_jump", 10, 1, 1000, "likelihood ratio",
                   "of a jump, or of a fall as large, of the same lot"},
    [P_LR_LOSS] = {"lr_loss", 2, 1, 1000, "likelihood ratio", "of a sale at a loss"},
    [P_LR_LARGE_LOSS] = {"lr_large_loss", 4, 1, 1000, "likelihood ratio", "of a large loss"},
    [P_MARKET_DAYS] = {"market_days", 30, 1, 3650, "days",
                       "around purchase and sale: the market of that time"},
    [P_MARKET_RUNS] = {"market_runs", 3, 1, 1e6, "count",
                       "other relations that a move of the market is taken from"},
    [P_SLIP] = {"slip", 0.05, 0, 0.5, "fraction", "nearness to a factor between units"},
    [P_UNLIKE] = {"unlike_factor", 0.5, 0, 1, "factor",
                  "of the log10 likelihood ratio, where lots of the code may be unlike goods"},
    [P_USUAL] = TT_USUAL_ROW(0.05),
    TT_TRIAL_ROWS_OF(0.1, 10000, 0.3), /* of one cause: a grade, a stock that is sold off */
};

/* A sale and what it was bought for. */
struct lot {
    const tt_price_obs *sale, *purchase; /* the purchase that covers most of it */
    double cost, price;                  /* base currency per canonical unit */
    bool same;                           /* the same quantity within lot_days */
    tt_move move;                        /* of the market; n below market_runs: not known */
};

enum why { COMPARED, SLIP, WEAK, WHY_COUNT };

/* An observation by the entity that bought or sold. */
struct leg {
    tt_ix who;
    uint32_t obs;
    double left; /* of a purchase: quantity that no sale has taken, canonical units */
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const tt_runs *runs;
    struct leg *buys, *sales; /* of the series at hand, by (who, obs): in the order of time */
    uint32_t *run_of;         /* of observations */
    double *room;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static int cmp_leg(const void *pa, const void *pb, void *ctx)
{
    const struct leg *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->who != b->who)
        return a->who < b->who ? -1 : 1;
    return a->obs < b->obs ? -1 : a->obs > b->obs;
}

static const tt_price_obs *obs_of(const struct state *s, const struct leg *l)
{
    return &s->runs->prices->v[l->obs];
}

static double units(const tt_price_obs *o)
{
    return (double)o->quantity / 1e6;
}

/* --- which purchase a sale is of --- */

static bool
in_time(const struct state *s, const tt_price_obs *buy, const tt_price_obs *sale, int days)
{
    return buy->day <= sale->day && sale->day - buy->day <= (tt_date)s->in->param[days];
}

static bool same_lot(const struct state *s, struct leg *buys, size_t n, const tt_price_obs *sale,
                     struct lot *out)
{
    for (size_t i = 0; i < n; i++) {
        const tt_price_obs *b = obs_of(s, &buys[i]);
        double ratio = units(b) / units(sale);
        if (buys[i].left < units(b) || !in_time(s, b, sale, P_LOT_DAYS) ||
            tt_round9(fabs(ratio - 1)) > s->in->param[P_LOT_SLACK])
            continue;
        buys[i].left = 0;
        *out = (struct lot){.sale = sale, .purchase = b, .cost = exp(b->x), .same = true};
        return true;
    }
    return false;
}

static bool first_in(const struct state *s, struct leg *buys, size_t n, const tt_price_obs *sale,
                     struct lot *out)
{
    double wanted = units(sale), taken = 0, paid = 0, most = 0;
    *out = (struct lot){.sale = sale};
    for (size_t i = 0; i < n && taken < wanted; i++) {
        const tt_price_obs *b = obs_of(s, &buys[i]);
        double take = fmin(buys[i].left, wanted - taken);
        if (take <= 0 || !in_time(s, b, sale, P_SPAN))
            continue;
        buys[i].left -= take;
        taken += take;
        paid += take * exp(b->x);
        if (take > most) {
            most = take;
            out->purchase = b;
        }
    }
    if (taken < s->in->param[P_COVERED] * wanted)
        return false;
    out->cost = paid / taken;
    return true;
}

/* --- one lot --- */

static tt_move market(const struct state *s, const struct lot *l)
{
    tt_date near = (tt_date)s->in->param[P_MARKET_DAYS];
    tt_days before = {l->purchase->day - near, l->purchase->day + near},
            after = {l->sale->day - near, l->sale->day + near};
    const tt_run *run = &s->runs->v[s->run_of[l->sale - s->runs->prices->v]];
    return tt_runs_move(s->runs, run, s->in->shared->declared, before, after, s->room);
}

/* Bought and sold under one code, and perhaps not the same goods. */
static bool is_unlike(const struct lot *l)
{
    tt_hs hs6 = tt_hs_prefix(l->sale->hs, 6);
    return !l->same && (tt_hs_is_residual(hs6) || tt_hs_is_differentiated(hs6));
}

/* Side, likelihood ratio, distance and value of a lot whose prices differ by change. */
static void judge(const struct state *s, const struct lot *l, double change, tt_trial *t)
{
    const double *p = s->in->param;
    double off = tt_round9(fabs(change)), value = (double)l->sale->fob;
    bool jump = l->same && off >= tt_round9(log(p[P_JUMP]));
    t->off = off;
    if (change > 0 && jump) {
        t->side = 1;
        t->lr = p[P_LR_JUMP];
        t->shift = (int64_t)llround(value * -expm1(-change));
    } else if (change < 0 && (jump || off >= tt_round9(-log1p(-p[P_LOSS])))) {
        t->side = -1;
        t->lr = p[jump                                         ? P_LR_JUMP
                  : off >= tt_round9(-log1p(-p[P_LARGE_LOSS])) ? P_LR_LARGE_LOSS
                                                               : P_LR_LOSS];
        t->shift = (int64_t)llround(value * expm1(-change));
    }
    if (t->side && is_unlike(l))
        t->lr = pow(t->lr, p[P_UNLIKE]);
}

static tt_status add_lot(struct state *s, tt_ix who, struct lot *l, tt_err *err)
{
    const double *p = s->in->param;
    tt_trial t = {.seller = who,
                  .hs6 = tt_hs_prefix(l->sale->hs, 6),
                  .dim = l->sale->dim,
                  .at = (tt_ix)(l->sale - s->runs->prices->v),
                  .gap = p[P_USUAL]};
    l->price = exp(l->sale->x);
    double change = l->sale->x - log(l->cost);
    judge(s, l, change, &t);
    if (t.side) { /* again, without what the market did */
        l->move = market(s, l);
        if (l->move.n >= (uint32_t)p[P_MARKET_RUNS])
            change -= l->move.median;
        t.side = 0;
        judge(s, l, change, &t);
    }
    if (t.side && tt_unit_slip(t.dim, exp(t.off), p[P_SLIP]) > 0) {
        tt_tally_add(&s->why[SLIP], l->sale->fob);
        return TT_OK;
    }
    t.own = tt_trial_own(s->in, *l);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for lots");
}

/* --- one trader in one series --- */

static tt_status trader(struct state *s, struct leg *buys, size_t n_buys, const struct leg *sales,
                        size_t n_sales, tt_err *err)
{
    for (size_t i = 0; i < n_sales; i++) {
        struct lot l;
        const tt_price_obs *sale = obs_of(s, &sales[i]);
        if (same_lot(s, buys, n_buys, sale, &l) || first_in(s, buys, n_buys, sale, &l))
            TT_TRY(add_lot(s, sales[i].who, &l, err));
    }
    return TT_OK;
}

static tt_status series(struct state *s, const tt_price_series *x, tt_err *err)
{
    for (size_t i = 0; i < x->n; i++) {
        const tt_price_obs *o = &s->runs->prices->v[x->first + i];
        s->buys[i] = (struct leg){o->buyer, (uint32_t)(x->first + i), units(o)};
        s->sales[i] = (struct leg){o->seller, (uint32_t)(x->first + i), 0};
    }
    if (!tt_sort(s->buys, x->n, sizeof *s->buys, cmp_leg, NULL) ||
        !tt_sort(s->sales, x->n, sizeof *s->sales, cmp_leg, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory to sort lots");
    for (size_t b = 0, i = 0, next_b, next; i < x->n; i = next) {
        tt_ix who = s->sales[i].who;
        for (next = i; next < x->n && s->sales[next].who == who;)
            next++;
        while (b < x->n && s->buys[b].who < who)
            b++;
        for (next_b = b; next_b < x->n && s->buys[next_b].who == who;)
            next_b++;
        if (next_b > b)
            TT_TRY(trader(s, s->buys + b, next_b - b, s->sales + i, next - i, err));
    }
    return TT_OK;
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct lot *l = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, l->sale->kind, l->sale->doc, l->sale->line);
    tt_draft_document(w, l->purchase->kind, l->purchase->doc, l->purchase->line);
    tt_draft_entity(w, l->purchase->seller, "seller");
    tt_draft_entity(w, l->sale->buyer, "buyer");
}

static void tests(const struct state *s, const struct lot *l, tt_draft *w)
{
    bool known = l->move.n >= (uint32_t)s->in->param[P_MARKET_RUNS];
    tt_draft_test(
        w, "market_move", known ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
        known ? tt_draft_text(w, tt_arena_printf(w->a,
                                                 "Between purchase and sale the prices of %s "
                                                 "changed by a factor of %s; that is taken off.",
                                                 tt_say_count(w, l->move.n, "other relation"),
                                                 tt_say_number(w, exp(l->move.median), 2)))
              : "Too few other relations trade these goods at both times to follow the market.");
    tt_draft_test(w, "processing", l->same ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  l->same ? "The same quantity under the same subheading was sold on: nothing was "
                            "made of it."
                          : "Purchase and sale differ in quantity: part may have been processed.");
    tt_draft_test(w, "unlike_goods", is_unlike(l) ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  is_unlike(l) ? "Goods of this code differ, and what was sold may not be what was "
                                 "bought."
                  : l->same    ? "The same quantity was bought and sold: the same goods."
                               : "Goods of this code are much alike.");
    tt_draft_test(w, "unit_slip", TT_TEST_NOT_EXPLAINED,
                  "The ratio is not near a factor between units.");
    tt_draft_test(w, "clearance_sale", TT_TEST_UNKNOWN,
                  "The documents do not say whether goods were damaged, or sold to clear a stock.");
}

static void measures(const struct state *s, const tt_relation *r, tt_draft *w)
{
    const struct lot *l = r->top->own;
    const double *p = s->in->param;
    char ccy[4];
    tt_ccy_text(s->d->base, ccy);
    const char *unit =
        tt_draft_text(w, tt_arena_printf(w->a, "%s/%s", ccy, tt_price_per(r->top->dim)));
    tt_draft_measure(w, "sale_price", unit, l->price, l->cost * (1 - p[P_LOSS]),
                     l->cost * p[P_JUMP], 0);
    tt_draft_measure(w, "purchase_price", unit, l->cost, NAN, NAN, 0);
    tt_draft_measure(w, "gross_margin", "1", 1 - l->cost / l->price, -p[P_LOSS], 1 - 1 / p[P_JUMP],
                     0);
    tt_draft_measure(w, "days_between", "days", l->sale->day - l->purchase->day, NAN, NAN, 0);
    tt_draft_measure(w, "lots_that_differ", "1", (double)r->k, 0,
                     isnan(r->p) ? (double)NAN : r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    const struct lot *l = r->top->own;
    bool up = r->side > 0;
    char hs[TT_HS_TEXT], ccy[4];
    (void)tt_hs_text(r->top->hs6, hs);
    tt_ccy_text(s->d->base, ccy);
    measures(s, r, w);
    tests(s, l, w);
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a, "HS %s: %s sold on %s", hs, tt_say_count(w, r->k, "lot"),
                           up ? "far above the purchase price" : "below the purchase price"));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "Of %s of HS %s that this trader bought and sold again, %s %s sold %s; the farthest "
               "was bought in %s %s of %s at %s %s/%s and sold in %s %s of %s at %s. %s; %s moved "
               "that no margin explains.",
               tt_say_count(w, r->n, "lot"), hs, tt_say_number(w, (double)r->k, 0),
               r->k == 1 ? "was" : "were", up ? "far above that price" : "at a loss",
               tt_kind_text(l->purchase->kind), tt_say_doc(w, l->purchase->kind, l->purchase->doc),
               tt_say_date(w, l->purchase->day), ccy, tt_say_price(w, l->cost),
               tt_price_per(r->top->dim), tt_kind_text(l->sale->kind),
               tt_say_doc(w, l->sale->kind, l->sale->doc), tt_say_date(w, l->sale->day),
               tt_say_price(w, l->price),
               l->same ? "It is the same quantity" : "Lots were matched first in, first out",
               tt_say_money(w, r->shift)));
    tt_draft_step(w, "Ask the trader for the calculation of the sale: freight, duty, margin.");
    tt_draft_step(w, "Look who owns the trader, its supplier and its customer.");
    tt_draft_step(w, up ? "Ask whether the goods went to the customer straight from the supplier."
                        : "Ask what became of the loss: who bore it, and with what money.");
}

/* --- all together --- */

static tt_status prepare(struct state *s, tt_err *err)
{
    size_t widest = 0;
    tt_arena *a = s->in->scratch;
    for (size_t i = 0; i < s->runs->prices->n_series; i++)
        widest = TT_MAX(widest, s->runs->prices->series[i].n);
    s->buys = tt_new_n(a, struct leg, widest + 1);
    s->sales = tt_new_n(a, struct leg, widest + 1);
    s->run_of = tt_new_n(a, uint32_t, s->runs->prices->n + 1);
    s->room = tt_new_n(a, double, tt_runs_widest(s->runs) + 1);
    if (!s->buys || !s->sales || !s->run_of || !s->room)
        return tt_fail(err, TT_ENOMEM, "no memory for lots");
    for (uint32_t r = 0; r < s->runs->n; r++)
        for (uint32_t i = 0; i < s->runs->v[r].n; i++)
            s->run_of[s->runs->obs[s->runs->v[r].first + i]] = r;
    return TT_OK;
}

static tt_status traders(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {SLIP, "the ratio of sale and purchase price is a unit factor", "lot",
         "treated as errors of data entry: never evidence", "dq.unit_error_suspected"},
        {WEAK, "traders whose weight is below min_weight", "trader",
         "not more than other traders in these data lose or gain", NULL},
    };
    static const tt_trial_words say = {.roles = {"trader", NULL},
                                       .first = P_REPEAT,
                                       .expect = "losses and windfalls of honest trade",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(prepare(s, err));
    for (size_t i = 0; i < s->runs->prices->n_series; i++)
        TT_TRY(series(s, &s->runs->prices->series[i], err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "price.margin_anomaly", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .runs = &in->shared->runs};
    tt_status st = traders(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_price_margin_anomaly = {
    .id = "price.margin_anomaly",
    .revision = 3,
    .title = "Resold at a price that no margin explains",
    .typology = "re_invoicing",
    .family = TT_FAMILY_PRICE,
    .split = TT_SPLIT_ENTITY,
    .indicators = "T-05 O-11",
    .source = "FATF, Trade Based Money Laundering (2006), case studies 9 and 12",
    .looks_for = "Goods that a trader buys and sells again under the same HS subheading at a loss, "
                 "or the same lot within days at a price far from what it cost.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
