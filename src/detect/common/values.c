/* values.c - see values.h. */
#include "detect/common/values.h"

#include "base/num.h"

#include <math.h>

/* From the first parameter of the family on. */
enum { TOLERANCE, STRONG, LR_WEAK, LR_STRONG, SLIP, WHOLE, ABSURD, USUAL, REPEAT };

enum why {
    COMPARED,
    UNKNOWN_PARTY,
    UNLIKE,
    LATE,
    UNIT_SLIP,
    CURRENCY_SLIP,
    USUALLY,
    WEAK,
    WHY_COUNT
};

struct item {
    tt_couple c;
    tt_worth_gap g;
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const tt_values_way *way;
    const double *p;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static int64_t minor_of(const struct state *s, double major)
{
    double minor = major * pow(10, tt_ccy_exponent(s->d->base));
    return minor < 9e15 ? (int64_t)llround(minor) : TT_NO_NUM;
}

static enum why compare(const struct state *s, const tt_couple *c, tt_worth_gap *g)
{
    *g = tt_worth_compare(s->d, c, s->p[SLIP], s->p[WHOLE]);
    if (g->how == TT_WORTH_UNLIKE)
        return UNLIKE;
    if (s->way->in_time && !s->way->in_time(s->in, c))
        return LATE;
    if (g->how == TT_WORTH_CURRENCY_SLIP)
        return CURRENCY_SLIP;
    if (g->how == TT_WORTH_UNIT_SLIP || fabs(log(g->value)) >= log(s->p[ABSURD]))
        return UNIT_SLIP;
    return COMPARED;
}

static int side_of(const struct state *s, double ratio)
{
    if (tt_round9(fabs(log(ratio))) <= tt_round9(log1p(s->p[TOLERANCE])))
        return 0;
    return ratio < 1 ? 1 : -1;
}

/* What b states less than a, or more, at the price of the one that states more. */
static double moved(const tt_worth_gap *g)
{
    double more = fmax(g->a.value, g->b.value);
    return g->how == TT_WORTH_TOTAL ? fabs(g->a.value - g->b.value)
                                    : g->b.value * fabs(1 - g->value) * (more > 0);
}

static bool parties(const struct state *s, const tt_couple *c, tt_trial *t)
{
    t->seller = tt_data_entity(s->d, tt_data_role(s->d, c->b.kind, c->b.doc, 1));
    t->buyer = tt_data_entity(s->d, tt_data_role(s->d, c->b.kind, c->b.doc, 2));
    return t->seller && t->buyer && t->seller != t->buyer;
}

/* The couples of one deal: the one farthest apart speaks for it. */
static tt_status deal(struct state *s, const tt_couple *v, size_t n, tt_err *err)
{
    tt_trial t = {.at = v->deal, .gap = s->p[USUAL], .lr = 1};
    struct item top = {.c = {.deal = 0}};
    double shift = 0;
    for (size_t i = 0; i < n; i++) {
        tt_worth_gap g;
        enum why why = compare(s, &v[i], &g);
        if (why == COMPARED && !parties(s, &v[i], &t))
            why = UNKNOWN_PARTY;
        if (why != COMPARED) {
            tt_tally_add(&s->why[why], minor_of(s, g.b.value));
            continue;
        }
        double off = tt_round9(fabs(log(g.value)));
        if (top.c.deal && off <= t.off)
            continue;
        top = (struct item){v[i], g};
        t.off = off;
        t.side = side_of(s, g.value);
    }
    if (!top.c.deal || !parties(s, &top.c, &t))
        return TT_OK;
    for (size_t i = 0; i < n && t.side; i++) {
        tt_worth_gap g;
        if (compare(s, &v[i], &g) == COMPARED && side_of(s, g.value) == t.side &&
            v[i].a.doc == top.c.a.doc && v[i].b.doc == top.c.b.doc)
            shift += moved(&g);
    }
    t.shift = minor_of(s, shift);
    if (t.side && s->way->usual && s->way->usual(s->in, v, n, &top.c, top.g.value)) {
        tt_tally_add(&s->why[USUALLY], t.shift);
        t.side = 0;
        t.shift = 0;
    }
    if (t.side)
        t.lr = s->p[t.off >= tt_round9(log1p(s->p[STRONG])) ? LR_STRONG : LR_WEAK];
    t.own = tt_trial_own(s->in, top);
    if (!t.own || t.shift == TT_NO_NUM)
        return t.own ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for values");
    return tt_trials_add(&s->trials, t, err);
}

/* --- words --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, it->c.a.kind, it->c.a.doc, it->c.a.line);
    tt_draft_document(w, it->c.b.kind, it->c.b.doc, it->c.b.line);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_worth_gap *g = &it->g;
    double slack = 1 + s->p[TOLERANCE];
    bool unit = g->how == TT_WORTH_UNIT;
    char ccy[4];
    tt_ccy_text(s->d->base, ccy);
    const char *per = unit ? tt_say(w, "%s a unit", ccy) : tt_say(w, "%s", ccy);
    double b = unit ? g->b.value / (g->b.quantity > 0 ? g->b.quantity : g->b.mass) : g->b.value;
    double a = b * g->value;
    tt_draft_measure(w, s->way->measure[0], per, a, b / slack, b * slack, 0);
    tt_draft_measure(w, s->way->measure[1], per, b, a / slack, a * slack, 0);
    tt_draft_measure(w, "largest_ratio", "1", g->value, 1 / slack, slack, 0);
    if (!isnan(g->quantity))
        tt_draft_measure(w, "quantity_ratio", "1", g->quantity, NAN, NAN, 0);
    tt_draft_measure(w, "deals_that_differ", "1", (double)r->k, 0, r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    const char *of = tt_say_count(w, r->n, "deal"), *k = tt_say_number(w, (double)r->k, 0);
    w->f.title = tt_say(w, "%s than %s in %s of %s",
                        r->side < 0 ? tt_say(w, "more %s", s->way->a_is)
                                    : tt_say(w, "less %s", s->way->a_is),
                        s->way->b_is, k, of);
    w->f.explanation = tt_say(
        w,
        "In %s of %s between these parties the value %s is not the value %s, both brought to FOB "
        "in %s: in the deal farthest apart (%s %s and %s %s) it is %s against %s%s. The "
        "difference is worth %s in all: %s.",
        k, of, s->way->a_is, s->way->b_is, ccy, tt_kind_text(it->c.a.kind),
        tt_say_doc(w, it->c.a.kind, it->c.a.doc), tt_kind_text(it->c.b.kind),
        tt_say_doc(w, it->c.b.kind, it->c.b.doc), tt_say_price(w, a), tt_say_price(w, b),
        unit ? " for one unit" : "", tt_say_money(w, r->shift), s->way->moves[r->side > 0]);
    tt_draft_test(w, "delivery_term", TT_TEST_NOT_EXPLAINED,
                  "Freight and insurance were taken out by the stated terms and the usual shares; "
                  "the difference is beyond them.");
    tt_draft_test(w, "unit_or_currency_slip", TT_TEST_NOT_EXPLAINED,
                  "The ratio is no factor between units, and the numbers are not the same in two "
                  "currencies.");
    tt_draft_test(w, "part_of_the_goods",
                  isnan(g->quantity) ? TT_TEST_UNKNOWN : TT_TEST_NOT_EXPLAINED,
                  isnan(g->quantity) ? "The quantities are not stated in a common measure."
                  : unit             ? "Quantities differ: values for one unit were compared."
                                     : "The quantities agree.");
    tt_draft_tests(w, s->way->tests, s->way->n_tests);
    tt_draft_steps(w, s->way->steps, s->way->n_steps);
}

/* --- all together --- */

static tt_status relations(struct state *s, unsigned first, tt_findings *out, tt_err *err)
{
    const tt_tally_row rows[] = {
        {UNLIKE, "lines without comparable values or quantities", "line", "not compared", NULL},
        {LATE, s->way->late, "line", "not compared", NULL},
        {UNIT_SLIP, "the ratio of two values is a factor between units, or beyond reason", "line",
         "treated as errors of data entry: never evidence", "dq.unit_error_suspected"},
        {CURRENCY_SLIP, "the same number in two currencies", "line",
         "treated as errors of data entry: never evidence", "dq.currency_error_suspected"},
        {USUALLY, s->way->usual_is, "deal", "counted as deals that agree", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "most of their deals agree, or such differences are usual in these data", NULL},
    };
    const tt_trial_words say = {.roles = {"seller", "buyer"},
                                .first = first + REPEAT,
                                .expect = "what is assumed of honest trade",
                                .cite = cite,
                                .tell = tell};
    tt_couple *v;
    size_t n;
    TT_TRY(tt_couples_of(s->d, s->way->a, s->way->b, s->in->scratch, &v, &n, err));
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && v[next].deal == v[i].deal;)
            next++;
        TT_TRY(deal(s, &v[i], next - i, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, s->way->id, s->why, rows, TT_LEN(rows), out, err);
}

tt_status tt_values_run(const tt_detect_in *in, const tt_values_way *way, unsigned first,
                        tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .way = way, .p = in->param + first};
    tt_status st = relations(&s, first, out, err);
    tt_vec_release(&s.trials);
    return st;
}
