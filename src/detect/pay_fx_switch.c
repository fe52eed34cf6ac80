/*
 * pay_fx_switch.c - a deal is paid in a currency that nobody there uses.
 *
 * The currency of each payment of a deal, beside that of the invoices, of the other payments
 * between the two, and of all payments of others in their countries.  Not caught here: parties that
 * always pay in such a currency, currencies that are usual in either country.  Formula, worked
 * example, known false positives: pay_fx_switch.md.
 */
#include "base/vec.h"
#include "detect/common/goods.h"
#include "detect/common/remit_trials.h"

#include "base/num.h"

#include <math.h>

enum { P_OWN, P_MAIN, P_FOREIGN, P_KNOWN, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_OWN] = {"min_payments", 3, 2, 1e6, "count", "of two parties, to know how they pay"},
    [P_MAIN] = {"min_main", 0.5, 0, 1, "fraction", "of them in their usual currency"},
    [P_FOREIGN] = {"foreign", 0.05, 0, 1, "fraction",
                   "of the payments of a country: a currency of fewer is foreign there"},
    [P_KNOWN] = {"least_known", 20, 1, 1e6, "count", "payments of others, to know a country"},
    [P_LR] = {"lr", 5, 1, 1000, "likelihood ratio", "of a payment in such a currency"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(10000, 0.4)};

enum why { FEW, UNKNOWN, WEAK, WHYS };

/* Payments that settle invoices, to be counted: (payee, payer, currency), (country, currency). */
struct key {
    uint32_t of[3];
};
TT_VEC(key_vec, struct key);

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    key_vec pairs, countries; /* sorted */
    tt_tally why[WHYS];
};

/* What is said of one payment. */
struct paid {
    tt_ccy ccy, main; /* paid in; and otherwise */
    uint32_t n_main, n;
    double share; /* of the payments of others in the country that uses it more */
    uint32_t others;
};

/* --- counting --- */

static int key_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct key *a = pa, *b = pb;
    TT_UNUSED(ctx);
    for (size_t i = 0; i < TT_LEN(a->of); i++)
        if (a->of[i] != b->of[i])
            return a->of[i] < b->of[i] ? -1 : 1;
    return 0;
}

/* The first that is not before k. */
static size_t lower(const key_vec *v, struct key k)
{
    size_t from = 0, to = v->n;
    TT_BISECT(size_t, from, to, mid, key_cmp(&v->v[mid], &k, NULL) < 0);
    return from;
}

/* How many agree with k in its first n parts. */
static size_t count(const key_vec *v, struct key k, size_t n)
{
    struct key next = k;
    for (size_t i = n; i < TT_LEN(k.of); i++)
        k.of[i] = next.of[i] = 0;
    next.of[n - 1]++; /* none of the parts is UINT32_MAX: 0 is "unknown" */
    return lower(v, next) - lower(v, k);
}

static tt_country country_of(const struct state *s, tt_ix entity)
{
    return s->d->entities[entity].country;
}

static struct key pair_key(const tt_remit *r, tt_ccy ccy)
{
    return (struct key){{r->payee, r->payer, ccy}};
}

static tt_status gather(struct state *s, tt_err *err)
{
    for (tt_ix i = 1; i <= s->d->n_payments; i++) {
        tt_remit r = tt_remit_of(s->in, i);
        tt_ccy ccy = s->d->payments[i].amount.ccy;
        uint32_t from = country_of(s, r.payer), to = country_of(s, r.payee);
        if (r.why != TT_REMIT_SEEN || !r.deal)
            continue;
        if (!tt_vec_push(&s->pairs, pair_key(&r, ccy)) ||
            !tt_vec_push(&s->countries, ((struct key){{from, ccy, 0}})) ||
            (to != from && !tt_vec_push(&s->countries, ((struct key){{to, ccy, 0}}))))
            return tt_fail(err, TT_ENOMEM, "no memory for payments");
    }
    return tt_sort(s->pairs.v, s->pairs.n, sizeof *s->pairs.v, key_cmp, NULL) &&
                   tt_sort(s->countries.v, s->countries.n, sizeof *s->countries.v, key_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for payments");
}

/* --- one payment --- */

/* The currency in which most payments of the two are made. */
static void usual(const struct state *s, const tt_remit *r, struct paid *x)
{
    x->n = (uint32_t)count(&s->pairs, pair_key(r, 0), 2);
    size_t at = lower(&s->pairs, pair_key(r, 0));
    for (size_t end = at + x->n; at < end;) {
        size_t n = count(&s->pairs, s->pairs.v[at], 3);
        if (n > x->n_main) {
            x->n_main = (uint32_t)n;
            x->main = (tt_ccy)s->pairs.v[at].of[2];
        }
        at += n;
    }
}

/* How usual the currency is among others in a country; false when they are too few. */
static bool in_country(const struct state *s, const tt_remit *r, tt_country c, struct paid *x)
{
    size_t own = count(&s->pairs, pair_key(r, x->ccy), 3);
    size_t all = count(&s->countries, (struct key){{c, 0, 0}}, 1) - x->n,
           in = count(&s->countries, (struct key){{c, x->ccy, 0}}, 2) - own;
    if (!c || (double)all < s->p[P_KNOWN])
        return false;
    if ((double)in / (double)all >= x->share) {
        x->share = (double)in / (double)all;
        x->others = (uint32_t)all;
    }
    return true;
}

/* Codes of currencies begin with that of their country (ISO 4217), but for those of unions. */
static bool is_at_home(tt_ccy ccy, tt_country c)
{
    char text[4], country[3];
    tt_ccy_text(ccy, text);
    tt_country_text(c, country);
    return memcmp(text, country, 2) == 0;
}

static bool is_invoiced(const struct state *s, tt_ix deal, tt_ccy ccy)
{
    const tt_deal *x = &s->d->deals[deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &s->d->deal_docs[i];
        if (r->kind == TT_KIND_INVOICE && s->d->invoices[r->doc].total.ccy == ccy)
            return true;
    }
    return false;
}

static tt_status ask(void *ctx, const tt_remit *r, tt_trial *t, tt_err *err)
{
    struct state *s = ctx;
    struct paid x = {.ccy = s->d->payments[r->payment].amount.ccy};
    if (!r->deal)
        return TT_OK;
    tt_country from = country_of(s, r->payer), to = country_of(s, r->payee);
    bool other =
        !is_invoiced(s, r->deal, x.ccy) && !is_at_home(x.ccy, from) && !is_at_home(x.ccy, to);
    usual(s, r, &x);
    if (x.n < s->p[P_OWN] || x.n_main < s->p[P_MAIN] * x.n) {
        if (other)
            tt_tally_add(&s->why[FEW], r->value);
        return TT_OK;
    }
    other = other && x.ccy != x.main;
    if (other && !(in_country(s, r, from, &x) && in_country(s, r, to, &x))) {
        tt_tally_add(&s->why[UNKNOWN], r->value);
        return TT_OK;
    }
    t->side = other && x.share < s->p[P_FOREIGN];
    t->lr = t->side ? s->p[P_LR] : 1;
    t->gap = s->p[P_USUAL];
    t->own = tt_trial_own(s->in, x);
    return t->own ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for payments");
}

/* --- the finding --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    TT_UNUSED(ctx);
    tt_remit_cite(w, t->at);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test always[] = {
        {"invoiced_in_it", TT_TEST_NOT_EXPLAINED, "No invoice of the deal is in that currency."},
        {"account_or_hedge", TT_TEST_UNKNOWN,
         "Whether the payer holds money in that currency, or was asked for it, is not in the "
         "data."},
    };
    static const char *const steps[] = {
        "Ask the payer why it paid in that currency, and where it had it from.",
        "Ask the bank of the payee what became of the money, and at what rate.",
        "Look for money in that currency that came to the payer in the days before.",
    };
    static const tt_relation_text text = {
        .title = "paid in a currency that nobody there uses",
        .clause = "the money is of a currency that is foreign to both countries",
        .of = "payment",
        .means = "Who pays in a currency that trade there does not use may pay with the money of "
                 "others.",
        .tests = always,
        .n_tests = TT_LEN(always),
        .steps = steps,
        .n_steps = TT_LEN(steps)};
    const struct state *s = ctx;
    const struct paid *x = r->top->own;
    const tt_test group = tt_remit_group_test(s->d);
    char main[4], sum[TT_NUM_TEXT];
    tt_ccy_text(x->main, main);
    (void)tt_money_text(s->d->payments[r->top->at].amount, sum);
    tt_draft_tests(w, &group, 1);
    tt_draft_test(w, "usual_in_the_countries", TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "Of %s of others in the country that uses it more, %s %% are in it.",
                         tt_say_count(w, x->others, "payment"),
                         tt_say_number(w, 100 * x->share, 1)));
    tt_draft_money(w, "paid_in_it", r->shift);
    tt_draft_measure(w, "in_the_usual_currency", "count", x->n_main, (double)NAN, (double)NAN,
                     x->n);
    tt_relation_say(w, r, &text,
                    tt_say(w,
                           "The largest is %s (%s), from %s to %s; %u of their %u payments are in "
                           "%s. In all %s, %s.",
                           sum, tt_say_doc(w, TT_KIND_PAYMENT, r->top->at),
                           tt_country_name(country_of(s, r->v->buyer)),
                           tt_country_name(country_of(s, r->v->seller)), x->n_main, x->n, main,
                           tt_say_money(w, r->shift), tt_say_period(w, w->f.from, w->f.to)));
    w->f.direction = TT_SHIFT_NONE;
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {FEW, "in another currency, by parties without a usual one", "payment", "not looked at",
         NULL},
        {UNKNOWN, "in another currency, too few others in a country", "payment", "nothing is said",
         NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such currencies are as usual in these data", NULL},
    };
    static const tt_remit_question question = {
        .id = "pay.fx_switch",
        .ask = ask,
        .words = {.roles = {"payee", "payer"},
                  .first = P_REPEAT,
                  .expect = "what is assumed of honest payments",
                  .of = "payment",
                  .cite = cite,
                  .tell = tell},
        .rows = rows,
        .n_rows = TT_LEN(rows),
    };
    TT_TRY(gather(s, err));
    return tt_remits_ask(s->in, &question, s, s->why, WEAK, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.pairs);
    tt_vec_release(&s.countries);
    return st;
}

const tt_detector tt_detector_pay_fx_switch = {
    .id = "pay.fx_switch",
    .revision = 2,
    .title = "Paid in a currency that nobody there uses",
    .typology = "fx_switch",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "T-03",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "activity",
    .looks_for = "Payments of trade in another currency than the invoices and the other payments "
                 "of the two, which others in their countries hardly use.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
