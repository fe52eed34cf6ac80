#!/usr/bin/python3
"""All detectors over a made-up case, beside their aim: JSON lines.

    detect_ingest, _resolve, _match   what comes before, each in a process of its own
    detect_all                        `detect` alone on THREADS threads: loading, detectors, communities,
                                      ranking, writing; with the CPU seconds of the detectors, of what they
                                      share, and of the fifteen that take most

The aim is for a million lines of invoices and of shipments and a million payments, which DOCUMENTS
(3,450,000) give; it is printed as it stands for smaller runs, in which times should shrink a little more
than the documents do.  A full run takes half an hour and 10 GB in TMPDIR.  Nothing here decides about a change.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import timed  # noqa: E402

HERE = Path(__file__).resolve().parent
TT = os.environ.get("TT") or str(HERE.parents[1] / "build/tradetrace")
DOCUMENTS = int(os.environ.get("DOCUMENTS") or 3_450_000)
THREADS = int(os.environ.get("THREADS") or 2)
AIM = {"seconds": 60, "peak_kib": 4 << 20}
KINDS = ("invoices", "shipments", "declarations", "payments")
SHOWN = 15


def say(**what):
    print(json.dumps(what), flush=True)


def rows(path):
    """Lines of a CSV but its header; no text of a made-up world has a line break."""
    with open(path, "rb") as f:
        return sum(block.count(b"\n") for block in iter(lambda: f.read(1 << 20), b"")) - 1


def parts(log):
    """CPU seconds of each part that the log names."""
    found = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        if "part" in said:
            found[said["part"]] = found.get(said["part"], 0) + said["cpu_seconds"]
    return found


def main():
    if not os.access(TT, os.X_OK):
        sys.exit(f"no program at '{TT}'")
    with tempfile.TemporaryDirectory() as name:
        folder, world, case = Path(name), f"{name}/world", f"{name}/x.case"
        subprocess.run([TT, "simulate", "-q", "-o", world, "--documents", str(DOCUMENTS), "--seed", "7"], check=True)
        lines = {k: rows(f"{world}/records/{k}.csv") for k in KINDS}
        for stage in ("ingest", "resolve", "match"):
            argv = [TT, stage, "-q", case] + ([f"{world}/records"] if stage == "ingest" else [])
            say(bench=f"detect_{stage}", documents=DOCUMENTS, **timed.run(stage, argv, folder))
        used = timed.run("detect", [TT, "detect", case, "--threads", str(THREADS), "--log-format", "json"], folder)
        took = parts(folder / "stderr")
        shared = took.pop("what several share", 0)
        most = sorted(took, key=took.get, reverse=True)[:SHOWN]
        say(bench="detect_all", documents=DOCUMENTS, lines=lines, threads=THREADS, **used, aim=AIM,
            detectors_cpu_seconds=round(shared + sum(took.values()), 1), shared_cpu_seconds=round(shared, 1),
            most={k: round(took[k], 2) for k in most})


main()
