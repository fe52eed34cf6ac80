/*
 * ship_abandoned.c - goods that arrive and that nobody takes through customs.
 *
 * A missing declaration says as much as the data are complete: the weight comes from the share of
 * such consignments that are cleared, and is never more than what is usual in these very data.  Not
 * caught here: goods cleared in part, lanes on which nothing is ever declared.  Formula, worked
 * example, known false positives: ship_abandoned.md.
 */
#include "detect/common/absence.h"
#include "detect/common/cleared.h"
#include "detect/common/coverage.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"

#include "base/num.h"

#include <math.h>

enum {
    P_GRACE,
    P_SAIL,
    P_BACK,
    P_PAID_SHARE,
    P_UNPAID,
    P_USUAL,
    P_SHELL,
    P_GAP,
    TT_ABSENCE_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_GRACE] =
        {"grace_days", 45, 0, 3650, "days",
         "after arrival in which goods may be cleared: free time of the terminal, and three "
         "weeks"},
    [P_SAIL] = {"sail_days", 60, 0, 365, "days",
                "from on board to arrival, where the papers do not say"},
    [P_BACK] = {"back_days", 15, 0, 365, "days",
                "before the day on board in which goods may have been declared"},
    [P_PAID_SHARE] = {"paid_share", 0.3, 0, 1, "fraction", "of a deal from which it is paid"},
    [P_UNPAID] = {"unpaid_when_left", 0.7, 0.01, 0.99, "fraction",
                  "of goods that are left behind that nobody pays for"},
    [P_USUAL] = {"unpaid_usual", 0.1, 0.001, 0.99, "fraction",
                 "of goods whose declaration is only missing that nobody pays for, before these "
                 "data say otherwise"},
    [P_SHELL] = {"shell_lr", 3, 1, 1000, "likelihood ratio",
                 "of a consignee that looks like a shell, at most"},
    [P_GAP] = {"max_gap_p", 0.2, 0.001, 1, "probability",
               "of so many gaps by chance, above which neither of these adds anything"},
    TT_ABSENCE_ROWS(20, 0.1, 0.7)};

enum why {
    TRIAL,
    IGNORED,
    PARCEL,
    DOMESTIC,
    AGENT,
    ELSEWHERE,
    YOUNG,
    LOOSE,
    TWIN,
    BACK,
    LANE,
    UNKNOWN,
    WEAK,
    WHY_COUNT
};

enum { PRIOR = 20 }; /* consignments that what is assumed counts as */

enum pay { NOT_KNOWN, PAID, UNPAID };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_expected *v;
    uint32_t *lane; /* of a trial: from and to */
    size_t n;
    uint8_t *seen; /* deals that have their trial */
    tt_clearing clearing;
    uint8_t *pay;           /* of a shipment */
    uint64_t unpaid, known; /* of trials that are not cleared: whose payment is known */
    double usual;           /* what is assumed of them: share that is not paid */
    tt_tally why[WHY_COUNT];
};

/* --- consignments: the shipments of a deal, or one without a deal --- */

static enum pay pay_of(const struct state *s, tt_ix deal)
{
    double paid = tt_deal_paid(s->d, deal);
    if (!tt_deal_count(s->d, deal, TT_KIND_INVOICE))
        return NOT_KNOWN;
    if (!tt_deal_count(s->d, deal, TT_KIND_PAYMENT))
        return UNPAID;
    return isnan(paid) ? NOT_KNOWN : paid >= s->p[P_PAID_SHARE] ? PAID : UNPAID;
}

/* What was invoiced for it, else declared to the carrier; 0: not known. */
static int64_t worth(const struct state *s, tt_ix shipment, tt_ix deal)
{
    const tt_books *b = &s->in->shared->books;
    const tt_deal *x = &s->d->deals[deal];
    int64_t sum = 0, v;
    for (tt_ix i = 0; deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &s->d->deal_docs[x->first_doc + i];
        if (r->kind != TT_KIND_INVOICE || s->d->invoices[r->doc].type == TT_DOC_CREDIT_NOTE ||
            s->d->invoices[r->doc].type == TT_DOC_PROFORMA)
            continue;
        v = tt_books_value(b, TT_KIND_INVOICE, r->doc);
        if (v == TT_NO_NUM || !tt_add_i64(sum, v, &sum))
            return 0;
    }
    v = tt_books_value(b, TT_KIND_SHIPMENT, shipment);
    return sum ? sum : v == TT_NO_NUM ? 0 : v;
}

/* Of one whose deal holds no declaration. */
static enum why missing(struct state *s, tt_ix i)
{
    static const enum why other[] = {[TT_CLEARED_NOT] = TRIAL,
                                     [TT_CLEARED_LOOSE] = LOOSE,
                                     [TT_CLEARED_TWIN] = TWIN,
                                     [TT_CLEARED_BACK] = BACK};
    tt_date day = tt_cleared_arrival(&s->clearing, i), last = day + (tt_date)s->p[P_GRACE];
    if (day == TT_NO_DATE || last > s->d->as_of)
        return YOUNG;
    return other[tt_cleared_else(&s->clearing, i, last)];
}

static enum why classify(struct state *s, tt_ix i, tt_expected *t, uint32_t *lane)
{
    const tt_data *d = s->d;
    const tt_shipment *b = &d->shipments[i];
    tt_ix deal = tt_deal_of(d, TT_KIND_SHIPMENT, i);
    *t = (tt_expected){.seller = tt_data_entity(d, b->shipper),
                       .buyer = tt_data_entity(d, b->consignee),
                       .at = i,
                       .value = worth(s, i, deal)};
    tt_country from = tt_place_country(b->port_of_loading), goal = tt_cleared_goal(b);
    t->country = tt_cleared_party_country(d, b->consignee);
    if (!from)
        from = tt_cleared_party_country(d, b->shipper);
    if (!t->country)
        t->country = goal;
    *lane = (uint32_t)from << 16 | t->country;
    if (!t->seller || !t->buyer || t->seller == t->buyer || b->head.date.day == TT_NO_DATE)
        return IGNORED;
    if (b->type == TT_DOC_COURIER || b->type == TT_DOC_POSTAL)
        return PARCEL;
    if (!from || !t->country || from == t->country)
        return DOMESTIC;
    tt_entity_type who = d->entities[t->buyer].type;
    if (who == TT_ENTITY_BROKER || who == TT_ENTITY_CARRIER || who == TT_ENTITY_BANK)
        return AGENT;
    if (goal && goal != t->country)
        return ELSEWHERE;
    t->stated = tt_coverage_stated(d, TT_KIND_DECLARATION, t->country, t->country, b->head.date.day,
                                   &t->share);
    t->here = tt_cleared_deal(d, deal);
    s->pay[i] = (uint8_t)pay_of(s, deal);
    return t->here ? TRIAL : missing(s, i);
}

/* --- one relation --- */

struct paid {
    uint64_t n, known, unpaid; /* consignments that are not cleared; whose payment could be known */
    double usual;              /* share that is not paid, of those of others */
};

static struct paid paid_of(const struct state *s, const tt_absence *r)
{
    struct paid x = {.n = r->n - r->k};
    for (uint64_t i = 0; i < r->n; i++) {
        x.known += !r->v[i].here && s->pay[r->v[i].at] != NOT_KNOWN;
        x.unpaid += !r->v[i].here && s->pay[r->v[i].at] == UNPAID;
    }
    x.usual = ((double)(s->unpaid - x.unpaid) + PRIOR * s->usual) /
              ((double)(s->known - x.known) + PRIOR);
    return x;
}

/* How much more often goods that are left behind are paid, or not, than those of which only the
 * declaration is missing; and what the consignee looks like. */
static double bonus(const void *ctx, const tt_absence *r)
{
    const struct state *s = ctx;
    struct paid x = paid_of(s, r);
    double left = s->p[P_UNPAID], shell = tt_shell_odds(&s->in->shared->shells, r->v->buyer);
    double lr = (double)(x.n - x.known) + (double)x.unpaid * left / x.usual +
                (double)(x.known - x.unpaid) * (1 - left) / (1 - x.usual);
    double log_lr = log10(lr / (double)x.n) + fmin(fmax(shell, 0), log10(s->p[P_SHELL]));
    return tt_round9(r->tail > s->p[P_GAP] ? fmin(log_lr, 0) : log_lr);
}

static void tests(const struct state *s, const tt_absence *r, const char *share, tt_draft *w)
{
    static const tt_test tests[] = {
        {"unmatched_declaration", TT_TEST_NOT_EXPLAINED,
         "No import or transit declaration of the parties, for such goods and of that time, is "
         "left over without a transport document."},
        {"sent_back", TT_TEST_NOT_EXPLAINED,
         "The consignee sent no such goods back to the shipper."},
        {"second_bill", TT_TEST_NOT_EXPLAINED,
         "No other bill of lading to the consignee names the containers and is cleared."},
        {"refused", TT_TEST_UNKNOWN,
         "Whether the consignee disputed the goods, or could not pay the duty, is not in the "
         "data."},
        {"sold_in_transit", TT_TEST_UNKNOWN,
         "Goods sold on before they are landed are cleared by somebody else."},
    };
    tt_draft_test(
        w, "coverage_gap", TT_TEST_NOT_EXPLAINED,
        tt_say(w, "%s: %s %% of such consignments are cleared in the data.",
               r->stated ? "Stated by coverage records" : "Seen in the consignments of others",
               share));
    tt_draft_test(w, "still_in_port", TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "The data go on for more than %s days after they arrived.",
                         tt_say_number(w, s->p[P_GRACE], 0)));
    tt_draft_tests(w, tests, TT_LEN(tests));
}

static void tell(const void *ctx, const tt_absence *r, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask the terminal whether the containers are still there, and have them opened.",
        "Ask the carrier who was told of the arrival, and who paid for the storage.",
        "Visit the address of the consignee; look for other goods sent to it.",
    };
    const struct state *s = ctx;
    struct paid x = paid_of(s, r);
    for (uint64_t i = 0; i < r->n; i++) {
        if (r->v[i].here)
            continue;
        tt_ix at = r->v[i].at, deal = tt_deal_of(s->d, TT_KIND_SHIPMENT, at);
        tt_draft_document(w, TT_KIND_SHIPMENT, at, 0);
        if (deal)
            tt_deal_cite(w, deal, TT_KINDS(SHIPMENT) | TT_KINDS(INVOICE) | TT_KINDS(DECLARATION),
                         TT_HS_NONE, false);
    }
    const char *share = tt_say_number(w, 100 * r->share, 1), *k = tt_say_number(w, (double)x.n, 0);
    const char *of = tt_say_count(w, r->n, "consignment");
    const char *shell = tt_say_shell(w, &s->in->shared->shells, r->v->buyer);
    const char *paid =
        x.known ? tt_say(w,
                         "Not paid for either: %llu of %llu; of what others do not declare, %s "
                         "%%. ",
                         (unsigned long long)x.unpaid, (unsigned long long)x.known,
                         tt_say_number(w, 100 * x.usual, 1))
                : "";
    tt_draft_measure(w, "not_cleared", "1", (double)x.n, 0, (double)r->n * (1 - r->share),
                     (uint32_t)r->n);
    tt_draft_measure(w, "share_cleared", "1", (double)r->k / (double)r->n, r->share, 1, 0);
    tt_draft_measure(w, "not_paid_either", "1", (double)x.unpaid, 0, (double)x.known * x.usual,
                     (uint32_t)x.known);
    tt_draft_money(w, "value_not_cleared", r->value);
    tests(s, r, share, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.value_shift.minor = 0; /* what the goods are worth stays in the port */
    w->f.direction = TT_SHIFT_NONE;
    w->f.title = tt_say(w, "%s of %s never cleared through customs", k, of);
    w->f.explanation = tt_say(
        w,
        "No import or transit declaration belongs to %s of %s from this shipper to this consignee "
        "(%s)%s; %s %% of such consignments are cleared. %s%s%s%sGoods "
        "that nobody claims may never have been meant for the consignee on the papers.",
        k, of, tt_say_docs(w, TT_KIND_SHIPMENT, 5),
        r->value ? tt_say(w, ", worth %s", tt_say_money(w, r->value)) : "", share, paid,
        shell[0] ? "Of the consignee: " : "", shell, shell[0] ? ". " : "");
}

/* --- all together --- */

static int u32_cmp(const void *pa, const void *pb, void *ctx)
{
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    TT_UNUSED(ctx);
    return a < b ? -1 : a > b;
}

static bool holds(const uint32_t *v, size_t n, uint32_t x)
{
    size_t low = 0;
    for (size_t high = n; low < high;) {
        size_t mid = low + (high - low) / 2;
        if (v[mid] < x)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && v[low] == x;
}

/* Trials on lanes on which nothing at all is cleared ask for papers that need not be: within a
 * customs union, into a country whose feed is not there. */
static tt_status drop_lanes(struct state *s, tt_err *err)
{
    uint32_t *open = tt_new_n(s->in->scratch, uint32_t, s->n + 1);
    size_t n = 0, kept = 0;
    if (!open)
        return tt_fail(err, TT_ENOMEM, "no memory for lanes");
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].here)
            open[n++] = s->lane[i];
    if (!tt_sort(open, n, sizeof *open, u32_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for lanes");
    for (size_t i = 0; i < s->n; i++) {
        if (holds(open, n, s->lane[i]))
            s->v[kept++] = s->v[i];
        else
            tt_tally_add(&s->why[LANE], s->v[i].value);
    }
    s->n = kept;
    return TT_OK;
}

static void usual_pay(struct state *s)
{
    uint64_t n[2][UNPAID + 1] = {{0}};
    for (size_t i = 0; i < s->n; i++)
        n[s->v[i].here][s->pay[s->v[i].at]]++;
    s->unpaid = n[false][UNPAID];
    s->known = s->unpaid + n[false][PAID];
    s->usual = fmax(s->p[P_USUAL],
                    (double)(1 + n[true][UNPAID]) / (double)(2 + n[true][UNPAID] + n[true][PAID]));
}

static tt_status gather(struct state *s, tt_err *err)
{
    const tt_data *d = s->d;
    tt_arena *a = s->in->scratch;
    s->v = tt_new_n(a, tt_expected, d->n_shipments + 1);
    s->lane = tt_new_n(a, uint32_t, d->n_shipments + 1);
    s->pay = tt_new_n(a, uint8_t, d->n_shipments + 1);
    s->seen = tt_new_n(a, uint8_t, d->n_deals + 1);
    s->clearing.used = tt_new_n(a, uint8_t, d->n_declarations + 1);
    if (!s->v || !s->lane || !s->pay || !s->seen || !s->clearing.used)
        return tt_fail(err, TT_ENOMEM, "no memory for consignments");
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        tt_ix deal = tt_deal_of(d, TT_KIND_SHIPMENT, i);
        if (deal && (s->seen[deal] || tt_shipment_is_above(d, i)))
            continue; /* its deal has its trial, or a house bill will make it */
        s->seen[deal] = 1;
        enum why why = classify(s, i, &s->v[s->n], &s->lane[s->n]);
        if (why == TRIAL)
            s->n++;
        else
            tt_tally_add(&s->why[why], s->v[s->n].value);
    }
    return drop_lanes(s, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {PARCEL, "by courier or post", "consignment", "declared in bulk: not looked at", NULL},
        {DOMESTIC, "within one country, or of unknown countries", "consignment",
         "not looked at: such goods need no declaration", NULL},
        {AGENT, "consigned to a carrier, a broker or a bank", "consignment",
         "not looked at: the importer is not on the paper", NULL},
        {ELSEWHERE, "landed in another country than that of the consignee", "consignment",
         "not looked at: where they are cleared is not known", NULL},
        {YOUNG, "not long arrived", "consignment", "a declaration may still come", NULL},
        {LOOSE, "that a declaration without a transport document may clear", "consignment",
         "not counted as gaps", NULL},
        {TWIN, "in a container that another bill of lading clears", "consignment",
         "not counted as gaps", NULL},
        {BACK, "whose goods the consignee sent back", "consignment", "not counted as gaps", NULL},
        {LANE, "between countries between which nothing is cleared in these data", "consignment",
         "not looked at", NULL},
        {UNKNOWN, "not cleared, coverage not known", "consignment",
         "no coverage record, and too few consignments to estimate it: nothing is said", NULL},
        {WEAK, "not cleared, as chance leaves them", "consignment",
         "the data have gaps enough to explain them", NULL},
    };
    static const tt_absence_words say = {.first = P_LEAST,
                                         .roles = {"shipper", "consignee"},
                                         .no_more_than_usual = true,
                                         .bonus = bonus,
                                         .tell = tell};
    struct state s = {.in = in,
                      .d = in->data,
                      .p = in->param,
                      .clearing = {.d = in->data,
                                   .shared = in->shared,
                                   .sail = (int32_t)in->param[P_SAIL],
                                   .back = (int32_t)in->param[P_BACK]}};
    if (!in->data->n_declarations) /* no feed: nothing can be missing from it */
        return TT_OK;
    TT_TRY(gather(&s, err));
    usual_pay(&s);
    TT_TRY(tt_absence_judge(in, s.v, s.n, &say, &s, &s.why[UNKNOWN], &s.why[WEAK], out, err));
    return tt_tally_tell(in, "ship.abandoned: consignments", s.why, rows, TT_LEN(rows), out, err);
}

const tt_detector tt_detector_ship_abandoned = {
    .id = "ship.abandoned",
    .revision = 1,
    .title = "Goods that nobody clears through customs",
    .typology = "abandoned_cargo",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_SHELLS | TT_NEEDS_CARGO,
    .indicators = "W-19 W-20",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020); seizures at Da Nang "
              "and Haiphong, 2018 and 2019, as reported by others",
    .looks_for = "Consignments that arrived and that nobody declared for import or transit long "
                 "after, weighed by how complete the declarations are in these data.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
