/*
 * cii.c - UN/CEFACT Cross Industry Invoice (EN 16931, Factur-X, ZUGFeRD 1 and 2) to invoice
 * records.
 *
 * Lines come before the header, so the whole document is one cut.  Names of the aggregates changed
 * between ZUGFeRD 1 and D16B, those of what is in them hardly: paths begin with "*".  Elements and
 * fields: cii.md.
 */
#include "base/str.h"
#include "read/untdid.h"
#include "read/xml_docs.h"

#define AGREEMENT "*/*/"  /* SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement */
#define DELIVERY "*/*/"   /* .../ApplicableHeaderTradeDelivery */
#define SETTLEMENT "*/*/" /* .../ApplicableHeaderTradeSettlement */

#define PARTY(role, element)                                                                       \
    {role "_name", AGREEMENT element "/Name", 0},                                                  \
        {role "_name", AGREEMENT element "/SpecifiedLegalOrganization/TradingBusinessName", 0},    \
        {role "_country", AGREEMENT element "/PostalTradeAddress/CountryID", 0},                   \
        {role "_id", AGREEMENT element "/SpecifiedLegalOrganization/ID[@schemeID=0199]", 0},       \
        {role "_id", AGREEMENT element "/GlobalID[@schemeID=0199]", 0},                            \
        {role "_id", AGREEMENT element "/SpecifiedTaxRegistration/ID[@schemeID=VA]", 0},           \
        {role "_id", AGREEMENT element "/SpecifiedTaxRegistration/ID", 0},                         \
        {role "_id", AGREEMENT element "/SpecifiedLegalOrganization/ID", 0},                       \
        {role "_id", AGREEMENT element "/GlobalID", 0}, {role "_id", AGREEMENT element "/ID", 0},  \
        {role "_address", AGREEMENT element "/PostalTradeAddress/LineOne", TT_PICK_LIST},          \
        {role "_address", AGREEMENT element "/PostalTradeAddress/StreetName", TT_PICK_LIST},       \
        {role "_address", AGREEMENT element "/PostalTradeAddress/LineTwo", TT_PICK_LIST},          \
        {role "_address", AGREEMENT element "/PostalTradeAddress/LineThree", TT_PICK_LIST},        \
        {role "_address", AGREEMENT element "/PostalTradeAddress/PostcodeCode", TT_PICK_LIST},     \
        {role "_address", AGREEMENT element "/PostalTradeAddress/CityName", TT_PICK_WORDS},        \
    {                                                                                              \
        role "_address", AGREEMENT element "/PostalTradeAddress/CountrySubDivisionName",           \
            TT_PICK_LIST                                                                           \
    }

/* From the document element. */
static const tt_pick header_table[] = {
    {"invoice_number", "ExchangedDocument/ID", 0},
    {"invoice_number", "HeaderExchangedDocument/ID", 0},
    {"issue_date", "*/IssueDateTime/DateTimeString", TT_PICK_DATE},
    {"issue_date", "*/IssueDateTime/DateTime", 0},
    {"due_date", SETTLEMENT "SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",
     TT_PICK_DATE},
    {"due_date", SETTLEMENT "SpecifiedTradePaymentTerms/DueDateDateTime/DateTime", 0},
    PARTY("seller", "SellerTradeParty"),
    {"seller_account",
     SETTLEMENT "SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID",
     TT_PICK_BARE},
    {"seller_account",
     SETTLEMENT
     "SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/ProprietaryID",
     TT_PICK_BARE},
    PARTY("buyer", "BuyerTradeParty"),
    {"buyer_account",
     SETTLEMENT "SpecifiedTradeSettlementPaymentMeans/PayerPartyDebtorFinancialAccount/IBANID",
     TT_PICK_BARE},
    {"currency", SETTLEMENT "InvoiceCurrencyCode", 0},
    {"currency",
     SETTLEMENT "SpecifiedTradeSettlementHeaderMonetarySummation/GrandTotalAmount/@currencyID", 0},
    {"invoice_total", SETTLEMENT "SpecifiedTradeSettlementHeaderMonetarySummation/GrandTotalAmount",
     0},
    {"invoice_total", SETTLEMENT "SpecifiedTradeSettlementMonetarySummation/GrandTotalAmount", 0},
    {"incoterm", DELIVERY "ApplicableTradeDeliveryTerms/DeliveryTypeCode", 0},
    {"order_number", AGREEMENT "BuyerOrderReferencedDocument/IssuerAssignedID", 0},
    {"order_number", AGREEMENT "BuyerOrderReferencedDocument/ID", 0},
    {"transport_document",
     AGREEMENT "AdditionalReferencedDocument[TypeCode=" TT_UNTDID_CARRIAGE "]/IssuerAssignedID", 0},
    {"payment_terms", SETTLEMENT "SpecifiedTradePaymentTerms/Description", TT_PICK_LIST},
};

/* From IncludedSupplyChainTradeLineItem. */
static const tt_pick line_table[] = {
    {"description", "SpecifiedTradeProduct/Name", TT_PICK_MORE},
    {"description", "SpecifiedTradeProduct/Description", TT_PICK_MORE},
    {"description", "AssociatedDocumentLineDocument/IncludedNote/Content", 0},
    {"hs_code", "SpecifiedTradeProduct/DesignatedProductClassification/ClassCode[@listID=HS]", 0},
    {"origin_country", "SpecifiedTradeProduct/OriginTradeCountry/ID", 0},
    {"quantity", "*/BilledQuantity", 0},
    {"unit", "*/BilledQuantity/@unitCode", 0},
    {"line_amount", "*/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount", 0},
    {"line_amount", "*/SpecifiedTradeSettlementMonetarySummation/LineTotalAmount", 0},
    {"order_number", "*/BuyerOrderReferencedDocument/IssuerAssignedID", 0},
};

/* From the document element, when it has no lines: all goods are one. */
static const tt_pick whole_table[] = {
    {"line_amount", SETTLEMENT "SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount",
     0},
    {"line_amount", SETTLEMENT "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount", 0},
    {"line_amount",
     SETTLEMENT "SpecifiedTradeSettlementHeaderMonetarySummation/TaxBasisTotalAmount", 0},
};

static const char *const roots[] = {"CrossIndustryInvoice", "CrossIndustryDocument", NULL};

static const tt_picks header_picks = TT_PICKS(header_table), line_picks = TT_PICKS(line_table),
                      whole_picks = TT_PICKS(whole_table);

struct reading {
    tt_xml_docs docs;
    int64_t last; /* line number */
};

static int sniff(tt_str head)
{
    tt_str name, ns;
    if (!tt_xml_root(head, &name, &ns))
        return 0;
    for (size_t i = 0; roots[i]; i++)
        if (tt_str_is(name, roots[i]))
            return 95;
    bool inside = tt_str_find(head, TT_STR(":CrossIndustryInvoice:"), 0) != SIZE_MAX ||
                  tt_str_find(head, TT_STR("urn:ferd:CrossIndustryDocument"), 0) != SIZE_MAX;
    return inside ? 80 : 0;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    TT_UNUSED(bytes);
    TT_UNUSED(map);
    return TT_KIND_INVOICE;
}

/* The price of one unit of the quantity: not when it is for another unit. */
static tt_status set_price(struct reading *r, const tt_xml_node *line, tt_err *err)
{
    tt_emit *e = &r->docs.e;
    const tt_xml_node *price = tt_xml_find(line, "*/NetPriceProductTradePrice"),
                      *base = tt_xml_child(price, "BasisQuantity");
    tt_str unit = tt_emit_get(e, "unit"), per = tt_xml_attr_of(base, "unitCode");
    if (unit.n > 0 && per.n > 0 && !tt_str_eq(unit, per)) {
        tt_row_at at = tt_xml_docs_at(&r->docs, line);
        return tt_emit_note(e, TT_REASON_OTHER_UNIT, &at, "unit_price",
                            tt_emit_join(e, per, " ", unit), err);
    }
    tt_emit_set(e, "unit_price",
                tt_emit_per_one(e, tt_xml_get(price, "ChargeAmount"),
                                base ? base->text : (tt_str){NULL, 0}));
    return TT_OK;
}

static tt_status
take_line(struct reading *r, const tt_xml_node *root, const tt_xml_node *line, tt_err *err)
{
    tt_emit *e = &r->docs.e;
    TT_TRY(tt_emit_open(e, TT_KIND_INVOICE, err));
    tt_emit_set(e, "document_type", tt_untdid_invoice(tt_xml_get(root, "*/TypeCode")));
    tt_emit_set(e, "document_status", tt_untdid_corrected(tt_xml_get(root, "*/TypeCode")));
    tt_pick_row(e, &header_picks, root);
    if (line) {
        tt_emit_line(e, tt_xml_get(line, "AssociatedDocumentLineDocument/LineID"), &r->last);
        tt_pick_row(e, &line_picks, line);
        TT_TRY(set_price(r, line, err));
    } else {
        tt_pick_row(e, &whole_picks, root);
    }
    return tt_xml_docs_row(&r->docs, line ? line : root, err);
}

/* Groups and remarks are no items: their amounts are those of other lines. */
static bool is_item(const tt_xml_node *line)
{
    tt_str why = tt_xml_get(line, "AssociatedDocumentLineDocument/LineStatusReasonCode");
    return !tt_str_is(why, "GROUP") && !tt_str_is(why, "INFORMATION");
}

/* Copies and tests are read, and told. */
static tt_status tell_document(struct reading *r, const tt_xml_node *root, tt_err *err)
{
    static const struct {
        const char *path;
        tt_reason what;
    } marks[] = {{"*/TestIndicator/Indicator", TT_REASON_NOT_IN_FORCE},
                 {"*/CopyIndicator/Indicator", TT_REASON_RESENT}};
    for (size_t i = 0; i < TT_LEN(marks); i++) {
        const tt_xml_node *mark = tt_xml_find(root, marks[i].path);
        if (!mark || !tt_str_is(tt_str_trim(mark->text), "true"))
            continue;
        tt_row_at at = tt_xml_docs_at(&r->docs, mark);
        TT_TRY(tt_emit_note(&r->docs.e, marks[i].what, &at, NULL, mark->parent->name, err));
    }
    return TT_OK;
}

static tt_status take_document(tt_xml_docs *x, const tt_xml_node *root, tt_err *err)
{
    struct reading *r = (struct reading *)x; /* its first member */
    uint64_t n = 0;
    r->last = 0;
    TT_TRY(tell_document(r, root, err));
    for (const tt_xml_node *t = root->first; t; t = t->next)
        for (const tt_xml_node *line = tt_xml_child(t, "IncludedSupplyChainTradeLineItem"); line;
             line = tt_xml_more(line)) {
            if (!is_item(line))
                continue;
            n++;
            TT_TRY(take_line(r, root, line, err));
        }
    /* The profiles MINIMUM and BASIC WL have no lines. */
    return n > 0 ? TT_OK : take_line(r, root, NULL, err);
}

static tt_status read_cii(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    struct reading r = {
        .docs = {.cuts = roots, .take = take_document},
    };
    return tt_xml_docs_read(&r.docs, in, sink, err);
}

const tt_reader tt_reader_cii = {
    .id = "cii",
    .title = "UN/CEFACT Cross Industry Invoice (EN 16931, Factur-X, ZUGFeRD)",
    .extensions = "xml",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_cii,
};
