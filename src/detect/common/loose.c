/* loose.c - see loose.h. */
#include "detect/common/loose.h"

#include "detect/common/deals.h"
#include "detect/common/goods.h"

static int loose_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_loose_doc *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    if (a->to != b->to)
        return a->to ? 1 : -1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc;
}

static tt_status add(tt_loose *l, tt_kind kind, tt_ix doc, unsigned role, bool to, tt_err *err)
{
    tt_loose_doc o = {.entity = tt_data_entity(l->d, tt_data_role(l->d, kind, doc, role)),
                      .to = to,
                      .day = tt_data_head(l->d, kind, doc)->date.day,
                      .kind = kind,
                      .doc = doc};
    if (!o.entity || o.day == TT_NO_DATE || tt_vec_push(&l->v, o))
        return TT_OK;
    return tt_fail(err, TT_ENOMEM, "no memory for goods documents");
}

tt_status tt_loose_init(tt_loose *l, const tt_data *d, tt_arena *a, tt_err *err)
{
    static const tt_kind kinds[] = {TT_KIND_SHIPMENT, TT_KIND_DECLARATION};
    *l = (tt_loose){.d = d};
    for (size_t k = 0; k < TT_LEN(kinds); k++) {
        size_t n = tt_data_n_docs(d, kinds[k]);
        l->used[kinds[k]] = tt_new_n(a, uint8_t, n + 1);
        if (!l->used[kinds[k]])
            return tt_fail(err, TT_ENOMEM, "no memory for goods documents");
        for (tt_ix i = 1; i <= n; i++) {
            if (tt_deal_count(d, tt_deal_of(d, kinds[k], i), TT_KIND_INVOICE))
                continue;
            TT_TRY(add(l, kinds[k], i, 1, false, err)); /* shipper, exporter */
            TT_TRY(add(l, kinds[k], i, 2, true, err));  /* consignee, importer */
        }
    }
    return tt_sort(l->v.v, l->v.n, sizeof *l->v.v, loose_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for goods documents");
}

void tt_loose_release(tt_loose *l)
{
    tt_vec_release(&l->v);
}

bool tt_loose_may_hold(const tt_data *d, tt_kind of, tt_ix of_doc, tt_kind o, tt_ix o_doc)
{
    const tt_line *lines = tt_data_lines(d, o), *other = tt_data_lines(d, of);
    const tt_head *head = tt_data_head(d, o, o_doc), *h = tt_data_head(d, of, of_doc);
    bool coded = false;
    for (tt_ix k = head->first_line; k < head->first_line + head->n_lines; k++) {
        coded |= lines[k].hs != TT_HS_NONE;
        for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++)
            if (lines[k].hs && tt_hs_prefix(lines[k].hs, 6) == tt_hs_prefix(other[i].hs, 6))
                return true;
    }
    return !coded;
}

bool tt_loose_take(tt_loose *l, tt_ix invoice, tt_ix entity, bool to, tt_date first, tt_date last)
{
    tt_loose_doc key = {.entity = entity, .to = to, .day = first};
    size_t low = 0, high = l->v.n;
    TT_BISECT(size_t, low, high, mid, loose_cmp(&l->v.v[mid], &key, NULL) < 0);
    for (; low < l->v.n; low++) {
        const tt_loose_doc *o = &l->v.v[low];
        if (o->entity != entity || o->to != to || o->day > last)
            return false;
        if (!l->used[o->kind][o->doc] &&
            tt_loose_may_hold(l->d, TT_KIND_INVOICE, invoice, o->kind, o->doc)) {
            l->used[o->kind][o->doc] = 1;
            return true;
        }
    }
    return false;
}
