/*
 * amend.c - bills of lading that were stated more than once: what they said before.
 *
 * A bill says in the end what it would have said at once; so nothing else of the world changes.
 * All lines of a bill draw from one stream of its own, and so were stated on the same days.
 */
#include "simulate/parts.h"

enum {
    ONCE = 40000, /* millionths of the bills of honest trade: amended once */
    AGAIN = 4000, /* and once more */
    ROLLED = 400000,
    MOST = 8
};

/* Of one bill: the days on which it was stated, the last at n. */
struct stated {
    tt_date day[MOST + 1];
    uint32_t n;
    uint8_t how;
};

static struct stated stated_of(const sim_world *w, tt_rng *r, const sim_plan *p)
{
    struct stated s = {.n = p->amended, .how = p->amended_how};
    if (!s.n && sim_chance(r, sim_noise(w, ONCE))) {
        s.n = 1 + (uint32_t)sim_chance(r, AGAIN * 10);
        s.how = sim_chance(r, ROLLED) ? SIM_AMENDED_DAYS : SIM_AMENDED_SLIP;
    }
    s.n = TT_MIN(s.n, (uint32_t)MOST);
    bool late = s.how == SIM_AMENDED_RECEIVER;
    s.day[s.n] = w->today + (late ? sim_between(r, 3, 8) : -sim_between(r, 1, 3));
    for (uint32_t k = s.n; k-- > 0;)
        s.day[k] = s.day[k + 1] - sim_between(r, 1, late ? 2 : 4);
    return s;
}

static void put_slip(sim_world *w, tt_rng *r, sim_row *row, int seal, int text)
{
    if (row->f[seal].n && sim_chance(r, 600000))
        row->f[seal] = sim_textf(w, w->daily, "SL%06u", sim_below(r, SIM_ONE));
    else
        row->f[text] = sim_mistype(w, r, row->f[text]);
}

/* What the bill said on the day k. */
static void put_before(sim_world *w, tt_rng *r, sim_row *row, const sim_plan *p,
                       const struct stated *s, uint32_t k)
{
    tt_kind kind = TT_KIND_SHIPMENT;
    const tt_kind_info *info = tt_kind_get(kind);
    int seal = tt_field_find(info, TT_STR("seal_number"));
    int text = tt_field_find(info, TT_STR("description"));
    switch (s->how) {
    case SIM_AMENDED_DAYS:
        sim_put(w, row, kind, "on_board_date",
                sim_date_text(w, w->today - 7 * (int32_t)(s->n - k)));
        sim_put(w, row, kind, "voyage", sim_textf(w, w->daily, "%03uX", sim_below(r, 1000)));
        return;
    case SIM_AMENDED_RECEIVER:
        sim_put(w, row, kind, "consignee_name",
                sim_spell(w, p->sold_to, SIM_HAND_CARRIER, w->docs.n));
        sim_put(w, row, kind, "consignee_country", sim_country_of(w, p->sold_to)->code);
        sim_put(w, row, kind, "consignee_id", TT_STR(""));
        sim_put(w, row, kind, "consignee_address", TT_STR(""));
        if (p->bound_for.n)
            sim_put(w, row, kind, "port_of_discharge", p->bound_for);
        break;
    case SIM_AMENDED_GOODS:
        if (k % 2 == 0 && p->called.n)
            row->f[text] = p->called;
        break;
    default:
        break;
    }
    if (s->how == SIM_AMENDED_SLIP || k % 2)
        put_slip(w, r, row, seal, text);
}

void sim_emit_stated(sim_world *w, sim_ix doc, const sim_row *row, const sim_plan *p)
{
    tt_kind kind = TT_KIND_SHIPMENT;
    tt_rng r = sim_stream(w, "amended", doc);
    struct stated s = stated_of(w, &r, p);
    for (uint32_t k = 0; k <= s.n; k++) {
        sim_row out = *row;
        if (s.n) {
            sim_put(w, &out, kind, "document_status", k ? TT_STR("amended") : TT_STR("original"));
            sim_put(w, &out, kind, "version", sim_date_text(w, s.day[k]));
        }
        if (k < s.n)
            put_before(w, &r, &out, p, &s, k);
        sim_emit(w, doc, &out);
    }
}
