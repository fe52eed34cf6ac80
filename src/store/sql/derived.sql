-- derived.sql - what the analysis made of the evidence: can be dropped and made again.
--
-- n counts from 1 in the order of the report.  Dates are days since 1970-01-01, amounts minor units
-- of the currency beside them, NULL is unknown or none.  Documents are named by kind and id, lines
-- and registry rows by their row_hash, entities in findings by their id.

-- Content of the groups of tables below (entities, deals, results).
CREATE TABLE d_state (
    part TEXT PRIMARY KEY, -- entities, deals, results
    hash BLOB NOT NULL -- SHA-256 of all rows of its tables
) STRICT, WITHOUT ROWID;

CREATE TABLE d_entity (
    n INTEGER PRIMARY KEY, -- in order of id
    id BLOB NOT NULL, -- e... in reports
    type TEXT NOT NULL, -- unknown, company, person, bank, vessel, carrier, broker, public_body
    country TEXT, -- ISO 3166-1 alpha-2
    name TEXT NOT NULL, -- as written on one of its members
    first_member INTEGER NOT NULL, -- of d_member
    n_mentions INTEGER NOT NULL, -- how many
    party BLOB -- row_hash of its row in the registry
) STRICT;

CREATE TABLE d_member (
    n INTEGER PRIMARY KEY, -- in order of entity
    entity INTEGER NOT NULL REFERENCES d_entity, -- whom it belongs to
    mention INTEGER REFERENCES mention, -- the mention, or
    party BLOB, -- row_hash of the row in the registry
    reason TEXT NOT NULL, -- why it belongs
    detail TEXT, -- the value that was equal
    joined INTEGER, -- n of the member that it was joined to; NULL for the first
    centibits INTEGER NOT NULL -- evidence of that: log2 of the odds times 100
) STRICT;

-- Entities that are nearly one: for a person to decide.
CREATE TABLE d_near (
    n INTEGER PRIMARY KEY, -- in order of a, then b
    a INTEGER NOT NULL REFERENCES d_entity, -- one
    b INTEGER NOT NULL REFERENCES d_entity, -- the other
    centibits INTEGER NOT NULL, -- evidence that they are one: log2 of the odds times 100
    why TEXT NOT NULL, -- what keeps them apart
    detail TEXT -- the two values, as written
) STRICT;

CREATE TABLE d_ownership (
    n INTEGER PRIMARY KEY, -- in order of row_hash
    row_hash BLOB NOT NULL, -- of ownership_row
    owner INTEGER REFERENCES d_entity, -- who owns or directs
    owned INTEGER REFERENCES d_entity -- whom
) STRICT;

CREATE TABLE d_deal (
    n INTEGER PRIMARY KEY, -- in order of id
    id BLOB NOT NULL, -- m... in reports
    status TEXT NOT NULL, -- matched, partial
    first_doc INTEGER NOT NULL, -- of d_deal_doc
    n_docs INTEGER NOT NULL, -- how many
    currency TEXT REFERENCES currency, -- base currency, of the four sums
    invoiced INTEGER, -- sum of the invoices
    shipped INTEGER, -- sum of the declared values of the transport documents
    declared INTEGER, -- sum of the customs values
    paid INTEGER, -- sum of the payments
    invoiced_qty INTEGER, -- canonical units in 1e-6
    shipped_qty INTEGER, -- canonical units in 1e-6
    lag_days INTEGER, -- first invoice to last payment
    centibits INTEGER NOT NULL -- evidence of its weakest pairing: log2 of the odds, times 100
) STRICT;

CREATE TABLE d_deal_doc (
    n INTEGER PRIMARY KEY, -- in order of deal
    deal INTEGER NOT NULL REFERENCES d_deal, -- which deal
    kind TEXT NOT NULL, -- of the document
    document BLOB NOT NULL, -- id of the document
    reason TEXT NOT NULL, -- the key that joined it
    detail TEXT -- the key as written
) STRICT;

-- A document, or one line of it, that answers for a share of another.
CREATE TABLE d_pairing (
    n INTEGER PRIMARY KEY, -- in order of kind, document, line
    kind TEXT NOT NULL, -- of the document
    document BLOB NOT NULL, -- its id
    first_row BLOB, -- row_hash of its first row, for people
    line BLOB, -- row_hash of its row; NULL: the whole document
    to_kind TEXT NOT NULL, -- of the other: an invoice where one of the two is one
    to_document BLOB NOT NULL, -- its id
    to_first_row BLOB, -- row_hash of its first row, for people
    to_line BLOB, -- row_hash of its row; NULL: the whole document
    share INTEGER, -- how much of the other is covered, in 1e-6
    currency TEXT REFERENCES currency, -- of amount
    amount INTEGER, -- allotted; NULL: not money
    quantity INTEGER, -- allotted, canonical units in 1e-6
    centibits INTEGER NOT NULL, -- evidence: log2 of the odds, times 100
    margin INTEGER, -- centibits above the best other way; NULL: there is none
    form TEXT NOT NULL, -- full, part, run, subset, instalment, credit
    reason TEXT NOT NULL, -- the strongest evidence
    detail TEXT -- as written
) STRICT;

-- Why a document has no counterpart of a kind.
CREATE TABLE d_break (
    n INTEGER PRIMARY KEY, -- in order of kind, document, wanted kind
    kind TEXT NOT NULL, -- of the document
    document BLOB NOT NULL, -- its id
    first_row BLOB, -- row_hash of its first row, for people
    wants TEXT NOT NULL, -- kind of the counterpart that is missing
    type INTEGER NOT NULL, -- 0 not arrived yet, 1 outside coverage, 2 no candidate, 3 below the
    -- threshold, 4 ambiguous, 5 limit reached
    candidates INTEGER NOT NULL, -- looked at
    centibits INTEGER, -- evidence of the best of them
    best_kind TEXT, -- the best of them; NULL: none
    best_document BLOB -- its id
) STRICT;

CREATE TABLE d_finding (
    n INTEGER PRIMARY KEY, -- rank
    id BLOB NOT NULL, -- f... in reports
    detector TEXT NOT NULL, -- its code
    typology TEXT NOT NULL, -- what it is consistent with
    family TEXT NOT NULL, -- of detectors whose evidence is not independent
    title TEXT NOT NULL, -- one line
    explanation TEXT NOT NULL, -- sentences with the numbers
    p_value REAL, -- chance of as much in honest trade
    weight REAL, -- evidence: log10 of the e-value
    shift INTEGER, -- value that was shifted
    currency TEXT REFERENCES currency, -- of shift
    direction TEXT NOT NULL, -- none, to_exporter, to_importer
    first_day INTEGER, -- of its documents
    last_day INTEGER, -- of its documents
    syndicate INTEGER -- n of d_syndicate
) STRICT;

CREATE TABLE d_finding_entity (
    finding INTEGER NOT NULL REFERENCES d_finding,
    n INTEGER NOT NULL, -- from 1
    entity BLOB NOT NULL, -- id of who takes part
    role TEXT NOT NULL, -- seller, buyer, payer ...
    PRIMARY KEY (finding, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_finding_doc (
    finding INTEGER NOT NULL REFERENCES d_finding,
    n INTEGER NOT NULL, -- from 1
    kind TEXT NOT NULL, -- of the document
    document BLOB NOT NULL, -- id of the document
    line BLOB, -- row_hash of its row in the table of the kind; NULL: the whole document
    PRIMARY KEY (finding, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_finding_measure (
    finding INTEGER NOT NULL REFERENCES d_finding,
    n INTEGER NOT NULL, -- from 1
    name TEXT NOT NULL, -- what was measured
    unit TEXT NOT NULL, -- of value, low and high
    value REAL, -- measured; NULL when it is money
    amount INTEGER, -- measured, when it is money
    currency TEXT REFERENCES currency, -- of amount
    low REAL, -- expected at least
    high REAL, -- expected at most
    peers INTEGER NOT NULL, -- comparable observations that low and high come from
    is_money INTEGER NOT NULL, -- 1: amount counts, 0: value counts
    PRIMARY KEY (finding, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_finding_test (
    finding INTEGER NOT NULL REFERENCES d_finding,
    n INTEGER NOT NULL, -- from 1
    test TEXT NOT NULL, -- the innocent explanation that was tested
    outcome TEXT NOT NULL, -- not_explained, weakened, unknown
    detail TEXT NOT NULL, -- one sentence with the numbers
    PRIMARY KEY (finding, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_finding_step (
    finding INTEGER NOT NULL REFERENCES d_finding,
    n INTEGER NOT NULL, -- from 1
    step TEXT NOT NULL, -- what to look at next
    PRIMARY KEY (finding, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_community (
    n INTEGER PRIMARY KEY, -- in order of id
    id BLOB NOT NULL, -- c... in reports
    stability REAL -- mean co-membership over runs, 0 to 1
) STRICT;

CREATE TABLE d_community_entity (
    community INTEGER NOT NULL REFERENCES d_community,
    n INTEGER NOT NULL, -- from 1
    entity BLOB NOT NULL, -- id of the member
    PRIMARY KEY (community, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_syndicate (
    n INTEGER PRIMARY KEY, -- rank
    id BLOB NOT NULL, -- s... in reports
    score REAL, -- 0 to 100
    log10_e REAL, -- evidence
    p_value REAL, -- chance of as much in honest trade
    stability REAL, -- 0 to 1
    shift INTEGER, -- value that was shifted
    currency TEXT REFERENCES currency, -- of shift
    direction TEXT NOT NULL, -- none, to_exporter, to_importer
    first_day INTEGER, -- of its documents
    last_day INTEGER, -- of its documents
    narrative TEXT NOT NULL -- the story in sentences
) STRICT;

CREATE TABLE d_syndicate_entity (
    syndicate INTEGER NOT NULL REFERENCES d_syndicate,
    n INTEGER NOT NULL, -- from 1
    entity BLOB NOT NULL, -- id of who takes part
    role TEXT NOT NULL, -- exporter, importer, payer ...
    PRIMARY KEY (syndicate, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_syndicate_finding (
    syndicate INTEGER NOT NULL REFERENCES d_syndicate,
    n INTEGER NOT NULL, -- from 1
    finding INTEGER NOT NULL REFERENCES d_finding, -- in order of rank
    PRIMARY KEY (syndicate, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE d_entity_score (
    entity BLOB PRIMARY KEY, -- id of whose
    weight REAL, -- evidence: log10 of the e-value
    community INTEGER REFERENCES d_community -- where it belongs
) STRICT, WITHOUT ROWID;

CREATE TABLE d_completeness (
    n INTEGER PRIMARY KEY, -- order of the report
    what TEXT NOT NULL, -- what was not looked at in full
    bound TEXT NOT NULL, -- the limit
    reached TEXT NOT NULL, -- how often it was reached
    effect TEXT NOT NULL -- what that means
) STRICT;

CREATE TABLE d_count (
    name TEXT PRIMARY KEY, -- flows
    n INTEGER NOT NULL -- how many
) STRICT, WITHOUT ROWID;
