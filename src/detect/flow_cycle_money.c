/*
 * flow_cycle_money.c - payments that go round and come back nearly whole.
 *
 * Only money that pays no matched goods is looked at, or every pair that trades would be a circle.
 * Not caught here: circles that close through a shipment, money that is split over several relays,
 * goods that come back (flow_cycle_goods).  Formula, worked example, false positives:
 * flow_cycle_money.md.
 */
#include "detect/common/circles.h"

enum {
    P_WINDOW,
    P_MAX_LEN,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_ANY_ORDER,
    P_TWO,
    P_REFUND_DAYS,
    P_REFUND,
    P_CIRCLE
};

static const tt_param params[] = {
    [P_WINDOW] = {"window", 120, 1, 3650, "days", "from the first to the last payment"},
    [P_MAX_LEN] = {"max_len", 6, 3, 16, "count", "payments in a circle, at most"},
    [P_KEEP_LOW] = {"keep_low", 0.85, 0.1, 1, "fraction",
                    "lowest share of a payment that goes on with the next"},
    [P_KEEP_HIGH] = {"keep_high", 1.02, 1, 2, "fraction", "highest share that goes on"},
    [P_ANY_ORDER] = {"any_order", 1, 0, 1, "flag",
                     "1: a payment may precede the one that feeds it, as on credit"},
    [P_TWO] = {"two_countries", 1, 0, 1, "flag",
               "1: there and back counts when the two are in different countries"},
    [P_REFUND_DAYS] = {"refund_days", 30, 0, 365, "days",
                       "a payment that goes back within this time is a refund"},
    [P_REFUND] = {"refund", 0.02, 0, 0.5, "fraction", "by how much a refund may differ"},
    TT_CIRCLE_ROWS(P_CIRCLE, "payment", "payments", 200),
};

enum { DAY = 86400 };

struct run {
    const tt_detect_in *in;
    const tt_layer *l;
    tt_cycles cycles;
    tt_circles x;
    tt_circle_count in_groups; /* explained: not told */
};

static tt_status search(struct run *r, tt_err *err)
{
    const double *p = r->in->param;
    TT_TRY(tt_circles_begin(&r->x, r->in, "flow.cycle_money", P_CIRCLE, r->l, &r->cycles, err));
    r->x.opt.window = (uint32_t)p[P_WINDOW] * DAY;
    r->x.opt.min_len = p[P_TWO] > 0 ? 2 : 3;
    r->x.opt.max_len = (unsigned)p[P_MAX_LEN];
    r->x.opt.keep_low = p[P_KEEP_LOW];
    r->x.opt.keep_high = p[P_KEEP_HIGH];
    r->x.opt.unsettled_only = true;
    r->x.opt.any_order = p[P_ANY_ORDER] > 0;
    return tt_circles_find(&r->x, err);
}

/* --- innocent explanations: false when the circle is none at all --- */

static bool near(int64_t a, int64_t b, double by)
{
    return (double)b >= (1 - by) * (double)a && (double)b <= (1 + by) * (double)a;
}

/* First of n flows in order of time that is at t or later. */
static uint32_t first_from(const tt_layer *l, const uint32_t *at, uint32_t n, uint32_t t)
{
    uint32_t low = 0;
    TT_BISECT(uint32_t, low, n, mid, l->t[at[mid]] < t);
    return low;
}

/* Was flow i paid back by its payee, or is it itself the money back, within the time of a refund?
 */
static bool is_refunded(const struct run *r, uint32_t i)
{
    const tt_layer *l = r->l;
    const double *p = r->in->param;
    uint64_t reach = (uint64_t)p[P_REFUND_DAYS] * DAY;
    const uint32_t *back;
    uint32_t n = tt_layer_between(l, l->dst[i], l->src[i], &back);
    uint32_t k = first_from(l, back, n, l->t[i] > reach ? l->t[i] - (uint32_t)reach : 0);
    for (; k < n && l->t[back[k]] <= l->t[i] + reach; k++)
        if (l->amount[back[k]] != TT_NO_NUM && near(l->amount[i], l->amount[back[k]], p[P_REFUND]))
            return true;
    return false;
}

static uint32_t refunds(const struct run *r, const tt_circle *c)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    uint32_t n = 0;
    for (uint32_t f = 0; f < best->n_flows; f++)
        n += is_refunded(r, r->cycles.flow[best->first + f]);
    return n;
}

/* Payments whose payee sent the payer goods: perhaps their invoice was not matched. */
static uint32_t traded(const struct run *r, const tt_circle *c)
{
    const tt_layer *goods = &r->in->graph->goods;
    const tt_cycle *best = tt_circle_best(&r->x, c);
    const uint32_t *first;
    uint32_t n = 0;
    for (uint32_t f = 0; f < best->n_flows; f++) {
        uint32_t i = r->cycles.flow[best->first + f];
        n += tt_layer_between(goods, r->l->dst[i], r->l->src[i], &first) > 0;
    }
    return n;
}

/* A loan of a bank; there and back between two: in one country everyday life, and a refund none. */
static bool is_everyday(const struct run *r, const tt_circle *c)
{
    if (tt_circle_serves(&r->x, c))
        return true;
    if (c->n_parties > 2)
        return false;
    return tt_circle_countries(&r->x, c) < 2 || refunds(r, c) > 0;
}

/* --- saying --- */

static void test_refunds(const struct run *r, tt_draft *w, const tt_circle *c)
{
    uint32_t n = refunds(r, c);
    tt_circle_test(w, &r->x, "refund", n > 0,
                   n ? tt_say(w,
                              "%u of %u payments were paid back to where they came from within "
                              "the time of a refund.",
                              n, tt_circle_best(&r->x, c)->n_flows)
                     : "None of the payments went straight back to its payer.");
}

static void test_trade(const struct run *r, tt_draft *w, const tt_circle *c)
{
    uint32_t n = traded(r, c), all = tt_circle_best(&r->x, c)->n_flows;
    tt_circle_test(w, &r->x, "unmatched_trade", n == all,
                   tt_say(w,
                          "No payment is matched with goods; for %u of %u the payee did sell to "
                          "the payer.",
                          n, all));
}

static void test_order(tt_draft *w, const tt_cycle *best)
{
    if (best->ordered)
        tt_draft_test(w, "order_of_time", TT_TEST_NOT_EXPLAINED,
                      "Each payment follows the one that feeds it.");
    else
        tt_draft_test(w, "order_of_time", TT_TEST_WEAKENED,
                      "Some payments precede the one that would feed them; the chance allows for "
                      "that.");
}

static void explain(const struct run *r, tt_draft *w, const tt_circle *c)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a, "Money returns to where it started after %u payments", best->len));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "%s. After %u payments in %s %s %% of the first amount is back where it started. "
               "None of the payments settles matched goods. By chance %s circles as tight and as "
               "quick are expected through the busiest of the parties.%s",
               tt_circle_legs(w, &r->x, c), best->len, tt_say_count(w, best->span / DAY, "day"),
               tt_say_number(w, 100 * best->conservation, 1), tt_say_chance(w, c->expected),
               tt_circle_again(w, c)));
}

static tt_status report(const struct run *r, const tt_circle *c, tt_findings *out, tt_err *err)
{
    tt_draft w;
    tt_circle_draft(&w, &r->x, c);
    test_refunds(r, &w, c);
    test_trade(r, &w, c);
    tt_circle_test_value(&w, &r->x, c);
    test_order(&w, tt_circle_best(&r->x, c));
    explain(r, &w, c);
    tt_draft_step(&w, "Ask each party what the payments were for, and for the contracts.");
    tt_draft_step(&w, "Ask the banks for the other payments of these accounts in the period.");
    tt_draft_step(&w, "Look for owners, directors and addresses that the parties have in common.");
    return tt_draft_add(&w, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct run r = {.in = in, .l = &in->graph->money};
    TT_TRY(search(&r, err));
    for (size_t i = 0; i < r.cycles.n_circles; i++) {
        const tt_circle *c = &r.cycles.circles[i];
        if (c->p > tt_circles_param(&r.x, TT_CIRCLE_MAX_P) || is_everyday(&r, c))
            continue;
        if (tt_circle_owned(&r.x, c))
            tt_circle_add(&r.in_groups, &r.x, c);
        else
            TT_TRY(report(&r, c, out, err));
    }
    TT_TRY(tt_circle_note(&r.x, "declared owners connect all parties", r.in_groups,
                          "loans and cash pooling inside a group are usual: not told", out, err));
    return tt_circle_notes(&r.x, out, err);
}

const tt_detector tt_detector_flow_cycle_money = {
    .id = "flow.cycle_money",
    .revision = 4,
    .title = "Circular payments",
    .typology = "cycle_money",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_COMPONENT,
    .indicators = "A-08",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), group 4",
    .looks_for = "Payments that pay no matched goods, pass through other parties and come back to "
                 "where they started nearly whole.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
