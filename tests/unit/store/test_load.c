/*
 * Loading: documents come out of rows as data.h says, whatever the order in which they went in.
 */
#include "tests/unit/store/dump.h"

#include "base/rng.h"

static tt_data load(tt_store *s, tt_arena *a)
{
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    return d;
}

static void set_named(tt_record *r, const char *field, const char *text)
{
    int i = tt_field_find(tt_kind_get(r->kind), tt_str_of(field));
    assert_true(i >= 0);
    set_field(r, (size_t)i, text);
}

static tt_data load_rows(tt_arena *a, const tt_record *r, size_t n)
{
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    load_source(s, "rows.csv", r, n);
    tt_data d = load(s, a);
    tt_store_close(s);
    return d;
}

/* The value of a field of the record r, and checks of members of v against it. */
static tt_value value_of(const tt_record *r, const char *field)
{
    int i = tt_field_find(tt_kind_get(r->kind), tt_str_of(field));
    assert_true(i >= 0);
    return r->v[i];
}
#define IS(member, field) assert_slice(v->member, value_of(&r, field).text)
#define NUM_IS(member, field) assert_int_equal(member, value_of(&r, field).num)

/* --- each kind --- */

static tt_status first_failure(void *ctx, const tt_verify_line *l, tt_err *err)
{
    char *text = ctx;
    TT_UNUSED(err);
    if (!l->ok && !text[0])
        (void)snprintf(text, 256, "%s: %s", l->what, l->detail);
    return TT_OK;
}

static void an_empty_case_is_empty(void **state)
{
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_data d = load(s, *state);
    assert_int_equal(d.n_sources + d.n_mentions + d.n_invoices + d.n_shipments + d.n_declarations +
                         d.n_payments + d.n_parties + d.n_fx + d.n_entities + d.n_deals,
                     0);
    assert_int_equal(d.as_of, TT_NO_DATE);
    assert_int_equal(d.from, TT_NO_DATE);
    assert_int_equal(d.invoices[0].head.n_lines, 0); /* element 0 is there */
    assert_int_equal(d.entities[0].n_mentions, 0);
    tt_store_close(s);
}

static void an_invoice_has_its_lines_parties_and_total(void **state)
{
    const tt_record r[] = {
        record(TT_KIND_INVOICE, "invoice_number", "I-7", "issue_date", "2024-03-01T12:00:00Z",
               "document_type", "credit_note", "due_date", "2024-04-01", "seller_name", "Mill",
               "seller_country", "VN", "seller_id", "T1", "seller_address", "1 Quay",
               "seller_account", "VN01", "buyer_name", "Shop", "currency", "KWD", "line_number",
               "2", "description", "cashews", "hs_code", "0801.32", "origin_country", "CI",
               "quantity", "12.5", "unit", "KGM", "unit_price", "3.25", "line_amount", "40.625",
               "incoterm", "CIF", "order_number", "PO", "transport_document", "BL1",
               "payment_terms", "net 30", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "I-7", "issue_date", "2024-03-01T12:00:00Z",
               "document_type", "credit_note", "seller_name", "Mill", "seller_country", "VN",
               "seller_id", "T1", "seller_address", "1 Quay", "seller_account", "VN01",
               "buyer_name", "Shop", "currency", "KWD", "line_number", "1", "line_amount", "1.005",
               NULL),
    };
    tt_data d = load_rows(*state, r, TT_LEN(r));
    assert_int_equal(d.n_invoices, 1);
    assert_int_equal(d.n_invoice_lines, 2);
    assert_int_equal(d.n_mentions, 2);
    const tt_invoice *v = &d.invoices[1];
    assert_str(v->head.number, "I-7");
    assert_int_equal(v->head.date.day, tt_civil_days(2024, 3, 1));
    assert_int_equal(v->head.date.sec, 43200);
    assert_int_equal(v->head.first_line, 1);
    assert_int_equal(v->head.n_lines, 2);
    assert_int_equal(v->type, TT_DOC_CREDIT_NOTE);
    assert_int_equal(v->due, tt_civil_days(2024, 4, 1));
    assert_int_equal(v->total.minor, 41630); /* 40.625 + 1.005, three decimals */
    assert_int_equal(v->total.ccy, tt_ccy_parse(TT_STR("KWD")));
    assert_string_equal(tt_incoterm_code(v->incoterm), "CIF");
    assert_str(v->order_number, "PO");
    assert_str(v->transport_document, "BL1");
    assert_str(v->payment_terms, "net 30");
    const tt_mention *m = &d.mentions[v->seller];
    assert_str(m->name, "Mill");
    assert_str(m->identifier, "T1");
    assert_str(m->address, "1 Quay");
    assert_str(m->account, "VN01");
    assert_str(m->bank, NULL);
    assert_int_equal(m->country, 'V' << 8 | 'N');
    assert_str(d.mentions[v->buyer].name, "Shop");
    assert_int_equal(d.mentions[v->buyer].country, 0);
    const tt_line *l = &d.invoice_lines[2];
    assert_int_equal(d.invoice_lines[1].line_number, 1);
    assert_int_equal(l->line_number, 2);
    assert_int_equal(l->doc, 1);
    assert_int_equal(tt_hs_digits(l->hs), 6);
    assert_int_equal(l->origin, 'C' << 8 | 'I');
    assert_string_equal(tt_unit_code(l->unit), "KGM");
    assert_int_equal(l->quantity, 12500000);
    assert_int_equal(l->unit_price, 3250000);
    assert_int_equal(l->amount.minor, 40625);
    assert_int_equal(l->gross_kg, TT_NO_NUM);
    assert_int_equal(l->packages, TT_NO_NUM);
    assert_str(l->description, "cashews");
    assert_str(l->container, NULL);
    assert_int_equal(l->place.source, 1);
    assert_int_equal(l->place.line, 2);
    assert_int_equal(l->place.offset, 10);
    assert_int_equal(l->place.n, 10);
    assert_int_equal(d.invoice_lines[1].quantity, TT_NO_NUM);
}

static void the_total_is_the_one_on_the_invoice_or_a_sum_that_is_known(void **state)
{
    static const struct {
        const char *total, *ccy2, *amount2;
        int64_t want;
    } cases[] = {
        {"99", "USD", "2", 9900},       /* written on it, whatever the lines say */
        {NULL, "USD", "2", 300},        /* the sum */
        {NULL, "EUR", "2", TT_NO_NUM},  /* no sum over currencies */
        {NULL, "USD", NULL, TT_NO_NUM}, /* a line without an amount */
        {NULL, "USD", "92233720368547758.07", TT_NO_NUM}, /* one more than fits */
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_record r[2] = {record(TT_KIND_INVOICE, "invoice_number", "1", "currency", "USD",
                                 "line_number", "1", "line_amount", "1", NULL),
                          record(TT_KIND_INVOICE, "invoice_number", "1", "currency", cases[i].ccy2,
                                 "line_number", "2", NULL)};
        if (cases[i].amount2)
            r[1] = record(TT_KIND_INVOICE, "invoice_number", "1", "currency", cases[i].ccy2,
                          "line_number", "2", "line_amount", cases[i].amount2, NULL);
        if (cases[i].total)
            set_named(&r[0], "invoice_total", cases[i].total);
        tt_data d = load_rows(*state, r, 2);
        assert_int_equal(d.n_invoices, 1);
        assert_int_equal(d.invoices[1].total.minor, cases[i].want);
    }
}

static void a_shipment_has_all_its_fields(void **state)
{
    tt_record r = full_record(*state, TT_KIND_SHIPMENT, 1);
    tt_data d = load_rows(*state, &r, 1);
    const tt_shipment *v = &d.shipments[1];
    const tt_line *l = &d.shipment_lines[1];
    assert_int_equal(d.n_shipments, 1);
    IS(head.number, "transport_document");
    NUM_IS(v->head.date.day, "on_board_date");
    NUM_IS(v->arrival, "arrival_date");
    assert_int_equal(v->type, TT_DOC_MASTER_BL);
    IS(manifest_number, "manifest_number");
    IS(vessel_name, "vessel_name");
    IS(vessel_imo, "vessel_imo");
    IS(voyage, "voyage");
    IS(port_of_loading, "port_of_loading");
    IS(port_of_discharge, "port_of_discharge");
    IS(place_of_receipt, "place_of_receipt");
    IS(place_of_delivery, "place_of_delivery");
    IS(transshipment_ports, "transshipment_ports");
    IS(invoice_number, "invoice_number");
    NUM_IS(v->freight.minor, "freight_amount");
    NUM_IS(v->freight.ccy, "currency");
    NUM_IS(l->line_number, "line_number");
    NUM_IS(l->quantity, "quantity");
    NUM_IS(l->gross_kg, "gross_weight_kg");
    NUM_IS(l->net_kg, "net_weight_kg");
    NUM_IS(l->volume_m3, "volume_m3");
    NUM_IS(l->packages, "package_count");
    NUM_IS(l->amount.minor, "declared_value");
    NUM_IS(l->origin, "origin_country");
    assert_slice(l->container, value_of(&r, "container_number").text);
    assert_slice(l->seal, value_of(&r, "seal_number").text);
    assert_int_equal(l->unit_price, TT_NO_NUM);
    static const char *const names[] = {"shipper_name", "consignee_name", "notify_name",
                                        "carrier_name"};
    const tt_ix roles[] = {v->shipper, v->consignee, v->notify, v->carrier};
    for (size_t i = 0; i < TT_LEN(roles); i++)
        assert_slice(d.mentions[roles[i]].name, value_of(&r, names[i]).text);
}

static void a_declaration_has_all_its_fields(void **state)
{
    tt_record r = full_record(*state, TT_KIND_DECLARATION, 2);
    tt_data d = load_rows(*state, &r, 1);
    const tt_declaration *v = &d.declarations[1];
    const tt_line *l = &d.declaration_lines[1];
    IS(head.number, "declaration_number");
    NUM_IS(v->head.date.day, "declaration_date");
    assert_int_equal(v->type, TT_DOC_IMPORT);
    assert_int_equal(v->basis, 1);
    NUM_IS(v->partner, "partner_country");
    IS(office, "office");
    IS(procedure_code, "procedure_code");
    IS(transport_mode, "transport_mode");
    IS(transport_document, "transport_document");
    IS(invoice_number, "invoice_number");
    assert_slice(l->permit_number, value_of(&r, "permit_number").text);
    NUM_IS(l->amount.minor, "customs_value");
    NUM_IS(l->amount.ccy, "currency");
    NUM_IS(l->net_kg, "net_weight_kg");
    NUM_IS(l->gross_kg, "gross_weight_kg");
    assert_int_equal(l->packages, TT_NO_NUM);
    static const char *const names[] = {"exporter_name", "importer_name", "declarant_name"};
    const tt_ix roles[] = {v->exporter, v->importer, v->declarant};
    for (size_t i = 0; i < TT_LEN(roles); i++)
        assert_slice(d.mentions[roles[i]].name, value_of(&r, names[i]).text);
}

static void a_payment_of_several_invoices_is_one(void **state)
{
    tt_record r = full_record(*state, TT_KIND_PAYMENT, 3);
    tt_record rows[3] = {r, r, r};
    set_named(&rows[1], "invoice_number", "I2");
    set_named(&rows[2], "amount", "77"); /* the bank used the number again */
    tt_data d = load_rows(*state, rows, 3);
    assert_int_equal(d.n_payments, 2);
    assert_int_equal(d.n_payment_rows, 3);
    tt_ix first = d.payments[1].head.n_lines == 2 ? 1 : 2;
    const tt_payment *v = &d.payments[first];
    assert_int_equal(v->head.n_lines, 2);
    IS(head.number, "payment_id");
    NUM_IS(v->head.date.day, "value_date");
    NUM_IS(v->amount.minor, "amount");
    NUM_IS(v->amount.ccy, "currency");
    NUM_IS(v->instructed.minor, "instructed_amount");
    NUM_IS(v->instructed.ccy, "instructed_currency");
    NUM_IS(v->charges.minor, "charges");
    NUM_IS(v->charges.ccy, "currency");
    assert_int_equal(v->channel, TT_CHANNEL_WIRE);
    IS(purpose, "purpose");
    IS(remittance, "remittance_information");
    assert_slice(d.mentions[v->payer].name, value_of(&r, "payer_name").text);
    assert_slice(d.mentions[v->payer].bank, value_of(&r, "payer_bank").text);
    assert_slice(d.mentions[v->payee].account, value_of(&r, "payee_account").text);
    bool i2 = false;
    for (tt_ix i = v->head.first_line; i < v->head.first_line + 2; i++) {
        assert_int_equal(d.payment_rows[i].payment, first);
        i2 = i2 || tt_str_is(d.payment_rows[i].invoice_number, "I2");
    }
    assert_true(i2);
    assert_int_equal(d.payments[3 - first].amount.minor % 77, 0);
}

/* What a standard format may leave out. */
static void documents_without_a_number_are_not_one(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r[6] = {
        record(TT_KIND_INVOICE, "seller_name", "Mill", "description", "one", NULL),
        record(TT_KIND_INVOICE, "seller_name", "Mill", "description", "two", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "1", "seller_name", "Mill", NULL),
        record(TT_KIND_PAYMENT, "amount", "5", "currency", "EUR", "purpose", "one", NULL),
        record(TT_KIND_PAYMENT, "amount", "5", "currency", "EUR", "purpose", "two", NULL),
        {.kind = TT_KIND_DECLARATION}, /* nothing at all */
    };
    tt_hash hash;
    load_source(s, "a.csv", r, TT_LEN(r));
    tt_data d;
    assert_ok(tt_store_load(s, 0, TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.n_invoices, 3);
    assert_int_equal(d.n_payments, 2);
    assert_int_equal(d.n_declarations, 1);
    assert_ok(tt_store_row_hash(s, &r[5], &hash, ERR));
    assert_memory_equal(d.declarations[1].head.id.b, hash.b, sizeof hash.b);
    assert_int_equal(d.declarations[1].head.number.n, 0);
    assert_int_equal(d.declarations[1].exporter, 0);
    assert_int_equal(d.declarations[1].head.date.day, TT_NO_DATE);
    assert_true(d.declaration_lines[1].amount.minor == TT_NO_NUM);
    for (size_t i = 1; i <= d.n_payments; i++)
        assert_int_equal(d.payments[i].amount.minor, 500);
    char failed[256] = "";
    assert_ok(tt_store_verify(s, first_failure, failed, ERR));
    assert_string_equal(failed, "");
    tt_store_close(s);
}

/* Statements of two accounts whose bank uses its references again. */
static void payments_without_names_are_told_apart_by_accounts(void **state)
{
#define BARE(account, invoice)                                                                     \
    record(TT_KIND_PAYMENT, "payment_id", "R1", "value_date", "2024-01-05", "payer_account",       \
           account, "amount", "5", "currency", "EUR", "invoice_number", invoice, NULL)
    const tt_record rows[3] = {BARE("DE1", "I1"), BARE("DE1", "I2"), BARE("DE2", "I3")};
#undef BARE
    tt_data d = load_rows(*state, rows, 3);
    assert_int_equal(d.n_payments, 2);
    assert_int_equal(d.n_payment_rows, 3);
}

static void same_as_consignee_is_the_consignee(void **state)
{
#define BILL(number, consignee, notify)                                                            \
    record(TT_KIND_SHIPMENT, "transport_document", number, "shipper_name", "Kelmet",               \
           "consignee_name", consignee, "notify_name", notify, NULL)
    const tt_record rows[] = {BILL("B1", "Orlan BV", "SAME AS CONSIGNEE"),
                              BILL("B2", "Orlan BV", "Same as above"),
                              BILL("B3", "TO ORDER", "same as shipper"),
                              BILL("B4", "SAME AS NOTIFY", "same as consignee")};
#undef BILL
    static const char *const want[][2] = {{"Orlan BV", "Orlan BV"},
                                          {"Orlan BV", "Orlan BV"},
                                          {"TO ORDER", "Kelmet"},
                                          {"SAME AS NOTIFY", "same as consignee"}};
    tt_data d = load_rows(*state, rows, TT_LEN(rows));
    assert_int_equal(d.n_shipments, TT_LEN(rows));
    for (tt_ix i = 1; i <= d.n_shipments; i++) {
        const tt_shipment *v = &d.shipments[i];
        const char *const *w = want[v->head.number.p[1] - '1'];
        assert_slice(d.mentions[v->consignee].name, tt_str_of(w[0]));
        assert_slice(d.mentions[v->notify].name, tt_str_of(w[1]));
    }
}

static void rows_that_stand_alone_are_loaded(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r = full_record(a, TT_KIND_PARTY, 1), o = full_record(a, TT_KIND_OWNERSHIP, 1);
    tt_record c = full_record(a, TT_KIND_COVERAGE, 1);
    tt_record p = record(TT_KIND_PRICE, "hs_code", "080132", "unit", "kg", "currency", "USD",
                         "period_start", "2024-01-01", "period_end", "2024-12-31", "country", "CI",
                         "low", "1.00", "median", "2.50", "source", "index", NULL);
    load_source(s, "party", &r, 1);
    load_source(s, "ownership", &o, 1);
    load_source(s, "coverage", &c, 1);
    load_source(s, "price", &p, 1);
    tt_data d = load(s, a);
    {
        const tt_party *v = &d.parties[1];
        assert_int_equal(d.n_parties, 1);
        IS(party_id, "party_id");
        IS(name, "name");
        IS(aliases, "aliases");
        IS(registration_number, "registration_number");
        IS(tax_id, "tax_id");
        IS(lei, "lei");
        IS(address, "address");
        IS(phone, "phone");
        IS(email, "email");
        IS(website, "website");
        IS(activity_code, "activity_code");
        NUM_IS(v->country, "country");
        NUM_IS(v->incorporated, "incorporation_date");
        NUM_IS(v->dissolved, "dissolution_date");
        NUM_IS(v->employees, "employees");
        NUM_IS(v->annual_revenue.minor, "annual_revenue");
        assert_int_equal(v->type, TT_ENTITY_COMPANY);
        assert_string_equal("party", d.sources[v->place.source].name.p);
    }
    {
        const tt_ownership *v = &d.ownerships[1];
        r = o;
        assert_int_equal(d.n_ownerships, 1);
        IS(owner_id, "owner_id");
        IS(owner_name, "owner_name");
        IS(owned_id, "owned_id");
        IS(owned_name, "owned_name");
        assert_str(v->role, "shareholder");
        NUM_IS(v->share, "share_percent");
        NUM_IS(v->from, "start_date");
        NUM_IS(v->to, "end_date");
    }
    const tt_price_ref *price = &d.prices[1];
    assert_int_equal(d.n_prices, 1);
    assert_int_equal(tt_hs_digits(price->hs), 6);
    assert_string_equal(tt_unit_code(price->unit), "KGM");
    assert_int_equal(price->country, 'C' << 8 | 'I');
    assert_int_equal(price->from, tt_civil_days(2024, 1, 1));
    assert_int_equal(price->to, tt_civil_days(2024, 12, 31));
    assert_int_equal(price->low.minor, 100);
    assert_int_equal(price->median.minor, 250);
    assert_int_equal(price->high.minor, TT_NO_NUM);
    assert_str(price->source, "index");
    r = c;
    assert_int_equal(d.n_coverages, 1);
    assert_int_equal(d.coverages[1].kind, TT_KIND_INVOICE);
    NUM_IS(d.coverages[1].country, "country");
    NUM_IS(d.coverages[1].from, "period_start");
    NUM_IS(d.coverages[1].to, "period_end");
    NUM_IS(d.coverages[1].share, "share");
    tt_store_close(s);
}

static void lists_permits_and_seizures_can_be_cited(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record w = full_record(a, TT_KIND_WATCHLIST, 1), r = full_record(a, TT_KIND_PERMIT, 1);
    tt_record z = full_record(a, TT_KIND_SEIZURE, 1);
    load_source(s, "watchlist", &w, 1);
    load_source(s, "permit", &r, 1);
    load_source(s, "seizure", &z, 1);
    tt_data d = load(s, a);
    {
        const tt_permit *v = &d.permits[1];
        assert_int_equal(d.n_permits, 1);
        IS(number, "permit_number");
        IS(species, "species");
        IS(exporter_name, "exporter_name");
        IS(purpose_code, "purpose_code");
        NUM_IS(v->expires, "expiry_date");
        NUM_IS(v->export_country, "export_country");
        NUM_IS(v->quantity, "quantity");
        tt_cited c = tt_data_cited(&d, TT_KIND_PERMIT, 1);
        assert_slice(c.number, value_of(&r, "permit_number").text);
        assert_int_equal(c.day, v->issued);
        assert_int_equal(tt_hash_cmp(c.id, v->row), 0);
    }
    r = z;
    {
        const tt_seizure *v = &d.seizures[1];
        assert_int_equal(d.n_seizures, 1);
        IS(number, "seizure_id");
        IS(container, "container_number");
        IS(agent_name, "agent_name");
        IS(phone, "phone");
        NUM_IS(v->weight_kg, "weight_kg");
        assert_string_equal(
            "seizure", d.sources[tt_data_place(&d, (tt_ref){TT_KIND_SEIZURE, 1, 0}).source].name.p);
    }
    r = w;
    {
        const tt_watch *v = &d.watches[1];
        assert_int_equal(d.n_watches, 1);
        IS(name, "name");
        IS(identifiers, "identifiers");
        IS(dataset, "dataset");
        assert_int_equal(tt_data_n_cited(&d, TT_KIND_WATCHLIST), 1);
        assert_int_equal(tt_data_n_docs(&d, TT_KIND_WATCHLIST), 0);
    }
    tt_store_close(s);
}

static void rates_are_sorted_by_currency_and_date(void **state)
{
    static const struct {
        const char *date, *ccy, *rate;
    } in[] = {{"2024-01-03", "JPY", "0.0068"},
              {"2024-01-02", "EUR", "1.1"},
              {"2024-01-01", "JPY", "0.007"},
              {"2024-01-01", "EUR", "1.2"},
              {"2024-01-01", "EUR", "1.000000000001"}};
    tt_record r[TT_LEN(in)];
    for (size_t i = 0; i < TT_LEN(in); i++)
        r[i] = record(TT_KIND_FX, "date", in[i].date, "currency", in[i].ccy, "usd_per_unit",
                      in[i].rate, NULL);
    tt_data d = load_rows(*state, r, TT_LEN(r));
    static const int64_t want[] = {7000000000, 6800000000, 1000000000001, 1200000000000,
                                   1100000000000};
    assert_int_equal(d.n_fx, TT_LEN(want));
    for (size_t i = 0; i < TT_LEN(want); i++)
        assert_int_equal(d.fx[i + 1].usd_per_unit, want[i]);
    assert_int_equal(d.fx[1].ccy, tt_ccy_parse(TT_STR("JPY")));
    assert_int_equal(d.fx[2].date, tt_civil_days(2024, 1, 3));
    assert_int_equal(d.fx[5].date, tt_civil_days(2024, 1, 2));
}

/* --- documents --- */

static void header_fields_are_those_of_the_smallest_row_that_has_them(void **state)
{
    const tt_record r[] = {
        record(TT_KIND_INVOICE, "invoice_number", "1", "line_number", "3", "order_number", "three",
               "payment_terms", "three", "buyer_name", "Three", "issue_date", "2024-01-03", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "1", "line_number", "1", "issue_date",
               "2024-01-01", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "1", "line_number", "2", "order_number", "two",
               "due_date", "2024-02-02", "buyer_name", "Two", NULL),
    };
    tt_data d = load_rows(*state, r, TT_LEN(r));
    assert_int_equal(d.n_invoices, 1);
    assert_int_equal(d.invoices[1].head.date.day, tt_civil_days(2024, 1, 1));
    assert_str(d.invoices[1].order_number, "two");
    assert_str(d.invoices[1].payment_terms, "three");
    assert_int_equal(d.invoices[1].due, tt_civil_days(2024, 2, 2));
    assert_str(d.mentions[d.invoices[1].buyer].name, "Two");
    for (int i = 1; i <= 3; i++)
        assert_int_equal(d.invoice_lines[i].line_number, i);
}

static void the_issuer_is_part_of_a_document_but_not_how_it_is_typed(void **state)
{
    static const char *const names[] = {"Old  Mill", " old mill", "OLD MILL ", "Old Mil", "Ãld"};
    tt_record r[TT_LEN(names) + 3];
    for (size_t i = 0; i < TT_LEN(names); i++)
        r[i] = record(TT_KIND_INVOICE, "invoice_number", "1", "seller_name", names[i], NULL);
    /* another identifier counts only where there is no name */
    r[5] = record(TT_KIND_INVOICE, "invoice_number", "1", "seller_name", "Old Mill", "seller_id",
                  "X", NULL);
    r[6] = record(TT_KIND_INVOICE, "invoice_number", "1", "seller_id", "X", NULL);
    r[7] = record(TT_KIND_INVOICE, "invoice_number", "1", "seller_id", "Y", NULL);
    tt_data d = load_rows(*state, r, TT_LEN(r));
    assert_int_equal(d.n_invoices, 5);
    assert_int_equal(d.n_mentions, 8);
    size_t lines[8] = {0};
    for (size_t i = 1; i <= 5; i++)
        lines[d.invoices[i].head.n_lines]++;
    assert_int_equal(lines[4], 1); /* four spellings of the mill */
    assert_int_equal(lines[1], 4);
}

static void documents_are_sorted_by_date_and_unknown_dates_come_last(void **state)
{
    static const char *const dates[] = {NULL,         "2024-05-01T10:00:00Z", "2024-05-01",
                                        "2023-12-31", "2024-05-01T09:00:00Z", NULL};
    tt_record r[TT_LEN(dates)];
    char number[TT_LEN(dates)][2];
    for (size_t i = 0; i < TT_LEN(dates); i++) {
        (void)snprintf(number[i], sizeof number[i], "%zu", i);
        r[i] = record(TT_KIND_INVOICE, "invoice_number", number[i], NULL);
        if (dates[i])
            set_named(&r[i], "issue_date", dates[i]);
    }
    tt_data d = load_rows(*state, r, TT_LEN(r));
    static const char want[] = {'3', '2', '4', '1'};
    for (size_t i = 0; i < TT_LEN(want); i++)
        assert_int_equal(d.invoices[i + 1].head.number.p[0], want[i]);
    assert_int_equal(d.invoices[6].head.date.day, TT_NO_DATE);
    assert_true(tt_hash_cmp(d.invoices[5].head.id, d.invoices[6].head.id) < 0);
    assert_int_equal(d.from, tt_civil_days(2023, 12, 31));
    assert_int_equal(d.to, tt_civil_days(2024, 5, 1));
    assert_int_equal(d.as_of, d.to);
}

static void as_of_is_the_given_date_or_the_newest_document(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r[2] = {record(TT_KIND_PAYMENT, "payment_id", "1", "value_date", "2024-06-30", NULL),
                      record(TT_KIND_FX, "date", "2025-01-01", "currency", "EUR", NULL)};
    tt_data d;
    load_source(s, "a", r, 2);
    assert_ok(tt_store_load(s, 0, TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.as_of, tt_civil_days(2024, 6, 30));
    assert_ok(tt_store_load(s, 0, tt_civil_days(2024, 1, 1), a, &d, ERR));
    assert_int_equal(d.as_of, tt_civil_days(2024, 1, 1));
    assert_int_equal(d.to, tt_civil_days(2024, 6, 30));
    tt_store_close(s);
}

static void an_amount_without_a_currency_is_unknown(void **state)
{
    tt_record r = record(TT_KIND_SHIPMENT, "transport_document", "B", NULL);
    int i = tt_field_find(tt_kind_get(TT_KIND_SHIPMENT), TT_STR("declared_value"));
    r.v[i] = (tt_value){.set = true, .num = 100};
    tt_data d = load_rows(*state, &r, 1);
    assert_int_equal(d.shipment_lines[1].amount.minor, TT_NO_NUM);
}

/* --- order --- */

enum { N_ORDER = 60 };

/* Rows of all kinds, three lines to a document, some documents alike but for their issuer. */
static void order_rows(tt_arena *a, tt_record r[N_ORDER])
{
    for (unsigned i = 0; i < N_ORDER; i++) {
        tt_kind kind = (tt_kind)(i % 2 ? 1 + i / 2 % 12 : 1 + i % 4);
        const tt_kind_info *info = tt_kind_get(kind);
        r[i] = full_record(a, kind, i);
        for (size_t f = 0; f < info->n_fields; f++) {
            bool issuer = info->fields[f].role == 1 && info->fields[f].part == TT_PART_NAME;
            if ((info->fields[f].flags & TT_FF_NUMBER) || issuer)
                set_field(
                    &r[i], f,
                    tt_arena_printf(a, "%s %u", info->fields[f].name, issuer ? i / 3 % 2 : i / 12));
            else if (i % 5 == 3 && info->fields[f].type != TT_FT_CCY)
                r[i].v[f].set = false;
        }
        if (kind <= TT_KIND_DECLARATION) { /* drafts without a version, and what they became */
            r[i].v[info->n_fields - 1].set = false;
            set_field(&r[i], info->n_fields - 2, i % 7 == 2 ? "amended" : "draft");
        }
    }
}

static void the_order_of_rows_leaves_no_trace(void **state)
{
    tt_arena *a = *state;
    tt_record r[N_ORDER], shuffled[N_ORDER];
    order_rows(a, r);
    tt_data d = load_rows(a, r, N_ORDER);
    const char *want = dump(a, &d, false);
    assert_true(d.n_invoices > 2 && d.n_invoices < d.n_invoice_lines && d.n_replaced > 0);
    tt_rng rng;
    tt_rng_init(&rng, 7, "order");
    for (int round = 0; round < 10; round++) {
        memcpy(shuffled, r, sizeof r);
        for (size_t i = N_ORDER - 1; i > 0; i--) {
            size_t j = (size_t)tt_rng_below(&rng, i + 1);
            tt_record swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        size_t cut = 1 + (size_t)tt_rng_below(&rng, N_ORDER - 1);
        tt_store *s = open_case(new_path(), TT_STORE_CREATE);
        load_source(s, "first.csv", shuffled, cut);
        load_source(s, "second.csv", shuffled + cut, N_ORDER - cut);
        d = load(s, a);
        assert_string_equal(dump(a, &d, false), want);
        tt_store_close(s);
    }
}

static void the_order_of_files_leaves_no_trace_at_all(void **state)
{
    tt_arena *a = *state;
    tt_record r[N_ORDER];
    order_rows(a, r);
    /* The files overlap: rows 20 to 40 are in two of them, 30 to 35 in all three. */
    static const struct {
        const char *name;
        size_t from, to;
    } files[] = {{"a.csv", 0, 40}, {"b.csv", 20, 60}, {"c.csv", 30, 35}};
    static const int orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {1, 0, 2}};
    const char *want = NULL;
    tt_hash hash, want_hash = {{0}};
    for (size_t o = 0; o < TT_LEN(orders); o++) {
        tt_store *s = open_case(new_path(), TT_STORE_CREATE);
        for (int i = 0; i < 3; i++)
            load_source(s, files[orders[o][i]].name, r + files[orders[o][i]].from,
                        files[orders[o][i]].to - files[orders[o][i]].from);
        tt_data d = load(s, a);
        const char *text = dump(a, &d, true);
        assert_ok(tt_store_evidence_hash(s, 0, &hash, ERR));
        if (!want) {
            want = text;
            want_hash = hash;
            uint64_t loaded = 0, duplicate = 0;
            for (int i = 1; i <= 3; i++) {
                loaded += d.sources[i].n_loaded;
                duplicate += d.sources[i].n_duplicate;
                assert_int_equal(d.sources[i].n_read,
                                 d.sources[i].n_loaded + d.sources[i].n_duplicate);
            }
            assert_int_equal(loaded, 60);
            assert_int_equal(duplicate, 25);
        }
        assert_string_equal(text, want);
        assert_memory_equal(hash.b, want_hash.b, sizeof hash.b);
        tt_store_close(s);
    }
}

static void a_row_lies_in_the_source_with_the_smallest_hash(void **state)
{
    tt_arena *a = *state;
    tt_record r = full_record(a, TT_KIND_FX, 1), p = full_record(a, TT_KIND_PARTY, 1);
    for (int turn = 0; turn < 2; turn++) {
        tt_store *s = open_case(new_path(), TT_STORE_CREATE);
        tt_record one[2] = {r, p}, two[1] = {p};
        load_source(s, turn ? "two" : "one", turn ? two : one, turn ? 1 : 2);
        load_source(s, turn ? "one" : "two", turn ? one : two, turn ? 2 : 1);
        tt_data d = load(s, a);
        assert_int_equal(d.n_sources, 2);
        assert_str(d.sources[1].name, "one"); /* by name */
        tt_ix small = memcmp(d.sources[1].sha.b, d.sources[2].sha.b, 32) < 0 ? 1 : 2;
        assert_int_equal(d.parties[1].place.source, small);
        assert_int_equal(d.parties[1].place.line, small == 1 ? 3 : 2);
        assert_int_equal(d.sources[1].n_loaded, small == 1 ? 2 : 1);
        assert_int_equal(d.sources[1].n_duplicate, small == 1 ? 0 : 1);
        assert_int_equal(d.sources[2].n_loaded, small == 2 ? 1 : 0);
        assert_int_equal(d.sources[2].n_duplicate, small == 2 ? 0 : 1);
        tt_store_close(s);
    }
}

static void a_row_twice_in_a_file_lies_where_it_is_first(void **state)
{
    tt_record r = full_record(*state, TT_KIND_PARTY, 1), rows[3] = {r, r, r};
    tt_data d = load_rows(*state, rows, 3);
    assert_int_equal(d.n_parties, 1);
    assert_int_equal(d.parties[1].place.line, 2);
    assert_int_equal(d.sources[1].n_loaded, 1);
    assert_int_equal(d.sources[1].n_duplicate, 2);
}

static void the_evidence_hash_knows_sources_maps_kinds_and_names(void **state)
{
    TT_UNUSED(state);
    tt_hash seen[6];
    for (size_t i = 0; i < TT_LEN(seen); i++) {
        tt_store *s = open_case(new_path(), TT_STORE_CREATE);
        tt_source_in in = source_in("m.csv", i == 1 ? TT_STR("y") : TT_STR("x"), TT_KIND_FX);
        int64_t id;
        in.map.b[0] = i == 2;
        in.kind = i == 3 ? TT_KIND_PARTY : TT_KIND_FX;
        assert_ok(tt_store_begin(s, ERR));
        if (i != 5) {
            assert_ok(tt_store_source_add(s, &in, &id, ERR));
            assert_ok(tt_store_source_done(s, id, 0, 0, 0, 0, ERR));
            if (i == 4)
                assert_ok(tt_store_source_name(s, id, TT_STR("a.csv"), ERR));
            else
                assert_ok(tt_store_source_name(s, id, TT_STR("z.csv"), ERR)); /* not smaller */
        }
        assert_ok(tt_store_evidence_hash(s, 0, &seen[i], ERR));
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(seen[i].b, seen[j].b, sizeof seen[i].b);
        tt_store_close(s);
    }
}

/* --- failures --- */

static bool stop(void *ctx, const char *stage, uint64_t done, uint64_t total)
{
    int *calls = ctx;
    assert_string_equal(stage, "load");
    assert_true(done <= total);
    ++*calls;
    return false;
}

static void loading_can_be_cancelled(void **state)
{
    const char *path = new_path();
    tt_record r = full_record(*state, TT_KIND_FX, 1);
    int calls = 0;
    tt_talk talk = {.ctx = &calls, .progress = stop};
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_data d;
    load_source(s, "a", &r, 1);
    tt_store_close(s);
    assert_ok(tt_store_open(path, TT_STORE_READ, &talk, &s, ERR));
    assert_status(tt_store_load(s, 0, TT_NO_DATE, *state, &d, ERR), TT_ECANCELED);
    assert_int_equal(calls, 1);
    assert_int_equal(d.n_fx, 0);
    tt_store_close(s);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_record r[24];
    tt_record all[N_ORDER];
    order_rows(a, all);
    memcpy(r, all, sizeof r);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    load_source(s, "a.csv", r, 24);
    load_source(s, "b.csv", r + 5, 3);
    tt_data d = load(s, a);
    const char *want = dump(a, &d, true);
    tt_arena mem;
    tt_arena_init(&mem, 0);
    tt_status st;
    tt_hash hash;
    TT_TORTURE(st, {
        tt_arena_release(&mem);
        tt_arena_init(&mem, 0);
        st = tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, &mem, &d, NULL);
        if (st == TT_OK)
            st = tt_store_evidence_hash(s, 0, &hash, NULL);
    });
    assert_string_equal(dump(a, &d, true), want);
    tt_arena_release(&mem);
    tt_store_close(s);
}

TT_TEST_MAIN("store/load", TT_TEST(an_empty_case_is_empty),
             TT_TEST(an_invoice_has_its_lines_parties_and_total),
             TT_TEST(the_total_is_the_one_on_the_invoice_or_a_sum_that_is_known),
             TT_TEST(a_shipment_has_all_its_fields), TT_TEST(a_declaration_has_all_its_fields),
             TT_TEST(a_payment_of_several_invoices_is_one),
             TT_TEST(documents_without_a_number_are_not_one),
             TT_TEST(payments_without_names_are_told_apart_by_accounts),
             TT_TEST(same_as_consignee_is_the_consignee), TT_TEST(rows_that_stand_alone_are_loaded),
             TT_TEST(lists_permits_and_seizures_can_be_cited),
             TT_TEST(rates_are_sorted_by_currency_and_date),
             TT_TEST(header_fields_are_those_of_the_smallest_row_that_has_them),
             TT_TEST(the_issuer_is_part_of_a_document_but_not_how_it_is_typed),
             TT_TEST(documents_are_sorted_by_date_and_unknown_dates_come_last),
             TT_TEST(as_of_is_the_given_date_or_the_newest_document),
             TT_TEST(an_amount_without_a_currency_is_unknown),
             TT_TEST(the_order_of_rows_leaves_no_trace),
             TT_TEST(the_order_of_files_leaves_no_trace_at_all),
             TT_TEST(a_row_lies_in_the_source_with_the_smallest_hash),
             TT_TEST(a_row_twice_in_a_file_lies_where_it_is_first),
             TT_TEST(the_evidence_hash_knows_sources_maps_kinds_and_names),
             TT_TEST(loading_can_be_cancelled), TT_TEST(every_allocation_may_fail))
