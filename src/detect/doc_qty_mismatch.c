/*
 * doc_qty_mismatch.c - what was invoiced and what was shipped differ in quantity.
 *
 * Quantities are added over all invoices and all shipments of a deal before they are compared, in
 * one dimension, so split shipments, instalments and units do not show.  Not caught here: deals
 * without any shipment (phantom_no_shipment), another price for the same quantity (price_*).
 * Formula, worked example, known false positives: doc_qty_mismatch.md.
 */
#include "detect/common/coverage.h"
#include "detect/common/draft.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"

#include <math.h>

enum {
    P_TOLERANCE,
    P_BULK_TOLERANCE,
    P_TIMBER_TOLERANCE,
    P_PACKING,
    P_MEDIUM,
    P_LARGE,
    P_LR_SMALL,
    P_LR_MEDIUM,
    P_LR_LARGE,
    P_SLIP,
    P_ABSURD,
    P_PART_DAYS,
    P_PART_SHARE,
    P_COVERAGE,
    P_REPEAT,
    P_PRIOR,
    P_MIN_VALUE,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_TOLERANCE] = {"tolerance", 0.1, 0, 10, "fraction",
                     "by which the two quantities may differ (UCP 600 art. 30: about)"},
    [P_BULK_TOLERANCE] = {"bulk_tolerance", 0.05, 0, 10, "fraction",
                          "the same, for goods in bulk (UCP 600 art. 30)"},
    [P_TIMBER_TOLERANCE] = {"timber_tolerance", 0.2, 0, 10, "fraction",
                            "the same, for volumes of wood: rules of measuring differ"},
    [P_PACKING] = {"packing", 0.2, 0, 10, "fraction",
                   "of the net mass that packing may add where only gross mass is stated"},
    [P_MEDIUM] = {"medium", 1.3, 1, 100, "ratio", "from which a difference is medium"},
    [P_LARGE] = {"large", 2, 1, 1000, "ratio", "from which a difference is large"},
    [P_LR_SMALL] = {"lr_small", 3, 1, 1000, "likelihood ratio", "of a small difference"},
    [P_LR_MEDIUM] = {"lr_medium", 10, 1, 1000, "likelihood ratio", "of a medium difference"},
    [P_LR_LARGE] = {"lr_large", 25, 1, 1000, "likelihood ratio", "of a large difference"},
    [P_SLIP] = {"slip", 0.02, 0, 0.5, "fraction",
                "a ratio this near to a factor between units is a slip"},
    [P_ABSURD] = {"absurd", 50, 2, 1e9, "ratio", "beyond which a difference is an error of entry"},
    [P_PART_DAYS] = {"part_days", 60, 0, 3650, "days",
                     "after the last shipment in which more may follow"},
    [P_PART_SHARE] =
        {"part_share", 0.15, 0, 1, "fraction",
         "of honest deals that come in several documents, one of which may be missing"},
    [P_COVERAGE] = {"coverage", 0.9, 0, 1, "fraction",
                    "of documents that the data hold, where no coverage record says it"},
    [P_REPEAT] = {"repeat_bonus", 0.2, 0, 1, "log10",
                  "added for each further deal of a relation, at most five times"},
    [P_PRIOR] = {"prior_deals", 30, 0, 1e6, "count",
                 "deals that what is expected of incomplete data counts as, beside the others"},
    [P_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base", "relations that shift less are left out"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

/* Why a deal's goods are not compared, or a difference is no evidence. */
enum why { COMPARED, NOTHING, MIXED, UNLIKE, SLIP, PENDING, WHY_COUNT };

/* The goods of one deal. */
struct item {
    tt_ix deal, seller, buyer;
    tt_hs hs6;
    tt_dim dim;
    int side; /* 1: invoiced more than shipped, -1: less, 0: agree */
    double invoiced, shipped, gross;
    double lr, coverage;
    bool stated;   /* coverage */
    int64_t shift; /* base currency, minor units: value of the difference */
};
TT_VEC(item_vec, struct item);

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    item_vec items;
    size_t n_more, n_less; /* items in which more is invoiced than shipped, and less */
    uint64_t n_why[WHY_COUNT], n_weak;
    int64_t value_why[WHY_COUNT], value_weak;
};

static void add(uint64_t *n, int64_t *sum, int64_t value)
{
    int64_t s;
    (*n)++;
    if (tt_add_i64(*sum, value, &s))
        *sum = s;
}

/* --- one deal --- */

static bool is_slip(const struct state *s, double ratio)
{
    static const double factors[] = {2.20462262, 10, 12, 100, 144, 1000};
    for (size_t i = 0; i < TT_LEN(factors); i++)
        if (tt_round9(fabs(fabs(log(ratio)) - log(factors[i]))) <=
            tt_round9(log1p(s->in->param[P_SLIP])))
            return true;
    return false;
}

static double tolerance(const struct state *s, const struct item *it)
{
    const double *p = s->in->param;
    if (it->dim == TT_DIM_VOLUME && tt_hs_chapter(it->hs6) == 44)
        return p[P_TIMBER_TOLERANCE];
    bool bulk = tt_deal_mode(s->d, it->deal) == TT_FREIGHT_SEA_BULK;
    return p[bulk ? P_BULK_TOLERANCE : P_TOLERANCE];
}

/* How far apart, packing taken off where it helps: above 1 when they differ. */
static double difference(const struct state *s, struct item *it)
{
    double net = it->shipped - it->gross + it->gross / (1 + s->in->param[P_PACKING]);
    if (it->invoiced > it->shipped) {
        it->side = 1;
        return it->invoiced / it->shipped;
    }
    it->side = -1;
    return net > it->invoiced ? net / it->invoiced : 1;
}

static double coverage_of(const struct state *s, struct item *it, tt_date day)
{
    tt_kind kind = it->side > 0 ? TT_KIND_SHIPMENT : TT_KIND_INVOICE;
    double share = s->in->param[P_COVERAGE];
    it->stated = tt_coverage_stated(s->d, kind, s->d->entities[it->seller].country,
                                    s->d->entities[it->buyer].country, day, &share);
    return share;
}

/* Compares the goods of one subheading (none: all) of a deal and fills *it. */
static enum why
compare(const struct state *s, struct item *it, bool only, tt_date day, int64_t *value)
{
    const double *p = s->in->param;
    tt_goods g = tt_goods_of(s->d, &s->in->shared->credits, it->deal, only ? TT_HS_NONE : it->hs6,
                             only, it->dim);
    *value = g.value;
    if (!g.shipment_lines || !g.invoice_lines || g.unknown_invoice || g.unknown_shipment ||
        g.invoiced <= 0 || g.shipped <= 0)
        return UNLIKE;
    it->invoiced = g.invoiced;
    it->shipped = g.shipped;
    it->gross = g.gross;
    double apart = difference(s, it);
    if (tt_round9(apart) <= tt_round9(1 + tolerance(s, it))) {
        it->side = 0;
        return COMPARED;
    }
    if (apart >= p[P_ABSURD] || is_slip(s, it->invoiced / it->shipped))
        return SLIP;
    if (it->side > 0 && g.last_shipped != TT_NO_DATE &&
        s->d->as_of - g.last_shipped < (tt_date)p[P_PART_DAYS])
        return PENDING;
    it->lr = p[apart >= p[P_LARGE] ? P_LR_LARGE : apart >= p[P_MEDIUM] ? P_LR_MEDIUM : P_LR_SMALL];
    it->coverage = coverage_of(s, it, day);
    it->lr = 1 / (1 / it->lr + (1 - it->coverage) * p[P_PART_SHARE]);
    it->shift = (int64_t)llround((double)g.value * (1 - 1 / apart));
    if (it->side < 0)
        it->shift = (int64_t)llround((double)g.value * (apart - 1));
    return COMPARED;
}

/* The one seller and buyer of a deal's invoices; false when there are none or several. */
static enum why parties(const struct state *s, tt_ix deal, struct item *it, tt_date *day)
{
    const tt_deal *x = &s->d->deals[deal];
    *it = (struct item){.deal = deal};
    *day = TT_NO_DATE;
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &s->d->deal_docs[i];
        if (r->kind != TT_KIND_INVOICE || s->d->invoices[r->doc].type == TT_DOC_PROFORMA)
            continue;
        tt_ix seller = tt_data_entity(s->d, s->d->invoices[r->doc].seller);
        tt_ix buyer = tt_data_entity(s->d, s->d->invoices[r->doc].buyer);
        if (!seller || !buyer || (it->seller && (it->seller != seller || it->buyer != buyer)))
            return MIXED;
        it->seller = seller;
        it->buyer = buyer;
        *day = TT_MAX(*day, s->d->invoices[r->doc].head.date.day);
    }
    return it->seller && tt_deal_count(s->d, deal, TT_KIND_SHIPMENT) ? COMPARED : NOTHING;
}

static int hs_cmp(const void *pa, const void *pb, void *ctx)
{
    tt_hs a = *(const tt_hs *)pa, b = *(const tt_hs *)pb;
    TT_UNUSED(ctx);
    return a < b ? -1 : a > b;
}

/* Subheadings of a deal's invoice lines, each once; a line without a code makes it one: none. */
static tt_status codes(const struct state *s, tt_ix deal, tt_hs **out, size_t *n, tt_err *err)
{
    const tt_deal *x = &s->d->deals[deal];
    size_t lines = 0, m = 0;
    bool coded = true;
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++)
        if (s->d->deal_docs[i].kind == TT_KIND_INVOICE)
            lines += s->d->invoices[s->d->deal_docs[i].doc].head.n_lines;
    tt_hs *v = tt_new_n(s->in->scratch, tt_hs, lines + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for goods");
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        if (s->d->deal_docs[i].kind != TT_KIND_INVOICE)
            continue;
        const tt_head *h = &s->d->invoices[s->d->deal_docs[i].doc].head;
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
            v[m] = tt_hs_prefix(s->d->invoice_lines[k].hs, 6);
            coded = coded && v[m++] != TT_HS_NONE;
        }
    }
    if (!tt_sort(v, m, sizeof *v, hs_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for goods");
    *n = m > 0;
    for (size_t i = 1; i < m; i++)
        if (v[i] != v[*n - 1])
            v[(*n)++] = v[i];
    if (!coded) {
        v[0] = TT_HS_NONE;
        *n = 1;
    }
    *out = v;
    return TT_OK;
}

/* The dimension in which the goods are invoiced: that of the first line that has one. */
static tt_dim dimension(const struct state *s, tt_ix deal, tt_hs hs6)
{
    const tt_deal *x = &s->d->deals[deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        if (s->d->deal_docs[i].kind != TT_KIND_INVOICE)
            continue;
        const tt_head *h = &s->d->invoices[s->d->deal_docs[i].doc].head;
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
            const tt_line *l = &s->d->invoice_lines[k];
            tt_dim dim = tt_unit_dimension(l->unit);
            if ((hs6 == TT_HS_NONE || tt_hs_prefix(l->hs, 6) == hs6) &&
                tt_dim_unit(dim) != TT_UNIT_NONE)
                return dim;
        }
    }
    return TT_DIM_NONE;
}

static tt_status deal(struct state *s, tt_ix i, tt_err *err)
{
    struct item base;
    tt_date day;
    tt_hs *hs = NULL;
    size_t n = 0;
    enum why why = parties(s, i, &base, &day);
    if (why != COMPARED) {
        add(&s->n_why[why], &s->value_why[why], 0);
        return TT_OK;
    }
    TT_TRY(codes(s, i, &hs, &n, err));
    for (size_t k = 0; k < n; k++) {
        struct item it = base;
        int64_t value;
        it.hs6 = hs[k];
        it.dim = dimension(s, i, hs[k]);
        why = compare(s, &it, n == 1, day, &value);
        if (why != COMPARED)
            add(&s->n_why[why], &s->value_why[why], value);
        else if (!tt_vec_push(&s->items, it))
            return tt_fail(err, TT_ENOMEM, "no memory for goods");
    }
    return TT_OK;
}

/* --- one relation --- */

struct relation {
    const struct item *v;
    size_t n, k; /* deals compared, and those that differ to this side */
    int side;
    int64_t shift;
    double invoiced, shipped;
    const struct item *top;
    double weight, usual, p; /* usual: share of the other deals that differ to this side */
};

static void cite(const struct state *s, const struct item *it, tt_draft *w)
{
    const tt_deal *x = &s->d->deals[it->deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &s->d->deal_docs[i];
        if (r->kind != TT_KIND_INVOICE && r->kind != TT_KIND_SHIPMENT)
            continue;
        const tt_head *h = tt_data_head(s->d, r->kind, r->doc);
        const tt_line *lines =
            r->kind == TT_KIND_INVOICE ? s->d->invoice_lines : s->d->shipment_lines;
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++)
            if (it->hs6 == TT_HS_NONE || lines[k].hs == TT_HS_NONE ||
                tt_hs_prefix(lines[k].hs, 6) == it->hs6)
                tt_draft_document(w, r->kind, r->doc, k);
    }
}

static void tests(const struct state *s, const struct relation *r, tt_draft *w)
{
    const struct item *it = r->top;
    bool slack = it->gross > 0;
    tt_draft_test(
        w, "split_shipments", TT_TEST_NOT_EXPLAINED,
        "All invoices and all shipments of a deal were added up, house bills before master "
        "bills.");
    tt_draft_test(
        w, "trade_tolerance", TT_TEST_NOT_EXPLAINED,
        tt_draft_text(
            w, tt_arena_printf(w->a,
                               "The difference is beyond the %s %% that is usual for such goods.",
                               tt_say_number(w, 100 * tolerance(s, it), 0))));
    tt_draft_test(w, "packing", TT_TEST_NOT_EXPLAINED,
                  slack ? "Only gross mass is stated, and packing of the usual mass was taken off."
                        : "Net quantities were compared.");
    tt_draft_test(w, "unit_slip", TT_TEST_NOT_EXPLAINED,
                  "The ratio is not near a factor between units.");
    tt_draft_test(
        w, "missing_document", it->stated ? TT_TEST_WEAKENED : TT_TEST_UNKNOWN,
        tt_draft_text(
            w,
            tt_arena_printf(
                w->a,
                "%s: %s %% of the %ss are in the data, so that one of this deal may be missing.",
                it->stated ? "Stated by coverage records" : "Assumed, without a coverage record",
                tt_say_number(w, 100 * it->coverage, 0), it->side > 0 ? "shipment" : "invoice")));
    tt_draft_test(w, "credit_note", TT_TEST_NOT_EXPLAINED,
                  "Credit notes of the deal were taken off.");
    if (isnan(r->p)) {
        tt_draft_test(w, "usual_in_these_data", TT_TEST_UNKNOWN,
                      "No deal of others differs, and the data are complete: no rate to compare "
                      "with.");
        return;
    }
    tt_draft_test(
        w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
        tt_draft_text(
            w, tt_arena_printf(
                   w->a,
                   "Of %s of others, and with what the coverage lets expect, %s %% differ "
                   "in this direction; so many of this relation by chance: p %s.",
                   tt_say_count(w, s->items.n - r->n, "deal"), tt_say_number(w, 100 * r->usual, 1),
                   r->p < 1e-6 ? "below 0.000001"
                               : tt_draft_text(w, tt_arena_printf(w->a, "= %s",
                                                                  tt_say_number(w, r->p, 6))))));
}

static void words(const struct relation *r, tt_draft *w)
{
    const struct item *it = r->top;
    char hs[TT_HS_TEXT];
    bool more = r->side > 0;
    (void)tt_hs_text(it->hs6, hs);
    const char *goods = tt_draft_text(w, hs[0] ? tt_arena_printf(w->a, "HS %s", hs) : "the goods");
    const char *unit = tt_price_per(it->dim);
    w->f.title =
        tt_draft_text(w, tt_arena_printf(w->a, "%s: %s shipped than invoiced in %s of %s", goods,
                                         more ? "less" : "more", tt_say_number(w, (double)r->k, 0),
                                         tt_say_count(w, r->n, "deal")));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "In %s of %s of %s from this seller to this buyer the transport documents show "
               "%s than the invoices: %s %s invoiced and %s %s shipped in all; the largest "
               "difference is in invoice %s. At the invoiced price the difference is worth %s: "
               "%s moves value to the %s.",
               tt_say_number(w, (double)r->k, 0), tt_say_count(w, r->n, "deal"), goods,
               more ? "less" : "more", tt_say_number(w, r->invoiced, 0), unit,
               tt_say_number(w, r->shipped, 0), unit, tt_say_docs(w, TT_KIND_INVOICE, 1),
               tt_say_money(w, r->shift),
               more ? "paying for goods that are not there" : "goods beyond what is paid for",
               more ? "exporter" : "importer"));
    tt_draft_step(
        w,
        tt_draft_text(w, tt_arena_printf(w->a, "Ask the carrier for the weighing record behind %s.",
                                         tt_say_docs(w, TT_KIND_SHIPMENT, 1))));
    tt_draft_step(w, "Compare with the quantities on both customs declarations.");
    tt_draft_step(
        w, more ? "Ask the buyer what was received, and whether the rest was refunded."
                : "Have the next consignment of this relation opened: what is in it beyond the "
                  "invoice?");
}

static tt_status
tell(const struct state *s, const struct relation *r, tt_findings *out, tt_err *err)
{
    const tt_data *d = s->d;
    tt_draft w;
    char key[2 * sizeof(tt_hash) + TT_HS_TEXT + 1];
    size_t n = sizeof(tt_hash);
    memcpy(key, d->entities[r->v->seller].id.b, n);
    memcpy(key + n, d->entities[r->v->buyer].id.b, n);
    n = 2 * n + tt_hs_text(r->v->hs6, key + 2 * n);
    key[n++] = r->side > 0 ? '+' : '-';
    tt_draft_begin(&w, d, s->in->scratch);
    tt_draft_entity(&w, r->v->seller, "seller");
    tt_draft_entity(&w, r->v->buyer, "buyer");
    cite(s, r->top, &w);
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].side == r->side && &r->v[i] != r->top)
            cite(s, &r->v[i], &w);
    const char *unit = tt_price_per(r->top->dim);
    double slack = 1 + tolerance(s, r->top);
    tt_draft_measure(&w, "invoiced", unit, r->invoiced, r->shipped / slack, r->shipped * slack, 0);
    tt_draft_measure(&w, "shipped", unit, r->shipped, r->invoiced / slack, r->invoiced * slack, 0);
    tt_draft_measure(&w, "largest_ratio", "1", r->top->invoiced / r->top->shipped, 1 / slack, slack,
                     0);
    tt_draft_measure(&w, "deals_that_differ", "1", (double)r->k, 0,
                     isnan(r->p) ? (double)NAN : r->usual * (double)r->n,
                     (uint32_t)TT_MIN(s->items.n - r->n, (size_t)UINT32_MAX));
    w.f.p_value = r->p;
    tests(s, r, &w);
    words(r, &w);
    w.f.weight = tt_bans(r->weight);
    w.f.value_shift.minor = r->shift;
    w.f.direction = r->side > 0 ? TT_SHIFT_TO_EXPORTER : TT_SHIFT_TO_IMPORTER;
    w.f.key = (tt_str){key, n};
    return tt_draft_add(&w, out, err);
}

/*
 * Chance of so many differences, at the rate of all other relations: what is missing in these data,
 * or settled elsewhere, is missing for them too.
 */
static void chance(const struct state *s, struct relation *r)
{
    const double *p = s->in->param;
    size_t others = s->items.n - r->n, differ = (r->side > 0 ? s->n_more : s->n_less) - r->k;
    double expected = (1 - r->top->coverage) * p[P_PART_SHARE] * p[P_PRIOR];
    double all = (double)others + p[P_PRIOR];
    r->usual = all > 0 ? TT_MIN(((double)differ + expected) / all, 1) : 0;
    r->p = (double)NAN;
    if (r->usual <= 0)
        return; /* nothing to compare with says nothing */
    r->p = tt_round9(tt_binomial_tail(r->n, r->usual, r->k));
    if (r->p > 0)
        r->weight = TT_MIN(r->weight, tt_round9(tt_log10_e_of_p(r->p)));
}

/* One side of a relation: the mean of the likelihood ratios of all its deals, those that agree 1.
 */
static tt_status
judge(struct state *s, const struct item *v, size_t n, int side, tt_findings *out, tt_err *err)
{
    struct relation r = {.v = v, .n = n, .side = side};
    double sum = 0, off = 0;
    for (size_t i = 0; i < n; i++) {
        sum += v[i].side == side ? v[i].lr : 1;
        if (v[i].side != side)
            continue;
        double apart = fabs(log(v[i].invoiced / v[i].shipped));
        r.k++;
        r.invoiced += v[i].invoiced;
        r.shipped += v[i].shipped;
        if (!tt_add_i64(r.shift, v[i].shift, &r.shift))
            return tt_fail(err, TT_ELIMIT, "differences of one relation overflow");
        if (!r.top || apart > off) {
            r.top = &v[i];
            off = apart;
        }
    }
    if (!r.top || tt_money_double((tt_money){r.shift, s->d->base}) < s->in->param[P_MIN_VALUE])
        return TT_OK;
    r.weight = tt_round9(log10(sum / (double)n) +
                         s->in->param[P_REPEAT] * (double)TT_MIN(r.k - 1, (size_t)5));
    chance(s, &r);
    if (r.weight >= s->in->param[P_MIN_WEIGHT])
        return tell(s, &r, out, err);
    add(&s->n_weak, &s->value_weak, r.shift);
    return TT_OK;
}

/* --- all together --- */

static int item_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    if (a->dim != b->dim)
        return a->dim < b->dim ? -1 : 1;
    return a->deal < b->deal ? -1 : a->deal > b->deal;
}

static tt_status notes(const struct state *s, tt_findings *out, tt_err *err)
{
    static const char what[] = "doc.qty_mismatch";
    static const struct {
        enum why why;
        const char *limit, *of, *effect;
    } rows[] = {
        {MIXED, "deals of several sellers or buyers", "deal", "not compared"},
        {UNLIKE, "goods without comparable quantities on both sides", "deal", "not compared"},
        {PENDING, "goods shipped in part, the last of them lately", "deal", "more may follow"},
    };
    tt_arena *a = s->in->scratch;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(tt_note(s->d, out, a, what, rows[i].limit, s->n_why[rows[i].why], rows[i].of,
                       rows[i].why == MIXED ? TT_NO_NUM : s->value_why[rows[i].why], rows[i].effect,
                       err));
    TT_TRY(tt_note(s->d, out, a, "dq.unit_error_suspected",
                   "the ratio of invoiced and shipped quantity is a unit factor", s->n_why[SLIP],
                   "deal", s->value_why[SLIP], "treated as errors of data entry: never evidence",
                   err));
    return tt_note(s->d, out, a, what, "relations whose weight is below min_weight", s->n_weak,
                   "relation", s->value_weak,
                   "most of their deals agree, or a document may be missing", err);
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    for (tt_ix i = 1; i <= s->d->n_deals; i++)
        TT_TRY(deal(s, i, err));
    if (!tt_sort(s->items.v, s->items.n, sizeof *s->items.v, item_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for goods");
    for (size_t i = 0; i < s->items.n; i++) {
        s->n_more += s->items.v[i].side > 0;
        s->n_less += s->items.v[i].side < 0;
    }
    for (size_t i = 0, next; i < s->items.n; i = next) {
        const struct item *v = &s->items.v[i];
        for (next = i; next < s->items.n && s->items.v[next].seller == v->seller &&
                       s->items.v[next].buyer == v->buyer && s->items.v[next].hs6 == v->hs6 &&
                       s->items.v[next].dim == v->dim;)
            next++;
        TT_TRY(judge(s, v, next - i, 1, out, err));
        TT_TRY(judge(s, v, next - i, -1, out, err));
    }
    return notes(s, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.items);
    return st;
}

const tt_detector tt_detector_doc_qty_mismatch = {
    .id = "doc.qty_mismatch",
    .revision = 2,
    .title = "Quantities of invoice and shipment differ",
    .typology = "quantity_mismatch",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01 F06-02",
    .source = "FATF, Trade Based Money Laundering (2006), over- and under-shipment of goods",
    .looks_for = "Deals in which more or less was shipped than invoiced, beyond what trade allows, "
                 "gathered by seller, buyer and HS subheading.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
