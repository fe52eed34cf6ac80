/*
 * pay_cash_intensity.c - cash that comes on the account of a trader, and leaves it by wire.
 *
 * The receipts of each trader, held against those of all others: how many are in cash, and whether
 * a transfer abroad takes the cash of the days before it along.  Not caught here: cash kept below a
 * limit (pay_structuring), cash of a declared group.  Formula, worked example, known false
 * positives: pay_cash_intensity.md.
 */
#include "detect/common/remit.h"
#include "detect/common/trials.h"

#include <math.h>

enum { P_LEAST, P_DAYS, P_LOW, P_HIGH, P_LR, P_LR_SENT, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"least", 3, 1, 4, "count", "payments in cash: fewer say nothing"},
    [P_DAYS] = {"pass_days", 10, 0, 365, "days", "before a transfer whose cash it takes along"},
    [P_LOW] = {"pass_low", 0.7, 0.1, 1, "fraction", "of that cash, which the transfer is at least"},
    [P_HIGH] = {"pass_high", 1.05, 1, 2, "fraction", "and at most"},
    [P_LR] = {"lr", 2, 1, 1000, "likelihood ratio", "of a payment in cash"},
    [P_LR_SENT] = {"lr_sent", 8, 1, 1000, "likelihood ratio",
                   "of one that is sent abroad within days"},
    [P_USUAL] = TT_USUAL_ROW(0.05),
    TT_TRIAL_ROWS(10000, 0.7)};

enum why { RETAIL, HABIT, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_remit *v; /* receipts of the trader at hand, in the order of time */
    tt_ix *sent; /* of a receipt in cash: the transfer that takes it along; 0 none */
    double *sum; /* of the cash before it */
    size_t n;
    tt_ix *seen; /* of an entity: the last trader that it brought cash to */
    tt_trial_vec trials;
    tt_tally remit[TT_REMIT_WHYS], why[WHYS];
};

/* --- one trader --- */

static bool is_cash(const struct state *s, tt_ix payment)
{
    return s->d->payments[payment].channel == TT_CHANNEL_CASH;
}

/* Shops, restaurants and farms live on cash: NACE 47, 55, 56 and 01 to 03. */
static bool is_cash_business(const tt_data *d, tt_ix entity)
{
    static const char *const codes[] = {"47", "55", "56", "01", "02", "03"};
    tt_ix party = d->entities[entity].party;
    tt_str code = party ? d->parties[party].activity_code : (tt_str){0};
    for (size_t i = 0; i < TT_LEN(codes); i++)
        if (tt_str_starts(code, tt_str_of(codes[i])))
            return true;
    return false;
}

static bool trades(const struct state *s, tt_ix entity)
{
    size_t sold, bought;
    (void)tt_books_of(&s->in->shared->books, TT_BOOK_SOLD, entity, &sold);
    (void)tt_books_of(&s->in->shared->books, TT_BOOK_BOUGHT, entity, &bought);
    return sold + bought > 0;
}

/* Receipts, with the cash that the party brings itself. */
static void receive(struct state *s, tt_ix entity)
{
    size_t n;
    const tt_ix *got = tt_books_of(&s->in->shared->books, TT_BOOK_EARNED, entity, &n);
    s->n = 0;
    for (size_t i = 0; i < n; i++) {
        tt_remit r = tt_remit_of(s->in, got[i]);
        bool is = is_cash(s, got[i]);
        if (r.why != TT_REMIT_SEEN && !(is && r.why == TT_REMIT_SELF)) {
            tt_tally_add(&s->remit[r.why], r.value);
            continue;
        }
        s->v[s->n] = r;
        s->sent[s->n] = 0;
        s->sum[s->n] = (s->n ? s->sum[s->n - 1] : 0) + (is ? tt_remit_major(s->in, &r) : 0);
        s->n++;
    }
}

/* Transfers abroad that are as large as the cash of the days before them. */
static void send(struct state *s, tt_ix entity)
{
    size_t n, first = 0, end = 0;
    const tt_ix *paid = tt_books_of(&s->in->shared->books, TT_BOOK_PAID, entity, &n);
    for (size_t i = 0; i < n; i++) {
        tt_remit r = tt_remit_of(s->in, paid[i]);
        tt_country to = s->d->entities[r.payee].country;
        if (r.why != TT_REMIT_SEEN || is_cash(s, paid[i]) || !to ||
            to == s->d->entities[entity].country)
            continue;
        while (end < s->n && s->v[end].day <= r.day)
            end++;
        while (first < end && (double)s->v[first].day < (double)r.day - s->p[P_DAYS])
            first++;
        if (first == end)
            continue;
        double cash = s->sum[end - 1] - (first ? s->sum[first - 1] : 0);
        double value = tt_remit_major(s->in, &r);
        if (cash <= 0 || value < s->p[P_LOW] * cash || value > s->p[P_HIGH] * cash)
            continue;
        for (size_t k = first; k < end; k++)
            if (!s->sent[k] && is_cash(s, s->v[k].payment))
                s->sent[k] = paid[i];
    }
}

/* Cash that one party brings again and again is one habit, unless it is sent abroad each time. */
static bool is_counted(struct state *s, size_t i, tt_ix entity)
{
    const tt_remit *r = &s->v[i];
    if (!is_cash(s, r->payment) || s->sent[i])
        return true;
    if (r->payer == r->payee || s->seen[r->payer] == entity) {
        tt_tally_add(&s->why[HABIT], r->value);
        return false;
    }
    s->seen[r->payer] = entity;
    return true;
}

/* Keep the receipts that count; returns how many are in cash. */
static size_t count(struct state *s, tt_ix entity)
{
    size_t n = 0, cash = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (!is_counted(s, i, entity))
            continue;
        s->v[n] = s->v[i];
        s->sent[n++] = s->sent[i];
        cash += is_cash(s, s->v[i].payment);
    }
    s->n = n;
    return cash;
}

static tt_status trader(struct state *s, tt_ix entity, tt_err *err)
{
    receive(s, entity);
    if (is_cash_business(s->d, entity)) {
        for (size_t i = 0; i < s->n; i++)
            if (is_cash(s, s->v[i].payment))
                tt_tally_add(&s->why[RETAIL], s->v[i].value);
        return TT_OK;
    }
    send(s, entity);
    bool few = (double)count(s, entity) < s->p[P_LEAST];
    for (size_t i = 0; i < s->n; i++) {
        const tt_remit *r = &s->v[i];
        bool is = is_cash(s, r->payment);
        tt_trial t = {.seller = entity,
                      .at = r->payment,
                      .side = is,
                      .lr = !is || few ? 1 : s->p[s->sent[i] ? P_LR_SENT : P_LR],
                      .gap = s->p[P_USUAL],
                      .off = tt_round9(log(tt_remit_major(s->in, r))),
                      .shift = r->value};
        t.own = tt_trial_own(s->in, s->sent[i]);
        if (!t.own)
            return tt_fail(err, TT_ENOMEM, "no memory for payments");
        TT_TRY(tt_trials_add(&s->trials, t, err));
    }
    return TT_OK;
}

/* --- the finding --- */

static tt_ix sent_by(const tt_trial *t)
{
    return *(const tt_ix *)t->own;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const tt_remit in = tt_remit_of(s->in, t->at);
    tt_draft_document(w, TT_KIND_PAYMENT, t->at, 0);
    if (in.payer != in.payee)
        tt_draft_entity(w, in.payer, "payer");
    if (!sent_by(t))
        return;
    tt_draft_document(w, TT_KIND_PAYMENT, sent_by(t), 0);
    tt_draft_entity(w, tt_remit_of(s->in, sent_by(t)).payee, "sent to");
}

/* Receipts, of which in cash, of which sent on; the largest sent on. */
struct sums {
    double all, cash;
    uint64_t n_cash, n_sent;
    const tt_trial *top;
};

static struct sums sums_of(const struct state *s, const tt_relation *r)
{
    struct sums x = {0};
    for (size_t i = 0; i < r->n; i++) {
        const tt_trial *t = &r->v[i];
        double value = tt_money_double((tt_money){t->shift, s->d->base});
        x.all += value;
        if (!t->side)
            continue;
        x.cash += value;
        x.n_cash++;
        x.n_sent += sent_by(t) != 0;
        if (sent_by(t) && (!x.top || t->off > x.top->off))
            x.top = t;
    }
    return x;
}

static const char *sent_text(const struct state *s, const struct sums *x, tt_draft *w)
{
    if (!x->top)
        return "No transfer abroad of such a size follows within days.";
    const tt_remit r = tt_remit_of(s->in, sent_by(x->top));
    return tt_say(w,
                  "%s %s followed by a transfer abroad of the size of the cash of those days, such "
                  "as %s (%s) to %s on %s.",
                  tt_say_number(w, (double)x->n_sent, 0), x->n_sent == 1 ? "is" : "are",
                  tt_say_doc(w, TT_KIND_PAYMENT, r.payment), tt_say_money(w, r.value),
                  tt_say_str(w, s->d->entities[r.payee].name), tt_say_date(w, r.day));
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test always[] = {
        {"cash_business", TT_TEST_NOT_EXPLAINED,
         "The registry gives the firm no activity of a shop, a restaurant or a farm."},
        {"takings_of_a_shop", TT_TEST_UNKNOWN,
         "Whether it also sells over a counter is not in the data."},
    };
    static const char *const steps[] = {
        "Ask the bank for the slips: who brought the cash, and where.",
        "Ask the holder of the account for the sales behind the cash.",
        "Follow the transfers abroad: what was bought with them, and did it arrive?",
    };
    static const tt_relation_text text = {.title = "cash on the account of a trader",
                                          .clause = "a trader is paid in cash",
                                          .of = "receipt",
                                          .means = "Trade between firms is paid by bank; cash that "
                                                   "leaves by wire has found its way into trade.",
                                          .tests = always,
                                          .n_tests = TT_LEN(always),
                                          .steps = steps,
                                          .n_steps = TT_LEN(steps)};
    const struct state *s = ctx;
    const struct sums x = sums_of(s, r);
    const tt_test group = tt_remit_group_test(s->d);
    tt_draft_money(w, "cash", r->shift);
    tt_draft_measure(w, "share_in_cash", "1", x.all > 0 ? tt_round9(x.cash / x.all) : 0, NAN, NAN,
                     0);
    tt_draft_measure(w, "cash_sent_abroad", "1", (double)x.n_sent, NAN, NAN, (uint32_t)x.n_cash);
    tt_draft_tests(w, &group, 1);
    tt_draft_test(w, "cash_stays", x.n_sent ? TT_TEST_NOT_EXPLAINED : TT_TEST_WEAKENED,
                  tt_say(w, "%s of %s in cash went abroad by wire within %s days.",
                         tt_say_number(w, (double)x.n_sent, 0),
                         tt_say_count(w, x.n_cash, "receipt"), tt_say_number(w, s->p[P_DAYS], 0)));
    tt_relation_say(w, r, &text,
                    tt_say(w, "In all %s, %s %% of what it was paid, %s. %s",
                           tt_say_money(w, r->shift),
                           tt_say_number(w, x.all > 0 ? 100 * x.cash / x.all : 0, 0),
                           tt_say_period(w, w->f.from, w->f.to), sent_text(s, &x, w)));
    w->f.direction = TT_SHIFT_NONE;
}

/* --- the run --- */

static tt_status traders(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {RETAIL, "in cash, of shops, restaurants and farms", "payment", "they live on cash", NULL},
        {HABIT, "in cash that stays, brought again by the same party or its own", "payment",
         "one habit: counted once", NULL},
        {WEAK, "traders whose weight is below min_weight", "trader",
         "cash is as usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"trader", NULL},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest receipts",
                                       .of = "receipt",
                                       .cite = cite,
                                       .tell = tell};
    s->v = tt_new_n(s->in->scratch, tt_remit, s->d->n_payments + 1);
    s->sent = tt_new_n(s->in->scratch, tt_ix, s->d->n_payments + 1);
    s->sum = tt_new_n(s->in->scratch, double, s->d->n_payments + 1);
    s->seen = tt_new_n(s->in->scratch, tt_ix, s->d->n_entities + 1);
    if (!s->v || !s->sent || !s->sum || !s->seen)
        return tt_fail(err, TT_ENOMEM, "no memory for payments");
    for (tt_ix e = 1; e <= s->d->n_entities; e++)
        if (trades(s, e))
            TT_TRY(trader(s, e, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    TT_TRY(tt_remits_tell(s->in, "pay.cash_intensity: receipts", s->remit, out, err));
    return tt_tally_tell(s->in, "pay.cash_intensity", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = traders(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_pay_cash_intensity = {
    .id = "pay.cash_intensity",
    .revision = 2,
    .title = "Cash on the account of a trader",
    .typology = "cash_intensity",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "F06-11 O-09 T-06",
    .source = "FATF, Trade Based Money Laundering (2006), red flag indicators and case 9; AUSTRAC, "
              "financial crime guide on trade-based money laundering (2022)",
    .looks_for = "Traders that are paid in cash more often than others, above all when the cash "
                 "leaves by wire to another country within days.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
