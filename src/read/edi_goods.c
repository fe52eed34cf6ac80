/*
 * edi_goods.c - goods items (GID), the containers that they are split over (SGP), and containers
 * that no item names (EQD).
 *
 * What is said of a whole item or of the whole document is in one row only: sums over rows are sums
 * over goods.
 */
#include "read/edi_cargo.h"

#include "base/str.h"
#include "refdata/unit.h"

enum { SCALE = 6 };

/* --- measurements --- */

static const struct measure {
    const char *purposes; /* 6311 with which it is meant when 6313 is not given */
    const char *codes;    /* 6313, best first */
    tt_dim dim;
} measures[] = {
    [TT_EDI_GROSS] = {"WT VGM AAI", "VGM G AAB AAD AAE AAG AET EGW X7E WT WX", TT_DIM_MASS},
    [TT_EDI_NET] = {"", "N AAL AAA AAC AAF", TT_DIM_MASS},
    [TT_EDI_VOLUME] = {"VOL", "AAW ABJ AAX VOL", TT_DIM_VOLUME},
};

/* How good MEA i is for it; 0: it is something else. */
static unsigned rank_of(const tt_edi_msg *m, size_t i, const struct measure *what)
{
    tt_str code = tt_edi_text(m, i, 2, 1), purpose = tt_edi_text(m, i, 1, 1);
    tt_str rest = tt_str_of(what->codes), one;
    unsigned rank = 99;
    if (code.n == 0 && tt_str_is(purpose, "VGM"))
        return what->dim == TT_DIM_MASS && what->purposes[0] ? rank : 0;
    if (code.n == 0)
        return tt_edi_among(purpose, what->purposes) && purpose.n > 0 ? 1 : 0;
    for (; tt_str_split(&rest, ' ', &one); rank--)
        if (tt_str_eq(one, code))
            return rank;
    return 0;
}

static bool value_of(const tt_edi_msg *m, size_t i, tt_dim dim, int64_t *out)
{
    tt_str text = tt_edi_text(m, i, 3, 1);
    tt_unit unit;
    int64_t v;
    if (!tt_parse_dec(tt_edi_number(m, i, 3, 2), SCALE, &v, NULL))
        return false;
    if (text.n > 0 && (!tt_unit_parse(text, &unit) || tt_unit_dimension(unit) != dim ||
                       !tt_unit_to_canonical(v, unit, &v)))
        return false;
    *out = v;
    return true;
}

bool tt_edi_measured(const tt_edi_msg *m, size_t from, size_t to, tt_edi_measure what, int64_t *out)
{
    unsigned best = 0;
    for (size_t i = from; i < to; i++) {
        unsigned rank = tt_edi_at(m, i, "MEA") ? rank_of(m, i, &measures[what]) : 0;
        if (rank > best && value_of(m, i, measures[what].dim, out))
            best = rank;
    }
    return best > 0;
}

static void set_number(tt_edi_msg *m, const char *field, int64_t v)
{
    char text[TT_NUM_TEXT];
    tt_str s = tt_arena_str(m->arena, (tt_str){text, tt_dec_text(v, SCALE, text)});
    m->lex->failed |= s.p == NULL;
    tt_emit_set(m->emit, field, s);
}

void tt_edi_set_measured(tt_edi_msg *m, const char *field, size_t from, size_t to,
                         tt_edi_measure what)
{
    int64_t v;
    if (tt_edi_measured(m, from, to, what, &v))
        set_number(m, field, v);
}

static void set_weights(tt_edi_msg *m, size_t from, size_t to)
{
    tt_edi_set_measured(m, "gross_weight_kg", from, to, TT_EDI_GROSS);
    tt_edi_set_measured(m, "net_weight_kg", from, to, TT_EDI_NET);
    tt_edi_set_measured(m, "volume_m3", from, to, TT_EDI_VOLUME);
}

/* --- containers --- */

tt_str tt_edi_box_id(const tt_edi_msg *m, size_t i, unsigned element)
{
    return tt_edi_squeezed(m, tt_edi_text(m, i, element, 1));
}

/* Break bulk has no equipment: its number is not that of a container. */
static bool is_box(const tt_edi_msg *m, size_t i)
{
    return tt_edi_at(m, i, "EQD") && !tt_str_is(tt_edi_text(m, i, 1, 1), "BB");
}

bool tt_edi_boxes_init(tt_edi_boxes *b, const tt_edi_msg *m)
{
    *b = (tt_edi_boxes){0};
    tt_map_init(&b->by_id);
    b->used = tt_new_n(m->arena, uint8_t, m->n);
    for (size_t i = 0; b->used && i < m->n; i++) {
        uint32_t found;
        if (!tt_edi_at(m, i, "EQD"))
            continue;
        b->n += is_box(m, i);
        if (!tt_map_intern(&b->by_id, tt_edi_box_id(m, i, 2), (uint32_t)i, &found, NULL))
            return false;
    }
    return b->used != NULL;
}

void tt_edi_boxes_release(tt_edi_boxes *b)
{
    tt_map_release(&b->by_id);
}

/* Segments of EQD i end here. */
static size_t box_end(const tt_edi_msg *m, size_t i, size_t to)
{
    for (i++; i < to && !tt_edi_at(m, i, "EQD") && !tt_edi_at(m, i, "GID") &&
              !tt_edi_at(m, i, "CNI") && !tt_edi_at(m, i, "UNT");)
        i++;
    return i;
}

tt_status tt_edi_set_seal(tt_edi_msg *m, size_t from, size_t to, tt_err *err)
{
    size_t sel = tt_edi_find(m, from, to, "SEL"), more = tt_edi_find(m, sel + 1, to, "SEL");
    if (sel >= to)
        return TT_OK;
    tt_emit_set(m->emit, "seal_number", tt_edi_text(m, sel, 1, 1));
    return more < to ? tt_edi_note(m, TT_REASON_MORE_VALUES, more, "seal_number", err) : TT_OK;
}

/* Number and seal of a container; each row of it says them. */
static tt_status set_box(tt_edi_msg *m, tt_edi_boxes *b, tt_str id, tt_err *err)
{
    uint32_t eqd = id.n > 0 ? tt_map_find(&b->by_id, id) : TT_MAP_NONE;
    if (eqd == TT_MAP_NONE || is_box(m, eqd))
        tt_emit_set(m->emit, "container_number", id);
    if (eqd == TT_MAP_NONE)
        return TT_OK;
    b->used[eqd] = 1;
    return tt_edi_set_seal(m, eqd, box_end(m, eqd, m->n), err);
}

/* --- goods items --- */

/* What the rows of a consignment add up to. */
struct sums {
    int64_t gross, packages, split_packages;
    bool odd; /* they do not fit */
    size_t rows;
    int64_t line; /* number of the last item */
};

struct item {
    size_t from, own, to; /* [from, own) without its splits */
    size_t splits;
    bool split_packages, split_weight; /* the splits say their parts */
};

static size_t split_end(const tt_edi_msg *m, size_t i, size_t to)
{
    for (i++;
         i < to && (tt_edi_at(m, i, "MEA") || tt_edi_at(m, i, "SEL") || tt_edi_at(m, i, "DIM") ||
                    tt_edi_at(m, i, "LOC") || tt_edi_at(m, i, "EQN"));)
        i++;
    return i;
}

static struct item item_at(const tt_edi_msg *m, size_t from, size_t to)
{
    struct item g = {.from = from, .own = to, .to = to};
    int64_t v;
    for (size_t i = from + 1; i < g.to; i++) {
        if (tt_edi_at(m, i, "GID") || tt_edi_at(m, i, "EQD") || tt_edi_at(m, i, "CNI"))
            g.to = i;
        else if (tt_edi_at(m, i, "SGP")) {
            g.own = g.splits++ ? g.own : i;
            g.split_packages |= tt_edi_text(m, i, 2, 1).n > 0;
            g.split_weight |= tt_edi_measured(m, i, split_end(m, i, to), TT_EDI_GROSS, &v);
        }
    }
    g.own = TT_MIN(g.own, g.to);
    return g;
}

static void set_value(tt_edi_msg *m, const tt_edi_cargo *c, const struct item *g, bool first)
{
    tt_emit *e = m->emit;
    size_t moa = g ? tt_edi_best(m, g->from, g->to, "MOA", "44 40 43", 0, 2) : SIZE_MAX;
    if (moa != SIZE_MAX) {
        tt_emit_set(e, "declared_value", tt_edi_number(m, moa, 1, 2));
        tt_emit_set(e, "currency", tt_edi_text(m, moa, 1, 3));
    }
    if (first)
        tt_emit_set(e, "declared_value", c->value);
    if (!tt_emit_lacks(e, "declared_value"))
        tt_emit_set(e, "currency", c->value_ccy);
}

/* Freight is of the whole document, in the currency of its row or in none. */
static tt_status set_freight(tt_edi_msg *m, const tt_edi_cargo *c, size_t row, tt_err *err)
{
    tt_emit *e = m->emit;
    if (c->freight.n == 0)
        return TT_OK;
    if (tt_emit_lacks(e, "currency"))
        tt_emit_set(e, "currency", c->freight_ccy);
    if (tt_str_eq(tt_emit_get(e, "currency"), c->freight_ccy)) {
        tt_emit_set(e, "freight_amount", c->freight);
        return TT_OK;
    }
    return tt_edi_note(m, TT_REASON_OTHER_CURRENCY, row, "freight_amount", err);
}

static void set_item(tt_edi_msg *m, const tt_edi_cargo *c, const struct item *g)
{
    tt_emit *e = m->emit;
    tt_str type = tt_edi_text(m, g->from, 2, 2), words = tt_edi_text(m, g->from, 2, 5);
    size_t origin = tt_edi_best(m, g->from, g->to, "LOC", "27", 0, 0);
    tt_emit_set(e, "package_type", type.n ? type : words);
    tt_emit_set(e, "description", tt_edi_free_text(m, g->from, g->to, "AAA"));
    tt_emit_set(e, "hs_code", tt_edi_hs(m, g->from, g->to));
    if (origin != SIZE_MAX)
        tt_emit_set(e, "origin_country", tt_edi_text(m, origin, 2, 1));
    tt_emit_set(e, "origin_country", c->origin);
    tt_emit_set(e, "invoice_number", tt_edi_ref(m, g->from, g->to, "IV", 0));
}

/* Packages and weights of split k (its SGP is at i), or of an item that is not split. */
static void set_part(tt_edi_msg *m, const struct item *g, size_t k, size_t i)
{
    bool alone = g->splits < 2, first = k == 0;
    size_t end = i < g->to ? split_end(m, i, g->to) : i;
    if (!alone) {
        tt_emit_set(m->emit, "package_count", tt_edi_text(m, i, 2, 1));
        set_weights(m, i, end);
    }
    if (alone || (first && !g->split_packages))
        tt_emit_set(m->emit, "package_count", tt_edi_text(m, g->from, 2, 1));
    if (alone)
        set_weights(m, g->from, g->own);
    if (alone && g->splits > 0) {
        tt_emit_set(m->emit, "package_count", tt_edi_text(m, i, 2, 1));
        set_weights(m, i, g->to);
    }
    if (!alone && first && !g->split_weight)
        set_weights(m, g->from, g->own);
    if (!alone && first)
        tt_edi_set_measured(m, "volume_m3", g->from, g->own, TT_EDI_VOLUME);
}

static tt_status
row(tt_edi_msg *m, const tt_edi_cargo *c, struct sums *s, size_t from, size_t to, tt_err *err)
{
    TT_TRY(set_freight(m, c, from, err));
    if (s->rows++ == 0)
        TT_TRY(tt_edi_cargo_tell(m, c, err));
    return tt_edi_msg_row(m, from, to, err);
}

static void add_up(const tt_edi_msg *m, const struct item *g, struct sums *s)
{
    int64_t v;
    if (tt_edi_measured(m, g->from, g->own, TT_EDI_GROSS, &v) ||
        tt_edi_measured(m, g->from, g->to, TT_EDI_GROSS, &v))
        s->odd |= !tt_add_i64(s->gross, v, &s->gross);
    if (tt_parse_dec(tt_edi_text(m, g->from, 2, 1), SCALE, &v, NULL))
        s->odd |= !tt_add_i64(s->packages, v, &s->packages);
    for (size_t i = g->own; i < g->to; i++)
        if (tt_edi_at(m, i, "SGP") && tt_parse_dec(tt_edi_text(m, i, 2, 1), SCALE, &v, NULL))
            s->odd |= !tt_add_i64(s->split_packages, v, &s->split_packages);
}

/* A container that an item without splits refers to, else the only one there is. */
static tt_str box_of(const tt_edi_msg *m, const struct item *g, tt_str only)
{
    tt_str id = tt_edi_squeezed(m, tt_edi_ref(m, g->from, g->to, "AAQ EQ", 0));
    return id.n > 0 ? id : only;
}

static tt_status item_rows(tt_edi_msg *m, const tt_edi_cargo *c, tt_edi_boxes *b,
                           const struct item *g, tt_str only_box, struct sums *s, tt_err *err)
{
    size_t i = g->splits ? g->own : g->to;
    int64_t last = s->line;
    tt_edi_cargo own = *c;
    if (c->bill_by_item)
        tt_edi_cargo_document(m, g->from, g->to, &own);
    for (size_t k = 0; k < TT_MAX(g->splits, (size_t)1); k++) {
        TT_TRY(tt_emit_open(m->emit, TT_KIND_SHIPMENT, err));
        set_value(m, c, k == 0 ? g : NULL, s->rows == 0);
        s->line = last; /* the parts of an item are one line */
        tt_emit_line(m->emit, tt_edi_text(m, g->from, 1, 1), &s->line);
        set_item(m, c, g);
        set_part(m, g, k, i);
        TT_TRY(set_box(m, b, g->splits ? tt_edi_box_id(m, i, 1) : box_of(m, g, only_box), err));
        tt_edi_cargo_set(m, &own);
        TT_TRY(row(m, c, s, g->from, g->to, err));
        i = i < g->to ? tt_edi_find(m, i + 1, g->to, "SGP") : i;
    }
    return TT_OK;
}

/* Containers of the range that no goods item names; with their weights when there are no items. */
static tt_status box_rows(tt_edi_msg *m, const tt_edi_cargo *c, tt_edi_boxes *b, size_t from,
                          size_t to, bool weigh, struct sums *s, tt_err *err)
{
    for (size_t i = from; i < to; i++) {
        if (!is_box(m, i) || b->used[i])
            continue;
        size_t end = box_end(m, i, to);
        TT_TRY(tt_emit_open(m->emit, TT_KIND_SHIPMENT, err));
        set_value(m, c, NULL, s->rows == 0);
        if (weigh) {
            set_weights(m, i, end);
            tt_emit_set(m->emit, "description", tt_edi_free_text(m, i, end, "AAA"));
        }
        TT_TRY(set_box(m, b, tt_edi_box_id(m, i, 2), err));
        tt_edi_cargo_set(m, c);
        TT_TRY(row(m, c, s, i, end, err));
    }
    return TT_OK;
}

static tt_status
check(const tt_edi_msg *m, const struct sums *s, size_t from, size_t to, tt_err *err)
{
    if (s->odd)
        return TT_OK;
    if (s->gross > 0)
        TT_TRY(tt_edi_check_count(m, from, to, "7", s->gross, s->gross, err));
    for (int k = 0; s->packages > 0 && k < 2; k++)
        TT_TRY(
            tt_edi_check_count(m, from, to, k ? "8" : "11", s->packages, s->split_packages, err));
    return TT_OK;
}

tt_status tt_edi_cargo_rows(tt_edi_msg *m, const tt_edi_cargo *c, tt_edi_boxes *b, size_t from,
                            size_t to, bool whole, tt_err *err)
{
    struct sums s = {0};
    tt_str only = {NULL, 0};
    size_t first = tt_edi_find(m, from, to, "GID"), eqd = tt_edi_find(m, from, to, "EQD");
    bool boxes_here = eqd < to;
    for (size_t i = first; i < to;) {
        struct item g = item_at(m, i, to);
        /* The only container holds everything. */
        if (g.splits == 0 && boxes_here && whole && b->n == 1 && is_box(m, eqd))
            only = tt_edi_box_id(m, eqd, 2);
        TT_TRY(item_rows(m, c, b, &g, only, &s, err));
        add_up(m, &g, &s);
        i = tt_edi_find(m, g.to, to, "GID");
    }
    if (whole || first == to)
        TT_TRY(box_rows(m, c, b, from, to, first == to, &s, err));
    if (s.rows == 0) {
        TT_TRY(tt_emit_open(m->emit, TT_KIND_SHIPMENT, err));
        set_value(m, c, NULL, true);
        set_weights(m, from, to);
        tt_emit_set(m->emit, "description", tt_edi_free_text(m, from, to, "AAA"));
        tt_edi_cargo_set(m, c);
        TT_TRY(row(m, c, &s, from, to, err));
    }
    if (whole) {
        int64_t boxes = (int64_t)b->n * 1000000;
        TT_TRY(tt_edi_check_count(m, from, to, "16", boxes, boxes, err));
    }
    return check(m, &s, from, to, err);
}
