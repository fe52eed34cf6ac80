/*
 * route_origin_washing.c - goods that come to a trader from one country and leave as made in
 * another, in the same container and unchanged.
 *
 * Two voyages of one container with the same load, the second sent by who received the first, whose
 * papers state different origins.  Not caught here: goods that change the container, a second bill
 * for one voyage (route_bl_switch).  Formula, worked example, known false positives:
 * route_origin_washing.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include <math.h>

enum { P_DAYS, P_SAME, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"stay_days", 60, 0, 3650, "days",
                "between the arrival of a load and its next day on board"},
    [P_SAME] = {"same_load", 0.1, 0, 1, "fraction",
                "by which the gross weights of one load may differ: it is weighed again"},
    [P_LR] = {"lr", 6, 1, 1000, "likelihood ratio", "of another origin"},
    [P_USUAL] = TT_USUAL_ROW(0.02),
    TT_TRIAL_ROWS(0, 0.4)};

/* A load that goes on. */
struct item {
    const tt_box *in, *out;
    tt_country from, to; /* origins by the papers of each */
};

enum why { JUDGED, OTHER_LOAD, NO_ORIGIN, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static const tt_shipment *bill(const struct state *s, const tt_box *b)
{
    return &s->d->shipments[b->shipment];
}

/* --- origins --- */

/* Takes the origin of lines that state one; false when two differ. */
static bool take(const tt_line *lines, const tt_head *h, tt_country *c)
{
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        tt_country o = lines[k].origin;
        if (o && *c && o != *c)
            return false;
        *c = o ? o : *c;
    }
    return true;
}

/* The one origin that all papers of the shipment and its deal state; none when they differ. */
static tt_country origin(const tt_data *d, tt_ix shipment)
{
    tt_country c = TT_COUNTRY_NONE;
    tt_ix deal = tt_deal_of(d, TT_KIND_SHIPMENT, shipment);
    const tt_deal *x = &d->deals[deal];
    bool one = take(d->shipment_lines, &d->shipments[shipment].head, &c);
    for (tt_ix i = x->first_doc; deal && i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[i];
        const tt_line *lines = tt_data_lines(d, r->kind);
        one = one && (!lines || take(lines, tt_data_head(d, r->kind, r->doc), &c));
    }
    return one ? c : TT_COUNTRY_NONE;
}

/* --- loads that go on --- */

/* Who received the first sends the second, days later, from where it came. */
static bool goes_on(const struct state *s, const tt_box *a, const tt_box *b)
{
    const tt_shipment *x = bill(s, a), *y = bill(s, b);
    tt_ix who = tt_data_entity(s->d, x->consignee), next = tt_data_entity(s->d, y->shipper);
    tt_date here = x->arrival == TT_NO_DATE ? x->head.date.day : x->arrival;
    tt_date gone = y->head.date.day;
    return tt_box_same(s->d, a, b) && who && who == next && here != TT_NO_DATE &&
           gone != TT_NO_DATE && gone > x->head.date.day &&
           gone - here <= (tt_date)s->in->param[P_DAYS];
}

static bool same_goods(const struct state *s, const tt_box *a, const tt_box *b)
{
    const tt_line *l = &s->d->shipment_lines[a->line], *m = &s->d->shipment_lines[b->line];
    tt_hs code = tt_cargo_code(s->d, TT_KIND_SHIPMENT, l);
    return code != TT_HS_NONE && code == tt_cargo_code(s->d, TT_KIND_SHIPMENT, m) &&
           tt_box_same_load(a, b, s->in->param[P_SAME]);
}

static tt_status look_at(struct state *s, const tt_box *a, const tt_box *b, tt_err *err)
{
    if (!goes_on(s, a, b))
        return TT_OK;
    struct item it = {a, b, origin(s->d, a->shipment), origin(s->d, b->shipment)};
    if (!same_goods(s, a, b) || !it.from || !it.to) {
        tt_tally_add(&s->why[same_goods(s, a, b) ? NO_ORIGIN : OTHER_LOAD], TT_NO_NUM);
        return TT_OK;
    }
    bool washed = it.from != it.to;
    tt_trial t = {.seller = tt_data_entity(s->d, bill(s, b)->shipper),
                  .buyer = tt_data_entity(s->d, bill(s, b)->consignee),
                  .at = b->shipment,
                  .side = washed,
                  .lr = washed ? s->in->param[P_LR] : 1,
                  .gap = s->in->param[P_USUAL],
                  .off = washed,
                  .own = tt_trial_own(s->in, it)};
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    return t.buyer ? tt_trials_add(&s->trials, t, err) : TT_OK;
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    enum { PAPERS = TT_KINDS(SHIPMENT) | TT_KINDS(INVOICE) | TT_KINDS(DECLARATION) };
    const struct state *s = ctx;
    const struct item *it = t->own;
    const tt_box *const boxes[] = {it->in, it->out};
    for (size_t i = 0; i < TT_LEN(boxes); i++) {
        tt_draft_document(w, TT_KIND_SHIPMENT, boxes[i]->shipment, boxes[i]->line);
        tt_deal_cite(w, tt_deal_of(s->d, TT_KIND_SHIPMENT, boxes[i]->shipment), PAPERS, TT_HS_NONE,
                     false);
    }
    tt_ix source = tt_data_entity(s->d, bill(s, it->in)->shipper);
    if (source)
        tt_draft_entity(w, source, "source");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"worked_on", TT_TEST_NOT_EXPLAINED,
         "The load left in the container in which it came, with the same weight and no other "
         "code."},
        {"error_of_entry", TT_TEST_UNKNOWN,
         "Country of dispatch may have been written where the origin belongs."},
        {"free_trade_rules", TT_TEST_UNKNOWN,
         "What the rules of origin of the two countries say of these goods is not known."},
    };
    static const char *const steps[] = {
        "Ask who issued the certificate of origin of the second leg, and on what.",
        "Ask the carrier whether the container was opened between the two voyages.",
        "Look what duty, ban or sanction the first origin would have met at the destination.",
    };
    static const tt_relation_text text = {
        .title = "another origin after a stop",
        .clause = "a load goes on as made in another country",
        .of = "load",
        .means = "The first origin may be what must not be seen at the destination.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_shipment *x = bill(s, it->in), *y = bill(s, it->out);
    char from[3] = "", to[3] = "";
    tt_country_text(it->from, from);
    tt_country_text(it->to, to);
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, "weight_in", "kg", it->in->gross_kg, NAN, NAN, 0);
    tt_draft_measure(w, "weight_out", "kg", it->out->gross_kg, NAN, NAN, 0);
    tt_relation_say(
        w, r, &text,
        tt_say(w,
               "Container %s came from %s with %s, on board on %s: %s kg, origin %s. The receiver "
               "sent "
               "it on to %s with %s, on board on %s: %s kg, origin %s.",
               tt_say_str(w, s->d->shipment_lines[it->in->line].container),
               tt_say_str(w, x->port_of_loading), tt_say_doc(w, TT_KIND_SHIPMENT, it->in->shipment),
               tt_say_date(w, x->head.date.day), tt_say_number(w, it->in->gross_kg, 0), from,
               tt_say_str(w, y->port_of_discharge),
               tt_say_doc(w, TT_KIND_SHIPMENT, it->out->shipment), tt_say_date(w, y->head.date.day),
               tt_say_number(w, it->out->gross_kg, 0), to));
}

/* --- all together --- */

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {OTHER_LOAD, "containers that go on with another load, or an unknown one", "load",
         "not compared", NULL},
        {NO_ORIGIN, "loads whose papers state no origin, or several", "load", "not compared", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such changes are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"trader", "consignee"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "load",
                                       .cite = cite,
                                       .tell = tell};
    const tt_cargo *c = &s->in->shared->cargo;
    for (size_t i = 1; i < c->n_trips; i++)
        TT_TRY(look_at(s, &c->boxes[c->trips[i - 1]], &c->boxes[c->trips[i]], err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "route.origin_washing", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_route_origin_washing = {
    .id = "route.origin_washing",
    .revision = 2,
    .title = "Another origin after a stop",
    .typology = "origin_washing",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_CARGO,
    .indicators = "F06-09",
    .source =
        "FATF, Trade Based Money Laundering (2006), red flag indicators: transhipment without "
        "an economic reason",
    .looks_for = "Loads that come to a trader from one country and leave in the same container, "
                 "unchanged, as made in another.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
