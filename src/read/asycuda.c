/*
 * asycuda.c - ASYCUDA World XML: declarations (SAD) and cargo manifests (AWMDS and its relatives).
 *
 * Neither has a namespace or a schema that all countries share: elements are found by the names
 * that real exports use, the specification's second.  Null is an element <null/>.  Elements and
 * fields: asycuda.md.
 */
#include "base/str.h"
#include "read/xml_docs.h"

/* --- declarations --- */

/* From ASYCUDA (or Sad). */
static const tt_pick sad_table[] = {
    {"office", "Identification/Office_segment/Customs_clearance_office_code", 0},
    {"exporter_id", "Traders/Exporter/Exporter_code", 0},
    {"importer_id", "Traders/Consignee/Consignee_code", 0},
    {"transport_mode", "Transport/Means_of_transport/Border_information/Mode", 0},
    {"transport_mode", "Transport/Border_transport_mode", 0},
};

/* From Item. */
static const tt_pick item_table[] = {
    {"line_number", "Item_number", 0},
    {"description", "Goods_description/Commercial_Description", 0},
    {"description", "Goods_description/Description_of_goods", 0},
    {"origin_country", "Goods_description/Country_of_origin_code", 0},
    {"quantity", "*/Supplementary_unit/Suppplementary_unit_quantity", 0},
    {"quantity", "*/Supplementary_unit/Supplementary_unit_quantity", 0},
    {"unit", "*/Supplementary_unit/Suppplementary_unit_code", 0},
    {"unit", "*/Supplementary_unit/Supplementary_unit_code", 0},
    {"net_weight_kg", "Valuation_item/Weight_itm/Net_weight_itm", 0},
    {"net_weight_kg", "Valuation_item/Weight/Net_weight", 0},
    {"gross_weight_kg", "Valuation_item/Weight_itm/Gross_weight_itm", 0},
    {"gross_weight_kg", "Valuation_item/Weight/Gross_weight", 0},
    {"customs_value", "Valuation_item/Item_Invoice/Amount_foreign_currency", 0},
    {"currency", "Valuation_item/Item_Invoice/Currency_code", 0},
    {"procedure_code", "*/Extended_customs_procedure", 0},
    {"transport_document", "Previous_doc/Summary_declaration", 0},
    {"transport_document", "Previous_document/Summary_declaration", 0},
    {"transport_document",
     "Attached_documents[Attached_document_code=703|704|705|714|730|740|741|N703|N704|N705|N714|"
     "N730|N740|N741]/Attached_document_reference",
     0},
    {"invoice_number",
     "Attached_documents[Attached_document_code=380|N380|INV]/"
     "Attached_document_reference",
     0},
};

/* From ASYCUDA: the value of a declaration without items. */
static const tt_pick invoice_table[] = {
    {"customs_value", "Valuation/Gs_Invoice/Amount_foreign_currency", 0},
    {"currency", "Valuation/Gs_Invoice/Currency_code", 0},
};

/* --- manifests --- */

/* From the document element. */
static const tt_pick general_table[] = {
    {"manifest_number", "General_segment/*/Registration_number", 0},
    {"manifest_number", "Master_bol/Reference_number", 0},
    {"on_board_date", "General_segment/*/Date_of_departure", 0},
    {"on_board_date", "General_segment/Date_of_departure", 0},
    {"arrival_date", "General_segment/*/Date_of_arrival", 0},
    {"vessel_name", "General_segment/Transport_information/Identity_of_transporter", 0},
    {"vessel_imo", "General_segment/Transport_information/Registration_number_of_transport_code",
     0},
    {"voyage", "General_segment/*/Voyage_number", 0},
    {"voyage", "General_segment/Voyage_number", 0},
    {"port_of_loading", "General_segment/Load_unload_place/Place_of_departure_code", 0},
    {"port_of_discharge", "General_segment/Load_unload_place/Place_of_destination_code", 0},
    {"carrier_name", "General_segment/Transport_information/Carrier/Carrier_name", 0},
};

/* From Bol_segment. */
static const tt_pick bol_table[] = {
    {"transport_document", "Bol_id/Bol_reference", 0},
    {"shipper_name", "Traders_segment/Exporter/Exporter_name", 0},
    {"shipper_address", "Traders_segment/Exporter/Exporter_address", 0},
    {"shipper_id", "Traders_segment/Exporter/Exporter_code", 0},
    {"consignee_name", "Traders_segment/Consignee/Consignee_name", 0},
    {"consignee_address", "Traders_segment/Consignee/Consignee_address", 0},
    {"consignee_id", "Traders_segment/Consignee/Consignee_code", 0},
    {"notify_name", "Traders_segment/Notify/Notify_name", 0},
    {"notify_address", "Traders_segment/Notify/Notify_address", 0},
    {"carrier_name", "Traders_segment/Carrier/Carrier_name", 0},
    {"port_of_loading", "Load_unload_place/Place_of_loading_code", 0},
    {"port_of_loading", "Load_unload_place/Port_of_origin_code", 0},
    {"port_of_discharge", "Load_unload_place/Place_of_unloading_code", 0},
    {"place_of_receipt", "Load_unload_place/Port_of_origin_code", 0},
    {"line_number", "Bol_id/Line_number", 0},
    {"description", "Goods_segment/Goods_description", 0},
    {"hs_code", "Goods_segment/Commodity_code", 0},
    {"hs_code", "Goods_segment/*/Commodity_code", 0},
    {"hs_code", "Commodity_segment/Commodity_code", 0},
    {"hs_code", "Commodity_Segment/Commodity_code", 0},
    {"hs_code", "HS_Compliance/HS_code", 0},
    {"package_type", "Goods_segment/Package_type_code", 0},
};

/* Of a bill as a whole: said once, on its first row. */
static const tt_pick bol_amounts_table[] = {
    {"package_count", "Goods_segment/Number_of_packages", 0},
    {"gross_weight_kg", "Goods_segment/Gross_mass", 0},
    {"volume_m3", "Goods_segment/Volume_in_cubic_meters", 0},
    {"declared_value", "Value_segment/Customs_segment/Customs_value", 0},
    {"currency", "Value_segment/Customs_segment/Customs_currency", 0},
    {"freight_amount", "Value_segment/Freight_segment/Freight_value", 0},
    {"currency", "Value_segment/Freight_segment/Freight_currency", 0},
};

/* From ctn_segment. */
static const tt_pick container_table[] = {
    {"container_number", "Ctn_reference", TT_PICK_BARE},
    {"seal_number", "Marks1", 0},
    {"seal_number", "Seal_number", 0},
};

static const tt_picks sad_picks = TT_PICKS(sad_table), item_picks = TT_PICKS(item_table),
                      invoice_picks = TT_PICKS(invoice_table),
                      general_picks = TT_PICKS(general_table), bol_picks = TT_PICKS(bol_table),
                      bol_amounts_picks = TT_PICKS(bol_amounts_table),
                      container_picks = TT_PICKS(container_table);

static const char *const cuts[] = {"ASYCUDA", "Sad", "Bol_segment", NULL};
static const char *const roots[] = {"ASYCUDA", "Sad",        "Awmds", "Awappend",
                                    "Awbolds", "Awbolegmds", "Awmcds"};

static int sniff(tt_str head)
{
    tt_str name, ns;
    if (!tt_xml_root(head, &name, &ns))
        return 0;
    for (size_t i = 0; i < TT_LEN(roots); i++)
        if (tt_str_is(name, roots[i]))
            return 90;
    bool inside = tt_str_find(head, TT_STR("<Bol_segment>"), 0) != SIZE_MAX ||
                  tt_str_find(head, TT_STR("<ASYCUDA"), 0) != SIZE_MAX;
    return inside ? 80 : 0;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    tt_str head = tt_str_sub(bytes, 0, TT_SNIFF_BYTES), name, ns;
    TT_UNUSED(map);
    if (!tt_xml_root(head, &name, &ns))
        return TT_KIND_NONE;
    bool manifest = tt_str_starts(name, TT_STR("Aw")) || tt_str_is(name, "AsycudaWorldPack") ||
                    tt_str_find(head, TT_STR("<Bol_segment>"), 0) != SIZE_MAX;
    return manifest ? TT_KIND_SHIPMENT : TT_KIND_DECLARATION;
}

/* --- making fields --- */

/* A trader is one text: the name is its first line, the address the others. */
static void set_trader(tt_emit *e, const char *name_field, const char *address_field, tt_str text)
{
    tt_str name = text;
    if (!tt_str_split(&text, '\n', &name))
        return;
    tt_emit_set(e, name_field, name);
    if (address_field)
        tt_emit_set(e, address_field, text);
}

/* "6/15/20" and "15/6/2020": which of the two is said by what is over 12, else the month is first,
 * as in the program that writes these files. */
static tt_str date_of(tt_emit *e, tt_str text, bool *guessed)
{
    uint64_t v[3];
    tt_str rest = text, part;
    *guessed = false;
    for (size_t i = 0; i < 3; i++)
        if (!tt_str_split(&rest, '/', &part) || !tt_parse_u64(part, &v[i]))
            return tt_emit_date(e, text);
    if (rest.p || v[2] > 9999)
        return text;
    *guessed = v[0] <= 12 && v[1] <= 12 && v[0] != v[1];
    bool day_first = v[0] > 12;
    uint64_t year = v[2] < 100 ? v[2] + (v[2] < 80 ? 2000 : 1900) : v[2];
    const char *iso = tt_arena_printf(e->in->scratch, "%04u-%02u-%02u", (unsigned)year,
                                      (unsigned)TT_MIN(day_first ? v[1] : v[0], 99u),
                                      (unsigned)TT_MIN(day_first ? v[0] : v[1], 99u));
    e->failed |= iso == NULL;
    return tt_str_of(iso);
}

static tt_str direction_of(const tt_xml_node *sad)
{
    tt_str flow = tt_xml_get(sad, "Property/Sad_flow");
    tt_str type = tt_xml_get(sad, "Identification/Type/Type_of_declaration");
    if (tt_str_starts(type, TT_STR("TR")) || tt_str_starts(type, TT_STR("T1")))
        return TT_STR("transit");
    if (tt_str_is(flow, "I") || tt_str_starts(type, TT_STR("IM")))
        return TT_STR("import");
    if (tt_str_is(flow, "E") || tt_str_starts(type, TT_STR("EX")))
        return TT_STR("export");
    return (tt_str){NULL, 0};
}

/* Office, year, serial and number make a registration; a number alone begins anew each year. */
static void set_number(tt_emit *e, const tt_xml_node *sad, tt_str date)
{
    tt_str number = tt_xml_get(sad, "Identification/Registration/Number");
    if (number.n == 0) {
        tt_emit_set(e, "declaration_number", tt_xml_get(sad, "Declarant/Reference/Number"));
        return;
    }
    tt_str whole = tt_xml_get(sad, "Identification/Office_segment/Customs_clearance_office_code");
    whole = tt_emit_join(e, whole, " ", tt_str_sub(date, 0, 4));
    whole =
        tt_emit_join(e, whole, " ", tt_xml_get(sad, "Identification/Registration/Serial_number"));
    tt_emit_set(e, "declaration_number", tt_emit_join(e, whole, " ", number));
}

/* The trader abroad is in the trading country (box 11 of the single administrative document), which
 * is not always where goods come from or go to. */
static void set_countries(tt_emit *e, const tt_xml_node *sad)
{
    const tt_xml_node *country = tt_xml_find(sad, "General_information/Country");
    tt_str from = tt_xml_get(country, "Export/Export_country_code");
    tt_str to = tt_xml_get(country, "Destination/Destination_country_code");
    tt_str trader = tt_xml_get(country, "Trading_country");
    bool exported = tt_str_is(tt_emit_get(e, "direction"), "export");
    tt_emit_set(e, "partner_country", exported ? to : from);
    tt_emit_set(e, exported ? "importer_country" : "exporter_country", trader);
    tt_emit_set(e, "exporter_country", from);
}

/* @param item  NULL: a declaration without any. */
static tt_status
take_item(tt_xml_docs *x, const tt_xml_node *sad, const tt_xml_node *item, uint64_t n, tt_err *err)
{
    tt_emit *e = &x->e;
    bool guessed;
    char number[TT_NUM_TEXT];
    tt_row_at at = tt_xml_docs_at(x, item ? item : sad);
    TT_TRY(tt_emit_open(e, TT_KIND_DECLARATION, err));
    tt_str written = tt_xml_get(sad, "Identification/Registration/Date");
    if (written.n == 0)
        written = tt_xml_get(sad, "Property/Date_of_declaration");
    tt_str date = date_of(e, written, &guessed);
    if (guessed)
        TT_TRY(tt_emit_note(e, TT_REASON_REPAIRED, &at, "declaration_date", written, err));
    tt_emit_set(e, "declaration_date", date);
    tt_emit_set(e, "direction", direction_of(sad));
    set_number(e, sad, date);
    set_trader(e, "exporter_name", NULL, tt_xml_get(sad, "Traders/Exporter/Exporter_name"));
    set_trader(e, "importer_name", NULL, tt_xml_get(sad, "Traders/Consignee/Consignee_name"));
    set_trader(e, "declarant_name", NULL, tt_xml_get(sad, "Declarant/Declarant_name"));
    tt_pick_row(e, &sad_picks, sad);
    set_countries(e, sad);
    tt_emit_set(e, "hs_code", tt_xml_get(item, "*/*/Commodity_code"));
    tt_pick_row(e, &item_picks, item);
    if (item)
        tt_emit_set(e, "line_number", (tt_str){number, tt_u64_text(n, number)});
    if (item && !tt_emit_lacks(e, "customs_value"))
        tt_emit_set(e, "currency", tt_xml_get(sad, "Valuation/Gs_Invoice/Currency_code"));
    if (!item)
        tt_pick_row(e, &invoice_picks, sad);
    return tt_xml_docs_row(x, item ? item : sad, err);
}

static tt_status take_sad(tt_xml_docs *x, const tt_xml_node *sad, tt_err *err)
{
    const tt_xml_node *items = tt_xml_child(sad, "Items");
    uint64_t n = 0;
    for (const tt_xml_node *item = tt_xml_child(items ? items : sad, "Item"); item;
         item = tt_xml_more(item))
        TT_TRY(take_item(x, sad, item, ++n, err));
    if (n > 0)
        return TT_OK;
    bool says = tt_xml_child(sad, "Traders") || tt_xml_child(sad, "Valuation");
    return says ? take_item(x, sad, NULL, 0, err) : tt_xml_docs_not_read(x, sad, err);
}

/* By the type of the bill, else by the mode of transport (Recommendation 19). */
static tt_str bill_type(const tt_xml_node *bol)
{
    static const struct {
        const char *code, *type;
    } types[] = {{"HSB", "house_bl"}, {"HBL", "house_bl"}, {"AWB", "awb"}, {"HWB", "awb"}},
      modes[] = {{"2", "rail"}, {"3", "cmr"}, {"4", "awb"}, {"5", "postal"}};
    tt_str type = tt_xml_get(bol, "Bol_id/Bol_type_code");
    tt_str mode =
        tt_xml_get(bol, "../General_segment/Transport_information/Mode_of_transport_code");
    for (size_t i = 0; i < TT_LEN(types); i++)
        if (tt_str_is(type, types[i].code))
            return tt_str_of(types[i].type);
    for (size_t i = 0; i < TT_LEN(modes); i++)
        if (tt_str_is(mode, modes[i].code))
            return tt_str_of(modes[i].type);
    bool house = tt_xml_get(bol, "Bol_id/Master_bol_ref_number").n > 0;
    return house ? TT_STR("house_bl") : TT_STR("master_bl");
}

static tt_status take_container(tt_xml_docs *x, const tt_xml_node *bol,
                                const tt_xml_node *container, bool first, tt_err *err)
{
    tt_emit *e = &x->e;
    TT_TRY(tt_emit_open(e, TT_KIND_SHIPMENT, err));
    tt_emit_set(e, "document_type", bill_type(bol));
    tt_pick_row(e, &bol_picks, bol);
    tt_pick_row(e, &general_picks, bol->parent);
    /* Weights and packages are those of the bill, not of the container. */
    if (first)
        tt_pick_row(e, &bol_amounts_picks, bol);
    if (container)
        tt_pick_row(e, &container_picks, container);
    return tt_xml_docs_row(x, container ? container : bol, err);
}

static tt_status take_bol(tt_xml_docs *x, const tt_xml_node *bol, tt_err *err)
{
    const tt_xml_node *container = tt_xml_child(bol, "ctn_segment");
    bool first = true;
    do {
        TT_TRY(take_container(x, bol, container, first, err));
        first = false;
        container = container ? tt_xml_more(container) : NULL;
    } while (container);
    return TT_OK;
}

/* --- events --- */

static tt_status take_cut(tt_xml_docs *x, const tt_xml_node *n, tt_err *err)
{
    return tt_str_is(n->name, "Bol_segment") ? take_bol(x, n, err) : take_sad(x, n, err);
}

/* A manifest says how many bills it has. */
static tt_status check_count(tt_xml_docs *x, const tt_xml_node *root, tt_err *err)
{
    tt_row_at at = tt_xml_docs_at(x, root);
    tt_str said = tt_xml_get(root, "General_segment/Totals_segment/Total_number_of_bols");
    uint64_t n;
    if (!tt_parse_u64(said, &n) || n == x->n_cuts)
        return TT_OK;
    return tt_emit_note(&x->e, TT_REASON_CONTROL_TOTAL, &at, NULL, said, err);
}

static tt_status read_asycuda(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    tt_xml_docs x = {.cuts = cuts, .take = take_cut, .close = check_count};
    return tt_xml_docs_read(&x, in, sink, err);
}

const tt_reader tt_reader_asycuda = {
    .id = "asycuda",
    .title = "ASYCUDA World XML: declarations (SAD) and manifests (AWMDS)",
    .extensions = "xml",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_asycuda,
};
