/*
 * flow_loop_mixed.c - goods and money that do not go opposite ways.
 *
 * Goods that their buyer did not pay, and money that pays no goods of its two parties, are looked
 * at together.  They go round: A sells to B, B to C, C pays D, D pays A.  Or the same way: A sells
 * to B, and pays B (common/along.h).  Or the money comes from a third side, to which nothing goes
 * (common/triangle.h).  Not caught here: circles of money alone (flow_cycle_money) or of goods
 * alone (flow_cycle_goods).  Formula, worked example, false positives: flow_loop_mixed.md.
 */
#include "detect/common/along.h"
#include "graph/mixed.h"

#include <math.h>

enum {
    P_WINDOW,
    P_MIN_LEN,
    P_MAX_LEN,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_PAID,
    P_CIRCLE,
    P_ALONG = P_CIRCLE + TT_CIRCLE_PARAMS
};

static const tt_param params[] = {
    [P_WINDOW] = {"window", 180, 1, 3650, "days", "from the first to the last leg"},
    [P_MIN_LEN] = {"min_len", 3, 3, 16, "count", "legs in a circle, at least"},
    [P_MAX_LEN] = {"max_len", 6, 3, 16, "count", "legs in a circle, at most"},
    [P_KEEP_LOW] = {"keep_low", 0.9, 0.1, 1, "fraction",
                    "lowest share of a leg's value that goes on with the next"},
    [P_KEEP_HIGH] = {"keep_high", 1.05, 1, 2, "fraction", "highest share that goes on"},
    [P_PAID] = {"paid", 0.1, 0, 1, "fraction",
                "goods of which their buyer paid a larger share take no part"},
    TT_CIRCLE_ROWS(P_CIRCLE, "leg", "legs", 200),
    TT_ALONG_ROWS(P_ALONG),
};

enum { DAY = 86400 };

struct run {
    const tt_detect_in *in;
    tt_mixed mixed;
    tt_cycles cycles;
    tt_circles x;
    tt_circle_count in_groups, serve, agents; /* explained: not told */
};

static tt_status search(struct run *r, tt_err *err)
{
    const double *p = r->in->param;
    if (p[P_MAX_LEN] < p[P_MIN_LEN])
        return tt_fail(err, TT_EUSAGE, "flow.loop_mixed: max_len is below min_len");
    TT_TRY(tt_mixed_make(r->in->graph, &r->in->shared->flows.netting, p[P_PAID], r->in->scratch,
                         &r->mixed, err));
    TT_TRY(tt_circles_begin(&r->x, r->in, "flow.loop_mixed", P_CIRCLE, &r->mixed.layer, &r->cycles,
                            err));
    r->x.goods = r->mixed.goods;
    r->x.opt.mixed = r->mixed.goods;
    r->x.opt.window = (uint32_t)p[P_WINDOW] * DAY;
    r->x.opt.min_len = (unsigned)p[P_MIN_LEN];
    r->x.opt.max_len = (unsigned)p[P_MAX_LEN];
    r->x.opt.keep_low = p[P_KEEP_LOW];
    r->x.opt.keep_high = p[P_KEEP_HIGH];
    return tt_circles_find(&r->x, err);
}

/* --- what the best round is made of --- */

struct legs {
    uint32_t goods, money; /* flows */
    uint32_t by_deal;      /* payments that a deal matches with goods of the circle */
};

static tt_ix deal_of(const struct run *r, uint32_t flow)
{
    const tt_layer *l = &r->mixed.layer;
    const tt_ix *deal = r->in->data->deal_of[l->kind_of[flow]];
    return deal ? deal[l->doc[flow]] : 0;
}

static struct legs legs_of(const struct run *r, const tt_circle *c)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    const uint32_t *flow = r->cycles.flow + best->first;
    struct legs n = {0};
    for (uint32_t i = 0; i < best->n_flows; i++) {
        bool same = false;
        if (r->mixed.goods[flow[i]]) {
            n.goods++;
            continue;
        }
        n.money++;
        for (uint32_t k = 0; k < best->n_flows; k++)
            same |= r->mixed.goods[flow[k]] && deal_of(r, flow[k]) &&
                    deal_of(r, flow[k]) == deal_of(r, flow[i]);
        n.by_deal += same;
    }
    return n;
}

/* --- innocent explanations --- */

/* The buyer pays an agent or its treasury, and that pays the seller for the buyer: one between.
 * The money comes from the buyer, so that nothing is out of the way. */
static bool is_agent(const struct run *r, const tt_circle *c)
{
    return tt_circle_best(&r->x, c)->len == 3 && legs_of(r, c).goods == 1;
}

static void test_agent(tt_draft *w, const struct legs *n)
{
    tt_draft_test(w, "paid_through_agent", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "This is more than a buyer who pays through one agent; %u of %u payments "
                         "are matched with the very goods.",
                         n->by_deal, n->money));
}

/* Does a flow of the layer go straight back from where flow i went? */
static bool is_answered(const struct run *r, uint32_t i)
{
    const tt_layer *l = &r->mixed.layer;
    const tt_graph *g = r->in->graph;
    const uint32_t *back;
    const tt_layer *other = r->mixed.goods[i] ? &g->money : &g->goods;
    return tt_layer_between(other, l->dst[i], l->src[i], &back) > 0;
}

/* Legs whose two parties also deal the other way: an account between them may settle the leg. */
static void test_account(const struct run *r, tt_draft *w, const tt_circle *c)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    uint32_t n = 0;
    for (uint32_t i = 0; i < best->n_flows; i++)
        n += is_answered(r, r->cycles.flow[best->first + i]);
    tt_circle_test(w, &r->x, "account_between_two", n == best->n_flows,
                   tt_say(w,
                          "In %u of %u legs money answers goods between the same two at another "
                          "time, as on a running account.",
                          n, best->n_flows));
}

/* --- saying --- */

static void explain(const struct run *r, tt_draft *w, const tt_circle *c, const struct legs *n)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    w->f.title = tt_say(w, "Value returns to where it started, %s as goods and %s as money",
                        tt_say_count(w, n->goods, "time"), tt_say_count(w, n->money, "time"));
    w->f.explanation =
        tt_say(w,
               "%s. After %u legs in %s %s %% of the first value is back where it started. Nothing "
               "shows that the buyer of the goods paid the seller; none of the payments pays goods "
               "between its two parties. By chance %s circles as tight and as quick are expected "
               "through the busiest of the parties.%s",
               tt_circle_legs(w, &r->x, c), best->len, tt_say_count(w, best->span / DAY, "day"),
               tt_say_number(w, 100 * best->conservation, 1), tt_say_chance(w, c->expected),
               tt_circle_again(w, c));
}

static tt_status report(const struct run *r, const tt_circle *c, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask for the contract that lets somebody else pay for the goods.",
        "Ask for the transport papers: did the goods move, and to whom?",
        "Ask the banks what the parties between were paid for.",
    };
    struct legs n = legs_of(r, c);
    tt_draft w;
    tt_circle_draft(&w, &r->x, c);
    tt_draft_measure(&w, "goods_legs", "count", (double)n.goods, NAN, NAN, 0);
    test_agent(&w, &n);
    test_account(r, &w, c);
    tt_circle_test_value(&w, &r->x, c);
    explain(r, &w, c, &n);
    tt_draft_steps(&w, steps, TT_LEN(steps));
    return tt_draft_add(&w, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct run r = {.in = in};
    TT_TRY(search(&r, err));
    for (size_t i = 0; i < r.cycles.n_circles; i++) {
        const tt_circle *c = &r.cycles.circles[i];
        if (c->p > tt_circles_param(&r.x, TT_CIRCLE_MAX_P))
            continue;
        if (tt_circle_serves(&r.x, c))
            tt_circle_add(&r.serve, &r.x, c);
        else if (tt_circle_owned(&r.x, c))
            tt_circle_add(&r.in_groups, &r.x, c);
        else if (is_agent(&r, c))
            tt_circle_add(&r.agents, &r.x, c);
        else
            TT_TRY(report(&r, c, out, err));
    }
    TT_TRY(tt_circle_note(&r.x, "a bank, carrier, broker or public body is in the circle", r.serve,
                          "its business: not told", out, err));
    TT_TRY(tt_circle_note(&r.x, "declared owners connect all parties", r.in_groups,
                          "payments for each other inside a group are usual: not told", out, err));
    TT_TRY(tt_circle_note(&r.x, "one leg of goods, and one party between", r.agents,
                          "the buyer pays through an agent or a treasury: not told", out, err));
    TT_TRY(tt_circle_notes(&r.x, out, err));
    return tt_along_tell(&r.x, &in->shared->flows.netting, in->param[P_PAID], P_ALONG, out, err);
}

const tt_detector tt_detector_flow_loop_mixed = {
    .id = "flow.loop_mixed",
    .revision = 2,
    .title = "Goods and money that do not go opposite ways",
    .typology = "loop_mixed",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_COMPONENT,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-04 A-08 T-02",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), group 4; "
        "FATF, Trade Based Money Laundering (2006), section on third parties",
    .looks_for = "Goods that their buyer did not pay and payments for no goods that come back in "
                 "about the same value to where they started, or go the same way from the seller "
                 "to the buyer; goods paid again and again from abroad by one who gets nothing "
                 "back.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
