/* cargo.c - see cargo.h. */
#include "detect/common/cargo.h"

#include "base/num.h"
#include "base/str.h"
#include "base/vec.h"
#include "detect/common/goods.h"

#include <math.h>

TT_VEC(heft_vec, tt_heft);

struct build {
    const tt_data *d;
    const tt_ix *group;
    heft_vec v;
    bool failed;
};

static const tt_kind kinds[] = {TT_KIND_SHIPMENT, TT_KIND_DECLARATION};

static double positive(int64_t e6)
{
    return e6 != TT_NO_NUM && e6 > 0 ? (double)e6 / 1e6 : 0;
}

/* The subheading of all invoice lines of a deal; none when there are several or a line has none. */
static tt_hs only_code(const tt_data *d, tt_ix deal)
{
    const tt_deal *x = &d->deals[deal];
    tt_hs hs = TT_HS_NONE;
    for (tt_ix i = x->first_doc; deal && i < x->first_doc + x->n_docs; i++) {
        if (d->deal_docs[i].kind != TT_KIND_INVOICE)
            continue;
        const tt_head *h = &d->invoices[d->deal_docs[i].doc].head;
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
            tt_hs own = tt_hs_prefix(d->invoice_lines[k].hs, 6);
            if (own == TT_HS_NONE || (hs != TT_HS_NONE && own != hs))
                return TT_HS_NONE;
            hs = own;
        }
    }
    return hs;
}

/* --- observations --- */

static void put(struct build *b, tt_heft h, double kg, double of, const tt_line *l)
{
    if (kg <= 0 || of <= 0)
        return;
    if (h.dim != TT_DIM_MASS) {
        h.hs6 = tt_hs_prefix(l->hs, 6);
        if (h.hs6 == TT_HS_NONE)
            h.hs6 = only_code(b->d, tt_deal_of(b->d, h.kind, h.doc));
        if (h.hs6 == TT_HS_NONE)
            return;
    }
    h.x = tt_round9(log(kg / of));
    b->failed |= !tt_vec_push(&b->v, h);
}

static void observe(struct build *b, tt_kind kind, tt_ix doc, tt_ix line, const tt_line *l)
{
    tt_ix sender = tt_data_entity(b->d, tt_data_role(b->d, kind, doc, 1));
    double net = positive(l->net_kg), gross = positive(l->gross_kg);
    tt_heft h = {.kind = kind,
                 .doc = doc,
                 .line = line,
                 .sender = b->group[sender],
                 .dim = tt_unit_dimension(l->unit),
                 .net = net > 0};
    int64_t q;
    if (l->quantity != TT_NO_NUM && tt_unit_to_canonical(l->quantity, l->unit, &q))
        put(b, h, net > 0 ? net : gross, positive(q), l);
    h.by = TT_HEFT_VOLUME;
    h.dim = TT_DIM_VOLUME;
    h.net = false;
    put(b, h, gross, positive(l->volume_m3), l);
}

/* --- peers --- */

static int by_series(const tt_heft *a, const tt_heft *b)
{
    if (a->by != b->by)
        return a->by < b->by ? -1 : 1;
    if (a->dim != b->dim)
        return a->dim < b->dim ? -1 : 1;
    if (a->net != b->net)
        return a->net ? 1 : -1;
    return a->hs6 < b->hs6 ? -1 : a->hs6 > b->hs6;
}

static int heft_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_heft *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = by_series(a, b);
    if (c)
        return c;
    if (a->x < b->x || a->x > b->x)
        return a->x < b->x ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* A place in the series, to be sorted by sender. */
struct own {
    tt_ix sender;
    uint32_t at;
};

static int own_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct own *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->sender != b->sender)
        return a->sender < b->sender ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The k-th (from 0) of the series without the m places in own. */
static double rest_at(const tt_heft *v, const struct own *own, size_t m, size_t k)
{
    for (size_t i = 0; i < m && own[i].at <= k; i++)
        k++;
    return v[k].x;
}

/* How many of own are at or beyond x: above, or below. */
static size_t own_beyond(const tt_heft *v, const struct own *own, size_t m, double x, bool above)
{
    size_t n = 0;
    for (size_t i = 0; i < m; i++)
        n += above ? v[own[i].at].x >= x : v[own[i].at].x <= x;
    return n;
}

/* How many of n sorted are at or beyond x. */
static size_t beyond(const tt_heft *v, size_t n, double x, bool above)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        bool left = above ? v[mid].x < x : v[mid].x <= x;
        if (left)
            lo = mid + 1;
        else
            hi = mid;
    }
    return above ? n - lo : lo;
}

/* All lines of one sender in a series of n: what the others weigh. */
static void compare(tt_heft *v, size_t n, const struct own *own, size_t m, uint32_t senders)
{
    enum { HULL = 50 }; /* one in fifty at each end */
    size_t rest = n - m;
    double low = NAN, median = NAN, high = NAN;
    if (rest) {
        low = rest_at(v, own, m, rest / HULL);
        median = rest_at(v, own, m, rest / 2);
        high = rest_at(v, own, m, rest - 1 - rest / HULL);
    }
    for (size_t i = 0; i < m; i++) {
        tt_heft *h = &v[own[i].at];
        h->low = low;
        h->median = median;
        h->high = high;
        h->peers = (uint32_t)rest;
        h->senders = senders;
        if (!rest) {
            h->p = 1;
            continue;
        }
        bool above = h->x >= median;
        size_t k = beyond(v, n, h->x, above) - own_beyond(v, own, m, h->x, above);
        h->p = (double)(1 + k) / (double)(1 + rest);
    }
}

static bool series(tt_heft *v, size_t n, struct own *own)
{
    uint32_t senders = 0;
    for (size_t i = 0; i < n; i++)
        own[i] = (struct own){v[i].sender, (uint32_t)i};
    if (!tt_sort(own, n, sizeof *own, own_cmp, NULL))
        return false;
    for (size_t i = 0; i < n; i++)
        senders += i == 0 || own[i].sender != own[i - 1].sender;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && own[next].sender == own[i].sender;)
            next++;
        compare(v, n, own + i, next - i, senders - 1);
    }
    return true;
}

/* --- containers --- */

static int box_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_data *d = *(const tt_data *const *)ctx;
    const tt_box *a = pa, *b = pb;
    if (a->shipment != b->shipment)
        return a->shipment < b->shipment ? -1 : 1;
    int c = tt_str_cmp(d->shipment_lines[a->line].container, d->shipment_lines[b->line].container);
    return c ? c : (a->line > b->line) - (a->line < b->line);
}

static double or_nan(double v)
{
    return v > 0 ? v : (double)NAN;
}

/* Lines of one container become one. */
static void merge(const tt_data *d, tt_cargo *c, size_t n)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        const tt_box *b = &c->boxes[i];
        tt_box *last = m ? &c->boxes[m - 1] : NULL;
        bool same = last && last->shipment == b->shipment &&
                    tt_str_eq(d->shipment_lines[last->line].container,
                              d->shipment_lines[b->line].container);
        if (!same) {
            c->boxes[m++] = *b;
            c->first_box[b->shipment + 1]++;
            continue;
        }
        last->lines++;
        last->gross_kg += b->gross_kg;
        last->m3 += b->m3;
        last->type = b->type ? b->type : last->type;
    }
    for (tt_ix i = 1; i <= d->n_shipments + 1; i++)
        c->first_box[i] += c->first_box[i - 1];
}

static bool boxes(const tt_data *d, tt_arena *a, tt_cargo *c)
{
    size_t n = 0;
    c->boxes = tt_new_n(a, tt_box, d->n_shipment_lines + 1);
    c->first_box = tt_new_n(a, uint32_t, d->n_shipments + 2);
    for (tt_ix i = 1; c->boxes && i <= d->n_shipment_lines; i++) {
        const tt_line *l = &d->shipment_lines[i];
        if (l->container.n)
            c->boxes[n++] = (tt_box){.shipment = l->doc,
                                     .line = i,
                                     .lines = 1,
                                     .gross_kg = or_nan(positive(l->gross_kg)),
                                     .m3 = or_nan(positive(l->volume_m3)),
                                     .type = tt_container_in_text(l->description)};
    }
    if (!c->boxes || !c->first_box || !tt_sort(c->boxes, n, sizeof *c->boxes, box_cmp, &d))
        return false;
    merge(d, c, n);
    return true;
}

/* --- all together --- */

static bool collect(struct build *b)
{
    for (size_t k = 0; k < TT_LEN(kinds); k++) {
        const tt_line *lines = k ? b->d->declaration_lines : b->d->shipment_lines;
        size_t n = k ? b->d->n_declaration_lines : b->d->n_shipment_lines;
        for (tt_ix i = 1; i <= n && !b->failed; i++)
            observe(b, kinds[k], lines[i].doc, i, &lines[i]);
    }
    return !b->failed && tt_sort(b->v.v, b->v.n, sizeof *b->v.v, heft_cmp, NULL);
}

static bool index_of(const tt_data *d, tt_arena *a, tt_cargo *c)
{
    size_t n[] = {d->n_shipment_lines + 1, d->n_declaration_lines + 1};
    for (size_t by = 0; by < TT_HEFT_BYS; by++)
        for (size_t k = 0; k < TT_LEN(kinds); k++)
            if (!(c->at[by][k] = tt_new_n(a, uint32_t, n[k])))
                return false;
    for (size_t i = 0; i < c->n; i++)
        c->at[c->v[i].by][c->v[i].kind == kinds[1]][c->v[i].line] = (uint32_t)i + 1;
    return true;
}

tt_status
tt_cargo_build(const tt_data *d, const tt_ix *group, tt_arena *a, tt_cargo *out, tt_err *err)
{
    struct build b = {.d = d, .group = group};
    bool ok = collect(&b);
    *out = (tt_cargo){.d = d, .n = b.v.n, .v = tt_new_n(a, tt_heft, b.v.n + 1)};
    struct own *own = tt_new_n(a, struct own, b.v.n + 1);
    ok = ok && out->v && own;
    if (ok && b.v.n)
        memcpy(out->v, b.v.v, b.v.n * sizeof *out->v);
    ok = ok && index_of(d, a, out) && boxes(d, a, out);
    tt_vec_release(&b.v);
    for (size_t i = 0, next; ok && i < out->n; i = next) {
        for (next = i + 1; next < out->n && by_series(&out->v[i], &out->v[next]) == 0;)
            next++;
        ok = series(&out->v[i], next - i, own);
    }
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for weights of goods");
}

const tt_heft *tt_cargo_heft(const tt_cargo *c, tt_kind kind, tt_ix line, tt_heft_by by)
{
    uint32_t at = c->at[by][kind == kinds[1]][line];
    return at ? &c->v[at - 1] : NULL;
}

double tt_heft_factor(const tt_heft *h)
{
    if (!h->peers)
        return 1;
    return h->x > h->high ? exp(h->x - h->high) : h->x < h->low ? exp(h->x - h->low) : 1;
}

const tt_box *tt_cargo_boxes(const tt_cargo *c, tt_ix shipment, size_t *n)
{
    *n = c->first_box[shipment + 1] - c->first_box[shipment];
    return c->boxes + c->first_box[shipment];
}
