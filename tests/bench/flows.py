#!/usr/bin/python3
"""Searches in made-up flows of payments and communities in made-up links, each in a process of its own,
beside its aim: JSON lines.

    twin              the three searches below on a small cut, beside trying everything: status 1 when they differ
    build             the graph of twice as many payments in memory
    case              the same from a case file: loading it, then the graph
    cycles_6h, _24h   every cycle in order of time within the window, whatever the amounts
    kept_30d          cycles that keep 0.85 to 1.02 of the amount at each hop, at most eight hops
    scale             the last two with a fifth and with five times the flows; the time should grow as
                      flows * (1 + log flows)
    family            all detectors of flows, with their defaults, over a year
    complete, hub     cycles where all is of one day: everybody pays everybody, a hub; budgets as flow.cycle_money
                      has them.  Only when T names it, for it takes as long with few flows
    leiden            one run of Leiden at one resolution: by us, and the same links handed to igraph itself

FLOWS (200,000) and LINKS (50,000) make another run: aims are for 5,000,000 and 10,000,000, for which it takes
a quarter of an hour, 6 GB of memory and 4 GB in TMPDIR.  T picks by a part of the name.  `flows write N`
prints the same flows for other programs.  Nothing here decides about a change.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import timed  # noqa: E402

TT = os.environ.get("TT") or str(Path(__file__).resolve().parents[2] / "build/tradetrace")
FLOWS = int(os.environ.get("FLOWS") or 200_000)
LINKS = int(os.environ.get("LINKS") or 50_000)
CUT = min(FLOWS, 20_000)  # what a twin that tries everything can do in a second
WANTED = os.environ.get("T", "")
BINS = Path(sys.argv[1])
AIMS = {  # name: program, arguments, aim at 5 million flows or 10 million links
    "twin": ("flows", ["twin", CUT], {}),
    "build": ("flows", ["build", 2 * FLOWS], {"seconds": 4}),
    "cycles_6h": ("flows", ["cycles_6h", FLOWS], {"cpu_seconds": 1}),
    "cycles_24h": ("flows", ["cycles_24h", FLOWS], {"cpu_seconds": 2}),
    "kept_30d": ("flows", ["kept_30d", FLOWS], {"cpu_seconds": 5, "grown_kib": 300 << 10}),
    "family": ("flows", ["family", FLOWS, 365], {"seconds": 60, "peak_kib": 3 << 20}),
}


CROWDED = {"complete": FLOWS // 5 * 4, "hub": FLOWS // 5}


def run(program, argv):
    """The objects that a program prints."""
    got = subprocess.run([str(BINS / program), *map(str, argv)], capture_output=True, text=True, check=False)
    if got.returncode:
        sys.exit(f"{program} {argv}: {got.stdout}{got.stderr}")
    return [json.loads(line) for line in got.stdout.splitlines()]


def say(found, **more):
    print(json.dumps({**found, **more}), flush=True)


def case():
    """Ingest payments, untimed here, then load them and build the graph."""
    with tempfile.TemporaryDirectory() as name:
        csv, db = Path(name) / "payments.csv", Path(name) / "case.db"
        with open(csv, "wb") as out:
            subprocess.run([BINS / "flows", "csv", str(2 * FLOWS)], stdout=out, check=True)
        timed.run("ingest", [TT, "ingest", "--quiet", str(db), str(csv)], Path(name))
        say(*run("flows", ["case", db]), aim={"seconds": 4})


def scale(work):
    """Seconds of each size as a part of what those of the first would grow to."""
    first = None
    for flows in (FLOWS // 5, FLOWS, 5 * FLOWS):
        found, = run("flows", [work, flows])
        expected = flows * (1 + math.log2(flows))
        first = first or found["cpu_seconds"] / expected
        say({**found, "bench": f"flows_scale_{work}"},
            times_expected=round(found["cpu_seconds"] / expected / first, 2) if first else None)


def leiden():
    """By us, by igraph alone; the second line has the ratio, and ends the program if the groups differ."""
    ours, = run("links", ["ours", LINKS])
    alone, = run("links", ["alone", LINKS])
    say(ours, aim={"times_igraph": 1.1, "bytes_a_link": 150},
        times_igraph=round(ours["cpu_seconds"] / max(alone["cpu_seconds"], 0.01), 2))
    say(alone)
    if ours["groups"] != alone["groups"]:
        sys.exit("leiden: not the same groups")


def main():
    for work, (program, argv, aim) in AIMS.items():
        if WANTED in work:
            for found in run(program, argv):
                say(found, **({"aim": aim} if aim else {}))
    if WANTED in "case":
        case()
    for work in ("cycles_24h", "kept_30d"):
        if WANTED in f"scale_{work}":
            scale(work)
    for shape, flows in CROWDED.items():
        if WANTED == shape:
            for found in run("flows", [shape, flows]):
                say(found)
    if WANTED in "leiden":
        leiden()


main()
