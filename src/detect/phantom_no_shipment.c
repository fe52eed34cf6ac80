/*
 * phantom_no_shipment.c - goods invoiced and paid, and nothing that moved.
 *
 * A missing document says as much as the data are complete: the weight comes from the share of such
 * invoices that do have a shipment or a declaration, stated by coverage records or estimated.  Not
 * caught here: shipments of less than was invoiced (doc_qty_mismatch), shipments that are
 * physically impossible.  Formula, worked example, known false positives: phantom_no_shipment.md.
 */
#include "detect/common/absence.h"
#include "detect/common/coverage.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/loose.h"
#include "detect/common/shared.h"
#include "detect/common/words.h"

#include <math.h>

enum {
    P_MIN_VALUE,
    P_PAID_SHARE,
    P_GRACE,
    P_GRACE_AIR,
    P_GRACE_PREPAID,
    P_BACK,
    TT_ABSENCE_PARAMS,
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
    TT_ABSENCE_ROWS(20, 0.1, 0.7),
    [P_PASS_DAYS] = {"pass_days", 5, 1, 365, "days",
                     "in which money that is passed on leaves again"},
    [P_PASS_SHARE] = {"pass_share", 0.8, 0.1, 1, "fraction", "of a payment that is passed on"},
    [P_PASS_BONUS] = {"pass_bonus", 0.5, 0, 2, "log10",
                      "added when half of the payments are passed on"},
};

/* Why an invoice is no trial. */
enum why {
    TRIAL,
    IGNORED,
    CREDITED,
    SERVICE,
    HELD,
    DOMESTIC,
    YOUNG,
    LOOSE,
    UNKNOWN,
    WEAK,
    WHY_COUNT
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_loose loose;
    tt_tally why[WHY_COUNT];
};

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

/* Countries of seller and buyer, as the invoice says or as they are known. */
static bool is_domestic(const tt_data *d, const tt_invoice *inv, tt_country from_to[2])
{
    const tt_ix mention[2] = {inv->seller, inv->buyer};
    for (size_t i = 0; i < 2; i++) {
        from_to[i] = d->mentions[mention[i]].country;
        if (!from_to[i])
            from_to[i] = d->entities[tt_data_entity(d, mention[i])].country;
    }
    return !from_to[0] || !from_to[1] || from_to[0] == from_to[1];
}

static enum why classify(struct state *s, tt_ix i, tt_expected *t)
{
    const tt_data *d = s->d;
    const tt_invoice *inv = &d->invoices[i];
    tt_ix deal = tt_deal_of(d, TT_KIND_INVOICE, i);
    tt_money value;
    tt_country from_to[2];
    *t = (tt_expected){
        .at = i, .seller = tt_data_entity(d, inv->seller), .buyer = tt_data_entity(d, inv->buyer)};
    if (inv->type == TT_DOC_CREDIT_NOTE || inv->type == TT_DOC_PROFORMA || !t->seller ||
        !t->buyer || inv->head.date.day == TT_NO_DATE ||
        !tt_data_convert(d, inv->total, inv->head.date.day, &value) ||
        tt_money_double(value) < s->in->param[P_MIN_VALUE] ||
        !(tt_deal_paid(d, deal) >= s->in->param[P_PAID_SHARE]))
        return IGNORED;
    t->value = value.minor;
    t->here = tt_deal_is_moved(d, deal);
    if (s->in->shared->credits.invoice[i])
        return CREDITED;
    if (!tt_invoice_is_goods(d, i))
        return SERVICE;
    if (tt_text_says_held(inv->payment_terms))
        return HELD;
    if (is_domestic(d, inv, from_to))
        return DOMESTIC;
    t->country = from_to[0];
    t->stated = tt_coverage_of_goods(d, from_to[0], from_to[1], inv->head.date.day, &t->share);
    if (t->here)
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

/* Where the payments for what is missing went. */
struct trail {
    uint32_t payments, passed;
};

static struct trail follow(const struct state *s, const tt_absence *r)
{
    struct trail t = {0, 0};
    for (uint64_t k = 0; k < r->n; k++) {
        const tt_deal *x = &s->d->deals[tt_deal_of(s->d, TT_KIND_INVOICE, r->v[k].at)];
        for (tt_ix i = 0; !r->v[k].here && i < x->n_docs; i++) {
            const tt_deal_doc *doc = &s->d->deal_docs[x->first_doc + i];
            if (doc->kind != TT_KIND_PAYMENT)
                continue;
            t.payments++;
            if (s->in->graph && r->v->seller <= s->in->graph->n_entities)
                t.passed += passed_on(s, &s->d->payments[doc->doc], r->v->seller);
        }
    }
    return t;
}

static double bonus(const void *ctx, const tt_absence *r)
{
    const struct state *s = ctx;
    struct trail t = follow(s, r);
    return t.payments && 2 * t.passed >= t.payments ? s->in->param[P_PASS_BONUS] : 0;
}

static void tests(const struct state *s, const tt_absence *r, const struct trail *t, tt_draft *w)
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
                                             tt_say_number(w, t->passed, 0),
                                             tt_say_count(w, t->payments, "payment"),
                                             tt_say_number(w, p[P_PASS_DAYS], 0))));
}

static void words(const tt_absence *r, tt_draft *w)
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

static void tell(const void *ctx, const tt_absence *r, tt_draft *w)
{
    const struct state *s = ctx;
    struct trail t = follow(s, r);
    for (uint64_t i = 0; i < r->n; i++)
        if (!r->v[i].here) {
            tt_draft_document(w, TT_KIND_INVOICE, r->v[i].at, 0);
            tt_deal_cite(w, tt_deal_of(s->d, TT_KIND_INVOICE, r->v[i].at), TT_KINDS(PAYMENT),
                         TT_HS_NONE, false);
        }
    double missing = (double)(r->n - r->k), expected = (double)r->n * (1 - r->share);
    tt_draft_measure(w, "invoices_without_shipment", "1", missing, 0, expected, (uint32_t)r->n);
    tt_draft_measure(w, "share_with_shipment", "1", (double)r->k / (double)r->n, r->share, 1, 0);
    tt_draft_measure(w, "payments_passed_on", "1", t.passed, NAN, NAN, t.payments);
    tt_draft_money(w, "value_without_shipment", r->value);
    tests(s, r, &t, w);
    words(r, w);
    w->f.direction = TT_SHIFT_TO_EXPORTER;
}

/* --- all together --- */

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {CREDITED, "taken back by a credit note", "invoice", "not looked at", NULL},
        {SERVICE, "for services, or not known to be for goods", "invoice", "not looked at", NULL},
        {HELD, "for goods that stay with the seller by the terms", "invoice", "not looked at",
         NULL},
        {DOMESTIC, "within one country, or of unknown countries", "invoice",
         "not looked at: such goods need no cross-border document", NULL},
        {YOUNG, "younger than the grace period", "invoice", "a shipment may still come", NULL},
        {LOOSE, "whose goods may be in a shipment that no invoice is matched to", "invoice",
         "not counted as gaps", NULL},
        {UNKNOWN, "without a shipment, coverage not known", "invoice",
         "no coverage record, and too few invoices to estimate it: nothing is said", NULL},
        {WEAK, "without a shipment, as chance leaves them", "invoice",
         "the data have gaps enough to explain them", NULL},
    };
    static const tt_absence_words say = {.first = P_LEAST, .bonus = bonus, .tell = tell};
    tt_expected *v = tt_new_n(s->in->scratch, tt_expected, s->d->n_invoices + 1);
    size_t n = 0;
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    TT_TRY(tt_loose_init(&s->loose, s->d, s->in->scratch, err));
    for (tt_ix i = 1; i <= s->d->n_invoices; i++) {
        enum why why = classify(s, i, &v[n]);
        if (why == TRIAL)
            n++;
        else
            tt_tally_add(&s->why[why], v[n].value);
    }
    TT_TRY(tt_absence_judge(s->in, v, n, &say, s, &s->why[UNKNOWN], &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "phantom.no_shipment: paid invoices", s->why, rows, TT_LEN(rows),
                         out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_loose_release(&s.loose);
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
