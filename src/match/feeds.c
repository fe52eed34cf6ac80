/*
 * feeds.c - what the feeds hold of counterparts: from when to when, how many days they come after,
 * which share of them.
 */
#include "match/waiting.h"

#include "base/stat.h"

enum { FEW = 20 /* lags that a distribution is taken from */ };

const tt_kind tt_waiting_kinds[4] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION,
                                     TT_KIND_PAYMENT};

const tt_want tt_wants[TT_WANTS] = {
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

static tt_country country_of(const tt_data *d, tt_ix mention)
{
    tt_ix e = tt_data_entity(d, mention);
    if (e && e <= d->n_entities && d->entities[e].country)
        return d->entities[e].country;
    return mention ? d->mentions[mention].country : 0;
}

static tt_ends ends_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    bool turn = kind == TT_KIND_PAYMENT; /* payer first */
    tt_ix from = tt_data_role(d, kind, doc, turn ? 2 : 1),
          to = tt_data_role(d, kind, doc, turn ? 1 : 2);
    return (tt_ends){(uint64_t)tt_data_entity(d, from) << 32 | tt_data_entity(d, to),
                     country_of(d, from), country_of(d, to)};
}

static bool see_ends(tt_waiting *m, tt_arena *scratch)
{
    for (size_t k = 0; k < TT_LEN(tt_waiting_kinds); k++) {
        size_t n = tt_data_n_docs(m->d, tt_waiting_kinds[k]);
        tt_ends *v = tt_new_n(scratch, tt_ends, n + 1);
        m->ends[tt_waiting_kinds[k]] = v;
        for (tt_ix i = 1; v && i <= n; i++)
            v[i] = ends_of(m->d, tt_waiting_kinds[k], i);
        if (!v)
            return false;
    }
    return true;
}

static bool see_feeds(tt_waiting *m)
{
    for (size_t k = 0; k < TT_LEN(tt_waiting_kinds); k++) {
        tt_feed *f = &m->feed[tt_waiting_kinds[k]];
        size_t n = tt_data_n_docs(m->d, tt_waiting_kinds[k]);
        f->first = f->last = TT_NO_DATE;
        f->any = n > 0;
        for (tt_ix i = 1; i <= n; i++) { /* sorted by date, those without first */
            tt_date day = tt_data_head(m->d, tt_waiting_kinds[k], i)->date.day;
            uint32_t found;
            if (day != TT_NO_DATE && f->first == TT_NO_DATE)
                f->first = day;
            if (day != TT_NO_DATE)
                f->last = day;
            uint64_t pair = m->ends[tt_waiting_kinds[k]][i].pair;
            found = tt_map64_find(&f->pairs, pair);
            if (!tt_map64_put(&f->pairs, pair, found == TT_MAP_NONE ? 1 : found + 1))
                return false;
        }
    }
    return true;
}

static tt_date start_of(const tt_data *d, size_t u, tt_ix doc)
{
    if (tt_wants[u].of == TT_KIND_INVOICE && tt_wants[u].wants == TT_KIND_PAYMENT &&
        d->invoices[doc].due != TT_NO_DATE)
        return d->invoices[doc].due;
    return tt_data_head(d, tt_wants[u].of, doc)->date.day;
}

/* The first and the last day of the counterparts of each document; TT_NO_DATE: none is known. */
static void see_days(const tt_waiting *m, size_t u, tt_date *first, tt_date *last)
{
    for (size_t i = 0; i <= tt_data_n_docs(m->d, tt_wants[u].of); i++)
        first[i] = last[i] = TT_NO_DATE;
    for (tt_ix i = 1; i <= m->d->n_pairings; i++) {
        const tt_pairing *p = &m->d->pairings[i];
        bool on = p->kind == tt_wants[u].of && p->to_kind == tt_wants[u].wants;
        bool back = p->to_kind == tt_wants[u].of && p->kind == tt_wants[u].wants;
        if (!on && !back)
            continue;
        tt_ix doc = on ? p->doc : p->to;
        tt_date to = tt_data_head(m->d, tt_wants[u].wants, on ? p->to : p->doc)->date.day;
        if (to == TT_NO_DATE)
            continue;
        first[doc] = first[doc] == TT_NO_DATE ? to : TT_MIN(first[doc], to);
        last[doc] = last[doc] == TT_NO_DATE ? to : TT_MAX(last[doc], to);
    }
}

/* Days from documents to their counterparts, in the pairs found.  Who has none yet waits for the
 * first of them: goods are declared on leaving and again on arriving. */
static bool see_lags_of(tt_waiting *m, size_t u, tt_arena *scratch)
{
    struct lags *to = &m->lag[u];
    size_t docs = tt_data_n_docs(m->d, tt_wants[u].of);
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

static bool see_lags(tt_waiting *m, tt_arena *scratch)
{
    bool ok = true;
    for (size_t u = 0; ok && u < TT_WANTS; u++)
        ok = see_lags_of(m, u, scratch);
    return ok;
}

/* Share of documents of which the first, or the last, counterpart comes within so many days.
 * @param v  lag.first or lag.last. */
static double within(const tt_waiting *m, size_t u, const double *v, double days)
{
    size_t low = 0, high = m->lag[u].n;
    if (high < FEW) {
        double x = 0.1 + 0.8 * (days - tt_wants[u].low) / (tt_wants[u].high - tt_wants[u].low);
        return x < 0 ? 0 : x > 1 ? 1 : x;
    }
    TT_BISECT(size_t, low, high, mid, v[mid] <= days);
    return (double)low / (double)m->lag[u].n;
}

/* What coverage records state for such a document of one country; -1: nothing. */
static double stated(const tt_waiting *m, tt_kind wants, tt_country country, tt_date day)
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
double tt_feed_share(const tt_waiting *m, size_t u, tt_ix doc)
{
    tt_kind wants = tt_wants[u].wants;
    tt_date day = tt_data_head(m->d, tt_wants[u].of, doc)->date.day;
    tt_country a = m->ends[tt_wants[u].of][doc].from, b = m->ends[tt_wants[u].of][doc].to;
    double one = stated(m, wants, wants == TT_KIND_PAYMENT ? b : a, day);
    if (wants == TT_KIND_DECLARATION) {
        double other = stated(m, wants, b, day);
        one = one < 0 || other < 0 ? TT_MAX(one, other) : 1 - (1 - one) * (1 - other);
    }
    if (one < 0)
        one = m->tried->coverage[wants];
    return one < 0 ? 1 : one;
}

void tt_feed_outside(const tt_waiting *m, size_t u, tt_ix doc, double *late, double *early)
{
    const tt_feed *f = &m->feed[tt_wants[u].wants];
    tt_date day = start_of(m->d, u, doc);
    *late = *early = 0;
    if (day == TT_NO_DATE || f->last == TT_NO_DATE)
        return;
    *late = 1 - within(m, u, m->lag[u].first, (double)f->last - day);
    *early = within(m, u, m->lag[u].last, (double)f->first - 1 - day);
}

bool tt_feeds_read(tt_waiting *m, tt_arena *scratch)
{
    return see_lags(m, scratch) && see_ends(m, scratch) && see_feeds(m);
}
