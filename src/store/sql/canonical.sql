-- canonical.sql - views for people and their tools; nothing in the program reads them.  One for each
-- record kind: canonical field names, ISO dates, decimal amounts; behind the place of the row, what
-- is to be said of its identifiers: <field>_check, valid, repaired, bad, or NULL.  Then sums of the
-- inputs, decisions, why names are one entity, which documents are one deal, and which are alone.

-- Lines of invoices as text.
CREATE VIEW invoice AS
SELECT
    r.invoice_number,
    iif(r.issue_date_s IS NULL, date(r.issue_date * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.issue_date * 86400 + r.issue_date_s, 'unixepoch')) AS issue_date,
    r.document_type,
    date(r.due_date * 86400, 'unixepoch') AS due_date,
    m1.name AS seller_name,
    m1.country AS seller_country,
    m1.identifier AS seller_id,
    m1.address AS seller_address,
    m1.account AS seller_account,
    m2.name AS buyer_name,
    m2.country AS buyer_country,
    m2.identifier AS buyer_id,
    m2.address AS buyer_address,
    m2.account AS buyer_account,
    r.currency,
    r.line_number,
    r.description,
    r.hs_code,
    r.origin_country,
    iif(r.quantity IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.quantity < 0, '-', ''),
        abs(r.quantity / 1000000), abs(r.quantity % 1000000)), '0'), '.')) AS quantity,
    r.unit,
    iif(r.unit_price IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.unit_price < 0, '-', ''),
        abs(r.unit_price / 1000000), abs(r.unit_price % 1000000)), '0'), '.')) AS unit_price,
    iif(r.line_amount IS NULL OR c0.exponent = 0, CAST(r.line_amount AS TEXT),
        printf('%s%d.%0*d', iif(r.line_amount < 0, '-', ''),
        abs(r.line_amount / c0.scale), c0.exponent, abs(r.line_amount % c0.scale))) AS line_amount,
    iif(r.invoice_total IS NULL OR c0.exponent = 0, CAST(r.invoice_total AS TEXT),
        printf('%s%d.%0*d', iif(r.invoice_total < 0, '-', ''),
        abs(r.invoice_total / c0.scale), c0.exponent, abs(r.invoice_total % c0.scale)))
        AS invoice_total,
    r.incoterm,
    r.order_number,
    r.transport_document,
    r.payment_terms,
    r.document_status,
    r.version,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id,
    CASE m1.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS seller_id_check,
    CASE m1.account_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS seller_account_check,
    CASE m2.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS buyer_id_check,
    CASE m2.account_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS buyer_account_check,
    CASE r.hs_code_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS hs_code_check
FROM invoice_row r
    JOIN source s ON s.id = r.row_source
    LEFT JOIN mention m1 ON m1.id = r.seller
    LEFT JOIN mention m2 ON m2.id = r.buyer
    LEFT JOIN currency c0 ON c0.code = r.currency;

-- Lines of transport documents as text.
CREATE VIEW shipment AS
SELECT
    r.transport_document,
    r.document_type,
    r.manifest_number,
    iif(r.on_board_date_s IS NULL, date(r.on_board_date * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.on_board_date * 86400 + r.on_board_date_s, 'unixepoch')) AS on_board_date,
    iif(r.arrival_date_s IS NULL, date(r.arrival_date * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.arrival_date * 86400 + r.arrival_date_s, 'unixepoch')) AS arrival_date,
    m1.name AS shipper_name,
    m1.country AS shipper_country,
    m1.identifier AS shipper_id,
    m1.address AS shipper_address,
    m2.name AS consignee_name,
    m2.country AS consignee_country,
    m2.identifier AS consignee_id,
    m2.address AS consignee_address,
    m3.name AS notify_name,
    m3.country AS notify_country,
    m3.address AS notify_address,
    m4.name AS carrier_name,
    r.vessel_name,
    r.vessel_imo,
    r.voyage,
    r.port_of_loading,
    r.port_of_discharge,
    r.place_of_receipt,
    r.place_of_delivery,
    r.transshipment_ports,
    r.container_number,
    r.seal_number,
    r.line_number,
    r.description,
    r.hs_code,
    r.package_count,
    r.package_type,
    iif(r.quantity IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.quantity < 0, '-', ''),
        abs(r.quantity / 1000000), abs(r.quantity % 1000000)), '0'), '.')) AS quantity,
    r.unit,
    iif(r.gross_weight_kg IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.gross_weight_kg < 0, '-', ''),
        abs(r.gross_weight_kg / 1000000), abs(r.gross_weight_kg % 1000000)), '0'), '.'))
        AS gross_weight_kg,
    iif(r.net_weight_kg IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.net_weight_kg < 0, '-', ''),
        abs(r.net_weight_kg / 1000000), abs(r.net_weight_kg % 1000000)), '0'), '.'))
        AS net_weight_kg,
    iif(r.volume_m3 IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.volume_m3 < 0, '-', ''),
        abs(r.volume_m3 / 1000000), abs(r.volume_m3 % 1000000)), '0'), '.')) AS volume_m3,
    iif(r.declared_value IS NULL OR c0.exponent = 0, CAST(r.declared_value AS TEXT),
        printf('%s%d.%0*d', iif(r.declared_value < 0, '-', ''),
        abs(r.declared_value / c0.scale), c0.exponent, abs(r.declared_value % c0.scale)))
        AS declared_value,
    r.currency,
    iif(r.freight_amount IS NULL OR c0.exponent = 0, CAST(r.freight_amount AS TEXT),
        printf('%s%d.%0*d', iif(r.freight_amount < 0, '-', ''),
        abs(r.freight_amount / c0.scale), c0.exponent, abs(r.freight_amount % c0.scale)))
        AS freight_amount,
    r.origin_country,
    r.invoice_number,
    r.document_status,
    r.version,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id,
    CASE m1.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS shipper_id_check,
    CASE m2.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS consignee_id_check,
    CASE r.vessel_imo_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS vessel_imo_check,
    CASE r.port_of_loading_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS port_of_loading_check,
    CASE r.port_of_discharge_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS port_of_discharge_check,
    CASE r.container_number_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS container_number_check,
    CASE r.hs_code_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS hs_code_check
FROM shipment_row r
    JOIN source s ON s.id = r.row_source
    LEFT JOIN mention m1 ON m1.id = r.shipper
    LEFT JOIN mention m2 ON m2.id = r.consignee
    LEFT JOIN mention m3 ON m3.id = r.notify
    LEFT JOIN mention m4 ON m4.id = r.carrier
    LEFT JOIN currency c0 ON c0.code = r.currency;

-- Items of customs declarations as text.
CREATE VIEW declaration AS
SELECT
    r.declaration_number,
    r.direction,
    iif(r.declaration_date_s IS NULL, date(r.declaration_date * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.declaration_date * 86400 + r.declaration_date_s, 'unixepoch')) AS declaration_date,
    r.office,
    m1.name AS exporter_name,
    m1.country AS exporter_country,
    m1.identifier AS exporter_id,
    m2.name AS importer_name,
    m2.country AS importer_country,
    m2.identifier AS importer_id,
    m3.name AS declarant_name,
    r.line_number,
    r.hs_code,
    r.description,
    r.origin_country,
    r.partner_country,
    iif(r.quantity IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.quantity < 0, '-', ''),
        abs(r.quantity / 1000000), abs(r.quantity % 1000000)), '0'), '.')) AS quantity,
    r.unit,
    iif(r.net_weight_kg IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.net_weight_kg < 0, '-', ''),
        abs(r.net_weight_kg / 1000000), abs(r.net_weight_kg % 1000000)), '0'), '.'))
        AS net_weight_kg,
    iif(r.gross_weight_kg IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.gross_weight_kg < 0, '-', ''),
        abs(r.gross_weight_kg / 1000000), abs(r.gross_weight_kg % 1000000)), '0'), '.'))
        AS gross_weight_kg,
    iif(r.customs_value IS NULL OR c0.exponent = 0, CAST(r.customs_value AS TEXT),
        printf('%s%d.%0*d', iif(r.customs_value < 0, '-', ''),
        abs(r.customs_value / c0.scale), c0.exponent, abs(r.customs_value % c0.scale)))
        AS customs_value,
    r.currency,
    r.valuation_basis,
    iif(r.duty_amount IS NULL OR c0.exponent = 0, CAST(r.duty_amount AS TEXT),
        printf('%s%d.%0*d', iif(r.duty_amount < 0, '-', ''),
        abs(r.duty_amount / c0.scale), c0.exponent, abs(r.duty_amount % c0.scale))) AS duty_amount,
    r.procedure_code,
    r.transport_mode,
    r.transport_document,
    r.invoice_number,
    r.permit_number,
    r.document_status,
    r.version,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id,
    CASE m1.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS exporter_id_check,
    CASE m2.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS importer_id_check,
    CASE r.hs_code_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS hs_code_check
FROM declaration_row r
    JOIN source s ON s.id = r.row_source
    LEFT JOIN mention m1 ON m1.id = r.exporter
    LEFT JOIN mention m2 ON m2.id = r.importer
    LEFT JOIN mention m3 ON m3.id = r.declarant
    LEFT JOIN currency c0 ON c0.code = r.currency;

-- Payments, a row for each invoice that they name as text.
CREATE VIEW payment AS
SELECT
    r.payment_id,
    iif(r.value_date_s IS NULL, date(r.value_date * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.value_date * 86400 + r.value_date_s, 'unixepoch')) AS value_date,
    m1.name AS payer_name,
    m1.account AS payer_account,
    m1.country AS payer_country,
    m1.identifier AS payer_id,
    m1.bank AS payer_bank,
    m2.name AS payee_name,
    m2.account AS payee_account,
    m2.country AS payee_country,
    m2.identifier AS payee_id,
    m2.bank AS payee_bank,
    iif(r.amount IS NULL OR c0.exponent = 0, CAST(r.amount AS TEXT),
        printf('%s%d.%0*d', iif(r.amount < 0, '-', ''),
        abs(r.amount / c0.scale), c0.exponent, abs(r.amount % c0.scale))) AS amount,
    r.currency,
    iif(r.instructed_amount IS NULL OR c1.exponent = 0, CAST(r.instructed_amount AS TEXT),
        printf('%s%d.%0*d', iif(r.instructed_amount < 0, '-', ''),
        abs(r.instructed_amount / c1.scale), c1.exponent, abs(r.instructed_amount % c1.scale)))
        AS instructed_amount,
    r.instructed_currency,
    iif(r.charges IS NULL OR c0.exponent = 0, CAST(r.charges AS TEXT),
        printf('%s%d.%0*d', iif(r.charges < 0, '-', ''),
        abs(r.charges / c0.scale), c0.exponent, abs(r.charges % c0.scale))) AS charges,
    r.channel,
    r.purpose,
    r.remittance_information,
    r.invoice_number,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id,
    CASE m1.account_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS payer_account_check,
    CASE m1.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS payer_id_check,
    CASE m1.bank_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS payer_bank_check,
    CASE m2.account_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS payee_account_check,
    CASE m2.identifier_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS payee_id_check,
    CASE m2.bank_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS payee_bank_check
FROM payment_row r
    JOIN source s ON s.id = r.row_source
    LEFT JOIN mention m1 ON m1.id = r.payer
    LEFT JOIN mention m2 ON m2.id = r.payee
    LEFT JOIN currency c0 ON c0.code = r.currency
    LEFT JOIN currency c1 ON c1.code = r.instructed_currency;

-- The registry of parties as text.
CREATE VIEW party AS
SELECT
    r.party_id,
    r.type,
    r.name,
    r.aliases,
    r.country,
    r.registration_number,
    r.tax_id,
    r.lei,
    date(r.incorporation_date * 86400, 'unixepoch') AS incorporation_date,
    date(r.dissolution_date * 86400, 'unixepoch') AS dissolution_date,
    r.address,
    r.phone,
    r.email,
    r.website,
    r.activity_code,
    r.employees,
    iif(r.annual_revenue IS NULL OR c0.exponent = 0, CAST(r.annual_revenue AS TEXT),
        printf('%s%d.%0*d', iif(r.annual_revenue < 0, '-', ''),
        abs(r.annual_revenue / c0.scale), c0.exponent, abs(r.annual_revenue % c0.scale)))
        AS annual_revenue,
    r.currency,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id,
    CASE r.registration_number_check
        WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS registration_number_check,
    CASE r.tax_id_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END
        AS tax_id_check,
    CASE r.lei_check WHEN 1 THEN 'valid' WHEN 2 THEN 'repaired' WHEN 3 THEN 'bad' END AS lei_check
FROM party_row r
    JOIN source s ON s.id = r.row_source
    LEFT JOIN currency c0 ON c0.code = r.currency;

-- Who owns or directs whom as text.
CREATE VIEW ownership AS
SELECT
    r.owner_id,
    r.owner_name,
    r.owned_id,
    r.owned_name,
    r.role,
    iif(r.share_percent IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.share_percent < 0, '-', ''),
        abs(r.share_percent / 1000000), abs(r.share_percent % 1000000)), '0'), '.'))
        AS share_percent,
    date(r.start_date * 86400, 'unixepoch') AS start_date,
    date(r.end_date * 86400, 'unixepoch') AS end_date,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id
FROM ownership_row r
    JOIN source s ON s.id = r.row_source;

-- Entries of watch lists as text.
CREATE VIEW watchlist AS
SELECT
    r.id,
    r.schema,
    r.name,
    r.aliases,
    r.birth_date,
    r.countries,
    r.addresses,
    r.identifiers,
    r.sanctions,
    r.phones,
    r.emails,
    r.program_ids,
    r.dataset,
    iif(r.first_seen_s IS NULL, date(r.first_seen * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.first_seen * 86400 + r.first_seen_s, 'unixepoch')) AS first_seen,
    iif(r.last_seen_s IS NULL, date(r.last_seen * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.last_seen * 86400 + r.last_seen_s, 'unixepoch')) AS last_seen,
    iif(r.last_change_s IS NULL, date(r.last_change * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ',
        r.last_change * 86400 + r.last_change_s, 'unixepoch')) AS last_change,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id
FROM watchlist_row r
    JOIN source s ON s.id = r.row_source;

-- Reference prices as text.
CREATE VIEW price AS
SELECT
    r.hs_code,
    r.unit,
    r.currency,
    date(r.period_start * 86400, 'unixepoch') AS period_start,
    date(r.period_end * 86400, 'unixepoch') AS period_end,
    r.country,
    iif(r.low IS NULL OR c0.exponent = 0, CAST(r.low AS TEXT),
        printf('%s%d.%0*d', iif(r.low < 0, '-', ''),
        abs(r.low / c0.scale), c0.exponent, abs(r.low % c0.scale))) AS low,
    iif(r.median IS NULL OR c0.exponent = 0, CAST(r.median AS TEXT),
        printf('%s%d.%0*d', iif(r.median < 0, '-', ''),
        abs(r.median / c0.scale), c0.exponent, abs(r.median % c0.scale))) AS median,
    iif(r.high IS NULL OR c0.exponent = 0, CAST(r.high AS TEXT),
        printf('%s%d.%0*d', iif(r.high < 0, '-', ''),
        abs(r.high / c0.scale), c0.exponent, abs(r.high % c0.scale))) AS high,
    r.source,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id
FROM price_row r
    JOIN source s ON s.id = r.row_source
    LEFT JOIN currency c0 ON c0.code = r.currency;

-- Exchange rates as text.
CREATE VIEW fx AS
SELECT
    date(r.date * 86400, 'unixepoch') AS date,
    r.currency,
    iif(r.usd_per_unit IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%012d', iif(r.usd_per_unit < 0, '-', ''),
        abs(r.usd_per_unit / 1000000000000), abs(r.usd_per_unit % 1000000000000)), '0'), '.'))
        AS usd_per_unit,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id
FROM fx_row r
    JOIN source s ON s.id = r.row_source;

-- How much of all documents the feeds hold as text.
CREATE VIEW coverage AS
SELECT
    r.kind,
    r.country,
    date(r.period_start * 86400, 'unixepoch') AS period_start,
    date(r.period_end * 86400, 'unixepoch') AS period_end,
    iif(r.share IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.share < 0, '-', ''),
        abs(r.share / 1000000), abs(r.share % 1000000)), '0'), '.')) AS share,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id
FROM coverage_row r
    JOIN source s ON s.id = r.row_source;

-- CITES and timber permits as text.
CREATE VIEW permit AS
SELECT
    r.permit_number,
    r.permit_type,
    date(r.issue_date * 86400, 'unixepoch') AS issue_date,
    date(r.expiry_date * 86400, 'unixepoch') AS expiry_date,
    r.issuing_country,
    r.exporter_name,
    r.importer_name,
    r.export_country,
    r.import_country,
    r.species,
    r.description,
    r.hs_code,
    iif(r.quantity IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.quantity < 0, '-', ''),
        abs(r.quantity / 1000000), abs(r.quantity % 1000000)), '0'), '.')) AS quantity,
    r.unit,
    r.purpose_code,
    r.source_code,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id
FROM permit_row r
    JOIN source s ON s.id = r.row_source;

-- Seizures as text.
CREATE VIEW seizure AS
SELECT
    r.seizure_id,
    date(r.date * 86400, 'unixepoch') AS date,
    r.country,
    r.place,
    r.species,
    r.commodity,
    r.hs_code,
    iif(r.quantity IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.quantity < 0, '-', ''),
        abs(r.quantity / 1000000), abs(r.quantity % 1000000)), '0'), '.')) AS quantity,
    r.unit,
    iif(r.weight_kg IS NULL, NULL,
        rtrim(rtrim(printf('%s%d.%06d', iif(r.weight_kg < 0, '-', ''),
        abs(r.weight_kg / 1000000), abs(r.weight_kg % 1000000)), '0'), '.')) AS weight_kg,
    r.transport_mode,
    r.origin_country,
    r.transit_countries,
    r.destination_country,
    r.concealment,
    r.source,
    r.transport_document,
    r.container_number,
    r.shipper_name,
    r.consignee_name,
    r.agent_name,
    r.phone,
    s.name AS source_file,
    r.row_line AS source_line,
    r.row_offset AS source_offset,
    r.row_id
FROM seizure_row r
    JOIN source s ON s.id = r.row_source;

-- What each input held: sums of what was loaded from it, by kind and currency, and the days that it
-- covers.  A payment that names several invoices counts once.  Rows that came in again are counted
-- where they were first.
CREATE VIEW source_sum AS
WITH part AS (
    SELECT row_source AS source, 'invoice' AS kind, currency, line_amount AS amount,
        issue_date AS day
    FROM invoice_row
    UNION ALL
    SELECT row_source, 'shipment', currency, declared_value, on_board_date
    FROM shipment_row
    UNION ALL
    SELECT row_source, 'declaration', currency, customs_value, declaration_date
    FROM declaration_row
    UNION ALL
    SELECT row_source, 'payment', currency, amount, value_date
    FROM (SELECT DISTINCT row_source, payment_id, value_date, payer, payee, amount, currency
          FROM payment_row)
)
SELECT
    s.name AS source_file,
    lower(hex(s.sha256)) AS sha256,
    s.n_read, s.n_loaded, s.n_rejected, s.n_duplicate,
    p.kind,
    p.currency,
    count(*) AS parts,
    iif(c.exponent = 0 OR c.exponent IS NULL, CAST(sum(p.amount) AS TEXT),
        printf('%s%d.%0*d', iif(sum(p.amount) < 0, '-', ''), abs(sum(p.amount) / c.scale),
        c.exponent, abs(sum(p.amount) % c.scale))) AS amount,
    date(min(p.day) * 86400, 'unixepoch') AS first_day,
    date(max(p.day) * 86400, 'unixepoch') AS last_day
FROM part p
    JOIN source s ON s.id = p.source
    LEFT JOIN currency c ON c.code = p.currency
GROUP BY p.source, p.kind, p.currency;

-- What persons decided, as the file said it; id_a and id_b are what it was taken for.
CREATE VIEW decision AS
SELECT
    r.a,
    r.b,
    r.verdict,
    r.who,
    iif(r.decided_s IS NULL, date(r.decided * 86400, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ', r.decided * 86400 + r.decided_s, 'unixepoch')) AS "when",
    r.why,
    iif(r.is_a = zeroblob(16), NULL, iif(r.b IS NULL, 'f', 'e') || lower(hex(r.is_a))) AS id_a,
    iif(r.is_b = zeroblob(16), NULL, 'e' || lower(hex(r.is_b))) AS id_b,
    f.name AS source_file,
    r.line AS source_line
FROM decision_row r
    JOIN decision_file f;

-- Why each name or registry row belongs to its entity: joined to which other, and with how much
-- evidence, log2 of the odds.
CREATE VIEW member AS
SELECT
    'e' || lower(hex(e.id)) AS entity,
    e.name AS entity_name,
    coalesce(m.name, p.name) AS name,
    coalesce(m.country, p.country) AS country,
    iif(x.mention IS NULL, 'registry', 'document') AS written_in,
    x.reason,
    x.detail,
    coalesce(jm.name, jp.name) AS joined_to,
    iif(x.joined IS NULL, NULL, printf('%.2f', x.centibits / 100.0)) AS bits
FROM d_member x
    JOIN d_entity e ON e.n = x.entity
    LEFT JOIN mention m ON m.id = x.mention
    LEFT JOIN party_row p ON p.row_hash = x.party
    LEFT JOIN d_member j ON j.n = x.joined
    LEFT JOIN mention jm ON jm.id = j.mention
    LEFT JOIN party_row jp ON jp.row_hash = j.party;

-- Entities that are nearly one, and what keeps them apart.
CREATE VIEW near AS
SELECT
    'e' || lower(hex(a.id)) AS id_a,
    a.name AS name_a,
    a.country AS country_a,
    'e' || lower(hex(b.id)) AS id_b,
    b.name AS name_b,
    b.country AS country_b,
    printf('%.2f', x.centibits / 100.0) AS bits,
    x.why,
    x.detail
FROM d_near x
    JOIN d_entity a ON a.n = x.a
    JOIN d_entity b ON b.n = x.b;

-- Rows of documents in one shape: whose they are, and from whom to whom.
CREATE VIEW document AS
WITH part AS (
    SELECT row_hash, 'invoice' AS kind, invoice_number AS number, issue_date AS day,
        seller AS sender, buyer AS receiver, line_number
    FROM invoice_row
    UNION ALL
    SELECT row_hash, 'shipment', transport_document, on_board_date, shipper, consignee, line_number
    FROM shipment_row
    UNION ALL
    SELECT row_hash, 'declaration', declaration_number, declaration_date, exporter, importer,
        line_number
    FROM declaration_row
    UNION ALL
    SELECT row_hash, 'payment', payment_id, value_date, payer, payee, NULL
    FROM payment_row
)
SELECT
    p.row_hash,
    p.kind,
    p.number,
    date(p.day * 86400, 'unixepoch') AS day,
    a.name AS from_name,
    a.country AS from_country,
    b.name AS to_name,
    b.country AS to_country,
    p.line_number
FROM part p
    LEFT JOIN mention a ON a.id = p.sender
    LEFT JOIN mention b ON b.id = p.receiver;

-- Which document answers for which, line by line.  Of a share of 1 the whole is covered.
CREATE VIEW pairing AS
SELECT
    x.kind,
    a.number,
    l.line_number,
    a.day,
    a.from_name,
    a.to_name,
    x.to_kind AS other_kind,
    b.number AS other_number,
    k.line_number AS other_line_number,
    b.day AS other_day,
    b.from_name AS other_from_name,
    b.to_name AS other_to_name,
    iif(x.share IS NULL, NULL, printf('%d.%06d', x.share / 1000000, x.share % 1000000)) AS share,
    x.currency,
    iif(x.amount IS NULL OR c.exponent = 0, CAST(x.amount AS TEXT),
        printf('%s%d.%0*d', iif(x.amount < 0, '-', ''), abs(x.amount / c.scale), c.exponent,
        abs(x.amount % c.scale))) AS amount,
    x.form,
    x.reason,
    x.detail,
    printf('%.2f', x.centibits / 100.0) AS bits,
    iif(x.margin IS NULL, NULL, printf('%.2f', x.margin / 100.0)) AS margin
FROM d_pairing x
    LEFT JOIN document a ON a.row_hash = x.first_row AND a.kind = x.kind
    LEFT JOIN document b ON b.row_hash = x.to_first_row AND b.kind = x.to_kind
    LEFT JOIN document l ON l.row_hash = x.line AND l.kind = x.kind
    LEFT JOIN document k ON k.row_hash = x.to_line AND k.kind = x.to_kind
    LEFT JOIN currency c ON c.code = x.currency;

-- Documents that have no counterpart of a kind, why, and the nearest that was refused.
CREATE VIEW alone AS
WITH named AS (
    SELECT kind, document, first_row FROM d_break
    UNION
    SELECT kind, document, first_row FROM d_pairing
    UNION
    SELECT to_kind, to_document, to_first_row FROM d_pairing
)
SELECT
    x.kind,
    a.number,
    a.day,
    a.from_name,
    a.from_country,
    a.to_name,
    a.to_country,
    x.wants,
    CASE x.type WHEN 0 THEN 'not arrived yet' WHEN 1 THEN 'outside coverage'
        WHEN 2 THEN 'no candidate' WHEN 3 THEN 'candidate below the threshold'
        WHEN 4 THEN 'ambiguous' WHEN 5 THEN 'limit reached' END AS why,
    x.candidates,
    iif(x.centibits IS NULL, NULL, printf('%.2f', x.centibits / 100.0)) AS bits,
    b.number AS nearest_number,
    b.day AS nearest_day,
    b.from_name AS nearest_from_name,
    b.to_name AS nearest_to_name
FROM d_break x
    LEFT JOIN document a ON a.row_hash = x.first_row AND a.kind = x.kind
    LEFT JOIN named n ON n.kind = x.best_kind AND n.document = x.best_document
    LEFT JOIN document b ON b.row_hash = n.first_row AND b.kind = n.kind;
