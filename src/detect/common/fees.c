/* fees.c - see fees.h. */
#include "detect/common/fees.h"

#include "base/stat.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/voyage.h"
#include "detect/common/words.h"

#include <math.h>

const char *tt_fee_text(tt_fee_kind k)
{
    static const char *const texts[TT_FEE_KINDS] = {"carriage", "freight", "insurance",
                                                    "commission"};
    return texts[k];
}

enum { WAY_BITS = 40, POOL_BITS = 48 }; /* of like: kind above, then mode, then way */

static uint64_t pool_of(uint64_t like)
{
    return like >> WAY_BITS;
}

/* --- gathering --- */

struct gather {
    const tt_detect_in *in;
    const tt_data *d;
    tt_fee_vec *out;
    tt_tally *why;
};

static double in_base(const tt_data *d, tt_money m, tt_date day)
{
    tt_money base;
    return m.minor != TT_NO_NUM && m.minor > 0 && tt_data_convert(d, m, day, &base)
               ? tt_money_double(base)
               : 0;
}

static double log_of(double v)
{
    return v > 0 ? tt_round9(log(v)) : 0;
}

static int64_t minor_of(const struct gather *g, double major)
{
    return (int64_t)llround(major * pow(10, tt_ccy_exponent(g->d->base)));
}

/* Parties and completeness; the fee is taken over. */
static tt_status put(struct gather *g, tt_fee f, tt_err *err)
{
    const tt_invoice *x = &g->d->invoices[f.invoice];
    f.seller = tt_data_entity(g->d, x->seller);
    f.buyer = tt_data_entity(g->d, x->buyer);
    if (!f.seller || !f.buyer || f.goods <= 0 || f.amount <= 0) {
        tt_tally_add(&g->why[TT_FEE_NO_VALUE], f.amount > 0 ? minor_of(g, f.amount) : TT_NO_NUM);
        return TT_OK;
    }
    if (g->in->shared->declared[f.seller] == g->in->shared->declared[f.buyer]) {
        tt_tally_add(&g->why[TT_FEE_GROUP], minor_of(g, f.amount));
        return TT_OK;
    }
    if (isnan(f.size)) {
        tt_tally_add(&g->why[TT_FEE_NO_WAY], minor_of(g, f.amount));
        return TT_OK;
    }
    f.usual = f.over = (double)NAN;
    return tt_vec_push(g->out, f) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for fees");
}

static double kilograms(const tt_data *d, tt_ix shipment)
{
    const tt_head *h = &d->shipments[shipment].head;
    double kg = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        const tt_line *l = &d->shipment_lines[k];
        int64_t e6 = l->gross_kg != TT_NO_NUM ? l->gross_kg : l->net_kg;
        if (e6 == TT_NO_NUM || e6 <= 0)
            return 0;
        kg += (double)e6 / 1e6;
    }
    return kg;
}

/* Sea, air, land, parcels. */
static uint64_t mode_of(const tt_shipment *s)
{
    static const uint8_t modes[] = {[TT_DOC_AWB] = 1,
                                    [TT_DOC_CMR] = 2,
                                    [TT_DOC_RAIL] = 2,
                                    [TT_DOC_COURIER] = 3,
                                    [TT_DOC_POSTAL] = 3};
    return s->type < TT_LEN(modes) ? modes[s->type] : 0;
}

/* The way in half units of ln nautical miles, else the two countries; 0: not known. */
static uint64_t way_of(const tt_shipment *s)
{
    tt_voyage v;
    tt_country from, to;
    if (tt_voyage_of(s, &v))
        return 1 + (uint64_t)(2 * tt_round9(log1p(tt_port_nm(v.port[0], v.port[v.n - 1]))));
    return tt_country_parse(tt_str_sub(s->port_of_loading, 0, 2), &from) &&
                   tt_country_parse(tt_str_sub(s->port_of_discharge, 0, 2), &to)
               ? (uint64_t)1 << 32 | (uint64_t)from << 16 | to
               : 0;
}

/* The freight that a transport document states, beside the goods of its invoices. */
static tt_status carriage(struct gather *g, tt_err *err)
{
    const tt_data *d = g->d;
    tt_couple *c;
    size_t n;
    tt_fee *of = tt_new_n(g->in->scratch, tt_fee, d->n_shipments + 1);
    if (!of)
        return tt_fail(err, TT_ENOMEM, "no memory for fees");
    TT_TRY(tt_couples_of(d, TT_KIND_SHIPMENT, TT_KIND_INVOICE, g->in->scratch, &c, &n, err));
    for (size_t i = 0; i < n; i++) {
        const tt_invoice *x = &d->invoices[c[i].b.doc];
        const tt_line *line = tt_ref_line(d, c[i].b);
        double share = isnan(c[i].share) ? 1 : fmin(c[i].share, 1);
        of[c[i].a.doc].invoice = c[i].b.doc;
        of[c[i].a.doc].goods +=
            share * in_base(d, line ? line->amount : x->total, x->head.date.day);
    }
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        const tt_shipment *s = &d->shipments[i];
        tt_fee *f = &of[i];
        if (!f->invoice || s->freight.minor == TT_NO_NUM || tt_shipment_is_above(d, i))
            continue;
        double kg = kilograms(d, i);
        uint64_t way = way_of(s);
        f->kind = TT_FEE_CARRIAGE;
        f->doc = (tt_ref){TT_KIND_SHIPMENT, i, 0};
        f->amount = in_base(d, s->freight, s->head.date.day);
        f->like = mode_of(s) << WAY_BITS | way;
        f->size = kg > 0 && way ? tt_round9(log(kg)) : (double)NAN;
        f->x = log_of(f->amount);
        TT_TRY(put(g, *f, err));
    }
    return TT_OK;
}

/* What a line of an invoice is for; TT_FEE_CARRIAGE: for no fee. */
static tt_fee_kind fee_of(const tt_line *line)
{
    static const struct {
        const char *word;
        tt_fee_kind kind;
    } words[] = {{"freight", TT_FEE_FREIGHT},        {"carriage", TT_FEE_FREIGHT},
                 {"shipping", TT_FEE_FREIGHT},       {"insurance", TT_FEE_INSURANCE},
                 {"premium", TT_FEE_INSURANCE},      {"commission", TT_FEE_COMMISSION},
                 {"commissions", TT_FEE_COMMISSION}, {"agency fee", TT_FEE_COMMISSION},
                 {"brokerage", TT_FEE_COMMISSION}};
    for (size_t i = 0; i < TT_LEN(words) && !line->hs; i++)
        if (tt_text_has(line->description, words[i].word))
            return words[i].kind;
    return TT_FEE_CARRIAGE;
}

static tt_status lines_of(struct gather *g, tt_ix invoice, tt_err *err)
{
    const tt_head *h = &g->d->invoices[invoice].head;
    double goods = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++)
        if (fee_of(&g->d->invoice_lines[k]) == TT_FEE_CARRIAGE)
            goods += in_base(g->d, g->d->invoice_lines[k].amount, h->date.day);
    for (tt_ix k = h->first_line; goods > 0 && k < h->first_line + h->n_lines; k++) {
        tt_fee_kind kind = fee_of(&g->d->invoice_lines[k]);
        double amount = in_base(g->d, g->d->invoice_lines[k].amount, h->date.day);
        if (kind == TT_FEE_CARRIAGE)
            continue;
        TT_TRY(put(g,
                   (tt_fee){.kind = kind,
                            .doc = {TT_KIND_INVOICE, invoice, k},
                            .invoice = invoice,
                            .amount = amount,
                            .goods = goods,
                            .like = (uint64_t)kind << POOL_BITS,
                            .size = tt_round9(log(goods)),
                            .x = log_of(amount / goods)},
                   err));
    }
    return TT_OK;
}

/* --- what others pay --- */

static int by_size(const void *pa, const void *pb, void *ctx)
{
    const tt_fee *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->like != b->like)
        return a->like < b->like ? -1 : 1;
    if (a->size < b->size || a->size > b->size)
        return a->size < b->size ? -1 : 1;
    if (a->doc.doc != b->doc.doc)
        return a->doc.doc < b->doc.doc ? -1 : 1;
    return (a->doc.line > b->doc.line) - (a->doc.line < b->doc.line);
}

static bool same_relation(const tt_fee *a, const tt_fee *b)
{
    return a->seller == b->seller && a->buyer == b->buyer;
}

struct near {
    const tt_fee *of[TT_FEE_NEAR];
    size_t n;
};

/* Takes it unless its relation is there often enough. */
static void take(struct near *near, const tt_fee *f)
{
    size_t same = 0;
    for (size_t i = 0; i < near->n; i++)
        same += same_relation(near->of[i], f);
    if (same < TT_FEE_OF_ONE)
        near->of[near->n++] = f;
}

/* The fees of others nearest in size: v is sorted, and searched to both sides of i. */
static struct near nearest(const tt_fee *v, size_t n, size_t i)
{
    enum { REACH = 200 };
    const double apart = 0.693147; /* ln 2 */
    struct near near = {.n = 0};
    size_t low = i, high = i + 1;
    for (size_t step = 0; step < REACH && near.n < TT_FEE_NEAR; step++) {
        double below = low > 0 && v[low - 1].like == v[i].like ? v[i].size - v[low - 1].size
                                                               : (double)INFINITY;
        double above =
            high < n && v[high].like == v[i].like ? v[high].size - v[i].size : (double)INFINITY;
        if (fmin(below, above) > apart)
            break;
        const tt_fee *f = below <= above ? &v[--low] : &v[high++];
        if (!same_relation(f, &v[i]))
            take(&near, f);
    }
    return near;
}

static void compare(tt_fee *v, size_t n, size_t i)
{
    struct near near = nearest(v, n, i);
    double x[TT_FEE_NEAR];
    size_t relations = 0;
    for (size_t k = 0; k < near.n; k++) {
        bool again = false;
        for (size_t j = 0; j < k; j++)
            again |= same_relation(near.of[j], near.of[k]);
        relations += !again;
        x[k] = near.of[k]->x;
    }
    if (near.n < TT_FEE_LEAST || relations < TT_FEE_RELATIONS)
        return;
    tt_sort_double(x, near.n);
    double median = tt_median_sorted(x, near.n);
    v[i].peers = (uint32_t)near.n;
    v[i].over = tt_round9(v[i].x - median);
    v[i].usual = exp(median) * (v[i].kind == TT_FEE_CARRIAGE ? 1 : v[i].goods);
}

static int by_relation(const void *pa, const void *pb, void *ctx)
{
    const tt_fee *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->doc.kind != b->doc.kind)
        return a->doc.kind < b->doc.kind ? -1 : 1;
    if (a->doc.doc != b->doc.doc)
        return a->doc.doc < b->doc.doc ? -1 : 1;
    return (a->doc.line > b->doc.line) - (a->doc.line < b->doc.line);
}

/* --- p --- */

/* The `over` of fees, within kind and mode. */
struct order {
    uint64_t pool;
    double over;
};
TT_VEC(order_vec, struct order);

static int order_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct order *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->pool != b->pool)
        return a->pool < b->pool ? -1 : 1;
    return (a->over > b->over) - (a->over < b->over);
}

static tt_status order_of(const tt_fee *v, size_t n, order_vec *out, tt_err *err)
{
    out->n = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i].over) && !tt_vec_push(out, ((struct order){pool_of(v[i].like), v[i].over})))
            return tt_fail(err, TT_ENOMEM, "no memory for fees");
    return tt_sort(out->v, out->n, sizeof *out->v, order_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for fees");
}

static size_t lower(const order_vec *v, struct order x)
{
    size_t low = 0, high = v->n;
    TT_BISECT(size_t, low, high, mid, order_cmp(&v->v[mid], &x, NULL) < 0);
    return low;
}

/* Of one pool, how many are as far above what is usual. */
static size_t count(const order_vec *v, uint64_t pool, double over)
{
    return lower(v, (struct order){pool + 1, -(double)INFINITY}) -
           lower(v, (struct order){pool, over});
}

static double p_of(const order_vec *all, const order_vec *own, const tt_fee *f, double least)
{
    const double any = -(double)INFINITY;
    uint64_t pool = pool_of(f->like);
    size_t n = count(all, pool, any) - count(own, pool, any);
    if (isnan(f->over) || (double)n < least)
        return 1;
    size_t above = count(all, pool, f->over) - count(own, pool, f->over);
    return tt_round9((double)(1 + above) / (double)(1 + n));
}

/* Relation by relation, against all others. */
static tt_status rank(tt_fee_vec *fees, double least, order_vec room[2], tt_err *err)
{
    tt_fee *v = fees->v;
    TT_TRY(order_of(v, fees->n, &room[0], err));
    for (size_t i = 0, next; i < fees->n; i = next) {
        for (next = i; next < fees->n && same_relation(&v[next], &v[i]);)
            next++;
        TT_TRY(order_of(&v[i], next - i, &room[1], err));
        for (size_t k = i; k < next; k++)
            v[k].p = p_of(&room[0], &room[1], &v[k], least);
    }
    return TT_OK;
}

/* --- all together --- */

static tt_status gather_all(const tt_detect_in *in, tt_fee_vec *out, tt_tally *why, tt_err *err)
{
    struct gather g = {.in = in, .d = in->data, .out = out, .why = why};
    TT_TRY(carriage(&g, err));
    for (tt_ix i = 1; i <= in->data->n_invoices; i++) {
        tt_doc_type type = in->data->invoices[i].type;
        if (type != TT_DOC_CREDIT_NOTE && type != TT_DOC_PROFORMA &&
            !in->shared->credits.invoice[i])
            TT_TRY(lines_of(&g, i, err));
    }
    if (!tt_sort(out->v, out->n, sizeof *out->v, by_size, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for fees");
    for (size_t i = 0; i < out->n; i++) {
        compare(out->v, out->n, i);
        if (isnan(out->v[i].over))
            tt_tally_add(&why[TT_FEE_NO_PEERS], minor_of(&g, out->v[i].amount));
    }
    return tt_sort(out->v, out->n, sizeof *out->v, by_relation, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for fees");
}

tt_status
tt_fees_of(const tt_detect_in *in, double least, tt_fee_vec *out, tt_tally *why, tt_err *err)
{
    order_vec room[2] = {{0}};
    TT_TRY(gather_all(in, out, why, err));
    tt_status st = rank(out, least, room, err);
    tt_vec_release(&room[0]);
    tt_vec_release(&room[1]);
    return st;
}
