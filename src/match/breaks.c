/*
 * breaks.c - why a document has no counterpart of a kind.
 *
 * A counterpart counts also at second hand: the declaration of a shipment answers for the invoice
 * of that shipment.  Reasons are asked in the order of the header: what was looked at and refused
 * first, then whether the other document could be here at all.
 */
#include "match/breaks.h"

#include "base/stat.h"

enum { FEW = 20 /* lags that quantiles are taken of */ };

static const tt_kind doc_kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION,
                                    TT_KIND_PAYMENT};

/* Days from a document to its counterpart, where too few pairs say it. */
static const struct lag {
    tt_kind of, wants;
    int low, high;
} usual[] = {
    {TT_KIND_INVOICE, TT_KIND_PAYMENT, 5, 90},
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
};

struct maker {
    const tt_data *d;
    const tt_tried *tried;
    uint8_t *has[TT_KIND_COUNT]; /* by document: a bit for each kind of counterpart */
    struct feed feed[TT_KIND_COUNT];
    double alone[TT_LEN(usual)]; /* share of documents without that counterpart */
    int low[TT_LEN(usual)], high[TT_LEN(usual)];
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
    case TT_KIND_SHIPMENT: /* a master bill is the house bills' once more */
        return d->shipments[doc].type != TT_DOC_MASTER_BL;
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

static void see_feeds(struct maker *m)
{
    for (size_t k = 0; k < TT_LEN(doc_kinds); k++) {
        struct feed *f = &m->feed[doc_kinds[k]];
        size_t n = tt_data_n_docs(m->d, doc_kinds[k]);
        *f = (struct feed){TT_NO_DATE, TT_NO_DATE, n > 0};
        for (tt_ix i = 1; i <= n; i++) { /* sorted by date, those without first */
            tt_date day = tt_data_head(m->d, doc_kinds[k], i)->date.day;
            if (day != TT_NO_DATE && f->first == TT_NO_DATE)
                f->first = day;
            if (day != TT_NO_DATE)
                f->last = day;
        }
    }
}

/* Quantiles 10 % and 90 % of the days from a document to its counterpart, in the pairs found. */
static bool see_lags(struct maker *m, tt_arena *scratch)
{
    double *v = tt_new_n(scratch, double, m->d->n_pairings + 1);
    for (size_t u = 0; v && u < TT_LEN(usual); u++) {
        size_t n = 0;
        for (tt_ix i = 1; i <= m->d->n_pairings; i++) {
            const tt_pairing *p = &m->d->pairings[i];
            bool back = p->kind == usual[u].wants && p->to_kind == usual[u].of;
            if (!back && (p->kind != usual[u].of || p->to_kind != usual[u].wants))
                continue;
            tt_date a = tt_data_head(m->d, p->kind, p->doc)->date.day,
                    b = tt_data_head(m->d, p->to_kind, p->to)->date.day;
            if (a != TT_NO_DATE && b != TT_NO_DATE)
                v[n++] = back && p->kind != p->to_kind ? (double)a - b : (double)b - a;
        }
        tt_sort_double(v, n);
        m->low[u] = n < FEW ? usual[u].low : (int)tt_quantile_sorted(v, n, 0.1);
        m->high[u] = n < FEW ? usual[u].high : (int)tt_quantile_sorted(v, n, 0.9);
    }
    return v;
}

static void see_alone(struct maker *m)
{
    for (size_t u = 0; u < TT_LEN(usual); u++) {
        uint64_t n = 0, k = 0;
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, usual[u].of); i++) {
            n += is_wanted(m->d, usual[u].of, i, usual[u].wants);
            k += is_alone(m, usual[u].of, i, usual[u].wants);
        }
        m->alone[u] = n ? (double)k / (double)n : 0;
    }
}

/* Country of the document of `wants` that is missing, as its feed would file it. */
static tt_country country_of(const tt_data *d, tt_kind kind, tt_ix doc, unsigned role)
{
    tt_ix m = tt_data_role(d, kind, doc, kind == TT_KIND_PAYMENT ? 3 - role : role);
    return m ? d->mentions[m].country : 0;
}

/* The smallest share that coverage records state for such a document; -1 = none does. */
static double stated_share(const struct maker *m, tt_kind kind, tt_ix doc, tt_kind wants,
                           tt_date from, tt_date to)
{
    double share = -1;
    tt_country a = country_of(m->d, kind, doc, 1), b = country_of(m->d, kind, doc, 2);
    for (size_t i = 1; i <= m->d->n_coverages; i++) {
        const tt_coverage *c = &m->d->coverages[i];
        bool here = !c->country || c->country == a || c->country == b;
        bool then =
            (c->from == TT_NO_DATE || c->from <= to) && (c->to == TT_NO_DATE || c->to >= from);
        if (c->kind != wants || c->share == TT_NO_NUM || !here || !then)
            continue;
        double s = (double)c->share / 1e6;
        share = share < 0 || s < share ? s : share;
    }
    return share;
}

/* --- the reason --- */

static tt_break_type refused(const tt_tried_doc *t, int32_t close)
{
    if (t && t->limit)
        return TT_BREAK_LIMIT;
    if (t && t->ambiguous)
        return TT_BREAK_AMBIGUOUS;
    if (t && t->best && t->centibits >= close)
        return TT_BREAK_BELOW_THRESHOLD;
    return TT_BREAK_NO_CANDIDATE;
}

static tt_break_type reason(const struct maker *m, size_t u, tt_ix doc, const tt_tried_doc *t)
{
    const struct feed *f = &m->feed[usual[u].wants];
    tt_break_type type = refused(t, m->tried->close);
    tt_date day = tt_data_head(m->d, usual[u].of, doc)->date.day;
    if (type != TT_BREAK_NO_CANDIDATE || day == TT_NO_DATE)
        return type;
    tt_date from = day + m->low[u], to = day + m->high[u];
    if (f->last != TT_NO_DATE && to > f->last)
        return TT_BREAK_NOT_ARRIVED;
    if (f->first != TT_NO_DATE && from < f->first)
        return TT_BREAK_OUTSIDE_COVERAGE;
    double share = stated_share(m, usual[u].of, doc, usual[u].wants, from, to);
    if (share < 0)
        share = m->tried->coverage[usual[u].wants];
    /* More than half of those that are alone are so because the feed lacks their counterpart. */
    bool gap = share >= 0 && share < 1 && 2 * (1 - share) > m->alone[u];
    return gap || (t && t->named) ? TT_BREAK_OUTSIDE_COVERAGE : TT_BREAK_NO_CANDIDATE;
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
    bool ok = true;
    for (size_t k = 0; k < TT_LEN(doc_kinds) && ok; k++) {
        m.has[doc_kinds[k]] = tt_new_n(&scratch, uint8_t, tt_data_n_docs(d, doc_kinds[k]) + 1);
        ok = m.has[doc_kinds[k]];
    }
    if (ok) {
        note_direct(&m);
        ok = note_through(&m, &scratch) && see_lags(&m, &scratch);
    }
    if (ok) {
        see_feeds(&m);
        see_alone(&m);
        ok = list_breaks(&m, d->arena);
    }
    tt_arena_release(&scratch);
    if (!ok)
        return tt_fail(err, TT_ENOMEM, "no room for the documents that stay alone");
    d->breaks = m.out;
    d->n_breaks = m.n;
    return TT_OK;
}
