/* stays.c - see stays.h. */
#include "detect/common/stays.h"

#include "detect/common/deals.h"
#include "detect/common/goods.h"

#include <math.h>

/* --- lines --- */

static bool of_line(const tt_data *d, tt_kind kind, tt_ix line, tt_haul *m)
{
    const tt_line *l = &tt_data_lines(d, kind)[line];
    int64_t kg = l->gross_kg != TT_NO_NUM ? l->gross_kg : l->net_kg;
    if (l->quantity == TT_NO_NUM || l->quantity <= 0 ||
        !tt_unit_to_canonical(l->quantity, l->unit, &m->quantity))
        return false;
    m->dim = tt_unit_dimension(l->unit);
    m->line = line;
    m->hs6 = tt_hs_digits(l->hs) >= 4 ? tt_hs_prefix(l->hs, 6) : TT_HS_NONE;
    m->origin = l->origin;
    m->kg = kg == TT_NO_NUM ? (double)NAN : (double)kg / 1e6;
    return true;
}

/* The lines of a document, as hauls of one or both of its parties. */
static bool
of_document(const tt_data *d, tt_kind kind, tt_ix doc, tt_ix from, tt_ix to, tt_haul_vec *out)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    tt_haul m = {.kind = kind, .doc = doc, .day = h->date.day};
    if (!from || !to || from == to || m.day == TT_NO_DATE)
        return true;
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++) {
        if (!of_line(d, kind, i, &m))
            continue;
        for (int k = 0; k < 2; k++) {
            m.out = k == 0;
            m.party = m.out ? from : to;
            m.other = m.out ? to : from;
            if (!tt_vec_push(out, m))
                return false;
        }
    }
    return true;
}

static bool collect(const tt_data *d, tt_haul_vec *out)
{
    bool ok = true;
    for (tt_ix i = 1; ok && i <= d->n_invoices; i++) {
        const tt_invoice *x = &d->invoices[i];
        if (x->type != TT_DOC_CREDIT_NOTE && x->type != TT_DOC_PROFORMA)
            ok = of_document(d, TT_KIND_INVOICE, i, tt_data_entity(d, x->seller),
                             tt_data_entity(d, x->buyer), out);
    }
    for (tt_ix i = 1; ok && i <= d->n_shipments; i++)
        if (!tt_shipment_is_above(d, i))
            ok = of_document(d, TT_KIND_SHIPMENT, i, tt_data_entity(d, d->shipments[i].shipper),
                             tt_data_entity(d, d->shipments[i].consignee), out);
    for (tt_ix i = 1; ok && i <= d->n_declarations; i++)
        ok = of_document(d, TT_KIND_DECLARATION, i, tt_data_entity(d, d->declarations[i].exporter),
                         tt_data_entity(d, d->declarations[i].importer), out);
    return ok;
}

static int haul_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_haul *a = pa, *b = pb;
    TT_UNUSED(ctx);
    const int64_t keys[][2] = {{(int64_t)a->dim, (int64_t)b->dim},
                               {a->quantity, b->quantity},
                               {a->party, b->party},
                               {a->day, b->day},
                               {a->out, b->out},
                               {(int64_t)a->kind, (int64_t)b->kind},
                               {a->line, b->line}};
    for (size_t i = 0; i < TT_LEN(keys); i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

/* --- stays --- */

static bool same_quantity(const tt_haul *a, const tt_haul *b)
{
    return a->dim == b->dim && a->quantity == b->quantity;
}

/* The hauls of one party and quantity. */
static bool
pair(const tt_haul *v, size_t first, size_t end, int32_t days, double chance, tt_stay_vec *out)
{
    const tt_haul *in = NULL;
    for (size_t i = first; i < end; i++) {
        if (!v[i].out)
            in = &v[i];
        else if (in && v[i].day - in->day <= days && in->other != v[i].other &&
                 !tt_vec_push(out, ((tt_stay){(size_t)(in - v), i, first, end, chance})))
            return false;
    }
    return true;
}

static bool pair_all(const tt_data *d, int32_t days, tt_arena *a, tt_stays *m)
{
    const tt_haul *v = m->v.v;
    size_t n = m->v.n, of_dim[TT_DIM_OTHER + 1] = {0};
    uint32_t *got = tt_new_n(a, uint32_t, d->n_entities + 1);
    bool ok = got != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        of_dim[v[i].dim]++;
        got[v[i].party] += !v[i].out;
    }
    for (size_t i = 0, all; ok && i < n; i = all) {
        for (all = i + 1; all < n && same_quantity(&v[all], &v[i]);)
            all++;
        for (size_t k = i, end; ok && k < all; k = end) {
            for (end = k + 1; end < all && v[end].party == v[k].party;)
                end++;
            /* Each line is a haul out and one in. */
            size_t lines = of_dim[v[k].dim] / 2, others = (all - i) / 2 - (end - k);
            double s = (double)(others + 1) / (double)lines;
            ok = pair(v, k, end, days, s * got[v[k].party], &m->stays);
        }
    }
    return ok;
}

tt_status tt_stays_find(const tt_data *d, int32_t days, tt_arena *a, tt_stays *out, tt_err *err)
{
    *out = (tt_stays){0};
    return collect(d, &out->v) && tt_sort(out->v.v, out->v.n, sizeof *out->v.v, haul_cmp, NULL) &&
                   pair_all(d, days, a, out)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for hauls of goods");
}

void tt_stays_release(tt_stays *m)
{
    tt_vec_release(&m->v);
    tt_vec_release(&m->stays);
}
