/*
 * edi_cargo.c - a consignment: its document, dates, parties, ship and places.
 */
#include "read/edi_cargo.h"

#include "base/str.h"

enum { OWN = 1U << TT_EDI_IN_NONE, MAIN = 1U << TT_EDI_IN_NONE | 1U << TT_EDI_IN_TRANSPORT };

static void take(tt_str *to, tt_str text)
{
    if (text.n > 0)
        *to = text;
}

/* --- the ship --- */

static bool is_imo(tt_str s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!tt_ascii_is_digit(s.p[i]))
            return false;
        sum += i < 6 ? (unsigned)(s.p[i] - '0') * (7 - (unsigned)i) : 0;
    }
    return s.n == 7 && sum % 10 == (unsigned)(s.p[6] - '0');
}

/*
 * C222 of TDT, the ship, is its eighth element; some leave one out before it or have one too many.
 * What stands there instead has no component 4, and a first one of up to three characters (C401).
 */
static unsigned ship_element(const tt_edi_msg *m, size_t i)
{
    enum { RIGHT = 8, CODE_MAX = 3 };
    static const unsigned others[] = {7, 9};
    if (tt_edi_joined(m, i, RIGHT, 1, 4, " ").n > 0)
        return RIGHT;
    for (size_t k = 0; k < TT_LEN(others); k++)
        if (tt_edi_text(m, i, others[k], 1).n > CODE_MAX || tt_edi_text(m, i, others[k], 4).n > 0)
            return others[k];
    return RIGHT;
}

void tt_edi_cargo_ship(const tt_edi_msg *m, size_t i, tt_edi_cargo *c)
{
    static const char by_air[] = "4"; /* 8067 */
    unsigned at = ship_element(m, i);
    tt_str id = tt_edi_text(m, i, at, 1), list = tt_edi_text(m, i, at, 2),
           name = tt_edi_text(m, i, at, 4), agency = tt_edi_text(m, i, at, 3),
           voyage = tt_edi_text(m, i, 2, 1);
    if (tt_str_starts(id, TT_STR("IMO")))
        id = tt_str_trim(tt_str_sub(id, 3, SIZE_MAX));
    /* 146 says that it is one; some write the number under 103 (call sign) or no list at all. */
    if (is_imo(id) || (tt_str_is(list, "146") && id.n == 7))
        take(&c->imo, id);
    else if (name.n == 0 && id.n > 0 && (at != 8 || memchr(id.p, ' ', id.n)))
        name = id;
    if (name.n == 0 && agency.n > 3) /* one place too early */
        name = agency;
    if (voyage.n == 0 && tt_str_is(tt_edi_text(m, i, 3, 1), by_air)) {
        voyage = name; /* a flight number: an aircraft has no name */
        name = (tt_str){NULL, 0};
    }
    take(&c->vessel, name);
    take(&c->voyage, voyage);
    tt_str carrier = tt_edi_text(m, i, 5, 4);
    take(&c->carrier_name, carrier.n > 0 ? carrier : tt_edi_text(m, i, 5, 1));
}

/* --- places --- */

static size_t place_at(const tt_edi_msg *m, size_t from, size_t to, const char *quals)
{
    size_t i = tt_edi_best(m, from, to, "LOC", quals, MAIN, 0);
    return i != SIZE_MAX ? i : tt_edi_best(m, from, to, "LOC", quals, 0, 0);
}

static void take_place(const tt_edi_msg *m, size_t from, size_t to, const char *quals, tt_str *out)
{
    size_t i = place_at(m, from, to, quals);
    if (i != SIZE_MAX)
        take(out, tt_edi_place(m, i));
}

tt_str tt_edi_cargo_port(const tt_str ports[3])
{
    return ports[0].n ? ports[0] : ports[1].n ? ports[1] : ports[2];
}

static bool is_listed(tt_str list, tt_str one)
{
    tt_str part;
    while (tt_str_split(&list, '|', &part))
        if (tt_str_eq(part, one))
            return true;
    return false;
}

static void add_between(const tt_edi_msg *m, tt_edi_cargo *c, tt_str place)
{
    if (place.n > 0 && !tt_str_eq(place, tt_edi_cargo_port(c->loading)) &&
        !tt_str_eq(place, tt_edi_cargo_port(c->discharge)) && !is_listed(c->between, place))
        c->between = tt_edi_join(m, c->between, "|", place);
}

/* Ports of several main legs: the last discharge is that of the goods, those before are between. */
static void take_legs(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c)
{
    size_t own = tt_edi_best(m, from, to, "LOC", "11", OWN, 0), legs = 0;
    for (size_t i = from; i < to && own == SIZE_MAX; i++)
        if (tt_edi_at(m, i, "LOC") && m->v[i].group == TT_EDI_IN_TRANSPORT &&
            tt_str_is(tt_edi_text(m, i, 1, 1), "11")) {
            take(&c->discharge[0], tt_edi_place(m, i));
            legs++;
        }
    tt_str between = {NULL, 0};
    c->between = legs > 1 ? between : c->between;
    for (size_t i = from; i < to; i++)
        if (tt_edi_at(m, i, "LOC") && m->v[i].group != TT_EDI_IN_LEG &&
            (tt_str_is(tt_edi_text(m, i, 1, 1), "13") ||
             (legs > 1 && m->v[i].group == TT_EDI_IN_TRANSPORT &&
              tt_str_is(tt_edi_text(m, i, 1, 1), "11"))))
            add_between(m, c, tt_edi_place(m, i));
}

static void take_places(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c)
{
    static const char *const loading[] = {"9", "76", "5"}, *const discharge[] = {"11", "12 60",
                                                                                 "8"};
    for (size_t k = 0; k < TT_LEN(loading); k++) {
        take_place(m, from, to, loading[k], &c->loading[k]);
        take_place(m, from, to, discharge[k], &c->discharge[k]);
    }
    take_place(m, from, to, "88 10", &c->receipt);
    take_place(m, from, to, "7 20 83", &c->delivery);
    take_place(m, from, to, "27", &c->origin);
    take_legs(m, from, to, c);
}

/* --- the document --- */

void tt_edi_cargo_document(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c)
{
    static const struct {
        const char *ref, *type;
    } refs[] = {{"BM", ""},     {"AAS", ""},        {"AWB", "awb"},     {"HWB", "awb"},
                {"MWB", "awb"}, {"BH", "house_bl"}, {"MB", "master_bl"}};
    for (size_t k = 0; k < TT_LEN(refs); k++) {
        tt_str number = tt_edi_ref(m, from, to, refs[k].ref, 0);
        if (number.n == 0)
            continue;
        c->document = number;
        if (refs[k].type[0])
            c->document_type = tt_str_of(refs[k].type);
        /* Under a master bill it is a house bill. */
        tt_str master = tt_edi_ref(m, from, to, "MB", 0);
        if (k == 0 && master.n > 0 && !tt_str_eq(master, number))
            c->document_type = TT_STR("house_bl");
        return;
    }
}

/* --- dates and amounts --- */

/* Days on board, of despatch, of departure, of acceptance; then the day of the message, which is
 * not sure to be one of these. */
static void take_dates(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c)
{
    static const char departs[] = "136 186 11 95 342 133 189 143 200",
                      arrives[] = "178 132 232 17 35";
    tt_str day = tt_edi_date(m, from, to, departs, MAIN);
    if (day.n == 0)
        day = tt_edi_date(m, from, to, departs, 0);
    if (day.n > 0) {
        c->on_board = day;
        c->doubtful_date = SIZE_MAX;
    } else if (c->on_board.n == 0) {
        c->doubtful_date = tt_edi_best(m, from, to, "DTM", "137", 0, 2);
        if (c->doubtful_date != SIZE_MAX)
            c->on_board = tt_edi_when(m, c->doubtful_date);
    }
    day = tt_edi_date(m, from, to, arrives, MAIN);
    take(&c->arrival, day.n > 0 ? day : tt_edi_date(m, from, to, arrives, 0));
}

static void take_amounts(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c)
{
    size_t value = tt_edi_best(m, from, to, "MOA", "44 40 43", 0, 2),
           freight = tt_edi_best(m, from, to, "MOA", "64", 0, 2),
           cux = tt_edi_find(m, from, to, "CUX");
    tt_str ccy = cux < to ? tt_edi_text(m, cux, 1, 2) : (tt_str){NULL, 0};
    take(&c->value_ccy, ccy);
    take(&c->freight_ccy, ccy);
    if (value != SIZE_MAX) {
        take(&c->value, tt_edi_number(m, value, 1, 2));
        take(&c->value_ccy, tt_edi_text(m, value, 1, 3));
    }
    if (freight != SIZE_MAX) {
        take(&c->freight, tt_edi_number(m, freight, 1, 2));
        take(&c->freight_ccy, tt_edi_text(m, freight, 1, 3));
    }
}

/* --- all of it --- */

static void take_party(const tt_edi_msg *m, size_t from, size_t to, const char *roles,
                       const char *stand_ins, tt_edi_party *out)
{
    tt_edi_party p;
    tt_edi_party_best(m, from, to, roles, stand_ins, &p);
    if (p.set && (!p.stand_in || !out->set || out->stand_in))
        *out = p;
}

void tt_edi_cargo_collect(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c)
{
    size_t tdt = tt_edi_best(m, from, to, "TDT", "20", 0, 0);
    if (tdt == SIZE_MAX)
        tdt = tt_edi_find(m, from, to, "TDT");
    if (tdt < to)
        tt_edi_cargo_ship(m, tdt, c);
    tt_edi_cargo_document(m, from, to, c);
    take_dates(m, from, to, c);
    take_party(m, from, to, "CZ EX OS SH", "SU SE", &c->shipper);
    take_party(m, from, to, "CN UC IM", "BY DP", &c->consignee);
    take_party(m, from, to, "NI N1 N2", NULL, &c->notify);
    take_party(m, from, to, "CA", NULL, &c->carrier);
    take_places(m, from, to, c);
    take_amounts(m, from, to, c);
    take(&c->invoice, tt_edi_ref(m, from, to, "IV", 0));
}

static bool has_letter(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (tt_ascii_is_alpha(s.p[i]))
            return true;
    return false;
}

static void set_party(tt_emit *e, const char *const fields[4], const tt_edi_party *p)
{
    tt_emit_set(e, fields[0], p->name);
    tt_emit_set(e, fields[1], p->country);
    if (fields[2])
        tt_emit_set(e, fields[2], p->id);
    tt_emit_set(e, fields[3], p->address);
}

tt_status tt_edi_cargo_tell(const tt_edi_msg *m, const tt_edi_cargo *c, tt_err *err)
{
    if (c->doubtful_date != SIZE_MAX)
        TT_TRY(tt_edi_note(m, TT_REASON_REPAIRED, c->doubtful_date, "on_board_date", err));
    if (c->shipper.stand_in)
        TT_TRY(tt_edi_note(m, TT_REASON_STAND_IN, c->shipper.at, "shipper_name", err));
    if (c->consignee.stand_in)
        TT_TRY(tt_edi_note(m, TT_REASON_STAND_IN, c->consignee.at, "consignee_name", err));
    return TT_OK;
}

void tt_edi_cargo_set(tt_edi_msg *m, const tt_edi_cargo *c)
{
    static const char *const shipper[] = {"shipper_name", "shipper_country", "shipper_id",
                                          "shipper_address"},
                             *const consignee[] = {"consignee_name", "consignee_country",
                                                   "consignee_id", "consignee_address"},
                             *const notify[] = {"notify_name", "notify_country", NULL,
                                                "notify_address"};
    tt_emit *e = m->emit;
    tt_emit_set(e, "transport_document", c->document);
    tt_emit_set(e, "document_type", c->document_type);
    tt_emit_set(e, "manifest_number", c->manifest);
    tt_emit_set(e, "on_board_date", c->on_board);
    tt_emit_set(e, "arrival_date", c->arrival);
    set_party(e, shipper, &c->shipper);
    set_party(e, consignee, &c->consignee);
    set_party(e, notify, &c->notify);
    /* Carriers are known by their codes; a number is no name. */
    tt_emit_set(e, "carrier_name", c->carrier.name);
    if (has_letter(c->carrier.code))
        tt_emit_set(e, "carrier_name", c->carrier.code);
    tt_emit_set(e, "carrier_name", c->carrier_name);
    tt_emit_set(e, "vessel_name", c->vessel);
    tt_emit_set(e, "vessel_imo", c->imo);
    tt_emit_set(e, "voyage", c->voyage);
    tt_emit_set(e, "port_of_loading", tt_edi_cargo_port(c->loading));
    tt_emit_set(e, "port_of_discharge", tt_edi_cargo_port(c->discharge));
    tt_emit_set(e, "place_of_receipt", c->receipt);
    tt_emit_set(e, "place_of_delivery", c->delivery);
    tt_emit_set(e, "transshipment_ports", c->between);
    tt_emit_set(e, "invoice_number", c->invoice);
}
