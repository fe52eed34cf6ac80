-- schema_0002.sql - what persons decided; what analysis made of a case is made again.

-- The file that decisions come from: one row, or none when nobody decided anything.
CREATE TABLE decision_file (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL, -- base name
    sha256 BLOB NOT NULL, -- of its bytes
    seal BLOB NOT NULL -- SHA-256 of both and of all rows of decision_row
) STRICT;

-- What persons said of two parties or of a finding, line by line as in the file.
CREATE TABLE decision_row (
    line INTEGER PRIMARY KEY, -- of the file
    a TEXT NOT NULL, -- whom or which finding, as written
    b TEXT, -- the other party, as written; NULL for findings
    is_a BLOB NOT NULL, -- mention.fp, party_row.row_hash or d_finding.id; zeros: not known then
    is_b BLOB NOT NULL, -- as is_a; zeros for findings
    -- same, different, unsure; confirmed, dismissed, escalated, reported, monitored, pending
    verdict TEXT NOT NULL,
    who TEXT, -- who decided, as written
    decided INTEGER, -- when: days since 1970-01-01
    decided_s INTEGER, -- its second of the UTC day; NULL: the file has no time
    why TEXT -- the reason, as written
) STRICT;

-- Tables d_* and views of version 1: this program makes its own.
DROP VIEW IF EXISTS invoice;
DROP VIEW IF EXISTS shipment;
DROP VIEW IF EXISTS declaration;
DROP VIEW IF EXISTS payment;
DROP VIEW IF EXISTS party;
DROP VIEW IF EXISTS ownership;
DROP VIEW IF EXISTS watchlist;
DROP VIEW IF EXISTS price;
DROP VIEW IF EXISTS fx;
DROP VIEW IF EXISTS coverage;
DROP VIEW IF EXISTS permit;
DROP VIEW IF EXISTS seizure;
DROP VIEW IF EXISTS source_sum;
DROP TABLE IF EXISTS d_count;
DROP TABLE IF EXISTS d_completeness;
DROP TABLE IF EXISTS d_entity_score;
DROP TABLE IF EXISTS d_syndicate_finding;
DROP TABLE IF EXISTS d_syndicate_entity;
DROP TABLE IF EXISTS d_syndicate;
DROP TABLE IF EXISTS d_community_entity;
DROP TABLE IF EXISTS d_community;
DROP TABLE IF EXISTS d_finding_step;
DROP TABLE IF EXISTS d_finding_test;
DROP TABLE IF EXISTS d_finding_measure;
DROP TABLE IF EXISTS d_finding_doc;
DROP TABLE IF EXISTS d_finding_entity;
DROP TABLE IF EXISTS d_finding;
DROP TABLE IF EXISTS d_break;
DROP TABLE IF EXISTS d_pairing;
DROP TABLE IF EXISTS d_deal_doc;
DROP TABLE IF EXISTS d_deal;
DROP TABLE IF EXISTS d_ownership;
DROP TABLE IF EXISTS d_member;
DROP TABLE IF EXISTS d_entity;
DROP TABLE IF EXISTS d_state;
DELETE FROM stage;

PRAGMA user_version = 2;
