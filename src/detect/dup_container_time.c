/*
 * dup_container_time.c - one container on two voyages at once.
 *
 * Legs of a container follow each other; one that begins before the last one ended, from another
 * port, cannot be.  Not caught here: containers without a number that holds (id_checkdigit), legs
 * without an arrival.  Formula, worked example, known false positives: dup_container_time.md.
 */
#include "detect/common/trials.h"
#include "detect/common/voyage.h"

#include "base/str.h"
#include "refdata/ids.h"

enum { P_OVERLAP, P_SAME, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_OVERLAP] = {"overlap_days", 2, 1, 365, "days",
                   "by which two legs must overlap: days are written late"},
    [P_SAME] = {"same_days", 7, 0, 365, "days",
                "between two documents from one port to one port that are of one voyage"},
    [P_LR] = {"lr", 20, 1, 1000, "likelihood ratio", "of a container in two places"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(0, 0.7)};

struct leg {
    char container[TT_ID_TEXT];
    tt_ix shipment, line;
    tt_date from, to; /* on board, arrival */
};
TT_VEC(leg_vec, struct leg);

/* Two legs that follow each other. */
struct item {
    const struct leg *before, *after;
};

enum why { BAD, OPEN, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    leg_vec legs;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static int leg_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct leg *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = strcmp(a->container, b->container);
    if (c)
        return c;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->shipment != b->shipment)
        return a->shipment < b->shipment ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static tt_status legs(struct state *s, tt_err *err)
{
    for (tt_ix i = 1; i <= s->d->n_shipments; i++) {
        const tt_shipment *x = &s->d->shipments[i];
        for (tt_ix k = x->head.first_line; k < x->head.first_line + x->head.n_lines; k++) {
            struct leg l = {.shipment = i, .line = k, .from = x->head.date.day, .to = x->arrival};
            tt_str number = s->d->shipment_lines[k].container;
            if (!number.n || l.from == TT_NO_DATE)
                continue;
            if (tt_id_check(TT_ID_CONTAINER, number, l.container) != TT_ID_VALID)
                tt_tally_add(&s->why[BAD], TT_NO_NUM);
            else if (l.to == TT_NO_DATE || l.to < l.from)
                tt_tally_add(&s->why[OPEN], TT_NO_NUM);
            else if (!tt_vec_push(&s->legs, l))
                return tt_fail(err, TT_ENOMEM, "no memory for containers");
        }
    }
    return tt_sort(s->legs.v, s->legs.n, sizeof *s->legs.v, leg_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for containers");
}

static bool one_voyage(const struct state *s, const struct leg *a, const struct leg *b)
{
    return tt_voyage_same(&s->d->shipments[a->shipment], &s->d->shipments[b->shipment],
                          (tt_date)s->in->param[P_SAME]);
}

static tt_status pair(struct state *s, const struct leg *a, const struct leg *b, tt_err *err)
{
    const double *p = s->in->param;
    const tt_shipment *x = &s->d->shipments[b->shipment];
    struct item it = {a, b};
    tt_date overlap = TT_MIN(a->to, b->to) - b->from;
    bool twice = overlap >= (tt_date)p[P_OVERLAP];
    tt_trial t = {.seller = tt_data_entity(s->d, x->shipper),
                  .buyer = tt_data_entity(s->d, x->consignee),
                  .at = b->line,
                  .side = twice,
                  .lr = twice ? p[P_LR] : 1,
                  .gap = p[P_USUAL],
                  .off = twice ? overlap : 0,
                  .own = tt_trial_own(s->in, it)};
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for containers");
    return t.seller && t.buyer ? tt_trials_add(&s->trials, t, err) : TT_OK;
}

/* Each leg and the one before it that ends last. */
static tt_status compare(struct state *s, tt_err *err)
{
    const struct leg *last = NULL;
    for (size_t i = 0; i < s->legs.n; i++) {
        const struct leg *l = &s->legs.v[i];
        bool other = last && strcmp(last->container, l->container) == 0;
        if (other && (last->shipment == l->shipment || one_voyage(s, last, l)))
            continue;
        if (other)
            TT_TRY(pair(s, last, l, err));
        if (!other || l->to > last->to)
            last = l;
    }
    return TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *it = t->own;
    const tt_shipment *x = &s->d->shipments[it->before->shipment];
    tt_draft_document(w, TT_KIND_SHIPMENT, it->before->shipment, it->before->line);
    tt_draft_document(w, TT_KIND_SHIPMENT, it->after->shipment, it->after->line);
    if (tt_data_entity(s->d, x->shipper))
        tt_draft_entity(w, tt_data_entity(s->d, x->shipper), "shipper");
    if (tt_data_entity(s->d, x->consignee))
        tt_draft_entity(w, tt_data_entity(s->d, x->consignee), "consignee");
}

static const char *route(tt_draft *w, const tt_shipment *x)
{
    return tt_say(w, "%s to %s", tt_say_str(w, x->port_of_loading),
                  tt_say_str(w, x->port_of_discharge));
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"number_slip", TT_TEST_NOT_EXPLAINED,
         "The check digit of the container number holds on both documents."},
        {"one_voyage", TT_TEST_NOT_EXPLAINED,
         "The documents name no common ship, voyage or manifest, and no common port within days."},
        {"late_entry", TT_TEST_NOT_EXPLAINED,
         "The legs overlap by more than days are entered late."},
        {"wrong_number", TT_TEST_UNKNOWN,
         "Whether the number of another container was copied is not known."},
    };
    static const char *const steps[] = {
        "Ask both carriers for the movements of the container.",
        "Ask both terminals for the gate records of those days.",
        "Have the carrier of the second document confirm that it issued it.",
    };
    static const tt_relation_text text = {
        .title = "container on two voyages at once",
        .clause = "the container was on another voyage at the time",
        .of = "voyage",
        .means = "One of the two transport documents tells of a voyage that was not.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const struct leg *a = it->before, *b = it->after;
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, "overlap", "days", r->top->off, 0, s->in->param[P_OVERLAP], 0);
    tt_relation_say(w, r, &text,
                    tt_say(w,
                           "Container %s is on %s from %s (%s to %s) and on %s from %s (%s to %s).",
                           a->container, tt_say_doc(w, TT_KIND_SHIPMENT, a->shipment),
                           route(w, &s->d->shipments[a->shipment]), tt_say_date(w, a->from),
                           tt_say_date(w, a->to), tt_say_doc(w, TT_KIND_SHIPMENT, b->shipment),
                           route(w, &s->d->shipments[b->shipment]), tt_say_date(w, b->from),
                           tt_say_date(w, b->to)));
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {BAD, "container numbers whose check digit does not hold", "line",
         "not followed: see id.checkdigit", NULL},
        {OPEN, "containers on documents without an arrival, or one before departure", "line",
         "not followed", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such overlaps are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"shipper", "consignee"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "voyage",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(legs(s, err));
    TT_TRY(compare(s, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "dup.container_time", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.legs);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_dup_container_time = {
    .id = "dup.container_time",
    .revision = 2,
    .title = "One container on two voyages at once",
    .typology = "container_in_two_places",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-04 O-12",
    .source = "HKMA and HKAB, Guidance Paper on Combating Trade-based Money Laundering (2016): "
              "checks of transport documents",
    .looks_for = "Containers whose transport documents put them on two voyages from different "
                 "ports at the same time.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
