/*
 * price_reference_gap.c - prices far from a reference that the user gave: a customs valuation
 * database, a commodity index, prices of a platform.
 *
 * Says nothing without such records, and never invents one.  What comparable trade in the data
 * costs is price_over_invoicing's and price_under_invoicing's question.  Formula, worked example,
 * known false positives: price_reference_gap.md.
 */
#include "detect/common/shared.h"
#include "detect/common/slip.h"
#include "detect/common/trials.h"

#include <math.h>

enum {
    P_FACTOR,
    P_LARGE,
    P_LR_SMALL,
    P_LR_LARGE,
    P_OLD_DAYS,
    P_OLD_POWER,
    P_SLIP,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_FACTOR] = {"factor", 2, 1.01, 1000, "ratio",
                  "of the reference's usual price, beyond which a price is far from it"},
    [P_LARGE] = {"large", 5, 1.01, 1000, "ratio", "from which a gap is large"},
    [P_LR_SMALL] = {"lr_small", 3, 1, 1000, "likelihood ratio", "of a gap"},
    [P_LR_LARGE] = {"lr_large", 10, 1, 1000, "likelihood ratio", "of a large gap"},
    [P_OLD_DAYS] = {"old_days", 180, 0, 36500, "days",
                    "after its period in which a reference is still used, weakened"},
    [P_OLD_POWER] = {"old_power", 0.5, 0, 1, "power",
                     "to which the likelihood ratio is taken then: half the evidence"},
    [P_SLIP] = {"slip", 0.1, 0, 0.5, "fraction", "nearness to a factor between units"},
    [P_USUAL] = TT_USUAL_ROW(0.02),
    TT_TRIAL_ROWS(5000, 0.45),
};

/* A reference, per canonical unit. */
struct reference {
    tt_hs key; /* of six digits or fewer */
    tt_ix ix;
    double per; /* canonical units in one of its own */
};

/* A line against its reference; prices in the base currency per canonical unit. */
struct item {
    const tt_price_obs *o;
    tt_ix ix;
    double low, median, high;
    bool old;
};

/* The lines of a relation, by ratio. */
struct far_lines {
    struct item *v;
    const struct item *median;
    size_t n, n_far; /* lines with a reference; those as far on the side of the median */
};

enum why { COMPARED, SLIP, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    struct reference *refs; /* by (key, ix) */
    size_t n_refs;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- references --- */

static int cmp_reference(const void *pa, const void *pb, void *ctx)
{
    const struct reference *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->ix > b->ix) - (a->ix < b->ix);
}

static tt_status index_references(struct state *s, tt_err *err)
{
    const int64_t one = 1000000;
    s->refs = tt_new_n(s->in->scratch, struct reference, s->d->n_prices + 1);
    if (!s->refs)
        return tt_fail(err, TT_ENOMEM, "no memory for reference prices");
    for (tt_ix i = 1; i <= s->d->n_prices; i++) {
        const tt_price_ref *r = &s->d->prices[i];
        int64_t per;
        if (r->hs == TT_HS_NONE || r->median.minor == TT_NO_NUM || r->median.minor <= 0 ||
            !tt_unit_to_canonical(one, r->unit, &per) || per <= 0)
            continue;
        s->refs[s->n_refs++] = (struct reference){
            tt_hs_digits(r->hs) > 6 ? tt_hs_prefix(r->hs, 6) : r->hs, i, (double)per / (double)one};
    }
    return tt_sort(s->refs, s->n_refs, sizeof *s->refs, cmp_reference, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory to sort reference prices");
}

static size_t first_of(const struct state *s, tt_hs key)
{
    size_t low = 0, high = s->n_refs;
    TT_BISECT(size_t, low, high, mid, s->refs[mid].key < key);
    return low;
}

/* Days since the end of its period; 0 within it, -1 when it cannot be used. */
static int32_t age(const struct state *s, const tt_price_ref *r, tt_date day)
{
    if ((r->from != TT_NO_DATE && day < r->from))
        return -1;
    if (r->to == TT_NO_DATE || day <= r->to)
        return 0;
    return day - r->to <= (int32_t)s->in->param[P_OLD_DAYS] ? day - r->to : -1;
}

static bool fits(const tt_price_ref *r, const tt_price_obs *o)
{
    return tt_unit_dimension(r->unit) == o->dim && (!r->country || r->country == o->origin) &&
           tt_hs_prefix(o->hs, tt_hs_digits(r->hs)) == r->hs;
}

/* The first is better: more digits, the origin's own, of the time, the newest. */
static bool better(const tt_price_ref *a, int32_t age_a, const tt_price_ref *b, int32_t age_b)
{
    if (tt_hs_digits(a->hs) != tt_hs_digits(b->hs))
        return tt_hs_digits(a->hs) > tt_hs_digits(b->hs);
    if (!a->country != !b->country)
        return a->country != 0;
    return age_a < age_b;
}

static double in_base(const struct state *s, tt_money m, tt_date day, double per)
{
    tt_money base;
    return m.minor != TT_NO_NUM && m.minor > 0 && tt_data_convert(s->d, m, day, &base)
               ? tt_money_double(base) / per
               : (double)NAN;
}

static bool reference_for(const struct state *s, const tt_price_obs *o, struct item *out)
{
    static const unsigned digits[] = {6, 4, 2};
    const struct reference *best = NULL;
    int32_t best_age = 0;
    for (size_t k = 0; k < TT_LEN(digits); k++) {
        tt_hs key = tt_hs_prefix(o->hs, digits[k]);
        for (size_t i = first_of(s, key); i < s->n_refs && s->refs[i].key == key; i++) {
            const tt_price_ref *r = &s->d->prices[s->refs[i].ix];
            int32_t a = age(s, r, o->day);
            if (a < 0 || !fits(r, o) || (best && !better(r, a, &s->d->prices[best->ix], best_age)))
                continue;
            best = &s->refs[i];
            best_age = a;
        }
    }
    if (!best)
        return false;
    const tt_price_ref *r = &s->d->prices[best->ix];
    *out = (struct item){.o = o, .ix = best->ix, .old = best_age > 0};
    out->median = in_base(s, r->median, o->day, best->per);
    out->low = fmin(in_base(s, r->low, o->day, best->per), out->median / s->in->param[P_FACTOR]);
    out->high = fmax(in_base(s, r->high, o->day, best->per), out->median * s->in->param[P_FACTOR]);
    return out->median > 0;
}

/* --- one relation --- */

/* Where a line lies: 1 far above its reference, -1 far below, 0 near it. */
static int side_of(const struct item *it)
{
    double price = tt_round9(exp(it->o->x));
    return price > tt_round9(it->high) ? 1 : price < tt_round9(it->low) ? -1 : 0;
}

static double ratio_of(const struct item *it)
{
    return exp(it->o->x) / it->median;
}

static int by_ratio(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    double x = ratio_of(a), y = ratio_of(b);
    if (x < y || x > y)
        return x < y ? -1 : 1;
    return a->o < b->o ? -1 : a->o > b->o;
}

/* The lines of a run that have a reference, slips apart; by ratio.  Returns how many. */
static size_t lines_of(struct state *s, const tt_run *run, struct item *v)
{
    size_t n = 0;
    for (uint32_t i = 0; i < run->n; i++) {
        const tt_price_obs *o = tt_run_at(&s->in->shared->runs, run, i);
        if (!reference_for(s, o, &v[n]))
            continue;
        double ratio = ratio_of(&v[n]), apart = ratio > 1 ? ratio : 1 / ratio;
        if (side_of(&v[n]) && tt_unit_slip(o->dim, apart, s->in->param[P_SLIP]) > 0)
            tt_tally_add(&s->why[SLIP], o->fob);
        else
            n++;
    }
    return n;
}

/*
 * A relation is one trial, by its median line: one grade that the reference does not cover makes
 * all its lines far from it.
 */
static tt_status relation(struct state *s, const tt_run *run, tt_err *err)
{
    const double *p = s->in->param;
    const tt_price_series *series = &s->in->shared->prices.series[run->series];
    struct far_lines x = {.v = tt_new_n(s->in->scratch, struct item, run->n)};
    if (!x.v)
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    x.n = lines_of(s, run, x.v);
    if (!x.n)
        return TT_OK;
    if (!tt_sort(x.v, x.n, sizeof *x.v, by_ratio, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory to sort prices");
    const struct item *it = &x.v[x.n / 2];
    tt_trial t = {.seller = run->seller,
                  .buyer = run->buyer,
                  .hs6 = series->hs6,
                  .dim = series->dim,
                  .at = run->first,
                  .side = side_of(it),
                  .gap = p[P_USUAL]};
    if (t.side) {
        double apart = t.side > 0 ? ratio_of(it) : 1 / ratio_of(it);
        t.lr = pow(p[apart >= p[P_LARGE] ? P_LR_LARGE : P_LR_SMALL], it->old ? p[P_OLD_POWER] : 1);
        t.off = log(apart);
    }
    x.median = it;
    for (size_t i = 0; i < x.n; i++)
        if (t.side && side_of(&x.v[i]) == t.side) {
            double shift = (double)x.v[i].o->fob * fabs(1 - 1 / ratio_of(&x.v[i]));
            x.n_far++;
            if (!tt_add_i64(t.shift, (int64_t)llround(shift), &t.shift))
                return tt_fail(err, TT_ELIMIT, "value shifts overflow");
        }
    t.own = tt_trial_own(s->in, x);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for prices");
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct far_lines *x = t->own;
    TT_UNUSED(ctx);
    for (size_t i = 0; i < x->n; i++)
        if (side_of(&x->v[i]) == t->side)
            tt_draft_document(w, x->v[i].o->kind, x->v[i].o->doc, x->v[i].o->line);
    tt_draft_document(w, TT_KIND_PRICE, x->median->ix, 0);
}

static void tests(const struct state *s, const struct item *it, const tt_relation *r, tt_draft *w)
{
    const tt_shared *shared = s->in->shared;
    bool owners = s->d->n_ownerships > 0,
         related = shared->declared[r->top->seller] == shared->declared[r->top->buyer];
    tt_draft_test(w, "reference_age", it->old ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  it->old ? "The reference ended before the day of the line: it counts half."
                          : "The reference is of the day of the line.");
    tt_draft_test(w, "unit_slip", TT_TEST_NOT_EXPLAINED,
                  "The ratio is not near a factor between units.");
    tt_draft_test(w, "other_grade", TT_TEST_UNKNOWN,
                  "The reference does not say which grades it covers.");
    tt_draft_test(w, "related_party_declared", !owners ? TT_TEST_UNKNOWN : TT_TEST_NOT_EXPLAINED,
                  !owners   ? "There are no ownership records."
                  : related ? "The registry shows a common owner: a group may set such prices for "
                              "tax, which is for a person to judge."
                            : "The ownership records show no common owner.");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    const struct far_lines *x = r->top->own;
    const struct item *it = x->median;
    const tt_price_ref *ref = &s->d->prices[it->ix];
    bool high = r->side > 0;
    char hs[TT_HS_TEXT], ccy[4];
    (void)tt_hs_text(r->top->hs6, hs);
    tt_ccy_text(s->d->base, ccy);
    const char *unit =
        tt_draft_text(w, tt_arena_printf(w->a, "%s/%s", ccy, tt_price_per(r->top->dim)));
    double price = exp(it->o->x);
    tt_draft_measure(w, "unit_price", unit, price, it->low, it->high, 0);
    tt_draft_measure(w, "ratio", "1", price / it->median, it->low / it->median,
                     it->high / it->median, 0);
    tt_draft_measure(w, "lines_far_off", "count", (double)x->n_far, 0, NAN, (uint32_t)x->n);
    tt_draft_measure(w, "share_of_relations_far_off", "1", r->usual, NAN, NAN,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    w->f.direction = high ? TT_SHIFT_TO_EXPORTER : TT_SHIFT_TO_IMPORTER;
    w->f.title = tt_draft_text(w, tt_arena_printf(w->a, "HS %s: %s priced far %s the reference", hs,
                                                  tt_say_count(w, x->n_far, "line"),
                                                  high ? "above" : "below"));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "%s of %s of HS %s from this seller to this buyer %s priced far %s the reference "
               "of '%.*s'; the middle one, in %s %s of %s, at %s %s/%s, %s times its usual price "
               "of %s "
               "(taken as normal: %s to %s). At the usual price the goods would have been %s %s.",
               tt_say_number(w, (double)x->n_far, 0), tt_say_count(w, x->n, "line"), hs,
               x->n_far == 1 ? "is" : "are", high ? "above" : "below",
               (int)TT_MIN(ref->source.n, (size_t)80), ref->source.n ? ref->source.p : "",
               tt_kind_text(it->o->kind), tt_say_doc(w, it->o->kind, it->o->doc),
               tt_say_date(w, it->o->day), ccy, tt_say_price(w, price), tt_price_per(r->top->dim),
               tt_say_number(w, price / it->median, 2), tt_say_price(w, it->median),
               tt_say_price(w, it->low), tt_say_price(w, it->high), tt_say_money(w, r->shift),
               high ? "cheaper" : "dearer"));
    tests(s, it, r, w);
    tt_draft_step(w, "Ask what the reference covers: grade, place, delivery term, size of lot.");
    tt_draft_step(w, "Ask for the contract, price list and specification behind the invoice.");
    tt_draft_step(w, high ? "Follow the payments: who holds the part above the usual price."
                          : "Look for the part of the price that is paid elsewhere.");
}

/* --- all together --- */

/* The subheadings one after the other: a reference that fits goods badly does so for all who trade
 * them, and other goods say nothing of it. */
static int goods_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_trial *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    return (a->dim > b->dim) - (a->dim < b->dim);
}

static tt_status judge(struct state *s, const tt_trial_words *say, tt_findings *out, tt_err *err)
{
    tt_trial_vec all = s->trials;
    if (!tt_sort(all.v, all.n, sizeof *all.v, goods_cmp, NULL)) /* stable */
        return tt_fail(err, TT_ENOMEM, "no memory for comparisons");
    for (size_t i = 0, next; i < all.n; i = next) {
        for (next = i + 1; next < all.n && goods_cmp(&all.v[i], &all.v[next], NULL) == 0;)
            next++;
        tt_trial_vec goods = {.v = &all.v[i], .n = next - i}; /* borrowed: sorted in place */
        TT_TRY(tt_trials_judge(s->in, &goods, say, s, &s->why[WEAK], out, err));
    }
    return TT_OK;
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {SLIP, "the ratio to the reference is a unit factor", "line",
         "treated as errors of data entry: never evidence", "dq.unit_error_suspected"},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "not more than the references miss elsewhere in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what references miss in honest trade",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(index_references(s, err));
    for (size_t i = 0; s->n_refs && i < s->in->shared->runs.n; i++)
        TT_TRY(relation(s, &s->in->shared->runs.v[i], err));
    TT_TRY(judge(s, &say, out, err));
    return tt_tally_tell(s->in, "price.reference_gap", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_price_reference_gap = {
    .id = "price.reference_gap",
    .revision = 3,
    .title = "Price far from a reference",
    .typology = "reference_gap",
    .family = TT_FAMILY_PRICE,
    .split = TT_SPLIT_HS,
    .indicators = "D-02 F06-03 O-10",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents and commodities",
    .looks_for = "Lines priced far from a reference price that the user gave, beyond the range it "
                 "states, gathered by seller, buyer and HS subheading.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
