#!/usr/bin/env python3
"""records.py PROGRAM NAME_PAIRS DATA OUT - who is who, end to end: rows in, entities out.

Sets of others as rows of party lists and as sellers of invoices, through `ingest` and `resolve` with
the default configuration; made-up worlds through tests/quality/entities.py.  Writes OUT.records and
OUT.worlds, tables of src/resolve/README.md.  The baselines look at the same fields as one text:
Jaro-Winkler at the threshold that is best for the set, and equal letters and digits.
"""
import collections
import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM, PAIRS, DATA, OUT = sys.argv[1:5]
PARTY = ("party_id", "type", "name", "country", "tax_id", "incorporation_date", "address", "email")
INVOICE = ("invoice_number", "issue_date", "seller_name", "buyer_name", "currency", "line_amount")
EXACT = {"resolve": {"join_bits": 60, "near_bits": 60, "review_bits": 60}}


def write(path, head, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(head)
        out.writerows(rows)
    return path


def run(*args):
    subprocess.run([PROGRAM, *args, "--quiet"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def entities(folder, files):
    """Entity of each registry key and of each name that documents write."""
    case = f"{folder}/case.db"
    run("ingest", case, *files)
    run("resolve", case)
    db = sqlite3.connect(case)
    found = dict(db.execute("SELECT p.party_id, x.entity FROM d_member x "
                            "JOIN party_row p ON p.row_hash = x.party"))
    found.update(db.execute("SELECT m.name, x.entity FROM d_member x "
                            "JOIN mention m ON m.id = x.mention"))
    db.close()
    return found


def cell(both, said, gold):
    p, r = both / said if said else 1.0, both / gold if gold else 1.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return f"{p:.3f} / {r:.3f} / {f:.3f}"


def pairs(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def baselines(folder, rows):
    path = write(f"{folder}/text.csv", ("text", "who"), rows)
    return subprocess.run([PAIRS, "--records", path], check=True, capture_output=True,
                          text=True).stdout.strip().strip("|").strip()


def clusters(what, rows):
    """rows: (party row, who) of one list that repeats its parties."""
    with tempfile.TemporaryDirectory() as folder:
        party = write(f"{folder}/list.csv", PARTY, [r for r, _ in rows])
        found = entities(folder, [party])
        known = [(found[r[0]], who) for r, who in rows if r[0] in found]
        text = [(" ".join(filter(None, r[2:])), who) for r, who in rows if r[0] in found]
        both = pairs(collections.Counter(known).values())
        said = pairs(collections.Counter(e for e, _ in known).values())
        gold = pairs(collections.Counter(who for _, who in known).values())
        return f"| {what} | {gold} | {cell(both, said, gold)} | {baselines(folder, text)} |"


def read(name, encoding="utf-8"):
    with open(f"{DATA}/names/{name}", encoding=encoding) as f:
        return [[x.strip() for x in r] for r in csv.reader(f)][1:]


def febrl(number, date):
    rows = []
    for r in read("febrl/febrl/dataset1.csv"):
        day = f"{r[9][:4]}-{r[9][4:6]}-{r[9][6:]}" if len(r[9]) == 8 and date else ""
        where = " ".join(filter(None, r[3:9]))
        rows.append(((r[0], "person", f"{r[1]} {r[2]}".strip(), "AU", r[10] if number else "", day,
                      where, ""), r[0].split("-")[1]))
    return rows


def splink():
    return [((f"r{r[0]}", "person", f"{r[1]} {r[2]}".strip(), "", "", r[3], r[4], r[5]), r[6])
            for r in read("splink/fake_1000.csv")]


def labelled(what, path, shape):
    """Pairs of names: one in each of two lists, both in one list, or sellers of invoices."""
    with open(path, encoding="utf-8-sig") as f:
        rows = [r for r in list(csv.reader(f))[1:] if len(r) >= 3]
    with tempfile.TemporaryDirectory() as folder:
        sides = [[(f"{'AB'[k]}{i}", "", r[k].strip(), "", "", "", "", "")
                  for i, r in enumerate(rows)] for k in range(2)]
        key = [(f"A{i}", f"B{i}") for i in range(len(rows))]
        if shape == "invoices":
            key = [(r[0].strip(), r[1].strip()) for r in rows]
            sold = [(f"{i}-{k}", "2024-01-02", r[k].strip(), "Warehouse Nine Ostrava", "USD",
                     "100.00") for i, r in enumerate(rows) for k in range(2)]
            files = [write(f"{folder}/invoices.csv", INVOICE, sold)]
        elif shape == "two lists":
            files = [write(f"{folder}/{k}.csv", PARTY, sides[k]) for k in range(2)]
        else:
            files = [write(f"{folder}/list.csv", PARTY, sides[0] + sides[1])]
        found = entities(folder, files)
        said = [found.get(a) is not None and found.get(a) == found.get(b) for a, b in key]
        gold = [r[2].strip() == "1" for r in rows]
        both = sum(s and g for s, g in zip(said, gold))
        last = subprocess.run([PAIRS, "--pairs", path], check=True, capture_output=True,
                              text=True).stdout.strip().split("\n")[-1]
        base = " | ".join(x.strip() for x in last.strip("| ").split("|")[3:5])
        return f"| {what}, {shape} | {sum(gold)} | {cell(both, sum(said), sum(gold))} | {base} |"


def world(what, scenario, seed):
    here = os.path.dirname(os.path.abspath(__file__))
    out = []
    with tempfile.TemporaryDirectory() as folder:
        run("simulate", "-o", folder, "--scenario", scenario, "--seed", str(seed))
        run("ingest", f"{folder}/case.db", f"{folder}/records")
        config = f"{folder}/exact.json"
        with open(config, "w", encoding="utf-8") as f:
            json.dump(EXACT, f)
        for how, more in (("exact keys alone", ("--config", config)), ("with evidence", ())):
            run("resolve", f"{folder}/case.db", *more)
            s = json.loads(subprocess.run(
                [sys.executable, f"{here}/entities.py", f"{folder}/case.db", folder], check=True,
                capture_output=True, text=True).stdout)
            out.append(f"| {what} | {s['mentions']:,} | {how} | {s['pair_precision']:.4f} | "
                       f"{s['pair_recall']:.4f} | {s['pair_f1']:.4f} | {s['b3_f1']:.4f} |")
    return out


def main():
    company = f"{DATA}/names/company-name-matcher/tests/test_data.csv"
    made_up = os.path.join(os.path.dirname(os.path.abspath(__file__)), "name_pairs.csv")
    records = ["| set | true pairs | ours: P / R / F1 | Jaro-Winkler, best threshold | equal |",
               "| --- | --- | --- | --- | --- |",
               clusters("FEBRL 1, all fields", febrl(True, True)),
               clusters("FEBRL 1, no number", febrl(False, True)),
               clusters("FEBRL 1, name and address", febrl(False, False)),
               clusters("splink fake_1000, all fields", splink())]
    for what, path in (("company-name-matcher", company), ("our made-up pairs", made_up)):
        records += [labelled(what, path, s) for s in ("two lists", "one list", "invoices")]
    with open(f"{OUT}.records", "w", encoding="utf-8") as f:
        f.write("\n".join(records) + "\n")
    worlds = ["| world | names | method | pair P | pair R | pair F1 | B-cubed F1 |",
              "| --- | --- | --- | --- | --- | --- | --- |"]
    for what, scenario, seed in (("trade", "trade", 1), ("trade, seed 2", "trade", 2),
                                 ("names (more spellings)", "names", 1)):
        worlds += world(what, scenario, seed)
    with open(f"{OUT}.worlds", "w", encoding="utf-8") as f:
        f.write("\n".join(worlds) + "\n")


if __name__ == "__main__":
    main()
