/*
 * pay_third_party.c - trade paid by, or to, somebody who is no party to it.
 *
 * A payment of a deal is compared with the deal's invoices.  Honest third parties are ordinary:
 * factors, banks, treasuries of a group, agents and payment services that always pay; they are
 * decided in plain sight, and how often strangers pay in these very data is taken off.  Not caught
 * here: payments that match no invoice (flow detectors), accounts changed late.  Formula, worked
 * example, known false positives: pay_third_party.md.
 */
#include "detect/common/goods.h"
#include "detect/common/patron.h"

#include <math.h>

enum {
    P_MIN_VALUE,
    TT_STRANGER_PARAMS,
    P_BROKER_BUYERS,
    P_BROKER_SELLERS,
    P_LR_HOME,
    P_LR_ABROAD,
    P_LR_BROKER,
    P_NEW_DAYS,
    P_NEW_FACTOR,
    P_CONSIGNEE_FACTOR,
    TT_PATRON_PARAMS,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base",
                     "third-party payments of less in all are "
                     "not reported"},
    TT_STRANGER_ROWS,
    [P_BROKER_BUYERS] = {"broker_buyers", 3, 1, 1e6, "count", "buyers and ..."},
    [P_BROKER_SELLERS] = {"broker_sellers", 3, 1, 1e6, "count",
                          "... sellers between whom one third party looks like a broker"},
    [P_LR_HOME] = {"lr_home", 1.5, 0.01, 1000, "ratio", "likelihood ratio, same country"},
    [P_LR_ABROAD] = {"lr_abroad", 6, 0.01, 1000, "ratio", "the same, another country"},
    [P_LR_BROKER] = {"lr_broker", 15, 0.01, 1000, "ratio", "the same, a broker"},
    [P_NEW_DAYS] = {"new_days", 365, 0, 36500, "days", "a third party this young is new"},
    [P_NEW_FACTOR] = {"new_factor", 2, 1, 100, "ratio", "times the likelihood ratio when it is"},
    [P_CONSIGNEE_FACTOR] = {"consignee_factor", 0.5, 0, 1, "factor",
                            "of the weight, when the third party receives the goods"},
    TT_PATRON_ROWS,
    [P_MIN_WEIGHT] = {"min_weight", 0.1, -1, 3, "log10", "less is not reported but counted"},
};

/* One third party. */
struct judged {
    tt_patron of;
    bool abroad, broker, is_new, receives;
    bool shipped; /* a deal has a transport document */
    bool usual_lowers;
    double weight;
};

struct work {
    const tt_detect_in *in;
    tt_strangers s;
    const tt_data *d;
    const double *p;
    uint64_t n_weak;
    int64_t value_weak;
};

/* --- judging one third party --- */

static bool receives_goods(const tt_data *d, tt_ix deal, tt_ix e)
{
    const tt_deal *m = &d->deals[deal];
    for (tt_ix i = 0; i < m->n_docs; i++) {
        const tt_deal_doc *x = &d->deal_docs[m->first_doc + i];
        if (x->kind != TT_KIND_SHIPMENT)
            continue;
        const tt_shipment *s = &d->shipments[x->doc];
        if (tt_data_entity(d, s->consignee) == e || tt_data_entity(d, s->notify) == e)
            return true;
    }
    return false;
}

static const tt_entity_vec *own_side(const struct work *w)
{
    return w->s.side == TT_SIDE_PAYER ? &w->s.buyers : &w->s.sellers;
}

static bool is_abroad(const struct work *w, tt_ix third)
{
    const tt_entity_vec *own = own_side(w);
    tt_country c = w->d->entities[third].country;
    if (!c)
        return false;
    for (size_t i = 0; i < own->n; i++)
        if (w->d->entities[own->v[i]].country == c || !w->d->entities[own->v[i]].country)
            return false;
    return true;
}

static void weigh(const struct work *w, struct judged *j)
{
    const double *p = w->p;
    /* Who always pays for several buyers and sellers is what a marketplace is: no broker. */
    bool broker = j->broker && !j->of.standing;
    double lr = broker ? p[P_LR_BROKER] : j->abroad ? p[P_LR_ABROAD] : p[P_LR_HOME];
    /* A few payments at home are a favour, or an agent: half of that evidence. */
    if (!broker && !j->abroad && (double)j->of.n < p[P_STANDING_PAYMENTS])
        lr = sqrt(lr);
    lr *= j->is_new ? p[P_NEW_FACTOR] : 1;
    j->weight = tt_patron_bans(&w->s, &j->of, P_STANDING_PAYMENTS, lr);
    if (j->receives && j->weight > 0)
        j->weight *= p[P_CONSIGNEE_FACTOR];
    j->usual_lowers = tt_patron_cap(&j->of, &j->weight);
}

static tt_status
judge(struct work *w, const tt_settlement *h, size_t n, struct judged *j, tt_err *err)
{
    const tt_data *d = w->d;
    const double *p = w->p;
    TT_TRY(tt_patron_of(&w->s, h, n, P_STANDING_PAYMENTS, &j->of, err));
    for (size_t i = 0; i < n; i++) {
        j->receives |= receives_goods(d, h[i].deal, h[i].stranger);
        j->shipped |= tt_deal_count(d, h[i].deal, TT_KIND_SHIPMENT) > 0;
    }
    tt_ix third = h[0].stranger, party = d->entities[third].party;
    j->abroad = is_abroad(w, third);
    j->broker = (double)tt_patrons_groups(&w->s, &w->s.buyers) >= p[P_BROKER_BUYERS] &&
                (double)tt_patrons_groups(&w->s, &w->s.sellers) >= p[P_BROKER_SELLERS];
    tt_date born = party ? d->parties[party].incorporated : TT_NO_DATE;
    j->is_new = born != TT_NO_DATE && j->of.first != INT32_MAX &&
                j->of.first - born < (tt_date)p[P_NEW_DAYS];
    weigh(w, j);
    return TT_OK;
}

/* --- telling it --- */

static void test_receiver(const struct judged *j, tt_draft *f)
{
    if (j->receives)
        tt_draft_test(f, "receives_the_goods", TT_TEST_WEAKENED,
                      "The third party is consignee or notify party of the goods.");
    else if (j->shipped)
        tt_draft_test(f, "receives_the_goods", TT_TEST_NOT_EXPLAINED,
                      "No transport document of these deals names the third party.");
    else
        tt_draft_test(f, "receives_the_goods", TT_TEST_UNKNOWN,
                      "These deals have no transport document: who receives the goods is unknown.");
}

static void tests(struct work *w, const struct judged *j, tt_draft *f)
{
    bool registry = w->d->n_ownerships != 0;
    tt_draft_test(f, "declared_group", registry ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  registry ? "The ownership records show no group of the third party and the party "
                             "that owes the payment."
                           : "There are no ownership records.");
    tt_draft_test(f, "own_name", TT_TEST_NOT_EXPLAINED,
                  "Its name is not that of a party of the deal in another spelling, and it shares "
                  "no account or address with one.");
    tt_ix party = w->d->entities[j->of.h[0].stranger].party;
    bool known = party && w->d->parties[party].activity_code.n;
    tt_draft_test(f, "financial_service", known ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  known ? "The registry gives the third party a line of business that does not pay "
                          "for others."
                        : "The registry says nothing of the third party's business: it may be a "
                          "factor, insurer or payment service.");
    test_receiver(j, f);
    tt_patron_tests(&w->s, &j->of, false, j->usual_lowers, f);
}

static const char *country_of(tt_draft *f, const struct work *w, tt_ix e)
{
    char text[3] = "";
    tt_country_text(w->d->entities[e].country, text);
    return text[0] ? tt_draft_text(f, tt_arena_printf(f->a, " (%s)", text)) : "";
}

static void sentences(struct work *w, const struct judged *j, tt_draft *f)
{
    bool payer = w->s.side == TT_SIDE_PAYER;
    const char *n = tt_say_count(f, j->of.n, "payment");
    f->f.title = tt_draft_text(
        f, tt_arena_printf(f->a, "%s of trade %s a third party", n, payer ? "by" : "to"));
    f->f.explanation = tt_draft_text(
        f,
        tt_arena_printf(
            f->a,
            "%s %s of trade (%s) worth %s %s: a party%s that neither sells nor buys under the "
            "invoices "
            "paid, and that no ownership record joins with the %s%s. That is %s. The invoices name "
            "%s and %s.",
            payer ? "A third party made" : "A third party was sent", n,
            tt_say_docs(f, TT_KIND_PAYMENT, 5), tt_say_money(f, j->of.value),
            tt_say_period(f, j->of.first, j->of.last), country_of(f, w, j->of.h[0].stranger),
            payer ? "buyer" : "seller", j->is_new ? "; it was founded less than a year before" : "",
            tt_patron_say(&j->of, f), tt_say_count(f, w->s.sellers.n, "seller"),
            tt_say_count(f, w->s.buyers.n, "buyer")));
}

static void measures(struct work *w, const struct judged *j, tt_draft *f)
{
    double most = j->of.usual * (double)j->of.n_of_relations;
    tt_draft_money(f, "third_party_value", j->of.value);
    tt_draft_measure(f, "third_party_payments", "count", (double)j->of.n, 0, most,
                     (uint32_t)TT_MIN(w->s.all.n - j->of.n_of_relations, (size_t)UINT32_MAX));
    tt_draft_measure(f, "payments_of_the_relations", "count", (double)j->of.n_of_relations, NAN,
                     NAN, 0);
    tt_draft_measure(f, "unrelated_buyers", "count", (double)tt_patrons_groups(&w->s, &w->s.buyers),
                     NAN, w->p[P_BROKER_BUYERS] - 1, 0);
    tt_draft_measure(f, "unrelated_sellers", "count",
                     (double)tt_patrons_groups(&w->s, &w->s.sellers), NAN,
                     w->p[P_BROKER_SELLERS] - 1, 0);
}

static tt_status tell(struct work *w, const struct judged *j, tt_findings *out, tt_err *err)
{
    bool payer = w->s.side == TT_SIDE_PAYER;
    tt_draft f;
    tt_draft_begin(&f, w->d, w->s.in->scratch);
    tt_draft_entity(&f, j->of.h[0].stranger, payer ? "payer" : "payee");
    tt_patron_cite(&w->s, &j->of, &f);
    measures(w, j, &f);
    tests(w, j, &f);
    sentences(w, j, &f);
    tt_draft_step(&f, payer
                          ? "Ask the seller why somebody else paid, and for the agreement behind "
                            "it."
                          : "Ask the buyer on whose instruction the money went to somebody else.");
    tt_draft_step(&f, "Look who owns and directs the third party, and where its money comes from.");
    tt_draft_step(&f,
                  "Look for payments between the third party and the party that owed the money.");
    f.f.p_value = j->of.p;
    f.f.weight = j->weight;
    return tt_draft_add(&f, out, err);
}

static tt_status
one(struct work *w, const tt_settlement *h, size_t n, tt_findings *out, tt_err *err)
{
    struct judged j = {.broker = false};
    TT_TRY(judge(w, h, n, &j, err));
    if (tt_money_double((tt_money){j.of.value, w->d->base}) < w->p[P_MIN_VALUE])
        return TT_OK;
    if ((double)tt_patrons_groups(&w->s, own_side(w)) >= w->p[P_SERVICE_BUYERS] &&
        (double)j.of.last - (double)j.of.first >= w->p[P_SERVICE_DAYS]) {
        w->s.n_not[TT_SERVICE] += n;
        return TT_OK;
    }
    if (j.weight >= w->p[P_MIN_WEIGHT])
        return tell(w, &j, out, err);
    w->n_weak++;
    if (!tt_add_i64(w->value_weak, j.of.value, &w->value_weak))
        w->value_weak = INT64_MAX;
    return TT_OK;
}

/* --- the run --- */

static tt_status
notes(struct work *w, const uint64_t n[TT_NO_STRANGERS], tt_findings *out, tt_err *err)
{
    static const struct {
        tt_no_stranger why;
        const char *what, *limit, *effect;
    } rows[] = {
        {TT_SERVICE, "pay.third_party: payments by services",
         "banks, factors, insurers, lawyers, forwarders",
         "Paying for others is their business: not looked at further."},
        {TT_SPELT_ALIKE, "pay.third_party: payments in a name like a party's",
         "name_bits, desk_max",
         "Taken for the party itself in another spelling, or its sister: not looked at further."},
        {TT_NOT_NAMED, "pay.third_party: payer or payee unknown", "a name is needed",
         "Whether a third party paid cannot be said."},
    };
    tt_arena *a = w->s.in->scratch;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(tt_note(w->d, out, a, rows[i].what, rows[i].limit, n[rows[i].why], "payment",
                       TT_NO_NUM, rows[i].effect, err));
    return tt_note(w->d, out, a, "pay.third_party: third parties of little weight", "min_weight",
                   w->n_weak, "party", w->value_weak,
                   "They always pay for these relations, or as often as others do in these data.",
                   err);
}

static tt_status run_sides(struct work *w, tt_findings *out, tt_err *err)
{
    uint64_t n_not[TT_NO_STRANGERS] = {0};
    TT_TRY(tt_patrons_begin(&w->s, w->in, P_LINK_DF, err));
    for (int side = TT_SIDE_PAYER; side <= TT_SIDE_PAYEE; side++) {
        w->s.side = (tt_pay_side)side;
        TT_TRY(tt_strangers_find(&w->s, err));
        const tt_settlement *v = w->s.hits.v;
        for (size_t i = 0, k = 0; i < w->s.hits.n; i = k) {
            for (k = i; k < w->s.hits.n && v[k].stranger == v[i].stranger;)
                k++;
            TT_TRY(one(w, &v[i], k - i, out, err));
        }
        for (int i = 0; i < TT_NO_STRANGERS; i++)
            n_not[i] += w->s.n_not[i];
    }
    return notes(w, n_not, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in, .d = in->data, .p = in->param};
    if (in->data->n_deals == 0)
        return TT_OK;
    tt_status st = run_sides(&w, out, err);
    tt_strangers_release(&w.s);
    return st;
}

const tt_detector tt_detector_pay_third_party = {
    .id = "pay.third_party",
    .revision = 3,
    .title = "Third-party payment",
    .typology = "third_party_payment",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-04 F06-11 T-02 T-06",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), account "
        "and transaction activity",
    .looks_for =
        "Payments of invoices by a party that is neither their buyer nor declared kin of it, "
        "or to one that is not their seller, gathered by third party.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
