-- schema_0003.sql - whom and what a seizure was of, so that later consignments can be held against it.
-- Comments in this form stay with the column in the file.

ALTER TABLE seizure_row ADD COLUMN transport_document TEXT /* what carried the goods */;
ALTER TABLE seizure_row ADD COLUMN container_number TEXT /* what they were in (ISO 6346) */;
ALTER TABLE seizure_row ADD COLUMN shipper_name TEXT /* who sent them, as written */;
ALTER TABLE seizure_row ADD COLUMN consignee_name TEXT /* who was to receive them, as written */;
ALTER TABLE seizure_row ADD COLUMN agent_name TEXT /* forwarder, broker or agent, as written */;
ALTER TABLE seizure_row ADD COLUMN phone TEXT /* telephone number that the papers gave */;

-- This program makes its own.
DROP VIEW IF EXISTS seizure;
DELETE FROM stage;

PRAGMA user_version = 3;
