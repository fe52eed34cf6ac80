/*
 * cargo.c - transport documents and customs declarations.
 */
#include "simulate/parts.h"

enum { BOX_KG = 26000, BULK_KG = 78000 };

tt_str sim_origin(const sim_world *w, const sim_relation *rel, const sim_plan *p, const sim_good *g,
                  uint32_t on)
{
    if (p->origin.n && (!p->origin_on || p->origin_on & on))
        return p->origin;
    uint32_t home = w->firms.v[rel->seller].country;
    if (g->makers >> home & 1)
        return w->tables.countries[home].code;
    uint32_t n = 0, at = (uint32_t)(rel->taste % 64); /* sold on: always from the same country */
    while (n < 64 && !(g->makers >> (at + n) % 64 & 1))
        n++;
    return w->tables.countries[(at + n) % 64].code;
}

/* What this part of a deal carries of an item; the last takes the rest. */
static int64_t part_of(const sim_world *w, const sim_deal *d, const sim_item *it, uint32_t part)
{
    bool whole = w->tables.goods[it->good].whole;
    int64_t left = it->quantity_e3, step = whole ? 1000 : 1;
    for (uint32_t i = 0; i < part; i++)
        left -= it->quantity_e3 / SIM_ONE * d->part[i] / step * step +
                it->quantity_e3 % SIM_ONE * d->part[i] / SIM_ONE / step * step;
    if (part + 1 == d->n_parts)
        return left;
    return it->quantity_e3 / SIM_ONE * d->part[part] / step * step +
           it->quantity_e3 % SIM_ONE * d->part[part] / SIM_ONE / step * step;
}

static double shipped_factor(const sim_world *w, const sim_deal *d)
{
    double f = w->plans.v[d->plan].shipped;
    return f > 0 ? f : 1;
}

/* Kilograms of so much; what is hidden in it weighs, too. */
static double weight_of(const sim_plan *p, const sim_good *g, int64_t quantity_e3)
{
    return (double)quantity_e3 / 1000 * g->kg * (p->heavy > 0 ? p->heavy : 1);
}

static double packing_of(const sim_plan *p)
{
    return p->packing > 0 ? p->packing : 1;
}

/* Whole pieces stay whole. */
static int64_t scaled(int64_t quantity_e3, double factor, bool whole)
{
    if (factor == 1)
        return quantity_e3;
    int64_t q = sim_round((double)quantity_e3 * factor);
    return whole ? TT_MAX(q / 1000 * 1000, 1000) : TT_MAX(q, 1);
}

/* With the invoices of those that ride on it, as far as they are written. */
static void link_cargo(sim_world *w, sim_ix deal, sim_ix doc, uint32_t share)
{
    const sim_deal *d = &w->deals.v[deal];
    sim_add_link(w, d->invoice, doc, share);
    for (sim_ix i = deal + 1; w->plans.v[d->plan].whole && i < w->deals.n; i++)
        if (w->deals.v[i].plan == d->plan && w->deals.v[i].rides)
            sim_add_link(w, w->deals.v[i].invoice, doc, SIM_ONE);
}

/* --- transport documents --- */

/* Long ways go over a hub, some short ones by a feeder: on a lane mostly over the same. */
static tt_str via_of(sim_world *w, const sim_relation *rel, uint32_t km)
{
    static const char *const hubs[] = {"SGSIN", "AEJEA|LKCMB", "MYPKG", "SGSIN",      "LKCMB",
                                       "ESALG", "HKHKG",       "KRPUS", "ESALG|SGSIN"};
    bool usual = sim_chance(&w->rng, 850000);
    uint32_t at =
        (uint32_t)(unsigned char)rel->port_from.p[2] * 7 + (unsigned char)rel->port_to.p[3];
    uint32_t any = sim_below(&w->rng, TT_LEN(hubs));
    if (!sim_chance(&w->rng, km > 9000 ? 450000 : 120000))
        return TT_STR("");
    return tt_str_of(hubs[usual ? at % TT_LEN(hubs) : any]);
}

static void put_voyage(sim_world *w, sim_row *row, const sim_deal *d, const sim_relation *rel,
                       const sim_plan *p, uint32_t part)
{
    tt_kind k = TT_KIND_SHIPMENT;
    uint32_t line = (uint32_t)(rel->taste >> 8) % w->tables.n_lines;
    static const char *const types[] = {"house_bl", "master_bl"};
    sim_put(w, row, k, "port_of_loading", p->port_from.n ? p->port_from : rel->port_from);
    sim_put(w, row, k, "port_of_discharge", rel->port_to);
    tt_date there = p->early ? d->on_board[part] - p->early : d->arrival[part];
    sim_put(w, row, k, "arrival_date",
            sim_chance(&w->rng, 850000) ? sim_date_text(w, there) : TT_STR(""));
    if (rel->mode != SIM_SEA) {
        sim_put(w, row, k, "document_type", rel->mode == SIM_AIR ? TT_STR("awb") : TT_STR("cmr"));
        return;
    }
    /* A ship sails once a week on a line between two ports. */
    uint32_t week = (uint32_t)(d->on_board[part] - w->first + SIM_WARM_UP) / 7;
    const sim_ship *s =
        &w->ships[line * SIM_SHIPS + (week + (unsigned char)rel->port_from.p[2]) % SIM_SHIPS];
    sim_put(w, row, k, "document_type", tt_str_of(types[rel->taste % 5 < 2]));
    sim_put(w, row, k, "carrier_name", sim_spell(w, w->first_carrier + line, SIM_HAND_CARRIER, 3));
    sim_put(w, row, k, "vessel_name", s->name);
    if (sim_chance(&w->rng, 700000))
        sim_put(w, row, k, "vessel_imo", s->imo);
    sim_put(w, row, k, "voyage", sim_textf(w, w->daily, "%03u%c", week % 1000, "EWNS"[line % 4]));
    uint32_t from = w->firms.v[rel->seller].country, to = w->firms.v[rel->buyer].country;
    tt_str via = via_of(w, rel, sim_distance(w, from, to));
    sim_put(w, row, k, "transshipment_ports", p->via.n ? p->via : via);
}

void sim_put_cargo_party(sim_world *w, sim_row *row, sim_ix who, bool consignee, uint64_t hand)
{
    static const char *const field[2][4] = {
        {"shipper_name", "shipper_country", "shipper_id", "shipper_address"},
        {"consignee_name", "consignee_country", "consignee_id", "consignee_address"}};
    const char *const *f = field[consignee];
    tt_kind k = TT_KIND_SHIPMENT;
    sim_put(w, row, k, f[0], sim_spell(w, who, SIM_HAND_CARRIER, hand));
    sim_put(w, row, k, f[1],
            sim_chance(&w->rng, 850000) ? sim_country_of(w, who)->code : TT_STR(""));
    sim_put(w, row, k, f[2], sim_spell_id(w, who, 50000));
    sim_put(w, row, k, f[3], sim_spell_address(w, who, SIM_HAND_CARRIER, hand));
}

/* Where the carrier has a number of a party, it is the one that its papers carry. */
static void put_borrowed(sim_world *w, sim_row *row, const sim_plan *p)
{
    static const char *const field[2] = {"shipper_id", "consignee_id"};
    for (size_t i = 0; i < TT_LEN(field); i++) {
        int at = tt_field_find(tt_kind_get(TT_KIND_SHIPMENT), tt_str_of(field[i]));
        if (p->number_of[i] && at >= 0 && row->f[at].n)
            row->f[at] = sim_spell_id(w, p->number_of[i], SIM_ONE);
    }
}

static void put_notify(sim_world *w, sim_row *row, sim_ix broker)
{
    tt_kind k = TT_KIND_SHIPMENT;
    sim_put(w, row, k, "notify_name", sim_spell(w, broker, SIM_HAND_CARRIER, 2));
    sim_put(w, row, k, "notify_country", sim_country_of(w, broker)->code);
}

/* --- bills to order --- */

/* Whom the bills of a relation are made out to: a habit, and the same on all of them. */
enum made_out { TO_BUYER, TO_ORDER, TO_SHIPPERS_ORDER, TO_BANKS_ORDER };
enum { MADE_TO_ORDER = 120000, SAME_NOTIFY = 120000 };

/* Only bills of lading can be made out to order, and not where somebody else takes the goods. */
static enum made_out made_out(const sim_world *w, const sim_deal *d, const sim_relation *rel)
{
    tt_rng r = sim_stream(w, "made out", d->relation);
    uint32_t how = sim_below(&r, 100);
    if (!sim_chance(&r, MADE_TO_ORDER) || rel->mode != SIM_SEA || w->plans.v[d->plan].consignee)
        return TO_BUYER;
    if (how >= 70 && w->firms.v[rel->buyer].bank)
        return TO_BANKS_ORDER;
    return how < 50 ? TO_ORDER : TO_SHIPPERS_ORDER;
}

/* The buyer is whom the carrier tells that the goods are there. */
static void
put_order(sim_world *w, sim_row *row, enum made_out how, sim_ix bank, sim_ix buyer, uint64_t hand)
{
    tt_kind k = TT_KIND_SHIPMENT;
    tt_str text = how == TO_ORDER ? TT_STR("TO ORDER") : TT_STR("TO ORDER OF SHIPPER");
    if (how == TO_BANKS_ORDER)
        text = sim_textf(w, w->daily, "TO THE ORDER OF %.*s",
                         TT_STR_ARG(sim_spell(w, bank, SIM_HAND_CARRIER, hand)));
    sim_put(w, row, k, "consignee_name", text);
    if (how == TO_BANKS_ORDER)
        sim_put(w, row, k, "consignee_country", sim_country_of(w, bank)->code);
    sim_put(w, row, k, "notify_name", sim_spell(w, buyer, SIM_HAND_CARRIER, hand));
    sim_put(w, row, k, "notify_country", sim_country_of(w, buyer)->code);
    sim_put(w, row, k, "notify_address", sim_spell_address(w, buyer, SIM_HAND_CARRIER, hand));
}

static bool notifies_consignee(const sim_world *w, const sim_deal *d)
{
    tt_rng r = sim_stream(w, "notify", d->relation);
    return sim_chance(&r, SAME_NOTIFY);
}

/* --- containers --- */

static sim_box *waiting(sim_world *w, uint32_t country, uint32_t line)
{
    size_t at = ((size_t)country * w->tables.n_lines + line) * SIM_BOXES;
    return &w->boxes[at + sim_below(&w->rng, SIM_BOXES)];
}

/* A container that waits empty where the goods are, or one that was never here; it will wait where
 * they go. */
static tt_str take_box(sim_world *w, const sim_deal *d, const sim_relation *rel, uint32_t part)
{
    uint32_t line = (uint32_t)(rel->taste >> 8) % w->tables.n_lines;
    sim_box *here = waiting(w, w->firms.v[rel->seller].country, line);
    sim_box *there = waiting(w, w->firms.v[rel->buyer].country, line);
    tt_date from = d->arrival[part] + sim_between(&w->rng, 8, 60);
    tt_str box = here->number;
    if (box.n && here->from <= w->today)
        here->number = TT_STR("");
    else
        box = sim_container(w, &w->rng, w->tables.lines[line].prefix);
    *there = (sim_box){box, from};
    return box;
}

/* One row of goods: in a box, or in bulk. */
static void
put_cargo(sim_world *w, sim_row *row, const sim_deal *d, const sim_relation *rel, const sim_plan *p,
          uint32_t part, const sim_item *it, int64_t quantity_e3, uint32_t number)
{
    tt_kind k = TT_KIND_SHIPMENT;
    const sim_good *g = &w->tables.goods[it->good];
    double net = weight_of(p, g, quantity_e3);
    double gross = net * (1.02 + 0.08 * tt_rng_unit(&w->rng)) * packing_of(p);
    sim_put(w, row, k, "line_number", sim_textf(w, w->daily, "%u", number));
    sim_put(w, row, k, "description", sim_texts_of(w, it, p, SIM_ON_CARGO));
    if (sim_shows(rel->taste, 2, 550000))
        sim_put(w, row, k, "hs_code",
                sim_hs_text(w, sim_hs_of(w, it, p, SIM_ON_CARGO), rel->taste));
    if (rel->mode == SIM_SEA && (net <= BULK_KG || p->one_box)) {
        tt_str box = take_box(w, d, rel, part);
        if (p->box.n && part == 0 && number == 1)
            box = p->box;
        if (p->forged && sim_chance(&w->rng, p->forged))
            box = sim_make_up(w, &w->rng, box, box.n - 1);
        if (sim_chance(&w->rng, sim_noise(w, p->smudged ? p->smudged : 3000)))
            box = sim_mistype(w, &w->rng, box);
        sim_put(w, row, k, "container_number", box);
        tt_str seal = sim_textf(w, w->daily, "SL%06u", sim_below(&w->rng, SIM_ONE));
        sim_put(w, row, k, "seal_number", p->seal.n ? p->seal : seal);
    }
    if (net <= BULK_KG && sim_shows(rel->taste, 5, 800000)) {
        sim_put(w, row, k, "package_count",
                sim_textf(w, w->daily, "%u", (uint32_t)TT_MIN(1 + net / 22, 9e6)));
        sim_put(w, row, k, "package_type",
                sim_chance(&w->rng, 700000) ? TT_STR("CT") : TT_STR("PK"));
    }
    if (sim_shows(rel->taste, 3, 820000)) {
        sim_put(w, row, k, "quantity", sim_decimal_text(w, sim_slip(w, quantity_e3), 3));
        sim_put(w, row, k, "unit", sim_unit_text(w, g->unit));
    }
    sim_put(w, row, k, "gross_weight_kg",
            sim_decimal_text(w, p->gross_e1 ? p->gross_e1 : sim_round(gross * 10), 1));
    if (sim_shows(rel->taste, 4, 650000))
        sim_put(w, row, k, "net_weight_kg", sim_decimal_text(w, sim_round(net * 10), 1));
    if (sim_chance(&w->rng, 400000))
        sim_put(w, row, k, "origin_country", sim_origin(w, rel, p, g, SIM_ON_CARGO));
}

/* Either side may name the other; where the reference holds one of them does. */
static tt_str invoice_reference(sim_world *w, const sim_deal *d)
{
    if (!d->invoice)
        return TT_STR("");
    tt_str number = w->docs.v[d->invoice].number;
    bool told = sim_chance(&w->rng, 600000);
    if (d->ref_goods)
        return told || !d->told_transport ? number : TT_STR("");
    return sim_chance(&w->rng, 600000) ? TT_STR("") : sim_spoil_number(w, number);
}

/* What the carrier is to be paid, where it is told. */
static void
put_freight(sim_world *w, sim_row *row, const sim_deal *d, const sim_relation *rel, uint32_t part)
{
    const sim_plan *p = &w->plans.v[d->plan];
    const sim_good *g = &w->tables.goods[d->item[0].good];
    double tonnes = weight_of(p, g, part_of(w, d, &d->item[0], part)) / 1000;
    uint32_t km = sim_distance(w, w->firms.v[rel->seller].country, w->firms.v[rel->buyer].country);
    double boxes = 1 + (double)(uint32_t)(tonnes * 1000 / BOX_KG), usd = 40 + tonnes * km / 9;
    if (rel->mode == SIM_SEA)
        usd = tonnes * 1000 > BULK_KG ? tonnes * (12 + km / 400.0) : boxes * (600 + km / 6.0);
    else if (rel->mode == SIM_AIR)
        usd = 60 + tonnes * (900 + km / 3.0);
    usd *= sim_lognormal(&w->rng, 0.25) * (p->freight > 0 ? p->freight : 1);
    if (!sim_shows(rel->taste, 6, 300000) && !rel->tells_freight)
        return;
    sim_put(w, row, TT_KIND_SHIPMENT, "freight_amount",
            sim_decimal_text(w, sim_round(usd) * 100, 2));
    sim_put(w, row, TT_KIND_SHIPMENT, "currency", TT_STR("USD"));
}

/* What an authority will say of a shipment that it took. */
static void note_seizure(sim_world *w, const sim_row *row, const sim_deal *d,
                         const sim_relation *rel, tt_date arrival)
{
    sim_ix at = w->plans.v[d->plan].seizure;
    sim_seizure *s = &w->seizures.v[at];
    int box = tt_field_find(tt_kind_get(TT_KIND_SHIPMENT), TT_STR("container_number"));
    if (!at || s->transport.n || box < 0)
        return;
    s->day = arrival + sim_between(&w->rng, 1, 9);
    s->transport = d->transport[0];
    s->box = sim_textf(w, w->arena, "%.*s", TT_STR_ARG(row->f[box]));
    s->shipper = rel->seller;
    s->consignee = rel->consignee;
}

static void write_rows(sim_world *w, sim_ix doc, const sim_row *row, const sim_deal *d,
                       const sim_relation *rel, const sim_plan *p, uint32_t part)
{
    for (uint32_t i = 0, line = 0; i < d->n_items; i++) {
        const sim_item *it = &d->item[i];
        const sim_good *g = &w->tables.goods[it->good];
        int64_t q = scaled(part_of(w, d, it, part), shipped_factor(w, d), g->whole);
        double kg = (double)q / 1000 * g->kg;
        uint32_t boxes = rel->mode == SIM_SEA && kg <= BULK_KG ? (uint32_t)(kg / BOX_KG) + 1 : 1;
        if (p->one_box)
            boxes = 1;
        int64_t step = g->whole ? 1000 : 1, each = q / boxes / step * step;
        for (uint32_t b = 0; b < boxes; b++) {
            sim_row line_row = *row; /* what is empty in a line stays empty */
            int64_t here = b + 1 < boxes ? each : q - each * (boxes - 1);
            put_cargo(w, &line_row, d, rel, p, part, it, here, ++line);
            if (line == 1 && part == 0)
                note_seizure(w, &line_row, d, rel, d->arrival[0]);
            sim_emit_stated(w, doc, &line_row, p);
        }
    }
}

/* @param shipper  who says so: the seller, or who had the bill of lading switched. */
static void write_shipment(sim_world *w, sim_ix deal, uint32_t part, sim_ix shipper)
{
    tt_kind k = TT_KIND_SHIPMENT;
    sim_deal *d = &w->deals.v[deal];
    const sim_relation *rel = &w->relations.v[d->relation];
    sim_plan p = w->plans.v[d->plan];
    sim_row row = {.f = {{NULL, 0}}};
    sim_ix doc = sim_add_doc(w, k, deal, d->event, w->firms.v[rel->buyer].country);
    if (!doc)
        return;
    bool notify = sim_chance(&w->rng, 350000), own = shipper == rel->seller;
    if (!own && p.switched_origin.n)
        p.origin = p.switched_origin;
    if (!own && p.switched_port.n)
        p.port_from = p.switched_port;
    sim_ix broker = notify ? w->first_broker + w->firms.v[rel->buyer].country : 0;
    sim_ix carrier = w->first_carrier + (uint32_t)(rel->taste >> 8) % w->tables.n_lines;
    sim_ix consignee = p.consignee ? p.consignee : rel->consignee;
    enum made_out how = made_out(w, d, rel);
    sim_ix bank = w->firms.v[rel->buyer].bank, told = how ? consignee : broker;
    sim_ix named = !how ? consignee : how == TO_BANKS_ORDER ? bank : 0;
    bool same = !how && notifies_consignee(w, d);
    if (same)
        told = 0;
    tt_str number = own ? d->transport[part] : sim_transport_number(w, rel);
    sim_set_parties(w, doc, shipper, named, told, rel->mode == SIM_SEA ? carrier : 0);
    w->docs.v[doc].number = number;
    if (own)
        d->shipment[part] = doc;
    link_cargo(w, deal, doc, d->part[part]);
    sim_put(w, &row, k, "transport_document", number);
    sim_put(w, &row, k, "on_board_date", sim_date_text(w, w->today));
    sim_put_cargo_party(w, &row, shipper, false, rel->taste >> 8);
    if (how)
        put_order(w, &row, how, bank, consignee, rel->taste >> 8);
    else
        sim_put_cargo_party(w, &row, consignee, true, rel->taste >> 8);
    put_borrowed(w, &row, &p);
    if (same)
        sim_put(w, &row, k, "notify_name", TT_STR("SAME AS CONSIGNEE"));
    else if (notify && !how)
        put_notify(w, &row, broker);
    put_voyage(w, &row, d, rel, &p, part);
    put_freight(w, &row, d, rel, part);
    sim_put(w, &row, k, "invoice_number", invoice_reference(w, d));
    write_rows(w, doc, &row, d, rel, &p, part);
}

void sim_write_shipment(sim_world *w, sim_ix deal, uint32_t part)
{
    const sim_deal *d = &w->deals.v[deal];
    write_shipment(w, deal, part, w->relations.v[d->relation].seller);
    sim_ix other = w->plans.v[d->plan].switched;
    if (other)
        write_shipment(w, deal, part, other);
}

/* --- declarations --- */

/* The number of the permit for a line, but for a few that leave it out. */
static void put_permit(sim_world *w, sim_row *row, const sim_deal *d, uint32_t i)
{
    enum { QUOTED = 960000 };
    sim_ix permit = i == 1 && d->permit_2 ? d->permit_2 : d->permit;
    tt_rng beside = sim_stream(w, "permits quoted", w->docs.n);
    if (w->tables.goods[d->item[i].good].species.n && permit &&
        sim_chance(d->permit ? &w->rng : &beside, QUOTED))
        sim_put(w, row, TT_KIND_DECLARATION, "permit_number", w->permits.v[permit].number);
}

static void put_declared(sim_world *w, sim_row *row, const sim_deal *d, const sim_relation *rel,
                         uint32_t part, uint32_t i, bool import)
{
    tt_kind k = TT_KIND_DECLARATION;
    const sim_item *it = &d->item[i];
    const sim_plan *p = &w->plans.v[d->plan];
    const sim_good *g = &w->tables.goods[it->good];
    uint32_t on = import ? SIM_ON_IMPORT : SIM_ON_EXPORT;
    int64_t q = scaled(part_of(w, d, it, part), shipped_factor(w, d), g->whole);
    double net = weight_of(p, g, q), share = (double)q / (double)it->quantity_e3;
    /* Export is valued FOB, import CIF. */
    double value = (double)it->amount * share / sim_incoterm_factor(rel->incoterm);
    if (import)
        value *= 1.07 * (0.99 + 0.02 * tt_rng_unit(&w->rng)) * (p->declared > 0 ? p->declared : 1);
    value *= p->valued > 0 ? p->valued : 1;
    sim_put(w, row, k, "line_number", sim_textf(w, w->daily, "%u", i + 1));
    sim_put(w, row, k, "hs_code", sim_textf(w, w->daily, "%.6s00", sim_hs_of(w, it, p, on).p));
    sim_put(w, row, k, "description", sim_texts_of(w, it, p, on));
    sim_put(w, row, k, "origin_country", sim_origin(w, rel, p, g, on));
    sim_put(w, row, k, "quantity", sim_decimal_text(w, sim_slip(w, q), 3));
    sim_put(w, row, k, "unit", g->unit);
    sim_put(w, row, k, "net_weight_kg", sim_decimal_text(w, sim_round(net * 10), 1));
    sim_put(w, row, k, "gross_weight_kg",
            sim_decimal_text(
                w, sim_round(net * (10.2 + 0.8 * tt_rng_unit(&w->rng)) * packing_of(p)), 1));
    sim_put(w, row, k, "customs_value", sim_money_text(w, rel->rate, sim_round(value)));
    sim_put(w, row, k, "currency", w->tables.rates[rel->rate].code);
    put_permit(w, row, d, i);
    if (import)
        sim_put(w, row, k, "duty_amount", sim_money_text(w, rel->rate, sim_round(value * 0.05)));
}

static void put_declared_head(sim_world *w, sim_row *row, const sim_deal *d,
                              const sim_relation *rel, uint32_t part, bool import)
{
    static const char *const modes[] = {"sea", "air", "road"};
    tt_kind k = TT_KIND_DECLARATION;
    sim_ix at = import ? rel->buyer : rel->seller, other = import ? rel->seller : rel->buyer;
    static const char *const fields[2][3] = {{"exporter_name", "exporter_country", "exporter_id"},
                                             {"importer_name", "importer_country", "importer_id"}};
    const char *const *own = fields[import], *const *far = fields[!import];
    sim_ix broker = w->first_broker + w->firms.v[at].country;
    sim_put(w, row, k, own[0], sim_spell(w, at, SIM_HAND_HOME, 4));
    sim_put(w, row, k, own[1], sim_country_of(w, at)->code);
    sim_put(w, row, k, own[2], sim_spell_number(w, rel, &w->plans.v[d->plan], import, 900000));
    sim_put(w, row, k, far[0], sim_spell(w, other, SIM_HAND_OTHER, rel->taste >> 16));
    sim_put(w, row, k, far[1], sim_country_of(w, other)->code);
    sim_put(w, row, k, far[2], sim_spell_number(w, rel, &w->plans.v[d->plan], !import, 100000));
    sim_put(w, row, k, "declarant_name", sim_spell(w, broker, SIM_HAND_HOME, 5));
    sim_put(w, row, k, "direction",
            !import                       ? TT_STR("export")
            : w->plans.v[d->plan].transit ? TT_STR("transit")
                                          : TT_STR("import"));
    sim_put(w, row, k, "declaration_date", sim_date_text(w, w->today));
    sim_put(w, row, k, "office", import ? rel->port_to : rel->port_from);
    sim_put(w, row, k, "partner_country", sim_country_of(w, other)->code);
    sim_put(w, row, k, "valuation_basis", import ? TT_STR("cif") : TT_STR("fob"));
    const sim_plan *p = &w->plans.v[d->plan];
    const char *regime = import ? p->regime_in : p->regime_out;
    sim_put(w, row, k, "procedure_code", tt_str_of(regime ? regime : import ? "4000" : "1000"));
    sim_put(w, row, k, "transport_mode", tt_str_of(modes[rel->mode]));
    bool holds = !sim_chance(&w->rng, w->spec->bad_refs), carried = sim_chance(&w->rng, 700000);
    tt_str number = d->invoice ? w->docs.v[d->invoice].number : TT_STR("");
    if (holds && carried)
        sim_put(w, row, k, "transport_document", d->transport[part]);
    if (holds ? !carried || sim_chance(&w->rng, 500000) : sim_chance(&w->rng, 400000))
        sim_put(w, row, k, "invoice_number", holds ? number : sim_spoil_number(w, number));
}

void sim_write_declaration(sim_world *w, sim_ix deal, uint32_t part, bool import)
{
    tt_kind k = TT_KIND_DECLARATION;
    sim_deal *d = &w->deals.v[deal];
    const sim_relation *rel = &w->relations.v[d->relation];
    sim_row row = {.f = {{NULL, 0}}};
    uint32_t country = w->firms.v[import ? rel->buyer : rel->seller].country;
    sim_ix doc = sim_add_doc(w, k, deal, d->event, country);
    if (!doc)
        return;
    sim_set_parties(w, doc, rel->seller, rel->buyer, w->first_broker + country, 0);
    uint32_t *serial = &w->serial[128 + country];
    *serial += 1 + sim_below(&w->rng, 40);
    w->docs.v[doc].number =
        sim_textf(w, w->arena, "%.2s%c%08u", w->tables.countries[country].code.p,
                  import ? 'I' : 'E', 20000000 + *serial);
    (import ? d->import : d->export)[part] = doc;
    link_cargo(w, deal, doc, d->part[part]);
    sim_put(w, &row, k, "declaration_number", w->docs.v[doc].number);
    put_declared_head(w, &row, d, rel, part, import);
    for (uint32_t i = 0; i < d->n_items; i++) {
        put_declared(w, &row, d, rel, part, i, import);
        sim_emit(w, doc, &row);
    }
}
