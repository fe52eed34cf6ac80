/*
 * ship_weight_implausible.c - loads that weigh what their goods cannot weigh.
 *
 * Lines whose mass for their quantity (or volume) is beyond that of the same goods of others, net
 * above gross.  Not caught here: more than a container bears or holds, whatever the goods
 * (phantom_capacity), an invoice over more than was shipped (doc_qty_mismatch), loads that are
 * worth less than their freight (ship_uneconomic_cargo).  Formula, worked example, known false
 * positives: ship_weight_implausible.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include "detect/common/worth.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum {
    P_TOLERANCE,
    P_STRONG,
    P_LR_WEAK,
    P_LR_STRONG,
    P_PEERS,
    P_SENDERS,
    P_MIN_KG,
    P_SLIP,
    P_ABSURD,
    P_SLACK,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_TOLERANCE] = {"tolerance", 0.5, 0, 10, "fraction",
                     "beyond what 96 in 100 lines of others weigh"},
    [P_STRONG] = {"strong", 1, 0, 100, "fraction",
                  "beyond it from which a weight is a strong indicator"},
    [P_LR_WEAK] = {"lr_weak", 3, 1, 1000, "likelihood ratio",
                   "of a weight that does not fit, and of net above gross"},
    [P_LR_STRONG] = {"lr_strong", 10, 1, 1000, "likelihood ratio", "of a strong one"},
    [P_PEERS] = {"least_peers", 50, 1, 1e9, "count", "lines of others to compare with"},
    [P_SENDERS] = {"least_senders", 3, 1, 1e9, "count", "different senders among them"},
    [P_MIN_KG] = {"min_kg", 25, 0, 1e9, "kg", "lines that weigh less are not compared"},
    [P_SLIP] = {"slip", 0.04, 0, 0.5, "fraction",
                "a factor this near to one between units is a slip"},
    [P_ABSURD] = {"absurd", 50, 2, 1e9, "ratio", "beyond which a weight is an error of entry"},
    [P_SLACK] = {"net_slack", 0.02, 0, 1, "fraction", "by which net may be above gross"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(0, 0.4)};

/* What is wrong with a load. */
enum fault { NONE, LIGHT, HEAVY, NET };

/* What tells most about one document, later about one deal. */
struct item {
    tt_ix deal, doc, line;
    tt_kind kind;
    enum fault fault;
    double lr, factor; /* factor: beyond the limit, above 1 */
    const tt_heft *heft;
};
TT_VEC(item_vec, struct item);

enum why { JUDGED, SMALL, FEW, SLIP, PARTY, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    item_vec items;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- one document --- */

static void take(struct item *top, struct item it)
{
    if (it.lr > top->lr || (it.lr >= top->lr && it.factor > top->factor))
        *top = it;
}

static double mass_of(const tt_data *d, const tt_heft *h)
{
    const tt_line *l = &tt_data_lines(d, h->kind)[h->line];
    return (double)(h->net ? l->net_kg : l->gross_kg) / 1e6;
}

static bool weigh(struct state *s, struct item *top, struct item it, const tt_heft *h)
{
    const double *p = s->in->param;
    double f = tt_heft_factor(h), far = tt_round9(fmax(f, 1 / f));
    if (mass_of(s->d, h) < p[P_MIN_KG]) {
        tt_tally_add(&s->why[SMALL], TT_NO_NUM);
        return false;
    }
    if (h->of.peers < (uint32_t)p[P_PEERS] || h->of.senders < (uint32_t)p[P_SENDERS]) {
        tt_tally_add(&s->why[FEW], TT_NO_NUM);
        return false;
    }
    double ratio = exp(h->of.x - h->of.median);
    if (far > 1 && (tt_is_unit_factor(ratio, p[P_SLIP]) || fmax(ratio, 1 / ratio) >= p[P_ABSURD])) {
        tt_tally_add(&s->why[SLIP], TT_NO_NUM);
        return false;
    }
    it.heft = h;
    it.line = h->line;
    it.factor = far;
    if (far > tt_round9(1 + p[P_TOLERANCE])) {
        it.fault = f > 1 ? HEAVY : LIGHT;
        it.lr = fmin(p[far > tt_round9(1 + p[P_STRONG]) ? P_LR_STRONG : P_LR_WEAK],
                     pow(10, tt_log10_e_of_p(h->of.p)));
    }
    take(top, it);
    return true;
}

/* Both masses of a line. */
static void net_and_gross(const struct state *s, struct item *top, struct item it)
{
    const tt_line *l = &tt_data_lines(s->d, it.kind)[it.line];
    it.factor = l->gross_kg > 0 ? (double)l->net_kg / (double)l->gross_kg : 1;
    if (tt_round9(it.factor) <= tt_round9(1 + s->in->param[P_SLACK]))
        return;
    it.fault = NET;
    it.lr = s->in->param[P_LR_WEAK];
    take(top, it);
}

static tt_status look_at(struct state *s, tt_kind kind, tt_ix doc, tt_err *err)
{
    const tt_head *h = tt_data_head(s->d, kind, doc);
    const tt_line *lines = tt_data_lines(s->d, kind);
    struct item it = {.kind = kind, .doc = doc, .deal = tt_deal_of(s->d, kind, doc), .lr = 1};
    struct item top = it;
    bool judged = false;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        for (tt_heft_by by = 0; by < TT_HEFT_BYS; by++) {
            const tt_heft *heft = tt_cargo_heft(&s->in->shared->cargo, kind, k, by);
            judged |= heft && weigh(s, &top, it, heft);
        }
        if (lines[k].net_kg == TT_NO_NUM || lines[k].gross_kg == TT_NO_NUM)
            continue;
        it.line = k;
        net_and_gross(s, &top, it);
        judged = true;
    }
    if (judged && !tt_vec_push(&s->items, top))
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    return TT_OK;
}

/* --- deals --- */

static int item_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->deal != b->deal)
        return a->deal < b->deal ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc;
}

/* The papers of a deal copy their weights from each other: the one that tells most speaks. */
static tt_status deal(struct state *s, const struct item *v, size_t n, tt_ix at, tt_err *err)
{
    struct item top = *v;
    tt_trial t = {.at = at, .gap = s->in->param[P_USUAL]};
    for (size_t i = 1; i < n; i++)
        take(&top, v[i]);
    if (!tt_deal_consignment(s->d, top.kind, top.doc, &t.seller, &t.buyer)) {
        tt_tally_add(&s->why[PARTY], TT_NO_NUM);
        return TT_OK;
    }
    t.side = top.fault == NONE ? 0 : top.fault == LIGHT ? -1 : 1;
    t.lr = top.lr;
    t.off = tt_round9(log(fmax(top.factor, 1)));
    t.own = tt_trial_own(s->in, top);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for loads");
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, it->kind, it->doc, it->line);
}

static const char *say_weight(tt_draft *w, const struct item *it)
{
    const tt_heft *h = it->heft;
    tt_str goods = tt_data_lines(w->data, it->kind)[it->line].description;
    const char *per = h->by == TT_HEFT_VOLUME ? "m3" : tt_price_per(h->dim);
    const char *kg = h->net ? "net" : "gross";
    tt_draft_measure(w, "weight_for_one", tt_say(w, "kg/%s", per), exp(h->of.x), exp(h->of.low),
                     exp(h->of.high), h->of.peers);
    tt_draft_measure(w, "factor_beyond", "1", it->factor, NAN, 1, 0);
    return tt_say(w,
                  "%s %s states %s kg %s for a line of \"%s\": %s kg for one %s; of %s %s 96 in "
                  "100 weigh between %s and %s kg.",
                  it->kind == TT_KIND_SHIPMENT ? "Shipment" : "Declaration",
                  tt_say_doc(w, it->kind, it->doc), tt_say_number(w, mass_of(w->data, h), 0), kg,
                  tt_say_str(w, goods), tt_say_price(w, exp(h->of.x)), per,
                  tt_say_count(w, h->of.peers, "line"),
                  h->hs6 ? "of the same code by other senders" : "by other senders",
                  tt_say_price(w, exp(h->of.low)), tt_say_price(w, exp(h->of.high)));
}

static const char *say_net(tt_draft *w, const struct item *it)
{
    const tt_line *l = &tt_data_lines(w->data, it->kind)[it->line];
    double net = (double)l->net_kg / 1e6, gross = (double)l->gross_kg / 1e6;
    tt_draft_measure(w, "net_mass", "kg", net, NAN, gross, 0);
    return tt_say(w, "%s has a line whose net mass, %s kg, is above its gross mass, %s kg.",
                  tt_say_doc(w, it->kind, it->doc), tt_say_number(w, net, 0),
                  tt_say_number(w, gross, 0));
}

static void say_tests(tt_draft *w, const struct item *it)
{
    bool net = it->heft && it->heft->net;
    if (it->fault == HEAVY)
        tt_draft_test(w, "packing", net ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                      net ? "The mass is net: crates and pallets are not in it."
                          : "Only gross mass is stated: crates and pallets are in it.");
    if (it->heft)
        tt_draft_test(w, "unit_slip", TT_TEST_NOT_EXPLAINED,
                      "The factor is none between units of mass, dozens or thousands.");
    if (it->heft && it->heft->dim != TT_DIM_MASS)
        tt_draft_test(w, "other_make", TT_TEST_UNKNOWN,
                      "The code may hold goods of other makes and sizes; what the others weigh was "
                      "taken as it is, heavy and light ones together.");
    tt_draft_test(w, "error_of_entry", TT_TEST_UNKNOWN,
                  "A weight or a quantity may have been typed wrong.");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const struct {
        const char *title, *clause, *means;
    } words[] = {
        [LIGHT] = {"lighter than its goods", "the load weighs less than its goods do",
                   "Less may have been sent than the papers say."},
        [HEAVY] = {"heavier than its goods", "the load weighs more than its goods do",
                   "Something may be in it that the papers do not name."},
        [NET] = {"net mass above gross mass", "the weights cannot be",
                 "One of the weights was not taken from a scale."},
    };
    static const char *const steps[] = {
        "Ask the terminal for the verified gross mass (VGM) of the container.",
        "Ask for the packing list, and weigh or scan the next consignment of this relation.",
        "Ask the sender what one unit of the goods weighs.",
    };
    const struct item *it = r->top->own;
    const tt_relation_text text = {.title = words[it->fault].title,
                                   .clause = words[it->fault].clause,
                                   .of = "consignment",
                                   .means = words[it->fault].means,
                                   .steps = steps,
                                   .n_steps = TT_LEN(steps)};
    TT_UNUSED(ctx);
    w->f.direction = TT_SHIFT_NONE;
    tt_relation_say(w, r, &text, it->fault == NET ? say_net(w, it) : say_weight(w, it));
    say_tests(w, it);
}

/* --- all together --- */

static tt_status loads(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {SMALL, "lines below min_kg", "line",
         "not weighed: rounding and packing are too much of them", NULL},
        {FEW, "lines with too few lines of others to compare with", "line", "not weighed", NULL},
        {SLIP, "the weight is off by a factor between units, or beyond reason", "line",
         "treated as errors of data entry: never evidence", "dq.unit_error_suspected"},
        {PARTY, "sender or receiver is not known", "consignment", "not judged", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such weights are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"sender", "receiver"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "consignment",
                                       .cite = cite,
                                       .tell = tell};
    for (tt_ix i = 1; i <= s->d->n_shipments; i++)
        TT_TRY(look_at(s, TT_KIND_SHIPMENT, i, err));
    for (tt_ix i = 1; i <= s->d->n_declarations; i++)
        TT_TRY(look_at(s, TT_KIND_DECLARATION, i, err));
    if (!tt_sort(s->items.v, s->items.n, sizeof *s->items.v, item_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    for (size_t i = 0, next; i < s->items.n; i = next) {
        const struct item *v = s->items.v;
        for (next = i + 1; v[i].deal && next < s->items.n && v[next].deal == v[i].deal;)
            next++;
        TT_TRY(deal(s, v + i, next - i, (tt_ix)i, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "ship.weight_implausible", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = loads(&s, out, err);
    tt_vec_release(&s.items);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_ship_weight_implausible = {
    .id = "ship.weight_implausible",
    .revision = 3,
    .title = "Weight that the goods cannot have",
    .typology = "weight_implausible",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_HS,
    .needs = TT_NEEDS_CARGO,
    .indicators = "F06-02 W-16",
    .source =
        "FATF, Trade Based Money Laundering (2006), case study 2: a shipment heavier than its "
        "ship could carry",
    .looks_for = "Loads that are heavier or lighter than their goods can be, beside the same goods "
                 "of others, and net mass above gross mass.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
