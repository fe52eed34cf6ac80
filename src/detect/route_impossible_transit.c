/*
 * route_impossible_transit.c - goods that arrive sooner than any ship could carry them.
 *
 * Compares the days between loading and arrival with the great circle between the ports of loading
 * and discharge, which no voyage can be shorter than.  Ports of transhipment are told and not
 * counted: papers list usual ports that the goods never saw.  Not caught here: a container in two
 * places (dup_container_time), ways that are merely long (route_circuitous).  Formula, worked
 * example, known false positives: route_impossible_transit.md.
 */
#include "detect/common/slip.h"
#include "detect/common/trials.h"
#include "detect/common/voyage.h"

#include <math.h>

enum { P_KNOTS, P_SLACK, P_MIN_NM, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_KNOTS] = {"max_knots", 25, 5, 100, "knots", "no cargo ship is faster on the average"},
    [P_SLACK] = {"slack_days", 1, 0, 30, "days", "added to the days between the two dates"},
    [P_MIN_NM] = {"min_nm", 500, 0, 20000, "nm", "shorter voyages are not looked at"},
    [P_LR] = {"lr", 10, 1, 1000, "likelihood ratio", "of a voyage that no ship makes"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(0, 0.3),
};

/* A shipment with known ports and dates. */
struct item {
    tt_voyage v;
    tt_ix doc;
    int32_t days;
    double nm, knots;
};

enum why { COMPARED, UNKNOWN_PORT, SWAP, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static double knots(const struct state *s, double nm, int32_t days)
{
    double hours = 24 * ((double)days + s->in->param[P_SLACK]);
    return hours > 0 ? nm / hours : (double)INFINITY;
}

static bool possible(const struct state *s, double nm, tt_date from, tt_date to)
{
    return from != TT_NO_DATE && to != TT_NO_DATE && to >= from &&
           tt_round9(knots(s, nm, to - from)) <= s->in->param[P_KNOTS];
}

static tt_status look_at(struct state *s, tt_ix i, tt_err *err)
{
    const tt_shipment *x = &s->d->shipments[i];
    struct item it = {.doc = i};
    tt_date from = x->head.date.day, to = x->arrival;
    if (!tt_voyage_by_sea(x) || from == TT_NO_DATE || to == TT_NO_DATE || to < from)
        return TT_OK; /* dates in the wrong order are doc.sequence_violation's question */
    if (!tt_voyage_of(x, &it.v)) {
        tt_tally_add(&s->why[UNKNOWN_PORT], TT_NO_NUM);
        return TT_OK;
    }
    it.nm = tt_port_nm(it.v.port[0], it.v.port[it.v.n - 1]);
    it.days = to - from;
    it.knots = knots(s, it.nm, it.days);
    if (it.nm < s->in->param[P_MIN_NM])
        return TT_OK;
    tt_trial t = {.seller = tt_data_entity(s->d, x->shipper),
                  .buyer = tt_data_entity(s->d, x->consignee),
                  .at = i,
                  .gap = s->in->param[P_USUAL]};
    if (!possible(s, it.nm, from, to)) {
        if (possible(s, it.nm, tt_date_swapped(from), to) ||
            possible(s, it.nm, from, tt_date_swapped(to))) {
            tt_tally_add(&s->why[SWAP], TT_NO_NUM);
            return TT_OK;
        }
        t.side = 1;
        t.lr = s->in->param[P_LR];
        t.off = it.knots;
    }
    if (!t.seller && !t.buyer)
        return TT_OK;
    t.own = tt_trial_own(s->in, it);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for voyages");
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    TT_UNUSED(ctx);
    tt_draft_document(w, TT_KIND_SHIPMENT, t->at, 0);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_shipment *x = &s->d->shipments[it->doc];
    tt_draft_measure(w, "speed", "knots", it->knots, 0, s->in->param[P_KNOTS], 0);
    tt_draft_measure(w, "great_circle", "nm", it->nm, NAN, NAN, 0);
    tt_draft_measure(w, "days", "days", it->days,
                     it->nm / 24 / s->in->param[P_KNOTS] - s->in->param[P_SLACK], NAN, 0);
    tt_draft_measure(w, "shipments_too_fast", "1", (double)r->k, 0,
                     isnan(r->p) ? (double)NAN : r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    tt_draft_test(w, "date_swap", TT_TEST_NOT_EXPLAINED,
                  "Neither date, read with day and month the other way round, makes the voyage "
                  "possible.");
    tt_draft_test(w, "air_freight", TT_TEST_UNKNOWN,
                  "The document says carriage by sea, or does not say; goods sent by air arrive "
                  "so fast.");
    tt_draft_test(w, "date_of_document", TT_TEST_UNKNOWN,
                  "The day on board may have been entered late, after the ship had left.");
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a, "%s faster than any ship", tt_say_count(w, r->k, "shipment")));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "Shipment %s left %s on %s and arrived in %s %s later. The great circle between the "
               "two is %s nautical miles, %s knots with %s day to spare; cargo ships do not go "
               "beyond %s. The papers give the way as %s. %s of %s of these parties are as fast.",
               tt_say_doc(w, TT_KIND_SHIPMENT, it->doc), tt_port_get(it->v.port[0])->name,
               tt_say_date(w, x->head.date.day), tt_port_get(it->v.port[it->v.n - 1])->name,
               tt_say_count(w, (uint64_t)it->days, "day"), tt_say_number(w, it->nm, 0),
               tt_say_number(w, it->knots, 0), tt_say_number(w, s->in->param[P_SLACK], 0),
               tt_say_number(w, s->in->param[P_KNOTS], 0),
               tt_draft_text(w, tt_voyage_text(&it->v, w->a)), tt_say_number(w, (double)r->k, 0),
               tt_say_count(w, r->n, "shipment")));
    tt_draft_step(w,
                  "Ask the carrier or a vessel tracking service where the ship was on both days.");
    tt_draft_step(w, "Compare the dates with the terminal's records of the container.");
    tt_draft_step(w, "If the goods never sailed, ask what the payment was for.");
}

/* --- all together --- */

static tt_status shipments(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {UNKNOWN_PORT, "a port is not in the table of ports", "shipment", "not looked at", NULL},
        {SWAP, "day and month swapped make the voyage possible", "shipment",
         "treated as errors of data entry: never evidence", "dq.date_swap_suspected"},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "not more than dates are wrong elsewhere in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"shipper", "consignee"},
                                       .first = P_REPEAT,
                                       .expect = "wrong dates in honest trade",
                                       .cite = cite,
                                       .tell = tell};
    for (tt_ix i = 1; i <= s->d->n_shipments; i++)
        TT_TRY(look_at(s, i, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "route.impossible_transit", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = shipments(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_route_impossible_transit = {
    .id = "route.impossible_transit",
    .revision = 2,
    .title = "Faster than any ship",
    .typology = "impossible_transit",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_DOCUMENT,
    .indicators = "T-03 O-12 W-16",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "activity",
    .looks_for = "Shipments by sea whose days between loading and arrival no ship can make, "
                 "measured by the great circle between their ports.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
