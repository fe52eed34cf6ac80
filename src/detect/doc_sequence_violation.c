/*
 * doc_sequence_violation.c - dates that cannot have been in this order, or that need a reason.
 *
 * Two dates of one paper, or of two papers of which one names the other: what is matched by
 * likeness alone is not compared, the match may be wrong.  Not caught here: voyages that are too
 * short (route_impossible_transit).  Rules, worked example, known false positives:
 * doc_sequence_violation.md.
 */
#include "detect/common/deals.h"
#include "detect/common/refs.h"
#include "detect/common/shared.h"
#include "detect/common/slip.h"
#include "detect/common/trials.h"
#include "detect/common/words.h"

#include "base/str.h"

#include <math.h>

enum {
    P_SLACK,
    P_BEFORE,
    P_AHEAD,
    P_PLAUSIBLE,
    P_LR_HARD,
    P_LR_SOFT,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_SLACK] = {"slack_days", 4, 0, 60, "days",
                 "by which dates may differ: papers are dated when they are signed"},
    [P_BEFORE] = {"shipped_before_days", 60, 0, 3650, "days",
                  "by which goods may leave before their invoice"},
    [P_AHEAD] = {"paid_ahead_days", 30, 0, 3650, "days",
                 "by which a payment may name an invoice that is not yet issued"},
    [P_PLAUSIBLE] = {"plausible_days", 150, 1, 3650, "days",
                     "between two dates of which one was mended"},
    [P_LR_HARD] = {"lr_hard", 8, 1, 1000, "likelihood ratio", "of an order that is impossible"},
    [P_LR_SOFT] = {"lr_soft", 2, 1, 1000, "likelihood ratio", "of an order that needs a reason"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(0, 0.3)};

/* The second date must not be before the first by more than `days`. */
static const struct rule {
    int side;      /* 1: impossible, -1: needs a reason */
    unsigned days; /* parameter */
    const char *odd;
} rules[] = {
    {1, P_SLACK, "the goods arrived before they were on board"},
    {1, P_SLACK, "the goods were declared for import before they were on board"},
    {-1, P_BEFORE, "the goods left long before they were invoiced"},
    {-1, P_AHEAD, "a payment named the invoice long before it was issued"},
};
enum { ARRIVAL, IMPORT, SHIPPED, PAID };

struct item {
    const struct rule *rule;
    tt_ref first, then; /* one document twice, where both dates are its own */
    tt_date from, to;
};

enum why { COMPARED, SWAP, YEAR, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* One of the two dates as it is, the other one mended. */
static bool is_plausible(const struct state *s, tt_date from, tt_date to)
{
    return from != TT_NO_DATE && to != TT_NO_DATE && to >= from &&
           to - from <= (int32_t)s->in->param[P_PLAUSIBLE];
}

/* The same day of another year. */
static tt_date in_year(tt_date day, int step)
{
    int y, m, d;
    tt_civil_of(day, &y, &m, &d);
    return tt_civil_valid(y + step, m, d) ? tt_civil_days(y + step, m, d) : TT_NO_DATE;
}

static bool is_slip(struct state *s, const struct item *it, int64_t value)
{
    bool swap = is_plausible(s, it->from, tt_date_swapped(it->to)) ||
                is_plausible(s, tt_date_swapped(it->from), it->to);
    bool year = is_plausible(s, it->from, in_year(it->to, 1)) ||
                is_plausible(s, in_year(it->from, -1), it->to);
    if (swap || year)
        tt_tally_add(&s->why[swap ? SWAP : YEAR], value);
    return swap || year;
}

/* Compare two dates; the parties are those of the document `whose`. */
static tt_status compare(struct state *s, struct item it, tt_ref whose, tt_err *err)
{
    const double *p = s->in->param;
    int64_t value = tt_books_value(&s->in->shared->books, whose.kind, whose.doc);
    tt_trial t = {.seller = tt_data_entity(s->d, tt_data_role(s->d, whose.kind, whose.doc, 1)),
                  .buyer = tt_data_entity(s->d, tt_data_role(s->d, whose.kind, whose.doc, 2)),
                  .at = (tt_ix)s->trials.n,
                  .gap = p[P_USUAL],
                  .lr = 1,
                  .shift = value == TT_NO_NUM ? 0 : value};
    if (it.from == TT_NO_DATE || it.to == TT_NO_DATE || (!t.seller && !t.buyer))
        return TT_OK;
    if (it.to < it.from - (int32_t)p[it.rule->days]) {
        if (is_slip(s, &it, value))
            return TT_OK;
        t.side = it.rule->side;
        t.lr = p[t.side > 0 ? P_LR_HARD : P_LR_SOFT];
        t.off = it.from - it.to;
    }
    t.own = tt_trial_own(s->in, it);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for dates");
}

static tt_status arrivals(struct state *s, tt_err *err)
{
    for (tt_ix i = 1; i <= s->d->n_shipments; i++) {
        const tt_shipment *x = &s->d->shipments[i];
        tt_ref r = {TT_KIND_SHIPMENT, i, 0};
        TT_TRY(
            compare(s, (struct item){&rules[ARRIVAL], r, r, x->head.date.day, x->arrival}, r, err));
    }
    return TT_OK;
}

/* A declaration writes the number of the transport document. */
static bool is_named(const tt_declaration *x, const tt_shipment *s)
{
    char a[TT_REF_TEXT], b[TT_REF_TEXT];
    size_t n = tt_ref_text(x->transport_document, a);
    return n && n == tt_ref_text(s->head.number, b) && memcmp(a, b, n) == 0;
}

static tt_status imports(struct state *s, tt_err *err)
{
    tt_couple *v;
    size_t n;
    TT_TRY(tt_couples_of(s->d, TT_KIND_DECLARATION, TT_KIND_SHIPMENT, s->in->scratch, &v, &n, err));
    for (size_t i = 0; i < n; i++) {
        const tt_declaration *x = &s->d->declarations[v[i].a.doc];
        const tt_shipment *ship = &s->d->shipments[v[i].b.doc];
        bool again = i && v[i].a.doc == v[i - 1].a.doc && v[i].b.doc == v[i - 1].b.doc;
        if (x->type != TT_DOC_IMPORT || again || !is_named(x, ship))
            continue;
        TT_TRY(compare(
            s, (struct item){&rules[IMPORT], v[i].b, v[i].a, ship->head.date.day, x->head.date.day},
            v[i].a, err));
    }
    return TT_OK;
}

/* Invoices beside what names them, or what they name. */
static tt_status
invoices(struct state *s, tt_kind kind, tt_kind to, const struct rule *rule, tt_err *err)
{
    tt_naming *v;
    size_t n;
    TT_TRY(tt_namings_of(s->d, kind, to, s->in->scratch, &v, &n, err));
    for (size_t i = 0; i < n; i++) {
        bool names = kind == TT_KIND_PAYMENT;
        tt_ix invoice = names ? v[i].to : v[i].doc, other = names ? v[i].doc : v[i].to;
        tt_ref a = {TT_KIND_INVOICE, invoice, 0}, b = {names ? kind : to, other, 0};
        const tt_invoice *x = &s->d->invoices[invoice];
        if (x->type == TT_DOC_CREDIT_NOTE || x->type == TT_DOC_PROFORMA ||
            tt_text_says_prepaid(x->payment_terms) || tt_text_says_held(x->payment_terms))
            continue;
        TT_TRY(compare(s,
                       (struct item){rule, a, b, x->head.date.day,
                                     tt_data_head(s->d, b.kind, b.doc)->date.day},
                       a, err));
    }
    return TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, it->first.kind, it->first.doc, 0);
    tt_draft_document(w, it->then.kind, it->then.doc, 0);
}

static const char *say_top(const struct item *it, tt_draft *w)
{
    const char *days = tt_say_count(w, (uint64_t)(it->from - it->to), "day");
    if (it->rule == &rules[ARRIVAL])
        return tt_say(w, "Shipment %s was on board on %s and arrived on %s, %s earlier: %s.",
                      tt_say_doc(w, TT_KIND_SHIPMENT, it->first.doc), tt_say_date(w, it->from),
                      tt_say_date(w, it->to), days, it->rule->odd);
    return tt_say(w, "The %s %s is of %s, the %s %s of %s, %s earlier: %s.",
                  tt_kind_text(it->first.kind), tt_say_doc(w, it->first.kind, it->first.doc),
                  tt_say_date(w, it->from), tt_kind_text(it->then.kind),
                  tt_say_doc(w, it->then.kind, it->then.doc), tt_say_date(w, it->to), days,
                  it->rule->odd);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"date_swap", TT_TEST_NOT_EXPLAINED,
         "Neither date, read with day and month the other way round, puts them in order."},
        {"year_slip", TT_TEST_NOT_EXPLAINED, "Nor does another year."},
        {"other_paper", TT_TEST_NOT_EXPLAINED,
         "Both dates stand on one paper, or one paper names the other by number."},
        {"day_of_entry", TT_TEST_UNKNOWN,
         "Whether a date is that of the event or of its entry is not in the data."},
    };
    static const char *const steps[] = {
        "Ask the carrier for the container's events: gate, loading, discharge, delivery.",
        "Ask who issued each paper, on which day, and from which template.",
        "If the goods never moved, ask what the payment was for.",
    };
    static const tt_relation_text texts[] = {
        {.title = "dates that need a reason",
         .clause = "one date lies before another that it should follow",
         .of = "comparison",
         .means = "Consignment stock, replacements and advances have such dates, and a contract.",
         .tests = tests,
         .n_tests = TT_LEN(tests),
         .steps = steps,
         .n_steps = TT_LEN(steps)},
        {.title = "dates in an impossible order",
         .clause = "one date lies before another that it cannot precede",
         .of = "comparison",
         .means =
             "Papers that were made afterwards, or for goods that never moved, have such dates.",
         .tests = tests,
         .n_tests = TT_LEN(tests),
         .steps = steps,
         .n_steps = TT_LEN(steps)},
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    w->f.direction = TT_SHIFT_NONE;
    w->f.value_shift.minor = 0;
    if (r->shift)
        tt_draft_money(w, "value_of_documents", r->shift);
    tt_draft_measure(w, "days_too_early", "days", it->from - it->to, (double)NAN,
                     s->in->param[it->rule->days], 0);
    tt_relation_say(w, r, &texts[r->side > 0], say_top(it, w));
}

static tt_status dates(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {SWAP, "day and month swapped put two dates in order", "comparison",
         "treated as errors of data entry: never evidence", "dq.date_swap_suspected"},
        {YEAR, "another year puts two dates in order", "comparison",
         "treated as errors of data entry: never evidence", "dq.year_slip_suspected"},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "not more than dates are wrong elsewhere in these data", NULL},
    };
    static const tt_trial_words words = {.roles = {"seller", "buyer"},
                                         .first = P_REPEAT,
                                         .expect = "wrong dates in honest trade",
                                         .of = "comparison",
                                         .cite = cite,
                                         .tell = tell};
    TT_TRY(arrivals(s, err));
    TT_TRY(imports(s, err));
    TT_TRY(invoices(s, TT_KIND_INVOICE, TT_KIND_SHIPMENT, &rules[SHIPPED], err));
    TT_TRY(invoices(s, TT_KIND_PAYMENT, TT_KIND_INVOICE, &rules[PAID], err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &words, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "doc.sequence_violation", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = dates(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_sequence_violation = {
    .id = "doc.sequence_violation",
    .revision = 2,
    .title = "Dates in an impossible order",
    .typology = "false_documents",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01 D-04",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "documents",
    .looks_for = "Papers whose dates cannot have been in this order: arrived or declared before "
                 "loading, shipped or paid long before the invoice.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
