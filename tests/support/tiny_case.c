/*
 * tiny_case.c - making the parts of a small case.
 *
 * While building, each thing is a node of its own (pointers stay valid) and documents name parties
 * by tiny_id.  tiny_finish.c sorts the nodes, copies them into arrays and turns ids into indexes.
 */
#include "tests/support/tiny_build.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

const struct tiny_sort_row tiny_sorts[S_COUNT] = {
    [S_MENTION] = {sizeof(tt_mention), TT_KIND_NONE, S_NONE},
    [S_INVOICE] = {sizeof(tt_invoice), TT_KIND_NONE, S_INVOICE_LINE},
    [S_SHIPMENT] = {sizeof(tt_shipment), TT_KIND_NONE, S_SHIPMENT_LINE},
    [S_DECLARATION] = {sizeof(tt_declaration), TT_KIND_NONE, S_DECLARATION_LINE},
    [S_PAYMENT] = {sizeof(tt_payment), TT_KIND_NONE, S_PAYMENT_ROW},
    [S_INVOICE_LINE] = {sizeof(tt_line), TT_KIND_INVOICE, S_NONE},
    [S_SHIPMENT_LINE] = {sizeof(tt_line), TT_KIND_SHIPMENT, S_NONE},
    [S_DECLARATION_LINE] = {sizeof(tt_line), TT_KIND_DECLARATION, S_NONE},
    [S_PAYMENT_ROW] = {sizeof(tt_payment_row), TT_KIND_PAYMENT, S_NONE},
    [S_PARTY] = {sizeof(tt_party), TT_KIND_PARTY, S_NONE},
    [S_OWNERSHIP] = {sizeof(tt_ownership), TT_KIND_OWNERSHIP, S_NONE},
    [S_FX] = {sizeof(tt_fx), TT_KIND_FX, S_NONE},
    [S_PRICE] = {sizeof(tt_price_ref), TT_KIND_PRICE, S_NONE},
    [S_COVERAGE] = {sizeof(tt_coverage), TT_KIND_COVERAGE, S_NONE},
    [S_WATCH] = {sizeof(tt_watch), TT_KIND_WATCHLIST, S_NONE},
    [S_PERMIT] = {sizeof(tt_permit), TT_KIND_PERMIT, S_NONE},
    [S_SEIZURE] = {sizeof(tt_seizure), TT_KIND_SEIZURE, S_NONE},
};

static _Noreturn void mistake(const char *what, const char *text)
{
    (void)fprintf(stderr, "tiny_case: %s: '%s'\n", what, text ? text : "");
    abort();
}

/* --- texts to values --- */

static tt_country country_of(const char *text)
{
    tt_country out = 0;
    if (text && *text && !tt_country_parse(tt_str_of(text), &out))
        mistake("not a country", text);
    return out;
}

static tt_ccy ccy_of(const char *text)
{
    tt_ccy out = tt_ccy_parse(tt_str_of(text));
    if (out == TT_CCY_NONE)
        mistake("not a currency", text);
    return out;
}

static tt_hs hs_of(const char *text)
{
    tt_hs out = 0;
    if (text && *text && !tt_hs_parse(tt_str_of(text), &out))
        mistake("not an HS code", text);
    return out;
}

static tt_unit unit_of(const char *text)
{
    tt_unit out = 0;
    if (text && *text && !tt_unit_parse(tt_str_of(text), &out))
        mistake("not a unit", text);
    return out;
}

static tt_when when_of(const char *text)
{
    tt_when out = {TT_NO_DATE, TT_NO_TIME};
    if (text && *text && !tt_parse_when(tt_str_of(text), &out))
        mistake("not a date", text);
    return out;
}

tt_date tiny_day(const char *date)
{
    return when_of(date).day;
}

static int64_t micro(int64_t whole)
{
    int64_t out = whole;
    if (whole != TT_NO_NUM && !tt_mul_i64(whole, 1000000, &out))
        mistake("a number is too large", "");
    return out;
}

/* --- making nodes --- */

void tiny_init(tiny_case *c, tt_arena *a)
{
    *c = (tiny_case){.data = {.arena = a, .base = tt_ccy_pack("USD", 2), .as_of = TT_NO_DATE}};
    c->b = tt_new(a, struct tiny_build);
    c->failed = !c->b;
}

static bool list_room(tt_arena *a, struct tiny_list *l)
{
    if (l->n < l->cap)
        return true;
    uint32_t cap = l->cap ? l->cap * 2 : 16;
    struct tiny_node **v = tt_new_n(a, struct tiny_node *, cap);
    if (!v)
        return false;
    if (l->n)
        memcpy(v, l->v, l->n * sizeof(*v));
    l->v = v;
    l->cap = cap;
    return true;
}

/* NULL when memory is out. */
static struct tiny_node *make(tiny_case *c, enum tiny_sort s)
{
    if (c->failed)
        return NULL;
    if (c->b->finished)
        mistake("the case is finished", "");
    struct tiny_list *l = &c->b->list[s];
    struct tiny_node *n = tt_new(c->data.arena, struct tiny_node);
    void *item = tt_arena_zalloc(c->data.arena, 1, tiny_sorts[s].size);
    if (!n || !item || !list_room(c->data.arena, l)) {
        c->failed = true;
        return NULL;
    }
    n->item = item;
    l->v[l->n++] = n;
    n->made = l->n;
    if (tiny_sorts[s].kind != TT_KIND_NONE)
        n->line = ++c->b->n_rows[tiny_sorts[s].kind];
    return n;
}

static tiny_id id_of(enum tiny_sort s, const struct tiny_node *n)
{
    return n ? (uint32_t)s << 24 | n->made : 0;
}

static enum tiny_sort sort_of(tiny_id id)
{
    return id >> 24 < S_COUNT ? (enum tiny_sort)(id >> 24) : S_NONE;
}

struct tiny_node *tiny_node_of(const tiny_case *c, tiny_id id, enum tiny_sort want)
{
    if (!id || c->failed)
        return NULL;
    enum tiny_sort s = sort_of(id);
    uint32_t made = id & 0xffffff;
    if (s == S_NONE || (want != S_NONE && s != want) || !made || made > c->b->list[s].n)
        mistake("an id of another sort", "");
    return c->b->list[s].v[made - 1];
}

/* What the arrays of c->data are, by sort. */
static void *array_of(const tiny_case *c, enum tiny_sort s)
{
    const tt_data *d = &c->data;
    switch (s) {
    case S_MENTION:
        return d->mentions;
    case S_INVOICE:
        return d->invoices;
    case S_SHIPMENT:
        return d->shipments;
    case S_DECLARATION:
        return d->declarations;
    case S_PAYMENT:
        return d->payments;
    case S_INVOICE_LINE:
        return d->invoice_lines;
    case S_SHIPMENT_LINE:
        return d->shipment_lines;
    case S_DECLARATION_LINE:
        return d->declaration_lines;
    case S_PAYMENT_ROW:
        return d->payment_rows;
    case S_PARTY:
        return d->parties;
    case S_OWNERSHIP:
        return d->ownerships;
    case S_WATCH:
        return d->watches;
    case S_PERMIT:
        return d->permits;
    case S_SEIZURE:
        return d->seizures;
    default:
        mistake("has no array", "");
    }
}

/* The thing itself.  After a failed allocation a spare one, so that tests need not look at each
 * step. */
static void *item_of(tiny_case *c, tiny_id id, enum tiny_sort s)
{
    static union {
        tt_mention mention;
        tt_invoice invoice;
        tt_shipment shipment;
        tt_declaration declaration;
        tt_payment payment;
        tt_line line;
        tt_party party;
        tt_seizure seizure; /* the widest row */
        tt_ownership own;
    } spare;
    struct tiny_node *n = tiny_node_of(c, id, s);
    if (!n) {
        if (!c->failed)
            mistake("nothing has id 0", "");
        memset(&spare, 0, sizeof(spare));
        return &spare;
    }
    return c->b->finished ? (char *)array_of(c, s) + n->ix * tiny_sorts[s].size : n->item;
}

tt_mention *tiny_mention_at(tiny_case *c, tiny_id mention)
{
    return item_of(c, mention, S_MENTION);
}

tt_invoice *tiny_invoice_at(tiny_case *c, tiny_id invoice)
{
    return item_of(c, invoice, S_INVOICE);
}

tt_shipment *tiny_shipment_at(tiny_case *c, tiny_id shipment)
{
    return item_of(c, shipment, S_SHIPMENT);
}

tt_declaration *tiny_declaration_at(tiny_case *c, tiny_id declaration)
{
    return item_of(c, declaration, S_DECLARATION);
}

tt_payment *tiny_payment_at(tiny_case *c, tiny_id payment)
{
    return item_of(c, payment, S_PAYMENT);
}

tt_line *tiny_line_at(tiny_case *c, tiny_id line)
{
    enum tiny_sort s = sort_of(line);
    if (line && s != S_INVOICE_LINE && s != S_SHIPMENT_LINE && s != S_DECLARATION_LINE)
        mistake("not a line", "");
    return item_of(c, line, s);
}

tt_party *tiny_party_at(tiny_case *c, tiny_id party)
{
    return item_of(c, party, S_PARTY);
}

tt_ownership *tiny_own_at(tiny_case *c, tiny_id own)
{
    return item_of(c, own, S_OWNERSHIP);
}

tt_watch *tiny_watch_at(tiny_case *c, tiny_id watch)
{
    return item_of(c, watch, S_WATCH);
}

tt_permit *tiny_permit_at(tiny_case *c, tiny_id permit)
{
    return item_of(c, permit, S_PERMIT);
}

tt_seizure *tiny_seizure_at(tiny_case *c, tiny_id seizure)
{
    return item_of(c, seizure, S_SEIZURE);
}

/* --- parties and documents --- */

tiny_id tiny_named(tiny_case *c, tt_entity_type type, const char *name, const char *country)
{
    struct tiny_node *n = make(c, S_MENTION);
    if (n) {
        n->type = type;
        *(tt_mention *)n->item =
            (tt_mention){.name = tt_str_of(name), .country = country_of(country)};
    }
    return id_of(S_MENTION, n);
}

tiny_id tiny_company(tiny_case *c, const char *name, const char *country)
{
    return tiny_named(c, TT_ENTITY_COMPANY, name, country);
}

static tt_head head_of(const char *number, const char *date)
{
    return (tt_head){.number = tt_str_of(number), .date = when_of(date)};
}

tiny_id tiny_invoice(tiny_case *c, const char *number, tiny_id seller, tiny_id buyer,
                     const char *date, const char *ccy)
{
    struct tiny_node *n = make(c, S_INVOICE);
    if (n)
        *(tt_invoice *)n->item = (tt_invoice){.head = head_of(number, date),
                                              .type = TT_DOC_INVOICE,
                                              .due = TT_NO_DATE,
                                              .seller = seller,
                                              .buyer = buyer,
                                              .total = {TT_NO_NUM, ccy_of(ccy)}};
    return id_of(S_INVOICE, n);
}

tiny_id tiny_credit_note(tiny_case *c, const char *number, tiny_id seller, tiny_id buyer,
                         const char *date, const char *ccy)
{
    tiny_id id = tiny_invoice(c, number, seller, buyer, date, ccy);
    tiny_invoice_at(c, id)->type = TT_DOC_CREDIT_NOTE;
    return id;
}

static void own_line(struct tiny_node *doc, struct tiny_node *line)
{
    line->doc = doc;
    line->seq = ++doc->seq;
}

static tt_line
line_of(struct tiny_node *doc, const char *hs, int64_t quantity, const char *unit, tt_money amount)
{
    tt_line l = {
        .line_number = (int32_t)doc->seq,
        .hs = hs_of(hs),
        .unit = unit_of(unit),
        .quantity = micro(quantity),
        .unit_price = TT_NO_NUM,
        .amount = amount,
        .gross_kg = TT_NO_NUM,
        .net_kg = TT_NO_NUM,
        .volume_m3 = TT_NO_NUM,
        .packages = TT_NO_NUM,
    };
    int64_t scale = 1000000;
    for (unsigned i = 0; i < tt_ccy_exponent(amount.ccy); i++)
        scale /= 10;
    if (amount.minor != TT_NO_NUM && quantity != TT_NO_NUM && quantity > 0 &&
        !tt_muldiv_i64(amount.minor, scale, quantity, &l.unit_price))
        mistake("a unit price does not fit", "");
    return l;
}

tiny_id tiny_invoice_line(tiny_case *c, tiny_id invoice, const char *hs, int64_t quantity,
                          const char *unit, int64_t amount)
{
    struct tiny_node *doc = tiny_node_of(c, invoice, S_INVOICE),
                     *n = doc ? make(c, S_INVOICE_LINE) : NULL;
    if (n) {
        own_line(doc, n);
        tt_money m = {amount, tiny_invoice_at(c, invoice)->total.ccy};
        *(tt_line *)n->item = line_of(doc, hs, quantity, unit, m);
    }
    return id_of(S_INVOICE_LINE, n);
}

tiny_id tiny_shipment(tiny_case *c, const char *transport_document, tiny_id shipper,
                      tiny_id consignee, const char *date, const char *from, const char *to)
{
    struct tiny_node *n = make(c, S_SHIPMENT);
    if (n)
        *(tt_shipment *)n->item = (tt_shipment){.head = head_of(transport_document, date),
                                                .type = TT_DOC_HOUSE_BL,
                                                .arrival = TT_NO_DATE,
                                                .shipper = shipper,
                                                .consignee = consignee,
                                                .port_of_loading = tt_str_of(from),
                                                .port_of_discharge = tt_str_of(to),
                                                .freight = {TT_NO_NUM, TT_CCY_NONE}};
    return id_of(S_SHIPMENT, n);
}

tiny_id tiny_shipment_line(tiny_case *c, tiny_id shipment, const char *hs, int64_t quantity,
                           const char *unit, int64_t gross_kg)
{
    struct tiny_node *doc = tiny_node_of(c, shipment, S_SHIPMENT),
                     *n = doc ? make(c, S_SHIPMENT_LINE) : NULL;
    if (n) {
        own_line(doc, n);
        tt_line l = line_of(doc, hs, quantity, unit, (tt_money){TT_NO_NUM, TT_CCY_NONE});
        l.gross_kg = micro(gross_kg);
        *(tt_line *)n->item = l;
    }
    return id_of(S_SHIPMENT_LINE, n);
}

tiny_id tiny_declaration(tiny_case *c, const char *number, tt_doc_type direction, tiny_id exporter,
                         tiny_id importer, const char *date, const char *partner)
{
    struct tiny_node *n = make(c, S_DECLARATION);
    if (n)
        *(tt_declaration *)n->item = (tt_declaration){.head = head_of(number, date),
                                                      .type = direction,
                                                      .exporter = exporter,
                                                      .importer = importer,
                                                      .partner = country_of(partner)};
    return id_of(S_DECLARATION, n);
}

tiny_id tiny_declaration_line(tiny_case *c, tiny_id declaration, const char *hs, int64_t quantity,
                              const char *unit, int64_t value, const char *ccy)
{
    struct tiny_node *doc = tiny_node_of(c, declaration, S_DECLARATION);
    struct tiny_node *n = doc ? make(c, S_DECLARATION_LINE) : NULL;
    if (n) {
        own_line(doc, n);
        *(tt_line *)n->item = line_of(doc, hs, quantity, unit, (tt_money){value, ccy_of(ccy)});
    }
    return id_of(S_DECLARATION_LINE, n);
}

tiny_id tiny_payment(tiny_case *c, const char *number, tiny_id payer, tiny_id payee,
                     const char *date, int64_t amount, const char *ccy)
{
    struct tiny_node *n = make(c, S_PAYMENT);
    if (n)
        *(tt_payment *)n->item = (tt_payment){.head = head_of(number, date),
                                              .payer = payer,
                                              .payee = payee,
                                              .amount = {amount, ccy_of(ccy)},
                                              .instructed = {TT_NO_NUM, TT_CCY_NONE},
                                              .charges = {TT_NO_NUM, TT_CCY_NONE},
                                              .channel = TT_CHANNEL_WIRE};
    return id_of(S_PAYMENT, n);
}

static void payment_row(tiny_case *c, struct tiny_node *payment, const char *invoice_number)
{
    struct tiny_node *n = payment ? make(c, S_PAYMENT_ROW) : NULL;
    if (!n)
        return;
    n->doc = payment;
    n->seq = ++payment->seq;
    ((tt_payment_row *)n->item)->invoice_number = tt_str_of(invoice_number);
}

void tiny_payment_names(tiny_case *c, tiny_id payment, const char *invoice_number)
{
    payment_row(c, tiny_node_of(c, payment, S_PAYMENT), invoice_number);
}

void tiny_payment_text(tiny_case *c, tiny_id payment, const char *remittance)
{
    tiny_payment_at(c, payment)->remittance = tt_str_of(remittance);
}

void tiny_invoice_names(tiny_case *c, tiny_id invoice, const char *transport_document)
{
    tiny_invoice_at(c, invoice)->transport_document = tt_str_of(transport_document);
}

void tiny_shipment_names(tiny_case *c, tiny_id shipment, const char *invoice_number)
{
    tiny_shipment_at(c, shipment)->invoice_number = tt_str_of(invoice_number);
}

void tiny_declaration_names(tiny_case *c, tiny_id declaration, const char *invoice_number,
                            const char *transport_document)
{
    tiny_declaration_at(c, declaration)->invoice_number = tt_str_of(invoice_number);
    tiny_declaration_at(c, declaration)->transport_document = tt_str_of(transport_document);
}

void tiny_claim_permit(tiny_case *c, tiny_id line, const char *number)
{
    tiny_line_at(c, line)->permit_number = tt_str_of(number);
}

void tiny_office(tiny_case *c, tiny_id declaration, const char *office)
{
    struct tiny_node *n = tiny_node_of(c, declaration, S_DECLARATION);
    if (n)
        ((tt_declaration *)n->item)->office = tt_str_of(office);
}

/* --- registry and reference --- */

tiny_id tiny_party(tiny_case *c, const char *party_id, tt_entity_type type, const char *name,
                   const char *country)
{
    struct tiny_node *n = make(c, S_PARTY);
    if (n)
        *(tt_party *)n->item = (tt_party){.party_id = tt_str_of(party_id),
                                          .type = type,
                                          .name = tt_str_of(name),
                                          .country = country_of(country),
                                          .incorporated = TT_NO_DATE,
                                          .dissolved = TT_NO_DATE,
                                          .employees = TT_NO_NUM,
                                          .annual_revenue = {TT_NO_NUM, TT_CCY_NONE}};
    return id_of(S_PARTY, n);
}

tiny_id tiny_own(tiny_case *c, const char *owner_name, const char *owned_name, const char *role,
                 int64_t percent)
{
    struct tiny_node *n = make(c, S_OWNERSHIP);
    if (n)
        *(tt_ownership *)n->item = (tt_ownership){.owner_name = tt_str_of(owner_name),
                                                  .owned_name = tt_str_of(owned_name),
                                                  .role = tt_str_of(role),
                                                  .share = micro(percent),
                                                  .from = TT_NO_DATE,
                                                  .to = TT_NO_DATE};
    return id_of(S_OWNERSHIP, n);
}

void tiny_fx(tiny_case *c, const char *date, const char *ccy, const char *usd_per_unit)
{
    struct tiny_node *n = make(c, S_FX);
    if (!n)
        return;
    tt_fx *f = n->item;
    f->date = tiny_day(date);
    f->ccy = ccy_of(ccy);
    if (!tt_parse_dec(tt_str_of(usd_per_unit), 12, &f->usd_per_unit, NULL))
        mistake("not a rate", usd_per_unit);
}

void tiny_price(tiny_case *c, const char *hs, const char *unit, const char *country,
                const char *from, const char *to, const char *ccy, int64_t low, int64_t median,
                int64_t high)
{
    struct tiny_node *n = make(c, S_PRICE);
    if (!n)
        return;
    tt_ccy cc = ccy_of(ccy);
    *(tt_price_ref *)n->item = (tt_price_ref){.hs = hs_of(hs),
                                              .unit = unit_of(unit),
                                              .country = country_of(country),
                                              .from = tiny_day(from),
                                              .to = tiny_day(to),
                                              .low = {low, cc},
                                              .median = {median, cc},
                                              .high = {high, cc},
                                              .source = TT_STR("tiny")};
}

tiny_id tiny_watch(tiny_case *c, const char *list_id, const char *name, const char *countries)
{
    struct tiny_node *n = make(c, S_WATCH);
    if (!n)
        return 0;
    *(tt_watch *)n->item = (tt_watch){.list_id = tt_str_of(list_id),
                                      .name = tt_str_of(name),
                                      .countries = tt_str_of(countries ? countries : "")};
    return id_of(S_WATCH, n);
}

tiny_id tiny_permit(tiny_case *c, const char *number, const char *species, const char *issued,
                    const char *expires, int64_t quantity, const char *unit)
{
    struct tiny_node *n = make(c, S_PERMIT);
    if (!n)
        return 0;
    *(tt_permit *)n->item = (tt_permit){.number = tt_str_of(number),
                                        .species = tt_str_of(species),
                                        .issued = issued ? tiny_day(issued) : TT_NO_DATE,
                                        .expires = expires ? tiny_day(expires) : TT_NO_DATE,
                                        .quantity = micro(quantity),
                                        .unit = unit_of(unit)};
    return id_of(S_PERMIT, n);
}

tiny_id tiny_seizure(tiny_case *c, const char *number, const char *date, const char *country,
                     const char *species)
{
    struct tiny_node *n = make(c, S_SEIZURE);
    if (!n)
        return 0;
    *(tt_seizure *)n->item = (tt_seizure){.number = tt_str_of(number),
                                          .date = tiny_day(date),
                                          .country = country_of(country),
                                          .species = tt_str_of(species),
                                          .quantity = TT_NO_NUM,
                                          .weight_kg = TT_NO_NUM};
    return id_of(S_SEIZURE, n);
}

void tiny_coverage(tiny_case *c, tt_kind kind, const char *country, const char *from,
                   const char *to, int64_t percent)
{
    struct tiny_node *n = make(c, S_COVERAGE);
    if (n)
        *(tt_coverage *)n->item = (tt_coverage){.kind = kind,
                                                .country = country_of(country),
                                                .from = tiny_day(from),
                                                .to = tiny_day(to),
                                                .share = percent * 10000};
}
