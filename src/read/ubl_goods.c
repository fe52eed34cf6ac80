/*
 * ubl_goods.c - goods items and containers of a UBL transport document to rows.
 *
 * What goods weigh and are worth stands in the row of their first container only, so that rows can
 * be added up.  Containers that nothing links to one of several goods items have rows of their own.
 */
#include "read/ubl_goods.h"

#include "base/num.h"
#include "base/str.h"

enum { DECIMALS = 6 };

bool tt_ubl_says(const tt_xml_node *n, const char *indicator)
{
    tt_str s = tt_xml_get(n, indicator);
    return tt_str_is(s, "true") || tt_str_is(s, "1");
}

/* --- finding --- */

static bool is_goods(const tt_xml_node *n)
{
    return tt_str_is(n->name, "GoodsItem") || tt_str_is(n->name, "DespatchLine");
}

static bool is_equipment(const tt_xml_node *n)
{
    return tt_str_is(n->name, "TransportEquipment") || tt_str_is(n->name, "GoodsItemContainer");
}

static bool nothing(const tt_xml_node *n)
{
    TT_UNUSED(n);
    return false;
}

/* The next node that is not inside n. */
static const tt_xml_node *skip(const tt_xml_node *top, const tt_xml_node *n)
{
    while (n != top && !n->next)
        n = n->parent;
    return n == top ? NULL : n->next;
}

/* All nodes below top that are wanted; nothing inside them, nor inside what is closed. */
static bool collect(tt_ubl *u, const tt_xml_node *top, bool (*wanted)(const tt_xml_node *n),
                    bool (*closed)(const tt_xml_node *n), tt_ubl_nodes *out)
{
    size_t room = 0;
    *out = (tt_ubl_nodes){NULL, 0};
    for (int pass = 0; pass < 2; pass++) {
        for (const tt_xml_node *n = top->first; n;) {
            bool take = wanted(n);
            if (take && pass > 0)
                out->v[out->n++] = n;
            room += take && pass == 0;
            n = take || closed(n) ? skip(top, n) : tt_ubl_next(top, n);
        }
        if (pass == 0 && room > 0)
            out->v = tt_new_n(u->in->scratch, const tt_xml_node *, room);
        if (room == 0 || !out->v)
            return room == 0;
    }
    return true;
}

static bool is_not_goods(const tt_xml_node *n)
{
    return !is_goods(n);
}

bool tt_ubl_goods(tt_ubl *u, const tt_xml_node *shipment, tt_ubl_nodes *out)
{
    return collect(u, shipment, is_goods, is_not_goods, out) &&
           (out->n > 0 || collect(u, shipment, is_goods, nothing, out));
}

static tt_str container_number(const tt_xml_node *n)
{
    tt_str id = tt_xml_get(n, "TransportEquipment/ID");
    return id.n > 0 ? id : tt_xml_get(n, "ID");
}

/* The handling unit that goods are in: its containers are theirs. */
static const tt_xml_node *unit_around(const tt_xml_node *goods, const tt_xml_node *top)
{
    for (const tt_xml_node *n = goods; n && n != top; n = n->parent)
        if (tt_str_is(n->name, "TransportHandlingUnit"))
            return n;
    return NULL;
}

/* --- rows --- */

struct rows {
    tt_ubl *u;
    const tt_ubl_shipment *s;
    tt_ubl_nodes goods;
    tt_ubl_nodes loose;         /* containers outside of goods */
    bool taken;                 /* ... stand in the rows of goods */
    bool noted;                 /* freight in another currency was told */
    const tt_xml_node *freight; /* its first amount; NULL: none */
    tt_str freight_sum;
    int64_t last; /* line number */
};

/* Charges less allowances; when they are in several currencies, nothing. */
static void add_freight(struct rows *r)
{
    static const char *const paths[] = {"FreightAllowanceCharge",
                                        "Consignment/FreightAllowanceCharge", NULL};
    int64_t total = 0, one;
    char text[TT_NUM_TEXT];
    for (const tt_xml_node *n = tt_ubl_first(r->s->node, paths); n; n = tt_xml_more(n)) {
        const tt_xml_node *a = tt_xml_child(n, "Amount");
        if (!a || !tt_parse_dec(a->text, DECIMALS, &one, NULL))
            continue;
        bool charge = tt_ubl_says(n, "ChargeIndicator");
        bool same = !r->freight || tt_str_eq(tt_xml_attr_of(a, "currencyID"),
                                             tt_xml_attr_of(r->freight, "currencyID"));
        if (!same || !(charge ? tt_add_i64 : tt_sub_i64)(total, one, &total)) {
            r->freight = NULL;
            return;
        }
        r->freight = a;
    }
    r->freight_sum =
        tt_arena_str(r->u->in->scratch, (tt_str){text, tt_dec_text(total, DECIMALS, text)});
    r->u->e.failed |= r->freight_sum.p == NULL;
}

/* It has the currency of the row, or gives it one; told once when it has another. */
static tt_status set_freight(struct rows *r, const tt_row_at *at, tt_err *err)
{
    if (!r->freight)
        return TT_OK;
    tt_xml_node sum = *r->freight;
    sum.text = r->freight_sum;
    tt_str of = tt_str_trim(tt_xml_attr_of(&sum, "currencyID"));
    tt_str row = tt_emit_get(&r->u->e, "currency");
    bool other = of.n > 0 && row.n > 0 && !tt_str_eq(of, row);
    tt_emit_clear(&r->u->e, "freight_amount");
    if (other && r->noted)
        return TT_OK;
    r->noted |= other;
    return tt_pick_amount(&r->u->e, "freight_amount", &sum, at, err);
}

static tt_status
set_value(struct rows *r, const tt_xml_node *item, const tt_row_at *at, tt_err *err)
{
    static const char *const of_item[] = {"DeclaredForCarriageValueAmount",
                                          "DeclaredCustomsValueAmount", "FreeOnBoardValueAmount",
                                          "ValueAmount", NULL};
    static const char *const of_all[] = {"../DeclaredCarriageValueAmount",
                                         "Consignment/DeclaredForCarriageValueAmount",
                                         "DeclaredForCarriageValueAmount", NULL};
    const tt_xml_node *value = NULL;
    if (r->goods.n <= 1)
        value = tt_ubl_first(r->s->node, of_all);
    if (!value && item)
        value = tt_ubl_first(item, of_item);
    return tt_pick_amount(&r->u->e, "declared_value", value, at, err);
}

/* What the only goods item of a shipment does not say itself. */
static void set_totals(struct rows *r)
{
    static const char *const counts[] = {"TransportHandlingUnit/ActualPackage/Quantity",
                                         "TransportHandlingUnit/TotalPackageQuantity",
                                         "Consignment/TotalPackagesQuantity"};
    static const char *const packages[] = {"TransportHandlingUnit/ActualPackage/PackagingTypeCode"};
    tt_emit *e = &r->u->e;
    const tt_xml_node *n = r->s->node;
    for (size_t i = 0; i < TT_LEN(counts); i++)
        tt_emit_set(e, "package_count", tt_xml_get(n, counts[i]));
    tt_emit_set(e, "package_type", tt_xml_get(n, packages[0]));
    tt_emit_set(e, "hs_code", tt_xml_get(n, "Consignment/TariffCode"));
    tt_emit_set(e, "description", tt_xml_get(n, "Consignment/SummaryDescription"));
    tt_emit_set(e, "description", tt_xml_get(n, "Consignment/TariffDescription"));
}

static void set_measures(struct rows *r, const tt_xml_node *n)
{
    static const struct {
        const char *field, *path;
        tt_dim dim;
    } rows[] = {
        {"gross_weight_kg", "GrossWeightMeasure", TT_DIM_MASS},
        {"net_weight_kg", "NetWeightMeasure", TT_DIM_MASS},
        {"net_weight_kg", "NetNetWeightMeasure", TT_DIM_MASS},
        {"volume_m3", "GrossVolumeMeasure", TT_DIM_VOLUME},
        {"volume_m3", "NetVolumeMeasure", TT_DIM_VOLUME},
    };
    for (size_t i = 0; n && i < TT_LEN(rows); i++)
        tt_ubl_measure(r->u, rows[i].field, rows[i].dim, tt_xml_child(n, rows[i].path));
}

/* What several goods items weigh together, and none of them says: to give it to one of them would
 * be wrong of all, so it is told. */
static tt_status tell_totals(struct rows *r, tt_err *err)
{
    static const struct {
        const char *field, *paths[3];
    } totals[] = {{"gross_weight_kg", {"GrossWeightMeasure", "Consignment/GrossWeightMeasure"}},
                  {"net_weight_kg", {"NetWeightMeasure", "Consignment/NetWeightMeasure"}},
                  {"volume_m3", {"GrossVolumeMeasure", "Consignment/GrossVolumeMeasure"}}};
    for (size_t t = 0; t < TT_LEN(totals); t++) {
        const tt_xml_node *all = tt_ubl_first(r->s->node, totals[t].paths);
        bool said = false;
        for (size_t i = 0; i < r->goods.n; i++)
            said |= tt_xml_child(r->goods.v[i], totals[t].paths[0]) != NULL;
        if (!all || said)
            continue;
        tt_row_at at = tt_ubl_at(r->u, all);
        TT_TRY(
            tt_emit_note(&r->u->e, TT_REASON_OF_ALL_LINES, &at, totals[t].field, all->text, err));
    }
    return TT_OK;
}

/* The goods of a row, without a container. */
static tt_status
set_goods(struct rows *r, const tt_xml_node *item, const tt_row_at *at, tt_err *err)
{
    tt_ubl *u = r->u;
    tt_ubl_clear_line(u);
    tt_str id = tt_xml_get(item, "SequenceNumberID");
    tt_emit_line(&u->e, id.n > 0 ? id : tt_xml_get(item, "ID"), &r->last);
    tt_ubl_pick(u, TT_UBL_GOODS, item);
    set_measures(r, item);
    if (r->goods.n <= 1) {
        set_totals(r);
        set_measures(r, r->s->node);
        set_measures(r, tt_xml_child(r->s->node, "Consignment"));
    }
    return set_value(r, item, at, err);
}

static void set_container(struct rows *r, const tt_xml_node *c)
{
    static const char *const paths[] = {"TransportEquipment/TransportEquipmentSeal",
                                        "TransportEquipmentSeal", NULL};
    tt_emit *e = &r->u->e;
    tt_str seals = {NULL, 0};
    for (const tt_xml_node *n = tt_ubl_first(c, paths); n; n = tt_xml_more(n))
        seals = tt_emit_join(e, seals, ", ", tt_xml_get(n, "ID"));
    tt_emit_clear(e, "container_number");
    tt_emit_clear(e, "seal_number");
    tt_emit_set(e, "container_number", container_number(c));
    tt_emit_set(e, "seal_number", seals);
}

static void clear_amounts(struct rows *r)
{
    static const char *const fields[] = {"package_count", "package_type",    "quantity",
                                         "unit",          "gross_weight_kg", "net_weight_kg",
                                         "volume_m3",     "declared_value"};
    for (size_t i = 0; i < TT_LEN(fields); i++)
        tt_emit_clear(&r->u->e, fields[i]);
}

static tt_status emit_item(struct rows *r, const tt_xml_node *item, tt_err *err)
{
    tt_row_at at = tt_ubl_at(r->u, item ? item : r->s->doc);
    tt_ubl_nodes containers = {NULL, 0};
    const tt_xml_node *unit = item ? unit_around(item, r->s->node) : NULL;
    if ((item && !collect(r->u, item, is_equipment, nothing, &containers)) ||
        (containers.n == 0 && unit && !collect(r->u, unit, is_equipment, is_goods, &containers)))
        return tt_fail(err, TT_ENOMEM, "no room for the containers of a shipment");
    if (containers.n == 0 && (r->goods.n <= 1 || r->loose.n == 1)) {
        containers = r->loose;
        r->taken = true;
    }
    TT_TRY(set_goods(r, item, &at, err));
    for (size_t i = 0; i < containers.n || i == 0; i++) {
        if (i < containers.n)
            set_container(r, containers.v[i]);
        if (i > 0)
            clear_amounts(r);
        TT_TRY(set_freight(r, &at, err));
        TT_TRY(tt_emit_row(&r->u->e, &at, err));
    }
    return TT_OK;
}

static bool is_in_goods(const struct rows *r, tt_str number)
{
    for (size_t i = 0; i < r->goods.n; i++)
        for (const tt_xml_node *n = r->goods.v[i]; n; n = tt_ubl_next(r->goods.v[i], n))
            if (is_equipment(n) && tt_str_eq(container_number(n), number))
                return true;
    return false;
}

static tt_status emit_loose_containers(struct rows *r, tt_err *err)
{
    for (size_t i = 0; i < r->loose.n; i++) {
        const tt_xml_node *c = r->loose.v[i];
        tt_str number = container_number(c);
        if (number.n == 0 || is_in_goods(r, number))
            continue;
        tt_row_at at = tt_ubl_at(r->u, c);
        tt_ubl_clear_line(r->u);
        tt_emit_line(&r->u->e, TT_STR(""), &r->last);
        set_container(r, c);
        TT_TRY(set_freight(r, &at, err));
        TT_TRY(tt_emit_row(&r->u->e, &at, err));
    }
    return TT_OK;
}

tt_status tt_ubl_goods_rows(tt_ubl *u, const tt_ubl_shipment *s, tt_err *err)
{
    struct rows r = {.u = u, .s = s};
    const tt_xml_node *top = tt_xml_child(s->doc, "DespatchLine") ? s->doc : s->node;
    if (!tt_ubl_goods(u, top, &r.goods) || !collect(u, s->node, is_equipment, is_goods, &r.loose))
        return tt_fail(err, TT_ENOMEM, "no room for the goods of a shipment");
    add_freight(&r);
    if (r.goods.n == 0)
        return emit_item(&r, NULL, err);
    for (size_t i = 0; i < r.goods.n; i++)
        TT_TRY(emit_item(&r, r.goods.v[i], err));
    if (r.goods.n > 1)
        TT_TRY(tell_totals(&r, err));
    return r.taken ? TT_OK : emit_loose_containers(&r, err);
}
