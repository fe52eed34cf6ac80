/* voyage.c - ports of a shipment in their order. */
#include "detect/common/voyage.h"

#include "base/str.h"

bool tt_voyage_of(const tt_shipment *s, tt_voyage *out)
{
    tt_str rest = s->transshipment_ports, code;
    tt_port p;
    *out = (tt_voyage){{0}, 0};
    if (!tt_port_find(s->port_of_loading, &p))
        return false;
    out->port[out->n++] = p;
    while (rest.n && tt_str_split(&rest, '|', &code))
        if (tt_port_find(tt_str_trim(code), &p) && p != out->port[out->n - 1] &&
            out->n + 1 < TT_VOYAGE_PORTS)
            out->port[out->n++] = p;
    if (!tt_port_find(s->port_of_discharge, &p))
        return false;
    out->port[out->n++] = p;
    return true;
}

bool tt_voyage_by_sea(const tt_shipment *s)
{
    return s->type == TT_DOC_UNKNOWN || s->type == TT_DOC_MASTER_BL || s->type == TT_DOC_HOUSE_BL;
}

static bool both(tt_str a, tt_str b)
{
    return a.n && tt_str_eq(a, b);
}

bool tt_voyage_same(const tt_shipment *a, const tt_shipment *b, int32_t days)
{
    if (both(a->voyage, b->voyage) || both(a->vessel_imo, b->vessel_imo) ||
        both(a->vessel_name, b->vessel_name) || both(a->manifest_number, b->manifest_number))
        return true;
    bool part = both(a->port_of_loading, b->port_of_loading) ||
                both(a->port_of_discharge, b->port_of_discharge);
    return part && b->head.date.day - a->head.date.day <= days;
}

const char *tt_voyage_text(const tt_voyage *v, tt_arena *a)
{
    const char *text = "";
    for (size_t i = 0; i < v->n && text; i++)
        text = tt_arena_printf(a, "%s%s%s", text, i ? ", " : "", tt_port_get(v->port[i])->code);
    return text;
}
