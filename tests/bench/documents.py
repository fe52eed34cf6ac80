#!/usr/bin/python3
"""Matching of a million made-up documents, beside its target and a join of exact keys in SQLite.

Simulates DOCUMENTS (1,000,000) with one seed, ingests, resolves, and times `match` alone: loading the
case, matching, writing the deals.  The peer is the sqlite3 shell on the same records: it loads them,
and joins documents whose numbers are equal and of which a name is, as an analyst would in an hour.
Both are compared with the truth.  One JSON object a line.  Nothing here decides about a change.
"""
import bisect
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "quality"))
import match as quality  # noqa: E402
import timed  # noqa: E402

TT = os.environ.get("TT") or str(HERE.parents[1] / "build/tradetrace")
DOCUMENTS = int(os.environ.get("DOCUMENTS") or 1_000_000)
TARGET_CPU = 15 * DOCUMENTS / 300_000  # design: 300,000 documents in 15 s
TARGET_KIB = 2 << 20

SQL = """
.mode csv
.import '{records}/invoices.csv' i
.import '{records}/shipments.csv' s
.import '{records}/declarations.csv' d
.import '{records}/payments.csv' p
CREATE INDEX i_number ON i(invoice_number);
CREATE INDEX s_number ON s(transport_document);
.output '{out}'
SELECT DISTINCT 'shipment', s.rowid, i.rowid FROM s JOIN i ON s.invoice_number = i.invoice_number
 WHERE s.invoice_number <> '' AND (upper(shipper_name) = upper(seller_name)
  OR upper(consignee_name) = upper(buyer_name))
UNION SELECT 'shipment', s.rowid, i.rowid FROM i JOIN s ON s.transport_document = i.transport_document
 WHERE i.transport_document <> ''
UNION SELECT 'declaration', d.rowid, i.rowid FROM d JOIN i ON d.invoice_number = i.invoice_number
 WHERE d.invoice_number <> '' AND (upper(exporter_name) = upper(seller_name)
  OR upper(importer_name) = upper(buyer_name))
UNION SELECT 'declaration', d.rowid, i.rowid FROM d JOIN i
  ON d.transport_document = i.transport_document WHERE d.transport_document <> ''
UNION SELECT 'payment', p.rowid, i.rowid FROM p JOIN i ON p.invoice_number = i.invoice_number
 WHERE p.invoice_number <> '' AND (upper(payer_name) = upper(buyer_name)
  OR upper(payee_name) = upper(seller_name));
"""


def say(**what):
    print(json.dumps(what), flush=True)


def joined(world, path):
    """Links of the peer, as documents: rows are counted from the header."""
    starts = {}
    for r in quality.rows(f"{world}/truth_documents.csv"):
        starts.setdefault(r["kind"], []).append(int(r["line"]))
    for v in starts.values():
        v.sort()
    links = {k: set() for k in quality.ROLES}
    with open(path, newline="", encoding="utf-8") as f:
        for kind, row, invoice in csv.reader(f):
            doc = [v[bisect.bisect_right(v, int(n) + 1) - 1]
                   for v, n in ((starts[kind], row), (starts["invoice"], invoice))]
            links[kind].add(tuple(doc))
    return links


def score(true, found):
    """Precision, recall and F1 of all links."""
    hit = sum(len(true[k] & set(found[k])) for k in quality.KINDS)
    p, r, f = quality.prf(hit, sum(len(found[k]) for k in quality.KINDS),
                          sum(len(true[k]) for k in quality.KINDS))
    return {"precision": round(p, 3), "recall": round(r, 3), "f1": round(f, 3)}


def main():
    if not os.access(TT, os.X_OK):
        sys.exit(f"no program at '{TT}'")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world, case, out = f"{name}/world", f"{name}/x.case", f"{name}/joined.csv"
        timed.run("simulate", [TT, "simulate", "-o", world, "--documents", str(DOCUMENTS),
                               "--seed", "7"], folder)
        links, _, _ = quality.truth(world)
        for stage in ("ingest", "resolve", "match"):
            argv = [TT, stage, case] + ([f"{world}/records"] if stage == "ingest" else [])
            used = timed.run(stage, argv, folder)
            more = {"target_cpu_seconds": TARGET_CPU, "target_peak_kib": TARGET_KIB,
                    **score(links, quality.found(world, case)[0])} if stage == "match" else {}
            say(bench=f"documents_{stage}", documents=DOCUMENTS, **used, **more)
        sql = folder / "join.sql"
        sql.write_text(SQL.format(records=f"{world}/records", out=out), encoding="utf-8")
        peer = timed.run("sqlite3", ["sqlite3", f"{name}/peer.db", f".read {sql}"], folder)
        version = subprocess.run(["sqlite3", "--version"], capture_output=True, text=True, check=True)
        say(bench="documents_join", peer="sqlite3 " + version.stdout.split()[0],
            documents=DOCUMENTS, **peer, **score(links, joined(world, out)))
        say(bench="documents_match", ratio_cpu=round(used["cpu_seconds"] / peer["cpu_seconds"], 2),
            ratio_peak=round(used["peak_kib"] / peer["peak_kib"], 2))


main()
