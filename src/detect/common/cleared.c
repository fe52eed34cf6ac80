/* cleared.c - see cleared.h. */
#include "detect/common/cleared.h"

#include "detect/common/goods.h"
#include "detect/common/loose.h"

enum { TWIN_DAYS = 10 }; /* between two bills of one container */

static bool declares(const tt_declaration *x)
{
    return x->type == TT_DOC_IMPORT || x->type == TT_DOC_TRANSIT;
}

bool tt_cleared_deal(const tt_data *d, tt_ix deal)
{
    const tt_deal *x = &d->deals[deal];
    for (tt_ix i = 0; deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[x->first_doc + i];
        if (r->kind == TT_KIND_DECLARATION && declares(&d->declarations[r->doc]))
            return true;
    }
    return false;
}

static tt_date arrival_of(const tt_clearing *c, tt_ix shipment)
{
    const tt_shipment *b = &c->d->shipments[shipment];
    if (b->arrival != TT_NO_DATE || b->head.date.day == TT_NO_DATE)
        return b->arrival;
    return b->head.date.day + c->sail;
}

tt_date tt_cleared_arrival(const tt_clearing *c, tt_ix shipment)
{
    tt_ix deal = tt_deal_of(c->d, TT_KIND_SHIPMENT, shipment);
    const tt_deal *x = &c->d->deals[deal];
    tt_date last = arrival_of(c, shipment);
    for (tt_ix i = 0; deal && i < x->n_docs; i++) {
        const tt_deal_doc *r = &c->d->deal_docs[x->first_doc + i];
        tt_date day = r->kind == TT_KIND_SHIPMENT ? arrival_of(c, r->doc) : TT_NO_DATE;
        if (day != TT_NO_DATE && (last == TT_NO_DATE || day > last))
            last = day;
    }
    return last;
}

/* A declaration in a book of one of the parties that may be of these goods. */
static bool take_loose(tt_clearing *c, tt_ix shipment, tt_book book, tt_ix entity, tt_date last)
{
    size_t n;
    const tt_ix *v = tt_books_of(&c->shared->books, book, entity, &n);
    tt_date first = c->d->shipments[shipment].head.date.day - c->back;
    for (size_t i = 0; i < n; i++) {
        const tt_declaration *x = &c->d->declarations[v[i]];
        if (c->used[v[i]] || !declares(x) || x->head.date.day < first || x->head.date.day > last ||
            tt_deal_count(c->d, tt_deal_of(c->d, TT_KIND_DECLARATION, v[i]), TT_KIND_SHIPMENT) ||
            !tt_loose_may_hold(c->d, TT_KIND_DECLARATION, v[i], TT_KIND_SHIPMENT, shipment))
            continue;
        c->used[v[i]] = 1;
        return true;
    }
    return false;
}

/* Another bill to the same consignee for one of the containers: a merchant's, a carrier's. */
static bool has_twin(const tt_clearing *c, tt_ix shipment, tt_ix consignee)
{
    const tt_cargo *cargo = &c->shared->cargo;
    size_t n, n_own, n_other;
    const tt_box *own = tt_cargo_boxes(cargo, shipment, &n_own);
    const tt_ix *v = tt_books_of(&c->shared->books, TT_BOOK_RECEIVED, consignee, &n);
    tt_date day = c->d->shipments[shipment].head.date.day;
    for (size_t i = 0; i < n; i++) {
        const tt_box *other = tt_cargo_boxes(cargo, v[i], &n_other);
        tt_date apart = c->d->shipments[v[i]].head.date.day - day;
        if (v[i] == shipment || apart < -TWIN_DAYS || apart > TWIN_DAYS ||
            !tt_cleared_deal(c->d, tt_deal_of(c->d, TT_KIND_SHIPMENT, v[i])))
            continue;
        for (size_t k = 0; k < n_own * n_other; k++)
            if (tt_box_same(c->d, &own[k / n_other], &other[k % n_other]))
                return true;
    }
    return false;
}

static bool sent_back(const tt_clearing *c, tt_ix shipment, tt_ix shipper, tt_ix consignee)
{
    size_t n;
    const tt_ix *v = tt_books_of(&c->shared->books, TT_BOOK_SHIPPED, consignee, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_shipment *b = &c->d->shipments[v[i]];
        if (tt_data_entity(c->d, b->consignee) == shipper &&
            b->head.date.day > c->d->shipments[shipment].head.date.day &&
            tt_loose_may_hold(c->d, TT_KIND_SHIPMENT, shipment, TT_KIND_SHIPMENT, v[i]))
            return true;
    }
    return false;
}

tt_cleared tt_cleared_else(tt_clearing *c, tt_ix shipment, tt_date until)
{
    const tt_shipment *b = &c->d->shipments[shipment];
    tt_ix shipper = tt_data_entity(c->d, b->shipper);
    tt_ix consignee = tt_data_entity(c->d, b->consignee);
    tt_ix notify = tt_data_entity(c->d, b->notify);
    if (take_loose(c, shipment, TT_BOOK_IMPORTED, consignee, until) ||
        take_loose(c, shipment, TT_BOOK_EXPORTED, shipper, until) ||
        (notify && take_loose(c, shipment, TT_BOOK_IMPORTED, notify, until)))
        return TT_CLEARED_LOOSE;
    if (has_twin(c, shipment, consignee))
        return TT_CLEARED_TWIN;
    return sent_back(c, shipment, shipper, consignee) ? TT_CLEARED_BACK : TT_CLEARED_NOT;
}

tt_country tt_cleared_party_country(const tt_data *d, tt_ix mention)
{
    tt_country c = d->mentions[mention].country;
    return c ? c : d->entities[tt_data_entity(d, mention)].country;
}

tt_country tt_cleared_goal(const tt_shipment *b)
{
    tt_country c = tt_place_country(b->place_of_delivery);
    return c ? c : tt_place_country(b->port_of_discharge);
}
