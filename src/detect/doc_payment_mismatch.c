/*
 * doc_payment_mismatch.c - what was paid for a deal is not what was invoiced.
 *
 * All payments of a deal against all its invoices, after the time to pay.  Not caught here: deals
 * without any payment (gap_unpaid_shipment), who pays (pay_third_party).  Formula, worked example,
 * known false positives: doc_payment_mismatch.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/refs.h"
#include "detect/common/trials.h"

#include "base/num.h"

#include <math.h>

enum {
    P_LITTLE,
    P_MUCH,
    P_FEES,
    P_GRACE,
    P_ABSURD,
    P_LR_LITTLE,
    P_LR_MUCH,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LITTLE] = {"little", 0.7, 0, 1, "ratio", "paid over invoiced below which it is too little"},
    [P_MUCH] = {"much", 1.05, 1, 10, "ratio", "from which it is too much"},
    [P_FEES] = {"fees", 0.02, 0, 1, "fraction", "of charges and exchange, beyond that"},
    [P_GRACE] = {"grace_days", 120, 0, 3650, "days",
                 "after the newest invoice in which the rest may be paid"},
    [P_ABSURD] = {"absurd", 20, 2, 1e9, "ratio",
                  "beyond which payments are for more than this deal"},
    [P_LR_LITTLE] = {"lr_little", 2, 1, 1000, "likelihood ratio", "of too little"},
    [P_LR_MUCH] = {"lr_much", 4, 1, 1000, "likelihood ratio", "of too much"},
    [P_USUAL] = TT_USUAL_ROW(0.1),
    TT_TRIAL_ROWS(5000, 0.7)};

enum why { NONE, MIXED, YOUNG, OTHERS, ABSURD, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_map numbers; /* of invoices */
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* What the invoices of a deal bill, credit notes taken off; major units of the base currency. */
static double invoiced(const tt_data *d, tt_ix deal)
{
    const tt_deal *x = &d->deals[deal];
    double sum = 0;
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[i];
        tt_money base;
        if (r->kind != TT_KIND_INVOICE || d->invoices[r->doc].type == TT_DOC_PROFORMA)
            continue;
        const tt_invoice *inv = &d->invoices[r->doc];
        if (tt_data_convert(d, inv->total, inv->head.date.day, &base))
            sum += tt_money_double(base) * (inv->type == TT_DOC_CREDIT_NOTE ? -1 : 1);
    }
    return sum;
}

/* Match knows of the payment no more than that it is also for invoices that are not in the data. */
static bool is_for_more(const tt_data *d, tt_ix payment)
{
    size_t low = 1, high = d->n_pairings + 1; /* sorted by kind and document */
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const tt_pairing *p = &d->pairings[mid];
        if (p->kind < TT_KIND_PAYMENT || (p->kind == TT_KIND_PAYMENT && p->doc < payment))
            low = mid + 1;
        else
            high = mid;
    }
    const tt_pairing *p = low <= d->n_pairings ? &d->pairings[low] : NULL;
    return p && p->kind == TT_KIND_PAYMENT && p->doc == payment && p->amount.minor == TT_NO_NUM;
}

/* Is a payment of the deal for others, or does it name, beside invoices that are in the data, some
 * that are not?  A number alone that no invoice has is written wrongly. */
static bool pays_others(const struct state *s, tt_ix deal)
{
    const tt_deal *x = &s->d->deals[deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &s->d->deal_docs[i];
        if (r->kind != TT_KIND_PAYMENT)
            continue;
        const tt_payment *pay = &s->d->payments[r->doc];
        tt_named all = tt_named_in(&s->numbers, pay->remittance);
        for (tt_ix k = 0; k < pay->head.n_lines; k++) {
            tt_str number = s->d->payment_rows[pay->head.first_line + k].invoice_number;
            tt_named one = tt_named_in(&s->numbers, number);
            all.known += one.known > 0;
            all.missing += number.n && !one.known;
        }
        if ((all.known && all.missing) || is_for_more(s->d, r->doc))
            return true;
    }
    return false;
}

static tt_status deal(struct state *s, tt_ix i, tt_err *err)
{
    const double *p = s->in->param;
    tt_trial t = {.at = i, .lr = 1, .gap = p[P_USUAL]};
    tt_date day;
    double ratio = tt_deal_paid(s->d, i), billed = invoiced(s->d, i);
    if (!(ratio > 0) || billed <= 0)
        return TT_OK; /* nothing paid, nothing billed, or no rate */
    double minor = billed * pow(10, tt_ccy_exponent(s->d->base));
    int64_t value = minor < 9e15 ? (int64_t)llround(minor) : TT_NO_NUM;
    bool little = tt_round9(ratio) < tt_round9(p[P_LITTLE]);
    bool much = tt_round9(ratio) > tt_round9(p[P_MUCH] + p[P_FEES]);
    enum why why = NONE;
    if (tt_deal_parties(s->d, i, &t.seller, &t.buyer, &day) != TT_SIDES_ONE)
        why = MIXED;
    else if (little && (day == TT_NO_DATE || day + (tt_date)p[P_GRACE] > s->d->as_of))
        why = YOUNG;
    else if (much && pays_others(s, i))
        why = OTHERS;
    else if (ratio >= p[P_ABSURD] || ratio <= 1 / p[P_ABSURD] || value == TT_NO_NUM)
        why = ABSURD;
    if (why != NONE) {
        tt_tally_add(&s->why[why], value);
        return TT_OK;
    }
    t.side = much - little;
    t.lr = much ? p[P_LR_MUCH] : little ? p[P_LR_LITTLE] : 1;
    t.off = tt_round9(fabs(log(ratio)));
    t.shift = (int64_t)llround(minor * fabs(ratio - 1));
    return tt_trials_add(&s->trials, t, err);
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    TT_UNUSED(ctx);
    tt_deal_cite(w, t->at, TT_KINDS(INVOICE) | TT_KINDS(PAYMENT), TT_HS_NONE, false);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"instalments", TT_TEST_NOT_EXPLAINED,
         "All payments of a deal were added up, and all its invoices."},
        {"credit_note", TT_TEST_NOT_EXPLAINED, "Credit notes of the deal were taken off."},
        {"charges_and_exchange", TT_TEST_NOT_EXPLAINED,
         "The difference is beyond bank charges and rates of another day."},
        {"other_invoices", TT_TEST_UNKNOWN,
         "Payments that name several invoices, some of them not in the data, do not count as too "
         "much; whether others are for such invoices, without naming them, is not known."},
        {"set_off", TT_TEST_UNKNOWN,
         "Whether claims of the other side were set off is not in the data."},
    };
    static const char *const much[] = {
        "Ask the seller what the rest of the money was for.",
        "Follow the money from the seller's account: was the rest returned, and to whom?",
        "Ask the buyer for the payment orders and what they refer to.",
    };
    static const char *const little[] = {
        "Ask the seller how the rest was settled.",
        "Look for payments of others to the seller, and of the buyer to others, in those days.",
        "Ask the buyer what was received for each invoice.",
    };
    static const tt_relation_text text[2] = {
        {.title = "paid less than invoiced",
         .clause = "less was paid than was invoiced, long after it was due",
         .of = "deal",
         .means = "Goods that are paid in part move value to the importer, or are settled "
                  "elsewhere.",
         .tests = tests,
         .n_tests = TT_LEN(tests),
         .steps = little,
         .n_steps = TT_LEN(little)},
        {.title = "paid more than invoiced",
         .clause = "more was paid than was invoiced",
         .of = "deal",
         .means = "Money beyond the price of the goods moves value to the exporter.",
         .tests = tests,
         .n_tests = TT_LEN(tests),
         .steps = much,
         .n_steps = TT_LEN(much)},
    };
    const struct state *s = ctx;
    const double *p = s->in->param;
    double ratio = tt_deal_paid(s->d, r->top->at);
    tt_draft_measure(w, "paid_over_invoiced", "1", ratio, p[P_LITTLE], p[P_MUCH] + p[P_FEES], 0);
    tt_draft_money(w, "difference", r->shift);
    tt_relation_say(w, r, &text[r->side > 0],
                    tt_say(w, "In the deal farthest off (%s) %s %% of what was invoiced was paid.",
                           tt_say_docs(w, TT_KIND_INVOICE, 1), tt_say_number(w, 100 * ratio, 1)));
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {MIXED, "deals of several sellers or buyers", "deal", "not compared", NULL},
        {YOUNG, "paid in part, not long ago", "deal", "the rest may still come", NULL},
        {OTHERS, "payments that are also for invoices that are not in the data", "deal",
         "for more than this deal: not compared", NULL},
        {ABSURD, "payments out of all proportion to the invoices", "deal",
         "for more than this deal: not compared", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such differences are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(tt_numbers_of(s->d, TT_KIND_INVOICE, &s->numbers, err));
    for (tt_ix i = 1; i <= s->d->n_deals; i++)
        TT_TRY(deal(s, i, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "doc.payment_mismatch", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_map_init(&s.numbers);
    tt_status st = relations(&s, out, err);
    tt_map_release(&s.numbers);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_payment_mismatch = {
    .id = "doc.payment_mismatch",
    .revision = 4,
    .title = "What was paid is not what was invoiced",
    .typology = "payment_mismatch",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents",
    .looks_for = "Deals whose payments, added up, are far from their invoices, long after these "
                 "were due.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
