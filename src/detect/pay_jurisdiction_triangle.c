/*
 * pay_jurisdiction_triangle.c - a firm of a third country pays from a bank in a fourth.
 *
 * The countries of the payer and of the account that a payment of a deal comes from, beside those
 * of the buyer and the seller; how often that is so with others is the measure.  No country is
 * better or worse than another.  Not caught here: who pays (pay_third_party), where the seller is
 * paid (pay_late_change).  Formula, worked example, known false positives:
 * pay_jurisdiction_triangle.md.
 */
#include "detect/common/accounts.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/remit_trials.h"

enum { P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LR] = {"lr", 5, 1, 1000, "likelihood ratio",
              "of a payer of another country than the buyer that banks in a third"},
    [P_USUAL] = TT_USUAL_ROW(0.03),
    TT_TRIAL_ROWS(10000, 0.6)};

enum why { UNKNOWN, MARKET, ABROAD, GROUP, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_tally why[WHYS];
};

/* The countries of one payment. */
struct corners {
    tt_country payer, bank, buyer, seller;
};

/* Countries whose banks serve each other's firms as at home: the European Economic Area. */
static bool is_one_market(tt_country a, tt_country b)
{
    static const char members[] = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IS IT LV LI LT LU MT "
                                  "NL NO PL PT RO SK SI ES SE";
    char text[2][3];
    tt_country_text(a, text[0]);
    tt_country_text(b, text[1]);
    return strstr(members, text[0]) && strstr(members, text[1]);
}

static tt_country country_of(const tt_data *d, tt_ix mention, tt_ix entity)
{
    tt_country c = mention ? d->mentions[mention].country : TT_COUNTRY_NONE;
    return c ? c : d->entities[entity].country;
}

/* Why a payment is no triangle; WHYS: it is one, or there is nothing odd about it. */
static enum why
classify(const struct state *s, const tt_remit *r, tt_ix buyer, const struct corners *c, bool *odd)
{
    const tt_ix *declared = s->in->shared->declared;
    *odd = c->bank != c->payer && c->bank != c->buyer && c->bank != c->seller;
    if (!c->payer || !c->bank || !c->buyer || !c->seller)
        return UNKNOWN;
    if (!*odd)
        return WHYS;
    if (is_one_market(c->payer, c->bank))
        return MARKET;
    if (r->payer == buyer || c->payer == c->buyer)
        return ABROAD;
    return declared[r->payer] == declared[buyer] ? GROUP : WHYS;
}

static tt_status ask(void *ctx, const tt_remit *r, tt_trial *t, tt_err *err)
{
    struct state *s = ctx;
    const tt_data *d = s->d;
    tt_ix payer = d->payments[r->payment].payer, seller = 0, buyer = 0;
    const tt_mention *from = &d->mentions[payer];
    tt_date day;
    bool odd;
    if (!r->deal || tt_deal_parties(d, r->deal, &seller, &buyer, &day) != TT_SIDES_ONE ||
        r->payer == seller)
        return TT_OK;
    struct corners c = {.payer = country_of(d, payer, r->payer),
                        .bank = tt_account_country(from->account, from->bank),
                        .buyer = d->entities[buyer].country,
                        .seller = d->entities[seller].country};
    enum why why = classify(s, r, buyer, &c, &odd);
    if (why != WHYS) {
        tt_tally_add(&s->why[why], r->value);
        if (why != ABROAD)
            return TT_OK;
        odd = false;
    }
    t->seller = seller;
    t->side = odd;
    t->lr = odd ? s->p[P_LR] : 1;
    t->gap = s->p[P_USUAL];
    t->own = tt_trial_own(s->in, c);
    return t->own ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for payments");
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    tt_ix seller, buyer = 0;
    tt_date day;
    tt_remit_cite(w, t->at);
    (void)tt_deal_parties(s->d, tt_deal_of(s->d, TT_KIND_PAYMENT, t->at), &seller, &buyer, &day);
    if (buyer)
        tt_draft_entity(w, buyer, "buyer");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test always[] = {
        {"single_market", TT_TEST_NOT_EXPLAINED,
         "Payer and bank are not both in the European Economic Area, where firms bank anywhere."},
        {"branch_or_treasury", TT_TEST_UNKNOWN,
         "Whether the payer has a branch or a treasury in that country is not in the data."},
        {"payment_service", TT_TEST_UNKNOWN,
         "Payment services hold accounts abroad in the names of their clients."},
    };
    static const char *const steps[] = {
        "Ask the payer why it banks there, and since when.",
        "Ask that bank who opened the account, and what else goes over it.",
        "Ask the seller whether the contract foresees payment from there.",
    };
    static const tt_relation_text text = {
        .title = "paid from a bank in a country outside the deal",
        .clause = "the money comes from a bank in a country of none of the parties",
        .of = "payment",
        .means = "Money that passes a country without a part in the trade is harder to follow.",
        .tests = always,
        .n_tests = TT_LEN(always),
        .steps = steps,
        .n_steps = TT_LEN(steps)};
    const struct state *s = ctx;
    const struct corners *c = r->top->own;
    const tt_test group = tt_remit_group_test(s->d);
    tt_draft_money(w, "paid_from_there", r->shift);
    tt_draft_tests(w, &group, 1);
    tt_relation_say(
        w, r, &text,
        tt_say(w,
               "The largest (%s) is paid by a firm in %s for a buyer in %s from a bank in %s, to "
               "a seller in %s. In all %s, %s.",
               tt_say_doc(w, TT_KIND_PAYMENT, r->top->at), tt_country_name(c->payer),
               tt_country_name(c->buyer), tt_country_name(c->bank), tt_country_name(c->seller),
               tt_say_money(w, r->shift), tt_say_period(w, w->f.from, w->f.to)));
    w->f.direction = TT_SHIFT_NONE;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {UNKNOWN, "countries of the parties and of the payer's bank are needed", "payment",
         "not looked at", NULL},
        {MARKET, "from a bank in another country of the European Economic Area", "payment",
         "firms bank there as at home", NULL},
        {ABROAD, "by the buyer, or a firm of its country, from a bank in a third", "payment",
         "two countries are no triangle", NULL},
        {GROUP, "by a firm of the buyer's declared group", "payment", "its treasury: not looked at",
         NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "banks abroad are as usual in these data", NULL},
    };
    static const tt_remit_question question = {
        .id = "pay.jurisdiction_triangle",
        .ask = ask,
        .words = {.roles = {"seller", "payer"},
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

const tt_detector tt_detector_pay_jurisdiction_triangle = {
    .id = "pay.jurisdiction_triangle",
    .revision = 3,
    .title = "Paid from a bank in a country outside the deal",
    .typology = "jurisdiction_triangle",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "O-05",
    .source = "FINTRAC, operational alert on professional money laundering (2018)",
    .looks_for =
        "Payments of trade by a firm of another country than the buyer, from an account in "
        "a country of none of the parties, where that is unusual in these data.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
