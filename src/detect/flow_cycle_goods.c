/*
 * flow_cycle_goods.c - goods of one HS subheading that come back to where they started.
 *
 * A carousel: the same lot is sold round, often across borders and at rising prices, for a tax
 * refund or to carry money along.  Not caught here: goods that change their code on the way, lots
 * that are split over several relays, money that goes round (flow_cycle_money).  Formula, worked
 * example, false positives: flow_cycle_goods.md.
 */
#include "detect/common/circles.h"
#include "detect/common/returns.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

enum {
    P_WINDOW,
    P_MIN_LEN,
    P_MAX_LEN,
    P_KEEP_LOW,
    P_KEEP_HIGH,
    P_VALUE_LOW,
    P_VALUE_HIGH,
    P_PACKAGING,
    P_CIRCLE
};

static const tt_param params[] = {
    [P_WINDOW] = {"window", 180, 1, 3650, "days", "from the first to the last sale"},
    [P_MIN_LEN] = {"min_len", 3, 2, 16, "count", "sales in a circle, at least"},
    [P_MAX_LEN] = {"max_len", 6, 2, 16, "count", "sales in a circle, at most"},
    [P_KEEP_LOW] = {"keep_low", 0.9, 0.1, 1, "fraction",
                    "lowest share of the quantity that is sold on"},
    [P_KEEP_HIGH] = {"keep_high", 1.05, 1, 2, "fraction", "highest share"},
    [P_VALUE_LOW] = {"value_low", 0.8, 0.01, 1, "fraction",
                     "lowest ratio of values, where no quantity can be compared"},
    [P_VALUE_HIGH] = {"value_high", 1.6, 1, 100, "fraction", "highest ratio of values"},
    [P_PACKAGING] = {"packaging", 0, 0, 1, "flag", "1: report returnable packaging as well"},
    TT_CIRCLE_ROWS(P_CIRCLE, "sale", "sales", 500),
};

enum { DAY = 86400 };

struct run {
    const tt_detect_in *in;
    const tt_layer *l;
    tt_cycles cycles;
    tt_circles x;
    tt_circle_count packaging, in_groups, returns; /* explained: not told */
};

static tt_status search(struct run *r, tt_err *err)
{
    const double *p = r->in->param;
    if (p[P_MAX_LEN] < p[P_MIN_LEN])
        return tt_fail(err, TT_EUSAGE, "flow.cycle_goods: max_len is below min_len");
    TT_TRY(tt_circles_begin(&r->x, r->in, "flow.cycle_goods", P_CIRCLE, r->l, &r->cycles, err));
    r->x.opt.window = (uint32_t)p[P_WINDOW] * DAY;
    r->x.opt.min_len = (unsigned)p[P_MIN_LEN];
    r->x.opt.max_len = (unsigned)p[P_MAX_LEN];
    r->x.opt.keep_low = p[P_KEEP_LOW];
    r->x.opt.keep_high = p[P_KEEP_HIGH];
    r->x.opt.by_quantity = true;
    r->x.opt.value_low = p[P_VALUE_LOW];
    r->x.opt.value_high = p[P_VALUE_HIGH];
    r->x.opt.same_hs6 = true;
    return tt_circles_find(&r->x, err);
}

static uint32_t flow_of(const struct run *r, const tt_cycle *c, uint32_t at)
{
    return r->cycles.flow[c->first + at];
}

/* --- innocent explanations --- */

static bool is_packaging(const struct run *r, const tt_circle *c)
{
    return tt_is_packaging(r->l->hs6[flow_of(r, tt_circle_best(&r->x, c), 0)] / 100);
}

/* How many of the sales of the best cycle have papers that speak of a return. */
static uint32_t returns(const struct run *r, const tt_circle *c)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    uint32_t n = 0;
    for (uint32_t f = 0; f < best->n_flows; f++) {
        uint32_t i = flow_of(r, best, f);
        n += tt_papers_say_return(r->in->data, r->l->kind_of[i], r->l->doc[i]);
    }
    return n;
}

static void test_return(const struct run *r, tt_draft *w, const tt_circle *c)
{
    uint32_t n = returns(r, c);
    tt_circle_test(w, &r->x, "repair_or_return", n > 0,
                   n ? tt_say(w,
                              "The papers of %u of %u sales speak of repair, return, a fair, or "
                              "a procedure for goods that come back.",
                              n, tt_circle_best(&r->x, c)->n_flows)
                     : "No paper speaks of repair, return, a fair, or a procedure for goods that "
                       "come back.");
}

static void test_packaging(tt_draft *w, bool packaging)
{
    tt_draft_test(w, "returnable_packaging", packaging ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  packaging ? "The code is one of packaging that is sent back to be filled."
                            : "The code is not one of packaging that is sent back to be filled.");
}

/* --- saying --- */

/* Hops whose size is compared by quantity or mass with that of the one before. */
static bool by_quantity(const struct run *r, const tt_cycle *c)
{
    const tt_layer *l = r->l;
    for (uint32_t f = 1; f < c->n_flows; f++) {
        uint32_t i = flow_of(r, c, f - 1), j = flow_of(r, c, f);
        bool qty = l->dim[i] && l->dim[i] == l->dim[j];
        if (!qty && (l->kg[i] == TT_NO_NUM || l->kg[j] == TT_NO_NUM))
            return false;
    }
    return true;
}

static double hop_value(const struct run *r, const tt_cycle *c, uint32_t hop)
{
    double sum = 0;
    for (uint32_t f = 0; f < c->n_flows; f++) {
        uint32_t i = flow_of(r, c, f);
        if (r->cycles.hop[c->first + f] == hop)
            sum += r->l->amount[i] == TT_NO_NUM ? (double)NAN : (double)r->l->amount[i];
    }
    return sum;
}

/* Value of a unit at the last sale over the first; where quantities differ they are allowed for. */
static double price_ratio(const struct run *r, const tt_cycle *c)
{
    double value = hop_value(r, c, c->len - 1) / hop_value(r, c, 0);
    return by_quantity(r, c) ? value / c->conservation : value;
}

static const char *price_words(const struct run *r, tt_draft *w, const tt_circle *c)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    double ratio = price_ratio(r, best);
    if (!isfinite(ratio))
        return "The values are not all known.";
    return tt_draft_text(w,
                         tt_arena_printf(w->a, "%s went from 100 to %s on the way.",
                                         by_quantity(r, best) ? "The price of a unit" : "The value",
                                         tt_say_number(w, 100 * ratio, 1)));
}

static void explain(const struct run *r, tt_draft *w, const tt_circle *c)
{
    const tt_cycle *best = tt_circle_best(&r->x, c);
    const char *kept =
        by_quantity(r, best)
            ? tt_draft_text(w, tt_arena_printf(w->a, "%s %% of the quantity",
                                               tt_say_number(w, 100 * best->conservation, 1)))
            : "goods whose quantity is not comparable";
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a, "Goods return to where they started after %u sales", best->len));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "%s. All under HS %06u: after %u sales in %s %s are back where they started. %s By "
               "chance %s circles as tight and as quick are expected through the busiest of the "
               "parties.%s",
               tt_circle_legs(w, &r->x, c), r->l->hs6[flow_of(r, best, 0)], best->len,
               tt_say_count(w, best->span / DAY, "day"), kept, price_words(r, w, c),
               tt_say_chance(w, c->expected), tt_circle_again(w, c)));
}

static tt_status report(const struct run *r, const tt_circle *c, tt_findings *out, tt_err *err)
{
    double ratio = price_ratio(r, tt_circle_best(&r->x, c));
    tt_draft w;
    tt_circle_draft(&w, &r->x, c);
    if (isfinite(ratio))
        tt_draft_measure(&w, "price_ratio", "1", ratio, NAN, NAN, 0);
    test_return(r, &w, c);
    test_packaging(&w, is_packaging(r, c));
    tt_circle_test_value(&w, &r->x, c);
    explain(r, &w, c);
    tt_draft_step(&w, "Ask for the transport papers of each sale, and whether the goods moved.");
    tt_draft_step(&w, "Compare serial, lot and container numbers between the sales.");
    tt_draft_step(&w, "Ask the tax office for refunds and unpaid VAT of the parties.");
    return tt_draft_add(&w, out, err);
}

/* Where an innocent explanation that holds wholly is counted; NULL: the circle is told. */
static tt_circle_count *explained(struct run *r, const tt_circle *c)
{
    if (is_packaging(r, c) && r->in->param[P_PACKAGING] < 1)
        return &r->packaging;
    if (tt_circle_owned(&r->x, c))
        return &r->in_groups;
    return returns(r, c) == tt_circle_best(&r->x, c)->n_flows ? &r->returns : NULL;
}

static tt_status notes(const struct run *r, tt_findings *out, tt_err *err)
{
    const struct {
        const tt_circle_count *count;
        const char *limit, *effect;
    } rows[] = {
        {&r->packaging, "returnable packaging: HS 3923, 4415, 7310, 8609",
         "it is sent back to be filled: not told unless packaging is 1"},
        {&r->in_groups, "declared owners connect all parties",
         "goods that go round inside a group are usual: not told"},
        {&r->returns, "all papers speak of repair, return or a fair",
         "goods that come back are expected: not told"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(tt_circle_note(&r->x, rows[i].limit, *rows[i].count, rows[i].effect, out, err));
    return tt_circle_notes(&r->x, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct run r = {.in = in, .l = &in->graph->goods};
    TT_TRY(search(&r, err));
    for (size_t i = 0; i < r.cycles.n_circles; i++) {
        const tt_circle *c = &r.cycles.circles[i];
        if (c->p > tt_circles_param(&r.x, TT_CIRCLE_MAX_P) || tt_circle_serves(&r.x, c))
            continue;
        tt_circle_count *count = explained(&r, c);
        if (count)
            tt_circle_add(count, &r.x, c);
        else
            TT_TRY(report(&r, c, out, err));
    }
    return notes(&r, out, err);
}

const tt_detector tt_detector_flow_cycle_goods = {
    .id = "flow.cycle_goods",
    .revision = 3,
    .title = "Goods carousel",
    .typology = "cycle_goods",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_COMPONENT,
    .indicators = "F06-07",
    .source =
        "FATF, Trade Based Money Laundering (2006), case study 6; FATF, Laundering the Proceeds "
        "of VAT Carousel Fraud (2007)",
    .looks_for = "Goods of one HS subheading that are sold on, party by party, in about the same "
                 "quantity, and come back to where they started.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
