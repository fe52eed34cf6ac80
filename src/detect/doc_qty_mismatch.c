/*
 * doc_qty_mismatch.c - what was invoiced and what was shipped differ in quantity.
 *
 * Quantities are added over all invoices and all shipments of a deal before they are compared, in
 * one dimension, so split shipments, instalments and units do not show.  Not caught here: deals
 * without any shipment (phantom_no_shipment), another price for the same quantity (price_*).
 * Formula, worked example, known false positives: doc_qty_mismatch.md.
 */
#include "detect/common/coverage.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/refs.h"
#include "detect/common/seconds.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include "detect/common/worth.h"

#include "base/num.h"

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
    P_SAME_DAYS,
    P_SAME_LOAD,
    P_WHOLE,
    TT_TRIAL_PARAMS,
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
    [P_SAME_DAYS] = {"same_days", 10, 0, 365, "days", "between two bills of one load"},
    [P_SAME_LOAD] = {"same_load", 0.1, 0, 1, "fraction",
                     "by which the gross weights of one load may differ"},
    [P_WHOLE] = {"whole", 0.03, 0, 0.5, "fraction",
                 "of one or two documents, by which a difference may be off and still be theirs"},
    TT_TRIAL_ROWS(5000, 0.5),
};

/* Why a deal's goods are not compared, or a difference is no evidence. */
enum why { COMPARED, NOTHING, MIXED, UNLIKE, SLIP, PENDING, ELSEWHERE, WHOLE, WEAK, WHY_COUNT };

/* The goods of one deal. */
struct item {
    tt_trial is; /* at: the deal */
    double invoiced, shipped, gross, coverage;
    bool stated; /* coverage */
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_ix *second;        /* of tt_second_bills */
    tt_map bills, bought; /* numbers of shipments, of invoices */
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- one deal --- */

static double tolerance(const struct state *s, const struct item *it)
{
    const double *p = s->in->param;
    if (it->is.dim == TT_DIM_VOLUME && tt_hs_chapter(it->is.hs6) == 44)
        return p[P_TIMBER_TOLERANCE];
    bool bulk = tt_deal_mode(s->d, it->is.at) == TT_FREIGHT_SEA_BULK;
    return p[bulk ? P_BULK_TOLERANCE : P_TOLERANCE];
}

/* How far apart, packing taken off where it helps: above 1 when they differ. */
static double difference(const struct state *s, struct item *it)
{
    double net = it->shipped - it->gross + it->gross / (1 + s->in->param[P_PACKING]);
    if (it->invoiced > it->shipped) {
        it->is.side = 1;
        return it->invoiced / it->shipped;
    }
    it->is.side = -1;
    return net > it->invoiced ? net / it->invoiced : 1;
}

static double coverage_of(const struct state *s, struct item *it, tt_date day)
{
    tt_kind kind = it->is.side > 0 ? TT_KIND_SHIPMENT : TT_KIND_INVOICE;
    double share = s->in->param[P_COVERAGE];
    it->stated = tt_coverage_stated(s->d, kind, s->d->entities[it->is.seller].country,
                                    s->d->entities[it->is.buyer].country, day, &share);
    return share;
}

/* Does a document of the deal name others of the other side that are not in the data?  Of invoices
 * one number that none has may be written wrongly. */
static bool names_others(const struct state *s, tt_ix deal, int side)
{
    const tt_deal *x = &s->d->deals[deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &s->d->deal_docs[i];
        if (side > 0 && r->kind == TT_KIND_INVOICE &&
            tt_named_in(&s->bills, s->d->invoices[r->doc].transport_document).others)
            return true;
        if (side < 0 && r->kind == TT_KIND_SHIPMENT &&
            tt_named_in(&s->bought, s->d->shipments[r->doc].invoice_number).missing)
            return true;
    }
    return false;
}

/* Compares the goods of one subheading (none: all) of a deal and fills *it. */
static enum why
compare(const struct state *s, struct item *it, bool only, tt_date day, int64_t *value)
{
    const double *p = s->in->param;
    tt_goods g = tt_goods_of(s->d, &s->in->shared->credits, s->second, it->is.at,
                             only ? TT_HS_NONE : it->is.hs6, only, it->is.dim);
    *value = g.value;
    if (!g.shipment_lines || !g.invoice_lines || g.unknown_invoice || g.unknown_shipment ||
        g.invoiced <= 0 || g.shipped <= 0)
        return UNLIKE;
    it->invoiced = g.invoiced;
    it->shipped = g.shipped;
    it->gross = g.gross;
    double apart = difference(s, it);
    if (tt_round9(apart) <= tt_round9(1 + tolerance(s, it))) {
        it->is.side = 0;
        return COMPARED;
    }
    if (apart >= p[P_ABSURD] || tt_is_unit_factor(it->invoiced / it->shipped, p[P_SLIP]))
        return SLIP;
    if (it->is.side > 0 && g.last_shipped != TT_NO_DATE &&
        s->d->as_of - g.last_shipped < (tt_date)p[P_PART_DAYS])
        return PENDING;
    if (names_others(s, it->is.at, it->is.side))
        return ELSEWHERE;
    it->coverage = coverage_of(s, it, day);
    if (it->coverage < 1 &&
        tt_goods_lacks_document(s->d, &s->in->shared->credits, s->second, it->is.at,
                                only ? TT_HS_NONE : it->is.hs6, only, it->is.dim, p[P_WHOLE]))
        return WHOLE;
    it->is.lr = p[apart >= p[P_LARGE]    ? P_LR_LARGE
                  : apart >= p[P_MEDIUM] ? P_LR_MEDIUM
                                         : P_LR_SMALL];
    if (it->is.side < 0 && g.gross > 0) /* crates and pallets weigh what they weigh */
        it->is.lr = p[P_LR_SMALL];
    it->is.gap = (1 - it->coverage) * p[P_PART_SHARE];
    it->is.lr = 1 / (1 / it->is.lr + it->is.gap);
    it->is.off = fabs(log(it->invoiced / it->shipped));
    it->is.shift = (int64_t)llround((double)g.value * (1 - 1 / apart));
    if (it->is.side < 0)
        it->is.shift = (int64_t)llround((double)g.value * (apart - 1));
    return COMPARED;
}

static enum why parties(const struct state *s, tt_ix deal, struct item *it, tt_date *day)
{
    *it = (struct item){.is.at = deal};
    switch (tt_deal_parties(s->d, deal, &it->is.seller, &it->is.buyer, day)) {
    case TT_SIDES_MANY:
        return MIXED;
    case TT_SIDES_NONE:
        return NOTHING;
    default:
        return tt_deal_count(s->d, deal, TT_KIND_SHIPMENT) ? COMPARED : NOTHING;
    }
}

static tt_status deal(struct state *s, tt_ix i, tt_err *err)
{
    struct item base;
    tt_date day;
    tt_hs *hs = NULL;
    size_t n = 0;
    enum why why = parties(s, i, &base, &day);
    if (why != COMPARED) {
        tt_tally_add(&s->why[why], TT_NO_NUM);
        return TT_OK;
    }
    TT_TRY(tt_deal_codes(s->d, i, s->in->scratch, &hs, &n, err));
    for (size_t k = 0; k < n; k++) {
        struct item it = base;
        int64_t value;
        it.is.hs6 = hs[k];
        it.is.dim = tt_deal_dimension(s->d, i, hs[k]);
        why = compare(s, &it, n == 1, day, &value);
        if (why != COMPARED) {
            tt_tally_add(&s->why[why], value);
            continue;
        }
        it.is.own = tt_trial_own(s->in, it);
        if (!it.is.own)
            return tt_fail(err, TT_ENOMEM, "no memory for goods");
        TT_TRY(tt_trials_add(&s->trials, it.is, err));
    }
    return TT_OK;
}

/* --- one relation --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    TT_UNUSED(ctx);
    tt_deal_cite(w, t->at, TT_KINDS(INVOICE) | TT_KINDS(SHIPMENT), t->hs6, true);
}

static void tests(const struct state *s, const struct item *it, tt_draft *w)
{
    bool slack = it->gross > 0;
    tt_draft_test(
        w, "split_shipments", TT_TEST_NOT_EXPLAINED,
        "All invoices and all shipments of a deal were added up: house bills before master bills, "
        "and a load that two bills name once.");
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
            w, tt_arena_printf(
                   w->a,
                   "%s: %s %% of the %ss are in the data, so that one of this deal may be missing.",
                   it->stated ? "Stated by coverage records" : "Assumed, without a coverage record",
                   tt_say_number(w, 100 * it->coverage, 0),
                   it->is.side > 0 ? "shipment" : "invoice")));
    tt_draft_test(w, "credit_note", TT_TEST_NOT_EXPLAINED,
                  "Credit notes of the deal were taken off.");
}

static void words(const tt_relation *r, double invoiced, double shipped, tt_draft *w)
{
    const tt_trial *it = r->top;
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
               more ? "less" : "more", tt_say_number(w, invoiced, 0), unit,
               tt_say_number(w, shipped, 0), unit, tt_say_docs(w, TT_KIND_INVOICE, 1),
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

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *top = r->top->own;
    double invoiced = 0, shipped = 0, slack = 1 + tolerance(s, top);
    for (size_t i = 0; i < r->n; i++) {
        const struct item *it = r->v[i].own;
        invoiced += r->v[i].side == r->side ? it->invoiced : 0;
        shipped += r->v[i].side == r->side ? it->shipped : 0;
    }
    const char *unit = tt_price_per(r->top->dim);
    tt_draft_measure(w, "invoiced", unit, invoiced, shipped / slack, shipped * slack, 0);
    tt_draft_measure(w, "shipped", unit, shipped, invoiced / slack, invoiced * slack, 0);
    tt_draft_measure(w, "largest_ratio", "1", top->invoiced / top->shipped, 1 / slack, slack, 0);
    tt_draft_measure(w, "deals_that_differ", "1", (double)r->k, 0,
                     isnan(r->p) ? (double)NAN : r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    tests(s, top, w);
    words(r, invoiced, shipped, w);
}

/* --- all together --- */

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {MIXED, "deals of several sellers or buyers", "deal", "not compared", NULL},
        {UNLIKE, "goods without comparable quantities on both sides", "deal", "not compared", NULL},
        {PENDING, "goods shipped in part, the last of them lately", "deal", "more may follow",
         NULL},
        {SLIP, "the ratio of invoiced and shipped quantity is a unit factor", "deal",
         "treated as errors of data entry: never evidence", "dq.unit_error_suspected"},
        {ELSEWHERE, "a document names others that are not in the data", "deal",
         "what they ship or invoice is not known: not compared", NULL},
        {WHOLE, "the difference is what one or two of several documents say", "deal",
         "the paper on the other side may be missing: not compared", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "most of their deals agree, or a document may be missing", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what the coverage lets expect",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(tt_second_bills(&s->in->shared->cargo, (tt_date)s->in->param[P_SAME_DAYS],
                           s->in->param[P_SAME_LOAD], s->in->scratch, &s->second, err));
    TT_TRY(tt_numbers_of(s->d, TT_KIND_SHIPMENT, &s->bills, err));
    TT_TRY(tt_numbers_of(s->d, TT_KIND_INVOICE, &s->bought, err));
    for (tt_ix i = 1; i <= s->d->n_deals; i++)
        TT_TRY(deal(s, i, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "doc.qty_mismatch", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_map_init(&s.bills);
    tt_map_init(&s.bought);
    tt_status st = relations(&s, out, err);
    tt_map_release(&s.bills);
    tt_map_release(&s.bought);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_qty_mismatch = {
    .id = "doc.qty_mismatch",
    .revision = 4,
    .title = "Quantities of invoice and shipment differ",
    .typology = "quantity_mismatch",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_CARGO,
    .indicators = "D-01 F06-02",
    .source = "FATF, Trade Based Money Laundering (2006), over- and under-shipment of goods",
    .looks_for = "Deals in which more or less was shipped than invoiced, beyond what trade allows, "
                 "gathered by seller, buyer and HS subheading.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
