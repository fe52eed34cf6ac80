/* deals.c - see deals.h. */
#include "detect/common/deals.h"

#include "detect/common/goods.h"

#include <math.h>

tt_deal_sides
tt_deal_parties(const tt_data *d, tt_ix deal, tt_ix *seller, tt_ix *buyer, tt_date *day)
{
    const tt_deal *x = &d->deals[deal];
    *seller = *buyer = 0;
    *day = TT_NO_DATE;
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[i];
        if (r->kind != TT_KIND_INVOICE || d->invoices[r->doc].type == TT_DOC_PROFORMA)
            continue;
        tt_ix s = tt_data_entity(d, d->invoices[r->doc].seller);
        tt_ix b = tt_data_entity(d, d->invoices[r->doc].buyer);
        if (!s || !b || (*seller && (*seller != s || *buyer != b)))
            return TT_SIDES_MANY;
        *seller = s;
        *buyer = b;
        *day = TT_MAX(*day, d->invoices[r->doc].head.date.day);
    }
    return *seller ? TT_SIDES_ONE : TT_SIDES_NONE;
}

bool tt_deal_consignment(const tt_data *d, tt_kind kind, tt_ix doc, tt_ix *seller, tt_ix *buyer)
{
    tt_ix deal = tt_deal_of(d, kind, doc);
    tt_date day;
    if (!deal || tt_deal_parties(d, deal, seller, buyer, &day) != TT_SIDES_ONE) {
        *seller = tt_data_entity(d, tt_data_role(d, kind, doc, 1));
        *buyer = tt_data_entity(d, tt_data_role(d, kind, doc, 2));
    }
    return *seller && *buyer;
}

/* --- goods --- */

static int hs_cmp(const void *pa, const void *pb, void *ctx)
{
    tt_hs a = *(const tt_hs *)pa, b = *(const tt_hs *)pb;
    TT_UNUSED(ctx);
    return a < b ? -1 : a > b;
}

tt_status
tt_deal_codes(const tt_data *d, tt_ix deal, tt_arena *a, tt_hs **out, size_t *n, tt_err *err)
{
    const tt_deal *x = &d->deals[deal];
    size_t lines = 0, m = 0;
    bool coded = true;
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++)
        if (d->deal_docs[i].kind == TT_KIND_INVOICE)
            lines += d->invoices[d->deal_docs[i].doc].head.n_lines;
    tt_hs *v = tt_new_n(a, tt_hs, lines + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for goods");
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        if (d->deal_docs[i].kind != TT_KIND_INVOICE)
            continue;
        const tt_head *h = &d->invoices[d->deal_docs[i].doc].head;
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
            v[m] = tt_hs_prefix(d->invoice_lines[k].hs, 6);
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

tt_dim tt_deal_dimension(const tt_data *d, tt_ix deal, tt_hs hs6)
{
    const tt_deal *x = &d->deals[deal];
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        if (d->deal_docs[i].kind != TT_KIND_INVOICE)
            continue;
        const tt_head *h = &d->invoices[d->deal_docs[i].doc].head;
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
            const tt_line *l = &d->invoice_lines[k];
            tt_dim dim = tt_unit_dimension(l->unit);
            if ((hs6 == TT_HS_NONE || tt_hs_prefix(l->hs, 6) == hs6) &&
                tt_dim_unit(dim) != TT_UNIT_NONE)
                return dim;
        }
    }
    return TT_DIM_NONE;
}

const tt_line *tt_data_lines(const tt_data *d, tt_kind kind)
{
    return kind == TT_KIND_INVOICE       ? d->invoice_lines
           : kind == TT_KIND_SHIPMENT    ? d->shipment_lines
           : kind == TT_KIND_DECLARATION ? d->declaration_lines
                                         : NULL;
}

const tt_line *tt_ref_line(const tt_data *d, tt_ref r)
{
    const tt_line *lines = tt_data_lines(d, r.kind);
    return r.line && lines ? &lines[r.line] : NULL;
}

void tt_deal_cite(tt_draft *w, tt_ix deal, unsigned kinds, tt_hs hs6, bool lines)
{
    const tt_data *d = w->data;
    const tt_deal *x = &d->deals[deal];
    for (tt_ix i = x->first_doc; deal && i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[i];
        const tt_line *v = tt_data_lines(d, r->kind);
        if (!(kinds & 1u << r->kind))
            continue;
        if (!lines || !v) {
            tt_draft_document(w, r->kind, r->doc, 0);
            continue;
        }
        const tt_head *h = tt_data_head(d, r->kind, r->doc);
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++)
            if (hs6 == TT_HS_NONE || v[k].hs == TT_HS_NONE || tt_hs_prefix(v[k].hs, 6) == hs6)
                tt_draft_document(w, r->kind, r->doc, k);
    }
}

/* --- couples --- */

struct couples {
    const tt_data *d;
    tt_arena *a;
    tt_couple_vec v;
    bool failed;
};

static void put(struct couples *c, tt_couple x)
{
    c->failed |= !tt_vec_push(&c->v, x);
}

/* The only line of a document with this subheading; 0: none, or several. */
static tt_ix line_with(const tt_line *lines, const tt_head *h, tt_hs hs6)
{
    tt_ix found = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        if (tt_hs_prefix(lines[k].hs, 6) != hs6)
            continue;
        if (found)
            return 0;
        found = k;
    }
    return found;
}

/* Two documents, or their lines where these can be told. */
static void put_lines(struct couples *c, tt_couple x)
{
    const tt_line *a = tt_data_lines(c->d, x.a.kind), *b = tt_data_lines(c->d, x.b.kind);
    if (!a || !b) {
        put(c, x);
        return;
    }
    const tt_head *ha = tt_data_head(c->d, x.a.kind, x.a.doc);
    const tt_head *hb = tt_data_head(c->d, x.b.kind, x.b.doc);
    if (ha->n_lines == 1 && hb->n_lines == 1) {
        x.a.line = ha->first_line;
        x.b.line = hb->first_line;
        put(c, x);
        return;
    }
    bool any = false;
    for (tt_ix k = hb->first_line; k < hb->first_line + hb->n_lines; k++) {
        tt_hs hs6 = tt_hs_prefix(b[k].hs, 6);
        tt_ix with = hs6 ? line_with(a, ha, hs6) : 0;
        if (!with || line_with(b, hb, hs6) != k)
            continue;
        x.a.line = with;
        x.b.line = k;
        any = true;
        put(c, x);
    }
    if (!any)
        put(c, x);
}

static void from_pairings(struct couples *c, tt_kind a, tt_kind b)
{
    const tt_data *d = c->d;
    for (tt_ix i = 1; i <= d->n_pairings; i++) {
        const tt_pairing *p = &d->pairings[i];
        if (p->kind != a || p->to_kind != b)
            continue;
        tt_couple x = {.deal = tt_deal_of(d, a, p->doc),
                       .a = {a, p->doc, p->line},
                       .b = {b, p->to, p->to_line},
                       .share = p->share == TT_NO_NUM ? (double)NAN : (double)p->share / 1e6,
                       .centibits = p->centibits};
        if (p->line || p->to_line)
            put(c, x);
        else
            put_lines(c, x);
    }
}

/* Which declarations stand first and second; others are not of this kind. */
static bool stands(const tt_data *d, const tt_deal_doc *r, tt_kind kind, tt_doc_type type)
{
    return r->kind == kind && (type == TT_DOC_UNKNOWN || d->declarations[r->doc].type == type) &&
           !(kind == TT_KIND_INVOICE && (d->invoices[r->doc].type == TT_DOC_CREDIT_NOTE ||
                                         d->invoices[r->doc].type == TT_DOC_PROFORMA));
}

/* Deals without such pairings that hold one of each. */
static void from_deals(struct couples *c, tt_kind a, tt_kind b, const uint8_t *paired)
{
    const tt_data *d = c->d;
    tt_doc_type ta = a == b ? TT_DOC_EXPORT : TT_DOC_UNKNOWN;
    tt_doc_type tb = a == b ? TT_DOC_IMPORT : TT_DOC_UNKNOWN;
    for (tt_ix k = 1; k <= d->n_deals; k++) {
        const tt_deal *deal = &d->deals[k];
        tt_couple x = {
            .deal = k, .a.kind = a, .b.kind = b, .share = (double)NAN, .centibits = INT32_MAX};
        size_t na = 0, nb = 0;
        for (tt_ix i = deal->first_doc; !paired[k] && i < deal->first_doc + deal->n_docs; i++) {
            const tt_deal_doc *r = &d->deal_docs[i];
            if (stands(d, r, a, ta)) {
                x.a.doc = r->doc;
                na++;
            } else if (stands(d, r, b, tb)) {
                x.b.doc = r->doc;
                nb++;
            }
        }
        if (na == 1 && nb == 1)
            put_lines(c, x);
    }
}

/* --- exports and imports of one line --- */

static int by_other(const void *pa, const void *pb, void *ctx)
{
    const tt_couple *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->b.kind != b->b.kind)
        return a->b.kind < b->b.kind ? -1 : 1;
    if (a->b.doc != b->b.doc)
        return a->b.doc < b->b.doc ? -1 : 1;
    if (a->b.line != b->b.line)
        return a->b.line < b->b.line ? -1 : 1;
    if (a->a.doc != b->a.doc)
        return a->a.doc < b->a.doc ? -1 : 1;
    return (a->a.line > b->a.line) - (a->a.line < b->a.line);
}

/* Declarations that answer for one line, each of the two directions once. */
static tt_status mirrors(struct couples *c, tt_err *err)
{
    static const tt_kind by[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT};
    const tt_data *d = c->d;
    struct couples legs = {.d = d, .a = c->a};
    for (size_t i = 0; i < TT_LEN(by); i++)
        from_pairings(&legs, TT_KIND_DECLARATION, by[i]);
    bool ok = !legs.failed && tt_sort(legs.v.v, legs.v.n, sizeof *legs.v.v, by_other, NULL);
    for (size_t i = 0, next; ok && i < legs.v.n; i = next) {
        const tt_couple *side[2] = {NULL, NULL};
        bool many = false;
        for (next = i; next < legs.v.n && legs.v.v[next].b.kind == legs.v.v[i].b.kind &&
                       legs.v.v[next].b.doc == legs.v.v[i].b.doc &&
                       legs.v.v[next].b.line == legs.v.v[i].b.line;
             next++) {
            tt_doc_type type = d->declarations[legs.v.v[next].a.doc].type;
            const tt_couple **at = &side[type == TT_DOC_IMPORT];
            many |= *at != NULL;
            if (type == TT_DOC_IMPORT || type == TT_DOC_EXPORT)
                *at = &legs.v.v[next];
        }
        if (!side[0] || !side[1] || many)
            continue; /* parts: which export is which import cannot be told */
        tt_couple x = {.deal = side[0]->deal,
                       .a = side[0]->a,
                       .b = side[1]->a,
                       .share = side[0]->share / side[1]->share,
                       .centibits = TT_MIN(side[0]->centibits, side[1]->centibits)};
        put(c, x);
    }
    c->failed |= legs.failed;
    tt_vec_release(&legs.v);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for documents of deals");
}

static int couple_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_couple *a = pa, *b = pb;
    if (a->deal != b->deal)
        return a->deal < b->deal ? -1 : 1;
    return by_other(pa, pb, ctx);
}

static bool same(const tt_couple *a, const tt_couple *b)
{
    return a->a.doc == b->a.doc && a->a.line == b->a.line && a->b.doc == b->b.doc &&
           a->b.line == b->b.line;
}

static tt_status
collect(struct couples *c, tt_kind a, tt_kind b, tt_couple **out, size_t *n, tt_err *err)
{
    uint8_t *paired = tt_new_n(c->a, uint8_t, c->d->n_deals + 1);
    if (!paired)
        return tt_fail(err, TT_ENOMEM, "no memory for documents of deals");
    if (a == b)
        TT_TRY(mirrors(c, err));
    else
        from_pairings(c, a, b);
    for (size_t i = 0; i < c->v.n; i++)
        paired[c->v.v[i].deal] = 1;
    from_deals(c, a, b, paired);
    tt_couple *v = tt_new_n(c->a, tt_couple, c->v.n + 1);
    if (c->failed || !v || !tt_sort(c->v.v, c->v.n, sizeof *c->v.v, couple_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for documents of deals");
    *n = 0;
    for (size_t i = 0; i < c->v.n; i++)
        if (*n == 0 || !same(&v[*n - 1], &c->v.v[i]))
            v[(*n)++] = c->v.v[i];
    *out = v;
    return TT_OK;
}

tt_status tt_couples_of(const tt_data *d, tt_kind a, tt_kind b, tt_arena *arena, tt_couple **out,
                        size_t *n, tt_err *err)
{
    struct couples c = {.d = d, .a = arena};
    tt_status st = collect(&c, a, b, out, n, err);
    tt_vec_release(&c.v);
    return st;
}
