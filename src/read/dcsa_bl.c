/*
 * dcsa_bl.c - bills of lading and sea waybills of the Digital Container Shipping Association, in
 * JSON.
 *
 * A document alone, many of them, or one inside a request or a notification.  One row for each
 * cargo item: the smallest unit of stuffing, which lies in one container.  What is taken from
 * where: dcsa_bl.md.
 */
#include "base/map.h"
#include "base/str.h"
#include "read/dcsa_parts.h"
#include "read/json_docs.h"
#include "read/json_shape.h"

/* --- a first look --- */

/* What a key says about its object. */
enum {
    ANY = 1u,      /* some message of DCSA */
    BODY = 2u,     /* goods, containers or parties */
    CARRIED = 4u,  /* only the carrier's document has it */
    NUMBER = 8u,   /* number or type of a transport document */
    OTHER = 16u,   /* only another message has it */
    ASKED = 32u,   /* the shipper's side asks for it */
    CARRIER = 64u, /* the carrier is named */
};

static const struct mark {
    const char *key;
    unsigned says;
} marks[] = {
    {"transportDocumentReference", ANY | NUMBER},
    {"transportDocumentTypeCode", ANY | NUMBER},
    {"consignmentItems", ANY | BODY},
    {"utilizedTransportEquipments", ANY | BODY},
    {"documentParties", ANY | BODY},
    {"shippingInstruction", BODY | CARRIED},
    {"transportDocumentStatus", ANY | CARRIED},
    {"transportDocumentSubReference", ANY | CARRIED},
    {"transports", CARRIED},
    {"shipmentLocations", CARRIED},
    {"shippedOnBoardDate", ANY | CARRIED},
    {"receivedForShipmentDate", ANY | CARRIED},
    {"issueDate", CARRIED},
    {"issuingParty", CARRIED},
    {"termsAndConditions", CARRIED},
    {"carrierClauses", CARRIED},
    {"declaredValueCurrency", CARRIED},
    {"receiptTypeAtOrigin", ANY | CARRIED},
    {"cargoMovementTypeAtOrigin", ANY | CARRIED},
    {"carrierCode", CARRIER},
    {"isCargoDeliveredInICS2Zone", ANY | ASKED},
    {"advanceManifestFilings", ANY | ASKED},
    {"advancedManifestFilings", ANY | ASKED},
    {"houseBillOfLadings", ANY | ASKED},
    {"isHouseBillOfLadingsIssued", ANY | ASKED},
    {"isCarriersAgentAtDestinationRequired", ANY | ASKED},
    {"requestedCarrierCertificates", ANY | ASKED},
    {"requestedCarrierClauses", ANY | ASKED},
    {"originChargesPaymentTerm", ASKED},
    {"shippingInstructionsStatus", ANY | OTHER},
    {"updatedShippingInstructionsStatus", ANY | OTHER},
    {"shippingInstructionsRevisionNumber", ANY | OTHER},
    {"shippingInstructionCreatedDateTime", ANY | OTHER},
    {"carrierContactInformation", ANY | OTHER},
    {"requestedEquipments", ANY | OTHER},
    {"confirmedEquipments", ANY | OTHER},
    {"carrierBookingRequestReference", ANY | OTHER},
    {"bookingStatus", ANY | OTHER},
    {"arrivalNotices", ANY | OTHER},
    {"surrenderRequestReference", ANY | OTHER},
    {"surrenderRequestCode", ANY | OTHER},
    {"issuanceResponseCode", ANY | OTHER},
    {"vesselSchedules", ANY | OTHER},
    {"universalServiceReference", ANY | OTHER},
    {"portVisitReference", ANY | OTHER},
    {"portCallID", ANY | OTHER},
    {"portCallServiceID", ANY | OTHER},
    {"eventClassification", ANY | OTHER},
    {"eventClassifierCode", ANY | OTHER},
    {"transportEventTypeCode", ANY | OTHER},
    {"shipmentEventTypeCode", ANY | OTHER},
    {"equipmentEventTypeCode", ANY | OTHER},
    {"shippingInstructionsReference", ANY},
    {"carrierBookingReference", ANY},
    {"envelopeTransferChain", ANY},
    {"issuanceManifestSignedContent", ANY},
    {"amendedTransportDocument", ANY},
};

static unsigned marks_of(tt_str object)
{
    unsigned all = 0;
    tt_json_walk w;
    tt_str key, value;
    if (tt_json_walk_start(&w, object, 0))
        while (tt_json_walk_next(&w, &key, &value))
            for (size_t i = 0; i < TT_LEN(marks); i++)
                if (tt_str_is(key, marks[i].key))
                    all |= marks[i].says;
    return all;
}

/* A shipping instruction may have the number of the document that it is for, and even the carrier;
 * it says nothing of the voyage. */
static bool is_document(unsigned all)
{
    if (!(all & BODY) || !(all & NUMBER) || (all & OTHER))
        return false;
    return (all & CARRIED) || ((all & CARRIER) && !(all & ASKED));
}

enum { WRAPS = 3 }; /* notification, its data, the document */

/* Inside an object or an array: its first value that may be a document or hold one. */
static tt_str first_inside(tt_str value)
{
    tt_json_stream s;
    tt_json_item item;
    if (value.n == 0 || value.p[0] != '[')
        return value;
    tt_json_stream_init(&s, value);
    return tt_json_stream_next(&s, &item) ? item.raw : (tt_str){NULL, 0};
}

static bool any_mark(tt_str object, unsigned depth)
{
    tt_json_walk w;
    tt_str key, value;
    if (marks_of(object) & ANY)
        return true;
    if (depth == 0 || !tt_json_walk_start(&w, object, 0))
        return false;
    while (tt_json_walk_next(&w, &key, &value)) {
        tt_str inner = first_inside(value);
        if (inner.n > 0 && inner.p[0] == '{' && any_mark(inner, depth - 1))
            return true;
    }
    return false;
}

static bool ours(tt_str object)
{
    return is_document(marks_of(object));
}

static int sniff(tt_str head)
{
    return any_mark(tt_json_docs_first(head, ours), WRAPS) ? 95 : 0;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    TT_UNUSED(map);
    return any_mark(tt_json_docs_first(bytes, ours), WRAPS) ? TT_KIND_SHIPMENT : TT_KIND_NONE;
}

/* --- the lines --- */

struct reading {
    tt_emit e;
    tt_json_docs docs;
    tt_map equipment; /* of the document: reference to number in boxes */
    struct box *box;
    size_t n_boxes;
    char number[TT_NUM_TEXT];
    uint64_t line;
};

/* A container of the document. */
struct box {
    tt_jn *n;
    tt_str reference, seals;
    size_t items; /* cargo items that name it */
    bool told;
};

static tt_str seals_of(const dcsa_doc *d, tt_jn *box)
{
    tt_jn *first = tt_jn_first(d->t, tt_jn_get(d->t, box, "seals"));
    size_t n = 0;
    for (tt_jn *s = first; s; s = s->next)
        n++;
    tt_str *v = tt_new_n(d->e->in->scratch, tt_str, n);
    d->e->failed |= v == NULL;
    n = 0;
    for (tt_jn *s = first; v && s; s = s->next) {
        v[n] = tt_jn_text_at(d->t, s, "number");
        if (v[n].n == 0)
            v[n] = tt_jn_text_at(d->t, s, "sealNumber");
        n++;
    }
    return v ? tt_jn_join(d->t, v, n, "|") : (tt_str){NULL, 0};
}

static tt_status find_boxes(struct reading *r, const dcsa_doc *d, tt_err *err)
{
    tt_jn *first = tt_jn_first(d->t, dcsa_node(d, "utilizedTransportEquipments"));
    size_t n = 0;
    for (tt_jn *b = first; b; b = b->next)
        n++;
    r->box = tt_new_n(d->e->in->scratch, struct box, n);
    if (!r->box)
        return tt_fail(err, TT_ENOMEM, "no room for the containers of a document");
    r->n_boxes = 0;
    for (tt_jn *b = first; b; b = b->next) {
        struct box *box = &r->box[r->n_boxes];
        uint32_t at;
        box->n = b;
        box->reference = tt_jn_text_at(d->t, b, "equipment.equipmentReference");
        if (box->reference.n == 0)
            box->reference = tt_jn_text_at(d->t, b, "equipmentReference");
        box->seals = seals_of(d, b);
        if (!tt_map_intern(&r->equipment, box->reference, (uint32_t)r->n_boxes, &at, NULL))
            return tt_fail(err, TT_ENOMEM, "no room for the containers of a document");
        r->n_boxes++;
    }
    return TT_OK;
}

/* The container of a cargo item: the one it names, or the only one. */
static struct box *box_of(struct reading *r, const dcsa_doc *d, tt_jn *cargo)
{
    tt_str reference = tt_jn_text_at(d->t, cargo, "equipmentReference");
    if (reference.n == 0)
        return r->n_boxes == 1 ? r->box : NULL;
    uint32_t at = tt_map_find(&r->equipment, reference);
    return at == TT_MAP_NONE ? NULL : &r->box[at];
}

static tt_jn *items_of(const dcsa_doc *d)
{
    return dcsa_node(d, "consignmentItems");
}

static void count_items(struct reading *r, const dcsa_doc *d)
{
    for (tt_jn *i = tt_jn_first(d->t, items_of(d)); i; i = i->next)
        for (tt_jn *c = tt_jn_first(d->t, tt_jn_get(d->t, i, "cargoItems")); c; c = c->next) {
            struct box *box = box_of(r, d, c);
            if (box)
                box->items++;
        }
}

static void clear_line(tt_emit *e)
{
    static const char *const fields[] = {"container_number", "seal_number",     "line_number",
                                         "description",      "hs_code",         "package_count",
                                         "package_type",     "gross_weight_kg", "net_weight_kg",
                                         "volume_m3",        "quantity",        "unit"};
    for (size_t i = 0; i < TT_LEN(fields); i++)
        tt_emit_clear(e, fields[i]);
}

/* A weight or volume under the first of the keys that is there. */
static void set_measure(const dcsa_doc *d, const char *field, tt_jn *n, const char *const keys[3])
{
    tt_str value, unit;
    for (size_t i = 0; i < 3 && keys[i] && tt_emit_lacks(d->e, field); i++) {
        if (!n || !dcsa_measure(d, n, keys[i], &value, &unit))
            continue;
        if (unit.n == 0) {
            tt_emit_set(d->e, field, value);
        } else if (tt_emit_lacks(d->e, "quantity")) {
            tt_emit_set(d->e, "quantity", value);
            if (!tt_str_is(unit, "?"))
                tt_emit_set(d->e, "unit", unit);
        }
    }
}

static void set_measures(const dcsa_doc *d, tt_jn *n)
{
    static const char *const gross[] = {"cargoGrossWeight", "weight", "grossWeight"};
    static const char *const net[] = {"cargoNetWeight", "netWeight", NULL};
    static const char *const volume[] = {"cargoGrossVolume", "volume", "grossVolume"};
    set_measure(d, "gross_weight_kg", n, gross);
    set_measure(d, "net_weight_kg", n, net);
    set_measure(d, "volume_m3", n, volume);
}

static void set_box(const dcsa_doc *d, const struct box *box)
{
    tt_emit_set(d->e, "container_number", box->reference);
    tt_emit_set(d->e, "seal_number", box->seals);
}

/* Codes of customs tariffs whose first six digits are the Harmonized System. */
static tt_str national_code(const dcsa_doc *d, tt_jn *n)
{
    static const char *const tariffs[] = {"NCM", "HTS", "SCHEDULE_B", "TARIC", "CN"};
    tt_jn *list = tt_jn_get(d->t, n, "nationalCommodityCodes");
    for (tt_jn *c = tt_jn_first(d->t, list); c; c = c->next)
        for (size_t i = 0; i < TT_LEN(tariffs); i++)
            if (tt_str_is(tt_jn_text_at(d->t, c, "type"), tariffs[i]))
                return tt_jn_text_at(d->t, c, "values");
    return (tt_str){NULL, 0};
}

/* What the cargo items of a consignment item share; looked up once. */
struct goods {
    tt_jn *item;
    tt_str description, hs_code;
    tt_jn *codes; /* a list of several codes; else NULL */
    bool alone;   /* at most one cargo item: what is said of the whole is said of it */
};

static struct goods goods_of(const dcsa_doc *d, tt_jn *item, tt_jn *cargo)
{
    static const char *const keys[] = {"extendedHSCodes", "HSCodes", "HSCode"};
    struct goods g = {.item = item, .alone = !cargo || !cargo->next};
    g.description = tt_jn_joined(d->t, tt_jn_get(d->t, item, "descriptionOfGoods"), " ");
    for (size_t i = 0; i < TT_LEN(keys) && g.hs_code.n == 0; i++) {
        tt_jn *codes = tt_jn_get(d->t, item, keys[i]);
        g.hs_code = tt_str_trim(tt_jn_text(d->t, codes));
        tt_jn *first = codes && codes->type == TT_JSON_ARRAY ? tt_jn_first(d->t, codes) : NULL;
        g.codes = first && first->next ? codes : NULL;
    }
    if (g.hs_code.n == 0)
        g.hs_code = national_code(d, item);
    return g;
}

static void set_packages(const dcsa_doc *d, tt_jn *n)
{
    static const struct {
        const char *field, *path;
    } packages[] = {
        {"package_count", "outerPackaging.numberOfPackages"}, {"package_count", "numberOfPackages"},
        {"package_type", "outerPackaging.packageCode"},       {"package_type", "packageCode"},
        {"package_type", "outerPackaging.description"},       {"package_type", "packageNameOnBL"},
        {"package_type", "outerPackaging.imoPackagingCode"},
    };
    for (size_t i = 0; i < TT_LEN(packages); i++)
        tt_emit_set(d->e, packages[i].field, tt_jn_text_at(d->t, n, packages[i].path));
}

static tt_status give_row(struct reading *r, tt_row_at *at, tt_err *err)
{
    tt_emit *e = &r->e;
    size_t n = tt_u64_text(++r->line, r->number);
    tt_emit_set(e, "line_number", (tt_str){r->number, n});
    e->failed |= r->docs.tree.failed;
    TT_TRY(tt_emit_row(e, at, err));
    tt_emit_clear(e, "declared_value"); /* of the whole document: on its first line only */
    return TT_OK;
}

/* A cargo item in its container; cargo is NULL for a consignment item without any. */
static tt_status
take_cargo(struct reading *r, const dcsa_doc *d, const struct goods *g, tt_jn *cargo, tt_err *err)
{
    struct box *box = cargo ? box_of(r, d, cargo) : NULL;
    tt_row_at at = tt_json_docs_at(&r->docs, cargo ? cargo : g->item);
    clear_line(&r->e);
    tt_emit_set(&r->e, "description", g->description);
    tt_emit_set(&r->e, "hs_code", g->hs_code);
    if (g->codes)
        TT_TRY(tt_emit_note(&r->e, TT_REASON_MORE_VALUES, &at, "hs_code", g->codes->raw, err));
    if (cargo) {
        tt_emit_set(&r->e, "hs_code", national_code(d, cargo));
        tt_emit_set(&r->e, "container_number", tt_jn_text_at(d->t, cargo, "equipmentReference"));
        set_packages(d, cargo);
        set_measures(d, cargo);
    }
    if (g->alone) {
        set_packages(d, g->item);
        set_measures(d, g->item);
    }
    if (box) {
        box->told = true;
        set_box(d, box);
        if (box->items == 1)
            set_measures(d, box->n);
    }
    return give_row(r, &at, err);
}

static tt_status
take_lines(struct reading *r, const dcsa_doc *d, const tt_row_at *whole, tt_err *err)
{
    TT_TRY(find_boxes(r, d, err));
    count_items(r, d);
    r->line = 0;
    for (tt_jn *i = tt_jn_first(d->t, items_of(d)); i; i = i->next) {
        tt_jn *cargo = tt_jn_first(d->t, tt_jn_get(d->t, i, "cargoItems"));
        if (i->type != TT_JSON_OBJECT)
            continue;
        struct goods g = goods_of(d, i, cargo);
        if (!cargo)
            TT_TRY(take_cargo(r, d, &g, NULL, err));
        for (; cargo; cargo = cargo->next)
            if (cargo->type == TT_JSON_OBJECT)
                TT_TRY(take_cargo(r, d, &g, cargo, err));
    }
    for (size_t b = 0; b < r->n_boxes; b++) { /* containers that no cargo item names */
        if (r->box[b].told || r->box[b].reference.n == 0)
            continue;
        tt_row_at at = tt_json_docs_at(&r->docs, r->box[b].n);
        clear_line(&r->e);
        set_box(d, &r->box[b]);
        set_packages(d, r->box[b].n);
        set_measures(d, r->box[b].n);
        TT_TRY(give_row(r, &at, err));
    }
    if (r->line > 0)
        return TT_OK;
    tt_row_at at = *whole;
    clear_line(&r->e);
    return give_row(r, &at, err);
}

/* --- documents --- */

static tt_status take_document(struct reading *r, tt_jn *doc, tt_err *err)
{
    tt_jn *si = tt_jn_get(&r->docs.tree, doc, "shippingInstruction");
    dcsa_doc d = {.e = &r->e, .t = &r->docs.tree, .doc = doc, .si = si};
    tt_row_at at = tt_json_docs_at(&r->docs, doc);
    TT_TRY(tt_emit_open(&r->e, TT_KIND_SHIPMENT, err));
    TT_TRY(dcsa_set_header(&d, &at, err));
    if (r->docs.tree.twice)
        TT_TRY(tt_emit_note(&r->e, TT_REASON_DUPLICATE_KEY, &at, NULL, (tt_str){NULL, 0}, err));
    tt_map_init(&r->equipment);
    tt_status st = take_lines(r, &d, &at, err);
    tt_map_release(&r->equipment);
    return st;
}

/* Documents in an object or an array: of the members of an object only the first that is one, as
 * the others are older or newer states of it; of an array each element. */
static tt_status
take_inside(struct reading *r, tt_jn *n, unsigned depth, uint64_t *found, tt_err *err)
{
    if (n->type == TT_JSON_OBJECT && ours(n->raw)) {
        ++*found;
        return take_document(r, n, err);
    }
    if (depth == 0)
        return TT_OK;
    uint64_t before = *found;
    for (tt_jn *c = tt_jn_first(&r->docs.tree, n); c; c = c->next) {
        if (c->type != TT_JSON_OBJECT && c->type != TT_JSON_ARRAY)
            continue;
        TT_TRY(take_inside(r, c, depth - 1, found, err));
        if (n->type == TT_JSON_OBJECT && *found > before)
            break;
    }
    return TT_OK;
}

static tt_status take(void *ctx, tt_jn *root, const tt_row_at *at, tt_err *err)
{
    struct reading *r = ctx;
    uint64_t found = 0;
    TT_TRY(take_inside(r, root, WRAPS, &found, err));
    if (r->docs.tree.failed)
        return tt_fail(err, TT_ENOMEM, "no room for a document");
    return found > 0 ? TT_OK : tt_emit_reject(&r->e, TT_REASON_NOT_READ_TYPE, at, NULL, err);
}

static tt_status read_dcsa(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    struct reading r = {.docs = {.ours = ours, .take = take}};
    tt_emit_init(&r.e, in, sink);
    r.docs.ctx = &r;
    r.docs.e = &r.e;
    tt_status st = tt_json_docs_read(&r.docs, err);
    tt_emit_release(&r.e);
    return st;
}

const tt_reader tt_reader_dcsa_bl = {
    .id = "dcsa_bl",
    .title = "DCSA bill of lading or sea waybill (JSON), versions 2 and 3",
    .extensions = "json,ndjson",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_dcsa,
};
