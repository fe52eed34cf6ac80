/*
 * gap_unpaid_shipment.c - goods that were shipped and never paid.
 *
 * A missing payment says as much as the data are complete: the weight comes from the share of such
 * invoices that are paid.  Not caught here: goods paid in part (a deal counts as paid from
 * paid_share on), goods settled elsewhere by agreement.  Formula, worked example, known false
 * positives: gap_unpaid_shipment.md.
 */
#include "detect/common/absence.h"
#include "detect/common/coverage.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/words.h"

#include <math.h>

enum { P_MIN_VALUE, P_PAID_SHARE, P_GRACE, TT_ABSENCE_PARAMS, P_SHARED, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base", "smaller invoices are not looked at"},
    [P_PAID_SHARE] = {"paid_share", 0.3, 0, 1, "fraction", "of a deal from which it is paid"},
    [P_GRACE] = {"grace_days", 180, 0, 3650, "days",
                 "after the invoice, or the day on which it is due, in which payment may come"},
    TT_ABSENCE_ROWS(20, 0.3, 0.7),
    [P_SHARED] = {"shared", 20, 2, 1e6, "count",
                  "parties that may share an attribute that makes them one group"}};

enum why {
    TRIAL,
    IGNORED,
    NOT_MOVED,
    CREDITED,
    GROUP,
    TERMS,
    YOUNG,
    LOOSE,
    SET_OFF,
    UNKNOWN,
    WEAK,
    WHY_COUNT
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_ix *group;  /* by entity */
    uint8_t *used; /* payments that match gave no deal, and an invoice took */
    tt_tally why[WHY_COUNT];
};

/* A payment of the buyer to the seller that belongs to no deal: it may be for this invoice. */
static bool take_loose(struct state *s, const tt_expected *t, tt_date day)
{
    size_t n;
    const tt_ix *paid = tt_books_of(&s->in->shared->books, TT_BOOK_PAID, t->buyer, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_payment *p = &s->d->payments[paid[i]];
        if (s->used[paid[i]] || tt_deal_of(s->d, TT_KIND_PAYMENT, paid[i]) ||
            tt_data_entity(s->d, p->payee) != t->seller || p->head.date.day < day - 365)
            continue;
        s->used[paid[i]] = 1;
        return true;
    }
    return false;
}

static enum why classify(struct state *s, tt_ix i, tt_expected *t)
{
    const tt_data *d = s->d;
    const double *p = s->in->param;
    const tt_invoice *inv = &d->invoices[i];
    tt_ix deal = tt_deal_of(d, TT_KIND_INVOICE, i);
    int64_t value = tt_books_value(&s->in->shared->books, TT_KIND_INVOICE, i);
    tt_date day = inv->head.date.day;
    *t = (tt_expected){.seller = tt_data_entity(d, inv->seller),
                       .buyer = tt_data_entity(d, inv->buyer),
                       .at = i,
                       .value = value == TT_NO_NUM ? 0 : value};
    if (inv->type == TT_DOC_CREDIT_NOTE || inv->type == TT_DOC_PROFORMA || !t->seller ||
        !t->buyer || t->seller == t->buyer || day == TT_NO_DATE || value == TT_NO_NUM ||
        tt_money_double((tt_money){value, d->base}) < p[P_MIN_VALUE])
        return IGNORED;
    if (!tt_deal_is_moved(d, deal))
        return NOT_MOVED;
    if (s->in->shared->credits.invoice[i])
        return CREDITED;
    if (s->group[t->seller] == s->group[t->buyer])
        return GROUP;
    if (tt_text_says_held(inv->payment_terms))
        return TERMS;
    t->country = d->entities[t->buyer].country;
    t->here = tt_deal_paid(d, deal) >= p[P_PAID_SHARE];
    t->stated = tt_coverage_stated(d, TT_KIND_PAYMENT, d->entities[t->seller].country, t->country,
                                   day, &t->share);
    if (t->here)
        return TRIAL;
    if ((double)TT_MAX(day, inv->due) + p[P_GRACE] > d->as_of)
        return YOUNG;
    return take_loose(s, t, day) ? LOOSE : TRIAL;
}

/* What is unpaid of one seller and buyer. */
struct owed {
    tt_ix seller, buyer;
    int64_t value;
};

static int owed_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct owed *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    return a->buyer < b->buyer ? -1 : a->buyer > b->buyer;
}

/* The unpaid of each relation, in order. */
static bool add_up(const tt_expected *v, size_t n, struct owed *owed, size_t *out)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!v[i].here)
            owed[m++] = (struct owed){v[i].seller, v[i].buyer, v[i].value};
    *out = 0;
    if (!tt_sort(owed, m, sizeof *owed, owed_cmp, NULL))
        return false;
    for (size_t i = 0; i < m; i++) {
        struct owed *last = &owed[*out ? *out - 1 : 0];
        if (*out && owed_cmp(last, &owed[i], NULL) == 0) {
            if (!tt_add_i64(last->value, owed[i].value, &last->value))
                last->value = INT64_MAX;
        } else {
            owed[(*out)++] = owed[i];
        }
    }
    return true;
}

static int64_t owed_of(const struct owed *v, size_t n, struct owed key)
{
    size_t lo = 0, hi = n;
    TT_BISECT(size_t, lo, hi, mid, owed_cmp(&v[mid], &key, NULL) < 0);
    return lo < n && owed_cmp(&v[lo], &key, NULL) == 0 ? v[lo].value : 0;
}

/* Two who sell to each other and pay neither way may set off what they owe: their invoices are no
 * gaps.  Complexity O(n log n). */
static tt_status set_off(struct state *s, tt_expected *v, size_t *n, tt_err *err)
{
    size_t n_owed, kept = 0;
    struct owed *owed = tt_new_n(s->in->scratch, struct owed, *n + 1);
    if (!owed || !add_up(v, *n, owed, &n_owed))
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    for (size_t i = 0; i < *n; i++) {
        int64_t there = owed_of(owed, n_owed, (struct owed){v[i].seller, v[i].buyer, 0});
        int64_t back = owed_of(owed, n_owed, (struct owed){v[i].buyer, v[i].seller, 0});
        if (!v[i].here && back > 0 && (double)back >= s->in->param[P_PAID_SHARE] * (double)there)
            tt_tally_add(&s->why[SET_OFF], v[i].value);
        else
            v[kept++] = v[i];
    }
    *n = kept;
    return TT_OK;
}

static void tell(const void *ctx, const tt_absence *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"one_group", TT_TEST_NOT_EXPLAINED,
         "Seller and buyer share no account, telephone, address, director or owner."},
        {"unmatched_payment", TT_TEST_NOT_EXPLAINED,
         "No payment of the buyer to the seller is left without an invoice."},
        {"credit_note", TT_TEST_NOT_EXPLAINED, "No credit note takes the invoices back."},
        {"netting", TT_TEST_NOT_EXPLAINED,
         "In these data the buyer sold the seller no unpaid goods that these could be set off "
         "against."},
        {"insolvency", TT_TEST_UNKNOWN, "Whether the buyer could not pay is not in the data."},
    };
    static const char *const steps[] = {
        "Ask the seller how the goods were settled, and who paid.",
        "Ask the seller's bank for what came in for these invoices, from anybody.",
        "Look for goods or payments that went the other way, outside these data.",
    };
    const struct state *s = ctx;
    for (uint64_t i = 0; i < r->n; i++)
        if (!r->v[i].here) {
            tt_draft_document(w, TT_KIND_INVOICE, r->v[i].at, 0);
            tt_deal_cite(w, tt_deal_of(s->d, TT_KIND_INVOICE, r->v[i].at),
                         TT_KINDS(SHIPMENT) | TT_KINDS(DECLARATION), TT_HS_NONE, false);
        }
    double missing = (double)(r->n - r->k);
    const char *share = tt_say_number(w, 100 * r->share, 1), *k = tt_say_number(w, missing, 0);
    const char *n = tt_say_count(w, r->n, "shipped invoice");
    tt_draft_measure(w, "unpaid", "1", missing, 0, (double)r->n * (1 - r->share), (uint32_t)r->n);
    tt_draft_measure(w, "share_paid", "1", (double)r->k / (double)r->n, r->share, 1, 0);
    tt_draft_money(w, "value_unpaid", r->value);
    tt_draft_test(w, "coverage_gap", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "%s: %s %% of such invoices are paid in the data; %s of %s are not here.",
                         r->stated ? "Stated by coverage records" : "Estimated from other parties",
                         share, k, tt_say_number(w, (double)r->n, 0)));
    tt_draft_test(w, "not_yet_due", TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "More than %s days have passed since they were due.",
                         tt_say_number(w, s->in->param[P_GRACE], 0)));
    tt_draft_tests(w, tests, TT_LEN(tests));
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.title = tt_say(w, "%s of %s never paid", k, n);
    w->f.explanation = tt_say(
        w,
        "No payment belongs to %s of %s from this seller to this buyer (%s), worth %s, although "
        "the goods were shipped or declared; %s %% of such invoices are paid. Goods that nobody "
        "pays for move value to the importer, or are paid where these data do not look.",
        k, n, tt_say_docs(w, TT_KIND_INVOICE, 5), tt_say_money(w, r->value), share);
    w->f.direction = TT_SHIFT_TO_IMPORTER;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NOT_MOVED, "without a shipment or declaration", "invoice", "not looked at", NULL},
        {CREDITED, "taken back by a credit note", "invoice", "not looked at", NULL},
        {GROUP, "between parties of one group", "invoice", "settled within the group", NULL},
        {TERMS, "for goods that stay with the seller by the terms", "invoice", "not looked at",
         NULL},
        {YOUNG, "not long due", "invoice", "a payment may still come", NULL},
        {LOOSE, "that a payment without an invoice may settle", "invoice", "not counted as gaps",
         NULL},
        {SET_OFF, "unpaid, as are goods that the buyer sold the seller", "invoice",
         "what the two owe each other may be set off", NULL},
        {UNKNOWN, "unpaid, coverage not known", "invoice",
         "no coverage record, and too few invoices to estimate it: nothing is said", NULL},
        {WEAK, "unpaid, as chance leaves them", "invoice",
         "the data have gaps enough to explain them", NULL},
    };
    static const tt_absence_words say = {
        .first = P_LEAST, .no_more_than_usual = true, .tell = tell};
    struct state s = {.in = in, .d = in->data};
    uint32_t df[TT_ATTR_COUNT];
    size_t n = 0;
    for (size_t i = 0; i < TT_ATTR_COUNT; i++)
        df[i] = (uint32_t)in->param[P_SHARED];
    TT_TRY(tt_links_groups(&in->shared->links, df, in->scratch, &s.group, err));
    tt_expected *v = tt_new_n(in->scratch, tt_expected, s.d->n_invoices + 1);
    s.used = tt_new_n(in->scratch, uint8_t, s.d->n_payments + 1);
    if (!v || !s.used)
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    for (tt_ix i = 1; i <= s.d->n_invoices; i++) {
        enum why why = classify(&s, i, &v[n]);
        if (why == TRIAL)
            n++;
        else
            tt_tally_add(&s.why[why], v[n].value);
    }
    TT_TRY(set_off(&s, v, &n, err));
    TT_TRY(tt_absence_judge(in, v, n, &say, &s, &s.why[UNKNOWN], &s.why[WEAK], out, err));
    return tt_tally_tell(in, "gap.unpaid_shipment: invoices", s.why, rows, TT_LEN(rows), out, err);
}

const tt_detector tt_detector_gap_unpaid_shipment = {
    .id = "gap.unpaid_shipment",
    .revision = 2,
    .title = "Goods shipped and never paid",
    .typology = "unpaid_shipment",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-06",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents",
    .looks_for = "Invoices for goods that were shipped or declared and that nobody paid long after "
                 "they were due, weighed by how complete the data are.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
