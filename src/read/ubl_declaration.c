/*
 * ubl_declaration.c - UBL customs declarations (2.3 and later): one record for each goods item.
 */
#include "base/num.h"
#include "base/str.h"
#include "read/ubl_goods.h"
#include "read/untdid.h"

enum { DECIMALS = 6 };

/* From cac:Shipment: the declaration, or what wraps it in an export declaration, is around it. */
static const tt_pick header[] = {
    {"declaration_number", "../ID", 0},
    {"declaration_number", "../../ID", 0},
    {"declaration_date", "../IssueDate", TT_PICK_DATE},
    {"declaration_date", "../../IssueDate", TT_PICK_DATE},
    {"office", "../CustomsExitOfficeLocation/ID", 0},
    {"office", "../TransitCustomsExitOfficeLocation/ID", 0},
    {"office", "../CustomsParty/PartyIdentification/ID", 0},
    {"partner_country", "ExportCountry/IdentificationCode", 0},
    {"procedure_code", "GoodsItem/CustomsProcedureCode", 0},
    {"transport_mode", "ShipmentStage/TransportModeCode", 0},
    {"transport_mode", "Consignment/MainCarriageShipmentStage/TransportModeCode", 0},
    {"transport_document",
     "../AdditionalDocumentReference[DocumentTypeCode=" TT_UNTDID_CARRIAGE "|" TT_UNTDID_CARRIAGE_N
     "]/ID",
     0},
    {"invoice_number", "../AdditionalDocumentReference[DocumentTypeCode=380|N380|N935]/ID", 0},
    {"permit_number",
     "../"
     "AdditionalDocumentReference[DocumentTypeCode=C400|C401|C402|C403|C404|C405|C690|L049|911|"
     "E990]/ID",
     0},
};

static const tt_pick item_table[] = {
    {"description", "Description", TT_PICK_MORE},
    {"description", "Item/Name", TT_PICK_MORE},
    {"description", "Item/Description", TT_PICK_MORE},
    {"hs_code", "Item/CommodityClassification/CommodityCode[@listID!=UNSPSC|CPV|STI]", 0},
    {"hs_code", "Item/CommodityClassification/ItemClassificationCode[@listID!=UNSPSC|CPV|STI]", 0},
    {"hs_code", "../Consignment/TariffCode", 0},
    {"origin_country", "Item/OriginCountry/IdentificationCode", 0},
    {"origin_country", "OriginAddress/Country/IdentificationCode", 0},
    {"quantity", "Quantity", 0},
    {"unit", "Quantity/@unitCode", 0},
};

const tt_picks tt_ubl_declaration_tables[TT_UBL_TABLES] = {
    [TT_UBL_DECLARATION] = TT_PICKS(header),
    [TT_UBL_ITEM] = TT_PICKS(item_table),
};

/* Import declarations say where goods come from, export declarations where they go. */
static void set_partner(tt_ubl *u, const tt_xml_node *ship, tt_str direction)
{
    static const char *const goes[] = {"Consignment/FinalDestinationCountry/IdentificationCode",
                                       "Delivery/DeliveryAddress/Country/IdentificationCode",
                                       "../ConsigneeParty/PostalAddress/Country/IdentificationCode",
                                       NULL};
    static const char *const comes[] = {"ExportCountry/IdentificationCode",
                                        "Consignment/OriginalDepartureCountry/IdentificationCode",
                                        "OriginAddress/Country/IdentificationCode", NULL};
    const char *const *paths = tt_str_is(direction, "export") ? goes : comes;
    for (; *paths; paths++)
        tt_emit_set(&u->e, "partner_country", tt_xml_get(ship, *paths));
}

static void set_parties(tt_ubl *u, const tt_xml_node *ship)
{
    static const char *const exporters[] = {"../ExporterParty",           "../../ExporterParty",
                                            "../ConsignorParty",          "../TransitExporterParty",
                                            "Consignment/ConsignorParty", NULL};
    static const char *const importers[] = {"../ImporterParty", "../../ImporterParty",
                                            "../ConsigneeParty", "Consignment/ConsigneeParty",
                                            NULL};
    static const char *const declarants[] = {"../DeclarantParty",
                                             "../ImporterParty/AgentParty",
                                             "../ExporterParty/AgentParty",
                                             "../../ExporterParty/AgentParty",
                                             "../ConsignorParty/AgentParty",
                                             "../FreightForwarderParty",
                                             NULL};
    tt_ubl_party(u, TT_UBL_EXPORTER, "exporter_name", NULL, tt_ubl_first(ship, exporters));
    tt_ubl_party(u, TT_UBL_IMPORTER, "importer_name", NULL, tt_ubl_first(ship, importers));
    tt_ubl_party(u, TT_UBL_DECLARANT, "declarant_name", NULL, tt_ubl_first(ship, declarants));
}

/* A value of zero says that there is none of its kind. */
static bool is_zero(const tt_xml_node *amount)
{
    int64_t v;
    return !amount || (tt_parse_dec(amount->text, DECIMALS, &v, NULL) && v == 0);
}

static tt_status set_value(tt_ubl *u, const tt_xml_node *item, const tt_row_at *at, tt_err *err)
{
    static const char *const values[] = {"DeclaredCustomsValueAmount", "FreeOnBoardValueAmount",
                                         "ValueAmount", "DeclaredStatisticsValueAmount"};
    const tt_xml_node *value = tt_xml_child(item, values[0]);
    for (size_t i = 1; i < TT_LEN(values) && is_zero(value); i++) {
        const tt_xml_node *other = tt_xml_child(item, values[i]);
        value = other && !is_zero(other) ? other : value;
    }
    if (value && tt_str_is(value->name, "FreeOnBoardValueAmount"))
        tt_emit_set(&u->e, "valuation_basis", TT_STR("fob"));
    return tt_pick_amount(&u->e, "customs_value", value, at, err);
}

static tt_status
read_item(tt_ubl *u, const tt_xml_node *item, int64_t *last, const tt_row_at *at, tt_err *err)
{
    tt_ubl_clear_line(u);
    tt_emit_clear(&u->e, "valuation_basis");
    tt_emit_line(&u->e, tt_xml_get(item, "SequenceNumberID"), last);
    tt_ubl_pick(u, TT_UBL_ITEM, item);
    tt_ubl_measure(u, "net_weight_kg", TT_DIM_MASS, tt_xml_child(item, "NetNetWeightMeasure"));
    tt_ubl_measure(u, "net_weight_kg", TT_DIM_MASS, tt_xml_child(item, "NetWeightMeasure"));
    tt_ubl_measure(u, "gross_weight_kg", TT_DIM_MASS, tt_xml_child(item, "GrossWeightMeasure"));
    TT_TRY(set_value(u, item, at, err));
    return tt_emit_row(&u->e, at, err);
}

static tt_str direction_of(const tt_xml_node *doc)
{
    return tt_str_is(doc->name, "ImportCustomsDeclaration")   ? TT_STR("import")
           : tt_str_is(doc->name, "ExportCustomsDeclaration") ? TT_STR("export")
                                                              : TT_STR("transit");
}

tt_status tt_ubl_declaration(tt_ubl *u, const tt_xml_node *doc, tt_err *err)
{
    static const char *const shipments[] = {"Shipment", "CustomsDeclaration/Shipment", NULL};
    const tt_xml_node *ship = tt_ubl_first(doc, shipments);
    tt_row_at at = tt_ubl_at(u, doc);
    tt_ubl_nodes goods = {NULL, 0};
    int64_t last = 0;
    TT_TRY(tt_ubl_told_cut(u, doc, &at, err));
    ship = ship ? ship : doc->first; /* stands in, so that ".." is the document */
    if (!ship)
        return tt_emit_reject(&u->e, TT_REASON_NOT_SYNTAX, &at, NULL, err);
    TT_TRY(tt_emit_open(&u->e, TT_KIND_DECLARATION, err));
    tt_emit_set(&u->e, "direction", direction_of(doc));
    set_partner(u, ship, direction_of(doc));
    tt_ubl_pick(u, TT_UBL_DECLARATION, ship);
    set_parties(u, ship);
    if (!tt_ubl_goods(u, ship, &goods))
        return tt_fail(err, TT_ENOMEM, "no room for the goods of a declaration");
    if (goods.n == 0)
        return tt_emit_row(&u->e, &at, err);
    for (size_t i = 0; i < goods.n; i++) {
        tt_row_at place = tt_ubl_at(u, goods.v[i]);
        TT_TRY(read_item(u, goods.v[i], &last, &place, err));
    }
    return TT_OK;
}
