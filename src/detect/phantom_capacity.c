/*
 * phantom_capacity.c - more in a container than it bears or holds.
 *
 * What one bill puts into one container beside the plate and the inner volume of its type, whatever
 * the goods are.  What goods weigh for their quantity, and net above gross, is
 * ship_weight_implausible; papers that do not agree on how much there was is doc_qty_mismatch.
 * Formula, worked example, known false positives: phantom_capacity.md.
 */
#include "detect/common/beside.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include "detect/common/worth.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum {
    P_PLATE,
    P_HARD,
    P_SLACK,
    P_AGREE,
    P_SLIP,
    P_ABSURD,
    P_PEERS,
    P_LR_PLATE,
    P_LR_ALONE,
    P_LR_HARD,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_PLATE] = {"plate_kg", 30480, 1000, 1e6, "kg", "gross mass on the plate of most containers"},
    [P_HARD] = {"hard_kg", 36000, 1000, 1e6, "kg", "that no closed container is built for"},
    [P_SLACK] = {"slack", 0.02, 0, 1, "fraction", "over a limit that scales and rounding explain"},
    [P_AGREE] = {"agree", 0.25, 0, 1, "fraction",
                 "by which figures of one load may differ: net mass, crates"},
    [P_SLIP] = {"slip", 0.1, 0, 0.5, "fraction",
                "a factor this near to one between units is a slip"},
    [P_ABSURD] = {"absurd", 8, 2, 1e9, "ratio", "over a limit, beyond which it is a slip"},
    [P_PEERS] = {"least_peers", 20, 1, 1e9, "count",
                 "containers of such goods of others to hold one over its plate against"},
    [P_LR_PLATE] = {"lr_plate", 2, 1, 1000, "likelihood ratio",
                    "of a container over its plate, or over more when other papers say less"},
    [P_LR_ALONE] = {"lr_alone", 4, 1, 1000, "likelihood ratio",
                    "of more than any bears, or than it holds, by this paper alone"},
    [P_LR_HARD] = {"lr_hard", 15, 1, 1000, "likelihood ratio",
                   "of more than any bears, when another paper of the deal says the same"},
    [P_USUAL] = TT_USUAL_ROW(0.003),
    TT_TRIAL_ROWS(0, 0.5)};

enum fault { FITS, OVER_PLATE, OVERLOADED, OVERFULL };

/* What the other papers of the deal say of its mass. */
enum others { SILENT, AGREE, LESS };

struct item {
    const tt_box *box;
    enum fault fault;
    enum others others;
    double is, limit, lr;
    double kg;        /* by another paper, of the whole deal */
    tt_beside beside; /* of OVER_PLATE: ln kg among containers of such goods */
};
TT_VEC(item_vec, struct item);

enum why { JUDGED, NUMBER, SILENT_BOX, SLIP, PARTY, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_container largest;
    item_vec items;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- what the other papers say --- */

/* Mass of all lines of a shipment or declaration: gross, or the net mass or quantity that they
 * state, else gross; NAN when a line does not say. */
static double mass_of(const tt_data *d, tt_kind kind, tt_ix doc, bool gross)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    double kg = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        int64_t stated = tt_data_lines(d, kind)[k].gross_kg;
        double net = tt_worth_of(d, (tt_ref){kind, doc, k}, TT_FREIGHT_UNKNOWN).mass;
        kg += net > 0 && !gross ? net : stated == TT_NO_NUM ? (double)NAN : (double)stated / 1e6;
    }
    return kg;
}

/* Sum over the declarations of one direction, or over the shipments, of a deal; NAN without. */
static double mass_in_deal(const tt_data *d, tt_ix deal, tt_kind kind, tt_doc_type type)
{
    double kg = NAN;
    if (!deal)
        return kg;
    const tt_deal *x = &d->deals[deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        tt_ix doc = d->deal_docs[i].doc;
        if (d->deal_docs[i].kind != kind ||
            (kind == TT_KIND_DECLARATION ? d->declarations[doc].type != type
                                         : tt_shipment_is_above(d, doc)))
            continue;
        kg = (isnan(kg) ? 0 : kg) + mass_of(d, kind, doc, kind == TT_KIND_SHIPMENT);
    }
    return kg;
}

/* What a figure says of the mass that bills state: less, about as much, or of something else. */
static enum others compared(const struct state *s, double figure, double bills)
{
    double off = tt_round9(figure / bills - 1), agree = s->in->param[P_AGREE];
    return !(figure > 0) || off > agree ? SILENT : off < -agree ? LESS : AGREE;
}

/*
 * Hold the mass of a box against what else states the mass of its bill or deal.  One figure that is
 * lower speaks louder than others that copy the bill.
 *
 * @param slip  set when a factor between units in the mass of this box explains another figure.
 */
static enum others ask(struct state *s, const struct item *it, double *kg, bool *slip)
{
    tt_ix bill = it->box->shipment, deal = tt_deal_of(s->d, TT_KIND_SHIPMENT, bill);
    tt_goods g =
        tt_goods_of(s->d, &s->in->shared->credits, NULL, deal, TT_HS_NONE, true, TT_DIM_MASS);
    double shipped = mass_in_deal(s->d, deal, TT_KIND_SHIPMENT, 0);
    const struct {
        double bills, figure;
        bool own; /* of the bill itself: cannot confirm it */
    } rows[] = {
        {mass_of(s->d, TT_KIND_SHIPMENT, bill, true), mass_of(s->d, TT_KIND_SHIPMENT, bill, false),
         true},
        {shipped, mass_in_deal(s->d, deal, TT_KIND_DECLARATION, TT_DOC_EXPORT), false},
        {shipped, mass_in_deal(s->d, deal, TT_KIND_DECLARATION, TT_DOC_IMPORT), false},
        {shipped, g.unknown_invoice ? (double)NAN : g.invoiced, false},
    };
    enum others say = SILENT;
    for (size_t i = 0; i < TT_LEN(rows) && say != LESS; i++) {
        double left = rows[i].figure - (rows[i].bills - it->is);
        enum others one = compared(s, rows[i].figure, rows[i].bills);
        if (one == SILENT || (one == AGREE && rows[i].own))
            continue;
        say = one;
        *kg = rows[i].figure;
        *slip |= one == LESS && left > 0 && tt_is_unit_factor(it->is / left, s->in->param[P_SLIP]);
    }
    return say;
}

/* The mass of the whole bill on the line of each of its containers. */
static bool is_repeated(const struct state *s, const struct item *it)
{
    size_t n, same = 0;
    const tt_box *v = tt_cargo_boxes(&s->in->shared->cargo, it->box->shipment, &n);
    for (size_t i = 0; i < n; i++)
        same += tt_box_same_load(&v[i], it->box, 0);
    return n > 1 && same == n && it->is / (double)n <= it->limit;
}

/* --- one container --- */

static bool above(const struct state *s, double is, double limit)
{
    return limit > 0 && tt_round9(is / limit) > tt_round9(1 + s->in->param[P_SLACK]);
}

/* The heaviest limit that the stated mass is above: it may hold the mass of the box or not. */
static void weigh(struct state *s, struct item *it)
{
    const double *p = s->in->param;
    const tt_container *type = it->box->type;
    double bears = type ? (double)type->most_gross_kg : p[P_HARD];
    double plate =
        type ? fmin(bears - (double)type->tare_kg, type->volume_e1 ? p[P_PLATE] : (double)INFINITY)
             : p[P_PLATE];
    it->is = it->box->gross_kg;
    it->limit = above(s, it->is, bears) ? bears : plate;
    it->fault = !above(s, it->is, it->limit) ? FITS : it->limit < bears ? OVER_PLATE : OVERLOADED;
}

static void fill(struct state *s, struct item *it)
{
    const tt_container *type = it->box->type ? it->box->type : &s->largest;
    double m3 = (double)type->volume_e1 / 10;
    if (it->fault == OVERLOADED || !above(s, it->box->m3, m3))
        return;
    it->fault = OVERFULL;
    it->is = it->box->m3;
    it->limit = m3;
}

/* Four letters, six or seven digits: wagons, trailers and "LCL" look otherwise.  A check digit that
 * is wrong does not matter here. */
static bool is_container(tt_str number)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < number.n; i++) {
        char c = number.p[i];
        if (c == ' ' || c == '-' || c == '.')
            continue;
        if (c >= '0' && c <= '9')
            digits++;
        else if (digits || ++letters > 4)
            return false;
    }
    return letters == 4 && (digits == 6 || digits == 7);
}

static bool weighed(struct state *s, const struct item *it)
{
    enum why why = JUDGED;
    if (!is_container(s->d->shipment_lines[it->box->line].container))
        why = NUMBER;
    else if (isnan(it->box->gross_kg) && isnan(it->box->m3))
        why = SILENT_BOX;
    if (why != JUDGED)
        tt_tally_add(&s->why[why], TT_NO_NUM);
    return why == JUDGED;
}

static tt_status look_at(struct state *s, const tt_box *box, tt_err *err)
{
    const double *p = s->in->param;
    struct item it = {.box = box, .lr = 1, .kg = NAN};
    bool slip = false;
    if (!weighed(s, &it))
        return TT_OK;
    weigh(s, &it);
    fill(s, &it);
    if (it.fault == OVERLOADED) {
        it.others = ask(s, &it, &it.kg, &slip);
        slip |= it.others != AGREE && is_repeated(s, &it);
        it.lr = p[it.others == AGREE ? P_LR_HARD : it.others == LESS ? P_LR_PLATE : P_LR_ALONE];
    } else if (it.fault == OVERFULL) {
        it.lr = p[P_LR_ALONE];
    }
    if (it.fault != FITS && (slip || tt_round9(it.is / it.limit) >= p[P_ABSURD])) {
        tt_tally_add(&s->why[SLIP], TT_NO_NUM);
        return TT_OK;
    }
    return tt_vec_push(&s->items, it) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for containers");
}

/* --- among containers of such goods --- */

static tt_hs goods_in(const struct state *s, const tt_box *b)
{
    return tt_cargo_code(s->d, TT_KIND_SHIPMENT, &s->d->shipment_lines[b->line]);
}

static tt_status compare(struct state *s, tt_err *err)
{
    size_t n = 0;
    const double *p = s->in->param;
    tt_beside *v = tt_new_n(s->in->scratch, tt_beside, s->items.n + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for containers");
    for (size_t i = 0; i < s->items.n; i++) {
        const tt_box *b = s->items.v[i].box;
        tt_ix shipper = tt_data_entity(s->d, s->d->shipments[b->shipment].shipper);
        if (b->gross_kg > 0)
            v[n++] = (tt_beside){.series = goods_in(s, b),
                                 .sender = s->in->shared->declared[shipper],
                                 .at = (uint32_t)i,
                                 .x = tt_round9(log(b->gross_kg))};
    }
    TT_TRY(tt_beside_judge(v, n, s->in->scratch, err));
    for (size_t i = 0; i < n; i++) {
        struct item *it = &s->items.v[v[i].at];
        it->beside = v[i];
        if (it->fault == OVER_PLATE && v[i].series && v[i].peers >= (uint32_t)p[P_PEERS])
            it->lr = fmax(fmin(p[P_LR_PLATE], pow(10, tt_log10_e_of_p(v[i].p))), 1);
    }
    return TT_OK;
}

static tt_status ask_about(struct state *s, struct item *it, tt_err *err)
{
    tt_ix doc = it->box->shipment, deal = tt_deal_of(s->d, TT_KIND_SHIPMENT, doc);
    tt_trial t = {.at = deal ? deal : tt_trial_alone(s->d, (tt_ref){TT_KIND_SHIPMENT, doc, 0}),
                  .side = it->lr > 1,
                  .lr = it->lr,
                  .gap = s->in->param[P_USUAL],
                  .off = it->lr > 1 ? tt_round9(log(it->lr * it->is / it->limit)) : 0,
                  .own = it};
    if (!tt_deal_consignment(s->d, TT_KIND_SHIPMENT, doc, &t.seller, &t.buyer)) {
        tt_tally_add(&s->why[PARTY], TT_NO_NUM);
        return TT_OK;
    }
    return tt_trials_add(&s->trials, t, err);
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, TT_KIND_SHIPMENT, it->box->shipment, it->box->line);
    if (it->others == AGREE)
        tt_deal_cite(w, tt_deal_of(w->data, TT_KIND_SHIPMENT, it->box->shipment),
                     TT_KINDS(INVOICE) | TT_KINDS(DECLARATION), 0, false);
}

static const char *say_limit(tt_draft *w, const struct item *it)
{
    const char *unit = it->fault == OVERFULL ? "m3" : "kg";
    const tt_container *type = it->box->type;
    const char *limit = tt_say_number(w, it->limit, it->fault == OVERFULL ? 1 : 0);
    const char *takes =
        tt_say(w, "%s",
               it->fault == OVERFULL ? tt_say(w, "has room for %s m3", limit)
               : it->fault == OVER_PLATE
                   ? tt_say(w, "usually has a plate of %s kg, the box included", limit)
                   : tt_say(w, "bears %s kg at most, the box included", limit));
    tt_draft_measure(w, "in_the_container", unit, it->is, NAN, it->limit, 0);
    return tt_say(w, "By bill of lading %s container %s holds %s %s of \"%s\"; %s %s.",
                  tt_say_doc(w, TT_KIND_SHIPMENT, it->box->shipment),
                  tt_say_str(w, w->data->shipment_lines[it->box->line].container),
                  tt_say_number(w, it->is, 0), unit,
                  tt_say_str(w, w->data->shipment_lines[it->box->line].description),
                  type                    ? tt_say(w, "a %s container", type->name)
                  : it->fault == OVERFULL ? "the largest closed one"
                                          : "a closed one",
                  takes);
}

static void say_tests(tt_draft *w, const struct item *it)
{
    static const struct {
        tt_outcome outcome;
        const char *detail;
    } slips[] = {
        [SILENT] = {TT_TEST_UNKNOWN,
                    "No other paper of the deal states a mass: pounds written as kilograms, or a "
                    "digit too many, cannot be ruled out."},
        [LESS] = {TT_TEST_WEAKENED, "Another figure of the deal, its net mass or another paper, is "
                                    "lower; the weight allows for that."},
    };
    if (it->fault == OVERFULL)
        tt_draft_test(w, "unit_slip", TT_TEST_UNKNOWN,
                      "The volume stands on this paper only; it is not so far off that cubic feet "
                      "would explain it.");
    else if (it->others == AGREE)
        tt_draft_test(w, "unit_slip", TT_TEST_NOT_EXPLAINED,
                      tt_say(w, "Another paper states %s kg for the whole deal, too.",
                             tt_say_number(w, it->kg, 0)));
    else
        tt_draft_test(w, "unit_slip", slips[it->others].outcome, slips[it->others].detail);
    if (it->fault != OVERFULL)
        tt_draft_test(w, "mass_of_the_box", TT_TEST_NOT_EXPLAINED,
                      "The limit is that of goods and box together: it does not matter whether "
                      "the bill counts the box.");
    tt_draft_test(w, "other_type", it->box->type ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  it->box->type ? "The bill names the type of the container."
                                : "The bill does not name the type; the largest closed one was "
                                  "assumed. A flat rack bears more, and holds what sticks out.");
    if (it->beside.series && it->beside.peers)
        tt_draft_test(w, "heavy_goods", TT_TEST_NOT_EXPLAINED,
                      tt_say(w, "Of %s of such goods by others 98 in 100 weigh no more than %s kg.",
                             tt_say_count(w, it->beside.peers, "container"),
                             tt_say_number(w, exp(it->beside.high), 0)));
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const struct {
        const char *title, *clause, *means;
    } words[] = {
        [OVER_PLATE] = {"over the plate of most containers",
                        "a container is heavier than most may be",
                        "Few containers, and few roads, bear that; such goods of others are not "
                        "loaded so."},
        [OVERLOADED] = {"more than a container bears",
                        "a container is said to carry what it cannot",
                        "The goods were not in this container, or do not weigh that: the paper was "
                        "not written beside the load."},
        [OVERFULL] = {"more than a container holds", "a container is said to carry what it cannot",
                      "The goods were not in this container, or are not so many: the paper was "
                      "not written beside the load."},
    };
    static const char *const steps[] = {
        "Ask the terminal for the verified gross mass (VGM), and whether the box was there at all.",
        "Ask the carrier for the size and type of the container, and for its loading list.",
        "Have the next consignment of this relation weighed or scanned.",
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
    tt_relation_say(w, r, &text, say_limit(w, it));
    say_tests(w, it);
}

/* --- all together --- */

static tt_status loads(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NUMBER, "the number is not that of a container", "container", "not judged", NULL},
        {SILENT_BOX, "neither mass nor volume of all its lines is stated", "container",
         "not judged", NULL},
        {SLIP, "a factor between units, the mass of the whole bill on each line, or beyond reason",
         "container", "treated as errors of data entry: never evidence", "dq.unit_error_suspected"},
        {PARTY, "sender or receiver is not known", "container", "not judged", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such loads are usual in these data, or other papers state less", NULL},
    };
    static const tt_trial_words say = {.roles = {"sender", "receiver"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "consignment",
                                       .cite = cite,
                                       .tell = tell};
    const tt_cargo *c = &s->in->shared->cargo;
    for (uint32_t i = 0; i < c->first_box[s->d->n_shipments + 1]; i++)
        TT_TRY(look_at(s, &c->boxes[i], err));
    TT_TRY(compare(s, err));
    for (size_t i = 0; i < s->items.n; i++)
        TT_TRY(ask_about(s, &s->items.v[i], err));
    if (!tt_trials_one_a_deal(&s->trials))
        return tt_fail(err, TT_ENOMEM, "no memory for containers");
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "phantom.capacity", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_container_largest(&s.largest);
    tt_status st = loads(&s, out, err);
    tt_vec_release(&s.items);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_phantom_capacity = {
    .id = "phantom.capacity",
    .revision = 2,
    .title = "More than a container bears or holds",
    .typology = "capacity",
    .family =
        TT_FAMILY_ROUTE, /* as ship.weight_implausible: one load is no evidence of two kinds */
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_CARGO,
    .indicators = "F06-02 D-04",
    .source = "FATF, Trade Based Money Laundering (2006), case study 2: a shipment heavier than "
              "its ship could carry",
    .looks_for = "Containers that, by their bill of lading, carry more than a container bears or "
                 "has room for.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
