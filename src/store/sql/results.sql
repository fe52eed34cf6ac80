-- results.sql - rows of the derived tables: add one, read all in order, drop all.

-- name: d_entity_add
INSERT INTO d_entity (n, id, type, country, name, first_member, n_mentions, party)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_entity_all
SELECT n, id, type, country, name, first_member, n_mentions, party FROM d_entity ORDER BY n;

-- name: d_entity_drop
DELETE FROM d_entity;

-- name: d_member_add
INSERT INTO d_member (n, entity, mention, party, reason, detail, joined, centibits)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_member_all
SELECT n, entity, mention, party, reason, detail, joined, centibits FROM d_member ORDER BY n;

-- name: d_member_drop
DELETE FROM d_member;

-- name: d_near_add
INSERT INTO d_near (n, a, b, centibits, why, detail)
VALUES (?, ?, ?, ?, ?, ?);

-- name: d_near_all
SELECT n, a, b, centibits, why, detail FROM d_near ORDER BY n;

-- name: d_near_drop
DELETE FROM d_near;

-- name: d_ownership_add
INSERT INTO d_ownership (n, row_hash, owner, owned)
VALUES (?, ?, ?, ?);

-- name: d_ownership_all
SELECT n, row_hash, owner, owned FROM d_ownership ORDER BY n;

-- name: d_ownership_drop
DELETE FROM d_ownership;

-- name: d_deal_add
INSERT INTO d_deal (
    n, id, status, first_doc, n_docs, currency, invoiced, shipped, declared, paid, invoiced_qty,
    shipped_qty, lag_days, centibits)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_deal_all
SELECT
    n, id, status, first_doc, n_docs, currency, invoiced, shipped, declared, paid, invoiced_qty,
    shipped_qty, lag_days, centibits
FROM d_deal ORDER BY n;

-- name: d_deal_drop
DELETE FROM d_deal;

-- name: d_deal_doc_add
INSERT INTO d_deal_doc (n, deal, kind, document, reason, detail)
VALUES (?, ?, ?, ?, ?, ?);

-- name: d_deal_doc_all
SELECT n, deal, kind, document, reason, detail FROM d_deal_doc ORDER BY n;

-- name: d_deal_doc_drop
DELETE FROM d_deal_doc;

-- name: d_pairing_add
INSERT INTO d_pairing (
    n, kind, document, first_row, line, to_kind, to_document, to_first_row, to_line, share,
    currency, amount, quantity, centibits, margin, form, reason, detail)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_pairing_all
SELECT
    n, kind, document, first_row, line, to_kind, to_document, to_first_row, to_line, share,
    currency, amount, quantity, centibits, margin, form, reason, detail
FROM d_pairing ORDER BY n;

-- name: d_pairing_drop
DELETE FROM d_pairing;

-- name: d_break_add
INSERT INTO d_break (
    n, kind, document, first_row, wants, type, candidates, centibits, best_kind, best_document)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_break_all
SELECT
    n, kind, document, first_row, wants, type, candidates, centibits, best_kind, best_document
FROM d_break ORDER BY n;

-- name: d_break_drop
DELETE FROM d_break;

-- name: d_finding_add
INSERT INTO d_finding (
    n, id, detector, typology, family, title, explanation, p_value, weight, shift, currency,
    direction, first_day, last_day, syndicate)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_finding_all
SELECT
    n, id, detector, typology, family, title, explanation, p_value, weight, shift, currency,
    direction, first_day, last_day, syndicate
FROM d_finding ORDER BY n;

-- name: d_finding_drop
DELETE FROM d_finding;

-- name: d_finding_ids
SELECT id FROM d_finding ORDER BY id;

-- name: d_finding_entity_add
INSERT INTO d_finding_entity (finding, n, entity, role)
VALUES (?, ?, ?, ?);

-- name: d_finding_entity_all
SELECT finding, n, entity, role FROM d_finding_entity ORDER BY finding, n;

-- name: d_finding_entity_drop
DELETE FROM d_finding_entity;

-- name: d_finding_doc_add
INSERT INTO d_finding_doc (finding, n, kind, document, line)
VALUES (?, ?, ?, ?, ?);

-- name: d_finding_doc_all
SELECT finding, n, kind, document, line FROM d_finding_doc ORDER BY finding, n;

-- name: d_finding_doc_drop
DELETE FROM d_finding_doc;

-- name: d_finding_measure_add
INSERT INTO d_finding_measure (
    finding, n, name, unit, value, amount, currency, low, high, peers, is_money)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_finding_measure_all
SELECT
    finding, n, name, unit, value, amount, currency, low, high, peers, is_money
FROM d_finding_measure ORDER BY finding, n;

-- name: d_finding_measure_drop
DELETE FROM d_finding_measure;

-- name: d_finding_test_add
INSERT INTO d_finding_test (finding, n, test, outcome, detail)
VALUES (?, ?, ?, ?, ?);

-- name: d_finding_test_all
SELECT finding, n, test, outcome, detail FROM d_finding_test ORDER BY finding, n;

-- name: d_finding_test_drop
DELETE FROM d_finding_test;

-- name: d_finding_step_add
INSERT INTO d_finding_step (finding, n, step)
VALUES (?, ?, ?);

-- name: d_finding_step_all
SELECT finding, n, step FROM d_finding_step ORDER BY finding, n;

-- name: d_finding_step_drop
DELETE FROM d_finding_step;

-- name: d_community_add
INSERT INTO d_community (n, id, stability)
VALUES (?, ?, ?);

-- name: d_community_all
SELECT n, id, stability FROM d_community ORDER BY n;

-- name: d_community_drop
DELETE FROM d_community;

-- name: d_community_entity_add
INSERT INTO d_community_entity (community, n, entity)
VALUES (?, ?, ?);

-- name: d_community_entity_all
SELECT community, n, entity FROM d_community_entity ORDER BY community, n;

-- name: d_community_entity_drop
DELETE FROM d_community_entity;

-- name: d_syndicate_add
INSERT INTO d_syndicate (
    n, id, score, log10_e, p_value, stability, shift, currency, direction, first_day, last_day,
    narrative)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: d_syndicate_all
SELECT
    n, id, score, log10_e, p_value, stability, shift, currency, direction, first_day, last_day,
    narrative
FROM d_syndicate ORDER BY n;

-- name: d_syndicate_drop
DELETE FROM d_syndicate;

-- name: d_syndicate_entity_add
INSERT INTO d_syndicate_entity (syndicate, n, entity, role)
VALUES (?, ?, ?, ?);

-- name: d_syndicate_entity_all
SELECT syndicate, n, entity, role FROM d_syndicate_entity ORDER BY syndicate, n;

-- name: d_syndicate_entity_drop
DELETE FROM d_syndicate_entity;

-- name: d_syndicate_finding_add
INSERT INTO d_syndicate_finding (syndicate, n, finding)
VALUES (?, ?, ?);

-- name: d_syndicate_finding_all
SELECT syndicate, n, finding FROM d_syndicate_finding ORDER BY syndicate, n;

-- name: d_syndicate_finding_drop
DELETE FROM d_syndicate_finding;

-- name: d_entity_score_add
INSERT INTO d_entity_score (entity, weight, community)
VALUES (?, ?, ?);

-- name: d_entity_score_all
SELECT entity, weight, community FROM d_entity_score ORDER BY entity;

-- name: d_entity_score_drop
DELETE FROM d_entity_score;

-- name: d_completeness_add
INSERT INTO d_completeness (n, what, bound, reached, effect)
VALUES (?, ?, ?, ?, ?);

-- name: d_completeness_all
SELECT n, what, bound, reached, effect FROM d_completeness ORDER BY n;

-- name: d_completeness_drop
DELETE FROM d_completeness;

-- name: d_count_add
INSERT INTO d_count (name, n)
VALUES (?, ?);

-- name: d_count_all
SELECT name, n FROM d_count ORDER BY name;

-- name: d_count_drop
DELETE FROM d_count;

-- name: d_state_put
INSERT OR REPLACE INTO d_state (part, hash) VALUES (?, ?);

-- name: d_state_all
SELECT part, hash FROM d_state ORDER BY part;
