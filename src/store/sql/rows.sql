-- rows.sql - rows of the 12 record kinds: add those of the feed, read all, read identities, count.
--
-- The order of the columns is the order of the fields in src/model/kind.c, with one column (a
-- mention) for all parts of a party and a second column for the time of a date.

-- name: invoice_row_add
INSERT INTO main.invoice_row SELECT * FROM feed.invoice_row;

-- name: invoice_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, invoice_number, issue_date,
    issue_date_s, document_type, due_date, seller, buyer, currency, line_number, description,
    hs_code, hs_code_check, origin_country, quantity, unit, unit_price, line_amount,
    invoice_total, incoterm, order_number, transport_document, payment_terms,
    document_status, version
FROM invoice_row ORDER BY row_id;

-- name: invoice_row_hashes
SELECT row_hash FROM invoice_row WHERE row_id > ? ORDER BY row_id;

-- name: invoice_row_count
SELECT count(*) FROM invoice_row;

-- name: invoice_row_last
SELECT max(row_id) FROM invoice_row;

-- name: shipment_row_add
INSERT INTO main.shipment_row SELECT * FROM feed.shipment_row;

-- name: shipment_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, transport_document,
    document_type, manifest_number, on_board_date, on_board_date_s, arrival_date,
    arrival_date_s, shipper, consignee, notify, carrier, vessel_name, vessel_imo,
    vessel_imo_check, voyage, port_of_loading, port_of_loading_check, port_of_discharge,
    port_of_discharge_check, place_of_receipt, place_of_delivery, transshipment_ports,
    container_number, container_number_check, seal_number, line_number, description, hs_code,
    hs_code_check, package_count, package_type, quantity, unit, gross_weight_kg, net_weight_kg,
    volume_m3, declared_value, currency, freight_amount, origin_country, invoice_number,
    document_status, version
FROM shipment_row ORDER BY row_id;

-- name: shipment_row_hashes
SELECT row_hash FROM shipment_row WHERE row_id > ? ORDER BY row_id;

-- name: shipment_row_count
SELECT count(*) FROM shipment_row;

-- name: shipment_row_last
SELECT max(row_id) FROM shipment_row;

-- name: declaration_row_add
INSERT INTO main.declaration_row SELECT * FROM feed.declaration_row;

-- name: declaration_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, declaration_number,
    direction, declaration_date, declaration_date_s, office, exporter, importer, declarant,
    line_number, hs_code, hs_code_check, description, origin_country, partner_country,
    quantity, unit, net_weight_kg, gross_weight_kg, customs_value, currency, valuation_basis,
    duty_amount, procedure_code, transport_mode, transport_document, invoice_number,
    permit_number, document_status, version
FROM declaration_row ORDER BY row_id;

-- name: declaration_row_hashes
SELECT row_hash FROM declaration_row WHERE row_id > ? ORDER BY row_id;

-- name: declaration_row_count
SELECT count(*) FROM declaration_row;

-- name: declaration_row_last
SELECT max(row_id) FROM declaration_row;

-- name: payment_row_add
INSERT INTO main.payment_row SELECT * FROM feed.payment_row;

-- name: payment_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, payment_id, value_date,
    value_date_s, payer, payee, amount, currency, instructed_amount, instructed_currency, charges,
    channel, purpose, remittance_information, invoice_number
FROM payment_row ORDER BY row_id;

-- name: payment_row_hashes
SELECT row_hash FROM payment_row WHERE row_id > ? ORDER BY row_id;

-- name: payment_row_count
SELECT count(*) FROM payment_row;

-- name: payment_row_last
SELECT max(row_id) FROM payment_row;

-- name: party_row_add
INSERT INTO main.party_row SELECT * FROM feed.party_row;

-- name: party_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, party_id, type, name,
    aliases, country, registration_number, registration_number_check, tax_id, tax_id_check,
    lei, lei_check, incorporation_date, dissolution_date, address, phone, email, website,
    activity_code, employees, annual_revenue, currency
FROM party_row ORDER BY row_id;

-- name: party_row_hashes
SELECT row_hash FROM party_row WHERE row_id > ? ORDER BY row_id;

-- name: party_row_count
SELECT count(*) FROM party_row;

-- name: party_row_last
SELECT max(row_id) FROM party_row;

-- name: ownership_row_add
INSERT INTO main.ownership_row SELECT * FROM feed.ownership_row;

-- name: ownership_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, owner_id, owner_name, owned_id,
    owned_name, role, share_percent, start_date, end_date
FROM ownership_row ORDER BY row_id;

-- name: ownership_row_hashes
SELECT row_hash FROM ownership_row WHERE row_id > ? ORDER BY row_id;

-- name: ownership_row_count
SELECT count(*) FROM ownership_row;

-- name: ownership_row_last
SELECT max(row_id) FROM ownership_row;

-- name: watchlist_row_add
INSERT INTO main.watchlist_row SELECT * FROM feed.watchlist_row;

-- name: watchlist_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, id, schema, name, aliases,
    birth_date, countries, addresses, identifiers, sanctions, phones, emails, program_ids, dataset,
    first_seen, first_seen_s, last_seen, last_seen_s, last_change, last_change_s
FROM watchlist_row ORDER BY row_id;

-- name: watchlist_row_hashes
SELECT row_hash FROM watchlist_row WHERE row_id > ? ORDER BY row_id;

-- name: watchlist_row_count
SELECT count(*) FROM watchlist_row;

-- name: watchlist_row_last
SELECT max(row_id) FROM watchlist_row;

-- name: price_row_add
INSERT INTO main.price_row SELECT * FROM feed.price_row;

-- name: price_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, hs_code, unit, currency,
    period_start, period_end, country, low, median, high, source
FROM price_row ORDER BY row_id;

-- name: price_row_hashes
SELECT row_hash FROM price_row WHERE row_id > ? ORDER BY row_id;

-- name: price_row_count
SELECT count(*) FROM price_row;

-- name: price_row_last
SELECT max(row_id) FROM price_row;

-- name: fx_row_add
INSERT INTO main.fx_row SELECT * FROM feed.fx_row;

-- name: fx_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, date, currency, usd_per_unit
FROM fx_row ORDER BY row_id;

-- name: fx_row_hashes
SELECT row_hash FROM fx_row WHERE row_id > ? ORDER BY row_id;

-- name: fx_row_count
SELECT count(*) FROM fx_row;

-- name: fx_row_last
SELECT max(row_id) FROM fx_row;

-- name: coverage_row_add
INSERT INTO main.coverage_row SELECT * FROM feed.coverage_row;

-- name: coverage_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, kind, country, period_start,
    period_end, share
FROM coverage_row ORDER BY row_id;

-- name: coverage_row_hashes
SELECT row_hash FROM coverage_row WHERE row_id > ? ORDER BY row_id;

-- name: coverage_row_count
SELECT count(*) FROM coverage_row;

-- name: coverage_row_last
SELECT max(row_id) FROM coverage_row;

-- name: permit_row_add
INSERT INTO main.permit_row SELECT * FROM feed.permit_row;

-- name: permit_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, permit_number, permit_type,
    issue_date, expiry_date, issuing_country, exporter_name, importer_name, export_country,
    import_country, species, description, hs_code, quantity, unit, purpose_code, source_code
FROM permit_row ORDER BY row_id;

-- name: permit_row_hashes
SELECT row_hash FROM permit_row WHERE row_id > ? ORDER BY row_id;

-- name: permit_row_count
SELECT count(*) FROM permit_row;

-- name: permit_row_last
SELECT max(row_id) FROM permit_row;

-- name: seizure_row_add
INSERT INTO main.seizure_row SELECT * FROM feed.seizure_row;

-- name: seizure_row_all
SELECT
    row_id, row_source, row_line, row_offset, row_bytes, row_hash, seizure_id, date, country, place,
    species, commodity, hs_code, quantity, unit, weight_kg, transport_mode, origin_country,
    transit_countries, destination_country, concealment, source, transport_document,
    container_number, shipper_name, consignee_name, agent_name, phone
FROM seizure_row ORDER BY row_id;

-- name: seizure_row_hashes
SELECT row_hash FROM seizure_row WHERE row_id > ? ORDER BY row_id;

-- name: seizure_row_count
SELECT count(*) FROM seizure_row;

-- name: seizure_row_last
SELECT max(row_id) FROM seizure_row;
