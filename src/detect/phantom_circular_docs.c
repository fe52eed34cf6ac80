/*
 * phantom_circular_docs.c - one load on bill after bill.
 *
 * Bills of lading of one shipper to the same one or two receivers that name one serial number or
 * seal, or weigh the same to the kilogram, though nothing came back between them and customs hardly
 * saw them.  How often such goods of others weigh the same is measured in these data.  Not caught
 * here: goods that are sold round (flow_cycle_goods), two papers of one voyage (route_bl_switch),
 * one invoice twice (dup_invoice_multi).  Formula, worked example, known false positives:
 * phantom_circular_docs.md.
 */
#include "detect/common/cleared.h"
#include "detect/common/deals.h"
#include "detect/common/draft.h"
#include "detect/common/goods.h"
#include "detect/common/lanes.h"
#include "detect/common/piece_marks.h"
#include "detect/common/returns.h"
#include "detect/common/shares.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include "base/num.h"
#include "base/stat.h"
#include "base/str.h"

#include <math.h>

enum {
    P_LEAST,
    P_APART,
    P_MIN_KG,
    P_ROUND,
    P_SAIL,
    P_BACK,
    P_WAIT,
    P_LR,
    P_LR_ALONE,
    P_FEED,
    P_ASSUMED,
    P_RHO,
    P_PRIOR,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"least_bills", 3, 2, 1000, "count", "bills of lading of one load"},
    [P_APART] = {"apart_days", 5, 0, 365, "days", "between them; papers of one voyage are one"},
    [P_MIN_KG] = {"min_kg", 500, 0, 1e9, "kg", "lighter loads are not compared by mass"},
    [P_ROUND] = {"round_kg", 100, 1, 1e6, "kg",
                 "loads of a multiple of it are standard loads, and not compared by mass"},
    [P_SAIL] = {"sail_days", 45, 0, 365, "days", "to arrival, where the papers do not say"},
    [P_BACK] = {"back_days", 10, 0, 365, "days", "before on board in which goods may be declared"},
    [P_WAIT] = {"wait_days", 60, 0, 3650, "days", "after arrival in which goods may be cleared"},
    [P_LR] = {"lr", 10, 1, 1000, "likelihood ratio", "of one load on several bills"},
    [P_LR_ALONE] = {"lr_alone", 4, 1, 1000, "likelihood ratio",
                    "of one mass on several bills, where imports are not in the data"},
    [P_FEED] = {"least_feed", 0.5, 0, 1, "fraction",
                "of the bills of others that are cleared, below which imports are not in the data"},
    [P_ASSUMED] = {"assumed", 0.03, 0, 1, "fraction",
                   "of loads that weigh what one before did, before these data say otherwise"},
    [P_RHO] = {"rho", 0.02, 0, 0.9, "correlation", "of equal loads of one sender, at least"},
    [P_PRIOR] = {"prior_loads", 20, 1, 1e6, "count", "loads that what is assumed counts as"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"}};

enum by { BY_MASS, BY_MARK, BYS };

/* What one bill carries. */
struct load {
    enum by by;
    tt_hs hs6; /* BY_MARK: none, whatever the goods */
    tt_ix shipper, consignee, bill;
    uint64_t kg; /* BY_MARK: 0 */
    tt_str mark; /* BY_MASS: none */
    tt_date day;
    tt_ix line; /* that names the mark; 0 */
};
TT_VEC(load_vec, struct load);

/* Loads of one shipper and goods that are equal: v[first] and n - 1 more, days apart. */
struct group {
    size_t first, end, n;
};

enum why { TOLD, ROUND, BACK, CLEARED, SAID, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    load_vec v;
    tt_clearing clearing;
    tt_lanes lanes;
    tt_shares all[BYS]; /* of all goods */
    tt_tally why[WHY_COUNT];
};

/* --- loads --- */

/* Gross mass of all lines in kilograms; 0: a line does not say. */
static uint64_t mass_of(const tt_data *d, tt_ix bill)
{
    const tt_head *h = &d->shipments[bill].head;
    int64_t e6 = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        int64_t m = d->shipment_lines[k].gross_kg;
        if (m == TT_NO_NUM || m <= 0 || !tt_add_i64(e6, m, &e6))
            return 0;
    }
    return (uint64_t)(e6 / 1000000 + (e6 % 1000000 >= 500000));
}

static tt_status collect(struct state *s, tt_ix bill, tt_err *err)
{
    const tt_shipment *x = &s->d->shipments[bill];
    struct load l = {.shipper = tt_data_entity(s->d, x->shipper),
                     .consignee = tt_data_entity(s->d, x->consignee),
                     .bill = bill,
                     .day = x->head.date.day};
    if (!l.shipper || !l.consignee || l.day == TT_NO_DATE || tt_shipment_is_above(s->d, bill))
        return TT_OK;
    struct load m = l;
    m.kg = mass_of(s->d, bill);
    bool standard = m.kg % (uint64_t)s->p[P_ROUND] == 0, ok = true;
    for (tt_ix k = x->head.first_line; k < x->head.first_line + x->head.n_lines; k++) {
        const tt_line *line = &s->d->shipment_lines[k];
        const tt_str marks[] = {tt_piece_mark(line->description), tt_piece_seal(line->seal)};
        if (m.hs6 == TT_HS_NONE)
            m.hs6 = tt_hs_prefix(line->hs, 6);
        for (size_t i = 0; i < TT_LEN(marks); i++) {
            l.by = BY_MARK;
            l.line = k;
            l.mark = marks[i];
            ok = ok && (!l.mark.n || tt_vec_push(&s->v, l));
        }
    }
    if ((double)m.kg >= s->p[P_MIN_KG] && !standard)
        ok = ok && tt_vec_push(&s->v, m);
    else if (m.kg && standard)
        tt_tally_add(&s->why[ROUND], TT_NO_NUM);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for loads");
}

static int mark_cmp(tt_str a, tt_str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        char x = tt_ascii_upper(a.p[i]), y = tt_ascii_upper(b.p[i]);
        if (x != y)
            return (unsigned char)x < (unsigned char)y ? -1 : 1;
    }
    return (a.n > b.n) - (a.n < b.n);
}

static int subject_cmp(const struct load *a, const struct load *b)
{
    if (a->by != b->by)
        return a->by < b->by ? -1 : 1;
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    return (a->shipper > b->shipper) - (a->shipper < b->shipper);
}

static int key_cmp(const struct load *a, const struct load *b)
{
    return a->kg != b->kg ? (a->kg < b->kg ? -1 : 1) : mark_cmp(a->mark, b->mark);
}

static int load_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct load *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = subject_cmp(a, b);
    c = c ? c : key_cmp(a, b);
    if (c)
        return c;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->bill > b->bill) - (a->bill < b->bill);
}

/* --- equal ones --- */

static bool one_voyage(const struct state *s, const struct load *a, const struct load *b)
{
    return b->day - a->day < (tt_date)s->p[P_APART];
}

/* The largest group of equal loads of a subject, v[i] .. v[end - 1]; of equals the first.
 * @param n  different loads of the subject: what is equal and of one voyage is one. */
static struct group largest(const struct state *s, size_t i, size_t end, size_t *n)
{
    struct group top = {.n = 0};
    *n = 0;
    for (size_t next; i < end; i = next) {
        struct group g = {.first = i, .n = 1};
        size_t last = i;
        for (next = i + 1; next < end && key_cmp(&s->v.v[i], &s->v.v[next]) == 0; next++)
            if (!one_voyage(s, &s->v.v[last], &s->v.v[next])) {
                g.n++;
                last = next;
            }
        g.end = next;
        *n += g.n;
        if (g.n > top.n)
            top = g;
    }
    return top;
}

static size_t subject_end(const struct state *s, size_t i)
{
    size_t end = i + 1;
    while (end < s->v.n && subject_cmp(&s->v.v[i], &s->v.v[end]) == 0)
        end++;
    return end;
}

static bool one_series(const struct load *a, const struct load *b)
{
    return a->by == b->by && tt_hs_prefix(a->hs6, 4) == tt_hs_prefix(b->hs6, 4);
}

/* --- what became of them --- */

struct fate {
    size_t cleared, back, n;
    tt_ix receivers[2];
    size_t n_receivers; /* 3: more than two */
};

static struct fate fate_of(struct state *s, const struct group *g)
{
    struct fate f = {.n = 0};
    const struct load *last = NULL;
    for (size_t i = g->first; i < g->end; i++) {
        const struct load *l = &s->v.v[i];
        tt_date until = tt_cleared_arrival(&s->clearing, l->bill) + (tt_date)s->p[P_WAIT];
        size_t k = 0;
        while (k < f.n_receivers && k < 2 && f.receivers[k] != l->consignee)
            k++;
        if (k == f.n_receivers && k < 2)
            f.receivers[f.n_receivers++] = l->consignee;
        else if (k == 2)
            f.n_receivers = 3;
        if (last && one_voyage(s, last, l))
            continue;
        bool own = tt_cleared_deal(s->d, tt_deal_of(s->d, TT_KIND_SHIPMENT, l->bill));
        tt_cleared how = own ? TT_CLEARED_LOOSE : tt_cleared_else(&s->clearing, l->bill, until);
        f.n++;
        f.cleared += how == TT_CLEARED_LOOSE || how == TT_CLEARED_TWIN;
        f.back += how == TT_CLEARED_BACK;
        last = l;
    }
    return f;
}

static bool said(const struct state *s, const struct group *g)
{
    uint32_t heading = (uint32_t)(tt_hs_prefix(s->v.v[g->first].hs6, 4) >> 4) / 1000000;
    for (size_t i = g->first; i < g->end; i++)
        if (tt_papers_say_return(s->d, TT_KIND_SHIPMENT, s->v.v[i].bill))
            return true;
    return tt_is_packaging(heading);
}

/* --- telling it --- */

struct claim {
    struct group g;
    size_t loads; /* of the shipper and goods: g among them */
    struct fate fate;
    double usual, p, weight;
    uint64_t others; /* loads of other shippers that were compared */
    double share;    /* of such bills of others that are cleared */
    bool feed;       /* imports are in the data */
};

static const char *say_days(const struct state *s, tt_draft *w, const struct group *g)
{
    enum { SHOWN = 4 };
    const char *text = "";
    const struct load *last = NULL;
    size_t n = 0;
    for (size_t i = g->first; i < g->end; i++) {
        const struct load *l = &s->v.v[i];
        if (last && one_voyage(s, last, l))
            continue;
        if (n++ < SHOWN)
            text = tt_say(w, "%s%s%s", text, *text ? ", " : "", tt_say_date(w, l->day));
        last = l;
    }
    return n > SHOWN ? tt_say(w, "%s and %u more", text, (unsigned)(n - SHOWN)) : text;
}

static void say_tests(const struct state *s, tt_draft *w, const struct claim *c)
{
    const struct load *first = &s->v.v[c->g.first];
    bool mark = first->by == BY_MARK;
    tt_draft_test(w, "came_back", TT_TEST_NOT_EXPLAINED,
                  "No bill of lading in the data brings such goods from the receiver back to the "
                  "shipper.");
    tt_draft_test(w, "repair_or_packaging", TT_TEST_NOT_EXPLAINED,
                  "No paper speaks of repair, return, loan, a fair or temporary import, and the "
                  "goods are no packaging that is sent back to be filled.");
    tt_draft_test(w, "standard_load", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Of %s of other shippers, and with what is assumed of honest trade, %s %% "
                         "%s; so many of this shipper by chance: "
                         "p = %s.",
                         tt_say_count(w, c->others, mark ? "mark" : "such load"),
                         tt_say_number(w, 100 * c->usual, 1),
                         mark ? "stand on a later bill again"
                              : "weigh what another load of their shipper does",
                         tt_say_chance(w, c->p)));
    tt_draft_test(w, "imported_each_time", c->feed ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  c->feed ? tt_say(w,
                                   "%u of the %u loads were cleared by customs; of bills of others "
                                   "on this way %s %% are.",
                                   (unsigned)c->fate.cleared, (unsigned)c->fate.n,
                                   tt_say_number(w, 100 * c->share, 0))
                          : "The data hold too few imports to say whether they were cleared.");
}

static void cite(const struct state *s, tt_draft *w, const struct claim *c)
{
    int64_t shift = 0;
    tt_ix last = 0;
    for (size_t i = c->g.first; i < c->g.end; i++) {
        const struct load *l = &s->v.v[i];
        tt_ix deal = tt_deal_of(s->d, TT_KIND_SHIPMENT, l->bill);
        int64_t value = deal ? s->d->deals[deal].invoiced.minor : TT_NO_NUM;
        tt_draft_document(w, TT_KIND_SHIPMENT, l->bill, l->line);
        if (deal)
            tt_deal_cite(w, deal, TT_KINDS(INVOICE), 0, false);
        if (i > c->g.first && deal && deal != last && value != TT_NO_NUM &&
            !tt_add_i64(shift, value, &shift))
            shift = 0;
        last = deal;
    }
    w->f.value_shift.minor = shift;
    w->f.direction = shift > 0 ? TT_SHIFT_TO_EXPORTER : TT_SHIFT_NONE;
}

static tt_status tell(struct state *s, const struct claim *c, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask the carrier or terminal for the gate records of each container.",
        "Ask customs at the destination for the import of each load.",
        "Compare photographs, packing lists and weighbridge tickets of the loads.",
    };
    const struct load *l = &s->v.v[c->g.first];
    bool mark = l->by == BY_MARK;
    char hs[TT_HS_TEXT];
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    tt_hs_text(l->hs6, hs);
    tt_draft_relation(&w, l->shipper, c->fate.receivers[0], l->hs6, TT_DIM_NONE);
    if (c->fate.n_receivers > 1)
        tt_draft_entity(&w, c->fate.receivers[1], "buyer");
    cite(s, &w, c);
    tt_draft_measure(&w, "equal_loads", "1", (double)c->g.n, 1,
                     1 + c->usual * (double)(c->loads - 1),
                     (uint32_t)TT_MIN(c->others, (uint64_t)UINT32_MAX));
    if (!mark)
        tt_draft_measure(&w, "mass_of_each", "kg", (double)l->kg, NAN, NAN, 0);
    const char *what = mark ? tt_say(&w, "name '%s'", tt_say_str(&w, l->mark))
                            : tt_say(&w, "weigh %s kg gross, to the kilogram",
                                     tt_say_number(&w, (double)l->kg, 0));
    w.f.p_value = c->p;
    w.f.weight = tt_bans(c->weight);
    w.f.title = tt_say(&w, "One load on %u bills of lading", (unsigned)c->g.n);
    w.f.explanation = tt_say(
        &w,
        "%u of %s %s%s by this shipper, on bills of lading to %s on %s, %s. Nothing like it came "
        "back in between%s. The same goods may have been shipped on paper again and again.",
        (unsigned)c->g.n, tt_say_count(&w, c->loads, mark ? "marked load" : "load"),
        *hs ? "of subheading " : "of goods", hs,
        c->fate.n_receivers > 1 ? "two receivers" : "one receiver", say_days(s, &w, &c->g), what,
        c->feed ? tt_say(&w, ", and customs cleared %u of them", (unsigned)c->fate.cleared) : "");
    say_tests(s, &w, c);
    tt_draft_steps(&w, steps, TT_LEN(steps));
    return tt_draft_add(&w, out, err);
}

/* --- all together --- */

static tt_status judge(struct state *s, const struct group *g, size_t n, const tt_shares *all,
                       tt_findings *out, tt_err *err)
{
    const double *p = s->p;
    struct claim c = {.g = *g, .loads = n};
    double rate, k = (double)(g->n - 1);
    const struct load *l = &s->v.v[g->first];
    bool mark = l->by == BY_MARK;
    (void)tt_shares_chance(&s->all[l->by], k, (double)(n - 1), p[P_ASSUMED], p[P_RHO], p[P_PRIOR],
                           &rate);
    c.p =
        tt_round9(tt_shares_chance(all, k, (double)(n - 1), rate, p[P_RHO], p[P_PRIOR], &c.usual));
    c.others = (uint64_t)(all->n - (double)(n - 1));
    c.weight = fmin(log10(p[P_LR]), tt_log10_e_of_p(c.p));
    enum why why = tt_round9(c.weight) < p[P_MIN_WEIGHT] ? WEAK : said(s, g) ? SAID : TOLD;
    if (why == TOLD) {
        c.fate = fate_of(s, g);
        c.share = tt_lanes_cleared(&s->lanes, s->in, l->bill);
        c.feed = c.share >= p[P_FEED];
        c.weight = mark || c.feed ? c.weight : fmin(c.weight, log10(p[P_LR_ALONE]));
        why = c.fate.back                           ? BACK
              : c.fate.cleared * 2 >= g->n && !mark ? CLEARED
              : c.fate.n_receivers > 2              ? WEAK
                                                    : TOLD;
    }
    if (why == TOLD)
        return tell(s, &c, out, err);
    tt_tally_add(&s->why[why], TT_NO_NUM);
    return TT_OK;
}

static void count(const struct state *s, size_t i, size_t end, tt_shares *all)
{
    size_t n;
    for (size_t next; i < end; i = next) {
        next = subject_end(s, i);
        struct group g = largest(s, i, next, &n);
        tt_shares_add(all, (double)(g.n - 1), (double)(n - 1));
    }
}

/* The loads of one heading: what is usual among them, then who is not. */
static tt_status series(struct state *s, size_t i, size_t end, tt_findings *out, tt_err *err)
{
    tt_shares all = {0};
    size_t n;
    count(s, i, end, &all);
    for (size_t next; i < end; i = next) {
        next = subject_end(s, i);
        struct group g = largest(s, i, next, &n);
        if ((double)g.n >= s->p[P_LEAST])
            TT_TRY(judge(s, &g, n, &all, out, err));
    }
    return TT_OK;
}

static tt_status bills(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {ROUND, "of a round mass", "load", "standard loads: not compared by mass", NULL},
        {BACK, "such goods came back in between", "set", "not told", NULL},
        {SAID, "papers speak of repair, return or loan, or the goods are packaging", "set",
         "not told", NULL},
        {CLEARED, "most of them were cleared by customs", "set", "not told: standard loads", NULL},
        {WEAK, "such loads are usual in these data, or go to many", "set", "not told", NULL},
    };
    for (tt_ix i = 1; i <= s->d->n_shipments; i++)
        TT_TRY(collect(s, i, err));
    if (!tt_sort(s->v.v, s->v.n, sizeof *s->v.v, load_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    for (size_t i = 0, end; i < s->v.n; i = end) {
        for (end = i + 1; end < s->v.n && s->v.v[i].by == s->v.v[end].by;)
            end++;
        count(s, i, end, &s->all[s->v.v[i].by]);
    }
    for (size_t i = 0, end; i < s->v.n; i = end) {
        for (end = i + 1; end < s->v.n && one_series(&s->v.v[i], &s->v.v[end]);)
            end++;
        TT_TRY(series(s, i, end, out, err));
    }
    return tt_tally_tell(s->in, "phantom.circular_docs: equal loads", s->why, rows, TT_LEN(rows),
                         out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    s.clearing =
        (tt_clearing){.d = in->data,
                      .shared = in->shared,
                      .sail = (int32_t)in->param[P_SAIL],
                      .back = (int32_t)in->param[P_BACK],
                      .used = tt_new_n(in->scratch, uint8_t, in->data->n_declarations + 1)};
    if (!s.clearing.used)
        return tt_fail(err, TT_ENOMEM, "no memory for declarations");
    TT_TRY(tt_lanes_build(in->data, in->scratch, &s.lanes, err));
    tt_status st = bills(&s, out, err);
    tt_vec_release(&s.v);
    return st;
}

const tt_detector tt_detector_phantom_circular_docs = {
    .id = "phantom.circular_docs",
    .revision = 1,
    .title = "One load on bill after bill",
    .typology = "circular_documents",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_CARGO,
    .indicators = "D-04 F06-02",
    .source = "FATF, Trade Based Money Laundering (2006): phantom shipments, and the same goods "
              "shipped again on paper",
    .looks_for = "Bills of lading of one shipper to the same one or two receivers that name one "
                 "serial number or seal, or weigh the same to the kilogram, though nothing came "
                 "back in between.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
