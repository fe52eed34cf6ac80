#!/usr/bin/env python3
"""match.py - how many links of made-up trade are found, and how often the reason of a break is right.

    match.py [--write] [--seeds 7,8] [SCENARIO ...]        (make quality-match)

Simulates, ingests, resolves and matches, and compares with the truth that the simulator wrote.
Three runs for each scenario: entities as resolve finds them; the true ones, read from tables of
identifiers (upper bound); and names as written (lower bound).  --write puts the table between the
markers in src/match/README.md.
"""
import bisect
import csv
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TT = os.environ.get("TT", os.path.join(ROOT, "build", "tradetrace"))
KINDS = ("payment", "shipment", "declaration", "invoice")
BREAKS = ("not_arrived", "outside_coverage", "no_candidate", "below", "ambiguous", "limit")
REASON = {
    "not_arrived": "not_arrived",
    "outside_coverage": "outside_coverage",
    "outside_period": "outside_coverage",
    "no_partner": "no_candidate",
    "service": "no_candidate",
    "domestic": "no_candidate",
    "unpaid": "no_candidate",
    "phantom": "no_candidate",
    "undeclared": "no_candidate",
}
ROLES = {
    "invoice": ("seller", "buyer"),
    "shipment": ("shipper", "consignee", "notify"),
    "declaration": ("exporter", "importer"),
    "payment": ("payer", "payee"),
}


def run(*args):
    subprocess.run([TT, *args], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        yield from csv.DictReader(f)


def rename(world, out, mode):
    """The records with other parties: the true ones, or each name as it is written."""
    party = {}
    country = {r["entity"]: r["country"] for r in rows(f"{world}/truth_entities.csv")}
    for r in rows(f"{world}/truth_documents.csv"):
        party[r["kind"], int(r["line"])] = [r[f"party_{i}"] for i in range(1, 5)]
    os.makedirs(f"{out}/records", exist_ok=True)
    for name in sorted(os.listdir(f"{world}/records")):
        kind = name[: -len("s.csv")]
        if name in ("parties.csv", "ownership.csv"):
            continue
        as_is = {"newline": "", "encoding": "utf-8", "errors": "surrogateescape"}
        src = open(f"{world}/records/{name}", **as_is)
        dst = open(f"{out}/records/{name}", "w", **as_is)
        with src, dst:
            head = src.readline()
            fields = next(csv.reader([head]))
            w = csv.writer(dst, lineterminator="\n")
            w.writerow(fields)
            who, key = None, None
            reader = csv.reader(src)
            for r in reader:
                line = reader.line_num + 1
                if kind in ROLES:
                    who = party.get((kind, line), who)
                    for i, role in enumerate(ROLES[kind]):
                        for part in ("id", "address", "account", "country", "bank"):
                            if f"{role}_{part}" in fields:
                                r[fields.index(f"{role}_{part}")] = ""
                        at = fields.index(f"{role}_name")
                        if mode == "true" and r[at] and who and who[i]:
                            r[at] = who[i] + "X"
                            if f"{role}_country" in fields:
                                r[fields.index(f"{role}_country")] = country[who[i]]
                w.writerow(r)


def truth(world):
    links = defaultdict(set)
    for r in rows(f"{world}/truth_links.csv"):
        links[r["kind"]].add((int(r["line"]), int(r["invoice_line"])))
    breaks = {}
    for r in rows(f"{world}/truth_breaks.csv"):
        if r["reason"] != "offset":
            breaks[r["kind"], int(r["line"]), r["partner"]] = REASON[r["reason"]]
    offset = {(r["kind"], int(r["line"]))
              for r in rows(f"{world}/truth_breaks.csv") if r["reason"] == "offset"}
    return links, breaks, offset


def found(world, case):
    db = sqlite3.connect(case)
    line, first = {}, defaultdict(list)
    for r in rows(f"{world}/truth_documents.csv"):
        first[r["kind"]].append(int(r["line"]))
    for kind in ROLES:
        starts = sorted(first[kind])
        for h, n in db.execute(f"SELECT row_hash, row_line FROM {kind}_row"):
            line[kind, bytes(h)] = starts[bisect.bisect_right(starts, n) - 1]
    links = defaultdict(dict)
    sql = "SELECT kind, first_row, to_kind, to_first_row, form, reason, centibits FROM d_pairing"
    for kind, row, to_kind, to_row, form, reason, bits in db.execute(sql):
        if to_kind == "invoice":
            pair = (line[kind, bytes(row)], line[to_kind, bytes(to_row)])
            links[kind].setdefault(pair, (form, reason, bits))
    breaks = {}
    for kind, row, wants, kind_of in db.execute("SELECT kind, first_row, wants, type FROM d_break"):
        if kind == "invoice" or wants == "invoice":
            breaks[kind, line[kind, bytes(row)], wants] = BREAKS[kind_of]
    return links, breaks


def prf(tp, n_found, n_true):
    p = tp / n_found if n_found else 1.0
    r = tp / n_true if n_true else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def evaluate(world, case, verbose):
    t_links, t_breaks, offset = truth(world)
    f_links, f_breaks = found(world, case)
    out, all_tp, all_f, all_t = [], 0, 0, 0
    for kind in KINDS:
        hit = len(t_links[kind] & f_links[kind].keys())
        out.append((f"invoice-{kind}" if kind != "invoice" else "credit note",
                    *prf(hit, len(f_links[kind]), len(t_links[kind])), len(t_links[kind])))
        all_tp, all_f, all_t = all_tp + hit, all_f + len(f_links[kind]), all_t + len(t_links[kind])
    out.append(("all links", *prf(all_tp, all_f, all_t), all_t))
    alone = {k for k, v in t_breaks.items() if k[0] == "payment" and v == "no_candidate"}
    left = sum(1 for k in alone if k in f_breaks)
    out.append(("unrelated payments left alone", None, left / max(len(alone), 1), None, len(alone)))
    f_breaks = {k: v for k, v in f_breaks.items()
                if k[:2] not in offset and not (k[0] == k[2] == "invoice")}
    hits = Counter(v for k, v in f_breaks.items() if t_breaks.get(k) == v)
    seen, real = Counter(f_breaks.values()), Counter(t_breaks.values())
    for b in BREAKS[:3]:
        out.append((f"break: {b}", *prf(hits[b], seen[b], real[b]), real[b]))
    n_hit = sum(hits.values())
    out.append(("all breaks", *prf(n_hit, len(f_breaks), len(t_breaks)), len(t_breaks)))
    if verbose:
        form = Counter(), Counter()
        for kind in KINDS:
            for pair, (f, reason, _) in f_links[kind].items():
                form[pair in t_links[kind]][kind, f, reason] += 1
        for key in sorted(set(form[0]) | set(form[1])):
            print("   ", *key, "right", form[1][key], "wrong", form[0][key])
        wrong = Counter((k[0], k[2], t_breaks.get(k, "-"), v) for k, v in f_breaks.items()
                        if t_breaks.get(k) != v)
        wrong.update((k[0], k[2], v, "-") for k, v in t_breaks.items() if k not in f_breaks)
        for key, n in sorted(wrong.items(), key=lambda x: -x[1])[:24]:
            print("    break", *key, n)
        for kind in KINDS:
            missed = t_links[kind] - f_links[kind].keys()
            docs = {d for d, _ in f_links[kind]}
            print("   missed", kind, len(missed), "of documents with other links",
                  sum(d in docs for d, _ in missed))
            if os.environ.get("SHOW") == kind:
                for d, i in sorted(missed)[:40]:
                    print("      ", kind, d, "invoice", i, f_breaks.get((kind, d, "invoice")))
    return out


def measure(scenario, seed, mode, verbose):
    with tempfile.TemporaryDirectory() as tmp:
        world = os.environ.get("WORLD") or f"{tmp}/world"
        if not os.path.exists(f"{world}/truth.json"):
            run("simulate", "-o", world, "--scenario", scenario, "--seed", str(seed))
        records = f"{world}/records"
        if mode != "resolved":
            rename(world, f"{tmp}/renamed", mode)
            records = f"{tmp}/renamed/records"
        run("ingest", f"{tmp}/x.case", records)
        run("match", f"{tmp}/x.case")
        return evaluate(world, f"{tmp}/x.case", verbose)


def table(results):
    out = ["| | P | R | F1 | of |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, p, r, f, n in results:
        cells = ["" if x is None else f"{x:.3f}" for x in (p, r, f)]
        out.append(f"| {name} | {cells[0]} | {cells[1]} | {cells[2]} | {n} |")
    return "\n".join(out)


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    seed = next((a[7:] for a in sys.argv if a.startswith("--seed=")), "7")
    modes = next((a[7:].split(",") for a in sys.argv if a.startswith("--mode=")),
                 ["resolved", "true", "raw"])
    text = []
    for scenario in args or ["match20", "match40"]:
        for mode in modes:
            words = {"resolved": "parties as resolved", "true": "true parties",
                     "raw": "names as written"}[mode]
            text.append(f"\n`{scenario}`, seed {seed}, {words}:\n")
            text.append(table(measure(scenario, seed, mode, "--verbose" in sys.argv)))
            print(text[-2], text[-1], sep="\n")
    if "--write" in sys.argv:
        path = os.path.join(ROOT, "src", "match", "README.md")
        with open(path, encoding="utf-8") as f:
            page = f.read()
        page = re.sub(r"(<!-- quality -->\n).*(<!-- end -->)",
                      lambda m: m[1] + "\n".join(text).strip() + "\n" + m[2], page, flags=re.S)
        with open(path, "w", encoding="utf-8") as f:
            f.write(page)


if __name__ == "__main__":
    main()
