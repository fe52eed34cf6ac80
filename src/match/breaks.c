/*
 * breaks.c - why a document has no counterpart of a kind.
 *
 * A counterpart counts also at second hand: the declaration of a shipment answers for the invoice
 * of that shipment.  What was looked at and refused is told first.  Else three chances are weighed:
 * that it is not there yet (from the days between documents that were found together), that its
 * feed lacks it (from the share of the feed), and that there is none (from how many documents of
 * the same sort are alone beyond what the other two explain).
 */
#include "match/breaks.h"

#include "base/map.h"
#include "base/stat.h"

enum {
    FEW = 20 /* lags that a distribution is taken from */,
    STRATA = 32,
    PRIOR = 5,
    FEW_OF_PAIR = 4
};

static const tt_kind doc_kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION,
                                    TT_KIND_PAYMENT};

/* Days from a document to its counterpart, one in ten below and above, where too few pairs say it;
 * from the due date where the document has one. */
static const struct want {
    tt_kind of, wants;
    int low, high;
} usual[] = {
    {TT_KIND_INVOICE, TT_KIND_PAYMENT, -10, 30},
    {TT_KIND_INVOICE, TT_KIND_SHIPMENT, -10, 45},
    {TT_KIND_INVOICE, TT_KIND_DECLARATION, -10, 75},
    {TT_KIND_SHIPMENT, TT_KIND_INVOICE, -45, 10},
    {TT_KIND_SHIPMENT, TT_KIND_DECLARATION, -10, 45},
    {TT_KIND_DECLARATION, TT_KIND_INVOICE, -75, 10},
    {TT_KIND_DECLARATION, TT_KIND_SHIPMENT, -45, 10},
    {TT_KIND_PAYMENT, TT_KIND_INVOICE, -90, -5},
    {TT_KIND_INVOICE, TT_KIND_INVOICE, -90, -5},
};

struct feed {
    tt_date first, last; /* of its documents */
    bool any;
    tt_map64 pairs; /* of parties: how many of its documents are between them */
};

/* Seller and buyer, or who stands for them. */
struct ends {
    uint64_t pair; /* of entities */
    tt_country from, to;
};

struct maker {
    const tt_data *d;
    const tt_tried *tried;
    uint8_t *has[TT_KIND_COUNT];      /* by document: a bit for each kind of counterpart */
    struct ends *ends[TT_KIND_COUNT]; /* by document */
    struct feed feed[TT_KIND_COUNT];
    struct lags {
        double *first, *last; /* of each document's counterparts, ascending */
        size_t n;
    } lag[TT_LEN(usual)];
    double none[TT_LEN(usual)][STRATA]; /* share of documents that truly have none */
    tt_map64 cut;  /* the same of documents that are alone and for which not all was tried */
    tt_map64 last; /* by parties and want: the last document that has one; see relation_of */
    tt_break *out;
    size_t n;
};

static bool is_goods(tt_kind k)
{
    return k == TT_KIND_INVOICE || k == TT_KIND_SHIPMENT || k == TT_KIND_DECLARATION;
}

/* --- who has what --- */

static void note_direct(struct maker *m)
{
    for (tt_ix i = 1; i <= m->d->n_pairings; i++) {
        const tt_pairing *p = &m->d->pairings[i];
        m->has[p->kind][p->doc] |= (uint8_t)(1u << p->to_kind);
        if (p->kind != p->to_kind)
            m->has[p->to_kind][p->to] |= (uint8_t)(1u << p->kind);
    }
}

/* Through one document in between, goods only: a payment of six invoices makes them no deal. */
static bool note_through(struct maker *m, tt_arena *scratch)
{
    uint8_t *direct[TT_KIND_COUNT] = {NULL};
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++) {
        size_t n = tt_data_n_docs(m->d, doc_kinds[k]) + 1;
        if (!(direct[doc_kinds[k]] = tt_new_n(scratch, uint8_t, n)))
            return false;
        memcpy(direct[doc_kinds[k]], m->has[doc_kinds[k]], n);
    }
    const uint8_t goods = 1u << TT_KIND_SHIPMENT | 1u << TT_KIND_DECLARATION;
    for (tt_ix i = 1; i <= m->d->n_pairings; i++) {
        const tt_pairing *p = &m->d->pairings[i];
        if (!is_goods(p->kind) || p->kind == p->to_kind)
            continue;
        m->has[p->kind][p->doc] |= direct[p->to_kind][p->to] & (goods | 1u << TT_KIND_INVOICE);
        m->has[p->to_kind][p->to] |= direct[p->kind][p->doc] & goods;
    }
    return true;
}

/* --- what is wanted --- */

static bool is_wanted(const tt_data *d, tt_kind kind, tt_ix doc, tt_kind wants)
{
    tt_doc_type type;
    switch (kind) {
    case TT_KIND_INVOICE:
        type = d->invoices[doc].type;
        if (type == TT_DOC_CREDIT_NOTE || type == TT_DOC_DEBIT_NOTE)
            return wants == TT_KIND_INVOICE;
        return wants != TT_KIND_INVOICE && type != TT_DOC_PROFORMA;
    case TT_KIND_SHIPMENT: /* what is declared is what house bills carry */
        return wants == TT_KIND_INVOICE || d->shipments[doc].type != TT_DOC_MASTER_BL;
    case TT_KIND_DECLARATION:
        return d->declarations[doc].type != TT_DOC_TRANSIT;
    default:
        return true;
    }
}

static bool is_alone(const struct maker *m, tt_kind kind, tt_ix doc, tt_kind wants)
{
    return is_wanted(m->d, kind, doc, wants) && !(m->has[kind][doc] >> wants & 1);
}

/* --- what the feeds hold --- */

static tt_country country_of(const tt_data *d, tt_ix mention)
{
    tt_ix e = tt_data_entity(d, mention);
    if (e && e <= d->n_entities && d->entities[e].country)
        return d->entities[e].country;
    return mention ? d->mentions[mention].country : 0;
}

static struct ends ends_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    bool turn = kind == TT_KIND_PAYMENT; /* payer first */
    tt_ix from = tt_data_role(d, kind, doc, turn ? 2 : 1),
          to = tt_data_role(d, kind, doc, turn ? 1 : 2);
    return (struct ends){(uint64_t)tt_data_entity(d, from) << 32 | tt_data_entity(d, to),
                         country_of(d, from), country_of(d, to)};
}

static bool see_ends(struct maker *m, tt_arena *scratch)
{
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++) {
        size_t n = tt_data_n_docs(m->d, doc_kinds[k]);
        struct ends *v = tt_new_n(scratch, struct ends, n + 1);
        m->ends[doc_kinds[k]] = v;
        for (tt_ix i = 1; v && i <= n; i++)
            v[i] = ends_of(m->d, doc_kinds[k], i);
        if (!v)
            return false;
    }
    return true;
}

static bool see_feeds(struct maker *m)
{
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++) {
        struct feed *f = &m->feed[doc_kinds[k]];
        size_t n = tt_data_n_docs(m->d, doc_kinds[k]);
        f->first = f->last = TT_NO_DATE;
        f->any = n > 0;
        for (tt_ix i = 1; i <= n; i++) { /* sorted by date, those without first */
            tt_date day = tt_data_head(m->d, doc_kinds[k], i)->date.day;
            uint32_t found;
            if (day != TT_NO_DATE && f->first == TT_NO_DATE)
                f->first = day;
            if (day != TT_NO_DATE)
                f->last = day;
            uint64_t pair = m->ends[doc_kinds[k]][i].pair;
            found = tt_map64_find(&f->pairs, pair);
            if (!tt_map64_put(&f->pairs, pair, found == TT_MAP_NONE ? 1 : found + 1))
                return false;
        }
    }
    return true;
}

static tt_date start_of(const tt_data *d, size_t u, tt_ix doc)
{
    if (usual[u].of == TT_KIND_INVOICE && usual[u].wants == TT_KIND_PAYMENT &&
        d->invoices[doc].due != TT_NO_DATE)
        return d->invoices[doc].due;
    return tt_data_head(d, usual[u].of, doc)->date.day;
}

/* The first and the last day of the counterparts of each document; TT_NO_DATE: none is known. */
static void see_days(const struct maker *m, size_t u, tt_date *first, tt_date *last)
{
    for (size_t i = 0; i <= tt_data_n_docs(m->d, usual[u].of); i++)
        first[i] = last[i] = TT_NO_DATE;
    for (tt_ix i = 1; i <= m->d->n_pairings; i++) {
        const tt_pairing *p = &m->d->pairings[i];
        bool on = p->kind == usual[u].of && p->to_kind == usual[u].wants;
        bool back = p->to_kind == usual[u].of && p->kind == usual[u].wants;
        if (!on && !back)
            continue;
        tt_ix doc = on ? p->doc : p->to;
        tt_date to = tt_data_head(m->d, usual[u].wants, on ? p->to : p->doc)->date.day;
        if (to == TT_NO_DATE)
            continue;
        first[doc] = first[doc] == TT_NO_DATE ? to : TT_MIN(first[doc], to);
        last[doc] = last[doc] == TT_NO_DATE ? to : TT_MAX(last[doc], to);
    }
}

/* Days from documents to their counterparts, in the pairs found.  Who has none yet waits for the
 * first of them: goods are declared on leaving and again on arriving. */
static bool see_lags_of(struct maker *m, size_t u, tt_arena *scratch)
{
    struct lags *to = &m->lag[u];
    size_t docs = tt_data_n_docs(m->d, usual[u].of);
    tt_date *first = tt_mem_zalloc(docs + 1, sizeof(*first)),
            *last = tt_mem_zalloc(docs + 1, sizeof(*last));
    to->first = tt_new_n(scratch, double, docs + 1);
    to->last = tt_new_n(scratch, double, docs + 1);
    bool ok = first && last && to->first && to->last;
    if (ok)
        see_days(m, u, first, last);
    for (tt_ix i = 1; ok && i <= docs; i++) {
        tt_date from = start_of(m->d, u, i);
        if (from == TT_NO_DATE || first[i] == TT_NO_DATE)
            continue;
        to->first[to->n] = (double)first[i] - from;
        to->last[to->n++] = (double)last[i] - from;
    }
    tt_mem_free(first);
    tt_mem_free(last);
    if (ok) {
        tt_sort_double(to->first, to->n);
        tt_sort_double(to->last, to->n);
    }
    return ok;
}

static bool see_lags(struct maker *m, tt_arena *scratch)
{
    bool ok = true;
    for (size_t u = 0; ok && u < TT_LEN(usual); u++)
        ok = see_lags_of(m, u, scratch);
    return ok;
}

/* Share of documents of which the first, or the last, counterpart comes within so many days.
 * @param v  lag.first or lag.last. */
static double within(const struct maker *m, size_t u, const double *v, double days)
{
    size_t low = 0, high = m->lag[u].n;
    if (high < FEW) {
        double x = 0.1 + 0.8 * (days - usual[u].low) / (usual[u].high - usual[u].low);
        return x < 0 ? 0 : x > 1 ? 1 : x;
    }
    TT_BISECT(size_t, low, high, mid, v[mid] <= days);
    return (double)low / (double)m->lag[u].n;
}

/* What coverage records state for such a document of one country; -1: nothing. */
static double stated(const struct maker *m, tt_kind wants, tt_country country, tt_date day)
{
    double share = -1;
    for (size_t i = 1; i <= m->d->n_coverages; i++) {
        const tt_coverage *c = &m->d->coverages[i];
        bool then = day == TT_NO_DATE || ((c->from == TT_NO_DATE || c->from <= day) &&
                                          (c->to == TT_NO_DATE || c->to >= day));
        if (c->kind != wants || c->share == TT_NO_NUM || !then ||
            (c->country && c->country != country))
            continue;
        double s = (double)c->share / 1e6;
        share = share < 0 || s < share ? s : share;
    }
    return share;
}

/*
 * Share of such counterparts that the feed holds.  A document is filed where its first party is:
 * seller, shipper, payer; goods are declared on both sides, and either declaration will do.
 */
static double share_of(const struct maker *m, size_t u, tt_ix doc)
{
    tt_kind wants = usual[u].wants;
    tt_date day = tt_data_head(m->d, usual[u].of, doc)->date.day;
    tt_country a = m->ends[usual[u].of][doc].from, b = m->ends[usual[u].of][doc].to;
    double one = stated(m, wants, wants == TT_KIND_PAYMENT ? b : a, day);
    if (wants == TT_KIND_DECLARATION) {
        double other = stated(m, wants, b, day);
        one = one < 0 || other < 0 ? TT_MAX(one, other) : 1 - (1 - one) * (1 - other);
    }
    if (one < 0)
        one = m->tried->coverage[wants];
    return one < 0 ? 1 : one;
}

/* --- sorts of documents: some never have such a counterpart --- */

/* No code, no quantity: a service. */
static bool has_goods(const tt_data *d, tt_kind kind, tt_ix doc)
{
    if (kind != TT_KIND_INVOICE)
        return true;
    const tt_head *h = &d->invoices[doc].head;
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++)
        if (d->invoice_lines[i].hs != TT_HS_NONE || d->invoice_lines[i].quantity != TT_NO_NUM)
            return true;
    return h->n_lines == 0;
}

static uint64_t relation_of(const struct maker *m, size_t u, tt_ix doc)
{
    return m->ends[usual[u].of][doc].pair * TT_LEN(usual) + u;
}

/* Documents are sorted by date. */
static bool see_last(struct maker *m)
{
    for (size_t u = 0; u < TT_LEN(usual); u++)
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, usual[u].of); i++)
            if (m->has[usual[u].of][i] >> usual[u].wants & 1 &&
                !tt_map64_put(&m->last, relation_of(m, u, i), i))
                return false;
    return true;
}

/* Later documents of the two parties have one: it did not end with this. */
static bool went_on(const struct maker *m, size_t u, tt_ix doc)
{
    uint32_t last = tt_map64_find(&m->last, relation_of(m, u, doc));
    return last != TT_MAP_NONE && last > doc;
}

/* Chances that a counterpart that there is comes after the end of the feed, or came before it. */
static void outside(const struct maker *m, size_t u, tt_ix doc, double *late, double *early)
{
    const struct feed *f = &m->feed[usual[u].wants];
    tt_date day = start_of(m->d, u, doc);
    *late = *early = 0;
    if (day == TT_NO_DATE || f->last == TT_NO_DATE)
        return;
    *late = 1 - within(m, u, m->lag[u].first, (double)f->last - day);
    *early = within(m, u, m->lag[u].last, (double)f->first - 1 - day);
}

/* Near the end of the feed it cannot be seen who goes on, so that who does not is another sort. */
static const double NEAR_THE_END = 0.05;

static size_t stratum_of(const struct maker *m, size_t u, tt_ix doc, double late)
{
    const struct ends *e = &m->ends[usual[u].of][doc];
    uint64_t pair = e->pair;
    bool trade = tt_map64_find(&m->feed[usual[u].wants].pairs, pair) != TT_MAP_NONE;
    /* That two have one deal only, of which a part is missing, says nothing of them. */
    if (usual[u].of != TT_KIND_PAYMENT)
        trade |= tt_map64_find(&m->feed[usual[u].of].pairs, pair) < FEW_OF_PAIR;
    return (size_t)trade | (size_t)has_goods(m->d, usual[u].of, doc) << 1 |
           (size_t)(e->from && e->from == e->to) << 2 | (size_t)went_on(m, u, doc) << 3 |
           (size_t)(late > NEAR_THE_END) << 4;
}

/* The want the other way round; TT_LEN(usual): nobody has it. */
static size_t turned(size_t u)
{
    size_t i = 0;
    while (i < TT_LEN(usual) &&
           (usual[i].of != usual[u].wants || usual[i].wants != usual[u].of || i == u))
        i++;
    return i;
}

static bool see_cuts(struct maker *m)
{
    for (size_t u = 0; u < TT_LEN(usual); u++) {
        const tt_tried_doc *t = m->tried->of[usual[u].of][usual[u].wants];
        for (tt_ix i = 1; t && i <= tt_data_n_docs(m->d, usual[u].of); i++)
            if (t[i].limit && is_alone(m, usual[u].of, i, usual[u].wants) &&
                !tt_map64_put(&m->cut, relation_of(m, u, i), i))
                return false;
    }
    return true;
}

/* Its counterpart may be one for which not all was tried. */
static bool is_cut(const struct maker *m, size_t u, tt_ix doc)
{
    size_t back = turned(u);
    uint64_t key = m->ends[usual[u].of][doc].pair * TT_LEN(usual) + back;
    return back < TT_LEN(usual) && tt_map64_find(&m->cut, key) != TT_MAP_NONE;
}

/* What was looked at and not taken.  A near miss that has found its own is no reason. */
static tt_break_type refused(const struct maker *m, size_t u, tt_ix doc)
{
    const tt_tried_doc *t = m->tried->of[usual[u].of][usual[u].wants];
    t = t ? t + doc : NULL;
    if (t && t->limit)
        return TT_BREAK_LIMIT;
    if (t && t->ambiguous)
        return TT_BREAK_AMBIGUOUS;
    if (t && t->best && t->centibits >= m->tried->close &&
        !(m->has[usual[u].wants][t->best] >> usual[u].of & 1))
        return TT_BREAK_BELOW_THRESHOLD;
    return is_cut(m, u, doc) ? TT_BREAK_LIMIT : TT_BREAK_NO_CANDIDATE;
}

/* alone = none + (1 - none)(1 - seen) for each document, solved for none over all of a sort. */
static void see_none(struct maker *m)
{
    for (size_t u = 0; u < TT_LEN(usual); u++) {
        double more[STRATA] = {0}, of[STRATA] = {0};
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, usual[u].of); i++) {
            double late, early;
            if (!is_wanted(m->d, usual[u].of, i, usual[u].wants))
                continue;
            outside(m, u, i, &late, &early);
            double seen = share_of(m, u, i) * (1 - late - early);
            size_t k = stratum_of(m, u, i, late);
            bool alone = is_alone(m, usual[u].of, i, usual[u].wants);
            if (alone && refused(m, u, i) != TT_BREAK_NO_CANDIDATE)
                continue; /* it may have one */
            more[k] += (alone ? 1 : 0) - (1 - seen);
            of[k] += seen;
        }
        for (size_t k = 0; k < STRATA; k++) {
            double none = (more[k] + 0.1 * PRIOR) / (of[k] + PRIOR);
            m->none[u][k] = none < 0.01 ? 0.01 : none > 1 ? 1 : none;
        }
    }
}

/* --- the reason --- */

static tt_break_type reason(const struct maker *m, size_t u, tt_ix doc, const tt_tried_doc *t)
{
    double late, early, share = share_of(m, u, doc);
    tt_break_type type = refused(m, u, doc);
    if (type != TT_BREAK_NO_CANDIDATE)
        return type;
    outside(m, u, doc, &late, &early);
    double none = m->none[u][stratum_of(m, u, doc, late)], gap = 1 - share * (1 - early);
    if (t && t->named) { /* there is one */
        none = 0;
        gap = TT_MAX(gap, 0.5);
    }
    /* What the feed does not hold does not arrive later either. */
    double not_yet = (1 - none) * late * share;
    double lacking = (1 - none) * ((1 - late) * gap + late * (1 - share));
    if (not_yet >= none && not_yet >= lacking)
        return TT_BREAK_NOT_ARRIVED;
    return lacking >= none ? TT_BREAK_OUTSIDE_COVERAGE : TT_BREAK_NO_CANDIDATE;
}

static void add_break(struct maker *m, size_t u, tt_ix doc)
{
    const tt_tried_doc *t = m->tried->of[usual[u].of][usual[u].wants];
    t = t ? t + doc : NULL;
    m->out[++m->n] = (tt_break){
        .kind = usual[u].of,
        .doc = doc,
        .wants = usual[u].wants,
        .type = reason(m, u, doc, t),
        .n_candidates = t ? t->n_candidates : 0,
        .centibits = t && t->best ? t->centibits : INT32_MIN,
        .best_kind = t && t->best ? usual[u].wants : TT_KIND_NONE,
        .best = t ? t->best : 0,
    };
}

/* Sorted by (kind, document, wanted kind). */
static bool list_breaks(struct maker *m, tt_arena *keep)
{
    size_t n = 0;
    for (size_t u = 0; u < TT_LEN(usual); u++)
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, usual[u].of); i++)
            n += m->feed[usual[u].wants].any && is_alone(m, usual[u].of, i, usual[u].wants);
    m->out = tt_new_n(keep, tt_break, n + 1);
    for (size_t k = 0; m->out && k < TT_LEN(doc_kinds); k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, doc_kinds[k]); i++)
            for (size_t w = 0; w < TT_LEN(doc_kinds); w++)
                for (size_t u = 0; u < TT_LEN(usual); u++)
                    if (usual[u].of == doc_kinds[k] && usual[u].wants == doc_kinds[w] &&
                        m->feed[doc_kinds[w]].any && is_alone(m, doc_kinds[k], i, doc_kinds[w]))
                        add_break(m, u, i);
    return m->out;
}

tt_status tt_breaks_make(tt_data *d, const tt_tried *tried, tt_err *err)
{
    struct maker m = {.d = d, .tried = tried};
    tt_arena scratch;
    tt_arena_init(&scratch, 0);
    tt_map64_init(&m.last);
    tt_map64_init(&m.cut);
    bool ok = true;
    for (size_t k = 0; k < TT_LEN(doc_kinds) && ok; k++) {
        m.has[doc_kinds[k]] = tt_new_n(&scratch, uint8_t, tt_data_n_docs(d, doc_kinds[k]) + 1);
        ok = m.has[doc_kinds[k]];
    }
    if (ok) {
        note_direct(&m);
        ok = note_through(&m, &scratch) && see_lags(&m, &scratch) && see_ends(&m, &scratch) &&
             see_feeds(&m) && see_last(&m) && see_cuts(&m);
    }
    if (ok) {
        see_none(&m);
        ok = list_breaks(&m, d->arena);
    }
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++)
        tt_map64_release(&m.feed[doc_kinds[k]].pairs);
    tt_map64_release(&m.last);
    tt_map64_release(&m.cut);
    tt_arena_release(&scratch);
    if (!ok)
        return tt_fail(err, TT_ENOMEM, "no room for the documents that stay alone");
    d->breaks = m.out;
    d->n_breaks = m.n;
    return TT_OK;
}
