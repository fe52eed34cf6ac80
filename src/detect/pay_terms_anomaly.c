/*
 * pay_terms_anomaly.c - terms of payment that somebody unknown is seldom given: paid before the
 * goods leave, half a year and more to pay, or paid very late and never asked.
 *
 * A relation is one question, whatever it trades: terms are agreed once.  Not caught here: single
 * payments that are late, terms that are odd only for the goods.  Formula, worked example, known
 * false positives: pay_terms_anomaly.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/settled.h"
#include "detect/common/trials.h"

#include <math.h>

enum {
    P_AHEAD,
    P_LONG,
    P_LATE,
    P_MAX_P,
    P_PEERS,
    P_SHARE,
    P_LEAST,
    P_NEW,
    P_YOUNG,
    P_LR_AHEAD,
    P_LR_LONG,
    P_LR_LATE,
    P_YOUNG_FACTOR,
    P_CAPITAL_FACTOR,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_AHEAD] = {"min_ahead", 0.8, 0.01, 1, "fraction", "of an invoice that is paid in advance"},
    [P_LONG] = {"long_days", 180, 1, 3650, "days", "agreed terms beyond this are long"},
    [P_LATE] = {"late_days", 90, 1, 3650, "days", "after the due day, before it is late"},
    [P_MAX_P] = {"max_p", 0.01, 1e-6, 0.5, "probability",
                 "share of comparable invoices paid as late"},
    [P_PEERS] = {"n_min", 99, 5, 1e6, "count",
                 "invoices of others between the two countries; with fewer, of all countries"},
    [P_SHARE] = {"min_share", 0.667, 0, 1, "fraction",
                 "of the invoices of a relation that must be so"},
    [P_LEAST] = {"min_invoices", 2, 1, 1e6, "count", "of a relation whose terms can be seen"},
    [P_NEW] = {"new_days", 90, 0, 36500, "days",
               "since the data begin, before parties that are first seen are new"},
    [P_YOUNG] = {"young_days", 730, 0, 36500, "days",
                 "since its registration, in which a firm is young"},
    [P_LR_AHEAD] = {"lr_ahead", 2, 1, 1000, "likelihood ratio", "of payment in advance"},
    [P_LR_LONG] = {"lr_long", 4, 1, 1000, "likelihood ratio", "of long terms"},
    [P_LR_LATE] = {"lr_late", 3, 1, 1000, "likelihood ratio", "of payment that is always late"},
    [P_YOUNG_FACTOR] = {"young_factor", 3, 1, 1000, "ratio",
                        "times the likelihood ratio, when the new party is a young firm"},
    [P_CAPITAL_FACTOR] = {"capital_factor", 0.5, 0.001, 1, "ratio",
                          "times that of long terms, for machines and vehicles"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(25000, 0.4)};

enum { AHEAD, LONG, LATE, WAYS };

/* What is said of each way. */
static const struct way {
    const char *title, *what, *means, *step;
} ways[WAYS] = {
    [AHEAD] = {"new seller paid in advance", "the seller was paid in advance",
               "Who is not known is seldom paid before it delivers: the goods may be a pretext.",
               "Ask the buyer how it found the seller, and who asked for money in advance."},
    [LONG] = {"long terms between new partners", "the buyer has long to pay",
              "Who is not known is seldom given so long: the money may not be meant to come.",
              "Ask the seller how it checked the buyer's credit, and who insures it."},
    [LATE] = {"always paid very late", "the buyer paid long after the due day",
              "Who waits so long and goes on delivering may not depend on being paid.",
              "Ask the seller for its reminders, and how it lives without the money."},
};

/* A relation, seen one way. */
struct terms {
    const tt_settled *v; /* its invoices */
    size_t n, known, k;
    tt_ix stranger; /* the new party; 0: none */
    int32_t age;    /* days since it was registered; -1 not known */
    bool capital;   /* goods that earn their price */
};

enum why { WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_settled_vec bills;
    tt_trial_vec trials[WAYS];
    tt_tally why[WHYS];
    int way; /* that is told */
};

/* --- who is new --- */

/* Its first document of any kind is this one, give or take a month, and it trades with nobody
 * else. */
static bool is_first_seen(const struct state *s, tt_ix e, const tt_settled *first)
{
    enum { MONTH = 30 };
    const tt_books *books = &s->in->shared->books;
    for (int b = 0; b < TT_BOOK_COUNT; b++) {
        size_t n;
        const tt_ix *v = tt_books_of(books, (tt_book)b, e, &n);
        tt_kind kind = tt_book_kind((tt_book)b);
        if (n && tt_data_head(s->d, kind, v[0])->date.day < first->day - MONTH)
            return false;
        for (size_t i = 0; i < n && kind == TT_KIND_INVOICE; i++) {
            tt_ix seller = tt_data_entity(s->d, s->d->invoices[v[i]].seller);
            tt_ix buyer = tt_data_entity(s->d, s->d->invoices[v[i]].buyer);
            if (seller != first->seller || buyer != first->buyer)
                return false;
        }
    }
    return true;
}

static int32_t age_of(const struct state *s, tt_ix e, tt_date day)
{
    tt_ix party = s->d->entities[e].party;
    tt_date born = party ? s->d->parties[party].incorporated : TT_NO_DATE;
    return born == TT_NO_DATE || born > day ? -1 : day - born;
}

/* In advance the seller must be new and the buyer not; of long terms either. */
static void find_stranger(const struct state *s, int way, struct terms *t)
{
    bool seller = is_first_seen(s, t->v->seller, t->v);
    bool buyer = is_first_seen(s, t->v->buyer, t->v);
    if (way == AHEAD ? seller && !buyer : way == LONG && (seller || buyer))
        t->stranger = seller ? t->v->seller : t->v->buyer;
    t->age = t->stranger ? age_of(s, t->stranger, t->v->day) : -1;
}

static bool is_young(const struct state *s, const struct terms *t)
{
    return t->age >= 0 && t->age <= s->p[P_YOUNG];
}

/* --- one relation --- */

/* 1: so, 0: not so, -1: not known. */
static int holds(const struct state *s, int way, const tt_settled *b)
{
    int32_t days = tt_days_late(b);
    switch (way) {
    case AHEAD:
        return isnan(b->ahead) ? -1 : tt_round9(b->ahead) >= s->p[P_AHEAD];
    case LONG:
        return b->agreed < 0 ? -1 : b->agreed > s->p[P_LONG];
    default:
        return days == INT32_MIN ? -1 : days < s->p[P_LATE] ? 0 : b->late_p <= s->p[P_MAX_P];
    }
}

/* Machinery, electrical goods, vehicles, ships, instruments: they are paid from what they earn. */
static bool is_capital(const struct state *s, const tt_settled *b)
{
    enum { FIRST = 84, LAST = 90 };
    const tt_head *h = &s->d->invoices[b->invoice].head;
    unsigned chapter = h->n_lines ? tt_hs_chapter(s->d->invoice_lines[h->first_line].hs) : 0;
    return chapter >= FIRST && chapter <= LAST;
}

static double lr_of(const struct state *s, int way, const struct terms *t)
{
    double lr = s->p[P_LR_AHEAD + way];
    lr *= is_young(s, t) ? s->p[P_YOUNG_FACTOR] : 1;
    return way == LONG && t->capital ? lr * s->p[P_CAPITAL_FACTOR] : lr;
}

static tt_status ask(struct state *s, int way, struct terms t, tt_err *err)
{
    tt_trial x = {.seller = t.v->seller, .buyer = t.v->buyer, .lr = 1, .gap = s->p[P_USUAL]};
    for (size_t i = 0; i < t.n; i++) {
        int is = holds(s, way, &t.v[i]);
        t.known += is >= 0;
        t.k += is > 0;
        if (is > 0 && t.v[i].value != TT_NO_NUM && !tt_add_i64(x.shift, t.v[i].value, &x.shift))
            return tt_fail(err, TT_ELIMIT, "values of a relation overflow");
    }
    if ((double)t.known < s->p[P_LEAST])
        return TT_OK;
    if (t.k && tt_round9((double)t.k / (double)t.known) >= s->p[P_SHARE]) {
        find_stranger(s, way, &t);
        t.capital = is_capital(s, t.v);
        x.side = t.stranger || way == LATE;
        x.lr = x.side ? lr_of(s, way, &t) : 1;
    }
    x.own = tt_trial_own(s->in, t);
    return x.own ? tt_trials_add(&s->trials[way], x, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for terms of payment");
}

static tt_status relations(struct state *s, tt_err *err)
{
    const tt_settled *v = s->bills.v;
    for (size_t i = 0, next; i < s->bills.n; i = next) {
        for (next = i;
             next < s->bills.n && v[next].seller == v[i].seller && v[next].buyer == v[i].buyer;)
            next++;
        bool is_new = v[i].day - s->d->from >= (int32_t)s->p[P_NEW];
        for (int way = 0; way < WAYS; way++)
            if (is_new || way == LATE)
                TT_TRY(ask(s, way, (struct terms){.v = &v[i], .n = next - i, .age = -1}, err));
    }
    return TT_OK;
}

/* --- telling it --- */

/* The invoices that are so, with what was paid and shipped for them. */
static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const struct terms *x = t->own;
    for (size_t i = 0; i < x->n; i++)
        if (holds(s, s->way, &x->v[i]) > 0) {
            tt_ix deal = tt_deal_of(s->d, TT_KIND_INVOICE, x->v[i].invoice);
            tt_draft_document(w, TT_KIND_INVOICE, x->v[i].invoice, 0);
            tt_deal_cite(w, deal, TT_KINDS(PAYMENT) | (s->way == AHEAD ? TT_KINDS(SHIPMENT) : 0),
                         TT_HS_NONE, false);
        }
}

/* The days by which it is told: before the goods, to pay, or late; of the most extreme invoice. */
static int32_t days_of(const struct state *s, const struct terms *t)
{
    int32_t most = 0;
    for (size_t i = 0; i < t->n; i++)
        if (holds(s, s->way, &t->v[i]) > 0)
            most = TT_MAX(most, s->way == LONG ? t->v[i].agreed : tt_days_late(&t->v[i]));
    return most;
}

static const char *stranger(const struct state *s, const struct terms *t, tt_draft *w)
{
    if (!t->stranger)
        return "";
    const char *who = t->stranger == t->v->seller ? "seller" : "buyer";
    const char *age = t->age < 0 ? "when it was registered is not known"
                                 : tt_say(w, "it was registered %s before",
                                          tt_say_count(w, (uint64_t)t->age, "day"));
    return tt_say(w,
                  " The %s is in no document before that time and trades with nobody else; %s%s.",
                  who, age, is_young(s, t) ? ": a young firm" : "");
}

static void test(const struct state *s, const struct terms *t, tt_draft *w)
{
    tt_draft_test(w, "declared_group", s->d->n_ownerships ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  s->d->n_ownerships ? "No ownership record joins the two."
                                     : "There are no ownership records that could show a group.");
    if (s->way == LONG)
        tt_draft_test(w, "goods_that_earn", t->capital ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                      t->capital ? "Machines and vehicles are often paid from what they earn."
                                 : "The goods are none that are paid from what they earn.");
    if (t->stranger)
        tt_draft_test(w, "young_firm", t->age < 0 ? TT_TEST_UNKNOWN : TT_TEST_NOT_EXPLAINED,
                      t->age < 0 ? "No registry row says how old the new party is."
                      : is_young(s, t)
                          ? "The new party is a young firm: it has no record to be trusted on."
                          : "The new party is no young firm, but nothing of its trade is known.");
    tt_draft_test(w, "guarantee", TT_TEST_UNKNOWN,
                  "Guarantees, insurance of credit and money held in trust are not in the data.");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    const struct terms *t = r->top->own;
    const struct way *way = &ways[s->way];
    const char *k = tt_say_number(w, (double)t->k, 0), *of = tt_say_count(w, t->known, "invoice");
    const char *days = "";
    tt_draft_measure(w, "invoices_on_such_terms", "count", (double)t->k, 0, NAN,
                     (uint32_t)t->known);
    if (s->way != AHEAD) {
        double most = s->p[s->way == LONG ? P_LONG : P_LATE];
        tt_draft_measure(w, s->way == LONG ? "days_to_pay" : "days_late", "days", days_of(s, t), 0,
                         most, 0);
        days = tt_say(w, " (up to %s)", tt_say_count(w, (uint64_t)days_of(s, t), "day"));
    }
    tt_draft_measure(w, "share_of_relations_on_such_terms", "1", r->usual, NAN, NAN,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    tt_draft_money(w, "invoiced_on_such_terms", r->shift);
    w->f.title = tt_say(w, "%s: %s of %s", way->title, k, of);
    w->f.explanation =
        tt_say(w, "In %s of %s between these parties %s%s: %s, in all %s, %s.%s %s", k, of,
               way->what, days, tt_say_docs(w, TT_KIND_INVOICE, 3), tt_say_money(w, r->shift),
               tt_say_period(w, w->f.from, w->f.to), stranger(s, t, w), way->means);
    test(s, t, w);
    tt_draft_step(w, "Ask for the contract, and for who agreed on these terms and why.");
    tt_draft_step(w, way->step);
    tt_draft_step(w, "Look for the goods: were they delivered, and to whom?");
    w->f.direction = TT_SHIFT_NONE;
}

/* --- all together --- */

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {{WEAK, "relations whose weight is below min_weight",
                                         "relation", "such terms are as usual in these data",
                                         NULL}};
    static const char *const claims[WAYS] = {"ahead", "long", "late"};
    TT_TRY(tt_settled_of(s->in, s->p[P_PEERS], &s->bills, err));
    TT_TRY(relations(s, err));
    for (s->way = 0; s->way < WAYS; s->way++) {
        const tt_trial_words words = {.roles = {"seller", "buyer"},
                                      .first = P_REPEAT,
                                      .expect = "what is assumed of honest trade",
                                      .of = "relation",
                                      .claim = claims[s->way],
                                      .cite = cite,
                                      .tell = tell};
        TT_TRY(tt_trials_judge(s->in, &s->trials[s->way], &words, s, &s->why[WEAK], out, err));
    }
    return tt_tally_tell(s->in, "pay.terms_anomaly", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = judge(&s, out, err);
    for (int way = 0; way < WAYS; way++)
        tt_vec_release(&s.trials[way]);
    tt_vec_release(&s.bills);
    return st;
}

const tt_detector tt_detector_pay_terms_anomaly = {
    .id = "pay.terms_anomaly",
    .revision = 2,
    .title = "Terms of payment that a stranger is seldom given",
    .typology = "terms_anomaly",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "F06-10",
    .source = "FATF, Trade Based Money Laundering (2006), red flag indicators",
    .looks_for = "Relations of which most invoices are paid in advance to a seller nobody knows, "
                 "have more than half a year to be paid between new partners, or are always paid "
                 "far later than others pay.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
