/*
 * pay_round_amount.c - round sums for nothing that is known.
 *
 * The payments of one party to another that match no invoice, held against those of all others.
 * Not caught here: round sums that match an invoice (prices are agreed), sums that are odd in the
 * currency in which they are written.  Formula, worked example, known false positives:
 * pay_round_amount.md.
 */
#include "detect/common/digits.h"
#include "detect/common/remit_trials.h"

#include "base/num.h"

enum { P_LEAST, P_ZEROS, P_LR, P_USUAL, P_ADVANCE, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"least_value", 4000, 0, 1e12, "base", "smaller payments are not looked at"},
    [P_ZEROS] = {"digits", 2, 1, 6, "count", "a round sum has at most so many before its zeros"},
    [P_LR] = {"lr", 1.6, 1, 1000, "likelihood ratio", "of a round sum"},
    [P_USUAL] = TT_USUAL_ROW(0.25),
    [P_ADVANCE] = {"advance_factor", 0.6, 0, 1, "fraction",
                   "of that, where goods between the same parties may be what was paid for"},
    TT_TRIAL_ROWS(25000, 0.7)};

enum why { WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_tally why[WHYS];
};

/* The sum that was ordered, when it says so: what arrives is less charges, or converted. */
static tt_money ordered(const tt_payment *p)
{
    return p->instructed.minor != TT_NO_NUM && p->instructed.minor > 0 ? p->instructed : p->amount;
}

/* One of the two invoiced the other: a round sum may be an advance. */
static bool they_trade(const struct state *s, const tt_remit *r)
{
    const tt_pairs *pairs = &s->in->shared->pairs;
    return tt_pairs_find(pairs, r->payee, r->payer) || tt_pairs_find(pairs, r->payer, r->payee);
}

static tt_status ask(void *ctx, const tt_remit *r, tt_trial *t, tt_err *err)
{
    const struct state *s = ctx;
    TT_UNUSED(err);
    if (r->deal || tt_remit_major(s->in, r) < s->p[P_LEAST])
        return TT_OK; /* the goods give the sum; or nobody counts it out */
    double lr = they_trade(s, r) ? 1 + s->p[P_ADVANCE] * (s->p[P_LR] - 1) : s->p[P_LR];
    t->side = tt_digits_said(ordered(&s->d->payments[r->payment]).minor) <= (unsigned)s->p[P_ZEROS];
    t->lr = t->side ? lr : 1;
    t->gap = s->p[P_USUAL];
    return TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    TT_UNUSED(ctx);
    tt_remit_cite(w, t->at);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test always[] = {
        {"settles_invoices", TT_TEST_NOT_EXPLAINED,
         "None of these payments is matched with an invoice."},
        {"loan_or_deposit", TT_TEST_UNKNOWN,
         "Whether a loan, a deposit or a share in a firm was paid is not in the data."},
    };
    static const char *const steps[] = {
        "Ask what each payment was for, and for the contract that names the sums.",
        "Look for goods or services between the two in these months.",
        "Follow the money: what did the payee do with it, and when?",
    };
    static const tt_relation_text text = {.title = "round sums without invoices",
                                          .clause = "the sum is round and matches no invoice",
                                          .of = "payment",
                                          .means = "Trade leaves odd sums; round ones for nothing "
                                                   "that is known may be value that is moved.",
                                          .tests = always,
                                          .n_tests = TT_LEN(always),
                                          .steps = steps,
                                          .n_steps = TT_LEN(steps)};
    const struct state *s = ctx;
    const tt_remit top = tt_remit_of(s->in, r->top->at);
    const tt_test group = tt_remit_group_test(s->d);
    bool trade = they_trade(s, &top);
    char sum[TT_NUM_TEXT];
    (void)tt_money_text(ordered(&s->d->payments[r->top->at]), sum);
    tt_draft_tests(w, &group, 1);
    tt_draft_test(w, "advance", trade ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  trade ? "Goods were invoiced between the two: some may be advances."
                        : "No goods were ever invoiced between the two.");
    tt_draft_money(w, "round_sums", r->shift);
    tt_relation_say(w, r, &text,
                    tt_say(w, "The largest is %s (%s); in all they are worth %s, paid %s.", sum,
                           tt_say_doc(w, TT_KIND_PAYMENT, r->top->at), tt_say_money(w, r->shift),
                           tt_say_period(w, w->f.from, w->f.to)));
    w->f.direction = TT_SHIFT_NONE;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "relations whose weight is below min_weight", "relation",
         "round sums are as usual in these data", NULL},
    };
    static const tt_remit_question question = {
        .id = "pay.round_amount",
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
    struct state s = {.in = in, .d = in->data, .p = in->param};
    return tt_remits_ask(in, &question, &s, s.why, WEAK, out, err);
}

const tt_detector tt_detector_pay_round_amount = {
    .id = "pay.round_amount",
    .revision = 2,
    .title = "Round sums without invoices",
    .typology = "round_amount",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "A-07 O-01",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "account and transaction activity",
    .looks_for = "Payments of one party to another in round sums that match no invoice, more "
                 "often than those of others.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
