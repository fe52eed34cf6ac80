/*
 * between.c - pairs at second hand: a transport document that named no invoice and fits none for
 * certain carries what its declaration declares; and the other way round.
 *
 * Both pairs in the middle must stand beyond doubt, and lead to one invoice.
 */
#include "match/lane.h"

/* The invoice of a document, from the strongest of its pairings. */
struct answer {
    tt_ix invoice; /* 0 = none, MANY = more than one */
    int32_t centibits, margin;
};
static const tt_ix MANY = UINT32_MAX;

struct between {
    struct answer *has[TT_KIND_COUNT], *learns[TT_KIND_COUNT]; /* by document */
    int32_t least;
};

static void note(struct answer *a, tt_ix invoice, int32_t centibits, int32_t margin)
{
    if (a->invoice && a->invoice != invoice)
        a->invoice = MANY;
    else if (!a->invoice || centibits > a->centibits)
        *a = (struct answer){invoice, centibits, margin};
}

/* What one end of a pairing hears from the other. */
static void
tell(struct between *b, const tt_pairing *p, tt_kind to, tt_ix doc, tt_kind from, tt_ix source)
{
    const struct answer *s = &b->has[from][source];
    if (p->centibits < b->least || b->has[to][doc].invoice || !s->invoice ||
        (s->invoice != MANY && s->centibits < b->least))
        return;
    note(&b->learns[to][doc], s->invoice, TT_MIN(p->centibits, s->centibits),
         TT_MIN(p->margin, s->margin));
}

static bool add(tt_joined *m, tt_kind kind, tt_ix doc, const struct answer *a)
{
    tt_pairing p = {.kind = kind,
                    .to_kind = TT_KIND_INVOICE,
                    .doc = doc,
                    .to = a->invoice,
                    .share = TT_NO_NUM,
                    .amount = {TT_NO_NUM, TT_CCY_NONE},
                    .quantity = TT_NO_NUM,
                    .centibits = a->centibits,
                    .margin = a->margin,
                    .form = tt_form_text(TT_FORM_FULL),
                    .reason =
                        kind == TT_KIND_SHIPMENT ? "its declaration" : "its transport document"};
    return tt_vec_push(&m->pairings, p);
}

bool tt_pairings_between(const tt_data *d, int32_t least, tt_arena *scratch, tt_joined *m)
{
    static const tt_kind kinds[] = {TT_KIND_SHIPMENT, TT_KIND_DECLARATION};
    struct between b = {.least = least};
    size_t n = m->pairings.n;
    for (size_t k = 0; k < TT_LEN(kinds); k++) {
        size_t docs = tt_data_n_docs(d, kinds[k]) + 1;
        b.has[kinds[k]] = tt_new_n(scratch, struct answer, docs);
        b.learns[kinds[k]] = tt_new_n(scratch, struct answer, docs);
        if (!b.has[kinds[k]] || !b.learns[kinds[k]])
            return false;
    }
    for (size_t i = 0; i < n; i++) {
        const tt_pairing *p = &m->pairings.v[i];
        if (p->to_kind == TT_KIND_INVOICE && b.has[p->kind])
            note(&b.has[p->kind][p->doc], p->to, p->centibits, p->margin);
    }
    for (size_t i = 0; i < n; i++) {
        const tt_pairing *p = &m->pairings.v[i];
        if (p->to_kind != TT_KIND_SHIPMENT || p->kind != TT_KIND_DECLARATION)
            continue;
        tell(&b, p, p->to_kind, p->to, p->kind, p->doc);
        tell(&b, p, p->kind, p->doc, p->to_kind, p->to);
    }
    for (size_t k = 0; k < TT_LEN(kinds); k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(d, kinds[k]); i++) {
            const struct answer *a = &b.learns[kinds[k]][i];
            if (a->invoice && a->invoice != MANY && !add(m, kinds[k], i, a))
                return false;
        }
    return true;
}
