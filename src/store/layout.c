/*
 * layout.c - fields of documents and lines to the members of their structs.
 */
#include "store/load.h"

#define INV(field, how, member)                                                                    \
    {                                                                                              \
        field, TT_HOW_##how, offsetof(tt_invoice, member)                                          \
    }
static const tt_member_of invoice_header[] = {
    INV("invoice_number", TEXT, head.number),
    INV("issue_date", WHEN, head.date),
    INV("document_type", TYPE, type),
    INV("due_date", DATE, due),
    INV("invoice_total", MONEY, total),
    INV("incoterm", TERM, incoterm),
    INV("order_number", TEXT, order_number),
    INV("transport_document", TEXT, transport_document),
    INV("payment_terms", SHARED, payment_terms),
};

#define SHIP(field, how, member)                                                                   \
    {                                                                                              \
        field, TT_HOW_##how, offsetof(tt_shipment, member)                                         \
    }
static const tt_member_of shipment_header[] = {
    SHIP("transport_document", TEXT, head.number),
    SHIP("on_board_date", WHEN, head.date),
    SHIP("document_type", TYPE, type),
    SHIP("arrival_date", DATE, arrival),
    SHIP("manifest_number", SHARED, manifest_number),
    SHIP("vessel_name", SHARED, vessel_name),
    SHIP("vessel_imo", SHARED, vessel_imo),
    SHIP("voyage", SHARED, voyage),
    SHIP("port_of_loading", SHARED, port_of_loading),
    SHIP("port_of_discharge", SHARED, port_of_discharge),
    SHIP("place_of_receipt", SHARED, place_of_receipt),
    SHIP("place_of_delivery", SHARED, place_of_delivery),
    SHIP("transshipment_ports", SHARED, transshipment_ports),
    SHIP("freight_amount", MONEY, freight),
    SHIP("invoice_number", TEXT, invoice_number),
};

#define DECL(field, how, member)                                                                   \
    {                                                                                              \
        field, TT_HOW_##how, offsetof(tt_declaration, member)                                      \
    }
static const tt_member_of declaration_header[] = {
    DECL("declaration_number", TEXT, head.number),
    DECL("declaration_date", WHEN, head.date),
    DECL("direction", TYPE, type),
    DECL("partner_country", COUNTRY, partner),
    DECL("valuation_basis", BASIS, basis),
    DECL("office", SHARED, office),
    DECL("procedure_code", SHARED, procedure_code),
    DECL("transport_mode", SHARED, transport_mode),
    DECL("transport_document", TEXT, transport_document),
    DECL("invoice_number", TEXT, invoice_number),
};

#define PAY(field, how, member)                                                                    \
    {                                                                                              \
        field, TT_HOW_##how, offsetof(tt_payment, member)                                          \
    }
static const tt_member_of payment_header[] = {
    PAY("payment_id", TEXT, head.number), PAY("value_date", WHEN, head.date),
    PAY("amount", MONEY, amount),         PAY("instructed_amount", MONEY, instructed),
    PAY("charges", MONEY, charges),       PAY("channel", CHANNEL, channel),
    PAY("purpose", SHARED, purpose),      PAY("remittance_information", TEXT, remittance),
};

#define LINE(field, how, member)                                                                   \
    {                                                                                              \
        field, TT_HOW_##how, offsetof(tt_line, member)                                             \
    }
static const tt_member_of invoice_line[] = {
    LINE("line_number", LINE, line_number),
    LINE("description", SHARED, description),
    LINE("hs_code", HS, hs),
    LINE("origin_country", COUNTRY, origin),
    LINE("quantity", NUM, quantity),
    LINE("unit", UNIT, unit),
    LINE("unit_price", NUM, unit_price),
    LINE("line_amount", MONEY, amount),
};
static const tt_member_of shipment_line[] = {
    LINE("line_number", LINE, line_number),
    LINE("description", SHARED, description),
    LINE("hs_code", HS, hs),
    LINE("origin_country", COUNTRY, origin),
    LINE("quantity", NUM, quantity),
    LINE("unit", UNIT, unit),
    LINE("container_number", TEXT, container),
    LINE("seal_number", TEXT, seal),
    LINE("package_count", NUM, packages),
    LINE("gross_weight_kg", NUM, gross_kg),
    LINE("net_weight_kg", NUM, net_kg),
    LINE("volume_m3", NUM, volume_m3),
    LINE("declared_value", MONEY, amount),
};
static const tt_member_of declaration_line[] = {
    LINE("line_number", LINE, line_number),
    LINE("description", SHARED, description),
    LINE("hs_code", HS, hs),
    LINE("origin_country", COUNTRY, origin),
    LINE("quantity", NUM, quantity),
    LINE("unit", UNIT, unit),
    LINE("gross_weight_kg", NUM, gross_kg),
    LINE("net_weight_kg", NUM, net_kg),
    LINE("customs_value", MONEY, amount),
    LINE("permit_number", TEXT, permit_number),
};
static const tt_member_of payment_row[] = {
    {"invoice_number", TT_HOW_TEXT, offsetof(tt_payment_row, invoice_number)}};

#define HEADER(table) .header = table, .n_header = TT_LEN(table)
#define LINES(table) .line = table, .n_line = TT_LEN(table)
#define ROWS_ARE_LINES                                                                             \
    .row_size = sizeof(tt_line), .hash = offsetof(tt_line, row), .doc = offsetof(tt_line, doc),    \
    .line_number = offsetof(tt_line, line_number), .place = offsetof(tt_line, place)

const tt_layout tt_doc_layout[TT_KIND_COUNT] = {
    [TT_KIND_INVOICE] = {.doc_size = sizeof(tt_invoice),
                         HEADER(invoice_header),
                         LINES(invoice_line),
                         .role = {offsetof(tt_invoice, seller), offsetof(tt_invoice, buyer)},
                         ROWS_ARE_LINES},
    [TT_KIND_SHIPMENT] = {.doc_size = sizeof(tt_shipment),
                          HEADER(shipment_header),
                          LINES(shipment_line),
                          .role = {offsetof(tt_shipment, shipper), offsetof(tt_shipment, consignee),
                                   offsetof(tt_shipment, notify), offsetof(tt_shipment, carrier)},
                          ROWS_ARE_LINES},
    [TT_KIND_DECLARATION] = {.doc_size = sizeof(tt_declaration),
                             HEADER(declaration_header),
                             LINES(declaration_line),
                             .role = {offsetof(tt_declaration, exporter),
                                      offsetof(tt_declaration, importer),
                                      offsetof(tt_declaration, declarant)},
                             ROWS_ARE_LINES},
    [TT_KIND_PAYMENT] = {.doc_size = sizeof(tt_payment),
                         HEADER(payment_header),
                         LINES(payment_row),
                         .role = {offsetof(tt_payment, payer), offsetof(tt_payment, payee)},
                         .row_size = sizeof(tt_payment_row),
                         .hash = offsetof(tt_payment_row, row),
                         .doc = offsetof(tt_payment_row, payment),
                         .line_number = TT_NOWHERE,
                         .place = offsetof(tt_payment_row, place)},
};
