/*
 * load_flat.c - kinds whose rows stand alone: registry, ownership, lists, prices, permits, ...
 */
#include "store/load.h"

enum { MAX_MEMBERS = 24 };

#define AT(type, field, how, member)                                                               \
    {                                                                                              \
        field, TT_HOW_##how, offsetof(type, member)                                                \
    }

static const tt_member_of party[] = {
    AT(tt_party, "party_id", TEXT, party_id),
    AT(tt_party, "type", ENTITY, type),
    AT(tt_party, "name", TEXT, name),
    AT(tt_party, "aliases", TEXT, aliases),
    AT(tt_party, "country", COUNTRY, country),
    AT(tt_party, "registration_number", TEXT, registration_number),
    AT(tt_party, "tax_id", TEXT, tax_id),
    AT(tt_party, "lei", TEXT, lei),
    AT(tt_party, "incorporation_date", DATE, incorporated),
    AT(tt_party, "dissolution_date", DATE, dissolved),
    AT(tt_party, "address", TEXT, address),
    AT(tt_party, "phone", TEXT, phone),
    AT(tt_party, "email", TEXT, email),
    AT(tt_party, "website", TEXT, website),
    AT(tt_party, "activity_code", SHARED, activity_code),
    AT(tt_party, "employees", NUM, employees),
    AT(tt_party, "annual_revenue", MONEY, annual_revenue),
};
static const tt_member_of ownership[] = {
    AT(tt_ownership, "owner_id", TEXT, owner_id), AT(tt_ownership, "owner_name", TEXT, owner_name),
    AT(tt_ownership, "owned_id", TEXT, owned_id), AT(tt_ownership, "owned_name", TEXT, owned_name),
    AT(tt_ownership, "role", SHARED, role),       AT(tt_ownership, "share_percent", NUM, share),
    AT(tt_ownership, "start_date", DATE, from),   AT(tt_ownership, "end_date", DATE, to),
};
static const tt_member_of price[] = {
    AT(tt_price_ref, "hs_code", HS, hs),           AT(tt_price_ref, "unit", UNIT, unit),
    AT(tt_price_ref, "country", COUNTRY, country), AT(tt_price_ref, "period_start", DATE, from),
    AT(tt_price_ref, "period_end", DATE, to),      AT(tt_price_ref, "low", MONEY, low),
    AT(tt_price_ref, "median", MONEY, median),     AT(tt_price_ref, "high", MONEY, high),
    AT(tt_price_ref, "source", SHARED, source),
};
static const tt_member_of fx[] = {
    AT(tt_fx, "date", DATE, date),
    AT(tt_fx, "currency", CCY, ccy),
    AT(tt_fx, "usd_per_unit", NUM, usd_per_unit),
};
static const tt_member_of coverage[] = {
    AT(tt_coverage, "kind", KIND, kind),         AT(tt_coverage, "country", COUNTRY, country),
    AT(tt_coverage, "period_start", DATE, from), AT(tt_coverage, "period_end", DATE, to),
    AT(tt_coverage, "share", NUM, share),
};
static const tt_member_of watch[] = {
    AT(tt_watch, "id", TEXT, list_id),
    AT(tt_watch, "schema", SHARED, schema),
    AT(tt_watch, "name", TEXT, name),
    AT(tt_watch, "aliases", TEXT, aliases),
    AT(tt_watch, "countries", SHARED, countries),
    AT(tt_watch, "addresses", TEXT, addresses),
    AT(tt_watch, "identifiers", TEXT, identifiers),
    AT(tt_watch, "phones", TEXT, phones),
    AT(tt_watch, "emails", TEXT, emails),
    AT(tt_watch, "sanctions", SHARED, measures),
    AT(tt_watch, "dataset", SHARED, dataset),
};
static const tt_member_of permit[] = {
    AT(tt_permit, "permit_number", TEXT, number),
    AT(tt_permit, "permit_type", SHARED, type),
    AT(tt_permit, "issue_date", DATE, issued),
    AT(tt_permit, "expiry_date", DATE, expires),
    AT(tt_permit, "issuing_country", COUNTRY, issuing_country),
    AT(tt_permit, "export_country", COUNTRY, export_country),
    AT(tt_permit, "import_country", COUNTRY, import_country),
    AT(tt_permit, "exporter_name", TEXT, exporter_name),
    AT(tt_permit, "importer_name", TEXT, importer_name),
    AT(tt_permit, "species", SHARED, species),
    AT(tt_permit, "description", TEXT, description),
    AT(tt_permit, "hs_code", HS, hs),
    AT(tt_permit, "quantity", NUM, quantity),
    AT(tt_permit, "unit", UNIT, unit),
    AT(tt_permit, "purpose_code", SHARED, purpose_code),
    AT(tt_permit, "source_code", SHARED, source_code),
};
static const tt_member_of seizure[] = {
    AT(tt_seizure, "seizure_id", TEXT, number),
    AT(tt_seizure, "date", DATE, date),
    AT(tt_seizure, "country", COUNTRY, country),
    AT(tt_seizure, "origin_country", COUNTRY, origin),
    AT(tt_seizure, "destination_country", COUNTRY, destination),
    AT(tt_seizure, "place", SHARED, where),
    AT(tt_seizure, "species", SHARED, species),
    AT(tt_seizure, "commodity", TEXT, commodity),
    AT(tt_seizure, "transport_mode", SHARED, transport_mode),
    AT(tt_seizure, "transit_countries", SHARED, transit_countries),
    AT(tt_seizure, "concealment", TEXT, concealment),
    AT(tt_seizure, "source", SHARED, said_by),
    AT(tt_seizure, "hs_code", HS, hs),
    AT(tt_seizure, "quantity", NUM, quantity),
    AT(tt_seizure, "unit", UNIT, unit),
    AT(tt_seizure, "weight_kg", NUM, weight_kg),
    AT(tt_seizure, "transport_document", TEXT, transport_document),
    AT(tt_seizure, "container_number", TEXT, container),
    AT(tt_seizure, "shipper_name", TEXT, shipper_name),
    AT(tt_seizure, "consignee_name", TEXT, consignee_name),
    AT(tt_seizure, "agent_name", TEXT, agent_name),
    AT(tt_seizure, "phone", TEXT, phone),
};

struct layout {
    const tt_member_of *m;
    size_t n, size;
    size_t hash, place; /* offsets in a row; TT_NOWHERE: not kept */
    size_t rows, count; /* offsets in tt_data */
};
#define ROWS(table, array)                                                                         \
    .m = table, .n = TT_LEN(table), .rows = offsetof(tt_data, array),                              \
    .count = offsetof(tt_data, n_##array)
#define CITED(type)                                                                                \
    .size = sizeof(type), .hash = offsetof(type, row), .place = offsetof(type, place)

static const struct layout layouts[TT_KIND_COUNT] = {
    [TT_KIND_PARTY] = {ROWS(party, parties), CITED(tt_party)},
    [TT_KIND_OWNERSHIP] = {ROWS(ownership, ownerships), CITED(tt_ownership)},
    [TT_KIND_WATCHLIST] = {ROWS(watch, watches), CITED(tt_watch)},
    [TT_KIND_PRICE] = {ROWS(price, prices), CITED(tt_price_ref)},
    [TT_KIND_PERMIT] = {ROWS(permit, permits), CITED(tt_permit)},
    [TT_KIND_SEIZURE] = {ROWS(seizure, seizures), CITED(tt_seizure)},
    [TT_KIND_FX] = {ROWS(fx, fx), .size = sizeof(tt_fx), .hash = TT_NOWHERE, .place = TT_NOWHERE},
    [TT_KIND_COVERAGE] = {ROWS(coverage, coverages), .size = sizeof(tt_coverage),
                          .hash = TT_NOWHERE, .place = offsetof(tt_coverage, place)},
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the rows of a case");
}

static int by_hash(const void *a, const void *b, void *ctx)
{
    const tt_hash *h = ctx;
    return tt_hash_cmp(h[*(const uint32_t *)a], h[*(const uint32_t *)b]);
}

/* (currency, date, rate): rates are looked up by currency and date. */
static int by_currency(const void *a, const void *b, void *ctx)
{
    const tt_fx *rates = ctx;
    const tt_fx *x = &rates[*(const uint32_t *)a + 1], *y = &rates[*(const uint32_t *)b + 1];
    if (x->ccy != y->ccy)
        return x->ccy < y->ccy ? -1 : 1;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return (x->usd_per_unit > y->usd_per_unit) - (x->usd_per_unit < y->usd_per_unit);
}

static tt_status take_row(tt_load *l, const struct layout *lay, const tt_bound *bound,
                          const tt_row *row, char *to, tt_err *err)
{
    tt_place place;
    TT_TRY(tt_load_place(l, row, &place, err));
    if (lay->place != TT_NOWHERE)
        *(tt_place *)(void *)(to + lay->place) = place;
    if (lay->hash != TT_NOWHERE)
        *(tt_hash *)(void *)(to + lay->hash) = row->hash;
    for (size_t j = 0; j < lay->n; j++)
        TT_TRY(tt_load_member(l, &bound[j], &row->r, to, err));
    return TT_OK;
}

static tt_status
read_rows(tt_load *l, tt_kind kind, char *to, tt_hash *hash, size_t *n, tt_err *err)
{
    tt_q q;
    bool more;
    tt_row row = {0};
    tt_bound bound[MAX_MEMBERS];
    const struct layout *lay = &layouts[kind];
    size_t done = 0;
    TT_ASSERT(lay->n <= MAX_MEMBERS);
    tt_load_bind(kind, lay->m, lay->n, bound);
    TT_TRY(tt_q_open(l->s, tt_row_query[kind].all, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &more, err));
        if (!more)
            break;
        if (done == *n)
            return tt_fail(err, TT_EDB, "case file: the count of rows is wrong");
        TT_TRY(tt_row_read(&q, kind, &row, err));
        hash[done++] = row.hash;
        TT_TRY(take_row(l, lay, bound, &row, to + done * lay->size, err));
        TT_TRY(tt_load_progress(l, err));
    }
    *n = done;
    return TT_OK;
}

static void hand_over(tt_data *d, const struct layout *lay, void *rows, size_t n)
{
    memcpy((char *)d + lay->rows, &rows, sizeof rows);
    memcpy((char *)d + lay->count, &n, sizeof n);
}

tt_status tt_load_flat(tt_load *l, tt_kind kind, tt_err *err)
{
    const struct layout *lay = &layouts[kind];
    uint32_t *order;
    size_t n;
    TT_TRY(tt_load_count(l, kind, &n, err));
    char *rows = tt_arena_zalloc(l->a, n + 1, lay->size);
    tt_hash *hash = tt_new_n(&l->tmp, tt_hash, n);
    if (!rows || !hash)
        return no_room(err);
    TT_TRY(read_rows(l, kind, rows, hash, &n, err));
    if (kind == TT_KIND_FX)
        TT_TRY(tt_load_order(l, n, by_currency, rows, &order, err));
    else
        TT_TRY(tt_load_order(l, n, by_hash, hash, &order, err));
    TT_TRY(tt_load_reorder(rows + lay->size, n, lay->size, order, err));
    hand_over(l->d, lay, rows, n);
    return TT_OK;
}
