#!/usr/bin/python3
"""Timed commands: one JSON object a line, with wall seconds and peak memory of the process.

TT is the program; T picks a bench by a part of its name.  Inputs are made here from a fixed seed, so
that two versions get the same work.  Nothing here decides about a change.
"""
import json
import os
import random
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import timed  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
TT = os.environ.get("TT") or str(ROOT / "build/tradetrace")
ROWS = 100_000


def invoices(path, n):
    """n invoice lines of 500 sellers and 2,000 buyers in 40 goods."""
    rng = random.Random(7)
    with open(path, "w", encoding="utf-8") as f:
        f.write("invoice_number,issue_date,seller_name,seller_country,buyer_name,buyer_country,"
                "currency,description,hs_code,quantity,unit,unit_price,line_amount\n")
        for i in range(n):
            good = rng.randrange(40)
            quantity = rng.randint(1, 500)
            cents = round(quantity * (good + 1) * 1000 * rng.lognormvariate(0, 0.2))
            f.write(f"B{i},2024-{i % 12 + 1:02d}-{i % 28 + 1:02d},Seller {rng.randrange(500)} Ltd,NL,"
                    f"Buyer {rng.randrange(2000)} GmbH,DE,USD,goods {good},{840000 + good * 100 + 11},"
                    f"{quantity},PCE,{cents / quantity / 100:.4f},{cents // 100}.{cents % 100:02d}\n")


def measure(name, n, argv, folder):
    """Run and print one line."""
    print(json.dumps({"bench": name, "rows": n, **timed.run(name, argv, folder)}), flush=True)


def main():
    wanted = os.environ.get("T", "")
    if not os.access(TT, os.X_OK):
        sys.exit(f"no program at '{TT}'")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tour = ROOT / "samples/tour"
        if tour.is_dir() and wanted in "run_tour":
            rows = sum(f.read_bytes().count(b"\n") for f in tour.rglob("*") if f.is_file())
            measure("run_tour", rows, [TT, "run", "-o", str(folder / "tour"), str(tour)], folder)
        if wanted in "invoices_ingest" or wanted in "invoices_analyze":
            csv, case = folder / "invoices.csv", str(folder / "case.db")
            invoices(csv, ROWS)
            measure("invoices_ingest", ROWS, [TT, "ingest", case, str(csv)], folder)
            if wanted in "invoices_analyze":
                measure("invoices_analyze", ROWS, [TT, "analyze", case], folder)


main()
