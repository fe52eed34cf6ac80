/*
 * phantom_no_shipment.c - goods invoiced and paid, and nothing that moved.
 *
 * A missing document says as much as the data are complete: the weight comes from the share of such
 * invoices that do have a shipment or a declaration, stated by coverage records or estimated.  Not
 * caught here: shipments of less than was invoiced (doc_qty_mismatch), shipments that are
 * physically impossible.  Formula, worked example, known false positives: phantom_no_shipment.md.
 */
#include "detect/common/coverage.h"
#include "detect/common/draft.h"
#include "detect/common/goods.h"
#include "detect/common/loose.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/common/words.h"

#include <math.h>

enum {
    P_MIN_VALUE,
    P_PAID_SHARE,
    P_GRACE,
    P_GRACE_AIR,
    P_GRACE_PREPAID,
    P_BACK,
    P_LEAST,
    P_MAX_SHARE,
    P_RHO,
    P_MIN_WEIGHT,
    P_FALSE,
    P_PASS_DAYS,
    P_PASS_SHARE,
    P_PASS_BONUS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base", "smaller invoices are not looked at"},
    [P_PAID_SHARE] = {"paid_share", 0.5, 0, 1, "fraction",
                      "of the deal that must be paid before a shipment is expected"},
    [P_GRACE] = {"grace_days", 120, 0, 3650, "days",
                 "after invoice and payment in which a shipment may still come"},
    [P_GRACE_AIR] = {"grace_air_days", 45, 0, 3650, "days",
                     "the same, when the invoice names an air waybill"},
    [P_GRACE_PREPAID] = {"grace_prepaid_days", 365, 0, 3650, "days",
                         "the same, when the terms say payment in advance"},
    [P_BACK] = {"back_days", 30, 0, 365, "days",
                "before the invoice in which its goods may have left"},
    [P_LEAST] = {"least_known", 20, 1, 1e6, "count",
                 "invoices of others from which a share is estimated"},
    [P_MAX_SHARE] = {"max_share", 0.99, 0.5, 0.999999, "fraction",
                     "no feed is believed to be more complete"},
    [P_RHO] = {"rho", 0.1, 0, 0.9, "correlation", "of the gaps of one relation"},
    [P_MIN_WEIGHT] = {"min_weight", 0.7, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
    [P_FALSE] = {"max_false", 0.5, 0.001, 1, "fraction",
                 "of the relations told that gaps of the feed may account for, in expectation"},
    [P_PASS_DAYS] = {"pass_days", 5, 1, 365, "days",
                     "in which money that is passed on leaves again"},
    [P_PASS_SHARE] = {"pass_share", 0.8, 0.1, 1, "fraction", "of a payment that is passed on"},
    [P_PASS_BONUS] = {"pass_bonus", 0.5, 0, 2, "log10",
                      "added when half of the payments are passed on"},
};

/* Why an invoice is no trial. */
enum why { TRIAL, IGNORED, CREDITED, SERVICE, HELD, DOMESTIC, YOUNG, LOOSE, WHY_COUNT };

struct trial {
    tt_ix invoice, seller, buyer;
    tt_country from, to;
    int64_t value; /* base currency, minor units */
    bool moved;    /* has a shipment or a declaration */
    double share;  /* coverage */
    bool stated;
};

/* The trials of one seller and buyer. */
struct relation {
    const struct trial *v;
    uint64_t n, k;             /* trials, and those that moved */
    double share;              /* mean coverage */
    bool stated;               /* all of it */
    int64_t value;             /* of the missing */
    uint32_t payments, passed; /* for the missing */
    double weight;
    double p; /* of so many gaps by chance, less what passing on tells */
};
TT_VEC(relation_vec, struct relation);

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    struct trial *trials;
    size_t n;
    tt_loose loose;
    relation_vec relations; /* those with gaps and known coverage */
    uint64_t n_relations;   /* all with known coverage */
    tt_coverage_counts counts;
    uint64_t n_why[WHY_COUNT], n_unknown, n_weak;
    int64_t value_why[WHY_COUNT], value_unknown, value_weak;
};

static void add(uint64_t *n, int64_t *sum, int64_t value)
{
    int64_t s;
    (*n)++;
    if (tt_add_i64(*sum, value, &s))
        *sum = s;
}

/* --- which invoices are trials --- */

/* The day from which a shipment is overdue, less the grace: the later of invoice and payments. */
static tt_date settled_on(const tt_data *d, tt_ix invoice)
{
    tt_date day = d->invoices[invoice].head.date.day;
    tt_ix deal = tt_deal_of(d, TT_KIND_INVOICE, invoice);
    const tt_deal *x = &d->deals[deal];
    for (tt_ix i = 0; deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[x->first_doc + i];
        if (r->kind == TT_KIND_PAYMENT)
            day = TT_MAX(day, d->payments[r->doc].head.date.day);
    }
    return day;
}

static double grace_of(const struct state *s, const tt_invoice *inv)
{
    const double *p = s->in->param;
    if (tt_text_says_prepaid(inv->payment_terms))
        return p[P_GRACE_PREPAID];
    return p[tt_text_is_air_waybill(inv->transport_document) ? P_GRACE_AIR : P_GRACE];
}

static bool is_domestic(const tt_data *d, const tt_invoice *inv, struct trial *t)
{
    t->from = d->mentions[inv->seller].country ? d->mentions[inv->seller].country
                                               : d->entities[t->seller].country;
    t->to = d->mentions[inv->buyer].country ? d->mentions[inv->buyer].country
                                            : d->entities[t->buyer].country;
    return !t->from || !t->to || t->from == t->to;
}

static enum why classify(struct state *s, tt_ix i, struct trial *t)
{
    const tt_data *d = s->d;
    const tt_invoice *inv = &d->invoices[i];
    tt_ix deal = tt_deal_of(d, TT_KIND_INVOICE, i);
    tt_money value;
    *t = (struct trial){.invoice = i,
                        .seller = tt_data_entity(d, inv->seller),
                        .buyer = tt_data_entity(d, inv->buyer)};
    if (inv->type == TT_DOC_CREDIT_NOTE || inv->type == TT_DOC_PROFORMA || !t->seller ||
        !t->buyer || inv->head.date.day == TT_NO_DATE ||
        !tt_data_convert(d, inv->total, inv->head.date.day, &value) ||
        tt_money_double(value) < s->in->param[P_MIN_VALUE] ||
        !(tt_deal_paid(d, deal) >= s->in->param[P_PAID_SHARE]))
        return IGNORED;
    t->value = value.minor;
    t->moved =
        tt_deal_count(d, deal, TT_KIND_SHIPMENT) || tt_deal_count(d, deal, TT_KIND_DECLARATION);
    if (s->in->shared->credits.invoice[i])
        return CREDITED;
    if (!tt_invoice_is_goods(d, i))
        return SERVICE;
    if (tt_text_says_held(inv->payment_terms))
        return HELD;
    if (is_domestic(d, inv, t))
        return DOMESTIC;
    if (t->moved)
        return TRIAL;
    double grace = grace_of(s, inv);
    tt_date day = inv->head.date.day, first = day - (tt_date)s->in->param[P_BACK];
    if ((double)settled_on(d, i) + grace > d->as_of)
        return YOUNG;
    tt_date last = settled_on(d, i) + (tt_date)grace;
    return tt_loose_take(&s->loose, i, t->seller, false, first, last) ||
                   tt_loose_take(&s->loose, i, t->buyer, true, first, last)
               ? LOOSE
               : TRIAL;
}

static int trial_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct trial *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return a->invoice < b->invoice ? -1 : a->invoice > b->invoice;
}

static tt_status trials(struct state *s, tt_err *err)
{
    s->trials = tt_new_n(s->in->scratch, struct trial, s->d->n_invoices + 1);
    if (!s->trials)
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    for (tt_ix i = 1; i <= s->d->n_invoices; i++) {
        enum why why = classify(s, i, &s->trials[s->n]);
        if (why == TRIAL)
            s->n++;
        else
            add(&s->n_why[why], &s->value_why[why], s->trials[s->n].value);
    }
    return tt_sort(s->trials, s->n, sizeof *s->trials, trial_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for invoices");
}

/* --- coverage --- */

static int row_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_coverage_row *a = pa, *b = pb;
    TT_UNUSED(ctx);
    return a->country < b->country ? -1 : a->country > b->country;
}

static tt_status count_countries(struct state *s, tt_err *err)
{
    tt_coverage_row *v = tt_new_n(s->in->scratch, tt_coverage_row, s->n + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for coverage");
    for (size_t i = 0; i < s->n; i++)
        v[i] = (tt_coverage_row){s->trials[i].from, 1, s->trials[i].moved};
    if (!tt_sort(v, s->n, sizeof *v, row_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for coverage");
    s->counts = (tt_coverage_counts){.by = v};
    for (size_t i = 0; i < s->n; i++) {
        s->counts.all.n++;
        s->counts.all.k += v[i].k;
        if (s->counts.n && v[s->counts.n - 1].country == v[i].country) {
            v[s->counts.n - 1].n++;
            v[s->counts.n - 1].k += v[i].k;
        } else {
            v[s->counts.n++] = v[i];
        }
    }
    return TT_OK;
}

/* A goods document is missing when neither kind has it: the better feed decides. */
static bool coverage_of(const struct state *s, struct trial *t, uint64_t own_n, uint64_t own_k)
{
    static const tt_kind kinds[] = {TT_KIND_SHIPMENT, TT_KIND_DECLARATION};
    tt_date day = s->d->invoices[t->invoice].head.date.day;
    double best = -1, share;
    for (size_t k = 0; k < TT_LEN(kinds); k++)
        if (tt_coverage_stated(s->d, kinds[k], t->from, t->to, day, &share))
            best = fmax(best, share);
    t->stated = best >= 0;
    if (!t->stated && !tt_coverage_estimated(&s->counts, t->from, own_n, own_k,
                                             (uint64_t)s->in->param[P_LEAST], &best))
        return false;
    t->share = fmin(best, s->in->param[P_MAX_SHARE]);
    return true;
}

/* --- one relation --- */

/* Money that leaves the payee again within some days, other than for matched goods. */
static bool passed_on(const struct state *s, const tt_payment *p, tt_ix payee)
{
    const tt_graph *g = s->in->graph;
    const tt_layer *m = &g->money;
    tt_money amount;
    int64_t start = ((int64_t)p->head.date.day - g->epoch) * 86400 + TT_MAX(p->head.date.sec, 0);
    int64_t end = start + (int64_t)s->in->param[P_PASS_DAYS] * 86400;
    double sum = 0;
    if (!tt_data_convert(s->d, p->amount, p->head.date.day, &amount) || amount.minor <= 0)
        return false;
    for (uint32_t i = m->out_off[payee]; i < m->out_off[payee + 1]; i++) {
        uint32_t f = m->out_at[i];
        if (m->t[f] >= start && m->t[f] <= end && !m->settled[f] && m->dst[f] != payee &&
            m->amount[f] != TT_NO_NUM)
            sum += (double)m->amount[f];
    }
    return sum >= s->in->param[P_PASS_SHARE] * (double)amount.minor;
}

/* Looks where the payments of a missing invoice went. */
static void follow(const struct state *s, struct relation *r, const struct trial *t)
{
    const tt_deal *x = &s->d->deals[tt_deal_of(s->d, TT_KIND_INVOICE, t->invoice)];
    for (tt_ix i = 0; i < x->n_docs; i++) {
        const tt_deal_doc *doc = &s->d->deal_docs[x->first_doc + i];
        if (doc->kind != TT_KIND_PAYMENT)
            continue;
        r->payments++;
        if (s->in->graph && t->seller <= s->in->graph->n_entities)
            r->passed += passed_on(s, &s->d->payments[doc->doc], t->seller);
    }
}

/* A missing invoice and its payments. */
static void cite(const struct state *s, const struct trial *t, tt_draft *w)
{
    const tt_deal *x = &s->d->deals[tt_deal_of(s->d, TT_KIND_INVOICE, t->invoice)];
    tt_draft_document(w, TT_KIND_INVOICE, t->invoice, 0);
    for (tt_ix i = 0; i < x->n_docs; i++)
        if (s->d->deal_docs[x->first_doc + i].kind == TT_KIND_PAYMENT)
            tt_draft_document(w, TT_KIND_PAYMENT, s->d->deal_docs[x->first_doc + i].doc, 0);
}

static void tests(const struct state *s, const struct relation *r, tt_draft *w)
{
    const double *p = s->in->param;
    const char *share = tt_say_number(w, 100 * r->share, 1);
    tt_draft_test(
        w, "coverage_gap", TT_TEST_NOT_EXPLAINED,
        tt_draft_text(w, tt_arena_printf(w->a,
                                         "%s: %s %% of such invoices have a shipment or "
                                         "declaration in the data; %s of %s lack one here.",
                                         r->stated ? "Stated by coverage records"
                                                   : "Estimated from other parties",
                                         share, tt_say_number(w, (double)(r->n - r->k), 0),
                                         tt_say_number(w, (double)r->n, 0))));
    tt_draft_test(
        w, "still_on_the_way", TT_TEST_NOT_EXPLAINED,
        tt_draft_text(w, tt_arena_printf(w->a,
                                         "More than %s days have passed since the invoice "
                                         "and its payment (%s by air, %s when prepaid).",
                                         tt_say_number(w, p[P_GRACE], 0),
                                         tt_say_number(w, p[P_GRACE_AIR], 0),
                                         tt_say_number(w, p[P_GRACE_PREPAID], 0))));
    tt_draft_test(w, "services", TT_TEST_NOT_EXPLAINED,
                  "The lines have HS codes, or quantities of what is not named a service.");
    tt_draft_test(
        w, "unmatched_shipment", TT_TEST_NOT_EXPLAINED,
        "No shipment or declaration without an invoice, of either party and of such goods, "
        "is left over in that time.");
    tt_draft_test(w, "credit_note", TT_TEST_NOT_EXPLAINED,
                  "No credit note takes the invoices back.");
    tt_draft_test(
        w, "sold_in_transit", TT_TEST_UNKNOWN,
        "Goods sold on before they are landed may be shipped under the documents of others.");
    if (!s->in->graph)
        tt_draft_test(w, "money_kept", TT_TEST_UNKNOWN, "The flows of money were not at hand.");
    else
        tt_draft_test(
            w, "money_kept", TT_TEST_NOT_EXPLAINED,
            tt_draft_text(w, tt_arena_printf(w->a, "%s of %s left the seller again within %s days.",
                                             tt_say_number(w, r->passed, 0),
                                             tt_say_count(w, r->payments, "payment"),
                                             tt_say_number(w, p[P_PASS_DAYS], 0))));
}

static void words(const struct relation *r, tt_draft *w)
{
    uint64_t missing = r->n - r->k;
    const char *numbers = tt_say_docs(w, TT_KIND_INVOICE, 5);
    const char *of = tt_say_count(w, r->n, "paid invoice");
    const char *n = tt_say_number(w, (double)missing, 0);
    w->f.title = tt_draft_text(w, tt_arena_printf(w->a, "%s of %s without a shipment", n, of));
    w->f.explanation = tt_draft_text(
        w,
        tt_arena_printf(
            w->a,
            "Neither a shipment nor a customs declaration belongs to %s of %s for goods from this "
            "seller to this buyer (%s), worth %s; %s %% of such invoices have one. A sale without "
            "goods moves the whole payment to the exporter.",
            n, of, numbers, tt_say_money(w, r->value), tt_say_number(w, 100 * r->share, 1)));
    tt_draft_step(
        w, tt_draft_text(w, tt_arena_printf(w->a,
                                            "Ask the carrier or the port for a shipment under "
                                            "invoice %s.",
                                            tt_say_docs(w, TT_KIND_INVOICE, 1))));
    tt_draft_step(w, "Ask the customs of both countries for declarations of the two parties.");
    tt_draft_step(w, "Follow the money from the seller's account in the days after each payment.");
}

static tt_status
tell(const struct state *s, const struct relation *r, tt_findings *out, tt_err *err)
{
    const tt_data *d = s->d;
    tt_draft w;
    tt_hash key[2] = {d->entities[r->v->seller].id, d->entities[r->v->buyer].id};
    tt_draft_begin(&w, d, s->in->scratch);
    tt_draft_entity(&w, r->v->seller, "seller");
    tt_draft_entity(&w, r->v->buyer, "buyer");
    for (uint64_t i = 0; i < r->n; i++)
        if (!r->v[i].moved)
            cite(s, &r->v[i], &w);
    double missing = (double)(r->n - r->k), expected = (double)r->n * (1 - r->share);
    tt_draft_measure(&w, "invoices_without_shipment", "1", missing, 0, expected, (uint32_t)r->n);
    tt_draft_measure(&w, "share_with_shipment", "1", (double)r->k / (double)r->n, r->share, 1, 0);
    tt_draft_measure(&w, "payments_passed_on", "1", r->passed, NAN, NAN, r->payments);
    tt_draft_money(&w, "value_without_shipment", r->value);
    tests(s, r, &w);
    words(r, &w);
    w.f.weight = tt_bans(r->weight);
    w.f.p_value = tt_beta_binomial_tail(r->n, 1 - r->share, s->in->param[P_RHO], r->n - r->k);
    w.f.value_shift.minor = r->value;
    w.f.direction = TT_SHIFT_TO_EXPORTER;
    w.f.key = (tt_str){(const char *)key, sizeof key};
    return tt_draft_add(&w, out, err);
}

/*
 * The mean of two e-values, both at most 1 in expectation when nothing but gaps of the feed is at
 * work.  One looks at invoices one by one: 1 / (1 - c) for a gap, 0 for none, averaged.  The other
 * at their number g = n - k: 1 / (P(X >= g) (k + 1) H_n), H_n = 1 + 1/2 + ... + 1/n.  For one
 * invoice both are 1 / (1 - c).
 */
static double weight_of(const struct state *s, const struct relation *r)
{
    double tail = tt_beta_binomial_tail(r->n, 1 - r->share, s->in->param[P_RHO], r->n - r->k);
    double harmonic = 0, mean = 0;
    for (uint64_t i = 0; i < r->n; i++) {
        harmonic += 1 / (double)(i + 1);
        mean += r->v[i].moved ? 0 : 1 / (1 - r->v[i].share) / (double)r->n;
    }
    double number = 1 / (fmax(tail, 1e-300) * (double)(r->k + 1) * harmonic);
    return log10((mean + number) / 2);
}

/* Weighs a relation; one without a gap, or of unknown coverage, is only counted. */
static tt_status weigh(struct state *s, struct trial *v, size_t n, tt_err *err)
{
    struct relation r = {.v = v, .n = n, .stated = true};
    bool known = true;
    for (size_t i = 0; i < n; i++)
        r.k += v[i].moved;
    for (size_t i = 0; i < n; i++) {
        known = known && coverage_of(s, &v[i], n, r.k);
        r.share += v[i].share / (double)n;
        r.stated = r.stated && v[i].stated;
        if (v[i].moved)
            continue;
        if (!tt_add_i64(r.value, v[i].value, &r.value))
            return tt_fail(err, TT_ELIMIT, "invoices of one relation overflow");
        follow(s, &r, &v[i]);
    }
    for (size_t i = 0; i < n && !known; i++)
        if (!v[i].moved)
            add(&s->n_unknown, &s->value_unknown, v[i].value);
    s->n_relations += known;
    if (!known || r.k == n)
        return TT_OK;
    double bonus = r.payments && 2 * r.passed >= r.payments ? s->in->param[P_PASS_BONUS] : 0;
    r.weight = tt_round9(weight_of(s, &r) + bonus);
    r.p = tt_beta_binomial_tail(n, 1 - r.share, s->in->param[P_RHO], n - r.k) * pow(10, -bonus);
    return tt_vec_push(&s->relations, r) ? TT_OK
                                         : tt_fail(err, TT_ENOMEM, "no memory for relations");
}

/*
 * The p up to which relations are told.  Of many relations some have gaps by chance alone: the k
 * smallest are told for the largest k with p <= alpha k / R, R all relations.  Then gaps of the
 * feed account for at most alpha of what is told, in expectation.
 *
 * @source  Benjamini and Hochberg, Controlling the false discovery rate, J. R. Statist. Soc. B
 * 1995.
 */
static tt_status threshold(const struct state *s, double *out, tt_err *err)
{
    size_t n = s->relations.n, k = n;
    double *v = tt_new_n(s->in->scratch, double, n);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for relations");
    for (size_t i = 0; i < n; i++)
        v[i] = s->relations.v[i].p;
    tt_sort_double(v, n);
    double one = s->in->param[P_FALSE] / (double)TT_MAX(s->n_relations, (uint64_t)1);
    while (k > 0 && tt_round9(v[k - 1] / one) > (double)k)
        k--;
    *out = k ? v[k - 1] : -1;
    return TT_OK;
}

static tt_status tell_all(struct state *s, tt_findings *out, tt_err *err)
{
    double most;
    TT_TRY(threshold(s, &most, err));
    for (size_t i = 0; i < s->relations.n; i++) {
        const struct relation *r = &s->relations.v[i];
        if (r->p <= most && r->weight >= s->in->param[P_MIN_WEIGHT]) {
            TT_TRY(tell(s, r, out, err));
            continue;
        }
        for (uint64_t k = 0; k < r->n; k++)
            if (!r->v[k].moved)
                add(&s->n_weak, &s->value_weak, r->v[k].value);
    }
    return TT_OK;
}

/* --- all together --- */

static tt_status notes(const struct state *s, tt_findings *out, tt_err *err)
{
    static const char what[] = "phantom.no_shipment: paid invoices";
    static const struct {
        enum why why;
        const char *limit, *effect;
    } rows[] = {
        {CREDITED, "taken back by a credit note", "not looked at"},
        {SERVICE, "for services, or not known to be for goods", "not looked at"},
        {HELD, "for goods that stay with the seller by the terms", "not looked at"},
        {DOMESTIC, "within one country, or of unknown countries",
         "not looked at: such goods need no cross-border document"},
        {YOUNG, "younger than the grace period", "a shipment may still come"},
        {LOOSE, "whose goods may be in a shipment that no invoice is matched to",
         "not counted as gaps"},
    };
    tt_arena *a = s->in->scratch;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(tt_note(s->d, out, a, what, rows[i].limit, s->n_why[rows[i].why], "invoice",
                       s->value_why[rows[i].why], rows[i].effect, err));
    TT_TRY(tt_note(s->d, out, a, what, "without a shipment, coverage not known", s->n_unknown,
                   "invoice", s->value_unknown,
                   "no coverage record, and too few invoices to estimate it: nothing is said",
                   err));
    return tt_note(s->d, out, a, what, "without a shipment, as chance leaves them", s->n_weak,
                   "invoice", s->value_weak, "the data have gaps enough to explain them", err);
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    TT_TRY(tt_loose_init(&s->loose, s->d, s->in->scratch, err));
    TT_TRY(trials(s, err));
    TT_TRY(count_countries(s, err));
    for (size_t i = 0, next; i < s->n; i = next) {
        for (next = i; next < s->n && s->trials[next].seller == s->trials[i].seller &&
                       s->trials[next].buyer == s->trials[i].buyer;)
            next++;
        TT_TRY(weigh(s, &s->trials[i], next - i, err));
    }
    TT_TRY(tell_all(s, out, err));
    return notes(s, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_loose_release(&s.loose);
    tt_vec_release(&s.relations);
    return st;
}

const tt_detector tt_detector_phantom_no_shipment = {
    .id = "phantom.no_shipment",
    .revision = 1,
    .title = "Invoice and payment without a shipment",
    .typology = "phantom_shipment",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-04 F06-02",
    .source = "FATF, Trade Based Money Laundering (2006), over- and under-shipment of goods",
    .looks_for = "Paid invoices for goods that crossed a border on paper only: no shipment and no "
                 "declaration, weighed by how complete the data are.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
