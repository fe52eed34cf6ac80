/* lane.c - the questions of match, and the indexes that answer them without looking at all. */
#include "match/lane.h"

#include "base/str.h"

#define TYPE(t) (1u << TT_DOC_##t)
#define ANY_TYPE UINT32_MAX
#define PLAIN (TYPE(UNKNOWN) | TYPE(INVOICE))
#define NOTES (TYPE(CREDIT_NOTE) | TYPE(DEBIT_NOTE))

/* Credit notes come first: payments are net of them. */
const tt_lane_spec tt_lane_specs[] = {
    {"credit notes", TT_KIND_INVOICE, TT_KIND_INVOICE, NOTES, PLAIN, false, 0, 365, 30, 30, 0},
    {"payments", TT_KIND_PAYMENT, TT_KIND_INVOICE, ANY_TYPE, PLAIN | NOTES, true, 40, 200, 35, 25,
     400},
    {"shipments", TT_KIND_SHIPMENT, TT_KIND_INVOICE, ~TYPE(MASTER_BL), PLAIN, false, 30, 90, 8, 12,
     0},
    {"master bills", TT_KIND_SHIPMENT, TT_KIND_INVOICE, TYPE(MASTER_BL), PLAIN, false, 30, 90, 8,
     12, 0},
    {"exports", TT_KIND_DECLARATION, TT_KIND_INVOICE, TYPE(EXPORT), PLAIN, false, 30, 90, 6, 12, 0},
    {"imports", TT_KIND_DECLARATION, TT_KIND_INVOICE, TYPE(IMPORT), PLAIN, false, 15, 150, 35, 20,
     0},
    {"transits", TT_KIND_DECLARATION, TT_KIND_INVOICE, TYPE(TRANSIT) | TYPE(UNKNOWN), PLAIN, false,
     30, 150, 20, 20, 0},
    {"exports of shipments", TT_KIND_DECLARATION, TT_KIND_SHIPMENT, TYPE(EXPORT), ANY_TYPE, false,
     45, 30, -2, 8, 0},
    {"imports of shipments", TT_KIND_DECLARATION, TT_KIND_SHIPMENT, TYPE(IMPORT), ANY_TYPE, false,
     10, 120, 28, 15, 0},
    {"transits of shipments", TT_KIND_DECLARATION, TT_KIND_SHIPMENT, TYPE(TRANSIT) | TYPE(UNKNOWN),
     ANY_TYPE, false, 30, 120, 15, 15, 0},
};
const size_t tt_lane_n_specs = TT_LEN(tt_lane_specs);

uint64_t tt_relation(tt_ix from, tt_ix to)
{
    return (uint64_t)from << 32 | to;
}

uint64_t tt_slot_place(int64_t v)
{
    return (uint64_t)v ^ (uint64_t)1 << 63;
}

static tt_doc_type type_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    switch (kind) {
    case TT_KIND_INVOICE:
        return d->invoices[doc].type;
    case TT_KIND_SHIPMENT:
        return d->shipments[doc].type;
    case TT_KIND_DECLARATION:
        return d->declarations[doc].type;
    default:
        return TT_DOC_UNKNOWN;
    }
}

bool tt_lane_size(const tt_lane *l, const tt_item *it, uint64_t *unit, int64_t *size)
{
    if (l->spec->money) {
        *unit = it->money.ccy;
        *size = it->money.minor;
    } else if (it->quantity != TT_NO_NUM) {
        *unit = (uint64_t)it->dim;
        *size = it->quantity;
    } else {
        *unit = TT_DIM_MASS;
        *size = it->net;
    }
    return *size != TT_NO_NUM;
}

bool tt_lane_is_target(const tt_lane *l, tt_ix to)
{
    return l->spec->to_types >> type_of(l->d, l->spec->to_kind, to) & 1;
}

bool tt_lane_only_named(const tt_lane *l, tt_ix doc)
{
    return type_of(l->d, l->spec->kind, doc) == TT_DOC_DEBIT_NOTE;
}

/* --- slots --- */

static int by_slot(const void *a, const void *b, void *ctx)
{
    const tt_slot *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

size_t tt_slot_find(const tt_slot *v, size_t n, uint64_t a, uint64_t b)
{
    size_t low = 0, high = n;
    TT_BISECT(size_t, low, high, mid, v[mid].a < a || (v[mid].a == a && v[mid].b < b));
    return low;
}

static bool sort_slots(tt_slot *v, size_t n)
{
    return tt_sort(v, n, sizeof(*v), by_slot, NULL);
}

uint64_t tt_slot_group(uint64_t relation, uint64_t unit)
{
    uint64_t h = (relation ^ unit * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    return h ^ h >> 33;
}

/* Targets by what they are looked up with. */
static bool index_targets(tt_lane *l, tt_arena *a)
{
    l->by_day = tt_new_n(a, tt_slot, l->n_tos + 1);
    l->by_size = tt_new_n(a, tt_slot, l->n_tos + 1);
    l->by_from = tt_new_n(a, tt_slot, l->n_tos + 1);
    l->by_to = tt_new_n(a, tt_slot, l->n_tos + 1);
    l->by_digits = tt_new_n(a, tt_slot, 2 * l->n_tos + 1);
    if (!l->by_day || !l->by_size || !l->by_from || !l->by_to || !l->by_digits)
        return false;
    for (tt_ix i = 1; i <= l->n_tos; i++) {
        const tt_item *it = &l->tos[i];
        if (!tt_lane_is_target(l, i))
            continue;
        tt_ix ends[2];
        tt_lane_ends(l, it, ends);
        uint64_t relation = tt_relation(ends[0], ends[1]), unit;
        int64_t size;
        if (ends[0] && ends[1])
            l->by_day[l->n_by_day++] = (tt_slot){relation, tt_slot_place(it->day), i};
        if (it->number.n >= 5)
            for (unsigned k = 0; k < 2; k++)
                if (ends[k])
                    l->by_digits[l->n_by_digits++] =
                        (tt_slot){tt_relation(ends[k], k), it->number.value % 100000, i};
        if (!tt_lane_size(l, it, &unit, &size))
            continue;
        uint64_t place = tt_slot_place(size);
        if (ends[0] && ends[1])
            l->by_size[l->n_by_size++] = (tt_slot){tt_slot_group(relation, unit), place, i};
        if (ends[0])
            l->by_from[l->n_by_from++] = (tt_slot){tt_slot_group(ends[0], unit), place, i};
        if (ends[1])
            l->by_to[l->n_by_to++] = (tt_slot){tt_slot_group(ends[1], unit), place, i};
    }
    return sort_slots(l->by_day, l->n_by_day) && sort_slots(l->by_size, l->n_by_size) &&
           sort_slots(l->by_from, l->n_by_from) && sort_slots(l->by_to, l->n_by_to) &&
           sort_slots(l->by_digits, l->n_by_digits);
}

void tt_lane_ends(const tt_lane *l, const tt_item *to, tt_ix ends[2])
{
    bool turn = l->spec->money && to->back; /* money for a credit note goes to the buyer */
    ends[turn] = to->from;
    ends[!turn] = to->to;
}

/* --- documents and what they name --- */

static bool in_lane(const tt_lane *l, tt_ix doc)
{
    return l->spec->types >> type_of(l->d, l->spec->kind, doc) & 1;
}

static bool list_docs(tt_lane *l, tt_arena *a)
{
    size_t n = tt_data_n_docs(l->d, l->spec->kind);
    l->doc_day = tt_new_n(a, tt_slot, n + 1);
    if (!l->doc_day)
        return false;
    for (tt_ix i = 1; i <= n; i++)
        if (in_lane(l, i))
            l->doc_day[l->n_docs++] = (tt_slot){tt_relation(l->docs[i].from, l->docs[i].to),
                                                tt_slot_place(l->docs[i].day), i};
    return sort_slots(l->doc_day, l->n_docs);
}

static int by_named(const void *a, const void *b, void *ctx)
{
    const tt_named *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return tt_str_cmp(x->detail, y->detail);
}

/* What is named twice stays once, by the better key. */
static bool tidy_named(tt_named_vec *v)
{
    size_t kept = 0;
    if (!tt_sort(v->v, v->n, sizeof(*v->v), by_named, NULL))
        return false;
    for (size_t i = 0; i < v->n; i++)
        if (!kept || v->v[kept - 1].doc != v->v[i].doc || v->v[kept - 1].to != v->v[i].to)
            v->v[kept++] = v->v[i];
    v->n = kept;
    return true;
}

/* Turned so that the document of the lane names the target; false: of another lane. */
static bool named_of(const tt_lane *l, const tt_edge *e, tt_named *out)
{
    *out = (tt_named){e->doc, e->to, e->key, e->detail};
    if (e->kind == l->spec->to_kind && e->to_kind == l->spec->kind && e->kind != e->to_kind)
        *out = (tt_named){e->to, e->doc, e->key, e->detail};
    else if (e->kind != l->spec->kind || e->to_kind != l->spec->to_kind)
        return false;
    return in_lane(l, out->doc);
}

/* Tidy, and where those of each document begin. */
static uint32_t *index_named(tt_named_vec *v, size_t n, tt_arena *a)
{
    uint32_t *first = tt_new_n(a, uint32_t, n + 2);
    if (!first || !tidy_named(v))
        return NULL;
    for (size_t i = 0; i < v->n; i++)
        first[v->v[i].doc + 1]++;
    for (size_t i = 1; i <= n + 1; i++)
        first[i] += first[i - 1];
    return first;
}

static bool list_named(tt_lane *l, const tt_refs *refs, tt_arena *a)
{
    size_t n = tt_data_n_docs(l->d, l->spec->kind);
    tt_named name;
    for (size_t i = 0; i < refs->edges.n; i++) {
        if (!named_of(l, &refs->edges.v[i], &name))
            continue;
        bool aside = !tt_lane_is_target(l, name.to) || tt_lane_only_named(l, name.doc);
        if (!(aside ? tt_vec_push(&l->aside, name) : tt_vec_push(&l->named, name)))
            return false;
    }
    for (size_t i = 0; i < refs->strangers.n; i++)
        if (named_of(l, &refs->strangers.v[i], &name) && tt_lane_is_target(l, name.to) &&
            !tt_vec_push(&l->strange, name))
            return false;
    l->first_named = index_named(&l->named, n, a);
    l->first_strange = index_named(&l->strange, n, a);
    return l->first_named && l->first_strange && tidy_named(&l->aside);
}

tt_status tt_lane_init(tt_lane *l, const tt_refs *refs, tt_arena *a, tt_err *err)
{
    l->docs = l->items->of[l->spec->kind];
    l->tos = l->items->of[l->spec->to_kind];
    l->n_tos = tt_data_n_docs(l->d, l->spec->to_kind);
    l->lag = l->spec->lag;
    l->spread = l->spec->spread;
    l->covered = tt_new_n(a, int32_t, l->n_tos + 1);
    l->used = tt_new_n(a, uint8_t, tt_data_n_docs(l->d, l->spec->kind) + 1);
    bool ok = l->covered && l->used && list_docs(l, a);
    if (ok && l->n_docs)
        ok = list_named(l, refs, a) && index_targets(l, a);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room to match %s", l->spec->name);
}

void tt_lane_release(tt_lane *l)
{
    tt_vec_release(&l->named);
    tt_vec_release(&l->aside);
    tt_vec_release(&l->strange);
}
