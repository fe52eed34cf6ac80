/*
 * ship_split.c - goods sent in consignments that each stay just below a limit.
 *
 * Three and more documents of one kind between the same two parties within days, all just below a
 * sum from which consignments are declared in full or looked at, and more than twice it together.
 * How many of such documents of others lie just below it is held against them.  Not caught here:
 * parts sent to several names (iwt_parcel_pattern), payments kept below a limit (pay_structuring).
 * Formula, worked example, known false positives: ship_split.md.
 */
#include "detect/common/bunches.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum {
    P_WINDOW,
    P_DAYS,
    P_LEAST,
    P_MIN_VALUE,
    P_EXPECT,
    P_RHO,
    P_PRIOR,
    P_USUAL_LOT,
    P_MOST,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_WINDOW] = {"window", 0.15, 0.01, 0.5, "fraction", "of the limit that is just below it"},
    [P_DAYS] = {"days", 7, 0, 92, "days", "in which documents of two parties are parts"},
    [P_LEAST] = {"least", 3, 2, 1e6, "count", "documents just below: fewer say nothing"},
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base", "worth together; less is left out"},
    [P_EXPECT] = {"expect", 0.12, 0.001, 0.999, "fraction",
                  "of documents from half to twice a limit that honest parties have just below it"},
    [P_RHO] = {"rho", 0.2, 0, 0.9, "correlation", "of the documents of one time, at least"},
    [P_PRIOR] = {"prior", 30, 0, 1e6, "count",
                 "documents that what is expected counts as, beside those of others"},
    [P_USUAL_LOT] = {"usual_lot", 0.5, 0, 1, "fraction",
                     "of their other documents just below it from which that is their usual lot"},
    [P_MOST] = {"max_weight", 2, 0, 3, "log10", "at most"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10", "less is not reported but counted"},
};

enum why { LOT = TT_PAPER_WHYS, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_limits limits;
    tt_bunches b;
    tt_tally why[WHYS];
};

/* --- telling it --- */

/* What came of all questions asked of two parties. */
struct verdict {
    const tt_bunch *top;
    size_t asked;
    double weight, p;
};

static void cite(const struct state *s, const tt_bunch *b, tt_draft *w)
{
    const tt_paper *first = &s->b.papers.v[b->first];
    for (size_t i = b->at; i < b->end; i++)
        if (tt_bunch_below(&s->b, b, &s->b.papers.v[i]))
            tt_draft_document(w, s->b.papers.v[i].kind, s->b.papers.v[i].doc, 0);
    size_t n = w->documents.n;
    for (size_t i = 0; i < n; i++) {
        tt_ref r = w->documents.v[i];
        tt_deal_cite(w, tt_deal_of(s->d, r.kind, r.doc), TT_KINDS(SHIPMENT), TT_HS_NONE, false);
    }
    tt_draft_entity(w, first->seller, "shipper");
    tt_draft_entity(w, first->buyer, "consignee");
}

static void tests(const struct state *s, const tt_bunch *b, tt_draft *w)
{
    const tt_paper *first = &s->b.papers.v[b->first];
    tt_draft_test(
        w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
        tt_say(w,
               "Of such documents of others, as close together and from half to twice the limit, "
               "%s %% lie just below it; as many here come with a chance of %s.",
               tt_say_number(w, 100 * b->usual, 1), tt_say_chance(w, b->p)));
    tt_draft_test(
        w, "usual_lot", b->lone ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
        b->lone
            ? tt_say(w, "Of %s of these parties that came alone on other days %s just below it.",
                     tt_say_count(w, b->lone, tt_paper_text(first->of)),
                     tt_say(w, "%u %s", b->lone_below, b->lone_below == 1 ? "lies" : "lie"))
            : "These parties have no other documents of that size that would show "
              "what their usual lot is.");
    tt_draft_test(w, "full_load", TT_TEST_UNKNOWN,
                  "Whether a vehicle or a box holds no more than each of them is not in the data.");
    tt_limit_test(w, &s->limits.v[b->limit], TT_REFTAB_CONSIGNMENTS);
}

static void words(const struct state *s, const tt_bunch *b, tt_draft *w)
{
    const tt_paper *first = &s->b.papers.v[b->first], *from = &s->b.papers.v[b->at];
    const char *limit = tt_say_limit(w, &s->limits.v[b->limit], TT_REFTAB_CONSIGNMENTS);
    const char *n = tt_say_count(w, b->below, tt_paper_text(first->of));
    w->f.title = tt_say(w, "%s just below %s", n, limit);
    w->f.explanation = tt_say(
        w,
        "%s between these parties (%s), dated %s, each lie within %s %% below %s, a sum from which "
        "consignments are declared in full or looked at. Together they are worth %s, %s times "
        "that sum. Of %s of theirs in these days from half to twice the limit %u lie just below "
        "it. Goods cut into lots below a limit pass with fewer papers and fewer questions.",
        n, tt_say_docs(w, first->kind, 6),
        tt_say_period(w, from->day, s->b.papers.v[b->end - 1].day),
        tt_say_number(w, 100 * s->p[P_WINDOW], 0), limit, tt_say_money(w, b->value),
        tt_say_number(w, b->sum, 1), tt_say_count(w, b->near, "document"), b->below);
}

/* The two parties and the limit. */
static void key(const struct state *s, const tt_bunch *b, tt_draft *w)
{
    const tt_paper *x = &s->b.papers.v[b->first];
    const char *limit = tt_say_limit(w, &s->limits.v[b->limit], TT_REFTAB_CONSIGNMENTS);
    size_t n = strlen(limit), id = sizeof(tt_hash);
    char *text = tt_new_n(w->a, char, 2 * id + n);
    w->failed |= !text;
    if (!text)
        return;
    memcpy(text, s->d->entities[x->seller].id.b, id);
    memcpy(text + id, s->d->entities[x->buyer].id.b, id);
    memcpy(text + 2 * id, limit, n);
    w->f.key = (tt_str){text, 2 * id + n};
}

static tt_status tell(const struct state *s, const struct verdict *v, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask the seller for the order: one lot, or several.",
        "Ask who chose the size of the lots, and whether one vehicle carried several of them.",
        "Look for other consignments of the same days to the buyer from sellers beside this one.",
    };
    const tt_bunch *b = v->top;
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    cite(s, b, &w);
    w.f.value_shift.minor = b->value;
    w.f.p_value = TT_MIN(1, (double)v->asked * v->p);
    w.f.weight = v->weight;
    key(s, b, &w);
    tt_draft_measure(&w, "just_below", "count", b->below, 0, b->usual * b->near, b->near);
    tt_draft_measure(&w, "sum_over_limit", "1", b->sum, 0, 1, 0);
    tt_draft_money(&w, "worth_together", b->value);
    words(s, b, &w);
    tests(s, b, &w);
    tt_draft_steps(&w, steps, TT_LEN(steps));
    return tt_draft_add(&w, out, err);
}

/* --- two parties --- */

static bool is_split(const struct state *s, const tt_bunch *b)
{
    return (double)b->below >= s->p[P_LEAST] && b->sum > 2 &&
           tt_money_double((tt_money){b->value, s->d->base}) >= s->p[P_MIN_VALUE];
}

/* n bunches of two parties: one finding at most. */
static tt_status judge(struct state *s, size_t at, size_t n, tt_findings *out, tt_err *err)
{
    struct verdict v = {.asked = n, .p = 2};
    double e = 0;
    for (size_t i = at; i < at + n; i++) {
        const tt_bunch *b = &s->b.v.v[i];
        e += pow(10, tt_log10_e_of_p(b->p));
        if (is_split(s, b) && b->p < v.p) {
            v.top = b;
            v.p = b->p;
        }
    }
    if (!v.top)
        return TT_OK;
    v.weight = tt_round9(fmin(log10(e / (double)n), s->p[P_MOST]));
    bool lot = v.top->lone >= s->p[P_LEAST] && v.top->lone_below >= s->p[P_USUAL_LOT] * v.top->lone;
    if (!lot && v.weight >= s->p[P_MIN_WEIGHT])
        return tell(s, &v, out, err);
    tt_tally_add(&s->why[lot ? LOT : WEAK], v.top->value);
    return TT_OK;
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {TT_PAPER_UNKNOWN, "parties, day and value are needed", "document", "not looked at", NULL},
        {TT_PAPER_GROUP, "within a declared group", "document", "its own goods: not looked at",
         NULL},
        {TT_PAPER_SERVES, "of banks, carriers, brokers, public bodies", "document", "not looked at",
         NULL},
        {LOT, "whose other documents lie just below the limit, too", "relation",
         "the usual lot of these parties: not reported", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "as many just below a limit are usual in these data", NULL},
    };
    const double *p = s->p;
    const tt_bunch_rules rules = {.window = p[P_WINDOW],
                                  .days = p[P_DAYS],
                                  .least = p[P_LEAST],
                                  .expect = p[P_EXPECT],
                                  .rho = p[P_RHO],
                                  .prior = p[P_PRIOR]};
    TT_TRY(
        tt_limits_load(&s->d->reference, TT_REFTAB_CONSIGNMENTS, s->in->scratch, &s->limits, err));
    TT_TRY(tt_bunches_find(s->in, &s->limits, &rules, &s->b, err));
    for (size_t i = 0, k; i < s->b.v.n; i = k) {
        for (k = i + 1; k < s->b.v.n && tt_bunch_same(&s->b, &s->b.v.v[i], &s->b.v.v[k]);)
            k++;
        TT_TRY(judge(s, i, k - i, out, err));
    }
    memcpy(s->why, s->b.why, sizeof s->b.why);
    return tt_tally_tell(s->in, "ship.split", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = relations(&s, out, err);
    tt_bunches_release(&s.b);
    return st;
}

const tt_detector tt_detector_ship_split = {
    .id = "ship.split",
    .revision = 1,
    .title = "Consignments kept below a limit",
    .typology = "split_consignments",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "W-14",
    .source = "WWF and TRAFFIC, Red Flag Compendium for wildlife and timber trafficking (2021): "
              "consignments split over several shipments",
    .looks_for = "Three and more consignments between the same two parties within days, each just "
                 "below a sum from which they are declared in full or looked at.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
