#!/usr/bin/python3
"""Figures of the whole program on made-up worlds: writes tests/quality/README.md.

TT is the program.  One factor at a time is changed around a base world; each world is made, run and
evaluated for several seeds.  Figures are means over seeds.  What moved is told against the program
OLD, which runs on the same worlds; without it against figures.json, which a release writes (KEEP=1),
and whose worlds are those of its own simulator.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/quality"
TT = os.environ.get("TT") or str(ROOT / "build/tradetrace")
OLD = os.environ.get("OLD")
SEEDS = [int(s) for s in os.environ.get("SEEDS", "1 2 3 4 5").split()]

BASE = {"documents": 20000, "prevalence": 0.01, "coverage": 0.9, "noise": 1}
CELLS = [
    ("base", {}),
    ("prevalence 5 %", {"prevalence": 0.05}),
    ("prevalence 0.1 %", {"prevalence": 0.001}),
    ("5,000 documents", {"documents": 5000}),
    ("80,000 documents", {"documents": 80000}),
    ("40,000 documents, prevalence 5 %", {"documents": 40000, "prevalence": 0.05}),
    ("coverage 0.6", {"coverage": 0.6}),
    ("coverage 1", {"coverage": 1}),
    ("no noise", {"noise": 0}),
    ("noise 3", {"noise": 3}),
    ("wildlife", {"scenario": "wildlife"}),
    ("wildlife, prevalence 5 %", {"scenario": "wildlife", "prevalence": 0.05}),
    ("nothing planted", {"scenario": "clean", "prevalence": 0}),
]
# Worlds that differ in how much is planted only: their events are told together.
ALIKE = ["base", "prevalence 5 %", "80,000 documents", "40,000 documents, prevalence 5 %", "wildlife", "wildlife, prevalence 5 %"]

# What a column is called, where it is in an evaluation, and how many decimals it has.
COLUMNS = [
    ("events hit", lambda e: share(sum(t["hit"] for t in e["typologies"]), sum(t["events"] for t in e["typologies"])), 2),
    ("named", lambda e: share(sum(t["named"] for t in e["typologies"]), sum(t["events"] for t in e["typologies"])), 2),
    ("precision at 20", lambda e: e["precision_at"][1]["value"] if e["planted_events"] else None, 2),
    ("precision at 100", lambda e: e["precision_at"][3]["value"] if e["planted_events"] else None, 2),
    ("average precision", lambda e: e["average_precision"]["value"], 3),
    ("by chance", lambda e: e["average_precision"]["by_chance"], 3),
    ("of entities", lambda e: named(e)["average_precision"]["value"], 3),
    ("by chance, entities", lambda e: named(e)["average_precision"]["by_chance"], 3),
    ("entities, first 1 %", lambda e: named(e)["budgets"][0]["precision"]["value"], 2),
    ("recall, 5 % of documents", lambda e: e["budgets"][2]["recall"]["value"], 2),
    ("syndicates recovered", lambda e: e["syndicates_by_party"]["recovered"]["value"], 2),
    ("false per 1,000", lambda e: e["false_findings_per_thousand_clean_documents"], 2),
    ("entity F1", lambda e: e["entities"]["pair_f1"], 3),
    ("link F1", lambda e: e["links"]["f1"], 3),
    ("break F1", lambda e: e["breaks"]["f1"], 3),
]


def named(e):
    """Figures of entities; in a world with nothing planted there are none."""
    none = {"value": None, "by_chance": None}
    return e["named_entities"] if e["planted_events"] else {"average_precision": none, "budgets": [{"precision": none}]}


def share(k, n):
    return k / n if n else None


def mean(values):
    known = [v for v in values if v is not None and not math.isnan(v)]
    return sum(known) / len(known) if known else None


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def one_world(cell, seed):
    """Make a world and run it; what is to say of the report of TT, and of that of OLD."""
    spec = {**BASE, **cell, "seed": seed}
    with tempfile.TemporaryDirectory() as name:
        world, said = f"{name}/world", []
        call(TT, "simulate", "-q", "-o", world, *(x for k, v in spec.items() for x in (f"--{k}", str(v))))
        for program in (TT, OLD):
            if not program:
                continue
            out = f"{name}/out-{len(said)}"
            call(program, "run", "-q", "--threads", "1", "--reference", f"{world}/reference", "-o", out, f"{world}/records")
            said.append(json.loads(call(program, "evaluate", out, world, "--json")))
            if program == OLD:  # TT does not read its case, and may judge events otherwise
                report = json.loads(call(TT, "evaluate", f"{out}/report.json", f"{world}/truth.json", "--json"))
                said[-1]["typologies"] = report["typologies"]
        return said


def text(value, decimals):
    return "-" if value is None else f"{value:.{decimals}f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def typologies(worlds):
    """Events of all seeds by typology and level."""
    sums = {}
    for e in worlds:
        for t in e["typologies"]:
            row = sums.setdefault((t["typology"], t["level"]), [0] * 5)
            for i, key in enumerate(("events", "hit", "half", "all", "named")):
                row[i] += t[key]
    return [[name, level, *map(str, row)] for (name, level), row in sorted(sums.items())]


def look_alikes(worlds):
    sums = {}
    for e in worlds:
        for t in e["look_alikes"]:
            row = sums.setdefault(t["class"], [0, 0])
            row[0] += t["events"]
            row[1] += t["hit"]
    return [[name, *map(str, row)] for name, row in sorted(sums.items())]


def detectors(base, alike):
    sums = {}
    for at, worlds in ((0, base), (2, alike)):
        for d in (d for e in worlds for d in e["detectors"]):
            row = sums.setdefault(d["detector"], [0] * 4)
            row[at] += d["right"]["n"]
            row[at + 1] += d["right"]["k"]
    return [[name, *map(str, row)] for name, row in sorted(sums.items())]


def moved(now, then):
    rows = []
    for cell, figures in now.items():
        for what, _, decimals in COLUMNS:
            old, new = then.get(cell, {}).get(what), figures[what]
            if old is None or new is None or text(old, decimals) == text(new, decimals):
                continue
            rows.append([cell, what, text(old, decimals), text(new, decimals)])
    return rows


def main():
    if not os.access(TT, os.X_OK):
        sys.exit(f"no program at '{TT}'")
    jobs = [(name, cell, seed) for name, cell in CELLS for seed in SEEDS]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda job: one_world(job[1], job[2]), jobs))
    worlds, earlier = ({name: [r[at] for (n, _, _), r in zip(jobs, results) if n == name and at < len(r)]
                        for name, _ in CELLS} for at in (0, 1))
    now, then = ({name: {what: mean([pick(e) for e in ws]) for what, pick, _ in COLUMNS} for name, ws in of.items() if ws}
                 for of in (worlds, earlier))
    kept = HERE / "figures.json"
    if not then and kept.exists():
        then = json.loads(kept.read_text(encoding="utf-8"))
    base = worlds["base"]
    alike = [e for name in ALIKE for e in worlds[name]]
    lines = [
        "# Figures on made-up worlds", "",
        f"Made by `make quality`: `simulate`, `run` and `evaluate`, seeds {SEEDS[0]} to {SEEDS[-1]}, means. The base world has",
        f"{BASE['documents']:,} documents, {BASE['prevalence'] * 100:g} % of them planted, coverage {BASE['coverage']:g}, noise {BASE['noise']:g};"
        " each row changes one thing.",
        "`src/evaluate/README.md` says what each figure is.", "",
        *table(["world", *(c[0] for c in COLUMNS)],
               [[name, *(text(now[name][what], d) for what, _, d in COLUMNS)] for name, _ in CELLS]), "",
        "## Planted events, all seeds", "",
        f"Of the worlds {'; '.join(ALIKE)}. An event is hit when a finding that is right cites one of its", "documents;"
        " half and all say how much of it right findings cite; named, that one has its typology.", "",
        *table(["typology", "level", "events", "hit", "half", "all", "named"], typologies(alike)), "",
        "## Findings, by detector", "",
        "Of the base world, and of the same worlds as above.", "",
        *table(["detector", "findings", "right", "findings, all", "right, all"], detectors(base, alike)), "",
        "## Honest look-alikes of the base world and of wildlife", "",
        *table(["class", "events", "with a false finding"], look_alikes(base + worlds["wildlife"])), "",
        "## What moved since the last release", "",
        *([f"Of the program before ({os.environ.get('OLD_IS', OLD)}), run on the same worlds.", ""] if OLD else []),
    ]
    changes = moved(now, then)
    lines += table(["world", "figure", "then", "now"], changes) if changes else [
        "Nothing." if then else "There is no release to compare with."]
    lines += [
        "", "## What this does not show", "",
        "The worlds and the program have one author: figures rank versions against each other and are not the accuracy on real",
        "trade. Planted schemes are recipes; somebody who knows the detectors would plant others. Prices come from a few index",
        "series, languages from a dozen lists. A share of n events is uncertain by about 1/sqrt(n): few levels have twenty.", ""]
    (HERE / "README.md").write_text("\n".join(lines), encoding="utf-8")
    if os.environ.get("KEEP"):
        kept.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    print("\n".join(lines))


main()
