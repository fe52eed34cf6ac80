-- schema_0001.sql - the evidence of a case: what documents said, and where.
--
-- These tables are only inserted into (a source gets its counts and its seal at the end of its
-- transaction; known_run and known_page are an index of the others, and are merged).  Texts are as
-- written, trimmed; NULL is unknown.  <field>_check says of an identifier as written whether its
-- form and check digits hold (refdata/ids.h): it follows from the text, and is no part of the
-- identity of a row or mention.  What analysis makes of it is in
-- the tables d_*, which can be dropped and made again; the views invoice, shipment ... show the
-- rows as people write them.

-- An input file.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL, -- base name under which it was loaded first; others are in source_name
    sha256 BLOB NOT NULL, -- of its bytes
    map BLOB NOT NULL, -- SHA-256/128 of the map and the kind that was forced; zeros: none
    bytes INTEGER NOT NULL, -- size
    kind TEXT NOT NULL, -- record kind; unknown: not recognised
    format TEXT NOT NULL, -- csv, json ...; unknown
    encoding TEXT NOT NULL, -- UTF-8, or the name of the encoding that it was decoded from
    kept INTEGER, -- 1: its bytes are in source_chunk; 0: too many, of a file that was not recognised
    n_read INTEGER, -- rows: read = loaded + rejected + duplicate
    n_loaded INTEGER, -- rows that are in a table of rows
    n_rejected INTEGER, -- rows that are in flaw with lost = 'record'
    n_duplicate INTEGER, -- rows that were there before: in duplicate_row
    seal BLOB, -- SHA-256 of all of the above and of every row, duplicate, flaw and unknown column
    UNIQUE (sha256, map, kind)
) STRICT;

-- Other names of the same bytes.
CREATE TABLE source_name (
    source INTEGER NOT NULL REFERENCES source, -- the bytes
    name TEXT NOT NULL, -- base name
    seal BLOB NOT NULL, -- SHA-256/128 of the SHA-256 of the bytes and the name
    PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;

-- The bytes of an input file, so many a row as the first row has; 1 MiB.
CREATE TABLE source_chunk (
    source INTEGER NOT NULL REFERENCES source, -- whose bytes
    n INTEGER NOT NULL, -- from 0: bytes n * 1048576 and following
    data BLOB NOT NULL, -- a Zstandard frame (RFC 8878)
    UNIQUE (source, n)
) STRICT;

-- Currencies that occur, and what an amount in them counts.
CREATE TABLE currency (
    code TEXT PRIMARY KEY, -- ISO 4217
    exponent INTEGER NOT NULL, -- decimals of the minor unit
    scale INTEGER NOT NULL -- minor units in a major one: 10 ^ exponent
) STRICT, WITHOUT ROWID;

-- A party as documents write it; equal ones are one row.
CREATE TABLE mention (
    id INTEGER PRIMARY KEY,
    fp BLOB NOT NULL, -- SHA-256/128 of all parts: unique
    name TEXT, -- as written
    country TEXT, -- ISO 3166-1 alpha-2
    identifier TEXT, -- tax, registration or LEI number
    address TEXT, -- in one text
    account TEXT, -- IBAN or account
    bank TEXT, -- BIC or name of the bank of the account
    identifier_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    account_check INTEGER, -- as identifier_check
    bank_check INTEGER -- as identifier_check
) STRICT;

-- A row that was there before: same kind, same values.
CREATE TABLE duplicate_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    kind TEXT NOT NULL, -- record kind: the row is in its table
    row_source INTEGER NOT NULL REFERENCES source, -- where it was read again
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL -- SHA-256/128 of the kind and all values
) STRICT;

-- Identities that are in the case, to find duplicates by: sorted, the runs of one table each more
-- than twice as long as the next.  Rows after the last that a run has are in no run yet.
CREATE TABLE known_run (
    id INTEGER PRIMARY KEY, -- order of making
    what TEXT NOT NULL, -- of which table: a record kind, or mention
    n INTEGER NOT NULL, -- identities in it
    first_page INTEGER NOT NULL, -- its pages are this one
    n_pages INTEGER NOT NULL, -- and those that follow, so many
    last_row INTEGER NOT NULL -- rows up to this id are in this run or in one before
) STRICT;

-- A piece of a run.
CREATE TABLE known_page (
    id INTEGER PRIMARY KEY, -- from known_run.first_page on
    -- row_hash after row_hash, ascending; of mentions fp and id (4 bytes, little endian)
    data BLOB NOT NULL
) STRICT;

-- What was wrong in an input file.
CREATE TABLE flaw (
    id INTEGER PRIMARY KEY, -- order of reading
    source INTEGER NOT NULL REFERENCES source, -- in which file
    lost TEXT NOT NULL, -- nothing, field (the row was kept without it), record (it was rejected)
    reason TEXT NOT NULL, -- stable words
    field TEXT, -- canonical name
    col INTEGER, -- column, from 1
    line INTEGER NOT NULL, -- from 1
    byte_offset INTEGER NOT NULL, -- in the decoded text
    raw TEXT -- the row (rejects) or the cell (fields) as it was read
) STRICT;

-- Columns of input files that no field takes.
CREATE TABLE unknown_column (
    id INTEGER PRIMARY KEY, -- order of reading
    source INTEGER NOT NULL REFERENCES source, -- in which file
    name TEXT NOT NULL -- as written
) STRICT;

-- What was done to the case, chained: changing or dropping an entry breaks all that follow.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, -- from 1 without a gap
    action TEXT NOT NULL, -- what: ingest, resolve ...
    detail TEXT NOT NULL, -- hashes and counts; no clock, no names of persons
    hash BLOB NOT NULL -- SHA-256 of the hash before (zeros for the first), action, detail
) STRICT;

-- Settings of the last analysis.
CREATE TABLE setting (
    name TEXT PRIMARY KEY, -- key
    value TEXT NOT NULL, -- text
    seal BLOB NOT NULL -- SHA-256/128 of both
) STRICT, WITHOUT ROWID;

-- Stages of the analysis that ran: one whose input is still the same is up to date.
CREATE TABLE stage (
    name TEXT PRIMARY KEY, -- resolve, match, detect ...
    input BLOB NOT NULL, -- SHA-256/128 of all that it read
    output BLOB NOT NULL, -- SHA-256/128 that the next stage reads
    seal BLOB NOT NULL -- SHA-256/128 of the three
) STRICT, WITHOUT ROWID;

-- Lines of invoices.
CREATE TABLE invoice_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    invoice_number TEXT, -- the seller's number of the invoice
    issue_date INTEGER, -- day of issue: days since 1970-01-01
    issue_date_s INTEGER, -- its second of the UTC day; NULL: the source has no time
    document_type TEXT, -- invoice, credit_note, debit_note, proforma
    due_date INTEGER, -- day when payment is due: days since 1970-01-01
    seller INTEGER REFERENCES mention, -- who sells: a mention
    buyer INTEGER REFERENCES mention, -- who buys: a mention
    currency TEXT REFERENCES currency, -- currency of all amounts of the invoice: ISO 4217
    line_number INTEGER, -- number of the line within the invoice
    description TEXT, -- the goods, in words
    hs_code TEXT, -- Harmonized System code, 2 to 10 digits, dots allowed
    hs_code_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    origin_country TEXT, -- where the goods were made or grown: ISO 3166-1 alpha-2
    quantity INTEGER, -- how much, in unit: in 1e-6
    unit TEXT, -- unit of quantity: a UN/ECE Recommendation 20 code or a usual word
    unit_price INTEGER, -- price of one unit, in currency: in 1e-6
    -- amount of the line; negative on a credit note is allowed: minor units of currency
    line_amount INTEGER,
    -- total of the invoice; empty: the sum of its lines: minor units of currency
    invoice_total INTEGER,
    incoterm TEXT, -- Incoterms rule: FOB, CIF, DAP ...
    order_number TEXT, -- purchase order that is invoiced
    transport_document TEXT, -- bill of lading or waybill that carried the goods
    payment_terms TEXT -- terms of payment, as written
) STRICT;

-- Lines of transport documents.
CREATE TABLE shipment_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    transport_document TEXT, -- number of the bill of lading, waybill or consignment
    document_type TEXT, -- master_bl, house_bl, awb, cmr, rail, courier, postal
    manifest_number TEXT, -- manifest that lists this document
    on_board_date INTEGER, -- day on board or of acceptance: days since 1970-01-01
    on_board_date_s INTEGER, -- its second of the UTC day; NULL: the source has no time
    arrival_date INTEGER, -- day of arrival: days since 1970-01-01
    arrival_date_s INTEGER, -- its second of the UTC day; NULL: the source has no time
    shipper INTEGER REFERENCES mention, -- who sends the goods: a mention
    consignee INTEGER REFERENCES mention, -- who receives the goods: a mention
    notify INTEGER REFERENCES mention, -- who is told of the arrival: a mention
    carrier INTEGER REFERENCES mention, -- who carries the goods: a mention
    vessel_name TEXT, -- name of the ship
    vessel_imo TEXT, -- IMO number of the ship, 7 digits
    vessel_imo_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    voyage TEXT, -- voyage or flight number
    port_of_loading TEXT, -- UN/LOCODE or name of the port where the goods were loaded
    port_of_loading_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    port_of_discharge TEXT, -- UN/LOCODE or name of the port where the goods are discharged
    port_of_discharge_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    place_of_receipt TEXT, -- UN/LOCODE or name of the place where the carrier took the goods
    place_of_delivery TEXT, -- UN/LOCODE or name of the place where the carrier hands them over
    transshipment_ports TEXT, -- UN/LOCODEs of the ports between, in order, separated by |
    container_number TEXT, -- container number (ISO 6346)
    container_number_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    seal_number TEXT, -- number of the seal
    line_number INTEGER, -- number of the line within the document
    description TEXT, -- the goods, in words
    hs_code TEXT, -- Harmonized System code, 2 to 10 digits, dots allowed
    hs_code_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    package_count INTEGER, -- number of packages
    package_type TEXT, -- kind of packages: a UN/ECE Recommendation 21 code or a usual word
    quantity INTEGER, -- how much, in unit: in 1e-6
    unit TEXT, -- unit of quantity: a UN/ECE Recommendation 20 code or a usual word
    gross_weight_kg INTEGER, -- weight with packing, kilograms: in 1e-6
    net_weight_kg INTEGER, -- weight without packing, kilograms: in 1e-6
    volume_m3 INTEGER, -- volume, cubic metres: in 1e-6
    declared_value INTEGER, -- value declared to the carrier: minor units of currency
    currency TEXT REFERENCES currency, -- currency of declared_value and freight_amount: ISO 4217
    freight_amount INTEGER, -- freight of the whole document: minor units of currency
    origin_country TEXT, -- where the goods were made or grown: ISO 3166-1 alpha-2
    invoice_number TEXT -- invoice for the goods
) STRICT;

-- Items of customs declarations.
CREATE TABLE declaration_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    declaration_number TEXT, -- number that customs gave
    direction TEXT, -- import, export, transit
    declaration_date INTEGER, -- day of acceptance: days since 1970-01-01
    declaration_date_s INTEGER, -- its second of the UTC day; NULL: the source has no time
    office TEXT, -- customs office
    exporter INTEGER REFERENCES mention, -- who exports: a mention
    importer INTEGER REFERENCES mention, -- who imports: a mention
    declarant INTEGER REFERENCES mention, -- who declares for them: the broker: a mention
    line_number INTEGER, -- number of the item within the declaration
    hs_code TEXT, -- Harmonized System code, 2 to 10 digits, dots allowed
    hs_code_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    description TEXT, -- the goods, in words
    origin_country TEXT, -- where the goods were made or grown: ISO 3166-1 alpha-2
    -- country that they were sent from (import) or go to (export): ISO 3166-1 alpha-2
    partner_country TEXT,
    quantity INTEGER, -- how much, in unit: in 1e-6
    unit TEXT, -- unit of quantity: a UN/ECE Recommendation 20 code or a usual word
    net_weight_kg INTEGER, -- weight without packing, kilograms: in 1e-6
    gross_weight_kg INTEGER, -- weight with packing, kilograms: in 1e-6
    -- value for customs, on the basis of valuation_basis: minor units of currency
    customs_value INTEGER,
    currency TEXT REFERENCES currency, -- currency of customs_value and duty_amount: ISO 4217
    valuation_basis TEXT, -- fob, cif
    duty_amount INTEGER, -- duty on the item: minor units of currency
    procedure_code TEXT, -- customs procedure
    transport_mode TEXT, -- sea, air, road, rail, post, or a UN/ECE Recommendation 19 code
    transport_document TEXT, -- bill of lading or waybill that carried the goods
    invoice_number TEXT, -- invoice for the goods
    permit_number TEXT -- CITES, timber or other permit that is claimed
) STRICT;

-- Payments, a row for each invoice that they name.
CREATE TABLE payment_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    payment_id TEXT, -- the bank's reference of the payment
    value_date INTEGER, -- value date: days since 1970-01-01
    value_date_s INTEGER, -- its second of the UTC day; NULL: the source has no time
    payer INTEGER REFERENCES mention, -- who pays: a mention
    payee INTEGER REFERENCES mention, -- who is paid: a mention
    amount INTEGER, -- amount that was settled: minor units of currency
    currency TEXT REFERENCES currency, -- currency of amount and charges: ISO 4217
    -- amount that was ordered, where it differs: minor units of instructed_currency
    instructed_amount INTEGER,
    instructed_currency TEXT REFERENCES currency, -- currency of instructed_amount: ISO 4217
    charges INTEGER, -- bank charges: minor units of currency
    channel TEXT, -- wire, cash, letter_of_credit, card, cheque, crypto, other
    purpose TEXT, -- purpose of the payment: a code or words
    remittance_information TEXT, -- what the payer wrote to the payee
    invoice_number TEXT -- invoice that is paid; one row for each when there are more
) STRICT;

-- The registry of parties.
CREATE TABLE party_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    party_id TEXT, -- id of the party in its registry
    type TEXT, -- company, person, bank, vessel, carrier, broker, public_body
    name TEXT, -- registered name, as written
    aliases TEXT, -- other names, separated by |
    country TEXT, -- country of registration or residence: ISO 3166-1 alpha-2
    registration_number TEXT, -- number in the commercial register; IMO number of a vessel
    registration_number_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    tax_id TEXT, -- tax number
    tax_id_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    lei TEXT, -- Legal Entity Identifier, 20 characters
    lei_check INTEGER, -- 1 valid, 2 repaired, 3 bad; NULL: not checked
    incorporation_date INTEGER, -- day of incorporation or birth: days since 1970-01-01
    dissolution_date INTEGER, -- day of dissolution or death: days since 1970-01-01
    address TEXT, -- registered address, in one text
    phone TEXT, -- telephone number
    email TEXT, -- e-mail address
    website TEXT, -- web address
    activity_code TEXT, -- branch of business: ISIC, NACE or a national code
    employees INTEGER, -- number of employees
    annual_revenue INTEGER, -- revenue of the last year that is known: minor units of currency
    currency TEXT REFERENCES currency -- currency of annual_revenue: ISO 4217
) STRICT;

-- Who owns or directs whom.
CREATE TABLE ownership_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    owner_id TEXT, -- party_id of the owner
    owner_name TEXT, -- name of the owner, as written
    owned_id TEXT, -- party_id of the owned party
    owned_name TEXT, -- name of the owned party, as written
    role TEXT, -- shareholder, director, beneficial_owner, secretary, nominee
    share_percent INTEGER, -- share in percent, 0 to 100: in 1e-6
    start_date INTEGER, -- first day of the relation: days since 1970-01-01
    end_date INTEGER -- last day of the relation; empty: it lasts: days since 1970-01-01
) STRICT;

-- Entries of watch lists.
CREATE TABLE watchlist_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    id TEXT, -- id of the entry in its list
    schema TEXT, -- Person, Company, Organization, Vessel ...
    name TEXT, -- main name, as written
    aliases TEXT, -- other names, separated by ; or |
    birth_date TEXT, -- days or years of birth, separated by ; or |
    countries TEXT, -- ISO 3166-1 codes, separated by ; or |
    addresses TEXT, -- addresses, separated by ; or |
    identifiers TEXT, -- registration, tax, passport and IMO numbers, separated by ; or |
    sanctions TEXT, -- sanctions measures, separated by ; or |
    phones TEXT, -- telephone numbers, separated by ; or |
    emails TEXT, -- e-mail addresses, separated by ; or |
    program_ids TEXT, -- sanctions programmes, separated by ; or |
    dataset TEXT, -- list that the entry comes from
    first_seen INTEGER, -- when the entry appeared first: days since 1970-01-01
    first_seen_s INTEGER, -- its second of the UTC day; NULL: the source has no time
    last_seen INTEGER, -- when the entry was seen last: days since 1970-01-01
    last_seen_s INTEGER, -- its second of the UTC day; NULL: the source has no time
    last_change INTEGER, -- when the entry changed last: days since 1970-01-01
    last_change_s INTEGER -- its second of the UTC day; NULL: the source has no time
) STRICT;

-- Reference prices.
CREATE TABLE price_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    hs_code TEXT, -- Harmonized System code of the goods
    unit TEXT, -- unit that the prices are for
    currency TEXT REFERENCES currency, -- currency of the prices: ISO 4217
    period_start INTEGER, -- first day that the prices hold: days since 1970-01-01
    period_end INTEGER, -- last day that the prices hold: days since 1970-01-01
    country TEXT, -- country of origin that the prices hold for; empty: any: ISO 3166-1 alpha-2
    low INTEGER, -- lower end of the usual range, for one unit: minor units of currency
    median INTEGER, -- usual price, for one unit: minor units of currency
    high INTEGER, -- upper end of the usual range, for one unit: minor units of currency
    source TEXT -- who says so
) STRICT;

-- Exchange rates.
CREATE TABLE fx_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    date INTEGER, -- day of the rate: days since 1970-01-01
    currency TEXT REFERENCES currency, -- currency that is converted: ISO 4217
    usd_per_unit INTEGER -- US dollars for one unit of currency: in 1e-12
) STRICT;

-- How much of all documents the feeds hold.
CREATE TABLE coverage_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    kind TEXT, -- invoice, shipment, declaration, payment
    country TEXT, -- country of the documents; empty: all: ISO 3166-1 alpha-2
    period_start INTEGER, -- first day: days since 1970-01-01
    period_end INTEGER, -- last day: days since 1970-01-01
    share INTEGER -- how much of such documents the feed holds, 0 to 1: in 1e-6
) STRICT;

-- CITES and timber permits.
CREATE TABLE permit_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    permit_number TEXT, -- number of the permit
    permit_type TEXT, -- CITES export, import, re-export, timber licence ...
    issue_date INTEGER, -- day of issue: days since 1970-01-01
    expiry_date INTEGER, -- last day that it is valid: days since 1970-01-01
    issuing_country TEXT, -- country whose authority issued it: ISO 3166-1 alpha-2
    exporter_name TEXT, -- who may export, as written
    importer_name TEXT, -- who may import, as written
    export_country TEXT, -- country of export: ISO 3166-1 alpha-2
    import_country TEXT, -- country of import: ISO 3166-1 alpha-2
    species TEXT, -- scientific name
    description TEXT, -- the specimens, in words
    hs_code TEXT, -- Harmonized System code of the goods
    quantity INTEGER, -- how much is allowed, in unit: in 1e-6
    unit TEXT, -- unit of quantity
    purpose_code TEXT, -- CITES purpose: T trade, Z zoo, S science ...
    source_code TEXT -- CITES source: W wild, C bred in captivity, R ranched ...
) STRICT;

-- Seizures.
CREATE TABLE seizure_row (
    row_id INTEGER PRIMARY KEY, -- order of loading
    row_source INTEGER NOT NULL REFERENCES source, -- where the row was read
    row_line INTEGER NOT NULL, -- line of its first byte, from 1
    row_offset INTEGER NOT NULL, -- offset of its first byte in the decoded text
    row_bytes INTEGER NOT NULL, -- bytes of the row
    row_hash BLOB NOT NULL, -- SHA-256/128 of the kind and all values: the identity of the row
    seizure_id TEXT, -- id of the seizure
    date INTEGER, -- day of the seizure: days since 1970-01-01
    country TEXT, -- country where it was seized: ISO 3166-1 alpha-2
    place TEXT, -- port, airport, post office or other place
    species TEXT, -- scientific name
    commodity TEXT, -- what was seized, in words
    hs_code TEXT, -- Harmonized System code
    quantity INTEGER, -- how much, in unit: in 1e-6
    unit TEXT, -- unit of quantity
    weight_kg INTEGER, -- weight, kilograms: in 1e-6
    transport_mode TEXT, -- sea, air, road, rail, post, or a UN/ECE Recommendation 19 code
    origin_country TEXT, -- where the goods came from: ISO 3166-1 alpha-2
    transit_countries TEXT, -- countries between, in order, separated by |
    destination_country TEXT, -- where they were going: ISO 3166-1 alpha-2
    concealment TEXT, -- how they were hidden; the cover load
    source TEXT -- who says so
) STRICT;

-- 'TTRC': what `file` and other programs see.
PRAGMA application_id = 1414812227;
PRAGMA user_version = 1;
