#!/bin/sh
# truth.json fits schemas/truth.schema.json, its tables name documents that are there, and no record
# is lost on the way into a case.
set -eu
for scenario in trade names; do
    "$TT" simulate -o "$scenario" --scenario "$scenario" --documents 3000 --seed 3 > /dev/null
    /usr/bin/python3 - "$scenario" "$ROOT/schemas/truth.schema.json" << 'END'
import csv, json, sys
import jsonschema

folder, schema = sys.argv[1:]
truth = json.load(open(f"{folder}/truth.json"))
validator = jsonschema.Draft202012Validator(json.load(open(schema)))
errors = [e.message for e in validator.iter_errors(truth)]
assert not errors, errors[:3]


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def lines(kind, column):
    return {(kind, r[column], str(i)) for i, r in enumerate(rows(f"{folder}/records/{kind}s.csv"), 2)}


there = (lines("invoice", "invoice_number") | lines("shipment", "transport_document")
         | lines("declaration", "declaration_number") | lines("payment", "payment_id"))
entities = {r["entity"] for r in rows(f"{folder}/truth_entities.csv")}
documents = rows(f"{folder}/truth_documents.csv")
known = {(r["kind"], r["number"], r["line"]) for r in documents}
events = {e["id"]: e for e in truth["planted"] + truth["look_alikes"]}
assert len(known) == len(documents) and known <= there
for r in documents:
    assert r["party_1"] in entities and all(r[f"party_{k}"] in entities | {""} for k in (2, 3, 4))
    assert r["event"] == "" or r["event"] in events
for r in rows(f"{folder}/truth_links.csv"):
    assert ("invoice", r["invoice"], r["invoice_line"]) in known
    assert (r["kind"], r["number"], r["line"]) in known and 0 <= float(r["share"]) <= 2
for r in rows(f"{folder}/truth_breaks.csv"):
    assert (r["kind"], r["number"], r["line"]) in known
for e in events.values():
    assert all(m["id"] in entities for m in e["entities"])
    assert all((d["kind"], d["number"], str(d["line"])) in known for d in e["documents"])
END
    "$TT" ingest "$scenario.db" "$scenario/records" | grep ' 0 rejected'
done
