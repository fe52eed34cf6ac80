/* filled.c - see filled.h. */
#include "detect/common/filled.h"

#include "detect/common/deals.h"

/* What a line says, and all lines of a document together. */
struct said {
    bool text, code, origin, quantity, unit, price, gross, net, packages, container, service;
};

static struct said said_in(const tt_data *d, const tt_line_texts *texts, tt_kind kind, tt_ix doc)
{
    const tt_head *head = tt_data_head(d, kind, doc);
    const tt_line *lines = tt_data_lines(d, kind);
    struct said s = {0};
    for (tt_ix i = head->first_line; i < head->first_line + head->n_lines; i++) {
        const tt_line *l = &lines[i];
        s.text |= l->description.n > 0;
        s.code |= l->hs != TT_HS_NONE;
        s.origin |= l->origin != TT_COUNTRY_NONE;
        s.quantity |= l->quantity != TT_NO_NUM;
        s.unit |= l->unit != TT_UNIT_NONE;
        s.price |= l->unit_price != TT_NO_NUM;
        s.gross |= l->gross_kg != TT_NO_NUM;
        s.net |= l->net_kg != TT_NO_NUM;
        s.packages |= l->packages != TT_NO_NUM;
        s.container |= l->container.n > 0;
        s.service |= texts->service[texts->of[kind][i]];
    }
    s.service &= !s.code;
    return s;
}

static uint32_t bits_of(const bool *has, size_t n)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < n; i++)
        bits |= (uint32_t)has[i] << i;
    return bits;
}

/* The names and the tests of a kind are in one order. */
static const char *const invoice_names[] = {
    "the seller's country",
    "the seller's address",
    "the buyer's country",
    "the buyer's address",
    "the day when payment is due",
    "the terms of payment",
    "the terms of delivery",
    "the goods",
    "the code of the goods",
    "the origin of the goods",
    "the quantity",
    "the unit of the quantity",
    "the unit price",
    NULL,
};

static uint32_t of_invoice(const tt_data *d, tt_ix doc, const struct said *s)
{
    const tt_invoice *x = &d->invoices[doc];
    const tt_mention *seller = &d->mentions[x->seller], *buyer = &d->mentions[x->buyer];
    const bool has[TT_LEN(invoice_names) - 1] = {
        seller->country != TT_COUNTRY_NONE,
        seller->address.n > 0,
        buyer->country != TT_COUNTRY_NONE,
        buyer->address.n > 0,
        x->due != TT_NO_DATE,
        x->payment_terms.n > 0,
        x->incoterm != TT_INCOTERM_NONE,
        s->text,
        s->code,
        s->origin,
        s->quantity,
        s->unit,
        s->price,
    };
    return bits_of(has, TT_LEN(has));
}

static const char *const shipment_names[] = {
    "the shipper's country",
    "the shipper's address",
    "the consignee's country",
    "the consignee's address",
    "the carrier",
    "the ship",
    "the voyage",
    "the day of arrival",
    "the goods",
    "the packages",
    "the weight",
    "the container",
    NULL,
};

static uint32_t of_shipment(const tt_data *d, tt_ix doc, const struct said *s)
{
    const tt_shipment *x = &d->shipments[doc];
    const tt_mention *shipper = &d->mentions[x->shipper], *consignee = &d->mentions[x->consignee];
    const bool has[TT_LEN(shipment_names) - 1] = {
        shipper->country != TT_COUNTRY_NONE,
        shipper->address.n > 0,
        consignee->country != TT_COUNTRY_NONE,
        consignee->address.n > 0,
        x->carrier > 0,
        x->vessel_name.n > 0 || x->vessel_imo.n > 0,
        x->voyage.n > 0,
        x->arrival != TT_NO_DATE,
        s->text,
        s->packages,
        s->gross || s->net,
        s->container,
    };
    return bits_of(has, TT_LEN(has));
}

static const char *const declaration_names[] = {
    "the exporter's country",
    "the importer's country",
    "the partner country",
    "the basis of the value",
    "the procedure",
    "the way of transport",
    "the office",
    "the goods",
    "the origin of the goods",
    "the quantity",
    "the unit of the quantity",
    "the net weight",
    "the gross weight",
    NULL,
};

static uint32_t of_declaration(const tt_data *d, tt_ix doc, const struct said *s)
{
    const tt_declaration *x = &d->declarations[doc];
    const bool has[TT_LEN(declaration_names) - 1] = {
        d->mentions[x->exporter].country != TT_COUNTRY_NONE,
        d->mentions[x->importer].country != TT_COUNTRY_NONE,
        x->partner != TT_COUNTRY_NONE,
        x->basis > 0,
        x->procedure_code.n > 0,
        x->transport_mode.n > 0,
        x->office.n > 0,
        s->text,
        s->origin,
        s->quantity,
        s->unit,
        s->net,
        s->gross,
    };
    return bits_of(has, TT_LEN(has));
}

const char *const *tt_filled_names(tt_kind kind)
{
    static const char *const none[] = {NULL};
    switch (kind) {
    case TT_KIND_INVOICE:
        return invoice_names;
    case TT_KIND_SHIPMENT:
        return shipment_names;
    case TT_KIND_DECLARATION:
        return declaration_names;
    default:
        return none;
    }
}

/* An invoice that does not say what it is is one. */
static uint64_t type_of(const tt_data *d, tt_kind kind, tt_ix doc, const struct said *s)
{
    if (kind == TT_KIND_SHIPMENT)
        return d->shipments[doc].type;
    if (kind == TT_KIND_DECLARATION)
        return d->declarations[doc].type;
    tt_doc_type type = d->invoices[doc].type;
    return (uint64_t)(type == TT_DOC_UNKNOWN ? TT_DOC_INVOICE : type) << 1 | s->service;
}

tt_filled tt_filled_of(const tt_data *d, const tt_line_texts *texts, tt_kind kind, tt_ix doc)
{
    static uint32_t (*const of[TT_KIND_COUNT])(const tt_data *, tt_ix, const struct said *) = {
        [TT_KIND_INVOICE] = of_invoice,
        [TT_KIND_SHIPMENT] = of_shipment,
        [TT_KIND_DECLARATION] = of_declaration};
    struct said s = said_in(d, texts, kind, doc);
    uint64_t source = tt_data_place(d, (tt_ref){kind, doc, 0}).source;
    return (tt_filled){of[kind](d, doc, &s), source << 8 | type_of(d, kind, doc, &s)};
}
