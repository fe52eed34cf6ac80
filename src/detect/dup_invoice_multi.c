/*
 * dup_invoice_multi.c - one sale invoiced more than once.
 *
 * Two invoices of one relation with the same goods, amount and quantity within some weeks are one
 * sale when they share the transport of one, or when both are paid and only one was shipped. Honest
 * twins are recurring orders, instalments and corrections.  Not caught here: copies with another
 * amount, copies sent by another seller.  Formula, worked example, known false positives:
 * dup_invoice_multi.md.
 */
#include "detect/common/bills.h"
#include "detect/common/coverage.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"
#include "detect/common/words.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

enum {
    P_AMOUNT,
    P_QUANTITY,
    P_DAYS,
    P_COVERED,
    P_PAID_SHARE,
    P_PART,
    P_REGULAR,
    P_REGULAR_CV,
    P_LR_BANKS,
    P_LR_PAID,
    P_LR_CLAIMED,
    P_LEAST,
    P_REPEAT,
    P_MIN_VALUE,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_AMOUNT] = {"amount", 0.005, 0, 0.5, "fraction", "by which the amounts may differ"},
    [P_QUANTITY] = {"quantity", 0.01, 0, 0.5, "fraction", "by which the quantities may differ"},
    [P_DAYS] = {"days", 45, 0, 3650, "days", "between the two invoices"},
    [P_COVERED] = {"covered", 1.5, 1, 100, "ratio",
                   "invoiced over shipped quantity from which one transport backs two invoices"},
    [P_PAID_SHARE] = {"paid_share", 0.5, 0, 1, "fraction", "of an invoice that makes it paid"},
    [P_PART] = {"part", 0.1, 0, 1, "fraction",
                "by which instalments together may exceed what was shipped or declared"},
    [P_REGULAR] = {"regular", 4, 3, 1000, "count",
                   "invoices at equal distances are orders that recur"},
    [P_REGULAR_CV] = {"regular_cv", 0.2, 0, 2, "ratio",
                      "standard deviation of the distances over their mean, for equal"},
    [P_LR_BANKS] = {"lr_banks", 15, 1, 1000, "likelihood ratio",
                    "when both are paid, by or to different banks or accounts"},
    [P_LR_PAID] = {"lr_paid", 6, 1, 1000, "likelihood ratio", "when both are paid the same way"},
    [P_LR_CLAIMED] = {"lr_claimed", 3, 1, 1000, "likelihood ratio", "when one at most is paid"},
    [P_LEAST] = {"least_known", 20, 1, 1e6, "count",
                 "invoices from which the coverage of shipments is estimated where none is stated"},
    [P_REPEAT] = {"repeat_bonus", 0.2, 0, 1, "log10",
                  "added for each further copy of a relation, at most five times"},
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base", "smaller invoices are not looked at"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

/* Why two invoices alike are no evidence. */
enum why { COPY, SHIPPED_TWICE, REGULAR, INSTALMENT, CORRECTION, WEAK, WHY_COUNT };

/* A copy and the invoice before it. */
struct copy {
    const tt_bill *a, *b;
    bool one_transport; /* else: only one of the two was shipped */
    bool paid, banks;
    double lr, coverage;
    bool stated;
};
TT_VEC(copy_vec, struct copy);

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    copy_vec copies;
    tt_coverage_counts counts; /* invoices that have a shipment or declaration */
    tt_tally why[WHY_COUNT];
};

/* --- two invoices alike --- */

static bool same_quantity(const struct state *s, const tt_bill *a, const tt_bill *b)
{
    double most = fmax(a->quantity, b->quantity);
    return a->quantity > 0 && b->quantity > 0 &&
           tt_round9(fabs(a->quantity - b->quantity)) <= tt_round9(s->in->param[P_QUANTITY] * most);
}

/* Both name one transport document. */
static bool same_transport(const tt_data *d, const tt_bill *a, const tt_bill *b)
{
    tt_str x = d->invoices[a->invoice].transport_document;
    tt_str y = d->invoices[b->invoice].transport_document;
    return x.n && tt_str_eq(x, y);
}

/* What the documents of their deal declare is worth both: two parts of one price. */
static bool declared_for_both(const struct state *s, const struct copy *c)
{
    const tt_deal *x = &s->d->deals[c->a->deal];
    double declared = 0;
    for (tt_ix i = 0; c->a->deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &s->d->deal_docs[x->first_doc + i];
        if (r->kind != TT_KIND_SHIPMENT && r->kind != TT_KIND_DECLARATION)
            continue;
        int64_t value = tt_books_value(&s->in->shared->books, r->kind, r->doc);
        declared = value == TT_NO_NUM ? declared : fmax(declared, (double)value);
    }
    return (double)c->a->value + (double)c->b->value <= declared * (1 + s->in->param[P_PART]);
}

/* Of shipments of goods between two countries; nothing else needs one. */
static double coverage_of(const struct state *s, struct copy *c)
{
    tt_country from = s->d->entities[c->b->seller].country;
    tt_country to = s->d->entities[c->b->buyer].country;
    double share = 0;
    if (!from || !to || from == to || !tt_invoice_is_goods(s->d, c->b->invoice))
        return 0;
    c->stated = tt_coverage_of_goods(s->d, from, to, c->b->day, &share);
    if (!c->stated && !tt_coverage_estimated(&s->counts, TT_COUNTRY_NONE, 0, 0,
                                             (uint64_t)s->in->param[P_LEAST], &share))
        return 0;
    return share;
}

/* One deal holds both: is there goods for both?  Else: was each shipped by itself? */
static enum why transport(const struct state *s, struct copy *c)
{
    const double *p = s->in->param;
    const tt_bill *a = c->a, *b = c->b;
    if (a->deal && a->deal == b->deal) {
        tt_goods g =
            tt_goods_of(s->d, &s->in->shared->credits, NULL, a->deal, TT_HS_NONE, true, a->dim);
        bool known = g.shipment_lines && !g.unknown_shipment && g.shipped > 0;
        c->one_transport = (known && g.invoiced >= p[P_COVERED] * g.shipped) ||
                           (!known && same_transport(s->d, a, b));
        if (known && g.invoiced <= (1 + p[P_PART]) * g.shipped)
            return SHIPPED_TWICE;
        if (c->one_transport)
            return declared_for_both(s, c) ? INSTALMENT : COPY;
        return same_transport(s->d, a, b) || !tt_deal_is_moved(s->d, a->deal) ? COPY
                                                                              : SHIPPED_TWICE;
    }
    c->one_transport = same_transport(s->d, a, b);
    return tt_deal_is_moved(s->d, a->deal) && tt_deal_is_moved(s->d, b->deal) && !c->one_transport
               ? SHIPPED_TWICE
               : COPY;
}

static enum why judge(const struct state *s, struct copy *c)
{
    const double *p = s->in->param;
    const tt_data *d = s->d;
    if (tt_invoice_is_instalment(d, c->a->invoice) || tt_invoice_is_instalment(d, c->b->invoice))
        return INSTALMENT;
    c->paid = tt_bills_paid(d, c->a, c->b, p[P_PAID_SHARE], &c->banks);
    enum why why = transport(s, c);
    if (why != COPY)
        return why;
    if (!c->paid && tt_number_is_revision(d->invoices[c->a->invoice].head.number,
                                          d->invoices[c->b->invoice].head.number))
        return CORRECTION;
    c->coverage = c->one_transport ? 1 : coverage_of(s, c);
    c->lr = p[!c->paid ? P_LR_CLAIMED : c->banks ? P_LR_BANKS : P_LR_PAID];
    if (!c->one_transport) /* two orders, and the feed lacks one shipment */
        c->lr = c->paid ? 1 / (1 / c->lr + 1 - c->coverage) : 0;
    return c->lr > 1 ? COPY : WEAK;
}

/* Invoices alike in amount, by day: each is looked at with the one before it. */
static tt_status alike(struct state *s, tt_bill *v, size_t n, tt_err *err)
{
    if (!tt_bills_by_day(v, n))
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    const double *p = s->in->param;
    bool regular = tt_bills_regular(v, n, p[P_REGULAR], p[P_REGULAR_CV]);
    for (size_t i = 1; i < n; i++) {
        struct copy c = {.a = &v[i - 1], .b = &v[i]};
        if ((double)(v[i].day - v[i - 1].day) > p[P_DAYS] || !same_quantity(s, c.a, c.b))
            continue;
        enum why why = judge(s, &c);
        if (why == COPY && regular && !c.one_transport)
            why = REGULAR;
        if (why != COPY)
            tt_tally_add(&s->why[why], v[i].value);
        else if (!tt_vec_push(&s->copies, c))
            return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    }
    return TT_OK;
}

static tt_status search(struct state *s, tt_err *err)
{
    const double *p = s->in->param;
    tt_bill *v;
    size_t n;
    TT_TRY(tt_bills_of(s->d, &s->in->shared->credits, p[P_MIN_VALUE], s->in->scratch, &v, &n, err));
    s->counts.all.n = n;
    for (size_t i = 0; i < n; i++)
        s->counts.all.k += tt_deal_is_moved(s->d, v[i].deal);
    for (size_t i = 0, next; i < n; i = next) {
        next = tt_bills_alike(v, n, i, p[P_AMOUNT]);
        TT_TRY(alike(s, &v[i], next - i, err));
    }
    return TT_OK;
}

/* --- one relation --- */

struct relation {
    const struct copy *v, *top;
    size_t n;
    int64_t value; /* of the copies */
    size_t paid;
    double weight;
};

static void tests(const struct relation *r, tt_draft *w)
{
    const struct copy *c = r->top;
    tt_draft_test(w, "recurring_order", TT_TEST_NOT_EXPLAINED,
                  c->one_transport ? "The invoices rest on the transport of one."
                                   : "The invoices are not at equal distances.");
    tt_draft_test(
        w, "instalment", TT_TEST_NOT_EXPLAINED,
        "No text speaks of parts, and what was shipped or declared is not enough for both.");
    tt_draft_test(
        w, "correction", TT_TEST_NOT_EXPLAINED,
        c->paid ? "Both invoices were paid, and no credit note takes one back."
                : "No credit note takes one back, and the numbers are not those of a revision.");
    if (c->one_transport)
        tt_draft_test(w, "second_shipment", TT_TEST_NOT_EXPLAINED,
                      "The transport documents do not cover the goods of both.");
    else
        tt_draft_test(
            w, "second_shipment", TT_TEST_WEAKENED,
            tt_draft_text(w, tt_arena_printf(w->a,
                                             "%s: %s %% of such invoices have a shipment or "
                                             "declaration in the data; that of one may be missing.",
                                             c->stated ? "Stated by coverage records"
                                                       : "Estimated from all invoices",
                                             tt_say_number(w, 100 * c->coverage, 1))));
    tt_draft_test(w, "double_payment_by_error", c->paid ? TT_TEST_UNKNOWN : TT_TEST_NOT_EXPLAINED,
                  c->paid ? "Whether the second payment was returned outside the data is not known."
                          : "The second invoice is a claim so far.");
}

static void words(const struct state *s, const struct relation *r, tt_draft *w)
{
    const struct copy *c = r->top;
    const char *a = tt_say_doc(w, TT_KIND_INVOICE, c->a->invoice);
    const char *b = tt_say_doc(w, TT_KIND_INVOICE, c->b->invoice);
    char text[TT_NUM_TEXT];
    (void)tt_money_text(s->d->invoices[c->b->invoice].total, text);
    w->f.title = tt_draft_text(w, tt_arena_printf(w->a, "%s of a sale that was invoiced before",
                                                  tt_say_count(w, r->n, "invoice")));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "Invoices %s of %s and %s of %s, both over %s for the same quantity of the same "
               "goods, %s; %s. In all %s of this seller to this buyer repeat one before, worth "
               "%s: paying twice for one sale moves value to the exporter.",
               a, tt_say_date(w, c->a->day), b, tt_say_date(w, c->b->day), text,
               c->one_transport ? "rest on the transport of one" : "have one shipment between them",
               !c->paid   ? "at most one of them is paid"
               : c->banks ? "both are paid, by or to different banks or accounts"
                          : "both are paid",
               tt_say_count(w, r->n, "invoice"), tt_say_money(w, r->value)));
    tt_draft_step(
        w,
        tt_draft_text(
            w, tt_arena_printf(
                   w->a, "Ask both parties for the order and the delivery note behind %s and %s.",
                   a, b)));
    tt_draft_step(w, "Ask the banks whether either invoice was presented for finance elsewhere.");
    if (c->paid)
        tt_draft_step(w,
                      "Follow the second payment: was it returned, and if not, where did it go?");
}

static tt_status tell(const struct state *s, struct relation *r, tt_findings *out, tt_err *err)
{
    static const unsigned cited = TT_KINDS(PAYMENT) | TT_KINDS(SHIPMENT);
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    tt_draft_entity(&w, r->v->b->seller, "seller");
    tt_draft_entity(&w, r->v->b->buyer, "buyer");
    for (size_t i = 0; i < r->n; i++) {
        tt_draft_document(&w, TT_KIND_INVOICE, r->v[i].a->invoice, 0);
        tt_draft_document(&w, TT_KIND_INVOICE, r->v[i].b->invoice, 0);
        tt_deal_cite(&w, r->v[i].a->deal, cited, TT_HS_NONE, false);
        tt_deal_cite(&w, r->v[i].b->deal, cited, TT_HS_NONE, false);
    }
    const struct copy *c = r->top;
    tt_draft_measure(&w, "copies", "1", (double)r->n, 0, 0, 0);
    tt_draft_measure(&w, "copies_paid", "1", (double)r->paid, 0, 0, 0);
    tt_draft_measure(&w, "amount_ratio", "1", (double)c->b->amount / (double)c->a->amount, NAN, NAN,
                     0);
    tt_draft_measure(&w, "quantity_ratio", "1", c->b->quantity / c->a->quantity, NAN, NAN, 0);
    tt_draft_measure(&w, "days_apart", "days", (double)(c->b->day - c->a->day), NAN, NAN, 0);
    tt_draft_money(&w, "value_of_copies", r->value);
    tests(r, &w);
    words(s, r, &w);
    w.f.weight = tt_bans(r->weight);
    w.f.value_shift.minor = r->value;
    w.f.direction = TT_SHIFT_TO_EXPORTER;
    return tt_draft_add(&w, out, err);
}

static int copy_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_bill *a = ((const struct copy *)pa)->b, *b = ((const struct copy *)pb)->b;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return a->invoice < b->invoice ? -1 : a->invoice > b->invoice;
}

static tt_status
relation(struct state *s, const struct copy *v, size_t n, tt_findings *out, tt_err *err)
{
    struct relation r = {.v = v, .n = n, .top = v};
    for (size_t i = 0; i < n; i++) {
        r.paid += v[i].paid;
        if (v[i].lr > r.top->lr)
            r.top = &v[i];
        if (!tt_add_i64(r.value, v[i].b->value, &r.value))
            return tt_fail(err, TT_ELIMIT, "invoices of one relation overflow");
    }
    r.weight =
        tt_round9(log10(r.top->lr) + s->in->param[P_REPEAT] * (double)TT_MIN(n - 1, (size_t)5));
    if (r.weight >= s->in->param[P_MIN_WEIGHT])
        return tell(s, &r, out, err);
    for (size_t i = 0; i < n; i++)
        tt_tally_add(&s->why[WEAK], v[i].b->value);
    return TT_OK;
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {REGULAR, "orders that recur at equal distances", "invoice", "explained, not evidence",
         NULL},
        {INSTALMENT, "instalments, by their text or by what was declared", "invoice",
         "explained, not evidence", NULL},
        {CORRECTION, "revisions by their number, of which one at most is paid", "invoice",
         "explained, not evidence", NULL},
        {WEAK, "weight below min_weight", "invoice", "a shipment may be missing in the data", NULL},
    };
    TT_TRY(search(s, err));
    if (!tt_sort(s->copies.v, s->copies.n, sizeof *s->copies.v, copy_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    for (size_t i = 0, next; i < s->copies.n; i = next) {
        const struct copy *v = &s->copies.v[i];
        for (next = i; next < s->copies.n && s->copies.v[next].b->seller == v->b->seller &&
                       s->copies.v[next].b->buyer == v->b->buyer;)
            next++;
        TT_TRY(relation(s, v, next - i, out, err));
    }
    return tt_tally_tell(s->in, "dup.invoice_multi: invoices alike", s->why, rows, TT_LEN(rows),
                         out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.copies);
    return st;
}

const tt_detector tt_detector_dup_invoice_multi = {
    .id = "dup.invoice_multi",
    .revision = 1,
    .title = "One sale invoiced more than once",
    .typology = "multiple_invoicing",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-04 O-10",
    .source = "FATF, Trade Based Money Laundering (2006), multiple invoicing of goods and services",
    .looks_for =
        "Invoices of one seller to one buyer alike in goods, amount and quantity, that rest "
        "on one transport or were both paid for one shipment.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
