/*
 * pay_third_party.c - trade paid by, or to, somebody who is no party to it.
 *
 * A payment of a deal is compared with the deal's invoices.  Honest third parties are ordinary:
 * factors, banks, insurers, treasuries of a group, payment services; they are decided in plain
 * sight.  Not caught here: payments that match no invoice (flow detectors), accounts changed late.
 * Formula, worked example, known false positives: pay_third_party.md.
 */
#include "detect/common/draft.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/detect.h"

#include <math.h>

#include "base/str.h"

enum {
    P_MIN_VALUE,
    P_LINK_DF,
    P_SERVICE_BUYERS,
    P_SERVICE_DAYS,
    P_BROKER_BUYERS,
    P_BROKER_SELLERS,
    P_LR_HOME,
    P_LR_ABROAD,
    P_LR_BROKER,
    P_NEW_DAYS,
    P_NEW_FACTOR,
    P_CONSIGNEE_FACTOR,
    P_BASE_SHARE,
    P_RHO
};

static const tt_param params[] = {
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base",
                     "third-party payments of less in all are "
                     "not reported"},
    [P_LINK_DF] = {"link_max", 20, 0, 1e6, "count", "an owner of more entities makes no group"},
    [P_SERVICE_BUYERS] = {"service_buyers", 30, 1, 1e6, "count",
                          "who pays for so many unrelated parties is a payment service, ..."},
    [P_SERVICE_DAYS] = {"service_days", 730, 0, 36500, "days", "... when it has done so this long"},
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
    [P_BASE_SHARE] = {"base_share", 0.04, 1e-6, 0.5, "fraction",
                      "of payments that third parties make in honest trade"},
    [P_RHO] = {"rho", 0.02, 0, 0.9, "correlation", "of the payments of one firm"},
};

/* Financial, legal and forwarding services by ISIC/NACE: paying for others is their business. */
static const char *const service_codes[] = {"64", "65", "66", "69", "5229", "52.29"};

typedef enum side { SIDE_PAYER, SIDE_PAYEE } side;

/* A payment that a third party made or received. */
struct hit {
    tt_ix third; /* entity */
    tt_ix payment, deal;
};
TT_VEC(hit_vec, struct hit);
TT_VEC(ix_vec, tt_ix);

struct work {
    const tt_detect_in *in;
    const tt_data *d;
    side side;
    tt_ix *group;         /* declared groups, by entity */
    uint32_t *n_payments; /* in deals where the entity is buyer (payer side) or seller */
    hit_vec hits;
    ix_vec buyers, sellers; /* of the deal or the third party at hand */
    uint64_t n_services, n_unknown;
};

/* --- who is who in a deal --- */

static bool add_once(ix_vec *v, tt_ix e)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i] == e)
            return true;
    return !e || tt_vec_push(v, e);
}

static bool deal_parties(struct work *w, tt_ix deal)
{
    const tt_deal *m = &w->d->deals[deal];
    for (tt_ix i = 0; i < m->n_docs; i++) {
        const tt_deal_doc *x = &w->d->deal_docs[m->first_doc + i];
        if (x->kind != TT_KIND_INVOICE || w->d->invoices[x->doc].type == TT_DOC_PROFORMA)
            continue;
        const tt_invoice *inv = &w->d->invoices[x->doc];
        if (!add_once(&w->sellers, tt_data_entity(w->d, inv->seller)) ||
            !add_once(&w->buyers, tt_data_entity(w->d, inv->buyer)))
            return false;
    }
    return true;
}

static bool holds(const struct work *w, const ix_vec *v, tt_ix e)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i] == e || w->group[v->v[i]] == w->group[e])
            return true;
    return false;
}

static bool is_service(const struct work *w, tt_ix e)
{
    const tt_entity *en = &w->d->entities[e];
    if (en->type == TT_ENTITY_BANK)
        return true;
    tt_str code = en->party ? w->d->parties[en->party].activity_code : (tt_str){0};
    for (size_t i = 0; i < TT_LEN(service_codes); i++)
        if (tt_str_starts(code, tt_str_of(service_codes[i])))
            return true;
    return false;
}

static bool receives_goods(const struct work *w, tt_ix deal, tt_ix e)
{
    const tt_deal *m = &w->d->deals[deal];
    for (tt_ix i = 0; i < m->n_docs; i++) {
        const tt_deal_doc *x = &w->d->deal_docs[m->first_doc + i];
        if (x->kind != TT_KIND_SHIPMENT)
            continue;
        const tt_shipment *s = &w->d->shipments[x->doc];
        if (tt_data_entity(w->d, s->consignee) == e || tt_data_entity(w->d, s->notify) == e)
            return true;
    }
    return false;
}

/* --- finding the payments --- */

static tt_status look_at(struct work *w, tt_ix i, tt_err *err)
{
    const tt_payment *p = &w->d->payments[i];
    tt_ix deal = tt_deal_of(w->d, TT_KIND_PAYMENT, i);
    tt_ix payer = tt_data_entity(w->d, p->payer), payee = tt_data_entity(w->d, p->payee);
    tt_ix third = w->side == SIDE_PAYER ? payer : payee;

    if (!deal)
        return TT_OK;
    w->buyers.n = w->sellers.n = 0;
    if (!deal_parties(w, deal))
        return tt_fail(err, TT_ENOMEM, "no room for the parties of a deal");
    if (!w->buyers.n || !w->sellers.n)
        return TT_OK;
    const ix_vec *own = w->side == SIDE_PAYER ? &w->buyers : &w->sellers;
    const ix_vec *other = w->side == SIDE_PAYER ? &w->sellers : &w->buyers;
    for (size_t k = 0; k < own->n; k++)
        w->n_payments[own->v[k]]++;
    if (!third) {
        w->n_unknown++;
        return TT_OK;
    }
    tt_ix opposite = w->side == SIDE_PAYER ? payee : payer;
    /* a refund runs the other way; when both ends are strangers, the other side tells it */
    if (holds(w, own, third) || holds(w, other, third) || !holds(w, other, opposite))
        return TT_OK;
    if (is_service(w, third)) {
        w->n_services++;
        return TT_OK;
    }
    struct hit h = {third, i, deal};
    return tt_vec_push(&w->hits, h) ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for payments");
}

static int cmp_hit(const void *pa, const void *pb, void *ctx)
{
    const struct hit *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->third != b->third)
        return a->third < b->third ? -1 : 1;
    return (a->payment > b->payment) - (a->payment < b->payment);
}

/* --- judging one third party --- */

struct judged {
    const struct hit *h;
    size_t n;
    int64_t value;
    tt_date first, last;
    bool abroad, broker, is_new, receives;
    bool shipped;         /* a deal has a transport document */
    uint64_t n_of_buyers; /* payments in deals of these buyers (sellers) */
    double share_p;
};

/* Unrelated parties: one of each declared group. */
static size_t count_groups(const struct work *w, const ix_vec *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = w->group[v->v[k]] == w->group[v->v[i]];
        n += before ? 0 : 1;
    }
    return n;
}

static bool is_abroad(const struct work *w, tt_ix third, const ix_vec *own)
{
    tt_country c = w->d->entities[third].country;
    if (!c)
        return false;
    for (size_t i = 0; i < own->n; i++)
        if (w->d->entities[own->v[i]].country == c || !w->d->entities[own->v[i]].country)
            return false;
    return true;
}

static void share_of_strangers(struct work *w, const ix_vec *own, struct judged *j)
{
    for (size_t i = 0; i < own->n; i++)
        j->n_of_buyers += w->n_payments[own->v[i]];
    j->share_p = tt_beta_binomial_tail(j->n_of_buyers, w->in->param[P_BASE_SHARE],
                                       w->in->param[P_RHO], j->n);
}

static tt_status judge(struct work *w, struct judged *j, tt_err *err)
{
    const tt_data *d = w->d;
    const double *p = w->in->param;
    w->buyers.n = w->sellers.n = 0;
    j->first = INT32_MAX;
    j->last = INT32_MIN;
    for (size_t i = 0; i < j->n; i++) {
        const tt_payment *pay = &d->payments[j->h[i].payment];
        tt_money m;
        if (!deal_parties(w, j->h[i].deal))
            return tt_fail(err, TT_ENOMEM, "no room for the parties of a deal");
        if (tt_data_convert(d, pay->amount, pay->head.date.day, &m) &&
            !tt_add_i64(j->value, m.minor, &j->value))
            return tt_fail(err, TT_ELIMIT, "third-party payments overflow");
        j->receives |= receives_goods(w, j->h[i].deal, j->h[i].third);
        j->shipped |= tt_deal_count(d, j->h[i].deal, TT_KIND_SHIPMENT) > 0;
        if (pay->head.date.day == TT_NO_DATE)
            continue;
        j->first = TT_MIN(j->first, pay->head.date.day);
        j->last = TT_MAX(j->last, pay->head.date.day);
    }
    tt_ix third = j->h[0].third;
    const ix_vec *own = w->side == SIDE_PAYER ? &w->buyers : &w->sellers;
    j->abroad = is_abroad(w, third, own);
    j->broker = (double)count_groups(w, &w->buyers) >= p[P_BROKER_BUYERS] &&
                (double)count_groups(w, &w->sellers) >= p[P_BROKER_SELLERS];
    tt_ix party = d->entities[third].party;
    tt_date born = party ? d->parties[party].incorporated : TT_NO_DATE;
    j->is_new =
        born != TT_NO_DATE && j->first != INT32_MAX && j->first - born < (tt_date)p[P_NEW_DAYS];
    share_of_strangers(w, own, j);
    return TT_OK;
}

/* --- telling it --- */

static void tests(struct work *w, const struct judged *j, tt_draft *f)
{
    bool registry = w->d->n_ownerships != 0;
    tt_draft_test(f, "declared_group", registry ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  registry ? "The ownership records show no group of the third party and the party "
                             "that owes the payment."
                           : "There are no ownership records.");
    tt_ix party = w->d->entities[j->h[0].third].party;
    bool known = party && w->d->parties[party].activity_code.n;
    tt_draft_test(f, "financial_service", known ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  known ? "The registry gives the third party a line of business that does not pay "
                          "for others."
                        : "The registry says nothing of the third party's business: it may be a "
                          "factor, insurer or payment service.");
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

static const char *country_of(tt_draft *f, const struct work *w, tt_ix e)
{
    char text[3] = "";
    tt_country_text(w->d->entities[e].country, text);
    return text[0] ? tt_draft_text(f, tt_arena_printf(f->a, " (%s)", text)) : "";
}

static void sentences(struct work *w, const struct judged *j, tt_draft *f)
{
    tt_arena *a = f->a;
    bool payer = w->side == SIDE_PAYER;
    tt_ix third = j->h[0].third;
    const char *n = tt_say_count(f, j->n, "payment");
    f->f.title = tt_draft_text(
        f, tt_arena_printf(a, "%s of trade %s a third party", n, payer ? "by" : "to"));
    f->f.explanation = tt_draft_text(
        f,
        tt_arena_printf(
            a,
            "%s (%s, %s) worth %s between %s and %s %s a party%s that neither sells nor buys under "
            "the invoices paid, and that no ownership record joins with the %s%s.  The invoices "
            "name "
            "%s and %s.",
            n, payer ? "payer" : "payee", tt_say_docs(f, TT_KIND_PAYMENT, 5),
            tt_say_money(f, j->value), tt_say_date(f, j->first), tt_say_date(f, j->last),
            payer ? "come from" : "go to", country_of(f, w, third), payer ? "buyer" : "seller",
            j->is_new ? "; it was founded less than a year before" : "",
            tt_say_count(f, w->sellers.n, "seller"), tt_say_count(f, w->buyers.n, "buyer")));
}

static void draft(struct work *w, const struct judged *j, tt_draft *f)
{
    bool payer = w->side == SIDE_PAYER;
    for (size_t i = 0; i < j->n; i++) {
        tt_draft_document(f, TT_KIND_PAYMENT, j->h[i].payment, 0);
        const tt_deal *m = &w->d->deals[j->h[i].deal];
        for (tt_ix k = 0; k < m->n_docs; k++)
            if (w->d->deal_docs[m->first_doc + k].kind == TT_KIND_INVOICE)
                tt_draft_document(f, TT_KIND_INVOICE, w->d->deal_docs[m->first_doc + k].doc, 0);
    }
    tt_draft_entity(f, j->h[0].third, payer ? "payer" : "payee");
    for (size_t i = 0; i < w->sellers.n; i++)
        tt_draft_entity(f, w->sellers.v[i], "seller");
    for (size_t i = 0; i < w->buyers.n; i++)
        tt_draft_entity(f, w->buyers.v[i], "buyer");
    tt_draft_money(f, "third_party_value", j->value);
    tt_draft_measure(f, "third_party_payments", "count", (double)j->n, NAN, NAN, 0);
    tt_draft_measure(f, "share_of_payments", "1",
                     j->n_of_buyers ? (double)j->n / (double)j->n_of_buyers : 0, 0,
                     w->in->param[P_BASE_SHARE], (uint32_t)j->n_of_buyers);
    tt_draft_measure(f, "share_p", "1", j->share_p, 0.05, 1, 0);
    tt_draft_measure(f, "unrelated_buyers", "count", (double)count_groups(w, &w->buyers), NAN,
                     w->in->param[P_BROKER_BUYERS] - 1, 0);
    tt_draft_measure(f, "unrelated_sellers", "count", (double)count_groups(w, &w->sellers), NAN,
                     w->in->param[P_BROKER_SELLERS] - 1, 0);
    tests(w, j, f);
    sentences(w, j, f);
    tt_draft_step(f, payer
                         ? "Ask the seller why somebody else paid, and for the agreement behind it."
                         : "Ask the buyer on whose instruction the money went to somebody else.");
    tt_draft_step(f, "Look who owns and directs the third party, and where its money comes from.");
    tt_draft_step(f,
                  "Look for payments between the third party and the party that owed the money.");
}

static tt_status tell(struct work *w, const struct hit *h, size_t n, tt_findings *out, tt_err *err)
{
    const double *p = w->in->param;
    struct judged j = {.h = h, .n = n};
    TT_TRY(judge(w, &j, err));
    double minor = p[P_MIN_VALUE] * pow(10, tt_ccy_exponent(w->d->base));
    const ix_vec *own = w->side == SIDE_PAYER ? &w->buyers : &w->sellers;
    if ((double)j.value < minor)
        return TT_OK;
    if ((double)count_groups(w, own) >= p[P_SERVICE_BUYERS] &&
        j.last - j.first >= (tt_date)p[P_SERVICE_DAYS]) {
        w->n_services += n;
        return TT_OK;
    }
    double lr = j.broker ? p[P_LR_BROKER] : j.abroad ? p[P_LR_ABROAD] : p[P_LR_HOME];
    if (j.is_new)
        lr *= p[P_NEW_FACTOR];
    double weight = log10(lr);
    if (j.receives && weight > 0)
        weight *= p[P_CONSIGNEE_FACTOR];

    tt_draft f;
    tt_draft_begin(&f, w->d, w->in->scratch);
    draft(w, &j, &f);
    f.f.weight = tt_bans(weight);
    return tt_draft_add(&f, out, err);
}

/* --- the run --- */

static tt_status groups(struct work *w, tt_err *err)
{
    uint32_t df[TT_ATTR_COUNT] = {0};
    df[TT_ATTR_OWNER] = (uint32_t)w->in->param[P_LINK_DF];
    w->n_payments = tt_new_n(w->in->scratch, uint32_t, w->d->n_entities + 1);
    if (!w->n_payments)
        return tt_fail(err, TT_ENOMEM, "no room for counts of payments");
    return tt_links_groups(&w->in->shared->links, df, w->in->scratch, &w->group, err);
}

static tt_status run_side(struct work *w, tt_findings *out, tt_err *err)
{
    w->hits.n = 0;
    memset(w->n_payments, 0, (w->d->n_entities + 1) * sizeof(*w->n_payments));
    for (size_t i = 1; i <= w->d->n_payments; i++)
        TT_TRY(look_at(w, (tt_ix)i, err));
    if (w->hits.n && !tt_sort(w->hits.v, w->hits.n, sizeof(*w->hits.v), cmp_hit, NULL))
        return tt_fail(err, TT_ENOMEM, "no room to sort payments");
    for (size_t i = 0, k = 0; i < w->hits.n; i = k) {
        for (k = i; k < w->hits.n && w->hits.v[k].third == w->hits.v[i].third; k++)
            ;
        TT_TRY(tell(w, &w->hits.v[i], k - i, out, err));
    }
    return TT_OK;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in, .d = in->data};
    if (in->data->n_deals == 0)
        return TT_OK;
    tt_status st = groups(&w, err);
    for (int s = SIDE_PAYER; st == TT_OK && s <= SIDE_PAYEE; s++) {
        w.side = (side)s;
        st = run_side(&w, out, err);
    }
    if (st == TT_OK)
        st = tt_note(w.d, out, in->scratch, "pay.third_party: payments by services",
                     "banks, factors, insurers, lawyers, forwarders", w.n_services, "payment",
                     TT_NO_NUM, "Paying for others is their business: not looked at further.", err);
    if (st == TT_OK)
        st = tt_note(w.d, out, in->scratch, "pay.third_party: payer or payee unknown",
                     "a name is needed", w.n_unknown, "payment", TT_NO_NUM,
                     "Whether a third party paid cannot be said.", err);
    tt_vec_release(&w.hits);
    tt_vec_release(&w.buyers);
    tt_vec_release(&w.sellers);
    return st;
}

const tt_detector tt_detector_pay_third_party = {
    .id = "pay.third_party",
    .revision = 1,
    .title = "Third-party payment",
    .typology = "third_party_payment",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-04 F06-11 T-02 T-06",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), account "
        "and transaction activity",
    .looks_for =
        "Payments of invoices by a party that is neither their buyer nor declared kin of it, "
        "or to one that is not their seller, gathered by third party.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
