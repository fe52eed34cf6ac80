/*
 * data.c - looking things up in the documents of a case, and converting money at its dated rates.
 *
 * Nothing here changes the data.  Who fills it: store (loading), resolve, match.
 */
#include "model/data.h"

enum { RATE_MAX_AGE = 7 }; /* days: a week bridges week-ends and holidays, more would be a guess */

static const int64_t USD_RATE = 1000000000000; /* 1e-12 USD for one USD */

const char *tt_entity_type_text(tt_entity_type t)
{
    static const char *const text[] = {
        [TT_ENTITY_UNKNOWN] = "unknown", [TT_ENTITY_COMPANY] = "company",
        [TT_ENTITY_PERSON] = "person",   [TT_ENTITY_BANK] = "bank",
        [TT_ENTITY_VESSEL] = "vessel",   [TT_ENTITY_CARRIER] = "carrier",
        [TT_ENTITY_BROKER] = "broker",   [TT_ENTITY_PUBLIC_BODY] = "public_body",
    };
    return (size_t)t < TT_LEN(text) ? text[t] : text[TT_ENTITY_UNKNOWN];
}

const char *tt_break_text(tt_break_type t)
{
    static const char *const text[] = {
        [TT_BREAK_NOT_ARRIVED] = "not arrived yet",
        [TT_BREAK_OUTSIDE_COVERAGE] = "outside coverage",
        [TT_BREAK_NO_CANDIDATE] = "no candidate",
        [TT_BREAK_BELOW_THRESHOLD] = "candidate below the threshold",
        [TT_BREAK_AMBIGUOUS] = "ambiguous",
        [TT_BREAK_LIMIT] = "limit reached",
    };
    return text[t];
}

const char *tt_replaced_text(tt_replaced_why why)
{
    static const char *const text[] = {
        [TT_REPLACED_VERSION] = "the document was stated anew",
        [TT_REPLACED_CANCELLED] = "the document was cancelled",
        [TT_REPLACED_AGAIN] = "another row states the same line",
        [TT_REPLACED_UNORDERED] =
            "another row states the line otherwise, and no version says which is later",
    };
    return text[why];
}

const tt_head *tt_data_head(const tt_data *d, tt_kind kind, tt_ix doc)
{
    TT_ASSERT(doc <= tt_data_n_docs(d, kind));
    switch (kind) {
    case TT_KIND_INVOICE:
        return &d->invoices[doc].head;
    case TT_KIND_SHIPMENT:
        return &d->shipments[doc].head;
    case TT_KIND_DECLARATION:
        return &d->declarations[doc].head;
    case TT_KIND_PAYMENT:
        return &d->payments[doc].head;
    default:
        TT_ASSERT(false && "a kind without documents");
        return NULL;
    }
}

size_t tt_data_n_docs(const tt_data *d, tt_kind kind)
{
    switch (kind) {
    case TT_KIND_INVOICE:
        return d->n_invoices;
    case TT_KIND_SHIPMENT:
        return d->n_shipments;
    case TT_KIND_DECLARATION:
        return d->n_declarations;
    case TT_KIND_PAYMENT:
        return d->n_payments;
    default:
        return 0;
    }
}

size_t tt_data_n_cited(const tt_data *d, tt_kind kind)
{
    switch (kind) {
    case TT_KIND_PARTY:
        return d->n_parties;
    case TT_KIND_OWNERSHIP:
        return d->n_ownerships;
    case TT_KIND_WATCHLIST:
        return d->n_watches;
    case TT_KIND_PRICE:
        return d->n_prices;
    case TT_KIND_PERMIT:
        return d->n_permits;
    case TT_KIND_SEIZURE:
        return d->n_seizures;
    default:
        return tt_data_n_docs(d, kind);
    }
}

static tt_cited cited_document(const tt_head *h)
{
    return (tt_cited){h->id, h->number, h->date.day};
}

tt_cited tt_data_cited(const tt_data *d, tt_kind kind, tt_ix doc)
{
    TT_ASSERT(doc <= tt_data_n_cited(d, kind));
    switch (kind) {
    case TT_KIND_PARTY:
        return (tt_cited){d->parties[doc].row, d->parties[doc].party_id, TT_NO_DATE};
    case TT_KIND_OWNERSHIP:
        return (tt_cited){d->ownerships[doc].row, {0}, TT_NO_DATE};
    case TT_KIND_WATCHLIST:
        return (tt_cited){d->watches[doc].row, d->watches[doc].list_id, TT_NO_DATE};
    case TT_KIND_PRICE:
        return (tt_cited){d->prices[doc].row, {0}, TT_NO_DATE};
    case TT_KIND_PERMIT:
        return (tt_cited){d->permits[doc].row, d->permits[doc].number, d->permits[doc].issued};
    case TT_KIND_SEIZURE:
        return (tt_cited){d->seizures[doc].row, d->seizures[doc].number, d->seizures[doc].date};
    default:
        return cited_document(tt_data_head(d, kind, doc));
    }
}

static tt_place place_alone(const tt_data *d, tt_kind kind, tt_ix row)
{
    switch (kind) {
    case TT_KIND_PARTY:
        return d->parties[row].place;
    case TT_KIND_OWNERSHIP:
        return d->ownerships[row].place;
    case TT_KIND_WATCHLIST:
        return d->watches[row].place;
    case TT_KIND_PRICE:
        return d->prices[row].place;
    case TT_KIND_PERMIT:
        return d->permits[row].place;
    case TT_KIND_SEIZURE:
        return d->seizures[row].place;
    default:
        return (tt_place){0};
    }
}

tt_place tt_data_place(const tt_data *d, tt_ref r)
{
    tt_ix row = r.line;
    if (!tt_kind_is_document(r.kind))
        return place_alone(d, r.kind, r.doc);
    if (!row) {
        const tt_head *head = tt_data_head(d, r.kind, r.doc);
        row = head->n_lines ? head->first_line : 0;
    }
    if (!row)
        return (tt_place){0};
    switch (r.kind) {
    case TT_KIND_INVOICE:
        return d->invoice_lines[row].place;
    case TT_KIND_SHIPMENT:
        return d->shipment_lines[row].place;
    case TT_KIND_DECLARATION:
        return d->declaration_lines[row].place;
    case TT_KIND_PAYMENT:
        return d->payment_rows[row].place;
    default:
        return (tt_place){0};
    }
}

tt_ix tt_data_role(const tt_data *d, tt_kind kind, tt_ix doc, unsigned role)
{
    tt_ix of[TT_MAX_ROLES] = {0};
    if (doc == 0 || doc > tt_data_n_docs(d, kind) || role == 0 || role > TT_MAX_ROLES)
        return 0;
    switch (kind) {
    case TT_KIND_INVOICE:
        of[0] = d->invoices[doc].seller;
        of[1] = d->invoices[doc].buyer;
        break;
    case TT_KIND_SHIPMENT:
        of[0] = d->shipments[doc].shipper;
        of[1] = d->shipments[doc].consignee;
        of[2] = d->shipments[doc].notify;
        of[3] = d->shipments[doc].carrier;
        break;
    case TT_KIND_DECLARATION:
        of[0] = d->declarations[doc].exporter;
        of[1] = d->declarations[doc].importer;
        of[2] = d->declarations[doc].declarant;
        break;
    case TT_KIND_PAYMENT:
        of[0] = d->payments[doc].payer;
        of[1] = d->payments[doc].payee;
        break;
    default:
        break;
    }
    return of[role - 1];
}

tt_ix tt_data_entity(const tt_data *d, tt_ix mention)
{
    if (!mention || mention > d->n_mentions)
        return 0;
    return d->entity_of ? d->entity_of[mention] : d->mentions[mention].entity;
}

bool tt_data_index_entities(tt_data *d)
{
    tt_ix *of = d->entity_of ? d->entity_of : tt_new_n(d->arena, tt_ix, d->n_mentions + 1);
    for (size_t m = 1; of && m <= d->n_mentions; m++)
        of[m] = d->mentions[m].entity;
    d->entity_of = of;
    return of != NULL;
}

/* Last element of d->fx that is not after (ccy, day); 0 = none. */
static size_t fx_at(const tt_data *d, tt_ccy ccy, tt_date day)
{
    size_t low = 1, high = d->n_fx + 1;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const tt_fx *f = &d->fx[mid];
        if (f->ccy < ccy || (f->ccy == ccy && f->date <= day))
            low = mid + 1;
        else
            high = mid;
    }
    return low - 1;
}

/* 1e-12 USD for one major unit; 0 when there is no rate young enough. */
static int64_t usd_per_unit(const tt_data *d, tt_ccy ccy, tt_date day)
{
    char code[4];
    tt_ccy_text(ccy, code);
    if (memcmp(code, "USD", 4) == 0)
        return USD_RATE;
    size_t at = day == TT_NO_DATE ? 0 : fx_at(d, ccy, day);
    if (at == 0 || d->fx[at].ccy != ccy || d->fx[at].usd_per_unit <= 0)
        return 0;
    return (int64_t)day - d->fx[at].date <= RATE_MAX_AGE ? d->fx[at].usd_per_unit : 0;
}

static tt_u128 power_of_10(unsigned n)
{
    tt_u128 p = 1;
    while (n--)
        p *= 10;
    return p;
}

/*
 * a * from / to * 10^(to_exp - from_exp), half to even; false when it does not fit 63 bits.
 *
 * a * from has at most 127 bits.  A positive power of ten would not fit beside it, so it is applied
 * to quotient and remainder apart: the remainder is below 2^63, and 10^7 times that fits.
 */
static bool scale(uint64_t a, uint64_t from, uint64_t to, int power, uint64_t *out)
{
    tt_u128 num = (tt_u128)a * from;
    tt_u128 den = to;
    tt_u128 whole = 0;
    if (power > 0) {
        tt_u128 ten = power_of_10((unsigned)power);
        if (num / den > INT64_MAX)
            return false;
        whole = num / den * ten;
        num = num % den * ten;
    } else {
        den *= power_of_10((unsigned)-power);
    }
    whole += num / den;
    num %= den;
    if (num > den - num || (num == den - num && (whole & 1)))
        whole++;
    if (whole > INT64_MAX)
        return false;
    *out = (uint64_t)whole;
    return true;
}

bool tt_data_convert(const tt_data *d, tt_money m, tt_date day, tt_money *out)
{
    if (m.minor == TT_NO_NUM || m.ccy == TT_CCY_NONE || d->base == TT_CCY_NONE)
        return false;
    if (m.ccy == d->base) {
        *out = m;
        return true;
    }
    int64_t from = usd_per_unit(d, m.ccy, day);
    int64_t to = usd_per_unit(d, d->base, day);
    if (!from || !to)
        return false;

    /* The sign is taken off first: half to even is symmetric. */
    uint64_t size = m.minor < 0 ? (uint64_t)-m.minor : (uint64_t)m.minor;
    int power = (int)tt_ccy_exponent(d->base) - (int)tt_ccy_exponent(m.ccy);
    uint64_t got;
    if (!scale(size, (uint64_t)from, (uint64_t)to, power, &got))
        return false;
    *out = (tt_money){m.minor < 0 ? -(int64_t)got : (int64_t)got, d->base};
    return true;
}
