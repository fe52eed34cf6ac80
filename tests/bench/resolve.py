#!/usr/bin/python3
"""Resolution of a million names; JSON lines, the last a verdict.

    resolve_names    one million names of a quarter of a million firms, each written in four ways, as
                     sellers and buyers of invoices: `resolve` alone, loading and writing included
    jaro_winkler     the plain method on the same names: equal country and first four letters, then
                     Jaro-Winkler from 0.92 on; groups are what hangs together (jw_alone.c)

TT is the program; NAMES makes a smaller run.  Names are made here from a fixed
seed.  Nothing here decides about a change.
"""
import collections
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import timed  # noqa: E402

HERE = Path(__file__).resolve().parent
TT = os.environ.get("TT") or str(HERE.parents[1] / "build/tradetrace")
NAMES = int(os.environ.get("NAMES") or 1_000_000)
WAYS = 4
TARGET = {"seconds": 20, "peak_kib": 700 * 1024}
TRADES = ["Trading", "Logistics", "Import Export", "Shipping", "Foods", "Textiles", "Metals",
          "Electronics", "Chemicals", "Industries"]
SHORT = {"Trading": "Trdg", "Industries": "Inds", "Import Export": "Imp Exp",
         "Electronics": "Elec"}
FORMS = ["Ltd", "LLC", "GmbH", "S.A.", "Co., Ltd", "Pte Ltd", "B.V.", "Inc"]
COUNTRIES = ["CN", "VN", "DE", "US", "GB", "AE", "NG", "BR", "IN", "TR"]
SYLLABLES = [a + b for a in "bcdfghjklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "el")]


def word(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.choice((2, 3, 3, 4)))).capitalize()


def misspell(rng, s):
    at = rng.randrange(1, len(s) - 1)
    how = rng.randrange(3)
    if how == 0:
        return s[:at] + s[at + 1:]
    if how == 1:
        return s[:at] + s[at + 1] + s[at] + s[at + 2:]
    return s[:at] + rng.choice("aeinorst") + s[at:]


def spell(rng, own, trade, form):
    if rng.random() < 0.25:
        own = misspell(rng, own)
    if rng.random() < 0.3:
        trade = SHORT.get(trade, trade)
    if rng.random() < 0.3:
        form = ""
    name = f"{own} {trade} {form}".strip()
    return name.upper() if rng.random() < 0.4 else name


def invoices(path, n, truth):
    """n names on n / 2 invoices; truth: name and country, firm."""
    rng = random.Random(11)
    firms = []
    for i in range(n // WAYS):
        own = " ".join(word(rng) for _ in range(rng.choice((1, 2, 2))))
        firms.append((own, rng.choice(TRADES), rng.choice(FORMS), rng.choice(COUNTRIES)))
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow("invoice_number,issue_date,seller_name,seller_country,buyer_name,"
                     "buyer_country,currency,line_amount".split(","))
        for i in range(n // 2):
            row = [f"B{i}", "2024-01-02"]
            for k in (2 * i, 2 * i + 1):
                firm = k * 7919 % len(firms)
                own, trade, form, country = firms[firm]
                name = spell(rng, own, trade, form)
                truth[name, country] = firm
                row += [name, country]
            out.writerow([*row, "USD", "100.00"])


def pairs(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def score(found, truth):
    """Precision and recall of pairs of spellings."""
    both = pairs(collections.Counter((e, truth[k]) for k, e in found.items()).values())
    said = pairs(collections.Counter(found.values()).values())
    gold = pairs(collections.Counter(truth[k] for k in found).values())
    return {"precision": round(both / max(said, 1), 4), "recall": round(both / max(gold, 1), 4)}


def main():
    if not os.access(TT, os.X_OK):
        sys.exit(f"no program at '{TT}'")
    with tempfile.TemporaryDirectory() as name:
        folder, truth = Path(name), {}
        source, case, plain = folder / "names.csv", folder / "case.db", folder / "plain.csv"
        invoices(source, NAMES, truth)
        subprocess.run([TT, "ingest", str(case), str(source), "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)
        ours = timed.run("resolve", [TT, "resolve", str(case), "--quiet"], folder)
        db = sqlite3.connect(case)
        found = {(n, c): e for e, n, c in db.execute(
            "SELECT x.entity, m.name, m.country FROM d_member x JOIN mention m ON m.id = x.mention")}
        db.close()
        print(json.dumps({"bench": "resolve_names", "names": NAMES, "spellings": len(truth), **ours,
                          **score(found, truth)}), flush=True)
        plain_method = folder / "jw_alone"
        cc = (os.environ.get("CC") or "cc").split()
        if subprocess.run([*cc, "-O2", "-o", str(plain_method), str(HERE / "jw_alone.c")],
                          check=False).returncode:
            print(json.dumps({"bench": "jaro_winkler", "skipped": "no compiler"}))
            return
        with open(plain, "w", encoding="utf-8") as f:
            f.writelines(f"{c}\t{n}\n" for n, c in truth)
        groups = folder / "groups"
        theirs = timed.run("jaro_winkler", [str(plain_method), str(plain), str(groups)], folder)
        with open(groups, encoding="utf-8") as f:
            found = dict(zip(truth, (int(line) for line in f)))
        print(json.dumps({"bench": "jaro_winkler", "spellings": len(truth), **theirs,
                          **score(found, truth)}), flush=True)
        print(json.dumps({"verdict": "resolve", "target_seconds": TARGET["seconds"],
                          "target_peak_kib": TARGET["peak_kib"],
                          "cpu_ratio": round(ours["cpu_seconds"] / theirs["cpu_seconds"], 2),
                          "within_memory": ours["peak_kib"] <= TARGET["peak_kib"],
                          "within_time": ours["seconds"] <= TARGET["seconds"]}))


if __name__ == "__main__":
    main()
