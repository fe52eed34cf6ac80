/* wild.c - consignments; see wild.h. */
#include "detect/common/wild.h"

#include "base/map.h"
#include "base/str.h"
#include "detect/common/goods.h"

#include <math.h>

tt_country tt_place_country(tt_str place)
{
    enum { LOCODE = 5 };
    tt_country c = TT_COUNTRY_NONE;
    if (place.n != LOCODE || !tt_country_parse(tt_str_sub(place, 0, 2), &c))
        return TT_COUNTRY_NONE;
    return c;
}

static tt_country country_of(const tt_data *d, tt_str port, tt_ix mention)
{
    tt_country c = tt_place_country(port);
    if (!c)
        c = d->mentions[mention].country;
    return c ? c : d->entities[tt_data_entity(d, mention)].country;
}

static void take_via(tt_consignment *c, tt_str ports)
{
    tt_str port;
    while (ports.n && tt_str_split(&ports, '|', &port) && c->n_via < TT_WILD_VIA) {
        tt_country via = tt_place_country(tt_str_trim(port));
        if (via && via != c->from && via != c->to)
            c->via[c->n_via++] = via;
    }
}

/* Adds v to *sum; what is unknown makes the sum unknown. */
static void add(double *sum, int64_t v)
{
    *sum = v == TT_NO_NUM ? (double)NAN : *sum + (double)v / 1e6;
}

static bool named_before(const tt_line *l, tt_ix i)
{
    for (tt_ix k = 0; k < i; k++)
        if (tt_str_eq(l[k].container, l[i].container))
            return true;
    return false;
}

static void take_lines(const tt_data *d, const tt_wildlife *k, tt_consignment *c)
{
    int64_t value = 0;
    for (tt_ix i = 0; i < c->n_lines; i++) {
        const tt_line *l = &c->lines[i];
        tt_money m;
        add(&c->gross_kg, l->gross_kg != TT_NO_NUM ? l->gross_kg : l->net_kg);
        add(&c->m3, l->volume_m3);
        if (l->amount.minor == TT_NO_NUM || !tt_data_convert(d, l->amount, c->day, &m) ||
            !tt_add_i64(value, m.minor, &value))
            c->value = TT_NO_NUM;
        if (!c->cover)
            c->cover = tt_cover_find(k, l->hs);
        c->containers += l->container.n && !named_before(c->lines, i);
    }
    if (c->value != TT_NO_NUM)
        c->value = value;
    else if (c->deal && tt_deal_count(d, c->deal, c->kind) == 1)
        c->value = d->deals[c->deal].invoiced.minor;
}

static tt_hs code_of(const tt_data *d, const tt_consignment *c)
{
    for (tt_ix i = 0; i < c->n_lines; i++)
        if (tt_hs_digits(c->lines[i].hs) >= 4)
            return tt_hs_prefix(c->lines[i].hs, 6);
    tt_hs found = TT_HS_NONE;
    for (tt_ix i = 0; c->deal && i < d->deals[c->deal].n_docs; i++) {
        tt_deal_doc r = d->deal_docs[d->deals[c->deal].first_doc + i];
        const tt_head *h = tt_data_head(d, r.kind, r.doc);
        for (tt_ix k = 0; r.kind == TT_KIND_INVOICE && k < h->n_lines; k++) {
            tt_hs hs = tt_hs_prefix(d->invoice_lines[h->first_line + k].hs, 6);
            if (found && hs && hs != found)
                return TT_HS_NONE; /* several goods: who knows which these are */
            found = hs ? hs : found;
        }
    }
    return found;
}

/* The first group of taxa, in the order of the corridors, whose way and goods these may be. */
static tt_str group_of(const tt_wildlife *k, const tt_consignment *c)
{
    bool may = c->code && tt_corridor_any(k, c->from) & 1u << TT_ROLE_SOURCE;
    for (size_t i = 0; may && i < k->n_routes; i++) {
        tt_way_roles r = tt_way_roles_on(k, i, c->from, c->via, c->n_via, c->to);
        if (r.source && (r.transit || r.destination) && tt_group_goods(k, k->routes[i], c->code))
            return k->routes[i];
    }
    return (tt_str){0};
}

static void of_shipment(const tt_data *d, tt_ix i, tt_consignment *c)
{
    const tt_shipment *s = &d->shipments[i];
    *c = (tt_consignment){.kind = TT_KIND_SHIPMENT,
                          .doc = i,
                          .deal = tt_deal_of(d, TT_KIND_SHIPMENT, i),
                          .sender = tt_data_entity(d, s->shipper),
                          .receiver = tt_data_entity(d, s->consignee),
                          .from = country_of(d, s->port_of_loading, s->shipper),
                          .to = country_of(d, s->port_of_discharge, s->consignee),
                          .day = s->head.date.day,
                          .lines = &d->shipment_lines[s->head.first_line],
                          .first_line = s->head.first_line,
                          .n_lines = s->head.n_lines};
    take_via(c, s->transshipment_ports);
    tt_country last = tt_place_country(s->place_of_delivery);
    if (last && last != c->to && c->n_via < TT_WILD_VIA) { /* goes on from the port */
        c->via[c->n_via++] = c->to;
        c->to = last;
    }
}

static void of_declaration(const tt_data *d, tt_ix i, tt_consignment *c)
{
    const tt_declaration *s = &d->declarations[i];
    tt_country from = d->mentions[s->exporter].country, to = d->mentions[s->importer].country;
    *c = (tt_consignment){.kind = TT_KIND_DECLARATION,
                          .doc = i,
                          .deal = tt_deal_of(d, TT_KIND_DECLARATION, i),
                          .sender = tt_data_entity(d, s->exporter),
                          .receiver = tt_data_entity(d, s->importer),
                          .from = s->type == TT_DOC_IMPORT && s->partner ? s->partner : from,
                          .to = s->type == TT_DOC_EXPORT && s->partner ? s->partner : to,
                          .day = s->head.date.day,
                          .lines = &d->declaration_lines[s->head.first_line],
                          .first_line = s->head.first_line,
                          .n_lines = s->head.n_lines};
}

static int by_day(const void *pa, const void *pb, void *ctx)
{
    const tt_consignment *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc;
}

/* Counts the consignments of two parties in the order of time. */
static bool count_pairs(tt_wild *w)
{
    tt_map64 seen;
    bool ok = true;
    tt_map64_init(&seen);
    for (size_t i = 0; ok && i < w->n; i++) {
        tt_consignment *c = &w->v[i];
        uint64_t key = (uint64_t)c->sender << 32 | c->receiver;
        uint32_t n = tt_map64_find(&seen, key);
        c->nth = n == TT_MAP_NONE ? 1 : n + 1;
        ok = tt_map64_put(&seen, key, c->nth);
    }
    tt_map64_release(&seen);
    return ok;
}

static bool shipment_numbers(const tt_data *d, tt_map *m)
{
    for (tt_ix i = 1; i <= d->n_shipments; i++)
        if (!tt_map_put(m, d->shipments[i].head.number, i))
            return false;
    return true;
}

static bool collect(const tt_data *d, tt_wild *w)
{
    tt_map numbers;
    tt_map_init(&numbers);
    bool ok = shipment_numbers(d, &numbers);
    for (tt_ix i = 1; i <= d->n_shipments; i++)
        of_shipment(d, i, &w->v[w->n++]);
    for (tt_ix i = 1; ok && i <= d->n_declarations; i++)
        if (!d->declarations[i].transport_document.n ||
            tt_map_find(&numbers, d->declarations[i].transport_document) == TT_MAP_NONE)
            of_declaration(d, i, &w->v[w->n++]);
    tt_map_release(&numbers);
    for (size_t i = 0; i < w->n; i++) {
        tt_consignment *c = &w->v[i];
        take_lines(d, &w->k, c);
        c->code = code_of(d, c);
        c->group = group_of(&w->k, c);
    }
    return ok && tt_sort(w->v, w->n, sizeof *w->v, by_day, NULL) && count_pairs(w);
}

static bool read_texts(tt_wild *w, const tt_line_texts *texts, tt_arena *a)
{
    static const tt_wild_hits nothing;
    w->texts = *texts;
    w->said = tt_new_n(a, const tt_wild_hits *, (size_t)texts->n + 1);
    for (uint32_t i = 0; w->said && i <= texts->n; i++) {
        tt_wild_hits hits, *kept = NULL;
        tt_wildtext_scan(&w->text, texts->v[i], &hits);
        w->said[i] = &nothing;
        if (!hits.n && !hits.more)
            continue;
        kept = tt_new(a, tt_wild_hits);
        if (!kept)
            return false;
        *kept = hits;
        w->said[i] = kept;
    }
    return w->said != NULL;
}

tt_status
tt_wild_build(const tt_data *d, const tt_line_texts *texts, tt_arena *a, tt_wild *out, tt_err *err)
{
    *out = (tt_wild){0};
    TT_TRY(tt_wildlife_load(&d->reference, a, &out->k, err));
    TT_TRY(tt_wildtext_build(&out->k, a, &out->text, err)); /* points into *out */
    out->v = tt_new_n(a, tt_consignment, d->n_shipments + d->n_declarations + 1);
    return out->v && collect(d, out) && read_texts(out, texts, a)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for consignments");
}

const tt_wild_hits *tt_wild_said(const tt_wild *w, tt_kind kind, tt_ix line)
{
    return w->said[w->texts.of[kind][line]];
}

double tt_consignment_value_kg(const tt_data *d, const tt_consignment *c)
{
    tt_money usd = {0, d->base};
    if (c->value == TT_NO_NUM || !(c->gross_kg > 0))
        return NAN;
    usd.minor = c->value;
    return tt_money_double(usd) / c->gross_kg;
}

/* --- ways --- */

tt_way_roles tt_way_roles_of(const tt_wildlife *k, tt_str group, tt_country from,
                             const tt_country *via, size_t n_via, tt_country to)
{
    for (size_t i = 0; i < k->n_routes; i++)
        if (tt_str_eq(k->routes[i], group))
            return tt_way_roles_on(k, i, from, via, n_via, to);
    return (tt_way_roles){0};
}

tt_way_roles tt_way_roles_on(const tt_wildlife *k, size_t route, tt_country from,
                             const tt_country *via, size_t n_via, tt_country to)
{
    unsigned first = tt_route_roles(k, route, from), last = tt_route_roles(k, route, to);
    tt_way_roles r = {.source = first & 1u << TT_ROLE_SOURCE,
                      .transit = last & 1u << TT_ROLE_TRANSIT,
                      .destination = last & 1u << TT_ROLE_DESTINATION};
    for (size_t i = n_via; i > 0; i--)
        if (tt_route_roles(k, route, via[i - 1]) & 1u << TT_ROLE_TRANSIT)
            r.hub = via[i - 1];
    return r;
}

bool tt_group_declared(const tt_wildlife *k, tt_str group, tt_hs hs)
{
    bool of_it = false;
    for (size_t i = 0; i < k->n_products && !of_it; i++)
        of_it = tt_str_eq(k->products[i].group, group) && tt_list_has_hs(k->products[i].hs, hs);
    return of_it;
}

bool tt_group_goods(const tt_wildlife *k, tt_str group, tt_hs hs)
{
    bool small = true;
    for (size_t i = 0; i < k->n_products; i++)
        if (tt_str_eq(k->products[i].group, group))
            small &= tt_unit_dimension(k->products[i].unit) != TT_DIM_VOLUME;
    return tt_group_declared(k, group, hs) || (small && tt_cover_find(k, hs));
}

/* --- words --- */

void tt_wild_cite(tt_draft *w, const tt_consignment *c)
{
    tt_draft_document(w, c->kind, c->doc, 0);
    if (c->sender)
        tt_draft_entity(w, c->sender, "sender");
    if (c->receiver)
        tt_draft_entity(w, c->receiver, "receiver");
}

const char *tt_say_consignment(tt_draft *w, const tt_consignment *c)
{
    char from[3] = "", to[3] = "", via[3] = "";
    const char *text, *through = "";
    tt_country_text(c->from, from);
    tt_country_text(c->to, to);
    for (size_t i = 0; i < c->n_via; i++) {
        tt_country_text(c->via[i], via);
        through =
            tt_draft_text(w, tt_arena_printf(w->a, "%s%s%s", through, i ? ", " : " through ", via));
    }
    text = tt_arena_printf(w->a, "%s, %s, %s to %s%s", tt_say_doc(w, c->kind, c->doc),
                           tt_say_date(w, c->day), from[0] ? from : "unknown",
                           to[0] ? to : "unknown", through);
    return tt_draft_text(w, text);
}

const char *tt_say_appendix(unsigned appendix)
{
    static const char *const texts[] = {"none", "I", "II", "III"};
    return texts[appendix < TT_LEN(texts) ? appendix : 0];
}
