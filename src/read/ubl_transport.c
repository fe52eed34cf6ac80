/*
 * ubl_transport.c - UBL bills of lading, waybills, despatch advices and manifests: one record for
 * each goods item and container.
 *
 * What a goods item weighs and is worth stands in the row of its first container only: rows can be
 * added up.
 */
#include "base/num.h"
#include "base/str.h"
#include "read/ubl_goods.h"
#include "read/untdid.h"

#define PLACE(field, path)                                                                         \
    {field, path "/ID", 0}, {field, path "/Name", 0}, {field, path "/Description", 0},             \
    {                                                                                              \
        field, path "/Address/CityName", 0                                                         \
    }

/* From cac:Shipment; the document is its parent. */
static const tt_pick shipment[] = {
    {"transport_document", "../ID", 0},
    {"transport_document", "../CarrierAssignedID", 0},
    {"on_board_date", "Delivery/Despatch/ActualDespatchDate", TT_PICK_DATE},
    {"on_board_date", "../IssueDate", TT_PICK_DATE},
    {"arrival_date", "Delivery/ActualDeliveryDate", TT_PICK_DATE},
    {"carrier_name", "../CarrierParty/PartyLegalEntity/RegistrationName", 0},
    {"carrier_name", "../CarrierParty/PartyName/Name", 0},
    {"carrier_name", "Consignment/CarrierParty/PartyName/Name", 0},
    PLACE("port_of_loading", "LastExitPortLocation"),
    PLACE("port_of_loading", "Consignment/LastExitPortLocation"),
    PLACE("port_of_discharge", "FirstArrivalPortLocation"),
    PLACE("port_of_discharge", "Consignment/FirstArrivalPortLocation"),
    PLACE("place_of_receipt", "Consignment/ActualPickupTransportEvent/Location"),
    PLACE("place_of_receipt", "Consignment/PlannedPickupTransportEvent/Location"),
    PLACE("place_of_receipt", "Consignment/RequestedPickupTransportEvent/Location"),
    {"place_of_receipt", "OriginAddress/CityName", 0},
    PLACE("place_of_delivery", "Consignment/ActualDeliveryTransportEvent/Location"),
    PLACE("place_of_delivery", "Consignment/PlannedDeliveryTransportEvent/Location"),
    PLACE("place_of_delivery", "Consignment/RequestedDeliveryTransportEvent/Location"),
    PLACE("place_of_delivery", "Delivery/DeliveryLocation"),
    {"place_of_delivery", "Delivery/DeliveryAddress/CityName", 0},
    {"invoice_number", "../DocumentReference[DocumentTypeCode=380|N380]/ID", 0},
    {"invoice_number", "../DocumentReference[DocumentType=Invoice]/ID", 0},
    {"invoice_number", "../AdditionalDocumentReference[DocumentTypeCode=380|N380]/ID", 0},
};

/* From the stage of main carriage that begins it. */
static const tt_pick stage[] = {
    {"on_board_date", "LoadingTransportEvent/OccurrenceDate", TT_PICK_DATE},
    {"on_board_date", "ActualDepartureTransportEvent/OccurrenceDate", TT_PICK_DATE},
    {"on_board_date", "TransitPeriod/StartDate", TT_PICK_DATE},
    {"carrier_name", "CarrierParty/PartyLegalEntity/RegistrationName", 0},
    {"carrier_name", "CarrierParty/PartyName/Name", 0},
    {"vessel_name", "TransportMeans/MaritimeTransport/VesselName", 0},
    {"voyage", "TransportMeans/JourneyID", 0},
    {"voyage", "TransportMeans/AirTransport/AircraftID", 0},
    PLACE("port_of_loading", "LoadingPortLocation"),
    PLACE("port_of_loading", "LoadingTransportEvent/Location"),
};

/* From cac:GoodsItem or cac:DespatchLine. */
static const tt_pick goods[] = {
    {"description", "Description", TT_PICK_MORE},
    {"description", "Item/Name", TT_PICK_MORE},
    {"description", "Item/Description", TT_PICK_MORE},
    TT_UBL_HS_CODE,
    {"package_count", "ContainingPackage/Quantity", 0},
    {"package_type", "ContainingPackage/PackagingTypeCode", 0},
    {"quantity", "Quantity", 0},
    {"quantity", "DeliveredQuantity", 0},
    {"unit", "Quantity/@unitCode", 0},
    {"unit", "DeliveredQuantity/@unitCode", 0},
    {"origin_country", "Item/OriginCountry/IdentificationCode", 0},
    {"origin_country", "OriginAddress/Country/IdentificationCode", 0},
};

const tt_picks tt_ubl_transport_tables[TT_UBL_TABLES] = {
    [TT_UBL_SHIPMENT] = TT_PICKS(shipment),
    [TT_UBL_STAGE] = TT_PICKS(stage),
    [TT_UBL_GOODS] = TT_PICKS(goods),
};

/* --- stages --- */

static bool is_main(const tt_xml_node *n)
{
    return tt_str_is(n->name, "MainCarriageShipmentStage") ||
           (tt_str_is(n->name, "ShipmentStage") && !tt_ubl_says(n, "PreCarriageIndicator") &&
            !tt_ubl_says(n, "OnCarriageIndicator"));
}

static void find_stages(tt_ubl_shipment *s)
{
    const tt_xml_node *consignment = tt_xml_child(s->node, "Consignment");
    const tt_xml_node *const lists[] = {s->node->first, consignment ? consignment->first : NULL};
    for (size_t i = 0; i < TT_LEN(lists) && !s->from; i++)
        for (const tt_xml_node *n = lists[i]; n; n = n->next) {
            if (!is_main(n))
                continue;
            s->from = s->from ? s->from : n;
            s->to = n;
        }
}

static tt_str place(const tt_xml_node *location)
{
    static const char *const names[] = {"ID", "Name", "Description", "Address/CityName"};
    tt_str text = {NULL, 0};
    for (size_t i = 0; i < TT_LEN(names) && text.n == 0; i++)
        text = tt_xml_get(location, names[i]);
    return text;
}

/* Ports between, in order: where one stage ends and the next begins, and transshipments of a stage.
 */
static tt_str ports_between(tt_ubl *u, const tt_ubl_shipment *s)
{
    tt_str all = {NULL, 0};
    for (const tt_xml_node *n = s->from; n; n = n->next) {
        if (!is_main(n))
            continue;
        for (const tt_xml_node *l = n->first; l; l = l->next)
            if (tt_str_is(l->name, "TransshipPortLocation"))
                all = tt_emit_join(&u->e, all, "|", place(l));
        if (n == s->to)
            break;
        all = tt_emit_join(&u->e, all, "|", place(tt_xml_child(n, "UnloadingPortLocation")));
    }
    return all;
}

static void set_vessel(tt_ubl *u, const tt_xml_node *n)
{
    tt_str id = tt_xml_get(n, "TransportMeans/MaritimeTransport/VesselID"), bare = id;
    if (tt_str_starts(id, TT_STR("IMO")))
        bare = tt_str_trim(tt_str_sub(id, 3, SIZE_MAX));
    int64_t number;
    if (bare.n == 7 && tt_parse_i64(bare, &number))
        tt_emit_set(&u->e, "vessel_imo", bare);
    else
        tt_emit_set(&u->e, "vessel_name", id);
}

static void set_stages(tt_ubl *u, const tt_ubl_shipment *s)
{
    static const char *const dates[] = {"ActualArrivalTransportEvent/OccurrenceDate",
                                        "DischargeTransportEvent/OccurrenceDate",
                                        "TransitPeriod/EndDate"};
    if (!s->from)
        return;
    tt_ubl_pick(u, TT_UBL_STAGE, s->from);
    set_vessel(u, s->from);
    tt_emit_set(&u->e, "port_of_discharge", place(tt_xml_child(s->to, "UnloadingPortLocation")));
    tt_emit_set(&u->e, "transshipment_ports", ports_between(u, s));
    for (size_t i = 0; i < TT_LEN(dates); i++)
        tt_emit_set(&u->e, "arrival_date", tt_pick_date(&u->e, tt_xml_get(s->to, dates[i])));
}

/* --- the document --- */

/* UN/ECE Recommendation 19. */
static const char *type_by_mode(tt_str mode)
{
    static const struct {
        const char *mode, *type;
    } rows[] = {{"1", "master_bl"}, {"2", "rail"}, {"3", "cmr"}, {"4", "awb"}, {"5", "postal"}};
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_str_is(mode, rows[i].mode))
            return rows[i].type;
    return NULL;
}

static bool names_master(const tt_xml_node *doc)
{
    static const char *const paths[] = {
        "DocumentReference[DocumentTypeCode=704|741|MB]",
        "AdditionalDocumentReference[DocumentTypeCode=704|741|MB]",
        "DocumentReference[DocumentType=Master Bill of Lading|MBL|Master BL|Master B/L]", NULL};
    return tt_ubl_first(doc, paths) != NULL;
}

static void set_type(tt_ubl *u, const tt_ubl_shipment *s)
{
    const char *type = NULL;
    if (tt_str_is(s->doc->name, "BillOfLading"))
        type = names_master(s->doc) ? "house_bl" : "master_bl";
    else if (tt_str_is(s->doc->name, "Waybill")) {
        type = type_by_mode(tt_xml_get(s->from, "TransportModeCode"));
        if (!type && tt_str_is_nocase(tt_xml_get(s->doc, "Name"), "air waybill"))
            type = "awb";
        if (type && strcmp(type, "master_bl") == 0 && names_master(s->doc))
            type = "house_bl";
    }
    tt_emit_set(&u->e, "document_type", tt_str_of(type));
}

static void set_parties(tt_ubl *u, const tt_xml_node *ship)
{
    static const char *const shippers[] = {
        "Consignment/ConsignorParty",     "../ConsignorParty",
        "../DespatchSupplierParty/Party", "Consignment/ExporterParty",
        "../SellerSupplierParty/Party",   NULL};
    static const char *const consignees[] = {"Consignment/ConsigneeParty",
                                             "../ConsigneeParty",
                                             "../DeliveryCustomerParty/Party",
                                             "Consignment/ImporterParty",
                                             "../BuyerCustomerParty/Party",
                                             "Consignment/FinalDeliveryParty",
                                             NULL};
    static const char *const notified[] = {"Consignment/NotifyParty", "../NotifyParty", NULL};
    tt_ubl_party(u, TT_UBL_SHIPPER, "shipper_name", "shipper_address",
                 tt_ubl_first(ship, shippers));
    tt_ubl_party(u, TT_UBL_CONSIGNEE, "consignee_name", "consignee_address",
                 tt_ubl_first(ship, consignees));
    tt_ubl_party(u, TT_UBL_NOTIFY, "notify_name", "notify_address", tt_ubl_first(ship, notified));
}

/* Document status codes of UBL that say what became of an earlier statement. */
static tt_str status_of(const tt_xml_node *doc)
{
    tt_str code = tt_xml_get(doc, "DocumentStatusCode");
    return tt_str_is_nocase(code, "Cancelled") ? TT_STR("cancelled")
           : tt_str_is_nocase(code, "Revised") ? TT_STR("amended")
                                               : (tt_str){NULL, 0};
}

/* Fields of the open row that are still empty. */
static void set_header(tt_ubl *u, const tt_ubl_shipment *s)
{
    tt_emit_set(&u->e, "document_status", status_of(s->doc));
    if (tt_str_is(s->doc->name, "Manifest")) {
        tt_emit_set(&u->e, "manifest_number", tt_xml_get(s->doc, "ID"));
        tt_emit_set(&u->e, "transport_document", tt_xml_get(s->node, "Consignment/ID"));
        tt_emit_set(&u->e, "transport_document", tt_xml_get(s->node, "ID"));
    }
    set_type(u, s);
    set_stages(u, s);
    tt_ubl_pick(u, TT_UBL_SHIPMENT, s->node);
    set_parties(u, s->node);
}

/* --- rows --- */

static tt_status
read_shipment(tt_ubl *u, const tt_xml_node *doc, const tt_xml_node *node, tt_err *err)
{
    tt_ubl_shipment s = {.doc = doc, .node = node};
    find_stages(&s);
    TT_TRY(tt_emit_open(&u->e, TT_KIND_SHIPMENT, err));
    set_header(u, &s);
    return tt_ubl_goods_rows(u, &s, err);
}

tt_status tt_ubl_transport(tt_ubl *u, const tt_xml_node *doc, tt_err *err)
{
    const tt_xml_node *node = tt_xml_child(doc, "Shipment");
    tt_row_at at = tt_ubl_at(u, doc);
    TT_TRY(tt_ubl_told_cut(u, doc, &at, err));
    /* A document without a shipment: its first element stands in, so that ".." is the document. */
    if (!node)
        return doc->first ? read_shipment(u, doc, doc->first, err)
                          : tt_emit_reject(&u->e, TT_REASON_NOT_SYNTAX, &at, NULL, err);
    for (; node; node = tt_xml_more(node))
        TT_TRY(read_shipment(u, doc, node, err));
    return TT_OK;
}

/* --- manifests --- */

/* A transport document that a manifest names. */
static tt_str type_by_words(const tt_xml_node *reference)
{
    static const struct {
        const char *word, *type;
    } rows[] = {
        {"BOL", "master_bl"},
        {"Bill of Lading", "master_bl"},
        {"Master Bill of Lading", "master_bl"},
        {"AWB", "awb"},
        {"Air Waybill", "awb"},
        {"House Bill of Lading", "house_bl"},
        {"CMR", "cmr"},
        {"CIM", "rail"},
    };
    tt_str type = tt_untdid_transport(tt_xml_get(reference, "DocumentTypeCode"));
    tt_str word = tt_xml_get(reference, "DocumentType");
    for (size_t i = 0; type.n == 0 && i < TT_LEN(rows); i++)
        if (tt_str_is_nocase(word, rows[i].word))
            type = tt_str_of(rows[i].type);
    return type;
}

/* A manifest that only names its transport documents: a row for each. */
tt_status tt_ubl_manifest(tt_ubl *u, const tt_xml_node *doc, tt_err *err)
{
    bool any = false;
    if (tt_xml_child(doc, "Shipment"))
        return tt_ubl_transport(u, doc, err);
    for (const tt_xml_node *n = tt_xml_child(doc, "DocumentReference"); n; n = tt_xml_more(n)) {
        tt_ubl_shipment s = {.doc = doc, .node = n};
        tt_row_at at = tt_ubl_at(u, n);
        tt_str type = type_by_words(n);
        if (type.n == 0)
            continue;
        any = true;
        TT_TRY(tt_emit_open(&u->e, TT_KIND_SHIPMENT, err));
        tt_emit_set(&u->e, "transport_document", tt_xml_get(n, "ID"));
        tt_emit_set(&u->e, "document_type", type);
        tt_emit_set(&u->e, "carrier_name", tt_xml_get(n, "IssuerParty/PartyName/Name"));
        set_header(u, &s);
        TT_TRY(tt_emit_row(&u->e, &at, err));
    }
    return any ? TT_OK : tt_ubl_transport(u, doc, err);
}
