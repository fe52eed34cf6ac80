/*
 * pay_unreferenced.c - accounts of traders that money comes to, or leaves, for nothing known.
 *
 * A payment without an invoice says as much as the invoices are complete: each party that an
 * account deals with is one trial, and the accounts of others tell how often one is without trade.
 * Not caught here: such payments between parties that also trade (pay_round_amount, doc_*).
 * Formula, worked example, known false positives: pay_unreferenced.md.
 */
#include "detect/common/absence.h"
#include "detect/common/costs.h"
#include "detect/common/coverage.h"
#include "detect/common/remit.h"
#include "detect/common/strangers.h"
#include "detect/common/words.h"

#include <math.h>

enum {
    P_LEAST_VALUE,
    P_WINDOW,
    P_MIN_COVERAGE,
    P_LEAST_PARTIES,
    P_MOST,
    TT_ABSENCE_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LEAST_VALUE] = {"least_value", 5000, 0, 1e12, "base", "smaller payments are not looked at"},
    [P_WINDOW] = {"window_days", 90, 0, 3650, "days",
                  "from the ends of the data: the invoice of a payment there may be outside"},
    [P_MIN_COVERAGE] = {"min_coverage", 0.7, 0, 1, "fraction",
                        "of invoices that the feed must hold where coverage records state it"},
    [P_LEAST_PARTIES] = {"least_parties", 3, 1, 1e6, "count", "fewer without trade are not told"},
    [P_MOST] = {"max_weight", 2, 0, 3, "log10", "at most: services leave no trade documents"},
    TT_ABSENCE_ROWS(20, 0.05, 0.7),
};

enum why { COSTS, EDGE, NAMED, THIN, BATCH, UNKNOWN, WEAK, WHYS };

/* What one party paid another in all. */
struct tie {
    tt_ix payee, payer;
    size_t first, n; /* of the payments */
    int64_t value;
    bool here; /* they trade, or a payment belongs to a deal or names a service */
};
TT_VEC(tie_vec, struct tie);

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_remit *v; /* payments that may be for goods, by (payee, payer, payment) */
    size_t n;
    tie_vec ties;
    tt_pay_side side; /* whose accounts are looked at */
    tt_tally remit[TT_REMIT_WHYS], why[WHYS];
};

/* --- which payments count, and what the parties are to each other --- */

static bool names_document(const tt_data *d, tt_ix payment)
{
    const tt_payment *p = &d->payments[payment];
    for (tt_ix i = 0; i < p->head.n_lines; i++)
        if (d->payment_rows[p->head.first_line + i].invoice_number.n)
            return true;
    return tt_text_has_number(p->remittance) || tt_text_has_number(p->purpose);
}

/* Fees, services, interest: nothing that an invoice of goods would show. */
static bool says_service(const tt_data *d, tt_ix payment)
{
    const tt_payment *p = &d->payments[payment];
    return tt_text_is_service(p->remittance) || tt_text_is_service(p->purpose);
}

static bool is_thin(const struct state *s, const tt_remit *r)
{
    const tt_entity *en = s->d->entities;
    double share;
    return tt_coverage_stated(s->d, TT_KIND_INVOICE, en[r->payee].country, en[r->payer].country,
                              r->day, &share) &&
           share < s->p[P_MIN_COVERAGE];
}

/* Why a payment is not looked at; WHYS: it is. */
static enum why classify(const struct state *s, const tt_remit *r)
{
    double window = s->p[P_WINDOW];
    if ((double)r->day < (double)s->d->from + window || (double)r->day + window > s->d->as_of)
        return EDGE;
    if (is_thin(s, r))
        return THIN;
    if (r->deal)
        return WHYS;
    if (tt_costs_of(s->d, r->payment))
        return COSTS;
    return names_document(s->d, r->payment) ? NAMED : WHYS;
}

static int remit_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_remit *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->payee != b->payee)
        return a->payee < b->payee ? -1 : 1;
    if (a->payer != b->payer)
        return a->payer < b->payer ? -1 : 1;
    return a->payment < b->payment ? -1 : a->payment > b->payment;
}

static tt_status gather(struct state *s, tt_err *err)
{
    s->v = tt_new_n(s->in->scratch, tt_remit, s->d->n_payments + 1);
    if (!s->v)
        return tt_fail(err, TT_ENOMEM, "no memory for payments");
    for (tt_ix i = 1; i <= s->d->n_payments; i++) {
        tt_remit r = tt_remit_of(s->in, i);
        if (r.why != TT_REMIT_SEEN) {
            tt_tally_add(&s->remit[r.why], r.value);
            continue;
        }
        if (tt_remit_major(s->in, &r) < s->p[P_LEAST_VALUE])
            continue;
        enum why why = classify(s, &r);
        if (why == WHYS)
            s->v[s->n++] = r;
        else
            tt_tally_add(&s->why[why], r.value);
    }
    return tt_sort(s->v, s->n, sizeof *s->v, remit_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for payments");
}

static tt_status tie_up(struct state *s, tt_err *err)
{
    const tt_pairs *pairs = &s->in->shared->pairs;
    for (size_t i = 0; i < s->n;) {
        const tt_remit *r = &s->v[i];
        struct tie t = {.payee = r->payee, .payer = r->payer, .first = i};
        t.here = tt_pairs_find(pairs, t.payee, t.payer) || tt_pairs_find(pairs, t.payer, t.payee);
        for (; i < s->n && s->v[i].payee == t.payee && s->v[i].payer == t.payer; i++, t.n++) {
            t.here = t.here || s->v[i].deal || says_service(s->d, s->v[i].payment);
            if (!tt_add_i64(t.value, s->v[i].value, &t.value))
                return tt_fail(err, TT_ELIMIT, "payments between two parties overflow");
        }
        if (!tt_vec_push(&s->ties, t))
            return tt_fail(err, TT_ENOMEM, "no memory for parties that pay");
    }
    return TT_OK;
}

/* --- one account --- */

struct said {
    uint64_t payments, spoken; /* spoken: their text says something */
    tt_ix first;               /* the first of these */
};

static struct said cite(const struct state *s, const tt_absence *r, tt_draft *w)
{
    struct said x = {0};
    for (uint64_t k = 0; k < r->n; k++) {
        const struct tie *t = &s->ties.v[r->v[k].at];
        if (r->v[k].here)
            continue;
        tt_draft_entity(w, s->side == TT_SIDE_PAYER ? t->payee : t->payer,
                        s->side == TT_SIDE_PAYER ? "payee" : "payer");
        for (size_t i = 0; i < t->n; i++) {
            const tt_payment *p = &s->d->payments[s->v[t->first + i].payment];
            tt_draft_document(w, TT_KIND_PAYMENT, s->v[t->first + i].payment, 0);
            x.payments++;
            if (!p->remittance.n && !p->purpose.n)
                continue;
            x.first = x.spoken++ ? x.first : s->v[t->first + i].payment;
        }
    }
    return x;
}

static void tests(const struct state *s, const tt_absence *r, const struct said *x, tt_draft *w)
{
    static const tt_test always[] = {
        {"names_an_invoice", TT_TEST_NOT_EXPLAINED,
         "None of them gives the number of an invoice or of any other document."},
        {"paid_as_one", TT_TEST_NOT_EXPLAINED,
         "Parties first paid on one day, as dividends and refunds are, are counted once."},
        {"costs_or_services", TT_TEST_NOT_EXPLAINED,
         "None says that it is for wages, rent, taxes, power, freight, a fee or a service."},
        {"services_or_loans", TT_TEST_UNKNOWN,
         "Services, loans and shares have no trade documents: contracts are not in the data."},
    };
    const tt_test group = tt_remit_group_test(s->d);
    tt_draft_test(w, "coverage_gap", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Of the parties that the accounts of other traders %s, %s %% trade with "
                         "them in the data or name a service; %s of %s do not here.",
                         s->side == TT_SIDE_PAYER ? "pay" : "are paid by",
                         tt_say_number(w, 100 * r->share, 1),
                         tt_say_number(w, (double)(r->n - r->k), 0),
                         tt_say_number(w, (double)r->n, 0)));
    tt_draft_test(w, "invoice_outside_the_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "All are more than %s days from both ends of the data.",
                         tt_say_number(w, s->p[P_WINDOW], 0)));
    tt_draft_tests(w, always, TT_LEN(always));
    tt_draft_test(w, "stated_purpose", TT_TEST_UNKNOWN,
                  x->spoken ? tt_say(w, "%s of %s say something, first: '%s'.",
                                     tt_say_number(w, (double)x->spoken, 0),
                                     tt_say_count(w, x->payments, "payment"),
                                     tt_say_str(w, s->d->payments[x->first].remittance.n
                                                       ? s->d->payments[x->first].remittance
                                                       : s->d->payments[x->first].purpose))
                            : "No payment says what it is for.");
    tt_draft_tests(w, &group, 1);
}

static void tell(const void *ctx, const tt_absence *r, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask the holder of the account for the contract or invoice behind each payment.",
        "Ask the bank who ordered the payments, from where, and what was said then.",
        "Follow the money: what left the account in the days after, and what came before.",
    };
    static const struct {
        const char *role, *title, *parties, *who;
    } side[] = {
        [TT_SIDE_PAYEE] = {"payee", "paid in", "that paid", "of those that pay"},
        [TT_SIDE_PAYER] = {"payer", "were paid", "paid by", "of those paid by"},
    };
    const struct state *s = ctx;
    uint64_t gaps = r->n - r->k;
    struct said x = cite(s, r, w);
    const char *k = tt_say_number(w, (double)gaps, 0);
    const char *n = tt_say_count(w, r->n, "party");
    tt_draft_measure(w, "parties_without_trade", "1", (double)gaps, 0,
                     (double)r->n * (1 - r->share), (uint32_t)r->n);
    tt_draft_measure(w, "share_with_trade", "1", (double)r->k / (double)r->n, r->share, 1, 0);
    tt_draft_money(w, "value_without_trade", r->value);
    tests(s, r, &x, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.title = tt_say(w, "%s of %s %s for nothing known", k, n, side[s->side].title);
    w->f.explanation =
        tt_say(w,
               "%s of %s %s this account never trade with its holder in these data: %s (%s), "
               "worth %s, %s, match no invoice and name none, nor a service; %s the accounts of "
               "other traders %s %% trade with them or name one. Money for no goods on an account "
               "of trade may be the money of others.",
               k, n, side[s->side].parties, tt_say_count(w, x.payments, "payment"),
               tt_say_docs(w, TT_KIND_PAYMENT, 5), tt_say_money(w, r->value),
               tt_say_period(w, w->f.from, w->f.to), side[s->side].who,
               tt_say_number(w, 100 * r->share, 1));
    w->f.direction = TT_SHIFT_NONE;
    w->f.weight = fmin(w->f.weight, s->p[P_MOST]);
}

/* --- all together --- */

static tt_ix account_of(const struct state *s, const struct tie *t)
{
    return s->side == TT_SIDE_PAYER ? t->payer : t->payee;
}

/* Without trade, by account and the day of the first payment; all others behind them. */
static int tie_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct state *s = ctx;
    const struct tie *a = pa, *b = pb;
    tt_ix of_a = account_of(s, a), of_b = account_of(s, b);
    if (a->here != b->here)
        return a->here ? 1 : -1;
    if (of_a != of_b)
        return of_a < of_b ? -1 : 1;
    if (s->v[a->first].day != s->v[b->first].day)
        return s->v[a->first].day < s->v[b->first].day ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* Orders of one day are one decision: dividends, refunds, wages. */
static bool is_batch(const struct state *s, size_t tie)
{
    const struct tie *t = &s->ties.v[tie], *last = tie ? t - 1 : NULL;
    return s->side == TT_SIDE_PAYER && last && !t->here && t->n == 1 &&
           account_of(s, t) == account_of(s, last) && s->v[t->first].day == s->v[last->first].day;
}

static tt_status judge(struct state *s, tt_pay_side side, tt_findings *out, tt_err *err)
{
    bool pays = side == TT_SIDE_PAYER;
    tt_absence_words say = {.roles = {"payee", "payer"},
                            .first = P_LEAST,
                            .least = (uint64_t)s->p[P_LEAST_PARTIES],
                            .tell = tell};
    tt_expected *v = tt_new_n(s->in->scratch, tt_expected, s->ties.n + 1);
    size_t n = 0;
    s->side = side;
    if (!v || !tt_sort(s->ties.v, s->ties.n, sizeof *s->ties.v, tie_cmp, s))
        return tt_fail(err, TT_ENOMEM, "no memory for accounts");
    for (size_t i = 0; i < s->ties.n; i++) {
        const struct tie *t = &s->ties.v[i];
        tt_ix account = account_of(s, t);
        if (!tt_remit_trades(s->in, account))
            continue;
        if (is_batch(s, i)) {
            tt_tally_add(&s->why[BATCH], t->value);
            continue;
        }
        v[n++] = (tt_expected){.seller = pays ? 0 : account,
                               .buyer = pays ? account : 0,
                               .at = (tt_ix)i,
                               .country = s->d->entities[account].country,
                               .here = t->here,
                               .value = t->value};
    }
    return tt_absence_judge(s->in, v, n, &say, s, &s->why[UNKNOWN], &s->why[WEAK], out, err);
}

static tt_status accounts(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {COSTS, "for wages, rent, taxes and other costs of a firm", "payment", "not looked at",
         NULL},
        {EDGE, "near the ends of the data", "payment", "their invoices may be outside", NULL},
        {NAMED, "that name a document which is not in the data", "payment",
         "what they settle may be outside the data", NULL},
        {THIN, "where coverage records state too few invoices", "payment", "not looked at", NULL},
        {BATCH, "without trade, first paid on one day with others", "party",
         "one decision of the payer: counted as one", NULL},
        {UNKNOWN, "without trade, too few accounts to compare with", "party", "nothing is said",
         NULL},
        {WEAK, "without trade, as chance leaves them", "party",
         "the data have gaps enough to explain them", NULL},
    };
    TT_TRY(gather(s, err));
    TT_TRY(tie_up(s, err));
    TT_TRY(judge(s, TT_SIDE_PAYEE, out, err));
    TT_TRY(judge(s, TT_SIDE_PAYER, out, err));
    TT_TRY(tt_remits_tell(s->in, "pay.unreferenced: payments", s->remit, out, err));
    return tt_tally_tell(s->in, "pay.unreferenced", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = accounts(&s, out, err);
    tt_vec_release(&s.ties);
    return st;
}

const tt_detector tt_detector_pay_unreferenced = {
    .id = "pay.unreferenced",
    .revision = 2,
    .title = "Payments on accounts of trade for nothing known",
    .typology = "unreferenced_payment",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "O-03",
    .source = "FATF, Trade Based Money Laundering (2006), case 9; FINTRAC, operational alert on "
              "professional money laundering (2018)",
    .looks_for = "Accounts of traders that many parties pay, or are paid from, with whom the "
                 "holder never trades, weighed by how often others have such payments.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
