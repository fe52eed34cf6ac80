/*
 * ship_uneconomic_cargo.c - containers that are worth less than it costs to send them.
 *
 * The FOB value of a container of a deal beside its freight.  Goods that are always cheap (scrap,
 * stone, waste) are no finding: a load is held beside loads of the same heading.  Not caught here:
 * weights that do not fit (ship_weight_implausible), prices (price_under_invoicing).  Formula,
 * worked example, known false positives: ship_uneconomic_cargo.md.
 */
#include "detect/common/beside.h"
#include "detect/common/deals.h"
#include "detect/common/freight.h"
#include "detect/common/trials.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum {
    P_PART,
    P_WASTE,
    P_LR_PART,
    P_LR_WHOLE,
    P_PEERS,
    TT_FREIGHT_PARAMS,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_PART] = {"part", 0.5, 0, 100, "ratio",
                "freight over value from which a load stands out, when its goods are cheap"},
    [P_WASTE] = {"waste", 3, 0, 1000, "ratio", "freight over value from which any load does"},
    [P_LR_PART] = {"lr_part", 3, 1, 1000, "likelihood ratio", "of such a load"},
    [P_LR_WHOLE] = {"lr_whole", 8, 1, 1000, "likelihood ratio",
                    "of a load that is worth less than its freight"},
    [P_PEERS] = {"least_peers", 20, 1, 1e9, "count",
                 "loads of others in the heading; with fewer, those of the chapter are the peers"},
    TT_FREIGHT_ROWS,
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(0, 0.5)};

struct item {
    tt_ix deal;
    tt_hs heading;
    tt_load load;
    tt_beside cost;  /* ln(freight / value) beside the heading, or the chapter */
    tt_beside price; /* ln(value / kilogram) beside the same */
};
TT_VEC(item_vec, struct item);

enum { SMALL = TT_LOAD_WHYS, PARTY, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_tariff tariff;
    item_vec items;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- loads --- */

static tt_status collect(struct state *s, tt_err *err)
{
    for (tt_ix k = 1; k <= s->d->n_deals; k++) {
        struct item it = {.deal = k};
        tt_hs *codes;
        size_t n;
        tt_load_why why = tt_load_of(s->d, s->in->shared, &s->tariff, k, &it.load);
        if (why != TT_LOAD_KNOWN) {
            if (why != TT_LOAD_NO_BOX)
                tt_tally_add(&s->why[why], s->d->deals[k].invoiced.minor);
            continue;
        }
        TT_TRY(tt_deal_codes(s->d, k, s->in->scratch, &codes, &n, err));
        it.heading = n ? tt_hs_prefix(codes[0], 4) : TT_HS_NONE;
        if (!tt_vec_push(&s->items, it))
            return tt_fail(err, TT_ENOMEM, "no memory for loads");
    }
    return TT_OK;
}

/* What is asked of all loads, beside those of others. */
enum question { COST, PRICE, COST_OF_CHAPTER, PRICE_OF_CHAPTER, QUESTIONS };

static bool of_price(enum question q)
{
    return q == PRICE || q == PRICE_OF_CHAPTER;
}

static double number(const struct item *it, enum question q)
{
    return tt_round9(
        log(of_price(q) ? it->load.value / it->load.kg : it->load.freight / it->load.value));
}

static tt_status compare(struct state *s, enum question q, tt_err *err)
{
    size_t n = 0;
    tt_beside *v = tt_new_n(s->in->scratch, tt_beside, s->items.n + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    for (size_t i = 0; i < s->items.n; i++) {
        const struct item *it = &s->items.v[i];
        tt_ix shipper = tt_data_entity(s->d, s->d->shipments[it->load.shipment].shipper);
        /* Goods without a code may be scrap or stone: beside nothing. */
        if (it->heading != TT_HS_NONE && (!of_price(q) || it->load.kg > 0))
            v[n++] = (tt_beside){.series = q >= COST_OF_CHAPTER ? tt_hs_prefix(it->heading, 2)
                                                                : it->heading,
                                 .sender = s->in->shared->declared[shipper],
                                 .at = (uint32_t)i,
                                 .x = number(it, q)};
    }
    TT_TRY(tt_beside_judge(v, n, s->in->scratch, err));
    for (size_t i = 0; i < n; i++) {
        struct item *it = &s->items.v[v[i].at];
        tt_beside *had = of_price(q) ? &it->price : &it->cost;
        if (q < COST_OF_CHAPTER || had->peers < (uint32_t)s->in->param[P_PEERS])
            *had = v[i]; /* too few of the heading: beside the chapter, dear and cheap alike */
    }
    return TT_OK;
}

/* A small lot at a usual price may be a part load, whose freight is a part, too: it takes goods
 * that are also cheaper by the kilogram than such goods are, or a freight that is a multiple. */
static double likelihood(const struct state *s, const struct item *it)
{
    const double *p = s->in->param;
    double ratio = tt_round9(exp(it->cost.x)), chance = it->cost.p;
    bool cheap = it->price.peers >= (uint32_t)p[P_PEERS] && it->price.x < it->price.median;
    if (ratio < p[P_PART] || it->cost.x <= it->cost.median || (!cheap && ratio < p[P_WASTE]))
        return 1;
    if (ratio < p[P_WASTE])
        chance = fmax(chance, it->price.p);
    return fmin(p[ratio >= 1 ? P_LR_WHOLE : P_LR_PART], pow(10, tt_log10_e_of_p(chance)));
}

static tt_status judge(struct state *s, const struct item *it, tt_err *err)
{
    const double *p = s->in->param;
    tt_trial t = {.at = it->deal, .gap = p[P_USUAL], .off = tt_round9(exp(it->cost.x)), .own = it};
    if (it->cost.peers < (uint32_t)p[P_PEERS]) {
        tt_tally_add(&s->why[SMALL], s->d->deals[it->deal].invoiced.minor);
        return TT_OK;
    }
    if (!tt_deal_consignment(s->d, TT_KIND_SHIPMENT, it->load.shipment, &t.seller, &t.buyer)) {
        tt_tally_add(&s->why[PARTY], s->d->deals[it->deal].invoiced.minor);
        return TT_OK;
    }
    t.lr = fmax(likelihood(s, it), 1);
    t.side = t.lr > 1;
    return tt_trials_add(&s->trials, t, err);
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    tt_deal_cite(w, it->deal, TT_KINDS(SHIPMENT) | TT_KINDS(INVOICE) | TT_KINDS(DECLARATION), 0,
                 false);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"cheap_goods", TT_TEST_NOT_EXPLAINED,
         "Loads of the same kind of others are worth more: the goods as such are not too cheap to "
         "ship."},
        {"samples", TT_TEST_NOT_EXPLAINED,
         "The papers do not speak of samples, repairs or returns."},
        {"shared_container", TT_TEST_UNKNOWN,
         "No other paper in the data names the container; one that is not in the data may."},
    };
    static const char *const steps[] = {
        "Ask who paid the freight, and how much.",
        "Ask the terminal what the container weighed, and have the next one scanned.",
        "Ask the buyer what the goods were for, and what they were sold at.",
    };
    static const tt_relation_text text = {
        .title = "worth little beside its freight",
        .clause = "a container is worth little beside its freight",
        .of = "load",
        .means = "Nobody gains by sending that: the container may carry something else, or the "
                 "value is not what the papers say.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_load *l = &it->load;
    char code[4], hs[TT_HS_TEXT];
    tt_ccy_text(s->d->base, code);
    const char *ccy = tt_say(w, "%s", code); /* a measure keeps its unit */
    tt_hs_text(it->heading, hs);
    bool heading = tt_hs_digits(it->cost.series) > 2;
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, "freight_over_value", "1", r->top->off, 0, exp(it->cost.high),
                     it->cost.peers);
    tt_draft_measure(w, "value_of_a_kilogram", tt_say(w, "%s/kg", ccy), exp(it->price.x),
                     exp(it->price.low), exp(it->price.high), it->price.peers);
    tt_draft_measure(w, "value_of_a_container", ccy, l->value, l->freight, NAN, 0);
    tt_draft_measure(w, "freight_of_a_container", ccy, l->freight, NAN, NAN,
                     l->stated ? 0 : s->tariff.n);
    const char *cost =
        l->stated ? "by the papers"
                  : tt_say(w, "estimated for %s nautical miles", tt_say_number(w, l->nm, 0));
    tt_relation_say(
        w, r, &text,
        tt_say(
            w,
            "The %s of shipment %s hold goods of %s %s each, FOB, %s; to send one costs %s %s, "
            "%s: %s %% of the value. Of %s of others %s half cost less than %s %%, and 98 in 100 "
            "less than %s %%. A kilogram gross is worth %s %s; of others half are worth more than "
            "%s.",
            tt_say_count(w, l->boxes, "container"), tt_say_doc(w, TT_KIND_SHIPMENT, l->shipment),
            ccy, tt_say_number(w, l->value, 0), l->declared ? "as declared" : "as invoiced", ccy,
            tt_say_number(w, l->freight, 0), cost, tt_say_number(w, 100 * r->top->off, 0),
            tt_say_count(w, it->cost.peers, "load"),
            heading ? tt_say(w, "of heading %s", hs) : tt_say(w, "of chapter %.2s", hs),
            tt_say_number(w, 100 * exp(it->cost.median), 1),
            tt_say_number(w, 100 * exp(it->cost.high), 0), ccy, tt_say_price(w, exp(it->price.x)),
            tt_say_price(w, exp(it->price.median))));
}

/* --- all together --- */

static tt_status loads(struct state *s, tt_findings *out, tt_err *err)
{
    tt_tally_row rows[TT_LOAD_WHYS + 2] = {{0}};
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "load",
                                       .cite = cite,
                                       .tell = tell};
    size_t n = 0;
    for (tt_load_why w = TT_LOAD_SHARED; w < TT_LOAD_WHYS; w++)
        rows[n++] = (tt_tally_row){(int)w, tt_load_why_text(w), "deal", "not judged", NULL};
    rows[n++] = (tt_tally_row){SMALL, "with too few loads of others to compare with, or no HS code",
                               "deal", "not judged", NULL};
    rows[n++] = (tt_tally_row){PARTY, "whose parties are not known", "deal", "not judged", NULL};
    rows[n++] = (tt_tally_row){WEAK, "relations whose weight is below min_weight", "relation",
                               "such loads are usual in these data", NULL};
    TT_TRY(tt_freight_level(s->d, &s->in->shared->cargo, &s->tariff, s->in->scratch, err));
    TT_TRY(collect(s, err));
    for (enum question q = 0; q < QUESTIONS; q++)
        TT_TRY(compare(s, q, err));
    for (size_t i = 0; i < s->items.n; i++)
        TT_TRY(judge(s, &s->items.v[i], err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "ship.uneconomic_cargo: loads", s->why, rows, n, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in,
                      .d = in->data,
                      .tariff = {.box_usd = in->param[P_BOX_USD], .nm_usd = in->param[P_NM_USD]}};
    tt_status st = loads(&s, out, err);
    tt_vec_release(&s.items);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_ship_uneconomic_cargo = {
    .id = "ship.uneconomic_cargo",
    .revision = 3,
    .title = "Container worth less than its freight",
    .typology = "uneconomic_cargo",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_HS,
    .needs = TT_NEEDS_CARGO,
    .indicators = "F06-07",
    .source =
        "FATF, Trade Based Money Laundering (2006), red flag indicators: a shipment that makes "
        "no economic sense",
    .looks_for =
        "Containers whose goods are worth little beside what it costs to send them, though "
        "such goods of others are worth more.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
