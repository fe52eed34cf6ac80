#!/usr/bin/env python3
"""entities.py CASE TRUTH - how well the entities of a case are those of a simulated world.

Pairs of names as documents write them (mentions) and of registry rows; clusters by B-cubed.  A
name that documents use for several entities belongs to the one that it is used for most.
"""
import collections
import csv
import json
import sqlite3
import sys

ROLES = {
    "invoice": ("seller", "buyer"),
    "shipment": ("shipper", "consignee", "notify", "carrier"),
    "declaration": ("exporter", "importer", "declarant"),
    "payment": ("payer", "payee"),
}


def truth_of_mentions(db, folder):
    uses = collections.defaultdict(collections.Counter)
    rows = {}
    for kind, roles in ROLES.items():
        for line, *mentions in db.execute(f"SELECT row_line, {', '.join(roles)} FROM {kind}_row"):
            rows[kind, line] = mentions
    for t in csv.DictReader(open(f"{folder}/truth_documents.csv", encoding="utf-8")):
        mentions = rows.get((t["kind"], int(t["line"])), ())
        for i, mention in enumerate(mentions):
            if mention and t[f"party_{i + 1}"]:
                uses["m", mention][t[f"party_{i + 1}"]] += 1
    parties = {p: r for r, p in db.execute("SELECT hex(row_hash), party_id FROM party_row")}
    for t in csv.DictReader(open(f"{folder}/truth_entities.csv", encoding="utf-8")):
        if t["party_id"] in parties:
            uses["p", parties[t["party_id"]]][t["entity"]] += 1
    return {m: max(sorted(c), key=lambda e: c[e]) for m, c in uses.items()}


def found(db):
    out = {}
    for entity, mention, party in db.execute("SELECT hex(entity), mention, hex(party) FROM d_member"):
        out["m" if mention else "p", mention or party] = entity
    return out


def pairs(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def main():
    db = sqlite3.connect(sys.argv[1])
    truth, entity = truth_of_mentions(db, sys.argv[2]), found(db)
    both = collections.Counter((entity[m], truth[m]) for m in truth if m in entity)
    size, real = collections.Counter(), collections.Counter()
    for (e, t), n in both.items():
        size[e] += n
        real[t] += n
    hit = pairs(both.values())
    p, r = hit / max(pairs(size.values()), 1), hit / max(pairs(real.values()), 1)
    n = sum(both.values())
    bp = sum(k * k / size[e] for (e, t), k in both.items()) / n
    br = sum(k * k / real[t] for (e, t), k in both.items()) / n
    whole = sum(size[e] == k == real[t] for (e, t), k in both.items())
    print(json.dumps({
        "mentions": n, "entities": len(size), "true_entities": len(real),
        "pair_precision": round(p, 4), "pair_recall": round(r, 4), "pair_f1": round(f1(p, r), 4),
        "b3_precision": round(bp, 4), "b3_recall": round(br, 4), "b3_f1": round(f1(bp, br), 4),
        "entities_exact": round(whole / len(real), 4),
        "largest": max(size.values()), "largest_true": max(real.values())}))


if __name__ == "__main__":
    main()
