-- queries.sql - all statements but those on rows (rows.sql) and on derived tables (results.sql).

-- name: pragma_open
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA cache_size = -32768;
PRAGMA synchronous = FULL;

-- While rows are added: a page is written once and not looked at again, and those of a cache this
-- small are still near the processor when the system takes them.
-- name: pragma_fill
PRAGMA main.cache_size = -4096;

-- name: pragma_filled
PRAGMA main.cache_size = -32768;

-- name: pragma_create
PRAGMA page_size = 16384;
PRAGMA encoding = 'UTF-8';
PRAGMA journal_mode = DELETE;

-- The database in memory that rows are added from (image.h).
-- name: attach_feed
ATTACH ':memory:' AS feed;

-- name: pragma_feed
PRAGMA page_size = 16384;

-- name: pragma_read_only
PRAGMA query_only = ON;

-- name: application_id
PRAGMA application_id;

-- name: user_version
PRAGMA user_version;

-- name: encoding
PRAGMA encoding;

-- name: data_version
PRAGMA data_version;

-- name: integrity_check
PRAGMA main.integrity_check(1);

-- name: foreign_key_check
PRAGMA main.foreign_key_check;

-- name: schema_table
SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?;

-- name: schema_all
SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY type, name, tbl_name;

-- name: begin
BEGIN IMMEDIATE;

-- name: begin_read
BEGIN;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: savepoint
SAVEPOINT file;

-- name: release
RELEASE file;

-- name: rollback_to
ROLLBACK TO file;

-- name: source_add
INSERT INTO source (name, sha256, map, bytes, kind, format, encoding)
VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: source_find
SELECT id FROM source WHERE sha256 = ? AND map = ? AND kind = ?;

-- name: source_last
SELECT ifnull(max(id), 0) FROM source;

-- name: source_done
UPDATE source
SET kept = ?, n_read = ?, n_loaded = ?, n_rejected = ?, n_duplicate = ?, seal = ?
WHERE id = ?;

-- name: source_get
SELECT id, name, sha256, map, bytes, kind, format, encoding, kept, n_read, n_loaded, n_rejected,
    n_duplicate, seal
FROM source WHERE id = ?;

-- name: source_all
SELECT id, name, sha256, map, bytes, kind, format, encoding, kept, n_read, n_loaded, n_rejected,
    n_duplicate, seal
FROM source ORDER BY id;

-- name: source_name_add
INSERT OR IGNORE INTO source_name (source, name, seal) VALUES (?, ?, ?);

-- name: source_name_all
SELECT source, name, seal FROM source_name ORDER BY source, name;

-- name: source_chunk_add
INSERT INTO source_chunk (source, n, data) VALUES (?, ?, ?);

-- name: source_chunk_get
SELECT data FROM source_chunk WHERE source = ? AND n = ?;

-- name: source_chunk_count
SELECT count(*) FROM source_chunk WHERE source = ?;

-- name: currency_add
INSERT OR IGNORE INTO currency (code, exponent, scale) VALUES (?, ?, ?);

-- name: currency_all
SELECT code, exponent, scale FROM currency ORDER BY code;

-- name: mention_add
INSERT INTO main.mention SELECT * FROM feed.mention;

-- name: mention_role_1
SELECT id, fp, name, country, identifier, address, account, bank FROM mention WHERE id = ?;

-- name: mention_role_2
SELECT id, fp, name, country, identifier, address, account, bank FROM mention WHERE id = ?;

-- name: mention_role_3
SELECT id, fp, name, country, identifier, address, account, bank FROM mention WHERE id = ?;

-- name: mention_role_4
SELECT id, fp, name, country, identifier, address, account, bank FROM mention WHERE id = ?;

-- name: mention_all
SELECT
    id, fp, name, country, identifier, address, account, bank,
    identifier_check, account_check, bank_check
FROM mention ORDER BY id;

-- name: mention_count
SELECT count(*) FROM mention;

-- name: mention_fps
SELECT id, fp FROM mention WHERE id > ? ORDER BY id;

-- name: mention_last
SELECT max(id) FROM mention;

-- name: known_run_add
INSERT INTO known_run (what, n, first_page, n_pages, last_row) VALUES (?, ?, ?, ?, ?);

-- name: known_run_all
SELECT id, n, first_page, n_pages, last_row FROM known_run WHERE what = ? ORDER BY id;

-- name: known_run_drop
DELETE FROM known_run WHERE id = ?;

-- name: known_page_add
INSERT INTO known_page (id, data) VALUES (?, ?);

-- name: known_page_get
SELECT data FROM known_page WHERE id = ?;

-- name: known_page_last
SELECT max(id) FROM known_page;

-- name: known_page_drop
DELETE FROM known_page WHERE id BETWEEN ? AND ?;

-- name: known_page_count
SELECT count(*) FROM known_page;

-- name: duplicate_row_add
INSERT INTO main.duplicate_row SELECT * FROM feed.duplicate_row;

-- name: duplicate_row_last
SELECT max(row_id) FROM duplicate_row;

-- name: duplicate_row_all
SELECT kind, row_source, row_line, row_offset, row_bytes, row_hash
FROM duplicate_row ORDER BY row_id;

-- name: flaw_add
INSERT INTO flaw (source, lost, reason, field, col, line, byte_offset, raw)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: flaw_all
SELECT source, lost, reason, field, col, line, byte_offset, raw FROM flaw ORDER BY id;

-- name: flaw_rejects
SELECT x.name, f.reason, f.field, f.col, f.line, f.byte_offset, f.raw
FROM flaw f
    JOIN (SELECT s.id, s.sha256, s.map, s.kind,
            min(s.name, coalesce((SELECT min(o.name) FROM source_name o WHERE o.source = s.id),
                s.name)) AS name
        FROM source s) x ON x.id = f.source
WHERE f.lost = 'record'
ORDER BY x.name, x.sha256, x.map, x.kind, f.line, f.col, f.id;

-- name: flaw_counts
SELECT lost, reason, field, count(*) FROM flaw
GROUP BY lost, reason, field
ORDER BY CASE lost WHEN 'nothing' THEN 0 WHEN 'field' THEN 1 ELSE 2 END, reason, field;

-- name: unknown_column_add
INSERT INTO unknown_column (source, name) VALUES (?, ?);

-- name: unknown_column_all
SELECT source, name FROM unknown_column ORDER BY id;

-- name: unknown_column_list
SELECT DISTINCT x.name AS file, u.name AS col
FROM unknown_column u
    JOIN (SELECT s.id,
            min(s.name, coalesce((SELECT min(o.name) FROM source_name o WHERE o.source = s.id),
                s.name)) AS name
        FROM source s) x ON x.id = u.source
ORDER BY file, col;

-- name: audit_add
INSERT INTO audit (id, action, detail, hash) VALUES (?, ?, ?, ?);

-- name: audit_last
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1;

-- name: audit_all
SELECT id, action, detail, hash FROM audit ORDER BY id;

-- name: setting_put
INSERT OR REPLACE INTO setting (name, value, seal) VALUES (?, ?, ?);

-- name: setting_get
SELECT value FROM setting WHERE name = ?;

-- name: setting_all
SELECT name, value, seal FROM setting ORDER BY name;

-- name: stage_put
INSERT OR REPLACE INTO stage (name, input, output, seal) VALUES (?, ?, ?, ?);

-- name: stage_drop
DELETE FROM stage WHERE name = ?;

-- name: stage_get
SELECT input, output FROM stage WHERE name = ?;

-- name: stage_all
SELECT name, input, output, seal FROM stage ORDER BY name;

-- name: decision_file_put
INSERT OR REPLACE INTO decision_file (id, name, sha256, seal) VALUES (1, ?, ?, ?);

-- name: decision_file_get
SELECT name, sha256, seal FROM decision_file;

-- name: decision_row_drop
DELETE FROM decision_row;

-- name: decision_row_add
INSERT INTO decision_row (line, a, b, is_a, is_b, verdict, who, decided, decided_s, why)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: decision_row_all
SELECT line, a, b, is_a, is_b, verdict, who, decided, decided_s, why
FROM decision_row ORDER BY line;
