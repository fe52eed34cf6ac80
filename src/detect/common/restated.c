/* restated.c - see restated.h. */
#include "detect/common/restated.h"

#include "base/str.h"
#include "detect/common/words.h"
#include "refdata/stand_in.h"

/* --- texts and numbers that both say --- */

static bool other_text(tt_str a, tt_str b)
{
    return a.n && b.n && !tt_str_eq(a, b);
}

static bool other_num(int64_t a, int64_t b)
{
    return a != TT_NO_NUM && b != TT_NO_NUM && a != b;
}

static bool other_day(tt_date a, tt_date b)
{
    return a != TT_NO_DATE && b != TT_NO_DATE && a != b;
}

/* Of two short texts nearly all letters are the same, wherever they stand. */
static bool same_letters(tt_str a, tt_str b)
{
    enum { SHORT = 32, TENTHS = 8 };
    int n[256] = {0};
    size_t most = TT_MAX(a.n, b.n), shared = 0;
    for (size_t i = 0; i < a.n; i++)
        n[(unsigned char)tt_ascii_lower(a.p[i])] += most <= SHORT;
    for (size_t i = 0; i < b.n; i++)
        shared += most <= SHORT && n[(unsigned char)tt_ascii_lower(b.p[i])]-- > 0;
    return most <= SHORT && 10 * shared >= TENTHS * most;
}

/* Slips of the pen: one text is the other but for one place, no longer than a quarter of it, or but
 * for a letter in five of a short one.  In a long text the words that are left tell. */
static bool is_slip(tt_str a, tt_str b)
{
    size_t least = TT_MIN(a.n, b.n), most = TT_MAX(a.n, b.n), head = 0, tail = 0;
    while (head < least && tt_ascii_lower(a.p[head]) == tt_ascii_lower(b.p[head]))
        head++;
    while (tail < least - head &&
           tt_ascii_lower(a.p[a.n - 1 - tail]) == tt_ascii_lower(b.p[b.n - 1 - tail]))
        tail++;
    return 4 * (head + tail) >= 3 * most || same_letters(a, b);
}

/* --- parties --- */

static bool names_nobody(const tt_data *d, tt_ix mention)
{
    return !mention || tt_stand_in_read(d->mentions[mention].name).stands != TT_STANDS_PARTY;
}

static bool is_bank(const tt_data *d, tt_ix mention)
{
    tt_ix e = tt_data_entity(d, mention);
    return e && d->entities[e].type == TT_ENTITY_BANK;
}

/* Another party: not the same one spelled otherwise. */
static bool other_party(const tt_data *d, tt_ix a, tt_ix b, double same)
{
    tt_ix x = tt_data_entity(d, a), y = tt_data_entity(d, b);
    if (names_nobody(d, a) || names_nobody(d, b) || (x && x == y) ||
        is_slip(d->mentions[a].name, d->mentions[b].name))
        return false;
    return tt_text_shared(d->mentions[a].name, d->mentions[b].name) < TT_MAX(same, 0.5);
}

/* A bill that was held as security, or whose buyer was told, is made out to the buyer. */
static bool is_endorsed(const tt_data *d, const tt_shipment *a, const tt_shipment *b)
{
    tt_ix told = tt_data_entity(d, a->notify);
    return is_bank(d, a->consignee) || is_bank(d, b->consignee) ||
           (told && told == tt_data_entity(d, b->consignee));
}

/* --- goods --- */

static bool other_goods(const tt_line *a, const tt_line *b, double same)
{
    tt_hs x = tt_hs_prefix(a->hs, 2), y = tt_hs_prefix(b->hs, 2);
    if (x != TT_HS_NONE && y != TT_HS_NONE && x != y)
        return true;
    return a->description.n && b->description.n && !is_slip(a->description, b->description) &&
           tt_text_shared(a->description, b->description) < same;
}

static bool other_measures(const tt_line *a, const tt_line *b)
{
    return other_num(a->quantity, b->quantity) || other_num(a->gross_kg, b->gross_kg) ||
           other_num(a->net_kg, b->net_kg) || other_num(a->packages, b->packages) ||
           other_num(a->amount.minor, b->amount.minor) || other_text(a->container, b->container) ||
           other_text(a->seal, b->seal) || other_text(a->permit_number, b->permit_number) ||
           other_text(a->description, b->description) || (a->hs && b->hs && a->hs != b->hs) ||
           (a->origin && b->origin && a->origin != b->origin);
}

static const tt_line *counterpart(const tt_statement *b, const tt_line *x, size_t at)
{
    for (size_t i = 0; x->line_number && i < b->head->n_lines; i++)
        if (b->lines[i].line_number == x->line_number)
            return &b->lines[i];
    return at < b->head->n_lines && !x->line_number ? &b->lines[at] : NULL;
}

static unsigned lines(const tt_statement *a, const tt_statement *b, double same)
{
    unsigned c = a->head->n_lines != b->head->n_lines ? TT_RESTATED_OTHER : 0;
    for (size_t i = 0; i < a->head->n_lines; i++) {
        const tt_line *x = &a->lines[i], *y = counterpart(b, x, i);
        if (y && other_goods(x, y, same))
            c |= TT_RESTATED_GOODS;
        if (!y || other_measures(x, y))
            c |= TT_RESTATED_OTHER;
    }
    return c;
}

/* --- documents --- */

static unsigned shipment(const tt_data *d, const tt_shipment *a, const tt_shipment *b, double same)
{
    const struct {
        bool differ;
        unsigned change;
    } rows[] = {
        {other_party(d, a->consignee, b->consignee, same) && !is_endorsed(d, a, b),
         TT_RESTATED_CONSIGNEE},
        {other_party(d, a->shipper, b->shipper, same), TT_RESTATED_PARTY},
        {other_text(a->port_of_loading, b->port_of_loading), TT_RESTATED_LOADING},
        {other_text(a->port_of_discharge, b->port_of_discharge), TT_RESTATED_DISCHARGE},
        {other_text(a->vessel_imo, b->vessel_imo) || other_text(a->vessel_name, b->vessel_name) ||
             other_text(a->voyage, b->voyage) || other_day(a->arrival, b->arrival) ||
             other_day(a->head.date.day, b->head.date.day) ||
             other_text(a->transshipment_ports, b->transshipment_ports) ||
             other_text(a->manifest_number, b->manifest_number),
         TT_RESTATED_SCHEDULE},
        {other_text(a->place_of_delivery, b->place_of_delivery) ||
             other_text(a->place_of_receipt, b->place_of_receipt) ||
             other_text(a->invoice_number, b->invoice_number) ||
             other_num(a->freight.minor, b->freight.minor) ||
             other_party(d, a->notify, b->notify, same) ||
             (a->consignee != b->consignee && a->consignee && b->consignee),
         TT_RESTATED_OTHER},
    };
    unsigned c = 0;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        c |= rows[i].differ ? rows[i].change : 0;
    return c;
}

static unsigned
declaration(const tt_data *d, const tt_declaration *a, const tt_declaration *b, double same)
{
    const struct {
        bool differ;
        unsigned change;
    } rows[] = {
        {other_party(d, a->importer, b->importer, same), TT_RESTATED_CONSIGNEE},
        {other_party(d, a->exporter, b->exporter, same), TT_RESTATED_PARTY},
        {a->partner && b->partner && a->partner != b->partner, TT_RESTATED_DISCHARGE},
        {other_text(a->procedure_code, b->procedure_code) ||
             other_text(a->transport_document, b->transport_document) ||
             other_text(a->invoice_number, b->invoice_number) ||
             other_party(d, a->declarant, b->declarant, same),
         TT_RESTATED_OTHER},
    };
    unsigned c = 0;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        c |= rows[i].differ ? rows[i].change : 0;
    return c;
}

unsigned tt_restated(const tt_data *d, const tt_statement *a, const tt_statement *b, double same)
{
    unsigned c = lines(a, b, same);
    if (a->kind == TT_KIND_SHIPMENT)
        c |= shipment(d, (const tt_shipment *)(const void *)a->head,
                      (const tt_shipment *)(const void *)b->head, same);
    else if (a->kind == TT_KIND_DECLARATION)
        c |= declaration(d, (const tt_declaration *)(const void *)a->head,
                         (const tt_declaration *)(const void *)b->head, same);
    return c;
}

size_t tt_statements_of(const tt_data *d, tt_kind kind, tt_ix doc, size_t *n)
{
    const tt_hash id = tt_data_head(d, kind, doc)->id;
    size_t low = 1, high = d->n_statements + 1;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const tt_statement *s = &d->statements[mid];
        int c = s->kind != kind ? (s->kind < kind ? -1 : 1) : tt_hash_cmp(s->doc, id);
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (*n = 0; low + *n <= d->n_statements && d->statements[low + *n].kind == kind &&
                 tt_hash_cmp(d->statements[low + *n].doc, id) == 0;)
        ++*n;
    return *n ? low : 0;
}
