/*
 * pay_structuring.c - sums kept below a limit from which payments are reported or examined.
 *
 * What is counted, and how it is weighed: common/kept.h.  Payments matched with invoices are left
 * out: the goods give their sums.  Not caught here: parts paid to several parties that are not
 * known to be one (flow_fan_out).  Worked example, known false positives: pay_structuring.md.
 */
#include "detect/common/kept.h"
#include "detect/common/limits.h"
#include "detect/common/regular.h"

enum {
    P_WINDOW,
    P_DAYS,
    P_PART,
    P_LEAST,
    P_RHO_BELOW,
    P_RHO_PARTS,
    P_EXPECT_BELOW,
    P_EXPECT_PARTS,
    P_PRIOR,
    P_MOST,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_WINDOW] = {"window", 0.1, 0.01, 0.5, "fraction", "of the limit that is near it, each side"},
    [P_DAYS] = {"days", 3, 0, 31, "days", "in which payments between two parties are parts"},
    [P_PART] = {"least_part", 0.3, 0.01, 1, "fraction", "of the limit that a part is at least"},
    [P_LEAST] = {"least", 6, 2, 1e6, "count", "payments just below, or parts: fewer say nothing"},
    [P_RHO_BELOW] = {"rho_below", 0.1, 0, 0.9, "correlation",
                     "of the payments of one party that are near a limit"},
    [P_RHO_PARTS] = {"rho_parts", 0.2, 0, 0.9, "correlation", "of its sums over a limit"},
    [P_EXPECT_BELOW] = {"expect_below", 0.55, 0.01, 0.99, "fraction",
                        "of payments near a limit that honest parties make below it"},
    [P_EXPECT_PARTS] = {"expect_parts", 0.1, 0.01, 0.99, "fraction",
                        "of sums over a limit that honest parties pay in parts"},
    [P_PRIOR] = {"prior", 30, 0, 1e6, "count",
                 "payments that each of the two counts for beside those of these data"},
    [P_MOST] = {"max_weight", 2, 0, 3, "log10", "at most"},
    [P_MIN_WEIGHT] = {"min_weight", 0.7, -1, 3, "log10", "less is not reported but counted"},
};

enum why { REGULAR, STANDING, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_limits limits;
    tt_remit *v;
    size_t n;
    uint8_t *told; /* of a payment: cited by a finding */
    tt_kept_vec kept;
    tt_tally remit[TT_REMIT_WHYS], why[WHYS];
};

/* What is kept below the limit, added up. */
struct sums {
    uint64_t n, told, cash;
    int64_t value;
    /* of those that follow another */
    double gaps, same, days, squares;
};

static struct sums sums_of(const struct state *s, const tt_kept *k)
{
    struct sums x = {0};
    const tt_remit *last = NULL;
    for (size_t i = 0; i < k->n; i++) {
        const tt_remit *r = &s->v[k->at[i]];
        const tt_payment *p = &s->d->payments[r->payment];
        if (!tt_kept_is(k, i))
            continue;
        x.n++;
        x.told += s->told[k->at[i]];
        x.cash += p->channel == TT_CHANNEL_CASH;
        if (!tt_add_i64(x.value, r->value, &x.value))
            x.value = INT64_MAX;
        if (last) {
            double days = r->day - last->day;
            x.gaps++;
            x.same += p->amount.minor == s->d->payments[last->payment].amount.minor;
            x.days += days;
            x.squares += days * days;
        }
        last = r;
    }
    return x;
}

/* The same sum at equal distances of a week or more: rent, wages, instalments. */
static bool is_standing(const struct sums *x)
{
    double mean = x->gaps > 0 ? x->days / x->gaps : 0;
    return x->gaps > 2 && x->same >= 0.8 * x->gaps && mean >= 6 &&
           x->squares / x->gaps - mean * mean <= 0.0625 * mean * mean;
}

/* --- the finding --- */

static const char *limit_text(const struct state *s, const tt_kept *k, tt_draft *w)
{
    return tt_say_limit(w, &s->limits.v[k->limit], TT_REFTAB_LIMITS);
}

static void tests(const struct state *s, const tt_kept *k, const struct sums *x, tt_draft *w)
{
    static const tt_test always[] = {
        {"settles_invoices", TT_TEST_NOT_EXPLAINED,
         "None of them is matched with an invoice whose price would give the sum."},
        {"standing_order", TT_TEST_NOT_EXPLAINED,
         "They are not the same sum at equal distances, as rent and wages are."},
    };
    const tt_test group = tt_remit_group_test(s->d);
    tt_draft_tests(w, &group, 1);
    tt_draft_tests(w, always, TT_LEN(always));
    tt_draft_test(
        w, "cash_business", TT_TEST_UNKNOWN,
        tt_say(w,
               "%s of %s in cash. Whether the takings of a business are of this size is "
               "not in the data.",
               tt_say_number(w, (double)x->cash, 0),
               tt_say(w, "%s %s", tt_say_count(w, x->n, "payment"), x->cash == 1 ? "is" : "are")));
    tt_limit_test(w, &s->limits.v[k->limit], TT_REFTAB_LIMITS);
    tt_draft_test(
        w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
        tt_say(w,
               "Of the payments of others near this limit %s %% lie below it, and of their sums "
               "over it %s %% are paid in parts; as many here by chance: p %s and %s.",
               tt_say_number(w, 100 * k->usual_below, 1), tt_say_number(w, 100 * k->usual_parts, 1),
               tt_say_chance(w, k->p_below), tt_say_chance(w, k->p_parts)));
}

static const char *near_text(const struct state *s, const tt_kept *k, tt_draft *w)
{
    uint64_t below = k->own.n[TT_KEPT_BELOW], near = below + k->own.n[TT_KEPT_ABOVE];
    const char *percent = tt_say_number(w, 100 * s->p[P_WINDOW], 0);
    if (!near)
        return tt_say(w, "None is within %s %% of it.", percent);
    return tt_say(w, "Of %s within %s %% of it %s below it.", tt_say_count(w, near, "payment"),
                  percent,
                  tt_say(w, "%llu %s", (unsigned long long)below, below == 1 ? "lies" : "lie"));
}

static const char *parts_text(const struct state *s, const tt_kept *k, tt_draft *w)
{
    uint64_t parts = k->own.n[TT_KEPT_PARTS], whole = k->own.n[TT_KEPT_WHOLE];
    if (!parts)
        return "No two of the same parties within days make a sum over it.";
    return tt_say(
        w,
        "%llu are parts of sums over it, paid between the same two parties within %s; %s "
        "made in one.",
        (unsigned long long)parts, tt_say_count(w, (uint64_t)s->p[P_DAYS], "day"),
        whole ? tt_say(w, "%s %s", tt_say_count(w, whole, "such sum"), whole == 1 ? "was" : "were")
              : "no such sum was");
}

static void words(const struct state *s, const tt_kept *k, const struct sums *x, tt_draft *w)
{
    const char *limit = limit_text(s, k, w);
    const char *n = tt_say_count(w, x->n, "payment");
    w->f.title = tt_say(w, "%s kept below %s", n, limit);
    w->f.explanation =
        tt_say(w,
               "%s %s (%s), worth %s %s, keep below %s, a sum from which payments are reported or "
               "examined. %s %s Sums that are cut to a limit keep from reports what one payment "
               "would show.",
               n, k->payer ? "by one party" : "to one party", tt_say_docs(w, TT_KIND_PAYMENT, 5),
               tt_say_money(w, x->value), tt_say_period(w, w->f.from, w->f.to), limit,
               near_text(s, k, w), parts_text(s, k, w));
}

static void measure(tt_draft *w, const char *name, const tt_kept *k, tt_kept_mark of,
                    tt_kept_mark not_of, double usual)
{
    tt_draft_measure(w, name, "count", (double)k->own.n[of], 0,
                     usual * (double)(k->own.n[of] + k->own.n[not_of]),
                     (uint32_t)TT_MIN(k->others.n[of] + k->others.n[not_of], UINT32_MAX));
}

/* The party, its side and the limit. */
static void key(const struct state *s, const tt_kept *k, tt_draft *w)
{
    const char *limit = limit_text(s, k, w);
    size_t n = strlen(limit), id = sizeof(tt_hash);
    char *text = tt_new_n(w->a, char, id + n + 1);
    w->failed |= !text;
    if (!text)
        return;
    memcpy(text, s->d->entities[k->entity].id.b, id);
    text[id] = k->payer ? '<' : '>';
    memcpy(text + id + 1, limit, n);
    w->f.key = (tt_str){text, id + n + 1};
}

static tt_status
tell(struct state *s, const tt_kept *k, const struct sums *x, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask the bank for the slips and orders: who came in with them, and where.",
        "Ask what each payment was for, and why it was not paid in one sum.",
        "Look for other accounts of the same parties at other banks in these days.",
    };
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    for (size_t i = 0; i < k->n; i++) {
        const tt_remit *r = &s->v[k->at[i]];
        if (!tt_kept_is(k, i))
            continue;
        tt_draft_document(&w, TT_KIND_PAYMENT, r->payment, 0);
        tt_draft_entity(&w, r->payer, "payer");
        tt_draft_entity(&w, r->payee, "payee");
        s->told[k->at[i]] = 1;
    }
    w.f.value_shift.minor = x->value;
    w.f.p_value = TT_MIN(1, 2 * TT_MIN(k->p_below, k->p_parts));
    w.f.weight = k->weight;
    key(s, k, &w);
    measure(&w, "just_below", k, TT_KEPT_BELOW, TT_KEPT_ABOVE, k->usual_below);
    measure(&w, "parts_of_sums_over_it", k, TT_KEPT_PARTS, TT_KEPT_WHOLE, k->usual_parts);
    tt_draft_money(&w, "kept_below", x->value);
    words(s, k, x, &w);
    tests(s, k, x, &w);
    tt_draft_steps(&w, steps, TT_LEN(steps));
    return tt_draft_add(&w, out, err);
}

/* The other side of payments that were told is no second finding. */
static tt_status one(struct state *s, const tt_kept *k, tt_findings *out, tt_err *err)
{
    struct sums x = sums_of(s, k);
    if (2 * x.told > x.n)
        return TT_OK;
    if (k->weight >= s->p[P_MIN_WEIGHT] && !is_standing(&x))
        return tell(s, k, &x, out, err);
    tt_tally_add(&s->why[is_standing(&x) ? STANDING : WEAK], x.value);
    return TT_OK;
}

/* --- the run --- */

/* Rent of a flat and of a shop, paid on one day, are no parts of one sum. */
static tt_status leave_out_regular(struct state *s, tt_err *err)
{
    static const tt_regular_rule monthly = {.least = 3, .days = 20};
    size_t kept;
    TT_TRY(tt_regular_split(s->d, monthly, s->v, s->n, &kept, err));
    for (size_t i = kept; i < s->n; i++)
        tt_tally_add(&s->why[REGULAR], s->v[i].value);
    s->n = kept;
    return TT_OK;
}

static tt_status gather(struct state *s, tt_err *err)
{
    s->v = tt_new_n(s->in->scratch, tt_remit, s->d->n_payments + 1);
    s->told = tt_new_n(s->in->scratch, uint8_t, s->d->n_payments + 1);
    if (!s->v || !s->told)
        return tt_fail(err, TT_ENOMEM, "no memory for payments");
    for (tt_ix i = 1; i <= s->d->n_payments; i++) {
        tt_remit r = tt_remit_of(s->in, i);
        bool own_cash = r.why == TT_REMIT_SELF && s->d->payments[i].channel == TT_CHANNEL_CASH;
        if (r.why != TT_REMIT_SEEN && !own_cash)
            tt_tally_add(&s->remit[r.why], r.value);
        else if (!r.deal) /* else the goods give the sum */
            s->v[s->n++] = r;
    }
    return leave_out_regular(s, err);
}

static tt_status parties(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {REGULAR, "one sum three times and more, weeks apart", "payment",
         "rent, wages, rates: no parts of another sum", NULL},
        {STANDING, "the same sum at equal distances", "party", "rent, wages, instalments", NULL},
        {WEAK, "min_weight", "party", "as near a limit as others in these data", NULL},
    };
    const double *p = s->p;
    const tt_kept_rules rules = {.window = p[P_WINDOW],
                                 .days = p[P_DAYS],
                                 .part = p[P_PART],
                                 .least = p[P_LEAST],
                                 .below = {p[P_EXPECT_BELOW], p[P_RHO_BELOW]},
                                 .parts = {p[P_EXPECT_PARTS], p[P_RHO_PARTS]},
                                 .prior = p[P_PRIOR],
                                 .most = p[P_MOST]};
    TT_TRY(tt_limits_load(&s->d->reference, TT_REFTAB_LIMITS, s->in->scratch, &s->limits, err));
    TT_TRY(gather(s, err));
    TT_TRY(tt_kept_find(s->in, &s->limits, s->v, s->n, &rules, &s->kept, err));
    for (size_t i = 0; i < s->kept.n; i++)
        TT_TRY(one(s, &s->kept.v[i], out, err));
    TT_TRY(tt_remits_tell(s->in, "pay.structuring: payments", s->remit, out, err));
    return tt_tally_tell(s->in, "pay.structuring: parties", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = parties(&s, out, err);
    tt_vec_release(&s.kept);
    return st;
}

const tt_detector tt_detector_pay_structuring = {
    .id = "pay.structuring",
    .revision = 2,
    .title = "Sums kept below a limit",
    .typology = "structuring",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-05",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "account and transaction activity",
    .looks_for = "Payments without invoices that lie just below a sum from which they are "
                 "reported, or are parts of such a sum, more often than those of others.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
