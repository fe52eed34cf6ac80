/*
 * breaks.c - why a document has no counterpart of a kind.
 *
 * A counterpart counts also at second hand: the declaration of a shipment answers for the invoice
 * of that shipment.  What was looked at and refused is told first.  Else three chances are weighed:
 * that it is not there yet (from the days between documents that were found together), that its
 * feed lacks it (from the share of the feed), and that there is none (from how many documents of
 * the same sort are alone beyond what the other two explain).
 */
#include "match/waiting.h"

enum { PRIOR = 5, FEW_OF_PAIR = 4 };

static bool is_goods(tt_kind k)
{
    return k == TT_KIND_INVOICE || k == TT_KIND_SHIPMENT || k == TT_KIND_DECLARATION;
}

/* --- who has what --- */

static void note_direct(tt_waiting *m)
{
    for (tt_ix i = 1; i <= m->d->n_pairings; i++) {
        const tt_pairing *p = &m->d->pairings[i];
        m->has[p->kind][p->doc] |= (uint8_t)(1u << p->to_kind);
        if (p->kind != p->to_kind)
            m->has[p->to_kind][p->to] |= (uint8_t)(1u << p->kind);
    }
}

/* Through one document in between, goods only: a payment of six invoices makes them no deal. */
static bool note_through(tt_waiting *m, tt_arena *scratch)
{
    uint8_t *direct[TT_KIND_COUNT] = {NULL};
    for (size_t k = 0; k < TT_LEN(tt_waiting_kinds); k++) {
        size_t n = tt_data_n_docs(m->d, tt_waiting_kinds[k]) + 1;
        if (!(direct[tt_waiting_kinds[k]] = tt_new_n(scratch, uint8_t, n)))
            return false;
        memcpy(direct[tt_waiting_kinds[k]], m->has[tt_waiting_kinds[k]], n);
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

static bool is_alone(const tt_waiting *m, tt_kind kind, tt_ix doc, tt_kind wants)
{
    return is_wanted(m->d, kind, doc, wants) && !(m->has[kind][doc] >> wants & 1);
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

static uint64_t relation_of(const tt_waiting *m, size_t u, tt_ix doc)
{
    return m->ends[tt_wants[u].of][doc].pair * TT_WANTS + u;
}

/* Documents are sorted by date. */
static bool see_last(tt_waiting *m)
{
    for (size_t u = 0; u < TT_WANTS; u++)
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, tt_wants[u].of); i++)
            if (m->has[tt_wants[u].of][i] >> tt_wants[u].wants & 1 &&
                !tt_map64_put(&m->last, relation_of(m, u, i), i))
                return false;
    return true;
}

/* Later documents of the two parties have one: it did not end with this. */
static bool went_on(const tt_waiting *m, size_t u, tt_ix doc)
{
    uint32_t last = tt_map64_find(&m->last, relation_of(m, u, doc));
    return last != TT_MAP_NONE && last > doc;
}

/* Near the end of the feed it cannot be seen who goes on, so that who does not is another sort. */
static const double NEAR_THE_END = 0.05;

static size_t stratum_of(const tt_waiting *m, size_t u, tt_ix doc, double late)
{
    const tt_ends *e = &m->ends[tt_wants[u].of][doc];
    uint64_t pair = e->pair;
    bool trade = tt_map64_find(&m->feed[tt_wants[u].wants].pairs, pair) != TT_MAP_NONE;
    /* That two have one deal only, of which a part is missing, says nothing of them. */
    if (tt_wants[u].of != TT_KIND_PAYMENT)
        trade |= tt_map64_find(&m->feed[tt_wants[u].of].pairs, pair) < FEW_OF_PAIR;
    return (size_t)trade | (size_t)has_goods(m->d, tt_wants[u].of, doc) << 1 |
           (size_t)(e->from && e->from == e->to) << 2 | (size_t)went_on(m, u, doc) << 3 |
           (size_t)(late > NEAR_THE_END) << 4;
}

/* The want the other way round; TT_WANTS: nobody has it. */
static size_t turned(size_t u)
{
    size_t i = 0;
    while (i < TT_WANTS &&
           (tt_wants[i].of != tt_wants[u].wants || tt_wants[i].wants != tt_wants[u].of || i == u))
        i++;
    return i;
}

static bool see_cuts(tt_waiting *m)
{
    for (size_t u = 0; u < TT_WANTS; u++) {
        const tt_tried_doc *t = m->tried->of[tt_wants[u].of][tt_wants[u].wants];
        for (tt_ix i = 1; t && i <= tt_data_n_docs(m->d, tt_wants[u].of); i++)
            if (t[i].limit && is_alone(m, tt_wants[u].of, i, tt_wants[u].wants) &&
                !tt_map64_put(&m->cut, relation_of(m, u, i), i))
                return false;
    }
    return true;
}

/* Its counterpart may be one for which not all was tried. */
static bool is_cut(const tt_waiting *m, size_t u, tt_ix doc)
{
    size_t back = turned(u);
    uint64_t key = m->ends[tt_wants[u].of][doc].pair * TT_WANTS + back;
    return back < TT_WANTS && tt_map64_find(&m->cut, key) != TT_MAP_NONE;
}

/* What was looked at and not taken.  A near miss that has found its own is no reason. */
static tt_break_type refused(const tt_waiting *m, size_t u, tt_ix doc)
{
    const tt_tried_doc *t = m->tried->of[tt_wants[u].of][tt_wants[u].wants];
    t = t ? t + doc : NULL;
    if (t && t->limit)
        return TT_BREAK_LIMIT;
    if (t && t->ambiguous)
        return TT_BREAK_AMBIGUOUS;
    if (t && t->best && t->centibits >= m->tried->close &&
        !(m->has[tt_wants[u].wants][t->best] >> tt_wants[u].of & 1))
        return TT_BREAK_BELOW_THRESHOLD;
    return is_cut(m, u, doc) ? TT_BREAK_LIMIT : TT_BREAK_NO_CANDIDATE;
}

/* alone = none + (1 - none)(1 - seen) for each document, solved for none over all of a sort. */
static void see_none(tt_waiting *m)
{
    for (size_t u = 0; u < TT_WANTS; u++) {
        double more[TT_WAIT_STRATA] = {0}, of[TT_WAIT_STRATA] = {0};
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, tt_wants[u].of); i++) {
            double late, early;
            if (!is_wanted(m->d, tt_wants[u].of, i, tt_wants[u].wants))
                continue;
            tt_feed_outside(m, u, i, &late, &early);
            double seen = tt_feed_share(m, u, i) * (1 - late - early);
            size_t k = stratum_of(m, u, i, late);
            bool alone = is_alone(m, tt_wants[u].of, i, tt_wants[u].wants);
            if (alone && refused(m, u, i) != TT_BREAK_NO_CANDIDATE)
                continue; /* it may have one */
            more[k] += (alone ? 1 : 0) - (1 - seen);
            of[k] += seen;
        }
        for (size_t k = 0; k < TT_WAIT_STRATA; k++) {
            double none = (more[k] + 0.1 * PRIOR) / (of[k] + PRIOR);
            m->none[u][k] = none < 0.01 ? 0.01 : none > 1 ? 1 : none;
        }
    }
}

/* --- the reason --- */

static tt_break_type reason(const tt_waiting *m, size_t u, tt_ix doc, const tt_tried_doc *t)
{
    double late, early, share = tt_feed_share(m, u, doc);
    tt_break_type type = refused(m, u, doc);
    if (type != TT_BREAK_NO_CANDIDATE)
        return type;
    tt_feed_outside(m, u, doc, &late, &early);
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

static void add_break(tt_waiting *m, size_t u, tt_ix doc)
{
    const tt_tried_doc *t = m->tried->of[tt_wants[u].of][tt_wants[u].wants];
    t = t ? t + doc : NULL;
    m->out[++m->n] = (tt_break){
        .kind = tt_wants[u].of,
        .doc = doc,
        .wants = tt_wants[u].wants,
        .type = reason(m, u, doc, t),
        .n_candidates = t ? t->n_candidates : 0,
        .centibits = t && t->best ? t->centibits : INT32_MIN,
        .best_kind = t && t->best ? tt_wants[u].wants : TT_KIND_NONE,
        .best = t ? t->best : 0,
    };
}

/* Sorted by (kind, document, wanted kind). */
static bool list_breaks(tt_waiting *m, tt_arena *keep)
{
    size_t n = 0;
    for (size_t u = 0; u < TT_WANTS; u++)
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, tt_wants[u].of); i++)
            n +=
                m->feed[tt_wants[u].wants].any && is_alone(m, tt_wants[u].of, i, tt_wants[u].wants);
    m->out = tt_new_n(keep, tt_break, n + 1);
    for (size_t k = 0; m->out && k < TT_LEN(tt_waiting_kinds); k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, tt_waiting_kinds[k]); i++)
            for (size_t w = 0; w < TT_LEN(tt_waiting_kinds); w++)
                for (size_t u = 0; u < TT_WANTS; u++)
                    if (tt_wants[u].of == tt_waiting_kinds[k] &&
                        tt_wants[u].wants == tt_waiting_kinds[w] &&
                        m->feed[tt_waiting_kinds[w]].any &&
                        is_alone(m, tt_waiting_kinds[k], i, tt_waiting_kinds[w]))
                        add_break(m, u, i);
    return m->out;
}

tt_status tt_breaks_make(tt_data *d, const tt_tried *tried, tt_err *err)
{
    tt_waiting m = {.d = d, .tried = tried};
    tt_arena scratch;
    tt_arena_init(&scratch, 0);
    tt_map64_init(&m.last);
    tt_map64_init(&m.cut);
    bool ok = true;
    for (size_t k = 0; k < TT_LEN(tt_waiting_kinds) && ok; k++) {
        m.has[tt_waiting_kinds[k]] =
            tt_new_n(&scratch, uint8_t, tt_data_n_docs(d, tt_waiting_kinds[k]) + 1);
        ok = m.has[tt_waiting_kinds[k]];
    }
    if (ok) {
        note_direct(&m);
        ok = note_through(&m, &scratch) && tt_feeds_read(&m, &scratch) && see_last(&m) &&
             see_cuts(&m);
    }
    if (ok) {
        see_none(&m);
        ok = list_breaks(&m, d->arena);
    }
    for (size_t k = 0; k < TT_LEN(tt_waiting_kinds); k++)
        tt_map64_release(&m.feed[tt_waiting_kinds[k]].pairs);
    tt_map64_release(&m.last);
    tt_map64_release(&m.cut);
    tt_arena_release(&scratch);
    if (!ok)
        return tt_fail(err, TT_ENOMEM, "no room for the documents that stay alone");
    d->breaks = m.out;
    d->n_breaks = m.n;
    return TT_OK;
}
