/*
 * flow_cycle_money.c - payments that go round and come back nearly whole.
 *
 * Only money that pays no matched goods is looked at, or every pair that trades would be a circle.
 * Not caught here: circles that close through a shipment, money that is split over several relays,
 * goods that come back (flow_cycle_goods).  Formula, worked example, false positives:
 * flow_cycle_money.md.
 */
#include "detect/common/circles.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"

enum {
    P_WINDOW,
    P_MAX_LEN,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_ANY_ORDER,
    P_SPLIT,
    P_TWO,
    P_MIN_VALUE,
    P_SMALL_VALUE,
    P_MAX_P,
    P_HUB_DEGREE,
    P_REFUND_DAYS,
    P_REFUND,
    P_OWNER_DF,
    P_EXPLAINED,
    P_VISITS_ROOT,
    P_VISITS,
    P_MAX_CYCLES
};

static const tt_param params[] = {
    [P_WINDOW] = {"window", 120, 1, 3650, "days", "from the first to the last payment"},
    [P_MAX_LEN] = {"max_len", 6, 3, 16, "count", "payments in a circle, at most"},
    [P_KEEP_LOW] = {"keep_low", 0.85, 0.1, 1, "fraction",
                    "lowest share of a payment that goes on with the next"},
    [P_KEEP_HIGH] = {"keep_high", 1.02, 1, 2, "fraction", "highest share that goes on"},
    [P_ANY_ORDER] = {"any_order", 1, 0, 1, "flag",
                     "1: a payment may precede the one that feeds it, as on credit"},
    [P_SPLIT] = {"split", 3, 0, 30, "days",
                 "payments of one pair this close may count as one; 0: never"},
    [P_TWO] = {"two_countries", 1, 0, 1, "flag",
               "1: there and back counts when the two are in different countries"},
    [P_MIN_VALUE] = {"min_value", 0, 0, 1e12, "base", "the first payment is at least this"},
    [P_SMALL_VALUE] = {"small_value", 5000, 0, 1e12, "base",
                       "circles that moved less than this are weakened"},
    [P_MAX_P] = {"max_p", 0.01, 1e-12, 1, "probability",
                 "circles that chance makes more easily are not reported"},
    [P_HUB_DEGREE] = {"hub_degree", 200, 2, 1e9, "count",
                      "parties with more counterparties may start a circle, not relay it"},
    [P_REFUND_DAYS] = {"refund_days", 30, 0, 365, "days",
                       "a payment that goes back within this time is a refund"},
    [P_REFUND] = {"refund", 0.02, 0, 0.5, "fraction", "by how much a refund may differ"},
    [P_OWNER_DF] = {"owner_df", 50, 2, 10000, "count",
                    "owners of more parties than this connect nobody"},
    [P_EXPLAINED] = {"explained", 0.3, 0, 1, "fraction",
                     "what remains of the weight for each explanation that holds"},
    [P_VISITS_ROOT] = {"visits_root", 1e5, 1e2, 1e12, "count", "payments tried from one start"},
    [P_VISITS] = {"visits", 1e8, 1e3, 1e15, "count", "payments tried in one component"},
    [P_MAX_CYCLES] = {"max_cycles", 5e5, 1, 1e9, "count", "circles kept"},
};

enum { DAY = 86400 };

struct run {
    const tt_detect_in *in;
    const tt_layer *l;
    const tt_ix *owned; /* of an entity: group by declared owners */
    tt_cycle_options opt;
    tt_cycles cycles;
    tt_circles x;
    tt_circle_count in_groups; /* explained: not told */
};

static tt_status search(struct run *r, tt_err *err)
{
    const double *p = r->in->param;
    uint8_t *hub;
    TT_TRY(tt_circle_hubs(r->in->data, r->in->graph, r->l, p[P_HUB_DEGREE], r->in->scratch, &hub,
                          err));
    r->opt = (tt_cycle_options){
        .window = (uint32_t)p[P_WINDOW] * DAY,
        .min_len = p[P_TWO] > 0 ? 2 : 3,
        .max_len = (unsigned)p[P_MAX_LEN],
        .keep_low = p[P_KEEP_LOW],
        .keep_high = p[P_KEEP_HIGH],
        .unsettled_only = true,
        .same_day = true,
        .any_order = p[P_ANY_ORDER] > 0,
        .split = (uint32_t)p[P_SPLIT] * DAY,
        .min_amount = tt_circle_minor(r->in->data, p[P_MIN_VALUE]),
        .hub = hub,
        .visits_per_root = (uint64_t)p[P_VISITS_ROOT],
        .visits_per_component = (uint64_t)p[P_VISITS],
        .max_cycles = (uint64_t)p[P_MAX_CYCLES],
    };
    r->x = (tt_circles){r->in->data, r->l, &r->cycles};
    return tt_cycles_find(r->in->graph, r->l, &r->opt, r->in->threads, NULL, r->in->scratch,
                          &r->cycles, err);
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
    while (low < n) {
        uint32_t mid = low + (n - low) / 2;
        if (l->t[at[mid]] < t)
            low = mid + 1;
        else
            n = mid;
    }
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
    if (n) {
        tt_draft_test(w, "refund", TT_TEST_WEAKENED,
                      tt_draft_text(w, tt_arena_printf(w->a,
                                                       "%u of %u payments were paid back to where "
                                                       "they came from within the time of a "
                                                       "refund.",
                                                       n, tt_circle_best(&r->x, c)->n_flows)));
        w->f.weight *= r->in->param[P_EXPLAINED];
    } else {
        tt_draft_test(w, "refund", TT_TEST_NOT_EXPLAINED,
                      "None of the payments went straight back to its payer.");
    }
}

static void test_trade(const struct run *r, tt_draft *w, const tt_circle *c)
{
    uint32_t n = traded(r, c), all = tt_circle_best(&r->x, c)->n_flows;
    const char *text = tt_draft_text(
        w, tt_arena_printf(w->a,
                           "No payment is matched with goods; for %u of %u the payee did sell to "
                           "the payer.",
                           n, all));
    tt_draft_test(w, "unmatched_trade", n == all ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED, text);
    if (n == all)
        w->f.weight *= r->in->param[P_EXPLAINED];
}

static void test_value(const struct run *r, tt_draft *w, const tt_circle *c)
{
    int64_t amount = tt_circle_amount(&r->x, c);
    bool small = amount < tt_circle_minor(r->in->data, r->in->param[P_SMALL_VALUE]);
    tt_draft_test(w, "small_value", small ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_draft_text(w, tt_arena_printf(w->a, "What went round comes to %s.",
                                                   tt_say_money(w, amount))));
    if (small)
        w->f.weight *= r->in->param[P_EXPLAINED];
    w->f.value_shift.minor = amount;
    tt_draft_money(w, "circulated", amount);
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
    const char *again =
        c->n_apart > 1
            ? tt_draft_text(
                  w, tt_arena_printf(w->a, " The same parties did this %u times.", c->n_apart))
            : "";
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a, "Money returns to where it started after %u payments", best->len));
    w->f.explanation = tt_draft_text(
        w,
        tt_arena_printf(
            w->a,
            "%s. After %u payments in %s %s %% of the first amount is back where it started. "
            "None of the payments settles matched goods. By chance %s circles as tight and as "
            "quick are expected through the busiest of the parties.%s",
            tt_circle_legs(w, &r->x, c), best->len, tt_say_count(w, best->span / DAY, "day"),
            tt_say_number(w, 100 * best->conservation, 1), tt_say_chance(w, c->expected), again));
}

static tt_status report(const struct run *r, const tt_circle *c, tt_findings *out, tt_err *err)
{
    const double *p = r->in->param;
    tt_draft w;
    tt_draft_begin(&w, r->in->data, r->in->scratch);
    w.f.key = tt_circle_key(&w, &r->x, c);
    w.f.p_value = c->p;
    w.f.weight = tt_bans(tt_log10_e_of_p(TT_MAX(c->p, 1e-12)));
    tt_circle_cite(&w, &r->x, c);
    tt_circle_measures(&w, &r->x, c, p[P_WINDOW], p[P_KEEP_LOW], p[P_KEEP_HIGH]);
    tt_circle_test_owned(&w, &r->x, c, r->owned);
    test_refunds(r, &w, c);
    test_trade(r, &w, c);
    test_value(r, &w, c);
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
    uint32_t df[TT_ATTR_COUNT] = {[TT_ATTR_OWNER] = (uint32_t)in->param[P_OWNER_DF]};
    tt_ix *owned;
    TT_TRY(tt_links_groups(&in->shared->links, df, in->scratch, &owned, err));
    r.owned = owned;
    TT_TRY(search(&r, err));
    for (size_t i = 0; i < r.cycles.n_circles; i++) {
        const tt_circle *c = &r.cycles.circles[i];
        if (c->p > in->param[P_MAX_P] || is_everyday(&r, c))
            continue;
        if (tt_circle_owned(&r.x, c, owned))
            tt_circle_add(&r.in_groups, &r.x, c);
        else
            TT_TRY(report(&r, c, out, err));
    }
    TT_TRY(tt_note(in->data, out, in->scratch, "flow.cycle_money: explained",
                   "declared owners connect all parties", r.in_groups.n, "circle",
                   r.in_groups.value, "loans and cash pooling inside a group are usual: not told",
                   err));
    return tt_circle_notes(in, "flow.cycle_money", &r.opt, &r.x, out, err);
}

const tt_detector tt_detector_flow_cycle_money = {
    .id = "flow.cycle_money",
    .revision = 2,
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
