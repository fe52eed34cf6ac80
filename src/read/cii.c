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
};

static const char *const roots[] = {"CrossIndustryInvoice", "CrossIndustryDocument", NULL};

static const tt_picks header_picks = TT_PICKS(header_table), line_picks = TT_PICKS(line_table);

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
        tt_emit_set(e, "unit_price",
                    tt_emit_per_one(e, tt_xml_get(line, "*/NetPriceProductTradePrice/ChargeAmount"),
                                    tt_xml_get(line, "*/NetPriceProductTradePrice/BasisQuantity")));
    }
    return tt_xml_docs_row(&r->docs, line ? line : root, err);
}

/* Groups and remarks are no items: their amounts are those of other lines. */
static bool is_item(const tt_xml_node *line)
{
    tt_str why = tt_xml_get(line, "AssociatedDocumentLineDocument/LineStatusReasonCode");
    return !tt_str_is(why, "GROUP") && !tt_str_is(why, "INFORMATION");
}

static tt_status take_document(tt_xml_docs *x, const tt_xml_node *root, tt_err *err)
{
    struct reading *r = (struct reading *)x; /* its first member */
    uint64_t n = 0;
    r->last = 0;
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
