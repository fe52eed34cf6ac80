#!/usr/bin/python3
"""Searches in made-up flows of payments (flows.c), each in a process of its own, beside its aim: JSON lines.

    build             the graph of the payments in memory
    cycles_6h, _24h   every cycle in order of time within the window, whatever the amounts
    kept_30d          cycles that keep 0.85 to 1.02 of the amount at each hop, at most eight hops
    family            all detectors of flows, with their defaults, over a year

FLOWS makes another run (default 5,000,000); T picks by a part of the name.  `flows write N` prints the same
flows for other programs.  Nothing here decides about a change.
"""
import json
import os
import subprocess
import sys

FLOWS = int(os.environ.get("FLOWS") or 5_000_000)
AIMS = {
    "build": {"cpu_seconds": 4},
    "cycles_6h": {"cpu_seconds": 1},
    "cycles_24h": {"cpu_seconds": 2},
    "kept_30d": {"cpu_seconds": 5, "grown_kib": 300 * 1024},
    "family": {"cpu_seconds": 120, "peak_kib": 3 * 1024 * 1024},
}
DAYS = {"family": "365"}


def main():
    for work, aim in AIMS.items():
        if os.environ.get("T", "") not in work:
            continue
        got = subprocess.run([sys.argv[1], work, str(FLOWS), DAYS.get(work, "18")],
                             capture_output=True, text=True, check=False)
        if got.returncode:
            sys.exit(f"{work}: {got.stderr}")
        print(json.dumps({**json.loads(got.stdout), "aim_at_5m": aim}), flush=True)


main()
