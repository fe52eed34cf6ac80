/*
 * doc_amendment_churn.c - bills of lading and declarations that are amended again and again, and
 * bills that get another consignee and another port after departure.
 *
 * Amendments are what tt_data.statements shows: earlier statements that the feeds hold.  Not caught
 * here: amendments whose earlier statement nobody handed in, a second bill under another number
 * (route_bl_switch), letters of credit, which no record kind holds.  Formula, worked example, known
 * false positives: doc_amendment_churn.md.
 */
#include "detect/common/restated.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/common/trials.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

enum {
    P_MIN,
    P_SAME,
    P_SHIP,
    P_LR_CHURN,
    P_LR_DIVERTED,
    P_AMENDED,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_MIN] = {"min_amendments", 3, 1, 100, "count",
               "amendments of one document; of party, port or goods two each"},
    [P_SAME] = {"same_words", 0.2, 0, 1, "fraction",
                "words that two texts about the same goods have in common at least"},
    [P_SHIP] = {"whole_ship", 2, 1, 1000, "count",
                "other consignees of the ship whose bills get the same other port"},
    [P_LR_CHURN] = {"lr_churn", 5, 1, 1000, "likelihood ratio",
                    "of many amendments, at most; less where the lane has many"},
    [P_LR_DIVERTED] = {"lr_diverted", 8, 1, 1000, "likelihood ratio",
                       "of another consignee and another port after departure"},
    [P_AMENDED] = {"amended_rate", 0.1, 0, 10, "count",
                   "amendments of an honest document, before these data say otherwise"},
    [P_USUAL] = TT_USUAL_ROW(0.005),
    TT_TRIAL_ROWS(0, 0.3)};

/* A port that a ship left out: for all who had goods on it. */
struct moved {
    tt_str ship, voyage, from, to;
    tt_ix who; /* entity of the consignee */
};
TT_VEC(moved_vec, struct moved);

struct item {
    tt_ref doc;
    tt_country from, to;
    tt_ix seller, buyer;
    uint32_t n, weighed; /* amendments; the grave ones twice */
    unsigned changes;    /* all together */
    unsigned late;       /* those after departure */
    tt_date first, last; /* days of the first and the last amendment */
    double rate;         /* amendments a document of others on the lane */
};
TT_VEC(item_vec, struct item);

enum why { JUDGED, ROLLED, SHIP, AFLOAT, SAME, USUAL, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    moved_vec moved;
    item_vec items;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static const tt_kind kinds[] = {TT_KIND_SHIPMENT, TT_KIND_DECLARATION};

static tt_status no_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for amendments");
}

static const tt_shipment *bill(const tt_statement *s)
{
    return (const tt_shipment *)(const void *)s->head;
}

/* --- whole ships --- */

static struct moved moved_of(const tt_data *d, const tt_statement *a, const tt_statement *b)
{
    const tt_shipment *x = bill(a), *y = bill(b);
    return (struct moved){x->vessel_imo.n ? x->vessel_imo : x->vessel_name, x->voyage,
                          x->port_of_discharge, y->port_of_discharge,
                          tt_data_entity(d, x->consignee)};
}

static int by_port(const void *a, const void *b)
{
    const struct moved *x = a, *y = b;
    const tt_str p[] = {x->ship, x->voyage, x->from, x->to};
    const tt_str q[] = {y->ship, y->voyage, y->from, y->to};
    for (size_t i = 0; i < TT_LEN(p); i++) {
        int c = tt_str_cmp(p[i], q[i]);
        if (c)
            return c;
    }
    return 0;
}

static int by_ship(const void *a, const void *b, void *ctx)
{
    const struct moved *x = a, *y = b;
    TT_UNUSED(ctx);
    int c = by_port(a, b);
    return c ? c : (x->who > y->who) - (x->who < y->who);
}

static tt_status find_moved(struct state *s, tt_err *err)
{
    const tt_data *d = s->d;
    for (size_t i = 2; i <= d->n_statements; i++) {
        const tt_statement *a = &d->statements[i - 1], *b = &d->statements[i];
        if (b->n < 2 || b->kind != TT_KIND_SHIPMENT)
            continue;
        struct moved m = moved_of(d, a, b);
        if (m.ship.n && m.from.n && m.to.n && !tt_str_eq(m.from, m.to) &&
            !tt_vec_push(&s->moved, m))
            return no_memory(err);
    }
    return tt_sort(s->moved.v, s->moved.n, sizeof *s->moved.v, by_ship, NULL) ? TT_OK
                                                                              : no_memory(err);
}

/* Bills of so many others of the ship got the same other port. */
static bool is_whole_ship(const struct state *s, const tt_statement *a, const tt_statement *b)
{
    struct moved m = moved_of(s->d, a, b);
    size_t low = 0, high = s->moved.n, others = 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (by_port(&s->moved.v[mid], &m) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    tt_ix last = 0;
    for (; low < s->moved.n && by_port(&s->moved.v[low], &m) == 0; low++) {
        tt_ix who = s->moved.v[low].who;
        others += who && who != m.who && who != last;
        last = who;
    }
    return m.ship.n && others >= (size_t)s->in->param[P_SHIP];
}

/* --- one document --- */

/* Grain, ores, fuels and the like, without containers: sold on while they are at sea. */
static bool is_sold_afloat(const tt_statement *x)
{
    static const uint8_t chapters[] = {10, 12, 15, 17, 23, 25, 26, 27, 31};
    bool bulk = x->head->n_lines > 0;
    for (size_t i = 0; i < x->head->n_lines; i++) {
        char text[TT_HS_TEXT + 1] = "";
        unsigned chapter = 0;
        if (tt_hs_text(x->lines[i].hs, text) >= 2)
            chapter = (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
        bool is = false;
        for (size_t k = 0; k < TT_LEN(chapters); k++)
            is = is || chapter == chapters[k];
        bulk = bulk && is && !x->lines[i].container.n;
    }
    return bulk;
}

static tt_date day_of(const tt_statement *x)
{
    tt_when when;
    return x->version.n && tt_parse_when(x->version, &when) ? when.day : TT_NO_DATE;
}

static unsigned changes(struct state *s, const tt_statement *a, const tt_statement *b)
{
    const unsigned ports = TT_RESTATED_LOADING | TT_RESTATED_DISCHARGE;
    unsigned c = tt_restated(s->d, a, b, s->in->param[P_SAME]);
    if (a->kind != TT_KIND_SHIPMENT)
        return c;
    if (c & TT_RESTATED_DISCHARGE && is_whole_ship(s, a, b)) {
        c = (c & ~(unsigned)TT_RESTATED_DISCHARGE) | TT_RESTATED_SCHEDULE;
        tt_tally_add(&s->why[SHIP], TT_NO_NUM);
    }
    if (c & (ports | TT_RESTATED_CONSIGNEE) && is_sold_afloat(a) && is_sold_afloat(b)) {
        c = (c & ~(ports | TT_RESTATED_CONSIGNEE)) | TT_RESTATED_OTHER;
        tt_tally_add(&s->why[AFLOAT], TT_NO_NUM);
    }
    return c;
}

static void take(struct state *s, struct item *it, unsigned c, tt_date day, tt_date left)
{
    bool grave = c & TT_RESTATED_GRAVE;
    if (!grave && !(c & TT_RESTATED_OTHER)) {
        tt_tally_add(&s->why[c ? ROLLED : SAME], TT_NO_NUM);
        return;
    }
    it->n++;
    it->weighed += grave ? 2 : 1;
    it->changes |= c;
    if (day == TT_NO_DATE)
        return;
    it->first = it->first == TT_NO_DATE ? day : TT_MIN(it->first, day);
    it->last = it->last == TT_NO_DATE ? day : TT_MAX(it->last, day);
    if (left != TT_NO_DATE && day > left)
        it->late |= c;
}

static void amendments(struct state *s, struct item *it)
{
    size_t n, at = tt_statements_of(s->d, it->doc.kind, it->doc.doc, &n);
    const tt_statement *before = NULL;
    tt_date left = it->doc.kind == TT_KIND_SHIPMENT
                       ? tt_data_head(s->d, it->doc.kind, it->doc.doc)->date.day
                       : TT_NO_DATE;
    for (size_t i = at; at && i < at + n; i++) {
        const tt_statement *x = &s->d->statements[i];
        if (x->draft)
            continue;
        if (before)
            take(s, it, changes(s, before, x), day_of(x), left);
        before = x;
    }
}

static tt_country country_of(const tt_data *d, tt_ix mention, tt_str port)
{
    tt_port p;
    if (port.n && tt_port_find(port, &p))
        return tt_port_country(p);
    return mention ? d->mentions[mention].country : 0;
}

static tt_status add(struct state *s, tt_kind kind, tt_ix doc, tt_err *err)
{
    const tt_data *d = s->d;
    tt_ix from = tt_data_role(d, kind, doc, 1), to = tt_data_role(d, kind, doc, 2);
    tt_str loading = {0}, discharge = {0};
    if (kind == TT_KIND_SHIPMENT) {
        loading = d->shipments[doc].port_of_loading;
        discharge = d->shipments[doc].port_of_discharge;
    }
    struct item it = {.doc = {kind, doc, 0},
                      .from = country_of(d, from, loading),
                      .to = country_of(d, to, discharge),
                      .seller = tt_data_entity(d, from),
                      .buyer = tt_data_entity(d, to),
                      .first = TT_NO_DATE,
                      .last = TT_NO_DATE};
    if (!it.seller && !it.buyer)
        return TT_OK;
    amendments(s, &it);
    return tt_vec_push(&s->items, it) ? TT_OK : no_memory(err);
}

/* --- lanes --- */

static int by_lane(const void *a, const void *b, void *ctx)
{
    const struct item *x = a, *y = b;
    TT_UNUSED(ctx);
    const uint64_t p[] = {x->doc.kind, x->from, x->to, x->seller, x->buyer, x->doc.doc};
    const uint64_t q[] = {y->doc.kind, y->from, y->to, y->seller, y->buyer, y->doc.doc};
    for (size_t i = 0; i < TT_LEN(p); i++)
        if (p[i] != q[i])
            return p[i] < q[i] ? -1 : 1;
    return 0;
}

static bool same_lane(const struct item *a, const struct item *b)
{
    return a->doc.kind == b->doc.kind && a->from == b->from && a->to == b->to;
}

/* Documents and their amendments. */
struct sum {
    double docs, n;
};

static struct sum sum_of(const struct item *v, size_t n)
{
    struct sum out = {(double)n, 0};
    for (size_t i = 0; i < n; i++)
        out.n += v[i].n;
    return out;
}

/* The rate of others on the lane, drawn to that of all others, and that to what is assumed. */
static double rate_of(const struct state *s, struct sum all, struct sum lane, struct sum own)
{
    double prior = s->in->param[P_PRIOR], assumed = s->in->param[P_AMENDED];
    double any = all.docs - own.docs + prior > 0
                     ? (all.n - own.n + assumed * prior) / (all.docs - own.docs + prior)
                     : assumed;
    double docs = lane.docs - own.docs + prior;
    return docs > 0 ? (lane.n - own.n + any * prior) / docs : any;
}

static void rate_lane(const struct state *s, struct item *v, size_t n, struct sum all)
{
    struct sum lane = sum_of(v, n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && v[end].seller == v[i].seller && v[end].buyer == v[i].buyer;)
            end++;
        struct sum own = sum_of(v + i, end - i);
        for (size_t k = i; k < end; k++)
            v[k].rate = rate_of(s, all, lane, own);
    }
}

static tt_status rates(struct state *s, tt_err *err)
{
    struct item *v = s->items.v;
    size_t n = s->items.n;
    if (!tt_sort(v, n, sizeof *v, by_lane, NULL))
        return no_memory(err);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && v[end].doc.kind == v[i].doc.kind;)
            end++;
        struct sum all = sum_of(v + i, end - i);
        for (size_t k = i, to; k < end; k = to) {
            for (to = k + 1; to < end && same_lane(&v[to], &v[k]);)
                to++;
            rate_lane(s, v + k, to - k, all);
        }
    }
    return TT_OK;
}

/* --- what it says --- */

static bool is_diverted(const struct item *it)
{
    return it->late & TT_RESTATED_CONSIGNEE && it->late & TT_RESTATED_DISCHARGE &&
           it->doc.kind == TT_KIND_SHIPMENT;
}

static double chance(const struct item *it)
{
    return tt_poisson_tail(it->rate, it->n);
}

/* At most lr_churn, and no more than the rate of the lane leaves. */
static double ratio(const struct state *s, const struct item *it)
{
    const double *p = s->in->param;
    double lr = 1, tail = chance(it);
    if (it->weighed >= (uint32_t)p[P_MIN] && tail > 0)
        lr = TT_MIN(p[P_LR_CHURN], pow(10, tt_round9(tt_log10_e_of_p(tail))));
    else if (it->weighed >= (uint32_t)p[P_MIN])
        lr = p[P_LR_CHURN];
    return is_diverted(it) ? TT_MAX(lr, p[P_LR_DIVERTED]) : TT_MAX(lr, 1);
}

static tt_status put(struct state *s, const struct item *it, tt_err *err)
{
    double lr = ratio(s, it);
    bool odd = lr > 1;
    int64_t value = tt_books_value(&s->in->shared->books, it->doc.kind, it->doc.doc);
    if (it->weighed >= (uint32_t)s->in->param[P_MIN] && !odd)
        tt_tally_add(&s->why[USUAL], value);
    return tt_trials_add(&s->trials,
                         (tt_trial){.seller = it->seller,
                                    .buyer = it->buyer,
                                    .at = it->doc.doc * 2 + (it->doc.kind == TT_KIND_DECLARATION),
                                    .side = odd,
                                    .lr = lr,
                                    .gap = s->in->param[P_USUAL],
                                    .off = it->weighed + (is_diverted(it) ? 1000.0 : 0),
                                    .shift = odd && value != TT_NO_NUM ? value : 0,
                                    .own = it},
                         err);
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, it->doc.kind, it->doc.doc, 0);
}

static const char *say_changes(tt_draft *w, const struct item *it)
{
    static const struct {
        unsigned change;
        const char *word;
    } rows[] = {
        {TT_RESTATED_CONSIGNEE, "the consignee"},
        {TT_RESTATED_PARTY, "the shipper"},
        {TT_RESTATED_LOADING, "the port of loading"},
        {TT_RESTATED_DISCHARGE, "the destination"},
        {TT_RESTATED_GOODS, "the goods"},
        {TT_RESTATED_OTHER, "weights or references"},
    };
    const char *text = "";
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (it->changes & rows[i].change)
            text = tt_say(w, "%s%s%s", text, *text ? ", " : "", rows[i].word);
    return text;
}

static const char *say_top(const struct state *s, tt_draft *w, const struct item *it)
{
    const char *when =
        it->first == TT_NO_DATE ? "" : tt_say(w, " %s", tt_say_period(w, it->first, it->last));
    const char *late =
        is_diverted(it)
            ? tt_say(w, " Another consignee and another port came after it was on board on %s.",
                     tt_say_date(w, tt_data_head(s->d, it->doc.kind, it->doc.doc)->date.day))
            : "";
    return tt_say(w,
                  "The %s %s was amended in %s%s: %s.%s Others on this lane have %s amendments "
                  "for each document; so many by chance: p %s.",
                  tt_kind_text(it->doc.kind), tt_say_doc(w, it->doc.kind, it->doc.doc),
                  tt_say_count(w, it->n, "step"), when, say_changes(w, it), late,
                  tt_say_number(w, it->rate, 3), tt_say_chance(w, chance(it)));
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"rollover", TT_TEST_NOT_EXPLAINED,
         "Amendments of ship, voyage and days alone do not count."},
        {"whole_ship", TT_TEST_NOT_EXPLAINED,
         "No other consignees of the ship got the same other port: weather, strikes and ports left "
         "out touch all of them."},
        {"endorsed", TT_TEST_NOT_EXPLAINED,
         "The consignee before was neither a bank nor to order, nor was the new one the party to "
         "be told."},
        {"sold_afloat", TT_TEST_NOT_EXPLAINED, "The goods are not bulk that changes hands at sea."},
        {"error_of_entry", TT_TEST_UNKNOWN,
         "One clerk may have corrected one paper several times."},
    };
    static const char *const steps[] = {
        "Read the earlier statements: `tradetrace show NUMBER` prints them with their rows.",
        "Ask the carrier or the customs office who asked for each amendment, when, and why.",
        "Ask what was paid for the goods, and by whom, after each amendment.",
    };
    static const tt_relation_text text = {
        .title = "papers amended again and again",
        .clause = "papers were amended in a way that others on the lane are not",
        .of = "document",
        .means = "Papers that follow the goods need few amendments; papers that are fitted to a "
                 "story need many.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    w->f.direction = TT_SHIFT_NONE;
    w->f.value_shift.minor = 0;
    if (r->shift)
        tt_draft_money(w, "value_of_documents", r->shift);
    tt_draft_measure(w, "amendments", "1", it->n, 0, it->rate, 0);
    tt_draft_measure(w, "amendments_weighted", "1", it->weighed, 0, s->in->param[P_MIN], 0);
    tt_relation_say(w, r, &text, say_top(s, w, it));
}

/* --- all together --- */

static tt_status all(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {ROLLED, "amendments of ship, voyage or days alone", "amendment",
         "the ship's affair: not counted", NULL},
        {SHIP, "amendments of the port for several consignees of one ship", "amendment",
         "a port left out or added: not counted as a change of port", NULL},
        {AFLOAT, "bulk without containers that got another consignee or port", "amendment",
         "sold at sea: counted as an amendment of no weight", NULL},
        {SAME, "statements that say nothing else than the one before", "statement",
         "the same paper sent again: not counted", NULL},
        {USUAL, "documents amended often, on lanes where that is usual", "document", "no evidence",
         NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such amendments are usual in these data", NULL},
    };
    static const tt_trial_words words = {.roles = {"shipper", "consignee"},
                                         .first = P_REPEAT,
                                         .expect = "what is assumed of honest trade",
                                         .of = "document",
                                         .cite = cite,
                                         .tell = tell};
    TT_TRY(find_moved(s, err));
    for (size_t k = 0; k < TT_LEN(kinds); k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(s->d, kinds[k]); i++)
            TT_TRY(add(s, kinds[k], i, err));
    TT_TRY(rates(s, err));
    for (size_t i = 0; i < s->items.n; i++)
        TT_TRY(put(s, &s->items.v[i], err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &words, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "doc.amendment_churn", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = in->data->n_statements ? all(&s, out, err) : TT_OK;
    tt_vec_release(&s.moved);
    tt_vec_release(&s.items);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_amendment_churn = {
    .id = "doc.amendment_churn",
    .revision = 1,
    .title = "Papers amended again and again",
    .typology = "false_documents",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-04 W-15",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "documents",
    .looks_for = "Bills of lading and customs declarations that were amended again and again, or "
                 "that got another consignee and another port after departure.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
