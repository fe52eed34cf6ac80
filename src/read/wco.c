/*
 * wco.c - WCO Data Model declarations (DEC), with the UK's CDS as the public profile.
 *
 * One Declaration is one cut: its items need its header.  Responses, notifications and movements
 * are told as types that are not read.  Elements and fields: wco.md.
 */
#include "base/str.h"
#include "read/xml_docs.h"

#define SHIPMENT "GoodsShipment/"

/* From Declaration. */
static const tt_pick header_table[] = {
    {"declaration_number", "ID", 0},
    {"declaration_number", "FunctionalReferenceID", 0},
    {"declaration_date", "AcceptanceDateTime/DateTimeString", TT_PICK_DATE},
    {"declaration_date", "AcceptanceDateTime", TT_PICK_DATE},
    {"declaration_date", "IssueDateTime/DateTimeString", TT_PICK_DATE},
    {"declaration_date", "IssueDateTime", TT_PICK_DATE},
    {"office", "DeclarationOfficeID", 0},
    {"office", "SupervisingOffice/ID", 0},
    {"office", "ExitOffice/ID", 0},
    {"exporter_name", "Exporter/Name", 0},
    {"exporter_name", SHIPMENT "Exporter/Name", 0},
    {"exporter_name", SHIPMENT "Consignor/Name", 0},
    {"exporter_name", "Consignment/Consignor/Name", 0},
    {"exporter_country", "Exporter/Address/CountryCode", 0},
    {"exporter_country", SHIPMENT "Exporter/Address/CountryCode", 0},
    {"exporter_country", SHIPMENT "Consignor/Address/CountryCode", 0},
    {"exporter_country", "Consignment/Consignor/Address/CountryCode", 0},
    {"exporter_id", "Exporter/ID", 0},
    {"exporter_id", SHIPMENT "Exporter/ID", 0},
    {"importer_name", SHIPMENT "Importer/Name", 0},
    {"importer_name", "Importer/Name", 0},
    {"importer_name", SHIPMENT "Consignee/Name", 0},
    {"importer_country", SHIPMENT "Importer/Address/CountryCode", 0},
    {"importer_country", "Importer/Address/CountryCode", 0},
    {"importer_country", SHIPMENT "Consignee/Address/CountryCode", 0},
    {"importer_id", SHIPMENT "Importer/ID", 0},
    {"importer_id", "Importer/ID", 0},
    {"importer_id", SHIPMENT "Consignee/ID", 0},
    {"declarant_name", "Declarant/Name", 0},
    {"transport_mode", "BorderTransportMeans/ModeCode", 0},
    {"transport_mode", SHIPMENT "Consignment/*/ModeCode", 0},
};

/* From GovernmentAgencyGoodsItem; ".." is the goods shipment. */
static const tt_pick item_table[] = {
    {"importer_name", "Consignee/Name", 0},
    {"importer_country", "Consignee/Address/CountryCode", 0},
    {"line_number", "SequenceNumeric", 0},
    {"description", "Commodity/Description", 0},
    {"origin_country", "Origin[TypeCode=1]/CountryCode", 0},
    {"origin_country", "Origin/CountryCode", 0},
    {"quantity", "Commodity/GoodsMeasure/TariffQuantity", 0},
    {"unit", "Commodity/GoodsMeasure/TariffQuantity/@unitCode", 0},
    {"net_weight_kg", "Commodity/GoodsMeasure/NetNetWeightMeasure", 0},
    {"gross_weight_kg", "Commodity/GoodsMeasure/GrossMassMeasure", 0},
    {"duty_amount", "Commodity/DutyTaxFee[TypeCode=A00]/Payment/TaxAssessedAmount", 0},
    {"procedure_code", "GovernmentProcedure/CurrentCode", TT_PICK_BARE},
    {"transport_document",
     "AdditionalDocument[TypeCode=703|704|705|714|730|740|741|N703|N704|N705|N714|N730|N740|N741]/"
     "ID",
     0},
    {"transport_document",
     "../PreviousDocument[TypeCode=703|704|705|714|730|740|741|N703|N704|N705|N714|N730|N740|N741]/"
     "ID",
     0},
    {"invoice_number", "AdditionalDocument[TypeCode=380|935|N380|N935]/ID", 0},
    {"invoice_number", "Commodity/InvoiceLine/Invoice/ID", 0},
    {"permit_number", "AdditionalDocument[TypeCode=C400|L049|C690]/ID", 0},
};

/* Where an item says its value, best first. */
static const char *const values[] = {
    "CustomsValueAmount",
    "CustomsValuation/CustomsValueAmount",
    "Commodity/InvoiceLine/ItemChargeAmount",
    "StatisticalValueAmount",
};

static const char *const cuts[] = {"Declaration", NULL};

struct reading {
    tt_xml_docs docs;
    tt_picks header, item;
};

static int sniff(tt_str head)
{
    tt_str name, ns;
    if (!tt_xml_root(head, &name, &ns))
        return 0;
    return tt_str_find(head, TT_STR("urn:wco:datamodel:"), 0) != SIZE_MAX ? 90
           : tt_str_is(name, "MetaData") &&
                   tt_str_find(head, TT_STR("WCODataModelVersionCode"), 0) != SIZE_MAX
               ? 90
               : 0;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    TT_UNUSED(bytes);
    TT_UNUSED(map);
    return TT_KIND_DECLARATION;
}

/* "IMA", "EXD", "COA": the first two letters (Union Customs Code, data element 1/1). */
static tt_str direction_of(const tt_xml_node *d)
{
    static const struct {
        const char *start, *word;
    } rows[] = {{"IM", "import"}, {"EX", "export"}, {"T1", "transit"}, {"T2", "transit"}};
    tt_str code = tt_xml_get(d, "TypeCode");
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_str_starts(code, tt_str_of(rows[i].start)))
            return tt_str_of(rows[i].word);
    /* "CO": trade within a customs territory goes the way that its procedure says. */
    tt_str procedure = tt_xml_get(d, "GoodsShipment/GovernmentAgencyGoodsItem/GovernmentProcedure/"
                                     "CurrentCode");
    if (procedure.n == 0)
        return (tt_str){NULL, 0};
    return memchr("123", procedure.p[0], 3)    ? TT_STR("export")
           : memchr("4567", procedure.p[0], 4) ? TT_STR("import")
                                               : (tt_str){NULL, 0};
}

/* Tariff and TARIC subdivisions in a row: at most ten digits. */
static void set_hs(tt_emit *e, const tt_xml_node *item)
{
    static const char *const path[] = {
        "Commodity/Classification[IdentificationTypeCode=TSP|HS]/ID",
        "Commodity/Classification[IdentificationTypeCode=TRC]/ID",
    };
    tt_str code = tt_xml_get(item, path[0]), more = tt_xml_get(item, path[1]);
    if (code.n == 8 && more.n == 2)
        code = tt_emit_join(e, code, "", more);
    tt_emit_set(e, "hs_code", code);
}

static void set_value(tt_emit *e, const tt_xml_node *item)
{
    for (size_t i = 0; i < TT_LEN(values); i++) {
        const tt_xml_node *v = tt_xml_find(item, values[i]);
        if (!v || v->text.n == 0)
            continue;
        tt_emit_set(e, "customs_value", v->text);
        tt_emit_set(e, "currency", tt_xml_attr_of(v, "currencyID"));
        return;
    }
}

static void set_partner(tt_emit *e, const tt_xml_node *d, const tt_xml_node *item)
{
    bool exported = tt_str_is(tt_emit_get(e, "direction"), "export");
    tt_emit_set(e, "partner_country",
                tt_xml_get(item, exported ? "Destination/CountryCode" : "ExportCountry/ID"));
    tt_emit_set(
        e, "partner_country",
        tt_xml_get(d, exported ? SHIPMENT "Destination/CountryCode" : SHIPMENT "ExportCountry/ID"));
}

static tt_status
take_item(struct reading *r, const tt_xml_node *d, const tt_xml_node *item, tt_err *err)
{
    tt_emit *e = &r->docs.e;
    TT_TRY(tt_emit_open(e, TT_KIND_DECLARATION, err));
    tt_emit_set(e, "direction", direction_of(d));
    tt_pick_row(e, &r->header, d);
    set_hs(e, item);
    set_value(e, item);
    set_partner(e, d, item);
    tt_pick_row(e, &r->item, item);
    tt_str before = tt_xml_get(item, "GovernmentProcedure/PreviousCode");
    if (before.n > 0) {
        tt_str both = tt_emit_join(e, tt_emit_get(e, "procedure_code"), "", before);
        tt_emit_clear(e, "procedure_code");
        tt_emit_set(e, "procedure_code", both);
    }
    return tt_xml_docs_row(&r->docs, item, err);
}

static tt_status take_declaration(tt_xml_docs *x, const tt_xml_node *d, tt_err *err)
{
    const tt_xml_node *shipment = tt_xml_child(d, "GoodsShipment");
    const tt_xml_node *item = tt_xml_child(shipment, "GovernmentAgencyGoodsItem");
    /* An answer of customs repeats parts of what was declared: told once, for the whole message. */
    if (d->parent && tt_str_is(d->parent->name, "Response")) {
        x->n_cuts--;
        return TT_OK;
    }
    /* A request to cancel names a declaration and no goods. */
    if (!item)
        return tt_xml_docs_not_read(x, d, err);
    for (; item; item = tt_xml_more(item))
        TT_TRY(take_item((struct reading *)x /* its first member */, d, item, err));
    return TT_OK;
}

static tt_status read_wco(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    struct reading r = {
        .docs = {.cuts = cuts, .take = take_declaration},
        .header = TT_PICKS(header_table),
        .item = TT_PICKS(item_table),
    };
    return tt_xml_docs_read(&r.docs, in, sink, err);
}

const tt_reader tt_reader_wco = {
    .id = "wco",
    .title = "WCO Data Model 3 declaration (XML)",
    .extensions = "xml",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_wco,
};
