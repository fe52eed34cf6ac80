-- schema_0004.sql - which statement of a document a row belongs to: documents are amended and cancelled.
-- Comments in this form stay with the column in the file.

ALTER TABLE invoice_row ADD COLUMN document_status TEXT /* draft, original, amended, cancelled */;
ALTER TABLE invoice_row ADD COLUMN version TEXT /* what orders the statements of one document */;
ALTER TABLE shipment_row ADD COLUMN document_status TEXT /* draft, original, amended, cancelled */;
ALTER TABLE shipment_row ADD COLUMN version TEXT /* what orders the statements of one document */;
ALTER TABLE declaration_row ADD COLUMN document_status TEXT /* draft, original, amended, cancelled */;
ALTER TABLE declaration_row ADD COLUMN version TEXT /* what orders the statements of one document */;

-- Tables d_* and views of version 3: this program makes its own.
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
DROP VIEW IF EXISTS member;
DROP VIEW IF EXISTS near;
DROP VIEW IF EXISTS decision;
DROP VIEW IF EXISTS pairing;
DROP VIEW IF EXISTS alone;
DROP VIEW IF EXISTS document;
DROP TABLE IF EXISTS d_near;
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

PRAGMA user_version = 4;
