/* strangers.c - see strangers.h. */
#include "detect/common/strangers.h"

#include "base/str.h"
#include "detect/common/goods.h"

/* Financial, legal and forwarding services by ISIC/NACE: paying for others is their business. */
static const char *const service_codes[] = {"64", "65", "66", "69", "5229", "52.29"};

static bool add_once(tt_entity_vec *v, tt_ix e)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i] == e)
            return true;
    return !e || tt_vec_push(v, e);
}

bool tt_strangers_parties(tt_strangers *s, tt_ix deal)
{
    const tt_deal *m = &s->d->deals[deal];
    for (tt_ix i = 0; i < m->n_docs; i++) {
        const tt_deal_doc *x = &s->d->deal_docs[m->first_doc + i];
        if (x->kind != TT_KIND_INVOICE || s->d->invoices[x->doc].type == TT_DOC_PROFORMA)
            continue;
        const tt_invoice *inv = &s->d->invoices[x->doc];
        if (!add_once(&s->sellers, tt_data_entity(s->d, inv->seller)) ||
            !add_once(&s->buyers, tt_data_entity(s->d, inv->buyer)))
            return false;
    }
    return true;
}

static bool is_one_of(const tt_strangers *s, const tt_entity_vec *v, tt_ix e)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i] == e || s->group[v->v[i]] == s->group[e])
            return true;
    return false;
}

/* The same desk, or a name that may be the same. */
static bool may_be_one_of(const tt_strangers *s, const tt_entity_vec *v, tt_ix e)
{
    for (size_t i = 0; i < v->n; i++)
        if (s->desk[v->v[i]] == s->desk[e] ||
            tt_names_alike(&s->in->shared->names, v->v[i], e) >= s->name_centibits)
            return true;
    return false;
}

bool tt_pays_for_others(const tt_data *d, tt_ix e)
{
    const tt_entity *en = &d->entities[e];
    if (en->type == TT_ENTITY_BANK)
        return true;
    tt_str code = en->party ? d->parties[en->party].activity_code : (tt_str){0};
    for (size_t i = 0; i < TT_LEN(service_codes); i++)
        if (tt_str_starts(code, tt_str_of(service_codes[i])))
            return true;
    return false;
}

/* A stranger, or why not. */
static tt_no_stranger who(const tt_strangers *s, const tt_payment *p, tt_ix *stranger)
{
    tt_ix payer = tt_data_entity(s->d, p->payer), payee = tt_data_entity(s->d, p->payee);
    bool pays = s->side == TT_SIDE_PAYER;
    tt_ix third = pays ? payer : payee, opposite = pays ? payee : payer;
    const tt_entity_vec *own = pays ? &s->buyers : &s->sellers;
    const tt_entity_vec *other = pays ? &s->sellers : &s->buyers;
    if (!third)
        return TT_NOT_NAMED;
    /* a refund runs the other way; when both ends are strangers, the other side tells it */
    if (is_one_of(s, own, third) || is_one_of(s, other, third) || !is_one_of(s, other, opposite))
        return TT_PARTY_ITSELF;
    if (tt_pays_for_others(s->d, third))
        return TT_SERVICE;
    if (may_be_one_of(s, own, third) || may_be_one_of(s, other, third))
        return TT_SPELT_ALIKE;
    *stranger = third;
    return TT_NO_STRANGERS;
}

static tt_status look_at(tt_strangers *s, tt_ix i, tt_err *err)
{
    tt_settlement x = {.payment = i, .deal = tt_deal_of(s->d, TT_KIND_PAYMENT, i)};
    if (!x.deal)
        return TT_OK;
    s->buyers.n = s->sellers.n = 0;
    if (!tt_strangers_parties(s, x.deal))
        return tt_fail(err, TT_ENOMEM, "no room for the parties of a deal");
    if (!s->buyers.n || !s->sellers.n)
        return TT_OK;
    x.seller = s->sellers.v[0];
    x.buyer = s->buyers.v[0];
    tt_no_stranger why = who(s, &s->d->payments[i], &x.stranger);
    if (why != TT_NO_STRANGERS)
        s->n_not[why]++;
    if (!tt_vec_push(&s->all, x) || (x.stranger && !tt_vec_push(&s->hits, x)))
        return tt_fail(err, TT_ENOMEM, "no room for payments");
    return TT_OK;
}

static int by_relation(const void *pa, const void *pb, void *ctx)
{
    const tt_settlement *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return (a->payment > b->payment) - (a->payment < b->payment);
}

static int by_stranger(const void *pa, const void *pb, void *ctx)
{
    const tt_settlement *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->stranger != b->stranger)
        return a->stranger < b->stranger ? -1 : 1;
    return (a->payment > b->payment) - (a->payment < b->payment);
}

tt_status tt_strangers_find(tt_strangers *s, tt_err *err)
{
    s->all.n = s->hits.n = 0;
    memset(s->n_not, 0, sizeof(s->n_not));
    for (tt_ix i = 1; i <= s->d->n_payments; i++)
        TT_TRY(look_at(s, i, err));
    if (!tt_sort(s->all.v, s->all.n, sizeof(*s->all.v), by_relation, NULL) ||
        !tt_sort(s->hits.v, s->hits.n, sizeof(*s->hits.v), by_stranger, NULL))
        return tt_fail(err, TT_ENOMEM, "no room to sort payments");
    return TT_OK;
}

void tt_strangers_release(tt_strangers *s)
{
    tt_vec_release(&s->all);
    tt_vec_release(&s->hits);
    tt_vec_release(&s->buyers);
    tt_vec_release(&s->sellers);
}

/* The first settlement of the relation or of a later one. */
static size_t lower(const tt_strangers *s, tt_ix seller, tt_ix buyer)
{
    size_t low = 0, high = s->all.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const tt_settlement *x = &s->all.v[mid];
        if (x->seller < seller || (x->seller == seller && x->buyer < buyer))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t tt_strangers_settled(const tt_strangers *s, tt_ix seller, tt_ix buyer)
{
    return lower(s, seller, buyer + 1) - lower(s, seller, buyer);
}
