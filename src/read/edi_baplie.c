/*
 * edi_baplie.c - BAPLIE, the bay plan of a ship: one row for each container on board.
 *
 * A bay plan knows ports, weights and carriers of containers, not who sends and receives.
 */
#include "read/edi_cargo.h"

#include "base/str.h"

struct plan {
    tt_edi_cargo ship;
    tt_str next_port, next_arrival;
    const char *starts; /* the tag that begins the group of a container */
};

static bool starts_group(const tt_edi_msg *m, size_t i, const struct plan *p)
{
    return tt_edi_at(m, i, p->starts) &&
           (p->starts[0] == 'E' || tt_str_is(tt_edi_text(m, i, 1, 1), "147"));
}

/* LOC+147 and then EQD is the rule; some write them the other way round. */
static size_t first_group(const tt_edi_msg *m, struct plan *p)
{
    size_t cell = tt_edi_best(m, 1, m->n, "LOC", "147", 0, 0);
    size_t box = tt_edi_find(m, 1, m->n - 1, "EQD");
    p->starts = cell != SIZE_MAX && cell < box ? "LOC" : "EQD";
    return cell != SIZE_MAX && cell < box ? cell : box;
}

static void collect(const tt_edi_msg *m, size_t to, struct plan *p)
{
    size_t tdt = tt_edi_find(m, 1, to, "TDT");
    size_t next = tt_edi_best(m, 1, to, "LOC", "61", 0, 0);
    if (tdt < to)
        tt_edi_cargo_ship(m, tdt, &p->ship);
    tt_edi_party_best(m, 1, to, "CA CF", NULL, &p->ship.carrier);
    p->ship.on_board = tt_edi_date(m, 1, to, "136 186 133 189", 0);
    p->next_arrival = tt_edi_date(m, 1, to, "132 232", 0);
    if (next != SIZE_MAX)
        p->next_port = tt_edi_place(m, next);
    if (p->ship.on_board.n == 0) {
        p->ship.doubtful_date = tt_edi_best(m, 1, to, "DTM", "178 137", 0, 2);
        if (p->ship.doubtful_date != SIZE_MAX)
            p->ship.on_board = tt_edi_when(m, p->ship.doubtful_date);
    }
}

/* Guides want a bill of lading and take "1" for one. */
static tt_str real_ref(const tt_edi_msg *m, size_t from, size_t to)
{
    static const char *const quals[] = {"BM", "BN"};
    for (size_t k = 0; k < TT_LEN(quals); k++) {
        tt_str s = tt_edi_ref(m, from, to, quals[k], 0);
        size_t zeros = 0;
        while (zeros < s.n && (s.p[zeros] == '0' || s.p[zeros] == '9'))
            zeros++;
        if (s.n > 1 && zeros < s.n)
            return s;
    }
    return (tt_str){NULL, 0};
}

static void place(const tt_edi_msg *m, size_t from, size_t to, const char *quals, tt_str *out)
{
    size_t i = tt_edi_best(m, from, to, "LOC", quals, 0, 0);
    if (i != SIZE_MAX)
        *out = tt_edi_place(m, i);
}

static void
ports(const tt_edi_msg *m, size_t from, size_t to, const struct plan *p, tt_edi_cargo *c)
{
    place(m, from, to, "9 6 76", &c->loading[0]);
    place(m, from, to, "11 12", &c->discharge[0]);
    place(m, from, to, "83 7", &c->delivery);
    place(m, from, to, "13 152", &c->between);
    if (p->next_port.n > 0 && tt_str_eq(c->discharge[0], p->next_port))
        c->arrival = p->next_arrival;
}

/* One container: EQD at `box` of the group [from, to); weights are those of the first one. */
static tt_status container(tt_edi_msg *m, const struct plan *p, size_t from, size_t box, size_t to,
                           bool first, tt_err *err)
{
    tt_edi_cargo c = p->ship;
    tt_edi_party carrier;
    tt_str id = tt_edi_box_id(m, box, 2);
    ports(m, from, to, p, &c);
    tt_edi_party_best(m, box, to, "CA CF", NULL, &carrier);
    if (!carrier.set)
        tt_edi_party_best(m, from, to, "CA CF", NULL, &carrier);
    if (carrier.set)
        c.carrier = carrier;
    c.document = real_ref(m, from, to);
    if (c.document.n == 0)
        c.document = tt_edi_join(m, id, "/", c.voyage);
    TT_TRY(tt_emit_open(m->emit, TT_KIND_SHIPMENT, err));
    tt_emit_set(m->emit, "container_number", id);
    if (first) {
        tt_edi_set_measured(m, "gross_weight_kg", from, to, TT_EDI_GROSS);
        tt_emit_set(m->emit, "description", tt_edi_free_text(m, from, to, "AAA"));
    }
    TT_TRY(tt_edi_set_seal(m, box, to, err));
    tt_edi_cargo_set(m, &c);
    return tt_edi_msg_row(m, from, to, err);
}

tt_status tt_edi_read_baplie(tt_edi_msg *m, tt_err *err)
{
    struct plan p = {.ship.doubtful_date = SIZE_MAX};
    size_t end = m->n - 1, at = first_group(m, &p), rows = 0;
    collect(m, TT_MIN(at, end), &p);
    for (size_t to; at < end; at = to) {
        for (to = at + 1; to < end && !starts_group(m, to, &p);)
            to++;
        bool first = true;
        for (size_t i = at; i < to; i++) {
            if (!tt_edi_at(m, i, "EQD"))
                continue;
            if (rows++ == 0)
                TT_TRY(tt_edi_cargo_tell(m, &p.ship, err));
            TT_TRY(container(m, &p, at, i, to, first, err));
            first = false;
        }
    }
    return TT_OK;
}
