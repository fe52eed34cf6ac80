/*
 * pay_late_change.c - paid to an account of the seller that no invoice ever named.
 *
 * Each payment of a deal is compared with the accounts that the seller's invoices name, whoever
 * they were written to, before and after: an account that is announced, paid from, or used by
 * others is the seller's own.  Not caught here: invoices that name the new account themselves,
 * payments to somebody else (pay_third_party).  Formula, worked example, known false positives:
 * pay_late_change.md.
 */
#include "detect/common/accounts.h"
#include "detect/common/deals.h"
#include "detect/common/remit_trials.h"

#include <math.h>

enum {
    P_OTHERS,
    P_MOST_ACCOUNTS,
    P_LR,
    P_LR_ABROAD,
    P_ORDER,
    P_FIRST,
    P_BACK,
    P_USUAL,
    P_USUAL_ABROAD,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_OTHERS] = {"payers", 2, 2, 1e6, "count", "parties that pay to an account that is in use"},
    [P_MOST_ACCOUNTS] = {"most_accounts", 500, 1, 1e5, "count",
                         "of one party that are compared letter by letter"},
    [P_LR] = {"lr", 5, 1, 1000, "likelihood ratio", "of an account that no invoice names"},
    [P_LR_ABROAD] = {"lr_abroad", 20, 1, 1000, "likelihood ratio",
                     "of one in a country where the seller has no other"},
    [P_ORDER] = {"max_order_p", 0.2, 0, 1, "probability",
                 "of one run by chance: above it, at home, the seller has two accounts"},
    [P_FIRST] = {"first_factor", 0.4, 0, 1, "fraction",
                 "of that, where nothing was paid to another account before"},
    [P_BACK] = {"back_factor", 0.4, 0, 1, "fraction",
                "of that, where later payments go to a named account again"},
    [P_USUAL] = TT_USUAL_ROW(0.05),
    [P_USUAL_ABROAD] = {"usual_abroad", 0.01, 0, 1, "fraction", "the same of those abroad"},
    TT_TRIAL_ROWS(10000, 0.7)};

enum why { NOT_NAMED, TURNS, FIRST, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_accounts accounts;
    tt_trial_vec trials;
    tt_tally why[WHYS];
};

/* What is said of one payment. */
struct paid {
    const tt_account *to;
    const tt_account *named; /* the account that invoices name first */
    bool abroad;
    uint32_t before, after; /* payments of the relation to named accounts */
};

/* --- one payment --- */

/* The account that invoices named first; NULL when they name none. */
static const tt_account *
first_named(const struct state *s, tt_ix seller, bool *abroad, tt_country country)
{
    size_t n;
    const tt_account *v = tt_accounts_of(&s->accounts, seller, &n), *first = NULL;
    *abroad = country && country != s->d->entities[seller].country;
    for (size_t i = 0; i < n; i++) {
        if (!v[i].named)
            continue;
        *abroad = *abroad && v[i].country != country;
        if (!first || v[i].named_on < first->named_on)
            first = &v[i];
    }
    return first;
}

static tt_status payment(struct state *s, tt_ix i, tt_err *err)
{
    tt_remit r = tt_remit_of(s->in, i);
    tt_ix seller = 0, buyer = 0;
    tt_date day;
    if (r.why != TT_REMIT_SEEN || !r.deal ||
        tt_deal_parties(s->d, r.deal, &seller, &buyer, &day) != TT_SIDES_ONE || seller != r.payee)
        return TT_OK;
    const tt_account *to =
        tt_accounts_find(&s->accounts, r.payee, s->d->mentions[s->d->payments[i].payee].account);
    if (!to)
        return TT_OK;
    struct paid own = {.to = to};
    own.named = first_named(s, r.payee, &own.abroad, to->country);
    if (!own.named) {
        tt_tally_add(&s->why[NOT_NAMED], r.value);
        return TT_OK;
    }
    bool odd = !to->named && !to->own && to->payers < s->p[P_OTHERS];
    tt_trial t = {.seller = r.payee,
                  .buyer = r.payer,
                  .at = i,
                  .side = !odd         ? 0
                          : own.abroad ? 1
                                       : -1,
                  .lr = odd ? s->p[own.abroad ? P_LR_ABROAD : P_LR] : 1,
                  .gap = s->p[own.abroad ? P_USUAL_ABROAD : P_USUAL],
                  .off = tt_round9(log(tt_remit_major(s->in, &r))),
                  .shift = r.value};
    t.own = tt_trial_own(s->in, own);
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for payments");
    return tt_trials_add(&s->trials, t, err);
}

/* --- one relation: when did it change, and did it change back --- */

static int trial_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_trial *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Payments before the first to such an account, and after the last. */
static struct paid run_of(const tt_trial *v, size_t n)
{
    size_t first = 0, last = n;
    while (first < n && !v[first].side)
        first++;
    while (last > first && !v[last - 1].side)
        last--;
    return (struct paid){.before = (uint32_t)first, .after = (uint32_t)(n - last)};
}

/* Chance that k of n payments are one run when they are drawn by lot, (n - k + 1) / C(n, k): a
 * seller with two accounts uses them in turn.  1 when others are between. */
static double in_order(const tt_trial *v, size_t n, const struct paid *run)
{
    size_t k = n - run->before - run->after;
    double p = (double)(n - k + 1);
    for (size_t i = 0; i < k; i++) {
        if (!v[run->before + i].side)
            return 1;
        p *= (double)(i + 1) / (double)(n - i);
    }
    return fmin(p, 1);
}

static tt_status order(struct state *s, tt_trial *v, size_t n, tt_err *err)
{
    const struct paid run = run_of(v, n);
    bool change = tt_round9(in_order(v, n, &run)) <= s->p[P_ORDER];
    double factor = (run.before ? 1 : s->p[P_FIRST]) * (run.after ? s->p[P_BACK] : 1);
    for (size_t i = 0; i < n; i++) {
        struct paid own = *(const struct paid *)v[i].own;
        if (!v[i].side)
            continue;
        own.before = run.before;
        own.after = run.after;
        v[i].lr = 1 + factor * (v[i].lr - 1);
        v[i].own = tt_trial_own(s->in, own);
        if (!v[i].own)
            return tt_fail(err, TT_ENOMEM, "no memory for payments");
        if (own.abroad || (change && run.before))
            continue;
        tt_tally_add(&s->why[run.before ? TURNS : FIRST], v[i].shift);
        v[i].side = 0;
        v[i].lr = 1;
    }
    return TT_OK;
}

static tt_status order_all(struct state *s, tt_err *err)
{
    tt_trial *v = s->trials.v;
    size_t n = s->trials.n;
    if (!tt_sort(v, n, sizeof *v, trial_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for payments");
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i; next < n && v[next].seller == v[i].seller && v[next].buyer == v[i].buyer;)
            next++;
        TT_TRY(order(s, &v[i], next - i, err));
    }
    return TT_OK;
}

/* --- the finding --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    TT_UNUSED(ctx);
    tt_remit_cite(w, t->at);
}

static const char *account_text(const tt_account *x, tt_draft *w)
{
    return x->country ? tt_say(w, "%s (%s)", tt_say_str(w, x->text), tt_country_name(x->country))
                      : tt_say_str(w, x->text);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test always[] = {
        {"announced", TT_TEST_NOT_EXPLAINED,
         "No invoice of the seller, to anybody, at any time, names the account."},
        {"own_account", TT_TEST_NOT_EXPLAINED, "No document shows the seller paying from it."},
        {"misspelt", TT_TEST_NOT_EXPLAINED,
         "It is not another writing of a named account: one letter off, or its national number."},
        {"letter_of_change", TT_TEST_UNKNOWN,
         "Whether the seller wrote of a new account is not in the data."},
        {"fraud_against_the_buyer", TT_TEST_UNKNOWN,
         "A forged letter to the buyer gives the same picture: then both parties are victims."},
    };
    static const char *const steps[] = {
        "Ask the buyer who asked for the other account, when, and how it was checked.",
        "Ask the bank whose the account is, since when, and where the money went.",
        "Ask the seller whether it was paid: if not, it is fraud against the buyer.",
    };
    static const tt_relation_text text = {
        .title = "paid to an account that no invoice names",
        .clause = "the money goes to an account that no invoice of the seller names",
        .of = "payment",
        .means = "A change of the account at the last moment sends money where the papers do not "
                 "show it.",
        .tests = always,
        .n_tests = TT_LEN(always),
        .steps = steps,
        .n_steps = TT_LEN(steps)};
    const struct paid *x = r->top->own;
    TT_UNUSED(ctx);
    tt_draft_money(w, "paid_to_it", r->shift);
    tt_draft_test(w, "account_in_use", x->to->payers > 1 ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "%s to it in all, by %s.", tt_say_count(w, x->to->paid, "payment"),
                         tt_say_count(w, x->to->payers, "party")));
    tt_draft_test(w, "several_accounts",
                  x->after || !x->before ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "%s to named accounts before the change, %s after it.",
                         tt_say_count(w, x->before, "payment"), tt_say_number(w, x->after, 0)));
    tt_relation_say(w, r, &text,
                    tt_say(w, "The largest (%s) goes to %s%s; invoices name %s. In all %s, %s.",
                           tt_say_doc(w, TT_KIND_PAYMENT, r->top->at), account_text(x->to, w),
                           x->abroad ? ", in a country where the seller has no other" : "",
                           account_text(x->named, w), tt_say_money(w, r->shift),
                           tt_say_period(w, w->f.from, w->f.to)));
    w->f.direction = TT_SHIFT_NONE;
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NOT_NAMED, "to sellers whose invoices name no account", "payment", "nothing to compare",
         NULL},
        {TURNS, "at home, as by chance among others", "payment", "the seller has several accounts",
         NULL},
        {FIRST, "at home, with none to a named account before", "payment", "nothing changed", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "accounts that no invoice names are as usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest payments",
                                       .of = "payment",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(
        tt_accounts_build(s->d, (size_t)s->p[P_MOST_ACCOUNTS], s->in->scratch, &s->accounts, err));
    for (tt_ix i = 1; i <= s->d->n_payments; i++)
        TT_TRY(payment(s, i, err));
    TT_TRY(order_all(s, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    TT_TRY(tt_note(s->d, out, s->in->scratch, "pay.late_change", "most_accounts",
                   s->accounts.n_many, "party", 0,
                   "its accounts were not compared letter by letter", err));
    return tt_tally_tell(s->in, "pay.late_change", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_pay_late_change = {
    .id = "pay.late_change",
    .revision = 2,
    .title = "Paid to an account that no invoice names",
    .typology = "late_change",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "A-01",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "account and transaction activity",
    .looks_for = "Payments of trade that go to an account of the seller which none of its invoices "
                 "names, above all abroad and after others went where the invoices say.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
