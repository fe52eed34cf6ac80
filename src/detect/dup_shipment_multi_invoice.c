/*
 * dup_shipment_multi_invoice.c - several invoices rest on one shipment that cannot carry them all.
 *
 * The invoices of one seller to one buyer that name a transport document are added up and compared
 * with what it carries.  Not caught here: invoices that repeat another (dup_invoice_multi), one
 * invoice over more than was shipped (doc_qty_mismatch).  Formula, worked example, known false
 * positives: dup_shipment_multi_invoice.md.
 */
#include "detect/common/goods.h"
#include "detect/common/refs.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include "detect/common/worth.h"

#include "base/num.h"

#include <math.h>

enum { P_TOLERANCE, P_SLIP, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_TOLERANCE] = {"tolerance", 0.15, 0, 10, "fraction",
                     "by which the invoices together may exceed the shipment"},
    [P_SLIP] = {"slip", 0.02, 0, 0.5, "fraction",
                "a ratio this near to a factor between units is a slip"},
    [P_LR] = {"lr", 10, 1, 1000, "likelihood ratio", "of a shipment that is invoiced beyond it"},
    [P_USUAL] = TT_USUAL_ROW(0.02),
    TT_TRIAL_ROWS(5000, 0.5)};

enum why { JUDGED, UNKNOWN, SPLIT, LARGER, SLIP, WEAK, WHY_COUNT };

/* The invoices of one relation on one shipment. */
struct item {
    const tt_naming *v;
    size_t n;
    double invoiced, shipped;
    tt_dim dim;
    size_t counted; /* invoices */
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* Quantity of all lines in one dimension; 0 when a line does not state it. */
static double sum(const tt_data *d, tt_kind kind, tt_ix doc, tt_dim dim)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    const tt_line *lines = tt_data_lines(d, kind);
    double total = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        const tt_line *l = &lines[k];
        int64_t q = 0;
        bool stated = l->quantity != TT_NO_NUM && l->quantity > 0 &&
                      tt_unit_dimension(l->unit) == dim &&
                      tt_unit_to_canonical(l->quantity, l->unit, &q);
        if (dim == TT_DIM_MASS && l->net_kg != TT_NO_NUM && l->net_kg > 0)
            q = l->net_kg;
        else if (dim == TT_DIM_MASS && !stated && l->gross_kg != TT_NO_NUM && l->gross_kg > 0)
            q = l->gross_kg;
        else if (!stated)
            return 0;
        total += (double)q / 1e6;
    }
    return total;
}

static bool counts(const struct state *s, tt_ix invoice)
{
    tt_doc_type type = s->d->invoices[invoice].type;
    return type != TT_DOC_CREDIT_NOTE && type != TT_DOC_PROFORMA && type != TT_DOC_DEBIT_NOTE &&
           !s->in->shared->credits.invoice[invoice];
}

/* Fills *it and the value of the invoices; JUDGED when there is something to compare. */
static enum why add_up(const struct state *s, struct item *it, int64_t *value)
{
    static const tt_dim dims[] = {TT_DIM_MASS, TT_DIM_COUNT, TT_DIM_VOLUME, TT_DIM_AREA,
                                  TT_DIM_LENGTH};
    double largest = 0;
    for (size_t k = 0; k < TT_LEN(dims) && it->shipped <= 0; k++) {
        it->dim = dims[k];
        it->shipped = sum(s->d, TT_KIND_SHIPMENT, it->v->to, it->dim);
        it->invoiced = largest = 0;
        it->counted = 0;
        *value = 0;
        for (size_t i = 0; i < it->n; i++) {
            if (!counts(s, it->v[i].doc))
                continue;
            if (it->v[i].names > 1)
                return SPLIT;
            double q = sum(s->d, TT_KIND_INVOICE, it->v[i].doc, it->dim);
            int64_t worth = tt_books_value(&s->in->shared->books, TT_KIND_INVOICE, it->v[i].doc);
            if (q <= 0)
                it->shipped = 0;
            if (worth != TT_NO_NUM && !tt_add_i64(*value, worth, value))
                return UNKNOWN;
            it->counted++;
            it->invoiced += q;
            largest = fmax(largest, q);
        }
    }
    if (it->shipped <= 0 || !it->counted)
        return UNKNOWN;
    if (tt_round9(largest / it->shipped) > tt_round9(1 + s->in->param[P_TOLERANCE]))
        return LARGER; /* one invoice alone: another detector's business */
    return tt_is_unit_factor(it->invoiced / it->shipped, s->in->param[P_SLIP]) ? SLIP : JUDGED;
}

static tt_status shipment(struct state *s, const tt_naming *v, size_t n, tt_err *err)
{
    const double *p = s->in->param;
    struct item it = {.v = v, .n = n};
    int64_t value = 0;
    const tt_invoice *inv = &s->d->invoices[v->doc];
    enum why why = add_up(s, &it, &value);
    double ratio = why == JUDGED ? it.invoiced / it.shipped : 0;
    if (why != JUDGED) {
        if (it.counted > 1 || why == SPLIT)
            tt_tally_add(&s->why[why], value);
        return TT_OK;
    }
    bool over = it.counted > 1 && tt_round9(ratio) > tt_round9(1 + p[P_TOLERANCE]);
    tt_trial t = {.seller = tt_data_entity(s->d, inv->seller),
                  .buyer = tt_data_entity(s->d, inv->buyer),
                  .at = v->to,
                  .side = over,
                  .lr = over ? p[P_LR] : 1,
                  .gap = p[P_USUAL],
                  .off = ratio,
                  .shift = over ? (int64_t)llround((double)value * (1 - 1 / ratio)) : 0,
                  .own = tt_trial_own(s->in, it)};
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for shipments");
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *it = t->own;
    tt_draft_document(w, TT_KIND_SHIPMENT, t->at, 0);
    for (size_t i = 0; i < it->n; i++)
        if (counts(s, it->v[i].doc))
            tt_draft_document(w, TT_KIND_INVOICE, it->v[i].doc, 0);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"consolidated_cargo", TT_TEST_NOT_EXPLAINED,
         "Only invoices of this seller to this buyer are counted."},
        {"credit_note", TT_TEST_NOT_EXPLAINED, "No credit note takes one of the invoices back."},
        {"split_shipment", TT_TEST_NOT_EXPLAINED,
         "None of the invoices names a second transport document."},
        {"unit_slip", TT_TEST_NOT_EXPLAINED, "The ratio is not near a factor between units."},
        {"wrong_number", TT_TEST_UNKNOWN,
         "Whether an invoice was meant to name another transport document is not known."},
    };
    static const char *const steps[] = {
        "Ask the carrier what the transport document covers.",
        "Ask the banks which of the invoices were presented for finance or payment.",
        "Ask the buyer what was received for each invoice.",
    };
    static const tt_relation_text text = {
        .title = "more invoiced than one transport document carries",
        .clause = "the invoices that name one transport document come to more than it carries",
        .of = "shipment",
        .means = "Paying for goods that are not there moves value to the exporter.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const char *unit = tt_price_per(it->dim);
    double slack = 1 + s->in->param[P_TOLERANCE];
    tt_draft_measure(w, "invoiced", unit, it->invoiced, 0, it->shipped * slack, 0);
    tt_draft_measure(w, "shipped", unit, it->shipped, it->invoiced / slack, NAN, 0);
    tt_draft_measure(w, "invoices_of_the_shipment", "1", (double)it->counted, NAN, NAN, 0);
    tt_relation_say(
        w, r, &text,
        tt_say(w, "%s name %s and come to %s %s; it carries %s %s.",
               tt_say_count(w, it->counted, "invoice"), tt_say_doc(w, TT_KIND_SHIPMENT, r->top->at),
               tt_say_number(w, it->invoiced, 0), unit, tt_say_number(w, it->shipped, 0), unit));
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {UNKNOWN, "several invoices on a shipment, without quantities of one kind", "shipment",
         "not compared", NULL},
        {SPLIT, "invoices that name several transport documents", "shipment", "not compared", NULL},
        {SLIP, "the ratio of invoiced and shipped quantity is a unit factor", "shipment",
         "treated as errors of data entry: never evidence", "dq.unit_error_suspected"},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such sums are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "shipment",
                                       .cite = cite,
                                       .tell = tell};
    tt_naming *v;
    size_t n;
    TT_TRY(tt_namings_of(s->d, TT_KIND_INVOICE, TT_KIND_SHIPMENT, s->in->scratch, &v, &n, err));
    for (size_t i = 0, next; i < n; i = next) {
        next = tt_namings_end(s->d, v, n, i);
        TT_TRY(shipment(s, &v[i], next - i, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "dup.shipment_multi_invoice", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_dup_shipment_multi_invoice = {
    .id = "dup.shipment_multi_invoice",
    .revision = 2,
    .title = "Several invoices on one shipment that cannot carry them",
    .typology = "multiple_invoicing",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-04 O-10",
    .source = "FATF, Trade Based Money Laundering (2006), multiple invoicing of goods and services",
    .looks_for = "Invoices of one seller to one buyer that name one transport document and "
                 "together come to more than it carries.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
