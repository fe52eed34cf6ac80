/*
 * wco.c - WCO Data Model declarations (DEC), with the UK's CDS as the public profile.
 *
 * One Declaration is one cut: its items need its header.  Responses, notifications and movements
 * are told as types that are not read.  Elements and fields: wco.md.
 */
#include "base/str.h"
#include "read/untdid.h"
#include "read/xml_docs.h"

/* From GoodsShipment; ".." is the declaration, or what stands between them in Brazil. */
static const tt_pick header_table[] = {
    {"declaration_number", "../ID", 0},
    {"declaration_number", "../FunctionalReferenceID", 0},
    {"declaration_date", "../AcceptanceDateTime/DateTimeString", TT_PICK_DATE},
    {"declaration_date", "../AcceptanceDateTime", TT_PICK_DATE},
    {"declaration_date", "../IssueDateTime/DateTimeString", TT_PICK_DATE},
    {"declaration_date", "../IssueDateTime", TT_PICK_DATE},
    {"office", "../DeclarationOfficeID", 0},
    {"office", "../DeclarationOffice/ID", 0},
    {"office", "../SupervisingOffice/ID", 0},
    {"office", "../ExitOffice/ID", 0},
    {"declarant_name", "../Declarant/Name", 0},
    {"transport_mode", "../BorderTransportMeans/ModeCode", 0},
    {"transport_mode", "Consignment/*/ModeCode", 0},
    {"invoice_number", "Invoice/ID", 0},
};

/* From GovernmentAgencyGoodsItem. */
static const tt_pick item_table[] = {
    {"description", "Commodity/Description", 0},
    {"description", "Commodity/CommercialDescription", 0},
    {"description", "Commodity/CargoDescription", 0},
    {"origin_country", "Origin[TypeCode=1]/CountryCode", 0},
    {"origin_country", "Origin/CountryCode", 0},
    {"quantity", "Commodity/GoodsMeasure/TariffQuantity", 0},
    {"quantity", "Destination/GoodsMeasure/TariffQuantity", 0},
    {"unit", "Commodity/GoodsMeasure/TariffQuantity/@unitCode", 0},
    {"net_weight_kg", "Commodity/GoodsMeasure/NetNetWeightMeasure", 0},
    {"net_weight_kg", "GoodsMeasure/NetNetWeightMeasure", 0},
    {"gross_weight_kg", "Commodity/GoodsMeasure/GrossMassMeasure", 0},
    {"gross_weight_kg", "GoodsMeasure/GrossMassMeasure", 0},
    {"invoice_number", "Commodity/InvoiceLine/Invoice/ID", 0},
};

/* Who they are, from an item, best first: the first that has a number or a name is the party. */
static const struct party {
    const char *name, *country, *id;
    const char *paths[8];
} parties[] = {
    {"exporter_name",
     "exporter_country",
     "exporter_id",
     {"Exporter", "../../Exporter", "../Exporter", "Consignor", "../Consignor",
      "../Consignment/Consignor", "../../Consignment/Consignor"}},
    {"importer_name",
     "importer_country",
     "importer_id",
     {"Importer", "../Importer", "../../Importer", "Consignee", "../Consignee",
      "../Consignment/Consignee", "../../Consignment/Consignee"}},
};

/* Documents of an item by their codes: the category, N where none is said, and the type. */
static const struct reference {
    const char *field, *categories, *types;
} references[] = {
    {"transport_document", "N", TT_UNTDID_CARRIAGE},
    {"invoice_number", "N", "380|935"},
    {"permit_number", "C", "400|401|402|403|404|405|690"}, /* CITES, FLEGT */
    {"permit_number", "L", "049"},
};

/* Documents of an item or of all of them: in the Union's model since 2023 each kind has
 * an element of its own. */
static const char *const documents[] = {"AdditionalDocument", "SupportingDocument",
                                        "TransportContractDocument", "TransportDocument"};

/* Where an item says its value, best first; and what names the currency when the amount does not.
 */
static const struct value {
    const char *path, *currency;
} values[] = {
    {"CustomsValueAmount", NULL},
    {"CustomsValuation/CustomsValueAmount", NULL},
    {"Commodity/InvoiceLine/ItemChargeAmount", "../../InvoiceAmount/@currencyID"},
    {"StatisticalValueAmount", NULL},
};

static const char *const cuts[] = {"Declaration", NULL};

static const tt_picks header_picks = TT_PICKS(header_table), item_picks = TT_PICKS(item_table);

struct reading {
    tt_xml_docs docs;
    int64_t last; /* line number */
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

/* Brazil's DU-E says by an element of its own whether goods are on tax invoices; NULL: no DU-E. */
static const tt_xml_node *brazilian(const tt_xml_node *d)
{
    const tt_xml_node *n = tt_xml_child(d, "DeclarationNFe");
    return n ? n : tt_xml_child(d, "DeclarationNoNF");
}

/* The procedure of an item: that with a code for what was before, as others are additional ones. */
static const tt_xml_node *procedure_of(const tt_xml_node *item)
{
    const tt_xml_node *first = tt_xml_child(item, "GovernmentProcedure");
    for (const tt_xml_node *n = first; n; n = tt_xml_more(n))
        if (tt_xml_get(n, "PreviousCode").n > 0)
            return n;
    return first;
}

/* "IMA", "EXD", "COA": the first two letters (Union Customs Code, data element 1/1). */
static tt_str direction_of(const tt_xml_node *d)
{
    static const struct {
        const char *start, *word;
    } rows[] = {{"IM", "import"}, {"EX", "export"}, {"T1", "transit"}, {"T2", "transit"}};
    tt_str code = tt_xml_get(d, "TypeCode");
    if (brazilian(d))
        return TT_STR("export"); /* a DU-E is of exports */
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_str_starts(code, tt_str_of(rows[i].start)))
            return tt_str_of(rows[i].word);
    /* "CO": trade within a customs territory goes the way that its procedure says. */
    tt_str procedure = tt_xml_get(
        procedure_of(tt_xml_find(d, "GoodsShipment/GovernmentAgencyGoodsItem")), "CurrentCode");
    if (procedure.n == 0)
        return (tt_str){NULL, 0};
    return memchr("123", procedure.p[0], 3)    ? TT_STR("export")
           : memchr("4567", procedure.p[0], 4) ? TT_STR("import")
                                               : (tt_str){NULL, 0};
}

/* Subheading, and the digits of the Union's tariffs in a row: at most ten. */
static void set_hs(tt_emit *e, const tt_xml_node *item)
{
    static const struct {
        const char *path;
        size_t after; /* digits that these two go on */
    } more[] = {{"Commodity/Classification[IdentificationTypeCode=CN]/ID", 6},
                {"Commodity/Classification[IdentificationTypeCode=TRC]/ID", 8}};
    tt_str code = tt_xml_get(item, "Commodity/Classification[IdentificationTypeCode=TSP|HS]/ID");
    for (size_t i = 0; i < TT_LEN(more); i++) {
        tt_str two = tt_xml_get(item, more[i].path);
        if (code.n == more[i].after && two.n == 2)
            code = tt_emit_join(e, code, "", two);
    }
    tt_emit_set(e, "hs_code", code);
}

static void set_value(tt_emit *e, const tt_xml_node *item)
{
    for (size_t i = 0; i < TT_LEN(values); i++) {
        const tt_xml_node *v = tt_xml_find(item, values[i].path);
        if (!v || v->text.n == 0)
            continue;
        tt_emit_set(e, "customs_value", v->text);
        tt_emit_set(e, "currency", tt_xml_attr_of(v, "currencyID"));
        if (values[i].currency)
            tt_emit_set(e, "currency", tt_xml_get(item, values[i].currency));
        /* Amounts without a currency are in the one that the deal was made in. */
        tt_emit_set(e, "currency", tt_xml_get(item, "../../CurrencyExchange/CurrencyTypeCode"));
        return;
    }
}

/* In the currency of the value, or the only amount of the item. */
static tt_status set_duty(tt_emit *e, const tt_xml_node *item, const tt_row_at *at, tt_err *err)
{
    const tt_xml_node *duty =
        tt_xml_find(item, "Commodity/DutyTaxFee[TypeCode=A00]/Payment/TaxAssessedAmount");
    return tt_pick_amount(e, "duty_amount", duty, at, err);
}

static void set_partner(tt_emit *e, const tt_xml_node *item)
{
    static const char *const paths[2][4] = {
        {"ExportCountry/ID", "DispatchCountry/ID", "../ExportCountry/ID", "../DispatchCountry/ID"},
        {"Destination/CountryCode", "../Destination/CountryCode"}};
    bool exported = tt_str_is(tt_emit_get(e, "direction"), "export");
    for (size_t i = 0; i < TT_LEN(paths[0]) && paths[exported][i]; i++)
        tt_emit_set(e, "partner_country", tt_xml_get(item, paths[exported][i]));
}

static void set_party(tt_emit *e, const struct party *p, const tt_xml_node *item)
{
    for (size_t i = 0; i < TT_LEN(p->paths) && p->paths[i]; i++) {
        const tt_xml_node *n = tt_xml_find(item, p->paths[i]);
        tt_emit_set(e, p->name, tt_xml_get(n, "Name"));
        tt_emit_set(e, p->id, tt_xml_get(n, "ID"));
        if (tt_emit_lacks(e, p->name) && tt_emit_lacks(e, p->id))
            continue;
        tt_emit_set(e, p->country, tt_xml_get(n, "Address/CountryCode"));
        return;
    }
}

/* Some profiles write "935" of category "N", others "N935". */
static void set_reference(tt_emit *e, const tt_xml_node *document)
{
    tt_str type = tt_xml_get(document, "TypeCode"), category = tt_xml_get(document, "CategoryCode");
    if (type.n == 0)
        type = tt_xml_get(document, "Type");
    if (type.n == 4 && tt_ascii_is_alpha(type.p[0])) {
        category = tt_str_sub(type, 0, 1);
        type = tt_str_sub(type, 1, SIZE_MAX);
    } else if (category.n == 0) {
        category = TT_STR("N");
    }
    for (size_t i = 0; i < TT_LEN(references); i++)
        if (tt_str_is(category, references[i].categories) &&
            tt_untdid_among(type, references[i].types))
            tt_emit_set(e, references[i].field, tt_xml_get(document, "ID"));
}

static void set_references(tt_emit *e, const tt_xml_node *of)
{
    for (size_t i = 0; i < TT_LEN(documents); i++)
        for (const tt_xml_node *n = tt_xml_child(of, documents[i]); n; n = tt_xml_more(n))
            set_reference(e, n);
}

static void set_procedure(tt_emit *e, const tt_xml_node *item)
{
    const tt_xml_node *n = procedure_of(item);
    tt_emit_set(e, "procedure_code",
                tt_emit_bare(e, tt_emit_join(e, tt_xml_get(n, "CurrentCode"), "",
                                             tt_xml_get(n, "PreviousCode"))));
}

/* What came before, in whatever category, may be the contract of carriage. */
static void set_carriage(tt_emit *e, const tt_xml_node *of)
{
    for (const tt_xml_node *n = tt_xml_child(of, "PreviousDocument"); n; n = tt_xml_more(n)) {
        tt_str type = tt_xml_get(n, "TypeCode");
        if (tt_untdid_among(tt_str_sub(type, type.n == 4, SIZE_MAX), TT_UNTDID_CARRIAGE))
            tt_emit_set(e, "transport_document", tt_xml_get(n, "ID"));
    }
}

static tt_status
take_item(struct reading *r, const tt_xml_node *d, const tt_xml_node *item, tt_err *err)
{
    tt_emit *e = &r->docs.e;
    tt_row_at at = tt_xml_docs_at(&r->docs, item);
    TT_TRY(tt_emit_open(e, TT_KIND_DECLARATION, err));
    tt_emit_set(e, "direction", direction_of(d));
    tt_emit_set(e, "document_status", tt_untdid_function(tt_xml_get(d, "FunctionCode")));
    tt_emit_set(e, "version", tt_xml_get(d, "VersionID"));
    tt_pick_row(e, &header_picks, item->parent);
    for (size_t i = 0; i < TT_LEN(parties); i++)
        set_party(e, &parties[i], item);
    set_hs(e, item);
    set_value(e, item);
    TT_TRY(set_duty(e, item, &at, err));
    set_partner(e, item);
    set_references(e, item);
    set_references(e, item->parent);
    set_carriage(e, item);
    set_carriage(e, item->parent);
    tt_emit_line(e, tt_xml_get(item, "SequenceNumeric"), &r->last);
    tt_pick_row(e, &item_picks, item);
    set_procedure(e, item);
    return tt_xml_docs_row(&r->docs, item, err);
}

static tt_status take_declaration(tt_xml_docs *x, const tt_xml_node *d, tt_err *err)
{
    struct reading *r = (struct reading *)x; /* its first member */
    uint64_t n = 0;
    /* An answer of customs repeats parts of what was declared: told once, for the whole message. */
    if (d->parent && tt_str_is(d->parent->name, "Response")) {
        x->n_cuts--;
        return TT_OK;
    }
    r->last = 0;
    const tt_xml_node *of = brazilian(d) ? brazilian(d) : d;
    for (const tt_xml_node *s = tt_xml_child(of, "GoodsShipment"); s; s = tt_xml_more(s))
        for (const tt_xml_node *item = tt_xml_child(s, "GovernmentAgencyGoodsItem"); item;
             item = tt_xml_more(item), n++)
            TT_TRY(take_item(r, d, item, err));
    /* A request to cancel names a declaration and no goods. */
    return n > 0 ? TT_OK : tt_xml_docs_not_read(x, d, err);
}

static tt_status read_wco(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    struct reading r = {
        .docs = {.cuts = cuts, .take = take_declaration},
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
