/* tiny_finish.c - the parts of a small case, sorted into a tt_data as data.h says. */
#include "tests/support/tiny_build.h"

#include "base/str.h"
#include "base/vec.h"
#include "match/match.h"
#include "resolve/resolve.h"

static const char *const source_name[TT_KIND_COUNT] = {
    [TT_KIND_INVOICE] = "invoice.csv",
    [TT_KIND_SHIPMENT] = "shipment.csv",
    [TT_KIND_DECLARATION] = "declaration.csv",
    [TT_KIND_PAYMENT] = "payment.csv",
    [TT_KIND_PARTY] = "party.csv",
    [TT_KIND_OWNERSHIP] = "ownership.csv",
    [TT_KIND_FX] = "fx.csv",
    [TT_KIND_PRICE] = "price.csv",
    [TT_KIND_COVERAGE] = "coverage.csv",
    [TT_KIND_WATCHLIST] = "watchlist.csv",
    [TT_KIND_PERMIT] = "permit.csv",
    [TT_KIND_SEIZURE] = "seizure.csv",
};

static void add_money(tt_hasher *h, tt_money m)
{
    tt_hasher_add_i64(h, m.minor);
    tt_hasher_add_i64(h, m.ccy);
}

static tt_hash mention_fp(tt_hasher *h, const tt_mention *m)
{
    tt_hasher_reset(h);
    tt_hasher_add_str(h, m->name);
    tt_hasher_add_i64(h, m->country);
    tt_hasher_add_str(h, m->identifier);
    tt_hasher_add_str(h, m->address);
    tt_hasher_add_str(h, m->account);
    tt_hasher_add_str(h, m->bank);
    return tt_hasher_final_hash(h);
}

static tt_hash party_row(tt_hasher *h, const tt_party *p)
{
    const tt_str parts[] = {p->party_id, p->name,   p->aliases, p->registration_number,
                            p->tax_id,   p->lei,    p->address, p->phone,
                            p->email,    p->website};
    tt_hasher_reset(h);
    tt_hasher_add_i64(h, p->country);
    for (size_t i = 0; i < TT_LEN(parts); i++)
        tt_hasher_add_str(h, parts[i]);
    return tt_hasher_final_hash(h);
}

static tt_hash own_row(tt_hasher *h, const tt_ownership *o)
{
    const tt_str parts[] = {o->owner_id, o->owner_name, o->owned_id, o->owned_name, o->role};
    tt_hasher_reset(h);
    tt_hasher_add_i64(h, o->share);
    tt_hasher_add_i64(h, o->from);
    for (size_t i = 0; i < TT_LEN(parts); i++)
        tt_hasher_add_str(h, parts[i]);
    return tt_hasher_final_hash(h);
}

/* Document and position in it: stable when other documents are added. */
static tt_hash line_row(tt_hasher *h, const struct tiny_node *n)
{
    tt_hasher_reset(h);
    tt_hasher_add(h, n->doc->key.b, sizeof(n->doc->key.b));
    tt_hasher_add_i64(h, n->seq);
    return tt_hasher_final_hash(h);
}

/* Identity of a document: kind, number and issuer, payments amount and date as well. */
static tt_hash doc_id(tiny_case *c, enum tiny_sort s, const struct tiny_node *n)
{
    tt_hasher *h = &c->b->hash;
    const tt_head *head = n->item; /* every document starts with its head */
    tiny_id issuer = 0;
    switch (s) {
    case S_INVOICE:
        issuer = ((const tt_invoice *)n->item)->seller;
        break;
    case S_SHIPMENT:
        issuer = ((const tt_shipment *)n->item)->shipper;
        break;
    case S_DECLARATION:
        issuer = ((const tt_declaration *)n->item)->exporter;
        break;
    default:
        issuer = ((const tt_payment *)n->item)->payer;
        break;
    }
    const struct tiny_node *by = tiny_node_of(c, issuer, S_MENTION);
    tt_hasher_reset(h);
    tt_hasher_add_i64(h, (int64_t)s);
    tt_hasher_add_str(h, head->number);
    if (by) {
        tt_hasher_add_str(h, ((const tt_mention *)by->item)->name);
        tt_hasher_add_i64(h, ((const tt_mention *)by->item)->country);
    }
    if (s == S_PAYMENT) {
        add_money(h, ((const tt_payment *)n->item)->amount);
        tt_hasher_add_i64(h, head->date.day);
    }
    return tt_hasher_final_hash(h);
}

/* --- orders --- */

static int by_made(const struct tiny_node *a, const struct tiny_node *b)
{
    return (a->made > b->made) - (a->made < b->made);
}

static int cmp_key(const void *a, const void *b, void *ctx)
{
    const struct tiny_node *x = *(struct tiny_node *const *)a, *y = *(struct tiny_node *const *)b;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(x->key, y->key);
    return c ? c : by_made(x, y);
}

static int cmp_doc(const void *a, const void *b, void *ctx)
{
    const struct tiny_node *x = *(struct tiny_node *const *)a, *y = *(struct tiny_node *const *)b;
    int c = tt_when_cmp(((const tt_head *)x->item)->date, ((const tt_head *)y->item)->date);
    return c ? c : cmp_key(a, b, ctx);
}

/* Lines follow their documents, in the order of their numbers. */
static int cmp_line(const void *a, const void *b, void *ctx)
{
    const struct tiny_node *x = *(struct tiny_node *const *)a, *y = *(struct tiny_node *const *)b;
    TT_UNUSED(ctx);
    if (x->doc->ix != y->doc->ix)
        return x->doc->ix < y->doc->ix ? -1 : 1;
    return by_made(x, y);
}

static int cmp_fx(const void *a, const void *b, void *ctx)
{
    const struct tiny_node *x = *(struct tiny_node *const *)a, *y = *(struct tiny_node *const *)b;
    const tt_fx *f = x->item, *g = y->item;
    TT_UNUSED(ctx);
    if (f->ccy != g->ccy)
        return f->ccy < g->ccy ? -1 : 1;
    if (f->date != g->date)
        return f->date < g->date ? -1 : 1;
    return by_made(x, y);
}

typedef int cmp_fn(const void *a, const void *b, void *ctx);

/* Number the nodes of a list in order and copy their items into a new 1-based array.  NULL when
 * memory is out. */
static void *arrange(tiny_case *c, enum tiny_sort s, cmp_fn *cmp, size_t *n)
{
    const struct tiny_list *l = &c->b->list[s];
    size_t size = tiny_sorts[s].size;
    struct tiny_node **order = tt_new_n(c->data.arena, struct tiny_node *, l->n);
    char *out = tt_arena_zalloc(c->data.arena, (size_t)l->n + 1, size);
    if (!order || !out)
        return NULL;
    if (l->n)
        memcpy(order, l->v, l->n * sizeof(struct tiny_node *));
    if (cmp && l->n && !tt_sort(order, l->n, sizeof(struct tiny_node *), cmp, NULL))
        return NULL;
    uint32_t ix = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        bool again = s == S_MENTION && i && tt_hash_cmp(order[i - 1]->key, order[i]->key) == 0;
        if (!again) /* equal mentions are one */
            memcpy(out + (size_t)++ix * size, order[i]->item, size);
        order[i]->ix = ix;
    }
    *n = ix;
    return out;
}

/* Sort keys: fingerprints, ids and hashes of rows, which go into the items as well. */
static void set_keys(tiny_case *c)
{
    tt_hasher *h = &c->b->hash;
    const struct tiny_list *l = c->b->list;
    for (uint32_t i = 0; i < l[S_MENTION].n; i++) {
        struct tiny_node *n = l[S_MENTION].v[i];
        n->key = ((tt_mention *)n->item)->fp = mention_fp(h, n->item);
    }
    for (uint32_t i = 0; i < l[S_PARTY].n; i++) {
        struct tiny_node *n = l[S_PARTY].v[i];
        n->key = ((tt_party *)n->item)->row = party_row(h, n->item);
    }
    for (uint32_t i = 0; i < l[S_OWNERSHIP].n; i++) {
        struct tiny_node *n = l[S_OWNERSHIP].v[i];
        n->key = ((tt_ownership *)n->item)->row = own_row(h, n->item);
    }
    for (enum tiny_sort s = S_INVOICE; s <= S_PAYMENT; s++)
        for (uint32_t i = 0; i < l[s].n; i++) {
            struct tiny_node *n = l[s].v[i];
            n->key = ((tt_head *)n->item)->id = doc_id(c, s, n);
        }
    for (enum tiny_sort s = S_INVOICE_LINE; s <= S_PAYMENT_ROW; s++)
        for (uint32_t i = 0; i < l[s].n; i++)
            l[s].v[i]->key = line_row(h, l[s].v[i]);
    for (enum tiny_sort s = S_PRICE; s < S_COUNT; s++) /* each row is made once: its own hash */
        for (uint32_t i = 0; i < l[s].n; i++) {
            tt_hasher_reset(h);
            tt_hasher_add_i64(h, s);
            tt_hasher_add_i64(h, l[s].v[i]->made);
            l[s].v[i]->key = tt_hasher_final_hash(h);
        }
}

/* --- what finish fills in --- */

static bool invoice_totals(tiny_case *c)
{
    const struct tiny_list *l = &c->b->list[S_INVOICE_LINE];
    for (uint32_t i = 0; i < l->n; i++) {
        tt_invoice *inv = l->v[i]->doc->item;
        tt_money amount = ((const tt_line *)l->v[i]->item)->amount;
        if (l->v[i]->doc->total_set || amount.minor == TT_NO_NUM)
            continue;
        if (inv->total.minor == TT_NO_NUM)
            inv->total.minor = 0;
        if (!tt_money_add(&inv->total, amount))
            return false;
    }
    return true;
}

static void mark_totals(tiny_case *c)
{
    const struct tiny_list *l = &c->b->list[S_INVOICE];
    for (uint32_t i = 0; i < l->n; i++)
        l->v[i]->total_set = ((const tt_invoice *)l->v[i]->item)->total.minor != TT_NO_NUM;
}

/* A payment without an invoice number is one row all the same. */
static void payment_rows(tiny_case *c)
{
    const struct tiny_list *l = &c->b->list[S_PAYMENT];
    for (uint32_t i = 0; i < l->n; i++)
        if (!l->v[i]->seq)
            tiny_payment_names(c, (uint32_t)S_PAYMENT << 24 | l->v[i]->made, NULL);
}

static tt_status arrays(tiny_case *c)
{
    tt_data *d = &c->data;
#define ARRANGE(field, s, cmp)                                                                     \
    if (!(d->field = arrange(c, s, cmp, &d->n_##field)))                                           \
    return TT_ENOMEM
    ARRANGE(mentions, S_MENTION, cmp_key);
    ARRANGE(invoices, S_INVOICE, cmp_doc);
    ARRANGE(shipments, S_SHIPMENT, cmp_doc);
    ARRANGE(declarations, S_DECLARATION, cmp_doc);
    ARRANGE(payments, S_PAYMENT, cmp_doc);
    ARRANGE(invoice_lines, S_INVOICE_LINE, cmp_line); /* after their documents have indexes */
    ARRANGE(shipment_lines, S_SHIPMENT_LINE, cmp_line);
    ARRANGE(declaration_lines, S_DECLARATION_LINE, cmp_line);
    ARRANGE(payment_rows, S_PAYMENT_ROW, cmp_line);
    ARRANGE(parties, S_PARTY, cmp_key);
    ARRANGE(ownerships, S_OWNERSHIP, cmp_key);
    ARRANGE(fx, S_FX, cmp_fx);
    ARRANGE(prices, S_PRICE, NULL);
    ARRANGE(coverages, S_COVERAGE, NULL);
    ARRANGE(watches, S_WATCH, NULL);
    ARRANGE(permits, S_PERMIT, NULL);
    ARRANGE(seizures, S_SEIZURE, NULL);
#undef ARRANGE
    return TT_OK;
}

/* The source behind all others. */
static tt_ix second_registry(tt_data *d, tt_ix first)
{
    const tt_source *last = &d->sources[d->n_sources];
    if (!tt_str_is(last->name, "party2.csv")) {
        d->sources[++d->n_sources] = d->sources[first];
        d->sources[d->n_sources].rowid = (int64_t)d->n_sources;
        d->sources[d->n_sources].name = TT_STR("party2.csv");
        d->sources[d->n_sources].sha.b[1] = 1;
    }
    return (tt_ix)d->n_sources;
}

/* Sources, in the order of kinds, and the place of each row. */
static tt_status places(tiny_case *c)
{
    tt_data *d = &c->data;
    tt_ix source_of[TT_KIND_COUNT] = {0};
    d->sources = tt_new_n(d->arena, tt_source, TT_KIND_COUNT + 2);
    if (!d->sources)
        return TT_ENOMEM;
    for (int k = 0; k < TT_KIND_COUNT; k++) {
        uint32_t rows = c->b->n_rows[k];
        if (!rows)
            continue;
        source_of[k] = (tt_ix)++d->n_sources;
        d->sources[source_of[k]] = (tt_source){.rowid = source_of[k],
                                               .name = tt_str_of(source_name[k]),
                                               .sha = {{(uint8_t)k}},
                                               .kind = (tt_kind)k,
                                               .format = TT_STR("csv"),
                                               .n_read = rows,
                                               .n_loaded = rows};
    }
    for (enum tiny_sort s = S_INVOICE_LINE; s < S_COUNT; s++)
        for (uint32_t i = 0; i < c->b->list[s].n; i++) {
            const struct tiny_node *n = c->b->list[s].v[i];
            uint64_t row = n->line;
            tt_place at = {source_of[tiny_sorts[s].kind], 100, row, 100 * row};
            if (s <= S_DECLARATION_LINE) {
                tt_line *l = tiny_line_at(c, (uint32_t)s << 24 | n->made);
                l->place = at;
                l->row = n->key;
                l->doc = n->doc->ix;
            } else if (s == S_PAYMENT_ROW) {
                tt_payment_row *r = &d->payment_rows[n->ix];
                r->place = at;
                r->row = n->key;
                r->payment = n->doc->ix;
            } else if (s == S_PARTY) {
                if (((const tt_party *)n->item)->place.source)
                    at.source = second_registry(d, at.source);
                d->parties[n->ix].place = at;
            } else if (s == S_OWNERSHIP) {
                d->ownerships[n->ix].place = at;
            } else if (s == S_PRICE) {
                d->prices[n->ix].place = at;
                d->prices[n->ix].row = n->key;
            } else if (s == S_WATCH) {
                d->watches[n->ix].place = at;
                d->watches[n->ix].row = n->key;
            } else if (s == S_PERMIT) {
                d->permits[n->ix].place = at;
                d->permits[n->ix].row = n->key;
            } else if (s == S_SEIZURE) {
                d->seizures[n->ix].place = at;
                d->seizures[n->ix].row = n->key;
            } else if (s == S_COVERAGE) {
                d->coverages[n->ix].place = at;
            }
        }
    return TT_OK;
}

static void to_ix(const tiny_case *c, tt_ix *mention)
{
    const struct tiny_node *n = tiny_node_of(c, *mention, S_MENTION);
    *mention = n ? n->ix : 0;
}

static void link_lines(tt_head *head, tt_ix line)
{
    if (!head->n_lines++)
        head->first_line = line;
}

/* Parties and lines of documents become indexes. */
static void link_up(tiny_case *c)
{
    tt_data *d = &c->data;
    for (size_t i = 1; i <= d->n_invoices; i++) {
        to_ix(c, &d->invoices[i].seller);
        to_ix(c, &d->invoices[i].buyer);
    }
    for (size_t i = 1; i <= d->n_shipments; i++) {
        to_ix(c, &d->shipments[i].shipper);
        to_ix(c, &d->shipments[i].consignee);
        to_ix(c, &d->shipments[i].notify);
        to_ix(c, &d->shipments[i].carrier);
    }
    for (size_t i = 1; i <= d->n_declarations; i++) {
        to_ix(c, &d->declarations[i].exporter);
        to_ix(c, &d->declarations[i].importer);
        to_ix(c, &d->declarations[i].declarant);
    }
    for (size_t i = 1; i <= d->n_payments; i++) {
        to_ix(c, &d->payments[i].payer);
        to_ix(c, &d->payments[i].payee);
    }
    for (tt_ix i = 1; i <= d->n_invoice_lines; i++)
        link_lines(&d->invoices[d->invoice_lines[i].doc].head, i);
    for (tt_ix i = 1; i <= d->n_shipment_lines; i++)
        link_lines(&d->shipments[d->shipment_lines[i].doc].head, i);
    for (tt_ix i = 1; i <= d->n_declaration_lines; i++)
        link_lines(&d->declarations[d->declaration_lines[i].doc].head, i);
    for (tt_ix i = 1; i <= d->n_payment_rows; i++)
        link_lines(&d->payments[d->payment_rows[i].payment].head, i);
}

static tt_status period_and_deals(tt_data *d)
{
    d->from = d->to = TT_NO_DATE;
    for (tt_kind k = TT_KIND_INVOICE; k <= TT_KIND_PAYMENT; k++) {
        size_t n = tt_data_n_docs(d, k);
        for (tt_ix i = 1; i <= n; i++) {
            tt_date day = tt_data_head(d, k, i)->date.day;
            if (day == TT_NO_DATE)
                continue;
            if (d->from == TT_NO_DATE || day < d->from)
                d->from = day;
            if (day > d->to)
                d->to = day;
        }
        d->deal_of[k] = tt_new_n(d->arena, tt_ix, n + 1);
        if (!d->deal_of[k])
            return TT_ENOMEM;
    }
    if (d->as_of == TT_NO_DATE)
        d->as_of = d->to;
    d->deals = tt_new_n(d->arena, tt_deal, 1);
    d->deal_docs = tt_new_n(d->arena, tt_deal_doc, 1);
    d->pairings = tt_new_n(d->arena, tt_pairing, 1);
    d->breaks = tt_new_n(d->arena, tt_break, 1);
    return d->deals && d->deal_docs && d->pairings && d->breaks ? TT_OK : TT_ENOMEM;
}

tt_status tiny_build(tiny_case *c)
{
    if (c->failed)
        return TT_ENOMEM;
    if (tt_hasher_init(&c->b->hash, NULL) != TT_OK)
        return TT_ENOMEM;
    payment_rows(c);
    mark_totals(c);
    tt_status st = c->failed || !invoice_totals(c) ? TT_ENOMEM : TT_OK;
    if (st == TT_OK)
        set_keys(c);
    if (c->b->hash.failed)
        st = TT_ENOMEM;
    tt_hasher_release(&c->b->hash);
    if (st == TT_OK)
        st = arrays(c);
    if (st != TT_OK)
        return st;
    c->b->finished = true;
    TT_TRY(places(c));
    link_up(c);
    return period_and_deals(&c->data);
}

tt_status tiny_finish(tiny_case *c)
{
    TT_TRY(tiny_build(c));
    return tiny_entities(c);
}

/* The defaults of a stage; NULL when memory is out. */
static const double *defaults(tt_arena *a, const tt_param *rows, size_t n)
{
    double *v = tt_new_n(a, double, n);
    for (size_t i = 0; i < n && v; i++)
        v[i] = rows[i].def;
    return v;
}

static tt_status match(tiny_case *c)
{
    const double *param = defaults(c->data.arena, tt_match_params, tt_match_n_params);
    return param ? tt_match(&c->data, param, 1, NULL, NULL) : TT_ENOMEM;
}

tt_status tiny_finish_matched(tiny_case *c)
{
    TT_TRY(tiny_finish(c));
    return match(c);
}

tt_status tiny_finish_resolved(tiny_case *c)
{
    TT_TRY(tiny_build(c));
    const double *param = defaults(c->data.arena, tt_resolve_params, tt_resolve_n_params);
    TT_TRY(param ? tt_resolve(&c->data, param, 1, NULL, NULL) : TT_ENOMEM);
    return match(c);
}

/* --- after finish --- */

tt_ix tiny_ix(const tiny_case *c, tiny_id id)
{
    const struct tiny_node *n = tiny_node_of(c, id, S_NONE);
    return n ? n->ix : 0;
}

bool tiny_is_party(tiny_id id)
{
    return id >> 24 == S_PARTY;
}

tt_ix tiny_entity(const tiny_case *c, tiny_id id)
{
    tt_ix ix = tiny_ix(c, id);
    if (!ix)
        return 0;
    return tiny_is_party(id) ? c->data.parties[ix].entity : c->data.mentions[ix].entity;
}

tt_ref tiny_ref(const tiny_case *c, tiny_id id)
{
    static const tt_kind kind_of[S_COUNT] = {
        [S_INVOICE] = TT_KIND_INVOICE,
        [S_SHIPMENT] = TT_KIND_SHIPMENT,
        [S_DECLARATION] = TT_KIND_DECLARATION,
        [S_PAYMENT] = TT_KIND_PAYMENT,
        [S_INVOICE_LINE] = TT_KIND_INVOICE,
        [S_SHIPMENT_LINE] = TT_KIND_SHIPMENT,
        [S_DECLARATION_LINE] = TT_KIND_DECLARATION,
    };
    const struct tiny_node *n = tiny_node_of(c, id, S_NONE);
    if (!n)
        return (tt_ref){0};
    tt_kind kind = kind_of[id >> 24 & 0xf];
    return n->doc ? (tt_ref){kind, n->doc->ix, n->ix} : (tt_ref){kind, n->ix, 0};
}
