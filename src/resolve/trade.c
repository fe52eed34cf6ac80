/* trade.c - sides of documents by number and counterpart: who else is there. */
#include "resolve/trade.h"

#include "base/str.h"
#include "base/vec.h"

enum { FEW = 6 /* clusters on one side; more: the number or the counterpart is everybody's */ };

/* A cluster on a side of a document. */
struct place {
    uint64_t key;   /* the number; 0: of no deal in particular */
    uint64_t other; /* the cluster on the other side, and which side that is */
    uint32_t cluster;
};
TT_VEC(place_vec, struct place);

/* Places are read part by part, so that not all of them are there at once. */
enum { PARTS = 4, PART_SHIFT = 62 };

struct reader {
    const tt_data *d;
    uint32_t *of; /* per mention: its cluster */
    uint64_t part;
    place_vec v; /* of the part */
};

/* Sorts of numbers. */
enum { INVOICE = 1, TRANSPORT, CONTAINER };

/* Letters and digits of a number, without case; 0 when no digit is in it. */
static uint64_t hash_number(uint64_t sort, tt_str s)
{
    uint64_t h = 14695981039346656037u ^ sort;
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        if (!tt_ascii_is_alnum(s.p[i]) && (unsigned char)s.p[i] < 0x80)
            continue;
        digit |= tt_ascii_is_digit(s.p[i]);
        h = (h ^ (unsigned char)tt_ascii_upper(s.p[i])) * 1099511628211u;
    }
    return digit ? h | 1 : 0;
}

/* What is compared with each other is in one part. */
static bool add_place(struct reader *r, uint64_t key, uint64_t other, uint32_t cluster)
{
    uint64_t part = (key ^ other * 0x9E3779B97F4A7C15u) >> PART_SHIFT;
    return part != r->part || tt_vec_push(&r->v, ((struct place){key, other, cluster}));
}

static bool add_sides(struct reader *r, tt_kind kind, tt_ix doc, uint64_t key)
{
    bool turn = kind == TT_KIND_PAYMENT; /* the payer is named first */
    tt_ix from = tt_data_role(r->d, kind, doc, turn ? 2 : 1),
          to = tt_data_role(r->d, kind, doc, turn ? 1 : 2);
    uint32_t x = from ? r->of[from] : UINT32_MAX, y = to ? r->of[to] : UINT32_MAX;
    if (x == y || x == UINT32_MAX || y == UINT32_MAX)
        return true;
    return add_place(r, key, (uint64_t)y << 1, x) && add_place(r, key, (uint64_t)x << 1 | 1, y);
}

static bool add_number(struct reader *r, tt_kind kind, tt_ix doc, uint64_t sort, tt_str number)
{
    uint64_t key = hash_number(sort, number);
    return !key || add_sides(r, kind, doc, key);
}

static bool add_invoice(struct reader *r, tt_ix i)
{
    const tt_invoice *v = &r->d->invoices[i];
    return add_number(r, TT_KIND_INVOICE, i, INVOICE, v->head.number) &&
           add_number(r, TT_KIND_INVOICE, i, TRANSPORT, v->transport_document);
}

static bool add_shipment(struct reader *r, tt_ix i)
{
    const tt_shipment *v = &r->d->shipments[i];
    bool ok = add_number(r, TT_KIND_SHIPMENT, i, TRANSPORT, v->head.number) &&
              add_number(r, TT_KIND_SHIPMENT, i, INVOICE, v->invoice_number);
    uint64_t voyage = v->voyage.n ? hash_number(CONTAINER, v->voyage) : 0;
    for (tt_ix k = v->head.first_line; ok && k < v->head.first_line + v->head.n_lines; k++)
        ok = add_number(r, TT_KIND_SHIPMENT, i, voyage ? voyage : (uint64_t)v->head.date.day << 8,
                        r->d->shipment_lines[k].container);
    return ok;
}

static bool add_declaration(struct reader *r, tt_ix i)
{
    const tt_declaration *v = &r->d->declarations[i];
    return add_number(r, TT_KIND_DECLARATION, i, TRANSPORT, v->transport_document) &&
           add_number(r, TT_KIND_DECLARATION, i, INVOICE, v->invoice_number);
}

static bool add_payment(struct reader *r, tt_ix i)
{
    const tt_head *h = &r->d->payments[i].head;
    bool ok = true;
    for (tt_ix k = h->first_line; ok && k < h->first_line + h->n_lines; k++)
        ok = add_number(r, TT_KIND_PAYMENT, i, INVOICE, r->d->payment_rows[k].invoice_number);
    return ok;
}

static bool read_documents(struct reader *r)
{
    static const struct {
        tt_kind kind;
        bool (*add)(struct reader *, tt_ix);
    } rows[] = {{TT_KIND_INVOICE, add_invoice},
                {TT_KIND_SHIPMENT, add_shipment},
                {TT_KIND_DECLARATION, add_declaration},
                {TT_KIND_PAYMENT, add_payment}};
    for (size_t k = 0; k < TT_LEN(rows); k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(r->d, rows[k].kind); i++)
            if (!rows[k].add(r, i) || !add_sides(r, rows[k].kind, i, 0))
                return false;
    return true;
}

/* --- pairs --- */

static int by_place(const void *a, const void *b, void *ctx)
{
    const struct place *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

static size_t distinct_places(struct place *v, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || by_place(&v[kept - 1], &v[i], NULL) != 0)
            v[kept++] = v[i];
    return kept;
}

/* Pairs of few clusters at one place, of deals or of counterparts. */
static bool list_pairs(const place_vec *v, bool deals, tt_u64_vec *out)
{
    for (size_t i = 0, end; i < v->n; i = end) {
        for (end = i + 1;
             end < v->n && v->v[end].key == v->v[i].key && v->v[end].other == v->v[i].other; end++)
            continue;
        if ((v->v[i].key != 0) != deals || end - i > FEW)
            continue;
        for (size_t x = i; x < end; x++) /* clusters ascend */
            for (size_t y = x + 1; y < end; y++)
                if (!tt_vec_push(out, (uint64_t)v->v[x].cluster << 32 | v->v[y].cluster))
                    return false;
    }
    return true;
}

static bool read_part(struct reader *r, tt_u64_vec *deals, tt_u64_vec *partners)
{
    r->v.n = 0;
    if (!read_documents(r) || (r->v.n && !tt_sort(r->v.v, r->v.n, sizeof(*r->v.v), by_place, NULL)))
        return false;
    r->v.n = distinct_places(r->v.v, r->v.n);
    return list_pairs(&r->v, true, deals) && list_pairs(&r->v, false, partners);
}

static int by_value(const void *a, const void *b, void *ctx)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

static uint64_t *keep_pairs(tt_u64_vec *v, tt_arena *a, size_t *n)
{
    uint64_t *out = tt_new_n(a, uint64_t, v->n + 1);
    *n = 0;
    if (!out || (v->n && !tt_sort(v->v, v->n, sizeof(*v->v), by_value, NULL)))
        return NULL;
    for (size_t i = 0; i < v->n; i++)
        if (!*n || out[*n - 1] != v->v[i])
            out[(*n)++] = v->v[i];
    return out;
}

tt_status tt_trade_read(const tt_rs *w, const uint32_t *of, tt_arena *a, tt_trade *out, tt_err *err)
{
    struct reader r = {.d = w->d};
    tt_u64_vec deals = {0}, partners = {0};
    *out = (tt_trade){0};
    r.of = tt_mem_zalloc(w->d->n_mentions + (size_t)1, sizeof(*r.of));
    bool ok = r.of;
    for (size_t i = 0; ok && i <= w->d->n_mentions; i++)
        r.of[i] = UINT32_MAX;
    for (uint32_t i = 0; ok && i < w->n_rec; i++)
        if (w->rec[i].mention)
            r.of[w->rec[i].mention] = of[i];
    for (; ok && r.part < PARTS; r.part++)
        ok = read_part(&r, &deals, &partners);
    if (ok) {
        out->deal = keep_pairs(&deals, a, &out->n_deals);
        out->partner = keep_pairs(&partners, a, &out->n_partners);
        ok = out->deal && out->partner;
    }
    tt_mem_free(r.of);
    tt_vec_release(&r.v);
    tt_vec_release(&deals);
    tt_vec_release(&partners);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the trade of %u names", w->n_rec);
}

static bool holds(const uint64_t *v, size_t n, uint64_t key)
{
    size_t low = 0, high = n;
    TT_BISECT(size_t, low, high, mid, v[mid] < key);
    return low < n && v[low] == key;
}

tt_trade_level tt_trade_between(const tt_trade *t, uint32_t a, uint32_t b)
{
    uint64_t key = (uint64_t)TT_MIN(a, b) << 32 | TT_MAX(a, b);
    if (!t)
        return TT_TRADE_NONE;
    if (holds(t->deal, t->n_deals, key))
        return TT_TRADE_DEAL;
    return holds(t->partner, t->n_partners, key) ? TT_TRADE_PARTNER : TT_TRADE_NONE;
}
