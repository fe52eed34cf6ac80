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

tt_hs tt_cargo_code(const tt_data *d, tt_kind kind, const tt_line *l)
{
    tt_hs own = tt_hs_prefix(l->hs, 6);
    return own != TT_HS_NONE ? own : only_code(d, tt_deal_of(d, kind, l->doc));
}

/* --- observations --- */

static void put(struct build *b, tt_heft h, double kg, double of, const tt_line *l)
{
    if (kg <= 0 || of <= 0)
        return;
    if (h.dim != TT_DIM_MASS) {
        h.hs6 = tt_cargo_code(b->d, h.kind, l);
        if (h.hs6 == TT_HS_NONE)
            return;
    }
    h.of.x = tt_round9(log(kg / of));
    b->failed |= !tt_vec_push(&b->v, h);
}

static void observe(struct build *b, tt_kind kind, tt_ix doc, tt_ix line, const tt_line *l)
{
    tt_ix sender = tt_data_entity(b->d, tt_data_role(b->d, kind, doc, 1));
    double net = positive(l->net_kg), gross = positive(l->gross_kg);
    tt_heft h = {.kind = kind,
                 .doc = doc,
                 .line = line,
                 .of.sender = b->group[sender],
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

bool tt_box_same(const tt_data *d, const tt_box *a, const tt_box *b)
{
    return tt_str_eq(d->shipment_lines[a->line].container, d->shipment_lines[b->line].container);
}

bool tt_box_same_load(const tt_box *a, const tt_box *b, double share)
{
    return a->gross_kg > 0 && b->gross_kg > 0 &&
           tt_round9(fabs(log(a->gross_kg / b->gross_kg))) <= tt_round9(log1p(share));
}

/* A box and when it went. */
struct trip {
    tt_str number;
    tt_date day;
    tt_ix deal, box;
};

static int trip_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct trip *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = tt_str_cmp(a->number, b->number);
    if (c)
        return c;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->box < b->box ? -1 : a->box > b->box;
}

static bool follow(const tt_data *d, tt_arena *a, tt_cargo *c)
{
    enum { DAYS = 10 };
    size_t n = c->first_box[d->n_shipments + 1];
    struct trip *v = tt_new_n(a, struct trip, n + 1);
    for (size_t i = 0; v && i < n; i++) {
        const tt_box *b = &c->boxes[i];
        v[i] = (struct trip){.number = d->shipment_lines[b->line].container,
                             .day = d->shipments[b->shipment].head.date.day,
                             .deal = tt_deal_of(d, TT_KIND_SHIPMENT, b->shipment),
                             .box = (tt_ix)i};
    }
    c->trips = tt_new_n(a, uint32_t, n + 1);
    if (!v || !c->trips || !tt_sort(v, n, sizeof *v, trip_cmp, NULL))
        return false;
    for (size_t i = 0; i < n; i++)
        c->trips[c->n_trips++] = v[i].box;
    for (size_t i = 1; i < n; i++) {
        bool other = !v[i].deal || v[i].deal != v[i - 1].deal;
        if (other && tt_str_eq(v[i].number, v[i - 1].number) && v[i].day != TT_NO_DATE &&
            v[i].day - v[i - 1].day <= DAYS)
            c->boxes[v[i].box].shared = c->boxes[v[i - 1].box].shared = true;
    }
    return true;
}

/* Lines of one container become one. */
static void merge(const tt_data *d, tt_cargo *c, size_t n)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        const tt_box *b = &c->boxes[i];
        tt_box *last = m ? &c->boxes[m - 1] : NULL;
        bool same = last && last->shipment == b->shipment && tt_box_same(d, last, b);
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
    return follow(d, a, c);
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
    return !b->failed;
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

/* Series of hefts: what can be compared. */
static uint64_t series_of(const tt_heft *h)
{
    return h->hs6 << 8 | (uint64_t)h->dim << 2 | (uint64_t)h->net << 1 | (h->by == TT_HEFT_VOLUME);
}

static tt_status beside(tt_cargo *c, tt_arena *a, tt_err *err)
{
    tt_beside *v = tt_new_n(a, tt_beside, c->n + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for weights of goods");
    for (size_t i = 0; i < c->n; i++) {
        v[i] = c->v[i].of;
        v[i].series = series_of(&c->v[i]);
        v[i].at = (uint32_t)i;
    }
    TT_TRY(tt_beside_judge(v, c->n, a, err));
    for (size_t i = 0; i < c->n; i++)
        c->v[v[i].at].of = v[i];
    return TT_OK;
}

tt_status
tt_cargo_build(const tt_data *d, const tt_ix *group, tt_arena *a, tt_cargo *out, tt_err *err)
{
    struct build b = {.d = d, .group = group};
    bool ok = collect(&b);
    *out = (tt_cargo){.d = d, .n = b.v.n, .v = tt_new_n(a, tt_heft, b.v.n + 1)};
    ok = ok && out->v;
    if (ok && b.v.n)
        memcpy(out->v, b.v.v, b.v.n * sizeof *out->v);
    ok = ok && index_of(d, a, out) && boxes(d, a, out);
    tt_vec_release(&b.v);
    return ok ? beside(out, a, err) : tt_fail(err, TT_ENOMEM, "no memory for weights of goods");
}

const tt_heft *tt_cargo_heft(const tt_cargo *c, tt_kind kind, tt_ix line, tt_heft_by by)
{
    uint32_t at = c->at[by][kind == kinds[1]][line];
    return at ? &c->v[at - 1] : NULL;
}

double tt_heft_factor(const tt_heft *h)
{
    const tt_beside *o = &h->of;
    if (!o->peers)
        return 1;
    return o->x > o->high ? exp(o->x - o->high) : o->x < o->low ? exp(o->x - o->low) : 1;
}

const tt_box *tt_cargo_boxes(const tt_cargo *c, tt_ix shipment, size_t *n)
{
    *n = c->first_box[shipment + 1] - c->first_box[shipment];
    return c->boxes + c->first_box[shipment];
}
