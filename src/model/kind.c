/*
 * kind.c - the fields of the record kinds: names, order, types, what they mean.
 *
 * Names and order are the contract of product.md; test_kind.c holds a second copy of them. Readers,
 * the case file, `schema` and `show` follow this table.  Not here: how a value is read (read/), how
 * it is kept (store/).
 */
#include "model/kind.h"

#include "base/str.h"

enum { R = TT_FF_REQUIRED, L = TT_FF_LINE, N = TT_FF_NUMBER, W = TT_FF_WHEN };

/* Rows: a plain field, one that can be checked, a choice of words, an amount and its currency, a
 * part of a party. */
#define FIELD(name, type, flags, help)                                                             \
    {                                                                                              \
        name, TT_FT_##type, flags, 0, TT_PART_NONE, NULL, NULL, help, TT_IDF_NONE                  \
    }
#define CHECKED(name, check, flags, help)                                                          \
    {                                                                                              \
        name, TT_FT_CODE, flags, 0, TT_PART_NONE, NULL, NULL, help, TT_IDF_##check                 \
    }
#define WORDS(name, flags, words, help)                                                            \
    {                                                                                              \
        name, TT_FT_ENUM, flags, 0, TT_PART_NONE, NULL, words, help, TT_IDF_NONE                   \
    }
#define AMOUNT(name, flags, ccy, help)                                                             \
    {                                                                                              \
        name, TT_FT_AMOUNT, flags, 0, TT_PART_NONE, ccy, NULL, help, TT_IDF_NONE                   \
    }
#define PARTY(name, type, flags, role, part, help)                                                 \
    {                                                                                              \
        name, TT_FT_##type, flags, role, TT_PART_##part, NULL, NULL, help, TT_IDF_NONE             \
    }

/* Which statement of a document a row belongs to: the last fields of each kind that has lines. */
#define VERSIONS                                                                                   \
    WORDS("document_status", 0, "draft|original|amended|cancelled",                                \
          "empty: original; amended: all of it anew; cancelled: it is void"),                      \
        FIELD("version", CODE, 0,                                                                  \
              "number, day or time that orders the statements of one document")

static const tt_field invoice_fields[] = {
    FIELD("invoice_number", CODE, R | N, "the seller's number of the invoice"),
    FIELD("issue_date", WHEN, R | W, "day of issue, with a time where the source has one"),
    WORDS("document_type", 0, "invoice|credit_note|debit_note|proforma", "empty counts as invoice"),
    FIELD("due_date", DATE, 0, "day when payment is due"),
    PARTY("seller_name", TEXT, R, 1, NAME, "who sells, as written"),
    PARTY("seller_country", COUNTRY, 0, 1, COUNTRY, "country of the seller"),
    PARTY("seller_id", CODE, 0, 1, ID, "tax, registration or LEI number of the seller"),
    PARTY("seller_address", TEXT, 0, 1, ADDRESS, "address of the seller, in one text"),
    PARTY("seller_account", CODE, 0, 1, ACCOUNT,
          "IBAN or account where the seller wants to be paid"),
    PARTY("buyer_name", TEXT, R, 2, NAME, "who buys, as written"),
    PARTY("buyer_country", COUNTRY, 0, 2, COUNTRY, "country of the buyer"),
    PARTY("buyer_id", CODE, 0, 2, ID, "tax, registration or LEI number of the buyer"),
    PARTY("buyer_address", TEXT, 0, 2, ADDRESS, "address of the buyer, in one text"),
    PARTY("buyer_account", CODE, 0, 2, ACCOUNT, "IBAN or account that the buyer pays from"),
    FIELD("currency", CCY, R, "currency of all amounts of the invoice"),
    FIELD("line_number", INT, L, "number of the line within the invoice"),
    FIELD("description", TEXT, L, "the goods, in words"),
    CHECKED("hs_code", HS, L, "Harmonized System code, 2 to 10 digits, dots allowed"),
    FIELD("origin_country", COUNTRY, L, "where the goods were made or grown"),
    FIELD("quantity", DEC, L, "how much, in unit"),
    FIELD("unit", CODE, L, "unit of quantity: a UN/ECE Recommendation 20 code or a usual word"),
    FIELD("unit_price", DEC, L, "price of one unit, in currency"),
    AMOUNT("line_amount", R | L, "currency",
           "amount of the line; negative on a credit note is allowed"),
    AMOUNT("invoice_total", 0, "currency", "total of the invoice; empty: the sum of its lines"),
    FIELD("incoterm", CODE, 0, "Incoterms rule: FOB, CIF, DAP ..."),
    FIELD("order_number", CODE, 0, "purchase order that is invoiced"),
    FIELD("transport_document", CODE, 0, "bill of lading or waybill that carried the goods"),
    FIELD("payment_terms", TEXT, 0, "terms of payment, as written"),
    VERSIONS,
};

static const tt_field shipment_fields[] = {
    FIELD("transport_document", CODE, R | N,
          "number of the bill of lading, waybill or consignment"),
    WORDS("document_type", 0, "master_bl|house_bl|awb|cmr|rail|courier|postal",
          "kind of transport document"),
    FIELD("manifest_number", CODE, 0, "manifest that lists this document"),
    FIELD("on_board_date", WHEN, R | W,
          "day on board or of acceptance, with a time where the source has one"),
    FIELD("arrival_date", WHEN, 0, "day of arrival, with a time where the source has one"),
    PARTY("shipper_name", TEXT, R, 1, NAME, "who sends the goods, as written"),
    PARTY("shipper_country", COUNTRY, 0, 1, COUNTRY, "country of the shipper"),
    PARTY("shipper_id", CODE, 0, 1, ID, "tax, registration or LEI number of the shipper"),
    PARTY("shipper_address", TEXT, 0, 1, ADDRESS, "address of the shipper, in one text"),
    PARTY("consignee_name", TEXT, R, 2, NAME, "who receives the goods, as written"),
    PARTY("consignee_country", COUNTRY, 0, 2, COUNTRY, "country of the consignee"),
    PARTY("consignee_id", CODE, 0, 2, ID, "tax, registration or LEI number of the consignee"),
    PARTY("consignee_address", TEXT, 0, 2, ADDRESS, "address of the consignee, in one text"),
    PARTY("notify_name", TEXT, 0, 3, NAME, "who is told of the arrival, as written"),
    PARTY("notify_country", COUNTRY, 0, 3, COUNTRY, "country of the notify party"),
    PARTY("notify_address", TEXT, 0, 3, ADDRESS, "address of the notify party, in one text"),
    PARTY("carrier_name", TEXT, 0, 4, NAME, "who carries the goods, as written"),
    FIELD("vessel_name", TEXT, 0, "name of the ship"),
    CHECKED("vessel_imo", IMO, 0, "IMO number of the ship, 7 digits"),
    FIELD("voyage", CODE, 0, "voyage or flight number"),
    CHECKED("port_of_loading", PLACE, R,
            "UN/LOCODE or name of the port where the goods were loaded"),
    CHECKED("port_of_discharge", PLACE, R,
            "UN/LOCODE or name of the port where the goods are discharged"),
    FIELD("place_of_receipt", CODE, 0,
          "UN/LOCODE or name of the place where the carrier took the goods"),
    FIELD("place_of_delivery", CODE, 0,
          "UN/LOCODE or name of the place where the carrier hands them over"),
    FIELD("transshipment_ports", LIST, 0,
          "UN/LOCODEs of the ports between, in order, separated by |"),
    CHECKED("container_number", CONTAINER, L, "container number (ISO 6346)"),
    FIELD("seal_number", CODE, L, "number of the seal"),
    FIELD("line_number", INT, L, "number of the line within the document"),
    FIELD("description", TEXT, L, "the goods, in words"),
    CHECKED("hs_code", HS, L, "Harmonized System code, 2 to 10 digits, dots allowed"),
    FIELD("package_count", INT, L, "number of packages"),
    FIELD("package_type", CODE, L,
          "kind of packages: a UN/ECE Recommendation 21 code or a usual word"),
    FIELD("quantity", DEC, L, "how much, in unit"),
    FIELD("unit", CODE, L, "unit of quantity: a UN/ECE Recommendation 20 code or a usual word"),
    FIELD("gross_weight_kg", DEC, L, "weight with packing, kilograms"),
    FIELD("net_weight_kg", DEC, L, "weight without packing, kilograms"),
    FIELD("volume_m3", DEC, L, "volume, cubic metres"),
    AMOUNT("declared_value", L, "currency", "value declared to the carrier"),
    FIELD("currency", CCY, L, "currency of declared_value and freight_amount"),
    AMOUNT("freight_amount", 0, "currency", "freight of the whole document"),
    FIELD("origin_country", COUNTRY, L, "where the goods were made or grown"),
    FIELD("invoice_number", CODE, 0, "invoice for the goods"),
    VERSIONS,
};

static const tt_field declaration_fields[] = {
    FIELD("declaration_number", CODE, R | N, "number that customs gave"),
    WORDS("direction", R, "import|export|transit", "which way the goods go"),
    FIELD("declaration_date", WHEN, R | W,
          "day of acceptance, with a time where the source has one"),
    FIELD("office", CODE, 0, "customs office"),
    PARTY("exporter_name", TEXT, R, 1, NAME, "who exports, as written"),
    PARTY("exporter_country", COUNTRY, 0, 1, COUNTRY, "country of the exporter"),
    PARTY("exporter_id", CODE, 0, 1, ID, "tax, registration or LEI number of the exporter"),
    PARTY("importer_name", TEXT, R, 2, NAME, "who imports, as written"),
    PARTY("importer_country", COUNTRY, 0, 2, COUNTRY, "country of the importer"),
    PARTY("importer_id", CODE, 0, 2, ID, "tax, registration or LEI number of the importer"),
    PARTY("declarant_name", TEXT, 0, 3, NAME, "who declares for them: the broker, as written"),
    FIELD("line_number", INT, L, "number of the item within the declaration"),
    CHECKED("hs_code", HS, R | L, "Harmonized System code, 2 to 10 digits, dots allowed"),
    FIELD("description", TEXT, L, "the goods, in words"),
    FIELD("origin_country", COUNTRY, L, "where the goods were made or grown"),
    FIELD("partner_country", COUNTRY, 0,
          "country that they were sent from (import) or go to (export)"),
    FIELD("quantity", DEC, L, "how much, in unit"),
    FIELD("unit", CODE, L, "unit of quantity: a UN/ECE Recommendation 20 code or a usual word"),
    FIELD("net_weight_kg", DEC, L, "weight without packing, kilograms"),
    FIELD("gross_weight_kg", DEC, L, "weight with packing, kilograms"),
    AMOUNT("customs_value", R | L, "currency",
           "value for customs, on the basis of valuation_basis"),
    FIELD("currency", CCY, R | L, "currency of customs_value and duty_amount"),
    WORDS("valuation_basis", 0, "fob|cif", "what customs_value includes"),
    AMOUNT("duty_amount", L, "currency", "duty on the item"),
    FIELD("procedure_code", CODE, 0, "customs procedure"),
    FIELD("transport_mode", CODE, 0,
          "sea, air, road, rail, post, or a UN/ECE Recommendation 19 code"),
    FIELD("transport_document", CODE, 0, "bill of lading or waybill that carried the goods"),
    FIELD("invoice_number", CODE, 0, "invoice for the goods"),
    FIELD("permit_number", CODE, 0, "CITES, timber or other permit that is claimed"),
    VERSIONS,
};

static const tt_field payment_fields[] = {
    FIELD("payment_id", CODE, R | N, "the bank's reference of the payment"),
    FIELD("value_date", WHEN, R | W, "value date, with a time where the source has one"),
    PARTY("payer_name", TEXT, R, 1, NAME, "who pays, as written"),
    PARTY("payer_account", CODE, 0, 1, ACCOUNT, "IBAN or account of the payer"),
    PARTY("payer_country", COUNTRY, 0, 1, COUNTRY, "country of the payer"),
    PARTY("payer_id", CODE, 0, 1, ID, "tax, registration or LEI number of the payer"),
    PARTY("payer_bank", CODE, 0, 1, BANK, "BIC or name of the payer's bank"),
    PARTY("payee_name", TEXT, R, 2, NAME, "who is paid, as written"),
    PARTY("payee_account", CODE, 0, 2, ACCOUNT, "IBAN or account of the payee"),
    PARTY("payee_country", COUNTRY, 0, 2, COUNTRY, "country of the payee"),
    PARTY("payee_id", CODE, 0, 2, ID, "tax, registration or LEI number of the payee"),
    PARTY("payee_bank", CODE, 0, 2, BANK, "BIC or name of the payee's bank"),
    AMOUNT("amount", R, "currency", "amount that was settled"),
    FIELD("currency", CCY, R, "currency of amount and charges"),
    AMOUNT("instructed_amount", 0, "instructed_currency",
           "amount that was ordered, where it differs"),
    FIELD("instructed_currency", CCY, 0, "currency of instructed_amount"),
    AMOUNT("charges", 0, "currency", "bank charges"),
    WORDS("channel", 0, "wire|cash|letter_of_credit|card|cheque|crypto|other", "how it was paid"),
    FIELD("purpose", TEXT, 0, "purpose of the payment: a code or words"),
    FIELD("remittance_information", TEXT, 0, "what the payer wrote to the payee"),
    FIELD("invoice_number", CODE, L, "invoice that is paid; one row for each when there are more"),
};

static const tt_field party_fields[] = {
    FIELD("party_id", CODE, R, "id of the party in its registry"),
    WORDS("type", 0, "company|person|bank|vessel|carrier|broker|public_body", "what the party is"),
    FIELD("name", TEXT, R, "registered name, as written"),
    FIELD("aliases", LIST, 0, "other names, separated by |"),
    FIELD("country", COUNTRY, 0, "country of registration or residence"),
    CHECKED("registration_number", VESSEL, 0,
            "number in the commercial register; IMO number of a vessel"),
    CHECKED("tax_id", TAX, 0, "tax number"),
    CHECKED("lei", LEI, 0, "Legal Entity Identifier, 20 characters"),
    FIELD("incorporation_date", DATE, 0, "day of incorporation or birth"),
    FIELD("dissolution_date", DATE, 0, "day of dissolution or death"),
    FIELD("address", TEXT, 0, "registered address, in one text"),
    FIELD("phone", CODE, 0, "telephone number"),
    FIELD("email", CODE, 0, "e-mail address"),
    FIELD("website", CODE, 0, "web address"),
    FIELD("activity_code", CODE, 0, "branch of business: ISIC, NACE or a national code"),
    FIELD("employees", INT, 0, "number of employees"),
    AMOUNT("annual_revenue", 0, "currency", "revenue of the last year that is known"),
    FIELD("currency", CCY, 0, "currency of annual_revenue"),
};

static const tt_field ownership_fields[] = {
    FIELD("owner_id", CODE, 0, "party_id of the owner"),
    FIELD("owner_name", TEXT, R, "name of the owner, as written"),
    FIELD("owned_id", CODE, 0, "party_id of the owned party"),
    FIELD("owned_name", TEXT, R, "name of the owned party, as written"),
    WORDS("role", 0, "shareholder|director|beneficial_owner|secretary|nominee",
          "what the owner is to it"),
    FIELD("share_percent", DEC, 0, "share in percent, 0 to 100"),
    FIELD("start_date", DATE, 0, "first day of the relation"),
    FIELD("end_date", DATE, 0, "last day of the relation; empty: it lasts"),
};

/* The columns of OpenSanctions' simplified CSV, in its order.  Its lists are separated by ';'. */
static const tt_field watchlist_fields[] = {
    FIELD("id", CODE, 0, "id of the entry in its list"),
    FIELD("schema", CODE, 0, "Person, Company, Organization, Vessel ..."),
    FIELD("name", TEXT, R, "main name, as written"),
    FIELD("aliases", LIST, 0, "other names, separated by ; or |"),
    FIELD("birth_date", LIST, 0, "days or years of birth, separated by ; or |"),
    FIELD("countries", LIST, 0, "ISO 3166-1 codes, separated by ; or |"),
    FIELD("addresses", LIST, 0, "addresses, separated by ; or |"),
    FIELD("identifiers", LIST, 0,
          "registration, tax, passport and IMO numbers, separated by ; or |"),
    FIELD("sanctions", LIST, 0, "sanctions measures, separated by ; or |"),
    FIELD("phones", LIST, 0, "telephone numbers, separated by ; or |"),
    FIELD("emails", LIST, 0, "e-mail addresses, separated by ; or |"),
    FIELD("program_ids", LIST, 0, "sanctions programmes, separated by ; or |"),
    FIELD("dataset", TEXT, 0, "list that the entry comes from"),
    FIELD("first_seen", WHEN, 0, "when the entry appeared first"),
    FIELD("last_seen", WHEN, 0, "when the entry was seen last"),
    FIELD("last_change", WHEN, 0, "when the entry changed last"),
};

static const tt_field price_fields[] = {
    FIELD("hs_code", CODE, R, "Harmonized System code of the goods"),
    FIELD("unit", CODE, R, "unit that the prices are for"),
    FIELD("currency", CCY, R, "currency of the prices"),
    FIELD("period_start", DATE, R, "first day that the prices hold"),
    FIELD("period_end", DATE, R, "last day that the prices hold"),
    FIELD("country", COUNTRY, 0, "country of origin that the prices hold for; empty: any"),
    AMOUNT("low", 0, "currency", "lower end of the usual range, for one unit"),
    AMOUNT("median", R, "currency", "usual price, for one unit"),
    AMOUNT("high", 0, "currency", "upper end of the usual range, for one unit"),
    FIELD("source", TEXT, 0, "who says so"),
};

static const tt_field fx_fields[] = {
    FIELD("date", DATE, R, "day of the rate"),
    FIELD("currency", CCY, R, "currency that is converted"),
    FIELD("usd_per_unit", RATE, R, "US dollars for one unit of currency"),
};

static const tt_field coverage_fields[] = {
    WORDS("kind", R, "invoice|shipment|declaration|payment", "kind of documents"),
    FIELD("country", COUNTRY, 0, "country of the documents; empty: all"),
    FIELD("period_start", DATE, R, "first day"),
    FIELD("period_end", DATE, R, "last day"),
    FIELD("share", DEC, R, "how much of such documents the feed holds, 0 to 1"),
};

static const tt_field permit_fields[] = {
    FIELD("permit_number", CODE, R, "number of the permit"),
    FIELD("permit_type", CODE, 0, "CITES export, import, re-export, timber licence ..."),
    FIELD("issue_date", DATE, 0, "day of issue"),
    FIELD("expiry_date", DATE, 0, "last day that it is valid"),
    FIELD("issuing_country", COUNTRY, 0, "country whose authority issued it"),
    FIELD("exporter_name", TEXT, 0, "who may export, as written"),
    FIELD("importer_name", TEXT, 0, "who may import, as written"),
    FIELD("export_country", COUNTRY, 0, "country of export"),
    FIELD("import_country", COUNTRY, 0, "country of import"),
    FIELD("species", TEXT, 0, "scientific name"),
    FIELD("description", TEXT, 0, "the specimens, in words"),
    FIELD("hs_code", CODE, 0, "Harmonized System code of the goods"),
    FIELD("quantity", DEC, 0, "how much is allowed, in unit"),
    FIELD("unit", CODE, 0, "unit of quantity"),
    FIELD("purpose_code", CODE, 0, "CITES purpose: T trade, Z zoo, S science ..."),
    FIELD("source_code", CODE, 0, "CITES source: W wild, C bred in captivity, R ranched ..."),
};

static const tt_field seizure_fields[] = {
    FIELD("seizure_id", CODE, R, "id of the seizure"),
    FIELD("date", DATE, R, "day of the seizure"),
    FIELD("country", COUNTRY, R, "country where it was seized"),
    FIELD("place", TEXT, 0, "port, airport, post office or other place"),
    FIELD("species", TEXT, 0, "scientific name"),
    FIELD("commodity", TEXT, 0, "what was seized, in words"),
    FIELD("hs_code", CODE, 0, "Harmonized System code"),
    FIELD("quantity", DEC, 0, "how much, in unit"),
    FIELD("unit", CODE, 0, "unit of quantity"),
    FIELD("weight_kg", DEC, 0, "weight, kilograms"),
    FIELD("transport_mode", CODE, 0,
          "sea, air, road, rail, post, or a UN/ECE Recommendation 19 code"),
    FIELD("origin_country", COUNTRY, 0, "where the goods came from"),
    FIELD("transit_countries", LIST, 0, "countries between, in order, separated by |"),
    FIELD("destination_country", COUNTRY, 0, "where they were going"),
    FIELD("concealment", TEXT, 0, "how they were hidden; the cover load"),
    FIELD("source", TEXT, 0, "who says so"),
    FIELD("transport_document", CODE, 0, "bill of lading, waybill or parcel that carried them"),
    FIELD("container_number", CODE, 0, "container that they were in (ISO 6346)"),
    FIELD("shipper_name", TEXT, 0, "who sent them, as written"),
    FIELD("consignee_name", TEXT, 0, "who was to receive them, as written"),
    FIELD("agent_name", TEXT, 0, "forwarder, broker or clearing agent, as written"),
    FIELD("phone", CODE, 0, "telephone number that the papers gave"),
};
#define KIND(k, word, ...)                                                                         \
    [TT_KIND_##k] = {TT_KIND_##k, #word, word##_fields, TT_LEN(word##_fields), {__VA_ARGS__}}

static const tt_kind_info kinds[TT_KIND_COUNT] = {
    KIND(INVOICE, invoice, "seller", "buyer"),
    KIND(SHIPMENT, shipment, "shipper", "consignee", "notify", "carrier"),
    KIND(DECLARATION, declaration, "exporter", "importer", "declarant"),
    KIND(PAYMENT, payment, "payer", "payee"),
    KIND(PARTY, party, NULL),
    KIND(OWNERSHIP, ownership, NULL),
    KIND(WATCHLIST, watchlist, NULL),
    KIND(PRICE, price, NULL),
    KIND(FX, fx, NULL),
    KIND(COVERAGE, coverage, NULL),
    KIND(PERMIT, permit, NULL),
    KIND(SEIZURE, seizure, NULL),
};

_Static_assert(TT_LEN(shipment_fields) <= TT_MAX_FIELDS, "the widest kind fits a record");

const tt_kind_info *tt_kind_get(tt_kind k)
{
    return (unsigned)k > TT_KIND_NONE && (unsigned)k < TT_KIND_COUNT ? &kinds[k] : NULL;
}

tt_kind tt_kind_find(tt_str name)
{
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        if (tt_str_is(name, kinds[k].name))
            return kinds[k].kind;
    return TT_KIND_NONE;
}

const char *tt_kind_text(tt_kind k)
{
    const tt_kind_info *info = tt_kind_get(k);
    return info ? info->name : "unknown";
}

int tt_field_find(const tt_kind_info *info, tt_str name)
{
    for (size_t i = 0; name.n > 0 && i < info->n_fields; i++) {
        const char *own = info->fields[i].name;
        if (own[0] == name.p[0] && tt_str_is(name, own))
            return (int)i;
    }
    return -1;
}

bool tt_kind_is_document(tt_kind k)
{
    return k >= TT_KIND_INVOICE && k <= TT_KIND_PAYMENT;
}
