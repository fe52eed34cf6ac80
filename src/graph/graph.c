/*
 * graph.c - from documents and deals to the two layers of flows.
 *
 * Nothing is judged here: which documents count as goods, which payments settle goods, what a flow
 * weighs and costs.  The rules are in graph.h.
 */
#include "graph/graph.h"

#include "base/sort.h"
#include "base/vec.h"
#include "graph/lists.h"

enum {
    DAY = 86400,
    REACH = 24000,  /* days on each side of the middle flow: what fits in 32 bits of seconds */
    OF_HS6 = 160000 /* a tt_hs divided by this is its first six digits */
};

/* A flow before it has a place. */
struct draft {
    uint32_t src, dst;
    tt_when when;
    tt_kind kind;
    tt_ix doc;
    int64_t amount;
};
TT_VEC(draft_vec, struct draft);

struct pair_of_deal {
    tt_ix deal, seller, buyer;
};
TT_VEC(pair_vec, struct pair_of_deal);

enum { HAS_INVOICE = 1, HAS_HOUSE = 2, HAS_MASTER = 4, HAS_EXPORT = 8, HAS_IMPORT = 16 };

struct build {
    const tt_data *d;
    tt_graph *g;
    uint32_t *entity; /* of a mention; mentions themselves are wide apart in memory */
    uint8_t *has;     /* of a deal: goods documents by kind */
    uint32_t *n_of;   /* of a deal: flows of goods */
    pair_vec pairs;   /* who sold to whom in a deal, sorted */
    draft_vec goods, money;
};

static tt_status no_room(tt_err *err, size_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room for a graph of %zu flows", n);
}

static tt_ix deal_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    return d->deal_of[kind] ? d->deal_of[kind][doc] : 0;
}

/* --- which goods documents count --- */

static bool is_goods_invoice(const tt_invoice *v)
{
    return v->type == TT_DOC_UNKNOWN || v->type == TT_DOC_INVOICE;
}

/* What document doc is among the goods documents of its deal; 0 when it is none. */
static uint8_t rank_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    switch (kind) {
    case TT_KIND_INVOICE:
        return is_goods_invoice(&d->invoices[doc]) ? HAS_INVOICE : 0;
    case TT_KIND_SHIPMENT:
        return d->shipments[doc].type == TT_DOC_MASTER_BL ? HAS_MASTER : HAS_HOUSE;
    case TT_KIND_DECLARATION:
        if (d->declarations[doc].type == TT_DOC_EXPORT)
            return HAS_EXPORT;
        return d->declarations[doc].type == TT_DOC_IMPORT ? HAS_IMPORT : HAS_IMPORT * 2;
    default:
        return 0;
    }
}

/* The lowest bit that is there: the documents by which a deal's goods are counted. */
static uint8_t best_of(uint8_t has)
{
    return (uint8_t)(has & (uint8_t)-has);
}

static uint32_t party_of(const struct build *b, tt_kind kind, tt_ix doc, unsigned role)
{
    tt_ix mention = tt_data_role(b->d, kind, doc, role);
    return mention <= b->d->n_mentions ? b->entity[mention] : 0;
}

static int cmp_pair(const void *a, const void *b, void *ctx)
{
    const struct pair_of_deal *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->deal != y->deal)
        return x->deal < y->deal ? -1 : 1;
    if (x->seller != y->seller)
        return x->seller < y->seller ? -1 : 1;
    return (x->buyer > y->buyer) - (x->buyer < y->buyer);
}

static const tt_kind goods_kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION};

static tt_status look_at_deals(struct build *b, tt_err *err)
{
    const tt_data *d = b->d;
    for (size_t k = 0; k < TT_LEN(goods_kinds); k++)
        for (tt_ix doc = 1; doc <= tt_data_n_docs(d, goods_kinds[k]); doc++) {
            struct pair_of_deal p = {.deal = deal_of(d, goods_kinds[k], doc)};
            uint8_t rank = rank_of(d, goods_kinds[k], doc);
            if (!p.deal || !rank)
                continue;
            b->has[p.deal] |= rank;
            p.seller = party_of(b, goods_kinds[k], doc, 1);
            p.buyer = party_of(b, goods_kinds[k], doc, 2);
            if (!tt_vec_push(&b->pairs, p))
                return no_room(err, b->pairs.n);
        }
    if (!tt_sort(b->pairs.v, b->pairs.n, sizeof *b->pairs.v, cmp_pair, NULL))
        return no_room(err, b->pairs.n);
    return TT_OK;
}

static bool sold(const struct build *b, struct pair_of_deal want)
{
    size_t low = 0, high = b->pairs.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = cmp_pair(&b->pairs.v[mid], &want, NULL);
        if (c == 0)
            return true;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

/* --- amounts --- */

static int64_t in_base(const tt_data *d, tt_money m, tt_date day)
{
    tt_money out;
    bool known = m.minor != TT_NO_NUM && tt_data_convert(d, m, day, &out);
    return known ? out.minor : TT_NO_NUM;
}

static const tt_line *lines_of(const tt_data *d, tt_kind kind)
{
    return kind == TT_KIND_INVOICE    ? d->invoice_lines
           : kind == TT_KIND_SHIPMENT ? d->shipment_lines
                                      : d->declaration_lines;
}

/* Sum of the lines; unknown when one of them is. */
static int64_t lines_in_base(const tt_data *d, tt_kind kind, const tt_head *head)
{
    const tt_line *line = lines_of(d, kind) + head->first_line;
    int64_t sum = head->n_lines ? 0 : TT_NO_NUM;
    for (tt_ix i = 0; i < head->n_lines; i++) {
        int64_t v = in_base(d, line[i].amount, head->date.day);
        if (v == TT_NO_NUM || !tt_add_i64(sum, v, &sum))
            return TT_NO_NUM;
    }
    return sum;
}

static int64_t amount_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    const tt_head *head = tt_data_head(d, kind, doc);
    switch (kind) {
    case TT_KIND_INVOICE:
        return in_base(d, d->invoices[doc].total, head->date.day);
    case TT_KIND_PAYMENT:
        return in_base(d, d->payments[doc].amount, head->date.day);
    default:
        return lines_in_base(d, kind, head);
    }
}

/* --- goods: code, mass, quantity --- */

struct load {
    uint32_t hs6;
    int64_t kg, qty;
    uint8_t dim;
};

static uint32_t hs6_of(tt_hs hs)
{
    return tt_hs_digits(hs) >= 6 ? (uint32_t)(hs / OF_HS6) : 0;
}

/* The code of the line of the highest value; without values, of the first line that has one. */
static uint32_t main_hs6(const tt_line *line, tt_ix n)
{
    uint32_t best = 0;
    int64_t most = TT_NO_NUM;
    for (tt_ix i = 0; i < n; i++) {
        uint32_t hs6 = hs6_of(line[i].hs);
        if (hs6 && (!best || line[i].amount.minor > most)) {
            best = hs6;
            most = line[i].amount.minor;
        }
    }
    return best;
}

static int64_t mass_of(const tt_line *line)
{
    int64_t kg;
    if (line->net_kg != TT_NO_NUM)
        return line->net_kg;
    if (line->gross_kg != TT_NO_NUM)
        return line->gross_kg;
    bool by_mass = tt_unit_dimension(line->unit) == TT_DIM_MASS && line->quantity != TT_NO_NUM;
    return by_mass && tt_unit_to_canonical(line->quantity, line->unit, &kg) ? kg : TT_NO_NUM;
}

static void add_up(int64_t *sum, int64_t v)
{
    if (*sum != TT_NO_NUM && (v == TT_NO_NUM || !tt_add_i64(*sum, v, sum)))
        *sum = TT_NO_NUM;
}

static struct load load_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    const tt_head *head = tt_data_head(d, kind, doc);
    const tt_line *line = lines_of(d, kind) + head->first_line;
    struct load l = {.hs6 = main_hs6(line, head->n_lines)};
    bool any = false, mixed = false;
    for (tt_ix i = 0; i < head->n_lines; i++) {
        int64_t qty = TT_NO_NUM;
        if (hs6_of(line[i].hs) != l.hs6)
            continue;
        add_up(&l.kg, mass_of(&line[i]));
        uint8_t dim = (uint8_t)tt_unit_dimension(line[i].unit);
        if (line[i].quantity == TT_NO_NUM ||
            !tt_unit_to_canonical(line[i].quantity, line[i].unit, &qty))
            dim = 0;
        mixed |= !dim || (any && dim != l.dim);
        l.dim = dim;
        any = true;
        add_up(&l.qty, qty);
    }
    if (!any)
        l.kg = TT_NO_NUM;
    if (!any || mixed || l.qty == TT_NO_NUM) {
        l.qty = TT_NO_NUM;
        l.dim = 0;
    }
    return l;
}

/*
 * Invoices often carry neither code nor weight.  Where a deal has one flow of goods, what it lacks
 * is taken from the other papers of the deal, in the order of the deal's documents.
 */
static void borrow(const struct build *b, tt_kind kind, tt_ix doc, struct load *l)
{
    const tt_data *d = b->d;
    tt_ix deal = deal_of(d, kind, doc);
    if (!deal || b->n_of[deal] != 1)
        return;
    for (tt_ix i = 0; i < d->deals[deal].n_docs && (!l->hs6 || l->kg == TT_NO_NUM); i++) {
        const tt_deal_doc *x = &d->deal_docs[d->deals[deal].first_doc + i];
        if (!rank_of(d, x->kind, x->doc) || (x->kind == kind && x->doc == doc))
            continue;
        struct load other = load_of(d, x->kind, x->doc);
        if (!other.hs6 || (l->hs6 && l->hs6 != other.hs6))
            continue;
        l->hs6 = other.hs6;
        l->kg = l->kg == TT_NO_NUM ? other.kg : l->kg;
        if (l->qty == TT_NO_NUM) {
            l->qty = other.qty;
            l->dim = other.dim;
        }
    }
}

/* --- drafts --- */

static tt_status draft(struct build *b, tt_kind kind, tt_ix doc, draft_vec *to, tt_err *err)
{
    struct draft f = {.kind = kind,
                      .doc = doc,
                      .when = tt_data_head(b->d, kind, doc)->date,
                      .src = party_of(b, kind, doc, 1),
                      .dst = party_of(b, kind, doc, 2)};
    if (!f.src || !f.dst) {
        b->g->n_unnamed++;
        return TT_OK;
    }
    if (f.when.day == TT_NO_DATE) {
        b->g->n_undated++;
        return TT_OK;
    }
    f.amount = amount_of(b->d, kind, doc);
    b->g->n_unpriced += f.amount == TT_NO_NUM;
    if (kind != TT_KIND_PAYMENT)
        b->n_of[deal_of(b->d, kind, doc)]++;
    if (!tt_vec_push(to, f))
        return no_room(err, to->n);
    return TT_OK;
}

static tt_status draft_all(struct build *b, tt_err *err)
{
    const tt_data *d = b->d;
    for (size_t k = 0; k < TT_LEN(goods_kinds); k++)
        for (tt_ix doc = 1; doc <= tt_data_n_docs(d, goods_kinds[k]); doc++) {
            uint8_t rank = rank_of(d, goods_kinds[k], doc);
            tt_ix deal = deal_of(d, goods_kinds[k], doc);
            if (rank && (!deal || rank == best_of(b->has[deal])))
                TT_TRY(draft(b, goods_kinds[k], doc, &b->goods, err));
        }
    for (tt_ix doc = 1; doc <= d->n_payments; doc++)
        TT_TRY(draft(b, TT_KIND_PAYMENT, doc, &b->money, err));
    return TT_OK;
}

/* --- time --- */

static void leave_out_far(struct build *b, draft_vec *v, tt_date middle)
{
    size_t kept = 0;
    for (size_t i = 0; i < v->n; i++) {
        int64_t away = (int64_t)v->v[i].when.day - middle;
        if (away < -REACH || away > REACH)
            b->g->n_undated++;
        else
            v->v[kept++] = v->v[i];
    }
    v->n = kept;
}

/* The first day; flows whose date is a lifetime away from the others have no usable date. */
static tt_status set_epoch(struct build *b, tt_err *err)
{
    size_t n = b->goods.n + b->money.n;
    int64_t *day = tt_mem_zalloc(n ? n : 1, sizeof *day);
    if (!day)
        return no_room(err, n);
    size_t at = 0;
    for (size_t i = 0; i < b->goods.n; i++)
        day[at++] = b->goods.v[i].when.day;
    for (size_t i = 0; i < b->money.n; i++)
        day[at++] = b->money.v[i].when.day;
    bool sorted = tt_sort_i64(day, n);
    b->g->epoch = TT_NO_DATE;
    if (sorted && n) {
        tt_date middle = (tt_date)day[n / 2];
        for (at = 0; day[at] < (int64_t)middle - REACH;)
            at++;
        b->g->epoch = (tt_date)day[at];
        leave_out_far(b, &b->goods, middle);
        leave_out_far(b, &b->money, middle);
    }
    tt_mem_free(day);
    return sorted ? TT_OK : no_room(err, n);
}

static uint32_t seconds_of(const tt_graph *g, tt_when w)
{
    uint32_t sec = w.sec == TT_NO_TIME ? 0 : (uint32_t)w.sec;
    return (uint32_t)(w.day - g->epoch) * DAY + sec;
}

tt_date tt_graph_day(const tt_graph *g, uint32_t t)
{
    return g->epoch + (tt_date)(t / DAY);
}

/*
 * The drafts by (time, kind, document): their numbers, in the low half of what is returned.  They
 * were made by kind and document.
 */
static tt_status in_order(const struct build *b, const draft_vec *v, int64_t **out, tt_err *err)
{
    bool sorted = true;
    int64_t *key = *out = tt_mem_zalloc(v->n, sizeof *key);
    if (!key)
        return no_room(err, v->n);
    for (size_t i = 0; i < v->n; i++) {
        int64_t t = (int64_t)seconds_of(b->g, v->v[i].when) - INT32_MAX - 1;
        key[i] = t * (INT64_C(1) << 32) + (int64_t)i;
        sorted &= i == 0 || key[i - 1] < key[i];
    }
    return sorted || tt_sort_i64(key, v->n) ? TT_OK : no_room(err, v->n);
}

/* --- columns --- */

/* Of drafts, which are given back. */
static tt_status columns(struct build *b, draft_vec *v, tt_arena *a, tt_layer *l, tt_err *err)
{
    if (v->n > UINT32_MAX - 1)
        return tt_fail(err, TT_ELIMIT, "a layer holds at most 2^32 - 2 flows");
    l->n = (uint32_t)v->n;
    l->src = tt_new_n(a, uint32_t, v->n);
    l->dst = tt_new_n(a, uint32_t, v->n);
    l->t = tt_new_n(a, uint32_t, v->n);
    l->amount = tt_new_n(a, int64_t, v->n);
    l->kind_of = tt_new_n(a, tt_kind, v->n);
    l->doc = tt_new_n(a, tt_ix, v->n);
    if (!l->src || !l->dst || !l->t || !l->amount || !l->kind_of || !l->doc)
        return no_room(err, v->n);
    int64_t *key;
    tt_status st = in_order(b, v, &key, err);
    for (uint32_t i = 0; st == TT_OK && i < l->n; i++) {
        const struct draft *f = &v->v[(uint32_t)key[i]];
        l->src[i] = f->src;
        l->dst[i] = f->dst;
        l->t[i] = seconds_of(b->g, f->when);
        l->amount[i] = f->amount;
        l->kind_of[i] = f->kind;
        l->doc[i] = f->doc;
    }
    tt_mem_free(key);
    tt_vec_release(v);
    TT_TRY(st);
    uint32_t parties = b->g->n_entities;
    TT_TRY(tt_lists_make(l->n, l->src, parties, a, &l->out_off, &l->out_at, err));
    TT_TRY(tt_lists_make(l->n, l->dst, parties, a, &l->in_off, &l->in_at, err));
    return tt_lists_pairs(l->n, l->src, l->in_at, l->out_off, parties, a, &l->pair_at, err);
}

static tt_status goods_columns(struct build *b, tt_arena *a, tt_err *err)
{
    tt_layer *l = &b->g->goods;
    TT_TRY(columns(b, &b->goods, a, l, err));
    l->hs6 = tt_new_n(a, uint32_t, l->n);
    l->kg = tt_new_n(a, int64_t, l->n);
    l->qty = tt_new_n(a, int64_t, l->n);
    l->dim = tt_new_n(a, uint8_t, l->n);
    if (!l->hs6 || !l->kg || !l->qty || !l->dim)
        return no_room(err, l->n);
    for (uint32_t i = 0; i < l->n; i++) {
        struct load load = load_of(b->d, l->kind_of[i], l->doc[i]);
        borrow(b, l->kind_of[i], l->doc[i], &load);
        l->hs6[i] = load.hs6;
        l->kg[i] = load.kg;
        l->qty[i] = load.qty;
        l->dim[i] = load.dim;
    }
    return TT_OK;
}

static tt_status money_columns(struct build *b, tt_arena *a, tt_err *err)
{
    tt_layer *l = &b->g->money;
    TT_TRY(columns(b, &b->money, a, l, err));
    l->settled = tt_new_n(a, uint8_t, l->n);
    if (!l->settled)
        return no_room(err, l->n);
    for (uint32_t i = 0; i < l->n; i++) {
        tt_ix deal = deal_of(b->d, TT_KIND_PAYMENT, l->doc[i]);
        l->settled[i] = deal && sold(b, (struct pair_of_deal){deal, l->dst[i], l->src[i]});
    }
    return TT_OK;
}

static tt_status build(struct build *b, tt_arena *a, tt_err *err)
{
    b->entity = tt_mem_zalloc((size_t)b->d->n_mentions + 1, sizeof *b->entity);
    b->has = tt_mem_zalloc(b->d->n_deals + 1, sizeof *b->has);
    b->n_of = tt_mem_zalloc(b->d->n_deals + 1, sizeof *b->n_of);
    if (!b->entity || !b->has || !b->n_of || !tt_vec_reserve(&b->money, b->d->n_payments))
        return no_room(err, b->d->n_payments);
    for (tt_ix m = 1; m <= b->d->n_mentions; m++)
        b->entity[m] = tt_data_entity(b->d, m);
    TT_TRY(look_at_deals(b, err));
    TT_TRY(draft_all(b, err));
    TT_TRY(set_epoch(b, err));
    TT_TRY(goods_columns(b, a, err));
    return money_columns(b, a, err);
}

tt_status tt_graph_build(const tt_data *d, tt_arena *a, tt_graph *out, tt_err *err)
{
    tt_graph g = {.n_entities = (uint32_t)d->n_entities};
    struct build b = {.d = d, .g = &g};
    tt_status st = build(&b, a, err);
    tt_mem_free(b.entity);
    tt_mem_free(b.has);
    tt_mem_free(b.n_of);
    tt_vec_release(&b.pairs);
    tt_vec_release(&b.goods);
    tt_vec_release(&b.money);
    *out = st == TT_OK ? g : (tt_graph){0};
    return st;
}

uint32_t tt_layer_between(const tt_layer *l, uint32_t src, uint32_t dst, const uint32_t **first)
{
    return tt_lists_between(l->pair_at, l->out_off, l->dst, src, dst, first);
}
