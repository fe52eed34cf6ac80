/*
 * flow_bmpe.c - black market peso exchange: trade paid in one country by a broker, or by strangers
 * in turn, whom the buyers pay at home in their own currency.
 *
 * Two shapes: one broker who pays many sellers for many buyers, and many strangers who pay for one
 * buyer.  Honest agents and payment services look alike; what tells them apart is that they always
 * pay.  Not caught here: payments that match no invoice, brokers with less than three buyers.
 * Formula, worked example, known false positives: flow_bmpe.md.
 */
#include "detect/common/patron.h"
#include "detect/common/tally.h"
#include "refdata/currency.h"

#include "base/num.h"

#include <math.h>

enum {
    P_LEAST,
    P_SHARE,
    P_DAYS,
    P_GAP,
    P_LEG_SHARE,
    P_LR_BOTH,
    P_LR_ONE,
    P_MIN_VALUE,
    TT_STRANGER_PARAMS,
    TT_PATRON_PARAMS,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"least", 3, 2, 1e6, "count",
                 "unrelated buyers and sellers of a broker; strangers who pay for one buyer"},
    [P_SHARE] = {"broker_share", 0.8, 0, 1, "fraction",
                 "of all that a broker pays these sellers, for goods of others"},
    [P_DAYS] = {"leg_days", 30, 0, 365, "days",
                "a buyer pays the broker so long before or after the broker pays for it"},
    [P_GAP] = {"leg_gap", 0.1, 0, 1, "fraction",
               "by which what a buyer pays may differ from what is paid for it"},
    [P_LEG_SHARE] = {"leg_share", 0.5, 0, 1, "fraction",
                     "of the buyers, whose money is seen to come: both legs"},
    [P_LR_BOTH] = {"lr_both", 20, 0.01, 1000, "ratio", "likelihood ratio when both legs are seen"},
    [P_LR_ONE] = {"lr_one", 6, 0.01, 1000, "ratio", "the same when one is"},
    [P_MIN_VALUE] = {"min_value", 25000, 0, 1e12, "base", "less in all is not reported"},
    TT_STRANGER_ROWS,
    TT_PATRON_ROWS,
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum { WEAK, SERVICE, GOODS, WHYS };

/* One broker, or the strangers of one buyer. */
struct exchange {
    tt_patron of;
    bool many;         /* strangers for one buyer */
    int64_t paid_all;  /* by the broker to these sellers, for whatever goods */
    int64_t returned;  /* by buyers whose leg is seen */
    int64_t leg_value; /* paid for them */
    size_t buyers;     /* for whom it pays */
    size_t legs;       /* of them, those whose leg is seen */
    size_t foreign;    /* of them, those for whom it pays in a currency that is not theirs */
    bool both, usual_lowers;
    double weight;
};

struct work {
    const tt_detect_in *in;
    tt_strangers s;
    tt_settlement_vec h;     /* hits in the order of a shape */
    tt_entity_vec strangers; /* of the exchange at hand */
    tt_u32_vec leg;          /* payments of buyers to the broker */
    tt_tally why[WHYS];
};

static int64_t value_of(const struct work *w, tt_ix payment)
{
    int64_t v = tt_books_value(&w->in->shared->books, TT_KIND_PAYMENT, payment);
    return v == TT_NO_NUM ? 0 : v;
}

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

static bool has(const tt_entity_vec *v, tt_ix e)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i] == e)
            return true;
    return false;
}

static bool know_strangers(struct work *w, const tt_patron *of)
{
    w->strangers.n = 0;
    for (size_t i = 0; i < of->n; i++)
        if (!has(&w->strangers, of->h[i].stranger) &&
            !tt_vec_push(&w->strangers, of->h[i].stranger))
            return false;
    return true;
}

/* --- the leg at home --- */

static bool near(const struct work *w, const struct exchange *x, tt_ix buyer, tt_ix payment)
{
    const tt_payment *in = &w->in->data->payments[payment];
    for (size_t i = 0; i < x->of.n; i++) {
        const tt_payment *out = &w->in->data->payments[x->of.h[i].payment];
        if (x->of.h[i].buyer != buyer || out->amount.ccy == in->amount.ccy ||
            in->head.date.day == TT_NO_DATE || out->head.date.day == TT_NO_DATE)
            continue;
        if (fabs((double)in->head.date.day - (double)out->head.date.day) <= w->in->param[P_DAYS])
            return true;
    }
    return false;
}

/* What a buyer pays to the broker about when that pays for it, in another currency. */
static tt_status leg_of(struct work *w, struct exchange *x, tt_ix buyer, tt_err *err)
{
    int64_t out = 0, back = 0;
    size_t before = w->leg.n;
    for (size_t i = 0; i < x->of.n; i++)
        if (x->of.h[i].buyer == buyer)
            add(&out, value_of(w, x->of.h[i].payment));
    for (size_t i = 0; i < w->strangers.n; i++) {
        size_t n;
        const tt_ix *doc =
            tt_books_of(&w->in->shared->books, TT_BOOK_EARNED, w->strangers.v[i], &n);
        for (size_t k = 0; k < n; k++) {
            tt_ix payer = tt_data_entity(w->in->data, w->in->data->payments[doc[k]].payer);
            if (!payer || w->s.group[payer] != w->s.group[buyer] || !near(w, x, buyer, doc[k]))
                continue;
            add(&back, value_of(w, doc[k]));
            if (!tt_vec_push(&w->leg, doc[k]))
                return tt_fail(err, TT_ENOMEM, "no room for payments of buyers");
        }
    }
    if (!back || fabs((double)back / (double)out - 1) > w->in->param[P_GAP]) {
        w->leg.n = before;
        return TT_OK;
    }
    x->legs++;
    add(&x->returned, back);
    add(&x->leg_value, out);
    return TT_OK;
}

/* Each buyer has one voice: a large deal says no more than a small one. */
static tt_status legs(struct work *w, struct exchange *x, tt_err *err)
{
    w->leg.n = 0;
    for (size_t i = 0; i < x->of.n; i++) {
        tt_ix buyer = x->of.h[i].buyer;
        tt_country home = w->in->data->entities[buyer].country;
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = x->of.h[k].buyer == buyer;
        if (before)
            continue;
        x->buyers++;
        x->foreign +=
            home && !tt_ccy_is_of(w->in->data->payments[x->of.h[i].payment].amount.ccy, home);
        TT_TRY(leg_of(w, x, buyer, err));
    }
    x->both = x->legs && (double)x->legs >= w->in->param[P_LEG_SHARE] * (double)x->buyers;
    return TT_OK;
}

/* --- what is no exchange --- */

/* All that the strangers pay to these sellers. */
static void paid_to_sellers(const struct work *w, struct exchange *x)
{
    for (size_t i = 0; i < w->strangers.n; i++) {
        size_t n;
        const tt_ix *doc = tt_books_of(&w->in->shared->books, TT_BOOK_PAID, w->strangers.v[i], &n);
        for (size_t k = 0; k < n; k++)
            if (has(&w->s.sellers,
                    tt_data_entity(w->in->data, w->in->data->payments[doc[k]].payee)))
                add(&x->paid_all, value_of(w, doc[k]));
    }
}

/* Goods between two, either way. */
static bool trades(const struct work *w, tt_ix a, tt_ix b)
{
    const tt_layer *g = &w->in->graph->goods;
    const uint32_t *first;
    return tt_layer_between(g, a, b, &first) || tt_layer_between(g, b, a, &first);
}

/* A customer of the buyer who pays its supplier settles a debt of its own. */
static bool settles_own(const struct work *w, const tt_settlement *h)
{
    return trades(w, h->stranger, h->buyer) || trades(w, h->stranger, h->seller);
}

static bool is_service(const struct work *w, const struct exchange *x)
{
    const double *p = w->in->param;
    return (double)tt_patrons_groups(&w->s, &w->s.buyers) >= p[P_SERVICE_BUYERS] &&
           (double)x->of.last - (double)x->of.first >= p[P_SERVICE_DAYS];
}

/* Enough of them, of different hands; in a currency that is not the buyers' own. */
static bool has_shape(const struct work *w, const struct exchange *x)
{
    double least = w->in->param[P_LEAST], value = (double)x->of.value;
    if (!x->both && 2 * x->foreign < x->buyers)
        return false;
    if (x->many)
        return (double)tt_patrons_groups(&w->s, &w->strangers) >= least;
    return (double)tt_patrons_groups(&w->s, &w->s.buyers) >= least &&
           (double)tt_patrons_groups(&w->s, &w->s.sellers) >= least &&
           value >= w->in->param[P_SHARE] * (double)x->paid_all;
}

/* --- telling --- */

static const char *say_list(tt_draft *f, const tt_entity_vec *v)
{
    enum { TOLD = 3 };
    const char *text = "";
    for (size_t i = 0; i < TT_MIN(v->n, (size_t)TOLD); i++)
        text = tt_say(f, "%s%s%s", text, *text ? ", " : "",
                      tt_say_str(f, f->data->entities[v->v[i]].name));
    return v->n > TOLD ? tt_say(f, "%s and %zu more", text, v->n - TOLD) : text;
}

static const char *say_legs(const struct work *w, const struct exchange *x, tt_draft *f)
{
    const double *p = w->in->param;
    if (!x->legs)
        return tt_say(
            f,
            "No payment of a buyer to those who paid is seen: the leg at home is missing. "
            "%zu of %s %s paid for in a currency that is not that of its country.",
            x->foreign, tt_say_count(f, x->buyers, "buyer"), x->buyers == 1 ? "is" : "are");
    return tt_say(f,
                  "%s paid %s in another currency, %s in all, within %s and %s %% of what was paid "
                  "for %s (%s).",
                  tt_say_count(f, x->legs, "buyer"), x->many ? "who paid" : "the broker",
                  tt_say_money(f, x->returned), tt_say_count(f, (uint64_t)p[P_DAYS], "day"),
                  tt_say_number(f, 100 * p[P_GAP], 0), x->legs == 1 ? "it" : "them",
                  tt_say_money(f, x->leg_value));
}

static void words(const struct work *w, const struct exchange *x, tt_draft *f)
{
    const char *what =
        tt_say(f, "%s for %s", tt_say_count(f, x->of.n, "payment"), tt_say_money(f, x->of.value));
    const char *when = tt_say_period(f, x->of.first, x->of.last);
    if (x->many) {
        f->f.title = tt_say(f, "%s pay for the goods of one buyer",
                            tt_say_count(f, w->strangers.n, "stranger"));
        f->f.explanation = tt_say(
            f,
            "%s, who have nothing to do with each other or with the trade, made %s %s to %s for "
            "goods that %s bought. That is %s. %s",
            say_list(f, &w->strangers), what, when, say_list(f, &w->s.sellers),
            say_list(f, &w->s.buyers), tt_patron_say(&x->of, f), say_legs(w, x, f));
    } else {
        f->f.title = tt_say(f, "A broker pays %s for %s", tt_say_count(f, w->s.sellers.n, "seller"),
                            tt_say_count(f, w->s.buyers.n, "buyer"));
        f->f.explanation =
            tt_say(f,
                   "%s made %s %s to %s for goods that %s bought: %s %% of all that it paid these "
                   "sellers. That is %s. %s",
                   say_list(f, &w->strangers), what, when, say_list(f, &w->s.sellers),
                   say_list(f, &w->s.buyers),
                   tt_say_number(
                       f, 100 * (double)x->of.value / (double)TT_MAX(x->paid_all, x->of.value), 0),
                   tt_patron_say(&x->of, f), say_legs(w, x, f));
    }
}

static void tests(const struct work *w, const struct exchange *x, tt_draft *f)
{
    bool registry = w->in->data->n_ownerships != 0;
    tt_draft_test(f, "declared_group", registry ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  registry ? "The ownership records show no group of who pays and the buyers."
                           : "There are no ownership records.");
    tt_draft_test(f, "own_debt", TT_TEST_NOT_EXPLAINED,
                  x->many ? "No goods went between the strangers and the buyer or the sellers."
                          : tt_say(f, "The broker paid these sellers %s in all, whatever for.",
                                   tt_say_money(f, x->paid_all)));
    tt_patron_tests(&w->s, &x->of, w->strangers.n > 1, x->usual_lowers, f);
    tt_draft_test(f, "both_legs", x->both ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  say_legs(w, x, f));
}

static void measures(const struct work *w, const struct exchange *x, tt_draft *f)
{
    double few = w->in->param[P_LEAST] - 1, none = (double)NAN;
    tt_draft_money(f, "third_party_value", x->of.value);
    tt_draft_money(f, "returned_at_home", x->returned);
    tt_draft_measure(f, "third_party_payments", "count", (double)x->of.n, 0,
                     x->of.usual * (double)x->of.n_of_relations,
                     (uint32_t)TT_MIN(w->s.all.n - x->of.n_of_relations, (size_t)UINT32_MAX));
    tt_draft_measure(f, "unrelated_buyers", "count", (double)tt_patrons_groups(&w->s, &w->s.buyers),
                     NAN, x->many ? none : few, 0);
    tt_draft_measure(f, "unrelated_sellers", "count",
                     (double)tt_patrons_groups(&w->s, &w->s.sellers), NAN, x->many ? none : few, 0);
    tt_draft_measure(f, "strangers", "count", (double)w->strangers.n, NAN, x->many ? few : none, 0);
}

static tt_status tell(const struct work *w, const struct exchange *x, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask the sellers who told them that somebody else would pay, and what they asked.",
        "Ask the buyers how, where and in which currency they paid for the goods.",
        "Look where the money of who paid comes from: cash, many small deposits, other firms.",
    };
    tt_draft f;
    tt_draft_begin(&f, w->in->data, w->in->scratch);
    for (size_t i = 0; i < w->strangers.n; i++)
        tt_draft_entity(&f, w->strangers.v[i], x->many ? "payer" : "broker");
    tt_patron_cite(&w->s, &x->of, &f);
    for (size_t i = 0; i < w->leg.n; i++)
        tt_draft_document(&f, TT_KIND_PAYMENT, w->leg.v[i], 0);
    measures(w, x, &f);
    tests(w, x, &f);
    words(w, x, &f);
    tt_draft_steps(&f, steps, TT_LEN(steps));
    f.f.p_value = x->of.p;
    f.f.weight = x->weight;
    f.f.value_shift.minor = x->of.value;
    return tt_draft_add(&f, out, err);
}

/* --- the run --- */

/* Payments h of one broker, or for one buyer. */
static tt_status
judge(struct work *w, const tt_settlement *h, size_t n, bool many, tt_findings *out, tt_err *err)
{
    const double *p = w->in->param;
    struct exchange x = {.many = many};
    if ((double)n < p[P_LEAST])
        return TT_OK;
    TT_TRY(tt_patron_of(&w->s, h, n, P_STANDING_PAYMENTS, &x.of, err));
    if (!know_strangers(w, &x.of))
        return tt_fail(err, TT_ENOMEM, "no room for strangers");
    TT_TRY(legs(w, &x, err));
    paid_to_sellers(w, &x);
    if (!has_shape(w, &x) ||
        tt_money_double((tt_money){x.of.value, w->in->data->base}) < p[P_MIN_VALUE])
        return TT_OK;
    if (!many && is_service(w, &x)) {
        tt_tally_add(&w->why[SERVICE], x.of.value);
        return TT_OK;
    }
    /* an agent who always pays is paid back, of course */
    double lr = p[x.both && !x.of.standing ? P_LR_BOTH : P_LR_ONE];
    x.weight = tt_patron_bans(&w->s, &x.of, P_STANDING_PAYMENTS, lr);
    x.usual_lowers = tt_patron_cap(&x.of, &x.weight);
    if (x.weight >= p[P_MIN_WEIGHT])
        return tell(w, &x, out, err);
    tt_tally_add(&w->why[WEAK], x.of.value);
    return TT_OK;
}

/* Strangers who share an account or an address are one broker. */
static int by_broker(const void *pa, const void *pb, void *ctx)
{
    const tt_settlement *a = pa, *b = pb;
    const struct work *w = ctx;
    tt_ix x = w->s.desk[a->stranger], y = w->s.desk[b->stranger];
    if (x != y)
        return x < y ? -1 : 1;
    return (a->payment > b->payment) - (a->payment < b->payment);
}

static int by_buyer(const void *pa, const void *pb, void *ctx)
{
    const tt_settlement *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return (a->payment > b->payment) - (a->payment < b->payment);
}

static tt_status shape(struct work *w, bool many, tt_findings *out, tt_err *err)
{
    tt_settlement *v = w->h.v;
    if (!tt_sort(v, w->h.n, sizeof *v, many ? by_buyer : by_broker, w))
        return tt_fail(err, TT_ENOMEM, "no room to sort payments");
    for (size_t i = 0, k = 0; i < w->h.n; i = k) {
        for (k = i + 1;
             k < w->h.n && (many ? v[k].buyer == v[i].buyer
                                 : w->s.desk[v[k].stranger] == w->s.desk[v[i].stranger]);)
            k++;
        TT_TRY(judge(w, &v[i], k - i, many, out, err));
    }
    return TT_OK;
}

static tt_status look(struct work *w, tt_findings *out, tt_err *err)
{
    w->s.side = TT_SIDE_PAYER;
    TT_TRY(tt_strangers_find(&w->s, err));
    for (size_t i = 0; i < w->s.hits.n; i++)
        if (!tt_vec_push(&w->h, w->s.hits.v[i]))
            return tt_fail(err, TT_ENOMEM, "no room for payments");
    TT_TRY(shape(w, false, out, err));
    size_t n = 0;
    for (size_t i = 0; i < w->h.n; i++) {
        if (settles_own(w, &w->h.v[i]))
            tt_tally_add(&w->why[GOODS], value_of(w, w->h.v[i].payment));
        else
            w->h.v[n++] = w->h.v[i];
    }
    w->h.n = n;
    return shape(w, true, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "min_weight", "case",
         "they always pay for these relations, or as often as others do: counted", NULL},
        {SERVICE, "service_buyers, service_days", "party",
         "paying for others is their business: not told", NULL},
        {GOODS, "goods between who pays and the buyer or the seller", "payment",
         "a debt of their own: no strangers of one buyer", NULL},
    };
    struct work w = {.in = in};
    if (in->data->n_deals == 0)
        return TT_OK;
    TT_TRY(tt_patrons_begin(&w.s, in, P_LINK_DF, err));
    tt_status st = look(&w, out, err);
    if (st == TT_OK)
        st = tt_tally_tell(in, "flow.bmpe: payments by strangers", w.why, rows, TT_LEN(rows), out,
                           err);
    tt_strangers_release(&w.s);
    tt_vec_release(&w.h);
    tt_vec_release(&w.strangers);
    tt_vec_release(&w.leg);
    return st;
}

const tt_detector tt_detector_flow_bmpe = {
    .id = "flow.bmpe",
    .revision = 1,
    .title = "Black market peso exchange",
    .typology = "bmpe",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-04 F06-11 O-08",
    .source = "FATF, Trade Based Money Laundering (2006), case study 7; FATF, Professional Money "
              "Laundering (2018)",
    .looks_for =
        "A broker who pays three or more sellers for the goods of three or more buyers, who "
        "pay it at home in another currency; or three or more strangers who pay for one "
        "buyer, in a currency that is not that of its country.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
