/*
 * route_bl_switch.c - a second bill of lading for the same container and voyage that changes the
 * story.
 *
 * Two bills of one container on one voyage whose load is the same and whose origin, port of loading
 * or goods are not.  Another shipper alone is merchanting, and no evidence unless lr_shipper says
 * so. Not caught here: one container on two voyages (dup_container_time), changes that no second
 * bill shows.  Formula, worked example, known false positives: route_bl_switch.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/seconds.h"
#include "detect/common/trials.h"
#include "detect/common/voyage.h"
#include "detect/common/words.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

enum { P_DAYS, P_SAME, P_WORDS, P_LR_SHIPPER, P_LR_STORY, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"same_days", 10, 0, 365, "days", "between the days on board of two bills"},
    [P_SAME] = {"same_load", 0.1, 0, 1, "fraction",
                "by which the gross weights of one load may differ: it is weighed again"},
    [P_WORDS] = {"same_words", 0.2, 0, 1, "fraction",
                 "words that two texts about the same goods have in common at least"},
    [P_LR_SHIPPER] = {"lr_shipper", 1, 1, 1000, "likelihood ratio",
                      "of another shipper alone; 1: no evidence"},
    [P_LR_STORY] = {"lr_story", 8, 1, 1000, "likelihood ratio",
                    "of another origin, port of loading or other goods"},
    [P_USUAL] = TT_USUAL_ROW(0.005),
    TT_TRIAL_ROWS(0, 0.5)};

/* What the second bill says otherwise. */
enum change { SHIPPER = 1, ORIGIN = 2, PORT = 4, GOODS = 8 };

struct item {
    const tt_box *a, *b;
    unsigned changes;
};

enum why { JUDGED, ABOVE, SHARED, MERCHANT, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    uint8_t *paired; /* shipments that a pair speaks for */
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- two bills --- */

static const tt_shipment *bill(const struct state *s, const tt_box *b)
{
    return &s->d->shipments[b->shipment];
}

/* Of the line with the container, else of the first line that says. */
static tt_country origin(const tt_data *d, const tt_box *b)
{
    const tt_head *h = &d->shipments[b->shipment].head;
    tt_country c = d->shipment_lines[b->line].origin;
    for (tt_ix k = h->first_line; !c && k < h->first_line + h->n_lines; k++)
        c = d->shipment_lines[k].origin;
    return c;
}

static bool other_goods(const struct state *s, const tt_line *a, const tt_line *b)
{
    tt_hs x = tt_hs_prefix(a->hs, 2), y = tt_hs_prefix(b->hs, 2);
    if (x != TT_HS_NONE && y != TT_HS_NONE)
        return x != y;
    return a->description.n && b->description.n &&
           tt_text_shared(a->description, b->description) < s->in->param[P_WORDS];
}

static unsigned changes(const struct state *s, const tt_box *a, const tt_box *b)
{
    const tt_shipment *x = bill(s, a), *y = bill(s, b);
    tt_ix from = tt_data_entity(s->d, x->shipper), to = tt_data_entity(s->d, y->shipper);
    tt_country o = origin(s->d, a), p = origin(s->d, b);
    unsigned c = from && to && from != to ? SHIPPER : 0;
    c |= o && p && o != p ? ORIGIN : 0;
    c |= x->port_of_loading.n && y->port_of_loading.n &&
                 !tt_str_eq(x->port_of_loading, y->port_of_loading)
             ? PORT
             : 0;
    const tt_line *lines = s->d->shipment_lines;
    return c | (other_goods(s, &lines[a->line], &lines[b->line]) ? GOODS : 0);
}

static tt_status
put(struct state *s, const tt_box *a, const struct item *own, double lr, tt_err *err)
{
    const tt_shipment *x = bill(s, a);
    tt_trial t = {.seller = tt_data_entity(s->d, x->shipper),
                  .buyer = tt_data_entity(s->d, x->consignee),
                  .at = a->shipment,
                  .side = lr > 1,
                  .lr = lr,
                  .gap = s->in->param[P_USUAL],
                  .off = own ? own->changes : 0,
                  .own = own};
    return t.seller && t.buyer ? tt_trials_add(&s->trials, t, err) : TT_OK;
}

static tt_status pair(struct state *s, const tt_box *a, const tt_box *b, tt_err *err)
{
    struct item it = {a, b, changes(s, a, b)};
    if (tt_bills_above(bill(s, a), bill(s, b)) || !tt_box_same_load(a, b, s->in->param[P_SAME])) {
        tt_tally_add(&s->why[tt_bills_above(bill(s, a), bill(s, b)) ? ABOVE : SHARED], TT_NO_NUM);
        return TT_OK;
    }
    bool story = it.changes & (ORIGIN | PORT | GOODS);
    double lr = story ? s->in->param[P_LR_STORY] : it.changes ? s->in->param[P_LR_SHIPPER] : 1;
    const struct item *own = tt_trial_own(s->in, it);
    if (!own)
        return tt_fail(err, TT_ENOMEM, "no memory for bills of lading");
    if (lr <= 1 && it.changes)
        tt_tally_add(&s->why[MERCHANT], TT_NO_NUM);
    s->paired[a->shipment] = s->paired[b->shipment] = 1;
    return put(s, a, own, lr, err);
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *it = t->own;
    tt_draft_document(w, TT_KIND_SHIPMENT, it->a->shipment, it->a->line);
    tt_draft_document(w, TT_KIND_SHIPMENT, it->b->shipment, it->b->line);
    tt_ix other = tt_data_entity(s->d, bill(s, it->b)->shipper);
    if (other)
        tt_draft_entity(w, other, "second_shipper");
}

static const char *country(tt_draft *w, tt_country c)
{
    char text[3] = "";
    tt_country_text(c, text);
    return tt_say(w, "%s", text);
}

/* "the port of loading is SGSIN instead of VNHPH, ..." */
static const char *say_changes(tt_draft *w, const struct state *s, const struct item *it)
{
    const tt_shipment *x = bill(s, it->a), *y = bill(s, it->b);
    const tt_line *l = &s->d->shipment_lines[it->a->line], *m = &s->d->shipment_lines[it->b->line];
    const struct {
        unsigned change;
        const char *what, *now, *before;
    } rows[] = {
        {SHIPPER, "the shipper", tt_say_str(w, s->d->mentions[y->shipper].name),
         tt_say_str(w, s->d->mentions[x->shipper].name)},
        {ORIGIN, "the origin", country(w, origin(s->d, it->b)), country(w, origin(s->d, it->a))},
        {PORT, "the port of loading", tt_say_str(w, y->port_of_loading),
         tt_say_str(w, x->port_of_loading)},
        {GOODS, "the goods", tt_say(w, "\"%s\"", tt_say_str(w, m->description)),
         tt_say(w, "\"%s\"", tt_say_str(w, l->description))},
    };
    const char *text = "";
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (it->changes & rows[i].change)
            text = tt_say(w, "%s%s%s %s %s instead of %s", text, *text ? ", " : "", rows[i].what,
                          rows[i].change == GOODS ? "are" : "is", rows[i].now, rows[i].before);
    return text;
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"merchanting", TT_TEST_NOT_EXPLAINED,
         "A trader who hides its supplier has another shipper put on the bill; origin, port of "
         "loading and goods stay what they are."},
        {"shared_container", TT_TEST_NOT_EXPLAINED,
         "The container weighs the same on both bills: it is one load, not two in one container."},
        {"house_and_master", TT_TEST_NOT_EXPLAINED,
         "The two are not a master bill and a house bill under it."},
        {"error_of_entry", TT_TEST_UNKNOWN, "One of the bills may have been typed wrong."},
    };
    static const char *const steps[] = {
        "Ask the carrier who asked for the second bill, and whether the first was given back.",
        "Ask both customs services for the certificate of origin.",
        "Ask the terminal where the container was loaded, and when.",
    };
    static const tt_relation_text text = {
        .title = "second bill of lading with another story",
        .clause = "a second bill of lading for the same load says something else",
        .of = "shipment",
        .means = "Somebody wants the goods to come from elsewhere, or to be something else.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, "weight_by_first_bill", "kg", it->a->gross_kg, NAN, NAN, 0);
    tt_draft_measure(w, "weight_by_second_bill", "kg", it->b->gross_kg,
                     it->a->gross_kg / (1 + s->in->param[P_SAME]),
                     it->a->gross_kg * (1 + s->in->param[P_SAME]), 0);
    tt_relation_say(
        w, r, &text,
        tt_say(w, "Container %s went on %s with bill %s and with bill %s: on the second, %s.",
               tt_say_str(w, s->d->shipment_lines[it->a->line].container),
               tt_say_date(w, bill(s, it->b)->head.date.day),
               tt_say_doc(w, TT_KIND_SHIPMENT, it->a->shipment),
               tt_say_doc(w, TT_KIND_SHIPMENT, it->b->shipment), say_changes(w, s, it)));
}

/* --- all together --- */

/* Of two bills of one day, that of the seller is the first. */
static bool is_first(const struct state *s, const tt_box *a, const tt_box *b)
{
    tt_ix deal = tt_deal_of(s->d, TT_KIND_SHIPMENT, a->shipment), seller, buyer;
    tt_date day;
    if (bill(s, a)->head.date.day != bill(s, b)->head.date.day || !deal ||
        tt_deal_parties(s->d, deal, &seller, &buyer, &day) != TT_SIDES_ONE)
        return true;
    return tt_data_entity(s->d, bill(s, b)->shipper) != seller;
}

static tt_status bills(struct state *s, tt_err *err)
{
    const tt_cargo *c = &s->in->shared->cargo;
    for (size_t i = 1; i < c->n_trips; i++) {
        const tt_box *a = &c->boxes[c->trips[i - 1]], *b = &c->boxes[c->trips[i]];
        tt_date from = bill(s, a)->head.date.day, to = bill(s, b)->head.date.day;
        if (!tt_box_same(s->d, a, b) || a->shipment == b->shipment || to == TT_NO_DATE ||
            to - from > (tt_date)s->in->param[P_DAYS] || s->paired[a->shipment] ||
            s->paired[b->shipment] ||
            !tt_voyage_same(bill(s, a), bill(s, b), (tt_date)s->in->param[P_DAYS]))
            continue;
        bool first = is_first(s, a, b);
        TT_TRY(pair(s, first ? a : b, first ? b : a, err));
    }
    for (tt_ix i = 1; i <= s->d->n_shipments; i++) {
        size_t n;
        const tt_box *b = tt_cargo_boxes(c, i, &n);
        if (n && !s->paired[i])
            TT_TRY(put(s, b, NULL, 1, err));
    }
    return TT_OK;
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {ABOVE, "master bills with the house bills under them", "second bill", "not compared",
         NULL},
        {SHARED, "loads of several shippers in one container, or whose weight is not known",
         "second bill", "not compared", NULL},
        {MERCHANT, "second bills with another shipper and nothing else", "second bill",
         "usual in merchanting: no evidence", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such bills are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"shipper", "consignee"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "shipment",
                                       .cite = cite,
                                       .tell = tell};
    s->paired = tt_new_n(s->in->scratch, uint8_t, s->d->n_shipments + 1);
    if (!s->paired)
        return tt_fail(err, TT_ENOMEM, "no memory for bills of lading");
    TT_TRY(bills(s, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "route.bl_switch", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_route_bl_switch = {
    .id = "route.bl_switch",
    .revision = 2,
    .title = "Second bill of lading with another story",
    .typology = "bl_switch",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_DOCUMENT,
    .needs = TT_NEEDS_CARGO,
    .indicators = "W-10 W-15",
    .source = "WWF and TRAFFIC, Red Flag Compendium for Wildlife and Timber Trafficking in "
              "Containerized Sea Cargo (2021)",
    .looks_for =
        "Two bills of lading for one container and voyage with the same load, of which the "
        "second names another origin, port of loading or other goods.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
