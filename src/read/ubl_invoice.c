/*
 * ubl_invoice.c - UBL invoices, credit and debit notes: one record for each line.
 *
 * Allowances, charges, taxes and prepayments of the document are in no line.
 */
#include "base/num.h"
#include "base/str.h"
#include "read/ubl_doc.h"
#include "read/untdid.h"

enum { DECIMALS = 6 };

static const tt_pick header[] = {
    {"invoice_number", "ID", 0},
    {"issue_date", "IssueDate", TT_PICK_DATE},
    {"due_date", "DueDate", TT_PICK_DATE},
    {"due_date", "PaymentMeans/PaymentDueDate", TT_PICK_DATE},
    {"due_date", "PaymentTerms/PaymentDueDate", TT_PICK_DATE},
    {"seller_account", "PaymentMeans/PayeeFinancialAccount/ID", TT_PICK_BARE},
    {"buyer_account", "PaymentMeans/PayerFinancialAccount/ID", TT_PICK_BARE},
    {"buyer_account", "PaymentMeans/PaymentMandate/PayerFinancialAccount/ID", TT_PICK_BARE},
    {"incoterm", "DeliveryTerms/ID", 0},
    {"incoterm", "Delivery/DeliveryTerms/ID", 0},
    {"incoterm", "*/Delivery/DeliveryTerms/ID[@schemeID=INCOTERMS]", 0},
    {"order_number", "OrderReference/ID", 0},
    {"order_number", "*/OrderLineReference/OrderReference/ID", 0},
    {"transport_document",
     "AdditionalDocumentReference[DocumentTypeCode=" TT_UNTDID_CARRIAGE "]/ID", 0},
    {"transport_document",
     "AdditionalDocumentReference[DocumentType=Bill of Lading|Waybill|Air Waybill|CMR]/ID", 0},
    {"payment_terms", "PaymentTerms/Note", 0},
};

static const tt_pick line_table[] = {
    {"description", "Item/Name", TT_PICK_MORE},
    {"description", "Item/Description", TT_PICK_MORE},
    TT_UBL_HS_CODE,
    {"hs_code", "Item/StandardItemIdentification/ID[@schemeID=020|HS]", 0},
    {"hs_code", "Delivery/Shipment/GoodsItem/RequiredCustomsID", 0},
    {"origin_country", "Item/OriginCountry/IdentificationCode", 0},
    {"origin_country", "Item/OriginCountry/Name", 0},
    {"quantity", "InvoicedQuantity", 0},
    {"quantity", "CreditedQuantity", 0},
    {"quantity", "DebitedQuantity", 0},
    {"unit", "InvoicedQuantity/@unitCode", 0},
    {"unit", "CreditedQuantity/@unitCode", 0},
    {"unit", "DebitedQuantity/@unitCode", 0},
};

const tt_picks tt_ubl_invoice_tables[TT_UBL_TABLES] = {
    [TT_UBL_INVOICE] = TT_PICKS(header),
    [TT_UBL_LINE] = TT_PICKS(line_table),
};

/* --- the document --- */

static const char *const sellers[] = {"AccountingSupplierParty/Party", "SellerSupplierParty/Party",
                                      NULL};
/* Of a Turkish export invoice the accounting customer is the ministry of customs, to which it is
 * sent; who buys is a BuyerCustomerParty that says which kind of party it is. */
static const char *const buyers[] = {
    "BuyerCustomerParty/Party/PartyIdentification/ID[@schemeID=PARTYTYPE]/../..",
    "AccountingCustomerParty/Party", "BuyerCustomerParty/Party", NULL};
static const char *const totals[] = {"LegalMonetaryTotal", "RequestedMonetaryTotal", NULL};

static bool is_line(const tt_xml_node *n)
{
    return tt_str_is(n->name, "InvoiceLine") || tt_str_is(n->name, "CreditNoteLine") ||
           tt_str_is(n->name, "DebitNoteLine");
}

static const tt_xml_node *first_line(const tt_xml_node *n)
{
    while (n && !is_line(n))
        n = n->next;
    return n;
}

/* MyInvois, whose codes have the version of their list: 02 and 12 credit, 03 and 13 debit, 04 and
 * 14 refund; of 11 on self-billed.  Other lists use 02 and 03 for other things. */
static tt_str malaysian_type(tt_str code)
{
    static const struct {
        const char *codes, *type;
    } rows[] = {{"02|12|04|14", "credit_note"}, {"03|13", "debit_note"}};
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_untdid_among(tt_str_trim(code), rows[i].codes))
            return tt_str_of(rows[i].type);
    return (tt_str){NULL, 0};
}

static tt_str document_type(const tt_xml_node *doc)
{
    static const struct {
        const char *root, *type;
    } roots[] = {
        {"CreditNote", "credit_note"},
        {"SelfBilledCreditNote", "credit_note"},
        {"DebitNote", "debit_note"},
    };
    for (size_t i = 0; i < TT_LEN(roots); i++)
        if (tt_str_is(doc->name, roots[i].root))
            return tt_str_of(roots[i].type);
    const tt_xml_node *code = tt_xml_child(doc, "InvoiceTypeCode");
    tt_str type = tt_xml_attr_of(code, "listVersionID").n > 0 ? malaysian_type(code->text)
                                                              : (tt_str){NULL, 0};
    if (type.n == 0)
        type = tt_untdid_invoice(tt_xml_get(doc, "InvoiceTypeCode"));
    return type.n > 0 ? type : TT_STR("invoice");
}

/* The currency that amounts name, as far as they agree. */
struct currencies {
    tt_str one;
    bool all; /* every amount names it */
};

static void count_currency(struct currencies *c, const tt_xml_node *amount)
{
    if (!amount)
        return;
    tt_str of = tt_str_trim(tt_xml_attr_of(amount, "currencyID"));
    if (c->one.n == 0)
        c->one = of;
    c->all &= of.n > 0 && tt_str_eq(of, c->one);
}

/* DocumentCurrencyCode; what the totals and the first line name when it is not there, or when they
 * all differ from it. */
static tt_status set_currency(tt_ubl *u, const tt_xml_node *doc, const tt_xml_node *total,
                              const tt_row_at *at, tt_err *err)
{
    tt_str header_says = tt_xml_get(doc, "DocumentCurrencyCode");
    struct currencies c = {.all = true};
    for (const tt_xml_node *a = total ? total->first : NULL; a; a = a->next)
        count_currency(&c, a);
    count_currency(&c, tt_xml_child(first_line(doc->first), "LineExtensionAmount"));
    bool other = header_says.n > 0 && c.all && c.one.n > 0 && !tt_str_eq(c.one, header_says);
    if (other)
        TT_TRY(tt_emit_note(&u->e, TT_REASON_OTHER_CURRENCY, at, "currency",
                            tt_emit_join(&u->e, header_says, " ", c.one), err));
    tt_emit_set(&u->e, "currency", header_says.n > 0 && !other ? header_says : c.one);
    return TT_OK;
}

/* Of two amounts of which one may be missing. */
static tt_str sum(tt_ubl *u, tt_str a, tt_str b)
{
    int64_t x, y;
    char text[TT_NUM_TEXT];
    if (b.n == 0 || !tt_parse_dec(a, DECIMALS, &x, NULL) || !tt_parse_dec(b, DECIMALS, &y, NULL) ||
        !tt_add_i64(x, y, &x))
        return a;
    tt_str out = tt_arena_str(u->in->scratch, (tt_str){text, tt_dec_text(x, DECIMALS, text)});
    u->e.failed |= out.p == NULL;
    return out;
}

/* With tax, before prepayments. */
static tt_status set_total(tt_ubl *u, const tt_xml_node *total, const tt_row_at *at, tt_err *err)
{
    const tt_xml_node *payable = tt_xml_child(total, "PayableAmount");
    TT_TRY(
        tt_pick_amount(&u->e, "invoice_total", tt_xml_child(total, "TaxInclusiveAmount"), at, err));
    if (!payable || payable->text.n == 0 || !tt_emit_lacks(&u->e, "invoice_total"))
        return TT_OK;
    tt_xml_node before = *payable;
    before.text = sum(u, payable->text, tt_xml_get(total, "PrepaidAmount"));
    return tt_pick_amount(&u->e, "invoice_total", &before, at, err);
}

static tt_status fill_header(tt_ubl *u, const tt_xml_node *doc, const tt_row_at *at, tt_err *err)
{
    const tt_xml_node *total = tt_ubl_first(doc, totals);
    tt_emit *e = &u->e;
    TT_TRY(tt_emit_open(e, TT_KIND_INVOICE, err));
    tt_emit_set(e, "document_type", document_type(doc));
    tt_emit_set(e, "document_status", tt_untdid_corrected(tt_xml_get(doc, "InvoiceTypeCode")));
    /* Peppol wants an order reference where there is none. */
    if (tt_str_is(tt_xml_get(doc, "OrderReference/ID"), "NA"))
        tt_emit_set(e, "order_number", tt_xml_get(doc, "OrderReference/SalesOrderID"));
    tt_ubl_pick(u, TT_UBL_INVOICE, doc);
    tt_ubl_party(u, TT_UBL_SELLER, "seller_name", "seller_address", tt_ubl_first(doc, sellers));
    tt_ubl_party(u, TT_UBL_BUYER, "buyer_name", "buyer_address", tt_ubl_first(doc, buyers));
    TT_TRY(set_currency(u, doc, total, at, err));
    return set_total(u, total, at, err);
}

/* --- lines --- */

/* The price of one unit of the quantity: not when it is for another unit. */
static tt_status set_price(tt_ubl *u, const tt_xml_node *line, const tt_row_at *at, tt_err *err)
{
    const tt_xml_node *around = tt_xml_child(line, "Price");
    const tt_xml_node *price = tt_xml_child(around, "PriceAmount");
    const tt_xml_node *base = tt_xml_child(around, "BaseQuantity");
    tt_str unit = tt_emit_get(&u->e, "unit"), per = tt_xml_attr_of(base, "unitCode");
    if (!price)
        return TT_OK;
    if (unit.n > 0 && per.n > 0 && !tt_str_eq(unit, per))
        return tt_emit_note(&u->e, TT_REASON_OTHER_UNIT, at, "unit_price",
                            tt_emit_join(&u->e, per, " ", unit), err);
    tt_xml_node one = *price;
    if (base)
        one.text = tt_emit_per_one(&u->e, price->text, base->text);
    return tt_pick_amount(&u->e, "unit_price", &one, at, err);
}

static tt_status read_line(tt_ubl *u, const tt_xml_node *line, tt_err *err)
{
    tt_row_at at = tt_ubl_at(u, line);
    tt_ubl_clear_line(u);
    const tt_xml_node *id = tt_xml_child(line, "ID");
    tt_emit_line(&u->e, id ? id->text : TT_STR(""), &u->last_line);
    tt_ubl_pick(u, TT_UBL_LINE, line);
    TT_TRY(set_price(u, line, &at, err));
    TT_TRY(
        tt_pick_amount(&u->e, "line_amount", tt_xml_child(line, "LineExtensionAmount"), &at, err));
    return tt_emit_row(&u->e, &at, err);
}

/* An invoice without lines: one row, with the sum of what would be its lines. */
static tt_status read_whole(tt_ubl *u, const tt_xml_node *doc, tt_err *err)
{
    static const char *const sums[] = {"LineExtensionAmount", "TaxExclusiveAmount", NULL};
    tt_row_at at = tt_ubl_at(u, doc);
    const tt_xml_node *sum = tt_ubl_first(tt_ubl_first(doc, totals), sums);
    TT_TRY(tt_pick_amount(&u->e, "line_amount", sum, &at, err));
    return tt_emit_row(&u->e, &at, err);
}

/* Texts of the header last as long as the document. */
static tt_status set_header(tt_ubl *u, const tt_xml_node *doc, tt_err *err)
{
    tt_row_at at = tt_ubl_at(u, doc);
    TT_TRY(tt_ubl_told_cut(u, doc, &at, err));
    u->last_line = 0;
    u->in->scratch = &u->header;
    tt_status st = fill_header(u, doc, &at, err);
    u->in->scratch = u->scratch;
    return st;
}

/* Lines come last: then the header is complete. */
static bool is_header_complete(const tt_xml_node *doc)
{
    return tt_ubl_first(doc, totals) && tt_ubl_first(doc, sellers) && tt_ubl_first(doc, buyers);
}

tt_status tt_ubl_invoice_line(tt_ubl *u, const tt_xml_node *line, bool *keep, tt_err *err)
{
    if (!u->lined && !is_header_complete(line->parent)) {
        *keep = true;
        return TT_OK;
    }
    if (!u->lined)
        TT_TRY(set_header(u, line->parent, err));
    else if (line->cut_inside) {
        tt_row_at at = tt_ubl_at(u, line);
        TT_TRY(tt_ubl_told_cut(u, line, &at, err));
    }
    u->lined = line->parent;
    return read_line(u, line, err);
}

tt_status tt_ubl_invoice(tt_ubl *u, const tt_xml_node *doc, tt_err *err)
{
    const tt_xml_node *line = first_line(doc->first);
    if (u->lined)
        return TT_OK;
    TT_TRY(set_header(u, doc, err));
    if (!line)
        return read_whole(u, doc, err);
    for (; line; line = first_line(line->next))
        TT_TRY(read_line(u, line, err));
    return TT_OK;
}
