/*
 * pay_text_signal.c - firms pay a firm for what households pay: support, school, gifts.
 *
 * The payments that firms make to one firm, held against those to all others.  Not caught here:
 * persons, who pay for such things (school fees); texts that say nothing (pay_unreferenced).
 * Formula, worked example, known false positives: pay_text_signal.md.
 */
#include "detect/common/remit_trials.h"
#include "detect/common/sidepay.h"

#include <math.h>

enum { P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LR] = {"lr", 4, 1, 1000, "likelihood ratio", "of such a text"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(10000, 0.7)};

enum why { PERSONS, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_tally why[WHYS];
};

/* A company of the registry or by its name, or it sells or buys on invoices in the data. */
static bool is_firm(const struct state *s, tt_ix entity)
{
    tt_entity_type type = s->d->entities[entity].type;
    return type == TT_ENTITY_COMPANY ||
           (type == TT_ENTITY_UNKNOWN && tt_remit_trades(s->in, entity));
}

static tt_status ask(void *ctx, const tt_remit *r, tt_trial *t, tt_err *err)
{
    struct state *s = ctx;
    TT_UNUSED(err);
    if (!is_firm(s, r->payee))
        return TT_OK;
    bool private = !r->deal && tt_side_is_private(s->d, r->payment);
    if (!is_firm(s, r->payer)) {
        if (private)
            tt_tally_add(&s->why[PERSONS], r->value);
        return TT_OK; /* whoever lives there may well pay for school */
    }
    t->buyer = 0; /* whoever pays: it is the account that is odd */
    t->side = private;
    t->lr = private ? s->p[P_LR] : 1;
    t->gap = s->p[P_USUAL];
    return TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    tt_remit_cite(w, t->at);
    tt_draft_entity(w, tt_data_entity(s->d, s->d->payments[t->at].payer), "payer");
}

static const char *text_of(const struct state *s, tt_ix payment, tt_draft *w)
{
    const tt_payment *p = &s->d->payments[payment];
    return tt_say_str(w, p->remittance.n ? p->remittance : p->purpose);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test always[] = {
        {"settles_invoices", TT_TEST_NOT_EXPLAINED,
         "None of these payments is matched with an invoice."},
        {"private_payers", TT_TEST_NOT_EXPLAINED,
         "Every payer is a company, or sells or buys goods itself: it is no household."},
        {"benefit_of_staff", TT_TEST_UNKNOWN,
         "Firms pay school fees and gifts for their staff; contracts are not in the data."},
    };
    static const char *const steps[] = {
        "Ask each payer for whom it paid, and what the payee has to do with that.",
        "Ask the holder of the account what it gave for the money.",
        "Ask the banks whether the texts were typed by the payers, or repeat each other.",
    };
    static const tt_relation_text text = {
        .title = "firms pay a firm as households pay",
        .clause = "the text speaks of support, school or gifts",
        .of = "payment",
        .means = "Money between firms under the texts of private life is no trade.",
        .tests = always,
        .n_tests = TT_LEN(always),
        .steps = steps,
        .n_steps = TT_LEN(steps)};
    const struct state *s = ctx;
    const tt_test group = tt_remit_group_test(s->d);
    size_t payers = w->entities.n - 1;
    tt_draft_tests(w, &group, 1);
    tt_draft_money(w, "paid_as_private", r->shift);
    tt_draft_measure(w, "payers", "count", (double)payers, (double)NAN, (double)NAN, 0);
    tt_relation_say(w, r, &text, "");
    w->f.explanation = tt_say(
        w,
        "%s of %s from firms to this firm speak of support, school or gifts: the "
        "largest (%s) says '%s'. They are worth %s in all, from %s, %s, and match no invoice. %s",
        tt_say_number(w, (double)r->k, 0), tt_say_count(w, r->n, "payment"),
        tt_say_doc(w, TT_KIND_PAYMENT, r->top->at), text_of(s, r->top->at, w),
        tt_say_money(w, r->shift), tt_say_count(w, payers, "party"),
        tt_say_period(w, w->f.from, w->f.to), text.means);
    w->f.direction = TT_SHIFT_NONE;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {PERSONS, "with such texts, by parties that are no firms", "payment",
         "households pay for such things", NULL},
        {WEAK, "firms whose weight is below min_weight", "firm",
         "such texts are as usual in these data", NULL},
    };
    static const tt_remit_question question = {
        .id = "pay.text_signal",
        .ask = ask,
        .words = {.roles = {"payee", NULL},
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

const tt_detector tt_detector_pay_text_signal = {
    .id = "pay.text_signal",
    .revision = 2,
    .title = "Firms pay a firm as households pay",
    .typology = "text_signal",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-02",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "account and transaction activity",
    .looks_for = "Firms to which other firms pay under texts of private life (support, "
                 "school, gifts), more often than to others.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
